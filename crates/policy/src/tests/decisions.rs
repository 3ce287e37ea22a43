//! What all policies together decide.
//!
//! Sources: "Policy evaluation logic", "Policy evaluation for requests within a single account",
//! "Cross-account policy evaluation logic", "SCP evaluation" and "RCP evaluation" (Organizations
//! User Guide).

use std::borrow::Cow;

use super::{keys, policy};
use crate::{
    Attached, Kind, Outcome, Policies, Policy, PolicyType, Principal, PrincipalKind, Request,
    ResourceRule, evaluate,
};

const OWN: &str = "123456789012";
const OTHER: &str = "777788889999";
const USER: &str = "arn:aws:iam::123456789012:user/ann";
const ROLE: &str = "arn:aws:iam::123456789012:role/r";
const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/r/s";
const FEDERATED: &str = "arn:aws:sts::123456789012:federated-user/f";

/// Everything that may bear on a request, as texts.
#[derive(Clone, Copy, Default)]
struct Given<'t> {
    service_control: &'t [&'t str],
    resource_control: &'t [&'t str],
    resource: &'t str,
    rule: ResourceRule,
    identity: &'t str,
    boundary: &'t str,
    session: Option<&'t str>,
    endpoint: &'t str,
}

const ALLOW: &str = "Allow";
const DENY: &str = "Deny";
/// A policy that says nothing about the request.
const OTHER_ACTION: &str = "none";

/// A policy by a word: `Allow`, `Deny`, `none`; or of a resource: the word and the principal.
pub(super) fn read(text: &str, is_of_resource: bool) -> Policy {
    let (word, principal) = text.split_once(' ').unwrap_or((text, "*"));
    let (effect, action) =
        if word == OTHER_ACTION { (ALLOW, "s3:Other") } else { (word, "s3:Get*") };
    let principal = match principal.split_once('=') {
        Some((kind, name)) => format!(r#"{{"{kind}":"{name}"}}"#),
        None if principal == "*" => r#""*""#.to_owned(),
        None => format!(r#"{{"AWS":"{principal}"}}"#),
    };
    let head = if is_of_resource { format!(r#""Principal":{principal},"#) } else { String::new() };
    let kind = if is_of_resource { Kind::Resource } else { Kind::Identity };
    policy(
        &format!(
            r#"{{"Statement":{{{head}"Effect":"{effect}","Action":"{action}","Resource":"*"}}}}"#
        ),
        kind,
    )
}

fn decide(principal: &Principal<'_>, owner: &str, given: Given<'_>) -> Outcome {
    let one = |text: &str, is_of_resource: bool| {
        let policies = (!text.is_empty()).then(|| read(text, is_of_resource));
        policies.into_iter().collect::<Vec<Policy>>()
    };
    let levels = |texts: &[&str]| texts.iter().map(|it| one(it, false)).collect::<Vec<_>>();
    let (scps, rcps) = (levels(given.service_control), levels(given.resource_control));
    let scps: Vec<_> = scps.iter().map(|level| attach(level)).collect();
    let rcps: Vec<_> = rcps.iter().map(|level| attach(level)).collect();
    let scps: Vec<&[Attached<'_>]> = scps.iter().map(Vec::as_slice).collect();
    let rcps: Vec<&[Attached<'_>]> = rcps.iter().map(Vec::as_slice).collect();
    let (resource, identity) = (one(given.resource, true), one(given.identity, false));
    let (boundary, endpoint) = (one(given.boundary, false), one(given.endpoint, true));
    let session = given.session.map(|text| one(text, false));
    let session = session.as_ref().map(|it| attach(it));
    let keys = keys(&[]);
    let request = Request {
        principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        owner,
        keys: &keys,
    };
    let policies = Policies {
        service_control: &scps,
        resource_control: &rcps,
        vpc_endpoint: attach(&endpoint).pop(),
        resource: &attach(&resource),
        resource_rule: given.rule,
        identity: &attach(&identity),
        boundary: attach(&boundary).pop(),
        session: session.as_deref(),
    };
    evaluate(&request, &policies).outcome
}

fn attach(policies: &[Policy]) -> Vec<Attached<'_>> {
    policies.iter().map(|policy| Attached { policy, arn: None, name: "it" }).collect()
}

fn user() -> Principal<'static> {
    Principal::new(PrincipalKind::User, OWN, USER)
}

fn root() -> Principal<'static> {
    Principal::new(PrincipalKind::Root, OWN, "arn:aws:iam::123456789012:root")
}

fn session() -> Principal<'static> {
    Principal {
        issuer_arn: Some(Cow::Borrowed(ROLE)),
        ..Principal::new(PrincipalKind::RoleSession, OWN, SESSION)
    }
}

fn federated() -> Principal<'static> {
    Principal {
        issuer_arn: Some(Cow::Borrowed(USER)),
        ..Principal::new(PrincipalKind::FederatedUser, OWN, FEDERATED)
    }
}

const ALLOWED: Outcome = Outcome::Allowed;
const fn implicit(kind: PolicyType) -> Outcome {
    Outcome::ImplicitDeny(kind)
}
const fn explicit(kind: PolicyType) -> Outcome {
    Outcome::ExplicitDeny(kind)
}

fn check(principal: &Principal<'_>, owner: &str, table: &[(Given<'_>, Outcome)]) {
    for (at, (given, expected)) in table.iter().enumerate() {
        assert_eq!(decide(principal, owner, *given), *expected, "row {at} of {}", principal.arn);
    }
}

/// "If an action is allowed by an identity-based policy, a resource-based policy, or both, then
/// AWS allows the action. An explicit deny in either of these policies overrides the allow."
#[test]
fn within_an_account() {
    use PolicyType::{Identity, Resource};
    let none = Given::default();
    check(
        &user(),
        OWN,
        &[
            (none, implicit(Identity)),
            (Given { identity: OTHER_ACTION, resource: OTHER_ACTION, ..none }, implicit(Identity)),
            (Given { identity: ALLOW, ..none }, ALLOWED),
            (Given { resource: ALLOW, ..none }, ALLOWED),
            (Given { identity: ALLOW, resource: ALLOW, ..none }, ALLOWED),
            (Given { identity: DENY, resource: ALLOW, ..none }, explicit(Identity)),
            (Given { identity: ALLOW, resource: DENY, ..none }, explicit(Resource)),
            // The account's name hands the decision to the account.
            (Given { resource: "Allow 123456789012", ..none }, implicit(Identity)),
            (Given { resource: "Allow 123456789012", identity: ALLOW, ..none }, ALLOWED),
            (Given { resource: "Deny 123456789012", identity: ALLOW, ..none }, explicit(Resource)),
            (
                Given { resource: &format!("Deny {USER}"), identity: ALLOW, ..none },
                explicit(Resource),
            ),
            (Given { resource: "Deny 777788889999", identity: ALLOW, ..none }, ALLOWED),
        ],
    );
    // "All requests are implicitly denied with the exception of the root user, which has full
    // access"; an explicit deny binds it.
    check(
        &root(),
        OWN,
        &[
            (none, ALLOWED),
            (Given { resource: OTHER_ACTION, ..none }, ALLOWED),
            (Given { resource: DENY, ..none }, explicit(Resource)),
        ],
    );
}

/// The table "Resource-based policies and implicit denies in other policy types (same account)".
#[test]
fn how_directly_a_resource_names_the_caller() {
    use PolicyType::{Boundary, Identity, Session};
    let by = |principal: &str| format!("Allow {principal}");
    let (by_user, by_role) = (by(USER), by(ROLE));
    let (by_session, by_federated) = (by(SESSION), by(FEDERATED));
    let limited = Given { boundary: OTHER_ACTION, session: Some(OTHER_ACTION), ..Given::default() };
    let user_limited = Given { boundary: OTHER_ACTION, ..Given::default() };
    check(
        &user(),
        OWN,
        &[
            (Given { resource: &by_user, ..user_limited }, ALLOWED),
            (Given { resource: ALLOW, ..user_limited }, ALLOWED),
            (Given { identity: ALLOW, ..user_limited }, implicit(Boundary)),
        ],
    );
    check(
        &session(),
        OWN,
        &[
            (Given { resource: &by_session, ..limited }, ALLOWED),
            (Given { resource: ALLOW, ..limited }, ALLOWED),
            (Given { resource: &by_role, ..limited }, implicit(Boundary)),
            (Given { resource: &by_role, boundary: ALLOW, ..limited }, implicit(Session)),
            (
                Given { resource: &by_role, boundary: ALLOW, session: Some(ALLOW), ..limited },
                ALLOWED,
            ),
            (Given { resource: &by_role, ..Given::default() }, ALLOWED),
            (Given { resource: "Allow 123456789012", ..Given::default() }, implicit(Identity)),
        ],
    );
    check(
        &federated(),
        OWN,
        &[
            (Given { resource: &by_federated, ..limited }, ALLOWED),
            (
                Given { resource: &by_user, session: Some(""), ..Given::default() },
                implicit(Session),
            ),
            (Given { resource: &by_user, session: Some(ALLOW), ..Given::default() }, ALLOWED),
            // A federated user without session policies may do nothing by its user's policies.
            (Given { identity: ALLOW, session: Some(""), ..Given::default() }, implicit(Session)),
        ],
    );
}

/// "The effective permissions are the intersection" of policies, boundary and session policies.
#[test]
fn boundaries_and_sessions() {
    use PolicyType::{Boundary, Identity, Session};
    let own = Given { identity: ALLOW, ..Given::default() };
    check(
        &user(),
        OWN,
        &[
            (Given { boundary: ALLOW, ..own }, ALLOWED),
            (Given { boundary: OTHER_ACTION, ..own }, implicit(Boundary)),
            (Given { boundary: DENY, ..own }, explicit(Boundary)),
            // A boundary gives nothing.
            (Given { boundary: ALLOW, identity: "", ..own }, implicit(Identity)),
        ],
    );
    check(
        &session(),
        OWN,
        &[
            (Given { session: Some(ALLOW), ..own }, ALLOWED),
            (Given { session: Some(OTHER_ACTION), ..own }, implicit(Session)),
            (Given { session: Some(DENY), ..own }, explicit(Session)),
            (Given { session: Some(ALLOW), identity: OTHER_ACTION, ..own }, implicit(Identity)),
        ],
    );
}

/// "The request is allowed only if both evaluations return a decision of Allow."
#[test]
fn across_accounts() {
    use PolicyType::{Boundary, Identity, Resource, Session};
    let none = Given::default();
    let by_user = format!("Allow {USER}");
    check(
        &user(),
        OTHER,
        &[
            (none, implicit(Resource)),
            (Given { identity: ALLOW, ..none }, implicit(Resource)),
            (Given { identity: ALLOW, resource: OTHER_ACTION, ..none }, implicit(Resource)),
            (Given { resource: &by_user, ..none }, implicit(Identity)),
            (Given { resource: &by_user, identity: ALLOW, ..none }, ALLOWED),
            (Given { resource: "Allow 123456789012", identity: ALLOW, ..none }, ALLOWED),
            (Given { resource: ALLOW, identity: ALLOW, ..none }, ALLOWED),
            (Given { resource: ALLOW, identity: DENY, ..none }, explicit(Identity)),
            (Given { resource: DENY, identity: ALLOW, ..none }, explicit(Resource)),
            (
                Given { resource: &by_user, identity: ALLOW, boundary: OTHER_ACTION, ..none },
                implicit(Boundary),
            ),
        ],
    );
    check(
        &session(),
        OTHER,
        &[(
            Given {
                resource: &format!("Allow {SESSION}"),
                identity: ALLOW,
                session: Some(OTHER_ACTION),
                ..none
            },
            implicit(Session),
        )],
    );
    check(
        &root(),
        OTHER,
        &[
            (none, implicit(Resource)),
            (Given { resource: "Allow 123456789012", ..none }, ALLOWED),
            (Given { resource: "Allow 777788889999", ..none }, implicit(Resource)),
        ],
    );
}

#[test]
fn services_and_nobody() {
    use PolicyType::{Resource, ResourceControl};
    let none = Given::default();
    let sns = Principal::service("sns.amazonaws.com");
    check(
        &sns,
        OWN,
        &[
            (none, implicit(Resource)),
            (Given { resource: "Allow Service=sns.amazonaws.com", ..none }, ALLOWED),
            (Given { resource: "Allow Service=s3.amazonaws.com", ..none }, implicit(Resource)),
            (Given { resource: "Allow 123456789012", ..none }, implicit(Resource)),
            (Given { resource: ALLOW, ..none }, ALLOWED),
            (Given { resource: DENY, ..none }, explicit(Resource)),
            (
                Given { resource: ALLOW, resource_control: &[ALLOW, DENY], ..none },
                explicit(ResourceControl),
            ),
        ],
    );
    check(
        &Principal::anonymous(),
        OWN,
        &[
            (none, implicit(Resource)),
            (Given { resource: ALLOW, ..none }, ALLOWED),
            (Given { resource: "Allow 123456789012", ..none }, implicit(Resource)),
            (Given { resource: "Allow Service=sns.amazonaws.com", ..none }, implicit(Resource)),
        ],
    );
}

/// "SCP evaluation": "For a permission to be allowed for a specific account, there must be an
/// explicit Allow statement at every level from the root through each OU in the direct path to the
/// account"; denied by any.
#[test]
fn organizations() {
    use PolicyType::{ResourceControl, ServiceControl};
    let own = Given { identity: ALLOW, ..Given::default() };
    for principal in [user(), root(), session()] {
        check(
            &principal,
            OWN,
            &[
                (Given { service_control: &[ALLOW, ALLOW, ALLOW], ..own }, ALLOWED),
                (
                    Given { service_control: &[ALLOW, OTHER_ACTION, ALLOW], ..own },
                    implicit(ServiceControl),
                ),
                (Given { service_control: &[ALLOW, "", ALLOW], ..own }, implicit(ServiceControl)),
                (Given { service_control: &[ALLOW, ALLOW, DENY], ..own }, explicit(ServiceControl)),
                (Given { resource_control: &[ALLOW, ALLOW], ..own }, ALLOWED),
                (
                    Given { resource_control: &[ALLOW, OTHER_ACTION], ..own },
                    implicit(ResourceControl),
                ),
                (Given { resource_control: &[DENY, ALLOW], ..own }, explicit(ResourceControl)),
                // They give nothing, and a resource that names the caller does not pass them by.
                (
                    Given { service_control: &[OTHER_ACTION], resource: ALLOW, ..own },
                    implicit(ServiceControl),
                ),
            ],
        );
    }
    check(
        &user(),
        OWN,
        &[(
            Given { service_control: &[ALLOW], resource_control: &[ALLOW], ..Given::default() },
            implicit(PolicyType::Identity),
        )],
    );
}

/// "How AWS enforcement code logic evaluates requests": the endpoint by which a request comes.
#[test]
fn endpoints() {
    use PolicyType::VpcEndpoint;
    let own = Given { identity: ALLOW, ..Given::default() };
    check(
        &user(),
        OWN,
        &[
            (Given { endpoint: ALLOW, ..own }, ALLOWED),
            (Given { endpoint: OTHER_ACTION, ..own }, implicit(VpcEndpoint)),
            (Given { endpoint: DENY, ..own }, explicit(VpcEndpoint)),
            (Given { endpoint: OTHER_ACTION, resource: ALLOW, ..own }, implicit(VpcEndpoint)),
        ],
    );
}

/// "IAM role trust policies and KMS key policies are exceptions to this logic, because they must
/// explicitly allow access for principals."
#[test]
fn resources_that_must_allow() {
    use PolicyType::{Identity, Resource};
    let own = Given { identity: ALLOW, rule: ResourceRule::MustAllow, ..Given::default() };
    check(
        &user(),
        OWN,
        &[
            (own, implicit(Resource)),
            (Given { resource: "Allow 123456789012", ..own }, ALLOWED),
            (Given { resource: "Allow 123456789012", identity: "", ..own }, implicit(Identity)),
            (Given { resource: &format!("Allow {USER}"), identity: "", ..own }, ALLOWED),
        ],
    );
    check(
        &root(),
        OWN,
        &[(own, implicit(Resource)), (Given { resource: "Allow 123456789012", ..own }, ALLOWED)],
    );
}
