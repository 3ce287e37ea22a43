//! The servers to measure against: as little as a server of these bytes can do.
//!
//! `echo` is hyper alone: it reads the request with its body and answers a fixed small JSON.
//! `copy` has no HTTP at all: the client says how many bytes it sends and how many it wants.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::Result;

/// About the length of SQS's answer to SendMessage with its headers' share.
const ANSWER_BYTES: usize = 350;
/// Of one read or write of the copier.
const PIECE_BYTES: usize = 256 * 1024;

/// Serves until the process ends.
pub fn echo(port: u16) -> Result<()> {
    let answer = Bytes::from(format!("{{\"Answer\":\"{}\"}}", "a".repeat(ANSWER_BYTES - 13)));
    serve(port, move |stream| {
        let answer = answer.clone();
        async move {
            let service = service_fn(move |request| reply(request, answer.clone()));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            // A client that goes away is no event.
            let _ = connection.await;
        }
    })
}

async fn reply(
    request: Request<Incoming>,
    answer: Bytes,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(answer));
    let json = hyper::header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json);
    Ok(response)
}

/// Serves until the process ends. A request is two big-endian numbers of 8 bytes (how much the
/// client sends after them, how much it wants back), then the bytes.
pub fn copy(port: u16) -> Result<()> {
    serve(port, |stream| async move {
        let _ = copy_connection(stream).await;
    })
}

async fn copy_connection(mut stream: TcpStream) -> std::io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let mut incoming = stream.read_u64().await?;
        let mut outgoing = stream.read_u64().await?;
        while incoming > 0 {
            let most = incoming.min(PIECE_BYTES as u64) as usize;
            let read = stream.read(&mut piece[..most]).await?;
            if read == 0 {
                return Ok(());
            }
            incoming -= read as u64;
        }
        while outgoing > 0 {
            let most = outgoing.min(PIECE_BYTES as u64) as usize;
            stream.write_all(&piece[..most]).await?;
            outgoing -= most as u64;
        }
    }
}

fn serve<F>(port: u16, connection: impl Fn(TcpStream) -> F) -> Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    // The same runtime as the server's.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| error.to_string())?;
        loop {
            let (stream, _) = listener.accept().await.map_err(|error| error.to_string())?;
            let _ = stream.set_nodelay(true);
            tokio::spawn(connection(stream));
        }
    })
}
