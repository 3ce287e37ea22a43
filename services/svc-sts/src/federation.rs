//! Whom a role's trust policy lets in when a provider vouches for them: the question is the same
//! for OpenID Connect and SAML.

use std::collections::BTreeMap;

use auth::directory::RoleRow;
use kernel::ApiError;
use policy::{Attached, Kind, Policies, Policy, Principal};

use crate::errors;
use crate::role::Role;

/// Condition keys in lower case.
pub type Keys = BTreeMap<String, Vec<String>>;

/// Adds the keys of tags and of a source identity that come with a session.
pub fn add_session_keys(
    keys: &mut Keys,
    tags: &BTreeMap<String, String>,
    transitive: &[String],
    source_identity: Option<&str>,
) {
    for (key, value) in tags {
        keys.insert(format!("aws:requesttag/{}", key.to_lowercase()), vec![value.clone()]);
        keys.entry("aws:tagkeys".into()).or_default().push(key.clone());
    }
    if !transitive.is_empty() {
        keys.insert("sts:transitivetagkeys".into(), transitive.to_vec());
    }
    if let Some(identity) = source_identity {
        keys.insert("sts:sourceidentity".into(), vec![identity.to_owned()]);
    }
}

/// Refuses whom the role's trust policy does not let in. Passing tags and naming a source identity
/// are actions of their own.
pub fn trust(
    role: &Role,
    made: &RoleRow,
    provider_arn: &str,
    operation: &str,
    keys: &Keys,
) -> Result<(), ApiError> {
    let refuse = || errors::not_trusted(operation);
    let document = Policy::parse(&made.trust, Kind::Accepted).map_err(|_| refuse())?;
    let principal = Principal { provider: Some(provider_arn.into()), ..Principal::anonymous() };
    let mut actions = vec![format!("sts:{operation}")];
    if keys.contains_key("aws:tagkeys") {
        actions.push("sts:TagSession".to_owned());
    }
    if keys.contains_key("sts:sourceidentity") {
        actions.push("sts:SetSourceIdentity".to_owned());
    }
    let trust = [Attached { policy: &document, arn: None, name: "trust policy" }];
    let policies = Policies { resource: &trust, ..Policies::default() };
    for action in actions {
        let owner = role.account;
        let request = policy::Request {
            principal: &principal,
            action: &action,
            resource: &role.arn,
            owner: owner.as_str(),
            keys,
        };
        if !policy::evaluate(&request, &policies).is_allowed() {
            return Err(refuse());
        }
    }
    Ok(())
}
