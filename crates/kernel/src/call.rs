//! A call: one operation of one service, by somebody, somewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use world::{AccountId, Region};

use crate::arn::Arn;
use crate::value::{Name, Struct, Value};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Nobody has signed the request.
    Anonymous,
    /// The root of an account: the developer's default credentials.
    Root(AccountId),
    /// A user, or a session of a role, of a federated user or of the account's root.
    Identity(Arc<Identity>),
    /// Another service on somebody's behalf: `s3.amazonaws.com`.
    Service(Name),
}

/// A principal with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub account: AccountId,
    /// `arn:aws:iam::123456789012:user/alice`, `arn:aws:sts::123456789012:assumed-role/r/s`, …
    pub arn: String,
    /// The unique id: `AIDA…`, or `AROA…:session` for a role's session.
    pub unique_id: String,
    pub access_key_id: String,
    /// Whether the credentials expire (a session of STS).
    pub is_session: bool,
}

impl Principal {
    /// The account to which the principal belongs; services and anonymous callers have none.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Principal::Root(account) => Some(*account),
            Principal::Identity(identity) => Some(identity.account),
            Principal::Anonymous | Principal::Service(_) => None,
        }
    }
}

/// For whom a service principal acts: `aws:SourceArn` and `aws:SourceAccount` of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The topic, rule, bucket, … that has caused the call.
    pub arn: String,
    pub account: AccountId,
}

/// How a call came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Of the external request at the root of this call.
    pub request_id: String,
    /// The client's address; empty for calls that no client made.
    pub source_ip: Arc<str>,
    pub user_agent: String,
    /// Scheme and authority by which the client reached us (`http://localhost:4566`): what URLs
    /// in answers begin with.
    pub endpoint: String,
    /// The protocol the client speaks, for answers that differ by it; empty for inner calls.
    pub protocol: &'static str,
    pub is_tls: bool,
    /// Set by an operation whose request is to be logged, for the gateway.
    pub wants_log: Flag,
}

/// A word to whoever has made the call, besides the answer.
#[derive(Debug, Default)]
pub struct Flag(AtomicBool);

impl Flag {
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Clone for Flag {
    fn clone(&self) -> Flag {
        Flag(AtomicBool::new(self.is_set()))
    }
}

impl PartialEq for Flag {
    fn eq(&self, other: &Flag) -> bool {
        self.is_set() == other.is_set()
    }
}

impl Eq for Flag {}

/// One operation of one service, with everything that decides its outcome but the state.
#[derive(Clone, Debug)]
pub struct Call {
    pub service: Name,
    pub operation: Name,
    pub input: Struct,
    pub principal: Principal,
    pub account: AccountId,
    pub region: Region,
    pub origin: Arc<Origin>,
    /// Set with a service principal only.
    pub source: Option<Source>,
    /// How many jobs lie between the external request and this call.
    pub hop: u8,
}

/// What a service asks of another: the rest is the caller's own (see `Ctx::call`).
#[derive(Clone, Debug)]
pub struct Ask {
    pub service: Name,
    pub operation: Name,
    pub input: Struct,
    /// Set when the service acts as itself and not as its caller.
    pub principal: Option<Principal>,
    pub source: Option<Source>,
    pub account: Option<AccountId>,
    pub region: Option<Region>,
}

impl Ask {
    pub fn to(service: impl Into<Name>, operation: impl Into<Name>) -> Ask {
        Ask {
            service: service.into(),
            operation: operation.into(),
            input: Struct::new(),
            principal: None,
            source: None,
            account: None,
            region: None,
        }
    }

    /// Sets a member of the input.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Ask {
        self.input.set(name, value);
        self
    }

    #[must_use]
    pub fn with_input(mut self, input: impl Into<Struct>) -> Ask {
        self.input = input.into();
        self
    }

    /// Acts as a service principal such as `sns.amazonaws.com`.
    #[must_use]
    pub fn as_service(mut self, principal: impl Into<Name>) -> Ask {
        self.principal = Some(Principal::Service(principal.into()));
        self
    }

    /// The resource for which the service principal acts: a topic, a rule, a bucket.
    #[must_use]
    pub fn for_source(mut self, arn: impl Into<String>, account: AccountId) -> Ask {
        self.source = Some(Source { arn: arn.into(), account });
        self
    }

    /// Acts as a session of a role, which a service has taken on for its owner.
    #[must_use]
    pub fn as_role(mut self, role: &Arn, session: &str) -> Ask {
        let Some(account) = role.account_id() else { return self };
        let name = role.resource.rsplit('/').next().unwrap_or_default();
        let arn = format!("arn:{}:sts::{account}:assumed-role/{name}/{session}", role.partition);
        self.principal = Some(Principal::Identity(Arc::new(Identity {
            account,
            arn,
            unique_id: String::new(),
            access_key_id: String::new(),
            is_session: true,
        })));
        self
    }

    #[must_use]
    pub fn in_account(mut self, account: AccountId) -> Ask {
        self.account = Some(account);
        self
    }

    #[must_use]
    pub fn in_region(mut self, region: Region) -> Ask {
        self.region = Some(region);
        self
    }
}
