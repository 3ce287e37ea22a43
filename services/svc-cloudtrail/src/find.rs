//! Finding trails: by name in the call's region, by ARN anywhere; own ones, the shadows of
//! multi-Region trails in other regions, and an organization's trails in its members.

use kernel::{AccountId, ApiError, Ctx, Region, Scope};
use store::Range;

use crate::errors;
use crate::state::{TRAILS, TrailRow};

/// A trail and where it is at home.
#[derive(Clone, Debug)]
pub struct Trail {
    pub account: AccountId,
    pub region: Region,
    pub row: TrailRow,
}

impl Trail {
    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        arn(self.account, self.region, &self.row.name)
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        let place = (self.region.as_str(), self.row.name.as_str());
        ctx.table_mut_in(&TRAILS, self.scope()).put(&place, &self.row);
    }

    /// Whether it logs what happens in that region.
    pub fn is_in(&self, region: Region) -> bool {
        self.region == region || self.row.is_multi_region
    }
}

pub fn arn(account: AccountId, region: Region, name: &str) -> String {
    format!("arn:{}:cloudtrail:{region}:{account}:trail/{name}", region.partition())
}

/// The trails of an account, in all regions.
pub fn of_account(ctx: &Ctx<'_>, account: AccountId) -> Result<Vec<Trail>, ApiError> {
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let mut out = Vec::new();
    for entry in ctx.table_in(&TRAILS, scope).scan(&Range::all()) {
        let ((region, _), row) = entry?;
        if let Some(region) = Region::parse(&region) {
            out.push(Trail { account, region, row });
        }
    }
    Ok(out)
}

/// The trails that the call's account can see: its own, and its organization's.
pub fn visible(ctx: &Ctx<'_>) -> Result<Vec<Trail>, ApiError> {
    let account = ctx.account();
    let mut out = of_account(ctx, account)?;
    let place = auth::organization::find(ctx.tx(), account.as_str())?;
    let management = place.and_then(|place| AccountId::parse(&place.management));
    if let Some(management) = management.filter(|it| *it != account) {
        let theirs = of_account(ctx, management)?;
        out.extend(theirs.into_iter().filter(|trail| trail.row.is_organization));
    }
    Ok(out)
}

/// The trail of a name or an ARN.
pub fn trail(ctx: &Ctx<'_>, name: &str) -> Result<Trail, ApiError> {
    let wanted = if name.starts_with("arn:") {
        if !is_arn(name) {
            return Err(errors::bad_arn(name));
        }
        name.to_owned()
    } else {
        crate::trail::check_name(name)?;
        String::new()
    };
    let found = visible(ctx)?.into_iter().find(|trail| match wanted.as_str() {
        "" => trail.row.name == name && trail.is_in(ctx.region()),
        arn => trail.arn() == arn,
    });
    found.ok_or_else(|| {
        let arn = match wanted.as_str() {
            "" => arn(ctx.account(), ctx.region(), name),
            arn => arn.to_owned(),
        };
        errors::unknown_trail(&arn, ctx.account().as_str())
    })
}

/// The trail to be changed: by its own account, in its home region.
pub fn own(ctx: &Ctx<'_>, name: &str) -> Result<Trail, ApiError> {
    let trail = trail(ctx, name)?;
    if trail.account != ctx.account() {
        return Err(errors::not_management_account());
    }
    if trail.region != ctx.region() {
        return Err(errors::not_home(trail.region.as_str()));
    }
    Ok(trail)
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, _, service, region, account, resource] = parts.as_slice() else { return false };
    *service == "cloudtrail"
        && Region::parse(region).is_some()
        && AccountId::parse(account).is_some()
        && resource.strip_prefix("trail/").is_some_and(|name| !name.is_empty())
}
