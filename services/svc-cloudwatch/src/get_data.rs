//! GetMetricData: metrics and expressions, page by page.

use kernel::{ApiError, Ctx, Timestamp, page};

use crate::api::{
    GetMetricDataInput, GetMetricDataOutput, LabelOptions, MessageDataBuilder,
    MetricDataResultBuilder, scan_by, status_code,
};
use crate::charge;
use crate::errors;
use crate::fold;
use crate::label::{self, Offset};
use crate::limits;
use crate::math::eval::{Computed, Evaluator, Failure, Series, Window};
use crate::query;
use crate::state::{Query, What};

const OPERATION: &str = "GetMetricData";

struct Found<'q> {
    query: &'q Query,
    series: Series,
}

pub fn get_metric_data(
    ctx: &mut Ctx<'_>,
    input: GetMetricDataInput<'_>,
) -> Result<GetMetricDataOutput, ApiError> {
    let list = input.metric_data_queries();
    if list.is_empty() {
        return Err(errors::validation("The parameter MetricDataQueries must not be empty."));
    }
    if list.len() > limits::QUERIES_MAX {
        return Err(errors::validation(format!(
            "The collection MetricDataQueries must not have a size greater than {}.",
            limits::QUERIES_MAX
        )));
    }
    let queries = query::read(list, ctx.account(), "MetricDataQueries")?;
    if input.start_time() >= input.end_time() {
        return Err(errors::validation(
            "The parameter StartTime must be less than the parameter EndTime.",
        ));
    }
    let max = input.max_datapoints().unwrap_or(limits::DATAPOINTS_MAX);
    if !(1..=limits::DATAPOINTS_MAX).contains(&max) {
        return Err(errors::validation(format!(
            "The parameter MaxDatapoints must be between 1 and {}.",
            limits::DATAPOINTS_MAX
        )));
    }
    let skipped = match input.next_token() {
        Some(token) => read_token(token).ok_or_else(errors::invalid_token)?,
        None => 0,
    };
    let zone = input.label_options().and_then(LabelOptions::timezone);
    let offset = Offset::parse(zone.unwrap_or("+0000"))
        .ok_or_else(|| errors::validation("The parameter LabelOptions.Timezone is invalid."))?;
    let window = Window {
        start: rounded(ctx, input.start_time()),
        end: input.end_time().secs(),
        is_anchored: false,
    };
    fold::fold(ctx)?;
    let found = compute(ctx, &queries, window)?;
    let is_ascending = input.scan_by() == Some(scan_by::TIMESTAMP_ASCENDING);
    Ok(page_of(ctx, found, is_ascending, (skipped, max as usize), offset))
}

fn compute<'q>(
    ctx: &mut Ctx<'_>,
    queries: &'q [Query],
    window: Window,
) -> Result<Vec<Found<'q>>, ApiError> {
    let mut evaluator = Evaluator::new(queries, window);
    let mut found = Vec::new();
    for query in queries.iter().filter(|query| query.returns_data != Some(false)) {
        let computed = evaluator.query(ctx, &query.id).map_err(|failure| match failure {
            Failure::Call(error) => error,
            Failure::Expression(why) => {
                errors::validation(format!("Error in expression '{}': {why}", query.id))
            }
        })?;
        match computed {
            Computed::Series(series) => found.push(Found { query, series }),
            Computed::List(list) => {
                found.extend(list.into_iter().map(|series| Found { query, series }));
            }
            Computed::Scalar(_) | Computed::Text(_) | Computed::Word(_) => {
                return Err(errors::validation(format!(
                    "Error in expression '{}': The expression must return a time series",
                    query.id
                )));
            }
        }
    }
    charge::asked(ctx, evaluator.metrics);
    Ok(found)
}

fn page_of(
    ctx: &Ctx<'_>,
    found: Vec<Found<'_>>,
    is_ascending: bool,
    (skipped, max): (usize, usize),
    offset: Offset,
) -> GetMetricDataOutput {
    let total: usize = found.iter().map(|found| found.series.points.len()).sum();
    let end = (skipped + max).min(total);
    let mut results = Vec::new();
    let mut before = 0;
    for Found { query, series } in found {
        let here = before..before + series.points.len();
        before = here.end;
        let from = skipped.clamp(here.start, here.end);
        let to = end.clamp(here.start, here.end);
        // One without points is on the page on which its turn comes.
        let is_its_turn = here.is_empty()
            && (here.start > skipped || skipped == 0)
            && (here.start < end || end == total);
        if from == to && !is_its_turn {
            continue;
        }
        let label = label::show(ctx, query, &series, offset);
        let mut points: Vec<(i64, f64)> = series.points.into_iter().collect();
        if !is_ascending {
            points.reverse();
        }
        let shown = points[from - here.start..to - here.start].iter();
        let is_all = to == here.end;
        let status = if is_all { status_code::COMPLETE } else { status_code::PARTIAL_DATA };
        let times: Vec<_> = shown.clone().map(|it| Timestamp::from_secs(it.0)).collect();
        results.push(
            MetricDataResultBuilder::new()
                .id(query.id.as_str())
                .label(label)
                .timestamps(times)
                .values(shown.map(|it| it.1).collect::<Vec<_>>())
                .status_code(status),
        );
    }
    let token = (end < total).then(|| page::encode(OPERATION, end.to_string().as_bytes()));
    GetMetricDataOutput::new()
        .metric_data_results(results)
        .messages(Vec::<MessageDataBuilder>::new())
        .next_token(token)
}

fn read_token(token: &str) -> Option<usize> {
    String::from_utf8(page::decode(OPERATION, token)?).ok()?.parse().ok()
}

/// See the API Reference on `StartTime`: rounded down by how long ago it is.
fn rounded(ctx: &Ctx<'_>, start: Timestamp) -> i64 {
    let age = ctx.now().secs() - start.secs();
    let to = if age > limits::KEPT_FIVES_S {
        3_600
    } else if age > limits::KEPT_MINUTES_S {
        300
    } else if age > limits::KEPT_SECONDS_S {
        60
    } else {
        1
    };
    start.secs() - start.secs().rem_euclid(to)
}

/// The query of an alarm or call that is the metric itself.
pub fn stat_of(query: &Query) -> Option<&crate::state::MetricStat> {
    match &query.what {
        What::Stat(stat) => Some(stat),
        What::Expression(_) => None,
    }
}
