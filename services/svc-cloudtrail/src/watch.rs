//! The trails that log and the event data stores that take events, in memory: what the recorder
//! asks at every call.

use kernel::{AccountId, Region, Scope};
use store::{Range, StoreError, Tx};

use crate::lake::find::Store;
use crate::lake::state::{INGESTING, STORES};
use crate::selector::{self, Facts};
use crate::state::{ANYWHERE, LOGGING, TRAILS, TrailRow};

/// All trails of the world that log.
#[derive(Debug, Default)]
pub struct Watch {
    trails: Vec<Watched>,
    /// The event data stores of the world that take events as they happen.
    stores: Vec<Store>,
    /// The kinds of data events that any of them may take, as bits.
    pub kinds: u32,
}

#[derive(Debug)]
struct Watched {
    account: AccountId,
    region: Region,
    kinds: u32,
    row: TrailRow,
}

impl Watch {
    pub fn load(tx: &Tx) -> Result<Watch, StoreError> {
        let mut watch = Watch::default();
        for key in LOGGING.at(tx, &ANYWHERE).keys(&Range::all()) {
            let (account, region, name) = key?;
            let (Some(account), Some(region)) =
                (AccountId::parse(&account), Region::parse(&region))
            else {
                continue;
            };
            let scope = Scope::new(account.digits(), region.as_str());
            let place = (region.as_str(), name.as_str());
            let Some(row) = TRAILS.at(tx, &scope).get(&place)? else { continue };
            let kinds = selector::kinds(&row);
            watch.kinds |= kinds;
            watch.trails.push(Watched { account, region, kinds, row });
        }
        for key in INGESTING.at(tx, &ANYWHERE).keys(&Range::all()) {
            let (account, region, id) = key?;
            let (Some(account), Some(region)) =
                (AccountId::parse(&account), Region::parse(&region))
            else {
                continue;
            };
            let scope = Scope::new(account.digits(), region.as_str());
            let Some(row) = STORES.at(tx, &scope).get(id.as_str())? else { continue };
            watch.kinds |= selector::kinds_of(&row.selectors);
            watch.stores.push(Store { account, region, row });
        }
        Ok(watch)
    }

    pub fn has_stores(&self) -> bool {
        !self.stores.is_empty()
    }

    /// The event data stores that take this event of an account, whatever its kind.
    pub fn stores_for(
        &self,
        tx: &Tx,
        (account, region): (AccountId, Region),
        facts: Facts<'_>,
    ) -> Vec<&Store> {
        let takes = |store: &&Store| {
            let row = &store.row;
            (row.is_multi_region || store.region == region)
                && belongs(tx, store.account, row.is_organization, account)
                && selector::any_takes(&row.selectors, facts)
        };
        self.stores.iter().filter(takes).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.trails.is_empty()
    }

    /// Whether a trail takes this data event of an account.
    pub fn takes(
        &self,
        tx: &Tx,
        (account, region): (AccountId, Region),
        kind: u32,
        facts: Facts<'_>,
    ) -> bool {
        self.trails.iter().any(|trail| {
            trail.kinds & kind != 0
                && (trail.row.is_multi_region || trail.region == region)
                && covers(tx, trail.account, &trail.row, account)
                && selector::takes(&trail.row, facts)
        })
    }
}

/// Whether a trail of `owner` is one of that account, too.
pub fn covers(tx: &Tx, owner: AccountId, trail: &TrailRow, account: AccountId) -> bool {
    belongs(tx, owner, trail.is_organization, account)
}

fn belongs(tx: &Tx, owner: AccountId, is_organization: bool, account: AccountId) -> bool {
    if owner == account {
        return true;
    }
    if !is_organization {
        return false;
    }
    let place = auth::organization::find(tx, account.as_str()).ok().flatten();
    place.is_some_and(|place| place.management == owner.as_str())
}
