//! Limits.
//!
//! Sources: Developer Guide, "Quotas for configuring and running an HTTP API in API Gateway",
//! "Quotas for configuring and running a WebSocket API", "Quotas for creating, deploying and
//! managing an API".

use std::time::Duration;

/// APIs of an account in a region: our own bound ("600 Regional APIs per account").
pub const APIS_MAX: usize = 600;
/// "Routes per API: 300".
pub const ROUTES_MAX: usize = 300;
/// "Integrations per API: 300".
pub const INTEGRATIONS_MAX: usize = 300;
/// "Stages per API: 10".
pub const STAGES_MAX: usize = 10;
/// "Authorizers per API: 10".
pub const AUTHORIZERS_MAX: usize = 10;
/// Models of an API, responses of an API: our own bounds.
pub const MODELS_MAX: usize = 300;
pub const RESPONSES_MAX: usize = 600;
/// Deployments that are kept: our own bound.
pub const DEPLOYMENTS_MAX: usize = 300;
/// "Multi-level API mappings per domain: 200".
pub const MAPPINGS_MAX: usize = 200;
/// "Custom domain names per account per Region: 120".
pub const DOMAINS_MAX: usize = 120;
/// "Tags per stage: 50"; of other resources too.
pub const TAGS_MAX: usize = 50;
/// "Total combined size of request line and header values: 10,240 bytes" of HTTP APIs.
pub const HEAD_BYTES_MAX: usize = 10_240;

/// "Maximum integration timeout: 30 seconds" and, of WebSocket APIs, 29.
pub const HTTP_TIMEOUT_MS: i64 = 30_000;
pub const WEBSOCKET_TIMEOUT_MS: i64 = 29_000;
pub const TIMEOUT_MS_MIN: i64 = 50;
/// Bytes of an integration's answer: "Payload size: 10 MB".
pub const ANSWER_BYTES_MAX: usize = 10 * 1024 * 1024;
/// "API Gateway truncates it at 100 KB of the request body and then applies the selection".
pub const SELECTION_BYTES_MAX: usize = 100 * 1024;

/// "The maximum value is 3600, or 1 hour".
pub const AUTHORIZER_TTL_S_MAX: i64 = 3_600;
/// Without a TTL, HTTP APIs keep no decisions and WebSocket APIs none either.
pub const AUTHORIZER_TTL_S: i64 = 0;
/// "Audiences per authorizer: 50", "Scopes per route: 10".
pub const AUDIENCES_MAX: usize = 50;
pub const SCOPES_MAX: usize = 10;
/// "Timeout for JSON web key set endpoint: 1500 ms" for discovery and keys each.
pub const ISSUER_TIMEOUT: Duration = Duration::from_millis(1_500);
/// "JWT issuer's keys are cached for two hours".
pub const KEYS_TTL_S: i64 = 7_200;
/// "Maximum size of an API definition: 6 MB", as of REST APIs; nesting is our own bound.
pub const DEFINITION_BYTES_MAX: usize = 6 * 1024 * 1024;
pub const DEFINITION_DEPTH_MAX: usize = 64;

/// What is kept in memory of decisions, of keys and of token buckets, each: the oldest goes.
pub const CACHED_MAX: usize = 10_000;

/// "Idle Connection Timeout: 10 minutes", "Connection duration: 2 hours".
pub const IDLE_S: i64 = 600;
pub const LIFE_S: i64 = 7_200;
/// "Message payload size: 128 KB".
pub const MESSAGE_BYTES_MAX: usize = 128 * 1024;
/// What waits for one client: our own bound; then `LimitExceededException` ("the WebSocket client
/// side buffer is full").
pub const WAITING_BYTES_MAX: u64 = 1024 * 1024;
/// Messages that a client gets at once.
pub const BATCH_MAX: usize = 64;
/// Open connections of one API: our own bound.
pub const CONNECTIONS_MAX: usize = 4_096;
