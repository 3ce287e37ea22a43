//! Contributor insights: which keys are used most, and which are throttled most.
//!
//! At AWS they are rules and graphs of CloudWatch. There is no CloudWatch here: what is counted is
//! shown by a page, `/_dynamodb/contributors/ACCOUNT/REGION/TABLE`, with `/INDEX` behind it for a
//! global index, by the names that the rules have.
//!
//! Counting is a space-saving sketch (Metwally, Agrawal, El Abbadi 2005) of [`CONTRIBUTORS`]
//! counters for each rule, in memory: a key that is among the most frequent is in it, and its
//! count is too high by at most what the page calls its error. Keys are counted as the store has
//! them, and are looked up again when the page is made.
//!
//! Source: Developer Guide, "CloudWatch Contributor Insights for DynamoDB: how it works".

use kernel::{AccountId, ApiError, Ctx, OpResult, Page, Region, Scope, Struct, Table, page};
use minicbor::{Decode, Encode};
use serde_json::{Value as Json, json};
use store::Range;

use crate::api::{
    ContributorInsightsSummaryBuilder, DescribeContributorInsightsInput,
    DescribeContributorInsightsOutput, ListContributorInsightsInput, ListContributorInsightsOutput,
    UpdateContributorInsightsInput, UpdateContributorInsightsOutput,
};
use crate::attribute::Item;
use crate::errors;
use crate::json::item_json;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::state::{ENTRIES, ITEMS, IndexRow, TABLES, TableRef, TableRow, shown_time};

/// (table, index or nothing)
pub static INSIGHTS: Table<(String, String), InsightsRow> =
    Table::regional("dynamodb", "contributor-insights");

pub const PAGE: &str = "ContributorsPage";
const PATH: &str = "/_dynamodb/contributors/";

pub static PAGES: &[Page] =
    &[Page { service: "dynamodb", is_at: |path| path.starts_with(PATH), step: PAGE }];

const BOTH: &str = "ACCESSED_AND_THROTTLED_KEYS";
const THROTTLED: &str = "THROTTLED_KEYS";
/// Of one rule: "the top N contributors", of which CloudWatch shows up to a hundred.
const CONTRIBUTORS: usize = 100;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct InsightsRow {
    #[n(0)]
    pub is_enabled: bool,
    #[n(1)]
    pub only_throttled: bool,
    #[n(2)]
    pub changed: i64,
}

store::row!(InsightsRow);

impl InsightsRow {
    fn status(&self) -> &'static str {
        if self.is_enabled { "ENABLED" } else { "DISABLED" }
    }

    fn mode(&self) -> &'static str {
        if self.only_throttled { THROTTLED } else { BOTH }
    }

    /// Partition keys, and with them sort keys; consumed and throttled.
    fn rules(&self, name: &str, has_range: bool) -> Vec<String> {
        let kinds = [("PKC", false, false), ("SKC", true, false), ("PKT", false, true)];
        let kinds = kinds.into_iter().chain([("SKT", true, true)]);
        let kinds = kinds.filter(|(_, needs_range, is_throttled)| {
            (has_range || !needs_range) && (*is_throttled || !self.only_throttled)
        });
        let at = self.changed.div_euclid(1_000);
        kinds.map(|(kind, ..)| format!("DynamoDBContributorInsights-{kind}-{name}-{at}")).collect()
    }
}

/// The most frequent of a stream of keys.
#[derive(Debug, Default)]
struct Sketch(Vec<Counter>);

#[derive(Debug)]
struct Counter {
    key: Vec<u8>,
    count: u64,
    error: u64,
}

impl Sketch {
    fn add(&mut self, key: &[u8]) {
        if let Some(counter) = self.0.iter_mut().find(|counter| counter.key == key) {
            counter.count += 1;
        } else if self.0.len() < CONTRIBUTORS {
            self.0.push(Counter { key: key.to_vec(), count: 1, error: 0 });
        } else if let Some(least) = self.0.iter_mut().min_by_key(|counter| counter.count) {
            let error = least.count;
            *least = Counter { key: key.to_vec(), count: error + 1, error };
        }
    }
}

/// What was counted of a table or index. Not kept over a restart.
#[derive(Debug, Default)]
struct Counted {
    /// When this was begun to be counted: a change of the setting begins anew.
    since: i64,
    partitions: Sketch,
    keys: Sketch,
    throttled_partitions: Sketch,
    throttled_keys: Sketch,
}

/// Counts a request of a table that is watched: of one item, or of one partition.
pub fn see(
    ctx: &Ctx<'_>,
    table: &TableRef,
    index: Option<&IndexRow>,
    key: &ItemKey,
    is_throttled: bool,
) -> Result<(), ApiError> {
    let name = index.map_or("", |index| index.name.as_str());
    let Some(row) = ctx.table(&INSIGHTS).get(&(table.name.as_str(), name))? else {
        return Ok(());
    };
    if !row.is_enabled || (row.only_throttled && !is_throttled) {
        return Ok(());
    }
    let space = index.map_or(table.row.space, |index| index.space);
    let partition = key.partition_prefix();
    ctx.volatile(space, |counted: &mut Counted| {
        if counted.since != row.changed {
            *counted = Counted { since: row.changed, ..Counted::default() };
        }
        let (partitions, keys) = if is_throttled {
            (&mut counted.throttled_partitions, &mut counted.throttled_keys)
        } else {
            (&mut counted.partitions, &mut counted.keys)
        };
        partitions.add(partition);
        if key.0.len() > partition.len() {
            keys.add(&key.0);
        }
    });
    Ok(())
}

fn check_index(table: &TableRef, index: Option<&str>) -> Result<(), ApiError> {
    let Some(name) = index else { return Ok(()) };
    if table.row.index(name).is_some_and(|index| !index.is_local) {
        return Ok(());
    }
    Err(errors::resource_not_found())
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateContributorInsightsInput<'_>,
) -> Result<UpdateContributorInsightsOutput, ApiError> {
    let mut table = names::find_active(ctx, input.table_name())?;
    check_index(&table, input.index_name())?;
    let is_enabled = input.contributor_insights_action() == "ENABLE";
    let key = (table.name.clone(), input.index_name().unwrap_or_default().to_owned());
    let old = ctx.table(&INSIGHTS).get(&key)?;
    let only_throttled = match input.contributor_insights_mode() {
        Some(mode) => mode == THROTTLED,
        None => old.as_ref().is_some_and(|old| old.only_throttled),
    };
    let is_same = old
        .as_ref()
        .is_some_and(|old| (old.is_enabled, old.only_throttled) == (is_enabled, only_throttled));
    let changed = match &old {
        Some(old) if is_same => old.changed,
        _ => ctx.now().micros(),
    };
    let row = InsightsRow { is_enabled, only_throttled, changed };
    ctx.table_mut(&INSIGHTS).put(&key, &row);
    let of_table = ctx.table(&INSIGHTS).scan(&Range::within(&(table.name.as_str(),)));
    let of_table = of_table.collect::<Result<Vec<_>, _>>()?;
    let is_watched = of_table.iter().any(|(_, row)| row.is_enabled);
    if table.row.is_watched != is_watched {
        table.row.is_watched = is_watched;
        ctx.table_mut(&TABLES).put(&table.name, &table.row);
    }
    Ok(UpdateContributorInsightsOutput::new()
        .table_name(table.name.as_str())
        .index_name(input.index_name())
        .contributor_insights_status(if is_enabled { "ENABLING" } else { "DISABLING" })
        .contributor_insights_mode(row.mode()))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeContributorInsightsInput<'_>,
) -> Result<DescribeContributorInsightsOutput, ApiError> {
    let table = names::find(ctx, input.table_name())?;
    check_index(&table, input.index_name())?;
    let index = input.index_name().unwrap_or_default();
    let out = DescribeContributorInsightsOutput::new()
        .table_name(table.name.as_str())
        .index_name(input.index_name());
    let Some(row) = ctx.table(&INSIGHTS).get(&(table.name.as_str(), index))? else {
        return Ok(out.contributor_insights_status("DISABLED"));
    };
    let rules = rules_of(&table, input.index_name(), &row);
    Ok(out
        .contributor_insights_rule_list(row.is_enabled.then_some(rules))
        .contributor_insights_status(row.status())
        .last_update_date_time(shown_time(row.changed))
        .contributor_insights_mode(row.mode()))
}

fn rules_of(table: &TableRef, index: Option<&str>, row: &InsightsRow) -> Vec<String> {
    let found = index.and_then(|name| table.row.index(name));
    let has_range = found.map_or(table.row.range.is_some(), |index| !index.range.is_empty());
    let name = match index {
        Some(index) => format!("{}-{index}", table.name),
        None => table.name.clone(),
    };
    row.rules(&name, has_range)
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListContributorInsightsInput<'_>,
) -> Result<ListContributorInsightsOutput, ApiError> {
    const OPERATION: &str = "ListContributorInsights";
    let limit = input.max_results().unwrap_or(limits::INSIGHTS_PAGE).max(1) as usize;
    let table = input.table_name().map(|name| names::find(ctx, name)).transpose()?;
    let mut range = match &table {
        Some(table) => Range::within(&(table.name.as_str(),)),
        None => Range::all(),
    };
    if let Some(token) = input.next_token() {
        let after = page::decode(OPERATION, token).and_then(|text| String::from_utf8(text).ok());
        let after = after.as_deref().and_then(|text| text.split_once('/'));
        let (table, index) = after.ok_or_else(|| errors::ours("Invalid NextToken"))?;
        range = range.after(&(table, index));
    }
    let rows = ctx.table(&INSIGHTS).scan(&range).take(limit + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let token = rows
        .last()
        .filter(|_| has_more)
        .map(|((table, index), _)| page::encode(OPERATION, format!("{table}/{index}").as_bytes()));
    let summaries = rows.into_iter().map(|((table, index), row)| {
        ContributorInsightsSummaryBuilder::new()
            .table_name(table)
            .index_name((!index.is_empty()).then_some(index))
            .contributor_insights_status(row.status())
            .contributor_insights_mode(row.mode())
    });
    Ok(ListContributorInsightsOutput::new()
        .contributor_insights_summaries(summaries.collect::<Vec<_>>())
        .next_token(token))
}

/// A table is gone, with what was set of it.
pub fn forget(ctx: &mut Ctx<'_>, table: &str) -> Result<(), ApiError> {
    ctx.table_mut(&INSIGHTS).delete_range(&Range::within(&(table,)))?;
    Ok(())
}

/// The step [`PAGE`].
pub fn contributors(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let path = input.str("Path").unwrap_or_default();
    let mut parts = path.strip_prefix(PATH).unwrap_or_default().split('/');
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let account = part().and_then(AccountId::parse);
    let region = part().and_then(Region::parse);
    let (name, index) = (part(), part());
    let (Some(account), Some(region), Some(name)) = (account, region, name) else {
        return Err(errors::ours(format!("The path is {PATH}ACCOUNT/REGION/TABLE[/INDEX]")));
    };
    let scope = Scope::new(account.digits(), region.as_str());
    let Some(row) = ctx.table_in(&TABLES, scope).get(name)? else {
        return Err(errors::table_not_found(name));
    };
    let table = TableRef::new(name, row);
    check_index(&table, index)?;
    let set = ctx.table_in(&INSIGHTS, scope).get(&(name, index.unwrap_or_default()))?;
    let Some(set) = set.filter(|set| set.is_enabled) else {
        return Err(errors::ours(format!("Contributor insights are not enabled for {name}")));
    };
    let index_row = index.and_then(|index| table.row.index(index));
    let space = index_row.map_or(table.row.space, |index| index.space);
    let counted = ctx.volatile(space, |counted: &mut Counted| {
        let of = |sketch: &Sketch| {
            let one = |counter: &Counter| (counter.key.clone(), counter.count, counter.error);
            let mut all: Vec<_> = sketch.0.iter().map(one).collect();
            all.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
            all
        };
        if counted.since != set.changed {
            *counted = Counted { since: set.changed, ..Counted::default() };
        }
        [
            ("PKC", of(&counted.partitions)),
            ("SKC", of(&counted.keys)),
            ("PKT", of(&counted.throttled_partitions)),
            ("SKT", of(&counted.throttled_keys)),
        ]
    });
    let mut rules = serde_json::Map::new();
    for rule in rules_of(&table, index, &set) {
        let kind = rule.split('-').nth(1).unwrap_or_default();
        let found = counted.iter().find(|(other, _)| *other == kind);
        let mut shown = Vec::new();
        for (key, count, error) in found.map_or(&[][..], |(_, all)| all) {
            let key = shown_key(ctx, scope, &table.row, index_row, key)?;
            shown.push(json!({ "key": key, "count": count, "error": error }));
        }
        rules.insert(rule, Json::Array(shown));
    }
    let body = json!({
        "table": name,
        "index": index,
        "mode": set.mode(),
        "since": shown_time(set.changed).iso8601_millis(),
        "rules": rules,
    });
    Ok(Struct::new().with("ContentType", "application/json").with("Body", body.to_string()))
}

/// The attributes of a key, from an item that has it; nothing when there is none any more.
fn shown_key(
    ctx: &Ctx<'_>,
    scope: Scope,
    row: &TableRow,
    index: Option<&IndexRow>,
    key: &[u8],
) -> Result<Json, ApiError> {
    let range = Range::within(&ItemKey(key.to_vec()));
    let rows = if index.is_some() { &ENTRIES } else { &ITEMS };
    let Some((_, stored)) = ctx.table_in(rows, scope).first(&range)? else {
        return Ok(Json::Null);
    };
    let is_partition = ItemKey(key.to_vec()).partition_prefix().len() == key.len();
    let (hash, sort): (Vec<&str>, Vec<&str>) = match index {
        Some(index) => (
            index.hash.iter().map(String::as_str).collect(),
            index.range.iter().map(String::as_str).collect(),
        ),
        None => (vec![row.hash.as_str()], row.range.iter().map(String::as_str).collect()),
    };
    let item: Item = stored.item()?;
    let names = hash.into_iter().chain(sort.into_iter().filter(|_| !is_partition));
    Ok(item_json(&item.only(names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frequent_is_found_among_much_that_is_not() {
        let mut sketch = Sketch::default();
        for turn in 0..50_000_u32 {
            sketch.add(&turn.to_be_bytes());
            if turn % 10 == 0 {
                sketch.add(b"hot");
            }
        }
        assert_eq!(sketch.0.len(), CONTRIBUTORS);
        let most = sketch.0.iter().max_by_key(|counter| counter.count).unwrap();
        assert_eq!(most.key, b"hot");
        assert!((5_000..=5_000 + most.error).contains(&most.count));
    }
}
