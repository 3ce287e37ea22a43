//! Rotation: a key gets new material, by which it encrypts from then on; what it has encrypted
//! before is still decrypted by the material of then.
//!
//! Automatic rotation is a step that leaves the next one. A key that cannot be rotated when its day
//! comes (disabled, pending deletion) is when it is enabled again. The regions of a multi-Region
//! key get the same material in the same moment; its rotation is the primary key's.
//!
//! Source: Developer Guide, "Rotate AWS KMS keys".

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Timestamp};

use crate::api::{
    DisableKeyRotationInput, DisableKeyRotationOutput, EnableKeyRotationInput,
    EnableKeyRotationOutput, GetKeyRotationStatusInput, GetKeyRotationStatusOutput,
    ListKeyRotationsInput, ListKeyRotationsOutput, RotateKeyOnDemandInput, RotateKeyOnDemandOutput,
    RotationsListEntryBuilder, expiration_model_type as expiration, import_state,
    include_key_material, key_material_state as material_state, rotation_type,
};
use crate::errors;
use crate::key;
use crate::limits;
use crate::listing::Page;
use crate::locate;
use crate::spec::Spec;
use crate::state::{Key, MATERIALS, MaterialRow, Place, RotationRow};
use crate::vault;

/// The step that rotates a key on its day: `KeyId`, `At`.
pub const ROTATE: &str = "RotateKey";

pub fn enable_key_rotation(
    ctx: &mut Ctx<'_>,
    input: EnableKeyRotationInput<'_>,
) -> Result<EnableKeyRotationOutput, ApiError> {
    let mut key = to_schedule(ctx, input.key_id())?;
    let old = key.row.rotation.as_ref().map(|rotation| rotation.days);
    let days = input.rotation_period_in_days().or(old).unwrap_or(limits::ROTATION_DAYS_DEFAULT);
    start(ctx, &mut key, days);
    Ok(EnableKeyRotationOutput::new())
}

pub fn disable_key_rotation(
    ctx: &mut Ctx<'_>,
    input: DisableKeyRotationInput<'_>,
) -> Result<DisableKeyRotationOutput, ApiError> {
    let mut key = to_schedule(ctx, input.key_id())?;
    key.row.rotation = None;
    locate::save(ctx, &key);
    Ok(DisableKeyRotationOutput::new())
}

fn to_schedule(ctx: &Ctx<'_>, id: &str) -> Result<Key, ApiError> {
    let key = locate::managed(ctx, id)?;
    key.check_customers()?;
    check_rotates(&key)?;
    if key.row.is_external {
        return Err(errors::wrong_origin(&key.arn(), key.row.origin()));
    }
    check_primary(&key)?;
    key.check_usable()?;
    Ok(key)
}

fn check_rotates(key: &Key) -> Result<(), ApiError> {
    if key.row.external.is_some() {
        return Err(errors::unsupported(format!(
            "{} is in a custom key store, whose keys are not rotated by KMS.",
            key.arn()
        )));
    }
    if key.row.rotates() {
        return Ok(());
    }
    Err(errors::unsupported(format!(
        "{} is a {} key: only symmetric encryption keys are rotated.",
        key.arn(),
        key.row.spec
    )))
}

pub fn check_primary(key: &Key) -> Result<(), ApiError> {
    if key.row.is_primary_in(key.region.as_str()) {
        return Ok(());
    }
    Err(errors::unsupported(format!("{} is not a multi-Region primary key.", key.arn())))
}

/// Begins to rotate a key every so many days.
pub fn start(ctx: &mut Ctx<'_>, key: &mut Key, days: i64) {
    let next = key::in_days(ctx, days);
    schedule(ctx, key, RotationRow { days, next: next.micros() });
}

fn schedule(ctx: &mut Ctx<'_>, key: &mut Key, rotation: RotationRow) {
    let next = Timestamp::from_micros(rotation.next);
    key.row.rotation = Some(rotation);
    locate::save(ctx, key);
    leave_step(ctx, &key.id, next, key.region);
}

pub fn leave_step(ctx: &mut Ctx<'_>, id: &str, at: Timestamp, region: Region) {
    let ask = Ask::to("kms", ROTATE).with("KeyId", id).with("At", at.micros()).in_region(region);
    ctx.enqueue(Job::now(ask).at(at));
}

/// The step [`ROTATE`].
pub fn rotate_on_its_day(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("KeyId").unwrap_or_default().to_owned();
    let place = Place { account: ctx.account(), region: ctx.region(), id };
    let Some(mut key) = locate::at(ctx, &place)? else { return Ok(Struct::new()) };
    // Another schedule has taken the place of the one that left this step.
    let is_current = key.row.rotation.as_ref().map(|it| it.next) == input.int("At");
    if !is_current {
        return Ok(Struct::new());
    }
    let before = key.row.current;
    catch_up(ctx, &mut key)?;
    if key.row.current == before {
        return Ok(Struct::new());
    }
    // Developer Guide, "RotateKey" of the log entries: the record that CloudTrail makes of it.
    let details = Struct::new().with("keyId", key.id.as_str()).with("rotationType", "AUTOMATIC");
    Ok(Struct::new().with("ServiceEvent", key.service_event("RotateKey").with("Details", details)))
}

/// Rotates a key whose day has come, if it may be used, and leaves the next step.
pub fn catch_up(ctx: &mut Ctx<'_>, key: &mut Key) -> Result<(), ApiError> {
    let Some(rotation) = key.row.rotation.clone() else { return Ok(()) };
    let now = ctx.now().micros();
    if rotation.next > now || key.check_usable().is_err() {
        return Ok(());
    }
    rotate(ctx, key, Reason::Automatic)?;
    let days = rotation.days;
    let day = 24 * 60 * 60 * 1_000_000;
    // On the days of the schedule, of which some may have been missed.
    let missed = (now - rotation.next) / (days * day);
    let next = rotation.next + (missed + 1) * days * day;
    schedule(ctx, key, RotationRow { days, next });
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    Automatic,
    OnDemand,
}

/// Gives all regions of a key a new material.
fn rotate(ctx: &mut Ctx<'_>, key: &mut Key, reason: Reason) -> Result<(), ApiError> {
    let material = key::draw(Spec::Symmetric, ctx.secret_seed()?)?;
    let mut generator = vault::generator(ctx)?;
    let number = key.row.next_material;
    let mut kept = vault::keep(ctx, &key.place(), number, &material, &mut generator)?;
    kept.rotated = Some(ctx.now().micros());
    kept.is_on_demand = reason == Reason::OnDemand;
    for mut member in members(ctx, key)? {
        vault::put(ctx, &member.place(), number, &kept);
        member.row.current = number;
        member.row.next_material = number + 1;
        count(&mut member, reason);
        locate::save(ctx, &member);
        if member.region == key.region {
            key.row = member.row;
        }
    }
    Ok(())
}

fn count(key: &mut Key, reason: Reason) {
    key.row.on_demand_rotations += u32::from(reason == Reason::OnDemand);
}

/// The key in all its regions.
pub fn members(ctx: &Ctx<'_>, key: &Key) -> Result<Vec<Key>, ApiError> {
    let Some(set) = &key.row.set else { return Ok(vec![key.clone()]) };
    let mut members = Vec::new();
    for name in std::iter::once(&set.primary).chain(&set.replicas) {
        let Some(region) = Region::parse(name) else { continue };
        let place = Place { account: key.account, region, id: key.id.clone() };
        members.extend(locate::at(ctx, &place)?);
    }
    Ok(members)
}

pub fn rotate_key_on_demand(
    ctx: &mut Ctx<'_>,
    input: RotateKeyOnDemandInput<'_>,
) -> Result<RotateKeyOnDemandOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    check_rotates(&key)?;
    check_primary(&key)?;
    key.check_usable()?;
    if key.row.on_demand_rotations >= limits::ON_DEMAND_ROTATIONS_MAX {
        return Err(errors::limit_exceeded(format!(
            "{} was rotated on demand {} times, which is all that a key can be.",
            key.arn(),
            limits::ON_DEMAND_ROTATIONS_MAX
        )));
    }
    if key.row.is_external {
        rotate_to_imported(ctx, &key)?;
    } else {
        rotate(ctx, &mut key, Reason::OnDemand)?;
    }
    Ok(RotateKeyOnDemandOutput::new().key_id(key.id))
}

/// Begins to encrypt by the material that was imported for this.
fn rotate_to_imported(ctx: &mut Ctx<'_>, key: &Key) -> Result<(), ApiError> {
    let waiting = vault::all(ctx, key)?.into_iter().find(|(_, row)| row.is_pending);
    let Some((number, _)) = waiting else {
        return Err(crate::api::error::kms_invalid_state_exception(format!(
            "{} has no imported key material that waits for a rotation.",
            key.arn()
        )));
    };
    let members = members(ctx, key)?;
    let mut rows = Vec::with_capacity(members.len());
    for member in members {
        let at = (member.id.clone(), number);
        let row = ctx.table_in(&MATERIALS, member.scope()).get(&at)?;
        let Some(row) = row.filter(|row| row.sealed.is_some()) else {
            return Err(crate::api::error::kms_invalid_state_exception(format!(
                "{} lacks the imported key material to which it is to be rotated.",
                member.arn()
            )));
        };
        rows.push((member, row));
    }
    let now = ctx.now().micros();
    for (mut member, mut row) in rows {
        row.is_pending = false;
        row.rotated = Some(now);
        row.is_on_demand = true;
        vault::put(ctx, &member.place(), number, &row);
        member.row.current = number;
        count(&mut member, Reason::OnDemand);
        locate::save(ctx, &member);
    }
    Ok(())
}

pub fn get_key_rotation_status(
    ctx: &mut Ctx<'_>,
    input: GetKeyRotationStatusInput<'_>,
) -> Result<GetKeyRotationStatusOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let primary = members(ctx, &key)?.into_iter().next();
    // "While a KMS key is pending deletion, its rotation status is false."
    let rotation = primary.and_then(|it| it.row.rotation).filter(|_| key.row.deletion.is_none());
    let output =
        GetKeyRotationStatusOutput::new().key_id(key.id).key_rotation_enabled(rotation.is_some());
    Ok(match rotation {
        None => output,
        Some(rotation) => output
            .rotation_period_in_days(rotation.days)
            .next_rotation_date(Timestamp::from_micros(rotation.next)),
    })
}

pub fn list_key_rotations(
    ctx: &mut Ctx<'_>,
    input: ListKeyRotationsInput<'_>,
) -> Result<ListKeyRotationsOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    check_rotates(&key)?;
    let page = Page::read("ListKeyRotations", input.limit(), input.marker(), limits::PAGE_DEFAULT)?;
    let wants_all = input.include_key_material() == Some(include_key_material::ALL_KEY_MATERIAL);
    let mut rows = vault::all(ctx, &key)?;
    rows.retain(|(_, row)| wants_all || row.rotated.is_some());
    let (rows, marker) = page.of_all(rows, |(number, _)| format!("{number:010}"));
    let lacks_somewhere = match rows.iter().find(|(_, row)| row.is_pending) {
        None => false,
        Some((number, _)) => is_missing_somewhere(ctx, &key, *number)?,
    };
    let rotations = rows.into_iter().map(|(number, row)| {
        let state = match &row {
            _ if number == key.row.current => material_state::CURRENT,
            row if row.is_pending && lacks_somewhere => {
                material_state::PENDING_MULTI_REGION_IMPORT_AND_ROTATION
            }
            row if row.is_pending => material_state::PENDING_ROTATION,
            _ => material_state::NON_CURRENT,
        };
        entry(&key, row, wants_all.then_some(state))
    });
    Ok(ListKeyRotationsOutput::new()
        .rotations(rotations.collect::<Vec<_>>())
        .truncated(marker.is_some())
        .next_marker(marker))
}

fn is_missing_somewhere(ctx: &Ctx<'_>, key: &Key, number: u32) -> Result<bool, ApiError> {
    for member in members(ctx, key)? {
        let row = ctx.table_in(&MATERIALS, member.scope()).get(&(member.id.clone(), number))?;
        if row.is_none_or(|row| row.sealed.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn entry(key: &Key, row: MaterialRow, state: Option<&str>) -> RotationsListEntryBuilder {
    let kind = if row.is_on_demand { rotation_type::ON_DEMAND } else { rotation_type::AUTOMATIC };
    let entry = RotationsListEntryBuilder::new()
        .key_id(key.id.as_str())
        .key_material_id(vault::hex(&row.id))
        .key_material_state(state)
        .rotation_date(row.rotated.map(Timestamp::from_micros))
        .rotation_type(row.rotated.map(|_| kind));
    if !key.row.is_external {
        return entry;
    }
    let is_there = row.sealed.is_some();
    let model = match row.expires {
        Some(_) => expiration::KEY_MATERIAL_EXPIRES,
        None => expiration::KEY_MATERIAL_DOES_NOT_EXPIRE,
    };
    entry
        .import_state(if is_there { import_state::IMPORTED } else { import_state::PENDING_IMPORT })
        .key_material_description(row.description)
        .expiration_model(is_there.then_some(model))
        .valid_to(row.expires.filter(|_| is_there).map(Timestamp::from_micros))
}
