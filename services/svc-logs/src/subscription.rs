//! Subscription filters: which events of a group are delivered where.
//!
//! A destination is tried when a filter is made: streams get AWS's control message, functions are
//! asked without being run. What is delivered is [`crate::delivery`]'s.

use std::sync::OnceLock;

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx};

use crate::api::{
    DeleteSubscriptionFilterInput, DeleteSubscriptionFilterOutput,
    DescribeSubscriptionFiltersInput, DescribeSubscriptionFiltersOutput,
    PutSubscriptionFilterInput, PutSubscriptionFilterOutput, SubscriptionFilterBuilder,
    distribution,
};
use crate::delivery::{self, Kind};
use crate::destination;
use crate::errors;
use crate::group;
use crate::limits;
use crate::listing::Page;
use crate::metric_filter;
use crate::pattern::Pattern;
use crate::state::{Class, Group, SUBSCRIPTIONS, SubscriptionRow};

const PRINCIPAL: &str = "logs.amazonaws.com";

pub fn put_subscription_filter(
    ctx: &mut Ctx<'_>,
    input: PutSubscriptionFilterInput<'_>,
) -> Result<PutSubscriptionFilterOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    if group.row.class == Class::InfrequentAccess {
        return Err(errors::operation_not_for_class(
            "PutSubscriptionFilter",
            group.row.class.name(),
        ));
    }
    metric_filter::check_system_fields(
        input.apply_on_transformed_logs(),
        input.field_selection_criteria(),
        input.emit_system_fields().is_some_and(|fields| !fields.is_empty()),
    )?;
    let name = input.filter_name();
    let pattern = Pattern::parse(input.filter_pattern())?;
    metric_filter::check_regexes(ctx, &group, name, &pattern)?;
    let kind = check_destination(ctx, &group, input)?;
    let names = &mut group.row_mut().subscriptions;
    if let Err(at) = names.binary_search_by(|it| it.as_str().cmp(name)) {
        if names.len() >= limits::SUBSCRIPTIONS_MAX {
            return Err(errors::limit_exceeded());
        }
        names.insert(at, name.to_owned());
    }
    let row = SubscriptionRow {
        created: ctx.now().millis(),
        pattern: input.filter_pattern().to_owned(),
        destination: input.destination_arn().to_owned(),
        role: input.role_arn().map(str::to_owned),
        is_random: input.distribution() == Some(distribution::RANDOM),
        compiled: OnceLock::new(),
    };
    let source = format!("{}:*", group.arn(ctx));
    delivery::try_out(ctx, &source, kind, &row)?;
    group.save(ctx);
    ctx.table_mut(&SUBSCRIPTIONS).put(&(group.row.id, name), &row);
    Ok(PutSubscriptionFilterOutput::new())
}

/// Whether the destination is one, and the caller may have events delivered to it.
fn check_destination(
    ctx: &Ctx<'_>,
    group: &Group,
    input: PutSubscriptionFilterInput<'_>,
) -> Result<Kind, ApiError> {
    let text = input.destination_arn();
    // [U]
    let wrong = || errors::invalid(format!("Invalid destinationArn: {text}."));
    let arn = Arn::parse(text).ok_or_else(wrong)?;
    let kind = Kind::of(&arn).ok_or_else(wrong)?;
    if kind == Kind::Destination {
        if input.role_arn().is_some() {
            return Err(errors::invalid(
                "destinationArn for vendor logs cannot be used with roleArn",
            ));
        }
        let (owner, name) = destination::named_by(ctx, &arn).ok_or_else(wrong)?;
        let row = destination::find_in(ctx, owner, &name)?;
        let row = row.ok_or_else(|| errors::not_found("destination"))?;
        let access = Access::new(ctx, "logs:PutSubscriptionFilter", text);
        return ctx.authorize(&access.owned_by(owner).with_policy(row.policy)).map(|()| kind);
    }
    if arn.account_id() != Some(ctx.account()) || arn.region() != Some(ctx.region()) {
        // "belonging to the same account as the subscription filter". [U]
        return Err(errors::invalid(format!(
            "The destination {text} is not in the account and Region of the log group {}.",
            group.name
        )));
    }
    let vendor = &arn.service;
    match (kind, input.role_arn()) {
        (Kind::Function, None) => Ok(kind),
        (Kind::Function, Some(_)) => {
            Err(errors::invalid("destinationArn for vendor lambda cannot be used with roleArn"))
        }
        // [U]
        (_, None) => Err(errors::invalid(format!(
            "destinationArn for vendor {vendor} cannot be used without roleArn"
        ))),
        (_, Some(role)) => ctx.authorize_pass_role(role, PRINCIPAL).map(|()| kind),
    }
}

pub fn delete_subscription_filter(
    ctx: &mut Ctx<'_>,
    input: DeleteSubscriptionFilterInput<'_>,
) -> Result<DeleteSubscriptionFilterOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    let name = input.filter_name();
    let names = &mut group.row_mut().subscriptions;
    let at = names.binary_search_by(|it| it.as_str().cmp(name));
    names.remove(at.map_err(|_| errors::not_found("subscription filter"))?);
    group.save(ctx);
    ctx.table_mut(&SUBSCRIPTIONS).delete(&(group.row.id, name));
    Ok(DeleteSubscriptionFilterOutput::new())
}

pub fn describe_subscription_filters(
    ctx: &mut Ctx<'_>,
    input: DescribeSubscriptionFiltersInput<'_>,
) -> Result<DescribeSubscriptionFiltersOutput, ApiError> {
    let group = group::find(ctx, input.log_group_name())?;
    let operation = "DescribeSubscriptionFilters";
    let page = Page::read(operation, input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    let prefix = input.filter_name_prefix().unwrap_or_default();
    let is_wanted = |name: &&String| {
        name.starts_with(prefix) && page.after.as_ref().is_none_or(|after| *name > after)
    };
    let names: Vec<String> = group.row.subscriptions.iter().filter(is_wanted).cloned().collect();
    let (names, token) = page.cut(names, Clone::clone);
    let mut shown = Vec::with_capacity(names.len());
    for name in names {
        if let Some(row) = ctx.table(&SUBSCRIPTIONS).get(&(group.row.id, name.as_str()))? {
            shown.push(show(&group, &name, &row));
        }
    }
    Ok(DescribeSubscriptionFiltersOutput::new().subscription_filters(shown).next_token(token))
}

fn show(group: &Group, name: &str, row: &SubscriptionRow) -> SubscriptionFilterBuilder {
    let by = if row.is_random { distribution::RANDOM } else { distribution::BY_LOG_STREAM };
    SubscriptionFilterBuilder::new()
        .filter_name(name)
        .log_group_name(group.name.as_str())
        .filter_pattern(row.pattern.as_str())
        .destination_arn(row.destination.as_str())
        .role_arn(row.role.as_deref())
        .distribution(by)
        .creation_time(row.created)
}
