//! A policy as data.

use crate::condition::Condition;
use crate::pattern::{ArnPattern, Pattern};
use crate::principal::PrincipalPattern;

/// What a policy is attached to, which decides what it must and must not contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of a user, group or role; permission boundaries and session policies are written alike.
    Identity,
    /// Of a resource: a queue, a bucket, a key.
    Resource,
    /// Who may assume a role. Its resource is the role itself and is not written down.
    Trust,
    /// Of an organization, above accounts.
    ServiceControl,
    ResourceControl,
    /// A document that some service has accepted: read as far as it can be understood.
    Accepted,
}

/// The version of the language. Variables came with the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    #[default]
    V2008,
    V2012,
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub version: Version,
    pub id: Option<String>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

#[derive(Clone, Debug)]
pub struct Statement {
    pub sid: Option<String>,
    pub effect: Effect,
    /// `None` in policies of identities: whoever has the policy.
    pub principals: Option<Choice<PrincipalPattern>>,
    pub actions: Choice<Pattern>,
    /// `None` in trust policies: the role itself.
    pub resources: Option<Choice<ArnPattern>>,
    pub conditions: Vec<Condition>,
}

/// `Action` or `NotAction`, and the like.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// Whether those *not* listed are meant.
    pub is_exclusion: bool,
    pub list: Vec<T>,
}

impl<T> Choice<T> {
    /// Whether something is meant of which `is_listed` says whether an entry covers it.
    pub fn covers<'c>(&'c self, is_listed: impl FnMut(&'c T) -> bool) -> bool {
        self.list.iter().any(is_listed) != self.is_exclusion
    }
}

impl Statement {
    pub fn is_deny(&self) -> bool {
        self.effect == Effect::Deny
    }
}
