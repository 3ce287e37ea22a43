//! Scalable targets: registered, described and deregistered.

use std::collections::BTreeMap;

use kernel::view::Map;
use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::{
    DeregisterScalableTargetInput, DeregisterScalableTargetOutput, DescribeScalableTargetsInput,
    DescribeScalableTargetsOutput, RegisterScalableTargetInput, RegisterScalableTargetOutput,
    ScalableTargetBuilder, SuspendedState, SuspendedStateBuilder,
};
use crate::dimension::{self, Scaled};
use crate::errors;
use crate::limits::{PAGE_MAX, TARGETS_MAX, TARGETS_OF_DYNAMODB_MAX};
use crate::listing::{Page, check_filter};
use crate::policy;
use crate::resource;
use crate::role;
use crate::scale;
use crate::scheduled;
use crate::state::{
    Suspended, TARGET_IDS, TARGETS, TargetKey, TargetKeyRow, TargetRow, target_arn,
};
use crate::tag;

const OPERATION: &str = "DescribeScalableTargets";

pub fn key(namespace: &str, resource_id: &str, dimension: &str) -> TargetKey {
    (namespace.to_owned(), resource_id.to_owned(), dimension.to_owned())
}

/// A target that is registered.
pub fn find(ctx: &Ctx<'_>, key: &TargetKey) -> Result<TargetRow, ApiError> {
    ctx.table(&TARGETS).get(key)?.ok_or_else(|| errors::no_target(key))
}

pub fn register(
    ctx: &mut Ctx<'_>,
    input: RegisterScalableTargetInput<'_>,
) -> Result<RegisterScalableTargetOutput, ApiError> {
    let key = key(input.service_namespace(), input.resource_id(), input.scalable_dimension());
    let scaled = dimension::parse(&key)?;
    role::check_named(ctx, input.role_arn())?;
    let old = ctx.table(&TARGETS).get(&key)?;
    let least = input.min_capacity().or(old.as_ref().map(|row| row.least));
    let most = input.max_capacity().or(old.as_ref().map(|row| row.most));
    let (Some(least), Some(most)) = (least, most) else {
        let message = "MinCapacity and MaxCapacity are required to register a scalable target.";
        return Err(errors::invalid(message));
    };
    check_bounds(scaled, least, most)?;
    if resource::capacity(ctx, scaled)?.is_none() {
        return Err(errors::no_resource(scaled.resource_noun(), &key.1));
    }
    let mut row = match old {
        Some(row) => row,
        None => begin(ctx, &key)?,
    };
    (row.least, row.most) = (least, most);
    suspend(&mut row.suspended, input.suspended_state());
    let arn = target_arn(ctx, &row.id);
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags, &arn)?;
    }
    role::ensure(ctx, scaled)?;
    ctx.table_mut(&TARGETS).put(&key, &row);
    scale::enqueue_bound(ctx, &key, false)?;
    Ok(RegisterScalableTargetOutput::new().scalable_target_arn(arn))
}

pub fn check_bounds(scaled: Scaled<'_>, least: i64, most: i64) -> Result<(), ApiError> {
    if least > most {
        return Err(errors::invalid("MaxCapacity must not be less than MinCapacity."));
    }
    if least < scaled.least() {
        let message = format!("MinCapacity must be {} at least.", scaled.least());
        return Err(errors::invalid(message));
    }
    Ok(())
}

fn begin(ctx: &mut Ctx<'_>, key: &TargetKey) -> Result<TargetRow, ApiError> {
    let most = if key.0 == "dynamodb" { TARGETS_OF_DYNAMODB_MAX } else { TARGETS_MAX };
    let count = ctx.table(&TARGETS).keys(&Range::within(&(key.0.as_str(),))).count();
    if count >= most {
        return Err(errors::too_many("scalable targets of a service", most));
    }
    let id = ctx.chance().uuid();
    let (namespace, resource_id, dimension) = key.clone();
    let place = TargetKeyRow { namespace, resource_id, dimension };
    ctx.table_mut(&TARGET_IDS).put(&id, &place);
    Ok(TargetRow {
        id,
        created: ctx.now().micros(),
        least: 0,
        most: 0,
        suspended: Suspended::default(),
        tags: BTreeMap::new(),
        scaled_out: None,
        scaled_in: None,
        under_way: None,
    })
}

/// What is not said stays as it is.
fn suspend(row: &mut Suspended, asked: Option<SuspendedState<'_>>) {
    let Some(asked) = asked else { return };
    let set = |flag: &mut bool, asked: Option<bool>| *flag = asked.unwrap_or(*flag);
    set(&mut row.dynamic_in, asked.dynamic_scaling_in_suspended());
    set(&mut row.dynamic_out, asked.dynamic_scaling_out_suspended());
    set(&mut row.scheduled, asked.scheduled_scaling_suspended());
}

/// "Deregistering a scalable target deletes the scaling policies and the scheduled actions that
/// are associated with it."
pub fn deregister(
    ctx: &mut Ctx<'_>,
    input: DeregisterScalableTargetInput<'_>,
) -> Result<DeregisterScalableTargetOutput, ApiError> {
    let key = key(input.service_namespace(), input.resource_id(), input.scalable_dimension());
    let row = find(ctx, &key)?;
    policy::drop_all(ctx, &key)?;
    scheduled::drop_all(ctx, &key)?;
    ctx.table_mut(&TARGETS).delete(&key);
    ctx.table_mut(&TARGET_IDS).delete(&row.id);
    Ok(DeregisterScalableTargetOutput::new())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeScalableTargetsInput<'_>,
) -> Result<DescribeScalableTargetsOutput, ApiError> {
    let namespace = input.service_namespace();
    let dimension = input.scalable_dimension();
    let mut resources: Vec<&str> = input.resource_ids().into_iter().flatten().collect();
    check_filter(!resources.is_empty(), dimension)?;
    resources.sort_unstable();
    resources.dedup();
    let page = Page::read(OPERATION, (input.max_results(), PAGE_MAX), input.next_token())?;
    let after = page.after_of::<2>()?;
    let of_range = |first: Option<&str>| {
        let range = match first {
            None => Range::within(&(namespace,)),
            Some(resource) => Range::within(&(namespace, resource)),
        };
        match after {
            None => range,
            Some([resource, dimension]) => range.after(&(namespace, resource, dimension)),
        }
    };
    let view = ctx.table(&TARGETS);
    let rows: Box<dyn Iterator<Item = _> + '_> = if resources.is_empty() {
        Box::new(view.scan(&of_range(None)))
    } else {
        Box::new(resources.iter().flat_map(|resource| view.scan(&of_range(Some(resource)))))
    };
    let position = |key: &TargetKey| vec![key.1.clone(), key.2.clone()];
    let (found, token) = page.cut(rows, position, |key, row| {
        dimension.is_none_or(|it| it == key.2).then(|| shown(ctx, key, &row))
    })?;
    Ok(DescribeScalableTargetsOutput::new().scalable_targets(found).next_token(token))
}

fn shown(ctx: &Ctx<'_>, key: &TargetKey, row: &TargetRow) -> ScalableTargetBuilder {
    let role = dimension::parse(key).map(|scaled| role::arn(ctx, scaled).to_string());
    let suspended = SuspendedStateBuilder::new()
        .dynamic_scaling_in_suspended(row.suspended.dynamic_in)
        .dynamic_scaling_out_suspended(row.suspended.dynamic_out)
        .scheduled_scaling_suspended(row.suspended.scheduled);
    ScalableTargetBuilder::new()
        .service_namespace(key.0.as_str())
        .resource_id(key.1.as_str())
        .scalable_dimension(key.2.as_str())
        .min_capacity(row.least)
        .max_capacity(row.most)
        .role_arn(role.unwrap_or_default())
        .creation_time(Timestamp::from_micros(row.created))
        .suspended_state(suspended)
        .scalable_target_arn(target_arn(ctx, &row.id))
}

/// The tags of a request as rows keep them.
pub type Tags<'a> = Map<'a, &'a str>;
