//! What cases cannot say: a world that was stopped for a while, and the figures of the back-off.

use std::time::Duration;

use kernel::{Struct, Value};
use testkit::{START, TestWorld};

use crate::SERVICE;
use crate::invoke::backoff;
use crate::limits;

/// A schedule whose every run leaves a group of its own.
fn make_groups(expression: &str, input: &str) -> Struct {
    let target = Struct::new()
        .with("Arn", "arn:aws:scheduler:::aws-sdk:scheduler:createScheduleGroup")
        .with("RoleArn", "arn:aws:iam::111111111111:role/scheduler")
        .with("Input", input);
    Struct::new()
        .with("Name", "s")
        .with("ScheduleExpression", expression)
        .with("FlexibleTimeWindow", Struct::new().with("Mode", "OFF"))
        .with("Target", target)
}

fn groups(world: &TestWorld) -> usize {
    let listed = world.call("scheduler", "ListScheduleGroups", Struct::new()).unwrap();
    listed.list("ScheduleGroups").map_or(0, <[Value]>::len) - 1
}

#[test]
fn what_came_due_while_the_world_was_stopped_is_not_caught_up_on() {
    let world = TestWorld::new(&[&SERVICE]);
    let input = make_groups("rate(10 minutes)", r#"{"Name": "g-<aws.scheduler.execution-id>"}"#);
    world.call("scheduler", "CreateSchedule", input).unwrap();
    world.advance(Duration::from_secs(1));
    assert_eq!(groups(&world), 1);
    // The clock jumps as it does over a stop of the process: nothing runs on the way.
    world.world.clock.freeze_at(START + Duration::from_mins(24 * 60 + 1));
    world.advance(Duration::from_secs(1));
    assert_eq!(groups(&world), 2, "one late run");
    world.advance(Duration::from_mins(10));
    assert_eq!(groups(&world), 3, "and on at the old beat");
    // An advance runs every time on the way.
    world.advance(Duration::from_mins(100));
    assert_eq!(groups(&world), 13);
}

#[test]
fn a_schedule_that_makes_schedules_does_not_hold_the_clock() {
    let world = TestWorld::new(&[&SERVICE]);
    let again = r#"{"Name": "s-<aws.scheduler.execution-id>",
        "ScheduleExpression": "at(2030-01-01T00:00:00)", "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:scheduler:createScheduleGroup",
                   "RoleArn": "arn:aws:iam::111111111111:role/scheduler",
                   "Input": "{\"Name\": \"made\"}"}}"#;
    let mut input = make_groups("at(2030-01-01T00:00:00)", again);
    let mut target = input.structure("Target").unwrap().clone();
    target.set("Arn", "arn:aws:scheduler:::aws-sdk:scheduler:createSchedule");
    input.set("Target", target);
    world.call("scheduler", "CreateSchedule", input).unwrap();
    world.advance(Duration::ZERO);
    assert_eq!(groups(&world), 0, "the second schedule is due in a second");
    world.advance(Duration::from_secs(1));
    assert_eq!(groups(&world), 1);
}

#[test]
fn all_attempts_together_take_nearly_a_day() {
    let pauses = (1..=limits::RETRY_ATTEMPTS_MAX).map(backoff);
    let total: Duration = pauses.sum();
    let day = Duration::from_secs(limits::EVENT_AGE_SECONDS_MAX as u64);
    assert!(total < day && total > day * 9 / 10, "{total:?}");
    assert_eq!(backoff(1), Duration::from_secs(1));
    assert_eq!(backoff(i64::MAX), Duration::from_mins(8));
}
