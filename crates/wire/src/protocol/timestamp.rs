//! Timestamps as text: ISO 8601, epoch seconds with fraction, HTTP dates.
//!
//! Reading is lenient about the format, as AWS is: the text itself says which it is. Writing
//! follows the model, or the default of the place where the timestamp stands.

use world::Timestamp;

use crate::model::{Member, Service, TimestampFormat};

/// Seconds beyond this are no date that a calendar knows (year 9999 and its mirror image).
const SECONDS_MAX: i64 = 253_402_300_799;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A timestamp in any of the three formats.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let first = *text.as_bytes().first()?;
    if first.is_ascii_alphabetic() {
        return parse_http_date(text);
    }
    match parse_epoch(text) {
        Some(at) => Some(at),
        None => parse_iso8601(text),
    }
}

/// `1398796238`, `1398796238.25`, `1.398796238E9`.
pub(crate) fn parse_epoch(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = fraction.bytes().all(|byte| byte.is_ascii_digit());
    match whole.parse::<i64>() {
        Ok(seconds) if is_plain => {
            let mut micros = 0;
            for at in 0..6 {
                let digit = fraction.as_bytes().get(at).map_or(0, |byte| byte - b'0');
                micros = micros * 10 + i64::from(digit);
            }
            let micros = if whole.starts_with('-') { -micros } else { micros };
            from_seconds(seconds, micros)
        }
        _ => {
            let seconds = text.parse::<f64>().ok()?;
            from_float(seconds)
        }
    }
}

/// Epoch seconds as a number, refused outside the calendar.
pub(crate) fn from_float(seconds: f64) -> Option<Timestamp> {
    if !seconds.is_finite() || seconds.abs() > SECONDS_MAX as f64 {
        return None;
    }
    Some(Timestamp::from_secs_f64(seconds))
}

pub(crate) fn from_seconds(seconds: i64, micros: i64) -> Option<Timestamp> {
    if seconds.abs() > SECONDS_MAX {
        return None;
    }
    Some(Timestamp::from_micros(seconds * 1_000_000 + micros))
}

fn parse_iso8601(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(Timestamp::from_jiff(at));
    }
    // Without an offset, or a bare date: taken as UTC.
    let at = text.parse::<jiff::civil::DateTime>().ok()?;
    Some(Timestamp::from_jiff(jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?))
}

/// `Tue, 29 Apr 2014 18:30:38 GMT` (RFC 7231), also with a fraction of seconds, with dashes and a
/// two-digit year (RFC 850), and `Sun Nov  6 08:49:37 1994` (asctime).
fn parse_http_date(text: &str) -> Option<Timestamp> {
    let mut words = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).skip(1);
    let first = words.next()?;
    let (day, month, year, time) = if first.as_bytes()[0].is_ascii_digit() {
        (first, words.next()?, words.next()?, words.next()?)
    } else {
        let (day, time) = (words.next()?, words.next()?);
        (day, first, words.next()?, time)
    };
    let month = month.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? as i8 + 1;
    let mut year: i16 = year.parse().ok()?;
    if year < 100 {
        year += if year < 70 { 2000 } else { 1900 };
    }
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = time.split(':').map(str::parse::<i8>);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let date = jiff::civil::DateTime::new(year, month, day.parse().ok()?, hour, minute, second, 0);
    let at = jiff::tz::TimeZone::UTC.to_timestamp(date.ok()?).ok()?;
    let micros = parse_epoch(&format!("0.{fraction}"))?.micros();
    from_seconds(at.as_second(), micros)
}

/// The format in which a member's timestamp is written.
pub(crate) fn format_of(
    service: &Service,
    member: &Member,
    default: TimestampFormat,
) -> TimestampFormat {
    member
        .timestamp_format
        .or(service.shapes[member.shape as usize].timestamp_format)
        .unwrap_or(default)
}

pub(crate) fn write(service: &Service, at: Timestamp, format: TimestampFormat) -> String {
    match format {
        // S3 always shows milliseconds.
        TimestampFormat::Iso8601 if service.name == "s3" => at.iso8601_millis(),
        TimestampFormat::Iso8601 => at.iso8601(),
        TimestampFormat::Rfc822 => at.http_date(),
        TimestampFormat::UnixTimestamp => epoch(at),
    }
}

/// Whole seconds when they are whole, else with milliseconds, as AWS writes them.
pub(crate) fn epoch(at: Timestamp) -> String {
    let fraction = at.millis().rem_euclid(1_000);
    if fraction == 0 {
        return at.secs().to_string();
    }
    let millis = at.millis();
    let sign = if millis < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", millis.abs() / 1_000, millis.abs() % 1_000);
    text.trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        let at = Timestamp::from_secs(1_398_796_238);
        for text in [
            "1398796238",
            "1.398796238E9",
            "2014-04-29T18:30:38Z",
            "2014-04-29T18:30:38",
            "2014-04-29T20:30:38+02:00",
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "Tuesday, 29-Apr-14 18:30:38 GMT",
            "Tue Apr 29 18:30:38 2014",
        ] {
            assert_eq!(parse(text), Some(at), "{text}");
        }
        assert_eq!(parse("-1.5"), Some(Timestamp::from_millis(-1_500)));
        assert_eq!(parse("0.25"), Some(Timestamp::from_millis(250)));
        let with_fraction = parse("Sun, 02 Jan 2000 20:34:56.456 GMT");
        assert_eq!(with_fraction, Some(Timestamp::from_millis(946_845_296_456)));
    }

    #[test]
    fn refuses_nonsense() {
        for text in ["", "x", "1e300", "NaN", "inf", "99999999999999999999", "2014-13-01T00:00:00Z"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("Tue, 99 Apr 2014 18:30:38 GMT"), None);
        assert_eq!(parse("Tue, é"), None);
    }

    #[test]
    fn epoch_round_trips() {
        for millis in [0, 1, -1, -1_500, 1_398_796_238_250, 946_845_296_456] {
            let at = Timestamp::from_millis(millis);
            assert_eq!(parse_epoch(&epoch(at)), Some(at), "{millis}");
        }
    }
}
