//! The event history: LookupEvents over the management events of the last 90 days.
//!
//! Source: API Reference, LookupEvents; User Guide, "Working with CloudTrail event history".

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{EventBuilder, LookupEventsInput, LookupEventsOutput, ResourceBuilder};
use crate::errors;
use crate::insight_data;
use crate::limits::{HISTORY_DAYS, LOOKUP_MAX, LOOKUP_ROWS_MAX};
use crate::recorder;
use crate::state::{EVENTS, EventKey, EventRow, INSIGHTS};

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;
/// Events are kept at most so long after they have happened.
const LATE_US: i64 = 60 * 1_000_000;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
struct Wanted<'w> {
    attribute: Option<(&'w str, &'w str)>,
    start: i64,
    /// Exclusive.
    end: i64,
}

/// A write, since the reads and refusals that still wait are events, too.
pub fn lookup(
    ctx: &mut Ctx<'_>,
    input: LookupEventsInput<'_>,
) -> Result<LookupEventsOutput, ApiError> {
    let wanted = Wanted::read(ctx, input)?;
    let count = match input.max_results() {
        None => LOOKUP_MAX,
        Some(count) => usize::try_from(count)
            .ok()
            .filter(|count| (1..=LOOKUP_MAX).contains(count))
            .ok_or_else(errors::bad_max_results)?,
    };
    let before = input.next_token().map(position).transpose()?;
    if input.event_category().is_some() {
        return insights(ctx, &wanted, count, before);
    }
    recorder::settle(ctx)?;
    let mut range = Range::all()
        .from(&(wanted.start, 0, 0))
        .before(&(wanted.end.saturating_add(LATE_US), 0, 0))
        .reversed();
    if let Some(before) = &before {
        range = range.before(before);
    }
    let mut events = Vec::new();
    let mut last = None;
    let mut has_more = false;
    for (seen, entry) in ctx.table(&EVENTS).scan(&range).enumerate() {
        if events.len() == count || seen == LOOKUP_ROWS_MAX {
            has_more = true;
            break;
        }
        let (key, row) = entry?;
        last = Some(key);
        if wanted.takes(&row) {
            events.push(shown(row));
        }
    }
    let token = last.filter(|_| has_more).map(token);
    Ok(LookupEventsOutput::new().events(events).next_token(token))
}

/// "Lookup supports the following attributes for Insights events: Event ID, Event name, Event
/// source".
fn insights(
    ctx: &Ctx<'_>,
    wanted: &Wanted<'_>,
    count: usize,
    before: Option<EventKey>,
) -> Result<LookupEventsOutput, ApiError> {
    let mut range = Range::all().from(&(wanted.start, 0, 0)).before(&(wanted.end, 0, 0)).reversed();
    if let Some(before) = &before {
        range = range.before(before);
    }
    let (mut events, mut last, mut has_more) = (Vec::new(), None, false);
    for entry in ctx.table(&INSIGHTS).scan(&range) {
        if events.len() == count {
            has_more = true;
            break;
        }
        let (key, row) = entry?;
        last = Some(key);
        let is_wanted = match wanted.attribute {
            None => true,
            Some(("EventId", value)) => row.id == value,
            Some(("EventName", value)) => row.name == value,
            Some(("EventSource", value)) => row.source == value,
            Some((key, _)) => {
                return Err(errors::bad_lookup(&format!(
                    "{key} is not an attribute of Insights events."
                )));
            }
        };
        if is_wanted {
            events.push(insight_data::shown(row));
        }
    }
    let token = last.filter(|_| has_more).map(token);
    Ok(LookupEventsOutput::new().events(events).next_token(token))
}

fn token(key: EventKey) -> String {
    page::encode("LookupEvents", format!("{},{},{}", key.0, key.1, key.2).as_bytes())
}

fn position(token: &str) -> Result<EventKey, ApiError> {
    let read = || {
        let bytes = page::decode("LookupEvents", token)?;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.split(',');
        let (time, turn, number) = (parts.next()?, parts.next()?, parts.next()?);
        Some((time.parse().ok()?, turn.parse().ok()?, number.parse().ok()?))
    };
    read().ok_or_else(errors::bad_token)
}

impl<'w> Wanted<'w> {
    fn read(ctx: &Ctx<'_>, input: LookupEventsInput<'w>) -> Result<Wanted<'w>, ApiError> {
        let attributes = input.lookup_attributes().map(List::to_vec).unwrap_or_default();
        let attribute = match attributes.as_slice() {
            [] => None,
            [one] => Some((one.attribute_key(), one.attribute_value())),
            // "Currently the list can contain only one item."
            _ => return Err(errors::bad_lookup("Only one lookup attribute can be given.")),
        };
        let earliest = ctx.now().micros() - HISTORY_DAYS * DAY_US;
        let start = input.start_time().map_or(earliest, Timestamp::micros);
        let end = input.end_time().map_or(i64::MAX, |it| it.micros().saturating_add(1));
        if start > end {
            return Err(errors::bad_time_range());
        }
        Ok(Wanted { attribute, start: start.max(earliest), end })
    }

    fn takes(&self, row: &EventRow) -> bool {
        if !(self.start..self.end).contains(&row.at) {
            return false;
        }
        let Some((key, value)) = self.attribute else { return true };
        match key {
            "EventId" => row.id == value,
            "EventName" => row.name == value,
            "ReadOnly" => row.is_read.to_string() == value,
            "Username" => row.user.as_deref() == Some(value),
            "ResourceType" => row.resources.iter().any(|(kind, _)| kind == value),
            "ResourceName" => row.resources.iter().any(|(_, name)| name == value),
            "EventSource" => row.source == value,
            "AccessKeyId" => row.access_key.as_deref() == Some(value),
            _ => false,
        }
    }
}

fn shown(row: EventRow) -> EventBuilder {
    let resources = row.resources.into_iter();
    let resources = resources
        .map(|(kind, name)| ResourceBuilder::new().resource_type(kind).resource_name(name));
    EventBuilder::new()
        .event_id(row.id)
        .event_name(row.name)
        .read_only(row.is_read.to_string())
        .access_key_id(row.access_key)
        .event_time(Timestamp::from_secs(Timestamp::from_micros(row.at).secs()))
        .event_source(row.source)
        .username(row.user)
        .resources(resources.collect::<Vec<_>>())
        .cloud_trail_event(row.record)
}
