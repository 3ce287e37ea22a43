//! The six fields of a cron expression as sets, and the next minute that is in all of them.

use jiff::civil::{Date, DateTime};

use crate::ParseError;
use crate::days::Days;

const YEAR_MIN: i16 = 1970;
const YEAR_MAX: i16 = 2199;
/// The largest value of a field that comes round again.
const YEARLESS_MAX: u16 = 59;
const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// A cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Bit n: minute n; and so on.
    minutes: u64,
    hours: u64,
    days: Days,
    months: u64,
    years: Vec<bool>,
}

/// The values of a field.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// In error messages.
    pub name: &'static str,
    pub min: u16,
    pub max: u16,
    /// Names of the values from `min` on.
    pub names: &'static [&'static str],
}

impl Fields {
    pub fn parse(text: &str) -> Result<Fields, ParseError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day_of_month, month, day_of_week, year] = fields[..] else {
            return Err(ParseError::FieldCount);
        };
        let plain = |name, min, max| Domain { name, min, max, names: &[] };
        let months = Domain { name: "month", min: 1, max: 12, names: &MONTHS };
        let years = plain("year", YEAR_MIN.cast_unsigned(), YEAR_MAX.cast_unsigned());
        Ok(Fields {
            minutes: bits(&plain("minutes", 0, 59).parse(minute)?),
            hours: bits(&plain("hours", 0, 23).parse(hour)?),
            days: Days::parse(day_of_month, day_of_week)?,
            months: bits(&months.parse(month)?),
            years: years.set(&years.parse(year)?),
        })
    }

    /// The first minute from `from` on that is in all fields.
    pub fn next_from(&self, from: DateTime) -> Option<DateTime> {
        let from = from.max(Date::constant(YEAR_MIN, 1, 1).at(0, 0, 0, 0));
        for year in from.year()..=YEAR_MAX {
            if !self.years[usize::from(year.abs_diff(YEAR_MIN))] {
                continue;
            }
            let first_month = if year == from.year() { from.month() } else { 1 };
            for month in (first_month..=12).filter(|month| has(self.months, *month)) {
                let days = self.days.in_month(year, month);
                for day in (1..=31).filter(|day| has(days, *day)) {
                    let date = Date::new(year, month, day).ok()?;
                    if let Some(due) = self.on(date, from) {
                        return Some(due);
                    }
                }
            }
        }
        None
    }

    /// The first minute of that day from `from` on.
    fn on(&self, date: Date, from: DateTime) -> Option<DateTime> {
        if date < from.date() {
            return None;
        }
        let is_first_day = date == from.date();
        let first_hour = if is_first_day { from.hour() } else { 0 };
        for hour in (first_hour..24).filter(|hour| has(self.hours, *hour)) {
            let is_first_hour = is_first_day && hour == first_hour;
            let first_minute = if is_first_hour { from.minute() } else { 0 };
            let minute = (first_minute..60).find(|minute| has(self.minutes, *minute));
            if let Some(minute) = minute {
                return Some(date.at(hour, minute, 0, 0));
            }
        }
        None
    }
}

impl Domain {
    /// The values that a field names: `*`, values, ranges, increments, and lists of them.
    pub fn parse(&self, field: &str) -> Result<Vec<u16>, ParseError> {
        let mut values = Vec::new();
        for part in field.split(',') {
            values.extend(self.part(part).ok_or(ParseError::Field(self.name))?);
        }
        Ok(values)
    }

    /// One value, by number or by name.
    pub fn value(&self, text: &str) -> Option<u16> {
        let upper = text.to_ascii_uppercase();
        if let Some(at) = self.names.iter().position(|name| *name == upper) {
            return Some(self.min + at as u16);
        }
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|_| is_number)?;
        (self.min..=self.max).contains(&value).then_some(value)
    }

    /// A range that runs backwards goes over the end of the domain: `20-2` are the hours of a
    /// night (the guide's example). Years have no such end.
    fn part(&self, text: &str) -> Option<Vec<u16>> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(self.step(step)?)),
            None => (text, None),
        };
        let (first, last) = match (range, range.split_once('-')) {
            ("*", _) => (self.min, self.max),
            (_, Some((first, last))) => (self.value(first)?, self.value(last)?),
            // `5/15` goes on to the end of the domain, `5` is itself only.
            _ => {
                let first = self.value(range)?;
                (first, if step.is_some() { self.max } else { first })
            }
        };
        let span = self.max - self.min + 1;
        let count = if first <= last {
            last - first
        } else if self.max > YEARLESS_MAX {
            return None;
        } else {
            last + span - first
        };
        let offsets = (0..=count).step_by(step.unwrap_or(1));
        Some(offsets.map(|offset| (first - self.min + offset) % span + self.min).collect())
    }

    fn step(&self, text: &str) -> Option<usize> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let step: u16 = text.parse().ok().filter(|_| is_number)?;
        (1..=self.max).contains(&step).then_some(usize::from(step))
    }

    fn set(&self, values: &[u16]) -> Vec<bool> {
        (self.min..=self.max).map(|value| values.contains(&value)).collect()
    }
}

pub fn bits(values: &[u16]) -> u64 {
    values.iter().fold(0, |bits, value| bits | 1 << value)
}

pub fn has(bits: u64, value: i8) -> bool {
    bits & (1 << value) != 0
}
