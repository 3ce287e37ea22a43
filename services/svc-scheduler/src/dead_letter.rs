//! Dead letters: what could not be delivered, and why, to the schedule's queue.
//!
//! Source: User Guide, "Configuring a schedule's dead-letter queue", whose example has all the
//! attributes.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Timestamp, Value};
use targets::Delivery;

use crate::invoke::Failure;
use crate::target::Invocation;

/// Which limit of the retry policy was reached.
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
}

#[derive(Debug)]
pub struct Letter<'a> {
    pub invocation: &'a Invocation<'a>,
    pub failure: &'a Failure,
    /// `None` for errors that are not tried again.
    pub exhausted: Option<Condition>,
    pub execution_id: &'a str,
    pub retries: i64,
}

impl Letter<'_> {
    /// Sends the letter as the schedule's role. Without a queue (`None`), or when the queue does
    /// not take it, the event is lost, as in AWS.
    pub fn send(&self, ctx: &mut Ctx<'_>) -> Option<Result<(), ApiError>> {
        let target = self.invocation.target;
        let queue = target.dead_letter_config().and_then(crate::api::DeadLetterConfig::arn);
        let queue = Arn::parse(queue?)?;
        let role = Arn::parse(target.role_arn())?;
        let delivery = Delivery {
            body: self.invocation.payload.to_owned(),
            message_attributes: Some(Value::Struct(self.attributes())),
            ..Delivery::default()
        };
        let ask = targets::delivery(&queue, &delivery).ok()?;
        let session = ctx.chance().hex(32);
        Some(ctx.call(ask.as_role(&role, &session)).map(drop))
    }

    fn attributes(&self) -> Struct {
        let retries = self.retries.to_string();
        let scheduled = Timestamp::from_secs(self.invocation.due).iso8601();
        let exhausted = self.exhausted.map(|condition| match condition {
            Condition::MaximumRetryAttempts => "MaximumRetryAttempts",
            Condition::MaximumEventAgeInSeconds => "MaximumEventAgeInSeconds",
        });
        let all = [
            ("ERROR_CODE", Some(self.failure.code.as_str())),
            ("ERROR_MESSAGE", Some(self.failure.message.as_str())),
            ("EXECUTION_ID", Some(self.execution_id)),
            ("EXHAUSTED_RETRY_CONDITION", exhausted),
            ("IS_PAYLOAD_TRUNCATED", Some("false")),
            ("RETRY_ATTEMPTS", Some(retries.as_str())),
            ("SCHEDULED_TIME", Some(scheduled.as_str())),
            ("SCHEDULE_ARN", Some(self.invocation.schedule_arn)),
            ("TARGET_ARN", Some(self.invocation.target.arn())),
        ];
        // A queue takes no attribute without a value.
        let present = all.into_iter().filter_map(|(name, text)| {
            let text = text.filter(|text| !text.is_empty())?;
            let value = Struct::new().with("DataType", "String").with("StringValue", text);
            Some((name, value))
        });
        present.collect()
    }
}
