//! Annotations that go where their object goes.
//!
//! Each goes by itself when it is put or removed; all go along with an object that is made at its
//! destination, or replicated by a batch job. Source: S3 User Guide, "What does Amazon S3
//! replicate?"; the model, AnnotationEntry (ReplicationStatus). [U]: that removals go too.

use kernel::{ApiError, Ctx};

use crate::annotations::{self, count_annotations};
use crate::bucket::Bucket;
use crate::content::{self, Place};
use crate::state::VersionRow;
use crate::state_annotations::{ANNOTATION_PAYLOADS, ANNOTATIONS, AnnotationRow};
use crate::state_replication::{ReplicatedRow, TargetStatus};

/// A version at its source, and the bucket of its replica.
#[derive(Debug)]
pub struct Annotated<'a> {
    pub from: Place<'a>,
    pub to: &'a Bucket,
}

/// Makes one annotation of a replica what it is at the source: the same, or gone. Payloads are
/// shared: a replica of what KMS encrypts has the same key of its own, wrapped anew.
pub fn take(
    ctx: &mut Ctx,
    annotated: &Annotated<'_>,
    row: &mut VersionRow,
    name: &str,
) -> Result<(), ApiError> {
    let Annotated { from, to } = annotated;
    let Some(mut object) = row.object.clone() else { return Ok(()) };
    let source = (from.bucket.row.id, from.key, from.sequence, name);
    let scope = from.bucket.scope;
    let annotation = ctx.table_in(&ANNOTATIONS, scope).get(&source)?;
    let payload = ctx.table_in(&ANNOTATION_PAYLOADS, scope).get(&source)?;
    let replica = (to.row.id, from.key, row.sequence, name);
    let before = object.annotations();
    let mut count = before;
    if ctx.table(&ANNOTATIONS).contains(&replica)? {
        annotations::release(ctx, to, &replica)?;
        count -= 1;
    }
    if let (Some(annotation), Some(payload)) = (annotation, payload) {
        content::share(ctx, &payload.segments)?;
        let replicated = Some(ReplicatedRow::Replica);
        let annotation = AnnotationRow { replicated, ..annotation };
        annotations::keep(ctx, to, &replica, (&annotation, &payload))?;
        count += 1;
    }
    if count == before {
        return Ok(());
    }
    count_annotations(ctx, (to, from.key), row, &mut object, count)
}

/// Takes along all that a version has.
pub fn take_all(
    ctx: &mut Ctx,
    annotated: &Annotated<'_>,
    row: &mut VersionRow,
) -> Result<(), ApiError> {
    let Place { bucket, key, sequence } = annotated.from;
    for name in annotations::names(ctx, bucket, key, sequence)? {
        take(ctx, annotated, row, &name)?;
    }
    Ok(())
}

/// Notes what has become of one annotation at a destination.
pub fn note(
    ctx: &mut Ctx,
    place: Place<'_>,
    name: &str,
    (destination, status): (&str, TargetStatus),
) -> Result<(), ApiError> {
    let key = (place.bucket.row.id, place.key, place.sequence, name);
    let Some(mut row) = ctx.table(&ANNOTATIONS).get(&key)? else { return Ok(()) };
    let Some(ReplicatedRow::Source(targets)) = &mut row.replicated else { return Ok(()) };
    for target in targets.iter_mut().filter(|target| target.bucket == destination) {
        target.status = status;
    }
    ctx.table_mut(&ANNOTATIONS).put(&key, &row);
    Ok(())
}

/// Notes it of all that have gone along with their object.
pub fn note_all(
    ctx: &mut Ctx,
    place: Place<'_>,
    outcome: (&str, TargetStatus),
) -> Result<(), ApiError> {
    for name in annotations::names(ctx, place.bucket, place.key, place.sequence)? {
        note(ctx, place, &name, outcome)?;
    }
    Ok(())
}
