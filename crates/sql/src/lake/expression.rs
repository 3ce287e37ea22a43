//! Expressions: every one has a type, and what does not fit is refused before anything is read.

use std::sync::Arc;

use datafusion::logical_expr::expr_fn::{
    exists, in_list, in_subquery, not_exists, not_in_subquery, scalar_subquery,
};
use datafusion::logical_expr::{Expr as Plan, Operator, ident, lit};
use sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, CeilFloorKind, DataType, Expr, Function, Ident, Query,
    Subscript, TrimWhereField, UnaryOperator,
};

use super::functions as rows;
use super::query::{Bound, Groups, Planner};
use super::syntax;
use super::times;
use super::typed::{
    Typed, arithmetic, binary, bool_, cases, cast_to, coerced, common, element, field_of, int,
    literal, not, refused, row_call, text, time, unified,
};
use super::types::Type;
use crate::fault::Fault;
use crate::functions::{self, Cells, Outcome};

/// What an expression sees: the columns of FROM, and what GROUP BY has made of them.
pub struct Env<'e> {
    pub columns: &'e [Bound],
    pub groups: Option<Groups>,
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
            Expr::Identifier(name) => column(std::slice::from_ref(name), env),
            Expr::CompoundIdentifier(names) => column(names, env),
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.access(root, access_chain, env)
            }
            Expr::Nested(inner) => self.expr(inner, env),
            Expr::Value(value) => literal(&value.value),
            Expr::TypedString(typed) => {
                let text = typed.value.value.clone().into_string().unwrap_or_default();
                moment_literal(&typed.data_type, &text)
            }
            Expr::IsNull(inner) => Ok(bool_(self.expr(inner, env)?.expr.is_null())),
            Expr::IsNotNull(inner) => Ok(bool_(self.expr(inner, env)?.expr.is_not_null())),
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
            Expr::Like { negated, any: false, expr, pattern, escape_char } => {
                let escape = escape_char.as_ref().and_then(|it| it.value.clone().into_string());
                self.like(expr, pattern, escape, *negated, env)
            }
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, env),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, env),
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

    /// Queries in expressions, tests of conditions, and calls that have a syntax of their own.
    fn special(&mut self, expression: &Expr, env: &mut Env<'_>) -> Result<Typed, Fault> {
        match expression {
            Expr::Exists { subquery, negated } => {
                let plan = Arc::new(self.query(subquery)?.plan);
                Ok(bool_(if *negated { not_exists(plan) } else { exists(plan) }))
            }
            Expr::Subquery(subquery) => {
                let relation = self.query(subquery)?;
                let [column] = relation.columns.as_slice() else {
                    return Err(refused("Multiple columns returned by subquery are not supported"));
                };
                let of = column.of;
                Ok(Typed { expr: scalar_subquery(Arc::new(relation.plan)), of })
            }
            Expr::IsTrue(inner) => Ok(bool_(self.condition(inner, env)?.is_true())),
            Expr::IsNotTrue(inner) => Ok(bool_(self.condition(inner, env)?.is_not_true())),
            Expr::IsFalse(inner) => Ok(bool_(self.condition(inner, env)?.is_false())),
            Expr::IsNotFalse(inner) => Ok(bool_(self.condition(inner, env)?.is_not_false())),
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
        let mut value = if names.is_empty() {
            self.expr(root, env)?
        } else {
            self.expr(&compound(names), env)?
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
        let plan = Arc::new(relation.plan);
        Ok(bool_(if negated { not_in_subquery(value, plan) } else { in_subquery(value, plan) }))
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
        operator: UnaryOperator,
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
        if syntax::is_aggregate(&name) {
            return self.aggregate(&name, function, env);
        }
        let arguments = syntax::arguments(function)?;
        self.call(&name, &arguments, env)
    }
}

fn moment_literal(of: &DataType, text: &str) -> Result<Typed, Fault> {
    let ms = times::parse(text)
        .ok_or_else(|| refused(format!("'{text}' is not a valid timestamp literal")))?;
    match of {
        DataType::Date => {
            Ok(Typed { expr: lit(ms.div_euclid(times::DAY_MS) * times::DAY_MS), of: Type::Date })
        }
        DataType::Timestamp(..) => Ok(time(lit(ms))),
        other => Err(refused(format!("A literal of the type {other} is not supported."))),
    }
}

/// A column, and the way into it.
fn column(names: &[Ident], env: &Env<'_>) -> Result<Typed, Fault> {
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
    let (found, rest) =
        if by_table.is_empty() { (plain, &names[1..]) } else { (by_table, &names[2..]) };
    let whole = names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(".");
    match found.as_slice() {
        [] => Err(refused(format!("Column '{whole}' cannot be resolved"))),
        [bound] => Ok((bound, rest)),
        _ => Err(refused(format!("Column '{whole}' is ambiguous"))),
    }
}
