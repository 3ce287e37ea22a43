//! Calls of functions by their names.

use datafusion::logical_expr::lit;

use super::expression::{compare, null, unify};
use super::{Planner, Typed};
use crate::dialect::ast::{Comparison, Expression};
use crate::fault::Fault;
use crate::functions::{self, wrong_argument};
use crate::kind::Kind;
use crate::moment::Moment;
use datafusion::logical_expr::{Case, Expr};

impl Planner<'_> {
    pub(super) fn call(&mut self, name: &str, arguments: &[Expression]) -> Result<Typed, Fault> {
        let text = |expr| Ok(Typed { expr, kind: Kind::Text });
        let int = |expr| Ok(Typed { expr, kind: Kind::Int });
        let time = |expr| Ok(Typed { expr, kind: Kind::Time });
        match (name, arguments) {
            ("CHAR_LENGTH" | "CHARACTER_LENGTH", [value]) => {
                int(functions::char_length(self.text(value, name)?))
            }
            ("LOWER", [value]) => text(functions::lower(self.text(value, name)?)),
            ("UPPER", [value]) => text(functions::upper(self.text(value, name)?)),
            ("SUBSTRING", [value, start, length @ ..]) if length.len() <= 1 => {
                let value = self.text(value, name)?;
                let start = self.int(start, name)?;
                let length = length.first().map(|it| self.int(it, name)).transpose()?;
                text(functions::substring(value, start, length))
            }
            ("TRIM", [side, value, characters @ ..]) => {
                let side = self.text(side, name)?;
                let value = self.text(value, name)?;
                let characters = characters.first().map(|it| self.text(it, name)).transpose()?;
                text(functions::trim(side, value, characters))
            }
            ("COALESCE", [_, ..]) => self.coalesce(arguments),
            ("NULLIF", [left, right]) => self.null_if(left, right),
            ("UTCNOW", []) => match Moment::from_micros(self.now_us) {
                Some(now) => time(lit(now.to_string())),
                None => Err(Fault::internal("the time is out of range")),
            },
            ("TO_TIMESTAMP", [value]) => time(functions::to_timestamp(self.text(value, name)?)),
            ("TO_STRING", [value, pattern]) => {
                let value = self.time(value, name)?;
                text(functions::to_string(value, self.text(pattern, name)?))
            }
            ("EXTRACT", [part, value]) => {
                let part = self.text(part, name)?;
                int(functions::extract(part, self.time(value, name)?))
            }
            ("DATE_ADD", [part, count, value]) => {
                let part = self.text(part, name)?;
                let count = self.int(count, name)?;
                time(functions::date_add(part, count, self.time(value, name)?))
            }
            ("DATE_DIFF", [part, from, to]) => {
                let part = self.text(part, name)?;
                let from = self.time(from, name)?;
                int(functions::date_diff(part, from, self.time(to, name)?))
            }
            ("SIZE", [value]) => {
                let Typed { expr, kind } = self.typed(value)?;
                if kind != Kind::Any {
                    return Err(wrong_argument(name));
                }
                int(functions::size(expr))
            }
            _ => Err(Fault::new(
                "EvaluatorInvalidArguments",
                format!(
                    "There is an incorrect number of arguments in the function call in the SQL \
                     expression: {name}."
                ),
            )),
        }
    }

    fn null_if(&mut self, left: &Expression, right: &Expression) -> Result<Typed, Fault> {
        let (left, right) = (self.typed(left)?, self.typed(right)?);
        let is_equal = compare(Comparison::Equal, left.clone(), right);
        let (mut exprs, kind) = unify(vec![null(), left]);
        let value = exprs.pop().expect("two went in");
        let nothing = exprs.pop().expect("two went in");
        let branches = vec![(Box::new(is_equal), Box::new(nothing))];
        let expr = Expr::Case(Case::new(None, branches, Some(Box::new(value))));
        Ok(Typed { expr, kind })
    }

    fn coalesce(&mut self, arguments: &[Expression]) -> Result<Typed, Fault> {
        let values = arguments.iter().map(|it| self.typed(it)).collect::<Result<Vec<_>, _>>()?;
        let (mut exprs, kind) = unify(values);
        let last = exprs.pop().expect("there is one argument at least");
        let is_known = |expr: &Expr| match kind {
            Kind::Any => functions::any_known(expr.clone()).is_not_null(),
            _ => expr.clone().is_not_null(),
        };
        let branches: Vec<_> =
            exprs.into_iter().map(|expr| (Box::new(is_known(&expr)), Box::new(expr))).collect();
        if branches.is_empty() {
            return Ok(Typed { expr: last, kind });
        }
        Ok(Typed { expr: Expr::Case(Case::new(None, branches, Some(Box::new(last)))), kind })
    }

    fn int(&mut self, expression: &Expression, of: &str) -> Result<Expr, Fault> {
        let Typed { expr, kind } = self.typed(expression)?;
        match kind {
            Kind::Int => Ok(expr),
            Kind::Any => {
                Ok(functions::cast(functions::any_to_number(expr), Kind::Float, Kind::Int))
            }
            Kind::Null => Ok(lit(datafusion::common::ScalarValue::Int64(None))),
            _ => Err(wrong_argument(of)),
        }
    }

    fn time(&mut self, expression: &Expression, of: &str) -> Result<Expr, Fault> {
        let Typed { expr, kind } = self.typed(expression)?;
        match kind {
            Kind::Time => Ok(expr),
            Kind::Null => Ok(lit(datafusion::common::ScalarValue::Utf8(None))),
            _ => Err(wrong_argument(of)),
        }
    }
}
