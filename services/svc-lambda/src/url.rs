//! Requests to a function's URL: from HTTP to an event, and from the answer to HTTP.
//!
//! Source: Developer Guide, "Invoking Lambda function URLs" (payload format 2.0), "Control access
//! to Lambda function URLs", "Configuring CORS".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{Access, AccountId, ApiError, Ctx, OpResult, Principal, Scope, Struct, Value};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json, json};

use crate::access::UNQUALIFIED;
use crate::invocation::{self, Wish};
use crate::name::{Name, function_arn};
use crate::policy;
use crate::state::{CorsRow, POLICIES, URL_PLACES, URLS, UrlRow};
use crate::url_config;
use crate::url_stream;

/// `Id`, `Host`, `Protocol`, `Method`, `Path`, `Query`, `Headers` (a map), `Body` → `Status`,
/// `Headers`, `Cookies`, `Body`.
pub const INVOKE: &str = "InvokeUrl";

/// Types of content that are text to a function; others come in Base64.
const TEXT_TYPES: [&str; 4] =
    ["application/json", "application/xml", "application/javascript", "application/graphql"];

const FORBIDDEN: &str = "Forbidden. For troubleshooting Function URL authorization issues, see: \
    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

struct Found {
    name: Name,
    row: UrlRow,
    owner: AccountId,
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(found) = find(ctx, input)? else {
        return Ok(refusal(404, &json!({"Message": "Not Found"})));
    };
    ctx.enter_account(found.owner);
    if let Some(answer) = found.row.cors.as_ref().and_then(|cors| preflight(cors, input)) {
        return Ok(answer);
    }
    if authorize(ctx, &found).is_err() {
        return Ok(refusal(403, &json!({"Message": FORBIDDEN})));
    }
    let Ok(target) = invocation::resolve(ctx, &found.name) else {
        return Ok(refusal(404, &json!({"Message": "Not Found"})));
    };
    let request_id = invocation::request_id(ctx);
    let payload = Bytes::from(event(ctx, &found, input, &request_id).to_string());
    let wish = Wish { target, request_id, payload, client_context: None };
    Ok(invocation::plan(ctx, wish)?.with("Streams", found.row.streams))
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    let done = if plan.bool("Streams").unwrap_or_default() {
        url_stream::answer(env, &plan)
    } else {
        invocation::run(env, &plan)
    };
    done.or_else(|error| {
        let mut body = json!({"message": error.message(), "Type": "User"});
        if let Some(reason) = error.members().str("Reason") {
            body["Reason"] = json!(reason);
        }
        Ok(refusal(error.status().into(), &body))
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    if outcome.get(NO_WORK).is_some() {
        return Ok(outcome);
    }
    let Some(found) = find(ctx, input)? else {
        return Ok(refusal(404, &json!({"Message": "Not Found"})));
    };
    ctx.enter_account(found.owner);
    let mut answer = if outcome.get("Status").is_some() {
        // It streams, or was to: whoever waits for its end records it.
        outcome
    } else {
        invocation::record(ctx, &outcome);
        let payload = outcome.blob("Payload").cloned().unwrap_or_default();
        let is_error = outcome.str("FunctionError").is_some();
        if is_error { failed() } else { from_function(payload) }
    };
    if let Some(cors) = &found.row.cors {
        allow(cors, input, &mut answer);
    }
    Ok(answer)
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Found>, ApiError> {
    let id = input.str("Id").unwrap_or_default();
    let Some(place) = ctx.table(&URL_PLACES).get(id)? else { return Ok(None) };
    let Some(owner) = AccountId::parse(&place.account) else { return Ok(None) };
    if place.region != ctx.region().as_str() {
        return Ok(None);
    }
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let key = (place.function.as_str(), place.alias.as_str());
    let row = ctx.table_in(&URLS, scope).get(&key)?.filter(|row| row.id == id);
    let qualifier = Some(place.alias.clone()).filter(|alias| !alias.is_empty());
    let name = Name { account: None, region: None, name: place.function.clone(), qualifier };
    Ok(row.map(|row| Found { name, row, owner }))
}

/// Both actions are asked for since October 2025.
fn authorize(ctx: &Ctx<'_>, found: &Found) -> Result<(), ApiError> {
    let kind = url_config::auth_type(&found.row);
    if !found.row.is_public && matches!(ctx.principal(), Principal::Anonymous) {
        return Err(ApiError::new("AccessDeniedException", "Forbidden").with_status(403));
    }
    let (name, qualifier) = (&found.name.name, found.name.qualifier.as_deref());
    let policy = ctx.table(&POLICIES).get(&(name.as_str(), qualifier.unwrap_or(UNQUALIFIED)))?;
    let policy = policy.map(|row| policy::document(&row));
    for action in ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"] {
        let access = Access::new(ctx, action, function_arn(ctx, name, qualifier))
            .owned_by(found.owner)
            .with_policy(policy.clone())
            .with_key("lambda:FunctionUrlAuthType", kind)
            .with_key("lambda:InvokedViaFunctionUrl", "true");
        ctx.authorize(&access)?;
    }
    Ok(())
}

fn event(ctx: &Ctx<'_>, found: &Found, input: &Struct, request_id: &str) -> Json {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let headers = input.structure("Headers").cloned().unwrap_or_default();
    let header = |name: &str| headers.str(name).unwrap_or_default();
    let mut context = json!({
        "accountId": "anonymous",
        "apiId": found.row.id,
        "domainName": text("Host"),
        "domainPrefix": found.row.id,
        "http": {
            "method": text("Method"),
            "path": text("Path"),
            "protocol": text("Protocol"),
            "sourceIp": ctx.origin().source_ip.as_ref(),
            "userAgent": header("user-agent"),
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": ctx.now().to_jiff().strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": ctx.now().millis(),
    });
    if !found.row.is_public {
        context["authorizer"] = caller(ctx.principal());
        context["accountId"] = context["authorizer"]["iam"]["accountId"].clone();
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": text("Path"),
        "rawQueryString": text("Query"),
        "headers": object(headers.iter().filter(|(name, _)| *name != "cookie")),
        "requestContext": context,
        "isBase64Encoded": false,
    });
    if !header("cookie").is_empty() {
        let cookies: Vec<&str> = header("cookie").split(';').map(str::trim).collect();
        event["cookies"] = json!(cookies);
    }
    if !text("Query").is_empty() {
        event["queryStringParameters"] = parameters(text("Query"));
    }
    let body = input.blob("Body").cloned().unwrap_or_default();
    if !body.is_empty() {
        let text = std::str::from_utf8(&body).ok().filter(|_| is_text(header("content-type")));
        event["isBase64Encoded"] = json!(text.is_none());
        event["body"] = json!(text.map_or_else(|| STANDARD.encode(&body), str::to_owned));
    }
    event
}

fn caller(principal: &Principal) -> Json {
    let account = principal.account().map(|it| it.to_string());
    let iam = match principal {
        Principal::Identity(identity) => json!({
            "accessKey": identity.access_key_id,
            "accountId": account,
            "callerId": identity.unique_id,
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": identity.arn,
            "userId": identity.unique_id,
        }),
        _ => json!({"accountId": account, "callerId": account, "userId": account,
            "userArn": account.as_ref().map(|it| format!("arn:aws:iam::{it}:root"))}),
    };
    json!({"iam": iam})
}

fn object<'a>(entries: impl Iterator<Item = (&'a str, &'a Value)>) -> Json {
    let entries =
        entries.filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_str()?))));
    Json::Object(entries.collect())
}

/// Decoded; what is named twice is joined by a comma.
fn parameters(query: &str) -> Json {
    let mut all = Map::new();
    for pair in query.split('&').filter(|it| !it.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name), decoded(value));
        let joined = match all.get(&name).and_then(Json::as_str) {
            Some(known) => format!("{known},{value}"),
            None => value,
        };
        all.insert(name, json!(joined));
    }
    Json::Object(all)
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.starts_with("text/") || TEXT_TYPES.contains(&kind.as_str())
}

/// "If your function returns valid JSON and doesn't return a statusCode, Lambda assumes: 200,
/// application/json, and the body is the function's response".
fn from_function(payload: Bytes) -> Struct {
    let parsed: Option<Json> = serde_json::from_slice(&payload).ok();
    let Some(Json::Object(answer)) = parsed.filter(|it| it["statusCode"].is_number()) else {
        return plain(200, "application/json", payload);
    };
    let mut headers = Struct::new().with("content-type", "application/json");
    for (name, value) in answer.get("headers").and_then(Json::as_object).into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        headers.set(name.to_ascii_lowercase(), value);
    }
    let body = match answer.get("body") {
        Some(Json::String(text)) if answer.get("isBase64Encoded") == Some(&json!(true)) => {
            STANDARD.decode(text).unwrap_or_default().into()
        }
        Some(Json::String(text)) => Bytes::from(text.clone()),
        Some(Json::Null) | None => Bytes::new(),
        Some(other) => Bytes::from(other.to_string()),
    };
    let cookies = answer.get("cookies").and_then(Json::as_array).into_iter().flatten();
    let cookies: Vec<Value> = cookies.filter_map(|it| Some(Value::from(it.as_str()?))).collect();
    let status = answer["statusCode"].as_i64().unwrap_or(200);
    Struct::new()
        .with("Status", status)
        .with("Headers", headers)
        .with("Cookies", cookies)
        .with("Body", Value::Blob(body))
}

/// What callers see of a function's error.
pub fn failed() -> Struct {
    plain(502, "text/plain", Bytes::from_static(b"Internal Server Error"))
}

fn refusal(status: i64, body: &Json) -> Struct {
    plain(status, "application/json", Bytes::from(body.to_string())).with(NO_WORK, true)
}

pub fn plain(status: i64, content_type: &str, body: Bytes) -> Struct {
    Struct::new()
        .with("Status", status)
        .with("Headers", Struct::new().with("content-type", content_type))
        .with("Body", Value::Blob(body))
}

/// What a browser asks before it calls: answered without the function.
fn preflight(cors: &CorsRow, input: &Struct) -> Option<Struct> {
    let headers = input.structure("Headers")?;
    let is_preflight = input.str("Method") == Some("OPTIONS")
        && headers.str("access-control-request-method").is_some();
    if !is_preflight {
        return None;
    }
    let mut answer = plain(200, "application/json", Bytes::new()).with(NO_WORK, true);
    let mut told = vec![
        ("access-control-allow-methods", cors.allow_methods.join(",")),
        ("access-control-allow-headers", cors.allow_headers.join(",")),
    ];
    if let Some(age) = cors.max_age_s {
        told.push(("access-control-max-age", age.to_string()));
    }
    set_all(&mut answer, told);
    allow(cors, input, &mut answer);
    Some(answer)
}

/// The configuration's headers win over the function's own.
fn allow(cors: &CorsRow, input: &Struct, answer: &mut Struct) {
    let Some(origin) = input.structure("Headers").and_then(|it| it.str("origin")) else { return };
    let is_allowed = cors.allow_origins.iter().any(|it| it == "*" || it == origin);
    if !is_allowed {
        return;
    }
    let is_any = cors.allow_origins.iter().any(|it| it == "*");
    let credentials = cors.allow_credentials.unwrap_or_default();
    let shown = if is_any && !credentials { "*" } else { origin };
    let mut told = vec![("access-control-allow-origin", shown.to_owned())];
    if credentials {
        told.push(("access-control-allow-credentials", "true".to_owned()));
    }
    told.push(("access-control-expose-headers", cors.expose_headers.join(",")));
    set_all(answer, told);
}

fn set_all(answer: &mut Struct, told: Vec<(&'static str, String)>) {
    if let Some(Value::Struct(headers)) = answer.get_mut("Headers") {
        for (name, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
            headers.set(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_joined() {
        assert_eq!(parameters("a=1&b=x%20y&a=2&c"), json!({"a": "1,2", "b": "x y", "c": ""}));
    }

    #[test]
    fn an_answer_without_a_status_is_the_body() {
        let answer = from_function(Bytes::from_static(b"{\"a\":1}"));
        assert_eq!(answer.int("Status"), Some(200));
        assert_eq!(answer.blob("Body").unwrap().as_ref(), b"{\"a\":1}");
    }

    #[test]
    fn an_answer_with_a_status_says_everything() {
        let text = r#"{"statusCode":201,"headers":{"X-A":"b"},"cookies":["c=1"],"body":"aGk=",
            "isBase64Encoded":true}"#;
        let answer = from_function(Bytes::from_static(text.as_bytes()));
        assert_eq!(answer.int("Status"), Some(201));
        assert_eq!(answer.structure("Headers").unwrap().str("x-a"), Some("b"));
        assert_eq!(answer.blob("Body").unwrap().as_ref(), b"hi");
        assert_eq!(answer.list("Cookies").unwrap().len(), 1);
    }
}
