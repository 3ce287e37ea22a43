//! The figures that SQS documents, each with its source, and our own bounds on work per call.
//!
//! Sources: [A] API reference (the API model of botocore 1.44.5), [Q] "Amazon SQS message quotas"
//! and "Amazon SQS standard/FIFO queue quotas", [F] "How Amazon SQS fair queues work", all in the
//! Amazon SQS Developer Guide.

use std::ops::RangeInclusive;

/// [A] CreateQueue: names of queues, the suffix `.fifo` included.
pub const QUEUE_NAME_CHARS_MAX: usize = 80;
/// [A] CreateQueue: a queue of this name may be made again so long after its deletion.
pub const DELETED_RECENTLY_SECONDS: i64 = 60;
/// [A] PurgeQueue: once in this time.
pub const PURGE_INTERVAL_SECONDS: i64 = 60;

/// [A] SetQueueAttributes, all ranges; seconds and bytes.
pub const DELAY_SECONDS: RangeInclusive<i64> = 0..=900;
pub const MAXIMUM_MESSAGE_SIZE: RangeInclusive<i64> = 1_024..=1_048_576;
pub const MESSAGE_RETENTION_PERIOD: RangeInclusive<i64> = 60..=1_209_600;
pub const RECEIVE_MESSAGE_WAIT_TIME_SECONDS: RangeInclusive<i64> = 0..=20;
pub const VISIBILITY_TIMEOUT: RangeInclusive<i64> = 0..=43_200;
pub const KMS_DATA_KEY_REUSE_PERIOD_SECONDS: RangeInclusive<i64> = 60..=86_400;
/// [A] KmsDataKeyReusePeriodSeconds: "Default: 300 (5 minutes)".
pub const KMS_DATA_KEY_REUSE_DEFAULT: i64 = 300;
/// KMS API Reference, KeyId: at most so long.
pub const KMS_KEY_CHARS_MAX: usize = 2_048;
/// "Configure a dead-letter queue": 1 to 1,000.
pub const MAX_RECEIVE_COUNT: RangeInclusive<i64> = 1..=1_000;
/// [A] RedriveAllowPolicy: up to 10 source queues by name.
pub const REDRIVE_SOURCES_MAX: usize = 10;

/// [A] SendMessageBatch: entries, and all their bytes together.
pub const BATCH_ENTRIES_MAX: usize = 10;
pub const BATCH_BYTES_MAX: usize = 1_048_576;
/// [Q] Batched message ID.
pub const BATCH_ID_CHARS_MAX: usize = 80;
/// [A] MaxNumberOfMessages.
pub const RECEIVE_MESSAGES: RangeInclusive<i64> = 1..=10;
/// [Q] Message attributes.
pub const MESSAGE_ATTRIBUTES_MAX: usize = 10;
/// [A] MessageAttributeNames; the type has the same length ("Amazon SQS message attributes").
pub const ATTRIBUTE_NAME_CHARS_MAX: usize = 256;
/// [A] MessageGroupId, MessageDeduplicationId, ReceiveRequestAttemptId.
pub const TOKEN_CHARS_MAX: usize = 128;
/// [A] SendMessage: the deduplication interval; ReceiveMessage: the life of an attempt id.
pub const DEDUPLICATION_SECONDS: i64 = 300;
/// [A] ChangeMessageVisibility, [Q]: in flight at once, for both kinds of queues.
pub const IN_FLIGHT_MAX: usize = 120_000;

/// [F] A tenant is noisy with more than this share of all messages in flight …
pub const NOISY_SHARE_PERCENT: usize = 10;
/// [F] … and at least so many of its own.
pub const NOISY_IN_FLIGHT_MIN: usize = 30;

/// [A] ListQueues, ListDeadLetterSourceQueues.
pub const LIST_RESULTS: RangeInclusive<i64> = 1..=1_000;
/// [A] ListMessageMoveTasks: at most, and how many are remembered.
pub const MOVE_TASKS: RangeInclusive<i64> = 1..=10;
/// [A] StartMessageMoveTask.
pub const MOVES_PER_SECOND: RangeInclusive<i64> = 1..=500;

/// [A] AddPermission: label, actions in a statement. [Q] "Amazon SQS policy quotas".
pub const LABEL_CHARS_MAX: usize = 80;
pub const POLICY_ACTIONS_MAX: usize = 7;
pub const POLICY_STATEMENTS_MAX: usize = 20;
/// Of all statements together.
pub const POLICY_PRINCIPALS_MAX: usize = 50;
/// Of a statement: policies with a condition in each of 20 statements are known to be taken.
pub const POLICY_CONDITIONS_MAX: usize = 10;
pub const POLICY_BYTES_MAX: usize = 8_192;

/// [Q] Tags: AWS advises against more than 50 and refuses them on creation.
pub const TAGS_MAX: usize = 50;
pub const TAG_KEY_CHARS: RangeInclusive<usize> = 1..=128;
pub const TAG_VALUE_CHARS_MAX: usize = 256;

// Our own bounds.

/// Messages past their retention that one call removes.
pub const EXPIRED_PER_CALL_MAX: usize = 100;
/// Messages that one receive looks at, those that go to the dead-letter queue included.
pub const EXAMINED_PER_RECEIVE_MAX: usize = 500;
/// Rows that one step of a deletion removes.
pub const DELETED_PER_STEP_MAX: usize = 500;
/// Messages that one step of a move task without a rate moves.
pub const MOVED_PER_STEP_MAX: usize = 200;
/// With relaxed semantics: how far from the front a message may be taken, and one in how many
/// deliveries is repeated.
pub const RELAXED_WINDOW: usize = 20;
pub const RELAXED_DUPLICATE_ONE_IN: u64 = 20;
