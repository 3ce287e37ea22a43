//! Deliveries to services that behave as a test wants: what is held is let go, what works outside
//! transactions is left to a job.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use kernel::service::{Validation, Work};
use kernel::{ApiError, Op, Run, ServiceDef, Struct, Value};
use store::Range;
use testkit::TestWorld;

use crate::state::{HELD_COUNTS, HELD_EVENTS};

/// Takes what is not called `busy`, and what the partition key says.
static KINESIS: ServiceDef = ServiceDef {
    operations: &[Op {
        name: "PutRecord",
        run: Run::Write(|_, input| {
            assert_eq!(input.str("PartitionKey"), Some("key"));
            match input.str("StreamName") {
                Some("busy") => Err(ApiError::new("KMSThrottlingException", "slow down")),
                _ => Ok(Struct::new().with("ShardId", "s").with("SequenceNumber", "1")),
            }
        }),
        stage: None,
    }],
    ..fake("kinesis")
};

/// Fails for functions called `broken`, outside transactions.
static LAMBDA: ServiceDef = ServiceDef {
    operations: &[Op {
        name: "Invoke",
        run: Run::Work(Work {
            begin: |_, input| Ok(input.clone()),
            work: |_, input| match input.str("FunctionName") {
                Some(name) if name.ends_with("broken") => Err(ApiError::internal()),
                _ => Ok(Struct::new()),
            },
            complete: |_, _, _| Ok(Struct::new().with("StatusCode", 202)),
        }),
        stage: None,
    }],
    ..fake("lambda")
};

/// The codes of dead letters by the URL of their queue. Each test has a queue of its own.
static LETTERS: Mutex<BTreeMap<String, Vec<String>>> = Mutex::new(BTreeMap::new());

static SQS: ServiceDef = ServiceDef {
    operations: &[Op {
        name: "SendMessage",
        run: Run::Write(|_, input| {
            let url = input.str("QueueUrl").expect("a queue").to_owned();
            let attributes = input.structure("MessageAttributes").expect("a dead letter");
            let code = attributes.structure("ERROR_CODE").and_then(|it| it.str("StringValue"));
            let mut letters = LETTERS.lock().expect("no test panics here");
            letters.entry(url).or_default().push(code.unwrap_or_default().to_owned());
            Ok(Struct::new().with("MessageId", "1").with("MD5OfMessageBody", "0"))
        }),
        stage: None,
    }],
    ..fake("sqs")
};

const fn fake(name: &'static str) -> ServiceDef {
    ServiceDef {
        name,
        operations: &[],
        steps: &[],
        on_reset: None,
        validation: Validation::Standard,
        access: None,
    }
}

struct Events(TestWorld, &'static str);

impl Events {
    /// A rule with these targets, whose dead letters go to a queue.
    fn with_targets(queue: &'static str, targets: &[Struct]) -> Events {
        let services = [&crate::SERVICE, &KINESIS, &LAMBDA, &SQS];
        let events = Events(TestWorld::new(&services), queue);
        let rule = Struct::new().with("Name", "r").with("EventPattern", r#"{"source": ["x"]}"#);
        events.call("PutRule", rule);
        let dead = format!("arn:aws:sqs:us-east-1:111111111111:{queue}");
        let dead = Struct::new().with("Arn", dead);
        let targets: Vec<Value> = targets
            .iter()
            .enumerate()
            .map(|(at, target)| {
                let target = target.clone().with("Id", format!("{at}"));
                target.with("DeadLetterConfig", dead.clone()).into()
            })
            .collect();
        events.call("PutTargets", Struct::new().with("Rule", "r").with("Targets", targets));
        events
    }

    fn call(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("events", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    fn put(&self, bytes: usize) {
        let detail = format!(r#"{{"key": "key", "fill": "{}"}}"#, "x".repeat(bytes));
        let entry =
            Struct::new().with("Source", "x").with("DetailType", "t").with("Detail", detail);
        self.call("PutEvents", Struct::new().with("Entries", vec![entry]));
    }

    fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }

    /// How many deliveries of large events are not over.
    fn held(&self) -> u64 {
        let at = (self.0.account, self.0.region);
        let count = self.0.world.maintain(&crate::SERVICE, at, |ctx| {
            let mut count = 0;
            for entry in ctx.table(&HELD_COUNTS).scan(&Range::all()) {
                count += entry?.1;
            }
            assert_eq!(count == 0, ctx.table(&HELD_EVENTS).is_empty(&Range::all())?);
            Ok(count)
        });
        count.unwrap()
    }

    /// The codes of the dead letters.
    fn letters(&self) -> Vec<String> {
        let letters = LETTERS.lock().expect("no test panics here");
        let own = letters.iter().filter(|(url, _)| url.ends_with(self.1));
        own.flat_map(|(_, codes)| codes.clone()).collect()
    }
}

fn stream(name: &str, retries: i64) -> Struct {
    Struct::new()
        .with("Arn", format!("arn:aws:kinesis:us-east-1:111111111111:stream/{name}"))
        .with("RoleArn", "arn:aws:iam::111111111111:role/r")
        .with("KinesisParameters", Struct::new().with("PartitionKeyPath", "$.detail.key"))
        .with("RetryPolicy", Struct::new().with("MaximumRetryAttempts", retries))
}

fn function(name: &str, retries: i64) -> Struct {
    Struct::new()
        .with("Arn", format!("arn:aws:lambda:us-east-1:111111111111:function:{name}"))
        .with("RetryPolicy", Struct::new().with("MaximumRetryAttempts", retries))
}

#[test]
fn a_large_event_is_kept_until_all_its_deliveries_are_over() {
    let targets = [stream("fine", 0), stream("busy", 1), function("fine", 0)];
    let events = Events::with_targets("held", &targets);
    events.put(10_000);
    assert_eq!(events.held(), 3);
    events.advance(0);
    assert_eq!(events.held(), 1, "the busy one is tried again");
    assert!(events.letters().is_empty());
    events.advance(5);
    assert_eq!(events.held(), 0);
    assert_eq!(events.letters(), ["THROTTLING"]);
    // A small one is not held, nor one for a single target.
    events.put(10);
    assert_eq!(events.held(), 0);
    let events = Events::with_targets("single", &[stream("fine", 0)]);
    events.put(10_000);
    assert_eq!(events.held(), 0);
}

#[test]
fn a_removed_target_gets_nothing_more() {
    let events = Events::with_targets("removed", &[stream("busy", 100), stream("busy", 100)]);
    events.put(10_000);
    events.advance(1);
    assert_eq!(events.held(), 2);
    let ids = vec!["0", "1"];
    events.call("RemoveTargets", Struct::new().with("Rule", "r").with("Ids", ids));
    events.advance(86_400);
    assert_eq!(events.held(), 0);
    assert!(events.letters().is_empty());
}

#[test]
fn work_outside_transactions_is_left_to_a_job_and_retried() {
    let events = Events::with_targets("jobs", &[function("fine", 0), function("broken", 2)]);
    events.put(10_000);
    events.advance(0);
    assert!(events.letters().is_empty());
    events.advance(10);
    assert_eq!(events.letters(), ["ERROR_FROM_TARGET"]);
    assert_eq!(events.held(), 0);
}
