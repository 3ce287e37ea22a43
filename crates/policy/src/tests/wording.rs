//! How refusals are worded.
//!
//! Sources: "Troubleshoot access denied error messages" (IAM User Guide); "Enhanced access denied
//! error messages with policy ARNs" (AWS Security Blog).

use super::decisions::read;
use super::keys;
use crate::{Attached, Policies, Policy, Principal, PrincipalKind, Request, evaluate};

const OWN: &str = "123456789012";
const CALLER: &str = "arn:aws:iam::123456789012:user/JohnDoe";
const HEAD: &str = "User: arn:aws:iam::123456789012:user/JohnDoe is not authorized to perform: ";

fn of<'p>(policy: &'p Policy, arn: Option<&'p str>) -> Attached<'p> {
    Attached { policy, arn, name: "it" }
}

fn refusal(owner: &str, action: &str, resource: &str, policies: &Policies<'_>) -> Option<String> {
    let principal = Principal::new(PrincipalKind::User, OWN, CALLER);
    let keys = keys(&[]);
    let request = Request { principal: &principal, action, resource, owner, keys: &keys };
    evaluate(&request, policies).refusal(&request)
}

#[track_caller]
fn check(policies: Policies<'_>, reason: &str) {
    let expected = format!("{HEAD}s3:GetObject on resource: arn:aws:s3:::b/k {reason}");
    assert_eq!(refusal(OWN, "s3:GetObject", "arn:aws:s3:::b/k", &policies), Some(expected));
}

#[test]
fn what_no_policy_allows() {
    let (allow, other) = (read("Allow", false), read("none", false));
    let own = [of(&allow, None)];
    let (none, allowed) = (Policies::default(), Policies { identity: &own, ..Policies::default() });
    check(none, "because no identity-based policy allows the s3:GetObject action");
    check(
        Policies { service_control: &[&[of(&other, None)]], ..allowed },
        "because no service control policy allows the s3:GetObject action",
    );
    check(
        Policies { boundary: Some(of(&other, None)), ..allowed },
        "because no permissions boundary allows the s3:GetObject action",
    );
    check(
        Policies { session: Some(&[]), ..allowed },
        "because no session policy allows the s3:GetObject action",
    );
    check(
        Policies { vpc_endpoint: Some(of(&other, None)), ..allowed },
        "because no VPC endpoint policy allows the s3:GetObject action",
    );
    let (action, resource) = ("s3:GetObject", "arn:aws:s3:::b/k");
    let strange = format!(
        "{HEAD}s3:GetObject on resource: arn:aws:s3:::b/k because no resource-based policy allows \
         the s3:GetObject action"
    );
    assert_eq!(refusal("777788889999", action, resource, &allowed), Some(strange));
    assert_eq!(refusal(OWN, action, resource, &allowed), None);
    // Actions without a resource.
    let listing = "codecommit:ListRepositories";
    let listed =
        format!("{HEAD}{listing} because no identity-based policy allows the {listing} action");
    assert_eq!(refusal(OWN, listing, "*", &none), Some(listed));
}

#[test]
fn what_a_policy_denies() {
    let (allow, deny) = (read("Allow", false), read("Deny", false));
    let own = [of(&allow, None)];
    let allowed = Policies { identity: &own, ..Policies::default() };
    check(
        Policies { identity: &[of(&deny, None)], ..allowed },
        "with an explicit deny in an identity-based policy",
    );
    let arn = "arn:aws:iam::123456789012:policy/D";
    check(
        Policies { identity: &[of(&deny, Some(arn))], ..allowed },
        &format!("with an explicit deny in an identity-based policy: {arn}"),
    );
    let arn = "arn:aws:organizations::987654321098:policy/o-q/service_control_policy/p-2";
    check(
        Policies { service_control: &[&[of(&deny, Some(arn))]], ..allowed },
        &format!("with an explicit deny in a service control policy: {arn}"),
    );
    check(
        Policies { resource_control: &[&[of(&deny, None)]], ..allowed },
        "with an explicit deny in a resource control policy",
    );
    check(
        Policies { resource: &[of(&read("Deny", true), None)], ..allowed },
        "with an explicit deny in a resource-based policy",
    );
    check(
        Policies { boundary: Some(of(&deny, None)), ..allowed },
        "with an explicit deny in a permissions boundary",
    );
    check(
        Policies { session: Some(&[of(&deny, None)]), ..allowed },
        "with an explicit deny in a session policy",
    );
    check(
        Policies { vpc_endpoint: Some(of(&deny, None)), ..allowed },
        "with an explicit deny in a VPC endpoint policy",
    );
}
