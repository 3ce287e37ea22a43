//! Bills: what accounts have used in a period, priced and summed up.

use std::collections::BTreeMap;
use std::ops::Range;

use kernel::door::World;
use kernel::meta::KERNEL;
use kernel::{AccountId, ApiError, Ctx, Region};

use crate::calendar::{Granularity, Month};
use crate::money::{Money, Quantity};
use crate::prices::PriceList;
use crate::products;
use crate::rate::{Item, Marks, rate};
use crate::tags::TagBook;

/// On: what AWS gives for nothing each month is taken off.
pub const FREE_TIER_SETTING: &str = "billing.free_tier";
/// What has no value of a tag.
pub const NO_TAG: &str = "(no value)";
const NO_RESOURCE: &str = "(no resource)";

/// Whose usage of when.
#[derive(Clone, Debug)]
pub struct Query {
    /// All without.
    pub accounts: Option<Vec<AccountId>>,
    /// Hours since the epoch.
    pub hours: Range<u32>,
    pub granularity: Granularity,
    /// The world's setting without.
    pub free_tier: Option<bool>,
}

/// What a bill is told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Service,
    UsageType,
    Operation,
    Region,
    Account,
    Resource,
    /// Of what was used, by the key.
    Tag(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub hours: Range<u32>,
    /// From when the price list holds.
    pub prices_of: String,
    pub groups: Vec<Group>,
    pub total: Money,
    pub marks: Marks,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub key: String,
    pub cost: Money,
    pub lines: Vec<Line>,
}

/// All usage of one type in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub service: &'static str,
    pub usage_type: String,
    pub unit: &'static str,
    pub quantity: Quantity,
    pub cost: Money,
    pub marks: Marks,
}

impl Query {
    pub fn of_month(accounts: Option<Vec<AccountId>>, month: Month) -> Query {
        Query { accounts, hours: month.hours(), granularity: Granularity::Monthly, free_tier: None }
    }
}

impl By {
    /// `service`, `usage-type`, `operation`, `region`, `account`, `resource` or `tag:KEY`.
    pub fn parse(text: &str) -> Option<By> {
        Some(match text {
            "service" => By::Service,
            "usage-type" => By::UsageType,
            "operation" => By::Operation,
            "region" => By::Region,
            "account" => By::Account,
            "resource" => By::Resource,
            _ => By::Tag(text.strip_prefix("tag:").filter(|key| !key.is_empty())?.to_owned()),
        })
    }

    fn key(&self, ctx: &mut Ctx<'_>, tags: &mut TagBook, item: &Item) -> String {
        match self {
            By::Service => service_name(item.service).to_owned(),
            By::UsageType => item.usage_type.clone(),
            By::Operation => item.operation.clone(),
            By::Region => item.region.to_string(),
            By::Account => item.account.to_string(),
            By::Resource if item.resource.is_empty() => NO_RESOURCE.to_owned(),
            By::Resource => item.resource.clone(),
            By::Tag(key) => {
                let place = (item.account, item.region);
                let tags = tags.tags(ctx, place, item.service, &item.resource);
                tags.get(key).cloned().unwrap_or_else(|| NO_TAG.to_owned())
            }
        }
    }
}

/// As Cost Explorer names it.
pub fn service_name(service: &'static str) -> &'static str {
    products::of(service).map_or(service, |product| product.name)
}

/// The priced usage of a period. Runs in a write transaction, and is not metered itself from here
/// on.
pub fn items(ctx: &mut Ctx<'_>, query: &Query) -> Result<Vec<Item>, ApiError> {
    ctx.unmeter();
    let accounts = query.accounts.as_deref();
    let start = query.hours.start;
    // Tiers and free quantities begin with the month.
    let earlier = Month::of_hour(start).hours().start..start;
    let mut usage = ctx.usage(accounts, &query.hours)?;
    if !earlier.is_empty() {
        usage.extend(ctx.usage(accounts, &earlier)?);
    }
    let set = || ctx.setting(FREE_TIER_SETTING).as_deref() == Some("on");
    let with_free_tier = query.free_tier.unwrap_or_else(set);
    let mut items = rate(PriceList::current(), &usage, query.granularity, with_free_tier);
    items.retain(|item| item.hours.start >= start);
    Ok(items)
}

/// The bill of a period, from outside any call.
pub fn bill(world: &World, query: &Query, by: &By) -> Result<Bill, ApiError> {
    let account = query.accounts.as_ref().and_then(|accounts| accounts.first().copied());
    let place = (account.unwrap_or(AccountId::DEFAULT), Region::DEFAULT);
    world.maintain(&KERNEL, place, |ctx| {
        let items = items(ctx, query)?;
        Ok(sum(ctx, query, by, &items))
    })
}

fn sum(ctx: &mut Ctx<'_>, query: &Query, by: &By, items: &[Item]) -> Bill {
    type Key = (String, &'static str, String, &'static str);
    let mut tags = TagBook::default();
    let mut sums: BTreeMap<Key, (Quantity, Money, Marks)> = BTreeMap::new();
    for item in items {
        let key = by.key(ctx, &mut tags, item);
        let key = (key, item.service, item.usage_type.clone(), item.unit);
        let sum = sums.entry(key).or_default();
        sum.0 += item.quantity;
        sum.1 += item.cost;
        sum.2 = sum.2.join(item.marks);
    }
    let mut groups: Vec<Group> = Vec::new();
    for ((key, service, usage_type, unit), (quantity, cost, marks)) in sums {
        let line = Line { service, usage_type, unit, quantity, cost, marks };
        match groups.last_mut() {
            Some(group) if group.key == key => {
                group.cost += cost;
                group.lines.push(line);
            }
            _ => groups.push(Group { key, cost, lines: vec![line] }),
        }
    }
    let lines = || groups.iter().flat_map(|group| &group.lines);
    Bill {
        hours: query.hours.clone(),
        prices_of: PriceList::current().date.clone(),
        total: lines().map(|line| line.cost).sum(),
        marks: lines().fold(Marks::default(), |marks, line| marks.join(line.marks)),
        groups,
    }
}
