//! The control endpoints under `/_nephele/`: health, services, clock, faults, settings, outbox,
//! reset.
//!
//! They answer JSON; they are Nephele's own and no AWS protocol. `/_localstack/health` is answered
//! in that tool's shape, so that existing wait scripts work. No request that Nephele itself has
//! made for a client is answered.

use std::sync::Arc;
use std::time::Duration;

use http::request::Parts;
use http::{Method, Response, StatusCode};
use kernel::time_machine::Advanced;
use kernel::{AccountId, ServiceDef, Timestamp};
use serde_json::{Value as Json, json};

use crate::reply::ReplyBody;
use crate::{Gateway, bill, faults, outbox, snapshots, traces, zones};

/// The longest body that a control endpoint takes.
pub const BODY_MAX: usize = 64 * 1024;

/// Stands in every request that a service of this or another Nephele makes for its clients.
const OUTBOUND_MARK: &str = "x-nephele-outbound";
/// Settings that are not shown.
const SECRET_SETTINGS: [&str; 1] = ["outbox.smtp_password"];

pub type Answer = Result<Json, (StatusCode, String)>;

/// Whether a path belongs here.
pub fn owns(path: &str) -> bool {
    path.starts_with("/_nephele/") || path == "/_nephele" || path == "/_localstack/health"
}

/// Answers a control request.
pub async fn handle(gateway: &Arc<Gateway>, head: &Parts, body: &[u8]) -> Response<ReplyBody> {
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or(""));
    let answer = if is_from_service(head) {
        let message = "services do not reach the control endpoints".to_owned();
        Err((StatusCode::FORBIDDEN, message))
    } else {
        route(gateway, &head.method, path, query, body).await
    };
    reply(answer)
}

/// Whether a service has sent the request for its client.
pub fn is_from_service(head: &Parts) -> bool {
    head.headers.contains_key(OUTBOUND_MARK)
}

pub fn reply(answer: Answer) -> Response<ReplyBody> {
    let (status, json) = match answer {
        Ok(json) => (StatusCode::OK, json),
        Err((status, message)) => (status, json!({ "error": message })),
    };
    let mut text = serde_json::to_vec_pretty(&json).expect("JSON values always serialize");
    text.push(b'\n');
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(ReplyBody::from(bytes::Bytes::from(text)))
        .expect("the parts are valid")
}

async fn route(
    gateway: &Arc<Gateway>,
    method: &Method,
    path: &str,
    query: &str,
    body: &[u8],
) -> Answer {
    if let Some(answer) = snapshots::route(gateway, method, path, query, body).await {
        return answer;
    }
    if let Some(id) = path.strip_prefix("/_nephele/traces/").filter(|_| method == Method::GET) {
        return traces::show(gateway, id);
    }
    match (method.as_str(), path) {
        ("GET" | "HEAD", "/_nephele/health" | "/_nephele") => Ok(health(gateway)),
        ("GET" | "HEAD", "/_localstack/health") => Ok(localstack_health(gateway)),
        ("GET", "/_nephele/services") => Ok(services(gateway)),
        ("GET", "/_nephele/clock") => Ok(clock(gateway)),
        ("POST", "/_nephele/clock") => set_clock(gateway, &parse(body)?).await,
        ("GET", "/_nephele/settings") => Ok(settings(gateway)),
        ("POST", "/_nephele/settings") => set_settings(gateway, &parse(body)?),
        ("POST", "/_nephele/reset") => reset(gateway, query),
        ("GET", "/_nephele/bill") => bill::show(gateway, query),
        ("GET", "/_nephele/outbox") => outbox::list(gateway, query),
        ("GET", "/_nephele/faults") => Ok(faults::list(gateway)),
        ("POST", "/_nephele/faults") => faults::add(gateway, &parse(body)?),
        ("DELETE", "/_nephele/faults") => faults::remove(gateway, query),
        ("GET", "/_nephele/traces") => traces::list(gateway, query),
        ("GET", "/_nephele/zones") => zones::list(gateway, query),
        ("DELETE", "/_nephele/outbox") => outbox::clear(gateway, query),
        ("POST", "/_nephele/outbox/reply") => outbox::reply(gateway, &parse(body)?).await,
        (
            _,
            "/_nephele/health"
            | "/_nephele"
            | "/_nephele/services"
            | "/_nephele/clock"
            | "/_nephele/settings"
            | "/_nephele/reset"
            | "/_nephele/faults"
            | "/_nephele/traces"
            | "/_nephele/zones"
            | "/_nephele/bill"
            | "/_nephele/outbox"
            | "/_nephele/outbox/reply"
            | "/_localstack/health",
        ) => Err((StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not answered here"))),
        _ => Err((StatusCode::NOT_FOUND, format!("there is no control endpoint {path}"))),
    }
}

pub fn parse(body: &[u8]) -> Result<Json, (StatusCode, String)> {
    serde_json::from_slice(body)
        .map_err(|error| bad_request(format!("the body is not JSON: {error}")))
}

pub fn bad_request(message: impl Into<String>) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, message.into())
}

pub fn failed(error: &kernel::ApiError) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

/// The services that clients can call; the world has some of its own besides.
fn of_aws(gateway: &Gateway) -> impl Iterator<Item = &'static ServiceDef> {
    gateway.world.services().filter(|it| wire::archive::service_entry(it.name).is_some())
}

fn health(gateway: &Gateway) -> Json {
    let services: serde_json::Map<String, Json> =
        of_aws(gateway).map(|service| (service.name.to_owned(), json!("running"))).collect();
    json!({ "status": "running", "version": gateway.version, "services": services })
}

fn localstack_health(gateway: &Gateway) -> Json {
    let services: serde_json::Map<String, Json> =
        of_aws(gateway).map(|service| (service.name.to_owned(), json!("available"))).collect();
    json!({ "services": services, "edition": "nephele", "version": gateway.version })
}

fn services(gateway: &Gateway) -> Json {
    let exercised = gateway.exercised.all();
    let rows: serde_json::Map<String, Json> = of_aws(gateway)
        .map(|service| {
            let in_model =
                wire::archive::service_entry(service.name).map_or(0, |entry| entry.operation_count);
            let mut implemented: Vec<_> = service.operations.iter().map(|op| op.name).collect();
            implemented.sort_unstable();
            let exercised: Vec<_> = exercised
                .iter()
                .filter(|(name, _)| *name == service.name)
                .map(|(_, operation)| *operation)
                .collect();
            let row = json!({
                "operations_in_model": in_model,
                "implemented": implemented,
                "exercised": exercised,
            });
            (service.name.to_owned(), row)
        })
        .collect();
    Json::Object(rows)
}

fn clock(gateway: &Gateway) -> Json {
    let clock = &gateway.world.clock;
    let mode = if clock.is_frozen() { "frozen" } else { "running" };
    let next = gateway.world.next_job_due().map(Timestamp::iso8601_millis);
    json!({
        "now": clock.now().iso8601_millis(),
        "mode": mode,
        "waiting": gateway.world.waiters.len(),
        "held": gateway.world.held_jobs(),
        "next_job": next,
    })
}

/// What an advance has done: each operation whose jobs ran, and how often.
fn report(advanced: &Advanced) -> Json {
    let ran = advanced.ran.iter().map(|((service, operation), runs)| {
        let mut shown = json!({
            "service": service,
            "operation": operation,
            "done": runs.done,
            "waits": runs.waits,
            "failed": runs.failed,
        });
        if let Some((code, message)) = &runs.error {
            shown["last_error"] = json!({ "code": code, "message": message });
        }
        shown
    });
    ran.collect()
}

/// One of `{"freeze": true}`, `{"resume": true}`, `{"set": "2030-01-01T00:00:00Z"}` and
/// `{"advance": "15m"}` (or seconds); freeze and resume may stand beside set or advance and act
/// after it.
async fn set_clock(gateway: &Arc<Gateway>, request: &Json) -> Answer {
    let world = &gateway.world;
    let object = request.as_object().ok_or_else(|| bad_request("expected a JSON object"))?;
    if let Some(unknown) =
        object.keys().find(|key| !matches!(key.as_str(), "freeze" | "resume" | "set" | "advance"))
    {
        return Err(bad_request(format!("unknown member {unknown}")));
    }
    let target = match (object.get("set"), object.get("advance")) {
        (Some(_), Some(_)) => return Err(bad_request("give either set or advance")),
        (Some(at), None) => Some(parse_instant(at)?),
        (None, Some(span)) => Some(world.clock.now() + parse_span(span)?),
        (None, None) => None,
    };
    let mut advanced = None;
    if object.get("freeze") == Some(&json!(true)) {
        world.freeze().map_err(|error| failed(&error))?;
    }
    if let Some(target) = target {
        advanced = Some(world.advance_to(target).await.map_err(|error| failed(&error))?);
    }
    if object.get("resume") == Some(&json!(true)) {
        world.resume().map_err(|error| failed(&error))?;
    }
    let mut answer = clock(gateway);
    if let Some(advanced) = advanced {
        answer["from"] = json!(advanced.from.iso8601_millis());
        answer["jobs_run"] = json!(advanced.jobs);
        answer["ran"] = report(&advanced);
    }
    Ok(answer)
}

pub fn parse_instant(at: &Json) -> Result<Timestamp, (StatusCode, String)> {
    let text = at.as_str().ok_or_else(|| bad_request("a time is written in ISO 8601"))?;
    let parsed: jiff::Timestamp = text
        .parse()
        .map_err(|error| bad_request(format!("a time is written in ISO 8601: {error}")))?;
    Ok(Timestamp::from_jiff(parsed))
}

/// `90`, `"90"`, `"90s"`, `"15m"`, `"12h"`, `"7d"`, `"250ms"`, or several: `"1h30m"`.
pub fn parse_span(span: &Json) -> Result<Duration, (StatusCode, String)> {
    let refuse = || bad_request("expected seconds or a span such as \"15m\" or \"1h30m\"");
    if let Some(seconds) = span.as_f64() {
        return Duration::try_from_secs_f64(seconds).map_err(|_| refuse());
    }
    let text = span.as_str().ok_or_else(refuse)?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).map_err(|_| refuse());
    }
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(refuse)?;
        let number: u64 = rest[..digits].parse().map_err(|_| refuse())?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let unit_millis: u64 = match &rest[..letters] {
            "ms" => 1,
            "s" => 1_000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(refuse()),
        };
        let millis = number.checked_mul(unit_millis).ok_or_else(refuse)?;
        total += Duration::from_millis(millis);
        rest = &rest[letters..];
    }
    Ok(total)
}

fn settings(gateway: &Gateway) -> Json {
    let mut settings = gateway.world.settings.all();
    for name in SECRET_SETTINGS {
        if let Some(value) = settings.get_mut(name) {
            "********".clone_into(value);
        }
    }
    json!(settings)
}

/// What is wrong with a setting's value.
fn fault_of(name: &str, value: &str) -> Option<&'static str> {
    match name {
        "access.assume_tls" if !matches!(value, "true" | "false") => {
            Some("access.assume_tls is true or false")
        }
        "billing.free_tier" if !matches!(value, "on" | "off") => {
            Some("billing.free_tier is on or off")
        }
        "dynamodb.throttling" if !matches!(value, "on" | "off") => {
            Some("dynamodb.throttling is on or off")
        }
        "dynamodb.transitions" if !matches!(value, "aws" | "instant") => {
            Some("dynamodb.transitions is aws or instant")
        }
        name if name.starts_with("dynamodb.")
            && !matches!(name, "dynamodb.throttling" | "dynamodb.transitions")
            && value.parse::<u32>().is_err() =>
        {
            Some("this setting of DynamoDB is a whole number")
        }
        "events.rules_per_bus" if value.parse::<usize>().is_err() => {
            Some("events.rules_per_bus is a whole number")
        }
        "outbox.smtp_tls" if !matches!(value, "none" | "starttls" | "implicit") => {
            Some("outbox.smtp_tls is none, starttls or implicit")
        }
        "acm.dns_validation" if !matches!(value, "assume" | "never") => {
            Some("acm.dns_validation is assume or never")
        }
        "firehose.throttling" if !matches!(value, "on" | "off") => {
            Some("firehose.throttling is on or off")
        }
        "firehose.transitions" if !matches!(value, "aws" | "instant") => {
            Some("firehose.transitions is aws or instant")
        }
        "kinesis.throttling" if !matches!(value, "on" | "off") => {
            Some("kinesis.throttling is on or off")
        }
        "kinesis.transitions" if !matches!(value, "aws" | "instant") => {
            Some("kinesis.transitions is aws or instant")
        }
        "sns.sms_spend_quota" if value.parse::<u32>().is_err() => {
            Some("sns.sms_spend_quota is a whole number of USD")
        }
        "sqs.standard_semantics" if !matches!(value, "strict" | "relaxed") => {
            Some("sqs.standard_semantics is strict or relaxed")
        }
        "sns.sms_sandbox" if !matches!(value, "on" | "off") => Some("sns.sms_sandbox is on or off"),
        "trace.calls" if !matches!(value, "on" | "off") => Some("trace.calls is on or off"),
        "trace.decisions" if !matches!(value, "denied" | "all") => {
            Some("trace.decisions is denied or all")
        }
        "outbox.smtp_port" if value.parse::<u16>().is_err() => {
            Some("outbox.smtp_port is a port's number")
        }
        _ => None,
    }
}

fn set_settings(gateway: &Gateway, request: &Json) -> Answer {
    let object = request.as_object().ok_or_else(|| bad_request("expected a JSON object"))?;
    for (name, value) in object {
        if !crate::SETTINGS.iter().any(|(known, _)| known == name) {
            return Err(bad_request(format!("there is no setting {name}")));
        }
        let value = match value {
            Json::Null => None,
            Json::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        if let Some(fault) = value.as_deref().and_then(|value| fault_of(name, value)) {
            return Err(bad_request(fault));
        }
        gateway.world.set_setting(name, value.as_deref()).map_err(|error| failed(&error))?;
    }
    Ok(settings(gateway))
}

fn reset(gateway: &Gateway, query: &str) -> Answer {
    let account = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("account="))
        .map(|text| AccountId::parse(text).ok_or_else(|| bad_request("account takes 12 digits")))
        .transpose()?;
    gateway.world.reset(account).map_err(|error| failed(&error))?;
    Ok(json!({ "reset": account.map_or("all".to_owned(), |account| account.to_string()) }))
}
