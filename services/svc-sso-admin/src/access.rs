//! On what an operation acts, in the words of policies.
//!
//! Source: "Actions, resources, and condition keys for AWS IAM Identity Center" (Service
//! Authorization Reference). An operation is asked about the permission set, application or
//! trusted token issuer that it names, else about the instance.

use kernel::{Access, ApiError, Ctx, Struct};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let members = [
        "PermissionSetArn",
        "ApplicationArn",
        "TrustedTokenIssuerArn",
        "ResourceArn",
        "InstanceArn",
    ];
    let resource = members.iter().find_map(|member| input.str(member)).unwrap_or("*").to_owned();
    Ok(Some(Access::new(ctx, format!("sso:{operation}"), resource)))
}
