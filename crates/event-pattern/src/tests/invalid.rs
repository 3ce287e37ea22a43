//! What is refused, in whose words. Sources: event-ruler, `JsonRuleCompiler`; the two messages with
//! a place are AWS's replies as reported in cloud-custodian issue 6507 and buildkite/docs pull 896.

use crate::Pattern;

#[track_caller]
fn refused(text: &str, message: &str) {
    let error = Pattern::compile(text).expect_err(text);
    assert_eq!(error.message, message, "{text}");
}

#[test]
fn messages_name_the_place_as_jackson_does() {
    let text = r#"{"source": ["aws.health"], "detail": {}}"#;
    let error = Pattern::compile(text).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "Event pattern is not valid. Reason: Empty objects are not allowed\n at [Source: \
             (String)\"{text}\"; line: 1, column: 40]"
        )
    );
    let text = "{\n  \"type\": [ \"Build Started\" ],\n  \"detail\": {\n    \"pipeline\": {\n\
                \x20     \"slug\": \"some-pipeline\"\n    }\n  }\n}";
    let error = Pattern::compile(text).unwrap_err();
    assert_eq!(error.message, "\"slug\" must be an object or an array");
    assert!(error.place.ends_with("line: 5, column: 16]"), "{}", error.place);
    let long = format!(r#"{{"a": ["{}"], "b": {{}}}}"#, "x".repeat(600));
    let error = Pattern::compile(&long).unwrap_err();
    assert!(error.place.contains("[truncated 120 chars]; line"), "{}", error.place);
}

#[test]
fn structure() {
    refused("", "Filter is not an object");
    refused("[]", "Filter is not an object");
    refused("{}", "Empty objects are not allowed");
    refused(r#"{"a": []}"#, "Empty arrays are not allowed");
    refused(r#"{"a": "x"}"#, r#""a" must be an object or an array"#);
    refused(r#"{"a": 1}"#, r#""a" must be an object or an array"#);
    refused(r#"{"a": [["x"]]}"#, "Match value must be String, number, true, false, or null");
    refused(r#"{"a": [{}]}"#, "Match expression name not found");
    refused(r#"{"a": [{"like": "x"}]}"#, "Unrecognized match type like");
    refused(
        r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#,
        "Only one key allowed in match expression",
    );
    for text in [r#"{"a": ["x"]"#, r#"{"a": ["x",]}"#, r#"{"a" ["x"]}"#, r#"{"a": ["x"]} x"#] {
        assert!(Pattern::compile(text).is_err(), "{text}");
    }
    let deep = "{\"a\":".repeat(201) + "[1]" + &"}".repeat(201);
    refused(&deep, "Event pattern nests deeper than 200 levels");
}

#[test]
fn operators() {
    let value = |values: &str, message: &str| refused(&format!(r#"{{"a": [{values}]}}"#), message);
    value(r#"{"prefix": 1}"#, "prefix match pattern must be a string");
    value(r#"{"suffix": [1]}"#, "suffix match pattern must be a string");
    value(r#"{"prefix": {"suffix": "x"}}"#, "Unsupported prefix pattern: suffix");
    value(
        r#"{"suffix": {"equals-ignore-case": 1}}"#,
        "equals-ignore-case match pattern must be a string",
    );
    value(r#"{"equals-ignore-case": 1}"#, "equals-ignore-case match pattern must be a string");
    value(r#"{"wildcard": 1}"#, "wildcard match pattern must be a string");
    value(r#"{"wildcard": "a**b"}"#, "Consecutive wildcard characters at pos 2");
    value(r#"{"wildcard": "a\\b"}"#, "Invalid escape character at pos 2");
    value(r#"{"exists": "yes"}"#, "exists match pattern must be either true or false.");
    value(r#"{"cidr": "10.0.0.0"}"#, "Malformed CIDR, one '/' required");
    value(r#"{"cidr": "10.0.0.0/x"}"#, "Malformed CIDR, mask bits must be an integer");
    value(r#"{"cidr": "10.0.0.0/-1"}"#, "Malformed CIDR, mask bits must not be negative");
    value(r#"{"cidr": "10.0.0.0/32"}"#, "IPv4 mask bits must be < 32");
    value(r#"{"cidr": "::/128"}"#, "IPv6 mask bits must be < 128");
    value(r#"{"cidr": "host/8"}"#, "Nonstandard IP address: host");
}

#[test]
fn anything_but() {
    let but = |value: &str, message: &str| {
        refused(&format!(r#"{{"a": [{{"anything-but": {value}}}]}}"#), message);
    };
    but("true", "Value of anything-but must be an array or single string/number value.");
    but(
        r#"["a", 1]"#,
        "Inside anything but list, either all values are number or string, mixed type is not \
         supported",
    );
    but(
        "[]",
        "Inside anything but list, either all values are number or string, mixed type is not \
         supported",
    );
    but("[null]", "Inside anything but list, start|null|boolean is not supported.");
    // Issue 152 of event-ruler: an operator in a list.
    but(r#"[{"wildcard": "*"}]"#, "Inside anything but list, start|null|boolean is not supported.");
    but(r#"{"cidr": "x"}"#, "Unsupported anything-but pattern: cidr");
    but(r#"{"prefix": ""}"#, "Null prefix/suffix not allowed");
    but(r#"{"suffix": ["a", 1]}"#, "prefix/suffix match pattern must be a string");
    but(
        r#"{"equals-ignore-case": [1]}"#,
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    );
    but(r#"{"wildcard": 5}"#, "wildcard match pattern must be a string");
    but("5000000001", "Value must be between -5.0E9 and 5.0E9, inclusive");
}

#[test]
fn numeric() {
    let numeric = |value: &str, message: &str| {
        refused(&format!(r#"{{"a": [{{"numeric": {value}}}]}}"#), message);
    };
    numeric(r#""=""#, "Value of numeric must be an array.");
    numeric("[5]", "Invalid member in numeric match: 5");
    numeric(r#"["~", 5]"#, "Unrecognized numeric range operator: ~");
    numeric(r#"["=", "5"]"#, "Value of equals must be numeric");
    numeric(r#"[">", "5"]"#, "Value of > must be numeric");
    numeric(r#"["=", 5, "<", 6]"#, "Too many elements in numeric expression");
    numeric(r#"["<", 5, ">", 6]"#, "Too many elements in numeric expression");
    numeric(r#"[">", 5, ">", 6]"#, "Bad numeric range operator: >");
    numeric(r#"[">", 5, 6]"#, "Bad value in numeric range: 6");
    numeric(r#"[">", 5, "<", "6"]"#, "Value of < must be numeric");
    numeric(r#"[">", 5, "<", 6, "<"]"#, "Too many terms in numeric range expression");
    numeric(r#"[">", 6, "<", 5]"#, "Bottom must be less than top");
    numeric(r#"[">=", 5, "<=", 5]"#, "Bottom must be less than top");
    numeric(r#"["<", 5e10]"#, "Value must be between -5.0E9 and 5.0E9, inclusive");
    numeric(
        r#"["<", 1e999999999999999999999]"#,
        "Value must be between -5.0E9 and 5.0E9, inclusive",
    );
    numeric(r#"["<", 0.1234567]"#, "Only values upto 6 decimals are supported0.1234567");
}

#[test]
fn alternatives() {
    refused(r#"{"$or": {"a": [1]}}"#, "It must be an Array followed with $or.");
    refused(r#"{"$or": [1, 2]}"#, "Only JSON object is allowed in array of $or relationship.");
    refused(r#"{"$or": [{"a": [1]}]}"#, "There must have at least 2 Objects in $or relationship.");
    refused(
        r#"{"$or": [{"numeric": 123}, {"prefix": "abc"}]}"#,
        "numeric is Ruler reserved fieldName which cannot be used inside $or.",
    );
    // Ten alternatives on four levels are 10,000 branches.
    let one = |level: usize| {
        let fields: Vec<String> = (0..10).map(|n| format!(r#"{{"f{level}{n}": [1]}}"#)).collect();
        format!(r#""x{level}": {{"$or": [{}]}}"#, fields.join(","))
    };
    let levels: Vec<String> = (0..4).map(one).collect();
    refused(&format!("{{{}}}", levels.join(",")), "Rule has more than 1000 $or combinations");
    let levels: Vec<String> = (0..3).map(one).collect();
    assert_eq!(
        Pattern::compile(&format!("{{{}}}", levels.join(","))).unwrap().branches().len(),
        1_000
    );
}

#[test]
fn complex_wildcards() {
    const MESSAGE: &str = "Rule is too complex - try using fewer wildcard characters or fewer \
                           repeating character sequences after a wildcard character";
    let wildcard = |text: &str| format!(r#"{{"a": [{{"wildcard": "{text}"}}]}}"#);
    refused(&wildcard(&"a*".repeat(51)), MESSAGE);
    refused(&wildcard(&format!("*{}", "a".repeat(60))), MESSAGE);
    refused(&wildcard(&"*ab".repeat(40)), MESSAGE);
    assert!(Pattern::compile(&wildcard("arn:aws:*:*:*:role/*-admin")).is_ok());
    assert!(Pattern::compile(&wildcard(&format!("*{}", "abcdefg".repeat(60)))).is_err());
    let letters: String = ('a'..='z').collect();
    assert!(Pattern::compile(&wildcard(&format!("*{letters}*{letters}"))).is_ok());
}
