//! The steps of setups, timelines and scripts, as definitions write them: one verb each.

use std::time::Duration;

use serde_json::{Map, Value as Json};

use crate::read::{Fields, Result};
use crate::trails::{Files, Find, Validate};

/// One call of one operation; its input still has names in it.
#[derive(Clone, Debug)]
pub struct Request {
    pub service: String,
    pub operation: String,
    pub input: Json,
    /// A name that `assume` has given, the ARN of a user, or an account's id (its root).
    pub caller: Option<String>,
    pub region: Option<String>,
}

/// What is waited for, and how often it is looked at.
#[derive(Clone, Debug)]
pub struct Wait {
    pub request: Request,
    pub path: String,
    /// The value there; without one, that it is there at all.
    pub is: Option<Json>,
    pub every: Duration,
    pub most: Duration,
}

/// What was lost, by what is still there.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// Where keys of the load stand: texts in any form.
    pub from: Json,
    /// The mark before which writes count.
    pub before: String,
    /// Each write replaces the one before: whoever has the newest has them all.
    pub is_newest_enough: bool,
    pub load: String,
    /// Names of the facts begin so.
    pub fact: String,
}

#[derive(Clone, Debug)]
pub enum Step {
    /// Waits until so long after the start.
    At(Duration),
    Advance(Duration),
    Call {
        request: Request,
        save: Vec<(String, String)>,
        /// A refusal is no reason to stop.
        may_fail: bool,
    },
    Wait(Wait),
    /// A call whose outcome is the fact.
    Attempt {
        fact: String,
        request: Request,
        save: Vec<(String, String)>,
    },
    Assume {
        name: String,
        role: Json,
        caller: Option<String>,
    },
    Fault(Map<String, Json>),
    EndFaults,
    Mark(String),
    Each {
        of: Json,
        name: String,
        steps: Vec<Step>,
    },
    Repeat {
        times: u64,
        every: Duration,
        steps: Vec<Step>,
    },
    Set(Map<String, Json>),
    Fact(Map<String, Json>),
    Span {
        fact: String,
        from: String,
        to: String,
    },
    Recovered(Recovered),
    /// Reads the events in a trail's files.
    Events {
        files: Files,
        name: String,
    },
    Find(Find),
    Validate(Validate),
}

const WAIT_EVERY: Duration = Duration::from_secs(10);
const WAIT_MOST: Duration = Duration::from_hours(24);

pub fn steps(place: &str, list: &[Json]) -> Result<Vec<Step>> {
    let each = list.iter().enumerate();
    each.map(|(at, json)| step(&Fields::of(format!("{place}[{at}]"), json)?)).collect()
}

/// Reads a step; whoever calls has named the place.
fn step(fields: &Fields) -> Result<Step> {
    let verbs = VERBS.iter().filter(|(verb, _)| fields.has(verb));
    let found: Vec<_> = verbs.collect();
    let [(_, read)] = found.as_slice() else {
        let names: Vec<&str> = VERBS.iter().map(|(verb, _)| *verb).collect();
        return Err(format!("{}: a step has one of {}", fields.place, names.join(", ")));
    };
    let step = read(fields)?;
    fields.check()?;
    Ok(step)
}

type Read = fn(&Fields) -> Result<Step>;

/// `call` stands beside `wait` and `attempt` in their own members, so it is none of the verbs that
/// exclude each other.
const VERBS: &[(&str, Read)] = &[
    ("at", |it| Ok(Step::At(it.span("at")?.unwrap_or_default()))),
    ("advance", |it| Ok(Step::Advance(it.span("advance")?.unwrap_or_default()))),
    ("call", read_call),
    ("wait", read_wait),
    ("attempt", read_attempt),
    ("assume", read_assume),
    ("fault", |it| Ok(Step::Fault(it.map("fault")?))),
    ("end_faults", |it| it.is("end_faults").map(|_| Step::EndFaults)),
    ("mark", |it| Ok(Step::Mark(it.need_text("mark")?))),
    ("each", read_each),
    ("repeat", read_repeat),
    ("set", |it| Ok(Step::Set(it.map("set")?))),
    ("fact", |it| Ok(Step::Fact(it.map("fact")?))),
    ("span", read_span),
    ("recovered", read_recovered),
    ("events", read_events),
    ("find", |it| within(it, "find", Find::read).map(Step::Find)),
    ("validate", |it| within(it, "validate", Validate::read).map(Step::Validate)),
];

/// `{call: sqs SendMessage, with: {…}, as: …, region: …}`.
pub fn request(fields: &Fields, name: &'static str) -> Result<Request> {
    let call = fields.need_text(name)?;
    let Some((service, operation)) = call.split_once(' ') else {
        return Err(fields.wrong(name, "a service and an operation, such as `sqs SendMessage`"));
    };
    let entry = wire::archive::service_entry(service)
        .ok_or_else(|| format!("{}: there is no service {service}", fields.place))?;
    if entry.model().operation(operation).is_none() {
        return Err(format!("{}: {service} has no operation {operation}", fields.place));
    }
    Ok(Request {
        service: service.to_owned(),
        operation: operation.to_owned(),
        input: fields.get("with").cloned().unwrap_or_else(|| Json::Object(Map::new())),
        caller: fields.text("as")?,
        region: fields.text("region")?,
    })
}

fn read_call(fields: &Fields) -> Result<Step> {
    Ok(Step::Call {
        request: request(fields, "call")?,
        save: saves(fields)?,
        may_fail: fields.is("may_fail")?,
    })
}

/// `save: {name: path}`; an empty path is the whole answer.
fn saves(fields: &Fields) -> Result<Vec<(String, String)>> {
    let path = |(name, path): (String, Json)| match path {
        Json::String(path) => Ok((name, path)),
        _ => Err(fields.wrong("save", "{name: path}")),
    };
    fields.map("save")?.into_iter().map(path).collect()
}

fn read_wait(fields: &Fields) -> Result<Step> {
    let inner = Fields::of(format!("{}.wait", fields.place), fields.need("wait")?)?;
    let wait = Wait {
        request: request(&inner, "call")?,
        path: inner.need_text("path")?,
        is: inner.get("is").cloned(),
        every: inner.span("every")?.unwrap_or(WAIT_EVERY),
        most: inner.span("most")?.unwrap_or(WAIT_MOST),
    };
    inner.finish()?;
    Ok(Step::Wait(wait))
}

fn read_attempt(fields: &Fields) -> Result<Step> {
    let inner = Fields::of(format!("{}.attempt", fields.place), fields.need("attempt")?)?;
    let fact = inner.need_text("fact")?;
    let step = Step::Attempt { fact, request: request(&inner, "call")?, save: saves(&inner)? };
    inner.finish()?;
    Ok(step)
}

fn read_assume(fields: &Fields) -> Result<Step> {
    let name = fields.need_text("assume")?;
    Ok(Step::Assume { name, role: fields.need("role")?.clone(), caller: fields.text("as")? })
}

fn inner_steps(fields: &Fields) -> Result<Vec<Step>> {
    fields.need("do")?;
    steps(&format!("{}.do", fields.place), fields.list("do")?)
}

fn read_each(fields: &Fields) -> Result<Step> {
    Ok(Step::Each {
        of: fields.need("each")?.clone(),
        name: fields.text("named")?.unwrap_or_else(|| "it".to_owned()),
        steps: inner_steps(fields)?,
    })
}

fn read_repeat(fields: &Fields) -> Result<Step> {
    Ok(Step::Repeat {
        times: fields.count("repeat")?.unwrap_or_default(),
        every: fields.span("every")?.unwrap_or_default(),
        steps: inner_steps(fields)?,
    })
}

fn read_span(fields: &Fields) -> Result<Step> {
    let inner = Fields::of(format!("{}.span", fields.place), fields.need("span")?)?;
    let step = Step::Span {
        fact: inner.need_text("fact")?,
        from: inner.need_text("from")?,
        to: inner.need_text("to")?,
    };
    inner.finish()?;
    Ok(step)
}

fn read_recovered(fields: &Fields) -> Result<Step> {
    let inner = Fields::of(format!("{}.recovered", fields.place), fields.need("recovered")?)?;
    let recovered = Recovered {
        from: inner.need("from")?.clone(),
        before: inner.need_text("before")?,
        is_newest_enough: inner.is("newest_is_all")?,
        load: inner.need_text("load")?,
        fact: inner.need_text("fact")?,
    };
    inner.finish()?;
    Ok(Step::Recovered(recovered))
}

/// What stands below a verb.
fn within<T>(
    fields: &Fields,
    verb: &'static str,
    read: impl Fn(&Fields) -> Result<T>,
) -> Result<T> {
    let inner = Fields::of(format!("{}.{verb}", fields.place), fields.need(verb)?)?;
    let value = read(&inner)?;
    inner.finish()?;
    Ok(value)
}

fn read_events(fields: &Fields) -> Result<Step> {
    within(fields, "events", |inner| {
        Ok(Step::Events { files: Files::read(inner)?, name: inner.need_text("save")? })
    })
}
