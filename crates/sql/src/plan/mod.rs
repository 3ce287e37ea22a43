//! From a statement and the kinds of its columns to a plan of the engine.
//!
//! What a value is decides how it is compared: a text is never a number (as AWS says of CSV: "you
//! must cast your input data"), and a value of JSON is what the row says.

mod aggregate;
mod call;
mod expression;

use datafusion::logical_expr::{Expr, col, lit};

use crate::dialect::ast::{Expression, Item, SelectList, Statement, Step};
use crate::fault::Fault;
use crate::input::Want;
use crate::kind::Kind;

/// What the engine is to do.
pub struct Plan {
    pub condition: Option<Expr>,
    /// Of a query that aggregates; the projection reads what they give.
    pub aggregates: Vec<Expr>,
    pub projection: Vec<Expr>,
    pub columns: Vec<ResultColumn>,
}

/// A column of the result.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultColumn {
    pub name: String,
    pub kind: Kind,
}

/// An expression of the engine, and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub expr: Expr,
    pub kind: Kind,
}

/// Which part of a record each path of a statement names.
pub struct Scope {
    alias: Option<crate::dialect::ast::Name>,
    /// The record itself may be named by this word where it has no alias.
    row: Option<crate::dialect::ast::Name>,
    pub wants: Vec<Want>,
}

impl Scope {
    pub fn new(statement: &Statement, is_json: bool) -> Scope {
        let row = match statement.from.path.last() {
            _ if statement.from.alias.is_some() || !is_json => None,
            Some(Step::Key(name)) => Some(name.clone()),
            _ => Some(crate::dialect::ast::Name { text: "_1".to_owned(), is_quoted: false }),
        };
        let mut scope = Scope { alias: statement.from.alias.clone(), row, wants: Vec::new() };
        if statement.list == SelectList::Everything {
            scope.wants.push(Want::Row);
        }
        let mut paths = Vec::new();
        for expression in statement.expressions() {
            expression.paths(&mut paths);
        }
        for path in paths {
            let want = scope.want(path);
            if !scope.wants.contains(&want) {
                scope.wants.push(want);
            }
        }
        scope
    }

    fn want(&self, path: &[Step]) -> Want {
        let Some((Step::Key(first), rest)) = path.split_first() else {
            return Want::Path(path.to_vec());
        };
        let is_row = match (&self.alias, &self.row) {
            (Some(alias), _) if alias.is_quoted => first.text == alias.text,
            (Some(alias), _) => first.matches(&alias.text),
            (None, _) if first.text.eq_ignore_ascii_case("s3object") => true,
            (None, Some(row)) => row.matches(&first.text),
            (None, None) => false,
        };
        match (is_row, rest.is_empty()) {
            (true, true) => Want::Row,
            (true, false) => Want::Path(rest.to_vec()),
            (false, _) => Want::Path(path.to_vec()),
        }
    }
}

/// The name of a column of the input, inside the engine.
pub fn column_name(at: usize) -> String {
    format!("c{at}")
}

pub(crate) struct Planner<'p> {
    scope: &'p Scope,
    kinds: &'p [Kind],
    now_us: i64,
    place: Place,
    aggregates: Vec<Expr>,
}

/// Where in a statement an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It sees records.
    Row,
    /// Beside aggregates: only they see records.
    Result,
}

pub fn plan(
    statement: &Statement,
    scope: &Scope,
    kinds: &[Kind],
    now_us: i64,
) -> Result<Plan, Fault> {
    let mut planner = Planner { scope, kinds, now_us, place: Place::Row, aggregates: Vec::new() };
    let condition = match &statement.condition {
        Some(condition) if condition.has_aggregate() => {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: an aggregate in the WHERE clause. \
                 Check the SQL Reference.",
            ));
        }
        Some(condition) => Some(planner.condition(condition)?),
        None => None,
    };
    let items = match &statement.list {
        SelectList::Items(items) => items.as_slice(),
        SelectList::Everything => {
            let columns = vec![ResultColumn { name: "*".to_owned(), kind: kinds[0] }];
            let projection = vec![col(column_name(0))];
            return Ok(Plan { condition, aggregates: Vec::new(), projection, columns });
        }
    };
    let is_aggregate = items.iter().any(|item| item.expression.has_aggregate());
    planner.place = if is_aggregate { Place::Result } else { Place::Row };
    let (mut projection, mut columns) = (Vec::new(), Vec::new());
    for (at, item) in items.iter().enumerate() {
        let Typed { expr, kind } = planner.typed(&item.expression)?;
        let (expr, kind) = match kind {
            Kind::Fields => {
                return Err(Fault::new(
                    "UnsupportedSqlStructure",
                    "Encountered an unsupported SQL structure: a record of CSV as a value. Check \
                     the SQL Reference.",
                ));
            }
            Kind::Null => {
                (lit(datafusion::common::ScalarValue::Utf8(Some("null".to_owned()))), Kind::Any)
            }
            kind => (expr, kind),
        };
        projection.push(expr.alias(format!("o{at}")));
        columns.push(ResultColumn { name: name_of(item, at), kind });
    }
    Ok(Plan { condition, aggregates: planner.aggregates, projection, columns })
}

/// The alias, or the last name of a path, or else the item's place.
fn name_of(item: &Item, at: usize) -> String {
    if let Some(alias) = &item.alias {
        return alias.clone();
    }
    match &item.expression {
        Expression::Path(steps) => match steps.last() {
            Some(Step::Key(name)) => name.text.clone(),
            _ => format!("_{}", at + 1),
        },
        _ => format!("_{}", at + 1),
    }
}
