//! Amazon S3 Control: access points, and what is blocked for a whole account.
//!
//! The rows are S3's, since S3 reads them with the requests that they concern; the operations here
//! ask who may, check what S3 Control alone checks, and call steps of S3.
//!
//! - [`access_point`]: access points, their policies, the account's public access block;
//! - [`tag`]: tags of access points and of buckets;
//! - [`access`]: who may.

// Operations take a write context even where they only read: the table needs one signature.
#![allow(clippy::needless_pass_by_ref_mut, clippy::needless_pass_by_value)]

pub mod access;
pub mod access_point;
pub mod api;
pub mod errors;
pub mod tag;

#[cfg(test)]
mod tests;

use kernel::service::{ServiceDef, Validation};
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
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::RequiredOnly,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
