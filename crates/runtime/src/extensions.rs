//! The Extensions API: processes of `/opt/extensions` that run beside the function's, and hear of
//! each event.
//!
//! Source: Lambda Developer Guide, "Using the Lambda Extensions API to create extensions".

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};
use http_body_util::Full;
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::sync::{mpsc, watch};

use crate::Event;
use crate::api::{Said, reply, reply_json};

pub const PREFIX: &str = "/2020-01-01/extension/";
const NAME: &str = "lambda-extension-name";
const ID: &str = "lambda-extension-identifier";
/// "Lambda has a limit of 10 extensions for a function".
const EXTENSIONS_MAX: usize = 10;

/// The extensions of one sandbox.
#[derive(Debug)]
pub struct Extensions {
    by_id: Mutex<BTreeMap<String, Extension>>,
    /// How many events there were, and the last one.
    events: watch::Sender<(u64, Option<Json>)>,
    said: mpsc::UnboundedSender<Said>,
    /// What they are told of the function.
    function: Json,
}

#[derive(Debug)]
struct Extension {
    hears_events: bool,
    /// The number of the last event that it has got.
    seen: u64,
}

impl Extensions {
    pub fn new(said: mpsc::UnboundedSender<Said>, function: Json) -> Extensions {
        let (events, _) = watch::channel((0, None));
        Extensions { by_id: Mutex::default(), events, said, function }
    }

    /// Tells of an event; answers how many are to ask for the next one before it is over.
    pub fn tell(&self, event: &Event) -> usize {
        let deadline = SystemTime::now() + event.timeout;
        let told = json!({
            "eventType": "INVOKE",
            "deadlineMs": millis(deadline),
            "requestId": event.request_id,
            "invokedFunctionArn": event.arn,
            "tracing": {"type": "X-Amzn-Trace-Id", "value": event.trace},
        });
        let hearing = self.by_id.lock().values().filter(|it| it.hears_events).count();
        self.events.send_modify(|(number, last)| {
            *number += 1;
            *last = Some(told);
        });
        hearing
    }

    pub async fn answer(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: Option<Bytes>,
    ) -> Response<Full<Bytes>> {
        let header = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
        match (method, path, header(ID)) {
            (&Method::POST, "register", _) => self.register(header(NAME), body),
            (&Method::GET, "event/next", Some(id)) => self.next(id).await,
            (&Method::POST, "init/error" | "exit/error", Some(id)) if self.is_known(id) => {
                let _ = self.said.send(Said::ExtensionFailed(body.unwrap_or_default()));
                reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#)
            }
            _ => refusal(StatusCode::FORBIDDEN, "Extension.UnknownExtensionIdentifier"),
        }
    }

    fn register(&self, name: Option<&str>, body: Option<Bytes>) -> Response<Full<Bytes>> {
        let body: Json =
            body.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default();
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return refusal(StatusCode::FORBIDDEN, "Extension.MissingExtensionName");
        };
        let wanted: Vec<&str> =
            body["events"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        if wanted.iter().any(|it| *it != "INVOKE" && *it != "SHUTDOWN") {
            return refusal(StatusCode::BAD_REQUEST, "Extension.InvalidEventType");
        }
        let mut by_id = self.by_id.lock();
        if by_id.len() >= EXTENSIONS_MAX {
            return refusal(StatusCode::FORBIDDEN, "Extension.TooManyExtensions");
        }
        let id = format!("{:08x}-{name}", by_id.len());
        let seen = self.events.borrow().0;
        by_id.insert(id.clone(), Extension { hears_events: wanted.contains(&"INVOKE"), seen });
        let mut response = reply_json(StatusCode::OK, &self.function);
        if let Ok(id) = id.parse() {
            response.headers_mut().insert(ID, id);
        }
        response
    }

    fn is_known(&self, id: &str) -> bool {
        self.by_id.lock().contains_key(id)
    }

    /// It is done with what it had, and waits for the next.
    async fn next(&self, id: &str) -> Response<Full<Bytes>> {
        let seen = self.by_id.lock().get(id).map(|it| (it.seen, it.hears_events));
        let Some((seen, hears)) = seen else {
            return refusal(StatusCode::FORBIDDEN, "Extension.UnknownExtensionIdentifier");
        };
        let _ = self.said.send(Said::ExtensionNext { is_new: seen == 0 });
        let mut events = self.events.subscribe();
        let is_next = |(number, _): &(u64, Option<Json>)| hears && *number > seen;
        let Ok(event) = events.wait_for(is_next).await.map(|it| it.clone()) else {
            return refusal(StatusCode::INTERNAL_SERVER_ERROR, "Container.Error");
        };
        if let Some(extension) = self.by_id.lock().get_mut(id) {
            extension.seen = event.0;
        }
        reply_json(StatusCode::OK, &event.1.unwrap_or_default())
    }
}

fn millis(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_millis() as u64
}

fn refusal(status: StatusCode, kind: &str) -> Response<Full<Bytes>> {
    reply_json(status, &json!({"errorType": kind, "errorMessage": kind}))
}
