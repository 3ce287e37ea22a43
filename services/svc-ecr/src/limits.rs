//! Limits. Source: User Guide, "Amazon ECR service quotas"; API Reference.

/// "Tags per image".
pub const TAGS_OF_IMAGE_MAX: usize = 1_000;
/// "Maximum layer part size": 10 MiB in the quotas; the API takes 20 MiB, which the model checks.
pub const LAYER_PART_BYTES: u64 = 10 * 1024 * 1024;
/// "Minimum layer part size": 5 MiB; the last part may be smaller.
pub const LAYER_PART_BYTES_MIN: u64 = 5 * 1024 * 1024;
/// "Layer parts": 4,200 in a layer.
pub const LAYER_PARTS_MAX: u64 = 4_200;
/// "Maximum layer size": 52,000 MiB.
pub const LAYER_BYTES_MAX: u64 = 52_000 * 1024 * 1024;
/// "Rules per lifecycle policy".
pub const LIFECYCLE_RULES_MAX: usize = 50;
/// Of a manifest (PutImage, `imageManifest`).
pub const MANIFEST_BYTES_MAX: u64 = 4_194_304;
/// Tags of a repository (TagResource).
pub const RESOURCE_TAGS_MAX: usize = 50;
pub const TAG_KEY_CHARS_MAX: usize = 128;
pub const TAG_VALUE_CHARS_MAX: usize = 256;
/// "The authorization token is valid for 12 hours".
pub const TOKEN_US: i64 = 12 * 3600 * 1_000_000;
/// Of lists, where the request does not say ("returns up to 100 results").
pub const PAGE_DEFAULT: usize = 100;
/// Of referrers ("If this parameter is not used, then ListImageReferrers returns up to 20").
pub const REFERRERS_DEFAULT: usize = 20;
/// A day, after which a lifecycle policy is looked at again ("within 24 hours").
pub const LIFECYCLE_EVERY_US: i64 = 24 * 3600 * 1_000_000;
/// Images that a transaction expires; the rest follow in the next.
pub const EXPIRED_AT_ONCE: usize = 100;
/// An upload that was not completed ends: ours, AWS gives no figure.
pub const UPLOAD_US: i64 = 24 * 3600 * 1_000_000;
/// Of a name of a tag (Open Container Initiative, Distribution Specification).
pub const IMAGE_TAG_CHARS_MAX: usize = 128;
/// Descriptors that a manifest lists: ours, far above what builders make.
pub const DESCRIPTORS_MAX: usize = 4_096;
