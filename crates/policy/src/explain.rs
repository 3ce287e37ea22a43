//! Of each statement of each policy: whether it applied, and what kept it from applying.
//!
//! An evaluation stops at what decides; an explanation looks at everything, for those who ask why.

use std::fmt;

use crate::condition::Unmet;
use crate::decision::PolicyType;
use crate::document::Effect;
use crate::evaluate::{Attached, Policies};
use crate::request::Request;
use crate::statement::Mismatch;

/// What came of one statement.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'p> {
    pub kind: PolicyType,
    pub policy: Attached<'p>,
    /// Of the policy's statements, counted from 0.
    pub statement: usize,
    pub mismatch: Option<Mismatch<'p>>,
}

/// In the order in which AWS looks at the kinds of policies.
pub fn explain<'p>(request: &Request<'_>, policies: &Policies<'p>) -> Vec<Finding<'p>> {
    let mut findings = Vec::new();
    let mut add = |kind, set: &[Attached<'p>]| {
        for attached in set {
            for (at, statement) in attached.policy.statements.iter().enumerate() {
                let mismatch = statement.check(request).err();
                findings.push(Finding { kind, policy: *attached, statement: at, mismatch });
            }
        }
    };
    for level in policies.resource_control {
        add(PolicyType::ResourceControl, level);
    }
    for level in policies.service_control {
        add(PolicyType::ServiceControl, level);
    }
    add(PolicyType::VpcEndpoint, policies.vpc_endpoint.as_slice());
    add(PolicyType::Resource, policies.resource);
    add(PolicyType::Identity, policies.identity);
    add(PolicyType::Boundary, policies.boundary.as_slice());
    add(PolicyType::Session, policies.session.unwrap_or_default());
    findings
}

/// The condition keys that policies ask for and the request does not have, each once.
pub fn missing_keys(findings: &[Finding<'_>]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for finding in findings {
        let key = match finding.mismatch {
            Some(Mismatch::Condition(condition, Unmet::Absent)) => condition.key.as_str(),
            Some(Mismatch::Condition(_, Unmet::Unresolved(key)) | Mismatch::Variable(key)) => key,
            _ => continue,
        };
        if !keys.iter().any(|it| it.eq_ignore_ascii_case(key)) {
            keys.push(key.to_owned());
        }
    }
    keys
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statement = &self.policy.policy.statements[self.statement];
        write!(f, "{}, statement ", self.policy.name)?;
        match &statement.sid {
            Some(sid) => f.write_str(sid)?,
            None => write!(f, "{}", self.statement + 1)?,
        }
        let effect = match statement.effect {
            Effect::Allow => "allows",
            Effect::Deny => "denies",
        };
        match self.mismatch {
            None => write!(f, ": {effect} it"),
            Some(mismatch) => write!(f, ": does not apply, {mismatch}"),
        }
    }
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Principal => f.write_str("since it does not mean this principal"),
            Mismatch::Action => f.write_str("since it does not mean this action"),
            Mismatch::Resource => f.write_str("since it does not mean this resource"),
            Mismatch::Variable(key) => {
                write!(f, "since the request has no {key} for its resource")
            }
            Mismatch::Condition(condition, Unmet::Absent) => {
                write!(f, "since the request has no {}", condition.key)
            }
            Mismatch::Condition(condition, Unmet::Differs) => {
                write!(f, "since {} has another value", condition.key)
            }
            Mismatch::Condition(condition, Unmet::Unresolved(key)) => {
                write!(f, "since the request has no {key} to compare {} with", condition.key)
            }
        }
    }
}
