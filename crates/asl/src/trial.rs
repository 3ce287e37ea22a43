//! One state by itself: what it makes of its input and of its result, step by step.
//!
//! Source: Step Functions API Reference, TestState, InspectionData; Developer Guide, "Using
//! TestState API to test a state".

use jsonata::Moment;
use serde_json::{Map, Value, json};

use crate::definition::Definition;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::host::Task;
use crate::turn::{Flow, Left, Turn};

/// What is seen on the way. JSON is kept as its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    pub after_input_path: Option<String>,
    pub after_arguments: Option<String>,
    pub after_items_path: Option<String>,
    pub after_item_selector: Option<String>,
    pub max_concurrency: Option<u32>,
    pub tolerated_count: Option<u64>,
    pub tolerated_percentage: Option<f64>,
    pub result: Option<String>,
    pub after_result_selector: Option<String>,
    pub after_result_path: Option<String>,
}

/// What the state comes to.
#[derive(Debug)]
pub enum Outcome {
    Succeeded {
        output: Value,
        next: Option<String>,
    },
    Failed(Failure),
    /// The retrier, and the seconds that it waits.
    Retriable(Failure, usize, i64),
    /// The catcher.
    Caught {
        failure: Failure,
        at: usize,
        output: Value,
        next: Option<String>,
    },
}

/// What is to be done first.
#[derive(Debug)]
pub enum Began<'d> {
    Ended(Outcome),
    WaitUntil(i64),
    Task(Task<'d>),
    /// Branches or iterations: only a mock can end them.
    Branches,
}

#[derive(Debug)]
pub struct Trial<'d> {
    turn: Turn<'d>,
    context: Value,
    pub seen: Seen,
}

impl<'d> Trial<'d> {
    pub fn new(
        definition: &'d Definition,
        state: &str,
        input: &str,
        variables: &str,
        context: Map<String, Value>,
        moment: Moment,
    ) -> Trial<'d> {
        let mut frame = Frame::root(state.to_owned(), input);
        frame.entered = moment.milliseconds.saturating_mul(1_000);
        variables.clone_into(&mut frame.variables);
        let turn = Turn::new(definition, frame, moment);
        let given = context.clone();
        let mut context = turn.context(context, "");
        // What the caller says of the state stands.
        context.extend(given);
        Trial { turn, context: Value::Object(context), seen: Seen::default() }
    }

    pub fn kind(&self) -> &'d str {
        self.turn.kind()
    }

    pub fn is_jsonata(&self) -> bool {
        self.turn.state().is_ok_and(|state| state.is_jsonata())
    }

    /// How often retriers are taken to have tried.
    pub fn set_retries(&mut self, tried: u32) {
        let count = self.turn.state().map_or(0, |state| state.list("Retry").len());
        self.turn.frame.retries = vec![tried; count];
    }

    pub fn variables(&self) -> &Map<String, Value> {
        self.turn.variables()
    }

    pub fn begin(&mut self, now: i64) -> Began<'d> {
        self.look_at_input();
        match self.turn.perform(&self.context, now) {
            Ok(Flow::Result(result)) => Began::Ended(self.ended(Ok(result))),
            Ok(Flow::Chosen { output, assigned, next }) => {
                self.turn.assign(assigned);
                Began::Ended(Outcome::Succeeded { output, next: Some(next) })
            }
            Ok(Flow::WaitUntil(at)) => Began::WaitUntil(at),
            Ok(Flow::Task(task)) => Began::Task(task),
            Ok(Flow::Branches { inputs, concurrency, is_map }) => {
                if is_map {
                    let inputs = inputs.iter().map(|pair| crate::interpreter::parsed(pair));
                    let inputs: Vec<Value> = inputs.map(|pair| pair[0].clone()).collect();
                    self.seen.after_item_selector = Some(json!(inputs).to_string());
                    self.seen.max_concurrency = Some(concurrency);
                }
                Began::Branches
            }
            Ok(Flow::Distributed(run)) => {
                self.seen.after_items_path = run.items;
                self.seen.max_concurrency = Some(run.max_concurrency);
                self.seen.tolerated_count = run.tolerated_count;
                self.seen.tolerated_percentage = run.tolerated_percentage;
                Began::Branches
            }
            Err(failure) if self.kind() == "Fail" => Began::Ended(Outcome::Failed(failure)),
            Err(failure) => Began::Ended(self.ended(Err(failure))),
        }
    }

    fn look_at_input(&mut self) {
        let Ok(state) = self.turn.state() else { return };
        if !state.is_jsonata()
            && let Ok(input) = self.turn.effective_input(&self.context)
        {
            self.seen.after_input_path = Some(input.to_string());
        }
        if matches!(state.kind(), "Task" | "Pass" | "Parallel")
            && let Ok(arguments) = self.turn.arguments(state, &self.context)
        {
            self.seen.after_arguments = Some(arguments.to_string());
        }
    }

    /// A Wait state has waited.
    pub fn waited(&mut self) -> Outcome {
        let input = self.turn.effective_input(&self.context);
        self.ended(input)
    }

    /// What the state makes of its result or failure.
    pub fn ended(&mut self, result: Result<Value, Failure>) -> Outcome {
        let left = result.and_then(|result| {
            self.look_at_result(&result);
            self.turn.leave(&self.context, &result)
        });
        match left {
            Ok(Left { output, assigned, next }) => {
                self.turn.assign(assigned);
                Outcome::Succeeded { output, next }
            }
            Err(failure) => self.failed(failure),
        }
    }

    fn look_at_result(&mut self, result: &Value) {
        self.seen.result = Some(result.to_string());
        let Ok(state) = self.turn.state() else { return };
        if state.is_jsonata() {
            return;
        }
        let selected = match state.value("ResultSelector") {
            Some(template) => self.turn.payload_of(template, &self.context, result),
            None => Ok(result.clone()),
        };
        let Ok(selected) = selected else { return };
        self.seen.after_result_selector = Some(selected.to_string());
        if let Ok(combined) = self.turn.combined(state.value("ResultPath"), selected) {
            self.seen.after_result_path = Some(combined.to_string());
        }
    }

    fn failed(&mut self, failure: Failure) -> Outcome {
        let retriers = self.turn.state().map(|state| state.list("Retry")).unwrap_or_default();
        let at = position(retriers, &failure);
        if let Some(delay) = self.turn.retry_after(&failure) {
            return Outcome::Retriable(failure, at.unwrap_or(0), delay / 1_000_000);
        }
        let catchers = self.turn.state().map(|state| state.list("Catch")).unwrap_or_default();
        let at = position(catchers, &failure).unwrap_or(0);
        match self.turn.catch(&self.context, &failure) {
            None => Outcome::Failed(failure),
            Some(Err(failure)) => Outcome::Failed(failure),
            Some(Ok(Left { output, assigned, next })) => {
                self.turn.assign(assigned);
                Outcome::Caught { failure, at, output, next }
            }
        }
    }
}

/// The first retrier or catcher that means a failure.
fn position(list: &[Value], failure: &Failure) -> Option<usize> {
    list.iter().position(|entry| {
        let names = entry.get("ErrorEquals").and_then(Value::as_array);
        failure.is_named_by(names.into_iter().flatten().filter_map(Value::as_str))
    })
}
