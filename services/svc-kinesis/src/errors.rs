//! The errors of Kinesis in AWS's words.
//!
//! The wording is that of AWS's replies where users quote them; what is marked [U] is in our own
//! words, since we know of no quotation. The README lists those.

use data_keys::Refusal;
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::error;
use crate::state::{Status, Stream};

/// Quoted in evansolomon/nodejs-kinesis-client-library#5 and many others.
pub fn stream_not_found(ctx: &Ctx<'_>, name: &str) -> ApiError {
    let account = ctx.account();
    error::resource_not_found_exception(format!("Stream {name} under account {account} not found."))
}

/// [U]
pub fn stream_exists(ctx: &Ctx<'_>, name: &str) -> ApiError {
    let account = ctx.account();
    error::resource_in_use_exception(format!(
        "Stream {name} under account {account} already exists."
    ))
}

/// [U]
pub fn not_active(ctx: &Ctx<'_>, stream: &Stream) -> ApiError {
    let (name, account, status) = (&stream.name, ctx.account(), stream.row.status.name());
    error::resource_in_use_exception(format!(
        "Stream {name} under account {account} not ACTIVE, instead in state {status}"
    ))
}

pub fn shard_id(number: u64) -> String {
    format!("shardId-{number:012}")
}

/// [U]
pub fn shard_not_found(ctx: &Ctx<'_>, stream: &Stream, shard: &str) -> ApiError {
    let (name, account) = (&stream.name, ctx.account());
    error::resource_not_found_exception(format!(
        "Could not find shard {shard} in stream {name} under account {account}."
    ))
}

/// Quoted as the reply of AWS in rclark/kinesis-readable#4.
pub fn rate_exceeded(ctx: &Ctx<'_>, stream: &Stream, shard: u64) -> ApiError {
    error::provisioned_throughput_exceeded_exception(rate_exceeded_words(ctx, stream, shard))
}

pub fn rate_exceeded_words(ctx: &Ctx<'_>, stream: &Stream, shard: u64) -> String {
    let (shard, name, account) = (shard_id(shard), &stream.name, ctx.account());
    format!("Rate exceeded for shard {shard} in stream {name} under account {account}.")
}

/// Quoted in amazon-archives/amazon-kinesis-connectors#8, of GetShardIterator; of SubscribeToShard
/// [U].
pub fn foreign_sequence(
    ctx: &Ctx<'_>,
    stream: &Stream,
    (operation, shard): (&str, &str),
    number: &str,
) -> ApiError {
    let (name, account) = (&stream.name, ctx.account());
    invalid(format!(
        "StartingSequenceNumber {number} used in {operation} on shard {shard} in stream {name} \
         under account {account} is invalid because it did not come from this stream."
    ))
}

/// Quoted in awslabs/kinesis-hot-shard-advisor#37.
pub fn consumer_not_active(
    ctx: &Ctx<'_>,
    stream: &Stream,
    (name, created): (&str, i64),
) -> ApiError {
    let account = ctx.account();
    error::resource_in_use_exception(format!(
        "Consumer {name} with creation timestamp {created} under stream: {} , account {account} is \
         not in ACTIVE status.",
        stream.name
    ))
}

/// Up to the colon as quoted in daangn/kinesumer#19; the rest [U].
pub fn subscribed_just_now(consumer: &str, shard: &str) -> ApiError {
    error::resource_in_use_exception(format!(
        "Another active subscription exists for this consumer: {consumer}, shard {shard}. Wait 5 \
         seconds before the next call."
    ))
}

/// [U]
pub fn subscription_taken_over(consumer: &str, shard: &str) -> ApiError {
    error::resource_in_use_exception(format!(
        "Another subscription of the consumer {consumer} has taken over the shard {shard}."
    ))
}

/// [U] Our own bound.
pub fn too_many_subscriptions(max: usize) -> ApiError {
    limit(format!("At most {max} subscriptions can be open at once."))
}

/// The words are those that KCL's users quote of expired iterators.
pub fn expired_iterator(issued: Timestamp, now: Timestamp, millis: i64) -> ApiError {
    let (issued, now) = (date(issued), date(now));
    error::expired_iterator_exception(format!(
        "Iterator expired. The iterator was created at time {issued} while right now it is {now} \
         which is further in the future than the tolerated delay of {millis} milliseconds."
    ))
}

/// `Fri Apr 28 03:41:45 UTC 2017`, from `Fri, 28 Apr 2017 03:41:45 GMT`.
fn date(at: Timestamp) -> String {
    let text = at.http_date();
    let parts: Vec<&str> = text.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [weekday, day, month, year, time, ..] => {
            format!("{weekday} {month} {day} {time} UTC {year}")
        }
        _ => text,
    }
}

/// [U], as all that say it with a text of their own.
pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_argument_exception(message)
}

/// [U]
pub fn invalid_iterator() -> ApiError {
    invalid("Invalid ShardIterator.")
}

/// [U]
pub fn no_stream_named() -> ApiError {
    invalid("Either the StreamARN or the StreamName parameter must be given.")
}

/// [U]
pub fn names_differ() -> ApiError {
    invalid("StreamName and StreamARN do not name the same stream.")
}

/// [U]
pub fn no_partition_key() -> ApiError {
    invalid("PartitionKey is required: the stream distributes records by partition keys.")
}

/// [U]
pub fn too_large(bytes: usize, limit: usize) -> ApiError {
    invalid(format!(
        "The data and the partition key of a record have {bytes} bytes together; the stream takes \
         at most {limit}."
    ))
}

/// [U]
pub fn request_too_large(limit: usize) -> ApiError {
    invalid(format!("Records size exceeds {} MB limit", limit / (1024 * 1024)))
}

/// [U]
pub fn hash_key_too_large(key: &str) -> ApiError {
    invalid(format!(
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified \
         value was {key}"
    ))
}

/// [U]
pub fn provisioned_only(operation: &str) -> ApiError {
    error::validation_exception(format!(
        "{operation} is only supported for streams with the PROVISIONED capacity mode."
    ))
}

/// [U]
pub fn on_demand_only(what: &str) -> ApiError {
    invalid(format!("{what} is only supported for streams with the ON_DEMAND capacity mode."))
}

/// [U]
pub fn too_many_shards(ctx: &Ctx<'_>, limit: u64, open: u64, more: u64) -> ApiError {
    error::limit_exceeded_exception(format!(
        "This request would exceed the shard limit for the account {} in {}. Current shard count \
         for the account: {open}. Limit: {limit}. Number of additional shards that would have \
         resulted from this request: {more}.",
        ctx.account(),
        ctx.region()
    ))
}

/// Quoted in hashicorp/terraform-provider-aws#38094.
pub fn too_many_on_demand(ctx: &Ctx<'_>, count: u64, limit: u64) -> ApiError {
    error::limit_exceeded_exception(format!(
        "This request would exceed the limit on the number of On-Demand streams for the account {} \
         in {}. Current On-Demand streams count: {count}. Limit: {limit}.",
        ctx.account(),
        ctx.region()
    ))
}

/// [U]
pub fn too_often(what: &str, times: usize) -> ApiError {
    error::limit_exceeded_exception(format!(
        "{what} at most {times} times in a rolling period of 24 hours."
    ))
}

/// [U]
pub fn limit(message: impl Into<String>) -> ApiError {
    error::limit_exceeded_exception(message)
}

/// [U]
pub fn invalid_token() -> ApiError {
    invalid("The NextToken is not valid.")
}

/// [U]
pub fn expired_token() -> ApiError {
    error::expired_next_token_exception("The NextToken has expired: it is valid for 300 seconds.")
}

/// [U]
pub fn dry_run() -> ApiError {
    error::dry_run_operation_exception(
        "The request would have succeeded, but the DryRun parameter is set.",
    )
}

/// [U]
pub fn consumer_not_found(ctx: &Ctx<'_>, name: &str) -> ApiError {
    let account = ctx.account();
    error::resource_not_found_exception(format!(
        "Consumer {name} under account {account} not found."
    ))
}

/// Of members that the model calls "Not Implemented. Reserved for future use."
pub fn reserved(member: &str) -> ApiError {
    ApiError::new(
        "NotImplemented",
        format!("{member} is reserved for future use and not implemented."),
    )
    .with_status(501)
}

/// Of a stream in a state in which it holds no records.
pub fn is_unreadable(status: Status) -> bool {
    status == Status::Creating
}

/// What KMS has against a call, in its own words.
pub fn of_kms(ctx: &Ctx<'_>, error: &ApiError) -> ApiError {
    let words = data_keys::words(ctx, error);
    match Refusal::of(error) {
        Refusal::AccessDenied => error::kms_access_denied_exception(words),
        Refusal::Disabled => error::kms_disabled_exception(words),
        Refusal::InvalidKeyUsage | Refusal::InvalidState => {
            error::kms_invalid_state_exception(words)
        }
        Refusal::NotFound => error::kms_not_found_exception(words),
        Refusal::OptInRequired => error::kms_opt_in_required(words),
        Refusal::Throttled => error::kms_throttling_exception(words),
        Refusal::Failed => ApiError::internal(),
    }
}
