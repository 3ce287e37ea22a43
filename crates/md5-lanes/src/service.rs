//! A thread that takes the MD5 of several streams at once.
//!
//! Whoever has a stream hands over its pieces and goes on; the thread takes a piece of each stream
//! that has one, and appends them side by side. A vector takes as long with one lane filled as with
//! all: so the thread waits a moment for streams that have nothing for it yet, and what is left
//! when most lanes have run dry goes on beside the next pieces. A lone stream is not held up.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::lanes::{compress_while, width};
use crate::state::{State, Task};

/// So many streams are advanced at once: twice the widest vector, so that one may be shorter.
const STREAMS_AT_ONCE: usize = 32;
/// For so long the thread waits for more streams to have a piece: the time that a vector takes for
/// some 40 KiB of each lane.
const LINGER: Duration = Duration::from_micros(200);
/// A stream may be so many pieces ahead of the thread; then it is to wait.
const PIECES_AHEAD_MAX: usize = 4;
/// So many spent buffers are kept for the next pieces, for so long after the last one.
const SPARE_BUFFERS_MAX: usize = 32;
const SPARE_FOR: Duration = Duration::from_secs(1);
/// After so long the thread looks whether there is anything, without being told.
const IDLE: Duration = Duration::from_hours(1);

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
    /// The thread waits until so many are ready; 0 while it does not wait.
    awaited: usize,
    /// Streams that were not dropped.
    open: usize,
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
        queue.open += 1;
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
            let mut queue = lock(&self.shared.queue);
            queue.ready.push_back(self.progress.clone());
            let is_awaited = queue.awaited > 0 && queue.ready.len() >= queue.awaited;
            drop(queue);
            if is_awaited {
                self.shared.is_filled.notify_one();
            }
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
        lock(&self.shared.queue).open -= 1;
    }
}

/// A piece being taken.
struct Taken {
    stream: Arc<Mutex<Progress>>,
    state: State,
    piece: Vec<u8>,
    /// Where the blocks of the piece lie that are still to be compressed.
    blocks: Range<usize>,
}

impl Taken {
    fn from(stream: Arc<Mutex<Progress>>) -> Taken {
        let mut progress = lock(&stream);
        let piece = progress.pieces.pop_front().unwrap_or_default();
        let mut state = std::mem::take(&mut progress.state);
        drop(progress);
        let blocks = state.begin(&piece);
        Taken { stream, state, piece, blocks }
    }
}

/// What the thread does.
fn serve(shared: &Shared) {
    let lanes = width();
    let mut taken: Vec<Taken> = Vec::with_capacity(STREAMS_AT_ONCE);
    while let Some(streams) = next(shared, taken.len(), lanes) {
        taken.extend(streams.into_iter().map(Taken::from));
        // Half of the lanes that can be filled now; so many at least go to the end in this turn.
        let fewest = (taken.len().min(lanes) / 2).max(1);
        compress(&mut taken, fewest);
        for done in taken.extract_if(.., |it| it.blocks.is_empty()) {
            give_back(shared, done.stream, done.state);
            keep_spare(shared, done.piece);
        }
    }
}

fn compress(taken: &mut [Taken], fewest: usize) {
    let mut tasks: Vec<Task<'_>> = taken
        .iter_mut()
        .map(|it| Task { state: &mut it.state, bytes: &it.piece[it.blocks.clone()] })
        .collect();
    compress_while(&mut tasks, fewest);
    let left: Vec<usize> = tasks.iter().map(|task| task.bytes.len()).collect();
    for (it, left) in taken.iter_mut().zip(left) {
        it.blocks.start = it.blocks.end - left;
    }
}

/// The streams whose turn it is, beside those that are being taken; `None` when there will be none
/// any more.
fn next(shared: &Shared, taken: usize, lanes: usize) -> Option<Vec<Arc<Mutex<Progress>>>> {
    let mut queue = lock(&shared.queue);
    if taken == 0 {
        queue = wait(shared, queue, 1, SPARE_FOR);
        if queue.ready.is_empty() && !queue.is_closed {
            lock(&shared.spare).clear();
            while queue.ready.is_empty() && !queue.is_closed {
                queue = wait(shared, queue, 1, IDLE);
            }
        }
        if queue.ready.is_empty() {
            return None;
        }
    }
    let wanted = queue.open.min(lanes).saturating_sub(taken);
    if queue.ready.len() < wanted {
        queue = wait(shared, queue, wanted, LINGER);
    }
    let count = queue.ready.len().min(STREAMS_AT_ONCE - taken);
    Some(queue.ready.drain(..count).collect())
}

/// Waits until so many streams are ready, for so long at most.
fn wait<'a>(
    shared: &Shared,
    mut queue: MutexGuard<'a, Queue>,
    count: usize,
    at_most: Duration,
) -> MutexGuard<'a, Queue> {
    queue.awaited = count;
    let waited = shared
        .is_filled
        .wait_timeout_while(queue, at_most, |it| it.ready.len() < count && !it.is_closed);
    let (mut queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
    queue.awaited = 0;
    queue
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
