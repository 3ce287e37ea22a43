//! What DescribeKey and the others tell of a key.

use kernel::{ApiError, Ctx, Region, Timestamp};

use crate::api::{
    KeyMetadataBuilder, MultiRegionConfigurationBuilder, MultiRegionKeyBuilder,
    XksKeyConfigurationTypeBuilder, connection_state_type, expiration_model_type as expiration,
    key_manager_type as manager, key_state, key_usage_type as usage, multi_region_key_type as kind,
};
use crate::spec::Spec;
use crate::state::{KEY_STORES, Key, MATERIALS, MaterialRow, SetRow, key_arn};
use crate::vault;

pub fn metadata(ctx: &Ctx<'_>, key: &Key) -> Result<KeyMetadataBuilder, ApiError> {
    let row = &key.row;
    let state = state(ctx, key)?;
    let current = ctx.table_in(&MATERIALS, key.scope()).get(&(key.id.clone(), row.current))?;
    let is_managed = row.managed_for.is_some();
    let deletion = row.deletion.as_ref();
    let built = KeyMetadataBuilder::new()
        .aws_account_id(key.account.as_str())
        .key_id(key.id.as_str())
        .arn(key.arn())
        .creation_date(Timestamp::from_micros(row.created))
        .enabled(state == key_state::ENABLED)
        .description(&row.description)
        .key_usage(&row.usage)
        .key_state(state)
        .deletion_date(deletion.and_then(|it| it.at).map(Timestamp::from_micros))
        .pending_deletion_window_in_days(
            deletion.filter(|it| it.at.is_none()).map(|deletion| deletion.days),
        )
        .origin(row.origin())
        .key_manager(if is_managed { manager::AWS } else { manager::CUSTOMER })
        .key_spec(&row.spec)
        .customer_master_key_spec(&row.spec)
        .multi_region(row.set.is_some())
        .multi_region_configuration(row.set.as_ref().map(|set| configuration(key, set)))
        .custom_key_store_id(row.external.as_ref().map(|external| external.store.as_str()))
        .xks_key_configuration(
            row.external.as_ref().map(|it| XksKeyConfigurationTypeBuilder::new().id(&it.key)),
        );
    if row.external.is_some() {
        return Ok(with_algorithms(built, key));
    }
    Ok(with_material(with_algorithms(built, key), key, current))
}

/// A key of a store that is not connected is unavailable.
fn state(ctx: &Ctx<'_>, key: &Key) -> Result<&'static str, ApiError> {
    let own = key.row.state();
    let (Some(external), key_state::ENABLED | key_state::DISABLED) = (&key.row.external, own)
    else {
        return Ok(own);
    };
    let store = ctx.table_in(&KEY_STORES, key.scope()).get(external.store.as_str())?;
    let is_connected = store.is_some_and(|it| it.connection == connection_state_type::CONNECTED);
    Ok(if is_connected { own } else { key_state::UNAVAILABLE })
}

fn with_algorithms(built: KeyMetadataBuilder, key: &Key) -> KeyMetadataBuilder {
    let algorithms = key.row.spec().algorithms(&key.row.usage).to_vec();
    match key.row.usage.as_str() {
        usage::ENCRYPT_DECRYPT => built.encryption_algorithms(algorithms),
        usage::SIGN_VERIFY => built.signing_algorithms(algorithms),
        usage::GENERATE_VERIFY_MAC => built.mac_algorithms(algorithms),
        usage::KEY_AGREEMENT => built.key_agreement_algorithms(algorithms),
        _ => built.encapsulation_algorithms(algorithms),
    }
}

fn with_material(
    built: KeyMetadataBuilder,
    key: &Key,
    current: Option<MaterialRow>,
) -> KeyMetadataBuilder {
    let Some(current) = current.filter(|it| !it.is_pending) else { return built };
    let has_id = key.row.spec() == Spec::Symmetric;
    let built = built.current_key_material_id(has_id.then(|| vault::hex(&current.id)));
    if !key.row.is_external || current.sealed.is_none() {
        return built;
    }
    match current.expires {
        None => built.expiration_model(expiration::KEY_MATERIAL_DOES_NOT_EXPIRE),
        Some(at) => built
            .expiration_model(expiration::KEY_MATERIAL_EXPIRES)
            .valid_to(Timestamp::from_micros(at)),
    }
}

fn configuration(key: &Key, set: &SetRow) -> MultiRegionConfigurationBuilder {
    let member = |name: &String| {
        let region = Region::parse(name).unwrap_or(key.region);
        MultiRegionKeyBuilder::new()
            .arn(key_arn(region, key.account, &key.id))
            .region(name.as_str())
    };
    let is_primary = set.primary == key.region.as_str();
    MultiRegionConfigurationBuilder::new()
        .multi_region_key_type(if is_primary { kind::PRIMARY } else { kind::REPLICA })
        .primary_key(member(&set.primary))
        .replica_keys(set.replicas.iter().map(member).collect::<Vec<_>>())
}
