//! Bucket notifications: what a configuration may say, and the operations that set and show it.
//!
//! Which events a bucket has is in `events.rs`. Source: S3 User Guide, "Amazon S3 Event
//! Notifications" and the pages below it; S3 API Reference, PutBucketNotificationConfiguration.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::{
    FilterRuleBuilder, GetBucketNotificationConfigurationInput,
    GetBucketNotificationConfigurationOutput, NotificationConfiguration,
    NotificationConfigurationFilter, NotificationConfigurationFilterBuilder,
    PutBucketNotificationConfigurationInput, PutBucketNotificationConfigurationOutput, S3KeyFilter,
    S3KeyFilterBuilder,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events;
use crate::limits::{CONFIGURATION_ID_LEN_MAX, KEY_BYTES_MAX, NOTIFICATIONS_MAX};
use crate::notification_check;
use crate::state_settings::{
    Feature, NOTIFICATIONS, NotificationRow, NotificationTarget, TargetKind,
};

impl TargetKind {
    const ALL: [TargetKind; 3] = [TargetKind::Topic, TargetKind::Queue, TargetKind::Function];

    /// The member that lists targets of this kind.
    fn list(self) -> &'static str {
        match self {
            TargetKind::Queue => "QueueConfigurations",
            TargetKind::Topic => "TopicConfigurations",
            TargetKind::Function => "LambdaFunctionConfigurations",
        }
    }

    fn arn_member(self) -> &'static str {
        match self {
            TargetKind::Queue => "QueueArn",
            TargetKind::Topic => "TopicArn",
            TargetKind::Function => "LambdaFunctionArn",
        }
    }

    pub fn service(self) -> &'static str {
        match self {
            TargetKind::Queue => "sqs",
            TargetKind::Topic => "sns",
            TargetKind::Function => "lambda",
        }
    }

    /// As refusals call it.
    pub fn word(self) -> &'static str {
        match self {
            TargetKind::Queue => "queue",
            TargetKind::Topic => "topic",
            TargetKind::Function => "Lambda function",
        }
    }
}

pub fn put_bucket_notification_configuration(
    ctx: &mut Ctx,
    input: PutBucketNotificationConfigurationInput<'_>,
) -> Result<PutBucketNotificationConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = read(ctx, &bucket, input.notification_configuration())?;
    if input.skip_destination_validation() != Some(true) {
        notification_check::check_destinations(ctx, &bucket, &row)?;
    }
    let has_any = row.has_event_bridge || !row.targets.is_empty();
    if has_any {
        ctx.table_mut(&NOTIFICATIONS).put(&bucket.row.id, &row);
    } else {
        ctx.table_mut(&NOTIFICATIONS).delete(&bucket.row.id);
    }
    bucket.set_feature(ctx, Feature::Notifications, has_any);
    Ok(PutBucketNotificationConfigurationOutput::new())
}

fn read(
    ctx: &mut Ctx,
    bucket: &Bucket,
    given: NotificationConfiguration<'_>,
) -> Result<NotificationRow, ApiError> {
    let mut row = NotificationRow {
        targets: Vec::new(),
        has_event_bridge: given.event_bridge_configuration().is_some(),
    };
    for kind in TargetKind::ALL {
        for item in given.0.list(kind.list()).unwrap_or_default() {
            let item = item.as_struct().expect("the wire has decoded a list of structures");
            row.targets.push(read_target(ctx, bucket, kind, item)?);
            if row.targets.len() > NOTIFICATIONS_MAX {
                return Err(errors::too_many_configurations(NOTIFICATIONS_MAX));
            }
        }
    }
    check_ids(&row.targets)?;
    check_overlaps(&row.targets)?;
    Ok(row)
}

fn read_target(
    ctx: &mut Ctx,
    bucket: &Bucket,
    kind: TargetKind,
    given: &Struct,
) -> Result<NotificationTarget, ApiError> {
    let arn = given.str(kind.arn_member()).unwrap_or("");
    check_arn(bucket, kind, arn)?;
    let events: Vec<String> =
        given.list("Events").unwrap_or_default().iter().filter_map(event).collect();
    if events.is_empty() {
        return Err(errors::malformed_xml());
    }
    if let Some(unknown) = events.iter().find(|event| !events::is_known(event)) {
        return Err(errors::invalid_argument(
            "Event",
            unknown,
            "The event is not supported for notifications",
        ));
    }
    let id = match given.str("Id").filter(|id| !id.is_empty()) {
        Some(id) if id.chars().count() > CONFIGURATION_ID_LEN_MAX => {
            return Err(errors::invalid_argument("Id", id, "Id is too long"));
        }
        Some(id) => id.to_owned(),
        None => crate::checksum::base64(ctx.chance().uuid().as_bytes()),
    };
    let filter = given.structure("Filter").map(NotificationConfigurationFilter);
    let (prefix, suffix) = match filter.and_then(NotificationConfigurationFilter::key) {
        Some(key) => read_filter(key)?,
        None => (None, None),
    };
    Ok(NotificationTarget { kind, id, arn: arn.to_owned(), events, prefix, suffix })
}

fn event(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn check_arn(bucket: &Bucket, kind: TargetKind, text: &str) -> Result<(), ApiError> {
    let refuse = |message: &str| Err(errors::invalid_argument("ARN", text, message));
    let Some(arn) = Arn::parse(text).filter(|arn| arn.service == kind.service()) else {
        return refuse("The ARN could not be parsed");
    };
    if arn.account_id().is_none() {
        return refuse("The ARN could not be parsed");
    }
    if arn.region != bucket.row.region {
        return refuse(
            "The notification destination service region is not valid for the bucket location \
             constraint",
        );
    }
    let is_fifo = arn.resource.strip_suffix(".fifo").is_some();
    match kind {
        TargetKind::Queue if is_fifo => refuse("FIFO SQS queues are not supported."),
        TargetKind::Topic if is_fifo => refuse("FIFO SNS topics are not supported."),
        _ => Ok(()),
    }
}

fn read_filter(key: S3KeyFilter<'_>) -> Result<(Option<String>, Option<String>), ApiError> {
    let (mut prefix, mut suffix) = (None, None);
    for rule in key.filter_rules().into_iter().flatten() {
        let name = rule.name().unwrap_or("");
        let value = rule.value().unwrap_or("");
        let (slot, word) = match name.to_ascii_lowercase().as_str() {
            "prefix" => (&mut prefix, "prefix"),
            "suffix" => (&mut suffix, "suffix"),
            _ => {
                return Err(errors::invalid_argument(
                    "FilterRule.Name",
                    name,
                    "filter rule name must be either prefix or suffix",
                ));
            }
        };
        if slot.is_some() {
            let message = format!("Cannot specify more than one {word} rule in a filter.");
            return Err(errors::invalid_argument("FilterRule.Name", name, &message));
        }
        if value.len() > KEY_BYTES_MAX {
            return Err(errors::invalid_argument(
                "FilterRule.Value",
                value,
                "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
            ));
        }
        *slot = Some(value.to_owned());
    }
    Ok((prefix, suffix))
}

fn check_ids(targets: &[NotificationTarget]) -> Result<(), ApiError> {
    for (at, target) in targets.iter().enumerate() {
        if targets[..at].iter().any(|earlier| earlier.id == target.id) {
            return Err(errors::invalid_argument(
                "Id",
                &target.id,
                "Same ID used for multiple configurations. IDs must be unique",
            ));
        }
    }
    Ok(())
}

/// No event of an object may go to two targets.
///
/// Source: User Guide, "Configuring event notifications using object key name filtering": two
/// prefixes overlap if a string can begin with both, two suffixes if it can end with both.
fn check_overlaps(targets: &[NotificationTarget]) -> Result<(), ApiError> {
    for (at, one) in targets.iter().enumerate() {
        for other in &targets[..at] {
            let starts = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
            let ends = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
            let overlap = starts(text(one.prefix.as_ref()), text(other.prefix.as_ref()))
                && ends(text(one.suffix.as_ref()), text(other.suffix.as_ref()))
                && share_event(&one.events, &other.events);
            if !overlap {
                continue;
            }
            let are_plain = [&one.prefix, &one.suffix, &other.prefix, &other.suffix]
                .into_iter()
                .all(|part| text(part.as_ref()).is_empty());
            let message = if are_plain {
                "Configurations overlap. Configurations on the same bucket cannot share a common \
                 event type."
            } else {
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two \
                 rules if the prefixes are overlapping for the same event type."
            };
            return Err(ApiError::new("InvalidArgument", message));
        }
    }
    Ok(())
}

fn text(part: Option<&String>) -> &str {
    part.map_or("", String::as_str)
}

fn share_event(one: &[String], other: &[String]) -> bool {
    let covers = |a: &str, b: &str| a == b || events::matches(a, b) || events::matches(b, a);
    one.iter().any(|event| other.iter().any(|second| covers(event, second)))
}

pub fn get_bucket_notification_configuration(
    ctx: &mut Ctx,
    input: GetBucketNotificationConfigurationInput<'_>,
) -> Result<GetBucketNotificationConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = of(ctx, &bucket)?.unwrap_or_default();
    let mut output = GetBucketNotificationConfigurationOutput::new();
    for kind in TargetKind::ALL {
        let targets = row.targets.iter().filter(|target| target.kind == kind);
        let shown: Vec<Value> = targets.map(|target| Value::Struct(show(target))).collect();
        if !shown.is_empty() {
            output.0.set(kind.list(), shown);
        }
    }
    if row.has_event_bridge {
        output.0.set("EventBridgeConfiguration", Struct::new());
    }
    Ok(output)
}

fn show(target: &NotificationTarget) -> Struct {
    let events: Vec<Value> = target.events.iter().map(Value::from).collect();
    let mut shown = Struct::new()
        .with("Id", &target.id)
        .with(target.kind.arn_member(), &target.arn)
        .with("Events", events);
    let rules: Vec<_> = [("Prefix", &target.prefix), ("Suffix", &target.suffix)]
        .into_iter()
        .filter_map(|(name, value)| {
            Some(FilterRuleBuilder::new().name(name).value(value.as_deref()?))
        })
        .collect();
    if !rules.is_empty() {
        let key = S3KeyFilterBuilder::new().filter_rules(rules);
        shown.set("Filter", NotificationConfigurationFilterBuilder::new().key(key));
    }
    shown
}

/// The bucket's configuration, if it has one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<NotificationRow>, ApiError> {
    if !bucket.has(Feature::Notifications) {
        return Ok(None);
    }
    Ok(ctx.table_in(&NOTIFICATIONS, bucket.scope).get(&bucket.row.id)?)
}

impl NotificationTarget {
    /// Whether an event (`s3:ObjectCreated:Put`) on a key goes to this target.
    pub fn wants(&self, event: &str, key: &str) -> bool {
        self.events.iter().any(|pattern| events::matches(pattern, event))
            && key.starts_with(text(self.prefix.as_ref()))
            && key.ends_with(text(self.suffix.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(event: &str, prefix: &str, suffix: &str) -> NotificationTarget {
        NotificationTarget {
            kind: TargetKind::Queue,
            id: String::new(),
            arn: String::new(),
            events: vec![event.to_owned()],
            prefix: Some(prefix.to_owned()),
            suffix: Some(suffix.to_owned()),
        }
    }

    fn overlap(one: (&str, &str, &str), other: (&str, &str, &str)) -> bool {
        let of = |(event, prefix, suffix)| target(event, prefix, suffix);
        check_overlaps(&[of(one), of(other)]).is_err()
    }

    /// The examples of the User Guide's page on filtering.
    #[test]
    fn overlaps_are_told_as_the_guide_does() {
        let put = "s3:ObjectCreated:Put";
        let all = "s3:ObjectCreated:*";
        assert!(!overlap((put, "images/", ""), (put, "logs/", "")));
        assert!(!overlap((put, "", ".jpg"), (put, "", ".png")));
        assert!(!overlap((put, "images", ".jpg"), (put, "images", ".png")));
        assert!(!overlap((put, "image/", ""), ("s3:ObjectRemoved:*", "image/", "")));
        assert!(overlap((all, "", ""), (all, "images", "")));
        assert!(overlap((all, "", "jpg"), (put, "", "pg")));
        assert!(overlap((all, "images", "jpg"), (put, "", "jpg")));
    }

    #[test]
    fn wildcards_cover_their_kind_only() {
        for pattern in events::WILDCARDS {
            assert!(events::is_known(pattern), "{pattern}");
        }
        let target = target("s3:ObjectCreated:*", "a/", ".txt");
        assert!(target.wants("s3:ObjectCreated:Copy", "a/b.txt"));
        assert!(!target.wants("s3:ObjectCreated:Copy", "a/b.jpg"));
        assert!(!target.wants("s3:ObjectRemoved:Delete", "a/b.txt"));
    }
}
