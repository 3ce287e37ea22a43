//! Registered consumers: those that may subscribe to shards.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::account;
use crate::api::{
    ConsumerBuilder, ConsumerDescriptionBuilder, DeregisterStreamConsumerInput,
    DeregisterStreamConsumerOutput, DescribeStreamConsumerInput, DescribeStreamConsumerOutput,
    ListStreamConsumersInput, ListStreamConsumersOutput, RegisterStreamConsumerInput,
    RegisterStreamConsumerOutput, consumer_status, error,
};
use crate::errors;
use crate::limits;
use crate::listing::check_created;
use crate::state::{CONSUMERS, ConsumerRow, POLICIES, Stream, arn};
use crate::stream::{self, Named};
use crate::tag;
use crate::transition;

const PAGE: &str = "ListStreamConsumers";
const CONSUMER: &str = "/consumer/";

fn consumer_arn(ctx: &Ctx<'_>, stream: &str, name: &str, row: &ConsumerRow) -> String {
    format!("{}{CONSUMER}{name}:{}", arn(ctx, stream), row.created.div_euclid(1_000_000))
}

pub fn status(row: &ConsumerRow, now: Timestamp) -> &'static str {
    if row.active_from > now.micros() { consumer_status::CREATING } else { consumer_status::ACTIVE }
}

fn created(row: &ConsumerRow) -> Timestamp {
    Timestamp::from_secs(row.created.div_euclid(1_000_000))
}

fn show(ctx: &Ctx<'_>, stream: &str, name: &str, row: &ConsumerRow) -> ConsumerBuilder {
    ConsumerBuilder::new()
        .consumer_name(name)
        .consumer_arn(consumer_arn(ctx, stream, name, row))
        .consumer_status(status(row, ctx.now()))
        .consumer_creation_timestamp(created(row))
}

pub fn register_stream_consumer(
    ctx: &mut Ctx<'_>,
    input: RegisterStreamConsumerInput<'_>,
) -> Result<RegisterStreamConsumerOutput, ApiError> {
    let named = Named { name: None, arn: Some(input.stream_arn()), id: input.stream_id() };
    let mut stream = stream::find_active(ctx, named)?;
    let (id, name) = (stream.row.id, input.consumer_name());
    if ctx.table(&CONSUMERS).contains(&(id, name))? {
        return Err(error::resource_in_use_exception(format!(
            "Consumer {name} of stream {} under account {} already exists.",
            stream.name,
            ctx.account()
        )));
    }
    // There are only so many of a stream.
    let others = ctx.table(&CONSUMERS).scan(&Range::within(&(id,)));
    let others = others.collect::<Result<Vec<_>, _>>()?;
    let has_advantage = stream.row.is_on_demand && account::has_advantage(ctx)?;
    let most = if has_advantage { limits::ADVANTAGE_CONSUMERS_MAX } else { limits::CONSUMERS_MAX };
    if others.len() >= most {
        let message = format!("A stream has at most {most} registered consumers.");
        return Err(errors::limit(message));
    }
    let now = ctx.now().micros();
    let creating = others.iter().filter(|(_, other)| other.active_from > now).count();
    if creating >= limits::CREATING_CONSUMERS_MAX {
        return Err(errors::limit(format!(
            "At most {} consumers can be in the CREATING state at once.",
            limits::CREATING_CONSUMERS_MAX
        )));
    }
    let mut tags = BTreeMap::new();
    if let Some(wanted) = input.tags() {
        tag::add(&mut tags, wanted)?;
    }
    let active_from = transition::consumer_active_from(ctx).micros();
    let row = ConsumerRow { created: now, active_from, tags };
    ctx.table_mut(&CONSUMERS).put(&(id, name), &row);
    stream.row_mut().consumers += 1;
    stream.save(ctx);
    let shown = show(ctx, &stream.name, name, &row);
    // A consumer is CREATING in the answer that makes it, however soon it is active.
    let shown = shown.consumer_status(consumer_status::CREATING);
    Ok(RegisterStreamConsumerOutput::new().consumer(shown))
}

/// A consumer by its own ARN, in the call's account.
pub fn by_arn(ctx: &Ctx<'_>, text: &str) -> Result<(Stream, String, ConsumerRow), ApiError> {
    let missing = || errors::consumer_not_found(ctx, text);
    let resource = Arn::parse(text).map(|arn| arn.resource).ok_or_else(missing)?;
    let (_, rest) = resource.split_once(CONSUMER).ok_or_else(missing)?;
    let (name, _) = rest.split_once(':').ok_or_else(missing)?;
    let stream = stream::find(ctx, Named { arn: Some(text), ..Named::default() })?;
    let row = ctx.table(&CONSUMERS).get(&(stream.row.id, name))?.ok_or_else(missing)?;
    if consumer_arn(ctx, &stream.name, name, &row) != text {
        return Err(missing());
    }
    Ok((stream, name.to_owned(), row))
}

/// A consumer by its ARN, or by its stream's and its name; all three must agree.
fn find(
    ctx: &Ctx<'_>,
    stream_arn: Option<&str>,
    name: Option<&str>,
    consumer_arn: Option<&str>,
    stream_id: Option<&str>,
) -> Result<(Stream, String, ConsumerRow), ApiError> {
    if stream_id.is_some() {
        return Err(errors::reserved("StreamId"));
    }
    if let Some(text) = consumer_arn {
        let found = by_arn(ctx, text)?;
        let is_other = name.is_some_and(|name| name != found.1)
            || stream_arn.is_some_and(|arn| arn != found.0.arn(ctx));
        if is_other {
            return Err(errors::invalid("The parameters name different consumers."));
        }
        return Ok(found);
    }
    let (Some(stream_arn), Some(name)) = (stream_arn, name) else {
        return Err(errors::invalid(
            "Either ConsumerARN or both StreamARN and ConsumerName must be given.",
        ));
    };
    let stream = stream::find(ctx, Named { arn: Some(stream_arn), ..Named::default() })?;
    let row = ctx.table(&CONSUMERS).get(&(stream.row.id, name))?;
    let row = row.ok_or_else(|| errors::consumer_not_found(ctx, name))?;
    Ok((stream, name.to_owned(), row))
}

pub fn describe_stream_consumer(
    ctx: &mut Ctx<'_>,
    input: DescribeStreamConsumerInput<'_>,
) -> Result<DescribeStreamConsumerOutput, ApiError> {
    let (stream, name, row) = find(
        ctx,
        input.stream_arn(),
        input.consumer_name(),
        input.consumer_arn(),
        input.stream_id(),
    )?;
    Ok(DescribeStreamConsumerOutput::new().consumer_description(
        ConsumerDescriptionBuilder::new()
            .consumer_name(name.as_str())
            .consumer_arn(consumer_arn(ctx, &stream.name, &name, &row))
            .consumer_status(status(&row, ctx.now()))
            .consumer_creation_timestamp(created(&row))
            .stream_arn(stream.arn(ctx)),
    ))
}

pub fn deregister_stream_consumer(
    ctx: &mut Ctx<'_>,
    input: DeregisterStreamConsumerInput<'_>,
) -> Result<DeregisterStreamConsumerOutput, ApiError> {
    let (mut stream, name, row) = find(
        ctx,
        input.stream_arn(),
        input.consumer_name(),
        input.consumer_arn(),
        input.stream_id(),
    )?;
    ctx.table_mut(&CONSUMERS).delete(&(stream.row.id, name.as_str()));
    let arn = consumer_arn(ctx, &stream.name, &name, &row);
    if let Some(arn) = Arn::parse(&arn) {
        ctx.table_mut(&POLICIES).delete(&arn.resource);
    }
    let row = stream.row_mut();
    row.consumers = row.consumers.saturating_sub(1);
    stream.save(ctx);
    Ok(DeregisterStreamConsumerOutput::new())
}

pub fn list_stream_consumers(
    ctx: &mut Ctx<'_>,
    input: ListStreamConsumersInput<'_>,
) -> Result<ListStreamConsumersOutput, ApiError> {
    let named = Named { name: None, arn: Some(input.stream_arn()), id: input.stream_id() };
    let stream = stream::find(ctx, named)?;
    check_created(ctx, &stream, input.stream_creation_timestamp())?;
    let limit = input.max_results().unwrap_or(limits::LIST_CONSUMERS_DEFAULT) as usize;
    let id = stream.row.id;
    let mut range = Range::within(&(id,));
    if let Some(token) = input.next_token() {
        let (after, issued) = decode(token).ok_or_else(errors::invalid_token)?;
        if ctx.now().secs() - issued > limits::TOKEN_SECONDS {
            return Err(errors::expired_token());
        }
        range = range.after(&(id, after));
    }
    let found = ctx.table(&CONSUMERS).scan(&range).take(limit + 1);
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more);
    let token = last.map(|((_, name), _)| {
        page::encode(PAGE, format!("{name}\n{}", ctx.now().secs()).as_bytes())
    });
    let shown = found.iter().map(|((_, name), row)| show(ctx, &stream.name, name, row));
    Ok(ListStreamConsumersOutput::new().consumers(shown.collect::<Vec<_>>()).next_token(token))
}

/// The last consumer's name, and when the token was given out.
fn decode(token: &str) -> Option<(String, i64)> {
    let text = String::from_utf8(page::decode(PAGE, token)?).ok()?;
    let (name, issued) = text.split_once('\n')?;
    Some((name.to_owned(), issued.parse().ok()?))
}
