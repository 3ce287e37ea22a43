//! The sandboxes of this process: taken for an event, given back, ended when nobody needs them.
//!
//! All of them live on one thread with its own event loop, which lives as long as the process does:
//! processes that are to end with their parent end with that thread.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

use crate::home::Home;
use crate::launch::{self, Launch};
use crate::package;
use crate::provision::Kept;
use crate::sandbox::{Broken, Sandbox};
use crate::{Event, Function, Line, Report, Unavailable};

/// A sandbox that has had nothing to do for so long is ended.
const IDLE_MAX: Duration = Duration::from_mins(5);
/// So many wait at most, besides those that are kept; those that have waited longest go.
const IDLE_COUNT_MAX: usize = 64;
const SWEEP_EVERY: Duration = Duration::from_secs(1);
const SWEEPS_PER_EVICTION: u64 = 60;

static ENGINE: LazyLock<Result<Engine, String>> = LazyLock::new(Engine::start);

pub struct Engine {
    pub handle: Handle,
    pub home: Home,
    /// Those that have waited longest come first.
    pub idle: Mutex<Vec<Sandbox>>,
    /// By number: what they are, and what stops them.
    pub busy: Mutex<BTreeMap<u64, Busy>>,
    pub kept: Kept,
}

/// A sandbox at work.
#[derive(Clone, Debug)]
pub struct Busy {
    pub key: String,
    pub is_provisioned: bool,
    group: String,
    stop: Arc<Notify>,
}

/// Who gets to know what has become of an event, on a thread that may block.
pub type Ended = Box<dyn FnOnce(Result<Report, Unavailable>) + Send>;

/// Runs an event in a sandbox of the function, and waits for what becomes of it.
pub fn invoke(function: &Function, event: Event) -> Result<Report, Unavailable> {
    let (tell, told) = oneshot::channel();
    let work = begin(function, event)?;
    Engine::get()?.handle.spawn(async move {
        let _ = tell.send(work.await);
    });
    told.blocking_recv().unwrap_or_else(|_| Err(Unavailable("the sandbox was lost".to_owned())))
}

/// As [`invoke`], but does not wait.
pub fn start(function: &Function, event: Event, ended: Ended) -> Result<(), Unavailable> {
    let work = begin(function, event)?;
    Engine::get()?.handle.spawn(async move {
        let report = work.await;
        tokio::task::spawn_blocking(move || ended(report));
    });
    Ok(())
}

fn begin(
    function: &Function,
    event: Event,
) -> Result<impl Future<Output = Result<Report, Unavailable>> + use<>, Unavailable> {
    let engine = Engine::get()?;
    let begun = Instant::now();
    let idle = engine.take(&function.key);
    let launch = if idle.is_some() {
        package::touch(&engine.home, function);
        None
    } else {
        Some(launch::prepare(&engine.home, function)?)
    };
    let function = function.clone();
    Ok(async move { engine.run(idle, launch, &function, event, begun).await })
}

/// Ends the sandboxes whose group begins so: those that work too.
pub fn end_sandboxes(group: &str) {
    let Some(engine) = Engine::living() else { return };
    engine.kept.forget_group(group);
    engine.end_idle(|it| it.group.starts_with(group));
    for busy in engine.busy.lock().values() {
        if busy.group.starts_with(group) {
            busy.stop.notify_one();
        }
    }
}

/// Ends all sandboxes and removes what they had on disk: the process ends.
pub fn close() {
    end_sandboxes("");
    if let Some(engine) = Engine::living() {
        engine.home.remove();
    }
}

impl Engine {
    pub fn get() -> Result<&'static Engine, Unavailable> {
        ENGINE.as_ref().map_err(|reason| Unavailable(reason.clone()))
    }

    /// Without starting it.
    pub fn living() -> Option<&'static Engine> {
        LazyLock::get(&ENGINE)?.as_ref().ok()
    }

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
        Ok(Engine { handle, home, idle, busy, kept: Kept::default() })
    }

    /// What is provisioned comes first.
    fn take(&self, key: &str) -> Option<Sandbox> {
        let mut idle = self.idle.lock();
        loop {
            let provisioned = idle.iter().rposition(|it| it.key == key && it.is_provisioned);
            let at = provisioned.or_else(|| idle.iter().rposition(|it| it.key == key))?;
            let mut sandbox = idle.remove(at);
            if sandbox.is_alive() {
                return Some(sandbox);
            }
        }
    }

    /// Ends those that wait and are meant.
    pub fn end_idle(&self, is_meant: impl Fn(&Sandbox) -> bool) {
        let ended = {
            let mut idle = self.idle.lock();
            let (ended, left) = idle.drain(..).partition::<Vec<_>, _>(|it| is_meant(it));
            *idle = left;
            ended
        };
        // Without the lock: to end processes takes a while.
        drop(ended);
    }

    /// A name for the stream of log lines of one more sandbox.
    pub fn fresh_stream(&self, function: &Function) -> String {
        format!("{}{}", function.log_stream, self.home.fresh_id())
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
                (Sandbox::start(function, launch, self.fresh_stream(function)).await?, true)
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
        let (key, group) = (sandbox.key.clone(), sandbox.group.clone());
        let (is_provisioned, stop) = (sandbox.is_provisioned, sandbox.stop.clone());
        busy.insert(number, Busy { key, is_provisioned, group, stop });
        number
    }

    pub fn give_back(&self, mut sandbox: Sandbox) {
        sandbox.idle_since = Instant::now();
        let mut idle = self.idle.lock();
        idle.push(sandbox);
        let mut ended = Vec::new();
        let excess = idle.len().saturating_sub(IDLE_COUNT_MAX + self.kept.total());
        if excess > 0 {
            let kept = self.kept.among(&idle);
            let doomed: Vec<usize> = (0..idle.len()).filter(|at| !kept[*at]).take(excess).collect();
            ended.extend(doomed.into_iter().rev().map(|at| idle.remove(at)));
        }
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
        is_provisioned: sandbox.is_provisioned,
    };
    (report, is_ready)
}

/// Ends the sandboxes that have waited too long, for as long as the process lives.
async fn sweep() {
    let mut sweeps = 0_u64;
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let Some(engine) = Engine::living() else { continue };
        let ended: Vec<Sandbox> = {
            let mut idle = engine.idle.lock();
            let mut kept = engine.kept.among(&idle).into_iter();
            let (over, left) = idle.drain(..).partition(|it| {
                !kept.next().unwrap_or_default() && it.idle_since.elapsed() > IDLE_MAX
            });
            *idle = left;
            over
        };
        drop(ended);
        sweeps += 1;
        if sweeps.is_multiple_of(SWEEPS_PER_EVICTION) {
            package::evict();
        }
    }
}
