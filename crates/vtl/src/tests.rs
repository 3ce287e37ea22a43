//! Templates and what they come to. Expectations: Velocity 1.7's User Guide and the examples of
//! API Gateway's Developer Guide; what is our own reading is said so.

use serde_json::json;

use crate::{Input, Scope, json_path, render};

fn check(template: &str, expected: &str) {
    let body = json!({"a": 1, "s": "x\"y", "l": [1, 2, 3], "o": {"k": "v"}, "items": [
        {"id": 1, "name": "one"}, {"id": 2, "name": "two"}]});
    let input = Input {
        body: body.to_string(),
        path: json!({"id": "7"}),
        querystring: json!({"q": "a b"}),
        header: json!({"X-Name": "h"}),
    };
    let mut scope = Scope::new(input)
        .with("context", json!({"stage": "prod", "responseOverride": {"header": {}}}))
        .with("stageVariables", json!({"v": "w"}));
    assert_eq!(render(template, &mut scope).unwrap(), expected, "{template}");
}

#[test]
fn references_are_written() {
    check("$context.stage ${context.stage}s $!nothing $nothing", "prod prods  $nothing");
    check("$stageVariables.v$stageVariables.absent|", "w|");
    check("$5.00 and \\$context.stage", "$5.00 and $context.stage");
    check("a@b.com #notamacro #1", "a@b.com #notamacro #1");
}

#[test]
fn input_is_read() {
    check("$input.json('$.s')", "\"x\\\"y\"");
    check("$input.json('$.l')$input.json('$.absent')", "[1,2,3]\"\"");
    check("$input.path('$.o.k') $input.path('$').a", "v 1");
    check("$input.params('id')$input.params('q')$input.params('x-name')", "7a bh");
    check("$input.params().querystring.get('q')", "a b");
    check("#foreach($n in $input.params().path.keySet())$n#end", "id");
    check("$input.path('$.items')[1].name", "two");
}

#[test]
fn directives_decide() {
    check("#set($x = 3)\n#if($x > 2 && $x != 4)big#elseif($x == 4)four#else small#end", "big");
    check("#set( $x = $input.path('$.l').size() )#if($x==3)y#{else}n#end", "y");
    check(
        "#if($nothing)a#{else}b#end#if(!$nothing)c#end#if($context.stage.equals('prod'))d#end",
        "bcd",
    );
    check(
        "#set($s = \"at $context.stage\")$s #set($q = 'at $context.stage')$q",
        "at prod at $context.stage",
    );
    check("## gone\nstays #* gone *#too #[[ $raw #if ]]#", "stays too  $raw #if ");
}

#[test]
fn loops_know_where_they_are() {
    check(
        "[#foreach($i in $input.path('$.items')){\"n\":\"$i.name\"}#if($foreach.hasNext),#end#end]",
        "[{\"n\":\"one\"},{\"n\":\"two\"}]",
    );
    check("#foreach($i in [1..3])$foreach.index$velocityCount #end", "01 12 23 ");
    check("#foreach($i in [5..1])#if($i == 2)#break#end$i#end.", "543.");
    check("#foreach($e in $input.path('$.o').entrySet())$e.key=$e.value#end", "k=v");
    check("#set($n = 0)#foreach($i in [1..2000])#set($n = $n + 1)#end$n", "1000");
}

#[test]
fn values_have_javas_methods() {
    check("$context.stage.toUpperCase().substring(1, 3)", "RO");
    check(
        "#set($m = {\"a\": 1})$!m.put(\"b\", [1, \"x\"])$m $m.containsKey(\"b\")",
        "{a=1, b=[1, x]} true",
    );
    check("#set($l = [])#set($d = $l.add('z'))$l.get(0)$l.size()", "z1");
    check("#set($t='a,b,,')#foreach($p in $t.split(','))$p;#end", "a;b;");
    check("#set($i = 0)#set($n = $i.parseInt('41') + 1)$n", "42");
    check("#set($r = 7 / 2)$r#set($r = 7 % 2)$r#set($r = 7 / 2.0)$r", "313.5");
    check("#set($t = 'x-1')$t.replaceAll('[^a-z]', '')", "x");
}

#[test]
fn util_has_its_functions() {
    check("$util.escapeJavaScript(\"it's\")", "it\\'s");
    check("$util.urlEncode('a b&c')$util.urlDecode('a+b%26c')", "a+b%26ca b&c");
    check("$util.base64Encode('hi')$util.base64Decode('aGk=')", "aGk=hi");
    check("#set($p = $util.parseJson('{\"k\": [1]}'))$p.k[0]", "1");
}

#[test]
fn macros_and_overrides() {
    check("#macro(two $a $b)<$a:$b>#end#two('x' 1)#two($context.stage, 2)", "<x:1><prod:2>");
    let mut scope =
        Scope::new(Input::default()).with("context", json!({"responseOverride": {"header": {}}}));
    let text = "#set($context.responseOverride.status = 404)\
                #set($context.responseOverride.header['X-A'] = 'b')\
                #set($context.responseOverride.header.X-B = 'c')";
    assert_eq!(render(text, &mut scope).unwrap(), "");
    assert_eq!(
        scope.get("context").unwrap(),
        json!({"responseOverride": {"header": {"X-A": "b", "X-B": "c"}, "status": 404}})
    );
}

#[test]
fn without_a_body_the_document_is_empty() {
    let mut scope = Scope::new(Input::default());
    assert_eq!(render("$input.json('$')|$input.body|", &mut scope).unwrap(), "{}||");
}

#[test]
fn what_cannot_end_is_refused() {
    let refused =
        |template: &str| render(template, &mut Scope::new(Input::default())).unwrap_err().message;
    assert!(refused("#if(true)").contains("#end"));
    assert!(refused("#set($x = )").contains("expected"));
    assert!(refused(&"(".repeat(10_000).replace('(', "#if(true)")).contains("deeply"));
    assert!(refused(&format!("#set($x = {}1)", "(".repeat(10_000))).contains("deeply"));
    assert!(refused("#macro(m)#m()#end#m()").contains("deeply"));
    let loops = "#foreach($a in [1..999])#foreach($b in [1..999])#foreach($c in [1..999])x\
                 #end#end#end";
    assert!(refused(loops).contains("too much"));
    let doubling = "#set($s = 'x')#foreach($i in [1..60])#set($s = $s + $s)#end";
    assert!(refused(doubling).contains("too long"));
    let own = "#set($m = {})#set($m.m = $m)$m.put('a', $m)";
    assert!(refused(own).contains("itself"));
}

#[test]
fn paths_lead_to_values() {
    let document = json!({"a": [{"b": 1, "c": "x"}, {"b": 2, "c": "y"}], "d e": 3});
    for (path, expected) in [
        ("$.a[0].b", json!(1)),
        ("$['d e']", json!(3)),
        ("$.a[*].b", json!([1, 2])),
        ("$..b", json!([1, 2])),
        ("$.a[-1].c", json!("y")),
        ("$.a[?(@.b > 1)].c", json!(["y"])),
        ("$.a[?(@.c == 'x')].b", json!([1])),
        ("$.a[0:1]", json!([{"b": 1, "c": "x"}])),
        ("$.a.length()", json!(2)),
    ] {
        assert_eq!(json_path(&document, path), Some(expected), "{path}");
    }
    assert_eq!(json_path(&document, "$.z"), None);
    assert_eq!(json_path(&document, "$.a["), None);
}
