//! `ANOMALY_DETECTION_BAND`: what is expected, more or less so many deviations.
//!
//! Source: User Guide, "Using CloudWatch anomaly detection". A model is learnt anew for each hour,
//! from what came before it, so what is unusual does not widen its own band within the hour. The
//! model of the latest hour of a metric is kept: alarms ask for it every minute.

use std::collections::BTreeMap;

use kernel::Ctx;

use crate::anomaly::detectors;
use crate::anomaly::model::{self, Manner};
use crate::limits;
use crate::math::Expression;
use crate::math::eval::{Computed, Evaluator, Failure, Series, Window};
use crate::series::{self, HOUR, MINUTE};
use crate::state::{MODELS, MetricStat, Model, ModelRow, What};

const WIDTH_USUAL: f64 = 2.0;
pub const FUNCTION: &str = "ANOMALY_DETECTION_BAND";

/// What the band is of, if the text is one.
pub fn subject(text: &str) -> Option<Expression> {
    match crate::math::parse(text).ok()? {
        Expression::Call(name, arguments) if name == FUNCTION => arguments.into_iter().next(),
        _ => None,
    }
}

pub fn band(
    evaluator: &mut Evaluator<'_>,
    ctx: &mut Ctx<'_>,
    arguments: &[Expression],
) -> Result<Computed, Failure> {
    let (of, width) = match arguments {
        [of] => (of, WIDTH_USUAL),
        [of, Expression::Number(width)] if *width > 0.0 => (of, *width),
        _ => {
            let why = "ANOMALY_DETECTION_BAND takes a time series and a number of deviations";
            return Err(why.to_owned().into());
        }
    };
    let Computed::Series(series) = evaluator.expression(ctx, of)? else {
        return Err("ANOMALY_DETECTION_BAND takes one time series".to_owned().into());
    };
    let period = series.period;
    if period < i64::from(MINUTE) || period > i64::from(HOUR) {
        let why = "ANOMALY_DETECTION_BAND takes periods from a minute to an hour";
        return Err(why.to_owned().into());
    }
    let Window { start, end, is_anchored } = evaluator.window;
    let first = if is_anchored { start } else { start - start.rem_euclid(period) };
    let mut models = Models::of(evaluator, ctx, of)?;
    let (mut low, mut high) = (BTreeMap::new(), BTreeMap::new());
    let mut at = first;
    while at < end {
        let known = models.at(evaluator, ctx, series::floor(at, HOUR))?;
        if let Some(model) = known {
            let (mean, deviation) = model.expected(at);
            low.insert(at, mean - width * deviation);
            high.insert(at, mean + width * deviation);
        }
        at += period;
    }
    let edge = |points, word: &str| Series {
        label: format!("{} (expected) {word}", series.label),
        period,
        points,
        samples: BTreeMap::new(),
    };
    Ok(Computed::List(vec![edge(low, "Low"), edge(high, "High")]))
}

/// The models of the hours of a window, each learnt when it is asked for.
struct Models<'e> {
    of: &'e Expression,
    /// The metric, where it is one and no expression.
    stat: Option<MetricStat>,
    manner: Manner,
    /// All that there is to learn from, once it is read.
    history: Option<BTreeMap<i64, f64>>,
    latest: Option<(i64, Option<Model>)>,
}

impl<'e> Models<'e> {
    fn of(
        evaluator: &Evaluator<'_>,
        ctx: &Ctx<'_>,
        of: &'e Expression,
    ) -> Result<Models<'e>, Failure> {
        let stat = match of {
            Expression::Name(id) => {
                let query = evaluator.queries.iter().find(|query| &query.id == id);
                query.and_then(|query| match &query.what {
                    What::Stat(stat) => Some(stat.clone()),
                    What::Expression(_) => None,
                })
            }
            _ => None,
        };
        let detector = match &stat {
            Some(stat) => detectors::of_metric(ctx, stat)?,
            None => detectors::of_queries(ctx, evaluator.queries)?,
        };
        let manner = detectors::manner(detector.as_ref());
        Ok(Models { of, stat, manner, history: None, latest: None })
    }

    fn at(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        ctx: &mut Ctx<'_>,
        hour: i64,
    ) -> Result<Option<&Model>, Failure> {
        if self.latest.as_ref().is_none_or(|(of, _)| *of != hour) {
            let learnt = self.learn(evaluator, ctx, hour)?;
            self.latest = Some((hour, learnt));
        }
        Ok(self.latest.as_ref().and_then(|(_, model)| model.as_ref()))
    }

    fn learn(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        ctx: &mut Ctx<'_>,
        hour: i64,
    ) -> Result<Option<Model>, Failure> {
        // What is yet to come is expected by what is known now.
        let hour = hour.min(series::floor(ctx.now().secs(), HOUR));
        let key = self.stat.as_ref().map(model_key);
        if let Some(key) = &key
            && let Some(row) = ctx.table(&MODELS).get(key).map_err(kernel::ApiError::from)?
            && row.hour == hour
        {
            return Ok(row.model);
        }
        if self.history.is_none() {
            self.history = Some(self.read(evaluator, ctx, hour)?);
        }
        let history = self.history.as_ref().expect("it was just read");
        let model = model::learn(history, hour, &self.manner);
        if let Some(key) = &key
            && hour == series::floor(ctx.now().secs(), HOUR)
        {
            let row = ModelRow { hour, model: model.clone() };
            ctx.table_mut(&MODELS).put(key, &row);
        }
        Ok(model)
    }

    /// From two weeks before the hour to the end of the window.
    fn read(
        &self,
        evaluator: &mut Evaluator<'_>,
        ctx: &mut Ctx<'_>,
        hour: i64,
    ) -> Result<BTreeMap<i64, f64>, Failure> {
        let window = Window {
            start: hour - limits::TRAINED_S_MAX,
            end: evaluator.window.end,
            is_anchored: false,
        };
        let mut wide = Evaluator::new(evaluator.queries, window);
        wide.left = evaluator.left;
        let computed = wide.expression(ctx, self.of)?;
        evaluator.left = wide.left;
        match computed {
            Computed::Series(series) => Ok(series.points),
            _ => Err("ANOMALY_DETECTION_BAND takes one time series".to_owned().into()),
        }
    }
}

fn model_key(stat: &MetricStat) -> (String, String, String, String) {
    let (namespace, name, dimensions) = stat.key();
    let unit = stat.unit.as_deref().unwrap_or_default();
    (namespace, name, dimensions, format!("{} {} {unit}", stat.stat, stat.period))
}
