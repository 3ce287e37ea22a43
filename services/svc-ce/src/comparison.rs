//! GetCostAndUsageComparisons: two months side by side.

use std::collections::BTreeMap;

use billing::{Granularity, Month};
use kernel::{ApiError, Ctx, page};

use crate::api::{
    ComparisonMetricValueBuilder, CostAndUsageComparisonBuilder, CostCategoryValuesBuilder,
    DateInterval, DimensionValuesBuilder, ExpressionBuilder, GetCostAndUsageComparisonsInput,
    GetCostAndUsageComparisonsOutput, TagValuesBuilder,
};
use crate::cost::{Key, keys, keys_of, metric, refuse_view};
use crate::errors;
use crate::limits::COMPARISONS_PER_PAGE;
use crate::question::{self, Costs};

/// Amounts of the baseline and of the other month, in the digits of the bill.
pub type Pair = [i128; 2];

/// Quantities have two digits less than money.
pub const QUANTITY_SCALE: i128 = 100;

pub fn month(interval: DateInterval<'_>) -> Result<Month, ApiError> {
    let hours = question::period(interval)?;
    let month = Month::of_hour(hours.start);
    if month.hours() != hours {
        return Err(errors::validation("A period of a comparison is one whole month."));
    }
    Ok(month)
}

pub fn get_cost_and_usage_comparisons(
    ctx: &mut Ctx<'_>,
    input: GetCostAndUsageComparisonsInput<'_>,
) -> Result<GetCostAndUsageComparisonsOutput, ApiError> {
    const NAME: &str = "GetCostAndUsageComparisons";
    refuse_view(input.billing_view_arn())?;
    let months = [month(input.baseline_time_period())?, month(input.comparison_time_period())?];
    let metric = metric(input.metric_for_comparison())?;
    let by = keys(input.group_by(), false)?;
    if by.len() > 1 {
        return Err(errors::validation("Comparisons are grouped by one key at most."));
    }
    let first = match input.next_page_token() {
        None => 0,
        Some(token) => {
            let at = page::decode(NAME, token).and_then(|it| <[u8; 4]>::try_from(it).ok());
            u32::from_be_bytes(at.ok_or_else(errors::bad_token)?) as usize
        }
    };
    let is_usage = metric == "UsageQuantity";
    let (mut total, mut sums, mut units): (Pair, BTreeMap<String, Pair>, Vec<&str>) =
        ([0; 2], BTreeMap::new(), Vec::new());
    for (at, month) in months.into_iter().enumerate() {
        question::check_past(ctx, &month.hours(), Granularity::Monthly)?;
        // One request, however many months it reads.
        let mut costs = match at {
            0 => Costs::read(ctx, month.hours(), Granularity::Monthly)?,
            _ => Costs::look(ctx, month.hours(), Granularity::Monthly)?,
        };
        costs.filter(ctx, input.filter())?;
        for item in std::mem::take(&mut costs.items) {
            let key = keys_of(ctx, &mut costs, &by, &item).pop().unwrap_or_default();
            let amount = if is_usage { item.quantity.0 * QUANTITY_SCALE } else { item.cost.0 };
            sums.entry(key).or_default()[at] += amount;
            total[at] += amount;
            if !units.contains(&item.unit) {
                units.push(item.unit);
            }
        }
    }
    let unit = match units.as_slice() {
        _ if !is_usage => "USD",
        [unit] => *unit,
        _ => "N/A",
    };
    let shown = |pair: Pair| vec![(metric.clone(), compared(pair, unit))];
    let max = input.max_results().map_or(COMPARISONS_PER_PAGE, |max| max.max(1) as usize);
    let groups: Vec<(String, Pair)> =
        if by.is_empty() { Vec::new() } else { sums.into_iter().collect() };
    let next = (first + max < groups.len()).then(|| (first + max) as u32);
    let page: Vec<_> = groups
        .into_iter()
        .skip(first)
        .take(max)
        .map(|(value, pair)| {
            CostAndUsageComparisonBuilder::new()
                .cost_and_usage_selector(selector(&by[0], &value))
                .metrics(shown(pair))
        })
        .collect();
    Ok(GetCostAndUsageComparisonsOutput::new()
        .cost_and_usage_comparisons(page)
        .total_cost_and_usage(shown(total))
        .next_page_token(next.map(|next| page::encode(NAME, &next.to_be_bytes()))))
}

pub fn compared([baseline, comparison]: Pair, unit: &str) -> ComparisonMetricValueBuilder {
    ComparisonMetricValueBuilder::new()
        .baseline_time_period_amount(shown(baseline))
        .comparison_time_period_amount(shown(comparison))
        .difference(shown(comparison - baseline))
        .unit(unit)
}

fn shown(amount: i128) -> String {
    billing::Money(amount).ten_digits()
}

/// What a group is, as a filter.
pub fn selector(key: &Key, value: &str) -> ExpressionBuilder {
    let label = |key: &str| value.strip_prefix(key).and_then(|it| it.strip_prefix('$'));
    let of = |value: &str| vec![value.to_owned()];
    match key {
        Key::Dimension(key) => ExpressionBuilder::new()
            .dimensions(DimensionValuesBuilder::new().key(key.as_str()).values(of(value))),
        Key::Tag(key) => ExpressionBuilder::new().tags(
            TagValuesBuilder::new().key(key.as_str()).values(of(label(key).unwrap_or_default())),
        ),
        Key::Category(key) => ExpressionBuilder::new().cost_categories(
            CostCategoryValuesBuilder::new()
                .key(key.as_str())
                .values(of(label(key).unwrap_or_default())),
        ),
    }
}
