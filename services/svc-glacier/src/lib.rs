//! Amazon Glacier: vaults of archives, and the jobs that bring them back.
//!
//! - [`vault`]: vaults, their tags ([`tags`]) and where they tell of jobs ([`notification`]);
//! - [`archive`], [`multipart`]: what goes in, checked by its [`tree_hash`], kept by [`content`];
//! - [`job`]: retrievals and what they cost in time, [`job_output`], [`inventory`];
//! - [`charge`]: what it costs;
//! - [`access`], [`vault_policy`], [`lock`]: who may; [`retrieval_policy`]: how much;
//! - [`state`], [`limits`], [`errors`]; generated views and builders: [`api`].

// Operations take a write context even where they only read: the table needs one signature.
#![allow(clippy::needless_pass_by_ref_mut, clippy::needless_pass_by_value)]

pub mod access;
pub mod api;
pub mod archive;
pub mod charge;
pub mod content;
pub mod errors;
pub mod inventory;
pub mod job;
pub mod job_output;
pub mod limits;
pub mod listing;
pub mod lock;
pub mod multipart;
pub mod notification;
pub mod retrieval_policy;
pub mod state;
pub mod tags;
pub mod tree_hash;
pub mod vault;
pub mod vault_policy;

#[cfg(test)]
mod tests;

use kernel::service::{Op, Run, ServiceDef, Validation};
use kernel::{AccessRules, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "glacier",
    operations: &[
        op!(write api::CreateVault, vault::create_vault),
        op!(read api::DescribeVault, vault::describe_vault),
        op!(read api::ListVaults, vault::list_vaults),
        op!(write api::DeleteVault, vault::delete_vault),
        op!(write api::AddTagsToVault, tags::add_tags_to_vault),
        op!(write api::RemoveTagsFromVault, tags::remove_tags_from_vault),
        op!(read api::ListTagsForVault, tags::list_tags_for_vault),
        op!(write api::SetVaultNotifications, notification::set_vault_notifications),
        op!(read api::GetVaultNotifications, notification::get_vault_notifications),
        op!(write api::DeleteVaultNotifications, notification::delete_vault_notifications),
        op!(write api::SetVaultAccessPolicy, vault_policy::set_vault_access_policy),
        op!(read api::GetVaultAccessPolicy, vault_policy::get_vault_access_policy),
        op!(write api::DeleteVaultAccessPolicy, vault_policy::delete_vault_access_policy),
        op!(write api::InitiateVaultLock, lock::initiate_vault_lock),
        op!(read api::GetVaultLock, lock::get_vault_lock),
        op!(write api::CompleteVaultLock, lock::complete_vault_lock),
        op!(write api::AbortVaultLock, lock::abort_vault_lock),
        // The tree hash is taken between the transactions, of what has come in.
        Op {
            stage: Some(archive::stage),
            ..op!(work api::UploadArchive, archive::begin, archive::work, archive::complete)
        },
        op!(write api::DeleteArchive, archive::delete_archive),
        op!(write api::InitiateMultipartUpload, multipart::initiate_multipart_upload),
        Op {
            stage: Some(multipart::stage_part),
            ..op!(
                work api::UploadMultipartPart,
                multipart::begin_part,
                archive::work,
                multipart::complete_part
            )
        },
        op!(write api::CompleteMultipartUpload, multipart::complete_multipart_upload),
        op!(write api::AbortMultipartUpload, multipart::abort_multipart_upload),
        op!(read api::ListParts, multipart::list_parts),
        op!(read api::ListMultipartUploads, multipart::list_multipart_uploads),
        op!(write api::InitiateJob, job::initiate_job),
        op!(read api::DescribeJob, job::describe_job),
        op!(read api::ListJobs, job::list_jobs),
        op!(read api::GetJobOutput, job_output::get_job_output),
        op!(write api::SetDataRetrievalPolicy, retrieval_policy::set_data_retrieval_policy),
        op!(read api::GetDataRetrievalPolicy, retrieval_policy::get_data_retrieval_policy),
        op!(
            write api::PurchaseProvisionedCapacity,
            retrieval_policy::purchase_provisioned_capacity
        ),
        op!(read api::ListProvisionedCapacity, retrieval_policy::list_provisioned_capacity),
    ],
    steps: &[
        Op { name: job::FINISH, run: Run::Write(job::finish), stage: None },
        Op { name: job::EXPIRE, run: Run::Write(job::expire), stage: None },
        Op { name: inventory::TAKE, run: Run::Write(inventory::take), stage: None },
        Op { name: multipart::SWEEP, run: Run::Write(multipart::sweep), stage: None },
    ],
    on_reset: None,
    validation: Validation::RequiredOnly,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
