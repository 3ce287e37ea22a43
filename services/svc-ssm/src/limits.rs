//! The limits of Parameter Store that the model does not have.
//!
//! Sources: [P] API Reference, PutParameter; [T] User Guide, "Managing parameter tiers"; [L] API
//! Reference, LabelParameterVersion; [E] the exceptions' descriptions in the model.

/// [P]
pub const STANDARD_BYTES_MAX: usize = 4_096;
pub const ADVANCED_BYTES_MAX: usize = 8_192;
/// [T]
pub const STANDARD_MAX: u64 = 10_000;
pub const ADVANCED_MAX: u64 = 100_000;
/// [P] Of the ARN with the name.
pub const ARN_BYTES_MAX: usize = 1_011;
/// [P]
pub const LEVELS_MAX: usize = 15;
/// [E] ParameterMaxVersionLimitExceeded
pub const VERSIONS_MAX: u64 = 100;
/// [L]
pub const LABELS_PER_VERSION_MAX: usize = 10;
pub const LABEL_CHARACTERS_MAX: usize = 100;
/// [E] PoliciesLimitExceededException
pub const POLICIES_MAX: usize = 10;
/// "A resource has up to 50 tags."
pub const TAGS_MAX: usize = 50;
/// [P] GetParametersByPath, DescribeParameters, GetParameterHistory: what a page has at most.
pub const PATH_PAGE: usize = 10;
pub const PAGE: usize = 50;
/// Parameters that one page looks at, whatever its filters let through.
pub const SCANNED_PER_PAGE_MAX: usize = 2_000;
/// Our own: how large the automaton of an AllowedPattern may become.
pub const PATTERN_BYTES_MAX: usize = 1 << 20;
