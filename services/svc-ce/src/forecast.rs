//! GetCostForecast and GetUsageForecast.
//!
//! The method is simple, and ours: the mean of the last 30 whole days (or of those since the first
//! use) goes on, and the days' spread gives the interval, as of independent days that are normally
//! distributed.

use std::ops::Range;

use billing::Granularity;
use billing::calendar::HOURS_PER_DAY;
use kernel::meter::hour_of;
use kernel::{ApiError, Ctx};

use crate::api::{
    DateIntervalBuilder, Expression, ForecastResultBuilder, GetCostForecastInput,
    GetCostForecastOutput, GetUsageForecastInput, GetUsageForecastOutput, MetricValueBuilder,
    error,
};
use crate::cost::refuse_view;
use crate::errors;
use crate::limits;
use crate::question::{self, Costs};

/// What is forecast of what.
struct Asked<'a> {
    hours: Range<u32>,
    granularity: Granularity,
    filter: Option<Expression<'a>>,
    level: i64,
    of_usage: bool,
}

struct Outlook {
    total: f64,
    unit: &'static str,
    results: Vec<ForecastResultBuilder>,
}

pub fn get_cost_forecast(
    ctx: &mut Ctx<'_>,
    input: GetCostForecastInput<'_>,
) -> Result<GetCostForecastOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    if matches!(input.metric(), "USAGE_QUANTITY" | "NORMALIZED_USAGE_AMOUNT") {
        return Err(errors::validation("Costs are forecast by a metric of costs."));
    }
    let asked = Asked {
        hours: question::period(input.time_period())?,
        granularity: question::granularity(input.granularity()),
        filter: input.filter(),
        level: input.prediction_interval_level().unwrap_or(limits::PREDICTION_LEVEL_DEFAULT),
        of_usage: false,
    };
    let outlook = look_ahead(ctx, asked)?;
    Ok(GetCostForecastOutput::new()
        .total(MetricValueBuilder::new().amount(shown(outlook.total)).unit(outlook.unit))
        .forecast_results_by_time(outlook.results))
}

pub fn get_usage_forecast(
    ctx: &mut Ctx<'_>,
    input: GetUsageForecastInput<'_>,
) -> Result<GetUsageForecastOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    if input.metric() != "USAGE_QUANTITY" {
        return Err(errors::validation("Usage is forecast by the metric USAGE_QUANTITY."));
    }
    let asked = Asked {
        hours: question::period(input.time_period())?,
        granularity: question::granularity(input.granularity()),
        filter: input.filter(),
        level: input.prediction_interval_level().unwrap_or(limits::PREDICTION_LEVEL_DEFAULT),
        of_usage: true,
    };
    let outlook = look_ahead(ctx, asked)?;
    Ok(GetUsageForecastOutput::new()
        .total(MetricValueBuilder::new().amount(shown(outlook.total)).unit(outlook.unit))
        .forecast_results_by_time(outlook.results))
}

fn look_ahead(ctx: &mut Ctx<'_>, asked: Asked<'_>) -> Result<Outlook, ApiError> {
    let today = hour_of(ctx.now()) / HOURS_PER_DAY * HOURS_PER_DAY;
    if asked.granularity == Granularity::Hourly {
        return Err(errors::validation("Forecasts are daily or monthly."));
    }
    if asked.hours.start < today {
        return Err(errors::validation("A forecast begins today or later."));
    }
    let months = asked.hours.end.saturating_sub(today) / (31 * HOURS_PER_DAY);
    if months > limits::FORECAST_MONTHS_MAX {
        return Err(errors::validation("A forecast reaches at most 12 months ahead."));
    }
    let from = today.saturating_sub(limits::FORECAST_DAYS_BACK * HOURS_PER_DAY);
    let mut costs = Costs::read(ctx, from..today, Granularity::Daily)?;
    costs.filter(ctx, asked.filter)?;
    let first = costs.items.iter().map(|item| item.hours.start).min();
    let Some(first) = first else { return Err(errors::no_data()) };
    let unit = costs.items.first().map_or("USD", |item| item.unit);
    if asked.of_usage && costs.items.iter().any(|item| item.unit != unit) {
        let message = "Usage of several units cannot be forecast together.";
        return Err(error::unresolvable_usage_unit_exception(message));
    }
    let days = (today - first / HOURS_PER_DAY * HOURS_PER_DAY) / HOURS_PER_DAY;
    let mut by_day = vec![0.0; days as usize];
    for item in &costs.items {
        let day = (item.hours.start - first / HOURS_PER_DAY * HOURS_PER_DAY) / HOURS_PER_DAY;
        let amount = if asked.of_usage { item.quantity.to_f64() } else { item.cost.to_f64() };
        by_day[day as usize] += amount;
    }
    let mean = by_day.iter().sum::<f64>() / f64::from(days);
    let squares: f64 = by_day.iter().map(|it| (it - mean).powi(2)).sum();
    let spread = (squares / f64::from(days)).sqrt() * deviations(asked.level);
    let (mut total, mut results) = (0.0, Vec::new());
    for stretch in asked.granularity.cut(&asked.hours) {
        let days = stretch.len() as f64 / f64::from(HOURS_PER_DAY);
        let (value, margin) = (mean * days, spread * days.sqrt());
        total += value;
        let (start, end) = question::shown(&stretch, asked.granularity);
        results.push(
            ForecastResultBuilder::new()
                .time_period(DateIntervalBuilder::new().start(start).end(end))
                .mean_value(shown(value))
                .prediction_interval_lower_bound(shown((value - margin).max(0.0)))
                .prediction_interval_upper_bound(shown(value + margin)),
        );
    }
    Ok(Outlook { total, unit: if asked.of_usage { unit } else { "USD" }, results })
}

fn shown(amount: f64) -> String {
    format!("{amount:.10}")
}

/// How many standard deviations lie around the mean at a level of so many percent.
fn deviations(level: i64) -> f64 {
    // Abramowitz and Stegun, 26.2.23.
    let tail = (1.0 - (level.clamp(51, 99) as f64) / 100.0) / 2.0;
    let t = (-2.0 * tail.ln()).sqrt();
    let above = 2.515_517 + 0.802_853 * t + 0.010_328 * t * t;
    let below = 1.0 + 1.432_788 * t + 0.189_269 * t * t + 0.001_308 * t * t * t;
    t - above / below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_of_the_normal_distribution() {
        assert!((deviations(80) - 1.2816).abs() < 0.001);
        assert!((deviations(95) - 1.9600).abs() < 0.001);
    }
}
