//! Archives: what goes into a vault in one request, and out of it.
//!
//! A body is taken in as it comes (to a content file, or inline when it is small); then, without
//! holding up anybody, its tree hash is computed and held against the request's.
//!
//! Source: API Reference, UploadArchive, DeleteArchive; Developer Guide, "Working with archives".

use bytes::Bytes;
use kernel::body::Body;
use kernel::service::{StagePlan, WorkEnv};
use kernel::{ApiError, Ctx, DigestSet, OpResult, Struct};

use crate::api::{
    DeleteArchiveInput, DeleteArchiveOutput, UploadArchiveInput, UploadArchiveOutput,
};
use crate::charge;
use crate::content;
use crate::errors;
use crate::inventory;
use crate::limits::{ARCHIVE_BYTES_MAX, DESCRIPTION_LEN_MAX};
use crate::state::{ARCHIVES, ArchiveRow};
use crate::tree_hash::{self, hex};
use crate::vault::{self, Vault, text};

const ID_LEN: usize = 138;

/// Before the body comes.
pub fn stage(ctx: &mut Ctx, input: &Struct) -> Result<StagePlan, ApiError> {
    vault::find(ctx, input)?;
    check_description(text(input, "archiveDescription"))?;
    checksum(input)?;
    Ok(plan(ARCHIVE_BYTES_MAX))
}

pub fn plan(max_len: u64) -> StagePlan {
    StagePlan {
        max_len,
        too_large: errors::invalid(format!(
            "Invalid Content-Length: the body is longer than {max_len} bytes."
        )),
        digests: DigestSet::NONE,
        seal: None,
        note: None,
        admission: None,
    }
}

/// Printable ASCII.
pub fn check_description(text: &str) -> Result<(), ApiError> {
    let is_printable = text.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    if text.len() > DESCRIPTION_LEN_MAX || !is_printable {
        return Err(errors::invalid(format!("Invalid archive description: {text}")));
    }
    Ok(())
}

/// The tree hash that the request says.
pub fn checksum(input: &Struct) -> Result<&str, ApiError> {
    let given = input.str("checksum").filter(|it| !it.is_empty());
    given.ok_or_else(|| errors::missing("Required parameter missing: x-amz-sha256-tree-hash"))
}

/// What *work* is to hash.
pub fn hashing(input: &Struct) -> Struct {
    Struct::new().with("Body", input.body("body").cloned().unwrap_or_default())
}

pub fn begin(ctx: &mut Ctx, input: UploadArchiveInput<'_>) -> OpResult {
    let input = input.0;
    vault::find(ctx, input)?;
    check_description(text(input, "archiveDescription"))?;
    checksum(input)?;
    if input.body("body").is_none_or(Body::is_empty) {
        return Err(errors::invalid("Invalid Content-Length: 0"));
    }
    Ok(hashing(input))
}

/// The tree hash of the body in the plan.
pub fn work(_: &WorkEnv, plan: Struct) -> OpResult {
    let body = plan.body("Body").ok_or_else(ApiError::internal)?;
    let hash = tree_hash::of_body(body)?;
    Ok(Struct::new().with("TreeHash", Bytes::copy_from_slice(&hash)))
}

pub fn check_hash(input: &Struct, computed: &[u8]) -> Result<(), ApiError> {
    let (expected, computed) = (checksum(input)?, hex(computed));
    if expected.eq_ignore_ascii_case(&computed) {
        return Ok(());
    }
    Err(errors::checksum_mismatch(expected, &computed))
}

pub fn complete(
    ctx: &mut Ctx,
    input: UploadArchiveInput<'_>,
    plan: Struct,
) -> Result<UploadArchiveOutput, ApiError> {
    let input = input.0;
    let vault = vault::find(ctx, input)?;
    let hash = tree_hash::of_plan(&plan)?;
    check_hash(input, hash.as_ref())?;
    let body = input.body("body").ok_or_else(ApiError::internal)?;
    let row = ArchiveRow {
        created_us: ctx.now().micros(),
        description: text(input, "archiveDescription").to_owned(),
        size: body.len(),
        hash,
        segments: content::take(ctx, body)?,
        deleted_us: None,
    };
    insert(ctx, vault, row).map(UploadArchiveOutput)
}

/// Adds an archive; what is answered.
pub fn insert(ctx: &mut Ctx, vault: Vault, row: ArchiveRow) -> OpResult {
    let id = ctx.chance().alphanumeric(ID_LEN);
    ctx.table_mut(&ARCHIVES).put(&(vault.name.as_str(), id.as_str()), &row);
    let location = vault.location(ctx, &format!("/archives/{id}"));
    charge::stored(ctx, &vault, row.size)?;
    inventory::note_change(ctx, vault);
    Ok(Struct::new()
        .with("location", location)
        .with("checksum", hex(row.hash.as_ref()))
        .with("archiveId", id))
}

/// An archive that is there.
pub fn find(ctx: &Ctx, vault: &Vault, id: &str) -> Result<ArchiveRow, ApiError> {
    let row = ctx.table(&ARCHIVES).get(&(vault.name.as_str(), id))?;
    row.filter(|row| row.deleted_us.is_none()).ok_or_else(|| errors::no_archive(id))
}

pub fn delete_archive(
    ctx: &mut Ctx,
    input: DeleteArchiveInput<'_>,
) -> Result<DeleteArchiveOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let id = text(input.0, "archiveId");
    let output = DeleteArchiveOutput(Struct::new());
    // "This operation is idempotent."
    let Ok(mut row) = find(ctx, &vault, id) else { return Ok(output) };
    content::release(ctx, &row.segments)?;
    row.segments = Vec::new();
    row.deleted_us = Some(ctx.now().micros());
    charge::deleted(ctx, &vault, &row)?;
    ctx.table_mut(&ARCHIVES).put(&(vault.name.as_str(), id), &row);
    inventory::note_change(ctx, vault);
    Ok(output)
}
