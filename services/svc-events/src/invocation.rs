//! Calling API destinations: real HTTP, outside transactions.
//!
//! A delivery is admitted when its API destination has a place free: few requests are under way at
//! once and not more than the rate allows begin in a second of virtual time. What is not admitted
//! waits in a table, in order, so that an endpoint that does not answer holds up nobody else and
//! costs no memory. Each request that ends lets the next one begin.
//!
//! Source: EventBridge User Guide, "API destinations as targets" (headers, rate, timeout, which
//! answers are retried, `Retry-After`).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use outbound::http::{Answer, FailureKind, Options, Request, send};
use store::Range;

use crate::api::connection_authorization_type as kind;
use crate::api_target;
use crate::connection;
use crate::delivery::{self, decoded, encoded};
use crate::failure::Failure;
use crate::http_parts::{self, Part};
use crate::limits;
use crate::names::Resource;
use crate::oauth::{self, Token};
use crate::parcel::{self, Parcel};
use crate::state::{
    API_DESTINATIONS, ApiDestinationRow, CONNECTIONS, ConnectionRow, ConnectionState, GAUGES,
    GaugeRow, WAITING,
};

/// One request. Input: `Delivery` (a row) and `Destination` (its id).
pub const INVOKE: &str = "InvokeApiDestination";
/// What is left of a request whose job could not be run to its end. Input as of [`INVOKE`].
pub const INVOKE_FAILED: &str = "InvocationFailed";
/// Lets begin what the rate has held back. Input: `Destination`.
pub const BEGIN_HELD: &str = "BeginHeldInvocations";

/// In a plan: the body of the answer is wanted.
pub const IS_ANSWER_WANTED: &str = "IsAnswerWanted";

const USER_AGENT: &str = "Amazon/EventBridge/ApiDestinations";
/// What a failed request may be called.
const CODES: [&str; 8] = [
    "NO_RESOURCE",
    "NO_PERMISSIONS",
    "INVALID_PARAMETER",
    "TIMEOUT",
    "CONNECTION_FAILURE",
    "THROTTLING",
    "INTERNAL_ERROR",
    "ERROR_FROM_TARGET",
];
const WITHOUT_BODY: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

/// Lets a delivery begin, or wait for its turn.
pub fn admit(ctx: &mut Ctx<'_>, parcel: Parcel, name: &str, uuid: &str) -> OpResult {
    let row = ctx.table(&API_DESTINATIONS).get(name)?.filter(|row| row.uuid == uuid);
    let Some(row) = row else {
        let failure = Failure::lasting("NO_RESOURCE", "The API destination does not exist.");
        delivery::settle(ctx, parcel, &failure)?;
        return Ok(Struct::new());
    };
    let mut gauge = ctx.table(&GAUGES).get(&row.id)?.unwrap_or_default();
    gauge.rate = row.per_second;
    if gauge.waiting >= limits::INVOCATIONS_WAITING_MAX {
        let message = "Too many events wait for the API destination.";
        let failure = Failure::lasting("RESOURCE_LIMIT_EXCEEDED", message);
        delivery::settle(ctx, parcel, &failure)?;
        return Ok(Struct::new());
    }
    ctx.table_mut(&WAITING).put(&(row.id, gauge.next_number), &parcel.row);
    gauge.next_number += 1;
    gauge.waiting += 1;
    begin_waiting(ctx, row.id, gauge)?;
    Ok(Struct::new())
}

/// Begins as many requests as may, in the order in which they came.
fn begin_waiting(ctx: &mut Ctx<'_>, id: u64, mut gauge: GaugeRow) -> Result<(), ApiError> {
    let second = ctx.now().secs();
    if gauge.second != second {
        (gauge.second, gauge.begun) = (second, 0);
    }
    let places = limits::INVOCATIONS_AT_ONCE_MAX.saturating_sub(gauge.under_way);
    let allowed = (gauge.rate - gauge.begun).max(0).cast_unsigned();
    let count = places.min(allowed).min(gauge.waiting);
    let waiting = ctx.table(&WAITING).scan(&Range::within(&(id,))).take(count as usize);
    for (key, delivery) in waiting.collect::<Result<Vec<_>, _>>()? {
        ctx.table_mut(&WAITING).delete(&key);
        gauge.waiting -= 1;
        gauge.under_way += 1;
        gauge.begun += 1;
        let input = Struct::new()
            .with("Delivery", encoded(&delivery))
            .with("Destination", id.cast_signed());
        let lost = Ask::to("events", INVOKE_FAILED).with_input(input.clone());
        let job = Job::now(Ask::to("events", INVOKE).with_input(input));
        ctx.enqueue(job.with_dead_letter(lost));
    }
    let is_rate_spent = gauge.begun >= gauge.rate;
    if gauge.waiting > 0 && is_rate_spent && !gauge.is_held {
        gauge.is_held = true;
        let ask = Ask::to("events", BEGIN_HELD).with("Destination", id.cast_signed());
        ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(second + 1)));
    }
    let is_idle = gauge.waiting == 0 && gauge.under_way == 0 && !gauge.is_held;
    if is_idle && gauge.begun < gauge.rate && gauge.second != second {
        ctx.table_mut(&GAUGES).delete(&id);
    } else {
        ctx.table_mut(&GAUGES).put(&id, &gauge);
    }
    Ok(())
}

/// The step that follows a second in which the rate was spent.
pub fn begin_held(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Destination").unwrap_or_default().cast_unsigned();
    if let Some(mut gauge) = ctx.table(&GAUGES).get(&id)? {
        gauge.is_held = false;
        begin_waiting(ctx, id, gauge)?;
    }
    Ok(Struct::new())
}

/// A request is over: its place is free.
fn release(ctx: &mut Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let id = input.int("Destination").unwrap_or_default().cast_unsigned();
    if let Some(mut gauge) = ctx.table(&GAUGES).get(&id)? {
        gauge.under_way = gauge.under_way.saturating_sub(1);
        begin_waiting(ctx, id, gauge)?;
    }
    Ok(())
}

/// Makes the request from the event, the target, the API destination and the connection; nothing
/// when the target was removed.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(parcel) = parcel::open(ctx, decoded(input)?)? else {
        return Ok(Struct::new().with("IsGone", true));
    };
    Ok(match plan(ctx, &parcel)? {
        Ok(plan) => plan,
        Err(failure) => told(&failure),
    })
}

fn plan(ctx: &Ctx<'_>, parcel: &Parcel) -> Result<Result<Struct, Failure>, ApiError> {
    if let Some(failure) = &parcel.failure {
        return Ok(Err(failure.clone()));
    }
    let target = parcel.target_arn();
    let asked = Asked {
        http: parcel.target.structure("HttpParameters"),
        event: Some(&parcel.event.value),
        body: delivery::input_of(parcel),
    };
    if let Some(method) = target.as_ref().filter(|target| api_target::is_method(Some(target))) {
        return Ok(plan_of_method(ctx, parcel, method, asked));
    }
    plan_of(ctx, target.as_ref(), asked)
}

/// A request to an API of API Gateway.
fn plan_of_method(
    ctx: &Ctx<'_>,
    parcel: &Parcel,
    method: &Arn,
    asked: Asked<'_>,
) -> Result<Struct, Failure> {
    let acting = delivery::acting(Ask::to("", ""), parcel);
    let actor = acting.principal.ok_or(Failure::INVALID_TARGET)?;
    if let Some(role) = parcel.role() {
        ctx.authorize_take_on(&role, "events", None).map_err(|it| Failure::of_call(&it))?;
    }
    let rule = Some((parcel.rule_arn(), parcel.bus.account));
    api_target::plan(ctx, method, asked, (&actor, rule))
}

/// Lets a request to an API of API Gateway begin: how many are under way is not bounded here, as
/// AWS does not.
pub fn leave(ctx: &mut Ctx<'_>, parcel: &Parcel) {
    let input = Struct::new().with("Delivery", encoded(&parcel.row));
    let lost = Ask::to("events", INVOKE_FAILED).with_input(input.clone());
    ctx.enqueue(Job::now(Ask::to("events", INVOKE).with_input(input)).with_dead_letter(lost));
}

/// What a request is made from.
pub struct Asked<'a> {
    /// In the shape of a target's HttpParameters.
    pub http: Option<&'a Struct>,
    /// To which paths in the parameters lead; without it they have no paths.
    pub event: Option<&'a event_pattern::Value>,
    pub body: String,
}

/// The API destination that an ARN of the call's account and Region names.
pub fn destination(
    ctx: &Ctx<'_>,
    arn: Option<&Arn>,
) -> Result<Option<ApiDestinationRow>, ApiError> {
    match arn.and_then(Resource::of) {
        Some(Resource::ApiDestination(name, uuid)) => {
            Ok(ctx.table(&API_DESTINATIONS).get(&name)?.filter(|row| row.uuid == uuid))
        }
        _ => Ok(None),
    }
}

/// The request to an API destination, ready for [`work`].
pub fn plan_of(
    ctx: &Ctx<'_>,
    target: Option<&Arn>,
    asked: Asked<'_>,
) -> Result<Result<Struct, Failure>, ApiError> {
    let Some(destination) = destination(ctx, target)? else {
        let message = "The API destination does not exist.";
        return Ok(Err(Failure::lasting("NO_RESOURCE", message)));
    };
    let (name, uuid) = &destination.connection;
    let connection = ctx.table(&CONNECTIONS).get(name)?.filter(|row| row.uuid == *uuid);
    let connection = match connection {
        Some(connection) if connection.state == ConnectionState::Authorized => connection,
        Some(connection) if connection.state == ConnectionState::Authorizing => {
            let message = format!("The connection {name} is being authorized.");
            return Ok(Err(Failure::passing("CONNECTION_FAILURE", message)));
        }
        _ => {
            let message = format!("The connection {name} is not authorized.");
            return Ok(Err(Failure::lasting("NO_PERMISSIONS", message)));
        }
    };
    let request = request(asked, &destination, &connection);
    if request.body.len() > limits::INVOCATION_BYTES_MAX {
        let message = "The payload is larger than 64 KB.";
        return Ok(Err(Failure::lasting("INVALID_PARAMETER", message)));
    }
    Ok(Ok(planned(ctx, name, connection, request)))
}

/// The request on its way to [`work`].
pub fn planned(ctx: &Ctx<'_>, name: &str, connection: ConnectionRow, request: Request) -> Struct {
    let headers = request
        .headers
        .into_iter()
        .map(|(name, value)| Value::List(vec![Value::String(name), Value::String(value)]));
    let mut plan = Struct::new()
        .with("Connection", name)
        .with("Epoch", connection.epoch.cast_signed())
        .with("Method", request.method)
        .with("Url", request.url)
        .with("Headers", Value::List(headers.collect()))
        .with("Body", Bytes::from(request.body));
    if connection.authorization_type == kind::OAUTH_CLIENT_CREDENTIALS {
        let parameters = connection.parameters.unwrap_or_default();
        let oauth = parameters.structure(connection::OAUTH).cloned();
        plan.set("OAuth", oauth.unwrap_or_default());
        if let Some(token) = connection.token.filter(|it| it.expires > ctx.now().micros()) {
            plan.set("Bearer", token.text);
        }
    }
    plan
}

fn request(
    asked: Asked<'_>,
    destination: &ApiDestinationRow,
    connection: &ConnectionRow,
) -> Request {
    let Asked { http: own, event, body } = asked;
    let parameters = connection.parameters.as_ref();
    let added = parameters.and_then(|it| it.structure(connection::INVOCATION));
    let segments = own.and_then(|it| it.list("PathParameterValues")).unwrap_or_default();
    let segments = segments.iter().filter_map(Value::as_str);
    let segments: Vec<_> = segments.map(|it| http_parts::resolved(it, event)).collect();
    let query = http_parts::merged(
        http_parts::of_target(own, "QueryStringParameters", event),
        http_parts::of_connection(added, Part::Query),
    );
    let url = http_parts::with_path(&destination.endpoint, &segments);
    let mut headers = vec![
        ("user-agent".to_owned(), USER_AGENT.to_owned()),
        ("range".to_owned(), "bytes=0-1048575".to_owned()),
    ];
    let has_body = !WITHOUT_BODY.contains(&destination.method.as_str());
    if has_body {
        let json = "application/json; charset=utf-8".to_owned();
        headers.push(("content-type".to_owned(), json));
    }
    let given = http_parts::of_target(own, "HeaderParameters", event);
    for (name, value) in given.into_iter().chain(http_parts::of_connection(added, Part::Header)) {
        http_parts::set_header(&mut headers, &name, value);
    }
    if let Some((name, value)) = credentials(connection) {
        http_parts::set_header(&mut headers, &name, value);
    }
    let body = http_parts::with_members(body, http_parts::of_connection(added, Part::Body));
    Request {
        method: destination.method.clone(),
        url: http_parts::with_query(&url, &query),
        headers,
        body: if has_body { body.into_bytes() } else { Vec::new() },
    }
}

/// The header of a connection of the kinds BASIC and API_KEY.
pub fn credentials(connection: &ConnectionRow) -> Option<(String, String)> {
    let parameters = connection.parameters.as_ref()?;
    match connection.authorization_type.as_str() {
        kind::BASIC => {
            let basic = parameters.structure(connection::BASIC)?;
            let pair = format!("{}:{}", basic.str("Username")?, basic.str("Password")?);
            Some(("authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair))))
        }
        kind::API_KEY => {
            let key = parameters.structure(connection::API_KEY)?;
            Some((key.str("ApiKeyName")?.to_owned(), key.str("ApiKeyValue")?.to_owned()))
        }
        _ => None,
    }
}

/// Sends the request. Never fails: what went wrong is in the answer.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get("FailureCode").is_some() || plan.get("IsGone").is_some() {
        return Ok(plan);
    }
    let mut fresh = None;
    let outcome = with_token(env, &plan, &mut fresh);
    let mut result = match outcome {
        Ok(answer) if plan.get(IS_ANSWER_WANTED).is_some() => {
            Struct::new().with("Answer", Bytes::from(answer.body))
        }
        Ok(_) => Struct::new(),
        Err(failure) => told(&failure),
    };
    hand_on_token(&mut result, fresh, &plan);
    Ok(result)
}

/// A token that was got on the way is kept when the request is complete.
pub fn hand_on_token(result: &mut Struct, fresh: Option<Token>, plan: &Struct) {
    let Some(token) = fresh else { return };
    for (name, value) in Token::into_struct(token) {
        result.set(name, value);
    }
    for name in ["Connection", "Epoch"] {
        if let Some(value) = plan.get(name) {
            result.set(name, value.clone());
        }
    }
}

fn with_token(env: &WorkEnv, plan: &Struct, fresh: &mut Option<Token>) -> Result<Answer, Failure> {
    judge(answered(env, plan, fresh)?)
}

/// What the endpoint answers, whatever its status. "OAUTH tokens are refreshed when a 401 or 407
/// response is returned."
pub fn answered(
    env: &WorkEnv,
    plan: &Struct,
    fresh: &mut Option<Token>,
) -> Result<Answer, Failure> {
    let Some(parameters) = plan.structure("OAuth") else {
        return exchange(env, plan, None);
    };
    if let Some(bearer) = plan.str("Bearer") {
        let answer = exchange(env, plan, Some(bearer))?;
        if !matches!(answer.status, 401 | 407) {
            return Ok(answer);
        }
    }
    let token = oauth::ask_for_token(env, parameters)
        .map_err(|reason| Failure::passing("CONNECTION_FAILURE", reason))?;
    let token = fresh.insert(token);
    exchange(env, plan, Some(&token.text))
}

fn exchange(env: &WorkEnv, plan: &Struct, bearer: Option<&str>) -> Result<Answer, Failure> {
    if plan.get(api_target::METHOD).is_some() {
        return api_target::exchange(env, plan);
    }
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(|pair| {
        let pair = pair.as_list()?;
        Some((pair.first()?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    });
    let mut headers: Vec<_> = headers.collect();
    if let Some(bearer) = bearer {
        http_parts::set_header(&mut headers, "authorization", format!("Bearer {bearer}"));
    }
    let request = Request {
        method: plan.str("Method").unwrap_or_default().to_owned(),
        url: plan.str("Url").unwrap_or_default().to_owned(),
        headers,
        body: plan.blob("Body").map(|body| body.to_vec()).unwrap_or_default(),
    };
    let bundle = env.world.settings.get(outbound::CA_BUNDLE);
    let options = Options {
        timeout: Duration::from_secs(limits::INVOCATION_TIMEOUT_SECONDS),
        answer_bytes_max: match plan.get(IS_ANSWER_WANTED) {
            Some(_) => limits::WANTED_ANSWER_BYTES_MAX,
            None => limits::ANSWER_BYTES_MAX,
        },
        ca_bundle: bundle.as_deref(),
        ..Options::default()
    };
    send(&request, &options).map_err(|failure| match failure.kind {
        FailureKind::Url => Failure::lasting("INVALID_PARAMETER", failure.to_string()),
        FailureKind::Timeout => Failure::passing("TIMEOUT", failure.to_string()),
        FailureKind::Connect | FailureKind::Tls | FailureKind::Protocol => {
            Failure::passing("CONNECTION_FAILURE", failure.to_string())
        }
    })
}

/// Answers 401, 407, 409, 429 and 5xx are retried, not before their `Retry-After`; others that are
/// no success are not.
fn judge(answer: Answer) -> Result<Answer, Failure> {
    if answer.is_success() {
        return Ok(answer);
    }
    let message = format!("The endpoint of the target answered {}.", answer.status);
    let is_retried = matches!(answer.status, 401 | 407 | 409 | 429 | 500..);
    if !is_retried {
        return Err(Failure::lasting("ERROR_FROM_TARGET", message));
    }
    let code = if answer.status == 429 { "THROTTLING" } else { "ERROR_FROM_TARGET" };
    let wait = answer.header("retry-after").and_then(|text| text.trim().parse::<i64>().ok());
    let mut failure = Failure::passing(code, message);
    // A negative one says that there is no use in coming again.
    failure.is_retried = wait.is_none_or(|seconds| seconds >= 0);
    failure.wait_seconds = wait.unwrap_or(0).clamp(0, limits::EVENT_AGE_SECONDS_MAX);
    Err(failure)
}

/// Records what came of the request.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    keep_token(ctx, &outcome)?;
    let is_gone = outcome.get("IsGone").is_some();
    let parcel = if is_gone { None } else { parcel::open(ctx, decoded(input)?)? };
    match (parcel, read(&outcome)) {
        (Some(parcel), Some(failure)) => delivery::settle(ctx, parcel, &failure)?,
        (Some(parcel), None) => delivery::succeed(ctx, &parcel)?,
        (None, _) => {}
    }
    release(ctx, input)?;
    Ok(Struct::new())
}

pub fn invocation_failed(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let failure = Failure::passing("INTERNAL_ERROR", "The request could not be made.");
    complete(ctx, input, told(&failure))
}

pub fn keep_token(ctx: &mut Ctx<'_>, outcome: &Struct) -> Result<(), ApiError> {
    let (Some(token), Some(name)) = (Token::of_struct(outcome), outcome.str("Connection")) else {
        return Ok(());
    };
    let row = ctx.table(&CONNECTIONS).get(name)?;
    let row = row.filter(|row| outcome.int("Epoch") == Some(row.epoch.cast_signed()));
    if let Some(mut row) = row {
        row.authorized = Some(ctx.now().micros());
        row.token = Some(token.into_row(ctx.now()));
        ctx.table_mut(&CONNECTIONS).put(name, &row);
    }
    Ok(())
}

/// A failure on its way through the answers of works.
pub fn told(failure: &Failure) -> Struct {
    Struct::new()
        .with("FailureCode", failure.code)
        .with("FailureMessage", failure.message.as_str())
        .with("IsRetried", failure.is_retried)
        .with("WaitSeconds", failure.wait_seconds)
}

fn read(outcome: &Struct) -> Option<Failure> {
    let code = outcome.str("FailureCode")?;
    Some(Failure {
        code: CODES.iter().find(|known| **known == code).copied().unwrap_or("UNKNOWN"),
        message: outcome.str("FailureMessage").unwrap_or_default().to_owned(),
        is_retried: outcome.bool("IsRetried").unwrap_or(false),
        wait_seconds: outcome.int("WaitSeconds").unwrap_or(0),
    })
}
