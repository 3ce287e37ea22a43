//! Definitions of reports, and their tags.

use billing::own_tags::{self, Refusal};
use billing::tags::Tags;
use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, Region, Timestamp, page};
use store::Range;

use crate::api::{
    DeleteReportDefinitionInput, DeleteReportDefinitionOutput, DescribeReportDefinitionsInput,
    DescribeReportDefinitionsOutput, ListTagsForResourceInput, ListTagsForResourceOutput,
    ModifyReportDefinitionInput, ModifyReportDefinitionOutput, PutReportDefinitionInput,
    PutReportDefinitionOutput, ReportDefinition, ReportDefinitionBuilder, ReportStatusBuilder, Tag,
    TagBuilder, TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
    compression_format, report_format, report_versioning, schema_element,
};
use crate::limits::{PAGE, REPORTS_MAX, TAGS_MAX};
use crate::state::{REPORTS, ReportRow};
use crate::{bucket, deliver, errors};

/// `arn:aws:cur:us-east-1:123456789012:definition/costs`
pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let (partition, account) = (ctx.region().partition(), ctx.account());
    let resource = format!("definition/{name}");
    Arn { region: Region::DEFAULT.to_string(), ..Arn::global("cur", partition, account, &resource) }
        .to_string()
}

fn read(ctx: &mut Ctx<'_>, given: ReportDefinition<'_>) -> Result<ReportRow, ApiError> {
    let is_parquet = match (given.format(), given.compression()) {
        (report_format::PARQUET, compression_format::PARQUET) => true,
        (report_format::TEXT_O_RCSV, compression_format::GZIP) => false,
        (report_format::TEXT_O_RCSV, compression_format::ZIP) => {
            return Err(errors::not_implemented("the compression ZIP"));
        }
        (report_format::PARQUET, _) => {
            return Err(errors::invalid("A report of Parquet is compressed by Parquet."));
        }
        _ => return Err(errors::invalid("A report of textORcsv is compressed by GZIP or ZIP.")),
    };
    if given.additional_artifacts().is_some_and(|it| it.iter().next().is_some()) {
        return Err(errors::not_implemented("additional artifacts"));
    }
    if given.billing_view_arn().is_some_and(|view| !view.ends_with("billingview/primary")) {
        return Err(errors::not_implemented("billing views but the primary one"));
    }
    let mut with_resources = false;
    for element in given.additional_schema_elements().iter() {
        match element {
            schema_element::RESOURCES => with_resources = true,
            other => return Err(errors::not_implemented(&format!("the schema element {other}"))),
        }
    }
    let prefix = given.s3_prefix();
    if prefix.is_empty() || prefix.starts_with('/') || prefix.ends_with('/') {
        return Err(errors::invalid("S3Prefix must be there and not begin or end with a slash."));
    }
    if given.s3_region().is_empty() || Region::parse(given.s3_region()).is_none() {
        return Err(errors::invalid(format!("There is no region {}.", given.s3_region())));
    }
    Ok(ReportRow {
        id: ctx.chance().u64(),
        time_unit: given.time_unit().to_owned(),
        bucket: given.s3_bucket().to_owned(),
        prefix: prefix.to_owned(),
        region: given.s3_region().to_owned(),
        with_resources,
        overwrites: given.report_versioning() == Some(report_versioning::OVERWRITE_REPORT),
        refreshes: given.refresh_closed_reports(),
        tags: Tags::new(),
        delivered: None,
        status: None,
        month: None,
        is_parquet,
    })
}

pub fn put_report_definition(
    ctx: &mut Ctx<'_>,
    input: PutReportDefinitionInput<'_>,
) -> Result<PutReportDefinitionOutput, ApiError> {
    let given = input.report_definition();
    let name = given.report_name();
    if ctx.table(&REPORTS).contains(name)? {
        return Err(errors::duplicate(name));
    }
    if ctx.table(&REPORTS).keys(&Range::all()).count() >= REPORTS_MAX {
        return Err(errors::too_many_reports());
    }
    let mut row = read(ctx, given)?;
    if let Some(tags) = input.tags() {
        add(&mut row.tags, tags)?;
    }
    bucket::verify(ctx, name, &row)?;
    ctx.table_mut(&REPORTS).put(name, &row);
    deliver::enqueue(ctx, name, &row);
    Ok(PutReportDefinitionOutput::new())
}

pub fn modify_report_definition(
    ctx: &mut Ctx<'_>,
    input: ModifyReportDefinitionInput<'_>,
) -> Result<ModifyReportDefinitionOutput, ApiError> {
    let (name, given) = (input.report_name(), input.report_definition());
    let old = ctx.table(&REPORTS).get(name)?.ok_or_else(|| errors::no_report(name))?;
    if given.report_name() != name {
        return Err(errors::invalid("The name of a report cannot be changed."));
    }
    let new = read(ctx, given)?;
    let ReportRow { id, tags, delivered, status, month, .. } = old;
    let row = ReportRow { id, tags, delivered, status, month, ..new };
    bucket::verify(ctx, name, &row)?;
    ctx.table_mut(&REPORTS).put(name, &row);
    Ok(ModifyReportDefinitionOutput::new())
}

pub fn delete_report_definition(
    ctx: &mut Ctx<'_>,
    input: DeleteReportDefinitionInput<'_>,
) -> Result<DeleteReportDefinitionOutput, ApiError> {
    let name = input.report_name();
    if !ctx.table(&REPORTS).contains(name)? {
        return Err(errors::no_report(name));
    }
    ctx.table_mut(&REPORTS).delete(name);
    let message = format!("The report {name} is deleted.");
    Ok(DeleteReportDefinitionOutput::new().response_message(message))
}

pub fn describe_report_definitions(
    ctx: &mut Ctx<'_>,
    input: DescribeReportDefinitionsInput<'_>,
) -> Result<DescribeReportDefinitionsOutput, ApiError> {
    const NAME: &str = "DescribeReportDefinitions";
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        let after = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(|| errors::invalid("The pagination token is invalid."))?;
        range = range.after(after.as_str());
    }
    let mut found =
        ctx.table(&REPORTS).scan(&range).take(PAGE + 1).collect::<Result<Vec<_>, _>>()?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| has_more);
    let token = last.map(|(name, _)| page::encode(NAME, name.as_bytes()));
    let shown: Vec<_> = found.into_iter().map(|(name, row)| shown(name, row)).collect();
    Ok(DescribeReportDefinitionsOutput::new().report_definitions(shown).next_token(token))
}

fn shown(name: String, row: ReportRow) -> ReportDefinitionBuilder {
    let elements: Vec<&str> =
        if row.with_resources { vec![schema_element::RESOURCES] } else { Vec::new() };
    let versioning = if row.overwrites {
        report_versioning::OVERWRITE_REPORT
    } else {
        report_versioning::CREATE_NEW_REPORT
    };
    let (format, compression) = if row.is_parquet {
        (report_format::PARQUET, compression_format::PARQUET)
    } else {
        (report_format::TEXT_O_RCSV, compression_format::GZIP)
    };
    let delivered = row
        .delivered
        .map(|at| Timestamp::from_micros(at).to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string());
    let status = row
        .status
        .map(|status| ReportStatusBuilder::new().last_status(status).last_delivery(delivered));
    ReportDefinitionBuilder::new()
        .report_name(name)
        .time_unit(row.time_unit)
        .format(format)
        .compression(compression)
        .additional_schema_elements(elements)
        .s3_bucket(row.bucket)
        .s3_prefix(row.prefix)
        .s3_region(row.region)
        .additional_artifacts(Vec::<&str>::new())
        .refresh_closed_reports(row.refreshes)
        .report_versioning(versioning)
        .report_status(status)
}

fn add(tags: &mut Tags, more: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    let more = more.iter().map(|tag| (tag.key(), tag.value()));
    own_tags::add(tags, more, TAGS_MAX).map_err(|refusal| match refusal {
        Refusal::Reserved => errors::invalid("Tag keys do not begin with aws:."),
        Refusal::TooMany => errors::too_many_tags(TAGS_MAX),
    })
}

fn tagged(ctx: &Ctx<'_>, name: &str) -> Result<ReportRow, ApiError> {
    ctx.table(&REPORTS).get(name)?.ok_or_else(|| errors::no_resource(name))
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tags = tagged(ctx, input.report_name())?.tags.into_iter();
    let tags: Vec<_> = tags.map(|(key, value)| TagBuilder::new().key(key).value(value)).collect();
    Ok(ListTagsForResourceOutput::new().tags(tags))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let name = input.report_name();
    let mut row = tagged(ctx, name)?;
    add(&mut row.tags, input.tags())?;
    ctx.table_mut(&REPORTS).put(name, &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let name = input.report_name();
    let mut row = tagged(ctx, name)?;
    for key in input.tag_keys().iter() {
        row.tags.remove(key);
    }
    ctx.table_mut(&REPORTS).put(name, &row);
    Ok(UntagResourceOutput::new())
}
