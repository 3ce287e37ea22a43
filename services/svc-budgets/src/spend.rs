//! What of a budget is spent, and what will be at the end of its period.
//!
//! The forecast is simple, and ours: what the hours of the period have cost on average goes on. AWS
//! needs some weeks of history for one; here a day is enough.

use std::ops::Range;

use billing::filter::{Filter, Labels, dimension};
use billing::tags::{TagBook, Tags};
use billing::{Granularity, Item, Query};
use kernel::meter::hour_of;
use kernel::{ApiError, Ctx};

use crate::api::budget_type;
use crate::errors;
use crate::period;
use crate::state::BudgetRow;

/// Before so many hours have passed, nothing is forecast.
const FORECAST_HOURS_MIN: u32 = 24;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spend {
    pub actual: f64,
    pub forecast: Option<f64>,
    /// The first hour of the period.
    pub period: u32,
}

/// The filters that a budget may have, and the dimensions that they are about.
pub const FILTERS: [(&str, &str); 5] = [
    ("LinkedAccount", "LINKED_ACCOUNT"),
    ("Operation", "OPERATION"),
    ("Region", "REGION"),
    ("Service", "SERVICE"),
    ("UsageType", "USAGE_TYPE"),
];
/// `user:env$prod`
pub const TAG_FILTER: &str = "TagKeyValue";

/// Nothing that comes after it in the transaction is metered.
pub fn reckon(ctx: &mut Ctx<'_>, row: &BudgetRow) -> Result<Spend, ApiError> {
    let now = hour_of(ctx.now());
    let hours = period::of(row, now);
    if hours.start >= hours.end {
        return Ok(Spend { actual: 0.0, forecast: None, period: hours.start });
    }
    let passed = now.clamp(hours.start, hours.end) - hours.start;
    let actual = actual(ctx, row, &hours)?;
    let forecast =
        (passed >= FORECAST_HOURS_MIN).then(|| actual / f64::from(passed) * hours.len() as f64);
    Ok(Spend { actual, forecast, period: hours.start })
}

/// What was spent or used in these hours of what the budget is about.
pub fn actual(ctx: &mut Ctx<'_>, row: &BudgetRow, hours: &Range<u32>) -> Result<f64, ApiError> {
    let accounts = Some(vec![ctx.account()]);
    let granularity = Granularity::Monthly;
    let query = Query { accounts, hours: hours.clone(), granularity, free_tier: None };
    let expression = row.expression.as_ref().map(Filter::parse).transpose();
    let expression = expression.map_err(errors::of_fault)?;
    let (mut actual, mut book) = (0.0, TagBook::default());
    for item in billing::items(ctx, &query)? {
        let is_about = expression.as_ref().is_none_or(|filter| {
            let mut labels = Labels::default();
            if filter.has_labels() {
                let place = (item.account, item.region);
                labels.tags = book.tags(ctx, place, item.service, &item.resource).clone();
            }
            filter.fits(&item, &labels)
        });
        if is_about && fits(ctx, &mut book, row, &item) {
            let is_usage = row.kind == budget_type::USAGE;
            actual += if is_usage { item.quantity.to_f64() } else { item.cost.to_f64() };
        }
    }
    Ok(actual)
}

fn fits(ctx: &mut Ctx<'_>, book: &mut TagBook, row: &BudgetRow, item: &Item) -> bool {
    row.filters.iter().all(|(name, values)| {
        if name == TAG_FILTER {
            let place = (item.account, item.region);
            let tags = book.tags(ctx, place, item.service, &item.resource);
            return values.iter().any(|value| has_tag(tags, value));
        }
        let known = FILTERS.iter().find(|(filter, _)| filter == name);
        let value = known.map(|(_, key)| dimension(item, key)).unwrap_or_default();
        values.contains(&value)
    })
}

fn has_tag(tags: &Tags, wanted: &str) -> bool {
    let wanted = wanted.strip_prefix("user:").unwrap_or(wanted);
    let (key, value) = wanted.split_once('$').unwrap_or((wanted, ""));
    tags.get(key).map(String::as_str) == Some(value)
}
