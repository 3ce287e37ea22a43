//! Cost allocation tags: which tags of resources divide costs. A tag is inactive until it is made
//! active, and counts from then on; AWS takes up to a day for either, here it counts at once. A
//! backfill lets what holds now hold for earlier months, too.
//!
//! Source: Billing User Guide, "Organizing and tracking costs using AWS cost allocation tags",
//! "Backfill cost allocation tags".

use std::collections::BTreeMap;

use billing::activation::{Activation, Change};
use billing::calendar::instant_of;
use billing::{Granularity, Month};
use kernel::meter::{MICROS_PER_HOUR, hour_of};
use kernel::{ApiError, Ctx, OpResult, Struct, Table, Timestamp, Value, page};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    CostAllocationTagBackfillRequestBuilder, CostAllocationTagBuilder,
    ListCostAllocationTagBackfillHistoryInput, ListCostAllocationTagBackfillHistoryOutput,
    ListCostAllocationTagsInput, ListCostAllocationTagsOutput, StartCostAllocationTagBackfillInput,
    StartCostAllocationTagBackfillOutput, UpdateCostAllocationTagsStatusErrorBuilder,
    UpdateCostAllocationTagsStatusInput, UpdateCostAllocationTagsStatusOutput,
    cost_allocation_tag_backfill_status as backfill_status, cost_allocation_tag_status as status,
    cost_allocation_tag_type as kind,
};
use crate::errors;
use crate::limits::{BACKFILL_HOURS_APART, BACKFILL_MONTHS_BACK, BACKFILLS_KEPT};
use crate::question::Costs;

/// The step that says when tags were active: `Tags`, a list of `Key`, `Hour`, `IsActive`.
pub const CHANGES: &str = "ListAllocationTagChanges";

/// By the tag's key.
static TAGS: Table<String, TagRow> = Table::global("ce", "allocation-tags");

const PAGE: usize = 100;
/// Tags of what was used in so many days are known.
const KNOWN_DAYS: u32 = 90;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct TagRow {
    #[n(0)]
    is_active: bool,
    /// When that was said, in microseconds.
    #[n(1)]
    changed: i64,
    /// From which hours it was active or not, in their order.
    #[n(2)]
    #[cbor(default)]
    changes: Vec<ChangeRow>,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
#[cbor(map)]
struct ChangeRow {
    #[n(0)]
    hour: u32,
    #[n(1)]
    is_active: bool,
}

store::row!(TagRow);

impl TagRow {
    /// What holds from an hour on, whatever was said of later ones.
    fn set(&mut self, hour: u32, is_active: bool) {
        self.changes.retain(|change| change.hour < hour);
        self.changes.push(ChangeRow { hour, is_active });
    }
}

/// By the hour at which it was asked for.
static BACKFILLS: Table<u32, BackfillRow> = Table::global("ce", "backfills");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct BackfillRow {
    /// The first hour of the month from which it holds.
    #[n(0)]
    from: u32,
    /// In microseconds.
    #[n(1)]
    requested: i64,
}

store::row!(BackfillRow);

pub fn activation(ctx: &Ctx<'_>) -> Result<Activation, ApiError> {
    let mut tags = BTreeMap::new();
    for entry in ctx.table(&TAGS).scan(&Range::all()) {
        let (key, row) = entry?;
        let change = |it: &ChangeRow| Change { hour: it.hour, is_active: it.is_active };
        tags.insert(key, row.changes.iter().map(change).collect());
    }
    Ok(Activation::new(tags))
}

pub fn changes_step(ctx: &mut Ctx<'_>, _: &Struct) -> OpResult {
    let mut changes = Vec::new();
    for entry in ctx.table(&TAGS).scan(&Range::all()) {
        let (key, row) = entry?;
        for change in &row.changes {
            let change = Struct::new()
                .with("Key", key.as_str())
                .with("Hour", i64::from(change.hour))
                .with("IsActive", change.is_active);
            changes.push(Value::Struct(change));
        }
    }
    Ok(Struct::new().with("Tags", changes))
}

/// The keys of tags on what was used, and those about which something was said.
fn known(ctx: &mut Ctx<'_>) -> Result<BTreeMap<String, Option<TagRow>>, ApiError> {
    let now = hour_of(ctx.now());
    let hours = now.saturating_sub(KNOWN_DAYS * 24)..now + 1;
    let mut costs = Costs::read(ctx, hours, Granularity::Monthly)?;
    let mut known = BTreeMap::new();
    for item in std::mem::take(&mut costs.items) {
        known.extend(costs.tags(ctx, &item, true).into_keys().map(|key| (key, None)));
    }
    for entry in ctx.table(&TAGS).scan(&Range::all()) {
        let (key, row) = entry?;
        known.insert(key, Some(row));
    }
    Ok(known)
}

pub fn list_cost_allocation_tags(
    ctx: &mut Ctx<'_>,
    input: ListCostAllocationTagsInput<'_>,
) -> Result<ListCostAllocationTagsOutput, ApiError> {
    const NAME: &str = "ListCostAllocationTags";
    let wanted: Option<Vec<&str>> = input.tag_keys().map(|keys| keys.iter().collect());
    let mut tags = known(ctx)?;
    if input.type_() == Some(kind::AWS_GENERATED) {
        tags.clear();
    }
    let is_active = |row: &Option<TagRow>| row.as_ref().is_some_and(|row| row.is_active);
    tags.retain(|key, row| {
        wanted.as_ref().is_none_or(|wanted| wanted.contains(&key.as_str()))
            && input.status().is_none_or(|it| (it == status::ACTIVE) == is_active(row))
    });
    if let Some(token) = input.next_token() {
        let after = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(errors::bad_token)?;
        tags.retain(|key, _| *key > after);
    }
    let max = input.max_results().map_or(PAGE, |max| max as usize);
    let has_more = tags.len() > max;
    let shown: Vec<_> = tags.into_iter().take(max).collect();
    let last = shown.last().filter(|_| has_more);
    let token = last.map(|(key, _)| page::encode(NAME, key.as_bytes()));
    let shown: Vec<_> = shown
        .into_iter()
        .map(|(key, row)| {
            let status = if is_active(&row) { status::ACTIVE } else { status::INACTIVE };
            let changed = row.map(|row| Timestamp::from_micros(row.changed).iso8601());
            CostAllocationTagBuilder::new()
                .tag_key(key)
                .type_(kind::USER_DEFINED)
                .status(status)
                .last_updated_date(changed)
        })
        .collect();
    Ok(ListCostAllocationTagsOutput::new().cost_allocation_tags(shown).next_token(token))
}

pub fn update_cost_allocation_tags_status(
    ctx: &mut Ctx<'_>,
    input: UpdateCostAllocationTagsStatusInput<'_>,
) -> Result<UpdateCostAllocationTagsStatusOutput, ApiError> {
    let known = known(ctx)?;
    let changed = ctx.now().micros();
    let mut refused = Vec::new();
    for entry in input.cost_allocation_tags_status() {
        let key = entry.tag_key();
        if !known.contains_key(key) {
            refused.push(
                UpdateCostAllocationTagsStatusErrorBuilder::new()
                    .tag_key(key)
                    .code("TagKeysNotFoundException")
                    .message(format!("Tag keys not found: {key}")),
            );
            continue;
        }
        let old = ctx.table(&TAGS).get(key)?;
        let is_active = entry.status() == status::ACTIVE;
        let mut row = old.unwrap_or(TagRow { is_active, changed, changes: Vec::new() });
        (row.is_active, row.changed) = (is_active, changed);
        row.set(hour_of(ctx.now()), is_active);
        ctx.table_mut(&TAGS).put(key, &row);
    }
    Ok(UpdateCostAllocationTagsStatusOutput::new().errors(refused))
}

pub fn start_cost_allocation_tag_backfill(
    ctx: &mut Ctx<'_>,
    input: StartCostAllocationTagBackfillInput<'_>,
) -> Result<StartCostAllocationTagBackfillOutput, ApiError> {
    let now = hour_of(ctx.now());
    let from = first_of_month(ctx, input.backfill_from())?;
    let last = ctx.table(&BACKFILLS).scan(&Range::all()).last().transpose()?;
    if last.is_some_and(|(at, _)| now < at + BACKFILL_HOURS_APART) {
        return Err(errors::too_many_backfills());
    }
    let rows = ctx.table(&TAGS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    for (key, mut row) in rows {
        row.set(from, row.is_active);
        ctx.table_mut(&TAGS).put(&key, &row);
    }
    let row = BackfillRow { from, requested: ctx.now().micros() };
    ctx.table_mut(&BACKFILLS).put(&now, &row);
    let kept = ctx.table(&BACKFILLS).keys(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    let too_many = kept.len().saturating_sub(BACKFILLS_KEPT);
    for at in &kept[..too_many] {
        ctx.table_mut(&BACKFILLS).delete(at);
    }
    Ok(StartCostAllocationTagBackfillOutput::new().backfill_request(shown(&row)))
}

/// The first hour of a month of the last twelve.
fn first_of_month(ctx: &Ctx<'_>, text: &str) -> Result<u32, ApiError> {
    let at: jiff::Timestamp = text.parse().map_err(|_| errors::bad_backfill(text))?;
    let at = Timestamp::from_jiff(at);
    let month = Month::of(at);
    let first = month.hours().start;
    let this = Month::of(ctx.now());
    let mut oldest = this;
    for _ in 0..BACKFILL_MONTHS_BACK {
        oldest = Month::of_hour(oldest.hours().start.saturating_sub(1));
    }
    let is_first = Timestamp::from_micros(i64::from(first) * MICROS_PER_HOUR) == at;
    let is_near = (oldest.hours().start..=this.hours().start).contains(&first);
    if is_first && is_near { Ok(first) } else { Err(errors::bad_backfill(text)) }
}

/// A backfill is over when it is asked for.
fn shown(row: &BackfillRow) -> CostAllocationTagBackfillRequestBuilder {
    let requested = Timestamp::from_micros(row.requested);
    let requested = requested.to_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    CostAllocationTagBackfillRequestBuilder::new()
        .backfill_from(instant_of(row.from))
        .requested_at(requested.as_str())
        .completed_at(requested.as_str())
        .last_updated_at(requested.as_str())
        .backfill_status(backfill_status::SUCCEEDED)
}

pub fn list_cost_allocation_tag_backfill_history(
    ctx: &mut Ctx<'_>,
    input: ListCostAllocationTagBackfillHistoryInput<'_>,
) -> Result<ListCostAllocationTagBackfillHistoryOutput, ApiError> {
    const NAME: &str = "ListCostAllocationTagBackfillHistory";
    let mut rows = ctx.table(&BACKFILLS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    // The newest first.
    rows.reverse();
    if let Some(token) = input.next_token() {
        let before = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        let before: Option<u32> = before.and_then(|it| it.parse().ok());
        let before = before.ok_or_else(errors::bad_token)?;
        rows.retain(|(at, _)| *at < before);
    }
    let max = input.max_results().map_or(PAGE, |max| max as usize);
    let has_more = rows.len() > max;
    rows.truncate(max);
    let last = rows.last().filter(|_| has_more);
    let token = last.map(|(at, _)| page::encode(NAME, at.to_string().as_bytes()));
    let requests: Vec<_> = rows.iter().map(|(_, row)| shown(row)).collect();
    Ok(ListCostAllocationTagBackfillHistoryOutput::new()
        .backfill_requests(requests)
        .next_token(token))
}
