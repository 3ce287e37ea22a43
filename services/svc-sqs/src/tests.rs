//! SQS over a world in memory: the clock stands until a test moves it, and every answer is checked
//! against the model.

mod fifo;
mod fold;
mod messages;
mod queues;
mod redrive;

use std::time::Duration;

use kernel::{ApiError, Struct, Value};
use testkit::TestWorld;

/// A world with a caller who speaks to SQS.
struct Sqs(TestWorld);

impl Sqs {
    fn new() -> Sqs {
        Sqs(TestWorld::new(&[&crate::SERVICE]))
    }

    fn seeded(seed: u64) -> Sqs {
        Sqs(TestWorld::seeded(&[&crate::SERVICE], seed))
    }

    fn call(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("sqs", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    #[track_caller]
    fn refuse(&self, operation: &'static str, input: Struct) -> ApiError {
        self.0.refuse("sqs", operation, input)
    }

    /// Makes a queue with these attributes; answers its URL.
    fn queue(&self, name: &str, attributes: &[(&'static str, &str)]) -> String {
        let attributes: Struct = attributes.iter().copied().collect();
        let input = Struct::new().with("QueueName", name).with("Attributes", attributes);
        self.call("CreateQueue", input).str("QueueUrl").expect("a URL").to_owned()
    }

    fn fifo(&self, name: &str) -> String {
        self.queue(name, &[("FifoQueue", "true")])
    }

    fn send(&self, url: &str, body: &str) -> String {
        let input = Struct::new().with("QueueUrl", url).with("MessageBody", body);
        self.call("SendMessage", input).str("MessageId").expect("an id").to_owned()
    }

    /// Sends to a FIFO queue; the body is the deduplication id.
    fn send_in(&self, url: &str, group: &str, body: &str) -> Struct {
        let input = Struct::new()
            .with("QueueUrl", url)
            .with("MessageBody", body)
            .with("MessageGroupId", group)
            .with("MessageDeduplicationId", body);
        self.call("SendMessage", input)
    }

    fn receive(&self, url: &str, max: i64) -> Vec<Struct> {
        let input = Struct::new().with("QueueUrl", url).with("MaxNumberOfMessages", max);
        self.receive_with(input)
    }

    fn receive_with(&self, input: Struct) -> Vec<Struct> {
        let input = input.with("MessageSystemAttributeNames", vec!["All"]);
        let output = self.call("ReceiveMessage", input);
        let messages = output.list("Messages").unwrap_or_default();
        messages.iter().map(|it| it.as_struct().expect("a message").clone()).collect()
    }

    /// Receives up to `max` messages and shows their bodies.
    fn bodies(&self, url: &str, max: i64) -> Vec<String> {
        self.receive(url, max).iter().map(body).collect()
    }

    fn delete(&self, url: &str, message: &Struct) {
        let input = Struct::new().with("QueueUrl", url).with("ReceiptHandle", handle(message));
        self.call("DeleteMessage", input);
    }

    fn attribute(&self, url: &str, name: &'static str) -> String {
        let input = Struct::new().with("QueueUrl", url).with("AttributeNames", vec![name]);
        let output = self.call("GetQueueAttributes", input);
        let attributes = output.structure("Attributes");
        attributes.and_then(|it| it.str(name)).unwrap_or_default().to_owned()
    }

    fn set(&self, url: &str, name: &'static str, value: &str) {
        let input =
            Struct::new().with("QueueUrl", url).with("Attributes", Struct::new().with(name, value));
        self.call("SetQueueAttributes", input);
    }

    /// Visible, in flight, delayed.
    fn counts(&self, url: &str) -> [usize; 3] {
        [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        ]
        .map(|name| self.attribute(url, name).parse().expect("a number"))
    }

    fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }
}

fn body(message: &Struct) -> String {
    message.str("Body").expect("a body").to_owned()
}

fn handle(message: &Struct) -> String {
    message.str("ReceiptHandle").expect("a handle").to_owned()
}

fn system<'a>(message: &'a Struct, name: &str) -> Option<&'a str> {
    message.structure("Attributes")?.str(name)
}

fn on(url: &str) -> Struct {
    Struct::new().with("QueueUrl", url)
}

fn entries(of: Vec<Struct>) -> Value {
    Value::from(of)
}
