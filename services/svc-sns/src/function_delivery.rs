//! Delivery to Lambda functions and Firehose streams: to whatever service of that name there is.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx};
use targets::Delivery;

use crate::delivery::{Failure, Outcome, Parcel};
use crate::envelope;

/// The name of SNS's sessions of the role with which it writes to a stream.
const SESSION: &str = "AmazonSNS";

pub fn attempt_function(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    let body = envelope::lambda_event(parcel).to_string();
    let act = |ask: Ask| {
        ask.as_service("sns.amazonaws.com").for_source(&parcel.topic.arn, parcel.topic.owner)
    };
    deliver(ctx, parcel, body, act)
}

/// Records are written with the role of the subscription; each ends its line, since Firehose puts
/// them behind each other.
pub fn attempt_stream(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    let settings = &parcel.subscription.row.settings;
    let Some(role) = settings.role_arn.as_deref().and_then(Arn::parse) else {
        return Ok(Failure::client("the subscription has no role"));
    };
    let text = if settings.is_raw { envelope::body(parcel) } else { envelope::text(parcel) };
    deliver(ctx, parcel, format!("{text}\n"), |ask| ask.as_role(&role, SESSION))
}

fn deliver(
    ctx: &mut Ctx<'_>,
    parcel: &Parcel<'_>,
    body: String,
    act: impl Fn(Ask) -> Ask,
) -> Result<Outcome, ApiError> {
    let delivery = Delivery { body, ..Delivery::default() };
    let target = Arn::parse(&parcel.subscription.row.endpoint);
    let ask = target.and_then(|target| targets::delivery(&target, &delivery).ok());
    let Some(ask) = ask else { return Ok(Failure::client("the endpoint is no target")) };
    if !ctx.can_call(&ask.service, &ask.operation) {
        return Ok(Failure::client("the endpoint's service does not exist"));
    }
    Ok(match ctx.call(act(ask)) {
        Ok(_) => Outcome::Delivered,
        Err(error) => Failure::of(&error),
    })
}
