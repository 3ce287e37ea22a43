//! StartLiveTail: events of some groups as they come.
//!
//! The answer is a stream of events that are made while it is sent (`kernel::body::Live`). Each
//! update is a call of the step [`UPDATE`], which waits for events as a long poll does. What a
//! session has not been told yet is in memory only, a short list of requests: a connection does not
//! outlive the process either.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use kernel::body::Body;
use kernel::call::{Call, Origin};
use kernel::door::World;
use kernel::service::{Waited, WorkEnv};
use kernel::{
    AccountId, ApiError, Ctx, OpResult, Principal, Region, Struct, Timestamp, Topic, Value,
};
use parking_lot::Mutex;

use crate::access;
use crate::api::{StartLiveTailInput, StartLiveTailOutput};
use crate::errors;
use crate::filters;
use crate::group;
use crate::limits;
use crate::pattern::Pattern;
use crate::protection::Masks;
use crate::state::{Class, GROUPS, Group, STREAM_NAMES};

/// The next update of a session: `Session`, `Groups` (names), `Ids`, `Streams`, `Prefixes`,
/// `Pattern`, `End`, `Since`. Answers `Event`, `Since` and `IsLast`.
pub const UPDATE: &str = "LiveTailUpdate";

/// A request that has brought events.
#[derive(Clone, Copy, Debug)]
struct Came {
    group: u64,
    stream: u64,
    request: u64,
    span: (i64, i64),
}

/// The sessions of a world.
#[derive(Debug, Default)]
struct Sessions(BTreeMap<u64, Session>);

#[derive(Debug, Default)]
struct Session {
    groups: BTreeSet<u64>,
    came: VecDeque<Came>,
}

/// Sessions whose answer is still being sent, in all worlds of the process.
static CONNECTED: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

/// Tells the sessions that watch a group what has come.
pub fn after_put(
    ctx: &mut Ctx<'_>,
    group: &Group,
    (stream, request): (u64, u64),
    span: (i64, i64),
) {
    let came = Came { group: group.row.id, stream, request, span };
    let told = ctx.volatile(0, |sessions: &mut Sessions| sessions.tell(came));
    for session in told {
        ctx.wake(topic(session), usize::MAX);
    }
}

fn topic(session: u64) -> Topic {
    Topic { service: "logs", id: session }
}

impl Sessions {
    fn tell(&mut self, came: Came) -> Vec<u64> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let connected = CONNECTED.lock();
        self.0.retain(|id, _| connected.contains(id));
        drop(connected);
        let mut told = Vec::new();
        for (id, session) in &mut self.0 {
            if session.groups.contains(&came.group) {
                if session.came.len() >= limits::TAIL_REQUESTS_MAX {
                    session.came.pop_front();
                }
                session.came.push_back(came);
                told.push(*id);
            }
        }
        told
    }
}

pub fn begin(ctx: &mut Ctx<'_>, input: StartLiveTailInput<'_>) -> OpResult {
    let identifiers = input.log_group_identifiers();
    let (names, prefixes) = (input.log_stream_names(), input.log_stream_name_prefixes());
    if (names.is_some() || prefixes.is_some()) && identifiers.len() > 1 {
        // [U]
        return Err(errors::invalid("Log streams can be named with one log group only."));
    }
    if names.is_some() && prefixes.is_some() {
        // [U]
        return Err(errors::invalid(
            "logStreamNames and logStreamNamePrefixes cannot both be specified.",
        ));
    }
    Pattern::parse(input.log_event_filter_pattern().unwrap_or_default())?;
    let mut groups = Vec::new();
    for identifier in identifiers {
        if !identifier.starts_with("arn:") || identifier.ends_with('*') {
            // "Specify each log group by its ARN." "The ARN can't end with an asterisk (*)." [U]
            return Err(errors::invalid(format!("{identifier} is not the ARN of a log group.")));
        }
        let group = group::identified(ctx, identifier)?;
        access::check_group(ctx, "logs:StartLiveTail", &group)?;
        if group.row.class != Class::Standard {
            return Err(errors::operation_not_for_class("StartLiveTail", group.row.class.name()));
        }
        groups.push(group);
    }
    let session = ctx.chance().u64();
    take_seat(session)?;
    let ids: BTreeSet<u64> = groups.iter().map(|group| group.row.id).collect();
    ctx.volatile(0, |sessions: &mut Sessions| {
        sessions.0.insert(session, Session { groups: ids, came: VecDeque::new() });
    });
    let end = ctx.now() + Duration::from_secs(limits::TAIL_SECONDS);
    let names_of = groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>();
    let ids = groups.iter().map(|group| group.row.id.cast_signed()).collect::<Vec<_>>();
    let mut of = Struct::new()
        .with("Session", session.cast_signed())
        .with("Groups", names_of)
        .with("Ids", ids)
        .with("Pattern", input.log_event_filter_pattern().unwrap_or_default())
        .with("End", end.micros())
        .with("Since", ctx.now().micros());
    for (name, list) in [("Streams", names), ("Prefixes", prefixes)] {
        if let Some(list) = list {
            of.set(name, Value::List(list.values().to_vec()));
        }
    }
    let listed = |list: kernel::view::List<'_, &str>| Value::List(list.values().to_vec());
    let mut start = Struct::new()
        .with("requestId", ctx.request_id())
        .with("sessionId", ctx.chance().uuid())
        .with("logGroupIdentifiers", listed(identifiers));
    for (name, list) in [("logStreamNames", names), ("logStreamNamePrefixes", prefixes)] {
        if let Some(list) = list {
            start.set(name, listed(list));
        }
    }
    if let Some(pattern) = input.log_event_filter_pattern() {
        start.set("logEventFilterPattern", pattern);
    }
    Ok(Struct::new()
        .with("Of", of)
        .with("Start", start)
        .with("Account", ctx.account().to_string())
        .with("Region", ctx.region().to_string())
        .with("RequestId", ctx.request_id()))
}

/// Opens the stream of events.
pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let Some(Value::Struct(of)) = plan.remove("Of") else { return Err(ApiError::internal()) };
    let Some(Value::Struct(start)) = plan.remove("Start") else {
        return Err(ApiError::internal());
    };
    let session = of.int("Session").unwrap_or_default().cast_unsigned();
    let account = plan.str("Account").and_then(AccountId::parse).ok_or_else(ApiError::internal)?;
    let region = plan.str("Region").and_then(Region::parse).ok_or_else(ApiError::internal)?;
    let request_id = plan.str("RequestId").unwrap_or_default().to_owned();
    let call = Call {
        service: "logs".into(),
        operation: UPDATE.into(),
        input: of,
        principal: Principal::Root(account),
        account,
        region,
        origin: Arc::new(Origin { request_id, ..Origin::default() }),
        source: None,
        hop: 0,
    };
    let updates = Updates {
        world: env.world.clone(),
        call,
        start: Some(start),
        is_over: false,
        _seat: Seat(session),
    };
    Ok(Struct::new().with("responseStream", Body::of_events(updates)))
}

pub fn complete(
    _: &mut Ctx<'_>,
    _: StartLiveTailInput<'_>,
    output: Struct,
) -> Result<StartLiveTailOutput, ApiError> {
    Ok(StartLiveTailOutput(output))
}

/// The step.
pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let end = Timestamp::from_micros(input.int("End").unwrap_or_default());
    if ctx.now() >= end {
        let words = Struct::new().with("message", "The session has lasted for three hours.");
        let event = Struct::new().with("SessionTimeoutException", words);
        return Ok(Waited::Ready(Struct::new().with("Event", event).with("IsLast", true)));
    }
    let session = input.int("Session").unwrap_or_default().cast_unsigned();
    let came = ctx.volatile(0, |sessions: &mut Sessions| {
        let session = sessions.0.get_mut(&session)?;
        Some(std::mem::take(&mut session.came))
    });
    let Some(came) = came else { return Err(ApiError::internal()) };
    let wanted = Wanted::read(input)?;
    let mut found = Vec::new();
    for came in came {
        wanted.gather(ctx, came, &mut found)?;
    }
    let since = Timestamp::from_micros(input.int("Since").unwrap_or_default());
    let due = since + Duration::from_secs(1);
    if found.is_empty() && ctx.now() < due {
        return Ok(Waited::NotYet { topic: topic(session), until: due.min(end) });
    }
    let is_sampled = found.len() > limits::TAIL_EVENTS_PER_UPDATE;
    if is_sampled {
        // Evenly, so that what is shown stands for what came.
        let (count, most) = (found.len(), limits::TAIL_EVENTS_PER_UPDATE);
        let mut at = 0;
        found.retain(|_| {
            at += 1;
            at * most / count != (at - 1) * most / count
        });
    }
    let update = Struct::new()
        .with("sessionMetadata", Struct::new().with("sampled", is_sampled))
        .with("sessionResults", found);
    let event = Struct::new().with("sessionUpdate", update);
    Ok(Waited::Ready(Struct::new().with("Event", event).with("Since", ctx.now().micros())))
}

/// Which events a session wants.
struct Wanted<'a> {
    groups: Vec<(u64, &'a str)>,
    streams: Option<Vec<&'a str>>,
    prefixes: Option<Vec<&'a str>>,
    pattern: Pattern,
}

impl<'a> Wanted<'a> {
    fn read(input: &'a Struct) -> Result<Wanted<'a>, ApiError> {
        let texts = |name: &str| {
            let list = input.list(name)?;
            Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        };
        let ids = input.list("Ids").unwrap_or_default();
        let ids = ids.iter().filter_map(Value::as_int).map(i64::cast_unsigned);
        Ok(Wanted {
            groups: ids.zip(texts("Groups").unwrap_or_default()).collect(),
            streams: texts("Streams"),
            prefixes: texts("Prefixes"),
            pattern: Pattern::parse(input.str("Pattern").unwrap_or_default())?,
        })
    }

    fn gather(
        &self,
        ctx: &mut Ctx<'_>,
        came: Came,
        found: &mut Vec<Struct>,
    ) -> Result<(), ApiError> {
        let group = self.groups.iter().find(|(id, _)| *id == came.group);
        let Some((_, group)) = group else { return Ok(()) };
        let row = ctx.table(&GROUPS).get_shared(group)?.filter(|row| row.id == came.group);
        let stream = ctx.table(&STREAM_NAMES).get(&came.stream)?.map(|row| row.name);
        let (Some(row), Some(stream)) = (row, stream) else { return Ok(()) };
        let is_named = |names: &Vec<&str>| names.contains(&stream.as_str());
        let is_prefixed = |starts: &Vec<&str>| starts.iter().any(|it| stream.starts_with(it));
        if self.streams.as_ref().is_some_and(|it| !is_named(it))
            || self.prefixes.as_ref().is_some_and(|it| !is_prefixed(it))
        {
            return Ok(());
        }
        let group = Group { name: (*group).to_owned(), row };
        let identifier = format!("{}:{}", ctx.account(), group.name);
        let now = ctx.now().millis();
        let mut events = filters::arrived(ctx, &group, (came.stream, came.request), came.span)?;
        filters::mask(&Masks::of(ctx, &group)?, &mut events);
        for event in events.into_iter().filter(|event| self.pattern.matches(&event.message)) {
            found.push(
                Struct::new()
                    .with("logStreamName", stream.as_str())
                    .with("logGroupIdentifier", identifier.as_str())
                    .with("timestamp", event.position.at())
                    .with("message", event.message)
                    .with("ingestionTime", now),
            );
        }
        Ok(())
    }
}

/// The events of one session, each asked for when the last one has gone.
struct Updates {
    world: Arc<World>,
    call: Call,
    start: Option<Struct>,
    is_over: bool,
    _seat: Seat,
}

impl Iterator for Updates {
    type Item = Result<Struct, ApiError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(start) = self.start.take() {
            return Some(Ok(Struct::new().with("sessionStart", start)));
        }
        if self.is_over {
            return None;
        }
        match self.world.dispatch_blocking(&self.call)? {
            Ok(mut answer) => {
                self.is_over = answer.bool("IsLast") == Some(true);
                if let Some(since) = answer.int("Since") {
                    self.call.input.set("Since", since);
                }
                match answer.remove("Event") {
                    Some(Value::Struct(event)) => Some(Ok(event)),
                    _ => None,
                }
            }
            Err(error) => {
                self.is_over = true;
                let words = Struct::new().with("message", error.message());
                Some(Ok(Struct::new().with("SessionStreamingException", words)))
            }
        }
    }
}

/// A place among the sessions that may be open at once.
struct Seat(u64);

fn take_seat(session: u64) -> Result<(), ApiError> {
    let mut connected = CONNECTED.lock();
    if connected.len() >= limits::TAIL_SESSIONS_MAX {
        return Err(errors::limit_exceeded());
    }
    connected.insert(session);
    Ok(())
}

impl Drop for Seat {
    fn drop(&mut self) {
        CONNECTED.lock().remove(&self.0);
    }
}
