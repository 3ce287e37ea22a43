//! Deletion: a secret waits for days, in which it can be restored, or is gone at once.
//!
//! Source: API Reference, DeleteSecret and RestoreSecret.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::{DeleteSecretInput, DeleteSecretOutput, RestoreSecretInput, RestoreSecretOutput};
use crate::errors;
use crate::last_access;
use crate::limits;
use crate::locate;
use crate::replication;
use crate::state::{DeletionRow, SECRETS, Secret};
use crate::version;

/// The step that deletes a secret: `Name`, `Id`, `At`.
pub const DELETE: &str = "DeleteSecretForGood";

pub fn delete_secret(
    ctx: &mut Ctx<'_>,
    input: DeleteSecretInput<'_>,
) -> Result<DeleteSecretOutput, ApiError> {
    let is_forced = input.force_delete_without_recovery() == Some(true);
    let days = input.recovery_window_in_days();
    if is_forced && days.is_some() {
        return Err(errors::parameter(
            "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        ));
    }
    let days = days.unwrap_or(limits::RECOVERY_DAYS_DEFAULT);
    if !limits::RECOVERY_DAYS.contains(&days) {
        return Err(errors::parameter(
            "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
        ));
    }
    let Some(mut secret) = locate::find(ctx, input.secret_id())? else {
        if !is_forced {
            return Err(errors::not_found());
        }
        // "If you forcibly delete an already deleted or nonexistent secret, the operation does not
        // return ResourceNotFoundException."
        let arn = ctx.arn(&format!("secret:{}", input.secret_id())).to_string();
        return Ok(DeleteSecretOutput::new()
            .arn(arn)
            .name(input.secret_id())
            .deletion_date(ctx.now()));
    };
    if is_forced {
        locate::check_owner(ctx, &secret)?;
    }
    if !secret.row.replicas.is_empty() {
        let regions: Vec<_> = secret.row.replicas.keys().map(String::as_str).collect();
        return Err(errors::request(format!(
            "You can't delete secret {} that still has replica regions [{}]",
            secret.name,
            regions.join(", ")
        )));
    }
    // "You must disassociate a cross-account replica before you call DeleteSecret."
    if let Some(link) = &secret.row.cross_replica {
        return Err(errors::request(format!(
            "You can't delete secret {} that still has the cross-account replica {}",
            secret.name, link.arn
        )));
    }
    let output = DeleteSecretOutput::new().arn(secret.arn()).name(&secret.name);
    if is_forced || secret.is_replica() {
        if secret.is_replica() {
            replication::leave(ctx, &secret)?;
        }
        remove(ctx, &secret)?;
        return Ok(output.deletion_date(ctx.now()));
    }
    if secret.row.deletion.is_some() {
        return Err(errors::marked_for_deletion());
    }
    let now = ctx.now();
    let at = Timestamp::from_micros(now.micros() + days * 24 * 60 * 60 * 1_000_000);
    secret.row.deletion = Some(DeletionRow { asked: now.micros(), at: at.micros() });
    locate::save(ctx, &secret);
    let ask = Ask::to("secretsmanager", DELETE)
        .with("Name", secret.name.as_str())
        .with("Id", secret.row.id.cast_signed())
        .with("At", at.micros());
    ctx.enqueue(Job::now(ask).at(at));
    Ok(output.deletion_date(at))
}

/// The step [`DELETE`].
pub fn delete_on_its_day(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let secret = locate::find(ctx, input.str("Name").unwrap_or_default())?;
    let is_it = |secret: &Secret| {
        input.int("Id") == Some(secret.row.id.cast_signed())
            && secret.row.deletion.as_ref().map(|it| it.at) == input.int("At")
    };
    if let Some(secret) = secret.filter(is_it) {
        remove(ctx, &secret)?;
        // What CloudTrail records of it (User Guide, "Log Secrets Manager events with AWS
        // CloudTrail", non-API service events).
        let arn = secret.arn();
        let event = Struct::new()
            .with("Name", "EndSecretVersionDelete")
            .with("ResourceType", "AWS::SecretsManager::Secret")
            .with("ResourceArn", arn.as_str())
            .with("Additional", Struct::new().with("SecretId", arn));
        return Ok(Struct::new().with("ServiceEvent", event));
    }
    Ok(Struct::new())
}

pub fn remove(ctx: &mut Ctx<'_>, secret: &Secret) -> Result<(), ApiError> {
    for (number, row) in version::all(ctx, secret)? {
        version::remove(ctx, secret, number, &row.id);
    }
    last_access::forget(ctx, secret);
    ctx.table_mut_in(&SECRETS, secret.scope()).delete(secret.name.as_str());
    locate::charge(ctx, secret, false);
    Ok(())
}

pub fn restore_secret(
    ctx: &mut Ctx<'_>,
    input: RestoreSecretInput<'_>,
) -> Result<RestoreSecretOutput, ApiError> {
    let mut secret = locate::get(ctx, input.secret_id())?;
    secret.row.deletion = None;
    locate::save(ctx, &secret);
    Ok(RestoreSecretOutput::new().arn(secret.arn()).name(secret.name))
}
