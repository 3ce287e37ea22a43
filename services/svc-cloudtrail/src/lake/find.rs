//! Finding event data stores, by ARN or by the id that ends it.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Region, Scope};
use store::Range;

use super::state::{STORES, StoreRow};
use crate::lake_errors as errors;

pub mod status {
    pub const CREATED: &str = "CREATED";
    pub const ENABLED: &str = "ENABLED";
    pub const STOPPED: &str = "STOPPED_INGESTION";
    pub const PENDING_DELETION: &str = "PENDING_DELETION";
}

/// What the ARN of a store begins its resource with.
const KIND: &str = "eventdatastore/";

/// A store and where it is at home.
#[derive(Clone, Debug)]
pub struct Store {
    pub account: AccountId,
    pub region: Region,
    pub row: StoreRow,
}

impl Store {
    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        arn(self.account, self.region, &self.row.id)
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        ctx.table_mut_in(&STORES, self.scope()).put(self.row.id.as_str(), &self.row);
    }

    pub fn is_gone(&self) -> bool {
        self.row.status == status::PENDING_DELETION
    }
}

pub fn arn(account: AccountId, region: Region, id: &str) -> String {
    Arn::regional("cloudtrail", region, account, &format!("{KIND}{id}")).to_string()
}

/// The id that a name of a store says; of an ARN of another region nothing.
pub fn id_of<'n>(ctx: &Ctx<'_>, name: &'n str) -> Result<&'n str, ApiError> {
    if !name.starts_with("arn:") {
        return Ok(name.strip_prefix(KIND).unwrap_or(name));
    }
    let arn = Arn::parse(name).ok_or_else(|| errors::bad_store_arn(name))?;
    if arn.service != "cloudtrail" || !arn.resource.starts_with(KIND) {
        return Err(errors::bad_store_arn(name));
    }
    if arn.region() != Some(ctx.region()) {
        return Err(errors::no_store(name));
    }
    let start = name.len() - (arn.resource.len() - KIND.len());
    Ok(&name[start..])
}

/// The store of a name, in the account of the call: the door has gone to that of its owner.
pub fn store(ctx: &Ctx<'_>, name: &str) -> Result<Store, ApiError> {
    let id = id_of(ctx, name)?;
    let row = ctx.table(&STORES).get(id)?.ok_or_else(|| errors::no_store(name))?;
    Ok(Store { account: ctx.account(), region: ctx.region(), row })
}

/// A store that is not on its way out.
pub fn active(ctx: &Ctx<'_>, name: &str) -> Result<Store, ApiError> {
    let store = store(ctx, name)?;
    if store.is_gone() { Err(errors::inactive_store(&store.arn())) } else { Ok(store) }
}

/// The stores of the call's account and region.
pub fn all(ctx: &Ctx<'_>) -> Result<Vec<Store>, ApiError> {
    let (account, region) = (ctx.account(), ctx.region());
    let mut out = Vec::new();
    for entry in ctx.table(&STORES).scan(&Range::all()) {
        let (_, row) = entry?;
        out.push(Store { account, region, row });
    }
    Ok(out)
}
