//! What S3 Control does to access points and to an account: steps of S3, which its operations call
//! once the door has asked whether the caller may.
//!
//! They take the inputs of S3 Control's operations and answer their outputs as they are.
//!
//! Source: S3 Control API Reference, CreateAccessPoint and the others; S3 User Guide, "Access
//! points restrictions and limitations", "Access point aliases", "Blocking public access".

use kernel::{AccountId, ApiError, Ctx, OpResult, Struct, Timestamp, page};
use store::Range;

use crate::access_point::{self, ALIAS_END, AccessPoint};
use crate::bucket;
use crate::bucket_policy;
use crate::errors;
use crate::limits::{ACCESS_POINTS_MAX, ACCESS_POINTS_PAGE_MAX, BUCKET_TAGS_MAX};
use crate::public_access;
use crate::state_access_point::{
    ACCESS_POINTS, ACCOUNT_BLOCK, AccessPointRow, POINT_ALIASES, POINTS_OF_BUCKET, PointAliasRow,
};
use crate::state_settings::PublicAccess;

const BLOCK: &str = "PublicAccessBlockConfiguration";
const NAME_LEN_MIN: usize = 3;
const NAME_LEN_MAX: usize = 50;
/// Characters of an alias between the name and its end.
const ALIAS_RANDOM_LEN: usize = 34;
const ALIAS_LEN_MAX: usize = 63;

fn text<'a>(input: &'a Struct, name: &str) -> &'a str {
    input.str(name).unwrap_or("")
}

fn find(ctx: &Ctx, input: &Struct) -> Result<AccessPoint, ApiError> {
    let found = access_point::find(ctx, ctx.account(), ctx.region(), text(input, "Name"))?;
    found.ok_or_else(errors::no_such_access_point)
}

fn save(ctx: &mut Ctx, point: &AccessPoint) {
    ctx.table_mut(&ACCESS_POINTS).put(point.name.as_str(), &point.row);
}

/// Source: "Naming rules for access points".
fn is_valid_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (NAME_LEN_MIN..=NAME_LEN_MAX).contains(&name.len())
        && name.bytes().all(|byte| is_plain(byte) || byte == b'-')
        && name.bytes().next().is_some_and(is_plain)
        && name.bytes().last().is_some_and(is_plain)
        && !name.starts_with("xn--")
        && !name.ends_with(ALIAS_END)
        && !name.ends_with("--xa-s3")
}

pub fn create(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = text(input, "Name").to_owned();
    if !is_valid_name(&name) {
        return Err(errors::invalid_access_point("Your Amazon S3 AccessPoint name is invalid"));
    }
    if input.get("Scope").is_some() {
        // Of directory buckets only.
        return Err(errors::not_implemented("Scope"));
    }
    let account = ctx.account();
    let bucket_name = text(input, "Bucket");
    let bucket_account = input.str("BucketAccountId").unwrap_or(account.as_str()).to_owned();
    let bucket = bucket::open_for_anybody(ctx, bucket_name)?.filter(|bucket| {
        bucket.owner().as_str() == bucket_account && bucket.region() == ctx.region()
    });
    if bucket.is_none() {
        return Err(errors::invalid_access_point("The specified bucket does not exist."));
    }
    if ctx.table(&ACCESS_POINTS).contains(name.as_str())? {
        return Err(ApiError::new(
            "AccessPointAlreadyOwnedByYou",
            "Your previous request to create the named accesspoint succeeded and you already own \
             it.",
        )
        .with_status(409));
    }
    if ctx.table(&ACCESS_POINTS).keys(&Range::all()).count() >= ACCESS_POINTS_MAX {
        return Err(errors::invalid_access_point(
            "You have attempted to create more access points than allowed.",
        ));
    }
    let alias = new_alias(ctx, &name)?;
    let vpc = input.structure("VpcConfiguration").and_then(|it| it.str("VpcId"));
    let row = AccessPointRow {
        alias: alias.clone(),
        bucket: bucket_name.to_owned(),
        bucket_account,
        created_us: ctx.now().micros(),
        block: input.structure(BLOCK).map_or(PublicAccess::ALL, read_block).bits(),
        vpc: vpc.map(str::to_owned),
        policy: None,
        is_policy_public: false,
        tags: read_tags(input)?,
    };
    ctx.table_mut(&ACCESS_POINTS).put(name.as_str(), &row);
    ctx.table_mut(&POINTS_OF_BUCKET).put(&(bucket_name, name.as_str()), &());
    let place = PointAliasRow {
        account: account.to_string(),
        region: ctx.region().to_string(),
        name: name.clone(),
    };
    ctx.table_mut(&POINT_ALIASES).put(alias.as_str(), &place);
    Ok(Struct::new()
        .with("AccessPointArn", access_point::arn(ctx.region(), account, &name))
        .with("Alias", alias))
}

fn new_alias(ctx: &mut Ctx, name: &str) -> Result<String, ApiError> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let kept = ALIAS_LEN_MAX - ALIAS_RANDOM_LEN - ALIAS_END.len() - 1;
    let start = name[..name.len().min(kept)].trim_end_matches('-');
    loop {
        let bytes: [u8; ALIAS_RANDOM_LEN] = ctx.chance().bytes();
        let random: String =
            bytes.iter().map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()] as char).collect();
        let alias = format!("{start}-{random}{ALIAS_END}");
        if !ctx.table(&POINT_ALIASES).contains(alias.as_str())? {
            return Ok(alias);
        }
    }
}

fn origin(row: &AccessPointRow) -> &'static str {
    if row.vpc.is_some() { "VPC" } else { "Internet" }
}

fn show(point: &AccessPoint) -> Struct {
    let row = &point.row;
    let mut shown = Struct::new()
        .with("Name", point.name.as_str())
        .with("Bucket", row.bucket.as_str())
        .with("NetworkOrigin", origin(row))
        .with("AccessPointArn", point.arn())
        .with("Alias", row.alias.as_str())
        .with("BucketAccountId", row.bucket_account.as_str());
    if let Some(vpc) = &row.vpc {
        shown.set("VpcConfiguration", Struct::new().with("VpcId", vpc.as_str()));
    }
    shown
}

pub fn get(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let point = find(ctx, input)?;
    let host = |start: &str| {
        let region = ctx.region();
        format!("{start}.{region}.{}", region.info().dns_suffix)
    };
    let endpoints = Struct::new()
        .with("ipv4", host("s3-accesspoint"))
        .with("fips", host("s3-accesspoint-fips"))
        .with("fips_dualstack", host("s3-accesspoint-fips.dualstack"))
        .with("dualstack", host("s3-accesspoint.dualstack"));
    Ok(show(&point)
        .with("CreationDate", Timestamp::from_micros(point.row.created_us))
        .with(BLOCK, show_block(PublicAccess::from_bits(point.row.block)))
        .with("Endpoints", endpoints))
}

pub fn delete(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let point = find(ctx, input)?;
    ctx.table_mut(&ACCESS_POINTS).delete(point.name.as_str());
    ctx.table_mut(&POINTS_OF_BUCKET).delete(&(point.row.bucket.as_str(), point.name.as_str()));
    ctx.table_mut(&POINT_ALIASES).delete(point.row.alias.as_str());
    Ok(Struct::new())
}

pub fn list(ctx: &mut Ctx, input: &Struct) -> OpResult {
    const OPERATION: &str = "ListAccessPoints";
    // All of them are in front of buckets, as AWS lists them unless asked.
    if input.get("DataSourceId").is_some() {
        return Err(errors::not_implemented("DataSourceId"));
    }
    if input.str("DataSourceType").is_some_and(|kind| kind != "ALL") {
        return Err(errors::not_implemented("DataSourceType"));
    }
    let max = input.int("MaxResults").unwrap_or(ACCESS_POINTS_PAGE_MAX as i64);
    let max = usize::try_from(max).unwrap_or(0).clamp(1, ACCESS_POINTS_PAGE_MAX);
    let after = match input.str("NextToken") {
        None => None,
        Some(token) => {
            let after = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
            Some(after.ok_or_else(|| errors::invalid_access_point("The NextToken is invalid."))?)
        }
    };
    let mut names = names(ctx, input.str("Bucket"), after.as_deref(), max + 1)?;
    let has_more = names.len() > max;
    names.truncate(max);
    let mut shown = Vec::with_capacity(names.len());
    for name in &names {
        let point = access_point::find(ctx, ctx.account(), ctx.region(), name)?;
        shown.extend(point.as_ref().map(show));
    }
    let mut output = Struct::new().with("AccessPointList", shown);
    if let Some(last) = names.last().filter(|_| has_more) {
        output.set("NextToken", page::encode(OPERATION, last.as_bytes()));
    }
    Ok(output)
}

fn names(
    ctx: &Ctx,
    bucket: Option<&str>,
    after: Option<&str>,
    max: usize,
) -> Result<Vec<String>, ApiError> {
    let Some(bucket) = bucket else {
        let mut range = Range::all();
        if let Some(after) = after {
            range = range.after(after);
        }
        let keys = ctx.table(&ACCESS_POINTS).keys(&range).take(max);
        return Ok(keys.collect::<Result<_, _>>()?);
    };
    let mut range = Range::within(&(bucket,));
    if let Some(after) = after {
        range = range.after(&(bucket, after));
    }
    let keys = ctx.table(&POINTS_OF_BUCKET).keys(&range).take(max);
    Ok(keys.map(|key| key.map(|(_, name)| name)).collect::<Result<_, _>>()?)
}

pub fn put_policy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let mut point = find(ctx, input)?;
    let policy = text(input, "Policy");
    bucket_policy::check_of_point(policy, &point.arn())?;
    bucket_policy::check_principals(ctx, policy)?;
    let is_public = public_access::is_public(policy);
    let block = PublicAccess::from_bits(point.row.block)
        .joined(access_point::account_block(ctx, point.account)?);
    if is_public && block.blocks_policies {
        return Err(errors::access_denied());
    }
    point.row.policy = Some(ctx.bind_policy(policy)?);
    point.row.is_policy_public = is_public;
    save(ctx, &point);
    Ok(Struct::new())
}

fn policy(point: &AccessPoint) -> Result<&str, ApiError> {
    point.row.policy.as_deref().ok_or_else(|| {
        ApiError::new("NoSuchAccessPointPolicy", "The specified accesspoint policy does not exist")
            .with_status(404)
    })
}

pub fn get_policy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let point = find(ctx, input)?;
    Ok(Struct::new().with("Policy", ctx.show_policy(policy(&point)?)?))
}

pub fn get_policy_status(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let point = find(ctx, input)?;
    policy(&point)?;
    let status = Struct::new().with("IsPublic", point.row.is_policy_public);
    Ok(Struct::new().with("PolicyStatus", status))
}

pub fn delete_policy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let mut point = find(ctx, input)?;
    point.row.policy = None;
    point.row.is_policy_public = false;
    save(ctx, &point);
    Ok(Struct::new())
}

// Tags: `Tags`, or `TagKeys`; a call with neither lists them.

fn read_tags(input: &Struct) -> Result<Vec<(String, String)>, ApiError> {
    let given = input.list("Tags").unwrap_or_default();
    let mut tags: Vec<(String, String)> = Vec::with_capacity(given.len());
    for tag in given.iter().filter_map(|tag| tag.as_struct()) {
        let (name, value) = (text(tag, "Key"), text(tag, "Value"));
        let is_twice = tags.iter().any(|(known, _)| known == name);
        if is_twice || name.starts_with("aws:") || tags.len() == BUCKET_TAGS_MAX {
            return Err(errors::invalid_tag("The tags provided are not valid."));
        }
        tags.push((name.to_owned(), value.to_owned()));
    }
    Ok(tags)
}

pub fn tag(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let mut point = find(ctx, input)?;
    let tags = &mut point.row.tags;
    let more = read_tags(input)?;
    tags.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    tags.extend(more);
    for key in input.list("TagKeys").unwrap_or_default() {
        tags.retain(|(name, _)| Some(name.as_str()) != key.as_str());
    }
    if tags.len() > BUCKET_TAGS_MAX {
        return Err(errors::invalid_tag("The tags provided are not valid."));
    }
    save(ctx, &point);
    Ok(Struct::new())
}

pub fn list_tags(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let point = find(ctx, input)?;
    let pair = |(name, value): &(String, String)| {
        Struct::new().with("Key", name.as_str()).with("Value", value.as_str())
    };
    Ok(Struct::new().with("Tags", point.row.tags.iter().map(pair).collect::<Vec<_>>()))
}

// The account's public access block.

pub fn read_block(given: &Struct) -> PublicAccess {
    let has = |name: &str| given.bool(name) == Some(true);
    PublicAccess {
        blocks_acls: has("BlockPublicAcls"),
        ignores_acls: has("IgnorePublicAcls"),
        blocks_policies: has("BlockPublicPolicy"),
        restricts_buckets: has("RestrictPublicBuckets"),
    }
}

pub fn show_block(block: PublicAccess) -> Struct {
    Struct::new()
        .with("BlockPublicAcls", block.blocks_acls)
        .with("IgnorePublicAcls", block.ignores_acls)
        .with("BlockPublicPolicy", block.blocks_policies)
        .with("RestrictPublicBuckets", block.restricts_buckets)
}

pub fn put_account_block(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let given = input.structure(BLOCK).ok_or_else(errors::malformed_xml)?;
    let bits = u64::from(read_block(given).bits());
    ctx.table_mut(&ACCOUNT_BLOCK).put(&(), &bits);
    Ok(Struct::new())
}

pub fn get_account_block(ctx: &mut Ctx, _: &Struct) -> OpResult {
    let bits = ctx.table(&ACCOUNT_BLOCK).get(&())?.ok_or_else(|| {
        ApiError::new(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        )
        .with_status(404)
        .with_member("AccountId", ctx.account().as_str())
    })?;
    Ok(Struct::new().with(BLOCK, show_block(PublicAccess::from_bits(bits as u8))))
}

pub fn delete_account_block(ctx: &mut Ctx, _: &Struct) -> OpResult {
    ctx.table_mut(&ACCOUNT_BLOCK).delete(&());
    Ok(Struct::new())
}

/// The aliases of an account that is reset; all other rows go with the account's own range.
pub fn forget_aliases(ctx: &mut Ctx, account: Option<AccountId>) -> Result<(), ApiError> {
    let rows = ctx.table(&POINT_ALIASES).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    for (alias, row) in rows {
        if account.is_none_or(|account| account.as_str() == row.account) {
            ctx.table_mut(&POINT_ALIASES).delete(alias.as_str());
        }
    }
    Ok(())
}
