//! Access points in front of buckets: which one a request names, and what it says of the request.
//!
//! A request names one where it would name a bucket: by ARN, by alias, or by `name-account`, which
//! is the first label of the access point's host. It is looked for only where there is no bucket of
//! that name, so that requests to buckets pay nothing. Making them is in `access_point_steps.rs`.
//!
//! A request through an access point is asked twice: by the access point's policy about the access
//! point, and by the bucket's about the bucket. Source: S3 User Guide, "Configuring IAM policies
//! for using access points", "Using Amazon S3 access points" (operations, ARNs, aliases), "Creating
//! access points restricted to a virtual private cloud".

use kernel::access::Access;
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Principal, Region, Scope};

use crate::access_keys::Key;
use crate::errors;
use crate::multi_region;
use crate::state_access_point::{ACCESS_POINTS, ACCOUNT_BLOCK, AccessPointRow, POINT_ALIASES};
use crate::state_settings::PublicAccess;

pub const ALIAS_END: &str = "-s3alias";
const ACCOUNT_DIGITS: usize = 12;

/// "Access point compatibility with AWS services and operations", and DeleteObjects, which the page
/// on permissions has.
const OPERATIONS: [&str; 34] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjects",
    "GetBucketAcl",
    "GetBucketCors",
    "GetBucketLocation",
    "GetBucketNotificationConfiguration",
    "GetBucketPolicy",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "HeadBucket",
    "HeadObject",
    "ListMultipartUploads",
    "ListObjectVersions",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "RestoreObject",
    "UploadPart",
    "UploadPartCopy",
    "SelectObjectContent",
];

/// An access point that a request has come through.
#[derive(Clone, Debug)]
pub struct AccessPoint {
    pub name: String,
    pub account: AccountId,
    pub region: Region,
    pub row: AccessPointRow,
    /// Its name is an alias then, and its region that of the bucket that was chosen.
    pub is_multi_region: bool,
}

impl AccessPoint {
    pub fn arn(&self) -> String {
        if self.is_multi_region {
            return multi_region::arn(self.region.partition(), self.account, &self.name);
        }
        arn(self.region, self.account, &self.name)
    }

    pub fn check_operation(&self, operation: &str) -> Result<(), ApiError> {
        let (known, kind): (&[&str], _) = if self.is_multi_region {
            (&multi_region::OPERATIONS, "MULTIREGIONACCESSPOINT")
        } else {
            (&OPERATIONS, "ACCESSPOINT")
        };
        if known.contains(&operation) { Ok(()) } else { Err(errors::method_not_allowed(kind)) }
    }

    /// The condition keys of a request through it.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let origin = if self.row.vpc.is_some() { "VPC" } else { "Internet" };
        [
            ("s3:DataAccessPointArn".into(), self.arn()),
            ("s3:DataAccessPointAccount".into(), self.account.to_string()),
            ("s3:AccessPointNetworkOrigin".into(), origin.to_owned()),
        ]
        .into_iter()
    }

    /// Whether its own policy lets the caller do this to an object, or to all.
    pub fn authorize(
        &self,
        ctx: &Ctx<'_>,
        action: &str,
        key: Option<&str>,
        keys: &[Key],
    ) -> Result<(), ApiError> {
        // No request comes from a virtual private cloud: there is none.
        if self.row.vpc.is_some() {
            return Err(errors::access_denied());
        }
        let is_insider = ctx.principal().account() == Some(self.account);
        let is_service = matches!(ctx.principal(), Principal::Service(_));
        let block =
            PublicAccess::from_bits(self.row.block).joined(account_block(ctx, self.account)?);
        if self.row.is_policy_public && block.restricts_buckets && !is_insider && !is_service {
            return Err(errors::access_denied());
        }
        let resource = match key {
            Some(key) => format!("{}/object/{key}", self.arn()),
            None => self.arn(),
        };
        let mut access = Access::new(ctx, action, resource)
            .owned_by(self.account)
            .with_policy(self.row.policy.clone());
        access.keys = keys.to_vec();
        ctx.authorize(&access).map_err(
            |error| {
                if is_insider { error } else { errors::access_denied() }
            },
        )
    }
}

pub fn arn(region: Region, account: AccountId, name: &str) -> String {
    format!("arn:{}:s3:{region}:{account}:accesspoint/{name}", region.partition())
}

/// The access point that a request means by what is not the name of a bucket.
pub fn resolve(ctx: &Ctx<'_>, text: &str) -> Result<Option<AccessPoint>, ApiError> {
    if multi_region::alias_of(text).is_some() {
        return multi_region::resolve(ctx, text);
    }
    let Some((account, region, name)) = place(ctx, text)? else { return Ok(None) };
    find(ctx, account, region, &name)
}

fn place(ctx: &Ctx<'_>, text: &str) -> Result<Option<(AccountId, Region, String)>, ApiError> {
    if text.ends_with(ALIAS_END) {
        let row = ctx.table(&POINT_ALIASES).get(text)?;
        return Ok(row.and_then(|row| {
            Some((AccountId::parse(&row.account)?, Region::parse(&row.region)?, row.name))
        }));
    }
    if text.starts_with("arn:") {
        return Ok(Arn::parse(text).and_then(|arn| of_arn(&arn)));
    }
    let Some((name, account)) = text.rsplit_once('-') else { return Ok(None) };
    let account = Some(account).filter(|it| it.len() == ACCOUNT_DIGITS).and_then(AccountId::parse);
    Ok(account.map(|account| (account, ctx.region(), name.to_owned())))
}

/// The account, region and name that an access point's ARN tells.
pub fn of_arn(arn: &Arn) -> Option<(AccountId, Region, String)> {
    let name = arn.resource.strip_prefix("accesspoint/").or_else(|| {
        // Older SDKs separate by a colon.
        arn.resource.strip_prefix("accesspoint:")
    })?;
    let is_ours = arn.service == "s3" && !name.is_empty() && !name.contains('/');
    Some((arn.account_id()?, arn.region()?, name.to_owned())).filter(|_| is_ours)
}

pub fn find(
    ctx: &Ctx<'_>,
    account: AccountId,
    region: Region,
    name: &str,
) -> Result<Option<AccessPoint>, ApiError> {
    let scope = Scope::new(account.digits(), region.as_str());
    let row = ctx.table_in(&ACCESS_POINTS, scope).get(name)?;
    Ok(row.map(|row| AccessPoint {
        name: name.to_owned(),
        account,
        region,
        row,
        is_multi_region: false,
    }))
}

/// What is blocked in all buckets of an account.
pub fn account_block(ctx: &Ctx<'_>, account: AccountId) -> Result<PublicAccess, ApiError> {
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let bits = ctx.table_in(&ACCOUNT_BLOCK, scope).get(&())?;
    Ok(PublicAccess::from_bits(bits.unwrap_or(0) as u8))
}
