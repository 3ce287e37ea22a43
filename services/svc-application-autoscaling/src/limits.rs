//! The figures that Application Auto Scaling documents, each with its source, and our own bounds.
//!
//! Sources: [Q] User Guide, "Quotas for Application Auto Scaling", by heart [U]; [A] the API model;
//! [C] User Guide, "Define cooldown periods", by heart [U].

/// [Q] Scalable targets of DynamoDB, and of Lambda.
pub const TARGETS_OF_DYNAMODB_MAX: usize = 5_000;
pub const TARGETS_MAX: usize = 500;
/// [Q] Of one scalable target.
pub const POLICIES_MAX: usize = 50;
pub const SCHEDULED_MAX: usize = 200;
/// [A] MaxResults, which is its default too; of policies.
pub const PAGE_MAX: i64 = 50;
pub const POLICIES_PAGE_MAX: i64 = 10;
/// Tags of a resource, as everywhere in AWS.
pub const TAGS_MAX: usize = 50;
/// [A] TargetValue: "in the range of -2^360 to 2^360".
pub const TARGET_VALUE_EXPONENT: i32 = 360;
/// DynamoDB Developer Guide, "Managing throughput capacity automatically": "between 20 and 90
/// percent".
pub const DYNAMODB_PERCENT: std::ops::RangeInclusive<f64> = 20.0..=90.0;
/// Lambda Developer Guide, "Managing provisioned concurrency with Application Auto Scaling":
/// "between 0.1 and 0.9".
pub const LAMBDA_SHARE: std::ops::RangeInclusive<f64> = 0.1..=0.9;
/// [A] DescribeScalingActivities: "from the previous six weeks".
pub const ACTIVITY_MICROS: i64 = 42 * 86_400 * 1_000_000;

// Our own.

/// Older activities of a resource go when it has more.
pub const ACTIVITIES_MAX: u64 = 2_000;
/// Rows that one page of a list looks at; what matches a filter may be far apart.
pub const EXAMINED_PER_PAGE_MAX: usize = 1_000;
/// While the resource is being changed by others, or changes: looks, and how far apart they are.
pub const LOOKS_MAX: i64 = 360;
pub const LOOK_SECONDS: u64 = 10;
/// A scheduled action that comes due later than this has slept through a stop of the world.
pub const LATE_SECONDS_MAX: i64 = 60;
