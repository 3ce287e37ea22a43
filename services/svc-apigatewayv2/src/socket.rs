//! The life of a connection of a WebSocket API: how it is opened, what is done with its messages,
//! and how it ends. The gateway carries the connection and calls these steps.
//!
//! Source: Developer Guide, "Manage connected users and client apps: $connect and $disconnect
//! routes", "Invoke your backend integration with the $default route and custom routes".

use kernel::service::{NO_WORK, WorkEnv};
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::authorize::{self, Judged};
use crate::backend;
use crate::cache;
use crate::connection::{self, Found};
use crate::execute::{self, Site};
use crate::limits::CONNECTIONS_MAX;
use crate::message::{self, Outcome};
use crate::plan::Plan;
use crate::record::{self, Happened};
use crate::request::{self, Request};
use crate::resource;
use crate::route::{CONNECT, DEFAULT, DISCONNECT};
use crate::stage::STAGE;
use crate::state::ConnectionRow;

pub const OPEN: &str = "OpenSocket";
pub const TAKE: &str = "TakeMessage";
pub const CLOSED: &str = "SocketClosed";

const SWITCHING: u16 = 101;

// Opening.

pub fn begin_open(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let entered = match execute::enter(ctx, input, false)? {
        Ok(entered) => entered,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let api = entered.api.str("ApiId").unwrap_or_default().to_owned();
    let request = Request::read(input);
    let is_closed = entered.api.bool("DisableExecuteApiEndpoint") == Some(true);
    if is_closed && entered.mapped.is_none() {
        return Ok(execute::refused(Answer::forbidden()));
    }
    let stage = match entered.mapped {
        Some(mapped) => mapped.stage,
        None => request.path.trim_matches('/').to_owned(),
    };
    let site = match resource::get(ctx, &STAGE, &api, &stage)? {
        Some(stage) => execute::of_stage(ctx, &api, stage, request.path.len())?,
        None => None,
    };
    let Some(site) = site else { return Ok(execute::refused(Answer::forbidden())) };
    if cache::open_count(ctx) >= CONNECTIONS_MAX {
        return Ok(execute::refused(Answer::message(429, "Too Many Requests")));
    }
    let connection = request::new_id(ctx);
    let mut plan = frame(ctx, &api, &site, &connection, "CONNECT");
    plan.set("ConnectedAt", ctx.now().millis());
    plan.set("UserAgent", request.header("user-agent").unwrap_or_default());
    let Some(route) = route(&site, CONNECT) else {
        plan.set("Answer", Answer::new(200).to_struct());
        return Ok(plan);
    };
    plan.set("Route", route.clone());
    let refusal = execute::throttled(ctx, &site, &api, &route)
        .or_else(|| execute::judge_signature(ctx, &mut plan, &route, &request, input))
        .or_else(|| missing_parameter(&route, &request));
    if let Some(answer) = refusal {
        plan.set("Answer", answer.to_struct());
        return Ok(plan);
    }
    if let Some(authorizer) = execute::authorizer_of(&site, &route) {
        plan.set("Authorizer", authorizer);
    }
    plan.set("Request", request.to_struct());
    add_integration(ctx, &mut plan, &site, &route);
    Ok(plan)
}

/// What is known of anything that happens on a connection.
fn frame(ctx: &mut Ctx<'_>, api: &str, site: &Site, connection: &str, kind: &str) -> Struct {
    let request_id = request::new_id(ctx);
    execute::frame(ctx, api, site, &request_id)
        .with("ConnectionId", connection)
        .with("EventType", kind)
        .with("Direction", "IN")
}

fn route(site: &Site, key: &str) -> Option<Struct> {
    let routes = site.snapshot.structure("Route")?;
    let mut routes = routes.iter().filter_map(|(_, route)| route.as_struct());
    routes.find(|route| route.str("RouteKey") == Some(key)).cloned()
}

/// `route.request.header.a` and `route.request.querystring.a` that are required.
fn missing_parameter(route: &Struct, request: &Request) -> Option<Answer> {
    let parameters = route.structure("RequestParameters")?;
    let is_missing = |name: &str| {
        let rest = name.strip_prefix("route.request.").unwrap_or(name);
        match rest.split_once('.') {
            Some(("header", name)) => request.header(name).is_none(),
            Some(("querystring", name)) => request.parameter(name).is_none(),
            _ => false,
        }
    };
    let required = parameters
        .iter()
        .filter(|(_, value)| value.as_struct().and_then(|it| it.bool("Required")) == Some(true));
    let missing: Vec<&str> =
        required.map(|(name, _)| name).filter(|name| is_missing(name)).collect();
    let message = format!("Missing required request parameters: [{}]", missing.join(", "));
    (!missing.is_empty()).then(|| Answer::message(400, &message))
}

/// The integration of a route with its responses, if it has one; whether its role lets itself be
/// taken on is asked now.
fn add_integration(ctx: &Ctx<'_>, plan: &mut Struct, site: &Site, route: &Struct) {
    let Some(id) = route.str("Target").and_then(|it| it.strip_prefix("integrations/")) else {
        return;
    };
    let all = site.snapshot.structure("Integration");
    let Some(integration) = all.and_then(|all| all.structure(id)) else { return };
    let authorizer = Plan(plan).part("Authorizer").cloned();
    let roles = [
        integration.str("CredentialsArn"),
        authorizer.as_ref().and_then(|it| it.str("AuthorizerCredentialsArn")),
    ];
    if roles.into_iter().flatten().any(|role| !execute::entrusts(ctx, role)) {
        plan.set("Trouble", "the role does not trust API Gateway");
    }
    plan.set("Integration", integration.clone());
    let prefix = format!("{id}/");
    let responses = site.snapshot.structure("IntegrationResponse").into_iter();
    let responses = responses.flat_map(Struct::iter).filter(|(key, _)| key.starts_with(&prefix));
    let responses: Struct = responses.map(|(key, value)| (key.to_owned(), value.clone())).collect();
    plan.set("Responses", responses);
}

pub fn work_open(env: &WorkEnv, mut plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() || plan.get("Answer").is_some() {
        return Ok(plan);
    }
    let request = plan.structure("Request").map(Request::read).unwrap_or_default();
    let judged = judge(env, Plan(&plan), &request);
    let answer = if let Some(answer) = &judged.refusal {
        answer.clone()
    } else {
        plan.set("AuthorizerContext", judged.context.to_string());
        match run(env, &mut plan, &request, &judged.context) {
            Outcome::Answer(answer) => answer,
            Outcome::Failed(why) => {
                plan.set("Error", why);
                let body = message::error(Plan(&plan), "Internal server error");
                Answer { body, ..Answer::message(502, "") }
            }
        }
    };
    if let Some(error) = &judged.error {
        plan.set("Error", error.as_str());
    }
    plan.set("Answer", answer.to_struct());
    Ok(plan)
}

/// WebSocket APIs have functions as authorizers, of one format.
fn judge(env: &WorkEnv, plan: Plan<'_>, request: &Request) -> Judged {
    let Some(authorizer) = plan.part("Authorizer") else { return Judged::default() };
    let refused = |answer: Answer, why: &str| Judged {
        refusal: Some(answer),
        error: Some(why.to_owned()),
        ..Judged::default()
    };
    if authorize::identity(plan, request, authorizer).is_none() {
        return refused(Answer::unauthorized(), "Identity source is missing");
    }
    let said =
        match authorize::ask(env, plan, authorizer, &message::authorizer_event(plan, request)) {
            Ok(said) => said,
            Err(why) => return refused(Answer::internal(), &why),
        };
    let arn = plan.execute_arn(&format!("{}/{CONNECT}", plan.text("Stage")));
    if !authorize::allows(&said["policyDocument"], &arn) {
        return refused(Answer::forbidden(), "the policy does not allow it");
    }
    let mut context = said["context"].as_object().cloned().unwrap_or_default();
    context.insert("principalId".to_owned(), said["principalId"].clone());
    Judged { context: json!({ "lambda": context }), ..Judged::default() }
}

fn run(env: &WorkEnv, plan: &mut Struct, request: &Request, authorizer: &Json) -> Outcome {
    if let Some(trouble) = plan.str("Trouble") {
        return Outcome::Failed(trouble.to_owned());
    }
    let begun = env.world.clock.now();
    let outcome = message::integrate(env, Plan(plan), request, authorizer);
    if plan.get("Integration").is_some() {
        plan.set("IntegrationMillis", backend::millis(begun, env.world.clock.now()));
    }
    outcome
}

pub fn complete_open(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    if outcome.get(NO_WORK).is_some() {
        return Ok(outcome);
    }
    let plan = Plan(&outcome);
    ctx.enter_account(plan.account());
    let request = Request::read(input);
    let answer = plan.part("Answer").map(Answer::from_struct).unwrap_or_default();
    record::message(ctx, plan, &request, &answer, Happened::Connect);
    if !(200..300).contains(&answer.status) {
        return Ok(answer.to_struct());
    }
    let text = |name: &str| plan.text(name).to_owned();
    let row = ConnectionRow {
        stage: text("Stage"),
        connected: ctx.now().micros(),
        last_active: ctx.now().micros(),
        source_ip: text("SourceIp"),
        user_agent: text("UserAgent"),
        topic: ctx.chance().u64(),
        next: 0,
        waiting: 0,
        closing: None,
        authorizer: Some(text("AuthorizerContext")).filter(|it| !it.is_empty()),
        identity: Some(text("Identity")).filter(|it| !it.is_empty()),
        host: request.host.clone(),
    };
    connection::insert(ctx, plan.text("Api"), plan.text("ConnectionId"), &row);
    // What else a function says of the handshake is not the client's.
    let mut opened = Answer::new(SWITCHING);
    if let Some(protocol) = answer.header("sec-websocket-protocol") {
        opened = opened.with("sec-websocket-protocol", protocol);
    }
    Ok(opened
        .to_struct()
        .with("ConnectionId", plan.text("ConnectionId"))
        .with("Id", plan.text("Api")))
}

// Messages.

pub fn begin_take(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut found) = connection::enter(ctx, input)? else { return Err(gone()) };
    found.row.last_active = ctx.now().micros();
    connection::put(ctx, &found);
    let Some(site) = site(ctx, &found)? else { return Err(gone()) };
    let request = request_of(&found, input);
    let mut plan = of_connection(ctx, &found, &site, "MESSAGE");
    plan.set("MessageId", request::new_id(ctx));
    let selection = site.snapshot.structure("Api");
    let selection = selection.and_then(|it| it.str("RouteSelectionExpression")).unwrap_or_default();
    let key = message::route_key(selection, &request.body);
    let chosen = key.filter(|key| !key.starts_with('$')).and_then(|key| route(&site, &key));
    let Some(route) = chosen.or_else(|| route(&site, DEFAULT)) else {
        plan.set("Told", Value::Blob(message::error(Plan(&plan), "Forbidden")));
        return Ok(plan);
    };
    plan.set("Route", route.clone());
    if execute::throttled(ctx, &site, &found.api, &route).is_some() {
        plan.set("Told", Value::Blob(message::error(Plan(&plan), "Too Many Requests")));
        return Ok(plan);
    }
    let key = route.str("RouteKey").unwrap_or_default();
    let detailed = record::is_detailed(execute::route_settings(&site.stage, key));
    plan.set("IsDetailed", detailed);
    plan.set("IsTwoWay", is_two_way(&site, &route));
    plan.set("Request", request.to_struct());
    add_integration(ctx, &mut plan, &site, &route);
    Ok(plan)
}

fn gone() -> ApiError {
    ApiError::new("GoneException", "").with_status(410)
}

/// The API as the connection's stage serves it now.
fn site(ctx: &Ctx<'_>, found: &Found) -> Result<Option<Site>, ApiError> {
    match resource::get(ctx, &STAGE, &found.api, &found.row.stage)? {
        Some(stage) => execute::of_stage(ctx, &found.api, stage, 0),
        None => Ok(None),
    }
}

fn of_connection(ctx: &mut Ctx<'_>, found: &Found, site: &Site, kind: &str) -> Struct {
    let mut plan = frame(ctx, &found.api, site, &found.id, kind);
    plan.set("ConnectedAt", found.row.connected.div_euclid(1_000));
    plan.set("SourceIp", found.row.source_ip.as_str());
    plan.set("UserAgent", found.row.user_agent.as_str());
    if let Some(said) = &found.row.authorizer {
        plan.set("AuthorizerContext", said.as_str());
    }
    if let Some(identity) = &found.row.identity {
        plan.set("Identity", identity.as_str());
    }
    plan
}

fn request_of(found: &Found, input: &Struct) -> Request {
    Request {
        host: found.row.host.clone(),
        body: input.blob("Data").cloned().unwrap_or_default(),
        ..Request::default()
    }
}

/// "For two-way communication a route needs a route response."
fn is_two_way(site: &Site, route: &Struct) -> bool {
    let prefix = format!("{}/", route.str("RouteId").unwrap_or_default());
    let responses = site.snapshot.structure("RouteResponse").into_iter().flat_map(Struct::iter);
    let mut own = responses.filter(|(key, _)| key.starts_with(&prefix));
    route.str("RouteResponseSelectionExpression").is_some() && own.next().is_some()
}

pub fn work_message(env: &WorkEnv, mut plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() || plan.get("Told").is_some() {
        return Ok(plan);
    }
    let request = plan.structure("Request").map(Request::read).unwrap_or_default();
    let authorizer = Plan(&plan).json("AuthorizerContext");
    match run(env, &mut plan, &request, &authorizer) {
        Outcome::Answer(answer) => plan.set("Answer", answer.to_struct()),
        Outcome::Failed(why) => {
            plan.set("Error", why);
            plan.set("Told", Value::Blob(message::error(Plan(&plan), "Internal server error")));
        }
    }
    Ok(plan)
}

pub fn complete_take(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let plan = Plan(&outcome);
    ctx.enter_account(plan.account());
    let answer = plan.part("Answer").map(Answer::from_struct);
    let told = outcome.blob("Told").cloned();
    let found = connection::enter(ctx, input)?;
    let request = Request {
        host: found.as_ref().map(|it| it.row.host.clone()).unwrap_or_default(),
        body: input.blob("Data").cloned().unwrap_or_default(),
        ..Request::default()
    };
    let shown = match (&answer, &told) {
        (Some(answer), _) => answer.clone(),
        (None, _) if plan.0.str("Error").is_some() => Answer::new(500),
        _ => Answer::new(403),
    };
    record::message(ctx, plan, &request, &shown, Happened::Message);
    let back = told.or_else(|| {
        let answers = outcome.bool("IsTwoWay") == Some(true);
        answer.filter(|it| answers && !it.body.is_empty()).map(|it| it.body)
    });
    if let (Some(mut found), Some(back)) = (found, back) {
        connection::send(ctx, &mut found, &back);
    }
    Ok(Struct::new())
}

// The end.

pub fn begin_close(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let nothing = || Ok(Struct::new().with(NO_WORK, true));
    let Some(found) = connection::enter(ctx, input)? else { return nothing() };
    let site = site(ctx, &found)?;
    connection::forget(ctx, &found.api, &found.id, &found.row)?;
    let Some(site) = site else { return nothing() };
    let Some(route) = route(&site, DISCONNECT) else { return nothing() };
    let mut plan = of_connection(ctx, &found, &site, "DISCONNECT");
    plan.set("Code", input.int("Code").unwrap_or_default());
    plan.set("Reason", input.str("Reason").unwrap_or_default());
    plan.set("Route", route.clone());
    plan.set("Request", request_of(&found, input).to_struct());
    add_integration(ctx, &mut plan, &site, &route);
    Ok(plan)
}

/// "$disconnect is a best-effort event": nobody waits for what comes of it.
pub fn complete_close(ctx: &mut Ctx<'_>, _input: &Struct, outcome: Struct) -> OpResult {
    if outcome.get(NO_WORK).is_some() {
        return Ok(outcome);
    }
    let plan = Plan(&outcome);
    ctx.enter_account(plan.account());
    let request = plan.part("Request").map(Request::read).unwrap_or_default();
    let answer = plan.part("Answer").map(Answer::from_struct);
    let answer = answer.unwrap_or_else(|| Answer::new(500));
    record::message(ctx, plan, &request, &answer, Happened::Disconnect);
    Ok(Struct::new())
}
