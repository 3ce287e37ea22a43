//! Bounds. Those of AWS name their source; the others are ours.

/// "The maximum size of each managed policy": 6,144 characters without whitespace (IAM User Guide,
/// "IAM and AWS STS quotas").
pub const IDENTITY_POLICY_CHARS: usize = 6_144;
/// "Role trust policy length": 2,048 by default, likewise.
pub const TRUST_POLICY_CHARS: usize = 2_048;
/// Of service and resource control policies: Organizations User Guide, "Quotas for AWS
/// Organizations". Whitespace counts.
pub const CONTROL_POLICY_CHARS: usize = 5_120;

/// The longest document that is read, in bytes: ours.
pub const DOCUMENT_BYTES_MAX: usize = 65_536;
/// How deep JSON may nest: ours. A policy needs six.
pub const DEPTH_MAX: usize = 32;
/// Findings of a page, when the caller does not say: ours.
pub const PAGE_DEFAULT: usize = 100;
/// And at most: ours.
pub const PAGE_MAX: usize = 1_000;
/// Names that do not exist for which one is suggested, in a document: ours.
pub const SUGGESTIONS_MAX: usize = 100;
/// Steps of comparing patterns that one call may take, so that a document of thousands of patterns
/// does not hold a thread for long: ours.
pub const COMPARISONS_MAX: u64 = 20_000_000;

/// "You can create only one analyzer per account per Region" (API Reference, CreateAnalyzer).
pub const ANALYZERS_MAX: usize = 1;
/// "Archive rules per analyzer": IAM User Guide, "IAM Access Analyzer quotas", from memory.
pub const RULES_MAX: usize = 100;
pub const TAGS_MAX: usize = 50;
/// Findings that one page of a filtered list looks at: ours.
pub const EXAMINED_PER_PAGE_MAX: usize = 2_000;
/// "At least once every 24 hours".
pub const SCAN_SECONDS: u64 = 86_400;
/// After a change of a policy: AWS says within 30 minutes; the figure is ours.
pub const CHANGE_SECONDS: u64 = 300;

/// Log files that a step of a policy generation lists, and of how many bytes one may be: ours.
pub const GENERATION_FILES_AT_ONCE: i64 = 50;
pub const GENERATION_FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// "CloudTrail data … up to 90 days" (IAM User Guide, "IAM Access Analyzer policy generation").
pub const GENERATION_SPAN_US: i64 = 90 * 86_400_000_000;
/// Files of the day after may have events of the day: ours.
pub const GENERATION_LATE_US: i64 = 3_600_000_000;
/// "requested in the last seven days" (API Reference, ListPolicyGenerations).
pub const GENERATIONS_KEPT_US: i64 = 7 * 86_400_000_000;
/// Newest generations that are looked at for one that is in progress: ours.
pub const GENERATIONS_LOOKED_AT: usize = 50;
