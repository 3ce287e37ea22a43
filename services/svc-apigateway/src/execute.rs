//! Requests to deployed APIs: the step by which they come, and the way that each goes.
//!
//! ```text
//! ExecuteApi ─► EnterApi ─► [the authorizer's function ─► AdmitToApi] ─► validation ─► the back
//! end ─► the answer ─► RecordApiRequest
//! ```
//!
//! Steps are transactions; what lies between them (functions, other services, web servers) happens
//! outside, on the thread of the work.

use kernel::service::{NO_WORK, WorkEnv};
use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Struct, Value};
use serde_json::Value as Json;

use crate::admit::ADMIT;
use crate::backend::{self, Answered};
use crate::context::Sources;
use crate::docs::{self, place, text};
use crate::enter::{ENTER, context_of, path_parameters};
use crate::json::object;
use crate::limits::PAYLOAD_BYTES_MAX;
use crate::line::{self, Line};
use crate::record::{self, RECORD};
use crate::reply::{self, Refusal};
use crate::request::Request;
use crate::{compress, context, model, outgoing, respond, schema};

/// See `gateway/src/execute_api.rs`.
pub const EXECUTE: &str = "ExecuteApi";
const IS_ELSEWHERE: &str = "IsElsewhere";

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let elsewhere = || Ok(Struct::new().with(IS_ELSEWHERE, true).with(NO_WORK, true));
    let mut request = input.clone();
    let mut is_by_domain = false;
    let found = match input.str("Domain") {
        Some(host) => {
            let Some((name, found)) = crate::domain::place_of(ctx, host)? else {
                return elsewhere();
            };
            let routed = crate::domain::route(ctx, &name, text(input, "Path"), found)?;
            let Some((own, path)) = routed else {
                return Ok(forbidden().with(NO_WORK, true));
            };
            request.set("Id", own);
            request.set("ClientPath", text(input, "Path"));
            request.set("Path", path);
            is_by_domain = true;
            Some(found)
        }
        None => docs::find_place(ctx, place::API, text(input, "Id"))?,
    };
    let Some((account, region)) = found else { return elsewhere() };
    Ok(Struct::new()
        .with("Request", request)
        .with("Domain", is_by_domain)
        .with("Caller", line::told(ctx))
        .with("Account", account.as_str())
        .with("Region", region.as_str()))
}

/// From `Domain` to `Region`, where a host is a domain name of an API's: for the gateway, which
/// takes requests to other hosts that it does not know for S3's.
pub const HAS_DOMAIN: &str = "HasDomain";

pub fn has_domain(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = crate::domain::place_of(ctx, text(input, "Domain"))?;
    Ok(found
        .map_or_else(Struct::new, |(_, (_, region))| Struct::new().with("Region", region.as_str())))
}

/// Of a domain name without a mapping for the path.
fn forbidden() -> Struct {
    Struct::new()
        .with("Status", 403)
        .with(
            "Headers",
            Struct::new()
                .with("content-type", "application/json")
                .with("x-amzn-errortype", "ForbiddenException"),
        )
        .with("Body", "{\"message\":\"Forbidden\"}")
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    let account = AccountId::parse(text(&plan, "Account")).ok_or_else(ApiError::internal)?;
    let region = Region::parse(text(&plan, "Region")).ok_or_else(ApiError::internal)?;
    let caller = plan.structure("Caller").cloned().unwrap_or_default();
    let line = Line::of(env, &caller, (account, region));
    run(&line, &plan)
}

pub fn complete(_ctx: &mut Ctx<'_>, _input: &Struct, mut outcome: Struct) -> OpResult {
    outcome.remove(NO_WORK);
    Ok(outcome)
}

fn run(line: &Line<'_>, told: &Struct) -> OpResult {
    let start = line.world.clock.real_now();
    let request = told.structure("Request").ok_or_else(ApiError::internal)?;
    let domain = told.bool("Domain") == Some(true);
    let mut plan =
        line.step(ENTER, Struct::new().with("Request", request.clone()).with("Domain", domain))?;
    if plan.get("Refusal").is_none()
        && let Some(authorizer) = plan.structure("Authorizer").cloned()
    {
        let mut input = Struct::new().with("Request", request.clone());
        let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
        match backend::ask_authorizer(line, &plan, &authorizer, &variables) {
            Ok(Answered::Function { payload, is_error: false }) => {
                input.set("Answer", String::from_utf8_lossy(&payload).into_owned());
            }
            Ok(Answered::Function { payload, .. }) => {
                let told: Json = serde_json::from_slice(&payload).unwrap_or_default();
                input.set("Failure", context::shown(&told["errorMessage"]));
            }
            _ => input.set("Failure", "unavailable"),
        }
        input.set("Plan", plan);
        plan = line.step(ADMIT, input)?;
    }
    let mut taken = Request::of(request, text(&plan, "Rest"));
    forward(&mut taken, line, &context_of(&plan));
    let went = go(line, &plan, &taken);
    let latency = line.world.clock.real_now().since(start);
    let recorded = record::input(&plan, request, &went, (latency, line.notes()));
    if let Err(error) = line.step(RECORD, recorded) {
        tracing::debug!(%error, "a request to an API could not be recorded");
    }
    Ok(finished(&plan, &taken, went.answer))
}

/// Headers that AWS adds on the way to the back end.
fn forward(request: &mut Request, line: &Line<'_>, context: &Json) {
    let own = [
        ("X-Forwarded-Port", "443".to_owned()),
        ("X-Forwarded-Proto", "https".to_owned()),
        ("X-Amzn-Trace-Id", trace_id(context)),
    ];
    let ip = &line.origin.source_ip;
    let so_far = request.header("x-forwarded-for").map(|it| format!("{it}, {ip}"));
    let forwarded = ("X-Forwarded-For", so_far.unwrap_or_else(|| ip.to_string()));
    for (name, value) in own.into_iter().chain([forwarded]) {
        let is_given = request.header(name).is_some();
        if is_given && name == "X-Amzn-Trace-Id" {
            continue;
        }
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        request.headers.push((name.to_owned(), value));
    }
}

/// Of the request's time and id.
fn trace_id(context: &Json) -> String {
    const MS_PER_S: i64 = 1_000;
    const ROOT_CHARS: usize = 24;
    let seconds = context["requestTimeEpoch"].as_i64().unwrap_or_default() / MS_PER_S;
    let id: String = context["requestId"].as_str().unwrap_or_default().replace('-', "");
    format!("Root=1-{seconds:08x}-{}", id.get(..ROOT_CHARS).unwrap_or(&id))
}

/// What became of a request.
#[derive(Clone, Debug)]
pub struct Went {
    pub answer: Struct,
    pub refusal: Option<Refusal>,
    /// How long the back end took, in real time; `None` where it was not asked.
    pub integration: Option<std::time::Duration>,
    pub integration_status: Option<u16>,
}

/// From an admitted request to the answer.
pub fn go(line: &Line<'_>, plan: &Struct, request: &Request) -> Went {
    let context = context_of(plan);
    let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
    let parameters = path_parameters(plan);
    let sources =
        Sources { request, path_parameters: &parameters, context: &context, variables: &variables };
    let mut went =
        Went { answer: Struct::new(), refusal: None, integration: None, integration_status: None };
    let result = match plan.structure("Refusal") {
        Some(refusal) => Err(Refusal::of(refusal)),
        None => ask(line, plan, &sources, &mut went),
    };
    match result {
        Ok(answer) => went.answer = answer,
        Err(refusal) => {
            went.answer = reply::response(&refusal, plan.structure("responses"), &sources);
            went.refusal = Some(refusal);
        }
    }
    went
}

fn ask(
    line: &Line<'_>,
    plan: &Struct,
    sources: &Sources<'_>,
    went: &mut Went,
) -> Result<Struct, Refusal> {
    if sources.request.body.len() > PAYLOAD_BYTES_MAX {
        return Err(Refusal::new("REQUEST_TOO_LARGE", "Request Too Long"));
    }
    let method = plan.structure("Method").ok_or_else(Refusal::internal)?;
    validate(plan, method, sources)?;
    let integration = method.structure("methodIntegration").ok_or_else(Refusal::internal)?;
    let mut sent = outgoing::build(plan, integration, sources)?;
    if text(integration, "type") == "AWS_PROXY" {
        sent.body = crate::event::event(plan, sources).to_string().into();
        sent.headers.retain(|(name, _)| name.eq_ignore_ascii_case("x-amz-invocation-type"));
    }
    line.note(&format!("Endpoint request body after transformations: {}", record::cut(&sent.body)));
    let start = line.world.clock.real_now();
    let answered = backend::send(line, plan, integration, &sent);
    went.integration = Some(line.world.clock.real_now().since(start));
    let answered = answered?;
    match &answered {
        Answered::Function { payload, .. } => {
            went.integration_status = Some(200);
            line.note(&format!(
                "Endpoint response body before transformations: {}",
                record::cut(payload)
            ));
        }
        Answered::Http { status, body, .. } => {
            went.integration_status = Some(*status);
            line.note(&format!(
                "Endpoint response body before transformations: {}",
                record::cut(body)
            ));
        }
    }
    let answer = respond::respond(plan, integration, sources, (&sent, answered))?;
    let len = answer.blob("Body").map_or(0, bytes::Bytes::len);
    if len > PAYLOAD_BYTES_MAX {
        return Err(Refusal::internal());
    }
    Ok(answer)
}

fn validate(plan: &Struct, method: &Struct, sources: &Sources<'_>) -> Result<(), Refusal> {
    let Some(validator) = plan.structure("Validator") else { return Ok(()) };
    if validator.bool("validateRequestParameters") == Some(true) {
        let parameters = method.structure("requestParameters").into_iter().flat_map(Struct::iter);
        let missing: Vec<&str> = parameters
            .filter(|(_, is_required)| is_required.as_bool() == Some(true))
            .filter(|(name, _)| context::mapped(name, sources).is_none_or(|it| it.is_empty()))
            .map(|(name, _)| name.splitn(4, '.').last().unwrap_or(name))
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::new(
                "BAD_REQUEST_PARAMETERS",
                format!("Missing required request parameters: [{}]", missing.join(", ")),
            ));
        }
    }
    if validator.bool("validateRequestBody") != Some(true) {
        return Ok(());
    }
    let kind = sources.request.media_type();
    let models = method.structure("requestModels");
    let name = models.and_then(|it| it.str(&kind).or_else(|| it.str("$default")));
    let schema = name.and_then(|name| model::schema(plan.structure("models"), name));
    let Some(schema) = schema else { return Ok(()) };
    let faults = schema::check(plan.structure("models"), &schema, &sources.request.body);
    if faults.is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new("BAD_REQUEST_BODY", "Invalid request body");
    refusal.detail = format!("[{}]", faults.join(", "));
    Err(refusal)
}

/// Headers that every answer has, and compression where the API has it.
fn finished(plan: &Struct, request: &Request, mut answer: Struct) -> Struct {
    let context = context_of(plan);
    compress::apply(plan, request, &mut answer);
    if let Some(Value::Struct(headers)) = answer.get_mut("Headers") {
        for (name, member) in
            [("x-amzn-requestid", "requestId"), ("x-amz-apigw-id", "extendedRequestId")]
        {
            if let Some(id) = context[member].as_str() {
                headers.set(name, id);
            }
        }
    }
    answer
}
