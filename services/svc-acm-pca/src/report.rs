//! Audit reports: all that an authority has issued and revoked, as a file in a bucket.
//!
//! Source: User Guide, "Use audit reports with your private CA" (the columns, the key of the
//! file); API Reference, CreateCertificateAuthorityAuditReport.

use bytes::Bytes;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::{Map, Value as Json};
use store::Range;

use crate::api::{
    CreateCertificateAuthorityAuditReportInput, CreateCertificateAuthorityAuditReportOutput,
    DescribeCertificateAuthorityAuditReportInput, DescribeCertificateAuthorityAuditReportOutput,
    audit_report_response_format,
};
use crate::crl_configuration::call_s3;
use crate::errors;
use crate::events;
use crate::issue;
use crate::limits;
use crate::locate;
use crate::serial;
use crate::state::{Authority, CERTIFICATES, REPORTS, ReportRow, ReportStatus, Status};

/// The step: `Id`, `Report`.
pub const REPORT: &str = "Report";

const COLUMNS: [&str; 11] = [
    "awsAccountId",
    "requestedByServicePrincipal",
    "certificateArn",
    "serial",
    "subject",
    "notBefore",
    "notAfter",
    "issuedAt",
    "revokedAt",
    "revocationReason",
    "templateArn",
];

pub fn create_audit_report(
    ctx: &mut Ctx<'_>,
    input: CreateCertificateAuthorityAuditReportInput<'_>,
) -> Result<CreateCertificateAuthorityAuditReportOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    if matches!(authority.row.status, Status::Creating | Status::Failed) {
        return Err(errors::in_status(authority.row.status_at(ctx.now())));
    }
    let now = ctx.now();
    let interval = limits::REPORT_INTERVAL.as_micros() as i64;
    if authority.row.reported.is_some_and(|at| now.micros() < at + interval) {
        return Err(errors::in_progress("An audit report of the last 30 minutes"));
    }
    if authority.row.issued as usize > limits::REPORTED_MAX {
        return Err(errors::failed(format!(
            "Reports are made of at most {} certificates.",
            limits::REPORTED_MAX
        )));
    }
    let bucket = input.s3_bucket_name();
    let ask = Ask::to("s3", "GetBucketAcl").with("Bucket", bucket);
    let arn = authority.arn.clone();
    if let Err(error) = call_s3(ctx, &arn, ask) {
        return Err(match error.code() {
            "NoSuchBucket" => errors::not_found(bucket),
            _ => errors::arguments(format!(
                "The service principal {} requires s3:GetBucketAcl permissions for the S3 bucket \
                 {bucket}.",
                events::PRINCIPAL
            )),
        });
    }
    let report = ctx.chance().uuid();
    let format = input.audit_report_response_format();
    let ending = format.to_ascii_lowercase();
    let row = ReportRow {
        status: ReportStatus::Creating,
        bucket: bucket.to_owned(),
        key: format!("audit-report/{}/{report}.{ending}", authority.id),
        created: now.micros(),
        format: format.to_owned(),
    };
    ctx.table_mut(&REPORTS).put(&(authority.id.as_str(), report.as_str()), &row);
    authority.row.reported = Some(now.micros());
    locate::save(ctx, &authority);
    let ask = Ask::to("acm-pca", REPORT).with("Id", authority.id).with("Report", report.as_str());
    ctx.enqueue(Job::now(ask).at(now + limits::REPORT_DELAY));
    Ok(CreateCertificateAuthorityAuditReportOutput::new().audit_report_id(report).s3_key(row.key))
}

pub fn describe_audit_report(
    ctx: &mut Ctx<'_>,
    input: DescribeCertificateAuthorityAuditReportInput<'_>,
) -> Result<DescribeCertificateAuthorityAuditReportOutput, ApiError> {
    let authority = locate::get(ctx, input.certificate_authority_arn())?;
    let report = input.audit_report_id();
    let row = ctx.table(&REPORTS).get(&(authority.id.as_str(), report))?;
    let row = row.ok_or_else(|| errors::not_found(report))?;
    Ok(DescribeCertificateAuthorityAuditReportOutput::new()
        .audit_report_status(row.status.as_str())
        .s3_bucket_name(row.bucket)
        .s3_key(row.key)
        .created_at(Timestamp::from_micros(row.created)))
}

type Waiting = Option<(Authority, String, ReportRow)>;

fn waiting(ctx: &Ctx<'_>, input: &Struct) -> Result<Waiting, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Some(authority) = locate::by_id(ctx, text("Id"))? else { return Ok(None) };
    let report = text("Report").to_owned();
    let row = ctx.table(&REPORTS).get(&(authority.id.as_str(), report.as_str()))?;
    let row = row.filter(|it| it.status == ReportStatus::Creating);
    Ok(row.map(|row| (authority, report, row)))
}

/// The step [`REPORT`]: what the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((authority, _, report)) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let mut rows = Vec::new();
    let range = Range::within(&(authority.id.as_str(),));
    for pair in ctx.table(&CERTIFICATES).scan(&range).take(limits::REPORTED_MAX) {
        let ((_, serial), row) = pair?;
        let Some(der) = row.certificate.filter(|_| !row.is_failed) else { continue };
        let mut it = Struct::new()
            .with("Certificate", Bytes::from(Vec::from(der)))
            .with("Arn", issue::arn(&authority, &serial))
            .with("Serial", serial)
            .with("Issued", row.issued)
            .with("Template", row.template);
        if let Some(service) = row.service {
            it.set("Service", service);
        }
        if let Some(revoked) = row.revoked {
            it.set("Revoked", revoked.at);
            it.set("Reason", revoked.reason);
        }
        rows.push(Value::from(it));
    }
    Ok(Struct::new()
        .with("Account", ctx.account().as_str())
        .with("Format", report.format)
        .with("Rows", rows))
}

/// Writes the report; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(rows) = plan.list("Rows") else { return Ok(Struct::new()) };
    let account = plan.str("Account").unwrap_or_default();
    let mut rows: Vec<&Struct> = rows.iter().filter_map(Value::as_struct).collect();
    rows.sort_by_key(|it| it.int("Issued"));
    let lines: Vec<[Option<String>; 11]> = rows.iter().map(|it| line(account, it)).collect();
    let text = if plan.str("Format") == Some(audit_report_response_format::CSV) {
        csv(&lines)
    } else {
        json(&lines)
    };
    Ok(Struct::new().with("Text", text))
}

fn line(account: &str, it: &Struct) -> [Option<String>; 11] {
    let text = |name: &str| it.str(name).map(str::to_owned);
    let time = |micros: i64| {
        let at = Timestamp::from_micros(micros).to_jiff();
        at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()
    };
    let seconds = |seconds: i64| time(Timestamp::from_secs(seconds).micros());
    let facts = it.blob("Certificate").and_then(|der| certificates::read(der)).unwrap_or_default();
    [
        Some(account.to_owned()),
        text("Service"),
        text("Arn"),
        it.str("Serial").map(serial::with_colons),
        Some(facts.subject),
        Some(seconds(facts.not_before)),
        Some(seconds(facts.not_after)),
        it.int("Issued").map(time),
        it.int("Revoked").map(time),
        text("Reason"),
        text("Template"),
    ]
}

/// Members that are empty are left out.
fn json(lines: &[[Option<String>; 11]]) -> String {
    let told = lines.iter().map(|line| {
        let members = COLUMNS
            .iter()
            .zip(line)
            .filter_map(|(name, value)| Some(((*name).to_owned(), Json::from(value.clone()?))));
        Json::Object(members.collect::<Map<String, Json>>())
    });
    Json::Array(told.collect()).to_string()
}

fn csv(lines: &[[Option<String>; 11]]) -> String {
    let quoted = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or_default();
        if value.contains([',', '"', '\n']) {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        }
    };
    let mut out = COLUMNS.join(",") + "\n";
    for line in lines {
        let cells: Vec<String> = line.iter().map(quoted).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

/// Puts the report where it is wanted.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let Some(text) = made.str("Text") else { return Ok(Struct::new()) };
    let Some((authority, report, mut row)) = waiting(ctx, input)? else {
        return Ok(Struct::new());
    };
    let is_csv = row.format == audit_report_response_format::CSV;
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", row.bucket.as_str())
        .with("Key", row.key.as_str())
        .with("ACL", "bucket-owner-full-control")
        .with("ContentType", if is_csv { "text/csv" } else { "application/json" })
        .with("Body", Body::from(Bytes::from(text.to_owned())));
    let arn = authority.arn.clone();
    let is_written = call_s3(ctx, &arn, ask).is_ok();
    row.status = if is_written { ReportStatus::Success } else { ReportStatus::Failed };
    ctx.table_mut(&REPORTS).put(&(authority.id.as_str(), report.as_str()), &row);
    events::reported(ctx, &authority, &format!("audit-report/{report}"), is_written);
    Ok(Struct::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_have_the_columns_of_the_guide() {
        let mut line: [Option<String>; 11] = Default::default();
        line[0] = Some("111111111111".into());
        line[4] = Some("CN=a,O=\"b\"".into());
        assert_eq!(
            csv(std::slice::from_ref(&line)),
            "awsAccountId,requestedByServicePrincipal,certificateArn,serial,subject,notBefore,\
             notAfter,issuedAt,revokedAt,revocationReason,templateArn\n\
             111111111111,,,,\"CN=a,O=\"\"b\"\"\",,,,,,\n"
        );
        let told = r#"[{"awsAccountId":"111111111111","subject":"CN=a,O=\"b\""}]"#;
        assert_eq!(json(&[line]), told);
    }
}
