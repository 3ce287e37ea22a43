//! What a run has cost: the bill of its account from the world's beginning to the run's end, as
//! `nephele bill` reckons it. Setups are in it, and so is what actors ask while they find nothing.

use std::collections::BTreeMap;

use billing::{By, Granularity, Query};
use kernel::meter::hour_of;

use crate::cloud::{Cloud, START};
use crate::read::Result;

/// USD by service and usage type.
pub fn charges(cloud: &Cloud) -> Result<BTreeMap<String, f64>> {
    let query = Query {
        accounts: Some(vec![cloud.account]),
        hours: hour_of(START)..hour_of(cloud.now()) + 1,
        granularity: Granularity::Monthly,
        free_tier: None,
    };
    let bill = billing::bill(&cloud.world, &query, &By::Service);
    let bill = bill.map_err(|error| error.to_string())?;
    let mut charges = BTreeMap::new();
    for line in bill.groups.iter().flat_map(|group| &group.lines) {
        let usd = line.cost.to_f64();
        if usd > 0.0 {
            *charges.entry(format!("{} {}", line.service, line.usage_type)).or_default() += usd;
        }
    }
    Ok(charges)
}
