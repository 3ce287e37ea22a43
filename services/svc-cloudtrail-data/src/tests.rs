//! What is refused before CloudTrail is asked; cases have the rest.

use kernel::{Struct, Value};
use testkit::TestWorld;

use crate::SERVICE;

/// A channel of the caller's account; whether it is there is asked later.
fn channel(world: &TestWorld) -> String {
    format!("arn:aws:cloudtrail:us-east-1:{}:channel/c", world.account)
}

fn events(data: &str) -> Vec<Value> {
    let id = "11111111-1111-1111-1111-111111111111";
    vec![Value::from(Struct::new().with("id", id).with("eventData", data))]
}

#[test]
fn more_than_a_megabyte_is_refused() {
    let world = TestWorld::new(&[&SERVICE]);
    let data = "x".repeat(1024 * 1024 + 1);
    let input =
        Struct::new().with("channelArn", channel(&world)).with("auditEvents", events(&data));
    let refusal = world.refuse("cloudtrail-data", "PutAuditEvents", input);
    assert_eq!(refusal.code(), "ValidationException");
    assert!(refusal.message().contains("1 MB"), "{refusal}");
}

#[test]
fn external_ids_are_refused() {
    let world = TestWorld::new(&[&SERVICE]);
    let input = Struct::new().with("channelArn", channel(&world)).with("auditEvents", events("{}"));
    let input = input.with("externalId", "phrase");
    let refusal = world.refuse("cloudtrail-data", "PutAuditEvents", input);
    assert_eq!((refusal.code(), refusal.status()), ("NotImplemented", 501));
}
