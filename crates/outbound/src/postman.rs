//! The postman: takes mail of the world's outbox to the mail server that the settings name.
//!
//! A service without operations, whose step the outbox's jobs run. A server that cannot be
//! reached or says "later" is tried again by the scheduler; one that refuses is believed.

use std::time::{Duration, SystemTime};

use kernel::outbox::{Fate, GIVE_UP, LetterId, POSTMAN, SEND_MAIL, SMTP_HOST};
use kernel::service::{Run, Work, WorkEnv};
use kernel::{ApiError, Ctx, Op, OpResult, ServiceDef, Struct, Validation, Value};

use crate::mail::{self, Mail, SmtpSettings, SmtpTls};

const SMTP_PORT: &str = "outbox.smtp_port";
const SMTP_USER: &str = "outbox.smtp_user";
const SMTP_PASSWORD: &str = "outbox.smtp_password";
const SMTP_FROM: &str = "outbox.smtp_from";
const SMTP_TLS: &str = "outbox.smtp_tls";
const SMTP_PORT_DEFAULT: u16 = 25;

pub static SERVICE: ServiceDef = ServiceDef {
    name: POSTMAN,
    operations: &[],
    steps: &[
        Op { name: SEND_MAIL, run: Run::Work(Work { begin, work, complete }), stage: None },
        Op { name: GIVE_UP, run: Run::Write(give_up), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

/// Reads the letter; answers nothing when it is gone or mail has been turned off.
fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = letter_id(input)?;
    let (Some(posted), Some(host)) = (ctx.letter(id)?, ctx.setting(SMTP_HOST)) else {
        ctx.set_fate(id, Fate::Kept)?;
        return Ok(Struct::new());
    };
    let letter = posted.letter;
    let headers: Vec<Value> = letter
        .attributes
        .into_iter()
        .map(|(name, value)| Struct::new().with("Name", name).with("Value", value).into())
        .collect();
    Ok(Struct::new()
        .with("Host", host)
        .with("From", ctx.setting(SMTP_FROM).unwrap_or(letter.from))
        .with("To", letter.to)
        .with("Subject", letter.subject)
        .with("Text", letter.body)
        .with("Headers", headers)
        .with("Time", posted.id.time))
}

fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(host) = plan.str("Host") else { return Ok(Struct::new()) };
    let setting = |name| env.world.settings.get(name);
    let port = setting(SMTP_PORT).and_then(|port| port.parse().ok()).unwrap_or(SMTP_PORT_DEFAULT);
    let settings = SmtpSettings {
        host: host.to_owned(),
        port,
        credentials: setting(SMTP_USER)
            .map(|user| (user, setting(SMTP_PASSWORD).unwrap_or_default())),
        tls: setting(SMTP_TLS)
            .and_then(|tls| SmtpTls::parse(&tls))
            .unwrap_or_else(|| SmtpTls::at(port)),
        ca_bundle: setting(crate::CA_BUNDLE),
    };
    match mail::send(&settings, &mail_of(&plan)) {
        Ok(()) => Ok(Struct::new().with("Sent", true)),
        Err(refused) if refused.is_permanent => {
            tracing::warn!(server = host, reason = refused.message, "a mail is refused");
            Ok(Struct::new().with("Refusal", refused.message))
        }
        Err(refused) => {
            tracing::info!(server = host, reason = refused.message, "a mail has to wait");
            Err(ApiError::new("MailServerUnavailable", refused.message).with_status(503))
        }
    }
}

fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let fate = match outcome.str("Refusal") {
        Some(reason) => Fate::Failed(reason.to_owned()),
        None if outcome.bool("Sent").is_some() => Fate::Sent,
        None => return Ok(Struct::new()),
    };
    ctx.set_fate(letter_id(input)?, fate)?;
    Ok(Struct::new())
}

fn give_up(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let reason = "the mail server could not be reached".to_owned();
    ctx.set_fate(letter_id(input)?, Fate::Failed(reason))?;
    Ok(Struct::new())
}

fn mail_of(plan: &Struct) -> Mail {
    let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(Value::as_struct);
    let time = plan.timestamp("Time").map_or(0, |time| time.micros().max(0).cast_unsigned());
    Mail {
        from: text("From"),
        to: text("To"),
        subject: text("Subject"),
        text: text("Text"),
        headers: headers
            .filter_map(|it| Some((it.str("Name")?.to_owned(), it.str("Value")?.to_owned())))
            .collect(),
        // The world's time, as everything else in the mail.
        date: Some(SystemTime::UNIX_EPOCH + Duration::from_micros(time)),
    }
}

fn letter_id(input: &Struct) -> Result<LetterId, ApiError> {
    input.str("Letter").and_then(LetterId::parse).ok_or_else(ApiError::internal)
}
