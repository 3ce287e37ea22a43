//! What is kept of a request: access logs, execution logs, metrics, the bill.
//!
//! Sources: Developer Guide, "Set up CloudWatch logging for REST APIs", "Amazon API Gateway
//! dimensions and metrics", "Variables for access logging".

use std::time::Duration;

use kernel::arn::Arn;
use kernel::metrics::Metric;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};
use serde_json::json;

use crate::context::{Sources, substituted};
use crate::docs::{self, own, text};
use crate::enter::{context_of, path_parameters, settings_of};
use crate::execute::Went;
use crate::json::object;
use crate::limits::LOGGED_BYTES_MAX;
use crate::reply;
use crate::request::Request;

pub const RECORD: &str = "RecordApiRequest";

const NAMESPACE: &str = "AWS/ApiGateway";
static COUNT: Metric = Metric { namespace: NAMESPACE, name: "Count", unit: "Count" };
static CLIENT_ERRORS: Metric = Metric { namespace: NAMESPACE, name: "4XXError", unit: "Count" };
static SERVER_ERRORS: Metric = Metric { namespace: NAMESPACE, name: "5XXError", unit: "Count" };
static LATENCY: Metric = Metric { namespace: NAMESPACE, name: "Latency", unit: "Milliseconds" };
static INTEGRATION_LATENCY: Metric =
    Metric { namespace: NAMESPACE, name: "IntegrationLatency", unit: "Milliseconds" };

/// The settings of a method that has none.
pub fn no_settings() -> Struct {
    Struct::new()
}

/// A payload as logs show it.
pub fn cut(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(LOGGED_BYTES_MAX)]).into_owned();
    if body.len() > LOGGED_BYTES_MAX { format!("{text} [TRUNCATED]") } else { text }
}

pub fn input(
    plan: &Struct,
    request: &Struct,
    went: &Went,
    (latency, notes): (Duration, Vec<String>),
) -> Struct {
    let mut input = Struct::new()
        .with("Plan", plan.clone())
        .with("Request", request.clone().with("Body", Value::Blob(bytes::Bytes::new())))
        .with("Status", went.answer.int("Status").unwrap_or_default())
        .with("Latency", latency.as_millis() as i64)
        .with("Notes", notes);
    let len = match went.answer.get("Body") {
        Some(Value::Blob(bytes)) => bytes.len(),
        Some(Value::String(text)) => text.len(),
        _ => 0,
    };
    input.set("Length", len as i64);
    if let Some(refusal) = &went.refusal {
        input.set("Refusal", refusal.to_struct());
    }
    if let Some(integration) = went.integration {
        input.set("IntegrationLatency", integration.as_millis() as i64);
    }
    if let Some(status) = went.integration_status {
        input.set("IntegrationStatus", i64::from(status));
    }
    input
}

pub fn record(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let plan = input.structure("Plan").cloned().unwrap_or_default();
    // What reached no stage is nobody's.
    if plan.structure("Stage").is_none() {
        return Ok(Struct::new());
    }
    let settings = settings_of(&plan).unwrap_or_default();
    measure(ctx, &plan, &settings, input);
    ctx.meter("ApiGatewayRequest", 1);
    access_log(ctx, &plan, input);
    execution_log(ctx, &plan, &settings, input);
    Ok(Struct::new())
}

fn measure(ctx: &mut Ctx<'_>, plan: &Struct, settings: &Struct, input: &Struct) {
    let name = text(plan, "ApiName").to_owned();
    let stage = plan.structure("Stage").map(|it| text(it, "stageName")).unwrap_or_default();
    let path = text(plan, "ResourcePath").to_owned();
    let method = plan.structure("Request").map(|it| text(it, "Method"));
    let method = method.or_else(|| input.structure("Request").map(|it| text(it, "Method")));
    let method = method.unwrap_or_default().to_owned();
    let status = input.int("Status").unwrap_or_default();
    let mut numbers = vec![
        (&COUNT, 1.0),
        (&CLIENT_ERRORS, f64::from(u8::from((400..500).contains(&status)))),
        (&SERVER_ERRORS, f64::from(u8::from(status >= 500))),
        (&LATENCY, input.int("Latency").unwrap_or_default() as f64),
    ];
    if let Some(latency) = input.int("IntegrationLatency") {
        numbers.push((&INTEGRATION_LATENCY, latency as f64));
    }
    let is_detailed = settings.bool("metricsEnabled") == Some(true) && !path.is_empty();
    for (metric, value) in numbers {
        ctx.metric(metric, &[("ApiName", &name)], value);
        ctx.metric(metric, &[("ApiName", &name), ("Stage", stage)], value);
        if is_detailed {
            let dimensions = [
                ("ApiName", name.as_str()),
                ("Method", method.as_str()),
                ("Resource", path.as_str()),
                ("Stage", stage),
            ];
            ctx.metric(metric, &dimensions, value);
        }
    }
}

fn access_log(ctx: &mut Ctx<'_>, plan: &Struct, input: &Struct) {
    let stage = plan.structure("Stage").cloned().unwrap_or_default();
    let Some(settings) = stage.structure("accessLogSettings") else { return };
    let (destination, format) = (text(settings, "destinationArn"), text(settings, "format"));
    if destination.is_empty() || format.is_empty() {
        return;
    }
    let told = input.structure("Request").cloned().unwrap_or_default();
    let request = Request::of(&told, text(plan, "Rest"));
    let mut context = context_of(plan);
    context["status"] = json!(input.int("Status").unwrap_or_default());
    context["responseLength"] = json!(input.int("Length").unwrap_or_default());
    context["responseLatency"] = json!(input.int("Latency").unwrap_or_default());
    let latency = input.int("IntegrationLatency");
    let status = input.int("IntegrationStatus");
    context["integrationLatency"] = json!(latency);
    context["integrationStatus"] = json!(status);
    context["integration"] =
        json!({"latency": latency, "integrationStatus": status, "status": status});
    let refusal = input.structure("Refusal").map(reply::Refusal::of);
    context["error"] = reply::told(refusal.as_ref());
    if let Some(refusal) = &refusal {
        context["error"]["messageString"] = json!(json!(refusal.message).to_string());
        context["error"]["validationErrorString"] = json!(refusal.detail);
    }
    let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
    let parameters = path_parameters(plan);
    let sources = Sources {
        request: &request,
        path_parameters: &parameters,
        context: &context,
        variables: &variables,
    };
    let line = substituted(format, &sources, "-");
    let Some(arn) = Arn::parse(destination.trim_end_matches(":*")) else { return };
    let group = arn.resource.trim_start_matches("log-group:");
    let stream = format!("{}-{}", text(plan, "Id"), text(&stage, "stageName"));
    write(ctx, group, &stream, vec![line]);
}

/// Lines go to `API-Gateway-Execution-Logs_{api}/{stage}`, if the account has named a role.
fn execution_log(ctx: &mut Ctx<'_>, plan: &Struct, settings: &Struct, input: &Struct) {
    let level = settings.str("loggingLevel").unwrap_or("OFF");
    let refusal = input.structure("Refusal").map(reply::Refusal::of);
    let is_error = input.int("Status").unwrap_or_default() >= 400 && refusal.is_some();
    if level == "OFF" || (level == "ERROR" && !is_error) {
        return;
    }
    let id = context_of(plan)["extendedRequestId"].as_str().unwrap_or_default().to_owned();
    let request_id = context_of(plan)["requestId"].as_str().unwrap_or_default().to_owned();
    let stage = plan.structure("Stage").map(|it| text(it, "stageName")).unwrap_or_default();
    let told = input.structure("Request").cloned().unwrap_or_default();
    let mut lines = vec![
        format!("Extended Request Id: {id}"),
        format!("Starting execution for request: {request_id}"),
        format!("HTTP Method: {}, Resource Path: {}", text(&told, "Method"), text(plan, "Rest")),
    ];
    if settings.bool("dataTraceEnabled") == Some(true) {
        for note in input.list("Notes").unwrap_or_default().iter().filter_map(Value::as_str) {
            lines.push(note.to_owned());
        }
    }
    if let Some(refusal) = &refusal {
        let message = refusal.message.as_deref().unwrap_or("null");
        lines.push(format!(
            "Gateway response type: {} with status code: {}",
            refusal.kind,
            refusal.status()
        ));
        lines.push(format!("Gateway response body: {message}"));
    }
    lines
        .push(format!("Method completed with status: {}", input.int("Status").unwrap_or_default()));
    let lines = lines.into_iter().map(|line| format!("({request_id}) {line}")).collect();
    let group = format!("API-Gateway-Execution-Logs_{}/{stage}", text(plan, "Id"));
    write(ctx, &group, &request_id, lines);
}

/// The role that the account has named, without which nothing is logged.
fn role(ctx: &Ctx<'_>) -> Result<Option<Arn>, ApiError> {
    let account = docs::find_own(ctx, own::ACCOUNT, "")?;
    Ok(account.as_ref().and_then(|it| it.str("cloudwatchRoleArn")).and_then(Arn::parse))
}

fn write(ctx: &mut Ctx<'_>, group: &str, stream: &str, lines: Vec<String>) {
    let Ok(Some(role)) = role(ctx) else { return };
    let now = ctx.now().millis();
    let events: Vec<Value> = lines
        .into_iter()
        .map(|line| Value::Struct(Struct::new().with("timestamp", now).with("message", line)))
        .collect();
    let ask = |operation: &'static str| {
        Ask::to("logs", operation).with("logGroupName", group).as_role(&role, "ApiGateway")
    };
    let put = || {
        ask("PutLogEvents")
            .with("logStreamName", stream)
            .with("logEvents", Value::List(events.clone()))
    };
    if ctx.call(put()).is_ok() {
        return;
    }
    // Whichever of the two is there already says so.
    let _ = ctx.call(ask("CreateLogGroup"));
    let _ = ctx.call(ask("CreateLogStream").with("logStreamName", stream));
    if let Err(error) = ctx.call(put()) {
        tracing::debug!(%error, group, "cannot write the log of an API");
    }
}
