//! Periods and points of time.

use jiff::Timestamp;

/// Milliseconds of a unit, as `bin` and `datefloor` name them.
pub fn unit_ms(unit: &str) -> Option<i64> {
    const SECOND: i64 = 1_000;
    let ms = match unit.to_ascii_lowercase().as_str() {
        "ms" | "msec" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "second" | "seconds" => SECOND,
        "m" | "min" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hr" | "hour" | "hours" => 3_600 * SECOND,
        "d" | "day" | "days" => 86_400 * SECOND,
        "w" | "week" | "weeks" => 7 * 86_400 * SECOND,
        "mo" | "mon" | "month" | "months" => 30 * 86_400 * SECOND,
        "q" | "qtr" | "quarter" | "quarters" => 91 * 86_400 * SECOND,
        "y" | "yr" | "year" | "years" => 365 * 86_400 * SECOND,
        _ => return None,
    };
    Some(ms)
}

pub fn floor(at: i64, period: i64) -> i64 {
    let period = period.max(1);
    at.div_euclid(period) * period
}

/// `2019-04-03 23:00:00.000`
pub fn written(at: i64) -> String {
    let Ok(at) = Timestamp::from_millisecond(at) else { return at.to_string() };
    at.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}
