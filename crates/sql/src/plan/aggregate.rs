//! Aggregates. They pass over what is NULL or MISSING.
//!
//! Source: S3 User Guide, "Aggregate functions".

use datafusion::functions_aggregate::expr_fn::{avg, count, max, min, sum};
use datafusion::logical_expr::{Expr, cast, col, lit};

use super::{Place, Planner, Typed};
use crate::dialect::ast::{Aggregate, Expression};
use crate::fault::Fault;
use crate::functions::{any_known, any_to_number, wrong_argument};
use crate::kind::{DECIMAL, Kind};

impl Planner<'_> {
    pub(super) fn aggregate(
        &mut self,
        aggregate: Aggregate,
        argument: &Expression,
    ) -> Result<Typed, Fault> {
        if self.place == Place::Row {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: an aggregate inside of another one. \
                 Check the SQL Reference.",
            ));
        }
        self.place = Place::Row;
        let planned = self.planned(aggregate, argument);
        self.place = Place::Result;
        let (expr, kind) = planned?;
        let name = format!("a{}", self.aggregates.len());
        self.aggregates.push(expr.alias(&name));
        let result = col(name);
        // The sum of integers is one, or too large for one.
        let is_sum = aggregate == Aggregate::Sum && kind == Kind::Int;
        let expr = if is_sum { cast(result, Kind::Int.data_type()) } else { result };
        Ok(Typed { expr, kind })
    }

    fn planned(
        &mut self,
        aggregate: Aggregate,
        argument: &Expression,
    ) -> Result<(Expr, Kind), Fault> {
        if *argument == Expression::Star {
            return Ok((count(lit(1_i64)), Kind::Int));
        }
        let Typed { expr, kind } = self.typed(argument)?;
        if aggregate == Aggregate::Count {
            let counted = if kind == Kind::Any { any_known(expr) } else { expr };
            return Ok((count(counted), Kind::Int));
        }
        let (number, kind) = match kind {
            Kind::Any => (any_to_number(expr), Kind::Float),
            kind if kind.is_number() => (expr, kind),
            _ => return Err(wrong_argument("an aggregate of numbers")),
        };
        Ok(match aggregate {
            Aggregate::Min => (min(number), kind),
            Aggregate::Max => (max(number), kind),
            // The engine's sums of integers wrap around.
            Aggregate::Sum if kind == Kind::Int => {
                (sum(cast(number, Kind::Decimal(DECIMAL.0, 0).data_type())), kind)
            }
            Aggregate::Sum => (sum(number), kind),
            Aggregate::Average if matches!(kind, Kind::Decimal(..)) => (avg(number), kind),
            Aggregate::Average => (avg(number), Kind::Float),
            Aggregate::Count => unreachable!("it was answered above"),
        })
    }
}
