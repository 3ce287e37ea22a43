//! GetJobOutput: what a job has brought, whole or a range of it.
//!
//! Source: API Reference, GetJobOutput; Developer Guide, "Downloading an archive" (ranges).

use kernel::body::Body;
use kernel::{ApiError, Ctx, Struct};

use crate::api::{GetJobOutputInput, GetJobOutputOutput};
use crate::content;
use crate::errors;
use crate::job;
use crate::state::{JobKind, LISTS};
use crate::tree_hash::hex;
use crate::vault::{self, text};

pub fn get_job_output(
    ctx: &mut Ctx,
    input: GetJobOutputInput<'_>,
) -> Result<GetJobOutputOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let id = text(input.0, "jobId");
    let row = job::find(ctx, &vault, id)?;
    if row.completed_us.is_none() {
        return Err(errors::invalid(format!(
            "The job is not currently available for download: {id}"
        )));
    }
    let range = input.0.str("range");
    let mut output = Struct::new().with("acceptRanges", "bytes");
    match row.kind {
        JobKind::Archive(row) => {
            let (from, to) = stretch(range, row.to - row.from)?;
            let body = content::open(ctx, &row.segments, row.from + from, row.from + to)?;
            output.set("body", body);
            output.set("contentType", "application/octet-stream");
            if !row.about.is_empty() {
                output.set("archiveDescription", row.about);
            }
            // The hash of a part would need its leaves, which are not kept.
            if (row.from + from, row.from + to) == (0, row.size) {
                output.set("checksum", hex(row.hash.as_ref()));
            }
            show_range(&mut output, range, (from, to), row.to - row.from);
        }
        JobKind::Inventory(row) => {
            let list = ctx.table(&LISTS).get(&(vault.name.as_str(), id))?.unwrap_or_default();
            let len = list.len() as u64;
            let (from, to) = stretch(range, len)?;
            output.set("body", Body::from(list.slice(from as usize..to as usize)));
            output.set("contentType", if row.is_csv { "text/csv" } else { "application/json" });
            show_range(&mut output, range, (from, to), len);
        }
    }
    Ok(GetJobOutputOutput(output))
}

fn show_range(output: &mut Struct, range: Option<&str>, (from, to): (u64, u64), len: u64) {
    output.set("status", if range.is_some() { 206 } else { 200 });
    if range.is_some() {
        output.set("contentRange", format!("bytes {from}-{}/{len}", to.saturating_sub(1)));
    }
}

/// `bytes=0-1048575`: the first byte, and the one behind the last.
fn stretch(range: Option<&str>, len: u64) -> Result<(u64, u64), ApiError> {
    let Some(text) = range else { return Ok((0, len)) };
    let bounds = text.strip_prefix("bytes=").and_then(|it| it.split_once('-'));
    let bounds = bounds.and_then(|(from, to)| {
        let last = if to.is_empty() { len.checked_sub(1)? } else { to.parse::<u64>().ok()? };
        Some((from.parse::<u64>().ok()?, last))
    });
    match bounds {
        Some((from, last)) if from <= last && last < len => Ok((from, last + 1)),
        _ => Err(errors::invalid(format!("Invalid range: {text}"))),
    }
}
