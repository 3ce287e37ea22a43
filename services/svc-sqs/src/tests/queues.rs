//! Queues themselves: names, attributes, listing, tags, permissions, deletion.

use kernel::{Principal, Region, Scope, Struct};
use store::Range;

use super::{Sqs, on};
use crate::state::{DEDUPLICATIONS, MESSAGES, RECEIPTS};

#[test]
fn a_queue_is_made_once() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[("VisibilityTimeout", "40")]);
    assert_eq!(url, "http://localhost:4566/111111111111/q");
    // The same, or less, is the same queue; another value is not.
    assert_eq!(sqs.queue("q", &[("VisibilityTimeout", "40")]), url);
    assert_eq!(sqs.queue("q", &[]), url);
    let other = Struct::new().with("VisibilityTimeout", "41");
    let input = Struct::new().with("QueueName", "q").with("Attributes", other);
    let error = sqs.refuse("CreateQueue", input);
    assert_eq!(error.code(), "QueueNameExists");
    assert!(error.message().ends_with("attribute VisibilityTimeout"), "{error}");
    let found = sqs.call("GetQueueUrl", Struct::new().with("QueueName", "q"));
    assert_eq!(found.str("QueueUrl"), Some(url.as_str()));
}

#[test]
fn names_and_attributes_are_checked() {
    let sqs = Sqs::new();
    let create = |name: &str, attributes: &[(&'static str, &str)]| {
        let attributes: Struct = attributes.iter().copied().collect();
        Struct::new().with("QueueName", name).with("Attributes", attributes)
    };
    let long = "x".repeat(81);
    let cases = [
        (create("a b", &[]), "InvalidParameterValue"),
        (create("", &[]), "InvalidParameterValue"),
        (create(&long, &[]), "InvalidParameterValue"),
        (create("q.fifo", &[]), "InvalidParameterValue"),
        (create("q", &[("FifoQueue", "true")]), "InvalidParameterValue"),
        (create("q", &[("FifoQueue", "false")]), "InvalidAttributeName"),
        (create("q", &[("Nothing", "1")]), "InvalidAttributeName"),
        (create("q", &[("QueueArn", "x")]), "InvalidAttributeName"),
        (create("q", &[("ContentBasedDeduplication", "true")]), "InvalidAttributeName"),
        (create("q", &[("VisibilityTimeout", "43201")]), "InvalidAttributeValue"),
        (create("q", &[("VisibilityTimeout", "")]), "InvalidAttributeValue"),
        (create("q", &[("DelaySeconds", "-1")]), "InvalidAttributeValue"),
        (create("q", &[("MaximumMessageSize", "1048577")]), "InvalidAttributeValue"),
        (create("q", &[("MaximumMessageSize", "1023")]), "InvalidAttributeValue"),
        (create("q", &[("MessageRetentionPeriod", "59")]), "InvalidAttributeValue"),
        (create("q", &[("ReceiveMessageWaitTimeSeconds", "21")]), "InvalidAttributeValue"),
        (create("q", &[("Policy", "{}")]), "InvalidAttributeValue"),
        (create("q", &[("DeduplicationScope", "queue")]), "InvalidAttributeValue"),
        (create("q", &[("KmsMasterKeyId", "not a key")]), "InvalidAttributeValue"),
        (
            create(
                "q.fifo",
                &[("FifoQueue", "true"), ("FifoThroughputLimit", "perMessageGroupId")],
            ),
            "InvalidAttributeValue",
        ),
    ];
    for (input, code) in cases {
        assert_eq!(sqs.refuse("CreateQueue", input.clone()).code(), code, "{input:?}");
    }
    let listed = sqs.call("ListQueues", Struct::new());
    assert!(listed.is_empty(), "{listed:?}");
}

#[test]
fn attributes_are_told_as_they_were_set() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let all = sqs.call("GetQueueAttributes", on(&url).with("AttributeNames", vec!["All"]));
    let all = all.structure("Attributes").expect("attributes");
    let expected = [
        ("VisibilityTimeout", "30"),
        ("MaximumMessageSize", "1048576"),
        ("MessageRetentionPeriod", "345600"),
        ("ApproximateNumberOfMessages", "0"),
        ("ApproximateNumberOfMessagesNotVisible", "0"),
        ("CreatedTimestamp", "1893456000"),
        ("LastModifiedTimestamp", "1893456000"),
        ("QueueArn", "arn:aws:sqs:us-east-1:111111111111:q"),
        ("ApproximateNumberOfMessagesDelayed", "0"),
        ("DelaySeconds", "0"),
        ("ReceiveMessageWaitTimeSeconds", "0"),
        ("SqsManagedSseEnabled", "true"),
    ];
    assert_eq!(all.len(), expected.len());
    for (name, value) in expected {
        assert_eq!(all.str(name), Some(value), "{name}");
    }
    sqs.advance(5);
    sqs.set(&url, "VisibilityTimeout", "7");
    assert_eq!(sqs.attribute(&url, "VisibilityTimeout"), "7");
    assert_eq!(sqs.attribute(&url, "LastModifiedTimestamp"), "1893456005");
    // Nothing is asked for, nothing is told.
    assert!(sqs.call("GetQueueAttributes", on(&url)).is_empty());
    let unknown = on(&url).with("AttributeNames", vec!["Nothing"]);
    assert_eq!(sqs.refuse("GetQueueAttributes", unknown).code(), "InvalidAttributeName");
}

#[test]
fn lists_go_by_pages() {
    let sqs = Sqs::new();
    for number in 0..25 {
        sqs.queue(&format!("a-{number:02}"), &[]);
    }
    sqs.queue("b", &[]);
    let mut found = Vec::new();
    let mut input = Struct::new().with("QueueNamePrefix", "a-").with("MaxResults", 10);
    loop {
        let output = sqs.call("ListQueues", input.clone());
        found.push(output.list("QueueUrls").map_or(0, <[_]>::len));
        let Some(token) = output.str("NextToken") else { break };
        input.set("NextToken", token);
    }
    assert_eq!(found, [10, 10, 5]);
    let all = sqs.call("ListQueues", Struct::new());
    assert_eq!(all.list("QueueUrls").map(<[_]>::len), Some(26));
    let wrong = Struct::new().with("MaxResults", 0);
    assert_eq!(sqs.refuse("ListQueues", wrong).code(), "InvalidParameterValue");
    let wrong = Struct::new().with("MaxResults", 1).with("NextToken", "x");
    assert_eq!(sqs.refuse("ListQueues", wrong).code(), "InvalidParameterValue");
}

#[test]
fn addresses_of_all_forms_are_understood_and_wrong_ones_refused() {
    let sqs = Sqs::new();
    sqs.queue("q", &[]);
    let forms = [
        "https://sqs.us-east-1.amazonaws.com/111111111111/q",
        "https://queue.amazonaws.com/111111111111/q/",
        "http://localhost:4566/queue/us-east-1/111111111111/q",
        "111111111111/q",
    ];
    for url in forms {
        sqs.send(url, "x");
    }
    let refused = [
        ("http://localhost:4566/111111111111/none", "QueueDoesNotExist"),
        ("http://localhost:4566/222222222222/q", "QueueDoesNotExist"),
        ("http://localhost:4566/q", "InvalidAddress"),
        ("q", "InvalidAddress"),
        ("", "InvalidAddress"),
        ("http://localhost:4566/111111111111/", "InvalidAddress"),
    ];
    for (url, code) in refused {
        let input = on(url).with("MessageBody", "x");
        assert_eq!(sqs.refuse("SendMessage", input).code(), code, "{url}");
    }
}

#[test]
fn queues_of_other_accounts_are_closed() {
    let mut sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    sqs.0.account = kernel::AccountId::parse("222222222222").expect("12 digits");
    let error = sqs.refuse("SendMessage", on(&url).with("MessageBody", "x"));
    assert_eq!((error.code(), error.status()), ("AccessDenied", 403));
    let input = Struct::new().with("QueueName", "q").with("QueueOwnerAWSAccountId", "111111111111");
    assert_eq!(sqs.refuse("GetQueueUrl", input).code(), "AccessDenied");
    let input = Struct::new().with("QueueName", "q");
    assert_eq!(sqs.refuse("GetQueueUrl", input).code(), "QueueDoesNotExist");
}

#[test]
fn a_deleted_queue_leaves_nothing_and_its_name_rests_a_minute() {
    let sqs = Sqs::new();
    let url = sqs.fifo("q.fifo");
    for number in 0..1_100 {
        sqs.send_in(&url, &(number % 7).to_string(), &number.to_string());
    }
    assert_eq!(sqs.receive_with(on(&url).with("ReceiveRequestAttemptId", "a")).len(), 1);
    sqs.call("DeleteQueue", on(&url));
    assert_eq!(
        sqs.refuse("SendMessage", on(&url).with("MessageBody", "x")).code(),
        "QueueDoesNotExist"
    );
    sqs.advance(59);
    let input = || {
        let attributes = Struct::new().with("FifoQueue", "true");
        Struct::new().with("QueueName", "q.fifo").with("Attributes", attributes)
    };
    assert_eq!(sqs.refuse("CreateQueue", input()).code(), "QueueDeletedRecently");
    let scope = Scope::new(sqs.0.account.digits(), Region::DEFAULT.as_str());
    let world = &sqs.0.world;
    let left = world.maintain(&crate::SERVICE, (sqs.0.account, Region::DEFAULT), |ctx| {
        Ok(ctx.table_in(&MESSAGES, scope).keys(&Range::all()).count()
            + ctx.table_in(&RECEIPTS, scope).keys(&Range::all()).count()
            + ctx.table_in(&DEDUPLICATIONS, scope).keys(&Range::all()).count())
    });
    assert_eq!(left, Ok(0));
    sqs.advance(1);
    sqs.call("CreateQueue", input());
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
}

#[test]
fn a_purge_takes_everything_once_a_minute() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    for text in ["a", "b", "c"] {
        sqs.send(&url, text);
    }
    let got = sqs.receive(&url, 1).remove(0);
    sqs.call("PurgeQueue", on(&url));
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
    sqs.delete(&url, &got); // gone, and no error
    sqs.send(&url, "after");
    assert_eq!(sqs.refuse("PurgeQueue", on(&url)).code(), "PurgeQueueInProgress");
    assert_eq!(sqs.bodies(&url, 10), ["after"]);
    sqs.advance(60);
    sqs.call("PurgeQueue", on(&url));
    assert_eq!(sqs.counts(&url), [0, 0, 0]);
}

#[test]
fn tags_are_kept_and_limited() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let tags =
        |of: &[(&'static str, &str)]| on(&url).with("Tags", of.iter().copied().collect::<Struct>());
    sqs.call("TagQueue", tags(&[("a", "1"), ("b", "")]));
    sqs.call("TagQueue", tags(&[("a", "2")]));
    sqs.call("UntagQueue", on(&url).with("TagKeys", vec!["b", "never"]));
    let listed = sqs.call("ListQueueTags", on(&url));
    assert_eq!(listed.structure("Tags"), Some(&Struct::new().with("a", "2")));
    let many: Struct = (0..50).map(|at| (format!("k{at}"), "v")).collect();
    let cases = [
        tags(&[("", "x")]),
        tags(&[("aws:x", "x")]),
        tags(&[("a", "#")]),
        on(&url).with("Tags", many),
    ];
    for input in cases {
        assert_eq!(sqs.refuse("TagQueue", input).code(), "InvalidParameterValue");
    }
}

#[test]
fn permissions_make_the_policy() {
    let sqs = Sqs::new();
    let url = sqs.queue("q", &[]);
    let add = |label: &str, actions: Vec<&str>, accounts: Vec<&str>| {
        on(&url).with("Label", label).with("Actions", actions).with("AWSAccountIds", accounts)
    };
    sqs.call("AddPermission", add("one", vec!["SendMessage"], vec!["222222222222"]));
    let policy = concat!(
        r#"{"Version":"2008-10-17","#,
        r#""Id":"arn:aws:sqs:us-east-1:111111111111:q/SQSDefaultPolicy","#,
        r#""Statement":[{"Sid":"one","Effect":"Allow","#,
        r#""Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"SQS:SendMessage","#,
        r#""Resource":"arn:aws:sqs:us-east-1:111111111111:q"}]}"#
    );
    assert_eq!(sqs.attribute(&url, "Policy"), policy);
    let eight = vec!["SendMessage"; 8];
    let cases = [
        (add("one", vec!["*"], vec!["222222222222"]), "InvalidParameterValue"),
        (add("a b", vec!["*"], vec!["222222222222"]), "InvalidParameterValue"),
        (add("two", vec!["DeleteQueue"], vec!["222222222222"]), "InvalidParameterValue"),
        (add("two", vec!["*"], vec!["alice"]), "InvalidParameterValue"),
        (add("two", eight, vec!["222222222222"]), "OverLimit"),
    ];
    for (input, code) in cases {
        assert_eq!(sqs.refuse("AddPermission", input).code(), code);
    }
    sqs.call("RemovePermission", on(&url).with("Label", "one"));
    assert_eq!(sqs.attribute(&url, "Policy"), "");
    let input = on(&url).with("Label", "one");
    assert_eq!(sqs.refuse("RemovePermission", input).code(), "InvalidParameterValue");
}

/// What the model requires is asked for in the words of SQS.
#[test]
fn missing_parameters_are_named() {
    let sqs = Sqs::new();
    let error = sqs.refuse("SendMessage", Struct::new().with("MessageBody", "x"));
    assert_eq!(error.code(), "MissingParameter");
    assert_eq!(error.message(), "The request must contain the parameter QueueUrl.");
    let nobody = sqs.0.call_as(Principal::Anonymous, "sqs", "ListQueues", Struct::new());
    assert_eq!(nobody.expect_err("nobody has queues").code(), "AccessDenied");
}
