//! The load generator: requests over kept-alive connections on one thread, their replies parsed
//! as far as it takes to find the next one, and how long each took.

use std::cell::Cell;
use std::net::SocketAddr;
use std::ops::Range;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;
use crate::request::{Requests, json_member};

/// What of a reply is kept; longer bodies are read and dropped.
const BUFFER_BYTES: usize = 256 * 1024;
/// A reply that takes so long is an error.
const STALL: Duration = Duration::from_secs(30);
/// Of an error's body, in a message.
const EXCERPT_CHARS: usize = 200;

/// What one connection sends.
#[derive(Clone, Debug)]
pub enum Script {
    /// Requests in turn.
    InTurn(InTurn),
    /// Receives a message, then deletes it.
    ReceiveDelete(ReceiveDelete),
}

/// Requests that are alike but for their payload, each with a number of its own if it has a place
/// for one. The count is common to all connections.
#[derive(Clone, Debug)]
pub struct InTurn {
    requests: Vec<Vec<u8>>,
    place: Option<Place>,
    next: Rc<Cell<u64>>,
}

/// Where the number stands, in [`DIGITS`] digits, and below what it stays.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    modulo: u64,
    /// From one number to the next.
    stride: u64,
}

#[derive(Clone, Debug)]
pub struct ReceiveDelete {
    pub receive: Vec<u8>,
    pub requests: Requests,
    pub queue_url: String,
    pub delete: Vec<u8>,
    /// Whether the last request was a receive.
    pub has_received: bool,
}

/// Digits of the number in a request.
pub const DIGITS: usize = 12;

/// How the end of a reply is known.
#[derive(Clone, Copy, Debug)]
pub enum Framing {
    Http,
    Exactly(usize),
}

/// Work for all connections.
#[derive(Clone, Debug)]
pub struct Load {
    pub script: Script,
    pub framing: Framing,
    /// A shorter body is no answer to this request (an empty queue, say).
    pub reply_bytes_min: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum Until {
    Elapsed(Duration),
    Requests(u64),
}

/// What a run came to.
#[derive(Debug)]
pub struct Measured {
    pub requests: u64,
    pub elapsed: Duration,
    pub latencies: Latencies,
}

impl Measured {
    pub fn rate(&self) -> f64 {
        self.requests as f64 / self.elapsed.as_secs_f64()
    }
}

/// Runs a load over `connections` connections. The first reply that is no success ends it.
pub async fn run(
    address: SocketAddr,
    load: &Load,
    connections: usize,
    until: Until,
) -> Result<Measured> {
    let mut opened = Vec::new();
    for _ in 0..connections {
        opened.push(Connection::open(address).await?);
    }
    let started = Instant::now();
    let shared = Rc::new(Shared { started, until, begun: Cell::new(0), failed: Cell::new(false) });
    let tasks: Vec<_> = opened
        .into_iter()
        .map(|connection| tokio::task::spawn_local(drive(connection, load.clone(), shared.clone())))
        .collect();
    let mut measured =
        Measured { requests: 0, elapsed: Duration::ZERO, latencies: Latencies::default() };
    let mut failure = None;
    for task in tasks {
        match task.await.map_err(|error| error.to_string())? {
            Ok(latencies) => {
                measured.requests += latencies.count();
                measured.latencies.add(&latencies);
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    measured.elapsed = match until {
        Until::Elapsed(duration) => duration,
        Until::Requests(_) => started.elapsed(),
    };
    failure.map_or(Ok(measured), Err)
}

/// What the connections of one run have in common.
struct Shared {
    started: Instant,
    until: Until,
    begun: Cell<u64>,
    failed: Cell<bool>,
}

impl Shared {
    fn may_begin(&self) -> bool {
        self.begun.set(self.begun.get() + 1);
        match self.until {
            _ if self.failed.get() => false,
            Until::Elapsed(_) => true,
            Until::Requests(most) => self.begun.get() <= most,
        }
    }

    fn is_late(&self, at: Instant) -> bool {
        matches!(self.until, Until::Elapsed(duration) if at > self.started + duration)
    }
}

async fn drive(mut connection: Connection, load: Load, shared: Rc<Shared>) -> Result<Latencies> {
    let result = drive_to_end(&mut connection, load, &shared).await;
    shared.failed.set(shared.failed.get() || result.is_err());
    result
}

async fn drive_to_end(
    connection: &mut Connection,
    load: Load,
    shared: &Shared,
) -> Result<Latencies> {
    let Load { mut script, framing, reply_bytes_min } = load;
    let mut latencies = Latencies::default();
    let mut sent = Instant::now();
    while shared.may_begin() {
        let request = script.next(connection.body())?;
        let len = connection.exchange(request, framing).await?;
        if len < reply_bytes_min {
            return Err(format!("a reply of {len} bytes where {reply_bytes_min} were due"));
        }
        let now = Instant::now();
        // What is answered after the end counts for nobody.
        if shared.is_late(now) {
            break;
        }
        latencies.note(now - sent);
        sent = now;
    }
    Ok(latencies)
}

impl Script {
    /// The same request every time.
    pub fn same(request: Vec<u8>) -> Script {
        Script::in_turn(vec![request])
    }

    pub fn in_turn(requests: Vec<Vec<u8>>) -> Script {
        Script::InTurn(InTurn { requests, place: None, next: Rc::default() })
    }

    /// Each request contains the number 0 in [`DIGITS`] digits, at the same place.
    pub fn numbered(requests: Vec<Vec<u8>>, modulo: u64) -> Script {
        let zero = [b'0'; DIGITS];
        let at = find(&requests[0], &zero).expect("the request has a place for the number");
        assert!(requests.iter().all(|request| request[at..at + DIGITS] == zero));
        let place = Some(Place { at, modulo, stride: 1 });
        Script::InTurn(InTurn { requests, place, next: Rc::default() })
    }

    /// With numbers that are far from each other, each as often.
    pub fn scattered(mut self) -> Script {
        /// A prime: it has no divisor in common with a count of keys.
        const STRIDE: u64 = 2_654_435_761;
        if let Script::InTurn(InTurn { place: Some(place), .. }) = &mut self {
            place.stride = STRIDE;
        }
        self
    }

    /// The same bytes, or as like as they can be, for a server that keeps nothing.
    pub fn for_yardstick(&self) -> Script {
        match self {
            Script::ReceiveDelete(script) => Script::same(script.receive.clone()),
            Script::InTurn(script) => Script::InTurn(script.clone()),
        }
    }

    fn next(&mut self, reply: &[u8]) -> Result<&[u8]> {
        match self {
            Script::InTurn(script) => Ok(script.next()),
            Script::ReceiveDelete(script) => script.next(reply),
        }
    }
}

impl InTurn {
    fn next(&mut self) -> &[u8] {
        let count = self.next.get();
        self.next.set(count + 1);
        let turn = count as usize % self.requests.len();
        let request = &mut self.requests[turn];
        if let Some(Place { at, modulo, stride }) = self.place {
            let mut number = count.wrapping_mul(stride) % modulo;
            for digit in request[at..at + DIGITS].iter_mut().rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
        request
    }
}

impl ReceiveDelete {
    fn next(&mut self, reply: &[u8]) -> Result<&[u8]> {
        self.has_received = !self.has_received;
        if self.has_received {
            return Ok(&self.receive);
        }
        let handle = json_member(reply, "ReceiptHandle")
            .ok_or("a receive without a message: the queue ran dry")?;
        let queue_url = &self.queue_url;
        let body = format!("{{\"QueueUrl\":\"{queue_url}\",\"ReceiptHandle\":\"{handle}\"}}");
        self.delete = self.requests.sqs("DeleteMessage", &body);
        Ok(&self.delete)
    }
}

/// One kept-alive connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Box<[u8]>,
    body: Range<usize>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Connection> {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| format!("cannot connect to {address}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let buffer = vec![0; BUFFER_BYTES].into_boxed_slice();
        Ok(Connection { stream, buffer, body: 0..0 })
    }

    /// The body of the last reply, as far as it is kept.
    pub fn body(&self) -> &[u8] {
        &self.buffer[self.body.clone()]
    }

    /// Sends a request and reads its reply; the length of the reply's body.
    pub async fn exchange(&mut self, request: &[u8], framing: Framing) -> Result<usize> {
        let sent = self.stream.write_all(request).await;
        let reply = async {
            match framing {
                Framing::Http => self.read_http().await,
                Framing::Exactly(len) => {
                    self.body = 0..0;
                    self.read_on(0, 0, len).await.map(|()| len)
                }
            }
        };
        let reply = tokio::time::timeout(STALL, reply).await.map_err(|_| "no reply")?;
        // A refusal before the body was read through says more than the broken pipe.
        if reply.is_err() {
            sent.map_err(|error| format!("cannot send: {error}"))?;
        }
        reply
    }

    /// As [`Connection::exchange`] by HTTP, for replies that take long.
    pub async fn exchange_slowly(&mut self, request: &[u8]) -> Result<usize> {
        self.send(request).await?;
        self.read_http().await
    }

    /// Sends bytes that are part of a request.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).await.map_err(|error| format!("cannot send: {error}"))
    }

    async fn read_http(&mut self) -> Result<usize> {
        let mut filled = 0;
        let head_len = loop {
            filled += self.read_some(filled, usize::MAX).await?;
            if let Some(end) = find(&self.buffer[..filled], b"\r\n\r\n") {
                break end + 4;
            }
        };
        let (status, len) = parse_head(&self.buffer[..head_len])?;
        let missing = (head_len + len).saturating_sub(filled);
        self.read_on(head_len, filled, missing).await?;
        self.body = head_len..(head_len + len).min(BUFFER_BYTES);
        if !(200..300).contains(&status) {
            let text = String::from_utf8_lossy(self.body());
            let excerpt: String = text.chars().take(EXCERPT_CHARS).collect();
            return Err(format!("answers {status}: {}", excerpt.replace('\n', " ")));
        }
        Ok(len)
    }

    /// Reads `missing` bytes to `filled` on; what does not fit is read over the part after `keep`.
    async fn read_on(&mut self, keep: usize, filled: usize, missing: usize) -> Result<()> {
        let (mut at, mut missing) = (filled, missing);
        while missing > 0 {
            if at == BUFFER_BYTES {
                at = keep;
            }
            let read = self.read_some(at, missing).await?;
            at += read;
            missing -= read;
        }
        Ok(())
    }

    async fn read_some(&mut self, at: usize, most: usize) -> Result<usize> {
        let end = at.saturating_add(most).min(BUFFER_BYTES);
        if at == end {
            return Err("a reply head that does not end".into());
        }
        match self.stream.read(&mut self.buffer[at..end]).await {
            Ok(0) => Err("the server closed the connection".into()),
            Ok(read) => Ok(read),
            Err(error) => Err(format!("cannot read: {error}")),
        }
    }
}

/// Status and length of the body.
fn parse_head(head: &[u8]) -> Result<(u16, usize)> {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .skip_while(|byte| **byte == b' ')
            .take_while(|byte| byte.is_ascii_digit())
            .fold(0usize, |sum, digit| sum * 10 + usize::from(digit - b'0'))
    };
    let status = number(head.get(8..12).unwrap_or_default()) as u16;
    let mut lines = head.split(|byte| *byte == b'\n');
    let length = lines.find_map(|line| {
        let is_length = line.len() > 15 && line[..15].eq_ignore_ascii_case(b"content-length:");
        is_length.then(|| number(&line[15..]))
    });
    match length {
        Some(length) => Ok((status, length)),
        None if status == 204 => Ok((status, 0)),
        None => Err(format!("a reply ({status}) without Content-Length")),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// How long requests took: 16 steps to each power of two of nanoseconds.
#[derive(Clone, Debug)]
pub struct Latencies {
    counts: Vec<u64>,
}

const STEPS_LOG2: u32 = 4;
const STEPS: usize = 1 << STEPS_LOG2;

impl Default for Latencies {
    fn default() -> Latencies {
        Latencies { counts: vec![0; 64 * STEPS] }
    }
}

impl Latencies {
    fn note(&mut self, latency: Duration) {
        let nanos = latency.as_nanos().clamp(STEPS as u128, u128::from(u64::MAX)) as u64;
        let power = nanos.ilog2();
        let step = (nanos >> (power - STEPS_LOG2)) as usize - STEPS;
        self.counts[power as usize * STEPS + step] += 1;
    }

    fn add(&mut self, other: &Latencies) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The latency below which `share` (0 to 1) of the requests stayed.
    pub fn quantile(&self, share: f64) -> Duration {
        let rank = (self.count() as f64 * share).ceil() as u64;
        let mut seen = 0;
        let bucket = self.counts.iter().position(|count| {
            seen += count;
            seen >= rank
        });
        let bucket = bucket.unwrap_or(0);
        let (power, step) = (bucket / STEPS, bucket % STEPS);
        let nanos = ((STEPS + step + 1) as u128) << power >> STEPS_LOG2;
        Duration::from_nanos(nanos as u64)
    }
}
