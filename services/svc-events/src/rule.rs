//! Rules: making, switching, showing and deleting them. Their targets are in [`crate::target`],
//! their schedules in [`crate::schedule`].

use std::collections::BTreeMap;
use std::sync::Arc;

use event_pattern::Pattern;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::access;
use crate::api::{
    DeleteRuleInput, DeleteRuleOutput, DescribeRuleInput, DescribeRuleOutput, DisableRuleInput,
    DisableRuleOutput, EnableRuleInput, EnableRuleOutput, ListRuleNamesByTargetInput,
    ListRuleNamesByTargetOutput, ListRulesInput, ListRulesOutput, PutRuleInput, PutRuleOutput,
    RuleBuilder,
};
use crate::bus;
use crate::delivery::SERVICE_PRINCIPAL;
use crate::errors;
use crate::index::{BusIndex, BusKey, Change};
use crate::limits;
use crate::listing::Page;
use crate::names::BusRef;
use crate::schedule;
use crate::state::{RULES, RULES_BY_TARGET, RuleRow, RuleState};
use crate::tag;

/// A rule of a bus.
#[derive(Clone, Debug)]
pub struct Rule {
    pub bus: BusRef,
    pub name: String,
    pub row: RuleRow,
}

impl Rule {
    pub fn arn(&self) -> String {
        self.bus.rule_arn(&self.name)
    }

    /// A rule that a service manages is changed by that service, or with force.
    pub fn refuse_managed(&self, is_forced: bool) -> Result<(), ApiError> {
        if self.row.managed_by.is_some() && !is_forced {
            return Err(errors::managed_rule(&self.name));
        }
        Ok(())
    }

    /// Keeps another row for the rule.
    pub fn save(self, ctx: &mut Ctx<'_>, row: RuleRow) -> Result<(), ApiError> {
        write(ctx, &self.bus, &self.name, Some(self.row), Some(row))
    }
}

pub fn put_rule(ctx: &mut Ctx<'_>, input: PutRuleInput<'_>) -> Result<PutRuleOutput, ApiError> {
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let name = input.name();
    let before = get(ctx, &bus, name)?;
    if let Some(row) = &before {
        Rule { bus: bus.clone(), name: name.to_owned(), row: row.clone() }.refuse_managed(false)?;
    }
    // An empty text is what some clients send for "none".
    let pattern = input.event_pattern().filter(|text| !text.is_empty());
    let expression = input.schedule_expression().filter(|text| !text.is_empty());
    if pattern.is_none() && expression.is_none() {
        let message = "Parameter(s) EventPattern or ScheduleExpression must be specified.";
        return Err(errors::validation(message));
    }
    if let Some(expression) = expression {
        schedule::check(expression, &bus)?;
    }
    let compiled = pattern.map(Pattern::compile).transpose();
    let compiled = compiled.map_err(|invalid| errors::invalid_pattern(&invalid))?;
    check_role(ctx, input.role_arn())?;
    check_quotas(ctx, &bus, before.as_ref(), compiled.as_ref())?;
    // "If you are updating an existing rule, any tags … are ignored."
    let mut tags = before.as_ref().map_or_else(BTreeMap::new, |row| row.tags.clone());
    if before.is_none() && input.tags().is_some_and(|tags| !tags.is_empty()) {
        let access = access::to_tag(ctx, &bus.rule_arn(name), input.0);
        ctx.authorize(&access.owned_by(bus.account))?;
        tag::add(&mut tags, input.tags())?;
    }
    let creator = ctx.principal().account().unwrap_or_else(|| ctx.account());
    let row = RuleRow {
        state: RuleState::of_name(input.state()),
        pattern: pattern.map(str::to_owned),
        schedule: expression.map(str::to_owned),
        description: input.description().map(str::to_owned),
        role_arn: input.role_arn().map(str::to_owned),
        managed_by: None,
        created_by: before.as_ref().map_or(creator.to_string(), |row| row.created_by.clone()),
        tags,
        targets: before.as_ref().map_or_else(Vec::new, |row| row.targets.clone()),
        epoch: ctx.chance().u64(),
        anchor: ctx.now().micros(),
        archive: None,
        replicates: None,
    };
    schedule::begin(ctx, &bus, name, &row)?;
    write(ctx, &bus, name, before, Some(row))?;
    Ok(PutRuleOutput::new().rule_arn(bus.rule_arn(name)))
}

pub fn enable_rule(
    ctx: &mut Ctx<'_>,
    input: EnableRuleInput<'_>,
) -> Result<EnableRuleOutput, ApiError> {
    switch(ctx, input.event_bus_name(), input.name(), RuleState::Enabled)?;
    Ok(EnableRuleOutput::new())
}

pub fn disable_rule(
    ctx: &mut Ctx<'_>,
    input: DisableRuleInput<'_>,
) -> Result<DisableRuleOutput, ApiError> {
    switch(ctx, input.event_bus_name(), input.name(), RuleState::Disabled)?;
    Ok(DisableRuleOutput::new())
}

fn switch(
    ctx: &mut Ctx<'_>,
    bus: Option<&str>,
    name: &str,
    state: RuleState,
) -> Result<(), ApiError> {
    let bus = bus::find(ctx, bus)?.at;
    let rule = find(ctx, &bus, name)?;
    rule.refuse_managed(false)?;
    let was_enabled = rule.row.state != RuleState::Disabled;
    if was_enabled == (state != RuleState::Disabled) {
        return Ok(());
    }
    let mut row = rule.row.clone();
    row.state = state;
    row.epoch = ctx.chance().u64();
    row.anchor = ctx.now().micros();
    schedule::begin(ctx, &bus, name, &row)?;
    rule.save(ctx, row)
}

pub fn delete_rule(
    ctx: &mut Ctx<'_>,
    input: DeleteRuleInput<'_>,
) -> Result<DeleteRuleOutput, ApiError> {
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    // "If you call delete rule multiple times for the same rule, all calls will succeed."
    if let Some(row) = get(ctx, &bus, input.name())? {
        let rule = Rule { bus, name: input.name().to_owned(), row };
        rule.refuse_managed(input.force() == Some(true))?;
        if !rule.row.targets.is_empty() {
            return Err(errors::validation("Rule can't be deleted since it has targets."));
        }
        write(ctx, &rule.bus, &rule.name, Some(rule.row), None)?;
    }
    Ok(DeleteRuleOutput::new())
}

pub fn describe_rule(
    ctx: &mut Ctx<'_>,
    input: DescribeRuleInput<'_>,
) -> Result<DescribeRuleOutput, ApiError> {
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let rule = find(ctx, &bus, input.name())?;
    Ok(DescribeRuleOutput::new()
        .arn(rule.arn())
        .name(rule.name)
        .event_pattern(rule.row.pattern)
        .schedule_expression(rule.row.schedule)
        .state(rule.row.state.name())
        .description(rule.row.description)
        .role_arn(rule.row.role_arn)
        .managed_by(rule.row.managed_by)
        .event_bus_name(rule.bus.name)
        .created_by(rule.row.created_by))
}

pub fn list_rules(
    ctx: &mut Ctx<'_>,
    input: ListRulesInput<'_>,
) -> Result<ListRulesOutput, ApiError> {
    let page = Page::read("ListRules", input.limit(), input.next_token())?;
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let prefix = input.name_prefix().unwrap_or_default();
    let mut range = Range::within(&(bus.name.as_str(),)).starting_with(prefix);
    if let Some(after) = &page.after {
        range = range.after(&(bus.name.as_str(), after.as_str()));
    }
    let rows = ctx.table(&RULES).scan(&range).map(|entry| {
        let ((_, name), row) = entry?;
        let shown = shown(&bus, &name, row);
        Ok((name, shown))
    });
    let (rules, next_token) = page.cut(rows)?;
    Ok(ListRulesOutput::new().rules(rules).next_token(next_token))
}

fn shown(bus: &BusRef, name: &str, row: RuleRow) -> RuleBuilder {
    RuleBuilder::new()
        .name(name)
        .arn(bus.rule_arn(name))
        .event_pattern(row.pattern)
        .state(row.state.name())
        .description(row.description)
        .schedule_expression(row.schedule)
        .role_arn(row.role_arn)
        .managed_by(row.managed_by)
        .event_bus_name(&bus.name)
}

pub fn list_rule_names_by_target(
    ctx: &mut Ctx<'_>,
    input: ListRuleNamesByTargetInput<'_>,
) -> Result<ListRuleNamesByTargetOutput, ApiError> {
    let page = Page::read("ListRuleNamesByTarget", input.limit(), input.next_token())?;
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let (bus, target) = (bus.name.as_str(), input.target_arn());
    let mut range = Range::within(&(bus, target));
    if let Some(after) = &page.after {
        range = range.after(&(bus, target, after.as_str()));
    }
    let names = ctx.table(&RULES_BY_TARGET).keys(&range).map(|key| {
        let (_, _, rule) = key?;
        Ok((rule.clone(), rule))
    });
    let (names, next_token) = page.cut(names)?;
    Ok(ListRuleNamesByTargetOutput::new().rule_names(names).next_token(next_token))
}

pub fn get(ctx: &Ctx<'_>, bus: &BusRef, name: &str) -> Result<Option<RuleRow>, ApiError> {
    Ok(ctx.table_in(&RULES, bus.scope()).get(&(bus.name.as_str(), name))?)
}

pub fn find(ctx: &Ctx<'_>, bus: &BusRef, name: &str) -> Result<Rule, ApiError> {
    let row = get(ctx, bus, name)?.ok_or_else(|| errors::no_rule(&bus.name, name))?;
    Ok(Rule { bus: bus.clone(), name: name.to_owned(), row })
}

/// The only place where rules' rows change: keeps the list by targets and the index with them.
pub fn write(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    name: &str,
    before: Option<RuleRow>,
    after: Option<RuleRow>,
) -> Result<(), ApiError> {
    let key = BusKey { scope: bus.scope(), bus: bus.name.clone() };
    let key_of = |target: &kernel::Struct| {
        (bus.name.clone(), target.str("Arn").unwrap_or_default().to_owned(), name.to_owned())
    };
    let targets_of = |row: Option<&RuleRow>| {
        row.map_or_else(Vec::new, |row| row.targets.iter().map(key_of).collect())
    };
    let (old, new) = (targets_of(before.as_ref()), targets_of(after.as_ref()));
    let mut by_target = ctx.table_mut_in(&RULES_BY_TARGET, bus.scope());
    for entry in old.iter().filter(|entry| !new.contains(entry)) {
        by_target.delete(entry);
    }
    for entry in new.iter().filter(|entry| !old.contains(entry)) {
        by_target.put(entry, &());
    }
    // The index is loaded from what was before; the change follows.
    ctx.index::<BusIndex>(&key)?;
    let mut rules = ctx.table_mut_in(&RULES, bus.scope());
    match &after {
        Some(row) => rules.put(&(bus.name.as_str(), name), row),
        None => rules.delete(&(bus.name.as_str(), name)),
    }
    let (before, after) = (before.map(Arc::new), after.map(Arc::new));
    ctx.change::<BusIndex>(&key, Change { rule: name.to_owned(), before, after })
}

/// A role that a request hands to EventBridge is the caller's account's.
pub fn check_role(ctx: &Ctx<'_>, role: Option<&str>) -> Result<(), ApiError> {
    let Some(text) = role else { return Ok(()) };
    let role = Arn::parse(text)
        .filter(|arn| arn.service == "iam" && arn.resource.starts_with("role/"))
        .and_then(|arn| arn.account_id());
    let Some(account) = role else {
        let message = format!(
            "Parameter {text} is not valid. Reason: Provided role is not a valid role ARN."
        );
        return Err(errors::validation(message));
    };
    let caller = ctx.principal().account().unwrap_or_else(|| ctx.account());
    if account != caller {
        return Err(errors::cross_account_role());
    }
    ctx.authorize_pass_role(text, SERVICE_PRINCIPAL)
}

fn check_quotas(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    before: Option<&RuleRow>,
    pattern: Option<&Pattern>,
) -> Result<(), ApiError> {
    let setting = ctx.setting(limits::RULES_PER_BUS_SETTING);
    let rules_max = setting.and_then(|text| text.parse().ok()).unwrap_or(limits::RULES_PER_BUS_MAX);
    let key = BusKey { scope: bus.scope(), bus: bus.name.clone() };
    let index = ctx.index::<BusIndex>(&key)?;
    if before.is_none() && index.owned() >= rules_max {
        return Err(errors::limit_exceeded());
    }
    let had_wildcards = before
        .and_then(|row| row.pattern.as_deref())
        .is_some_and(|text| Pattern::compile(text).is_ok_and(|old| old.has_wildcards()));
    let has_wildcards = pattern.is_some_and(Pattern::has_wildcards);
    if has_wildcards && !had_wildcards && index.wildcards() >= limits::WILDCARD_RULES_PER_BUS_MAX {
        return Err(errors::limit_exceeded());
    }
    Ok(())
}
