//! `Resource` and `NotResource`: whether they are ARNs.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Resource"; AWS General Reference, "Amazon
//! Resource Names (ARNs)"; the resource types of the Service Authorization Reference.

use crate::catalog;
use crate::names;
use crate::pattern::has_wildcard;
use crate::place::{Place, Report};
use crate::validate::Setting;
use crate::variable;

/// AWS General Reference, "ARN format"; the last two are for isolated and European regions.
const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];
/// Services whose resources are of no region.
const GLOBAL: &[&str] = &["iam", "organizations", "route53", "cloudfront", "sts"];
/// Services whose resources are all of a region.
const REGIONAL: &[&str] =
    &["sqs", "sns", "kms", "dynamodb", "kinesis", "secretsmanager", "lambda", "states", "logs"];

pub fn check(resources: &Place<'_>, setting: Setting, report: &mut Report) {
    for (text, place) in resources.texts() {
        variable::check(&place, setting.has_variables, report);
        if text != "*" {
            check_one(text, &place, report);
        }
    }
}

fn check_one(text: &str, place: &Place<'_>, report: &mut Report) {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    if parts[0] != "arn" {
        report.add(&catalog::INVALID_ARN_PREFIX, &[], vec![place.here()]);
        return;
    }
    let [_, partition, service, region, account, resource] = parts.as_slice() else {
        // `arn:aws:s3:*`: what is missing is filled with wildcards.
        if !text.ends_with('*') {
            report.add(&catalog::MISSING_ARN_FIELD, &["6"], vec![place.here()]);
        }
        return;
    };
    if variable::is_in(&text[..text.len() - resource.len()]) {
        return;
    }
    if !has_wildcard(partition) && !PARTITIONS.contains(partition) {
        let values = [service, partition, &*PARTITIONS.join(", ")];
        report.add(&catalog::INVALID_PARTITION, &values, vec![place.here()]);
    }
    if has_wildcard(service) {
        report.add(&catalog::WILDCARD_IN_SERVICE_NAME, &[], vec![place.here()]);
    } else if service.bytes().any(|it| it.is_ascii_uppercase()) {
        report.add(&catalog::INVALID_ARN_SERVICE_CASE, &[service], vec![place.here()]);
    } else if !names::is_service(service) {
        report.add(&catalog::INVALID_SERVICE, &[service], vec![place.here()]);
    } else {
        check_owner(&Owner { service, region, account, resource }, place, report);
    }
    let is_empty = resource.is_empty() || matches!(*resource, "/" | ":");
    if is_empty {
        report.add(&catalog::INVALID_ARN_RESOURCE, &[], vec![place.here()]);
    }
}

struct Owner<'t> {
    service: &'t str,
    region: &'t str,
    account: &'t str,
    resource: &'t str,
}

/// Region and account, where it is known which resources have them.
fn check_owner(arn: &Owner<'_>, place: &Place<'_>, report: &mut Report) {
    let Owner { service, region, account, resource } = *arn;
    let is_bucket = service == "s3" && is_bucket(region, account, resource);
    if (GLOBAL.contains(&service) || is_bucket) && !region.is_empty() && !has_wildcard(region) {
        report.add(&catalog::ARN_REGION_NOT_ALLOWED, &[service], vec![place.here()]);
    }
    if is_bucket && !account.is_empty() && !has_wildcard(account) {
        report.add(&catalog::ARN_ACCOUNT_NOT_ALLOWED, &[service], vec![place.here()]);
    }
    if REGIONAL.contains(&service) && region.is_empty() {
        report.add(&catalog::MISSING_ARN_REGION, &[service], vec![place.here()]);
    }
    let is_number = account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit());
    // AWS's own resources (managed policies, public keys) are of the account `aws`.
    let is_known = is_number || account.is_empty() || *account == *"aws" || has_wildcard(account);
    if !is_known && !is_bucket {
        report.add(&catalog::INVALID_ARN_ACCOUNT, &[account], vec![place.here()]);
    }
}

/// Of S3, access points and jobs have a region and an account, buckets and objects have none.
fn is_bucket(region: &str, account: &str, resource: &str) -> bool {
    const OTHERS: &[&str] =
        &["accesspoint", "job", "storage-lens", "storage-lens-group", "access-grants"];
    let kind = resource.split(['/', ':']).next().unwrap_or_default();
    let is_other = OTHERS.contains(&kind) && !(region.is_empty() && account.is_empty());
    !is_other && !has_wildcard(kind)
}
