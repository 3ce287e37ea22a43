//! The Lambda Runtime API of one sandbox: HTTP on a loopback port of its own.
//!
//! Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::extensions::{self, Extensions};
use crate::{Event, Listener, Part};

const PREFIX: &str = "/2018-06-01/runtime/";
/// "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
pub const ANSWER_BYTES_MAX: usize = 6_291_556;
/// "functions can return payloads up to 200 MB" when they stream.
const STREAM_BYTES_MAX: usize = 200 * 1024 * 1024;
const RESPONSE_MODE: &str = "lambda-runtime-function-response-mode";
/// Trailers of an answer that broke off.
const ERROR_TYPE: &str = "lambda-runtime-function-error-type";
const ERROR_BODY: &str = "lambda-runtime-function-error-body";
/// An error report is no answer, and bounded all the same.
const ERROR_BYTES_MAX: usize = 1024 * 1024;

/// What the process has said.
#[derive(Debug)]
pub enum Said {
    /// It waits for an event.
    Next,
    Answer(Bytes),
    AnswerTooLarge,
    Error(Bytes),
    InitError(Bytes),
    /// An extension waits for its first event, or for another one.
    ExtensionNext {
        is_new: bool,
    },
    ExtensionFailed(Bytes),
}

/// Both ends of the conversation, as the server sees them.
#[derive(Debug)]
pub struct Api {
    events: tokio::sync::Mutex<mpsc::Receiver<Event>>,
    said: mpsc::UnboundedSender<Said>,
    current: Mutex<Option<Current>>,
    pub extensions: Extensions,
}

/// The event that was handed out and not answered yet.
#[derive(Debug)]
struct Current {
    id: String,
    stream: Option<Listener>,
}

impl Api {
    pub fn new(
        events: mpsc::Receiver<Event>,
        said: mpsc::UnboundedSender<Said>,
        function: Json,
    ) -> Arc<Api> {
        let events = tokio::sync::Mutex::new(events);
        let extensions = Extensions::new(said.clone(), function);
        Arc::new(Api { events, said, current: Mutex::new(None), extensions })
    }

    /// Until it is aborted.
    pub async fn serve(self: Arc<Api>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let api = self.clone();
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let api = api.clone();
                    async move { Ok::<_, Infallible>(api.answer(request).await) }
                });
                // A process that hangs up is heard of otherwise.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        if let Some(path) = path.strip_prefix(extensions::PREFIX) {
            let (method, headers) = (request.method().clone(), request.headers().clone());
            let body = body(request, ERROR_BYTES_MAX).await;
            return self.extensions.answer(&method, path, &headers, body).await;
        }
        let Some(path) = path.strip_prefix(PREFIX) else { return refusal(StatusCode::NOT_FOUND) };
        let parts: Vec<&str> = path.split('/').collect();
        match (request.method(), parts.as_slice()) {
            (&Method::GET, ["invocation", "next"]) => self.next().await,
            (&Method::POST, ["init", "error"]) => match body(request, ERROR_BYTES_MAX).await {
                Some(error) => self.hear(Said::InitError(error)),
                None => refusal(StatusCode::PAYLOAD_TOO_LARGE),
            },
            (&Method::POST, ["invocation", id, what @ ("response" | "error")]) => {
                self.end(id, *what == "response", request).await
            }
            _ => refusal(StatusCode::NOT_FOUND),
        }
    }

    async fn next(&self) -> Response<Full<Bytes>> {
        let _ = self.said.send(Said::Next);
        let Some(event) = self.events.lock().await.recv().await else {
            return refusal(StatusCode::GONE);
        };
        let current = Current { id: event.request_id.clone(), stream: event.stream };
        *self.current.lock() = Some(current);
        let deadline = SystemTime::now() + event.timeout;
        let deadline = deadline.duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis());
        let mut response = Response::builder()
            .header("Content-Type", "application/json")
            .header("Lambda-Runtime-Aws-Request-Id", event.request_id)
            .header("Lambda-Runtime-Invoked-Function-Arn", event.arn)
            .header("Lambda-Runtime-Trace-Id", event.trace)
            .header("Lambda-Runtime-Deadline-Ms", deadline.to_string());
        if let Some(context) = event.client_context {
            response = response.header("Lambda-Runtime-Client-Context", context);
        }
        response
            .body(Full::new(event.payload))
            .unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR))
    }

    async fn end(
        &self,
        id: &str,
        is_answer: bool,
        request: Request<Incoming>,
    ) -> Response<Full<Bytes>> {
        let stream = match self.current.lock().as_ref() {
            Some(current) if current.id == id => current.stream.clone(),
            _ => return refusal(StatusCode::BAD_REQUEST),
        };
        let mode = request.headers().get(RESPONSE_MODE).and_then(|it| it.to_str().ok());
        let streams = is_answer && mode.is_some_and(|mode| mode.eq_ignore_ascii_case("streaming"));
        let said = match (streams, stream) {
            (true, Some(stream)) => streamed(request, &stream).await,
            (true, None) => gathered(request).await,
            (false, _) => {
                let max = if is_answer { ANSWER_BYTES_MAX } else { ERROR_BYTES_MAX };
                match body(request, max).await {
                    Some(body) if is_answer => Said::Answer(body),
                    Some(body) => Said::Error(body),
                    None => Said::AnswerTooLarge,
                }
            }
        };
        if self.current.lock().take_if(|current| current.id == id).is_none() {
            return refusal(StatusCode::BAD_REQUEST);
        }
        if let Said::AnswerTooLarge = said {
            let _ = self.said.send(said);
            return refusal(StatusCode::PAYLOAD_TOO_LARGE);
        }
        self.hear(said)
    }

    fn hear(&self, said: Said) -> Response<Full<Bytes>> {
        let _ = self.said.send(said);
        reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#)
    }
}

/// Hands on an answer as it comes. Who has stopped to listen does not stop the function.
async fn streamed(request: Request<Incoming>, stream: &Listener) -> Said {
    let kind = request.headers().get(http::header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or("application/octet-stream");
    let _ = stream.0.send(Part::ContentType(kind.to_owned())).await;
    let mut body = request.into_body();
    let mut len = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return broken_off() };
        if let Some(trailers) = frame.trailers_ref()
            && let Some(error) = error_of(trailers)
        {
            return Said::Error(error);
        }
        let Ok(piece) = frame.into_data() else { continue };
        len += piece.len();
        if len > STREAM_BYTES_MAX {
            return Said::AnswerTooLarge;
        }
        let _ = stream.0.send(Part::Piece(piece)).await;
    }
    Said::Answer(Bytes::new())
}

/// An answer that is written bit by bit, for who wants it whole.
async fn gathered(request: Request<Incoming>) -> Said {
    match Limited::new(request.into_body(), ANSWER_BYTES_MAX).collect().await {
        Ok(collected) => match collected.trailers().and_then(error_of) {
            Some(error) => Said::Error(error),
            None => Said::Answer(collected.to_bytes()),
        },
        Err(_) => Said::AnswerTooLarge,
    }
}

/// "Report mid-stream errors": the trailers of an answer that its function could not end.
fn error_of(trailers: &http::HeaderMap) -> Option<Bytes> {
    let text = |name: &str| trailers.get(name).and_then(|it| it.to_str().ok());
    let kind = text(ERROR_TYPE)?;
    let told = text(ERROR_BODY).and_then(|body| STANDARD.decode(body).ok());
    let told = told.filter(|told| serde_json::from_slice::<Json>(told).is_ok());
    let plain = || json!({"errorType": kind, "errorMessage": ""}).to_string().into_bytes();
    Some(Bytes::from(told.unwrap_or_else(plain)))
}

fn broken_off() -> Said {
    let told =
        json!({"errorType": "Runtime.TruncatedResponse", "errorMessage": "Response truncated"});
    Said::Error(Bytes::from(told.to_string()))
}

async fn body(request: Request<Incoming>, max: usize) -> Option<Bytes> {
    let collected = Limited::new(request.into_body(), max).collect().await;
    collected.ok().map(http_body_util::Collected::to_bytes)
}

fn refusal(status: StatusCode) -> Response<Full<Bytes>> {
    let text = match status {
        StatusCode::BAD_REQUEST => {
            r#"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            r#"{"errorMessage":"Payload too large","errorType":"RequestEntityTooLarge"}"#
        }
        _ => r#"{"errorMessage":"No such resource","errorType":"NotFound"}"#,
    };
    reply(status, text)
}

pub fn reply_json(status: StatusCode, body: &Json) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    response
}

pub fn reply(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    response
}
