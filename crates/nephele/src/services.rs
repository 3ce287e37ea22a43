//! The list of services, and nothing else.

use kernel::ServiceDef;

pub static SERVICES: &[&ServiceDef] = &[&svc_s3::SERVICE, &svc_sqs::SERVICE, &svc_sts::SERVICE];
