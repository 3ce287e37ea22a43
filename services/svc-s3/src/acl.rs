//! Access control lists: reading them from requests, and what they let a caller do.
//!
//! The operations are in `acl_operations.rs`. Source: S3 User Guide, "Access control list (ACL)
//! overview", "Controlling ownership of objects and disabling ACLs".

use auth::authorize::canonical_user_id;
use kernel::{AccountId, ApiError, Ctx, Principal, Struct};

use crate::api::{self, AccessControlPolicy, GrantBuilder, GranteeBuilder, Owner};
use crate::bucket::Bucket;
use crate::errors;
use crate::limits::GRANTS_MAX;
use crate::state_settings::{AclRow, GrantRow, Grantee, Ownership, Permission};

const GROUPS: &str = "http://acs.amazonaws.com/groups/";
const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED_USERS: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";
/// Amazon EC2, which fetches bundles of machine images. Source: "Canned ACL", aws-exec-read.
const EC2: &str = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/// Members with grants, and what they grant.
const GRANT_MEMBERS: [(&str, &str, Permission); 5] = [
    ("GrantFullControl", "x-amz-grant-full-control", Permission::FullControl),
    ("GrantRead", "x-amz-grant-read", Permission::Read),
    ("GrantReadACP", "x-amz-grant-read-acp", Permission::ReadAcp),
    ("GrantWrite", "x-amz-grant-write", Permission::Write),
    ("GrantWriteACP", "x-amz-grant-write-acp", Permission::WriteAcp),
];

/// To what a list is attached.
#[derive(Clone, Copy, Debug)]
pub struct Owners {
    /// Of the bucket or object that has the list.
    pub owner: AccountId,
    /// `None` for a bucket's own list.
    pub bucket_owner: Option<AccountId>,
}

impl Permission {
    pub fn name(self) -> &'static str {
        match self {
            Permission::FullControl => "FULL_CONTROL",
            Permission::Write => "WRITE",
            Permission::WriteAcp => "WRITE_ACP",
            Permission::Read => "READ",
            Permission::ReadAcp => "READ_ACP",
        }
    }

    fn parse(name: &str) -> Option<Permission> {
        GRANT_MEMBERS.into_iter().map(|(_, _, it)| it).find(|it| it.name() == name)
    }

    pub fn covers(self, wanted: Permission) -> bool {
        self == Permission::FullControl || self == wanted
    }
}

impl AclRow {
    /// Whether it grants anything to a group that anybody can be in.
    pub fn is_public(&self) -> bool {
        self.grants.iter().any(|grant| grant.grantee.is_public())
    }

    /// As the owner's full control alone.
    pub fn private(owner: AccountId) -> AclRow {
        AclRow { grants: vec![full_control(owner)] }
    }

    /// Whether it says what is said of everything without a list.
    fn is_private(&self, owner: AccountId) -> bool {
        *self == AclRow::private(owner)
    }

    /// What the caller is granted: `None` for nothing, else the grantee, which says whether it is
    /// meant as one of everybody.
    pub fn granted(
        &self,
        principal: &Principal,
        wanted: Permission,
        ignores_public: bool,
    ) -> Option<&Grantee> {
        let user = principal.account().map(|account| canonical_user_id(account.as_str()));
        let is_meant = |grantee: &Grantee| match grantee {
            Grantee::User(id) => user.as_ref() == Some(id),
            Grantee::AllUsers => !ignores_public,
            Grantee::AuthenticatedUsers => !ignores_public && user.is_some(),
            Grantee::LogDelivery => {
                matches!(principal, Principal::Service(name) if name == "logging.s3.amazonaws.com")
            }
        };
        let mut grants = self.grants.iter();
        let grant =
            grants.find(|grant| grant.permission.covers(wanted) && is_meant(&grant.grantee));
        grant.map(|grant| &grant.grantee)
    }

    /// As answers show it. Public grants that are ignored are not shown.
    pub fn show(&self, ignores_public: bool) -> Vec<GrantBuilder> {
        let shown = self.grants.iter().filter(|it| !(ignores_public && it.grantee.is_public()));
        let shown = shown.map(|grant| {
            GrantBuilder::new().grantee(grant.grantee.show()).permission(grant.permission.name())
        });
        shown.collect()
    }
}

impl Grantee {
    fn is_public(&self) -> bool {
        matches!(self, Grantee::AllUsers | Grantee::AuthenticatedUsers)
    }

    pub fn show(&self) -> GranteeBuilder {
        match self {
            Grantee::User(id) => GranteeBuilder::new().type_("CanonicalUser").id(id),
            group => GranteeBuilder::new().type_("Group").uri(group.uri()),
        }
    }

    pub fn uri(&self) -> &'static str {
        match self {
            Grantee::AllUsers => ALL_USERS,
            Grantee::AuthenticatedUsers => AUTHENTICATED_USERS,
            Grantee::LogDelivery => LOG_DELIVERY,
            Grantee::User(_) => GROUPS,
        }
    }

    fn group(uri: &str) -> Result<Grantee, ApiError> {
        match uri {
            ALL_USERS => Ok(Grantee::AllUsers),
            AUTHENTICATED_USERS => Ok(Grantee::AuthenticatedUsers),
            LOG_DELIVERY => Ok(Grantee::LogDelivery),
            _ => Err(errors::invalid_argument("uri", uri, "Invalid group uri")),
        }
    }

    /// Every account of the world has an id; whether one is an account's cannot be told from it.
    fn user(id: &str) -> Result<Grantee, ApiError> {
        let is_id = id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_id {
            return Err(errors::invalid_argument("CanonicalUser/ID", id, "Invalid id"));
        }
        Ok(Grantee::User(id.to_ascii_lowercase()))
    }
}

fn full_control(account: AccountId) -> GrantRow {
    grant(account, Permission::FullControl)
}

fn grant(account: AccountId, permission: Permission) -> GrantRow {
    let grantee = Grantee::User(canonical_user_id(account.as_str()));
    GrantRow { grantee, permission }
}

/// Whether the request says anything of access.
pub fn is_given(input: &Struct) -> bool {
    input.str("ACL").is_some() || GRANT_MEMBERS.iter().any(|it| input.str(it.0).is_some())
}

/// Reads the list that headers ask for: a canned one or grants. `Ok(None)`: the headers are silent
/// or say what is said of everything without a list.
pub fn read_headers(input: &Struct, owners: Owners) -> Result<Option<AclRow>, ApiError> {
    let has_grants = GRANT_MEMBERS.iter().any(|it| input.str(it.0).is_some());
    let acl = match input.str("ACL") {
        Some(_) if has_grants => {
            return Err(errors::invalid_request(
                "Specifying both Canned ACLs and Header Grants is not allowed",
            ));
        }
        Some(name) => canned(name, owners)?,
        None if has_grants => read_grant_headers(input)?,
        None => return Ok(None),
    };
    Ok(Some(acl).filter(|acl| !acl.is_private(owners.owner)))
}

/// Source: "Canned ACL".
fn canned(name: &str, owners: Owners) -> Result<AclRow, ApiError> {
    let mut grants = vec![full_control(owners.owner)];
    let public = |grantee, permission| GrantRow { grantee, permission };
    match (name, owners.bucket_owner) {
        ("public-read", _) => grants.push(public(Grantee::AllUsers, Permission::Read)),
        ("public-read-write", _) => {
            grants.push(public(Grantee::AllUsers, Permission::Read));
            grants.push(public(Grantee::AllUsers, Permission::Write));
        }
        ("authenticated-read", _) => {
            grants.push(public(Grantee::AuthenticatedUsers, Permission::Read));
        }
        ("aws-exec-read", _) => {
            grants.push(public(Grantee::User(EC2.to_owned()), Permission::Read));
        }
        ("bucket-owner-read", Some(owner)) if owner != owners.owner => {
            grants.push(grant(owner, Permission::Read));
        }
        ("bucket-owner-full-control", Some(owner)) if owner != owners.owner => {
            grants.push(full_control(owner));
        }
        ("private" | "bucket-owner-read" | "bucket-owner-full-control", _) => {}
        ("log-delivery-write", None) => {
            grants.push(public(Grantee::LogDelivery, Permission::Write));
            grants.push(public(Grantee::LogDelivery, Permission::ReadAcp));
        }
        _ => return Err(errors::invalid_argument("x-amz-acl", name, "")),
    }
    Ok(AclRow { grants })
}

/// `id="…", uri="…"` and the like.
fn read_grant_headers(input: &Struct) -> Result<AclRow, ApiError> {
    let mut acl = AclRow::default();
    for (member, header, permission) in GRANT_MEMBERS {
        let Some(text) = input.str(member) else { continue };
        for grantee in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = || errors::invalid_argument(header, text, "Argument format not recognized");
            let (kind, value) = grantee.split_once('=').ok_or_else(wrong)?;
            let value = value.trim().trim_matches('"');
            let grantee = match kind.trim().to_ascii_lowercase().as_str() {
                "id" => Grantee::user(value)?,
                "uri" => Grantee::group(value)?,
                "emailaddress" => return Err(by_email()),
                _ => return Err(wrong()),
            };
            push(&mut acl, GrantRow { grantee, permission })?;
        }
    }
    Ok(acl)
}

fn push(acl: &mut AclRow, grant: GrantRow) -> Result<(), ApiError> {
    if acl.grants.len() == GRANTS_MAX {
        return Err(errors::malformed_acl());
    }
    acl.grants.push(grant);
    Ok(())
}

/// Source: API Reference, PutBucketAcl: grantees by e-mail address ended on October 1, 2025.
fn by_email() -> ApiError {
    ApiError::new("MethodNotAllowed", "The specified method is not allowed against this resource.")
        .with_status(405)
        .with_member("ResourceType", "EmailGrantee")
}

/// Reads a list that a request's body spells out.
pub fn read_body(
    policy: AccessControlPolicy<'_>,
    owners: Owners,
) -> Result<Option<AclRow>, ApiError> {
    let Some(owner) = policy.owner().and_then(Owner::id) else {
        return Err(errors::malformed_acl());
    };
    if owner != canonical_user_id(owners.owner.as_str()) {
        return Err(errors::access_denied());
    }
    let mut acl = AclRow::default();
    for given in policy.grants().into_iter().flatten() {
        let permission = given.permission().and_then(Permission::parse);
        let (Some(grantee), Some(permission)) = (given.grantee(), permission) else {
            return Err(errors::malformed_acl());
        };
        push(&mut acl, GrantRow { grantee: read_grantee(grantee)?, permission })?;
    }
    Ok(Some(acl).filter(|acl| !acl.is_private(owners.owner)))
}

/// Somebody to whom a body grants something.
pub fn read_grantee(given: api::Grantee<'_>) -> Result<Grantee, ApiError> {
    match (given.type_(), given.id(), given.uri()) {
        ("AmazonCustomerByEmail", ..) => Err(by_email()),
        ("CanonicalUser", Some(id), _) => Grantee::user(id),
        ("Group", _, Some(uri)) => Grantee::group(uri),
        _ => Err(errors::malformed_acl()),
    }
}

/// Who owns an object that the caller makes, where that is not the bucket's owner, and its list.
pub fn of_new_object(
    ctx: &Ctx,
    bucket: &Bucket,
    input: &Struct,
) -> Result<(Option<AccountId>, Option<AclRow>), ApiError> {
    let bucket_owner = bucket.owner();
    let Some(ownership) = bucket.ownership() else {
        check_harmless(input)?;
        return Ok((None, None));
    };
    let gives_full_control = input.str("ACL") == Some("bucket-owner-full-control");
    let writer = ctx.principal().account().unwrap_or(bucket_owner);
    let owner = if ownership == Ownership::BucketOwnerPreferred && gives_full_control {
        bucket_owner
    } else {
        writer
    };
    let acl = read_headers(input, Owners { owner, bucket_owner: Some(bucket_owner) })?;
    if acl.as_ref().is_some_and(AclRow::is_public) && bucket.all_public_access(ctx)?.blocks_acls {
        return Err(errors::public_acl_blocked(ctx, "s3:PutObject", bucket));
    }
    Ok((Some(owner).filter(|owner| *owner != bucket_owner), acl))
}

/// Where access control lists are off, requests may ask only for what is so anyway.
///
/// Source: "Controlling ownership of objects and disabling ACLs", Bucket owner enforced.
pub fn check_harmless(input: &Struct) -> Result<(), ApiError> {
    let is_harmless = |acl: &str| matches!(acl, "private" | "bucket-owner-full-control");
    let has_grants = GRANT_MEMBERS.iter().any(|it| input.str(it.0).is_some());
    if has_grants || input.str("ACL").is_some_and(|acl| !is_harmless(acl)) {
        return Err(errors::acl_not_supported());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(text: &str) -> AccountId {
        AccountId::parse(text).expect("12 digits")
    }

    fn owners() -> Owners {
        let (owner, bucket) = (account("222222222222"), account("111111111111"));
        Owners { owner, bucket_owner: Some(bucket) }
    }

    #[test]
    fn canned_lists_grant_what_the_guide_says() {
        let read = |name: &str| canned(name, owners()).expect("it is a canned list");
        let anonymous = &Principal::Anonymous;
        let stranger = &Principal::Root(account("333333333333"));
        let bucket_owner = &Principal::Root(account("111111111111"));
        let may = |acl: &AclRow, who: &Principal, what| acl.granted(who, what, false).is_some();
        let public = read("public-read");
        assert!(may(&public, anonymous, Permission::Read) && public.is_public());
        assert!(!may(&public, anonymous, Permission::Write));
        assert!(public.granted(anonymous, Permission::Read, true).is_none());
        let authenticated = read("authenticated-read");
        assert!(!may(&authenticated, anonymous, Permission::Read));
        assert!(may(&authenticated, stranger, Permission::Read));
        let shared = read("bucket-owner-full-control");
        assert!(may(&shared, bucket_owner, Permission::WriteAcp));
        assert!(!may(&shared, stranger, Permission::Read) && !shared.is_public());
        assert!(canned("log-delivery-write", owners()).is_err());
    }

    #[test]
    fn grants_stand_in_headers() {
        let id = canonical_user_id("333333333333");
        let header = format!(r#"id="{id}", uri="{ALL_USERS}""#);
        let input = Struct::new().with("GrantRead", header);
        let acl = read_headers(&input, owners()).expect("it is well formed").expect("a list");
        assert_eq!(acl.grants.len(), 2);
        let email = Struct::new().with("GrantRead", r#"emailAddress="a@example.com""#);
        assert_eq!(read_headers(&email, owners()).expect_err("not any more").status(), 405);
        let both = input.with("ACL", "private");
        assert_eq!(read_headers(&both, owners()).expect_err("both").code(), "InvalidRequest");
    }
}
