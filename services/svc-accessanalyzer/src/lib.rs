//! IAM Access Analyzer: findings about policy documents, what a policy grants at most, and what
//! the policies of an account's resources open to others.
//!
//! - [`validate`] is ValidatePolicy. [`json`] reads a document and keeps where everything stands;
//!   [`place`] walks through it; [`catalog`] is the table of checks, [`names`] what is known of
//!   services, actions and condition keys. The checks themselves are in [`statement`],
//!   [`principal`], [`action`], [`resource`], [`condition`], [`values`], [`variable`],
//!   [`redundant`], [`roles`] and [`typed`].
//! - [`granted`], [`newly`] and [`public`] are the three custom checks, over [`grant`].
//! - [`generation`] makes policies of what was done.
//! - [`external`] has analyzers of external access and their findings.

mod access;
mod action;
#[rustfmt::skip]
pub mod api;
mod catalog;
mod condition;
mod errors;
mod external;
mod generation;
mod generation_run;
mod grant;
mod granted;
mod json;
mod limits;
mod names;
mod newly;
mod pattern;
mod place;
mod principal;
mod public;
mod redundant;
mod resource;
mod roles;
mod statement;
mod typed;
mod validate;
mod values;
mod variable;

#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub use external::observer::PolicyWatch;

use external::resource as analyzed;
use external::{analyzer, finding, rule, scan, tag};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "accessanalyzer",
    operations: &[
        op!(write api::ApplyArchiveRule, rule::apply_archive_rule),
        op!(write api::CancelPolicyGeneration, generation::cancel_policy_generation),
        op!(read api::CheckAccessNotGranted, granted::check_access_not_granted),
        op!(read api::CheckNoNewAccess, newly::check_no_new_access),
        op!(read api::CheckNoPublicAccess, public::check_no_public_access),
        op!(write api::CreateAnalyzer, analyzer::create_analyzer),
        op!(write api::CreateArchiveRule, rule::create_archive_rule),
        op!(write api::DeleteAnalyzer, analyzer::delete_analyzer),
        op!(write api::DeleteArchiveRule, rule::delete_archive_rule),
        op!(read api::GetAnalyzedResource, analyzed::get_analyzed_resource),
        op!(read api::GetAnalyzer, analyzer::get_analyzer),
        op!(read api::GetArchiveRule, rule::get_archive_rule),
        op!(read api::GetFinding, finding::get_finding),
        op!(read api::GetFindingV2, finding::get_finding_v2),
        op!(read api::GetGeneratedPolicy, generation::get_generated_policy),
        op!(read api::ListAnalyzedResources, analyzed::list_analyzed_resources),
        op!(read api::ListAnalyzers, analyzer::list_analyzers),
        op!(read api::ListArchiveRules, rule::list_archive_rules),
        op!(read api::ListFindings, finding::list_findings),
        op!(read api::ListFindingsV2, finding::list_findings_v2),
        op!(read api::ListPolicyGenerations, generation::list_policy_generations),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::StartPolicyGeneration, generation::start_policy_generation),
        op!(write api::StartResourceScan, analyzed::start_resource_scan),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateArchiveRule, rule::update_archive_rule),
        op!(write api::UpdateFindings, finding::update_findings),
        op!(read api::ValidatePolicy, validate::validate_policy),
    ],
    steps: &[
        Op { name: scan::SCAN, run: Run::Write(scan::scan), stage: None },
        Op {
            name: generation_run::GENERATE,
            run: Run::Write(generation_run::generate),
            stage: None,
        },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
