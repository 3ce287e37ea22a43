//! Topics: making, finding, listing and deleting them.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Region, Scope};
use store::Range;

use crate::api::error;
use crate::api::{
    CreateTopicInput, CreateTopicOutput, DeleteTopicInput, DeleteTopicOutput, ListTopicsInput,
    ListTopicsOutput, TopicBuilder,
};
use crate::errors;
use crate::limits;
use crate::listing;
use crate::protection;
use crate::removal;
use crate::state::{FAN_OUTS, TOPICS, Topic, TopicRow, TopicSettings};
use crate::tag;
use crate::topic_attributes::{self, Place};

pub const FIFO_SUFFIX: &str = ".fifo";

pub fn create_topic(
    ctx: &mut Ctx<'_>,
    input: CreateTopicInput<'_>,
) -> Result<CreateTopicOutput, ApiError> {
    let name = input.name();
    let asked: Vec<(&str, &str)> =
        input.attributes().map_or_else(Vec::new, |map| map.iter().collect());
    let is_fifo = read_kind(name, &asked)?;
    let asked = asked.into_iter().filter(|(attribute, _)| *attribute != "FifoTopic");
    let asked: Vec<_> = asked.collect();
    let mut tags = BTreeMap::new();
    if let Some(given) = input.tags() {
        tag::add(&mut tags, given)?;
    }
    let arn = ctx.arn(name).to_string();
    if let Some(row) = ctx.table(&TOPICS).get(name)? {
        let topic = topic_of(ctx.account(), ctx.region(), name, row);
        check_same(ctx, &topic, &asked, input.data_protection_policy())?;
        if input.tags().is_some() && tags != topic.row.tags {
            let reason = "Topic already exists with different tags";
            return Err(errors::invalid_because("Tags", reason));
        }
        return Ok(CreateTopicOutput::new().topic_arn(arn));
    }
    check_count(ctx, is_fifo)?;
    let row = TopicRow {
        id: ctx.chance().u64(),
        is_fifo,
        created: ctx.now().micros(),
        settings: TopicSettings::default(),
        tags,
        confirmed: 0,
        pending: 0,
        deleted: 0,
    };
    let mut topic = topic_of(ctx.account(), ctx.region(), name, row);
    for (attribute, value) in asked {
        topic_attributes::set(ctx, &mut topic, attribute, value, Place::Map)?;
    }
    if let Some(policy) = input.data_protection_policy() {
        protection::set(ctx, &mut topic, policy)?;
    }
    save(ctx, &topic);
    Ok(CreateTopicOutput::new().topic_arn(arn))
}

/// Deleting a topic that is not there succeeds. Its rows go in steps.
pub fn delete_topic(
    ctx: &mut Ctx<'_>,
    input: DeleteTopicInput<'_>,
) -> Result<DeleteTopicOutput, ApiError> {
    let Some(topic) = find_or_none(ctx, "TopicArn", input.topic_arn())? else {
        return Ok(DeleteTopicOutput::new());
    };
    if topic.row.settings.archive_days.is_some() {
        return Err(error::invalid_state_exception(
            "Invalid state: Cannot delete a topic with an ArchivePolicy",
        ));
    }
    ctx.table_mut_in(&TOPICS, topic.scope).delete(&topic.name);
    ctx.table_mut_in(&FAN_OUTS, topic.scope).delete(&topic.row.id);
    removal::drop_topic(ctx, &topic);
    Ok(DeleteTopicOutput::new())
}

pub fn list_topics(
    ctx: &mut Ctx<'_>,
    input: ListTopicsInput<'_>,
) -> Result<ListTopicsOutput, ApiError> {
    const OPERATION: &str = "ListTopics";
    let mut range = Range::all();
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&after);
    }
    let names = ctx.table(&TOPICS).keys(&range).take(limits::PAGE + 1);
    let mut names = names.collect::<Result<Vec<_>, _>>()?;
    let next_token = listing::cut(OPERATION, &mut names, |name| name);
    let arn_of = |name: &String| TopicBuilder::new().topic_arn(ctx.arn(name).to_string());
    let topics: Vec<_> = names.iter().map(arn_of).collect();
    Ok(ListTopicsOutput::new().topics(topics).next_token(next_token))
}

/// The topic of an ARN.
pub fn find(ctx: &Ctx<'_>, arn: &str) -> Result<Topic, ApiError> {
    find_or_none(ctx, "TopicArn", arn)?.ok_or_else(errors::topic_not_found)
}

/// As [`find`], for another parameter; `None` when there is no such topic.
pub fn find_or_none(ctx: &Ctx<'_>, parameter: &str, text: &str) -> Result<Option<Topic>, ApiError> {
    let (arn, owner) = read_arn(ctx, parameter, text)?;
    find_named(ctx, owner, ctx.region(), &arn.resource)
}

/// The topic of that name.
pub fn find_named(
    ctx: &Ctx<'_>,
    owner: AccountId,
    region: Region,
    name: &str,
) -> Result<Option<Topic>, ApiError> {
    let row = ctx.table_in(&TOPICS, scope_of(owner, region)).get(name)?;
    Ok(row.map(|row| topic_of(owner, region, name, row)))
}

/// The ARN of a topic in the call's region, and the account in it.
pub fn read_arn(ctx: &Ctx<'_>, parameter: &str, text: &str) -> Result<(Arn, AccountId), ApiError> {
    let arn = Arn::parse(text).ok_or_else(|| errors::invalid_arn(parameter, text))?;
    let is_here = arn.service == "sns"
        && arn.region() == Some(ctx.region())
        && arn.partition == ctx.region().partition();
    match arn.account_id() {
        Some(owner) if is_here && !arn.resource.contains(':') => Ok((arn, owner)),
        _ => Err(errors::invalid(parameter)),
    }
}

pub fn topic_of(owner: AccountId, region: Region, name: &str, row: TopicRow) -> Topic {
    Topic {
        name: name.to_owned(),
        arn: Arn::regional("sns", region, owner, name).to_string(),
        owner,
        region,
        scope: scope_of(owner, region),
        row,
    }
}

pub fn scope_of(owner: AccountId, region: Region) -> Scope {
    Scope::new(owner.digits(), region.as_str())
}

/// Keeps what was changed in a topic's row.
pub fn save(ctx: &mut Ctx<'_>, topic: &Topic) {
    ctx.table_mut_in(&TOPICS, topic.scope).put(&topic.name, &topic.row);
}

/// Whether the topic is to be a FIFO topic; name and attribute must agree.
fn read_kind(name: &str, asked: &[(&str, &str)]) -> Result<bool, ApiError> {
    let attribute = asked.iter().find(|(attribute, _)| *attribute == "FifoTopic");
    let is_fifo = match attribute {
        None => false,
        Some((_, value)) if value.eq_ignore_ascii_case("true") => true,
        Some((_, value)) if value.eq_ignore_ascii_case("false") => false,
        Some((_, value)) => {
            return Err(Place::Map.invalid("FifoTopic", topic_attributes::not_bool(value)));
        }
    };
    let stem = if is_fifo { name.strip_suffix(FIFO_SUFFIX) } else { Some(name) };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = stem.is_some_and(|stem| !stem.is_empty() && stem.bytes().all(is_allowed));
    if is_name && name.len() <= limits::TOPIC_NAME_CHARS_MAX {
        return Ok(is_fifo);
    }
    Err(errors::invalid(if is_fifo {
        "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase \
         ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 \
         characters long."
    } else {
        "Topic Name"
    }))
}

/// A topic may be made twice if what is asked for is what it has.
fn check_same(
    ctx: &Ctx<'_>,
    topic: &Topic,
    asked: &[(&str, &str)],
    protection: Option<&str>,
) -> Result<(), ApiError> {
    let mut wanted = topic.clone();
    if let Some(policy) = protection.filter(|policy| !policy.is_empty()) {
        protection::check(policy)?;
        wanted.row.settings.data_protection_policy = Some(policy.to_owned());
    }
    for (attribute, value) in asked {
        topic_attributes::set(ctx, &mut wanted, attribute, value, Place::Map)?;
    }
    if wanted.row.settings == topic.row.settings {
        return Ok(());
    }
    Err(errors::invalid_because("Attributes", "Topic already exists with different attributes"))
}

/// Counting stops at the limit; making a topic is rare, and a topic costs one small row.
fn check_count(ctx: &Ctx<'_>, is_fifo: bool) -> Result<(), ApiError> {
    if !is_fifo {
        return Ok(());
    }
    let mut count = 0;
    for name in ctx.table(&TOPICS).keys(&Range::all()) {
        count += usize::from(name?.ends_with(FIFO_SUFFIX));
        if count >= limits::FIFO_TOPICS_MAX {
            return Err(error::topic_limit_exceeded_exception("Topic limit exceeded"));
        }
    }
    Ok(())
}
