//! The requests of DynamoDB's cases: a table of a partition key `pk` and a sort key `sk`.

use std::net::SocketAddr;

use crate::load::{self, Connection, Framing, Load, Script, Until};
use crate::request::{Requests, payload};
use crate::{Bench, Result};

/// The text in each item that is put and got.
pub const ITEM_BYTES: usize = 400;
/// In the partition that is queried.
const QUERIED_ITEMS: usize = 100;
const QUERIED_TEXT_BYTES: usize = 20;
pub const QUERIED_BYTES_MIN: usize = QUERIED_ITEMS * QUERIED_TEXT_BYTES;
/// BatchWriteItem takes no more.
const BATCH_ITEMS: usize = 25;
/// Different payloads in turn: more than one block of the store holds.
const PAYLOADS: usize = 32;
/// The place of the number in a key: twelve digits.
const NUMBER: &str = "000000000000";

pub async fn create_table(address: SocketAddr) -> Result<()> {
    let body = "{\"TableName\":\"bench\",\"BillingMode\":\"PAY_PER_REQUEST\",\
                \"AttributeDefinitions\":[{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},\
                {\"AttributeName\":\"sk\",\"AttributeType\":\"N\"}],\
                \"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},\
                {\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}]}";
    let request = Requests::to(address).dynamodb("CreateTable", body);
    let mut connection = Connection::open(address).await?;
    connection.exchange(&request, Framing::Http).await.map(|_| ())
}

/// Items of [`ITEM_BYTES`], each with a key of its own below `keys`.
pub fn put(requests: &Requests, keys: u64) -> Script {
    let request = |seed| {
        let text = payload(seed, ITEM_BYTES);
        let body = format!(
            "{{\"TableName\":\"bench\",\"Item\":{{\"pk\":{{\"S\":\"key-{NUMBER}\"}},\
             \"sk\":{{\"N\":\"1\"}},\"text\":{{\"S\":\"{text}\"}}}}}}"
        );
        requests.dynamodb("PutItem", &body)
    };
    Script::numbered((0..PAYLOADS).map(request).collect(), keys)
}

pub fn get(requests: &Requests, keys: u64) -> Script {
    let body = format!(
        "{{\"TableName\":\"bench\",\"Key\":{{\"pk\":{{\"S\":\"key-{NUMBER}\"}},\
         \"sk\":{{\"N\":\"1\"}}}}}}"
    );
    Script::numbered(vec![requests.dynamodb("GetItem", &body)], keys)
}

pub async fn fill(
    bench: &Bench,
    requests: &Requests,
    address: SocketAddr,
    keys: u64,
) -> Result<()> {
    let load = Load { script: put(requests, u64::MAX), framing: Framing::Http, reply_bytes_min: 2 };
    load::run(address, &load, bench.connections, Until::Requests(keys)).await?;
    Ok(())
}

/// A partition of a hundred items.
pub async fn fill_partition(requests: &Requests, address: SocketAddr) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    for first in (0..QUERIED_ITEMS).step_by(BATCH_ITEMS) {
        let item = |number: usize| {
            let text = payload(number, QUERIED_TEXT_BYTES);
            format!(
                "{{\"PutRequest\":{{\"Item\":{{\"pk\":{{\"S\":\"many\"}},\
                 \"sk\":{{\"N\":\"{number}\"}},\"text\":{{\"S\":\"{text}\"}}}}}}}}"
            )
        };
        let items: Vec<String> = (first..first + BATCH_ITEMS).map(item).collect();
        let body = format!("{{\"RequestItems\":{{\"bench\":[{}]}}}}", items.join(","));
        let request = requests.dynamodb("BatchWriteItem", &body);
        connection.exchange(&request, Framing::Http).await?;
    }
    Ok(())
}

pub fn query(requests: &Requests) -> Vec<u8> {
    let body = "{\"TableName\":\"bench\",\"KeyConditionExpression\":\"pk = :pk\",\
                \"ExpressionAttributeValues\":{\":pk\":{\"S\":\"many\"}}}";
    requests.dynamodb("Query", body)
}
