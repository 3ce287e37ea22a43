//! ListStreams and ListShards.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    ListShardsInput, ListShardsOutput, ListStreamsInput, ListStreamsOutput, ShardFilter,
    StreamSummaryBuilder, shard_filter_type,
};
use crate::describe;
use crate::errors;
use crate::limits;
use crate::shard;
use crate::state::{SHARDS, STREAMS, ShardRow, Status, Stream, arn};
use crate::stream::{self, named};

const STREAMS_PAGE: &str = "ListStreams";
const SHARDS_PAGE: &str = "ListShards";

pub fn list_streams(
    ctx: &mut Ctx<'_>,
    input: ListStreamsInput<'_>,
) -> Result<ListStreamsOutput, ApiError> {
    let limit = input.limit().unwrap_or(limits::LIST_STREAMS_DEFAULT) as usize;
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        let position = page::decode(STREAMS_PAGE, token).ok_or_else(errors::invalid_token)?;
        let after = String::from_utf8(position).map_err(|_| errors::invalid_token())?;
        range = range.after(after.as_str());
    }
    if let Some(after) = input.exclusive_start_stream_name() {
        range = range.after(after);
    }
    let found = ctx.table(&STREAMS).scan(&range).take(limit + 1);
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let token = found.last().filter(|_| has_more);
    let token = token.map(|(name, _)| page::encode(STREAMS_PAGE, name.as_bytes()));
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let summaries = found.iter().map(|(name, row)| {
        StreamSummaryBuilder::new()
            .stream_name(name.as_str())
            .stream_arn(arn(ctx, name))
            .stream_status(row.status.name())
            .stream_mode_details(describe::mode(row))
            .stream_creation_timestamp(describe::created(row))
    });
    let summaries: Vec<_> = summaries.collect();
    Ok(ListStreamsOutput::new()
        .stream_names(names)
        .has_more_streams(has_more)
        .next_token(token)
        .stream_summaries(summaries))
}

/// Which shards of a stream are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    /// All whose records are not gone.
    All,
    Open,
    /// Those that were open then.
    At(i64),
    /// Those that were open then or later.
    From(i64),
}

/// A list that goes on: of which stream, what, and after which shard.
struct Listing {
    stream: String,
    filter: Filter,
    after: Option<u64>,
}

impl Filter {
    fn takes(self, shard: &ShardRow, horizon: i64) -> bool {
        if shard.is_expired(horizon) {
            return false;
        }
        let is_open_after = |at: i64| shard.closed.is_none_or(|closed| closed.at >= at);
        match self {
            Filter::All => true,
            Filter::Open => shard.closed.is_none(),
            Filter::At(at) => shard.opened <= at && is_open_after(at),
            Filter::From(at) => is_open_after(at),
        }
    }

    /// For tokens.
    fn parts(self) -> (char, i64) {
        match self {
            Filter::All => ('a', 0),
            Filter::Open => ('o', 0),
            Filter::At(at) => ('t', at),
            Filter::From(at) => ('f', at),
        }
    }

    fn of_parts(kind: &str, at: i64) -> Option<Filter> {
        Some(match kind {
            "a" => Filter::All,
            "o" => Filter::Open,
            "t" => Filter::At(at),
            "f" => Filter::From(at),
            _ => return None,
        })
    }
}

impl Listing {
    fn encode(&self, after: u64, now: Timestamp) -> String {
        let (kind, at) = self.filter.parts();
        let text = format!("{}\n{kind}\n{at}\n{after}\n{}", self.stream, now.secs());
        page::encode(SHARDS_PAGE, text.as_bytes())
    }

    fn decode(token: &str, now: Timestamp) -> Result<Listing, ApiError> {
        let read = || {
            let text = String::from_utf8(page::decode(SHARDS_PAGE, token)?).ok()?;
            let mut parts = text.split('\n');
            let stream = parts.next()?.to_owned();
            let (kind, at) = (parts.next()?, parts.next()?.parse().ok()?);
            let after = Some(parts.next()?.parse().ok()?);
            let issued: i64 = parts.next()?.parse().ok()?;
            let filter = Filter::of_parts(kind, at)?;
            Some((Listing { stream, filter, after }, issued))
        };
        let (listing, issued) = read().ok_or_else(errors::invalid_token)?;
        if now.secs() - issued > limits::TOKEN_SECONDS {
            return Err(errors::expired_token());
        }
        Ok(listing)
    }
}

/// The stream of which a token of ListShards goes on to tell.
pub fn stream_of(token: &str) -> Option<String> {
    let text = String::from_utf8(page::decode(SHARDS_PAGE, token)?).ok()?;
    text.split('\n').next().map(str::to_owned)
}

pub fn list_shards(
    ctx: &mut Ctx<'_>,
    input: ListShardsInput<'_>,
) -> Result<ListShardsOutput, ApiError> {
    let (stream, listing) = asked(ctx, input)?;
    if stream.row.status == Status::Creating || stream.row.status == Status::Deleting {
        return Err(errors::not_active(ctx, &stream));
    }
    let limit = input.max_results().unwrap_or(limits::LIST_SHARDS_DEFAULT) as usize;
    let id = stream.row.id;
    let horizon = stream.horizon(ctx.now());
    let mut range = Range::within(&(id,));
    if let Some(after) = listing.after {
        range = range.after(&(id, after));
    }
    let mut shown = Vec::new();
    let (mut last, mut has_more) = (None, false);
    for (examined, entry) in ctx.table(&SHARDS).scan(&range).enumerate() {
        let ((_, number), shard) = entry?;
        if shown.len() >= limit || examined >= limits::EXAMINED_PER_PAGE_MAX {
            has_more = true;
            break;
        }
        last = Some(number);
        if listing.filter.takes(&shard, horizon) {
            shown.push(shard.show(id, number));
        }
    }
    let token = last.filter(|_| has_more).map(|last| listing.encode(last, ctx.now()));
    Ok(ListShardsOutput::new().shards(shown).next_token(token))
}

fn asked(ctx: &Ctx<'_>, input: ListShardsInput<'_>) -> Result<(Stream, Listing), ApiError> {
    let Some(token) = input.next_token() else {
        let stream = stream::find(ctx, named!(input))?;
        check_created(ctx, &stream, input.stream_creation_timestamp())?;
        let (filter, after_filter) = match input.shard_filter() {
            Some(filter) => read_filter(ctx, &stream, filter)?,
            None => (Filter::All, None),
        };
        let after = match input.exclusive_start_shard_id() {
            Some(id) => Some(number(ctx, &stream, id)?),
            None => after_filter,
        };
        let listing = Listing { stream: stream.name.clone(), filter, after };
        return Ok((stream, listing));
    };
    if input.stream_name().is_some() || input.stream_creation_timestamp().is_some() {
        return Err(errors::invalid(
            "NextToken and StreamName or StreamCreationTimestamp cannot be given together.",
        ));
    }
    let listing = Listing::decode(token, ctx.now())?;
    let stream = stream::by_name(ctx, listing.stream.clone())?;
    Ok((stream, listing))
}

/// StreamCreationTimestamp tells streams apart that had the same name one after the other.
pub fn check_created(
    ctx: &Ctx<'_>,
    stream: &Stream,
    wanted: Option<Timestamp>,
) -> Result<(), ApiError> {
    match wanted {
        Some(wanted) if wanted.secs() != describe::created(&stream.row).secs() => {
            Err(errors::stream_not_found(ctx, &stream.name))
        }
        _ => Ok(()),
    }
}

fn read_filter(
    ctx: &Ctx<'_>,
    stream: &Stream,
    filter: ShardFilter<'_>,
) -> Result<(Filter, Option<u64>), ApiError> {
    let horizon = stream.horizon(ctx.now());
    let time = || match filter.timestamp() {
        Some(at) => Ok(at.micros().max(horizon)),
        None => Err(errors::invalid(format!("Timestamp is required for {}.", filter.type_()))),
    };
    Ok(match filter.type_() {
        shard_filter_type::AFTER_SHARD_ID => match filter.shard_id() {
            Some(id) => (Filter::All, Some(number(ctx, stream, id)?)),
            None => return Err(errors::invalid("ShardId is required for AFTER_SHARD_ID.")),
        },
        shard_filter_type::AT_TRIM_HORIZON => (Filter::At(horizon.max(first_at(stream))), None),
        shard_filter_type::AT_LATEST => (Filter::Open, None),
        shard_filter_type::AT_TIMESTAMP => (Filter::At(time()?), None),
        shard_filter_type::FROM_TIMESTAMP => (Filter::From(time()?), None),
        _ => (Filter::All, None),
    })
}

/// When the stream's first shards were opened: nothing can be older.
fn first_at(stream: &Stream) -> i64 {
    stream.row.created
}

fn number(ctx: &Ctx<'_>, stream: &Stream, id: &str) -> Result<u64, ApiError> {
    shard::number_of(id).ok_or_else(|| errors::shard_not_found(ctx, stream, id))
}
