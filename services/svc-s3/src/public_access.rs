//! The public access block of a bucket, and what counts as public in a policy.
//!
//! Source: S3 User Guide, "Blocking public access to your Amazon S3 storage", there "The meaning
//! of 'public'".

use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::{
    DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetPublicAccessBlockInput,
    GetPublicAccessBlockOutput, PublicAccessBlockConfigurationBuilder, PutPublicAccessBlockInput,
    PutPublicAccessBlockOutput,
};
use crate::bucket;
use crate::state_settings::{PublicAccess, SettingsRow};

/// Operators that hold a key against the values given, and nothing else.
const FIXING_OPERATORS: [&str; 9] = [
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "ArnEquals",
    "ArnLike",
    "IpAddress",
    "ForAnyValue:StringEquals",
    "ForAnyValue:StringLike",
    "ForAnyValue:ArnEquals",
];

/// The narrowest prefixes that still count as the whole internet.
const IPV4_BITS_MIN: u8 = 8;
const IPV6_BITS_MIN: u8 = 32;

pub fn put_public_access_block(
    ctx: &mut Ctx,
    input: PutPublicAccessBlockInput<'_>,
) -> Result<PutPublicAccessBlockOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.public_access_block_configuration();
    let access = PublicAccess {
        blocks_acls: given.block_public_acls() == Some(true),
        ignores_acls: given.ignore_public_acls() == Some(true),
        blocks_policies: given.block_public_policy() == Some(true),
        restricts_buckets: given.restrict_public_buckets() == Some(true),
    };
    bucket.change(ctx, |settings| settings.set_public_access(Some(access)));
    Ok(PutPublicAccessBlockOutput::new())
}

pub fn get_public_access_block(
    ctx: &mut Ctx,
    input: GetPublicAccessBlockInput<'_>,
) -> Result<GetPublicAccessBlockOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let settings = bucket.row.settings.as_deref();
    let access = settings.map_or(Some(PublicAccess::ALL), SettingsRow::public_access);
    let Some(access) = access else {
        return Err(ApiError::new(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        )
        .with_status(404)
        .with_member("BucketName", bucket.name));
    };
    Ok(GetPublicAccessBlockOutput::new().public_access_block_configuration(
        PublicAccessBlockConfigurationBuilder::new()
            .block_public_acls(access.blocks_acls)
            .ignore_public_acls(access.ignores_acls)
            .block_public_policy(access.blocks_policies)
            .restrict_public_buckets(access.restricts_buckets),
    ))
}

pub fn delete_public_access_block(
    ctx: &mut Ctx,
    input: DeletePublicAccessBlockInput<'_>,
) -> Result<DeletePublicAccessBlockOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    bucket.change(ctx, |settings| settings.set_public_access(None));
    Ok(DeletePublicAccessBlockOutput::new())
}

/// Whether a bucket policy lets in people whom nobody can name. The policy is well formed.
pub fn is_public(policy: &str) -> bool {
    let Ok(document) = serde_json::from_str::<Json>(policy) else { return true };
    list(&document["Statement"]).iter().any(is_public_statement)
}

/// One value or a list of them.
fn list(json: &Json) -> &[Json] {
    match json {
        Json::Array(items) => items,
        item => std::slice::from_ref(item),
    }
}

fn is_public_statement(statement: &Json) -> bool {
    statement["Effect"] == "Allow" && means_anybody(statement) && !is_narrowed(statement)
}

fn means_anybody(statement: &Json) -> bool {
    let principal = &statement["Principal"];
    let Json::Object(kinds) = principal else {
        // `*`, or `NotPrincipal`.
        return true;
    };
    kinds.iter().any(|(kind, values)| {
        kind == "Federated" || list(values).iter().filter_map(Json::as_str).any(|id| id == "*")
    })
}

fn is_narrowed(statement: &Json) -> bool {
    let Json::Object(operators) = &statement["Condition"] else { return false };
    let fixing = operators.iter().filter(|(operator, _)| {
        FIXING_OPERATORS.iter().any(|known| known.eq_ignore_ascii_case(operator))
    });
    fixing.filter_map(|(_, keys)| keys.as_object()).flatten().any(|(key, values)| {
        let key = key.to_ascii_lowercase();
        policy::public::FIXING_KEYS.contains(&key.as_str())
            && list(values).iter().all(|value| value.as_str().is_some_and(|it| is_fixed(&key, it)))
    })
}

/// Whether a value names something in particular.
fn is_fixed(key: &str, value: &str) -> bool {
    match key {
        "aws:sourceip" | "aws:vpcsourceip" => is_narrow_network(value),
        // "outside the pattern AROLEID:*": any session of one role is fixed enough.
        "aws:userid" => {
            let bare = value.strip_suffix(":*").unwrap_or(value);
            !has_wildcard(bare)
        }
        // The name of an access point may be anything where its account is fixed.
        "s3:dataaccesspointarn" => {
            value.split(':').nth(4).is_some_and(|it| !it.is_empty() && !has_wildcard(it))
        }
        _ => !has_wildcard(value),
    }
}

fn has_wildcard(value: &str) -> bool {
    value.contains(['*', '?']) || value.contains("${")
}

fn is_narrow_network(value: &str) -> bool {
    const PRIVATE: [&str; 3] = ["10.", "172.", "192.168."];
    let (address, bits) = match value.split_once('/') {
        Some((address, bits)) => (address, bits.parse::<u8>().ok()),
        None => (value, Some(u8::MAX)),
    };
    let Some(bits) = bits else { return false };
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => {
            bits >= IPV4_BITS_MIN || PRIVATE.iter().any(|start| address.starts_with(start))
        }
        Ok(std::net::IpAddr::V6(_)) => bits >= IPV6_BITS_MIN,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(principal: &str, condition: &str) -> bool {
        is_public(&format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:PutObject",
            "Resource":"*","Condition":{condition}}}]}}"#
        ))
    }

    /// The examples of the User Guide's page, and what its lists say.
    #[test]
    fn public_is_what_the_guide_calls_so() {
        assert!(with(r#"{"Federated":"graph.facebook.com"}"#, "{}"));
        assert!(with(r#""*""#, "{}"));
        assert!(with(r#"{"AWS":["*"]}"#, "{}"));
        assert!(with(r#""*""#, r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#));
        assert!(!with(r#""*""#, r#"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#));
        assert!(!with(r#"{"AWS":"111111111111"}"#, "{}"));
        assert!(!with(r#"{"Service":"s3.amazonaws.com"}"#, "{}"));
        assert!(with(r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#));
        assert!(!with(r#""*""#, r#"{"IpAddress":{"aws:SourceIp":["54.0.0.0/8","10.1.2.3"]}}"#));
        assert!(with(r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"2001:db8::/16"}}"#));
        assert!(with(r#""*""#, r#"{"StringNotEquals":{"aws:SourceAccount":"111111111111"}}"#));
        assert!(with(r#""*""#, r#"{"Bool":{"aws:SecureTransport":"true"}}"#));
    }
}
