//! Expressions with what they hold.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{
    BinaryExpr, Case, Expr, Operator, cast, col, is_false, is_true, lit, not,
};

use super::{Place, Planner, Typed, column_name};
use crate::dialect::ast::{Arithmetic, Comparison, Expression, Step, Test, Type};
use crate::fault::Fault;
use crate::functions::{self, wrong_argument};
use crate::kind::{DECIMAL, Kind};
use crate::moment::Moment;

impl Planner<'_> {
    /// The condition of the WHERE clause: what is not true of a record leaves it out.
    pub(super) fn condition(&mut self, condition: &Expression) -> Result<Expr, Fault> {
        let operands = match condition {
            Expression::All(operands) => operands.as_slice(),
            other => std::slice::from_ref(other),
        };
        let exprs = self.bools(operands)?;
        if operands.iter().skip(1).any(Expression::may_fail) {
            let leaves = |expr: Expr| (datafusion::logical_expr::is_not_true(expr), lit(false));
            return Ok(case(exprs.into_iter().map(leaves), lit(true)));
        }
        Ok(fold(exprs, Operator::And))
    }

    pub(super) fn typed(&mut self, expression: &Expression) -> Result<Typed, Fault> {
        let bool_ = |expr| Ok(Typed { expr, kind: Kind::Bool });
        match expression {
            Expression::Null => Ok(null()),
            Expression::Missing => {
                Ok(Typed { expr: lit(ScalarValue::Utf8(None)), kind: Kind::Any })
            }
            Expression::Bool(value) => bool_(lit(*value)),
            Expression::Number(digits) => number(digits, false),
            Expression::Text(text) => Ok(Typed { expr: lit(text.as_str()), kind: Kind::Text }),
            Expression::Time(text) => match Moment::parse(text) {
                Some(moment) => Ok(Typed { expr: lit(moment.to_string()), kind: Kind::Time }),
                None => Err(Fault::new(
                    "LexerInvalidIONLiteral",
                    "The SQL expression contains an invalid ION literal: it is no timestamp.",
                )),
            },
            Expression::Star => Err(wrong_argument("*")),
            Expression::Path(steps) => self.path(steps),
            Expression::Negative(inner) => match &**inner {
                Expression::Number(digits) => number(digits, true),
                inner => {
                    let zero = Typed { expr: lit(0_i64), kind: Kind::Int };
                    let value = self.typed(inner)?;
                    arithmetic(Arithmetic::Subtract, zero, value)
                }
            },
            Expression::Not(inner) => bool_(not(self.bool_(inner)?)),
            Expression::Arithmetic(operator, left, right) => {
                let (left, right) = (self.typed(left)?, self.typed(right)?);
                arithmetic(*operator, left, right)
            }
            Expression::Compare(comparison, left, right) => {
                let (left, right) = (self.typed(left)?, self.typed(right)?);
                bool_(compare(*comparison, left, right))
            }
            Expression::All(operands) => bool_(self.all(operands)?),
            Expression::Any(operands) => bool_(self.any(operands)?),
            Expression::Concat(operands) => self.concat(operands),
            Expression::In(value, choices) => bool_(self.is_in(value, choices)?),
            Expression::Between(value, low, high) => {
                let value = self.typed(value)?;
                let (low, high) = (self.typed(low)?, self.typed(high)?);
                let is_above = compare(Comparison::GreaterOrEqual, value.clone(), low);
                bool_(is_above.and(compare(Comparison::LessOrEqual, value, high)))
            }
            Expression::Like { text, pattern, escape } => {
                let escape = escape.as_ref().map(|it| self.text(it, "LIKE")).transpose()?;
                let invalid = |fault: Fault| Fault { code: "LikeInvalidInputs", ..fault };
                let text = self.text(text, "LIKE").map_err(invalid)?;
                let pattern = self.text(pattern, "LIKE").map_err(invalid)?;
                bool_(functions::like(text, pattern, escape))
            }
            Expression::Is(value, test) => {
                let value = self.typed(value)?;
                bool_(is(value, *test)?)
            }
            Expression::Case { operand, branches, otherwise } => {
                self.case(operand.as_deref(), branches, otherwise.as_deref())
            }
            Expression::Cast(value, type_) => {
                let value = self.typed(value)?;
                cast_to(value, *type_)
            }
            Expression::Aggregate(aggregate, argument) => self.aggregate(*aggregate, argument),
            Expression::Call(name, arguments) => self.call(name, arguments),
        }
    }

    fn concat(&mut self, operands: &[Expression]) -> Result<Typed, Fault> {
        let texts: Result<Vec<Expr>, Fault> =
            operands.iter().map(|operand| self.text(operand, "||")).collect();
        Ok(Typed { expr: functions::concat(texts?), kind: Kind::Text })
    }

    fn path(&mut self, steps: &[Step]) -> Result<Typed, Fault> {
        if self.place == Place::Result {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: a column beside an aggregate. Check the \
                 SQL Reference.",
            ));
        }
        let want = self.scope.want(steps);
        let at = self.scope.wants.iter().position(|it| *it == want);
        let at = at.expect("the scope has all paths of the statement");
        Ok(Typed { expr: col(column_name(at)), kind: self.kinds[at] })
    }

    pub(super) fn bool_(&mut self, expression: &Expression) -> Result<Expr, Fault> {
        let Typed { expr, kind } = self.typed(expression)?;
        match kind {
            Kind::Bool => Ok(expr),
            Kind::Any => Ok(functions::any_to_bool(expr)),
            Kind::Null => Ok(unknown()),
            _ => Err(Fault::new(
                "InvalidDataType",
                "The SQL expression contains a data type that is not valid: a condition is true or \
                 false.",
            )),
        }
    }

    pub(super) fn text(&mut self, expression: &Expression, of: &str) -> Result<Expr, Fault> {
        let Typed { expr, kind } = self.typed(expression)?;
        match kind {
            Kind::Text => Ok(expr),
            Kind::Any => Ok(functions::any_to_text(expr)),
            Kind::Null => Ok(lit(ScalarValue::Utf8(None))),
            _ => Err(wrong_argument(of)),
        }
    }

    fn bools(&mut self, operands: &[Expression]) -> Result<Vec<Expr>, Fault> {
        operands.iter().map(|operand| self.bool_(operand)).collect()
    }

    /// What may fail sees only the rows for which the operands before it have not decided.
    fn all(&mut self, operands: &[Expression]) -> Result<Expr, Fault> {
        let exprs = self.bools(operands)?;
        if !operands.iter().skip(1).any(Expression::may_fail) {
            return Ok(fold(exprs, Operator::And));
        }
        let decided = exprs.clone().into_iter().map(|expr| (is_false(expr), lit(false)));
        let open = exprs.into_iter().map(|expr| (expr.is_null(), unknown()));
        Ok(case(decided.chain(open), lit(true)))
    }

    fn any(&mut self, operands: &[Expression]) -> Result<Expr, Fault> {
        let exprs = self.bools(operands)?;
        if !operands.iter().skip(1).any(Expression::may_fail) {
            return Ok(fold(exprs, Operator::Or));
        }
        let decided = exprs.clone().into_iter().map(|expr| (is_true(expr), lit(true)));
        let open = exprs.into_iter().map(|expr| (expr.is_null(), unknown()));
        Ok(case(decided.chain(open), lit(false)))
    }

    fn is_in(&mut self, value: &Expression, choices: &[Expression]) -> Result<Expr, Fault> {
        let value = self.typed(value)?;
        let choices: Vec<Typed> =
            choices.iter().map(|choice| self.typed(choice)).collect::<Result<_, _>>()?;
        let is_plain = matches!(value.kind, Kind::Text | Kind::Int)
            && choices.iter().all(|choice| choice.kind == value.kind);
        if is_plain {
            let list = choices.into_iter().map(|choice| choice.expr).collect();
            return Ok(Expr::InList(InList::new(Box::new(value.expr), list, false)));
        }
        let equals = |choice| compare(Comparison::Equal, value.clone(), choice);
        Ok(fold(choices.into_iter().map(equals).collect(), Operator::Or))
    }

    fn case(
        &mut self,
        operand: Option<&Expression>,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
    ) -> Result<Typed, Fault> {
        let operand = operand.map(|operand| self.typed(operand)).transpose()?;
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (condition, value) in branches {
            conditions.push(match &operand {
                None => self.bool_(condition)?,
                Some(operand) => {
                    compare(Comparison::Equal, operand.clone(), self.typed(condition)?)
                }
            });
            values.push(self.typed(value)?);
        }
        values.push(match otherwise {
            Some(otherwise) => self.typed(otherwise)?,
            None => null(),
        });
        let (mut exprs, kind) = unify(values);
        let last = exprs.pop().expect("the last one was pushed");
        Ok(Typed { expr: case(conditions.into_iter().zip(exprs), last), kind })
    }
}

fn case(branches: impl Iterator<Item = (Expr, Expr)>, otherwise: Expr) -> Expr {
    let branches = branches.map(|(when, then)| (Box::new(when), Box::new(then))).collect();
    Expr::Case(Case::new(None, branches, Some(Box::new(otherwise))))
}

pub(super) fn null() -> Typed {
    Typed { expr: lit(ScalarValue::Null), kind: Kind::Null }
}

/// Neither true nor false.
fn unknown() -> Expr {
    lit(ScalarValue::Boolean(None))
}

/// Joins operands as a tree that is no deeper than it must be.
fn fold(mut exprs: Vec<Expr>, operator: Operator) -> Expr {
    if exprs.len() == 1 {
        return exprs.remove(0);
    }
    let right = exprs.split_off(exprs.len() / 2);
    binary(fold(exprs, operator), operator, fold(right, operator))
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

/// Whole numbers are integers, those with a fraction are decimals, and with an exponent floats.
fn number(digits: &str, is_negative: bool) -> Result<Typed, Fault> {
    /// Digits of a decimal.
    const DIGITS_MAX: usize = 38;
    let sign = if is_negative { "-" } else { "" };
    if let Ok(value) = format!("{sign}{digits}").parse::<i64>() {
        return Ok(Typed { expr: lit(value), kind: Kind::Int });
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{sign}{whole}{fraction}");
    let is_decimal = !digits.contains(['e', 'E']) && whole.len() + fraction.len() <= DIGITS_MAX;
    if let (true, Ok(value)) = (is_decimal, all.parse::<i128>()) {
        let (precision, scale) = (DIGITS_MAX as u8, fraction.len() as i8);
        // Only as precise as it is: products of decimals add up their digits.
        let precision = precision.min((whole.len() + fraction.len()).max(1) as u8);
        let expr = lit(ScalarValue::Decimal128(Some(value), precision, scale));
        return Ok(Typed { expr, kind: Kind::Decimal(precision, scale) });
    }
    match format!("{sign}{digits}").parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Typed { expr: lit(value), kind: Kind::Float }),
        _ => Err(Fault::new(
            "LexerInvalidLiteral",
            "The SQL expression contains an invalid literal: a number is out of range.",
        )),
    }
}

fn arithmetic(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Fault> {
    if left.kind == Kind::Null || right.kind == Kind::Null {
        return Ok(null());
    }
    let number = |value: Typed| match value.kind {
        Kind::Any => Ok(Typed { expr: functions::any_to_number(value.expr), kind: Kind::Float }),
        kind if kind.is_number() => Ok(value),
        _ => Err(wrong_argument("an operator of numbers")),
    };
    let (left, right) = (number(left)?, number(right)?);
    let kind = match (left.kind, right.kind) {
        (Kind::Float, _) | (_, Kind::Float) => Kind::Float,
        (Kind::Int, Kind::Int) => Kind::Int,
        _ => Kind::Decimal(DECIMAL.0, DECIMAL.1),
    };
    if kind == Kind::Int {
        let expr = functions::int_arithmetic(operator, left.expr, right.expr);
        return Ok(Typed { expr, kind });
    }
    let as_needed = |value: Typed| match (kind, value.kind) {
        (Kind::Float, Kind::Int | Kind::Decimal(..)) => cast(value.expr, Kind::Float.data_type()),
        _ => value.expr,
    };
    let operator = match operator {
        Arithmetic::Add => Operator::Plus,
        Arithmetic::Subtract => Operator::Minus,
        Arithmetic::Multiply => Operator::Multiply,
        Arithmetic::Divide => Operator::Divide,
        Arithmetic::Remainder => Operator::Modulo,
    };
    Ok(Typed { expr: binary(as_needed(left), operator, as_needed(right)), kind })
}

/// Values of different types are never equal, nor one less than the other.
pub(super) fn compare(comparison: Comparison, left: Typed, right: Typed) -> Expr {
    let operator = match comparison {
        Comparison::Equal => Operator::Eq,
        Comparison::Differs => Operator::NotEq,
        Comparison::Less => Operator::Lt,
        Comparison::LessOrEqual => Operator::LtEq,
        Comparison::Greater => Operator::Gt,
        Comparison::GreaterOrEqual => Operator::GtEq,
    };
    match (left.kind, right.kind) {
        (Kind::Null, _) | (_, Kind::Null) | (Kind::Any, Kind::Time) | (Kind::Time, Kind::Any) => {
            unknown()
        }
        (Kind::Any, _) | (_, Kind::Any) => {
            let left = functions::any_of(left.expr, left.kind);
            functions::any_compare(comparison, left, functions::any_of(right.expr, right.kind))
        }
        (Kind::Time, Kind::Time) => {
            let (left, right) = (functions::time_key(left.expr), functions::time_key(right.expr));
            binary(left, operator, right)
        }
        (left_kind, right_kind)
            if left_kind == right_kind || (left_kind.is_number() && right_kind.is_number()) =>
        {
            binary(left.expr, operator, right.expr)
        }
        _ => unknown(),
    }
}

fn is(value: Typed, test: Test) -> Result<Expr, Fault> {
    let Typed { expr, kind } = value;
    Ok(match (test, kind) {
        (Test::Null, Kind::Any) => functions::any_known(expr).is_null(),
        (Test::Null, Kind::Null) => lit(true),
        (Test::Null, _) | (Test::Missing, Kind::Any | Kind::Text) => expr.is_null(),
        (Test::True, Kind::Bool) => is_true(expr),
        (Test::False, Kind::Bool) => is_false(expr),
        (Test::True, Kind::Any) => is_true(functions::any_to_bool(expr)),
        (Test::False, Kind::Any) => is_false(functions::any_to_bool(expr)),
        (Test::Missing | Test::True | Test::False, _) => lit(false),
    })
}

fn cast_to(value: Typed, type_: Type) -> Result<Typed, Fault> {
    let kind = match type_ {
        Type::Bool => Kind::Bool,
        Type::Int => Kind::Int,
        Type::Float => Kind::Float,
        Type::Text => Kind::Text,
        Type::Time => Kind::Time,
        Type::Decimal(None) => Kind::Decimal(DECIMAL.0, DECIMAL.1),
        Type::Decimal(Some((precision, scale))) => Kind::Decimal(precision, scale as i8),
    };
    let expr = match value.kind {
        Kind::Null => lit(ScalarValue::try_from(kind.data_type()).map_err(Fault::of_engine)?),
        Kind::Fields => return Err(wrong_argument("CAST")),
        from if from == kind => value.expr,
        Kind::Bool if kind == Kind::Time => return Err(Fault::cast_failed()),
        from => functions::cast(value.expr, from, kind),
    };
    Ok(Typed { expr, kind })
}

/// Expressions of which one is the result, as the same kind.
pub(super) fn unify(values: Vec<Typed>) -> (Vec<Expr>, Kind) {
    let mut kinds = values.iter().map(|value| value.kind).filter(|kind| *kind != Kind::Null);
    let first = kinds.next().unwrap_or(Kind::Null);
    let joined = kinds.fold(first, |joined, kind| match (joined, kind) {
        _ if joined == kind => joined,
        (joined, kind) if joined.is_number() && kind.is_number() => {
            let is_float = joined == Kind::Float || kind == Kind::Float;
            if is_float { Kind::Float } else { Kind::Decimal(DECIMAL.0, DECIMAL.1) }
        }
        _ => Kind::Any,
    });
    let as_joined = |value: Typed| match (joined, value.kind) {
        (Kind::Null, _) => value.expr,
        (Kind::Any, Kind::Null) => lit("null"),
        (_, Kind::Null) => {
            let null = ScalarValue::try_from(joined.data_type());
            lit(null.unwrap_or(ScalarValue::Null))
        }
        (Kind::Any, kind) => functions::any_of(value.expr, kind),
        // Decimals of computations are as precise as the engine makes them.
        (Kind::Float | Kind::Decimal(..), _) => cast(value.expr, joined.data_type()),
        _ => value.expr,
    };
    (values.into_iter().map(as_joined).collect(), joined)
}
