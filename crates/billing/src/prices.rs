//! The price list: dated files under `prices/`, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Region;

use crate::money::{Money, Quantity};

/// The dates from which the lists hold, with their text, the newest last.
static FILES: &[(&str, &str)] = &[("2026-11-01", include_str!("../prices/2026-11-01.txt"))];

/// The word of prices that were found in no document.
const UNVERIFIED: &str = "u";

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
    /// The word of the document that says so; `None` when it was found in none.
    pub source: Option<String>,
}

impl Price {
    pub fn is_verified(&self) -> bool {
        self.source.is_some()
    }
}

/// A document in which prices were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Of the figures where it is known, else of the reading.
    pub date: String,
    pub text: String,
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
    /// By their words.
    sources: BTreeMap<String, Source>,
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

    /// The document in which a price was found.
    pub fn source(&self, price: &Price) -> Option<&Source> {
        self.sources.get(price.source.as_deref()?)
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
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
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
                ["source", word, date, text @ ..] if !text.is_empty() => {
                    let source = Source { date: (*date).to_owned(), text: text.join(" ") };
                    sources.insert((*word).to_owned(), source);
                }
                [service, usage, unit, region, tiers, word] => {
                    if *word != UNVERIFIED && !sources.contains_key(*word) {
                        return Err(format!("a price without its source: `{line}`"));
                    }
                    let tiers: Option<Vec<_>> = tiers.split(',').map(tier).collect();
                    let price = Price {
                        unit: Unit::parse(unit).ok_or_else(fail)?,
                        tiers: tiers.filter(|tiers| is_closed(tiers)).ok_or_else(fail)?,
                        source: (*word != UNVERIFIED).then(|| (*word).to_owned()),
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
        Ok(PriceList { date: date.to_owned(), prices, sources, free })
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
        let mut borrowed = Vec::new();
        for (service, usage) in list.usage_types() {
            let (price, _) = list.price(service, usage, Region::DEFAULT).expect("listed");
            let (there, is_borrowed) = list.price(service, usage, seoul).expect("listed");
            assert_eq!(price.unit, there.unit, "{service} {usage}");
            if is_borrowed {
                borrowed.push(format!("{service} {usage}"));
            }
            assert!(crate::products::of(service).is_some(), "{service}");
        }
        // Cost Explorer is in one place; of the others no price for Seoul was found.
        let expected = [
            "apigateway ApiGatewayRequest",
            "apigatewayv2 ApiGatewayHttpRequest",
            "apigatewayv2 ApiGatewayMessage",
            "apigatewayv2 ApiGatewayMinute",
            "ce APIRequest",
            "cloudtrail Ingestion-Bytes",
            "cloudtrail Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs",
            "cloudtrail Ingestion-Bytes-1yearstore-Other-data-sources",
            "cloudtrail QueryScanned-Bytes",
            "cloudwatch CW:AlarmMonitorUsage",
            "cloudwatch CW:CompositeAlarmMonitorUsage",
            "cloudwatch CW:GMD-Metrics",
            "cloudwatch CW:HighResAlarmMonitorUsage",
            "cloudwatch CW:MetricInsightAlarmUsage",
            "cloudwatch CW:MetricMonitorUsage",
            "cloudwatch CW:MetricStreamUsage",
            "cloudwatch CW:Requests",
            "cloudwatch DashboardsUsageHour",
            "ecr TimedStorage-ByteHrs",
            "firehose BilledBytes",
            "firehose DynamicPartitioningBytes",
            "firehose DynamicPartitioningObjects",
            "fis Action-Minutes-AdditionalAccount",
            "glacier Requests-Tier1",
            "lambda Lambda-GB-Second",
            "lambda Lambda-GB-Second-ARM",
            "lambda Lambda-Provisioned-Concurrency",
            "lambda Lambda-Provisioned-GB-Second",
            "lambda Lambda-Provisioned-GB-Second-ARM",
            "lambda Request",
            "lambda Request-ARM",
            "logs DataProcessing-Bytes",
            "logs DataProcessingDelivery-Bytes",
            "logs DataProcessingIA-Bytes",
            "logs DataScanned-Bytes",
            "logs TimedStorage-ByteHrs",
            "pipes Request-64K-Chunks",
            "s3 Requests-GDA-Tier3",
            "s3 Requests-GDA-Tier5",
            "scheduler ScheduledInvocation",
            "sns DeliveryAttempts-SMS",
            "ssm PS-Advanced-Param-Tier1",
            "stepfunctions StepFunctions-Memory-Duration",
            "stepfunctions StepFunctions-Request",
        ];
        borrowed.sort();
        borrowed.dedup();
        assert_eq!(borrowed, expected);
        for free in &list.free {
            for usage in &free.usage_types {
                assert!(list.price(&free.service, usage, Region::DEFAULT).is_some(), "{usage}");
            }
        }
    }

    /// docs/bill.md counts these.
    #[test]
    fn prices_say_where_they_were_found() {
        let list = PriceList::current();
        let of = |wanted: &dyn Fn(&Price) -> bool| -> Vec<String> {
            let all = list.all().filter(|(.., price)| wanted(price));
            all.map(|(service, usage, region, _)| format!("{service} {usage} {region}")).collect()
        };
        assert_eq!(of(&|_| true).len(), 290);
        let unverified = [
            "firehose DynamicPartitioningBytes us-east-1",
            "firehose DynamicPartitioningObjects us-east-1",
            "fis Action-Minutes-AdditionalAccount us-east-1",
            "glacier Requests-Tier1 us-east-1",
            "lambda Lambda-GB-Second us-east-1",
            "lambda Lambda-GB-Second-ARM us-east-1",
            "lambda Lambda-Provisioned-Concurrency us-east-1",
            "lambda Lambda-Provisioned-GB-Second us-east-1",
            "lambda Lambda-Provisioned-GB-Second-ARM us-east-1",
            "lambda Request us-east-1",
            "lambda Request-ARM us-east-1",
            "logs DataProcessingDelivery-Bytes us-east-1",
            "s3 EarlyDelete-GDA ap-northeast-2",
            "s3 Requests-GDA-Tier1 ap-northeast-2",
            "s3 TimedStorage-GDA-ByteHrs ap-northeast-2",
            "sns DeliveryAttempts-SMS us-east-1",
            "stepfunctions StepFunctions-Memory-Duration us-east-1",
            "stepfunctions StepFunctions-Request us-east-1",
        ];
        assert_eq!(of(&|price| !price.is_verified()), unverified);
        for (.., price) in list.all().filter(|(.., price)| price.is_verified()) {
            let source = list.source(price).expect("declared");
            assert!(source.date.starts_with("20") && source.text.len() > 20, "{source:?}");
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
        for wrong in [
            "sqs A request us-east-1 1<=5 u",
            "sqs A yards us-east-1 1 u",
            "sqs A request us-east-1 1 hearsay",
            "sqs A",
        ] {
            assert!(PriceList::parse("2026-11-01", wrong).is_err(), "{wrong}");
        }
        let text = "source page 2026-11-01 somewhere\nsqs A request us-east-1 1 page";
        let list = PriceList::parse("2026-11-01", text).expect("well-formed");
        let (price, _) = list.price("sqs", "A", Region::DEFAULT).expect("listed");
        let source = Source { date: "2026-11-01".to_owned(), text: "somewhere".to_owned() };
        assert_eq!(list.source(price), Some(&source));
    }
}
