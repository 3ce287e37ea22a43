//! Making a table of another one's past: small ones in the call itself, others in steps.

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Scope, Struct};

use crate::api::{GlobalSecondaryIndex, LocalSecondaryIndex, SSESpecification, VectorIndex, error};
use crate::encryption::{self, EncryptionRow};
use crate::errors;
use crate::history::{Instant, Past};
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::overrides;
use crate::pins::{self, Held};
use crate::schema::{self, GlobalIndex, Keys, Throughput};
use crate::state::{
    BillingRow, COUNTS, HistoryRow, IndexRow, RestoredRow, Status, TABLES, TableRef, TableRow,
};
use crate::table;
use crate::transition;
use crate::vector::{self, VectorRow};
use crate::write::{self, Before, Cause};

pub const RESTORE: &str = "RestoreRows";

/// What a table is made of.
pub struct Source {
    pub held: Held,
    /// The table as it is now, or was when the backup was taken.
    pub row: TableRow,
    pub instant: Instant,
    pub backup_arn: Option<String>,
    pub table_arn: String,
}

/// What is to be different in the new table.
pub struct Overrides<'a> {
    pub billing_mode: Option<&'a str>,
    pub throughput: Throughput<'a>,
    pub global: Option<List<'a, GlobalSecondaryIndex<'a>>>,
    pub local: Option<List<'a, LocalSecondaryIndex<'a>>>,
    pub vectors: Option<List<'a, VectorIndex<'a>>>,
    pub encryption: Option<SSESpecification<'a>>,
}

/// Makes the table and begins to fill it; what it answers is being created.
pub fn begin(
    ctx: &mut Ctx<'_>,
    name: &str,
    source: Source,
    overrides: &Overrides<'_>,
) -> Result<TableRef, ApiError> {
    schema::check_table_name(name)?;
    if names::get(ctx, name)?.is_some() {
        return Err(error::table_already_exists_exception(format!("Table already exists: {name}")));
    }
    table::check_count(ctx)?;
    let mut row = new_row(ctx, &source, overrides)?;
    row.encryption = new_encryption(ctx, name, &source, overrides)?;
    let mut table = TableRef::new(name, row);
    let pin = format!("restore-{}", table.row.id);
    pins::add(ctx, &source.held, &pin, source.instant.micros)?;
    names::save(ctx, &table);
    let input = step_input(&table, &source, &pin);
    let counts = ctx.table_in(&COUNTS, source.held.scope).get(&source.held.space)?;
    let bytes = counts.as_ref().map_or(0, |counts| counts.bytes);
    ctx.meter_for("RestoreDataSize-Bytes", &names::table_arn(ctx, name), bytes);
    let is_small = counts.map_or(0, |counts| counts.items) <= limits::BACKFILL_AT_ONCE_MAX as u64;
    if is_small && !transition::is_gradual(ctx) {
        // Bounded: every round takes rows of what was found small, or of its history.
        let mut next = Some(input);
        let mut rounds = 0;
        while let Some(input) = next.take() {
            rounds += 1;
            next = copy_some(ctx, &input)?;
            if rounds == limits::RESTORE_ROUNDS_MAX && next.is_some() {
                leave(ctx, next.take(), None);
            }
        }
    } else {
        let at = transition::is_gradual(ctx).then(|| ctx.now() + transition::INDEX);
        leave(ctx, Some(input), at);
    }
    table.row = names::get(ctx, name)?.ok_or_else(ApiError::internal)?.into();
    table.row.status = Status::Creating;
    if let Some(restored) = &mut table.row.restored {
        restored.is_in_progress = true;
    }
    Ok(table)
}

fn leave(ctx: &mut Ctx<'_>, input: Option<Struct>, at: Option<kernel::Timestamp>) {
    let Some(input) = input else { return };
    let mut job = Job::now(Ask::to("dynamodb", RESTORE).with_input(input));
    job.not_before = at;
    ctx.enqueue(job);
}

/// The KMS key of the source, unless another one is wanted. A key of another region stays there.
fn new_encryption(
    ctx: &mut Ctx<'_>,
    name: &str,
    source: &Source,
    overrides: &Overrides<'_>,
) -> Result<Option<EncryptionRow>, ApiError> {
    let old = source.row.encryption.as_ref();
    if overrides.encryption.is_some() {
        return encryption::read(ctx, name, overrides.encryption);
    }
    match old.filter(|_| source.held.scope.region() == ctx.region().as_str()) {
        Some(old) => encryption::new_key(ctx, name, &old.key).map(Some),
        None => Ok(None),
    }
}

/// Keys and indexes are the source's; streams, TTL, tags, policies, recovery and protection are
/// set up anew ("You must manually set up the following on the restored table").
fn new_row(
    ctx: &mut Ctx<'_>,
    source: &Source,
    overrides: &Overrides<'_>,
) -> Result<TableRow, ApiError> {
    let old = &overrides::common(&source.row);
    let is_on_demand = match overrides.billing_mode {
        Some(mode) => schema::is_on_demand(Some(mode)),
        None => old.billing.is_on_demand,
    };
    let given = &overrides.throughput;
    let asks = given.provisioned.is_some() || given.on_demand.is_some();
    let capacity = if asks || is_on_demand != old.billing.is_on_demand {
        given.read(None, is_on_demand)?
    } else {
        let mut capacity = old.capacity.clone();
        (capacity.increased, capacity.decreased, capacity.decreases) = (None, None, 0);
        capacity
    };
    let now = ctx.now().micros();
    let mut row = TableRow {
        space: ctx.chance().u64(),
        id: ctx.chance().uuid(),
        status: Status::Creating,
        created: now,
        capacity,
        billing: BillingRow::new(is_on_demand, now),
        stream: None,
        last_stream: None,
        ttl: None,
        is_protected: false,
        history: HistoryRow::default(),
        replication: None,
        restored: Some(RestoredRow {
            backup_arn: source.backup_arn.clone(),
            table_arn: Some(source.table_arn.clone()),
            instant: source.instant.micros,
            is_in_progress: true,
        }),
        is_watched: false,
        destinations: Vec::new(),
        inaccessible_since: None,
        archived: None,
        ..old.clone()
    };
    row.indexes = new_indexes(ctx, &row, overrides, is_on_demand)?;
    row.vectors = new_vectors(ctx, &row, overrides)?;
    vector::check_together(&row)?;
    schema::forget_unused_attributes(&mut row);
    Ok(row)
}

/// "The indexes provided must match existing vector indexes from the source table. You can choose
/// to exclude some or all of the vector indexes."
fn new_vectors(
    ctx: &mut Ctx<'_>,
    row: &TableRow,
    overrides: &Overrides<'_>,
) -> Result<Vec<VectorRow>, ApiError> {
    let wanted = match overrides.vectors {
        None => row.vectors.clone(),
        Some(given) => vector::read_all(ctx, Some(given), &row.attributes)?,
    };
    for index in &wanted {
        let is_there = |old: &VectorRow| old.name == index.name && old.is_like(index);
        if !row.vectors.iter().any(is_there) {
            return Err(errors::ours(format!(
                "The index {} does not match an index of the source table",
                index.name
            )));
        }
    }
    Ok(wanted.into_iter().map(|index| index.anew(ctx)).collect())
}

/// The indexes that are wanted of those that the source has.
fn new_indexes(
    ctx: &mut Ctx<'_>,
    row: &TableRow,
    overrides: &Overrides<'_>,
    is_on_demand: bool,
) -> Result<Vec<IndexRow>, ApiError> {
    let keys = Keys {
        attributes: row.attributes.clone(),
        hash: row.hash.clone(),
        range: row.range.clone(),
    };
    let mut wanted: Vec<IndexRow> = Vec::new();
    match overrides.local {
        None => wanted.extend(row.indexes.iter().filter(|index| index.is_local).cloned()),
        Some(given) if given.is_empty() => {}
        Some(given) => wanted.extend(schema::read_local(ctx, Some(given), &keys)?),
    }
    match overrides.global {
        None => wanted.extend(row.indexes.iter().filter(|index| !index.is_local).cloned()),
        Some(given) => {
            for index in given {
                let index = GlobalIndex::from(index);
                wanted.push(index.read(ctx, &keys.attributes, is_on_demand)?);
            }
        }
    }
    for index in &mut wanted {
        let old = row.index(&index.name).filter(|old| {
            (old.is_local, &old.hash, &old.range, &old.projection)
                == (index.is_local, &index.hash, &index.range, &index.projection)
        });
        if old.is_none() {
            return Err(errors::ours(format!(
                "The index {} does not match an index of the source table",
                index.name
            )));
        }
        index.space = ctx.chance().u64();
        index.status = Status::Active;
        index.is_backfilling = false;
    }
    Ok(wanted)
}

fn step_input(table: &TableRef, source: &Source, pin: &str) -> Struct {
    Struct::new()
        .with("Table", table.name.as_str())
        .with("Space", table.row.space.cast_signed())
        .with("SourceTable", source.held.table.as_str())
        .with("SourceRegion", source.held.scope.region())
        .with("SourceSpace", source.held.space.cast_signed())
        .with("Micros", source.instant.micros)
        .with("Transaction", source.instant.transaction.cast_signed())
        .with("Pin", pin)
}

/// The step.
pub fn restore_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let next = copy_some(ctx, input)?;
    leave(ctx, next, None);
    Ok(Struct::new())
}

/// Copies some items; the input of the next step, if there is more.
fn copy_some(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Option<Struct>, ApiError> {
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let region = Region::parse(input.str("SourceRegion").unwrap_or_default());
    let scope = Scope::new(ctx.account().digits(), region.unwrap_or(ctx.region()).as_str());
    let held = Held {
        scope,
        table: input.str("SourceTable").unwrap_or_default().to_owned(),
        space: number("SourceSpace"),
    };
    let pin = input.str("Pin").unwrap_or_default();
    let name = input.str("Table").unwrap_or_default();
    let row = ctx.table(&TABLES).get(name)?.filter(|row| row.space == number("Space"));
    let Some(row) = row else {
        pins::remove(ctx, &held, pin)?;
        return Ok(None);
    };
    let mut table = TableRef::new(name, row);
    let instant = Instant {
        micros: input.int("Micros").unwrap_or_default(),
        transaction: number("Transaction"),
    };
    let after = input.blob("After").map(|key| ItemKey(key.to_vec()));
    let mut past = Past::new(ctx, scope, held.space, instant, after.as_ref());
    let mut found = Vec::new();
    let mut last = None;
    let mut is_over = false;
    while past.examined < limits::ROWS_PER_STEP {
        let Some((key, stored)) = past.next()? else {
            is_over = true;
            break;
        };
        if let Some(stored) = stored {
            found.push((key.clone(), stored));
        }
        last = Some(key);
    }
    drop(past);
    for (key, stored) in found {
        let key = key.in_space(table.row.space);
        let mut before = Before { key, stored: None, item: None };
        write::change(ctx, &table, &mut before, Some(&stored.item()?), &Cause::Fill)?;
    }
    if !is_over {
        let last = last.ok_or_else(ApiError::internal)?;
        return Ok(Some(input.clone().with("After", Bytes::from(last.0))));
    }
    table.row.status = Status::Active;
    if let Some(restored) = &mut table.row.restored {
        restored.is_in_progress = false;
    }
    names::save(ctx, &table);
    pins::remove(ctx, &held, pin)?;
    Ok(None)
}
