//! AWS KMS: the map of its operations.
//!
//! Keys are in [`key`], [`metadata`], [`alias`] and [`tag`]; who may do what with one in
//! [`access`], [`key_policy`] and [`grant`]. What a key is made of is [`material`], pure functions
//! over bytes; how it is kept is [`vault`]; what its ciphertexts look like is [`envelope`]. Its
//! life is [`rotation`], [`import`], [`multi_region`] and [`deletion`], outside of KMS
//! [`key_store`]; its use [`encrypt`], [`data_key`], [`sign`], [`mac`], [`capsule`] and
//! [`public_key`], and [`last_use`]. The README says what is not done, and how other services
//! call.

mod access;
mod alias;
#[rustfmt::skip]
pub mod api;
mod capsule;
mod data_key;
mod deletion;
mod encrypt;
mod envelope;
mod errors;
mod grant;
mod import;
mod key;
mod key_policy;
mod key_store;
mod last_use;
mod limits;
mod listing;
mod locate;
mod mac;
mod managed;
mod material;
mod metadata;
mod multi_region;
mod public_key;
mod rotation;
mod sign;
mod spec;
mod state;
mod tag;
#[cfg(test)]
mod tests;
mod vault;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "kms",
    operations: &[
        op!(write api::CancelKeyDeletion, deletion::cancel_key_deletion),
        op!(write api::ConnectCustomKeyStore, key_store::connection::connect),
        op!(write api::CreateAlias, alias::create_alias),
        op!(
            work api::CreateCustomKeyStore,
            key_store::plan_create,
            key_store::ask_health,
            key_store::create
        ),
        op!(write api::CreateGrant, grant::create_grant),
        op!(work api::CreateKey, key::plan, key::draw_planned, key::create_key),
        op!(read api::Decapsulate, capsule::decapsulate),
        op!(read api::Decrypt, encrypt::decrypt),
        op!(write api::DeleteAlias, alias::delete_alias),
        op!(write api::DeleteCustomKeyStore, key_store::delete),
        op!(write api::DeleteImportedKeyMaterial, import::delete_imported_key_material),
        op!(read api::DeriveSharedSecret, public_key::derive_shared_secret),
        op!(read api::DescribeCustomKeyStores, key_store::describe),
        // It makes keys that AWS manages.
        op!(write api::DescribeKey, key::describe_key),
        op!(write api::DisableKey, key::disable_key),
        op!(write api::DisableKeyRotation, rotation::disable_key_rotation),
        op!(write api::DisconnectCustomKeyStore, key_store::connection::disconnect),
        op!(write api::EnableKey, key::enable_key),
        op!(write api::EnableKeyRotation, rotation::enable_key_rotation),
        op!(read api::Encapsulate, capsule::encapsulate),
        op!(read api::Encrypt, encrypt::encrypt),
        op!(read api::GenerateDataKey, data_key::generate_data_key),
        op!(
            work api::GenerateDataKeyPair,
            data_key::plan_pair,
            data_key::draw_pair,
            data_key::generate_data_key_pair
        ),
        op!(
            work api::GenerateDataKeyPairWithoutPlaintext,
            data_key::plan_pair_without_plaintext,
            data_key::draw_pair,
            data_key::generate_data_key_pair_without_plaintext
        ),
        op!(
            read api::GenerateDataKeyWithoutPlaintext,
            data_key::generate_data_key_without_plaintext
        ),
        op!(read api::GenerateMac, mac::generate_mac),
        op!(read api::GenerateRandom, data_key::generate_random),
        op!(read api::GetKeyLastUsage, last_use::get_key_last_usage),
        op!(read api::GetKeyPolicy, key_policy::get_key_policy),
        op!(read api::GetKeyRotationStatus, rotation::get_key_rotation_status),
        op!(
            work api::GetParametersForImport,
            import::plan_parameters,
            import::draw_wrapping_key,
            import::get_parameters_for_import
        ),
        op!(read api::GetPublicKey, public_key::get_public_key),
        op!(
            work api::ImportKeyMaterial,
            import::plan_import,
            import::unwrap_planned,
            import::import_key_material
        ),
        op!(read api::ListAliases, alias::list_aliases),
        op!(read api::ListGrants, grant::list_grants),
        op!(read api::ListKeyPolicies, key_policy::list_key_policies),
        op!(read api::ListKeyRotations, rotation::list_key_rotations),
        op!(read api::ListKeys, key::list_keys),
        op!(read api::ListResourceTags, tag::list_resource_tags),
        op!(read api::ListRetirableGrants, grant::list_retirable_grants),
        op!(write api::PutKeyPolicy, key_policy::put_key_policy),
        op!(read api::ReEncrypt, encrypt::re_encrypt),
        op!(write api::ReplicateKey, multi_region::replicate_key),
        op!(write api::RetireGrant, grant::retire_grant),
        op!(write api::RevokeGrant, grant::revoke_grant),
        op!(write api::RotateKeyOnDemand, rotation::rotate_key_on_demand),
        op!(write api::ScheduleKeyDeletion, deletion::schedule_key_deletion),
        op!(read api::Sign, sign::sign),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateAlias, alias::update_alias),
        op!(
            work api::UpdateCustomKeyStore,
            key_store::plan_update,
            key_store::ask_health,
            key_store::update
        ),
        op!(write api::UpdateKeyDescription, key::update_key_description),
        op!(write api::UpdatePrimaryRegion, multi_region::update_primary_region),
        op!(read api::Verify, sign::verify),
        op!(read api::VerifyMac, mac::verify_mac),
    ],
    steps: &[
        Op {
            name: key_store::connection::CONNECT,
            run: Run::Work(Work {
                begin: key_store::connection::begin,
                work: key_store::connection::work,
                complete: key_store::connection::complete,
            }),
            stage: None,
        },
        Op {
            name: key_store::connection::CONNECT_FAILED,
            run: Run::Write(key_store::connection::failed),
            stage: None,
        },
        Op { name: last_use::RECORD, run: Run::Write(last_use::record), stage: None },
        Op { name: deletion::DELETE, run: Run::Write(deletion::delete_on_its_day), stage: None },
        Op { name: import::EXPIRE, run: Run::Write(import::expire_on_its_day), stage: None },
        Op { name: rotation::ROTATE, run: Run::Write(rotation::rotate_on_its_day), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
