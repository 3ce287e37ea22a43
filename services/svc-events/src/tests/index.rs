//! The index follows the rows of rules, also where a transaction is taken back.

use kernel::{Struct, Value};
use testkit::TestWorld;

/// A world with an archive of the default bus: what it counts is what a rule has matched.
struct Events(TestWorld);

impl Events {
    fn new() -> Events {
        let events = Events(TestWorld::new(&[&crate::SERVICE]));
        events.call(
            "CreateArchive",
            Struct::new()
                .with("ArchiveName", "a")
                .with("EventSourceArn", "arn:aws:events:us-east-1:111111111111:event-bus/default"),
        );
        events
    }

    fn call(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("events", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    fn put(&self, source: &str) {
        let entry =
            Struct::new().with("Source", source).with("DetailType", "t").with("Detail", "{}");
        self.call("PutEvents", Struct::new().with("Entries", vec![entry]));
    }

    fn pattern(&self, pattern: &str) {
        let input = Struct::new().with("ArchiveName", "a").with("EventPattern", pattern);
        self.call("UpdateArchive", input);
    }

    fn count(&self) -> i64 {
        let output = self.call("DescribeArchive", Struct::new().with("ArchiveName", "a"));
        output.int("EventCount").unwrap()
    }
}

#[test]
fn a_changed_pattern_counts_from_then_on() {
    let events = Events::new();
    events.put("x");
    events.pattern(r#"{"source": ["y"]}"#);
    events.put("x");
    events.put("y");
    assert_eq!(events.count(), 2);
    events.pattern(r#"{"source": [{"prefix": "x"}]}"#);
    events.put("xx");
    events.put("y");
    assert_eq!(events.count(), 3);
}

#[test]
fn a_refused_request_changes_nothing() {
    let events = Events::new();
    // The rule is made, then the last check refuses the whole request: too many tags.
    let tags: Vec<Value> = (0..51)
        .map(|n| Struct::new().with("Key", format!("k{n}")).with("Value", "v").into())
        .collect();
    let input = Struct::new()
        .with("Name", "r")
        .with("EventPattern", r#"{"source": ["x"]}"#)
        .with("Tags", tags);
    let error = events.0.refuse("events", "PutRule", input);
    assert_eq!(error.code(), "ValidationException");
    let error = events.0.refuse("events", "DescribeRule", Struct::new().with("Name", "r"));
    assert_eq!(error.code(), "ResourceNotFoundException");
    events.put("x");
    assert_eq!(events.count(), 1);
}

#[test]
fn events_cost_nothing_for_rules_that_have_nothing_to_do_with_them() {
    let events = Events::new();
    events.0.world.set_setting("events.rules_per_bus", Some("20000")).unwrap();
    for n in 0..2_000 {
        let input = Struct::new()
            .with("Name", format!("r{n}"))
            .with("EventPattern", format!(r#"{{"source": ["app"], "detail": {{"n": [{n}]}}}}"#));
        events.call("PutRule", input);
    }
    for _ in 0..2_000 {
        events.put("app");
    }
    assert_eq!(events.count(), 2_000);
}
