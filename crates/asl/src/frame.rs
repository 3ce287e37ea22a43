//! What is kept of a running execution: a frame for each thread of it.
//!
//! The top level is a frame; so is each branch of a Parallel state and each iteration of a Map that
//! has begun. A frame is a plain value: whoever keeps it can go on from it after a stop.

use minicbor::{Decode, Encode};

/// A branch of a Parallel state or the processor of a Map within a machine.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub struct Place {
    #[n(0)]
    pub state: String,
    #[n(1)]
    pub branch: u32,
}

/// JSON is kept as its text. Times are microseconds.
#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct Frame {
    /// The top level is 0.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub parent: Option<u64>,
    /// Which branch or item of its parent's it is.
    #[n(2)]
    pub index: u32,
    #[n(3)]
    pub places: Vec<Place>,
    #[n(4)]
    pub state: String,
    /// The state's raw input.
    #[n(5)]
    pub input: String,
    /// An object. What was assigned outside of a branch is copied into it.
    #[n(6)]
    pub variables: String,
    /// `$$.Map.Item.Value` of an iteration.
    #[n(7)]
    pub item: Option<String>,
    #[n(8)]
    pub phase: Phase,
    /// How often each retrier of the state was used.
    #[n(9)]
    pub retries: Vec<u32>,
    #[n(10)]
    pub entered: i64,
    #[n(11)]
    pub entered_event: u64,
    /// The last event of the history that belongs to this frame.
    #[n(12)]
    pub last_event: u64,
    /// Another number whenever the frame waits for something else: what comes for an older one
    /// comes too late.
    #[n(13)]
    pub ticket: u64,
    #[n(14)]
    pub children: Option<Children>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Phase {
    /// The state is to be entered.
    #[n(0)]
    Enter,
    /// It was entered, and is to do what it does (again).
    #[n(1)]
    Perform,
    /// A Wait state.
    #[n(2)]
    Wait,
    /// A task is under way.
    #[n(3)]
    Task {
        #[n(0)]
        times_out: Option<i64>,
        #[n(1)]
        heartbeat_due: Option<i64>,
        #[n(2)]
        heartbeat_seconds: Option<i64>,
    },
    /// Branches or iterations are under way.
    #[n(4)]
    Children,
    /// A Map Run is under way.
    #[n(5)]
    MapRun,
    /// The frame has failed or was cut off: a redrive goes on from here.
    #[n(6)]
    Broken,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub struct Children {
    #[n(0)]
    pub total: u32,
    #[n(1)]
    pub begun: u32,
    #[n(2)]
    pub done: u32,
    /// How many may be under way at a time.
    #[n(3)]
    pub concurrency: u32,
    #[n(4)]
    pub started_event: u64,
}

impl Frame {
    /// The top level of an execution that begins.
    pub fn root(state: String, input: &str) -> Frame {
        Frame {
            id: 0,
            parent: None,
            index: 0,
            places: Vec::new(),
            state,
            input: input.to_owned(),
            variables: "{}".to_owned(),
            item: None,
            phase: Phase::Enter,
            retries: Vec::new(),
            entered: 0,
            entered_event: 0,
            last_event: 0,
            ticket: 0,
            children: None,
        }
    }
}
