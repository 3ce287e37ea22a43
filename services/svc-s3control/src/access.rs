//! On what an operation acts.
//!
//! The account is a member of every input; a caller of another account is refused, since nothing
//! here has a policy that could let it in.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Struct};

use crate::errors;

const ON_POINTS: [&str; 6] = [
    "CreateAccessPoint",
    "DeleteAccessPoint",
    "DeleteAccessPointPolicy",
    "GetAccessPointPolicy",
    "GetAccessPointPolicyStatus",
    "PutAccessPointPolicy",
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let account = AccountId::parse(text("AccountId")).ok_or_else(errors::invalid_account)?;
    let (action, resource) = match operation {
        "GetPublicAccessBlock" => ("s3:GetAccountPublicAccessBlock".to_owned(), "*".to_owned()),
        "PutPublicAccessBlock" | "DeletePublicAccessBlock" => {
            ("s3:PutAccountPublicAccessBlock".to_owned(), "*".to_owned())
        }
        "TagResource" | "UntagResource" | "ListTagsForResource" => {
            (format!("s3:{operation}"), text("ResourceArn").to_owned())
        }
        _ if input.get("JobId").is_some() => {
            let arn = Arn::regional("s3", ctx.region(), account, &format!("job/{}", text("JobId")));
            (format!("s3:{operation}"), arn.to_string())
        }
        _ if ON_POINTS.contains(&operation) => {
            let name = format!("accesspoint/{}", text("Name"));
            let arn = Arn::regional("s3", ctx.region(), account, &name);
            (format!("s3:{operation}"), arn.to_string())
        }
        _ => (format!("s3:{operation}"), "*".to_owned()),
    };
    Ok(Some(Access::new(ctx, action, resource).owned_by(account)))
}
