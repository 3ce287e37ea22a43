//! SNS over a world in memory, with queues that fail when a test says so.

mod fan_out;
mod fifo;
mod queues;
mod retries;

use std::time::Duration;

use kernel::{Scope, Struct, Table};
use store::key::AsKey;
use store::{Key, Range, Row};
use testkit::TestWorld;

/// A world with a topic's owner.
struct Sns(TestWorld);

impl Sns {
    fn new() -> Sns {
        Sns(TestWorld::new(&[&crate::SERVICE, &queues::SERVICE]))
    }

    fn call(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("sns", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    fn topic(&self, name: &str, attributes: &[(&'static str, &str)]) -> String {
        let attributes: Struct = attributes.iter().copied().collect();
        let input = Struct::new().with("Name", name).with("Attributes", attributes);
        self.call("CreateTopic", input).str("TopicArn").expect("an ARN").to_owned()
    }

    fn fifo(&self, name: &str) -> String {
        self.topic(name, &[("FifoTopic", "true"), ("ContentBasedDeduplication", "true")])
    }

    /// Subscribes a queue, raw; answers the subscription's ARN.
    fn subscribe(&self, topic: &str, queue: &str) -> String {
        self.subscribe_with(topic, queue, &[("RawMessageDelivery", "true")])
    }

    fn subscribe_with(
        &self,
        topic: &str,
        queue: &str,
        attributes: &[(&'static str, &str)],
    ) -> String {
        let attributes: Struct = attributes.iter().copied().collect();
        let input = Struct::new()
            .with("TopicArn", topic)
            .with("Protocol", "sqs")
            .with("Endpoint", queue_arn(queue))
            .with("Attributes", attributes);
        self.call("Subscribe", input).str("SubscriptionArn").expect("an ARN").to_owned()
    }

    fn publish(&self, topic: &str, body: &str) {
        self.call("Publish", Struct::new().with("TopicArn", topic).with("Message", body));
    }

    fn publish_in(&self, topic: &str, group: &str, body: &str) {
        let input = Struct::new()
            .with("TopicArn", topic)
            .with("Message", body)
            .with("MessageGroupId", group);
        self.call("Publish", input);
    }

    /// What a queue has taken, in its order.
    fn taken(&self, queue: &str) -> Vec<String> {
        self.advance(0);
        queues::taken(&self.0, queue)
    }

    /// What a queue answers from now on: `None` that it takes everything.
    fn fail(&self, queue: &str, code: Option<&str>) {
        let setting = queues::setting(queue);
        self.0.world.set_setting(&setting, code).expect("memory is always there");
    }

    fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }

    fn advance_millis(&self, millis: u64) {
        self.0.advance(Duration::from_millis(millis));
    }

    /// Changes all rows of a table behind the service's back.
    fn edit<K: Key + AsKey<K>, V: Row>(
        &self,
        table: &'static Table<K, V>,
        change: impl Fn(&mut V),
    ) {
        let store = &self.0.world.store;
        let mut tx = store.write();
        let scope = self.scope();
        let rows: Vec<_> = table.at(&tx, &scope).scan(&Range::all()).collect();
        for row in rows {
            let (key, mut row) = row.expect("memory is always there");
            change(&mut row);
            table.at_mut(&mut tx, &scope).put(&key, &row);
        }
        store.commit(&tx.into_batch()).expect("memory is always there");
    }

    fn scope(&self) -> Scope {
        Scope::new(self.0.account.digits(), self.0.region.as_str())
    }

    /// How many rows a table has.
    fn rows<K: Key, V: Row>(&self, table: &'static Table<K, V>) -> usize {
        let tx = self.0.world.store.read();
        table.at(&tx, &self.scope()).keys(&Range::all()).count()
    }
}

fn queue_arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:111111111111:{name}")
}
