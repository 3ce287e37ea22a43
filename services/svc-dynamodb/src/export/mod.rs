//! ExportTableToPointInTime, DescribeExport, ListExports: a table's past as files in a bucket.
//!
//! [`step`] writes one data file and comes again; the last one writes the manifests. Nothing of
//! the table is read but its items and history as of the instant, which a pin holds on to
//! meanwhile. [`filter`] is what a FilterSpecification lets through.

mod filter;
pub mod state;
pub mod step;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, Struct, Timestamp, page};
use md5::{Digest as _, Md5};
use store::Range;

use crate::api::{
    DescribeExportInput, DescribeExportOutput, ExportDescriptionBuilder, ExportSummaryBuilder,
    ExportTableToPointInTimeInput, ExportTableToPointInTimeOutput, IncrementalExportSpecification,
    ListExportsInput, ListExportsOutput, error,
};
use crate::errors;
use crate::import::state::TokenRow;
use crate::limits;
use crate::names;
use crate::pins;
use crate::recovery;
use crate::state::{TABLES, TableRow, shown_time};
use filter::Filter;
use state::{EXPORT_TOKENS, EXPORTS, EXPORTS_OF, ExportRow, Period};

pub fn export_table_to_point_in_time(
    ctx: &mut Ctx<'_>,
    input: ExportTableToPointInTimeInput<'_>,
) -> Result<ExportTableToPointInTimeOutput, ApiError> {
    check_features(input)?;
    let name = names::read(ctx, input.table_arn())?.to_owned();
    let fingerprint = fingerprint(input.0);
    if let Some((id, row)) = repeated(ctx, input.client_token(), &fingerprint)? {
        return Ok(
            ExportTableToPointInTimeOutput::new().export_description(description(ctx, &id, &row))
        );
    }
    let Some(table) = ctx.table(&TABLES).get(&name)? else {
        return Err(error::table_not_found_exception(format!("Table not found: {name}")));
    };
    Filter::read(input.0, &table)?;
    let now = ctx.now();
    let period = period(now, &name, &table, input)?;
    let id = format!("{:014}-{}", now.millis(), ctx.chance().hex(8));
    let row = ExportRow {
        table: name,
        table_id: table.id,
        space: table.space,
        instant: period.to,
        since: period.from,
        started: now.micros(),
        ended: None,
        failure: None,
        bucket: input.s3_bucket().to_owned(),
        prefix: input.s3_prefix().map(str::to_owned),
        token: input.client_token().map(str::to_owned),
        items: 0,
        bytes: 0,
        files: 0,
        request: Some(input.0.clone()),
    };
    // What an incremental export begins with is the table just before its period.
    pins::add(ctx, &state::held(ctx, &row), &state::pin(&id), period.from.unwrap_or(period.to))?;
    if let Some(token) = &row.token {
        let token_row = TokenRow { id: id.clone(), fingerprint };
        ctx.table_mut(&EXPORT_TOKENS).put(token.as_str(), &token_row);
    }
    ctx.table_mut(&EXPORTS_OF).put(&(row.table.as_str(), id.as_str()), &());
    ctx.table_mut(&EXPORTS).put(&id, &row);
    ctx.enqueue(Job::now(step::next(&id, None)));
    Ok(ExportTableToPointInTimeOutput::new().export_description(description(ctx, &id, &row)))
}

fn check_features(input: ExportTableToPointInTimeInput<'_>) -> Result<(), ApiError> {
    if input.s3_sse_kms_key_id().is_some() && input.s3_sse_algorithm() != Some("KMS") {
        return Err(errors::ours("S3SseKmsKeyId can only be specified with S3SseAlgorithm KMS"));
    }
    Ok(())
}

/// Of which time it is: an instant, or what has changed between two.
fn period(
    now: Timestamp,
    name: &str,
    table: &TableRow,
    input: ExportTableToPointInTimeInput<'_>,
) -> Result<Period, ApiError> {
    let Some((earliest, _)) = recovery::window(now, table) else {
        return Err(error::point_in_time_recovery_unavailable_exception(format!(
            "Point in time recovery is not enabled for table '{name}'"
        )));
    };
    // An export may be of this moment; only restores wait for five minutes.
    let within = |at: Timestamp| {
        if at < earliest || at > now {
            return Err(error::invalid_export_time_exception(
                "The specified ExportTime is outside of the point in time recovery window.",
            ));
        }
        Ok(at.micros())
    };
    let specification = input.incremental_export_specification();
    if input.export_type() != Some("INCREMENTAL_EXPORT") {
        if specification.is_some() {
            return Err(errors::ours(
                "IncrementalExportSpecification can only be specified with INCREMENTAL_EXPORT",
            ));
        }
        return Ok(Period { from: None, to: within(input.export_time().unwrap_or(now))? });
    }
    let from = specification.and_then(IncrementalExportSpecification::export_from_time);
    let (Some(specification), Some(from)) = (specification, from) else {
        return Err(errors::ours(
            "INCREMENTAL_EXPORT needs IncrementalExportSpecification with ExportFromTime",
        ));
    };
    if input.export_time().is_some() {
        return Err(errors::ours("ExportTime cannot be specified with INCREMENTAL_EXPORT"));
    }
    let to = within(specification.export_to_time().unwrap_or(now))?;
    let from = within(from)?;
    let seconds = (to - from).div_euclid(1_000_000);
    if !limits::EXPORT_PERIOD_SECONDS.contains(&seconds) {
        return Err(errors::ours(
            "The period of an incremental export must be between 15 minutes and 24 hours",
        ));
    }
    // The start is inclusive and the end exclusive; instants are the ends of their microseconds.
    Ok(Period { from: Some(from - 1), to: to - 1 })
}

fn fingerprint(input: &Struct) -> Vec<u8> {
    let mut input = input.clone();
    input.remove("ClientToken");
    let bytes = minicbor::to_vec(&input).expect("an input without streams can be encoded");
    Md5::digest(bytes).to_vec()
}

/// The export that was asked for with the same token within eight hours.
fn repeated(
    ctx: &Ctx<'_>,
    token: Option<&str>,
    fingerprint: &[u8],
) -> Result<Option<(String, ExportRow)>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let Some(found) = ctx.table(&EXPORT_TOKENS).get(token)? else { return Ok(None) };
    let Some(row) = ctx.table(&EXPORTS).get(&found.id)? else { return Ok(None) };
    let ended = row.ended.unwrap_or(ctx.now().micros());
    if ended + limits::IMPORT_TOKEN_SECONDS * 1_000_000 < ctx.now().micros() {
        return Ok(None);
    }
    if found.fingerprint != fingerprint {
        return Err(error::export_conflict_exception(
            "There was a conflict when writing to the specified S3 bucket.",
        ));
    }
    Ok(Some((found.id, row)))
}

pub fn describe_export(
    ctx: &mut Ctx<'_>,
    input: DescribeExportInput<'_>,
) -> Result<DescribeExportOutput, ApiError> {
    let arn = Arn::parse(input.export_arn()).filter(|arn| arn.service == "dynamodb");
    let id = arn.as_ref().and_then(|arn| arn.resource.split_once("/export/")).map(|(_, id)| id);
    let found = id.map(|id| ctx.table(&EXPORTS).get(id)).transpose()?.flatten();
    match (id, found) {
        (Some(id), Some(row)) if state::arn(ctx, id, &row) == input.export_arn() => {
            Ok(DescribeExportOutput::new().export_description(description(ctx, id, &row)))
        }
        _ => Err(error::export_not_found_exception(format!(
            "Export not found: {}",
            input.export_arn()
        ))),
    }
}

/// The exports of the last 90 days.
pub fn list_exports(
    ctx: &mut Ctx<'_>,
    input: ListExportsInput<'_>,
) -> Result<ListExportsOutput, ApiError> {
    const OPERATION: &str = "ListExports";
    let limit = input.max_results().unwrap_or(limits::EXPORTS_PAGE) as usize;
    let table = input.table_arn().map(|arn| names::read(ctx, arn)).transpose()?;
    let after = match input.next_token() {
        Some(token) => {
            let id = page::decode(OPERATION, token).and_then(|id| String::from_utf8(id).ok());
            Some(id.ok_or_else(|| errors::ours("Invalid NextToken"))?)
        }
        None => None,
    };
    let first = crate::import::state::oldest_id(ctx.now());
    let mut ids = if let Some(table) = table {
        let mut range = Range::within(&(table,)).from(&(table, first.as_str()));
        if let Some(after) = &after {
            range = range.after(&(table, after.as_str()));
        }
        let keys = ctx.table(&EXPORTS_OF).keys(&range).take(limit + 1);
        keys.map(|key| key.map(|(_, id)| id)).collect::<Result<Vec<_>, _>>()?
    } else {
        let mut range = Range::all().from(first.as_str());
        if let Some(after) = &after {
            range = range.after(after.as_str());
        }
        ctx.table(&EXPORTS).keys(&range).take(limit + 1).collect::<Result<Vec<_>, _>>()?
    };
    let has_more = ids.len() > limit;
    ids.truncate(limit);
    let token = ids.last().filter(|_| has_more).map(|id| page::encode(OPERATION, id.as_bytes()));
    let mut summaries = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(row) = ctx.table(&EXPORTS).get(&id)? else { continue };
        summaries.push(
            ExportSummaryBuilder::new()
                .export_arn(state::arn(ctx, &id, &row))
                .export_status(row.status())
                .export_type(row.kind()),
        );
    }
    Ok(ListExportsOutput::new().export_summaries(summaries).next_token(token))
}

fn description(ctx: &Ctx<'_>, id: &str, row: &ExportRow) -> ExportDescriptionBuilder {
    let is_done = row.ended.is_some() && row.failure.is_none();
    let (code, message) = row.failure.clone().unzip();
    let mut out = ExportDescriptionBuilder::new()
        .export_arn(state::arn(ctx, id, row))
        .export_status(row.status())
        .start_time(shown_time(row.started))
        .end_time(row.ended.map(shown_time))
        .export_manifest(is_done.then(|| row.manifest(id)))
        .table_arn(names::table_arn(ctx, &row.table))
        .table_id(row.table_id.as_str())
        .client_token(row.token.as_deref())
        .s3_bucket(row.bucket.as_str())
        .s3_bucket_owner(row.asked("S3BucketOwner"))
        .s3_prefix(row.prefix.as_deref())
        .s3_sse_algorithm(row.asked("S3SseAlgorithm"))
        .s3_sse_kms_key_id(row.asked("S3SseKmsKeyId"))
        .failure_code(code)
        .failure_message(message)
        .export_format(row.format())
        .billed_size_bytes(is_done.then_some(row.bytes))
        .item_count(is_done.then_some(row.items))
        .export_type(row.kind());
    match row.since {
        None => out = out.export_time(shown_time(row.instant)),
        Some(since) => {
            let specification = Struct::new()
                .with("ExportFromTime", shown_time(since + 1))
                .with("ExportToTime", shown_time(row.instant + 1))
                .with("ExportViewType", row.view());
            out.0.set("IncrementalExportSpecification", specification);
        }
    }
    let filter = row.request.as_ref().and_then(|request| request.structure("FilterSpecification"));
    if let Some(filter) = filter {
        out.0.set("FilterSpecification", filter.clone());
    }
    out
}
