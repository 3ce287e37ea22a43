//! Tasks that call APIs of API Gateway: `apigateway:invoke`.
//!
//! The request is made outside transactions by a job of its own, as nobody, as the state machine's
//! role, or as Step Functions for the state machine, as `AuthType` says; the job's end ends the
//! task.
//!
//! Source: Step Functions Developer Guide, "Create API Gateway REST APIs with Step Functions"
//! (parameters, the shape of the output, AuthType). [U]: the names of errors (`ApiGateway.404`).

use asl::host::{Host, Started};
use asl::{Failure, Frame, Task};
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::call::Source;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Principal, Region, Struct};
use serde_json::Value as Json;
use targets::api_method::{ApiMethod, ApiRequest};

use crate::resource::Pattern;
use crate::runner::{Runner, number};
use crate::state::{PRINCIPAL, SERVICE};
use crate::{history, http, task};

/// The request itself: what [`plan`] makes, and `Uid`, `Frame`, `Ticket`, `Resource`, `IsWaiting`.
pub const MAKE: &str = "CallApi";
/// A request that could not be made. Input as of [`MAKE`].
pub const LOST: &str = "CallApiLost";

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

pub fn start(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
    pattern: Pattern,
) -> Result<Started, ApiError> {
    let role = task.role.as_deref().unwrap_or(&runner.revision.role).to_owned();
    let planned = match plan(runner, &task.parameters, &role) {
        Ok(planned) => planned,
        Err(failure) => {
            return Ok(Started::Done(task::fail(runner, frame, task.resource, failure)));
        }
    };
    if pattern == Pattern::WaitForTaskToken {
        task::await_token(runner, frame, task, None);
    }
    let input = planned
        .with("Uid", runner.uid.cast_signed())
        .with("Frame", frame.id.cast_signed())
        .with("Ticket", frame.ticket.cast_signed())
        .with("Resource", task.resource)
        .with("IsWaiting", pattern == Pattern::WaitForTaskToken);
    let make = Ask::to(SERVICE, MAKE).with_input(input.clone()).as_service(PRINCIPAL);
    let lost = Ask::to(SERVICE, LOST).with_input(input).as_service(PRINCIPAL);
    runner.ctx.enqueue(Job::now(make).with_dead_letter(lost));
    Ok(Started::Pending)
}

/// The request of a task; or what is wrong with its parameters.
fn plan(runner: &Runner<'_, '_>, parameters: &Json, role: &str) -> Result<Struct, Failure> {
    let runtime = |text: &str| Failure::runtime(text);
    let text = |name: &str| parameters.get(name).and_then(Json::as_str);
    let host =
        text("ApiEndpoint").ok_or_else(|| runtime("The field 'ApiEndpoint' is required."))?;
    let method = text("Method").ok_or_else(|| runtime("The field 'Method' is required."))?;
    if !METHODS.contains(&method) {
        return Err(runtime("The method is not supported."));
    }
    let host = host.trim_start_matches("https://");
    let mut parts = host.split('.');
    let (id, service, region) = (parts.next(), parts.next(), parts.next());
    let region = region.and_then(Region::parse).filter(|_| service == Some("execute-api"));
    let (Some(id), Some(region)) = (id, region) else {
        return Err(runtime("The field 'ApiEndpoint' names no endpoint of API Gateway."));
    };
    let stage = text("Stage").map(|stage| format!("/{stage}")).unwrap_or_default();
    let path = format!("{stage}/{}", text("Path").unwrap_or_default().trim_start_matches('/'));
    let headers = http::pairs(parameters.get("Headers"), "REPEAT").into_iter();
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    let body = match parameters.get("RequestBody") {
        None => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(body) => body.to_string(),
    };
    if !body.is_empty() && !headers.iter().any(|(name, _)| name == "content-type") {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    let query = http::pairs(parameters.get("QueryParameters"), "REPEAT");
    let planned = Struct::new()
        .with("Id", id)
        .with("Region", region.as_str())
        .with("Method", method)
        .with("Path", path)
        .with("Query", http::encoded(&query))
        .with("Headers", http::listed(headers))
        .with("Body", body);
    Ok(match text("AuthType").unwrap_or("NO_AUTH") {
        "NO_AUTH" => planned,
        "IAM_ROLE" => {
            let arn = Arn::parse(role).ok_or_else(|| runtime("The role is none."))?;
            let refused = runner.ctx.authorize_take_on(&arn, "states", None);
            refused.map_err(|error| Failure::new("ApiGateway.AccessDenied", error.message()))?;
            planned.with("Role", role).with("Session", task::session(&runner.run.name))
        }
        "RESOURCE_POLICY" => planned.with("Machine", runner.machine_arn()),
        _ => return Err(runtime("The field 'AuthType' is none of those that are known.")),
    })
}

/// The step [`MAKE`]: who asks is known, the rest is the input's.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    Ok(input.clone().with("Account", ctx.account().as_str()))
}

/// Makes the request and waits for the answer. Never fails: what went wrong is in the answer.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
    let account = AccountId::parse(&text("Account"));
    let (Some(account), Some(region)) = (account, Region::parse(&text("Region"))) else {
        return Err(ApiError::internal());
    };
    let method =
        ApiMethod { account, region, id: text("Id"), method: text("Method"), path: String::new() };
    let role = plan.str("Role").and_then(Arn::parse);
    let (principal, source) = match (role, plan.str("Machine")) {
        (Some(role), _) => (session(&role, &text("Session")), None),
        (None, Some(machine)) => {
            let source = Source { arn: machine.to_owned(), account };
            (Principal::Service(PRINCIPAL.into()), Some(source))
        }
        (None, None) => (Principal::Anonymous, None),
    };
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(|pair| {
        let pair = pair.as_list()?;
        Some((pair.first()?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    });
    let request = ApiRequest {
        path: text("Path"),
        query: text("Query"),
        headers: headers.collect(),
        body: text("Body").into_bytes(),
        principal,
        source,
    };
    Ok(match method.ask(env, request) {
        Ok(answer) => Struct::new()
            .with("Status", i64::from(answer.status))
            .with("Headers", http::listed(answer.headers))
            .with("Answer", Bytes::from(answer.body)),
        Err(error) => Struct::new()
            .with("FailureCode", format!("ApiGateway.{}", error.status()))
            .with("FailureMessage", error.message()),
    })
}

fn session(role: &Arn, name: &str) -> Principal {
    let of = Ask::to("", "").as_role(role, name).principal;
    of.unwrap_or(Principal::Anonymous)
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(Struct::new()) };
    let resource = input.str("Resource").unwrap_or_default();
    let result = match outcome.str("FailureCode") {
        Some(code) => Err(Failure::new(code, outcome.str("FailureMessage").unwrap_or_default())),
        None => http::result(&outcome, "ApiGateway."),
    };
    let result = match result {
        Ok(result) if input.bool("IsWaiting") == Some(true) => {
            let details = history::with_data(Struct::new(), "output", &result.to_string());
            let submitted = task::described(resource, "Submitted", details);
            frame.last_event = runner.note(frame.last_event, submitted);
            runner.put_frame(&frame)?;
            runner.save();
            return Ok(Struct::new());
        }
        Ok(result) => task::succeed(&mut runner, &mut frame, resource, result),
        Err(failure) => task::fail(&mut runner, &mut frame, resource, failure),
    };
    runner.interpret(|interpreter| interpreter.task_ended(frame, result))?;
    Ok(Struct::new())
}

/// The step [`LOST`].
pub fn lost(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let outcome = Struct::new()
        .with("FailureCode", "ApiGateway.SdkClientException")
        .with("FailureMessage", "The request could not be made.");
    complete(ctx, input, outcome)
}
