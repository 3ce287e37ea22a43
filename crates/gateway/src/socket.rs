//! WebSocket connections of APIs: kept here, decided by the service.
//!
//! The step [`OPEN`] is asked first, as a request to an API ([`crate::execute_api`]): by the status
//! 101 it lets the client in and names the connection. From then on one task carries it: what the
//! client sends goes to the step [`TAKE`], one message after the other; what the client is to get
//! is waited for with the step [`NEXT`] (`Messages`, each with `Data`; or `Close`, a code, with
//! `Reason`). However it ends, [`CLOSED`] is told `Code` and `Reason`. The task knows nothing of
//! rows: where the service does not know the connection any more, it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use kernel::{ApiError, Call, Principal, Struct, Value};
use sha1::{Digest, Sha1};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::Gateway;
use crate::pipeline::Exchange;
use crate::reply::ReplyBody;

const SERVICE: &str = "apigatewayv2";
const OPEN: &str = "OpenSocket";
const TAKE: &str = "TakeMessage";
const NEXT: &str = "NextMessages";
const CLOSED: &str = "SocketClosed";
const IS_ELSEWHERE: &str = "IsElsewhere";

/// Connections that are open at once, of all APIs: each has a task and a waiting call.
const SOCKETS_MAX: usize = 4_096;
/// "WebSocket frame size: 32 KB", "Message payload size: 128 KB".
const FRAME_BYTES_MAX: usize = 32 * 1024;
const MESSAGE_BYTES_MAX: usize = 128 * 1024;
/// How long a client may take to read, and to answer the end of its connection.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(20);
const END_TIMEOUT: Duration = Duration::from_secs(2);
/// RFC 6455, 1.3.
const ACCEPT_SUFFIX: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

static OPENED: AtomicUsize = AtomicUsize::new(0);

type Stream = WebSocketStream<TokioIo<Upgraded>>;

/// Whether a request asks for a WebSocket.
pub fn is_wanted(head: &Parts) -> bool {
    let upgrade = head.headers.get(header::UPGRADE);
    head.method == Method::GET
        && upgrade.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket"))
        && head.headers.contains_key(header::SEC_WEBSOCKET_KEY)
        && head.extensions.get::<OnUpgrade>().is_some()
}

/// Lets the client in. `None` when the API speaks no WebSocket; `Err` with the answer of a refusal.
pub async fn open(
    exchange: &Exchange<'_>,
    call: &Call,
) -> Result<Option<Response<ReplyBody>>, Struct> {
    let world = &exchange.gateway.world;
    if world.service(SERVICE).is_none_or(|service| service.operation(OPEN).is_none()) {
        return Ok(None);
    }
    let Some(place) = Place::take() else {
        return Err(Struct::new().with("Status", 503));
    };
    let call = Call { service: SERVICE.into(), operation: OPEN.into(), ..call.clone() };
    let answer = exchange.dispatch(&call).await.map_err(|error| failed(&error))?;
    if answer.get(IS_ELSEWHERE).is_some() {
        return Ok(None);
    }
    let connection = answer.str("ConnectionId").map(str::to_owned);
    let upgrade = exchange.head.extensions.get::<OnUpgrade>().cloned();
    let (Some(connection), Some(upgrade)) = (connection, upgrade) else { return Err(answer) };
    let mut call = call;
    if let Some(api) = answer.str("Id") {
        // Under a custom domain name only the service knows it.
        call.input.set("Id", api.to_owned());
    }
    let socket = Socket { gateway: exchange.gateway.clone(), call, connection, _place: place };
    tokio::spawn(async move {
        match upgrade.await {
            Ok(upgraded) => socket.carry(upgraded).await,
            Err(error) => {
                tracing::debug!(%error, "a WebSocket did not come about");
                socket.told_end(&ABNORMAL).await;
            }
        }
    });
    Ok(Some(accepted(&exchange.head, &answer)))
}

fn failed(error: &ApiError) -> Struct {
    Struct::new()
        .with("Status", i64::from(error.status()))
        .with("Body", "{\"message\":\"Internal server error\"}")
}

fn accepted(head: &Parts, answer: &Struct) -> Response<ReplyBody> {
    let mut response = Response::new(ReplyBody::from(Bytes::new()));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
        let value = value.as_str().and_then(|it| HeaderValue::from_str(it).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) {
            headers.insert(name, value);
        }
    }
    let key = head.headers.get(header::SEC_WEBSOCKET_KEY).map_or(&[][..], HeaderValue::as_bytes);
    let digest = Sha1::new().chain_update(key).chain_update(ACCEPT_SUFFIX).finalize();
    if let Ok(accept) = HeaderValue::from_str(&STANDARD.encode(digest)) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response
}

/// A place among the open connections.
#[derive(Debug)]
struct Place;

impl Place {
    fn take() -> Option<Place> {
        let taken = OPENED.fetch_update(Ordering::AcqRel, Ordering::Acquire, |count| {
            (count < SOCKETS_MAX).then_some(count + 1)
        });
        taken.ok().map(|_| Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        OPENED.fetch_sub(1, Ordering::AcqRel);
    }
}

/// How a connection has ended.
#[derive(Clone, Debug)]
struct End {
    code: u16,
    reason: String,
}

/// Nobody has said goodbye.
const ABNORMAL: End = End { code: 1006, reason: String::new() };

struct Socket {
    gateway: Arc<Gateway>,
    /// By which it was opened.
    call: Call,
    connection: String,
    _place: Place,
}

impl Socket {
    async fn carry(&self, upgraded: Upgraded) {
        let config = WebSocketConfig::default()
            .max_frame_size(Some(FRAME_BYTES_MAX))
            .max_message_size(Some(MESSAGE_BYTES_MAX));
        let io = TokioIo::new(upgraded);
        let stream = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
        let (mut sink, mut source) = stream.split();
        let end = tokio::select! {
            end = self.read(&mut source) => end,
            end = self.write(&mut sink) => end,
        };
        if end.code != ABNORMAL.code {
            let frame =
                CloseFrame { code: CloseCode::from(end.code), reason: end.reason.clone().into() };
            let close = sink.send(Message::Close(Some(frame)));
            let _ = tokio::time::timeout(END_TIMEOUT, close).await;
            let rest = async { while let Some(Ok(_)) = source.next().await {} };
            let _ = tokio::time::timeout(END_TIMEOUT, rest).await;
        }
        self.told_end(&end).await;
    }

    /// Hands on what the client sends, until it says no more.
    async fn read(&self, source: &mut SplitStream<Stream>) -> End {
        loop {
            let text = match source.next().await {
                Some(Ok(Message::Text(text))) => text,
                // "API Gateway rejects it and disconnects the client with code 1003".
                Some(Ok(Message::Binary(_))) => return end(1003, "Binary is not supported"),
                Some(Ok(Message::Close(frame))) => {
                    return frame.map_or(end(1005, ""), |it| end(it.code.into(), &it.reason));
                }
                Some(Ok(_)) => continue,
                Some(Err(Error::Capacity(_))) => return end(1009, "Message too big"),
                Some(Err(Error::Protocol(_) | Error::Utf8(_))) => return end(1002, ""),
                Some(Err(_)) | None => return ABNORMAL,
            };
            let data = Value::Blob(Bytes::copy_from_slice(text.as_bytes()));
            let input = Struct::new().with("Data", data);
            if let Err(error) = self.ask(TAKE, input).await {
                tracing::debug!(%error, "a message was not taken");
                if error.status() == StatusCode::GONE.as_u16() {
                    return end(1001, "Going away");
                }
            }
        }
    }

    /// Brings the client what there is for it, until the connection is to end.
    async fn write(&self, sink: &mut SplitSink<Stream, Message>) -> End {
        loop {
            let Ok(next) = self.ask(NEXT, Struct::new()).await else {
                return end(1001, "Going away");
            };
            for message in next.list("Messages").unwrap_or_default() {
                let data = message.as_struct().and_then(|it| it.blob("Data")).cloned();
                let data = data.unwrap_or_default();
                let message = match String::from_utf8(data.to_vec()) {
                    Ok(text) => Message::text(text),
                    Err(_) => Message::binary(data),
                };
                match tokio::time::timeout(CLIENT_TIMEOUT, sink.send(message)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) | Err(_) => return ABNORMAL,
                }
            }
            if let Some(code) = next.int("Close") {
                let code = u16::try_from(code).unwrap_or(1000);
                return end(code, next.str("Reason").unwrap_or_default());
            }
        }
    }

    async fn told_end(&self, end: &End) {
        let input = Struct::new().with("Code", i64::from(end.code)).with("Reason", &end.reason);
        if let Err(error) = self.ask(CLOSED, input).await {
            tracing::debug!(%error, "the end of a connection was not taken");
        }
    }

    async fn ask(&self, step: &'static str, input: Struct) -> Result<Struct, ApiError> {
        let api = self.call.input.str("Id").unwrap_or_default();
        let call = Call {
            operation: step.into(),
            input: input.with("Id", api).with("ConnectionId", self.connection.as_str()),
            principal: Principal::Anonymous,
            ..self.call.clone()
        };
        self.gateway.world.dispatch(&call).await
    }
}

fn end(code: u16, reason: &str) -> End {
    End { code, reason: reason.to_owned() }
}
