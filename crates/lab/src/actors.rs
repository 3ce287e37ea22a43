//! Who acts in a lab, as definitions write it: producers, consumers, readers of streams, functions,
//! and instances that answer requests themselves.

use std::time::Duration;

use regex::Regex;
use serde_json::Value as Json;

use crate::read::{Fields, Result};
use crate::steps::{Request, request};

const READ_EVERY: Duration = Duration::from_secs(1);
const READ_LEAST: Duration = Duration::from_millis(10);

/// Messages, orders, events: how many, when, in which groups.
#[derive(Clone, Debug)]
pub struct Load {
    pub count: u64,
    pub start: Duration,
    pub every: Duration,
    /// Gaps of chance whose mean is `every`, in place of even ones.
    pub is_random: bool,
    /// Every so many-th is sent twice, as if the first answer had been lost.
    pub repeat_every: u64,
    /// In turns; order counts within a group.
    pub groups: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Actor {
    Producer(Producer),
    Consumer(Box<Consumer>),
    Reader(Reader),
    Function(Function),
    Front(Front),
}

/// Sends a load.
#[derive(Clone, Debug)]
pub struct Producer {
    pub load: String,
    /// One after the other for each message; the first refusal ends it.
    pub send: Vec<Request>,
    /// Tried when one is refused: another region, say.
    pub otherwise: Vec<Request>,
    /// The front that takes it, in place of calls.
    pub front: Option<String>,
}

/// Workers that receive, work and delete.
#[derive(Clone, Debug)]
pub struct Consumer {
    pub name: String,
    pub workers: u64,
    /// Each worker begins so much after the one before.
    pub apart: Duration,
    pub start: Duration,
    /// Queue URLs in the order in which they are asked.
    pub receive: Vec<Json>,
    /// Of the last queue's receive (`WaitTimeSeconds`); those before it are asked shortly.
    pub wait: Duration,
    pub batch: u64,
    /// After receives that brought nothing.
    pub pause: Duration,
    /// For each message.
    pub work: Duration,
    pub extend: Option<Extend>,
    pub delete: Delete,
    /// Messages that it cannot handle.
    pub fails: Option<Regex>,
    pub deletes_failures: bool,
    /// Of all messages that a worker takes: it dies while it works on every so many-th.
    pub dies_every: u64,
    pub down: Vec<(Duration, Duration)>,
    /// For each message that it has worked on; a refusal is a failure.
    pub does: Vec<Request>,
    /// The loads that it is to do all of; all without.
    pub of: Vec<String>,
    pub caller: Option<String>,
    pub region: Option<String>,
}

/// Reads a stream of Kinesis, batch after batch.
#[derive(Clone, Debug)]
pub struct Reader {
    pub name: String,
    pub stream: Json,
    /// `TRIM_HORIZON` or `LATEST`.
    pub position: String,
    pub start: Duration,
    pub batch: u64,
    /// Between two looks at the shards.
    pub every: Duration,
    /// For each record.
    pub work: Duration,
    /// For each record; a refusal lets the batch come again.
    pub does: Vec<Request>,
    /// It dies with every so many-th record in its hands, and begins again where it last was sure.
    pub dies_every: u64,
    pub of: Vec<String>,
    pub caller: Option<String>,
    pub region: Option<String>,
}

/// A function of Lambda that the setup makes: a process of its own, of which the lab sees what it
/// calls.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name in Lambda.
    pub name: String,
    /// An item is done when the function has made this call, in which the item's key stands.
    pub service: String,
    pub operation: String,
    pub of: Vec<String>,
}

/// A worker asks for more time while it works.
#[derive(Clone, Copy, Debug)]
pub struct Extend {
    pub every: Duration,
    pub to: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delete {
    /// All that was done, after a batch, in one request.
    Batch,
    Each,
    /// Before the work.
    First,
    Never,
}

/// Instances that answer what they can in a second, and refuse the rest.
#[derive(Clone, Debug)]
pub struct Front {
    pub name: String,
    /// From when on how many.
    pub fleet: Vec<(Duration, u64)>,
    /// Requests a second that an instance does.
    pub rate: f64,
    pub down: Vec<(Duration, Duration)>,
}

impl Load {
    pub fn read(fields: Fields) -> Result<Load> {
        let load = Load {
            count: fields.count("count")?.unwrap_or(1),
            start: fields.span("start")?.unwrap_or_default(),
            every: fields.span("every")?.unwrap_or_default(),
            is_random: fields.is("random")?,
            repeat_every: fields.count("repeat_every")?.unwrap_or_default(),
            groups: fields.texts("groups")?,
        };
        fields.finish()?;
        Ok(load)
    }

    pub fn group(&self, n: u64) -> &str {
        let count = self.groups.len() as u64;
        if count == 0 { "all" } else { &self.groups[(n % count) as usize] }
    }
}

pub fn actors(place: &str, list: &[Json]) -> Result<Vec<Actor>> {
    let each = list.iter().enumerate();
    each.map(|(at, json)| {
        let fields = Fields::of(format!("{place}[{at}]"), json)?;
        // A producer may name the front that it asks.
        let actor = if fields.has("producer") {
            Actor::Producer(producer(&fields)?)
        } else if fields.has("consumer") {
            Actor::Consumer(Box::new(consumer(&fields)?))
        } else if fields.has("reader") {
            Actor::Reader(reader(&fields)?)
        } else if fields.has("function") {
            Actor::Function(function(&fields)?)
        } else if fields.has("front") {
            Actor::Front(front(&fields)?)
        } else {
            let kinds = "a producer, a consumer, a reader, a function or a front";
            return Err(format!("{}: {kinds}", fields.place));
        };
        fields.finish()?;
        Ok(actor)
    })
    .collect()
}

fn requests(fields: &Fields, name: &'static str) -> Result<Vec<Request>> {
    let Some(json) = fields.get(name) else { return Ok(Vec::new()) };
    let list = match json {
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    list.iter()
        .map(|json| {
            let inner = Fields::of(format!("{}.{name}", fields.place), json)?;
            let request = request(&inner, "call")?;
            inner.finish()?;
            Ok(request)
        })
        .collect()
}

fn producer(fields: &Fields) -> Result<Producer> {
    let producer = Producer {
        load: fields.need_text("producer")?,
        send: requests(fields, "send")?,
        otherwise: requests(fields, "otherwise")?,
        front: fields.text("front")?,
    };
    if producer.send.is_empty() == producer.front.is_none() {
        return Err(format!("{}: either send or front is needed", fields.place));
    }
    Ok(producer)
}

fn consumer(fields: &Fields) -> Result<Consumer> {
    let expression = fields.text("fails")?;
    let fails = expression.map(|it| Regex::new(&it)).transpose();
    let receive = match fields.need("receive")? {
        Json::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let extend = match fields.get("extend") {
        None => None,
        Some(json) => {
            let inner = Fields::of(format!("{}.extend", fields.place), json)?;
            let every = inner.span("every")?.unwrap_or(Duration::from_secs(20));
            let to = inner.span("to")?.unwrap_or(Duration::from_secs(30));
            inner.finish()?;
            if every.is_zero() {
                return Err(format!("{}: extend.every is not nothing", fields.place));
            }
            Some(Extend { every, to })
        }
    };
    Ok(Consumer {
        name: fields.need_text("consumer")?,
        workers: fields.count("workers")?.unwrap_or(1),
        apart: fields.span("apart")?.unwrap_or_default(),
        start: fields.span("start")?.unwrap_or_default(),
        receive,
        wait: fields.span("wait")?.unwrap_or_default(),
        batch: fields.count("batch")?.unwrap_or(10),
        pause: fields.span("pause")?.unwrap_or_default(),
        work: fields.span("work")?.unwrap_or_default(),
        extend,
        delete: delete(fields)?,
        fails: fails.map_err(|error| format!("{}.fails: {error}", fields.place))?,
        deletes_failures: fields.is("deletes_failures")?,
        dies_every: fields.count("dies_every")?.unwrap_or_default(),
        down: fields.spans("down")?,
        does: requests(fields, "does")?,
        of: fields.texts("of")?,
        caller: fields.text("as")?,
        region: fields.text("region")?,
    })
}

fn reader(fields: &Fields) -> Result<Reader> {
    Ok(Reader {
        name: fields.need_text("reader")?,
        stream: fields.need("stream")?.clone(),
        position: fields.text("position")?.unwrap_or_else(|| "TRIM_HORIZON".to_owned()),
        start: fields.span("start")?.unwrap_or_default(),
        batch: fields.count("batch")?.unwrap_or(100),
        every: fields.span("every")?.unwrap_or(READ_EVERY).max(READ_LEAST),
        work: fields.span("work")?.unwrap_or_default(),
        does: requests(fields, "does")?,
        dies_every: fields.count("dies_every")?.unwrap_or_default(),
        of: fields.texts("of")?,
        caller: fields.text("as")?,
        region: fields.text("region")?,
    })
}

fn function(fields: &Fields) -> Result<Function> {
    let does = fields.need_text("does")?;
    let Some((service, operation)) = does.split_once(' ') else {
        return Err(fields.wrong("does", "a service and an operation"));
    };
    Ok(Function {
        name: fields.need_text("function")?,
        service: service.to_owned(),
        operation: operation.to_owned(),
        of: fields.texts("of")?,
    })
}

fn delete(fields: &Fields) -> Result<Delete> {
    match fields.text("delete")?.as_deref() {
        None | Some("batch") => Ok(Delete::Batch),
        Some("each") => Ok(Delete::Each),
        Some("first") => Ok(Delete::First),
        Some("never") => Ok(Delete::Never),
        Some(_) => Err(fields.wrong("delete", "batch, each, first or never")),
    }
}

fn front(fields: &Fields) -> Result<Front> {
    let mut fleet = Vec::new();
    for (at, json) in fields.list("fleet")?.iter().enumerate() {
        let inner = Fields::of(format!("{}.fleet[{at}]", fields.place), json)?;
        let from = inner.span("from")?.unwrap_or_default();
        fleet.push((from, inner.count("instances")?.unwrap_or(1)));
        inner.finish()?;
    }
    Ok(Front {
        name: fields.need_text("front")?,
        fleet,
        rate: fields.number("rate")?.unwrap_or(1.0),
        down: fields.spans("down")?,
    })
}

impl Front {
    /// How many requests the instances can do in the second that begins at `since_start`.
    pub fn capacity(&self, since_start: Duration) -> u64 {
        if is_down(&self.down, since_start).is_some() {
            return 0;
        }
        let current = self.fleet.iter().rev().find(|(from, _)| *from <= since_start);
        (current.map_or(0, |(_, count)| *count) as f64 * self.rate) as u64
    }
}

/// The end of the outage in which `at` lies.
pub fn is_down(down: &[(Duration, Duration)], at: Duration) -> Option<Duration> {
    down.iter().find(|(from, to)| *from <= at && at < *to).map(|(_, to)| *to)
}

/// When the next outage after `at` begins.
pub fn next_down(down: &[(Duration, Duration)], at: Duration) -> Option<Duration> {
    down.iter().map(|(from, _)| *from).filter(|from| *from >= at).min()
}
