//! TestState: one state, run by itself.
//!
//! What a state makes of its input and result is `asl`'s; this file makes the calls of tasks, as
//! the role that is given, and waits for what takes time: a function, or the end of a Wait state.
//!
//! Source: API Reference, TestState; Developer Guide, "Using TestState API to test a state".

use asl::trial::{Began, Outcome, Trial};
use asl::{Definition, Failure, Moment, Task, failure, validate};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Struct, Timestamp, WaitedFor};
use serde_json::{Map, Value as Json, json};

use crate::api::{
    InspectionDataBuilder, InspectionErrorDetailsBuilder, MockErrorOutput, TestStateConfiguration,
    TestStateInput, TestStateOutput,
};
use crate::resource::{Pattern, Resource};
use crate::state::{PRINCIPAL, TESTS, TestRow};
use crate::task::{self, Refusal};
use crate::{document, ending, errors, function};

/// The step by which a function's answer comes: `Request`, and what Lambda tells.
pub const ANSWERED: &str = "TestAnswered";
/// The step that forgets what was left of a test: `Request`.
pub const FORGET: &str = "TestForget";

/// "The TestState API can run for up to five minutes."
const SECONDS_MAX: i64 = 300;
const SESSION: &str = "StepFunctions-TestState";
/// How a state is called that comes without a name.
const UNNAMED: &str = "State";

/// The definition in which the state stands, and its name.
struct Subject {
    definition: Definition,
    name: String,
}

pub fn test_state(
    ctx: &mut Ctx<'_>,
    input: TestStateInput<'_>,
) -> Result<WaitedFor<TestStateOutput>, ApiError> {
    let request = ctx.request_id().to_owned();
    let subject = subject(input)?;
    let text = input.input().unwrap_or("{}");
    object_or_any(text, "input")?;
    let variables = input.variables().unwrap_or("{}");
    if !object_or_any(variables, "variables")?.is_object() {
        return Err(invalid("The variables are no JSON object"));
    }
    let context = match input.context() {
        None => Map::new(),
        Some(text) => match object_or_any(text, "context")? {
            Json::Object(context) => context,
            _ => return Err(invalid("The context is no JSON object")),
        },
    };
    let moment = Moment { milliseconds: ctx.now().millis(), seed: ctx.chance().u64() };
    let definition = &subject.definition;
    let mut trial = Trial::new(definition, &subject.name, text, variables, context, moment);
    let outcome = if let Some(row) = ctx.table(&TESTS).get(&request)? {
        go_on(ctx, &mut trial, &row).ok_or(row)
    } else {
        check(ctx, input, &subject, &trial)?;
        first(ctx, input, &mut trial, &request)?
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(row) => return Ok(not_yet(&row)),
    };
    ctx.table_mut(&TESTS).delete(&request);
    Ok(WaitedFor::Ready(shown(input, &trial, outcome)))
}

fn not_yet(row: &TestRow) -> WaitedFor<TestStateOutput> {
    let until = Timestamp::from_micros(row.until);
    WaitedFor::NotYet { topic: ending::topic(row.topic), until }
}

fn invalid(message: &str) -> ApiError {
    crate::api::error::validation_exception(message)
}

fn object_or_any(text: &str, what: &str) -> Result<Json, ApiError> {
    serde_json::from_str(text).map_err(|error| match what {
        "input" => errors::invalid_input(&error.to_string()),
        _ => invalid(&format!("The {what} is no JSON: {error}")),
    })
}

/// A state by itself stands in a machine of its own, with states where it leads.
fn subject(input: TestStateInput<'_>) -> Result<Subject, ApiError> {
    let text = input.definition();
    let parsed = serde_json::from_str::<Json>(text).map_err(|error| {
        errors::invalid_definition(&[format!("INVALID_JSON_DESCRIPTION: {error}")])
    })?;
    let (text, name) = match input.state_name() {
        Some(name) => (text.to_owned(), name.to_owned()),
        None if parsed.get("States").is_some() => {
            return Err(invalid("The stateName must be specified for a state machine"));
        }
        None => {
            let mut states = Map::new();
            for target in targets(&parsed) {
                states.insert(target, json!({"Type": "Succeed"}));
            }
            states.insert(UNNAMED.to_owned(), parsed);
            (json!({"StartAt": UNNAMED, "States": states}).to_string(), UNNAMED.to_owned())
        }
    };
    let findings = validate::findings(&text);
    let errors: Vec<String> =
        findings.iter().filter(|finding| finding.is_error).map(validate::Finding::text).collect();
    if !errors.is_empty() {
        return Err(errors::invalid_definition(&errors));
    }
    let definition = Definition::parse(&text).map_err(|_| ApiError::internal())?;
    if definition.machine().state(&name).is_none() {
        return Err(invalid("The state machine has no state of this name at its top level"));
    }
    Ok(Subject { definition, name })
}

/// Where a state leads.
fn targets(state: &Json) -> Vec<String> {
    let list = |field: &str| state.get(field).and_then(Json::as_array).cloned().unwrap_or_default();
    let parts = [vec![state.clone()], list("Catch"), list("Choices")].concat();
    let named = parts.iter().flat_map(|part| [part.get("Next"), part.get("Default")]);
    named.flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

/// What may be tested, and how.
fn check(
    ctx: &mut Ctx<'_>,
    input: TestStateInput<'_>,
    subject: &Subject,
    trial: &Trial<'_>,
) -> Result<(), ApiError> {
    let can_be_mocked = matches!(trial.kind(), "Task" | "Map" | "Parallel");
    let mock = input.mock();
    if mock.is_some() && !can_be_mocked {
        return Err(invalid("A mock can only be specified for Task, Map, or Parallel states"));
    }
    if mock.is_none() && input.context().is_some() {
        return Err(invalid("A context can only be specified with a mock"));
    }
    if let Some(mock) = mock {
        if mock.result().is_some() == mock.error_output().is_some() {
            return Err(invalid("A mock has either a result or an errorOutput"));
        }
        if mock.field_validation_mode().is_some_and(|mode| mode != "NONE") {
            return Err(errors::not_implemented("the validation of mocks against API models"));
        }
    }
    if let Some(given) = input.state_configuration() {
        let is_set = given.error_caused_by_state().is_some()
            || given.map_iteration_failure_count().is_some()
            || given.map_item_reader_data().is_some();
        if is_set {
            return Err(errors::not_implemented("stateConfiguration but retrierRetryCount"));
        }
    }
    if input.reveal_secrets() == Some(true) {
        ctx.authorize(&Access::new(ctx, "states:RevealSecrets", "*"))?;
    }
    if let Some(role) = input.role_arn() {
        ctx.authorize_pass_role(role, PRINCIPAL)?;
    }
    if mock.is_some() || trial.kind() != "Task" {
        return Ok(());
    }
    if input.role_arn().is_none() {
        return Err(invalid("A roleArn or a mock must be specified for Task states"));
    }
    for (location, resource) in validate::resources(subject.definition.json()) {
        if location != format!("/States/{}/Resource", subject.name) {
            continue;
        }
        match task::check(ctx, &resource, false) {
            Ok(()) => {}
            Err(Refusal::Absent(what)) => return Err(errors::not_implemented(&what)),
            Err(Refusal::Invalid(message)) => {
                let message = format!("SCHEMA_VALIDATION_FAILED: {message} at {location}");
                return Err(errors::invalid_definition(&[message]));
            }
        }
    }
    Ok(())
}

/// Begins the test: what has come of it at once, or what it waits for.
fn first(
    ctx: &mut Ctx<'_>,
    input: TestStateInput<'_>,
    trial: &mut Trial<'_>,
    request: &str,
) -> Result<Result<Outcome, TestRow>, ApiError> {
    let tried = input.state_configuration().and_then(TestStateConfiguration::retrier_retry_count);
    if let Some(tried) = tried {
        trial.set_retries(u32::try_from(tried).unwrap_or(u32::MAX));
    }
    let now = ctx.now().micros();
    let began = trial.begin(now);
    if let (Some(mock), Began::Task(_) | Began::Branches) = (input.mock(), &began) {
        let result = match (mock.result(), mock.error_output()) {
            (Some(text), _) => Ok(object_or_any(text, "result of the mock")?),
            (None, error) => Err(Failure {
                error: error.and_then(MockErrorOutput::error).unwrap_or_default().to_owned(),
                cause: error.and_then(MockErrorOutput::cause).map(str::to_owned),
                location: None,
            }),
        };
        return Ok(Ok(trial.ended(result)));
    }
    match began {
        Began::Ended(outcome) => Ok(Ok(outcome)),
        Began::Branches => Err(invalid("Map and Parallel states can only be tested with a mock")),
        Began::WaitUntil(at) => {
            let limit = now + SECONDS_MAX * 1_000_000;
            Ok(Err(keep(ctx, request, at.min(limit), at <= limit)))
        }
        Began::Task(task) => {
            let role = task.role.clone().or_else(|| input.role_arn().map(str::to_owned));
            match perform(ctx, &task, role.as_deref().unwrap_or_default(), request)? {
                Some(result) => Ok(Ok(trial.ended(result))),
                None => Ok(Err(keep(ctx, request, now + SECONDS_MAX * 1_000_000, false))),
            }
        }
    }
}

fn keep(ctx: &mut Ctx<'_>, request: &str, until: i64, is_wait: bool) -> TestRow {
    let row = TestRow { topic: ctx.chance().u64(), until, answer: None, is_wait };
    ctx.table_mut(&TESTS).put(request, &row);
    // A client that goes away leaves nothing behind.
    let forget = Ask::to(crate::state::SERVICE, FORGET).with("Request", request);
    let at = Timestamp::from_micros(until + SECONDS_MAX * 1_000_000);
    ctx.enqueue(Job::now(forget.as_service(PRINCIPAL)).at(at));
    row
}

/// Does a task; `None` where its answer comes later.
fn perform(
    ctx: &mut Ctx<'_>,
    task: &Task<'_>,
    role: &str,
    request: &str,
) -> Result<Option<Result<Json, Failure>>, ApiError> {
    let Some(role) = Arn::parse(role) else {
        return Ok(Some(Err(Failure::runtime(format!("{role} is no role.")))));
    };
    let (service, operation) = task::operation_of(ctx, task.resource);
    let bound = match Resource::parse(ctx, task.resource) {
        Ok(Resource::Function(arn)) => Struct::new()
            .with("FunctionName", arn)
            .with("Payload", bytes::Bytes::from(task.parameters.to_string())),
        Ok(Resource::Service(it)) if it.operation == "StartSyncExecution" => {
            return Err(errors::not_implemented("tests of StartSyncExecution without a mock"));
        }
        Ok(Resource::Service(it)) if it.pattern == Pattern::RequestResponse => {
            match document::input(ctx, &it, &task.parameters) {
                Ok(bound) => bound,
                Err(reason) => return Ok(Some(Err(Failure::runtime(reason)))),
            }
        }
        Ok(Resource::Http | Resource::Api(_)) => {
            return Err(errors::not_implemented("tests of calls of APIs without a mock"));
        }
        _ => {
            return Err(invalid(
                "Activities, .sync and .waitForTaskToken can only be tested with a mock",
            ));
        }
    };
    let ask = Ask::to(service, operation).with_input(bound);
    if function::is_waited_for(&ask) {
        let reply = Struct::new().with("Request", request);
        let wanted = function::invocation(ctx, &ask.input, (ANSWERED, reply));
        let called = wanted.and_then(|ask| ctx.call(ask.as_role(&role, SESSION)));
        return Ok(match called {
            Ok(_) => None,
            Err(error) => Some(task::outcome(ctx, task.resource, &Err(error))),
        });
    }
    let answer = ctx.call(ask.as_role(&role, SESSION));
    Ok(Some(task::outcome(ctx, task.resource, &answer)))
}

/// What has come of a test that waits.
fn go_on(ctx: &Ctx<'_>, trial: &mut Trial<'_>, row: &TestRow) -> Option<Outcome> {
    let is_over = ctx.now().micros() >= row.until;
    if row.is_wait {
        return is_over.then(|| trial.waited());
    }
    let Began::Task(task) = trial.begin(ctx.now().micros()) else {
        return is_over.then(|| trial.ended(Err(timeout())));
    };
    match &row.answer {
        Some(told) => {
            let result = task::outcome(ctx, task.resource, &function::answer(told));
            Some(trial.ended(result))
        }
        None => is_over.then(|| trial.ended(Err(timeout()))),
    }
}

fn timeout() -> Failure {
    Failure { error: failure::TIMEOUT.to_owned(), cause: None, location: None }
}

/// The step [`ANSWERED`].
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let request = input.str("Request").unwrap_or_default().to_owned();
    if let Some(mut row) = ctx.table(&TESTS).get(&request)? {
        row.answer = Some(input.clone());
        ctx.table_mut(&TESTS).put(&request, &row);
        ctx.wake(ending::topic(row.topic), usize::MAX);
    }
    Ok(Struct::new())
}

/// The step [`FORGET`].
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    ctx.table_mut(&TESTS).delete(input.str("Request").unwrap_or_default());
    Ok(Struct::new())
}

fn shown(input: TestStateInput<'_>, trial: &Trial<'_>, outcome: Outcome) -> TestStateOutput {
    let mut output = TestStateOutput::new();
    let mut details = None;
    let of_failure = |output: TestStateOutput, failure: &Failure| {
        output
            .error(Some(failure.error.as_str()).filter(|it| !it.is_empty()))
            .cause(failure.cause.as_deref())
    };
    match &outcome {
        Outcome::Succeeded { output: value, next } => {
            output =
                output.status("SUCCEEDED").output(value.to_string()).next_state(next.as_deref());
        }
        Outcome::Failed(failure) => output = of_failure(output.status("FAILED"), failure),
        Outcome::Retriable(failure, at, seconds) => {
            output = of_failure(output.status("RETRIABLE"), failure);
            details = Some(
                InspectionErrorDetailsBuilder::new()
                    .retry_index(*at as i64)
                    .retry_backoff_interval_seconds(*seconds),
            );
        }
        Outcome::Caught { failure, at, output: value, next } => {
            output = of_failure(output.status("CAUGHT_ERROR"), failure)
                .output(value.to_string())
                .next_state(next.as_deref());
            details = Some(InspectionErrorDetailsBuilder::new().catch_index(*at as i64));
        }
    }
    if input.inspection_level().unwrap_or("INFO") == "INFO" {
        return output;
    }
    let seen = &trial.seen;
    let text = |text: &Option<String>| text.clone();
    let mut data = InspectionDataBuilder::new()
        .input(input.input().unwrap_or("{}"))
        .after_input_path(text(&seen.after_input_path))
        .result(text(&seen.result))
        .after_result_selector(text(&seen.after_result_selector))
        .after_result_path(text(&seen.after_result_path))
        .after_items_path(text(&seen.after_items_path))
        .after_item_selector(text(&seen.after_item_selector))
        .max_concurrency(seen.max_concurrency.map(i64::from))
        .tolerated_failure_count(seen.tolerated_count.map(u64::cast_signed))
        .tolerated_failure_percentage(seen.tolerated_percentage)
        .error_details(details);
    let arguments = text(&seen.after_arguments);
    data = if trial.is_jsonata() {
        data.after_arguments(arguments)
    } else {
        data.after_parameters(arguments)
    };
    if !trial.variables().is_empty() {
        data = data.variables(Json::Object(trial.variables().clone()).to_string());
    }
    output.inspection_data(data)
}
