//! Delivery to web servers: the requests that SNS makes, and what it reads from their answers.
//!
//! A delivery is a step of its own, since it takes as long as the server likes. [`gate`] sees to
//! it that a server that hangs holds up nobody else's deliveries, and that a subscription gets no
//! more a second than its policy says.
//!
//! Source: "Make sure your endpoint is ready to process Amazon SNS messages", "HTTP/HTTPS headers"
//! and "Amazon SNS raw message delivery" in the Developer Guide.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};
use outbound::http::{self, FailureKind, Options, Request};

use crate::delivery::{self, Failure, Outcome, Parcel, ParcelKey};
use crate::delivery_policy::{self, DEFAULT_CONTENT_TYPE};
use crate::envelope;
use crate::gate;
use crate::signature::{self, Unsigned};
use crate::state::MessageKind;

/// The step that makes the request of one delivery.
pub const DELIVER_TO_HTTP: &str = "DeliverToHttp";

/// "The connection will time out in 15 seconds."
const TIMEOUT: Duration = Duration::from_secs(15);
/// Nothing of an answer is read but its status.
const ANSWER_BYTES_MAX: usize = 1_024;
const USER_AGENT: &str = "Amazon Simple Notification Service Agent";
/// Content types that the JSON envelope may go out with; all others are for raw messages.
const ENVELOPE_CONTENT_TYPES: [&str; 2] = ["application/json", "text/plain"];

/// Leaves the request to a step, at the next time that the throttle policy allows.
pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    let due = gate::slot(ctx, parcel)?;
    let topic = parcel.topic;
    let ask = Ask::to("sns", DELIVER_TO_HTTP)
        .with_input(parcel.key().to_input())
        .in_account(topic.owner)
        .in_region(topic.region);
    ctx.enqueue(Job::now(ask).at(due).with_retry(delivery::UNTIL_IT_WORKS));
    Ok(Outcome::UnderWay)
}

/// Plans the request, unless its server is busy with others: then it waits for its turn.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = ParcelKey::from_input(input);
    let Some(found) = delivery::find(ctx, &key)? else {
        gate::leave(ctx, input)?;
        return Ok(Struct::new());
    };
    let parcel = found.parcel();
    if !gate::enter(ctx, &parcel.subscription.row.endpoint, input)? {
        return Ok(Struct::new());
    }
    let is_raw = is_raw(&parcel);
    let mut unsigned = Vec::new();
    if !is_raw {
        Unsigned::add_parcel(&mut unsigned, &parcel);
    }
    let headers: Vec<Value> = headers(&parcel)
        .into_iter()
        .map(|(name, value)| Struct::new().with("Name", name).with("Value", value).into())
        .collect();
    let body = if is_raw { envelope::body(&parcel) } else { envelope::text(&parcel) };
    Ok(signature::plan(ctx, &unsigned)?
        .with("Url", parcel.subscription.row.endpoint.clone())
        .with("Endpoint", parcel.message.endpoint.clone())
        .with("Headers", headers)
        .with("Body", body))
}

/// Signs what is not signed yet, and makes the request.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.str("Url").is_none() {
        return Ok(plan);
    }
    let plan = signature::work(env, plan)?;
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let signature = plan.structure("Signatures").and_then(|all| all.iter().next());
    let body = match signature.and_then(|(_, signature)| signature.as_str()) {
        Some(signature) => envelope::with_signature(text("Body"), signature, text("Endpoint")),
        None => text("Body").to_owned(),
    };
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(Value::as_struct);
    let request = Request {
        method: "POST".to_owned(),
        url: text("Url").to_owned(),
        headers: headers
            .filter_map(|it| Some((it.str("Name")?.to_owned(), it.str("Value")?.to_owned())))
            .collect(),
        body: body.into_bytes(),
    };
    let authorities = env.world.settings.get(outbound::CA_BUNDLE);
    let options = Options {
        connect_timeout: TIMEOUT,
        timeout: TIMEOUT,
        answer_bytes_max: ANSWER_BYTES_MAX,
        redirects_max: 0,
        ca_bundle: authorities.as_deref(),
    };
    Ok(match http::send(&request, &options) {
        Ok(answer) => Struct::new().with("Status", i64::from(answer.status)),
        Err(failure) => Struct::new()
            .with("Reason", failure.to_string())
            .with("IsPermanent", failure.kind == FailureKind::Url),
    })
}

/// Tells what has become of the delivery, and lets the next one to the same server go.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, result: Struct) -> OpResult {
    let outcome = if let Some(status) = result.int("Status") {
        outcome_of_status(status)
    } else if let Some(reason) = result.str("Reason") {
        let is_permanent = result.bool("IsPermanent") == Some(true);
        if is_permanent { Failure::client(reason) } else { Failure::server(reason) }
    } else {
        return Ok(Struct::new());
    };
    delivery::finish(ctx, &ParcelKey::from_input(input), outcome)?;
    gate::leave(ctx, input)?;
    Ok(Struct::new())
}

/// A client's error is not tried again; but that there are too many requests passes.
fn outcome_of_status(status: i64) -> Outcome {
    let reason = format!("the endpoint answered {status}");
    match status {
        200..=299 => Outcome::Delivered,
        429 => Failure::server(reason),
        400..=499 => Failure::client(reason),
        _ => Failure::server(reason),
    }
}

fn is_raw(parcel: &Parcel<'_>) -> bool {
    parcel.subscription.row.settings.is_raw && parcel.message.kind == MessageKind::Notification
}

fn headers(parcel: &Parcel<'_>) -> Vec<(&'static str, String)> {
    let message = parcel.message;
    let mut headers = vec![
        ("x-amz-sns-message-type", envelope::type_name(&message.kind).to_owned()),
        ("x-amz-sns-message-id", message.id.clone()),
        ("x-amz-sns-topic-arn", parcel.topic.arn.clone()),
    ];
    if !matches!(message.kind, MessageKind::SubscriptionConfirmation(_)) {
        headers.push(("x-amz-sns-subscription-arn", parcel.subscription.arn.clone()));
    }
    if is_raw(parcel) {
        headers.push(("x-amz-sns-rawdelivery", "true".to_owned()));
    }
    headers.push(("content-type", content_type(parcel)));
    headers.push(("user-agent", USER_AGENT.to_owned()));
    headers
}

/// The policy's own for notifications, where it suits their form.
fn content_type(parcel: &Parcel<'_>) -> String {
    if parcel.message.kind != MessageKind::Notification {
        return DEFAULT_CONTENT_TYPE.to_owned();
    }
    let wanted = delivery_policy::http_policy(parcel.topic, parcel.subscription).content_type;
    let media_type = wanted.split(';').next().unwrap_or_default().trim();
    let is_fit = is_raw(parcel) || ENVELOPE_CONTENT_TYPES.contains(&media_type);
    if is_fit { wanted } else { DEFAULT_CONTENT_TYPE.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::FailureKind;

    #[test]
    fn statuses_decide_what_becomes_of_a_delivery() {
        for (status, expected) in [
            (200, None),
            (204, None),
            (302, Some(FailureKind::Server)),
            (400, Some(FailureKind::Client)),
            (404, Some(FailureKind::Client)),
            (429, Some(FailureKind::Server)),
            (500, Some(FailureKind::Server)),
            (503, Some(FailureKind::Server)),
        ] {
            let kind = match outcome_of_status(status) {
                Outcome::Failed(failure) => Some(failure.kind),
                _ => None,
            };
            assert_eq!(kind, expected, "{status}");
        }
    }
}
