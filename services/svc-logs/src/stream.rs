//! Log streams: made, deleted and listed.

use kernel::page;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateLogStreamInput, CreateLogStreamOutput, DeleteLogStreamInput, DeleteLogStreamOutput,
    DescribeLogStreamsInput, DescribeLogStreamsOutput, LogStreamBuilder, order_by,
};
use crate::errors;
use crate::group;
use crate::jobs;
use crate::limits;
use crate::position::Position;
use crate::state::{Group, STREAM_NAMES, STREAM_TIMES, STREAMS, StreamNameRow, StreamRow};

const DESCRIBE: &str = "DescribeLogStreams";

pub fn find(ctx: &Ctx<'_>, group: &Group, name: &str) -> Result<StreamRow, ApiError> {
    ctx.table(&STREAMS).get(&(group.row.id, name))?.ok_or_else(errors::no_stream)
}

pub fn create_log_stream(
    ctx: &mut Ctx<'_>,
    input: CreateLogStreamInput<'_>,
) -> Result<CreateLogStreamOutput, ApiError> {
    let group = group::find(ctx, input.log_group_name())?;
    let name = input.log_stream_name();
    if ctx.table(&STREAMS).contains(&(group.row.id, name))? {
        return Err(errors::stream_exists());
    }
    let row = StreamRow {
        id: ctx.chance().u64(),
        created: ctx.now().millis(),
        first_event: None,
        last_event: None,
        last_ingestion: None,
        next_request: 0,
    };
    ctx.table_mut(&STREAM_NAMES).put(&row.id, &StreamNameRow { name: name.to_owned() });
    ctx.table_mut(&STREAM_TIMES).put(&(group.row.id, 0_i64, name), &());
    ctx.table_mut(&STREAMS).put(&(group.row.id, name), &row);
    Ok(CreateLogStreamOutput::new())
}

pub fn delete_log_stream(
    ctx: &mut Ctx<'_>,
    input: DeleteLogStreamInput<'_>,
) -> Result<DeleteLogStreamOutput, ApiError> {
    let group = group::find(ctx, input.log_group_name())?;
    let name = input.log_stream_name();
    let row = find(ctx, &group, name)?;
    if group.row.is_protected {
        return Err(errors::is_protected());
    }
    let id = group.row.id;
    ctx.table_mut(&STREAMS).delete(&(id, name));
    ctx.table_mut(&STREAM_TIMES).delete(&(id, row.last_event.unwrap_or_default(), name));
    ctx.table_mut(&STREAM_NAMES).delete(&row.id);
    jobs::drop_stream(ctx, &group, row.id);
    Ok(DeleteLogStreamOutput::new())
}

pub fn describe_log_streams(
    ctx: &mut Ctx<'_>,
    input: DescribeLogStreamsInput<'_>,
) -> Result<DescribeLogStreamsOutput, ApiError> {
    let group = group::named(ctx, input.log_group_name(), input.log_group_identifier())?;
    let is_by_time = input.order_by() == Some(order_by::LAST_EVENT_TIME);
    let prefix = input.log_stream_name_prefix();
    if is_by_time && prefix.is_some() {
        return Err(errors::invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let max = input.limit().map_or(limits::DESCRIBE_MAX, |limit| limit as usize);
    let after = match input.next_token() {
        None => None,
        Some(token) => Some(read_token(token).ok_or_else(errors::bad_token)?),
    };
    let order = Order { is_by_time, is_descending: input.descending() == Some(true) };
    let mut names = order.names(ctx, &group, prefix.unwrap_or_default(), after, max + 1)?;
    let has_more = names.len() > max;
    names.truncate(max);
    let token = names.last().filter(|_| has_more).map(write_token);
    let mut shown = Vec::with_capacity(names.len());
    for (_, name) in names {
        if let Some(row) = ctx.table(&STREAMS).get(&(group.row.id, name.as_str()))? {
            shown.push(show(ctx, &group, &name, &row));
        }
    }
    Ok(DescribeLogStreamsOutput::new().log_streams(shown).next_token(token))
}

#[derive(Clone, Copy)]
struct Order {
    is_by_time: bool,
    is_descending: bool,
}

impl Order {
    /// Streams by time (0 where it does not matter) and name.
    fn names(
        self,
        ctx: &Ctx<'_>,
        group: &Group,
        prefix: &str,
        after: Option<(i64, String)>,
        count: usize,
    ) -> Result<Vec<(i64, String)>, ApiError> {
        let id = group.row.id;
        if self.is_by_time {
            let mut range = Range::within(&(id,));
            if let Some((time, name)) = &after {
                let key = (id, *time, name.as_str());
                range = if self.is_descending { range.before(&key) } else { range.after(&key) };
            }
            if self.is_descending {
                range = range.reversed();
            }
            let keys = ctx.table(&STREAM_TIMES).keys(&range).take(count);
            return Ok(keys
                .map(|key| key.map(|(_, time, name)| (time, name)))
                .collect::<Result<_, _>>()?);
        }
        let mut range = Range::within(&(id,)).starting_with(prefix);
        if let Some((_, name)) = &after {
            let key = (id, name.as_str());
            range = if self.is_descending { range.before(&key) } else { range.after(&key) };
        }
        if self.is_descending {
            range = range.reversed();
        }
        let keys = ctx.table(&STREAMS).keys(&range).take(count);
        Ok(keys.map(|key| key.map(|(_, name)| (0, name))).collect::<Result<_, _>>()?)
    }
}

fn write_token((time, name): &(i64, String)) -> String {
    let mut position = time.to_be_bytes().to_vec();
    position.extend_from_slice(name.as_bytes());
    page::encode(DESCRIBE, &position)
}

fn read_token(token: &str) -> Option<(i64, String)> {
    let position = page::decode(DESCRIBE, token)?;
    let (time, name) = position.split_first_chunk::<8>()?;
    Some((i64::from_be_bytes(*time), String::from_utf8(name.to_vec()).ok()?))
}

fn show(ctx: &Ctx<'_>, group: &Group, name: &str, row: &StreamRow) -> LogStreamBuilder {
    let token =
        row.last_ingestion.map(|at| Position::new(at, row.next_request, row.id, 0).digits());
    LogStreamBuilder::new()
        .log_stream_name(name)
        .creation_time(row.created)
        .first_event_timestamp(row.first_event)
        .last_event_timestamp(row.last_event)
        .last_ingestion_time(row.last_ingestion)
        .upload_sequence_token(token)
        .arn(format!("{}:log-stream:{name}", group.arn(ctx)))
        .stored_bytes(0_u64)
}

/// The ids of the streams whose names begin so.
pub fn with_prefix(ctx: &Ctx<'_>, group: &Group, prefix: &str) -> Result<Vec<u64>, ApiError> {
    let range = Range::within(&(group.row.id,)).starting_with(prefix);
    let rows = ctx.table(&STREAMS).scan(&range);
    Ok(rows.map(|entry| entry.map(|(_, row)| row.id)).collect::<Result<_, _>>()?)
}
