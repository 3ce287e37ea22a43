//! Archives that come in parts.
//!
//! All parts but the last have the size that was announced, a power of two of mebibytes; so each is
//! a subtree of the archive's tree hash, and parts become segments of the archive as they are.
//!
//! Source: API Reference, InitiateMultipartUpload, UploadMultipartPart, CompleteMultipartUpload,
//! ListParts, ListMultipartUploads; Developer Guide, "Uploading large archives in parts".

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::service::StagePlan;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, page};
use store::Range;

use crate::api::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, InitiateMultipartUploadInput, InitiateMultipartUploadOutput,
    ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput,
    UploadMultipartPartInput, UploadMultipartPartOutput,
};
use crate::archive;
use crate::content;
use crate::errors;
use crate::limits::{MIB, PAGE, PART_BYTES_MAX, PARTS_MAX, UPLOAD_KEPT_S};
use crate::listing;
use crate::state::{ArchiveRow, Hash, PARTS, PartRow, UPLOADS, UploadRow};
use crate::tree_hash::{self, Node, hex};
use crate::vault::{self, Vault, text, time};

/// Removes uploads: one that was forgotten, or those of a vault that has gone.
pub const SWEEP: &str = "SweepUploads";
const ID_LEN: usize = 92;

pub fn initiate_multipart_upload(
    ctx: &mut Ctx,
    input: InitiateMultipartUploadInput<'_>,
) -> Result<InitiateMultipartUploadOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let description = text(input.0, "archiveDescription");
    archive::check_description(description)?;
    let given = input.0.str("partSize");
    let given = given.ok_or_else(|| errors::missing("Required parameter missing: partSize"))?;
    let size = given.parse::<u64>().ok().filter(|size| {
        (MIB..=PART_BYTES_MAX).contains(size) && size % MIB == 0 && (size / MIB).is_power_of_two()
    });
    let part_size = size.ok_or_else(|| {
        errors::invalid(format!(
            "Invalid part size: {given}. Part size must be a power of two multiple of 1048576."
        ))
    })?;
    let id = ctx.chance().alphanumeric(ID_LEN);
    let row = UploadRow {
        created_us: ctx.now().micros(),
        description: description.to_owned(),
        part_size,
    };
    ctx.table_mut(&UPLOADS).put(&(vault.name.as_str(), id.as_str()), &row);
    let sweep = Ask::to("glacier", SWEEP).with("vaultName", vault.name.as_str());
    let due = ctx.now() + Duration::from_secs(UPLOAD_KEPT_S);
    ctx.enqueue(Job::now(sweep.with("uploadId", id.as_str())).at(due));
    let location = vault.location(ctx, &format!("/multipart-uploads/{id}"));
    let output = Struct::new().with("location", location).with("uploadId", id);
    Ok(InitiateMultipartUploadOutput(output))
}

fn find(ctx: &Ctx, vault: &Vault, input: &Struct) -> Result<UploadRow, ApiError> {
    let id = text(input, "uploadId");
    let row = ctx.table(&UPLOADS).get(&(vault.name.as_str(), id))?;
    row.ok_or_else(|| errors::no_upload(id))
}

/// `bytes 0-4194303/*`: the first byte, and the one behind the last.
fn range(input: &Struct, part_size: u64) -> Result<(u64, u64), ApiError> {
    let given = input.str("range");
    let given =
        given.ok_or_else(|| errors::missing("Required parameter missing: Content-Range"))?;
    let bounds = given
        .strip_prefix("bytes ")
        .and_then(|it| it.strip_suffix("/*"))
        .and_then(|it| it.split_once('-'))
        .and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
    let invalid = || errors::invalid(format!("Invalid content range: {given}"));
    let (from, last) = bounds.ok_or_else(invalid)?;
    let most = part_size.saturating_mul(PARTS_MAX as u64);
    if last < from || from % part_size != 0 || last - from >= part_size || last >= most {
        return Err(invalid());
    }
    Ok((from, last + 1))
}

pub fn stage_part(ctx: &mut Ctx, input: &Struct) -> Result<StagePlan, ApiError> {
    let vault = vault::find(ctx, input)?;
    let upload = find(ctx, &vault, input)?;
    range(input, upload.part_size)?;
    archive::checksum(input)?;
    Ok(archive::plan(upload.part_size))
}

pub fn begin_part(ctx: &mut Ctx, input: UploadMultipartPartInput<'_>) -> OpResult {
    let input = input.0;
    let vault = vault::find(ctx, input)?;
    let upload = find(ctx, &vault, input)?;
    let (from, to) = range(input, upload.part_size)?;
    archive::checksum(input)?;
    let len = input.body("body").map_or(0, kernel::body::Body::len);
    if len != to - from {
        return Err(errors::invalid(format!(
            "The body has {len} bytes, the content range {}.",
            to - from
        )));
    }
    Ok(archive::hashing(input))
}

pub fn complete_part(
    ctx: &mut Ctx,
    input: UploadMultipartPartInput<'_>,
    plan: Struct,
) -> Result<UploadMultipartPartOutput, ApiError> {
    let input = input.0;
    let vault = vault::find(ctx, input)?;
    let upload = find(ctx, &vault, input)?;
    let (from, to) = range(input, upload.part_size)?;
    let hash = tree_hash::of_plan(&plan)?;
    archive::check_hash(input, hash.as_ref())?;
    let body = input.body("body").ok_or_else(ApiError::internal)?;
    let key = (vault.name.as_str(), text(input, "uploadId"), from);
    if let Some(earlier) = ctx.table(&PARTS).get(&key)? {
        content::release(ctx, &earlier.segments)?;
    }
    let row = PartRow { size: to - from, hash, segments: content::take(ctx, body)? };
    ctx.table_mut(&PARTS).put(&key, &row);
    Ok(UploadMultipartPartOutput(Struct::new().with("checksum", hex(hash.as_ref()))))
}

type Parts = Vec<(u64, PartRow)>;

fn parts(ctx: &Ctx, vault: &str, upload: &str) -> Result<Parts, ApiError> {
    let rows = ctx.table(&PARTS).scan(&Range::within(&(vault, upload)));
    Ok(rows.map(|row| row.map(|((.., from), row)| (from, row))).collect::<Result<_, _>>()?)
}

pub fn complete_multipart_upload(
    ctx: &mut Ctx,
    input: CompleteMultipartUploadInput<'_>,
) -> Result<CompleteMultipartUploadOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let upload = find(ctx, &vault, input.0)?;
    let id = text(input.0, "uploadId");
    archive::checksum(input.0)?;
    let given = input.0.str("archiveSize");
    let given = given.ok_or_else(|| errors::missing("Required parameter missing: archiveSize"))?;
    let parts = parts(ctx, &vault.name, id)?;
    let mut end = 0;
    for (from, part) in &parts {
        if *from != end {
            return Err(errors::invalid(format!("There is no part that begins at byte {end}.")));
        }
        end += part.size;
    }
    if given.parse::<u64>().ok() != Some(end) || end == 0 {
        return Err(errors::invalid(format!(
            "The archive size {given} is not that of the parts, which is {end}."
        )));
    }
    let nodes: Vec<Node> = parts.iter().map(|(_, part)| *part.hash).collect();
    let hash = Hash::from(tree_hash::join(nodes));
    archive::check_hash(input.0, hash.as_ref())?;
    let row = ArchiveRow {
        created_us: ctx.now().micros(),
        description: upload.description,
        size: end,
        hash,
        segments: parts.into_iter().flat_map(|(_, part)| part.segments).collect(),
        deleted_us: None,
    };
    ctx.table_mut(&PARTS).delete_range(&Range::within(&(vault.name.as_str(), id)))?;
    ctx.table_mut(&UPLOADS).delete(&(vault.name.as_str(), id));
    archive::insert(ctx, vault, row).map(CompleteMultipartUploadOutput)
}

pub fn abort_multipart_upload(
    ctx: &mut Ctx,
    input: AbortMultipartUploadInput<'_>,
) -> Result<AbortMultipartUploadOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    find(ctx, &vault, input.0)?;
    remove(ctx, &vault.name, text(input.0, "uploadId"))?;
    Ok(AbortMultipartUploadOutput(Struct::new()))
}

fn remove(ctx: &mut Ctx, vault: &str, upload: &str) -> Result<(), ApiError> {
    for (_, part) in parts(ctx, vault, upload)? {
        content::release(ctx, &part.segments)?;
    }
    ctx.table_mut(&PARTS).delete_range(&Range::within(&(vault, upload)))?;
    ctx.table_mut(&UPLOADS).delete(&(vault, upload));
    Ok(())
}

/// After a vault was deleted: its uploads go one by one.
pub fn enqueue_sweep(ctx: &mut Ctx, vault: &str) {
    ctx.enqueue(Job::now(Ask::to("glacier", SWEEP).with("vaultName", vault)));
}

/// Input: `vaultName`, and `uploadId` where it is about one; else one of those that were left.
pub fn sweep(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = text(input, "vaultName");
    if let Some(upload) = input.str("uploadId") {
        remove(ctx, name, upload)?;
        return Ok(Struct::new());
    }
    let first = ctx.table(&UPLOADS).first(&Range::within(&(name,)))?;
    let is_gone = !ctx.table(&crate::state::VAULTS).contains(name)?;
    if let Some(((_, upload), _)) = first.filter(|_| is_gone) {
        remove(ctx, name, &upload)?;
        enqueue_sweep(ctx, name);
    }
    Ok(Struct::new())
}

fn show(ctx: &Ctx, vault: &Vault, id: &str, row: &UploadRow) -> Struct {
    let mut shown = Struct::new()
        .with("MultipartUploadId", id)
        .with("VaultARN", vault.arn(ctx))
        .with("PartSizeInBytes", row.part_size as i64)
        .with("CreationDate", time(row.created_us));
    if !row.description.is_empty() {
        shown.set("ArchiveDescription", row.description.as_str());
    }
    shown
}

pub fn list_multipart_uploads(
    ctx: &mut Ctx,
    input: ListMultipartUploadsInput<'_>,
) -> Result<ListMultipartUploadsOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let of = ("ListMultipartUploads", vault.name.as_str());
    let page = listing::of_vault(ctx, &UPLOADS, of, input.0, PAGE, |_| true)?;
    let shown = page.rows.iter().map(|(id, row)| show(ctx, &vault, id, row));
    let mut output = Struct::new().with("UploadsList", shown.collect::<Vec<_>>());
    if let Some(next) = page.next {
        output.set("Marker", next);
    }
    Ok(ListMultipartUploadsOutput(output))
}

pub fn list_parts(ctx: &mut Ctx, input: ListPartsInput<'_>) -> Result<ListPartsOutput, ApiError> {
    const OPERATION: &str = "ListParts";
    let vault = vault::find(ctx, input.0)?;
    let upload = find(ctx, &vault, input.0)?;
    let id = text(input.0, "uploadId");
    let limit = listing::limit(input.0, PAGE)?;
    let mut range = Range::within(&(vault.name.as_str(), id));
    if let Some(marker) = input.0.str("marker") {
        let from = page::decode(OPERATION, marker).and_then(|it| it.as_slice().try_into().ok());
        let from = from.map(u64::from_be_bytes).ok_or_else(|| listing::invalid_marker(marker))?;
        range = range.after(&(vault.name.as_str(), id, from));
    }
    let rows = ctx.table(&PARTS).scan(&range).take(limit + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let shown = rows.iter().map(|((.., from), row)| {
        Struct::new()
            .with("RangeInBytes", format!("{from}-{}", from + row.size - 1))
            .with("SHA256TreeHash", hex(row.hash.as_ref()))
    });
    let mut output = show(ctx, &vault, id, &upload).with("Parts", shown.collect::<Vec<_>>());
    if let Some(((.., from), _)) = rows.last().filter(|_| has_more) {
        output.set("Marker", page::encode(OPERATION, &from.to_be_bytes()));
    }
    Ok(ListPartsOutput(output))
}
