//! The recorder in a world in memory: when events are written, and what costs nothing.

use kernel::{Struct, Value};
use testkit::TestWorld;

use crate::{Recorder, SERVICE};

const SERVICE_NAME: &str = "cloudtrail";

fn world() -> TestWorld {
    TestWorld::observed(&[&SERVICE], 1, vec![Box::new(Recorder::default())])
}

/// The names of the events that the history shows, the latest first.
fn history(world: &TestWorld) -> Vec<String> {
    let answer = world.call(SERVICE_NAME, "LookupEvents", Struct::new()).expect("it answers");
    let events = answer.list("Events").expect("a member of the answer").iter();
    let names = events.filter_map(Value::as_struct).filter_map(|event| event.str("EventName"));
    names.map(str::to_owned).collect()
}

#[test]
fn reads_and_refusals_wait_in_memory_until_they_are_written() {
    let world = world();
    world.call(SERVICE_NAME, "ListTrails", Struct::new()).expect("it answers");
    world.refuse(SERVICE_NAME, "GetTrail", Struct::new().with("Name", "lost"));
    assert!(world.world.has_records());
    world.world.flush_observers();
    assert!(!world.world.has_records());
    assert_eq!(history(&world), ["GetTrail", "ListTrails"]);
}

#[test]
fn lookups_show_what_still_waits() {
    let world = world();
    world.call(SERVICE_NAME, "ListTrails", Struct::new()).expect("it answers");
    assert_eq!(history(&world), ["ListTrails"]);
    assert_eq!(history(&world), ["LookupEvents", "ListTrails"]);
}

#[test]
fn writing_records_changes_no_later_draw() {
    let [early, late] = [true, false].map(|is_early| {
        let world = world();
        world.call(SERVICE_NAME, "ListTrails", Struct::new()).expect("it answers");
        if is_early {
            world.world.flush_observers();
        }
        history(&world);
        let answer = world.call(SERVICE_NAME, "LookupEvents", Struct::new()).expect("it answers");
        let events = answer.list("Events").expect("a member of the answer");
        let ids = events.iter().filter_map(Value::as_struct).filter_map(|it| it.str("EventId"));
        ids.map(str::to_owned).collect::<Vec<_>>()
    });
    assert_eq!(early, late);
}

#[test]
fn an_event_has_its_place_whenever_it_is_written() {
    let orders = [true, false].map(|is_early| {
        let world = world();
        world.call(SERVICE_NAME, "ListTrails", Struct::new()).expect("it answers");
        if is_early {
            world.world.flush_observers();
        }
        history(&world);
        world.refuse(SERVICE_NAME, "GetTrail", Struct::new().with("Name", "lost"));
        if is_early {
            world.world.flush_observers();
        }
        history(&world);
        history(&world)
    });
    let names = ["LookupEvents", "GetTrail", "LookupEvents", "ListTrails"];
    assert_eq!(orders[0], names);
    assert_eq!(orders[1], names);
}

#[test]
fn a_step_is_no_event() {
    let world = world();
    let input = Struct::new().with("Name", "lost").with("Run", 1);
    world.call(SERVICE_NAME, crate::delivery::DELIVER, input).expect("nothing is there");
    assert_eq!(history(&world), Vec::<String>::new());
}
