//! DescribeLogGroups and ListLogGroups.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    DescribeLogGroupsInput, DescribeLogGroupsOutput, ListLogGroupsInput, ListLogGroupsOutput,
    LogGroupBuilder, LogGroupSummaryBuilder,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::listing::Page;
use crate::state::{GROUPS, Group, GroupRow, STORED};

pub fn describe_log_groups(
    ctx: &mut Ctx<'_>,
    input: DescribeLogGroupsInput<'_>,
) -> Result<DescribeLogGroupsOutput, ApiError> {
    check_linked(input.include_linked_accounts(), input.account_identifiers().is_some())?;
    let page =
        Page::read("DescribeLogGroups", input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    let (prefix, part) = (input.log_group_name_prefix(), input.log_group_name_pattern());
    if prefix.is_some() && part.is_some() {
        return Err(errors::one_of("logGroupNamePrefix", "logGroupNamePattern"));
    }
    if let Some(identifiers) = input.log_group_identifiers() {
        if prefix.is_some() || part.is_some() || input.log_group_class().is_some() {
            // [U]
            return Err(errors::invalid(
                "logGroupIdentifiers cannot be combined with other filters.",
            ));
        }
        let mut shown = Vec::new();
        for identifier in identifiers {
            let found = ctx.table(&GROUPS).get_shared(group::name_in(identifier))?;
            if let Some(row) = found {
                let name = group::name_in(identifier).to_owned();
                shown.push(show(ctx, &Group { name, row })?);
            }
        }
        return Ok(DescribeLogGroupsOutput::new().log_groups(shown));
    }
    let is_wanted = |name: &str, row: &GroupRow| {
        part.is_none_or(|part| name.contains(part)) && has_class(row, input.log_group_class())
    };
    let (found, token) = find_page(ctx, &page, prefix.unwrap_or_default(), is_wanted)?;
    let mut shown = Vec::with_capacity(found.len());
    for group in found {
        shown.push(match part {
            None => show(ctx, &group)?,
            // "only arn, creationTime, and logGroupName are included in the response".
            Some(_) => LogGroupBuilder::new()
                .arn(format!("{}:*", group.arn(ctx)))
                .creation_time(group.row.created)
                .log_group_name(group.name.as_str()),
        });
    }
    Ok(DescribeLogGroupsOutput::new().log_groups(shown).next_token(token))
}

fn show(ctx: &Ctx<'_>, group: &Group) -> Result<LogGroupBuilder, ApiError> {
    let (row, arn) = (&group.row, group.arn(ctx));
    let stored = ctx.table(&STORED).get(&row.id)?.unwrap_or_default();
    Ok(LogGroupBuilder::new()
        .log_group_name(group.name.as_str())
        .creation_time(row.created)
        .retention_in_days(row.retention_days)
        .metric_filter_count(row.metric_filters.len())
        .arn(format!("{arn}:*"))
        .stored_bytes(stored.bytes)
        .kms_key_id(row.kms_key.as_deref())
        .log_group_class(row.class.name())
        .log_group_arn(arn)
        .deletion_protection_enabled(row.is_protected))
}

pub fn list_log_groups(
    ctx: &mut Ctx<'_>,
    input: ListLogGroupsInput<'_>,
) -> Result<ListLogGroupsOutput, ApiError> {
    check_linked(input.include_linked_accounts(), input.account_identifiers().is_some())?;
    if input.data_sources().is_some() || input.field_index_names().is_some() {
        return Err(errors::not_implemented("data sources and field indexes"));
    }
    let limit = input.limit().or(Some(limits::LIST_DEFAULT as i64));
    let page = Page::read("ListLogGroups", limit, limits::LIST_MAX, input.next_token())?;
    let is_wanted = |name: &str, row: &GroupRow| {
        let is_named = |pattern: &str| match pattern.strip_prefix('^') {
            Some(prefix) => name.starts_with(prefix),
            None => name.contains(pattern),
        };
        let has_tags = input.log_group_tags().is_none_or(|wanted| {
            wanted.iter().all(|tag| {
                row.tags.get(tag.key()).is_some_and(|value| {
                    tag.values().is_none_or(|values| values.is_empty() || values.contains(value))
                })
            })
        });
        input.log_group_name_pattern().is_none_or(|it| it.split('|').any(is_named))
            && has_class(row, input.log_group_class())
            && has_tags
    };
    let (found, token) = find_page(ctx, &page, "", is_wanted)?;
    let shown = found.into_iter().map(|group| {
        LogGroupSummaryBuilder::new()
            .log_group_name(group.name.as_str())
            .log_group_arn(group.arn(ctx))
            .log_group_class(group.row.class.name())
    });
    Ok(ListLogGroupsOutput::new().log_groups(shown.collect::<Vec<_>>()).next_token(token))
}

fn find_page(
    ctx: &Ctx<'_>,
    page: &Page,
    prefix: &str,
    is_wanted: impl Fn(&str, &GroupRow) -> bool,
) -> Result<(Vec<Group>, Option<String>), ApiError> {
    let mut range = Range::all().starting_with(prefix);
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in ctx.table(&GROUPS).scan(&range) {
        let (name, row) = entry?;
        if is_wanted(&name, &row) {
            found.push(Group { name, row: row.into() });
            if found.len() > page.max {
                break;
            }
        }
    }
    Ok(page.cut(found, |group| group.name.clone()))
}

fn has_class(row: &GroupRow, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| wanted == row.class.name())
}

/// Linked accounts are those of cross-account observability.
fn check_linked(is_included: Option<bool>, has_accounts: bool) -> Result<(), ApiError> {
    if is_included == Some(true) || has_accounts {
        return Err(errors::not_implemented("log groups of linked accounts"));
    }
    Ok(())
}
