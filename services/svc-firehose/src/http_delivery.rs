//! Delivery to HTTP endpoints: requests as AWS documents them, tried again for as long as the
//! destination says, and the bucket for what was not taken.
//!
//! Source: "Understand HTTP endpoint delivery request and response specifications" in the Developer
//! Guide. An answer is good when it has the status 200, is JSON and names the request; "Amazon Data
//! Firehose treats responses that do not adhere to the proper format as delivery failures". 413 is
//! final.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use outbound::http::{self, Answer, FailureKind, Options, Request};
use serde_json::{Map, Value as Json, json};

use crate::api::content_encoding;
use crate::buffer::{self, Attempt, Filler, Retry};
use crate::deliver::SESSION;
use crate::gate;
use crate::intake::{self, Failure};
use crate::limits;
use crate::log::{self, Trouble};
use crate::metrics::{self, Delivered};
use crate::pack;
use crate::place::log_of;
use crate::state::{BatchRow, Stream};

/// `Stream`, `Id`, `Batch`.
pub const SEND: &str = "DeliverToHttpEndpoint";
const AGENT: &str = "Amazon Kinesis Data Firehose Agent/1.0";
const FAILED: &str = "http-endpoint-failed";
const REFUSED: &str = "HttpEndpoint.DestinationException";
const SHOWN_CHARACTERS_MAX: usize = 1_000;
const TOO_LARGE: i64 = 413;

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else {
        leave(ctx, input)?;
        return Ok(Struct::new());
    };
    if !gate::enter(ctx, stream.row.id, &stream, &batch)? {
        return Ok(Struct::new());
    }
    let config = &stream.row.destination.config;
    let endpoint = config.structure("EndpointConfiguration").cloned().unwrap_or_default();
    let request = config.structure("RequestConfiguration").cloned().unwrap_or_default();
    let records = match buffer::read(ctx, &stream, &batch) {
        Ok(records) => records,
        Err(error) => return Ok(Struct::new().with("Reason", error.message())),
    };
    let key = match access_key(ctx, config, &endpoint) {
        Ok(key) => key,
        Err(error) => {
            let reason = format!("The secret cannot be used: {}", error.message());
            return Ok(Struct::new()
                .with("Code", "HttpEndpoint.SecretError")
                .with("Reason", reason));
        }
    };
    let records: Vec<Json> =
        records.iter().map(|record| json!({"data": STANDARD.encode(&record.data)})).collect();
    let body = json!({
        "requestId": batch.uuid,
        "timestamp": ctx.now().micros().div_euclid(1_000),
        "records": records,
    });
    let is_packed = request.str("ContentEncoding") == Some(content_encoding::GZIP);
    let mut headers = vec![
        ("X-Amz-Firehose-Protocol-Version", "1.0".to_owned()),
        ("X-Amz-Firehose-Request-Id", batch.uuid.clone()),
        ("X-Amz-Firehose-Source-Arn", stream.arn(ctx)),
        ("Content-Type", "application/json".to_owned()),
        ("User-Agent", AGENT.to_owned()),
    ];
    if is_packed {
        headers.push(("Content-Encoding", "gzip".to_owned()));
    }
    if let Some(key) = key {
        headers.push(("X-Amz-Firehose-Access-Key", key));
    }
    if let Some(attributes) = common_attributes(&request) {
        headers.push(("X-Amz-Firehose-Common-Attributes", attributes));
    }
    let headers: Vec<Value> = headers
        .into_iter()
        .map(|(name, value)| Struct::new().with("Name", name).with("Value", value).into())
        .collect();
    Ok(Struct::new()
        .with("Url", endpoint.str("Url").unwrap_or_default())
        .with("RequestId", batch.uuid.as_str())
        .with("Headers", headers)
        .with("IsPacked", is_packed)
        .with("Body", Bytes::from(body.to_string())))
}

/// The key of the configuration, or of its secret: "… the secret must follow a specific JSON object
/// format: {"api_key": "..."}".
fn access_key(
    ctx: &mut Ctx<'_>,
    config: &Struct,
    endpoint: &Struct,
) -> Result<Option<String>, ApiError> {
    let secret = config.structure("SecretsManagerConfiguration");
    let Some(secret) = secret.filter(|it| it.bool("Enabled") == Some(true)) else {
        let key = endpoint.str("AccessKey").filter(|key| !key.is_empty());
        return Ok(key.map(str::to_owned));
    };
    let role = secret.str("RoleARN").or_else(|| config.str("RoleARN"));
    let role = role.and_then(Arn::parse).ok_or_else(ApiError::internal)?;
    let ask = Ask::to("secretsmanager", "GetSecretValue")
        .with("SecretId", secret.str("SecretARN").unwrap_or_default())
        .as_role(&role, SESSION);
    let answer = ctx.call(ask)?;
    let text = answer.str("SecretString").unwrap_or_default();
    let json: Json = serde_json::from_str(text).unwrap_or_default();
    match json.get("api_key").and_then(Json::as_str) {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiError::new("InvalidSecret", "it has no member api_key")),
    }
}

/// `{"commonAttributes": {…}}`
fn common_attributes(request: &Struct) -> Option<String> {
    let attributes = request.list("CommonAttributes").filter(|it| !it.is_empty())?;
    let pairs = attributes.iter().filter_map(Value::as_struct).filter_map(|it| {
        Some((it.str("AttributeName")?.to_owned(), json!(it.str("AttributeValue")?)))
    });
    Some(json!({"commonAttributes": pairs.collect::<Map<_, _>>()}).to_string())
}

pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let Some(Value::Blob(body)) = plan.remove("Body") else { return Ok(plan) };
    let is_packed = plan.bool("IsPacked") == Some(true);
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(Value::as_struct);
    let request = Request {
        method: "POST".to_owned(),
        url: plan.str("Url").unwrap_or_default().to_owned(),
        headers: headers
            .filter_map(|it| Some((it.str("Name")?.to_owned(), it.str("Value")?.to_owned())))
            .collect(),
        body: if is_packed { pack::gzip(&body) } else { body.into() },
    };
    let authorities = env.world.settings.get(outbound::CA_BUNDLE);
    let options = Options {
        connect_timeout: limits::HTTP_TIMEOUT,
        timeout: limits::HTTP_TIMEOUT,
        answer_bytes_max: limits::HTTP_ANSWER_BYTES_MAX,
        redirects_max: 0,
        ca_bundle: authorities.as_deref(),
    };
    let id = plan.str("RequestId").unwrap_or_default();
    Ok(match http::send(&request, &options) {
        Ok(answer) => judged(id, &answer),
        Err(failure) => {
            let code = match failure.kind {
                FailureKind::Timeout => "HttpEndpoint.RequestTimeout",
                FailureKind::Tls => "HttpEndpoint.SSLHandshakeFailure",
                FailureKind::Protocol => "HttpEndpoint.ResponseFailure",
                FailureKind::Url | FailureKind::Connect => "HttpEndpoint.ConnectionFailure",
            };
            Struct::new().with("Code", code).with("Reason", failure.to_string())
        }
    })
}

/// What an answer says: empty when the records were taken.
fn judged(id: &str, answer: &Answer) -> Struct {
    let text = String::from_utf8_lossy(&answer.body);
    let shown: String = text.chars().take(SHOWN_CHARACTERS_MAX).collect();
    let status = i64::from(answer.status);
    let told = || {
        let reason = format!(
            "The following response was received from the endpoint destination. {status}: {shown}"
        );
        Struct::new().with("Code", REFUSED).with("Reason", reason).with("Status", status)
    };
    if status != 200 {
        return told();
    }
    let json: Json = serde_json::from_str(&text).unwrap_or_default();
    if answer.is_cut || json.get("requestId").and_then(Json::as_str) != Some(id) {
        return told().with("Code", "HttpEndpoint.InvalidResponseFromDestination");
    }
    Struct::new().with("IsTaken", true)
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    if outcome.is_empty() {
        return Ok(Struct::new());
    }
    leave(ctx, input)?;
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else { return Ok(Struct::new()) };
    if outcome.bool("IsTaken") == Some(true) {
        metrics::delivered(ctx, &stream, &batch, Delivered::ToEndpoint);
        buffer::done(ctx, &stream, &batch)?;
        return Ok(Struct::new());
    }
    let Some(reason) = outcome.str("Reason") else { return Ok(Struct::new()) };
    let code = outcome.str("Code").unwrap_or(REFUSED);
    metrics::failed(ctx, &stream, Delivered::ToEndpoint);
    let config = &stream.row.destination.config;
    log::write(ctx, &stream, log_of(config), &Trouble { code, message: reason });
    let seconds = stream.row.destination.retry_seconds() * 1_000_000;
    let is_final = outcome.int("Status") == Some(TOO_LARGE);
    let until = if is_final { 0 } else { batch.since + seconds };
    let retry = Retry {
        first: limits::HTTP_RETRY_FIRST,
        most: limits::HTTP_RETRY_MOST,
        jitter: limits::HTTP_JITTER,
        until: Timestamp::from_micros(until),
    };
    if let Attempt::WasTheLast(batch) = buffer::again(ctx, &stream, batch, retry)? {
        give_up(ctx, &stream, &batch, code, reason)?;
    }
    Ok(Struct::new())
}

fn leave(ctx: &mut Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    gate::leave(ctx, number("Id"), number("Batch"))
}

/// What was not taken goes to the bucket, with the reason.
fn give_up(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    batch: &BatchRow,
    code: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let processing = stream.row.destination.processing();
    let Some(records) = buffer::read_or_wait(ctx, stream, batch)? else { return Ok(()) };
    let mut filler = Filler::new(ctx, stream, &processing)?;
    let message = reason.to_owned();
    let failure = Failure { kind: FAILED, code, message, attempts: batch.attempts };
    for record in &records {
        intake::fail(ctx, &mut filler, record, &failure, None)?;
    }
    filler.finish(ctx);
    buffer::done(ctx, stream, batch)
}
