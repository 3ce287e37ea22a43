//! DeleteObject and DeleteObjects.

use kernel::{ApiError, Ctx};

use crate::access::{self, ObjectAsked};
use crate::api::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput,
    DeletedObjectBuilder, ErrorBuilder, ObjectIdentifier,
};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::{self, Event, RemovedBy};
use crate::limits::DELETE_KEYS_MAX;
use crate::lock;
use crate::names;
use crate::put;
use crate::replication_plan;
use crate::versions::{self, Deleted};

pub fn delete_object(
    ctx: &mut Ctx,
    input: DeleteObjectInput<'_>,
) -> Result<DeleteObjectOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let asks_bypass = input.bypass_governance_retention() == Some(true);
    let asked = Asked { key: input.key(), version_id: input.version_id(), asks_bypass };
    let deleted = delete(ctx, &bucket, asked, input.if_match())?;
    Ok(DeleteObjectOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .delete_marker(deleted.delete_marker.then_some(true))
        .version_id(deleted.version_id))
}

/// What is to be deleted.
#[derive(Clone, Copy)]
struct Asked<'a> {
    key: &'a str,
    version_id: Option<&'a str>,
    asks_bypass: bool,
}

fn delete(
    ctx: &mut Ctx,
    bucket: &Bucket,
    asked: Asked<'_>,
    if_match: Option<&str>,
) -> Result<Deleted, ApiError> {
    let Asked { key, version_id, .. } = asked;
    names::check_key(key)?;
    put::check_write(ctx, bucket, key, if_match, None)?;
    let deleted = if let Some(version_id) = version_id {
        check_lock(ctx, bucket, asked, version_id)?;
        versions::delete_version(ctx, bucket, key, version_id)?
    } else {
        let deleted = versions::delete(ctx, bucket, key)?;
        if let Some(marker) = deleted.version_id.as_deref() {
            replication_plan::note_marker(ctx, bucket, key, marker)?;
        }
        deleted
    };
    if deleted.has_changed {
        let is_marker = version_id.is_none() && deleted.delete_marker;
        let (id, sequence) = (deleted.version_id.clone(), ctx.transaction());
        events::tell(ctx, bucket, || {
            Event::removed(RemovedBy::Request, is_marker, key, id, sequence)
        })?;
    }
    Ok(deleted)
}

fn check_lock(
    ctx: &Ctx,
    bucket: &Bucket,
    asked: Asked<'_>,
    version_id: &str,
) -> Result<(), ApiError> {
    if bucket.lock().is_none() {
        return Ok(());
    }
    let id = names::parse_version_id(version_id)?;
    let row = versions::find_version(ctx, bucket, asked.key, id)?;
    let Some(object) = row.and_then(|row| row.object) else { return Ok(()) };
    let of =
        ObjectAsked { bucket, key: asked.key, version_id: Some(version_id), is_revealing: false };
    lock::check_removal(ctx, of, &object, asked.asks_bypass)
}

pub fn delete_objects(
    ctx: &mut Ctx,
    input: DeleteObjectsInput<'_>,
) -> Result<DeleteObjectsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let objects = input.delete().objects();
    if objects.is_empty() || objects.len() > DELETE_KEYS_MAX {
        return Err(errors::malformed_xml());
    }
    let is_quiet = input.delete().quiet() == Some(true);
    let mut deleted = Vec::new();
    let mut failed = Vec::new();
    for object in objects {
        // Nothing is written before the last check, so a failure leaves nothing behind.
        let asks_bypass = input.bypass_governance_retention() == Some(true);
        match delete_one(ctx, &bucket, object, asks_bypass) {
            Ok(_) if is_quiet => {}
            Ok(done) => deleted.push(report(object, done)),
            // A failure of ours is one of the whole request.
            Err(error) if error.status() >= 500 && error.code() != "NotImplemented" => {
                return Err(error);
            }
            Err(error) => failed.push(
                ErrorBuilder::new()
                    .key(object.key())
                    .version_id(object.version_id())
                    .code(error.code())
                    .message(error.message()),
            ),
        }
    }
    Ok(DeleteObjectsOutput::new().deleted(deleted).errors(failed).request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

fn delete_one(
    ctx: &mut Ctx,
    bucket: &Bucket,
    object: ObjectIdentifier<'_>,
    asks_bypass: bool,
) -> Result<Deleted, ApiError> {
    attributes::refuse_unimplemented(object.0)?;
    let (key, version_id) = (object.key(), object.version_id());
    let is_versioned = version_id.is_some();
    let action = if is_versioned { "s3:DeleteObjectVersion" } else { "s3:DeleteObject" };
    let of = ObjectAsked { bucket, key, version_id, is_revealing: false };
    access::authorize_object(ctx, of, &[action], Vec::new)?;
    delete(ctx, bucket, Asked { key, version_id, asks_bypass }, object.e_tag())
}

/// `VersionId` repeats what was asked for; a marker's own id stands beside it.
fn report(object: ObjectIdentifier<'_>, done: Deleted) -> DeletedObjectBuilder {
    let marker = if done.delete_marker { done.version_id } else { None };
    DeletedObjectBuilder::new()
        .key(object.key())
        .version_id(object.version_id())
        .delete_marker(done.delete_marker.then_some(true))
        .delete_marker_version_id(marker)
}
