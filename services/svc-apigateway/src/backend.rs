//! The back ends of APIs: functions, AWS's services, web servers, and none at all.

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::body::{Body, Segment};
use kernel::call::{Principal, Source};
use kernel::{ApiError, Ask, Call, Region, Struct, Value};
use outbound::http::{FailureKind, Options};
use wire::relay;

use crate::docs::text;
use crate::integration::CALLER;
use crate::limits::{PAYLOAD_BYTES_MAX, TIMEOUT_MS_MAX};
use crate::line::Line;
use crate::outgoing::{Outgoing, with_variables};
use crate::reply::Refusal;
use crate::request::encoded;
use crate::respond;

/// What a back end has answered.
#[derive(Clone, Debug)]
pub enum Answered {
    Function { payload: Bytes, is_error: bool },
    Http { status: u16, headers: Vec<(String, String)>, body: Bytes },
}

pub const PRINCIPAL: &str = "apigateway.amazonaws.com";

/// Sends a request to the back end of an integration.
pub fn send(
    line: &Line<'_>,
    plan: &Struct,
    integration: &Struct,
    sent: &Outgoing,
) -> Result<Answered, Refusal> {
    let timeout = integration.int("timeoutInMillis").unwrap_or(TIMEOUT_MS_MAX);
    let timeout = Duration::from_millis(timeout.max(1).cast_unsigned());
    match text(integration, "type") {
        "MOCK" => {
            let status = respond::mock_status(&sent.body).ok_or_else(Refusal::internal)?;
            // What the template has said besides the status goes nowhere.
            Ok(Answered::Http { status, headers: Vec::new(), body: Bytes::new() })
        }
        "HTTP" | "HTTP_PROXY" => send_http(line, plan, sent, timeout),
        _ => {
            let arn = Arn::parse(&sent.uri).ok_or_else(Refusal::internal)?;
            let caller = caller(line, plan, integration)?;
            if let Some(function) = function_of(&arn) {
                let is_event = sent.headers.iter().any(|(name, value)| {
                    name.eq_ignore_ascii_case("x-amz-invocation-type")
                        && value.eq_ignore_ascii_case("event")
                });
                return invoke(line, function, (caller, &sent.body, is_event), timeout);
            }
            send_aws(line, &arn, (caller, sent), timeout)
        }
    }
}

/// As whom: the role of the integration, the caller, or API Gateway for the API.
fn caller(
    line: &Line<'_>,
    plan: &Struct,
    integration: &Struct,
) -> Result<(Principal, Option<Source>), Refusal> {
    let role = text(integration, "credentials");
    if role == CALLER {
        return Ok((line.principal.clone(), None));
    }
    as_whom(line, plan, role)
}

pub fn as_whom(
    line: &Line<'_>,
    plan: &Struct,
    role: &str,
) -> Result<(Principal, Option<Source>), Refusal> {
    if role.is_empty() {
        let source = Source { arn: source_arn(plan), account: line.account };
        return Ok((Principal::Service(PRINCIPAL.into()), Some(source)));
    }
    let arn = Arn::parse(role).ok_or_else(Refusal::internal)?;
    let session = text(plan, "Id");
    let principal = Ask::to("", "").as_role(&arn, session).principal;
    principal.map(|it| (it, None)).ok_or_else(Refusal::internal)
}

/// `arn:aws:execute-api:region:account:api/stage/GET/resource`: with the resource's path, where
/// policies of functions name methods.
fn source_arn(plan: &Struct) -> String {
    plan.str("SourceArn").unwrap_or_else(|| text(plan, "MethodArn")).to_owned()
}

/// `…:lambda:path/2015-03-31/functions/ARN/invocations`
pub fn function_of(arn: &Arn) -> Option<&str> {
    // The service stands where ARNs have their account.
    if arn.account != "lambda" {
        return None;
    }
    let (_, rest) = arn.resource.split_once("/functions/")?;
    rest.strip_suffix("/invocations")
}

/// Runs a function and waits for it.
pub fn invoke(
    line: &Line<'_>,
    function: &str,
    ((principal, source), payload, is_event): ((Principal, Option<Source>), &Bytes, bool),
    timeout: Duration,
) -> Result<Answered, Refusal> {
    let arn = Arn::parse(function).ok_or_else(Refusal::internal)?;
    let account = arn.account_id().ok_or_else(Refusal::internal)?;
    let region = arn.region().ok_or_else(Refusal::internal)?;
    let payload = if payload.is_empty() { Bytes::from_static(b"{}") } else { payload.clone() };
    let input = Struct::new()
        .with("FunctionName", function)
        .with("InvocationType", if is_event { "Event" } else { "RequestResponse" })
        .with("Payload", Value::Blob(payload));
    let call = Call {
        service: "lambda".into(),
        operation: "Invoke".into(),
        input,
        principal,
        account,
        region,
        origin: line.origin.clone(),
        source,
        hop: 1,
    };
    let answer = line.call(&call, timeout).ok_or_else(Refusal::timeout)?;
    let output = answer.map_err(|error| {
        tracing::debug!(%error, function, "a function of an integration cannot be invoked");
        line.note(&format!("Execution failed due to configuration error: {}", error.message()));
        Refusal::internal()
    })?;
    let payload = output.blob("Payload").cloned().unwrap_or_default();
    Ok(Answered::Function { payload, is_error: output.str("FunctionError").is_some() })
}

fn send_http(
    line: &Line<'_>,
    plan: &Struct,
    sent: &Outgoing,
    timeout: Duration,
) -> Result<Answered, Refusal> {
    let mut headers = sent.headers.clone();
    let has = |headers: &[(String, String)], name: &str| {
        headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let own = [
        ("x-amzn-apigateway-api-id", text(plan, "Id").to_owned()),
        ("User-Agent", format!("AmazonAPIGateway_{}", text(plan, "Id"))),
        ("Accept", "application/json".to_owned()),
    ];
    for (name, value) in own {
        if !has(&headers, name) {
            headers.push((name.to_owned(), value));
        }
    }
    let has_body = !matches!(sent.method.as_str(), "GET" | "HEAD");
    let request = outbound::http::Request {
        method: sent.method.clone(),
        url: with_query(&sent.uri, &sent.query),
        headers,
        body: if has_body { sent.body.to_vec() } else { Vec::new() },
    };
    let ca_bundle = line.world.settings.get(outbound::CA_BUNDLE);
    let options = Options {
        connect_timeout: timeout,
        timeout,
        answer_bytes_max: PAYLOAD_BYTES_MAX + 1,
        redirects_max: 0,
        ca_bundle: ca_bundle.as_deref(),
    };
    line.note(&format!("Sending request to {}", request.url));
    match outbound::http::send(&request, &options) {
        Ok(answer) if answer.is_cut || answer.body.len() > PAYLOAD_BYTES_MAX => {
            Err(Refusal::new("INTEGRATION_FAILURE", "Internal server error").with_status(500))
        }
        Ok(answer) => Ok(Answered::Http {
            status: answer.status,
            headers: answer.headers,
            body: Bytes::from(answer.body),
        }),
        Err(failure) => {
            line.note(&format!("Execution failed due to an error of the endpoint: {failure}"));
            Err(match failure.kind {
                FailureKind::Timeout => Refusal::timeout(),
                FailureKind::Url => Refusal::internal(),
                _ => {
                    Refusal::new("INTEGRATION_FAILURE", "Network error communicating with endpoint")
                }
            })
        }
    }
}

pub fn query_text(query: &[(String, String)]) -> String {
    let pairs = query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn with_query(uri: &str, query: &[(String, String)]) -> String {
    let text = query_text(query);
    match (text.is_empty(), uri.contains('?')) {
        (true, _) => uri.to_owned(),
        (false, false) => format!("{uri}?{text}"),
        (false, true) => format!("{uri}&{text}"),
    }
}

/// `arn:aws:apigateway:region:service:action/Name`, `…:subdomain.service:path/x`.
fn send_aws(
    line: &Line<'_>,
    arn: &Arn,
    ((principal, source), sent): ((Principal, Option<Source>), &Outgoing),
    timeout: Duration,
) -> Result<Answered, Refusal> {
    let (subdomain, service) = match arn.account.rsplit_once('.') {
        Some((subdomain, service)) => (Some(subdomain.to_owned()), service),
        None => (None, arn.account.as_str()),
    };
    let (kind, rest) = arn.resource.split_once('/').ok_or_else(Refusal::internal)?;
    let (rest, own_query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut query = query_text(&sent.query);
    if !own_query.is_empty() {
        query =
            if query.is_empty() { own_query.to_owned() } else { format!("{own_query}&{query}") };
    }
    let target = match kind {
        "action" => relay::Target::Action(rest.to_owned()),
        _ => relay::Target::Path(format!("/{}", rest.trim_start_matches('/'))),
    };
    let region = Region::parse(&arn.region).unwrap_or(line.region);
    let request = relay::Outgoing {
        service: service.to_owned(),
        subdomain,
        region: region.as_str().to_owned(),
        target,
        method: sent.method.clone(),
        query,
        headers: sent.headers.clone(),
        body: sent.body.clone(),
    };
    let relayed = relay::read(&request).map_err(|error| {
        line.note(&format!("Execution failed due to configuration error: {}", error.message()));
        Refusal::internal()
    })?;
    let call = Call {
        service: relayed.service.into(),
        operation: relayed.operation.into(),
        input: relayed.input.clone(),
        principal,
        account: line.account,
        region,
        origin: line.origin.clone(),
        source,
        hop: 1,
    };
    let checked = line.world.check_input(&call);
    let result = match checked {
        Ok(()) => line.call(&call, timeout).ok_or_else(Refusal::timeout)?,
        Err(error) => Err(error),
    };
    let (status, headers, body) = relay::write(&relayed, result.as_ref(), &line.origin.request_id);
    let body = bytes_of(&body).map_err(|_| Refusal::internal())?;
    Ok(Answered::Http { status, headers, body })
}

/// A body in memory, as far as a payload may be long.
fn bytes_of(body: &Body) -> Result<Bytes, ApiError> {
    if body.len() > PAYLOAD_BYTES_MAX as u64 {
        return Err(ApiError::internal());
    }
    let mut all = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => all.extend_from_slice(bytes),
            Segment::File { file, offset, len } => {
                let start = all.len();
                all.resize(start + *len as usize, 0);
                file.read_at(*offset, &mut all[start..])?;
            }
        }
    }
    Ok(Bytes::from(all))
}

/// What an authorizer's function is asked.
pub fn ask_authorizer(
    line: &Line<'_>,
    plan: &Struct,
    authorizer: &Struct,
    variables: &serde_json::Value,
) -> Result<Answered, Refusal> {
    let failed = || Refusal::nameless("AUTHORIZER_CONFIGURATION_ERROR");
    let uri = with_variables(text(authorizer, "authorizerUri"), variables);
    let arn = Arn::parse(&uri).ok_or_else(failed)?;
    let function = function_of(&arn).ok_or_else(failed)?;
    let role = text(authorizer, "authorizerCredentials");
    let (principal, source) = if role.is_empty() {
        let region = line.region.as_str();
        let of = text(authorizer, "id");
        let arn = format!(
            "arn:{}:execute-api:{region}:{}:{}/authorizers/{of}",
            line.region.partition(),
            line.account,
            text(plan, "Id")
        );
        let source = Source { arn, account: line.account };
        (Principal::Service(PRINCIPAL.into()), Some(source))
    } else {
        as_whom(line, plan, role).map_err(|_| failed())?
    };
    let payload = Bytes::from(text(plan, "AuthorizerEvent").to_owned());
    let timeout = Duration::from_millis(TIMEOUT_MS_MAX.cast_unsigned());
    invoke(line, function, ((principal, source), &payload, false), timeout).map_err(|_| failed())
}
