//! UpdateGlobalTableSettings and DescribeGlobalTableSettings: capacity and its scaling of global
//! tables of version 2017.11.29.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use super::set::{SET, Wanted};
use super::targets;
use crate::api::{
    DescribeGlobalTableSettingsInput, DescribeGlobalTableSettingsOutput,
    ReplicaGlobalSecondaryIndexSettingsDescriptionBuilder, ReplicaSettingsDescriptionBuilder,
    UpdateGlobalTableSettingsInput, UpdateGlobalTableSettingsOutput, error,
};
use crate::describe;
use crate::global_table::{self, GlobalTableRow};
use crate::replica;
use crate::state::{Status, TABLES, TableRow};

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateGlobalTableSettingsInput<'_>,
) -> Result<UpdateGlobalTableSettingsOutput, ApiError> {
    let name = input.global_table_name();
    let global = global_table::find(ctx, name)?;
    let mut wanted: BTreeMap<&str, Wanted> = BTreeMap::new();
    for region in &global.regions {
        let row = replica_row(ctx, name, region)?;
        let mut of_region = Wanted {
            billing: input.global_table_billing_mode().map(str::to_owned),
            ..Wanted::default()
        };
        of_region.table.write_units = input.global_table_provisioned_write_capacity_units();
        let write = input.global_table_provisioned_write_capacity_auto_scaling_settings_update();
        of_region.table.write = write.map(|update| update.0.clone());
        let indexes = input.global_table_global_secondary_index_settings_update();
        for index in indexes.into_iter().flatten() {
            check_index(&row, index.index_name())?;
            let of_index = of_region.index(index.index_name());
            of_index.write_units = index.provisioned_write_capacity_units();
            let write = index.provisioned_write_capacity_auto_scaling_settings_update();
            of_index.write = write.map(|update| update.0.clone());
        }
        wanted.insert(region, of_region);
    }
    for replica in input.replica_settings_update().into_iter().flatten() {
        let region = replica.region_name();
        let Some(of_region) = wanted.get_mut(region) else {
            return Err(error::replica_not_found_exception(format!(
                "Replica in region: '{region}' of global table '{name}' was not found"
            )));
        };
        of_region.class = replica.replica_table_class().map(str::to_owned);
        of_region.table.read_units = replica.replica_provisioned_read_capacity_units();
        let read = replica.replica_provisioned_read_capacity_auto_scaling_settings_update();
        of_region.table.read = read.map(|update| update.0.clone());
        let row = replica_row(ctx, name, region)?;
        for index in replica.replica_global_secondary_index_settings_update().into_iter().flatten()
        {
            check_index(&row, index.index_name())?;
            let of_index = of_region.index(index.index_name());
            of_index.read_units = index.provisioned_read_capacity_units();
            let read = index.provisioned_read_capacity_auto_scaling_settings_update();
            of_index.read = read.map(|update| update.0.clone());
        }
    }
    for (region, of_region) in wanted {
        let region = replica::region(ctx, region)?;
        ctx.call(replica::in_region(region, SET, of_region.input(name)))?;
    }
    let mut shown = describe_all(ctx, name, &global)?;
    for replica in &mut shown {
        replica.0.set("ReplicaStatus", Status::Updating.name());
    }
    Ok(UpdateGlobalTableSettingsOutput::new().global_table_name(name).replica_settings(shown))
}

fn check_index(row: &TableRow, name: &str) -> Result<(), ApiError> {
    if row.index(name).is_some_and(|index| !index.is_local) {
        return Ok(());
    }
    Err(error::index_not_found_exception(format!("Index not found: {name}")))
}

fn replica_row(ctx: &Ctx<'_>, name: &str, region: &str) -> Result<TableRow, ApiError> {
    let scope = replica::scope(ctx, replica::region(ctx, region)?);
    ctx.table_in(&TABLES, scope).get(name)?.ok_or_else(ApiError::internal)
}

pub fn describe_settings(
    ctx: &mut Ctx<'_>,
    input: DescribeGlobalTableSettingsInput<'_>,
) -> Result<DescribeGlobalTableSettingsOutput, ApiError> {
    let name = input.global_table_name();
    let global = global_table::find(ctx, name)?;
    let shown = describe_all(ctx, name, &global)?;
    Ok(DescribeGlobalTableSettingsOutput::new().global_table_name(name).replica_settings(shown))
}

fn describe_all(
    ctx: &mut Ctx<'_>,
    name: &str,
    global: &GlobalTableRow,
) -> Result<Vec<ReplicaSettingsDescriptionBuilder>, ApiError> {
    let mut replicas = Vec::new();
    for region in &global.regions {
        let at = replica::region(ctx, region)?;
        let scope = replica::scope(ctx, at);
        let Some(row) = ctx.table_in(&TABLES, scope).get(name)? else { continue };
        let indexes = row.indexes.iter().filter(|index| !index.is_local);
        let names = indexes.map(|index| index.name.as_str());
        let scalings = targets::gather(ctx, at, name, names)?;
        let of = |index: Option<&str>, is_write| scalings.description(name, index, is_write);
        let indexes = row.indexes.iter().filter(|index| !index.is_local).map(|index| {
            let name = Some(index.name.as_str());
            ReplicaGlobalSecondaryIndexSettingsDescriptionBuilder::new()
                .index_name(index.name.as_str())
                .index_status(index.status.name())
                .provisioned_read_capacity_units(index.capacity.read)
                .provisioned_read_capacity_auto_scaling_settings(of(name, false))
                .provisioned_write_capacity_units(index.capacity.write)
                .provisioned_write_capacity_auto_scaling_settings(of(name, true))
        });
        let indexes: Vec<_> = indexes.collect();
        replicas.push(
            ReplicaSettingsDescriptionBuilder::new()
                .region_name(region.as_str())
                .replica_status(row.status.name())
                .replica_billing_mode_summary(describe::billing(&row))
                .replica_provisioned_read_capacity_units(row.capacity.read)
                .replica_provisioned_read_capacity_auto_scaling_settings(of(None, false))
                .replica_provisioned_write_capacity_units(row.capacity.write)
                .replica_provisioned_write_capacity_auto_scaling_settings(of(None, true))
                .replica_global_secondary_index_settings((!indexes.is_empty()).then_some(indexes))
                .replica_table_class_summary(describe::class(&row)),
        );
    }
    Ok(replicas)
}
