//! The two day fields of a cron expression: which days of a month they name.

use jiff::civil::Date;

use crate::ParseError;
use crate::fields::{Domain, bits, has};

const OF_MONTH: Domain = Domain { name: "day-of-month", min: 1, max: 31, names: &[] };
/// Sunday is 1.
const OF_WEEK: Domain = Domain {
    name: "day-of-week",
    min: 1,
    max: 7,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
const SUNDAY: i8 = 1;
const SATURDAY: i8 = 7;
/// A weekday occurs at most so often in a month.
const OCCURRENCES_MAX: i8 = 5;

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Bit n: the n-th of the month.
    OfMonth(u64),
    /// `L`
    LastOfMonth,
    /// `LW`
    LastWorkingOfMonth,
    /// `15W`: the working day that is nearest to the 15th, in the same month.
    NearestWorking(i8),
    /// Bit n: weekday n.
    OfWeek(u64),
    /// `6L`: the last Friday.
    LastOfWeek(i8),
    /// `6#3`: the third Friday.
    Nth { weekday: i8, nth: i8 },
}

impl Days {
    pub fn parse(day_of_month: &str, day_of_week: &str) -> Result<Days, ParseError> {
        match (day_of_month, day_of_week) {
            ("?", "?") => Err(ParseError::BothDays),
            ("?", field) => parse_day_of_week(field),
            (field, "?") => parse_day_of_month(field),
            _ => Err(ParseError::BothDays),
        }
    }

    /// The days in that month; bit n: the n-th. Days that the month does not have may be set.
    pub fn in_month(self, year: i16, month: i8) -> u64 {
        let Ok(first) = Date::new(year, month, 1) else { return 0 };
        let last = first.days_in_month();
        let first_weekday = first.weekday().to_sunday_one_offset();
        let weekday = |day: i8| (first_weekday - 1 + day - 1) % 7 + 1;
        let one = |day: i8| 1 << day;
        match self {
            Days::OfMonth(days) => days & ((1 << (last + 1)) - 1),
            Days::LastOfMonth => one(last),
            Days::LastWorkingOfMonth => one(nearest_working(last, last, weekday(last))),
            Days::NearestWorking(day) if day > last => 0,
            Days::NearestWorking(day) => one(nearest_working(day, last, weekday(day))),
            Days::OfWeek(weekdays) => {
                (1..=last).filter(|day| has(weekdays, weekday(*day))).fold(0, |set, d| set | one(d))
            }
            Days::LastOfWeek(wanted) => {
                (last - 6..=last).find(|day| weekday(*day) == wanted).map_or(0, one)
            }
            Days::Nth { weekday: wanted, nth } => {
                let day = (wanted - first_weekday).rem_euclid(7) + 1 + (nth - 1) * 7;
                if day <= last { one(day) } else { 0 }
            }
        }
    }
}

/// Monday to Friday, without leaving the month.
fn nearest_working(day: i8, last: i8, weekday: i8) -> i8 {
    match weekday {
        SATURDAY if day == 1 => day + 2,
        SATURDAY => day - 1,
        SUNDAY if day == last => day - 2,
        SUNDAY => day + 1,
        _ => day,
    }
}

fn parse_day_of_month(field: &str) -> Result<Days, ParseError> {
    match field {
        "L" => return Ok(Days::LastOfMonth),
        "LW" => return Ok(Days::LastWorkingOfMonth),
        _ => {}
    }
    if let Some(day) = field.strip_suffix('W') {
        let day = OF_MONTH.value(day).ok_or(ParseError::Field(OF_MONTH.name))?;
        return Ok(Days::NearestWorking(day as i8));
    }
    Ok(Days::OfMonth(bits(&OF_MONTH.parse(field)?)))
}

fn parse_day_of_week(field: &str) -> Result<Days, ParseError> {
    let error = || ParseError::Field(OF_WEEK.name);
    let weekday = |text: &str| OF_WEEK.value(text).map(|day| day as i8).ok_or_else(error);
    if field == "L" {
        // The last day of the week.
        return Ok(Days::OfWeek(1 << SATURDAY));
    }
    if let Some(day) = field.strip_suffix('L') {
        return Ok(Days::LastOfWeek(weekday(day)?));
    }
    if let Some((day, nth)) = field.split_once('#') {
        let nth = nth.parse().ok().filter(|nth| (1..=OCCURRENCES_MAX).contains(nth));
        return Ok(Days::Nth { weekday: weekday(day)?, nth: nth.ok_or_else(error)? });
    }
    Ok(Days::OfWeek(bits(&OF_WEEK.parse(field)?)))
}
