//! Registries of container images, as Docker's clients reach them: `/v2/…` at
//! `account.dkr.ecr.region.localhost`, or at this server's own name.
//!
//! ECR has a step that answers such requests ([`ANSWER`]) and one that tells whose a password is
//! ([`ENTER`]): the registry of that account and region is meant where the host names none. What a
//! client pushes flows in like the body of a PutObject.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, header};
use hyper::body::{Body as _, Incoming};
use kernel::body::Body;
use kernel::service::STAGED;
use kernel::{AccountId, ApiError, Call, Identity, Principal, Region, Struct, Value};
use wire::identify::host::Host;
use wire::message;

use crate::intake::{self, Source};
use crate::pipeline::{self, Exchange};
use crate::reply::ReplyBody;

const SERVICE: &str = "ecr";
const ANSWER: &str = "AnswerDocker";
const ENTER: &str = "EnterRegistry";

/// No bucket has so short a name.
const PREFIX: &str = "/v2";
const LABEL: &str = ".dkr.ecr";
/// What Docker's clients are told to bring.
const CHALLENGE: &str = "Basic realm=\"https://ecr.amazonaws.com/\",service=\"ecr.amazonaws.com\"";
const MEMBERS: [&str; 2] = ["/blobs/", "/manifests/"];

/// The registry that a host or a link names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target {
    account: Option<AccountId>,
    region: Option<Region>,
}

/// The registry that a request goes to, if it goes to one. API Gateway has paths that begin so,
/// too; who calls it signs.
pub fn target(head: &Parts, authority: &str) -> Option<Target> {
    let rest = head.uri.path().strip_prefix(PREFIX)?;
    if !rest.is_empty() && !rest.starts_with('/') {
        return None;
    }
    let host = Host::parse(authority);
    if let Some(subdomain) = host.subdomain {
        let account = AccountId::parse(subdomain.strip_suffix(LABEL)?)?;
        let region = host.region.and_then(Region::parse);
        return Some(Target { account: Some(account), region });
    }
    let is_docker = match head.headers.get(header::AUTHORIZATION) {
        Some(value) => {
            value.as_bytes().get(..6).is_some_and(|it| it.eq_ignore_ascii_case(b"basic "))
        }
        None => rest.len() <= 1 || MEMBERS.iter().any(|it| rest.contains(it)),
    };
    if !is_docker {
        return None;
    }
    let link = |name: &str| {
        let mut pairs = head.uri.query().unwrap_or_default().split('&');
        pairs.find_map(|pair| pair.strip_prefix(name))
    };
    Some(Target {
        account: link("account=").and_then(AccountId::parse),
        region: link("region=").and_then(Region::parse),
    })
}

/// Answers a request to a registry.
pub async fn answer(
    exchange: &Exchange<'_>,
    target: Target,
    body: Incoming,
) -> Response<ReplyBody> {
    let result = ask(exchange, target, body).await;
    response(exchange, result.unwrap_or_else(|error| refusal(exchange, &error)))
}

async fn ask(exchange: &Exchange<'_>, target: Target, body: Incoming) -> Result<Struct, ApiError> {
    let call = match call(exchange, target).await {
        Ok(call) => call,
        Err(error) => return Err(exchange.decline(Some(body), error).await),
    };
    let takes_body = matches!(exchange.head.method, Method::PUT | Method::POST | Method::PATCH);
    if !takes_body || body.is_end_stream() {
        return exchange.dispatch(&call).await;
    }
    let planned = exchange.gateway.world.stage_plan(&call);
    let plan = match planned.and_then(|plan| plan.ok_or_else(ApiError::internal)) {
        Ok(plan) => plan,
        Err(error) => return Err(exchange.decline(Some(body), error).await),
    };
    let source = Source::Whole(body);
    let taken = intake::stage(exchange.gateway, source, &plan, plan.digests, None).await?;
    let mut call = call;
    call.input.set("Body", taken.body);
    if let Some(note) = plan.note {
        call.input.set(STAGED, note);
    }
    let result = exchange.dispatch(&call).await;
    if let (Err(_), Some(blob)) = (&result, taken.blob) {
        exchange.forget(blob);
    }
    result
}

async fn call(exchange: &Exchange<'_>, target: Target) -> Result<Call, ApiError> {
    let head = &exchange.head;
    let text = |name: HeaderName| {
        head.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned()
    };
    let mut call = Call {
        service: SERVICE.into(),
        operation: ENTER.into(),
        input: Struct::new().with("Authorization", text(header::AUTHORIZATION)),
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region: Region::DEFAULT,
        origin: Arc::new(exchange.origin_of("docker")),
        source: None,
        hop: 0,
    };
    if head.headers.contains_key(header::AUTHORIZATION) {
        let entered = exchange.gateway.world.dispatch(&call).await?;
        let account = entered.str("Account").and_then(AccountId::parse);
        call.account = account.unwrap_or(AccountId::DEFAULT);
        call.region = entered.str("Region").and_then(Region::parse).unwrap_or(Region::DEFAULT);
        call.principal = principal(&entered, call.account);
    }
    call.account = target.account.unwrap_or(call.account);
    call.region = target.region.unwrap_or(call.region);
    call.operation = ANSWER.into();
    call.input = Struct::new()
        .with("Method", head.method.as_str())
        .with("Path", head.uri.path())
        .with("Query", head.uri.query().unwrap_or_default())
        .with("ContentType", text(header::CONTENT_TYPE))
        .with("ContentRange", text(header::CONTENT_RANGE));
    Ok(call)
}

fn principal(entered: &Struct, account: AccountId) -> Principal {
    let Some(arn) = entered.str("Arn") else { return Principal::Root(account) };
    let text = |name: &str| entered.str(name).unwrap_or_default().to_owned();
    Principal::Identity(Arc::new(Identity {
        account,
        arn: arn.to_owned(),
        unique_id: text("UniqueId"),
        access_key_id: text("AccessKeyId"),
        is_session: entered.bool("IsSession").unwrap_or(false),
    }))
}

/// In the words of Docker's protocol.
fn refusal(exchange: &Exchange<'_>, error: &ApiError) -> Struct {
    exchange.noted.error(error.code());
    let (code, message) = (error.code(), error.message());
    let text = format!("{{\"errors\":[{{\"code\":{code:?},\"message\":{}}}]}}", json(message));
    let headers = Struct::new().with("content-type", "application/json; charset=utf-8");
    let headers = match error.status() {
        401 => headers.with("www-authenticate", CHALLENGE),
        _ => headers,
    };
    Struct::new()
        .with("Status", i64::from(error.status()))
        .with("Headers", headers)
        .with("Body", Value::Blob(text.into()))
}

fn json(text: &str) -> String {
    let mut out = vec![b'"'];
    kernel::json_text::write(&mut out, text.as_bytes(), b"\"");
    String::from_utf8(out).unwrap_or_default()
}

fn response(exchange: &Exchange<'_>, mut answer: Struct) -> Response<ReplyBody> {
    let body = match answer.remove("Body") {
        Some(Value::Blob(bytes)) => Body::from(bytes),
        Some(Value::Body(body)) => body,
        _ => Body::from(Bytes::new()),
    };
    let mut headers = HeaderMap::new();
    for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
        let value = value.as_str().and_then(|it| HeaderValue::from_str(it).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name.to_ascii_lowercase()), value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let status = answer.int("Status").and_then(|it| u16::try_from(it).ok()).unwrap_or(500);
    let message = message::Response { status, headers, body };
    pipeline::send(message, &exchange.head.method)
}
