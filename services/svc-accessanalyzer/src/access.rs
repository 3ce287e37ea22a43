//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS IAM
//! Access Analyzer": the checks of policies have no resource.

use kernel::{Access, ApiError, Ctx, Struct};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, _: &Struct) -> Result<Option<Access>, ApiError> {
    Ok(Some(Access::new(ctx, format!("access-analyzer:{operation}"), "*".to_owned())))
}
