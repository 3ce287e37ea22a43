//! Timestamps of the dialect: they know how precise they are and keep the offset that they were
//! written with.
//!
//! Source: S3 User Guide, "Date functions" and "Data types"; Amazon Ion, "Timestamp". Their
//! notation is `2007T`, `2007-02T`, `2007-02-23T`, `2007-02-23T12:14Z`, `…:33.079-08:00`.

mod pattern;

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{Span, SpanRound, Unit};

use crate::fault::Fault;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// As the clock shows it where the offset is.
    local: DateTime,
    /// Minutes; none where it is unknown.
    offset: Option<i32>,
    precision: Precision,
}

/// The last part that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Year,
    Month,
    Day,
    Minute,
    Second,
    /// This many digits.
    Fraction(u8),
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    ZoneHour,
    ZoneMinute,
}

impl Part {
    pub fn parse(name: &str) -> Option<Part> {
        Some(match name {
            "YEAR" => Part::Year,
            "MONTH" => Part::Month,
            "DAY" => Part::Day,
            "HOUR" => Part::Hour,
            "MINUTE" => Part::Minute,
            "SECOND" => Part::Second,
            "TIMEZONE_HOUR" => Part::ZoneHour,
            "TIMEZONE_MINUTE" => Part::ZoneMinute,
            _ => return None,
        })
    }
}

impl Moment {
    pub fn parse(text: &str) -> Option<Moment> {
        let mut reader = Reader { rest: text };
        let year = reader.digits(4)?;
        let mut precision = Precision::Year;
        let (mut month, mut day) = (1, 1);
        if reader.take('-') {
            month = reader.digits(2)?;
            precision = Precision::Month;
            if reader.take('-') {
                day = reader.digits(2)?;
                precision = Precision::Day;
            }
        }
        let date = Date::new(year as i16, month as i8, day as i8).ok()?;
        let has_t = reader.take('T');
        if reader.rest.is_empty() {
            let is_whole = has_t || precision == Precision::Day;
            let moment = Moment { local: date.at(0, 0, 0, 0), offset: None, precision };
            return is_whole.then_some(moment);
        }
        if !has_t || precision != Precision::Day {
            return None;
        }
        let hour = reader.digits(2)?;
        let minute = reader.take(':').then(|| reader.digits(2))??;
        let (mut second, mut nanos) = (0, 0);
        precision = Precision::Minute;
        if reader.take(':') {
            second = reader.digits(2)?;
            precision = Precision::Second;
            if reader.take('.') {
                let (digits, value) = reader.fraction()?;
                precision = Precision::Fraction(digits);
                nanos = value;
            }
        }
        let Offset { minutes: offset } = reader.offset()?;
        let time = jiff::civil::Time::new(hour as i8, minute as i8, second as i8, nanos).ok()?;
        Some(Moment { local: date.to_datetime(time), offset, precision })
    }

    /// Of a moment in UTC, to the millisecond or as precise as it must be.
    pub fn from_micros(micros: i64) -> Option<Moment> {
        let digits = if micros % 1_000 == 0 { 3 } else { 6 };
        let local = epoch().checked_add(Span::new().try_microseconds(micros).ok()?).ok()?;
        Some(Moment { local, offset: Some(0), precision: Precision::Fraction(digits) })
    }

    /// By which moments are compared, whatever their offsets.
    pub fn micros(&self) -> i64 {
        let seconds = self.local.duration_since(epoch());
        let offset = i64::from(self.offset.unwrap_or(0)) * 60_000_000;
        seconds.as_micros() as i64 - offset
    }

    #[must_use]
    pub fn day(mut self) -> Moment {
        self.precision = Precision::Day;
        self.offset = None;
        self
    }

    pub fn extract(&self, part: Part) -> i64 {
        let offset = i64::from(self.offset.unwrap_or(0));
        match part {
            Part::Year => self.local.year().into(),
            Part::Month => self.local.month().into(),
            Part::Day => self.local.day().into(),
            Part::Hour => self.local.hour().into(),
            Part::Minute => self.local.minute().into(),
            Part::Second => self.local.second().into(),
            Part::ZoneHour => offset / 60,
            Part::ZoneMinute => offset % 60,
        }
    }

    /// Adds to a part. What is counted is known afterwards.
    pub fn add(mut self, part: Part, count: i64) -> Result<Moment, Fault> {
        let span = Span::new();
        let (span, precision) = match part {
            Part::Year => (span.try_years(count), Precision::Year),
            Part::Month => (span.try_months(count), Precision::Month),
            Part::Day => (span.try_days(count), Precision::Day),
            Part::Hour => (span.try_hours(count), Precision::Minute),
            Part::Minute => (span.try_minutes(count), Precision::Minute),
            Part::Second => (span.try_seconds(count), Precision::Second),
            Part::ZoneHour | Part::ZoneMinute => return Err(no_such_part()),
        };
        let moved = span.and_then(|span| self.local.checked_add(span));
        self.local = moved.map_err(|_| out_of_range())?;
        if self.local.year() < 1 {
            return Err(out_of_range());
        }
        self.precision = self.precision.max(precision);
        Ok(self)
    }

    /// How many whole parts lie between this and a later moment.
    pub fn until(&self, later: &Moment, part: Part) -> Result<i64, Fault> {
        let utc = |moment: &Moment| {
            let offset = Span::new().minutes(moment.offset.unwrap_or(0));
            moment.local.checked_sub(offset).map_err(|_| out_of_range())
        };
        let unit = match part {
            Part::Year => Unit::Year,
            Part::Month => Unit::Month,
            Part::Day => Unit::Day,
            Part::Hour => Unit::Hour,
            Part::Minute => Unit::Minute,
            Part::Second => Unit::Second,
            Part::ZoneHour | Part::ZoneMinute => return Err(no_such_part()),
        };
        let (from, to) = (utc(self)?, utc(later)?);
        let span = from.until((unit, to)).map_err(|_| out_of_range())?;
        let whole = SpanRound::new().largest(unit).smallest(unit).relative(from);
        let span = span.round(whole.mode(jiff::RoundMode::Trunc)).map_err(|_| out_of_range())?;
        Ok(match part {
            Part::Year => span.get_years().into(),
            Part::Month => span.get_months().into(),
            Part::Day => span.get_days().into(),
            Part::Hour => span.get_hours().into(),
            Part::Minute => span.get_minutes(),
            _ => span.get_seconds(),
        })
    }

    /// `TO_STRING(moment, 'y-MM')`
    pub fn format(&self, pattern: &str) -> Result<String, Fault> {
        pattern::format(self, pattern)
    }
}

fn epoch() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

fn out_of_range() -> Fault {
    Fault::new("ValueParseFailure", "A timestamp in the SQL expression is out of range.")
}

fn no_such_part() -> Fault {
    Fault::new(
        "IllegalSqlFunctionArgument",
        "Illegal argument was used in the SQL function: a part of a date.",
    )
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.local.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", self.local.month())?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", self.local.day())?;
        }
        f.write_str("T")?;
        if self.precision < Precision::Minute {
            return Ok(());
        }
        write!(f, "{:02}:{:02}", self.local.hour(), self.local.minute())?;
        if self.precision >= Precision::Second {
            write!(f, ":{:02}", self.local.second())?;
        }
        if let Precision::Fraction(digits) = self.precision {
            let nanos = format!("{:09}", self.local.subsec_nanosecond());
            write!(f, ".{}", &nanos[..usize::from(digits)])?;
        }
        match self.offset {
            Some(0) => f.write_str("Z"),
            None => f.write_str("-00:00"),
            Some(minutes) => write_offset(f, minutes, ":"),
        }
    }
}

fn write_offset(f: &mut impl fmt::Write, minutes: i32, between: &str) -> fmt::Result {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    write!(f, "{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

/// As a timestamp was written with it.
struct Offset {
    minutes: Option<i32>,
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(wanted) else { return false };
        self.rest = rest;
        true
    }

    fn digits(&mut self, len: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(len)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        digits.parse().ok()
    }

    /// Digits after the point, at most nine of them, and the nanoseconds that they are.
    fn fraction(&mut self) -> Option<(u8, i32)> {
        let len = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            return None;
        }
        let (digits, rest) = self.rest.split_at(len);
        self.rest = rest;
        let kept = &digits[..len.min(9)];
        let value: i32 = kept.parse().ok()?;
        Some((kept.len() as u8, value * 10_i32.pow(9 - kept.len() as u32)))
    }

    /// `Z`, `+hh:mm`, or `-00:00` for an unknown one. Nothing may follow.
    fn offset(&mut self) -> Option<Offset> {
        let minutes = if self.take('Z') || self.rest.is_empty() {
            Some(0)
        } else {
            let is_negative = match self.rest.as_bytes().first()? {
                b'-' => true,
                b'+' => false,
                _ => return None,
            };
            self.rest = &self.rest[1..];
            let hours = self.digits(2)?;
            let minutes = self.take(':').then(|| self.digits(2))??;
            let offset = (hours * 60 + minutes) as i32;
            if hours > 23 || minutes > 59 {
                return None;
            }
            if is_negative { (offset != 0).then_some(-offset) } else { Some(offset) }
        };
        self.rest.is_empty().then_some(Offset { minutes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn notations_are_read_and_written() {
        for text in ["2007T", "2007-02T", "2007-02-23T", "2007-02-23T12:14Z"] {
            assert_eq!(of(text).to_string(), text);
        }
        for text in
            ["2007-02-23T12:14:33Z", "2007-02-23T12:14:33.079-08:00", "2010-01-01T00:00-00:00"]
        {
            assert_eq!(of(text).to_string(), text);
        }
        assert_eq!(of("2007-02-23").to_string(), "2007-02-23T");
        for text in
            ["", "2007", "2007-13T", "2007-02-30", "2007-02-23T25:00Z", "2007-02-23T12:14+99:00"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(
            of("2007-02-23T12:14:33.079-08:00").micros(),
            of("2007-02-23T20:14:33.079Z").micros()
        );
    }

    /// The examples of the S3 User Guide, "Date functions".
    #[test]
    fn calendar_of_the_guide() {
        let add = |part, count, text: &str| of(text).add(part, count).unwrap().to_string();
        assert_eq!(add(Part::Year, 5, "2010-01-01T"), "2015-01-01T");
        assert_eq!(add(Part::Month, 1, "2010T"), "2010-02T");
        assert_eq!(add(Part::Month, 13, "2010T"), "2011-02T");
        assert_eq!(add(Part::Day, -1, "2017-01-10T"), "2017-01-09T");
        assert_eq!(add(Part::Hour, 1, "2017T"), "2017-01-01T01:00-00:00");
        assert_eq!(add(Part::Hour, 1, "2017-01-02T03:04Z"), "2017-01-02T04:04Z");
        assert_eq!(add(Part::Minute, 1, "2017-01-02T03:04:05.006Z"), "2017-01-02T03:05:05.006Z");
        let diff = |part, from: &str, to: &str| of(from).until(&of(to), part).unwrap();
        assert_eq!(diff(Part::Year, "2010-01-01T", "2011-01-01T"), 1);
        assert_eq!(diff(Part::Month, "2010T", "2010-05T"), 4);
        assert_eq!(diff(Part::Month, "2010T", "2011T"), 12);
        assert_eq!(diff(Part::Month, "2011T", "2010T"), -12);
        assert_eq!(diff(Part::Day, "2010-01-01T23:00Z", "2010-01-02T01:00Z"), 0);
        let zone = of("2010-01-01T00:00:00+07:08");
        assert_eq!((zone.extract(Part::ZoneHour), zone.extract(Part::ZoneMinute)), (7, 8));
    }
}
