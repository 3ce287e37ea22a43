//! AWS Secrets Manager: the map of its operations.
//!
//! Secrets and their values are in [`secret`], [`version`] and [`cipher`]; who may read them in
//! [`access`] and [`resource_policy`]; their copies in other regions in [`replication`], in other
//! accounts in [`cross_account`]; how functions change their values in [`rotation`] and
//! [`rotation_run`]; their ends in [`deletion`]; when one was last read in [`last_access`]. The
//! README says what is not done.

mod access;
#[rustfmt::skip]
pub mod api;
mod cipher;
mod cross_account;
mod deletion;
mod errors;
mod last_access;
mod limits;
mod listing;
mod locate;
mod password;
mod replication;
mod resource_policy;
mod rotation;
mod rotation_rules;
mod rotation_run;
mod secret;
mod state;
mod tag;
#[cfg(test)]
mod tests;
mod version;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "secretsmanager",
    operations: &[
        op!(write api::AssociateCrossAccountReplica, cross_account::associate),
        op!(read api::BatchGetSecretValue, listing::batch_get_secret_value),
        op!(write api::CancelRotateSecret, rotation::cancel_rotate_secret),
        op!(write api::CreateSecret, secret::create_secret),
        op!(write api::DeleteResourcePolicy, resource_policy::delete_resource_policy),
        op!(write api::DeleteSecret, deletion::delete_secret),
        op!(read api::DescribeSecret, secret::describe_secret),
        op!(write api::DisassociateCrossAccountReplica, cross_account::disassociate),
        op!(read api::GetRandomPassword, password::get_random_password),
        op!(read api::GetResourcePolicy, resource_policy::get_resource_policy),
        op!(read api::GetSecretValue, secret::get_secret_value),
        op!(read api::ListResourcePolicies, resource_policy::list_resource_policies),
        op!(read api::ListSecretVersionIds, listing::list_secret_version_ids),
        op!(read api::ListSecrets, listing::list_secrets),
        op!(write api::PutResourcePolicy, resource_policy::put_resource_policy),
        op!(write api::PutSecretValue, secret::put_secret_value),
        op!(
            write api::RemoveRegionsFromReplication,
            replication::remove_regions_from_replication
        ),
        op!(write api::ReplicateSecretToRegions, replication::replicate_secret_to_regions),
        op!(write api::RestoreSecret, deletion::restore_secret),
        op!(write api::RotateSecret, rotation::rotate_secret),
        op!(write api::StopReplicationToReplica, replication::stop_replication_to_replica),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateSecret, secret::update_secret),
        op!(write api::UpdateSecretVersionStage, secret::update_secret_version_stage),
        op!(read api::ValidateResourcePolicy, resource_policy::validate_resource_policy),
    ],
    steps: &[
        Op { name: deletion::DELETE, run: Run::Write(deletion::delete_on_its_day), stage: None },
        Op {
            name: cross_account::REPLICATE,
            run: Run::Write(cross_account::replicate_step),
            stage: None,
        },
        Op { name: rotation::DUE, run: Run::Write(rotation::due), stage: None },
        Op { name: rotation_run::CALL, run: Run::Write(rotation_run::call_function), stage: None },
        Op { name: rotation_run::ANSWERED, run: Run::Write(rotation_run::answered), stage: None },
        Op { name: last_access::RECORD, run: Run::Write(last_access::record), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
