//! A request to an HTTP API: from the door of the API to the answer.
//!
//! The request begins in a transaction, which finds the API, its stage and route, judges
//! preflights, throttling and signatures, and says what is to be done ([`crate::plan`]). The work
//! asks the authorizer and calls the integration, outside any transaction; a second transaction
//! records what became of it.

use kernel::arn::Arn;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{Access, ApiError, Ctx, OpResult, Principal, Struct};
use serde_json::{Value as Json, json};

use crate::answer::{self, Answer};
use crate::apis;
use crate::authorize::{self, Judged};
use crate::backend::{self, Came};
use crate::cache;
use crate::context::Names;
use crate::cors;
use crate::domain::{self, Host, Mapped};
use crate::event;
use crate::integration::function_arn;
use crate::limits::{HEAD_BYTES_MAX, HTTP_TIMEOUT_MS, KEYS_TTL_S};
use crate::plan::{self, Plan, Who};
use crate::record;
use crate::request::{self, Request};
use crate::resource;
use crate::routing;
use crate::stage::{self, STAGE};
use crate::state::SNAPSHOTS;
use crate::subtype;

pub const EXECUTE: &str = "ExecuteApi";
const ELSEWHERE: &str = "IsElsewhere";
const PRINCIPAL: &str = "apigateway";

/// The API that a request is for.
pub struct Entered {
    pub api: Struct,
    /// What a custom domain name says of the stage and the path.
    pub mapped: Option<Mapped>,
}

/// Enters the account of the API that a request names, of a certain protocol. `Err` with the answer
/// when there is none here.
pub fn enter(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    is_http: bool,
) -> Result<Result<Entered, Struct>, ApiError> {
    let elsewhere = || Struct::new().with(ELSEWHERE, true).with(NO_WORK, true);
    let mapped = match input.str("Domain") {
        None => None,
        Some(host) => {
            let path = request::decoded_path(input.str("Path").unwrap_or_default());
            match domain::enter(ctx, host, &path)? {
                Host::Unknown => return Ok(Err(elsewhere())),
                Host::Unmapped => return Ok(Err(refused(Answer::not_found()))),
                Host::Mapped(mapped) => Some(mapped),
            }
        }
    };
    let named = mapped.as_ref().map(|it| it.api.clone());
    let id = named.unwrap_or_else(|| input.str("Id").unwrap_or_default().to_owned());
    let Some((account, region)) = apis::place(ctx, &id)? else { return Ok(Err(elsewhere())) };
    if region != ctx.region() {
        return Ok(Err(elsewhere().with("Region", region.as_str())));
    }
    ctx.enter_account(account);
    let api = apis::find(ctx, &id)?;
    if apis::is_http(&api) != is_http {
        return Ok(Err(elsewhere()));
    }
    Ok(Ok(Entered { api, mapped }))
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let entered = match enter(ctx, input, true)? {
        Ok(entered) => entered,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let id = entered.api.str("ApiId").unwrap_or_default().to_owned();
    let mut request = Request::read(input);
    let Some(site) = find_site(ctx, &id, entered.mapped.as_ref(), &request)? else {
        return Ok(refused(Answer::not_found()));
    };
    let request_id = request::new_id(ctx);
    let trace = format!("Root=1-{:08x}-{}", ctx.now().secs(), ctx.chance().hex(24));
    let (ip, endpoint) = (ctx.origin().source_ip.to_string(), ctx.origin().endpoint.clone());
    request::add_forwarded(&mut request, &ip, &endpoint, &trace);
    let mut plan = frame(ctx, &id, &site, &request_id);
    plan.set("Skipped", i64::try_from(site.skipped).unwrap_or_default());
    plan.set("IsCustom", site.is_custom);
    if request.head_bytes() > HEAD_BYTES_MAX {
        let answer = Answer::message(431, "Request Header Fields Too Large");
        return Ok(ended(plan, answer, "REQUEST_TOO_LARGE"));
    }
    if api_of(&site).bool("DisableExecuteApiEndpoint") == Some(true) && !site.is_custom {
        return Ok(refused(Answer::not_found()));
    }
    let path = Plan(&plan).path(&request);
    let routes = site.snapshot.structure("Route").cloned().unwrap_or_default();
    let taken = routing::find(&routes, &request.method, &path);
    let route = taken.as_ref().and_then(|taken| routes.structure(&taken.id)).cloned();
    if let Some(answer) = preflight(&site, route.as_ref(), &request) {
        plan.set("IsPreflight", true);
        return Ok(ended(plan, answer, ""));
    }
    let (Some(taken), Some(route)) = (taken, route) else {
        return Ok(ended(plan, Answer::not_found(), ""));
    };
    let parameters: Struct = taken.parameters.into_iter().collect();
    plan.set("Parameters", parameters);
    plan.set("Route", route.clone());
    let key = route.str("RouteKey").unwrap_or_default();
    plan.set("IsDetailed", record::is_detailed(route_settings(&site.stage, key)));
    if let Some(answer) = throttled(ctx, &site, &id, &route) {
        return Ok(ended(plan, answer, "THROTTLED"));
    }
    if let Some(answer) = judge_signature(ctx, &mut plan, &route, &request, input) {
        return Ok(ended(plan, answer, "ACCESS_DENIED"));
    }
    complete_plan(ctx, plan, &site, &route, &request)
}

/// Where a request goes within an API.
pub struct Site {
    pub stage: Struct,
    pub snapshot: Struct,
    /// Bytes of the path that name the stage, or the mapping of a custom domain.
    pub skipped: usize,
    pub is_custom: bool,
}

fn api_of(site: &Site) -> &Struct {
    static NOTHING: Struct = Struct::new();
    site.snapshot.structure("Api").unwrap_or(&NOTHING)
}

/// "If the request explicitly matches a stage, API Gateway sends the request to that stage. If no
/// stage fully matches, API Gateway sends the request to the $default stage."
fn find_site(
    ctx: &Ctx<'_>,
    id: &str,
    mapped: Option<&Mapped>,
    request: &Request,
) -> Result<Option<Site>, ApiError> {
    if let Some(mapped) = mapped {
        let Some(stage) = resource::get(ctx, &STAGE, id, &mapped.stage)? else { return Ok(None) };
        let site = of_stage(ctx, id, stage, mapped.skipped)?;
        return Ok(site.map(|site| Site { is_custom: true, ..site }));
    }
    let first = request.path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let named = if first.is_empty() { None } else { resource::get(ctx, &STAGE, id, first)? };
    let (stage, skipped) = match named {
        Some(stage) => (stage, first.len() + 1),
        None => match resource::get(ctx, &STAGE, id, stage::DEFAULT)? {
            Some(stage) => (stage, 0),
            None => return Ok(None),
        },
    };
    of_stage(ctx, id, stage, skipped)
}

pub fn of_stage(
    ctx: &Ctx<'_>,
    api: &str,
    stage: Struct,
    skipped: usize,
) -> Result<Option<Site>, ApiError> {
    let Some(deployment) = stage.str("DeploymentId") else { return Ok(None) };
    let snapshot = ctx.table(&SNAPSHOTS).get_shared(&(api, deployment))?;
    let Some(snapshot) = snapshot else { return Ok(None) };
    Ok(Some(Site { stage, snapshot: snapshot.doc.clone(), skipped, is_custom: false }))
}

/// What is known of a request before its route is.
pub fn frame(ctx: &Ctx<'_>, api: &str, site: &Site, request_id: &str) -> Struct {
    let stage = site.stage.str("StageName").unwrap_or_default();
    let mut plan = Struct::new()
        .with("Api", api)
        .with("Stage", stage)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str())
        .with("RequestId", request_id)
        .with("Now", ctx.now().micros())
        .with("SourceIp", ctx.origin().source_ip.as_ref())
        .with("Endpoint", ctx.origin().endpoint.as_str());
    for (name, member) in [("StageVariables", "Variables"), ("AccessLogSettings", "Log")] {
        if let Some(value) = site.stage.structure(name) {
            plan.set(member, value.clone());
        }
    }
    if let Some(cors) = api_of(site).structure("CorsConfiguration") {
        plan.set("Cors", cors.clone());
    }
    if let Some(bundle) = ctx.setting(outbound::CA_BUNDLE) {
        plan.set("CaBundle", bundle);
    }
    plan
}

/// Refused before there is a stage: nothing is logged or counted.
pub fn refused(answer: Answer) -> Struct {
    answer.to_struct().with(NO_WORK, true)
}

/// Decided without any work; it is logged all the same.
fn ended(mut plan: Struct, answer: Answer, error: &str) -> Struct {
    plan.set("Answer", answer.to_struct());
    plan.set("Error", error);
    plan
}

/// Answered by API Gateway, unless the route that takes OPTIONS wants to know who asks.
fn preflight(site: &Site, route: Option<&Struct>, request: &Request) -> Option<Answer> {
    let cors = api_of(site).structure("CorsConfiguration")?;
    let is_open = route.is_none_or(|it| it.str("AuthorizationType") == Some("NONE"));
    if is_open { cors::preflight(cors, request) } else { None }
}

/// The limits of a route, or of the stage.
pub fn route_settings<'s>(stage: &'s Struct, key: &str) -> Option<&'s Struct> {
    let own = stage.structure("RouteSettings").and_then(|all| all.structure(key));
    own.or_else(|| stage.structure("DefaultRouteSettings"))
}

pub fn throttled(ctx: &Ctx<'_>, site: &Site, api: &str, route: &Struct) -> Option<Answer> {
    /// "The account's burst": what holds where a route names a rate only.
    const BURST: f64 = 5_000.0;
    let key = route.str("RouteKey").unwrap_or_default();
    let settings = route_settings(&site.stage, key)?;
    let rate = settings.float("ThrottlingRateLimit");
    let burst = settings.int("ThrottlingBurstLimit").map(|it| it as f64);
    if rate.is_none() && burst.is_none() {
        return None;
    }
    let stage = site.stage.str("StageName").unwrap_or_default();
    let bucket = format!("{api}\n{stage}\n{key}");
    let rate = rate.unwrap_or(f64::from(10_000));
    let is_let_in = cache::take_token(ctx, &bucket, rate, burst.unwrap_or(BURST));
    (!is_let_in).then(|| Answer::message(429, "Too Many Requests"))
}

/// Routes with AWS_IAM: who has signed must be allowed to invoke.
pub fn judge_signature(
    ctx: &mut Ctx<'_>,
    plan: &mut Struct,
    route: &Struct,
    request: &Request,
    input: &Struct,
) -> Option<Answer> {
    if route.str("AuthorizationType") != Some("AWS_IAM") {
        return None;
    }
    let is_anonymous = matches!(ctx.principal(), Principal::Anonymous);
    if input.get("SignatureError").is_some() || is_anonymous {
        return Some(Answer::forbidden());
    }
    let (stage, path) = (Plan(plan).text("Stage"), Plan(plan).path(request));
    let rest = match route.str("RouteKey").filter(|key| *key == crate::route::CONNECT) {
        Some(connect) => format!("{stage}/{connect}"),
        None => format!("{stage}/{}{path}", request.method),
    };
    let access = Access::new(ctx, "execute-api:Invoke", Plan(plan).execute_arn(&rest));
    if ctx.authorize(&access).is_err() {
        return Some(Answer::forbidden());
    }
    plan.set("Identity", caller(ctx.principal()).to_string());
    None
}

fn caller(principal: &Principal) -> Json {
    let account = principal.account().map(|it| it.to_string());
    match principal {
        Principal::Identity(identity) => json!({
            "accessKey": identity.access_key_id,
            "accountId": account,
            "callerId": identity.unique_id,
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": identity.arn,
            "userId": identity.unique_id,
        }),
        _ => json!({
            "accessKey": null,
            "accountId": account,
            "callerId": account,
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": account.as_ref().map(|it| format!("arn:aws:iam::{it}:root")),
            "userId": account,
        }),
    }
}

/// With the authorizer, the integration, and what is known of them already.
fn complete_plan(
    ctx: &mut Ctx<'_>,
    mut plan: Struct,
    site: &Site,
    route: &Struct,
    request: &Request,
) -> OpResult {
    let id = route.str("Target").and_then(|it| it.strip_prefix("integrations/"));
    let integrations = site.snapshot.structure("Integration");
    let integration = id.and_then(|id| integrations.and_then(|all| all.structure(id)));
    let Some(integration) = integration.cloned() else {
        // A route without a target.
        return Ok(ended(plan, Answer::internal(), "INTEGRATION_FAILURE"));
    };
    let authorizer = authorizer_of(site, route);
    let roles = [
        integration.str("CredentialsArn"),
        authorizer.as_ref().and_then(|it| it.str("AuthorizerCredentialsArn")),
    ];
    for role in roles.into_iter().flatten() {
        if !entrusts(ctx, role) {
            return Ok(ended(plan, Answer::internal(), "the role does not trust API Gateway"));
        }
    }
    if let Some(authorizer) = authorizer {
        know(ctx, &mut plan, &authorizer, request);
        plan.set("Authorizer", authorizer);
    }
    plan.set("Integration", integration);
    plan.set("Request", request.to_struct());
    Ok(plan)
}

pub fn authorizer_of(site: &Site, route: &Struct) -> Option<Struct> {
    let id = route.str("AuthorizerId")?;
    let is_asked = matches!(route.str("AuthorizationType"), Some("JWT" | "CUSTOM"));
    let all = site.snapshot.structure("Authorizer").filter(|_| is_asked)?;
    all.structure(id).cloned()
}

/// Whether a role entrusts itself to API Gateway.
pub fn entrusts(ctx: &Ctx<'_>, role: &str) -> bool {
    Arn::parse(role).is_some_and(|role| ctx.authorize_take_on(&role, PRINCIPAL, None).is_ok())
}

/// What is remembered of an authorizer.
fn know(ctx: &Ctx<'_>, plan: &mut Struct, authorizer: &Struct, request: &Request) {
    if let Some(issuer) = authorizer.structure("JwtConfiguration").and_then(|it| it.str("Issuer")) {
        if let Some(keys) = cache::keys(ctx, issuer) {
            plan.set("Keys", keys);
        }
        return;
    }
    let ttl = authorizer.int("AuthorizerResultTtlInSeconds").unwrap_or_default();
    if ttl <= 0 {
        return;
    }
    let Some(identity) = authorize::identity(Plan(plan), request, authorizer) else { return };
    let id = authorizer.str("AuthorizerId").unwrap_or_default();
    let key = authorize::cache_key(Plan(plan), id, &identity);
    if let Some(known) = cache::decision(ctx, &key) {
        plan.set("Known", known);
    }
    plan.set("CacheKey", key);
}

/// Asks, calls, and says what is to be recorded.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() || plan.get("Answer").is_some() {
        return Ok(plan);
    }
    Ok(run(env, plan))
}

fn run(env: &WorkEnv, mut plan: Struct) -> Struct {
    let input = plan.remove("Request").unwrap_or_default();
    let request = input.as_struct().map(Request::read).unwrap_or_default();
    let judged = authorize::judge(env, Plan(&plan), &request);
    let identity = Plan(&plan).json("Identity");
    let context = match (&judged.context, identity.is_null()) {
        (Json::Null, false) => authorize::iam_context(&identity),
        (context, _) => context.clone(),
    };
    let begun = env.world.clock.now();
    let mut error = judged.error.clone().unwrap_or_default();
    let came = if let Some(answer) = &judged.refusal {
        answer.clone()
    } else {
        let names = Names { plan: Plan(&plan), request: &request, authorizer: &context };
        let (answer, why) = integrate(env, &names);
        error = why;
        plan.set("IntegrationMillis", backend::millis(begun, env.world.clock.now()));
        answer
    };
    remember(&mut plan, &judged);
    plan.set("AuthorizerContext", context.to_string());
    plan.set("Error", error);
    plan.set("Answer", came.to_struct());
    plan
}

fn remember(plan: &mut Struct, judged: &Judged) {
    if let Some(decision) = &judged.decision {
        plan.set("NewDecision", decision.as_str());
    }
    if let Some(keys) = &judged.keys {
        plan.set("NewKeys", keys.as_str());
    }
}

/// The answer, and for logs why there is none from the integration.
fn integrate(env: &WorkEnv, names: &Names<'_>) -> (Answer, String) {
    let nothing = Struct::new();
    let integration = names.plan.part("Integration").unwrap_or(&nothing);
    if integration.get("IntegrationSubtype").is_some() {
        let answer = subtype::integrate(env, names, integration);
        return (backend::map_answer(names, integration, answer), String::new());
    }
    if integration.str("IntegrationType") == Some("HTTP_PROXY") {
        return match backend::integrate(names, integration, names.plan.text("CaBundle")) {
            Came::Answer(answer) => {
                (backend::map_answer(names, integration, answer), String::new())
            }
            Came::Failed(why) => (Answer::unavailable(), why),
        };
    }
    let version = integration.str("PayloadFormatVersion").unwrap_or("1.0");
    let event = mapped_event(names, integration, version);
    let uri = stage_uri(names, integration.str("IntegrationUri").unwrap_or_default());
    let Some(function) = function_arn(&uri) else {
        return (Answer::internal(), "the integration names no function".to_owned());
    };
    let source = names.plan.source_arn(&names.request.method);
    let who = Who::of(integration.str("CredentialsArn"), source);
    let begun = env.world.clock.now();
    let said = plan::invoke(env, names.plan, function, &event, &who);
    let timeout = integration.int("TimeoutInMillis").unwrap_or(HTTP_TIMEOUT_MS);
    if backend::millis(begun, env.world.clock.now()) > timeout {
        return (Answer::unavailable(), "Endpoint request timed out".to_owned());
    }
    match said {
        Err(error) if matches!(error.status(), 429 | 503) => {
            (Answer::unavailable(), error.to_string())
        }
        Err(error) => (Answer::internal(), error.to_string()),
        Ok(said) if said.is_error => (Answer::internal(), "The function has failed.".to_owned()),
        Ok(said) => match answer::from_function(version, &said.payload) {
            Some(answer) => (backend::map_answer(names, integration, answer), String::new()),
            None => (
                Answer::internal(),
                "The response from the Lambda function doesn't match the format that API Gateway \
                 expects."
                    .to_owned(),
            ),
        },
    }
}

/// The event of a request that the integration's mapping has changed.
fn mapped_event(names: &Names<'_>, integration: &Struct, version: &str) -> Json {
    let given = integration.structure("RequestParameters");
    let Some(given) = given.filter(|it| !it.is_empty()) else {
        return event::of_integration(version, names.plan, names.request, names.authorizer);
    };
    let request = backend::map_request(names, given);
    event::of_integration(version, names.plan, &request, names.authorizer)
}

/// URIs of functions may name stage variables.
pub fn stage_uri(names: &Names<'_>, uri: &str) -> String {
    let mut uri = uri.to_owned();
    for (name, value) in names.plan.variables() {
        uri = uri.replace(&format!("${{stageVariables.{name}}}"), value);
    }
    uri
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    if outcome.get(NO_WORK).is_some() {
        return Ok(outcome);
    }
    let plan = Plan(&outcome);
    ctx.enter_account(plan.account());
    let request = Request::read(input);
    keep(ctx, plan);
    let mut answer = plan.part("Answer").map(Answer::from_struct).unwrap_or_default();
    let is_preflight = outcome.bool("IsPreflight") == Some(true);
    if let Some(cors) = plan.part("Cors").filter(|_| !is_preflight) {
        cors::apply(cors, &request, &mut answer);
    }
    answer.headers.push(("apigw-requestid".to_owned(), plan.text("RequestId").to_owned()));
    record::request(ctx, plan, &request, &answer);
    Ok(answer.to_struct())
}

/// Keeps what authorizers and issuers have said.
pub fn keep(ctx: &Ctx<'_>, plan: Plan<'_>) {
    let Some(authorizer) = plan.part("Authorizer") else { return };
    if let Some(decision) = plan.0.str("NewDecision") {
        let ttl = authorizer.int("AuthorizerResultTtlInSeconds").unwrap_or_default();
        if ttl > 0 && !plan.text("CacheKey").is_empty() {
            cache::keep_decision(ctx, plan.text("CacheKey"), ttl, decision);
        }
    }
    let issuer = authorizer.structure("JwtConfiguration").and_then(|it| it.str("Issuer"));
    if let (Some(issuer), Some(keys)) = (issuer, plan.0.str("NewKeys")) {
        cache::keep_keys(ctx, issuer, KEYS_TTL_S, keys);
    }
}
