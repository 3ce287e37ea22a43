//! The condition keys that every request has, and those that its service has added.
//!
//! Source: "AWS global condition context keys" in the IAM User Guide; for `aws:PrincipalType`,
//! `aws:userid` and `aws:username` its table "Principal key values".

use std::borrow::Cow;

use kernel::access::AccessRequest;
use kernel::{Ctx, Principal, Timestamp};
use policy::{Keys, PrincipalKind};

use crate::credentials::AccessKey;
use crate::directory::Tags;
use crate::organization::{self, PlaceRow};

/// Condition keys compare no more of what clients call themselves.
const USER_AGENT_BYTES_MAX: usize = 1_024;
/// With this setting a request counts as sent by TLS: clients of a cloud on the same machine
/// speak plain HTTP.
const ASSUME_TLS: &str = "access.assume_tls";

/// A request under way.
pub struct Context<'c, 'w> {
    pub ctx: &'c Ctx<'w>,
    pub asked: &'c AccessRequest<'c>,
    pub principal: &'c policy::Principal<'c>,
    pub session: Option<&'c AccessKey>,
    /// Of the user or the role.
    pub tags: &'c Tags,
}

impl Keys for Context<'_, '_> {
    fn get(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        let own = &self.asked.access.keys;
        let values: Vec<_> = own
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(key))
            .map(|(_, value)| Cow::Borrowed(value.as_str()))
            .collect();
        if !values.is_empty() {
            return Some(values);
        }
        let Some(key) = key.strip_prefix("aws:") else {
            let value = self.session?.session.as_ref()?.keys.get(key)?;
            return Some(vec![Cow::Borrowed(value)]);
        };
        if key == "principalservicenameslist" {
            return self.service().map(|name| vec![Cow::Borrowed(name)]);
        }
        let value = match key.strip_prefix("principaltag/") {
            Some(tag) => self.session_tag(tag).or_else(|| self.own_tag(tag)),
            None => self.of_request(key).or_else(|| self.of_principal(key)),
        };
        value.map(|value| vec![value])
    }
}

impl Context<'_, '_> {
    fn of_request(&self, key: &str) -> Option<Cow<'_, str>> {
        let (ctx, origin) = (self.ctx, self.ctx.origin());
        let source = self.asked.source;
        let client = |text| self.is_clients_own().then_some(text);
        Some(match key {
            "sourcearn" => Cow::Borrowed(source?.arn.as_str()),
            "sourceaccount" => Cow::Borrowed(source?.account.as_str()),
            // What policies of topics and queues compared before there was `aws:SourceAccount`.
            "sourceowner" => match source {
                Some(source) => Cow::Borrowed(source.account.as_str()),
                None => self.account()?,
            },
            "sourceip" if !origin.source_ip.is_empty() => client(&*origin.source_ip)?.into(),
            "useragent" if !origin.user_agent.is_empty() => {
                client(cut(&origin.user_agent, USER_AGENT_BYTES_MAX))?.into()
            }
            "securetransport" => truth(self.is_secure()),
            "currenttime" => ctx.now().iso8601().into(),
            "epochtime" => ctx.now().secs().to_string().into(),
            "requestedregion" => Cow::Borrowed(ctx.region().as_str()),
            "resourceaccount" => Cow::Borrowed(self.asked.access.owner.as_str()),
            "resourceorgid" => self.place(self.asked.access.owner.as_str())?.organization.into(),
            "viaawsservice" => truth(self.is_forwarded()),
            "principalisawsservice" => truth(self.service().is_some()),
            _ => return None,
        })
    }

    fn of_principal(&self, key: &str) -> Option<Cow<'_, str>> {
        let principal = self.principal;
        Some(match key {
            "principalarn" if principal.kind == PrincipalKind::RoleSession => {
                Cow::Borrowed(principal.issuer_arn.as_deref()?)
            }
            "principalarn" if principal.has_identity() => Cow::Borrowed(&*principal.arn),
            "principalaccount" => self.account()?,
            "principalorgid" => self.place(&self.account()?)?.organization.into(),
            "principalorgpaths" => self.place(&self.account()?)?.path.into(),
            "principalorgmasteraccountid" => self.place(&self.account()?)?.management.into(),
            "principalservicename" => Cow::Borrowed(self.service()?),
            "principaltype" => Cow::Borrowed(match principal.kind {
                PrincipalKind::Anonymous => "Anonymous",
                PrincipalKind::Root => "Account",
                PrincipalKind::User => "User",
                PrincipalKind::RoleSession => "AssumedRole",
                PrincipalKind::FederatedUser => "FederatedUser",
                PrincipalKind::Service => return None,
            }),
            "userid" => match principal.kind {
                PrincipalKind::Anonymous => Cow::Borrowed("anonymous"),
                PrincipalKind::Root => self.account()?,
                PrincipalKind::Service => return None,
                _ if principal.unique_id.is_empty() => return None,
                _ => Cow::Borrowed(&*principal.unique_id),
            },
            "username" if principal.kind == PrincipalKind::User => {
                Cow::Borrowed(principal.arn.rsplit('/').next()?)
            }
            "tokenissuetime" => {
                Timestamp::from_micros(self.session?.created_micros).iso8601().into()
            }
            // Long-term keys do not have them, whatever their user has shown.
            "multifactorauthpresent" => truth(self.session?.session.as_ref()?.mfa_micros.is_some()),
            "multifactorauthage" => {
                let shown = Timestamp::from_micros(self.session?.session.as_ref()?.mfa_micros?);
                self.ctx.now().since(shown).as_secs().to_string().into()
            }
            "federatedprovider" => {
                Cow::Borrowed(self.session?.session.as_ref()?.provider.as_deref()?)
            }
            // "Present in the request context when the principal uses AssumeRoot".
            "assumedroot" if self.session?.is_assumed_root() => truth(true),
            "sourceidentity" => {
                Cow::Borrowed(self.session?.session.as_ref()?.source_identity.as_deref()?)
            }
            _ => return None,
        })
    }

    fn place(&self, account: &str) -> Option<PlaceRow> {
        organization::find(self.ctx.tx(), account).ok()?
    }

    fn own_tag(&self, tag: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.tags.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag))?;
        Some(Cow::Borrowed(value))
    }

    fn account(&self) -> Option<Cow<'_, str>> {
        self.principal.has_identity().then(|| Cow::Borrowed(&*self.principal.account))
    }

    fn service(&self) -> Option<&str> {
        match self.asked.principal {
            Principal::Service(name) => Some(name),
            _ => None,
        }
    }

    fn session_tag(&self, tag: &str) -> Option<Cow<'_, str>> {
        let tags = &self.session?.session.as_ref()?.tags;
        let (_, value) = tags.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag))?;
        Some(Cow::Borrowed(value))
    }

    /// Whether a service hands on a call with its caller's own credentials, and not with those of
    /// a role that it has taken on.
    fn is_forwarded(&self) -> bool {
        let is_callers = match self.asked.principal {
            Principal::Root(_) => true,
            Principal::Identity(identity) => !identity.access_key_id.is_empty(),
            Principal::Anonymous | Principal::Service(_) => false,
        };
        self.ctx.is_nested() && is_callers
    }

    /// Whether the call came as the client sent it: the address of a service that calls for it is
    /// another.
    fn is_clients_own(&self) -> bool {
        !self.ctx.is_nested() && self.service().is_none()
    }

    /// Services speak TLS among each other.
    fn is_secure(&self) -> bool {
        let origin = self.ctx.origin();
        let is_client = self.is_clients_own() && !origin.protocol.is_empty();
        !is_client || origin.is_tls || self.ctx.setting(ASSUME_TLS).as_deref() == Some("true")
    }
}

fn truth(flag: bool) -> Cow<'static, str> {
    Cow::Borrowed(if flag { "true" } else { "false" })
}

fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
