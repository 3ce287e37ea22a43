//! S3 Intelligent-Tiering: configurations, and the archive tiers into which objects sink that
//! nobody reads.
//!
//! Between the tiers that are there at once nothing moves that anybody could see. Reads are noted
//! once a day at most. Source: S3 User Guide, "How S3 Intelligent-Tiering works", "Configuring
//! S3 Intelligent-Tiering"; S3 API Reference, PutBucketIntelligentTieringConfiguration.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct};
use serde_json::json;
use store::Range;

use crate::api::{
    DeleteBucketIntelligentTieringConfigurationInput,
    DeleteBucketIntelligentTieringConfigurationOutput,
    GetBucketIntelligentTieringConfigurationInput, GetBucketIntelligentTieringConfigurationOutput,
    IntelligentTieringAndOperatorBuilder, IntelligentTieringConfiguration,
    IntelligentTieringConfigurationBuilder, IntelligentTieringFilterBuilder,
    ListBucketIntelligentTieringConfigurationsInput,
    ListBucketIntelligentTieringConfigurationsOutput,
    PutBucketIntelligentTieringConfigurationInput, PutBucketIntelligentTieringConfigurationOutput,
    TagBuilder, TieringBuilder,
};
use crate::bucket::{self, Bucket};
use crate::configurations;
use crate::daily::{self, days_between};
use crate::errors;
use crate::events::{self, Event, SERVICE_PRINCIPAL};
use crate::limits::{
    ARCHIVE_DAYS_MIN, DEEP_ARCHIVE_DAYS_MIN, TIER_DAYS_MAX, TIERED_BYTES_MIN, TIERINGS_MAX,
};
use crate::state::{AccessRow, ArchiveTier, ObjectRow, VersionRow};
use crate::state_lifecycle::{FilterForm, TIERINGS, TierRow, TieringRow};
use crate::state_settings::Feature;
use crate::storage_class::INTELLIGENT_TIERING;
use crate::tags;
use crate::versions;

/// Somebody has read an object.
pub const NOTE_ACCESS: &str = "NoteAccess";

pub fn put_bucket_intelligent_tiering_configuration(
    ctx: &mut Ctx,
    input: PutBucketIntelligentTieringConfigurationInput<'_>,
) -> Result<PutBucketIntelligentTieringConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.intelligent_tiering_configuration();
    if given.id() != input.id() {
        return Err(errors::invalid_argument(
            "id",
            input.id(),
            "The id of the configuration and that of the request differ.",
        ));
    }
    let row = read(given)?;
    configurations::check_room(ctx, &TIERINGS, &bucket, given.id(), TIERINGS_MAX)?;
    ctx.table_mut(&TIERINGS).put(&(bucket.row.id, given.id()), &row);
    bucket.set_feature(ctx, Feature::Tiering, true);
    daily::begin(ctx, &mut bucket);
    Ok(PutBucketIntelligentTieringConfigurationOutput::new())
}

fn read(given: IntelligentTieringConfiguration<'_>) -> Result<TieringRow, ApiError> {
    let is_enabled = match given.status() {
        "Enabled" => true,
        "Disabled" => false,
        _ => return Err(errors::malformed_xml()),
    };
    let mut tiers: Vec<TierRow> = Vec::new();
    for tiering in given.tierings() {
        let tier = ArchiveTier::parse(tiering.access_tier()).ok_or_else(errors::malformed_xml)?;
        let least = match tier {
            ArchiveTier::Archive => ARCHIVE_DAYS_MIN,
            ArchiveTier::DeepArchive => DEEP_ARCHIVE_DAYS_MIN,
        };
        let days = u32::try_from(tiering.days()).unwrap_or(0);
        if !(least..=TIER_DAYS_MAX).contains(&days) {
            return Err(errors::invalid_argument(
                "Days",
                &tiering.days().to_string(),
                &format!("'Days' for {} must be between {least} and {TIER_DAYS_MAX}", tier.name()),
            ));
        }
        if tiers.iter().any(|earlier| earlier.tier == tier) {
            return Err(errors::malformed_xml());
        }
        tiers.push(TierRow { tier, days });
    }
    if tiers.is_empty() {
        return Err(errors::malformed_xml());
    }
    let days = |wanted: ArchiveTier| tiers.iter().find(|it| it.tier == wanted).map(|it| it.days);
    if let (Some(archive), Some(deep)) =
        (days(ArchiveTier::Archive), days(ArchiveTier::DeepArchive))
        && deep <= archive
    {
        return Err(errors::invalid_argument(
            "Days",
            &deep.to_string(),
            "'Days' for DEEP_ARCHIVE_ACCESS must be greater than 'Days' for ARCHIVE_ACCESS",
        ));
    }
    let filter = given.filter().map(|filter| match filter.and() {
        Some(and) => configurations::filter_of_all(and.prefix(), and.tags()),
        None => Ok(configurations::filter_of(filter.prefix(), filter.tag())),
    });
    Ok(TieringRow { is_enabled, filter: filter.transpose()?, tiers })
}

fn show(id: &str, row: &TieringRow) -> IntelligentTieringConfigurationBuilder {
    let filter = row.filter.as_ref().map(|filter| {
        let shown = IntelligentTieringFilterBuilder::new();
        if filter.form == FilterForm::And {
            let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
            let and = IntelligentTieringAndOperatorBuilder::new();
            return shown.and(and.prefix(filter.prefix.as_deref()).tags(tags));
        }
        let tag = filter.tags.first();
        let tag = tag.map(|(key, value)| TagBuilder::new().key(key).value(value));
        shown.prefix(filter.prefix.as_deref()).tag(tag)
    });
    let tierings =
        row.tiers.iter().map(|it| TieringBuilder::new().days(it.days).access_tier(it.tier.name()));
    IntelligentTieringConfigurationBuilder::new()
        .id(id)
        .filter(filter)
        .status(if row.is_enabled { "Enabled" } else { "Disabled" })
        .tierings(tierings.collect::<Vec<_>>())
}

pub fn get_bucket_intelligent_tiering_configuration(
    ctx: &mut Ctx,
    input: GetBucketIntelligentTieringConfigurationInput<'_>,
) -> Result<GetBucketIntelligentTieringConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = ctx.table(&TIERINGS).get(&(bucket.row.id, input.id()))?;
    let row = row.ok_or_else(errors::no_such_configuration)?;
    Ok(GetBucketIntelligentTieringConfigurationOutput::new()
        .intelligent_tiering_configuration(show(input.id(), &row)))
}

pub fn delete_bucket_intelligent_tiering_configuration(
    ctx: &mut Ctx,
    input: DeleteBucketIntelligentTieringConfigurationInput<'_>,
) -> Result<DeleteBucketIntelligentTieringConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    configurations::remove(ctx, &TIERINGS, Feature::Tiering, &mut bucket, input.id())?;
    Ok(DeleteBucketIntelligentTieringConfigurationOutput::new())
}

pub fn list_bucket_intelligent_tiering_configurations(
    ctx: &mut Ctx,
    input: ListBucketIntelligentTieringConfigurationsInput<'_>,
) -> Result<ListBucketIntelligentTieringConfigurationsOutput, ApiError> {
    const OPERATION: &str = "ListBucketIntelligentTieringConfigurations";
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let token = input.continuation_token();
    let page = configurations::page(ctx, &TIERINGS, OPERATION, &bucket, token)?;
    let shown = page.rows.iter().map(|(name, row)| show(name, row));
    Ok(ListBucketIntelligentTieringConfigurationsOutput::new()
        .is_truncated(page.next.is_some())
        .continuation_token(token)
        .next_continuation_token(page.next)
        .intelligent_tiering_configuration_list(shown.collect::<Vec<_>>()))
}

/// The bucket's configurations that are on.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Vec<TieringRow>, ApiError> {
    if !bucket.has(Feature::Tiering) {
        return Ok(Vec::new());
    }
    let rows = ctx.table_in(&TIERINGS, bucket.scope).scan(&Range::within(&(bucket.row.id,)));
    let rows: Result<Vec<_>, _> = rows.map(|entry| entry.map(|(_, row)| row)).collect();
    Ok(rows?.into_iter().filter(|row| row.is_enabled).collect())
}

fn access(object: &ObjectRow, modified_us: i64) -> AccessRow {
    let tiering = object.more.as_ref().and_then(|more| more.tiering).unwrap_or_default();
    AccessRow { accessed_us: tiering.accessed_us.max(modified_us), ..tiering }
}

/// Lets an object sink that nobody has read for long enough.
pub fn settle(
    ctx: &mut Ctx,
    bucket: &Bucket,
    tierings: &[TieringRow],
    day_us: i64,
    (key, mut row): (&str, VersionRow),
) -> Result<(), ApiError> {
    let Some(object) = &mut row.object else { return Ok(()) };
    if object.size < TIERED_BYTES_MIN || object.restore().is_some() {
        return Ok(());
    }
    let mut access = access(object, row.modified_us);
    let idle = days_between(access.accessed_us, day_us);
    let fits = |it: &&TieringRow| it.filter.as_ref().is_none_or(|it| it.fits(key, object));
    let due = tierings.iter().filter(fits).flat_map(|it| &it.tiers);
    let tier = due.filter(|it| i64::from(it.days) <= idle).map(|it| it.tier).max();
    if tier.is_none() || tier <= access.archive {
        return Ok(());
    }
    access.archive = tier;
    object.change_more(|more| more.tiering = Some(access));
    versions::replace(ctx, bucket, key, &row)?;
    let name = tier.expect("it was found").name();
    events::tell(ctx, bucket, || {
        let detail_type = "Object Access Tier Changed";
        let mut event = Event::about("s3:IntelligentTiering", detail_type, bucket, (key, &row));
        event.detail.push(("destination-access-tier", json!(name)));
        let data = json!({"destinationAccessTier": name});
        event.record = Some(("intelligentTieringEventData", data));
        event
    })
}

/// Notes that an object was read, where that matters and was not noted today.
pub fn note_access(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) {
    let Some(object) = &row.object else { return };
    if !bucket.has(Feature::Tiering) || object.attributes.class() != INTELLIGENT_TIERING {
        return;
    }
    let accessed = access(object, row.modified_us).accessed_us;
    if days_between(accessed, ctx.now().micros()) == 0 {
        return;
    }
    let ask = Ask::to("s3", NOTE_ACCESS)
        .with("Bucket", bucket.name.as_str())
        .with("Key", key)
        .with("VersionId", row.version_id());
    ctx.note(Job::now(ask.as_service(SERVICE_PRINCIPAL)));
}

/// The step that [`note_access`] leaves.
pub fn record_access(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Ok(Struct::new());
    };
    let id = crate::names::parse_version_id(text("VersionId"))?;
    let Some(mut row) = versions::find_version(ctx, &bucket, text("Key"), id)? else {
        return Ok(Struct::new());
    };
    let now = ctx.now().micros();
    if let Some(object) = &mut row.object {
        let archive = object.archive_tier();
        let tiering = AccessRow { accessed_us: now, archive };
        object.change_more(|more| more.tiering = Some(tiering));
        versions::replace(ctx, &bucket, text("Key"), &row)?;
    }
    Ok(Struct::new())
}
