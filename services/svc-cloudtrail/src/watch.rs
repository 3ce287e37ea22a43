//! The trails that log, in memory: what the recorder asks at every call.

use kernel::{AccountId, Region, Scope};
use store::{Range, StoreError, Tx};

use crate::selector::{self, Facts};
use crate::state::{ANYWHERE, LOGGING, TRAILS, TrailRow};

/// All trails of the world that log.
#[derive(Debug, Default)]
pub struct Watch {
    trails: Vec<Watched>,
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
        Ok(watch)
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
    if owner == account {
        return true;
    }
    if !trail.is_organization {
        return false;
    }
    let place = auth::organization::find(tx, account.as_str()).ok().flatten();
    place.is_some_and(|place| place.management == owner.as_str())
}
