//! Worker processes that speak the Lambda Runtime API: started, supervised, reused, ended.
//!
//! Knows no service and no world: who calls says what is to run ([`Function`]) and gets to know
//! what became of it ([`Report`]). Everything here is real: time, processes, memory, sockets.
//!
//! - [`invoke`] is the way in; it blocks its thread. [`engine`] keeps the sandboxes that wait for
//!   their next event, and ends them.
//! - [`sandbox`] is one process, [`api`] the HTTP server that it talks to, [`output`] what it
//!   prints, [`memory`] what it uses.
//! - [`provision`] keeps sandboxes that wait although nobody has called yet.
//! - [`extensions`] are processes beside the function's that hear of its events.
//! - [`launch`] makes the command: [`interpreter`] finds Python and Node.js, [`jail`] gives the
//!   process a root of its own where the host lets it.
//! - [`package`] reads and unpacks deployment packages, [`slots`] counts who runs at the same time.

// The crate owns processes and their clocks: what it does is real, and no world's state.
#![allow(clippy::disallowed_methods)]

mod api;
mod engine;
mod extensions;
mod home;
mod interpreter;
mod jail;
mod launch;
mod memory;
mod output;
pub mod package;
pub mod provision;
mod sandbox;
pub mod slots;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;

pub use engine::{Ended, close, end_sandboxes, invoke, start};

/// What is to run. Functions of the same key are one: their sandboxes are exchanged freely.
#[derive(Clone, Debug)]
pub struct Function {
    pub key: String,
    /// What of the key stays when its credentials are others.
    pub family: String,
    /// Whose it is: sandboxes of groups that begin alike can be ended together.
    pub group: String,
    /// Where processes reach the world that they belong to: their `AWS_ENDPOINT_URL`.
    pub endpoint: Option<String>,
    pub language: Language,
    pub handler: String,
    pub code: Package,
    /// In the order in which they are laid over each other.
    pub layers: Vec<Package>,
    pub memory_mb: u32,
    /// Of `/tmp`.
    pub storage_mb: u32,
    pub environment: Vec<(String, String)>,
    /// What the sandbox's stream of log lines is called begins so.
    pub log_stream: String,
}

/// Who speaks the Runtime API in the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// `3.12`
    Python(String),
    /// `22`
    Node(String),
    /// The package's own `bootstrap`.
    Own,
}

/// A deployment package, which is unpacked once.
#[derive(Clone)]
pub struct Package {
    /// Names its content.
    pub digest: String,
    pub read: Arc<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>,
}

impl fmt::Debug for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Package").field("digest", &self.digest).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub struct Event {
    pub request_id: String,
    pub payload: Bytes,
    /// The ARN by which it was invoked.
    pub arn: String,
    /// JSON.
    pub client_context: Option<String>,
    pub trace: String,
    pub timeout: Duration,
    /// Takes an answer that is written bit by bit; without it such an answer is gathered.
    pub stream: Option<Listener>,
}

/// Who is told the parts of an answer.
#[derive(Clone, Debug)]
pub struct Listener(mpsc::Sender<Part>);

/// The parts of an answer, as they come.
#[derive(Debug)]
pub struct Parts(mpsc::Receiver<Part>);

/// A listener, and what it is told. So many parts wait for who is slow; then the function waits.
pub fn listener(waiting_max: usize) -> (Listener, Parts) {
    let (tell, told) = mpsc::channel(waiting_max);
    (Listener(tell), Parts(told))
}

impl Parts {
    /// Blocks the thread until there is another; `None` when all have come.
    pub fn next_part(&mut self) -> Option<Part> {
        self.0.blocking_recv()
    }
}

/// What a function has written of its answer, before it is whole. An answer that is not written
/// bit by bit has no parts: it is in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Comes first.
    ContentType(String),
    Piece(Bytes),
}

/// What became of an event.
#[derive(Clone, Debug)]
pub struct Report {
    /// The function's answer, or its error as JSON.
    pub result: Result<Bytes, Bytes>,
    /// Printed while the process began.
    pub init_lines: Vec<Line>,
    pub lines: Vec<Line>,
    pub duration: Duration,
    /// Set when a process was begun for this event.
    pub init: Option<Duration>,
    pub memory_mb: u64,
    pub log_stream: String,
    /// Which interpreter runs.
    pub version: String,
    pub is_timeout: bool,
    /// It ran in a sandbox that was begun before anybody called.
    pub is_provisioned: bool,
}

/// A printed line, and how long after the call of [`invoke`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub after: Duration,
    pub text: String,
}

/// Why nothing can run, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable(pub String);

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}
