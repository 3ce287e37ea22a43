//! Asking API destinations and APIs of API Gateway, which takes time: the event waits in a row for
//! the answer.
//!
//! A call is a step of EventBridge (`CallApiDestination`), made as the pipe's role. Its answer
//! comes by the step [`ANSWERED`], which keeps it in the row and lets the reader come again: that
//! finds the same event, and goes on from the answer.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};
use serde_json::Value as Json;
use targets::api_method::ApiMethod;

use crate::path;
use crate::run;
use crate::shards;
use crate::state::{AnswerRow, FLIGHTS, FlightRow, PIPES, Pipe};

/// `Name`, `Generation`, `Ticket`, and of a shard `Shard` and `Lane`; `Answer` of a destination,
/// `Payload` and `FunctionError` of a function, `Output` of a state machine, or `FailureCode`.
pub const ANSWERED: &str = "Answered";

/// Failures that are tried again and not counted.
const NO_FAULT_OF_TARGETS: [&str; 4] =
    ["INTERNAL_ERROR", "CONNECTION_FAILURE", "TooManyRequestsException", "ServiceException"];
const DESTINATION: &str = "api-destination/";
const CALL: &str = "CallApiDestination";

/// Which event of which reader waits.
#[derive(Clone, Copy, Debug)]
pub struct Ticket<'a> {
    /// Unique within the pipe.
    pub event: &'a str,
    pub lane: Option<(&'a str, usize)>,
}

impl Ticket<'_> {
    /// By which the answer finds the way back to the reader.
    pub fn reply(&self, pipe: &Pipe) -> Struct {
        let mut reply = Struct::new()
            .with("Name", pipe.name.as_str())
            .with("Generation", pipe.row.generation.cast_signed())
            .with("Ticket", self.event);
        if let Some((shard, lane)) = self.lane {
            reply.set("Shard", shard);
            reply.set("Lane", lane as i64);
        }
        reply
    }
}

/// Whether it is asked over HTTP: an API destination, or a method of an API.
pub fn is_destination(ctx: &Ctx<'_>, arn: &Arn) -> bool {
    let is_method = || ApiMethod::of(arn).is_some() && ApiMethod::is_reachable(ctx);
    let is_named = arn.service == "events" && arn.resource.starts_with(DESTINATION);
    (is_named || is_method()) && ctx.has_operation("events", CALL)
}

/// The answers that have come for an event.
pub fn flight(ctx: &Ctx<'_>, pipe: &Pipe, ticket: Ticket<'_>) -> Result<FlightRow, ApiError> {
    let row = ctx.table(&FLIGHTS).get(&(pipe.row.id, ticket.event))?;
    let row = row.filter(|row| row.generation == pipe.row.generation);
    Ok(row.unwrap_or(FlightRow { generation: pipe.row.generation, ..FlightRow::default() }))
}

pub fn land(ctx: &mut Ctx<'_>, pipe: &Pipe, ticket: Ticket<'_>) {
    ctx.table_mut(&FLIGHTS).delete(&(pipe.row.id, ticket.event));
}

/// Asks; the reader is not to go on until the answer comes.
pub fn call(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    ticket: Ticket<'_>,
    flight: &FlightRow,
    destination: &str,
    body: String,
    http: Struct,
) -> Result<(), ApiError> {
    let to = Struct::new().with("Service", "pipes").with("Step", ANSWERED);
    let ask = Ask::to("events", CALL)
        .with("Destination", destination)
        .with("Body", body)
        .with("Http", http)
        .with("ReplyTo", to)
        .with("Reply", ticket.reply(pipe));
    ctx.call(run::as_role(pipe, ask))?;
    ctx.table_mut(&FLIGHTS).put(&(pipe.row.id, ticket.event), flight);
    Ok(())
}

/// HttpParameters with the values to which their paths lead.
pub fn resolved(parameters: Option<&Struct>, event: &Json) -> Struct {
    let Some(parameters) = parameters else { return Struct::new() };
    let value = |text: &str| path::resolve(text, event).unwrap_or_default();
    let mut resolved = Struct::new();
    if let Some(values) = parameters.list("PathParameterValues") {
        let values = values.iter().filter_map(Value::as_str);
        let values: Vec<Value> = values.map(|text| Value::String(value(text))).collect();
        resolved.set("PathParameterValues", Value::List(values));
    }
    for name in ["HeaderParameters", "QueryStringParameters"] {
        let Some(pairs) = parameters.structure(name) else { continue };
        let mut shown = Struct::new();
        for (key, text) in pairs.iter() {
            shown.set(key.to_owned(), value(text.as_str().unwrap_or_default()));
        }
        resolved.set(name, shown);
    }
    resolved
}

/// The step by which an answer comes.
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&PIPES).get(name)?.filter(|row| row.generation == generation);
    let Some(row) = row else { return Ok(Struct::new()) };
    let pipe = Pipe { name: name.to_owned(), row };
    let key = (pipe.row.id, input.str("Ticket").unwrap_or_default().to_owned());
    let Some(mut flight) = ctx.table(&FLIGHTS).get(&key)? else { return Ok(Struct::new()) };
    let answer = input.blob("Answer").or_else(|| input.blob("Payload"));
    let answer = answer.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let answer = answer.or_else(|| input.str("Output").map(str::to_owned)).unwrap_or_default();
    flight.answers.push(match input.str("FailureCode") {
        None if input.str("FunctionError").is_some() => AnswerRow::Failure {
            code: "FunctionError".to_owned(),
            message: answer,
            is_internal: false,
        },
        None => AnswerRow::Body(answer),
        Some(code) => AnswerRow::Failure {
            code: code.to_owned(),
            message: input.str("FailureMessage").unwrap_or_default().to_owned(),
            is_internal: NO_FAULT_OF_TARGETS.contains(&code),
        },
    });
    ctx.table_mut(&FLIGHTS).put(&key, &flight);
    match input.str("Shard") {
        Some(shard) => {
            let lane = input.int("Lane").unwrap_or_default() as usize;
            shards::enqueue(ctx, &pipe, shard, lane, ctx.now());
        }
        None => run::enqueue_poll(ctx, &pipe, ctx.now()),
    }
    Ok(Struct::new())
}
