//! GetLogGroupFields and GetLogRecord: the fields of events.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use crate::access;
use crate::api::{
    GetLogGroupFieldsInput, GetLogGroupFieldsOutput, GetLogRecordInput, GetLogRecordOutput,
    LogGroupFieldBuilder,
};
use crate::errors;
use crate::group;
use crate::insights;
use crate::limits;
use crate::pointer;
use crate::position::Position;
use crate::protection::Masks;
use crate::reader::{Event, Names, Reader, Streams};

/// Around the given time, and before now without one.
const AROUND_MS: i64 = 8 * 60_000;
const RECENT_MS: i64 = 15 * 60_000;
/// What every event has.
const ALWAYS: [&str; 5] = ["@ingestionTime", "@log", "@logStream", "@message", "@timestamp"];

pub fn get_log_group_fields(
    ctx: &mut Ctx<'_>,
    input: GetLogGroupFieldsInput<'_>,
) -> Result<GetLogGroupFieldsOutput, ApiError> {
    let group = group::named(ctx, input.log_group_name(), input.log_group_identifier())?;
    let now = ctx.now().millis();
    let (from, to) = match input.time() {
        Some(center) => {
            let center = center.saturating_mul(1_000);
            (center.saturating_sub(AROUND_MS), center.saturating_add(AROUND_MS))
        }
        None => (now - RECENT_MS, now + 1),
    };
    let from = Position::at_time(from.max(group.floor(now)));
    let name = group.name.clone();
    let masks = Masks::of(ctx, &group)?;
    let to = Position::at_time(to);
    let mut reader = Reader::new(group, Streams::All, (from, to), true).masked(masks);
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let mut events = 0;
    while let Some(event) = reader.next(ctx)? {
        events += 1;
        for field in insights::discover(&name, &event.message).into_keys() {
            *counts.entry(field).or_default() += 1;
        }
        if events >= limits::FIELD_EVENTS_MAX {
            break;
        }
    }
    if events == 0 {
        let none = Vec::<LogGroupFieldBuilder>::new();
        return Ok(GetLogGroupFieldsOutput::new().log_group_fields(none));
    }
    counts.extend(ALWAYS.map(|field| (field.to_owned(), events)));
    let mut fields: Vec<(i64, String)> =
        counts.into_iter().map(|(field, count)| (count * 100 / events, field)).collect();
    fields.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let shown = fields
        .into_iter()
        .map(|(percent, field)| LogGroupFieldBuilder::new().name(field).percent(percent));
    Ok(GetLogGroupFieldsOutput::new().log_group_fields(shown.collect::<Vec<_>>()))
}

pub fn get_log_record(
    ctx: &mut Ctx<'_>,
    input: GetLogRecordInput<'_>,
) -> Result<GetLogRecordOutput, ApiError> {
    // [U]
    let wrong = || errors::invalid("The specified log record pointer is invalid.");
    let (position, name) = pointer::read(input.log_record_pointer()).ok_or_else(wrong)?;
    let group = group::find(ctx, &name)?;
    access::check_group(ctx, "logs:GetLogRecord", &group)?;
    let masks = access::masks(ctx, &group, input.unmask())?;
    let from = position.max(Position::at_time(group.floor(ctx.now().millis())));
    let of = Streams::Few(vec![position.stream()]);
    let mut reader = Reader::new(group, of, (from, position.next()), false).masked(masks);
    let event = reader.next(ctx)?.ok_or_else(|| errors::not_found("log record"))?;
    let mut names = Names::default();
    let stream = names.get(ctx, position.stream())?.ok_or_else(errors::no_stream)?;
    let Event { ingested, message, .. } = event;
    let mut record: BTreeMap<String, String> = insights::discover(&name, &message)
        .into_iter()
        .filter_map(|(field, value)| Some((field, value.text()?)))
        .collect();
    record.insert("@timestamp".to_owned(), position.at().to_string());
    record.insert("@ingestionTime".to_owned(), ingested.to_string());
    record.insert("@message".to_owned(), message);
    record.insert("@logStream".to_owned(), stream.to_owned());
    record.insert("@log".to_owned(), format!("{}:{name}", ctx.account()));
    record.insert("@ptr".to_owned(), input.log_record_pointer().to_owned());
    Ok(GetLogRecordOutput::new().log_record(record))
}
