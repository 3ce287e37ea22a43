//! Each operator against values of every kind. Sources: EventBridge User Guide, "Comparison
//! operators for use in event patterns"; event-ruler README and `JsonRuleCompiler`.

use super::check;

#[test]
fn exact_values() {
    check(r#"["x", "y"]"#, &[r#""x""#, r#""y""#], &[r#""X""#, r#""xy""#, "null", "1"]);
    check(r#"[""]"#, &[r#""""#], &["null", r#"" ""#, "[]", "{}"]);
    check("[null]", &["null"], &[r#""null""#, r#""""#, "0", "false"]);
    check("[true]", &["true"], &["false", r#""true""#, "1"]);
    check("[false]", &["false"], &["true", "null", "0"]);
    check(r#"["1"]"#, &[r#""1""#], &["1"]);
    check(r#"[{"exactly": "x"}]"#, &[r#""x""#], &[r#""xx""#]);
    check(r#"["ä"]"#, &[r#""\u00e4""#], &[r#""a""#]);
    check(r#"["😀"]"#, &[r#""\ud83d\ude00""#], &[r#""\ud83d""#]);
}

#[test]
fn numbers_are_equal_by_value_within_five_billion_and_by_text_beyond() {
    check("[300]", &["300", "300.0", "3.0e2", "3E+2", "30000e-2"], &["301", "3", r#""300""#]);
    check("[0]", &["0", "-0", "0.0", "0e99"], &["0.000001", "null"]);
    check("[-1.5]", &["-1.5", "-15e-1"], &["1.5"]);
    check("[123456789012]", &["123456789012"], &["1.23456789012e11"]);
    check("[0.1234567]", &["0.1234567"], &["0.12345670", "1.234567e-1"]);
    check("[5000000000]", &["5e9"], &["5000000000.000001"]);
}

#[test]
fn text_beginnings_and_ends() {
    check(r#"[{"prefix": "us-"}]"#, &[r#""us-east-1""#, r#""us-""#], &[r#""eu-us-""#, r#""us""#]);
    check(r#"[{"prefix": ""}]"#, &[r#""""#, r#""x""#], &["1", "null"]);
    check(r#"[{"prefix": "1"}]"#, &[r#""10""#], &["10"]);
    check(r#"[{"suffix": ".png"}]"#, &[r#""a.png""#], &[r#""a.PNG""#, r#""png""#]);
    check(
        r#"[{"prefix": {"equals-ignore-case": "EventB"}}]"#,
        &[r#""eventbridge""#, r#""EVENTB""#],
        &[r#""event""#, "7"],
    );
    check(
        r#"[{"suffix": {"equals-ignore-case": "Tbridge"}}]"#,
        &[r#""eventBRIDGE""#],
        &[r#""bridge""#, r#""tbridge!""#],
    );
    check(r#"[{"equals-ignore-case": "aLiCe"}]"#, &[r#""ALICE""#], &[r#""alice ""#, "null"]);
}

#[test]
fn wildcards() {
    check(
        r#"[{"wildcard": "dir/*.png"}]"#,
        &[r#""dir/a.png""#, r#""dir/.png""#, r#""dir/b/c.png""#],
        &[r#""dir/a.png2""#, r#""adir/a.png""#, r#""dir.png""#],
    );
    check(r#"[{"wildcard": "*"}]"#, &[r#""""#, r#""x""#], &["1", "null"]);
    check(r#"[{"wildcard": "a*a"}]"#, &[r#""aa""#, r#""aba""#], &[r#""a""#]);
    check(r#"[{"wildcard": "*ab*ab*"}]"#, &[r#""xabyabz""#, r#""abab""#], &[r#""aab""#]);
    check(r#"[{"wildcard": "a*b*c"}]"#, &[r#""abbc""#, r#""abcbc""#], &[r#""acb""#]);
    check(r#"[{"wildcard": "5\\*5"}]"#, &[r#""5*5""#], &[r#""5x5""#]);
    check(r#"[{"wildcard": "a\\\\*"}]"#, &[r#""a\\b""#], &[r#""a*b""#]);
    check(r#"[{"wildcard": "plain"}]"#, &[r#""plain""#], &[r#""plain2""#]);
}

#[test]
fn anything_but() {
    check(r#"[{"anything-but": "x"}]"#, &[r#""y""#, "1", "null", "true"], &[r#""x""#, "{}", "[]"]);
    check(r#"[{"anything-but": ["x", "y"]}]"#, &[r#""z""#, "5"], &[r#""x""#, r#""y""#]);
    check(r#"[{"anything-but": 123}]"#, &["124", r#""123""#, "5e10"], &["123", "1.23e2"]);
    check(r#"[{"anything-but": [100, 200]}]"#, &["300", "null"], &["100.0", "2e2"]);
    check(r#"[{"anything-but": {"prefix": "in"}}]"#, &[r#""out""#, "1"], &[r#""in""#, r#""inn""#]);
    check(
        r#"[{"anything-but": {"prefix": ["a", "b"]}}]"#,
        &[r#""c""#, r#""""#],
        &[r#""a1""#, r#""b""#],
    );
    check(r#"[{"anything-but": {"suffix": ".png"}}]"#, &[r#""a.jpg""#], &[r#""a.png""#]);
    check(
        r#"[{"anything-but": {"suffix": [".png", ".jpg"]}}]"#,
        &[r#""a.gif""#],
        &[r#""a.png""#, r#""a.jpg""#],
    );
    check(
        r#"[{"anything-but": {"equals-ignore-case": ["Init", "stop"]}}]"#,
        &[r#""run""#, "null"],
        &[r#""INIT""#, r#""Stop""#],
    );
    check(
        r#"[{"anything-but": {"wildcard": "*/lib/*"}}]"#,
        &[r#""a/bin/b""#, "1"],
        &[r#""a/lib/b""#, r#""/lib/""#],
    );
    check(
        r#"[{"anything-but": {"wildcard": ["a*", "*z"]}}]"#,
        &[r#""m""#],
        &[r#""ab""#, r#""yz""#],
    );
    // An element that is something else is enough.
    check(r#"[{"anything-but": "x"}]"#, &[r#"["x", "y"]"#], &[r#"["x", "x"]"#]);
}

#[test]
fn numeric_comparison() {
    check(r#"[{"numeric": ["=", 3.018e2]}]"#, &["301.8"], &["301.80001", r#""301.8""#]);
    check(r#"[{"numeric": [">", 0, "<=", 5]}]"#, &["5", "0.000001"], &["0", "5.000001", "-1"]);
    check(r#"[{"numeric": [">=", 0, "<", 5]}]"#, &["0", "4.999999"], &["5", "-0.000001"]);
    check(r#"[{"numeric": ["<", 10]}]"#, &["-5e9", "9"], &["10", "-5000000001", "null"]);
    check(r#"[{"numeric": ["<=", 10]}]"#, &["10"], &["10.000001"]);
    check(r#"[{"numeric": [">", -1]}]"#, &["0", "5e9"], &["-1", "5000000001", "1e-7"]);
    check(r#"[{"numeric": [">=", 1]}]"#, &["1"], &["0.999999"]);
}

#[test]
fn presence() {
    check(
        r#"[{"exists": true}]"#,
        &["1", r#""""#, "null", "false", "[0]", "[[0]]"],
        &["{}", "[]", r#"{"b": 1}"#, r#"[{"b": 1}]"#],
    );
    check(
        r#"[{"exists": false}]"#,
        &["{}", "[]", r#"{"b": 1}"#],
        &["1", "null", "[null]", r#"[{"b": 1}, 2]"#],
    );
    check(r#"[{"exists": false}, "x"]"#, &["{}", r#""x""#], &[r#""y""#]);
}

#[test]
fn addresses() {
    check(
        r#"[{"cidr": "10.0.0.0/24"}]"#,
        &[r#""10.0.0.0""#, r#""10.0.0.255""#],
        &[r#""10.0.1.0""#, r#""9.255.255.255""#, r#""10.0.0""#, r#""10.0.0.1/24""#, "10"],
    );
    check(r#"[{"cidr": "10.0.0.77/31"}]"#, &[r#""10.0.0.76""#], &[r#""10.0.0.78""#]);
    check(r#"[{"cidr": "0.0.0.0/0"}]"#, &[r#""255.255.255.255""#], &[r#""::1""#]);
    check(
        r#"[{"cidr": "2001:db8::/32"}]"#,
        &[r#""2001:db8:ffff::1""#, r#""2001:0DB8::""#],
        &[r#""2001:db9::""#, r#""10.0.0.1""#],
    );
    // Exact addresses are the same in every spelling.
    check(r#"["::1"]"#, &[r#""0:0:0:0:0:0:0:1""#], &[r#""::2""#]);
    check(r#"["10.0.0.1"]"#, &[r#""10.0.0.1""#], &[r#""10.0.0.10""#]);
}
