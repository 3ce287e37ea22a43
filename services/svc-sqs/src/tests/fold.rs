//! The index is a fold over the rows: what it holds after any history is what loading finds, and
//! a change that is taken back leaves no trace.

use std::sync::Arc;

use kernel::resident::Index as _;
use kernel::{Region, Struct};
use world::Chance;

use super::{Sqs, handle, on};
use crate::index::{Change, Entry, Place, QueueIndex};
use crate::load;
use crate::state::QUEUES;

/// After everything that these tests do.
const LATE: i64 = 4_000_000_000_000_000;

/// All that can be seen of an index.
fn picture(index: &QueueIndex, sequences: &[u64]) -> String {
    let found: Vec<_> = sequences.iter().map(|sequence| index.find(*sequence)).collect();
    let sealed: Vec<_> = (0..3).map(|key| index.sealed_by(key)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {found:?} {sealed:?}",
        index.counts(i64::MIN),
        index.next_ready(100),
        index.next_visible(0),
        index.expired(LATE, 1_000),
    )
}

#[test]
fn changes_are_taken_back_without_a_trace() {
    for seed in 0..40 {
        let mut chance = Chance::derive(seed, 0, 0);
        let mut index = QueueIndex::new(seed % 2 == 0);
        let mut sequences = Vec::new();
        let mut history = Vec::new();
        for step in 0..300_u64 {
            let change = random_change(&mut chance, &index, &mut sequences, step);
            let before = picture(&index, &sequences);
            index.apply(&change);
            // Some are taken back at once, some stay.
            if chance.below(3) == 0 {
                index.revert(&change);
                assert_eq!(picture(&index, &sequences), before, "seed {seed}, step {step}");
            } else {
                history.push(change);
            }
        }
        for change in history.iter().rev() {
            index.revert(change);
        }
        let empty = QueueIndex::new(seed % 2 == 0);
        assert_eq!(picture(&index, &sequences), picture(&empty, &sequences), "seed {seed}");
    }
}

fn random_change(
    chance: &mut Chance,
    index: &QueueIndex,
    sequences: &mut Vec<u64>,
    step: u64,
) -> Change {
    let place = |chance: &mut Chance| match chance.below(4) {
        0 => Place::InFlight(chance.below(1_000) as i64 + 1),
        1 => Place::Delayed(chance.below(1_000) as i64 + 1),
        2 => Place::Postponed,
        _ => Place::Ready,
    };
    let known = sequences.get(chance.below(sequences.len() as u64 + 1) as usize).copied();
    if let Some((entry, from)) = known.and_then(|sequence| index.find(sequence)) {
        let to = if chance.below(3) == 0 { None } else { Some(place(chance)) };
        return Change::Move { entry, from: Some(from), to };
    }
    let sequence = (100_000 << 22) + step;
    sequences.push(sequence);
    let groups: [Option<Arc<str>>; 3] = [None, Some("a".into()), Some("b".into())];
    let group = groups[chance.below(3) as usize].clone();
    let sent = if chance.below(4) == 0 { 5_000 } else { 100_000_000 };
    let data_key = (chance.below(2) == 0).then(|| chance.below(3));
    let entry = Entry { sequence, sent, group, data_key };
    Change::Move { entry, from: None, to: Some(place(chance)) }
}

#[test]
fn loading_finds_what_history_has_left() {
    for seed in 0..6 {
        let sqs = Sqs::seeded(seed);
        let mut chance = Chance::derive(seed, 1, 0);
        let is_fifo = seed % 2 == 0;
        let name = if is_fifo { "q.fifo" } else { "q" };
        let url = if is_fifo { sqs.fifo(name) } else { sqs.queue(name, &[]) };
        let mut handles: Vec<String> = Vec::new();
        for step in 0..250 {
            random_call(&sqs, &mut chance, &url, is_fifo, step, &mut handles);
        }
        compare(&sqs, name, seed);
    }
}

fn random_call(
    sqs: &Sqs,
    chance: &mut Chance,
    url: &str,
    is_fifo: bool,
    step: u64,
    handles: &mut Vec<String>,
) {
    let body = step.to_string();
    match chance.below(8) {
        0..=2 => {
            let group = format!("g{}", chance.below(4));
            let mut input = on(url).with("MessageBody", body.as_str());
            if is_fifo {
                input.set("MessageGroupId", group);
                input.set("MessageDeduplicationId", body);
            } else {
                input.set("DelaySeconds", chance.below(3) as i64);
                if chance.below(2) == 0 {
                    input.set("MessageGroupId", group);
                }
            }
            sqs.call("SendMessage", input);
        }
        3 | 4 => {
            let timeout = chance.below(6) as i64;
            let input = on(url).with("MaxNumberOfMessages", 3).with("VisibilityTimeout", timeout);
            handles.extend(sqs.receive_with(input).iter().map(handle));
        }
        5 => sqs.advance(1),
        _ if handles.is_empty() => {}
        which => {
            let at = chance.below(handles.len() as u64) as usize;
            let input = on(url).with("ReceiptHandle", handles.swap_remove(at));
            // Refusals are part of the history.
            let _ = if which == 6 {
                sqs.0.call("sqs", "DeleteMessage", input)
            } else {
                let input: Struct = input.with("VisibilityTimeout", chance.below(4) as i64);
                sqs.0.call("sqs", "ChangeMessageVisibility", input)
            };
        }
    }
}

fn compare(sqs: &Sqs, name: &str, seed: u64) {
    let scope = (sqs.0.account, Region::DEFAULT);
    let done = sqs.0.world.maintain(&crate::SERVICE, scope, |ctx| {
        let row = ctx.table(&QUEUES).get(name)?.expect("the queue is there");
        let row = Arc::new(row);
        let queue = crate::state::Queue { name: name.to_owned(), scope: ctx.scope(), row };
        let now = ctx.now().micros();
        crate::messages::settle(ctx, &queue, 0)?;
        let mut loaded = load::load(ctx.tx(), &queue.index_key())?;
        loaded.apply(&Change::Ripen { now, fifo_delay: 0 });
        let held = crate::messages::index(ctx, &queue)?;
        let sequences = held.expired(LATE, 1_000);
        assert!(!sequences.is_empty(), "seed {seed}: a history that leaves nothing proves nothing");
        assert_eq!(picture(held, &sequences), picture(&loaded, &sequences), "seed {seed}");
        Ok(())
    });
    assert_eq!(done, Ok(()));
}
