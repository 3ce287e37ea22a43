//! The cases of throughput: one request in a loop, beside the yardstick driven with the same bytes.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use crate::dynamodb;
use crate::load::{self, Connection, Framing, Load, ReceiveDelete, Script, Until};
use crate::report::{Row, Side};
use crate::request::{Requests, json_member, payload};
use crate::server::{Mode, Server, machine_cpu_seconds, own_cpu_seconds};
use crate::sns;
use crate::{Bench, Result};

const WARM_UP: Duration = Duration::from_millis(500);
/// After a fill, for what the store does on its own account to end.
const SETTLE: Duration = Duration::from_secs(1);
/// Messages per second that `receive-delete` is prepared for.
const DELETES_PER_SECOND_MAX: f64 = 25_000.0;
/// In `receive` a message is in flight for one second, and a queue has at most 120,000 of them.
const RECEIVE_FILL: u64 = 200_000;
const SMALL_BYTES: usize = 1_024;
const LARGE_BYTES: usize = 1_024 * 1_024;
const SMALL_KEYS: u64 = 1_000;
const LARGE_KEYS: u64 = 64;
/// Few enough that the bytes in flight stay in the caches' reach.
const LARGE_CONNECTIONS: usize = 8;

#[derive(Debug)]
pub struct Case {
    pub name: &'static str,
    pub title: &'static str,
    /// The share of the yardstick's rate that is asked for, in the default durability.
    pub bar: Option<f64>,
    workload: Workload,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Workload {
    CallerIdentity,
    SendMessage,
    ReceiveEmpty,
    Receive,
    ReceiveDelete,
    GetSmall,
    PutSmall,
    GetLarge,
    PutLarge,
    PutItem,
    GetItem,
    QueryItems,
    Publish,
}

use Workload as W;

#[rustfmt::skip]
pub static CASES: &[Case] = &[
    case("caller-identity", "STS GetCallerIdentity", None, W::CallerIdentity),
    case("send", "SQS SendMessage 256 B", Some(0.6), W::SendMessage),
    case("receive-empty", "SQS ReceiveMessage, empty queue", Some(0.6), W::ReceiveEmpty),
    case("receive", "SQS ReceiveMessage of 1, filled queue", Some(0.6), W::Receive),
    case("receive-delete", "SQS ReceiveMessage of 1 + DeleteMessage", None, W::ReceiveDelete),
    case("get-small", "S3 GET 1 KiB", Some(0.6), W::GetSmall),
    case("put-small", "S3 PUT 1 KiB, a key each", Some(0.35), W::PutSmall),
    case("get-large", "S3 GET 1 MiB", None, W::GetLarge),
    case("put-large", "S3 PUT 1 MiB", None, W::PutLarge),
    case("put-item", "DynamoDB PutItem 400 B, a key each", Some(0.5), W::PutItem),
    case("get-item", "DynamoDB GetItem 400 B", Some(0.5), W::GetItem),
    case("query", "DynamoDB Query of 100 items", None, W::QueryItems),
    case("publish", "SNS Publish 256 B, delivered to 2 queues", Some(0.25), W::Publish),
];

const fn case(
    name: &'static str,
    title: &'static str,
    bar: Option<f64>,
    workload: Workload,
) -> Case {
    Case { name, title, bar, workload }
}

impl Case {
    /// Body bytes per request, for cases whose rate is told in bytes.
    pub fn bulk_bytes(&self) -> Option<usize> {
        matches!(self.workload, W::GetLarge | W::PutLarge).then_some(LARGE_BYTES)
    }
}

/// Measures one case in one durability, on a world of its own.
pub async fn measure(bench: &Bench, case: &'static Case, mode: Mode) -> Row {
    let data = bench.dir.join(format!("{}-{}", case.name, mode.name()));
    let sides = compare(bench, case, mode, &data).await;
    let _ = std::fs::remove_dir_all(&data);
    Row { case, mode, sides }
}

async fn compare(bench: &Bench, case: &Case, mode: Mode, data: &Path) -> Result<(Side, Side)> {
    let server = Server::nephele(&bench.server, data, mode)?;
    let load = prepare(bench, case.workload, server.address).await?;
    let (yardstick, yardstick_load) = yardstick(case.workload, &load)?;
    let connections = match case.bulk_bytes() {
        Some(_) => bench.connections.min(LARGE_CONNECTIONS),
        None => bench.connections,
    };
    let warm_up = Until::Elapsed(WARM_UP);
    load::run(yardstick.address, &yardstick_load, connections, warm_up).await?;
    let warmed_up = load::run(server.address, &load, connections, warm_up).await?;
    let mut deliveries = match case.workload {
        W::Publish => Some(sns::Deliveries::new(server.address).await?),
        _ => None,
    };
    if let Some(deliveries) = &mut deliveries {
        deliveries.wait_for(warmed_up.requests).await?;
    }
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    for _ in 0..bench.rounds {
        theirs.note(&yardstick, &yardstick_load, connections, bench.duration, None).await?;
        let waited = deliveries.as_mut();
        ours.note(&server, &load, connections, bench.duration, waited).await?;
    }
    ours.resident_bytes_max = server.resident_bytes_max();
    theirs.resident_bytes_max = yardstick.resident_bytes_max();
    Ok((ours, theirs))
}

impl Side {
    async fn note(
        &mut self,
        server: &Server,
        load: &Load,
        connections: usize,
        duration: Duration,
        deliveries: Option<&mut sns::Deliveries>,
    ) -> Result<()> {
        let cpu_before = server.cpu_seconds();
        let ours_before = cpu_before + own_cpu_seconds();
        let machine_before = machine_cpu_seconds();
        let until = Until::Elapsed(duration);
        let mut measured = load::run(server.address, load, connections, until).await?;
        if let Some(deliveries) = deliveries {
            measured.elapsed += deliveries.wait_for(measured.requests).await?;
        }
        let cpu = server.cpu_seconds() - cpu_before;
        self.rates.push(measured.rate());
        self.cpu_micros.push(cpu * 1e6 / measured.requests.max(1) as f64);
        let of_others = (machine_cpu_seconds() - machine_before)
            - (server.cpu_seconds() + own_cpu_seconds() - ours_before);
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.others.push(of_others.max(0.0) / (measured.elapsed.as_secs_f64() * cores as f64));
        self.p50.push(measured.latencies.quantile(0.50));
        self.p99.push(measured.latencies.quantile(0.99));
        Ok(())
    }
}

fn yardstick(workload: Workload, load: &Load) -> Result<(Server, Load)> {
    let copy = |up: usize, down: usize| {
        let mut request = vec![0; 16 + up];
        request[..8].copy_from_slice(&(up as u64).to_be_bytes());
        request[8..16].copy_from_slice(&(down as u64).to_be_bytes());
        Load {
            script: Script::same(request),
            framing: Framing::Exactly(down),
            reply_bytes_min: down,
        }
    };
    match workload {
        W::GetLarge => Ok((Server::copier()?, copy(0, LARGE_BYTES))),
        W::PutLarge => Ok((Server::copier()?, copy(LARGE_BYTES, 1))),
        _ => {
            let script = load.script.for_yardstick();
            let framing = Framing::Http;
            Ok((Server::echo()?, Load { script, framing, reply_bytes_min: 0 }))
        }
    }
}

/// Makes what the requests of a case need, and the requests.
async fn prepare(bench: &Bench, workload: Workload, address: SocketAddr) -> Result<Load> {
    let requests = Requests::to(address);
    let (script, reply_bytes_min) = match workload {
        W::CallerIdentity => (Script::same(requests.sts("GetCallerIdentity")), 100),
        W::SendMessage => {
            let queue_url = create_queue(address, "bench").await?;
            (send(&requests, &queue_url), 50)
        }
        W::ReceiveEmpty => {
            let queue_url = create_queue(address, "bench").await?;
            (Script::same(receive(&requests, &queue_url, 30)), 0)
        }
        W::Receive => {
            let queue_url = create_queue(address, "bench").await?;
            fill_queue(bench, address, &queue_url, RECEIVE_FILL).await?;
            // Invariant: every reply has a message; an empty one is shorter.
            (Script::same(receive(&requests, &queue_url, 1)), MESSAGE_BYTES)
        }
        W::ReceiveDelete => {
            let queue_url = create_queue(address, "bench").await?;
            let seconds =
                WARM_UP.as_secs_f64() + bench.duration.as_secs_f64() * bench.rounds as f64;
            let messages = (DELETES_PER_SECOND_MAX * seconds) as u64;
            fill_queue(bench, address, &queue_url, messages).await?;
            let receive = receive(&requests, &queue_url, 600);
            let script = ReceiveDelete {
                receive,
                requests,
                queue_url,
                delete: Vec::new(),
                has_received: false,
            };
            (Script::ReceiveDelete(script), 0)
        }
        W::Publish => (sns::publish(&requests, address).await?, 50),
        W::GetSmall => {
            fill_bucket(bench, &requests, address, SMALL_BYTES, SMALL_KEYS).await?;
            (Script::numbered(vec![requests.s3("GET", OBJECT, b"")], SMALL_KEYS), SMALL_BYTES)
        }
        W::GetLarge => {
            fill_bucket(bench, &requests, address, LARGE_BYTES, LARGE_KEYS).await?;
            (Script::numbered(vec![requests.s3("GET", OBJECT, b"")], LARGE_KEYS), LARGE_BYTES)
        }
        W::PutItem => {
            dynamodb::create_table(address).await?;
            (dynamodb::put(&requests, dynamodb::TABLE, u64::MAX), 2)
        }
        W::GetItem => {
            dynamodb::create_table(address).await?;
            dynamodb::fill(bench, &requests, address, SMALL_KEYS).await?;
            (dynamodb::get(&requests, dynamodb::TABLE, SMALL_KEYS), dynamodb::ITEM_BYTES)
        }
        W::QueryItems => {
            dynamodb::create_table(address).await?;
            dynamodb::fill_partition(&requests, address).await?;
            // Invariant: every reply has all items of the partition.
            (Script::same(dynamodb::query(&requests)), dynamodb::QUERIED_BYTES_MIN)
        }
        W::PutSmall => {
            create_bucket(&requests, address).await?;
            (put(&requests, SMALL_BYTES, u64::MAX), 0)
        }
        W::PutLarge => {
            create_bucket(&requests, address).await?;
            (put(&requests, LARGE_BYTES, LARGE_KEYS), 0)
        }
    };
    Ok(Load { script, framing: Framing::Http, reply_bytes_min })
}

const OBJECT: &str = "/bench-bucket/folder/object-000000000000";
const MESSAGE_BYTES: usize = 256;

/// Different payloads in turn: more than one block of the store holds.
const PAYLOADS: usize = 32;
/// Large objects are files of their own.
const LARGE_PAYLOADS: usize = 1;

/// SendMessage of the usual size.
pub fn send(requests: &Requests, queue_url: &str) -> Script {
    let request = |seed| {
        let text = payload(seed, MESSAGE_BYTES);
        let body = format!("{{\"QueueUrl\":\"{queue_url}\",\"MessageBody\":\"{text}\"}}");
        requests.sqs("SendMessage", &body)
    };
    Script::in_turn((0..PAYLOADS).map(request).collect())
}

fn put(requests: &Requests, object_bytes: usize, keys: u64) -> Script {
    let payloads = if object_bytes > SMALL_BYTES { LARGE_PAYLOADS } else { PAYLOADS };
    let request = |seed| requests.s3("PUT", OBJECT, payload(seed, object_bytes).as_bytes());
    Script::numbered((0..payloads).map(request).collect(), keys)
}

pub fn receive(requests: &Requests, queue_url: &str, visibility_timeout_s: u32) -> Vec<u8> {
    let body = format!(
        "{{\"QueueUrl\":\"{queue_url}\",\"MaxNumberOfMessages\":1,\
         \"VisibilityTimeout\":{visibility_timeout_s},\"WaitTimeSeconds\":0}}"
    );
    requests.sqs("ReceiveMessage", &body)
}

/// Makes a queue; its URL.
pub async fn create_queue(address: SocketAddr, name: &str) -> Result<String> {
    let mut connection = Connection::open(address).await?;
    let body = format!("{{\"QueueName\":\"{name}\"}}");
    let request = Requests::to(address).sqs("CreateQueue", &body);
    connection.exchange(&request, Framing::Http).await?;
    let queue_url = json_member(connection.body(), "QueueUrl");
    queue_url.map(str::to_owned).ok_or_else(|| "CreateQueue answers no QueueUrl".into())
}

/// Sends messages in batches of ten over all connections.
pub async fn fill_queue(
    bench: &Bench,
    address: SocketAddr,
    queue_url: &str,
    messages: u64,
) -> Result<Duration> {
    let batch = |seed: usize| {
        let entry = |id: usize| {
            let text = payload(seed * 10 + id, MESSAGE_BYTES);
            format!("{{\"Id\":\"{id}\",\"MessageBody\":\"{text}\"}}")
        };
        let entries = (0..10).map(entry).collect::<Vec<_>>().join(",");
        let body = format!("{{\"QueueUrl\":\"{queue_url}\",\"Entries\":[{entries}]}}");
        Requests::to(address).sqs("SendMessageBatch", &body)
    };
    let script = Script::in_turn((0..PAYLOADS).map(batch).collect());
    // A batch of ten whose every entry succeeded says so at some length.
    let load = Load { script, framing: Framing::Http, reply_bytes_min: 500 };
    let until = Until::Requests(messages.div_ceil(10));
    let filled = load::run(address, &load, bench.connections, until).await?;
    tokio::time::sleep(SETTLE).await;
    Ok(filled.elapsed)
}

pub async fn create_bucket(requests: &Requests, address: SocketAddr) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    let request = requests.s3("PUT", "/bench-bucket", b"");
    connection.exchange(&request, Framing::Http).await.map(|_| ())
}

async fn fill_bucket(
    bench: &Bench,
    requests: &Requests,
    address: SocketAddr,
    object_bytes: usize,
    keys: u64,
) -> Result<()> {
    create_bucket(requests, address).await?;
    let script = put(requests, object_bytes, u64::MAX);
    let load = Load { script, framing: Framing::Http, reply_bytes_min: 0 };
    load::run(address, &load, bench.connections, Until::Requests(keys)).await?;
    tokio::time::sleep(SETTLE).await;
    Ok(())
}
