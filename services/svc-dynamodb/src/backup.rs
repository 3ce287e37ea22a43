//! On-demand backups: a backup is an instant of a table's past that is held on to, and the table's
//! settings at that instant. Nothing is copied.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    BackupDescriptionBuilder, BackupDetailsBuilder, BackupSummaryBuilder, CreateBackupInput,
    CreateBackupOutput, DeleteBackupInput, DeleteBackupOutput, DescribeBackupInput,
    DescribeBackupOutput, GlobalSecondaryIndexInfoBuilder, ListBackupsInput, ListBackupsOutput,
    LocalSecondaryIndexInfoBuilder, ProvisionedThroughputBuilder, RestoreTableFromBackupInput,
    RestoreTableFromBackupOutput, SourceTableDetailsBuilder, SourceTableFeatureDetailsBuilder,
    StreamSpecificationBuilder, TimeToLiveDescriptionBuilder, error,
};
use crate::describe;
use crate::errors;
use crate::history::Instant;
use crate::limits;
use crate::names;
use crate::pins::{self, Held};
use crate::restore::{self, Overrides, Source};
use crate::schema::Throughput;
use crate::state::{COUNTS, Status, TableRef, TableRow, shown_time};
use crate::vector;

/// By the id, which begins with the time.
pub static BACKUPS: Table<String, BackupRow> = Table::regional("dynamodb", "backups");

pub const EXPIRE: &str = "ExpireBackup";

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BackupRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub table: String,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub transaction: u64,
    #[n(4)]
    pub items: u64,
    #[n(5)]
    pub bytes: u64,
    /// The table as it was.
    #[n(6)]
    pub row: TableRow,
    /// When a backup that DynamoDB has made itself goes.
    #[n(7)]
    pub expires: Option<i64>,
}

store::row!(BackupRow);

impl BackupRow {
    fn kind(&self) -> &'static str {
        if self.expires.is_some() { "SYSTEM" } else { "USER" }
    }
}

pub fn create_backup(
    ctx: &mut Ctx<'_>,
    input: CreateBackupInput<'_>,
) -> Result<CreateBackupOutput, ApiError> {
    let table = names::find_for_backup(ctx, input.table_name())?;
    if table.row.status != Status::Active {
        return Err(error::table_in_use_exception(format!(
            "Table is in the process of being {}: {}",
            if table.row.status == Status::Creating { "created" } else { "updated" },
            table.name
        )));
    }
    let (id, row) = take(ctx, &table, input.backup_name(), None)?;
    let arn = arn(ctx, &id, &row);
    Ok(CreateBackupOutput::new().backup_details(details(&arn, &row, "AVAILABLE")))
}

fn take(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    name: &str,
    expires: Option<i64>,
) -> Result<(String, BackupRow), ApiError> {
    let counts = ctx.table(&COUNTS).get(&table.row.space)?.unwrap_or_default();
    let instant = Instant::now(ctx);
    let id = format!("{:014}-{}", ctx.now().millis(), ctx.chance().hex(8));
    let row = BackupRow {
        name: name.to_owned(),
        table: table.name.clone(),
        created: instant.micros,
        transaction: instant.transaction,
        items: counts.items,
        bytes: counts.bytes,
        row: TableRow::clone(&table.row),
        expires,
    };
    ctx.table_mut(&BACKUPS).put(&id, &row);
    ctx.meter_level("TimedBackupStorage-ByteHrs", "", counts.bytes as i64)?;
    pins::add(ctx, &held(ctx, &row), &id, instant.micros)?;
    Ok((id, row))
}

fn held(ctx: &Ctx<'_>, row: &BackupRow) -> Held {
    Held { scope: ctx.scope(), table: row.table.clone(), space: row.row.space }
}

/// "If you delete a table with point-in-time recovery enabled, a SYSTEM backup is automatically
/// created and is retained for 35 days." Whether one was.
pub fn take_last(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<bool, ApiError> {
    if table.row.history.recovery_since.is_none() {
        return Ok(false);
    }
    let end = ctx.now() + Duration::from_secs(limits::SYSTEM_BACKUP_SECONDS.cast_unsigned());
    let name = format!("{}$DeletedTableBackup", table.name);
    let (id, _) = take(ctx, table, &name, Some(end.micros()))?;
    let input = Struct::new().with("Backup", id);
    ctx.enqueue(Job::now(Ask::to("dynamodb", EXPIRE).with_input(input)).at(end));
    Ok(true)
}

/// The backup of a table that is archived; its ARN.
pub fn take_of_archive(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    name: &str,
) -> Result<String, ApiError> {
    let (id, row) = take(ctx, table, name, None)?;
    Ok(arn(ctx, &id, &row))
}

/// The step: a system backup's time is over.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Backup").unwrap_or_default();
    if let Some(row) = ctx.table(&BACKUPS).get(id)? {
        ctx.table_mut(&BACKUPS).delete(id);
        ctx.meter_level("TimedBackupStorage-ByteHrs", "", -(row.bytes as i64))?;
        pins::remove(ctx, &held(ctx, &row), id)?;
    }
    Ok(Struct::new())
}

pub fn describe_backup(
    ctx: &mut Ctx<'_>,
    input: DescribeBackupInput<'_>,
) -> Result<DescribeBackupOutput, ApiError> {
    let (_, row) = find(ctx, input.backup_arn())?;
    Ok(DescribeBackupOutput::new().backup_description(description(
        ctx,
        input.backup_arn(),
        &row,
        "AVAILABLE",
    )))
}

pub fn delete_backup(
    ctx: &mut Ctx<'_>,
    input: DeleteBackupInput<'_>,
) -> Result<DeleteBackupOutput, ApiError> {
    let (id, row) = find(ctx, input.backup_arn())?;
    ctx.table_mut(&BACKUPS).delete(&id);
    pins::remove(ctx, &held(ctx, &row), &id)?;
    Ok(DeleteBackupOutput::new().backup_description(description(
        ctx,
        input.backup_arn(),
        &row,
        "DELETED",
    )))
}

pub fn list_backups(
    ctx: &mut Ctx<'_>,
    input: ListBackupsInput<'_>,
) -> Result<ListBackupsOutput, ApiError> {
    let limit = input.limit().unwrap_or(limits::BACKUPS_PAGE) as usize;
    let table = input.table_name().map(|name| names::read(ctx, name)).transpose()?;
    let mut range = Range::all();
    if let Some(after) = input.exclusive_start_backup_arn() {
        range = range.after(&parse(after)?);
    }
    let kind = input.backup_type().unwrap_or("USER");
    let (low, high) = (input.time_range_lower_bound(), input.time_range_upper_bound());
    let is_wanted = |row: &BackupRow| {
        let created = Timestamp::from_micros(row.created);
        table.is_none_or(|table| row.table == table)
            && (kind == "ALL" || row.kind() == kind)
            && low.is_none_or(|low| created >= low)
            && high.is_none_or(|high| created < high)
    };
    let mut found = Vec::new();
    for entry in ctx.table(&BACKUPS).scan(&range) {
        let (id, row) = entry?;
        if is_wanted(&row) {
            found.push((id, row));
        }
        if found.len() > limit {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more).map(|(id, row)| arn(ctx, id, row));
    let summaries: Vec<_> = found.iter().map(|(id, row)| summary(ctx, id, row)).collect();
    Ok(ListBackupsOutput::new().backup_summaries(summaries).last_evaluated_backup_arn(last))
}

pub fn restore_table_from_backup(
    ctx: &mut Ctx<'_>,
    input: RestoreTableFromBackupInput<'_>,
) -> Result<RestoreTableFromBackupOutput, ApiError> {
    let (_, row) = find(ctx, input.backup_arn())?;
    let source = Source {
        held: held(ctx, &row),
        instant: Instant { micros: row.created, transaction: row.transaction },
        backup_arn: Some(input.backup_arn().to_owned()),
        table_arn: names::table_arn(ctx, &row.table),
        row: row.row,
    };
    let overrides = Overrides {
        billing_mode: input.billing_mode_override(),
        throughput: Throughput {
            provisioned: input.provisioned_throughput_override(),
            on_demand: input.on_demand_throughput_override(),
            warm: None,
        },
        global: input.global_secondary_index_override(),
        local: input.local_secondary_index_override(),
        vectors: input.vector_index_override(),
        encryption: input.sse_specification_override(),
    };
    let table = restore::begin(ctx, input.target_table_name(), source, &overrides)?;
    Ok(RestoreTableFromBackupOutput::new().table_description(describe::table(ctx, &table)?))
}

fn arn(ctx: &Ctx<'_>, id: &str, row: &BackupRow) -> String {
    format!("{}/backup/{id}", names::table_arn(ctx, &row.table))
}

/// The id in an ARN.
fn parse(text: &str) -> Result<String, ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "dynamodb");
    let id = arn.as_ref().and_then(|arn| arn.resource.split_once("/backup/"));
    match id {
        Some((_, id)) => Ok(id.to_owned()),
        None => Err(errors::ours(format!("Invalid backup ARN: {text}"))),
    }
}

fn find(ctx: &Ctx<'_>, text: &str) -> Result<(String, BackupRow), ApiError> {
    let id = parse(text)?;
    match ctx.table(&BACKUPS).get(&id)? {
        Some(row) if arn(ctx, &id, &row) == text => Ok((id, row)),
        _ => Err(error::backup_not_found_exception(format!("Backup not found: {text}"))),
    }
}

fn details(arn: &str, row: &BackupRow, status: &str) -> BackupDetailsBuilder {
    BackupDetailsBuilder::new()
        .backup_arn(arn)
        .backup_name(row.name.as_str())
        .backup_size_bytes(row.bytes)
        .backup_status(status)
        .backup_type(row.kind())
        .backup_creation_date_time(shown_time(row.created))
        .backup_expiry_date_time(row.expires.map(shown_time))
}

fn summary(ctx: &Ctx<'_>, id: &str, row: &BackupRow) -> BackupSummaryBuilder {
    BackupSummaryBuilder::new()
        .table_name(row.table.as_str())
        .table_id(row.row.id.as_str())
        .table_arn(names::table_arn(ctx, &row.table))
        .backup_arn(arn(ctx, id, row))
        .backup_name(row.name.as_str())
        .backup_creation_date_time(shown_time(row.created))
        .backup_expiry_date_time(row.expires.map(shown_time))
        .backup_status("AVAILABLE")
        .backup_type(row.kind())
        .backup_size_bytes(row.bytes)
}

fn description(
    ctx: &Ctx<'_>,
    arn: &str,
    backup: &BackupRow,
    status: &str,
) -> BackupDescriptionBuilder {
    let row = &backup.row;
    let mode = if row.billing.is_on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" };
    let throughput = |capacity: &crate::state::CapacityRow| {
        ProvisionedThroughputBuilder::new()
            .read_capacity_units(capacity.read)
            .write_capacity_units(capacity.write)
    };
    let table = SourceTableDetailsBuilder::new()
        .table_name(backup.table.as_str())
        .table_id(row.id.as_str())
        .table_arn(names::table_arn(ctx, &backup.table))
        .table_size_bytes(backup.bytes)
        .key_schema(describe::keys(std::slice::from_ref(&row.hash), row.range.as_slice()))
        .table_creation_date_time(shown_time(row.created))
        .provisioned_throughput(throughput(&row.capacity))
        .item_count(backup.items)
        .billing_mode(mode);
    let local: Vec<_> = row
        .indexes
        .iter()
        .filter(|index| index.is_local)
        .map(|index| {
            LocalSecondaryIndexInfoBuilder::new()
                .index_name(index.name.as_str())
                .key_schema(describe::keys(&index.hash, &index.range))
                .projection(describe::projection(index))
        })
        .collect();
    let global: Vec<_> = row
        .indexes
        .iter()
        .filter(|index| !index.is_local)
        .map(|index| {
            GlobalSecondaryIndexInfoBuilder::new()
                .index_name(index.name.as_str())
                .key_schema(describe::keys(&index.hash, &index.range))
                .projection(describe::projection(index))
                .provisioned_throughput(throughput(&index.capacity))
        })
        .collect();
    let stream = row.stream.as_ref().map(|stream| {
        StreamSpecificationBuilder::new().stream_enabled(true).stream_view_type(stream.view.name())
    });
    let ttl = row.ttl.as_deref().map(|attribute| {
        TimeToLiveDescriptionBuilder::new().time_to_live_status("ENABLED").attribute_name(attribute)
    });
    BackupDescriptionBuilder::new()
        .backup_details(details(arn, backup, status))
        .source_table_details(table)
        .source_table_feature_details(
            SourceTableFeatureDetailsBuilder::new()
                .local_secondary_indexes((!local.is_empty()).then_some(local))
                .global_secondary_indexes((!global.is_empty()).then_some(global))
                .vector_indexes(vector::infos(row))
                .stream_description(stream)
                .time_to_live_description(ttl),
        )
}
