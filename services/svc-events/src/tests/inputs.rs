//! Paths and templates. Source: EventBridge User Guide, "Amazon EventBridge input transformation".

use event_pattern::Value;
use kernel::{Struct, Timestamp};

use crate::path::Path;
use crate::transform::{self, Around};

const EVENT: &str =
    r#"{"time":"t","detail":{"a-b":[{"c":1},{"c":"x"}],"n":null,"o":{"k":"\"q\""}}}"#;

fn found(path: &str) -> Option<String> {
    let event = Value::parse(EVENT).unwrap();
    Path::parse(path).unwrap().find(&event).map(|value| value.to_string())
}

#[test]
fn paths_lead_to_parts() {
    assert_eq!(found("$"), Some(EVENT.to_owned()));
    assert_eq!(found("$.time").as_deref(), Some("\"t\""));
    assert_eq!(found("$.detail.a-b[1].c").as_deref(), Some("\"x\""));
    assert_eq!(found("$['detail'][\"a-b\"][0]").as_deref(), Some("{\"c\":1}"));
    assert_eq!(found("$.detail.a-b[*].c").as_deref(), Some("[1,\"x\"]"));
    assert_eq!(found("$.detail.o.*").as_deref(), Some("[\"\\\"q\\\"\"]"));
    assert_eq!(found("$.detail.n").as_deref(), Some("null"));
    assert_eq!(found("$.detail.lost.deeper"), None);
    assert_eq!(found("$.detail.a-b[7]"), None);
    assert_eq!(found("$.time[0]"), None);
    for wrong in ["detail", "$detail", "$.", "$..a", "$.a[", "$.a[x]", "$.a[-1]", "$.a b", "$['a"] {
        assert_eq!(Path::parse(wrong), None, "{wrong}");
    }
}

fn filled(template: &str, paths: &[(&'static str, &str)]) -> String {
    let paths: Struct = paths.iter().copied().collect();
    let transformer = Struct::new().with("InputPathsMap", paths).with("InputTemplate", template);
    let target = Struct::new().with("InputTransformer", transformer);
    let around = Around {
        rule_arn: "arn:rule",
        rule_name: "rule",
        ingested: Timestamp::from_millis(1_893_456_000_123),
    };
    transform::input(&target, EVENT, &Value::parse(EVENT).unwrap(), around)
}

#[test]
fn placeholders_are_json_or_text_by_where_they_stand() {
    let paths = [
        ("o", "$.detail.o"),
        ("k", "$.detail.o.k"),
        ("n", "$.detail.n"),
        ("c", "$.detail.a-b[0].c"),
    ];
    assert_eq!(
        filled(r#"{"o": <o>, "t": "<o>"}"#, &paths),
        r#"{"o": {"k":"\"q\""}, "t": "{\"k\":\"\\\"q\\\"\"}"}"#
    );
    assert_eq!(
        filled(r#"{"k": <k>, "kt": "<k>", "c": <c>, "ct": "<c>"}"#, &paths),
        r#"{"k": "\"q\"", "kt": "\"q\"", "c": 1, "ct": "1"}"#
    );
    assert_eq!(filled(r#"[<n>, "<n>"]"#, &paths), r#"[null, ""]"#);
    // Brackets that hold no name stay, and so does what looks like a placeholder after an escape.
    assert_eq!(filled(r#""a < b and <c c> \"<c>\"""#, &paths), r#""a < b and <c c> \"1\"""#);
    assert_eq!(
        filled("\"<aws.events.event.ingestion-time>\"", &[]),
        "\"2030-01-01T00:00:00.123Z\""
    );
}

#[test]
fn templates_are_json_when_they_are_filled() {
    for right in [
        r#"{"a": <b>, "c": "<d>"}"#,
        r#""<a> is <b>""#,
        "<aws.events.event.json>",
        "\"line <a>\"\n\"line <b>\"\n",
    ] {
        assert!(transform::is_json(right), "{right}");
    }
    for wrong in ["<a> is <b>", r#"{"a": <b>"#, "plain", "{<a>: 1}"] {
        assert!(!transform::is_json(wrong), "{wrong}");
    }
}
