//! Amazon S3: buckets and objects.
//!
//! The map of the crate. Where to look:
//! - buckets: [`bucket`], [`bucket_settings`], [`cors`], [`features`] (what only some have);
//! - locks: [`lock`], [`lock_operations`]; encryption: [`encryption`],
//!   [`update_encryption`], [`cover`] over [`sse`] and [`kms`];
//! - time: [`lifecycle`], [`lifecycle_read`], what runs each [`daily`], [`restore`], [`tiering`],
//!   over [`storage_class`];
//! - websites: [`website`], [`website_page`]; access logs: [`logging`], [`log_line`],
//!   [`log_delivery`]; lists of objects: [`inventory`], [`inventory_run`], [`inventory_line`];
//! - replication: [`replication`], [`replication_rule`], what of a change goes
//!   [`replication_plan`], its two ends [`replicate`] and [`replica`];
//! - queries over objects: [`select`];
//! - [`accelerate`]; access points: [`access_point`], [`access_point_steps`], of several regions:
//!   [`multi_region`], [`multi_region_steps`], [`region_places`]; what batch jobs need:
//!   [`batch_copy`], [`batch_checksum`], [`batch_list`], [`batch_replicate`]; access by tags:
//!   [`abac`];
//! - request metrics: [`metrics`], [`metrics_count`];
//! - storage class analysis: [`analytics`], [`analytics_count`], [`analytics_run`];
//! - what happens to objects, told: [`events`], [`notification`], [`notification_check`];
//! - objects: [`put`], [`get`], [`object_attributes`], [`delete`], [`copy`], [`tags`], over
//!   [`versions`] (which version is where) and [`content`] (where the bytes are);
//! - named texts beside objects: [`annotations`], [`annotation_replicas`];
//! - listings: [`list`] and [`list_versions`] over [`walk`];
//! - multipart uploads: [`multipart`], [`multipart_complete`], [`multipart_list`], [`copy_part`];
//! - rules of requests: [`attributes`], [`checksum`], [`conditions`], [`names`], [`limits`];
//! - uploads by HTML forms: [`post_policy`], [`form_tags`]; what runs in the background: [`jobs`];
//! - rows: [`state`] and the modules called `state_…`; refusals: [`errors`]; generated
//!   views and builders: [`api`].

// Operations take a write context even where they only read: the table needs one signature.
#![allow(clippy::needless_pass_by_ref_mut, clippy::needless_pass_by_value)]

pub mod abac;
pub mod accelerate;
pub mod access;
pub mod access_actions;
pub mod access_keys;
pub mod access_point;
pub mod access_point_steps;
pub mod acl;
pub mod acl_operations;
pub mod analytics;
pub mod analytics_count;
pub mod analytics_run;
pub mod annotation_replicas;
pub mod annotations;
pub mod api;
pub mod attributes;
pub mod batch_checksum;
pub mod batch_copy;
pub mod batch_list;
pub mod batch_replicate;
pub mod bucket;
pub mod bucket_policy;
pub mod bucket_settings;
pub mod checksum;
pub mod conditions;
mod configurations;
pub mod content;
pub mod copy;
pub mod copy_part;
pub mod cors;
pub mod cover;
pub mod daily;
pub mod delete;
pub mod encryption;
pub mod errors;
pub mod events;
pub mod features;
pub mod get;
pub mod inventory;
pub mod inventory_line;
pub mod inventory_run;
pub mod jobs;
pub mod kms;
pub mod lifecycle;
pub mod lifecycle_read;
pub mod limits;
pub mod list;
pub mod list_versions;
pub mod lock;
pub mod lock_operations;
pub mod log_delivery;
pub mod log_line;
pub mod logging;
pub mod metrics;
pub mod metrics_count;
pub mod multi_region;
pub mod multi_region_steps;
pub mod multipart;
pub mod multipart_complete;
pub mod multipart_list;
pub mod names;
pub mod new_object;
pub mod notification;
pub mod notification_check;
pub mod object_attributes;
pub mod post_policy;
pub mod public_access;
pub mod put;
pub mod region_places;
pub mod replica;
pub mod replicate;
pub mod replication;
pub mod replication_metrics;
pub mod replication_plan;
pub mod replication_rule;
pub mod reset;
pub mod restore;
pub mod select;
pub mod source;
pub mod sse;
pub mod state;
pub mod state_access_point;
pub mod state_analytics;
pub mod state_annotations;
pub mod state_inventory;
pub mod state_kms;
pub mod state_lifecycle;
pub mod state_logging;
pub mod state_metrics;
pub mod state_multi_region;
pub mod state_replication;
pub mod state_settings;
pub mod state_website;
pub mod storage_class;
mod storage_meter;
pub mod tags;
pub mod tiering;
pub mod torrent;
pub mod update_encryption;
pub mod versions;
pub mod walk;
pub mod website;
pub mod website_page;

#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::op;
use kernel::service::{Op, Run, ServiceDef, Validation, Work};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "s3",
    operations: &[
        // Buckets.
        op!(write api::CreateBucket, bucket::create_bucket),
        op!(write api::DeleteBucket, bucket::delete_bucket),
        op!(read api::HeadBucket, bucket::head_bucket),
        op!(read api::ListBuckets, bucket::list_buckets),
        op!(read api::GetBucketLocation, bucket::get_bucket_location),
        op!(write api::PutBucketVersioning, bucket_settings::put_bucket_versioning),
        op!(read api::GetBucketVersioning, bucket_settings::get_bucket_versioning),
        op!(
            write api::PutBucketNotificationConfiguration,
            notification::put_bucket_notification_configuration
        ),
        op!(
            read api::GetBucketNotificationConfiguration,
            notification::get_bucket_notification_configuration
        ),
        op!(write api::PutBucketEncryption, encryption::put_bucket_encryption),
        op!(read api::GetBucketEncryption, encryption::get_bucket_encryption),
        op!(write api::DeleteBucketEncryption, encryption::delete_bucket_encryption),
        op!(write api::PutObjectLockConfiguration, lock_operations::put_object_lock_configuration),
        op!(read api::GetObjectLockConfiguration, lock_operations::get_object_lock_configuration),
        op!(
            write api::PutBucketLifecycleConfiguration,
            lifecycle::put_bucket_lifecycle_configuration
        ),
        op!(
            read api::GetBucketLifecycleConfiguration,
            lifecycle::get_bucket_lifecycle_configuration
        ),
        op!(write api::DeleteBucketLifecycle, lifecycle::delete_bucket_lifecycle),
        op!(
            write api::PutBucketIntelligentTieringConfiguration,
            tiering::put_bucket_intelligent_tiering_configuration
        ),
        op!(
            read api::GetBucketIntelligentTieringConfiguration,
            tiering::get_bucket_intelligent_tiering_configuration
        ),
        op!(
            write api::DeleteBucketIntelligentTieringConfiguration,
            tiering::delete_bucket_intelligent_tiering_configuration
        ),
        op!(
            read api::ListBucketIntelligentTieringConfigurations,
            tiering::list_bucket_intelligent_tiering_configurations
        ),
        op!(write api::PutBucketPolicy, bucket_policy::put_bucket_policy),
        op!(read api::GetBucketPolicy, bucket_policy::get_bucket_policy),
        op!(read api::GetBucketPolicyStatus, bucket_policy::get_bucket_policy_status),
        op!(write api::DeleteBucketPolicy, bucket_policy::delete_bucket_policy),
        op!(write api::PutPublicAccessBlock, public_access::put_public_access_block),
        op!(read api::GetPublicAccessBlock, public_access::get_public_access_block),
        op!(write api::DeletePublicAccessBlock, public_access::delete_public_access_block),
        op!(write api::PutBucketAcl, acl_operations::put_bucket_acl),
        op!(read api::GetBucketAcl, acl_operations::get_bucket_acl),
        op!(
            write api::PutBucketOwnershipControls,
            acl_operations::put_bucket_ownership_controls
        ),
        op!(
            read api::GetBucketOwnershipControls,
            acl_operations::get_bucket_ownership_controls
        ),
        op!(
            write api::DeleteBucketOwnershipControls,
            acl_operations::delete_bucket_ownership_controls
        ),
        op!(write api::PutBucketRequestPayment, bucket_settings::put_bucket_request_payment),
        op!(read api::GetBucketRequestPayment, bucket_settings::get_bucket_request_payment),
        op!(write api::PutBucketWebsite, website::put_bucket_website),
        op!(read api::GetBucketWebsite, website::get_bucket_website),
        op!(write api::DeleteBucketWebsite, website::delete_bucket_website),
        op!(write api::PutBucketReplication, replication::put_bucket_replication),
        op!(read api::GetBucketReplication, replication::get_bucket_replication),
        op!(write api::DeleteBucketReplication, replication::delete_bucket_replication),
        op!(write api::PutBucketLogging, logging::put_bucket_logging),
        op!(read api::GetBucketLogging, logging::get_bucket_logging),
        op!(
            write api::PutBucketAccelerateConfiguration,
            accelerate::put_bucket_accelerate_configuration
        ),
        op!(
            read api::GetBucketAccelerateConfiguration,
            accelerate::get_bucket_accelerate_configuration
        ),
        op!(
            write api::PutBucketInventoryConfiguration,
            inventory::put_bucket_inventory_configuration
        ),
        op!(
            read api::GetBucketInventoryConfiguration,
            inventory::get_bucket_inventory_configuration
        ),
        op!(
            write api::DeleteBucketInventoryConfiguration,
            inventory::delete_bucket_inventory_configuration
        ),
        op!(
            read api::ListBucketInventoryConfigurations,
            inventory::list_bucket_inventory_configurations
        ),
        op!(
            write api::PutBucketAnalyticsConfiguration,
            analytics::put_bucket_analytics_configuration
        ),
        op!(
            read api::GetBucketAnalyticsConfiguration,
            analytics::get_bucket_analytics_configuration
        ),
        op!(
            write api::DeleteBucketAnalyticsConfiguration,
            analytics::delete_bucket_analytics_configuration
        ),
        op!(
            read api::ListBucketAnalyticsConfigurations,
            analytics::list_bucket_analytics_configurations
        ),
        op!(
            write api::PutBucketMetricsConfiguration,
            metrics::put_bucket_metrics_configuration
        ),
        op!(
            read api::GetBucketMetricsConfiguration,
            metrics::get_bucket_metrics_configuration
        ),
        op!(
            write api::DeleteBucketMetricsConfiguration,
            metrics::delete_bucket_metrics_configuration
        ),
        op!(
            read api::ListBucketMetricsConfigurations,
            metrics::list_bucket_metrics_configurations
        ),
        op!(write api::PutBucketAbac, abac::put_bucket_abac),
        op!(read api::GetBucketAbac, abac::get_bucket_abac),
        op!(write api::PutBucketTagging, bucket_settings::put_bucket_tagging),
        op!(read api::GetBucketTagging, bucket_settings::get_bucket_tagging),
        op!(write api::DeleteBucketTagging, bucket_settings::delete_bucket_tagging),
        op!(write api::PutBucketCors, bucket_settings::put_bucket_cors),
        op!(read api::GetBucketCors, bucket_settings::get_bucket_cors),
        op!(write api::DeleteBucketCors, bucket_settings::delete_bucket_cors),
        // Objects.
        op!(write api::PutObject, put::put_object, stage put::stage),
        op!(read api::GetObject, get::get_object),
        op!(read api::HeadObject, get::head_object),
        op!(read api::GetObjectAttributes, object_attributes::get_object_attributes),
        op!(work api::CopyObject, copy::begin, source::work, copy::complete),
        op!(write api::DeleteObject, delete::delete_object),
        op!(write api::DeleteObjects, delete::delete_objects),
        op!(write api::PutObjectTagging, tags::put_object_tagging),
        op!(read api::GetObjectTagging, tags::get_object_tagging),
        op!(write api::DeleteObjectTagging, tags::delete_object_tagging),
        op!(write api::PutObjectAcl, acl_operations::put_object_acl),
        op!(read api::GetObjectAcl, acl_operations::get_object_acl),
        op!(write api::PutObjectRetention, lock_operations::put_object_retention),
        op!(read api::GetObjectRetention, lock_operations::get_object_retention),
        op!(write api::PutObjectLegalHold, lock_operations::put_object_legal_hold),
        op!(read api::GetObjectLegalHold, lock_operations::get_object_legal_hold),
        op!(
            work api::UpdateObjectEncryption,
            update_encryption::begin,
            source::work,
            update_encryption::complete
        ),
        op!(write api::RestoreObject, restore::restore_object),
        op!(work api::SelectObjectContent, select::begin, select::work, select::complete),
        op!(
            write api::PutObjectAnnotation,
            annotations::put_object_annotation,
            stage annotations::stage
        ),
        op!(read api::GetObjectTorrent, torrent::get_object_torrent),
        op!(read api::GetObjectAnnotation, annotations::get_object_annotation),
        op!(read api::ListObjectAnnotations, annotations::list_object_annotations),
        op!(write api::DeleteObjectAnnotation, annotations::delete_object_annotation),
        // Listings.
        op!(read api::ListObjects, list::list_objects),
        op!(read api::ListObjectsV2, list::list_objects_v2),
        op!(read api::ListObjectVersions, list_versions::list_object_versions),
        // Multipart uploads.
        op!(write api::CreateMultipartUpload, multipart::create_multipart_upload),
        op!(write api::UploadPart, multipart::upload_part, stage multipart::stage),
        op!(work api::UploadPartCopy, copy_part::begin, source::work, copy_part::complete),
        op!(write api::CompleteMultipartUpload, multipart_complete::complete_multipart_upload),
        op!(write api::AbortMultipartUpload, multipart::abort_multipart_upload),
        op!(read api::ListParts, multipart_list::list_parts),
        op!(read api::ListMultipartUploads, multipart_list::list_multipart_uploads),
    ],
    steps: &[
        Op { name: "CorsForRequest", run: Run::Read(cors::cors_for_request), stage: None },
        Op { name: "LocateBucket", run: Run::Read(bucket::locate_bucket), stage: None },
        Op { name: "AdmitPost", run: Run::Read(post_policy::admit_post), stage: None },
        Op { name: website_page::WEBSITE_PAGE, run: Run::Read(website_page::page), stage: None },
        Op { name: replicate::REPLICATE, run: Run::Write(replicate::replicate), stage: None },
        Op { name: replica::RECEIVE_REPLICA, run: Run::Write(replica::receive), stage: None },
        Op {
            name: replicate::MISSED_THRESHOLD,
            run: Run::Write(replicate::watch_threshold),
            stage: None,
        },
        Op { name: log_delivery::APPEND_LOG, run: Run::Write(log_delivery::append), stage: None },
        Op { name: log_delivery::DELIVER_LOG, run: Run::Write(log_delivery::deliver), stage: None },
        Op { name: inventory_run::RUN_INVENTORY, run: Run::Write(inventory_run::run), stage: None },
        Op { name: analytics_run::RUN_ANALYTICS, run: Run::Write(analytics_run::run), stage: None },
        Op {
            name: analytics_count::NOTE_READ,
            run: Run::Write(analytics_count::record_read),
            stage: None,
        },
        // What S3 Control calls.
        Op { name: batch_list::BATCH_LIST, run: Run::Read(batch_list::list), stage: None },
        Op {
            name: batch_replicate::BATCH_REPLICATE,
            run: Run::Write(batch_replicate::replicate),
            stage: None,
        },
        Op { name: "PutMultiRegion", run: Run::Write(multi_region_steps::create), stage: None },
        Op { name: "DeleteMultiRegion", run: Run::Write(multi_region_steps::delete), stage: None },
        Op {
            name: "PutMultiRegionPolicy",
            run: Run::Write(multi_region_steps::put_policy),
            stage: None,
        },
        Op {
            name: "DescribeMultiRegionRequest",
            run: Run::Read(multi_region_steps::describe),
            stage: None,
        },
        Op { name: "GetMultiRegion", run: Run::Read(multi_region_steps::get), stage: None },
        Op { name: "ListMultiRegions", run: Run::Read(multi_region_steps::list), stage: None },
        Op {
            name: "GetMultiRegionPolicy",
            run: Run::Read(multi_region_steps::get_policy),
            stage: None,
        },
        Op {
            name: "GetMultiRegionPolicyStatus",
            run: Run::Read(multi_region_steps::get_policy_status),
            stage: None,
        },
        Op {
            name: "GetMultiRegionRoutes",
            run: Run::Read(multi_region_steps::get_routes),
            stage: None,
        },
        Op {
            name: "SubmitMultiRegionRoutes",
            run: Run::Write(multi_region_steps::submit_routes),
            stage: None,
        },
        Op { name: "MultiRegionArn", run: Run::Read(multi_region_steps::arn_of), stage: None },
        Op {
            name: multi_region_steps::RUN_REQUEST,
            run: Run::Write(multi_region_steps::run),
            stage: None,
        },
        Op {
            name: multi_region_steps::FORGET_REQUEST,
            run: Run::Write(multi_region_steps::forget),
            stage: None,
        },
        Op {
            name: batch_copy::BATCH_COPY,
            run: Run::Work(Work {
                begin: batch_copy::begin,
                work: batch_copy::work,
                complete: batch_copy::complete,
            }),
            stage: None,
        },
        Op {
            name: batch_copy::COMPLETE_COPY,
            run: Run::Write(batch_copy::complete_copy),
            stage: None,
        },
        Op { name: "PutPoint", run: Run::Write(access_point_steps::create), stage: None },
        Op { name: "GetPoint", run: Run::Read(access_point_steps::get), stage: None },
        Op { name: "DeletePoint", run: Run::Write(access_point_steps::delete), stage: None },
        Op { name: "ListPoints", run: Run::Read(access_point_steps::list), stage: None },
        Op { name: "PutPointPolicy", run: Run::Write(access_point_steps::put_policy), stage: None },
        Op { name: "GetPointPolicy", run: Run::Read(access_point_steps::get_policy), stage: None },
        Op {
            name: "GetPointPolicyStatus",
            run: Run::Read(access_point_steps::get_policy_status),
            stage: None,
        },
        Op {
            name: "DeletePointPolicy",
            run: Run::Write(access_point_steps::delete_policy),
            stage: None,
        },
        Op { name: "TagPoint", run: Run::Write(access_point_steps::tag), stage: None },
        Op { name: "ListPointTags", run: Run::Read(access_point_steps::list_tags), stage: None },
        Op {
            name: "PutAccountBlock",
            run: Run::Write(access_point_steps::put_account_block),
            stage: None,
        },
        Op {
            name: "GetAccountBlock",
            run: Run::Read(access_point_steps::get_account_block),
            stage: None,
        },
        Op {
            name: "DeleteAccountBlock",
            run: Run::Write(access_point_steps::delete_account_block),
            stage: None,
        },
        Op { name: jobs::SWEEP_UPLOADS, run: Run::Write(jobs::sweep_uploads), stage: None },
        Op { name: daily::RUN_DAY, run: Run::Write(daily::run_day), stage: None },
        Op { name: restore::FINISH_RESTORE, run: Run::Write(restore::finish_restore), stage: None },
        Op { name: restore::EXPIRE_RESTORE, run: Run::Write(restore::expire_restore), stage: None },
        Op { name: tiering::NOTE_ACCESS, run: Run::Write(tiering::record_access), stage: None },
        Op { name: jobs::FORGET_COMPLETED, run: Run::Write(jobs::forget_completed), stage: None },
    ],
    on_reset: Some(reset::on_reset),
    // S3 answers violations with its own codes, operation by operation.
    validation: Validation::RequiredOnly,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
