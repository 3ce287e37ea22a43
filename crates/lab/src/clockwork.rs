//! Processes on the virtual clock: each is a future that calls and sleeps; the clock moves when
//! none of them can go on, to the next moment at which something happens.
//!
//! They run one after the other in their order, on one thread, so that a run can be repeated. Real
//! time passes only while an operation works beside the writer (kind `work`).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use kernel::Timestamp;
use kernel::door::World;

/// Turns of the clock at one instant, after which it moves on whatever is due.
const TURNS_MAX: u32 = 10_000;

/// What processes share.
#[derive(Debug)]
pub struct Clockwork {
    world: Arc<World>,
    sleepers: RefCell<BTreeSet<(Timestamp, u64)>>,
    next_sleeper: Cell<u64>,
    /// Calls that real work is done for.
    busy: Cell<u32>,
    /// Counts whatever moved on.
    moves: Cell<u64>,
}

pub type Process<'p> = Pin<Box<dyn Future<Output = ()> + 'p>>;

/// A sleeper's entry; leaves when dropped.
struct Sleeper<'c> {
    clockwork: &'c Clockwork,
    key: (Timestamp, u64),
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clockwork.sleepers.borrow_mut().remove(&self.key);
    }
}

type Advance = Pin<Box<dyn Future<Output = ()>>>;

impl Clockwork {
    pub fn new(world: Arc<World>) -> Clockwork {
        Clockwork {
            world,
            sleepers: RefCell::default(),
            next_sleeper: Cell::new(0),
            busy: Cell::new(0),
            moves: Cell::new(0),
        }
    }

    pub async fn sleep(&self, span: Duration) {
        self.sleep_until(self.world.clock.now() + span).await;
    }

    pub async fn sleep_until(&self, until: Timestamp) {
        let number = self.next_sleeper.get();
        self.next_sleeper.set(number + 1);
        let key = (until, number);
        self.sleepers.borrow_mut().insert(key);
        let sleeper = Sleeper { clockwork: self, key };
        poll_fn(|_| {
            let is_over = sleeper.clockwork.world.clock.now() >= until;
            if is_over { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.moved();
    }

    /// A call: while it is worked on the clock stands; while it waits for something to happen
    /// (`may_wait`) it moves.
    pub async fn call<T>(&self, may_wait: bool, call: impl Future<Output = T>) -> T {
        let mut call = std::pin::pin!(call);
        let mut is_counted = false;
        let answer = poll_fn(|context| {
            let polled = call.as_mut().poll(context);
            if polled.is_pending() && !is_counted && !may_wait {
                is_counted = true;
                self.busy.set(self.busy.get() + 1);
            }
            polled
        })
        .await;
        if is_counted {
            self.busy.set(self.busy.get() - 1);
        }
        self.moved();
        answer
    }

    fn moved(&self) {
        self.moves.set(self.moves.get() + 1);
    }

    /// Runs the processes until `is_over` says so, which is asked at every instant with the time
    /// at which to ask again at the latest.
    pub async fn run(
        &self,
        mut processes: Vec<Process<'_>>,
        is_over: impl Fn(usize) -> Result<(), Timestamp>,
    ) {
        let mut advance: Option<Advance> = None;
        let mut turns = 0;
        let drive = poll_fn(|context: &mut Context<'_>| {
            loop {
                if self.pass(&mut processes, context) {
                    // Whatever the clock was on the way to, there may be something before it.
                    advance = None;
                    turns = 0;
                    continue;
                }
                if self.busy.get() > 0 {
                    return Poll::Pending;
                }
                match &mut advance {
                    Some(moving) => match moving.as_mut().poll(context) {
                        Poll::Ready(()) => advance = None,
                        Poll::Pending => return Poll::Pending,
                    },
                    None => match is_over(processes.len()) {
                        Ok(()) => return Poll::Ready(()),
                        Err(latest) => {
                            turns += 1;
                            advance = Some(self.advance(latest, turns < TURNS_MAX));
                        }
                    },
                }
            }
        });
        // The processes are the whole program: nobody else is to have a turn.
        tokio::task::unconstrained(drive).await;
    }

    /// Gives each process a turn; whether any moved on.
    fn pass(&self, processes: &mut Vec<Process<'_>>, context: &mut Context<'_>) -> bool {
        let before = self.moves.get();
        processes.retain_mut(|process| match process.as_mut().poll(context) {
            Poll::Ready(()) => {
                self.moved();
                false
            }
            Poll::Pending => true,
        });
        self.moves.get() != before
    }

    /// Moves the clock to the next moment at which something happens, `latest` at most.
    fn advance(&self, latest: Timestamp, heeds_jobs: bool) -> Advance {
        let now = self.world.clock.now();
        let sleeper = self.sleepers.borrow().first().map(|(until, _)| *until);
        let job = self.world.next_job_due().filter(|_| heeds_jobs);
        let target = [sleeper, job].into_iter().flatten().min().unwrap_or(latest);
        let target = target.min(latest).max(now);
        let world = self.world.clone();
        Box::pin(async move {
            // The store in memory does not fail; one on disk that does shows at the next call.
            let _ = world.advance_to(target).await;
        })
    }
}
