//! Limits of Lambda, from its Developer Guide ("Lambda quotas") and API Reference.

use std::time::Duration;

/// "50 MB (zipped, when uploaded through the Lambda API or SDKs)".
pub const ZIP_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// The JSON of a request with a package of that size.
pub const REQUEST_BYTES_MAX: u64 = 69_905_067;
/// "250 MB: the maximum size of the contents of a deployment package, including layers".
pub const UNZIPPED_BYTES_MAX: u64 = 262_144_000;
/// "Storage for uploaded functions and layers: 75 GB".
pub const CODE_STORAGE_BYTES_MAX: u64 = 80_530_636_800;
pub const MEMORY_MB_DEFAULT: u32 = 128;
pub const MEMORY_MB_MAX: u32 = 10_240;
pub const TIMEOUT_S_DEFAULT: u32 = 3;
pub const TIMEOUT_S_MAX: u32 = 900;
pub const STORAGE_MB_DEFAULT: u32 = 512;
pub const STORAGE_MB_MAX: u32 = 10_240;
/// "4 KB, for all environment variables associated with the function, in aggregate".
pub const ENVIRONMENT_BYTES_MAX: usize = 4_096;
pub const LAYERS_MAX: usize = 5;
pub const TAGS_MAX: usize = 50;
/// "20 KB" of a resource-based policy.
pub const POLICY_BYTES_MAX: usize = 20_480;
/// "Invocation payload: 6 MB each for request and response (synchronous)".
pub const SYNC_PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;
/// "1 MB (asynchronous)", since October 2025.
pub const ASYNC_PAYLOAD_BYTES_MAX: usize = 1024 * 1024;
/// "Concurrent executions: 1,000".
pub const CONCURRENCY_MAX: u32 = 1_000;
/// "the unreserved account concurrency can't go below 100".
pub const UNRESERVED_CONCURRENCY_MIN: u32 = 100;
/// "LogResult: the last 4 KB of the execution log".
pub const LOG_TAIL_BYTES: usize = 4_096;
/// A page of any list.
pub const LIST_MAX: i64 = 50;
pub const LIST_ALIASES_MAX: i64 = 10_000;

/// "Maximum age of event: 6 hours" and "Retry attempts: 2" are the defaults and the maxima.
pub const EVENT_AGE_S_MAX: u32 = 21_600;
pub const RETRIES_MAX: u32 = 2;
/// "with a one-minute wait between the first two attempts, and two minutes between the second and
/// third attempts".
pub const RETRY_DELAYS: [Duration; 2] = [Duration::from_mins(1), Duration::from_mins(2)];
/// "the retry interval increases exponentially from 1 second after the first attempt to a maximum
/// of 5 minutes": of throttled events and system errors.
pub const THROTTLE_DELAY: Duration = Duration::from_secs(1);
pub const THROTTLE_DELAY_MAX: Duration = Duration::from_mins(5);

/// How long the sessions of execution roles are: the maximum that every role allows.
pub const SESSION_S: i64 = 3_600;
/// A session that ends sooner is not given to a sandbox: an invocation takes 15 minutes at most.
pub const SESSION_LEFT_S_MIN: i64 = 1_200;
