//! Findings: listed, shown, archived by hand.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use super::analyzer;
use super::events;
use super::filter::{self, Filter};
use super::state::{FINDINGS, FINDINGS_OF, FindingRow};
use crate::api::{
    ExternalAccessDetailsBuilder, FindingBuilder, FindingDetailsBuilder, FindingSourceBuilder,
    FindingSummaryBuilder, FindingSummaryV2Builder, GetFindingInput, GetFindingOutput,
    GetFindingV2Input, GetFindingV2Output, ListFindingsInput, ListFindingsOutput,
    ListFindingsV2Input, ListFindingsV2Output, SortCriteria, UpdateFindingsInput,
    UpdateFindingsOutput, finding_source_type, finding_type,
};
use crate::errors;
use crate::limits::{EXAMINED_PER_PAGE_MAX, PAGE_DEFAULT, PAGE_MAX};

type Found = (String, FindingRow);

/// What both kinds of lists ask for.
struct Asked<'a> {
    operation: &'static str,
    analyzer_arn: &'a str,
    filter: Option<Filter<'a>>,
    sort: Option<SortCriteria<'a>>,
    max: Option<i64>,
    token: Option<&'a str>,
}

fn list(ctx: &Ctx<'_>, asked: Asked<'_>) -> Result<(Vec<Found>, Option<String>), ApiError> {
    let analyzer = analyzer::find_arn(ctx, asked.analyzer_arn)?;
    if asked.sort.is_some() {
        return Err(errors::not_implemented("sorting findings"));
    }
    if let Some(filter) = asked.filter {
        filter::check(filter)?;
    }
    let max = asked.max.unwrap_or(PAGE_DEFAULT as i64).clamp(1, PAGE_MAX as i64) as usize;
    let mut range = Range::within(&(analyzer,));
    if let Some(token) = asked.token {
        let position = page::decode(asked.operation, token);
        let position = position.and_then(|it| String::from_utf8(it).ok());
        let position = position.ok_or_else(errors::bad_token)?;
        range = range.after(&(analyzer, position.as_str()));
    }
    let account = ctx.account();
    let mut rows = ctx.table(&FINDINGS).scan(&range);
    let (mut found, mut last) = (Vec::new(), None);
    for _ in 0..EXAMINED_PER_PAGE_MAX {
        if found.len() == max {
            break;
        }
        let Some(((_, id), row)) = rows.next().transpose()? else { return Ok((found, None)) };
        last = Some(id.clone());
        let is_meant =
            asked.filter.is_none_or(|it| filter::matches(it, account.as_str(), &id, &row));
        if is_meant {
            found.push((id, row));
        }
    }
    let has_more = rows.next().transpose()?.is_some();
    let token = last.filter(|_| has_more).map(|id| page::encode(asked.operation, id.as_bytes()));
    Ok((found, token))
}

pub fn list_findings(
    ctx: &mut Ctx<'_>,
    input: ListFindingsInput<'_>,
) -> Result<ListFindingsOutput, ApiError> {
    let (found, token) = list(
        ctx,
        Asked {
            operation: "ListFindings",
            analyzer_arn: input.analyzer_arn(),
            filter: input.filter(),
            sort: input.sort(),
            max: input.max_results(),
            token: input.next_token(),
        },
    )?;
    let account = ctx.account();
    let show = |(id, row): Found| {
        let sources = sources(&row);
        FindingSummaryBuilder::new()
            .id(id)
            .principal(principal(&row))
            .action(row.access.actions.clone())
            .resource(row.resource.as_str())
            .is_public(row.access.is_public)
            .resource_type(row.kind.as_str())
            .condition(row.access.conditions.clone())
            .created_at(Timestamp::from_micros(row.created))
            .analyzed_at(Timestamp::from_micros(row.analyzed))
            .updated_at(Timestamp::from_micros(row.updated))
            .status(row.status.as_str())
            .resource_owner_account(account.as_str())
            .error(row.error.as_deref())
            .sources(sources)
    };
    let shown: Vec<_> = found.into_iter().map(show).collect();
    Ok(ListFindingsOutput::new().findings(shown).next_token(token))
}

pub fn list_findings_v2(
    ctx: &mut Ctx<'_>,
    input: ListFindingsV2Input<'_>,
) -> Result<ListFindingsV2Output, ApiError> {
    let (found, token) = list(
        ctx,
        Asked {
            operation: "ListFindingsV2",
            analyzer_arn: input.analyzer_arn(),
            filter: input.filter(),
            sort: input.sort(),
            max: input.max_results(),
            token: input.next_token(),
        },
    )?;
    let account = ctx.account();
    let show = |(id, row): Found| {
        FindingSummaryV2Builder::new()
            .id(id)
            .resource(row.resource)
            .resource_type(row.kind)
            .resource_owner_account(account.as_str())
            .created_at(Timestamp::from_micros(row.created))
            .analyzed_at(Timestamp::from_micros(row.analyzed))
            .updated_at(Timestamp::from_micros(row.updated))
            .status(row.status)
            .error(row.error)
            .finding_type(finding_type::EXTERNAL_ACCESS)
    };
    let shown: Vec<_> = found.into_iter().map(show).collect();
    Ok(ListFindingsV2Output::new().findings(shown).next_token(token))
}

fn find(ctx: &Ctx<'_>, analyzer_arn: &str, id: &str) -> Result<FindingRow, ApiError> {
    let analyzer = analyzer::find_arn(ctx, analyzer_arn)?;
    let row = ctx.table(&FINDINGS).get(&(analyzer, id))?;
    row.ok_or_else(|| errors::not_found("Finding", id))
}

/// Of a finding that tells why nothing was found, there is no principal.
fn principal(row: &FindingRow) -> Option<Vec<(String, String)>> {
    let (kind, name) = &row.access.principal;
    (!kind.is_empty()).then(|| vec![(kind.clone(), name.clone())])
}

/// "It is populated for Amazon S3 bucket findings."
fn sources(row: &FindingRow) -> Option<Vec<FindingSourceBuilder>> {
    let is_bucket = row.kind == crate::api::resource_type::AWS_S3_BUCKET && row.error.is_none();
    is_bucket.then(|| vec![FindingSourceBuilder::new().type_(finding_source_type::POLICY)])
}

pub fn get_finding(
    ctx: &mut Ctx<'_>,
    input: GetFindingInput<'_>,
) -> Result<GetFindingOutput, ApiError> {
    let row = find(ctx, input.analyzer_arn(), input.id())?;
    let finding = FindingBuilder::new()
        .id(input.id())
        .principal(principal(&row))
        .action(row.access.actions.clone())
        .resource(row.resource.as_str())
        .is_public(row.access.is_public)
        .resource_type(row.kind.as_str())
        .condition(row.access.conditions.clone())
        .created_at(Timestamp::from_micros(row.created))
        .analyzed_at(Timestamp::from_micros(row.analyzed))
        .updated_at(Timestamp::from_micros(row.updated))
        .status(row.status.as_str())
        .resource_owner_account(ctx.account().as_str())
        .error(row.error.as_deref())
        .sources(sources(&row));
    Ok(GetFindingOutput::new().finding(finding))
}

pub fn get_finding_v2(
    ctx: &mut Ctx<'_>,
    input: GetFindingV2Input<'_>,
) -> Result<GetFindingV2Output, ApiError> {
    let row = find(ctx, input.analyzer_arn(), input.id())?;
    let details = ExternalAccessDetailsBuilder::new()
        .action(row.access.actions.clone())
        .condition(row.access.conditions.clone())
        .is_public(row.access.is_public)
        .principal(principal(&row))
        .sources(sources(&row));
    let details = FindingDetailsBuilder::new().external_access_details(details);
    Ok(GetFindingV2Output::new()
        .id(input.id())
        .resource(row.resource)
        .resource_type(row.kind)
        .resource_owner_account(ctx.account().as_str())
        .created_at(Timestamp::from_micros(row.created))
        .analyzed_at(Timestamp::from_micros(row.analyzed))
        .updated_at(Timestamp::from_micros(row.updated))
        .status(row.status)
        .error(row.error)
        .finding_type(finding_type::EXTERNAL_ACCESS)
        .finding_details(vec![details]))
}

pub fn update_findings(
    ctx: &mut Ctx<'_>,
    input: UpdateFindingsInput<'_>,
) -> Result<UpdateFindingsOutput, ApiError> {
    let analyzer = analyzer::find_arn(ctx, input.analyzer_arn())?.to_owned();
    let mut ids: Vec<String> = input.ids().into_iter().flatten().map(str::to_owned).collect();
    if let Some(resource) = input.resource_arn() {
        let range = Range::within(&(analyzer.as_str(), resource));
        for key in ctx.table(&FINDINGS_OF).keys(&range) {
            ids.push(key?.2);
        }
    } else if ids.is_empty() {
        let message = "Either ids or resourceArn must be specified.";
        return Err(errors::invalid("fieldValidationFailed", message));
    }
    for id in ids {
        let row = find(ctx, input.analyzer_arn(), &id)?;
        // What is resolved stays so until it is found again.
        if row.status != crate::api::finding_status::RESOLVED {
            set_status(ctx, &analyzer, &id, row, input.status());
        }
    }
    Ok(UpdateFindingsOutput::new())
}

pub fn set_status(ctx: &mut Ctx<'_>, analyzer: &str, id: &str, mut row: FindingRow, status: &str) {
    if row.status == status {
        return;
    }
    status.clone_into(&mut row.status);
    row.updated = ctx.now().micros();
    ctx.table_mut(&FINDINGS).put(&(analyzer, id), &row);
    events::tell(ctx, analyzer, id, &row);
}
