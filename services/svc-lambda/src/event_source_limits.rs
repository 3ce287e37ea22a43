//! The figures that Lambda documents for event source mappings, each with its source, and our own.
//!
//! Sources: [A] the API model (botocore 1.44.5, CreateEventSourceMapping), [B] Developer Guide,
//! "Using Lambda with Amazon SQS", [C] "How Lambda processes records from stream and queue-based
//! event sources", [D] "Control which events Lambda sends to your function".

use std::time::Duration;

use kernel::scheduler::Retry;

/// [A] Default batch sizes.
pub const QUEUE_BATCH_DEFAULT: i64 = 10;
pub const STREAM_BATCH_DEFAULT: i64 = 100;
/// [A] "For FIFO queues the max is 10"; larger batches of standard queues need a window.
pub const BATCH_WITHOUT_WINDOW_MAX: i64 = 10;
/// [A] "The minimum valid value for maximum record age is 60s."
pub const RECORD_AGE_MIN_SECONDS: i64 = 60;
/// [C] "up to the payload limit for synchronous invocation (6 MB)".
pub const PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;
/// [B] "Lambda initially reads up to five batches": as many as the function has at a time, unless
/// MaximumConcurrency says otherwise. AWS adds more while there are messages; here five stay.
pub const CONCURRENCY_DEFAULT: u32 = 5;
/// [D] By default, five filters; ten if asked for.
pub const FILTERS_MAX: usize = 10;
/// [D] The pattern's length.
pub const PATTERN_CHARS_MAX: usize = 4_096;
/// [A] "a maximum of 100 items in each response".
pub const LIST_ITEMS_MAX: i64 = 100;
/// [C] The state of a tumbling window is at most 1 MB a shard.
pub const WINDOW_STATE_BYTES_MAX: usize = 1024 * 1024;

/// [C] "Lambda polls shards in your Kinesis stream for records at a base rate of once per second".
pub const LOOK_EVERY: Duration = Duration::from_secs(1);

// Our own.

/// How long Creating, Updating, Enabling, Disabling and Deleting take.
pub const TRANSITION_SECONDS: u64 = 2;
/// Between a batch and the next poll: a round trip.
pub const ROUND_TRIP_MILLIS: u64 = 10;
/// Between attempts with records of a stream, and with a throttled batch of a queue; each wait is
/// twice the one before.
pub const RETRY_DELAY_FIRST_MILLIS: u64 = 1_000;
pub const RETRY_DELAY_MILLIS_MAX: u64 = 60_000;
/// A poll that ends in a bug of ours is made again after this.
const AFTER_BUG_MILLIS: u64 = 60_000;

/// A poll that ends in a bug of ours is made again: the mapping is not to blame.
pub const AFTER_BUGS: Retry = Retry {
    retries_max: u32::MAX,
    delay_ms: AFTER_BUG_MILLIS,
    growth_percent: 100,
    delay_ms_max: AFTER_BUG_MILLIS,
};
