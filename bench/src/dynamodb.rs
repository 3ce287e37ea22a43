//! The requests of DynamoDB's cases: a table of a partition key `pk` and a sort key `sk`; and what
//! a very large table costs.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::load::{self, Connection, Framing, Load, Script, Until};
use crate::report::{Fact, median};
use crate::request::{Requests, payload};
use crate::scale::{disk_bytes, shown};
use crate::server::{Mode, Server};
use crate::{Bench, Result};

/// The text in each item that is put and got.
pub const ITEM_BYTES: usize = 400;
/// Keys of the small table beside the large one.
const SMALL_KEYS: u64 = 1_000;
/// In the partition that is queried.
const QUERIED_ITEMS: usize = 100;
const QUERIED_TEXT_BYTES: usize = 20;
pub const QUERIED_BYTES_MIN: usize = QUERIED_ITEMS * QUERIED_TEXT_BYTES;
/// BatchWriteItem takes no more.
const BATCH_ITEMS: usize = 25;
/// Different payloads in turn: more than one block of the store holds.
const PAYLOADS: usize = 32;
pub const TABLE: &str = "bench";
/// The place of the number in a key: twelve digits.
const NUMBER: &str = "000000000000";

/// After a fill, for what the store does on its own account to end; and before memory is idle.
const SETTLE: Duration = Duration::from_secs(5);
const MEGABYTE: f64 = 1e6;

pub async fn create_table(address: SocketAddr) -> Result<()> {
    create_table_of(address, TABLE).await
}

async fn create_table_of(address: SocketAddr, table: &str) -> Result<()> {
    let body = "{\"TableName\":\"TABLE\",\"BillingMode\":\"PAY_PER_REQUEST\",\
                \"AttributeDefinitions\":[{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},\
                {\"AttributeName\":\"sk\",\"AttributeType\":\"N\"}],\
                \"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},\
                {\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}]}";
    let body = body.replacen("TABLE", table, 1);
    let request = Requests::to(address).dynamodb("CreateTable", &body);
    let mut connection = Connection::open(address).await?;
    connection.exchange(&request, Framing::Http).await.map(|_| ())
}

/// Items of [`ITEM_BYTES`], each with a key of its own below `keys`.
pub fn put(requests: &Requests, table: &str, keys: u64) -> Script {
    let request = |seed| {
        let text = payload(seed, ITEM_BYTES);
        let body = format!(
            "{{\"TableName\":\"{table}\",\"Item\":{{\"pk\":{{\"S\":\"key-{NUMBER}\"}},\
             \"sk\":{{\"N\":\"1\"}},\"text\":{{\"S\":\"{text}\"}}}}}}"
        );
        requests.dynamodb("PutItem", &body)
    };
    Script::numbered((0..PAYLOADS).map(request).collect(), keys)
}

pub fn get(requests: &Requests, table: &str, keys: u64) -> Script {
    Script::numbered(vec![get_request(requests, table)], keys)
}

fn get_request(requests: &Requests, table: &str) -> Vec<u8> {
    let body = format!(
        "{{\"TableName\":\"{table}\",\"Key\":{{\"pk\":{{\"S\":\"key-{NUMBER}\"}},\
         \"sk\":{{\"N\":\"1\"}}}}}}"
    );
    requests.dynamodb("GetItem", &body)
}

pub async fn fill(
    bench: &Bench,
    requests: &Requests,
    address: SocketAddr,
    keys: u64,
) -> Result<()> {
    let script = put(requests, TABLE, u64::MAX);
    let load = Load { script, framing: Framing::Http, reply_bytes_min: 2 };
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
    let body = "{\"TableName\":\"TABLE\",\"KeyConditionExpression\":\"pk = :pk\",\
                \"ExpressionAttributeValues\":{\":pk\":{\"S\":\"many\"}}}";
    requests.dynamodb("Query", &body.replacen("TABLE", TABLE, 1))
}

/// Puts and gets of a table of [`Bench::items`] beside those of an empty one; memory and restart.
pub async fn large_table(bench: &Bench) -> Result<Vec<Fact>> {
    let data = bench.dir.join("items");
    let server = Server::nephele(&bench.server, &data, Mode::Process)?;
    let requests = Requests::to(server.address);
    create_table(server.address).await?;
    let script = put(&requests, TABLE, u64::MAX);
    let filling = Load { script, framing: Framing::Http, reply_bytes_min: 2 };
    let until = Until::Requests(bench.items);
    let filled = load::run(server.address, &filling, bench.connections, until).await?;
    tokio::time::sleep(SETTLE).await;
    let world = format!("{} items", bench.items);
    let mut facts = vec![
        Fact::plain(format!("filling with {world} by PutItem"), filled.rate(), "items/s"),
        Fact::at_most(
            format!("resident after the fill, {world}"),
            server.resident_bytes() as f64 / MEGABYTE,
            "MB",
            500.0,
        ),
        Fact::plain(format!("data directory, {world}"), disk_bytes(&data) / MEGABYTE, "MB"),
    ];
    facts.extend(costs(bench, &server, &world).await?);
    server.kill();
    let server = Server::nephele(&bench.server, &data, Mode::Process)?;
    let started = Instant::now();
    let mut connection = Connection::open(server.address).await?;
    let first = get_request(&Requests::to(server.address), TABLE);
    connection.exchange(&first, Framing::Http).await?;
    let start = server.first_answer + started.elapsed();
    facts.push(Fact::at_most(
        format!("start and first GetItem, {world}, after SIGKILL"),
        start.as_secs_f64(),
        "s",
        2.0,
    ));
    tokio::time::sleep(SETTLE).await;
    facts.push(Fact::at_most(
        format!("resident, idle, {world}"),
        server.resident_bytes() as f64 / MEGABYTE,
        "MB",
        500.0,
    ));
    drop(server);
    let _ = std::fs::remove_dir_all(&data);
    Ok(shown(facts))
}

/// The large table and a small one in turn; keys are spread over all of the large one.
async fn costs(bench: &Bench, server: &Server, world: &str) -> Result<Vec<Fact>> {
    let requests = Requests::to(server.address);
    let until = Until::Elapsed(bench.duration);
    let (mut puts, mut gets) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds {
        let small = format!("small-{round}");
        create_table_of(server.address, &small).await?;
        let rate = async |script: Script| -> Result<f64> {
            let load = Load { script, framing: Framing::Http, reply_bytes_min: 2 };
            Ok(load::run(server.address, &load, bench.connections, until).await?.rate())
        };
        let small_put = rate(put(&requests, &small, SMALL_KEYS)).await?;
        let large_put = rate(put(&requests, TABLE, bench.items).scattered()).await?;
        puts.push(small_put / large_put);
        let small_get = rate(get(&requests, &small, SMALL_KEYS)).await?;
        let large_get = rate(get(&requests, TABLE, bench.items).scattered()).await?;
        gets.push(small_get / large_get);
    }
    Ok(vec![
        Fact::at_most(
            format!("cost of PutItem into {world} : into an empty table"),
            median(&puts),
            "×",
            1.3,
        ),
        Fact::at_most(
            format!("cost of GetItem from {world} : from a small table"),
            median(&gets),
            "×",
            1.3,
        ),
    ])
}
