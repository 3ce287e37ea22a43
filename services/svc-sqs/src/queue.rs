//! Queues: making, finding, listing, purging and deleting them.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::access;
use crate::api::queue_attribute_name as name;
use crate::api::{
    CreateQueueInput, CreateQueueOutput, DeleteQueueInput, DeleteQueueOutput, GetQueueUrlInput,
    GetQueueUrlOutput, ListQueuesInput, ListQueuesOutput, PurgeQueueInput, PurgeQueueOutput,
};
use crate::attributes::{self, Kind};
use crate::deduplication::{self, DeduplicationIndex};
use crate::errors;
use crate::index::QueueIndex;
use crate::jobs;
use crate::limits;
use crate::listing::Page;
use crate::messages;
use crate::policy;
use crate::redrive;
use crate::state::{DELETED, QUEUES, Queue, QueueRow, micros};
use crate::tag;

const FIFO_SUFFIX: &str = ".fifo";
/// Names past their minute that one deletion forgets.
const FORGOTTEN_NAMES_MAX: usize = 100;

pub fn create_queue(
    ctx: &mut Ctx<'_>,
    input: CreateQueueInput<'_>,
) -> Result<CreateQueueOutput, ApiError> {
    let name = input.queue_name();
    let asked: Vec<(&str, &str)> =
        input.attributes().map_or_else(Vec::new, |map| map.iter().collect());
    let is_fifo = read_kind(name, &asked)?;
    let asked = asked.into_iter().filter(|(attribute, _)| *attribute != name::FIFO_QUEUE);
    let asked: Vec<_> = asked.collect();
    attributes::check_one_encryption(asked.iter().copied())?;
    let kind = Kind { owner: ctx.account(), is_fifo };
    if let Some(row) = ctx.table(&QUEUES).get(name)? {
        check_same(ctx, &row, kind, &asked)?;
        return Ok(CreateQueueOutput::new().queue_url(url(ctx, name)));
    }
    let mut settings = attributes::defaults();
    for (attribute, value) in asked {
        attributes::set(&mut settings, kind, attribute, value)?;
    }
    attributes::check_together(&settings)?;
    policy::check_named(ctx, None, &settings)?;
    policy::bind(ctx, &mut settings)?;
    let now = ctx.now().micros();
    if let Some(deleted) = ctx.table(&DELETED).get(name)? {
        if now < deleted.cast_signed().saturating_add(micros(limits::DELETED_RECENTLY_SECONDS)) {
            return Err(errors::queue_deleted_recently());
        }
        ctx.table_mut(&DELETED).delete(name);
    }
    let mut tags = BTreeMap::new();
    if let Some(given) = input.tags() {
        tag::add(&mut tags, name, given)?;
        // "You must have the sqs:CreateQueue and sqs:TagQueue permissions."
        ctx.authorize(&access::to_tag(ctx, name, given))?;
    }
    let row = QueueRow {
        id: ctx.chance().u64(),
        space: ctx.chance().u64(),
        is_fifo,
        created: now,
        modified: now,
        settings,
        tags,
        purged: None,
        sequence_floor: 0,
    };
    let queue = Queue { name: name.to_owned(), scope: ctx.scope(), row: Arc::new(row) };
    redrive::change(ctx, &queue, None)?;
    ctx.table_mut(&QUEUES).put(name, &queue.row);
    Ok(CreateQueueOutput::new().queue_url(url(ctx, name)))
}

pub fn delete_queue(
    ctx: &mut Ctx<'_>,
    input: DeleteQueueInput<'_>,
) -> Result<DeleteQueueOutput, ApiError> {
    let mut queue = find_by_url(ctx, input.queue_url())?;
    let before = Arc::make_mut(&mut queue.row).settings.redrive.take();
    redrive::change(ctx, &queue, before.as_ref())?;
    ctx.table_mut(&QUEUES).delete(&queue.name);
    forget_deleted_names(ctx)?;
    let now = ctx.now().micros().cast_unsigned();
    ctx.table_mut(&DELETED).put(&queue.name, &now);
    ctx.forget_index::<QueueIndex>(&queue.index_key());
    ctx.forget_index::<DeduplicationIndex>(&deduplication::index_key(&queue));
    jobs::drop_queue(ctx, &queue);
    // Long polls learn that there is nothing to wait for.
    ctx.wake(queue.topic(), usize::MAX);
    Ok(DeleteQueueOutput::new())
}

/// Gives the queue a new space: its messages are gone at once, their rows go in steps.
pub fn purge_queue(
    ctx: &mut Ctx<'_>,
    input: PurgeQueueInput<'_>,
) -> Result<PurgeQueueOutput, ApiError> {
    let mut queue = find_by_url(ctx, input.queue_url())?;
    let now = ctx.now().micros();
    let interval = micros(limits::PURGE_INTERVAL_SECONDS);
    if queue.row.purged.is_some_and(|purged| now < purged.saturating_add(interval)) {
        return Err(errors::purge_in_progress(&queue.name));
    }
    let last = messages::index(ctx, &queue)?.last_sequence();
    ctx.forget_index::<QueueIndex>(&queue.index_key());
    jobs::drop_space(ctx, queue.row.space);
    let row = Arc::make_mut(&mut queue.row);
    row.space = ctx.chance().u64();
    row.sequence_floor = row.sequence_floor.max(last);
    row.purged = Some(now);
    ctx.table_mut(&QUEUES).put(&queue.name, &queue.row);
    Ok(PurgeQueueOutput::new())
}

pub fn get_queue_url(
    ctx: &mut Ctx<'_>,
    input: GetQueueUrlInput<'_>,
) -> Result<GetQueueUrlOutput, ApiError> {
    let name = input.queue_name();
    let owner = owner_of(ctx, input.queue_owner_aws_account_id())?;
    find_of(ctx, owner, name)?;
    Ok(GetQueueUrlOutput::new().queue_url(url(ctx, name)))
}

pub fn list_queues(
    ctx: &mut Ctx<'_>,
    input: ListQueuesInput<'_>,
) -> Result<ListQueuesOutput, ApiError> {
    let page = Page::read("ListQueues", input.max_results(), input.next_token())?;
    let mut range = Range::all().starting_with(input.queue_name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let names = ctx.table(&QUEUES).keys(&range).take(page.max + 1);
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let (names, next_token) = page.cut(names);
    let urls: Vec<_> = names.iter().map(|name| url(ctx, name)).collect();
    let urls = (!urls.is_empty()).then_some(urls);
    Ok(ListQueuesOutput::new().queue_urls(urls).next_token(next_token))
}

/// The URL of a queue of the call's account, on the endpoint by which the client came.
pub fn url(ctx: &Ctx<'_>, name: &str) -> String {
    format!("{}/{}/{name}", ctx.origin().endpoint, ctx.account())
}

/// The account that a client names as a queue's owner; its own when it names none.
pub fn owner_of(ctx: &Ctx<'_>, named: Option<&str>) -> Result<AccountId, ApiError> {
    match named {
        None => Ok(ctx.account()),
        Some(owner) => AccountId::parse(owner).ok_or_else(|| does_not_exist(ctx)),
    }
}

/// The queue of a URL. The door has opened the account of the queue to the call.
pub fn find_by_url(ctx: &Ctx<'_>, url: &str) -> Result<Queue, ApiError> {
    let (account, name) = parse_url(url)?;
    find_of(ctx, account, name)
}

/// Account and name in a URL in any of AWS's forms: all end with the two.
pub fn parse_url(url: &str) -> Result<(AccountId, &str), ApiError> {
    let (path, name) = split_last(url.trim_end_matches('/'));
    let account = AccountId::parse(split_last(path).1).filter(|_| !name.is_empty());
    account.map(|account| (account, name)).ok_or_else(|| errors::invalid_address(url))
}

/// A path and its last segment. By bytes, as every call does it twice.
fn split_last(path: &str) -> (&str, &str) {
    match path.bytes().rposition(|byte| byte == b'/') {
        Some(place) => (&path[..place], &path[place + 1..]),
        None => ("", path),
    }
}

/// The queue of an ARN, if it is in the call's account and region.
pub fn find_by_arn(ctx: &Ctx<'_>, text: &str) -> Result<Option<Queue>, ApiError> {
    let arn = Arn::parse(text).filter(|arn| *arn == ctx.arn(&arn.resource));
    match arn {
        Some(arn) => find(ctx, &arn.resource),
        None => Ok(None),
    }
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<Option<Queue>, ApiError> {
    let row = ctx.table(&QUEUES).get_shared(name)?;
    Ok(row.map(|row| Queue { name: name.to_owned(), scope: ctx.scope(), row }))
}

/// Keeps what was changed in a queue's attributes.
pub fn save(ctx: &mut Ctx<'_>, queue: &mut Queue) {
    Arc::make_mut(&mut queue.row).modified = ctx.now().micros();
    ctx.table_mut(&QUEUES).put(&queue.name, &queue.row);
}

fn find_of(ctx: &Ctx<'_>, owner: AccountId, name: &str) -> Result<Queue, ApiError> {
    let queue = if owner == ctx.account() { find(ctx, name)? } else { None };
    queue.ok_or_else(|| does_not_exist(ctx))
}

pub fn does_not_exist(ctx: &Ctx<'_>) -> ApiError {
    errors::queue_does_not_exist(ctx.origin().protocol)
}

/// Whether the queue is to be a FIFO queue; name and attribute must agree.
fn read_kind(name: &str, asked: &[(&str, &str)]) -> Result<bool, ApiError> {
    let attribute = asked.iter().find(|(attribute, _)| *attribute == name::FIFO_QUEUE);
    let is_fifo = match attribute {
        None => false,
        Some((_, "true" | "True" | "TRUE")) => true,
        // A standard queue does not know the attribute.
        Some((_, "false" | "False" | "FALSE")) => {
            return Err(errors::unknown_attribute(name::FIFO_QUEUE));
        }
        Some(_) => return Err(errors::invalid_attribute_value(name::FIFO_QUEUE)),
    };
    let stem = if is_fifo { name.strip_suffix(FIFO_SUFFIX) } else { Some(name) };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = stem.is_some_and(|stem| !stem.is_empty() && stem.bytes().all(is_allowed));
    if is_name && name.len() <= limits::QUEUE_NAME_CHARS_MAX {
        return Ok(is_fifo);
    }
    Err(errors::invalid_parameter(if is_fifo {
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or \
         underscores, must end with .fifo suffix and be 1 to 80 in length."
    } else {
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
    }))
}

/// A queue may be made twice if what is asked for is what it has.
fn check_same(
    ctx: &Ctx<'_>,
    row: &QueueRow,
    kind: Kind,
    asked: &[(&str, &str)],
) -> Result<(), ApiError> {
    for (attribute, value) in asked {
        let mut settings = row.settings.clone();
        attributes::set(&mut settings, kind, attribute, value)?;
        policy::bind(ctx, &mut settings)?;
        if settings != row.settings {
            return Err(errors::queue_name_exists(attribute));
        }
    }
    Ok(())
}

fn forget_deleted_names(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let bound = ctx.now().micros() - micros(limits::DELETED_RECENTLY_SECONDS);
    let rows = ctx.table(&DELETED).scan(&Range::all()).take(FORGOTTEN_NAMES_MAX);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    for (name, deleted) in rows {
        if deleted.cast_signed() <= bound {
            ctx.table_mut(&DELETED).delete(&name);
        }
    }
    Ok(())
}
