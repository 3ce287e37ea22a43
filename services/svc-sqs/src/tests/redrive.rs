//! Dead-letter queues and the tasks that move messages out of them.

use kernel::Struct;

use super::{Sqs, body, handle, on, system};

const DLQ_ARN: &str = "arn:aws:sqs:us-east-1:111111111111:dlq";
const SOURCE_ARN: &str = "arn:aws:sqs:us-east-1:111111111111:source";

/// A queue whose messages go to another after two receives: (source, dead-letter queue).
fn pair(sqs: &Sqs) -> (String, String) {
    let dlq = sqs.queue("dlq", &[]);
    let policy = format!(r#"{{"deadLetterTargetArn":"{DLQ_ARN}","maxReceiveCount":"2"}}"#);
    let source = sqs.queue("source", &[("RedrivePolicy", &policy), ("VisibilityTimeout", "1")]);
    (source, dlq)
}

fn fail_all(sqs: &Sqs, url: &str) {
    for _ in 0..3 {
        while !sqs.receive(url, 10).is_empty() {}
        sqs.advance(1);
    }
}

#[test]
fn a_message_that_fails_too_often_is_set_aside() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    assert_eq!(
        sqs.attribute(&source, "RedrivePolicy"),
        format!(r#"{{"deadLetterTargetArn":"{DLQ_ARN}","maxReceiveCount":2}}"#)
    );
    let id = sqs.send(&source, "poison");
    for _ in 0..2 {
        assert_eq!(sqs.bodies(&source, 1), ["poison"]);
        sqs.advance(1);
    }
    assert_eq!(sqs.counts(&dlq), [0, 0, 0]);
    sqs.send(&source, "good");
    // The same receive sets one aside and delivers the other.
    assert_eq!(sqs.bodies(&source, 1), ["good"]);
    let dead = sqs.receive(&dlq, 1).remove(0);
    assert_eq!(dead.str("MessageId"), Some(id.as_str()));
    assert_eq!(system(&dead, "DeadLetterQueueSourceArn"), Some(SOURCE_ARN));
    assert_eq!(system(&dead, "ApproximateReceiveCount"), Some("3"));
    assert_eq!(system(&dead, "SentTimestamp"), Some("1893456000000"));
    assert_eq!(system(&dead, "ApproximateFirstReceiveTimestamp"), Some("1893456000000"));
}

/// A standard queue's message keeps its age in the dead-letter queue.
#[test]
fn a_dead_letter_expires_by_the_time_it_was_sent() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    sqs.set(&dlq, "MessageRetentionPeriod", "100");
    sqs.send(&source, "old");
    sqs.advance(60);
    fail_all(&sqs, &source);
    assert_eq!(sqs.counts(&dlq), [1, 0, 0]);
    sqs.advance(36);
    assert_eq!(sqs.counts(&dlq), [1, 0, 0]);
    sqs.advance(1);
    assert_eq!(sqs.counts(&dlq), [0, 0, 0]);
}

/// More poison than one receive looks at: a long poll still finds what is behind it.
#[test]
fn a_receive_digs_through_poison() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    for number in 0..1_200 {
        sqs.send(&source, &number.to_string());
    }
    for _ in 0..2 {
        while !sqs.receive(&source, 10).is_empty() {}
        sqs.advance(1);
    }
    sqs.send(&source, "good");
    let got = sqs.receive_with(on(&source).with("WaitTimeSeconds", 1));
    assert_eq!(got.iter().map(body).collect::<Vec<_>>(), ["good"]);
    assert_eq!(sqs.counts(&dlq), [1_200, 0, 0]);
}

#[test]
fn policies_are_checked_against_their_targets() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    sqs.fifo("dlq.fifo");
    let arn = |name: &str| format!("arn:aws:sqs:us-east-1:111111111111:{name}");
    let policy = |arn: &str, count: &str| {
        format!(r#"{{"deadLetterTargetArn":"{arn}","maxReceiveCount":{count}}}"#)
    };
    let set =
        |text: &str| on(&source).with("Attributes", Struct::new().with("RedrivePolicy", text));
    let cases = [
        (policy(&arn("none"), "1"), "does not exist"),
        (policy(&arn("dlq.fifo"), "1"), "same type"),
        (policy(&arn("dlq"), "0"), "1 to 1000"),
        (policy(&arn("dlq"), "1001"), "1 to 1000"),
        ("{}".to_owned(), "mandatory attribute: maxReceiveCount"),
        ("[1]".to_owned(), "valid JSON map"),
    ];
    for (text, part) in cases {
        let error = sqs.refuse("SetQueueAttributes", set(&text));
        assert_eq!(error.code(), "InvalidParameterValue");
        assert!(error.message().contains(part), "{error}");
    }
    let list = || {
        let output = sqs.call("ListDeadLetterSourceQueues", on(&dlq));
        output.list("queueUrls").map(<[_]>::len)
    };
    assert_eq!(list(), Some(1));
    sqs.set(&source, "RedrivePolicy", "");
    assert_eq!(list(), Some(0));
    sqs.set(&dlq, "RedriveAllowPolicy", r#"{"redrivePermission":"denyAll"}"#);
    let error = sqs.refuse("SetQueueAttributes", set(&policy(DLQ_ARN, "1")));
    assert!(error.message().contains("does not permit"), "{error}");
    let by_queue =
        format!(r#"{{"redrivePermission":"byQueue","sourceQueueArns":["{SOURCE_ARN}"]}}"#);
    sqs.set(&dlq, "RedriveAllowPolicy", &by_queue);
    assert_eq!(sqs.attribute(&dlq, "RedriveAllowPolicy"), by_queue);
    sqs.set(&source, "RedrivePolicy", &policy(DLQ_ARN, "1"));
}

fn list(sqs: &Sqs) -> Vec<Struct> {
    let input = Struct::new().with("SourceArn", DLQ_ARN).with("MaxResults", 10);
    let output = sqs.call("ListMessageMoveTasks", input);
    let results = output.list("Results").unwrap_or_default();
    results.iter().map(|it| it.as_struct().expect("a task").clone()).collect()
}

#[test]
fn a_task_brings_messages_back() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    let old = sqs.send(&source, "a");
    fail_all(&sqs, &source);
    sqs.call("StartMessageMoveTask", Struct::new().with("SourceArn", DLQ_ARN));
    sqs.advance(0);
    assert_eq!(sqs.counts(&dlq), [0, 0, 0]);
    let back = sqs.receive(&source, 1).remove(0);
    assert_eq!(body(&back), "a");
    assert_ne!(back.str("MessageId"), Some(old.as_str()));
    assert_eq!(system(&back, "ApproximateReceiveCount"), Some("1"));
    assert_eq!(system(&back, "DeadLetterQueueSourceArn"), None);
    let task = list(&sqs).remove(0);
    assert_eq!(task.str("Status"), Some("COMPLETED"));
    assert_eq!(task.int("ApproximateNumberOfMessagesMoved"), Some(1));
    assert_eq!(task.int("ApproximateNumberOfMessagesToMove"), Some(1));
    assert_eq!(task.str("TaskHandle"), None);
}

#[test]
fn a_task_keeps_its_rate_and_can_be_cancelled() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    for number in 0..20 {
        sqs.send(&source, &number.to_string());
    }
    fail_all(&sqs, &source);
    let start = Struct::new().with("SourceArn", DLQ_ARN).with("MaxNumberOfMessagesPerSecond", 4);
    let started = sqs.call("StartMessageMoveTask", start.clone());
    sqs.advance(2);
    assert_eq!(sqs.counts(&dlq)[0], 8);
    let error = sqs.refuse("StartMessageMoveTask", start);
    assert!(error.message().starts_with("There is already a task running"), "{error}");
    let cancel = Struct::new().with("TaskHandle", started.str("TaskHandle").expect("a handle"));
    let cancelled = sqs.call("CancelMessageMoveTask", cancel.clone());
    assert_eq!(cancelled.int("ApproximateNumberOfMessagesMoved"), Some(12));
    assert_eq!(list(&sqs)[0].str("Status"), Some("CANCELLING"));
    sqs.advance(5);
    assert_eq!(list(&sqs)[0].str("Status"), Some("CANCELLED"));
    assert_eq!(sqs.counts(&dlq)[0], 8);
    assert_eq!(sqs.refuse("CancelMessageMoveTask", cancel).code(), "UnsupportedOperation");
}

#[test]
fn a_task_needs_a_dead_letter_queue_and_a_known_source() {
    let sqs = Sqs::new();
    let (source, dlq) = pair(&sqs);
    let start = |arn: &str| Struct::new().with("SourceArn", arn);
    assert_eq!(
        sqs.refuse("StartMessageMoveTask", start(SOURCE_ARN)).code(),
        "InvalidParameterValue"
    );
    let none = "arn:aws:sqs:us-east-1:111111111111:none";
    assert_eq!(sqs.refuse("StartMessageMoveTask", start(none)).code(), "ResourceNotFoundException");
    let input = start(DLQ_ARN).with("DestinationArn", none);
    assert_eq!(sqs.refuse("StartMessageMoveTask", input).code(), "ResourceNotFoundException");
    // A message that somebody has sent to the dead-letter queue came from no other queue.
    sqs.send(&dlq, "direct");
    sqs.call("StartMessageMoveTask", start(DLQ_ARN));
    sqs.advance(0);
    let task = list(&sqs).remove(0);
    assert_eq!(task.str("Status"), Some("FAILED"));
    assert_eq!(task.str("FailureReason"), Some("CouldNotDetermineMessageSource"));
    assert_eq!(sqs.counts(&dlq), [1, 0, 0]);
    sqs.call("StartMessageMoveTask", start(DLQ_ARN).with("DestinationArn", SOURCE_ARN));
    sqs.advance(0);
    assert_eq!(sqs.bodies(&source, 1), ["direct"]);
}

#[test]
fn a_fifo_dead_letter_frees_its_group() {
    let sqs = Sqs::new();
    let dlq = sqs.fifo("dlq.fifo");
    let policy = format!(r#"{{"deadLetterTargetArn":"{DLQ_ARN}.fifo","maxReceiveCount":1}}"#);
    let source = sqs.queue("q.fifo", &[("FifoQueue", "true"), ("RedrivePolicy", &policy)]);
    let id = sqs.send_in(&source, "a", "1");
    sqs.send_in(&source, "a", "2");
    assert_eq!(sqs.bodies(&source, 1), ["1"]);
    sqs.advance(30);
    let next = sqs.receive(&source, 1).remove(0);
    assert_eq!(body(&next), "2");
    let change = on(&source).with("ReceiptHandle", handle(&next)).with("VisibilityTimeout", 0);
    sqs.call("ChangeMessageVisibility", change);
    let dead = sqs.receive(&dlq, 1).remove(0);
    assert_eq!(body(&dead), "1");
    assert_eq!(system(&dead, "MessageDeduplicationId"), id.str("MessageId"));
    assert_eq!(system(&dead, "SentTimestamp"), Some("1893456030000"));
}
