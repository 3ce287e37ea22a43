//! Policies of authorities: which other accounts may use them.
//!
//! Source: User Guide, "Resource-based policies" and "Policies for cross-account access" (the
//! actions that a policy may allow).

use kernel::{ApiError, Ctx};
use policy::{Effect, Kind, Policy};

use crate::api::{
    DeletePolicyInput, DeletePolicyOutput, GetPolicyInput, GetPolicyOutput, PutPolicyInput,
    PutPolicyOutput,
};
use crate::errors;
use crate::locate;

/// What a policy may allow.
const ACTIONS: [&str; 6] = [
    "acm-pca:DescribeCertificateAuthority",
    "acm-pca:GetCertificate",
    "acm-pca:GetCertificateAuthorityCertificate",
    "acm-pca:IssueCertificate",
    "acm-pca:ListPermissions",
    "acm-pca:ListTags",
];

pub fn put_policy(
    ctx: &mut Ctx<'_>,
    input: PutPolicyInput<'_>,
) -> Result<PutPolicyOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.resource_arn())?;
    check(&authority.arn, input.policy())?;
    if let Some(absent) = ctx.unknown_principal(input.policy())? {
        return Err(errors::policy(format!(
            "The policy names a principal that is not there: {absent}."
        )));
    }
    authority.row.policy = Some(ctx.bind_policy(input.policy())?);
    locate::save(ctx, &authority);
    Ok(PutPolicyOutput::new())
}

/// "If it includes any statement that is not allowed, the action returns an
/// InvalidPolicyException."
fn check(arn: &str, text: &str) -> Result<(), ApiError> {
    let parsed = Policy::parse(text, Kind::Resource)
        .map_err(|fault| errors::policy(format!("The policy is not valid: {fault}")))?;
    if parsed.statements.iter().any(|it| it.effect != Effect::Allow) {
        return Err(errors::policy("Each statement of the policy must allow something."));
    }
    let document: serde_json::Value =
        serde_json::from_str(text).map_err(|_| errors::policy("The policy is not JSON."))?;
    let statements = match &document["Statement"] {
        serde_json::Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    for statement in &statements {
        let is_allowed = |action: &str| ACTIONS.iter().any(|it| it.eq_ignore_ascii_case(action));
        let actions = texts(&statement["Action"]);
        if actions.is_empty() || !actions.iter().all(|it| is_allowed(it)) {
            return Err(errors::policy(format!(
                "The policy may allow these actions only: {}.",
                ACTIONS.join(", ")
            )));
        }
        let resources = texts(&statement["Resource"]);
        if resources.is_empty() || resources.iter().any(|it| *it != arn) {
            return Err(errors::policy("The policy's resource must be the authority itself."));
        }
    }
    Ok(())
}

fn texts(of: &serde_json::Value) -> Vec<&str> {
    match of {
        serde_json::Value::Array(list) => list.iter().filter_map(|it| it.as_str()).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

pub fn get_policy(
    ctx: &mut Ctx<'_>,
    input: GetPolicyInput<'_>,
) -> Result<GetPolicyOutput, ApiError> {
    let authority = locate::get_live(ctx, input.resource_arn())?;
    let bound = authority.row.policy.ok_or_else(|| errors::not_found("of the policy"))?;
    Ok(GetPolicyOutput::new().policy(ctx.show_policy(&bound)?))
}

/// "If there is no policy attached to the private CA, this action will return successful."
pub fn delete_policy(
    ctx: &mut Ctx<'_>,
    input: DeletePolicyInput<'_>,
) -> Result<DeletePolicyOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.resource_arn())?;
    authority.row.policy = None;
    locate::save(ctx, &authority);
    Ok(DeletePolicyOutput::new())
}
