//! Patterns of AWS's documentation and what it says about them.

use super::*;

fn check(pattern: &str, matching: &[&str], others: &[&str]) {
    let parsed = Pattern::read(pattern).unwrap_or_else(|it| panic!("{pattern}: {it}"));
    for message in matching {
        assert!(parsed.matches(message), "{pattern} does not match {message}");
    }
    for message in others {
        assert!(!parsed.matches(message), "{pattern} matches {message}");
    }
}

#[test]
fn terms() {
    let bad_request = "[ERROR 400] BAD REQUEST";
    let missing = "[ERROR 419] MISSING ARGUMENTS";
    let warn = "[WARN 420] INVALID ARGUMENTS";
    check("", &[bad_request, warn], &[]);
    check("ERROR", &[bad_request, missing], &[warn, "error"]);
    check("ERROR ARGUMENTS", &[missing], &[bad_request, warn]);
    check("?ERROR ?ARGUMENTS", &[bad_request, missing, warn], &["fine"]);
    check("?ERROR ?ARGUMENTS REQUEST", &["REQUEST"], &[missing]);
    check("ERROR -ARGUMENTS", &[bad_request], &[missing, warn]);
    check("-ERROR", &[warn], &[missing]);
    check(
        r#""INTERNAL SERVER ERROR""#,
        &["[ERROR 500] INTERNAL SERVER ERROR"],
        &["INTERNAL ERROR"],
    );
    check(r"%ERROR 4\d\d%", &[bad_request, missing], &["ERROR 500"]);
    check(r#""say \"hi\"""#, &[r#"they say "hi""#], &["say hi"]);
    for wrong in ["a:b", "\"open", "%open", "%a(b)%", "%!%", "?"] {
        assert!(Pattern::read(wrong).is_err(), "{wrong}");
    }
}

/// The event of "Writing JSON filter patterns", shortened.
const EVENT: &str = r#"{"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"], "objectList": [{"name": "a", "id": 1},
    {"name": "b", "id": 2}], "SomeObject": null, "cluster.name": "c", "thisFlag": true,
    "bandwidth": 75.5, "latency": 1e2, "user": {"id": 1, "email": "John.Stiles@example.com"}}"#;

#[test]
fn json() {
    let no = r#"{"eventType": "Other"}"#;
    check(r#"{ $.eventType = "UpdateTrail" }"#, &[EVENT], &[no, "UpdateTrail", "[1]"]);
    check("{ $.eventType = *Trail }", &[EVENT], &[no]);
    check("{ $.eventType = Up*ate* }", &[EVENT], &[no]);
    check("{ $.eventType = * }", &[EVENT, no], &["{}"]);
    check(
        "{ $.sourceIPAddress != 123.123.* }",
        &[EVENT],
        &[no, r#"{"sourceIPAddress": "123.123.1.1"}"#],
    );
    check(r#"{ $.arrayKey[0] = "value" }"#, &[EVENT], &[r#"{"arrayKey": []}"#]);
    check("{ $.arrayKey[*] = another* }", &[EVENT], &[no]);
    check("{ $.objectList[1].id = 2 }", &[EVENT], &[]);
    check("{ $.SomeObject IS NULL }", &[EVENT], &[no]);
    check("{ $.SomeOtherObject NOT EXISTS }", &[EVENT, no], &[r#"{"SomeOtherObject": null}"#]);
    check("{ $.eventType EXISTS }", &[EVENT], &["{}"]);
    check("{ $.thisFlag IS TRUE }", &[EVENT], &[no]);
    check("{ $.thisFlag IS FALSE }", &[], &[EVENT]);
    check("{ $.['cluster.name'] = c }", &[EVENT], &[no]);
    check(r#"{ $["cluster.name"] = "c" }"#, &[EVENT], &[no]);
    check("{ $.bandwidth > 75 }", &[EVENT], &[no, r#"{"bandwidth": "wide"}"#]);
    check("{ $.bandwidth <= 75.5 && $.latency = 100 }", &[EVENT], &[no]);
    check("{ $.latency >= 1e2 }", &[EVENT], &[]);
    check(r"{ $.user.email = %^John\.% }", &[EVENT], &[no]);
    check(
        r#"{ ($.user.id = 2 && $.a = b) || $.user.email = "John.*" }"#,
        &[EVENT],
        &[no, r#"{"user": {"id": 2}}"#],
    );
    for wrong in ["{ $.a }", "{ $.a = }", "{ a = 1 }", "{ $.a = 1", "{ $.a > x }", "{ $.a = 1 } x"]
    {
        assert!(Pattern::read(wrong).is_err(), "{wrong}");
    }
    let deep = format!("{{ {} $.a = 1", "(".repeat(10_000));
    assert!(Pattern::read(&deep).is_err());
}

/// The event of the documentation of TestMetricFilter.
const LINE: &str = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /products/index.html \
                    HTTP/1.0\" 404 1534";

#[test]
fn columns() {
    check("[ip, identity, user, time, request, status, bytes]", &[LINE], &["a b", ""]);
    check("[..., request =*.html*, status = 4*, bytes > 1000]", &[LINE], &["a b c d e 404 10"]);
    check("[ip=%127\\.0\\.0\\.[1-9]%, ...]", &[LINE], &["128.0.0.1 x"]);
    check("[..., status = 404 || status = 410, bytes]", &[LINE], &["x 500 1"]);
    check("[w1 != \"a\" && w1 != b, w2]", &["c d"], &["a d", "b d", "c"]);
    check("[]", &[""], &["a"]);
    for wrong in ["[a", "[a b]", "[..., ...]", "[a] b", "[a >]"] {
        assert!(Pattern::read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn values_are_taken_out() {
    let pattern = Pattern::read("[..., request, status_code = 4*, bytes]").unwrap();
    let values: Vec<_> = pattern.extract(LINE).into_iter().collect();
    let expected = [
        ("$1", "127.0.0.1"),
        ("$2", "-"),
        ("$3", "frank"),
        ("$4", "10/Oct/2000:13:25:15 -0700"),
        ("$bytes", "1534"),
        ("$request", "GET /products/index.html HTTP/1.0"),
        ("$status_code", "404"),
    ];
    assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let pattern = Pattern::read("{ $.user.id = 1 }").unwrap();
    assert_eq!(pattern.extract(EVENT).get("$.user.id").map(String::as_str), Some("1"));
    assert_eq!(pattern.value(EVENT, "$.bandwidth").as_deref(), Some("75.5"));
    assert_eq!(pattern.value(EVENT, "$.none"), None);
}
