//! Jobs that wait for a topic: found by every wake-up, kept over restarts, silent when idle.

use super::*;
use store::{Durability, Options};

const OWN: Topic = Topic { service: "readers", id: 9 };
static STATE: Table<String, Vec<u8>> = Table::regional("readers", "state");
static READ: Table<u64, Vec<u8>> = Table::regional("readers", "read");

/// A service that keeps readers of notes, as services keep readers of queues.
static READERS: ServiceDef = ServiceDef {
    name: "readers",
    operations: &[
        write("Start", |ctx, input| {
            ctx.table_mut(&STATE).delete("stopped");
            let ask = Ask::to("readers", "Read").with_input(input.clone());
            ctx.enqueue(Job::now(ask).waiting());
            Ok(Struct::new())
        }),
        write("Stop", |ctx, _| {
            ctx.table_mut(&STATE).put("stopped", &vec![]);
            ctx.wake(OWN, usize::MAX);
            Ok(Struct::new())
        }),
        read("Tell", |ctx, _| {
            let runs = ctx.table(&STATE).get("runs")?.map_or(0, |runs| runs.len());
            let read = ctx.table(&READ).scan(&Range::all());
            let read = read.collect::<Result<Vec<_>, _>>()?;
            let texts = read.into_iter().map(|(_, text)| String::from_utf8(text).expect("text"));
            let told = Struct::new().with("Runs", runs as i64);
            Ok(told.with("Read", texts.collect::<Vec<_>>()))
        }),
    ],
    steps: &[Op { name: "Read", run: Run::Wait(read_note), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

fn read_note(ctx: &mut Ctx, input: &Struct) -> Result<Waited, ApiError> {
    let mut runs = ctx.table(&STATE).get("runs")?.unwrap_or_default();
    runs.push(0);
    ctx.table_mut(&STATE).put("runs", &runs);
    if ctx.table(&STATE).contains("stopped")? {
        return Ok(Waited::Ready(Struct::new()));
    }
    ctx.also_await(OWN);
    let name = input.str("Name").expect("named").to_owned();
    match ctx.call_waiting(Ask::to("notes", "Await").with("Name", name.clone()))? {
        Waited::NotYet { topic, until } => Ok(Waited::NotYet { topic, until }),
        Waited::Ready(_) => {
            let text = format!("{name} at {}", ctx.now().secs()).into_bytes();
            let place = ctx.transaction();
            ctx.table_mut(&READ).put(&place, &text);
            Ok(Waited::Ready(Struct::new()))
        }
    }
}

fn open(store: Store) -> Arc<World> {
    let services: &[&ServiceDef] = &[&NOTES_SERVICE, &READERS];
    World::open(store, services, Box::new(AnyInput), vec![], Box::new(AdmitAll), Some(7))
        .expect("it opens")
}

fn to_readers(operation: &'static str, name: &str) -> Call {
    Call { service: "readers".into(), ..call(operation, name) }
}

/// How often the reader ran, and what it has read.
async fn told(world: &Arc<World>) -> (i64, Vec<String>) {
    let told = world.dispatch(&to_readers("Tell", "")).await.expect("it works");
    let read = told.list("Read").unwrap_or_default();
    let read = read.iter().map(|text| text.as_str().expect("text").to_owned()).collect();
    (told.int("Runs").expect("a number"), read)
}

async fn advance(world: &Arc<World>, to: i64) -> u64 {
    world.advance_to(Timestamp::from_secs(to)).await.expect("it works").jobs
}

#[tokio::test]
async fn a_waiting_job_is_silent_until_it_is_woken() {
    let world = open(Store::ephemeral());
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    world.dispatch(&to_readers("Start", "a")).await.expect("it works");
    assert_eq!(advance(&world, 1_000).await, 1);
    assert_eq!(advance(&world, 100_000_000).await, 0, "idle time costs nothing");
    // Another note wakes it in vain.
    world.dispatch(&call("Put", "b")).await.expect("it works");
    assert_eq!(advance(&world, 100_000_001).await, 1);
    assert_eq!(told(&world).await, (2, vec![]));
    world.dispatch(&call("Put", "a")).await.expect("it works");
    assert_eq!(advance(&world, 100_000_050).await, 1);
    assert_eq!(told(&world).await, (3, vec!["a at 100000001".to_owned()]));
    world.dispatch(&call("Put", "c")).await.expect("it works");
    assert_eq!(advance(&world, 100_000_100).await, 0, "its work is done");
}

#[tokio::test]
async fn all_jobs_on_a_topic_are_woken_and_clients_too() {
    let world = open(Store::ephemeral());
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    for name in ["a", "a", "b"] {
        world.dispatch(&to_readers("Start", name)).await.expect("it works");
    }
    advance(&world, 1_000).await;
    let client = tokio::spawn({
        let world = world.clone();
        async move { world.dispatch(&call("Await", "a")).await }
    });
    while world.waiters.is_empty() {
        tokio::task::yield_now().await;
    }
    world.dispatch(&call("Put", "a")).await.expect("it works");
    client.await.expect("no panic").expect("it works");
    assert_eq!(advance(&world, 1_001).await, 3);
    assert_eq!(told(&world).await, (6, vec!["a at 1000".to_owned(), "a at 1000".to_owned()]));
}

#[tokio::test]
async fn a_write_that_fails_wakes_nobody() {
    let world = open(Store::ephemeral());
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    world.dispatch(&to_readers("Start", "a")).await.expect("it works");
    advance(&world, 1_000).await;
    world.dispatch(&call("PutThenFail", "a")).await.expect_err("it fails");
    assert_eq!(advance(&world, 2_000).await, 0);
}

#[tokio::test]
async fn a_waiting_job_is_ended_by_its_own_topic() {
    let world = open(Store::ephemeral());
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    world.dispatch(&to_readers("Start", "a")).await.expect("it works");
    advance(&world, 1_000).await;
    world.dispatch(&to_readers("Stop", "")).await.expect("it works");
    assert_eq!(advance(&world, 1_001).await, 1);
    world.dispatch(&call("Put", "a")).await.expect("it works");
    assert_eq!(advance(&world, 2_000).await, 0, "nobody waits any more");
}

#[tokio::test]
async fn a_reset_drops_waiting_jobs() {
    let world = open(Store::ephemeral());
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    world.dispatch(&to_readers("Start", "a")).await.expect("it works");
    advance(&world, 1_000).await;
    world.reset(None).expect("it works");
    world.dispatch(&call("Put", "a")).await.expect("it works");
    assert_eq!(advance(&world, 2_000).await, 0);
}

#[tokio::test]
async fn waiting_jobs_survive_a_restart() {
    let dir = std::env::temp_dir().join(format!("nephele-parking-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let options = || Options { dir: Some(dir.clone()), durability: Durability::Process };
    {
        let world = open(Store::open(options()).expect("it opens"));
        world.freeze().expect("it works");
        world.clock.freeze_at(Timestamp::from_secs(1_000));
        world.freeze().expect("it works");
        world.dispatch(&to_readers("Start", "a")).await.expect("it works");
        advance(&world, 1_000).await;
    }
    {
        let world = open(Store::open(options()).expect("it opens again"));
        // It runs once, finds nothing, and is parked again.
        assert_eq!(advance(&world, 1_001).await, 1);
        assert_eq!(advance(&world, 1_002).await, 0);
        // Woken, but the process ends before it runs.
        world.dispatch(&call("Put", "a")).await.expect("it works");
    }
    let world = open(Store::open(options()).expect("it opens again"));
    assert_eq!(advance(&world, 1_003).await, 1);
    assert_eq!(told(&world).await, (3, vec!["a at 1002".to_owned()]));
    drop(world);
    let _ = std::fs::remove_dir_all(&dir);
}
