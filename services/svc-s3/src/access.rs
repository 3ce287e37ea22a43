//! Who may do what: the door asks [`of`] before every operation.
//!
//! A bucket is found by its name wherever it is, whoever owns it; what comes next runs in its
//! owner's account. S3 asks the authorizer by itself, since one operation may need several
//! permissions, since an object may belong to another account than its bucket, and since access
//! control lists have a word in it: what they grant joins the bucket's policy as a statement.
//!
//! Source: S3 User Guide, "How Amazon S3 authorizes a request", "Required permissions for Amazon
//! S3 API operations".

use kernel::access::Access;
use kernel::{AccountId, ApiError, Ctx, Principal, Struct};
use serde_json::{Value as Json, json};

use crate::abac;
use crate::accelerate;
use crate::access_actions::{self, Target};
use crate::access_keys::{self, Key};
use crate::bucket::{self, Bucket};
use crate::bucket_policy;
use crate::errors;
use crate::names;
use crate::state::VersionRow;
use crate::state_settings::{Feature, Grantee};
use crate::versions;

/// Operations that tell whether an object exists.
const REVEALING: [&str; 10] = [
    "GetObject",
    "HeadObject",
    "GetObjectAttributes",
    "GetObjectAcl",
    "GetObjectTagging",
    "GetObjectRetention",
    "GetObjectLegalHold",
    "GetObjectTorrent",
    "SelectObjectContent",
    "RestoreObject",
];

/// Authorizes a call and moves it to the account of the bucket's owner.
pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let Some(target) = access_actions::of(operation, input) else {
        return Err(errors::access_denied());
    };
    let name = input.str("Bucket").unwrap_or("");
    match &target {
        Target::Account(_) if *ctx.principal() == Principal::Anonymous => {
            return Err(errors::access_denied());
        }
        Target::Account(action) => return Ok(Some(Access::new(ctx, *action, "*"))),
        Target::NewBucket(actions) => {
            authorize_new(ctx, name, actions, input)?;
            return Ok(None);
        }
        Target::Bucket(_) | Target::Object(_) | Target::Batch => {}
    }
    let bucket = bucket::find(ctx, name)?;
    ctx.concerns(name);
    if bucket.wants_requests() {
        ctx.origin().wants_log.set();
    }
    if bucket.region() != ctx.region() && operation != "GetBucketLocation" {
        return Err(errors::permanent_redirect(name, &bucket.row.region));
    }
    accelerate::check(ctx, &bucket, operation)?;
    if let Some(point) = &bucket.point {
        point.check_operation(operation)?;
    }
    check_owner(&bucket, input.str("ExpectedBucketOwner"))?;
    check_payment(ctx, &bucket, input.str("RequestPayer"))?;
    let keys = || {
        let mut keys = access_keys::of_input(ctx.now(), input);
        keys.extend(access_keys::creation(operation));
        keys
    };
    match target {
        Target::Bucket(actions) => {
            let mut keys = if is_plain(ctx, &bucket) { Vec::new() } else { keys() };
            if operation == "PutBucketTagging" {
                keys.extend(access_keys::bucket_tags(input));
            }
            for action in actions {
                authorize(ctx, &Asked::of_bucket(&bucket, action, keys.clone()))?;
            }
        }
        Target::Object(actions) => {
            let object = ObjectAsked {
                bucket: &bucket,
                key: input.str("Key").unwrap_or(""),
                version_id: input.str("VersionId"),
                is_revealing: REVEALING.contains(&operation),
            };
            authorize_object(ctx, object, &actions, keys)?;
        }
        Target::Account(_) | Target::NewBucket(_) | Target::Batch => {}
    }
    ctx.enter_account(bucket.owner());
    Ok(None)
}

/// The root of a bucket's owner with nothing that could deny it anything: most calls by far.
fn is_plain(ctx: &Ctx<'_>, bucket: &Bucket) -> bool {
    *ctx.principal() == Principal::Root(bucket.owner())
        && !bucket.has(Feature::Policy)
        && bucket.point.is_none()
}

fn authorize_new(
    ctx: &Ctx<'_>,
    name: &str,
    actions: &[&'static str],
    input: &Struct,
) -> Result<(), ApiError> {
    let resource = format!("arn:{}:s3:::{name}", ctx.region().partition());
    for action in actions {
        let mut access = Access::new(ctx, *action, &*resource);
        access.keys = access_keys::of_input(ctx.now(), input);
        access.keys.extend(access_keys::bucket_tags(input));
        ctx.authorize(&access).map_err(|error| refusal(ctx, ctx.account(), &resource, &error))?;
    }
    Ok(())
}

/// Holds `x-amz-expected-bucket-owner` against the bucket's owner.
pub fn check_owner(bucket: &Bucket, expected: Option<&str>) -> Result<(), ApiError> {
    let Some(expected) = expected else { return Ok(()) };
    if AccountId::parse(expected).is_none() {
        return Err(errors::invalid_expected_owner(expected));
    }
    if expected == bucket.owner().as_str() { Ok(()) } else { Err(errors::access_denied()) }
}

/// Whoever is not the owner must have said that they pay.
fn check_payment(ctx: &Ctx<'_>, bucket: &Bucket, payer: Option<&str>) -> Result<(), ApiError> {
    if !bucket.is_requester_paying() {
        return Ok(());
    }
    let says_so = payer == Some("requester");
    match ctx.principal() {
        Principal::Service(_) => Ok(()),
        principal if principal.account() == Some(bucket.owner()) => Ok(()),
        Principal::Anonymous => Err(errors::access_denied()),
        _ if says_so => Ok(()),
        _ => Err(errors::access_denied()),
    }
}

/// `requester`, where the request was charged to who has sent it.
pub fn charged(ctx: &Ctx<'_>, bucket: &Bucket, payer: Option<&str>) -> Option<&'static str> {
    let is_others = ctx.principal().account() != Some(bucket.owner());
    (bucket.is_requester_paying() && is_others && payer == Some("requester")).then_some("requester")
}

/// An object that an operation names.
#[derive(Clone, Copy, Debug)]
pub struct ObjectAsked<'a> {
    pub bucket: &'a Bucket,
    pub key: &'a str,
    pub version_id: Option<&'a str>,
    /// Whoever may not list the bucket is not told that the object is not there.
    pub is_revealing: bool,
}

/// Asks for each of the actions on an object, which need not exist.
pub fn authorize_object(
    ctx: &Ctx<'_>,
    object: ObjectAsked<'_>,
    actions: &[&'static str],
    keys: impl FnOnce() -> Vec<Key>,
) -> Result<(), ApiError> {
    let bucket = object.bucket;
    let resource = Resource { bucket, key: Some(object.key) };
    if is_plain(ctx, bucket) && !bucket.has_acls() {
        for action in actions {
            authorize(ctx, &Asked::of(resource, action, Vec::new()))?;
        }
        return Ok(());
    }
    let row = existing(ctx, object)?;
    let mut keys = keys();
    if let Some(stored) = row.as_ref().and_then(|row| row.object.as_ref()) {
        keys.extend(access_keys::existing_tags(&stored.tags));
    }
    for action in actions {
        let mut asked = Asked::of(resource, action, keys.clone());
        asked.row = row.as_ref();
        authorize(ctx, &asked)?;
    }
    if row.is_none() && object.is_revealing {
        check_bucket(ctx, bucket, "s3:ListBucket")?;
    }
    Ok(())
}

/// Whether a visitor of a website may see the object.
pub fn authorize_visit(ctx: &Ctx<'_>, bucket: &Bucket, key: &str) -> Result<(), ApiError> {
    check_payment(ctx, bucket, None)?;
    let object = ObjectAsked { bucket, key, version_id: None, is_revealing: true };
    authorize_object(ctx, object, &["s3:GetObject"], Vec::new)
}

/// Whether the caller may read what it wants to copy. Its tags are asked for where it has any.
pub fn authorize_source(
    ctx: &Ctx<'_>,
    object: ObjectAsked<'_>,
    payer: Option<&str>,
    asks_tags: bool,
) -> Result<(), ApiError> {
    check_payment(ctx, object.bucket, payer)?;
    let is_versioned = object.version_id.is_some();
    let action = if is_versioned { "s3:GetObjectVersion" } else { "s3:GetObject" };
    authorize_object(ctx, object, &[action], Vec::new)?;
    let has_tags = || {
        let row = existing(ctx, object)?;
        Ok::<_, ApiError>(row.and_then(|row| row.object).is_some_and(|it| !it.tags.is_empty()))
    };
    if !asks_tags || is_plain(ctx, object.bucket) || !has_tags()? {
        return Ok(());
    }
    let action = if is_versioned { "s3:GetObjectVersionTagging" } else { "s3:GetObjectTagging" };
    authorize_object(ctx, object, &[action], Vec::new)
}

fn existing(ctx: &Ctx<'_>, object: ObjectAsked<'_>) -> Result<Option<VersionRow>, ApiError> {
    let ObjectAsked { bucket, key, .. } = object;
    match object.version_id {
        None => versions::current(ctx, bucket, key),
        // What is wrong with an id, the operation says.
        Some(id) => match names::parse_version_id(id) {
            Ok(id) => versions::find_version(ctx, bucket, key, id),
            Err(_) => Ok(None),
        },
    }
}

/// Whether the caller may do this to the bucket; for what operations need besides.
pub fn check_bucket(ctx: &Ctx<'_>, bucket: &Bucket, action: &'static str) -> Result<(), ApiError> {
    authorize(ctx, &Asked::of_bucket(bucket, action, Vec::new()))
}

#[derive(Clone, Copy, Debug)]
struct Resource<'a> {
    bucket: &'a Bucket,
    key: Option<&'a str>,
}

/// One question.
#[derive(Debug)]
struct Asked<'a> {
    on: Resource<'a>,
    action: &'static str,
    keys: Vec<Key>,
    /// The version that is acted on, if there is one.
    row: Option<&'a VersionRow>,
}

impl<'a> Asked<'a> {
    fn of(on: Resource<'a>, action: &'static str, keys: Vec<Key>) -> Asked<'a> {
        Asked { on, action, keys, row: None }
    }

    fn of_bucket(bucket: &'a Bucket, action: &'static str, keys: Vec<Key>) -> Asked<'a> {
        Asked::of(Resource { bucket, key: None }, action, keys)
    }
}

fn authorize(ctx: &Ctx<'_>, asked: &Asked<'_>) -> Result<(), ApiError> {
    let bucket = asked.on.bucket;
    if is_plain(ctx, bucket) && !bucket.has_acls() && ctx.is_unbound_root(bucket.owner()) {
        return Ok(());
    }
    let mut keys = asked.keys.clone();
    if let Some(point) = &bucket.point {
        keys.extend(point.keys());
        point.authorize(ctx, asked.action, asked.on.key, &keys)?;
    }
    keys.extend(abac::keys(bucket));
    keys.push(("s3:ResourceAccount".into(), bucket.owner().to_string()));
    let resource = match asked.on.key {
        Some(key) => format!("{}/{key}", bucket.arn()),
        None => bucket.arn(),
    };
    let object = asked.row.and_then(|row| row.object.as_ref());
    // What is made belongs to who makes it; what is read or changed, to who has made it. Removing
    // is up to the bucket's owner (User Guide, "Bucket owner … can delete any object").
    let owner = match object {
        Some(object)
            if !asked.action.starts_with("s3:Delete") && asked.action != "s3:PutObject" =>
        {
            object.owner(bucket)
        }
        _ => bucket.owner(),
    };
    let access = Access::new(ctx, asked.action, &*resource)
        .owned_by(owner)
        .with_policy(policy(ctx, asked, owner)?);
    let access = Access { keys, ..access };
    ctx.authorize(&access).map_err(|error| refusal(ctx, owner, &resource, &error))
}

/// The policy that decides: the bucket's, and what access control lists grant the caller.
fn policy(ctx: &Ctx<'_>, asked: &Asked<'_>, owner: AccountId) -> Result<Option<String>, ApiError> {
    let bucket = asked.on.bucket;
    let principal = ctx.principal();
    let text = match bucket_policy::of(ctx, bucket)? {
        Some(_) if bucket_policy::is_beyond_policies(principal, bucket, asked.action) => None,
        text => text,
    };
    let is_public = bucket.row.settings.as_ref().is_some_and(|it| it.is_policy_public);
    let is_insider = principal.account() == Some(bucket.owner());
    if is_public
        && bucket.all_public_access(ctx)?.restricts_buckets
        && !is_insider
        && !matches!(principal, Principal::Service(_))
    {
        return Err(errors::access_denied());
    }
    let is_others = owner != bucket.owner();
    let granted = granted(ctx, asked)?;
    if !is_others && granted.is_none() {
        return Ok(text);
    }
    let mut statements = match text.as_deref().map(serde_json::from_str::<Json>) {
        None => Vec::new(),
        Some(document) => match document.unwrap_or_default()["Statement"].take() {
            Json::Array(statements) => statements,
            statement => vec![statement],
        },
    };
    if is_others {
        // A bucket's owner can deny access to what belongs to others, and not give it.
        statements.retain(|statement| statement["Effect"] == "Deny");
    }
    statements.extend(granted);
    if statements.is_empty() {
        return Ok(None);
    }
    Ok(Some(json!({"Version": "2012-10-17", "Statement": statements}).to_string()))
}

/// What access control lists say of the caller, as a statement.
fn granted(ctx: &Ctx<'_>, asked: &Asked<'_>) -> Result<Option<Json>, ApiError> {
    let bucket = asked.on.bucket;
    if !bucket.has_acls() {
        return Ok(None);
    }
    let ignores_public = bucket.all_public_access(ctx)?.ignores_acls;
    Ok(granted_by_list(ctx, asked, ignores_public))
}

fn granted_by_list(ctx: &Ctx<'_>, asked: &Asked<'_>, ignores_public: bool) -> Option<Json> {
    let bucket = asked.on.bucket;
    let means = access_actions::acl_permission(asked.action)?;
    let principal = ctx.principal();
    let object = asked.row.and_then(|row| row.object.as_ref());
    let acl = if means.is_objects {
        object?.acl()
    } else {
        // By a list one may write over one's own objects only.
        let is_own = object.is_none_or(|object| principal.account() == Some(object.owner(bucket)));
        bucket.row.settings.as_ref().and_then(|it| it.acl.as_ref()).filter(|_| is_own)
    };
    let grantee = acl?.granted(principal, means.permission, ignores_public)?;
    let who = match (grantee, principal.account()) {
        // The account; who in it may is for the account to say.
        (Grantee::User(_), Some(account)) => json!({"AWS": account.as_str()}),
        _ => json!("*"),
    };
    Some(json!({"Effect": "Allow", "Principal": who, "Action": "s3:*", "Resource": "*"}))
}

/// What a refusal tells: reasons only to callers of the owner's account.
///
/// Source: User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".
fn refusal(ctx: &Ctx<'_>, owner: AccountId, resource: &str, error: &ApiError) -> ApiError {
    if ctx.principal().account() != Some(owner) {
        return errors::access_denied();
    }
    let plain = format!("on resource: {resource}");
    let quoted = format!("on resource: \"{resource}\"");
    ApiError::new("AccessDenied", error.message().replacen(&plain, &quoted, 1)).with_status(403)
}
