//! Where an event goes that is put through a global endpoint.
//!
//! To the primary Region, or to the secondary while the endpoint's health check is unhealthy. There
//! is no Route 53 here to make health checks; whether one is unhealthy is what the world's setting
//! `events.unhealthy_health_checks` says: ids or ARNs with commas between. It is looked at for each
//! call, so that failing over and coming back take no time.

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx, Region};

use crate::api::PutEventsRequestEntry;
use crate::endpoint::{self, Endpoint};
use crate::errors;
use crate::limits;
use crate::names::BusRef;
use crate::state::{ENDPOINT_IDS, EndpointState};

/// The way of the entries of one call.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where the events are put.
    pub region: Region,
    /// The Regions of which a bus's ARN may be; both stand for the one above.
    same: [Region; 2],
    account: AccountId,
}

impl Way {
    /// Without an endpoint: the Region of the call.
    pub fn straight(ctx: &Ctx<'_>) -> Way {
        let region = ctx.region();
        Way { region, same: [region; 2], account: ctx.account() }
    }

    pub fn through(
        ctx: &Ctx<'_>,
        id: &str,
        entries: List<'_, PutEventsRequestEntry<'_>>,
    ) -> Result<Way, ApiError> {
        // The endpoint is of the account of the buses that it serves.
        let named = entries.iter().find_map(|entry| BusRef::of_arn(entry.event_bus_name()?));
        let account = named.map_or_else(|| ctx.account(), |bus| bus.account);
        let endpoint = find(ctx, account, id)?;
        let secondary = endpoint.secondary().unwrap_or(endpoint.home);
        let is_failed_over = is_unhealthy(ctx, endpoint.health_check());
        let region = if is_failed_over { secondary } else { endpoint.home };
        Ok(Way { region, same: [endpoint.home, secondary], account })
    }

    /// The bus that an entry means.
    pub fn bus(&self, text: Option<&str>) -> BusRef {
        let named = text.unwrap_or(crate::names::DEFAULT_BUS);
        match BusRef::of_arn(named) {
            Some(bus) if self.same.contains(&bus.region) => BusRef { region: self.region, ..bus },
            Some(bus) => bus,
            None => BusRef { account: self.account, region: self.region, name: named.to_owned() },
        }
    }
}

fn find(ctx: &Ctx<'_>, account: AccountId, id: &str) -> Result<Endpoint, ApiError> {
    let missing = || errors::not_found("Endpoint", id);
    let scope = kernel::Scope::new(account.digits(), ctx.region().as_str());
    let place = ctx.table_in(&ENDPOINT_IDS, scope).get(id)?.ok_or_else(missing)?;
    let home = Region::parse(&place.region).ok_or_else(missing)?;
    let endpoint = endpoint::find_of(ctx, account, home, &place.name)?;
    let is_open = matches!(endpoint.row.state, EndpointState::Active | EndpointState::Updating);
    if is_open { Ok(endpoint) } else { Err(missing()) }
}

fn is_unhealthy(ctx: &Ctx<'_>, health_check: &str) -> bool {
    let id = health_check.rsplit('/').next().unwrap_or_default();
    let setting = ctx.setting(limits::UNHEALTHY_SETTING).unwrap_or_default();
    setting.split(',').map(str::trim).any(|text| text == health_check || text == id)
}
