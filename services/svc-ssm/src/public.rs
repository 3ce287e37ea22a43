//! Public parameters: what AWS publishes under `/aws/service/`. Of these, what the world itself
//! knows: its regions and partitions, and the machine images ([`crate::images`]).
//!
//! Source: User Guide, "Calling AWS service, Region, endpoint, Availability Zone, local zone, and
//! Wavelength Zone public parameters".

use kernel::Ctx;
use world::{RegionInfo, regions};

use crate::images;

pub const PREFIX: &str = "/aws/service/";
const REGIONS: &str = "/aws/service/global-infrastructure/regions";
const CURRENT: &str = "/aws/service/global-infrastructure/current-region";

/// The value of a public parameter.
pub fn value(ctx: &Ctx<'_>, name: &str) -> Option<String> {
    let of = |region: &RegionInfo, what: Option<&str>| {
        Some(match what {
            None => region.region.to_owned(),
            Some("longName") => region.description.to_owned(),
            Some("partition") => region.partition.to_owned(),
            Some("domain") => region.dns_suffix.to_owned(),
            Some(_) => return None,
        })
    };
    if let Some(rest) = name.strip_prefix(CURRENT) {
        let what = rest.strip_prefix('/');
        return (rest.is_empty() || what.is_some()).then(|| of(ctx.region().info(), what))?;
    }
    if let Some(image) = images::value(name, ctx.region().as_str()) {
        return Some(image);
    }
    let rest = name.strip_prefix(REGIONS)?.strip_prefix('/')?;
    let (region, what) = match rest.split_once('/') {
        None => (rest, None),
        Some((region, what)) => (region, Some(what)),
    };
    of(listed(ctx).find(|info| info.region == region)?, what)
}

/// The names under a path, in order.
pub fn names_under(ctx: &Ctx<'_>, path: &str, is_recursive: bool) -> Vec<String> {
    let prefix = format!("{}/", path.trim_end_matches('/'));
    let mut names: Vec<String> = Vec::new();
    for info in listed(ctx) {
        let region = format!("{REGIONS}/{}", info.region);
        let of_region = ["domain", "longName", "partition"].map(|it| format!("{region}/{it}"));
        names.push(region);
        names.extend(of_region);
    }
    names.push(CURRENT.to_owned());
    names.extend(["domain", "longName", "partition"].map(|it| format!("{CURRENT}/{it}")));
    names.extend(images::names().map(str::to_owned));
    names.retain(|name| {
        name.strip_prefix(&prefix).is_some_and(|rest| is_recursive || !rest.contains('/'))
    });
    names.sort();
    names
}

/// The regions of the partition of the call.
fn listed(ctx: &Ctx<'_>) -> impl Iterator<Item = &'static RegionInfo> {
    let partition = ctx.region().partition();
    regions().iter().filter(move |info| info.partition == partition)
}
