//! Availability zones: which there are, how an account calls them, and what is in which.
//!
//! A zone's *id* (`use1-az1`) is one place for everybody; its *name* (`us-east-1a`) is an account's
//! own. A service whose resource lives in one zone keeps the zone (or has it chosen by
//! [`Zone::of_name`]) and asks [`Ctx::check_zone`] before it touches the resource: where the zone
//! is dark, that is refused, and the rest of the region goes on.
//!
//! Source: "AWS Availability Zones" and "AZ IDs" of the guide to regions and zones. AWS maps names
//! to ids by account in its oldest regions, for accounts that were made before November 2025. The
//! accounts of a world have no such date; they are all taken for old ones, so that what relies on
//! names meets the difference.

use std::fmt;

use world::{AccountId, Region};

use crate::ctx::Ctx;
use crate::error::ApiError;

/// Where names are mapped by account.
const MAPPED: [&str; 8] = [
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-west-1",
    "us-west-2",
];

/// An availability zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    region: Region,
    /// From 1.
    number: u8,
}

impl Zone {
    pub fn all(region: Region) -> impl Iterator<Item = Zone> {
        (1..=region.info().zones).map(move |number| Zone { region, number })
    }

    /// The zone with an id, such as `use1-az1`.
    pub fn parse(id: &str) -> Option<Zone> {
        let (prefix, number) = id.split_once("-az")?;
        let number: u8 = number.parse().ok()?;
        let mut regions = world::regions().iter().filter_map(|info| Region::parse(info.region));
        let region = regions.find(|region| prefix_of(*region) == prefix)?;
        let zone = Zone { region, number };
        // Anything but the plain number is not how the id is written.
        ((1..=region.info().zones).contains(&number) && zone.to_string() == id).then_some(zone)
    }

    /// The zone that an account calls by a name such as `us-east-1a`.
    pub fn named(account: AccountId, name: &str) -> Option<Zone> {
        let region = Region::parse(name.get(..name.len().checked_sub(1)?)?)?;
        Zone::all(region).find(|zone| zone.name(account) == name)
    }

    /// The zone in which AWS is taken to put what has a name and no zone of its owner's choice:
    /// always the same one.
    pub fn of_name(region: Region, name: &str) -> Zone {
        let zones = u64::from(region.info().zones.max(1));
        Zone { region, number: (hash(&[region.as_str(), name]) % zones) as u8 + 1 }
    }

    pub fn region(self) -> Region {
        self.region
    }

    /// How an account calls it.
    pub fn name(self, account: AccountId) -> String {
        let order = order(account, self.region);
        let place = order.iter().position(|number| *number == self.number).unwrap_or(0);
        let letter = char::from(b'a' + place as u8);
        format!("{}{letter}", self.region)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-az{}", prefix_of(self.region), self.number)
    }
}

/// The numbers of a region's zones in the order of an account's letters.
fn order(account: AccountId, region: Region) -> Vec<u8> {
    let mut numbers: Vec<u8> = (1..=region.info().zones).collect();
    if MAPPED.contains(&region.as_str()) {
        let rank = |number: &u8| hash(&[account.as_str(), region.as_str(), &number.to_string()]);
        numbers.sort_by_key(rank);
    }
    numbers
}

/// `us-east-1` is `use1`, `ap-northeast-2` is `apne2`.
fn prefix_of(region: Region) -> String {
    let mut parts = region.as_str().split('-');
    let mut prefix = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        prefix += match part {
            "northeast" => "ne",
            "northwest" => "nw",
            "southeast" => "se",
            "southwest" => "sw",
            // What stands behind tells these partitions apart.
            "iso" => "i",
            "isob" => "ib",
            "isoe" => "ie",
            "isof" => "if",
            number if number.starts_with(|first: char| first.is_ascii_digit()) => number,
            other => other.get(..1).unwrap_or_default(),
        };
    }
    prefix
}

/// FNV-1a, with a last stir that lets short texts reach the low bits: the same for ever, since
/// places must not move.
fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

impl Ctx<'_> {
    /// Refuses what touches a resource in a zone that is dark or errs (see [`crate::faults`]).
    pub fn check_zone(&self, zone: Zone) -> Result<(), ApiError> {
        self.world.check_zone(zone, &self.frame)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn region(name: &str) -> Region {
        Region::parse(name).expect("listed")
    }

    fn account(text: &str) -> AccountId {
        AccountId::parse(text).expect("12 digits")
    }

    #[test]
    fn ids_are_written_as_aws_writes_them() {
        let first = |name: &str| Zone::all(region(name)).next().expect("it has some").to_string();
        assert_eq!(first("us-east-1"), "use1-az1");
        assert_eq!(first("ap-northeast-2"), "apne2-az1");
        assert_eq!(first("eu-central-1"), "euc1-az1");
        assert_eq!(first("us-gov-west-1"), "usgw1-az1");
        assert_eq!(first("cn-northwest-1"), "cnnw1-az1");
    }

    #[test]
    fn every_id_is_read_and_no_two_are_the_same() {
        let mut ids = BTreeSet::new();
        for info in world::regions() {
            for zone in Zone::all(region(info.region)) {
                assert_eq!(Zone::parse(&zone.to_string()), Some(zone));
                assert!(ids.insert(zone.to_string()), "{zone}");
            }
        }
        for wrong in ["", "use1", "use1-az0", "use1-az7", "use1-az01", "us-east-1a", "x-az1"] {
            assert_eq!(Zone::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_an_accounts_own_in_old_regions_only() {
        let (one, other) = (account("111111111111"), account("222222222222"));
        let names = |account, name: &str| -> Vec<String> {
            Zone::all(region(name)).map(|zone| zone.name(account)).collect()
        };
        assert_ne!(names(one, "us-east-1"), names(other, "us-east-1"));
        assert_eq!(names(one, "us-east-2"), ["us-east-2a", "us-east-2b", "us-east-2c"]);
        assert_eq!(names(one, "us-east-2"), names(other, "us-east-2"));
        let sorted: BTreeSet<String> = names(one, "us-east-1").into_iter().collect();
        let wanted: BTreeSet<String> = region("us-east-1").zone_names().collect();
        assert_eq!(sorted, wanted, "each letter stands for one zone");
        for zone in Zone::all(region("us-east-1")) {
            assert_eq!(Zone::named(one, &zone.name(one)), Some(zone));
        }
        assert_eq!(Zone::named(one, "us-east-1z"), None);
        assert_eq!(Zone::named(one, ""), None);
    }

    #[test]
    fn what_has_a_name_is_spread_over_the_zones_and_stays_where_it_is() {
        let at = |n: u32| Zone::of_name(region("us-east-1"), &format!("bucket-{n}"));
        let zones: BTreeSet<Zone> = (0..200).map(at).collect();
        assert_eq!(zones.len(), 6);
        // What lies on a disk must be found after an update.
        assert_eq!(at(1).to_string(), Zone::of_name(region("us-east-1"), "bucket-1").to_string());
    }
}
