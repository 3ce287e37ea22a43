//! A listener for the functions of a world that nobody else calls: on a loopback port of its own.

use std::any::Any;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use gateway::{Exercised, Gateway};
use kernel::door::World;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::pages::{PAGES, SITES};

/// Listens until it is dropped, which ends the world's functions, too.
struct Listener {
    world: u64,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// On a thread of its own, so that functions are answered while the world's clock is driven by
/// another.
pub fn listen(world: &Arc<World>) -> Result<Box<dyn Any + Send>, String> {
    let told = |error: std::io::Error| format!("cannot listen for functions: {error}");
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(told)?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).map_err(told)?;
    let local = listener.local_addr().map_err(told)?;
    world.whereabouts.listens_at(format!("http://{local}"));
    let gateway = Arc::new(Gateway {
        world: world.clone(),
        version: env!("CARGO_PKG_VERSION"),
        is_strict: false,
        authority: local.to_string(),
        exercised: Exercised::default(),
        pages: PAGES,
        sites: SITES,
        row_names: "",
    });
    let (stop, stopped) = oneshot::channel();
    let serve = async move {
        let stopped = async move {
            let _ = stopped.await;
        };
        if let Err(error) = gateway::serve(gateway, listener, stopped).await {
            tracing::warn!(%error, "the listener for functions failed");
        }
    };
    let thread = thread::Builder::new()
        .name("functions".to_owned())
        .spawn(move || runtime.block_on(serve))
        .map_err(told)?;
    let world = world.whereabouts.number;
    Ok(Box::new(Listener { world, stop: Some(stop), thread: Some(thread) }))
}

impl Drop for Listener {
    fn drop(&mut self) {
        svc_lambda::end_sandboxes_of(self.world);
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
