//! Multi-Region keys: one key id and one material in several regions, so that what is encrypted in
//! one is decrypted in another.
//!
//! Each region has a row of its own (policy, tags, description, aliases, grants, state). Shared are
//! the id, the material, its rotation, and who is the primary.
//!
//! Source: Developer Guide, "Multi-Region keys in AWS KMS".

use kernel::{Access, ApiError, Ctx, Region, Timestamp};

use crate::access::{self, Asked};
use crate::api::{
    ReplicateKeyInput, ReplicateKeyOutput, UpdatePrimaryRegionInput, UpdatePrimaryRegionOutput,
    error,
};
use crate::errors;
use crate::key;
use crate::key_policy;
use crate::locate::{self, Named};
use crate::metadata::metadata;
use crate::rotation;
use crate::state::{Key, Place, SetRow};
use crate::tag;
use crate::vault;

pub fn replicate_key(
    ctx: &mut Ctx<'_>,
    input: ReplicateKeyInput<'_>,
) -> Result<ReplicateKeyOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let set = primary_set(&key)?.clone();
    key.check_not_pending_deletion()?;
    if !key.row.is_enabled {
        return Err(errors::disabled(&key.arn()));
    }
    let region = region(ctx, input.replica_region())?;
    let place = Place { account: key.account, region, id: key.id.clone() };
    if locate::at(ctx, &place)?.is_some() {
        return Err(error::already_exists_exception(format!("{} already exists.", place.arn())));
    }
    ctx.authorize(&Access::new(ctx, "kms:CreateKey", "*"))?;
    let mut row = key::new_row(ctx, key.row.spec(), &key.row.usage);
    row.is_external = key.row.is_external;
    row.current = key.row.current;
    row.on_demand_rotations = key.row.on_demand_rotations;
    input.description().unwrap_or_default().clone_into(&mut row.description);
    if let Some(tags) = input.tags() {
        ctx.authorize(&Access::new(ctx, "kms:TagResource", "*"))?;
        tag::add(&mut row.tags, tags)?;
    }
    row.policy = match input.policy() {
        None => key_policy::default_policy(&place),
        Some(policy) => {
            let is_bypassed = input.bypass_policy_lockout_safety_check() == Some(true);
            key_policy::check(ctx, &place, policy, is_bypassed)?;
            policy.to_owned()
        }
    };
    if !key.row.is_external {
        for (number, material) in vault::all(ctx, &key)? {
            vault::put(ctx, &place, number, &material);
        }
        row.next_material = key.row.next_material;
    }
    let replica = Key { account: key.account, region, id: key.id.clone(), row };
    locate::save(ctx, &replica);
    let mut replicas = set.replicas;
    replicas.push(region.as_str().to_owned());
    share(ctx, &key, SetRow { primary: set.primary, replicas })?;
    let replica = locate::at(ctx, &place)?.ok_or_else(ApiError::internal)?;
    Ok(ReplicateKeyOutput::new()
        .replica_key_metadata(metadata(ctx, &replica)?)
        .replica_policy(&replica.row.policy)
        .replica_tags(tag::built(replica.row.tags)))
}

pub fn update_primary_region(
    ctx: &mut Ctx<'_>,
    input: UpdatePrimaryRegionInput<'_>,
) -> Result<UpdatePrimaryRegionOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    let set = primary_set(&key)?.clone();
    key.check_not_pending_deletion()?;
    if !key.row.is_enabled {
        return Err(errors::disabled(&key.arn()));
    }
    let region = region(ctx, input.primary_region())?;
    let place = Place { account: key.account, region, id: key.id.clone() };
    let replica = locate::at(ctx, &place)?;
    let mut replica = replica.ok_or_else(|| errors::key_not_found(&place.arn()))?;
    if region == key.region {
        return Err(errors::unsupported(format!("{} is the primary key already.", key.arn())));
    }
    let named = Named { place, alias: None };
    let asked = Asked { operation: "UpdatePrimaryRegion", input: input.0, context: None };
    ctx.authorize(&access::to_key(ctx, asked, &named)?)?;
    replica.check_not_pending_deletion()?;
    let rotation = key.row.rotation.take();
    replica.row.rotation.clone_from(&rotation);
    locate::save(ctx, &key);
    locate::save(ctx, &replica);
    let mut replicas = set.replicas;
    replicas.retain(|name| name != region.as_str());
    replicas.push(key.region.as_str().to_owned());
    share(ctx, &key, SetRow { primary: region.as_str().to_owned(), replicas })?;
    if let Some(rotation) = rotation {
        let next = Timestamp::from_micros(rotation.next);
        rotation::leave_step(ctx, &key.id, next, region);
    }
    Ok(UpdatePrimaryRegionOutput::new())
}

/// The set of a multi-Region key whose primary this is.
fn primary_set(key: &Key) -> Result<&SetRow, ApiError> {
    let set = key.row.set.as_ref().filter(|set| set.primary == key.region.as_str());
    set.ok_or_else(|| {
        errors::unsupported(format!("{} is not a multi-Region primary key.", key.arn()))
    })
}

fn region(ctx: &Ctx<'_>, name: &str) -> Result<Region, ApiError> {
    let region = Region::parse(name);
    let region = region.filter(|region| region.partition() == ctx.region().partition());
    region.ok_or_else(|| errors::validation(format!("There is no region {name} for this key.")))
}

/// Tells all regions which regions there are.
fn share(ctx: &mut Ctx<'_>, key: &Key, set: SetRow) -> Result<(), ApiError> {
    let mut of_set = key.clone();
    of_set.row.set = Some(set.clone());
    for mut member in rotation::members(ctx, &of_set)? {
        member.row.set = Some(set.clone());
        locate::save(ctx, &member);
    }
    Ok(())
}
