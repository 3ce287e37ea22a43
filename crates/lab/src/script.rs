//! Scripts at work: setups, timelines, and what an operator does when the day has come.

use std::pin::Pin;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::fault;
use crate::ledger::{Fact, Measure};
use crate::names::{fill, pick, texts};
use crate::read::Result;
use crate::sim::Sim;
use crate::steps::{Recovered, Request, Step, Wait};
use crate::trails;

/// Steps below steps are at most so many runs altogether in one `each` or `repeat`.
const ROUNDS_MAX: usize = 100_000;

type Running<'f> = Pin<Box<dyn Future<Output = Result<()>> + 'f>>;

/// Runs steps in their order; a failure ends the run.
pub async fn play(sim: &Sim<'_>, actor: &str, steps: &[Step]) {
    if let Err(reason) = run(sim, actor, steps).await {
        sim.break_off(reason);
    }
}

fn run<'f>(sim: &'f Sim<'_>, actor: &'f str, steps: &'f [Step]) -> Running<'f> {
    Box::pin(async move {
        for step in steps {
            if sim.is_broken() {
                return Ok(());
            }
            one(sim, actor, step).await?;
            sim.stir();
        }
        Ok(())
    })
}

async fn one(sim: &Sim<'_>, actor: &str, step: &Step) -> Result<()> {
    match step {
        Step::At(span) => sim.sleep_to(*span).await,
        Step::Advance(span) => sim.sleep(*span).await,
        Step::Call { request, save, may_fail } => {
            call(sim, actor, request, save, *may_fail).await?;
        }
        Step::Wait(wait) => wait_for(sim, actor, wait).await?,
        Step::Attempt { fact, request, save } => attempt(sim, actor, fact, request, save).await?,
        Step::Assume { name, role, caller } => {
            assume(sim, actor, name, role, caller.clone()).await?;
        }
        Step::Fault(members) => {
            let filled = sim.fill(&Json::Object(members.clone()))?;
            let fault = fault::read(&filled, sim.now())?;
            let added = sim.cloud.world.add_fault(fault).map_err(|error| error.to_string())?;
            added.ok_or("there are too many faults")?;
        }
        Step::EndFaults => {
            sim.cloud.world.remove_faults(|_| true).map_err(|error| error.to_string())?;
        }
        Step::Mark(name) => mark(sim, name),
        Step::Each { of, name, steps } => each(sim, actor, of, name, steps).await?,
        Step::Repeat { times, every, steps } => {
            let begun = sim.since_start();
            for round in 0..(*times).min(ROUNDS_MAX as u64) {
                sim.names.borrow_mut().insert("i".to_owned(), round.into());
                run(sim, actor, steps).await?;
                sim.sleep_to(begun + *every * (round as u32 + 1)).await;
            }
        }
        Step::Set(members) => set(sim, members)?,
        Step::Fact(members) => facts(sim, members)?,
        Step::Span { fact, from, to } => span(sim, fact, from, to)?,
        Step::Recovered(recovered) => measure_loss(sim, recovered)?,
        Step::Events { files, name } => {
            let events = trails::events(sim, actor, files).await?;
            sim.names.borrow_mut().insert(name.clone(), events);
        }
        Step::Find(find) => trails::find(sim, find)?,
        Step::Validate(wanted) => trails::validate(sim, actor, wanted).await?,
    }
    Ok(())
}

fn refusal(request: &Request, error: &kernel::ApiError) -> String {
    let Request { service, operation, .. } = request;
    format!("{service} {operation} is refused: {}: {}", error.code(), error.message())
}

fn save_all(
    sim: &Sim<'_>,
    request: &Request,
    answer: &Json,
    save: &[(String, String)],
) -> Result<()> {
    for (name, path) in save {
        let value = pick(answer, path).ok_or_else(|| {
            format!("{} {} has answered no {path}", request.service, request.operation)
        })?;
        sim.names.borrow_mut().insert(name.clone(), value);
    }
    Ok(())
}

async fn call(
    sim: &Sim<'_>,
    actor: &str,
    request: &Request,
    save: &[(String, String)],
    may_fail: bool,
) -> Result<()> {
    let names = sim.known();
    match sim.call(actor, request, &names).await {
        None => Ok(()),
        Some(Ok(answer)) => save_all(sim, request, &answer, save),
        Some(Err(_)) if may_fail => Ok(()),
        Some(Err(error)) => Err(refusal(request, &error)),
    }
}

/// Looks every so often until the value is there.
async fn wait_for(sim: &Sim<'_>, actor: &str, wait: &Wait) -> Result<()> {
    let begun = sim.now();
    loop {
        let names = sim.known();
        let answer = match sim.call(actor, &wait.request, &names).await {
            None => return Ok(()),
            Some(answer) => answer.ok(),
        };
        let value = answer.and_then(|answer| pick(&answer, &wait.path));
        let is_there = match (&value, &wait.is) {
            (Some(value), Some(is)) => *value == fill(is, &names)?,
            (value, None) => value.is_some(),
            (None, Some(_)) => false,
        };
        if is_there {
            return Ok(());
        }
        if sim.now().since(begun) >= wait.most {
            let Request { service, operation, .. } = &wait.request;
            let hours = wait.most.as_secs_f64() / 3_600.0;
            return Err(format!("{service} {operation} shows no {} in {hours} h", wait.path));
        }
        sim.sleep(wait.every).await;
    }
}

/// The fact is `allowed`, or the code of the refusal; the example what AWS says.
async fn attempt(
    sim: &Sim<'_>,
    actor: &str,
    fact: &str,
    request: &Request,
    save: &[(String, String)],
) -> Result<()> {
    let names = sim.known();
    let Some(answer) = sim.call(actor, request, &names).await else { return Ok(()) };
    match answer {
        Ok(answer) => {
            save_all(sim, request, &answer, save)?;
            sim.ledger.borrow_mut().put_text(fact, "allowed", String::new());
        }
        Err(error) => {
            let message = error.message().to_owned();
            sim.ledger.borrow_mut().put_text(fact, error.code(), message);
        }
    }
    Ok(())
}

/// Takes on a role; the name then stands for its session.
async fn assume(
    sim: &Sim<'_>,
    actor: &str,
    name: &str,
    role: &Json,
    caller: Option<String>,
) -> Result<()> {
    let request = Request {
        service: "sts".to_owned(),
        operation: "AssumeRole".to_owned(),
        input: json!({"RoleArn": role, "RoleSessionName": name}),
        caller,
        region: None,
    };
    let names = sim.known();
    match sim.call(actor, &request, &names).await {
        None => Ok(()),
        Some(Ok(answer)) => sim.cloud.remember(name, &answer),
        Some(Err(error)) => Err(refusal(&request, &error)),
    }
}

fn mark(sim: &Sim<'_>, name: &str) {
    let now = sim.now();
    sim.ledger.borrow_mut().marks.push((name.to_owned(), now));
    sim.names.borrow_mut().insert(name.to_owned(), now.iso8601().into());
}

async fn each(sim: &Sim<'_>, actor: &str, of: &Json, name: &str, steps: &[Step]) -> Result<()> {
    let filled = sim.fill(of)?;
    let items = filled.as_array().ok_or_else(|| format!("each: {of} is no list"))?;
    if items.len() > ROUNDS_MAX {
        return Err(format!("each: at most {ROUNDS_MAX} items"));
    }
    for item in items {
        sim.names.borrow_mut().insert(name.to_owned(), item.clone());
        run(sim, actor, steps).await?;
    }
    Ok(())
}

fn set(sim: &Sim<'_>, members: &Map<String, Json>) -> Result<()> {
    for (name, value) in members {
        let value = sim.fill(value)?;
        sim.names.borrow_mut().insert(name.clone(), value);
    }
    Ok(())
}

fn facts(sim: &Sim<'_>, members: &Map<String, Json>) -> Result<()> {
    for (name, value) in members {
        let value = match sim.fill(value)? {
            Json::Number(number) => Measure::Number(number.as_f64().unwrap_or(f64::NAN)),
            // What a list has in it is told by how many there are.
            Json::Array(items) => Measure::Number(items.len() as f64),
            other => Measure::Text(texts(&other)),
        };
        let fact = Fact { value, example: String::new() };
        sim.ledger.borrow_mut().facts.insert(name.clone(), fact);
    }
    Ok(())
}

fn span(sim: &Sim<'_>, fact: &str, from: &str, to: &str) -> Result<()> {
    let mut ledger = sim.ledger.borrow_mut();
    let marked = |name: &str| ledger.mark(name).ok_or_else(|| format!("nothing is marked {name}"));
    let seconds = marked(to)?.since(marked(from)?).as_secs_f64();
    ledger.put(fact, seconds);
    Ok(())
}

/// Facts: `NAME.lost`, how many acknowledged writes are not there any more, and `NAME.rpo_s`, how
/// old the first of them was.
fn measure_loss(sim: &Sim<'_>, recovered: &Recovered) -> Result<()> {
    let found = texts(&sim.fill(&recovered.from)?);
    let mut ledger = sim.ledger.borrow_mut();
    let before = ledger.mark(&recovered.before);
    let before = before.ok_or_else(|| format!("nothing is marked {}", recovered.before))?;
    let keys = ledger.keys_in(&found);
    let newest = keys.iter().filter_map(|key| Some(ledger.items.get(key)?.n)).max();
    let is_there = |key: &String, n: u64| {
        keys.contains(key) || (recovered.is_newest_enough && newest.is_some_and(|it| n <= it))
    };
    let written = ledger.items.iter().filter(|(_, item)| item.load == recovered.load);
    let mut lost: Vec<_> = written
        .filter_map(|(key, item)| Some((item.accepted?, item.n, key)))
        .filter(|(at, n, key)| *at < before && !is_there(key, *n))
        .collect();
    lost.sort();
    let count = lost.len() as f64;
    let (seconds, example) = match lost.first() {
        None => (0.0, String::new()),
        Some((at, _, key)) => (before.since(*at).as_secs_f64(), (*key).clone()),
    };
    ledger.put_with(format!("{}.lost", recovered.fact), count, example.clone());
    ledger.put_with(format!("{}.rpo_s", recovered.fact), seconds, example);
    Ok(())
}

/// Watches the queues of an architecture.
pub async fn watch(sim: &Sim<'_>, every: Duration) {
    loop {
        for (name, url) in &sim.alternative.watch {
            let request = Request {
                service: "sqs".to_owned(),
                operation: "GetQueueAttributes".to_owned(),
                input: json!({"QueueUrl": url, "AttributeNames": ["All"]}),
                caller: None,
                region: None,
            };
            // Beside the run: what only looks is neither counted nor billed.
            let Ok(Ok(answer)) = sim.cloud.look(&request, &sim.known()) else { continue };
            let kinds = ["", "NotVisible", "Delayed"];
            let depth = kinds.iter().filter_map(|kind| {
                let name = format!("ApproximateNumberOfMessages{kind}");
                answer["Attributes"][name].as_str()?.parse::<u64>().ok()
            });
            let depth = depth.sum();
            let mut ledger = sim.ledger.borrow_mut();
            let at = ledger.seconds(sim.now());
            ledger.depths.entry(name.clone()).or_default().push((at, depth));
        }
        sim.sleep(every).await;
    }
}
