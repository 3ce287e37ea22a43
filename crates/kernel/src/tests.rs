//! The door's promises, with a service that exists only here.

mod outbox;
mod parking;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use store::{Range, Store, Table};
use world::{AccountId, Region, Timestamp};

use crate::access::AdmitAll;
use crate::call::{Ask, Call, Origin, Principal};
use crate::ctx::Ctx;
use crate::door::{ModelCheck, World};
use crate::error::ApiError;
use crate::resident::Index;
use crate::scheduler::{Job, Retry};
use crate::service::{Op, OpResult, Run, ServiceDef, Validation, Waited, Work};
use crate::value::{Struct, Value};
use crate::waiters::Topic;

static NOTES: Table<String, Vec<u8>> = Table::regional("notes", "notes");
static OTHERS: Table<String, Vec<u8>> = Table::regional("others", "others");
static WORKED: AtomicU32 = AtomicU32::new(0);
const TOPIC: Topic = Topic { service: "notes", id: 1 };

static NOTES_SERVICE: ServiceDef = ServiceDef {
    name: "notes",
    operations: &[
        write("Put", put),
        write("PutThenFail", put_then_fail),
        write("PutThenPanic", put_then_panic),
        write("PutLater", put_later),
        write("FailLater", fail_later),
        write("CallFailing", call_failing),
        write("CallSlow", |ctx, _| ctx.call(Ask::to("notes", "Slow").with("Name", "a"))),
        write("OpenOthers", |ctx, _| {
            ctx.table_mut(&OTHERS).put("a", &b"b".to_vec());
            Ok(Struct::new())
        }),
        write("Id", |ctx, _| Ok(Struct::new().with("Id", ctx.chance().uuid()))),
        read("Get", get),
        Op { name: "Await", run: Run::Wait(await_note), stage: None },
        Op {
            name: "Slow",
            run: Run::Work(Work { begin: slow_begin, work: slow_work, complete: slow_complete }),
            stage: None,
        },
    ],
    steps: &[write("AlwaysFails", |_, _| Err(ApiError::new("No", "never")))],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

const fn write(name: &'static str, run: fn(&mut Ctx, &Struct) -> OpResult) -> Op {
    Op { name, run: Run::Write(run), stage: None }
}

const fn read(name: &'static str, run: fn(&mut Ctx, &Struct) -> OpResult) -> Op {
    Op { name, run: Run::Read(run), stage: None }
}

/// How many notes there are: an index as services have them.
struct Count(u64);

impl Index for Count {
    type Key = ();
    type Change = ();

    fn load(tx: &store::Tx, (): &()) -> Result<Count, ApiError> {
        let scope = store::Scope::new(*b"111111111111", "us-east-1");
        let count = NOTES.at(tx, &scope).keys(&Range::all()).count();
        Ok(Count(count as u64))
    }

    fn apply(&mut self, (): &()) {
        self.0 += 1;
    }

    fn revert(&mut self, (): &()) {
        self.0 -= 1;
    }
}

fn put(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = input.str("Name").expect("tests name their notes");
    let text = format!("at {}", ctx.now().secs()).into_bytes();
    ctx.change::<Count>(&(), ())?;
    ctx.table_mut(&NOTES).put(name, &text);
    ctx.wake(TOPIC, 1);
    let count = ctx.index::<Count>(&())?.0;
    Ok(Struct::new().with("Count", count as i64))
}

fn put_then_fail(ctx: &mut Ctx, input: &Struct) -> OpResult {
    put(ctx, input)?;
    Err(ApiError::new("Changed", "my mind"))
}

fn put_then_panic(ctx: &mut Ctx, input: &Struct) -> OpResult {
    put(ctx, input)?;
    panic!("a bug");
}

fn put_later(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let after = Duration::from_secs(input.int("After").unwrap_or(0) as u64);
    let ask = Ask::to("notes", "Put").with("Name", input.str("Name").expect("named"));
    let due = ctx.now() + after;
    ctx.enqueue(Job::now(ask).at(due));
    Ok(Struct::new())
}

fn fail_later(ctx: &mut Ctx, _: &Struct) -> OpResult {
    let retry =
        Retry { retries_max: 2, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };
    let dead_letter = Ask::to("notes", "Put").with("Name", "dead");
    let job = Job::now(Ask::to("notes", "AlwaysFails"));
    ctx.enqueue(job.with_retry(retry).with_dead_letter(dead_letter));
    Ok(Struct::new())
}

fn call_failing(ctx: &mut Ctx, _: &Struct) -> OpResult {
    ctx.call(Ask::to("notes", "Put").with("Name", "outer"))?;
    let failed = ctx.call(Ask::to("notes", "PutThenFail").with("Name", "inner"));
    assert!(failed.is_err());
    let count = ctx.index::<Count>(&())?.0;
    Ok(Struct::new().with("Count", count as i64))
}

fn get(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = input.str("Name").expect("tests name their notes");
    match ctx.table(&NOTES).get(name)? {
        Some(text) => Ok(Struct::new().with("Text", String::from_utf8_lossy(&text).into_owned())),
        None => Err(ApiError::new("NoSuchNote", name)),
    }
}

fn await_note(ctx: &mut Ctx, input: &Struct) -> Result<Waited, ApiError> {
    let name = input.str("Name").expect("tests name their notes");
    let until = ctx.waiting_since() + Duration::from_secs(20);
    if ctx.table(&NOTES).contains(name)? {
        return Ok(Waited::Ready(Struct::new().with("Found", true)));
    }
    if ctx.now() >= until {
        return Ok(Waited::Ready(Struct::new().with("Found", false)));
    }
    Ok(Waited::NotYet { topic: TOPIC, until })
}

fn slow_begin(_: &mut Ctx, input: &Struct) -> OpResult {
    Ok(input.clone())
}

fn slow_work(_: &crate::service::WorkEnv, plan: Struct) -> OpResult {
    WORKED.fetch_add(1, Ordering::SeqCst);
    Ok(plan)
}

fn slow_complete(ctx: &mut Ctx, _: &Struct, plan: Struct) -> OpResult {
    put(ctx, &plan)
}

#[derive(Debug)]
struct AnyInput;

impl ModelCheck for AnyInput {
    fn check_input(&self, _: &ServiceDef, _: &Call) -> Result<(), ApiError> {
        Ok(())
    }

    fn check_output(&self, _: &str, _: &str, _: &Struct) -> Result<(), String> {
        Ok(())
    }

    fn bind_json(&self, _: &str, _: &str, _: &str) -> Result<Struct, String> {
        Err("there is no model".to_owned())
    }

    fn verifies_outputs(&self) -> bool {
        false
    }
}

fn world() -> Arc<World> {
    let world = World::open(
        Store::ephemeral(),
        &[&NOTES_SERVICE],
        Box::new(AnyInput),
        vec![],
        Box::new(AdmitAll),
        Some(7),
    )
    .expect("an empty world opens");
    world.clock.freeze_at(Timestamp::from_secs(1_000));
    world
}

fn call(operation: &'static str, name: &str) -> Call {
    Call {
        service: "notes".into(),
        operation: operation.into(),
        input: Struct::new().with("Name", name),
        principal: Principal::Root(AccountId::DEFAULT),
        account: AccountId::parse("111111111111").expect("12 digits"),
        region: Region::DEFAULT,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    }
}

async fn text(world: &Arc<World>, name: &str) -> Option<String> {
    let found = world.dispatch(&call("Get", name)).await.ok()?;
    found.str("Text").map(str::to_owned)
}

#[tokio::test]
async fn what_fails_or_panics_leaves_nothing() {
    let world = world();
    let failed = world.dispatch(&call("PutThenFail", "a")).await;
    assert_eq!(failed.expect_err("it fails").code(), "Changed");
    let panicked = world.dispatch(&call("PutThenPanic", "a")).await;
    assert_eq!(panicked.expect_err("it panics").code(), "InternalFailure");
    assert_eq!(text(&world, "a").await, None);
    let output = world.dispatch(&call("Put", "b")).await.expect("it works");
    assert_eq!(output.int("Count"), Some(1), "the index was taken back too");
}

#[tokio::test]
async fn a_failed_inner_call_is_undone_alone() {
    let world = world();
    let output = world.dispatch(&call("CallFailing", "")).await.expect("it works");
    assert_eq!(output.int("Count"), Some(1));
    assert!(text(&world, "outer").await.is_some());
    assert_eq!(text(&world, "inner").await, None);
}

#[tokio::test]
async fn a_service_cannot_open_the_tables_of_another() {
    let refused = world().dispatch(&call("OpenOthers", "")).await;
    assert_eq!(refused.expect_err("it is asserted").code(), "InternalFailure");
}

#[tokio::test]
async fn an_absent_operation_is_not_implemented() {
    let refused = world().dispatch(&call("Nothing", "")).await.expect_err("it is absent");
    assert_eq!((refused.code(), refused.status()), ("NotImplemented", 501));
}

#[tokio::test]
async fn jobs_run_at_their_own_times_in_order_when_the_clock_is_advanced() {
    let world = world();
    for (name, after) in [("late", 600), ("early", 60), ("never", 10_000)] {
        let mut later = call("PutLater", name);
        later.input.set("After", after);
        world.dispatch(&later).await.expect("it works");
    }
    let advanced = world.advance_to(Timestamp::from_secs(2_000)).await.expect("it works");
    assert_eq!(advanced.jobs, 2);
    assert_eq!(text(&world, "early").await.as_deref(), Some("at 1060"));
    assert_eq!(text(&world, "late").await.as_deref(), Some("at 1600"));
    assert_eq!(text(&world, "never").await, None);
    assert_eq!(world.clock.now(), Timestamp::from_secs(2_000));
}

#[tokio::test]
async fn a_job_is_retried_with_growing_delays_and_then_gives_up() {
    let world = world();
    world.dispatch(&call("FailLater", "")).await.expect("it works");
    world.advance_to(Timestamp::from_secs(1_002)).await.expect("it works");
    assert_eq!(text(&world, "dead").await, None, "the second retry is due at 1003");
    world.advance_to(Timestamp::from_secs(1_010)).await.expect("it works");
    assert_eq!(text(&world, "dead").await.as_deref(), Some("at 1003"));
}

#[tokio::test]
async fn a_waiting_call_is_woken_by_a_write() {
    let world = world();
    let waiting = tokio::spawn({
        let world = world.clone();
        async move { world.dispatch(&call("Await", "a")).await }
    });
    while world.waiters.is_empty() {
        tokio::task::yield_now().await;
    }
    world.dispatch(&call("Put", "a")).await.expect("it works");
    let output = waiting.await.expect("no panic").expect("it works");
    assert_eq!(output.bool("Found"), Some(true));
    assert!(world.waiters.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_call_ends_when_the_clock_passes_its_time() {
    let world = world();
    let waiting = tokio::spawn({
        let world = world.clone();
        async move { world.dispatch(&call("Await", "a")).await }
    });
    while world.waiters.is_empty() {
        tokio::task::yield_now().await;
    }
    world.advance_to(Timestamp::from_secs(1_019)).await.expect("it works");
    assert!(!waiting.is_finished());
    world.advance_to(Timestamp::from_secs(1_021)).await.expect("it works");
    let output = waiting.await.expect("no panic").expect("it works");
    assert_eq!(output.bool("Found"), Some(false));
}

#[tokio::test]
async fn a_wake_up_whose_waiter_has_gone_goes_to_the_next() {
    let waiters = crate::waiters::Waiters::default();
    let first = waiters.enter(TOPIC, Timestamp::MAX);
    let second = waiters.enter(TOPIC, Timestamp::MAX);
    waiters.wake(TOPIC, 1);
    drop(first);
    tokio::time::timeout(Duration::from_secs(5), second.woken()).await.expect("it was passed on");
}

#[tokio::test]
async fn slow_work_runs_beside_the_writer_and_is_recorded() {
    let world = world();
    let before = WORKED.load(Ordering::SeqCst);
    world.dispatch(&call("Slow", "a")).await.expect("it works");
    assert_eq!(WORKED.load(Ordering::SeqCst), before + 1);
    assert!(text(&world, "a").await.is_some());
}

/// A transaction does not wait for work: whoever asks for it is told so.
#[tokio::test]
async fn slow_work_is_refused_within_a_transaction() {
    let world = world();
    let refused = world.dispatch(&call("CallSlow", "")).await.expect_err("it takes time");
    assert_eq!((refused.code(), refused.status()), ("NotImplemented", 501));
    assert!(refused.message().contains("Slow"), "{refused}");
}

#[tokio::test]
async fn one_seed_gives_one_world() {
    let ids = |_: u32| async {
        let world = world();
        let first = world.dispatch(&call("Id", "")).await.expect("it works");
        let second = world.dispatch(&call("Id", "")).await.expect("it works");
        assert_ne!(first, second);
        (first, second)
    };
    assert_eq!(ids(1).await, ids(2).await);
}

#[tokio::test]
async fn a_reset_empties_one_account() {
    let world = world();
    world.dispatch(&call("Put", "a")).await.expect("it works");
    let mut other = call("Put", "a");
    other.account = AccountId::parse("222222222222").expect("12 digits");
    world.dispatch(&other).await.expect("it works");
    world.reset(AccountId::parse("111111111111")).expect("it works");
    assert_eq!(text(&world, "a").await, None);
    let mut look = call("Get", "a");
    look.account = other.account;
    assert!(world.dispatch(&look).await.is_ok());
}

#[test]
fn values_survive_the_store() {
    let value = Struct::new()
        .with("null", Value::Null)
        .with("number", -5)
        .with("float", 1.5)
        .with("text", "häß")
        .with("bytes", bytes::Bytes::from_static(b"\x00\xff"))
        .with("time", Timestamp::from_millis(1_234))
        .with("list", vec!["a", "b"])
        .with("map", Struct::new().with("inner", true));
    let bytes = minicbor::to_vec(&value).expect("it encodes");
    let back: Struct = minicbor::decode(&bytes).expect("it decodes");
    assert_eq!(back, value);
}

#[test]
fn page_tokens_are_tied_to_their_operation() {
    let token = crate::page::encode("ListThings", b"position");
    assert_eq!(crate::page::decode("ListThings", &token).as_deref(), Some(&b"position"[..]));
    assert_eq!(crate::page::decode("ListOthers", &token), None);
    assert_eq!(crate::page::decode("ListThings", "garbage"), None);
}
