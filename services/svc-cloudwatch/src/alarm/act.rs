//! Actions: a topic is published to, a function invoked. What came of it is in the history.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::json;
use targets::Delivery;

use crate::alarm::{self, history, reason};
use crate::api::history_item_type;
use crate::errors;
use crate::state::ALARMS;

pub const ACT: &str = "Act";
const CLOUDWATCH: &str = "cloudwatch.amazonaws.com";
/// Source: User Guide, "Invoke a Lambda function from an alarm".
const OF_LAMBDA: &str = "lambda.alarms.cloudwatch.amazonaws.com";

/// Whether an alarm may name it as an action.
pub fn check(action: &str) -> Result<(), ApiError> {
    let wrong = || errors::validation(format!("Invalid arn syntax: {action}"));
    let arn = Arn::parse(action).ok_or_else(wrong)?;
    match arn.service.as_str() {
        "sns" | "lambda" if arn.account_id().is_some() && arn.region().is_some() => Ok(()),
        "autoscaling" if alarm::change::is_scaling_policy(action) => {
            if is_of_application(action) {
                return Ok(());
            }
            Err(errors::not_implemented("alarm actions of EC2 Auto Scaling"))
        }
        "automate" | "swf" => Err(errors::not_implemented("alarm actions on EC2 instances")),
        "ssm" | "ssm-incidents" | "aiops" => {
            Err(errors::not_implemented(&format!("alarm actions of {}", arn.service)))
        }
        _ => Err(wrong()),
    }
}

/// `scalingPolicy:ID:resource/NAMESPACE/…`; a group's policy names `autoScalingGroupName/…`.
fn is_of_application(action: &str) -> bool {
    action.contains(":resource/")
}

/// `Alarm`, `Action`, `Subject`, `Message`, `Event`.
pub fn act(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
    let (name, action) = (text("Alarm"), text("Action"));
    let Some(row) = ctx.table(&ALARMS).get(name.as_str())? else { return Ok(Struct::new()) };
    let Some(arn) = Arn::parse(&action) else { return Ok(Struct::new()) };
    let is_function = arn.service == "lambda";
    let body = text(if is_function { "Event" } else { "Message" });
    let subject = (!is_function).then(|| text("Subject"));
    let delivery = Delivery { body, subject, ..Delivery::default() };
    let principal = if is_function { OF_LAMBDA } else { CLOUDWATCH };
    let source = alarm::arn(ctx, &name);
    let account = ctx.account();
    let result = match targets::delivery(&arn, &delivery) {
        Ok(ask) if ctx.can_call(&ask.service, &ask.operation) => {
            ctx.call(ask.as_service(principal).for_source(source, account))
        }
        Ok(ask) => Err(ApiError::not_implemented(&ask.service, &ask.operation)),
        Err(_) => Err(errors::not_implemented("this alarm action")),
    };
    let error = result.err();
    let (word, summary) = match &error {
        None => ("Succeeded", format!("Successfully executed action {action}")),
        Some(error) => (
            "Failed",
            format!("Failed to execute action {action}. Received error: \"{}\"", error.message()),
        ),
    };
    let data = json!({
        "actionState": word,
        "stateUpdateTimestamp": row.state.updated / 1_000,
        "notificationResource": action,
        "publishedMessage": (!is_function).then(|| text("Message")),
        "error": error.as_ref().map(|error| error.message().to_owned()),
        "date": reason::long_time(ctx.now()),
    });
    history::keep(ctx, &name, &row, history_item_type::ACTION, summary, data.to_string())?;
    Ok(Struct::new())
}
