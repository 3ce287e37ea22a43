//! A policy is run: CloudWatch calls [`EXECUTE`] when one of its alarms is in the state ALARM, and
//! once a minute while it stays there, with the data points that breach. What comes of it is
//! decided in a step of its own, as the service-linked role.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::activity;
use crate::alarm;
use crate::api::TargetTrackingScalingPolicyConfiguration;
use crate::decide::{Breach, Decision, Standing, decide};
use crate::dimension::{self, Scaled};
use crate::resource;
use crate::role;
use crate::scale::{self, with_key};
use crate::state::{AlarmKind, POLICIES, TARGET_IDS, TARGETS, TargetKey, TargetRow};
use crate::tracking;

/// `PolicyArn`, `AlarmName`, `Values`: the data points that were looked at, the latest last.
pub const EXECUTE: &str = "ExecutePolicy";
/// The target, `Policy`, `AlarmName`, `Values`.
pub const EVALUATE: &str = "EvaluatePolicy";

/// What the policy is run with, when neither its configuration nor the service has another: "the
/// default value is 0" for DynamoDB's tables and indexes and for provisioned concurrency, by heart
/// [U].
const COOLDOWN_SECONDS: i64 = 0;

/// The step that CloudWatch calls.
pub fn execute(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let arn = input.str("PolicyArn").unwrap_or_default();
    let Some((key, name)) = policy_of(ctx, arn)? else { return Ok(Struct::new()) };
    let scaled = dimension::parse(&key)?;
    let values = input.list("Values").unwrap_or_default().to_vec();
    let work = with_key(&key)
        .with("Policy", name)
        .with("AlarmName", input.str("AlarmName").unwrap_or_default())
        .with("Values", values);
    let ask = role::step(ctx, scaled, EVALUATE).with_input(work);
    ctx.enqueue(Job::now(ask));
    Ok(Struct::new())
}

/// The target and the name of a policy that there is.
fn policy_of(ctx: &Ctx<'_>, text: &str) -> Result<Option<(TargetKey, String)>, ApiError> {
    let Some(arn) = Arn::parse(text) else { return Ok(None) };
    let mut parts = arn.resource.splitn(3, ':');
    let is_policy = parts.next() == Some("scalingPolicy");
    let Some(id) = parts.next().filter(|_| is_policy) else { return Ok(None) };
    let Some((_, name)) = arn.resource.split_once(":policyName/") else { return Ok(None) };
    let name = name.split(":createdBy/").next().unwrap_or_default();
    Ok(ctx.table(&TARGET_IDS).get(id)?.map(|row| (row.key(), name.to_owned())))
}

pub fn evaluate(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = scale::read_key(input);
    let name = input.str("Policy").unwrap_or_default();
    let alarm_name = input.str("AlarmName").unwrap_or_default();
    let place = (key.0.as_str(), key.1.as_str(), key.2.as_str(), name);
    let Some(policy) = ctx.table(&POLICIES).get(&place)? else { return Ok(Struct::new()) };
    let Some(target) = ctx.table(&TARGETS).get(&key)? else { return Ok(Struct::new()) };
    let alarm = policy.alarms.iter().find(|alarm| alarm.name == alarm_name);
    let Some(kind) = alarm.map(|alarm| alarm.kind) else { return Ok(Struct::new()) };
    let scaled = dimension::parse(&key)?;
    role::take_on(ctx, scaled)?;
    let capacity = resource::capacity(ctx, scaled)?.filter(|capacity| capacity.is_settled);
    // What is gone or changes is not scaled; the alarm comes again in a minute.
    let Some(capacity) = capacity else { return Ok(Struct::new()) };
    let is_high = match kind {
        AlarmKind::High => true,
        AlarmKind::Low => false,
        AlarmKind::ProvisionedHigh | AlarmKind::ProvisionedLow => {
            alarm::retune_all(ctx, &key, &target.id, capacity.units)?;
            return Ok(Struct::new());
        }
    };
    let is_suspended =
        if is_high { target.suspended.dynamic_out } else { target.suspended.dynamic_in };
    if is_suspended || target.under_way.is_some() {
        return Ok(Struct::new());
    }
    let points = input.list("Values").unwrap_or_default().iter().filter_map(Value::as_float);
    let points: Vec<f64> = points.collect();
    let decision = decide(
        breach(scaled, &policy.tracking, is_high, &points),
        standing(ctx, &target, &policy.tracking, capacity.units),
    );
    let cause = format!("monitor alarm {alarm_name} in state ALARM triggered policy {name}");
    match decision {
        Decision::To(units) => scale::begin(ctx, &key, target, units, cause)?,
        Decision::Unscaled(reason) => activity::note_unscaled(ctx, &key, cause, reason)?,
        Decision::Wait => {}
    }
    // The capacity may have been changed by hand since the alarms were made.
    if policy.tuned_for != capacity.units {
        let target_id = ctx.table(&TARGETS).get(&key)?.map(|target| target.id);
        alarm::retune_all(ctx, &key, &target_id.unwrap_or_default(), capacity.units)?;
    }
    Ok(Struct::new())
}

fn breach<'a>(
    scaled: Scaled<'_>,
    tracking: &Struct,
    is_high: bool,
    points: &'a [f64],
) -> Breach<'a> {
    let given = TargetTrackingScalingPolicyConfiguration(tracking);
    let is_usage = tracking::metric(scaled, tracking).is_usage;
    Breach { is_high, points, is_usage, target: given.target_value() }
}

fn standing(ctx: &Ctx<'_>, target: &TargetRow, tracking: &Struct, units: i64) -> Standing {
    let given = TargetTrackingScalingPolicyConfiguration(tracking);
    Standing {
        units,
        least: target.least,
        most: target.most,
        now: ctx.now().micros(),
        out_cooldown_s: given.scale_out_cooldown().unwrap_or(COOLDOWN_SECONDS),
        in_cooldown_s: given.scale_in_cooldown().unwrap_or(COOLDOWN_SECONDS),
        scaled_out: target.scaled_out,
        scaled_in: target.scaled_in,
    }
}
