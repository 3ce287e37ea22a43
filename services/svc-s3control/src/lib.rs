//! Amazon S3 Control: access points, what is blocked for a whole account, and batch jobs.
//!
//! The rows of the first two are S3's, since S3 reads them with the requests that they concern; the
//! operations here ask who may, check what S3 Control alone checks, and call steps of S3.
//!
//! - [`access_point`]: access points, their policies, the account's public access block;
//! - [`multi_region`]: Multi-Region Access Points;
//! - [`job`]: S3 Batch Operations, over [`job_manifest`] and [`job_inventory`], [`job_output`],
//!   [`job_operation`], [`job_run`] and [`job_report`]; rows in [`state`];
//! - [`grants`], [`data_access`]: S3 Access Grants; rows in [`state_grants`];
//! - [`tag`]: tags of access points, of buckets and of jobs;
//! - [`access`]: who may.

// Operations take a write context even where they only read: the table needs one signature.
#![allow(clippy::needless_pass_by_ref_mut, clippy::needless_pass_by_value)]

pub mod access;
pub mod access_point;
pub mod api;
pub mod data_access;
pub mod errors;
pub mod grants;
pub mod job;
pub mod job_function;
mod job_grants;
pub mod job_inventory;
pub mod job_manifest;
pub mod job_operation;
pub mod job_output;
pub mod job_report;
pub mod job_run;
pub mod limits;
pub mod multi_region;
pub mod state;
pub mod state_grants;
pub mod tag;

#[cfg(test)]
mod tests;

use kernel::service::{Op, Run, ServiceDef, Validation};
use kernel::{AccessRules, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "s3control",
    operations: &[
        op!(write api::CreateAccessPoint, access_point::create_access_point),
        op!(read api::GetAccessPoint, access_point::get_access_point),
        op!(write api::DeleteAccessPoint, access_point::delete_access_point),
        op!(read api::ListAccessPoints, access_point::list_access_points),
        op!(write api::PutAccessPointPolicy, access_point::put_access_point_policy),
        op!(read api::GetAccessPointPolicy, access_point::get_access_point_policy),
        op!(read api::GetAccessPointPolicyStatus, access_point::get_access_point_policy_status),
        op!(write api::DeleteAccessPointPolicy, access_point::delete_access_point_policy),
        op!(write api::PutPublicAccessBlock, access_point::put_public_access_block),
        op!(read api::GetPublicAccessBlock, access_point::get_public_access_block),
        op!(write api::DeletePublicAccessBlock, access_point::delete_public_access_block),
        op!(
            write api::CreateMultiRegionAccessPoint,
            multi_region::create_multi_region_access_point
        ),
        op!(
            write api::DeleteMultiRegionAccessPoint,
            multi_region::delete_multi_region_access_point
        ),
        op!(
            read api::DescribeMultiRegionAccessPointOperation,
            multi_region::describe_multi_region_access_point_operation
        ),
        op!(read api::GetMultiRegionAccessPoint, multi_region::get_multi_region_access_point),
        op!(read api::ListMultiRegionAccessPoints, multi_region::list_multi_region_access_points),
        op!(
            write api::PutMultiRegionAccessPointPolicy,
            multi_region::put_multi_region_access_point_policy
        ),
        op!(
            read api::GetMultiRegionAccessPointPolicy,
            multi_region::get_multi_region_access_point_policy
        ),
        op!(
            read api::GetMultiRegionAccessPointPolicyStatus,
            multi_region::get_multi_region_access_point_policy_status
        ),
        op!(
            read api::GetMultiRegionAccessPointRoutes,
            multi_region::get_multi_region_access_point_routes
        ),
        op!(
            write api::SubmitMultiRegionAccessPointRoutes,
            multi_region::submit_multi_region_access_point_routes
        ),
        op!(write api::CreateAccessGrantsInstance, grants::create_access_grants_instance),
        op!(read api::GetAccessGrantsInstance, grants::get_access_grants_instance),
        op!(write api::DeleteAccessGrantsInstance, grants::delete_access_grants_instance),
        op!(read api::ListAccessGrantsInstances, grants::list_access_grants_instances),
        op!(write api::CreateAccessGrantsLocation, grants::create_access_grants_location),
        op!(read api::GetAccessGrantsLocation, grants::get_access_grants_location),
        op!(write api::UpdateAccessGrantsLocation, grants::update_access_grants_location),
        op!(write api::DeleteAccessGrantsLocation, grants::delete_access_grants_location),
        op!(read api::ListAccessGrantsLocations, grants::list_access_grants_locations),
        op!(write api::CreateAccessGrant, grants::create_access_grant),
        op!(read api::GetAccessGrant, grants::get_access_grant),
        op!(write api::DeleteAccessGrant, grants::delete_access_grant),
        op!(read api::ListAccessGrants, grants::list_access_grants),
        op!(write api::GetDataAccess, data_access::get_data_access),
        op!(read api::ListCallerAccessGrants, data_access::list_caller_access_grants),
        op!(
            read api::GetAccessGrantsInstanceForPrefix,
            data_access::get_access_grants_instance_for_prefix
        ),
        op!(
            write api::PutAccessGrantsInstanceResourcePolicy,
            data_access::put_access_grants_instance_resource_policy
        ),
        op!(
            read api::GetAccessGrantsInstanceResourcePolicy,
            data_access::get_access_grants_instance_resource_policy
        ),
        op!(
            write api::DeleteAccessGrantsInstanceResourcePolicy,
            data_access::delete_access_grants_instance_resource_policy
        ),
        op!(write api::CreateJob, job::create_job),
        op!(read api::DescribeJob, job::describe_job),
        op!(read api::ListJobs, job::list_jobs),
        op!(write api::UpdateJobPriority, job::update_job_priority),
        op!(write api::UpdateJobStatus, job::update_job_status),
        op!(write api::PutJobTagging, tag::put_job_tagging),
        op!(read api::GetJobTagging, tag::get_job_tagging),
        op!(write api::DeleteJobTagging, tag::delete_job_tagging),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
    ],
    steps: &[
        Op { name: job_manifest::PREPARE, run: Run::Write(job_manifest::prepare), stage: None },
        Op { name: job_output::WRITE, run: Run::Write(job_output::write), stage: None },
        Op { name: job_run::RUN, run: Run::Write(job_run::run), stage: None },
        Op { name: job_function::DONE, run: Run::Write(job_function::done), stage: None },
        Op { name: job_run::TASK_DONE, run: Run::Write(job_run::task_done), stage: None },
        Op { name: job_report::REPORT, run: Run::Write(job_report::write), stage: None },
        Op { name: job::TIDY, run: Run::Write(job::tidy), stage: None },
    ],
    on_reset: None,
    validation: Validation::RequiredOnly,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
