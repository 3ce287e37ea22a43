//! AWS Private Certificate Authority: the map of its operations.
//!
//! An authority begins in [`authority`], becomes active in [`import`] and ends in [`lifecycle`];
//! [`issue`] signs certificates after the [`template`]s, [`revoke`] and [`crl`] take them back, and
//! [`ocsp`] answers who asks about one.
//! X.509 itself is in crate `certificates`. The README says what is not done.

mod access;
#[rustfmt::skip]
pub mod api;
mod authority;
mod crl;
mod crl_configuration;
mod describe;
mod errors;
mod events;
mod import;
mod issue;
mod lifecycle;
mod limits;
mod listing;
mod locate;
mod ocsp;
mod passthrough;
mod permission;
mod policy;
mod report;
mod revoke;
mod serial;
mod state;
mod subject;
mod tag;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod validity;
mod vault;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use ocsp::SITES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "acm-pca",
    operations: &[
        op!(write api::CreateCertificateAuthority, authority::create_certificate_authority),
        op!(write api::CreateCertificateAuthorityAuditReport, report::create_audit_report),
        op!(write api::CreatePermission, permission::create_permission),
        op!(write api::DeleteCertificateAuthority, lifecycle::delete_certificate_authority),
        op!(write api::DeletePermission, permission::delete_permission),
        op!(write api::DeletePolicy, policy::delete_policy),
        op!(read api::DescribeCertificateAuthority, describe::describe_certificate_authority),
        op!(read api::DescribeCertificateAuthorityAuditReport, report::describe_audit_report),
        op!(read api::GetCertificate, issue::get_certificate),
        op!(read api::GetCertificateAuthorityCertificate,
            describe::get_certificate_authority_certificate),
        op!(read api::GetCertificateAuthorityCsr, describe::get_certificate_authority_csr),
        op!(read api::GetPolicy, policy::get_policy),
        op!(write api::ImportCertificateAuthorityCertificate,
            import::import_certificate_authority_certificate),
        op!(write api::IssueCertificate, issue::issue_certificate),
        op!(read api::ListCertificateAuthorities, listing::list_certificate_authorities),
        op!(read api::ListPermissions, permission::list_permissions),
        op!(read api::ListTags, tag::list_tags),
        op!(write api::PutPolicy, policy::put_policy),
        op!(write api::RestoreCertificateAuthority, lifecycle::restore_certificate_authority),
        op!(write api::RevokeCertificate, revoke::revoke_certificate),
        op!(write api::TagCertificateAuthority, tag::tag_certificate_authority),
        op!(write api::UntagCertificateAuthority, tag::untag_certificate_authority),
        op!(write api::UpdateCertificateAuthority, lifecycle::update_certificate_authority),
    ],
    steps: &[
        step(
            authority::DRAW,
            Run::Work(Work {
                begin: authority::begin,
                work: authority::work,
                complete: authority::complete,
            }),
        ),
        step(
            crl::LIST,
            Run::Work(Work { begin: crl::begin, work: crl::work, complete: crl::complete }),
        ),
        step(
            issue::ISSUE,
            Run::Work(Work { begin: issue::begin, work: issue::work, complete: issue::complete }),
        ),
        step(lifecycle::END, Run::Write(lifecycle::end)),
        step(
            ocsp::RESPOND,
            Run::Work(Work { begin: ocsp::begin, work: ocsp::work, complete: ocsp::complete }),
        ),
        step(
            report::REPORT,
            Run::Work(Work {
                begin: report::begin,
                work: report::work,
                complete: report::complete,
            }),
        ),
    ],
    on_reset: Some(ocsp::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
