//! The figures that SNS documents, each with its source, and our own bounds on work per step.
//!
//! Sources: [A] API reference (the API model of botocore 1.44.5), [G] "Amazon Simple Notification
//! Service endpoints and quotas" in the AWS General Reference, [D] the Developer Guide's page
//! named beside it.

use std::ops::RangeInclusive;

/// [A] CreateTopic: names of topics, the suffix `.fifo` included.
pub const TOPIC_NAME_CHARS_MAX: usize = 256;
/// [A] CreateTopic: FIFO topics of an account.
pub const FIFO_TOPICS_MAX: usize = 1_000;
/// [G] Subscriptions per topic, standard and FIFO.
pub const SUBSCRIPTIONS_MAX: u64 = 12_500_000;
pub const FIFO_SUBSCRIPTIONS_MAX: u64 = 100;
/// [A] MaximumMessageSize: above the default a topic has few subscriptions, of AWS's own kinds.
pub const LARGE_MESSAGE_SUBSCRIPTIONS_MAX: u64 = 100;
pub const MESSAGE_BYTES_DEFAULT: i64 = 262_144;
pub const MAXIMUM_MESSAGE_SIZE: RangeInclusive<i64> = 1_024..=1_048_576;
/// [A] Publish: less than 100 characters.
pub const SUBJECT_CHARS_MAX: usize = 100;
/// [A] Publish: MessageGroupId, MessageDeduplicationId.
pub const TOKEN_CHARS_MAX: usize = 128;
/// [A] Publish: the deduplication interval.
pub const DEDUPLICATION_SECONDS: i64 = 300;
/// [D] "SNS message attributes": DisplayName, up to 100 characters.
pub const DISPLAY_NAME_CHARS_MAX: usize = 100;
/// [A] PublishBatch.
pub const BATCH_ENTRIES_MAX: usize = 10;
/// [A] PublishBatchRequestEntry, Id.
pub const BATCH_ID_CHARS_MAX: usize = 80;
/// [A] Subscribe: "Confirmation tokens are valid for two days."
pub const CONFIRMATION_SECONDS: i64 = 172_800;
/// [A] All lists: up to 100.
pub const PAGE: usize = 100;
/// [D] "Amazon SNS message archiving for FIFO topic owners": days.
pub const ARCHIVE_DAYS: RangeInclusive<i64> = 1..=365;

/// [D] "Message attributes": name and type, bytes.
pub const ATTRIBUTE_NAME_BYTES_MAX: usize = 256;
pub const ATTRIBUTE_TYPE_BYTES_MAX: usize = 256;
/// SQS takes so many; a raw message with more cannot be delivered there.
pub const QUEUE_ATTRIBUTES_MAX: usize = 10;

/// [D] "Filter policy constraints": keys, combinations, bytes, and policies of topic and account.
pub const FILTER_KEYS_MAX: usize = 5;
pub const FILTER_COMBINATIONS_MAX: u64 = 150;
pub const FILTER_BYTES_MAX: usize = 262_144;
pub const FILTER_POLICIES_PER_TOPIC_MAX: u64 = 200;

/// [A] PutDataProtectionPolicy.
pub const DATA_PROTECTION_POLICY_BYTES_MAX: usize = 30_720;
/// [D] "Data protection policy operations": percent.
pub const SAMPLE_RATE: RangeInclusive<u64> = 0..=99;
/// Our own bounds: places in a record; records in an object.
pub const DETECTIONS_PER_RECORD_MAX: usize = 100;
pub const FINDINGS_PER_OBJECT_MAX: usize = 1_000;

/// [G] Tags per topic; [A] Tag.
pub const TAGS_MAX: usize = 50;
pub const TAG_KEY_CHARS: RangeInclusive<usize> = 1..=128;
pub const TAG_VALUE_CHARS_MAX: usize = 256;

/// [G] The size of a topic's policy, bytes, and its statements.
pub const POLICY_BYTES_MAX: usize = 30_720;
pub const POLICY_STATEMENTS_MAX: usize = 100;

/// [A] CreatePlatformApplication, Name.
pub const APPLICATION_NAME_CHARS_MAX: usize = 256;
/// [A] CreatePlatformEndpoint, CustomUserData: less than 2 KB ([D] "Mobile push API errors": at
/// most 2,048 bytes).
pub const USER_DATA_BYTES_MAX: usize = 2_048;
/// AWS's refusal of longer ones: "no more than 400 hexadecimal characters".
pub const APPLE_TOKEN_CHARS_MAX: usize = 400;
/// As AWS's users have found for GCM; for the other platforms the same.
pub const TOKEN_BYTES_MAX: usize = 8_192;
/// Our own: certificates and private keys take less.
pub const CREDENTIAL_BYTES_MAX: usize = 32_768;
/// [A] Publish: characters of a text message, all its parts together.
pub const SMS_CHARS_MAX: usize = 1_600;
/// [D] "Example log for successful SMS delivery": 0.00645 USD a part, to the United States. Prices
/// by country are not here.
pub const SMS_PART_PRICE_MICROS: u64 = 6_450;
/// [D] "Setting SMS messaging preferences": 1.00 USD a month, until support raises it.
pub const SMS_SPEND_QUOTA_MICROS: u64 = 1_000_000;
/// [A] OptInPhoneNumber: once every 30 days.
pub const OPT_IN_SECONDS: i64 = 30 * 86_400;
/// [D] "SMS sandbox": phone numbers, passwords to one of them in 24 hours, and how long a number
/// stays at least.
pub const SANDBOX_NUMBERS_MAX: usize = 10;
pub const SANDBOX_PASSWORDS_MAX: usize = 5;
pub const SANDBOX_DAY_SECONDS: i64 = 86_400;

/// "Key management" (costs): SNS uses a data key for up to 5 minutes.
pub const DATA_KEY_REUSE_SECONDS: i64 = 300;
/// KMS API Reference, KeyId: at most so long.
pub const KMS_KEY_CHARS_MAX: usize = 2_048;

// Our own bounds.

/// Requests that may be under way to one web server; further ones wait.
pub const HTTP_UNDER_WAY_MAX: u32 = 8;
/// Deliveries that one step of a fan-out tries, over messages and subscriptions.
pub const DELIVERIES_PER_STEP_MAX: usize = 100;
/// Subscriptions that one step of a fan-out looks at, whether their filters match or not.
pub const EXAMINED_PER_STEP_MAX: usize = 2_000;
/// Messages that one step of a fan-out takes and, where needed, signs.
pub const MESSAGES_PER_STEP_MAX: usize = 50;
/// Deliveries held up by their predecessor that one step makes up for.
pub const HELD_PER_STEP_MAX: usize = 50;
/// Rows that one step of a removal takes.
pub const REMOVED_PER_STEP_MAX: usize = 500;
/// Deduplication ids past their end that one publish forgets.
pub const FORGOTTEN_PER_PUBLISH_MAX: usize = 20;
/// Messages past their retention that one publish removes from the archive.
pub const EXPIRED_PER_PUBLISH_MAX: usize = 20;
/// Messages that one step of a replay delivers.
pub const REPLAYED_PER_STEP_MAX: usize = 100;
