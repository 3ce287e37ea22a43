//! On what an operation acts, in the words of policies.
//!
//! Source: "Actions, resources, and condition keys for AWS Identity and Access Management" (Service
//! Authorization Reference). Lists are refused as AWS words them: on `user/`, `role/`, ….

use auth::credentials::{self, KeyKind};
use auth::directory::{self, GROUPS, MFA_DEVICES, ROLES, USERS};
use kernel::{Access, ApiError, Ctx, Principal, Struct, Value};

use crate::common::arn;
use crate::delegated_session;
use crate::delegation_access;
use crate::root_password;
use crate::state::{INSTANCE_PROFILES, SERVER_CERTIFICATES};
use crate::user::{self, Caller};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    if is_identity_center(ctx) {
        return Ok(None);
    }
    check_session(ctx)?;
    if let Some(found) = delegation_access::of(ctx, operation, input)? {
        return Ok(found);
    }
    let resource = resource(ctx, operation, input)?;
    let mut access = Access::new(ctx, format!("iam:{operation}"), resource);
    let is_attachment = operation.starts_with("Attach") || operation.starts_with("Detach");
    for (member, key) in [
        ("PermissionsBoundary", "iam:PermissionsBoundary"),
        ("AWSServiceName", "iam:AWSServiceName"),
    ] {
        if let Some(value) = input.str(member) {
            access = access.with_key(key, value);
        }
    }
    if let Some(policy) = input.str("PolicyArn").filter(|_| is_attachment) {
        access = access.with_key("iam:PolicyARN", policy);
    }
    let access = with_request_tags(access, input);
    with_own(ctx, access, input).map(Some)
}

/// IAM Identity Center acts in the accounts to which it gives access by a role of its own there
/// ("Using service-linked roles for IAM Identity Center"); no client can be this principal.
pub fn is_identity_center(ctx: &Ctx<'_>) -> bool {
    matches!(ctx.principal(), Principal::Service(name) if name == "sso.amazonaws.com")
}

/// "Compare AWS STS credentials": sessions of GetSessionToken may call IAM when they have shown a
/// code of an MFA device, federated users may not. Delegated sessions may what they were given.
fn check_session(ctx: &Ctx<'_>) -> Result<(), ApiError> {
    let Principal::Identity(identity) = ctx.principal() else { return Ok(()) };
    if !identity.is_session || identity.access_key_id.is_empty() {
        return Ok(());
    }
    let Some(key) = credentials::find(ctx.tx(), &identity.access_key_id)? else { return Ok(()) };
    let has_mfa = key.session.as_ref().is_some_and(|session| session.mfa_micros.is_some());
    let may_call = match key.kind {
        KeyKind::UserSession | KeyKind::RootSession => {
            has_mfa || key.is_assumed_root() || delegated_session::is_one(&key)
        }
        KeyKind::FederatedUser => false,
        KeyKind::Root | KeyKind::User | KeyKind::RoleSession => true,
    };
    if may_call {
        return Ok(());
    }
    let message = "The security token included in the request is invalid";
    Err(ApiError::new("InvalidClientTokenId", message).with_status(403))
}

fn resource(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Result<String, ApiError> {
    let named = |kind: &str, path: &str, name: &str| arn(ctx, kind, path, name);
    let new_path = || input.str("Path").unwrap_or("/");
    if let Some(listed) = listed(ctx, operation, input) {
        return Ok(listed);
    }
    if operation == "CreateServiceLinkedRole" {
        let service = input.str("AWSServiceName").unwrap_or_default();
        return Ok(named("role", &format!("/aws-service-role/{service}/"), "*"));
    }
    for (member, kind) in [
        ("GroupName", "group"),
        ("InstanceProfileName", "instance-profile"),
        ("RoleName", "role"),
        ("ServerCertificateName", "server-certificate"),
    ] {
        if let Some(name) = input.str(member) {
            let path = path_of(ctx, kind, name)?;
            return Ok(named(kind, path.as_deref().unwrap_or_else(new_path), name));
        }
    }
    if operation == "CreatePolicy" {
        return Ok(named("policy", new_path(), input.str("PolicyName").unwrap_or_default()));
    }
    if operation == "CreateVirtualMFADevice" {
        let name = input.str("VirtualMFADeviceName").unwrap_or_default();
        return Ok(named("mfa", new_path(), name));
    }
    if operation == "CreateSAMLProvider" {
        return Ok(named("saml-provider", "/", input.str("Name").unwrap_or_default()));
    }
    if operation == "CreateOpenIDConnectProvider" {
        let url = input.str("Url").unwrap_or_default();
        let url = url.split("://").nth(1).unwrap_or(url);
        return Ok(named("oidc-provider", "/", url));
    }
    if let Some(name) = input.str("UserName") {
        return user_arn(ctx, name, new_path());
    }
    if acts_on_caller(operation) {
        match user::caller(ctx) {
            Caller::User(name) => return user_arn(ctx, &name, "/"),
            Caller::Root => return Ok(root_arn(ctx)),
            Caller::Other => {}
        }
    }
    if let Some(held) = held(ctx, operation, input)? {
        return Ok(held);
    }
    for member in [
        "PolicyArn",
        "SerialNumber",
        "OpenIDConnectProviderArn",
        "SAMLProviderArn",
        "PolicySourceArn",
    ] {
        if let Some(text) = input.str(member) {
            return Ok(text.to_owned());
        }
    }
    Ok("*".to_owned())
}

/// Lists are refused on what they list.
fn listed(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Option<String> {
    let prefix = input.str("PathPrefix").unwrap_or("/");
    let kind = match operation.strip_prefix("List")? {
        "Users" => "user",
        "Roles" => "role",
        "Groups" => "group",
        "ServerCertificates" => "server-certificate",
        "InstanceProfiles" => "instance-profile",
        "Policies" => return Some(format!("policy path {prefix}")),
        _ => return None,
    };
    Some(arn(ctx, kind, prefix, ""))
}

/// Who holds what an operation names alone.
fn held(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<String>, ApiError> {
    if operation == "GetAccessKeyLastUsed" {
        let id = input.str("AccessKeyId").unwrap_or_default();
        let key = credentials::find(ctx.tx(), id)?;
        return Ok(key.filter(|key| key.account == ctx.account().as_str()).map(|key| key.arn));
    }
    // The task of deleting the root's credentials is for the root's devices alone, whose ARNs do
    // not tell whose they are.
    if operation != "DeleteVirtualMFADevice" || !root_password::is_assumed_root(ctx)? {
        return Ok(None);
    }
    let serial = input.str("SerialNumber").unwrap_or_default();
    let device = MFA_DEVICES.at(ctx.tx(), &ctx.scope()).get(serial)?;
    let is_roots = |owner: Option<String>| owner.is_none_or(|owner| owner.is_empty());
    Ok(device.is_some_and(|device| is_roots(device.owner)).then(|| root_arn(ctx)))
}

fn root_arn(ctx: &Ctx<'_>) -> String {
    format!("arn:{}:iam::{}:root", ctx.region().partition(), ctx.account())
}

/// Where one of this name stands.
fn path_of(ctx: &Ctx<'_>, kind: &str, name: &str) -> Result<Option<String>, ApiError> {
    let (tx, scope, key) = (ctx.tx(), ctx.scope(), directory::key(name));
    Ok(match kind {
        "group" => GROUPS.at(tx, &scope).get(&key)?.map(|row| row.path),
        "instance-profile" => ctx.table(&INSTANCE_PROFILES).get(&key)?.map(|row| row.path),
        "role" => ROLES.at(tx, &scope).get(&key)?.map(|row| row.path),
        _ => ctx.table(&SERVER_CERTIFICATES).get(&key)?.map(|row| row.path),
    })
}

fn user_arn(ctx: &Ctx<'_>, name: &str, path: &str) -> Result<String, ApiError> {
    let row = USERS.at(ctx.tx(), &ctx.scope()).get(&directory::key(name))?;
    let path = row.map_or_else(|| path.to_owned(), |row| row.path);
    Ok(arn(ctx, "user", &path, name))
}

/// Operations that mean their caller when they name nobody.
fn acts_on_caller(operation: &str) -> bool {
    matches!(
        operation,
        "GetUser"
            | "ChangePassword"
            | "CreateAccessKey"
            | "ListAccessKeys"
            | "UpdateAccessKey"
            | "DeleteAccessKey"
            | "CreateLoginProfile"
            | "GetLoginProfile"
            | "DeleteLoginProfile"
            | "DeactivateMFADevice"
            | "ListMFADevices"
            | "GetMFADevice"
            | "UploadSigningCertificate"
            | "ListSigningCertificates"
            | "UpdateSigningCertificate"
            | "DeleteSigningCertificate"
    )
}

fn with_request_tags(mut access: Access, input: &Struct) -> Access {
    if let Some(Value::List(tags)) = input.get("Tags") {
        for tag in tags {
            let Value::Struct(tag) = tag else { continue };
            let (Some(key), Some(value)) = (tag.str("Key"), tag.str("Value")) else { continue };
            access = access
                .with_key(format!("aws:RequestTag/{key}"), value)
                .with_key("aws:TagKeys", key);
        }
    }
    if let Some(Value::List(keys)) = input.get("TagKeys") {
        for key in keys.iter().filter_map(Value::as_str) {
            access = access.with_key("aws:TagKeys", key);
        }
    }
    access
}

/// The tags of the user or role itself.
fn with_own(ctx: &Ctx<'_>, mut access: Access, input: &Struct) -> Result<Access, ApiError> {
    let scope = ctx.scope();
    let tags = if let Some(name) = input.str("RoleName") {
        let row = ROLES.at(ctx.tx(), &scope).get(&directory::key(name))?;
        row.map(|row| row.tags)
    } else if let Some(name) = input.str("UserName") {
        let row = USERS.at(ctx.tx(), &scope).get(&directory::key(name))?;
        row.map(|row| row.tags)
    } else {
        None
    };
    for (key, value) in tags.unwrap_or_default() {
        access = access
            .with_key(format!("aws:ResourceTag/{key}"), value.clone())
            .with_key(format!("iam:ResourceTag/{key}"), value);
    }
    Ok(access)
}
