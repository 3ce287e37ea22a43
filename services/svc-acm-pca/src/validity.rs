//! From when and until when a certificate is valid.
//!
//! Source: API Reference, Validity.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use kernel::ApiError;

use crate::api::validity_period_type as kind;
use crate::errors;

/// The last second that a certificate can name.
const SECONDS_MAX: i64 = 253_402_300_799;
/// UTCTime: "if the year field (YY) is greater than or equal to 50, the year is 19YY".
const CENTURY_FROM: i64 = 50;

/// The end, in seconds since 1970, of what begins now.
pub fn end(now: i64, value: i64, unit: &str) -> Result<i64, ApiError> {
    let too_far = || errors::arguments("The validity is longer than a certificate can name.");
    let at = match unit {
        kind::ABSOLUTE => value,
        kind::END_DATE => date(value)?,
        kind::DAYS => value.checked_mul(86_400).and_then(|it| it.checked_add(now)).unwrap_or(-1),
        kind::MONTHS => calendar(now, Span::new().try_months(value).ok()).ok_or_else(too_far)?,
        _ => calendar(now, Span::new().try_years(value).ok()).ok_or_else(too_far)?,
    };
    if (0..=SECONDS_MAX).contains(&at) { Ok(at) } else { Err(too_far()) }
}

/// "Expressed as an explicit date and time, using the Validity type value ABSOLUTE."
pub fn start(value: i64, unit: &str) -> Result<i64, ApiError> {
    if unit != kind::ABSOLUTE || value > SECONDS_MAX {
        return Err(errors::arguments("ValidityNotBefore must be of the type ABSOLUTE."));
    }
    Ok(value)
}

fn calendar(now: i64, span: Option<Span>) -> Option<i64> {
    let now = TimeZone::UTC.to_datetime(Timestamp::from_second(now).ok()?);
    let end = now.checked_add(span?).ok()?;
    Some(TimeZone::UTC.to_timestamp(end).ok()?.as_second())
}

/// `YYMMDDHHMMSS` or `YYYYMMDDHHMMSS`, as a number.
fn date(value: i64) -> Result<i64, ApiError> {
    const CLOCK: i64 = 10_000_000_000;
    let wrong = || errors::arguments("An END_DATE is of the form YYMMDDHHMMSS or YYYYMMDDHHMMSS.");
    let year = value / CLOCK;
    let year = match year {
        0..CENTURY_FROM => year + 2000,
        CENTURY_FROM..100 => year + 1900,
        _ => year,
    };
    let digits = |unit: i64| i8::try_from(value / unit % 100).unwrap_or(-1);
    let at = DateTime::new(
        i16::try_from(year).map_err(|_| wrong())?,
        digits(100_000_000),
        digits(1_000_000),
        digits(10_000),
        digits(100),
        digits(1),
        0,
    );
    let at = at.and_then(|it| TimeZone::UTC.to_timestamp(it)).map_err(|_| wrong())?;
    Ok(at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_counted_from_now_or_named() {
        // 2030-01-31T00:00:00Z
        let now = 1_896_048_000;
        assert_eq!(end(now, 20, "DAYS").ok(), Some(now + 20 * 86_400));
        assert_eq!(end(now, 1, "MONTHS").ok(), Some(now + 28 * 86_400), "February");
        assert_eq!(end(now, 10, "YEARS").ok(), Some(2_211_580_800));
        assert_eq!(end(now, 2_524_608_000, "ABSOLUTE").ok(), Some(2_524_608_000));
        // The example of the API Reference: 12/31/2049 23:59:59.
        assert_eq!(end(now, 491_231_235_959, "END_DATE").ok(), Some(2_524_607_999));
        assert_eq!(end(now, 20_491_231_235_959, "END_DATE").ok(), Some(2_524_607_999));
        assert!(end(now, 491_331_235_959, "END_DATE").is_err());
        assert!(end(now, i64::MAX, "DAYS").is_err());
        assert!(end(now, i64::MAX, "YEARS").is_err());
        assert!(start(now, "DAYS").is_err());
        assert_eq!(start(now, "ABSOLUTE").ok(), Some(now));
    }
}
