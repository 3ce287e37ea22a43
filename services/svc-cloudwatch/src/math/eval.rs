//! What expressions come to.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use crate::anomaly;
use crate::levels;
use crate::limits;
use crate::math::{self, Expression, Operator, functions, search};
use crate::read::{self, Span};
use crate::reckoned;
use crate::state::{MetricStat, Query, What};

#[derive(Clone, Debug, PartialEq)]
pub enum Computed {
    Scalar(f64),
    Series(Series),
    List(Vec<Series>),
    Text(String),
    /// A word that a function knows.
    Word(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub label: String,
    /// In seconds.
    pub period: i64,
    pub points: BTreeMap<i64, f64>,
    /// How many samples each point is made of, of a metric itself.
    pub samples: BTreeMap<i64, f64>,
}

/// Of which time, and how it is cut into periods.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub start: i64,
    pub end: i64,
    /// Periods are counted from the window's start, and not from 1970.
    pub is_anchored: bool,
}

/// Why nothing can be computed: an error of the call, or of the expression.
#[derive(Debug)]
pub enum Failure {
    Call(ApiError),
    Expression(String),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Failure {
        Failure::Call(error)
    }
}

impl From<String> for Failure {
    fn from(why: String) -> Failure {
        Failure::Expression(why)
    }
}

/// Computes queries that were checked before, each once.
pub struct Evaluator<'q> {
    pub queries: &'q [Query],
    pub window: Window,
    /// Points that may still be read.
    pub left: i64,
    /// Metrics that were read.
    pub metrics: u64,
    known: BTreeMap<String, Computed>,
}

impl<'q> Evaluator<'q> {
    pub fn new(queries: &'q [Query], window: Window) -> Evaluator<'q> {
        Evaluator {
            queries,
            window,
            left: limits::POINTS_READ_MAX,
            metrics: 0,
            known: BTreeMap::new(),
        }
    }

    pub fn query(&mut self, ctx: &mut Ctx<'_>, id: &str) -> Result<Computed, Failure> {
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let query = self.queries.iter().find(|query| query.id == id);
        let query = query.ok_or_else(|| format!("Unknown identifier '{id}'"))?;
        let mut computed = match &query.what {
            What::Stat(stat) => Computed::Series(self.stat(ctx, stat)?),
            What::Expression(text) => match math::parse(text)? {
                Expression::Select(select) => select.run(self, ctx, query.period)?,
                expression => self.expression(ctx, &expression)?,
            },
        };
        if let Computed::Series(series) = &mut computed {
            series.label = match (&query.label, &query.what) {
                (Some(label), _) => label.clone(),
                (None, What::Stat(stat)) => stat.name.clone(),
                (None, What::Expression(_)) => query.id.clone(),
            };
        }
        self.known.insert(id.to_owned(), computed.clone());
        Ok(computed)
    }

    pub fn stat(&mut self, ctx: &mut Ctx<'_>, stat: &MetricStat) -> Result<Series, Failure> {
        let Window { start, end, is_anchored } = self.window;
        let period = stat.period;
        let start = if is_anchored { start } else { start - start.rem_euclid(period) };
        self.left -= (end - start) / period + 1;
        if self.left < 0 {
            return Err("Too many datapoints are read".to_owned().into());
        }
        self.metrics += 1;
        let key = stat.key();
        reckoned::catch_up(ctx, &stat.namespace)?;
        levels::catch_up(ctx, &key)?;
        let span = Span { start, end, period };
        let statistic = stat.statistic();
        let mut series = Series { label: stat.name.clone(), period, ..Series::default() };
        for (at, values) in read::merged(ctx, &key, stat.unit_number(), span)? {
            if let Some(value) = statistic.of(&values) {
                series.points.insert(at, value);
                series.samples.insert(at, values.count);
            }
        }
        Ok(series)
    }

    pub fn expression(
        &mut self,
        ctx: &mut Ctx<'_>,
        expression: &Expression,
    ) -> Result<Computed, Failure> {
        match expression {
            Expression::Number(number) => Ok(Computed::Scalar(*number)),
            Expression::Text(text) => Ok(Computed::Text(text.clone())),
            Expression::Name(name) if math::KEYWORDS.contains(&name.as_str()) => {
                Ok(Computed::Word(name.clone()))
            }
            Expression::Name(name) => self.query(ctx, name),
            Expression::List(items) => self.list(ctx, items),
            Expression::Negative(inner) => {
                let inner = self.expression(ctx, inner)?;
                Ok(map(inner, |value| Some(-value))?)
            }
            Expression::Binary(operator, left, right) => {
                let left = self.expression(ctx, left)?;
                let right = self.expression(ctx, right)?;
                Ok(combine(left, right, |left, right| apply(*operator, left, right))?)
            }
            Expression::Call(name, arguments) => self.call(ctx, name, arguments),
            Expression::Select(_) => {
                Err("A query of Metrics Insights is no part of an expression".to_owned().into())
            }
        }
    }

    fn list(&mut self, ctx: &mut Ctx<'_>, items: &[Expression]) -> Result<Computed, Failure> {
        let mut list = Vec::new();
        for item in items {
            match self.expression(ctx, item)? {
                Computed::Series(series) => list.push(series),
                Computed::List(more) => list.extend(more),
                Computed::Scalar(_) | Computed::Text(_) | Computed::Word(_) => {
                    return Err("A list is made of time series".to_owned().into());
                }
            }
        }
        if list.len() > limits::SERIES_MAX {
            return Err("The expression has too many time series".to_owned().into());
        }
        Ok(Computed::List(list))
    }

    fn call(
        &mut self,
        ctx: &mut Ctx<'_>,
        name: &str,
        arguments: &[Expression],
    ) -> Result<Computed, Failure> {
        match name {
            "METRICS" => self.metrics(ctx, arguments),
            "ANOMALY_DETECTION_BAND" => anomaly::band::band(self, ctx, arguments),
            "SEARCH" => {
                let arguments = self.all(ctx, arguments)?;
                search::search(self, ctx, &arguments)
            }
            _ => {
                let arguments = self.all(ctx, arguments)?;
                Ok(functions::call(name, arguments, self.window)?)
            }
        }
    }

    fn all(
        &mut self,
        ctx: &mut Ctx<'_>,
        arguments: &[Expression],
    ) -> Result<Vec<Computed>, Failure> {
        arguments.iter().map(|argument| self.expression(ctx, argument)).collect()
    }

    /// All queries of metrics, or those whose ids have a text in them.
    fn metrics(
        &mut self,
        ctx: &mut Ctx<'_>,
        arguments: &[Expression],
    ) -> Result<Computed, Failure> {
        let part = match arguments {
            [] => "",
            [Expression::Text(text)] => text.as_str(),
            _ => return Err("METRICS takes a text or nothing".to_owned().into()),
        };
        let mut list = Vec::new();
        for query in self.queries {
            if matches!(query.what, What::Stat(_))
                && query.id.contains(part)
                && let Computed::Series(series) = self.query(ctx, &query.id)?
            {
                list.push(series);
            }
        }
        Ok(Computed::List(list))
    }
}

/// Of each number by itself.
pub fn map(value: Computed, of: impl Fn(f64) -> Option<f64>) -> Result<Computed, String> {
    let map_series = |mut series: Series| {
        let points = std::mem::take(&mut series.points);
        let points = points.into_iter().filter_map(|(at, it)| Some((at, of(it)?)));
        series.points = points.collect();
        series
    };
    match value {
        Computed::Scalar(number) => {
            of(number).map(Computed::Scalar).ok_or_else(|| "No number comes of it".to_owned())
        }
        Computed::Series(series) => Ok(Computed::Series(map_series(series))),
        Computed::List(list) => Ok(Computed::List(list.into_iter().map(map_series).collect())),
        Computed::Text(text) | Computed::Word(text) => Err(format!("'{text}' is not a number")),
    }
}

/// Of two numbers of the same time. A number of one series without one in the other is left out.
pub fn combine(
    left: Computed,
    right: Computed,
    of: impl Fn(f64, f64) -> Option<f64> + Copy,
) -> Result<Computed, String> {
    let pair = |left: &Series, right: &Series| {
        let points = left.points.iter().filter_map(|(at, value)| {
            let other = right.points.get(at)?;
            Some((*at, of(*value, *other)?))
        });
        Series {
            label: left.label.clone(),
            period: left.period.max(right.period),
            points: points.collect(),
            samples: BTreeMap::new(),
        }
    };
    match (left, right) {
        (left, Computed::Scalar(right)) => map(left, |left| of(left, right)),
        (Computed::Scalar(left), right) => map(right, |right| of(left, right)),
        (Computed::Series(left), Computed::Series(right)) => {
            Ok(Computed::Series(pair(&left, &right)))
        }
        (Computed::List(left), Computed::Series(right)) => {
            Ok(Computed::List(left.iter().map(|left| pair(left, &right)).collect()))
        }
        (Computed::Series(left), Computed::List(right)) => {
            Ok(Computed::List(right.iter().map(|right| pair(&left, right)).collect()))
        }
        (Computed::List(_), Computed::List(_)) => {
            Err("Two lists of time series cannot be combined".to_owned())
        }
        (Computed::Text(text) | Computed::Word(text), _)
        | (_, Computed::Text(text) | Computed::Word(text)) => {
            Err(format!("'{text}' is not a number"))
        }
    }
}

fn apply(operator: Operator, left: f64, right: f64) -> Option<f64> {
    let truth = |it: bool| Some(f64::from(u8::from(it)));
    let value = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Power => left.powf(right),
        Operator::Or => return truth(left != 0.0 || right != 0.0),
        Operator::And => return truth(left != 0.0 && right != 0.0),
        Operator::Equal => return truth(left.partial_cmp(&right) == Some(Ordering::Equal)),
        Operator::NotEqual => return truth(left.partial_cmp(&right) != Some(Ordering::Equal)),
        Operator::Less => return truth(left < right),
        Operator::LessOrEqual => return truth(left <= right),
        Operator::Greater => return truth(left > right),
        Operator::GreaterOrEqual => return truth(left >= right),
    };
    // There is no point where a division by zero was.
    value.is_finite().then_some(value)
}
