//! What is recorded of a request: metrics, access logs, what it costs.
//!
//! Sources: Developer Guide, "Monitor metrics for HTTP APIs", "Monitor WebSocket API execution with
//! CloudWatch metrics", "Customize HTTP API access logs".

use kernel::arn::Arn;
use kernel::metrics::Metric;
use kernel::{Ctx, Struct};
use serde_json::json;
use targets::log_group::{Entry, Writing};

use crate::answer::Answer;
use crate::context::Names;
use crate::delivery;
use crate::plan::Plan;
use crate::request::Request;

const NAMESPACE: &str = "AWS/ApiGateway";
/// "HTTP APIs are metered in 512 KB increments"; of WebSocket APIs, messages in 32 KB.
const REQUEST_CHUNK: usize = 512 * 1024;
const MESSAGE_CHUNK: usize = 32 * 1024;

static COUNT: Metric = count("Count");
static CLIENT_ERRORS: Metric = count("4xx");
static SERVER_ERRORS: Metric = count("5xx");
static LATENCY: Metric = millis("Latency");
static INTEGRATION_LATENCY: Metric = millis("IntegrationLatency");
static DATA: Metric = Metric { namespace: NAMESPACE, name: "DataProcessed", unit: "Bytes" };
static CONNECTS: Metric = count("ConnectCount");
static MESSAGES: Metric = count("MessageCount");
static INTEGRATION_ERRORS: Metric = count("IntegrationError");
static SOCKET_CLIENT_ERRORS: Metric = count("ClientError");
static EXECUTION_ERRORS: Metric = count("ExecutionError");

const fn count(name: &'static str) -> Metric {
    Metric { namespace: NAMESPACE, name, unit: "Count" }
}

const fn millis(name: &'static str) -> Metric {
    Metric { namespace: NAMESPACE, name, unit: "Milliseconds" }
}

/// Of an HTTP API.
pub fn request(ctx: &mut Ctx<'_>, plan: Plan<'_>, request: &Request, answer: &Answer) {
    let bytes = request.body.len() + answer.body.len();
    let latency = latency(ctx, plan);
    let is = |class: u16| if answer.status / 100 == class { 1.0 } else { 0.0 };
    let mut told: Vec<(&'static Metric, f64)> = vec![
        (&COUNT, 1.0),
        (&CLIENT_ERRORS, is(4)),
        (&SERVER_ERRORS, is(5)),
        (&LATENCY, latency as f64),
        (&DATA, bytes as f64),
    ];
    if let Some(own) = plan.0.int("IntegrationMillis") {
        told.push((&INTEGRATION_LATENCY, own as f64));
    }
    let (api, stage) = (plan.text("Api"), plan.text("Stage"));
    let key = plan.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
    let (method, resource) = key.split_once(' ').unwrap_or(("ANY", key));
    for (metric, value) in told {
        ctx.metric(metric, &[("ApiId", api)], value);
        ctx.metric(metric, &[("ApiId", api), ("Stage", stage)], value);
        if plan.0.bool("IsDetailed") == Some(true) {
            let dimensions =
                [("ApiId", api), ("Method", method), ("Resource", resource), ("Stage", stage)];
            ctx.metric(metric, &dimensions, value);
        }
    }
    let chunks = request.body.len().max(answer.body.len()).div_ceil(REQUEST_CHUNK).max(1);
    ctx.meter_for("ApiGatewayHttpRequest", api, chunks as u64);
    log(ctx, plan, request, answer, latency);
}

/// What happened on a WebSocket API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    Connect,
    Message,
    Disconnect,
}

/// Of a WebSocket API.
pub fn message(
    ctx: &mut Ctx<'_>,
    plan: Plan<'_>,
    request: &Request,
    answer: &Answer,
    happened: Happened,
) {
    let latency = latency(ctx, plan);
    let mut told: Vec<(&'static Metric, f64)> = Vec::new();
    match happened {
        Happened::Connect => told.push((&CONNECTS, 1.0)),
        Happened::Message => told.push((&MESSAGES, 1.0)),
        Happened::Disconnect => {}
    }
    match answer.status / 100 {
        4 => told.push((&SOCKET_CLIENT_ERRORS, 1.0)),
        5 if plan.0.int("IntegrationMillis").is_some() => told.push((&INTEGRATION_ERRORS, 1.0)),
        5 => told.push((&EXECUTION_ERRORS, 1.0)),
        _ => {}
    }
    if let Some(own) = plan.0.int("IntegrationMillis") {
        told.push((&INTEGRATION_LATENCY, own as f64));
    }
    let (api, stage) = (plan.text("Api"), plan.text("Stage"));
    let route = plan.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
    for (metric, value) in told {
        ctx.metric(metric, &[("ApiId", api)], value);
        ctx.metric(metric, &[("ApiId", api), ("Stage", stage)], value);
        if plan.0.bool("IsDetailed") == Some(true) {
            ctx.metric(metric, &[("ApiId", api), ("Route", route), ("Stage", stage)], value);
        }
    }
    if happened == Happened::Message {
        messages(ctx, api, request.body.len());
    }
    log(ctx, plan, request, answer, latency);
}

/// Messages are billed in either direction.
pub fn messages(ctx: &Ctx<'_>, api: &str, bytes: usize) {
    let chunks = bytes.div_ceil(MESSAGE_CHUNK).max(1);
    ctx.meter_for("ApiGatewayMessage", api, chunks as u64);
}

fn latency(ctx: &Ctx<'_>, plan: Plan<'_>) -> i64 {
    i64::try_from(ctx.now().since(plan.now()).as_millis()).unwrap_or(i64::MAX)
}

/// A line in the stage's log group; that it cannot be written is nobody's concern.
fn log(ctx: &mut Ctx<'_>, plan: Plan<'_>, request: &Request, answer: &Answer, latency: i64) {
    let Some(settings) = plan.part("Log") else { return };
    let Some(group) = settings.str("DestinationArn").and_then(Arn::parse) else { return };
    let authorizer = plan.json("AuthorizerContext");
    let names = Names { plan, request, authorizer: &authorizer };
    let line = filled(settings.str("Format").unwrap_or_default(), |name| {
        outcome(plan, answer, latency, name).or_else(|| names.get(&format!("context.{name}")))
    });
    let (api, stage) = (plan.text("Api"), plan.text("Stage"));
    let stream = format!("{api}_{}", stage.trim_start_matches('$'));
    let entry = Entry { millis: ctx.now().millis(), message: line };
    let Ok(writing) = Writing::to(&group, &stream, vec![entry]) else { return };
    let account = plan.account();
    let source = delivery::source(ctx);
    let as_delivery =
        |ask: kernel::Ask| ask.as_service(delivery::PRINCIPAL).for_source(source.as_str(), account);
    if let Err(error) = writing.write(ctx, as_delivery) {
        tracing::debug!(%error, api, "an access log was not written");
    }
}

/// What is only known once there is an answer.
fn outcome(plan: Plan<'_>, answer: &Answer, latency: i64, name: &str) -> Option<String> {
    let error = Some(plan.text("Error")).filter(|it| !it.is_empty());
    let status = answer.status;
    let own = |text: Option<&str>| text.map(str::to_owned);
    let text = match name {
        "status" => status.to_string(),
        "responseLength" | "dataProcessed" => answer.body.len().to_string(),
        "responseLatency" => latency.to_string(),
        "integrationLatency" | "integration.latency" => {
            plan.0.int("IntegrationMillis")?.to_string()
        }
        "integrationStatus" | "integration.integrationStatus" | "integration.status" => {
            plan.0.int("IntegrationMillis").map(|_| status.to_string())?
        }
        "integrationErrorMessage" | "integration.error" => {
            plan.0.int("IntegrationMillis").and_then(|_| own(error))?
        }
        "authorizer.error" => plan.0.int("IntegrationMillis").is_none().then(|| own(error))??,
        "error.message" if status >= 400 => message_of(answer)?,
        "error.messageString" if status >= 400 => json!(message_of(answer)?).to_string(),
        "error.responseType" if status >= 400 => own(error)?,
        _ => return None,
    };
    Some(text)
}

fn message_of(answer: &Answer) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    body["message"].as_str().map(str::to_owned)
}

/// A format with its `$context` variables put in; what has no value is a dash.
fn filled(format: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    const NAME: &str = "$context.";
    let mut out = String::with_capacity(format.len());
    let mut rest = format;
    while let Some(at) = rest.find(NAME) {
        out.push_str(&rest[..at]);
        let after = &rest[at + NAME.len()..];
        let is_of_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-');
        let end = after.find(|it| !is_of_name(it)).unwrap_or(after.len());
        let name = after[..end].trim_end_matches('.');
        out.push_str(value(name).as_deref().unwrap_or("-"));
        rest = &after[name.len()..];
    }
    out.push_str(rest);
    out
}

/// Whether a route is measured by itself.
pub fn is_detailed(settings: Option<&Struct>) -> bool {
    settings.and_then(|it| it.bool("DetailedMetricsEnabled")) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_filled_in() {
        let value = |name: &str| (name == "requestId").then(|| "id".to_owned());
        let line = filled("{\"id\":\"$context.requestId\",\"x\":\"$context.a.b\"}.", value);
        assert_eq!(line, "{\"id\":\"id\",\"x\":\"-\"}.");
    }
}
