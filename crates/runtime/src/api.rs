//! The Lambda Runtime API of one sandbox: HTTP on a loopback port of its own.
//!
//! Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::Event;

const PREFIX: &str = "/2018-06-01/runtime/";
/// "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
pub const ANSWER_BYTES_MAX: usize = 6_291_556;
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
}

/// Both ends of the conversation, as the server sees them.
#[derive(Debug)]
pub struct Api {
    events: tokio::sync::Mutex<mpsc::Receiver<Event>>,
    said: mpsc::UnboundedSender<Said>,
    /// Of the event that was handed out and not answered yet.
    current: Mutex<Option<String>>,
}

impl Api {
    pub fn new(events: mpsc::Receiver<Event>, said: mpsc::UnboundedSender<Said>) -> Arc<Api> {
        let events = tokio::sync::Mutex::new(events);
        Arc::new(Api { events, said, current: Mutex::new(None) })
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
        *self.current.lock() = Some(event.request_id.clone());
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
        if self.current.lock().as_deref() != Some(id) {
            return refusal(StatusCode::BAD_REQUEST);
        }
        let max = if is_answer { ANSWER_BYTES_MAX } else { ERROR_BYTES_MAX };
        let body = body(request, max).await;
        if self.current.lock().take_if(|current| current == id).is_none() {
            return refusal(StatusCode::BAD_REQUEST);
        }
        match body {
            Some(body) if is_answer => self.hear(Said::Answer(body)),
            Some(body) => self.hear(Said::Error(body)),
            None => {
                let _ = self.said.send(Said::AnswerTooLarge);
                refusal(StatusCode::PAYLOAD_TOO_LARGE)
            }
        }
    }

    fn hear(&self, said: Said) -> Response<Full<Bytes>> {
        let _ = self.said.send(said);
        reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#)
    }
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

fn reply(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    response
}
