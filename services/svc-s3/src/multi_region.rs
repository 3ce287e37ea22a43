//! Requests through Multi-Region Access Points: which of its buckets a request goes to.
//!
//! That is the nearest of those to which its routes lead and where it is not dark. Requests that
//! are signed for a set of regions (Signature Version 4A) are routed before they are a call, by
//! `LocateBucket`; those that are signed for one region are sent on to the bucket's by a redirect,
//! as with any other bucket. AWS's network takes a request from where its client is; here that is
//! the region of the setting `s3.client_region`, or us-east-1.
//!
//! Source: S3 User Guide, "Multi-Region Access Point request routing", "Amazon S3 Multi-Region
//! Access Points failover controls", "Configuring a Multi-Region Access Point policy".

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Region, Scope};

use crate::access_point::AccessPoint;
use crate::region_places::distance;
use crate::state_access_point::AccessPointRow;
use crate::state_multi_region::{
    MULTI_REGION_ALIASES, MULTI_REGIONS, MultiRegionRow, MultiRegionStatus, RouteRow,
};

pub const ALIAS_END: &str = ".mrap";
/// From where requests come that name no region.
const CLIENT_REGION: &str = "s3.client_region";

/// Operations that go through one.
///
/// Source: "Using Multi-Region Access Points with supported API operations", read in part: [U] for
/// those that are not there.
pub const OPERATIONS: [&str; 24] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjectTagging",
    "GetBucketLocation",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "HeadBucket",
    "HeadObject",
    "ListMultipartUploads",
    "ListObjectsV2",
    "ListParts",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "RestoreObject",
    "UploadPart",
];

/// `arn:aws:s3::123456789012:accesspoint/alias.mrap`.
pub fn arn(partition: &str, account: AccountId, alias: &str) -> String {
    format!("arn:{partition}:s3::{account}:accesspoint/{alias}")
}

/// The alias that a request means by an alias, a host or an ARN.
pub fn alias_of(text: &str) -> Option<&str> {
    if text.starts_with("arn:") {
        let resource = text.splitn(6, ':').nth(5)?;
        return resource.strip_prefix("accesspoint/").filter(|it| it.ends_with(ALIAS_END));
    }
    Some(text).filter(|it| it.ends_with(ALIAS_END))
}

/// The one of that alias, and its account and name.
pub fn find(
    ctx: &Ctx<'_>,
    alias: &str,
) -> Result<Option<(AccountId, String, MultiRegionRow)>, ApiError> {
    let Some(place) = ctx.table(&MULTI_REGION_ALIASES).get(alias)? else { return Ok(None) };
    let account = AccountId::parse(&place.account).ok_or_else(ApiError::internal)?;
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let row = ctx.table_in(&MULTI_REGIONS, scope).get(&place.name)?;
    Ok(row.map(|row| (account, place.name, row)))
}

/// As an access point in front of the bucket to which a request from the call's region goes.
pub fn resolve(ctx: &Ctx<'_>, text: &str) -> Result<Option<AccessPoint>, ApiError> {
    let from = ctx.region();
    resolve_from(ctx, text, from)
}

/// Where a request goes that names no region.
pub fn locate(ctx: &Ctx<'_>, text: &str) -> Result<Option<Region>, ApiError> {
    let from = ctx.setting(CLIENT_REGION).and_then(|name| Region::parse(&name));
    let point = resolve_from(ctx, text, from.unwrap_or(Region::DEFAULT))?;
    Ok(point.map(|point| point.region))
}

fn resolve_from(ctx: &Ctx<'_>, text: &str, from: Region) -> Result<Option<AccessPoint>, ApiError> {
    let Some(alias) = alias_of(text) else { return Ok(None) };
    let Some((account, _, row)) = find(ctx, alias)? else { return Ok(None) };
    if text.starts_with("arn:") {
        let of_arn = Arn::parse(text).and_then(|arn| arn.account_id());
        if of_arn != Some(account) {
            return Ok(None);
        }
    }
    if matches!(row.status, MultiRegionStatus::Creating | MultiRegionStatus::PartiallyCreated) {
        return Ok(None);
    }
    let Some((region, route)) = choose(ctx, &row.routes, from) else { return Ok(None) };
    let row = AccessPointRow {
        alias: row.alias.clone(),
        bucket: route.bucket.clone(),
        bucket_account: route.account.clone(),
        created_us: row.created_us,
        block: row.block,
        vpc: None,
        policy: row.established.clone(),
        is_policy_public: row.is_policy_public,
        tags: Vec::new(),
    };
    let name = alias.to_owned();
    Ok(Some(AccessPoint { name, account, region, row, is_multi_region: true }))
}

/// The nearest active route that leads where it is not dark; when it is dark everywhere, the
/// nearest.
fn choose<'r>(
    ctx: &Ctx<'_>,
    routes: &'r [RouteRow],
    from: Region,
) -> Option<(Region, &'r RouteRow)> {
    let active = routes.iter().filter(|route| route.is_active);
    let mut active: Vec<_> =
        active.filter_map(|route| Some((Region::parse(&route.region)?, route))).collect();
    active.sort_by_key(|(region, _)| (distance(from, *region), *region));
    let lit = active.iter().find(|(region, _)| !ctx.is_dark_in(*region));
    lit.or_else(|| active.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_found_in_arns() {
        let arn = "arn:aws:s3::123456789012:accesspoint/m1.mrap";
        for (text, expected) in [
            ("m1.mrap", Some("m1.mrap")),
            (arn, Some("m1.mrap")),
            ("arn:aws:s3:us-east-1:123456789012:accesspoint/name", None),
            ("bucket", None),
        ] {
            assert_eq!(alias_of(text), expected, "{text}");
        }
    }
}
