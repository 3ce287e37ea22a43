//! Values of the engine with their types: how one becomes another, and what is made of two.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Case, Expr as Plan, Operator, lit};
use sqlparser::ast::{BinaryOperator, DataType, Value};

use super::functions as rows;
use super::times;
use super::types::{Field, Type};
use crate::dialect::ast::Arithmetic;
use crate::fault::Fault;
use crate::functions::{self, Cells, Outcome, call};

/// An expression of the engine, and its type.
#[derive(Clone, Debug)]
pub struct Typed {
    pub expr: Plan,
    pub of: Type,
}

pub fn refused(reason: impl Into<String>) -> Fault {
    Fault::new("InvalidQueryStatement", reason)
}

pub fn text(expr: Plan) -> Typed {
    Typed { expr, of: Type::Text }
}

pub fn int(expr: Plan) -> Typed {
    Typed { expr, of: Type::Int }
}

pub fn double(expr: Plan) -> Typed {
    Typed { expr, of: Type::Double }
}

pub fn bool_(expr: Plan) -> Typed {
    Typed { expr, of: Type::Bool }
}

pub fn time(expr: Plan) -> Typed {
    Typed { expr, of: Type::Time }
}

/// A function that is called row by row.
pub fn row_call(
    name: &'static str,
    of: Type,
    run: fn(Cells<'_, '_>) -> Outcome,
    arguments: Vec<Plan>,
) -> Typed {
    Typed { expr: call(name, of.kind(), run, arguments), of }
}

pub fn null_of(of: Type) -> Plan {
    lit(match of.data_type() {
        datafusion::arrow::datatypes::DataType::Int64 => ScalarValue::Int64(None),
        datafusion::arrow::datatypes::DataType::Float64 => ScalarValue::Float64(None),
        datafusion::arrow::datatypes::DataType::Boolean => ScalarValue::Boolean(None),
        _ => ScalarValue::Utf8(None),
    })
}

/// The value as one of another type, where Trino does that by itself.
pub fn coerced(value: Typed, to: Type) -> Result<Plan, Fault> {
    if value.of == to || (value.of.is_moment() && to.is_moment()) {
        return Ok(value.expr);
    }
    match (value.of, to) {
        (Type::Null, _) => Ok(null_of(to)),
        (Type::Int, Type::Double) => {
            Ok(datafusion::logical_expr::cast(value.expr, Type::Double.data_type()))
        }
        // As Lake takes `eventTime > '2030-01-01 00:00:00'`.
        (Type::Text, Type::Time | Type::Date) => {
            Ok(row_call("text_to_time", Type::Time, times::of_text, vec![value.expr]).expr)
        }
        (Type::Map | Type::Struct(_) | Type::List(_), Type::Text) => Ok(value.expr),
        (from, to) => {
            Err(refused(format!("Type mismatch: expected {}, found {}", to.name(), from.name())))
        }
    }
}

/// The type that two values have together.
pub fn common(left: Type, right: Type) -> Option<Type> {
    match (left, right) {
        (left, right) if left == right => Some(left),
        (Type::Null, other) | (other, Type::Null) => Some(other),
        (Type::Int, Type::Double) | (Type::Double, Type::Int) => Some(Type::Double),
        (Type::Time | Type::Date, Type::Time | Type::Date | Type::Text)
        | (Type::Text, Type::Time | Type::Date) => Some(Type::Time),
        _ => None,
    }
}

pub fn unified(left: Typed, right: Typed, operator: &str) -> Result<(Plan, Plan, Type), Fault> {
    let of = common(left.of, right.of).ok_or_else(|| {
        refused(format!("Cannot apply operator: {} {operator} {}", left.of.name(), right.of.name()))
    })?;
    Ok((coerced(left, of)?, coerced(right, of)?, of))
}

pub fn binary(left: Plan, operator: Operator, right: Plan) -> Plan {
    Plan::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

pub fn not(expr: Plan) -> Plan {
    Plan::Not(Box::new(expr))
}

/// `row.field`
pub fn field_of(value: Typed, name: &str) -> Result<Typed, Fault> {
    let Type::Struct(fields) = value.of else {
        return Err(refused(format!(
            "Expression is not of type ROW: {} has no field {name}",
            value.of.name()
        )));
    };
    let found: Option<&Field> = fields.iter().find(|it| it.name.eq_ignore_ascii_case(name));
    let field = found.ok_or_else(|| refused(format!("Column '{name}' cannot be resolved")))?;
    let arguments = vec![value.expr, lit(field.name)];
    Ok(match field.of {
        Type::Time => row_call("field_time", Type::Time, rows::field_time, arguments),
        Type::Struct(_) | Type::Map | Type::List(_) => {
            let inner = row_call("field_inner", Type::Text, rows::inner, arguments);
            Typed { expr: inner.expr, of: field.of }
        }
        _ => row_call("field", Type::Text, rows::field, arguments),
    })
}

/// `map[key]`, `list[at]`, `element_at(…)`.
pub fn element(value: Typed, index: Typed, is_lenient: bool) -> Result<Typed, Fault> {
    match value.of {
        Type::Map => {
            let arguments = vec![value.expr, coerced(index, Type::Text)?];
            Ok(if is_lenient {
                row_call("map_element", Type::Text, rows::map_element, arguments)
            } else {
                row_call("map_subscript", Type::Text, rows::map_subscript, arguments)
            })
        }
        Type::List(of) => {
            let arguments = vec![value.expr, coerced(index, Type::Int)?];
            let element = if is_lenient {
                row_call("list_element", Type::Text, rows::list_element, arguments)
            } else {
                row_call("list_subscript", Type::Text, rows::list_subscript, arguments)
            };
            Ok(Typed { expr: element.expr, of: *of })
        }
        other => Err(refused(format!("Cannot use subscripts on {}", other.name()))),
    }
}

pub fn literal(value: &Value) -> Result<Typed, Fault> {
    Ok(match value {
        Value::Null => Typed { expr: lit(ScalarValue::Utf8(None)), of: Type::Null },
        Value::Boolean(value) => bool_(lit(*value)),
        Value::SingleQuotedString(value) => text(lit(value.as_str())),
        Value::Number(digits, _) => {
            if let Ok(value) = digits.parse::<i64>() {
                return Ok(int(lit(value)));
            }
            let value: Result<f64, _> = digits.parse();
            double(lit(value.map_err(|_| refused(format!("Invalid number: {digits}")))?))
        }
        other => return Err(refused(format!("This literal is not supported: {other}"))),
    })
}

pub fn cases(branches: Vec<(Plan, Typed)>, otherwise: Option<Typed>) -> Result<Typed, Fault> {
    let mut of = otherwise.as_ref().map_or(Type::Null, |it| it.of);
    for (_, value) in &branches {
        of = common(of, value.of).ok_or_else(|| {
            refused("All CASE results must be the same type or coercible to a common type")
        })?;
    }
    let mut plans = Vec::new();
    for (condition, value) in branches {
        plans.push((Box::new(condition), Box::new(coerced(value, of)?)));
    }
    let otherwise = otherwise.map(|it| coerced(it, of)).transpose()?.map(Box::new);
    Ok(Typed { expr: Plan::Case(Case::new(None, plans, otherwise)), of })
}

pub fn arithmetic(left: Typed, operator: &BinaryOperator, right: Typed) -> Result<Typed, Fault> {
    let (of_left, of_right) = (left.of.name(), right.of.name());
    let is_number = |it: Type| it.is_number() || it == Type::Null;
    let known = match operator {
        BinaryOperator::Plus => Some((Arithmetic::Add, Operator::Plus)),
        BinaryOperator::Minus => Some((Arithmetic::Subtract, Operator::Minus)),
        BinaryOperator::Multiply => Some((Arithmetic::Multiply, Operator::Multiply)),
        BinaryOperator::Divide => Some((Arithmetic::Divide, Operator::Divide)),
        BinaryOperator::Modulo => Some((Arithmetic::Remainder, Operator::Modulo)),
        _ => None,
    };
    let fits = is_number(left.of) && is_number(right.of);
    let Some((of_ints, of_doubles)) = known.filter(|_| fits) else {
        return Err(refused(format!("Cannot apply operator: {of_left} {operator} {of_right}")));
    };
    let (left, right, of) = unified(left, right, &operator.to_string())?;
    Ok(match of {
        Type::Double => double(binary(left, of_doubles, right)),
        _ => int(functions::int_arithmetic(of_ints, left, right)),
    })
}

pub fn cast_to(value: Typed, to: &DataType, is_try: bool) -> Result<Typed, Fault> {
    let target = match to {
        DataType::Varchar(_) | DataType::Char(_) | DataType::Text | DataType::String(_) => {
            Type::Text
        }
        DataType::BigInt(_)
        | DataType::Int(_)
        | DataType::Integer(_)
        | DataType::SmallInt(_)
        | DataType::TinyInt(_) => Type::Int,
        DataType::Double(_) | DataType::Real | DataType::Float(_) | DataType::Decimal(_) => {
            Type::Double
        }
        DataType::Boolean | DataType::Bool => Type::Bool,
        DataType::Date => Type::Date,
        DataType::Timestamp(..) => Type::Time,
        DataType::JSON => Type::Text,
        other => return Err(refused(format!("A CAST to {other} is not supported."))),
    };
    let from = value.of;
    let of = |name, run: fn(Cells<'_, '_>) -> Outcome, value: Typed| {
        Ok(row_call(name, target, run, vec![value.expr]))
    };
    match (from, target) {
        (from, target) if from == target => Ok(value),
        (Type::Null, _) => Ok(Typed { expr: null_of(target), of: target }),
        (Type::Time, Type::Text) => of("time_to_text", times::to_text, value),
        (Type::Date, Type::Text) => of("date_to_text", times::date_to_text, value),
        (Type::Time, Type::Date) => of("to_date", times::to_date, value),
        (Type::Date, Type::Time) => Ok(time(value.expr)),
        (Type::Text, Type::Time) if is_try => of("try_text_to_time", times::try_of_text, value),
        (Type::Text, Type::Time) => of("text_to_time", times::of_text, value),
        (Type::Text, Type::Date) => {
            let moment = row_call("text_to_time", Type::Time, times::of_text, vec![value.expr]);
            of("to_date", times::to_date, moment)
        }
        (Type::Text, Type::Int) if is_try => of("try_text_to_int", rows::try_text_to_int, value),
        (Type::Text, Type::Int) => of("text_to_int", rows::text_to_int, value),
        (Type::Text, Type::Double) if is_try => {
            of("try_text_to_double", rows::try_text_to_double, value)
        }
        (Type::Text, Type::Double) => of("text_to_double", rows::text_to_double, value),
        (Type::Text, Type::Bool) if is_try => of("try_text_to_bool", rows::try_text_to_bool, value),
        (Type::Text, Type::Bool) => of("text_to_bool", rows::text_to_bool, value),
        (Type::Int | Type::Double | Type::Bool, Type::Text) => {
            of("plain_to_text", rows::plain_to_text, value)
        }
        (Type::Map | Type::Struct(_) | Type::List(_), Type::Text) => Ok(text(value.expr)),
        (Type::Int | Type::Double, Type::Int | Type::Double) => {
            let expr = datafusion::logical_expr::cast(value.expr, target.data_type());
            Ok(Typed { expr, of: target })
        }
        (from, target) => Err(refused(format!("Cannot cast {} to {}", from.name(), target.name()))),
    }
}
