//! What an account configures: from when on it is told that certificates end.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    ExpiryEventsConfiguration, ExpiryEventsConfigurationBuilder, GetAccountConfigurationInput,
    GetAccountConfigurationOutput, PutAccountConfigurationInput, PutAccountConfigurationOutput,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::state::{ACCOUNT, ACCOUNTS, CERTIFICATES, Kind, Status};
use crate::watch;

pub fn get_account_configuration(
    ctx: &mut Ctx<'_>,
    _input: GetAccountConfigurationInput<'_>,
) -> Result<GetAccountConfigurationOutput, ApiError> {
    let row = ctx.table(&ACCOUNTS).get(ACCOUNT)?.unwrap_or_default();
    let days = row.days_before_expiry.unwrap_or(limits::EXPIRY_EVENT_DAYS);
    let events = ExpiryEventsConfigurationBuilder::new().days_before_expiry(days);
    Ok(GetAccountConfigurationOutput::new().expiry_events(events))
}

pub fn put_account_configuration(
    ctx: &mut Ctx<'_>,
    input: PutAccountConfigurationInput<'_>,
) -> Result<PutAccountConfigurationOutput, ApiError> {
    let mut row = ctx.table(&ACCOUNTS).get(ACCOUNT)?.unwrap_or_default();
    let days = input.expiry_events().and_then(ExpiryEventsConfiguration::days_before_expiry);
    let days = days.unwrap_or(limits::EXPIRY_EVENT_DAYS);
    if days > limits::EXPIRY_EVENT_DAYS_MAX {
        return Err(errors::validation(format!(
            "DaysBeforeExpiry must be at most {}.",
            limits::EXPIRY_EVENT_DAYS_MAX
        )));
    }
    let now = ctx.now();
    if let Some((token, at, said)) = &row.token
        && token == input.idempotency_token()
        && now.micros() < at + limits::IDEMPOTENCY.as_micros() as i64
    {
        if *said == days {
            return Ok(PutAccountConfigurationOutput::new());
        }
        return Err(errors::conflict("The idempotency token was used with another configuration."));
    }
    row.days_before_expiry = Some(days);
    row.token = Some((input.idempotency_token().to_owned(), now.micros(), days));
    ctx.table_mut(&ACCOUNTS).put(ACCOUNT, &row);
    // Those that are watched already are to be told of by the new rule.
    let ids: Result<Vec<String>, _> = ctx.table(&CERTIFICATES).keys(&Range::all()).collect();
    for id in ids? {
        if let Some(mut certificate) = locate::by_id(ctx, &id)?
            && certificate.row.status == Status::Issued
        {
            watch::plan(ctx, &mut certificate)?;
            locate::save(ctx, &certificate);
        }
    }
    Ok(PutAccountConfigurationOutput::new())
}

/// From how many days before its end on a certificate's end is told.
pub fn expiry_event_days(ctx: &Ctx<'_>, kind: Kind) -> Result<i64, ApiError> {
    let row = ctx.table(&ACCOUNTS).get(ACCOUNT)?.unwrap_or_default();
    Ok(row.days_before_expiry.unwrap_or(match kind {
        Kind::Amazon => limits::EXPIRY_EVENT_DAYS_PUBLIC,
        Kind::Imported | Kind::Private => limits::EXPIRY_EVENT_DAYS,
    }))
}
