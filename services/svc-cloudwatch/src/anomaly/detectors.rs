//! PutAnomalyDetector, DescribeAnomalyDetectors, DeleteAnomalyDetector.

use jiff::tz::TimeZone;
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::anomaly::band;
use crate::anomaly::model::Manner;
use crate::api::{
    self, AnomalyDetectorBuilder, AnomalyDetectorConfiguration,
    AnomalyDetectorConfigurationBuilder, DeleteAnomalyDetectorInput, DeleteAnomalyDetectorOutput,
    DescribeAnomalyDetectorsInput, DescribeAnomalyDetectorsOutput, MetricCharacteristics,
    MetricCharacteristicsBuilder, MetricMathAnomalyDetector, MetricMathAnomalyDetectorBuilder,
    PutAnomalyDetectorInput, PutAnomalyDetectorOutput, RangeBuilder, SingleMetricAnomalyDetector,
    SingleMetricAnomalyDetectorBuilder, anomaly_detector_adaptation_speed as speed,
    anomaly_detector_outlier_filtering_strength as filter,
    anomaly_detector_state_value as state_value, anomaly_detector_type as detector_type,
};
use crate::errors;
use crate::limits;
use crate::query;
use crate::series;
use crate::stat::Stat;
use crate::state::{
    DATA, DETECTOR_IDS, DETECTORS, DetectorIdRow, DetectorKey, DetectorRow, MODELS, MetricStat,
    Query, SERIES, What,
};

const OPERATION: &str = "DescribeAnomalyDetectors";
const DAY: f64 = 24.0 * 3_600.0;
/// In the place of a namespace, of detectors of expressions: no namespace begins so.
const OF_MATH: &str = ":";
/// Between the parts of a position; no part has it.
const SEPARATOR: char = '\u{1d}';

pub fn put_anomaly_detector(
    ctx: &mut Ctx<'_>,
    input: PutAnomalyDetectorInput<'_>,
) -> Result<PutAnomalyDetectorOutput, ApiError> {
    let named = Named {
        namespace: input.namespace(),
        name: input.metric_name(),
        stat: input.stat(),
        dimensions: input.dimensions(),
        single: input.single_metric_anomaly_detector(),
        math: input.metric_math_anomaly_detector(),
    };
    let (key, queries) = named.key(ctx)?;
    let mut row = DetectorRow {
        queries,
        has_spikes: input.metric_characteristics().and_then(MetricCharacteristics::periodic_spikes),
        ..DetectorRow::default()
    };
    if let Some(configuration) = input.configuration() {
        configure(&mut row, configuration)?;
    }
    (row.id, row.created) = match ctx.table(&DETECTORS).get(&key)? {
        Some(earlier) => (earlier.id, earlier.created),
        None => (ctx.chance().uuid(), ctx.now().secs()),
    };
    keep(ctx, &key, &row)?;
    Ok(PutAnomalyDetectorOutput::new().anomaly_detector_id(row.id))
}

fn configure(
    row: &mut DetectorRow,
    configuration: AnomalyDetectorConfiguration<'_>,
) -> Result<(), ApiError> {
    row.has_configuration = true;
    let ranges = configuration.excluded_time_ranges().into_iter().flat_map(List::iter);
    row.excluded = ranges.map(|it| (it.start_time().secs(), it.end_time().secs())).collect();
    if row.excluded.len() > limits::EXCLUDED_RANGES_MAX {
        return Err(errors::invalid_value(format!(
            "The collection Configuration.ExcludedTimeRanges must not have a size greater than {}.",
            limits::EXCLUDED_RANGES_MAX
        )));
    }
    if row.excluded.iter().any(|(from, to)| from >= to) {
        return Err(errors::times_reversed());
    }
    row.zone = configuration.metric_timezone().map(str::to_owned);
    if let Some(zone) = row.zone.as_deref().filter(|zone| TimeZone::get(zone).is_err()) {
        return Err(errors::invalid_value(format!(
            "The value {zone} for parameter Configuration.MetricTimezone is invalid."
        )));
    }
    row.speed = configuration.adaptation_speed().map(str::to_owned);
    row.filtering = configuration.outlier_filtering_strength().map(str::to_owned);
    Ok(())
}

fn keep(ctx: &mut Ctx<'_>, key: &DetectorKey, row: &DetectorRow) -> Result<(), ApiError> {
    ctx.table_mut(&DETECTORS).put(key, row);
    ctx.table_mut(&DETECTOR_IDS).put(row.id.as_str(), &DetectorIdRow { key: key.clone() });
    forget_models(ctx, key)
}

/// What was learnt otherwise is learnt anew.
fn forget_models(ctx: &mut Ctx<'_>, key: &DetectorKey) -> Result<(), ApiError> {
    let (namespace, name, dimensions, _) = key;
    let range = Range::within(&(namespace.as_str(), name.as_str(), dimensions.as_str()));
    let models: Vec<_> = ctx.table(&MODELS).keys(&range).collect::<Result<_, _>>()?;
    for model in models {
        ctx.table_mut(&MODELS).delete(&model);
    }
    Ok(())
}

pub fn delete_anomaly_detector(
    ctx: &mut Ctx<'_>,
    input: DeleteAnomalyDetectorInput<'_>,
) -> Result<DeleteAnomalyDetectorOutput, ApiError> {
    let named = Named {
        namespace: input.namespace(),
        name: input.metric_name(),
        stat: input.stat(),
        dimensions: input.dimensions(),
        single: input.single_metric_anomaly_detector(),
        math: input.metric_math_anomaly_detector(),
    };
    let absent = |id: &str| errors::no_such_resource("anomaly-detector", id);
    let key = match input.anomaly_detector_id() {
        Some(id) => ctx.table(&DETECTOR_IDS).get(id)?.ok_or_else(|| absent(id))?.key,
        None => named.key(ctx)?.0,
    };
    let row = ctx.table(&DETECTORS).get(&key)?.ok_or_else(|| absent(&key.1))?;
    ctx.table_mut(&DETECTORS).delete(&key);
    ctx.table_mut(&DETECTOR_IDS).delete(row.id.as_str());
    forget_models(ctx, &key)?;
    Ok(DeleteAnomalyDetectorOutput::new())
}

/// A detector as calls name it: by members of their own, or by one of two structures.
struct Named<'a> {
    namespace: Option<&'a str>,
    name: Option<&'a str>,
    stat: Option<&'a str>,
    dimensions: Option<List<'a, api::Dimension<'a>>>,
    single: Option<SingleMetricAnomalyDetector<'a>>,
    math: Option<MetricMathAnomalyDetector<'a>>,
}

impl Named<'_> {
    fn key(&self, ctx: &Ctx<'_>) -> Result<(DetectorKey, Vec<Query>), ApiError> {
        let is_plain = self.namespace.is_some() || self.name.is_some() || self.stat.is_some();
        let ways = [is_plain, self.single.is_some(), self.math.is_some()];
        match ways.into_iter().filter(|it| *it).count() {
            0 => return Err(errors::missing("Namespace")),
            1 => {}
            _ => {
                return Err(errors::invalid_combination(
                    "A metric, SingleMetricAnomalyDetector and MetricMathAnomalyDetector are \
                     mutually exclusive and you have specified more than one.",
                ));
            }
        }
        if let Some(math) = self.math {
            return of_math(ctx, math);
        }
        let (namespace, name, stat, dimensions) = match self.single {
            Some(it) => {
                if it.account_id().is_some_and(|account| account != ctx.account().as_str()) {
                    return Err(errors::not_implemented("metrics of another account (AccountId)"));
                }
                (it.namespace(), it.metric_name(), it.stat(), it.dimensions())
            }
            None => (self.namespace, self.name, self.stat, self.dimensions),
        };
        let namespace = namespace.ok_or_else(|| errors::missing("Namespace"))?;
        let name = name.ok_or_else(|| errors::missing("MetricName"))?;
        let stat = stat.ok_or_else(|| errors::missing("Stat"))?;
        if Stat::parse(stat).is_none() {
            return Err(errors::invalid_value(format!(
                "The value {stat} for parameter Stat is not supported."
            )));
        }
        let dimensions = query::dimensions(dimensions);
        let (namespace, name, dimensions) = series::key_of(namespace, name, &dimensions);
        Ok(((namespace, name, dimensions, stat.to_owned()), Vec::new()))
    }
}

fn of_math(
    ctx: &Ctx<'_>,
    math: MetricMathAnomalyDetector<'_>,
) -> Result<(DetectorKey, Vec<Query>), ApiError> {
    let list = math.metric_data_queries().filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| errors::missing("MetricDataQueries"))?;
    let queries = query::read(list, ctx.account(), "MetricDataQueries")
        .map_err(|error| errors::invalid_value(error.message()))?;
    let returning = queries.iter().filter(|query| query.returns_data != Some(false));
    if returning.count() != 1 {
        return Err(errors::invalid_value(
            "Exactly one element of the MetricDataQueries list must have ReturnData set to true.",
        ));
    }
    Ok((math_key(&queries), queries))
}

/// The same for the same metrics and expressions, whatever is shown of them.
fn math_key(queries: &[Query]) -> DetectorKey {
    let mut parts: Vec<String> = queries
        .iter()
        .filter(|query| !is_band(query))
        .map(|query| format!("{} {:?}", query.id, query.what))
        .collect();
    parts.sort();
    let text = parts.join("\n");
    let hash = |seed: u64| {
        let bytes = text.bytes();
        bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    (OF_MATH.to_owned(), format!("{high:016x}{low:016x}"), String::new(), String::new())
}

fn is_band(query: &Query) -> bool {
    match &query.what {
        What::Expression(text) => band::subject(text).is_some(),
        What::Stat(_) => false,
    }
}

fn metric_key(stat: &MetricStat) -> DetectorKey {
    let (namespace, name, dimensions) = stat.key();
    (namespace, name, dimensions, stat.stat.clone())
}

pub fn of_metric(ctx: &Ctx<'_>, stat: &MetricStat) -> Result<Option<DetectorRow>, ApiError> {
    Ok(ctx.table(&DETECTORS).get(&metric_key(stat))?)
}

pub fn of_queries(ctx: &Ctx<'_>, queries: &[Query]) -> Result<Option<DetectorRow>, ApiError> {
    Ok(ctx.table(&DETECTORS).get(&math_key(queries))?)
}

/// Makes the detector of an alarm's band, unless there is one.
pub fn ensure(ctx: &mut Ctx<'_>, queries: &[Query], band: &str) -> Result<(), ApiError> {
    let band = queries.iter().find(|query| query.id == band);
    let Some(What::Expression(text)) = band.map(|query| &query.what) else { return Ok(()) };
    let Some(crate::math::Expression::Name(id)) = band::subject(text) else { return Ok(()) };
    let of = queries.iter().find(|query| query.id == id);
    let (key, queries) = match of.map(|query| &query.what) {
        Some(What::Stat(stat)) => (metric_key(stat), Vec::new()),
        Some(What::Expression(_)) => {
            let queries: Vec<Query> =
                queries.iter().filter(|query| !is_band(query)).cloned().collect();
            (math_key(&queries), queries)
        }
        None => return Ok(()),
    };
    if ctx.table(&DETECTORS).contains(&key)? {
        return Ok(());
    }
    let (id, created) = (ctx.chance().uuid(), ctx.now().secs());
    keep(ctx, &key, &DetectorRow { id, created, queries, ..DetectorRow::default() })
}

pub fn manner(row: Option<&DetectorRow>) -> Manner {
    let usual = DetectorRow::default();
    let row = row.unwrap_or(&usual);
    let half_life = match row.speed.as_deref() {
        Some(speed::FAST) => Some(DAY),
        Some(speed::SLOW) => None,
        _ => Some(7.0 * DAY),
    };
    let outlier = match row.filtering.as_deref() {
        Some(filter::MINIMAL) => 6.0,
        Some(filter::STRICT) => 2.5,
        _ => 4.0,
    };
    Manner {
        zone: row.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok()),
        excluded: row.excluded.clone(),
        half_life,
        outlier: (row.has_spikes != Some(true)).then_some(outlier),
    }
}

pub fn describe_anomaly_detectors(
    ctx: &mut Ctx<'_>,
    input: DescribeAnomalyDetectorsInput<'_>,
) -> Result<DescribeAnomalyDetectorsOutput, ApiError> {
    let max = input.max_results().unwrap_or(limits::DETECTORS_PER_PAGE as i64);
    if max > limits::DETECTORS_PER_PAGE as i64 {
        return Err(errors::invalid_value(format!(
            "The parameter MaxResults must be less than or equal to {}.",
            limits::DETECTORS_PER_PAGE
        )));
    }
    if let Some(ids) = input.anomaly_detector_ids() {
        return by_ids(ctx, input, ids);
    }
    let types = input.anomaly_detector_types().filter(|it| !it.is_empty());
    let types = types.map_or_else(|| vec![detector_type::SINGLE_METRIC], List::to_vec);
    let after = match input.next_token() {
        Some(token) => Some(read_token(token).ok_or_else(errors::invalid_token)?),
        None => None,
    };
    let range = match &after {
        Some(key) => Range::all().after(key),
        None => Range::all(),
    };
    let wanted = input.dimensions().map(|list| query::dimensions(Some(list)));
    let (mut found, mut last, mut has_more) = (Vec::new(), None, false);
    for entry in ctx.table(&DETECTORS).scan(&range) {
        let (key, row) = entry?;
        let of =
            if is_math(&key) { detector_type::METRIC_MATH } else { detector_type::SINGLE_METRIC };
        let is_wanted = types.contains(&of)
            && input.namespace().is_none_or(|it| it == key.0)
            && input.metric_name().is_none_or(|it| it == key.1)
            && wanted.as_ref().is_none_or(|it| *it == series::dimensions_of(&key.2));
        if !is_wanted {
            continue;
        }
        if found.len() == max as usize {
            has_more = true;
            break;
        }
        found.push(show(ctx, &key, &row)?);
        last = Some(key);
    }
    let token = last.filter(|_| has_more).map(|(namespace, name, dimensions, stat)| {
        let position = [namespace, name, dimensions, stat].join(&SEPARATOR.to_string());
        page::encode(OPERATION, position.as_bytes())
    });
    Ok(DescribeAnomalyDetectorsOutput::new().anomaly_detectors(found).next_token(token))
}

fn by_ids(
    ctx: &Ctx<'_>,
    input: DescribeAnomalyDetectorsInput<'_>,
    ids: List<'_, &str>,
) -> Result<DescribeAnomalyDetectorsOutput, ApiError> {
    let has_filters = input.namespace().is_some()
        || input.metric_name().is_some()
        || input.dimensions().is_some()
        || input.anomaly_detector_types().is_some();
    if has_filters {
        return Err(errors::invalid_combination(
            "AnomalyDetectorIds cannot be specified together with Namespace, MetricName, \
             Dimensions or AnomalyDetectorTypes.",
        ));
    }
    let mut found = Vec::new();
    for id in ids.iter() {
        let Some(DetectorIdRow { key }) = ctx.table(&DETECTOR_IDS).get(id)? else { continue };
        if let Some(row) = ctx.table(&DETECTORS).get(&key)? {
            found.push(show(ctx, &key, &row)?);
        }
    }
    Ok(DescribeAnomalyDetectorsOutput::new().anomaly_detectors(found))
}

fn is_math(key: &DetectorKey) -> bool {
    key.0 == OF_MATH
}

fn show(
    ctx: &Ctx<'_>,
    key: &DetectorKey,
    row: &DetectorRow,
) -> Result<AnomalyDetectorBuilder, ApiError> {
    let shown = AnomalyDetectorBuilder::new()
        .anomaly_detector_id(row.id.as_str())
        .state_value(state_of(ctx, key, row)?)
        .configuration(row.has_configuration.then(|| show_configuration(row)))
        .metric_characteristics(
            row.has_spikes.map(|it| MetricCharacteristicsBuilder::new().periodic_spikes(it)),
        );
    if is_math(key) {
        let queries: Vec<_> = row.queries.iter().map(query::show).collect();
        let math = MetricMathAnomalyDetectorBuilder::new().metric_data_queries(queries);
        return Ok(shown.metric_math_anomaly_detector(math));
    }
    let dimensions = || query::show_dimensions(&series::dimensions_of(&key.2));
    let single = SingleMetricAnomalyDetectorBuilder::new()
        .account_id(ctx.account().as_str())
        .namespace(key.0.as_str())
        .metric_name(key.1.as_str())
        .dimensions(dimensions())
        .stat(key.3.as_str());
    Ok(shown
        .namespace(key.0.as_str())
        .metric_name(key.1.as_str())
        .dimensions(dimensions())
        .stat(key.3.as_str())
        .single_metric_anomaly_detector(single))
}

fn show_configuration(row: &DetectorRow) -> AnomalyDetectorConfigurationBuilder {
    let ranges = row.excluded.iter().map(|(from, to)| {
        RangeBuilder::new()
            .start_time(Timestamp::from_secs(*from))
            .end_time(Timestamp::from_secs(*to))
    });
    AnomalyDetectorConfigurationBuilder::new()
        .excluded_time_ranges(ranges.collect::<Vec<_>>())
        .metric_timezone(row.zone.clone())
        .adaptation_speed(row.speed.clone())
        .outlier_filtering_strength(row.filtering.clone())
}

/// Whether there is enough to learn from, by how old the oldest data of the metrics is.
fn state_of(ctx: &Ctx<'_>, key: &DetectorKey, row: &DetectorRow) -> Result<&'static str, ApiError> {
    let now = ctx.now().secs();
    let keys = if is_math(key) {
        let stats = row.queries.iter().filter_map(|query| match &query.what {
            What::Stat(stat) => Some(stat.key()),
            What::Expression(_) => None,
        });
        stats.collect()
    } else {
        vec![(key.0.clone(), key.1.clone(), key.2.clone())]
    };
    let mut is_trained = !keys.is_empty();
    for key in keys {
        let series = ctx.table(&SERIES).get(&key)?;
        let first = match series {
            Some(series) if series.is_level => Some(row.created),
            Some(series) => ctx
                .table(&DATA)
                .first(&Range::within(&(series.id, series::MINUTE)))?
                .map(|((.., at, _), _)| at),
            None => None,
        };
        is_trained &= first.is_some_and(|first| now - first >= limits::TRAINED_S_LEAST);
    }
    Ok(if is_trained {
        state_value::TRAINED
    } else if now - row.created < limits::PENDING_S {
        state_value::PENDING_TRAINING
    } else {
        state_value::TRAINED_INSUFFICIENT_DATA
    })
}

fn read_token(token: &str) -> Option<DetectorKey> {
    let text = String::from_utf8(page::decode(OPERATION, token)?).ok()?;
    let mut parts = text.split(SEPARATOR).map(str::to_owned);
    Some((parts.next()?, parts.next()?, parts.next()?, parts.next()?))
}
