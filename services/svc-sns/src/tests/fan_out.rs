//! Many subscriptions, many messages, and what a deleted topic leaves.

use kernel::Struct;

use super::Sns;
use crate::state::{DELIVERIES, ENDPOINTS, FAN_OUTS, MESSAGES, OWNED, SUBSCRIPTIONS, TOPICS, USES};

#[test]
fn every_one_of_many_subscriptions_gets_every_message_once() {
    const COUNT: usize = 1_201;
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    for number in 0..COUNT {
        sns.subscribe(&topic, &format!("q{number}"));
    }
    sns.publish(&topic, "one");
    sns.publish(&topic, "two");
    for number in 0..COUNT {
        assert_eq!(sns.taken(&format!("q{number}")), ["one", "two"], "{number}");
    }
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (0, 0, 0));
    sns.call("DeleteTopic", Struct::new().with("TopicArn", topic.as_str()));
    sns.advance(0);
    assert_eq!((sns.rows(&SUBSCRIPTIONS), sns.rows(&ENDPOINTS), sns.rows(&OWNED)), (0, 0, 0));
    assert_eq!((sns.rows(&TOPICS), sns.rows(&FAN_OUTS)), (0, 0));
}

#[test]
fn many_messages_stay_in_order() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe(&topic, "q");
    let sent: Vec<_> = (0..230).map(|number| format!("m{number}")).collect();
    for body in &sent {
        sns.publish(&topic, body);
    }
    assert_eq!(sns.taken("q"), sent);
    assert_eq!(sns.rows(&MESSAGES), 0);
}

#[test]
fn a_message_for_nobody_is_not_kept() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.publish(&topic, "early");
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&FAN_OUTS)), (0, 0));
    sns.subscribe(&topic, "q");
    sns.publish(&topic, "m");
    assert_eq!(sns.taken("q"), ["m"]);
}

#[test]
fn a_topic_that_is_made_again_begins_with_nothing() {
    let sns = Sns::new();
    let topic = sns.topic("t", &[]);
    sns.subscribe(&topic, "q");
    sns.fail("q", Some("ServiceUnavailable"));
    sns.publish(&topic, "m");
    sns.call("DeleteTopic", Struct::new().with("TopicArn", topic.as_str()));
    assert_eq!(sns.topic("t", &[]), topic);
    sns.fail("q", None);
    sns.publish(&topic, "n");
    sns.advance(60);
    assert_eq!(sns.taken("q"), [""; 0]);
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (0, 0, 0));
    let list = sns.call("ListSubscriptions", Struct::new());
    assert_eq!(list.list("Subscriptions").map(<[_]>::len), Some(0));
}
