//! Rules of replication: from a request to rows and back, and what is refused.
//!
//! There are two versions of the language: a rule with a `Filter` has a priority and says what
//! becomes of delete markers, one with a bare `Prefix` is of the first version. Source: S3 User
//! Guide, "Replication configuration file elements", "Backward compatibility considerations"; S3
//! API Reference, ReplicationRule and the types below it.

use kernel::{ApiError, Ctx};

use crate::api::{
    AccessControlTranslation, AccessControlTranslationBuilder, DeleteMarkerReplicationBuilder,
    Destination, DestinationBuilder, EncryptionConfiguration, EncryptionConfigurationBuilder,
    ExistingObjectReplicationBuilder, MetricsBuilder, ReplicaModificationsBuilder, ReplicationRule,
    ReplicationRuleAndOperatorBuilder, ReplicationRuleBuilder, ReplicationRuleFilter,
    ReplicationRuleFilterBuilder, ReplicationTimeBuilder, ReplicationTimeValueBuilder,
    SourceSelectionCriteria, SourceSelectionCriteriaBuilder, SseKmsEncryptedObjectsBuilder,
    TagBuilder,
};
use crate::errors;
use crate::limits::{CONFIGURATION_ID_LEN_MAX, REPLICATION_MINUTES};
use crate::replication;
use crate::state_lifecycle::{FilterForm, FilterRow};
use crate::state_replication::{DestinationRow, MetricsRow, ReplicationRuleRow};
use crate::storage_class;
use crate::tags;

pub fn read(ctx: &mut Ctx, rule: ReplicationRule<'_>) -> Result<ReplicationRuleRow, ApiError> {
    let id = match rule.id().filter(|id| !id.is_empty()) {
        Some(id) if id.chars().count() > CONFIGURATION_ID_LEN_MAX => {
            return Err(errors::malformed_xml());
        }
        Some(id) => id.to_owned(),
        None => ctx.chance().uuid(),
    };
    let filter = match (rule.filter(), rule.prefix()) {
        (Some(_), Some(_)) | (None, None) => return Err(errors::malformed_xml()),
        (Some(filter), None) => read_filter(filter)?,
        (None, Some(prefix)) => FilterRow {
            form: FilterForm::Bare,
            prefix: Some(prefix.to_owned()),
            ..FilterRow::default()
        },
    };
    let is_second = filter.form != FilterForm::Bare;
    let markers = rule.delete_marker_replication().map(|it| switch(it.status().unwrap_or("")));
    let copies_markers = markers.transpose()?;
    check_version(rule, is_second, copies_markers)?;
    if copies_markers == Some(true) && !filter.tags.is_empty() {
        return Err(errors::invalid_request(
            "Delete marker replication is not supported if any Tag filter is specified. Please \
             refer to S3 Developer Guide for more information.",
        ));
    }
    let criteria = rule.source_selection_criteria();
    let kms = criteria.and_then(SourceSelectionCriteria::sse_kms_encrypted_objects);
    let copies_kms = kms.map(|it| switch(it.status())).transpose()?;
    if copies_kms == Some(true) && rule.destination().encryption_configuration().is_none() {
        return Err(errors::invalid_request(
            "EncryptionConfiguration must be specified in a rule whose SseKmsEncryptedObjects are \
             enabled.",
        ));
    }
    if copies_kms.is_none() && rule.destination().encryption_configuration().is_some() {
        return Err(errors::invalid_request(
            "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.",
        ));
    }
    let modifications = criteria.and_then(SourceSelectionCriteria::replica_modifications);
    let existing = rule.existing_object_replication().map(|it| switch(it.status())).transpose()?;
    if existing == Some(true) {
        return Err(errors::not_implemented("ExistingObjectReplication"));
    }
    Ok(ReplicationRuleRow {
        id,
        is_enabled: switch(rule.status())?,
        priority: rule.priority().filter(|_| is_second),
        filter,
        to: read_destination(rule.destination())?,
        copies_markers,
        syncs_replicas: modifications.map(|it| switch(it.status())).transpose()?,
        copies_kms,
        copies_existing: existing,
    })
}

fn switch(status: &str) -> Result<bool, ApiError> {
    match status {
        "Enabled" => Ok(true),
        "Disabled" => Ok(false),
        _ => Err(errors::malformed_xml()),
    }
}

fn check_version(
    rule: ReplicationRule<'_>,
    is_second: bool,
    copies_markers: Option<bool>,
) -> Result<(), ApiError> {
    let lacks = |what: &str| {
        Err(errors::invalid_request(format!(
            "{what} must be specified for this version of Cross Region Replication configuration \
             schema. Please refer to S3 Developer Guide for more information."
        )))
    };
    match is_second {
        true if rule.priority().is_none() => lacks("Priority"),
        true if copies_markers.is_none() => lacks("DeleteMarkerReplication"),
        false if copies_markers.is_some() => Err(errors::invalid_request(
            "DeleteMarkerReplication cannot be specified for this version of Cross Region \
             Replication configuration schema. Please refer to S3 Developer Guide for more \
             information.",
        )),
        _ => Ok(()),
    }
}

fn read_filter(filter: ReplicationRuleFilter<'_>) -> Result<FilterRow, ApiError> {
    let own = |prefix: Option<&str>| prefix.map(str::to_owned);
    match (filter.prefix(), filter.tag(), filter.and()) {
        (prefix, None, None) => {
            Ok(FilterRow { form: FilterForm::Filter, prefix: own(prefix), ..FilterRow::default() })
        }
        (None, Some(tag), None) => Ok(FilterRow {
            form: FilterForm::Filter,
            tags: vec![(tag.key().to_owned(), tag.value().to_owned())],
            ..FilterRow::default()
        }),
        (None, None, Some(and)) => Ok(FilterRow {
            form: FilterForm::And,
            prefix: own(and.prefix()),
            tags: and.tags().map(tags::read_object).transpose()?.unwrap_or_default(),
            ..FilterRow::default()
        }),
        _ => Err(errors::malformed_xml()),
    }
}

fn read_destination(given: Destination<'_>) -> Result<DestinationRow, ApiError> {
    if replication::destination_name(given.bucket()).is_none() {
        return Err(errors::invalid_argument("Bucket", given.bucket(), "Invalid bucket ARN."));
    }
    let encryption = given.encryption_configuration();
    let kms_key = match encryption.map(EncryptionConfiguration::replica_kms_key_id) {
        None => None,
        Some(Some(key)) => Some(key.to_owned()),
        Some(None) => return Err(errors::malformed_xml()),
    };
    let overrides_owner =
        match given.access_control_translation().map(AccessControlTranslation::owner) {
            None => false,
            Some("Destination") if given.account().is_some() => true,
            Some("Destination") => {
                return Err(errors::invalid_request(
                    "Account must be specified when the ownership of replicas is translated.",
                ));
            }
            Some(_) => return Err(errors::malformed_xml()),
        };
    let in_time = match given.replication_time() {
        None => None,
        Some(time) if time.time().minutes() == Some(REPLICATION_MINUTES) => {
            Some(switch(time.status())?)
        }
        Some(_) => return Err(wrong_minutes("ReplicationTime")),
    };
    let metrics = match given.metrics() {
        None => None,
        Some(metrics) => {
            let threshold = metrics.event_threshold().map(|it| it.minutes().unwrap_or(0));
            if threshold.is_some_and(|minutes| minutes != REPLICATION_MINUTES) {
                return Err(wrong_minutes("EventThreshold"));
            }
            let is_enabled = switch(metrics.status())?;
            Some(MetricsRow { is_enabled, threshold_minutes: threshold })
        }
    };
    let has_metrics = metrics.is_some_and(|it| it.is_enabled);
    if in_time == Some(true) && !has_metrics {
        return Err(errors::invalid_request(
            "Metrics must be enabled when ReplicationTime is enabled.",
        ));
    }
    let class = given.storage_class().map(storage_class::check).transpose()?;
    Ok(DestinationRow {
        bucket: given.bucket().to_owned(),
        account: given.account().map(str::to_owned),
        class,
        overrides_owner,
        in_time,
        metrics,
        kms_key,
    })
}

/// Source: API, ReplicationTimeValue: "Valid value: 15".
fn wrong_minutes(what: &str) -> ApiError {
    errors::invalid_request(format!("{what} must be {REPLICATION_MINUTES} minutes."))
}

/// What rules may not say together.
pub fn check_together(rules: &[ReplicationRuleRow]) -> Result<(), ApiError> {
    let first = rules.iter().filter(|rule| rule.filter.form == FilterForm::Bare).count();
    if first != 0 && first != rules.len() {
        return Err(errors::malformed_xml());
    }
    for (at, rule) in rules.iter().enumerate() {
        for earlier in &rules[..at] {
            if rule.priority.is_some() && rule.priority == earlier.priority {
                return Err(errors::invalid_request(format!(
                    "Found duplicate priority {} in the rules {} and {}.",
                    rule.priority.unwrap_or(0),
                    earlier.id,
                    rule.id
                )));
            }
            let prefix = |rule: &ReplicationRuleRow| rule.filter.prefix.clone().unwrap_or_default();
            let (one, other) = (prefix(earlier), prefix(rule));
            // Without priorities nothing says which rule counts.
            if first != 0 && (one.starts_with(&other) || other.starts_with(&one)) {
                return Err(errors::invalid_request(format!(
                    "Found overlapping prefixes '{one}' and '{other}' in the rules."
                )));
            }
        }
    }
    Ok(())
}

fn word(is_enabled: bool) -> &'static str {
    if is_enabled { "Enabled" } else { "Disabled" }
}

pub fn show(row: &ReplicationRuleRow) -> ReplicationRuleBuilder {
    let is_second = row.filter.form != FilterForm::Bare;
    let criteria = (row.copies_kms.is_some() || row.syncs_replicas.is_some()).then(|| {
        let kms = row.copies_kms.map(|it| SseKmsEncryptedObjectsBuilder::new().status(word(it)));
        let modifications =
            row.syncs_replicas.map(|it| ReplicaModificationsBuilder::new().status(word(it)));
        SourceSelectionCriteriaBuilder::new()
            .sse_kms_encrypted_objects(kms)
            .replica_modifications(modifications)
    });
    let markers =
        row.copies_markers.map(|it| DeleteMarkerReplicationBuilder::new().status(word(it)));
    let existing =
        row.copies_existing.map(|it| ExistingObjectReplicationBuilder::new().status(word(it)));
    ReplicationRuleBuilder::new()
        .id(&row.id)
        .priority(row.priority)
        .prefix(row.filter.prefix.as_deref().filter(|_| !is_second))
        .filter(is_second.then(|| show_filter(&row.filter)))
        .status(word(row.is_enabled))
        .source_selection_criteria(criteria)
        .existing_object_replication(existing)
        .destination(show_destination(&row.to))
        .delete_marker_replication(markers)
}

fn show_filter(filter: &FilterRow) -> ReplicationRuleFilterBuilder {
    let shown = ReplicationRuleFilterBuilder::new();
    if filter.form == FilterForm::And {
        let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
        let and = ReplicationRuleAndOperatorBuilder::new();
        return shown.and(and.prefix(filter.prefix.as_deref()).tags(tags));
    }
    let tag = filter.tags.first();
    let tag = tag.map(|(key, value)| TagBuilder::new().key(key).value(value));
    shown.prefix(filter.prefix.as_deref()).tag(tag)
}

fn show_destination(to: &DestinationRow) -> DestinationBuilder {
    let minutes = || ReplicationTimeValueBuilder::new().minutes(REPLICATION_MINUTES);
    let time = to.in_time.map(|it| ReplicationTimeBuilder::new().status(word(it)).time(minutes()));
    let metrics = to.metrics.map(|it| {
        let threshold = it.threshold_minutes.map(|_| minutes());
        MetricsBuilder::new().status(word(it.is_enabled)).event_threshold(threshold)
    });
    let translation =
        to.overrides_owner.then(|| AccessControlTranslationBuilder::new().owner("Destination"));
    DestinationBuilder::new()
        .bucket(&to.bucket)
        .account(to.account.as_deref())
        .storage_class(to.class.as_deref())
        .access_control_translation(translation)
        .replication_time(time)
        .encryption_configuration(
            to.kms_key
                .as_deref()
                .map(|key| EncryptionConfigurationBuilder::new().replica_kms_key_id(key)),
        )
        .metrics(metrics)
}
