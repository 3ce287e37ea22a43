//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! EventBridge Pipes".

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::state::pipe_arn;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("pipes:{operation}");
    let access = match operation {
        "ListPipes" => Access::new(ctx, action, "*"),
        "ListTagsForResource" | "TagResource" | "UntagResource" => {
            let text = input.str("resourceArn").unwrap_or_default();
            let owner = Arn::parse(text).and_then(|arn| arn.account_id());
            let access = Access::new(ctx, action, text);
            match owner {
                Some(owner) => access.owned_by(owner),
                None => access,
            }
        }
        _ => {
            let arn = pipe_arn(ctx, input.str("Name").unwrap_or_default());
            Access::new(ctx, action, arn.to_string())
        }
    };
    Ok(Some(access))
}
