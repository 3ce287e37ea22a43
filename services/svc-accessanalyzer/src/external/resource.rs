//! Analyzed resources: listed, shown, looked at again at once.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use super::analyzer;
use super::scan;
use super::state::{ANALYZED, AnalyzedRow};
use crate::api::{
    AnalyzedResourceBuilder, AnalyzedResourceSummaryBuilder, GetAnalyzedResourceInput,
    GetAnalyzedResourceOutput, ListAnalyzedResourcesInput, ListAnalyzedResourcesOutput,
    StartResourceScanInput, StartResourceScanOutput, finding_status, resource_type as kind,
};
use crate::errors;
use crate::limits::{PAGE_DEFAULT, PAGE_MAX};

const LIST: &str = "ListAnalyzedResources";

/// Of which type the resource of an ARN is.
fn kind_of(arn: &str) -> Option<&'static str> {
    let arn = Arn::parse(arn)?;
    match (arn.service.as_str(), arn.resource.split(['/', ':']).next()?) {
        ("s3", _) => Some(kind::AWS_S3_BUCKET),
        ("iam", "role") => Some(kind::AWS_IAM_ROLE),
        ("sqs", _) => Some(kind::AWS_SQS_QUEUE),
        ("kms", "key") => Some(kind::AWS_KMS_KEY),
        ("secretsmanager", "secret") => Some(kind::AWS_SECRETS_MANAGER_SECRET),
        ("sns", _) => Some(kind::AWS_SNS_TOPIC),
        ("dynamodb", "table") => Some(kind::AWS_DYNAMO_DB_TABLE),
        _ => None,
    }
}

fn find(ctx: &Ctx<'_>, analyzer: &str, arn: &str) -> Result<(&'static str, AnalyzedRow), ApiError> {
    let none = || errors::not_found("AnalyzedResource", arn);
    let kind = kind_of(arn).ok_or_else(none)?;
    let row = ctx.table(&ANALYZED).get(&(analyzer, kind, arn))?.ok_or_else(none)?;
    Ok((kind, row))
}

pub fn get_analyzed_resource(
    ctx: &mut Ctx<'_>,
    input: GetAnalyzedResourceInput<'_>,
) -> Result<GetAnalyzedResourceOutput, ApiError> {
    let analyzer = analyzer::find_arn(ctx, input.analyzer_arn())?;
    let (kind, row) = find(ctx, analyzer, input.resource_arn())?;
    let findings = scan::findings_of(ctx, analyzer, input.resource_arn())?;
    let open: Vec<_> =
        findings.iter().filter(|(_, row)| row.status != finding_status::RESOLVED).collect();
    let mut actions: Vec<&str> =
        open.iter().flat_map(|(_, row)| row.access.actions.iter().map(String::as_str)).collect();
    actions.sort_unstable();
    actions.dedup();
    let status = open.first().map(|(_, row)| row.status.as_str());
    let error = open.iter().find_map(|(_, row)| row.error.as_deref());
    let is_shared = kind == kind::AWS_S3_BUCKET && !open.is_empty();
    let shown = AnalyzedResourceBuilder::new()
        .resource_arn(input.resource_arn())
        .resource_type(kind)
        .created_at(Timestamp::from_micros(row.created))
        .analyzed_at(Timestamp::from_micros(row.analyzed))
        .updated_at(Timestamp::from_micros(row.updated))
        .is_public(open.iter().any(|(_, row)| row.access.is_public))
        .actions((!actions.is_empty()).then_some(actions))
        .shared_via(is_shared.then(|| vec!["POLICY"]))
        .status(status)
        .error(error)
        .resource_owner_account(ctx.account().as_str());
    Ok(GetAnalyzedResourceOutput::new().resource(shown))
}

pub fn list_analyzed_resources(
    ctx: &mut Ctx<'_>,
    input: ListAnalyzedResourcesInput<'_>,
) -> Result<ListAnalyzedResourcesOutput, ApiError> {
    let analyzer = analyzer::find_arn(ctx, input.analyzer_arn())?;
    let max = input.max_results().unwrap_or(PAGE_DEFAULT as i64).clamp(1, PAGE_MAX as i64);
    let mut range = match input.resource_type() {
        Some(kind) => Range::within(&(analyzer, kind)),
        None => Range::within(&(analyzer,)),
    };
    if let Some(token) = input.next_token() {
        let position = page::decode(LIST, token).and_then(|it| String::from_utf8(it).ok());
        let position = position.ok_or_else(errors::bad_token)?;
        let (kind, arn) = position.split_once(' ').ok_or_else(errors::bad_token)?;
        range = range.after(&(analyzer, kind, arn));
    }
    let mut keys = ctx.table(&ANALYZED).keys(&range);
    let found = keys.by_ref().take(max as usize).collect::<Result<Vec<_>, _>>()?;
    let has_more = keys.next().transpose()?.is_some();
    let last = found.last().map(|(_, kind, arn)| format!("{kind} {arn}")).filter(|_| has_more);
    let token = last.map(|position| page::encode(LIST, position.as_bytes()));
    let account = ctx.account();
    let shown = found.into_iter().map(|(_, kind, arn)| {
        AnalyzedResourceSummaryBuilder::new()
            .resource_arn(arn)
            .resource_type(kind)
            .resource_owner_account(account.as_str())
    });
    let shown: Vec<_> = shown.collect();
    Ok(ListAnalyzedResourcesOutput::new().analyzed_resources(shown).next_token(token))
}

/// Looks at all resources of its type, of which it is one.
pub fn start_resource_scan(
    ctx: &mut Ctx<'_>,
    input: StartResourceScanInput<'_>,
) -> Result<StartResourceScanOutput, ApiError> {
    analyzer::find_arn(ctx, input.analyzer_arn())?;
    let owner = input.resource_owner_account();
    if owner.is_some_and(|owner| owner != ctx.account().as_str()) {
        return Err(errors::not_found("AnalyzedResource", input.resource_arn()));
    }
    let kind = kind_of(input.resource_arn());
    let kind = kind.ok_or_else(|| errors::not_found("Resource", input.resource_arn()))?;
    scan::note_change(ctx, kind, 0)?;
    Ok(StartResourceScanOutput::new())
}
