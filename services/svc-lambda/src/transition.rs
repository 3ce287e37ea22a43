//! States on the way: functions that are made or changed take a moment, where the world is set so.
//!
//! Source: Developer Guide, "Lambda function states". The time is ours; what was changed acts at
//! once.

use std::time::Duration;

use kernel::{ApiError, Ctx, Struct};

use crate::errors;
use crate::name::function_arn;
use crate::state::FunctionRow;

/// `aws`, or instant.
const SETTING: &str = "lambda.transitions";
const LASTS: Duration = Duration::from_secs(3);

/// When what begins now is over, in microseconds.
pub fn end(ctx: &Ctx<'_>) -> i64 {
    let takes_time = ctx.setting(SETTING).as_deref() == Some("aws");
    if takes_time { (ctx.now() + LASTS).micros() } else { 0 }
}

pub fn is_pending(ctx: &Ctx<'_>, row: &FunctionRow) -> bool {
    ctx.now().micros() < row.active_from
}

/// A configuration, with the state that its function is in.
pub fn show(ctx: &Ctx<'_>, row: &FunctionRow, mut shown: Struct) -> Struct {
    if is_pending(ctx, row) {
        shown.set("State", "Pending");
        shown.set("StateReason", "The function is being created.");
        shown.set("StateReasonCode", "Creating");
    }
    if ctx.now().micros() < row.updated_at {
        shown.set("LastUpdateStatus", "InProgress");
        shown.set("LastUpdateStatusReason", "The function is being created.");
        shown.set("LastUpdateStatusReasonCode", "Creating");
    }
    shown
}

/// Changes come one after the other.
pub fn refuse_change(ctx: &Ctx<'_>, name: &str, row: &FunctionRow) -> Result<(), ApiError> {
    if is_pending(ctx, row) {
        return Err(errors::not_active("Pending"));
    }
    if ctx.now().micros() < row.updated_at {
        return Err(errors::update_in_progress(&function_arn(ctx, name, None)));
    }
    Ok(())
}

pub fn refuse_invocation(ctx: &Ctx<'_>, row: &FunctionRow) -> Result<(), ApiError> {
    if is_pending(ctx, row) { Err(errors::not_active("Pending")) } else { Ok(()) }
}
