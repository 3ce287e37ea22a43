//! What the size of the world costs: queue depth, start, memory, and one very large object.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::cases::{create_bucket, create_queue, fill_queue, receive, send};
use crate::load::{self, Connection, Framing, Load, Until};
use crate::report::{Fact, median};
use crate::request::Requests;
use crate::server::{Mode, Server};
use crate::{Bench, Result};

const STARTS: usize = 5;
/// Before memory counts as idle.
const IDLE: Duration = Duration::from_secs(2);
const MEGABYTE: f64 = 1e6;
/// The most that one PUT takes.
const BIG_BYTES: u64 = 5 * 1024 * 1024 * 1024;
const PIECE_BYTES: usize = 1024 * 1024;

/// Which facts of a full world are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub depth: bool,
    pub start: bool,
}

/// Start and memory of a world without anything in it.
pub async fn empty_world(bench: &Bench) -> Result<Vec<Fact>> {
    let data = bench.dir.join("empty");
    let (mut first, mut again, mut resident) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let _ = std::fs::remove_dir_all(&data);
        let server = Server::nephele(&bench.server, &data, Mode::Process)?;
        first.push(server.first_answer.as_secs_f64() * 1e3);
        server.stop()?;
        let server = Server::nephele(&bench.server, &data, Mode::Process)?;
        again.push(server.first_answer.as_secs_f64() * 1e3);
        tokio::time::sleep(IDLE).await;
        resident.push(server.resident_bytes() as f64 / MEGABYTE);
        server.stop()?;
    }
    let facts = vec![
        Fact::at_most("start to first answer, no data directory yet", median(&first), "ms", 100.0),
        Fact::at_most("start to first answer, empty world", median(&again), "ms", 100.0),
        Fact::at_most("resident, idle, empty world", median(&resident), "MB", 60.0),
    ];
    Ok(shown(facts))
}

/// A queue with a million messages: what sending to it costs, and how such a world starts.
pub async fn full_world(bench: &Bench, wanted: Wanted) -> Result<Vec<Fact>> {
    let data = bench.dir.join("full");
    let server = Server::nephele(&bench.server, &data, Mode::Process)?;
    let queue_url = create_queue(server.address, "deep").await?;
    let filled = fill_queue(bench, server.address, &queue_url, bench.messages).await?;
    let world = format!("{} messages", bench.messages);
    let mut facts = vec![
        Fact::plain(
            format!("filling with {world} by SendMessageBatch"),
            bench.messages as f64 / filled.as_secs_f64(),
            "messages/s",
        ),
        Fact::plain(
            format!("resident after the fill, {world}"),
            server.resident_bytes() as f64 / MEGABYTE,
            "MB",
        ),
        Fact::plain(format!("data directory, {world}"), disk_bytes(&data) / MEGABYTE, "MB"),
    ];
    let mut server = server;
    if wanted.start {
        let stopped = server.stop()?;
        facts.push(Fact::plain(
            format!("orderly stop, {world}"),
            stopped.as_secs_f64() * 1e3,
            "ms",
        ));
        server = Server::nephele(&bench.server, &data, Mode::Process)?;
        facts.extend(first_steps(&server, &queue_url, &format!("{world}, after a stop")).await?);
        server.kill();
        server = Server::nephele(&bench.server, &data, Mode::Process)?;
        facts.extend(first_steps(&server, &queue_url, &format!("{world}, after SIGKILL")).await?);
    }
    // Last, for it adds messages.
    if wanted.depth {
        facts.extend(depth(bench, server.address, &queue_url, &world).await?);
    }
    drop(server);
    let _ = std::fs::remove_dir_all(&data);
    Ok(shown(facts))
}

/// SendMessage to the deep queue and to empty ones in turn. Each round has an empty queue of its
/// own, which sending fills in turn; and the order alternates.
async fn depth(
    bench: &Bench,
    address: SocketAddr,
    deep_url: &str,
    world: &str,
) -> Result<Vec<Fact>> {
    let requests = Requests::to(address);
    let (mut costs, mut rates) = (Vec::new(), Vec::new());
    let until = Until::Elapsed(bench.duration);
    // Both orders as often.
    for round in 0..bench.rounds.next_multiple_of(2) {
        let empty_url = create_queue(address, &format!("empty-{round}")).await?;
        let load = |queue_url: &str| Load {
            script: send(&requests, queue_url),
            framing: Framing::Http,
            reply_bytes_min: 50,
        };
        let (deep, empty) = (load(deep_url), load(&empty_url));
        let (first, second) = if round % 2 == 0 { (&empty, &deep) } else { (&deep, &empty) };
        let first = load::run(address, first, bench.connections, until).await?.rate();
        let second = load::run(address, second, bench.connections, until).await?.rate();
        let (empty, deep) = if round % 2 == 0 { (first, second) } else { (second, first) };
        costs.push(empty / deep);
        rates.push(deep);
    }
    Ok(vec![
        Fact::plain(format!("SendMessage into {world}"), median(&rates), "requests/s"),
        Fact::at_most(
            format!("cost of SendMessage into {world} : into an empty queue"),
            median(&costs),
            "×",
            1.2,
        ),
    ])
}

async fn first_steps(server: &Server, queue_url: &str, world: &str) -> Result<Vec<Fact>> {
    let start_ms = server.first_answer.as_secs_f64() * 1e3;
    let mut connection = Connection::open(server.address).await?;
    let request = receive(&Requests::to(server.address), queue_url, 30);
    let started = Instant::now();
    connection.exchange(&request, Framing::Http).await?;
    let receive_ms = started.elapsed().as_secs_f64() * 1e3;
    if !connection.body().windows(13).any(|window| window == b"ReceiptHandle") {
        return Err(format!("the first receive has no message: {world}"));
    }
    tokio::time::sleep(IDLE).await;
    Ok(vec![
        Fact::at_most(format!("start to first answer, {world}"), start_ms, "ms", 1_000.0),
        Fact::plain(format!("first ReceiveMessage from it, {world}"), receive_ms, "ms"),
        Fact::at_most(
            format!("start and first ReceiveMessage, {world}"),
            start_ms + receive_ms,
            "ms",
            1_000.0,
        ),
        Fact::plain(
            format!("resident, idle, {world}"),
            server.resident_bytes() as f64 / MEGABYTE,
            "MB",
        ),
    ])
}

/// One object of 5 GiB in and out. Memory is the server's highest ever.
pub async fn big_object(bench: &Bench) -> Result<Vec<Fact>> {
    let data = bench.dir.join("big");
    let server = Server::nephele(&bench.server, &data, Mode::Process)?;
    let requests = Requests::to(server.address);
    create_bucket(&requests, server.address).await?;
    let path = "/bench-bucket/big";
    let mut connection = Connection::open(server.address).await?;

    let started = Instant::now();
    connection.send(&requests.s3_put_head(path, BIG_BYTES)).await?;
    let piece = vec![7; PIECE_BYTES];
    for _ in 1..BIG_BYTES / PIECE_BYTES as u64 {
        connection.send(&piece).await?;
    }
    connection.exchange(&piece, Framing::Http).await?;
    let put = started.elapsed().as_secs_f64();
    let put_resident = server.resident_bytes_max();

    let started = Instant::now();
    let len = connection.exchange_slowly(&requests.s3("GET", path, b"")).await?;
    let get = started.elapsed().as_secs_f64();
    if len as u64 != BIG_BYTES {
        return Err(format!("the object came back with {len} bytes"));
    }
    let gigabytes = BIG_BYTES as f64 / 1e9;
    let facts = vec![
        Fact::plain("PUT of 5 GiB", gigabytes / put, "GB/s"),
        Fact::at_most("most resident in PUT of 5 GiB", put_resident as f64 / MEGABYTE, "MB", 100.0),
        Fact::plain("GET of 5 GiB", gigabytes / get, "GB/s"),
        Fact::at_most(
            "most resident in PUT and GET of 5 GiB",
            server.resident_bytes_max() as f64 / MEGABYTE,
            "MB",
            100.0,
        ),
    ];
    drop(server);
    let _ = std::fs::remove_dir_all(&data);
    Ok(shown(facts))
}

pub fn shown(facts: Vec<Fact>) -> Vec<Fact> {
    for fact in &facts {
        eprintln!("{}", fact.progress());
    }
    facts
}

pub fn disk_bytes(dir: &std::path::Path) -> f64 {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0.0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => disk_bytes(&entry.path()),
            // Journals are allocated ahead: what counts is what the disk holds.
            Ok(metadata) => std::os::unix::fs::MetadataExt::blocks(&metadata) as f64 * 512.0,
            Err(_) => 0.0,
        })
        .sum()
}
