//! ListInsightsMetricData: what Insights have counted, over time.
//!
//! Source: API Reference, ListInsightsMetricData.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    ListInsightsMetricDataInput, ListInsightsMetricDataOutput, insight_type,
    insights_metric_data_type,
};
use crate::errors;
use crate::find::{self, Trail};
use crate::insight::{self, Category};
use crate::limits::{METRIC_DAYS, METRIC_POINTS_MAX};
use crate::state::{INSIGHT_HOURS, INSIGHT_MINUTES};

const OPERATION: &str = "ListInsightsMetricData";
const DAY_S: i64 = 86_400;
const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 3_600;

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListInsightsMetricDataInput<'_>,
) -> Result<ListInsightsMetricDataOutput, ApiError> {
    // "This parameter should only be provided to fetch Insights metrics data generated on trails
    // logging data events."
    let of_data = match input.trail_name() {
        Some(name) => {
            Some(find::trail(ctx, name).map_err(|error| errors::bad_parameter(error.message()))?)
        }
        None => None,
    };
    let kind = input.insight_type();
    let is_error = kind == insight_type::API_ERROR_RATE_INSIGHT;
    if is_error && input.error_code().is_none() {
        return Err(errors::bad_parameter("ErrorCode must be given with ApiErrorRateInsight."));
    }
    let code = input.error_code().filter(|_| is_error);
    let period = input.period().unwrap_or(HOUR_S);
    let days = METRIC_DAYS.iter().find(|(of, _)| *of == period).map(|(_, days)| *days);
    let days = days.ok_or_else(|| errors::bad_parameter("Period must be 60, 300 or 3600."))?;
    let now = ctx.now().secs();
    let earliest = now - days * DAY_S;
    let floor = |at: i64| at.div_euclid(period) * period;
    let start = input.start_time().map_or(earliest, Timestamp::secs).max(earliest);
    let end = input.end_time().map_or(now, Timestamp::secs).min(now);
    if input.start_time().is_some_and(|it| it.secs() > end) {
        return Err(errors::bad_parameter("StartTime must not be after EndTime."));
    }
    let start = match input.next_token() {
        None => floor(start + period - 1),
        Some(token) => page::decode(OPERATION, token)
            .and_then(|it| String::from_utf8(it).ok()?.parse().ok())
            .ok_or_else(|| errors::bad_parameter("The NextToken is not valid."))?,
    };
    let series = insight::series(kind, input.event_source(), input.event_name(), code);
    let counts = counts(ctx, of_data.as_ref(), &series, (start, end, period))?;
    let limit = input.max_results().map_or(METRIC_POINTS_MAX, |it| it as usize);
    let fills = input.data_type() == Some(insights_metric_data_type::FILL_WITH_ZEROS);
    let (mut times, mut values, mut next) = (Vec::new(), Vec::new(), None);
    let mut at = start;
    while at < end {
        let count = counts.get(&at).copied();
        if fills || count.is_some() {
            if times.len() == limit {
                next = Some(page::encode(OPERATION, at.to_string().as_bytes()));
                break;
            }
            times.push(Timestamp::from_secs(at));
            values.push(count.unwrap_or_default() as f64);
        }
        at += period;
    }
    Ok(ListInsightsMetricDataOutput::new()
        .event_source(input.event_source())
        .event_name(input.event_name())
        .insight_type(kind)
        .error_code(code)
        .timestamps(times)
        .values(values)
        .next_token(next))
}

/// The calls by period, as the first trail of the account has counted them that has.
fn counts(
    ctx: &Ctx<'_>,
    of_data: Option<&Trail>,
    series: &str,
    (start, end, period): (i64, i64, i64),
) -> Result<std::collections::BTreeMap<i64, u64>, ApiError> {
    let (table, unit) =
        if period == HOUR_S { (&INSIGHT_HOURS, HOUR_S) } else { (&INSIGHT_MINUTES, MINUTE_S) };
    let region = ctx.region();
    let mut out = std::collections::BTreeMap::new();
    let keys: Vec<String> = match of_data {
        Some(trail) => vec![insight::trail_key(trail, Category::Data)],
        None => find::of_account(ctx, ctx.account())?
            .iter()
            .map(|trail| insight::trail_key(trail, Category::Management))
            .collect(),
    };
    for key in keys {
        let place = (key.as_str(), region.as_str(), series);
        let range = Range::within(&place)
            .from(&(key.as_str(), region.as_str(), series, start.div_euclid(unit)))
            .before(&(key.as_str(), region.as_str(), series, end.div_euclid(unit) + 1));
        for entry in ctx.table(table).scan(&range) {
            let ((.., at), row) = entry?;
            let at = (at * unit).div_euclid(period) * period;
            *out.entry(at).or_insert(0) += row.count;
        }
        if !out.is_empty() {
            break;
        }
    }
    Ok(out)
}
