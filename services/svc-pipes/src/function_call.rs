//! Calling functions, which takes time: the batch waits in a row for the answer, as an event does
//! that goes to an API destination ([`crate::http_call`]).
//!
//! A call is the step `InvokeAndAnswer` of Lambda, made as the pipe's role.

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct};

use crate::http_call::{ANSWERED, Ticket};
use crate::run;
use crate::state::{FLIGHTS, FlightRow, Pipe};

const CALL: &str = "InvokeAndAnswer";

pub fn is_function(ctx: &Ctx<'_>, arn: &Arn) -> bool {
    let is_named = arn.service == "lambda" && arn.resource.starts_with("function:");
    is_named && ctx.has_operation("lambda", CALL)
}

/// Asks; the reader is not to go on until the answer comes.
pub fn call(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    ticket: Ticket<'_>,
    flight: &FlightRow,
    function: &Arn,
    payload: String,
) -> Result<(), ApiError> {
    let to = Struct::new()
        .with("Service", "pipes")
        .with("Step", ANSWERED)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    let mut ask = Ask::to("lambda", CALL)
        .with("FunctionName", function.to_string())
        .with("Payload", Bytes::from(payload))
        .with("ReplyTo", to)
        .with("Reply", ticket.reply(pipe));
    if let (Some(account), Some(region)) = (function.account_id(), function.region()) {
        ask = ask.in_account(account).in_region(region);
    }
    ctx.call(run::as_role(pipe, ask))?;
    ctx.table_mut(&FLIGHTS).put(&(pipe.row.id, ticket.event), flight);
    Ok(())
}
