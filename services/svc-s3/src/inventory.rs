//! S3 Inventory: the operations on its configurations.
//!
//! How a list is made is in `inventory_run.rs`. Source: S3 API Reference,
//! PutBucketInventoryConfiguration; S3 User Guide, "Cataloging and analyzing your data with S3
//! Inventory", "Configuring Amazon S3 Inventory".

use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteBucketInventoryConfigurationInput, DeleteBucketInventoryConfigurationOutput,
    GetBucketInventoryConfigurationInput, GetBucketInventoryConfigurationOutput,
    InventoryConfiguration, InventoryConfigurationBuilder, InventoryDestinationBuilder,
    InventoryEncryption, InventoryEncryptionBuilder, InventoryFilterBuilder,
    InventoryS3BucketDestination, InventoryS3BucketDestinationBuilder, InventoryScheduleBuilder,
    ListBucketInventoryConfigurationsInput, ListBucketInventoryConfigurationsOutput,
    PutBucketInventoryConfigurationInput, PutBucketInventoryConfigurationOutput, SSEKMSBuilder,
    SSES3Builder,
};
use crate::bucket::{self, Bucket};
use crate::configurations;
use crate::errors;
use crate::inventory_line::OPTIONAL;
use crate::inventory_run;
use crate::limits::INVENTORIES_MAX;
use crate::replication::destination_name;
use crate::state_inventory::{INVENTORIES, InventoryRow, InventoryTargetRow};
use crate::state_settings::Feature;

pub fn put_bucket_inventory_configuration(
    ctx: &mut Ctx,
    input: PutBucketInventoryConfigurationInput<'_>,
) -> Result<PutBucketInventoryConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.inventory_configuration();
    configurations::check_id("an inventory", input.id(), given.id())?;
    let mut row = read(ctx, &bucket, given)?;
    row.chain = ctx.chance().u64();
    configurations::check_room(ctx, &INVENTORIES, &bucket, given.id(), INVENTORIES_MAX)?;
    inventory_run::forget_files(ctx, &bucket, given.id())?;
    ctx.table_mut(&INVENTORIES).put(&(bucket.row.id, given.id()), &row);
    bucket.set_feature(ctx, Feature::Inventory, true);
    if row.is_enabled {
        inventory_run::begin(ctx, &bucket, given.id(), &row);
    }
    Ok(PutBucketInventoryConfigurationOutput::new())
}

fn read(
    ctx: &Ctx,
    bucket: &Bucket,
    given: InventoryConfiguration<'_>,
) -> Result<InventoryRow, ApiError> {
    let has_all_versions = match given.included_object_versions() {
        "All" => true,
        "Current" => false,
        _ => return Err(errors::malformed_xml()),
    };
    let is_weekly = match given.schedule().frequency() {
        "Weekly" => true,
        "Daily" => false,
        _ => return Err(errors::malformed_xml()),
    };
    let mut fields = Vec::new();
    for field in given.optional_fields().into_iter().flatten() {
        if OPTIONAL.iter().all(|known| known.name != field) {
            return Err(errors::not_implemented(field));
        }
        fields.push(field.to_owned());
    }
    Ok(InventoryRow {
        is_enabled: given.is_enabled(),
        has_all_versions,
        prefix: given.filter().map(|filter| filter.prefix().to_owned()),
        is_weekly,
        fields,
        to: read_target(ctx, bucket, given.destination().s3_bucket_destination())?,
        chain: 0,
    })
}

fn read_target(
    ctx: &Ctx,
    bucket: &Bucket,
    given: InventoryS3BucketDestination<'_>,
) -> Result<InventoryTargetRow, ApiError> {
    let is_parquet = match given.format() {
        "CSV" => false,
        "Parquet" => true,
        "ORC" => return Err(errors::not_implemented("Format")),
        _ => return Err(errors::malformed_xml()),
    };
    let encryption = given.encryption();
    let invalid = |message: &str| errors::invalid_argument("Bucket", given.bucket(), message);
    let name = destination_name(given.bucket()).ok_or_else(|| invalid("Invalid bucket ARN."))?;
    let target = bucket::open_for_anybody(ctx, name)?;
    let target = target.ok_or_else(|| invalid("Destination bucket must exist."))?;
    if target.region() != bucket.region() {
        return Err(invalid("The destination bucket must be in the region of the source bucket."));
    }
    Ok(InventoryTargetRow {
        bucket: given.bucket().to_owned(),
        account: given.account_id().map(str::to_owned),
        prefix: given.prefix().map(str::to_owned),
        names_encryption: encryption.is_some_and(|it| it.sses3().is_some()),
        kms_key: encryption.and_then(InventoryEncryption::ssekms).map(|it| it.key_id().to_owned()),
        is_parquet,
    })
}

fn show(id: &str, row: &InventoryRow) -> InventoryConfigurationBuilder {
    let encryption = InventoryEncryptionBuilder::new();
    let encryption = match &row.to.kms_key {
        Some(key) => Some(encryption.ssekms(SSEKMSBuilder::new().key_id(key))),
        None => row.to.names_encryption.then(|| encryption.sses3(SSES3Builder::new())),
    };
    let target = InventoryS3BucketDestinationBuilder::new()
        .account_id(row.to.account.as_deref())
        .bucket(&row.to.bucket)
        .format(if row.to.is_parquet { "Parquet" } else { "CSV" })
        .prefix(row.to.prefix.as_deref())
        .encryption(encryption);
    let filter = row.prefix.as_deref().map(|prefix| InventoryFilterBuilder::new().prefix(prefix));
    let frequency = if row.is_weekly { "Weekly" } else { "Daily" };
    InventoryConfigurationBuilder::new()
        .destination(InventoryDestinationBuilder::new().s3_bucket_destination(target))
        .is_enabled(row.is_enabled)
        .filter(filter)
        .id(id)
        .included_object_versions(if row.has_all_versions { "All" } else { "Current" })
        .optional_fields((!row.fields.is_empty()).then(|| row.fields.clone()))
        .schedule(InventoryScheduleBuilder::new().frequency(frequency))
}

pub fn get_bucket_inventory_configuration(
    ctx: &mut Ctx,
    input: GetBucketInventoryConfigurationInput<'_>,
) -> Result<GetBucketInventoryConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = ctx.table(&INVENTORIES).get(&(bucket.row.id, input.id()))?;
    let row = row.ok_or_else(errors::no_such_configuration)?;
    Ok(GetBucketInventoryConfigurationOutput::new().inventory_configuration(show(input.id(), &row)))
}

pub fn delete_bucket_inventory_configuration(
    ctx: &mut Ctx,
    input: DeleteBucketInventoryConfigurationInput<'_>,
) -> Result<DeleteBucketInventoryConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    configurations::remove(ctx, &INVENTORIES, Feature::Inventory, &mut bucket, input.id())?;
    inventory_run::forget_files(ctx, &bucket, input.id())?;
    Ok(DeleteBucketInventoryConfigurationOutput::new())
}

pub fn list_bucket_inventory_configurations(
    ctx: &mut Ctx,
    input: ListBucketInventoryConfigurationsInput<'_>,
) -> Result<ListBucketInventoryConfigurationsOutput, ApiError> {
    const OPERATION: &str = "ListBucketInventoryConfigurations";
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let token = input.continuation_token();
    let page = configurations::page(ctx, &INVENTORIES, OPERATION, &bucket, token)?;
    let shown = page.rows.iter().map(|(name, row)| show(name, row));
    Ok(ListBucketInventoryConfigurationsOutput::new()
        .is_truncated(page.next.is_some())
        .continuation_token(token)
        .next_continuation_token(page.next)
        .inventory_configuration_list(shown.collect::<Vec<_>>()))
}
