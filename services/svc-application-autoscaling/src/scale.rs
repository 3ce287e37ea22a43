//! Scaling itself: an activity is begun, the resource is asked for another capacity, and the
//! activity ends when the resource has it.
//!
//! All of it runs in one step, [`SET`], as the service-linked role; while the resource is being
//! changed, the step leaves itself for later. A later activity of the same target overrides one
//! that is under way.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::activity::{self, Place};
use crate::alarm;
use crate::api::scaling_activity_status_code as status;
use crate::dimension::{self, Scaled};
use crate::errors;
use crate::limits::{LOOK_SECONDS, LOOKS_MAX};
use crate::resource::{self, Capacity};
use crate::role;
use crate::state::{ScaledOut, TARGETS, TargetKey, TargetRow};

/// The target (see [`with_key`]), `Start`, `Id`, `Units`; `IsAsked` once the resource was asked;
/// `Look`: how many there were.
pub const SET: &str = "SetCapacity";
/// The target; `Waits`: also for a resource that is being changed.
pub const BOUND: &str = "BoundCapacity";

/// The target's key as members of a step's input.
pub fn with_key(key: &TargetKey) -> Struct {
    Struct::new()
        .with("ServiceNamespace", key.0.as_str())
        .with("ResourceId", key.1.as_str())
        .with("ScalableDimension", key.2.as_str())
}

pub fn read_key(input: &Struct) -> TargetKey {
    let text = |name| input.str(name).unwrap_or_default().to_owned();
    (text("ServiceNamespace"), text("ResourceId"), text("ScalableDimension"))
}

/// Leaves the step that puts the capacity within the target's bounds.
pub fn enqueue_bound(ctx: &mut Ctx<'_>, key: &TargetKey, waits: bool) -> Result<(), ApiError> {
    let scaled = dimension::parse(key)?;
    let input = with_key(key).with("Waits", waits);
    let ask = role::step(ctx, scaled, BOUND).with_input(input);
    ctx.enqueue(Job::now(ask));
    Ok(())
}

/// The step: "Otherwise, it changes the resource's current capacity to a value that is inside of
/// this range."
pub fn bound(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = read_key(input);
    let Some(target) = ctx.table(&TARGETS).get(&key)? else { return Ok(Struct::new()) };
    let scaled = dimension::parse(&key)?;
    role::take_on(ctx, scaled)?;
    let Some(capacity) = resource::capacity(ctx, scaled)? else { return Ok(Struct::new()) };
    if !capacity.is_settled && input.bool("Waits") != Some(true) {
        return Ok(Struct::new());
    }
    let (wanted, bound) = match capacity.units {
        units if units < target.least => (target.least, "minimum"),
        units if units > target.most => (target.most, "maximum"),
        _ => return Ok(Struct::new()),
    };
    let cause = format!("{bound} capacity was set to {wanted}");
    begin(ctx, &key, target, wanted, cause)?;
    Ok(Struct::new())
}

/// Begins an activity. The caller runs as the target's role.
pub fn begin(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    mut target: TargetRow,
    units: i64,
    cause: String,
) -> Result<(), ApiError> {
    let scaled = dimension::parse(key)?;
    if let Some(earlier) = target.under_way.take() {
        let message = "A newer scaling activity has taken its place.".to_owned();
        activity::end(ctx, &key.0, &earlier, (status::OVERRIDDEN, message))?;
    }
    let description = format!("Setting {} to {units}.", scaled.noun());
    let place = activity::begin(ctx, key, (description, cause))?;
    target.under_way = Some(place.clone());
    ctx.table_mut(&TARGETS).put(key, &target);
    let input = with_key(key)
        .with("Start", place.0)
        .with("Id", place.1.as_str())
        .with("Units", units)
        .with("Look", 0);
    let ask = role::step(ctx, scaled, SET).with_input(input);
    ctx.enqueue(Job::now(ask));
    Ok(())
}

/// What is to come of an activity after a look at its resource.
enum Turn {
    Done(&'static str, String),
    /// Again later; whether the resource was asked.
    Later(bool),
}

pub fn set(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = read_key(input);
    let place: Place =
        (input.int("Start").unwrap_or_default(), input.str("Id").unwrap_or_default().to_owned());
    let Some(mut target) = ctx.table(&TARGETS).get(&key)? else { return Ok(Struct::new()) };
    if target.under_way.as_ref() != Some(&place) {
        return Ok(Struct::new());
    }
    let scaled = dimension::parse(&key)?;
    let units = input.int("Units").unwrap_or_default();
    let is_asked = input.bool("IsAsked") == Some(true);
    match turn(ctx, (&key, &mut target), (scaled, units), is_asked)? {
        Turn::Done(code, message) => {
            target.under_way = None;
            ctx.table_mut(&TARGETS).put(&key, &target);
            activity::end(ctx, &key.0, &place, (code, message))?;
            if code == status::SUCCESSFUL {
                alarm::retune_all(ctx, &key, &target.id, units)?;
            }
        }
        Turn::Later(is_asked) => {
            ctx.table_mut(&TARGETS).put(&key, &target);
            if is_asked {
                activity::change(ctx, &key.0, &place, |row| {
                    status::IN_PROGRESS.clone_into(&mut row.status);
                })?;
            }
            let looks = input.int("Look").unwrap_or_default() + 1;
            if looks > LOOKS_MAX {
                let message = format!("Scaling timed out: {} stay what they are.", scaled.noun());
                target.under_way = None;
                ctx.table_mut(&TARGETS).put(&key, &target);
                activity::end(ctx, &key.0, &place, (status::UNFULFILLED, message))?;
                return Ok(Struct::new());
            }
            let input = input.clone().with("IsAsked", is_asked).with("Look", looks);
            let ask = role::step(ctx, scaled, SET).with_input(input);
            let at = ctx.now() + Duration::from_secs(LOOK_SECONDS);
            ctx.enqueue(Job::now(ask).at(at));
        }
    }
    Ok(Struct::new())
}

fn turn(
    ctx: &mut Ctx<'_>,
    (key, target): (&TargetKey, &mut TargetRow),
    (scaled, units): (Scaled<'_>, i64),
    is_asked: bool,
) -> Result<Turn, ApiError> {
    let noun = scaled.noun();
    let failed = |reason: String| {
        Turn::Done(status::FAILED, format!("Failed to set {noun} to {units}. Reason: {reason}"))
    };
    let capacity = match look(ctx, key, scaled) {
        Ok(capacity) => capacity,
        Err(error) => return Ok(failed(resource::quoted(ctx, scaled, &error))),
    };
    let done = || {
        Turn::Done(
            status::SUCCESSFUL,
            format!(
                "Successfully set {noun} to {units}. Change successfully fulfilled by {}.",
                key.0
            ),
        )
    };
    if is_asked || capacity.units == units {
        return Ok(if capacity.is_settled { done() } else { Turn::Later(true) });
    }
    match resource::set(ctx, scaled, capacity, units) {
        Ok(()) => {}
        Err(error) if resource::is_busy(&error) => return Ok(Turn::Later(false)),
        Err(error) => return Ok(failed(resource::quoted(ctx, scaled, &error))),
    }
    let now = ctx.now().micros();
    if units > capacity.units {
        target.scaled_out = Some(ScaledOut { at: now, from: capacity.units });
    } else {
        target.scaled_in = Some(now);
    }
    let is_settled = look(ctx, key, scaled).is_ok_and(|capacity| capacity.is_settled);
    Ok(if is_settled { done() } else { Turn::Later(true) })
}

fn look(ctx: &mut Ctx<'_>, key: &TargetKey, scaled: Scaled<'_>) -> Result<Capacity, ApiError> {
    role::take_on(ctx, scaled)?;
    let capacity = resource::capacity(ctx, scaled)?;
    capacity.ok_or_else(|| errors::no_resource(scaled.resource_noun(), &key.1))
}
