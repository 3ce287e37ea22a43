//! The price list: dated files under `prices/`, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Region;

use crate::money::{Money, Quantity};

/// The dates from which the lists hold, with their text, the newest last.
static FILES: &[(&str, &str)] = &[("2026-11-01", include_str!("../prices/2026-11-01.txt"))];

static LIST: LazyLock<PriceList> = LazyLock::new(|| {
    let (date, text) = FILES.last().expect("there is a price list");
    PriceList::parse(date, text).expect("the price list is well-formed")
});

/// How usage is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Request,
    /// Counted in halves.
    Half,
    Gb,
    GbMonth,
    /// Byte-hours that are counted at once.
    GbMonthEarly,
    Month,
    Hours,
}

impl Unit {
    fn parse(text: &str) -> Option<Unit> {
        Some(match text {
            "request" => Unit::Request,
            "half" => Unit::Half,
            "GB" => Unit::Gb,
            "GB-Mo" => Unit::GbMonth,
            "GB-Mo-early" => Unit::GbMonthEarly,
            "Mo" => Unit::Month,
            "Hrs" => Unit::Hours,
            _ => return None,
        })
    }

    /// As bills name it.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Request => "Requests",
            Unit::Half => "RequestUnits",
            Unit::Gb => "GB",
            Unit::GbMonth | Unit::GbMonthEarly => "GB-Mo",
            Unit::Month => "Months",
            Unit::Hours => "Hrs",
        }
    }
}

/// What a usage type costs in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    pub unit: Unit,
    /// Price and up to which quantity of a month it holds; the last one is without end.
    pub tiers: Vec<(Money, Option<Quantity>)>,
    pub is_verified: bool,
}

/// What is free of some usage types each month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    pub service: String,
    pub quantity: Quantity,
    pub usage_types: Vec<String>,
}

#[derive(Debug)]
pub struct PriceList {
    /// From when it holds: `2026-11-01`.
    pub date: String,
    /// By service, usage type and region.
    prices: BTreeMap<(String, String, String), Price>,
    pub free: Vec<Free>,
}

impl PriceList {
    /// The list that holds now.
    pub fn current() -> &'static PriceList {
        &LIST
    }

    /// The price, and whether it is another region's, for want of one.
    pub fn price(&self, service: &str, usage: &str, region: Region) -> Option<(&Price, bool)> {
        let of = |region: &str| {
            let key = (service.to_owned(), usage.to_owned(), region.to_owned());
            self.prices.get(&key)
        };
        let own = of(region.as_str()).map(|price| (price, false));
        own.or_else(|| of(Region::DEFAULT.as_str()).map(|price| (price, true)))
    }

    /// Every price: its service, usage type and region.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &str, &Price)> {
        self.prices.iter().map(|((service, usage, region), price)| {
            (service.as_str(), usage.as_str(), region.as_str(), price)
        })
    }

    pub fn usage_types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.prices.keys().map(|(service, usage, _)| (service.as_str(), usage.as_str()))
    }

    fn parse(date: &str, text: &str) -> Result<PriceList, String> {
        let (mut prices, mut free) = (BTreeMap::new(), Vec::new());
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let fail = || format!("cannot read the price `{line}`");
            match words.as_slice() {
                ["free", service, quantity, usage_types @ ..] if !usage_types.is_empty() => {
                    free.push(Free {
                        service: (*service).to_owned(),
                        quantity: Quantity::parse(quantity).ok_or_else(fail)?,
                        usage_types: usage_types.iter().map(|it| (*it).to_owned()).collect(),
                    });
                }
                [service, usage, unit, region, tiers, mark @ ("v" | "u")] => {
                    let tiers: Option<Vec<_>> = tiers.split(',').map(tier).collect();
                    let price = Price {
                        unit: Unit::parse(unit).ok_or_else(fail)?,
                        tiers: tiers.filter(|tiers| is_closed(tiers)).ok_or_else(fail)?,
                        is_verified: *mark == "v",
                    };
                    Region::parse(region).ok_or_else(fail)?;
                    let key = [*service, *usage, *region].map(str::to_owned);
                    let [service, usage, region] = key;
                    if prices.insert((service, usage, region), price).is_some() {
                        return Err(format!("two prices: `{line}`"));
                    }
                }
                _ => return Err(fail()),
            }
        }
        Ok(PriceList { date: date.to_owned(), prices, free })
    }
}

/// `0.0000004<=100000000000`, or `0.0000003`.
fn tier(text: &str) -> Option<(Money, Option<Quantity>)> {
    match text.split_once("<=") {
        Some((price, end)) => Some((Money::parse(price)?, Some(Quantity::parse(end)?))),
        None => Some((Money::parse(text)?, None)),
    }
}

/// Only the last tier is without end.
fn is_closed(tiers: &[(Money, Option<Quantity>)]) -> bool {
    let last = tiers.len().saturating_sub(1);
    tiers.iter().enumerate().all(|(at, (_, end))| end.is_none() == (at == last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        let list = PriceList::current();
        let seoul = Region::parse("ap-northeast-2").expect("a region");
        let (mut count, mut verified) = (0, 0);
        for (service, usage) in list.usage_types() {
            let (price, _) = list.price(service, usage, Region::DEFAULT).expect("listed");
            let (there, is_borrowed) = list.price(service, usage, seoul).expect("listed");
            assert_eq!(price.unit, there.unit, "{service} {usage}");
            // Cost Explorer is in one place.
            assert_eq!(is_borrowed, service == "ce", "{service} {usage}");
            assert!(crate::products::of(service).is_some(), "{service}");
            count += 1;
            verified += u32::from(price.is_verified);
        }
        assert!(count > 150 && verified > 15, "{count} {verified}");
        for free in &list.free {
            for usage in &free.usage_types {
                assert!(list.price(&free.service, usage, Region::DEFAULT).is_some(), "{usage}");
            }
        }
    }

    #[test]
    fn a_region_without_prices_borrows_them() {
        let list = PriceList::current();
        let oregon = Region::parse("us-west-2").expect("a region");
        let (_, is_borrowed) = list.price("sqs", "Requests-RBP", oregon).expect("borrowed");
        assert!(is_borrowed);
        assert!(list.price("sqs", "Nothing", oregon).is_none());
    }

    #[test]
    fn mistakes_are_told() {
        for wrong in ["sqs A request us-east-1 1<=5 v", "sqs A yards us-east-1 1 v", "sqs A"] {
            assert!(PriceList::parse("2026-11-01", wrong).is_err(), "{wrong}");
        }
    }
}
