//! Lifecycle rules: from a request to rows and back, and what is refused.
//!
//! Source: S3 User Guide, "Lifecycle configuration elements", "Transitioning objects using Amazon
//! S3 Lifecycle"; S3 API Reference, PutBucketLifecycleConfiguration. The words of refusals are
//! those that users of the service quote.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    AbortIncompleteMultipartUploadBuilder, LifecycleExpiration, LifecycleExpirationBuilder,
    LifecycleRule, LifecycleRuleAndOperatorBuilder, LifecycleRuleBuilder, LifecycleRuleFilter,
    LifecycleRuleFilterBuilder, NoncurrentVersionExpirationBuilder, NoncurrentVersionTransition,
    NoncurrentVersionTransitionBuilder, TagBuilder, Transition, TransitionBuilder,
};
use crate::errors;
use crate::limits::{
    CONFIGURATION_ID_LEN_MAX, INFREQUENT_DAYS_MIN, LIFECYCLE_RULES_MAX, NEWER_VERSIONS_MAX,
};
use crate::lock::SECONDS_PER_DAY;
use crate::state_lifecycle::{
    DueRow, ExpirationRow, FilterForm, FilterRow, OldVersionsRow, RuleRow, TransitionRow,
};
use crate::storage_class::{self, INFREQUENT, TRANSITIONS};
use crate::tags;

fn invalid_argument(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidArgument", message)
}

pub fn read_rules(
    ctx: &mut Ctx,
    rules: List<'_, LifecycleRule<'_>>,
) -> Result<Vec<RuleRow>, ApiError> {
    if rules.is_empty() {
        return Err(errors::malformed_xml());
    }
    if rules.len() > LIFECYCLE_RULES_MAX {
        return Err(errors::invalid_request(format!(
            "The number of lifecycle rules must not exceed the allowed limit of \
             {LIFECYCLE_RULES_MAX} rules"
        )));
    }
    let mut rows: Vec<RuleRow> = Vec::with_capacity(rules.len());
    for rule in rules {
        let row = read_rule(ctx, rule)?;
        if rows.iter().any(|earlier| earlier.id == row.id) {
            return Err(invalid_argument(
                "Rule ID must be unique. Found same ID for one or more rules",
            ));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn read_rule(ctx: &mut Ctx, rule: LifecycleRule<'_>) -> Result<RuleRow, ApiError> {
    let id = match rule.id().filter(|id| !id.is_empty()) {
        Some(id) if id.chars().count() > CONFIGURATION_ID_LEN_MAX => {
            return Err(invalid_argument(format!(
                "ID length should not exceed allowed limit of {CONFIGURATION_ID_LEN_MAX}"
            )));
        }
        Some(id) => id.to_owned(),
        None => crate::checksum::base64(ctx.chance().uuid().as_bytes()),
    };
    let is_enabled = match rule.status() {
        "Enabled" => true,
        "Disabled" => false,
        _ => return Err(errors::malformed_xml()),
    };
    let filter = match (rule.filter(), rule.prefix()) {
        (Some(filter), None) => read_filter(filter)?,
        (None, Some(prefix)) => FilterRow {
            form: FilterForm::Bare,
            prefix: Some(prefix.to_owned()),
            ..FilterRow::default()
        },
        _ => return Err(errors::malformed_xml()),
    };
    let mut row = RuleRow { id, is_enabled, filter, ..RuleRow::default() };
    row.expiration = rule.expiration().map(read_expiration).transpose()?;
    for transition in rule.transitions().into_iter().flatten() {
        row.transitions.push(read_transition(transition)?);
    }
    if let Some(old) = rule.noncurrent_version_expiration() {
        let newer = read_newer(old.newer_noncurrent_versions(), &row.filter)?;
        let days = old.noncurrent_days().ok_or_else(errors::malformed_xml)?;
        let days = positive(days, "'NoncurrentDays' for NoncurrentVersionExpiration action")?;
        row.old_expiration = Some(OldVersionsRow { days, newer, class: None });
    }
    for transition in rule.noncurrent_version_transitions().into_iter().flatten() {
        row.old_transitions.push(read_old_transition(transition, &row.filter)?);
    }
    if let Some(abort) = rule.abort_incomplete_multipart_upload() {
        let days = abort.days_after_initiation().ok_or_else(errors::malformed_xml)?;
        let what = "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action";
        row.abort_days = Some(positive(days, what)?);
    }
    check_rule(&row)?;
    Ok(row)
}

fn read_filter(filter: LifecycleRuleFilter<'_>) -> Result<FilterRow, ApiError> {
    let given = [
        filter.prefix().is_some(),
        filter.tag().is_some(),
        filter.object_size_greater_than().is_some(),
        filter.object_size_less_than().is_some(),
        filter.and().is_some(),
    ];
    if given.into_iter().filter(|is_given| *is_given).count() > 1 {
        return Err(errors::malformed_xml());
    }
    let mut row = FilterRow {
        form: FilterForm::Filter,
        prefix: filter.prefix().map(str::to_owned),
        tags: Vec::new(),
        larger_than: size(filter.object_size_greater_than())?,
        smaller_than: size(filter.object_size_less_than())?,
    };
    if let Some(tag) = filter.tag() {
        row.tags.push((tag.key().to_owned(), tag.value().to_owned()));
    }
    if let Some(and) = filter.and() {
        row.form = FilterForm::And;
        row.prefix = and.prefix().map(str::to_owned);
        if let Some(list) = and.tags() {
            row.tags = tags::read_object(list)?;
        }
        row.larger_than = size(and.object_size_greater_than())?;
        row.smaller_than = size(and.object_size_less_than())?;
    }
    if let (Some(larger), Some(smaller)) = (row.larger_than, row.smaller_than)
        && larger >= smaller
    {
        return Err(errors::invalid_request(
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
        ));
    }
    Ok(row)
}

fn size(given: Option<i64>) -> Result<Option<u64>, ApiError> {
    given.map(|size| u64::try_from(size).map_err(|_| errors::malformed_xml())).transpose()
}

fn positive(days: i64, what: &str) -> Result<u32, ApiError> {
    match i32::try_from(days) {
        Ok(days) if days > 0 => Ok(days as u32),
        _ => Err(invalid_argument(format!("{what} must be a positive integer"))),
    }
}

fn date(date: Timestamp) -> Result<DueRow, ApiError> {
    if date.micros() % (SECONDS_PER_DAY as i64 * 1_000_000) != 0 {
        return Err(invalid_argument("'Date' must be at midnight GMT"));
    }
    Ok(DueRow::Date(date.micros()))
}

fn read_expiration(given: LifecycleExpiration<'_>) -> Result<ExpirationRow, ApiError> {
    match (given.days(), given.date(), given.expired_object_delete_marker()) {
        (Some(days), None, None) => {
            let days = positive(days, "'Days' for Expiration action")?;
            Ok(ExpirationRow::At(DueRow::Days(days)))
        }
        (None, Some(at), None) => Ok(ExpirationRow::At(date(at)?)),
        (None, None, Some(removes)) => Ok(ExpirationRow::Markers(removes)),
        _ => Err(errors::malformed_xml()),
    }
}

fn read_class(class: Option<&str>) -> Result<String, ApiError> {
    let class = class.filter(|class| TRANSITIONS.contains(class));
    class.map(str::to_owned).ok_or_else(errors::malformed_xml)
}

fn read_transition(given: Transition<'_>) -> Result<TransitionRow, ApiError> {
    let class = read_class(given.storage_class())?;
    let due = match (given.days(), given.date()) {
        (Some(days), None) => {
            let days = u32::try_from(days).map_err(|_| {
                invalid_argument("'Days' for Transition action must be nonnegative")
            })?;
            if INFREQUENT.contains(&class.as_str()) && days < INFREQUENT_DAYS_MIN {
                return Err(invalid_argument(format!(
                    "'Days' in Transition action must be greater than or equal to \
                     {INFREQUENT_DAYS_MIN} for storageClass '{class}'"
                )));
            }
            DueRow::Days(days)
        }
        (None, Some(at)) => date(at)?,
        _ => return Err(errors::malformed_xml()),
    };
    Ok(TransitionRow { due, class })
}

fn read_old_transition(
    given: NoncurrentVersionTransition<'_>,
    filter: &FilterRow,
) -> Result<OldVersionsRow, ApiError> {
    let class = read_class(given.storage_class())?;
    let days = given.noncurrent_days().ok_or_else(errors::malformed_xml)?;
    let days = u32::try_from(days).map_err(|_| {
        invalid_argument(
            "'NoncurrentDays' for NoncurrentVersionTransition action must be nonnegative",
        )
    })?;
    if INFREQUENT.contains(&class.as_str()) && days < INFREQUENT_DAYS_MIN {
        return Err(invalid_argument(format!(
            "'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal \
             to {INFREQUENT_DAYS_MIN} for storageClass '{class}'"
        )));
    }
    let newer = read_newer(given.newer_noncurrent_versions(), filter)?;
    Ok(OldVersionsRow { days, newer, class: Some(class) })
}

/// Source: "NoncurrentVersionExpiration action element": it needs a Filter.
fn read_newer(given: Option<i64>, filter: &FilterRow) -> Result<Option<u32>, ApiError> {
    let Some(newer) = given else { return Ok(None) };
    if filter.form == FilterForm::Bare {
        return Err(errors::invalid_request(
            "'NewerNoncurrentVersions' must be specified with a Filter element",
        ));
    }
    match u32::try_from(newer) {
        Ok(newer) if (1..=NEWER_VERSIONS_MAX).contains(&newer) => Ok(Some(newer)),
        _ => Err(invalid_argument(format!(
            "'NewerNoncurrentVersions' must be a positive integer less than or equal to \
             {NEWER_VERSIONS_MAX}"
        ))),
    }
}

fn check_rule(rule: &RuleRow) -> Result<(), ApiError> {
    let has_action = rule.expiration.is_some()
        || !rule.transitions.is_empty()
        || rule.old_expiration.is_some()
        || !rule.old_transitions.is_empty()
        || rule.abort_days.is_some();
    if !has_action {
        return Err(errors::invalid_request("At least one action needs to be specified in a rule"));
    }
    let has_tags = !rule.filter.tags.is_empty();
    let has_size = rule.filter.larger_than.is_some() || rule.filter.smaller_than.is_some();
    let removes_markers = matches!(rule.expiration, Some(ExpirationRow::Markers(_)));
    if removes_markers && has_tags {
        return Err(errors::invalid_request(
            "ExpiredObjectDeleteMarker cannot be specified with Tags.",
        ));
    }
    if rule.abort_days.is_some() && has_tags {
        return Err(errors::invalid_request(
            "AbortIncompleteMultipartUpload cannot be specified with Tags.",
        ));
    }
    if rule.abort_days.is_some() && has_size {
        return Err(errors::invalid_request(
            "AbortIncompleteMultipartUpload cannot be specified with Object Size.",
        ));
    }
    check_order(rule)
}

/// Dates and days do not mix, each class is reached once, and the end comes last.
fn check_order(rule: &RuleRow) -> Result<(), ApiError> {
    let prefix = rule.filter.prefix.as_deref().unwrap_or("");
    let expiration = match rule.expiration {
        Some(ExpirationRow::At(due)) => Some(due),
        _ => None,
    };
    let dues: Vec<DueRow> =
        rule.transitions.iter().map(|transition| transition.due).chain(expiration).collect();
    let is_date = |due: &DueRow| matches!(due, DueRow::Date(_));
    if dues.iter().any(is_date) && !dues.iter().all(is_date) {
        return Err(errors::invalid_request(format!(
            "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle \
             rule for prefix '{prefix}'"
        )));
    }
    for (at, one) in rule.transitions.iter().enumerate() {
        for other in &rule.transitions[..at] {
            if one.class == other.class {
                return Err(errors::invalid_request(format!(
                    "'StorageClass' must be different for 'Transition' actions in same 'Rule' \
                     with prefix '{prefix}'"
                )));
            }
            check_pair(one, other, prefix)?;
            check_pair(other, one, prefix)?;
        }
        let (word, is_late) = match (one.due, expiration) {
            (DueRow::Days(days), Some(DueRow::Days(end))) => ("Days", end <= days),
            (DueRow::Date(date), Some(DueRow::Date(end))) => ("Date", end <= date),
            _ => continue,
        };
        if is_late {
            return Err(invalid_argument(format!(
                "'{word}' in the Expiration action for filter '(prefix={prefix})' must be greater \
                 than '{word}' in the Transition action"
            )));
        }
    }
    Ok(())
}

/// Source: "Minimum 30-Day Storage Charge for S3 Standard-IA and S3 One Zone-IA".
fn check_pair(warm: &TransitionRow, cold: &TransitionRow, prefix: &str) -> Result<(), ApiError> {
    let is_pair =
        INFREQUENT.contains(&warm.class.as_str()) && storage_class::is_archive(&cold.class);
    let (DueRow::Days(first), DueRow::Days(second)) = (warm.due, cold.due) else { return Ok(()) };
    if is_pair && second < first + INFREQUENT_DAYS_MIN {
        return Err(invalid_argument(format!(
            "'Days' in the 'Transition' action with StorageClass '{}' for filter \
             '(prefix={prefix})' must be {INFREQUENT_DAYS_MIN} days more than 'Days' in the \
             'Transition' action with StorageClass '{}'",
            cold.class, warm.class
        )));
    }
    Ok(())
}

// From rows to answers.

pub fn show_rule(rule: &RuleRow) -> LifecycleRuleBuilder {
    let mut shown = LifecycleRuleBuilder::new().id(&rule.id).status(if rule.is_enabled {
        "Enabled"
    } else {
        "Disabled"
    });
    shown = match rule.filter.form {
        FilterForm::Bare => shown.prefix(rule.filter.prefix.as_deref()),
        _ => shown.filter(show_filter(&rule.filter)),
    };
    if let Some(expiration) = rule.expiration {
        shown = shown.expiration(show_expiration(expiration));
    }
    if !rule.transitions.is_empty() {
        let transitions = rule.transitions.iter().map(show_transition);
        shown = shown.transitions(transitions.collect::<Vec<_>>());
    }
    if let Some(old) = &rule.old_expiration {
        shown = shown.noncurrent_version_expiration(
            NoncurrentVersionExpirationBuilder::new()
                .noncurrent_days(old.days)
                .newer_noncurrent_versions(old.newer),
        );
    }
    if !rule.old_transitions.is_empty() {
        let transitions = rule.old_transitions.iter().map(|old| {
            NoncurrentVersionTransitionBuilder::new()
                .noncurrent_days(old.days)
                .newer_noncurrent_versions(old.newer)
                .storage_class(old.class.as_deref())
        });
        shown = shown.noncurrent_version_transitions(transitions.collect::<Vec<_>>());
    }
    if let Some(days) = rule.abort_days {
        shown = shown.abort_incomplete_multipart_upload(
            AbortIncompleteMultipartUploadBuilder::new().days_after_initiation(days),
        );
    }
    shown
}

fn show_filter(filter: &FilterRow) -> LifecycleRuleFilterBuilder {
    let larger = filter.larger_than.map(|size| size as i64);
    let smaller = filter.smaller_than.map(|size| size as i64);
    if filter.form == FilterForm::And {
        let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
        return LifecycleRuleFilterBuilder::new().and(
            LifecycleRuleAndOperatorBuilder::new()
                .prefix(filter.prefix.as_deref())
                .tags(tags)
                .object_size_greater_than(larger)
                .object_size_less_than(smaller),
        );
    }
    let tag = filter.tags.first().map(|(key, value)| TagBuilder::new().key(key).value(value));
    LifecycleRuleFilterBuilder::new()
        .prefix(filter.prefix.as_deref())
        .tag(tag)
        .object_size_greater_than(larger)
        .object_size_less_than(smaller)
}

fn show_expiration(expiration: ExpirationRow) -> LifecycleExpirationBuilder {
    let shown = LifecycleExpirationBuilder::new();
    match expiration {
        ExpirationRow::At(DueRow::Days(days)) => shown.days(days),
        ExpirationRow::At(DueRow::Date(date)) => shown.date(Timestamp::from_micros(date)),
        ExpirationRow::Markers(removes) => shown.expired_object_delete_marker(removes),
    }
}

fn show_transition(transition: &TransitionRow) -> TransitionBuilder {
    let shown = TransitionBuilder::new().storage_class(&transition.class);
    match transition.due {
        DueRow::Days(days) => shown.days(days),
        DueRow::Date(date) => shown.date(Timestamp::from_micros(date)),
    }
}
