//! Replays: archived events put on their bus again, minute by minute of their own time.
//!
//! A replay is a chain of steps on the virtual clock: each takes the next minute that has events,
//! a second apart (AWS documents the minutes and not the pace). Events carry the replay's name, so
//! that rules can tell them and archives leave them out.
//!
//! Source: EventBridge User Guide, "Replaying archived events"; API Reference, StartReplay and
//! DescribeReplay.

use event_pattern::Value;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    CancelReplayInput, CancelReplayOutput, DescribeReplayInput, DescribeReplayOutput,
    ListReplaysInput, ListReplaysOutput, ReplayBuilder, ReplayDestinationBuilder, StartReplayInput,
    StartReplayOutput, error,
};
use crate::archive;
use crate::encryption;
use crate::errors;
use crate::event::Event;
use crate::limits;
use crate::listing::Page;
use crate::names::{BusRef, Resource};
use crate::routing;
use crate::rule;
use crate::state::{ARCHIVED, ARCHIVES, ArchivedRow, REPLAYS, ReplayRow, ReplayState};

/// Input: `Replay` (name) and `Id`.
pub const RUN_REPLAY: &str = "RunReplay";
pub const DROP_REPLAY: &str = "DropReplay";

const MINUTE_MICROS: i64 = 60 * 1_000_000;

pub fn start_replay(
    ctx: &mut Ctx<'_>,
    input: StartReplayInput<'_>,
) -> Result<StartReplayOutput, ApiError> {
    let name = input.replay_name();
    let (from, to) = (input.event_start_time(), input.event_end_time());
    if from >= to {
        let message = "Parameter EventEndTime is not valid. Reason: EventStartTime must be before \
                       EventEndTime.";
        return Err(errors::validation(message));
    }
    if ctx.table(&REPLAYS).contains(name)? {
        return Err(errors::already_exists("Replay", name));
    }
    let (archive, row) = read_archive(ctx, input.event_source_arn())?;
    let bus = BusRef::read(ctx, Some(&row.bus));
    let destination = input.destination();
    if destination.arn() != bus.arn() {
        let message = "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is \
                       not permitted.";
        return Err(errors::validation(message));
    }
    let filter_arns: Vec<String> =
        destination.filter_arns().into_iter().flatten().map(str::to_owned).collect();
    check_filters(ctx, &bus, &filter_arns)?;
    if running(ctx)? >= limits::REPLAYS_RUNNING_MAX {
        return Err(errors::limit_exceeded());
    }
    let replay = ReplayRow {
        id: ctx.chance().u64(),
        state: ReplayState::Starting,
        reason: None,
        description: input.description().map(str::to_owned),
        archive,
        archive_id: row.id,
        bus: bus.name.clone(),
        filter_arns,
        from: from.micros(),
        to: to.micros(),
        started: ctx.now().micros(),
        ended: None,
        last_replayed: None,
        last: None,
    };
    ctx.table_mut(&REPLAYS).put(name, &replay);
    leave_step(ctx, RUN_REPLAY, name, &replay, limits::REPLAY_STEP_SECONDS);
    Ok(StartReplayOutput::new()
        .replay_arn(arn(ctx, name))
        .state(replay.state.name())
        .replay_start_time(ctx.now()))
}

pub fn cancel_replay(
    ctx: &mut Ctx<'_>,
    input: CancelReplayInput<'_>,
) -> Result<CancelReplayOutput, ApiError> {
    let name = input.replay_name();
    let mut row = find(ctx, name)?;
    if !matches!(row.state, ReplayState::Starting | ReplayState::Running) {
        let message = format!("Replay {name} is not in a valid state for this operation.");
        return Err(error::illegal_status_exception(message));
    }
    // The step that is due next ends it.
    row.state = ReplayState::Cancelling;
    ctx.table_mut(&REPLAYS).put(name, &row);
    Ok(CancelReplayOutput::new().replay_arn(arn(ctx, name)).state(row.state.name()))
}

pub fn describe_replay(
    ctx: &mut Ctx<'_>,
    input: DescribeReplayInput<'_>,
) -> Result<DescribeReplayOutput, ApiError> {
    let name = input.replay_name();
    let row = find(ctx, name)?;
    let filters = (!row.filter_arns.is_empty()).then_some(row.filter_arns);
    let destination = ReplayDestinationBuilder::new()
        .arn(BusRef::read(ctx, Some(&row.bus)).arn())
        .filter_arns(filters);
    Ok(DescribeReplayOutput::new()
        .replay_name(name)
        .replay_arn(arn(ctx, name))
        .description(row.description)
        .state(row.state.name())
        .state_reason(row.reason)
        .event_source_arn(archive::arn(ctx, &row.archive))
        .destination(destination)
        .event_start_time(Timestamp::from_micros(row.from))
        .event_end_time(Timestamp::from_micros(row.to))
        .event_last_replayed_time(row.last_replayed.map(Timestamp::from_micros))
        .replay_start_time(Timestamp::from_micros(row.started))
        .replay_end_time(row.ended.map(Timestamp::from_micros)))
}

pub fn list_replays(
    ctx: &mut Ctx<'_>,
    input: ListReplaysInput<'_>,
) -> Result<ListReplaysOutput, ApiError> {
    let filters = [input.name_prefix(), input.event_source_arn(), input.state()];
    if filters.iter().flatten().count() > 1 {
        let message = "At most one filter is allowed for ListReplays. Use either : State, \
                       EventSourceArn, or NamePrefix.";
        return Err(errors::validation(message));
    }
    let page = Page::read("ListReplays", input.limit(), input.next_token())?;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let (state, source) = (input.state(), input.event_source_arn());
    let rows = ctx.table(&REPLAYS).scan(&range).filter_map(|entry| {
        let (name, row) = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error.into())),
        };
        let archive = archive::arn(ctx, &row.archive);
        let is_wanted = state.is_none_or(|state| state == row.state.name())
            && source.is_none_or(|source| source == archive);
        let shown = ReplayBuilder::new()
            .replay_name(&name)
            .event_source_arn(archive)
            .state(row.state.name())
            .state_reason(row.reason)
            .event_start_time(Timestamp::from_micros(row.from))
            .event_end_time(Timestamp::from_micros(row.to))
            .event_last_replayed_time(row.last_replayed.map(Timestamp::from_micros))
            .replay_start_time(Timestamp::from_micros(row.started))
            .replay_end_time(row.ended.map(Timestamp::from_micros));
        is_wanted.then_some(Ok((name, shown)))
    });
    let (replays, next_token) = page.cut(rows)?;
    Ok(ListReplaysOutput::new().replays(replays).next_token(next_token))
}

/// The step: puts the next minute's events on the bus, or ends the replay.
pub fn run_replay(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((name, mut row)) = of_step(ctx, input)? else { return Ok(Struct::new()) };
    if row.state == ReplayState::Cancelling {
        end(ctx, &name, row, ReplayState::Cancelled, None);
        return Ok(Struct::new());
    }
    let archive = ctx.table(&ARCHIVES).get(&row.archive)?;
    if archive.is_none_or(|archive| archive.id != row.archive_id) {
        let reason = format!("Archive {} does not exist.", row.archive);
        end(ctx, &name, row, ReplayState::Failed, Some(reason));
        return Ok(Struct::new());
    }
    row.state = ReplayState::Running;
    let all = Range::within(&(row.archive_id,)).before(&(row.archive_id, row.to));
    let range = match row.last {
        Some((time, number)) => all.after(&(row.archive_id, time, number)),
        None => all.from(&(row.archive_id, row.from)),
    };
    let events = next_minute(ctx, &range)?;
    if events.is_empty() {
        end(ctx, &name, row, ReplayState::Completed, None);
        return Ok(Struct::new());
    }
    let bus = BusRef::read(ctx, Some(&row.bus));
    for ((_, time, number), archived) in events {
        let opened = match encryption::open_archived(ctx, &bus, archived.event) {
            Ok(opened) => opened,
            Err(failure) => {
                end(ctx, &name, row, ReplayState::Failed, Some(failure.message));
                return Ok(Struct::new());
            }
        };
        let mut event = Event::read(opened);
        event.value.set("replay-name", Value::string(name.as_str()));
        event.row.json = event.value.to_string();
        event.row.ingested = ctx.now().micros();
        routing::route(ctx, &bus, &event, &row.filter_arns)?;
        row.last = Some((time, number));
        row.last_replayed = Some(time);
    }
    ctx.table_mut(&REPLAYS).put(&name, &row);
    leave_step(ctx, RUN_REPLAY, &name, &row, limits::REPLAY_STEP_SECONDS);
    Ok(Struct::new())
}

type Archived = ((u64, i64, u64), ArchivedRow);

/// The first events of a range that are of one minute, as many as a step puts.
fn next_minute(ctx: &Ctx<'_>, range: &Range<(u64, i64, u64)>) -> Result<Vec<Archived>, ApiError> {
    let (mut events, mut bytes): (Vec<Archived>, usize) = (Vec::new(), 0);
    for entry in ctx.table(&ARCHIVED).scan(range) {
        let entry: Archived = entry?;
        let minute = |entry: &Archived| entry.0.1.div_euclid(MINUTE_MICROS);
        let is_same = events.first().is_none_or(|first| minute(first) == minute(&entry));
        let is_full = events.len() == limits::REPLAYED_PER_STEP_MAX
            || bytes > limits::REPLAYED_BYTES_PER_STEP_MAX;
        if !is_same || is_full {
            break;
        }
        bytes += entry.1.event.json.len();
        events.push(entry);
    }
    Ok(events)
}

/// The step: forgets a replay that ended long ago.
pub fn drop_replay(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if let Some((name, _)) = of_step(ctx, input)? {
        ctx.table_mut(&REPLAYS).delete(&name);
    }
    Ok(Struct::new())
}

fn of_step(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(String, ReplayRow)>, ApiError> {
    let name = input.str("Replay").unwrap_or_default();
    let id = input.int("Id").map(i64::cast_unsigned);
    let row = ctx.table(&REPLAYS).get(name)?.filter(|row| Some(row.id) == id);
    Ok(row.map(|row| (name.to_owned(), row)))
}

fn end(
    ctx: &mut Ctx<'_>,
    name: &str,
    mut row: ReplayRow,
    state: ReplayState,
    reason: Option<String>,
) {
    row.state = state;
    row.reason = reason;
    row.ended = Some(ctx.now().micros());
    ctx.table_mut(&REPLAYS).put(name, &row);
    leave_step(ctx, DROP_REPLAY, name, &row, limits::REPLAY_KEPT_SECONDS);
}

fn leave_step(ctx: &mut Ctx<'_>, step: &'static str, name: &str, row: &ReplayRow, seconds: i64) {
    let ask = Ask::to("events", step).with("Replay", name).with("Id", row.id.cast_signed());
    let due = Timestamp::from_micros(ctx.now().micros() + seconds * 1_000_000);
    ctx.enqueue(Job::now(ask).at(due));
}

fn find(ctx: &Ctx<'_>, name: &str) -> Result<ReplayRow, ApiError> {
    ctx.table(&REPLAYS).get(name)?.ok_or_else(|| errors::not_found("Replay", name))
}

fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    ctx.arn(&format!("replay/{name}")).to_string()
}

/// How many replays are not over. There are few: those that ended are forgotten.
fn running(ctx: &Ctx<'_>) -> Result<usize, ApiError> {
    let mut count = 0;
    for entry in ctx.table(&REPLAYS).scan(&Range::all()) {
        count += usize::from(!entry?.1.state.is_over());
    }
    Ok(count)
}

fn read_archive(ctx: &Ctx<'_>, text: &str) -> Result<(String, crate::state::ArchiveRow), ApiError> {
    let arn = Arn::parse(text).filter(|arn| *arn == ctx.arn(&arn.resource));
    let Some(Resource::Archive(name)) = arn.as_ref().and_then(Resource::of) else {
        let message = "Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.";
        return Err(errors::validation(message));
    };
    if let Some(row) = ctx.table(&ARCHIVES).get(&name)? {
        return Ok((name, row));
    }
    let message =
        format!("Parameter EventSourceArn is not valid. Reason: Archive {name} does not exist.");
    Err(errors::validation(message))
}

fn check_filters(ctx: &Ctx<'_>, bus: &BusRef, arns: &[String]) -> Result<(), ApiError> {
    for text in arns {
        let rule = match Arn::parse(text).as_ref().and_then(Resource::of) {
            Some(Resource::Rule { bus: of, rule }) if of == bus.name => Some(rule),
            _ => None,
        };
        let is_known = match &rule {
            Some(rule) => *text == bus.rule_arn(rule) && rule::get(ctx, bus, rule)?.is_some(),
            None => false,
        };
        if !is_known {
            let message = format!(
                "Parameter Destination.FilterArns is not valid. Reason: {text} is not a rule of \
                 the event bus."
            );
            return Err(errors::validation(message));
        }
    }
    Ok(())
}
