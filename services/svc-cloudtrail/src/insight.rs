//! Insights: a trail counts its account's management events, or the data events that it logs, by
//! minute, and tells of minutes that are unlike the week before.
//!
//! Every five minutes a step counts what the minutes that are over have brought, judges them one
//! by one, and writes what begins and ends into the trail's bucket. What is counted is bounded by
//! `limits`. Source: User Guide, "Working with CloudTrail Insights"; the model of what is unusual
//! is ours.

use std::collections::{BTreeMap, BTreeSet};

use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Region, Scope, Struct, Table};
use serde_json::Value as Json;
use store::Range;

use crate::api::insight_type;
use crate::charge;
use crate::delivery::{self, Place};
use crate::find::Trail;
use crate::insight_event::{self, Told};
use crate::limits::{
    BASELINE_HOURS, BASELINE_MINUTES, CALM_MINUTES, COUNTED_MAX, JUDGED_MAX, LEARNING_HOURS,
    METRIC_DAYS, SERIES_MAX, UNUSUAL_CALLS_MIN, UNUSUAL_FACTOR, VALUES_MAX,
};
use crate::recorder;
use crate::selector::{self, Facts};
use crate::state::{
    ANYWHERE, CallsRow, DATA_EVENTS, EVENTS, EventKey, EventRow, INSIGHT_HOURS, INSIGHT_MINUTES,
    INSIGHT_OPEN, INSIGHT_STATES, InsightStateRow, OpenRow, PLACES,
};

pub const LOOK: &str = "LookForInsights";

const MINUTE_US: i64 = 60_000_000;
const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * 60;
/// Between the parts of what is counted: in no name and no code.
const BAR: char = '|';

/// Which events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    Management,
    Data,
}

impl Category {
    pub const ALL: [Category; 2] = [Category::Management, Category::Data];

    fn kinds(self, trail: &Trail) -> &[String] {
        match self {
            Category::Management => &trail.row.insights,
            Category::Data => &trail.row.data_insights,
        }
    }

    fn events(self) -> &'static Table<EventKey, EventRow> {
        match self {
            Category::Management => &EVENTS,
            Category::Data => &DATA_EVENTS,
        }
    }

    /// The trail's name in what is kept of this category: no name of a trail has a slash.
    pub fn name(self, trail: &Trail) -> String {
        match self {
            Category::Management => trail.row.name.clone(),
            Category::Data => format!("{}/data", trail.row.name),
        }
    }
}

/// What is counted by minute.
type Counted = BTreeMap<(i64, String), CallsRow>;

/// Leaves the step that looks next.
pub fn enqueue(ctx: &mut Ctx<'_>, trail: &Trail) {
    let ask = delivery::of_trail(trail, LOOK);
    ctx.enqueue(Job::now(ask).at(delivery::next_time(ctx.now())));
}

pub fn trail_key(trail: &Trail, category: Category) -> String {
    format!("{}/{}", trail.region, category.name(trail))
}

/// The last data event that was counted; nothing before counting has begun.
pub fn data_position(
    ctx: &Ctx<'_>,
    trail: &Trail,
    place: Place,
) -> Result<Option<EventKey>, ApiError> {
    let name = Category::Data.name(trail);
    let home = (trail.region.as_str(), name.as_str(), place.region.as_str());
    let row = ctx.table_in(&INSIGHT_STATES, trail.scope()).get(&home)?;
    Ok(row.map(|row| row.position))
}

/// The name of what is counted: `ApiErrorRateInsight|iam.amazonaws.com|GetUser|AccessDenied`.
pub fn series(kind: &str, source: &str, name: &str, code: Option<&str>) -> String {
    format!("{kind}{BAR}{source}{BAR}{name}{BAR}{}", code.unwrap_or_default())
}

/// The step: looks, and leaves the next one while the trail logs and is to look.
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let Some(trail) = delivery::trail_of(ctx, input)? else { return Ok(Struct::new()) };
    if !trail.row.has_insights() || !trail.row.is_logging {
        return Ok(Struct::new());
    }
    let mut has_more = false;
    for place in places(ctx, &trail)? {
        for category in Category::ALL {
            if !category.kinds(&trail).is_empty() {
                has_more |= look(ctx, &trail, category, place)?;
            }
        }
    }
    if has_more {
        ctx.enqueue(Job::now(delivery::of_trail(&trail, LOOK)));
    } else {
        enqueue(ctx, &trail);
    }
    Ok(Struct::new())
}

/// The regions in which the trail's own account has done something.
fn places(ctx: &Ctx<'_>, trail: &Trail) -> Result<Vec<Place>, ApiError> {
    let account = trail.account.to_string();
    let mut out = Vec::new();
    for key in PLACES.at(ctx.tx(), &ANYWHERE).keys(&Range::within(&(account.as_str(),))) {
        let (_, region) = key?;
        if let Some(region) = Region::parse(&region).filter(|it| trail.is_in(*it)) {
            out.push(Place { account: trail.account, region });
        }
    }
    Ok(out)
}

/// Counts and judges the minutes that are over; whether there is more to count.
fn look(
    ctx: &mut Ctx<'_>,
    trail: &Trail,
    category: Category,
    place: Place,
) -> Result<bool, ApiError> {
    let name = category.name(trail);
    let home = (trail.region.as_str(), name.as_str(), place.region.as_str());
    let now = ctx.now().micros();
    let this_minute = now.div_euclid(MINUTE_US);
    let Some(mut state) = ctx.table(&INSIGHT_STATES).get(&home)? else {
        // It counts from here on.
        let begun = InsightStateRow {
            position: (now, 0, 0),
            since: now,
            minute: this_minute,
            ..InsightStateRow::default()
        };
        ctx.table_mut(&INSIGHT_STATES).put(&home, &begun);
        return Ok(false);
    };
    let (mut counted, analyzed, has_more) = count(ctx, (trail, category), place, &mut state)?;
    // The minute of the last event that was counted is over, too.
    let until = if has_more { state.position.0.div_euclid(MINUTE_US) + 1 } else { this_minute };
    let key = trail_key(trail, category);
    keep(ctx, &key, place, &mut state, &mut counted)?;
    let is_learned = now - state.since >= LEARNING_HOURS * HOUR_MINUTES * MINUTE_US;
    // "There are no CloudTrail charges for the baseline analysis."
    if is_learned {
        charge::analyzed(ctx, trail, category, analyzed);
    }
    let mut told = Vec::new();
    let first = state.minute.max(until - JUDGED_MAX);
    for minute in first..until {
        if is_learned {
            judge(ctx, &key, place, (minute, &counted), &mut told)?;
        }
    }
    state.minute = state.minute.max(until);
    for event in told {
        let of_data = (category == Category::Data).then_some(trail);
        insight_event::keep(ctx, place, of_data, event, &mut state)?;
    }
    insight_event::deliver(ctx, trail, place, &mut state)?;
    ctx.table_mut(&INSIGHT_STATES).put(&home, &state);
    Ok(has_more)
}

/// Counts the events of whole minutes.
fn count(
    ctx: &Ctx<'_>,
    (trail, category): (&Trail, Category),
    place: Place,
    state: &mut InsightStateRow,
) -> Result<(Counted, u64, bool), ApiError> {
    let this_minute = ctx.now().micros().div_euclid(MINUTE_US) * MINUTE_US;
    let range = Range::all().after(&state.position).before(&(this_minute, 0, 0));
    let scope = Scope::new(place.account.digits(), place.region.as_str());
    let (mut counted, mut analyzed) = (Counted::new(), 0);
    for (seen, entry) in ctx.table_in(category.events(), scope).scan(&range).enumerate() {
        let (key, row) = entry?;
        let is_later = key.0.div_euclid(MINUTE_US) > state.position.0.div_euclid(MINUTE_US);
        if seen >= COUNTED_MAX && is_later {
            return Ok((counted, analyzed, true));
        }
        state.position = key;
        // Data events are kept for whichever trail logs them.
        if category == Category::Data && !selector::takes(&trail.row, Facts::of(&row)) {
            continue;
        }
        let kinds: Vec<&str> = wanted(category, trail, &row).collect();
        analyzed += kinds.len() as u64;
        count_one(&kinds, key.0.div_euclid(MINUTE_US), &row, &mut counted);
    }
    Ok((counted, analyzed, false))
}

/// For which kinds an event is looked at: "ApiCallRateInsight … analyzes write-only management API
/// calls or read and write data API calls … ApiErrorRateInsight … analyzes management and data API
/// calls that result in error codes."
fn wanted<'t>(
    category: Category,
    trail: &'t Trail,
    row: &EventRow,
) -> impl Iterator<Item = &'t str> {
    let is_counted = category == Category::Data || !row.is_read;
    let kinds = category.kinds(trail).iter().map(String::as_str);
    kinds.filter(move |kind| *kind != insight_type::API_CALL_RATE_INSIGHT || is_counted)
}

fn count_one(kinds: &[&str], minute: i64, row: &EventRow, counted: &mut Counted) {
    let record: Json = serde_json::from_str(&row.record).unwrap_or_default();
    let code = record["errorCode"].as_str();
    for kind in kinds {
        let is_of_errors = *kind == insight_type::API_ERROR_RATE_INSIGHT;
        if is_of_errors && code.is_none() {
            continue;
        }
        let series = series(kind, &row.source, &row.name, code.filter(|_| is_of_errors));
        let calls = counted.entry((minute, series)).or_default();
        calls.count += 1;
        add(&mut calls.identities, row.identity.as_deref().unwrap_or("null"), 1);
        add(&mut calls.agents, record["userAgent"].as_str().unwrap_or("null"), 1);
        add(&mut calls.codes, code.unwrap_or("null"), 1);
    }
}

fn add(values: &mut Vec<(String, u64)>, value: &str, by: u64) {
    if let Some((_, count)) = values.iter_mut().find(|(has, _)| has == value) {
        *count += by;
    } else if values.len() < VALUES_MAX {
        values.push((value.to_owned(), by));
    }
}

fn add_all(to: &mut CallsRow, from: &CallsRow) {
    to.count += from.count;
    for (to, from) in [
        (&mut to.identities, &from.identities),
        (&mut to.agents, &from.agents),
        (&mut to.codes, &from.codes),
    ] {
        for (value, count) in from {
            add(to, value, *count);
        }
    }
}

/// Writes counts down, and takes away those that nobody can ask for any more. What is new beyond
/// the bound is not counted.
fn keep(
    ctx: &mut Ctx<'_>,
    trail: &str,
    place: Place,
    state: &mut InsightStateRow,
    counted: &mut Counted,
) -> Result<(), ApiError> {
    let mut left_out = Vec::new();
    let region = place.region.as_str();
    let days = |at: usize| METRIC_DAYS[at].1 * DAY_MINUTES;
    for ((minute, series), calls) in counted.iter() {
        let within = (trail, region, series.as_str());
        let hour = minute.div_euclid(HOUR_MINUTES);
        let key = (trail, region, series.as_str(), hour);
        let kept = ctx.table(&INSIGHT_HOURS).get(&key)?;
        if kept.is_none() && ctx.table(&INSIGHT_HOURS).is_empty(&Range::within(&within))? {
            if state.series >= SERIES_MAX {
                left_out.push((*minute, series.clone()));
                continue;
            }
            state.series += 1;
        }
        let mut kept = kept.unwrap_or_default();
        add_all(&mut kept, calls);
        ctx.table_mut(&INSIGHT_HOURS).put(&key, &kept);
        let key = (trail, region, series.as_str(), *minute);
        ctx.table_mut(&INSIGHT_MINUTES).put(&key, calls);
        let old = (trail, region, series.as_str(), minute - days(1));
        let range = Range::within(&within).before(&old);
        ctx.table_mut(&INSIGHT_MINUTES).delete_range(&range)?;
        let old = (trail, region, series.as_str(), hour - days(2) / HOUR_MINUTES);
        let range = Range::within(&within).before(&old);
        ctx.table_mut(&INSIGHT_HOURS).delete_range(&range)?;
    }
    for key in left_out {
        counted.remove(&key);
    }
    Ok(())
}

/// What the minute begins and ends.
fn judge(
    ctx: &mut Ctx<'_>,
    trail: &str,
    place: Place,
    (minute, counted): (i64, &Counted),
    told: &mut Vec<Told>,
) -> Result<(), ApiError> {
    let region = place.region.as_str();
    for series in active(ctx, (trail, region), minute, counted)? {
        let place = (trail, region, series.as_str());
        let calls = counted.get(&(minute, series.clone())).cloned().unwrap_or_default();
        let open = ctx.table(&INSIGHT_OPEN).get(&place)?;
        let baseline = match &open {
            Some(open) => open.baseline.clone(),
            None if calls.count < UNUSUAL_CALLS_MIN => continue,
            None => baseline(ctx, trail, region, &series, minute)?,
        };
        let usual = baseline.count as f64 / BASELINE_MINUTES as f64;
        let is_unusual =
            calls.count >= UNUSUAL_CALLS_MIN && calls.count as f64 > usual * UNUSUAL_FACTOR;
        match open {
            None if is_unusual => {
                let id = ctx.chance().uuid();
                let open = OpenRow { id, start: minute, last: minute, baseline, calls };
                told.push(Told::start(&series, &open));
                ctx.table_mut(&INSIGHT_OPEN).put(&place, &open);
            }
            Some(mut open) if is_unusual => {
                open.last = minute;
                add_all(&mut open.calls, &calls);
                ctx.table_mut(&INSIGHT_OPEN).put(&place, &open);
            }
            Some(open) if minute - open.last >= CALM_MINUTES => {
                told.push(Told::end(&series, &open));
                ctx.table_mut(&INSIGHT_OPEN).delete(&place);
            }
            _ => {}
        }
    }
    Ok(())
}

/// What happened in the minute, and what goes on.
fn active(
    ctx: &Ctx<'_>,
    place: (&str, &str),
    minute: i64,
    counted: &Counted,
) -> Result<BTreeSet<String>, ApiError> {
    let of_minute = counted.range((minute, String::new())..(minute + 1, String::new()));
    let mut out: BTreeSet<String> = of_minute.map(|((_, series), _)| series.clone()).collect();
    for key in ctx.table(&INSIGHT_OPEN).keys(&Range::within(&place)) {
        out.insert(key?.2);
    }
    Ok(out)
}

/// The calls of the week before, by whole hours.
fn baseline(
    ctx: &Ctx<'_>,
    trail: &str,
    region: &str,
    series: &str,
    minute: i64,
) -> Result<CallsRow, ApiError> {
    let hour = minute.div_euclid(HOUR_MINUTES);
    let range = Range::within(&(trail, region, series))
        .from(&(trail, region, series, hour - BASELINE_HOURS))
        .before(&(trail, region, series, hour));
    let mut out = CallsRow::default();
    for entry in ctx.table(&INSIGHT_HOURS).scan(&range) {
        add_all(&mut out, &entry?.1);
    }
    Ok(out)
}
