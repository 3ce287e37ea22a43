//! Series: a metric with its dimensions, and how data comes to it.
//!
//! A number is kept in the row of its minute (and of its second, of metrics of high resolution).
//! What has outlived a resolution is rolled up into the next coarser one when the series gets data
//! again: a bounded piece of that at a time.

use kernel::distribution::Distribution;
use kernel::{ApiError, Ctx, Scope};
use store::Range;

use crate::charge;
use crate::limits;
use crate::state::{DATA, DatumRow, NUMBERS, SERIES, SeriesKey, SeriesRow};
use crate::streaming;

pub const SECOND: u32 = 1;
pub const MINUTE: u32 = 60;
pub const FIVE_MINUTES: u32 = 300;
pub const HOUR: u32 = 3_600;

/// Between the name of a dimension and its value, and between dimensions: no text has them.
const NAMED: char = '\u{1f}';
const PAIRED: char = '\u{1e}';

pub const UNITS: [&str; 27] = [
    "None",
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
];

/// The number by which a unit is kept; a unit that nobody knows is none.
pub fn unit_number(name: &str) -> u8 {
    let at = UNITS.iter().position(|unit| *unit == name).unwrap_or(0);
    u8::try_from(at).unwrap_or(0)
}

pub fn key_of(namespace: &str, name: &str, dimensions: &[(String, String)]) -> SeriesKey {
    let mut sorted: Vec<_> = dimensions.iter().collect();
    sorted.sort();
    let mut text = String::new();
    for (name, value) in sorted {
        text.push_str(name);
        text.push(NAMED);
        text.push_str(value);
        text.push(PAIRED);
    }
    (namespace.to_owned(), name.to_owned(), text)
}

pub fn dimensions_of(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(PAIRED).filter_map(|pair| pair.split_once(NAMED));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

pub fn find(ctx: &Ctx<'_>, key: &SeriesKey) -> Result<Option<SeriesRow>, ApiError> {
    Ok(ctx.table(&SERIES).get(key)?)
}

/// The series, which is begun if there is none.
pub fn open(ctx: &mut Ctx<'_>, scope: Scope, key: &SeriesKey) -> Result<SeriesRow, ApiError> {
    if let Some(row) = ctx.table_in(&SERIES, scope).get(key)? {
        return Ok(row);
    }
    let mut numbers = ctx.table_mut_in(&NUMBERS, scope);
    let id = numbers.get(&())?.unwrap_or(0) + 1;
    numbers.put(&(), &id);
    Ok(SeriesRow { id, last: i64::MIN, ..SeriesRow::default() })
}

/// What is to be kept.
pub struct Datum<'a> {
    /// In seconds.
    pub at: i64,
    pub unit: u8,
    pub is_high_resolution: bool,
    pub values: &'a Distribution,
}

pub fn record(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    key: &SeriesKey,
    datum: &Datum<'_>,
) -> Result<(), ApiError> {
    let mut row = open(ctx, scope, key)?;
    let minute = floor(datum.at, MINUTE);
    if datum.is_high_resolution {
        add(ctx, scope, (row.id, SECOND, datum.at, datum.unit), datum.values)?;
    }
    add(ctx, scope, (row.id, MINUTE, minute, datum.unit), datum.values)?;
    row.last = row.last.max(minute);
    charge::metric(ctx, scope, &key.0, &row);
    row.billed = floor(ctx.now().secs(), HOUR);
    let now = ctx.now().secs();
    if row.rolled != now / i64::from(HOUR) {
        row.rolled = now / i64::from(HOUR);
        roll_up(ctx, scope, row.id, now)?;
    }
    ctx.table_mut_in(&SERIES, scope).put(key, &row);
    streaming::note(ctx, scope, key, (minute, datum.unit))
}

fn add(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    key: (u64, u32, i64, u8),
    values: &Distribution,
) -> Result<(), ApiError> {
    let mut table = ctx.table_mut_in(&DATA, scope);
    let mut row = table.get(&key)?.unwrap_or_default();
    row.values.merge(values);
    table.put(&key, &row);
    Ok(())
}

fn roll_up(ctx: &mut Ctx<'_>, scope: Scope, id: u64, now: i64) -> Result<(), ApiError> {
    let steps = [
        (SECOND, limits::KEPT_SECONDS_S, None),
        (MINUTE, limits::KEPT_MINUTES_S, Some(FIVE_MINUTES)),
        (FIVE_MINUTES, limits::KEPT_FIVES_S, Some(HOUR)),
        (HOUR, limits::KEPT_HOURS_S, None),
    ];
    for (of, kept, into) in steps {
        let range = Range::within(&(id, of)).before(&(id, of, now - kept));
        let old = ctx.table_in(&DATA, scope).scan(&range).take(limits::ROLLED_MAX);
        let old: Vec<((u64, u32, i64, u8), DatumRow)> = old.collect::<Result<_, _>>()?;
        for (key, row) in old {
            if let Some(into) = into {
                add(ctx, scope, (id, into, floor(key.2, into), key.3), &row.values)?;
            }
            ctx.table_mut_in(&DATA, scope).delete(&key);
        }
    }
    Ok(())
}

pub fn floor(at: i64, period: u32) -> i64 {
    at - at.rem_euclid(i64::from(period))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_make_one_text_in_any_order() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let one = key_of("N", "M", &[pair("b", "2"), pair("a", "1=x")]);
        let other = key_of("N", "M", &[pair("a", "1=x"), pair("b", "2")]);
        assert_eq!(one, other);
        assert_eq!(dimensions_of(&one.2), [pair("a", "1=x"), pair("b", "2")]);
    }

    #[test]
    fn units_have_numbers() {
        assert_eq!(UNITS[usize::from(unit_number("Count"))], "Count");
        assert_eq!(unit_number("None"), 0);
    }
}
