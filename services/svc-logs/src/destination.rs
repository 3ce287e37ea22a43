//! Destinations: streams to which groups of other accounts may have their events delivered.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Scope};
use policy::{Kind as PolicyKind, Policy};
use store::Range;

use crate::api::{
    DeleteDestinationInput, DeleteDestinationOutput, DescribeDestinationsInput,
    DescribeDestinationsOutput, DestinationBuilder, PutDestinationInput, PutDestinationOutput,
    PutDestinationPolicyInput, PutDestinationPolicyOutput,
};
use crate::delivery::Kind;
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::state::{DESTINATIONS, DestinationRow};
use crate::tag;

/// Owner and name of the destination in this Region that an ARN names.
pub fn named_by(ctx: &Ctx<'_>, arn: &Arn) -> Option<(AccountId, String)> {
    let name = arn.resource.strip_prefix("destination:")?;
    let is_here = arn.service == "logs" && arn.region() == Some(ctx.region());
    Some((arn.account_id().filter(|_| is_here)?, name.to_owned()))
}

pub fn find_in(
    ctx: &Ctx<'_>,
    owner: AccountId,
    name: &str,
) -> Result<Option<DestinationRow>, ApiError> {
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    Ok(ctx.table_in(&DESTINATIONS, scope).get(name)?)
}

pub fn put_destination(
    ctx: &mut Ctx<'_>,
    input: PutDestinationInput<'_>,
) -> Result<PutDestinationOutput, ApiError> {
    let (name, target, role) = (input.destination_name(), input.target_arn(), input.role_arn());
    let kind = Arn::parse(target).as_ref().and_then(Kind::of);
    if !matches!(kind, Some(Kind::Stream | Kind::DeliveryStream)) {
        // [U]
        return Err(errors::invalid(format!("Invalid targetArn: {target}.")));
    }
    if Arn::parse(role).is_none_or(|arn| arn.service != "iam") {
        // [U]
        return Err(errors::invalid(format!("Invalid roleArn: {role}.")));
    }
    ctx.authorize_pass_role(role, "logs.amazonaws.com")?;
    let old = ctx.table(&DESTINATIONS).get(name)?;
    let mut row = old.unwrap_or(DestinationRow {
        created: ctx.now().millis(),
        target: String::new(),
        role: String::new(),
        policy: None,
        tags: BTreeMap::new(),
    });
    target.clone_into(&mut row.target);
    role.clone_into(&mut row.role);
    if let Some(tags) = input.tags() {
        let arn = ctx.arn(&format!("destination:{name}")).to_string();
        tag::add(&mut row.tags, tags, &arn)?;
    }
    ctx.table_mut(&DESTINATIONS).put(name, &row);
    Ok(PutDestinationOutput::new().destination(show(ctx, name, &row)?))
}

pub fn put_destination_policy(
    ctx: &mut Ctx<'_>,
    input: PutDestinationPolicyInput<'_>,
) -> Result<PutDestinationPolicyOutput, ApiError> {
    let (name, document) = (input.destination_name(), input.access_policy());
    let row = ctx.table(&DESTINATIONS).get(name)?;
    let mut row = row.ok_or_else(|| errors::not_found("destination"))?;
    if document.len() > limits::DESTINATION_POLICY_BYTES_MAX {
        // [U]
        let most = limits::DESTINATION_POLICY_BYTES_MAX;
        return Err(errors::invalid(format!("accessPolicy has at most {most} bytes.")));
    }
    if let Err(reason) = Policy::parse(document, PolicyKind::Resource) {
        // [U]
        return Err(errors::invalid(format!("accessPolicy is not a valid policy: {reason}")));
    }
    row.policy = Some(ctx.bind_policy(document)?);
    ctx.table_mut(&DESTINATIONS).put(name, &row);
    Ok(PutDestinationPolicyOutput::new())
}

pub fn delete_destination(
    ctx: &mut Ctx<'_>,
    input: DeleteDestinationInput<'_>,
) -> Result<DeleteDestinationOutput, ApiError> {
    let name = input.destination_name();
    if !ctx.table(&DESTINATIONS).contains(name)? {
        return Err(errors::not_found("destination"));
    }
    ctx.table_mut(&DESTINATIONS).delete(name);
    Ok(DeleteDestinationOutput::new())
}

pub fn describe_destinations(
    ctx: &mut Ctx<'_>,
    input: DescribeDestinationsInput<'_>,
) -> Result<DescribeDestinationsOutput, ApiError> {
    let operation = "DescribeDestinations";
    let page = Page::read(operation, input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    let prefix = input.destination_name_prefix().unwrap_or_default();
    let mut range = Range::all().starting_with(prefix);
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let rows = ctx.table(&DESTINATIONS).scan(&range).take(page.max + 1);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let (rows, token) = page.cut(rows, |(name, _)| name.clone());
    let mut shown = Vec::with_capacity(rows.len());
    for (name, row) in rows {
        shown.push(show(ctx, &name, &row)?);
    }
    Ok(DescribeDestinationsOutput::new().destinations(shown).next_token(token))
}

fn show(ctx: &Ctx<'_>, name: &str, row: &DestinationRow) -> Result<DestinationBuilder, ApiError> {
    let policy = row.policy.as_deref().map(|policy| ctx.show_policy(policy)).transpose()?;
    Ok(DestinationBuilder::new()
        .destination_name(name)
        .target_arn(row.target.as_str())
        .role_arn(row.role.as_str())
        .access_policy(policy)
        .arn(ctx.arn(&format!("destination:{name}")).to_string())
        .creation_time(row.created))
}
