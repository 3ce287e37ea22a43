//! The way of a message through a standard queue.

use std::time::Duration;

use bytes::Bytes;
use kernel::Struct;

use super::{Sqs, body, entries, handle, on, system};

#[test]
fn a_message_is_sent_received_and_deleted() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let attributes = Struct::new()
        .with(
            "b",
            Struct::new()
                .with("DataType", "Binary")
                .with("BinaryValue", Bytes::from_static(b"\x01\x02")),
        )
        .with("a.n", Struct::new().with("DataType", "Number").with("StringValue", "1.5"))
        .with("a.s", Struct::new().with("DataType", "String.x").with("StringValue", "é"));
    let sent = sqs.call(
        "SendMessage",
        on(&url).with("MessageBody", "hello").with("MessageAttributes", attributes),
    );
    // By the algorithm in the Developer Guide, computed with Python's hashlib.
    assert_eq!(sent.str("MD5OfMessageBody"), Some("5d41402abc4b2a76b9719d911017c592"));
    assert_eq!(sent.str("MD5OfMessageAttributes"), Some("9cd58ce5c14431dcfd7f5b1482d0b60e"));
    assert_eq!(sqs.counts(&url), [1, 0, 0]);

    let wanted = on(&url).with("MessageAttributeNames", vec!["a.*"]);
    let got = sqs.receive_with(wanted).remove(0);
    assert_eq!(body(&got), "hello");
    assert_eq!(got.str("MessageId"), sent.str("MessageId"));
    assert_eq!(got.structure("MessageAttributes").map(Struct::len), Some(2));
    assert_eq!(got.str("MD5OfMessageAttributes"), Some("208bd0af1c68feec5ff6abf74c1e7125"));
    assert_eq!(system(&got, "ApproximateReceiveCount"), Some("1"));
    assert_eq!(system(&got, "SenderId"), Some("111111111111"));
    assert_eq!(system(&got, "SentTimestamp"), Some("1893456000000"));
    assert_eq!(system(&got, "SequenceNumber"), None);
    assert_eq!(sqs.counts(&url), [0, 1, 0]);

    sqs.delete(&url, &got);
    sqs.delete(&url, &got); // once more is no error
    sqs.advance(31);
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    assert!(sqs.receive(&url, 10).is_empty());
}

#[test]
fn a_message_comes_back_when_its_timeout_ends() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("VisibilityTimeout", "10")]);
    sqs.send(&url, "a");
    let first = sqs.receive(&url, 1).remove(0);
    sqs.advance(9);
    assert!(sqs.receive(&url, 1).is_empty());
    sqs.advance(1);
    let second = sqs.receive(&url, 1).remove(0);
    assert_eq!(system(&second, "ApproximateReceiveCount"), Some("2"));
    assert_ne!(handle(&first), handle(&second));
    // The handle of the first receive is out of date: the request succeeds, the message stays.
    sqs.delete(&url, &first);
    assert_eq!(sqs.counts(&url), [0, 1, 0]);
    // The last one deletes even after the timeout.
    sqs.advance(10);
    sqs.delete(&url, &second);
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
}

#[test]
fn visibility_is_extended_shortened_and_limited() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    sqs.send(&url, "a");
    let got = sqs.receive(&url, 1).remove(0);
    let change = |seconds: i64| {
        on(&url).with("ReceiptHandle", handle(&got)).with("VisibilityTimeout", seconds)
    };
    sqs.advance(20);
    sqs.call("ChangeMessageVisibility", change(60));
    sqs.advance(59);
    assert!(sqs.receive(&url, 1).is_empty());
    let beyond = sqs.refuse("ChangeMessageVisibility", change(43_200));
    assert!(beyond.message().contains("beyond the limit [43200 seconds]"), "{beyond}");
    let wrong = sqs.refuse("ChangeMessageVisibility", change(43_201));
    assert_eq!(wrong.code(), "InvalidParameterValue");
    sqs.call("ChangeMessageVisibility", change(0));
    assert_eq!(sqs.counts(&url), [1, 0, 0]);
    assert_eq!(sqs.refuse("ChangeMessageVisibility", change(5)).code(), "MessageNotInflight");
    let again = sqs.receive(&url, 1).remove(0);
    sqs.delete(&url, &again);
    let gone = sqs.refuse("ChangeMessageVisibility", change(5));
    assert_eq!(gone.code(), "InvalidParameterValue");
}

#[test]
fn delays_and_retention_pass_with_the_clock() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("DelaySeconds", "5"), ("MessageRetentionPeriod", "60")]);
    sqs.send(&url, "by queue");
    sqs.call("SendMessage", on(&url).with("MessageBody", "own").with("DelaySeconds", 2));
    sqs.call("SendMessage", on(&url).with("MessageBody", "none").with("DelaySeconds", 0));
    assert_eq!(sqs.counts(&url), [1, 0, 2]);
    assert_eq!(sqs.bodies(&url, 10), ["none"]);
    sqs.advance(2);
    assert_eq!(sqs.bodies(&url, 10), ["own"]);
    sqs.advance(3);
    assert_eq!(sqs.counts(&url), [1, 2, 0]);
    sqs.advance(54);
    assert_eq!(sqs.counts(&url), [3, 0, 0]);
    sqs.advance(1);
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    assert!(sqs.receive(&url, 10).is_empty());
}

/// More messages expire than one call removes: none is counted or delivered all the same.
#[test]
fn expired_messages_are_gone_before_they_are_removed() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("MessageRetentionPeriod", "60")]);
    for number in 0..350 {
        sqs.send(&url, &number.to_string());
    }
    assert_eq!(sqs.receive(&url, 10).len(), 10);
    sqs.advance(60);
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    sqs.send(&url, "fresh");
    assert_eq!(sqs.bodies(&url, 10), ["fresh"]);
}

/// Returns when so many calls wait.
#[allow(clippy::disallowed_methods)] // the calls are made by other threads, in real time
fn until_waiting(sqs: &Sqs, count: usize) {
    while sqs.0.world.waiters.len() != count {
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_long_poll_wakes_on_arrival_and_when_something_becomes_visible() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let poll = on(&url).with("WaitTimeSeconds", 20);
    std::thread::scope(|scope| {
        let woken = scope.spawn(|| sqs.receive_with(poll.clone()));
        until_waiting(&sqs, 1);
        sqs.send(&url, "now");
        assert_eq!(body(&woken.join().expect("a poll")[0]), "now");

        let delayed = scope.spawn(|| sqs.receive_with(poll.clone()));
        until_waiting(&sqs, 1);
        sqs.call("SendMessage", on(&url).with("MessageBody", "later").with("DelaySeconds", 3));
        until_waiting(&sqs, 1);
        sqs.advance(3);
        assert_eq!(body(&delayed.join().expect("a poll")[0]), "later");

        let empty = scope.spawn(|| sqs.receive_with(poll.clone()));
        until_waiting(&sqs, 1);
        sqs.advance(20);
        assert!(empty.join().expect("a poll").is_empty());
    });
}

/// The poll that knew when to look again leaves with another message: the one that stays must
/// look in its place.
#[test]
fn a_long_poll_takes_over_the_watch() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("VisibilityTimeout", "6")]);
    let poll = on(&url).with("WaitTimeSeconds", 20);
    sqs.send(&url, "first");
    assert_eq!(sqs.bodies(&url, 1), ["first"]);
    std::thread::scope(|scope| {
        let polls = [0, 1].map(|_| scope.spawn(|| sqs.receive_with(poll.clone())));
        until_waiting(&sqs, 2);
        sqs.send(&url, "second");
        until_waiting(&sqs, 1);
        sqs.advance(6);
        let mut bodies: Vec<_> =
            polls.map(|it| body(&it.join().expect("a poll")[0])).into_iter().collect();
        bodies.sort();
        assert_eq!(bodies, ["first", "second"]);
    });
}

#[test]
fn batches_fail_by_entry() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("MaximumMessageSize", "1024")]);
    let entry = |id: &str, body: &str| Struct::new().with("Id", id).with("MessageBody", body);
    let long = "x".repeat(1_025);
    let output = sqs.call(
        "SendMessageBatch",
        on(&url).with(
            "Entries",
            entries(vec![entry("a", "1"), entry("b", &long), entry("c", "\u{7}"), entry("d", "2")]),
        ),
    );
    assert_eq!(output.list("Successful").map(<[_]>::len), Some(2));
    let failed = output.list("Failed").expect("failures");
    let codes: Vec<_> = failed.iter().map(|it| it.as_struct().expect("one").str("Code")).collect();
    assert_eq!(codes, [Some("InvalidParameterValue"), Some("InvalidMessageContents")]);
    assert_eq!(sqs.counts(&url), [2, 0, 0]);
    let one = entries(vec![entry("a", "delayed").with("DelaySeconds", 900)]);
    let fine = sqs.call("SendMessageBatch", on(&url).with("Entries", one));
    assert_eq!(fine.get("Failed"), None, "an empty list is left out");

    let got = sqs.receive(&url, 10);
    let mut of: Vec<_> = got
        .iter()
        .enumerate()
        .map(|(at, it)| Struct::new().with("Id", at.to_string()).with("ReceiptHandle", handle(it)))
        .collect();
    of.push(Struct::new().with("Id", "x").with("ReceiptHandle", "nonsense"));
    let output = sqs.call("DeleteMessageBatch", on(&url).with("Entries", entries(of)));
    assert_eq!(output.list("Successful").map(<[_]>::len), Some(2));
    assert_eq!(output.list("Failed").map(<[_]>::len), Some(1));
    assert_eq!(sqs.counts(&url), [0, 0, 1]);
}

#[test]
fn batches_are_refused_as_a_whole() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let entry = |id: &str, body: &str| Struct::new().with("Id", id).with("MessageBody", body);
    let many: Vec<_> = (0..11).map(|at| entry(&at.to_string(), "x")).collect();
    let big = "x".repeat(600_000);
    let cases = [
        (vec![], "EmptyBatchRequest"),
        (many, "TooManyEntriesInBatchRequest"),
        (vec![entry("a", "1"), entry("a", "2")], "BatchEntryIdsNotDistinct"),
        (vec![entry("a b", "1")], "InvalidBatchEntryId"),
        (vec![entry("a", &big), entry("b", &big)], "BatchRequestTooLong"),
    ];
    for (of, code) in cases {
        let error = sqs.refuse("SendMessageBatch", on(&url).with("Entries", entries(of)));
        assert_eq!(error.code(), code);
    }
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
}

#[test]
fn what_may_not_be_sent_is_refused() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let message = |body: &str| on(&url).with("MessageBody", body);
    let attribute = |name: &'static str, kind: &str, value: &str| {
        let value = Struct::new().with("DataType", kind).with("StringValue", value);
        message("x").with("MessageAttributes", Struct::new().with(name, value))
    };
    let many: Struct = (0..11)
        .map(|at| {
            let value = Struct::new().with("DataType", "String").with("StringValue", "x");
            (format!("a{at}"), value)
        })
        .collect();
    let cases = [
        (message(""), "MissingParameter"),
        (message("\u{1}"), "InvalidMessageContents"),
        (message("\u{ffff}"), "InvalidMessageContents"),
        (message(&"x".repeat(1_048_577)), "InvalidParameterValue"),
        (message("x").with("DelaySeconds", 901), "InvalidParameterValue"),
        (message("x").with("MessageGroupId", "a b"), "InvalidParameterValue"),
        (message("x").with("MessageDeduplicationId", "a"), "InvalidParameterValue"),
        (attribute("AWS.x", "String", "x"), "InvalidParameterValue"),
        (attribute("a..b", "String", "x"), "InvalidParameterValue"),
        (attribute("a", "Text", "x"), "InvalidParameterValue"),
        (attribute("a", "String", ""), "InvalidParameterValue"),
        (attribute("a", "Number", "nan"), "InvalidParameterValue"),
        (message("x").with("MessageAttributes", many), "InvalidParameterValue"),
    ];
    for (input, code) in cases {
        assert_eq!(sqs.refuse("SendMessage", input.clone()).code(), code, "{input:?}");
    }
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    sqs.send(&url, &"x".repeat(1_048_576));
    sqs.send(&url, "\t\r\n ï\u{fffd}\u{10ffff}");
    assert_eq!(sqs.counts(&url), [2, 0, 0]);
}

#[test]
fn a_receive_checks_what_it_is_asked() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let cases = [
        (on(&url).with("MaxNumberOfMessages", 11), "InvalidParameterValue"),
        (on(&url).with("MaxNumberOfMessages", 0), "InvalidParameterValue"),
        (on(&url).with("WaitTimeSeconds", 21), "InvalidParameterValue"),
        (on(&url).with("VisibilityTimeout", -1), "InvalidParameterValue"),
        (on(&url).with("ReceiveRequestAttemptId", "a"), "InvalidParameterValue"),
        (on(&url).with("AttributeNames", vec!["Nothing"]), "InvalidAttributeName"),
    ];
    for (input, code) in cases {
        assert_eq!(sqs.refuse("ReceiveMessage", input.clone()).code(), code, "{input:?}");
    }
}

/// A tenant with more than a tenth of all messages in flight, and 30 at least, stands back while
/// others have messages waiting (Developer Guide, "How Amazon SQS fair queues work").
#[test]
fn a_noisy_neighbour_stands_back() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let send = |group: &str, body: &str| {
        sqs.call("SendMessage", on(&url).with("MessageBody", body).with("MessageGroupId", group))
    };
    for number in 0..40 {
        send("noisy", &format!("n{number}"));
    }
    send("quiet", "q");
    sqs.send(&url, "of nobody");
    for _ in 0..29 {
        assert!(sqs.bodies(&url, 1)[0].starts_with('n'));
    }
    // The thirtieth makes it noisy.
    let bodies = sqs.bodies(&url, 4);
    assert_eq!(bodies, ["n29", "q", "of nobody", "n30"]);
}

#[test]
fn relaxed_queues_mix_and_repeat_by_the_seed() {
    let run = |seed: u64, semantics: Option<&str>| {
        let sqs = Sqs::seeded(seed);
        sqs.0.world.set_setting("sqs.standard_semantics", semantics).expect("kept");
        let url = sqs.queue("q", &[]);
        for number in 0..200 {
            sqs.send(&url, &format!("{number:03}"));
        }
        let mut bodies = Vec::new();
        for _ in 0..60 {
            bodies.extend(sqs.bodies(&url, 10));
        }
        bodies
    };
    let strict = run(7, None);
    assert!(strict.is_sorted());
    assert_eq!(strict.len(), 200);
    let relaxed = run(7, Some("relaxed"));
    assert_eq!(relaxed, run(7, Some("relaxed")));
    assert_ne!(relaxed, run(8, Some("relaxed")));
    assert!(!relaxed.is_sorted());
    assert!(relaxed.len() > 200, "some are delivered twice");
    let mut distinct = relaxed;
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct, strict, "none is lost");
}
