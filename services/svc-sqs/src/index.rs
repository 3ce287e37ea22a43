//! Which message comes next: the in-memory index of one queue's messages.
//!
//! It is a fold over the rows of [`crate::state`], loaded from them when a queue is first used.
//! It knows order, groups, who is in flight and when what becomes visible; it holds no bodies.
//! About 35 bytes a message, and 100 for one with a group. All costs are logarithmic in the depth
//! of the queue, so sending to and receiving from a deep queue costs what it costs in an empty one.
//!
//! Time passes without anybody's doing, so what has become visible is moved by an explicit
//! [`Change::Ripen`]; it needs no undoing, since it is true at every later moment.

mod forecast;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kernel::resident::Index;
use kernel::{ApiError, Scope};
use rustc_hash::FxHashMap;
use store::Tx;

use crate::limits;
use crate::load;

pub use forecast::{Point, Terms};

/// A sequence is the millisecond of arrival and, in its lower bits, a number: four million
/// messages may arrive before they run into the next millisecond.
const NUMBER_BITS: u32 = 22;

/// Names the messages of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IndexKey {
    pub scope: Scope,
    pub space: u64,
    pub is_fifo: bool,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Ready,
    /// Not visible yet, until a moment of its own.
    Delayed(i64),
    /// Not visible yet, by the delay of its FIFO queue.
    Postponed,
    /// Received, and hidden until then.
    InFlight(i64),
}

/// A message as far as the index knows it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub sequence: u64,
    pub sent: i64,
    pub group: Option<Arc<str>>,
    /// By which its body is enciphered.
    pub data_key: Option<u64>,
}

#[derive(Clone, Debug)]
pub enum Change {
    /// `None` stands for outside the queue.
    Move { entry: Entry, from: Option<Place>, to: Option<Place> },
    /// What is visible at `now` becomes ready.
    Ripen { now: i64, fifo_delay: i64 },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub visible: usize,
    pub in_flight: usize,
    pub delayed: usize,
}

/// The long poll that promised to look again first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timekeeper {
    pub until: i64,
    pub caller: u64,
}

#[derive(Debug)]
pub struct QueueIndex {
    is_fifo: bool,
    /// The last sequence that was used.
    last: u64,
    /// Every message.
    all: BTreeSet<u64>,
    /// Messages that were not sent when their sequences say: from another queue, or in a world
    /// whose clock was set back.
    aged: BTreeSet<(i64, u64)>,
    aged_sent: FxHashMap<u64, i64>,
    /// Ready messages without a group.
    plain: BTreeSet<u64>,
    /// By message group id; the names are the clients', so the hashing is the robust one.
    groups: HashMap<Arc<str>, Group>,
    group_of: FxHashMap<u64, Arc<str>>,
    /// The first ready message of each group that may be delivered.
    heads: BTreeMap<u64, Arc<str>>,
    hidden: FxHashMap<u64, Hidden>,
    timers: BTreeSet<(i64, u64)>,
    /// Messages of a FIFO queue within its delay.
    postponed: BTreeSet<u64>,
    in_flight: usize,
    delayed: usize,
    /// Messages whose bodies are enciphered, and how many by which data key.
    sealed: FxHashMap<u64, u64>,
    data_keys: BTreeMap<u64, usize>,
    /// Not part of the fold: who waits does not survive a restart either.
    pub timekeeper: Cell<Timekeeper>,
}

#[derive(Debug, Default)]
struct Group {
    waiting: BTreeSet<u64>,
    in_flight: usize,
    /// All its messages, wherever they are.
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Hidden {
    until: i64,
    is_in_flight: bool,
}

impl Index for QueueIndex {
    type Key = IndexKey;
    type Change = Change;

    fn load(tx: &Tx, key: &IndexKey) -> Result<QueueIndex, ApiError> {
        load::load(tx, key)
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Move { entry, from, to } => self.shift(entry, *from, *to),
            Change::Ripen { now, fifo_delay } => self.ripen(*now, *fifo_delay),
        }
    }

    fn revert(&mut self, change: &Change) {
        if let Change::Move { entry, from, to } = change {
            self.shift(entry, *to, *from);
        }
    }
}

impl QueueIndex {
    pub fn new(is_fifo: bool) -> QueueIndex {
        QueueIndex {
            is_fifo,
            last: 0,
            all: BTreeSet::new(),
            aged: BTreeSet::new(),
            aged_sent: FxHashMap::default(),
            plain: BTreeSet::new(),
            groups: HashMap::new(),
            group_of: FxHashMap::default(),
            heads: BTreeMap::new(),
            hidden: FxHashMap::default(),
            timers: BTreeSet::new(),
            postponed: BTreeSet::new(),
            in_flight: 0,
            delayed: 0,
            sealed: FxHashMap::default(),
            data_keys: BTreeMap::new(),
            timekeeper: Cell::default(),
        }
    }

    /// The sequence of a message that arrives at `now`.
    pub fn next_sequence(&self, now: i64, floor: u64) -> u64 {
        let millis = u64::try_from(now / 1_000).unwrap_or(0);
        (millis << NUMBER_BITS).max(self.last + 1).max(floor + 1)
    }

    pub fn last_sequence(&self) -> u64 {
        self.last
    }

    /// Everything that is known of a message of this queue.
    pub fn find(&self, sequence: u64) -> Option<(Entry, Place)> {
        if !self.all.contains(&sequence) {
            return None;
        }
        let entry = Entry {
            sequence,
            sent: self.sent(sequence),
            group: self.group_of.get(&sequence).cloned(),
            data_key: self.sealed.get(&sequence).copied(),
        };
        let place = match self.hidden.get(&sequence) {
            Some(Hidden { until, is_in_flight: true }) => Place::InFlight(*until),
            Some(Hidden { until, is_in_flight: false }) => Place::Delayed(*until),
            None if self.postponed.contains(&sequence) => Place::Postponed,
            None => Place::Ready,
        };
        Some((entry, place))
    }

    /// The one known name of a group: messages of a group share it.
    pub fn intern(&self, group: &str) -> Arc<str> {
        self.groups.get_key_value(group).map_or_else(|| group.into(), |(name, _)| name.clone())
    }

    /// How many messages are enciphered by a data key.
    pub fn sealed_by(&self, data_key: u64) -> usize {
        self.data_keys.get(&data_key).copied().unwrap_or_default()
    }

    pub fn has_ready(&self) -> bool {
        !self.plain.is_empty() || !self.heads.is_empty()
    }

    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// The next messages to deliver, at most `max`, at least one if any is ready.
    pub fn next_ready(&self, max: usize) -> Vec<u64> {
        if self.is_fifo {
            return self.next_of_groups(max);
        }
        if self.heads.is_empty() {
            return self.plain.iter().take(max).copied().collect();
        }
        self.next_fair().into_iter().collect()
    }

    /// As many messages of one group as possible, then those of the next.
    fn next_of_groups(&self, max: usize) -> Vec<u64> {
        let mut found = Vec::with_capacity(max);
        for name in self.heads.values() {
            let left = max - found.len();
            if left == 0 {
                break;
            }
            found.extend(self.groups[name].waiting.iter().take(left));
        }
        found
    }

    /// The oldest message of a quiet tenant; else one of the noisy tenant with the fewest in
    /// flight. At most nine tenants can be noisy at once, so the search is short.
    fn next_fair(&self) -> Option<u64> {
        let quiet = self.heads.iter().find(|(_, name)| !self.is_noisy(&self.groups[*name]));
        let quiet = quiet.map(|(sequence, _)| *sequence);
        let oldest = [self.plain.first().copied(), quiet].into_iter().flatten().min();
        oldest.or_else(|| {
            let noisy = self.heads.iter().min_by_key(|(_, name)| self.groups[*name].in_flight);
            noisy.map(|(sequence, _)| *sequence)
        })
    }

    fn is_noisy(&self, group: &Group) -> bool {
        group.in_flight >= limits::NOISY_IN_FLIGHT_MIN
            && group.in_flight * 100 > self.in_flight * limits::NOISY_SHARE_PERCENT
    }

    /// The ready message at that distance from the front, or the last one before it.
    pub fn ready_at(&self, distance: usize) -> Option<u64> {
        let near = self.plain.iter().nth(distance).or_else(|| self.plain.last());
        near.copied().or_else(|| self.next_fair())
    }

    /// When something becomes visible next.
    pub fn next_visible(&self, fifo_delay: i64) -> Option<i64> {
        let timer = self.timers.first().map(|(until, _)| *until);
        let postponed = self.postponed.first();
        let postponed = postponed.map(|sequence| self.sent(*sequence).saturating_add(fifo_delay));
        [timer, postponed].into_iter().flatten().min()
    }

    /// Messages sent at `cutoff` or earlier, oldest first, at most `max`.
    pub fn expired(&self, cutoff: i64, max: usize) -> Vec<u64> {
        self.expired_by(cutoff).take(max).collect()
    }

    fn expired_by(&self, cutoff: i64) -> impl Iterator<Item = u64> {
        let aged = self.aged.range(..=(cutoff, u64::MAX)).map(|(_, sequence)| *sequence);
        let after = u64::try_from(cutoff / 1_000 + 1).unwrap_or(0) << NUMBER_BITS;
        let others = self.all.range(..after).copied();
        aged.chain(others.filter(|sequence| !self.aged_sent.contains_key(sequence)))
    }

    /// How many messages are where, those sent at `cutoff` or earlier left out.
    pub fn counts(&self, cutoff: i64) -> Counts {
        let hidden = self.in_flight + self.delayed;
        let mut counts = Counts {
            visible: self.all.len() - hidden,
            in_flight: self.in_flight,
            delayed: self.delayed,
        };
        for sequence in self.expired_by(cutoff) {
            match self.find(sequence).map(|(_, place)| place) {
                Some(Place::Ready) => counts.visible -= 1,
                Some(Place::InFlight(_)) => counts.in_flight -= 1,
                Some(Place::Delayed(_) | Place::Postponed) => counts.delayed -= 1,
                None => {}
            }
        }
        counts
    }

    fn sent(&self, sequence: u64) -> i64 {
        self.aged_sent.get(&sequence).copied().unwrap_or_else(|| arrival(sequence))
    }

    fn shift(&mut self, entry: &Entry, from: Option<Place>, to: Option<Place>) {
        let group = entry.group.as_ref();
        let head_before = group.and_then(|name| self.head_of(name));
        match from {
            Some(_) => self.take_out(entry),
            None => self.enter(entry),
        }
        match to {
            Some(place) => self.put_in(entry, place),
            None => self.leave(entry),
        }
        if let Some(name) = group {
            self.refresh_head(name, head_before);
        }
    }

    fn enter(&mut self, entry: &Entry) {
        let is_fresh = self.all.insert(entry.sequence);
        debug_assert!(is_fresh, "message {} enters twice", entry.sequence);
        self.last = self.last.max(entry.sequence);
        if entry.sent != arrival(entry.sequence) {
            self.aged.insert((entry.sent, entry.sequence));
            self.aged_sent.insert(entry.sequence, entry.sent);
        }
        if let Some(key) = entry.data_key {
            self.sealed.insert(entry.sequence, key);
            *self.data_keys.entry(key).or_default() += 1;
        }
        if let Some(name) = &entry.group {
            self.groups.entry(name.clone()).or_default().len += 1;
            self.group_of.insert(entry.sequence, name.clone());
        }
    }

    fn leave(&mut self, entry: &Entry) {
        self.all.remove(&entry.sequence);
        if let Some(sent) = self.aged_sent.remove(&entry.sequence) {
            self.aged.remove(&(sent, entry.sequence));
        }
        if let Some(key) = entry.data_key {
            self.sealed.remove(&entry.sequence);
            self.release(key);
        }
        let Some(name) = &entry.group else { return };
        self.group_of.remove(&entry.sequence);
        if let Some(group) = self.groups.get_mut(name) {
            group.len -= 1;
        }
    }

    fn release(&mut self, data_key: u64) {
        if let Some(count) = self.data_keys.get_mut(&data_key) {
            *count -= 1;
            if *count == 0 {
                self.data_keys.remove(&data_key);
            }
        }
    }

    /// Takes the message from where it is. Where that is may have changed since an operation
    /// looked, by ripening; so it is looked up and not believed.
    fn take_out(&mut self, entry: &Entry) {
        let sequence = entry.sequence;
        if let Some(hidden) = self.hidden.remove(&sequence) {
            self.timers.remove(&(hidden.until, sequence));
            if !hidden.is_in_flight {
                self.delayed -= 1;
                return;
            }
            self.in_flight -= 1;
            if let Some(group) = self.group_mut(entry) {
                group.in_flight -= 1;
            }
        } else if self.postponed.remove(&sequence) {
            self.delayed -= 1;
        } else if let Some(group) = self.group_mut(entry) {
            group.waiting.remove(&sequence);
        } else {
            self.plain.remove(&sequence);
        }
    }

    fn put_in(&mut self, entry: &Entry, place: Place) {
        let sequence = entry.sequence;
        match place {
            Place::Ready => match self.group_mut(entry) {
                Some(group) => group.waiting.insert(sequence),
                None => self.plain.insert(sequence),
            },
            Place::Postponed => {
                self.delayed += 1;
                self.postponed.insert(sequence)
            }
            Place::Delayed(until) | Place::InFlight(until) => {
                let is_in_flight = matches!(place, Place::InFlight(_));
                self.hidden.insert(sequence, Hidden { until, is_in_flight });
                if is_in_flight {
                    self.in_flight += 1;
                    if let Some(group) = self.group_mut(entry) {
                        group.in_flight += 1;
                    }
                } else {
                    self.delayed += 1;
                }
                self.timers.insert((until, sequence))
            }
        };
    }

    fn ripen(&mut self, now: i64, fifo_delay: i64) {
        while let Some(&(until, sequence)) = self.timers.first() {
            if until > now {
                break;
            }
            self.make_ready(sequence);
        }
        while let Some(&sequence) = self.postponed.first() {
            if self.sent(sequence).saturating_add(fifo_delay) > now {
                break;
            }
            self.make_ready(sequence);
        }
    }

    fn make_ready(&mut self, sequence: u64) {
        let Some((entry, place)) = self.find(sequence) else {
            unreachable!("a timer of a message that is not there");
        };
        self.shift(&entry, Some(place), Some(Place::Ready));
    }

    fn group_mut(&mut self, entry: &Entry) -> Option<&mut Group> {
        entry.group.as_ref().and_then(|name| self.groups.get_mut(name))
    }

    /// The message by which a group stands among [`Self::heads`].
    fn head_of(&self, name: &Arc<str>) -> Option<u64> {
        let group = self.groups.get(name)?;
        let is_locked = self.is_fifo && group.in_flight > 0;
        if is_locked { None } else { group.waiting.first().copied() }
    }

    fn refresh_head(&mut self, name: &Arc<str>, before: Option<u64>) {
        let after = self.head_of(name);
        if before != after {
            if let Some(sequence) = before {
                self.heads.remove(&sequence);
            }
            if let Some(sequence) = after {
                self.heads.insert(sequence, name.clone());
            }
        }
        if self.groups.get(name).is_some_and(|group| group.len == 0) {
            self.groups.remove(name);
        }
    }
}

/// In microseconds, as all times are.
fn arrival(sequence: u64) -> i64 {
    (sequence >> NUMBER_BITS).cast_signed() * 1_000
}
