//! Events in their order, out of chunks that overlap.
//!
//! Chunks come by their first event, which is also how they are kept; each spans a second at most.
//! So the next event is in one of the chunks that begin before it, and those are open: a heap of
//! them gives it. Backwards a chunk may hold later events than the one after it, but by no more
//! than that second.

use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use kernel::{ApiError, Ctx};
use store::Range;

use crate::encryption;
use crate::limits;
use crate::position::Position;
use crate::protection::Masks;
use crate::state::{CHUNKS, EventRow, Group, STREAM_CHUNKS, STREAM_NAMES};

/// An event as it is read.
#[derive(Clone, Debug)]
pub struct Event {
    pub position: Position,
    pub ingested: i64,
    pub message: String,
    /// The message as it came, where it is masked and the reader may see it all the same.
    pub raw: Option<String>,
}

/// Of which streams events are read.
#[derive(Clone, Debug)]
pub enum Streams {
    All,
    /// By their own lists of chunks.
    Few(Vec<u64>),
    /// Out of all of the group's.
    Many(BTreeSet<u64>),
}

impl Streams {
    pub fn of(ids: Vec<u64>) -> Streams {
        if ids.len() <= limits::STREAMS_READ_APART_MAX {
            Streams::Few(ids)
        } else {
            Streams::Many(ids.into_iter().collect())
        }
    }
}

/// Reads events from one position (inclusive) to another (exclusive).
#[derive(Debug)]
pub struct Reader {
    group: Group,
    streams: Streams,
    from: Position,
    to: Position,
    is_backward: bool,
    /// The last chunk that was fetched.
    fetched: Option<Position>,
    is_exhausted: bool,
    waiting: VecDeque<(Position, Chunk)>,
    open: BinaryHeap<Head>,
    masks: Masks,
    keeps_raw: bool,
    /// Of all chunks that were opened.
    pub bytes: u64,
}

#[derive(Debug)]
struct Chunk {
    ingested: i64,
    events: Vec<EventRow>,
}

/// An open chunk by its next event.
#[derive(Debug)]
struct Head {
    next: Position,
    first: Position,
    is_backward: bool,
    at: usize,
    chunk: Chunk,
}

impl Reader {
    pub fn new(
        group: Group,
        streams: Streams,
        (from, to): (Position, Position),
        is_backward: bool,
    ) -> Reader {
        Reader {
            group,
            streams,
            from,
            to,
            is_backward,
            fetched: None,
            is_exhausted: from >= to,
            waiting: VecDeque::new(),
            open: BinaryHeap::new(),
            masks: Masks::default(),
            keeps_raw: false,
            bytes: 0,
        }
    }

    /// What is sensitive is masked from here on.
    #[must_use]
    pub fn masked(mut self, masks: Masks) -> Reader {
        self.masks = masks;
        self
    }

    /// What is masked is answered besides as it came.
    #[must_use]
    pub fn with_raw(mut self) -> Reader {
        self.keeps_raw = true;
        self
    }

    /// The next event, if there is one.
    pub fn next(&mut self, ctx: &mut Ctx<'_>) -> Result<Option<Event>, ApiError> {
        loop {
            if self.waiting.is_empty() && !self.is_exhausted {
                self.fetch(ctx)?;
            }
            let Some(may_hold) = self.waiting.front().map(|(first, _)| self.bound_of(*first))
            else {
                return Ok(self.take());
            };
            match self.open.peek() {
                Some(head) if self.comes_before(head.next, may_hold) => return Ok(self.take()),
                _ => self.open_next(),
            }
        }
    }

    /// What a chunk holds does not come before this.
    fn bound_of(&self, first: Position) -> Position {
        if self.is_backward {
            Position::at_time(first.at() + limits::CHUNK_SPAN_MS + 1)
        } else {
            first
        }
    }

    fn comes_before(&self, one: Position, other: Position) -> bool {
        if self.is_backward { one > other } else { one < other }
    }

    fn open_next(&mut self) {
        let Some((first, chunk)) = self.waiting.pop_front() else { return };
        let places = |at: usize| place(&chunk, first, at);
        let (low, high) = (self.from, self.to);
        let begin = partition(chunk.events.len(), |at| places(at) < low);
        let end = partition(chunk.events.len(), |at| places(at) < high);
        if begin >= end {
            return;
        }
        let at = if self.is_backward { end - 1 } else { begin };
        let next = places(at);
        self.open.push(Head { next, first, is_backward: self.is_backward, at, chunk });
    }

    fn take(&mut self) -> Option<Event> {
        let mut head = self.open.pop()?;
        let message = std::mem::take(&mut head.chunk.events[head.at].message);
        let (position, ingested) = (head.next, head.chunk.ingested);
        let mut event = Event { position, ingested, message, raw: None };
        if !self.masks.is_empty()
            && let Some(masked) = self.masks.masked(position.request(), &event.message)
        {
            let raw = std::mem::replace(&mut event.message, masked);
            event.raw = self.keeps_raw.then_some(raw);
        }
        let further = if self.is_backward { head.at.checked_sub(1) } else { Some(head.at + 1) };
        if let Some(at) = further.filter(|at| *at < head.chunk.events.len()) {
            head.at = at;
            head.next = place(&head.chunk, head.first, at);
            if head.next >= self.from && head.next < self.to {
                self.open.push(head);
            }
        }
        Some(event)
    }

    /// Fetches some more chunks.
    fn fetch(&mut self, ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
        let low = Position::at_time(self.from.at() - limits::CHUNK_SPAN_MS);
        let (low, high) = match (self.fetched, self.is_backward) {
            (None, _) => (low, self.to),
            (Some(last), false) => (last.next(), self.to),
            (Some(last), true) => (low, last),
        };
        let keys = self.keys(ctx, low, high)?;
        self.is_exhausted = keys.len() < limits::CHUNKS_PER_FETCH;
        self.fetched = keys.last().copied().or(self.fetched);
        for first in keys {
            if let Streams::Many(ids) = &self.streams
                && !ids.contains(&first.stream())
            {
                continue;
            }
            let Some(row) = ctx.table(&CHUNKS).get(&(self.group.row.id, first))? else { continue };
            self.bytes += row.bytes;
            let ingested = row.ingested;
            let events = encryption::open(ctx, &self.group, first, row)?;
            self.waiting.push_back((first, Chunk { ingested, events }));
        }
        Ok(())
    }

    fn keys(
        &self,
        ctx: &Ctx<'_>,
        low: Position,
        high: Position,
    ) -> Result<Vec<Position>, ApiError> {
        let group = self.group.row.id;
        let most = limits::CHUNKS_PER_FETCH;
        let Streams::Few(ids) = &self.streams else {
            let mut range = Range::within(&(group,)).from(&(group, low)).before(&(group, high));
            if self.is_backward {
                range = range.reversed();
            }
            let keys = ctx.table(&CHUNKS).keys(&range).take(most);
            return Ok(keys.map(|key| key.map(|(_, first)| first)).collect::<Result<_, _>>()?);
        };
        let mut keys = Vec::new();
        for id in ids {
            let mut range = Range::within(&(*id,)).from(&(*id, low)).before(&(*id, high));
            if self.is_backward {
                range = range.reversed();
            }
            for key in ctx.table(&STREAM_CHUNKS).keys(&range).take(most) {
                keys.push(key?.1);
            }
        }
        keys.sort_unstable();
        if self.is_backward {
            keys.reverse();
        }
        keys.truncate(most);
        Ok(keys)
    }
}

fn place(chunk: &Chunk, first: Position, at: usize) -> Position {
    first.plus(chunk.events[at].later, at as u32)
}

/// How many of the first `len` are below, where those that are come first.
fn partition(len: usize, is_below: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = usize::midpoint(low, high);
        if is_below(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

impl Ord for Head {
    fn cmp(&self, other: &Head) -> Ordering {
        let order = self.next.cmp(&other.next);
        if self.is_backward { order } else { order.reverse() }
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Head) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        self.next == other.next
    }
}

impl Eq for Head {}

/// The names of streams, looked up once each. A stream that is being deleted has none.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<u64, Option<String>>);

impl Names {
    pub fn get(&mut self, ctx: &Ctx<'_>, stream: u64) -> Result<Option<&str>, ApiError> {
        let name = match self.0.entry(stream) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let row = ctx.table(&STREAM_NAMES).get(&stream)?;
                place.insert(row.map(|row| row.name))
            }
        };
        Ok(name.as_deref())
    }
}
