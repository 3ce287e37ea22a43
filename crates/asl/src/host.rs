//! What an execution needs from whoever runs it.

use jsonata::Moment;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::frame::Frame;
use crate::map_run::MapRun;

/// What happens in an execution, for its history.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    StateEntered {
        kind: &'a str,
        name: &'a str,
        input: &'a str,
    },
    StateExited {
        kind: &'a str,
        name: &'a str,
        output: &'a str,
        assigned: &'a Map<String, Value>,
    },
    StateAborted {
        kind: &'a str,
    },
    MapStateStarted {
        length: u32,
    },
    MapStateSucceeded,
    MapStateFailed,
    /// `what`: `Started`, `Succeeded`, `Failed` or `Aborted`.
    MapIteration {
        what: &'static str,
        name: &'a str,
        index: u32,
    },
    MapRunStarted {
        arn: &'a str,
    },
    MapRunSucceeded,
    MapRunFailed {
        failure: &'a Failure,
    },
    MapRunAborted,
    MapRunRedriven {
        arn: &'a str,
        count: u32,
    },
    ParallelStateStarted,
    ParallelStateSucceeded,
    ParallelStateFailed,
    EvaluationFailed {
        state: &'a str,
        failure: &'a Failure,
    },
}

/// A task that is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Task<'a> {
    pub state: &'a str,
    pub resource: &'a str,
    pub parameters: Value,
    pub timeout_seconds: Option<i64>,
    pub heartbeat_seconds: Option<i64>,
    /// The role of `Credentials`.
    pub role: Option<String>,
    /// What `$$.Task.Token` was.
    pub token: &'a str,
}

/// What became of a task at once.
#[derive(Clone, Debug, PartialEq)]
pub enum Started {
    Done(Result<Value, Failure>),
    /// [`Interpreter::task_ended`](crate::Interpreter::task_ended) is called later.
    Pending,
}

pub trait Host {
    type Error;

    /// Microseconds.
    fn now(&self) -> i64;
    /// The time, and chance that was not drawn before.
    fn moment(&mut self) -> Moment;
    /// `Execution` and `StateMachine` of the context object.
    fn context(&self) -> Map<String, Value>;
    /// Answers the event's number; 0 where there is no room for it.
    fn record(&mut self, previous: u64, event: Event<'_>) -> Result<u64, Self::Error>;

    fn frame(&self, id: u64) -> Result<Option<Frame>, Self::Error>;
    fn put_frame(&mut self, frame: &Frame) -> Result<(), Self::Error>;
    fn remove_frame(&mut self, id: u64) -> Result<(), Self::Error>;
    /// The frames of which this one is the parent, in the order of their numbers.
    fn children(&self, id: u64) -> Result<Vec<u64>, Self::Error>;
    fn new_frame_id(&mut self) -> Result<u64, Self::Error>;

    /// Keeps the input of an iteration that has not begun.
    fn put_item(&mut self, frame: u64, index: u32, item: &str) -> Result<(), Self::Error>;
    fn take_item(&mut self, frame: u64, index: u32) -> Result<Option<String>, Self::Error>;
    fn put_result(&mut self, frame: u64, index: u32, result: &str) -> Result<(), Self::Error>;
    /// The results of a frame's children in order; they are forgotten, and items that are left.
    fn take_results(&mut self, frame: u64) -> Result<Vec<String>, Self::Error>;

    /// Calls [`Interpreter::advance`](crate::Interpreter::advance) at a time.
    fn come_again(&mut self, frame: &Frame, at: i64) -> Result<(), Self::Error>;
    /// By which somebody else can end the frame's next task.
    fn token(&mut self, frame: &Frame) -> Result<String, Self::Error>;
    /// Begins a task of a frame, which waits under its ticket. Records what it does as the frame's
    /// events.
    fn start(&mut self, frame: &mut Frame, task: Task<'_>) -> Result<Started, Self::Error>;
    /// Begins a Map Run, which ends by
    /// [`Interpreter::map_run_ended`](crate::Interpreter::map_run_ended): its ARN.
    fn start_map_run(&mut self, frame: &Frame, run: MapRun) -> Result<String, Self::Error>;
    /// Goes on with the Map Run of a frame that has failed: its ARN, and how often it was
    /// redriven. `None` where the frame has none.
    fn redrive_map_run(&mut self, frame: &Frame) -> Result<Option<(String, u32)>, Self::Error>;
    /// A task has taken too long: records it.
    fn timed_out(&mut self, frame: &mut Frame, failure: &Failure) -> Result<(), Self::Error>;
    /// The end of a frame's task or Map Run is not awaited any more.
    fn cancel(&mut self, frame: &Frame) -> Result<(), Self::Error>;

    /// The execution has ended.
    fn end(&mut self, last_event: u64, outcome: Result<&str, Failure>) -> Result<(), Self::Error>;
}
