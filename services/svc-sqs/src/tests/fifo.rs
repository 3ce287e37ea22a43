//! FIFO queues: order within groups, exactly once, receive request attempt ids.

use super::{Sqs, body, handle, on, system};

#[test]
fn a_group_is_in_order_and_locked() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    for (group, text) in [("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3")] {
        sqs.send_in(&url, group, text);
    }
    // As many of one group as possible, then the next group.
    let first = sqs.receive(&url, 2);
    assert_eq!(first.iter().map(body).collect::<Vec<_>>(), ["a1", "a2"]);
    assert!(system(&first[0], "SequenceNumber") < system(&first[1], "SequenceNumber"));
    assert_eq!(system(&first[0], "MessageGroupId"), Some("a"));
    assert_eq!(system(&first[0], "MessageDeduplicationId"), Some("a1"));
    // Group a is locked, though a3 waits.
    assert_eq!(sqs.bodies(&url, 10), ["b1"]);
    sqs.delete(&url, &first[0]);
    assert!(sqs.receive(&url, 10).is_empty());
    // a2 comes back before a3.
    sqs.advance(30);
    assert_eq!(sqs.bodies(&url, 2), ["a2", "a3"]);
}

#[test]
fn an_expired_handle_is_refused() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    sqs.send_in(&url, "a", "1");
    let got = sqs.receive(&url, 1).remove(0);
    sqs.advance(30);
    let error = sqs.refuse("DeleteMessage", on(&url).with("ReceiptHandle", handle(&got)));
    assert_eq!(error.code(), "InvalidParameterValue");
    assert!(error.message().ends_with("Reason: The receipt handle has expired."), "{error}");
    let got = sqs.receive(&url, 1).remove(0);
    sqs.delete(&url, &got);
    sqs.delete(&url, &got);
}

#[test]
fn an_id_is_accepted_once_in_five_minutes() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    let first = sqs.send_in(&url, "a", "same");
    let got = sqs.receive(&url, 1).remove(0);
    sqs.delete(&url, &got);
    sqs.advance(299);
    // Deleted or not, in another group or not: it is the same message.
    let second = sqs.send_in(&url, "b", "same");
    assert_eq!(first.str("MessageId"), second.str("MessageId"));
    assert_eq!(first.str("SequenceNumber"), second.str("SequenceNumber"));
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    sqs.advance(1);
    let third = sqs.send_in(&url, "b", "same");
    assert_ne!(first.str("MessageId"), third.str("MessageId"));
    assert_eq!(sqs.counts(&url), [1, 0, 0]);
}

#[test]
fn deduplication_goes_by_content_and_by_group() {
    let sqs = Sqs::new();
    let url = sqs.queue(
        "q.fifo",
        &[
            ("FifoQueue", "true"),
            ("ContentBasedDeduplication", "true"),
            ("DeduplicationScope", "messageGroup"),
            ("FifoThroughputLimit", "perMessageGroupId"),
        ],
    );
    let send = |group: &str, body: &str| {
        sqs.call("SendMessage", on(&url).with("MessageBody", body).with("MessageGroupId", group))
    };
    send("a", "x");
    send("a", "x");
    send("b", "x");
    assert_eq!(sqs.counts(&url), [2, 0, 0]);
    // An explicit id that is the hash of a body is that body's.
    let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let got = sqs.receive(&url, 1).remove(0);
    assert_eq!(system(&got, "MessageDeduplicationId"), Some(hash));
    let input = on(&url)
        .with("MessageBody", "other")
        .with("MessageGroupId", "a")
        .with("MessageDeduplicationId", hash);
    sqs.call("SendMessage", input);
    assert_eq!(sqs.counts(&url), [1, 1, 0]);
}

#[test]
fn what_a_fifo_queue_does_not_take() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    let message = || on(&url).with("MessageBody", "x");
    let cases = [
        (message(), "MissingParameter", "MessageGroupId"),
        (message().with("MessageGroupId", "a"), "InvalidParameterValue", "ContentBased"),
        (
            message()
                .with("MessageGroupId", "a")
                .with("MessageDeduplicationId", "b")
                .with("DelaySeconds", 1),
            "InvalidParameterValue",
            "queue type",
        ),
        (
            message().with("MessageGroupId", "a").with("MessageDeduplicationId", "b".repeat(129)),
            "InvalidParameterValue",
            "1 to 128",
        ),
    ];
    for (input, code, part) in cases {
        let error = sqs.refuse("SendMessage", input);
        assert_eq!(error.code(), code);
        assert!(error.message().contains(part), "{error}");
    }
}

/// "For FIFO queues, the per-queue delay setting is retroactive" (Developer Guide, delay queues).
#[test]
fn a_change_of_delay_reaches_what_is_in_the_queue() {
    let sqs = Sqs::new();
    let url = sqs.queue("q.fifo", &[("FifoQueue", "true"), ("DelaySeconds", "100")]);
    sqs.send_in(&url, "a", "1");
    sqs.advance(10);
    sqs.send_in(&url, "a", "2");
    assert_eq!(sqs.counts(&url), [0, 0, 2]);
    sqs.set(&url, "DelaySeconds", "5");
    assert_eq!(sqs.counts(&url), [1, 0, 1]);
    assert_eq!(sqs.bodies(&url, 10), ["1"]);
}

#[test]
fn an_attempt_is_repeated_until_something_has_happened_to_its_messages() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    sqs.send_in(&url, "a", "1");
    sqs.send_in(&url, "b", "2");
    let attempt = || {
        sqs.receive_with(
            on(&url).with("ReceiveRequestAttemptId", "once").with("MaxNumberOfMessages", 2),
        )
    };
    let first = attempt();
    assert_eq!(first.len(), 2);
    sqs.advance(20);
    let second = attempt();
    assert_eq!(first, second);
    // It has set the timeout anew.
    sqs.advance(20);
    assert!(sqs.receive(&url, 10).is_empty());
    sqs.delete(&url, &second[0]);
    assert!(attempt().is_empty());
    sqs.advance(10);
    assert_eq!(attempt().iter().map(body).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn numbers_rise_over_a_purge() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    let before = sqs.send_in(&url, "a", "1");
    sqs.call("PurgeQueue", on(&url));
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    // An accepted id is remembered when its message is gone.
    sqs.send_in(&url, "a", "1");
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    let after = sqs.send_in(&url, "a", "2");
    assert!(before.str("SequenceNumber") < after.str("SequenceNumber"));
    assert_eq!(sqs.bodies(&url, 10), ["2"]);
}
