//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS IAM
//! Access Analyzer": the checks of policies have no resource; findings are asked for by the actions
//! of their first versions.

use kernel::{Access, ApiError, Ctx, Struct};

use crate::external::arn_of;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = operation.strip_suffix("V2").unwrap_or(operation);
    let text = |name: &str| input.str(name);
    let resource = match text("analyzerArn").or_else(|| text("resourceArn")) {
        Some(arn) => arn.to_owned(),
        None => match text("analyzerName") {
            Some(name) => match text("ruleName") {
                Some(rule) => format!("{}/archive-rule/{rule}", arn_of(ctx, name)),
                None => arn_of(ctx, name),
            },
            None => "*".to_owned(),
        },
    };
    Ok(Some(Access::new(ctx, format!("access-analyzer:{action}"), resource)))
}
