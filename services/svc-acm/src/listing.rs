//! ListCertificates.
//!
//! Source: API Reference, ListCertificates and Filters ("Default filtering returns only RSA_1024
//! and RSA_2048 certificates that have at least one domain").

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    CertificateSummaryBuilder, Filters, ListCertificatesInput, ListCertificatesOutput,
    key_algorithm, key_usage_name, sort_order,
};
use crate::describe;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::state::{CERTIFICATES, Certificate};

const OPERATION: &str = "ListCertificates";

pub fn list_certificates(
    ctx: &mut Ctx<'_>,
    input: ListCertificatesInput<'_>,
) -> Result<ListCertificatesOutput, ApiError> {
    if input.sort_by().is_some() != input.sort_order().is_some() {
        return Err(errors::validation("SortBy and SortOrder must be given together."));
    }
    let after = match input.next_token() {
        None => None,
        Some(token) => Some(
            page::decode(OPERATION, token)
                .and_then(|it| String::from_utf8(it).ok())
                .ok_or_else(|| errors::arguments("The NextToken is not valid."))?,
        ),
    };
    let is_descending = input.sort_order() == Some(sort_order::DESCENDING);
    let mut found = Vec::new();
    for pair in ctx.table(&CERTIFICATES).scan(&Range::all()) {
        let (id, row) = pair?;
        let place = format!("{:020} {id}", row.created);
        let is_after = after
            .as_ref()
            .is_none_or(|after| if is_descending { place < *after } else { place > *after });
        let certificate = Certificate { arn: locate::arn(ctx, &id), id, row };
        if is_after && is_wanted(ctx, &certificate, input)? {
            found.push((place, certificate));
        }
    }
    found.sort_by(|(a, _), (b, _)| if is_descending { b.cmp(a) } else { a.cmp(b) });
    let limit = input.max_items().map_or(limits::PAGE_DEFAULT, |it| it as usize);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more);
    let token = last.map(|(place, _)| page::encode(OPERATION, place.as_bytes()));
    let summaries: Result<Vec<_>, ApiError> =
        found.iter().map(|(_, certificate)| summary(ctx, certificate)).collect();
    Ok(ListCertificatesOutput::new().next_token(token).certificate_summary_list(summaries?))
}

fn is_wanted(
    ctx: &Ctx<'_>,
    it: &Certificate,
    input: ListCertificatesInput<'_>,
) -> Result<bool, ApiError> {
    let status = it.row.status_at(ctx.now());
    let origin = describe::origin(&it.row);
    let is_of = input.certificate_statuses().is_none_or(|all| all.contains(status))
        && input.certificate_key_pair_origins().is_none_or(|all| all.contains(origin));
    Ok(is_of && is_included(it, input.includes())?)
}

fn is_included(it: &Certificate, filters: Option<Filters<'_>>) -> Result<bool, ApiError> {
    let algorithm = it.row.algorithm.as_str();
    let is_of_type = match filters.and_then(Filters::key_types) {
        Some(types) if !types.is_empty() => types.contains(algorithm),
        _ => [key_algorithm::RSA_1024, key_algorithm::RSA_2048].contains(&algorithm),
    };
    let Some(filters) = filters.filter(|_| is_of_type) else { return Ok(is_of_type) };
    // ManagedBy is CloudFront's: nothing here is.
    if filters.managed_by().is_some()
        || filters.export_option().is_some_and(|it_is| it_is != describe::export_option(&it.row))
    {
        return Ok(false);
    }
    if filters.key_usage().is_none() && filters.extended_key_usage().is_none() {
        return Ok(true);
    }
    let Some(facts) = describe::facts(&it.row)? else { return Ok(false) };
    let has = |has: &[&str], wanted: &str| has.contains(&wanted) || wanted == key_usage_name::ANY;
    let usages: Vec<&str> = facts.usages.iter().map(String::as_str).collect();
    let extended: Vec<&str> = facts.extended_usages.iter().map(|(name, _)| name.as_str()).collect();
    let all_usages = filters.key_usage().is_none_or(|all| all.iter().all(|it| has(&usages, it)));
    let all_extended =
        filters.extended_key_usage().is_none_or(|all| all.iter().all(|it| has(&extended, it)));
    Ok(all_usages && all_extended)
}

fn summary(ctx: &Ctx<'_>, it: &Certificate) -> Result<CertificateSummaryBuilder, ApiError> {
    let row = &it.row;
    let time = Timestamp::from_micros;
    let names = row.names.iter().take(limits::LISTED_NAMES_MAX).cloned();
    let summary = CertificateSummaryBuilder::new()
        .certificate_arn(&it.arn)
        .domain_name(&row.domain)
        .subject_alternative_name_summaries(names.collect::<Vec<_>>())
        .has_additional_subject_alternative_names(row.names.len() > limits::LISTED_NAMES_MAX)
        .status(row.status_at(ctx.now()))
        .type_(row.kind.as_str())
        .key_algorithm(&row.algorithm)
        .export_option(describe::export_option(row))
        .in_use(false)
        .exported(row.was_exported)
        .renewal_eligibility(describe::eligibility(ctx, row))
        .created_at(time(row.created))
        .issued_at(row.issued.map(time))
        .imported_at(row.imported.map(time))
        .revoked_at(row.revoked.as_ref().map(|it| time(it.at)))
        .certificate_key_pair_origin(describe::origin(row));
    let Some(facts) = describe::facts(row)? else { return Ok(summary) };
    let extended = facts.extended_usages.into_iter().map(|(name, _)| name);
    Ok(summary
        .key_usages(facts.usages)
        .extended_key_usages(extended.collect::<Vec<_>>())
        .not_before(time(row.not_before))
        .not_after(time(row.not_after)))
}
