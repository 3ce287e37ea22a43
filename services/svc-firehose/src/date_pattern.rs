//! Times in the patterns of Java's DateTimeFormatter, as prefixes have them.
//!
//! "For the timestamp namespace, any character that isn't in single quotes is evaluated." Letters
//! that tell no part of a date (`A`, `n`, `N`, `G`, `p`) are refused; texts are English.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use kernel::ApiError;

use crate::errors;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SHORT: usize = 3;

/// A run of the same letter, or a text.
enum Part<'a> {
    Field(char, usize),
    Text(&'a str),
}

fn parts(pattern: &str) -> Result<Vec<Part<'_>>, ApiError> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '\'' => {
                let end = rest[1..].find('\'').ok_or_else(|| refused(pattern))? + 1;
                // Two quotes are one.
                let text = if end == 1 { "'" } else { &rest[1..end] };
                out.push(Part::Text(text));
                end + 1
            }
            'a'..='z' | 'A'..='Z' => {
                let len = rest.find(|it| it != first).unwrap_or(rest.len());
                out.push(Part::Field(first, len));
                len
            }
            '[' | ']' | '{' | '}' | '#' => return Err(refused(pattern)),
            other => {
                out.push(Part::Text(&rest[..other.len_utf8()]));
                other.len_utf8()
            }
        };
        rest = &rest[len..];
    }
    Ok(out)
}

fn refused(pattern: &str) -> ApiError {
    errors::invalid(format!("{pattern} is no valid pattern of a timestamp."))
}

/// Refuses a pattern that cannot be evaluated.
pub fn check(pattern: &str) -> Result<(), ApiError> {
    format(pattern, &ZonedDateTime::default()).map(drop)
}

pub fn format(pattern: &str, at: &ZonedDateTime) -> Result<String, ApiError> {
    let mut out = String::new();
    for part in parts(pattern)? {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Field(letter, len) => {
                out.push_str(&field(letter, len, at).ok_or_else(|| refused(pattern))?);
            }
        }
    }
    Ok(out)
}

fn field(letter: char, len: usize, at: &ZonedDateTime) -> Option<String> {
    let number = |value: i64, most: usize| (len <= most).then(|| padded(value, len));
    let hour = i64::from(at.hour());
    match letter {
        'y' | 'u' => year(i64::from(at.year()), len),
        'Y' => year(week_date(at.date()).0, len),
        'M' | 'L' => named(&MONTHS, usize::try_from(at.month()).ok()? - 1, len, 1),
        'd' => number(i64::from(at.day()), 2),
        'D' => number(i64::from(at.day_of_year()), 3),
        'H' => number(hour, 2),
        'k' => number(if hour == 0 { 24 } else { hour }, 2),
        'K' => number(hour % 12, 2),
        'h' => number(if hour % 12 == 0 { 12 } else { hour % 12 }, 2),
        'm' => number(i64::from(at.minute()), 2),
        's' => number(i64::from(at.second()), 2),
        'S' => {
            let digits = format!("{:09}", at.subsec_nanosecond());
            digits.get(..len).map(str::to_owned)
        }
        'a' => (len == 1).then(|| if hour < 12 { "AM" } else { "PM" }.to_owned()),
        'E' => {
            let day = usize::try_from(at.weekday().to_monday_zero_offset()).ok()?;
            named(&DAYS, day, len.max(SHORT), 0)
        }
        'w' => number(week_date(at.date()).1, 2),
        'Q' | 'q' => number((i64::from(at.month()) + 2) / 3, 2),
        'z' | 'Z' | 'x' | 'X' | 'V' | 'O' => zone(letter, len, at),
        _ => None,
    }
}

fn padded(value: i64, len: usize) -> String {
    format!("{value:0len$}")
}

fn year(year: i64, len: usize) -> Option<String> {
    match len {
        2 => Some(padded(year.rem_euclid(100), 2)),
        1..=9 => Some(padded(year, len)),
        _ => None,
    }
}

/// A number up to two letters, then short, then whole.
fn named(names: &[&str], at: usize, len: usize, first: i64) -> Option<String> {
    let name = names.get(at)?;
    match len {
        1 | 2 => Some(padded(at as i64 + first, len)),
        3 => Some(name[..SHORT].to_owned()),
        4 => Some((*name).to_owned()),
        5 => Some(name[..1].to_owned()),
        _ => None,
    }
}

/// Year and number of a week as the United States count them: weeks begin on Sundays, and the one
/// with the first of January is the first.
fn week_date(date: Date) -> (i64, i64) {
    let from_sunday = i64::from(date.weekday().to_sunday_zero_offset());
    let day = i64::from(date.day_of_year());
    let days = i64::from(date.days_in_year());
    // The Saturday that ends the week.
    let saturday = day + 6 - from_sunday;
    if saturday > days {
        return (i64::from(date.year()) + 1, 1);
    }
    (i64::from(date.year()), (saturday + 6) / 7)
}

fn zone(letter: char, len: usize, at: &ZonedDateTime) -> Option<String> {
    let seconds = at.offset().seconds();
    let (hours, minutes) = (seconds.abs() / 3_600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '-' } else { '+' };
    Some(match (letter, len) {
        ('X', 1..=3) if seconds == 0 => "Z".to_owned(),
        ('X' | 'x', 1) if minutes == 0 => format!("{sign}{hours:02}"),
        ('X' | 'x', 1 | 2) | ('Z', 1..=3) => format!("{sign}{hours:02}{minutes:02}"),
        ('X' | 'x', 3) => format!("{sign}{hours:02}:{minutes:02}"),
        ('V', 2) => at.time_zone().iana_name()?.to_owned(),
        ('z', 1..=3) => at.strftime("%Z").to_string(),
        ('O', 1) if seconds == 0 => "GMT".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> ZonedDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn letters_mean_what_java_says() {
        let now = at("2018-08-03T07:05:09.123[UTC]");
        for (pattern, expected) in [
            ("yyyy/MM/dd/HH", "2018/08/03/07"),
            ("yy-M-d", "18-8-3"),
            ("'year='yyyy''", "year=2018'"),
            ("EEE, MMM EEEE MMMM", "Fri, Aug Friday August"),
            ("DDD hh a k", "215 07 AM 7"),
            ("mm:ss.SSS", "05:09.123"),
            ("XXX", "Z"),
            ("YYYY w", "2018 31"),
        ] {
            assert_eq!(format(pattern, &now).expect(pattern), expected);
        }
    }

    /// The trap of `YYYY`: the last days of a year are in a week of the next.
    #[test]
    fn years_of_weeks_are_others() {
        let eve = at("2019-12-31T12:00:00[UTC]");
        assert_eq!(format("YYYY yyyy", &eve).expect("a pattern"), "2020 2019");
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["yyyy'", "ii", "{yyyy}", "ddd"] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
    }
}
