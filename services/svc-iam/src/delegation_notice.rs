//! What the partner is told of its delegation requests, by its topic, and how they expire.
//!
//! Sources: [A] CreateDelegationRequest (`NotificationChannel`: "This topic ARN must have a
//! resource policy granting SNS:Publish permission to the IAM service principal"),
//! SendDelegationToken; "Building your integration" (IAM User Guide). The form of the messages is
//! our own: the page that shows AWS's was not at hand.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::state_type as state;
use crate::common::time;
use crate::delegation::{self, state_of};
use crate::errors;
use crate::limits::DELEGATION_KEPT_HOURS;
use crate::state::{DELEGATIONS, DelegationRow};

/// The step that looks whether a request has expired, or may be forgotten: `Request`.
pub const EXPIRE: &str = "ExpireDelegationRequest";
/// The step that tries whether a topic takes messages: `TopicArn`. It never leaves one.
pub const PROBE: &str = "ProbeDelegationTopic";
const PRINCIPAL: &str = "iam.amazonaws.com";
const PROBE_OK: &str = "ProbeSucceeded";
/// Our own: messages are tried again for some hours.
const RETRY: Retry =
    Retry { retries_max: 12, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 3_600_000 };

/// What has happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'t> {
    /// The request has come to the state that it is in.
    State,
    /// The exchange token is released.
    Token(&'t str),
}

fn topic(text: &str) -> Option<(Arn, AccountId)> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "sns" && arn.region().is_some())?;
    let account = arn.account_id()?;
    Some((arn, account))
}

fn publish(ctx: &Ctx<'_>, channel: &str, message: String) -> Option<Ask> {
    let (arn, account) = topic(channel)?;
    let own = ctx.account();
    let source = Arn::global("iam", ctx.region().partition(), own, "delegation-request/*");
    let ask = Ask::to("sns", "Publish")
        .with("TopicArn", channel)
        .with("Message", message)
        .as_service(PRINCIPAL)
        .for_source(source.to_string(), own)
        .in_account(account);
    Some(match arn.region() {
        Some(region) => ask.in_region(region),
        None => ask,
    })
}

/// Refuses a topic that takes no messages of IAM's.
pub fn check_channel(ctx: &mut Ctx<'_>, channel: &str) -> Result<(), ApiError> {
    if topic(channel).is_none() {
        let message = format!("The notification channel {channel} is not the ARN of an SNS topic.");
        return Err(errors::invalid_input(message));
    }
    let ask = Ask::to("iam", PROBE).with("TopicArn", channel).as_service(PRINCIPAL);
    match ctx.call(ask) {
        Err(error) if error.code() == PROBE_OK => Ok(()),
        refused => {
            let reason = refused.err().map(|error| error.message().to_owned()).unwrap_or_default();
            Err(errors::invalid_input(format!(
                "IAM cannot publish to the notification channel {channel}: {reason}"
            )))
        }
    }
}

/// What it has published is taken back, since it answers with an error in any case.
pub fn probe(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let channel = input.str("TopicArn").unwrap_or_default();
    let ask = publish(ctx, channel, "{}".to_owned()).ok_or_else(ApiError::internal)?;
    ctx.call(ask)?;
    Err(ApiError::new(PROBE_OK, "The topic takes messages."))
}

pub fn tell(ctx: &mut Ctx<'_>, id: &str, row: &DelegationRow, event: Event<'_>) {
    let mut message = serde_json::json!({
        "Type": "StateChange",
        "DelegationRequestId": id,
        "RequestorWorkflowId": row.workflow,
        "State": state_of(ctx, row),
        "OwnerAccountId": row.owner_account,
        "UpdatedTime": time(row.updated).iso8601(),
    });
    if let Event::Token(token) = event {
        let ends = row.finalized.unwrap_or_default() + row.session_s * 1_000_000;
        message["Type"] = "ExchangeToken".into();
        message["ExchangeToken"] = token.into();
        message["ExpirationTime"] = time(ends).iso8601().into();
    }
    if let Some(ask) = publish(ctx, &row.channel, message.to_string()) {
        ctx.enqueue(Job::now(ask).with_retry(RETRY));
    }
}

/// Leaves the job that lets a request expire, unless it changes before.
pub fn look_again(ctx: &mut Ctx<'_>, id: &str, row: &DelegationRow, at: Timestamp) {
    let requester = AccountId::parse(&row.requester).unwrap_or(AccountId::DEFAULT);
    let ask = Ask::to("iam", EXPIRE).with("Request", id).as_service(PRINCIPAL);
    ctx.enqueue(Job::now(ask.in_account(requester)).at(at));
}

pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Request").unwrap_or_default();
    let Some(mut row) = ctx.table(&DELEGATIONS).get(id)? else { return Ok(Struct::new()) };
    let now = ctx.now();
    if now.micros() < row.expires {
        return Ok(Struct::new());
    }
    let kept = Duration::from_hours(DELEGATION_KEPT_HOURS);
    if row.state != state::EXPIRED {
        state::EXPIRED.clone_into(&mut row.state);
        row.updated = now.micros();
        ctx.table_mut(&DELEGATIONS).put(id, &row);
        tell(ctx, id, &row, Event::State);
        look_again(ctx, id, &row, now + kept);
    } else if now >= Timestamp::from_micros(row.expires) + kept {
        delegation::remove(ctx, id, &row);
    }
    Ok(Struct::new())
}
