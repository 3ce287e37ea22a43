//! `TO_STRING`: letters of a pattern stand for parts of a timestamp.
//!
//! Source: S3 User Guide, "Date functions", TO_STRING.

use std::fmt::Write as _;

use super::{Moment, write_offset};
use crate::fault::Fault;

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

pub fn format(moment: &Moment, pattern: &str) -> Result<String, Fault> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = quoted(&rest[1..], &mut out)?;
            continue;
        }
        let len = rest.len() - rest.trim_start_matches(first).len();
        let (letters, after) = rest.split_at(len);
        if first.is_ascii_alphabetic() {
            letter(moment, letters, &mut out)?;
        } else {
            out.push_str(letters);
        }
        rest = after;
    }
    Ok(out)
}

/// What stands between single quotes is itself; a doubled quote is one.
fn quoted<'p>(rest: &'p str, out: &mut String) -> Result<&'p str, Fault> {
    if let Some(after) = rest.strip_prefix('\'') {
        out.push('\'');
        return Ok(after);
    }
    let Some((text, after)) = rest.split_once('\'') else {
        return Err(invalid(
            "EvaluatorUnterminatedTimestampFormatPatternToken",
            "a quoted text does not end",
        ));
    };
    out.push_str(text);
    Ok(after)
}

fn letter(moment: &Moment, letters: &str, out: &mut String) -> Result<(), Fault> {
    let time = moment.local;
    let month = MONTHS[(time.month() - 1) as usize];
    let hour = if time.hour() % 12 == 0 { 12 } else { time.hour() % 12 };
    let written = match letters {
        "yy" => write!(out, "{:02}", time.year() % 100),
        "y" => write!(out, "{}", time.year()),
        "yyyy" => write!(out, "{:04}", time.year()),
        "M" => write!(out, "{}", time.month()),
        "MM" => write!(out, "{:02}", time.month()),
        "MMM" => write!(out, "{}", &month[..3]),
        "MMMM" => write!(out, "{month}"),
        "MMMMM" => write!(out, "{}", &month[..1]),
        "d" => write!(out, "{}", time.day()),
        "dd" => write!(out, "{:02}", time.day()),
        "a" => write!(out, "{}", if time.hour() < 12 { "AM" } else { "PM" }),
        "h" => write!(out, "{hour}"),
        "hh" => write!(out, "{hour:02}"),
        "H" => write!(out, "{}", time.hour()),
        "HH" => write!(out, "{:02}", time.hour()),
        "m" => write!(out, "{}", time.minute()),
        "mm" => write!(out, "{:02}", time.minute()),
        "s" => write!(out, "{}", time.second()),
        "ss" => write!(out, "{:02}", time.second()),
        "n" => write!(out, "{}", time.subsec_nanosecond()),
        _ if letters.starts_with('S') && letters.len() <= 9 => {
            let nanos = format!("{:09}", time.subsec_nanosecond());
            write!(out, "{}", &nanos[..letters.len()])
        }
        _ if letters.starts_with(['X', 'x']) && letters.len() <= 5 => {
            return zone(moment, letters, out);
        }
        _ => {
            return Err(invalid(
                "EvaluatorInvalidTimestampFormatPattern",
                &format!("{letters} stands for nothing"),
            ));
        }
    };
    written.map_err(|_| Fault::internal("a text takes all that is written"))
}

/// Offsets; with a capital letter, none is `Z`.
fn zone(moment: &Moment, letters: &str, out: &mut String) -> Result<(), Fault> {
    let minutes = moment.offset.unwrap_or(0);
    if minutes == 0 && letters.starts_with('X') {
        out.push('Z');
        return Ok(());
    }
    let mut whole = String::new();
    let between = if letters.len() == 3 || letters.len() == 5 { ":" } else { "" };
    let written = write_offset(&mut whole, minutes, between);
    // One letter leaves out minutes that are none.
    let is_short = letters.len() == 1 && minutes % 60 == 0;
    out.push_str(if is_short { &whole[..3] } else { &whole });
    written.map_err(|_| Fault::internal("a text takes all that is written"))
}

fn invalid(code: &'static str, reason: &str) -> Fault {
    Fault::new(code, format!("Time stamp format pattern is not valid: {reason}."))
}
