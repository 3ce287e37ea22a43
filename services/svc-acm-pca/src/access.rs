//! On which authority an operation acts, who else may, and what policies may ask.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS
//! Private Certificate Authority"; User Guide, "Resource-based policies". The permission of ACM
//! (CreatePermission) is judged as a policy that names its service principal.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Principal, Struct, Value};
use serde_json::json;

use crate::locate;
use crate::state::AuthorityRow;
use crate::template::DEFAULT_ARN;

pub const ACM: &str = "acm.amazonaws.com";

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("acm-pca:{operation}");
    let arn = input.str("CertificateAuthorityArn").or_else(|| input.str("ResourceArn"));
    let access = match (operation, arn) {
        ("ListCertificateAuthorities", _) => Access::new(ctx, action, "*"),
        ("CreateCertificateAuthority", _) | (_, None) => {
            let arn = ctx.arn("certificate-authority/*").to_string();
            Access::new(ctx, action, arn)
        }
        (_, Some(arn)) => to_authority(ctx, action, arn, input)?,
    };
    Ok(Some(with_tags(access, input)))
}

fn to_authority(
    ctx: &Ctx<'_>,
    action: String,
    arn: &str,
    input: &Struct,
) -> Result<Access, ApiError> {
    let is_issue = action == "acm-pca:IssueCertificate";
    let mut access = Access::new(ctx, action, arn);
    if let Some(owner) = Arn::parse(arn).and_then(|it| it.account_id()) {
        access = access.owned_by(owner);
    }
    // Whether it is there is the operation's to say.
    if let Some(row) = locate::peek(ctx, arn).ok().flatten() {
        access = access.with_policy(policy(ctx, arn, &row));
        for (key, value) in &row.tags {
            access = access.with_key(format!("aws:ResourceTag/{key}"), value.clone());
        }
    }
    if is_issue {
        let template = input.str("TemplateArn").unwrap_or(DEFAULT_ARN);
        access = access.with_key("acm-pca:TemplateArn", template);
    }
    Ok(access)
}

/// Whose rule it is depends on who asks: ACM is bound by its permission, others by the policy.
fn policy(ctx: &Ctx<'_>, arn: &str, row: &AuthorityRow) -> Option<String> {
    let is_acm = matches!(ctx.principal(), Principal::Service(name) if name.as_ref() == ACM);
    let permission = row.permission.as_ref().filter(|_| is_acm);
    let Some(permission) = permission else { return row.policy.clone() };
    let actions = permission.actions.iter().map(|it| format!("acm-pca:{it}"));
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": ACM},
            "Action": actions.collect::<Vec<_>>(),
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": permission.source_account}},
        }],
    });
    Some(document.to_string())
}

fn with_tags(mut access: Access, input: &Struct) -> Access {
    let tags = input.list("Tags").unwrap_or_default();
    for tag in tags.iter().filter_map(Value::as_struct) {
        let key = tag.str("Key").unwrap_or_default();
        access = access.with_key("aws:TagKeys", key);
        if let Some(value) = tag.str("Value") {
            access = access.with_key(format!("aws:RequestTag/{key}"), value);
        }
    }
    access
}
