//! A run: one architecture in a world of its own, from its setup to its verdict.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::time::Duration;

use kernel::Timestamp;
use serde_json::Value as Json;
use world::Chance;

use crate::actors::Actor;
use crate::bill;
use crate::clockwork::{Clockwork, Process};
use crate::cloud::{ACCOUNT, Cloud, Parts, START};
use crate::definition::{Alternative, Lab};
use crate::facts::{SETUP, gather};
use crate::functions::{self, Sights, Witness};
use crate::ledger::Ledger;
use crate::names::Names;
use crate::read::Result;
use crate::sim::Sim;
use crate::verdict::{Verdict, judge};
use crate::{consumer, producer, reader, script};

/// Setups that wait for tables and replicas end some time.
const SETUP_MOST: Duration = Duration::from_hours(48);
/// So many looks at the queues of a run, at most.
const SAMPLES_MAX: u32 = 400;

/// What came of an architecture.
#[derive(Debug)]
pub struct Outcome {
    pub alternative: Alternative,
    pub ledger: Ledger,
    pub verdict: Verdict,
}

/// Runs all architectures of `chosen`, beside each other on as many threads as there are cores.
pub fn run_all(
    parts: Parts,
    lab: &Lab,
    chosen: &[&Alternative],
    seed: u64,
) -> Result<Vec<Outcome>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes = Vec::new();
    for some in chosen.chunks(cores) {
        let ran: Vec<Result<Outcome>> = std::thread::scope(|scope| {
            let start = |alternative| scope.spawn(move || run(parts, lab, alternative, seed, None));
            let threads: Vec<_> = some.iter().map(|it| start(*it)).collect();
            let joined = threads.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|_| Err("the run has panicked".to_owned()))
            });
            joined.collect()
        });
        for outcome in ran {
            outcomes.push(outcome?);
        }
    }
    Ok(outcomes)
}

/// Runs an architecture; its world is kept in `dir`.
pub fn run(
    parts: Parts,
    lab: &Lab,
    alternative: &Alternative,
    seed: u64,
    dir: Option<&Path>,
) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start the runtime: {error}"))?;
    let functions = functions::of(alternative);
    let sights = Sights::default();
    let cloud = {
        let _inside = runtime.enter();
        let witness = Witness::new(functions.clone(), sights.clone());
        Cloud::open(parts, seed, dir, Some(witness).filter(|_| !functions.is_empty()))?
    };
    for (name, value) in lab.settings.iter().chain(&alternative.settings) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let set = cloud.world.set_setting(name, Some(&text));
        set.map_err(|error| error.to_string())?;
    }
    let sim = Sim {
        lab,
        alternative,
        clockwork: Clockwork::new(cloud.world.clone()),
        cloud,
        ledger: RefCell::new(Ledger { start: START, ..Ledger::default() }),
        names: RefCell::new(names(lab)),
        pending: Cell::new(0),
        working: Cell::new(0),
        // Apart from the chance of the world's transactions, which begins at incarnation 1.
        chance: RefCell::new(Chance::derive(seed, 0, 1)),
    };
    runtime.block_on(async {
        set_up(&sim).await;
        act(&sim).await;
        let charges = bill::charges(&sim.cloud)?;
        sim.ledger.borrow_mut().charges = charges;
        sim.cloud.world.store.engine.sync().map_err(|error| error.to_string())
    })?;
    let Sim { mut cloud, ledger, .. } = sim;
    let mut ledger = ledger.into_inner();
    ledger.ended = cloud.now();
    cloud.close();
    functions::note(&functions, &sights, &mut ledger);
    gather(lab, alternative, &mut ledger);
    let verdict = judge(lab, alternative, &ledger);
    Ok(Outcome { alternative: alternative.clone(), ledger, verdict })
}

fn names(lab: &Lab) -> Names {
    let mut names: Names =
        lab.vars.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    names.insert("account".to_owned(), ACCOUNT.into());
    names
}

/// The setups of the lab and of the architecture, before the clock counts.
async fn set_up(sim: &Sim<'_>) {
    for steps in [&sim.lab.setup, &sim.alternative.setup] {
        let process: Process<'_> = Box::pin(script::play(sim, SETUP, steps));
        let latest = START + SETUP_MOST;
        let is_over = |left: usize| if left == 0 || sim.is_broken() { Ok(()) } else { Err(latest) };
        sim.clockwork.run(vec![process], is_over).await;
    }
    let now = sim.now();
    let mut ledger = sim.ledger.borrow_mut();
    ledger.setup_calls = ledger.requests.iter().filter(|it| makes(&it.operation)).count() as u64;
    ledger.start = now;
    ledger.last_activity = now;
    sim.names.borrow_mut().insert("start".to_owned(), Json::from(now.iso8601()));
}

/// Whether an operation leaves something to operate: a queue, a subscription, a rule.
fn makes(operation: &str) -> bool {
    ["Create", "Subscribe", "Put"].iter().any(|verb| operation.starts_with(verb))
}

async fn act(sim: &Sim<'_>) {
    if sim.is_broken() {
        return;
    }
    let mut processes: Vec<Process<'_>> = Vec::new();
    let mut finite: Vec<Process<'_>> = Vec::new();
    for actor in &sim.alternative.actors {
        match actor {
            Actor::Producer(it) => finite.push(Box::pin(producer::produce(sim, it))),
            Actor::Consumer(it) => {
                for number in 0..it.workers {
                    processes.push(Box::pin(consumer::work(sim, it, number)));
                }
            }
            Actor::Reader(it) => processes.push(Box::pin(reader::read(sim, it))),
            // It is run by what calls it.
            Actor::Function(_) | Actor::Front(_) => {}
        }
    }
    finite.push(Box::pin(script::play(sim, "timeline", &sim.lab.timeline)));
    finite.push(Box::pin(script::play(sim, "script", &sim.alternative.script)));
    let has_consumers = !processes.is_empty();
    sim.pending.set(finite.len());
    let finite = finite.into_iter().map(|process| -> Process<'_> {
        Box::pin(async move {
            process.await;
            sim.pending.set(sim.pending.get() - 1);
        })
    });
    // Producers and scripts first: what is sent at an instant is there for who looks at it.
    let mut all: Vec<Process<'_>> = finite.collect();
    all.append(&mut processes);
    let ends = sim.lab.ends;
    let every = (ends.most / SAMPLES_MAX).max(Duration::from_secs(1));
    if !sim.alternative.watch.is_empty() {
        all.push(Box::pin(script::watch(sim, every)));
    }
    let start = sim.ledger.borrow().start;
    sim.clockwork.run(all, |_| is_over(sim, start, has_consumers)).await;
}

/// Whether the run is over; when to ask again at the latest.
fn is_over(
    sim: &Sim<'_>,
    start: Timestamp,
    has_consumers: bool,
) -> std::result::Result<(), Timestamp> {
    let ends = sim.lab.ends;
    let (now, last) = (sim.now(), start + ends.most);
    if sim.is_broken() || now >= last {
        return Ok(());
    }
    if ends.lasts.is_some() || sim.pending.get() > 0 || sim.working.get() > 0 {
        return Err(last);
    }
    let quiet = sim.ledger.borrow().last_activity + ends.quiet;
    if !has_consumers || now >= quiet { Ok(()) } else { Err(quiet.min(last)) }
}
