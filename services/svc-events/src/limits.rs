//! Figures of AWS, with their source, and our own.
//!
//! Sources: [Q] EventBridge User Guide, "Amazon EventBridge quotas"; [A] API Reference (the model);
//! [G] EventBridge User Guide, the page named.

/// [A] PutEvents: "the total entry size must be less than 1MB".
pub const PUT_EVENTS_BYTES_MAX: usize = 1024 * 1024;
/// [A] PutEventsRequestEntry, DetailType: "a maximum of 128 characters".
pub const DETAIL_TYPE_CHARS_MAX: usize = 128;
/// [G] "Calculating PutEvents event entry size": a Time counts for 14 bytes.
pub const TIME_BYTES: usize = 14;

/// For how long a data key is used before KMS is asked again. AWS does not say; ours.
pub const DATA_KEY_REUSE_SECONDS: i64 = 300;

/// [Q] Event buses.
pub const BUSES_MAX: usize = 100;
/// [Q] Event bus policy size, in characters.
pub const POLICY_CHARS_MAX: usize = 10_240;
/// [Q] Number of rules on an event bus; adjustable: the setting `events.rules_per_bus`.
pub const RULES_PER_BUS_MAX: usize = 300;
pub const RULES_PER_BUS_SETTING: &str = "events.rules_per_bus";
/// [Q] Global endpoints per account and Region.
pub const ENDPOINTS_MAX: usize = 100;
/// How long a global endpoint is CREATING, UPDATING or DELETING.
pub const ENDPOINT_TRANSITION_SECONDS: u64 = 2;
/// Health checks that are unhealthy: ids or ARNs, with commas between.
pub const UNHEALTHY_SETTING: &str = "events.unhealthy_health_checks";
/// [Q] Rules containing wildcards, on an event bus.
pub const WILDCARD_RULES_PER_BUS_MAX: usize = 30;
/// [Q] Targets per rule.
pub const TARGETS_PER_RULE_MAX: usize = 5;
/// [A] PutTargets and RemoveTargets: "The maximum number of entries per request is 10".
pub const TARGETS_PER_REQUEST_MAX: usize = 10;
/// [A] TagResource: "as many as 50 tags".
pub const TAGS_MAX: usize = 50;
/// [A] ListRules and others: "The maximum number of results per page for requests is 100".
pub const PAGE_MAX: usize = 100;

/// [G] "How EventBridge retries delivering events": 24 hours and 185 times by default.
pub const RETRIES_MAX: i64 = 185;
pub const EVENT_AGE_SECONDS_MAX: i64 = 86_400;
/// The back-off between retries. AWS says "exponential back off and jitter" and no figures; these
/// let 185 retries fill about 24 hours.
pub const RETRY_DELAY_FIRST_MS: u64 = 1_000;
pub const RETRY_DELAY_MAX_MS: u64 = 600_000;
/// An event up to this size stands in the job of each of its deliveries; of a larger one there is
/// one copy for them all.
pub const EVENT_IN_JOB_BYTES_MAX: usize = 2_048;
/// Of a text in a dead letter's attributes.
pub const ERROR_CHARS_MAX: usize = 1_024;

/// [G] "Archiving and replaying events": archives per account; [Q] does not list them, the console
/// allows 100.
pub const ARCHIVES_MAX: usize = 100;
/// [G] "Replaying archived events": ten replays at once in a Region.
pub const REPLAYS_RUNNING_MAX: usize = 10;
/// [G] "Replaying archived events": replays are deleted after 90 days.
pub const REPLAY_KEPT_SECONDS: i64 = 90 * 86_400;
/// Until a replay begins, and between two of its minutes that have events.
pub const REPLAY_STEP_SECONDS: i64 = 1;
/// Events that one step of a replay puts, and their bytes; a fuller minute takes several.
pub const REPLAYED_PER_STEP_MAX: usize = 500;
pub const REPLAYED_BYTES_PER_STEP_MAX: usize = 4 * 1024 * 1024;
/// Archived events that one step removes.
pub const EXPIRED_PER_STEP_MAX: usize = 500;

/// [Q] API destinations and connections.
pub const API_DESTINATIONS_MAX: usize = 3_000;
pub const CONNECTIONS_MAX: usize = 3_000;
/// [G] "API destinations as targets": 300 requests a second when nothing is said.
pub const INVOCATIONS_PER_SECOND: i64 = 300;
/// [G] "API destinations as targets": requests have a maximum client execution timeout of 5
/// seconds.
pub const INVOCATION_TIMEOUT_SECONDS: u64 = 5;
/// Requests to one API destination that are under way at once.
pub const INVOCATIONS_AT_ONCE_MAX: u64 = 16;
/// Events that wait for one API destination; further ones are dead letters.
pub const INVOCATIONS_WAITING_MAX: u64 = 100_000;
/// [A] "An event payload cannot exceed 64 KB", with what a connection adds to the body.
pub const INVOCATION_BYTES_MAX: usize = 64 * 1024;
/// Of an answer so much is read: nothing but tokens is of interest.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Of an answer that somebody waits for: the most that an enrichment of a pipe may answer.
pub const WANTED_ANSWER_BYTES_MAX: usize = 6 * 1024 * 1024;
/// A token without `expires_in` is asked for again after that time. Our choice.
pub const TOKEN_SECONDS: i64 = 3_600;
