//! Event buses.
//!
//! The default bus is in every account and region from the beginning and cannot be deleted.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::access;
use crate::api::{
    CreateEventBusInput, CreateEventBusOutput, DeadLetterConfig, DeadLetterConfigBuilder,
    DeleteEventBusInput, DeleteEventBusOutput, DescribeEventBusInput, DescribeEventBusOutput,
    EventBusBuilder, ListEventBusesInput, ListEventBusesOutput, LogConfig, LogConfigBuilder,
    UpdateEventBusInput, UpdateEventBusOutput, level,
};
use crate::encryption;
use crate::errors;
use crate::index::{BusIndex, BusKey};
use crate::limits;
use crate::listing::Page;
use crate::names::{BusRef, DEFAULT_BUS};
use crate::state::{BUSES, BusRow, RULES};
use crate::tag;

/// A bus that exists.
#[derive(Clone, Debug)]
pub struct Bus {
    pub at: BusRef,
    pub row: BusRow,
}

pub fn create_event_bus(
    ctx: &mut Ctx<'_>,
    input: CreateEventBusInput<'_>,
) -> Result<CreateEventBusOutput, ApiError> {
    let name = input.name();
    if input.event_source_name().is_some() || name.starts_with("aws.partner/") {
        return Err(errors::not_implemented("partner event sources"));
    }
    if name.contains('/') {
        return Err(errors::validation("Event bus name must not contain '/'."));
    }
    refuse_unsupported(input.log_config())?;
    if name == DEFAULT_BUS || ctx.table(&BUSES).contains(name)? {
        return Err(errors::already_exists("Event bus", name));
    }
    if ctx.table(&BUSES).keys(&Range::all()).take(limits::BUSES_MAX).count() == limits::BUSES_MAX {
        return Err(errors::limit_exceeded());
    }
    let now = ctx.now().micros();
    let at = BusRef::read(ctx, Some(name));
    let arn = at.arn();
    let given = input.kms_key_identifier().unwrap_or_default();
    let key = encryption::read_key(ctx, &at, given)?;
    let mut tags = BTreeMap::new();
    if input.tags().is_some_and(|tags| !tags.is_empty()) {
        ctx.authorize(&access::to_tag(ctx, &arn, input.0))?;
        tag::add(&mut tags, input.tags())?;
    }
    let row = BusRow {
        created: Some(now),
        modified: Some(now),
        description: input.description().map(str::to_owned),
        policy: None,
        tags,
        dead_letter: dead_letter(input.dead_letter_config())?,
        log: input.log_config().map(|log| log.0.clone()),
        key,
    };
    ctx.table_mut(&BUSES).put(name, &row);
    Ok(CreateEventBusOutput::new()
        .event_bus_arn(arn)
        .description(input.description())
        .kms_key_identifier(shown_key(&row))
        .dead_letter_config(shown_dead_letter(&row))
        .log_config(row.log.map(LogConfigBuilder)))
}

pub fn update_event_bus(
    ctx: &mut Ctx<'_>,
    input: UpdateEventBusInput<'_>,
) -> Result<UpdateEventBusOutput, ApiError> {
    let mut bus = find(ctx, input.name())?;
    refuse_unsupported(input.log_config())?;
    if let Some(given) = input.kms_key_identifier() {
        bus.row.key = encryption::read_key(ctx, &bus.at, given)?;
    }
    if let Some(description) = input.description() {
        bus.row.description = Some(description.to_owned());
    }
    if let Some(config) = input.dead_letter_config() {
        bus.row.dead_letter = dead_letter(Some(config))?;
    }
    if let Some(log) = input.log_config() {
        bus.row.log = Some(log.0.clone());
    }
    save(ctx, &mut bus);
    Ok(UpdateEventBusOutput::new()
        .arn(bus.at.arn())
        .name(bus.at.name)
        .kms_key_identifier(shown_key(&bus.row))
        .dead_letter_config(shown_dead_letter(&bus.row))
        .log_config(bus.row.log.map(LogConfigBuilder))
        .description(bus.row.description))
}

pub fn describe_event_bus(
    ctx: &mut Ctx<'_>,
    input: DescribeEventBusInput<'_>,
) -> Result<DescribeEventBusOutput, ApiError> {
    let Bus { at, row } = find(ctx, input.name())?;
    let policy = shown_policy(ctx, &row)?;
    Ok(DescribeEventBusOutput::new()
        .arn(at.arn())
        .name(at.name)
        .kms_key_identifier(shown_key(&row))
        .dead_letter_config(shown_dead_letter(&row))
        .log_config(row.log.map(LogConfigBuilder))
        .description(row.description)
        .policy(policy)
        .creation_time(row.created.map(kernel::Timestamp::from_micros))
        .last_modified_time(row.modified.map(kernel::Timestamp::from_micros)))
}

pub fn delete_event_bus(
    ctx: &mut Ctx<'_>,
    input: DeleteEventBusInput<'_>,
) -> Result<DeleteEventBusOutput, ApiError> {
    let name = input.name();
    if name == DEFAULT_BUS {
        return Err(errors::validation("Cannot delete event bus default."));
    }
    if !ctx.table(&RULES).is_empty(&Range::within(&(name,)))? {
        let message = format!("Event bus {name} can't be deleted since it has rules.");
        return Err(errors::validation(message));
    }
    ctx.table_mut(&BUSES).delete(name);
    ctx.forget_index::<BusIndex>(&BusKey { scope: ctx.scope(), bus: name.to_owned() });
    Ok(DeleteEventBusOutput::new())
}

pub fn list_event_buses(
    ctx: &mut Ctx<'_>,
    input: ListEventBusesInput<'_>,
) -> Result<ListEventBusesOutput, ApiError> {
    let page = Page::read("ListEventBuses", input.limit(), input.next_token())?;
    let prefix = input.name_prefix().unwrap_or_default();
    let mut range = Range::all().starting_with(prefix);
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    // The default bus stands among the others whether or not it has a row.
    let is_default_due = DEFAULT_BUS.starts_with(prefix)
        && page.after.as_deref().is_none_or(|after| after < DEFAULT_BUS);
    let rows = ctx.table(&BUSES).scan(&range).take(page.max + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    if is_default_due && !rows.iter().any(|(name, _)| name == DEFAULT_BUS) {
        rows.push((DEFAULT_BUS.to_owned(), BusRow::default()));
        rows.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let items = rows.into_iter().map(|(name, row)| {
        let at = BusRef::read(ctx, Some(&name));
        Ok((name, shown(ctx, &Bus { at, row })?))
    });
    let (buses, next_token) = page.cut(items)?;
    Ok(ListEventBusesOutput::new().event_buses(buses).next_token(next_token))
}

fn shown(ctx: &Ctx<'_>, bus: &Bus) -> Result<EventBusBuilder, ApiError> {
    let row = &bus.row;
    Ok(EventBusBuilder::new()
        .name(&bus.at.name)
        .arn(bus.at.arn())
        .description(row.description.as_ref())
        .policy(shown_policy(ctx, row)?)
        .creation_time(row.created.map(kernel::Timestamp::from_micros))
        .last_modified_time(row.modified.map(kernel::Timestamp::from_micros)))
}

/// With the names of the users and roles whom it means.
fn shown_policy(ctx: &Ctx<'_>, row: &BusRow) -> Result<Option<String>, ApiError> {
    row.policy.as_deref().map(|bound| ctx.show_policy(bound)).transpose()
}

/// The bus of the call's account that a request means by a name, an ARN or nothing.
pub fn find(ctx: &Ctx<'_>, text: Option<&str>) -> Result<Bus, ApiError> {
    let at = BusRef::read(ctx, text);
    let is_here = at.account == ctx.account() && at.region == ctx.region();
    match get(ctx, &at)? {
        Some(row) if is_here => Ok(Bus { at, row }),
        _ => Err(errors::no_bus(&at.name)),
    }
}

/// The row of a bus of whatever account and region, if it exists.
pub fn get(ctx: &Ctx<'_>, at: &BusRef) -> Result<Option<BusRow>, ApiError> {
    let row = ctx.table_in(&BUSES, at.scope()).get(&at.name)?;
    Ok(row.or_else(|| at.is_default().then(BusRow::default)))
}

/// Keeps what was changed in a bus.
pub fn save(ctx: &mut Ctx<'_>, bus: &mut Bus) {
    bus.row.modified = Some(ctx.now().micros());
    ctx.table_mut_in(&BUSES, bus.at.scope()).put(&bus.at.name, &bus.row);
}

/// The dead-letter queue of a *bus* gets "events that generate encryption or decryption errors"
/// with a customer's key, and no others.
///
/// Source: EventBridge User Guide, "Using dead-letter queues to capture encrypted event errors".
fn dead_letter(config: Option<DeadLetterConfig<'_>>) -> Result<Option<String>, ApiError> {
    let Some(text) = config.and_then(DeadLetterConfig::arn) else { return Ok(None) };
    let is_queue = Arn::parse(text).is_some_and(|arn| arn.service == "sqs");
    if !is_queue {
        return Err(errors::validation("Parameter DeadLetterConfig.Arn is not valid."));
    }
    Ok(Some(text.to_owned()))
}

fn shown_key(row: &BusRow) -> Option<&str> {
    row.key.as_ref().map(|key| key.given.as_str())
}

fn shown_dead_letter(row: &BusRow) -> Option<DeadLetterConfigBuilder> {
    row.dead_letter.as_deref().map(|arn| DeadLetterConfigBuilder::new().arn(arn))
}

/// What a bus may be asked for and does not do here.
fn refuse_unsupported(log: Option<LogConfig<'_>>) -> Result<(), ApiError> {
    if log.is_some_and(|log| log.level().is_some_and(|level| level != level::OFF)) {
        return Err(errors::not_implemented("logging by an event bus (LogConfig)"));
    }
    Ok(())
}
