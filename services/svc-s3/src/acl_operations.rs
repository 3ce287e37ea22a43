//! The operations on access control lists, and who owns what is in a bucket.

use kernel::{AccountId, ApiError, Ctx, Struct};

use crate::access;
use crate::acl::{self, Owners};
use crate::api::{
    AccessControlPolicy, DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput,
    GetBucketAclInput, GetBucketAclOutput, GetBucketOwnershipControlsInput,
    GetBucketOwnershipControlsOutput, GetObjectAclInput, GetObjectAclOutput,
    OwnershipControlsBuilder, OwnershipControlsRuleBuilder, PutBucketAclInput, PutBucketAclOutput,
    PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput, PutObjectAclInput,
    PutObjectAclOutput,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::{self, Event};
use crate::replication_plan;
use crate::state::ObjectRow;
use crate::state_settings::{AclRow, Ownership};
use crate::versions;

/// The list that a PutBucketAcl or PutObjectAcl asks for, in one of its three ways.
fn read(
    ctx: &Ctx,
    bucket: &Bucket,
    action: &str,
    (input, body): (&Struct, Option<AccessControlPolicy<'_>>),
    owners: Owners,
) -> Result<Option<AclRow>, ApiError> {
    if !bucket.has_acls() {
        return Err(errors::acl_not_supported());
    }
    let acl = match (body, acl::is_given(input)) {
        (Some(_), true) => {
            return Err(ApiError::new(
                "UnexpectedContent",
                "This request does not support content",
            ));
        }
        (Some(body), false) => acl::read_body(body, owners)?,
        (None, true) => acl::read_headers(input, owners)?,
        (None, false) => {
            return Err(ApiError::new(
                "MissingSecurityHeader",
                "Your request was missing a required header",
            )
            .with_member("MissingHeaderName", "x-amz-acl"));
        }
    };
    if acl.as_ref().is_some_and(AclRow::is_public) && bucket.all_public_access(ctx)?.blocks_acls {
        return Err(errors::public_acl_blocked(ctx, action, bucket));
    }
    Ok(acl)
}

pub fn put_bucket_acl(
    ctx: &mut Ctx,
    input: PutBucketAclInput<'_>,
) -> Result<PutBucketAclOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let owners = Owners { owner: bucket.owner(), bucket_owner: None };
    let given = (input.0, input.access_control_policy());
    let acl = read(ctx, &bucket, "s3:PutBucketAcl", given, owners)?;
    bucket.change(ctx, |settings| settings.acl = acl);
    Ok(PutBucketAclOutput::new())
}

pub fn get_bucket_acl(
    ctx: &mut Ctx,
    input: GetBucketAclInput<'_>,
) -> Result<GetBucketAclOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let acl = bucket.row.settings.as_ref().and_then(|settings| settings.acl.clone());
    let acl = acl.filter(|_| bucket.has_acls());
    let acl = acl.unwrap_or_else(|| AclRow::private(bucket.owner()));
    Ok(GetBucketAclOutput::new()
        .owner(bucket::owner(bucket.owner()))
        .grants(acl.show(bucket.all_public_access(ctx)?.ignores_acls)))
}

impl ObjectRow {
    /// The account that owns the object.
    pub fn owner(&self, bucket: &Bucket) -> AccountId {
        let own = self.more.as_ref().and_then(|more| more.owner.as_deref());
        match own {
            // A bucket whose lists are off owns all that is in it.
            Some(account) if bucket.has_acls() => {
                AccountId::parse(account).expect("an account was written")
            }
            _ => bucket.owner(),
        }
    }

    pub fn acl(&self) -> Option<&AclRow> {
        self.more.as_ref().and_then(|more| more.acl.as_ref())
    }
}

pub fn put_object_acl(
    ctx: &mut Ctx,
    input: PutObjectAclInput<'_>,
) -> Result<PutObjectAclOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    let (mut row, mut object) = versions::find(ctx, &bucket, key, input.version_id())?;
    let owners = Owners { owner: object.owner(&bucket), bucket_owner: Some(bucket.owner()) };
    let given = (input.0, input.access_control_policy());
    let acl = read(ctx, &bucket, "s3:PutObjectAcl", given, owners)?;
    if object.acl() != acl.as_ref() {
        object.change_more(|more| more.acl = acl);
        row.object = Some(object);
        replication_plan::note_change(ctx, &bucket, key, &mut row)?;
        versions::replace(ctx, &bucket, key, &row)?;
        events::tell(ctx, &bucket, || {
            Event::about("s3:ObjectAcl:Put", "Object ACL Updated", &bucket, (key, &row))
        })?;
    }
    Ok(PutObjectAclOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

pub fn get_object_acl(
    ctx: &mut Ctx,
    input: GetObjectAclInput<'_>,
) -> Result<GetObjectAclOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (_, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    let owner = object.owner(&bucket);
    let acl = object.acl().filter(|_| bucket.has_acls()).cloned();
    let acl = acl.unwrap_or_else(|| AclRow::private(owner));
    Ok(GetObjectAclOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .owner(bucket::owner(owner))
        .grants(acl.show(bucket.all_public_access(ctx)?.ignores_acls)))
}

/// As in `x-amz-object-ownership`; `None` for BucketOwnerEnforced.
pub fn read_ownership(name: &str) -> Result<Option<Ownership>, ApiError> {
    match name {
        "BucketOwnerEnforced" => Ok(None),
        "BucketOwnerPreferred" => Ok(Some(Ownership::BucketOwnerPreferred)),
        "ObjectWriter" => Ok(Some(Ownership::ObjectWriter)),
        _ => Err(errors::malformed_xml()),
    }
}

pub fn put_bucket_ownership_controls(
    ctx: &mut Ctx,
    input: PutBucketOwnershipControlsInput<'_>,
) -> Result<PutBucketOwnershipControlsOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let rules = input.ownership_controls().rules();
    let rule = rules.get(0).filter(|_| rules.len() == 1).ok_or_else(errors::malformed_xml)?;
    let ownership = read_ownership(rule.object_ownership())?;
    let has_acl = bucket.row.settings.as_ref().is_some_and(|settings| settings.acl.is_some());
    if ownership.is_none() && has_acl {
        return Err(errors::bucket_acl_not_supported());
    }
    bucket.change(ctx, |settings| settings.ownership = ownership);
    Ok(PutBucketOwnershipControlsOutput::new())
}

pub fn get_bucket_ownership_controls(
    ctx: &mut Ctx,
    input: GetBucketOwnershipControlsInput<'_>,
) -> Result<GetBucketOwnershipControlsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let name = match bucket.ownership() {
        None => "BucketOwnerEnforced",
        Some(Ownership::BucketOwnerPreferred) => "BucketOwnerPreferred",
        Some(Ownership::ObjectWriter) => "ObjectWriter",
        Some(Ownership::Deleted) => {
            return Err(ApiError::new(
                "OwnershipControlsNotFoundError",
                "The bucket ownership controls were not found",
            )
            .with_status(404)
            .with_member("BucketName", bucket.name));
        }
    };
    let rule = OwnershipControlsRuleBuilder::new().object_ownership(name);
    let controls = OwnershipControlsBuilder::new().rules([rule]);
    Ok(GetBucketOwnershipControlsOutput::new().ownership_controls(controls))
}

pub fn delete_bucket_ownership_controls(
    ctx: &mut Ctx,
    input: DeleteBucketOwnershipControlsInput<'_>,
) -> Result<DeleteBucketOwnershipControlsOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    bucket.change(ctx, |settings| settings.ownership = Some(Ownership::Deleted));
    Ok(DeleteBucketOwnershipControlsOutput::new())
}
