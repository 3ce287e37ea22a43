//! Calls of functions by their names: those of Trino that queries over events use.
//!
//! Source: Trino documentation, "Functions and operators". README.md lists what is there.

use datafusion::logical_expr::{Operator, lit};
use sqlparser::ast::Expr;

use super::expression::Env;
use super::query::Planner;
use super::typed::{
    Typed, binary, bool_, cases, coerced, common, element, int, null_of, refused, row_call, text,
    time,
};
use super::types::Type;
use super::{functions as rows, times};
use crate::fault::Fault;
use crate::functions;

/// The parts of a moment that have functions of their names.
const PARTS: [&str; 14] = [
    "year",
    "quarter",
    "month",
    "week",
    "week_of_year",
    "day",
    "day_of_month",
    "day_of_week",
    "dow",
    "day_of_year",
    "hour",
    "minute",
    "second",
    "millisecond",
];

impl Planner<'_> {
    pub fn call(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        match (name, arguments) {
            ("lower", [value]) => Ok(text(functions::lower(self.text_of(value, env)?))),
            ("upper", [value]) => Ok(text(functions::upper(self.text_of(value, env)?))),
            ("concat", [_, ..]) => {
                let parts = self.texts(arguments, env)?;
                Ok(text(functions::concat(parts)))
            }
            ("trim", [value]) => self.trimmed("BOTH", value, env),
            ("ltrim", [value]) => self.trimmed("LEADING", value, env),
            ("rtrim", [value]) => self.trimmed("TRAILING", value, env),
            ("length", [_]) => self.of_texts("length", Type::Int, rows::length, arguments, env),
            ("reverse", [_]) => self.of_texts("reverse", Type::Text, rows::reverse, arguments, env),
            ("replace", [_, _] | [_, _, _]) => {
                self.of_texts("replace", Type::Text, rows::replace, arguments, env)
            }
            ("strpos", [_, _]) => {
                self.of_texts("position", Type::Int, rows::position, arguments, env)
            }
            ("starts_with", [_, _]) => {
                self.of_texts("starts_with", Type::Bool, rows::starts_with, arguments, env)
            }
            ("regexp_like", [_, _]) => {
                self.of_texts("regexp_like", Type::Bool, rows::regexp_like, arguments, env)
            }
            ("regexp_replace", [_, _] | [_, _, _]) => {
                self.of_texts("regexp_replace", Type::Text, rows::regexp_replace, arguments, env)
            }
            ("regexp_extract", [value, pattern, group @ ..]) if group.len() <= 1 => {
                let mut given = self.texts(&[value, pattern], env)?;
                if let [group] = group {
                    given.push(self.int_of(group, env)?);
                }
                Ok(row_call("regexp_extract", Type::Text, rows::regexp_extract, given))
            }
            ("substr" | "substring", [value, start, length @ ..]) if length.len() <= 1 => {
                let mut given = vec![self.text_of(value, env)?, self.int_of(start, env)?];
                if let [length] = length {
                    given.push(self.int_of(length, env)?);
                }
                Ok(row_call("substr", Type::Text, rows::substring, given))
            }
            ("split_part", [value, mark, at]) => {
                let mut given = self.texts(&[value, mark], env)?;
                given.push(self.int_of(at, env)?);
                Ok(row_call("split_part", Type::Text, rows::split_part, given))
            }
            _ => self.call_nested(name, arguments, env),
        }
    }

    /// Values that hold values.
    fn call_nested(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        match (name, arguments) {
            ("element_at", [value, index]) => {
                let (value, index) = (self.expr(value, env)?, self.expr(index, env)?);
                element(value, index, true)
            }
            ("cardinality", [value]) => {
                let value = self.expr(value, env)?;
                if !matches!(value.of, Type::Map | Type::List(_)) {
                    return Err(refused("cardinality takes a map or an array"));
                }
                Ok(row_call("cardinality", Type::Int, rows::cardinality, vec![value.expr]))
            }
            ("json_extract_scalar", [_, _]) => {
                self.of_texts("json_extract_scalar", Type::Text, rows::json_scalar, arguments, env)
            }
            ("json_extract", [_, _]) => {
                self.of_texts("json_extract", Type::Text, rows::json_extract, arguments, env)
            }
            ("json_parse" | "json_format", [value]) => Ok(text(self.text_of(value, env)?)),
            _ => self.call_plain(name, arguments, env),
        }
    }

    /// Choices between values, and numbers.
    fn call_plain(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        match (name, arguments) {
            ("coalesce", [_, ..]) => {
                let mut branches = Vec::new();
                for argument in arguments {
                    let value = self.expr(argument, env)?;
                    branches.push((value.expr.clone().is_not_null(), value));
                }
                cases(branches, None)
            }
            ("nullif", [left, right]) => {
                let is_equal = self.compare(left, Operator::Eq, right, env)?.expr;
                let (value, of) = {
                    let value = self.expr(left, env)?;
                    (value.clone(), value.of)
                };
                let none = Typed { expr: null_of(of), of };
                cases(vec![(is_equal, none)], Some(value))
            }
            ("if", [condition, then, otherwise @ ..]) if otherwise.len() <= 1 => {
                let condition = self.condition(condition, env)?;
                let then = self.expr(then, env)?;
                let otherwise = otherwise.first().map(|it| self.expr(it, env)).transpose()?;
                cases(vec![(condition, then)], otherwise)
            }
            ("try", [value]) => self.tried(value, env),
            ("greatest" | "least", [first, rest @ ..]) => {
                let operator = if name == "greatest" { Operator::GtEq } else { Operator::LtEq };
                let mut best = self.expr(first, env)?;
                for argument in rest {
                    let next = self.expr(argument, env)?;
                    best = better(best, next, operator)?;
                }
                Ok(best)
            }
            ("round", [value, digits @ ..]) if digits.len() <= 1 => {
                let value = self.expr(value, env)?;
                if value.of == Type::Int && digits.is_empty() {
                    return Ok(value);
                }
                let mut given = vec![coerced(value, Type::Double)?];
                if let [digits] = digits {
                    given.push(self.int_of(digits, env)?);
                }
                Ok(row_call("round", Type::Double, rows::round, given))
            }
            ("abs", [value]) => self.number_call("abs", rows::abs, value, env),
            ("ceil" | "ceiling", [value]) => self.number_call("ceil", rows::ceil, value, env),
            ("floor", [value]) => self.number_call("floor", rows::floor, value, env),
            ("mod", [left, right]) => {
                let (left, right) = (self.expr(left, env)?, self.expr(right, env)?);
                super::typed::arithmetic(left, &sqlparser::ast::BinaryOperator::Modulo, right)
            }
            _ => self.call_of_times(name, arguments, env),
        }
    }

    fn call_of_times(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        match (name, arguments) {
            ("now" | "current_timestamp" | "localtimestamp", []) => Ok(time(lit(self.now_ms))),
            ("current_date", []) => {
                let midnight = self.now_ms.div_euclid(times::DAY_MS) * times::DAY_MS;
                Ok(Typed { expr: lit(midnight), of: Type::Date })
            }
            ("date", [value]) => {
                let moment = self.moment(value, env)?;
                Ok(row_call("to_date", Type::Date, times::to_date, vec![moment]))
            }
            ("from_iso8601_timestamp" | "from_iso8601_date" | "timestamp", [value]) => {
                Ok(time(self.moment(value, env)?))
            }
            ("to_iso8601", [value]) => {
                let moment = self.moment(value, env)?;
                Ok(row_call("to_iso8601", Type::Text, times::to_iso8601, vec![moment]))
            }
            ("from_unixtime", [value]) => {
                let seconds = self.expr(value, env)?;
                let given = vec![coerced(seconds, Type::Double)?];
                Ok(row_call("from_unixtime", Type::Time, times::from_unixtime, given))
            }
            ("to_unixtime", [value]) => {
                let given = vec![self.moment(value, env)?];
                Ok(row_call("to_unixtime", Type::Double, times::to_unixtime, given))
            }
            ("date_trunc", [unit, value]) => {
                let given = vec![self.text_of(unit, env)?, self.moment(value, env)?];
                Ok(row_call("date_trunc", Type::Time, times::truncate, given))
            }
            ("date_add", [unit, count, value]) => {
                let unit = self.text_of(unit, env)?;
                let given = vec![unit, self.int_of(count, env)?, self.moment(value, env)?];
                Ok(row_call("date_add", Type::Time, times::add, given))
            }
            ("date_diff", [unit, from, to]) => {
                let unit = self.text_of(unit, env)?;
                let given = vec![unit, self.moment(from, env)?, self.moment(to, env)?];
                Ok(row_call("date_diff", Type::Int, times::difference, given))
            }
            ("date_format", [value, pattern]) => {
                let given = vec![self.moment(value, env)?, self.text_of(pattern, env)?];
                Ok(row_call("date_format", Type::Text, times::date_format, given))
            }
            (part, [value]) if PARTS.contains(&part) => {
                let given = vec![lit(part), self.moment(value, env)?];
                Ok(int(row_call("time_part", Type::Int, times::part, given).expr))
            }
            _ => Err(refused(format!("Function '{name}' not registered"))),
        }
    }

    fn texts(
        &mut self,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Vec<datafusion::logical_expr::Expr>, Fault> {
        arguments.iter().map(|argument| self.text_of(argument, env)).collect()
    }

    fn of_texts(
        &mut self,
        name: &'static str,
        of: Type,
        run: fn(functions::Cells<'_, '_>) -> functions::Outcome,
        arguments: &[&Expr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let given = self.texts(arguments, env)?;
        Ok(row_call(name, of, run, given))
    }

    fn trimmed(&mut self, side: &str, value: &Expr, env: &mut Env<'_>) -> Result<Typed, Fault> {
        let value = self.text_of(value, env)?;
        Ok(text(functions::trim(lit(side), value, None)))
    }

    /// `TRY(map[key])` and `TRY(CAST(…))`: what is refused is nothing.
    fn tried(&mut self, inner: &Expr, env: &mut Env<'_>) -> Result<Typed, Fault> {
        match inner {
            Expr::Cast { expr, data_type, .. } => {
                let value = self.expr(expr, env)?;
                super::typed::cast_to(value, data_type, true)
            }
            Expr::CompoundFieldAccess { root, access_chain } if access_chain.len() == 1 => {
                if let sqlparser::ast::AccessExpr::Subscript(sqlparser::ast::Subscript::Index {
                    index,
                }) = &access_chain[0]
                {
                    let (value, index) = (self.expr(root, env)?, self.expr(index, env)?);
                    return element(value, index, true);
                }
                self.expr(inner, env)
            }
            _ => Err(refused("Nephele has TRY of casts and subscripts only.")),
        }
    }
}

/// NULL where one of both is.
fn better(left: Typed, right: Typed, operator: Operator) -> Result<Typed, Fault> {
    let of = common(left.of, right.of)
        .ok_or_else(|| refused("GREATEST and LEAST take values of one type"))?;
    let (left, right) = (coerced(left, of)?, coerced(right, of)?);
    let is_unknown = left.clone().is_null().or(right.clone().is_null());
    let is_left = bool_(binary(left.clone(), operator, right.clone())).expr;
    let none = Typed { expr: null_of(of), of };
    cases(
        vec![(is_unknown, none), (is_left, Typed { expr: left, of })],
        Some(Typed { expr: right, of }),
    )
}
