//! Quotas. Source, unless another is named: API Gateway Developer Guide, "Quotas for configuring
//! and running a REST API in API Gateway" and "Amazon API Gateway quotas".

/// "Resources per API: 300".
pub const RESOURCES_MAX: usize = 300;
/// "Stages per API: 10".
pub const STAGES_MAX: usize = 10;
/// "Stage variables per stage: 100", names of 64 and values of 512 characters.
pub const VARIABLES_MAX: usize = 100;
pub const VARIABLE_NAME_CHARS_MAX: usize = 64;
pub const VARIABLE_CHARS_MAX: usize = 512;
/// "Authorizers per API: 10".
pub const AUTHORIZERS_MAX: usize = 10;
/// "Documentation parts per API: 2000".
pub const DOCUMENTATION_PARTS_MAX: usize = 2_000;
/// "Regional APIs per Region: 600; edge-optimized: 120; private: 600".
pub const REGIONAL_APIS_MAX: usize = 600;
pub const EDGE_APIS_MAX: usize = 120;
/// "API keys per account per Region: 10000".
pub const API_KEYS_MAX: usize = 10_000;
/// "Usage plans per account per Region: 300"; "Usage plans per API key: 10".
pub const USAGE_PLANS_MAX: usize = 300;
pub const PLANS_PER_KEY_MAX: usize = 10;
/// "Public custom domain names per account per Region: 120"; "Multi-level API mappings per
/// domain: 200".
pub const DOMAINS_MAX: usize = 120;
pub const MAPPINGS_MAX: usize = 200;
/// "Length, in characters, of API Gateway resource policy: 8192".
pub const POLICY_CHARS_MAX: usize = 8_192;
/// "Integration timeout: 50 milliseconds - 29 seconds".
pub const TIMEOUT_MS_MIN: i64 = 50;
pub const TIMEOUT_MS_MAX: i64 = 29_000;
/// "Payload size: 10 MB".
pub const PAYLOAD_BYTES_MAX: usize = 10 * 1024 * 1024;
/// "Throttle quota per account, per Region: 10,000 requests per second with an additional burst
/// capacity … maximum bucket capacity of 5,000 requests".
pub const ACCOUNT_RATE: f64 = 10_000.0;
pub const ACCOUNT_BURST: i64 = 5_000;
/// "The default value is 300. The maximum value is 3600" (CreateAuthorizer).
pub const VERDICT_TTL_S: i64 = 300;
pub const VERDICT_TTL_S_MAX: i64 = 3_600;
/// "The maximum size of the API definition file is 6MB" (ImportRestApi).
pub const DEFINITION_BYTES_MAX: usize = 6 * 1024 * 1024;
/// "minimumCompressionSize … between 0 and 10485760 (10M) bytes" (CreateRestApi).
pub const COMPRESSION_MAX: i64 = 10_485_760;
/// "The default value is 25 and the maximum value is 500" (all lists).
pub const PAGE: usize = 25;
pub const PAGE_MAX: usize = 500;
/// "You can add up to 50 tags" (Tagging your API Gateway resources).
pub const TAGS_MAX: usize = 50;
/// "API keys … between 20 and 128 characters" (Set up API keys).
pub const KEY_CHARS_MIN: usize = 20;
pub const KEY_CHARS_MAX: usize = 128;
/// Our own bounds: deployments of one API, models, validators, patch operations of one request,
/// and how deep and how long a body is looked at by its schema.
pub const DEPLOYMENTS_MAX: usize = 1_000;
pub const PARTS_MAX: usize = 500;
pub const PATCHES_MAX: usize = 200;
pub const SCHEMA_DEPTH_MAX: usize = 64;
pub const SCHEMA_STEPS_MAX: usize = 100_000;
/// A deployment's snapshot is one row.
pub const SNAPSHOT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// What is written of a body to the execution log: "truncated to 1024 bytes" (Set up CloudWatch
/// logging for REST APIs).
pub const LOGGED_BYTES_MAX: usize = 1_024;
