//! Values of JSON, whose type only the row knows.

use std::cmp::Ordering;

use datafusion::logical_expr::Expr;

use super::casts::decimal_text;
use super::{Cell, Cells, Out, Outcome, call, wrong_argument};
use crate::dialect::ast::Comparison;
use crate::json::{self, Sort};
use crate::kind::Kind;

/// An expression of any kind as a value of JSON.
pub fn any_of(expr: Expr, kind: Kind) -> Expr {
    match kind {
        Kind::Any => expr,
        Kind::Text | Kind::Time => call("any_of_text", Kind::Any, of_text, vec![expr]),
        _ => call("any_of", Kind::Any, of_plain, vec![expr]),
    }
}

fn of_text(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Text(text)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Text(json::quoted(text))))
}

fn of_plain(cells: Cells<'_, '_>) -> Outcome {
    Ok(Some(Out::Text(match cells[0] {
        None => "null".to_owned(),
        Some(Cell::Text(text)) => json::quoted(text),
        Some(Cell::Int(value)) => value.to_string(),
        Some(Cell::Float(value)) => value.to_string(),
        Some(Cell::Bool(value)) => value.to_string(),
        Some(Cell::Decimal(value, scale)) => decimal_text(value, scale),
    })))
}

/// The value, but for a null of JSON.
pub fn any_known(expr: Expr) -> Expr {
    let known = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(value)) if json::sort(value) != Sort::Null => {
            Ok(Some(Out::Text(value.to_owned())))
        }
        _ => Ok(None),
    };
    call("any_known", Kind::Any, known, vec![expr])
}

/// What a text says; nothing of other values.
pub fn any_to_text(expr: Expr) -> Expr {
    let text = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(value)) if json::sort(value) == Sort::Text => {
            Ok(Some(Out::Text(json::text(value).into_owned())))
        }
        _ => Ok(None),
    };
    call("any_to_text", Kind::Text, text, vec![expr])
}

/// The number; nothing of other values.
pub fn any_to_number(expr: Expr) -> Expr {
    let number = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(value)) if json::sort(value) == Sort::Number => {
            Ok(value.parse().ok().map(Out::Float))
        }
        _ => Ok(None),
    };
    call("any_to_number", Kind::Float, number, vec![expr])
}

pub fn any_to_bool(expr: Expr) -> Expr {
    let bool_ = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text("true")) => Ok(Some(Out::Bool(true))),
        Some(Cell::Text("false")) => Ok(Some(Out::Bool(false))),
        _ => Ok(None),
    };
    call("any_to_bool", Kind::Bool, bool_, vec![expr])
}

/// Compares two values; neither is less, equal or greater where their types differ.
pub fn any_compare(comparison: Comparison, left: Expr, right: Expr) -> Expr {
    let arguments = vec![left, right];
    let of = |name, run| call(name, Kind::Bool, run, arguments);
    match comparison {
        Comparison::Equal => of("any_equal", |cells| decide(cells, Ordering::is_eq)),
        Comparison::Differs => of("any_differs", |cells| decide(cells, Ordering::is_ne)),
        Comparison::Less => of("any_less", |cells| decide(cells, Ordering::is_lt)),
        Comparison::LessOrEqual => of("any_less_or_equal", |cells| decide(cells, Ordering::is_le)),
        Comparison::Greater => of("any_greater", |cells| decide(cells, Ordering::is_gt)),
        Comparison::GreaterOrEqual => {
            of("any_greater_or_equal", |cells| decide(cells, Ordering::is_ge))
        }
    }
}

fn decide(cells: Cells<'_, '_>, is_right: fn(Ordering) -> bool) -> Outcome {
    let (Some(Cell::Text(left)), Some(Cell::Text(right))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    Ok(order(left, right).map(|order| Out::Bool(is_right(order))))
}

fn order(left: &str, right: &str) -> Option<Ordering> {
    let sort = json::sort(left);
    if sort != json::sort(right) {
        return None;
    }
    match sort {
        Sort::Null => None,
        Sort::Bool => Some((left == "true").cmp(&(right == "true"))),
        Sort::Text => Some(json::text(left).cmp(&json::text(right))),
        Sort::Number => match (left.parse::<i64>(), right.parse::<i64>()) {
            (Ok(left), Ok(right)) => Some(left.cmp(&right)),
            _ => left.parse::<f64>().ok()?.partial_cmp(&right.parse::<f64>().ok()?),
        },
        // Values that hold values are equal or not, by how they are written.
        Sort::Array | Sort::Object => (left == right).then_some(Ordering::Equal),
    }
}

/// `SIZE(list)`
pub fn size(expr: Expr) -> Expr {
    let size = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(value)) => match json::sort(value) {
            Sort::Array => Ok(Some(Out::Int(json::elements(value).count() as i64))),
            Sort::Object => Ok(Some(Out::Int(json::members(value).count() as i64))),
            Sort::Null => Ok(None),
            _ => Err(wrong_argument("SIZE")),
        },
        _ => Ok(None),
    };
    call("size", Kind::Int, size, vec![expr])
}
