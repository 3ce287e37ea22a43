//! Deployed APIs of API Gateway: `id.execute-api.region.localhost/stage/path`, and the same under
//! any host as `/_aws/execute-api/id/stage/path`.
//!
//! The services that have APIs ([`SERVICES`]) are asked by the step [`STEP`], one after the other,
//! until one has the API. The step gets `Id`, `Host`, `Protocol`, `Method`, `Path` (from the stage
//! on, as it came), `Query`, `Headers` (names in lower case; a text, or a list where a name comes
//! more than once) and `Body` (bytes). Its principal is who has signed the request; where that
//! signature is refused, it is anonymous and `SignatureError` says why. It answers `Status`,
//! `Headers` (of texts and lists of texts) and `Body`; or the member [`IS_ELSEWHERE`], with
//! `Region` where the API is the service's but in another one.
//!
//! Under a custom domain name ([`foreign`] hosts that a service knows by its step [`HAS_DOMAIN`])
//! the step gets `Domain` in place of `Id`, and the whole path.
//!
//! WebSocket APIs are opened here and kept in [`crate::socket`]; who signs a request to
//! `stage/@connections/id` calls an operation of the management API.

use std::sync::Arc;

use auth::Family;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, header};
use hyper::body::Incoming;
use kernel::{AccountId, ApiError, Call, Principal, Region, Struct, Value};
use percent_encoding::percent_decode_str;
use wire::identify::host::{Endpoint, Host};
use wire::message;
use wire::model::Protocol;
use wire::protocol as codec;

use crate::pipeline::{self, Exchange};
use crate::reply::ReplyBody;
use crate::{intake, socket};

/// Who has APIs.
const SERVICES: [&str; 2] = ["apigatewayv2", "apigateway"];
const STEP: &str = "ExecuteApi";
/// The API is none of that service.
const IS_ELSEWHERE: &str = "IsElsewhere";
/// "Payload size: 10 MB", of REST and HTTP APIs alike.
const BODY_MAX: usize = 10 * 1024 * 1024;
/// From `Domain` to `Region`, where the service has it.
const HAS_DOMAIN: &str = "HasDomain";
/// Nearly no host has it.
const LABEL: &str = ".execute-api.";
const PATH: &str = "/_aws/execute-api/";
const MANAGEMENT: &str = "apigatewaymanagementapi";

/// A request's API, and what it asks of it.
#[derive(Clone, Copy, Debug)]
pub struct Target<'r> {
    pub id: &'r str,
    /// From the stage on.
    pub path: &'r str,
    region: Option<&'static str>,
    /// The custom domain name by which it is reached; then nobody knows the id yet.
    domain: Option<&'r str>,
}

/// A host that may be a custom domain name: none of AWS's or of this machine's. Nearly no request
/// has one.
pub fn foreign(authority: &str) -> Option<&str> {
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let is_own = host.ends_with("localhost")
        || host.ends_with("amazonaws.com")
        || host.ends_with(|last: char| last.is_ascii_digit() || last == ']');
    (!is_own && host.contains('.') && Host::parse(authority) == Host::default()).then_some(host)
}

/// Whether a service has that domain name: what is asked of it then.
pub async fn by_domain<'r>(exchange: &'r Exchange<'_>, host: &'r str) -> Option<Target<'r>> {
    for service in SERVICES {
        let has_step = exchange.gateway.world.service(service);
        if has_step.is_none_or(|service| service.operation(HAS_DOMAIN).is_none()) {
            continue;
        }
        let call = Call {
            service: service.into(),
            operation: HAS_DOMAIN.into(),
            input: Struct::new().with("Domain", host),
            principal: Principal::Anonymous,
            account: AccountId::DEFAULT,
            region: Region::DEFAULT,
            origin: Arc::default(),
            source: None,
            hop: 0,
        };
        let answer = exchange.gateway.world.dispatch(&call).await.ok()?;
        if let Some(region) = answer.str("Region").and_then(Region::parse) {
            let path = exchange.head.uri.path();
            return Some(Target {
                id: "",
                path,
                region: Some(region.as_str()),
                domain: Some(host),
            });
        }
    }
    None
}

/// The API that a request goes to, if it goes to one.
pub fn target<'r>(head: &'r Parts, authority: &'r str) -> Option<Target<'r>> {
    let path = head.uri.path();
    if let Some(rest) = path.strip_prefix(PATH) {
        let (id, _) = rest.split_once('/').unwrap_or((rest, ""));
        let path = if rest.len() > id.len() { &rest[id.len()..] } else { "/" };
        return Some(Target { id, path, region: Host::parse(authority).region, domain: None });
    }
    if !authority.contains(LABEL) {
        return None;
    }
    let host = Host::parse(authority);
    let is_api = host.endpoint == Some(Endpoint::DataPlane("execute-api"));
    let id = host.subdomain.filter(|_| is_api)?;
    // Through an interface endpoint: `id-vpce-….execute-api…`.
    let id = id.split_once("-vpce-").map_or(id, |(id, _)| id);
    Some(Target { id, path, region: host.region, domain: None })
}

/// Answers a request to an API.
pub async fn answer(
    exchange: &Exchange<'_>,
    target: Target<'_>,
    body: Incoming,
) -> Response<ReplyBody> {
    let body = match intake::collect(body, BODY_MAX).await {
        Ok(body) => body,
        Err(error) => return response(exchange, &refusal(&error)),
    };
    let call = call(exchange, target, body);
    if socket::is_wanted(&exchange.head) {
        match socket::open(exchange, &call).await {
            Ok(Some(opened)) => return opened,
            Ok(None) => {}
            Err(answer) => return response(exchange, &answer),
        }
    }
    if let Some((stage, connection)) = connection(target.path)
        && call.principal != Principal::Anonymous
        && target.domain.is_none()
    {
        return manage(exchange, target.id, (stage, connection), call).await;
    }
    let answer =
        ask(exchange, call, target.region.is_none()).await.unwrap_or_else(|error| refusal(&error));
    response(exchange, &answer)
}

async fn ask(
    exchange: &Exchange<'_>,
    mut call: Call,
    is_by_path: bool,
) -> Result<Struct, ApiError> {
    for service in SERVICES {
        let has_step = exchange.gateway.world.service(service);
        if has_step.is_none_or(|service| service.operation(STEP).is_none()) {
            continue;
        }
        call.service = service.into();
        let mut answer = exchange.dispatch(&call).await?;
        // The path names no region, and the signature another one or none.
        if let Some(region) = answer.str("Region").and_then(Region::parse)
            && answer.get(IS_ELSEWHERE).is_some()
            && is_by_path
        {
            call.region = region;
            answer = exchange.dispatch(&call).await?;
        }
        if answer.get(IS_ELSEWHERE).is_none() {
            return Ok(answer);
        }
    }
    // AWS has no host of that name.
    Ok(Struct::new().with("Status", 404).with("Body", "{\"message\":\"Not Found\"}"))
}

fn call(exchange: &Exchange<'_>, target: Target<'_>, body: Bytes) -> Call {
    let head = &exchange.head;
    let caller = caller(exchange, &body);
    let mut headers = Struct::new();
    for name in head.headers.keys() {
        let values = head.headers.get_all(name).iter();
        let values = values.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
        let mut values: Vec<String> = values.collect();
        let value = match values.len() {
            1 => Value::from(values.remove(0)),
            _ => Value::from(values),
        };
        headers.push(name.as_str().to_owned(), value);
    }
    let (named, name) = match target.domain {
        Some(domain) => ("Domain", domain),
        None => ("Id", target.id),
    };
    let mut input = Struct::new()
        .with(named, name)
        .with("Host", exchange.authority())
        .with("Protocol", format!("{:?}", head.version))
        .with("Method", head.method.as_str())
        .with("Path", target.path)
        .with("Query", head.uri.query().unwrap_or_default())
        .with("Headers", headers)
        .with("Body", Value::Blob(body));
    let (principal, region) = match caller {
        Ok((principal, region)) => (principal, region),
        Err(error) => {
            input.set("SignatureError", error.message().to_owned());
            (Principal::Anonymous, None)
        }
    };
    let region = target.region.and_then(Region::parse).or(region);
    Call {
        service: SERVICES[0].into(),
        operation: STEP.into(),
        input,
        principal,
        account: AccountId::DEFAULT,
        region: region.unwrap_or(Region::DEFAULT),
        origin: Arc::new(exchange.origin_of("execute-api")),
        source: None,
        hop: 0,
    }
}

/// Who has signed the request, and for which region.
fn caller(exchange: &Exchange<'_>, body: &Bytes) -> Result<(Principal, Option<Region>), ApiError> {
    let head = &exchange.head;
    let path = head.uri.path();
    let prepared = auth::prepare(&auth::Head {
        method: head.method.as_str(),
        path,
        resource: path,
        query: head.uri.query().unwrap_or_default(),
        headers: &head.headers,
        authority: exchange.authority(),
        signing_name: "execute-api",
        family: Family::RestJson,
        allows_anonymous: true,
    })?;
    let gateway = exchange.gateway;
    let caller = prepared.verify(&gateway.world, gateway.is_strict, Some(body))?;
    let region = caller.region.as_deref().and_then(Region::parse);
    Ok((caller.principal, region))
}

/// The stage and the connection in `stage/@connections/id`.
fn connection(path: &str) -> Option<(&str, &str)> {
    let (stage, id) = path.strip_prefix('/')?.split_once("/@connections/")?;
    (!stage.contains('/') && !id.contains('/')).then_some((stage, id))
}

/// An operation of the management API, which is told the API and its stage.
async fn manage(
    exchange: &Exchange<'_>,
    id: &str,
    (stage, connection): (&str, &str),
    mut call: Call,
) -> Response<ReplyBody> {
    let entry = wire::archive::service_entry(MANAGEMENT).expect("the models hold it");
    let service = entry.model();
    let name = match exchange.head.method.as_str() {
        "POST" => "PostToConnection",
        "DELETE" => "DeleteConnection",
        _ => "GetConnection",
    };
    let operation = service.operation(name).expect("the model has it");
    let connection = percent_decode_str(connection).decode_utf8_lossy().into_owned();
    let body = call.input.remove("Body").unwrap_or_default();
    call.service = MANAGEMENT.into();
    call.operation = name.into();
    call.input =
        Struct::new().with("ConnectionId", connection).with(":api", id).with(":stage", stage);
    if name == "PostToConnection" {
        call.input.set("Data", body);
    }
    let result = match exchange.gateway.world.check_input(&call) {
        Ok(()) => exchange.dispatch(&call).await,
        Err(error) => Err(error),
    };
    let (protocol, id) = (Protocol::RestJson1, &exchange.request_id);
    let message = match result {
        Ok(output) => {
            exchange.gateway.exercised.note(MANAGEMENT, name);
            codec::encode_response(service, operation, protocol, &output, id)
        }
        Err(error) => {
            exchange.noted.error(error.code());
            wire::error::encode_error(Some(service), Some(operation), protocol, &error, id)
        }
    };
    pipeline::send(message, &exchange.head.method)
}

fn refusal(error: &ApiError) -> Struct {
    let message = match error.status() {
        413 => "Request Too Long",
        500.. => "Internal Server Error",
        _ => error.message(),
    };
    Struct::new()
        .with("Status", i64::from(error.status()))
        .with("Headers", Struct::new().with("content-type", "application/json"))
        .with("Body", format!("{{\"message\":{message:?}}}"))
}

/// From what a step has answered.
pub fn response(exchange: &Exchange<'_>, answer: &Struct) -> Response<ReplyBody> {
    let body = match answer.get("Body") {
        Some(Value::Blob(bytes)) => bytes.clone(),
        Some(Value::String(text)) => Bytes::from(text.clone()),
        _ => Bytes::new(),
    };
    let mut headers = http::HeaderMap::new();
    let mut add = |name: &HeaderName, value: &Value| {
        if let Some(value) = value.as_str().and_then(|it| HeaderValue::from_str(it).ok()) {
            headers.append(name.clone(), value);
        }
    };
    for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
        let Ok(name) = HeaderName::try_from(name.to_ascii_lowercase()) else { continue };
        match value {
            Value::List(values) => values.iter().for_each(|value| add(&name, value)),
            value => add(&name, value),
        }
    }
    // Lengths and framing are this server's own.
    for name in [header::TRANSFER_ENCODING, header::CONNECTION, header::CONTENT_LENGTH] {
        headers.remove(name);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let status = answer.int("Status").and_then(|it| u16::try_from(it).ok()).unwrap_or(500);
    let message = message::Response { status, headers, body: body.into() };
    pipeline::send(message, &exchange.head.method)
}
