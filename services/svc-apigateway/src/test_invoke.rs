//! TestInvokeMethod and TestInvokeAuthorizer: what the API would do now, without its deployments,
//! authorizers, keys and limits.

use std::time::Duration;

use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Struct, Value};
use serde_json::{Value as Json, json};

use crate::backend::{self, Answered};
use crate::context::Sources;
use crate::docs::{self, text};
use crate::enter::{self, context_of, set_context};
use crate::errors::not_here;
use crate::json::{from_json, object};
use crate::limits::VERDICT_TTL_S_MAX;
use crate::line::{self, Line};
use crate::request::Request;
use crate::{authorizer, deployment, execute, method, resource, route, verdict};

/// The stage that tests are told.
const STAGE: &str = "test-invoke-stage";

/// The request that the input describes.
fn request(input: &Struct, default_path: &str) -> Struct {
    let path = input.str("pathWithQueryString").filter(|it| !it.is_empty()).unwrap_or(default_path);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = Struct::new();
    for (name, value) in input.structure("headers").into_iter().flat_map(Struct::iter) {
        headers.set(name.to_ascii_lowercase(), value.clone());
    }
    for (name, values) in input.structure("multiValueHeaders").into_iter().flat_map(Struct::iter) {
        headers.set(name.to_ascii_lowercase(), values.clone());
    }
    Struct::new()
        .with("Id", text(input, "restApiId"))
        .with("Host", format!("{}.execute-api.localhost", text(input, "restApiId")))
        .with("Protocol", "HTTP/1.1")
        .with("Method", input.str("httpMethod").unwrap_or("GET"))
        .with("Path", path)
        .with("Query", query)
        .with("Headers", headers)
        .with("Body", Value::Blob(text(input, "body").to_owned().into()))
}

fn plan(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    request: &Struct,
    resource_path: &str,
) -> Result<(Struct, Struct), ApiError> {
    let api = docs::api(ctx, input)?;
    if input.str("clientCertificateId").is_some_and(|it| !it.is_empty()) {
        return Err(not_here("clientCertificateId", "back ends see no client certificate"));
    }
    let definition = deployment::definition(ctx, &api)?;
    let mut context = enter::context(ctx, request, text(&api, "id"));
    context["stage"] = json!(STAGE);
    context["path"] = json!(text(request, "Path"));
    context["resourcePath"] = json!(resource_path);
    let id = text(&api, "id");
    let mut plan = Struct::new()
        .with("Id", id)
        .with("ApiName", text(&api, "name"))
        .with("Rest", text(request, "Path"))
        .with("Variables", input.structure("stageVariables").cloned().unwrap_or_default())
        .with(
            "MethodArn",
            format!(
                "{}/{STAGE}/{}{}",
                crate::rest_api::api_arn(ctx, id),
                text(request, "Method"),
                text(request, "Path")
            ),
        );
    for name in ["responses", "models"] {
        if let Some(all) = definition.get(name) {
            plan.set(name, all.clone());
        }
    }
    enter::settings(&api, &mut plan);
    set_context(&mut plan, &context);
    Ok((plan, definition))
}

fn for_work(ctx: &Ctx<'_>, plan: Struct, request: Struct) -> Struct {
    Struct::new()
        .with("Plan", plan)
        .with("Request", request)
        .with("Caller", line::told(ctx))
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str())
}

pub fn begin_method(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    let found = method::of_input(&resource, input)?.clone();
    let path = text(&resource, "path");
    let mut request = request(input, path);
    let name = if text(input, "httpMethod") == "ANY" { "GET" } else { text(input, "httpMethod") };
    request.set("Method", name);
    let (mut plan, definition) = plan(ctx, input, &request, path)?;
    let resources = definition.list("resources").unwrap_or_default();
    let parameters = route::find(resources, text(&request, "Path"))
        .filter(|it| it.resource.str("id") == resource.str("id"))
        .map(|it| it.parameters)
        .unwrap_or_default();
    let found_route = route::Found { resource: &resource, parameters };
    enter::fill(&definition, &found_route, &found, &mut plan);
    Ok(for_work(ctx, plan, request))
}

fn line_of<'e>(env: &'e WorkEnv, told: &Struct) -> Result<Line<'e>, ApiError> {
    let account = AccountId::parse(text(told, "Account")).ok_or_else(ApiError::internal)?;
    let region = Region::parse(text(told, "Region")).ok_or_else(ApiError::internal)?;
    let caller = told.structure("Caller").cloned().unwrap_or_default();
    Ok(Line::of(env, &caller, (account, region)))
}

pub fn work_method(env: &WorkEnv, told: Struct) -> OpResult {
    let line = line_of(env, &told)?;
    let plan = told.structure("Plan").ok_or_else(ApiError::internal)?;
    let request = told.structure("Request").ok_or_else(ApiError::internal)?;
    let taken = Request::of(request, text(plan, "Rest"));
    let start = env.world.clock.real_now();
    let went = execute::go(&line, plan, &taken);
    let latency = env.world.clock.real_now().since(start);
    let answer = &went.answer;
    let body = match answer.get("Body") {
        Some(Value::Blob(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (mut headers, mut multiple) = (Struct::new(), Struct::new());
    for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
        let name = crate::request::title_case(name);
        let values = match value {
            Value::List(values) => values.clone(),
            value => vec![value.clone()],
        };
        if let Some(last) = values.last() {
            headers.set(name.clone(), last.clone());
        }
        multiple.set(name, Value::List(values));
    }
    let id = context_of(plan)["requestId"].as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("Execution log for request {id}")];
    lines.push(format!("HTTP Method: {}, Resource Path: {}", taken.method, taken.path));
    lines.extend(line.notes());
    lines.push(format!("Method completed with status: {}", answer.int("Status").unwrap_or(0)));
    Ok(Struct::new()
        .with("status", answer.int("Status").unwrap_or(500))
        .with("body", body)
        .with("headers", headers)
        .with("multiValueHeaders", multiple)
        .with("log", lines.join("\n"))
        .with("latency", millis(latency)))
}

fn millis(latency: Duration) -> i64 {
    latency.as_millis() as i64
}

pub fn complete(_ctx: &mut Ctx<'_>, _input: &Struct, outcome: Struct) -> OpResult {
    Ok(outcome)
}

pub fn begin_authorizer(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = authorizer::find(ctx, input)?;
    let request = request(input, "/");
    let (mut plan, _) = plan(ctx, input, &request, "/")?;
    let taken = Request::of(&request, text(&request, "Path"));
    let mut context = context_of(&plan);
    for (name, value) in input.structure("additionalContext").into_iter().flat_map(Struct::iter) {
        context[name] = crate::json::to_json(value);
    }
    let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
    let sources =
        Sources { request: &taken, path_parameters: &[], context: &context, variables: &variables };
    match verdict::identity(&doc, &sources) {
        Some(identity) => {
            let event = verdict::event(&doc, text(&plan, "MethodArn"), &identity, &sources);
            plan.set("AuthorizerEvent", event.to_string());
        }
        None => plan.set("Unidentified", true),
    }
    plan.set("AuthorizerDoc", doc);
    Ok(for_work(ctx, plan, request))
}

pub fn work_authorizer(env: &WorkEnv, told: Struct) -> OpResult {
    let line = line_of(env, &told)?;
    let plan = told.structure("Plan").ok_or_else(ApiError::internal)?;
    if plan.get("Unidentified").is_some() {
        let log = "The request does not bring the identity that the authorizer asks for.";
        return Ok(Struct::new().with("clientStatus", 401).with("log", log).with("latency", 0));
    }
    let doc = plan.structure("AuthorizerDoc").ok_or_else(ApiError::internal)?;
    let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
    let start = env.world.clock.real_now();
    let asked = backend::ask_authorizer(&line, plan, doc, &variables);
    let latency = millis(env.world.clock.real_now().since(start)).min(VERDICT_TTL_S_MAX * 1_000);
    let mut out = Struct::new().with("latency", latency);
    let answer: Json = match asked {
        Ok(Answered::Function { payload, is_error: false }) => {
            serde_json::from_slice(&payload).unwrap_or_default()
        }
        Ok(Answered::Function { payload, .. }) => {
            let told: Json = serde_json::from_slice(&payload).unwrap_or_default();
            let is_nobody = told["errorMessage"] == "Unauthorized";
            let mut lines = line.notes();
            lines.push(String::from_utf8_lossy(&payload).into_owned());
            out.set("log", lines.join("\n"));
            return Ok(out.with("clientStatus", if is_nobody { 401 } else { 500 }));
        }
        _ => Json::Null,
    };
    out.set("log", line.notes().join("\n"));
    if !verdict::is_whole(&answer) {
        return Ok(out.with("clientStatus", 500));
    }
    out.set("clientStatus", 200);
    out.set("principalId", answer["principalId"].as_str().unwrap_or_default());
    out.set("policy", answer["policyDocument"].to_string());
    let mut told = Struct::new();
    for (name, value) in answer["context"].as_object().into_iter().flatten() {
        told.set(name.clone(), vec![from_json(&Json::from(crate::context::shown(value)))]);
    }
    Ok(out.with("authorization", told))
}
