//! Whether names are the requester's: by records of DNS, or by who has answered a letter.
//!
//! Nothing here resolves names, so the setting `acm.dns_validation` says what is found when a
//! record is looked for: `assume` (the default) that it is there, `never` that it is not. A name
//! that is not validated is looked at again every hour until its time is up.

use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp};

use crate::issue;
use crate::limits;
use crate::locate;
use crate::state::{Answer, Certificate, DomainRow, Method, Status};
use crate::watch;

/// The step: `Id`, `At`.
pub const VALIDATE: &str = "Validate";

const SETTING: &str = "acm.dns_validation";
const NEVER: &str = "never";

/// Whether a record of DNS is taken to be there.
pub fn finds_records(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() != Some(NEVER)
}

/// Has the certificate's names looked at then. The caller saves it.
pub fn plan(ctx: &mut Ctx<'_>, certificate: &mut Certificate, at: Timestamp) {
    certificate.row.validated_at = at.micros();
    let ask = kernel::Ask::to("acm", VALIDATE)
        .with("Id", certificate.id.as_str())
        .with("At", at.micros());
    ctx.enqueue(Job::now(ask).at(at));
}

/// The step [`VALIDATE`].
pub fn validate(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    let is_due = |it: &Certificate| Some(it.row.validated_at) == input.int("At");
    let Some(mut certificate) = found.filter(is_due) else { return Ok(Struct::new()) };
    if certificate.row.status == Status::Pending {
        first(ctx, &mut certificate);
    } else {
        change_of_method(ctx, &mut certificate)?;
    }
    locate::save(ctx, &certificate);
    Ok(Struct::new())
}

fn first(ctx: &mut Ctx<'_>, certificate: &mut Certificate) {
    let (now, is_found) = (ctx.now(), finds_records(ctx));
    let row = &mut certificate.row;
    if row.method == Some(Method::Dns) && is_found {
        for domain in &mut row.domains {
            domain.answer = Answer::Success;
        }
        issue::plan(ctx, certificate, false);
    } else if now.micros() >= row.deadline {
        row.status = Status::TimedOut;
        for domain in row.domains.iter_mut().filter(|it| it.answer == Answer::Pending) {
            domain.answer = Answer::Failed;
        }
    } else {
        let deadline = Timestamp::from_micros(row.deadline);
        let next = match row.method {
            Some(Method::Dns) => deadline.min(now + limits::DNS_RETRY),
            _ => deadline,
        };
        plan(ctx, certificate, next);
    }
}

/// From mail to DNS, for the renewals to come.
fn change_of_method(ctx: &mut Ctx<'_>, certificate: &mut Certificate) -> Result<(), ApiError> {
    let (now, is_found) = (ctx.now(), finds_records(ctx));
    let row = &mut certificate.row;
    let Some(update) = row.update.as_mut().filter(|it| it.answer == Answer::Pending) else {
        return Ok(());
    };
    let deadline = Timestamp::from_micros(update.requested) + limits::VALIDATION_TIME;
    if is_found {
        (update.answer, update.updated) = (Answer::Success, now.micros());
        row.method = Some(Method::Dns);
        row.domains = row.names.iter().map(|name| by_dns(name, Answer::Success)).collect();
        watch::plan(ctx, certificate)?;
    } else if now >= deadline {
        (update.answer, update.updated) = (Answer::Failed, now.micros());
    } else {
        plan(ctx, certificate, deadline.min(now + limits::DNS_RETRY));
    }
    Ok(())
}

pub fn by_dns(name: &str, answer: Answer) -> DomainRow {
    DomainRow {
        name: name.to_owned(),
        validation_domain: name.trim_start_matches("*.").to_owned(),
        method: Method::Dns,
        answer,
        secret: String::new(),
    }
}
