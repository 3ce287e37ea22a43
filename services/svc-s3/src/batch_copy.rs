//! What may have to read bytes, for S3 Batch Operations: CopyObject, UpdateObjectEncryption or a
//! checksum, as the role of a job, which is told what has come of it, whether it succeeds or not.
//!
//! Input: `Operation`, `Input` (of that), `JobId`, `Account` (of the job).

use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct};

use crate::access;
use crate::api::{CopyObjectInput, UpdateObjectEncryptionInput};
use crate::batch_checksum;
use crate::copy;
use crate::events::SERVICE_PRINCIPAL;
use crate::source;
use crate::update_encryption;

pub const BATCH_COPY: &str = "BatchCopy";

const FAILED: &str = "Failed";

const COPY: &str = "CopyObject";
const UPDATE: &str = "UpdateObjectEncryption";
const CHECKSUM: &str = "ComputeChecksum";

fn given(input: &Struct) -> Struct {
    input.structure("Input").cloned().unwrap_or_default()
}

fn operation(input: &Struct) -> &'static str {
    match input.str("Operation") {
        Some(UPDATE) => UPDATE,
        Some(CHECKSUM) => CHECKSUM,
        _ => COPY,
    }
}

/// What the job's role must be allowed.
fn admit(ctx: &mut Ctx, name: &str, request: &Struct) -> Result<(), ApiError> {
    let asked = if name == CHECKSUM { "GetObject" } else { name };
    access::of(ctx, asked, request).map(drop)
}

/// A refusal, as a plan that goes through.
fn refusal(error: &ApiError) -> Struct {
    Struct::new()
        .with(FAILED, error.code())
        .with("Status", i64::from(error.status()))
        .with("Message", error.message())
}

pub fn begin(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let (name, request) = (operation(input), given(input));
    let planned = admit(ctx, name, &request).and_then(|()| match name {
        CHECKSUM => batch_checksum::begin(ctx, &request),
        UPDATE => update_encryption::begin(ctx, UpdateObjectEncryptionInput(&request)),
        _ => copy::begin(ctx, CopyObjectInput(&request)),
    });
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
        let ask = Ask::to("s3", COMPLETE_COPY)
            .with("Operation", operation(input))
            .with("Input", given(input))
            .with("Plan", plan);
        ctx.call(ask).unwrap_or_else(|error| refusal(&error))
    };
    let mut done = Ask::to("s3control", "TaskDone")
        .with("JobId", input.str("JobId").unwrap_or(""))
        .as_service(SERVICE_PRINCIPAL)
        .in_account(account);
    if let Some(code) = outcome.str(FAILED) {
        done.input.set("Code", code);
        done.input.set("Status", outcome.int("Status").unwrap_or(500));
    }
    if let Some(message) = outcome.str("Message") {
        done.input.set("Message", message);
    }
    ctx.call(done)
}

/// The last step of the copy itself.
pub const COMPLETE_COPY: &str = "CompleteBatchCopy";

pub fn complete_copy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let (name, request) = (operation(input), given(input));
    admit(ctx, name, &request)?;
    let plan = input.structure("Plan").cloned().unwrap_or_default();
    match name {
        CHECKSUM => Ok(Struct::new().with("Message", batch_checksum::result(&plan)?)),
        UPDATE => {
            let request = UpdateObjectEncryptionInput(&request);
            update_encryption::complete(ctx, request, plan).map(|output| output.0)
        }
        _ => copy::complete(ctx, CopyObjectInput(&request), plan).map(|output| output.0),
    }
}
