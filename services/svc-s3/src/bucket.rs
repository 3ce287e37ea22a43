//! Buckets: making, finding, listing and deleting them.
//!
//! What is set on a bucket (versioning, tags, CORS) is in `bucket_settings.rs`.

use std::sync::Arc;

use auth::authorize::canonical_user_id;
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, Region, Scope, Struct, Timestamp, page};
use store::Range;

use crate::access_point::{self, AccessPoint};
use crate::acl::{self, Owners};
use crate::acl_operations;
use crate::api::{
    BucketBuilder, CreateBucketConfiguration, CreateBucketInput, CreateBucketOutput,
    DeleteBucketInput, DeleteBucketOutput, GetBucketLocationInput, GetBucketLocationOutput,
    HeadBucketInput, HeadBucketOutput, ListBucketsInput, ListBucketsOutput, OwnerBuilder,
};
use crate::errors;
use crate::features;
use crate::limits;
use crate::multi_region;
use crate::names;
use crate::state::{
    BUCKET_COUNT, BUCKETS, BucketRow, CURRENT, NAMES, NameRow, VERSIONS, Versioning,
};
use crate::state_settings::{AclRow, BucketLockRow, SettingsRow};
use crate::tags;

/// A bucket that the caller may use.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub name: String,
    /// Of its objects: the owner's account, the bucket's region.
    pub scope: Scope,
    /// Shared with all who read it: changed by [`Bucket::row_mut`].
    pub row: Arc<BucketRow>,
    /// Through which the request has come.
    pub point: Option<Arc<AccessPoint>>,
}

impl Bucket {
    fn of(name: &str, owner: AccountId, row: Arc<BucketRow>) -> Bucket {
        let scope = Scope::new(owner.digits(), region_of(&row.region).as_str());
        Bucket { name: name.to_owned(), scope, row, point: None }
    }

    pub fn row_mut(&mut self) -> &mut BucketRow {
        Arc::make_mut(&mut self.row)
    }

    pub fn is_versioned(&self) -> bool {
        self.row.versioning != Versioning::Never
    }

    pub fn region(&self) -> Region {
        region_of(&self.row.region)
    }

    pub fn owner(&self) -> AccountId {
        AccountId::parse(self.scope.account()).expect("a scope has an account")
    }

    pub fn arn(&self) -> String {
        arn(&self.name, self.region())
    }
}

/// The bucket of that name, whoever owns it and wherever it is: before the door knows whether the
/// caller may.
pub fn find(ctx: &Ctx, name: &str) -> Result<Bucket, ApiError> {
    // Most callers call their own.
    if let Some(row) = ctx.table(&BUCKETS).get_shared(name)? {
        return Ok(Bucket::of(name, ctx.account(), row));
    }
    match look_up(ctx, name)? {
        Some(bucket) => Ok(bucket),
        None if multi_region::alias_of(name).is_some() => Err(errors::no_such_multi_region()),
        None if names::is_valid_bucket_name(name) => Err(errors::no_such_bucket(name)),
        None => Err(errors::invalid_bucket_name(name)),
    }
}

/// The bucket of that name, or behind the access point of that name, whoever owns it.
pub fn look_up(ctx: &Ctx, name: &str) -> Result<Option<Bucket>, ApiError> {
    match open_for_anybody(ctx, name)? {
        Some(bucket) => Ok(Some(bucket)),
        None => behind(ctx, name),
    }
}

/// The bucket behind the access point of that name.
fn behind(ctx: &Ctx, name: &str) -> Result<Option<Bucket>, ApiError> {
    let Some(point) = access_point::resolve(ctx, name)? else { return Ok(None) };
    let bucket = open_for_anybody(ctx, &point.row.bucket)?;
    // It was made for a bucket, not for the next one of that name.
    let bucket = bucket.filter(|bucket| {
        bucket.owner().as_str() == point.row.bucket_account && bucket.region() == point.region
    });
    Ok(bucket.map(|bucket| Bucket { point: Some(Arc::new(point)), ..bucket }))
}

/// The bucket of that name in the call's account and region, to which the door has moved it.
pub fn open(ctx: &Ctx, name: &str, expected_owner: Option<&str>) -> Result<Bucket, ApiError> {
    let bucket = open_anywhere(ctx, name, expected_owner)?;
    if bucket.row.region != ctx.region().as_str() {
        return Err(errors::permanent_redirect(name, &bucket.row.region));
    }
    Ok(bucket)
}

/// The bucket of that name in the call's account, whatever its region.
pub fn open_anywhere(
    ctx: &Ctx,
    name: &str,
    expected_owner: Option<&str>,
) -> Result<Bucket, ApiError> {
    let Some(row) = ctx.table(&BUCKETS).get_shared(name)? else {
        return match behind(ctx, name)?.filter(|bucket| bucket.owner() == ctx.account()) {
            Some(bucket) => Ok(bucket),
            None => Err(refuse_unknown(ctx, name)?),
        };
    };
    if expected_owner.is_some_and(|expected| expected != ctx.account().as_str()) {
        return Err(errors::access_denied());
    }
    Ok(Bucket::of(name, ctx.account(), row))
}

/// The bucket of that name, for questions that anybody may ask (CORS).
pub fn open_for_anybody(ctx: &Ctx, name: &str) -> Result<Option<Bucket>, ApiError> {
    let Some(owner) = ctx.table(&NAMES).get(name)? else { return Ok(None) };
    let account = AccountId::parse(&owner.account).expect("an account was written");
    let scope = Scope::new(account.digits(), region_of(&owner.region).as_str());
    let row = ctx.table_in(&BUCKETS, scope).get_shared(name)?;
    Ok(row.map(|row| Bucket::of(name, account, row)))
}

/// Where a bucket is, for requests that name no region. Input: `Bucket`; answers `Region` when
/// there is such a bucket.
pub fn locate_bucket(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let name = input.str("Bucket").unwrap_or("");
    let region = match ctx.table(&NAMES).get(name)? {
        Some(owner) => Some(owner.region),
        None if multi_region::alias_of(name).is_some() => {
            multi_region::locate(ctx, name)?.map(|region| region.to_string())
        }
        None => access_point::resolve(ctx, name)?.map(|point| point.region.to_string()),
    };
    Ok(region.map_or_else(Struct::new, |region| Struct::new().with("Region", region)))
}

fn refuse_unknown(ctx: &Ctx, name: &str) -> Result<ApiError, ApiError> {
    if ctx.table(&NAMES).contains(name)? {
        return Ok(errors::access_denied());
    }
    if !names::is_valid_bucket_name(name) {
        return Ok(errors::invalid_bucket_name(name));
    }
    Ok(errors::no_such_bucket(name))
}

fn region_of(name: &str) -> Region {
    Region::parse(name).expect("a bucket is in a region that exists")
}

pub fn create_bucket(
    ctx: &mut Ctx,
    input: CreateBucketInput<'_>,
) -> Result<CreateBucketOutput, ApiError> {
    let name = input.bucket();
    if !names::is_valid_bucket_name(name) {
        return Err(errors::invalid_bucket_name(name));
    }
    refuse_unimplemented(input)?;
    let configuration = input.create_bucket_configuration();
    let constraint = configuration.and_then(CreateBucketConfiguration::location_constraint);
    let region = place(ctx.region(), constraint)?;
    let tags = match configuration.and_then(CreateBucketConfiguration::tags) {
        Some(list) => tags::read_bucket(list)?,
        None => Vec::new(),
    };
    check_namespace(ctx, input, region)?;
    if let Some(owner) = ctx.table(&NAMES).get(name)? {
        return recreate(ctx, name, &owner, region);
    }
    let count = ctx.table(&BUCKET_COUNT).get(&())?.unwrap_or(0);
    if count >= limits::BUCKETS_MAX {
        return Err(errors::too_many_buckets());
    }
    let owner = NameRow { account: ctx.account().to_string(), region: region.to_string() };
    // Locks need versions to lock.
    let has_lock = input.object_lock_enabled_for_bucket() == Some(true);
    let versioning = if has_lock { Versioning::Enabled } else { Versioning::Never };
    let row = BucketRow {
        id: ctx.chance().u64(),
        region: region.to_string(),
        created_us: ctx.now().micros(),
        versioning,
        tags,
        cors: Vec::new(),
        settings: new_settings(ctx, input)?,
    };
    ctx.table_mut(&NAMES).put(name, &owner);
    ctx.table_mut(&BUCKETS).put(name, &row);
    ctx.table_mut(&BUCKET_COUNT).put(&(), &(count + 1));
    Ok(created(name, region))
}

/// Ownership and access control list of a bucket that is made.
///
/// Source: API Reference, CreateBucket: lists need object ownership by writers, and public ones are
/// refused as long as public access is blocked, which it is in every bucket that is made.
fn new_settings(
    ctx: &Ctx,
    input: CreateBucketInput<'_>,
) -> Result<Option<Box<SettingsRow>>, ApiError> {
    let ownership = input.object_ownership().unwrap_or("BucketOwnerEnforced");
    let ownership = acl_operations::read_ownership(ownership)?;
    let acl = acl::read_headers(input.0, Owners { owner: ctx.account(), bucket_owner: None })?;
    if acl.is_some() && ownership.is_none() {
        return Err(errors::bucket_acl_not_supported());
    }
    if acl.as_ref().is_some_and(AclRow::is_public) {
        return Err(ApiError::new(
            "InvalidBucketAclWithBlockPublicAccessError",
            "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
        ));
    }
    let mut settings = SettingsRow::default();
    settings.ownership = ownership;
    settings.acl = acl;
    if input.object_lock_enabled_for_bucket() == Some(true) {
        settings.lock = Some(BucketLockRow::default());
    }
    Ok((settings != SettingsRow::default()).then(|| Box::new(settings)))
}

fn refuse_unimplemented(input: CreateBucketInput<'_>) -> Result<(), ApiError> {
    let configuration = input.create_bucket_configuration();
    let is_directory =
        configuration.is_some_and(|given| given.location().is_some() || given.bucket().is_some());
    if is_directory {
        return Err(errors::not_implemented("CreateBucketConfiguration"));
    }
    Ok(())
}

/// Names of an account's own namespace are made in it only, and no others are.
///
/// Source: S3 User Guide, "Namespaces for general purpose buckets". [U]: the refusals.
fn check_namespace(
    ctx: &Ctx,
    input: CreateBucketInput<'_>,
    region: Region,
) -> Result<(), ApiError> {
    let name = input.bucket();
    let is_meant = match input.bucket_namespace() {
        None | Some("global") => !names::is_account_regional(name),
        Some("account-regional") => names::is_of_account(name, ctx.account(), region),
        Some(other) => {
            let message = "The bucket namespace is not valid";
            return Err(errors::invalid_argument("x-amz-bucket-namespace", other, message));
        }
    };
    if is_meant { Ok(()) } else { Err(errors::invalid_bucket_name(name)) }
}

/// The region of a bucket to be made by a request that was sent to `endpoint`.
///
/// Source: S3 API Reference, CreateBucket, LocationConstraint; "Error responses".
fn place(endpoint: Region, constraint: Option<&str>) -> Result<Region, ApiError> {
    let illegal = |what: &str| {
        ApiError::new(
            "IllegalLocationConstraintException",
            format!(
                "The {what} location constraint is incompatible for the region specific endpoint \
                 this request was sent to."
            ),
        )
    };
    let is_default = endpoint == Region::DEFAULT;
    let Some(constraint) = constraint.filter(|constraint| !constraint.is_empty()) else {
        return if is_default { Ok(endpoint) } else { Err(illegal("unspecified")) };
    };
    let name = if constraint == "EU" { "eu-west-1" } else { constraint };
    let region = Region::parse(name).filter(|region| *region != Region::DEFAULT);
    let region = region.ok_or_else(|| {
        ApiError::new("InvalidLocationConstraint", "The specified location-constraint is not valid")
            .with_member("LocationConstraint", constraint)
    })?;
    let is_reachable = is_default && region.partition() == endpoint.partition();
    if region == endpoint || is_reachable { Ok(region) } else { Err(illegal(constraint)) }
}

/// A name that is taken. In us-east-1 AWS lets owners make their bucket again, for old clients.
fn recreate(
    ctx: &Ctx,
    name: &str,
    owner: &NameRow,
    region: Region,
) -> Result<CreateBucketOutput, ApiError> {
    if owner.account != ctx.account().as_str() {
        return Err(errors::bucket_already_exists(name));
    }
    if region == Region::DEFAULT && owner.region == Region::DEFAULT.as_str() {
        return Ok(created(name, region));
    }
    Err(errors::bucket_already_owned_by_you(name))
}

fn created(name: &str, region: Region) -> CreateBucketOutput {
    // "… for all account regional namespace buckets and all global general purpose buckets created
    // in us-east-1" (API Reference, CreateBucket, Location).
    let location = if region == Region::DEFAULT || names::is_account_regional(name) {
        format!("/{name}")
    } else {
        format!("http://{name}.s3.{}/", region.info().dns_suffix)
    };
    CreateBucketOutput::new().location(location).bucket_arn(arn(name, region))
}

fn arn(name: &str, region: Region) -> String {
    format!("arn:{}:s3:::{name}", region.partition())
}

pub fn delete_bucket(
    ctx: &mut Ctx,
    input: DeleteBucketInput<'_>,
) -> Result<DeleteBucketOutput, ApiError> {
    let bucket = open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let id = bucket.row.id;
    let has_objects = !ctx.table(&CURRENT).is_empty(&Range::within(&(id,)))?;
    let has_versions = !ctx.table(&VERSIONS).is_empty(&Range::within(&(id,)))?;
    if has_objects || has_versions {
        return Err(errors::bucket_not_empty(&bucket.name, bucket.is_versioned()));
    }
    ctx.table_mut(&NAMES).delete(&bucket.name);
    ctx.table_mut(&BUCKETS).delete(&bucket.name);
    features::drop_documents(ctx, &bucket)?;
    let count = ctx.table(&BUCKET_COUNT).get(&())?.unwrap_or(0);
    assert!(count > 0, "the account has a bucket");
    ctx.table_mut(&BUCKET_COUNT).put(&(), &(count - 1));
    // Uploads in progress do not keep a bucket from being deleted; they go step by step.
    let sweep = Ask::to("s3", crate::jobs::SWEEP_UPLOADS).with("BucketId", id.to_string());
    ctx.enqueue(Job::now(sweep));
    Ok(DeleteBucketOutput::new())
}

pub fn head_bucket(
    ctx: &mut Ctx,
    input: HeadBucketInput<'_>,
) -> Result<HeadBucketOutput, ApiError> {
    let bucket = open(ctx, input.bucket(), input.expected_bucket_owner())?;
    Ok(HeadBucketOutput::new()
        .bucket_arn(arn(&bucket.name, ctx.region()))
        .bucket_region(&*bucket.row.region)
        .access_point_alias(bucket.point.is_some()))
}

/// Answers for every region's buckets: clients ask it in order to learn the region.
pub fn get_bucket_location(
    ctx: &mut Ctx,
    input: GetBucketLocationInput<'_>,
) -> Result<GetBucketLocationOutput, ApiError> {
    let bucket = open_anywhere(ctx, input.bucket(), input.expected_bucket_owner())?;
    let is_default = bucket.row.region == Region::DEFAULT.as_str();
    let constraint = (!is_default).then(|| bucket.row.region.clone());
    Ok(GetBucketLocationOutput::new().location_constraint(constraint))
}

pub fn list_buckets(
    ctx: &mut Ctx,
    input: ListBucketsInput<'_>,
) -> Result<ListBucketsOutput, ApiError> {
    const OPERATION: &str = "ListBuckets";
    let max = page_max(input.max_buckets())?;
    let mut range = Range::all().starting_with(input.prefix().unwrap_or(""));
    if let Some(token) = input.continuation_token() {
        let position = page::decode(OPERATION, token).and_then(|at| String::from_utf8(at).ok());
        let after = position.ok_or_else(|| {
            errors::invalid_argument(
                "continuation-token",
                token,
                "The continuation token provided is incorrect",
            )
        })?;
        range = range.after(after.as_str());
    }
    let mut buckets = Vec::new();
    let mut last = None;
    let mut next = None;
    for entry in ctx.table(&BUCKETS).scan(&range) {
        let (name, row) = entry?;
        if input.bucket_region().is_some_and(|region| region != row.region) {
            continue;
        }
        if buckets.len() == max {
            next = last;
            break;
        }
        last = Some(name.clone());
        buckets.push(
            BucketBuilder::new()
                .bucket_arn(arn(&name, ctx.region()))
                .name(name)
                .creation_date(seconds(row.created_us))
                .bucket_region(row.region),
        );
    }
    let token = next.map(|name: String| page::encode(OPERATION, name.as_bytes()));
    Ok(ListBucketsOutput::new()
        .buckets(buckets)
        .owner(owner(ctx.account()))
        .continuation_token(token)
        .prefix(input.prefix()))
}

fn page_max(given: Option<i64>) -> Result<usize, ApiError> {
    let Some(given) = given else { return Ok(limits::BUCKETS_PAGE_MAX) };
    let max = usize::try_from(given).ok().filter(|max| *max >= 1);
    max.filter(|max| *max <= limits::BUCKETS_PAGE_MAX).ok_or_else(|| {
        let message = "Argument max-buckets must be an integer between 1 and 10000";
        errors::invalid_argument("max-buckets", &given.to_string(), message)
    })
}

pub fn owner(account: AccountId) -> OwnerBuilder {
    OwnerBuilder::new().id(canonical_user_id(account.as_str()))
}

/// S3 keeps times to the second.
pub fn seconds(micros: i64) -> Timestamp {
    Timestamp::from_secs(Timestamp::from_micros(micros).secs())
}
