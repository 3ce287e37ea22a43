//! Metrics Insights: queries over many metrics in the words of SQL.
//!
//! Source: User Guide, "Metrics Insights query components and syntax", "Metrics Insights quotas"
//! and "Troubleshooting Metrics Insights" (`Other`). `SELECT FUNCTION(metric) FROM namespace |
//! SCHEMA(namespace, dimension, …) [WHERE …] [GROUP BY …] [ORDER BY FUNCTION() ASC | DESC]
//! [LIMIT n]`. Tags and accounts are no labels here.

use std::collections::BTreeMap;

use kernel::distribution::Distribution;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::levels;
use crate::limits;
use crate::math::eval::{Computed, Evaluator, Failure, Series, Window};
use crate::read::{self, Span};
use crate::reckoned;
use crate::series::{self, MINUTE};
use crate::stat::Stat;
use crate::state::{SERIES, SeriesKey};

const PERIOD_USUAL: i64 = 300;
/// What a metric without the dimension is called in a group.
const OTHER: &str = "Other";

#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    function: Stat,
    pub metric: String,
    pub namespace: String,
    /// Exactly these dimensions, sorted.
    schema: Option<Vec<String>>,
    filter: Option<Filter>,
    groups: Vec<String>,
    /// By what, and whether the least comes first.
    order: Option<(Stat, bool)>,
    limit: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Is { label: String, value: String, is_negated: bool },
}

impl Select {
    /// Whether the text is such a query, and no expression of metric math.
    pub fn is_one(text: &str) -> bool {
        let word = text.trim_start().get(..6);
        word.is_some_and(|it| it.eq_ignore_ascii_case("SELECT"))
    }

    pub fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    pub fn parse(text: &str) -> Result<Select, String> {
        let mut tokens = tokens(text)?;
        tokens.reverse();
        let mut parser = Parser { tokens };
        let select = parser.select()?;
        match parser.tokens.pop() {
            None => Ok(select),
            Some(token) => Err(format!("Unexpected {}", token.shown())),
        }
    }

    pub fn run(
        &self,
        evaluator: &mut Evaluator<'_>,
        ctx: &mut Ctx<'_>,
        period: Option<i64>,
    ) -> Result<Computed, Failure> {
        // High resolution "does not fail, but the output is aggregated at one-minute granularity".
        let period = period.unwrap_or(PERIOD_USUAL).max(i64::from(MINUTE));
        let Window { start, end, is_anchored } = evaluator.window;
        let start = if is_anchored { start } else { start - start.rem_euclid(period) };
        let oldest = ctx.now().secs() - limits::SELECTED_S;
        let skipped = ((oldest - start).max(0) + period - 1) / period;
        let span = Span { start: start + skipped * period, end, period };
        let mut groups: BTreeMap<Vec<String>, BTreeMap<i64, Distribution>> = BTreeMap::new();
        reckoned::catch_up(ctx, &self.namespace)?;
        for (key, values) in self.metrics(ctx)? {
            evaluator.metrics += 1;
            evaluator.left -= (span.end - span.start).max(0) / period + 1;
            if evaluator.left < 0 {
                return Err("Too many datapoints are read".to_owned().into());
            }
            levels::catch_up(ctx, &key)?;
            let group = groups.entry(values).or_default();
            for (at, distribution) in read::merged(ctx, &key, None, span)? {
                group.entry(at).or_default().merge(&distribution);
            }
        }
        // A group exists where there is data.
        groups.retain(|_, points| !points.is_empty());
        let mut groups: Vec<_> = groups.into_iter().collect();
        self.sort(&mut groups);
        groups.truncate(self.limit);
        let shown = groups.into_iter().map(|(values, points)| {
            let label = if values.is_empty() { self.metric.clone() } else { values.join(" ") };
            let number = |(at, values): (i64, Distribution)| Some((at, self.function.of(&values)?));
            let points = points.into_iter().filter_map(number).collect();
            Series { label, period, points, samples: BTreeMap::new() }
        });
        Ok(Computed::List(shown.collect()))
    }

    /// The metrics that are asked for, with the values of the labels that they are grouped by.
    fn metrics(&self, ctx: &Ctx<'_>) -> Result<Vec<(SeriesKey, Vec<String>)>, ApiError> {
        let range = Range::within(&(self.namespace.as_str(), self.metric.as_str()));
        let mut found = Vec::new();
        for key in ctx.table(&SERIES).keys(&range).take(limits::EXAMINED_PER_PAGE) {
            let key = key?;
            let dimensions = series::dimensions_of(&key.2);
            if !self.wants(&dimensions) {
                continue;
            }
            let values = self.groups.iter().map(|label| {
                value_of(&dimensions, label).map_or_else(|| OTHER.to_owned(), str::to_owned)
            });
            found.push((key.clone(), values.collect()));
            if found.len() == limits::SELECTED_METRICS_MAX {
                break;
            }
        }
        Ok(found)
    }

    pub fn wants(&self, dimensions: &[(String, String)]) -> bool {
        let names = || dimensions.iter().map(|(name, _)| name);
        self.schema.as_ref().is_none_or(|schema| schema.iter().eq(names()))
            && self.filter.as_ref().is_none_or(|filter| filter.is_met(dimensions))
    }

    /// By all that a group has in the time that is asked about.
    fn sort(&self, groups: &mut [(Vec<String>, BTreeMap<i64, Distribution>)]) {
        let Some((by, is_ascending)) = self.order else { return };
        groups.sort_by_cached_key(|(_, points)| {
            let mut all = Distribution::default();
            for values in points.values() {
                all.merge(values);
            }
            let number = by.of(&all).unwrap_or(f64::NEG_INFINITY);
            // The order of bits is that of numbers, once those below zero are turned round.
            let bits = number.to_bits().cast_signed();
            let rank = bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed();
            if is_ascending { rank } else { !rank }
        });
    }
}

fn value_of<'d>(dimensions: &'d [(String, String)], label: &str) -> Option<&'d str> {
    dimensions.iter().find(|(name, _)| name == label).map(|(_, value)| value.as_str())
}

impl Filter {
    fn is_met(&self, dimensions: &[(String, String)]) -> bool {
        match self {
            Filter::All(all) => all.iter().all(|it| it.is_met(dimensions)),
            Filter::Any(any) => any.iter().any(|it| it.is_met(dimensions)),
            Filter::Is { label, value, is_negated } => {
                (value_of(dimensions, label) == Some(value.as_str())) != *is_negated
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word, a number, or a name in double quotes.
    Word {
        text: String,
        is_quoted: bool,
    },
    /// In single quotes.
    Text(String),
    Sign(&'static str),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Word { text, .. } | Token::Text(text) => format!("'{text}'"),
            Token::Sign(sign) => format!("'{sign}'"),
        }
    }

    fn is_keyword(&self, keyword: &str) -> bool {
        match self {
            Token::Word { text, is_quoted } => !is_quoted && text.eq_ignore_ascii_case(keyword),
            Token::Text(_) | Token::Sign(_) => false,
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 5] = ["!=", "=", "(", ")", ","];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else if first == '\'' || first == '"' {
            let (text, after) = quoted(rest, first)?;
            let is_name = first == '"';
            tokens.push(if is_name {
                Token::Word { text, is_quoted: true }
            } else {
                Token::Text(text)
            });
            rest = after;
        } else {
            let is_part = |it: char| it.is_alphanumeric() || "_.".contains(it);
            let end = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
            if end == 0 {
                return Err(format!("Unexpected character '{first}'"));
            }
            tokens.push(Token::Word { text: rest[..end].to_owned(), is_quoted: false });
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// A text in quotes, in which a backslash keeps a quote.
fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut shown = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Ok((shown, &text[at + 1..]));
        }
        if letter == '\\' {
            shown.extend(letters.next().map(|it| it.1));
        } else {
            shown.push(letter);
        }
    }
    Err("A text has no end".to_owned())
}

/// The next token is the last.
struct Parser {
    tokens: Vec<Token>,
}

impl Parser {
    fn take(&mut self, keyword: &str) -> bool {
        self.tokens.pop_if(|it| it.is_keyword(keyword)).is_some()
    }

    fn sign(&mut self, sign: &str) -> bool {
        self.tokens.pop_if(|it| matches!(it, Token::Sign(it) if *it == sign)).is_some()
    }

    fn expect(&mut self, keyword: &str) -> Result<(), String> {
        if self.take(keyword) { Ok(()) } else { Err(format!("{keyword} is expected")) }
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), String> {
        if self.sign(sign) { Ok(()) } else { Err(format!("'{sign}' is expected")) }
    }

    fn name(&mut self, what: &str) -> Result<String, String> {
        match self.tokens.pop() {
            Some(Token::Word { text, .. }) => Ok(text),
            _ => Err(format!("{what} is expected")),
        }
    }

    fn label(&mut self) -> Result<String, String> {
        let label = self.name("A label")?;
        if label.starts_with("tag.") || label.starts_with("AWS.") {
            return Err(format!("Nephele does not implement the label {label} yet"));
        }
        Ok(label)
    }

    fn function(&mut self) -> Result<Stat, String> {
        let name = self.name("A function")?;
        match name.to_ascii_uppercase().as_str() {
            "AVG" => Ok(Stat::Average),
            "COUNT" => Ok(Stat::SampleCount),
            "MAX" => Ok(Stat::Maximum),
            "MIN" => Ok(Stat::Minimum),
            "SUM" => Ok(Stat::Sum),
            _ => Err(format!("The function {name} is none of AVG, COUNT, MAX, MIN and SUM")),
        }
    }

    fn select(&mut self) -> Result<Select, String> {
        self.expect("SELECT")?;
        let function = self.function()?;
        self.expect_sign("(")?;
        let metric = self.name("The name of a metric")?;
        self.expect_sign(")")?;
        self.expect("FROM")?;
        let (namespace, schema) = self.source()?;
        let filter = if self.take("WHERE") { Some(self.any(0)?) } else { None };
        let mut groups = Vec::new();
        if self.take("GROUP") {
            self.expect("BY")?;
            groups.push(self.label()?);
            while self.sign(",") {
                groups.push(self.label()?);
            }
        }
        let mut order = None;
        if self.take("ORDER") {
            self.expect("BY")?;
            let by = self.function()?;
            self.expect_sign("(")?;
            self.expect_sign(")")?;
            let is_descending = self.take("DESC");
            let _ = !is_descending && self.take("ASC");
            order = Some((by, !is_descending));
        }
        let mut limit = limits::SELECTED_SERIES_MAX;
        if self.take("LIMIT") {
            let number = self.name("A number")?;
            let number = number.parse().map_err(|_| format!("'{number}' is not a number"))?;
            limit = limit.min(number);
        }
        Ok(Select { function, metric, namespace, schema, filter, groups, order, limit })
    }

    fn source(&mut self) -> Result<(String, Option<Vec<String>>), String> {
        if !self.take("SCHEMA") {
            return Ok((self.name("A namespace")?, None));
        }
        self.expect_sign("(")?;
        let namespace = self.name("A namespace")?;
        let mut labels = Vec::new();
        while self.sign(",") {
            labels.push(self.label()?);
        }
        self.expect_sign(")")?;
        labels.sort();
        Ok((namespace, Some(labels)))
    }

    fn any(&mut self, depth: usize) -> Result<Filter, String> {
        let mut any = vec![self.all(depth)?];
        while self.take("OR") {
            any.push(self.all(depth)?);
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Filter::Any(any) })
    }

    fn all(&mut self, depth: usize) -> Result<Filter, String> {
        let mut all = vec![self.condition(depth)?];
        while self.take("AND") {
            all.push(self.condition(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Filter::All(all) })
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, String> {
        if depth > limits::EXPRESSION_DEPTH_MAX {
            return Err("The query is nested too deeply".to_owned());
        }
        if self.sign("(") {
            let inner = self.any(depth + 1)?;
            self.expect_sign(")")?;
            return Ok(inner);
        }
        let label = self.label()?;
        let is_negated = self.sign("!=");
        if !is_negated {
            self.expect_sign("=")?;
        }
        match self.tokens.pop() {
            Some(Token::Text(value)) => Ok(Filter::Is { label, value, is_negated }),
            _ => Err("A value in single quotes is expected".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_guide_can_be_read() {
        let select = Select::parse(
            "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId) WHERE Environment != \
             'prod' AND (a = 'it\\'s' OR b = 'y') group by InstanceId, \"my label\" ORDER BY AVG() \
             DESC LIMIT 10",
        )
        .expect("a query");
        assert_eq!(
            (select.namespace.as_str(), select.metric.as_str()),
            ("AWS/EC2", "CPUUtilization")
        );
        assert_eq!(select.schema, Some(vec!["InstanceId".to_owned()]));
        assert_eq!(select.groups, ["InstanceId", "my label"]);
        assert_eq!((select.order, select.limit), (Some((Stat::Average, false)), 10));
        let dimensions = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let filter = select.filter.expect("a filter");
        assert!(filter.is_met(&dimensions(&[("a", "it's")])));
        assert!(!filter.is_met(&dimensions(&[("a", "it's"), ("Environment", "prod")])));
        assert!(!filter.is_met(&dimensions(&[("a", "x")])));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for text in [
            "SELECT",
            "SELECT p90(x) FROM y",
            "SELECT AVG(x)",
            "SELECT AVG(x) FROM AWS/EC2",
            "SELECT AVG(x) FROM y WHERE a = b",
            "SELECT AVG(x) FROM y WHERE a > 'b'",
            "SELECT AVG(x) FROM y LIMIT z",
            "SELECT AVG(x) FROM y WHERE tag.env = 'prod'",
            "SELECT AVG(x) FROM y ORDER BY AVG(x)",
            "SELECT AVG(x) FROM y WHERE a = 'b",
        ] {
            assert!(Select::parse(text).is_err(), "{text}");
        }
        let deep = format!("SELECT AVG(x) FROM y WHERE {}", "(".repeat(10_000));
        assert!(Select::parse(&deep).is_err());
    }
}
