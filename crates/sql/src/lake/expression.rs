//! Expressions: every one has a type, and what does not fit is refused before anything is read.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr_fn::{
    exists, in_list, in_subquery, not_exists, not_in_subquery, scalar_subquery,
};
use datafusion::logical_expr::{BinaryExpr, Case, Expr as Plan, Operator, ident, lit};
use sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, CeilFloorKind, DataType, Expr, Function, Ident, Query,
    Subscript, TrimWhereField, UnaryOperator, Value,
};

use super::functions as rows;
use super::query::{Bound, Groups, Planner};
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

/// What an expression sees: the columns of FROM, and what GROUP BY has made of them.
pub struct Env<'e> {
    pub columns: &'e [Bound],
    pub groups: Option<Groups>,
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

fn unsupported(expression: &Expr) -> Fault {
    refused(format!("Nephele does not have this expression of Trino: {expression}"))
}

impl Planner<'_> {
    pub fn expr(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Typed, Fault> {
        if let Some(found) = env.groups.as_ref().and_then(|groups| groups.find(expression)) {
            return Ok(found);
        }
        match expression {
            Expr::Identifier(name) => self.column(std::slice::from_ref(name), env),
            Expr::CompoundIdentifier(names) => self.column(names, env),
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.access(root, access_chain, env)
            }
            Expr::Nested(inner) => self.expr(inner, env),
            Expr::Value(value) => literal(&value.value),
            Expr::TypedString(typed) => {
                let text = typed.value.value.clone().into_string().unwrap_or_default();
                self.moment_literal(&typed.data_type, &text)
            }
            Expr::IsNull(inner) => Ok(bool_(self.expr(inner, env)?.expr.is_null())),
            Expr::IsNotNull(inner) => Ok(bool_(self.expr(inner, env)?.expr.is_not_null())),
            Expr::IsTrue(inner) => Ok(bool_(self.condition(inner, env)?.is_true())),
            Expr::IsNotTrue(inner) => Ok(bool_(self.condition(inner, env)?.is_not_true())),
            Expr::IsFalse(inner) => Ok(bool_(self.condition(inner, env)?.is_false())),
            Expr::IsNotFalse(inner) => Ok(bool_(self.condition(inner, env)?.is_not_false())),
            Expr::IsDistinctFrom(left, right) => {
                self.compare(left, Operator::IsDistinctFrom, right, env)
            }
            Expr::IsNotDistinctFrom(left, right) => {
                self.compare(left, Operator::IsNotDistinctFrom, right, env)
            }
            Expr::Between { expr, negated, low, high } => {
                let above = self.compare(expr, Operator::GtEq, low, env)?.expr;
                let below = self.compare(expr, Operator::LtEq, high, env)?.expr;
                let both = above.and(below);
                Ok(bool_(if *negated { not(both) } else { both }))
            }
            Expr::InList { expr, list, negated } => self.in_list(expr, list, *negated, env),
            Expr::InSubquery { expr, subquery, negated } => {
                self.in_subquery(expr, subquery, *negated, env)
            }
            Expr::Exists { subquery, negated } => {
                let plan = std::sync::Arc::new(self.query(subquery)?.plan);
                Ok(bool_(if *negated { not_exists(plan) } else { exists(plan) }))
            }
            Expr::Subquery(subquery) => {
                let relation = self.query(subquery)?;
                let [column] = relation.columns.as_slice() else {
                    return Err(refused("Multiple columns returned by subquery are not supported"));
                };
                let of = column.of;
                Ok(Typed { expr: scalar_subquery(std::sync::Arc::new(relation.plan)), of })
            }
            Expr::Like { negated, any: false, expr, pattern, escape_char } => {
                let escape = escape_char.as_ref().and_then(|it| it.value.clone().into_string());
                self.like(expr, pattern, escape, *negated, env)
            }
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, env),
            Expr::UnaryOp { op, expr } => self.unary(op, expr, env),
            Expr::Case { operand, conditions, else_result, .. } => {
                let mut branches = Vec::new();
                for branch in conditions {
                    let condition = match operand {
                        Some(operand) => {
                            self.compare(operand, Operator::Eq, &branch.condition, env)?.expr
                        }
                        None => self.condition(&branch.condition, env)?,
                    };
                    branches.push((condition, self.expr(&branch.result, env)?));
                }
                let otherwise = else_result.as_ref().map(|it| self.expr(it, env)).transpose()?;
                cases(branches, otherwise)
            }
            Expr::Cast { kind, expr, data_type, .. } => {
                let is_try = matches!(kind, CastKind::TryCast | CastKind::SafeCast);
                let value = self.expr(expr, env)?;
                cast_to(value, data_type, is_try)
            }
            Expr::Function(function) => self.function(function, env),
            other => self.special(other, env),
        }
    }

    /// What has a syntax of its own and is a call of a function.
    fn special(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Typed, Fault> {
        match expression {
            Expr::Extract { field, expr, .. } => {
                let value = self.moment(expr, env)?;
                let part = lit(field.to_string());
                Ok(row_call("time_part", Type::Int, times::part, vec![part, value]))
            }
            Expr::Ceil { expr, field: CeilFloorKind::DateTimeField(_) } => {
                self.number_call("ceil", rows::ceil, expr, env)
            }
            Expr::Floor { expr, field: CeilFloorKind::DateTimeField(_) } => {
                self.number_call("floor", rows::floor, expr, env)
            }
            Expr::Position { expr, r#in } => {
                let part = self.text_of(expr, env)?;
                let whole = self.text_of(r#in, env)?;
                Ok(row_call("position", Type::Int, rows::position, vec![whole, part]))
            }
            Expr::Substring { expr, substring_from, substring_for, .. } => {
                let mut arguments = vec![self.text_of(expr, env)?];
                let from = substring_from.as_ref().ok_or_else(|| unsupported(expression))?;
                arguments.push(self.int_of(from, env)?);
                if let Some(length) = substring_for {
                    arguments.push(self.int_of(length, env)?);
                }
                Ok(row_call("substr", Type::Text, rows::substring, arguments))
            }
            Expr::Trim { trim_where, trim_what, expr, .. } => {
                let side = match trim_where {
                    Some(TrimWhereField::Leading) => "LEADING",
                    Some(TrimWhereField::Trailing) => "TRAILING",
                    _ => "BOTH",
                };
                let what = trim_what.as_ref().map(|it| self.text_of(it, env)).transpose()?;
                let value = self.text_of(expr, env)?;
                Ok(text(functions::trim(lit(side), value, what)))
            }
            other => Err(unsupported(other)),
        }
    }

    pub fn number_call(
        &mut self,
        name: &'static str,
        run: fn(Cells<'_, '_>) -> Outcome,
        expression: &Expr,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let value = self.expr(expression, env)?;
        let is_int = value.of == Type::Int;
        let value = row_call(name, Type::Double, run, vec![coerced(value, Type::Double)?]);
        if !is_int {
            return Ok(value);
        }
        Ok(int(datafusion::logical_expr::cast(value.expr, Type::Int.data_type())))
    }

    pub fn condition(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Plan, Fault> {
        let value = self.expr(expression, env)?;
        match value.of {
            Type::Bool | Type::Null => coerced(value, Type::Bool),
            other => Err(refused(format!(
                "A condition must evaluate to a boolean: actual type {}",
                other.name()
            ))),
        }
    }

    pub fn text_of(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Plan, Fault> {
        coerced(self.expr(expression, env)?, Type::Text)
    }

    pub fn int_of(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Plan, Fault> {
        coerced(self.expr(expression, env)?, Type::Int)
    }

    pub fn moment(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Plan, Fault> {
        coerced(self.expr(expression, env)?, Type::Time)
    }

    fn moment_literal(&self, of: &DataType, text: &str) -> Result<Typed, Fault> {
        let ms = times::parse(text)
            .ok_or_else(|| refused(format!("'{text}' is not a valid timestamp literal")))?;
        match of {
            DataType::Date => Ok(Typed {
                expr: lit(ms.div_euclid(times::DAY_MS) * times::DAY_MS),
                of: Type::Date,
            }),
            DataType::Timestamp(..) => Ok(time(lit(ms))),
            other => Err(refused(format!("A literal of the type {other} is not supported."))),
        }
    }

    /// A column, and the way into it.
    fn column(&mut self, names: &[Ident], env: &mut Env<'_>) -> Result<Typed, Fault> {
        let (bound, rest) = resolve(names, env.columns)?;
        if env.groups.is_some() {
            return Err(not_grouped(&Expr::CompoundIdentifier(names.to_vec())));
        }
        let mut value = Typed { expr: ident(&bound.id), of: bound.of };
        for name in rest {
            value = field_of(value, &name.value)?;
        }
        Ok(value)
    }

    fn access(
        &mut self,
        root: &Expr,
        chain: &[AccessExpr],
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        // `a.b['c'].d`: the parser may leave the first names in the chain.
        let mut names = match root {
            Expr::Identifier(name) => vec![name.clone()],
            Expr::CompoundIdentifier(names) => names.clone(),
            _ => Vec::new(),
        };
        let mut chain = chain.iter().peekable();
        while let (false, Some(AccessExpr::Dot(Expr::Identifier(name)))) =
            (names.is_empty(), chain.peek())
        {
            names.push(name.clone());
            chain.next();
        }
        let mut value = match names.is_empty() {
            true => self.expr(root, env)?,
            false => self.expr(&compound(names), env)?,
        };
        for step in chain {
            value = match step {
                AccessExpr::Dot(Expr::Identifier(name)) => field_of(value, &name.value)?,
                AccessExpr::Subscript(Subscript::Index { index }) => {
                    let index = self.expr(index, env)?;
                    element(value, index, false)?
                }
                other => return Err(refused(format!("This access is not supported: {other}"))),
            };
        }
        Ok(value)
    }

    pub fn compare(
        &mut self,
        left: &Expr,
        operator: Operator,
        right: &Expr,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let (left, right) = (self.expr(left, env)?, self.expr(right, env)?);
        if matches!(left.of, Type::Map | Type::Struct(_) | Type::List(_)) {
            return Err(refused(format!(
                "Cannot apply operator: {} {operator} {}",
                left.of.name(),
                right.of.name()
            )));
        }
        let (left, right, _) = unified(left, right, &operator.to_string())?;
        Ok(bool_(binary(left, operator, right)))
    }

    fn in_list(
        &mut self,
        value: &Expr,
        list: &[Expr],
        negated: bool,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let value = self.expr(value, env)?;
        let mut items = Vec::new();
        for item in list {
            items.push(self.expr(item, env)?);
        }
        let mut of = value.of;
        for item in &items {
            of = common(of, item.of).ok_or_else(|| {
                let (left, right) = (of.name(), item.of.name());
                refused(format!("IN value and list items must be the same type: {left}, {right}"))
            })?;
        }
        let items = items.into_iter().map(|item| coerced(item, of)).collect::<Result<_, _>>()?;
        Ok(bool_(in_list(coerced(value, of)?, items, negated)))
    }

    fn in_subquery(
        &mut self,
        value: &Expr,
        subquery: &Query,
        negated: bool,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let value = self.expr(value, env)?;
        let relation = self.query(subquery)?;
        let [column] = relation.columns.as_slice() else {
            return Err(refused("Multiple columns returned by subquery are not supported"));
        };
        let value = coerced(value, column.of)?;
        let plan = std::sync::Arc::new(relation.plan);
        Ok(bool_(match negated {
            true => not_in_subquery(value, plan),
            false => in_subquery(value, plan),
        }))
    }

    fn like(
        &mut self,
        value: &Expr,
        pattern: &Expr,
        escape: Option<String>,
        negated: bool,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let value = self.expr(value, env)?;
        if value.of != Type::Text && value.of != Type::Null {
            return Err(refused(format!(
                "Left side of LIKE expression must evaluate to a varchar (actual: {})",
                value.of.name()
            )));
        }
        let pattern = self.text_of(pattern, env)?;
        let like = functions::like(coerced(value, Type::Text)?, pattern, escape.map(lit));
        Ok(bool_(if negated { not(like) } else { like }))
    }

    fn binary(
        &mut self,
        left: &Expr,
        operator: &BinaryOperator,
        right: &Expr,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let comparison = match operator {
            BinaryOperator::Eq => Some(Operator::Eq),
            BinaryOperator::NotEq => Some(Operator::NotEq),
            BinaryOperator::Lt => Some(Operator::Lt),
            BinaryOperator::LtEq => Some(Operator::LtEq),
            BinaryOperator::Gt => Some(Operator::Gt),
            BinaryOperator::GtEq => Some(Operator::GtEq),
            _ => None,
        };
        if let Some(comparison) = comparison {
            return self.compare(left, comparison, right, env);
        }
        match operator {
            BinaryOperator::And => {
                Ok(bool_(self.condition(left, env)?.and(self.condition(right, env)?)))
            }
            BinaryOperator::Or => {
                Ok(bool_(self.condition(left, env)?.or(self.condition(right, env)?)))
            }
            BinaryOperator::StringConcat => {
                let parts = vec![self.text_of(left, env)?, self.text_of(right, env)?];
                Ok(text(functions::concat(parts)))
            }
            _ => {
                let (left, right) = (self.expr(left, env)?, self.expr(right, env)?);
                arithmetic(left, operator, right)
            }
        }
    }

    fn unary(
        &mut self,
        operator: &UnaryOperator,
        inner: &Expr,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        match operator {
            UnaryOperator::Not => Ok(bool_(not(self.condition(inner, env)?))),
            UnaryOperator::Plus => self.expr(inner, env),
            UnaryOperator::Minus => {
                let value = self.expr(inner, env)?;
                arithmetic(int(lit(0_i64)), &BinaryOperator::Minus, value)
            }
            other => Err(refused(format!("The operator {other} is not supported."))),
        }
    }

    fn function(&mut self, function: &Function, env: &mut Env<'_>) -> Result<Typed, Fault> {
        if function.over.is_some() {
            return Err(refused("Nephele does not have window functions."));
        }
        let name = function.name.to_string().to_lowercase();
        if super::query::is_aggregate(&name) {
            return self.aggregate(&name, function, env);
        }
        let arguments = super::query::arguments(function)?;
        self.call(&name, &arguments, env)
    }
}

pub fn not(expr: Plan) -> Plan {
    Plan::Not(Box::new(expr))
}

fn compound(mut names: Vec<Ident>) -> Expr {
    if names.len() == 1 {
        return Expr::Identifier(names.remove(0));
    }
    Expr::CompoundIdentifier(names)
}

pub fn not_grouped(expression: &Expr) -> Fault {
    refused(format!("'{expression}' must be an aggregate expression or appear in GROUP BY clause"))
}

/// The column that a name means, and what of the name is left: the way into it.
pub fn resolve<'c, 'n>(
    names: &'n [Ident],
    columns: &'c [Bound],
) -> Result<(&'c Bound, &'n [Ident]), Fault> {
    let same = |left: &str, right: &Ident| left.eq_ignore_ascii_case(&right.value);
    let of_table = |bound: &&Bound| {
        names.len() > 1
            && bound.table.as_ref().is_some_and(|table| same(table, &names[0]))
            && same(&bound.name, &names[1])
    };
    let by_table: Vec<&Bound> = columns.iter().filter(of_table).collect();
    let plain: Vec<&Bound> = columns.iter().filter(|it| same(&it.name, &names[0])).collect();
    let (found, rest) = match by_table.is_empty() {
        true => (plain, &names[1..]),
        false => (by_table, &names[2..]),
    };
    let whole = names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(".");
    match found.as_slice() {
        [] => Err(refused(format!("Column '{whole}' cannot be resolved"))),
        [bound] => Ok((bound, rest)),
        _ => Err(refused(format!("Column '{whole}' is ambiguous"))),
    }
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
            Ok(match is_lenient {
                true => row_call("map_element", Type::Text, rows::map_element, arguments),
                false => row_call("map_subscript", Type::Text, rows::map_subscript, arguments),
            })
        }
        Type::List(of) => {
            let arguments = vec![value.expr, coerced(index, Type::Int)?];
            let element = match is_lenient {
                true => row_call("list_element", Type::Text, rows::list_element, arguments),
                false => row_call("list_subscript", Type::Text, rows::list_subscript, arguments),
            };
            Ok(Typed { expr: element.expr, of: *of })
        }
        other => Err(refused(format!("Cannot use subscripts on {}", other.name()))),
    }
}

fn literal(value: &Value) -> Result<Typed, Fault> {
    Ok(match value {
        Value::Null => Typed { expr: lit(ScalarValue::Utf8(None)), of: Type::Null },
        Value::Boolean(value) => bool_(lit(*value)),
        Value::SingleQuotedString(value) => text(lit(value.as_str())),
        Value::Number(digits, _) => match digits.parse::<i64>() {
            Ok(value) => int(lit(value)),
            Err(_) => {
                let value: Result<f64, _> = digits.parse();
                double(lit(value.map_err(|_| refused(format!("Invalid number: {digits}")))?))
            }
        },
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
