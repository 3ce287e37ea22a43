//! The figures that Scheduler documents, each with its source, and our own bounds on work per call.
//!
//! Sources: [A] the API model (botocore 1.44.5), [U] EventBridge Scheduler User Guide, [Q] its page
//! "Quotas for Amazon EventBridge Scheduler".

/// [A] RetryPolicy: the defaults, which are the maxima as well.
pub const RETRY_ATTEMPTS_MAX: i64 = 185;
pub const EVENT_AGE_SECONDS_MAX: i64 = 86_400;
/// [A] Target, Input: 256 KB.
pub const INPUT_BYTES_MAX: usize = 262_144;
/// [Q] Number of schedule groups.
pub const GROUPS_MAX: usize = 500;
/// [A] MaxResults; the default is its maximum.
pub const LIST_RESULTS_MAX: i64 = 100;
/// AWS refuses a StartDate that is older than this.
pub const START_DATE_AGE_SECONDS_MAX: i64 = 300;
/// Tags of a group, as everywhere in AWS.
pub const TAGS_MAX: usize = 50;

// Our own.

/// Attempts wait a second, then twice as long each time, up to eight minutes: so 185 attempts fill
/// a day (AWS names no figures).
pub const BACKOFF_SECONDS_MIN: i64 = 1;
pub const BACKOFF_SECONDS_MAX: i64 = 480;
/// A schedule that comes due later than this has slept through a stop of the world. What it has
/// missed since is not caught up on.
pub const LATE_SECONDS_MAX: i64 = 60;
/// How long a group is seen in the state DELETING before its schedules go.
pub const GROUP_DELETION_SECONDS: u64 = 2;
/// Schedules that one step of a group's deletion removes.
pub const DROPPED_PER_STEP_MAX: usize = 100;
/// Rows that one page of a list looks at; what matches a filter may be far apart.
pub const EXAMINED_PER_PAGE_MAX: usize = 1_000;
/// How long a client token is remembered (AWS does not say), and how many outlived ones a write
/// forgets.
pub const TOKEN_SECONDS: i64 = 3_600;
pub const TOKENS_FORGOTTEN_MAX: usize = 10;
/// The group `default` is as old as the service: 2022-11-10.
pub const DEFAULT_GROUP_CREATED_SECONDS: i64 = 1_668_038_400;

/// For how long a data key is used before KMS is asked again. AWS does not say; ours.
pub const DATA_KEY_REUSE_SECONDS: i64 = 300;
