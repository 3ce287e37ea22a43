//! CreateTable, DescribeTable, ListTables.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateTableInput, CreateTableOutput, DescribeTableInput, DescribeTableOutput, ListTablesInput,
    ListTablesOutput, StreamSpecification,
};
use crate::describe;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::names;
use crate::overrides::OverridesRow;
use crate::resource_policy;
use crate::schema::{self, Throughput};
use crate::state::{
    ArnMemo, BillingRow, ClassRow, HistoryRow, Status, TABLES, TableRef, TableRow, ViewType,
};
use crate::stream;
use crate::tag;
use crate::transition;
use crate::vector;

pub fn create_table(
    ctx: &mut Ctx<'_>,
    input: CreateTableInput<'_>,
) -> Result<CreateTableOutput, ApiError> {
    let name = names::read(ctx, input.table_name())?.to_owned();
    let row = read_new(ctx, input)?;
    if names::get(ctx, &name)?.is_some() {
        return Err(errors::table_exists(&name));
    }
    check_count(ctx)?;
    let mut table = TableRef::new(name, row);
    if let Some(tags) = input.tags() {
        tag::put(ctx, &table.name, tags)?;
    }
    if let Some(view) = read_stream(input.stream_specification())? {
        stream::enable(ctx, &mut table, view);
    }
    if let Some(document) = input.resource_policy() {
        resource_policy::set(ctx, &format!("table/{}", table.name), document)?;
    }
    transition::creating(ctx, &mut table);
    names::save(ctx, &table);
    table.row.status = Status::Creating;
    let description = describe::table(ctx, &table)?;
    Ok(CreateTableOutput::new().table_description(description))
}

/// Refuses what is not done rather than keeping it and doing nothing.
fn check_features(input: CreateTableInput<'_>) -> Result<(), ApiError> {
    if input.global_table_source_arn().is_some()
        || input.global_table_settings_replication_mode().is_some()
    {
        return Err(errors::not_implemented("global tables over accounts (GlobalTableSourceArn)"));
    }
    Ok(())
}

/// A table as it is described; it is not made yet.
pub fn read_new(ctx: &mut Ctx<'_>, input: CreateTableInput<'_>) -> Result<TableRow, ApiError> {
    check_features(input)?;
    let name = names::read(ctx, input.table_name())?.to_owned();
    let is_on_demand = schema::is_on_demand(input.billing_mode());
    let throughput = Throughput {
        provisioned: input.provisioned_throughput(),
        on_demand: input.on_demand_throughput(),
        warm: input.warm_throughput(),
    };
    let capacity = throughput.read(None, is_on_demand)?;
    let warm = throughput.read_warm()?;
    let attributes = schema::read_attributes(input.attribute_definitions())?;
    let keys = schema::read_keys(attributes, input.key_schema())?;
    let mut indexes = schema::read_local(ctx, input.local_secondary_indexes(), &keys)?;
    let global = input.global_secondary_indexes();
    indexes.extend(schema::read_global(ctx, global, &keys, is_on_demand)?);
    schema::check_together(&indexes)?;
    let vectors = vector::read_all(ctx, input.vector_indexes(), &keys.attributes)?;
    schema::check_all_used(&keys, &indexes, &vectors)?;
    let encryption = encryption::read(ctx, &name, input.sse_specification())?;
    let now = ctx.now().micros();
    let row = TableRow {
        space: ctx.chance().u64(),
        id: ctx.chance().uuid(),
        status: Status::Active,
        created: now,
        attributes: keys.attributes,
        hash: keys.hash,
        range: keys.range,
        indexes,
        billing: BillingRow::new(is_on_demand, now),
        capacity,
        stream: None,
        ttl: None,
        is_protected: input.deletion_protection_enabled() == Some(true),
        class: ClassRow {
            is_infrequent_access: input.table_class() == Some("STANDARD_INFREQUENT_ACCESS"),
            ..ClassRow::default()
        },
        history: HistoryRow::default(),
        replication: None,
        restored: None,
        last_stream: None,
        warm,
        encryption,
        is_watched: false,
        destinations: Vec::new(),
        inaccessible_since: None,
        archived: None,
        vectors,
        overrides: OverridesRow::default(),
        arn: ArnMemo::default(),
    };
    vector::check_together(&row)?;
    Ok(row)
}

/// The view of the stream that is wanted, if one is.
pub fn read_stream(given: Option<StreamSpecification<'_>>) -> Result<Option<ViewType>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    match (given.stream_enabled(), given.stream_view_type()) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err(errors::ours_invalid(
            "StreamViewType cannot be specified when StreamEnabled is false",
        )),
        (true, None) => {
            Err(errors::ours_invalid("StreamViewType must be specified when StreamEnabled is true"))
        }
        (true, Some(view)) => Ok(Some(ViewType::parse(view))),
    }
}

pub fn check_count(ctx: &Ctx<'_>) -> Result<(), ApiError> {
    if ctx.table(&TABLES).keys(&Range::all()).count() < limits::TABLES_MAX {
        return Ok(());
    }
    Err(crate::api::error::limit_exceeded_exception(format!(
        "Subscriber limit exceeded: There is a limit of {} tables per subscriber",
        limits::TABLES_MAX
    )))
}

pub fn describe_table(
    ctx: &mut Ctx<'_>,
    input: DescribeTableInput<'_>,
) -> Result<DescribeTableOutput, ApiError> {
    let table = names::find(ctx, input.table_name())?;
    let mut description = describe::table(ctx, &table)?;
    if let Some(encryption) = &table.row.encryption
        && table.row.status == Status::Active
        && !encryption::is_accessible(ctx, encryption)
    {
        description = description.table_status("INACCESSIBLE_ENCRYPTION_CREDENTIALS");
    }
    Ok(DescribeTableOutput::new().table(description))
}

pub fn list_tables(
    ctx: &mut Ctx<'_>,
    input: ListTablesInput<'_>,
) -> Result<ListTablesOutput, ApiError> {
    let limit = input.limit().unwrap_or(limits::LIST_TABLES_MAX) as usize;
    let mut range = Range::all();
    if let Some(after) = input.exclusive_start_table_name() {
        let name = names::read(ctx, after)?.to_owned();
        range = range.after(&name);
    }
    let names = ctx.table(&TABLES).keys(&range).take(limit + 1);
    let mut names = names.collect::<Result<Vec<_>, _>>()?;
    let has_more = names.len() > limit;
    names.truncate(limit);
    let last = names.last().filter(|_| has_more).cloned();
    Ok(ListTablesOutput::new().table_names(names).last_evaluated_table_name(last))
}
