//! What budgets came to in the periods that are over.

use std::ops::Range;

use kernel::meter::hour_of;
use kernel::{ApiError, Ctx, Struct, Timestamp};

use crate::api::{
    BudgetPerformanceHistoryBuilder, BudgetedAndActualAmountsBuilder, CostTypesBuilder,
    DescribeBudgetPerformanceHistoryInput, DescribeBudgetPerformanceHistoryOutput,
    ExpressionBuilder, SpendBuilder, TimePeriodBuilder, time_unit,
};
use crate::limits::{DAYS_OF_HISTORY, MONTHS_OF_HISTORY, QUARTERS_OF_HISTORY, YEARS_OF_HISTORY};
use crate::state::BudgetRow;
use crate::{budget, period, spend};

pub fn describe_budget_performance_history(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetPerformanceHistoryInput<'_>,
) -> Result<DescribeBudgetPerformanceHistoryOutput, ApiError> {
    let name = input.budget_name();
    let row = budget::open(ctx, input.account_id(), name)?;
    let wanted = input.time_period();
    let start = wanted.as_ref().and_then(|it| it.start()).map_or(i64::MIN, Timestamp::secs);
    let end = wanted.as_ref().and_then(|it| it.end()).map_or(i64::MAX, Timestamp::secs);
    let mut periods = over(&row, hour_of(ctx.now()));
    let seconds = |hour: u32| i64::from(hour) * 3_600;
    periods.retain(|period| seconds(period.start) >= start && seconds(period.end) <= end);
    let page = (input.max_results(), input.next_token());
    let (periods, token) = budget::cut("DescribeBudgetPerformanceHistory", page, periods)?;
    let amount = |amount: String| SpendBuilder::new().amount(amount).unit(row.unit.as_str());
    let mut amounts = Vec::new();
    for hours in periods {
        let actual = spend::actual(ctx, &row, &hours)?;
        amounts.push(
            BudgetedAndActualAmountsBuilder::new()
                .budgeted_amount(amount(row.limit.clone()))
                .actual_amount(amount(format!("{actual:.3}")))
                .time_period(
                    TimePeriodBuilder::new()
                        .start(Timestamp::from_secs(seconds(hours.start)))
                        .end(Timestamp::from_secs(seconds(hours.end))),
                ),
        );
    }
    let types: Struct = row.cost_types.iter().map(|(name, is)| (name.clone(), *is)).collect();
    let filters: Vec<(String, Vec<String>)> =
        row.filters.iter().map(|(name, values)| (name.clone(), values.clone())).collect();
    let history = BudgetPerformanceHistoryBuilder::new()
        .budget_name(name)
        .budget_type(row.kind.as_str())
        .cost_filters(filters)
        .cost_types(CostTypesBuilder(types))
        .time_unit(row.time_unit.as_str())
        .filter_expression(row.expression.clone().map(ExpressionBuilder))
        .budgeted_and_actual_amounts_list(amounts);
    Ok(DescribeBudgetPerformanceHistoryOutput::new()
        .budget_performance_history(history)
        .next_token(token))
}

/// The periods that have ended since the budget began, the newest first.
fn over(row: &BudgetRow, now: u32) -> Vec<Range<u32>> {
    let most = match row.time_unit.as_str() {
        time_unit::DAILY => DAYS_OF_HISTORY,
        time_unit::QUARTERLY => QUARTERS_OF_HISTORY,
        time_unit::ANNUALLY => YEARS_OF_HISTORY,
        _ => MONTHS_OF_HISTORY,
    };
    let mut periods = Vec::new();
    let mut hour = period::of(row, now).start.min(now);
    while periods.len() < most && hour > 0 {
        let before = period::of(row, hour - 1);
        if before.is_empty() || before.end <= before.start {
            break;
        }
        hour = before.start;
        periods.push(before);
    }
    periods
}
