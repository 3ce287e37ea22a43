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
use crate::names;
use crate::put;
use crate::versions::{self, Deleted};

pub fn delete_object(
    ctx: &mut Ctx,
    input: DeleteObjectInput<'_>,
) -> Result<DeleteObjectOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let deleted = delete(ctx, &bucket, input.key(), input.version_id(), input.if_match())?;
    Ok(DeleteObjectOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .delete_marker(deleted.delete_marker.then_some(true))
        .version_id(deleted.version_id))
}

fn delete(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
    if_match: Option<&str>,
) -> Result<Deleted, ApiError> {
    names::check_key(key)?;
    put::check_write(ctx, bucket, key, if_match, None)?;
    let deleted = match version_id {
        Some(version_id) => versions::delete_version(ctx, bucket, key, version_id)?,
        None => versions::delete(ctx, bucket, key)?,
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
        match delete_one(ctx, &bucket, object) {
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
) -> Result<Deleted, ApiError> {
    attributes::refuse_unimplemented(object.0)?;
    let (key, version_id) = (object.key(), object.version_id());
    let is_versioned = version_id.is_some();
    let action = if is_versioned { "s3:DeleteObjectVersion" } else { "s3:DeleteObject" };
    let asked = ObjectAsked { bucket, key, version_id, is_revealing: false };
    access::authorize_object(ctx, asked, &[action], Vec::new)?;
    delete(ctx, bucket, object.key(), object.version_id(), object.e_tag())
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
