//! A copy for S3 Batch Operations: CopyObject as the role of a job, which is told what has come of
//! it, whether it succeeds or not.
//!
//! Input: `Input` (of CopyObject), `JobId`, `Account` (of the job).

use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct};

use crate::access;
use crate::api::CopyObjectInput;
use crate::copy;
use crate::events::SERVICE_PRINCIPAL;
use crate::source;

pub const BATCH_COPY: &str = "BatchCopy";

const FAILED: &str = "Failed";

fn given(input: &Struct) -> Struct {
    input.structure("Input").cloned().unwrap_or_default()
}

/// A refusal, as a plan that goes through.
fn refusal(error: &ApiError) -> Struct {
    Struct::new()
        .with(FAILED, error.code())
        .with("Status", i64::from(error.status()))
        .with("Message", error.message())
}

pub fn begin(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let copy = given(input);
    let planned =
        access::of(ctx, "CopyObject", &copy).and_then(|_| copy::begin(ctx, CopyObjectInput(&copy)));
    Ok(planned.unwrap_or_else(|error| refusal(&error)))
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    Ok(source::work(env, plan).unwrap_or_else(|error| refusal(&error)))
}

pub fn complete(ctx: &mut Ctx, input: &Struct, plan: Struct) -> OpResult {
    let account = input.str("Account").and_then(AccountId::parse).ok_or_else(ApiError::internal)?;
    let outcome = if plan.str(FAILED).is_some() {
        plan
    } else {
        // As a call of its own: what it has begun is undone when it fails.
        let ask = Ask::to("s3", COMPLETE_COPY).with("Input", given(input)).with("Plan", plan);
        ctx.call(ask).map_or_else(|error| refusal(&error), |_| Struct::new())
    };
    let mut done = Ask::to("s3control", "TaskDone")
        .with("JobId", input.str("JobId").unwrap_or(""))
        .as_service(SERVICE_PRINCIPAL)
        .in_account(account);
    if let Some(code) = outcome.str(FAILED) {
        done.input.set("Code", code);
        done.input.set("Status", outcome.int("Status").unwrap_or(500));
        done.input.set("Message", outcome.str("Message").unwrap_or(""));
    }
    ctx.call(done)
}

/// The last step of the copy itself.
pub const COMPLETE_COPY: &str = "CompleteBatchCopy";

pub fn complete_copy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let copy = given(input);
    access::of(ctx, "CopyObject", &copy)?;
    let plan = input.structure("Plan").cloned().unwrap_or_default();
    copy::complete(ctx, CopyObjectInput(&copy), plan).map(|output| output.0)
}
