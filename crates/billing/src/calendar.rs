//! Months, days and hours of bills, in UTC. Hours are counted since the epoch.

use std::ops::Range;

use jiff::civil::{Date, date};
use kernel::Timestamp;

pub const HOURS_PER_DAY: u32 = 24;

/// How finely costs are told apart in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    Hourly,
    Daily,
    Monthly,
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    pub fn of_hour(hour: u32) -> Month {
        let day = day_of(hour);
        Month { year: day.year(), month: day.month() }
    }

    pub fn of(at: Timestamp) -> Month {
        Month::of_hour(kernel::meter::hour_of(at))
    }

    /// `2030-01`
    pub fn parse(text: &str) -> Option<Month> {
        let day: Date = format!("{text}-01").parse().ok()?;
        (text.len() == 7 && day.year() >= 1970)
            .then(|| Month { year: day.year(), month: day.month() })
    }

    pub fn first_day(self) -> Date {
        date(self.year, self.month, 1)
    }

    #[must_use]
    pub fn next(self) -> Month {
        match self.month {
            12 => Month { year: self.year + 1, month: 1 },
            month => Month { year: self.year, month: month + 1 },
        }
    }

    pub fn hours(self) -> Range<u32> {
        hour_of_day(self.first_day())..hour_of_day(self.next().first_day())
    }

    /// 672 to 744.
    pub fn hours_len(self) -> u32 {
        self.hours().len() as u32
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

pub fn day_of(hour: u32) -> Date {
    let epoch = date(1970, 1, 1);
    let days = i64::from(hour / HOURS_PER_DAY);
    let span = jiff::Span::new().try_days(days);
    span.and_then(|span| epoch.checked_add(span)).unwrap_or(Date::MAX)
}

/// The first hour of a day; of days before the epoch, the epoch's.
pub fn hour_of_day(day: Date) -> u32 {
    let days = (day - date(1970, 1, 1)).get_days();
    u32::try_from(days).unwrap_or(0).saturating_mul(HOURS_PER_DAY)
}

/// `2030-01-01T05:00:00Z`
pub fn instant_of(hour: u32) -> String {
    Timestamp::from_secs(i64::from(hour) * 3_600).iso8601()
}

impl Granularity {
    /// Where the stretch ends that begins with or contains this hour.
    pub fn end_of(self, hour: u32) -> u32 {
        match self {
            Granularity::Hourly => hour + 1,
            Granularity::Daily => (hour / HOURS_PER_DAY + 1) * HOURS_PER_DAY,
            Granularity::Monthly => Month::of_hour(hour).hours().end,
        }
    }

    /// The stretches of a period, in order.
    pub fn cut(self, period: &Range<u32>) -> Vec<Range<u32>> {
        let (mut stretches, mut start) = (Vec::new(), period.start);
        while start < period.end {
            let end = self.end_of(start).min(period.end);
            stretches.push(start..end);
            start = end;
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_their_hours() {
        let january = Month::parse("2030-01").expect("a month");
        assert_eq!(january.hours().start, 1_893_456_000 / 3_600);
        assert_eq!(january.hours_len(), 744);
        assert_eq!(january.next().hours_len(), 672);
        assert_eq!(Month::parse("2028-02").map(Month::hours_len), Some(696));
        assert_eq!(Month::parse("2030-13"), None);
        assert_eq!(Month::of_hour(january.hours().end).to_string(), "2030-02");
        let cut = Granularity::Daily.cut(&(january.hours().start + 5..january.hours().start + 30));
        assert_eq!(cut.iter().map(ExactSizeIterator::len).collect::<Vec<_>>(), [19, 6]);
    }
}
