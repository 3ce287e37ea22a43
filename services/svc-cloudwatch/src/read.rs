//! Reading: from a metric's rows to the numbers of each period.

use std::collections::BTreeMap;

use kernel::distribution::Distribution;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::levels;
use crate::limits;
use crate::series::{self, FIVE_MINUTES, HOUR, MINUTE, SECOND};
use crate::state::{DATA, SeriesKey, SeriesRow};

/// Which numbers: of `[start, end)` in seconds, in periods counted from `start`.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub start: i64,
    pub end: i64,
    pub period: i64,
}

impl Span {
    fn bucket(&self, at: i64) -> i64 {
        at - (at - self.start).rem_euclid(self.period)
    }

    /// Whether a period of this span can be made of data that is kept by `kept` seconds.
    fn takes(&self, kept: u32) -> bool {
        let kept = i64::from(kept);
        self.period % kept == 0 && (kept > 1 || self.period < i64::from(MINUTE))
    }
}

/// By the beginning of the period and unit.
pub type Buckets = BTreeMap<(i64, u8), Distribution>;

pub fn buckets(
    ctx: &Ctx<'_>,
    key: &SeriesKey,
    unit: Option<u8>,
    span: Span,
) -> Result<Buckets, ApiError> {
    match series::find(ctx, key)? {
        Some(row) if row.is_level => levels::buckets(ctx, &row, key, unit, span),
        Some(row) => of_series(ctx, &row, unit, span),
        None => Ok(Buckets::new()),
    }
}

/// As [`buckets`], whatever the unit.
pub fn merged(
    ctx: &Ctx<'_>,
    key: &SeriesKey,
    unit: Option<u8>,
    span: Span,
) -> Result<BTreeMap<i64, Distribution>, ApiError> {
    let mut merged: BTreeMap<i64, Distribution> = BTreeMap::new();
    for ((at, _), values) in buckets(ctx, key, unit, span)? {
        merged.entry(at).or_default().merge(&values);
    }
    Ok(merged)
}

fn of_series(
    ctx: &Ctx<'_>,
    row: &SeriesRow,
    unit: Option<u8>,
    span: Span,
) -> Result<Buckets, ApiError> {
    let now = ctx.now().secs();
    let mut found = Buckets::new();
    let table = ctx.table(&DATA);
    for kept in [SECOND, MINUTE, FIVE_MINUTES, HOUR] {
        if !span.takes(kept) {
            continue;
        }
        let range = Range::within(&(row.id, kept))
            .from(&(row.id, kept, span.start.max(oldest(now, span.period))))
            .before(&(row.id, kept, span.end));
        for entry in table.scan(&range) {
            let ((_, _, at, of), datum) = entry?;
            if unit.is_none_or(|unit| unit == of) {
                found.entry((span.bucket(at), of)).or_default().merge(&datum.values);
            }
        }
    }
    Ok(found)
}

/// How far back data of such a period goes, whether or not it is rolled up already.
pub fn oldest(now: i64, period: i64) -> i64 {
    let kept = if period < i64::from(MINUTE) {
        limits::KEPT_SECONDS_S
    } else if period % i64::from(HOUR) == 0 {
        limits::KEPT_HOURS_S
    } else if period % i64::from(FIVE_MINUTES) == 0 {
        limits::KEPT_FIVES_S
    } else {
        limits::KEPT_MINUTES_S
    };
    now - kept
}

/// When the next of the given moments (in seconds, of data that is `len` seconds long) moves from
/// one period to the one before, as the window slides on after `now`: windows end at `now` and
/// have periods of `period` seconds, `periods` of them.
pub fn next_crossing(at: i64, now: i64, period: i64, periods: i64) -> Option<i64> {
    let age = now - at;
    if age <= 0 {
        return Some(at + 1);
    }
    let passed = (age + period - 1) / period;
    (passed <= periods).then(|| at + passed * period + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_crosses_into_older_periods_until_it_is_out_of_sight() {
        // A minute's datum of 600 is in the latest of three periods of five minutes at 660…900,
        // in the one before from 901 on, and out of sight from 1501 on.
        assert_eq!(next_crossing(600, 660, 300, 3), Some(901));
        assert_eq!(next_crossing(600, 901, 300, 3), Some(1_201));
        assert_eq!(next_crossing(600, 1_500, 300, 3), Some(1_501));
        assert_eq!(next_crossing(600, 1_501, 300, 3), None);
        assert_eq!(next_crossing(900, 700, 300, 3), Some(901));
    }

    #[test]
    fn periods_are_made_of_what_divides_them() {
        let span = |period| Span { start: 0, end: 10, period };
        assert!(span(10).takes(SECOND) && !span(10).takes(MINUTE));
        assert!(!span(60).takes(SECOND) && span(60).takes(MINUTE));
        assert!(!span(600).takes(HOUR) && span(600).takes(FIVE_MINUTES));
        assert!(span(3_600).takes(HOUR) && span(3_600).takes(MINUTE));
    }
}
