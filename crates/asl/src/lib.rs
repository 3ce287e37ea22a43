//! The Amazon States Language: definitions of state machines, what is wrong with them, and an
//! interpreter that can be stopped anywhere and gone on with.
//!
//! - [`Definition`] is a definition that runs; [`validate`] says what is wrong with one.
//! - [`Interpreter`] takes a step of an execution at a time. What is kept between the steps are
//!   [`Frame`]s, plain values; whoever runs an execution is its [`Host`]: it keeps the frames and
//!   the history, does the tasks, and comes again in time.
//! - [`path`] is JSONPath, [`intrinsic`] the `States.…` functions, [`choice`] the rules of Choice
//!   states; JSONata is the crate `jsonata`.
//!
//! Nothing here knows an AWS service, has a clock, or draws chance of its own.

pub mod choice;
pub mod definition;
pub mod failure;
pub mod frame;
pub mod functions;
pub mod host;
pub mod interpreter;
pub mod intrinsic;
pub mod map_run;
pub mod path;
pub mod references;
pub mod scope;
#[cfg(test)]
mod tests;
pub mod trial;
mod turn;
pub mod validate;

pub use definition::{Definition, Machine, State};
pub use failure::Failure;
pub use frame::{Frame, Phase};
pub use host::{Event, Host, Started, Task};
pub use interpreter::Interpreter;
pub use jsonata::Moment;
pub use map_run::MapRun;

/// "Maximum input or output size for a task, state, or execution: 256 KiB of data as a UTF-8
/// encoded string" (Step Functions service quotas).
pub const PAYLOAD_MAX: usize = 262_144;
/// "Maximum size of a single variable: 256 KiB" (the same, "Quotas related to state machines").
pub const VARIABLE_MAX: usize = 262_144;
/// Items of a Map: no list that fits into a payload has more.
pub const ITEMS_MAX: usize = PAYLOAD_MAX / 2;
