//! The pure parts, by tables.

use event_sources::Position;
use event_sources::filter::open_payload;
use kernel::Struct;
use serde_json::{Value as Json, json};

use crate::path;
use crate::source::Settings;
use crate::state::{LaneRow, ShardRow};
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

#[test]
fn readers_that_share_a_shard_go_on_where_the_last_one_was() {
    let after = |sequence: &str| LaneRow::at(Position::After(sequence.to_owned()));
    let shared = |lanes: Vec<LaneRow>, count: usize| {
        let mut row = ShardRow { hash_key: "k".to_owned(), lanes };
        row.share_among(count);
        row.lanes.iter().map(|lane| lane.position.clone()).collect::<Vec<_>>()
    };
    let at = |sequence: &str| Position::After(sequence.to_owned());
    // Sequence numbers are decimal, so a longer one is later.
    assert_eq!(shared(vec![after("1000"), after("999")], 3), vec![at("999"); 3]);
    assert_eq!(shared(vec![after("7"), after("8")], 2), vec![at("7"), at("8")]);
    assert_eq!(shared(vec![LaneRow::at(Position::Since(5)), after("7")], 1), [Position::Since(5)]);
    assert_eq!(shared(vec![LaneRow::at(Position::Horizon), after("7")], 1), [Position::Horizon]);
    // A lane that is at the end has nothing to give again, and a shard that is, stays so.
    let over = LaneRow { is_over: true, ..after("3") };
    assert_eq!(shared(vec![over.clone(), after("7")], 1), [at("7")]);
    assert_eq!(shared(vec![over], 4), [at("3")]);
}

#[test]
fn infinite_is_minus_one() {
    let block = Struct::new()
        .with("BatchSize", 5)
        .with("MaximumRetryAttempts", -1)
        .with("MaximumRecordAgeInSeconds", 60)
        .with("OnPartialBatchItemFailure", "AUTOMATIC_BISECT");
    let settings = Settings::of(&Struct::new().with("DynamoDBStreamParameters", block));
    let expected = Settings {
        batch_size: 5,
        window_s: 0,
        lanes: 1,
        retries: None,
        record_age_s: Some(60),
        is_bisecting: true,
        dead_letter: None,
    };
    assert_eq!(settings, expected);
}
