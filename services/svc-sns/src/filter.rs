//! Filter policies: which messages a subscription takes.
//!
//! [`parse`] turns the document into rules and counts its complexity, [`matcher`] is one condition
//! on one value, and here the rules meet the message.
//!
//! Source: "Amazon SNS subscription filter policies" and the pages below it in the Developer
//! Guide (string and numeric value matching, key matching, AND and OR logic, constraints).

mod matcher;
mod parse;
#[cfg(test)]
mod tests;

use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json};
use store::Range;

use self::matcher::{Matcher, Scalar};
use self::parse::{Field, Rule};
use crate::errors;
use crate::limits;
use crate::message_attributes::STRING_ARRAY;
use crate::state::{
    AttributeRow, MessageKind, MessageRow, SUBSCRIPTIONS, SubscriptionSettings, Topic,
};
use crate::topic_attributes::Place;

/// A filter policy, ready to judge messages.
#[derive(Debug)]
pub struct Filter {
    rule: Rule,
    is_of_body: bool,
}

impl Filter {
    /// `None` when the subscription takes all messages.
    pub fn of(settings: &SubscriptionSettings) -> Option<Filter> {
        let text = settings.filter_policy.as_deref()?;
        let is_of_body = settings.filters_body;
        // It was checked when it was set.
        let rule = parse::parse(text, is_of_body).ok()?;
        Some(Filter { rule, is_of_body })
    }

    pub fn accepts(&self, message: &MessageRow) -> bool {
        debug_assert_eq!(message.kind, MessageKind::Notification);
        if self.is_of_body {
            // A body that is no JSON object has no property that could match.
            let body = serde_json::from_str(&message.body);
            matches!(body, Ok(Json::Object(body)) if rule_takes_object(&self.rule, &body))
        } else {
            rule_takes_attributes(&self.rule, &message.attributes)
        }
    }
}

/// The attribute FilterPolicy: an object without members takes all messages.
pub fn parse_attribute(text: &str) -> Option<String> {
    let is_empty = matches!(serde_json::from_str(text), Ok(Json::Object(it)) if it.is_empty());
    (!is_empty).then(|| text.to_owned())
}

/// Refuses what is no filter policy, or one that is too complex.
pub fn check(text: &str, is_of_body: bool, place: Place) -> Result<(), ApiError> {
    let refuse = |reason: String| place.invalid("FilterPolicy", reason);
    if text.len() > limits::FILTER_BYTES_MAX {
        return Err(refuse("Filter policy is too large".to_owned()));
    }
    parse::parse(text, is_of_body).map(drop).map_err(refuse)
}

/// Refuses one more filter policy than a topic may have.
pub fn check_count(ctx: &Ctx<'_>, topic: &Topic) -> Result<(), ApiError> {
    let range = Range::within(&(topic.row.id,));
    let mut count = 0;
    for entry in ctx.table_in(&SUBSCRIPTIONS, topic.scope).scan(&range) {
        count += u64::from(entry?.1.settings.filter_policy.is_some());
        if count >= limits::FILTER_POLICIES_PER_TOPIC_MAX {
            return Err(errors::filter_policy_limit());
        }
    }
    Ok(())
}

fn rule_takes_attributes(rule: &Rule, attributes: &[AttributeRow]) -> bool {
    let takes = |name: &str, field: &Field| match field {
        Field::Values(matchers) => {
            let row = attributes.iter().find(|row| row.name == name);
            takes_values(matchers, row.and_then(attribute_values).as_deref())
        }
        // Attributes have no properties of their own; the parser has refused these.
        Field::Nested(_) => false,
    };
    rule.fields.iter().all(|(name, field)| takes(name, field))
        && rule
            .alternatives
            .iter()
            .all(|rules| rules.iter().any(|rule| rule_takes_attributes(rule, attributes)))
}

/// The values that an attribute offers to a filter; binary ones are ignored.
fn attribute_values(row: &AttributeRow) -> Option<Vec<Scalar>> {
    let text = row.text.as_deref()?;
    if row.data_type.starts_with("Number") {
        return text.trim().parse().ok().map(|number| vec![Scalar::number(number)]);
    }
    if row.data_type != STRING_ARRAY {
        return Some(vec![Scalar::Text(text.to_owned())]);
    }
    match serde_json::from_str(text) {
        Ok(Json::Array(items)) => Some(items.iter().filter_map(Scalar::of_json).collect()),
        _ => None,
    }
}

fn rule_takes_object(rule: &Rule, object: &Map<String, Json>) -> bool {
    rule.fields.iter().all(|(name, field)| field_takes(field, object.get(name)))
        && rule
            .alternatives
            .iter()
            .all(|rules| rules.iter().any(|rule| rule_takes_object(rule, object)))
}

fn field_takes(field: &Field, value: Option<&Json>) -> bool {
    match (field, value) {
        (Field::Values(matchers), value) => {
            takes_values(matchers, value.and_then(body_values).as_deref())
        }
        (Field::Nested(rule), Some(Json::Object(object))) => rule_takes_object(rule, object),
        (Field::Nested(rule), Some(Json::Array(items))) => items
            .iter()
            .any(|item| item.as_object().is_some_and(|object| rule_takes_object(rule, object))),
        // Nothing is there: only what is to be absent is content.
        (Field::Nested(rule), _) => rule_takes_object(rule, &Map::new()),
    }
}

/// The values that a property of the body offers. Objects, and arrays without a scalar, offer none,
/// so they do not even exist: `exists` is for leaves, as in EventBridge's patterns.
fn body_values(value: &Json) -> Option<Vec<Scalar>> {
    let values: Vec<_> = match value {
        Json::Array(items) => items.iter().filter_map(Scalar::of_json).collect(),
        value => Scalar::of_json(value).into_iter().collect(),
    };
    (!values.is_empty()).then_some(values)
}

/// Whether one of the conditions holds for one of the values; `None` when there is no such name.
fn takes_values(matchers: &[Matcher], values: Option<&[Scalar]>) -> bool {
    matchers.iter().any(|matcher| match matcher {
        Matcher::Exists(exists) => values.is_some() == *exists,
        matcher => values.unwrap_or_default().iter().any(|value| matcher.holds(value)),
    })
}
