//! How a table describes itself.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use crate::api::{
    AttributeDefinitionBuilder, BillingModeSummaryBuilder, GlobalSecondaryIndexDescriptionBuilder,
    GlobalSecondaryIndexWarmThroughputDescriptionBuilder, KeySchemaElementBuilder,
    LocalSecondaryIndexDescriptionBuilder, OnDemandThroughputBuilder, ProjectionBuilder,
    ProvisionedThroughputDescriptionBuilder, ReplicaDescriptionBuilder, RestoreSummaryBuilder,
    StreamSpecificationBuilder, TableClassSummaryBuilder, TableDescriptionBuilder,
    TableWarmThroughputDescriptionBuilder, billing_mode,
};
use crate::archive;
use crate::encryption;
use crate::limits;
use crate::names;
use crate::overrides;
use crate::replica;
use crate::state::{
    COUNTS, CapacityRow, CountRow, IndexRow, ProjectionRow, Status, TABLES, TableRef, TableRow,
    shown_time,
};
use crate::strong;
use crate::vector;

/// [Warm throughput] what an on-demand table or index can take at once when it is new.
const WARM_READS: i64 = 12_000;
const WARM_WRITES: i64 = 4_000;

pub fn table(ctx: &Ctx<'_>, table: &TableRef) -> Result<TableDescriptionBuilder, ApiError> {
    let row = &table.row;
    let counts = ctx.table(&COUNTS).get(&row.space)?.unwrap_or_default();
    let arn = names::table_arn(ctx, &table.name);
    let out = TableDescriptionBuilder::new()
        .attribute_definitions(attributes(row))
        .table_name(table.name.as_str())
        .key_schema(keys(std::slice::from_ref(&row.hash), row.range.as_slice()))
        .table_status(row.status.name())
        .creation_date_time(shown_time(row.created))
        .provisioned_throughput(provisioned(ctx, row, &row.capacity))
        .table_size_bytes(counts.bytes + counts.items * limits::ROW_OVERHEAD_BYTES)
        .item_count(counts.items)
        .table_arn(arn.as_str())
        .table_id(row.id.as_str())
        .billing_mode_summary(billing(row))
        .local_secondary_indexes(local_indexes(row, &arn, &counts))
        .global_secondary_indexes(global_indexes(ctx, row, &arn, &counts))
        .vector_indexes(vector::descriptions(row, &arn, &counts))
        .table_class_summary(class(row))
        .deletion_protection_enabled(row.is_protected)
        .on_demand_throughput(on_demand(row, &row.capacity))
        .warm_throughput(warm(row))
        .restore_summary(restored(row))
        .archival_summary(row.archived.as_ref().map(archive::summary))
        .sse_description(row.encryption.as_ref().map(encryption::description));
    replicas(ctx, table, with_stream(row, &arn, out))
}

/// What DeleteTable answers: less than DescribeTable.
pub fn deleted(table: &TableRef, ctx: &Ctx<'_>) -> TableDescriptionBuilder {
    let row = &table.row;
    TableDescriptionBuilder::new()
        .table_name(table.name.as_str())
        .table_status(Status::Deleting.name())
        .provisioned_throughput(provisioned(ctx, row, &row.capacity))
        .table_size_bytes(0_u64)
        .item_count(0_u64)
        .table_arn(names::table_arn(ctx, &table.name))
        .table_id(row.id.as_str())
        .billing_mode_summary(billing(row))
        .table_class_summary(class(row))
        .deletion_protection_enabled(row.is_protected)
}

pub fn attributes(row: &TableRow) -> Vec<AttributeDefinitionBuilder> {
    let definition = |(name, kind): &(String, crate::state::KeyKind)| {
        AttributeDefinitionBuilder::new().attribute_name(name).attribute_type(kind.name())
    };
    row.attributes.iter().map(definition).collect()
}

pub fn keys(hash: &[String], range: &[String]) -> Vec<KeySchemaElementBuilder> {
    let element = |kind: &'static str| {
        move |name: &String| KeySchemaElementBuilder::new().attribute_name(name).key_type(kind)
    };
    hash.iter().map(element("HASH")).chain(range.iter().map(element("RANGE"))).collect()
}

fn provisioned(
    ctx: &Ctx<'_>,
    row: &TableRow,
    capacity: &CapacityRow,
) -> ProvisionedThroughputDescriptionBuilder {
    let day = |micros: i64| micros.div_euclid(86_400_000_000);
    let is_today = capacity.decreased.is_some_and(|at| day(at) == day(ctx.now().micros()));
    let decreases = if is_today { capacity.decreases } else { 0 };
    let units = |units: i64| if row.billing.is_on_demand { 0 } else { units };
    ProvisionedThroughputDescriptionBuilder::new()
        .last_increase_date_time(capacity.increased.map(shown_time))
        .last_decrease_date_time(capacity.decreased.map(shown_time))
        .number_of_decreases_today(decreases)
        .read_capacity_units(units(capacity.read))
        .write_capacity_units(units(capacity.write))
}

/// Tables that have never been on-demand say nothing of it.
pub fn billing(row: &TableRow) -> Option<BillingModeSummaryBuilder> {
    let since = row.billing.on_demand_since?;
    let mode = if row.billing.is_on_demand {
        billing_mode::PAY_PER_REQUEST
    } else {
        billing_mode::PROVISIONED
    };
    Some(
        BillingModeSummaryBuilder::new()
            .billing_mode(mode)
            .last_update_to_pay_per_request_date_time(shown_time(since)),
    )
}

pub fn projection(index: &IndexRow) -> ProjectionBuilder {
    projection_of(&index.projection)
}

pub fn projection_of(projection: &ProjectionRow) -> ProjectionBuilder {
    let out = ProjectionBuilder::new();
    match projection {
        ProjectionRow::All => out.projection_type("ALL"),
        ProjectionRow::KeysOnly => out.projection_type("KEYS_ONLY"),
        ProjectionRow::Include(names) => {
            out.projection_type("INCLUDE").non_key_attributes(names.clone())
        }
    }
}

fn size_of(counts: &CountRow, index: &IndexRow) -> (u64, u64) {
    let indexes: &BTreeMap<u64, (u64, u64)> = &counts.indexes;
    let (entries, bytes) = indexes.get(&index.space).copied().unwrap_or_default();
    (entries, bytes + entries * limits::ROW_OVERHEAD_BYTES)
}

fn local_indexes(
    row: &TableRow,
    arn: &str,
    counts: &CountRow,
) -> Option<Vec<LocalSecondaryIndexDescriptionBuilder>> {
    let describe = |index: &IndexRow| {
        let (entries, bytes) = size_of(counts, index);
        LocalSecondaryIndexDescriptionBuilder::new()
            .index_name(index.name.as_str())
            .key_schema(keys(&index.hash, &index.range))
            .projection(projection(index))
            .index_size_bytes(bytes)
            .item_count(entries)
            .index_arn(format!("{arn}/index/{}", index.name))
    };
    let out: Vec<_> = row.indexes.iter().filter(|index| index.is_local).map(describe).collect();
    (!out.is_empty()).then_some(out)
}

fn global_indexes(
    ctx: &Ctx<'_>,
    row: &TableRow,
    arn: &str,
    counts: &CountRow,
) -> Option<Vec<GlobalSecondaryIndexDescriptionBuilder>> {
    let describe = |index: &IndexRow| {
        let (entries, bytes) = size_of(counts, index);
        let (reads, writes) = warm_units(row, &index.capacity, index.warm);
        GlobalSecondaryIndexDescriptionBuilder::new()
            .index_name(index.name.as_str())
            .key_schema(keys(&index.hash, &index.range))
            .projection(projection(index))
            .index_status(index.status.name())
            .backfilling((index.status == Status::Creating).then_some(index.is_backfilling))
            .provisioned_throughput(provisioned(ctx, row, &index.capacity))
            .index_size_bytes(bytes)
            .item_count(entries)
            .index_arn(format!("{arn}/index/{}", index.name))
            .on_demand_throughput(on_demand(row, &index.capacity))
            .warm_throughput(
                GlobalSecondaryIndexWarmThroughputDescriptionBuilder::new()
                    .read_units_per_second(reads)
                    .write_units_per_second(writes)
                    .status(index.status.name()),
            )
    };
    let out: Vec<_> = row.indexes.iter().filter(|index| !index.is_local).map(describe).collect();
    (!out.is_empty()).then_some(out)
}

fn on_demand(row: &TableRow, capacity: &CapacityRow) -> Option<OnDemandThroughputBuilder> {
    let (read, write) = (capacity.on_demand_read_max, capacity.on_demand_write_max);
    let is_set = row.billing.is_on_demand && (read.is_some() || write.is_some());
    is_set.then(|| {
        OnDemandThroughputBuilder::new()
            .max_read_request_units(read.unwrap_or(-1))
            .max_write_request_units(write.unwrap_or(-1))
    })
}

/// Reads and writes a second that it can take at once.
pub fn warm_units(row: &TableRow, capacity: &CapacityRow, warm: Option<(i64, i64)>) -> (i64, i64) {
    let (reads, writes) = warm.unwrap_or_default();
    if row.billing.is_on_demand {
        return (reads.max(WARM_READS), writes.max(WARM_WRITES));
    }
    (reads.max(capacity.read), writes.max(capacity.write))
}

fn warm(row: &TableRow) -> TableWarmThroughputDescriptionBuilder {
    let (reads, writes) = warm_units(row, &row.capacity, row.warm);
    TableWarmThroughputDescriptionBuilder::new()
        .read_units_per_second(reads)
        .write_units_per_second(writes)
        .status(row.status.name())
}

/// A table of the standard class that has always been one says nothing of it.
pub fn class(row: &TableRow) -> Option<TableClassSummaryBuilder> {
    let class = &row.class;
    if !class.is_infrequent_access && class.changed.is_none() {
        return None;
    }
    let name = if class.is_infrequent_access { "STANDARD_INFREQUENT_ACCESS" } else { "STANDARD" };
    Some(
        TableClassSummaryBuilder::new()
            .table_class(name)
            .last_update_date_time(class.changed.map(shown_time)),
    )
}

fn with_stream(row: &TableRow, arn: &str, out: TableDescriptionBuilder) -> TableDescriptionBuilder {
    let label = row.stream.as_ref().map(|stream| &stream.label).or(row.last_stream.as_ref());
    let specification = row.stream.as_ref().map(|stream| {
        StreamSpecificationBuilder::new().stream_enabled(true).stream_view_type(stream.view.name())
    });
    out.stream_specification(specification)
        .latest_stream_label(label)
        .latest_stream_arn(label.map(|label| format!("{arn}/stream/{label}")))
}

fn restored(row: &TableRow) -> Option<RestoreSummaryBuilder> {
    let restored = row.restored.as_ref()?;
    Some(
        RestoreSummaryBuilder::new()
            .source_backup_arn(restored.backup_arn.as_deref())
            .source_table_arn(restored.table_arn.as_deref())
            .restore_date_time(shown_time(restored.instant))
            .restore_in_progress(restored.is_in_progress),
    )
}

/// The other replicas; the table itself is one too.
fn replicas(
    ctx: &Ctx<'_>,
    table: &TableRef,
    out: TableDescriptionBuilder,
) -> Result<TableDescriptionBuilder, ApiError> {
    let replication = table.row.replication.as_ref().filter(|replication| !replication.is_legacy);
    let Some(replication) = replication else { return Ok(out) };
    let mut others = Vec::with_capacity(replication.others.len());
    for other in &replication.others {
        let shown = ReplicaDescriptionBuilder::new()
            .region_name(other.region.as_str())
            .replica_status(other.status.name());
        let region = replica::region(ctx, &other.region)?;
        let row = ctx.table_in(&TABLES, replica::scope(ctx, region)).get(&table.name)?;
        others.push(match row {
            Some(row) => overrides::shown(&row, shown),
            None => shown,
        });
    }
    let is_protected = (!replication.is_strong).then_some(!replication.may_leave);
    Ok(out
        .disassociation_protection_enabled(is_protected)
        .global_table_version("2019.11.21")
        .replicas(others)
        .multi_region_consistency(strong::consistency(replication))
        .global_table_witnesses(strong::witnesses(replication)))
}
