//! Scaling activities: what was scaled, for what cause, and what came of it; and what was not.
//!
//! The texts are those of the User Guide, "Scaling activities for Application Auto Scaling" and
//! "Manage scheduled scaling", and of the DynamoDB Developer Guide, "Using the AWS CLI to manage
//! Amazon DynamoDB auto scaling".

use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::{
    DescribeScalingActivitiesInput, DescribeScalingActivitiesOutput, NotScaledReasonBuilder,
    ScalingActivityBuilder, scaling_activity_status_code as status,
};
use crate::errors;
use crate::limits::{ACTIVITIES_MAX, ACTIVITY_MICROS, PAGE_MAX};
use crate::listing::{Page, check_filter};
use crate::state::{ACTIVITIES, ACTIVITIES_OF, ACTIVITY_COUNTS, ActivityRow, ReasonRow, TargetKey};

const OPERATION: &str = "DescribeScalingActivities";
/// Old activities that one new one makes go at most.
const FORGOTTEN_MAX: usize = 10;

/// Where an activity stands: its start and id.
pub type Place = (i64, String);

pub fn begin(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    (description, cause): (String, String),
) -> Result<Place, ApiError> {
    let row = ActivityRow {
        resource_id: key.1.clone(),
        dimension: key.2.clone(),
        description,
        cause,
        ended: None,
        status: status::PENDING.to_owned(),
        message: None,
        reason: None,
    };
    add(ctx, &key.0, &row)
}

/// What is over as soon as it is told of.
pub fn note(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    (description, cause): (String, String),
    (code, message): (&str, String),
) -> Result<(), ApiError> {
    let place = begin(ctx, key, (description, cause))?;
    change(ctx, &key.0, &place, |row| {
        code.clone_into(&mut row.status);
        row.message = Some(message);
    })
}

/// A policy that was run and has scaled nothing.
pub fn note_unscaled(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    cause: String,
    reason: ReasonRow,
) -> Result<(), ApiError> {
    let description = "Attempting to scale due to alarm triggered".to_owned();
    let place = begin(ctx, key, (description, cause))?;
    change(ctx, &key.0, &place, |row| {
        status::FAILED.clone_into(&mut row.status);
        row.reason = Some(reason);
    })
}

pub fn end(
    ctx: &mut Ctx<'_>,
    namespace: &str,
    place: &Place,
    (code, message): (&str, String),
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    change(ctx, namespace, place, |row| {
        code.clone_into(&mut row.status);
        row.message = Some(message);
        row.ended = Some(now);
    })
}

pub fn change(
    ctx: &mut Ctx<'_>,
    namespace: &str,
    (start, id): &Place,
    change: impl FnOnce(&mut ActivityRow),
) -> Result<(), ApiError> {
    let key = (namespace, *start, id.as_str());
    // One that was forgotten meanwhile.
    let Some(mut row) = ctx.table(&ACTIVITIES).get(&key)? else { return Ok(()) };
    change(&mut row);
    ctx.table_mut(&ACTIVITIES).put(&key, &row);
    Ok(())
}

fn add(ctx: &mut Ctx<'_>, namespace: &str, row: &ActivityRow) -> Result<Place, ApiError> {
    let resource = row.resource_id.as_str();
    let latest = Range::within(&(namespace, resource)).reversed();
    let latest = ctx.table(&ACTIVITIES_OF).keys(&latest).next().transpose()?.map(|key| key.2);
    // A microsecond apart, so that those of one moment stand in their order.
    let start = latest.map_or(i64::MIN, |latest| latest + 1).max(ctx.now().micros());
    let id = ctx.chance().uuid();
    ctx.table_mut(&ACTIVITIES).put(&(namespace, start, id.as_str()), row);
    ctx.table_mut(&ACTIVITIES_OF).put(&(namespace, resource, start, id.as_str()), &());
    let count = ctx.table(&ACTIVITY_COUNTS).get(&(namespace, resource))?.unwrap_or_default() + 1;
    let range = Range::within(&(namespace, resource));
    let oldest = ctx.table(&ACTIVITIES_OF).keys(&range).take(FORGOTTEN_MAX);
    let oldest = oldest.collect::<Result<Vec<_>, _>>()?.into_iter();
    let surplus = count.saturating_sub(ACTIVITIES_MAX);
    let gone: Vec<_> = oldest
        .enumerate()
        .filter(|(at, key)| key.2 < start - ACTIVITY_MICROS || (*at as u64) < surplus)
        .map(|(_, key)| key)
        .collect();
    for key in &gone {
        ctx.table_mut(&ACTIVITIES).delete(&(namespace, key.2, key.3.as_str()));
        ctx.table_mut(&ACTIVITIES_OF).delete(key);
    }
    let count = count - gone.len() as u64;
    ctx.table_mut(&ACTIVITY_COUNTS).put(&(namespace, resource), &count);
    Ok((start, id))
}

/// The latest first.
pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeScalingActivitiesInput<'_>,
) -> Result<DescribeScalingActivitiesOutput, ApiError> {
    let namespace = input.service_namespace();
    let (resource, dimension) = (input.resource_id(), input.scalable_dimension());
    check_filter(resource.is_some(), dimension)?;
    let page = Page::read(OPERATION, (input.max_results(), PAGE_MAX), input.next_token())?;
    let before = match page.after_of::<2>()? {
        None => None,
        Some([start, id]) => {
            let start: i64 = start.parse().map_err(|_| errors::invalid_next_token())?;
            Some((start, id))
        }
    };
    let with_unscaled = input.include_not_scaled_activities() == Some(true);
    let oldest = ctx.now().micros() - ACTIVITY_MICROS;
    let show = |start: i64, id: &str, row: ActivityRow| {
        let is_meant = dimension.is_none_or(|it| it == row.dimension)
            && (with_unscaled || row.reason.is_none())
            && start >= oldest;
        is_meant.then(|| shown(namespace, (start, id), row))
    };
    let position = |start: i64, id: &str| vec![start.to_string(), id.to_owned()];
    let (found, token) = match resource {
        None => {
            let mut range = Range::within(&(namespace,)).reversed();
            if let Some((start, id)) = before {
                range = range.before(&(namespace, start, id));
            }
            let rows = ctx.table(&ACTIVITIES).scan(&range);
            page.cut(rows, |key| position(key.1, &key.2), |key, row| show(key.1, &key.2, row))?
        }
        Some(resource) => {
            let mut range = Range::within(&(namespace, resource)).reversed();
            if let Some((start, id)) = before {
                range = range.before(&(namespace, resource, start, id));
            }
            let view = ctx.table(&ACTIVITIES);
            let rows = ctx.table(&ACTIVITIES_OF).keys(&range).map(|key| {
                let key = key?;
                let row = view.get(&(namespace, key.2, key.3.as_str()))?;
                Ok((key, row))
            });
            page.cut(
                rows,
                |key| position(key.2, &key.3),
                |key, row: Option<ActivityRow>| show(key.2, &key.3, row?),
            )?
        }
    };
    Ok(DescribeScalingActivitiesOutput::new().scaling_activities(found).next_token(token))
}

fn shown(namespace: &str, (start, id): (i64, &str), row: ActivityRow) -> ScalingActivityBuilder {
    let reasons = row.reason.map(|reason| vec![shown_reason(&reason)]);
    ScalingActivityBuilder::new()
        .activity_id(id)
        .service_namespace(namespace)
        .resource_id(row.resource_id)
        .scalable_dimension(row.dimension)
        .description(row.description)
        .cause(row.cause)
        .start_time(Timestamp::from_micros(start))
        .end_time(row.ended.map(Timestamp::from_micros))
        .status_code(row.status)
        .status_message(row.message)
        .not_scaled_reasons(reasons)
}

pub const AT_MAX: &str = "AlreadyAtMaxCapacity";
pub const AT_MIN: &str = "AlreadyAtMinCapacity";
pub const AT_DESIRED: &str = "AlreadyAtDesiredCapacity";

fn shown_reason(reason: &ReasonRow) -> NotScaledReasonBuilder {
    let shown = NotScaledReasonBuilder::new().code(reason.code.as_str());
    match reason.code.as_str() {
        AT_MAX => shown.max_capacity(reason.capacity),
        AT_MIN => shown.min_capacity(reason.capacity),
        _ => shown.current_capacity(reason.capacity),
    }
}
