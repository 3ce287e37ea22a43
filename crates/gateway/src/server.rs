//! Sockets: accepting, HTTP/1.1 and HTTP/2 with prior knowledge, limits on slow clients,
//! graceful shutdown. What a request means is the pipeline's business.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::Gateway;
use crate::pipeline::{self, Peer};

/// Open connections; further ones wait in the listen queue.
const CONNECTIONS_MAX: usize = 4_096;
/// A client that has not sent its whole request head by then is cut off.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
/// Request head: AWS's front ends refuse more than about this.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// How long requests under way may take to end at shutdown.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(5);

/// Serves until `stop` resolves, then lets requests under way end.
pub async fn serve(
    gateway: Arc<Gateway>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accept = async {
            let slot = slots.clone().acquire_owned().await.expect("the semaphore is never closed");
            listener.accept().await.map(|accepted| (slot, accepted))
        };
        let accepted = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        let (slot, (stream, peer)) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, mostly: let some connections end.
                tracing::warn!(%error, "cannot accept");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let heard = Arc::new(AtomicBool::new(false));
        let connection = connection(gateway.clone(), stream, peer, heard.clone());
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let mut watched = pin!(watched);
            let result = match tokio::time::timeout(HEAD_TIMEOUT, &mut watched).await {
                // hyper's own timeout begins when it knows which HTTP is spoken.
                Err(_) if !heard.load(Ordering::Relaxed) => Ok(()),
                Err(_) => watched.await,
                Ok(result) => result,
            };
            if let Err(error) = result {
                tracing::debug!(%error, "connection ended");
            }
            drop(slot);
        });
    }
    drop(listener);
    gateway.world.close();
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(SHUTDOWN_GRACE) => tracing::warn!("cut off slow requests"),
    }
    Ok(())
}

fn connection(
    gateway: Arc<Gateway>,
    stream: TcpStream,
    peer: SocketAddr,
    heard: Arc<AtomicBool>,
) -> auto::UpgradeableConnection<
    'static,
    TokioIo<TcpStream>,
    impl hyper::service::Service<
        hyper::Request<hyper::body::Incoming>,
        Response = hyper::Response<crate::reply::ReplyBody>,
        Error = Infallible,
        Future: Send,
    >,
    TokioExecutor,
> {
    let peer = Arc::new(Peer::from(peer));
    // Small answers go out at once; failing that they only go out later.
    let _ = stream.set_nodelay(true);
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        // With hyper's own limit of 100 headers: any other costs two allocations a request.
        .max_buf_size(HEAD_BYTES_MAX)
        .half_close(false)
        // On, it would buffer answers without bound: a large object in memory per reader.
        .pipeline_flush(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(HEAD_BYTES_MAX as u32)
        .max_concurrent_streams(256);
    let service = service_fn(move |request| {
        heard.store(true, Ordering::Relaxed);
        let (gateway, peer) = (gateway.clone(), peer.clone());
        // Boxed: hyper moves the future about, and it is some kilobytes.
        Box::pin(
            async move { Ok::<_, Infallible>(pipeline::handle(&gateway, &peer, request).await) },
        )
    });
    builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned()
}
