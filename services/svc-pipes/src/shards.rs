//! How a pipe goes through a stream: one reader a shard, or several with a ParallelizationFactor.
//!
//! A reader is a waiting job ([`crate::run::POLL`] with `Shard` and `Lane`). It reads from its
//! position, which is a row, delivers in order and moves the position in the same transaction. When
//! there is nothing, it is parked until the shard changes. A shard is begun when its parent is
//! done with, so the order of each item's changes holds across shards.
//!
//! A record that the target refuses is tried again, and everything behind it waits: until it is
//! delivered, too old, or tried often enough; then it goes to the dead-letter queue. Several lanes
//! share a shard by partition keys, so that a refused record holds up only its own lane.

use std::time::Duration;

use event_sources::Position;
use event_sources::stream::{self, Change, Described};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use store::Range;

use crate::belt::{Belt, Carried};
use crate::dead_letter::{self, Condition};
use crate::errors;
use crate::http_call::Ticket;
use crate::lifecycle;
use crate::limits;
use crate::run::{self, POLL};
use crate::source::{STREAM_BLOCKS, STREAM_GONE, Settings, Source};
use crate::state::{LaneRow, Pipe, SHARDS, ShardRow};
use crate::whole::{Gone, Member};

/// Begins the shards that can be begun, and forgets those that are gone.
pub fn discover(ctx: &mut Ctx<'_>, pipe: &mut Pipe, stream: &Arn) -> Result<(), ApiError> {
    let described = stream::describe(ctx, &pipe.reader(), stream)?;
    let id = pipe.row.id;
    let rows = ctx.table(&SHARDS).scan(&Range::within(&(id,)));
    for ((_, shard), row) in rows.collect::<Result<Vec<_>, _>>()? {
        let is_listed = described.shards.iter().any(|listed| listed.id == shard);
        if row.is_done() && !is_listed {
            ctx.table_mut(&SHARDS).delete(&(id, shard.as_str()));
        }
    }
    let mut is_any_open = false;
    for at in 0..described.shards.len() {
        is_any_open |= begin(ctx, pipe, &described, at)?;
    }
    if !is_any_open && !described.is_enabled {
        lifecycle::disable(ctx, pipe, STREAM_GONE.to_owned());
    }
    Ok(())
}

/// Begins a shard whose parent is done with; whether there is something left to read in it.
fn begin(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    described: &Described,
    at: usize,
) -> Result<bool, ApiError> {
    let shard = &described.shards[at];
    let id = pipe.row.id;
    let row = ctx.table(&SHARDS).get(&(id, shard.id.as_str()))?;
    if row.as_ref().is_some_and(ShardRow::is_done) {
        return Ok(false);
    }
    let is_listed = |id: &&String| described.shards.iter().any(|listed| listed.id == **id);
    for parent in shard.parent.iter().chain(&shard.adjacent).filter(is_listed) {
        let parent = ctx.table(&SHARDS).get(&(id, parent.as_str()))?;
        if !parent.is_some_and(|parent| parent.is_done()) {
            return Ok(true);
        }
    }
    let settings = Settings::of(&pipe.row.definition.source_parameters);
    let mut row = row.unwrap_or_else(|| ShardRow {
        hash_key: described.hash_key.clone(),
        lanes: vec![LaneRow::at(first_position(pipe))],
    });
    row.share_among(settings.lanes);
    for (number, lane) in row.lanes.iter_mut().enumerate() {
        if !lane.is_over && lane.generation != pipe.row.generation {
            lane.generation = pipe.row.generation;
            // A batch that waited for more waits anew, a batch that failed is tried at once.
            lane.since = None;
            enqueue(ctx, pipe, &shard.id, number, ctx.now());
        }
    }
    ctx.table_mut(&SHARDS).put(&(id, shard.id.as_str()), &row);
    Ok(true)
}

/// Where a shard is begun. With LATEST, that is what has come since the pipe first ran.
fn first_position(pipe: &Pipe) -> Position {
    let parameters = &pipe.row.definition.source_parameters;
    let block = STREAM_BLOCKS.into_iter().find_map(|name| parameters.structure(name));
    let start = block.and_then(|block| block.str("StartingPosition"));
    let at = block.and_then(|block| block.timestamp("StartingPositionTimestamp"));
    match (start, pipe.row.started, at) {
        (Some("LATEST"), Some(started), _) => Position::Since(started),
        (Some("AT_TIMESTAMP"), _, Some(at)) => Position::Since(at.micros()),
        _ => Position::Horizon,
    }
}

pub fn enqueue(ctx: &mut Ctx<'_>, pipe: &Pipe, shard: &str, lane: usize, at: Timestamp) {
    let ask = Ask::to("pipes", POLL)
        .with("Name", &pipe.name)
        .with("Generation", pipe.row.generation.cast_signed())
        .with("Shard", shard)
        .with("Lane", lane as i64);
    ctx.enqueue(Job::now(ask).at(at).with_retry(run::AFTER_BUGS).waiting());
}

/// One look at a lane of a shard.
pub fn poll(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    stream: &Arn,
    (shard, number): (&str, usize),
) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let key = (pipe.row.id, shard);
    let Some(mut row) = ctx.table(&SHARDS).get(&key)? else { return done };
    let lanes = row.lanes.len();
    let settings = Settings::of(&pipe.row.definition.source_parameters);
    let Some(lane) = row.lanes.get_mut(number).filter(|lane| !lane.is_over) else { return done };
    let size = if lane.part > 0 { lane.part as usize } else { settings.batch_size };
    let place = (shard, row.hash_key.as_str());
    let read = stream::read(ctx, &pipe.reader(), stream, place, &lane.position, size * lanes)?;
    let last = read.changes.last().map(|change| change.sequence.clone());
    let mut batch = read.changes;
    batch.retain(|change| lanes == 1 || lane_of(change, lanes) == number);
    let has_all = batch.len() <= size;
    batch.truncate(size);
    if batch.is_empty() {
        match last {
            // All of it is for other lanes.
            Some(sequence) => lane.position = Position::After(sequence),
            None if read.is_over => lane.is_over = true,
            None => return stream::wait(ctx, &pipe.reader(), stream, shard),
        }
        let (is_over, is_shard_done) = (lane.is_over, row.is_done());
        ctx.table_mut(&SHARDS).put(&key, &row);
        if !is_over {
            enqueue(ctx, pipe, shard, number, ctx.now());
        } else if is_shard_done {
            run::enqueue_poll(ctx, pipe, ctx.now());
        }
        return done;
    }
    let is_fresh = lane.failures == 0 && lane.part == 0;
    if is_fresh && batch.len() < size && !read.is_over && settings.window_s > 0 {
        let since = lane.since.unwrap_or_else(|| ctx.now().micros());
        let end = Timestamp::from_micros(since) + Duration::from_secs(settings.window_s);
        if ctx.now() < end {
            lane.since = Some(since);
            ctx.table_mut(&SHARDS).put(&key, &row);
            return match stream::wait(ctx, &pipe.reader(), stream, shard)? {
                Waited::NotYet { topic, until } => {
                    Ok(Waited::NotYet { topic, until: until.min(end) })
                }
                ready @ Waited::Ready(_) => Ok(ready),
            };
        }
    }
    let end = last.filter(|_| has_all);
    let turn = Turn { pipe, stream, shard, number, settings: &settings };
    // While a function or an API destination is asked, its answer lets the reader come again.
    let next = turn.work_off(ctx, lane, &batch, end)?;
    ctx.table_mut(&SHARDS).put(&key, &row);
    if let Some(next) = next {
        enqueue(ctx, pipe, shard, number, next);
    }
    done
}

/// A reader and its batch.
struct Turn<'a> {
    pipe: &'a Pipe,
    stream: &'a Arn,
    shard: &'a str,
    number: usize,
    settings: &'a Settings,
}

impl Turn<'_> {
    /// Carries a batch in order, as far as it goes, and moves the lane on; answers when to go on,
    /// if by itself. `end` is where the lane stands when all of the batch is done with.
    fn work_off(
        &self,
        ctx: &mut Ctx<'_>,
        lane: &mut LaneRow,
        batch: &[Change],
        end: Option<String>,
    ) -> Result<Option<Timestamp>, ApiError> {
        let source = Source::Stream(self.stream.clone());
        let belt = Belt::of(ctx, self.pipe, &source)?;
        if belt.is_whole() {
            return self.work_off_whole(ctx, &belt, lane, batch, end);
        }
        let mut given_up: Vec<(&Change, Condition)> = Vec::new();
        let mut stopped = None;
        for (at, change) in batch.iter().enumerate() {
            let failures = if at == 0 { lane.failures } else { 0 };
            let most = self.settings.record_age_s;
            if most.is_some_and(|most| ctx.now().secs() - change.at > most) {
                given_up.push((change, Condition::RecordAge));
                continue;
            }
            let event = format!("{}/{}", self.shard, change.sequence);
            let ticket = Ticket { event: &event, lane: Some((self.shard, self.number)) };
            let error = match belt.carry(ctx, &change.event, ticket) {
                Ok(Carried::Done) => continue,
                // Such a batch has one record.
                Ok(Carried::Waiting) => return Ok(None),
                Err(error) => error,
            };
            let left = batch.len() - at;
            let verdict = judge(&error, self.settings, failures, left);
            if verdict == Verdict::GiveUp {
                given_up.push((change, Condition::RetryAttempts));
                continue;
            }
            stopped = Some(Stop { at, failures, left, verdict });
            break;
        }
        let place = dead_letter::Place { stream: self.stream, shard: self.shard };
        dead_letter::send(ctx, self.pipe, place, self.settings.dead_letter.as_ref(), &given_up);
        lane.since = None;
        if let Some(stop) = stopped {
            return Ok(Some(stop.leave(ctx, lane, batch)));
        }
        let last = end.or_else(|| batch.last().map(|change| change.sequence.clone()));
        if let Some(last) = last {
            lane.position = Position::After(last);
        }
        (lane.failures, lane.part) = (0, 0);
        Ok(Some(ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS)))
    }
}

impl Turn<'_> {
    /// As [`Turn::work_off`], of a batch that goes on as a whole.
    fn work_off_whole(
        &self,
        ctx: &mut Ctx<'_>,
        belt: &Belt<'_>,
        lane: &mut LaneRow,
        batch: &[Change],
        end: Option<String>,
    ) -> Result<Option<Timestamp>, ApiError> {
        let most = self.settings.record_age_s;
        let now = ctx.now().secs();
        let is_old = |change: &&Change| most.is_some_and(|most| now - change.at > most);
        let old = batch.iter().take_while(is_old).count();
        let mut given_up: Vec<(&Change, Condition)> =
            batch[..old].iter().map(|change| (change, Condition::RecordAge)).collect();
        let members: Vec<Member<'_>> = batch[old..]
            .iter()
            .map(|change| Member { id: &change.sequence, event: &change.event })
            .collect();
        let mut stopped = None;
        if let Some(first) = members.first() {
            let event = format!("{}/{}", self.shard, first.id);
            let ticket = Ticket { event: &event, lane: Some((self.shard, self.number)) };
            let failures = if old == 0 { lane.failures } else { 0 };
            let refused = match belt.carry_all(ctx, &members, ticket) {
                Ok(Gone::Waiting) => {
                    // It is these that the answer will be about.
                    lane.part = batch.len() as u32;
                    return Ok(None);
                }
                Ok(Gone::Done { failed }) => failed.first().map(|at| (*at, errors::item_failed())),
                Err(error) => Some((0, error)),
            };
            if let Some((at, error)) = refused {
                let failures = if at == 0 { failures } else { 0 };
                let left = members.len() - at;
                let verdict = judge(&error, self.settings, failures, left);
                if verdict == Verdict::GiveUp {
                    let lost = batch[old + at..].iter();
                    given_up.extend(lost.map(|change| (change, Condition::RetryAttempts)));
                } else {
                    stopped = Some(Stop { at: old + at, failures, left, verdict });
                }
            }
        }
        let place = dead_letter::Place { stream: self.stream, shard: self.shard };
        dead_letter::send(ctx, self.pipe, place, self.settings.dead_letter.as_ref(), &given_up);
        lane.since = None;
        if let Some(stop) = stopped {
            return Ok(Some(stop.leave(ctx, lane, batch)));
        }
        let last = end.or_else(|| batch.last().map(|change| change.sequence.clone()));
        if let Some(last) = last {
            lane.position = Position::After(last);
        }
        (lane.failures, lane.part) = (0, 0);
        Ok(Some(ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS)))
    }
}

/// Where a batch has come to a stop.
struct Stop {
    /// Which record was refused, and how often it had been before.
    at: usize,
    failures: u32,
    /// How many records are left, with that one.
    left: usize,
    verdict: Verdict,
}

impl Stop {
    /// Keeps in the lane how far it has come; answers when to try again.
    fn leave(&self, ctx: &Ctx<'_>, lane: &mut LaneRow, batch: &[Change]) -> Timestamp {
        if let Some(before) = self.at.checked_sub(1) {
            lane.position = Position::After(batch[before].sequence.clone());
        }
        lane.failures = self.failures + u32::from(self.verdict == Verdict::Count);
        let is_halved = self.verdict == Verdict::Halve;
        let part = if is_halved { self.left.div_ceil(2) } else { self.left };
        lane.part = part as u32;
        if is_halved {
            return ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS);
        }
        ctx.now() + retry_delay(lane.failures)
    }
}

/// What is to be done with a record that could not be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Tries it again, in half as many records.
    Halve,
    /// Tries it again, and counts.
    Count,
    /// Tries it again: it is no fault of the target's ("does not count retries for internal
    /// errors").
    Again,
    GiveUp,
}

fn judge(error: &ApiError, settings: &Settings, failures: u32, left: usize) -> Verdict {
    if error.status() >= 500 {
        return Verdict::Again;
    }
    if settings.is_bisecting && left > 1 {
        return Verdict::Halve;
    }
    match settings.retries {
        Some(most) if u64::from(failures) >= most => Verdict::GiveUp,
        _ => Verdict::Count,
    }
}

/// "The pipe polling throughput will gradually back off."
fn retry_delay(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let millis = limits::RETRY_DELAY_FIRST_MILLIS << doublings;
    Duration::from_millis(millis.min(limits::RETRY_DELAY_MILLIS_MAX))
}

/// Items of one partition key are always in the same lane. FNV-1a.
fn lane_of(change: &Change, lanes: usize) -> usize {
    let bytes = change.partition.bytes();
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % lanes as u64) as usize
}
