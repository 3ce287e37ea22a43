//! Log groups of CloudWatch Logs as targets: what is delivered becomes an event of a log stream,
//! which is made when there is none of its name.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::Unsupported;

const PREFIX: &str = "log-group:";

/// The name of a log group, of an ARN with or without the star.
pub fn group_of(target: &Arn) -> Option<&str> {
    if target.service != "logs" {
        return None;
    }
    let name = target.resource.strip_prefix(PREFIX)?;
    Some(name.strip_suffix(":*").unwrap_or(name))
}

/// An entry of a log stream.
#[derive(Clone, Debug)]
pub struct Entry {
    pub millis: i64,
    pub message: String,
}

/// What writes entries, in order, to a stream of a log group.
#[derive(Clone, Debug)]
pub struct Writing {
    put: Ask,
    create: Ask,
}

impl Writing {
    pub fn to(target: &Arn, stream: &str, entries: Vec<Entry>) -> Result<Writing, Unsupported> {
        let group = group_of(target).ok_or(Unsupported::NotATarget)?;
        let (Some(account), Some(region)) = (target.account_id(), target.region()) else {
            return Err(Unsupported::Incomplete);
        };
        let call = |operation: &'static str| {
            Ask::to("logs", operation)
                .with("logGroupName", group)
                .with("logStreamName", stream)
                .in_account(account)
                .in_region(region)
        };
        let entries = entries.into_iter().map(|entry| {
            let Entry { millis, message } = entry;
            Value::Struct(Struct::new().with("timestamp", millis).with("message", message))
        });
        let put = call("PutLogEvents").with("logEvents", entries.collect::<Vec<_>>());
        Ok(Writing { put, create: call("CreateLogStream") })
    }

    /// Writes as whom `acting` says.
    pub fn write(self, ctx: &mut Ctx<'_>, acting: impl Fn(Ask) -> Ask) -> Result<(), ApiError> {
        let put = acting(self.put);
        match ctx.call(put.clone()) {
            Err(error) if error.code() == "ResourceNotFoundException" => {
                ctx.call(acting(self.create))?;
                ctx.call(put).map(drop)
            }
            answer => answer.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
