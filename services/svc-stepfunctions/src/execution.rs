//! Executions: started, shown, stopped and redriven.

use asl::frame::Place;
use asl::{Failure, Interpreter, PAYLOAD_MAX};
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, Struct, Timestamp, WaitedFor};
use serde_json::{Map, Value as Json, json};

use crate::api::{
    BillingDetailsBuilder, CloudWatchEventsExecutionDataDetailsBuilder, DescribeExecutionInput,
    DescribeExecutionOutput, DescribeStateMachineForExecutionInput,
    DescribeStateMachineForExecutionOutput, RedriveExecutionInput, RedriveExecutionOutput,
    StartExecutionInput, StartExecutionOutput, StartSyncExecutionInput, StartSyncExecutionOutput,
    StopExecutionInput, StopExecutionOutput,
};
use crate::ending::{self, TIME_OUT};
use crate::history::with_data;
use crate::machine::{self, Resolved};
use crate::map_state::MAP_RUNS;
use crate::runner::Runner;
use crate::state::{
    BY_START, CALLS, CallRow, EXECUTIONS, ExecutionRow, MACHINES, MapChildKey, RUNS, RunRow,
    execution_arn, machine_arn,
};
use crate::{errors, limits, logging, map_run, measures, names};

/// What an execution begins with.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    pub machine: String,
    pub machine_id: u64,
    pub revision: String,
    pub version: Option<u64>,
    pub alias: Option<String>,
    pub is_express: bool,
    pub name: String,
    pub input: &'a str,
    pub trace_header: Option<&'a str>,
    /// Of an execution of a Map Run, and where its machine stands in the definition.
    pub child: Option<MapChildKey>,
    pub places: Vec<Place>,
}

impl<'a> Beginning<'a> {
    fn of(found: &Resolved, name: &str, input: &'a str, trace_header: Option<&'a str>) -> Self {
        Beginning {
            machine: found.name.clone(),
            machine_id: found.row.id,
            revision: found.revision.clone(),
            version: found.version,
            alias: found.alias.clone(),
            is_express: found.row.is_express,
            name: name.to_owned(),
            input,
            trace_header,
            child: None,
            places: Vec::new(),
        }
    }
}

pub fn start_execution(
    ctx: &mut Ctx<'_>,
    input: StartExecutionInput<'_>,
) -> Result<StartExecutionOutput, ApiError> {
    let found = machine::resolve(ctx, input.state_machine_arn())?;
    let name = match input.name() {
        Some(name) => {
            names::check(name)?;
            name.to_owned()
        }
        None => ctx.chance().uuid(),
    };
    let text = input.input().unwrap_or("{}");
    check_input(text)?;
    if found.row.is_deleting {
        return Err(errors::machine_is_deleting(input.state_machine_arn()));
    }
    if found.row.is_express {
        let name = format!("{name}:{}", ctx.chance().uuid());
        begin(ctx, Beginning::of(&found, &name, text, input.trace_header()))?;
        return Ok(StartExecutionOutput::new()
            .execution_arn(execution_arn(ctx, true, &found.name, &name))
            .start_date(ctx.now()));
    }
    let arn = execution_arn(ctx, false, &found.name, &name);
    let key = (found.name.clone(), name.clone());
    if let Some(old) = ctx.table(&EXECUTIONS).get(&key)? {
        // "If the execution is RUNNING with the same name and input, the call succeeds".
        if old.status == "RUNNING" && old.input == text {
            return Ok(StartExecutionOutput::new()
                .execution_arn(arn)
                .start_date(Timestamp::from_micros(old.started)));
        }
        return Err(errors::execution_exists(&arn));
    }
    begin(ctx, Beginning::of(&found, &name, text, input.trace_header()))?;
    Ok(StartExecutionOutput::new().execution_arn(arn).start_date(ctx.now()))
}

fn check_input(text: &str) -> Result<(), ApiError> {
    if text.len() > PAYLOAD_MAX {
        return Err(errors::invalid_input("the input is longer than 262144 bytes"));
    }
    let parsed = serde_json::from_str::<Json>(text);
    parsed.map(|_| ()).map_err(|error| errors::invalid_input(&error.to_string()))
}

pub fn begin(ctx: &mut Ctx<'_>, beginning: Beginning<'_>) -> Result<u64, ApiError> {
    let now = ctx.now();
    let uid = ctx.chance().u64();
    let Beginning { machine, machine_id, revision, version, alias, is_express, .. } = beginning;
    let row = ExecutionRow {
        uid,
        machine_id,
        revision: revision.clone(),
        version,
        alias,
        status: "RUNNING".to_owned(),
        started: now.micros(),
        stopped: None,
        input: beginning.input.to_owned(),
        output: None,
        error: None,
        cause: None,
        redrives: 0,
        redriven: None,
        trace_header: beginning.trace_header.map(str::to_owned),
        is_express,
        redrive_token: None,
        child: beginning.child.clone(),
    };
    let key = (machine, beginning.name);
    ctx.table_mut(&EXECUTIONS).put(&key, &row);
    // A Map Run knows its executions, and the state machine waits for the run's.
    if row.child.is_none() {
        if !is_express {
            ctx.table_mut(&BY_START).put(&(key.0.clone(), row.started, key.1.clone()), &());
        }
        if let Some(mut machine) = ctx.table(&MACHINES).get(&key.0)? {
            machine.running += 1;
            ctx.table_mut(&MACHINES).put(&key.0, &machine);
        }
    }
    let run = RunRow {
        machine: key.0.clone(),
        name: key.1.clone(),
        machine_id,
        revision,
        started: now.micros(),
        is_express,
        events: 0,
        frames: 0,
        is_running: true,
        redrives: 0,
        child: beginning.child,
    };
    if !is_express {
        ending::tell(ctx, &key.0, &key.1, &row);
    }
    measures::started(ctx, &key.0);
    let runner = Runner::of(ctx, uid, run)?;
    let mut runner = runner.ok_or_else(ApiError::internal)?;
    note_start(&mut runner, &row);
    set_the_clock(&mut runner, now.micros());
    let (input, places) = (beginning.input, beginning.places);
    runner.interpret(|interpreter| {
        if places.is_empty() {
            return interpreter.begin(input);
        }
        interpreter.begin_at(places, input)
    })?;
    Ok(uid)
}

fn note_start(runner: &mut Runner<'_, '_>, row: &ExecutionRow) {
    let arn = runner.machine_arn();
    let mut details = with_data(Struct::new(), "input", &row.input)
        .with("roleArn", runner.revision.role.as_str());
    if let Some(version) = row.version {
        details.set("stateMachineVersionArn", format!("{arn}:{version}"));
    }
    if let Some(alias) = &row.alias {
        details.set("stateMachineAliasArn", format!("{arn}:{alias}"));
    }
    let details = Some(("executionStartedEventDetails".to_owned(), details));
    runner.note(0, ("ExecutionStarted".to_owned(), details));
}

fn set_the_clock(runner: &mut Runner<'_, '_>, from: i64) {
    let most = if runner.run.is_express {
        limits::EXPRESS_SECONDS_MAX
    } else {
        limits::STANDARD_SECONDS_MAX
    };
    let wanted = match runner.run.child {
        None => runner.revision.definition.definition.timeout_seconds(),
        Some(_) => None,
    };
    let seconds = wanted.unwrap_or(most).min(most);
    let at = Timestamp::from_micros(from.saturating_add(seconds.saturating_mul(1_000_000)));
    let redrives = i64::from(runner.run.redrives);
    let ask = runner.step(TIME_OUT).with("Redrives", redrives);
    runner.ctx.enqueue(Job::now(ask).at(at));
}

/// Answers when the execution has ended.
pub fn start_sync_execution(
    ctx: &mut Ctx<'_>,
    input: StartSyncExecutionInput<'_>,
) -> Result<WaitedFor<StartSyncExecutionOutput>, ApiError> {
    if ctx.is_nested() {
        return Err(errors::not_implemented("StartSyncExecution from other services"));
    }
    let request = ctx.request_id().to_owned();
    let call = if let Some(call) = ctx.table(&CALLS).get(&request)? {
        call
    } else {
        let call = begin_express(ctx, input)?;
        ctx.table_mut(&CALLS).put(&request, &call);
        call
    };
    let key = (call.machine.clone(), call.name.clone());
    let row = ctx.table(&EXECUTIONS).get(&key)?.ok_or_else(ApiError::internal)?;
    if row.stopped.is_none() {
        let seconds = limits::EXPRESS_SECONDS_MAX + 1;
        let until = Timestamp::from_micros(row.started + seconds * 1_000_000);
        return Ok(WaitedFor::NotYet { topic: ending::topic(call.uid), until });
    }
    ctx.table_mut(&CALLS).delete(&request);
    Ok(WaitedFor::Ready(sync_answer(ctx, &call, &row, input.state_machine_arn())))
}

/// Begins an express execution that somebody waits for.
pub fn begin_express(
    ctx: &mut Ctx<'_>,
    input: StartSyncExecutionInput<'_>,
) -> Result<CallRow, ApiError> {
    let found = machine::resolve(ctx, input.state_machine_arn())?;
    if !found.row.is_express {
        return Err(errors::type_not_supported("STANDARD state machines"));
    }
    if found.row.is_deleting {
        return Err(errors::machine_is_deleting(input.state_machine_arn()));
    }
    let text = input.input().unwrap_or("{}");
    check_input(text)?;
    let name = match input.name() {
        Some(name) => {
            names::check(name)?;
            name.to_owned()
        }
        None => ctx.chance().uuid(),
    };
    let name = format!("{name}:{}", ctx.chance().uuid());
    let uid = begin(ctx, Beginning::of(&found, &name, text, input.trace_header()))?;
    Ok(CallRow { uid, machine: found.name, name })
}

/// What StartSyncExecution would have answered of an execution that another one has begun: of what
/// [`crate::answer`] tells, and `Machine`.
pub fn sync_answer_of(ctx: &Ctx<'_>, told: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| told.str(name).unwrap_or_default().to_owned();
    let call = CallRow { uid: 0, machine: text("ExecutionOf"), name: text("ExecutionName") };
    let key = (call.machine.clone(), call.name.clone());
    if let Some(row) = ctx.table(&EXECUTIONS).get(&key)? {
        return Ok(sync_answer(ctx, &call, &row, &text("Machine")).into());
    }
    // Of another account or Region: what was told.
    Ok(StartSyncExecutionOutput::new()
        .state_machine_arn(text("Machine"))
        .status(text("Status"))
        .output(told.str("Output"))
        .error(told.str("FailureCode"))
        .cause(told.str("FailureMessage"))
        .into())
}

fn sync_answer(
    ctx: &Ctx<'_>,
    call: &CallRow,
    row: &ExecutionRow,
    machine: &str,
) -> StartSyncExecutionOutput {
    let stopped = row.stopped.unwrap_or(row.started);
    let milliseconds = (stopped - row.started).div_euclid(1_000);
    let billed = (milliseconds.div_euclid(100) + 1) * 100;
    let (name, _) = call.name.split_once(':').unwrap_or((&call.name, ""));
    let status = if row.status == "ABORTED" { "FAILED" } else { row.status.as_str() };
    StartSyncExecutionOutput::new()
        .execution_arn(execution_arn(ctx, true, &call.machine, &call.name))
        .state_machine_arn(machine)
        .name(name)
        .start_date(Timestamp::from_micros(row.started))
        .stop_date(Timestamp::from_micros(stopped))
        .status(status)
        .error(row.error.as_deref())
        .cause(row.cause.as_deref())
        .input(&row.input)
        .input_details(included())
        .output(row.output.as_deref())
        .output_details(row.output.as_ref().map(|_| included()))
        .trace_header(row.trace_header.as_deref())
        .billing_details(
            BillingDetailsBuilder::new()
                .billed_memory_used_in_mb(64_i64)
                .billed_duration_in_milliseconds(billed),
        )
}

fn included() -> CloudWatchEventsExecutionDataDetailsBuilder {
    CloudWatchEventsExecutionDataDetailsBuilder::new().included(true)
}

/// A STANDARD execution, or an EXPRESS one that a Map Run has begun.
fn find_described(ctx: &Ctx<'_>, arn: &str) -> Result<((String, String), ExecutionRow), ApiError> {
    let Ok(parts) = names::resource(ctx, arn, &["express"]) else {
        return find_standard(ctx, arn);
    };
    let key = (parts[0].clone(), parts[1..].join(":"));
    let row = ctx.table(&EXECUTIONS).get(&key)?.filter(|row| row.child.is_some());
    row.map(|row| (key, row)).ok_or_else(|| errors::invalid_arn(arn))
}

/// The Map Run that has begun an execution.
fn map_run_arn(ctx: &Ctx<'_>, row: &ExecutionRow) -> Result<Option<String>, ApiError> {
    let Some(child) = &row.child else { return Ok(None) };
    let run = ctx.table(&MAP_RUNS).get(&child.run)?;
    Ok(run.map(|run| map_run::run_arn(ctx, &run, &child.run)))
}

/// A STANDARD execution by its ARN: its key and row.
pub fn find_standard(
    ctx: &Ctx<'_>,
    arn: &str,
) -> Result<((String, String), ExecutionRow), ApiError> {
    let parts = names::resource(ctx, arn, &["execution"])?;
    let [machine, name] = &parts[..] else { return Err(errors::invalid_arn(arn)) };
    let key = (machine.clone(), name.clone());
    match ctx.table(&EXECUTIONS).get(&key)? {
        Some(row) => Ok((key, row)),
        None => Err(errors::no_such_execution(arn)),
    }
}

pub fn describe_execution(
    ctx: &mut Ctx<'_>,
    input: DescribeExecutionInput<'_>,
) -> Result<DescribeExecutionOutput, ApiError> {
    let (key, row) = find_described(ctx, input.execution_arn())?;
    let machine = machine_arn(ctx, &key.0);
    let map_run = map_run_arn(ctx, &row)?;
    let has_data = input.included_data() != Some("METADATA_ONLY");
    let (redrive_status, reason) = ending::redrive_status(ctx, &key.0, &row)?;
    let mut output = DescribeExecutionOutput::new()
        .execution_arn(input.execution_arn())
        .name(&key.1)
        .status(&row.status)
        .start_date(Timestamp::from_micros(row.started))
        .stop_date(row.stopped.map(Timestamp::from_micros))
        .trace_header(row.trace_header.as_deref())
        .map_run_arn(map_run)
        .error(row.error.as_deref().filter(|_| has_data))
        .cause(row.cause.as_deref().filter(|_| has_data))
        .redrive_count(row.redrives)
        .redrive_date(row.redriven.map(Timestamp::from_micros))
        .redrive_status(redrive_status)
        .redrive_status_reason(reason)
        .state_machine_version_arn(row.version.map(|number| format!("{machine}:{number}")))
        .state_machine_alias_arn(row.alias.as_ref().map(|alias| format!("{machine}:{alias}")));
    if has_data {
        output = output
            .input(&row.input)
            .input_details(included())
            .output(row.output.as_deref())
            .output_details(row.output.as_ref().map(|_| included()));
    }
    Ok(output.state_machine_arn(machine))
}

/// What `.sync` answers: DescribeExecution, its members with capitals, input and output as text or
/// as the JSON that they are.
pub fn shown_to_waiting(
    ctx: &Ctx<'_>,
    machine: &str,
    name: &str,
    row: &ExecutionRow,
    is_json: bool,
) -> Json {
    let text = |text: &str| {
        if is_json { ending::parsed(text) } else { Json::String(text.to_owned()) }
    };
    let mut shown = Map::new();
    shown.insert("ExecutionArn".to_owned(), json!(execution_arn(ctx, false, machine, name)));
    shown.insert("Input".to_owned(), text(&row.input));
    shown.insert("InputDetails".to_owned(), json!({"Included": true}));
    shown.insert("Name".to_owned(), json!(name));
    if let Some(output) = &row.output {
        shown.insert("Output".to_owned(), text(output));
        shown.insert("OutputDetails".to_owned(), json!({"Included": true}));
    }
    for (member, value) in [("Error", &row.error), ("Cause", &row.cause)] {
        if let Some(value) = value {
            shown.insert(member.to_owned(), json!(value));
        }
    }
    shown.insert("RedriveCount".to_owned(), json!(row.redrives));
    shown.insert("StartDate".to_owned(), json!(row.started / 1_000));
    shown.insert("StateMachineArn".to_owned(), json!(machine_arn(ctx, machine)));
    shown.insert("Status".to_owned(), json!(row.status));
    shown.insert("StopDate".to_owned(), json!(row.stopped.unwrap_or_default() / 1_000));
    Json::Object(shown)
}

pub fn describe_state_machine_for_execution(
    ctx: &mut Ctx<'_>,
    input: DescribeStateMachineForExecutionInput<'_>,
) -> Result<DescribeStateMachineForExecutionOutput, ApiError> {
    let ((machine, _), row) = find_standard(ctx, input.execution_arn())?;
    // "The state machine returned is the state machine associated with the Map Run."
    let (machine, label) = match machine.split_once('/') {
        Some((machine, label)) => (machine.to_owned(), Some(label.to_owned())),
        None => (machine, None),
    };
    let map_run = map_run_arn(ctx, &row)?;
    let revision = machine::revision(ctx, row.machine_id, &row.revision)?;
    let is_metadata_only = input.included_data() == Some("METADATA_ONLY");
    let definition = if is_metadata_only { "{}" } else { revision.definition.text.as_str() };
    Ok(DescribeStateMachineForExecutionOutput::new()
        .state_machine_arn(machine_arn(ctx, &machine))
        .name(&machine)
        .definition(definition)
        .role_arn(&revision.role)
        .update_date(Timestamp::from_micros(revision.updated))
        .logging_configuration(logging::shown(revision.logging.as_ref()))
        .tracing_configuration(machine::no_tracing())
        .encryption_configuration(machine::owned_key())
        .variable_references(machine::references(&revision).filter(|_| !is_metadata_only))
        .map_run_arn(map_run)
        .label(label)
        .revision_id(Some(&row.revision).filter(|it| !it.is_empty())))
}

pub fn stop_execution(
    ctx: &mut Ctx<'_>,
    input: StopExecutionInput<'_>,
) -> Result<StopExecutionOutput, ApiError> {
    let (_, row) = find_standard(ctx, input.execution_arn())?;
    let now = ctx.now();
    let Some(runner) = Runner::load(ctx, row.uid)? else {
        let stopped = row.stopped.map_or(now, Timestamp::from_micros);
        return Ok(StopExecutionOutput::new().stop_date(stopped));
    };
    let failure = Failure {
        error: input.error().unwrap_or_default().to_owned(),
        cause: input.cause().map(str::to_owned),
        location: None,
    };
    ending::stop(runner, "ABORTED", &failure)?;
    Ok(StopExecutionOutput::new().stop_date(now))
}

pub fn redrive_execution(
    ctx: &mut Ctx<'_>,
    input: RedriveExecutionInput<'_>,
) -> Result<RedriveExecutionOutput, ApiError> {
    let (key, row) = find_standard(ctx, input.execution_arn())?;
    let now = ctx.now();
    let is_repeated =
        input.client_token().is_some() && row.redrive_token.as_deref() == input.client_token();
    if is_repeated && let Some(redriven) = row.redriven {
        return Ok(RedriveExecutionOutput::new().redrive_date(Timestamp::from_micros(redriven)));
    }
    if row.child.is_some() {
        return Err(errors::not_redrivable("Execution is redrivable by its Map Run only"));
    }
    if let (_, Some(reason)) = ending::redrive_status(ctx, &key.0, &row)? {
        return Err(errors::not_redrivable(reason));
    }
    revive(ctx, &key, input.client_token())?;
    Ok(RedriveExecutionOutput::new().redrive_date(now))
}

/// An execution that has not ended well goes on.
pub fn revive(
    ctx: &mut Ctx<'_>,
    key: &(String, String),
    token: Option<&str>,
) -> Result<(), ApiError> {
    let now = ctx.now();
    let row = ctx.table(&EXECUTIONS).get(key)?;
    let mut row = row.ok_or_else(ApiError::internal)?;
    let mut run = ctx.table(&RUNS).get(&row.uid)?.ok_or_else(ApiError::internal)?;
    row.redrives += 1;
    row.redriven = Some(now.micros());
    row.redrive_token = token.map(str::to_owned);
    "RUNNING".clone_into(&mut row.status);
    (row.stopped, row.error, row.cause) = (None, None, None);
    ctx.table_mut(&EXECUTIONS).put(key, &row);
    if let Some(mut machine) = ctx.table(&MACHINES).get(&key.0)? {
        machine.running += 1;
        ctx.table_mut(&MACHINES).put(&key.0, &machine);
    }
    ending::tell(ctx, &key.0, &key.1, &row);
    (run.is_running, run.redrives) = (true, row.redrives);
    let last = run.events;
    let runner = Runner::of(ctx, row.uid, run)?;
    let mut runner = runner.ok_or_else(ApiError::internal)?;
    let details = Struct::new().with("redriveCount", row.redrives);
    let details = Some(("executionRedrivenEventDetails".to_owned(), details));
    let event = runner.note(last, ("ExecutionRedriven".to_owned(), details));
    set_the_clock(&mut runner, now.micros());
    runner.interpret(|interpreter: &mut Interpreter<'_, _>| interpreter.redrive(event))
}
