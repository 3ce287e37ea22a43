//! Metric filters: what of the events of a group becomes a metric.
//!
//! A matching event is published at once, in the minute of its time. A default value stands for a
//! minute in which events came and none matched, so it is published when the minute is over.
//!
//! Source: "Creating metrics from log events using filters" in the CloudWatch Logs User Guide.

use std::sync::{Arc, OnceLock};

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use store::Range;

use crate::api::{
    DeleteMetricFilterInput, DeleteMetricFilterOutput, DescribeMetricFiltersInput,
    DescribeMetricFiltersOutput, MetricFilterBuilder, MetricFilterMatchRecordBuilder,
    MetricTransformation, MetricTransformationBuilder, PutMetricFilterInput, PutMetricFilterOutput,
    TestMetricFilterInput, TestMetricFilterOutput,
};
use crate::errors;
use crate::filters::{self, Arrived, MetricOf, Sums};
use crate::group;
use crate::limits;
use crate::listing::Page;
use crate::pattern::Pattern;
use crate::state::{
    Class, GROUPS, Group, METRIC_FILTERS, MINUTES, MetricFilterRow, MinuteRow, SUBSCRIPTIONS,
};

/// `Name`, `Id`, `Filter`, `Minute`: the minute is over.
pub const MINUTE_OVER: &str = "MetricMinuteOver";

pub fn put_metric_filter(
    ctx: &mut Ctx<'_>,
    input: PutMetricFilterInput<'_>,
) -> Result<PutMetricFilterOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    if group.row.class != Class::Standard {
        return Err(errors::operation_not_for_class("PutMetricFilter", group.row.class.name()));
    }
    check_system_fields(
        input.apply_on_transformed_logs(),
        input.field_selection_criteria(),
        input.emit_system_field_dimensions().is_some_and(|fields| !fields.is_empty()),
    )?;
    let name = input.filter_name();
    let pattern = Pattern::parse(input.filter_pattern())?;
    check_regexes(ctx, &group, name, &pattern)?;
    let wanted = input.metric_transformations().get(0);
    let wanted = wanted.ok_or_else(|| errors::invalid("A metric filter has a transformation."))?;
    check_transformation(&pattern, wanted)?;
    let names = &mut group.row_mut().metric_filters;
    if let Err(at) = names.binary_search_by(|it| it.as_str().cmp(name)) {
        if names.len() >= limits::METRIC_FILTERS_MAX {
            return Err(errors::limit_exceeded());
        }
        names.insert(at, name.to_owned());
    }
    group.save(ctx);
    let dimensions = wanted.dimensions().into_iter().flat_map(kernel::view::Map::iter);
    let row = MetricFilterRow {
        created: ctx.now().millis(),
        pattern: input.filter_pattern().to_owned(),
        metric: wanted.metric_name().to_owned(),
        namespace: wanted.metric_namespace().to_owned(),
        value: wanted.metric_value().to_owned(),
        default: wanted.default_value(),
        dimensions: dimensions.map(|(key, it)| (key.to_owned(), it.to_owned())).collect(),
        unit: wanted.unit().map(str::to_owned),
        compiled: OnceLock::new(),
    };
    ctx.table_mut(&METRIC_FILTERS).put(&(group.row.id, name), &row);
    ctx.table_mut(&MINUTES).delete(&(group.row.id, name));
    Ok(PutMetricFilterOutput::new())
}

/// What is of transformers and of centralized logs, which are not here.
pub fn check_system_fields(
    is_transformed: Option<bool>,
    criteria: Option<&str>,
    has_emitted: bool,
) -> Result<(), ApiError> {
    if is_transformed == Some(true) {
        return Err(errors::not_implemented("transformers (applyOnTransformedLogs)"));
    }
    if criteria.is_some_and(|it| !it.is_empty()) || has_emitted {
        return Err(errors::not_implemented(
            "system fields (fieldSelectionCriteria, emitSystemFields)",
        ));
    }
    Ok(())
}

/// "There is a maximum of 5 filter patterns containing regex for each log group."
pub fn check_regexes(
    ctx: &Ctx<'_>,
    group: &Group,
    name: &str,
    pattern: &Pattern,
) -> Result<(), ApiError> {
    if pattern.regexes == 0 {
        return Ok(());
    }
    let mut with_regexes = 0;
    let has = |text: &str| Pattern::parse(text).is_ok_and(|pattern| pattern.regexes > 0);
    for entry in ctx.table(&METRIC_FILTERS).scan(&Range::within(&(group.row.id,))) {
        let ((_, other), row) = entry?;
        with_regexes += usize::from(other != name && has(&row.pattern));
    }
    for entry in ctx.table(&SUBSCRIPTIONS).scan(&Range::within(&(group.row.id,))) {
        let ((_, other), row) = entry?;
        with_regexes += usize::from(other != name && has(&row.pattern));
    }
    if with_regexes >= limits::REGEX_PATTERNS_PER_GROUP {
        return Err(errors::limit_exceeded());
    }
    Ok(())
}

fn check_transformation(
    pattern: &Pattern,
    wanted: MetricTransformation<'_>,
) -> Result<(), ApiError> {
    let value = wanted.metric_value();
    let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
    if !is_number && !value.starts_with('$') {
        // [U]
        return Err(errors::invalid(format!("Invalid metric transformation: {value}.")));
    }
    let dimensions = wanted.dimensions().into_iter().flat_map(kernel::view::Map::iter);
    let dimensions: Vec<_> = dimensions.collect();
    if dimensions.len() > limits::DIMENSIONS_MAX {
        // [U]
        let most = limits::DIMENSIONS_MAX;
        return Err(errors::invalid(format!("A metric filter has at most {most} dimensions.")));
    }
    if !dimensions.is_empty() && wanted.default_value().is_some() {
        // "If you assign dimensions to a metric …, you can't assign a default value." The words:
        // [U].
        return Err(errors::invalid(
            "Invalid metric transformation: dimensions and default value are mutually exclusive \
             properties.",
        ));
    }
    let names_field = !is_number || !dimensions.is_empty();
    let is_selector = |(_, value): &(&str, &str)| value.starts_with('$');
    if (names_field && !pattern.has_fields()) || !dimensions.iter().all(is_selector) {
        // "Dimensions are supported only in JSON or space-delimited filter patterns." [U]
        return Err(errors::invalid(
            "Invalid metric transformation: fields can be named with JSON or space-delimited \
             filter patterns only.",
        ));
    }
    Ok(())
}

pub fn delete_metric_filter(
    ctx: &mut Ctx<'_>,
    input: DeleteMetricFilterInput<'_>,
) -> Result<DeleteMetricFilterOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    let name = input.filter_name();
    let names = &mut group.row_mut().metric_filters;
    let at = names.binary_search_by(|it| it.as_str().cmp(name));
    names.remove(at.map_err(|_| errors::not_found("metric filter"))?);
    group.save(ctx);
    ctx.table_mut(&METRIC_FILTERS).delete(&(group.row.id, name));
    ctx.table_mut(&MINUTES).delete(&(group.row.id, name));
    Ok(DeleteMetricFilterOutput::new())
}

pub fn describe_metric_filters(
    ctx: &mut Ctx<'_>,
    input: DescribeMetricFiltersInput<'_>,
) -> Result<DescribeMetricFiltersOutput, ApiError> {
    let operation = "DescribeMetricFilters";
    let page = Page::read(operation, input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    if input.metric_name().is_some() != input.metric_namespace().is_some() {
        // [U]
        return Err(errors::invalid("metricName and metricNamespace must be given together."));
    }
    let prefix = input.filter_name_prefix().unwrap_or_default();
    let groups = match input.log_group_name() {
        Some(name) => vec![group::find(ctx, name)?],
        None => groups_with_filters(ctx)?,
    };
    let mut found = Vec::new();
    for group in groups {
        for name in group.row.metric_filters.iter().filter(|name| name.starts_with(prefix)) {
            let key = place(&group, name);
            if page.after.as_ref().is_some_and(|after| key <= *after) {
                continue;
            }
            let row = ctx.table(&METRIC_FILTERS).get_shared(&(group.row.id, name.as_str()))?;
            let is_wanted = |row: &MetricFilterRow| {
                input.metric_name().is_none_or(|it| it == row.metric)
                    && input.metric_namespace().is_none_or(|it| it == row.namespace)
            };
            if let Some(row) = row.filter(|row| is_wanted(row)) {
                found.push((key, show(&group, name, &row)));
            }
        }
        if found.len() > page.max {
            break;
        }
    }
    let (found, token) = page.cut(found, |(key, _)| key.clone());
    let shown: Vec<_> = found.into_iter().map(|(_, filter)| filter).collect();
    Ok(DescribeMetricFiltersOutput::new().metric_filters(shown).next_token(token))
}

/// What filters of all groups are ordered by: a group's name has no space.
fn place(group: &Group, filter: &str) -> String {
    format!("{} {filter}", group.name)
}

fn groups_with_filters(ctx: &Ctx<'_>) -> Result<Vec<Group>, ApiError> {
    let mut groups = Vec::new();
    for entry in ctx.table(&GROUPS).scan(&Range::all()) {
        let (name, row) = entry?;
        if !row.metric_filters.is_empty() {
            groups.push(Group { name, row: row.into() });
        }
    }
    Ok(groups)
}

fn show(group: &Group, name: &str, row: &MetricFilterRow) -> MetricFilterBuilder {
    let dimensions = (!row.dimensions.is_empty()).then(|| row.dimensions.clone());
    let transformation = MetricTransformationBuilder::new()
        .metric_name(row.metric.as_str())
        .metric_namespace(row.namespace.as_str())
        .metric_value(row.value.as_str())
        .default_value(row.default)
        .dimensions(dimensions)
        .unit(row.unit.as_deref());
    MetricFilterBuilder::new()
        .filter_name(name)
        .filter_pattern(row.pattern.as_str())
        .metric_transformations([transformation])
        .creation_time(row.created)
        .log_group_name(group.name.as_str())
}

pub fn test_metric_filter(
    _: &mut Ctx<'_>,
    input: TestMetricFilterInput<'_>,
) -> Result<TestMetricFilterOutput, ApiError> {
    let pattern = Pattern::parse(input.filter_pattern())?;
    let messages = input.log_event_messages().iter().enumerate();
    let matches = messages.filter(|(_, message)| pattern.matches(message)).map(|(at, message)| {
        MetricFilterMatchRecordBuilder::new()
            .event_number(at + 1)
            .event_message(message)
            .extracted_values(pattern.extract(message))
    });
    Ok(TestMetricFilterOutput::new().matches(matches.collect::<Vec<_>>()))
}

impl MetricFilterRow {
    fn pattern(&self) -> Result<Arc<Pattern>, ApiError> {
        if let Some(pattern) = self.compiled.get() {
            return Ok(pattern.clone());
        }
        let pattern = Arc::new(Pattern::parse(&self.pattern)?);
        Ok(self.compiled.get_or_init(|| pattern).clone())
    }

    fn metric(&self) -> MetricOf<'_> {
        MetricOf {
            namespace: &self.namespace,
            name: &self.metric,
            unit: self.unit.as_deref(),
            resolution: None,
        }
    }

    /// The number that an event stands for. Without one of its dimensions it stands for none.
    fn read(&self, pattern: &Pattern, message: &str) -> Option<(f64, Vec<(String, String)>)> {
        let text = if self.value.starts_with('$') {
            pattern.value(message, &self.value)?
        } else {
            self.value.clone()
        };
        let number = text.trim().parse::<f64>().ok().filter(|it| it.is_finite())?;
        let dimension =
            |(name, of): (&String, &String)| Some((name.clone(), pattern.value(message, of)?));
        Some((number, self.dimensions.iter().map(dimension).collect::<Option<Vec<_>>>()?))
    }
}

/// Publishes what a filter makes of events.
pub fn apply(
    ctx: &mut Ctx<'_>,
    group: &Group,
    name: &str,
    events: &[Arrived],
) -> Result<(), ApiError> {
    let row = ctx.table(&METRIC_FILTERS).get_shared(&(group.row.id, name))?;
    let Some(row) = row else { return Ok(()) };
    let pattern = row.pattern()?;
    let mut sums = Sums::new();
    for event in events.iter().filter(|event| pattern.matches(&event.message)) {
        if let Some((number, dimensions)) = row.read(&pattern, &event.message) {
            let minute = filters::minute_of(event.position.at());
            let numbers = sums.entry((minute, dimensions)).or_default();
            *numbers.entry(number.to_bits()).or_default() += 1;
        }
    }
    filters::publish_sums(ctx, row.metric(), &sums);
    match row.default {
        Some(default) => count_minute(ctx, group, name, (&row, default), !sums.is_empty()),
        None => Ok(()),
    }
}

/// Notes that events came in this minute, and whether one matched.
fn count_minute(
    ctx: &mut Ctx<'_>,
    group: &Group,
    name: &str,
    (row, default): (&MetricFilterRow, f64),
    has_matched: bool,
) -> Result<(), ApiError> {
    let minute = filters::minute_of(ctx.now().millis());
    let key = (group.row.id, name);
    match ctx.table(&MINUTES).get(&key)? {
        Some(mut counted) if counted.minute == minute => {
            if has_matched && !counted.has_matched {
                counted.has_matched = true;
                ctx.table_mut(&MINUTES).put(&key, &counted);
            }
            return Ok(());
        }
        Some(counted) if !counted.has_matched => {
            publish_default(ctx, row, counted.minute, default);
        }
        _ => {}
    }
    ctx.table_mut(&MINUTES).put(&key, &MinuteRow { minute, has_matched });
    let input = Struct::new()
        .with("Name", group.name.as_str())
        .with("Id", group.row.id.cast_signed())
        .with("Filter", name)
        .with("Minute", minute);
    let due = Timestamp::from_millis(minute + 60_000);
    ctx.enqueue(Job::now(Ask::to("logs", MINUTE_OVER).with_input(input)).at(due));
    Ok(())
}

/// The step.
pub fn minute_over(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let Some(group) = filters::group_of(ctx, input)? else { return done };
    let key = (group.row.id, input.str("Filter").unwrap_or_default());
    let counted = ctx.table(&MINUTES).get(&key)?;
    let Some(counted) = counted.filter(|row| Some(row.minute) == input.int("Minute")) else {
        return done;
    };
    ctx.table_mut(&MINUTES).delete(&key);
    let row = ctx.table(&METRIC_FILTERS).get_shared(&key)?;
    if let Some(row) = row
        && let Some(default) = row.default
        && !counted.has_matched
    {
        publish_default(ctx, &row, counted.minute, default);
    }
    done
}

fn publish_default(ctx: &mut Ctx<'_>, row: &MetricFilterRow, minute: i64, default: f64) {
    let datum = filters::datum(row.metric(), minute, &[], &[(default, 1.0)]);
    filters::publish(ctx, &row.namespace, vec![Value::from(datum)]);
}
