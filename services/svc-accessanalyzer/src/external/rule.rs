//! Archive rules: findings that agree with one are archived as they come.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use super::analyzer;
use super::filter::{self, Filter};
use super::finding;
use super::state::{FINDINGS, FindingRow, RULES, RuleRow};
use crate::api::{
    ApplyArchiveRuleInput, ApplyArchiveRuleOutput, ArchiveRuleSummaryBuilder,
    CreateArchiveRuleInput, CreateArchiveRuleOutput, DeleteArchiveRuleInput,
    DeleteArchiveRuleOutput, GetArchiveRuleInput, GetArchiveRuleOutput, ListArchiveRulesInput,
    ListArchiveRulesOutput, UpdateArchiveRuleInput, UpdateArchiveRuleOutput, finding_status,
};
use crate::errors;
use crate::limits::{PAGE_DEFAULT, PAGE_MAX, RULES_MAX};

const LIST: &str = "ListArchiveRules";

pub fn put_new(
    ctx: &mut Ctx<'_>,
    analyzer: &str,
    name: &str,
    filter: Filter<'_>,
) -> Result<(), ApiError> {
    filter::check(filter)?;
    if ctx.table(&RULES).contains(&(analyzer, name))? {
        return Err(errors::conflict("ArchiveRule", name));
    }
    if ctx.table(&RULES).keys(&Range::within(&(analyzer,))).count() >= RULES_MAX {
        return Err(errors::quota("ArchiveRule", name));
    }
    let now = ctx.now().micros();
    let row = RuleRow { filter: filter.as_struct().clone(), created: now, updated: now };
    ctx.table_mut(&RULES).put(&(analyzer, name), &row);
    Ok(())
}

fn find(ctx: &Ctx<'_>, analyzer: &str, name: &str) -> Result<RuleRow, ApiError> {
    let row = ctx.table(&RULES).get(&(analyzer, name))?;
    row.ok_or_else(|| errors::not_found("ArchiveRule", name))
}

pub fn create_archive_rule(
    ctx: &mut Ctx<'_>,
    input: CreateArchiveRuleInput<'_>,
) -> Result<CreateArchiveRuleOutput, ApiError> {
    analyzer::find(ctx, input.analyzer_name())?;
    put_new(ctx, input.analyzer_name(), input.rule_name(), input.filter())?;
    Ok(CreateArchiveRuleOutput::new())
}

pub fn get_archive_rule(
    ctx: &mut Ctx<'_>,
    input: GetArchiveRuleInput<'_>,
) -> Result<GetArchiveRuleOutput, ApiError> {
    analyzer::find(ctx, input.analyzer_name())?;
    let row = find(ctx, input.analyzer_name(), input.rule_name())?;
    Ok(GetArchiveRuleOutput::new().archive_rule(show(input.rule_name(), row)))
}

fn show(name: &str, row: RuleRow) -> ArchiveRuleSummaryBuilder {
    ArchiveRuleSummaryBuilder::new()
        .rule_name(name)
        .filter(row.filter)
        .created_at(Timestamp::from_micros(row.created))
        .updated_at(Timestamp::from_micros(row.updated))
}

pub fn list_archive_rules(
    ctx: &mut Ctx<'_>,
    input: ListArchiveRulesInput<'_>,
) -> Result<ListArchiveRulesOutput, ApiError> {
    let analyzer = input.analyzer_name();
    analyzer::find(ctx, analyzer)?;
    let max = input.max_results().unwrap_or(PAGE_DEFAULT as i64).clamp(1, PAGE_MAX as i64);
    let mut range = Range::within(&(analyzer,));
    if let Some(token) = input.next_token() {
        let position = page::decode(LIST, token).and_then(|it| String::from_utf8(it).ok());
        let position = position.ok_or_else(errors::bad_token)?;
        range = range.after(&(analyzer, position.as_str()));
    }
    let mut rows = ctx.table(&RULES).scan(&range);
    let found = rows.by_ref().take(max as usize).collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.next().transpose()?.is_some();
    let last = found.last().map(|((_, name), _)| name.clone()).filter(|_| has_more);
    let token = last.map(|name| page::encode(LIST, name.as_bytes()));
    let shown = found.into_iter().map(|((_, name), row)| show(&name, row));
    Ok(ListArchiveRulesOutput::new().archive_rules(shown.collect::<Vec<_>>()).next_token(token))
}

pub fn update_archive_rule(
    ctx: &mut Ctx<'_>,
    input: UpdateArchiveRuleInput<'_>,
) -> Result<UpdateArchiveRuleOutput, ApiError> {
    let (analyzer, name) = (input.analyzer_name(), input.rule_name());
    analyzer::find(ctx, analyzer)?;
    let mut row = find(ctx, analyzer, name)?;
    filter::check(input.filter())?;
    row.filter = input.filter().as_struct().clone();
    row.updated = ctx.now().micros();
    ctx.table_mut(&RULES).put(&(analyzer, name), &row);
    Ok(UpdateArchiveRuleOutput::new())
}

pub fn delete_archive_rule(
    ctx: &mut Ctx<'_>,
    input: DeleteArchiveRuleInput<'_>,
) -> Result<DeleteArchiveRuleOutput, ApiError> {
    let (analyzer, name) = (input.analyzer_name(), input.rule_name());
    analyzer::find(ctx, analyzer)?;
    find(ctx, analyzer, name)?;
    ctx.table_mut(&RULES).delete(&(analyzer, name));
    Ok(DeleteArchiveRuleOutput::new())
}

/// "Retroactively applies the archive rule to existing findings that meet the archive rule
/// criteria."
pub fn apply_archive_rule(
    ctx: &mut Ctx<'_>,
    input: ApplyArchiveRuleInput<'_>,
) -> Result<ApplyArchiveRuleOutput, ApiError> {
    let analyzer = analyzer::find_arn(ctx, input.analyzer_arn())?;
    let rule = find(ctx, analyzer, input.rule_name())?;
    let account = ctx.account();
    let rows = ctx.table(&FINDINGS).scan(&Range::within(&(analyzer,)));
    for ((_, id), row) in rows.collect::<Result<Vec<_>, _>>()? {
        let is_meant =
            row.status == finding_status::ACTIVE && is_met(&rule, account.as_str(), &id, &row);
        if is_meant {
            finding::set_status(ctx, analyzer, &id, row, finding_status::ARCHIVED);
        }
    }
    Ok(ApplyArchiveRuleOutput::new())
}

fn is_met(rule: &RuleRow, account: &str, id: &str, row: &FindingRow) -> bool {
    let holder = kernel::Struct::new().with("filter", rule.filter.clone());
    let filter: Option<Filter<'_>> = kernel::view::optional(&holder, "filter");
    filter.is_some_and(|filter| filter::matches(filter, account, id, row))
}

/// Whether one of the analyzer's rules archives it.
pub fn archives(
    ctx: &Ctx<'_>,
    analyzer: &str,
    id: &str,
    row: &FindingRow,
) -> Result<bool, ApiError> {
    let account = ctx.account();
    for entry in ctx.table(&RULES).scan(&Range::within(&(analyzer,))) {
        if is_met(&entry?.1, account.as_str(), id, row) {
            return Ok(true);
        }
    }
    Ok(false)
}
