//! Bucket policies: what one may say, and the operations that set and show it.
//!
//! The language is read by crate `policy`; here is what S3 asks beyond it, in S3's words. Source:
//! S3 User Guide, "Bucket policies", "Policies and permissions in Amazon S3"; the words of
//! refusals are those that users of the service quote.

use bytes::Bytes;
use kernel::{ApiError, Ctx, Principal};
use policy::{Fault, Kind, Policy, Statement};

use crate::access;
use crate::access_actions;
use crate::access_keys;
use crate::api::{
    DeleteBucketPolicyInput, DeleteBucketPolicyOutput, GetBucketPolicyInput, GetBucketPolicyOutput,
    GetBucketPolicyStatusInput, GetBucketPolicyStatusOutput, PolicyStatusBuilder,
    PutBucketPolicyInput, PutBucketPolicyOutput,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::limits::POLICY_BYTES_MAX;
use crate::public_access;
use crate::state_settings::{Feature, POLICIES};

pub fn put_bucket_policy(
    ctx: &mut Ctx,
    input: PutBucketPolicyInput<'_>,
) -> Result<PutBucketPolicyOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    check_is_owners(ctx, &bucket)?;
    let text = input.policy();
    check(text, &bucket.arn(), "/")?;
    check_principals(ctx, text)?;
    let is_public = public_access::is_public(text);
    if is_public && bucket.all_public_access(ctx)?.blocks_policies {
        return Err(errors::public_policy_blocked(ctx, &bucket));
    }
    let bound = ctx.bind_policy(text)?;
    ctx.table_mut(&POLICIES).put(&bucket.row.id, &Bytes::from(bound));
    bucket.change(ctx, |settings| {
        settings.set(Feature::Policy, true);
        settings.is_policy_public = is_public;
    });
    if input.confirm_remove_self_bucket_access() != Some(true) {
        access::check_bucket(ctx, &bucket, "s3:PutBucketPolicy").map_err(|_| {
            malformed(
                "The policy would keep you from changing it; confirm that you want to remove \
                 your own access.",
            )
        })?;
    }
    // The model says 200; the service answers so.
    let mut output = PutBucketPolicyOutput::new();
    output.0.set(":status", 204);
    Ok(output)
}

/// Source: API Reference, PutBucketPolicy: identities of other accounts get 405. A service belongs
/// to no account: what the policy lets it do, it may.
fn check_is_owners(ctx: &Ctx, bucket: &Bucket) -> Result<(), ApiError> {
    match ctx.principal() {
        Principal::Service(_) => Ok(()),
        principal if principal.account() == Some(bucket.owner()) => Ok(()),
        _ => Err(errors::method_not_allowed("BUCKETPOLICY")),
    }
}

/// The text of the bucket's policy, if it has one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<String>, ApiError> {
    if !bucket.has(Feature::Policy) {
        return Ok(None);
    }
    let bytes = ctx.table_in(&POLICIES, bucket.scope).get(&bucket.row.id)?;
    let text = |bytes: Bytes| String::from_utf8(bytes.into()).expect("text was written");
    Ok(bytes.map(text))
}

fn find(ctx: &Ctx, bucket: &Bucket) -> Result<String, ApiError> {
    of(ctx, bucket)?.ok_or_else(|| {
        ApiError::new("NoSuchBucketPolicy", "The bucket policy does not exist")
            .with_status(404)
            .with_member("BucketName", &bucket.name)
    })
}

pub fn get_bucket_policy(
    ctx: &mut Ctx,
    input: GetBucketPolicyInput<'_>,
) -> Result<GetBucketPolicyOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    check_is_owners(ctx, &bucket)?;
    let bound = find(ctx, &bucket)?;
    Ok(GetBucketPolicyOutput::new().policy(ctx.show_policy(&bound)?))
}

pub fn get_bucket_policy_status(
    ctx: &mut Ctx,
    input: GetBucketPolicyStatusInput<'_>,
) -> Result<GetBucketPolicyStatusOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    find(ctx, &bucket)?;
    let is_public = bucket.row.settings.as_ref().is_some_and(|it| it.is_policy_public);
    let status = PolicyStatusBuilder::new().is_public(is_public);
    Ok(GetBucketPolicyStatusOutput::new().policy_status(status))
}

pub fn delete_bucket_policy(
    ctx: &mut Ctx,
    input: DeleteBucketPolicyInput<'_>,
) -> Result<DeleteBucketPolicyOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    check_is_owners(ctx, &bucket)?;
    ctx.table_mut(&POLICIES).delete(&bucket.row.id);
    bucket.change(ctx, |settings| {
        settings.set(Feature::Policy, false);
        settings.is_policy_public = false;
    });
    Ok(DeleteBucketPolicyOutput::new())
}

/// Whether the root of the bucket's owner calls, or a session of it, whom no bucket policy can keep
/// from these.
pub fn is_beyond_policies(principal: &Principal, bucket: &Bucket, action: &str) -> bool {
    matches!(action, "s3:GetBucketPolicy" | "s3:PutBucketPolicy" | "s3:DeleteBucketPolicy")
        && match principal {
            Principal::Root(account) => *account == bucket.owner(),
            Principal::Identity(it) => it.account == bucket.owner() && it.arn.ends_with(":root"),
            Principal::Anonymous | Principal::Service(_) => false,
        }
}

fn malformed(message: impl Into<String>) -> ApiError {
    ApiError::new("MalformedPolicy", message)
}

/// Refuses a policy that an access point does not take: as of a bucket, of other resources.
pub fn check_of_point(text: &str, arn: &str) -> Result<(), ApiError> {
    check(text, arn, "/object/")
}

/// Refuses a policy that S3 does not take. `before_key` is what lies between the ARN and the key
/// of an object.
fn check(text: &str, arn: &str, before_key: &str) -> Result<(), ApiError> {
    if text.len() > POLICY_BYTES_MAX {
        return Err(malformed(format!(
            "Normalized policy document exceeds the maximum allowed size of {POLICY_BYTES_MAX} \
             bytes."
        )));
    }
    if !text.trim_start().starts_with('{') {
        return Err(not_json());
    }
    let policy = Policy::parse(text, Kind::Resource).map_err(|error| match error.fault {
        Fault::Missing("Statement") if has_empty_statement(text) => {
            malformed("Could not parse the policy: Statement is empty!")
        }
        fault => refusal(&fault),
    })?;
    policy.statements.iter().try_for_each(|it| check_statement(it, arn, before_key))
}

fn has_empty_statement(text: &str) -> bool {
    let document: Option<serde_json::Value> = serde_json::from_str(text).ok();
    document.is_some_and(|it| it["Statement"].as_array().is_some_and(Vec::is_empty))
}

fn not_json() -> ApiError {
    malformed("Policies must be valid JSON and the first byte must be '{'")
}

fn refusal(fault: &Fault) -> ApiError {
    match fault {
        Fault::NotJson => not_json(),
        Fault::Missing(field) => malformed(format!("Missing required field {field}")),
        Fault::Unknown(field) => malformed(format!("Unknown field {field}")),
        Fault::Version(_) => malformed("The policy must contain a valid version string"),
        Fault::Effect(effect) => malformed(format!("Invalid effect: {effect}")),
        Fault::Resource(resource) => invalid_resource(resource),
        Fault::Principal(kind, text) => invalid_principal(kind, text),
        Fault::Operator(operator) => malformed(format!("Invalid Condition type : {operator}")),
        Fault::NoVendor(_) => malformed("Policy has invalid action"),
        _ => malformed("Invalid policy syntax."),
    }
}

fn invalid_principal(kind: &str, text: &str) -> ApiError {
    malformed("Invalid principal in policy")
        .with_member("Detail", format!("\"{kind}\" : \"{text}\""))
}

/// Refuses a policy that names a user or a role who is not there.
pub fn check_principals(ctx: &Ctx, text: &str) -> Result<(), ApiError> {
    match ctx.unknown_principal(text)? {
        Some(principal) => Err(invalid_principal("AWS", &principal)),
        None => Ok(()),
    }
}

fn invalid_resource(resource: &str) -> ApiError {
    malformed("Policy has invalid resource").with_member("Detail", resource)
}

fn check_statement(statement: &Statement, arn: &str, before_key: &str) -> Result<(), ApiError> {
    let mut covers_bucket = false;
    let mut covers_objects = false;
    for resource in statement.resources.iter().flat_map(|choice| &choice.list) {
        let text = resource.text();
        let rest = text.strip_prefix(arn);
        if text == "*" {
            (covers_bucket, covers_objects) = (true, true);
        } else if rest == Some("") {
            covers_bucket = true;
        } else if rest.is_some_and(|rest| rest.starts_with(before_key)) {
            covers_objects = true;
        } else if rest.is_some_and(|rest| rest.starts_with('*')) {
            (covers_bucket, covers_objects) = (true, true);
        } else {
            return Err(invalid_resource(text));
        }
    }
    for condition in &statement.conditions {
        access_keys::check(&condition.key)?;
    }
    for action in &statement.actions.list {
        let text = action.text();
        let kinds = access_actions::kinds_meant(text);
        if !kinds.of_buckets && !kinds.of_objects {
            return Err(malformed("Policy has invalid action").with_member("Detail", text));
        }
        let applies = kinds.of_buckets && covers_bucket || kinds.of_objects && covers_objects;
        if !applies && !statement.actions.is_exclusion {
            return Err(malformed("Action does not apply to any resource(s) in statement"));
        }
    }
    Ok(())
}
