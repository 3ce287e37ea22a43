//! One process and its supervision: one event at a time, with a limit in time and in memory.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::api::{ANSWER_BYTES_MAX, Api, Said};
use crate::launch::Launch;
use crate::memory;
use crate::output::Output;
use crate::{Event, Function, Unavailable};

/// "The Init phase is limited to 10 seconds"; what takes longer goes on at the invocation's cost.
const INIT_MAX: Duration = Duration::from_secs(10);
/// How often memory is looked at while an event is worked on, by so many processes.
const SAMPLE_EVERY: Duration = Duration::from_millis(50);
const SAMPLED_AT_ONCE: u32 = 50;
/// How long a process that has answered may take to ask for more.
const REST_MAX: Duration = Duration::from_secs(1);

/// How many there are.
static LIVING: AtomicU32 = AtomicU32::new(0);

#[derive(Debug)]
pub struct Sandbox {
    pub key: String,
    pub family: String,
    pub group: String,
    /// It was begun before anybody called.
    pub is_provisioned: bool,
    pub log_stream: String,
    pub version: String,
    pub idle_since: Instant,
    /// Ends whatever it does.
    pub stop: Arc<Notify>,
    pub output: Output,
    child: Child,
    process: u32,
    events: mpsc::Sender<Event>,
    said: mpsc::UnboundedReceiver<Said>,
    api: Arc<Api>,
    server: JoinHandle<()>,
    /// How many there are to be, and how many have to end what they do with the event.
    extensions: usize,
    hearing: usize,
    /// Of the event that it works on.
    deadline: Instant,
    folders: Vec<PathBuf>,
    memory_max: u64,
    memory_seen: u64,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Broken {
    /// As the process has reported it.
    Reported(Bytes),
    /// The process goes on.
    Failed(Bytes),
    Exited(ExitStatus),
    OutOfMemory,
    TimedOut,
    Stopped,
}

/// What extensions are told of the function.
fn about(function: &Function) -> serde_json::Value {
    let variable = |name: &str| {
        let found = function.environment.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    json!({
        "functionName": variable("AWS_LAMBDA_FUNCTION_NAME"),
        "functionVersion": variable("AWS_LAMBDA_FUNCTION_VERSION"),
        "handler": function.handler,
    })
}

impl Sandbox {
    pub async fn start(
        function: &Function,
        launch: Launch,
        log_stream: String,
    ) -> Result<Sandbox, Unavailable> {
        let told = |error| Unavailable(format!("cannot start a sandbox: {error}"));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(told)?;
        let address = listener.local_addr().map_err(told)?;
        let (events, to_process) = mpsc::channel(1);
        let (from_process, said) = mpsc::unbounded_channel();
        let api = Api::new(to_process, from_process, about(function));
        let server = tokio::spawn(api.clone().serve(listener));
        let mut command = Command::new(&launch.words[0]);
        command
            .args(&launch.words[1..])
            .env_clear()
            .envs(launch.environment)
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_LOG_STREAM_NAME", &log_stream)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        let output = Output::default();
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                server.abort();
                return Err(told(error));
            }
        };
        if let Some(from) = child.stdout.take() {
            tokio::spawn(output.clone().follow(from));
        }
        if let Some(from) = child.stderr.take() {
            tokio::spawn(output.clone().follow(from));
        }
        LIVING.fetch_add(1, Ordering::Relaxed);
        Ok(Sandbox {
            key: function.key.clone(),
            family: function.family.clone(),
            is_provisioned: false,
            group: function.group.clone(),
            log_stream,
            version: launch.version,
            idle_since: Instant::now(),
            stop: Arc::new(Notify::new()),
            output,
            process: child.id().unwrap_or(0),
            child,
            events,
            said,
            api,
            server,
            extensions: launch.extensions,
            hearing: 0,
            deadline: Instant::now(),
            folders: launch.folders,
            memory_max: u64::from(function.memory_mb) * 1024 * 1024,
            memory_seen: 0,
        })
    }

    /// Until the process asks for its first event.
    pub async fn begin(&mut self, timeout: Duration) -> Result<(), Broken> {
        let deadline = Instant::now() + INIT_MAX + timeout;
        let (mut is_ready, mut ready) = (false, 0);
        while !is_ready || ready < self.extensions {
            match self.hear(deadline).await? {
                Said::Next => is_ready = true,
                Said::ExtensionNext { is_new } => ready += usize::from(is_new),
                Said::InitError(error) => return Err(Broken::Reported(error)),
                Said::ExtensionFailed(error) => return Err(Broken::Reported(failed(&error))),
                Said::Answer(_) | Said::AnswerTooLarge | Said::Error(_) => {
                    return Err(Broken::Stopped);
                }
            }
        }
        Ok(())
    }

    /// Works on one event. Afterwards the process is ready for another, or broken.
    pub async fn handle(&mut self, event: Event) -> Result<Bytes, Broken> {
        let deadline = Instant::now() + event.timeout;
        self.deadline = deadline;
        if self.extensions > 0 {
            self.hearing = self.api.extensions.tell(&event);
        }
        if self.events.send(event).await.is_err() {
            return Err(Broken::Stopped);
        }
        loop {
            match self.hear(deadline).await? {
                Said::Answer(answer) => return Ok(answer),
                Said::Error(error) => return Err(Broken::Failed(error)),
                Said::AnswerTooLarge => return Err(Broken::Failed(too_large())),
                Said::InitError(error) => return Err(Broken::Reported(error)),
                Said::ExtensionFailed(error) => return Err(Broken::Reported(failed(&error))),
                Said::ExtensionNext { .. } => self.hearing = self.hearing.saturating_sub(1),
                Said::Next => {}
            }
        }
    }

    /// Whether the process asks for more, after an answer. What it printed has come by then.
    pub async fn rest(&mut self) -> bool {
        // Extensions have as long as the event has.
        let short = Instant::now() + REST_MAX;
        let deadline = if self.hearing > 0 { self.deadline.max(short) } else { short };
        let mut is_ready = false;
        while !is_ready || self.hearing > 0 {
            match self.hear(deadline).await {
                Ok(Said::Next) => is_ready = true,
                Ok(Said::ExtensionNext { .. }) => self.hearing = self.hearing.saturating_sub(1),
                _ => return false,
            }
        }
        self.drain().await;
        true
    }

    /// Lets the readers of what was printed come up.
    pub async fn drain(&self) {
        tokio::time::sleep(Duration::from_millis(1)).await;
        tokio::task::yield_now().await;
    }

    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The most memory that it was seen to use.
    pub fn memory_mb(&self) -> u64 {
        self.memory_seen.div_ceil(1024 * 1024)
    }

    async fn hear(&mut self, deadline: Instant) -> Result<Said, Broken> {
        let stop = self.stop.clone();
        let crowd = 1 + LIVING.load(Ordering::Relaxed) / SAMPLED_AT_ONCE;
        let mut sample = tokio::time::interval(SAMPLE_EVERY * crowd);
        loop {
            tokio::select! {
                biased;
                () = stop.notified() => return Err(Broken::Stopped),
                said = self.said.recv() => {
                    self.look_at_memory();
                    return said.ok_or(Broken::Stopped);
                }
                status = self.child.wait() => {
                    // It may have said why before it went.
                    self.drain().await;
                    if let Ok(said) = self.said.try_recv() {
                        return Ok(said);
                    }
                    return Err(status.map_or(Broken::Stopped, Broken::Exited));
                }
                () = tokio::time::sleep_until(deadline.into()) => return Err(Broken::TimedOut),
                _ = sample.tick() => {
                    if self.look_at_memory() > self.memory_max {
                        return Err(Broken::OutOfMemory);
                    }
                }
            }
        }
    }

    fn look_at_memory(&mut self) -> u64 {
        let now = memory::resident_bytes(self.process);
        self.memory_seen = self.memory_seen.max(now);
        now
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        LIVING.fetch_sub(1, Ordering::Relaxed);
        self.server.abort();
        let id = i32::try_from(self.process).ok().and_then(Pid::from_raw);
        if let Some(id) = id {
            let _ = kill_process_group(id, Signal::KILL);
        }
        for folder in &self.folders {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl Broken {
    /// Whether the process may be given another event.
    pub fn is_usable(&self) -> bool {
        matches!(self, Broken::Failed(_))
    }

    /// The error as the caller of the function gets it.
    pub fn document(self, request_id: &str, timeout: Duration) -> Bytes {
        let (kind, text) = match self {
            Broken::Reported(error) | Broken::Failed(error) => return error,
            Broken::TimedOut => (
                "Sandbox.Timedout",
                format!("Task timed out after {:.2} seconds", timeout.as_secs_f64()),
            ),
            Broken::OutOfMemory => {
                ("Runtime.OutOfMemory", "Runtime exited with error: signal: killed".to_owned())
            }
            Broken::Stopped => {
                ("Runtime.ExitError", "Runtime exited with error: signal: killed".to_owned())
            }
            Broken::Exited(status) => ("Runtime.ExitError", exit_text(status)),
        };
        error(kind, &format!("RequestId: {request_id} Error: {text}"))
    }
}

fn exit_text(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    const KILL: i32 = 9;
    match (status.code(), status.signal()) {
        (Some(0), _) => "Runtime exited without providing a reason".to_owned(),
        (Some(code), _) => format!("Runtime exited with error: exit status {code}"),
        (None, Some(KILL)) => "Runtime exited with error: signal: killed".to_owned(),
        (None, signal) => {
            format!("Runtime exited with error: signal: {}", signal.unwrap_or_default())
        }
    }
}

/// An extension's report, whatever it says.
fn failed(report: &Bytes) -> Bytes {
    let told: serde_json::Value = serde_json::from_slice(report).unwrap_or_default();
    let text = told["errorMessage"].as_str().unwrap_or("an extension has failed");
    error("Extension.Crash", text)
}

fn too_large() -> Bytes {
    let text = format!(
        "Response payload size exceeded maximum allowed payload size ({ANSWER_BYTES_MAX} bytes)."
    );
    error("Function.ResponseSizeTooLarge", &text)
}

fn error(kind: &str, message: &str) -> Bytes {
    Bytes::from(json!({"errorType": kind, "errorMessage": message}).to_string())
}
