//! Inputs of targets under a customer's key (KmsKeyArn): kept enciphered, and opened when the
//! schedule is shown, as the caller, and when the target is called, as the schedule's role.
//!
//! Source: Scheduler User Guide, "Encryption at rest in EventBridge Scheduler": a customer managed
//! key encrypts the payload, and must be a symmetric one. That the caller seals, that the role
//! opens, and the encryption context are from memory, not verified.

use data_keys::{Asker, Use, Wrapped};
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx, Struct};

use crate::errors;
use crate::invoke::Failure;
use crate::limits;
use crate::state::{Definition, SealedInput};

const CONTEXT: &str = "aws:scheduler:schedule:arn";
const INPUT: &str = "Input";
const SESSION: &str = "Scheduler";

/// Enciphers the input of a schedule that names a key. The key must be there even if there is no
/// input.
pub fn seal(ctx: &mut Ctx<'_>, definition: &mut Definition, arn: &str) -> Result<(), ApiError> {
    let Some(key) = definition.key.clone() else { return Ok(()) };
    let describe = Ask::to("kms", "DescribeKey").with("KeyId", key.as_str());
    let described = ctx.call(describe).map_err(|error| errors::of_kms(&error))?;
    let metadata = described.structure("KeyMetadata");
    if metadata.and_then(|it| it.str("KeySpec")) != Some("SYMMETRIC_DEFAULT") {
        return Err(errors::asymmetric_key(&key));
    }
    let wanted = Use {
        of: arn,
        kms_key: &key,
        // AWS manages no key for Scheduler.
        managed: "",
        context: &[(CONTEXT, arn)],
        asker: Asker::Caller,
        period_s: limits::DATA_KEY_REUSE_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted).map_err(|error| errors::of_kms(&error))?;
    let Some(input) = definition.target.str(INPUT) else { return Ok(()) };
    let sealed = data_keys::seal(ctx, &held.key, arn, input.as_bytes())?;
    definition.target.remove(INPUT);
    let key = Wrapped::clone(&held.wrapped);
    definition.sealed = Some(SealedInput { key_id: held.id, key, input: sealed.into() });
    Ok(())
}

/// The target with its input in the clear. The errors are KMS's.
pub fn open(
    ctx: &mut Ctx<'_>,
    definition: &Definition,
    arn: &str,
    asker: Asker<'_>,
) -> Result<Struct, ApiError> {
    let mut target = definition.target.clone();
    let Some(sealed) = &definition.sealed else { return Ok(target) };
    let period_s = limits::DATA_KEY_REUSE_SECONDS;
    let key = data_keys::unwrap(ctx, sealed.key_id, &sealed.key, asker, period_s)?;
    let input = data_keys::open(&key, arn, &sealed.input)?;
    target.set(INPUT, String::from_utf8(input).map_err(|_| ApiError::internal())?);
    Ok(target)
}

/// The target to call, and why it cannot be called; then it is without its input.
pub fn open_to_invoke(
    ctx: &mut Ctx<'_>,
    definition: &Definition,
    arn: &str,
) -> Result<(Struct, Option<Failure>), ApiError> {
    if definition.sealed.is_none() {
        return Ok((definition.target.clone(), None));
    }
    let role = definition.target.str("RoleArn").and_then(Arn::parse);
    let role = role.ok_or_else(ApiError::internal)?;
    let asker = Asker::Role { arn: &role, session: SESSION };
    match open(ctx, definition, arn, asker) {
        Ok(target) => Ok((target, None)),
        Err(error) => Ok((definition.target.clone(), Some(error.into()))),
    }
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}
