//! Stacks, their resources and events, as they are shown.

use std::collections::BTreeMap;

use cfn_template::Template;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    AccountLimitBuilder, DescribeAccountLimitsInput, DescribeAccountLimitsOutput,
    DescribeStackEventsInput, DescribeStackEventsOutput, DescribeStackResourceInput,
    DescribeStackResourceOutput, DescribeStackResourcesInput, DescribeStackResourcesOutput,
    DescribeStacksInput, DescribeStacksOutput, ListStackResourcesInput, ListStackResourcesOutput,
    ListStacksInput, ListStacksOutput, OutputBuilder, ParameterBuilder, StackBuilder,
    StackDriftInformationBuilder, StackDriftInformationSummaryBuilder, StackEventBuilder,
    StackResourceBuilder, StackResourceDetailBuilder, StackResourceDriftInformationBuilder,
    StackResourceDriftInformationSummaryBuilder, StackResourceSummaryBuilder, StackSummaryBuilder,
    TagBuilder,
};
use crate::engine::start;
use crate::errors;
use crate::find;
use crate::limits::{DELETED_KEPT_SECONDS, OUTPUTS_MAX, PAGE_MAX, STACKS_MAX};
use crate::session::Session;
use crate::source;
use crate::state::{BY_TIME, EVENTS, RESOURCES, ResourceRow, STACKS, StackRow};

/// Drift is not looked for here.
const NOT_CHECKED: &str = "NOT_CHECKED";

pub fn describe_stacks(
    ctx: &mut Ctx<'_>,
    input: DescribeStacksInput<'_>,
) -> Result<DescribeStacksOutput, ApiError> {
    const OPERATION: &str = "DescribeStacks";
    if let Some(name) = input.stack_name() {
        let session = find::open(ctx, name)?;
        return Ok(DescribeStacksOutput::new().stacks(vec![stack(&session)?]));
    }
    let (keys, next) = page_of(ctx, OPERATION, input.next_token(), |_, row| row.deleted.is_none())?;
    let mut shown = Vec::new();
    for key in keys {
        if let Some(session) = Session::open(ctx, &key)? {
            shown.push(stack(&session)?);
        }
    }
    Ok(DescribeStacksOutput::new().stacks(shown).next_token(next))
}

/// A page of the stacks that are wanted, the newest first.
fn page_of(
    ctx: &Ctx<'_>,
    operation: &str,
    token: Option<&str>,
    wants: impl Fn(&Ctx<'_>, &StackRow) -> bool,
) -> Result<(Vec<String>, Option<String>), ApiError> {
    let mut range = Range::all();
    if let Some(token) = token {
        let text = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
        let after = text.as_deref().and_then(|text| text.split_once('/'));
        let after = after.and_then(|(time, key)| Some((time.parse::<i64>().ok()?, key.to_owned())));
        let after = after.ok_or_else(|| errors::validation("Invalid NextToken"))?;
        range = range.after(&after);
    }
    let mut keys = Vec::new();
    for entry in ctx.table(&BY_TIME).keys(&range) {
        let (time, key) = entry?;
        let Some(row) = ctx.table(&STACKS).get(key.as_str())? else { continue };
        if wants(ctx, &row) {
            keys.push(key.clone());
        }
        if keys.len() == PAGE_MAX {
            let next = page::encode(operation, format!("{time}/{key}").as_bytes());
            return Ok((keys, Some(next)));
        }
    }
    Ok((keys, None))
}

pub fn stack(session: &Session<'_, '_>) -> Result<StackBuilder, ApiError> {
    let row = &session.stack;
    let text = session.body(start::PROCESSED)?.unwrap_or_default();
    let declared = source::template(&text).map(|(_, template)| template).unwrap_or_default();
    let outputs = row.outputs.iter().map(|output| {
        OutputBuilder::new()
            .output_key(output.name.as_str())
            .output_value(output.value.as_str())
            .description(output.description.as_deref())
            .export_name(output.export.as_deref())
    });
    let outputs: Vec<_> = outputs.collect();
    let parameters = parameters(row, &declared);
    Ok(StackBuilder::new()
        .stack_id(row.id.as_str())
        .stack_name(row.name.as_str())
        .change_set_id(row.change_set.as_deref())
        .description(row.description.as_deref())
        .parameters((!parameters.is_empty()).then_some(parameters))
        .creation_time(Timestamp::from_micros(row.created))
        .deletion_time(row.deleted.map(Timestamp::from_micros))
        .last_updated_time(row.updated.map(Timestamp::from_micros))
        .rollback_configuration(crate::api::RollbackConfigurationBuilder::new())
        .stack_status(row.status.as_str())
        .stack_status_reason(row.reason.as_deref())
        .disable_rollback(row.disable_rollback)
        .notification_ar_ns(row.notification_arns.clone())
        .timeout_in_minutes(row.timeout_minutes)
        .capabilities((!row.capabilities.is_empty()).then(|| row.capabilities.clone()))
        .outputs((!outputs.is_empty()).then_some(outputs))
        .role_arn(row.role.as_deref())
        .tags(tag_list(&row.tags))
        .enable_termination_protection(row.is_protected)
        .parent_id(row.parent.as_ref().map(|parent| parent.stack_id.as_str()))
        .root_id(row.root.as_deref())
        .drift_information(StackDriftInformationBuilder::new().stack_drift_status(NOT_CHECKED)))
}

/// Values that are not to be echoed are stars.
pub fn parameters(row: &StackRow, declared: &Template) -> Vec<ParameterBuilder> {
    let each = row.parameters.iter().map(|(name, value)| {
        let is_secret = declared.parameter(name).is_some_and(|it| it.no_echo);
        let shown = if is_secret { "****" } else { value.value.as_str() };
        ParameterBuilder::new()
            .parameter_key(name.as_str())
            .parameter_value(shown)
            .resolved_value(value.resolved.as_deref().filter(|_| !is_secret))
    });
    each.collect()
}

pub fn tag_list(tags: &BTreeMap<String, String>) -> Vec<TagBuilder> {
    let each = tags.iter();
    each.map(|(key, value)| TagBuilder::new().key(key.as_str()).value(value.as_str())).collect()
}

pub fn list_stacks(
    ctx: &mut Ctx<'_>,
    input: ListStacksInput<'_>,
) -> Result<ListStacksOutput, ApiError> {
    const OPERATION: &str = "ListStacks";
    let filter = input.stack_status_filter();
    let (keys, next) = page_of(ctx, OPERATION, input.next_token(), |ctx, row| {
        let is_old = row.deleted.is_some_and(|at| {
            ctx.now().since(Timestamp::from_micros(at)).as_secs() as i64 > DELETED_KEPT_SECONDS
        });
        !is_old && filter.is_none_or(|filter| filter.is_empty() || filter.contains(&row.status))
    })?;
    let mut shown = Vec::new();
    for key in keys {
        let Some(row) = ctx.table(&STACKS).get(key.as_str())? else { continue };
        let drift = StackDriftInformationSummaryBuilder::new().stack_drift_status(NOT_CHECKED);
        shown.push(
            StackSummaryBuilder::new()
                .stack_id(row.id)
                .stack_name(row.name)
                .template_description(row.description)
                .creation_time(Timestamp::from_micros(row.created))
                .last_updated_time(row.updated.map(Timestamp::from_micros))
                .deletion_time(row.deleted.map(Timestamp::from_micros))
                .stack_status(row.status)
                .stack_status_reason(row.reason)
                .parent_id(row.parent.map(|parent| parent.stack_id))
                .root_id(row.root)
                .drift_information(drift),
        );
    }
    Ok(ListStacksOutput::new().stack_summaries(shown).next_token(next))
}

pub fn describe_stack_events(
    ctx: &mut Ctx<'_>,
    input: DescribeStackEventsInput<'_>,
) -> Result<DescribeStackEventsOutput, ApiError> {
    const OPERATION: &str = "DescribeStackEvents";
    let name = input.stack_name();
    let session = find::try_open(ctx, name)?.ok_or_else(|| errors::no_stack_for_events(name))?;
    let mut range = Range::within(&(session.key.as_str(),));
    if let Some(token) = input.next_token() {
        let bytes = page::decode(OPERATION, token).and_then(|it| it.try_into().ok());
        let after = bytes.map(u64::from_be_bytes);
        let after = after.ok_or_else(|| errors::validation("Invalid NextToken"))?;
        range = range.after(&(session.key.as_str(), after));
    }
    let mut shown = Vec::new();
    let mut next = None;
    for entry in session.ctx.table(&EVENTS).scan(&range) {
        let ((_, number), row) = entry?;
        shown.push(
            StackEventBuilder::new()
                .stack_id(session.stack.id.as_str())
                .event_id(row.id)
                .stack_name(session.stack.name.as_str())
                .logical_resource_id(row.logical_id)
                .physical_resource_id(row.physical_id.unwrap_or_default())
                .resource_type(row.kind)
                .timestamp(Timestamp::from_micros(row.time))
                .resource_status(row.status)
                .resource_status_reason(row.reason)
                .resource_properties(row.properties)
                .client_request_token(row.token),
        );
        if shown.len() == PAGE_MAX {
            next = Some(page::encode(OPERATION, &number.to_be_bytes()));
            break;
        }
    }
    Ok(DescribeStackEventsOutput::new().stack_events(shown).next_token(next))
}

pub fn describe_stack_resource(
    ctx: &mut Ctx<'_>,
    input: DescribeStackResourceInput<'_>,
) -> Result<DescribeStackResourceOutput, ApiError> {
    let session = find::try_open(ctx, input.stack_name())?.ok_or_else(|| {
        errors::validation(format!("Stack '{}' does not exist", input.stack_name()))
    })?;
    let id = input.logical_resource_id();
    let row = session.resource(id)?.ok_or_else(|| {
        errors::validation(format!("Resource {id} does not exist for stack {}", input.stack_name()))
    })?;
    let metadata = Some(row.being.metadata.clone()).filter(|it| !it.is_empty());
    let drift =
        StackResourceDriftInformationBuilder::new().stack_resource_drift_status(NOT_CHECKED);
    let detail = StackResourceDetailBuilder::new()
        .stack_name(session.stack.name.as_str())
        .stack_id(session.stack.id.as_str())
        .logical_resource_id(id)
        .physical_resource_id(row.being.physical)
        .resource_type(row.being.kind)
        .last_updated_timestamp(Timestamp::from_micros(row.updated))
        .resource_status(row.status)
        .resource_status_reason(row.reason)
        .metadata(metadata)
        .drift_information(drift);
    Ok(DescribeStackResourceOutput::new().stack_resource_detail(detail))
}

pub fn describe_stack_resources(
    ctx: &mut Ctx<'_>,
    input: DescribeStackResourcesInput<'_>,
) -> Result<DescribeStackResourcesOutput, ApiError> {
    let session = match (input.stack_name(), input.physical_resource_id()) {
        (Some(name), None) => find::open(ctx, name)?,
        (None, Some(physical)) => {
            let key = stack_of(ctx, physical)?;
            let key = key.ok_or_else(|| {
                errors::validation(format!("Stack for {physical} does not exist"))
            })?;
            Session::open(ctx, &key)?.ok_or_else(|| errors::no_stack(&key))?
        }
        _ => {
            return Err(errors::validation(
                "Exactly one of StackName and PhysicalResourceId must be specified.",
            ));
        }
    };
    let wanted = input.logical_resource_id();
    let resources = session.resources()?;
    if let Some(id) = wanted
        && !resources.contains_key(id)
    {
        return Err(errors::validation(format!(
            "Resource {id} does not exist for stack {}",
            session.stack.name
        )));
    }
    // "Only the first 100 resources will be returned".
    let each = resources.into_iter().filter(|(id, _)| wanted.is_none_or(|it| it == id));
    let shown = each.take(PAGE_MAX).map(|(id, row)| {
        StackResourceBuilder::new()
            .stack_name(session.stack.name.as_str())
            .stack_id(session.stack.id.as_str())
            .logical_resource_id(id)
            .physical_resource_id(row.being.physical)
            .resource_type(row.being.kind)
            .timestamp(Timestamp::from_micros(row.updated))
            .resource_status(row.status)
            .resource_status_reason(row.reason)
            .drift_information(
                StackResourceDriftInformationBuilder::new()
                    .stack_resource_drift_status(NOT_CHECKED),
            )
    });
    Ok(DescribeStackResourcesOutput::new().stack_resources(shown.collect::<Vec<_>>()))
}

/// The stack of a resource, by its physical id.
fn stack_of(ctx: &Ctx<'_>, physical: &str) -> Result<Option<String>, ApiError> {
    for entry in ctx.table(&RESOURCES).scan(&Range::all()) {
        let ((stack, _), row) = entry?;
        if row.being.physical.as_deref() == Some(physical) && row.status != "DELETE_COMPLETE" {
            return Ok(Some(stack));
        }
    }
    Ok(None)
}

pub fn list_stack_resources(
    ctx: &mut Ctx<'_>,
    input: ListStackResourcesInput<'_>,
) -> Result<ListStackResourcesOutput, ApiError> {
    const OPERATION: &str = "ListStackResources";
    let session = find::open(ctx, input.stack_name())?;
    let mut range = Range::within(&(session.key.as_str(),));
    if let Some(token) = input.next_token() {
        let text = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        let after = text.ok_or_else(|| errors::validation("Invalid NextToken"))?;
        range = range.after(&(session.key.as_str(), after.as_str()));
    }
    let mut shown = Vec::new();
    let mut next = None;
    for entry in session.ctx.table(&RESOURCES).scan(&range) {
        let ((_, id), row) = entry?;
        if shown.len() == PAGE_MAX - 1 {
            next = Some(page::encode(OPERATION, id.as_bytes()));
        }
        shown.push(summary(id, row));
        if next.is_some() {
            break;
        }
    }
    Ok(ListStackResourcesOutput::new().stack_resource_summaries(shown).next_token(next))
}

fn summary(id: String, row: ResourceRow) -> StackResourceSummaryBuilder {
    StackResourceSummaryBuilder::new()
        .logical_resource_id(id)
        .physical_resource_id(row.being.physical)
        .resource_type(row.being.kind)
        .last_updated_timestamp(Timestamp::from_micros(row.updated))
        .resource_status(row.status)
        .resource_status_reason(row.reason)
        .drift_information(
            StackResourceDriftInformationSummaryBuilder::new()
                .stack_resource_drift_status(NOT_CHECKED),
        )
}

pub fn describe_account_limits(
    _ctx: &mut Ctx<'_>,
    _input: DescribeAccountLimitsInput<'_>,
) -> Result<DescribeAccountLimitsOutput, ApiError> {
    let limit = |name: &str, value: i64| AccountLimitBuilder::new().name(name).value(value);
    Ok(DescribeAccountLimitsOutput::new().account_limits(vec![
        limit("StackLimit", STACKS_MAX as i64),
        limit("StackOutputsLimit", OUTPUTS_MAX),
    ]))
}
