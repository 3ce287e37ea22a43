//! How subscriptions are confirmed, and how they end.
//!
//! A token names the subscription and carries a secret: `…<id><secret>` in hexadecimal digits. It
//! is found by the id and compared whole.

use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp};

use crate::api::error;
use crate::api::{
    ConfirmSubscriptionInput, ConfirmSubscriptionOutput, UnsubscribeInput, UnsubscribeOutput,
};
use crate::delivery;
use crate::errors;
use crate::fan_out;
use crate::limits;
use crate::state::{Confirmation, ENDED, MessageKind, Protocol, Subscription, Topic, micros};
use crate::subscription;
use crate::topic;

/// The step that ends what was not confirmed in time: `Topic`, `SubscriptionId`.
pub const EXPIRE: &str = "ExpireConfirmation";

/// Before the id of the subscription in a token.
const TOKEN_PREFIX: &str = "2336412f37fb687f5d51e6e2425c";
const ID_DIGITS: usize = 32;
const SECRET_DIGITS: usize = 196;

/// Asks the endpoint of a subscription to confirm it, by a new token. The caller saves the row.
pub fn ask(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    subscription: &mut Subscription,
) -> Result<(), ApiError> {
    let token = token(ctx, subscription);
    let end = leave_to_expire(ctx, topic, subscription);
    subscription.row.confirmation = Confirmation::Pending(token.clone(), end);
    let kind = MessageKind::SubscriptionConfirmation(token);
    delivery::tell(ctx, topic, subscription, kind)
}

pub fn confirm_subscription(
    ctx: &mut Ctx<'_>,
    input: ConfirmSubscriptionInput<'_>,
) -> Result<ConfirmSubscriptionOutput, ApiError> {
    let mut topic = find_topic(ctx, input.topic_arn())?;
    let token = input.token();
    let is_anonymous = *ctx.principal() == Principal::Anonymous;
    let authenticates = match input.authenticate_on_unsubscribe() {
        None | Some("" | "false" | "False" | "FALSE") => false,
        Some("true" | "True" | "TRUE") if is_anonymous => {
            let message = "AuthenticateOnUnsubscribe requires an authenticated request";
            return Err(error::authorization_error_exception(message));
        }
        Some("true" | "True" | "TRUE") => true,
        Some(_) => return Err(errors::invalid("AuthenticateOnUnsubscribe")),
    };
    let id = id_of_token(token).ok_or_else(|| errors::invalid("Token"))?;
    let now = ctx.now().micros();
    let found = match subscription::find_in(ctx, &topic, &id)? {
        Some(subscription) => subscription,
        None => restore(ctx, &mut topic, &id, token)?.ok_or_else(|| errors::invalid("Token"))?,
    };
    let mut subscription = found;
    let arn = subscription.arn.clone();
    match &subscription.row.confirmation {
        Confirmation::Given(given) if given == token => {
            return Ok(ConfirmSubscriptionOutput::new().subscription_arn(arn));
        }
        Confirmation::Pending(wanted, end) if wanted == token && now < *end => {}
        _ => return Err(errors::invalid("Token")),
    }
    subscription.row.confirmation = Confirmation::Given(token.to_owned());
    subscription.row.since = Some(fan_out::read(ctx, &topic)?.last);
    subscription.row.was_authenticated = !is_anonymous;
    subscription.row.authenticates_unsubscribe = authenticates;
    subscription::save(ctx, &topic, &subscription);
    topic.row.pending = topic.row.pending.saturating_sub(1);
    topic.row.confirmed += 1;
    topic::save(ctx, &topic);
    Ok(ConfirmSubscriptionOutput::new().subscription_arn(arn))
}

/// Ending a subscription that is not there succeeds. When neither its owner nor the topic's ends
/// it, its endpoint is told and may come back.
pub fn unsubscribe(
    ctx: &mut Ctx<'_>,
    input: UnsubscribeInput<'_>,
) -> Result<UnsubscribeOutput, ApiError> {
    let found = subscription::find_by_arn(ctx, input.subscription_arn())?;
    let Some((mut topic, mut subscription)) = found else { return Ok(UnsubscribeOutput::new()) };
    if subscription.is_pending() {
        return Err(errors::invalid(
            "This operation is not supported for subscriptions pending confirmation",
        ));
    }
    let caller = ctx.principal().account();
    let is_owner = caller
        .is_some_and(|caller| caller == topic.owner || caller.as_str() == subscription.row.owner);
    if subscription.row.authenticates_unsubscribe && !is_owner {
        return Err(error::authorization_error_exception(
            "Only the owner of the topic or of the subscription may unsubscribe",
        ));
    }
    subscription::remove(ctx, &mut topic, &subscription);
    topic::save(ctx, &topic);
    if !is_owner && subscription.row.protocol != Protocol::Sms {
        let token = token(ctx, &subscription);
        let end = leave_to_expire(ctx, &topic, &subscription);
        subscription.row.confirmation = Confirmation::Pending(token.clone(), end);
        let key = (topic.row.id, subscription.id.as_str());
        ctx.table_mut_in(&ENDED, topic.scope).put(&key, &subscription.row);
        let kind = MessageKind::UnsubscribeConfirmation(token);
        delivery::tell(ctx, &topic, &subscription, kind)?;
    }
    Ok(UnsubscribeOutput::new())
}

/// The step [`EXPIRE`]. A token that was renewed has a later end and a step of its own.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let name = input.str("Topic").unwrap_or_default();
    let id = input.str("SubscriptionId").unwrap_or_default();
    let Some(mut topic) = topic::find_named(ctx, ctx.account(), ctx.region(), name)? else {
        return done;
    };
    let now = ctx.now().micros();
    let is_over = |confirmation: &Confirmation| match confirmation {
        Confirmation::Pending(_, end) => *end <= now,
        _ => false,
    };
    if let Some(subscription) = subscription::find_in(ctx, &topic, id)?
        && is_over(&subscription.row.confirmation)
    {
        subscription::remove(ctx, &mut topic, &subscription);
        topic::save(ctx, &topic);
    }
    let key = (topic.row.id, id);
    if let Some(row) = ctx.table(&ENDED).get(&key)?
        && is_over(&row.confirmation)
    {
        ctx.table_mut(&ENDED).delete(&key);
    }
    done
}

/// Brings a subscription back that somebody else has ended, as one that is to be confirmed.
fn restore(
    ctx: &mut Ctx<'_>,
    topic: &mut Topic,
    id: &str,
    token: &str,
) -> Result<Option<Subscription>, ApiError> {
    let key = (topic.row.id, id);
    let Some(row) = ctx.table_in(&ENDED, topic.scope).get(&key)? else { return Ok(None) };
    if !matches!(&row.confirmation, Confirmation::Pending(wanted, _) if wanted == token) {
        return Ok(None);
    }
    ctx.table_mut_in(&ENDED, topic.scope).delete(&key);
    let subscription = subscription::subscription_of(topic, id.to_owned(), row);
    subscription::insert(ctx, topic, &subscription);
    Ok(Some(subscription))
}

/// Links in messages carry no region but the topic's own: for them the ARN says where it is.
fn find_topic(ctx: &Ctx<'_>, arn: &str) -> Result<Topic, ApiError> {
    if *ctx.principal() != Principal::Anonymous {
        return topic::find(ctx, arn);
    }
    let parsed = kernel::arn::Arn::parse(arn).filter(|arn| arn.service == "sns");
    let parsed = parsed.ok_or_else(|| errors::invalid_arn("TopicArn", arn))?;
    let place: Option<(AccountId, kernel::Region)> = parsed.account_id().zip(parsed.region());
    let (owner, region) = place.ok_or_else(|| errors::invalid("TopicArn"))?;
    topic::find_named(ctx, owner, region, &parsed.resource)?.ok_or_else(errors::topic_not_found)
}

fn leave_to_expire(ctx: &mut Ctx<'_>, topic: &Topic, subscription: &Subscription) -> i64 {
    let end = ctx.now().micros().saturating_add(micros(limits::CONFIRMATION_SECONDS));
    let ask = Ask::to("sns", EXPIRE)
        .with("Topic", topic.name.clone())
        .with("SubscriptionId", subscription.id.clone())
        .in_account(topic.owner)
        .in_region(topic.region);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(end)));
    end
}

fn token(ctx: &mut Ctx<'_>, subscription: &Subscription) -> String {
    let secret = ctx.chance().hex(SECRET_DIGITS);
    format!("{TOKEN_PREFIX}{}{secret}", subscription.id.replace('-', ""))
}

fn id_of_token(token: &str) -> Option<String> {
    let digits = token.strip_prefix(TOKEN_PREFIX)?;
    let is_token = digits.len() == ID_DIGITS + SECRET_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = is_token.then_some(digits)?;
    let part = |from: usize, to: usize| &digits[from..to];
    Some([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"))
}
