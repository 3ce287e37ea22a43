//! Key policies: every key has one, called `default`, and nobody may lock himself out of it.
//!
//! Sources: Developer Guide, "Default key policy"; API Reference, PutKeyPolicy.

use kernel::{Access, ApiError, Ctx, Region};
use policy::{Kind, Policy};
use serde_json::json;

use crate::api::{
    GetKeyPolicyInput, GetKeyPolicyOutput, ListKeyPoliciesInput, ListKeyPoliciesOutput,
    PutKeyPolicyInput, PutKeyPolicyOutput,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::locate;
use crate::state::Place;

/// The only name that a policy can have.
const NAME: &str = "default";

pub fn get_key_policy(
    ctx: &mut Ctx<'_>,
    input: GetKeyPolicyInput<'_>,
) -> Result<GetKeyPolicyOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    check_name(input.policy_name())?;
    let policy = ctx.show_policy(&key.row.policy)?;
    Ok(GetKeyPolicyOutput::new().policy(policy).policy_name(NAME))
}

pub fn put_key_policy(
    ctx: &mut Ctx<'_>,
    input: PutKeyPolicyInput<'_>,
) -> Result<PutKeyPolicyOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    check_name(input.policy_name())?;
    let is_bypassed = input.bypass_policy_lockout_safety_check() == Some(true);
    check(ctx, &key.place(), input.policy(), is_bypassed)?;
    key.row.policy = ctx.bind_policy(input.policy())?;
    locate::save(ctx, &key);
    Ok(PutKeyPolicyOutput::new())
}

pub fn list_key_policies(
    ctx: &mut Ctx<'_>,
    input: ListKeyPoliciesInput<'_>,
) -> Result<ListKeyPoliciesOutput, ApiError> {
    locate::managed(ctx, input.key_id())?;
    let page = Page::read("ListKeyPolicies", input.limit(), input.marker(), limits::PAGE_DEFAULT)?;
    let (names, marker) = page.of_all(vec![NAME], |name| (*name).to_owned());
    Ok(ListKeyPoliciesOutput::new()
        .policy_names(names)
        .truncated(marker.is_some())
        .next_marker(marker))
}

fn check_name(name: Option<&str>) -> Result<(), ApiError> {
    match name {
        None | Some(NAME) => Ok(()),
        Some(name) => Err(crate::api::error::not_found_exception(format!(
            "There is no key policy {name}: the only one is called default."
        ))),
    }
}

/// Whether a policy may be put on a key: it is one, and the caller may still replace it.
pub fn check(ctx: &Ctx<'_>, place: &Place, text: &str, is_bypassed: bool) -> Result<(), ApiError> {
    if text.len() > limits::POLICY_BYTES_MAX {
        return Err(errors::limit_exceeded(format!(
            "The key policy is longer than {} bytes.",
            limits::POLICY_BYTES_MAX
        )));
    }
    Policy::parse(text, Kind::Resource)
        .map_err(|error| errors::malformed_policy(error.to_string()))?;
    if ctx.unknown_principal(text)?.is_some() {
        return Err(errors::malformed_policy(
            "Policy contains a statement with one or more invalid principals.",
        ));
    }
    if is_bypassed {
        return Ok(());
    }
    let later = Access::new(ctx, "kms:PutKeyPolicy", place.arn())
        .owned_by(place.account)
        .with_policy(Some(text.to_owned()))
        .requiring_policy();
    ctx.authorize(&later).map_err(|_| errors::locked_out())
}

/// What a key has when nobody says otherwise: the account decides by IAM.
pub fn default_policy(place: &Place) -> String {
    let root = format!("arn:{}:iam::{}:root", place.region.partition(), place.account);
    pretty(&json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {"AWS": root},
            "Action": "kms:*",
            "Resource": "*"
        }]
    }))
}

/// What a key has that AWS manages for a service: whoever may use the service uses it through the
/// service alone, and the account may look at it.
///
/// After the Developer Guide, "AWS managed keys"; the document itself is not verified.
pub fn managed_policy(place: &Place, service: &str) -> String {
    let (partition, account) = (place.region.partition(), place.account.as_str());
    pretty(&json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{service}-1"),
        "Statement": [{
            "Sid": format!(
                "Allow access through {service} for all principals in the account that are \
                 authorized to use {service}"
            ),
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [
                "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                "kms:CreateGrant", "kms:DescribeKey"
            ],
            "Resource": "*",
            "Condition": {"StringEquals": {
                "kms:CallerAccount": account,
                "kms:ViaService": via_service(place.region, service)
            }}
        }, {
            "Sid": "Allow direct access to key metadata to the account",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
            "Action": [
                "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"
            ],
            "Resource": "*"
        }]
    }))
}

/// `s3.us-east-1.amazonaws.com`
pub fn via_service(region: Region, service: &str) -> String {
    let suffix = if region.partition() == "aws-cn" { ".cn" } else { "" };
    format!("{service}.{}.amazonaws.com{suffix}", region.as_str())
}

fn pretty(document: &serde_json::Value) -> String {
    serde_json::to_string_pretty(document).expect("a document that was just built is JSON")
}
