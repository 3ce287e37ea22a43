//! Tables: expression, zone, from when, and when it comes due then.
//!
//! The expressions are those of the EventBridge User Guide ("Cron expressions reference") and of
//! the EventBridge Scheduler User Guide ("Schedule types"); the days were read off a calendar.

use jiff::Timestamp;

use crate::{Kind, ParseError, Schedule, zone};

fn seconds(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

/// The first occurrences after `from`, as texts in UTC.
fn due(expression: &str, zone_name: &str, from: &str, count: usize) -> Vec<String> {
    let schedule = Schedule::parse(expression).unwrap();
    let zone = zone(zone_name).unwrap();
    let anchor = seconds(from);
    let mut at = anchor;
    let mut found = Vec::new();
    while found.len() < count {
        let Some(next) = schedule.next_after(at, &zone, anchor) else { break };
        assert!(next > at, "{expression}: {next} is not after {at}");
        found.push(Timestamp::from_second(next).unwrap().to_string());
        at = next;
    }
    found
}

fn check(expression: &str, zone_name: &str, from: &str, expected: &[&str]) {
    let found = due(expression, zone_name, from, expected.len());
    assert_eq!(found, expected, "{expression} in {zone_name} from {from}");
}

#[test]
fn the_examples_of_the_guides() {
    // 2030-01-01 is a Tuesday.
    let from = "2030-01-01T11:58:30Z";
    for (expression, expected) in [
        ("cron(0 10 * * ? *)", ["2030-01-02T10:00:00Z", "2030-01-03T10:00:00Z"]),
        ("cron(15 12 * * ? *)", ["2030-01-01T12:15:00Z", "2030-01-02T12:15:00Z"]),
        ("cron(0 18 ? * MON-FRI *)", ["2030-01-01T18:00:00Z", "2030-01-02T18:00:00Z"]),
        ("cron(0 8 1 * ? *)", ["2030-02-01T08:00:00Z", "2030-03-01T08:00:00Z"]),
        ("cron(0/15 * * * ? *)", ["2030-01-01T12:00:00Z", "2030-01-01T12:15:00Z"]),
        ("cron(0/10 * ? * MON-FRI *)", ["2030-01-01T12:00:00Z", "2030-01-01T12:10:00Z"]),
        ("cron(0/5 8-17 ? * MON-FRI *)", ["2030-01-01T12:00:00Z", "2030-01-01T12:05:00Z"]),
        ("cron(0/30 20-2 ? * MON-FRI *)", ["2030-01-01T20:00:00Z", "2030-01-01T20:30:00Z"]),
        ("cron(15 10 ? * 6L 2030-2031)", ["2030-01-25T10:15:00Z", "2030-02-22T10:15:00Z"]),
        ("cron(1/10 * * * ? *)", ["2030-01-01T12:01:00Z", "2030-01-01T12:11:00Z"]),
        ("cron(0 0 ? * 3#2 *)", ["2030-01-08T00:00:00Z", "2030-02-12T00:00:00Z"]),
        ("cron(0 0 3W * ? *)", ["2030-01-03T00:00:00Z", "2030-02-04T00:00:00Z"]),
        ("cron(0 0 L * ? *)", ["2030-01-31T00:00:00Z", "2030-02-28T00:00:00Z"]),
        ("rate(5 minutes)", ["2030-01-01T12:03:30Z", "2030-01-01T12:08:30Z"]),
        ("rate(1 hour)", ["2030-01-01T12:58:30Z", "2030-01-01T13:58:30Z"]),
        ("rate(7 days)", ["2030-01-08T11:58:30Z", "2030-01-15T11:58:30Z"]),
    ] {
        check(expression, "UTC", from, &expected);
    }
}

#[test]
fn days_of_all_kinds() {
    // September 2029: the 1st is a Saturday, the 30th a Sunday.
    let from = "2029-08-31T12:00:00Z";
    for (days, expected) in [
        ("1W * ?", "2029-09-03"),
        ("8W * ?", "2029-09-07"),
        ("9W * ?", "2029-09-10"),
        ("30W * ?", "2029-09-28"),
        ("31W * ?", "2029-10-31"),
        ("LW * ?", "2029-09-28"),
        ("L * ?", "2029-09-30"),
        ("1,15 * ?", "2029-09-01"),
        ("10-12 * ?", "2029-09-10"),
        ("2/7 * ?", "2029-09-02"),
        ("29 2 ?", "2032-02-29"),
        ("? * SUN", "2029-09-02"),
        ("? * 1", "2029-09-02"),
        ("? * L", "2029-09-01"),
        ("? * SATL", "2029-09-29"),
        ("? * 7#5", "2029-09-29"),
        ("? * MON#5", "2029-10-29"),
        ("? * mon-wed", "2029-09-03"),
        ("? FEB,dec *", "2029-12-01"),
        ("? 6/3 *", "2029-09-01"),
    ] {
        let expression = format!("cron(0 0 {days} *)");
        let expected = format!("{expected}T00:00:00Z");
        check(&expression, "UTC", from, &[&expected]);
    }
}

#[test]
fn ranges_go_over_the_end() {
    // 2030-01-04 is a Friday.
    check(
        "cron(0 1 ? * FRI-MON *)",
        "UTC",
        "2030-01-03T00:00:00Z",
        &[
            "2030-01-04T01:00:00Z",
            "2030-01-05T01:00:00Z",
            "2030-01-06T01:00:00Z",
            "2030-01-07T01:00:00Z",
            "2030-01-11T01:00:00Z",
        ],
    );
    check(
        "cron(50-10/10 22-2/4 1 NOV-FEB/3 ? *)",
        "UTC",
        "2030-01-01T00:00:00Z",
        &[
            "2030-02-01T02:00:00Z",
            "2030-02-01T02:10:00Z",
            "2030-02-01T02:50:00Z",
            "2030-02-01T22:00:00Z",
        ],
    );
}

#[test]
fn what_the_clocks_skip_is_skipped_and_what_they_repeat_runs_once() {
    // New York goes to summer time on 2030-03-10 at 02:00 EST and back on 2030-11-03 at 02:00 EDT.
    let new_york = "America/New_York";
    check(
        "cron(30 2 * * ? *)",
        new_york,
        "2030-03-09T00:00:00Z",
        &["2030-03-09T07:30:00Z", "2030-03-11T06:30:00Z"],
    );
    check(
        "cron(30 1 * * ? *)",
        new_york,
        "2030-11-02T12:00:00Z",
        &["2030-11-03T05:30:00Z", "2030-11-04T06:30:00Z"],
    );
    // Every local time once: nothing happens while the hour is shown again.
    check(
        "cron(0/30 * * * ? *)",
        new_york,
        "2030-11-03T04:45:00Z",
        &["2030-11-03T05:00:00Z", "2030-11-03T05:30:00Z", "2030-11-03T07:00:00Z"],
    );
    check(
        "cron(0/30 * * * ? *)",
        new_york,
        "2030-03-10T06:15:00Z",
        &["2030-03-10T06:30:00Z", "2030-03-10T07:00:00Z"],
    );
    // From within the hour that is shown again.
    check("cron(45 1 * * ? *)", new_york, "2030-11-03T06:10:00Z", &["2030-11-04T06:45:00Z"]);
    // Days of a rate have 24 hours whatever the clocks do.
    check("rate(1 days)", new_york, "2030-03-09T12:00:00Z", &["2030-03-10T12:00:00Z"]);
    // Half an hour, on Lord Howe Island; a zone east of Greenwich.
    check(
        "cron(0 9 * * ? *)",
        "Australia/Lord_Howe",
        "2030-01-01T00:00:00Z",
        &["2030-01-01T22:00:00Z"],
    );
    check("cron(0 9 ? * MON *)", "Asia/Tokyo", "2030-01-01T00:00:00Z", &["2030-01-07T00:00:00Z"]);
}

#[test]
fn one_time_schedules() {
    check("at(2030-06-01T12:30:45)", "UTC", "2030-01-01T00:00:00Z", &["2030-06-01T12:30:45Z"]);
    check(
        "at(2030-06-01T12:30:45)",
        "Europe/Berlin",
        "2030-01-01T00:00:00Z",
        &["2030-06-01T10:30:45Z"],
    );
    check(
        "at(2030-03-10T02:30:00)",
        "America/New_York",
        "2030-01-01T00:00:00Z",
        &["2030-03-10T07:30:00Z"],
    );
    check(
        "at(2030-11-03T01:30:00)",
        "America/New_York",
        "2030-01-01T00:00:00Z",
        &["2030-11-03T05:30:00Z"],
    );
    assert_eq!(due("at(2030-06-01T12:30:45)", "UTC", "2030-06-01T12:30:45Z", 1).len(), 0);
}

#[test]
fn a_rate_counts_from_its_anchor() {
    let schedule = Schedule::parse("rate(10 minutes)").unwrap();
    let utc = zone("UTC").unwrap();
    for (after, expected) in [(0, 1_000), (999, 1_000), (1_000, 1_600), (1_599, 1_600)] {
        assert_eq!(schedule.next_after(after, &utc, 1_000), Some(expected), "after {after}");
    }
    assert_eq!(schedule.next_after(i64::MAX, &utc, 0), None);
    assert_eq!(schedule.next_after(i64::MAX, &utc, i64::MIN), None);
}

#[test]
fn there_is_an_end() {
    for expression in
        ["cron(0 0 30 2 ? *)", "cron(0 0 1 1 ? 1970-2029)", "cron(* * 31 2,4,6,9,11 ? *)"]
    {
        assert_eq!(due(expression, "UTC", "2030-01-01T00:00:00Z", 1).len(), 0, "{expression}");
    }
    // All of whose times the clocks skip.
    let skipped = "cron(* 2 ? 3 1#2 *)";
    assert_eq!(due(skipped, "America/New_York", "2030-01-01T00:00:00Z", 1).len(), 0);
    check("cron(59 23 31 12 ? 2199)", "UTC", "2030-01-01T00:00:00Z", &["2199-12-31T23:59:00Z"]);
    assert_eq!(due("cron(* * * * ? *)", "UTC", "2199-12-31T23:59:00Z", 1).len(), 0);
    let schedule = Schedule::parse("cron(* * * * ? *)").unwrap();
    let utc = zone("UTC").unwrap();
    assert_eq!(schedule.next_after(i64::MAX, &utc, 0), None);
    assert_eq!(schedule.next_after(-1_000_000, &utc, 0), Some(0));
}

#[test]
fn what_is_no_schedule() {
    for (text, error) in [
        ("", ParseError::Form),
        ("every(5 minutes)", ParseError::Form),
        ("rate(5 minutes", ParseError::Form),
        ("rate(5 minutes) ", ParseError::Form),
        ("RATE(5 minutes)", ParseError::Form),
        ("rate(0 minutes)", ParseError::Rate),
        ("rate(-1 minutes)", ParseError::Rate),
        ("rate(+1 minutes)", ParseError::Rate),
        ("rate(1.5 hours)", ParseError::Rate),
        ("rate(5)", ParseError::Rate),
        ("rate(5 seconds)", ParseError::Rate),
        ("rate(5 minutes 3)", ParseError::Rate),
        ("rate(99999999999 days)", ParseError::Rate),
        ("cron(0 10 * * ?)", ParseError::FieldCount),
        ("cron(0 10 * * ? * *)", ParseError::FieldCount),
        ("cron(0 10 * * * *)", ParseError::BothDays),
        ("cron(0 10 ? * ? *)", ParseError::BothDays),
        ("cron(0 10 1 * MON *)", ParseError::BothDays),
        ("cron(60 10 * * ? *)", ParseError::Field("minutes")),
        ("cron(0/0 10 * * ? *)", ParseError::Field("minutes")),
        ("cron(, 10 * * ? *)", ParseError::Field("minutes")),
        ("cron(+5 10 * * ? *)", ParseError::Field("minutes")),
        ("cron(? 10 * * ? *)", ParseError::Field("minutes")),
        ("cron(0 24 * * ? *)", ParseError::Field("hours")),
        ("cron(0 0 0 * ? *)", ParseError::Field("day-of-month")),
        ("cron(0 0 32W * ? *)", ParseError::Field("day-of-month")),
        ("cron(0 0 1W,2W * ? *)", ParseError::Field("day-of-month")),
        ("cron(0 0 1 13 ? *)", ParseError::Field("month")),
        ("cron(0 0 1 JANUARY ? *)", ParseError::Field("month")),
        ("cron(0 0 ? * 0 *)", ParseError::Field("day-of-week")),
        ("cron(0 0 ? * 8 *)", ParseError::Field("day-of-week")),
        ("cron(0 0 ? * 3#6 *)", ParseError::Field("day-of-week")),
        ("cron(0 0 ? * 3#1,6#3 *)", ParseError::Field("day-of-week")),
        ("cron(0 0 ? * 3W *)", ParseError::Field("day-of-week")),
        ("cron(0 0 1 1 ? 1969)", ParseError::Field("year")),
        ("cron(0 0 1 1 ? 2200)", ParseError::Field("year")),
        ("cron(0 0 1 1 ? 2031-2030)", ParseError::Field("year")),
        ("at(2030-06-01)", ParseError::At),
        ("at(2030-06-01 12:30:45)", ParseError::At),
        ("at(2030-06-01T12:30:45Z)", ParseError::At),
        ("at(2030-02-30T12:30:45)", ParseError::At),
        ("at(2030-06-01T24:00:00)", ParseError::At),
        ("at(\u{e9}030-06-01T12:00:0)", ParseError::At),
    ] {
        assert_eq!(Schedule::parse(text), Err(error), "{text:?}");
    }
}

#[test]
fn rules_mind_the_unit_and_have_no_one_time_schedules() {
    for text in ["rate(1 minute)", "rate(2 minutes)", "rate(1 day)", "cron(0 0 1 1 ? *)"] {
        assert!(Schedule::parse_for_rule(text).is_ok(), "{text}");
    }
    for text in ["rate(1 minutes)", "rate(5 minute)", "rate(2 day)"] {
        assert_eq!(Schedule::parse_for_rule(text), Err(ParseError::Rate), "{text}");
        assert_eq!(Schedule::parse(text).unwrap().kind(), Kind::Rate, "{text}");
    }
    let at = "at(2030-06-01T12:30:45)";
    assert_eq!(Schedule::parse_for_rule(at), Err(ParseError::Form));
    assert_eq!(Schedule::parse(at).unwrap().kind(), Kind::At);
    assert_eq!(Schedule::parse("cron(0 0 1 1 ? *)").unwrap().kind(), Kind::Cron);
}

#[test]
fn zones_come_with_the_program() {
    for name in ["UTC", "Etc/UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"] {
        assert!(zone(name).is_some(), "{name}");
    }
    for name in ["", "europe/berlin", "Mars/Olympus_Mons", "UTC+1", "EST5EDT4,M3.2.0"] {
        assert!(zone(name).is_none(), "{name}");
    }
}
