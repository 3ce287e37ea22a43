//! The credential report: every user's credentials as lines of CSV.
//!
//! Source: "Generate credential reports for your AWS account" in the IAM User Guide (columns, and
//! their words where there is nothing).

use auth::credentials;
use auth::directory::{USERS, USES, UserRow};
use bytes::Bytes;
use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::report_format_type::TEXT_CSV;
use crate::api::report_state_type::{COMPLETE, STARTED};
use crate::api::{
    GenerateCredentialReportInput, GenerateCredentialReportOutput, GetCredentialReportInput,
    GetCredentialReportOutput,
};
use crate::errors;
use crate::limits::{REPORT_SECONDS, SIGNING_CERTIFICATES_MAX};
use crate::state::{REPORT, ReportRow};
use crate::{access_key, password_policy, signing_certificate, user};

const ROW: &str = "report";
const COLUMNS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
    access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
    access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
const NOTHING: &str = "N/A";
/// Keys that a line has room for.
const KEYS: usize = 2;

/// A report is made when there is none, or the last is older than four hours.
pub fn generate(
    ctx: &mut Ctx<'_>,
    _: GenerateCredentialReportInput<'_>,
) -> Result<GenerateCredentialReportOutput, ApiError> {
    let now = ctx.now();
    let last = ctx.table(&REPORT).get(ROW)?;
    if last.is_some_and(|row| !is_expired(&row, now)) {
        return Ok(GenerateCredentialReportOutput::new().state(COMPLETE));
    }
    let content = write(ctx)?;
    ctx.table_mut(&REPORT).put(ROW, &ReportRow { content, made: now.micros() });
    Ok(GenerateCredentialReportOutput::new()
        .state(STARTED)
        .description("No report exists. Starting a new report generation task"))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    _: GetCredentialReportInput<'_>,
) -> Result<GetCredentialReportOutput, ApiError> {
    let row = ctx.table(&REPORT).get(ROW)?.ok_or_else(errors::report_not_present)?;
    if is_expired(&row, ctx.now()) {
        return Err(errors::report_expired());
    }
    Ok(GetCredentialReportOutput::new()
        .content(Bytes::from(row.content))
        .report_format(TEXT_CSV)
        .generated_time(Timestamp::from_micros(row.made)))
}

fn is_expired(row: &ReportRow, now: Timestamp) -> bool {
    now.secs() - Timestamp::from_micros(row.made).secs() > REPORT_SECONDS
}

fn write(ctx: &Ctx<'_>) -> Result<String, ApiError> {
    let mut text = COLUMNS.to_owned();
    text.push('\n');
    let root = format!("arn:{}:iam::{}:root", ctx.region().partition(), ctx.account());
    let mut line = vec!["<root_account>".to_owned(), root, date(0)];
    // There is no console at which the root could sign in.
    let unknown = ["not_supported", "no_information", "not_supported", "not_supported"];
    line.extend(unknown.map(str::to_owned));
    line.push((!user::devices_of(ctx, "")?.is_empty()).to_string());
    keys(ctx, "", &mut line)?;
    certificates(ctx, ctx.account().as_str(), &mut line)?;
    push_line(&mut text, &line);
    for entry in USERS.at(ctx.tx(), &ctx.scope()).scan(&Range::all()) {
        let (key, row) = entry?;
        let mut line = vec![row.name.clone()];
        line.push(crate::common::arn(ctx, "user", &row.path, &row.name));
        line.push(date(row.created));
        password(ctx, &row, &mut line)?;
        line.push((!user::devices_of(ctx, &key)?.is_empty()).to_string());
        keys(ctx, &key, &mut line)?;
        certificates(ctx, &row.id, &mut line)?;
        push_line(&mut text, &line);
    }
    Ok(text)
}

fn push_line(text: &mut String, line: &[String]) {
    text.push_str(&line.join(","));
    text.push('\n');
}

/// Signing certificates: whether they are active, and since when.
fn certificates(ctx: &Ctx<'_>, owner: &str, line: &mut Vec<String>) -> Result<(), ApiError> {
    let kept = signing_certificate::of(ctx, owner)?;
    for at in 0..SIGNING_CERTIFICATES_MAX {
        match kept.get(at) {
            Some((_, row)) => line.extend([row.is_active.to_string(), date(row.uploaded)]),
            None => line.extend(["false", NOTHING].map(str::to_owned)),
        }
    }
    Ok(())
}

fn password(ctx: &Ctx<'_>, user: &UserRow, line: &mut Vec<String>) -> Result<(), ApiError> {
    let Some(profile) = &user.password else {
        line.extend(["false", NOTHING, NOTHING, NOTHING].map(str::to_owned));
        return Ok(());
    };
    let days = password_policy::find(ctx)?.and_then(|policy| policy.age_days_max);
    let next = days.map(|days| date(profile.changed + days * 24 * 3_600 * 1_000_000));
    line.extend(["true".to_owned(), "no_information".to_owned(), date(profile.changed)]);
    line.push(next.unwrap_or_else(|| NOTHING.to_owned()));
    Ok(())
}

fn keys(ctx: &Ctx<'_>, user: &str, line: &mut Vec<String>) -> Result<(), ApiError> {
    let ids = user::keys_of(ctx, user)?;
    for at in 0..KEYS {
        let key = match ids.get(at) {
            Some(id) => credentials::find(ctx.tx(), id)?.map(|key| (id, key)),
            None => None,
        };
        let Some((id, key)) = key else {
            line.push("false".to_owned());
            line.extend([NOTHING; 4].map(str::to_owned));
            continue;
        };
        let is_active = access_key::status(&key) == crate::api::status_type::ACTIVE;
        line.extend([is_active.to_string(), date(key.created_micros)]);
        match USES.at(ctx.tx(), &ctx.scope()).get(id)? {
            Some(used) => line.extend([date(used.at), used.region, used.service]),
            None => line.extend([NOTHING; 3].map(str::to_owned)),
        }
    }
    Ok(())
}

/// As in AWS's reports: `2030-01-01T00:00:00+00:00`.
fn date(micros: i64) -> String {
    crate::common::time(micros).iso8601().trim_end_matches('Z').to_owned() + "+00:00"
}
