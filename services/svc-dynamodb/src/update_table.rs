//! UpdateTable: throughput, billing, the stream, global secondary indexes, class and protection.

use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    CreateGlobalSecondaryIndexAction, GlobalSecondaryIndexUpdate, UpdateGlobalSecondaryIndexAction,
    UpdateTableInput, UpdateTableOutput, error,
};
use crate::charge;
use crate::delete_table;
use crate::describe::{self, warm_units};
use crate::disassociate;
use crate::encryption;
use crate::errors::{self, invalid};
use crate::index;
use crate::limits;
use crate::names;
use crate::overrides;
use crate::replica;
use crate::schema::{self, GlobalIndex, Throughput};
use crate::state::{CapacityRow, ClassRow, Status, TableRef};
use crate::stream;
use crate::strong;
use crate::table;
use crate::transition;
use crate::vector;

const DAY: i64 = 86_400_000_000;

pub fn update_table(
    ctx: &mut Ctx<'_>,
    input: UpdateTableInput<'_>,
) -> Result<UpdateTableOutput, ApiError> {
    let mut table = change(ctx, input)?;
    replica::sync_table(ctx, &table, input)?;
    table.row.status = Status::Updating;
    Ok(UpdateTableOutput::new().table_description(describe::table(ctx, &table)?))
}

/// The change of one table, without what is sent on to its replicas.
pub fn change(ctx: &mut Ctx<'_>, input: UpdateTableInput<'_>) -> Result<TableRef, ApiError> {
    check_features(input)?;
    let mut table = names::find_active(ctx, input.table_name())?;
    if !asks_anything(input) {
        return Err(errors::validation(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, \
             GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
        ));
    }
    overrides::lift(&mut table.row);
    change_billing(ctx, &mut table, input)?;
    change_stream(ctx, &mut table, input)?;
    change_indexes(ctx, &mut table, input)?;
    vector::update(ctx, &mut table, input)?;
    overrides::lay(&mut table.row);
    if let Some(given) = input.sse_specification() {
        if table.row.replication.is_some() {
            return Err(errors::not_implemented("encryption of replicas with KMS keys"));
        }
        table.row.encryption = encryption::read(ctx, &table.name, Some(given))?;
    }
    if let Some(class) = input.table_class() {
        change_class(ctx, &mut table.row.class, class == "STANDARD_INFREQUENT_ACCESS")?;
        charge::change_class(ctx, &table)?;
    }
    if let Some(is_protected) = input.deletion_protection_enabled() {
        table.row.is_protected = is_protected;
    }
    let warm = Throughput { provisioned: None, on_demand: None, warm: input.warm_throughput() };
    if let Some(warm) = warm.read_warm()? {
        let now = warm_units(&table.row, &table.row.capacity, table.row.warm);
        table.row.warm = Some(raised(now, warm, "table")?);
    }
    disassociate::protect(&mut table, input)?;
    change_replicas(ctx, &mut table, input)?;
    // What disassociates takes its own time.
    if table.row.status == Status::Active {
        transition::updating(ctx, &mut table);
    }
    names::save(ctx, &table);
    Ok(table)
}

fn change_replicas(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let (updates, witnesses) = (input.replica_updates(), input.global_table_witness_updates());
    let consistency = input.multi_region_consistency();
    let is_made = updates.is_some_and(|updates| updates.iter().any(|it| it.create().is_some()));
    if consistency.is_some() && !is_made {
        // "This parameter is only valid when you create a global table by specifying one or more
        // Create actions in the ReplicaUpdates action list."
        return Err(errors::ours(
            "MultiRegionConsistency can only be specified with a Create action in ReplicaUpdates",
        ));
    }
    if consistency == Some("STRONG") {
        return strong::create(ctx, table, updates, witnesses);
    }
    if table.row.strong().is_some() {
        if updates.is_some() || witnesses.is_some() {
            strong::dissolve(ctx, table, updates, witnesses)?;
        }
        return Ok(());
    }
    if witnesses.is_some() {
        return Err(errors::ours(
            "A witness is part of a global table with multi-Region strong consistency only",
        ));
    }
    match updates {
        Some(updates) => replica::update(ctx, table, updates),
        None => Ok(()),
    }
}

/// Refuses what is not done rather than keeping it and doing nothing.
fn check_features(input: UpdateTableInput<'_>) -> Result<(), ApiError> {
    if input.global_table_settings_replication_mode().is_some() {
        return Err(errors::not_implemented(
            "global tables over accounts (GlobalTableSettingsReplicationMode)",
        ));
    }
    Ok(())
}

fn asks_anything(input: UpdateTableInput<'_>) -> bool {
    input.provisioned_throughput().is_some()
        || input.billing_mode().is_some()
        || input.stream_specification().is_some()
        || input.global_secondary_index_updates().is_some_and(|updates| !updates.is_empty())
        || input.vector_index_updates().is_some_and(|updates| !updates.is_empty())
        || input.sse_specification().is_some()
        || input.replica_updates().is_some_and(|updates| !updates.is_empty())
        || input.table_class().is_some()
        || input.deletion_protection_enabled().is_some()
        || input.on_demand_throughput().is_some()
        || input.warm_throughput().is_some()
        || input.multi_region_consistency().is_some()
        || input.global_table_witness_updates().is_some()
        || input.disassociation_protection_enabled().is_some()
}

fn change_billing(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let was_on_demand = table.row.billing.is_on_demand;
    let is_on_demand =
        input.billing_mode().map_or(was_on_demand, |mode| schema::is_on_demand(Some(mode)));
    let given = Throughput {
        provisioned: input.provisioned_throughput(),
        on_demand: input.on_demand_throughput(),
        warm: None,
    };
    let asks = given.provisioned.is_some() || given.on_demand.is_some();
    if !asks && is_on_demand == was_on_demand {
        return Ok(());
    }
    let capacity = given.read(None, is_on_demand)?;
    if is_on_demand == was_on_demand && !is_on_demand {
        change_provisioned(ctx, &mut table.row.capacity, &capacity, "the table")?;
    } else {
        let old = std::mem::take(&mut table.row.capacity);
        table.row.capacity = CapacityRow {
            increased: old.increased,
            decreased: old.decreased,
            decreases: old.decreases,
            ..capacity
        };
    }
    if is_on_demand && !was_on_demand {
        switch_to_on_demand(ctx, table)?;
    }
    table.row.billing.is_on_demand = is_on_demand;
    if was_on_demand && !is_on_demand {
        check_indexes_provisioned(table, input)?;
    }
    Ok(())
}

/// "You can switch tables from provisioned to on-demand mode up to four times in a 24-hour rolling
/// window." Its indexes are provisioned no more.
fn switch_to_on_demand(ctx: &Ctx<'_>, table: &mut TableRef) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let billing = &mut table.row.billing;
    billing.switches.retain(|at| *at > now - DAY);
    if let Some(first) = billing.switches.first()
        && billing.switches.len() >= limits::ON_DEMAND_SWITCHES_MAX
    {
        let time = |micros: i64| Timestamp::from_micros(micros).iso8601_millis();
        return Err(error::limit_exceeded_exception(format!(
            "Subscriber limit exceeded: Update to PayPerRequest mode are limited to {} in 1 \
             day(s). Last update at {}. Next update can be made at {}",
            limits::ON_DEMAND_SWITCHES_MAX,
            time(billing.on_demand_since.unwrap_or(now)),
            time(first + DAY)
        )));
    }
    billing.switches.push(now);
    billing.on_demand_since = Some(now);
    for index in table.row.indexes.iter_mut().filter(|index| !index.is_local) {
        (index.capacity.read, index.capacity.write) = (0, 0);
    }
    Ok(())
}

/// "No more than two table class updates on your table are allowed in a 30-day trailing period."
pub fn change_class(
    ctx: &Ctx<'_>,
    class: &mut ClassRow,
    is_infrequent_access: bool,
) -> Result<(), ApiError> {
    if class.is_infrequent_access == is_infrequent_access {
        return Ok(());
    }
    let now = ctx.now().micros();
    if class.changed_before.is_some_and(|at| at > now - limits::CLASS_CHANGE_DAYS * DAY) {
        return Err(error::limit_exceeded_exception(
            "Subscriber limit exceeded: no more than two table class updates on a table are \
             allowed in a 30-day trailing period",
        ));
    }
    *class = ClassRow { is_infrequent_access, changed: Some(now), changed_before: class.changed };
    Ok(())
}

/// Warm throughput can only be raised.
fn raised(now: (i64, i64), wanted: (i64, i64), of: &str) -> Result<(i64, i64), ApiError> {
    let pairs = [("ReadUnitsPerSecond", now.0, wanted.0), ("WriteUnitsPerSecond", now.1, wanted.1)];
    for (name, now, wanted) in pairs {
        // Zero stands for what was not said.
        if wanted > 0 && wanted < now {
            return Err(invalid(format!(
                "Requested {name} for WarmThroughput for {of} is lower than current \
                 WarmThroughput, decreasing WarmThroughput is not supported"
            )));
        }
    }
    Ok((now.0.max(wanted.0), now.1.max(wanted.1)))
}

/// A table that is provisioned again needs the throughput of its indexes too.
fn check_indexes_provisioned(
    table: &TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let updates = input.global_secondary_index_updates();
    for index in table.row.indexes.iter().filter(|index| !index.is_local) {
        let is_given = updates.is_some_and(|updates| {
            updates.iter().filter_map(GlobalSecondaryIndexUpdate::update).any(|update| {
                update.index_name() == index.name && update.provisioned_throughput().is_some()
            })
        });
        if !is_given {
            return Err(invalid(format!(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified for index: {}",
                index.name
            )));
        }
    }
    Ok(())
}

/// Raises or lowers provisioned throughput, as often as AWS lets it be lowered.
pub fn change_provisioned(
    ctx: &Ctx<'_>,
    old: &mut CapacityRow,
    new: &CapacityRow,
    of: &str,
) -> Result<(), ApiError> {
    const HOUR: i64 = 3_600_000_000;
    if (old.read, old.write) == (new.read, new.write) {
        return Err(errors::validation(format!(
            "The provisioned throughput for {of} will not change. The requested value equals the \
             current value. Current ReadCapacityUnits provisioned for {of}: {}. Requested \
             ReadCapacityUnits: {}. Current WriteCapacityUnits provisioned for {of}: {}. \
             Requested WriteCapacityUnits: {}. Refer to the Amazon DynamoDB Developer Guide for \
             current limits and how to request higher limits.",
            old.read, new.read, old.write, new.write
        )));
    }
    let now = ctx.now().micros();
    if new.read < old.read || new.write < old.write {
        let last = old.decreased.unwrap_or(i64::MIN / 2);
        let today = last.div_euclid(DAY) == now.div_euclid(DAY);
        let count = if today { old.decreases } else { 0 };
        let is_hourly = count >= limits::DECREASES_AT_ONCE && now - last < HOUR;
        if is_hourly || count >= limits::DECREASES_PER_DAY {
            return Err(error::limit_exceeded_exception(format!(
                "Subscriber limit exceeded: Provisioned throughput decreases are limited within a \
                 given UTC day. After the first 4 decreases, each subsequent decrease in the same \
                 UTC day can be performed at most once every 3600 seconds. Number of decreases \
                 today: {count}. Last decrease at {}.",
                Timestamp::from_micros(last).iso8601_millis()
            )));
        }
        old.decreased = Some(now);
        old.decreases = count + 1;
    }
    if new.read > old.read || new.write > old.write {
        old.increased = Some(now);
    }
    (old.read, old.write) = (new.read, new.write);
    Ok(())
}

fn change_stream(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    if input.stream_specification().is_none() {
        return Ok(());
    }
    match (table::read_stream(input.stream_specification())?, &table.row.stream) {
        (Some(_), Some(_)) => Err(errors::validation(format!(
            "Table already has an enabled stream: TableName: {}",
            table.name
        ))),
        (None, None) => Err(errors::validation(format!(
            "Table already has a disabled stream: TableName: {}",
            table.name
        ))),
        (Some(view), None) => {
            stream::enable(ctx, table, view);
            Ok(())
        }
        // Replicas with strong consistency are not kept alike by their streams.
        (None, Some(_)) if table.row.replication.is_some() && table.row.strong().is_none() => {
            Err(errors::ours("Table is part of a global table: its stream cannot be disabled"))
        }
        (None, Some(_)) => stream::disable(ctx, table),
    }
}

fn change_indexes(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let Some(updates) = input.global_secondary_index_updates() else { return Ok(()) };
    let of_structure = updates
        .iter()
        .filter(|update| update.create().is_some() || update.delete().is_some())
        .count();
    if of_structure > 1 {
        return Err(error::limit_exceeded_exception(
            "Subscriber limit exceeded: Only 1 online index can be created or deleted \
             simultaneously per table",
        ));
    }
    for update in updates {
        let kinds =
            [update.create().is_some(), update.update().is_some(), update.delete().is_some()];
        if kinds.into_iter().filter(|is_there| *is_there).count() != 1 {
            return Err(invalid(
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
                 GlobalSecondaryIndexUpdate.Delete must not be null",
            ));
        }
        if let Some(create) = update.create() {
            create_index(ctx, table, create, input)?;
        } else if let Some(update) = update.update() {
            update_index(ctx, table, update)?;
        } else if let Some(delete) = update.delete() {
            delete_index(ctx, table, delete.index_name())?;
        }
    }
    Ok(())
}

fn create_index(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    create: CreateGlobalSecondaryIndexAction<'_>,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let name = create.index_name();
    if table.row.index(name).is_some() {
        return Err(errors::validation("Attempting to create an index which already exists"));
    }
    if table.row.indexes.iter().any(|index| index.status == Status::Creating) {
        return Err(error::limit_exceeded_exception(
            "Subscriber limit exceeded: Only 1 online index can be created or deleted \
             simultaneously per table",
        ));
    }
    let count = table.row.indexes.iter().filter(|index| !index.is_local).count();
    if count >= limits::GLOBAL_INDEXES_MAX {
        return Err(invalid(format!(
            "GlobalSecondaryIndex count exceeds the per-table limit of {}",
            limits::GLOBAL_INDEXES_MAX
        )));
    }
    let attributes =
        schema::joined_attributes(&table.row.attributes, input.attribute_definitions())?;
    let index = GlobalIndex {
        name,
        schema: create.key_schema(),
        projection: create.projection(),
        throughput: Throughput {
            provisioned: create.provisioned_throughput(),
            on_demand: create.on_demand_throughput(),
            warm: create.warm_throughput(),
        },
    };
    let row = index.read(ctx, &attributes, table.row.billing.is_on_demand)?;
    let space = row.space;
    table.row.indexes.push(row);
    schema::check_together(&table.row.indexes)?;
    table.row.attributes = attributes;
    schema::forget_unused_attributes(&mut table.row);
    index::begin(ctx, table, space)
}

fn update_index(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    update: UpdateGlobalSecondaryIndexAction<'_>,
) -> Result<(), ApiError> {
    let name = update.index_name();
    let is_on_demand = table.row.billing.is_on_demand;
    let given = Throughput {
        provisioned: update.provisioned_throughput(),
        on_demand: update.on_demand_throughput(),
        warm: update.warm_throughput(),
    };
    let at = table.row.indexes.iter().position(|index| index.name == name && !index.is_local);
    let Some(at) = at else { return Err(errors::resource_not_found()) };
    if let Some(warm) = given.read_warm()? {
        let index = &table.row.indexes[at];
        let now = warm_units(&table.row, &index.capacity, index.warm);
        table.row.indexes[at].warm = Some(raised(now, warm, &format!("index {name}"))?);
    }
    if given.provisioned.is_some() || given.on_demand.is_some() {
        let new = given.read(Some(name), is_on_demand)?;
        let old = &mut table.row.indexes[at].capacity;
        if is_on_demand || (old.read, old.write) == (0, 0) {
            *old = new;
        } else {
            change_provisioned(ctx, old, &new, &format!("the index {name}"))?;
        }
    }
    Ok(())
}

fn delete_index(ctx: &mut Ctx<'_>, table: &mut TableRef, name: &str) -> Result<(), ApiError> {
    let at = table.row.indexes.iter().position(|index| index.name == name && !index.is_local);
    let Some(at) = at else { return Err(errors::resource_not_found()) };
    let index = table.row.indexes.remove(at);
    schema::forget_unused_attributes(&mut table.row);
    delete_table::drop_entries(ctx, std::iter::once(index.space));
    index::forget_count(ctx, table, index.space)
}
