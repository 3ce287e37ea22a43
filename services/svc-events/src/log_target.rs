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
use kernel::{Ask, Ctx};
use targets::log_group::{Entry, Writing};

use crate::delivery::{self, SERVICE_PRINCIPAL};
use crate::failure::Failure;
use crate::parcel::Parcel;

pub fn write(ctx: &mut Ctx<'_>, parcel: &Parcel, target: &Arn) -> Result<(), Failure> {
    if !ctx.can_call("logs", "PutLogEvents") {
        return Err(Failure::no_service("logs"));
    }
    let writing = Writing::to(target, &parcel.row.rule, vec![entry(parcel)]);
    let writing = writing.map_err(|_| Failure::INVALID_TARGET)?;
    let (rule, account) = (parcel.rule_arn(), parcel.bus.account);
    let acting = |ask: Ask| ask.as_service(SERVICE_PRINCIPAL).for_source(&*rule, account);
    writing.write(ctx, acting).map_err(|error| Failure::of_call(&error))
}

fn entry(parcel: &Parcel) -> Entry {
    let (millis, message) = content(&delivery::input_of(parcel));
    let time = parcel.event.row.time / 1_000;
    Entry { millis: millis.unwrap_or(time), message }
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
}
