//! Log groups of CloudWatch Logs as targets: an event becomes a log event.
//!
//! The account's resource policies must let EventBridge make streams and put events there. Each
//! rule has a stream of its own (AWS makes streams as it likes). What a transformer makes has the
//! members `timestamp` and `message`; anything else is a message as it is.
//!
//! Source: EventBridge User Guide, "CloudWatch Logs log groups as targets", "Permissions for
//! CloudWatch Logs log groups". [U]: that a timestamp may be a text, and what becomes of other
//! inputs.

use event_pattern::Value;
use kernel::arn::Arn;
use kernel::{Ask, Ctx, Struct};

use crate::delivery::{self, SERVICE_PRINCIPAL};
use crate::failure::Failure;
use crate::parcel::Parcel;

const PREFIX: &str = "log-group:";

/// The name of a log group that is a target.
pub fn group_of(target: &Arn) -> Option<&str> {
    if target.service != "logs" {
        return None;
    }
    let name = target.resource.strip_prefix(PREFIX)?;
    Some(name.strip_suffix(":*").unwrap_or(name))
}

pub fn write(ctx: &mut Ctx<'_>, parcel: &Parcel, target: &Arn) -> Result<(), Failure> {
    let group = group_of(target).ok_or(Failure::INVALID_TARGET)?;
    if !ctx.can_call("logs", "PutLogEvents") {
        return Err(Failure::no_service("logs"));
    }
    let stream = &parcel.row.rule;
    let account = target.account_id().ok_or(Failure::INVALID_TARGET)?;
    let region = target.region().ok_or(Failure::INVALID_TARGET)?;
    let to = |operation: &'static str| {
        Ask::to("logs", operation)
            .with("logGroupName", group)
            .with("logStreamName", stream.as_str())
            .as_service(SERVICE_PRINCIPAL)
            .for_source(parcel.rule_arn(), parcel.bus.account)
            .in_account(account)
            .in_region(region)
    };
    let put = to("PutLogEvents").with("logEvents", vec![kernel::Value::Struct(event(parcel))]);
    let Err(failed) = ctx.call(put.clone()) else { return Ok(()) };
    if failed.code() != "ResourceNotFoundException" {
        return Err(Failure::of_call(&failed));
    }
    ctx.call(to("CreateLogStream")).map_err(|error| Failure::of_call(&error))?;
    ctx.call(put).map(drop).map_err(|error| Failure::of_call(&error))
}

fn event(parcel: &Parcel) -> Struct {
    let (millis, message) = content(&delivery::input_of(parcel));
    let time = parcel.event.row.time / 1_000;
    Struct::new().with("timestamp", millis.unwrap_or(time)).with("message", message)
}

/// When it was, if the input says so, and the text.
fn content(input: &str) -> (Option<i64>, String) {
    let parsed = Value::parse(input).ok();
    let members = parsed.as_ref().and_then(|value| Some((value.get("timestamp")?, value)));
    let Some((time, message)) =
        members.and_then(|(time, value)| Some((time, value.get("message")?)))
    else {
        return (None, input.to_owned());
    };
    let text = message.as_str().map_or_else(|| message.to_string(), str::to_owned);
    let millis = match time {
        Value::Number(number) => number.parse().ok(),
        Value::String(text) => {
            let at = text.parse::<jiff::Timestamp>().ok();
            at.map(jiff::Timestamp::as_millisecond).or_else(|| text.parse().ok())
        }
        _ => None,
    };
    (millis, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transformed_input_says_when_it_was() {
        let of = |input: &str| content(input);
        assert_eq!(of(r#"{"timestamp": 5, "message": "m"}"#), (Some(5), "m".to_owned()));
        let iso = of(r#"{"timestamp": "2030-01-01T00:00:01Z", "message": {"a": 1}}"#);
        assert_eq!(iso, (Some(1_893_456_001_000), r#"{"a":1}"#.to_owned()));
        assert_eq!(of(r#"{"a": 1}"#), (None, r#"{"a": 1}"#.to_owned()));
    }

    #[test]
    fn groups_are_named_with_and_without_a_star() {
        let of = |text: &str| {
            let arn = Arn::parse(text).unwrap();
            group_of(&arn).map(str::to_owned)
        };
        let arn = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/a";
        assert_eq!(of(arn).as_deref(), Some("/aws/events/a"));
        assert_eq!(of(&format!("{arn}:*")).as_deref(), Some("/aws/events/a"));
        assert_eq!(of("arn:aws:sqs:us-east-1:111111111111:q"), None);
    }
}
