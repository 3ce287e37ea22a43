//! The list of services, and nothing else.

use kernel::ServiceDef;

pub static SERVICES: &[&ServiceDef] = &[
    &svc_acm::SERVICE,
    &svc_acm_pca::SERVICE,
    &svc_budgets::SERVICE,
    &svc_ce::SERVICE,
    &svc_cloudtrail::SERVICE,
    &svc_dynamodb::SERVICE,
    &svc_dynamodbstreams::SERVICE,
    &svc_events::SERVICE,
    &svc_fis::SERVICE,
    &svc_glacier::SERVICE,
    &svc_iam::SERVICE,
    &svc_identitystore::SERVICE,
    &svc_kinesis::SERVICE,
    &svc_kms::SERVICE,
    &svc_organizations::SERVICE,
    &svc_pipes::SERVICE,
    &svc_s3::SERVICE,
    &svc_s3control::SERVICE,
    &svc_scheduler::SERVICE,
    &svc_secretsmanager::SERVICE,
    &svc_sns::SERVICE,
    &svc_sqs::SERVICE,
    &svc_ssm::SERVICE,
    &svc_sso::SERVICE,
    &svc_sso_admin::SERVICE,
    &svc_sso_oidc::SERVICE,
    &svc_sts::SERVICE,
];
