//! Log groups: found by name or ARN, made, changed and deleted.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    AssociateKmsKeyInput, AssociateKmsKeyOutput, CreateLogGroupInput, CreateLogGroupOutput,
    DeleteLogGroupInput, DeleteLogGroupOutput, DeleteRetentionPolicyInput,
    DeleteRetentionPolicyOutput, DisassociateKmsKeyInput, DisassociateKmsKeyOutput,
    PutLogGroupDeletionProtectionInput, PutLogGroupDeletionProtectionOutput,
    PutRetentionPolicyInput, PutRetentionPolicyOutput, log_group_class,
};
use crate::charge;
use crate::encryption;
use crate::errors;
use crate::jobs;
use crate::limits;
use crate::state::{Class, GROUPS, Group, GroupRow, POLICIES};
use crate::tag;

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<Group, ApiError> {
    let row = ctx.table(&GROUPS).get_shared(name)?.ok_or_else(errors::no_group)?;
    Ok(Group { name: name.to_owned(), row })
}

/// By exactly one of `logGroupName` and `logGroupIdentifier`.
pub fn named(
    ctx: &Ctx<'_>,
    name: Option<&str>,
    identifier: Option<&str>,
) -> Result<Group, ApiError> {
    match (name, identifier) {
        (Some(name), None) => find(ctx, name),
        (None, Some(identifier)) => identified(ctx, identifier),
        _ => Err(errors::one_of("logGroupName", "logGroupIdentifier")),
    }
}

/// By name or ARN.
pub fn identified(ctx: &Ctx<'_>, identifier: &str) -> Result<Group, ApiError> {
    find(ctx, name_in(identifier))
}

/// The group's name in a name or an ARN of it, with or without what follows it.
pub fn name_in(identifier: &str) -> &str {
    if !identifier.starts_with("arn:") {
        return identifier;
    }
    let resource = identifier.splitn(6, ':').nth(5).unwrap_or_default();
    let name = resource.strip_prefix("log-group:").unwrap_or_default();
    name.split(':').next().unwrap_or_default()
}

pub fn create_log_group(
    ctx: &mut Ctx<'_>,
    input: CreateLogGroupInput<'_>,
) -> Result<CreateLogGroupOutput, ApiError> {
    let name = input.log_group_name();
    if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws/")) {
        return Err(errors::reserved_name());
    }
    if ctx.table(&GROUPS).contains(name)? {
        return Err(errors::group_exists());
    }
    let class = match input.log_group_class() {
        None | Some(log_group_class::STANDARD) => Class::Standard,
        Some(log_group_class::INFREQUENT_ACCESS) => Class::InfrequentAccess,
        Some(log_group_class::DELIVERY) => Class::Delivery,
        Some(other) => return Err(errors::not_implemented(format!("the log class {other}"))),
    };
    let mut tags = BTreeMap::new();
    if let Some(wanted) = input.tags() {
        tag::add(&mut tags, wanted, &ctx.arn(&format!("log-group:{name}")).to_string())?;
    }
    let mut row = GroupRow {
        id: ctx.chance().u64(),
        created: ctx.now().millis(),
        class,
        retention_days: None,
        kms_key: None,
        tags,
        is_protected: input.deletion_protection_enabled() == Some(true),
        metric_filters: Vec::new(),
        subscriptions: Vec::new(),
        protections: Vec::new(),
    };
    if let Some(key) = input.kms_key_id() {
        row.kms_key = Some(encryption::check_key(ctx, name, key)?);
    }
    Group { name: name.to_owned(), row: Arc::new(row) }.save(ctx);
    Ok(CreateLogGroupOutput::new())
}

pub fn delete_log_group(
    ctx: &mut Ctx<'_>,
    input: DeleteLogGroupInput<'_>,
) -> Result<DeleteLogGroupOutput, ApiError> {
    let group = find(ctx, input.log_group_name())?;
    if group.row.is_protected {
        return Err(errors::is_protected());
    }
    ctx.table_mut(&GROUPS).delete(&group.name);
    ctx.table_mut(&POLICIES).delete(&(true, group.name.as_str()));
    charge::forget(ctx, &group)?;
    jobs::drop_group(ctx, group.row.id);
    Ok(DeleteLogGroupOutput::new())
}

pub fn put_retention_policy(
    ctx: &mut Ctx<'_>,
    input: PutRetentionPolicyInput<'_>,
) -> Result<PutRetentionPolicyOutput, ApiError> {
    let mut group = find(ctx, input.log_group_name())?;
    let days = input.retention_in_days();
    if !limits::RETENTION_DAYS.contains(&days) {
        let known: Vec<String> = limits::RETENTION_DAYS.iter().map(ToString::to_string).collect();
        // [U]
        return Err(errors::invalid(format!(
            "Invalid retentionInDays {days}. The valid values are: {}.",
            known.join(", ")
        )));
    }
    if group.row.class == Class::Delivery {
        return Err(errors::not_for_class("PutRetentionPolicy", group.row.class.name()));
    }
    group.row_mut().retention_days = Some(days);
    group.save(ctx);
    jobs::watch_anew(ctx, &group)?;
    Ok(PutRetentionPolicyOutput::new())
}

pub fn delete_retention_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteRetentionPolicyInput<'_>,
) -> Result<DeleteRetentionPolicyOutput, ApiError> {
    let mut group = find(ctx, input.log_group_name())?;
    group.row_mut().retention_days = None;
    group.save(ctx);
    Ok(DeleteRetentionPolicyOutput::new())
}

pub fn put_log_group_deletion_protection(
    ctx: &mut Ctx<'_>,
    input: PutLogGroupDeletionProtectionInput<'_>,
) -> Result<PutLogGroupDeletionProtectionOutput, ApiError> {
    let mut group = identified(ctx, input.log_group_identifier())?;
    group.row_mut().is_protected = input.deletion_protection_enabled();
    group.save(ctx);
    Ok(PutLogGroupDeletionProtectionOutput::new())
}

pub fn associate_kms_key(
    ctx: &mut Ctx<'_>,
    input: AssociateKmsKeyInput<'_>,
) -> Result<AssociateKmsKeyOutput, ApiError> {
    let mut group = keyed(ctx, input.log_group_name(), input.resource_identifier())?;
    let key = encryption::check_key(ctx, &group.name, input.kms_key_id())?;
    group.row_mut().kms_key = Some(key);
    group.save(ctx);
    Ok(AssociateKmsKeyOutput::new())
}

pub fn disassociate_kms_key(
    ctx: &mut Ctx<'_>,
    input: DisassociateKmsKeyInput<'_>,
) -> Result<DisassociateKmsKeyOutput, ApiError> {
    let mut group = keyed(ctx, input.log_group_name(), input.resource_identifier())?;
    group.row_mut().kms_key = None;
    group.save(ctx);
    Ok(DisassociateKmsKeyOutput::new())
}

fn keyed(ctx: &Ctx<'_>, name: Option<&str>, identifier: Option<&str>) -> Result<Group, ApiError> {
    let of_results = |arn: &Arn| arn.resource.starts_with("query-result");
    if identifier.and_then(Arn::parse).as_ref().is_some_and(of_results) {
        return Err(errors::not_implemented("KMS keys of query results"));
    }
    match (name, identifier) {
        (Some(name), None) => find(ctx, name),
        (None, Some(identifier)) => identified(ctx, identifier),
        _ => Err(errors::one_of("logGroupName", "resourceIdentifier")),
    }
}
