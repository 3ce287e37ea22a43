//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS
//! Application Auto Scaling".

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::scale;
use crate::state::{TARGETS, target_arn};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("application-autoscaling:{operation}");
    let access = match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" => {
            let text = input.str("ResourceARN").unwrap_or_default();
            let owner = Arn::parse(text).and_then(|arn| arn.account_id());
            let access = Access::new(ctx, action, text);
            match owner {
                Some(owner) => access.owned_by(owner),
                None => access,
            }
        }
        _ if operation.starts_with("Describe") => Access::new(ctx, action, "*"),
        _ => {
            let key = scale::read_key(input);
            let resource = match ctx.table(&TARGETS).get(&key)? {
                Some(row) => target_arn(ctx, &row.id),
                // One that is yet to be.
                None => ctx.arn("scalable-target/*").to_string(),
            };
            Access::new(ctx, action, resource)
                .with_key("application-autoscaling:service-namespace", key.0)
                .with_key("application-autoscaling:scalable-dimension", key.2)
        }
    };
    Ok(Some(access))
}
