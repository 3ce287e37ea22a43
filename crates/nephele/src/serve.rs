//! Starting and stopping the cloud.

use std::io::{IsTerminal as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use auth::authorize::Policies;
use gateway::{Exercised, Gateway};
use kernel::audit::Observer;
use kernel::door::World;
use store::{Durability, Options, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::cli;
use crate::pages::{INNER, PAGES, SITES};
use crate::services::SERVICES;

/// What the fields of rows are called: found in the sources by the build script.
const ROW_NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/rows.txt"));
/// Content files without an owner at start belong to no request under way by then.
const UNOWNED_AFTER: Duration = Duration::from_mins(1);
/// How often content files without references are looked for.
const REAP_EVERY: Duration = Duration::from_secs(5);

/// Each invocation of a function that waits for its answer keeps one, and there may be a thousand;
/// the functions call back, and what they call may need one too.
const BLOCKING_THREADS_MAX: usize = 2_048;

pub fn run(options: &cli::Serve) -> Result<(), String> {
    let started = Instant::now();
    let filter = EnvFilter::builder()
        .parse(&options.log)
        .map_err(|error| format!("--log {}: {error}", options.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| format!("--log {}: {error}", options.log))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    runtime.block_on(serve(options, started))
}

async fn serve(options: &cli::Serve, started: Instant) -> Result<(), String> {
    let address = format!("{}:{}", options.host, options.port);
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let local = listener.local_addr().map_err(|error| error.to_string())?;
    let world = open_world(options)?;
    world.whereabouts.listens_at(format!("http://{}", reachable(local)));
    let gateway = Arc::new(Gateway {
        world: world.clone(),
        version: env!("CARGO_PKG_VERSION"),
        is_strict: options.strict,
        authority: local.to_string(),
        exercised: Exercised::default(),
        pages: PAGES,
        sites: SITES,
        row_names: ROW_NAMES,
    });
    let scheduler = tokio::spawn(world.clone().run_scheduler());
    let reaper = tokio::spawn(reap(world.clone()));
    let keeper = tokio::spawn(kernel::audit::keep_records(world.clone()));
    // Before the screen: who has read it may send a signal.
    let stop = stop_signal().map_err(|error| format!("cannot watch for signals: {error}"))?;
    print_screen(options, local, started);
    let served = gateway::serve(gateway, listener, stop).await;
    reaper.abort();
    runtime::close();
    // Ends by itself once the world is closed, after the job under way.
    let _ = scheduler.await;
    let _ = keeper.await;
    world.flush_meter().map_err(|error| format!("cannot write what was metered: {error}"))?;
    world.store.engine.sync().map_err(|error| format!("cannot write the last changes: {error}"))?;
    served.map_err(|error| format!("the listener failed: {error}"))
}

/// Where processes on this machine find what listens there.
fn reachable(mut local: SocketAddr) -> SocketAddr {
    if local.ip().is_unspecified() {
        local.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    local
}

/// Opens the world that the options describe; also for `fsck`.
pub fn open_world(options: &cli::Serve) -> Result<Arc<World>, String> {
    let durability = match options.durability {
        cli::Durability::Process => Durability::Process,
        cli::Durability::Fsync => Durability::Fsync,
    };
    let dir: Option<PathBuf> = (!options.ephemeral).then(|| options.data.clone());
    let store = Store::open(Options { dir, durability }).map_err(|error| with_causes(&error))?;
    let model = Box::new(wire::model_check::Models { verifies: options.verify_answers });
    let services = [SERVICES, INNER].concat();
    let authorizer = Box::new(Policies::default());
    World::open(store, &services, model, observers(), authorizer, options.seed)
        .map_err(|error| error.to_string())
}

/// An error and what has caused it, as far as it does not say so itself.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    for cause in causes.map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// What hangs at the door of every world that this binary opens.
pub fn observers() -> Vec<Box<dyn Observer>> {
    crate::observers::all()
}

async fn reap(world: Arc<World>) {
    let released = async {
        loop {
            tokio::time::sleep(REAP_EVERY).await;
            let world = world.clone();
            let _ = tokio::task::spawn_blocking(move || world.reap_blobs()).await;
        }
    };
    tokio::join!(released, remove_unowned(world.clone()));
}

async fn remove_unowned(world: Arc<World>) {
    let candidates = {
        let world = world.clone();
        tokio::task::spawn_blocking(move || world.unowned_blobs()).await
    };
    tokio::time::sleep(UNOWNED_AFTER).await;
    if let Ok(Ok(candidates)) = candidates
        && !candidates.is_empty()
    {
        match world.remove_unowned(&candidates) {
            Ok(files) => tracing::info!(files, "removed content files of unfinished requests"),
            Err(error) => tracing::warn!(%error, "cannot remove unowned content files"),
        }
    }
}

fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn print_screen(options: &cli::Serve, local: SocketAddr, started: Instant) {
    let data = if options.ephemeral {
        "in memory; gone when the process ends".to_owned()
    } else {
        options.data.display().to_string()
    };
    let operations: usize = SERVICES.iter().map(|service| service.operations.len()).sum();
    let screen = format!(
        "Nephele {version}: an AWS-compatible cloud on this machine

  endpoint   http://{local}
  data       {data}
  ready      {services} services, {operations} operations, in {millis} ms

  export AWS_ENDPOINT_URL=http://{local}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export AWS_DEFAULT_REGION=us-east-1

",
        version = env!("CARGO_PKG_VERSION"),
        services = SERVICES.len(),
        millis = started.elapsed().as_millis(),
    );
    // In one piece; a reader that has gone is no reason to stop.
    let _ = std::io::stdout().write_all(screen.as_bytes());
}
