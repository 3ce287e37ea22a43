//! Provisioned capacity that follows what is consumed: target tracking, as Application Auto Scaling
//! does it for tables, global indexes and replicas.
//!
//! What is consumed is counted by the minute, in memory, and only of tables that are scaled. A step
//! looks at it at the end of every minute. A minute in which nothing was consumed is no data point:
//! "auto scaling doesn't scale down … if the consumed capacity becomes zero".
//!
//! Targets ([`state`]) are kept by table and region; [`replicas`] and [`settings`] set them.
//!
//! Sources: Developer Guide, "Managing throughput capacity automatically with DynamoDB auto
//! scaling"; Application Auto Scaling User Guide, "Target tracking scaling policies".

mod decide;
pub mod replicas;
pub mod set;
pub mod settings;
pub mod state;

use std::collections::VecDeque;

use kernel::scheduler::Job;
use kernel::{Ask, Ctx, OpResult, Struct, Timestamp};

use crate::capacity::Consumed;
use crate::names;
use crate::state::{CapacityRow, Status, TABLES, TableRef};
use crate::transition;
use crate::update_table;
use decide::Decision;
use state::{SCALINGS, TargetRow};

pub const SCALE: &str = "ScaleCapacity";

const MINUTE: i64 = 60_000_000;
/// Minutes that are remembered: as many as lowering looks at.
pub const MINUTES_KEPT: usize = 15;

/// What a table or index has used, minute by minute. Not kept over a restart.
#[derive(Debug, Default)]
pub struct Used {
    /// (minute, units); minutes without any are left out.
    minutes: VecDeque<(i64, f64)>,
}

#[derive(Debug, Default)]
struct Reads(Used);

#[derive(Debug, Default)]
struct Writes(Used);

impl Used {
    fn add(&mut self, minute: i64, units: f64) {
        match self.minutes.back_mut() {
            Some((last, sum)) if *last == minute => *sum += units,
            _ => {
                // One more than is looked at: the minute that is not over yet.
                if self.minutes.len() > MINUTES_KEPT {
                    self.minutes.pop_front();
                }
                self.minutes.push_back((minute, units));
            }
        }
    }

    /// Units a second in the last minutes before this one, the latest first; `None` where nothing
    /// was used.
    fn before(&self, minute: i64) -> Vec<Option<f64>> {
        let of = |at: i64| self.minutes.iter().find(|(it, _)| *it == at);
        let back = (1..=MINUTES_KEPT as i64).map(|back| minute - back);
        back.map(|at| of(at).map(|(_, units)| units / 60.0)).collect()
    }
}

/// Counts what a request has consumed of a table that is scaled.
pub fn count(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed, is_write: bool) {
    let minute = ctx.now().micros().div_euclid(MINUTE);
    let own = consumed.table + consumed.local.values().sum::<f64>();
    let add = |space: u64, units: f64| {
        if units <= 0.0 {
            return;
        }
        if is_write {
            ctx.volatile(space, |used: &mut Writes| used.0.add(minute, units));
        } else {
            ctx.volatile(space, |used: &mut Reads| used.0.add(minute, units));
        }
    };
    add(table.row.space, own);
    for (name, units) in &consumed.global {
        if let Some(index) = table.row.index(name) {
            add(index.space, *units);
        }
    }
}

/// Leaves the look at the end of this minute.
pub fn arm(ctx: &mut Ctx<'_>, table: &TableRef, round: u64) {
    let end = (ctx.now().micros().div_euclid(MINUTE) + 1) * MINUTE;
    let input = Struct::new()
        .with("Table", table.name.as_str())
        .with("Space", table.row.space.cast_signed())
        .with("Round", round.cast_signed());
    let ask = Ask::to("dynamodb", SCALE).with_input(input);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(end)));
}

/// The step: a minute is over.
pub fn scale(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let mut table = TableRef::new(name, row);
    let Some(mut scaling) = ctx.table(&SCALINGS).get(name)? else { return Ok(Struct::new()) };
    let is_meant = input.int("Space") == Some(table.row.space.cast_signed())
        && input.int("Round") == Some(scaling.round.cast_signed());
    if !is_meant || scaling.targets.is_empty() {
        return Ok(Struct::new());
    }
    if table.row.status == Status::Active && !table.row.billing.is_on_demand {
        let mut is_changed = false;
        for target in &mut scaling.targets {
            is_changed |= scale_one(ctx, &mut table, target);
        }
        if is_changed {
            transition::updating(ctx, &mut table);
            names::save(ctx, &table);
            ctx.table_mut(&SCALINGS).put(name, &scaling);
        }
    }
    arm(ctx, &table, scaling.round);
    Ok(Struct::new())
}

/// Whether it has changed the capacity.
fn scale_one(ctx: &Ctx<'_>, table: &mut TableRef, target: &mut TargetRow) -> bool {
    let now = ctx.now().micros();
    let Some((space, capacity)) = capacity_of(table, target.index.as_deref()) else {
        return false;
    };
    let minute = now.div_euclid(MINUTE);
    let past = if target.is_write {
        ctx.volatile(space, |used: &mut Writes| used.0.before(minute))
    } else {
        ctx.volatile(space, |used: &mut Reads| used.0.before(minute))
    };
    let current = if target.is_write { capacity.write } else { capacity.read };
    let decision = decide::decide(target, current, &past, now);
    let wanted = match decision {
        Decision::Stay => return false,
        Decision::Out(units) | Decision::In(units) => units,
    };
    let mut new = capacity.clone();
    let units = if target.is_write { &mut new.write } else { &mut new.read };
    *units = wanted;
    let mut changed = capacity.clone();
    // "Decreases are limited": it is tried again a minute later.
    if update_table::change_provisioned(ctx, &mut changed, &new, "the table").is_err() {
        return false;
    }
    match decision {
        Decision::In(_) => target.scaled_in = Some(now),
        _ => target.scaled_out = Some(now),
    }
    match target.index.as_deref() {
        None => table.row.capacity = changed,
        Some(name) => {
            let index = table.row.indexes.iter_mut().find(|index| index.name == name);
            index.expect("its capacity was just read").capacity = changed;
        }
    }
    true
}

/// The space of a table or of one of its global indexes, and what is provisioned of it.
fn capacity_of(table: &TableRef, index: Option<&str>) -> Option<(u64, CapacityRow)> {
    match index {
        None => Some((table.row.space, table.row.capacity.clone())),
        Some(name) => {
            let index = table.row.index(name).filter(|index| !index.is_local)?;
            Some((index.space, index.capacity.clone()))
        }
    }
}

/// A table that is gone is scaled no more. AWS leaves what it calls scalable targets; those of a
/// table that is made anew under the name would be other ones here.
pub fn forget(ctx: &mut Ctx<'_>, table: &str) {
    ctx.table_mut(&SCALINGS).delete(table);
}
