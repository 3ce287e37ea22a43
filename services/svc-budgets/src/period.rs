//! Which time a budget is about: the day, month, quarter or year that runs, in UTC.

use std::ops::Range;

use billing::calendar::{day_of, hour_of_day};
use jiff::civil::date;
use kernel::Timestamp;
use kernel::meter::hour_of;

use crate::api::time_unit;
use crate::state::BudgetRow;

/// The period in which this hour lies, as far as the budget lasts.
pub fn of(row: &BudgetRow, hour: u32) -> Range<u32> {
    let day = day_of(hour);
    let first = |year: i16, month: i8| hour_of_day(date(year, month, 1));
    let after = |year: i16, month: i8| {
        if month > 12 { first(year + 1, month - 12) } else { first(year, month) }
    };
    let (year, month) = (day.year(), day.month());
    let whole = match row.time_unit.as_str() {
        time_unit::DAILY => hour / 24 * 24..(hour / 24 + 1) * 24,
        time_unit::QUARTERLY => {
            let start = (month - 1) / 3 * 3 + 1;
            first(year, start)..after(year, start + 3)
        }
        time_unit::ANNUALLY => first(year, 1)..first(year + 1, 1),
        _ => first(year, month)..after(year, month + 1),
    };
    let start = hour_of(Timestamp::from_secs(row.start));
    let end = hour_of(Timestamp::from_secs(row.end));
    whole.start.max(start)..whole.end.min(end)
}
