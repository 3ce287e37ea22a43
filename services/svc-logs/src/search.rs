//! FilterLogEvents: the events of a group's streams, interleaved, that match a pattern.

use kernel::page;
use kernel::{ApiError, Ctx};

use crate::access;
use crate::api::{FilterLogEventsInput, FilterLogEventsOutput, FilteredLogEventBuilder};
use crate::errors;
use crate::group;
use crate::limits;
use crate::pattern::Pattern;
use crate::position::Position;
use crate::reader::{Names, Reader, Streams};
use crate::state::{Class, Group, STREAMS};
use crate::stream;

const FILTER: &str = "FilterLogEvents";

pub fn filter_log_events(
    ctx: &mut Ctx<'_>,
    input: FilterLogEventsInput<'_>,
) -> Result<FilterLogEventsOutput, ApiError> {
    let group = group::named(ctx, input.log_group_name(), input.log_group_identifier())?;
    if group.row.class != Class::Standard {
        return Err(errors::not_for_class(FILTER, group.row.class.name()));
    }
    let masks = access::masks(ctx, &group, input.unmask())?;
    let pattern = Pattern::parse(input.filter_pattern().unwrap_or_default())?;
    let streams = streams_of(ctx, &group, input)?;
    let mut is_backward = input.start_from_head() == Some(false);
    if is_backward && input.start_time().is_none_or(|at| at < limits::NEWEST_FIRST_SINCE_MS) {
        // [U]
        return Err(errors::invalid(
            "startFromHead can be false only with a startTime on or after Jan 1, 2024 00:00:00 \
             UTC.",
        ));
    }
    let start = input.start_time().unwrap_or(0).max(group.floor(ctx.now().millis()));
    let mut from = Position::at_time(start);
    // The end is inclusive here.
    let mut to =
        input.end_time().map_or(Position::LAST, |end| Position::at_time(end.saturating_add(1)));
    if let Some(token) = input.next_token() {
        let (is_back, at) = read_token(token).ok_or_else(errors::bad_token)?;
        is_backward = is_back;
        if is_backward { to = to.min(at) } else { from = from.max(at.next()) }
    }
    let most = input.limit().map_or(limits::PAGE_EVENTS_MAX, |limit| limit as usize);
    let mut reader = Reader::new(group, streams, (from, to), is_backward).masked(masks);
    let (shown, stopped_at) = read_page(ctx, &mut reader, &pattern, most)?;
    let token = match stopped_at {
        Some(at) if reader.next(ctx)?.is_some() => Some(write_token(is_backward, at)),
        _ => None,
    };
    Ok(FilterLogEventsOutput::new()
        .events(shown)
        .searched_log_streams(Vec::<crate::api::SearchedLogStreamBuilder>::new())
        .next_token(token))
}

/// The events of a page, and the last one that was looked at if there may be more.
fn read_page(
    ctx: &mut Ctx<'_>,
    reader: &mut Reader,
    pattern: &Pattern,
    most: usize,
) -> Result<(Vec<FilteredLogEventBuilder>, Option<Position>), ApiError> {
    let mut shown = Vec::new();
    let mut names = Names::default();
    let (mut bytes, mut scanned) = (0, 0);
    while let Some(event) = reader.next(ctx)? {
        let (position, size) = (event.position, event.message.len() + limits::EVENT_OVERHEAD_BYTES);
        scanned += size;
        if pattern.matches(&event.message)
            && let Some(stream) = names.get(ctx, position.stream())?
        {
            bytes += size;
            shown.push(
                FilteredLogEventBuilder::new()
                    .log_stream_name(stream)
                    .timestamp(position.at())
                    .message(event.message)
                    .ingestion_time(event.ingested)
                    .event_id(position.digits()),
            );
        }
        let is_full = shown.len() >= most || bytes >= limits::PAGE_BYTES_MAX;
        if is_full || scanned >= limits::SCANNED_BYTES_PER_PAGE {
            return Ok((shown, Some(position)));
        }
    }
    Ok((shown, None))
}

fn streams_of(
    ctx: &Ctx<'_>,
    group: &Group,
    input: FilterLogEventsInput<'_>,
) -> Result<Streams, ApiError> {
    match (input.log_stream_names(), input.log_stream_name_prefix()) {
        (None, None) => Ok(Streams::All),
        // [U]
        (Some(_), Some(_)) => {
            Err(errors::invalid("logStreamNames and logStreamNamePrefix cannot both be specified."))
        }
        (None, Some(prefix)) => Ok(Streams::of(stream::with_prefix(ctx, group, prefix)?)),
        (Some(names), None) => {
            let mut ids = Vec::with_capacity(names.len());
            for name in names {
                let row = ctx.table(&STREAMS).get(&(group.row.id, name))?;
                ids.push(row.ok_or_else(errors::no_stream)?.id);
            }
            ids.sort_unstable();
            ids.dedup();
            Ok(Streams::of(ids))
        }
    }
}

fn write_token(is_backward: bool, at: Position) -> String {
    let mut bytes = vec![u8::from(is_backward)];
    bytes.extend_from_slice(at.bytes());
    page::encode(FILTER, &bytes)
}

fn read_token(token: &str) -> Option<(bool, Position)> {
    let bytes = page::decode(FILTER, token)?;
    let (direction, position) = bytes.split_first()?;
    Some((*direction == 1, Position::from_bytes(position)?))
}
