//! The account's settings for all of its APIs in a region.

use kernel::arn::Arn;
use kernel::{Ctx, OpResult, Struct};

use crate::docs::{self, own, text};
use crate::errors::bad;
use crate::limits::{ACCOUNT_BURST, ACCOUNT_RATE};
use crate::patch;

fn shown(doc: Struct) -> Struct {
    let throttle = Struct::new().with("burstLimit", ACCOUNT_BURST).with("rateLimit", ACCOUNT_RATE);
    doc.with("throttleSettings", throttle)
        .with("features", vec!["UsagePlans"])
        .with("apiKeyVersion", "4")
}

pub fn get(ctx: &mut Ctx<'_>, _input: &Struct) -> OpResult {
    Ok(shown(docs::find_own(ctx, own::ACCOUNT, "")?.unwrap_or_default()))
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = docs::find_own(ctx, own::ACCOUNT, "")?.unwrap_or_default();
    patch::apply(&mut doc, patch::ACCOUNT, input)?;
    let role = text(&doc, "cloudwatchRoleArn").to_owned();
    if role.is_empty() {
        doc.remove("cloudwatchRoleArn");
    } else {
        // [U] for both.
        let arn = Arn::parse(&role).filter(|arn| arn.resource.starts_with("role/"));
        let arn = arn.ok_or_else(|| bad("Invalid ARN specified in the request"))?;
        ctx.authorize_pass_role(&role, "apigateway.amazonaws.com")?;
        ctx.authorize_take_on(&arn, "apigateway", None).map_err(|_| {
            bad("The role ARN does not have required permissions configured. Please grant trust \
                 permission for API Gateway and add the required role policy.")
        })?;
    }
    docs::put_own(ctx, own::ACCOUNT, "", &doc);
    Ok(shown(doc))
}
