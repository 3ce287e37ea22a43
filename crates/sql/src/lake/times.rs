//! Moments in milliseconds since 1970, and what Trino computes with them. All are in UTC.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Span, Timestamp, ToSpan as _, Unit};

use crate::fault::Fault;
use crate::functions::{Cell, Cells, Out, Outcome};

pub const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// `2030-01-01T00:00:00Z`, `2030-01-01 00:00:00.000`, `2030-01-01`.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp.as_millisecond());
    }
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    if let Ok(at) = text.parse::<DateTime>() {
        return millis(at);
    }
    text.parse::<Date>().ok().and_then(|date| millis(date.into()))
}

fn millis(at: DateTime) -> Option<i64> {
    Offset::UTC.to_timestamp(at).ok().map(Timestamp::as_millisecond)
}

fn civil(ms: i64) -> Option<DateTime> {
    let at = Timestamp::from_millisecond(ms).ok()?;
    Some(Offset::UTC.to_datetime(at))
}

pub fn show(ms: i64) -> String {
    match civil(ms) {
        Some(at) => format!("{} {}.{:03}", at.date(), at.strftime("%H:%M:%S"), at.millisecond()),
        None => ms.to_string(),
    }
}

pub fn show_date(ms: i64) -> String {
    civil(ms).map_or_else(|| ms.to_string(), |at| at.date().to_string())
}

fn bad(text: &str) -> Fault {
    Fault::new(
        "QueryFailed",
        format!("INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: {text}"),
    )
}

fn bad_unit(unit: &str) -> Fault {
    Fault::new(
        "QueryFailed",
        format!("INVALID_FUNCTION_ARGUMENT: '{unit}' is not a valid TIMESTAMP field"),
    )
}

fn out_of_range() -> Fault {
    Fault::new("QueryFailed", "INVALID_FUNCTION_ARGUMENT: a timestamp is out of range")
}

/// `CAST(text AS timestamp)`
pub fn of_text(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Text(text)) = cells[0] else { return Ok(None) };
    parse(text).map(|ms| Some(Out::Int(ms))).ok_or_else(|| bad(text))
}

pub fn try_of_text(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Text(text)) = cells[0] else { return Ok(None) };
    Ok(parse(text).map(Out::Int))
}

pub fn to_text(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Int(ms)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Text(show(ms))))
}

pub fn date_to_text(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Int(ms)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Text(show_date(ms))))
}

pub fn to_iso8601(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Int(ms)) = cells[0] else { return Ok(None) };
    let at = civil(ms).ok_or_else(out_of_range)?;
    Ok(Some(Out::Text(format!("{}.{:03}", at.strftime("%Y-%m-%dT%H:%M:%S"), at.millisecond()))))
}

/// The day on which a moment is.
pub fn to_date(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Int(ms)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Int(ms.div_euclid(DAY_MS) * DAY_MS)))
}

pub fn from_unixtime(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Float(seconds)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Int((seconds * 1_000.0).round() as i64)))
}

pub fn to_unixtime(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Int(ms)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Float(ms as f64 / 1_000.0)))
}

/// `date_trunc(unit, moment)`
pub fn truncate(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(unit)), Some(Cell::Int(ms))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let at = civil(ms).ok_or_else(out_of_range)?;
    let date = at.date();
    let day = |date: Date| millis(date.into()).map(Out::Int).ok_or_else(out_of_range);
    let first = |month: i8| Date::new(date.year(), month, 1).map_err(|_| out_of_range());
    Ok(Some(match unit.to_lowercase().as_str() {
        "millisecond" => Out::Int(ms),
        "second" => Out::Int(ms.div_euclid(1_000) * 1_000),
        "minute" => Out::Int(ms.div_euclid(60_000) * 60_000),
        "hour" => Out::Int(ms.div_euclid(3_600_000) * 3_600_000),
        "day" => day(date)?,
        "week" => {
            let since_monday = i64::from(date.weekday().to_monday_zero_offset());
            day(date.checked_sub(since_monday.days()).map_err(|_| out_of_range())?)?
        }
        "month" => day(first(date.month())?)?,
        "quarter" => day(first((date.month() - 1) / 3 * 3 + 1)?)?,
        "year" => day(first(1)?)?,
        _ => return Err(bad_unit(unit)),
    }))
}

fn span(unit: &str, count: i64) -> Option<Span> {
    let span = Span::new();
    match unit.to_lowercase().as_str() {
        "millisecond" => span.try_milliseconds(count).ok(),
        "second" => span.try_seconds(count).ok(),
        "minute" => span.try_minutes(count).ok(),
        "hour" => span.try_hours(count).ok(),
        "day" => span.try_days(count).ok(),
        "week" => span.try_weeks(count).ok(),
        "month" => span.try_months(count).ok(),
        "quarter" => span.try_months(count.checked_mul(3)?).ok(),
        "year" => span.try_years(count).ok(),
        _ => None,
    }
}

/// `date_add(unit, count, moment)`
pub fn add(cells: Cells<'_, '_>) -> Outcome {
    let [Some(Cell::Text(unit)), Some(Cell::Int(count)), Some(Cell::Int(ms))] = cells else {
        return Ok(None);
    };
    let span = span(unit, *count).ok_or_else(|| bad_unit(unit))?;
    let at = civil(*ms).and_then(|at| at.checked_add(span).ok()).ok_or_else(out_of_range)?;
    millis(at).map(|ms| Some(Out::Int(ms))).ok_or_else(out_of_range)
}

/// `date_diff(unit, from, to)`: whole units.
pub fn difference(cells: Cells<'_, '_>) -> Outcome {
    let [Some(Cell::Text(unit)), Some(Cell::Int(from)), Some(Cell::Int(to))] = cells else {
        return Ok(None);
    };
    let plain = |unit_ms: i64| Ok(Some(Out::Int((to - from) / unit_ms)));
    let months = || -> Result<i64, Fault> {
        let (from, to) = (civil(*from), civil(*to));
        let (from, to) = from.zip(to).ok_or_else(out_of_range)?;
        let span = from.until((Unit::Month, to)).map_err(|_| out_of_range())?;
        Ok(i64::from(span.get_years()) * 12 + i64::from(span.get_months()))
    };
    match unit.to_lowercase().as_str() {
        "millisecond" => plain(1),
        "second" => plain(1_000),
        "minute" => plain(60_000),
        "hour" => plain(3_600_000),
        "day" => plain(DAY_MS),
        "week" => plain(7 * DAY_MS),
        "month" => Ok(Some(Out::Int(months()?))),
        "quarter" => Ok(Some(Out::Int(months()? / 3))),
        "year" => Ok(Some(Out::Int(months()? / 12))),
        _ => Err(bad_unit(unit)),
    }
}

/// `extract(part FROM moment)`, `hour(moment)`, …
pub fn part(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(part)), Some(Cell::Int(ms))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let at = civil(ms).ok_or_else(out_of_range)?;
    Ok(Some(Out::Int(match part.to_lowercase().as_str() {
        "year" => i64::from(at.year()),
        "quarter" => i64::from((at.month() - 1) / 3 + 1),
        "month" => i64::from(at.month()),
        "week" | "week_of_year" => i64::from(at.date().iso_week_date().week()),
        "day" | "day_of_month" => i64::from(at.day()),
        "day_of_week" | "dow" => i64::from(at.weekday().to_monday_one_offset()),
        "day_of_year" | "doy" => i64::from(at.date().day_of_year()),
        "hour" => i64::from(at.hour()),
        "minute" => i64::from(at.minute()),
        "second" => i64::from(at.second()),
        "millisecond" => i64::from(at.millisecond()),
        _ => return Err(bad_unit(part)),
    })))
}

/// `date_format(moment, '%Y-%m-%d %H:%i:%s')`: the letters are MySQL's.
pub fn date_format(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Int(ms)), Some(Cell::Text(pattern))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let at = civil(ms).ok_or_else(out_of_range)?;
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let pattern = match letters.next() {
            Some('i') => "%M",
            Some('s' | 'S') => "%S",
            Some('M') => "%B",
            Some('W') => "%A",
            Some('h' | 'I') => "%I",
            Some('T') => "%H:%M:%S",
            Some('Y') => "%Y",
            Some('y') => "%y",
            Some('m') => "%m",
            Some('c') => "%-m",
            Some('d') => "%d",
            Some('e') => "%-d",
            Some('H') => "%H",
            Some('k') => "%-H",
            Some('b') => "%b",
            Some('a') => "%a",
            Some('p') => "%p",
            Some('j') => "%j",
            Some('f') => {
                let micros = i64::from(at.microsecond()) + i64::from(at.millisecond()) * 1_000;
                let _ = write!(out, "{micros:06}");
                continue;
            }
            Some('%') => {
                out.push('%');
                continue;
            }
            other => {
                let other = other.map_or(String::new(), String::from);
                return Err(Fault::new(
                    "QueryFailed",
                    format!(
                        "INVALID_FUNCTION_ARGUMENT: %{other} is not supported in date format string"
                    ),
                ));
            }
        };
        out.push_str(&at.strftime(pattern).to_string());
    }
    Ok(Some(Out::Text(out)))
}
