//! SearchCertificates: any combination of what is known of certificates.
//!
//! Source: API Reference, SearchCertificates and CertificateFilterStatement.

use std::cmp::Ordering;

use certificates::Facts;
use kernel::{ApiError, Ctx, Struct, Timestamp, Value, page};
use store::Range;

use crate::acme::place;
use crate::api::{
    AcmCertificateMetadataBuilder, CertificateMetadataBuilder, CertificateSearchResultBuilder,
    DistinguishedNameBuilder, GeneralNameBuilder, SearchCertificatesInput,
    SearchCertificatesOutput, X509AttributesBuilder, comparison_operator,
    search_certificates_sort_by as by, search_certificates_sort_order as order,
};
use crate::describe;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::state::{CERTIFICATES, Certificate, CertificateRow};

const OPERATION: &str = "SearchCertificates";

/// A certificate with what it says.
struct Found {
    certificate: Certificate,
    facts: Option<Facts>,
    status: &'static str,
    eligibility: &'static str,
}

pub fn search_certificates(
    ctx: &mut Ctx<'_>,
    input: SearchCertificatesInput<'_>,
) -> Result<SearchCertificatesOutput, ApiError> {
    let filter = input.filter_statement().map(|it| it.0);
    if let Some(filter) = filter {
        check(filter, 0)?;
    }
    let start = match input.next_token() {
        None => 0,
        Some(token) => page::decode(OPERATION, token)
            .and_then(|it| String::from_utf8(it).ok()?.parse::<usize>().ok())
            .ok_or_else(|| errors::validation("The NextToken is not valid."))?,
    };
    let mut found = Vec::new();
    for pair in ctx.table(&CERTIFICATES).scan(&Range::all()) {
        let (id, row) = pair?;
        let certificate = Certificate { arn: locate::arn(ctx, &id), id, row };
        let facts = describe::facts(&certificate.row)?;
        let status = certificate.row.status_at(ctx.now());
        let eligibility = describe::eligibility(ctx, &certificate.row);
        let it = Found { certificate, facts, status, eligibility };
        if filter.is_none_or(|filter| matches(&it, filter)) {
            found.push(it);
        }
    }
    let sort_by = input.sort_by().unwrap_or(by::CREATED_AT);
    found.sort_by(|a, b| {
        let ordering = compare(a, b, sort_by).then_with(|| a.certificate.id.cmp(&b.certificate.id));
        let is_ascending = input.sort_order() == Some(order::ASCENDING);
        if is_ascending { ordering } else { ordering.reverse() }
    });
    let limit = input.max_results().map_or(limits::SEARCH_PAGE_DEFAULT, |it| it as usize);
    let end = start.saturating_add(limit);
    let token = (end < found.len()).then(|| page::encode(OPERATION, end.to_string().as_bytes()));
    let results = found.iter().skip(start).take(limit).map(|it| result(ctx, it));
    Ok(SearchCertificatesOutput::new().results(results.collect::<Vec<_>>()).next_token(token))
}

/// Statements nest, and each is one thing.
fn check(statement: &Struct, depth: usize) -> Result<(), ApiError> {
    if depth > limits::FILTER_DEPTH_MAX {
        return Err(errors::validation("The filter statements are nested too deeply."));
    }
    if statement.len() != 1 {
        return Err(errors::validation("A filter statement must have exactly one member."));
    }
    for member in ["And", "Or"] {
        for it in statements(statement, member) {
            check(it, depth + 1)?;
        }
    }
    statement.structure("Not").map_or(Ok(()), |it| check(it, depth + 1))
}

fn statements<'s>(of: &'s Struct, member: &str) -> impl Iterator<Item = &'s Struct> {
    of.list(member).unwrap_or_default().iter().filter_map(Value::as_struct)
}

fn matches(it: &Found, statement: &Struct) -> bool {
    if statement.list("And").is_some() {
        return statements(statement, "And").all(|inner| matches(it, inner));
    }
    if statement.list("Or").is_some() {
        return statements(statement, "Or").any(|inner| matches(it, inner));
    }
    if let Some(inner) = statement.structure("Not") {
        return !matches(it, inner);
    }
    let Some(filter) = statement.structure("Filter") else { return false };
    if let Some(arn) = filter.str("CertificateArn") {
        return it.certificate.arn == arn;
    }
    if let Some(attributes) = filter.structure("X509AttributeFilter") {
        return has_attribute(it, attributes);
    }
    filter.structure("AcmCertificateMetadataFilter").is_some_and(|wanted| has_metadata(it, wanted))
}

fn is_like(text: &str, wanted: &Struct) -> bool {
    let value = wanted.str("Value").unwrap_or_default().to_ascii_lowercase();
    let text = text.to_ascii_lowercase();
    match wanted.str("ComparisonOperator") {
        Some(comparison_operator::CONTAINS) => text.contains(&value),
        _ => text == value,
    }
}

/// What a certificate says; one that is not issued says its names and its key alone.
fn has_attribute(it: &Found, wanted: &Struct) -> bool {
    let row = &it.certificate.row;
    if let Some(subject) = wanted.structure("Subject") {
        return subject.structure("CommonName").is_some_and(|name| is_like(&row.domain, name));
    }
    if let Some(name) = wanted.structure("SubjectAlternativeName") {
        let name = name.structure("DnsName");
        return name.is_some_and(|name| row.names.iter().any(|it| is_like(it, name)));
    }
    if let Some(algorithm) = wanted.str("KeyAlgorithm") {
        return row.algorithm == algorithm;
    }
    let Some(facts) = &it.facts else { return false };
    if let Some(usage) = wanted.str("KeyUsage") {
        return facts.usages.iter().any(|it| it == usage);
    }
    if let Some(usage) = wanted.str("ExtendedKeyUsage") {
        return facts.extended_usages.iter().any(|(name, _)| name == usage);
    }
    if let Some(serial) = wanted.str("SerialNumber") {
        return facts.serial == serial;
    }
    let is_within = |range: &Struct, at: i64| {
        let at = Timestamp::from_micros(at);
        range.timestamp("Start").is_none_or(|start| start <= at)
            && range.timestamp("End").is_none_or(|end| at <= end)
    };
    let after = wanted.structure("NotAfter");
    let before = wanted.structure("NotBefore");
    after.is_some_and(|range| is_within(range, row.not_after))
        || before.is_some_and(|range| is_within(range, row.not_before))
}

fn has_metadata(it: &Found, wanted: &Struct) -> bool {
    let row = &it.certificate.row;
    let texts = [
        ("Status", Some(it.status)),
        ("RenewalStatus", row.renewal.as_ref().map(|it| describe::renewal_name(it.status))),
        ("Type", Some(row.kind.as_str())),
        ("ExportOption", Some(describe::export_option(row))),
        ("ValidationMethod", row.method.map(crate::state::Method::as_str)),
        ("CertificateKeyPairOrigin", Some(describe::origin(row))),
    ];
    for (member, has) in texts {
        if let Some(wanted) = wanted.str(member) {
            return has == Some(wanted);
        }
    }
    let acme = row.acme.as_ref();
    if let Some(arn) = wanted.str("AcmeEndpointArn") {
        return acme.is_some_and(|it| arn.rsplit('/').next() == Some(&it.endpoint));
    }
    if let Some(id) = wanted.str("AcmeAccountId") {
        return acme.is_some_and(|it| it.account == id);
    }
    // Nothing here uses certificates, and nobody else manages them.
    match (wanted.bool("InUse"), wanted.bool("Exported")) {
        (Some(in_use), _) => !in_use,
        (_, Some(exported)) => row.was_exported == exported,
        _ => false,
    }
}

fn compare(a: &Found, b: &Found, sort_by: &str) -> Ordering {
    let (x, y) = (&a.certificate.row, &b.certificate.row);
    let renewal = |it: &Found| {
        it.certificate.row.renewal.as_ref().map(|it| describe::renewal_name(it.status))
    };
    match sort_by {
        by::NOT_AFTER => x.not_after.cmp(&y.not_after),
        by::NOT_BEFORE => x.not_before.cmp(&y.not_before),
        by::STATUS => a.status.cmp(b.status),
        by::RENEWAL_STATUS => renewal(a).cmp(&renewal(b)),
        by::EXPORTED => x.was_exported.cmp(&y.was_exported),
        by::KEY_ALGORITHM => x.algorithm.cmp(&y.algorithm),
        by::TYPE => x.kind.as_str().cmp(y.kind.as_str()),
        by::CERTIFICATE_ARN => a.certificate.arn.cmp(&b.certificate.arn),
        by::COMMON_NAME => x.domain.cmp(&y.domain),
        by::REVOKED_AT => {
            x.revoked.as_ref().map(|it| it.at).cmp(&y.revoked.as_ref().map(|it| it.at))
        }
        by::RENEWAL_ELIGIBILITY => a.eligibility.cmp(b.eligibility),
        by::ISSUED_AT => x.issued.cmp(&y.issued),
        by::IMPORTED_AT => x.imported.cmp(&y.imported),
        by::EXPORT_OPTION => describe::export_option(x).cmp(describe::export_option(y)),
        by::VALIDATION_METHOD => {
            let name = |it: &Found| it.certificate.row.method.map(crate::state::Method::as_str);
            name(a).cmp(&name(b))
        }
        by::CERTIFICATE_KEY_PAIR_ORIGIN => describe::origin(x).cmp(describe::origin(y)),
        by::CREATED_AT => x.created.cmp(&y.created),
        by::ACME_ENDPOINT_ARN | by::ACME_ACCOUNT_ID => {
            let of = |row: &CertificateRow| {
                let it = row.acme.as_ref();
                let is_by_endpoint = sort_by == by::ACME_ENDPOINT_ARN;
                it.map(|it| if is_by_endpoint { &it.endpoint } else { &it.account }).cloned()
            };
            of(x).cmp(&of(y))
        }
        // All are the same in what is left: in use by nobody, managed by nobody.
        _ => Ordering::Equal,
    }
}

fn result(ctx: &Ctx<'_>, it: &Found) -> CertificateSearchResultBuilder {
    let row = &it.certificate.row;
    let time = Timestamp::from_micros;
    let names = row.names.iter().map(|it| GeneralNameBuilder::new().dns_name(it));
    let mut attributes = X509AttributesBuilder::new()
        .subject(DistinguishedNameBuilder::new().common_name(&row.domain))
        .subject_alternative_names(names.collect::<Vec<_>>())
        .key_algorithm(&row.algorithm);
    if let Some(facts) = &it.facts {
        let extended = facts.extended_usages.iter().map(|(name, _)| name.clone());
        attributes = attributes
            .subject(distinguished(&facts.subject_parts))
            .issuer(distinguished(&facts.issuer_parts))
            .extended_key_usages(extended.collect::<Vec<_>>())
            .key_usages(facts.usages.clone())
            .serial_number(&facts.serial)
            .not_after(time(row.not_after))
            .not_before(time(row.not_before));
    }
    let metadata = AcmCertificateMetadataBuilder::new()
        .created_at(time(row.created))
        .exported(row.was_exported)
        .imported_at(row.imported.map(time))
        .in_use(false)
        .issued_at(row.issued.map(time))
        .renewal_eligibility(it.eligibility)
        .revoked_at(row.revoked.as_ref().map(|it| time(it.at)))
        .status(it.status)
        .renewal_status(row.renewal.as_ref().map(|it| describe::renewal_name(it.status)))
        .type_(row.kind.as_str())
        .export_option(describe::export_option(row))
        .validation_method(row.method.map(crate::state::Method::as_str))
        .certificate_key_pair_origin(describe::origin(row))
        .acme_endpoint_arn(row.acme.as_ref().map(|it| place::endpoint_arn(ctx, &it.endpoint)))
        .acme_account_id(row.acme.as_ref().map(|it| it.account.as_str()));
    CertificateSearchResultBuilder::new()
        .certificate_arn(&it.certificate.arn)
        .x509_attributes(attributes)
        .certificate_metadata(CertificateMetadataBuilder::new().acm_certificate_metadata(metadata))
}

/// The parts of a name under the names of their members.
fn distinguished(parts: &[(String, String)]) -> DistinguishedNameBuilder {
    const MEMBERS: [(&str, &str); 14] = [
        ("CN", "CommonName"),
        ("C", "Country"),
        ("DNQ", "DistinguishedNameQualifier"),
        ("GENERATION", "GenerationQualifier"),
        ("GIVENNAME", "GivenName"),
        ("INITIALS", "Initials"),
        ("L", "Locality"),
        ("O", "Organization"),
        ("OU", "OrganizationalUnit"),
        ("PSEUDONYM", "Pseudonym"),
        ("SERIALNUMBER", "SerialNumber"),
        ("ST", "State"),
        ("SURNAME", "Surname"),
        ("T", "Title"),
    ];
    let mut told = Struct::new();
    for (kind, value) in parts {
        if let Some((_, member)) = MEMBERS.iter().find(|(short, _)| short == kind) {
            told.set(*member, value.as_str());
        }
    }
    DistinguishedNameBuilder(told)
}
