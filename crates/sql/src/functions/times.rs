//! Functions of timestamps, which are texts in the notation of [`Moment`].

use datafusion::logical_expr::Expr;

use super::{Cell, Cells, Out, Outcome, call};
use crate::fault::Fault;
use crate::kind::Kind;
use crate::moment::{Moment, Part};

/// A number by which timestamps are compared.
pub fn time_key(time: Expr) -> Expr {
    let key = |cells: Cells<'_, '_>| Ok(moment(cells[0]).map(|moment| Out::Int(moment.micros())));
    call("time_key", Kind::Int, key, vec![time])
}

pub fn to_timestamp(text: Expr) -> Expr {
    call("to_timestamp", Kind::Time, parsed, vec![text])
}

fn parsed(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Text(text)) = cells[0] else { return Ok(None) };
    match Moment::parse(text.trim()) {
        Some(moment) => Ok(Some(Out::Text(moment.to_string()))),
        None => Err(Fault::new(
            "ValueParseFailure",
            "A timestamp parse failure occurred in the SQL expression.",
        )),
    }
}

pub fn to_string(time: Expr, pattern: Expr) -> Expr {
    let shown = |cells: Cells<'_, '_>| match (moment(cells[0]), cells[1]) {
        (Some(moment), Some(Cell::Text(pattern))) => {
            moment.format(pattern).map(Out::Text).map(Some)
        }
        _ => Ok(None),
    };
    call("to_string", Kind::Text, shown, vec![time, pattern])
}

pub fn extract(part: Expr, time: Expr) -> Expr {
    let extract = |cells: Cells<'_, '_>| match (part_of(cells[0]), moment(cells[1])) {
        (Some(part), Some(moment)) => Ok(Some(Out::Int(moment.extract(part)))),
        _ => Ok(None),
    };
    call("extract", Kind::Int, extract, vec![part, time])
}

pub fn date_add(part: Expr, count: Expr, time: Expr) -> Expr {
    let add = |cells: Cells<'_, '_>| match (part_of(cells[0]), cells[1], moment(cells[2])) {
        (Some(part), Some(Cell::Int(count)), Some(moment)) => {
            Ok(Some(Out::Text(moment.add(part, count)?.to_string())))
        }
        _ => Ok(None),
    };
    call("date_add", Kind::Time, add, vec![part, count, time])
}

pub fn date_diff(part: Expr, from: Expr, to: Expr) -> Expr {
    let diff = |cells: Cells<'_, '_>| match (part_of(cells[0]), moment(cells[1]), moment(cells[2]))
    {
        (Some(part), Some(from), Some(to)) => Ok(Some(Out::Int(from.until(&to, part)?))),
        _ => Ok(None),
    };
    call("date_diff", Kind::Int, diff, vec![part, from, to])
}

fn moment(cell: Option<Cell<'_>>) -> Option<Moment> {
    match cell {
        Some(Cell::Text(text)) => Moment::parse(text),
        _ => None,
    }
}

fn part_of(cell: Option<Cell<'_>>) -> Option<Part> {
    match cell {
        Some(Cell::Text(name)) => Part::parse(name),
        _ => None,
    }
}
