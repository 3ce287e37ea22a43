//! Arithmetic of integers: the engine's wraps around.

use datafusion::logical_expr::Expr;

use super::{Cell, Cells, Out, Outcome, call};
use crate::dialect::ast::Arithmetic;
use crate::fault::Fault;
use crate::kind::Kind;

pub fn int_arithmetic(operator: Arithmetic, left: Expr, right: Expr) -> Expr {
    let arguments = vec![left, right];
    let of = |name, run| call(name, Kind::Int, run, arguments);
    match operator {
        Arithmetic::Add => of("int_add", |cells| checked(cells, i64::checked_add)),
        Arithmetic::Subtract => of("int_subtract", |cells| checked(cells, i64::checked_sub)),
        Arithmetic::Multiply => of("int_multiply", |cells| checked(cells, i64::checked_mul)),
        Arithmetic::Divide => of("int_divide", |cells| divided(cells, i64::checked_div)),
        Arithmetic::Remainder => of("int_remainder", |cells| divided(cells, i64::checked_rem)),
    }
}

fn divided(cells: Cells<'_, '_>, compute: fn(i64, i64) -> Option<i64>) -> Outcome {
    match cells[1] {
        Some(Cell::Int(0)) if cells[0].is_some() => Err(Fault::divided_by_zero()),
        _ => checked(cells, compute),
    }
}

fn checked(cells: Cells<'_, '_>, compute: fn(i64, i64) -> Option<i64>) -> Outcome {
    let (Some(Cell::Int(left)), Some(Cell::Int(right))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    compute(left, right).map(Out::Int).map(Some).ok_or_else(Fault::overflow)
}
