//! The service-linked roles by which resources are changed: made when the first target of their
//! kind is registered, as the caller, who must be allowed to.
//!
//! Source: User Guide, "Service-linked roles for Application Auto Scaling".

use auth::directory::{self, ROLES};
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx};

use crate::dimension::Scaled;
use crate::errors;

/// As which the role's sessions are seen; AWS's name of it is not documented.
const SESSION: &str = "AutoScaling-UpdateDesiredCapacity";

pub fn arn(ctx: &Ctx<'_>, scaled: Scaled<'_>) -> Arn {
    let (principal, name) = scaled.role();
    let resource = format!("role/aws-service-role/{principal}.amazonaws.com/{name}");
    Arn::global("iam", ctx.region().partition(), ctx.account(), &resource)
}

/// A role that a caller names is not used, since the services have service-linked ones; but it
/// must be one that the caller may hand over.
pub fn check_named(ctx: &Ctx<'_>, role: Option<&str>) -> Result<(), ApiError> {
    let Some(role) = role else { return Ok(()) };
    let arn = Arn::parse(role).filter(|arn| arn.service == "iam");
    let arn = arn.ok_or_else(|| errors::invalid(format!("{role} is not the ARN of a role.")))?;
    if arn.account_id() != Some(ctx.account()) {
        return Err(errors::role_of_other_account());
    }
    if arn.resource.starts_with("role/aws-service-role/") {
        return Ok(());
    }
    ctx.authorize_pass_role(role, "application-autoscaling.amazonaws.com")
}

/// Makes the role if there is none.
pub fn ensure(ctx: &mut Ctx<'_>, scaled: Scaled<'_>) -> Result<(), ApiError> {
    let (principal, name) = scaled.role();
    let scope = ctx.scope();
    if ROLES.at(ctx.tx(), &scope).contains(&directory::key(name))? {
        return Ok(());
    }
    let ask = Ask::to("iam", "CreateServiceLinkedRole")
        .with("AWSServiceName", format!("{principal}.amazonaws.com"));
    ctx.call(ask).map(|_| ())
}

/// A step of this service, to be run as the role: what it calls, it calls as the role.
pub fn step(ctx: &Ctx<'_>, scaled: Scaled<'_>, name: &'static str) -> Ask {
    Ask::to("application-autoscaling", name).as_role(&arn(ctx, scaled), SESSION)
}

/// Whether the role lets itself be taken on; each step asks.
pub fn take_on(ctx: &Ctx<'_>, scaled: Scaled<'_>) -> Result<(), ApiError> {
    ctx.authorize_take_on(&arn(ctx, scaled), scaled.role().0, None)
}
