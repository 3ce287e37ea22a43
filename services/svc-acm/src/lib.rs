//! AWS Certificate Manager: the map of its operations.
//!
//! A certificate is asked for in [`request`], its names are validated in [`validation`] and
//! [`mail`], and it is made in [`issue`] by the authority of [`vault`]; [`import`] takes what
//! others have made, [`private`] what a private authority issues. [`watch`] tells of its end and
//! renews it; [`lifecycle`] exports, revokes and deletes; [`search`] finds.
//! The README says what is not done.

mod access;
mod account;
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

pub use page::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "acm",
    operations: &[
        op!(write api::AddTagsToCertificate, tag::add_tags_to_certificate),
        op!(write api::DeleteCertificate, lifecycle::delete_certificate),
        op!(read api::DescribeCertificate, describe::describe_certificate),
        op!(write api::ExportCertificate, lifecycle::export_certificate),
        op!(read api::GetAccountConfiguration, account::get_account_configuration),
        op!(read api::GetCertificate, describe::get_certificate),
        op!(write api::ImportCertificate, import::import_certificate),
        op!(read api::ListCertificateDomainValidations,
            describe_domains::list_certificate_domain_validations),
        op!(read api::ListCertificates, listing::list_certificates),
        op!(read api::ListTagsForCertificate, tag::list_tags_for_certificate),
        op!(write api::PutAccountConfiguration, account::put_account_configuration),
        op!(write api::RemoveTagsFromCertificate, tag::remove_tags_from_certificate),
        op!(write api::RenewCertificate, watch::renew_certificate),
        op!(write api::RequestCertificate, request::request_certificate),
        op!(write api::ResendValidationEmail, mail::resend_validation_email),
        op!(write api::RevokeCertificate, lifecycle::revoke_certificate),
        op!(read api::SearchCertificates, search::search_certificates),
        op!(write api::UpdateCertificateOptions, lifecycle::update_certificate_options),
    ],
    steps: &[
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
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
