//! Workers of a consumer: they receive, work, and delete what they have done; some are slow, die,
//! or meet what they cannot handle.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::actors::{Consumer, Delete, is_down, next_down};
use crate::ledger::Counts;
use crate::names::{Names, texts};
use crate::reader;
use crate::sim::Sim;
use crate::steps::Request;

/// A worker that asks again without a pause asks at most so often.
const PAUSE_LEAST: Duration = Duration::from_millis(10);

struct Worker<'w, 'l> {
    sim: &'w Sim<'l>,
    consumer: &'w Consumer,
    names: Names,
    /// How many messages it has taken.
    taken: u64,
}

/// A message in a worker's hands.
struct Message {
    queue: Json,
    handle: Json,
    key: Option<String>,
    fails: bool,
}

/// How the work on a message ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    Failed,
    /// The worker died, with all that it had in its hands.
    Died,
}

pub async fn work(sim: &Sim<'_>, consumer: &Consumer, number: u64) {
    sim.sleep_to(consumer.start + consumer.apart * number as u32).await;
    let mut worker = Worker { sim, consumer, names: sim.known(), taken: number };
    while !sim.is_broken() {
        if let Some(up) = is_down(&consumer.down, sim.since_start()) {
            sim.sleep_to(up).await;
            continue;
        }
        // Scripts may have made queues since.
        worker.names = sim.known();
        let messages = worker.receive().await;
        if messages.is_empty() {
            let pause = consumer.pause.max(PAUSE_LEAST);
            sim.sleep(pause).await;
            continue;
        }
        sim.stir();
        sim.working.set(sim.working.get() + 1);
        worker.handle(messages).await;
        sim.working.set(sim.working.get() - 1);
        sim.stir();
    }
}

impl Worker<'_, '_> {
    /// Messages of the first queue that has some.
    async fn receive(&mut self) -> Vec<Message> {
        let last = self.consumer.receive.len() - 1;
        for (at, queue) in self.consumer.receive.iter().enumerate() {
            let wait = if at == last { self.consumer.wait.as_secs() } else { 0 };
            let input = json!({
                "QueueUrl": queue, "MaxNumberOfMessages": self.consumer.batch,
                "WaitTimeSeconds": wait,
            });
            let answer = self.call("ReceiveMessage", input).await;
            let found = answer.as_ref().and_then(|answer| answer["Messages"].as_array());
            let messages: Vec<Message> =
                found.into_iter().flatten().map(|it| self.message(queue, it)).collect();
            let mut ledger = self.sim.ledger.borrow_mut();
            let counts = ledger.counts.entry(self.consumer.name.clone()).or_default();
            counts.receives += 1;
            counts.empty += u64::from(messages.is_empty());
            if !messages.is_empty() {
                return messages;
            }
        }
        Vec::new()
    }

    fn message(&self, queue: &Json, message: &Json) -> Message {
        let body = texts(&message["Body"]);
        let fails = self.consumer.fails.as_ref().is_some_and(|fails| fails.is_match(&body));
        Message {
            queue: queue.clone(),
            handle: message["ReceiptHandle"].clone(),
            key: self.sim.ledger.borrow().key_in(&body),
            fails,
        }
    }

    async fn handle(&mut self, messages: Vec<Message>) {
        let mut done = Vec::new();
        for message in messages {
            match self.handle_one(&message).await {
                End::Died => return,
                End::Done => {}
                End::Failed if self.consumer.deletes_failures => {}
                End::Failed => continue,
            }
            match self.consumer.delete {
                Delete::Each => self.delete(&[message]).await,
                Delete::Batch => done.push(message),
                Delete::First | Delete::Never => {}
            }
        }
        self.delete(&done).await;
    }

    async fn handle_one(&mut self, message: &Message) -> End {
        let name = &self.consumer.name;
        let handling = message.key.as_ref().map(|key| self.sim.begin(name, key));
        if self.consumer.delete == Delete::First {
            self.delete(std::slice::from_ref(message)).await;
        }
        self.taken += 1;
        let dies =
            self.consumer.dies_every > 0 && self.taken.is_multiple_of(self.consumer.dies_every);
        let is_over = self.spend(message, dies).await;
        if !is_over || dies {
            self.count(|counts| counts.deaths += 1);
            return End::Died;
        }
        let is_done = !message.fails
            && match &message.key {
                Some(key) => reader::does(self.sim, name, &self.consumer.does, key).await,
                None => true,
            };
        if !is_done {
            self.count(|counts| counts.failures += 1);
            return End::Failed;
        }
        if let Some(handling) = handling {
            self.sim.finish(handling);
        }
        End::Done
    }

    fn count(&self, add: impl FnOnce(&mut Counts)) {
        let mut ledger = self.sim.ledger.borrow_mut();
        add(ledger.counts.entry(self.consumer.name.clone()).or_default());
    }

    /// Works on a message, half of it when the worker dies; whether no outage came between.
    async fn spend(&self, message: &Message, dies: bool) -> bool {
        let begun = self.sim.since_start();
        let work = if dies { self.consumer.work / 2 } else { self.consumer.work };
        let end = begun + work;
        let down = next_down(&self.consumer.down, begun).filter(|down| *down < end);
        let until = down.unwrap_or(end);
        if let Some(extend) = self.consumer.extend {
            let mut at = begun + extend.every;
            while at < until {
                self.sim.sleep_to(at).await;
                let input = json!({
                    "QueueUrl": message.queue, "ReceiptHandle": message.handle,
                    "VisibilityTimeout": extend.to.as_secs(),
                });
                self.call("ChangeMessageVisibility", input).await;
                at += extend.every;
            }
        }
        self.sim.sleep_to(until).await;
        down.is_none()
    }

    async fn delete(&self, messages: &[Message]) {
        let Some(first) = messages.first() else { return };
        let entries: Vec<Json> = messages
            .iter()
            .enumerate()
            .map(|(at, it)| json!({"Id": at.to_string(), "ReceiptHandle": it.handle}))
            .collect();
        let input = json!({"QueueUrl": first.queue, "Entries": entries});
        self.call("DeleteMessageBatch", input).await;
    }

    async fn call(&self, operation: &str, input: Json) -> Option<Json> {
        let request = Request {
            service: "sqs".to_owned(),
            operation: operation.to_owned(),
            input,
            caller: self.consumer.caller.clone(),
            region: self.consumer.region.clone(),
        };
        self.sim.call(&self.consumer.name, &request, &self.names).await?.ok()
    }
}
