//! Regions and partitions: which there are.
//!
//! `regions.txt` is made by `cargo xtask models` from the endpoint data of botocore.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static REGIONS: LazyLock<Vec<RegionInfo>> = LazyLock::new(|| {
    let lines = include_str!("../regions.txt").lines();
    let mut regions: Vec<RegionInfo> = lines.filter_map(RegionInfo::parse).collect();
    regions.sort_by_key(|region| region.region);
    regions
});

/// Every request asks for regions by their names, several times.
static BY_NAME: LazyLock<FxHashMap<&'static str, &'static RegionInfo>> =
    LazyLock::new(|| REGIONS.iter().map(|info| (info.region, info)).collect());

/// A region that AWS has. Copying one copies a pointer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

/// A row of `regions.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionInfo {
    /// `us-east-1`
    pub region: &'static str,
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub partition: &'static str,
    /// What the host names of the partition's endpoints end with.
    pub dns_suffix: &'static str,
    /// Number of availability zones.
    pub zones: u8,
    /// `US East (N. Virginia)`
    pub description: &'static str,
}

/// All regions of all partitions, sorted by name.
pub fn regions() -> &'static [RegionInfo] {
    &REGIONS
}

impl Region {
    /// Where requests go that name no region, as the SDKs' global endpoints do.
    pub const DEFAULT: Region = Region("us-east-1");

    /// The region of that name, `None` for a region that AWS does not have.
    pub fn parse(name: &str) -> Option<Region> {
        BY_NAME.get(name).map(|info| Region(info.region))
    }

    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub fn partition(self) -> &'static str {
        self.info().partition
    }

    pub fn info(self) -> &'static RegionInfo {
        BY_NAME.get(self.0).expect("only listed regions are made into a `Region`")
    }

    /// `us-east-1a`, `us-east-1b`, …
    pub fn zone_names(self) -> impl Iterator<Item = String> {
        let zones = usize::from(self.info().zones);
        (b'a'..).take(zones).map(move |letter| format!("{}{}", self.0, letter as char))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl RegionInfo {
    fn parse(line: &'static str) -> Option<RegionInfo> {
        let mut words = line.splitn(5, ' ');
        let region = words.next().filter(|name| !name.starts_with('#'))?;
        let (partition, dns_suffix, zones) = (words.next()?, words.next()?, words.next()?);
        let description = words.next()?;
        Some(RegionInfo { region, partition, dns_suffix, zones: zones.parse().ok()?, description })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_regions_are_known_and_others_are_not() {
        assert!(regions().len() > 40);
        for region in regions() {
            let parsed = Region::parse(region.region).expect("listed");
            assert_eq!(parsed.info(), region);
        }
        assert_eq!(Region::DEFAULT.partition(), "aws");
        assert_eq!(Region::parse("cn-north-1").map(Region::partition), Some("aws-cn"));
        for wrong in ["", "test", "us-east", "us-east-1a", "US-EAST-1", "aws-global"] {
            assert_eq!(Region::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn zones_are_named_by_letters() {
        let zones: Vec<String> = Region::parse("us-west-2").expect("listed").zone_names().collect();
        assert_eq!(zones, ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]);
    }
}
