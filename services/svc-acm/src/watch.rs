//! The end of a certificate: it is told of day by day, and renewed in time.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::account;
use crate::api::{RenewCertificateInput, RenewCertificateOutput, failure_reason};
use crate::errors;
use crate::events;
use crate::issue;
use crate::limits;
use crate::locate;
use crate::mail;
use crate::private;
use crate::state::{
    Answer, Certificate, CertificateRow, DomainRow, Kind, Method, Renewal, RenewalRow, Status,
};
use crate::validation;

/// The step: `Id`, `At`.
pub const WATCH: &str = "Watch";

const DAY: i64 = 86_400_000_000;
const SECRET_LEN: usize = 32;

fn renewal_days(row: &CertificateRow) -> i64 {
    match row.kind {
        Kind::Amazon => limits::PUBLIC_RENEWAL_DAYS,
        Kind::Private => limits::PRIVATE_RENEWAL_DAYS,
        Kind::Imported => 0,
    }
}

/// Looks at an issued certificate when there is something to do. The caller saves it.
pub fn plan(ctx: &mut Ctx<'_>, certificate: &mut Certificate) -> Result<(), ApiError> {
    let days = account::expiry_event_days(ctx, certificate.row.kind)?;
    let days = days.max(renewal_days(&certificate.row));
    let Some(at) = next(ctx.now().micros(), certificate.row.not_after, days) else {
        certificate.row.watched_at = 0;
        return Ok(());
    };
    certificate.row.watched_at = at;
    let ask = Ask::to("acm", WATCH).with("Id", certificate.id.as_str()).with("At", at);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(at)));
    Ok(())
}

/// The first whole number of days before the end that is still to come, none before `days`.
fn next(now: i64, end: i64, days: i64) -> Option<i64> {
    let left = end - now;
    if left <= 0 {
        return None;
    }
    Some(end - ((left - 1) / DAY).min(days) * DAY)
}

/// The step [`WATCH`].
pub fn watch(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    let is_due = |it: &Certificate| {
        it.row.status == Status::Issued && Some(it.row.watched_at) == input.int("At")
    };
    let Some(mut certificate) = found.filter(is_due) else { return Ok(Struct::new()) };
    let now = ctx.now();
    if now.micros() >= certificate.row.not_after {
        certificate.row.watched_at = 0;
        if let Some(renewal) = &mut certificate.row.renewal
            && renewal.status != Renewal::Success
        {
            (renewal.status, renewal.updated) = (Renewal::Failed, now.micros());
        }
        if certificate.row.kind != Kind::Imported {
            events::expired(ctx, &certificate);
        }
        locate::save(ctx, &certificate);
        return Ok(Struct::new());
    }
    let days = events::days_left(now, &certificate);
    if certificate.row.is_renewable(now) && days <= renewal_days(&certificate.row) {
        renew(ctx, &mut certificate, days)?;
    }
    if days <= account::expiry_event_days(ctx, certificate.row.kind)? {
        events::approaching(ctx, &certificate);
    }
    plan(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    Ok(Struct::new())
}

/// Begins a renewal, or goes on with one that waits.
fn renew(ctx: &mut Ctx<'_>, certificate: &mut Certificate, days: i64) -> Result<(), ApiError> {
    let status = certificate.row.renewal.as_ref().map(|it| it.status);
    if status == Some(Renewal::Automatic) {
        return Ok(());
    }
    if certificate.row.kind == Kind::Private {
        set_renewal(ctx, certificate, Renewal::Automatic, Answer::Success);
        private::plan(ctx, certificate, true);
        return Ok(());
    }
    let is_new = status != Some(Renewal::Validation);
    let is_by_mail = certificate.row.method == Some(Method::Email);
    if !is_by_mail && validation::finds_records(ctx) {
        set_renewal(ctx, certificate, Renewal::Automatic, Answer::Success);
        issue::plan(ctx, certificate, true);
        return Ok(());
    }
    if is_new {
        set_renewal(ctx, certificate, Renewal::Validation, Answer::Pending);
    }
    if is_new || limits::ACTION_DAYS.contains(&days) {
        if is_by_mail {
            let domains = certificate.row.renewal.as_ref().map(|it| it.domains.clone());
            mail::ask(ctx, certificate, &domains.unwrap_or_default())?;
        }
        events::action_required(ctx, certificate, failure_reason::ADDITIONAL_VERIFICATION_REQUIRED);
    }
    Ok(())
}

fn set_renewal(ctx: &mut Ctx<'_>, certificate: &mut Certificate, to: Renewal, answer: Answer) {
    let old = certificate.row.domains.clone();
    let domains = old.into_iter().map(|domain| DomainRow {
        answer,
        secret: match domain.method {
            Method::Email => ctx.chance().hex(SECRET_LEN),
            Method::Dns => String::new(),
        },
        ..domain
    });
    let domains = domains.collect();
    let updated = ctx.now().micros();
    certificate.row.renewal = Some(RenewalRow { status: to, updated, domains, reason: None });
}

/// At once, without waiting for the last weeks.
pub fn renew_certificate(
    ctx: &mut Ctx<'_>,
    input: RenewCertificateInput<'_>,
) -> Result<RenewCertificateOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    if certificate.row.status == Status::Pending {
        return Err(errors::in_progress(&certificate.arn));
    }
    if !certificate.row.is_renewable(ctx.now()) {
        return Err(errors::validation(format!(
            "Certificate {} is not eligible for renewal.",
            certificate.arn
        )));
    }
    let status = certificate.row.renewal.as_ref().map(|it| it.status);
    if matches!(status, Some(Renewal::Automatic | Renewal::Validation)) {
        return Err(errors::in_progress(&certificate.arn));
    }
    let days = events::days_left(ctx.now(), &certificate);
    renew(ctx, &mut certificate, days)?;
    locate::save(ctx, &certificate);
    Ok(RenewCertificateOutput::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_are_told_of_one_by_one() {
        let end = 100 * DAY;
        assert_eq!(next(0, end, 45), Some(55 * DAY));
        assert_eq!(next(55 * DAY, end, 45), Some(56 * DAY));
        assert_eq!(next(55 * DAY + 1, end, 45), Some(56 * DAY));
        assert_eq!(next(56 * DAY - 1, end, 45), Some(56 * DAY));
        assert_eq!(next(99 * DAY, end, 45), Some(end));
        assert_eq!(next(end, end, 45), None);
    }
}
