//! What can be told of a statement by its syntax alone.

use sqlparser::ast::{
    BinaryOperator, Distinct, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    LimitClause, Query, Select, TableFactor, Value,
};

use super::typed::refused;
use super::{Times, times};
use crate::fault::Fault;

pub fn check_select(select: &Select) -> Result<(), Fault> {
    let has_other = select.top.is_some()
        || select.into.is_some()
        || select.qualify.is_some()
        || select.prewhere.is_some()
        || !select.lateral_views.is_empty()
        || !select.connect_by.is_empty()
        || !select.named_window.is_empty()
        || matches!(select.distinct, Some(Distinct::On(_)));
    if has_other {
        return Err(refused("This form of SELECT is not supported."));
    }
    Ok(())
}

/// The last name of a column or a field; Trino calls other columns by their place.
pub fn name_of(expression: &Expr, at: usize) -> String {
    match expression {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => {
            names.last().map_or_else(String::new, |name| name.value.clone())
        }
        _ => format!("_col{at}"),
    }
}

/// The place of a column that is named by its number, from 0.
pub fn ordinal(expression: &Expr, count: usize) -> Result<Option<usize>, Fault> {
    let Some(at) = number(expression) else { return Ok(None) };
    let at = at.checked_sub(1).filter(|at| *at < count);
    at.map(Some).ok_or_else(|| refused(format!("Position {expression} is not in select list")))
}

fn number(expression: &Expr) -> Option<usize> {
    match expression {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

pub fn limit_of(query: &Query) -> Result<(usize, Option<usize>), Fault> {
    let bad = || refused("LIMIT and OFFSET take whole numbers.");
    if query.fetch.is_some() {
        return Err(refused("FETCH is not supported; use LIMIT."));
    }
    match &query.limit_clause {
        None => Ok((0, None)),
        Some(LimitClause::LimitOffset { limit, offset, limit_by }) if limit_by.is_empty() => {
            let offset = offset.as_ref().map(|it| number(&it.value).ok_or_else(bad)).transpose()?;
            let limit = limit.as_ref().map(|it| number(it).ok_or_else(bad)).transpose()?;
            Ok((offset.unwrap_or(0), limit))
        }
        Some(_) => Err(bad()),
    }
}

pub fn is_aggregate(name: &str) -> bool {
    super::aggregate::NAMES.contains(&name)
}

/// The arguments of a call that has nothing but arguments.
pub fn arguments(function: &Function) -> Result<Vec<&Expr>, Fault> {
    let list = match &function.args {
        FunctionArguments::None => return Ok(Vec::new()),
        FunctionArguments::List(list) => list,
        FunctionArguments::Subquery(_) => return Err(refused("A query is no argument.")),
    };
    list.args
        .iter()
        .map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Ok(expression),
            other => Err(refused(format!("This argument is not supported: {other}"))),
        })
        .collect()
}

/// Whether an aggregate stands in an expression, outside of queries in it.
pub fn has_aggregate(expression: &Expr) -> bool {
    let any = |list: &[&Expr]| list.iter().any(|it| has_aggregate(it));
    match expression {
        Expr::Function(function) => {
            is_aggregate(&function.name.to_string().to_lowercase())
                || arguments(function).is_ok_and(|arguments| any(&arguments))
        }
        Expr::BinaryOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right) => any(&[left, right]),
        Expr::UnaryOp { expr, .. }
        | Expr::Nested(expr)
        | Expr::Cast { expr, .. }
        | Expr::IsNull(expr)
        | Expr::IsNotNull(expr)
        | Expr::IsTrue(expr)
        | Expr::IsFalse(expr)
        | Expr::Extract { expr, .. }
        | Expr::Ceil { expr, .. }
        | Expr::Floor { expr, .. }
        | Expr::InSubquery { expr, .. }
        | Expr::Trim { expr, .. }
        | Expr::Substring { expr, .. } => has_aggregate(expr),
        Expr::Between { expr, low, high, .. } => any(&[expr, low, high]),
        Expr::InList { expr, list, .. } => has_aggregate(expr) || list.iter().any(has_aggregate),
        Expr::Like { expr, pattern, .. } => any(&[expr, pattern]),
        Expr::Case { operand, conditions, else_result, .. } => {
            operand.as_deref().is_some_and(has_aggregate)
                || else_result.as_deref().is_some_and(has_aggregate)
                || conditions.iter().any(|it| any(&[&it.condition, &it.result]))
        }
        _ => false,
    }
}

/// The times that a condition leaves of one table: what `eventTime` is compared with.
pub fn times_of(select: &Select) -> Times {
    let mut out = Times::ALL;
    if let ([table], Some(condition)) = (select.from.as_slice(), &select.selection)
        && table.joins.is_empty()
        && matches!(table.relation, TableFactor::Table { .. })
    {
        narrow(condition, &mut out);
    }
    out
}

fn narrow(condition: &Expr, out: &mut Times) {
    match condition {
        Expr::Nested(inner) => narrow(inner, out),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            narrow(left, out);
            narrow(right, out);
        }
        Expr::BinaryOp { left, op, right } if is_event_time(left) => {
            let Some(at) = moment(right) else { return };
            if matches!(op, BinaryOperator::Gt | BinaryOperator::GtEq | BinaryOperator::Eq) {
                out.from = out.from.max(at);
            }
            if matches!(op, BinaryOperator::Lt | BinaryOperator::LtEq | BinaryOperator::Eq) {
                out.to = out.to.min(at);
            }
        }
        Expr::Between { expr, negated: false, low, high } if is_event_time(expr) => {
            out.from = moment(low).map_or(out.from, |low| out.from.max(low));
            out.to = moment(high).map_or(out.to, |high| out.to.min(high));
        }
        _ => {}
    }
}

fn is_event_time(expression: &Expr) -> bool {
    let is_it = |name: &str| name.eq_ignore_ascii_case("eventtime");
    match expression {
        Expr::Identifier(name) => is_it(&name.value),
        Expr::CompoundIdentifier(names) => names.len() == 2 && is_it(&names[1].value),
        _ => false,
    }
}

fn moment(expression: &Expr) -> Option<i64> {
    match expression {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => times::parse(text),
            _ => None,
        },
        Expr::TypedString(typed) => times::parse(&typed.value.value.clone().into_string()?),
        _ => None,
    }
}
