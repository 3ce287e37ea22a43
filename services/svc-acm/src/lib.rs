//! AWS Certificate Manager: the map of its operations.
//!
//! A certificate is asked for in [`request`], its names are validated in [`validation`] and
//! [`mail`], and it is made in [`issue`] by the authority of [`vault`]; [`import`] takes what
//! others have made, [`private`] what a private authority issues. [`watch`] tells of its end and
//! renews it; [`lifecycle`] exports, revokes and deletes; [`search`] finds. [`acme`] is a world of
//! its own: endpoints, and the servers that they are.
//! The README says what is not done.

mod access;
mod account;
mod acme;
#[rustfmt::skip]
pub mod api;
mod describe;
mod describe_domains;
mod errors;
mod events;
mod import;
mod issue;
mod lifecycle;
mod limits;
mod listing;
mod locate;
mod mail;
mod names;
mod page;
mod private;
mod request;
mod search;
mod state;
mod tag;
#[cfg(test)]
mod tests;
mod validation;
mod vault;
mod watch;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use acme::{ACME, SITES};
pub use page::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "acm",
    operations: &[
        op!(write api::AddTagsToCertificate, tag::add_tags_to_certificate),
        op!(write api::CreateAcmeDomainValidation, acme::domain::create_acme_domain_validation),
        op!(write api::CreateAcmeEndpoint, acme::endpoint::create_acme_endpoint),
        op!(write api::CreateAcmeExternalAccountBinding,
            acme::binding::create_acme_external_account_binding),
        op!(write api::DeleteAcmeDomainValidation, acme::domain::delete_acme_domain_validation),
        op!(write api::DeleteAcmeEndpoint, acme::endpoint::delete_acme_endpoint),
        op!(write api::DeleteAcmeExternalAccountBinding,
            acme::binding::delete_acme_external_account_binding),
        op!(write api::DeleteCertificate, lifecycle::delete_certificate),
        op!(read api::DescribeAcmeAccount, acme::account::describe_acme_account),
        op!(read api::DescribeAcmeDomainValidation, acme::domain::describe_acme_domain_validation),
        op!(read api::DescribeAcmeEndpoint, acme::endpoint::describe_acme_endpoint),
        op!(read api::DescribeAcmeExternalAccountBinding,
            acme::binding::describe_acme_external_account_binding),
        op!(read api::DescribeCertificate, describe::describe_certificate),
        op!(write api::ExportCertificate, lifecycle::export_certificate),
        op!(read api::GetAccountConfiguration, account::get_account_configuration),
        op!(read api::GetAcmeExternalAccountBindingCredentials,
            acme::binding::get_acme_external_account_binding_credentials),
        op!(read api::GetCertificate, describe::get_certificate),
        op!(write api::ImportCertificate, import::import_certificate),
        op!(read api::ListAcmeAccounts, acme::account::list_acme_accounts),
        op!(read api::ListAcmeDomainValidations, acme::domain::list_acme_domain_validations),
        op!(read api::ListAcmeEndpoints, acme::endpoint::list_acme_endpoints),
        op!(read api::ListAcmeExternalAccountBindings,
            acme::binding::list_acme_external_account_bindings),
        op!(read api::ListCertificateDomainValidations,
            describe_domains::list_certificate_domain_validations),
        op!(read api::ListCertificates, listing::list_certificates),
        op!(read api::ListTagsForCertificate, tag::list_tags_for_certificate),
        op!(read api::ListTagsForResource, acme::tags::list_tags_for_resource),
        op!(write api::PutAccountConfiguration, account::put_account_configuration),
        op!(write api::RemoveTagsFromCertificate, tag::remove_tags_from_certificate),
        op!(write api::RenewCertificate, watch::renew_certificate),
        op!(write api::RequestCertificate, request::request_certificate),
        op!(write api::ResendValidationEmail, mail::resend_validation_email),
        op!(write api::RevokeAcmeAccount, acme::account::revoke_acme_account),
        op!(write api::RevokeAcmeExternalAccountBinding,
            acme::binding::revoke_acme_external_account_binding),
        op!(write api::RevokeCertificate, lifecycle::revoke_certificate),
        op!(read api::SearchCertificates, search::search_certificates),
        op!(write api::TagResource, acme::tags::tag_resource),
        op!(write api::UntagResource, acme::tags::untag_resource),
        op!(write api::UpdateAcmeDomainValidation, acme::domain::update_acme_domain_validation),
        op!(write api::UpdateAcmeEndpoint, acme::endpoint::update_acme_endpoint),
        op!(write api::UpdateCertificateOptions, lifecycle::update_certificate_options),
    ],
    steps: &[
        step(acme::domain::LOOK, Run::Write(acme::domain::look)),
        step(acme::issuance::ISSUE, Run::Write(acme::issuance::issue)),
        step(acme::issuance::REVOKE, Run::Write(acme::issuance::take_back)),
        step(acme::server::ANSWER, Run::Write(acme::server::answer)),
        step(acme::server::SERVE, Run::Write(acme::server::serve)),
        step(mail::APPROVE, Run::Write(mail::approve)),
        step(page::APPROVAL, Run::Write(page::approval)),
        step(page::AUTHORITY, Run::Write(page::authority)),
        step(page::REVOCATIONS, Run::Write(page::revocations)),
        step(validation::VALIDATE, Run::Write(validation::validate)),
        step(watch::WATCH, Run::Write(watch::watch)),
        step(private::COLLECT, Run::Write(private::collect)),
        step(
            private::ORDER,
            Run::Work(Work {
                begin: private::begin,
                work: private::work,
                complete: private::complete,
            }),
        ),
        step(
            issue::ISSUE,
            Run::Work(Work { begin: issue::begin, work: issue::work, complete: issue::complete }),
        ),
    ],
    on_reset: Some(acme::endpoint::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
