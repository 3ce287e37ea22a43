//! Deliveries that fail: phases, dead-letter queues, and what is left behind.

use kernel::Struct;

use super::{Sns, queue_arn};
use crate::state::{DELIVERIES, MESSAGES, USES};

const UNAVAILABLE: Option<&str> = Some("ServiceUnavailable");

fn dead_letters() -> String {
    format!(r#"{{"deadLetterTargetArn":"{}"}}"#, queue_arn("dead"))
}

#[track_caller]
fn assert_nothing_left(sns: &Sns) {
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (0, 0, 0));
}

/// "Amazon SNS message delivery retries": 3 times without delay, 2 times 1 second apart, then the
/// backoff from 1 to 20 seconds.
#[test]
fn a_queue_that_is_down_gets_the_message_when_it_is_back() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe(&topic, "down");
    sns.subscribe(&topic, "up");
    sns.fail("down", UNAVAILABLE);
    sns.publish(&topic, "m");
    assert_eq!(sns.taken("up"), ["m"]);
    assert_eq!(sns.taken("down"), [""; 0]);
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (1, 1, 1));
    sns.advance_millis(999);
    sns.fail("down", None);
    assert_eq!(sns.taken("down"), [""; 0]);
    sns.advance_millis(1);
    assert_eq!(sns.taken("down"), ["m"]);
    assert_eq!(sns.taken("up"), ["m"]);
    assert_nothing_left(&sns);
}

#[test]
fn in_the_last_phase_it_is_tried_every_twenty_seconds() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe(&topic, "down");
    sns.fail("down", UNAVAILABLE);
    sns.publish(&topic, "m");
    // All earlier phases together are shorter.
    sns.advance(600);
    sns.fail("down", None);
    sns.advance(20);
    assert_eq!(sns.taken("down"), ["m"]);
    assert_nothing_left(&sns);
}

/// "Amazon SNS dead-letter queues": client-side errors are not retried.
#[test]
fn what_a_queue_refuses_goes_to_the_dead_letter_queue_at_once() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe_with(
        &topic,
        "gone",
        &[("RedrivePolicy", &dead_letters()), ("RawMessageDelivery", "true")],
    );
    sns.subscribe(&topic, "lost");
    sns.fail("gone", Some("QueueDoesNotExist"));
    sns.fail("lost", Some("AccessDenied"));
    sns.publish(&topic, "m");
    assert_eq!(sns.taken("dead"), ["m"]);
    assert_nothing_left(&sns);
    sns.fail("lost", None);
    sns.advance(60);
    assert_eq!(sns.taken("lost"), [""; 0]);
}

#[test]
fn a_dead_letter_has_the_form_of_its_subscription() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe_with(&topic, "gone", &[("RedrivePolicy", &dead_letters())]);
    sns.fail("gone", Some("QueueDoesNotExist"));
    sns.publish(&topic, "m");
    let taken = sns.taken("dead");
    let envelope: serde_json::Value = serde_json::from_str(&taken[0]).expect("JSON");
    assert_eq!(
        (envelope["Type"].as_str(), envelope["Message"].as_str()),
        (Some("Notification"), Some("m"))
    );
}

/// "Amazon SNS raw message delivery": more than 10 attributes are a client-side error.
#[test]
fn a_queue_takes_ten_attributes() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    let attributes = [("RedrivePolicy", dead_letters()), ("RawMessageDelivery", "true".to_owned())];
    let attributes: Vec<_> =
        attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sns.subscribe_with(&topic, "raw", &attributes);
    sns.subscribe_with(&topic, "whole", &[]);
    let publish = |count: usize, body: &str| {
        let attributes: Struct = (0..count)
            .map(|at| {
                let value = Struct::new().with("DataType", "String").with("StringValue", "v");
                (format!("a{at}"), value)
            })
            .collect();
        let input = Struct::new().with("TopicArn", topic.as_str()).with("Message", body);
        sns.call("Publish", input.with("MessageAttributes", attributes));
    };
    publish(10, "ten");
    publish(11, "eleven");
    assert_eq!(sns.taken("raw"), ["ten"]);
    assert_eq!(sns.taken("dead"), ["eleven"]);
    assert_eq!(sns.taken("whole").len(), 2);
    assert_nothing_left(&sns);
}

/// The policy ends after 100,015 retries; here with the last few of them.
#[test]
fn an_exhausted_policy_ends_in_the_dead_letter_queue() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe_with(
        &topic,
        "down",
        &[("RedrivePolicy", &dead_letters()), ("RawMessageDelivery", "true")],
    );
    sns.fail("down", UNAVAILABLE);
    sns.publish(&topic, "m");
    sns.advance(600);
    sns.edit(&DELIVERIES, |row| row.failures = 100_014);
    sns.advance(20);
    assert_eq!(sns.taken("dead"), [""; 0]);
    sns.advance(20);
    assert_eq!(sns.taken("dead"), ["m"]);
    assert_nothing_left(&sns);
}

#[test]
fn what_waits_for_an_ended_subscription_ends_with_it() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    let subscription = sns.subscribe(&topic, "down");
    sns.fail("down", UNAVAILABLE);
    sns.publish(&topic, "m");
    sns.advance(1);
    sns.call("Unsubscribe", Struct::new().with("SubscriptionArn", subscription));
    sns.fail("down", None);
    sns.advance(60);
    assert_eq!(sns.taken("down"), [""; 0]);
    assert_nothing_left(&sns);
}
