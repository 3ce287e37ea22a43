//! What usage costs: quantities in the price list's units, tiers and free tiers by the month and
//! account, in the order of time.

use std::collections::BTreeMap;
use std::ops::Range;

use kernel::meter::{MICROS_PER_HOUR, Usage};
use kernel::{AccountId, Region};

use crate::calendar::{Granularity, Month};
use crate::money::{Money, Quantity};
use crate::prices::{Price, PriceList, Unit};
use crate::products;
use crate::usage::{self, Billed, billed};

const BYTES_PER_GB: u128 = 1 << 30;
/// Quantities and prices are exact to this: whether a tier is used up.
const NOTHING: Quantity = Quantity::ZERO;

/// A piece of a bill: one usage of one resource in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub account: AccountId,
    pub region: Region,
    /// The name here: `sqs`.
    pub service: &'static str,
    pub operation: String,
    /// With the region's prefix: `APN2-Requests-Tier1`.
    pub usage_type: String,
    pub resource: String,
    pub hours: Range<u32>,
    pub unit: &'static str,
    pub quantity: Quantity,
    pub cost: Money,
    pub marks: Marks,
}

/// What is to be known of a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks {
    /// The region has no price in the list; it is us-east-1's.
    pub is_borrowed: bool,
    /// The price was found in no document.
    pub is_unverified: bool,
    /// The list has no price at all: it is reckoned as nothing.
    pub is_unpriced: bool,
}

impl Marks {
    #[must_use]
    pub fn join(self, other: Marks) -> Marks {
        Marks {
            is_borrowed: self.is_borrowed || other.is_borrowed,
            is_unverified: self.is_unverified || other.is_unverified,
            is_unpriced: self.is_unpriced || other.is_unpriced,
        }
    }
}

/// Tiers are of an account, a region, a usage type and a month.
type TierKey = (AccountId, Region, &'static str, String, Month);
/// Free quantities are of an account and a month, everywhere together; by their place in the list.
type FreeKey = (AccountId, usize, Month);

/// Puts a price on usage, told apart by `granularity` in time.
pub fn rate(
    list: &PriceList,
    usage: &[Usage],
    granularity: Granularity,
    with_free_tier: bool,
) -> Vec<Item> {
    let mut pieces = Vec::new();
    for one in usage {
        let Some(what) = billed(one) else { continue };
        // Months have hours of their own, so no piece goes over the end of one.
        for hours in granularity.cut(&one.hours) {
            pieces.push((what.clone(), one, hours));
        }
    }
    let place = |(what, one, hours): &(Billed, &Usage, Range<u32>)| {
        (one.account, one.region, what.clone(), hours.start)
    };
    pieces.sort_by_key(|piece| (piece.2.start, place(piece)));
    let mut used: BTreeMap<TierKey, Quantity> = BTreeMap::new();
    let mut given: BTreeMap<FreeKey, Quantity> = BTreeMap::new();
    let mut items = Vec::with_capacity(pieces.len());
    for (what, one, hours) in pieces {
        let month = Month::of_hour(hours.start);
        let price = list.price(what.service, &what.usage, one.region);
        let unit = price.map_or(Unit::Request, |(price, _)| price.unit);
        let quantity = quantity(one, &hours, unit, month);
        let mut charged = quantity;
        if with_free_tier && let Some(at) = free_of(list, &what) {
            let given = given.entry((one.account, at, month)).or_default();
            let left = (list.free[at].quantity - *given).max(NOTHING);
            let free = left.min(charged);
            *given += free;
            charged = charged - free;
        }
        let key = (one.account, one.region, what.service, what.usage.clone(), month);
        let used = used.entry(key).or_default();
        let cost = price.map_or(Money::ZERO, |(price, _)| charge(price, used, charged));
        let marks = Marks {
            is_borrowed: price.is_some_and(|(_, is_borrowed)| is_borrowed),
            is_unverified: price.is_some_and(|(price, _)| !price.is_verified()),
            is_unpriced: price.is_none(),
        };
        items.push(item(one, what, hours, (unit, quantity, cost), marks));
    }
    items
}

fn item(
    one: &Usage,
    what: Billed,
    hours: Range<u32>,
    (unit, quantity, cost): (Unit, Quantity, Money),
    marks: Marks,
) -> Item {
    let (name, _) = usage::split(&what.usage);
    let product = products::of(what.service).expect("only what has a product is billed");
    Item {
        account: one.account,
        region: one.region,
        service: what.service,
        operation: what.operation,
        usage_type: product.usage_type(one.region, name),
        resource: what.resource,
        hours,
        unit: unit.name(),
        quantity,
        cost,
        marks,
    }
}

fn free_of(list: &PriceList, what: &Billed) -> Option<usize> {
    list.free
        .iter()
        .position(|free| free.service == what.service && free.usage_types.contains(&what.usage))
}

fn quantity(usage: &Usage, hours: &Range<u32>, unit: Unit, month: Month) -> Quantity {
    let total = usage.per_hour * hours.len() as u128;
    let hour = if usage.is_level { MICROS_PER_HOUR.unsigned_abs().into() } else { 1 };
    let month_hours = u128::from(month.hours_len());
    match unit {
        Unit::Request | Unit::Hours => Quantity::ratio(total, hour),
        Unit::Half => Quantity::ratio(total, 2 * hour),
        Unit::Gb => Quantity::ratio(total, BYTES_PER_GB * hour),
        Unit::GbMonth | Unit::GbMonthEarly => {
            Quantity::ratio(total, BYTES_PER_GB * hour * month_hours)
        }
        Unit::Month => Quantity::ratio(total, hour * month_hours),
    }
}

/// What so much costs after what was used before; tiers are used up on the way.
fn charge(price: &Price, used: &mut Quantity, quantity: Quantity) -> Money {
    let (mut cost, mut left) = (Money::ZERO, quantity);
    for (each, end) in &price.tiers {
        let room = end.map_or(left, |end| (end - *used).max(NOTHING));
        let part = room.min(left);
        cost += each.times(part);
        *used += part;
        left = left - part;
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn january() -> Month {
        Month::parse("2030-01").expect("a month")
    }

    fn usage(service: &str, quantity: &str, hours: Range<u32>, per_hour: u128) -> Usage {
        Usage {
            account: AccountId::DEFAULT,
            region: Region::DEFAULT,
            service: service.to_owned(),
            operation: "ReceiveMessage".to_owned(),
            quantity: quantity.to_owned(),
            resource: "it".to_owned(),
            hours,
            per_hour,
            is_level: quantity.ends_with("Hrs") || quantity.ends_with("Keys"),
        }
    }

    fn total(items: &[Item]) -> String {
        items.iter().map(|item| item.cost).sum::<Money>().cents()
    }

    /// A terabyte in STANDARD over a month, in days or in one: 1,024 × 0.023 = 23.552.
    #[test]
    fn stored_bytes_cost_by_the_month() {
        let hour = MICROS_PER_HOUR.unsigned_abs();
        let month = january().hours();
        let level = usage("s3", "TimedStorage-ByteHrs", month, u128::from(hour) << 40);
        for granularity in [Granularity::Monthly, Granularity::Daily, Granularity::Hourly] {
            let list = PriceList::current();
            let items = rate(list, std::slice::from_ref(&level), granularity, false);
            assert_eq!(total(&items), "23.55", "{granularity:?}");
        }
    }

    /// 150 billion receives: 100 at 0.40 and 50 at 0.30 a million, in whatever pieces.
    #[test]
    fn tiers_are_used_up_in_order() {
        let start = january().hours().start;
        let hours = |hour| usage("sqs", "", start + hour..start + hour + 1, 50_000_000_000);
        let list = PriceList::current();
        let items = rate(list, &[hours(3), hours(1), hours(2)], Granularity::Hourly, false);
        let costs: Vec<_> = items.iter().map(|item| item.cost.cents()).collect();
        assert_eq!(costs, ["20000.00", "20000.00", "15000.00"]);
    }

    #[test]
    fn what_is_free_is_free_once_a_month() {
        let start = january().hours().start;
        let next = january().next().hours().start;
        let hours = |hour: u32| usage("sqs", "", hour..hour + 1, 1_500_000);
        let list = PriceList::current();
        let usage = [hours(start), hours(start + 1), hours(next)];
        let items = rate(list, &usage, Granularity::Hourly, true);
        let costs: Vec<_> = items.iter().map(|item| item.cost.cents()).collect();
        assert_eq!(costs, ["0.20", "0.60", "0.20"]);
        assert_eq!(items[0].quantity.to_string(), "1500000");
    }

    /// A key costs a dollar a month, and half of that for half of its hours.
    #[test]
    fn months_of_things_are_of_their_hours() {
        let month = january().hours();
        let half = month.start..month.start + 372;
        let key = usage("kms", "KMS-Keys", half, u128::from(MICROS_PER_HOUR.unsigned_abs()));
        let items = rate(PriceList::current(), &[key], Granularity::Monthly, false);
        assert_eq!(total(&items), "0.50");
        assert_eq!(items[0].usage_type, "us-east-1-KMS-Keys");
    }
}
