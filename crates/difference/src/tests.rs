//! Two worlds of a few rows.

use store::Batch;
use store::engine::Engine as _;
use store::memory::MemoryEngine;

use super::*;

const SOURCES: &str = "\
in svc-sqs state.rs
table sqs queues String QueueRow
table sqs messages (u64,u64) MessageRow
struct QueueRow 0:space:u64 1:created:i64 2:settings:Settings 3:tags:BTreeMap<String,String>
struct Settings 0:visibility_s:i64 1:redrive:Option<Redrive>
variant Redrive 0 Nobody
variant Redrive 1 Some 0:queue_arns:Vec<String>
struct MessageRow 0:body:String
";

fn key(table: &str, rest: &[u8]) -> Vec<u8> {
    [b"111111111111\0us-east-1\0sqs\0", table.as_bytes(), b"\0", rest].concat()
}

/// A queue that was made in 2030.
fn queue(space: u8, visibility: i64, arns: &[&str], team: Option<&str>) -> Vec<u8> {
    let mut to = minicbor::Encoder::new(vec![1]);
    let tags = u64::from(team.is_some());
    to.map(4)
        .and_then(|to| to.u8(0)?.u8(space)?.u8(1)?.i64(1_893_456_000_000_000))
        .expect("memory");
    to.u8(2).and_then(|to| to.map(2)?.u8(0)?.i64(visibility)?.u8(1)).expect("memory");
    to.array(2).and_then(|to| to.u8(1)?.map(1)?.u8(0)?.encode(arns)).expect("memory");
    to.u8(3).and_then(|to| to.map(tags)).expect("memory");
    if let Some(team) = team {
        to.str("team").and_then(|to| to.str(team)).expect("memory");
    }
    to.into_writer()
}

fn message(body: &str) -> Vec<u8> {
    let mut to = minicbor::Encoder::new(vec![1]);
    to.map(1).and_then(|to| to.u8(0)?.str(body)).expect("memory");
    to.into_writer()
}

fn worlds() -> [MemoryEngine; 2] {
    let engines = [MemoryEngine::new(), MemoryEngine::new()];
    let mut batch = Batch::new();
    batch.put(key("queues", b"same\0"), queue(8, 30, &[], None));
    batch.put(key("queues", b"gone\0"), queue(9, 30, &[], None));
    batch.put(key("queues", b"other\0"), queue(7, 30, &["a"], None));
    batch.put(&b"-\0-\0kernel\0meta\0world\0"[..], message("a"));
    engines[0].commit(&batch).expect("in memory");
    let mut batch = Batch::new();
    batch.put(key("queues", b"same\0"), queue(8, 30, &[], None));
    batch.put(key("queues", b"other\0"), queue(7, 77, &["a", "b"], Some("blue")));
    batch.put(key("receipts", &7u64.to_be_bytes()), &b"\xff"[..]);
    let place = [7u64.to_be_bytes(), 1u64.to_be_bytes()].concat();
    batch.put(key("messages", &place), message("hello"));
    engines[1].commit(&batch).expect("in memory");
    engines
}

fn found(shown_max: usize, is_all: bool) -> Difference {
    let question = Question { one: "", other: None, shown_max, is_all };
    let [one, other] = worlds();
    compare(&one, &other, &Names::parse(SOURCES), &question).expect("it reads")
}

#[test]
fn rows_are_counted_by_table_and_bookkeeping_is_not_shown() {
    let found = found(100, false);
    let of = |table: &str| found.tables[&("sqs".to_owned(), table.to_owned())].clone();
    assert_eq!((of("queues").added, of("queues").removed, of("queues").changed), (0, 1, 1));
    assert_eq!(of("queues").resource.as_deref(), Some("AWS::SQS::Queue"));
    assert_eq!((of("messages").added, of("receipts").added), (1, 1));
    assert!(of("receipts").is_internal);
    let told: Vec<_> = found.changes.iter().map(|it| (it.kind, it.key.as_str())).collect();
    // A message is told by the queue that has its space.
    let wanted = [(Kind::Added, "other"), (Kind::Removed, "gone"), (Kind::Changed, "other")];
    assert_eq!(told, wanted);
    assert_eq!(found.tables.len(), 3);
}

#[test]
fn fields_have_aws_names_and_paths() {
    let found = found(100, false);
    let fields = &found.changes[2].fields;
    let pair = |before: &str, after: &str| (Some(before.to_owned()), Some(after.to_owned()));
    assert_eq!(fields["VisibilityTimeout"], pair("30", "77"));
    assert_eq!(fields["RedrivePolicy.QueueArns"], pair("[\"a\"]", "[\"a\", \"b\"]"));
    assert_eq!(fields["Tags.team"], (None, Some("\"blue\"".to_owned())));
    assert_eq!(fields.len(), 3, "what is the same is left out: {fields:?}");
    let gone = &found.changes[1].fields;
    let time = Some("2030-01-01T00:00:00.000Z".to_owned());
    assert_eq!(gone["CreatedTimestamp"], (time, None));
}

#[test]
fn what_is_shown_is_bounded_and_all_can_be_asked_for() {
    assert_eq!(found(1, false).changes.len(), 1);
    let all = found(100, true);
    assert!(all.changes.iter().any(|change| change.table == "receipts"));
}
