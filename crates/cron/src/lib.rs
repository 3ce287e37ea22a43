//! Schedules in AWS's words: `rate(…)`, `cron(…)` and `at(…)`, and when they come due.
//!
//! EventBridge rules and EventBridge Scheduler share them. Nothing here knows what is scheduled,
//! and nothing reads a clock: [`Schedule::next_after`] is a pure function.
//!
//! Sources: EventBridge User Guide, "Setting a schedule pattern for scheduled rules"; EventBridge
//! Scheduler User Guide, "Schedule types in EventBridge Scheduler" (daylight saving time).

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZoneDatabase;

pub use jiff::tz::TimeZone;

mod days;
mod fields;
#[cfg(test)]
mod tests;

use fields::Fields;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A parsed schedule expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(Expression);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expression {
    Rate {
        period_s: i64,
        /// The unit's number agrees with the value: `1 minute`, `5 minutes`.
        is_grammatical: bool,
    },
    Cron(Fields),
    At(DateTime),
}

/// The form of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Rate,
    Cron,
    /// One time only.
    At,
}

/// Why a text is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("it is none of rate(…), cron(…) and at(…)")]
    Form,
    #[error("a rate is a positive number and one of minute(s), hour(s) and day(s)")]
    Rate,
    #[error("a cron expression has six fields")]
    FieldCount,
    #[error("the {0} field is not valid")]
    Field(&'static str),
    #[error("one of day-of-month and day-of-week must be `?`")]
    BothDays,
    #[error("a time is written yyyy-mm-ddThh:mm:ss")]
    At,
}

/// The time zone of that name in the IANA database, which comes with the program.
pub fn zone(name: &str) -> Option<TimeZone> {
    static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    let zone = ZONES.get(name).ok()?;
    // The database does not mind how a name is capitalized; AWS does.
    let is_exact = zone.iana_name().is_some_and(|exact| exact == name);
    is_exact.then_some(zone)
}

impl Schedule {
    /// Reads an expression as EventBridge Scheduler does: a rate's unit may be singular or plural.
    pub fn parse(text: &str) -> Result<Schedule, ParseError> {
        let (form, body) = text.split_once('(').ok_or(ParseError::Form)?;
        let body = body.strip_suffix(')').ok_or(ParseError::Form)?;
        let expression = match form {
            "rate" => parse_rate(body).ok_or(ParseError::Rate)?,
            "cron" => Expression::Cron(Fields::parse(body)?),
            "at" => Expression::At(parse_at(body).ok_or(ParseError::At)?),
            _ => return Err(ParseError::Form),
        };
        Ok(Schedule(expression))
    }

    /// Reads an expression as EventBridge rules do: `rate(1 minutes)` and `rate(5 minute)` are
    /// wrong, and there are no one-time schedules.
    pub fn parse_for_rule(text: &str) -> Result<Schedule, ParseError> {
        let schedule = Schedule::parse(text)?;
        match schedule.0 {
            Expression::Rate { is_grammatical: false, .. } => Err(ParseError::Rate),
            Expression::At(_) => Err(ParseError::Form),
            _ => Ok(schedule),
        }
    }

    pub fn kind(&self) -> Kind {
        match self.0 {
            Expression::Rate { .. } => Kind::Rate,
            Expression::Cron(_) => Kind::Cron,
            Expression::At(_) => Kind::At,
        }
    }

    /// The first time after `unix_seconds` at which the schedule comes due; `None` when there is
    /// none any more.
    ///
    /// A rate comes due at `anchor` and at every whole period after it (days are 24 hours). Cron
    /// expressions are read in `zone`: a local time that the clocks skip is skipped, one that
    /// they show twice counts the first time only. A one-time schedule whose local time is
    /// skipped is later by what the clocks skip, since it has no other chance.
    pub fn next_after(&self, unix_seconds: i64, zone: &TimeZone, anchor: i64) -> Option<i64> {
        match &self.0 {
            Expression::Rate { period_s, .. } => next_of_rate(*period_s, anchor, unix_seconds),
            Expression::Cron(fields) => next_of_cron(fields, zone, unix_seconds),
            Expression::At(at) => {
                let due = zone.to_ambiguous_timestamp(*at).compatible().ok()?.as_second();
                (due > unix_seconds).then_some(due)
            }
        }
    }
}

fn parse_rate(body: &str) -> Option<Expression> {
    let mut words = body.split_whitespace();
    let (value, unit) = (words.next()?, words.next()?);
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let value: u32 = value.parse().ok().filter(|value| is_number && *value > 0)?;
    let (unit_s, is_plural) = match unit {
        "minute" => (MINUTE, false),
        "minutes" => (MINUTE, true),
        "hour" => (HOUR, false),
        "hours" => (HOUR, true),
        "day" => (DAY, false),
        "days" => (DAY, true),
        _ => return None,
    };
    let is_grammatical = is_plural == (value > 1);
    let period_s = i64::from(value) * unit_s;
    words.next().is_none().then_some(Expression::Rate { period_s, is_grammatical })
}

fn parse_at(body: &str) -> Option<DateTime> {
    // Exactly this form: the calendar's own parser takes many more.
    let is_form = body.len() == "yyyy-mm-ddThh:mm:ss".len()
        && body.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    if !is_form {
        return None;
    }
    let number = |from: usize, to: usize| body[from..to].parse::<i16>().ok();
    let small = |from: usize| number(from, from + 2)?.try_into().ok();
    let date = Date::new(number(0, 4)?, small(5)?, small(8)?).ok()?;
    let time = Time::new(small(11)?, small(14)?, small(17)?, 0).ok()?;
    Some(date.to_datetime(time))
}

fn next_of_rate(period_s: i64, anchor: i64, after: i64) -> Option<i64> {
    if after < anchor {
        return Some(anchor);
    }
    let periods = (after.checked_sub(anchor)? / period_s).checked_add(1)?;
    anchor.checked_add(periods.checked_mul(period_s)?)
}

/// Every turn of the loop begins later than the one before, and the calendar ends in 2199; turns
/// without an answer are local times that the clocks skip or have shown before, an hour or two a
/// year.
fn next_of_cron(fields: &Fields, zone: &TimeZone, after: i64) -> Option<i64> {
    let first = Timestamp::from_second(after.checked_add(1)?).ok()?;
    let mut from = whole_minute(zone.to_datetime(first))?;
    loop {
        let due = fields.next_from(from)?;
        let local = zone.to_ambiguous_timestamp(due);
        let is_skipped = matches!(local.offset(), jiff::tz::AmbiguousOffset::Gap { .. });
        if !is_skipped {
            let at = local.earlier().ok()?.as_second();
            if at > after {
                return Some(at);
            }
        }
        from = due.checked_add(jiff::Span::new().minutes(1)).ok()?;
    }
}

/// The same time, or the beginning of the next minute.
fn whole_minute(at: DateTime) -> Option<DateTime> {
    let minute = at.date().at(at.hour(), at.minute(), 0, 0);
    if minute == at { Some(at) } else { minute.checked_add(jiff::Span::new().minutes(1)).ok() }
}
