//! A running execution in the world: what the interpreter's host is here.

use std::sync::Arc;

use asl::host::{Host, Started};
use asl::{Event, Failure, Frame, Interpreter, Moment, Phase, Task};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};
use store::Range;
use targets::log_group::Entry;

use crate::history::{self, Described};
use crate::state::{
    self, CHILDREN, EVENTS, EXECUTIONS, EventRow, FRAME_TOKENS, FRAMES, FrameRow, ITEMS, PRINCIPAL,
    RESULTS, REVISIONS, RUNS, RevisionRow, RunRow, SERVICE, TOKENS, TextRow, WAITING_TASKS,
};
use crate::{ending, limits, logging, map_run, task};

/// The step by which a frame goes on: `Uid`, `Frame`, `Ticket`.
pub const ADVANCE: &str = "Advance";

/// A running execution.
pub struct Runner<'c, 'w> {
    pub ctx: &'c mut Ctx<'w>,
    pub uid: u64,
    pub run: RunRow,
    pub revision: Arc<RevisionRow>,
    input: String,
    /// The token that the next task may be given.
    token: String,
    is_full: bool,
    /// Events for the log.
    logged: Vec<Entry>,
}

impl<'c, 'w> Runner<'c, 'w> {
    /// `None` where the execution is not running any more.
    pub fn load(ctx: &'c mut Ctx<'w>, uid: u64) -> Result<Option<Runner<'c, 'w>>, ApiError> {
        let Some(run) = ctx.table(&RUNS).get(&uid)?.filter(|run| run.is_running) else {
            return Ok(None);
        };
        Runner::of(ctx, uid, run)
    }

    pub fn of(
        ctx: &'c mut Ctx<'w>,
        uid: u64,
        run: RunRow,
    ) -> Result<Option<Runner<'c, 'w>>, ApiError> {
        let key = (run.machine_id, run.revision.clone());
        let Some(revision) = ctx.table(&REVISIONS).get_shared(&key)? else { return Ok(None) };
        let mut input = String::new();
        if revision.definition.sees_execution {
            let key = (run.machine.clone(), run.name.clone());
            input = ctx.table(&EXECUTIONS).get(&key)?.map(|row| row.input).unwrap_or_default();
        }
        let token = String::new();
        Ok(Some(Runner {
            ctx,
            uid,
            run,
            revision,
            input,
            token,
            is_full: false,
            logged: Vec::new(),
        }))
    }

    /// Lets the interpreter do something, and keeps what has come of it.
    pub fn interpret(
        mut self,
        act: impl FnOnce(&mut Interpreter<'_, Runner<'c, 'w>>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let revision = self.revision.clone();
        act(&mut Interpreter::new(&revision.definition.definition, &mut self))?;
        if self.is_full && self.run.is_running {
            let failure = Failure::runtime(format!(
                "The execution reached the maximum number of history events ({}).",
                limits::HISTORY_MAX
            ));
            let last = self.run.events;
            self.drop_children()?;
            ending::failed(&mut self, last, &failure)?;
        }
        self.save();
        Ok(())
    }

    pub fn save(self) {
        self.ctx.table_mut(&RUNS).put(&self.uid, &self.run);
        if let Some(row) = self.revision.logging.as_ref().filter(|_| !self.logged.is_empty()) {
            logging::write(self.ctx, row, &self.run, self.logged);
        }
    }

    fn drop_children(&mut self) -> Result<(), ApiError> {
        for id in self.children(0)? {
            self.remove_frame(id)?;
        }
        Ok(())
    }

    /// Writes an event into the history; answers its number, 0 where there is no room.
    pub fn note(&mut self, previous: u64, described: Described) -> u64 {
        if !self.run.is_express && self.run.events + 1 >= limits::HISTORY_MAX {
            self.is_full = true;
            return 0;
        }
        self.note_last(previous, described)
    }

    /// As [`Runner::note`], of an event for which there always is room: the last one.
    pub fn note_last(&mut self, previous: u64, (kind, details): Described) -> u64 {
        self.run.events += 1;
        let id = self.run.events;
        let logging = self.revision.logging.as_ref().filter(|row| logging::is_wanted(row, &kind));
        if self.run.is_express && logging.is_none() {
            return id;
        }
        let mut event = Struct::new()
            .with("timestamp", self.ctx.now())
            .with("type", kind)
            .with("id", id as i64)
            .with("previousEventId", previous as i64);
        if let Some((member, details)) = details {
            event.set(member, details);
        }
        if let Some(row) = logging {
            let arn = self.execution_arn();
            self.logged.push(logging::entry(row, &event, &arn, self.run.redrives));
        }
        if !self.run.is_express {
            self.ctx.table_mut(&EVENTS).put(&(self.uid, id), &EventRow { event });
        }
        id
    }

    pub fn machine_arn(&self) -> String {
        state::machine_arn(self.ctx, &self.run.machine)
    }

    pub fn execution_arn(&self) -> String {
        let run = &self.run;
        state::execution_arn(self.ctx, run.is_express, &run.machine, &run.name)
    }

    /// A step of this service, as the service for the state machine.
    pub fn step(&self, step: &'static str) -> Ask {
        Ask::to(SERVICE, step)
            .with("Uid", self.uid.cast_signed())
            .as_service(PRINCIPAL)
            .for_source(self.machine_arn(), self.ctx.account())
    }
}

impl Host for Runner<'_, '_> {
    type Error = ApiError;

    fn now(&self) -> i64 {
        self.ctx.now().micros()
    }

    fn moment(&mut self) -> Moment {
        let milliseconds = self.ctx.now().millis();
        Moment { milliseconds, seed: self.ctx.chance().u64() }
    }

    fn context(&self) -> Map<String, Json> {
        let mut context = Map::new();
        if !self.revision.definition.sees_execution {
            return context;
        }
        let input: Json = serde_json::from_str(&self.input).unwrap_or_default();
        context.insert(
            "Execution".to_owned(),
            json!({
                "Id": self.execution_arn(),
                "Input": input,
                "Name": self.run.name,
                "RoleArn": self.revision.role,
                "StartTime": Timestamp::from_micros(self.run.started).iso8601_millis(),
                "RedriveCount": self.run.redrives,
            }),
        );
        let machine = json!({"Id": self.machine_arn(), "Name": self.run.machine});
        context.insert("StateMachine".to_owned(), machine);
        context
    }

    fn record(&mut self, previous: u64, event: Event<'_>) -> Result<u64, ApiError> {
        if matches!(event, Event::StateEntered { .. }) && !self.run.is_express {
            self.ctx.meter("StateTransition", 1);
        }
        Ok(self.note(previous, history::describe(&event)))
    }

    fn frame(&self, id: u64) -> Result<Option<Frame>, ApiError> {
        Ok(self.ctx.table(&FRAMES).get(&(self.uid, id))?.map(|row| row.frame))
    }

    fn put_frame(&mut self, frame: &Frame) -> Result<(), ApiError> {
        let row = FrameRow { frame: frame.clone() };
        self.ctx.table_mut(&FRAMES).put(&(self.uid, frame.id), &row);
        if let Some(parent) = frame.parent {
            self.ctx.table_mut(&CHILDREN).put(&(self.uid, parent, frame.id), &());
        }
        Ok(())
    }

    fn remove_frame(&mut self, id: u64) -> Result<(), ApiError> {
        if let Some(frame) = self.frame(id)? {
            let key = (self.uid, frame.parent.unwrap_or_default(), id);
            self.ctx.table_mut(&CHILDREN).delete(&key);
        }
        self.ctx.table_mut(&FRAMES).delete(&(self.uid, id));
        Ok(())
    }

    fn children(&self, id: u64) -> Result<Vec<u64>, ApiError> {
        let keys = self.ctx.table(&CHILDREN).keys(&Range::within(&(self.uid, id)));
        Ok(keys.map(|key| key.map(|(_, _, child)| child)).collect::<Result<_, _>>()?)
    }

    fn new_frame_id(&mut self) -> Result<u64, ApiError> {
        self.run.frames += 1;
        Ok(self.run.frames)
    }

    fn put_item(&mut self, frame: u64, index: u32, item: &str) -> Result<(), ApiError> {
        let row = TextRow { text: item.to_owned() };
        self.ctx.table_mut(&ITEMS).put(&(self.uid, frame, index), &row);
        Ok(())
    }

    fn take_item(&mut self, frame: u64, index: u32) -> Result<Option<String>, ApiError> {
        let key = (self.uid, frame, index);
        let row = self.ctx.table(&ITEMS).get(&key)?;
        self.ctx.table_mut(&ITEMS).delete(&key);
        Ok(row.map(|row| row.text))
    }

    fn put_result(&mut self, frame: u64, index: u32, result: &str) -> Result<(), ApiError> {
        let row = TextRow { text: result.to_owned() };
        self.ctx.table_mut(&RESULTS).put(&(self.uid, frame, index), &row);
        Ok(())
    }

    fn take_results(&mut self, frame: u64) -> Result<Vec<String>, ApiError> {
        let range = || Range::within(&(self.uid, frame));
        let rows = self.ctx.table(&RESULTS).scan(&range());
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        self.ctx.table_mut(&RESULTS).delete_range(&range())?;
        self.ctx.table_mut(&ITEMS).delete_range(&range())?;
        Ok(rows.into_iter().map(|(_, row)| row.text).collect())
    }

    fn come_again(&mut self, frame: &Frame, at: i64) -> Result<(), ApiError> {
        let ask = self
            .step(ADVANCE)
            .with("Frame", frame.id.cast_signed())
            .with("Ticket", frame.ticket.cast_signed());
        self.ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(at)));
        Ok(())
    }

    fn token(&mut self, _: &Frame) -> Result<String, ApiError> {
        self.token = self.ctx.chance().alphanumeric(128);
        Ok(self.token.clone())
    }

    fn start(&mut self, frame: &mut Frame, task: Task<'_>) -> Result<Started, ApiError> {
        task::start(self, frame, &task)
    }

    fn start_map_run(&mut self, frame: &Frame, run: asl::MapRun) -> Result<String, ApiError> {
        map_run::start(self, frame, run)
    }

    fn redrive_map_run(&mut self, frame: &Frame) -> Result<Option<(String, u32)>, ApiError> {
        map_run::redrive(self, frame)
    }

    fn timed_out(&mut self, frame: &mut Frame, failure: &Failure) -> Result<(), ApiError> {
        let resource = self.resource_of(frame);
        let described = task::described(&resource, "TimedOut", history::of_failure(failure));
        frame.last_event = self.note(frame.last_event, described);
        Ok(())
    }

    fn cancel(&mut self, frame: &Frame) -> Result<(), ApiError> {
        if frame.phase == Phase::MapRun {
            return map_run::abort(self.ctx, self.uid, frame.id);
        }
        let key = (self.uid, frame.id);
        let Some(row) = self.ctx.table(&FRAME_TOKENS).get(&key)? else { return Ok(()) };
        self.ctx.table_mut(&FRAME_TOKENS).delete(&key);
        let token = row.text;
        if let Some(row) = self.ctx.table(&TOKENS).get(&token)?
            && let Some((activity, transaction)) = row.waiting
        {
            self.ctx.table_mut(&WAITING_TASKS).delete(&(activity, transaction, token));
        }
        Ok(())
    }

    fn end(&mut self, last_event: u64, outcome: Result<&str, Failure>) -> Result<(), ApiError> {
        match outcome {
            Ok(output) => ending::succeeded(self, last_event, output),
            Err(failure) => ending::failed(self, last_event, &failure),
        }
    }
}

impl Runner<'_, '_> {
    /// The resource of the state in which a frame is.
    pub fn resource_of(&self, frame: &Frame) -> String {
        let machine = self.revision.definition.definition.machine_at(&frame.places);
        let state = machine.and_then(|machine| machine.state(&frame.state));
        state.and_then(|state| state.text("Resource")).unwrap_or_default().to_owned()
    }

    /// The frame, if it still waits under this ticket.
    pub fn awaiting(&self, id: u64, ticket: u64) -> Result<Option<Frame>, ApiError> {
        Ok(self.frame(id)?.filter(|frame| frame.ticket == ticket))
    }
}

/// A member of a step's input.
pub fn number(input: &Struct, name: &str) -> u64 {
    input.int(name).unwrap_or_default().cast_unsigned()
}

/// The step [`ADVANCE`].
pub fn advance(ctx: &mut Ctx<'_>, input: &Struct) -> kernel::OpResult {
    let Some(runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let (frame, ticket) = (number(input, "Frame"), number(input, "Ticket"));
    // "If you include retry error handling in any steps of your workflow, each retry will be
    // charged as an additional state transition" (Step Functions pricing).
    let is_retry = runner.awaiting(frame, ticket)?.is_some_and(|it| it.phase == Phase::Perform);
    if is_retry && !runner.run.is_express {
        runner.ctx.meter("StateTransition", 1);
    }
    runner.interpret(|interpreter| interpreter.advance(frame, ticket))?;
    Ok(Struct::new())
}
