//! All policies together: what AWS decides.
//!
//! Source: "Policy evaluation logic" in the IAM User Guide, with "Policy evaluation for requests
//! within a single account" and "Cross-account policy evaluation logic". An explicit deny
//! anywhere is final. Then, in this order: resource control policies, service control policies,
//! the endpoint's policy; the resource's policy; the caller's policies, permissions boundary and
//! session policies.

use crate::decision::{Deciding, Decision, Outcome, PolicyType};
use crate::document::Policy;
use crate::principal::Grade;
use crate::request::{PrincipalKind, Request};

/// A policy, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Attached<'p> {
    pub policy: &'p Policy,
    /// Of the policy itself; those of resources and inline ones have none.
    pub arn: Option<&'p str>,
    /// How an explanation calls it.
    pub name: &'p str,
}

/// All policies that bear on a request. What does not exist is left empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policies<'p> {
    /// Of the caller's organization: the root, each unit on the path, the account. Every level
    /// must allow. Empty for callers whom they do not bind (management account, services).
    pub service_control: &'p [&'p [Attached<'p>]],
    /// Of the resource's organization, likewise.
    pub resource_control: &'p [&'p [Attached<'p>]],
    pub vpc_endpoint: Option<Attached<'p>>,
    pub resource: &'p [Attached<'p>],
    pub resource_rule: ResourceRule,
    /// Of the user with its groups, or of the role. The root of an account needs none.
    pub identity: &'p [Attached<'p>],
    pub boundary: Option<Attached<'p>>,
    /// Of a session for which some were given, or which may do nothing without (a federated
    /// user).
    pub session: Option<&'p [Attached<'p>]>,
}

/// What the policy of a resource means for callers of its own account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResourceRule {
    /// It or the caller's policies must allow.
    #[default]
    Adds,
    /// It must allow, whoever calls: keys of KMS, trust policies of roles.
    MustAllow,
}

pub fn evaluate<'p>(request: &Request<'_>, policies: &Policies<'p>) -> Decision<'p> {
    if let Some((kind, by)) = explicit_deny(request, policies) {
        return Decision { outcome: Outcome::ExplicitDeny(kind), by: Some(by) };
    }
    for (levels, kind) in [
        (policies.resource_control, PolicyType::ResourceControl),
        (policies.service_control, PolicyType::ServiceControl),
    ] {
        if levels.iter().any(|level| allowing(request, level).is_none()) {
            return implicit(kind);
        }
    }
    if let Some(endpoint) = policies.vpc_endpoint
        && allowing(request, &[endpoint]).is_none()
    {
        return implicit(PolicyType::VpcEndpoint);
    }
    let resource = allowing(request, policies.resource);
    if !request.principal.has_identity() {
        return resource.map_or(implicit(PolicyType::Resource), |(_, by)| allowed(Some(by)));
    }
    let is_required =
        !request.is_same_account() || policies.resource_rule == ResourceRule::MustAllow;
    if is_required && resource.is_none() {
        return implicit(PolicyType::Resource);
    }
    // What another account gives is the caller's only as far as its own account agrees.
    let grade = resource.map(|(grade, _)| grade).filter(|_| request.is_same_account());
    if grade == Some(Grade::Direct) {
        return allowed(resource.map(|(_, by)| by));
    }
    let by = if grade == Some(Grade::Issuer) {
        resource.map(|(_, by)| by)
    } else {
        match caller_allows(request, policies) {
            Ok(by) => by,
            Err(kind) => return implicit(kind),
        }
    };
    match limit(request, policies) {
        Some(kind) => implicit(kind),
        None => allowed(by.or(resource.map(|(_, by)| by))),
    }
}

/// Whether the caller's own policies allow; the root of an account may do everything in it.
fn caller_allows<'p>(
    request: &Request<'_>,
    policies: &Policies<'p>,
) -> Result<Option<Deciding<'p>>, PolicyType> {
    match allowing(request, policies.identity) {
        Some((_, by)) => Ok(Some(by)),
        None if request.principal.kind == PrincipalKind::Root => Ok(None),
        None => Err(PolicyType::Identity),
    }
}

/// What keeps from the caller what its policies allow.
fn limit(request: &Request<'_>, policies: &Policies<'_>) -> Option<PolicyType> {
    if let Some(boundary) = policies.boundary
        && allowing(request, &[boundary]).is_none()
    {
        return Some(PolicyType::Boundary);
    }
    let session = policies.session?;
    allowing(request, session).is_none().then_some(PolicyType::Session)
}

fn explicit_deny<'p>(
    request: &Request<'_>,
    policies: &Policies<'p>,
) -> Option<(PolicyType, Deciding<'p>)> {
    let levels = |levels: &'p [&'p [Attached<'p>]], kind| {
        levels.iter().find_map(|level| denying(request, level)).map(|by| (kind, by))
    };
    let set = |set: &[Attached<'p>], kind| denying(request, set).map(|by| (kind, by));
    let one = |one: Option<Attached<'p>>, kind| set(one.as_slice(), kind);
    levels(policies.resource_control, PolicyType::ResourceControl)
        .or_else(|| levels(policies.service_control, PolicyType::ServiceControl))
        .or_else(|| one(policies.vpc_endpoint, PolicyType::VpcEndpoint))
        .or_else(|| set(policies.resource, PolicyType::Resource))
        .or_else(|| set(policies.identity, PolicyType::Identity))
        .or_else(|| one(policies.boundary, PolicyType::Boundary))
        .or_else(|| set(policies.session.unwrap_or_default(), PolicyType::Session))
}

fn denying<'p>(request: &Request<'_>, set: &[Attached<'p>]) -> Option<Deciding<'p>> {
    set.iter().find_map(|attached| {
        let mut statements = attached.policy.statements.iter();
        let at = statements.position(|it| it.is_deny() && it.check(request).is_ok())?;
        Some(Deciding { policy: *attached, statement: at })
    })
}

/// The statement that allows most directly.
fn allowing<'p>(request: &Request<'_>, set: &[Attached<'p>]) -> Option<(Grade, Deciding<'p>)> {
    let mut best: Option<(Grade, Deciding<'p>)> = None;
    for attached in set {
        for (at, statement) in attached.policy.statements.iter().enumerate() {
            if statement.is_deny() {
                continue;
            }
            let Ok(grade) = statement.check(request) else { continue };
            if best.is_none_or(|(other, _)| other < grade) {
                best = Some((grade, Deciding { policy: *attached, statement: at }));
            }
            if grade == Grade::Direct {
                return best;
            }
        }
    }
    best
}

fn implicit<'p>(kind: PolicyType) -> Decision<'p> {
    Decision { outcome: Outcome::ImplicitDeny(kind), by: None }
}

fn allowed(by: Option<Deciding<'_>>) -> Decision<'_> {
    Decision { outcome: Outcome::Allowed, by }
}
