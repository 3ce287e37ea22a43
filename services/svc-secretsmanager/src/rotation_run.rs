//! A rotation: a function is called with four steps, each when the one before it has succeeded.
//!
//! The function runs outside this transaction: Lambda is asked by its step `InvokeAndAnswer`, and
//! calls [`ANSWERED`] with what became of it. A rotation that fails is tried again from its first
//! step; when that is of no use it is left as it stands, with AWSPENDING where it is, until the
//! next one is due.
//!
//! Source: User Guide, "Rotation by Lambda function", "Log Secrets Manager events with AWS
//! CloudTrail" (events that no call makes).

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::json;

use crate::limits;
use crate::locate;
use crate::replication;
use crate::rotation::{self, PRINCIPAL};
use crate::secret;
use crate::state::{CURRENT, PENDING, RotationRunRow, Secret};
use crate::version;

/// The step that has the function called: `Name`, `Id`, `Number`.
pub const CALL: &str = "CallRotationFunction";
/// The step by which the function's answer comes: the same.
pub const ANSWERED: &str = "RotationAnswered";

const STEPS: [&str; 4] = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const TEST: usize = 2;

/// Begins a rotation to a version that has no value yet.
pub fn start(ctx: &mut Ctx<'_>, secret: &mut Secret, version: &str) {
    version::attach(secret, PENDING, version);
    let run = RotationRunRow {
        version: version.to_owned(),
        step: 0,
        failures: 0,
        number: 0,
        token: ctx.chance().uuid(),
        is_test: false,
    };
    let now = ctx.now();
    call(ctx, secret, run, now);
}

/// "Secrets Manager tests the rotation configuration by running the testSecret step. This test
/// creates an AWSPENDING version of the secret and then removes it."
pub fn test(ctx: &mut Ctx<'_>, secret: &mut Secret, version: &str) -> Result<(), ApiError> {
    if secret.row.stages.contains_key(CURRENT) {
        let (_, clear) = secret::read(ctx, secret, None, None)?;
        version::add(ctx, secret, version, &clear, &[PENDING])?;
    } else {
        version::attach(secret, PENDING, version);
    }
    let run = RotationRunRow {
        version: version.to_owned(),
        step: TEST as u32,
        failures: 0,
        number: 0,
        token: ctx.chance().uuid(),
        is_test: true,
    };
    let now = ctx.now();
    call(ctx, secret, run, now);
    Ok(())
}

/// Leaves the call of the function with the run's step, and saves the secret.
fn call(ctx: &mut Ctx<'_>, secret: &mut Secret, mut run: RotationRunRow, at: Timestamp) {
    run.number = ctx.chance().u64();
    let Some(rotation) = &mut secret.row.rotation else { return };
    let ask = Ask::to("secretsmanager", CALL)
        .with("Name", secret.name.as_str())
        .with("Id", secret.row.id.cast_signed())
        .with("Number", run.number.cast_signed());
    rotation.run = Some(run);
    locate::save(ctx, secret);
    ctx.enqueue(Job::now(ask).at(at));
}

/// The step [`CALL`]. A function that may not be called is one that failed.
pub fn call_function(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((secret, run)) = current(ctx, input)? else { return Ok(Struct::new()) };
    let Some(function) = secret.row.rotation.as_ref().map(|it| it.function.clone()) else {
        return Ok(Struct::new());
    };
    let payload = json!({
        "Step": STEPS[run.step as usize],
        "SecretId": secret.arn(),
        "ClientRequestToken": run.version,
        "RotationToken": run.token,
    });
    let to = Struct::new()
        .with("Service", "secretsmanager")
        .with("Step", ANSWERED)
        .with("Account", secret.account.as_str())
        .with("Region", secret.region.as_str());
    let mut ask = Ask::to("lambda", "InvokeAndAnswer")
        .with("FunctionName", function.as_str())
        .with("Payload", Bytes::from(payload.to_string()))
        .with("ReplyTo", to)
        .with("Reply", input.clone())
        .as_service(PRINCIPAL)
        .for_source(secret.arn(), secret.account);
    let function = Arn::parse(&function);
    if let Some((account, region)) = function.and_then(|it| Some((it.account_id()?, it.region()?)))
    {
        ask = ask.in_account(account).in_region(region);
    }
    match ctx.call(ask) {
        Ok(_) => Ok(Struct::new()),
        Err(error) => {
            let answer = input.clone().with("FailureCode", error.code().to_owned());
            answered(ctx, &answer)
        }
    }
}

/// The run that a step belongs to, unless it was cancelled or the secret is going.
fn current(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(Secret, RotationRunRow)>, ApiError> {
    let name = input.str("Name").unwrap_or_default();
    let Some(secret) = rotation::find(ctx, name, input)? else { return Ok(None) };
    let run = secret.row.rotation.as_ref().and_then(|it| it.run.clone());
    let run = run.filter(|run| input.int("Number") == Some(run.number.cast_signed()));
    let run = run.filter(|_| secret.row.deletion.is_none());
    Ok(run.map(|run| (secret, run)))
}

/// The step [`ANSWERED`].
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((mut secret, mut run)) = current(ctx, input)? else { return Ok(Struct::new()) };
    let is_success = input.str("FailureCode").is_none() && input.str("FunctionError").is_none();
    if run.is_test {
        end_test(ctx, &mut secret, &run)?;
        let outcome = if is_success { "TestRotationSucceeded" } else { "TestRotationFailed" };
        return Ok(event(&secret, outcome));
    }
    let is_last = run.step as usize == STEPS.len() - 1;
    let is_current = secret.row.stages.get(CURRENT) == Some(&run.version);
    let now = ctx.now();
    if is_success && is_last && is_current {
        return finish(ctx, &mut secret);
    }
    if is_success && !is_last {
        run.step += 1;
        call(ctx, &mut secret, run, now);
        return Ok(Struct::new());
    }
    run.failures += 1;
    if run.failures < limits::ROTATION_ATTEMPTS {
        run.step = 0;
        let wait = Duration::from_secs(limits::ROTATION_RETRY_SECONDS << (run.failures - 1));
        call(ctx, &mut secret, run, now + wait);
        return Ok(Struct::new());
    }
    end(&mut secret);
    locate::save(ctx, &secret);
    Ok(event(&secret, "RotationFailed"))
}

fn end(secret: &mut Secret) {
    if let Some(rotation) = &mut secret.row.rotation {
        rotation.run = None;
    }
}

/// The version of a test goes.
fn end_test(ctx: &mut Ctx<'_>, secret: &mut Secret, run: &RotationRunRow) -> Result<(), ApiError> {
    end(secret);
    if secret.row.stages.get(PENDING) == Some(&run.version) {
        secret.row.stages.remove(PENDING);
    }
    let found = version::find(ctx, secret, &run.version)?;
    if let Some((number, _)) = found.filter(|_| secret.stages_of(&run.version).is_empty()) {
        version::remove(ctx, secret, number, &run.version);
    }
    locate::save(ctx, secret);
    replication::sync(ctx, secret)
}

fn finish(ctx: &mut Ctx<'_>, secret: &mut Secret) -> OpResult {
    let now = ctx.now();
    end(secret);
    if let Some(mut rotation) = secret.row.rotation.take() {
        rotation.last = Some(now.micros());
        rotation::plan(ctx, secret, &mut rotation, now)?;
        secret.row.rotation = Some(rotation);
    }
    locate::save(ctx, secret);
    Ok(event(secret, "RotationSucceeded"))
}

/// What CloudTrail records of it.
pub fn event(secret: &Secret, name: &'static str) -> Struct {
    let arn = secret.arn();
    let event = Struct::new()
        .with("Name", name)
        .with("ResourceType", "AWS::SecretsManager::Secret")
        .with("ResourceArn", arn.as_str())
        .with("Additional", Struct::new().with("SecretId", arn));
    Struct::new().with("ServiceEvent", event)
}
