//! What the kind of a policy, or the resource that it is for, demands of its statements: trust
//! policies of roles, policies of resources of a named type, resource control policies.

use crate::catalog;
use crate::pattern::has_wildcard;
use crate::place::{Place, Report};
use crate::statement::is_allow;
use crate::validate::{Setting, Subject};

/// A resource type of ValidatePolicy, as findings call it, and the service of its actions and ARNs.
/// The reference's example has `S3 Bucket`; the other names are ours.
#[derive(Debug)]
pub struct ResourceType {
    pub kind: &'static str,
    name: &'static str,
    service: &'static str,
    /// "Bucket policies are limited to 20 KB in size" (Amazon S3 User Guide); DynamoDB Developer
    /// Guide, "Resource-based policy considerations": 20 KB.
    pub bytes_max: usize,
}

const KIB_20: usize = 20 * 1024;

pub static TYPES: &[ResourceType] = &[
    resource("AWS::S3::Bucket", "S3 Bucket", "s3"),
    resource("AWS::S3::AccessPoint", "S3 Access Point", "s3"),
    resource("AWS::S3::MultiRegionAccessPoint", "S3 Multi-Region Access Point", "s3"),
    resource(
        "AWS::S3ObjectLambda::AccessPoint",
        "S3 Object Lambda Access Point",
        "s3-object-lambda",
    ),
    resource("AWS::DynamoDB::Table", "DynamoDB Table", "dynamodb"),
];

const fn resource(kind: &'static str, name: &'static str, service: &'static str) -> ResourceType {
    ResourceType { kind, name, service, bytes_max: KIB_20 }
}

pub fn check(statement: &Place<'_>, setting: Setting, report: &mut Report) {
    match setting.subject {
        Subject::Trust => check_trust(statement, report),
        Subject::ResourceControl => check_resource_control(statement, report),
        Subject::Resource => {
            if let Some(resource) = setting.resource {
                check_resource(statement, resource, report);
            }
        }
        Subject::Identity | Subject::ServiceControl => {}
    }
}

fn check_trust(statement: &Place<'_>, report: &mut Report) {
    if let Some(place) = statement.member("NotPrincipal") {
        let at = vec![place.here()];
        report.add(&catalog::ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL, &[], at);
    }
    if let Some(place) = statement.member("Principal").filter(|it| it.text() == Some("*")) {
        let at = vec![place.here()];
        report.add(&catalog::ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL, &[], at);
    }
    for place in ["Resource", "NotResource"].into_iter().filter_map(|it| statement.member(it)) {
        let at = vec![place.here()];
        report.add(&catalog::ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE, &[], at);
    }
    check_roles_anywhere(statement, report);
}

fn check_roles_anywhere(statement: &Place<'_>, report: &mut Report) {
    const NEEDED: [&str; 3] = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];
    let services = statement.member("Principal").and_then(|it| it.member("Service"));
    let (Some(services), Some(actions)) = (services, statement.member("Action")) else { return };
    let is_meant = services.texts().iter().any(|(it, _)| *it == "rolesanywhere.amazonaws.com");
    if !is_meant || !is_allow(statement) {
        return;
    }
    let given: Vec<String> =
        actions.texts().into_iter().map(|(text, _)| text.to_ascii_lowercase()).collect();
    let has = |wanted: &str| given.iter().any(|it| it == wanted || it == "sts:*" || it == "*");
    if !NEEDED.into_iter().all(has) {
        let at = vec![actions.here()];
        report.add(&catalog::MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY, &[], at);
    }
}

fn check_resource_control(statement: &Place<'_>, report: &mut Report) {
    let principal = statement.member("Principal").filter(|it| it.text() != Some("*"));
    for place in principal.into_iter().chain(statement.member("NotPrincipal")) {
        report.add(&catalog::RCP_SYNTAX_ERROR_PRINCIPAL, &[], vec![place.here()]);
    }
    if let Some(place) = statement.member("NotAction") {
        report.add(&catalog::RCP_SYNTAX_ERROR_NOTACTION, &[], vec![place.here()]);
    }
    if !is_allow(statement) {
        return;
    }
    let narrow =
        statement.member("Resource").filter(|it| !matches!(it.texts().as_slice(), [("*", _)]));
    let others = ["NotResource", "Condition"].into_iter().filter_map(|it| statement.member(it));
    for place in narrow.into_iter().chain(others) {
        report.add(&catalog::RCP_SYNTAX_ERROR_ALLOW, &[], vec![place.here()]);
    }
}

fn check_resource(statement: &Place<'_>, resource: &ResourceType, report: &mut Report) {
    let providers = statement.member("Principal").and_then(|it| it.member("Federated"));
    if let Some(place) = providers {
        report.add(&catalog::FEDERATED_PRINCIPAL_NOT_SUPPORTED, &[], vec![place.here()]);
    }
    let is_other =
        |service: &str| !has_wildcard(service) && !service.eq_ignore_ascii_case(resource.service);
    for (text, place) in statement.member("Action").map(|it| it.texts()).unwrap_or_default() {
        if text.split_once(':').is_some_and(|(prefix, _)| is_other(prefix)) {
            let values = [text, resource.name];
            report.add(&catalog::UNSUPPORTED_ACTION_IN_POLICY, &values, vec![place.here()]);
        }
    }
    for (text, place) in statement.member("Resource").map(|it| it.texts()).unwrap_or_default() {
        let is_arn = text.starts_with("arn:");
        if is_arn && text.split(':').nth(2).is_some_and(is_other) {
            let values = [resource.name];
            report.add(&catalog::UNSUPPORTED_RESOURCE_ARN_IN_POLICY, &values, vec![place.here()]);
        }
    }
}
