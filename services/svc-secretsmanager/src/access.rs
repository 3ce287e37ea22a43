//! On which secret an operation acts, and what policies may ask.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets
//! Manager".

use kernel::{Access, ApiError, Ctx, Struct, Value};

use crate::locate;
use crate::state::Secret;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("secretsmanager:{operation}");
    let access = match operation {
        "BatchGetSecretValue" | "GetRandomPassword" | "ListSecrets" => {
            return Ok(Some(Access::new(ctx, action, "*")));
        }
        "CreateSecret" => {
            let name = input.str("Name").unwrap_or_default();
            let arn = ctx.arn(&format!("secret:{name}-??????")).to_string();
            Access::new(ctx, action, arn).with_key("secretsmanager:Name", name)
        }
        "ValidateResourcePolicy" if input.str("SecretId").is_none() => {
            return Ok(Some(Access::new(ctx, action, "*")));
        }
        _ => to_secret(ctx, &action, input.str("SecretId").unwrap_or_default())?,
    };
    Ok(Some(with_request(access, input)))
}

/// Access to a secret, which need not exist: the operation says so.
pub fn to_secret(ctx: &Ctx<'_>, action: &str, id: &str) -> Result<Access, ApiError> {
    let Some(secret) = locate::find(ctx, id)? else {
        let access = Access::new(ctx, action, id);
        return Ok(match locate::owner(ctx, id) {
            Some(owner) => access.owned_by(owner),
            None => access,
        });
    };
    Ok(with_secret(Access::new(ctx, action, secret.arn()), &secret))
}

fn with_secret(access: Access, secret: &Secret) -> Access {
    let mut access = access
        .owned_by(secret.account)
        .with_policy(secret.row.policy.clone())
        .with_key("secretsmanager:SecretId", secret.arn());
    if let Some(rotation) = &secret.row.rotation {
        let function = rotation.function.clone();
        access = access.with_key("secretsmanager:resource/AllowRotationLambdaArn", function);
    }
    if let Some(region) = &secret.row.primary_region {
        access = access.with_key("secretsmanager:SecretPrimaryRegion", region.clone());
    }
    for (tag, value) in &secret.row.tags {
        access = access
            .with_key(format!("secretsmanager:ResourceTag/{tag}"), value.clone())
            .with_key(format!("aws:ResourceTag/{tag}"), value.clone());
    }
    access
}

fn with_request(mut access: Access, input: &Struct) -> Access {
    for (member, key) in [
        ("Description", "secretsmanager:Description"),
        ("KmsKeyId", "secretsmanager:KmsKeyArn"),
        ("VersionId", "secretsmanager:VersionId"),
        ("VersionStage", "secretsmanager:VersionStage"),
        ("RotationLambdaARN", "secretsmanager:RotationLambdaARN"),
    ] {
        if let Some(value) = input.str(member) {
            access = access.with_key(key, value);
        }
    }
    for (member, key) in [
        ("BlockPublicPolicy", "secretsmanager:BlockPublicPolicy"),
        ("ForceDeleteWithoutRecovery", "secretsmanager:ForceDeleteWithoutRecovery"),
        ("ForceOverwriteReplicaSecret", "secretsmanager:ForceOverwriteReplicaSecret"),
        ("RotateImmediately", "secretsmanager:RotateImmediately"),
    ] {
        if let Some(value) = input.bool(member) {
            access = access.with_key(key, if value { "true" } else { "false" });
        }
    }
    if let Some(days) = input.int("RecoveryWindowInDays") {
        access = access.with_key("secretsmanager:RecoveryWindowInDays", days.to_string());
    }
    for replica in structs(input, "AddReplicaRegions") {
        let region = replica.str("Region").unwrap_or_default();
        access = access.with_key("secretsmanager:AddReplicaRegions", region);
    }
    for tag in structs(input, "Tags") {
        let key = tag.str("Key").unwrap_or_default();
        let value = tag.str("Value").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}

fn structs<'a>(input: &'a Struct, member: &str) -> impl Iterator<Item = &'a Struct> {
    input.list(member).unwrap_or_default().iter().filter_map(Value::as_struct)
}
