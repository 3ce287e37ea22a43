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
/// UG, "(Optional) Configuring a webpage redirect": 50 routing rules.
pub const ROUTING_RULES_MAX: usize = 50;
/// API, PutBucketReplication: "A maximum of 1,000 rules".
pub const REPLICATION_RULES_MAX: usize = 1_000;
/// API, ReplicationTimeValue: "Valid value: 15".
pub const REPLICATION_MINUTES: i64 = 15;
/// How long after a change its replicas are made, unless a setting says otherwise. UG, "Replicating
/// objects": most within 15 minutes, often within seconds.
pub const REPLICATION_LAG_MS: u64 = 1_000;
/// A destination that does not answer is tried again after so long, then after twice as long, and
/// so on up to the second figure; with so many attempts for about a month. Ours: AWS gives none.
pub const REPLICATION_RETRY_MS: u64 = 5_000;
pub const REPLICATION_RETRY_MS_MAX: u64 = 15 * 60 * 1_000;
pub const REPLICATION_ATTEMPTS_MAX: i64 = 3_000;
/// A log's lines are delivered after so long. UG, "Best-effort server log delivery": most within a
/// few hours; ours is sooner.
pub const LOG_DELAY_S: u64 = 5 * 60;
/// Lines in one log object, each of a few hundred bytes: keeps the writer's turns short.
pub const LOG_LINES_MAX: usize = 500;
/// Keys have 1,024 bytes; what follows the prefix takes up to 150.
pub const LOG_PREFIX_BYTES_MAX: usize = 800;
/// API, PutBucketInventoryConfiguration, "Special errors": 1,000.
pub const INVENTORIES_MAX: usize = 1_000;
/// API, MetricsConfiguration, Id: 64 characters; so have inventories and analyses.
pub const PLAIN_ID_LEN_MAX: usize = 64;
/// API, PutBucketMetricsConfiguration: 1,000.
pub const METRICS_MAX: usize = 1_000;
/// Versions that one step of an inventory lists, in a file of its own: keeps the writer's turns
/// short.
pub const INVENTORY_BATCH: usize = 1_000;

/// API, PutBucketAnalyticsConfiguration, "Special errors": 1,000.
pub const ANALYTICS_MAX: usize = 1_000;
/// UG, "Amazon S3 analytics – Storage Class Analysis": objects of 128 KB and more are grouped by
/// age.
pub const ANALYSED_BYTES_MIN: u64 = 128 * 1024;
/// Days in the export of an analysis (ours: it is one file, and is written anew every day).
pub const ANALYTICS_DAYS_KEPT: u64 = 100;
/// How long a bucket key serves its requester. AWS says "time-limited" and gives no figure: ours.
pub const BUCKET_KEY_S: i64 = 300;
/// UG, "Access points restrictions and limitations": 10,000 in an account's region.
pub const ACCESS_POINTS_MAX: usize = 10_000;
/// S3 Control API, ListAccessPoints, MaxResults: up to 1,000.
pub const ACCESS_POINTS_PAGE_MAX: usize = 1_000;
/// S3 Control API, ListMultiRegionAccessPoints: "up to 100 …, the maximum number … with a single
/// account".
pub const MULTI_REGIONS_MAX: usize = 100;
/// UG, "Multi-Region Access Point restrictions and limitations": 17 Regions.
pub const MULTI_REGION_ROUTES_MAX: usize = 17;
/// How long it takes to make or delete one, and to change its policy. AWS: up to 24 hours, mostly
/// minutes; ours is sooner.
pub const MULTI_REGION_REQUEST_S: u64 = 10;
/// For how long a request can be asked about. AWS gives no figure: ours.
pub const MULTI_REGION_REQUEST_KEPT_S: u64 = 30 * 24 * 3_600;
/// API, PutObjectAnnotation: 1,000 for a version, 1 byte to 1 MiB each, names of up to 512 bytes.
pub const ANNOTATIONS_MAX: u32 = 1_000;
pub const ANNOTATION_BYTES_MAX: u64 = 1024 * 1024;
pub const ANNOTATION_NAME_BYTES_MAX: usize = 512;
