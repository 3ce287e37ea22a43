//! What is told of records of a stream that were given up: where they are, not what they hold.
//!
//! Source: the body is that of a message which AWS has sent, as users show it in their notes on
//! getting a record back from its `DDBStreamBatchInfo`; that of a Kinesis stream has the same in
//! `KinesisBatchInfo`, as Lambda's event source mappings do. The name of the condition of age is
//! ours.

use event_sources::stream::{self, Change};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Timestamp};
use serde_json::json;
use targets::Delivery;

use crate::run::as_role;
use crate::state::Pipe;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    RetryAttempts,
    RecordAge,
}

impl Condition {
    fn name(self) -> &'static str {
        match self {
            Condition::RetryAttempts => "RetryAttemptsExhausted",
            Condition::RecordAge => "RecordAgeExceeded",
        }
    }
}

/// Of which shard the records are.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub stream: &'a Arn,
    pub shard: &'a str,
}

/// Sends a message for each run of records that were given up for one reason.
pub fn send(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    place: Place<'_>,
    to: Option<&Arn>,
    given_up: &[(&Change, Condition)],
) {
    for some in given_up.chunk_by(|one, next| one.1 == next.1) {
        let sent = match to {
            Some(to) => send_one(ctx, pipe, place, to, some),
            None => Ok(()),
        };
        tracing::info!(
            pipe = pipe.name,
            shard = place.shard,
            count = some.len(),
            is_told = to.is_some() && sent.is_ok(),
            "records of a stream are given up"
        );
    }
}

fn send_one(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    place: Place<'_>,
    to: &Arn,
    records: &[(&Change, Condition)],
) -> Result<(), ApiError> {
    let (Some((first, condition)), Some((last, _))) = (records.first(), records.last()) else {
        return Ok(());
    };
    let is_kinesis = stream::is_kinesis(place.stream);
    let info = if is_kinesis { "KinesisBatchInfo" } else { "DDBStreamBatchInfo" };
    let body = json!({
        "context": {
            "partnerResourceArn": pipe.arn(ctx).to_string(),
            "condition": condition.name(),
        },
        "version": "1.0",
        "timestamp": ctx.now().iso8601_millis(),
        info: {
            "shardId": place.shard,
            "startSequenceNumber": first.sequence,
            "endSequenceNumber": last.sequence,
            "approximateArrivalOfFirstRecord": Timestamp::from_secs(first.at).iso8601(),
            "approximateArrivalOfLastRecord": Timestamp::from_secs(last.at).iso8601(),
            "batchSize": records.len(),
            "streamArn": place.stream.to_string(),
        },
    });
    let what = Delivery { body: body.to_string(), ..Delivery::default() };
    let ask = targets::delivery(to, &what).map_err(|_| ApiError::internal())?;
    ctx.call(as_role(pipe, ask)).map(drop)
}
