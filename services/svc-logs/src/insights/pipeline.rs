//! A query at work: events go in one by one, newest first; rows come out.
//!
//! Each command hands its rows to the next. `sort` and `stats` keep theirs until all have come;
//! what they keep has a bound. Rows that are sorted for a following `limit` are cut on the way.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::evaluate::Around;
use super::patterns::{self, Patterns};
use super::record::{Event, Row};
use super::stats::{Aggregate, Sum};
use super::value::Value;
use super::{Command, Expression, Named, Query, Template};
use crate::limits;

/// A query keeps more than it may.
#[derive(Debug, PartialEq, Eq)]
pub struct TooMuch;

/// Names and values of a row, in the order of the query.
pub type Shown = Vec<(String, String)>;

#[derive(Debug)]
pub struct Pipeline {
    now: i64,
    stages: Vec<Stage>,
    columns: Columns,
    rows: Vec<Row>,
    rows_max: usize,
    kept: usize,
    /// Events that the filters before the first aggregation let through.
    pub matched: u64,
    /// Where rows count as matched.
    matched_at: usize,
}

#[derive(Debug)]
struct Columns {
    names: Vec<String>,
    has_pointer: bool,
}

#[derive(Debug)]
struct Stage {
    command: Command,
    sorted: Vec<(Vec<Value>, Row)>,
    groups: BTreeMap<Vec<String>, usize>,
    sums: Vec<(Row, Vec<Sum>)>,
    seen: BTreeSet<Vec<Option<String>>>,
    passed: usize,
    patterns: Patterns,
    /// Rows after this many are of no use to whoever comes next.
    cut: Option<usize>,
}

impl Pipeline {
    pub fn new(query: Query, now: i64, rows_max: usize) -> Pipeline {
        let columns = Columns::of(&query);
        let is_filter = |it: &Command| matches!(it, Command::Filter(_));
        let is_sum = |it: &Command| matches!(it, Command::Stats { .. } | Command::Pattern(_));
        let first_sum = query.commands.iter().position(is_sum);
        let before = &query.commands[..first_sum.unwrap_or(query.commands.len())];
        let matched_at = before.iter().rposition(is_filter).map_or(0, |at| at + 1);
        let cuts: Vec<Option<usize>> = (0..query.commands.len())
            .map(|at| match query.commands.get(at + 1) {
                None => Some(rows_max),
                Some(Command::Limit(most)) => Some(*most),
                Some(_) => None,
            })
            .collect();
        let stages = query.commands.into_iter().zip(cuts).map(|(command, cut)| Stage {
            command,
            sorted: Vec::new(),
            groups: BTreeMap::new(),
            sums: Vec::new(),
            seen: BTreeSet::new(),
            passed: 0,
            patterns: Patterns::default(),
            cut,
        });
        Pipeline {
            now,
            stages: stages.collect(),
            columns,
            rows: Vec::new(),
            rows_max,
            kept: 0,
            matched: 0,
            matched_at,
        }
    }

    pub fn push(&mut self, event: Event) -> Result<(), TooMuch> {
        self.pass(0, Row::of_event(event))
    }

    /// The rows, once all events have come.
    pub fn finish(mut self) -> Result<(Vec<Shown>, u64), TooMuch> {
        for at in 0..self.stages.len() {
            for row in self.release(at) {
                self.pass(at + 1, row)?;
            }
        }
        let rows = self.rows.iter().map(|row| self.columns.show(row)).collect();
        Ok((rows, self.matched))
    }

    /// Hands a row to a stage and on, as far as it gets.
    fn pass(&mut self, from: usize, mut row: Row) -> Result<(), TooMuch> {
        let around = Around { now: self.now, aggregates: &[] };
        for at in from..self.stages.len() {
            if at == self.matched_at {
                self.matched += 1;
            }
            let stage = &mut self.stages[at];
            if let Command::Unnest { of, into } = &stage.command {
                let rows = unnested(&row, of, into, around);
                for row in rows {
                    self.pass(at + 1, row)?;
                }
                return Ok(());
            }
            match stage.take(row, around, &mut self.kept) {
                Some(passed) => row = passed,
                None if self.kept > limits::QUERY_KEPT_MAX => return Err(TooMuch),
                None => return Ok(()),
            }
        }
        if self.matched_at == self.stages.len() && from <= self.matched_at {
            self.matched += 1;
        }
        if self.rows.len() < self.rows_max {
            self.rows.push(row);
        }
        Ok(())
    }

    /// What a stage has kept until now.
    fn release(&mut self, at: usize) -> Vec<Row> {
        let around = Around { now: self.now, aggregates: &[] };
        let stage = &mut self.stages[at];
        match &stage.command {
            Command::Sort(keys) => {
                stage.sorted.sort_by(|one, other| order(keys, &one.0, &other.0));
                std::mem::take(&mut stage.sorted).into_iter().map(|(_, row)| row).collect()
            }
            Command::Stats { shown, by } => {
                let aggregates = aggregates_of(shown);
                if by.is_empty() && stage.sums.is_empty() {
                    let sums = aggregates.iter().map(|(it, _)| Sum::new(*it)).collect();
                    stage.sums.push((Row::of_values(Vec::new()), sums));
                }
                let groups = std::mem::take(&mut stage.sums).into_iter();
                groups.map(|(row, sums)| summed(row, sums, shown, &aggregates, around)).collect()
            }
            Command::Pattern(_) => {
                let found = std::mem::take(&mut stage.patterns).finish();
                found.into_iter().map(Row::of_values).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A row for each item of a list; none for what is no list.
fn unnested(row: &Row, of: &Expression, into: &str, around: Around<'_>) -> Vec<Row> {
    let document = match of {
        Expression::Field(name) => row.document(name),
        _ => of.value(row, around).text().and_then(|text| serde_json::from_str(&text).ok()),
    };
    let Some(Json::Array(items)) = document else { return Vec::new() };
    let with = |item: Json| {
        let value = match item {
            Json::String(text) => Value::Text(text),
            Json::Number(number) => number.as_f64().map_or(Value::Missing, Value::Number),
            Json::Bool(is_so) => Value::flag(is_so),
            Json::Null => Value::Missing,
            other => Value::Text(other.to_string()),
        };
        let mut row = row.clone();
        row.set(into, value);
        row
    };
    items.into_iter().map(with).collect()
}

/// The row of a group, whose keys it has already.
fn summed(
    mut row: Row,
    sums: Vec<Sum>,
    shown: &[Named],
    aggregates: &[(Aggregate, &[Expression])],
    around: Around<'_>,
) -> Row {
    let values: Vec<Value> =
        sums.into_iter().zip(aggregates).map(|(sum, (kind, _))| sum.value(*kind)).collect();
    let mut rest = values.as_slice();
    for named in shown {
        let mut count = Vec::new();
        named.expression.aggregates(&mut count);
        let value = named.expression.value(&row, Around { aggregates: rest, ..around });
        rest = &rest[count.len()..];
        row.set(&named.name, value);
    }
    row
}

fn aggregates_of(shown: &[Named]) -> Vec<(Aggregate, &[Expression])> {
    let mut found = Vec::new();
    for named in shown {
        named.expression.aggregates(&mut found);
    }
    found
}

/// Adds a row to the sums of its group; how many things more are kept for it.
fn add_up(
    (shown, by): (&[Named], &[Named]),
    row: &Row,
    around: Around<'_>,
    groups: &mut BTreeMap<Vec<String>, usize>,
    sums: &mut Vec<(Row, Vec<Sum>)>,
) -> usize {
    let keys: Vec<(String, Value)> =
        by.iter().map(|it| (it.name.clone(), it.expression.value(row, around))).collect();
    let key = keys.iter().map(|(_, value)| value.text().unwrap_or_default()).collect();
    let aggregates = aggregates_of(shown);
    let mut kept = 0;
    let next = sums.len();
    let at = *groups.entry(key).or_insert(next);
    if at == next {
        kept += 1 + aggregates.len();
        let fresh = aggregates.iter().map(|(kind, _)| Sum::new(*kind)).collect();
        sums.push((Row::of_values(keys), fresh));
    }
    let time = row.time();
    for (sum, (kind, arguments)) in sums[at].1.iter_mut().zip(aggregates) {
        let values: Vec<Value> = arguments.iter().map(|it| it.value(row, around)).collect();
        kept += sum.add(kind, &values, time);
    }
    kept
}

fn order(keys: &[(Expression, bool)], one: &[Value], other: &[Value]) -> Ordering {
    for ((_, is_descending), (one, other)) in keys.iter().zip(one.iter().zip(other)) {
        let order = one.order(other);
        if order.is_ne() {
            return if *is_descending { order.reverse() } else { order };
        }
    }
    Ordering::Equal
}

/// Drops what a following limit leaves no place for, now and then.
fn cut_sorted(
    sorted: &mut Vec<(Vec<Value>, Row)>,
    keys: &[(Expression, bool)],
    cut: Option<usize>,
    kept: &mut usize,
) {
    let Some(cut) = cut.filter(|cut| sorted.len() >= cut.saturating_mul(2).max(1_000)) else {
        return;
    };
    sorted.sort_by(|one, other| order(keys, &one.0, &other.0));
    *kept -= sorted.len() - cut;
    sorted.truncate(cut);
}

impl Stage {
    /// What the stage hands on of a row.
    fn take(&mut self, mut row: Row, around: Around<'_>, kept: &mut usize) -> Option<Row> {
        match &self.command {
            Command::Fields(list) | Command::Display(list) => {
                for named in list {
                    if !matches!(&named.expression, Expression::Field(name) if *name == named.name)
                    {
                        let value = named.expression.value(&row, around);
                        row.set(&named.name, value);
                    }
                }
                Some(row)
            }
            Command::Filter(condition) => condition.value(&row, around).is_true().then_some(row),
            Command::Limit(most) => {
                self.passed += 1;
                (self.passed <= *most).then_some(row)
            }
            Command::Dedup(names) => {
                let key: Vec<Option<String>> =
                    names.iter().map(|name| row.get(name).text()).collect();
                // "Events that have null values in a field are retained."
                if key.iter().any(Option::is_none) {
                    return Some(row);
                }
                let is_fresh = self.seen.insert(key);
                *kept += usize::from(is_fresh);
                is_fresh.then_some(row)
            }
            Command::Parse { of, with } => {
                if let Some(text) = of.value(&row, around).text() {
                    with.apply(&text, &mut row);
                }
                Some(row)
            }
            Command::Pattern(of) => {
                if let Some(text) = of.value(&row, around).text() {
                    *kept += self.patterns.add(&text);
                }
                None
            }
            Command::Unmask => {
                let message = Expression::Unmask.value(&row, around);
                row.set("@message", message);
                Some(row)
            }
            // The pipeline has taken it apart.
            Command::Unnest { .. } => Some(row),
            Command::Sort(keys) => {
                let values = keys.iter().map(|(key, _)| key.value(&row, around)).collect();
                self.sorted.push((values, row));
                *kept += 1;
                cut_sorted(&mut self.sorted, keys, self.cut, kept);
                None
            }
            Command::Stats { shown, by } => {
                let (groups, sums) = (&mut self.groups, &mut self.sums);
                *kept += add_up((shown, by), &row, around, groups, sums);
                None
            }
        }
    }
}

impl Template {
    fn apply(&self, text: &str, row: &mut Row) {
        match self {
            Template::Regex(regex) => {
                let Some(found) = regex.captures(text) else { return };
                for name in regex.capture_names().flatten() {
                    if let Some(part) = found.name(name) {
                        row.set(name, Value::Text(part.as_str().to_owned()));
                    }
                }
            }
            Template::Glob(parts, names) => {
                let Some(values) = glob(text, parts) else { return };
                for (name, value) in names.iter().zip(values) {
                    row.set(name, Value::Text(value.to_owned()));
                }
            }
        }
    }
}

/// What stands between parts that follow each other in a text; the last takes the rest.
fn glob<'t>(text: &'t str, parts: &[String]) -> Option<Vec<&'t str>> {
    let (first, others) = parts.split_first()?;
    let start = text.find(first.as_str())? + first.len();
    let mut rest = &text[start..];
    let mut values = Vec::with_capacity(others.len());
    for (at, part) in others.iter().enumerate() {
        let is_last = at + 1 == others.len();
        let end = if part.is_empty() && is_last { rest.len() } else { rest.find(part.as_str())? };
        values.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    Some(values)
}

impl Expression {
    /// The aggregations in it, in the order in which they stand.
    fn aggregates<'e>(&'e self, found: &mut Vec<(Aggregate, &'e [Expression])>) {
        match self {
            Expression::Aggregate(kind, arguments) => found.push((*kind, arguments)),
            Expression::Not(inner) | Expression::Negative(inner) | Expression::In(inner, _) => {
                inner.aggregates(found);
            }
            Expression::Binary(_, left, right) => {
                left.aggregates(found);
                right.aggregates(found);
            }
            Expression::Call(_, arguments) => {
                for argument in arguments {
                    argument.aggregates(found);
                }
            }
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Regex(_)
            | Expression::Field(_)
            | Expression::Unmask
            | Expression::Period(_) => {}
        }
    }
}

impl Columns {
    /// What a query shows: the last `display`, or all `fields`, or what `stats` gives, or time and
    /// message.
    fn of(query: &Query) -> Columns {
        let mut columns = Columns { names: Vec::new(), has_pointer: true };
        let mut is_display = false;
        let add = |names: &mut Vec<String>, list: &[Named]| {
            for named in list {
                if !names.contains(&named.name) {
                    names.push(named.name.clone());
                }
            }
        };
        for command in &query.commands {
            match command {
                Command::Fields(list) if !is_display => add(&mut columns.names, list),
                Command::Display(list) => {
                    columns.names.clear();
                    add(&mut columns.names, list);
                    is_display = true;
                }
                Command::Pattern(_) => {
                    let names = patterns::COLUMNS.map(str::to_owned).to_vec();
                    columns = Columns { names, has_pointer: false };
                    is_display = false;
                }
                Command::Stats { shown, by } => {
                    columns = Columns { names: Vec::new(), has_pointer: false };
                    add(&mut columns.names, by);
                    add(&mut columns.names, shown);
                    is_display = false;
                }
                _ => {}
            }
        }
        if columns.names.is_empty() {
            columns.names = vec!["@timestamp".to_owned(), "@message".to_owned()];
        }
        columns
    }

    fn show(&self, row: &Row) -> Shown {
        let shown = |name: &String| Some((name.clone(), row.get(name).text()?));
        let mut out: Shown = self.names.iter().filter_map(shown).collect();
        if self.has_pointer
            && let Some(pointer) = row.pointer()
        {
            out.retain(|(name, _)| name != "@ptr");
            out.push(("@ptr".to_owned(), pointer));
        }
        out
    }
}
