//! When a secret is rotated: every so many days, or by an expression; and the window in which it
//! is.
//!
//! A rotation is made when its window opens. Times are UTC.
//!
//! Source: User Guide, "Schedule expressions in Secrets Manager rotation"; API Reference,
//! RotationRulesType.

use cron::{Kind, Schedule};
use kernel::ApiError;

use crate::api::{RotationRulesType, RotationRulesTypeBuilder};
use crate::errors;
use crate::limits;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// One of days and expression is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub days: Option<i64>,
    pub expression: Option<String>,
    /// `3h`.
    pub duration: Option<String>,
}

/// Seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub start: i64,
    pub end: i64,
}

pub fn read(asked: RotationRulesType<'_>) -> Result<Rules, ApiError> {
    let rules = Rules {
        days: asked.automatically_after_days(),
        expression: asked.schedule_expression().map(str::to_owned),
        duration: asked.duration().map(str::to_owned),
    };
    match (&rules.days, &rules.expression) {
        (Some(_), Some(_)) => return Err(errors::days_and_expression()),
        (None, None) => return Err(errors::no_rotation_rules()),
        _ => {}
    }
    // What no time comes of is refused here, not when it should come due.
    let window = rules.window_after(0)?.ok_or_else(errors::invalid_schedule)?;
    let hours = rules.duration.as_deref().map(hours).transpose()?;
    let until_midnight = DAY - window.start.rem_euclid(DAY);
    if hours.is_some_and(|hours| hours * HOUR > until_midnight) {
        return Err(errors::window_too_long());
    }
    if rules.duration.is_some() && rules.hours_apart().is_some_and(|apart| hours > Some(apart)) {
        return Err(errors::window_too_long());
    }
    Ok(rules)
}

impl Rules {
    pub fn shown(&self) -> RotationRulesTypeBuilder {
        let mut shown = RotationRulesTypeBuilder::new();
        if let Some(days) = self.days {
            shown = shown.automatically_after_days(days);
        }
        shown.duration(self.duration.as_deref()).schedule_expression(self.expression.as_deref())
    }

    /// The first window that opens after `from`.
    pub fn window_after(&self, from: i64) -> Result<Option<Window>, ApiError> {
        let hours = self.duration.as_deref().map(hours).transpose()?;
        let (start, is_of_hours) = if let Some(days) = self.days {
            (Some(from - from.rem_euclid(DAY) + days * DAY), false)
        } else if let Some(apart) = self.hours_apart() {
            // "If you use a rate() expression, the rotation window starts at midnight."
            let is_days = apart % 24 == 0;
            let unit = if is_days { DAY } else { HOUR };
            (Some(from - from.rem_euclid(unit) + apart * HOUR), !is_days)
        } else {
            let text = self.expression.as_deref().unwrap_or_default();
            // "/8" of hours begins at midnight.
            let text = &text.replace(" /", " 0/");
            let schedule = Schedule::parse(text).map_err(|_| errors::invalid_schedule())?;
            if schedule.kind() != Kind::Cron {
                return Err(errors::invalid_schedule());
            }
            let utc = cron::zone("UTC").ok_or_else(ApiError::internal)?;
            (schedule.next_after(from, &utc, from), is_within_days(text))
        };
        Ok(start.map(|start| {
            let end = match hours {
                Some(hours) => start + hours * HOUR,
                None if is_of_hours => start + HOUR,
                None => start - start.rem_euclid(DAY) + DAY,
            };
            // The last second of it.
            Window { start, end: end - 1 }
        }))
    }

    /// Of a rate.
    fn hours_apart(&self) -> Option<i64> {
        let body = self.expression.as_deref()?.strip_prefix("rate(")?.strip_suffix(')')?;
        let (number, unit) = body.split_once(' ')?;
        let number: i64 = number.parse().ok()?;
        let hours = match unit {
            "hour" | "hours" => number,
            "day" | "days" => number.checked_mul(24)?,
            _ => return None,
        };
        limits::ROTATION_HOURS.contains(&hours).then_some(hours)
    }
}

/// Whether a cron expression comes due more than once on its days.
fn is_within_days(expression: &str) -> bool {
    let hours = expression.split(' ').nth(1).unwrap_or_default();
    hours.contains(['/', '*', ',', '-'])
}

/// `3h` → 3.
fn hours(text: &str) -> Result<i64, ApiError> {
    let hours = text.strip_suffix('h').and_then(|number| number.parse().ok());
    hours.filter(|hours| (1..=24).contains(hours)).ok_or_else(errors::invalid_schedule)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2030-01-15T10:30:00Z.
    const FROM: i64 = 1_894_703_400;

    #[track_caller]
    fn check(rules: Rules, start: &str, end: &str) {
        let time = |secs: i64| kernel::Timestamp::from_secs(secs).iso8601();
        let window = rules.window_after(FROM).expect("valid").expect("there is one");
        assert_eq!((time(window.start).as_str(), time(window.end).as_str()), (start, end));
    }

    fn of(expression: &str) -> Rules {
        Rules { expression: Some(expression.to_owned()), ..Rules::default() }
    }

    #[test]
    fn windows_open_as_the_guide_says() {
        let days = Rules { days: Some(10), ..Rules::default() };
        check(days, "2030-01-25T00:00:00Z", "2030-01-25T23:59:59Z");
        check(of("rate(10 days)"), "2030-01-25T00:00:00Z", "2030-01-25T23:59:59Z");
        check(of("rate(4 hours)"), "2030-01-15T14:00:00Z", "2030-01-15T14:59:59Z");
        check(of("cron(0 16 1 * ? *)"), "2030-02-01T16:00:00Z", "2030-02-01T23:59:59Z");
        check(of("cron(0 /8 * * ? *)"), "2030-01-15T16:00:00Z", "2030-01-15T16:59:59Z");
        let three = Rules { duration: Some("3h".to_owned()), ..of("cron(0 16 1 * ? *)") };
        check(three, "2030-02-01T16:00:00Z", "2030-02-01T18:59:59Z");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in ["rate(3 hours)", "rate(5 minutes)", "at(2030-01-01T00:00:00)", "daily"] {
            assert!(of(text).window_after(FROM).is_err(), "{text}");
        }
    }
}
