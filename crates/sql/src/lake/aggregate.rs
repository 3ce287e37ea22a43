//! Aggregates: over all rows, or over those of a group.
//!
//! Source: Trino documentation, "Aggregate functions".

use datafusion::functions_aggregate::expr_fn::{avg, count, count_distinct, max, min, sum};
use datafusion::logical_expr::{Case, Expr as Plan, cast, ident, lit};
use sqlparser::ast::{
    DuplicateTreatment, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
};

use super::expression::Env;
use super::query::Planner;
use super::typed::{Typed, coerced, int, refused};
use super::types::Type;
use crate::fault::Fault;
use crate::kind::{DECIMAL, Kind};

pub const NAMES: [&str; 11] = [
    "count",
    "count_if",
    "sum",
    "avg",
    "min",
    "max",
    "approx_distinct",
    "bool_and",
    "bool_or",
    "every",
    "arbitrary",
];

/// What an aggregate is made of.
pub struct Made {
    /// Columns to compute of each row.
    pub before: Vec<Plan>,
    pub aggregate: Plan,
    pub result: Typed,
}

/// The environment has no groups here: arguments see rows.
pub fn plan(
    planner: &mut Planner<'_>,
    name: &str,
    function: &Function,
    env: &mut Env<'_>,
) -> Result<Made, Fault> {
    let FunctionArguments::List(list) = &function.args else {
        return Err(refused(format!("Unexpected parameters for function {name}")));
    };
    let is_distinct = list.duplicate_treatment == Some(DuplicateTreatment::Distinct);
    let value = match list.args.as_slice() {
        [] | [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] if name == "count" => {
            int(lit(1_i64))
        }
        // `approx_distinct(x, error)`: it is exact here.
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)), error @ ..]
            if error.is_empty() || (error.len() == 1 && name == "approx_distinct") =>
        {
            planner.expr(argument, env)?
        }
        _ => return Err(refused(format!("Unexpected parameters for function {name}"))),
    };
    let mut value = argument_of(name, value)?;
    if let Some(filter) = &function.filter {
        let condition = planner.condition(filter, env)?;
        let chosen = vec![(Box::new(condition), Box::new(value.expr))];
        value.expr = Plan::Case(Case::new(None, chosen, None));
    }
    let id = planner.id();
    let before = vec![value.expr.alias(&id)];
    let (aggregate, of) = aggregate_of(name, ident(&id), value.of, is_distinct)?;
    let result_id = planner.id();
    let result = ident(&result_id);
    // Sums of integers are computed as decimals, since the engine's own wrap around.
    let expr = match (name, of) {
        ("sum", Type::Int) => cast(result, Type::Int.data_type()),
        _ => result,
    };
    Ok(Made { before, aggregate: aggregate.alias(&result_id), result: Typed { expr, of } })
}

/// The argument as the aggregate takes it.
fn argument_of(name: &str, value: Typed) -> Result<Typed, Fault> {
    let wrong = |value: &Typed| {
        refused(format!("Unexpected parameters ({}) for function {name}", value.of.name()))
    };
    match name {
        "sum" | "avg" if value.of.is_number() => Ok(value),
        "sum" | "avg" => Err(wrong(&value)),
        "count_if" | "bool_and" | "bool_or" | "every" => {
            if value.of != Type::Bool && value.of != Type::Null {
                return Err(wrong(&value));
            }
            let flag = coerced(value, Type::Bool)?;
            if name != "count_if" {
                return Ok(Typed { expr: flag, of: Type::Bool });
            }
            let counted = vec![(Box::new(flag), Box::new(lit(1_i64)))];
            Ok(int(Plan::Case(Case::new(None, counted, None))))
        }
        _ => Ok(value),
    }
}

fn aggregate_of(
    name: &str,
    value: Plan,
    of: Type,
    is_distinct: bool,
) -> Result<(Plan, Type), Fault> {
    let distinct_count = is_distinct && name == "count";
    if is_distinct && !distinct_count && !["min", "max"].contains(&name) {
        return Err(refused(format!("Nephele has DISTINCT of count, min and max only: {name}")));
    }
    Ok(match name {
        _ if distinct_count => (count_distinct(value), Type::Int),
        "count" | "count_if" => (count(value), Type::Int),
        "approx_distinct" => (count_distinct(value), Type::Int),
        "sum" if of == Type::Int => {
            (sum(cast(value, Kind::Decimal(DECIMAL.0, 0).data_type())), Type::Int)
        }
        "sum" => (sum(value), Type::Double),
        "avg" => (avg(cast(value, Type::Double.data_type())), Type::Double),
        "min" | "bool_and" | "every" | "arbitrary" => (min(value), of),
        _ => (max(value), of),
    })
}
