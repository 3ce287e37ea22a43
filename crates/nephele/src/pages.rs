//! What stands beside the services' operations: public pages, and services that no client can call.

use kernel::{Page, ServiceDef};

/// What services serve over plain `GET`.
pub static PAGES: &[&[Page]] = &[
    svc_acm::PAGES,
    svc_dynamodb::PAGES,
    svc_lambda::PAGES,
    svc_pricing::PAGES,
    svc_sns::PAGES,
    svc_sso_oidc::PAGES,
    svc_sts::PAGES,
];

/// What services serve over HTTP besides, by protocols of their own.
pub static SITES: &[&[Page]] = &[svc_acm::SITES, svc_acm_pca::SITES, svc_cloudformation::SITES];

/// Services of the world itself.
pub static INNER: &[&ServiceDef] = &[&outbound::postman::SERVICE, &svc_acm::ACME];
