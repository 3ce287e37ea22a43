//! The step by which a request enters an API: what it is for, and whether its caller may. What is
//! yet to be asked of an authorizer, and everything after it, is [`crate::admit`]'s.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, OpResult, Principal, Struct, Value};
use serde_json::{Value as Json, json};

use crate::admit;
use crate::context::Sources;
use crate::docs::{self, part, text};
use crate::json::object;
use crate::reply::Refusal;
use crate::request::{Request, decoded};
use crate::route;
use crate::state::SNAPSHOTS;
use crate::{record, rest_api, verdict};

pub const ENTER: &str = "EnterApi";

/// Which deployment of which stage serves a request.
struct Served {
    api: Struct,
    stage: Struct,
    deployment: String,
    is_canary: bool,
    /// What follows the stage in the path.
    rest: String,
}

/// `Request` (what the gateway has told) and `Domain` (set for requests by a domain name) → a plan
/// of how the request goes on, with `Refusal` where it does not.
pub fn enter(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let told = input.structure("Request").ok_or_else(ApiError::internal)?;
    let mut plan = Struct::new().with("Id", text(told, "Id")).with("Context", "{}");
    let served = match served(ctx, told, input.bool("Domain") == Some(true))? {
        Ok(served) => served,
        Err(refusal) => return Ok(plan.with("Refusal", refusal.to_struct())),
    };
    describe(ctx, told, &served, &mut plan);
    let snapshot = ctx
        .table(&SNAPSHOTS)
        .get_shared(&(text(&served.api, "id"), served.deployment.as_str()))?
        .ok_or_else(ApiError::internal)?;
    let definition = &snapshot.doc;
    for name in ["responses", "models"] {
        if let Some(all) = definition.get(name) {
            plan.set(name, all.clone());
        }
    }
    let api = definition.structure("api").cloned().unwrap_or_default();
    settings(&api, &mut plan);
    let request = Request::of(told, &served.rest);
    let resources = definition.list("resources").unwrap_or_default();
    let method = route::find(resources, &served.rest).and_then(|found| {
        let method = route::method(found.resource, &request.method)?;
        Some((found, method))
    });
    let Some((found, method)) = method else {
        let refusal = Refusal::new("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
        return Ok(plan.with("Refusal", refusal.to_struct()));
    };
    fill(definition, &found, method, &mut plan);
    let method_arn = method_arn(ctx, &served, &request);
    plan.set("MethodArn", method_arn.as_str());
    let refusal = authorize(ctx, &api, &mut plan, (told, &request))?;
    if let Some(refusal) = refusal {
        return Ok(plan.with("Refusal", refusal.to_struct()));
    }
    if plan.get("Authorizer").is_some() {
        return Ok(plan);
    }
    admit::go_on(ctx, plan, &request)
}

/// The API's settings that requests need.
pub fn settings(api: &Struct, plan: &mut Struct) {
    for (from, to) in [
        ("binaryMediaTypes", "BinaryTypes"),
        ("minimumCompressionSize", "Compression"),
        ("apiKeySource", "ApiKeySource"),
    ] {
        if let Some(value) = api.get(from) {
            plan.set(to, value.clone());
        }
    }
}

/// The method that was found, with its validator and authorizer.
pub fn fill(definition: &Struct, found: &route::Found<'_>, method: &Struct, plan: &mut Struct) {
    plan.set("Method", method.clone());
    plan.set("ResourceId", text(found.resource, "id"));
    plan.set("ResourcePath", text(found.resource, "path"));
    let parameters = found.parameters.iter().map(|(name, value)| (name.clone(), value.as_str()));
    plan.set("PathParameters", parameters.collect::<Struct>());
    for (member, of, to) in [
        ("requestValidatorId", "validators", "Validator"),
        ("authorizerId", "authorizers", "AuthorizerDoc"),
    ] {
        let doc = definition.structure(of).and_then(|all| all.structure(text(method, member)));
        if let Some(doc) = doc {
            plan.set(to, doc.clone());
        }
    }
    let mut context = context_of(plan);
    context["resourceId"] = json!(text(found.resource, "id"));
    context["resourcePath"] = json!(text(found.resource, "path"));
    set_context(plan, &context);
}

pub fn context_of(plan: &Struct) -> Json {
    serde_json::from_str(text(plan, "Context")).unwrap_or_else(|_| json!({}))
}

pub fn set_context(plan: &mut Struct, context: &Json) {
    plan.set("Context", context.to_string());
}

pub fn path_parameters(plan: &Struct) -> Vec<(String, String)> {
    let all = plan.structure("PathParameters").into_iter().flat_map(Struct::iter);
    all.map(|(name, value)| (name.to_owned(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn served(
    ctx: &mut Ctx<'_>,
    told: &Struct,
    is_by_domain: bool,
) -> Result<Result<Served, Refusal>, ApiError> {
    let forbidden = || Ok(Err(Refusal::new("INVALID_API_KEY", "Forbidden")));
    let Some(api) = docs::find_api(ctx, text(told, "Id"))? else { return forbidden() };
    let is_closed = api.bool("disableExecuteApiEndpoint") == Some(true) && !is_by_domain;
    // A private API answers only through an interface endpoint, of which there are none.
    if is_closed || rest_api::is_private(&api) {
        return forbidden();
    }
    let path = text(told, "Path").trim_start_matches('/');
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let stage = docs::find_part(ctx, text(&api, "id"), part::STAGE, &decoded(name))?;
    let Some(stage) = stage else { return forbidden() };
    let mut deployment = text(&stage, "deploymentId").to_owned();
    let canary = stage.structure("canarySettings");
    let mut is_canary = false;
    if let Some((canary, id)) = canary.and_then(|it| Some((it, it.str("deploymentId")?))) {
        let percent = canary.float("percentTraffic").unwrap_or_default();
        is_canary = ctx.chance().fraction() * 100.0 < percent;
        if is_canary {
            id.clone_into(&mut deployment);
        }
    }
    Ok(Ok(Served { api, deployment, is_canary, rest: format!("/{rest}"), stage }))
}

/// What is known before the resource is: the stage, its variables, `$context`.
fn describe(ctx: &mut Ctx<'_>, told: &Struct, served: &Served, plan: &mut Struct) {
    let stage = &served.stage;
    let mut variables = stage.structure("variables").cloned().unwrap_or_default();
    if served.is_canary {
        let overrides = stage.structure("canarySettings");
        let overrides = overrides.and_then(|it| it.structure("stageVariableOverrides"));
        for (name, value) in overrides.into_iter().flat_map(Struct::iter) {
            variables.set(name.to_owned(), value.clone());
        }
    }
    plan.set("ApiName", text(&served.api, "name"));
    plan.set("Stage", stage.clone());
    plan.set("Variables", variables);
    plan.set("Rest", served.rest.as_str());
    let mut context = context(ctx, told, text(&served.api, "id"));
    let name = text(stage, "stageName");
    context["stage"] = json!(name);
    context["path"] = json!(format!("/{name}{}", served.rest.trim_end_matches('/')));
    if served.rest == "/" {
        context["path"] = json!(format!("/{name}/"));
    }
    // By a domain name, paths are those of the client.
    if let Some(path) = told.str("ClientPath") {
        context["path"] = json!(path);
        plan.set("EventPath", path);
    }
    context["deploymentId"] = json!(served.deployment);
    if stage.structure("canarySettings").is_some() {
        context["isCanaryRequest"] = json!(served.is_canary);
    }
    set_context(plan, &context);
}

/// `$context` as far as it is the same for all of an API.
pub fn context(ctx: &mut Ctx<'_>, told: &Struct, api: &str) -> Json {
    let request = Request::of(told, "/");
    let extended = format!("{}=", ctx.chance().alphanumeric(15));
    let host = request.host.split(':').next().unwrap_or_default();
    let request_id = match ctx.request_id() {
        "" => ctx.chance().uuid(),
        id => id.to_owned(),
    };
    json!({
        "accountId": ctx.account().as_str(),
        "apiId": api,
        "awsEndpointRequestId": request_id,
        "domainName": host,
        "domainPrefix": host.split('.').next().unwrap_or_default(),
        "extendedRequestId": extended,
        "httpMethod": request.method,
        "identity": identity(ctx, &request),
        "protocol": request.protocol,
        "requestId": request_id,
        "requestTime": ctx.now().to_jiff().strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "requestTimeEpoch": ctx.now().millis(),
    })
}

fn identity(ctx: &Ctx<'_>, request: &Request) -> Json {
    let mut identity = json!({
        "cognitoIdentityPoolId": null,
        "accountId": null,
        "cognitoIdentityId": null,
        "caller": null,
        "sourceIp": ctx.origin().source_ip.as_ref(),
        "principalOrgId": null,
        "accessKey": null,
        "cognitoAuthenticationType": null,
        "cognitoAuthenticationProvider": null,
        "userArn": null,
        "userAgent": request.header("user-agent"),
        "user": null,
    });
    let account = ctx.principal().account().map(|it| it.to_string());
    match ctx.principal() {
        Principal::Identity(it) => {
            identity["accessKey"] = json!(it.access_key_id);
            identity["caller"] = json!(it.unique_id);
            identity["user"] = json!(it.unique_id);
            identity["userArn"] = json!(it.arn);
        }
        Principal::Root(_) => {
            identity["caller"] = json!(account);
            identity["user"] = json!(account);
            identity["userArn"] =
                json!(account.as_ref().map(|it| format!("arn:aws:iam::{it}:root")));
        }
        _ => return identity,
    }
    identity["accountId"] = json!(account);
    identity
}

/// `arn:aws:execute-api:region:account:api/stage/GET/pets/7`.
fn method_arn(ctx: &Ctx<'_>, served: &Served, request: &Request) -> String {
    format!(
        "{}/{}/{}/{}",
        rest_api::api_arn(ctx, text(&served.api, "id")),
        text(&served.stage, "stageName"),
        request.method,
        request.path.trim_start_matches('/')
    )
}

/// The resource policy, and how the method wants its callers authorized. A Lambda authorizer that
/// has yet to be asked is left in the plan as `Authorizer`.
fn authorize(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    plan: &mut Struct,
    (told, request): (&Struct, &Request),
) -> Result<Option<Refusal>, ApiError> {
    let policy = api.str("policy").map(str::to_owned);
    let arn = text(plan, "MethodArn").to_owned();
    let kind = plan.structure("Method").map_or("NONE", |it| text(it, "authorizationType"));
    match kind.to_owned().as_str() {
        "AWS_IAM" => Ok(by_iam(ctx, told, &arn, policy)),
        "CUSTOM" => {
            if let Some(policy) = &policy
                && verdict::by_policy(ctx, policy, &arn, request) == verdict::Decided::Denied
            {
                return Ok(Some(denied_by_policy(&arn, true)));
            }
            by_authorizer(ctx, plan, request)
        }
        _ => Ok(policy.and_then(|policy| match verdict::by_policy(ctx, &policy, &arn, request) {
            verdict::Decided::Allowed => None,
            verdict::Decided::Denied => Some(denied_by_policy(&arn, true)),
            verdict::Decided::Neither => Some(denied_by_policy(&arn, false)),
        })),
    }
}

fn denied_by_policy(arn: &str, is_explicit: bool) -> Refusal {
    let why = if is_explicit { " with an explicit deny" } else { "" };
    Refusal::new(
        "ACCESS_DENIED",
        format!(
            "User: anonymous is not authorized to perform: execute-api:Invoke on resource: {}{why}",
            masked(arn)
        ),
    )
}

/// AWS shows strangers the last digits of an account only.
fn masked(arn: &str) -> String {
    match Arn::parse(arn) {
        Some(mut arn) if arn.account.len() == 12 => {
            arn.account = format!("********{}", &arn.account[8..]);
            arn.to_string()
        }
        _ => arn.to_owned(),
    }
}

fn by_iam(ctx: &Ctx<'_>, told: &Struct, arn: &str, policy: Option<String>) -> Option<Refusal> {
    if let Some(message) = told.str("SignatureError") {
        let is_expired = message.contains("expired");
        let kind = if is_expired { "EXPIRED_TOKEN" } else { "INVALID_SIGNATURE" };
        return Some(Refusal::new(kind, message));
    }
    if matches!(ctx.principal(), Principal::Anonymous) {
        return Some(Refusal::new("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token"));
    }
    let access = Access::new(ctx, "execute-api:Invoke", arn).with_policy(policy);
    let error = ctx.authorize(&access).err()?;
    Some(Refusal::new("ACCESS_DENIED", error.message().replace(arn, &masked(arn))))
}

fn by_authorizer(
    ctx: &mut Ctx<'_>,
    plan: &mut Struct,
    request: &Request,
) -> Result<Option<Refusal>, ApiError> {
    let Some(authorizer) = plan.structure("AuthorizerDoc").cloned() else {
        return Ok(Some(Refusal::nameless("AUTHORIZER_CONFIGURATION_ERROR").with_status(500)));
    };
    let context = context_of(plan);
    let variables = object(&plan.structure("Variables").cloned().unwrap_or_default());
    let parameters = path_parameters(plan);
    let sources =
        Sources { request, path_parameters: &parameters, context: &context, variables: &variables };
    let Some(identity) = verdict::identity(&authorizer, &sources) else {
        return Ok(Some(Refusal::new("UNAUTHORIZED", "Unauthorized")));
    };
    let stage = plan.structure("Stage").map(|it| text(it, "stageName")).unwrap_or_default();
    let key = (
        crate::stage::key(text(plan, "Id"), stage),
        format!("{}/{identity}", text(&authorizer, "id")),
    );
    if let Some(answer) = verdict::kept(ctx, &authorizer, &key)? {
        return Ok(verdict::apply(ctx, plan, &answer, request));
    }
    let event = verdict::event(&authorizer, text(plan, "MethodArn"), &identity, &sources);
    plan.set("Authorizer", authorizer);
    plan.set("AuthorizerEvent", event.to_string());
    plan.set("VerdictKey", vec![key.0, key.1]);
    Ok(None)
}

/// Steps that take a plan on answer it so.
pub fn refused(mut plan: Struct, refusal: &Refusal) -> Struct {
    plan.set("Refusal", refusal.to_struct());
    plan
}

/// What logs and metrics call the method.
pub fn settings_of(plan: &Struct) -> Option<Struct> {
    let stage = plan.structure("Stage")?;
    let method = plan.structure("Method").map_or("", |it| text(it, "httpMethod"));
    let found = crate::stage::settings(stage, text(plan, "ResourcePath"), method);
    found.cloned().or_else(|| Some(record::no_settings()))
}

pub fn texts(value: Option<&[Value]>) -> Vec<String> {
    let all = value.unwrap_or_default().iter().filter_map(Value::as_str);
    all.map(str::to_owned).collect()
}
