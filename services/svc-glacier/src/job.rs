//! Jobs: retrievals of archives and of inventories, which take hours.
//!
//! Source: API Reference, InitiateJob, DescribeJob, ListJobs; Developer Guide, "Retrieving
//! archives" (tiers and their times), "Retrieving a vault inventory", "Range inventory retrieval".

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, page};

use crate::api::{
    DescribeJobInput, DescribeJobOutput, InitiateJobInput, InitiateJobOutput, ListJobsInput,
    ListJobsOutput,
};
use crate::archive;
use crate::charge;
use crate::content;
use crate::errors;
use crate::inventory;
use crate::limits::{
    BULK_S, DESCRIPTION_LEN_MAX, EXPEDITED_S, MIB, OUTPUT_KEPT_S, PAGE, STANDARD_S,
};
use crate::listing;
use crate::notification;
use crate::retrieval_policy;
use crate::state::{InventoryRow, JOBS, JobKind, JobRow, LISTS, RetrievalRow};
use crate::tree_hash::hex;
use crate::vault::{self, Vault, text, time};

/// Ends a job when its time has come.
pub const FINISH: &str = "FinishJob";
/// Removes it a day later.
pub const EXPIRE: &str = "ExpireJob";

const ID_LEN: usize = 92;
const MARKER: &str = "InventoryRetrieval";

pub fn initiate_job(
    ctx: &mut Ctx,
    input: InitiateJobInput<'_>,
) -> Result<InitiateJobOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let given = input.0.structure("jobParameters");
    let given = given.ok_or_else(|| errors::missing("Job parameters are required."))?;
    let description = given.str("Description");
    if description.is_some_and(|it| it.len() > DESCRIPTION_LEN_MAX) {
        return Err(errors::invalid("The job description is too long."));
    }
    let topic = given.str("SNSTopic");
    topic.map_or(Ok(()), notification::check_topic)?;
    let id = ctx.chance().alphanumeric(ID_LEN);
    let kind = match given.str("Type") {
        Some("archive-retrieval") => JobKind::Archive(retrieval(ctx, &vault, given, &id)?),
        Some("inventory-retrieval") => JobKind::Inventory(of_inventory(ctx, &vault, given)?),
        Some("select") => return Err(errors::not_implemented("Select on archives")),
        Some(other) => return Err(errors::invalid(format!("Invalid job type: {other}"))),
        None => return Err(errors::missing("Required parameter missing: Type")),
    };
    let (least, most) = match &kind {
        JobKind::Archive(row) if row.tier == "Expedited" => EXPEDITED_S,
        JobKind::Archive(row) if row.tier == "Bulk" => BULK_S,
        _ => STANDARD_S,
    };
    let taken = least + ctx.chance().below(most - least + 1);
    let row = JobRow {
        created_us: ctx.now().micros(),
        description: description.map(str::to_owned),
        completed_us: None,
        topic: topic.map(str::to_owned),
        kind,
    };
    ctx.table_mut(&JOBS).put(&(vault.name.as_str(), id.as_str()), &row);
    let due = ctx.now() + Duration::from_secs(taken);
    ctx.enqueue(Job::now(ask(FINISH, &vault, &id)).at(due));
    let location = vault.location(ctx, &format!("/jobs/{id}"));
    Ok(InitiateJobOutput(Struct::new().with("location", location).with("jobId", id)))
}

fn ask(step: &'static str, vault: &Vault, id: &str) -> Ask {
    Ask::to("glacier", step).with("vaultName", vault.name.as_str()).with("jobId", id)
}

fn retrieval(
    ctx: &mut Ctx,
    vault: &Vault,
    given: &Struct,
    job: &str,
) -> Result<RetrievalRow, ApiError> {
    let refused = ["InventoryRetrievalParameters", "Format", "SelectParameters", "OutputLocation"];
    if let Some(name) = refused.iter().find(|name| given.get(name).is_some()) {
        return Err(errors::invalid(format!("{name} is not a parameter of archive retrievals.")));
    }
    let id = given.str("ArchiveId");
    let id = id.ok_or_else(|| errors::missing("Required parameter missing: ArchiveId"))?;
    let archive = archive::find(ctx, vault, id)?;
    let tier = given.str("Tier").unwrap_or("Standard");
    if !["Expedited", "Standard", "Bulk"].contains(&tier) {
        return Err(errors::invalid(format!("Invalid tier: {tier}")));
    }
    let (from, to) = match given.str("RetrievalByteRange") {
        None => (0, archive.size),
        Some(range) => byte_range(range, archive.size)?,
    };
    if tier == "Standard" {
        retrieval_policy::charge(ctx, job, to - from)?;
    }
    content::share(ctx, &archive.segments)?;
    charge::retrieved(ctx, vault, tier, to - from);
    Ok(RetrievalRow {
        archive: id.to_owned(),
        tier: tier.to_owned(),
        from,
        to,
        size: archive.size,
        hash: archive.hash,
        about: archive.description,
        segments: archive.segments,
    })
}

/// `0-1048575`: it begins and ends at a mebibyte, or ends with the archive.
fn byte_range(text: &str, size: u64) -> Result<(u64, u64), ApiError> {
    let bounds = text
        .split_once('-')
        .and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
    let invalid = || errors::invalid(format!("Invalid byte range: {text}"));
    let (from, last) = bounds.ok_or_else(invalid)?;
    let is_aligned = from % MIB == 0 && ((last + 1) % MIB == 0 || last + 1 == size);
    if last < from || last >= size || !is_aligned {
        return Err(invalid());
    }
    Ok((from, last + 1))
}

fn of_inventory(ctx: &Ctx, vault: &Vault, given: &Struct) -> Result<InventoryRow, ApiError> {
    let refused = ["ArchiveId", "RetrievalByteRange", "SelectParameters", "OutputLocation"];
    if let Some(name) = refused.iter().find(|name| given.get(name).is_some()) {
        return Err(errors::invalid(format!("{name} is not a parameter of inventory retrievals.")));
    }
    if vault.row.inventory_us.is_none() {
        return Err(errors::no_inventory(&vault.arn(ctx)));
    }
    let is_csv = match given.str("Format") {
        None | Some("JSON") => false,
        Some("CSV") => true,
        Some(other) => return Err(errors::invalid(format!("Invalid format: {other}"))),
    };
    let mut row = InventoryRow {
        is_csv,
        tier: given.str("Tier").map(str::to_owned),
        ..InventoryRow::default()
    };
    let Some(more) = given.structure("InventoryRetrievalParameters") else { return Ok(row) };
    row.from_us = more.str("StartDate").map(date).transpose()?;
    row.to_us = more.str("EndDate").map(date).transpose()?;
    if let Some(limit) = more.str("Limit") {
        let count = limit.parse::<u64>().ok().filter(|count| *count >= 1);
        row.limit = Some(count.ok_or_else(|| errors::invalid(format!("Invalid limit: {limit}")))?);
    }
    if let Some(marker) = more.str("Marker") {
        let after = page::decode(MARKER, marker).and_then(|it| String::from_utf8(it).ok());
        row.after = Some(after.ok_or_else(|| listing::invalid_marker(marker))?);
    }
    Ok(row)
}

fn date(text: &str) -> Result<i64, ApiError> {
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    let parsed = parsed.map_err(|_| errors::invalid(format!("Invalid date: {text}")))?;
    Ok(Timestamp::from_jiff(parsed).micros())
}

/// A job that a request, or a step, names.
pub fn find(ctx: &Ctx, vault: &Vault, id: &str) -> Result<JobRow, ApiError> {
    let row = ctx.table(&JOBS).get(&(vault.name.as_str(), id))?;
    row.ok_or_else(|| errors::no_job(id))
}

pub fn finish(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "jobId");
    let Ok(vault) = vault::find(ctx, input) else { return expire(ctx, input) };
    let Ok(mut row) = find(ctx, &vault, id) else { return Ok(Struct::new()) };
    row.completed_us = Some(ctx.now().micros());
    let mut event = "ArchiveRetrievalCompleted";
    if let JobKind::Inventory(asked) = &mut row.kind {
        event = "InventoryRetrievalCompleted";
        let (list, last) = inventory::write(ctx, &vault, asked)?;
        asked.len = Some(list.len() as u64);
        asked.next = last.map(|last| page::encode(MARKER, last.as_bytes()));
        ctx.table_mut(&LISTS).put(&(vault.name.as_str(), id), &Bytes::from(list));
    }
    ctx.table_mut(&JOBS).put(&(vault.name.as_str(), id), &row);
    let due = ctx.now() + Duration::from_secs(OUTPUT_KEPT_S);
    ctx.enqueue(Job::now(ask(EXPIRE, &vault, id)).at(due));
    let shown = show(ctx, &vault, id, &row);
    notification::tell(ctx, &vault, event, row.topic.as_deref(), &shown);
    Ok(Struct::new())
}

pub fn expire(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let key = (text(input, "vaultName"), text(input, "jobId"));
    if let Some(row) = ctx.table(&JOBS).get(&key)? {
        if let JobKind::Archive(row) = &row.kind {
            content::release(ctx, &row.segments)?;
        }
        ctx.table_mut(&JOBS).delete(&key);
        ctx.table_mut(&LISTS).delete(&key);
    }
    Ok(Struct::new())
}

/// As DescribeJob and notifications show it.
fn show(ctx: &Ctx, vault: &Vault, id: &str, row: &JobRow) -> Struct {
    let is_done = row.completed_us.is_some();
    let mut shown = Struct::new()
        .with("JobId", id)
        .with("VaultARN", vault.arn(ctx))
        .with("CreationDate", time(row.created_us))
        .with("Completed", is_done)
        .with("StatusCode", if is_done { "Succeeded" } else { "InProgress" });
    if let Some(text) = &row.description {
        shown.set("JobDescription", text.as_str());
    }
    if let Some(at) = row.completed_us {
        shown.set("CompletionDate", time(at));
        shown.set("StatusMessage", "Succeeded");
    }
    if let Some(topic) = &row.topic {
        shown.set("SNSTopic", topic.as_str());
    }
    match &row.kind {
        JobKind::Archive(row) => {
            shown.set("Action", "ArchiveRetrieval");
            shown.set("ArchiveId", row.archive.as_str());
            shown.set("ArchiveSizeInBytes", row.size as i64);
            shown.set("ArchiveSHA256TreeHash", hex(row.hash.as_ref()));
            if (row.from, row.to) == (0, row.size) {
                shown.set("SHA256TreeHash", hex(row.hash.as_ref()));
            }
            shown.set("RetrievalByteRange", format!("{}-{}", row.from, row.to - 1));
            shown.set("Tier", row.tier.as_str());
        }
        JobKind::Inventory(row) => {
            shown.set("Action", "InventoryRetrieval");
            if let Some(len) = row.len {
                shown.set("InventorySizeInBytes", len as i64);
            }
            shown.set("InventoryRetrievalParameters", show_inventory(row));
        }
    }
    shown
}

fn show_inventory(row: &InventoryRow) -> Struct {
    let mut shown = Struct::new().with("Format", if row.is_csv { "CSV" } else { "JSON" });
    if let Some(from) = row.from_us {
        shown.set("StartDate", time(from));
    }
    if let Some(to) = row.to_us {
        shown.set("EndDate", time(to));
    }
    if let Some(limit) = row.limit {
        shown.set("Limit", limit.to_string());
    }
    if let Some(next) = &row.next {
        shown.set("Marker", next.as_str());
    }
    shown
}

pub fn describe_job(
    ctx: &mut Ctx,
    input: DescribeJobInput<'_>,
) -> Result<DescribeJobOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let id = text(input.0, "jobId");
    let row = find(ctx, &vault, id)?;
    Ok(DescribeJobOutput(show(ctx, &vault, id, &row)))
}

pub fn list_jobs(ctx: &mut Ctx, input: ListJobsInput<'_>) -> Result<ListJobsOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let status = input.0.str("statuscode");
    if status.is_some_and(|it| !["InProgress", "Succeeded", "Failed"].contains(&it)) {
        let status = status.unwrap_or("");
        return Err(errors::invalid(format!("Invalid job status code: {status}")));
    }
    let completed = match input.0.str("completed") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(other) => return Err(errors::invalid(format!("Invalid completed flag: {other}"))),
    };
    let is_wanted = |row: &JobRow| {
        let is_done = row.completed_us.is_some();
        completed.is_none_or(|wanted| wanted == is_done)
            && status
                .is_none_or(|wanted| wanted == if is_done { "Succeeded" } else { "InProgress" })
    };
    let of = ("ListJobs", vault.name.as_str());
    let page = listing::of_vault(ctx, &JOBS, of, input.0, PAGE, is_wanted)?;
    let shown = page.rows.iter().map(|(id, row)| show(ctx, &vault, id, row));
    let mut output = Struct::new().with("JobList", shown.collect::<Vec<_>>());
    if let Some(next) = page.next {
        output.set("Marker", next);
    }
    Ok(ListJobsOutput(output))
}
