//! FIFO topics: what fails holds up its group and nothing else.

use super::Sns;
use crate::state::{DELIVERIES, MESSAGES, USES};

#[test]
fn a_failing_delivery_holds_up_its_group_on_its_subscription() {
    let sns = Sns::new();
    let topic = sns.fifo("t.fifo");
    sns.subscribe(&topic, "down.fifo");
    sns.subscribe(&topic, "up.fifo");
    sns.fail("down.fifo", Some("ServiceUnavailable"));
    sns.publish_in(&topic, "a", "a1");
    assert_eq!(sns.taken("up.fifo"), ["a1"]);
    sns.fail("down.fifo", None);
    // The queue is back, but a1 waits for its next attempt: a2 must not overtake it.
    sns.publish_in(&topic, "a", "a2");
    sns.publish_in(&topic, "b", "b1");
    sns.publish_in(&topic, "a", "a3");
    assert_eq!(sns.taken("up.fifo"), ["a1", "a2", "b1", "a3"]);
    assert_eq!(sns.taken("down.fifo"), ["b1"]);
    assert_eq!((sns.rows(&DELIVERIES), sns.rows(&USES)), (3, 3));
    sns.advance(1);
    assert_eq!(sns.taken("down.fifo"), ["b1", "a1", "a2", "a3"]);
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (0, 0, 0));
    sns.publish_in(&topic, "a", "a4");
    assert_eq!(sns.taken("down.fifo"), ["b1", "a1", "a2", "a3", "a4"]);
}

#[test]
fn a_long_row_is_made_up_for_in_steps() {
    let sns = Sns::new();
    let topic = sns.fifo("t.fifo");
    sns.subscribe_with(&topic, "down.fifo", &[]);
    sns.fail("down.fifo", Some("ServiceUnavailable"));
    for number in 0..130 {
        sns.publish_in(&topic, "a", &format!("m{number}"));
    }
    sns.advance(600);
    sns.fail("down.fifo", None);
    sns.advance(20);
    let bodies: Vec<String> = (sns.taken("down.fifo").iter())
        .map(|text| serde_json::from_str::<serde_json::Value>(text).expect("JSON"))
        .map(|envelope| envelope["Message"].as_str().expect("a message").to_owned())
        .collect();
    let expected: Vec<_> = (0..130).map(|number| format!("m{number}")).collect();
    assert_eq!(bodies, expected);
    assert_eq!((sns.rows(&MESSAGES), sns.rows(&USES), sns.rows(&DELIVERIES)), (0, 0, 0));
}

#[test]
fn a_refused_message_lets_its_successors_pass() {
    let sns = Sns::new();
    let topic = sns.fifo("t.fifo");
    sns.subscribe(&topic, "q.fifo");
    sns.fail("q.fifo", Some("AccessDenied"));
    sns.publish_in(&topic, "a", "a1");
    assert_eq!(sns.taken("q.fifo"), [""; 0]);
    sns.fail("q.fifo", None);
    sns.publish_in(&topic, "a", "a2");
    assert_eq!(sns.taken("q.fifo"), ["a2"]);
}
