//! Tasks: how they begin and how they end.
//!
//! A call that can be made within a transaction is made in that of the step, so its effect and its
//! place in the history are one commit. What takes time is a function's invocation: see
//! [`crate::function`]. What somebody else ends is known by its token.

use asl::host::Started;
use asl::{Failure, Frame, Task};
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};
use targets::api_method::ApiMethod;

use crate::document;
use crate::history::{self, Described};
use crate::resource::{Integration, Pattern, Resource, Unusable};
use crate::runner::{Runner, number};
use crate::state::{
    ACTIVITIES, EXECUTIONS, FRAME_TOKENS, LISTENERS, ListenerRow, SERVICE, TOKENS, TOKENS_OF,
    TextRow, TokenRow, WAITING_TASKS,
};
use crate::{answer, api_call, ending, function, http, names};

/// The step by which an execution that was waited for comes back: `Uid`, `Frame`, `Ticket`,
/// `Resource`, `Machine`, `Name`.
pub const CHILD_ENDED: &str = "ChildEnded";

/// The step by which an express execution that was begun here comes back: `Uid`, `Frame`, `Ticket`,
/// `Resource`, `Machine`, and what [`crate::answer`] tells.
pub const SYNC_ENDED: &str = "SyncEnded";

/// What an answered call comes to.
enum Answered {
    Done(Result<Json, Failure>),
    Waits,
}

pub fn start(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
) -> Result<Started, ApiError> {
    match Resource::parse(runner.ctx, task.resource) {
        Ok(Resource::Activity(name)) => start_activity(runner, frame, task, &name),
        Ok(Resource::Function(arn)) => {
            scheduled(runner, frame, task, &Resource::Function(arn.clone()));
            let input = Struct::new()
                .with("FunctionName", arn)
                .with("Payload", bytes::Bytes::from(task.parameters.to_string()));
            call(runner, frame, task, input)
        }
        Ok(Resource::Service(integration)) => {
            let resource = Resource::Service(integration.clone());
            scheduled(runner, frame, task, &resource);
            let bound = parameters(runner, &integration, &task.parameters);
            let input = match document::input(runner.ctx, &integration, &bound) {
                Ok(input) => input,
                Err(reason) => {
                    let failure = Failure::runtime(reason);
                    return Ok(Started::Done(fail(runner, frame, task.resource, failure)));
                }
            };
            if integration.pattern == Pattern::WaitForTaskToken {
                await_token(runner, frame, task, None);
            }
            call(runner, frame, task, input)
        }
        Ok(Resource::Api(pattern)) => {
            scheduled(runner, frame, task, &Resource::Http);
            api_call::start(runner, frame, task, pattern)
        }
        Ok(Resource::Http) => {
            scheduled(runner, frame, task, &Resource::Http);
            let role = task.role.as_deref().unwrap_or(&runner.revision.role);
            if let Some(role) = Arn::parse(role) {
                return http::start(runner, frame, task, &role);
            }
            let failure = Failure::runtime(format!("{role} is no role."));
            Ok(Started::Done(fail(runner, frame, task.resource, failure)))
        }
        Err(_) => Ok(Started::Done(Err(Failure::runtime(format!(
            "The resource {} is not available.",
            task.resource
        ))))),
    }
}

/// "The execution ARN and the state machine ARN are automatically appended to the Resources field
/// of each PutEventsRequestEntry."
fn parameters(runner: &Runner<'_, '_>, integration: &Integration, given: &Json) -> Json {
    let mut parameters = given.clone();
    if !integration.is_sdk
        && integration.operation == "PutEvents"
        && let Some(Json::Array(entries)) = parameters.get_mut("Entries")
    {
        for entry in entries.iter_mut().filter_map(Json::as_object_mut) {
            let resources = entry.entry("Resources").or_insert_with(|| json!([]));
            if let Json::Array(resources) = resources {
                resources.push(json!(runner.execution_arn()));
                resources.push(json!(runner.machine_arn()));
            }
        }
    }
    parameters
}

/// `kind` is what follows `Task`, `LambdaFunction` or `Activity`.
pub fn described(resource: &str, kind: &str, details: Struct) -> Described {
    let arn = Arn::parse(resource);
    let (family, member) = match &arn {
        Some(arn) if arn.service == "lambda" => ("LambdaFunction", "lambdaFunction"),
        Some(arn) if arn.resource.starts_with("activity:") => ("Activity", "activity"),
        _ => ("Task", "task"),
    };
    let details = match &arn {
        Some(arn) if family == "Task" => {
            let text = arn.resource.as_str();
            let split = match text.strip_prefix("aws-sdk:").and_then(|rest| rest.find(':')) {
                Some(at) => "aws-sdk:".len() + at,
                None => text.find(':').unwrap_or(0),
            };
            let (resource_type, resource) = text.split_at(split);
            details
                .with("resourceType", resource_type)
                .with("resource", resource.trim_start_matches(':'))
        }
        _ => details,
    };
    let has_details = !(family == "LambdaFunction" && kind == "Started");
    let details = has_details.then(|| (format!("{member}{kind}EventDetails"), details));
    (format!("{family}{kind}"), details)
}

fn scheduled(runner: &mut Runner<'_, '_>, frame: &mut Frame, task: &Task<'_>, resource: &Resource) {
    let mut details = Struct::new();
    if matches!(resource, Resource::Service(_) | Resource::Http) {
        details.set("region", runner.ctx.region().as_str());
        details.set("parameters", task.parameters.to_string());
    } else {
        details.set("resource", task.resource);
        details = history::with_data(details, "input", &task.parameters.to_string());
    }
    if let Some(seconds) = task.timeout_seconds {
        details.set("timeoutInSeconds", seconds);
    }
    if let Some(seconds) = task.heartbeat_seconds
        && !matches!(resource, Resource::Function(_))
    {
        details.set("heartbeatInSeconds", seconds);
    }
    if let Some(role) = &task.role
        && !matches!(resource, Resource::Activity(_))
    {
        details.set("taskCredentials", Struct::new().with("roleArn", role.as_str()));
    }
    frame.last_event =
        runner.note(frame.last_event, described(task.resource, "Scheduled", details));
    if !matches!(resource, Resource::Activity(_)) {
        let started = described(task.resource, "Started", Struct::new());
        frame.last_event = runner.note(frame.last_event, started);
    }
}

/// Makes the call of a task.
fn call(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
    input: Struct,
) -> Result<Started, ApiError> {
    let (service, operation) = operation_of(runner.ctx, task.resource);
    let role = task.role.clone().unwrap_or_else(|| runner.revision.role.clone());
    let Some(role_arn) = Arn::parse(&role) else {
        let failure = Failure::runtime(format!("{role} is no role."));
        return Ok(Started::Done(fail(runner, frame, task.resource, failure)));
    };
    let ask = Ask::to(service, operation).with_input(input);
    if function::is_waited_for(&ask) {
        let wanted = function::ask(runner, frame, task.resource, &ask.input);
        let called = wanted
            .and_then(|ask| runner.ctx.call(ask.as_role(&role_arn, &session(&runner.run.name))));
        return Ok(match called {
            Ok(_) => Started::Pending,
            Err(error) => match answered(runner, frame, task.resource, Err(error))? {
                Answered::Done(outcome) => Started::Done(outcome),
                Answered::Waits => Started::Pending,
            },
        });
    }
    if (service, operation) == ("stepfunctions", "StartSyncExecution") {
        return start_sync(runner, frame, task, &role_arn, ask.input);
    }
    let result = runner.ctx.call(ask.as_role(&role_arn, &session(&runner.run.name)));
    Ok(match answered(runner, frame, task.resource, result)? {
        Answered::Done(outcome) => Started::Done(outcome),
        Answered::Waits => Started::Pending,
    })
}

/// Begins an express execution, whose end is awaited: see [`crate::answer`].
fn start_sync(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
    role: &Arn,
    input: Struct,
) -> Result<Started, ApiError> {
    let to = Struct::new()
        .with("Service", SERVICE)
        .with("Step", SYNC_ENDED)
        .with("Account", runner.ctx.account().as_str())
        .with("Region", runner.ctx.region().as_str());
    let reply = Struct::new()
        .with("Uid", runner.uid.cast_signed())
        .with("Frame", frame.id.cast_signed())
        .with("Ticket", frame.ticket.cast_signed())
        .with("Resource", task.resource)
        .with("Machine", input.str("stateMachineArn").unwrap_or_default());
    let ask = Ask::to(SERVICE, answer::START)
        .with_input(input.with("ReplyTo", to).with("Reply", reply))
        .as_role(role, &session(&runner.run.name));
    match runner.ctx.call(ask) {
        Ok(_) => Ok(Started::Pending),
        Err(error) => Ok(match answered(runner, frame, task.resource, Err(error))? {
            Answered::Done(outcome) => Started::Done(outcome),
            Answered::Waits => Started::Pending,
        }),
    }
}

/// The step [`SYNC_ENDED`].
pub fn sync_ended(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(Struct::new()) };
    let resource = input.str("Resource").unwrap_or_default();
    let output = crate::execution::sync_answer_of(runner.ctx, input)?;
    if let Some(outcome) = ended(&mut runner, &mut frame, resource, Ok(output))? {
        runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    }
    Ok(Struct::new())
}

/// The name of the role's session: the execution's, as far as it may be one.
pub fn session(name: &str) -> String {
    let is_fit = |c: &char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(*c);
    let text: String = name.chars().filter(is_fit).take(64).collect();
    if text.len() < 2 { "StepFunctions".to_owned() } else { text }
}

pub fn operation_of(ctx: &Ctx<'_>, resource: &str) -> (&'static str, &'static str) {
    match Resource::parse(ctx, resource) {
        Ok(Resource::Service(integration)) => (integration.service, integration.operation),
        _ => ("lambda", "Invoke"),
    }
}

/// A call has been answered: its task is done, or goes on waiting.
fn answered(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    resource: &str,
    output: OpResult,
) -> Result<Answered, ApiError> {
    let result = match outcome(runner.ctx, resource, &output) {
        Ok(result) => result,
        Err(failure) => return Ok(Answered::Done(fail(runner, frame, resource, failure))),
    };
    let Ok(Resource::Service(integration)) = Resource::parse(runner.ctx, resource) else {
        return Ok(Answered::Done(succeed(runner, frame, resource, result)));
    };
    if integration.pattern == Pattern::RequestResponse {
        return Ok(Answered::Done(succeed(runner, frame, resource, result)));
    }
    let details = history::with_data(Struct::new(), "output", &result.to_string());
    let submitted = described(resource, "Submitted", details);
    frame.last_event = runner.note(frame.last_event, submitted);
    if let Pattern::Sync { .. } = integration.pattern {
        let execution = output.as_ref().map_or("", |it| it.str("executionArn").unwrap_or_default());
        listen(runner, frame, resource, execution)?;
    }
    Ok(Answered::Waits)
}

/// What an answer means for a task.
pub fn outcome(ctx: &Ctx<'_>, resource: &str, answer: &OpResult) -> Result<Json, Failure> {
    let integration = match Resource::parse(ctx, resource) {
        Ok(Resource::Service(integration)) => Some(integration),
        _ => None,
    };
    let output = answer.as_ref().map_err(|error| refused(ctx, integration.as_ref(), error))?;
    let (service, operation) = operation_of(ctx, resource);
    if (service, operation) == ("lambda", "Invoke")
        && let Some(failure) = function_failure(output)
    {
        return Err(failure);
    }
    let Some(integration) = integration else {
        let payload = payload_text(output);
        return Ok(serde_json::from_str(&payload).unwrap_or(Json::String(payload)));
    };
    let result = document::result(ctx, &integration, output);
    let failed_entries = result.get("FailedEntryCount").and_then(Json::as_i64).unwrap_or(0);
    if operation == "PutEvents" && !integration.is_sdk && failed_entries > 0 {
        return Err(Failure::new("EventBridge.FailedEntry", result.to_string()));
    }
    Ok(result)
}

/// Waits for the end of another execution.
fn listen(
    runner: &mut Runner<'_, '_>,
    frame: &Frame,
    resource: &str,
    execution: &str,
) -> Result<(), ApiError> {
    let parts = names::resource(runner.ctx, execution, &["execution"])?;
    let [machine, name] = &parts[..] else { return Err(ApiError::internal()) };
    let key = (machine.clone(), name.clone());
    let row = runner.ctx.table(&EXECUTIONS).get(&key)?.ok_or_else(ApiError::internal)?;
    let listener = ListenerRow {
        uid: runner.uid,
        frame: frame.id,
        ticket: frame.ticket,
        resource: resource.to_owned(),
    };
    runner.ctx.table_mut(&LISTENERS).put(&row.uid, &listener);
    Ok(())
}

fn refused(ctx: &Ctx<'_>, integration: Option<&Integration>, error: &ApiError) -> Failure {
    let lambda = Integration {
        resource_type: "lambda".to_owned(),
        resource: "invoke".to_owned(),
        pattern: Pattern::RequestResponse,
        service: "lambda",
        operation: "Invoke",
        is_sdk: false,
        prefix: "Lambda".to_owned(),
    };
    let integration = integration.unwrap_or(&lambda);
    let name = document::error_name(integration, error);
    Failure::new(name, document::cause(ctx, integration, error))
}

fn payload_text(output: &Struct) -> String {
    let bytes = match output.get("Payload") {
        Some(kernel::Value::Blob(bytes)) => bytes.to_vec(),
        Some(kernel::Value::Body(_)) => {
            let shown =
                Struct::new().with("Payload", output.get("Payload").cloned().unwrap_or_default());
            return document::text_member(&shown, "Payload");
        }
        _ => Vec::new(),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// "FunctionError: if present, indicates that an error occurred during function execution."
fn function_failure(output: &Struct) -> Option<Failure> {
    output.str("FunctionError")?;
    let payload = payload_text(output);
    let parsed: Json = serde_json::from_str(&payload).unwrap_or_default();
    let error = parsed.get("errorType").and_then(Json::as_str).unwrap_or("Error");
    Some(Failure::new(error, payload))
}

pub fn succeed(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    resource: &str,
    result: Json,
) -> Result<Json, Failure> {
    let details = history::with_data(Struct::new(), "output", &result.to_string());
    let succeeded = described(resource, "Succeeded", details);
    frame.last_event = runner.note(frame.last_event, succeeded);
    Ok(result)
}

pub fn fail(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    resource: &str,
    failure: Failure,
) -> Result<Json, Failure> {
    let failed = described(resource, "Failed", history::of_failure(&failure));
    frame.last_event = runner.note(frame.last_event, failed);
    Err(failure)
}

/// What came of a call that has been waited for.
pub fn ended(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    resource: &str,
    result: OpResult,
) -> Result<Option<Result<Json, Failure>>, ApiError> {
    Ok(match answered(runner, frame, resource, result)? {
        Answered::Done(outcome) => Some(outcome),
        Answered::Waits => None,
    })
}

pub fn await_token(
    runner: &mut Runner<'_, '_>,
    frame: &Frame,
    task: &Task<'_>,
    waiting: Option<(u64, u64)>,
) {
    let row = TokenRow {
        uid: runner.uid,
        frame: frame.id,
        ticket: frame.ticket,
        waiting,
        resource: task.resource.to_owned(),
    };
    runner.ctx.table_mut(&TOKENS).put(task.token, &row);
    runner.ctx.table_mut(&TOKENS_OF).put(&(runner.uid, task.token), &());
    let of_frame = TextRow { text: task.token.to_owned() };
    runner.ctx.table_mut(&FRAME_TOKENS).put(&(runner.uid, frame.id), &of_frame);
}

fn start_activity(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
    name: &str,
) -> Result<Started, ApiError> {
    scheduled(runner, frame, task, &Resource::Activity(name.to_owned()));
    let Some(activity) = runner.ctx.table(&ACTIVITIES).get(name)? else {
        let failure = Failure::runtime(format!("The activity {name} does not exist."));
        let details = history::of_failure(&failure);
        let described = described(task.resource, "ScheduleFailed", details);
        frame.last_event = runner.note(frame.last_event, described);
        return Ok(Started::Done(Err(failure)));
    };
    let transaction = runner.ctx.transaction();
    await_token(runner, frame, task, Some((activity.id, transaction)));
    let row = TextRow { text: task.parameters.to_string() };
    let key = (activity.id, transaction, task.token.to_owned());
    runner.ctx.table_mut(&WAITING_TASKS).put(&key, &row);
    runner.ctx.wake(ending::topic(activity.id), 1);
    Ok(Started::Pending)
}

/// The step [`CHILD_ENDED`].
pub fn child_ended(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = (
        input.str("Machine").unwrap_or_default().to_owned(),
        input.str("Name").unwrap_or_default().to_owned(),
    );
    let Some(child) = ctx.table(&EXECUTIONS).get(&key)? else { return Ok(Struct::new()) };
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let resource = input.str("Resource").unwrap_or_default();
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(Struct::new()) };
    let is_json = resource.ends_with(":2");
    let shown = crate::execution::shown_to_waiting(runner.ctx, &key.0, &key.1, &child, is_json);
    let outcome = if child.status == "SUCCEEDED" {
        succeed(&mut runner, &mut frame, resource, shown)
    } else {
        let failure = Failure::new(asl::failure::TASK_FAILED, shown.to_string());
        fail(&mut runner, &mut frame, resource, failure)
    };
    runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    Ok(Struct::new())
}

/// Refuses definitions with tasks that cannot be done.
pub fn check(ctx: &Ctx<'_>, text: &str, is_express: bool) -> Result<(), Refusal> {
    // As users have quoted AWS.
    let unknown = || {
        Refusal::Invalid(format!(
            "The resource provided {text} is not recognized. The value is not a valid resource \
             ARN, or the resource is not available in this region."
        ))
    };
    let express =
        |what: &str| Refusal::Invalid(format!("Express state machines do not support {what}"));
    match Resource::parse(ctx, text) {
        Ok(Resource::Function(_)) if function::is_there(ctx) => Ok(()),
        Ok(Resource::Http) if http::is_there(ctx) => Ok(()),
        Ok(Resource::Api(Pattern::WaitForTaskToken)) if is_express => {
            Err(express("the patterns .sync and .waitForTaskToken"))
        }
        Ok(Resource::Api(_)) if ApiMethod::is_reachable(ctx) => Ok(()),
        Ok(Resource::Function(_) | Resource::Http | Resource::Api(_)) => {
            Err(Refusal::Absent(format!("{text} in a state")))
        }
        Ok(Resource::Activity(_)) if is_express => Err(express("activities")),
        Ok(Resource::Activity(_)) => Ok(()),
        Ok(Resource::Service(it)) => {
            if is_express && it.pattern != Pattern::RequestResponse {
                return Err(express("the patterns .sync and .waitForTaskToken"));
            }
            let is_invocation = (it.service, it.operation) == ("lambda", "Invoke");
            let is_there = if is_invocation {
                function::is_there(ctx)
            } else {
                ctx.can_call(it.service, it.operation)
            };
            if is_there {
                return Ok(());
            }
            Err(Refusal::Absent(format!("{}:{} in a state", it.service, it.operation)))
        }
        Err(Unusable::Absent(what)) => Err(Refusal::Absent(what)),
        Err(Unusable::Unknown | Unusable::Pattern) => Err(unknown()),
    }
}

pub enum Refusal {
    Invalid(String),
    Absent(String),
}
