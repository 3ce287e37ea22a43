//! What a delivery carries: its event, and which target it is for.
//!
//! The job of a delivery names its target and holds a small event itself. A large event that goes
//! to several targets is kept once and counted, so that a commit is bounded by what was put and not
//! by how many want it.
//!
//! The target's settings are looked up when the attempt is made: a target that was changed in
//! between gets the event by its new settings, and one that was removed gets it no more.

use event_pattern::Value;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct};

use crate::encryption;
use crate::event::Event;
use crate::failure::Failure;
use crate::index::{BusIndex, BusKey};
use crate::limits;
use crate::names::BusRef;
use crate::state::{DeliveryRow, EventRow, HELD_COUNTS, HELD_EVENTS, Held, HeldRow};

/// A delivery with all that it names.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub row: DeliveryRow,
    pub bus: BusRef,
    pub event: Event,
    /// In the shape of the API.
    pub target: Struct,
    /// For which global endpoint the rule replicates.
    pub replicates: Option<String>,
    /// Why the event may not be delivered: its key cannot be used.
    pub failure: Option<Failure>,
}

/// Prepares an event for so many deliveries.
pub fn hold(ctx: &mut Ctx<'_>, bus: &BusRef, event: &EventRow, deliveries: usize) -> Held {
    if deliveries <= 1 || event.json.len() <= limits::EVENT_IN_JOB_BYTES_MAX {
        return Held::Here(event.kept());
    }
    let id = ctx.chance().u64();
    ctx.table_mut_in(&HELD_EVENTS, bus.scope()).put(&id, &HeldRow { event: event.kept() });
    ctx.table_mut_in(&HELD_COUNTS, bus.scope()).put(&id, &(deliveries as u64));
    Held::There(id)
}

/// Opens a delivery in the account and region of its bus; `None` when its target was removed, and
/// the delivery is over by that.
pub fn open(ctx: &mut Ctx<'_>, row: DeliveryRow) -> Result<Option<Parcel>, ApiError> {
    let bus = BusRef { account: ctx.account(), region: ctx.region(), name: row.bus.clone() };
    let key = BusKey { scope: bus.scope(), bus: bus.name.clone() };
    let rule = ctx.index::<BusIndex>(&key)?.rule(&row.rule).cloned();
    let target = rule.as_ref().and_then(|rule| {
        rule.targets.iter().find(|target| target.str("Id") == Some(&row.target)).cloned()
    });
    let replicates = rule.and_then(|rule| rule.replicates.clone());
    let event = match &row.event {
        Held::Here(event) => Some(event.clone()),
        Held::There(id) => ctx.table(&HELD_EVENTS).get(id)?.map(|held| held.event),
    };
    let (Some(target), Some(event)) = (target, event) else {
        finish(ctx, &row)?;
        return Ok(None);
    };
    let Some((event, failure)) = encryption::open(ctx, &bus, event)? else {
        finish(ctx, &row)?;
        return Ok(None);
    };
    Ok(Some(Parcel { row, bus, event: Event::read(event), target, replicates, failure }))
}

/// A delivery is over, one way or the other.
pub fn finish(ctx: &mut Ctx<'_>, row: &DeliveryRow) -> Result<(), ApiError> {
    let Held::There(id) = row.event else { return Ok(()) };
    match ctx.table(&HELD_COUNTS).get(&id)? {
        Some(count) if count > 1 => ctx.table_mut(&HELD_COUNTS).put(&id, &(count - 1)),
        _ => {
            ctx.table_mut(&HELD_COUNTS).delete(&id);
            ctx.table_mut(&HELD_EVENTS).delete(&id);
        }
    }
    Ok(())
}

impl Parcel {
    pub fn rule_arn(&self) -> String {
        self.bus.rule_arn(&self.row.rule)
    }

    pub fn target_arn(&self) -> Option<Arn> {
        self.target.str("Arn").and_then(Arn::parse)
    }

    pub fn role(&self) -> Option<Arn> {
        self.target.str("RoleArn").and_then(Arn::parse)
    }

    pub fn event_id(&self) -> &str {
        self.event.value.get("id").and_then(Value::as_str).unwrap_or_default()
    }
}
