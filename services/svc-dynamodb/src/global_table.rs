//! Global tables of version 2017.11.29, which AWS calls legacy: CreateGlobalTable,
//! UpdateGlobalTable, DescribeGlobalTable, ListGlobalTables.
//!
//! They are made of tables that are there, one in each region: empty, of the same keys and indexes,
//! with streams of both images. Their settings stay each table's own, and every item gets the
//! attributes `aws:rep:*`. How writes travel is [`crate::replicate`]'s, as for those of 2019.
//!
//! Source: API reference; "Global tables version 2017.11.29 (Legacy)": how it works, requirements.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Region, Scope, Table};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    CreateGlobalTableInput, CreateGlobalTableOutput, DescribeGlobalTableInput,
    DescribeGlobalTableOutput, GlobalTableBuilder, GlobalTableDescriptionBuilder,
    ListGlobalTablesInput, ListGlobalTablesOutput, ReplicaBuilder, ReplicaDescriptionBuilder,
    UpdateGlobalTableInput, UpdateGlobalTableOutput, error,
};
use crate::errors;
use crate::limits;
use crate::state::{
    COUNTS, ReplicaRow, ReplicationRow, Status, TABLES, TableRow, ViewType, shown_time,
};

/// By name; of all regions.
pub static GLOBAL_TABLES: Table<String, GlobalTableRow> =
    Table::global("dynamodb", "global-tables");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GlobalTableRow {
    #[n(0)]
    pub group: String,
    #[n(1)]
    pub created: i64,
    /// In the order of their names.
    #[n(2)]
    pub regions: Vec<String>,
}

store::row!(GlobalTableRow);

pub fn create_global_table(
    ctx: &mut Ctx<'_>,
    input: CreateGlobalTableInput<'_>,
) -> Result<CreateGlobalTableOutput, ApiError> {
    let name = input.global_table_name();
    if ctx.table(&GLOBAL_TABLES).contains(name)? {
        return Err(error::global_table_already_exists_exception(format!(
            "Global table with name: '{name}' already exists"
        )));
    }
    let regions = input.replication_group();
    let mut regions: Vec<String> =
        regions.iter().filter_map(|it| it.region_name().map(str::to_owned)).collect();
    regions.sort_unstable();
    regions.dedup();
    if regions.is_empty() {
        return Err(errors::ours("ReplicationGroup must name a region"));
    }
    let group = ctx.chance().uuid();
    let row = GlobalTableRow { group, created: ctx.now().micros(), regions };
    link(ctx, name, &row)?;
    ctx.table_mut(&GLOBAL_TABLES).put(name, &row);
    let description = description(ctx, name, &row).global_table_status("CREATING");
    Ok(CreateGlobalTableOutput::new().global_table_description(description))
}

pub fn update_global_table(
    ctx: &mut Ctx<'_>,
    input: UpdateGlobalTableInput<'_>,
) -> Result<UpdateGlobalTableOutput, ApiError> {
    let name = input.global_table_name();
    let mut row = find(ctx, name)?;
    for update in input.replica_updates() {
        match (update.create(), update.delete()) {
            (Some(create), None) => {
                let region = create.region_name();
                if row.regions.iter().any(|other| other == region) {
                    return Err(error::replica_already_exists_exception(format!(
                        "Replica in region: '{region}' of global table '{name}' already exists"
                    )));
                }
                row.regions.push(region.to_owned());
                row.regions.sort_unstable();
            }
            (None, Some(delete)) => {
                let region = delete.region_name();
                let before = row.regions.len();
                row.regions.retain(|other| other != region);
                if row.regions.len() == before {
                    return Err(error::replica_not_found_exception(format!(
                        "Replica in region: '{region}' of global table '{name}' was not found"
                    )));
                }
                unlink(ctx, name, region)?;
            }
            _ => return Err(errors::ours("A replica update must be one of Create and Delete")),
        }
    }
    link(ctx, name, &row)?;
    ctx.table_mut(&GLOBAL_TABLES).put(name, &row);
    let description = description(ctx, name, &row).global_table_status("UPDATING");
    Ok(UpdateGlobalTableOutput::new().global_table_description(description))
}

pub fn describe_global_table(
    ctx: &mut Ctx<'_>,
    input: DescribeGlobalTableInput<'_>,
) -> Result<DescribeGlobalTableOutput, ApiError> {
    let name = input.global_table_name();
    let row = find(ctx, name)?;
    Ok(DescribeGlobalTableOutput::new().global_table_description(description(ctx, name, &row)))
}

/// The global tables that have a replica in the region.
pub fn list_global_tables(
    ctx: &mut Ctx<'_>,
    input: ListGlobalTablesInput<'_>,
) -> Result<ListGlobalTablesOutput, ApiError> {
    let limit = input.limit().unwrap_or(limits::LIST_TABLES_MAX) as usize;
    let region = input.region_name();
    let mut range = Range::all();
    if let Some(after) = input.exclusive_start_global_table_name() {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in ctx.table(&GLOBAL_TABLES).scan(&range) {
        let (name, row) = entry?;
        if region.is_none_or(|region| row.regions.iter().any(|other| other == region)) {
            found.push((name, row));
        }
        if found.len() > limit {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more).map(|(name, _)| name.clone());
    let tables = found.into_iter().map(|(name, row)| {
        let regions = row.regions.into_iter();
        let regions = regions.map(|region| ReplicaBuilder::new().region_name(region));
        GlobalTableBuilder::new()
            .global_table_name(name)
            .replication_group(regions.collect::<Vec<_>>())
    });
    Ok(ListGlobalTablesOutput::new()
        .global_tables(tables.collect::<Vec<_>>())
        .last_evaluated_global_table_name(last))
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<GlobalTableRow, ApiError> {
    ctx.table(&GLOBAL_TABLES).get(name)?.ok_or_else(|| {
        error::global_table_not_found_exception(format!(
            "Global table not found: Global table with name: '{name}' does not exist."
        ))
    })
}

fn scope(ctx: &Ctx<'_>, region: &str) -> Result<Scope, ApiError> {
    let region = Region::parse(region)
        .filter(|region| region.partition() == ctx.region().partition())
        .ok_or_else(|| errors::ours(format!("Unsupported region: {region}")))?;
    Ok(Scope::new(ctx.account().digits(), region.as_str()))
}

/// Makes the tables of all regions replicas of each other. Those that are none yet must be empty,
/// and so must all others then.
fn link(ctx: &mut Ctx<'_>, name: &str, global: &GlobalTableRow) -> Result<(), ApiError> {
    let mut rows = Vec::with_capacity(global.regions.len());
    for region in &global.regions {
        let scope = scope(ctx, region)?;
        let row = ctx.table_in(&TABLES, scope).get(name)?.ok_or_else(|| {
            error::table_not_found_exception(format!("Table not found: {name} in region {region}"))
        })?;
        rows.push((region, scope, row));
    }
    let is_new = |row: &TableRow| row.replication.is_none();
    if rows.iter().any(|(_, _, row)| is_new(row)) {
        for (region, scope, row) in &rows {
            check(ctx, region, *scope, row, &rows[0].2, &global.group)?;
        }
    }
    for (region, scope, mut row) in rows {
        let others = global.regions.iter().filter(|other| *other != region);
        let others =
            others.map(|other| ReplicaRow { region: other.clone(), status: Status::Active });
        row.replication = Some(ReplicationRow {
            group: global.group.clone(),
            others: others.collect(),
            is_legacy: true,
            ..ReplicationRow::default()
        });
        ctx.table_mut_in(&TABLES, scope).put(name, &row);
    }
    Ok(())
}

/// What CreateGlobalTable and UpdateGlobalTable ask of each table.
fn check(
    ctx: &Ctx<'_>,
    region: &str,
    scope: Scope,
    row: &TableRow,
    first: &TableRow,
    group: &str,
) -> Result<(), ApiError> {
    let refuse = |what: &str| {
        Err(errors::ours(format!(
            "A global table of version 2017.11.29 cannot have the table in {region}: {what}"
        )))
    };
    if row.replication.as_ref().is_some_and(|it| it.group != group) {
        return refuse("it is part of another global table");
    }
    if (&row.hash, &row.range) != (&first.hash, &first.range) {
        return refuse("its primary key is another");
    }
    let kinds = |of: &TableRow| of.key_parts().map(|part| part.kind).collect::<Vec<_>>();
    if kinds(row) != kinds(first) {
        return refuse("its primary key is another");
    }
    let indexes = |of: &TableRow| {
        let key = |index: &crate::state::IndexRow| {
            (index.name.clone(), index.is_local, index.hash.clone(), index.range.clone())
        };
        let mut all: Vec<_> = of.indexes.iter().map(key).collect();
        all.sort_unstable();
        all
    };
    if indexes(row) != indexes(first) {
        return refuse("its indexes are others");
    }
    if row.stream.as_ref().is_none_or(|stream| stream.view != ViewType::NewAndOldImages) {
        return refuse("it needs a stream of new and old images");
    }
    if row.encryption.is_some() {
        return refuse("customer managed keys are not supported");
    }
    let counts = ctx.table_in(&COUNTS, scope).get(&row.space)?;
    if counts.is_some_and(|counts| counts.items > 0) {
        return refuse("it is not empty");
    }
    Ok(())
}

/// "This newly independent table no longer interacts with the global table."
fn unlink(ctx: &mut Ctx<'_>, name: &str, region: &str) -> Result<(), ApiError> {
    let scope = scope(ctx, region)?;
    if let Some(mut row) = ctx.table_in(&TABLES, scope).get(name)? {
        row.replication = None;
        ctx.table_mut_in(&TABLES, scope).put(name, &row);
    }
    Ok(())
}

/// The table of this region is deleted: it is a replica no more.
pub fn forget_replica(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let Some(mut row) = ctx.table(&GLOBAL_TABLES).get(name)? else { return Ok(()) };
    let here = ctx.region().as_str();
    row.regions.retain(|region| region != here);
    if row.regions.is_empty() {
        ctx.table_mut(&GLOBAL_TABLES).delete(name);
        return Ok(());
    }
    link(ctx, name, &row)?;
    ctx.table_mut(&GLOBAL_TABLES).put(name, &row);
    Ok(())
}

/// The ARN, which has no region.
pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let resource = format!("global-table/{name}");
    Arn::global("dynamodb", ctx.region().partition(), ctx.account(), &resource).to_string()
}

fn description(ctx: &Ctx<'_>, name: &str, row: &GlobalTableRow) -> GlobalTableDescriptionBuilder {
    let replicas = row.regions.iter().map(|region| {
        ReplicaDescriptionBuilder::new().region_name(region).replica_status("ACTIVE")
    });
    GlobalTableDescriptionBuilder::new()
        .replication_group(replicas.collect::<Vec<_>>())
        .global_table_arn(arn(ctx, name))
        .creation_date_time(shown_time(row.created))
        .global_table_status("ACTIVE")
        .global_table_name(name)
}
