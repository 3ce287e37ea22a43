//! The requests of SNS's case: a topic that two queues are subscribed to.
//!
//! What is measured is how fast publishes are acknowledged and delivered: a run ends when every
//! message lies in both queues.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::Result;
use crate::load::{Connection, Framing, Script};
use crate::request::{Requests, json_member, payload};

const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:bench";
const QUEUES: [&str; 2] = ["one", "two"];
const MESSAGE_BYTES: usize = 256;
/// Lets topics in.
const POLICY: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","#,
    r#""Principal":{"Service":"sns.amazonaws.com"},"Resource":"ARN"}]}"#
);

/// How often it is asked whether all is delivered.
const POLL: Duration = Duration::from_millis(2);
const DELIVERY_MAX: Duration = Duration::from_mins(1);

/// What must lie in each of the queues.
#[derive(Debug)]
pub struct Deliveries {
    address: SocketAddr,
    connection: Connection,
    requests: Requests,
    published: u64,
}

impl Deliveries {
    pub async fn new(address: SocketAddr) -> Result<Deliveries> {
        let connection = Connection::open(address).await?;
        Ok(Deliveries { address, connection, requests: Requests::to(address), published: 0 })
    }

    /// Waits until this many more messages are delivered; how long that took.
    pub async fn wait_for(&mut self, published: u64) -> Result<Duration> {
        self.published += published;
        let started = Instant::now();
        for queue in QUEUES {
            while self.messages_in(queue).await? < self.published {
                if started.elapsed() > DELIVERY_MAX {
                    return Err(format!("not all messages were delivered to {queue}"));
                }
                tokio::time::sleep(POLL).await;
            }
        }
        Ok(started.elapsed())
    }

    async fn messages_in(&mut self, queue: &str) -> Result<u64> {
        const COUNT: &str = "ApproximateNumberOfMessages";
        let url = format!("http://{}/000000000000/{queue}", self.address);
        let body = format!(r#"{{"QueueUrl":"{url}","AttributeNames":["{COUNT}"]}}"#);
        let request = self.requests.sqs("GetQueueAttributes", &body);
        self.connection.exchange(&request, Framing::Http).await?;
        let count = json_member(self.connection.body(), COUNT).and_then(|text| text.parse().ok());
        count.ok_or_else(|| format!("{queue} does not tell how many messages it has"))
    }
}

/// Makes topic, queues and subscriptions; the script publishes.
pub async fn publish(requests: &Requests, address: SocketAddr) -> Result<Script> {
    let mut connection = Connection::open(address).await?;
    connection.exchange(&sns(requests, "CreateTopic", "Name=bench"), Framing::Http).await?;
    for queue in QUEUES {
        let arn = format!("arn:aws:sqs:us-east-1:000000000000:{queue}");
        let policy = POLICY.replace("ARN", &arn).replace('"', "\\\"");
        let body = format!(r#"{{"QueueName":"{queue}","Attributes":{{"Policy":"{policy}"}}}}"#);
        connection.exchange(&requests.sqs("CreateQueue", &body), Framing::Http).await?;
        let subscription = format!("TopicArn={TOPIC}&Protocol=sqs&Endpoint={arn}");
        connection.exchange(&sns(requests, "Subscribe", &subscription), Framing::Http).await?;
    }
    let message = payload(1, MESSAGE_BYTES);
    Ok(Script::same(sns(requests, "Publish", &format!("TopicArn={TOPIC}&Message={message}"))))
}

/// Of the query protocol; `parameters` are encoded already.
fn sns(requests: &Requests, action: &str, parameters: &str) -> Vec<u8> {
    requests.query("sns", &format!("Action={action}&Version=2010-03-31&{parameters}"))
}
