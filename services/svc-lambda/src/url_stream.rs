//! Answers of function URLs of the mode `RESPONSE_STREAM`: they leave as the function writes them.
//!
//! Source: Developer Guide, "Writing response streaming-enabled Lambda functions": an answer of the
//! type for HTTP integrations begins with its status and headers as JSON and eight null bytes.

use bytes::{Bytes, BytesMut};
use kernel::body::{Body, Live, Made};
use kernel::service::WorkEnv;
use kernel::{OpResult, Struct, Value};
use serde_json::Value as Json;

use crate::streaming::{self, Begun, Stream};
use crate::url;

const HTTP_ANSWER: &str = "application/vnd.awslambda.http-integration-response";
const DELIMITER: [u8; 8] = [0; 8];
/// Status and headers are at most so long.
const PRELUDE_BYTES_MAX: usize = 64 * 1024;

/// The answer, as soon as its beginning is known.
pub fn answer(env: &WorkEnv, plan: &Struct) -> OpResult {
    match streaming::begin(env, plan)? {
        Begun::Streams { content_type, stream, .. } if content_type == HTTP_ANSWER => {
            with_prelude(stream)
        }
        Begun::Streams { content_type, stream, .. } => {
            Ok(url::plain(200, &content_type, Bytes::new()).with("Body", live(None, stream)))
        }
        Begun::Whole(outcome) if outcome.str("FunctionError").is_some() => Ok(url::failed()),
        // What a handler answers as a whole is not read: its bytes are the body.
        Begun::Whole(outcome) => {
            let payload = outcome.blob("Payload").cloned().unwrap_or_default();
            Ok(url::plain(200, "application/json", payload))
        }
    }
}

fn with_prelude(mut stream: Stream) -> OpResult {
    let mut read = BytesMut::new();
    let end = loop {
        let at = read.windows(DELIMITER.len()).position(|it| *it == DELIMITER);
        if let Some(at) = at {
            break at;
        }
        match stream.next() {
            Some(piece) if read.len() <= PRELUDE_BYTES_MAX => read.extend_from_slice(&piece),
            _ => return Ok(url::failed()),
        }
    };
    let prelude = read.split_to(end);
    let _ = read.split_to(DELIMITER.len());
    let Ok(prelude) = serde_json::from_slice::<Json>(&prelude) else { return Ok(url::failed()) };
    let first = Some(read.freeze()).filter(|it| !it.is_empty());
    Ok(head(&prelude).with("Body", live(first, stream)))
}

fn head(prelude: &Json) -> Struct {
    let mut headers = Struct::new().with("content-type", "application/octet-stream");
    for (name, value) in prelude["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        headers.set(name.to_ascii_lowercase(), value);
    }
    let cookies = prelude["cookies"].as_array().into_iter().flatten();
    let cookies: Vec<Value> = cookies.filter_map(|it| Some(Value::from(it.as_str()?))).collect();
    Struct::new()
        .with("Status", prelude["statusCode"].as_i64().unwrap_or(200))
        .with("Headers", headers)
        .with("Cookies", cookies)
}

/// What is written from now on. An answer that breaks off ends.
fn live(first: Option<Bytes>, mut stream: Stream) -> Value {
    let rest = std::iter::from_fn(move || stream.next());
    let bytes = Made::new(first.into_iter().chain(rest));
    Value::Body(Body { live: Some(Live::Bytes(bytes)), ..Body::default() })
}
