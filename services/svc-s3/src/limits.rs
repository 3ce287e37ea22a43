//! AWS's figures, each with its source.
//!
//! UG: Amazon S3 User Guide; API: Amazon S3 API Reference.

/// Of general purpose buckets per account, by default (UG, "General purpose bucket quotas").
pub const BUCKETS_MAX: u64 = 10_000;
/// UG, "General purpose bucket naming rules".
pub const BUCKET_NAME_LEN_MIN: usize = 3;
pub const BUCKET_NAME_LEN_MAX: usize = 63;
/// UG, "Naming Amazon S3 objects": bytes of UTF-8.
pub const KEY_BYTES_MAX: usize = 1_024;
/// UG, "Uploading objects": with a single PUT. Also of a part, and of a copy's source.
pub const PUT_BYTES_MAX: u64 = 5 * 1024 * 1024 * 1024;
/// UG, "Amazon S3 multipart upload limits": 48.8 TiB, which is 10,000 parts of 5 GiB.
pub const OBJECT_BYTES_MAX: u64 = PARTS_MAX as u64 * PUT_BYTES_MAX;
/// UG, "Amazon S3 multipart upload limits".
pub const PARTS_MAX: u16 = 10_000;
/// UG, "Amazon S3 multipart upload limits": of all parts but the last.
pub const PART_BYTES_MIN: u64 = 5 * 1024 * 1024;
/// UG, "Working with object metadata": the sum of the bytes of names and values.
pub const USER_METADATA_BYTES_MAX: usize = 2 * 1024;
/// UG, "Categorizing your objects using tags".
pub const OBJECT_TAGS_MAX: usize = 10;
/// API, PutBucketTagging; UG, "Using cost allocation S3 bucket tags".
pub const BUCKET_TAGS_MAX: usize = 50;
/// UG, "Categorizing your objects using tags": Unicode characters.
pub const TAG_KEY_LEN_MAX: usize = 128;
pub const TAG_VALUE_LEN_MAX: usize = 256;
/// API, PutBucketCors.
pub const CORS_RULES_MAX: usize = 100;
/// API, PutBucketCors, element ID.
pub const CORS_ID_LEN_MAX: usize = 255;
/// API, PutBucketCors: of the whole document.
pub const CORS_BYTES_MAX: usize = 64 * 1024;
/// API, DeleteObjects.
pub const DELETE_KEYS_MAX: usize = 1_000;
/// API, ListObjectsV2, ListObjectVersions, ListMultipartUploads, ListParts, GetObjectAttributes.
pub const PAGE_MAX: usize = 1_000;
/// API, ListBuckets, MaxBuckets.
pub const BUCKETS_PAGE_MAX: usize = 10_000;
/// Largest number that AWS takes for max-keys and the like.
pub const COUNT_MAX: i64 = i32::MAX as i64;
/// UG, "Access control list (ACL) overview".
pub const GRANTS_MAX: usize = 100;
/// API, PutObjectLockConfiguration and "Object Lock considerations": 100 years.
pub const RETENTION_DAYS_MAX: u32 = 36_500;
pub const RETENTION_YEARS_MAX: u32 = 100;
/// UG, "Lifecycle configuration elements", ID element.
pub const LIFECYCLE_RULES_MAX: usize = 1_000;
/// UG, "Lifecycle configuration elements", NoncurrentVersionExpiration.
pub const NEWER_VERSIONS_MAX: u32 = 100;
/// UG, "Transitioning objects using Amazon S3 Lifecycle", minimum days before STANDARD_IA and
/// ONEZONE_IA, and between those and an archive.
pub const INFREQUENT_DAYS_MIN: u32 = 30;
/// UG, "Transitioning objects using Amazon S3 Lifecycle", "Constraints": 128 KB.
pub const TRANSITION_BYTES_MIN: u64 = 128 * 1024;
/// UG, "How S3 Intelligent-Tiering works": smaller objects are not watched.
pub const TIERED_BYTES_MIN: u64 = 128 * 1024;
/// API, PutBucketIntelligentTieringConfiguration, Tiering: days without a read.
pub const ARCHIVE_DAYS_MIN: u32 = 90;
pub const DEEP_ARCHIVE_DAYS_MIN: u32 = 180;
pub const TIER_DAYS_MAX: u32 = 730;
/// API, PutBucketIntelligentTieringConfiguration, "Special errors": 1,000.
pub const TIERINGS_MAX: usize = 1_000;
/// API, ListBucketInventoryConfigurations and the like: "up to 100 configurations".
pub const CONFIGURATION_PAGE_MAX: usize = 100;
/// How long copies of archived objects take, at least and at most, in seconds. UG, "Archive
/// retrieval options"; where it gives no lower figure, it is half of the upper one.
pub const EXPEDITED_S: (u64, u64) = (60, 5 * 60);
pub const STANDARD_S: (u64, u64) = (3 * 3_600, 5 * 3_600);
pub const BULK_S: (u64, u64) = (5 * 3_600, 12 * 3_600);
pub const DEEP_STANDARD_S: (u64, u64) = (6 * 3_600, 12 * 3_600);
pub const DEEP_BULK_S: (u64, u64) = (24 * 3_600, 48 * 3_600);
/// Entries that one step of a bucket's day looks at: keeps the writer's turns short.
pub const DAILY_BATCH: usize = 500;
/// UG, "Bucket policies": 20 KB.
pub const POLICY_BYTES_MAX: usize = 20 * 1024;
/// For how long a repeated CompleteMultipartUpload gets the first answer again. AWS states none;
/// its clients' retries end long before.
pub const COMPLETED_KEPT_S: u64 = 15 * 60;
/// Parts of abandoned uploads that one background step removes: keeps the writer's turns short.
pub const SWEEP_BATCH: usize = 500;
/// Segments of one object: parts, each copied from an object of as many parts at most. Keeps the
/// row that lists them bounded.
pub const SEGMENTS_MAX: usize = 20_000;
/// API, PutBucketNotificationConfiguration; General Reference, "Amazon S3 service quotas".
pub const NOTIFICATIONS_MAX: usize = 100;
/// Ids of configurations and rules. UG, "Lifecycle configuration elements": up to 255 characters.
pub const CONFIGURATION_ID_LEN_MAX: usize = 255;
