//! Asking functions and state machines, which takes time: the batch waits in a row for the answer,
//! as an event does that goes to an API destination ([`crate::http_call`]).
//!
//! A call is the step `InvokeAndAnswer` of Lambda or `StartSyncAndAnswer` of Step Functions, made
//! as the pipe's role. Of state machines only express ones can be asked: "REQUEST_RESPONSE is not
//! supported for STANDARD state machine workflows" (API Reference).

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct};

use crate::http_call::{ANSWERED, Ticket};
use crate::run;
use crate::state::{FLIGHTS, FlightRow, Pipe};

const FUNCTION: (&str, &str) = ("lambda", "InvokeAndAnswer");
const MACHINE: (&str, &str) = ("stepfunctions", "StartSyncAndAnswer");

/// Services whose resources are asked, and about a whole batch.
pub const ASKED: [&str; 2] = ["lambda", "states"];

pub fn can_ask(ctx: &Ctx<'_>, arn: &Arn) -> bool {
    match arn.service.as_str() {
        "lambda" => {
            arn.resource.starts_with("function:") && ctx.has_operation(FUNCTION.0, FUNCTION.1)
        }
        "states" => {
            arn.resource.starts_with("stateMachine:") && ctx.has_operation(MACHINE.0, MACHINE.1)
        }
        _ => false,
    }
}

/// Asks; the reader is not to go on until the answer comes.
pub fn call(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    ticket: Ticket<'_>,
    flight: &FlightRow,
    asked: &Arn,
    payload: String,
) -> Result<(), ApiError> {
    let to = Struct::new()
        .with("Service", "pipes")
        .with("Step", ANSWERED)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    let ask = match asked.service.as_str() {
        "states" => Ask::to(MACHINE.0, MACHINE.1)
            .with("stateMachineArn", asked.to_string())
            .with("input", payload),
        _ => Ask::to(FUNCTION.0, FUNCTION.1)
            .with("FunctionName", asked.to_string())
            .with("Payload", Bytes::from(payload)),
    };
    let mut ask = ask.with("ReplyTo", to).with("Reply", ticket.reply(pipe));
    if let (Some(account), Some(region)) = (asked.account_id(), asked.region()) {
        ask = ask.in_account(account).in_region(region);
    }
    ctx.call(run::as_role(pipe, ask))?;
    ctx.table_mut(&FLIGHTS).put(&(pipe.row.id, ticket.event), flight);
    Ok(())
}
