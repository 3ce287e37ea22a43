//! The versions of a key: adding, finding and removing them.
//!
//! Knows no operation: `put.rs`, `delete.rs`, `copy.rs` and `multipart.rs` decide what is to be
//! done, this does it and keeps the invariant of `state.rs`.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::annotations;
use crate::bucket::Bucket;
use crate::content::{self, Place};
use crate::errors;
use crate::names::{self, NULL_VERSION, VersionId};
use crate::state::{CURRENT, NULLS, Nonce, ObjectRow, VERSIONS, VersionRow, Versioning};
use crate::storage_meter;

/// What a deletion has done, as its answer tells.
#[derive(Debug, Default)]
pub struct Deleted {
    /// A delete marker was made, or removed.
    pub delete_marker: bool,
    pub version_id: Option<String>,
    /// Something was made or removed.
    pub has_changed: bool,
}

impl VersionRow {
    pub fn version_id(&self) -> String {
        match &self.nonce {
            Some(nonce) => names::encode_id(self.sequence, nonce),
            None => NULL_VERSION.to_owned(),
        }
    }

    /// As answers show it: not at all in buckets that never had versioning.
    pub fn shown_version_id(&self, bucket: &Bucket) -> Option<String> {
        bucket.is_versioned().then(|| self.version_id())
    }
}

impl Bucket {
    pub fn place<'a>(&'a self, key: &'a str, sequence: u64) -> Place<'a> {
        Place { bucket: self, key, sequence }
    }
}

/// The newest version, if it is an object.
pub fn current(ctx: &Ctx, bucket: &Bucket, key: &str) -> Result<Option<VersionRow>, ApiError> {
    Ok(ctx.table_in(&CURRENT, bucket.scope).get(&(bucket.row.id, key))?)
}

/// The object that a read names: the newest version, or one by its id.
pub fn find(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
) -> Result<(VersionRow, ObjectRow), ApiError> {
    let row = match version_id {
        None => match current(ctx, bucket, key)? {
            Some(row) => row,
            None => return Err(absent(ctx, bucket, key)?),
        },
        Some(text) => {
            let row = find_version(ctx, bucket, key, names::parse_version_id(text)?)?;
            row.ok_or_else(|| errors::no_such_version(key, text))?
        }
    };
    match &row.object {
        Some(object) => {
            let object = object.clone();
            Ok((row, object))
        }
        None => {
            Err(errors::is_delete_marker(crate::bucket::seconds(row.modified_us), row.version_id()))
        }
    }
}

fn absent(ctx: &Ctx, bucket: &Bucket, key: &str) -> Result<ApiError, ApiError> {
    if !bucket.is_versioned() {
        return Ok(errors::no_such_key(key));
    }
    Ok(match newest_old(ctx, bucket, key)? {
        Some(marker) => errors::is_deleted(key, marker.version_id()),
        None => errors::no_such_key(key),
    })
}

/// A version by its id, whether object or delete marker.
pub fn find_version(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    id: VersionId,
) -> Result<Option<VersionRow>, ApiError> {
    let is_it = |row: &VersionRow| match id {
        VersionId::Null => row.nonce.is_none(),
        VersionId::Made { sequence, nonce } => row.sequence == sequence && row.nonce == Some(nonce),
    };
    if let Some(row) = current(ctx, bucket, key)?.filter(is_it) {
        return Ok(Some(row));
    }
    if !bucket.is_versioned() {
        return Ok(None);
    }
    let sequence = match id {
        VersionId::Null => {
            let null = ctx.table_in(&NULLS, bucket.scope).get(&(bucket.row.id, key))?;
            let Some(sequence) = null else { return Ok(None) };
            sequence
        }
        VersionId::Made { sequence, .. } => sequence,
    };
    let row_key = (bucket.row.id, key, !sequence);
    Ok(ctx.table_in(&VERSIONS, bucket.scope).get(&row_key)?.filter(is_it))
}

/// The newest of the versions that are not current.
fn newest_old(ctx: &Ctx, bucket: &Bucket, key: &str) -> Result<Option<VersionRow>, ApiError> {
    let range = Range::within(&(bucket.row.id, key));
    let first = ctx.table_in(&VERSIONS, bucket.scope).first(&range)?;
    Ok(first.map(|(_, row)| row))
}

/// The newest version of all, object or delete marker.
pub fn newest(ctx: &Ctx, bucket: &Bucket, key: &str) -> Result<Option<VersionRow>, ApiError> {
    match current(ctx, bucket, key)? {
        None if bucket.is_versioned() => newest_old(ctx, bucket, key),
        found => Ok(found),
    }
}

/// Where a new version of a key will lie. The caller writes its content there and then calls
/// [`insert`].
pub fn next_sequence(ctx: &Ctx, bucket: &Bucket, key: &str) -> Result<u64, ApiError> {
    let newest = newest(ctx, bucket, key)?;
    // Several versions of a key may come in one transaction.
    Ok(newest.map_or(ctx.transaction(), |row| ctx.transaction().max(row.sequence + 1)))
}

/// Makes an object, or a delete marker, the newest version of its key.
pub fn insert(
    ctx: &mut Ctx,
    place: Place<'_>,
    object: Option<ObjectRow>,
) -> Result<VersionRow, ApiError> {
    let Place { bucket, key, sequence } = place;
    retire_current(ctx, bucket, key)?;
    let nonce = match bucket.row.versioning {
        Versioning::Enabled => Some(Nonce::from(ctx.chance().bytes::<16>())),
        Versioning::Never | Versioning::Suspended => None,
    };
    let row = VersionRow { sequence, nonce, modified_us: ctx.now().micros(), object };
    if row.object.is_some() {
        ctx.table_mut(&CURRENT).put(&(bucket.row.id, key), &row);
    } else {
        put_old(ctx, bucket, key, &row);
    }
    storage_meter::came(ctx, bucket, &row)?;
    Ok(row)
}

/// A sequence that no version of the key has: the given one, or the next that is free. Replicas
/// of one key may come from several buckets.
pub fn free_sequence(ctx: &Ctx, bucket: &Bucket, key: &str, from: u64) -> Result<u64, ApiError> {
    let current = current(ctx, bucket, key)?.map(|row| row.sequence);
    let mut sequence = from;
    loop {
        let row_key = (bucket.row.id, key, !sequence);
        let is_taken = current == Some(sequence)
            || ctx.table_in(&VERSIONS, bucket.scope).contains(&row_key)?;
        if !is_taken {
            return Ok(sequence);
        }
        sequence += 1;
    }
}

/// Adds a version that was made elsewhere, at its place among the others: not the newest when a
/// later one is there already.
pub fn insert_made(
    ctx: &mut Ctx,
    place: Place<'_>,
    (nonce, modified_us): (Option<Nonce>, i64),
    object: Option<ObjectRow>,
) -> Result<VersionRow, ApiError> {
    let Place { bucket, key, sequence } = place;
    let row = VersionRow { sequence, nonce, modified_us, object };
    let is_newest = newest(ctx, bucket, key)?.is_none_or(|newest| newest.sequence < sequence);
    if is_newest {
        retire_current(ctx, bucket, key)?;
    }
    if is_newest && row.object.is_some() {
        ctx.table_mut(&CURRENT).put(&(bucket.row.id, key), &row);
    } else {
        put_old(ctx, bucket, key, &row);
    }
    storage_meter::came(ctx, bucket, &row)?;
    Ok(row)
}

/// What becomes of a key's versions when a newer one comes: the null version is replaced where
/// the newer one is null too, everything else is kept.
fn retire_current(ctx: &mut Ctx, bucket: &Bucket, key: &str) -> Result<(), ApiError> {
    let is_null_next = bucket.row.versioning != Versioning::Enabled;
    if let Some(row) = current(ctx, bucket, key)? {
        if is_null_next && row.nonce.is_none() {
            return remove_current(ctx, bucket, key, &row);
        }
        ctx.table_mut(&CURRENT).delete(&(bucket.row.id, key));
        put_old(ctx, bucket, key, &row);
    }
    if is_null_next
        && bucket.is_versioned()
        && let Some(row) = find_version(ctx, bucket, key, VersionId::Null)?
    {
        remove_old(ctx, bucket, key, &row)?;
    }
    Ok(())
}

/// Deletes as a request without a version id does.
pub fn delete(ctx: &mut Ctx, bucket: &Bucket, key: &str) -> Result<Deleted, ApiError> {
    if !bucket.is_versioned() {
        let mut deleted = Deleted::default();
        if let Some(row) = current(ctx, bucket, key)? {
            remove_current(ctx, bucket, key, &row)?;
            deleted.has_changed = true;
        }
        return Ok(deleted);
    }
    let sequence = next_sequence(ctx, bucket, key)?;
    let marker = insert(ctx, bucket.place(key, sequence), None)?;
    let version_id = Some(marker.version_id());
    Ok(Deleted { delete_marker: true, version_id, has_changed: true })
}

/// Removes one version for good. A version that is not there is no error.
pub fn delete_version(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: &str,
) -> Result<Deleted, ApiError> {
    let id = names::parse_version_id(version_id)?;
    let version_id = Some(version_id.to_owned());
    let mut deleted = Deleted { delete_marker: false, version_id, has_changed: false };
    let Some(row) = find_version(ctx, bucket, key, id)? else { return Ok(deleted) };
    deleted.has_changed = true;
    deleted.delete_marker = row.object.is_none();
    let is_current = current(ctx, bucket, key)?.is_some_and(|it| it.sequence == row.sequence);
    if is_current {
        remove_current(ctx, bucket, key, &row)?;
    } else {
        remove_old(ctx, bucket, key, &row)?;
    }
    promote(ctx, bucket, key)?;
    Ok(deleted)
}

/// Makes the newest version the current one, when it is an object and none is current.
fn promote(ctx: &mut Ctx, bucket: &Bucket, key: &str) -> Result<(), ApiError> {
    if !bucket.is_versioned() || current(ctx, bucket, key)?.is_some() {
        return Ok(());
    }
    let Some(row) = newest_old(ctx, bucket, key)? else { return Ok(()) };
    if row.object.is_some() {
        forget_old(ctx, bucket, key, &row);
        ctx.table_mut(&CURRENT).put(&(bucket.row.id, key), &row);
    }
    Ok(())
}

/// Writes a version back whose object has changed (its tags).
pub fn replace(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    row: &VersionRow,
) -> Result<(), ApiError> {
    let now = current(ctx, bucket, key)?.filter(|it| it.sequence == row.sequence);
    let is_current = now.is_some();
    let before = match now {
        Some(now) => Some(now),
        None => ctx.table(&VERSIONS).get(&(bucket.row.id, key, !row.sequence))?,
    };
    if let Some(before) = &before {
        storage_meter::changed(ctx, bucket, before, row)?;
    }
    if is_current {
        ctx.table_mut(&CURRENT).put(&(bucket.row.id, key), row);
    } else {
        put_old(ctx, bucket, key, row);
    }
    Ok(())
}

fn put_old(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) {
    ctx.table_mut(&VERSIONS).put(&(bucket.row.id, key, !row.sequence), row);
    if row.nonce.is_none() {
        ctx.table_mut(&NULLS).put(&(bucket.row.id, key), &row.sequence);
    }
}

fn forget_old(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) {
    ctx.table_mut(&VERSIONS).delete(&(bucket.row.id, key, !row.sequence));
    if row.nonce.is_none() {
        ctx.table_mut(&NULLS).delete(&(bucket.row.id, key));
    }
}

fn remove_old(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) -> Result<(), ApiError> {
    forget_old(ctx, bucket, key, row);
    release(ctx, bucket, key, row)
}

fn remove_current(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    row: &VersionRow,
) -> Result<(), ApiError> {
    ctx.table_mut(&CURRENT).delete(&(bucket.row.id, key));
    release(ctx, bucket, key, row)
}

fn release(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) -> Result<(), ApiError> {
    storage_meter::went(ctx, bucket, row)?;
    annotations::forget(ctx, bucket, key, row)?;
    match &row.object {
        Some(object) => content::release(ctx, bucket.place(key, row.sequence), object),
        None => Ok(()),
    }
}
