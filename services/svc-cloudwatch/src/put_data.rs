//! PutMetricData: numbers of the clients' own.

use kernel::distribution::Distribution;
use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{MetricDatum, PutMetricDataInput, PutMetricDataOutput};
use crate::charge;
use crate::errors;
use crate::limits;
use crate::query;
use crate::series::{self, Datum, MINUTE};
use crate::state::SeriesKey;
use crate::watch;

const RESERVED: &str = "AWS/";

struct Checked {
    key: SeriesKey,
    at: i64,
    unit: u8,
    is_high_resolution: bool,
    values: Distribution,
}

pub fn put_metric_data(
    ctx: &mut Ctx<'_>,
    input: PutMetricDataInput<'_>,
) -> Result<PutMetricDataOutput, ApiError> {
    charge::put(ctx);
    let namespace = input.namespace();
    if namespace.starts_with(RESERVED) && !ctx.is_nested() {
        return Err(errors::reserved_namespace());
    }
    if input.entity_metric_data().is_some() || input.strict_entity_validation().is_some() {
        return Err(errors::not_implemented("entities of metrics (EntityMetricData)"));
    }
    let data = input.metric_data().ok_or_else(|| errors::missing("MetricData"))?;
    if data.is_empty() {
        return Err(errors::missing("MetricData"));
    }
    if data.len() > limits::METRICS_PER_PUT_MAX {
        return Err(errors::invalid_value(format!(
            "The collection MetricData must not have a size greater than {}.",
            limits::METRICS_PER_PUT_MAX
        )));
    }
    let mut all = Vec::with_capacity(data.len());
    for (at, datum) in data.iter().enumerate() {
        all.push(check(ctx, namespace, datum, &format!("MetricData.member.{}", at + 1))?);
    }
    let scope = ctx.scope();
    for Checked { key, at, unit, is_high_resolution, values } in &all {
        let datum = Datum { at: *at, unit: *unit, is_high_resolution: *is_high_resolution, values };
        series::record(ctx, scope, key, &datum)?;
        watch::data_came(ctx, scope, key, ctx.now().secs())?;
    }
    watch::schedule(ctx)?;
    Ok(PutMetricDataOutput::new())
}

fn check(
    ctx: &Ctx<'_>,
    namespace: &str,
    datum: MetricDatum<'_>,
    place: &str,
) -> Result<Checked, ApiError> {
    let now = ctx.now();
    let at = datum.timestamp().unwrap_or(now);
    let age = now.secs() - at.secs();
    if age > limits::PAST_S_MAX || -age > limits::FUTURE_S_MAX {
        return Err(errors::invalid_value(format!(
            "The parameter {place}.Timestamp must specify a time within the past two weeks and no \
             later than two hours from now."
        )));
    }
    let is_high_resolution = match datum.storage_resolution() {
        None | Some(60) => false,
        Some(1) => true,
        Some(other) => {
            return Err(errors::invalid_value(format!(
                "The value {other} for parameter {place}.StorageResolution is not supported. The \
                 supported values are 1 and 60."
            )));
        }
    };
    let dimensions = query::dimensions(datum.dimensions());
    check_dimensions(&dimensions, datum.metric_name(), place)?;
    let at = if is_high_resolution { at.secs() } else { series::floor(at.secs(), MINUTE) };
    Ok(Checked {
        key: series::key_of(namespace, datum.metric_name(), &dimensions),
        at,
        unit: series::unit_number(datum.unit().unwrap_or("None")),
        is_high_resolution,
        values: values_of(datum, place)?,
    })
}

fn check_dimensions(
    dimensions: &[(String, String)],
    name: &str,
    place: &str,
) -> Result<(), ApiError> {
    let texts = dimensions.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    if texts.chain([name]).any(|text| text.chars().any(|it| it.is_ascii_control())) {
        return Err(errors::invalid_value(format!(
            "The parameter {place} must not contain control characters."
        )));
    }
    for (name, value) in dimensions {
        if value.trim().is_empty() || name.trim().is_empty() || name.starts_with(':') {
            return Err(errors::invalid_value(format!(
                "The value {value} for parameter {place}.Dimensions.member.Value is invalid."
            )));
        }
    }
    if dimensions.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(errors::invalid_value(format!(
            "No Metric may specify the same dimension name twice ({place}.Dimensions)."
        )));
    }
    Ok(())
}

fn values_of(datum: MetricDatum<'_>, place: &str) -> Result<Distribution, ApiError> {
    let given = (datum.value(), datum.values(), datum.statistic_values());
    match given {
        (Some(value), None, None) if datum.counts().is_none() => {
            check_number(value, &format!("{place}.Value"))?;
            Ok(Distribution::of(value, 1.0))
        }
        (None, Some(values), None) => several(values, datum.counts(), place),
        (None, None, Some(set)) => {
            let (count, sum) = (set.sample_count(), set.sum());
            for (number, name) in [
                (count, "SampleCount"),
                (sum, "Sum"),
                (set.minimum(), "Minimum"),
                (set.maximum(), "Maximum"),
            ] {
                check_number(number, &format!("{place}.StatisticValues.{name}"))?;
            }
            if count <= 0.0 {
                return Err(errors::invalid_number(
                    count,
                    &format!("{place}.StatisticValues.SampleCount"),
                ));
            }
            if set.minimum() > set.maximum() {
                return Err(errors::invalid_combination(format!(
                    "The parameter {place}.StatisticValues.Maximum must be greater than or equal \
                     to {place}.StatisticValues.Minimum."
                )));
            }
            Ok(Distribution::of_sum(count, sum, set.minimum(), set.maximum()))
        }
        (None, None, None) => Err(errors::missing(&format!("{place}.Value"))),
        _ => Err(errors::invalid_combination(format!(
            "The parameters {place}.Value, {place}.Values and {place}.StatisticValues are mutually \
             exclusive and you have specified more than one."
        ))),
    }
}

fn several(
    values: List<'_, f64>,
    counts: Option<List<'_, f64>>,
    place: &str,
) -> Result<Distribution, ApiError> {
    if values.is_empty() || values.len() > limits::VALUES_MAX {
        return Err(errors::invalid_value(format!(
            "The collection {place}.Values must have between 1 and {} members.",
            limits::VALUES_MAX
        )));
    }
    if counts.is_some_and(|counts| counts.len() != values.len()) {
        return Err(errors::invalid_value(format!(
            "The parameters {place}.Values and {place}.Counts must be of the same size."
        )));
    }
    let counts = counts.map_or_else(|| vec![1.0; values.len()], List::to_vec);
    let mut all = Distribution::default();
    for (at, (value, count)) in values.iter().zip(counts).enumerate() {
        check_number(value, &format!("{place}.Values.member.{}", at + 1))?;
        check_number(count, &format!("{place}.Counts.member.{}", at + 1))?;
        if count < 0.0 {
            return Err(errors::invalid_number(count, &format!("{place}.Counts.member")));
        }
        if count > 0.0 {
            all.add(value, count);
        }
    }
    Ok(all)
}

fn check_number(value: f64, parameter: &str) -> Result<(), ApiError> {
    let bound = 2f64.powi(limits::VALUE_EXPONENT_MAX);
    if value.is_finite() && value.abs() <= bound {
        return Ok(());
    }
    Err(errors::invalid_number(value, parameter))
}
