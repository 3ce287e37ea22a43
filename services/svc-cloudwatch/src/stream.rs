//! Metric streams: what is streamed where. What is told, and when, is [`crate::streaming`]'s.
//!
//! Source: API Reference, PutMetricStream and its neighbours; User Guide, "Use metric streams".

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    DeleteMetricStreamInput, DeleteMetricStreamOutput, GetMetricStreamInput, GetMetricStreamOutput,
    ListMetricStreamsInput, ListMetricStreamsOutput, MetricStreamEntryBuilder, MetricStreamFilter,
    MetricStreamFilterBuilder, MetricStreamStatisticsConfiguration,
    MetricStreamStatisticsConfigurationBuilder, MetricStreamStatisticsMetricBuilder,
    PutMetricStreamInput, PutMetricStreamOutput, StartMetricStreamsInput, StartMetricStreamsOutput,
    StopMetricStreamsInput, StopMetricStreamsOutput, metric_stream_output_format as format,
};
use crate::errors;
use crate::limits;
use crate::stat::Stat;
use crate::state::{MetricStreamRow, STREAMING, STREAMS, StreamFilter, StreamStatistics};
use crate::streaming;
use crate::tag;

const RESOURCE: &str = "metric-stream/";
const OPERATION: &str = "ListMetricStreams";

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    ctx.arn(&format!("{RESOURCE}{name}")).to_string()
}

/// The stream of an ARN, if it is one of here.
pub fn by_arn(ctx: &Ctx<'_>, text: &str) -> Option<String> {
    let name = Arn::parse(text)?.resource.strip_prefix(RESOURCE)?.to_owned();
    (arn(ctx, &name) == text).then_some(name)
}

pub fn put_metric_stream(
    ctx: &mut Ctx<'_>,
    input: PutMetricStreamInput<'_>,
) -> Result<PutMetricStreamOutput, ApiError> {
    let name = input.name();
    if !name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_') {
        return Err(errors::invalid_value(format!(
            "The value {name} for parameter Name is invalid."
        )));
    }
    if input.output_format() != format::JSON {
        return Err(errors::not_implemented(&format!(
            "metric streams of the format {}",
            input.output_format()
        )));
    }
    if input.include_linked_accounts_metrics() == Some(true) {
        return Err(errors::not_implemented("metrics of linked accounts"));
    }
    check_firehose(ctx, input.firehose_arn())?;
    let role = input.role_arn();
    if Arn::parse(role).is_none_or(|arn| arn.account_id() != Some(ctx.account())) {
        return Err(errors::invalid_value(format!(
            "The value {role} for parameter RoleArn is invalid."
        )));
    }
    ctx.authorize_pass_role(role, streaming::PRINCIPAL)?;
    let include = filters(input.include_filters())?;
    let exclude = filters(input.exclude_filters())?;
    if !include.is_empty() && !exclude.is_empty() {
        return Err(errors::invalid_combination(
            "The parameters IncludeFilters and ExcludeFilters are mutually exclusive and you have \
             specified both.",
        ));
    }
    let now = ctx.now().micros();
    let earlier = ctx.table(&STREAMS).get(name)?;
    let mut row = MetricStreamRow {
        firehose: input.firehose_arn().to_owned(),
        role: role.to_owned(),
        format: input.output_format().to_owned(),
        include,
        exclude,
        statistics: statistics(input.statistics_configurations())?,
        is_running: true,
        created: now,
        updated: now,
        ..MetricStreamRow::default()
    };
    if let Some(earlier) = earlier {
        row.is_running = earlier.is_running;
        row.created = earlier.created;
        row.tags = earlier.tags;
    } else {
        tag::add(&mut row.tags, input.tags())?;
        count_running(ctx, 1)?;
    }
    ctx.table_mut(&STREAMS).put(name, &row);
    Ok(PutMetricStreamOutput::new().arn(arn(ctx, name)))
}

/// "must already exist and must be in the same account as the metric stream".
fn check_firehose(ctx: &Ctx<'_>, text: &str) -> Result<(), ApiError> {
    let is_one = Arn::parse(text).is_some_and(|arn| {
        arn.service == "firehose"
            && arn.resource.starts_with("deliverystream/")
            && arn.account_id() == Some(ctx.account())
            && arn.region() == Some(ctx.region())
    });
    if is_one {
        return Ok(());
    }
    Err(errors::invalid_value(format!("The value {text} for parameter FirehoseArn is invalid.")))
}

fn filters(list: Option<List<'_, MetricStreamFilter<'_>>>) -> Result<Vec<StreamFilter>, ApiError> {
    let mut filters = Vec::new();
    for filter in list.into_iter().flat_map(List::iter) {
        let namespace = filter.namespace().ok_or_else(|| errors::missing("Namespace"))?;
        let metrics = filter.metric_names().into_iter().flat_map(List::iter);
        let metrics = metrics.map(str::to_owned).collect();
        filters.push(StreamFilter { namespace: namespace.to_owned(), metrics });
    }
    let names: usize = filters.iter().map(|it| it.metrics.len().max(1)).sum();
    if names > limits::STREAM_FILTERS_MAX {
        return Err(errors::invalid_value(format!(
            "The filters must not name more than {} metrics.",
            limits::STREAM_FILTERS_MAX
        )));
    }
    Ok(filters)
}

fn statistics(
    list: Option<List<'_, MetricStreamStatisticsConfiguration<'_>>>,
) -> Result<Vec<StreamStatistics>, ApiError> {
    let too_many = |what: &str, max: usize| {
        errors::invalid_value(format!(
            "The collection {what} must not have a size greater than {max}."
        ))
    };
    let mut all = Vec::new();
    for configuration in list.into_iter().flat_map(List::iter) {
        let metrics: Vec<_> = configuration
            .include_metrics()
            .iter()
            .map(|it| (it.namespace().to_owned(), it.metric_name().to_owned()))
            .collect();
        let statistics: Vec<String> =
            configuration.additional_statistics().iter().map(str::to_owned).collect();
        if metrics.len() > limits::STREAM_PAIRS_MAX {
            return Err(too_many("IncludeMetrics", limits::STREAM_PAIRS_MAX));
        }
        if statistics.len() > limits::STREAM_STATISTICS_MAX {
            return Err(too_many("AdditionalStatistics", limits::STREAM_STATISTICS_MAX));
        }
        if let Some(wrong) = statistics.iter().find(|it| Stat::parse_extended(it).is_none()) {
            return Err(errors::invalid_value(format!(
                "The value {wrong} for parameter AdditionalStatistics is not supported."
            )));
        }
        all.push(StreamStatistics { metrics, statistics });
    }
    if all.len() > limits::STREAM_CONFIGURATIONS_MAX {
        return Err(too_many("StatisticsConfigurations", limits::STREAM_CONFIGURATIONS_MAX));
    }
    Ok(all)
}

/// How many run is known without a look at all of them.
fn count_running(ctx: &mut Ctx<'_>, by: i64) -> Result<(), ApiError> {
    let mut row = ctx.table(&STREAMING).get(&())?.unwrap_or_default();
    row.running = row.running.saturating_add_signed(by);
    ctx.table_mut(&STREAMING).put(&(), &row);
    Ok(())
}

pub fn get_metric_stream(
    ctx: &mut Ctx<'_>,
    input: GetMetricStreamInput<'_>,
) -> Result<GetMetricStreamOutput, ApiError> {
    let name = input.name();
    let row = ctx.table(&STREAMS).get(name)?;
    let row = row.ok_or_else(|| errors::no_such_resource("metric-stream", name))?;
    let statistics = row.statistics.iter().map(|it| {
        let metrics = it.metrics.iter().map(|(namespace, name)| {
            MetricStreamStatisticsMetricBuilder::new()
                .namespace(namespace.as_str())
                .metric_name(name.as_str())
        });
        MetricStreamStatisticsConfigurationBuilder::new()
            .include_metrics(metrics.collect::<Vec<_>>())
            .additional_statistics(it.statistics.clone())
    });
    let shown = GetMetricStreamOutput::new()
        .arn(arn(ctx, name))
        .name(name)
        .firehose_arn(row.firehose.as_str())
        .role_arn(row.role.as_str())
        .state(state_of(&row))
        .creation_date(Timestamp::from_micros(row.created))
        .last_update_date(Timestamp::from_micros(row.updated))
        .output_format(row.format.as_str())
        .statistics_configurations(statistics.collect::<Vec<_>>());
    let shown = match row.include.as_slice() {
        [] => shown,
        include => shown.include_filters(include.iter().map(show_filter).collect::<Vec<_>>()),
    };
    Ok(match row.exclude.as_slice() {
        [] => shown,
        exclude => shown.exclude_filters(exclude.iter().map(show_filter).collect::<Vec<_>>()),
    })
}

fn show_filter(filter: &StreamFilter) -> MetricStreamFilterBuilder {
    let shown = MetricStreamFilterBuilder::new().namespace(filter.namespace.as_str());
    if filter.metrics.is_empty() { shown } else { shown.metric_names(filter.metrics.clone()) }
}

fn state_of(row: &MetricStreamRow) -> &'static str {
    if row.is_running { "running" } else { "stopped" }
}

pub fn list_metric_streams(
    ctx: &mut Ctx<'_>,
    input: ListMetricStreamsInput<'_>,
) -> Result<ListMetricStreamsOutput, ApiError> {
    let max = input.max_results().unwrap_or(limits::STREAMS_PER_PAGE) as usize;
    let range = match input.next_token() {
        Some(token) => {
            let name = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
            Range::all().after(name.ok_or_else(errors::invalid_token)?.as_str())
        }
        None => Range::all(),
    };
    let mut rows: Vec<(String, MetricStreamRow)> =
        ctx.table(&STREAMS).scan(&range).take(max + 1).collect::<Result<_, _>>()?;
    let has_more = rows.len() > max;
    rows.truncate(max);
    let last = rows.last().filter(|_| has_more);
    let token = last.map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let entries = rows.iter().map(|(name, row)| {
        MetricStreamEntryBuilder::new()
            .arn(arn(ctx, name))
            .name(name.as_str())
            .firehose_arn(row.firehose.as_str())
            .state(state_of(row))
            .creation_date(Timestamp::from_micros(row.created))
            .last_update_date(Timestamp::from_micros(row.updated))
            .output_format(row.format.as_str())
    });
    Ok(ListMetricStreamsOutput::new().entries(entries.collect::<Vec<_>>()).next_token(token))
}

pub fn start_metric_streams(
    ctx: &mut Ctx<'_>,
    input: StartMetricStreamsInput<'_>,
) -> Result<StartMetricStreamsOutput, ApiError> {
    switch(ctx, input.names(), true)?;
    Ok(StartMetricStreamsOutput::new())
}

pub fn stop_metric_streams(
    ctx: &mut Ctx<'_>,
    input: StopMetricStreamsInput<'_>,
) -> Result<StopMetricStreamsOutput, ApiError> {
    switch(ctx, input.names(), false)?;
    Ok(StopMetricStreamsOutput::new())
}

/// "an all or nothing operation"; a stream that is not there is a value that is invalid.
fn switch(ctx: &mut Ctx<'_>, names: List<'_, &str>, is_on: bool) -> Result<(), ApiError> {
    for name in names.iter() {
        let row = ctx.table(&STREAMS).get(name)?;
        let mut row = row.ok_or_else(|| {
            errors::invalid_value(format!("Metric stream {name} does not exist."))
        })?;
        if row.is_running == is_on {
            continue;
        }
        row.is_running = is_on;
        row.updated = ctx.now().micros();
        ctx.table_mut(&STREAMS).put(name, &row);
        count_running(ctx, if is_on { 1 } else { -1 })?;
    }
    Ok(())
}

/// Deleting a stream that is not there is no error: the operation lists none for it.
pub fn delete_metric_stream(
    ctx: &mut Ctx<'_>,
    input: DeleteMetricStreamInput<'_>,
) -> Result<DeleteMetricStreamOutput, ApiError> {
    if let Some(row) = ctx.table(&STREAMS).get(input.name())? {
        ctx.table_mut(&STREAMS).delete(input.name());
        if row.is_running {
            count_running(ctx, -1)?;
        }
    }
    Ok(DeleteMetricStreamOutput::new())
}
