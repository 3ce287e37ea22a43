//! `/_nephele/zones`: the availability zones of a region, how an account calls them, and where it
//! is dark.

use kernel::{AccountId, Region, Zone};
use serde_json::{Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request};

/// `GET /_nephele/zones?region=&account=&resource=`: with a resource (a bucket's name) also the
/// zone in which what it keeps in one zone lies.
pub fn list(gateway: &Gateway, query: &str) -> Answer {
    let (mut region, mut account, mut resource) = (Region::DEFAULT, AccountId::DEFAULT, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("region", text)) => {
                region = Region::parse(text)
                    .ok_or_else(|| bad_request(format!("there is no region {text}")))?;
            }
            Some(("account", text)) => {
                account =
                    AccountId::parse(text).ok_or_else(|| bad_request("account takes 12 digits"))?;
            }
            Some(("resource", text)) if !text.is_empty() => resource = Some(text),
            _ => return Err(bad_request("the parameters are region, account and resource")),
        }
    }
    let zones = Zone::all(region).map(|zone| {
        let state = if gateway.world.is_zone_dark(zone) { "dark" } else { "available" };
        json!({ "id": zone.to_string(), "name": zone.name(account), "state": state })
    });
    let zones: Vec<Json> = zones.collect();
    let mut answer = json!({
        "region": region.as_str(), "account": account.as_str(), "zones": zones,
    });
    if let Some(resource) = resource {
        answer["resource"] = json!({
            "name": resource, "zone": Zone::of_name(region, resource).to_string(),
        });
    }
    Ok(answer)
}
