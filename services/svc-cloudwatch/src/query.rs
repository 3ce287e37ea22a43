//! Queries of metrics: read from their views, checked, and shown again.

use std::collections::BTreeSet;

use kernel::view::List;
use kernel::{AccountId, ApiError};

use crate::api::{
    Dimension, DimensionBuilder, MetricBuilder, MetricDataQuery, MetricDataQueryBuilder,
    MetricStatBuilder,
};
use crate::errors;
use crate::math;
use crate::metrics_insights::Select;
use crate::series::{self, MINUTE};
use crate::stat::Stat;
use crate::state::{MetricStat, Query, SeriesKey, What};

/// Periods of less than a minute, for metrics of high resolution.
const SHORT_PERIODS: [i64; 5] = [1, 5, 10, 20, 30];

impl MetricStat {
    pub fn key(&self) -> SeriesKey {
        series::key_of(&self.namespace, &self.name, &self.dimensions)
    }

    pub fn unit_number(&self) -> Option<u8> {
        self.unit.as_deref().map(series::unit_number)
    }

    pub fn statistic(&self) -> Stat {
        Stat::parse(&self.stat).expect("a query's statistic was checked when it was read")
    }
}

pub fn is_period(period: i64) -> bool {
    SHORT_PERIODS.contains(&period) || period > 0 && period % i64::from(MINUTE) == 0
}

/// Sorted pairs.
pub fn dimensions(list: Option<List<'_, Dimension<'_>>>) -> Vec<(String, String)> {
    let list = list.into_iter().flat_map(List::iter);
    let mut pairs: Vec<_> = list.map(|it| (it.name().to_owned(), it.value().to_owned())).collect();
    pairs.sort();
    pairs
}

/// Reads the queries of a call of `account`; `place` is the name of the list.
pub fn read(
    list: List<'_, MetricDataQuery<'_>>,
    account: AccountId,
    place: &str,
) -> Result<Vec<Query>, ApiError> {
    let mut ids = BTreeSet::new();
    let mut queries = Vec::new();
    for query in list.iter() {
        let id = query.id();
        if !is_id(id) {
            return Err(errors::validation(format!(
                "The value {id} for parameter {place}.Id is not matching the expected pattern \
                 ^[a-z][a-zA-Z0-9_]*$."
            )));
        }
        if !ids.insert(id) {
            return Err(errors::validation(format!(
                "The values for parameter id in parameter {place} are not unique."
            )));
        }
        if query.account_id().is_some_and(|it| it != account.as_str()) {
            return Err(errors::not_implemented("metrics of another account (AccountId)"));
        }
        queries.push(Query {
            id: id.to_owned(),
            label: query.label().map(str::to_owned),
            returns_data: query.return_data(),
            period: query.period(),
            what: what_of(query, place)?,
        });
    }
    check_selects(&queries)?;
    check_expressions(&queries)?;
    Ok(queries)
}

fn what_of(query: MetricDataQuery<'_>, place: &str) -> Result<What, ApiError> {
    match (query.metric_stat(), query.expression()) {
        (Some(stat), None) => {
            let metric = stat.metric();
            if Stat::parse(stat.stat()).is_none() {
                return Err(errors::validation(format!(
                    "The value {} for parameter {place}.member.MetricStat.Stat is not supported.",
                    stat.stat()
                )));
            }
            if !is_period(stat.period()) {
                return Err(errors::validation(invalid_period(place)));
            }
            let stat = MetricStat {
                namespace: metric.namespace().unwrap_or_default().to_owned(),
                name: metric.metric_name().unwrap_or_default().to_owned(),
                dimensions: dimensions(metric.dimensions()),
                period: stat.period(),
                stat: stat.stat().to_owned(),
                unit: stat.unit().map(str::to_owned),
            };
            Ok(What::Stat(stat))
        }
        (None, Some(expression)) => {
            if query.period().is_some_and(|period| !is_period(period)) {
                return Err(errors::validation(invalid_period(place)));
            }
            Ok(What::Expression(expression.to_owned()))
        }
        _ => Err(errors::validation(format!(
            "Exactly one of the parameters {place}.member.Expression and \
             {place}.member.MetricStat must be specified."
        ))),
    }
}

fn invalid_period(place: &str) -> String {
    format!("The parameter {place}.member.Period must be 1, 5, 10, 20, 30, or any multiple of 60.")
}

/// "Each GetMetricData operation can have only one query" (User Guide, "Metrics Insights quotas").
fn check_selects(queries: &[Query]) -> Result<(), ApiError> {
    let is_select = |query: &&Query| match &query.what {
        What::Expression(text) => Select::is_one(text),
        What::Stat(_) => false,
    };
    if queries.iter().filter(is_select).count() > 1 {
        return Err(errors::validation("Only one Metrics Insights query is allowed in a request."));
    }
    Ok(())
}

/// Expressions can be read, and name queries that there are; none depends on itself.
fn check_expressions(queries: &[Query]) -> Result<(), ApiError> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for query in queries {
        let What::Expression(text) = &query.what else {
            done.insert(&query.id);
            continue;
        };
        let wrong =
            |why: String| errors::validation(format!("Error in expression '{}': {why}", query.id));
        let names = math::names(text).map_err(wrong)?;
        for name in names {
            if !queries.iter().any(|other| other.id == name) {
                return Err(wrong(format!("Unknown identifier '{name}'")));
            }
        }
    }
    // What depends only on what is done is done, until nothing more is.
    loop {
        let before = done.len();
        for query in queries {
            let What::Expression(text) = &query.what else { continue };
            let names = math::names(text).unwrap_or_default();
            if names.iter().all(|name| done.contains(name.as_str())) {
                done.insert(&query.id);
            }
        }
        if done.len() == queries.len() {
            return Ok(());
        }
        if done.len() == before {
            return Err(errors::validation("The expressions refer to one another in a circle."));
        }
    }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|it: char| it.is_ascii_lowercase())
        && id.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}

pub fn show(query: &Query) -> MetricDataQueryBuilder {
    let shown = MetricDataQueryBuilder::new()
        .id(query.id.as_str())
        .label(query.label.clone())
        .return_data(query.returns_data)
        .period(query.period);
    match &query.what {
        What::Expression(text) => shown.expression(text.as_str()),
        What::Stat(stat) => {
            let metric = show_metric(&stat.namespace, &stat.name, &stat.dimensions);
            let stat = MetricStatBuilder::new()
                .metric(metric)
                .period(stat.period)
                .stat(stat.stat.as_str())
                .unit(stat.unit.clone());
            shown.metric_stat(stat)
        }
    }
}

pub fn show_metric(namespace: &str, name: &str, dimensions: &[(String, String)]) -> MetricBuilder {
    MetricBuilder::new()
        .namespace(namespace)
        .metric_name(name)
        .dimensions(show_dimensions(dimensions))
}

pub fn show_dimensions(dimensions: &[(String, String)]) -> Vec<DimensionBuilder> {
    let shown = dimensions
        .iter()
        .map(|(name, value)| DimensionBuilder::new().name(name.as_str()).value(value.as_str()));
    shown.collect()
}
