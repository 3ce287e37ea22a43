//! ListInsightsData: the Insights events of a trail's data events.
//!
//! Source: API Reference, ListInsightsData.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{EventBuilder, ListInsightsDataInput, ListInsightsDataOutput, ResourceBuilder};
use crate::errors;
use crate::find;
use crate::limits::{HISTORY_DAYS, LOOKUP_MAX};
use crate::state::{DATA_INSIGHTS, InsightRow};

const OPERATION: &str = "ListInsightsData";
const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

type Key = (String, i64, u64, u64);

/// "The events list is sorted by time. The most recent event is listed first."
pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListInsightsDataInput<'_>,
) -> Result<ListInsightsDataOutput, ApiError> {
    let source = input.insight_source();
    if !source.starts_with("arn:") {
        return Err(errors::bad_parameter("InsightSource is the ARN of a trail."));
    }
    let trail = find::trail(ctx, source);
    let trail = trail.map_err(|error| errors::bad_parameter(error.message()))?;
    // "Member accounts cannot call this API on organization trails."
    if trail.account != ctx.account() {
        return Err(errors::not_permitted(
            "Only the management account of the organization can list them.",
        ));
    }
    let arn = trail.arn();
    // "Events that occurred in a Region within the last 90 days."
    let earliest = ctx.now().micros() - HISTORY_DAYS * DAY_US;
    let start = input.start_time().map_or(earliest, Timestamp::micros);
    let end = input.end_time().map_or(i64::MAX, |it| it.micros().saturating_add(1));
    if start > end {
        return Err(errors::bad_parameter("StartTime must not be after EndTime."));
    }
    let mut range = Range::within(&(arn.as_str(),))
        .from(&(arn.as_str(), start.max(earliest)))
        .before(&(arn.as_str(), end))
        .reversed();
    if let Some(token) = input.next_token() {
        let key = position(&arn, token);
        let key = key.ok_or_else(|| errors::bad_parameter("The NextToken is not valid."))?;
        range = range.before(&key);
    }
    let wanted: Option<(&str, &str)> = input.dimensions().and_then(|map| map.iter().next());
    let most = input.max_results().map_or(LOOKUP_MAX, |it| it as usize);
    let (mut events, mut last, mut has_more) = (Vec::new(), None, false);
    for entry in ctx.table(&DATA_INSIGHTS).scan(&range) {
        if events.len() == most {
            has_more = true;
            break;
        }
        let (key, row) = entry?;
        last = Some(key);
        let is_wanted = wanted.is_none_or(|(name, value)| match name {
            "EventId" => row.id == value,
            "EventName" => row.name == value,
            _ => row.source == value,
        });
        if is_wanted {
            events.push(shown(row));
        }
    }
    let token = last.filter(|_| has_more).map(|(_, at, turn, number)| {
        page::encode(OPERATION, format!("{at},{turn},{number}").as_bytes())
    });
    Ok(ListInsightsDataOutput::new().events(events).next_token(token))
}

fn position(arn: &str, token: &str) -> Option<Key> {
    let text = String::from_utf8(page::decode(OPERATION, token)?).ok()?;
    let mut parts = text.split(',');
    let (at, turn, number) = (parts.next()?, parts.next()?, parts.next()?);
    Some((arn.to_owned(), at.parse().ok()?, turn.parse().ok()?, number.parse().ok()?))
}

/// As LookupEvents shows an Insights event, too.
pub fn shown(row: InsightRow) -> EventBuilder {
    EventBuilder::new()
        .event_id(row.id)
        .event_name(row.name)
        .event_time(Timestamp::from_secs(Timestamp::from_micros(row.at).secs()))
        .event_source(row.source)
        .resources(Vec::<ResourceBuilder>::new())
        .cloud_trail_event(row.record)
}
