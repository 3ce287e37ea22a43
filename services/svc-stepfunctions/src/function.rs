//! Invocations of functions, which take time: a frame waits for the answer.
//!
//! An invocation is the step `InvokeAndAnswer` of Lambda, made as the state machine's role. What
//! has become of it comes by the step [`ANSWERED`]. A world that is killed meanwhile invokes again.

use asl::Frame;
use asl::host::Host;
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::runner::{Runner, number};
use crate::state::SERVICE;
use crate::task;

/// `Uid`, `Frame`, `Ticket`, `Resource`; the answer's `Payload`, `FunctionError` and
/// `ExecutedVersion`, or `FailureCode` and `FailureMessage`.
pub const ANSWERED: &str = "FunctionAnswered";

const CALL: &str = "InvokeAndAnswer";
/// Members of Invoke that act here.
const TAKEN: [&str; 4] = ["FunctionName", "Qualifier", "Payload", "InvocationType"];

pub fn is_there(ctx: &Ctx<'_>) -> bool {
    ctx.has_operation("lambda", CALL)
}

/// Whether a call is an invocation whose answer is waited for.
pub fn is_waited_for(ask: &Ask) -> bool {
    let kind = ask.input.str("InvocationType").unwrap_or("RequestResponse");
    ask.service == "lambda" && ask.operation == "Invoke" && kind == "RequestResponse"
}

/// The call by which a function is invoked for a frame.
pub fn ask(
    runner: &Runner<'_, '_>,
    frame: &Frame,
    resource: &str,
    input: &Struct,
) -> Result<Ask, ApiError> {
    let reply = Struct::new()
        .with("Uid", runner.uid.cast_signed())
        .with("Frame", frame.id.cast_signed())
        .with("Ticket", frame.ticket.cast_signed())
        .with("Resource", resource);
    invocation(runner.ctx, input, (ANSWERED, reply))
}

/// The call by which a function is invoked, and the step that gets the answer besides what it is
/// given here.
pub fn invocation(
    ctx: &Ctx<'_>,
    input: &Struct,
    (step, reply): (&'static str, Struct),
) -> Result<Ask, ApiError> {
    if let Some((name, _)) = input.iter().find(|(name, _)| !TAKEN.contains(name)) {
        return Err(crate::errors::not_implemented(&format!("{name} of invocations in states")));
    }
    let mut function = input.str("FunctionName").unwrap_or_default().to_owned();
    if let Some(qualifier) = input.str("Qualifier") {
        function = format!("{function}:{qualifier}");
    }
    let payload = match input.get("Payload") {
        Some(Value::Blob(bytes)) => bytes.clone(),
        Some(_) => Bytes::from(crate::document::text_member(input, "Payload")),
        None => Bytes::from_static(b"{}"),
    };
    let to = Struct::new()
        .with("Service", SERVICE)
        .with("Step", step)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    let arn = Arn::parse(&function);
    let mut ask = Ask::to("lambda", CALL)
        .with("FunctionName", function)
        .with("Payload", payload)
        .with("ReplyTo", to)
        .with("Reply", reply);
    if let Some((account, region)) = arn.and_then(|arn| arn.account_id().zip(arn.region())) {
        ask = ask.in_account(account).in_region(region);
    }
    Ok(ask)
}

/// The step [`ANSWERED`].
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(Struct::new()) };
    let result = answer(input);
    let resource = input.str("Resource").unwrap_or_default();
    if let Some(outcome) = task::ended(&mut runner, &mut frame, resource, result)? {
        runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    } else {
        runner.put_frame(&frame)?;
        runner.save();
    }
    Ok(Struct::new())
}

/// What Lambda has answered, as Invoke would.
pub fn answer(input: &Struct) -> OpResult {
    if let Some(code) = input.str("FailureCode") {
        let message = input.str("FailureMessage").unwrap_or_default();
        return Err(ApiError::new(code.to_owned(), message));
    }
    let mut output = Struct::new().with("StatusCode", 200);
    for member in ["ExecutedVersion", "FunctionError", "Payload"] {
        if let Some(value) = input.get(member) {
            output.set(member, value.clone());
        }
    }
    Ok(output)
}
