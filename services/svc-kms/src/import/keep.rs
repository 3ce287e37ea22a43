//! What becomes of imported material: kept, expired, deleted, brought again.
//!
//! Source: API Reference, ImportKeyMaterial and DeleteImportedKeyMaterial.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use super::importable;
use crate::api::{
    DeleteImportedKeyMaterialInput, DeleteImportedKeyMaterialOutput, ImportKeyMaterialInput,
    ImportKeyMaterialOutput, error, expiration_model_type as expiration, import_type,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::material;
use crate::rotation;
use crate::spec::Spec;
use crate::state::{Key, MATERIALS, MaterialRow, Place};
use crate::vault;

/// The step that expires a material: `KeyId`, `Number`, `At`.
pub const EXPIRE: &str = "ExpireMaterial";

/// When the material is to expire.
pub fn check_times(
    ctx: &Ctx<'_>,
    input: ImportKeyMaterialInput<'_>,
) -> Result<Option<Timestamp>, ApiError> {
    let expires = input.expiration_model() != Some(expiration::KEY_MATERIAL_DOES_NOT_EXPIRE);
    match (expires, input.valid_to()) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err(errors::validation(
            "ValidTo must not be set when ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE.",
        )),
        (true, None) => Err(errors::validation(
            "ValidTo must be set when ExpirationModel is KEY_MATERIAL_EXPIRES.",
        )),
        (true, Some(until)) => {
            let latest = ctx.now().secs() + limits::MATERIAL_DAYS_MAX * 24 * 60 * 60;
            if until <= ctx.now() || until.secs() > latest {
                return Err(errors::validation(format!(
                    "ValidTo must lie in the future, within {} days.",
                    limits::MATERIAL_DAYS_MAX
                )));
            }
            Ok(Some(until))
        }
    }
}

pub fn import_key_material(
    ctx: &mut Ctx<'_>,
    input: ImportKeyMaterialInput<'_>,
    unwrapped: Struct,
) -> Result<ImportKeyMaterialOutput, ApiError> {
    let mut key = importable(ctx, input.key_id())?;
    let bytes = unwrapped.blob("Material").ok_or_else(ApiError::internal)?;
    if !material::is_valid(key.row.spec(), bytes) {
        return Err(errors::incorrect_material(format!(
            "The imported key material is no key of the spec {}.",
            key.row.spec
        )));
    }
    let id = vault::material_id(ctx, &key.place(), bytes)?;
    let (number, old) = place_for(ctx, &key, input, &id)?;
    let until = check_times(ctx, input)?;
    let mut generator = vault::generator(ctx)?;
    let kept = vault::keep(ctx, &key.place(), number, bytes, &mut generator)?;
    let is_first = key.row.next_material == 0;
    let row = MaterialRow {
        rotated: old.as_ref().and_then(|row| row.rotated),
        is_on_demand: old.as_ref().is_some_and(|row| row.is_on_demand),
        is_pending: old.as_ref().map_or(!is_first, |row| row.is_pending),
        expires: until.map(Timestamp::micros),
        description: input
            .key_material_description()
            .map(str::to_owned)
            .or_else(|| old.and_then(|row| row.description)),
        ..kept
    };
    vault::put(ctx, &key.place(), number, &row);
    key.row.next_material = key.row.next_material.max(number + 1);
    recount(ctx, &mut key)?;
    if let Some(at) = until {
        let ask = Ask::to("kms", EXPIRE)
            .with("KeyId", key.id.as_str())
            .with("Number", i64::from(number))
            .with("At", at.micros());
        ctx.enqueue(Job::now(ask).at(at));
    }
    let shown = (key.row.spec() == Spec::Symmetric).then(|| vault::hex(&id));
    Ok(ImportKeyMaterialOutput::new().key_id(key.arn()).key_material_id(shown))
}

/// Under which number the material is kept, and what was kept there.
fn place_for(
    ctx: &Ctx<'_>,
    key: &Key,
    input: ImportKeyMaterialInput<'_>,
    id: &[u8],
) -> Result<(u32, Option<MaterialRow>), ApiError> {
    let is_primary = key.row.is_primary_in(key.region.as_str());
    let known = known(ctx, key)?;
    let has_any = !known.is_empty();
    let default =
        if has_any { import_type::EXISTING_KEY_MATERIAL } else { import_type::NEW_KEY_MATERIAL };
    let kind = input.import_type().unwrap_or(default);
    let same = known.iter().find(|(_, row)| row.id.as_slice() == id);
    if kind == import_type::EXISTING_KEY_MATERIAL {
        let Some((number, row)) = same else {
            return Err(errors::incorrect_material(
                "The key material is not one that was imported into this key before.",
            ));
        };
        if input.key_material_id().is_some_and(|wanted| wanted != vault::hex(&row.id)) {
            return Err(errors::incorrect_material(
                "The key material is not the one that KeyMaterialId names.",
            ));
        }
        return Ok((*number, Some(row.clone())));
    }
    if input.key_material_id().is_some() {
        return Err(errors::validation("New key material has no KeyMaterialId yet."));
    }
    if same.is_some() {
        return Err(errors::incorrect_material(
            "The key material is associated with this key already.",
        ));
    }
    if !is_primary {
        return Err(errors::unsupported(format!(
            "New key material is imported into the primary key first, not into {}.",
            key.arn()
        )));
    }
    if has_any && key.row.spec() != Spec::Symmetric {
        return Err(errors::incorrect_material(
            "Only symmetric encryption keys can have further key material.",
        ));
    }
    if known.iter().any(|(_, row)| row.is_pending) {
        return Err(error::kms_invalid_state_exception(format!(
            "{} has key material that waits for a rotation already.",
            key.arn()
        )));
    }
    Ok((key.row.next_material, None))
}

/// The materials that a key can have: for a replica, those of its primary.
fn known(ctx: &Ctx<'_>, key: &Key) -> Result<Vec<(u32, MaterialRow)>, ApiError> {
    let primary = rotation::members(ctx, key)?.into_iter().next();
    vault::all(ctx, primary.as_ref().unwrap_or(key))
}

/// Counts what is missing, and saves the key.
fn recount(ctx: &mut Ctx<'_>, key: &mut Key) -> Result<(), ApiError> {
    let here = vault::all(ctx, key)?;
    let is_here =
        |number: u32| here.iter().any(|(own, row)| *own == number && row.sealed.is_some());
    let needed = known(ctx, key)?;
    let missing = needed.iter().filter(|(number, row)| !row.is_pending && !is_here(*number));
    key.row.missing_materials = missing.count() as u32;
    locate::save(ctx, key);
    Ok(())
}

/// The step [`EXPIRE`].
pub fn expire_on_its_day(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("KeyId").unwrap_or_default().to_owned();
    let place = Place { account: ctx.account(), region: ctx.region(), id };
    let number = input.int("Number").unwrap_or_default() as u32;
    let Some(mut key) = locate::at(ctx, &place)? else { return Ok(Struct::new()) };
    let row = ctx.table(&MATERIALS).get(&(key.id.clone(), number))?;
    let row = row.filter(|row| row.expires.is_some() && row.expires == input.int("At"));
    if let Some(row) = row.filter(|row| row.sealed.is_some()) {
        take_away(ctx, &mut key, number, row)?;
        let event = key.service_event("DeleteExpiredKeyMaterial");
        let details = Struct::new().with("keyId", key.id.as_str());
        return Ok(Struct::new().with("ServiceEvent", event.with("Details", details)));
    }
    Ok(Struct::new())
}

pub fn delete_imported_key_material(
    ctx: &mut Ctx<'_>,
    input: DeleteImportedKeyMaterialInput<'_>,
) -> Result<DeleteImportedKeyMaterialOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    if !key.row.is_external {
        return Err(errors::wrong_origin(&key.arn(), key.row.origin()));
    }
    let here = vault::all(ctx, &key)?;
    let found = match input.key_material_id() {
        None => here.into_iter().find(|(number, _)| *number == key.row.current),
        Some(id) => {
            let found = here.into_iter().find(|(_, row)| vault::hex(&row.id) == id);
            Some(found.ok_or_else(|| {
                error::not_found_exception(format!("{} has no key material {id}.", key.arn()))
            })?)
        }
    };
    let output = DeleteImportedKeyMaterialOutput::new().key_id(key.arn());
    let Some((number, row)) = found else { return Ok(output) };
    let shown = (key.row.spec() == Spec::Symmetric).then(|| vault::hex(&row.id));
    let is_shared = row.is_pending && key.row.is_primary_in(key.region.as_str());
    take_away(ctx, &mut key, number, row)?;
    if is_shared {
        for member in rotation::members(ctx, &key)? {
            ctx.table_mut_in(&MATERIALS, member.scope()).delete(&(member.id.clone(), number));
        }
    }
    Ok(output.key_material_id(shown))
}

/// Material that waits for a rotation is forgotten; of other material its place stays.
fn take_away(
    ctx: &mut Ctx<'_>,
    key: &mut Key,
    number: u32,
    mut row: MaterialRow,
) -> Result<(), ApiError> {
    if row.is_pending {
        ctx.table_mut_in(&MATERIALS, key.scope()).delete(&(key.id.clone(), number));
    } else {
        row.sealed = None;
        row.expires = None;
        vault::put(ctx, &key.place(), number, &row);
    }
    recount(ctx, key)
}
