//! Points in virtual time and spans between them.

use std::ops::{Add, Sub};
use std::time::{Duration, SystemTime};

/// Microseconds since the Unix epoch, in virtual time.
///
/// AWS shows seconds or milliseconds; microseconds keep order within a burst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const EPOCH: Timestamp = Timestamp(0);
    /// Later than anything that happens.
    pub const MAX: Timestamp = Timestamp(i64::MAX);

    pub const fn from_micros(micros: i64) -> Timestamp {
        Timestamp(micros)
    }

    pub const fn from_millis(millis: i64) -> Timestamp {
        Timestamp(millis.saturating_mul(1_000))
    }

    pub const fn from_secs(seconds: i64) -> Timestamp {
        Timestamp(seconds.saturating_mul(1_000_000))
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Seconds with fraction, as JSON and CBOR carry them.
    pub fn secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// From seconds with fraction, rounded to the microsecond.
    pub fn from_secs_f64(seconds: f64) -> Timestamp {
        Timestamp((seconds * 1e6).round() as i64)
    }

    /// The span since `earlier`; zero when `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// `2026-11-24T03:24:36Z`, with milliseconds when they are not zero.
    pub fn iso8601(self) -> String {
        let at = self.to_jiff();
        if self.millis() % 1_000 == 0 {
            at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
        } else {
            at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
        }
    }

    /// `2026-11-24T03:24:36.000Z`: always with milliseconds, as S3 writes it in XML.
    pub fn iso8601_millis(self) -> String {
        self.to_jiff().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// `Tue, 24 Nov 2026 03:24:36 GMT`.
    pub fn http_date(self) -> String {
        // Years of four digits: what the form can say.
        const SECONDS_MAX: i64 = 253_402_300_799;
        let seconds = self.secs().clamp(0, SECONDS_MAX) as u64;
        httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// The calendar's form, clamped to the years the calendar knows.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    pub fn from_jiff(at: jiff::Timestamp) -> Timestamp {
        Timestamp(at.as_microsecond())
    }
}

impl Add<Duration> for Timestamp {
    type Output = Timestamp;

    fn add(self, span: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Timestamp;

    fn sub(self, span: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }
}
