//! CheckNoPublicAccess: whether a resource's policy lets everybody in.
//!
//! Sources: Amazon S3 User Guide, "The meaning of "public"", for the condition keys and values that
//! keep a statement for everybody from being public; texts: the API model's own examples.

use kernel::{ApiError, Ctx};
use policy::condition::{Comparison, SetOperator};

use crate::api::{
    CheckNoPublicAccessInput, CheckNoPublicAccessOutput, access_check_policy_type,
    access_check_resource_type as kind, check_no_public_access_result,
};
use crate::errors;
use crate::grant::{self, Condition, Dimension, Grant, Reading, Set, any_covers, any_meets};
use crate::limits;
use crate::pattern::{Budget, has_wildcard};
use crate::values;

/// Types of resources that exist here, and the service whose actions are theirs.
const TYPES: &[(&str, &str)] = &[
    (kind::AWS_CLOUD_TRAIL_DASHBOARD, "cloudtrail:*"),
    (kind::AWS_CLOUD_TRAIL_EVENT_DATA_STORE, "cloudtrail:*"),
    (kind::AWS_DYNAMO_DB_STREAM, "dynamodb:*"),
    (kind::AWS_DYNAMO_DB_TABLE, "dynamodb:*"),
    (kind::AWS_IAM_ASSUME_ROLE_POLICY_DOCUMENT, "sts:*"),
    (kind::AWS_KINESIS_STREAM, "kinesis:*"),
    (kind::AWS_KINESIS_STREAM_CONSUMER, "kinesis:*"),
    (kind::AWS_KMS_KEY, "kms:*"),
    (kind::AWS_S3_ACCESS_POINT, "s3:*"),
    (kind::AWS_S3_BUCKET, "s3:*"),
    (kind::AWS_S3_GLACIER, "glacier:*"),
    (kind::AWS_SECRETS_MANAGER_SECRET, "secretsmanager:*"),
    (kind::AWS_SNS_TOPIC, "sns:*"),
    (kind::AWS_SQS_QUEUE, "sqs:*"),
];

/// Keys that say where a call comes from or who makes it, besides those by which S3 judges: from
/// memory.
const FIXING_KEYS: &[&str] =
    &["aws:sourcevpcarn", "aws:vpceaccount", "aws:vpceorgid", "kms:calleraccount"];

pub fn check_no_public_access(
    _: &mut Ctx<'_>,
    input: CheckNoPublicAccessInput<'_>,
) -> Result<CheckNoPublicAccessOutput, ApiError> {
    let wanted = input.resource_type();
    let Some((_, actions)) = TYPES.iter().find(|(name, _)| *name == wanted) else {
        return Err(errors::not_implemented(&format!("resources of type {wanted}")));
    };
    let reading = Reading {
        name: "policyDocument",
        policy_type: access_check_policy_type::RESOURCE_POLICY,
        is_reference: false,
    };
    let grants = grant::read(input.policy_document(), &reading)?;
    let actions = Set::Pattern((*actions).to_owned());
    let mut budget = Budget::new(limits::COMPARISONS_MAX);
    let mut reasons = Vec::new();
    for grant in grants.iter().filter(|it| it.is_allow) {
        if any_meets(&grant.actions, &actions, Dimension::Plain, &mut budget)
            && is_for_everybody(grant)
            && !grant.conditions.iter().any(|it| narrows(it, false))
            && !is_taken_back(grant, &grants, &mut budget)
        {
            reasons.push(grant.reason("Public access granted in the following statement with"));
        }
    }
    if budget.is_spent() {
        return Err(errors::too_complex());
    }
    let output = CheckNoPublicAccessOutput::new();
    if reasons.is_empty() {
        return Ok(output.result(check_no_public_access_result::PASS).message(
            "The resource policy does not grant public access for the given resource type.",
        ));
    }
    Ok(output
        .result(check_no_public_access_result::FAIL)
        .message("The resource policy grants public access for the given resource type.")
        .reasons(reasons))
}

fn is_for_everybody(grant: &Grant) -> bool {
    grant.principals.iter().any(|it| match it {
        Set::Pattern(text) => text == "*",
        Set::AllExcept(excepted) => !excepted.iter().any(|it| it == "*"),
    })
}

/// Whether a denial for everybody leaves nothing of it, or only those whom one key tells.
fn is_taken_back(grant: &Grant, all: &[Grant], budget: &mut Budget) -> bool {
    let everybody = Set::Pattern("*".to_owned());
    all.iter().filter(|it| !it.is_allow).any(|deny| {
        let is_narrowing = match deny.conditions.as_slice() {
            [] => true,
            [only] => narrows(only, true),
            _ => false,
        };
        let mut has_all = |sets: &[Set], own: &[Set], dimension| {
            own.iter().all(|it| any_covers(sets, it, dimension, budget))
        };
        is_narrowing
            && has_all(&deny.actions, &grant.actions, Dimension::Plain)
            && has_all(&deny.resources, &grant.resources, Dimension::Resource)
            && has_all(&deny.principals, std::slice::from_ref(&everybody), Dimension::Principal)
    })
}

/// Whether a condition of an allowing statement names fixed values of a key that tells who or where
/// from; of a denying one, whether it excepts only those.
pub fn narrows(condition: &Condition, is_negated: bool) -> bool {
    let operator = condition.operator;
    // A denial with `IfExists` strikes also those who do not have the key.
    let is_lenient = if is_negated {
        operator.set == Some(SetOperator::ForAnyValue)
    } else {
        operator.if_exists || operator.set == Some(SetOperator::ForAllValues)
    };
    let key = condition.key.as_str();
    if !(policy::public::FIXING_KEYS.contains(&key) || FIXING_KEYS.contains(&key))
        || operator.is_negated != is_negated
        || is_lenient
        || condition.values.is_empty()
    {
        return false;
    }
    condition.values.iter().all(|value| is_fixed(value, operator.comparison))
}

fn is_fixed(value: &str, comparison: Comparison) -> bool {
    if value.contains("${") {
        return false;
    }
    match comparison {
        // A text without wildcards; their characters mean themselves.
        Comparison::StringEquals | Comparison::StringEqualsIgnoreCase => true,
        Comparison::IpAddress => values::is_broad(value) == Some(false),
        Comparison::StringLike | Comparison::Arn => match value.split(':').nth(4) {
            // Everything of one account, or one bucket.
            Some("") | None => !has_wildcard(value),
            Some(account) => !has_wildcard(account),
        },
        _ => false,
    }
}
