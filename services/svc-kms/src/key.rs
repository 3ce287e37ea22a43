//! Keys: making, describing, listing, enabling and disabling them.
//!
//! To draw an RSA key takes seconds, so CreateKey works outside the writer.

use std::collections::BTreeMap;

use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::{Access, ApiError, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    CreateKeyInput, CreateKeyOutput, DescribeKeyInput, DescribeKeyOutput, DisableKeyInput,
    DisableKeyOutput, EnableKeyInput, EnableKeyOutput, KeyListEntryBuilder, ListKeysInput,
    ListKeysOutput, UpdateKeyDescriptionInput, UpdateKeyDescriptionOutput, key_spec,
    key_usage_type as usage, origin_type, resource_owner_type,
};
use crate::errors;
use crate::grant;
use crate::key_policy;
use crate::key_store::external;
use crate::limits;
use crate::listing::Page;
use crate::locate::{self, Aliases};
use crate::managed;
use crate::material;
use crate::metadata::metadata;
use crate::rotation;
use crate::spec::Spec;
use crate::state::{EXTERNAL_KEYS, KEYS, Key, KeyRow, Place, SetRow};
use crate::tag;
use crate::vault;

/// Begins to make a key.
pub fn plan(ctx: &mut Ctx<'_>, input: CreateKeyInput<'_>) -> OpResult {
    let (spec, _) = read_kind(ctx, input)?;
    let plan = match external::wanted(ctx, input)? {
        Some(wanted) => external::plan(ctx, &wanted)?,
        None => Struct::new(),
    };
    let plan = plan.with("Spec", spec.name());
    if input.origin() == Some(origin_type::EXTERNAL) {
        return Ok(plan);
    }
    Ok(plan.with("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?)))
}

/// Draws the material.
pub fn draw_planned(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.str("Body").is_some() {
        external::check(env, &plan)?;
    }
    let Some(seed) = plan.blob("Seed") else { return Ok(plan) };
    let seed = seed[..].try_into().map_err(|_| ApiError::internal())?;
    let spec = plan.str("Spec").and_then(Spec::parse).ok_or_else(ApiError::internal)?;
    Ok(Struct::new().with("Material", Bytes::from(draw(spec, seed)?)))
}

pub fn draw(spec: Spec, seed: [u8; 32]) -> Result<Vec<u8>, ApiError> {
    material::draw(spec, &mut material::generator(seed)).ok_or_else(ApiError::internal)
}

/// Keeps the key.
pub fn create_key(
    ctx: &mut Ctx<'_>,
    input: CreateKeyInput<'_>,
    drawn: Struct,
) -> Result<CreateKeyOutput, ApiError> {
    let (spec, used_for) = read_kind(ctx, input)?;
    let is_multi_region = input.multi_region() == Some(true);
    let place = new_place(ctx, is_multi_region);
    let mut row = new_row(ctx, spec, used_for);
    if let Some((_, external)) = external::wanted(ctx, input)? {
        let taken = (external.store.as_str(), external.key.as_str());
        ctx.table_mut(&EXTERNAL_KEYS).put(&taken, &());
        row.external = Some(external);
    }
    row.is_external = input.origin() == Some(origin_type::EXTERNAL);
    input.description().unwrap_or_default().clone_into(&mut row.description);
    if is_multi_region {
        let primary = ctx.region().as_str().to_owned();
        row.set = Some(SetRow { primary, replicas: Vec::new() });
    }
    if let Some(tags) = input.tags() {
        ctx.authorize(&Access::new(ctx, "kms:TagResource", "*"))?;
        tag::add(&mut row.tags, tags)?;
    }
    row.policy = match input.policy() {
        None => key_policy::default_policy(&place),
        Some(policy) => {
            let is_bypassed = input.bypass_policy_lockout_safety_check() == Some(true);
            key_policy::check(ctx, &place, policy, is_bypassed)?;
            ctx.bind_policy(policy)?
        }
    };
    let key = put(ctx, place, row, drawn.blob("Material").map(|bytes| &bytes[..]))?;
    Ok(CreateKeyOutput::new().key_metadata(metadata(ctx, &key)?))
}

/// What kind of key is asked for, and for what.
fn read_kind<'i>(ctx: &Ctx<'_>, input: CreateKeyInput<'i>) -> Result<(Spec, &'i str), ApiError> {
    let is_own =
        matches!(input.origin(), None | Some(origin_type::AWS_KMS | origin_type::EXTERNAL));
    if !is_own && input.custom_key_store_id().is_none() {
        return Err(errors::validation(
            "Keys of that origin are in a custom key store: specify CustomKeyStoreId.",
        ));
    }
    let name = match (input.key_spec(), input.customer_master_key_spec()) {
        (Some(_), Some(_)) => {
            return Err(errors::validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
                 CustomerMasterKeySpec is deprecated.",
            ));
        }
        (Some(name), None) | (None, Some(name)) => name,
        (None, None) => key_spec::SYMMETRIC_DEFAULT,
    };
    let spec = Spec::parse(name)
        .ok_or_else(|| errors::not_implemented(&format!("keys of the spec {name}")))?;
    if !spec.is_made_in(ctx.region().partition()) {
        return Err(errors::unsupported("SM2 keys are made in the regions of China only."));
    }
    let used_for = match input.key_usage() {
        Some(used_for) => used_for,
        None if spec == Spec::Symmetric => usage::ENCRYPT_DECRYPT,
        None => {
            return Err(errors::validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric \
                 encryption keys.",
            ));
        }
    };
    if !spec.usages().contains(&used_for) {
        return Err(errors::validation(format!(
            "KeyUsage {used_for} is not compatible with KeySpec {name}"
        )));
    }
    Ok((spec, used_for))
}

pub fn new_place(ctx: &mut Ctx<'_>, is_multi_region: bool) -> Place {
    let id =
        if is_multi_region { format!("mrk-{}", ctx.chance().hex(32)) } else { ctx.chance().uuid() };
    Place { account: ctx.account(), region: ctx.region(), id }
}

/// A key without policy and material.
pub fn new_row(ctx: &Ctx<'_>, spec: Spec, used_for: &str) -> KeyRow {
    KeyRow {
        created: ctx.now().micros(),
        spec: spec.name().to_owned(),
        usage: used_for.to_owned(),
        is_external: false,
        description: String::new(),
        is_enabled: true,
        policy: String::new(),
        tags: BTreeMap::new(),
        managed_for: None,
        set: None,
        deletion: None,
        rotation: None,
        current: 0,
        next_material: 0,
        on_demand_rotations: 0,
        missing_materials: 0,
        grants: 0,
        external: None,
        is_tracked: Some(true),
    }
}

pub fn put(
    ctx: &mut Ctx<'_>,
    place: Place,
    mut row: KeyRow,
    material: Option<&[u8]>,
) -> Result<Key, ApiError> {
    if let Some(material) = material {
        let mut generator = vault::generator(ctx)?;
        let kept = vault::keep(ctx, &place, 0, material, &mut generator)?;
        vault::put(ctx, &place, 0, &kept);
        row.next_material = 1;
    }
    let Place { account, region, id } = place;
    let key = Key { account, region, id, row };
    locate::save(ctx, &key);
    Ok(key)
}

pub fn describe_key(
    ctx: &mut Ctx<'_>,
    input: DescribeKeyInput<'_>,
) -> Result<DescribeKeyOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let key = match managed::to_be_made(ctx, input.key_id())? {
        Some(service) => managed::make(ctx, service)?,
        None => locate::find(ctx, input.key_id(), Aliases::Taken)?,
    };
    Ok(DescribeKeyOutput::new().key_metadata(metadata(ctx, &key)?))
}

pub fn list_keys(ctx: &mut Ctx<'_>, input: ListKeysInput<'_>) -> Result<ListKeysOutput, ApiError> {
    let page = Page::read("ListKeys", input.limit(), input.marker(), limits::PAGE_DEFAULT)?;
    let owners = input.resource_owners();
    if owners.is_some_and(|owners| !owners.contains(resource_owner_type::SELF)) {
        // Nobody shares keys: there is no Resource Access Manager.
        return Ok(ListKeysOutput::new().keys(Vec::<KeyListEntryBuilder>::new()).truncated(false));
    }
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after.as_str());
    }
    let ids = ctx.table(&KEYS).keys(&range).take(page.limit + 1).collect::<Result<Vec<_>, _>>()?;
    let (ids, marker) = page.cut(ids, String::clone);
    let keys = ids.into_iter().map(|id| {
        let place = Place { account: ctx.account(), region: ctx.region(), id };
        KeyListEntryBuilder::new().key_arn(place.arn()).key_id(place.id)
    });
    Ok(ListKeysOutput::new()
        .keys(keys.collect::<Vec<_>>())
        .truncated(marker.is_some())
        .next_marker(marker))
}

pub fn enable_key(
    ctx: &mut Ctx<'_>,
    input: EnableKeyInput<'_>,
) -> Result<EnableKeyOutput, ApiError> {
    let mut key = to_switch(ctx, input.key_id())?;
    key.row.is_enabled = true;
    locate::save(ctx, &key);
    rotation::catch_up(ctx, &mut key)?;
    Ok(EnableKeyOutput::new())
}

pub fn disable_key(
    ctx: &mut Ctx<'_>,
    input: DisableKeyInput<'_>,
) -> Result<DisableKeyOutput, ApiError> {
    let mut key = to_switch(ctx, input.key_id())?;
    key.row.is_enabled = false;
    locate::save(ctx, &key);
    Ok(DisableKeyOutput::new())
}

fn to_switch(ctx: &Ctx<'_>, id: &str) -> Result<Key, ApiError> {
    let key = locate::managed(ctx, id)?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    if key.row.lacks_material() {
        return Err(errors::pending_import(&key.arn()));
    }
    Ok(key)
}

pub fn update_key_description(
    ctx: &mut Ctx<'_>,
    input: UpdateKeyDescriptionInput<'_>,
) -> Result<UpdateKeyDescriptionOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    input.description().clone_into(&mut key.row.description);
    locate::save(ctx, &key);
    Ok(UpdateKeyDescriptionOutput::new())
}

/// The moment that lies so many days after now.
pub fn in_days(ctx: &Ctx<'_>, days: i64) -> Timestamp {
    Timestamp::from_secs(ctx.now().secs() + days * 24 * 60 * 60)
}
