//! What is asked: who wants to do what with which resource, and what else is known of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Condition keys of a request, asked one by one: most are never needed.
pub trait Keys {
    /// The values of a key, whose name comes in lower case; `None` when the request does not have
    /// it.
    fn get(&self, key: &str) -> Option<Vec<Cow<'_, str>>>;
}

/// Names in lower case.
impl Keys for BTreeMap<String, Vec<String>> {
    fn get(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        let values = BTreeMap::get(self, key)?;
        Some(values.iter().map(|value| Cow::Borrowed(value.as_str())).collect())
    }
}

#[derive(Clone, Copy)]
pub struct Request<'r> {
    pub principal: &'r Principal<'r>,
    /// `sqs:SendMessage`, in any case.
    pub action: &'r str,
    /// An ARN, or `*` where the action has no resource.
    pub resource: &'r str,
    /// The account of the resource.
    pub owner: &'r str,
    pub keys: &'r dyn Keys,
}

impl Request<'_> {
    /// Whether the principal belongs to the account of the resource.
    pub fn is_same_account(&self) -> bool {
        self.principal.is_of_account(self.owner)
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Principal<'p> {
    pub kind: PrincipalKind,
    /// Empty for anonymous callers and services.
    pub account: Cow<'p, str>,
    /// Of the user, of the session, or of the account's root; the name of a service.
    pub arn: Cow<'p, str>,
    /// `AIDA…`, or `AROA…:session`; empty when it is not known.
    pub unique_id: Cow<'p, str>,
    /// The role of a role's session, the user of a federated user.
    pub issuer_arn: Option<Cow<'p, str>>,
    /// The identity provider by which a session came.
    pub provider: Option<Cow<'p, str>>,
    /// How S3 names an account, where it does: asked for only by policies that use such a name.
    pub canonical_user: Option<fn(&str) -> String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    Anonymous,
    Root,
    User,
    RoleSession,
    FederatedUser,
    Service,
}

impl<'p> Principal<'p> {
    pub fn new(kind: PrincipalKind, account: &'p str, arn: impl Into<Cow<'p, str>>) -> Self {
        Principal {
            kind,
            account: Cow::Borrowed(account),
            arn: arn.into(),
            unique_id: Cow::Borrowed(""),
            issuer_arn: None,
            provider: None,
            canonical_user: None,
        }
    }

    pub fn anonymous() -> Self {
        Principal::new(PrincipalKind::Anonymous, "", "anonymous")
    }

    pub fn service(name: &'p str) -> Self {
        Principal::new(PrincipalKind::Service, "", name)
    }

    /// Whether policies of identities speak of it.
    pub fn has_identity(&self) -> bool {
        !matches!(self.kind, PrincipalKind::Anonymous | PrincipalKind::Service)
    }

    pub fn is_of_account(&self, account: &str) -> bool {
        self.has_identity() && self.account == account
    }
}
