//! The thread that makes commits durable.
//!
//! It sleeps until something is written. In process mode it then waits a moment, so that one sync
//! covers many commits; in fsync mode it syncs at once, and everything that arrives meanwhile is
//! covered by the next sync: a group commit.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use crate::blob::BlobStore;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::open::{Durability, Ticket};

/// Process mode promises a sync within 50 ms; this leaves the disk half of it.
const SYNC_DELAY: Duration = Duration::from_millis(25);

pub struct Syncer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    durability: Durability,
}

#[derive(Default)]
struct State {
    /// The ticket of the last commit.
    committed: u64,
    /// The last ticket that is durable.
    synced: u64,
    /// Those who wait for theirs.
    waiting: Vec<(u64, oneshot::Sender<()>)>,
    /// The thread is asleep with nothing to do.
    idle: bool,
    stop: bool,
    /// A sync failed. What it covered may be lost from the kernel's memory too, so that trying
    /// again proves nothing: no commit is taken any more.
    failed: bool,
}

impl Syncer {
    pub fn start(
        engine: Arc<dyn Engine>,
        blobs: Arc<BlobStore>,
        durability: Durability,
    ) -> std::io::Result<Syncer> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State::default()),
            wake: Condvar::new(),
            durability,
        });
        let thread = std::thread::Builder::new().name("store-sync".to_owned()).spawn({
            let shared = shared.clone();
            move || shared.run(&*engine, &blobs)
        })?;
        Ok(Syncer { shared, thread: Some(thread) })
    }

    /// Fails when commits are no longer taken.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.shared.state.lock().failed { Err(sync_failed()) } else { Ok(()) }
    }

    /// Something was written: it is synced soon. The ticket covers it.
    pub fn written(&self) -> Ticket {
        let mut state = self.shared.state.lock();
        state.committed += 1;
        if state.idle {
            self.shared.wake.notify_one();
        }
        Ticket(state.committed)
    }

    /// `None` when the ticket is durable already.
    pub fn wait(&self, ticket: Ticket) -> Result<Option<oneshot::Receiver<()>>, StoreError> {
        let mut state = self.shared.state.lock();
        if ticket.0 <= state.synced {
            return Ok(None);
        }
        if state.failed {
            return Err(sync_failed());
        }
        let (sender, receiver) = oneshot::channel();
        state.waiting.push((ticket.0, sender));
        Ok(Some(receiver))
    }
}

impl Drop for Syncer {
    /// Syncs what is left and ends the thread.
    fn drop(&mut self) {
        self.shared.state.lock().stop = true;
        self.shared.wake.notify_one();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the sync thread panicked");
        }
    }
}

impl Shared {
    fn run(&self, engine: &dyn Engine, blobs: &BlobStore) {
        while let Some(target) = self.next_target() {
            // Contents first: a row that is durable never names a content that is not.
            let result = blobs.sync().and_then(|()| engine.sync());
            let mut state = self.state.lock();
            if let Err(error) = result {
                tracing::error!(%error, "sync failed, no more writes are taken");
                state.failed = true;
                // Dropping their senders tells those who wait.
                state.waiting.clear();
                return;
            }
            state.synced = target;
            for (_, sender) in state.waiting.extract_if(.., |(ticket, _)| *ticket <= target) {
                // An error means that nobody waits any more.
                let _ = sender.send(());
            }
        }
    }

    /// Sleeps until there is something to sync; `None` to end.
    fn next_target(&self) -> Option<u64> {
        let mut state = self.state.lock();
        while state.committed == state.synced {
            if state.stop {
                return None;
            }
            state.idle = true;
            self.wake.wait(&mut state);
            state.idle = false;
        }
        if self.durability == Durability::Process && !state.stop {
            self.wake.wait_for(&mut state, SYNC_DELAY);
        }
        Some(state.committed)
    }
}

#[cold]
pub fn sync_failed() -> StoreError {
    StoreError::Engine("a sync to the disk failed; restart to recover".to_owned())
}
