//! Cost allocation tags: which tags of resources divide costs. A tag is inactive until it is made
//! active; AWS takes up to a day for either, here it counts at once.
//!
//! Source: Billing User Guide, "Organizing and tracking costs using AWS cost allocation tags".

use std::collections::{BTreeMap, BTreeSet};

use billing::Granularity;
use kernel::meter::hour_of;
use kernel::{ApiError, Ctx, Table, page};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    CostAllocationTagBuilder, ListCostAllocationTagsInput, ListCostAllocationTagsOutput,
    UpdateCostAllocationTagsStatusErrorBuilder, UpdateCostAllocationTagsStatusInput,
    UpdateCostAllocationTagsStatusOutput, cost_allocation_tag_status as status,
    cost_allocation_tag_type as kind,
};
use crate::errors;
use crate::question::Costs;

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
}

store::row!(TagRow);

pub fn active_keys(ctx: &Ctx<'_>) -> Result<BTreeSet<String>, ApiError> {
    let mut keys = BTreeSet::new();
    for entry in ctx.table(&TAGS).scan(&Range::all()) {
        let (key, row) = entry?;
        if row.is_active {
            keys.insert(key);
        }
    }
    Ok(keys)
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
            let changed = row.map(|row| kernel::Timestamp::from_micros(row.changed).iso8601());
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
        let row = TagRow { is_active: entry.status() == status::ACTIVE, changed };
        ctx.table_mut(&TAGS).put(key, &row);
    }
    Ok(UpdateCostAllocationTagsStatusOutput::new().errors(refused))
}
