//! S3's condition keys: what a request says that policies may ask for.
//!
//! Source: Service Authorization Reference, "Condition keys for Amazon S3"; S3 User Guide, "Bucket
//! policy examples using condition keys".

use kernel::{ApiError, Struct, Timestamp, Value};

use crate::errors;
use crate::tags;

pub type Key = (kernel::value::Name, String);

/// Members whose text is a condition key's value.
const TEXTS: [(&str, &str); 23] = [
    ("ACL", "s3:x-amz-acl"),
    ("BucketNamespace", "s3:x-amz-bucket-namespace"),
    ("CopySource", "s3:x-amz-copy-source"),
    ("Delimiter", "s3:delimiter"),
    ("GrantFullControl", "s3:x-amz-grant-full-control"),
    ("GrantRead", "s3:x-amz-grant-read"),
    ("GrantReadACP", "s3:x-amz-grant-read-acp"),
    ("GrantWrite", "s3:x-amz-grant-write"),
    ("GrantWriteACP", "s3:x-amz-grant-write-acp"),
    ("IfMatch", "s3:if-match"),
    ("IfNoneMatch", "s3:if-none-match"),
    ("MetadataDirective", "s3:x-amz-metadata-directive"),
    ("ObjectLockLegalHoldStatus", "s3:object-lock-legal-hold"),
    ("ObjectLockMode", "s3:object-lock-mode"),
    ("ObjectOwnership", "s3:x-amz-object-ownership"),
    ("Prefix", "s3:prefix"),
    ("SSECustomerAlgorithm", "s3:x-amz-server-side-encryption-customer-algorithm"),
    ("SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id"),
    ("ServerSideEncryption", "s3:x-amz-server-side-encryption"),
    ("StorageClass", "s3:x-amz-storage-class"),
    ("TaggingDirective", "s3:x-amz-tagging-directive"),
    ("VersionId", "s3:VersionId"),
    ("WebsiteRedirectLocation", "s3:x-amz-website-redirect-location"),
];

/// S3's keys that policies may ask for without a value after a slash.
///
/// Source: Service Authorization Reference, "Condition keys for Amazon S3".
const OTHERS: [&str; 20] = [
    "s3:AccessGrantsInstanceArn",
    "s3:AccessPointNetworkOrigin",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:DestinationRegion",
    "s3:ExistingJobOperation",
    "s3:ExistingJobPriority",
    "s3:InventoryAccessibleOptionalFields",
    "s3:IsReplicationPauseRequest",
    "s3:JobSuspendedCause",
    "s3:LocationConstraint",
    "s3:ObjectCreationOperation",
    "s3:RequestJobOperation",
    "s3:RequestJobPriority",
    "s3:RequestObjectTagKeys",
    "s3:ResourceAccount",
    "s3:TlsVersion",
    "s3:max-keys",
    "s3:object-lock-remaining-retention-days",
    "s3:object-lock-retain-until-date",
];

/// Keys whose last part the policy chooses.
const FAMILIES: [&str; 4] =
    ["s3:AccessPointTag/", "s3:BucketTag/", "s3:ExistingObjectTag/", "s3:RequestObjectTag/"];

/// Of how a request was signed, which no operation knows: a policy that counts on them is refused,
/// rather than let in what it forbids.
const UNIMPLEMENTED: [&str; 4] =
    ["s3:authType", "s3:signatureAge", "s3:signatureversion", "s3:x-amz-content-sha256"];

/// Refuses a condition key of S3's that there is not, or that has no effect here. [U]: the words.
pub fn check(key: &str) -> Result<(), ApiError> {
    let is = |known: &&str| known.eq_ignore_ascii_case(key);
    if UNIMPLEMENTED.iter().any(is) {
        return Err(errors::not_implemented(key));
    }
    let begins = |family: &&str| {
        key.get(..family.len()).is_some_and(|start| start.eq_ignore_ascii_case(family))
    };
    let is_s3s = begins(&"s3:");
    let is_known = TEXTS.iter().any(|(_, known)| is(known))
        || OTHERS.iter().any(is)
        || FAMILIES.iter().any(begins);
    if is_s3s && !is_known {
        return Err(ApiError::new("MalformedPolicy", "Policy has an invalid condition key")
            .with_member("Detail", key));
    }
    Ok(())
}

/// Whether what asks for `s3:PutObject` makes the object, or only begins it.
///
/// Source: S3 User Guide, "Enforce conditional writes on Amazon S3 buckets".
pub fn creation(operation: &str) -> Option<Key> {
    let makes = match operation {
        "PutObject" | "CopyObject" | "CompleteMultipartUpload" => "true",
        "CreateMultipartUpload" | "UploadPart" | "UploadPartCopy" => "false",
        _ => return None,
    };
    Some(("s3:ObjectCreationOperation".into(), makes.to_owned()))
}

const MICROS_PER_DAY: i64 = 24 * 60 * 60 * 1_000_000;

pub fn of_input(now: Timestamp, input: &Struct) -> Vec<Key> {
    let mut keys: Vec<Key> = TEXTS
        .iter()
        .filter_map(|(member, key)| Some(((*key).into(), input.str(member)?.to_owned())))
        .collect();
    if let Some(max) = input.int("MaxKeys") {
        keys.push(("s3:max-keys".into(), max.to_string()));
    }
    let configuration = input.structure("CreateBucketConfiguration");
    if let Some(place) = configuration.and_then(|it| it.str("LocationConstraint")) {
        keys.push(("s3:LocationConstraint".into(), place.to_owned()));
    }
    add_retention(now, input, &mut keys);
    add_request_tags(input, &mut keys);
    keys
}

fn add_retention(now: Timestamp, input: &Struct, keys: &mut Vec<Key>) {
    let retention = input.structure("Retention");
    let date = input
        .timestamp("ObjectLockRetainUntilDate")
        .or_else(|| retention.and_then(|it| it.timestamp("RetainUntilDate")));
    if let Some(date) = date {
        keys.push(("s3:object-lock-retain-until-date".into(), date.iso8601()));
        let days = (date.micros() - now.micros()) / MICROS_PER_DAY;
        keys.push(("s3:object-lock-remaining-retention-days".into(), days.to_string()));
    }
    if let Some(mode) = retention.and_then(|it| it.str("Mode")) {
        keys.push(("s3:object-lock-mode".into(), mode.to_owned()));
    }
    if let Some(status) = input.structure("LegalHold").and_then(|it| it.str("Status")) {
        keys.push(("s3:object-lock-legal-hold".into(), status.to_owned()));
    }
}

/// Tags come in a header (PutObject) or in a document (PutObjectTagging).
fn add_request_tags(input: &Struct, keys: &mut Vec<Key>) {
    let pairs = match input.get("Tagging") {
        Some(Value::String(header)) => tags::read_header(Some(header)).unwrap_or_default(),
        Some(Value::Struct(tagging)) => {
            let set = tagging.list("TagSet").unwrap_or_default();
            let pair = |tag: &Value| {
                let tag = tag.as_struct()?;
                Some((tag.str("Key")?.to_owned(), tag.str("Value")?.to_owned()))
            };
            set.iter().filter_map(pair).collect()
        }
        _ => return,
    };
    for (name, value) in pairs {
        keys.push(("s3:RequestObjectTagKeys".into(), name.clone()));
        keys.push((format!("s3:RequestObjectTag/{name}").into(), value));
    }
}

/// The tags that CreateBucket and PutBucketTagging give to a bucket.
pub fn bucket_tags(input: &Struct) -> Vec<Key> {
    let made = input.structure("CreateBucketConfiguration").and_then(|it| it.list("Tags"));
    let given = input.structure("Tagging").and_then(|it| it.list("TagSet"));
    let mut keys = Vec::new();
    for tag in made.or(given).into_iter().flatten().filter_map(Value::as_struct) {
        let (Some(key), Some(value)) = (tag.str("Key"), tag.str("Value")) else { continue };
        keys.push(("aws:TagKeys".into(), key.to_owned()));
        keys.push((format!("aws:RequestTag/{key}").into(), value.to_owned()));
    }
    keys
}

pub fn existing_tags(tags: &[(String, String)]) -> impl Iterator<Item = Key> {
    tags.iter().map(|(name, value)| (format!("s3:ExistingObjectTag/{name}").into(), value.clone()))
}
