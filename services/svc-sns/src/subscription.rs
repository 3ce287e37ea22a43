//! Subscriptions: making, finding and listing them. How they are confirmed and how they end is in
//! `confirmation`.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Principal};
use store::Range;

use crate::api::error;
use crate::api::{
    ListSubscriptionsByTopicInput, ListSubscriptionsByTopicOutput, ListSubscriptionsInput,
    ListSubscriptionsOutput, SubscribeInput, SubscribeOutput, SubscriptionBuilder,
};
use crate::confirmation;
use crate::delivery;
use crate::endpoint;
use crate::errors;
use crate::fan_out;
use crate::filter;
use crate::gate;
use crate::limits;
use crate::listing;
use crate::removal;
use crate::replay;
use crate::state::{
    Confirmation, ENDPOINTS, EndpointRow, OWNED, Protocol, SUBSCRIPTIONS, Subscription,
    SubscriptionRow, SubscriptionSettings, Topic,
};
use crate::subscription_attributes as attributes;
use crate::topic;
use crate::topic_attributes::{self, Place};

const PENDING_ARN: &str = "pending confirmation";
/// How lists show the ARN of a subscription that is not confirmed.
const PENDING_LISTED: &str = "PendingConfirmation";

pub fn subscribe(
    ctx: &mut Ctx<'_>,
    input: SubscribeInput<'_>,
) -> Result<SubscribeOutput, ApiError> {
    let mut topic = topic::find(ctx, input.topic_arn())?;
    let protocol = Protocol::parse(input.protocol()).ok_or_else(|| {
        errors::invalid(format_args!(
            "Amazon SNS does not support this protocol string: {}",
            input.protocol()
        ))
    })?;
    let endpoint = endpoint::read(ctx, &topic, protocol, input.endpoint().unwrap_or_default())?;
    delivery::check_implemented(ctx, protocol)?;
    let asked: Vec<(&str, &str)> =
        input.attributes().map_or_else(Vec::new, |map| map.iter().collect());
    let mut settings = SubscriptionSettings::default();
    for (name, value) in &asked {
        attributes::set(&topic, protocol, &mut settings, name, value, Place::Map)?;
    }
    attributes::check_together(protocol, &settings, Place::Map)?;
    let is_shown = input.return_subscription_arn().unwrap_or(false);
    let subscription = match find_endpoint(ctx, &topic, protocol, &endpoint)? {
        Some(subscription) => subscribe_again(ctx, &topic, subscription, &asked)?,
        None => make(ctx, &mut topic, protocol, endpoint, settings)?,
    };
    let arn = if subscription.is_pending() && !is_shown {
        PENDING_ARN.to_owned()
    } else {
        subscription.arn
    };
    Ok(SubscribeOutput::new().subscription_arn(arn))
}

pub fn list_subscriptions(
    ctx: &mut Ctx<'_>,
    input: ListSubscriptionsInput<'_>,
) -> Result<ListSubscriptionsOutput, ApiError> {
    const OPERATION: &str = "ListSubscriptions";
    let mut range = Range::all();
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&after);
    }
    let arns = ctx.table(&OWNED).keys(&range).take(limits::PAGE + 1);
    let mut arns = arns.collect::<Result<Vec<_>, _>>()?;
    let next_token = listing::cut(OPERATION, &mut arns, |arn| arn);
    let mut entries = Vec::with_capacity(arns.len());
    for arn in &arns {
        // Those of a topic that is just being removed are gone.
        if let Some((topic, subscription)) = find_by_arn(ctx, arn)? {
            entries.push(entry(&topic, &subscription));
        }
    }
    Ok(ListSubscriptionsOutput::new().subscriptions(entries).next_token(next_token))
}

pub fn list_subscriptions_by_topic(
    ctx: &mut Ctx<'_>,
    input: ListSubscriptionsByTopicInput<'_>,
) -> Result<ListSubscriptionsByTopicOutput, ApiError> {
    const OPERATION: &str = "ListSubscriptionsByTopic";
    let topic = topic::find(ctx, input.topic_arn())?;
    let after = listing::after(OPERATION, input.next_token())?;
    let mut subscriptions = scan(ctx, &topic, after.as_deref(), limits::PAGE + 1)?;
    let next_token = listing::cut(OPERATION, &mut subscriptions, |it| &it.id);
    let entries: Vec<_> = subscriptions.iter().map(|it| entry(&topic, it)).collect();
    Ok(ListSubscriptionsByTopicOutput::new().subscriptions(entries).next_token(next_token))
}

/// Some subscriptions of a topic, after the id `after`.
pub fn scan(
    ctx: &Ctx<'_>,
    topic: &Topic,
    after: Option<&str>,
    count: usize,
) -> Result<Vec<Subscription>, ApiError> {
    let mut range = Range::within(&(topic.row.id,));
    if let Some(after) = after {
        range = range.after(&(topic.row.id, after));
    }
    let rows = ctx.table_in(&SUBSCRIPTIONS, topic.scope).scan(&range).take(count);
    rows.map(|entry| {
        entry.map(|((_, id), row)| subscription_of(topic, id, row)).map_err(Into::into)
    })
    .collect()
}

/// The subscription of an ARN with its topic; `None` when either is gone.
pub fn find_by_arn(ctx: &Ctx<'_>, text: &str) -> Result<Option<(Topic, Subscription)>, ApiError> {
    let arn = read_arn(text)?;
    let Some(topic) = topic::find_named(ctx, arn.owner, arn.region, &arn.topic)? else {
        return Ok(None);
    };
    let found = find_in(ctx, &topic, &arn.id)?;
    Ok(found.map(|subscription| (topic, subscription)))
}

pub fn find_in(ctx: &Ctx<'_>, topic: &Topic, id: &str) -> Result<Option<Subscription>, ApiError> {
    let row = ctx.table_in(&SUBSCRIPTIONS, topic.scope).get(&(topic.row.id, id))?;
    Ok(row.map(|row| subscription_of(topic, id.to_owned(), row)))
}

pub fn subscription_of(topic: &Topic, id: String, row: SubscriptionRow) -> Subscription {
    Subscription { arn: format!("{}:{id}", topic.arn), id, row }
}

/// Keeps what was changed in a subscription's row.
pub fn save(ctx: &mut Ctx<'_>, topic: &Topic, subscription: &Subscription) {
    let key = (topic.row.id, subscription.id.as_str());
    ctx.table_mut_in(&SUBSCRIPTIONS, topic.scope).put(&key, &subscription.row);
}

/// Enters a subscription that its topic does not have, and counts it. The caller saves the topic.
pub fn insert(ctx: &mut Ctx<'_>, topic: &mut Topic, subscription: &Subscription) {
    let row = &subscription.row;
    save(ctx, topic, subscription);
    let key = (topic.row.id, row.protocol.as_str(), row.endpoint.as_str());
    let endpoint = EndpointRow { subscription_id: subscription.id.clone() };
    ctx.table_mut_in(&ENDPOINTS, topic.scope).put(&key, &endpoint);
    let owner = removal::owner_scope(ctx, row);
    ctx.table_mut_in(&OWNED, owner).put(&subscription.arn, &());
    if subscription.is_pending() {
        topic.row.pending += 1;
    } else {
        topic.row.confirmed += 1;
    }
}

/// Removes a subscription, and counts it. The caller saves the topic. Deliveries that are still
/// to come find nothing and end.
pub fn remove(ctx: &mut Ctx<'_>, topic: &mut Topic, subscription: &Subscription) {
    let row = &subscription.row;
    let key = (topic.row.id, subscription.id.as_str());
    ctx.table_mut_in(&SUBSCRIPTIONS, topic.scope).delete(&key);
    let key = (topic.row.id, row.protocol.as_str(), row.endpoint.as_str());
    ctx.table_mut_in(&ENDPOINTS, topic.scope).delete(&key);
    let owner = removal::owner_scope(ctx, row);
    ctx.table_mut_in(&OWNED, owner).delete(&subscription.arn);
    gate::forget(ctx, topic.scope, row);
    if subscription.is_pending() {
        topic.row.pending = topic.row.pending.saturating_sub(1);
    } else {
        topic.row.confirmed = topic.row.confirmed.saturating_sub(1);
    }
    topic.row.deleted += 1;
}

/// The parts of a subscription's ARN.
pub struct SubscriptionArn {
    pub owner: AccountId,
    pub region: kernel::Region,
    pub topic: String,
    pub id: String,
}

pub fn read_arn(text: &str) -> Result<SubscriptionArn, ApiError> {
    const PARAMETER: &str = "SubscriptionArn";
    let arn = Arn::parse(text).ok_or_else(|| errors::invalid_arn(PARAMETER, text))?;
    let place = arn.account_id().zip(arn.region());
    let parts = arn.resource.split_once(':');
    match (place, parts) {
        (Some((owner, region)), Some((topic, id))) if arn.service == "sns" && is_id(id) => {
            Ok(SubscriptionArn { owner, region, topic: topic.to_owned(), id: id.to_owned() })
        }
        _ => Err(errors::invalid("SubscriptionId")),
    }
}

fn is_id(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn entry(topic: &Topic, subscription: &Subscription) -> SubscriptionBuilder {
    let arn = if subscription.is_pending() { PENDING_LISTED } else { &subscription.arn };
    SubscriptionBuilder::new()
        .subscription_arn(arn)
        .owner(&subscription.row.owner)
        .protocol(subscription.row.protocol.as_str())
        .endpoint(&subscription.row.endpoint)
        .topic_arn(&topic.arn)
}

fn find_endpoint(
    ctx: &Ctx<'_>,
    topic: &Topic,
    protocol: Protocol,
    endpoint: &str,
) -> Result<Option<Subscription>, ApiError> {
    let key = (topic.row.id, protocol.as_str(), endpoint);
    match ctx.table_in(&ENDPOINTS, topic.scope).get(&key)? {
        Some(row) => find_in(ctx, topic, &row.subscription_id),
        None => Ok(None),
    }
}

/// An endpoint that is subscribed already is so with the attributes it has; one that has not
/// confirmed is asked again.
fn subscribe_again(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    mut subscription: Subscription,
    asked: &[(&str, &str)],
) -> Result<Subscription, ApiError> {
    let row = &subscription.row;
    let mut wanted = row.settings.clone();
    for (name, value) in asked {
        attributes::set(topic, row.protocol, &mut wanted, name, value, Place::Map)?;
    }
    if wanted != row.settings {
        let reason = "Subscription already exists with different attributes";
        return Err(errors::invalid_because("Attributes", reason));
    }
    if subscription.is_pending() {
        confirmation::ask(ctx, topic, &mut subscription)?;
        save(ctx, topic, &subscription);
    }
    Ok(subscription)
}

fn make(
    ctx: &mut Ctx<'_>,
    topic: &mut Topic,
    protocol: Protocol,
    endpoint: String,
    settings: SubscriptionSettings,
) -> Result<Subscription, ApiError> {
    check_room(ctx, topic, protocol, &settings)?;
    let owner = ctx.principal().account().unwrap_or(ctx.account());
    let is_own = endpoint::is_own(protocol, &endpoint, owner);
    let row = SubscriptionRow {
        number: ctx.chance().u64(),
        protocol,
        endpoint,
        owner: owner.to_string(),
        created: ctx.now().micros(),
        confirmation: Confirmation::NotNeeded,
        was_authenticated: is_own,
        authenticates_unsubscribe: is_own,
        settings,
        replay: None,
        principal: principal_arn(ctx, owner),
        since: Some(fan_out::read(ctx, topic)?.last),
    };
    let id = ctx.chance().uuid();
    let mut subscription = subscription_of(topic, id, row);
    if !is_own {
        confirmation::ask(ctx, topic, &mut subscription)?;
    }
    insert(ctx, topic, &subscription);
    topic::save(ctx, topic);
    if subscription.row.settings.replay_policy.is_some() {
        replay::begin(ctx, topic, &mut subscription)?;
        save(ctx, topic, &subscription);
    }
    Ok(subscription)
}

fn check_room(
    ctx: &Ctx<'_>,
    topic: &Topic,
    protocol: Protocol,
    settings: &SubscriptionSettings,
) -> Result<(), ApiError> {
    let count = topic.row.confirmed + topic.row.pending;
    let is_fifo = topic.row.is_fifo;
    let max = if is_fifo { limits::FIFO_SUBSCRIPTIONS_MAX } else { limits::SUBSCRIPTIONS_MAX };
    if count >= max {
        return Err(error::subscription_limit_exceeded_exception("Subscription limit exceeded"));
    }
    if topic_attributes::takes_large_messages(topic) {
        let is_full = count >= limits::LARGE_MESSAGE_SUBSCRIPTIONS_MAX;
        if is_full || !topic_attributes::takes_large(protocol) {
            return Err(errors::invalid(topic_attributes::LARGE_MESSAGES_REASON));
        }
    }
    if settings.filter_policy.is_some() {
        filter::check_count(ctx, topic)?;
    }
    Ok(())
}

/// Who subscribed, as the attribute SubscriptionPrincipal shows it.
fn principal_arn(ctx: &Ctx<'_>, owner: AccountId) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Service(name) => name.to_string(),
        Principal::Root(_) | Principal::Anonymous => {
            format!("arn:{}:iam::{owner}:root", ctx.region().partition())
        }
    }
}
