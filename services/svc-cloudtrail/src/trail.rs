//! Trails: made, changed, deleted. What they deliver to is checked by delivering to it, as
//! CloudTrail itself, so that the bucket's, the key's and the topic's policies decide.

use kernel::{ApiError, Ask, Ctx, Struct};

use crate::api::{
    CreateTrailInput, CreateTrailOutput, DeleteTrailInput, DeleteTrailOutput, UpdateTrailInput,
    UpdateTrailOutput,
};
use crate::delivery;
use crate::errors;
use crate::find::{self, Trail};
use crate::limits::{PREFIX_CHARS_MAX, TRAILS_PER_REGION_MAX};
use crate::log_group;
use crate::logging;
use crate::state::{LOGGING, PROGRESS, TRAILS, TrailRow};
use crate::tags;

const SERVICE: &str = "cloudtrail.amazonaws.com";

/// What CreateTrail and UpdateTrail may say.
#[derive(Clone, Copy, Debug, Default)]
struct Wishes<'w> {
    bucket: Option<&'w str>,
    prefix: Option<&'w str>,
    topic: Option<&'w str>,
    has_global_events: Option<bool>,
    is_multi_region: Option<bool>,
    is_validated: Option<bool>,
    log_group: Option<&'w str>,
    log_role: Option<&'w str>,
    key: Option<&'w str>,
    is_organization: Option<bool>,
    logs_itself: Option<bool>,
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateTrailInput<'_>,
) -> Result<CreateTrailOutput, ApiError> {
    check_name(input.name())?;
    let wishes = Wishes {
        bucket: Some(input.s3_bucket_name()),
        prefix: input.s3_key_prefix(),
        topic: input.sns_topic_name(),
        has_global_events: input.include_global_service_events(),
        is_multi_region: input.is_multi_region_trail(),
        is_validated: input.enable_log_file_validation(),
        log_group: input.cloud_watch_logs_log_group_arn(),
        log_role: input.cloud_watch_logs_role_arn(),
        key: input.kms_key_id(),
        is_organization: input.is_organization_trail(),
        logs_itself: input.recursive_logging(),
    };
    let here: Vec<Trail> = find::of_account(ctx, ctx.account())?
        .into_iter()
        .filter(|trail| trail.is_in(ctx.region()))
        .collect();
    let account = ctx.account().to_string();
    if here.iter().any(|trail| trail.row.name == input.name()) {
        return Err(errors::exists(input.name(), &account));
    }
    if here.len() >= TRAILS_PER_REGION_MAX {
        return Err(errors::too_many_trails(&account));
    }
    let row = TrailRow {
        name: input.name().to_owned(),
        has_global_events: true,
        logs_itself: true,
        tags: tags::read(input.tags_list())?,
        ..TrailRow::default()
    };
    let mut trail = Trail { account: ctx.account(), region: ctx.region(), row };
    change(ctx, &mut trail, wishes)?;
    trail.save(ctx);
    let output: Struct = crate::describe::shown(&trail).into();
    Ok(CreateTrailOutput(answer(output)))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateTrailInput<'_>,
) -> Result<UpdateTrailOutput, ApiError> {
    let mut trail = find::own(ctx, input.name())?;
    let wishes = Wishes {
        bucket: input.s3_bucket_name(),
        prefix: input.s3_key_prefix(),
        topic: input.sns_topic_name(),
        has_global_events: input.include_global_service_events(),
        is_multi_region: input.is_multi_region_trail(),
        is_validated: input.enable_log_file_validation(),
        log_group: input.cloud_watch_logs_log_group_arn(),
        log_role: input.cloud_watch_logs_role_arn(),
        key: input.kms_key_id(),
        is_organization: input.is_organization_trail(),
        logs_itself: input.recursive_logging(),
    };
    let was_validated = trail.row.is_validated;
    change(ctx, &mut trail, wishes)?;
    if trail.row.is_logging && trail.row.is_validated && !was_validated {
        logging::begin_digests(ctx, &mut trail);
    }
    trail.save(ctx);
    let output: Struct = crate::describe::shown(&trail).into();
    Ok(UpdateTrailOutput(answer(output)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteTrailInput<'_>,
) -> Result<DeleteTrailOutput, ApiError> {
    let trail = find::own(ctx, input.name())?;
    let place = (trail.region.as_str(), trail.row.name.as_str());
    ctx.table_mut(&TRAILS).delete(&place);
    ctx.table_mut(&PROGRESS).delete_range(&store::Range::within(&place))?;
    crate::insight_selectors::forget(ctx, &trail)?;
    let account = trail.account.to_string();
    ctx.table_mut(&LOGGING).delete(&(account.as_str(), place.0, place.1));
    Ok(DeleteTrailOutput::new())
}

/// Of a described trail, what CreateTrail and UpdateTrail answer.
fn answer(mut shown: Struct) -> Struct {
    for absent in ["HomeRegion", "HasCustomEventSelectors", "HasInsightSelectors"] {
        shown.remove(absent);
    }
    shown
}

fn change(ctx: &mut Ctx<'_>, trail: &mut Trail, wishes: Wishes<'_>) -> Result<(), ApiError> {
    let row = &mut trail.row;
    if let Some(bucket) = wishes.bucket {
        if !is_bucket_name(bucket) {
            return Err(errors::bad_bucket_name(bucket));
        }
        bucket.clone_into(&mut row.bucket);
    }
    if let Some(prefix) = wishes.prefix {
        if prefix.chars().count() > PREFIX_CHARS_MAX {
            return Err(errors::bad_prefix());
        }
        row.prefix = Some(prefix.trim_matches('/').to_owned()).filter(|it| !it.is_empty());
    }
    row.is_multi_region = wishes.is_multi_region.unwrap_or(row.is_multi_region);
    row.has_global_events = wishes.has_global_events.unwrap_or(row.has_global_events);
    row.is_validated = wishes.is_validated.unwrap_or(row.is_validated);
    row.logs_itself = wishes.logs_itself.unwrap_or(row.logs_itself);
    if row.is_multi_region && !row.has_global_events {
        return Err(errors::needs_global_events());
    }
    if let Some(is_organization) = wishes.is_organization {
        trail.row.is_organization = is_organization;
        trail.row.organization = None;
        if is_organization {
            trail.row.organization = Some(organization(ctx)?);
        }
    }
    if let Some(key) = wishes.key {
        trail.row.key = if key.is_empty() { None } else { Some(key_arn(ctx, key)?) };
    }
    if let Some(topic) = wishes.topic {
        trail.row.topic = Some(topic_arn(ctx, topic)).filter(|_| !topic.is_empty());
        check_topic(ctx, trail)?;
    }
    log_group::change(ctx, trail, wishes.log_group, wishes.log_role)?;
    check_bucket(ctx, trail)
}

/// The organization of which the call's account is the management account.
pub fn organization(ctx: &mut Ctx<'_>) -> Result<String, ApiError> {
    let account = ctx.account();
    let place = auth::organization::find(ctx.tx(), account.as_str())?;
    let place = place.ok_or_else(errors::no_organization)?;
    if place.management != account.as_str() {
        return Err(errors::not_management_account());
    }
    let list = Ask::to("organizations", "ListAWSServiceAccessForOrganization");
    let trusted = ctx.call(list)?;
    let trusted = trusted.list("EnabledServicePrincipals").unwrap_or_default();
    let is_trusted = trusted
        .iter()
        .any(|it| it.as_struct().and_then(|it| it.str("ServicePrincipal")) == Some(SERVICE));
    if !is_trusted {
        return Err(errors::no_trusted_access());
    }
    Ok(place.organization)
}

/// The key's ARN; it must be there and enabled.
fn key_arn(ctx: &mut Ctx<'_>, key: &str) -> Result<String, ApiError> {
    let answer = ctx.call(Ask::to("kms", "DescribeKey").with("KeyId", key));
    let answer = answer.map_err(|error| match error.code() {
        "NotFoundException" => errors::no_key(key),
        _ => error,
    })?;
    let metadata = answer.structure("KeyMetadata").ok_or_else(ApiError::internal)?;
    if metadata.str("KeyState") != Some("Enabled") {
        return Err(errors::disabled_key(key));
    }
    metadata.str("Arn").map(str::to_owned).ok_or_else(ApiError::internal)
}

fn topic_arn(ctx: &Ctx<'_>, topic: &str) -> String {
    if topic.starts_with("arn:") {
        return topic.to_owned();
    }
    let (region, account) = (ctx.region(), ctx.account());
    format!("arn:{}:sns:{region}:{account}:{topic}", region.partition())
}

/// CloudTrail tells a new topic that it is there.
fn check_topic(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    let Some(topic) = &trail.row.topic else { return Ok(()) };
    let told = delivery::publish(ctx, trail, "CloudTrail validation message.".to_owned());
    told.map_err(|error| match error.code() {
        "InvalidParameter" | "InvalidParameterException" => errors::bad_topic(topic),
        _ => errors::insufficient_topic_policy(),
    })
}

/// The folders that CloudTrail makes in a new bucket: who may make them may deliver.
fn check_bucket(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    let bucket = trail.row.bucket.clone();
    let acl = delivery::as_cloudtrail(trail, Ask::to("s3", "GetBucketAcl"))
        .with("Bucket", bucket.as_str());
    let account = trail.account.to_string();
    let mut folders = vec![delivery::folder(trail, None, &account)];
    if let Some(organization) = &trail.row.organization {
        folders.push(delivery::folder(trail, Some(organization), &account));
    }
    let mut done = delivery::call_s3(ctx, acl).map(|_| ());
    for folder in folders {
        done = done.and_then(|()| delivery::put(ctx, trail, format!("{folder}CloudTrail/"), None));
    }
    done.map_err(|error| match (error.code(), &trail.row.key) {
        ("NoSuchBucket", _) => errors::no_bucket(&bucket),
        // The feature that S3 lacks is its own to name.
        ("NotImplemented", _) => error,
        ("AccessDenied", None) => errors::insufficient_bucket_policy(&bucket),
        ("AccessDenied", Some(_)) if !error.message().contains("kms:") => {
            errors::insufficient_bucket_policy(&bucket)
        }
        (code, Some(key)) if code == "AccessDenied" || code.contains("KMS") => {
            errors::insufficient_encryption_policy(&bucket, key)
        }
        _ => error,
    })
}

/// Source: API Reference, CreateTrail, Name.
pub fn check_name(name: &str) -> Result<(), ApiError> {
    let is_mark = |letter: char| matches!(letter, '.' | '_' | '-');
    let is_word = |letter: char| letter.is_ascii_alphanumeric();
    let letters: Vec<char> = name.chars().collect();
    let is_good = (3..=128).contains(&letters.len())
        && letters.iter().all(|it| is_word(*it) || is_mark(*it))
        && letters.first().copied().is_some_and(is_word)
        && letters.last().copied().is_some_and(is_word)
        && !letters.windows(2).any(|pair| is_mark(pair[0]) && is_mark(pair[1]))
        && name.parse::<std::net::Ipv4Addr>().is_err();
    if is_good { Ok(()) } else { Err(errors::bad_name(name)) }
}

fn is_bucket_name(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_'))
}
