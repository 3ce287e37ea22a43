//! Whether a statement applies to a request, and if not, why.

use crate::condition::{Condition, Unmet};
use crate::document::Statement;
use crate::pattern::{Case, Matched};
use crate::principal::{self, Grade};
use crate::request::Request;

/// The first thing by which a statement does not apply.
#[derive(Clone, Copy, Debug)]
pub enum Mismatch<'p> {
    Principal,
    Action,
    Resource,
    /// A variable of the resource that the request does not have.
    Variable(&'p str),
    Condition(&'p Condition, Unmet<'p>),
}

impl Statement {
    /// How directly the statement means the caller, when it applies at all.
    pub fn check(&self, request: &Request<'_>) -> Result<Grade, Mismatch<'_>> {
        let is_action = self.actions.covers(|pattern| {
            pattern.matches(request.action, Case::Ignored, request.keys).is_yes()
        });
        if !is_action {
            return Err(Mismatch::Action);
        }
        let grade = match &self.principals {
            None => Grade::Direct,
            Some(choice) => {
                principal::grade(choice, request.principal).ok_or(Mismatch::Principal)?
            }
        };
        self.check_resource(request)?;
        for condition in &self.conditions {
            condition
                .check(request.keys, !self.is_deny())
                .map_err(|unmet| Mismatch::Condition(condition, unmet))?;
        }
        Ok(grade)
    }

    fn check_resource(&self, request: &Request<'_>) -> Result<(), Mismatch<'_>> {
        let Some(resources) = &self.resources else { return Ok(()) };
        let mut unresolved = None;
        let is_resource = resources.covers(|pattern| {
            let matched = pattern.matches(request.resource, request.keys);
            if let Matched::Unresolved(key) = matched {
                unresolved = Some(key);
            }
            matched.is_yes()
        });
        match unresolved {
            // What is excepted cannot be told, so nothing is allowed by it.
            Some(key) if !is_resource || resources.is_exclusion && !self.is_deny() => {
                Err(Mismatch::Variable(key))
            }
            _ if is_resource => Ok(()),
            _ => Err(Mismatch::Resource),
        }
    }
}
