//! The attributes of subscriptions: what may be set, and what is shown.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    GetSubscriptionAttributesInput, GetSubscriptionAttributesOutput,
    SetSubscriptionAttributesInput, SetSubscriptionAttributesOutput,
};
use crate::delivery_policy;
use crate::errors;
use crate::filter;
use crate::redrive;
use crate::replay;
use crate::state::{Confirmation, Protocol, Subscription, SubscriptionSettings, Topic};
use crate::subscription;
use crate::topic_attributes::{Place, read_bool};

pub fn get_subscription_attributes(
    ctx: &mut Ctx<'_>,
    input: GetSubscriptionAttributesInput<'_>,
) -> Result<GetSubscriptionAttributesOutput, ApiError> {
    let (topic, subscription) = find(ctx, input.subscription_arn())?;
    Ok(GetSubscriptionAttributesOutput::new().attributes(shown(&topic, &subscription)))
}

pub fn set_subscription_attributes(
    ctx: &mut Ctx<'_>,
    input: SetSubscriptionAttributesInput<'_>,
) -> Result<SetSubscriptionAttributesOutput, ApiError> {
    let (topic, mut subscription) = find(ctx, input.subscription_arn())?;
    let name = input.attribute_name();
    let had_filter = subscription.row.settings.filter_policy.is_some();
    let protocol = subscription.row.protocol;
    let settings = &mut subscription.row.settings;
    match input.attribute_value() {
        // Without a value, the policy is removed.
        None if name == "RedrivePolicy" => settings.redrive_policy = None,
        value => {
            set(&topic, protocol, settings, name, value.unwrap_or_default(), Place::Alone)?;
        }
    }
    check_together(protocol, settings, Place::Alone)?;
    if !had_filter && settings.filter_policy.is_some() {
        filter::check_count(ctx, &topic)?;
    }
    if name == "ReplayPolicy" {
        replay::begin(ctx, &topic, &mut subscription)?;
    }
    subscription::save(ctx, &topic, &subscription);
    Ok(SetSubscriptionAttributesOutput::new())
}

/// Changes one attribute in `settings`.
pub fn set(
    topic: &Topic,
    protocol: Protocol,
    settings: &mut SubscriptionSettings,
    name: &str,
    value: &str,
    place: Place,
) -> Result<(), ApiError> {
    match name {
        "RawMessageDelivery" => {
            let is_raw = read_bool(place, name, value)?;
            if is_raw && !takes_raw(protocol) {
                return Err(place.invalid(
                    name,
                    format_args!(
                        "Delivery protocol [{}] does not support raw message delivery.",
                        protocol.as_str()
                    ),
                ));
            }
            settings.is_raw = is_raw;
        }
        "FilterPolicy" => settings.filter_policy = filter::parse_attribute(value),
        "FilterPolicyScope" => {
            settings.filters_body = match value {
                "MessageAttributes" => false,
                "MessageBody" => true,
                _ => {
                    let reason = format!(
                        "Invalid value [{value}]. Please use either MessageBody or \
                         MessageAttributes"
                    );
                    return Err(place.invalid(name, reason));
                }
            };
        }
        "RedrivePolicy" => settings.redrive_policy = redrive::parse(topic, place, value)?,
        "DeliveryPolicy" => {
            if !matches!(protocol, Protocol::Http | Protocol::Https) && !value.is_empty() {
                return Err(place.invalid(name, "only HTTP/S endpoints have delivery policies"));
            }
            settings.delivery_policy = delivery_policy::parse_of_subscription(place, value)?;
        }
        "SubscriptionRoleArn" => settings.role_arn = read_role(protocol, place, value)?,
        "ReplayPolicy" => settings.replay_policy = replay::parse(topic, place, value)?,
        _ => return Err(place.unknown(name)),
    }
    Ok(())
}

/// What the attributes must be in each other's company.
pub fn check_together(
    protocol: Protocol,
    settings: &SubscriptionSettings,
    place: Place,
) -> Result<(), ApiError> {
    if let Some(policy) = &settings.filter_policy {
        filter::check(policy, settings.filters_body, place)?;
    }
    if protocol == Protocol::Firehose && settings.role_arn.is_none() {
        return Err(errors::invalid_because(
            "Attributes",
            "SubscriptionRoleArn: must be specified for Firehose delivery stream subscriptions",
        ));
    }
    Ok(())
}

fn shown(topic: &Topic, subscription: &Subscription) -> Vec<(&'static str, String)> {
    let row = &subscription.row;
    let settings = &row.settings;
    let is_pending = matches!(row.confirmation, Confirmation::Pending(..));
    let mut shown = vec![
        ("SubscriptionArn", subscription.arn.clone()),
        ("TopicArn", topic.arn.clone()),
        ("Owner", row.owner.clone()),
        ("Protocol", row.protocol.as_str().to_owned()),
        ("Endpoint", row.endpoint.clone()),
        ("PendingConfirmation", is_pending.to_string()),
        ("ConfirmationWasAuthenticated", row.was_authenticated.to_string()),
        ("RawMessageDelivery", settings.is_raw.to_string()),
        ("SubscriptionPrincipal", row.principal.clone()),
    ];
    let mut add = |name, value: Option<String>| shown.extend(value.map(|value| (name, value)));
    if settings.filter_policy.is_some() {
        let scope = if settings.filters_body { "MessageBody" } else { "MessageAttributes" };
        add("FilterPolicy", settings.filter_policy.clone());
        add("FilterPolicyScope", Some(scope.to_owned()));
    }
    add("RedrivePolicy", settings.redrive_policy.clone());
    add("DeliveryPolicy", settings.delivery_policy.clone());
    add("SubscriptionRoleArn", settings.role_arn.clone());
    add("ReplayPolicy", settings.replay_policy.clone());
    add("ReplayStatus", row.replay.as_ref().map(|replay| replay::shown(replay.status).to_owned()));
    if matches!(row.protocol, Protocol::Http | Protocol::Https) {
        let effective = delivery_policy::effective_of_subscription(topic, subscription);
        add("EffectiveDeliveryPolicy", Some(effective.to_string()));
    }
    shown
}

fn find(ctx: &Ctx<'_>, arn: &str) -> Result<(Topic, Subscription), ApiError> {
    subscription::find_by_arn(ctx, arn)?.ok_or_else(errors::subscription_not_found)
}

fn takes_raw(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Sqs | Protocol::Http | Protocol::Https | Protocol::Firehose)
}

fn read_role(protocol: Protocol, place: Place, value: &str) -> Result<Option<String>, ApiError> {
    const NAME: &str = "SubscriptionRoleArn";
    if protocol != Protocol::Firehose {
        return Err(place.invalid(NAME, "only Firehose delivery stream subscriptions have a role"));
    }
    let is_role = |arn: &Arn| arn.service == "iam" && arn.resource.starts_with("role/");
    match Arn::parse(value).filter(is_role) {
        Some(_) => Ok(Some(value.to_owned())),
        None => Err(place.invalid(NAME, "must be the ARN of an IAM role")),
    }
}
