//! UpdateTableReplicaAutoScaling and DescribeTableReplicaAutoScaling: how the capacity of a table
//! and of its replicas is scaled. Writes are set for all of them, reads for each.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use super::set::{SET, Wanted};
use super::targets;
use crate::api::{
    DescribeTableReplicaAutoScalingInput, DescribeTableReplicaAutoScalingOutput,
    ReplicaAutoScalingDescriptionBuilder, ReplicaGlobalSecondaryIndexAutoScalingDescriptionBuilder,
    TableAutoScalingDescriptionBuilder, UpdateTableReplicaAutoScalingInput,
    UpdateTableReplicaAutoScalingOutput,
};
use crate::errors;
use crate::names;
use crate::replica;
use crate::state::{Status, TABLES, TableRef};

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateTableReplicaAutoScalingInput<'_>,
) -> Result<UpdateTableReplicaAutoScalingOutput, ApiError> {
    let table = names::find_active(ctx, input.table_name())?;
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    for region in regions(ctx, &table) {
        let mut of_region = Wanted::default();
        let write = input.provisioned_write_capacity_auto_scaling_update();
        of_region.table.write = write.map(|update| update.0.clone());
        for index in input.global_secondary_index_updates().into_iter().flatten() {
            let Some(name) = index.index_name() else {
                return Err(errors::ours_invalid("IndexName must be specified"));
            };
            let write = index.provisioned_write_capacity_auto_scaling_update();
            of_region.index(name).write = write.map(|update| update.0.clone());
        }
        wanted.insert(region, of_region);
    }
    for replica in input.replica_updates().into_iter().flatten() {
        let region = replica.region_name();
        let Some(of_region) = wanted.get_mut(region) else {
            return Err(errors::ours_invalid(format!(
                "The table {} has no replica in {region}",
                table.name
            )));
        };
        let read = replica.replica_provisioned_read_capacity_auto_scaling_update();
        of_region.table.read = read.map(|update| update.0.clone());
        for index in replica.replica_global_secondary_index_updates().into_iter().flatten() {
            let Some(name) = index.index_name() else {
                return Err(errors::ours_invalid("IndexName must be specified"));
            };
            let read = index.provisioned_read_capacity_auto_scaling_update();
            of_region.index(name).read = read.map(|update| update.0.clone());
        }
    }
    for (region, of_region) in wanted {
        let region = replica::region(ctx, &region)?;
        ctx.call(replica::in_region(region, SET, of_region.input(&table.name)))?;
    }
    let shown = describe_all(ctx, &table)?.table_status(Status::Updating.name());
    Ok(UpdateTableReplicaAutoScalingOutput::new().table_auto_scaling_description(shown))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeTableReplicaAutoScalingInput<'_>,
) -> Result<DescribeTableReplicaAutoScalingOutput, ApiError> {
    let table = names::find(ctx, input.table_name())?;
    let shown = describe_all(ctx, &table)?;
    Ok(DescribeTableReplicaAutoScalingOutput::new().table_auto_scaling_description(shown))
}

/// This region and those of the other replicas.
fn regions(ctx: &Ctx<'_>, table: &TableRef) -> Vec<String> {
    let others = table.row.replication.iter().flat_map(|it| &it.others);
    let mut all = vec![ctx.region().as_str().to_owned()];
    all.extend(others.map(|other| other.region.clone()));
    all.sort_unstable();
    all
}

fn describe_all(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
) -> Result<TableAutoScalingDescriptionBuilder, ApiError> {
    let mut replicas = Vec::new();
    for region in regions(ctx, table) {
        let at = replica::region(ctx, &region)?;
        let scope = replica::scope(ctx, at);
        let Some(row) = ctx.table_in(&TABLES, scope).get(&table.name)? else { continue };
        let indexes = row.indexes.iter().filter(|index| !index.is_local);
        let names = indexes.map(|index| index.name.as_str());
        let scalings = targets::gather(ctx, at, &table.name, names)?;
        let of = |index: Option<&str>, is_write| scalings.description(&table.name, index, is_write);
        let indexes = row.indexes.iter().filter(|index| !index.is_local).map(|index| {
            ReplicaGlobalSecondaryIndexAutoScalingDescriptionBuilder::new()
                .index_name(index.name.as_str())
                .index_status(index.status.name())
                .provisioned_read_capacity_auto_scaling_settings(of(Some(&index.name), false))
                .provisioned_write_capacity_auto_scaling_settings(of(Some(&index.name), true))
        });
        replicas.push(
            ReplicaAutoScalingDescriptionBuilder::new()
                .region_name(region)
                .global_secondary_indexes(indexes.collect::<Vec<_>>())
                .replica_provisioned_read_capacity_auto_scaling_settings(of(None, false))
                .replica_provisioned_write_capacity_auto_scaling_settings(of(None, true))
                .replica_status(row.status.name()),
        );
    }
    Ok(TableAutoScalingDescriptionBuilder::new()
        .table_name(table.name.as_str())
        .table_status(table.row.status.name())
        .replicas(replicas))
}
