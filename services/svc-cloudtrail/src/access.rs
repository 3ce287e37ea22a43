//! On what an operation acts, in the words of policies.
//!
//! Source: "Actions, resources, and condition keys for AWS CloudTrail" (Service Authorization
//! Reference).

use kernel::{Access, ApiError, Ctx, Struct};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    // "Linked to the cloudtrail:LookupEvents action" (API Reference, ListInsightsMetricData).
    let operation = match operation {
        "ListInsightsMetricData" => "LookupEvents",
        other => other,
    };
    let named = ["TrailName", "ResourceId", "Name"].iter().find_map(|member| input.str(member));
    let resource = match named {
        None => "*".to_owned(),
        Some(arn) if arn.starts_with("arn:") => arn.to_owned(),
        Some(name) => ctx.arn(&format!("trail/{name}")).to_string(),
    };
    Ok(Some(Access::new(ctx, format!("cloudtrail:{operation}"), resource)))
}
