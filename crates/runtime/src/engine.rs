//! The sandboxes of this process: taken for an event, given back, ended when nobody needs them.
//!
//! All of them live on one thread with its own event loop, which lives as long as the process does:
//! processes that are to end with their parent end with that thread.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

use crate::home::Home;
use crate::launch::{self, Launch};
use crate::package;
use crate::sandbox::{Broken, Sandbox};
use crate::{Event, Function, Line, Report, Unavailable};

/// A sandbox that has had nothing to do for so long is ended.
const IDLE_MAX: Duration = Duration::from_mins(5);
/// So many wait at most; those that have waited longest go.
const IDLE_COUNT_MAX: usize = 64;
const SWEEP_EVERY: Duration = Duration::from_secs(1);
const SWEEPS_PER_EVICTION: u64 = 60;

static ENGINE: LazyLock<Result<Engine, String>> = LazyLock::new(Engine::start);
static ENDPOINT: OnceLock<String> = OnceLock::new();

struct Engine {
    handle: Handle,
    home: Home,
    idle: Mutex<Vec<Sandbox>>,
    /// By number: whose they are, and what stops them.
    busy: Mutex<BTreeMap<u64, (String, Arc<Notify>)>>,
}

/// Where processes reach this server: the `AWS_ENDPOINT_URL` of all functions.
pub fn set_endpoint(url: String) {
    let _ = ENDPOINT.set(url);
}

/// Runs an event in a sandbox of the function, and waits for what becomes of it.
pub fn invoke(function: &Function, event: Event) -> Result<Report, Unavailable> {
    let engine = ENGINE.as_ref().map_err(|reason| Unavailable(reason.clone()))?;
    let begun = Instant::now();
    let idle = engine.take(&function.key);
    let launch = if idle.is_some() {
        package::touch(&engine.home, function);
        None
    } else {
        Some(launch::prepare(&engine.home, function, ENDPOINT.get().map(String::as_str))?)
    };
    let (tell, told) = oneshot::channel();
    let function = function.clone();
    engine.handle.spawn(async move {
        let _ = tell.send(engine.run(idle, launch, &function, event, begun).await);
    });
    told.blocking_recv().unwrap_or_else(|_| Err(Unavailable("the sandbox was lost".to_owned())))
}

/// Ends the sandboxes of one group, or all: those that work too.
pub fn end_sandboxes(group: Option<&str>) {
    let Some(Ok(engine)) = LazyLock::get(&ENGINE) else { return };
    let is_meant = |of: &str| group.is_none_or(|group| group == of);
    let ended = {
        let mut idle = engine.idle.lock();
        let (ended, kept) = idle.drain(..).partition::<Vec<_>, _>(|it| is_meant(&it.group));
        *idle = kept;
        ended
    };
    drop(ended);
    for (of, stop) in engine.busy.lock().values() {
        if is_meant(of) {
            stop.notify_one();
        }
    }
}

/// Ends all sandboxes and removes what they had on disk: the process ends.
pub fn close() {
    end_sandboxes(None);
    if let Some(Ok(engine)) = LazyLock::get(&ENGINE) {
        engine.home.remove();
    }
}

impl Engine {
    fn start() -> Result<Engine, String> {
        let told = |error: std::io::Error| format!("cannot run functions here: {error}");
        let home = Home::make().map_err(told)?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(told)?;
        let handle = runtime.handle().clone();
        thread::Builder::new()
            .name("sandboxes".to_owned())
            .spawn(move || runtime.block_on(sweep()))
            .map_err(told)?;
        let (idle, busy) = (Mutex::default(), Mutex::default());
        Ok(Engine { handle, home, idle, busy })
    }

    fn take(&self, key: &str) -> Option<Sandbox> {
        let mut idle = self.idle.lock();
        loop {
            let at = idle.iter().rposition(|it| it.key == key)?;
            let mut sandbox = idle.remove(at);
            if sandbox.is_alive() {
                return Some(sandbox);
            }
        }
    }

    async fn run(
        &self,
        idle: Option<Sandbox>,
        launch: Option<Launch>,
        function: &Function,
        event: Event,
        begun: Instant,
    ) -> Result<Report, Unavailable> {
        let note = launch.as_ref().and_then(|launch| launch.note.clone());
        let (mut sandbox, is_new) = match (idle, launch) {
            (Some(sandbox), _) => (sandbox, false),
            (None, Some(launch)) => {
                let stream = format!("{}{}", function.log_stream, self.home.fresh_id());
                (Sandbox::start(function, launch, stream).await?, true)
            }
            (None, None) => return Err(Unavailable("no sandbox".to_owned())),
        };
        let number = self.enter(&sandbox);
        let report = attend(&mut sandbox, is_new, event, begun, note).await;
        self.busy.lock().remove(&number);
        if report.1 {
            self.give_back(sandbox);
        }
        Ok(report.0)
    }

    fn enter(&self, sandbox: &Sandbox) -> u64 {
        let mut busy = self.busy.lock();
        let number = busy.last_key_value().map_or(0, |(number, _)| number + 1);
        busy.insert(number, (sandbox.group.clone(), sandbox.stop.clone()));
        number
    }

    fn give_back(&self, mut sandbox: Sandbox) {
        sandbox.idle_since = Instant::now();
        let mut idle = self.idle.lock();
        idle.push(sandbox);
        let excess = idle.len().saturating_sub(IDLE_COUNT_MAX);
        let ended: Vec<Sandbox> = idle.drain(..excess).collect();
        drop(idle);
        drop(ended);
    }
}

/// Gives the event to the sandbox. Answers whether it can be given another, too.
async fn attend(
    sandbox: &mut Sandbox,
    is_new: bool,
    event: Event,
    begun: Instant,
    note: Option<String>,
) -> (Report, bool) {
    let (request_id, timeout) = (event.request_id.clone(), event.timeout);
    let ready = if is_new { sandbox.begin(timeout).await } else { Ok(()) };
    sandbox.drain().await;
    let init = is_new.then(|| begun.elapsed());
    let note = note.map(|text| (begun, text));
    let init_lines: Vec<_> = note.into_iter().chain(sandbox.output.take()).collect();
    let at = Instant::now();
    let result = match ready {
        Ok(()) => sandbox.handle(event).await,
        Err(broken) => Err(broken),
    };
    let duration = at.elapsed();
    let is_usable = match &result {
        Ok(_) => true,
        Err(broken) => broken.is_usable(),
    };
    let is_ready = is_usable && sandbox.rest().await;
    if !is_ready {
        sandbox.drain().await;
    }
    let lines = |taken: Vec<(Instant, String)>| -> Vec<Line> {
        let after = |at: Instant| at.saturating_duration_since(begun);
        taken.into_iter().map(|(at, text)| Line { after: after(at), text }).collect()
    };
    let report = Report {
        is_timeout: matches!(result, Err(Broken::TimedOut)),
        result: result.map_err(|broken| broken.document(&request_id, timeout)),
        init_lines: lines(init_lines),
        lines: lines(sandbox.output.take()),
        duration,
        init,
        memory_mb: sandbox.memory_mb(),
        log_stream: sandbox.log_stream.clone(),
        version: sandbox.version.clone(),
    };
    (report, is_ready)
}

/// Ends the sandboxes that have waited too long, for as long as the process lives.
async fn sweep() {
    let mut sweeps = 0_u64;
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let Some(Ok(engine)) = LazyLock::get(&ENGINE) else { continue };
        let ended: Vec<Sandbox> = {
            let mut idle = engine.idle.lock();
            let is_over = |it: &Sandbox| it.idle_since.elapsed() > IDLE_MAX;
            let (over, kept) = idle.drain(..).partition(is_over);
            *idle = kept;
            over
        };
        drop(ended);
        sweeps += 1;
        if sweeps.is_multiple_of(SWEEPS_PER_EVICTION) {
            package::evict();
        }
    }
}
