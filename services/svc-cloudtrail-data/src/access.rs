//! On what PutAuditEvents acts: a channel.
//!
//! Source: "Actions, resources, and condition keys for AWS CloudTrail Data" (Service Authorization
//! Reference).

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let name = input.str("channelArn").unwrap_or_default();
    let arn = if Arn::parse(name).is_some() {
        name.to_owned()
    } else {
        let (region, account) = (ctx.region(), ctx.account());
        let resource = format!("channel/{name}");
        Arn::regional("cloudtrail", region, account, &resource).to_string()
    };
    Ok(Some(Access::new(ctx, format!("cloudtrail-data:{operation}"), arn)))
}
