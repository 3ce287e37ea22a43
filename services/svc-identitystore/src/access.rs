//! On what an operation acts, in the words of policies.
//!
//! Source: "Actions, resources, and condition keys for AWS Identity Store" (Service Authorization
//! Reference): stores, users, groups and memberships have ARNs.

use kernel::{Access, ApiError, Ctx, Struct};

use crate::network;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    if let Some(store) = input.str("IdentityStoreId") {
        network::check(ctx, store)?;
    }
    let (partition, account) = (ctx.region().partition(), ctx.account());
    let resource = match input.str("IdentityStoreId") {
        None => "*".to_owned(),
        Some(arn) if arn.starts_with("arn:") => arn.to_owned(),
        Some(id) => format!("arn:{partition}:identitystore::{account}:identitystore/{id}"),
    };
    Ok(Some(Access::new(ctx, format!("identitystore:{operation}"), resource)))
}
