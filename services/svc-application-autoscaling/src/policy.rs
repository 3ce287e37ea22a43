//! Scaling policies: put, described and deleted. All are target tracking policies: step scaling is
//! "not supported for DynamoDB, … Lambda", predictive scaling "only supported for Amazon ECS".

use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::alarm;
use crate::api::{
    AlarmBuilder, DeleteScalingPolicyInput, DeleteScalingPolicyOutput,
    DescribeScalingPoliciesInput, DescribeScalingPoliciesOutput, PutScalingPolicyInput,
    PutScalingPolicyOutput, ScalingPolicyBuilder, TargetTrackingScalingPolicyConfigurationBuilder,
    policy_type,
};
use crate::dimension::{self, Scaled};
use crate::errors;
use crate::limits::{POLICIES_MAX, POLICIES_PAGE_MAX};
use crate::listing::{Page, check_filter};
use crate::resource;
use crate::state::{AlarmRow, POLICIES, PolicyRow, TARGETS, TargetKey, policy_arn};
use crate::target;
use crate::tracking;

const OPERATION: &str = "DescribeScalingPolicies";

type PolicyKey = (String, String, String, String);

fn policy_key(key: &TargetKey, name: &str) -> PolicyKey {
    (key.0.clone(), key.1.clone(), key.2.clone(), name.to_owned())
}

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutScalingPolicyInput<'_>,
) -> Result<PutScalingPolicyOutput, ApiError> {
    let (namespace, dimension) = (input.service_namespace(), input.scalable_dimension());
    let key = target::key(namespace, input.resource_id(), dimension);
    let scaled = dimension::parse(&key)?;
    let target = target::find(ctx, &key)?;
    let name = input.policy_name();
    let place = policy_key(&key, name);
    let old = ctx.table(&POLICIES).get(&place)?;
    check_type(input, &key.0, old.is_some())?;
    let mut row = match (input.target_tracking_scaling_policy_configuration(), old) {
        (Some(given), old) => {
            tracking::check(scaled, given)?;
            let tracking = given.0.clone();
            let of_old = old.map(|old| (old.created, old.alarms));
            let (created, alarms) = of_old.unwrap_or((ctx.now().micros(), Vec::new()));
            PolicyRow { created, tracking, alarms, tuned_for: 0 }
        }
        (None, Some(old)) => old,
        (None, None) => {
            let message = "TargetTrackingScalingPolicyConfiguration is required.";
            return Err(errors::invalid(message));
        }
    };
    check_others(ctx, &place, scaled, &row)?;
    let capacity = resource::capacity(ctx, scaled)?;
    let capacity = capacity.ok_or_else(|| errors::no_resource(scaled.resource_noun(), &key.1))?;
    row.tuned_for = capacity.units;
    fit_alarms(ctx, &key, scaled, &mut row)?;
    alarm::put(ctx, (&key, &target.id, name), &row)?;
    ctx.table_mut(&POLICIES).put(&place, &row);
    Ok(PutScalingPolicyOutput::new()
        .policy_arn(policy_arn(ctx, &target.id, &key, name))
        .alarms(shown_alarms(ctx, &row.alarms)))
}

fn check_type(
    input: PutScalingPolicyInput<'_>,
    namespace: &str,
    is_there: bool,
) -> Result<(), ApiError> {
    let unsupported = |kind: &str| {
        errors::invalid(format!("Policies of type {kind} are not supported for {namespace}."))
    };
    match input.policy_type() {
        Some(policy_type::TARGET_TRACKING_SCALING) => {}
        Some(other) => return Err(unsupported(other)),
        None if is_there => {}
        None => return Err(errors::invalid("PolicyType is required.")),
    }
    if input.step_scaling_policy_configuration().is_some() {
        return Err(unsupported(policy_type::STEP_SCALING));
    }
    if input.predictive_scaling_policy_configuration().is_some() {
        return Err(unsupported(policy_type::PREDICTIVE_SCALING));
    }
    Ok(())
}

fn check_others(
    ctx: &Ctx<'_>,
    place: &PolicyKey,
    scaled: Scaled<'_>,
    row: &PolicyRow,
) -> Result<(), ApiError> {
    let metric = tracking::metric(scaled, &row.tracking);
    let range = Range::within(&(place.0.as_str(), place.1.as_str(), place.2.as_str()));
    let mut others = 0;
    for entry in ctx.table(&POLICIES).scan(&range) {
        let (other, other_row) = entry?;
        if other == *place {
            continue;
        }
        others += 1;
        if tracking::metric(scaled, &other_row.tracking) == metric {
            return Err(errors::same_metric());
        }
    }
    if others >= POLICIES_MAX {
        return Err(errors::too_many("scaling policies of a scalable target", POLICIES_MAX));
    }
    Ok(())
}

/// Gives a policy the alarms that its configuration asks for, and takes away others that it had.
fn fit_alarms(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    scaled: Scaled<'_>,
    row: &mut PolicyRow,
) -> Result<(), ApiError> {
    let kinds = alarm::kinds(&row.tracking, scaled);
    let (kept, surplus): (Vec<_>, Vec<_>) =
        row.alarms.drain(..).partition(|alarm| kinds.contains(&alarm.kind));
    alarm::delete(ctx, &surplus)?;
    for kind in kinds {
        let known = kept.iter().find(|alarm| alarm.kind == kind).cloned();
        let alarm = match known {
            Some(alarm) => alarm,
            None => alarm::name(ctx, key, kind),
        };
        row.alarms.push(alarm);
    }
    Ok(())
}

fn shown_alarms(ctx: &Ctx<'_>, alarms: &[AlarmRow]) -> Vec<AlarmBuilder> {
    let show = |alarm: &AlarmRow| {
        AlarmBuilder::new().alarm_name(&alarm.name).alarm_arn(alarm::arn(ctx, &alarm.name))
    };
    alarms.iter().map(show).collect()
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteScalingPolicyInput<'_>,
) -> Result<DeleteScalingPolicyOutput, ApiError> {
    let (namespace, dimension) = (input.service_namespace(), input.scalable_dimension());
    let key = target::key(namespace, input.resource_id(), dimension);
    let place = policy_key(&key, input.policy_name());
    let row = ctx.table(&POLICIES).get(&place)?;
    let row = row.ok_or_else(|| errors::no_policy(&key, input.policy_name()))?;
    alarm::delete(ctx, &row.alarms)?;
    ctx.table_mut(&POLICIES).delete(&place);
    Ok(DeleteScalingPolicyOutput::new())
}

/// Of a target that goes.
pub fn drop_all(ctx: &mut Ctx<'_>, key: &TargetKey) -> Result<(), ApiError> {
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    let rows = ctx.table(&POLICIES).scan(&range).collect::<Result<Vec<_>, _>>()?;
    for (place, row) in rows {
        alarm::delete(ctx, &row.alarms)?;
        ctx.table_mut(&POLICIES).delete(&place);
    }
    Ok(())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeScalingPoliciesInput<'_>,
) -> Result<DescribeScalingPoliciesOutput, ApiError> {
    let namespace = input.service_namespace();
    let (resource, dimension) = (input.resource_id(), input.scalable_dimension());
    check_filter(resource.is_some(), dimension)?;
    let asked = (input.max_results(), POLICIES_PAGE_MAX);
    let page = Page::read(OPERATION, asked, input.next_token())?;
    let mut range = match (resource, dimension) {
        (Some(resource), Some(dimension)) => Range::within(&(namespace, resource, dimension)),
        (Some(resource), None) => Range::within(&(namespace, resource)),
        _ => Range::within(&(namespace,)),
    };
    if let Some([resource, dimension, name]) = page.after_of::<3>()? {
        range = range.after(&(namespace, resource, dimension, name));
    }
    let names = input.policy_names();
    let rows = ctx.table(&POLICIES).scan(&range);
    let position = |key: &PolicyKey| vec![key.1.clone(), key.2.clone(), key.3.clone()];
    let (found, token) = page.cut(rows, position, |key, row| {
        let is_meant = names.is_none_or(|names| names.is_empty() || names.contains(&key.3));
        is_meant.then(|| (key.clone(), row))
    })?;
    let mut shown = Vec::new();
    for (key, row) in found {
        let target_key = (key.0.clone(), key.1.clone(), key.2.clone());
        let target = ctx.table(&TARGETS).get(&target_key)?;
        let id = target.map(|target| target.id).unwrap_or_default();
        let arn = policy_arn(ctx, &id, &target_key, &key.3);
        let tracking = TargetTrackingScalingPolicyConfigurationBuilder(row.tracking);
        let builder = ScalingPolicyBuilder::new()
            .policy_arn(arn)
            .policy_name(key.3)
            .service_namespace(key.0)
            .resource_id(key.1)
            .scalable_dimension(key.2)
            .policy_type(policy_type::TARGET_TRACKING_SCALING)
            .target_tracking_scaling_policy_configuration(tracking)
            .alarms(shown_alarms(ctx, &row.alarms))
            .creation_time(Timestamp::from_micros(row.created));
        shown.push(builder);
    }
    Ok(DescribeScalingPoliciesOutput::new().scaling_policies(shown).next_token(token))
}
