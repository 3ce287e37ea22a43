//! What a function's answer means for the lane of a shard whose records it had.
//!
//! A batch that fails is tried again and holds up what is behind it: until it succeeds, is too old,
//! or was tried often enough; then it is told of to the destination of failures. Splitting a batch
//! is no attempt, and neither is being throttled.
//!
//! Source: Developer Guide, "How Lambda processes records from Amazon Kinesis Data Streams",
//! "Configuring partial batch response", "Retain discarded batch records".

use std::time::Duration;

use event_sources::Position;
use kernel::{ApiError, Ctx, Timestamp};

use crate::answer::Answer;
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::{Settings, Source};
use crate::event_source_state::{FlightRow, LaneRow, Mapping, SHARDS, State};
use crate::poll;
use crate::poll_failure::{self, Condition, Lost};
use crate::poll_measures;
use crate::poll_queue::{Reported, failures};
use crate::poll_window as window;

pub fn answered(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    (shard, number): (&str, usize),
    batch: u64,
    answer: &Answer,
) -> Result<(), ApiError> {
    let key = (mapping.row.id, shard);
    let Some(mut row) = ctx.table(&SHARDS).get(&key)? else { return Ok(()) };
    let Some(lane) = row.lanes.get_mut(number) else { return Ok(()) };
    let Some(flight) = lane.flight.take_if(|flight| flight.number == batch) else {
        return Ok(());
    };
    let settings = Settings::of(&mapping.row.settings);
    let outcome = judge(lane, &flight, &settings, answer);
    measure(ctx, mapping, flight.sequences.len(), outcome, answer);
    if outcome == Outcome::GiveUp
        && !flight.is_final
        && let Source::Stream(stream) = Source::of(&mapping.row.source)?
        && let Ok(function) = Function::named(ctx, &mapping.row.function)
    {
        let lost = Lost {
            stream: &stream,
            shard,
            flight: &flight,
            condition: Condition::RetryAttempts,
            attempts: lane.failures + 1,
            error: Some(answer),
        };
        poll_failure::tell(ctx, mapping, &function, &settings, &lost);
    }
    let next = go_on(ctx, lane, &flight, answer, outcome);
    if mapping.row.state == State::Enabled {
        lane.generation = mapping.row.generation;
        poll::enqueue(ctx, mapping, Some((shard, number)), next);
    } else {
        // It is begun again when the mapping is.
        lane.generation = 0;
    }
    ctx.table_mut(&SHARDS).put(&key, &row);
    Ok(())
}

/// Of a batch of so many.
fn measure(ctx: &mut Ctx<'_>, mapping: &Mapping, count: usize, outcome: Outcome, answer: &Answer) {
    let failed = match outcome {
        Outcome::Done => 0,
        Outcome::From(first) => count - first,
        Outcome::Halve | Outcome::Count | Outcome::Again | Outcome::GiveUp => count,
    };
    let has_run = !matches!(answer, Answer::Refused(_));
    poll_measures::tell(ctx, mapping, &poll_measures::INVOKED, if has_run { count } else { 0 });
    poll_measures::tell(ctx, mapping, &poll_measures::FAILED, failed);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// From this one of its records on, it is to be tried again.
    From(usize),
    /// Tries it again, in half as many records.
    Halve,
    /// Tries it again, and counts.
    Count,
    /// Tries it again: it is no fault of the function's.
    Again,
    GiveUp,
}

fn judge(lane: &LaneRow, flight: &FlightRow, settings: &Settings, answer: &Answer) -> Outcome {
    if answer.is_to_come_again() {
        return Outcome::Again;
    }
    if let Answer::Payload(payload) = answer {
        if !settings.is_reporting || flight.is_final {
            return Outcome::Done;
        }
        match failures(payload) {
            Reported::None => return Outcome::Done,
            Reported::All => {}
            Reported::Some(failed) => {
                let first = flight.sequences.iter().position(|it| failed.contains(it));
                // A checkpoint that moves is progress: only one at the head is a failed attempt.
                if let Some(first) = first.filter(|first| *first > 0) {
                    return Outcome::From(first);
                }
            }
        }
    }
    if settings.is_bisecting && flight.sequences.len() > 1 {
        return Outcome::Halve;
    }
    match settings.retries {
        Some(most) if u64::from(lane.failures) >= most => Outcome::GiveUp,
        _ => Outcome::Count,
    }
}

/// Moves the lane on; answers when it is to read again.
fn go_on(
    ctx: &Ctx<'_>,
    lane: &mut LaneRow,
    flight: &FlightRow,
    answer: &Answer,
    outcome: Outcome,
) -> Timestamp {
    let soon = ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS);
    let count = flight.sequences.len();
    match outcome {
        Outcome::Done | Outcome::GiveUp => {
            if let Some(end) = &flight.end {
                lane.position = Position::After(end.clone());
            }
            (lane.failures, lane.part) = (0, 0);
            match answer {
                Answer::Payload(payload) => window::answered(lane, flight.is_final, payload),
                // What it had added to the window is lost.
                _ if flight.is_final => lane.window = None,
                _ => {}
            }
            soon
        }
        Outcome::From(first) => {
            lane.position = Position::After(flight.sequences[first - 1].clone());
            lane.part = (count - first) as u32;
            lane.failures = 1;
            ctx.now() + poll::retry_delay(1)
        }
        Outcome::Halve => {
            lane.part = count.div_ceil(2) as u32;
            soon
        }
        Outcome::Count => {
            lane.part = count as u32;
            lane.failures += 1;
            ctx.now() + poll::retry_delay(lane.failures)
        }
        Outcome::Again => {
            lane.part = count as u32;
            ctx.now() + poll::retry_delay(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Refusal;
    use kernel::Struct;

    fn flight() -> FlightRow {
        FlightRow {
            number: 1,
            sequences: ["1", "2", "3"].map(str::to_owned).into(),
            arrived: (0, 0),
            end: None,
            payload: None,
            is_final: false,
        }
    }

    fn outcome(failures: u32, settings: &Struct, answer: &Answer) -> Outcome {
        let mut lane = LaneRow::at(Position::Horizon);
        lane.failures = failures;
        judge(&lane, &flight(), &Settings::of(settings), answer)
    }

    #[test]
    fn splitting_and_throttling_are_no_attempts() {
        let error = Answer::Error("Unhandled".to_owned());
        let plain = Struct::new();
        assert_eq!(outcome(1_000, &plain, &error), Outcome::Count);
        let few = Struct::new().with("MaximumRetryAttempts", 2);
        assert_eq!(outcome(1, &few, &error), Outcome::Count);
        assert_eq!(outcome(2, &few, &error), Outcome::GiveUp);
        let halving = few.clone().with("BisectBatchOnFunctionError", true);
        assert_eq!(outcome(2, &halving, &error), Outcome::Halve);
        let throttled = Answer::Refused(Refusal {
            code: "TooManyRequestsException".to_owned(),
            message: String::new(),
        });
        assert_eq!(outcome(2, &halving, &throttled), Outcome::Again);
    }

    #[test]
    fn a_checkpoint_is_the_first_record_that_failed() {
        let reporting =
            Struct::new().with("FunctionResponseTypes", vec!["ReportBatchItemFailures"]);
        let answer = |text: &str| Answer::Payload(text.as_bytes().to_vec());
        let items = r#"{"batchItemFailures":
            [{"itemIdentifier": "3"}, {"itemIdentifier": "2"}]}"#;
        assert_eq!(outcome(0, &reporting, &answer(items)), Outcome::From(1));
        // At the head there is no progress.
        let head = r#"{"batchItemFailures": [{"itemIdentifier": "1"}]}"#;
        assert_eq!(outcome(0, &reporting, &answer(head)), Outcome::Count);
        assert_eq!(outcome(0, &reporting, &answer("{}")), Outcome::Done);
        // It says so, but the mapping has not asked.
        assert_eq!(outcome(0, &Struct::new(), &answer(items)), Outcome::Done);
    }
}
