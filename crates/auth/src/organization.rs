//! What an organization lays on an account: its place, and the control policies on the way from the
//! root to it. Organizations writes it; the authorizer reads it.
//!
//! The row of an account holds the policies themselves, so that a decision does not walk a tree:
//! whoever changes the tree writes the rows anew.

use std::sync::Arc;

use kernel::Ctx;
use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use policy::{Kind, Policy};
use rustc_hash::FxHashMap;
use store::{Range, Scope, StoreError, Table, Tx};

use crate::authorize::NamedPolicy;
use crate::tag_policy::TagRule;

/// By account.
static PLACES: Table<String, PlaceRow> = Table::world("auth", "organization-places");
/// Of accounts that control policies bind: what changes with every change of them.
static STAMPS: Table<String, u64> = Table::world("auth", "organization-stamps");

/// World tables do not look at the scope.
const ANYWHERE: Scope = Scope::new(*b"000000000000", "us-east-1");
/// When so many are kept, all are forgotten.
const KEPT_MAX: usize = 10_000;

/// An account's place in its organization.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct PlaceRow {
    #[n(0)]
    pub organization: String,
    #[n(1)]
    pub management: String,
    /// As `aws:PrincipalOrgPaths` tells it: `o-…/r-…/ou-…/`.
    #[n(2)]
    pub path: String,
    /// From the root to the account, of each level what is attached to it; none of both for the
    /// management account, and where the type of policies is not enabled.
    #[n(3)]
    pub service_control: Vec<Vec<ControlPolicy>>,
    #[n(4)]
    pub resource_control: Vec<Vec<ControlPolicy>>,
    /// Nobody may do anything in the account, nor anybody of it anywhere.
    #[n(5)]
    #[cbor(default)]
    pub is_closed: bool,
    /// What the account's effective tag policy enforces.
    #[n(6)]
    #[cbor(default)]
    pub tag_rules: Vec<TagRule>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ControlPolicy {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub document: String,
}

store::row!(PlaceRow);

/// Puts an account into its place, or out of any organization.
pub fn place(ctx: &mut Ctx<'_>, account: &str, row: Option<&PlaceRow>) {
    let stamp = ctx.chance().u64();
    let tx = ctx.tx_mut();
    match row {
        Some(row) => PLACES.at_mut(tx, &ANYWHERE).put(account, row),
        None => PLACES.at_mut(tx, &ANYWHERE).delete(account),
    }
    let is_bound = row.is_some_and(|row| {
        row.is_closed
            || !row.service_control.is_empty()
            || !row.resource_control.is_empty()
            || !row.tag_rules.is_empty()
    });
    let mut stamps = STAMPS.at_mut(tx, &ANYWHERE);
    if is_bound { stamps.put(account, &stamp) } else { stamps.delete(account) }
}

/// Opens an account again that was closed and has left its organization, or all such accounts.
pub fn reopen(tx: &mut Tx, account: Option<&str>) -> Result<(), StoreError> {
    let mut reopened = Vec::new();
    for entry in PLACES.at(tx, &ANYWHERE).scan(&Range::all()) {
        let (id, row) = entry?;
        if row.is_closed && row.organization.is_empty() && account.is_none_or(|it| it == id) {
            reopened.push(id);
        }
    }
    for id in reopened {
        PLACES.at_mut(tx, &ANYWHERE).delete(&id);
        STAMPS.at_mut(tx, &ANYWHERE).delete(&id);
    }
    Ok(())
}

pub fn find(tx: &Tx, account: &str) -> Result<Option<PlaceRow>, StoreError> {
    PLACES.at(tx, &ANYWHERE).get(account)
}

/// Whether control policies bind an account at all.
pub fn is_bound(tx: &Tx, account: &str) -> Result<bool, StoreError> {
    // Read, not looked for: what is read is kept near, also that there is nothing.
    Ok(STAMPS.at(tx, &ANYWHERE).get(account)?.is_some())
}

/// Control policies of an account, read.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    pub service: Vec<Vec<NamedPolicy>>,
    pub resource: Vec<Vec<NamedPolicy>>,
    pub is_closed: bool,
    pub tag_rules: Vec<TagRule>,
}

/// Keeps what was read under the stamp that it had.
#[derive(Debug, Default)]
pub struct Kept(Mutex<FxHashMap<String, (u64, Arc<Controls>)>>);

impl Kept {
    pub fn of(&self, tx: &Tx, account: &str) -> Result<Arc<Controls>, StoreError> {
        let Some(stamp) = STAMPS.at(tx, &ANYWHERE).get(account)? else {
            return Ok(Arc::default());
        };
        if let Some((known, controls)) = self.0.lock().get(account)
            && *known == stamp
        {
            return Ok(controls.clone());
        }
        let row = find(tx, account)?.unwrap_or_default();
        let controls = Arc::new(Controls {
            service: read(&row.service_control),
            resource: read(&row.resource_control),
            is_closed: row.is_closed,
            tag_rules: row.tag_rules,
        });
        let mut all = self.0.lock();
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert(account.to_owned(), (stamp, controls.clone()));
        Ok(controls)
    }
}

fn read(levels: &[Vec<ControlPolicy>]) -> Vec<Vec<NamedPolicy>> {
    let one = |it: &ControlPolicy| {
        // Organizations has accepted it; one that cannot be read allows nothing.
        let policy = Policy::parse(&it.document, Kind::Accepted).ok()?;
        Some(NamedPolicy {
            policy: Arc::new(policy),
            arn: Some(it.arn.clone()),
            name: it.arn.clone(),
        })
    };
    levels.iter().map(|level| level.iter().filter_map(one).collect()).collect()
}
