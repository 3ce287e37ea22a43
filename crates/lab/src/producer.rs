//! A producer at work: its load, one item after the other, at their times.

use kernel::Timestamp;
use serde_json::Value as Json;
use std::time::Duration;

use crate::actors::{Actor, Front, Load, Producer};
use crate::ledger::{Item, key};
use crate::names::Names;
use crate::sim::Sim;
use crate::steps::Request;

pub async fn produce(sim: &Sim<'_>, producer: &Producer) {
    let Some(load) = sim.lab.load(&producer.load) else { return };
    sim.sleep_to(load.start).await;
    let mut due = sim.since_start();
    for n in 0..load.count {
        sim.sleep_to(due).await;
        if sim.is_broken() {
            return;
        }
        send(sim, producer, load, n).await;
        due += gap(sim, load);
    }
}

fn gap(sim: &Sim<'_>, load: &Load) -> Duration {
    if !load.is_random {
        return load.every;
    }
    // Exponential gaps: arrivals that know nothing of each other.
    let fraction = sim.chance.borrow_mut().fraction();
    load.every.mul_f64(-(1.0 - fraction).ln())
}

async fn send(sim: &Sim<'_>, producer: &Producer, load: &Load, n: u64) {
    let key = key(&producer.load, n);
    let at = sim.now();
    let item = Item {
        load: producer.load.clone(),
        n,
        group: load.group(n).to_owned(),
        at,
        accepted: None,
    };
    let mut names = names_of(sim, &item, &key);
    sim.ledger.borrow_mut().items.insert(key.clone(), item);
    let times = if load.repeat_every > 0 && n.is_multiple_of(load.repeat_every) { 2 } else { 1 };
    for attempt in 0..times {
        names.insert("attempt".to_owned(), attempt.into());
        let is_taken = match &producer.front {
            Some(front) => ask_front(sim, front, &key),
            None => {
                send_all(sim, producer, &producer.send, &names).await
                    || (!producer.otherwise.is_empty()
                        && send_all(sim, producer, &producer.otherwise, &names).await)
            }
        };
        let mut ledger = sim.ledger.borrow_mut();
        if is_taken {
            let item = ledger.items.get_mut(&key).expect("it was inserted above");
            item.accepted.get_or_insert(at);
        } else {
            ledger.refusals.push((producer.load.clone(), at));
        }
    }
    sim.stir();
}

/// What messages may name, besides `${attempt}`: `${key}`, `${n}`, `${group}`, `${now}`.
pub fn names_of(sim: &Sim<'_>, item: &Item, key: &str) -> Names {
    let mut names = sim.known();
    let own: [(&str, Json); 4] = [
        ("key", key.into()),
        ("n", item.n.into()),
        ("group", item.group.as_str().into()),
        ("now", item.at.iso8601().into()),
    ];
    names.extend(own.map(|(name, value)| (name.to_owned(), value)));
    names
}

/// Whether all calls for an item were answered.
async fn send_all(sim: &Sim<'_>, producer: &Producer, requests: &[Request], names: &Names) -> bool {
    for request in requests {
        match sim.call(&producer.load, request, names).await {
            Some(Ok(_)) => {}
            _ => return false,
        }
    }
    true
}

/// Whether an instance of the front takes the request.
fn ask_front(sim: &Sim<'_>, name: &str, key: &str) -> bool {
    let mut fronts = sim.alternative.actors.iter().filter_map(|actor| match actor {
        Actor::Front(front) if front.name == name => Some(front),
        _ => None,
    });
    let Some(front) = fronts.next_back() else {
        sim.break_off(format!("there is no front {name}"));
        return false;
    };
    let is_taken = has_room(sim, front, sim.now());
    if is_taken {
        let handling = sim.begin(name, key);
        sim.finish(handling);
    }
    is_taken
}

fn has_room(sim: &Sim<'_>, front: &Front, now: Timestamp) -> bool {
    let ledger = sim.ledger.borrow();
    let second = ledger.since_start(now).as_secs();
    let begun = ledger.handlings.iter().rev().filter(|it| it.consumer == front.name);
    let same = begun.take_while(|it| ledger.since_start(it.begun).as_secs() == second);
    (same.count() as u64) < front.capacity(ledger.since_start(now))
}
