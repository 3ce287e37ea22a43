//! The list of services and of their public pages, and nothing else.

use kernel::{Page, ServiceDef};

pub static SERVICES: &[&ServiceDef] = &[
    &svc_dynamodb::SERVICE,
    &svc_dynamodbstreams::SERVICE,
    &svc_events::SERVICE,
    &svc_pipes::SERVICE,
    &svc_s3::SERVICE,
    &svc_scheduler::SERVICE,
    &svc_sns::SERVICE,
    &svc_sqs::SERVICE,
    &svc_sts::SERVICE,
];

/// Services of the world itself, which no client can call.
pub static INNER: &[&ServiceDef] = &[&outbound::postman::SERVICE];

pub static PAGES: &[&[Page]] = &[svc_sns::PAGES];
