//! From what happened to what is known: the numbers of a run.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Timestamp;

use crate::actors::Actor;
use crate::cloud::START;
use crate::definition::{Alternative, Lab};
use crate::ledger::{Handling, Ledger};

const MONTH_SECONDS: f64 = 30.0 * 86_400.0;

/// Adds the facts that every run has to those that its scripts have measured.
pub fn gather(lab: &Lab, alternative: &Alternative, ledger: &mut Ledger) {
    for actor in &alternative.actors {
        match actor {
            Actor::Producer(producer) => of_load(ledger, &producer.load),
            Actor::Consumer(consumer) => of_consumer(ledger, &consumer.name, &consumer.of),
            Actor::Reader(reader) => of_consumer(ledger, &reader.name, &reader.of),
            Actor::Function(function) => of_consumer(ledger, &function.name, &function.of),
            Actor::Front(front) => of_consumer(ledger, &front.name, &[]),
        }
    }
    of_loads_together(ledger);
    of_queues(ledger);
    of_requests(lab, ledger);
    let ended = ledger.seconds(ledger.ended);
    ledger.put("ended_s", ended);
    ledger.put("setup_calls", ledger.setup_calls as f64);
}

/// What the producer of a load has met.
fn of_load(ledger: &mut Ledger, load: &str) {
    let items: Vec<_> = ledger.items.values().filter(|item| item.load == load).collect();
    let accepted: Vec<Timestamp> = items.iter().filter_map(|item| item.accepted).collect();
    let sent = items.len() as f64;
    let refusals = ledger.refusals.iter().filter(|(of, _)| of == load);
    let refusals: Vec<Timestamp> = refusals.map(|(_, at)| *at).collect();
    let first = refusals.first().map(|at| format!("{} s", ledger.seconds(*at)));
    let taken = accepted.len() as f64;
    let outage = outage(&accepted, &refusals, ledger.ended);
    ledger.put(format!("{load}.sent"), sent);
    ledger.put(format!("{load}.accepted"), taken);
    ledger.put_with(format!("{load}.errors"), refusals.len() as f64, first.unwrap_or_default());
    ledger.put(format!("{load}.outage_s"), outage);
}

/// The longest time from a refusal to the next success.
fn outage(accepted: &[Timestamp], refused: &[Timestamp], ended: Timestamp) -> f64 {
    let accepted: BTreeSet<Timestamp> = accepted.iter().copied().collect();
    let until = |at: &Timestamp| accepted.range(*at..).next().copied().unwrap_or(ended);
    refused.iter().map(|at| until(at).since(*at).as_secs_f64()).fold(0.0, f64::max)
}

fn of_consumer(ledger: &mut Ledger, name: &str, of: &[String]) {
    let done: Vec<Handling> = done_by(ledger, name);
    let keys: BTreeSet<&str> = done.iter().map(|it| it.key.as_str()).collect();
    let is_meant = |load: &String| of.is_empty() || of.contains(load);
    let wanted = ledger.items.iter().filter(|(_, item)| is_meant(&item.load));
    let missing: Vec<&String> = wanted
        .filter(|(key, item)| item.accepted.is_some() && !keys.contains(key.as_str()))
        .map(|(key, _)| key)
        .collect();
    let missed = (missing.len() as f64, missing.first().map_or(String::new(), |it| (*it).clone()));
    let (twice, most) = repeated(&done);
    let (misplaced, example) = misplaced(ledger, &done);
    let waited = latencies(ledger, &done);
    let (inverted, overtaken) = inversions(ledger, name, of);
    let counts = ledger.counts.get(name).copied().unwrap_or_default();
    let finished = done.iter().filter_map(|it| it.done).max();
    let finished = finished.map_or(0.0, |at| ledger.seconds(at));
    let begun = ledger.handlings.iter().filter(|it| it.consumer == name).count();
    let mean = waited.iter().sum::<f64>() / waited.len().max(1) as f64;
    let longest = waited.iter().copied().fold(0.0, f64::max);
    ledger.put_with(format!("{name}.lost"), missed.0, missed.1);
    ledger.put_with(format!("{name}.twice"), twice, most);
    ledger.put_with(format!("{name}.misplaced"), misplaced, example);
    ledger.put_with(format!("{name}.inverted"), inverted, overtaken);
    ledger.put(format!("{name}.done"), keys.len() as f64);
    ledger.put(format!("{name}.begun"), begun as f64);
    ledger.put(format!("{name}.latency_mean_s"), mean);
    ledger.put(format!("{name}.latency_max_s"), longest);
    ledger.put(format!("{name}.finished_s"), finished);
    ledger.put(format!("{name}.receives"), counts.receives as f64);
    ledger.put(format!("{name}.empty_receives"), counts.empty as f64);
    ledger.put(format!("{name}.failures"), counts.failures as f64);
    ledger.put(format!("{name}.deaths"), counts.deaths as f64);
}

/// What a consumer has done, in the order in which it was done.
pub fn done_by(ledger: &Ledger, name: &str) -> Vec<Handling> {
    let mine = ledger.handlings.iter().filter(|it| it.consumer == name && it.done.is_some());
    let mut done: Vec<Handling> = mine.cloned().collect();
    done.sort_by_key(|it| it.done);
    done
}

fn repeated(done: &[Handling]) -> (f64, String) {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for handling in done {
        *times.entry(&handling.key).or_default() += 1;
    }
    let again: u32 = times.values().map(|count| count - 1).sum();
    let most = times.iter().max_by_key(|(_, count)| **count).filter(|(_, count)| **count > 1);
    let example = most.map(|(key, count)| format!("{key} × {count}"));
    (f64::from(again), example.unwrap_or_default())
}

/// How many come after one of their group that should have come later; each counts once.
fn misplaced(ledger: &Ledger, done: &[Handling]) -> (f64, String) {
    let mut latest: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let (mut count, mut example) = (0.0, String::new());
    for handling in done {
        let Some(item) = ledger.items.get(&handling.key) else { continue };
        if !seen.insert(&handling.key) {
            continue;
        }
        let (n, key) = latest.entry(&item.group).or_insert((item.n, &handling.key));
        if item.n < *n {
            count += 1.0;
            if example.is_empty() {
                example = format!("{key} → {}", handling.key);
            }
        } else {
            (*n, *key) = (item.n, &handling.key);
        }
    }
    (count, example)
}

/// From acceptance to the first time each was done.
fn latencies(ledger: &Ledger, done: &[Handling]) -> Vec<f64> {
    let mut seen = BTreeSet::new();
    let first = done.iter().filter(|it| seen.insert(&it.key));
    first
        .filter_map(|it| {
            let accepted = ledger.items.get(&it.key)?.accepted?;
            Some(it.done?.since(accepted).as_secs_f64())
        })
        .collect()
}

/// Of loads in their order of importance (`of`): how many items were begun while a more important
/// one waited.
fn inversions(ledger: &Ledger, name: &str, of: &[String]) -> (f64, String) {
    if of.is_empty() {
        return (0.0, String::new());
    }
    let mut begun: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for handling in ledger.handlings.iter().filter(|it| it.consumer == name) {
        begun.entry(&handling.key).or_insert(handling.begun);
    }
    let rank = |load: &str| of.iter().position(|it| it == load).unwrap_or(of.len());
    let (mut count, mut example) = (0.0, String::new());
    for (key, at) in &begun {
        let Some(item) = ledger.items.get(*key) else { continue };
        let waits = |(other, it): &(&String, &crate::ledger::Item)| {
            let is_waiting = it.accepted.is_some_and(|accepted| accepted < *at);
            let is_later = begun.get(other.as_str()).is_none_or(|begun| begun > at);
            rank(&it.load) < rank(&item.load) && is_waiting && is_later
        };
        if let Some((other, _)) = ledger.items.iter().find(waits) {
            count += 1.0;
            if example.is_empty() {
                example = format!("{key} → {other}");
            }
        }
    }
    (count, example)
}

/// What nobody has done at all.
fn of_loads_together(ledger: &mut Ledger) {
    // The first to begin among those that have done it.
    let mut done: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for handling in &ledger.handlings {
        if let Some(at) = handling.done {
            done.entry(&handling.key).or_insert(at);
        }
    }
    let mut lost: BTreeMap<String, (f64, String)> = BTreeMap::new();
    let mut slowest: BTreeMap<String, f64> = BTreeMap::new();
    for (key, item) in &ledger.items {
        let (count, example) = lost.entry(item.load.clone()).or_default();
        if !done.contains_key(key.as_str()) {
            *count += 1.0;
            if example.is_empty() {
                example.clone_from(key);
            }
        }
        if let (Some(accepted), Some(done)) = (item.accepted, done.get(key.as_str())) {
            let longest = slowest.entry(item.load.clone()).or_default();
            *longest = longest.max(done.since(accepted).as_secs_f64());
        }
    }
    for (load, (count, example)) in lost {
        ledger.put_with(format!("{load}.lost"), count, example);
    }
    for (load, seconds) in slowest {
        ledger.put(format!("{load}.latency_max_s"), seconds);
    }
}

fn of_queues(ledger: &mut Ledger) {
    let mut found = Vec::new();
    for (name, samples) in &ledger.depths {
        let most = samples.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
        found.push((format!("queue.{name}.max"), most as f64));
        found.push((format!("queue.{name}.end"), samples.last().map_or(0, |it| it.1) as f64));
    }
    for (name, value) in found {
        ledger.put(name, value);
    }
}

/// Requests up to the last that mattered, and the bill of the whole run.
fn of_requests(lab: &Lab, ledger: &mut Ledger) {
    let until = match lab.ends.lasts {
        Some(_) => ledger.ended,
        None => ledger.handlings.iter().filter_map(|it| it.done).max().unwrap_or(ledger.ended),
    };
    let counted = ledger.requests.iter().filter(|it| it.actor != SETUP && it.at <= until);
    let requests = counted.count() as f64;
    let denied = ledger
        .requests
        .iter()
        .filter(|it| it.refused.as_ref().is_some_and(|(code, _)| code.contains("AccessDenied")));
    let denied: Vec<String> =
        denied.filter_map(|it| Some(it.refused.as_ref()?.1.clone())).collect();
    let usd: f64 = ledger.charges.values().sum();
    let span = ledger.ended.since(START).as_secs_f64();
    ledger.put("requests", requests);
    ledger.put("cost_usd", usd);
    ledger.put("cost_month_usd", usd * MONTH_SECONDS / span.max(1.0));
    let example = denied.first().cloned().unwrap_or_default();
    ledger.put_with("denied", denied.len() as f64, example);
}

/// The actor under whose name setups call.
pub const SETUP: &str = "setup";
