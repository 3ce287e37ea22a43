//! Which events a trail takes: basic and advanced event selectors.
//!
//! Source: API Reference, EventSelector, DataResource, AdvancedEventSelector and
//! AdvancedFieldSelector. An event is taken when any selector takes it; a selector takes it when
//! all of its fields do.

use crate::classify::DataKind;
use crate::state::{AdvancedSelector, BasicSelector, EventRow, FieldSelector, TrailRow};

/// The fields of an advanced selector, in the words of events.
pub mod field {
    pub const READ_ONLY: &str = "readOnly";
    pub const EVENT_CATEGORY: &str = "eventCategory";
    pub const EVENT_SOURCE: &str = "eventSource";
    pub const EVENT_NAME: &str = "eventName";
    pub const EVENT_TYPE: &str = "eventType";
    pub const RESOURCES_TYPE: &str = "resources.type";
    pub const RESOURCES_ARN: &str = "resources.ARN";
    pub const IDENTITY_ARN: &str = "userIdentity.arn";
}

pub const MANAGEMENT: &str = "Management";
pub const DATA: &str = "Data";
/// Events from outside of AWS.
pub const ACTIVITY: &str = "ActivityAuditLog";
/// "To log data events for all objects in all S3 buckets … specify the prefix as arn:aws:s3", and
/// so on: basic selectors' values that take all.
const ALL: [(&str, &str); 3] = [
    ("AWS::S3::Object", "s3"),
    ("AWS::Lambda::Function", "lambda"),
    ("AWS::DynamoDB::Table", "dynamodb"),
];

/// What selectors know of an event.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    pub name: &'f str,
    pub source: &'f str,
    pub is_read: bool,
    /// Of data events: the type of their resources.
    pub data_type: Option<&'f str>,
    pub arns: &'f [String],
    pub identity: Option<&'f str>,
    pub event_type: &'f str,
}

impl<'f> Facts<'f> {
    pub fn of(row: &'f EventRow) -> Facts<'f> {
        Facts {
            name: &row.name,
            source: &row.source,
            is_read: row.is_read,
            data_type: row.data_type.as_deref(),
            arns: &row.arns,
            identity: row.identity.as_deref(),
            event_type: &row.event_type,
        }
    }
}

/// Whether any of the advanced selectors takes the event.
pub fn any_takes(selectors: &[AdvancedSelector], facts: Facts<'_>) -> bool {
    selectors.iter().any(|selector| advanced_takes(selector, facts))
}

/// Whether the trail takes the event. A trail without selectors takes all management events.
pub fn takes(trail: &TrailRow, facts: Facts<'_>) -> bool {
    if !trail.advanced.is_empty() {
        return any_takes(&trail.advanced, facts);
    }
    if trail.selectors.is_empty() {
        return facts.data_type.is_none();
    }
    trail.selectors.iter().any(|selector| basic_takes(selector, facts))
}

/// The kinds of data events that a trail may take, as bits.
pub fn kinds(trail: &TrailRow) -> u32 {
    let basic = trail.selectors.iter().flat_map(|it| &it.data).map(|(kind, _)| kind.as_str());
    let bits = basic.filter_map(DataKind::parse).map(DataKind::bit);
    bits.fold(kinds_of(&trail.advanced), |all, bit| all | bit)
}

/// The same of advanced selectors.
pub fn kinds_of(selectors: &[AdvancedSelector]) -> u32 {
    let fields = selectors.iter().flat_map(|it| &it.fields);
    let fields = fields.filter(|it| it.field == field::RESOURCES_TYPE);
    let types = fields.flat_map(|it| it.equals.iter().map(String::as_str));
    let bits = types.filter_map(DataKind::parse).map(DataKind::bit);
    bits.fold(0, |all, bit| all | bit)
}

fn basic_takes(selector: &BasicSelector, facts: Facts<'_>) -> bool {
    let is_wanted = match selector.read_write.as_str() {
        "ReadOnly" => facts.is_read,
        "WriteOnly" => !facts.is_read,
        _ => true,
    };
    if !is_wanted {
        return false;
    }
    let Some(data_type) = facts.data_type else {
        let is_excluded = selector.excluded_sources.iter().any(|source| source == facts.source);
        return selector.has_management && !is_excluded;
    };
    let values = selector.data.iter().filter(|(kind, _)| kind == data_type);
    values.flat_map(|(_, values)| values).any(|value| {
        is_all(data_type, value)
            || facts.arns.iter().any(|arn| match data_type {
                "AWS::S3::Object" => arn.starts_with(value.as_str()),
                _ => arn == value,
            })
    })
}

/// Whether a basic selector's value stands for all resources of the type.
pub fn is_all(data_type: &str, value: &str) -> bool {
    let mut parts = value.trim_end_matches(':').splitn(3, ':');
    let service = (parts.next(), parts.next(), parts.next());
    ALL.iter().any(|(kind, name)| {
        *kind == data_type && service.0 == Some("arn") && service.2 == Some(*name)
    })
}

fn advanced_takes(selector: &AdvancedSelector, facts: Facts<'_>) -> bool {
    selector.fields.iter().all(|condition| {
        let read_only = facts.is_read.to_string();
        let category = if facts.data_type.is_some() { DATA } else { MANAGEMENT };
        let one = |value: Option<&str>| condition_takes(condition, value);
        match condition.field.as_str() {
            field::READ_ONLY => one(Some(&read_only)),
            field::EVENT_CATEGORY => one(Some(category)),
            field::EVENT_SOURCE => one(Some(facts.source)),
            field::EVENT_NAME => one(Some(facts.name)),
            field::EVENT_TYPE => one(Some(facts.event_type)),
            field::RESOURCES_TYPE => one(facts.data_type),
            field::IDENTITY_ARN => one(facts.identity),
            // An event over several resources is taken for any of them.
            field::RESOURCES_ARN if facts.arns.is_empty() => one(None),
            field::RESOURCES_ARN => facts.arns.iter().any(|arn| one(Some(arn))),
            _ => false,
        }
    })
}

/// Positive operators want one of their values, negative ones none; those that stand together must
/// all hold.
fn condition_takes(condition: &FieldSelector, value: Option<&str>) -> bool {
    let Some(value) = value else {
        // What is absent equals nothing.
        let has_positive = !condition.equals.is_empty()
            || !condition.starts_with.is_empty()
            || !condition.ends_with.is_empty();
        return !has_positive;
    };
    let any = |values: &[String], is: fn(&str, &str) -> bool| values.iter().any(|it| is(value, it));
    let equals: fn(&str, &str) -> bool = |value, wanted| value == wanted;
    let starts: fn(&str, &str) -> bool = |value, wanted| value.starts_with(wanted);
    let ends: fn(&str, &str) -> bool = |value, wanted| value.ends_with(wanted);
    let positive = [
        (&condition.equals, equals),
        (&condition.starts_with, starts),
        (&condition.ends_with, ends),
    ];
    let negative = [
        (&condition.not_equals, equals),
        (&condition.not_starts_with, starts),
        (&condition.not_ends_with, ends),
    ];
    positive.iter().all(|(values, is)| values.is_empty() || any(values, *is))
        && negative.iter().all(|(values, is)| !any(values, *is))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'f>(name: &'f str, is_read: bool, arns: &'f [String]) -> Facts<'f> {
        Facts {
            name,
            source: "s3.amazonaws.com",
            is_read,
            data_type: (!arns.is_empty()).then_some("AWS::S3::Object"),
            arns,
            identity: Some("arn:aws:iam::111111111111:root"),
            event_type: "AwsApiCall",
        }
    }

    fn basic(read_write: &str, value: &str) -> TrailRow {
        let selector = BasicSelector {
            read_write: read_write.to_owned(),
            has_management: false,
            data: vec![("AWS::S3::Object".to_owned(), vec![value.to_owned()])],
            excluded_sources: Vec::new(),
        };
        TrailRow { selectors: vec![selector], ..TrailRow::default() }
    }

    #[test]
    fn a_trail_without_selectors_takes_management_events() {
        let trail = TrailRow::default();
        assert!(takes(&trail, facts("CreateBucket", false, &[])));
        let object = ["arn:aws:s3:::b/k".to_owned()];
        assert!(!takes(&trail, facts("PutObject", false, &object)));
        assert_eq!(kinds(&trail), 0);
    }

    #[test]
    fn basic_selectors_take_by_prefix_and_kind() {
        let object = ["arn:aws:s3:::b/photos/1".to_owned()];
        let put = facts("PutObject", false, &object);
        for (value, is_taken) in [
            ("arn:aws:s3", true),
            ("arn:aws:s3:::", true),
            ("arn:aws:s3:::b/", true),
            ("arn:aws:s3:::b/photos", true),
            ("arn:aws:s3:::c/", false),
        ] {
            assert_eq!(takes(&basic("All", value), put), is_taken, "{value}");
        }
        assert!(!takes(&basic("ReadOnly", "arn:aws:s3"), put));
        assert!(!takes(&basic("All", "arn:aws:s3"), facts("CreateBucket", false, &[])));
        assert_eq!(kinds(&basic("All", "arn:aws:s3")), DataKind::S3Object.bit());
    }

    #[test]
    fn advanced_selectors_want_all_their_fields() {
        let condition =
            |field: &str| FieldSelector { field: field.to_owned(), ..FieldSelector::default() };
        let of = |values: &[&str]| values.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let fields = vec![
            FieldSelector { equals: of(&["Data"]), ..condition(field::EVENT_CATEGORY) },
            FieldSelector { equals: of(&["AWS::S3::Object"]), ..condition(field::RESOURCES_TYPE) },
            FieldSelector { starts_with: of(&["Delete"]), ..condition(field::EVENT_NAME) },
            FieldSelector {
                not_starts_with: of(&["arn:aws:s3:::b/tmp/"]),
                ..condition(field::RESOURCES_ARN)
            },
        ];
        let advanced = vec![AdvancedSelector { name: None, fields }];
        let trail = TrailRow { advanced, ..TrailRow::default() };
        let kept = ["arn:aws:s3:::b/k".to_owned()];
        let temporary = ["arn:aws:s3:::b/tmp/k".to_owned()];
        assert!(takes(&trail, facts("DeleteObject", false, &kept)));
        assert!(!takes(&trail, facts("PutObject", false, &kept)));
        assert!(!takes(&trail, facts("DeleteObject", false, &temporary)));
        assert!(!takes(&trail, facts("DeleteBucket", false, &[])));
        assert_eq!(kinds(&trail), DataKind::S3Object.bit());
    }
}
