//! Budgets: made, described, changed and deleted.

use std::collections::BTreeMap;

use billing::Money;
use billing::filter::Filter;
use kernel::{AccountId, ApiError, Ctx, Struct, Timestamp, page};
use store::Range;

use crate::action;
use crate::api::{
    Budget, BudgetBuilder, CalculatedSpendBuilder, CostTypesBuilder, CreateBudgetInput,
    CreateBudgetOutput, DeleteBudgetInput, DeleteBudgetOutput, DescribeBudgetInput,
    DescribeBudgetOutput, DescribeBudgetsInput, DescribeBudgetsOutput, ExpressionBuilder,
    SpendBuilder, TimePeriodBuilder, UpdateBudgetInput, UpdateBudgetOutput, budget_type,
};
use crate::errors;
use crate::limits;
use crate::notification;
use crate::period;
use crate::spend::{self, FILTERS, TAG_FILTER};
use crate::state::{BUDGETS, BudgetRow};
use crate::tagging;
use crate::watch;

/// 2087-06-15: until when a budget without an end lasts (API Reference, TimePeriod).
const FOREVER_SECONDS: i64 = 3_706_473_600;

/// Those that are true unless it is said otherwise (API Reference, CostTypes).
const COST_TYPES: [(&str, bool); 11] = [
    ("IncludeTax", true),
    ("IncludeSubscription", true),
    ("UseBlended", false),
    ("IncludeRefund", true),
    ("IncludeCredit", true),
    ("IncludeUpfront", true),
    ("IncludeRecurring", true),
    ("IncludeOtherSubscription", true),
    ("IncludeSupport", true),
    ("IncludeDiscount", true),
    ("UseAmortized", false),
];

pub fn create_budget(
    ctx: &mut Ctx<'_>,
    input: CreateBudgetInput<'_>,
) -> Result<CreateBudgetOutput, ApiError> {
    check_account(ctx, input.account_id())?;
    let budget = input.budget();
    let name = budget.budget_name();
    if name.contains([':', '\\']) {
        return Err(errors::invalid("A budget's name has no colon and no backslash."));
    }
    if ctx.table(&BUDGETS).contains(name)? {
        return Err(errors::duplicate("budget"));
    }
    if ctx.table(&BUDGETS).keys(&Range::all()).count() >= limits::BUDGETS_MAX {
        return Err(errors::limit("budgets"));
    }
    let id = ctx.chance().u64();
    let mut row = read(ctx, budget, id)?;
    tagging::add(&mut row.tags, input.resource_tags())?;
    for given in
        input.notifications_with_subscribers().into_iter().flat_map(kernel::view::List::iter)
    {
        let subscribers = given.subscribers().iter().map(notification::subscriber);
        let one = notification::read(given.notification(), subscribers)?;
        notification::add(&mut row, one)?;
    }
    watch::judge(ctx, name, &mut row)?;
    ctx.table_mut(&BUDGETS).put(name, &row);
    watch::enqueue(ctx, name, &row);
    Ok(CreateBudgetOutput::new())
}

pub fn update_budget(
    ctx: &mut Ctx<'_>,
    input: UpdateBudgetInput<'_>,
) -> Result<UpdateBudgetOutput, ApiError> {
    let name = input.new_budget().budget_name();
    let old = open(ctx, input.account_id(), name)?;
    let mut row = read(ctx, input.new_budget(), old.id)?;
    (row.notifications, row.tags) = (old.notifications, old.tags);
    watch::judge(ctx, name, &mut row)?;
    ctx.table_mut(&BUDGETS).put(name, &row);
    Ok(UpdateBudgetOutput::new())
}

pub fn delete_budget(
    ctx: &mut Ctx<'_>,
    input: DeleteBudgetInput<'_>,
) -> Result<DeleteBudgetOutput, ApiError> {
    open(ctx, input.account_id(), input.budget_name())?;
    ctx.table_mut(&BUDGETS).delete(input.budget_name());
    action::delete_all(ctx, input.budget_name())?;
    Ok(DeleteBudgetOutput::new())
}

pub fn describe_budget(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetInput<'_>,
) -> Result<DescribeBudgetOutput, ApiError> {
    let row = open(ctx, input.account_id(), input.budget_name())?;
    let budget = shown(ctx, input.budget_name(), &row)?;
    Ok(DescribeBudgetOutput::new().budget(budget))
}

pub fn describe_budgets(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetsInput<'_>,
) -> Result<DescribeBudgetsOutput, ApiError> {
    check_account(ctx, input.account_id())?;
    let all = ctx.table(&BUDGETS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    let (rows, token) = cut("DescribeBudgets", (input.max_results(), input.next_token()), all)?;
    let mut budgets = Vec::with_capacity(rows.len());
    for (name, row) in rows {
        budgets.push(shown(ctx, &name, &row)?);
    }
    Ok(DescribeBudgetsOutput::new().budgets(budgets).next_token(token))
}

/// Budgets are the caller's own account's.
pub fn check_account(ctx: &Ctx<'_>, named: &str) -> Result<(), ApiError> {
    if AccountId::parse(named) == Some(ctx.account()) {
        return Ok(());
    }
    let message = format!("Account {} may not see the budgets of {named}.", ctx.account());
    Err(ApiError::new("AccessDeniedException", message).with_status(400))
}

pub fn open(ctx: &Ctx<'_>, account: &str, name: &str) -> Result<BudgetRow, ApiError> {
    check_account(ctx, account)?;
    ctx.table(&BUDGETS).get(name)?.ok_or_else(|| errors::no_budget(name))
}

fn read(ctx: &Ctx<'_>, budget: Budget<'_>, id: u64) -> Result<BudgetRow, ApiError> {
    refuse(budget)?;
    let limit = budget.budget_limit();
    let limit = limit.ok_or_else(|| errors::invalid("BudgetLimit is needed."))?;
    if Money::parse(limit.amount()).is_none_or(|amount| amount == Money::ZERO) {
        return Err(errors::invalid("BudgetLimit must be a positive number."));
    }
    let kind = budget.budget_type();
    if kind == budget_type::COST && limit.unit() != "USD" {
        return Err(errors::invalid("A cost budget is in USD."));
    }
    let given = budget.cost_types();
    let cost_types = COST_TYPES.iter().map(|(name, usual)| {
        let said = given.as_ref().and_then(|it| it.0.bool(name));
        ((*name).to_owned(), said.unwrap_or(*usual))
    });
    let period = budget.time_period();
    let mut row = BudgetRow {
        id,
        limit: limit.amount().to_owned(),
        unit: limit.unit().to_owned(),
        kind: kind.to_owned(),
        time_unit: budget.time_unit().to_owned(),
        start: 0,
        end: FOREVER_SECONDS,
        filters: filters(budget)?,
        cost_types: cost_types.collect(),
        updated: ctx.now().micros(),
        notifications: Vec::new(),
        expression: expression(budget)?,
        metrics: metrics(budget)?,
        tags: BTreeMap::new(),
    };
    let now = kernel::meter::hour_of(ctx.now());
    // "If you create your budget and don't specify a start date, AWS defaults to the start of your
    // chosen time period" (API Reference, Budget).
    let usual = i64::from(period::of(&row, now).start) * 3_600;
    row.start = period.as_ref().and_then(|it| it.start()).map_or(usual, Timestamp::secs);
    row.end = period.as_ref().and_then(|it| it.end()).map_or(FOREVER_SECONDS, Timestamp::secs);
    if row.end <= row.start {
        return Err(errors::invalid("The period's end is before its start."));
    }
    Ok(row)
}

/// What a budget may ask for and is not done.
fn refuse(budget: Budget<'_>) -> Result<(), ApiError> {
    if !matches!(budget.budget_type(), budget_type::COST | budget_type::USAGE) {
        return Err(errors::not_implemented("budgets of reservations and savings plans"));
    }
    let given = [
        (budget.planned_budget_limits().is_some(), "planned limits (PlannedBudgetLimits)"),
        (budget.auto_adjust_data().is_some(), "auto-adjusting budgets (AutoAdjustData)"),
        (budget.billing_view_arn().is_some(), "billing views (BillingViewArn)"),
    ];
    match given.iter().find(|(is_given, _)| *is_given) {
        Some((_, what)) => Err(errors::not_implemented(what)),
        None if budget.time_unit() == "CUSTOM" => {
            Err(errors::not_implemented("budgets of a custom period"))
        }
        None => Ok(()),
    }
}

fn expression(budget: Budget<'_>) -> Result<Option<Struct>, ApiError> {
    let Some(expression) = budget.filter_expression() else { return Ok(None) };
    if budget.cost_filters().is_some_and(|filters| !filters.is_empty()) {
        return Err(errors::invalid("A budget has CostFilters or a FilterExpression, not both."));
    }
    let filter = Filter::parse(expression.0).map_err(errors::of_fault)?;
    if filter.has_categories() {
        return Err(errors::not_implemented("cost categories in filters"));
    }
    Ok(Some(expression.0.clone()))
}

/// All metrics of cost come to the same, without reservations and discounts.
fn metrics(budget: Budget<'_>) -> Result<Vec<String>, ApiError> {
    let metrics: Vec<String> = budget
        .metrics()
        .into_iter()
        .flat_map(kernel::view::List::iter)
        .map(str::to_owned)
        .collect();
    if budget.filter_expression().is_none() && !metrics.is_empty() {
        return Err(errors::invalid("Metrics go with a FilterExpression."));
    }
    if let Some(unknown) = metrics.iter().find(|metric| metric.as_str() == "Hours") {
        return Err(errors::not_implemented(&format!("the metric {unknown}")));
    }
    Ok(metrics)
}

fn filters(budget: Budget<'_>) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
    let mut filters = BTreeMap::new();
    for (name, values) in budget.cost_filters().into_iter().flat_map(kernel::view::Map::iter) {
        let is_known = name == TAG_FILTER || FILTERS.iter().any(|(known, _)| *known == name);
        if !is_known {
            return Err(errors::not_implemented(&format!("the cost filter {name}")));
        }
        filters.insert(name.to_owned(), values.iter().map(str::to_owned).collect());
    }
    Ok(filters)
}

fn shown(ctx: &mut Ctx<'_>, name: &str, row: &BudgetRow) -> Result<BudgetBuilder, ApiError> {
    let spend = spend::reckon(ctx, row)?;
    let amount = |amount: String| SpendBuilder::new().amount(amount).unit(row.unit.as_str());
    let mut calculated =
        CalculatedSpendBuilder::new().actual_spend(amount(format!("{:.3}", spend.actual)));
    if let Some(forecast) = spend.forecast {
        calculated = calculated.forecasted_spend(amount(format!("{forecast:.3}")));
    }
    let types: Struct = row.cost_types.iter().map(|(name, is)| (name.clone(), *is)).collect();
    let filters: Vec<(String, Vec<String>)> =
        row.filters.iter().map(|(name, values)| (name.clone(), values.clone())).collect();
    let budget = BudgetBuilder::new()
        .budget_name(name)
        .budget_limit(amount(row.limit.clone()))
        .cost_filters(filters)
        .cost_types(CostTypesBuilder(types))
        .time_unit(row.time_unit.as_str())
        .time_period(
            TimePeriodBuilder::new()
                .start(Timestamp::from_secs(row.start))
                .end(Timestamp::from_secs(row.end)),
        )
        .calculated_spend(calculated)
        .budget_type(row.kind.as_str())
        .filter_expression(row.expression.clone().map(ExpressionBuilder))
        .metrics((!row.metrics.is_empty()).then(|| row.metrics.clone()))
        .last_updated_time(Timestamp::from_micros(row.updated));
    Ok(budget)
}

/// A page of a list, and the next one's token.
pub fn cut<T>(
    operation: &str,
    (max, token): (Option<i64>, Option<&str>),
    all: Vec<T>,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let mut first = 0;
    if let Some(token) = token {
        let position = page::decode(operation, token).and_then(|it| <[u8; 8]>::try_from(it).ok());
        first = u64::from_be_bytes(position.ok_or_else(errors::bad_token)?) as usize;
    }
    let max = max.unwrap_or(limits::PAGE).clamp(1, limits::PAGE) as usize;
    let has_more = all.len() > first + max;
    let shown = all.into_iter().skip(first).take(max).collect();
    let next = ((first + max) as u64).to_be_bytes();
    Ok((shown, has_more.then(|| page::encode(operation, &next))))
}
