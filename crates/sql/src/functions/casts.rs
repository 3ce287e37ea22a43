//! `CAST`. What cannot be converted fails the query, as AWS's does.

use datafusion::logical_expr::Expr;

use super::{Cell, Cells, Out, Outcome, call};
use crate::fault::Fault;
use crate::json::{self, Sort};
use crate::kind::Kind;
use crate::moment::Moment;

/// The conversion of an expression of one kind to another.
pub fn cast(expr: Expr, from: Kind, to: Kind) -> Expr {
    let is_any = from == Kind::Any;
    match to {
        Kind::Int if is_any => call("cast_any_int", to, |cells| any(cells, int), vec![expr]),
        Kind::Int => call("cast_int", to, |cells| int(cells[0]), vec![expr]),
        Kind::Float if is_any => call("cast_any_float", to, |cells| any(cells, float), vec![expr]),
        Kind::Float => call("cast_float", to, |cells| float(cells[0]), vec![expr]),
        Kind::Bool if is_any => call("cast_any_bool", to, |cells| any(cells, bool_), vec![expr]),
        Kind::Bool => call("cast_bool", to, |cells| bool_(cells[0]), vec![expr]),
        Kind::Time if is_any => call("cast_any_time", to, |cells| any(cells, time), vec![expr]),
        Kind::Time => call("cast_time", to, |cells| time(cells[0]), vec![expr]),
        Kind::Decimal(..) => {
            // The digits come as a text, which the engine then reads to the scale.
            let digits = if is_any {
                call("cast_any_digits", Kind::Text, |cells| any(cells, digits), vec![expr])
            } else {
                call("cast_digits", Kind::Text, |cells| digits(cells[0]), vec![expr])
            };
            datafusion::logical_expr::cast(digits, to.data_type())
        }
        _ if is_any => call("cast_any_text", to, |cells| any(cells, text), vec![expr]),
        _ => call("cast_text", to, |cells| text(cells[0]), vec![expr]),
    }
}

type Convert = fn(Option<Cell<'_>>) -> Outcome;

/// A value of JSON as the value that it stands for.
fn any(cells: Cells<'_, '_>, convert: Convert) -> Outcome {
    let Some(Cell::Text(value)) = cells[0] else { return Ok(None) };
    match json::sort(value) {
        Sort::Null => Ok(None),
        Sort::Bool => convert(Some(Cell::Bool(value == "true"))),
        Sort::Text => convert(Some(Cell::Text(&json::text(value)))),
        Sort::Number => convert(Some(Cell::Text(value))),
        Sort::Array | Sort::Object => Err(Fault::cast_failed()),
    }
}

fn int(cell: Option<Cell<'_>>) -> Outcome {
    Ok(Some(Out::Int(match cell {
        None => return Ok(None),
        Some(Cell::Text(text)) => match text.trim().parse::<i64>() {
            Ok(value) => value,
            // What JSON writes with a fraction or an exponent is cut off.
            Err(_) => whole(text.trim().parse().map_err(|_| Fault::cast_failed())?)?,
        },
        Some(Cell::Int(value)) => value,
        Some(Cell::Float(value)) => whole(value)?,
        Some(Cell::Bool(value)) => i64::from(value),
        Some(Cell::Decimal(value, scale)) => {
            let whole = value / 10_i128.pow(scale.unsigned_abs().into());
            i64::try_from(whole).map_err(|_| Fault::cast_failed())?
        }
    })))
}

fn whole(value: f64) -> Result<i64, Fault> {
    /// From here on, a float is no `i64`.
    const OUTSIDE: f64 = 9_223_372_036_854_775_808.0;
    if value.is_finite() && value.abs() < OUTSIDE {
        Ok(value as i64)
    } else {
        Err(Fault::cast_failed())
    }
}

fn float(cell: Option<Cell<'_>>) -> Outcome {
    Ok(Some(Out::Float(match cell {
        None => return Ok(None),
        Some(Cell::Text(text)) => number(text)?,
        Some(Cell::Int(value)) => value as f64,
        Some(Cell::Float(value)) => value,
        Some(Cell::Bool(value)) => f64::from(u8::from(value)),
        Some(Cell::Decimal(value, scale)) => {
            decimal_text(value, scale).parse().map_err(|_| Fault::cast_failed())?
        }
    })))
}

/// Rust reads words such as `inf` as well.
fn number(text: &str) -> Result<f64, Fault> {
    let text = text.trim();
    let is_number =
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
    let value = text.parse::<f64>().ok().filter(|value| is_number && value.is_finite());
    value.ok_or_else(Fault::cast_failed)
}

fn digits(cell: Option<Cell<'_>>) -> Outcome {
    match cell {
        Some(Cell::Text(text)) => {
            number(text)?;
            Ok(Some(Out::Text(text.trim().to_owned())))
        }
        Some(Cell::Bool(_)) => Err(Fault::cast_failed()),
        other => text_of(other),
    }
}

fn bool_(cell: Option<Cell<'_>>) -> Outcome {
    Ok(Some(Out::Bool(match cell {
        None => return Ok(None),
        Some(Cell::Text(text)) if text.trim().eq_ignore_ascii_case("true") => true,
        Some(Cell::Text(text)) if text.trim().eq_ignore_ascii_case("false") => false,
        Some(Cell::Text(text)) => number(text)? != 0.0,
        Some(Cell::Int(value)) => value != 0,
        Some(Cell::Float(value)) => value != 0.0,
        Some(Cell::Bool(value)) => value,
        Some(Cell::Decimal(value, _)) => value != 0,
    })))
}

fn time(cell: Option<Cell<'_>>) -> Outcome {
    match cell {
        None => Ok(None),
        Some(Cell::Text(text)) => match Moment::parse(text.trim()) {
            Some(moment) => Ok(Some(Out::Text(moment.to_string()))),
            None => Err(Fault::cast_failed()),
        },
        Some(_) => Err(Fault::cast_failed()),
    }
}

fn text(cell: Option<Cell<'_>>) -> Outcome {
    text_of(cell)
}

fn text_of(cell: Option<Cell<'_>>) -> Outcome {
    Ok(Some(Out::Text(match cell {
        None => return Ok(None),
        Some(Cell::Text(text)) => text.to_owned(),
        Some(Cell::Int(value)) => value.to_string(),
        Some(Cell::Float(value)) => value.to_string(),
        Some(Cell::Bool(value)) => value.to_string(),
        Some(Cell::Decimal(value, scale)) => decimal_text(value, scale),
    })))
}

/// A decimal without the zeros that its scale adds.
pub fn decimal_text(value: i128, scale: i8) -> String {
    if scale <= 0 {
        let zeros = "0".repeat(usize::from(scale.unsigned_abs()));
        return if value == 0 { "0".to_owned() } else { format!("{value}{zeros}") };
    }
    let scale = scale as usize;
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}
