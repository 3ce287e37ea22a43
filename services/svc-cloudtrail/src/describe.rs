//! Trails as they are shown, listed and reported.

use kernel::page;
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    DescribeTrailsInput, DescribeTrailsOutput, GetTrailInput, GetTrailOutput, GetTrailStatusInput,
    GetTrailStatusOutput, ListTrailsInput, ListTrailsOutput, TrailBuilder, TrailInfoBuilder,
};
use crate::errors;
use crate::find::{self, Trail};

/// Ours: trails on a page of ListTrails; AWS does not say how many.
const PAGE: usize = 100;

pub fn shown(trail: &Trail) -> TrailBuilder {
    let row = &trail.row;
    let topic_name = row.topic.as_deref().and_then(|arn| arn.rsplit(':').next());
    TrailBuilder::new()
        .name(&row.name)
        .s3_bucket_name(&row.bucket)
        .s3_key_prefix(row.prefix.as_deref())
        .sns_topic_name(topic_name)
        .sns_topic_arn(row.topic.as_deref())
        .include_global_service_events(row.has_global_events)
        .is_multi_region_trail(row.is_multi_region)
        .home_region(trail.region.as_str())
        .trail_arn(trail.arn())
        .log_file_validation_enabled(row.is_validated)
        .kms_key_id(row.key.as_deref())
        .cloud_watch_logs_log_group_arn(row.log_group.as_deref())
        .cloud_watch_logs_role_arn(row.log_role.as_deref())
        .has_custom_event_selectors(!row.selectors.is_empty() || !row.advanced.is_empty())
        .has_insight_selectors(row.has_insights())
        .is_organization_trail(row.is_organization)
        .recursive_logging(row.logs_itself)
}

pub fn get(ctx: &mut Ctx<'_>, input: GetTrailInput<'_>) -> Result<GetTrailOutput, ApiError> {
    let trail = find::trail(ctx, input.name())?;
    Ok(GetTrailOutput::new().trail(shown(&trail)))
}

/// Names that are not found are left out; an ARN finds a trail of another region.
pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeTrailsInput<'_>,
) -> Result<DescribeTrailsOutput, ApiError> {
    let region = ctx.region();
    let account = ctx.account();
    let names: Vec<&str> = input.trail_name_list().map(List::to_vec).unwrap_or_default();
    for name in &names {
        if name.starts_with("arn:") {
            if !name.contains(":cloudtrail:") || !name.contains(":trail/") {
                return Err(errors::bad_arn(name));
            }
        } else {
            crate::trail::check_name(name)?;
        }
    }
    let shows_shadows = input.include_shadow_trails().unwrap_or(true);
    let is_named = |trail: &Trail| {
        names.iter().any(|name| match name.strip_prefix("arn:") {
            Some(_) => trail.arn() == *name,
            None => trail.row.name == *name && trail.account == account && trail.is_in(region),
        })
    };
    let is_home = |trail: &Trail| trail.account == account && trail.region == region;
    let wanted = find::visible(ctx)?.into_iter().filter(|trail| {
        (shows_shadows || is_home(trail))
            && if names.is_empty() { trail.is_in(region) } else { is_named(trail) }
    });
    let found: Vec<_> = wanted.map(|trail| shown(&trail)).collect();
    Ok(DescribeTrailsOutput::new().trail_list(found))
}

/// The trails of the account in all regions; shadows are not listed again.
pub fn list(ctx: &mut Ctx<'_>, input: ListTrailsInput<'_>) -> Result<ListTrailsOutput, ApiError> {
    let after = match input.next_token() {
        None => None,
        Some(token) => {
            let position = page::decode("ListTrails", token).ok_or_else(errors::bad_token)?;
            Some(String::from_utf8(position).map_err(|_| errors::bad_token())?)
        }
    };
    let mut trails = find::visible(ctx)?;
    trails.sort_by_key(Trail::arn);
    trails.retain(|trail| after.as_ref().is_none_or(|after| trail.arn() > *after));
    let has_more = trails.len() > PAGE;
    trails.truncate(PAGE);
    let last = trails.last().filter(|_| has_more);
    let token = last.map(|trail| page::encode("ListTrails", trail.arn().as_bytes()));
    let shown = trails.iter().map(|trail| {
        TrailInfoBuilder::new()
            .trail_arn(trail.arn())
            .name(&trail.row.name)
            .home_region(trail.region.as_str())
    });
    Ok(ListTrailsOutput::new().trails(shown.collect::<Vec<_>>()).next_token(token))
}

pub fn status(
    ctx: &mut Ctx<'_>,
    input: GetTrailStatusInput<'_>,
) -> Result<GetTrailStatusOutput, ApiError> {
    let trail = find::trail(ctx, input.name())?;
    let row = &trail.row;
    let at = |micros: Option<i64>| micros.map(Timestamp::from_micros);
    Ok(GetTrailStatusOutput::new()
        .is_logging(row.is_logging)
        .latest_delivery_error(row.delivery_error.as_deref())
        .latest_notification_error(row.notification_error.as_deref())
        .latest_delivery_time(at(row.delivered))
        .latest_notification_time(at(row.notified))
        .start_logging_time(at(row.started))
        .stop_logging_time(at(row.stopped))
        .latest_cloud_watch_logs_delivery_time(at(row.log_delivered))
        .latest_cloud_watch_logs_delivery_error(row.log_error.as_deref())
        .latest_digest_delivery_time(at(row.digested))
        .latest_digest_delivery_error(row.digest_error.as_deref()))
}
