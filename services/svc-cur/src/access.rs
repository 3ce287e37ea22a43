//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Cost
//! and Usage Report".

use kernel::{Access, ApiError, Ctx, Struct};

use crate::definition::arn;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let definition = input.structure("ReportDefinition");
    let named = input.str("ReportName").or_else(|| definition?.str("ReportName"));
    let resource = named.map_or_else(|| "*".to_owned(), |name| arn(ctx, name));
    Ok(Some(Access::new(ctx, format!("cur:{operation}"), resource)))
}
