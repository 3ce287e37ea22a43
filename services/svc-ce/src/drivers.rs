//! GetCostComparisonDrivers: what has made one month dearer or cheaper than another, by service and
//! usage type.
//!
//! Source: API Reference, GetCostComparisonDrivers and CostDriver. Prices hold for all months here
//! and nothing is bought ahead, so what drives a difference is always usage (`USAGE_CHANGE`). The
//! names of drivers are not verified.

use std::collections::BTreeMap;

use billing::Granularity;
use kernel::{ApiError, Ctx, page};

use crate::api::{
    CostComparisonDriverBuilder, CostDriverBuilder, ExpressionBuilder,
    GetCostComparisonDriversInput, GetCostComparisonDriversOutput,
};
use crate::comparison::{Pair, QUANTITY_SCALE, compared, month, selector};
use crate::cost::{Key, keys, keys_of, metric, refuse_view};
use crate::errors;
use crate::limits::COMPARISONS_PER_PAGE;
use crate::question::{self, Costs};

const NAME: &str = "GetCostComparisonDrivers";
const USAGE: &str = "UsageQuantity";

/// What a service's usage type comes to in both months.
#[derive(Default)]
struct Sums {
    cost: Pair,
    quantity: Pair,
    unit: &'static str,
}

pub fn get_cost_comparison_drivers(
    ctx: &mut Ctx<'_>,
    input: GetCostComparisonDriversInput<'_>,
) -> Result<GetCostComparisonDriversOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    let months = [month(input.baseline_time_period())?, month(input.comparison_time_period())?];
    let metric = metric(input.metric_for_comparison())?;
    // "SERVICE and USAGE_TYPE dimensions are automatically included".
    let mut by =
        vec![Key::Dimension("SERVICE".to_owned()), Key::Dimension("USAGE_TYPE".to_owned())];
    by.extend(keys(input.group_by(), false)?);
    let first = match input.next_page_token() {
        None => 0,
        Some(token) => {
            let at = page::decode(NAME, token).and_then(|it| <[u8; 4]>::try_from(it).ok());
            u32::from_be_bytes(at.ok_or_else(errors::bad_token)?) as usize
        }
    };
    let mut sums: BTreeMap<Vec<String>, Sums> = BTreeMap::new();
    for (at, month) in months.into_iter().enumerate() {
        question::check_past(ctx, &month.hours(), Granularity::Monthly)?;
        // One request, however many months it reads.
        let mut costs = match at {
            0 => Costs::read(ctx, month.hours(), Granularity::Monthly)?,
            _ => Costs::look(ctx, month.hours(), Granularity::Monthly)?,
        };
        costs.filter(ctx, input.filter())?;
        for item in std::mem::take(&mut costs.items) {
            let sum = sums.entry(keys_of(ctx, &mut costs, &by, &item)).or_default();
            sum.cost[at] += item.cost.0;
            sum.quantity[at] += item.quantity.0 * QUANTITY_SCALE;
            sum.unit = item.unit;
        }
    }
    let is_usage = metric == USAGE;
    let of = |sums: &Sums| if is_usage { sums.quantity } else { sums.cost };
    let mut drivers: Vec<(Vec<String>, Sums)> =
        sums.into_iter().filter(|(_, sums)| of(sums)[0] != of(sums)[1]).collect();
    // What has changed most comes first.
    drivers.sort_by_key(|(_, sums)| std::cmp::Reverse((of(sums)[1] - of(sums)[0]).abs()));
    let max = input.max_results().map_or(COMPARISONS_PER_PAGE, |max| max.max(1) as usize);
    let next = (first + max < drivers.len()).then(|| (first + max) as u32);
    let page = drivers.into_iter().skip(first).take(max);
    let page: Vec<_> = page.map(|(values, sums)| shown(&by, &values, &sums, &metric)).collect();
    Ok(GetCostComparisonDriversOutput::new()
        .cost_comparison_drivers(page)
        .next_page_token(next.map(|next| page::encode(NAME, &next.to_be_bytes()))))
}

fn shown(by: &[Key], values: &[String], sums: &Sums, metric: &str) -> CostComparisonDriverBuilder {
    let selectors: Vec<_> =
        by.iter().zip(values).map(|(key, value)| selector(key, value)).collect();
    let amounts = || match metric {
        USAGE => compared(sums.quantity, sums.unit),
        _ => compared(sums.cost, "USD"),
    };
    let usage = (USAGE.to_owned(), compared(sums.quantity, sums.unit));
    let driver = CostDriverBuilder::new()
        .type_("USAGE_CHANGE")
        .name("Usage Change")
        .metrics(vec![usage, (metric.to_owned(), amounts())]);
    CostComparisonDriverBuilder::new()
        .cost_selector(ExpressionBuilder::new().and(selectors))
        .metrics(vec![(metric.to_owned(), amounts())])
        .cost_drivers(vec![driver])
}
