//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! EventBridge Scheduler".

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::state::{DEFAULT_GROUP, group_arn, schedule_arn};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let name = input.str("Name").unwrap_or_default();
    let action = format!("scheduler:{operation}");
    let access = match operation {
        "CreateSchedule" | "DeleteSchedule" | "GetSchedule" | "UpdateSchedule" => {
            let group = input.str("GroupName").unwrap_or(DEFAULT_GROUP);
            let arn = schedule_arn(ctx, group, name);
            Access::new(ctx, action, arn.to_string())
        }
        "CreateScheduleGroup" | "DeleteScheduleGroup" | "GetScheduleGroup" => {
            let arn = group_arn(ctx, name);
            Access::new(ctx, action, arn.to_string())
        }
        "ListTagsForResource" | "TagResource" | "UntagResource" => {
            let text = input.str("ResourceArn").unwrap_or_default();
            let owner = Arn::parse(text).and_then(|arn| arn.account_id());
            let access = Access::new(ctx, action, text);
            match owner {
                Some(owner) => access.owned_by(owner),
                None => access,
            }
        }
        _ => Access::new(ctx, action, "*"),
    };
    Ok(Some(access))
}
