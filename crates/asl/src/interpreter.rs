//! Running a definition, a transition at a time.
//!
//! [`Interpreter::advance`] takes one step of one frame and leaves it where it waits for its next;
//! everything that outlives the step is with the [`Host`]. What states compute is in
//! [`turn`](crate::turn); this file moves frames: into states, out of them, into branches and back.

use serde_json::{Map, Value};

use crate::PAYLOAD_MAX;
use crate::definition::{Definition, State};
use crate::failure::{self, Failure};
use crate::frame::{Children, Frame, Phase, Place};
use crate::host::{Event, Host, Started, Task};
use crate::turn::{Flow, Turn};

/// Iterations of an inline Map that run at a time ("up to 40 concurrent iterations").
pub const INLINE_CONCURRENCY_MAX: u32 = 40;
/// The top level.
pub const ROOT: u64 = 0;

#[derive(Debug)]
pub struct Interpreter<'d, H> {
    pub(crate) definition: &'d Definition,
    pub(crate) host: &'d mut H,
}

impl<'d, H: Host> Interpreter<'d, H> {
    pub fn new(definition: &'d Definition, host: &'d mut H) -> Interpreter<'d, H> {
        Interpreter { definition, host }
    }

    /// Begins an execution. `last_event` is the history's first.
    pub fn begin(&mut self, input: &str) -> Result<(), H::Error> {
        let start = self.definition.machine().start_at().to_owned();
        self.begin_frame(Frame::root(start, input))
    }

    pub(crate) fn begin_frame(&mut self, frame: Frame) -> Result<(), H::Error> {
        let now = self.host.now();
        self.wait_until(frame, now)
    }

    /// The next step of a frame, if it still waits for this one.
    pub fn advance(&mut self, id: u64, ticket: u64) -> Result<(), H::Error> {
        let Some(frame) = self.host.frame(id)?.filter(|frame| frame.ticket == ticket) else {
            return Ok(());
        };
        match frame.phase.clone() {
            Phase::Enter => self.enter(frame),
            Phase::Perform => {
                let turn = self.turn(frame)?;
                self.perform(turn)
            }
            Phase::Wait => {
                let turn = self.turn(frame)?;
                let waited = turn.effective_input(&self.host.context_of(&turn));
                self.go_on(turn, waited.map(Flow::Result))
            }
            Phase::Task { times_out, heartbeat_due, .. } => {
                self.look_at_the_clock(frame, times_out, heartbeat_due)
            }
            Phase::Children | Phase::MapRun | Phase::Broken => Ok(()),
        }
    }

    /// What came of a task, if the frame still waits for it.
    pub fn task_ended(
        &mut self,
        frame: Frame,
        outcome: Result<Value, Failure>,
    ) -> Result<(), H::Error> {
        self.host.cancel(&frame)?;
        let turn = self.turn(frame)?;
        match outcome {
            Ok(result) => self.go_on(turn, Ok(Flow::Result(result))),
            Err(failure) => self.fail(turn, failure),
        }
    }

    /// A task's worker is alive.
    pub fn heartbeat(&mut self, mut frame: Frame) -> Result<(), H::Error> {
        let now = self.host.now();
        if let Phase::Task { heartbeat_due, heartbeat_seconds: Some(seconds), .. } =
            &mut frame.phase
        {
            *heartbeat_due = Some(now.saturating_add(microseconds(*seconds)));
        }
        self.host.put_frame(&frame)
    }

    /// Ends everything that is under way: the execution is stopped or has run out of time.
    pub fn abort(&mut self) -> Result<(), H::Error> {
        match self.host.frame(ROOT)? {
            Some(root) => self.abort_frame(root),
            None => Ok(()),
        }
    }

    /// Goes on with the state of the top level that has failed: with its branches and iterations
    /// that had not ended well, where it is still known what has become of the others.
    pub fn redrive(&mut self, last_event: u64) -> Result<(), H::Error> {
        match self.host.frame(ROOT)? {
            Some(root) => self.revive(root, last_event),
            None => Ok(()),
        }
    }

    fn revive(&mut self, mut frame: Frame, last_event: u64) -> Result<(), H::Error> {
        frame.last_event = last_event;
        frame.retries = Vec::new();
        if frame.phase == Phase::Enter {
            let now = self.host.now();
            return self.wait_until(frame, now);
        }
        if let Some((arn, count)) = self.host.redrive_map_run(&frame)? {
            let redriven = Event::MapRunRedriven { arn: &arn, count };
            frame.last_event = self.host.record(last_event, redriven)?;
            frame.phase = Phase::MapRun;
            return self.host.put_frame(&frame);
        }
        let children = self.host.children(frame.id)?;
        if frame.children.is_some() && !children.is_empty() {
            frame.phase = Phase::Children;
            self.host.put_frame(&frame)?;
            for id in children {
                if let Some(child) = self.host.frame(id)? {
                    self.revive(child, last_event)?;
                }
            }
            return Ok(());
        }
        frame.phase = Phase::Perform;
        frame.children = None;
        let now = self.host.now();
        self.wait_until(frame, now)
    }

    fn turn(&mut self, frame: Frame) -> Result<Turn<'d>, H::Error> {
        Ok(Turn::new(self.definition, frame, self.host.moment()))
    }

    /// Keeps the frame until then.
    pub(crate) fn wait_until(&mut self, mut frame: Frame, at: i64) -> Result<(), H::Error> {
        frame.ticket += 1;
        self.host.put_frame(&frame)?;
        self.host.come_again(&frame, at)
    }

    fn enter(&mut self, mut frame: Frame) -> Result<(), H::Error> {
        frame.entered = self.host.now();
        frame.retries = Vec::new();
        let mut turn = self.turn(frame)?;
        let entered = Event::StateEntered {
            kind: turn.kind(),
            name: &turn.frame.state,
            input: &turn.frame.input,
        };
        turn.frame.last_event = self.host.record(turn.frame.last_event, entered)?;
        turn.frame.entered_event = turn.frame.last_event;
        self.perform(turn)
    }

    /// Lets the state do what it does.
    fn perform(&mut self, mut turn: Turn<'d>) -> Result<(), H::Error> {
        let token = match turn.kind() {
            "Task" => self.host.token(&turn.frame)?,
            _ => String::new(),
        };
        let context = self.host.context_with(&turn, &token);
        let now = self.host.now();
        let flow = turn.perform(&context, now).map_err(|failure| turn.located(failure));
        self.go_on_with(turn, flow, &token)
    }

    pub(crate) fn go_on(
        &mut self,
        turn: Turn<'d>,
        flow: Result<Flow<'d>, Failure>,
    ) -> Result<(), H::Error> {
        self.go_on_with(turn, flow, "")
    }

    fn go_on_with(
        &mut self,
        mut turn: Turn<'d>,
        flow: Result<Flow<'d>, Failure>,
        token: &str,
    ) -> Result<(), H::Error> {
        match flow {
            Ok(Flow::Result(result)) => {
                let context = self.host.context_of(&turn);
                match turn.leave(&context, &result) {
                    Ok(left) => self.exit(turn, left.output, left.assigned, left.next),
                    Err(failure) => {
                        let failure = turn.located(failure);
                        self.fail(turn, failure)
                    }
                }
            }
            Ok(Flow::Chosen { output, assigned, next }) => {
                self.exit(turn, output, assigned, Some(next))
            }
            Ok(Flow::WaitUntil(at)) => {
                turn.frame.phase = Phase::Wait;
                self.wait_until(turn.frame, at)
            }
            Ok(Flow::Task(wanted)) => {
                let now = self.host.now();
                let due = |seconds: i64| now.saturating_add(microseconds(seconds));
                turn.frame.phase = Phase::Task {
                    times_out: wanted.timeout_seconds.map(due),
                    heartbeat_due: wanted.heartbeat_seconds.map(due),
                    heartbeat_seconds: wanted.heartbeat_seconds,
                };
                turn.frame.ticket += 1;
                let task = Task { token, ..wanted };
                self.start(turn, task)
            }
            Ok(Flow::Distributed(run)) => {
                turn.frame.phase = Phase::MapRun;
                turn.frame.ticket += 1;
                let started = Event::MapStateStarted { length: 0 };
                turn.frame.last_event = self.host.record(turn.frame.last_event, started)?;
                let arn = self.host.start_map_run(&turn.frame, run)?;
                let started = Event::MapRunStarted { arn: &arn };
                turn.frame.last_event = self.host.record(turn.frame.last_event, started)?;
                self.host.put_frame(&turn.frame)
            }
            Ok(Flow::Branches { inputs, is_map, concurrency }) => {
                self.branch_out(turn, &inputs, is_map, concurrency)
            }
            Err(failure) if turn.kind() == "Fail" => self.finish(turn, Err(failure)),
            Err(failure) => self.fail(turn, failure),
        }
    }

    fn start(&mut self, mut turn: Turn<'d>, task: Task<'_>) -> Result<(), H::Error> {
        match self.host.start(&mut turn.frame, task)? {
            Started::Done(Ok(result)) => self.go_on(turn, Ok(Flow::Result(result))),
            Started::Done(Err(failure)) => self.fail(turn, failure),
            Started::Pending => {
                self.host.put_frame(&turn.frame)?;
                self.set_the_clock(&turn.frame)
            }
        }
    }

    fn set_the_clock(&mut self, frame: &Frame) -> Result<(), H::Error> {
        let Phase::Task { times_out, heartbeat_due, .. } = &frame.phase else { return Ok(()) };
        match [*times_out, *heartbeat_due].into_iter().flatten().min() {
            Some(at) => self.host.come_again(frame, at),
            None => Ok(()),
        }
    }

    fn look_at_the_clock(
        &mut self,
        mut frame: Frame,
        times_out: Option<i64>,
        heartbeat_due: Option<i64>,
    ) -> Result<(), H::Error> {
        let now = self.host.now();
        let is_over = |at: Option<i64>| at.is_some_and(|at| at <= now);
        let error = if is_over(times_out) {
            failure::TIMEOUT
        } else if is_over(heartbeat_due) {
            failure::HEARTBEAT_TIMEOUT
        } else {
            return self.set_the_clock(&frame);
        };
        let failure = Failure { error: error.to_owned(), cause: None, location: None };
        self.host.timed_out(&mut frame, &failure)?;
        self.host.cancel(&frame)?;
        let turn = self.turn(frame)?;
        self.fail(turn, failure)
    }

    /// Leaves a state.
    fn exit(
        &mut self,
        mut turn: Turn<'d>,
        output: Value,
        assigned: Map<String, Value>,
        next: Option<String>,
    ) -> Result<(), H::Error> {
        let text = output.to_string();
        if text.len() > PAYLOAD_MAX {
            let failure = turn.too_large();
            return self.fail(turn, failure);
        }
        let exited = Event::StateExited {
            kind: turn.kind(),
            name: &turn.frame.state,
            output: &text,
            assigned: &assigned,
        };
        turn.frame.last_event = self.host.record(turn.frame.last_event, exited)?;
        turn.assign(assigned);
        match next {
            Some(next) => {
                let mut frame = turn.frame;
                frame.state = next;
                frame.input = text;
                frame.phase = Phase::Enter;
                frame.children = None;
                let now = self.host.now();
                self.wait_until(frame, now)
            }
            None => self.finish(turn, Ok(text)),
        }
    }

    /// A state has failed: it is tried again, caught, or its frame fails.
    pub(crate) fn fail(&mut self, mut turn: Turn<'d>, failure: Failure) -> Result<(), H::Error> {
        if failure.location.is_some() {
            let event = Event::EvaluationFailed { state: &turn.frame.state, failure: &failure };
            turn.frame.last_event = self.host.record(turn.frame.last_event, event)?;
        }
        if let Some(delay) = turn.retry_after(&failure) {
            self.discard_children(&turn.frame)?;
            turn.frame.phase = Phase::Perform;
            turn.frame.children = None;
            let at = self.host.now().saturating_add(delay);
            return self.wait_until(turn.frame, at);
        }
        let context = self.host.context_of(&turn);
        match turn.catch(&context, &failure) {
            None => self.finish(turn, Err(failure)),
            Some(Ok(left)) => {
                self.discard_children(&turn.frame)?;
                self.exit(turn, left.output, left.assigned, left.next)
            }
            Some(Err(failure)) => {
                let failure = turn.located(failure);
                self.finish(turn, Err(failure))
            }
        }
    }

    /// Begins the branches of a Parallel state or the iterations of a Map.
    fn branch_out(
        &mut self,
        mut turn: Turn<'d>,
        inputs: &[String],
        is_map: bool,
        concurrency: u32,
    ) -> Result<(), H::Error> {
        let total = inputs.len() as u32;
        let started = if is_map {
            Event::MapStateStarted { length: total }
        } else {
            Event::ParallelStateStarted
        };
        let started_event = self.host.record(turn.frame.last_event, started)?;
        turn.frame.last_event = started_event;
        turn.frame.phase = Phase::Children;
        turn.frame.ticket += 1;
        turn.frame.children =
            Some(Children { total, begun: 0, done: 0, concurrency, started_event });
        for (index, input) in inputs.iter().enumerate() {
            self.host.put_item(turn.frame.id, index as u32, input)?;
        }
        if total == 0 {
            return self.join(turn);
        }
        for _ in 0..concurrency.min(total) {
            self.begin_child(&mut turn)?;
        }
        self.host.put_frame(&turn.frame)
    }

    /// The next branch or iteration begins.
    fn begin_child(&mut self, turn: &mut Turn<'d>) -> Result<(), H::Error> {
        let is_map = turn.kind() == "Map";
        let parent = &mut turn.frame;
        let Some(children) = &mut parent.children else { return Ok(()) };
        let index = children.begun;
        children.begun += 1;
        let started_event = children.started_event;
        let input = self.host.take_item(parent.id, index)?.unwrap_or_default();
        let (input, item) = if is_map { split_item(&input) } else { (input, parent.item.clone()) };
        let place = Place { state: parent.state.clone(), branch: if is_map { 0 } else { index } };
        let mut places = parent.places.clone();
        places.push(place);
        let machine = self.definition.machine_at(&places);
        let state = machine.map(|machine| machine.start_at().to_owned()).unwrap_or_default();
        let mut last_event = started_event;
        if is_map {
            let started = Event::MapIteration { what: "Started", name: &parent.state, index };
            last_event = self.host.record(started_event, started)?;
        }
        let child = Frame {
            id: self.host.new_frame_id()?,
            parent: Some(parent.id),
            index,
            places,
            state,
            input,
            variables: parent.variables.clone(),
            item,
            phase: Phase::Enter,
            retries: Vec::new(),
            entered: 0,
            entered_event: 0,
            last_event,
            ticket: 0,
            children: None,
        };
        let now = self.host.now();
        self.wait_until(child, now)
    }

    /// All branches have ended.
    fn join(&mut self, mut turn: Turn<'d>) -> Result<(), H::Error> {
        let results = self.host.take_results(turn.frame.id)?;
        let succeeded = match turn.kind() {
            "Map" => Event::MapStateSucceeded,
            _ => Event::ParallelStateSucceeded,
        };
        turn.frame.last_event = self.host.record(turn.frame.last_event, succeeded)?;
        turn.frame.children = None;
        if results.iter().map(String::len).sum::<usize>() > PAYLOAD_MAX {
            let failure = turn.too_large();
            return self.fail(turn, failure);
        }
        let values = results.iter().map(|text| parsed(text)).collect();
        self.go_on(turn, Ok(Flow::Result(Value::Array(values))))
    }

    /// A frame has come to its end. One that has failed stays, for a redrive.
    fn finish(&mut self, turn: Turn<'d>, outcome: Result<String, Failure>) -> Result<(), H::Error> {
        let mut frame = turn.frame.clone();
        frame.ticket += 1;
        if outcome.is_err() {
            frame.phase = Phase::Broken;
        }
        let Some(parent) = frame.parent else {
            self.host.put_frame(&frame)?;
            return self.host.end(frame.last_event, outcome.as_deref().map_err(Clone::clone));
        };
        match outcome {
            Ok(_) => self.host.remove_frame(frame.id)?,
            Err(_) => self.host.put_frame(&frame)?,
        }
        let Some(parent) = self.host.frame(parent)? else { return Ok(()) };
        let mut parent = self.turn(parent)?;
        let is_map = parent.kind() == "Map";
        parent.frame.last_event = turn.frame.last_event;
        if is_map {
            let what = if outcome.is_ok() { "Succeeded" } else { "Failed" };
            let (name, index) = (&*parent.frame.state, turn.frame.index);
            let ended = Event::MapIteration { what, name, index };
            parent.frame.last_event = self.host.record(turn.frame.last_event, ended)?;
        }
        match outcome {
            Ok(output) => {
                self.host.put_result(parent.frame.id, turn.frame.index, &output)?;
                let Some(children) = &mut parent.frame.children else { return Ok(()) };
                children.done += 1;
                if children.done == children.total {
                    return self.join(parent);
                }
                if children.begun < children.total {
                    self.begin_child(&mut parent)?;
                }
                self.host.put_frame(&parent.frame)
            }
            Err(failure) => {
                self.abort_children(&parent.frame)?;
                parent.frame.ticket += 1;
                let failed =
                    if is_map { Event::MapStateFailed } else { Event::ParallelStateFailed };
                parent.frame.last_event = self.host.record(parent.frame.last_event, failed)?;
                // Where it was is told already.
                self.fail(parent, Failure { location: None, ..failure })
            }
        }
    }

    fn abort_children(&mut self, parent: &Frame) -> Result<(), H::Error> {
        for id in self.host.children(parent.id)? {
            if let Some(child) = self.host.frame(id)?
                && child.phase != Phase::Broken
            {
                self.abort_frame(child)?;
            }
        }
        Ok(())
    }

    /// Nobody asks any more what has become of a frame's branches or iterations.
    fn discard_children(&mut self, parent: &Frame) -> Result<(), H::Error> {
        if parent.children.is_none() {
            return Ok(());
        }
        for id in self.host.children(parent.id)? {
            if let Some(child) = self.host.frame(id)? {
                self.discard_children(&child)?;
            }
            self.host.remove_frame(id)?;
        }
        self.host.take_results(parent.id)?;
        Ok(())
    }

    /// What is cut off stays, for a redrive.
    fn abort_frame(&mut self, mut frame: Frame) -> Result<(), H::Error> {
        self.abort_children(&frame)?;
        if frame.phase != Phase::Enter {
            self.host.cancel(&frame)?;
            if frame.phase == Phase::MapRun {
                frame.last_event = self.host.record(frame.last_event, Event::MapRunAborted)?;
            }
            if let Some(state) = self.state_of(&frame) {
                let aborted = Event::StateAborted { kind: state.kind() };
                frame.last_event = self.host.record(frame.last_event, aborted)?;
            }
            frame.phase = Phase::Broken;
        }
        if frame.parent.is_some()
            && let Some((place, outer)) = frame.places.split_last()
            && self.kind_at(outer, &place.state) == Some("Map")
        {
            let (name, index) = (&*place.state, frame.index);
            let aborted = Event::MapIteration { what: "Aborted", name, index };
            self.host.record(frame.last_event, aborted)?;
        }
        frame.ticket += 1;
        self.host.put_frame(&frame)
    }

    fn state_of(&self, frame: &Frame) -> Option<State<'d>> {
        self.definition.machine_at(&frame.places)?.state(&frame.state)
    }

    fn kind_at(&self, places: &[Place], state: &str) -> Option<&'d str> {
        Some(self.definition.machine_at(places)?.state(state)?.kind())
    }
}

/// The context object of a state.
trait Contexts {
    fn context_with(&self, turn: &Turn<'_>, token: &str) -> Value;

    fn context_of(&self, turn: &Turn<'_>) -> Value {
        self.context_with(turn, "")
    }
}

impl<H: Host> Contexts for H {
    fn context_with(&self, turn: &Turn<'_>, token: &str) -> Value {
        Value::Object(turn.context(self.context(), token))
    }
}

pub fn microseconds(seconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000)
}

pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// An iteration's input and its item are kept as one list.
fn split_item(text: &str) -> (String, Option<String>) {
    match parsed(text) {
        Value::Array(mut pair) if pair.len() == 2 => {
            let item = pair.pop().unwrap_or_default().to_string();
            (pair.pop().unwrap_or_default().to_string(), Some(item))
        }
        other => (other.to_string(), None),
    }
}
