//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Cost
//! Explorer Service": cost categories, monitors and subscriptions are resources; all else is `*`.

use kernel::{Access, ApiError, Ctx, Struct};

const NAMED: [&str; 4] = ["CostCategoryArn", "MonitorArn", "SubscriptionArn", "ResourceArn"];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let named = NAMED.iter().find_map(|member| input.str(member));
    // What only looks through a list is about everything.
    let named = named.filter(|_| !operation.starts_with("Get"));
    Ok(Some(Access::new(ctx, format!("ce:{operation}"), named.unwrap_or("*").to_owned())))
}
