//! Events of many overlapping requests, read in all ways that there are: compared with a sorted
//! list.

use kernel::{Struct, Value};
use testkit::TestWorld;
use world::Chance;

use crate::SERVICE;

/// The cases' clock begins here.
const NOW: i64 = 1_893_456_000_000;
const STREAMS: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    at: i64,
    request: usize,
    stream: usize,
    message: String,
}

/// A world with events of random times, within few seconds and from far, and what they are.
fn filled(seed: u64, retained: bool) -> (TestWorld, Vec<Known>) {
    let world = TestWorld::seeded(&[&SERVICE], seed);
    let mut chance = Chance::from_seed(seed);
    let group = || Struct::new().with("logGroupName", "g");
    world.call("logs", "CreateLogGroup", group()).unwrap();
    for stream in 0..STREAMS {
        let input = group().with("logStreamName", format!("s{stream}"));
        world.call("logs", "CreateLogStream", input).unwrap();
    }
    let mut known = Vec::new();
    for request in 0..60 {
        let stream = chance.below(STREAMS as u64) as usize;
        let start = NOW - chance.below(if request % 3 == 0 { 40_000_000 } else { 6_000 }) as i64;
        let span = [1, 900, 3_000, 80_000][chance.below(4) as usize];
        let mut times: Vec<i64> =
            (0..=chance.below(40)).map(|_| start + chance.below(span) as i64).collect();
        times.sort_unstable();
        let mut events = Vec::new();
        for (index, at) in times.into_iter().enumerate() {
            let message = format!("{request:02} {index:02} {}", chance.below(2));
            let event = Struct::new().with("timestamp", at).with("message", message.as_str());
            events.push(Value::from(event));
            known.push(Known { at, request, stream, message });
        }
        let input = group().with("logStreamName", format!("s{stream}")).with("logEvents", events);
        world.call("logs", "PutLogEvents", input).unwrap();
    }
    if retained {
        let input = group().with("retentionInDays", 3_653_i64);
        world.call("logs", "PutRetentionPolicy", input).unwrap();
    }
    known.sort();
    (world, known)
}

fn messages(answer: &Struct) -> Vec<String> {
    let events = answer.list("events").unwrap().iter();
    events.map(|it| it.as_struct().unwrap().str("message").unwrap().to_owned()).collect()
}

/// All pages of an operation that gives a token while there is more.
fn pages(world: &TestWorld, input: &Struct) -> Vec<String> {
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let mut input = input.clone();
        if let Some(token) = token {
            input.set("nextToken", Value::String(token));
        }
        let answer = world.call("logs", "FilterLogEvents", input).unwrap();
        found.extend(messages(&answer));
        token = answer.str("nextToken").map(str::to_owned);
        if token.is_none() {
            return found;
        }
    }
}

#[test]
fn pages_of_all_streams_are_in_order_both_ways() {
    for seed in 0..6 {
        let (world, known) = filled(seed, seed % 2 == 0);
        let expected: Vec<String> = known.iter().map(|it| it.message.clone()).collect();
        let input = Struct::new().with("logGroupName", "g").with("limit", 7_i64);
        assert_eq!(pages(&world, &input), expected, "seed {seed}");
        let begin = known[known.len() / 4].at;
        let back = input.clone().with("startFromHead", false).with("startTime", begin);
        let expected: Vec<String> =
            known.iter().rev().filter(|it| it.at >= begin).map(|it| it.message.clone()).collect();
        assert_eq!(pages(&world, &back), expected, "seed {seed}");
        let end = known[known.len() / 2].at;
        let wanted: Vec<Value> = vec!["s1".into(), "s3".into()];
        let some = input
            .with("startTime", begin)
            .with("endTime", end)
            .with("filterPattern", "%1$%")
            .with("logStreamNames", wanted);
        let is_wanted = |it: &&Known| {
            (begin..=end).contains(&it.at)
                && matches!(it.stream, 1 | 3)
                && it.message.ends_with('1')
        };
        let expected: Vec<String> =
            known.iter().filter(is_wanted).map(|it| it.message.clone()).collect();
        assert_eq!(pages(&world, &some), expected, "seed {seed}");
    }
}

#[test]
fn tokens_of_a_stream_lead_to_each_event_once() {
    for seed in 10..16 {
        let (world, known) = filled(seed, false);
        for (is_forward, token) in [(true, "nextForwardToken"), (false, "nextBackwardToken")] {
            let mut input = Struct::new()
                .with("logGroupName", "g")
                .with("logStreamName", "s2")
                .with("startFromHead", is_forward)
                .with("limit", 4_i64);
            let mut found: Vec<Vec<String>> = Vec::new();
            loop {
                let answer = world.call("logs", "GetLogEvents", input.clone()).unwrap();
                let next = answer.str(token).unwrap().to_owned();
                let is_over = input.str("nextToken") == Some(next.as_str());
                found.push(messages(&answer));
                input.set("nextToken", next);
                if is_over {
                    break;
                }
            }
            if !is_forward {
                found.reverse();
            }
            let expected: Vec<String> =
                known.iter().filter(|it| it.stream == 2).map(|it| it.message.clone()).collect();
            assert_eq!(found.concat(), expected, "seed {seed}, forward {is_forward}");
        }
    }
}
