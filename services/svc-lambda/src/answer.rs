//! Functions that are run for other services, which want to know what became of it.
//!
//! `Invoke` is the form for clients and for those who do not ask again. Who needs the answer (an
//! event source mapping, a pipe, a secret's rotation) calls the step [`INVOKE`]: the function runs
//! beside the writer, and in the transaction that ends it the asker's own step is called with the
//! answer. A killed server runs the job again, so a function may run twice and no answer is lost.

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct};

use crate::access;
use crate::configuration::PRINCIPAL;
use crate::event_source_limits::AFTER_BUGS;
use crate::invocation::{self, Wish};
use crate::invoke;
use crate::name::Name;

/// Input: `FunctionName` and `Payload`; `ReplyTo`: `Service`, `Step`, `Account`, `Region`; `Reply`:
/// what that step is to get besides the answer. The function's policy decides whether the caller
/// may. A refusal comes at once; everything else by the step.
pub const INVOKE: &str = "InvokeAndAnswer";
/// The same input; whether the caller may is not asked any more.
pub const RUN: &str = "RunAndAnswer";

/// Members of the answer. One that begins with `Failure` says that the function did not run.
const CODE: &str = "FailureCode";
const MESSAGE: &str = "FailureMessage";
const ANSWER: [&str; 5] = [CODE, MESSAGE, "Payload", "FunctionError", "ExecutedVersion"];

/// What became of it.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The function has run: what it answered.
    Payload(Vec<u8>),
    /// The function has run and failed: `Handled`, `Unhandled`.
    Error(String),
    /// It did not run.
    Refused(Refusal),
}

#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: String,
    pub message: String,
}

impl Answer {
    pub fn is_success(&self) -> bool {
        matches!(self, Answer::Payload(_))
    }

    /// It was refused for now: throttled, or something of ours.
    pub fn is_to_come_again(&self) -> bool {
        let Answer::Refused(refusal) = self else { return false };
        refusal.code == "TooManyRequestsException" || refusal.code == "ServiceException"
    }
}

/// The step [`INVOKE`].
pub fn invoke_and_answer(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if let Some(access) = access::of(ctx, "Invoke", input)? {
        ctx.authorize(&access)?;
        ctx.enter_account(access.owner);
    }
    let name = Name::parse(input.str("FunctionName").unwrap_or_default());
    invocation::resolve(ctx, &name)?;
    ctx.enqueue(Job::now(Ask::to("lambda", RUN).with_input(input.clone()).as_service(PRINCIPAL)));
    Ok(Struct::new())
}

/// A job by which a function is run and a step of Lambda's own gets the answer.
pub fn own(
    ctx: &Ctx<'_>,
    function: &str,
    payload: String,
    step: &'static str,
    reply: Struct,
) -> Ask {
    let to = Struct::new()
        .with("Service", "lambda")
        .with("Step", step)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    Ask::to("lambda", RUN)
        .with("FunctionName", function)
        .with("Payload", Bytes::from(payload))
        .with("ReplyTo", to)
        .with("Reply", reply)
        .as_service(PRINCIPAL)
}

/// What keeps a function from running is an answer too.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    plan(ctx, input).or_else(|error| Ok(failure(&error)))
}

fn plan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = Name::parse(input.str("FunctionName").unwrap_or_default());
    let target = invocation::resolve(ctx, &name)?;
    let payload = invoke::payload(input.blob("Payload"), "RequestResponse")?;
    let request_id = ctx.chance().uuid();
    invocation::plan(ctx, Wish { target, request_id, payload, client_context: None })
}

fn failure(error: &ApiError) -> Struct {
    let code = if error.status() >= 500 { "ServiceException" } else { error.code() };
    Struct::new()
        .with(NO_WORK, true)
        .with(CODE, code.to_owned())
        .with(MESSAGE, error.message().to_owned())
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    invocation::run(env, &plan).or_else(|error| Ok(failure(&error)))
}

/// Calls the asker's step.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    if outcome.get(NO_WORK).is_none() {
        invocation::record(ctx, &outcome);
    }
    let mut reply = input.structure("Reply").cloned().unwrap_or_default();
    for name in ANSWER {
        if let Some(value) = outcome.get(name) {
            reply.set(name, value.clone());
        }
    }
    let to = input.structure("ReplyTo").ok_or_else(ApiError::internal)?;
    let text = |name: &str| to.str(name).unwrap_or_default().to_owned();
    let mut ask = Ask::to(text("Service"), text("Step")).with_input(reply).as_service(PRINCIPAL);
    if let Some(account) = AccountId::parse(&text("Account")) {
        ask = ask.in_account(account);
    }
    if let Some(region) = Region::parse(&text("Region")) {
        ask = ask.in_region(region);
    }
    if let Err(error) = ctx.call(ask.clone()) {
        tracing::error!(%error, step = text("Step"), "an answer could not be taken");
        ctx.enqueue(Job::now(ask).with_retry(AFTER_BUGS));
    }
    // Who listens at the door hears how it went.
    Ok(match outcome.str("FunctionError") {
        Some(error) => Struct::new().with("FunctionError", error),
        None => Struct::new(),
    })
}

/// The answer in a step's input.
pub fn read(input: &Struct) -> Answer {
    if let Some(code) = input.str(CODE) {
        let message = input.str(MESSAGE).unwrap_or_default().to_owned();
        return Answer::Refused(Refusal { code: code.to_owned(), message });
    }
    match input.str("FunctionError") {
        Some(error) => Answer::Error(error.to_owned()),
        None => Answer::Payload(input.blob("Payload").map(|it| it.to_vec()).unwrap_or_default()),
    }
}
