//! Archives: events of a bus, kept to be replayed.
//!
//! As at AWS, an archive is fed by a rule that EventBridge manages (`Events-Archive-NAME`), whose
//! pattern is the archive's and leaves replayed events out. Events past their retention are removed
//! in steps, on the virtual clock; counts and sizes are those of what is there.
//!
//! Source: EventBridge User Guide, "Archiving and replaying events".

use event_pattern::{Pattern, Value};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    ArchiveBuilder, CreateArchiveInput, CreateArchiveOutput, DeleteArchiveInput,
    DeleteArchiveOutput, DescribeArchiveInput, DescribeArchiveOutput, ListArchivesInput,
    ListArchivesOutput, UpdateArchiveInput, UpdateArchiveOutput, archive_state,
};
use crate::bus;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::names::{BusRef, Resource};
use crate::rule;
use crate::state::{
    ARCHIVED, ARCHIVED_WHEN, ARCHIVES, ArchiveRow, ArchivedRow, EventRow, RuleRow, RuleState,
};

/// Removes events past their retention, or all of a deleted archive. Input: `Archive` (name) and
/// `Id`, or `Id` alone for one that is gone.
pub const EXPIRE_EVENTS: &str = "ExpireEvents";

/// Whose the managed rules are.
const MANAGER: &str = "prod.vhs.events.aws.internal";
const RULE_PREFIX: &str = "Events-Archive-";
const DAY_MICROS: i64 = 86_400 * 1_000_000;

pub fn create_archive(
    ctx: &mut Ctx<'_>,
    input: CreateArchiveInput<'_>,
) -> Result<CreateArchiveOutput, ApiError> {
    let name = input.archive_name();
    let bus = source(ctx, input.event_source_arn())?;
    let given = input.kms_key_identifier().unwrap_or_default();
    let key = encryption::read_key(ctx, &bus, given)?;
    check_pattern(input.event_pattern())?;
    if ctx.table(&ARCHIVES).contains(name)? {
        return Err(errors::already_exists("Archive", name));
    }
    let count = ctx.table(&ARCHIVES).keys(&Range::all()).take(limits::ARCHIVES_MAX).count();
    if count == limits::ARCHIVES_MAX {
        return Err(errors::limit_exceeded());
    }
    let row = ArchiveRow {
        id: ctx.chance().u64(),
        bus: bus.name.clone(),
        description: input.description().map(str::to_owned),
        pattern: input.event_pattern().map(str::to_owned),
        retention_days: input.retention_days().unwrap_or(0),
        created: ctx.now().micros(),
        count: 0,
        bytes: 0,
        next_number: 0,
        is_expiring: false,
        key,
    };
    ctx.table_mut(&ARCHIVES).put(name, &row);
    feed(ctx, &bus, name, row.pattern.as_deref())?;
    Ok(CreateArchiveOutput::new()
        .archive_arn(arn(ctx, name))
        .state(archive_state::ENABLED)
        .creation_time(ctx.now()))
}

pub fn update_archive(
    ctx: &mut Ctx<'_>,
    input: UpdateArchiveInput<'_>,
) -> Result<UpdateArchiveOutput, ApiError> {
    let name = input.archive_name();
    let mut row = find(ctx, name)?;
    if let Some(given) = input.kms_key_identifier() {
        let bus = BusRef::read(ctx, Some(&row.bus));
        row.key = encryption::read_key(ctx, &bus, given)?;
    }
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    if let Some(days) = input.retention_days() {
        row.retention_days = days;
        leave_expiry(ctx, name, &mut row, ctx.now());
    }
    if let Some(pattern) = input.event_pattern() {
        check_pattern(Some(pattern))?;
        row.pattern = Some(pattern.to_owned());
        let bus = BusRef::read(ctx, Some(&row.bus));
        feed(ctx, &bus, name, Some(pattern))?;
    }
    ctx.table_mut(&ARCHIVES).put(name, &row);
    Ok(UpdateArchiveOutput::new()
        .archive_arn(arn(ctx, name))
        .state(archive_state::ENABLED)
        .creation_time(Timestamp::from_micros(row.created)))
}

pub fn delete_archive(
    ctx: &mut Ctx<'_>,
    input: DeleteArchiveInput<'_>,
) -> Result<DeleteArchiveOutput, ApiError> {
    let name = input.archive_name();
    let row = find(ctx, name)?;
    let bus = BusRef::read(ctx, Some(&row.bus));
    let fed_by = rule_name(name);
    if let Some(before) = rule::get(ctx, &bus, &fed_by)? {
        rule::write(ctx, &bus, &fed_by, Some(before), None)?;
    }
    ctx.table_mut(&ARCHIVES).delete(name);
    let ask = Ask::to("events", EXPIRE_EVENTS).with("Id", row.id.cast_signed());
    ctx.enqueue(Job::now(ask));
    Ok(DeleteArchiveOutput::new())
}

pub fn describe_archive(
    ctx: &mut Ctx<'_>,
    input: DescribeArchiveInput<'_>,
) -> Result<DescribeArchiveOutput, ApiError> {
    let name = input.archive_name();
    let row = find(ctx, name)?;
    Ok(DescribeArchiveOutput::new()
        .archive_arn(arn(ctx, name))
        .archive_name(name)
        .event_source_arn(BusRef::read(ctx, Some(&row.bus)).arn())
        .description(row.description)
        .kms_key_identifier(row.key.map(|key| key.given))
        .event_pattern(row.pattern)
        .state(archive_state::ENABLED)
        .retention_days(row.retention_days)
        .size_bytes(row.bytes)
        .event_count(row.count)
        .creation_time(Timestamp::from_micros(row.created)))
}

pub fn list_archives(
    ctx: &mut Ctx<'_>,
    input: ListArchivesInput<'_>,
) -> Result<ListArchivesOutput, ApiError> {
    let filters = [input.name_prefix(), input.event_source_arn(), input.state()];
    if filters.iter().flatten().count() > 1 {
        let message = "At most one filter is allowed for ListArchives. Use either : State, \
                       EventSourceArn, or NamePrefix.";
        return Err(errors::validation(message));
    }
    let page = Page::read("ListArchives", input.limit(), input.next_token())?;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let is_state = input.state().is_none_or(|state| state == archive_state::ENABLED);
    let wanted = input.event_source_arn();
    let rows = ctx.table(&ARCHIVES).scan(&range).filter_map(|entry| {
        let (name, row) = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error.into())),
        };
        let source = BusRef::read(ctx, Some(&row.bus)).arn();
        let is_wanted = is_state && wanted.is_none_or(|wanted| wanted == source);
        let shown = ArchiveBuilder::new()
            .archive_name(&name)
            .event_source_arn(source)
            .state(archive_state::ENABLED)
            .retention_days(row.retention_days)
            .size_bytes(row.bytes)
            .event_count(row.count)
            .creation_time(Timestamp::from_micros(row.created));
        is_wanted.then_some(Ok((name, shown)))
    });
    let (archives, next_token) = page.cut(rows)?;
    Ok(ListArchivesOutput::new().archives(archives).next_token(next_token))
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<ArchiveRow, ApiError> {
    ctx.table(&ARCHIVES).get(name)?.ok_or_else(|| errors::not_found("Archive", name))
}

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    ctx.arn(&format!("archive/{name}")).to_string()
}

fn rule_name(archive: &str) -> String {
    format!("{RULE_PREFIX}{archive}")
}

/// Keeps an event that the archive's rule has matched.
pub fn keep(ctx: &mut Ctx<'_>, bus: &BusRef, name: &str, event: &EventRow) -> Result<(), ApiError> {
    let scope = bus.scope();
    let Some(mut row) = ctx.table_in(&ARCHIVES, scope).get(name)? else { return Ok(()) };
    let archive = Arn::regional("events", bus.region, bus.account, &format!("archive/{name}"));
    let kept = encryption::for_archive(ctx, bus, &archive.to_string(), row.key.as_ref(), event);
    let Some(event) = kept else { return Ok(()) };
    let (now, number) = (ctx.now(), row.next_number);
    row.next_number += 1;
    row.count += 1;
    let time = event.time;
    row.bytes += encryption::json_bytes(&event);
    let archived = ArchivedRow { event };
    ctx.table_mut_in(&ARCHIVED, scope).put(&(row.id, time, number), &archived);
    let when = (row.id, now.micros(), number);
    ctx.table_mut_in(&ARCHIVED_WHEN, scope).put(&when, &time.cast_unsigned());
    if !row.is_expiring && row.retention_days > 0 {
        let due = expiry(&row, now);
        leave_expiry_at(ctx, bus, name, &mut row, due);
    }
    ctx.table_mut_in(&ARCHIVES, scope).put(name, &row);
    Ok(())
}

fn expiry(row: &ArchiveRow, archived: Timestamp) -> Timestamp {
    let kept = row.retention_days.saturating_mul(DAY_MICROS);
    Timestamp::from_micros(archived.micros().saturating_add(kept))
}

/// Leaves a step that looks for expired events, if the archive has a retention.
fn leave_expiry(ctx: &mut Ctx<'_>, name: &str, row: &mut ArchiveRow, due: Timestamp) {
    let bus = BusRef::read(ctx, Some(&row.bus));
    if row.retention_days > 0 {
        leave_expiry_at(ctx, &bus, name, row, due);
    }
}

fn leave_expiry_at(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    name: &str,
    row: &mut ArchiveRow,
    due: Timestamp,
) {
    row.is_expiring = true;
    let ask = Ask::to("events", EXPIRE_EVENTS)
        .with("Archive", name)
        .with("Id", row.id.cast_signed())
        .in_account(bus.account)
        .in_region(bus.region);
    ctx.enqueue(Job::now(ask).at(due));
}

/// The step.
pub fn expire_events(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let name = input.str("Archive");
    let row = match name {
        Some(name) => ctx.table(&ARCHIVES).get(name)?.filter(|row| row.id == id),
        None => None,
    };
    // An archive that is gone takes all its events with it.
    let kept_from = match (&row, name) {
        (Some(row), _) if row.retention_days == 0 => i64::MIN,
        (Some(row), _) => ctx.now().micros() - row.retention_days.saturating_mul(DAY_MICROS),
        (None, Some(_)) => return Ok(Struct::new()),
        (None, None) => i64::MAX,
    };
    let all = Range::within(&(id,));
    let oldest = ctx.table(&ARCHIVED_WHEN).scan(&all).take(limits::EXPIRED_PER_STEP_MAX + 1);
    let oldest = oldest.collect::<Result<Vec<_>, _>>()?;
    let (mut count, mut bytes) = (0, 0);
    let mut next = None;
    for ((_, archived, number), time) in oldest {
        if archived > kept_from || count == limits::EXPIRED_PER_STEP_MAX as u64 {
            next = Some(archived);
            break;
        }
        let key = (id, time.cast_signed(), number);
        bytes +=
            ctx.table(&ARCHIVED).get(&key)?.map_or(0, |row| encryption::json_bytes(&row.event));
        count += 1;
        ctx.table_mut(&ARCHIVED).delete(&key);
        ctx.table_mut(&ARCHIVED_WHEN).delete(&(id, archived, number));
    }
    if let (Some(mut row), Some(name)) = (row, name) {
        row.count -= count;
        row.bytes -= bytes;
        row.is_expiring = false;
        if let (Some(archived), true) = (next, row.retention_days > 0) {
            let due = expiry(&row, Timestamp::from_micros(archived));
            leave_expiry(ctx, name, &mut row, due);
        }
        ctx.table_mut(&ARCHIVES).put(name, &row);
    } else if next.is_some() {
        ctx.enqueue(Job::now(Ask::to("events", EXPIRE_EVENTS).with("Id", id.cast_signed())));
    }
    Ok(Struct::new())
}

/// Makes or renews the managed rule.
fn feed(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    archive: &str,
    pattern: Option<&str>,
) -> Result<(), ApiError> {
    let name = rule_name(archive);
    let before = rule::get(ctx, bus, &name)?;
    let mut fed = match pattern {
        Some(text) => Value::parse(text).unwrap_or(Value::Object(Vec::new())),
        None => Value::Object(Vec::new()),
    };
    let absent = Value::Object(vec![("exists".to_owned(), Value::Bool(false))]);
    fed.set("replay-name", Value::Array(vec![absent]));
    let target = Struct::new()
        .with("Id", name.as_str())
        .with("Arn", format!("arn:{}:events:{}:::", bus.region.partition(), bus.region));
    let row = RuleRow {
        state: RuleState::Enabled,
        pattern: Some(fed.to_string()),
        schedule: None,
        description: None,
        role_arn: None,
        managed_by: Some(MANAGER.to_owned()),
        created_by: bus.account.to_string(),
        tags: std::collections::BTreeMap::new(),
        targets: vec![target],
        epoch: 0,
        anchor: ctx.now().micros(),
        archive: Some(archive.to_owned()),
        replicates: None,
    };
    rule::write(ctx, bus, &name, before, Some(row))
}

fn source(ctx: &Ctx<'_>, text: &str) -> Result<BusRef, ApiError> {
    let arn = Arn::parse(text);
    let bus = match arn.as_ref().and_then(Resource::of) {
        Some(Resource::Bus(_)) => BusRef::of_arn(text),
        _ => None,
    };
    let Some(bus) = bus else {
        let message = "Parameter EventSourceArn is not valid. Reason: it must be the ARN of an \
                       event bus.";
        return Err(errors::validation(message));
    };
    let is_here = bus.account == ctx.account() && bus.region == ctx.region();
    if !is_here || bus::get(ctx, &bus)?.is_none() {
        return Err(errors::no_bus(&bus.name));
    }
    Ok(bus)
}

fn check_pattern(text: Option<&str>) -> Result<(), ApiError> {
    let checked = text.map(Pattern::compile).transpose();
    checked.map(drop).map_err(|invalid| errors::invalid_pattern(&invalid))
}
