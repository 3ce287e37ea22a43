//! The requests of SNS's case: a topic that two queues are subscribed to.
//!
//! What is measured is how fast publishes are acknowledged, with the deliveries that they cause
//! running beside them on the same cores.

use std::net::SocketAddr;

use crate::Result;
use crate::load::{Connection, Framing, Script};
use crate::request::{Requests, payload};

const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:bench";
const QUEUES: [&str; 2] = ["one", "two"];
const MESSAGE_BYTES: usize = 256;
/// Lets topics in.
const POLICY: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","#,
    r#""Principal":{"Service":"sns.amazonaws.com"},"Resource":"ARN"}]}"#
);

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
