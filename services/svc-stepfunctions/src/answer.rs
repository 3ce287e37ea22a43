//! Synchronous executions for other services, which cannot wait within their transactions.
//!
//! Who needs the outcome (a pipe) calls the step [`START`], as whoever may call StartSyncExecution;
//! a refusal comes at once. When the execution ends, the asker's own step is called with what
//! became of it: `Status`, `ExecutionOf` (the machine's name), `ExecutionName`, and `Output` or
//! `FailureCode` and `FailureMessage`.

use kernel::scheduler::{Job, Retry};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct};

use crate::access;
use crate::api::StartSyncExecutionInput;
use crate::execution;
use crate::state::{ASKERS, AskerRow, EXECUTIONS, ExecutionRow, PRINCIPAL};

/// Input: the members of StartSyncExecution; `ReplyTo`: `Service`, `Step`, `Account`, `Region`;
/// `Reply`: what that step is to get besides the outcome.
pub const START: &str = "StartSyncAndAnswer";
const OPERATION: &str = "StartSyncExecution";

/// The asker's step is a few rows; what keeps it from running is a bug of ours.
const AFTER_BUGS: Retry =
    Retry { retries_max: 8, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

pub fn start(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if let Some(access) = access::of(ctx, OPERATION, input)? {
        ctx.authorize(&access)?;
        ctx.enter_account(access.owner);
    }
    let call = execution::begin_express(ctx, StartSyncExecutionInput(input))?;
    let part = |name: &str| input.structure(name).cloned().unwrap_or_default();
    let asker = AskerRow { to: part("ReplyTo"), reply: part("Reply") };
    ctx.table_mut(&ASKERS).put(&call.uid, &asker);
    // One that waits for nothing has ended already.
    let key = (call.machine, call.name);
    let row = ctx.table(&EXECUTIONS).get(&key)?.filter(|row| row.stopped.is_some());
    if let Some(row) = row {
        tell(ctx, &key, &row)?;
    }
    Ok(Struct::new())
}

/// Tells who has asked, if anybody has, what became of an express execution.
pub fn tell(ctx: &mut Ctx<'_>, key: &(String, String), row: &ExecutionRow) -> Result<(), ApiError> {
    let Some(asker) = ctx.table(&ASKERS).get(&row.uid)? else { return Ok(()) };
    ctx.table_mut(&ASKERS).delete(&row.uid);
    let mut input = asker.reply;
    input.set("Status", row.status.as_str());
    input.set("ExecutionOf", key.0.as_str());
    input.set("ExecutionName", key.1.as_str());
    if let Some(output) = &row.output {
        input.set("Output", output.as_str());
    } else {
        input.set("FailureCode", row.error.as_deref().unwrap_or(&row.status));
        input.set("FailureMessage", row.cause.as_deref().unwrap_or_default());
    }
    let text = |name: &str| asker.to.str(name).unwrap_or_default().to_owned();
    let mut ask = Ask::to(text("Service"), text("Step")).with_input(input).as_service(PRINCIPAL);
    if let Some(account) = AccountId::parse(&text("Account")) {
        ask = ask.in_account(account);
    }
    if let Some(region) = Region::parse(&text("Region")) {
        ask = ask.in_region(region);
    }
    ctx.enqueue(Job::now(ask).with_retry(AFTER_BUGS));
    Ok(())
}
