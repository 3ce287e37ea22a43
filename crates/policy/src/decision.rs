//! What came of an evaluation, and how AWS words a refusal.
//!
//! Source of the words: "Troubleshoot access denied error messages" in the IAM User Guide; the
//! ARN of the denying policy: "Enhanced access denied error messages with policy ARNs" (AWS
//! Security Blog).

use std::fmt::Write as _;

use crate::evaluate::Attached;
use crate::request::Request;

#[derive(Clone, Copy, Debug)]
pub struct Decision<'p> {
    pub outcome: Outcome,
    /// The statement that decided: one that allows or explicitly denies.
    pub by: Option<Deciding<'p>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Allowed,
    /// A statement denies it.
    ExplicitDeny(PolicyType),
    /// No policy of this kind allows it.
    ImplicitDeny(PolicyType),
}

#[derive(Clone, Copy, Debug)]
pub struct Deciding<'p> {
    pub policy: Attached<'p>,
    /// Of the policy's statements, counted from 0.
    pub statement: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyType {
    ServiceControl,
    ResourceControl,
    VpcEndpoint,
    Resource,
    Identity,
    Boundary,
    Session,
}

impl PolicyType {
    /// As in `with an explicit deny in …`.
    fn with_article(self) -> &'static str {
        match self {
            PolicyType::ServiceControl => "a service control policy",
            PolicyType::ResourceControl => "a resource control policy",
            PolicyType::VpcEndpoint => "a VPC endpoint policy",
            PolicyType::Resource => "a resource-based policy",
            PolicyType::Identity => "an identity-based policy",
            PolicyType::Boundary => "a permissions boundary",
            PolicyType::Session => "a session policy",
        }
    }

    /// As in `because no … allows`, and in explanations.
    pub fn name(self) -> &'static str {
        let text = self.with_article();
        text.strip_prefix("an ").or_else(|| text.strip_prefix("a ")).unwrap_or(text)
    }
}

impl Decision<'_> {
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allowed
    }

    /// `User: … is not authorized to perform: … because …`; `None` when it is allowed.
    pub fn refusal(&self, request: &Request<'_>) -> Option<String> {
        let reason = match self.outcome {
            Outcome::Allowed => return None,
            Outcome::ExplicitDeny(kind) => {
                let mut reason = format!(" with an explicit deny in {}", kind.with_article());
                // Policies with an ARN of their own: those of IAM and Organizations.
                if let Some(arn) = self.by.and_then(|by| by.policy.arn) {
                    let _ = write!(reason, ": {arn}");
                }
                reason
            }
            Outcome::ImplicitDeny(kind) => {
                format!(" because no {} allows the {} action", kind.name(), request.action)
            }
        };
        Some(plain_refusal(request) + &reason)
    }
}

/// The refusal of services that give no reason.
pub fn plain_refusal(request: &Request<'_>) -> String {
    let (caller, action) = (&request.principal.arn, request.action);
    let mut text = format!("User: {caller} is not authorized to perform: {action}");
    if request.resource != "*" || tells_of_all(action) {
        let _ = write!(text, " on resource: {}", request.resource);
    }
    text
}

/// Services whose refusals say `on resource: *`, as users quote those of IAM (`GetAccountSummary`)
/// and Organizations (`ListAccounts`); "Troubleshoot access denied error messages" has others that
/// tell of no resource.
fn tells_of_all(action: &str) -> bool {
    action.starts_with("iam:") || action.starts_with("organizations:")
}
