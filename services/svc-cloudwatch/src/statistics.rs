//! GetMetricStatistics.

use kernel::distribution::Distribution;
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    DatapointBuilder, GetMetricStatisticsInput, GetMetricStatisticsOutput, statistic,
};
use crate::errors;
use crate::fold;
use crate::levels;
use crate::limits;
use crate::query;
use crate::read::{self, Span};
use crate::reckoned;
use crate::series::{self, MINUTE, UNITS};
use crate::stat::Stat;

pub fn get_metric_statistics(
    ctx: &mut Ctx<'_>,
    input: GetMetricStatisticsInput<'_>,
) -> Result<GetMetricStatisticsOutput, ApiError> {
    let period = input.period();
    if !query::is_period(period) {
        return Err(errors::invalid_value(
            "The parameter Period must be 1, 5, 10, 20, 30, or any multiple of 60.",
        ));
    }
    let simple = input.statistics().map_or_else(Vec::new, List::to_vec);
    let extended = input.extended_statistics().map_or_else(Vec::new, List::to_vec);
    if simple.is_empty() && extended.is_empty() {
        return Err(errors::no_statistics());
    }
    for name in &extended {
        if Stat::parse_extended(name).is_none() {
            return Err(errors::invalid_value(format!(
                "The value {name} for parameter ExtendedStatistics is not supported."
            )));
        }
    }
    if input.start_time() >= input.end_time() {
        return Err(errors::times_reversed());
    }
    let span = span_of(ctx, input.start_time(), input.end_time(), period);
    let asked = (span.end - span.start + period - 1) / period;
    if asked > limits::STATISTICS_DATAPOINTS_MAX {
        return Err(errors::too_many_datapoints(asked, limits::STATISTICS_DATAPOINTS_MAX));
    }
    let dimensions = query::dimensions(input.dimensions());
    let key = series::key_of(input.namespace(), input.metric_name(), &dimensions);
    fold::fold(ctx)?;
    reckoned::catch_up(ctx, input.namespace())?;
    levels::catch_up(ctx, &key)?;
    let unit = input.unit().map(series::unit_number);
    let found = read::buckets(ctx, &key, unit, span)?;
    let points = found
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|((at, unit), values)| show(at, unit, &values, &simple, &extended));
    Ok(GetMetricStatisticsOutput::new()
        .label(input.metric_name())
        .datapoints(points.collect::<Vec<_>>()))
}

/// The start is rounded down by how long ago it is (API Reference, `StartTime`).
fn span_of(ctx: &Ctx<'_>, start: Timestamp, end: Timestamp, period: i64) -> Span {
    let age = ctx.now().secs() - start.secs();
    let to = if age > limits::KEPT_FIVES_S {
        3_600
    } else if age > limits::KEPT_MINUTES_S {
        300
    } else if period < i64::from(MINUTE) {
        period
    } else {
        i64::from(MINUTE)
    };
    let start = start.secs() - start.secs().rem_euclid(to);
    Span { start, end: end.secs().max(start + 1), period }
}

fn show(
    at: i64,
    unit: u8,
    values: &Distribution,
    simple: &[&str],
    extended: &[&str],
) -> DatapointBuilder {
    let of = |name: &str| {
        let wanted = simple.contains(&name).then(|| Stat::parse(name)).flatten();
        wanted.and_then(|stat| stat.of(values))
    };
    let extended: Vec<(String, f64)> = extended
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), Stat::parse_extended(name)?.of(values)?)))
        .collect();
    DatapointBuilder::new()
        .timestamp(Timestamp::from_secs(at))
        .sample_count(of(statistic::SAMPLE_COUNT))
        .average(of(statistic::AVERAGE))
        .sum(of(statistic::SUM))
        .minimum(of(statistic::MINIMUM))
        .maximum(of(statistic::MAXIMUM))
        .unit(UNITS[usize::from(unit) % UNITS.len()])
        .extended_statistics((!extended.is_empty()).then_some(extended))
}
