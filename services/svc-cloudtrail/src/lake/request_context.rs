//! The condition keys of a call that has been: what `requestContext` tells.
//!
//! Source: "AWS global condition context keys" of the IAM User Guide for which calls have which
//! key; CloudTrail User Guide, "Supported IAM global condition keys for enriched events" for how
//! values are written.

use std::collections::BTreeMap;

use auth::credentials::{self, AccessKey};
use auth::{directory, organization};
use kernel::{AccountId, Ctx, Identity, Principal};
use serde_json::{Value as Json, json};

use super::event_configuration::PRINCIPAL_TAG;
use crate::record::Told;

/// With this setting a request counts as sent by TLS, as it does for policies.
const ASSUME_TLS: &str = "access.assume_tls";

/// The tag that a key of a principal's tag names.
pub fn tag_of(key: &str) -> Option<&str> {
    let head = key.get(..PRINCIPAL_TAG.len())?;
    head.eq_ignore_ascii_case(PRINCIPAL_TAG).then(|| &key[PRINCIPAL_TAG.len()..])
}

/// A call, and the key by which it was signed.
pub struct Known<'t> {
    told: &'t Told<'t>,
    key: Option<AccessKey>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Anonymous,
    Root,
    User,
    Role,
    Federated,
    Service,
}

impl<'t> Known<'t> {
    pub fn of(ctx: &Ctx<'_>, told: &'t Told<'t>) -> Known<'t> {
        let key = match &told.call.principal {
            Principal::Identity(identity) if !identity.access_key_id.is_empty() => {
                credentials::find(ctx.tx(), &identity.access_key_id).ok().flatten()
            }
            _ => None,
        };
        Known { told, key }
    }

    fn identity(&self) -> Option<&Identity> {
        match &self.told.call.principal {
            Principal::Identity(identity) => Some(identity),
            _ => None,
        }
    }

    fn service(&self) -> Option<&str> {
        match &self.told.call.principal {
            Principal::Service(name) => Some(name),
            _ => None,
        }
    }

    fn kind(&self) -> Kind {
        let identity = match &self.told.call.principal {
            Principal::Anonymous => return Kind::Anonymous,
            Principal::Service(_) => return Kind::Service,
            Principal::Root(_) => return Kind::Root,
            Principal::Identity(identity) => identity,
        };
        let resource = identity.arn.splitn(6, ':').nth(5).unwrap_or_default();
        match resource.split('/').next() {
            Some("root") => Kind::Root,
            Some("assumed-role") => Kind::Role,
            Some("federated-user") => Kind::Federated,
            _ => Kind::User,
        }
    }

    fn session(&self) -> Option<&credentials::Session> {
        self.key.as_ref()?.session.as_ref()
    }

    /// The ARN that policies see: of a session of a role, the role's.
    fn principal_arn(&self) -> Option<String> {
        match &self.told.call.principal {
            Principal::Root(account) => {
                Some(format!("arn:{}:iam::{account}:root", self.told.call.region.partition()))
            }
            Principal::Identity(identity) => match (self.kind(), self.session()) {
                (Kind::Role, Some(session)) => Some(session.issuer_arn.clone()),
                (Kind::Role, None) => {
                    let role = identity.arn.split('/').nth(1)?;
                    let partition = self.told.call.region.partition();
                    Some(format!("arn:{partition}:iam::{}:role/{role}", identity.account))
                }
                _ => Some(identity.arn.clone()),
            },
            Principal::Service(_) | Principal::Anonymous => None,
        }
    }

    /// A tag of the session, or of its user or role, under the name that it has there.
    pub fn tag(&self, ctx: &Ctx<'_>, wanted: &str) -> Option<(String, String)> {
        let find = |tags: &BTreeMap<String, String>| {
            let (name, value) = tags.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            Some((name.clone(), value.clone()))
        };
        if let Some(session) = self.session()
            && let Some(found) = find(&session.tags)
        {
            return Some(found);
        }
        let arn = self.principal_arn()?;
        let scope = directory::scope_of(self.identity()?.account.as_str())?;
        let key = directory::key(directory::name_of(&arn)?);
        let tags = match self.kind() {
            Kind::User => directory::USERS.at(ctx.tx(), &scope).get(key.as_str()).ok()??.tags,
            Kind::Role => directory::ROLES.at(ctx.tx(), &scope).get(key.as_str()).ok()??.tags,
            _ => return None,
        };
        find(&tags)
    }

    /// The value of a condition key; nothing where the call has none.
    pub fn value(&self, ctx: &Ctx<'_>, key: &str) -> Option<Json> {
        let key = key.to_ascii_lowercase();
        let key = key.strip_prefix("aws:")?;
        self.of_request(ctx, key).or_else(|| self.of_principal(ctx, key))
    }

    fn of_request(&self, ctx: &Ctx<'_>, key: &str) -> Option<Json> {
        let told = self.told;
        let (call, origin) = (told.call, &told.call.origin);
        let truth = |flag: bool| Some(json!(flag.to_string()));
        match key {
            "requestedregion" => Some(json!(call.region.as_str())),
            "securetransport" => {
                // Services speak TLS among each other.
                let is_client = told.via.is_none() && self.service().is_none();
                let is_assumed = ctx.setting(ASSUME_TLS).as_deref() == Some("true");
                truth(!is_client || origin.protocol.is_empty() || origin.is_tls || is_assumed)
            }
            "viaawsservice" => truth(told.via.is_some() && self.service().is_none()),
            "currenttime" => {
                let at = told.at.to_jiff();
                Some(json!(at.strftime("%Y-%m-%d %H:%M:%S").to_string()))
            }
            "epochtime" => Some(json!(told.at.secs().to_string())),
            "sourceaccount" => Some(json!(call.source.as_ref()?.account.as_str())),
            "sourceorgid" => {
                let account = call.source.as_ref()?.account;
                Some(json!(place(ctx, account)?.organization))
            }
            _ => None,
        }
    }

    fn of_principal(&self, ctx: &Ctx<'_>, key: &str) -> Option<Json> {
        let account = || self.told.call.principal.account();
        let shown = |text: &str| Some(json!(text));
        match key {
            "principalarn" => Some(json!(self.principal_arn()?)),
            "principalaccount" => shown(account()?.as_str()),
            "principalorgid" => Some(json!(place(ctx, account()?)?.organization)),
            "principalorgpaths" => Some(json!([place(ctx, account()?)?.path])),
            "principalisawsservice" => shown(&self.service().is_some().to_string()),
            "principalservicename" => shown(self.service()?),
            "principalservicenameslist" => Some(json!([self.service()?])),
            "principaltype" => shown(match self.kind() {
                Kind::Anonymous => "Anonymous",
                Kind::Root => "Account",
                Kind::User => "User",
                Kind::Role => "AssumedRole",
                Kind::Federated => "FederatedUser",
                Kind::Service => return None,
            }),
            "userid" => match &self.told.call.principal {
                Principal::Root(account) => shown(account.as_str()),
                Principal::Anonymous => shown("anonymous"),
                Principal::Identity(it) if !it.unique_id.is_empty() => shown(&it.unique_id),
                _ => None,
            },
            "username" if self.kind() == Kind::User => {
                shown(self.identity()?.arn.rsplit('/').next()?)
            }
            "tokenissuetime" => {
                let key = self.key.as_ref()?;
                key.session.as_ref()?;
                shown(&(key.created_micros / 1_000_000).to_string())
            }
            "multifactorauthpresent" => shown(&self.session()?.mfa_micros.is_some().to_string()),
            "multifactorauthage" => {
                let age = self.told.at.micros() - self.session()?.mfa_micros?;
                shown(&(age / 1_000_000).to_string())
            }
            "federatedprovider" => shown(self.session()?.provider.as_deref()?),
            "sourceidentity" => shown(self.session()?.source_identity.as_deref()?),
            _ => None,
        }
    }
}

fn place(ctx: &Ctx<'_>, account: AccountId) -> Option<organization::PlaceRow> {
    organization::find(ctx.tx(), account.as_str()).ok()?
}
