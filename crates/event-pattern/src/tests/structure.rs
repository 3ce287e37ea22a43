//! Fields together: nesting, arrays, `$or`, dots in names. Sources: EventBridge User Guide,
//! "Event pattern syntax" and "Or matching"; event-ruler README ("JSON Array Matching", "Compiled
//! rules and JSON keys with dots").

use super::{event, pattern};

#[track_caller]
fn matches(rule: &str, text: &str) {
    assert!(pattern(rule).matches(&event(text)), "{rule} must match {text}");
}

#[track_caller]
fn differs(rule: &str, text: &str) {
    assert!(!pattern(rule).matches(&event(text)), "{rule} must not match {text}");
}

#[test]
fn all_fields_must_match_and_others_are_ignored() {
    let rule = r#"{"source": ["aws.ec2"], "detail": {"state": ["running", "stopped"]}}"#;
    matches(rule, r#"{"source": "aws.ec2", "id": "1", "detail": {"state": "stopped", "x": 1}}"#);
    differs(rule, r#"{"source": "aws.ec2", "detail": {"state": "pending"}}"#);
    differs(rule, r#"{"source": "aws.ec2", "state": "running"}"#);
    differs(rule, r#"{"detail": {"state": "running"}}"#);
    differs(rule, "{}");
}

#[test]
fn fields_of_different_elements_do_not_go_together() {
    let employees = r#"{"employees": [
        {"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}]}"#;
    matches(r#"{"employees": {"first": ["Anna"]}}"#, employees);
    matches(r#"{"employees": {"first": ["Anna"], "last": ["Smith"]}}"#, employees);
    differs(r#"{"employees": {"first": ["Anna"], "last": ["Doe"]}}"#, employees);
    let nested = r#"{"employees": [[{"first": "A"}, {"last": "B"}], [{"last": "C"}]]}"#;
    matches(r#"{"employees": {"first": ["A"]}}"#, nested);
    differs(r#"{"employees": {"first": ["A"], "last": ["C"]}}"#, nested);
    differs(r#"{"employees": {"first": ["A"], "last": ["B"]}}"#, nested);
    // Different arrays are independent of each other.
    let two = r#"{"a": [{"x": 1}, {"x": 2}], "b": [{"y": 1}, {"y": 2}]}"#;
    matches(r#"{"a": {"x": [2]}, "b": {"y": [1]}}"#, two);
}

#[test]
fn absence_is_judged_over_the_whole_event() {
    let rule = r#"{"d": {"a": [1], "b": [{"exists": false}]}}"#;
    matches(rule, r#"{"d": {"a": 1}}"#);
    matches(rule, r#"{"d": [{"a": 1}, {"c": 2}]}"#);
    differs(rule, r#"{"d": [{"a": 1}, {"b": 2}]}"#);
    matches(r#"{"a": {"b": {"c": [{"exists": false}]}}}"#, "{}");
    matches(r#"{"a": {"b": {"c": [{"exists": false}]}}}"#, r#"{"a": 1}"#);
    matches(r#"{"a": {"b": {"c": [{"exists": false}]}}}"#, r#"{"a": []}"#);
    differs(r#"{"a": {"b": {"c": [{"exists": false}]}}}"#, r#"{"a.b": {"c": null}}"#);
    // A field that is not a leaf does not exist.
    matches(r#"{"a": [{"exists": false}]}"#, r#"{"a": {"b": 1}}"#);
}

#[test]
fn alternatives() {
    let rule = r#"{"source": ["s"], "$or": [{"m": ["a"]}, {"t": ["b"], "n": [{"prefix": "c"}]}]}"#;
    matches(rule, r#"{"source": "s", "m": "a"}"#);
    matches(rule, r#"{"source": "s", "t": "b", "n": "cc"}"#);
    differs(rule, r#"{"source": "s", "t": "b"}"#);
    differs(rule, r#"{"source": "x", "m": "a"}"#);
    // What follows `$or` belongs to all alternatives too.
    let rule = r#"{"$or": [{"a": [1]}, {"b": [1]}], "c": [1]}"#;
    matches(rule, r#"{"b": 1, "c": 1}"#);
    differs(rule, r#"{"b": 1}"#);
    let nested = r#"{"d": {"$or": [{"a": [1]}, {"b": [1], "$or": [{"c": [1]}, {"e": [1]}]}]}}"#;
    matches(nested, r#"{"d": {"b": 1, "e": 1}}"#);
    differs(nested, r#"{"d": {"b": 1}}"#);
    assert_eq!(pattern(nested).branches().len(), 3);
    // Within one array the alternative and the rest hold for the same element.
    let rule = r#"{"d": {"x": [1], "$or": [{"y": [1]}, {"z": [1]}]}}"#;
    matches(rule, r#"{"d": [{"x": 1, "z": 1}, {"y": 1}]}"#);
    differs(rule, r#"{"d": [{"x": 1}, {"y": 1}, {"z": 1}]}"#);
}

#[test]
fn of_repeated_names_the_last_counts() {
    matches(r#"{"a": ["x"], "a": ["y"]}"#, r#"{"a": "y"}"#);
    differs(r#"{"a": ["x"], "a": ["y"]}"#, r#"{"a": "x"}"#);
    matches(r#"{"a": ["y"]}"#, r#"{"a": "x", "a": "y"}"#);
}

#[test]
fn a_dot_in_a_name_is_a_step() {
    let rule = r#"{"detail": {"state.status": ["running"]}}"#;
    matches(rule, r#"{"detail": {"state": {"status": "running"}}}"#);
    matches(rule, r#"{"detail": {"state.status": "running"}}"#);
    matches(
        r#"{"detail": {"state": {"status": ["running"]}}}"#,
        r#"{"detail.state.status": "running"}"#,
    );
    // Both spellings are one field's values.
    let both = r#"{"a": {"b": ["x"], "c": ["y"]}}"#;
    matches(both, r#"{"a": {"c": "y"}, "a.b": "x"}"#);
    matches(both, r#"{"a": {"b": "z", "c": "y"}, "a.b": "x"}"#);
    matches(both, r#"{"a": [{"c": "z"}, {"c": "y"}], "a.b": ["x"]}"#);
    differs(both, r#"{"a": [{"b": "x"}, {"c": "y"}], "a.d": 1}"#);
    // A field with a value of its own and fields below it.
    matches(r#"{"a": ["x"], "a.b": ["y"]}"#, r#"{"a": ["x", {"b": "y"}]}"#);
    differs(r#"{"a": ["x"], "a.b": ["y"]}"#, r#"{"a": ["x", {"c": "y"}]}"#);
}

#[test]
fn a_tangle_of_spellings_ends() {
    // Two arrays of one field, neither of which has what is asked for: all pairs would be tried.
    let items: Vec<String> = (0..2_000).map(|n| format!(r#"{{"x": {n}}}"#)).collect();
    let items = items.join(",");
    let text = format!(r#"{{"a": {{"b": [{items}]}}, "a.b": [{items}]}}"#);
    differs(r#"{"a": {"b": {"x": [5], "y": [7]}}}"#, &text);
}

#[test]
fn deep_events_do_not_exhaust_the_stack() {
    let deep = format!(r#"{{"a": {}1{}}}"#, "[".repeat(900), "]".repeat(900));
    matches(r#"{"a": [1]}"#, &deep);
    let deeper = format!("{}{}", "[".repeat(1_002), "]".repeat(1_002));
    assert!(crate::Value::parse(&deeper).is_err());
    let nested = "{\"a\":".repeat(150) + "[1]" + &"}".repeat(150);
    let event = "{\"a\":".repeat(150) + "1" + &"}".repeat(150);
    matches(&nested, &event);
}

#[test]
fn json_is_written_as_it_was_read() {
    let text = r#"{"b":[1,2.50,-3e7,{"x":null}],"a":"q\"\\\n\u0001ü","t":true,"f":false,"e":{}}"#;
    assert_eq!(event(text).to_string(), text);
    for wrong in [
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        "-",
        "1e",
        "tru",
        "\"\\x\"",
        "\"\n\"",
        "[1 2]",
        "{\"a\" 1}",
        "1 2",
        "\"\\u12\"",
        "nan",
        "'a'",
    ] {
        assert!(crate::Value::parse(wrong).is_err(), "{wrong}");
    }
}
