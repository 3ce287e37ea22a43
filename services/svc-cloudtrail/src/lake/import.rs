//! Imports of a trail's log files into a store: started, stopped, looked at.
//!
//! Source: API Reference, StartImport, StopImport, GetImport, ListImports and ListImportFailures;
//! User Guide, "Copy trail events to CloudTrail Lake". [`super::import_step`] does the work.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use store::Range;

use super::find;
use super::import_step;
use super::state::{FailureRow, IMPORT_FAILURES, IMPORTS, ImportRow};
use crate::api::{
    GetImportInput, GetImportOutput, ImportFailureListItemBuilder, ImportSourceBuilder,
    ImportStatisticsBuilder, ImportsListItemBuilder, ListImportFailuresInput,
    ListImportFailuresOutput, ListImportsInput, ListImportsOutput, S3ImportSourceBuilder,
    StartImportInput, StartImportOutput, StopImportInput, StopImportOutput, import_failure_status,
    import_status,
};
use crate::lake_errors as errors;
use crate::limits::LIST_MAX;

pub fn is_ongoing(row: &ImportRow) -> bool {
    [import_status::INITIALIZING, import_status::IN_PROGRESS].contains(&row.status.as_str())
}

pub fn start(
    ctx: &mut Ctx<'_>,
    input: StartImportInput<'_>,
) -> Result<StartImportOutput, ApiError> {
    for entry in ctx.table(&IMPORTS).scan(&Range::all()) {
        if is_ongoing(&entry?.1) {
            return Err(errors::ongoing_import());
        }
    }
    let row = match input.import_id() {
        Some(id) => retried(ctx, input, id)?,
        None => read(ctx, input)?,
    };
    save(ctx, &row);
    let ask = Ask::to("cloudtrail", import_step::IMPORT)
        .with("Id", row.id.as_str())
        .with("Run", row.run.cast_signed())
        .as_service(crate::record::CLOUDTRAIL);
    ctx.enqueue(Job::now(ask));
    let mut out = shown(ctx, &row);
    out.remove("ImportStatistics");
    Ok(StartImportOutput(out))
}

pub fn save(ctx: &mut Ctx<'_>, row: &ImportRow) {
    ctx.table_mut(&IMPORTS).put(row.id.as_str(), row);
}

fn find(ctx: &Ctx<'_>, id: &str) -> Result<ImportRow, ApiError> {
    ctx.table(&IMPORTS).get(id)?.ok_or_else(|| errors::no_import(id))
}

/// "When you retry an import, the ImportID parameter is required": what failed is tried again, what
/// was stopped goes on.
fn retried(
    ctx: &mut Ctx<'_>,
    input: StartImportInput<'_>,
    id: &str,
) -> Result<ImportRow, ApiError> {
    if input.destinations().is_some() || input.import_source().is_some() {
        return Err(errors::bad_parameter("An import that is retried keeps its source."));
    }
    let mut row = find(ctx, id)?;
    find::active(ctx, &row.store)?;
    if row.status == import_status::COMPLETED {
        return Err(errors::bad_parameter("The import is completed."));
    }
    row.run += 1;
    import_status::INITIALIZING.clone_into(&mut row.status);
    row.updated = ctx.now().micros();
    let failures: Vec<((String, String), FailureRow)> =
        ctx.table(&IMPORT_FAILURES).scan(&Range::within(&(id,))).collect::<Result<_, _>>()?;
    for (key, failure) in failures {
        if failure.status == import_failure_status::FAILED {
            let failure = FailureRow { status: import_failure_status::RETRY.to_owned(), ..failure };
            ctx.table_mut(&IMPORT_FAILURES).put(&key, &failure);
        }
    }
    row.failures = 0;
    Ok(row)
}

fn read(ctx: &mut Ctx<'_>, input: StartImportInput<'_>) -> Result<ImportRow, ApiError> {
    let destination = input.destinations().and_then(|it| it.get(0));
    let destination =
        destination.ok_or_else(|| errors::bad_parameter("Destinations must be given."))?;
    let source = input.import_source();
    let source = source.ok_or_else(|| errors::bad_parameter("ImportSource must be given."))?.s3();
    let store = find::active(ctx, destination)?;
    if store.row.is_activity {
        return Err(errors::bad_category());
    }
    if !source.s3_location_uri().starts_with("s3://") {
        return Err(errors::bad_source("S3LocationUri is not the URI of a place in S3."));
    }
    if kernel::Region::parse(source.s3_bucket_region()).is_none() {
        return Err(errors::bad_source("S3BucketRegion is not a Region."));
    }
    let role = source.s3_bucket_access_role_arn();
    if Arn::parse(role).is_none_or(|arn| arn.service != "iam") {
        return Err(errors::bad_source("S3BucketAccessRoleArn is not the ARN of a role."));
    }
    ctx.authorize_pass_role(role, crate::record::CLOUDTRAIL)?;
    let (start, end) = (input.start_event_time(), input.end_event_time());
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        return Err(errors::bad_parameter("StartEventTime is after EndEventTime."));
    }
    let now = ctx.now().micros();
    Ok(ImportRow {
        id: ctx.chance().uuid(),
        store: store.row.id,
        uri: source.s3_location_uri().to_owned(),
        region: source.s3_bucket_region().to_owned(),
        role: role.to_owned(),
        start: start.map(Timestamp::micros),
        end: end.map(Timestamp::micros),
        status: import_status::INITIALIZING.to_owned(),
        created: now,
        updated: now,
        ..ImportRow::default()
    })
}

/// What all answers about an import have.
fn shown(ctx: &Ctx<'_>, row: &ImportRow) -> Struct {
    let source = S3ImportSourceBuilder::new()
        .s3_location_uri(&row.uri)
        .s3_bucket_region(&row.region)
        .s3_bucket_access_role_arn(&row.role);
    let statistics = ImportStatisticsBuilder::new()
        .prefixes_found(row.prefixes.cast_signed())
        .prefixes_completed(row.prefixes.cast_signed())
        .files_completed(row.files.cast_signed())
        .events_completed(row.events.cast_signed())
        .failed_entries(row.failures.cast_signed());
    GetImportOutput::new()
        .import_id(&row.id)
        .destinations(vec![find::arn(ctx.account(), ctx.region(), &row.store)])
        .import_source(ImportSourceBuilder::new().s3(source))
        .start_event_time(row.start.map(Timestamp::from_micros))
        .end_event_time(row.end.map(Timestamp::from_micros))
        .import_status(&row.status)
        .created_timestamp(Timestamp::from_micros(row.created))
        .updated_timestamp(Timestamp::from_micros(row.updated))
        .import_statistics(statistics)
        .into()
}

pub fn get(ctx: &mut Ctx<'_>, input: GetImportInput<'_>) -> Result<GetImportOutput, ApiError> {
    let row = find(ctx, input.import_id())?;
    Ok(GetImportOutput(shown(ctx, &row)))
}

pub fn stop(ctx: &mut Ctx<'_>, input: StopImportInput<'_>) -> Result<StopImportOutput, ApiError> {
    let mut row = find(ctx, input.import_id())?;
    if !is_ongoing(&row) {
        return Err(errors::bad_parameter("The import is over."));
    }
    import_status::STOPPED.clone_into(&mut row.status);
    row.updated = ctx.now().micros();
    row.run += 1;
    save(ctx, &row);
    Ok(StopImportOutput(shown(ctx, &row)))
}

pub fn list(ctx: &mut Ctx<'_>, input: ListImportsInput<'_>) -> Result<ListImportsOutput, ApiError> {
    let destination = match input.destination() {
        Some(name) => Some(find::store(ctx, name)?.row.id),
        None => None,
    };
    let mut shown = Vec::new();
    for entry in ctx.table(&IMPORTS).scan(&Range::all()) {
        let (id, row) = entry?;
        let is_wanted = destination.as_ref().is_none_or(|store| *store == row.store)
            && input.import_status().is_none_or(|status| status == row.status);
        if is_wanted {
            let store = find::arn(ctx.account(), ctx.region(), &row.store);
            let one = ImportsListItemBuilder::new()
                .import_id(&row.id)
                .import_status(row.status)
                .destinations(vec![store])
                .created_timestamp(Timestamp::from_micros(row.created))
                .updated_timestamp(Timestamp::from_micros(row.updated));
            shown.push((id, one));
        }
    }
    let page =
        crate::pages::cut("ListImports", input.next_token(), input.max_results(), LIST_MAX, shown)?;
    Ok(ListImportsOutput::new().imports(page.items).next_token(page.token))
}

pub fn failures(
    ctx: &mut Ctx<'_>,
    input: ListImportFailuresInput<'_>,
) -> Result<ListImportFailuresOutput, ApiError> {
    let id = input.import_id();
    find(ctx, id).map_err(|_| errors::bad_parameter("The import does not exist."))?;
    let mut shown = Vec::new();
    for entry in ctx.table(&IMPORT_FAILURES).scan(&Range::within(&(id,))) {
        let ((_, location), failure) = entry?;
        let one = ImportFailureListItemBuilder::new()
            .location(&location)
            .status(failure.status)
            .error_type(failure.kind)
            .error_message(failure.message)
            .last_updated_time(Timestamp::from_micros(failure.at));
        shown.push((location, one));
    }
    let (token, most) = (input.next_token(), input.max_results());
    let page = crate::pages::cut("ListImportFailures", token, most, LIST_MAX, shown)?;
    Ok(ListImportFailuresOutput::new().failures(page.items).next_token(page.token))
}
