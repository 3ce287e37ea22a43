//! When scheduled actions come due.

use crate::state::ScheduledRow;

/// 2030-01-01T00:00:00Z, a Tuesday.
const CREATED: i64 = 1_893_456_000;
const HOUR: i64 = 3_600;

fn action(schedule: &str) -> ScheduledRow {
    ScheduledRow {
        generation: 0,
        created: CREATED * 1_000_000,
        schedule: schedule.to_owned(),
        timezone: None,
        start: None,
        end: None,
        least: Some(1),
        most: None,
    }
}

#[test]
fn a_rate_begins_a_period_after_it_was_made_or_at_its_start() {
    let mut row = action("rate(1 hour)");
    assert_eq!(row.next_due(CREATED), Some(CREATED + HOUR));
    assert_eq!(row.next_due(CREATED + HOUR), Some(CREATED + 2 * HOUR));
    row.start = Some((CREATED + 1_800) * 1_000_000);
    assert_eq!(row.next_due(CREATED), Some(CREATED + 1_800));
    row.end = Some((CREATED + HOUR) * 1_000_000);
    assert_eq!(row.next_due(CREATED + 1_800), None);
}

#[test]
fn times_are_read_in_the_time_zone() {
    let mut row = action("cron(0 9 * * ? *)");
    assert_eq!(row.next_due(CREATED), Some(CREATED + 9 * HOUR));
    // Nine in the morning in Seoul is midnight.
    row.timezone = Some("Asia/Seoul".to_owned());
    assert_eq!(row.next_due(CREATED), Some(CREATED + 24 * HOUR));
    assert_eq!(action("at(2029-12-31T00:00:00)").next_due(CREATED), None);
}
