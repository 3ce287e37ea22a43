//! A thread that takes the MD5 of several streams at once.
//!
//! Whoever has a stream hands over its pieces and goes on; the thread takes a piece of each stream
//! that has one, and appends them side by side. A lone stream finds the thread idle and is not held
//! up; the more streams there are, the more lanes are full.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::lanes::advance;
use crate::state::{State, Task};

/// So many streams are advanced at once: twice the widest vector, so that one may be shorter.
const STREAMS_AT_ONCE: usize = 32;
/// A stream may be so many pieces ahead of the thread; then it is to wait.
const PIECES_AHEAD_MAX: usize = 4;
/// So many spent buffers are kept for the next pieces, for so long after the last one.
const SPARE_BUFFERS_MAX: usize = 32;
const SPARE_FOR: Duration = Duration::from_secs(1);

/// Takes digests of streams, on a thread that it starts with the first one.
#[derive(Debug, Default)]
pub struct Service {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    is_filled: Condvar,
    spare: Mutex<Vec<Vec<u8>>>,
}

#[derive(Debug, Default)]
struct Queue {
    /// Streams that have pieces, each once.
    ready: VecDeque<Arc<Mutex<Progress>>>,
    is_started: bool,
    is_closed: bool,
}

#[derive(Debug, Default)]
struct Progress {
    state: State,
    pieces: VecDeque<Vec<u8>>,
    /// It is in the queue, or a piece of it is being taken.
    is_queued: bool,
    waker: Option<Waker>,
}

/// A message under way. Dropped, what was handed over is forgotten.
#[derive(Debug)]
pub struct Stream {
    shared: Arc<Shared>,
    progress: Arc<Mutex<Progress>>,
}

impl Service {
    pub fn new() -> Service {
        Service::default()
    }

    /// A stream of its own; `None` if there is no thread to be had.
    pub fn stream(&self) -> Option<Stream> {
        let mut queue = lock(&self.shared.queue);
        if !queue.is_started {
            let shared = self.shared.clone();
            let thread = std::thread::Builder::new().name("md5-lanes".to_owned());
            thread.spawn(move || serve(&shared)).ok()?;
            queue.is_started = true;
        }
        Some(Stream { shared: self.shared.clone(), progress: Arc::default() })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        lock(&self.shared.queue).is_closed = true;
        self.shared.is_filled.notify_all();
    }
}

impl Stream {
    /// Appends a piece; answers an empty buffer for the next one.
    pub fn push(&self, piece: Vec<u8>) -> Vec<u8> {
        let mut progress = lock(&self.progress);
        progress.pieces.push_back(piece);
        if !std::mem::replace(&mut progress.is_queued, true) {
            drop(progress);
            lock(&self.shared.queue).ready.push_back(self.progress.clone());
            self.shared.is_filled.notify_one();
        }
        lock(&self.shared.spare).pop().unwrap_or_default()
    }

    /// Waits until the thread has nearly kept up: what is in memory of a stream is bounded so.
    pub async fn keep_pace(&self) {
        self.until(PIECES_AHEAD_MAX - 1).await;
    }

    /// The digest of all that was appended.
    pub async fn finish(self) -> [u8; 16] {
        self.until(0).await;
        let state = std::mem::take(&mut lock(&self.progress).state);
        state.finish()
    }

    async fn until(&self, pieces_max: usize) {
        poll_fn(|context| {
            let mut progress = lock(&self.progress);
            let is_done =
                progress.pieces.len() <= pieces_max && (pieces_max > 0 || !progress.is_queued);
            if is_done {
                return Poll::Ready(());
            }
            progress.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        lock(&self.progress).pieces.clear();
    }
}

/// What the thread does.
fn serve(shared: &Shared) {
    while let Some(streams) = next(shared) {
        let mut taken: Vec<(State, Vec<u8>)> = streams
            .iter()
            .map(|stream| {
                let mut progress = lock(stream);
                let piece = progress.pieces.pop_front().unwrap_or_default();
                (std::mem::take(&mut progress.state), piece)
            })
            .collect();
        let mut tasks: Vec<Task<'_>> =
            taken.iter_mut().map(|(state, bytes)| Task { state, bytes }).collect();
        advance(&mut tasks);
        for (stream, (state, piece)) in streams.into_iter().zip(taken) {
            give_back(shared, stream, state);
            keep_spare(shared, piece);
        }
    }
}

/// The streams whose turn it is; `None` when there will be none any more.
fn next(shared: &Shared) -> Option<Vec<Arc<Mutex<Progress>>>> {
    let mut queue = lock(&shared.queue);
    while queue.ready.is_empty() {
        if queue.is_closed {
            return None;
        }
        let waited = shared.is_filled.wait_timeout(queue, SPARE_FOR);
        let (filled, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        queue = filled;
        if timeout.timed_out() && queue.ready.is_empty() {
            lock(&shared.spare).clear();
            queue = shared
                .is_filled
                .wait_while(queue, |it| it.ready.is_empty() && !it.is_closed)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
    let count = queue.ready.len().min(STREAMS_AT_ONCE);
    Some(queue.ready.drain(..count).collect())
}

fn give_back(shared: &Shared, stream: Arc<Mutex<Progress>>, state: State) {
    let mut progress = lock(&stream);
    progress.state = state;
    progress.is_queued = !progress.pieces.is_empty();
    let waker = progress.waker.take();
    let has_more = progress.is_queued;
    drop(progress);
    if let Some(waker) = waker {
        waker.wake();
    }
    if has_more {
        lock(&shared.queue).ready.push_back(stream);
    }
}

fn keep_spare(shared: &Shared, mut piece: Vec<u8>) {
    let mut spare = lock(&shared.spare);
    if spare.len() < SPARE_BUFFERS_MAX {
        piece.clear();
        spare.push(piece);
    }
}

/// No panic can leave what is locked here half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
