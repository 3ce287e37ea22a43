//! How a mapping goes through a stream: one reader a shard, or several with a
//! ParallelizationFactor.
//!
//! A reader reads from its position, which is a row, and sends a batch to the function; the answer
//! moves the position and lets it read on ([`crate::poll_answer`]). When there is nothing, it is
//! parked until the shard changes. A shard is begun when its parent is done with, so the order of
//! each key holds across shards. Several lanes share a shard by partition keys.

use std::time::Duration;

use event_sources::stream::{self, Change, Described};
use event_sources::{Position, kinesis};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use serde_json::Value as Json;
use store::Range;

use crate::answer;
use crate::event_source::disable;
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::{Settings, Source};
use crate::event_source_state::{FlightRow, LaneRow, Mapping, SHARDS, ShardRow};
use crate::poll::{self, ANSWERED};
use crate::poll_failure::{self, Condition};
use crate::poll_measures;
use crate::poll_window as window;

/// Begins the shards that can be begun, and forgets those that are gone.
pub fn discover(
    ctx: &mut Ctx<'_>,
    mapping: &mut Mapping,
    function: &Function,
    stream: &Arn,
) -> Result<(), ApiError> {
    let described = stream::describe(ctx, &function.reader(), stream)?;
    let id = mapping.row.id;
    let rows = ctx.table(&SHARDS).scan(&Range::within(&(id,)));
    for ((_, shard), row) in rows.collect::<Result<Vec<_>, _>>()? {
        let is_listed = described.shards.iter().any(|listed| listed.id == shard);
        if row.is_done() && !is_listed {
            ctx.table_mut(&SHARDS).delete(&(id, shard.as_str()));
        }
    }
    let mut is_any_open = false;
    for at in 0..described.shards.len() {
        is_any_open |= begin(ctx, mapping, &described, at)?;
    }
    if !is_any_open && !described.is_enabled {
        disable(ctx, mapping, "PROBLEM: The stream is disabled.".to_owned());
    }
    Ok(())
}

/// Begins a shard whose parent is done with; whether there is something left to read in it.
fn begin(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    described: &Described,
    at: usize,
) -> Result<bool, ApiError> {
    let shard = &described.shards[at];
    let id = mapping.row.id;
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
    let settings = Settings::of(&mapping.row.settings);
    let mut row = row.unwrap_or_else(|| ShardRow {
        hash_key: described.hash_key.clone(),
        lanes: vec![LaneRow::at(first_position(mapping))],
    });
    row.share_among(settings.lanes);
    for (number, lane) in row.lanes.iter_mut().enumerate() {
        if !lane.is_over && lane.generation != mapping.row.generation {
            lane.generation = mapping.row.generation;
            // A batch that waits for more waits anew.
            lane.since = None;
            // Whose batch the function has goes on when the answer comes.
            if lane.flight.is_none() {
                poll::enqueue(ctx, mapping, Some((&shard.id, number)), ctx.now());
            }
        }
    }
    ctx.table_mut(&SHARDS).put(&(id, shard.id.as_str()), &row);
    Ok(true)
}

/// Where a shard is begun. With LATEST, that is what has come since the mapping was first enabled.
fn first_position(mapping: &Mapping) -> Position {
    let settings = &mapping.row.settings;
    let at = settings.timestamp("StartingPositionTimestamp");
    match (settings.str("StartingPosition"), mapping.row.started, at) {
        (Some("LATEST"), Some(started), _) => Position::Since(started),
        (Some("AT_TIMESTAMP"), _, Some(at)) => Position::Since(at.micros()),
        _ => Position::Horizon,
    }
}

/// One look at a lane of a shard.
pub fn poll(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    stream: &Arn,
    (shard, number): (&str, usize),
) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let key = (mapping.row.id, shard);
    let Some(mut row) = ctx.table(&SHARDS).get(&key)? else { return done };
    let settings = Settings::of(&mapping.row.settings);
    let (lanes, hash_key) = (row.lanes.len(), row.hash_key.clone());
    let Some(lane) = row.lanes.get_mut(number) else { return done };
    if lane.is_over || lane.flight.is_some() {
        return done;
    }
    let turn = Turn { mapping, function, stream, settings: &settings, shard, number, lanes };
    match turn.take(ctx, lane, &hash_key)? {
        Taken::Nothing(waited) => {
            ctx.table_mut(&SHARDS).put(&key, &row);
            return Ok(waited);
        }
        Taken::Over => lane.is_over = true,
        Taken::Passed => poll::enqueue(ctx, mapping, Some((shard, number)), ctx.now()),
        Taken::Sent => {}
    }
    let is_over = lane.is_over && row.is_done();
    ctx.table_mut(&SHARDS).put(&key, &row);
    if is_over {
        poll::enqueue(ctx, mapping, None, ctx.now());
    }
    done
}

enum Taken {
    Nothing(Waited),
    /// The shard is closed and read to its end.
    Over,
    /// What was there is not for the function; there may be more.
    Passed,
    /// The function has it.
    Sent,
}

/// A reader at work.
struct Turn<'a> {
    mapping: &'a Mapping,
    function: &'a Function,
    stream: &'a Arn,
    settings: &'a Settings,
    shard: &'a str,
    number: usize,
    lanes: usize,
}

impl Turn<'_> {
    fn take(
        &self,
        ctx: &mut Ctx<'_>,
        lane: &mut LaneRow,
        hash_key: &str,
    ) -> Result<Taken, ApiError> {
        let settings = self.settings;
        if let Some(open) = lane.window.as_ref().filter(|open| open.is_cut) {
            let payload = window::last(open, self.stream, self.shard);
            return Ok(self.send(ctx, lane, payload, &[], None, true));
        }
        let size = if lane.part > 0 { lane.part as usize } else { settings.batch_size };
        let place = (self.shard, hash_key);
        let reader = self.function.reader();
        let read =
            stream::read(ctx, &reader, self.stream, place, &lane.position, size * self.lanes)?;
        let last = read.changes.last().map(|change| change.sequence.clone());
        let mut batch = read.changes;
        batch.retain(|change| self.lanes == 1 || lane_of(change, self.lanes) == self.number);
        let mut has_all = batch.len() <= size;
        batch.truncate(size);
        let old = self.drop_old(ctx, lane, &mut batch);
        if batch.is_empty() {
            if let Some(taken) = self.end_window(ctx, lane, ctx.now().secs()) {
                return Ok(taken);
            }
            return match last {
                Some(_) if old.is_some() && !has_all => Ok(Taken::Passed),
                // All of it is for other lanes, or too old.
                Some(sequence) => {
                    lane.position = Position::After(sequence);
                    Ok(Taken::Passed)
                }
                None if read.is_over => Ok(Taken::Over),
                None => {
                    let end = lane.window.as_ref().map(|open| Timestamp::from_secs(open.end));
                    self.wait(ctx, end)
                }
            };
        }
        if let Some(taken) = self.end_window(ctx, lane, batch[0].at) {
            return Ok(taken);
        }
        let is_fresh = lane.failures == 0 && lane.part == 0;
        let waits = is_fresh && batch.len() < size && !read.is_over && settings.window_s > 0;
        if waits {
            let since = *lane.since.get_or_insert(ctx.now().micros());
            let end = Timestamp::from_micros(since) + Duration::from_secs(settings.window_s);
            if ctx.now() < end {
                return Ok(self.gather(ctx, end));
            }
        }
        lane.since = None;
        if settings.tumbling_s > 0 {
            let open = window::open(lane, settings.tumbling_s, batch[0].at);
            let within = batch.iter().take_while(|change| change.at < open.end).count();
            has_all &= within == batch.len();
            batch.truncate(within);
        }
        self.offer(ctx, lane, &batch, last.filter(|_| has_all))
    }

    /// Sends what the filters take.
    fn offer(
        &self,
        ctx: &mut Ctx<'_>,
        lane: &mut LaneRow,
        batch: &[Change],
        last: Option<String>,
    ) -> Result<Taken, ApiError> {
        let source = Source::Stream(self.stream.clone());
        let filters = source.filters(&self.mapping.row.settings)?;
        let fits = fitting(batch);
        let end = last.filter(|_| fits == batch.len());
        let batch = &batch[..fits];
        let end = end.or_else(|| batch.last().map(|change| change.sequence.clone()));
        let wanted = batch.iter().filter(|it| filters.take(&it.event, source.payload_field()));
        let events: Vec<Json> = wanted.map(|change| shown(&source, &change.event)).collect();
        let filtered = batch.len() - events.len();
        poll_measures::tell(ctx, self.mapping, &poll_measures::POLLED, batch.len());
        poll_measures::tell(ctx, self.mapping, &poll_measures::FILTERED_OUT, filtered);
        if events.is_empty() {
            if let Some(end) = end {
                lane.position = Position::After(end);
            }
            (lane.failures, lane.part) = (0, 0);
            return Ok(Taken::Passed);
        }
        let payload = window::payload(lane.window.as_ref(), events, self.stream, self.shard);
        Ok(self.send(ctx, lane, payload, batch, end, false))
    }

    /// The open window ends when the next record is of a later one, or its time is over.
    fn end_window(&self, ctx: &mut Ctx<'_>, lane: &mut LaneRow, at: i64) -> Option<Taken> {
        let open = lane.window.as_ref().filter(|open| at >= open.end)?;
        let payload = window::last(open, self.stream, self.shard);
        Some(self.send(ctx, lane, payload, &[], None, true))
    }

    fn send(
        &self,
        ctx: &mut Ctx<'_>,
        lane: &mut LaneRow,
        payload: String,
        batch: &[Change],
        end: Option<String>,
        is_final: bool,
    ) -> Taken {
        let keeps_payload = self.settings.on_failure.as_ref().is_some_and(|to| to.service == "s3");
        let number = ctx.chance().u64();
        lane.flight = Some(FlightRow {
            number,
            sequences: batch.iter().map(|change| change.sequence.clone()).collect(),
            arrived: (
                batch.first().map_or(0, |first| first.at),
                batch.last().map_or(0, |last| last.at),
            ),
            end,
            payload: keeps_payload.then(|| payload.clone()),
            is_final,
        });
        let reply = Struct::new()
            .with("Uuid", &self.mapping.uuid)
            .with("Id", self.mapping.row.id.cast_signed())
            .with("Batch", number.cast_signed())
            .with("Shard", self.shard)
            .with("Lane", self.number as i64);
        let ask = answer::own(ctx, &self.mapping.row.function, payload, ANSWERED, reply);
        ctx.enqueue(Job::now(ask));
        Taken::Sent
    }

    /// A batch grows until `end`. "Lambda polls shards once a second": not at each record.
    fn gather(&self, ctx: &Ctx<'_>, end: Timestamp) -> Taken {
        let until = end.min(ctx.now() + limits::LOOK_EVERY);
        Taken::Nothing(Waited::NotYet { topic: self.mapping.topic(), until })
    }

    fn wait(&self, ctx: &mut Ctx<'_>, end: Option<Timestamp>) -> Result<Taken, ApiError> {
        let waited = stream::wait(ctx, &self.function.reader(), self.stream, self.shard)?;
        let Waited::NotYet { topic, until } = waited else { return Ok(Taken::Nothing(waited)) };
        let until = end.map_or(until, |end| until.min(end));
        Ok(Taken::Nothing(Waited::NotYet { topic, until }))
    }

    /// "Discard records older than the specified age": those at the head of a batch. Answers where
    /// the lane stands then.
    fn drop_old(
        &self,
        ctx: &mut Ctx<'_>,
        lane: &mut LaneRow,
        batch: &mut Vec<Change>,
    ) -> Option<String> {
        let most = self.settings.record_age_s?;
        let now = ctx.now().secs();
        let count = batch.iter().take_while(|change| now - change.at > most).count();
        if count == 0 {
            return None;
        }
        let old: Vec<Change> = batch.drain(..count).collect();
        let flight = FlightRow {
            number: 0,
            sequences: old.iter().map(|change| change.sequence.clone()).collect(),
            arrived: (old[0].at, old[count - 1].at),
            end: None,
            payload: None,
            is_final: false,
        };
        let lost = poll_failure::Lost {
            stream: self.stream,
            shard: self.shard,
            flight: &flight,
            condition: Condition::RecordAge,
            attempts: lane.failures,
            error: None,
        };
        poll_failure::tell(ctx, self.mapping, self.function, self.settings, &lost);
        let last = old[count - 1].sequence.clone();
        lane.position = Position::After(last.clone());
        (lane.failures, lane.part) = (0, 0);
        Some(last)
    }
}

/// As functions get it.
fn shown(source: &Source, event: &Json) -> Json {
    if source.is_kinesis() { kinesis::nested(event.clone()) } else { event.clone() }
}

/// How many of them fit into one payload; one always does.
fn fitting(batch: &[Change]) -> usize {
    let mut bytes = 0;
    let fits = |change: &&Change| {
        bytes += change.event.to_string().len() + FRAME_BYTES;
        bytes <= limits::PAYLOAD_BYTES_MAX
    };
    batch.iter().take_while(fits).count().max(1)
}

/// What a record's nesting and its comma add.
const FRAME_BYTES: usize = 16;

/// Items of one partition key are always in the same lane. FNV-1a.
fn lane_of(change: &Change, lanes: usize) -> usize {
    let bytes = change.partition.bytes();
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % lanes as u64) as usize
}
