//! Rotation: which function changes a secret's value, and when.
//!
//! How a rotation runs is in [`crate::rotation_run`], when the next one is due in
//! [`crate::rotation_rules`].
//!
//! Source: User Guide, "Rotate AWS Secrets Manager secrets", "Rotation by Lambda function"; API
//! Reference, RotateSecret and CancelRotateSecret.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::{
    CancelRotateSecretInput, CancelRotateSecretOutput, RotateSecretInput, RotateSecretOutput,
};
use crate::errors;
use crate::locate;
use crate::rotation_rules::{self, Rules};
use crate::rotation_run as run;
use crate::state::{CURRENT, PENDING, RotationRow, Secret};

/// The step that rotates when it is time: `Name`, `Id`, `Generation`.
pub const DUE: &str = "RotationIsDue";

pub const PRINCIPAL: &str = "secretsmanager.amazonaws.com";

pub fn rotate_secret(
    ctx: &mut Ctx<'_>,
    input: RotateSecretInput<'_>,
) -> Result<RotateSecretOutput, ApiError> {
    if input.external_secret_rotation_role_arn().is_some()
        || input.external_secret_rotation_metadata().is_some_and(|it| !it.is_empty())
    {
        return Err(errors::not_implemented("rotation of managed external secrets"));
    }
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    let old = secret.row.rotation.clone();
    let token = input.client_request_token();
    if let Some(running) = old.as_ref().and_then(|it| it.run.as_ref())
        && token == Some(running.version.as_str())
    {
        let version = running.version.clone();
        return Ok(output(&secret).version_id(version));
    }
    check_nothing_pending(ctx, &secret)?;
    let function = input.rotation_lambda_arn().filter(|it| !it.is_empty()).map(str::to_owned);
    let function = function.or_else(|| old.as_ref().map(|it| it.function.clone()));
    let function = function.ok_or_else(errors::no_rotation_function)?;
    let rules = match input.rotation_rules() {
        Some(asked) => rotation_rules::read(asked)?,
        None => old.as_ref().map(RotationRow::rules).ok_or_else(errors::no_rotation_rules)?,
    };
    check_function(ctx, &secret, &function)?;
    let now = ctx.now();
    let mut rotation = RotationRow {
        function,
        days: rules.days,
        expression: rules.expression,
        duration: rules.duration,
        is_enabled: true,
        last: old.and_then(|it| it.last),
        next: None,
        generation: 0,
        run: None,
    };
    plan(ctx, &secret, &mut rotation, now)?;
    secret.row.rotation = Some(rotation);
    let version = token.map_or_else(|| ctx.chance().uuid(), str::to_owned);
    if input.rotate_immediately() == Some(false) {
        run::test(ctx, &mut secret, &version)?;
        return Ok(output(&secret));
    }
    run::start(ctx, &mut secret, &version);
    Ok(output(&secret).version_id(version))
}

fn output(secret: &Secret) -> RotateSecretOutput {
    RotateSecretOutput::new().arn(secret.arn()).name(&secret.name)
}

/// "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT,
/// then any later invocation of RotateSecret assumes that a previous rotation request is still in
/// progress and returns an error." What had come to a stop is tried again.
fn check_nothing_pending(ctx: &mut Ctx<'_>, secret: &Secret) -> Result<(), ApiError> {
    let stages = &secret.row.stages;
    let pending = stages.get(PENDING);
    if pending.is_none() || pending == stages.get(CURRENT) {
        return Ok(());
    }
    let rotation = secret.row.rotation.as_ref();
    if let Some(rotation) = rotation.filter(|it| it.is_enabled && it.run.is_none()) {
        ctx.note(Job::now(due_ask(secret, rotation.generation)));
    }
    Err(errors::rotation_in_progress())
}

/// "You also need lambda:InvokeFunction permissions on the rotation function", and so does Secrets
/// Manager, by the function's policy.
fn check_function(ctx: &mut Ctx<'_>, secret: &Secret, function: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(function).filter(|arn| arn.service == "lambda");
    let placed = arn.as_ref().and_then(|arn| Some((arn.account_id()?, arn.region()?)));
    let (account, region) = placed.ok_or_else(errors::invalid_rotation_function)?;
    if account == ctx.account() {
        ctx.authorize(&Access::new(ctx, "lambda:InvokeFunction", function))?;
    }
    let ask = Ask::to("lambda", "Invoke")
        .with("FunctionName", function)
        .with("InvocationType", "DryRun")
        .as_service(PRINCIPAL)
        .for_source(secret.arn(), secret.account)
        .in_account(account)
        .in_region(region);
    match ctx.call(ask) {
        Ok(_) => Ok(()),
        Err(error) if error.code() == "NotImplemented" => Err(error),
        Err(error) if error.code() == "ResourceNotFoundException" => {
            Err(errors::rotation_function_not_found())
        }
        Err(_) => Err(errors::rotation_function_denied()),
    }
}

/// When the next rotation is due, and the job that does it.
pub fn plan(
    ctx: &mut Ctx<'_>,
    secret: &Secret,
    rotation: &mut RotationRow,
    from: Timestamp,
) -> Result<(), ApiError> {
    rotation.generation = ctx.chance().u64();
    let window = rotation.rules().window_after(from.secs())?;
    rotation.next = window.as_ref().map(|window| window.end);
    if let Some(window) = window {
        let ask = due_ask(secret, rotation.generation);
        ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(window.start)));
    }
    Ok(())
}

fn due_ask(secret: &Secret, generation: u64) -> Ask {
    Ask::to("secretsmanager", DUE)
        .with("Name", secret.name.as_str())
        .with("Id", secret.row.id.cast_signed())
        .with("Generation", generation.cast_signed())
}

/// The step [`DUE`]. A rotation that never ended is taken up again with its version.
pub fn due(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let Some(mut secret) = find(ctx, name, input)? else { return Ok(Struct::new()) };
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let rotation = secret.row.rotation.clone();
    let rotation = rotation.filter(|it| it.is_enabled && it.generation == generation);
    let Some(mut rotation) = rotation.filter(|_| secret.row.deletion.is_none()) else {
        return Ok(Struct::new());
    };
    let now = ctx.now();
    plan(ctx, &secret, &mut rotation, now)?;
    let is_running = rotation.run.is_some();
    secret.row.rotation = Some(rotation);
    if is_running {
        locate::save(ctx, &secret);
        return Ok(Struct::new());
    }
    let pending = secret.row.stages.get(PENDING);
    let unfinished = pending.filter(|id| secret.row.stages.get(CURRENT) != Some(id)).cloned();
    let version = unfinished.unwrap_or_else(|| ctx.chance().uuid());
    run::start(ctx, &mut secret, &version);
    Ok(run::event(&secret, "RotationStarted"))
}

/// The secret of a step, if it is still that one.
pub fn find(ctx: &Ctx<'_>, name: &str, input: &Struct) -> Result<Option<Secret>, ApiError> {
    let secret = locate::find(ctx, name)?;
    Ok(secret.filter(|it| input.int("Id") == Some(it.row.id.cast_signed())))
}

pub fn cancel_rotate_secret(
    ctx: &mut Ctx<'_>,
    input: CancelRotateSecretInput<'_>,
) -> Result<CancelRotateSecretOutput, ApiError> {
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    let Some(rotation) = &mut secret.row.rotation else {
        return Err(errors::rotation_not_configured());
    };
    rotation.is_enabled = false;
    rotation.next = None;
    let run = rotation.run.take();
    locate::save(ctx, &secret);
    let output = CancelRotateSecretOutput::new().arn(secret.arn()).name(secret.name);
    Ok(match run {
        Some(run) => output.version_id(run.version),
        None => output,
    })
}

/// "Manually updating the secret value by calling PutSecretValue or UpdateSecret is considered a
/// valid rotation": of a schedule in days, the next one counts from it.
pub fn value_changed(ctx: &mut Ctx<'_>, secret: &mut Secret) -> Result<(), ApiError> {
    let Some(mut rotation) = secret.row.rotation.clone() else { return Ok(()) };
    if !rotation.is_enabled || rotation.days.is_none() || rotation.run.is_some() {
        return Ok(());
    }
    let now = ctx.now();
    plan(ctx, secret, &mut rotation, now)?;
    secret.row.rotation = Some(rotation);
    Ok(())
}

impl RotationRow {
    pub fn rules(&self) -> Rules {
        Rules {
            days: self.days,
            expression: self.expression.clone(),
            duration: self.duration.clone(),
        }
    }
}
