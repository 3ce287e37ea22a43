//! The pure parts, by tables.

use serde_json::{Value as Json, json};

use crate::filter::open_payload;
use crate::path;
use crate::template::{self, Values};

fn event() -> Json {
    json!({
        "messageId": "1",
        "body": concat!(
            r#"{"name": "a \"b\"", "list": [{"n": 1}, {"n": 2}, {}], "#,
            r#""dash-ed": {"x/y": true}}"#,
        ),
        "attributes": {"SenderId": "me"},
    })
}

fn fill(template: &str) -> String {
    let event = event();
    let mut opened = event.clone();
    let is_json = open_payload(&mut opened, "body");
    template::fill(
        template,
        &Values {
            pipe_arn: "arn",
            pipe_name: "p",
            source_arn: "from",
            enrichment_arn: None,
            target_arn: "to",
            ingestion_time: "now",
            event: &event,
            opened: &opened,
            is_json,
        },
    )
}

#[test]
fn templates() {
    for (template, expected) in [
        // The guide's samples.
        (r#""Hello, sender""#, "Hello, sender"),
        ("<$.attributes.SenderId>", "me"),
        (r#""Hello, <$.attributes.SenderId>""#, "Hello, me"),
        (r#"{"key1": "value1"}"#, r#"{"key1": "value1"}"#),
        (
            r#"{"k": <$.body.list[1]>, "d": <aws.pipes.event.ingestion-time>}"#,
            r#"{"k": {"n":2}, "d": "now"}"#,
        ),
        // A string gets its quotes, and keeps those it has inside.
        (r#"{"k": <$.body.name>}"#, r#"{"k": "a \"b\""}"#),
        (r#"{"k": "<aws.pipes.pipe-name>"}"#, r#"{"k": "p"}"#),
        // Objects lose their quotes in strings and in free text.
        (r#"{"k": "is <$.body.list[0]>"}"#, r#"{"k": "is {n:1}"}"#),
        ("<$.body.list>", "[{n:1},{n:2},{}]"),
        ("Hello <$.messageId>!", "Hello 1!"),
        ("a < b and c > d, <x>", "a < b and c > d, <x>"),
        // What is absent does not appear.
        (
            r#"{"a": <$.none>, "b": 1, "c": [<$.none>, 2], "d": "x<$.none>"}"#,
            r#"{"b":1,"c":[2],"d":"x"}"#,
        ),
        ("<$.none>", ""),
        ("<aws.pipes.enrichment-arn>", ""),
        // The whole event, as it came and opened.
        (r#"{"e": <aws.pipes.event>}"#, &format!("{{\"e\": {}}}", event())),
        ("", ""),
        ("<", "<"),
        (r#""unfinished <$.messageId"#, r#""unfinished <$.messageId"#),
    ] {
        assert_eq!(fill(template), expected, "{template}");
    }
}

#[test]
fn paths() {
    let mut event = event();
    assert!(open_payload(&mut event, "body"));
    for (path, expected) in [
        ("$", Some(event.clone())),
        ("$.messageId", Some(json!("1"))),
        ("$.body.list[0].n", Some(json!(1))),
        ("$.body.list[*].n", Some(json!([1, 2]))),
        ("$.body.dash-ed.x/y", Some(json!(true))),
        ("$.body.list[3]", None),
        ("$.body.list[-1]", None),
        ("$.body.list[", None),
        ("$.body.list[]", None),
        ("$..body", None),
        ("$body", None),
        ("body", None),
        ("$.messageId.x", None),
    ] {
        assert_eq!(path::find(&event, path), expected, "{path}");
    }
    assert_eq!(path::resolve("plain", &event).as_deref(), Some("plain"));
    assert_eq!(path::resolve("$.body.list[0].n", &event).as_deref(), Some("1"));
    assert_eq!(path::resolve("$.none", &event), None);
}

#[test]
fn only_objects_and_arrays_are_opened() {
    for (body, is_open) in
        [("{}", true), ("[1]", true), ("5", false), ("\"x\"", false), ("{", false), ("", false)]
    {
        let mut event = json!({"body": body});
        assert_eq!(open_payload(&mut event, "body"), is_open, "{body}");
        assert_eq!(event["body"].is_string(), !is_open, "{body}");
    }
}
