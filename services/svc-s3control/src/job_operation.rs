//! What a job does to each object: which operation of S3, with which input.
//!
//! Source: S3 User Guide, "Operations supported by S3 Batch Operations"; S3 Control API Reference,
//! JobOperation.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::errors;
use crate::job_function;
use crate::job_grants;
use crate::state::TaskRow;

const KNOWN: [&str; 11] = [
    job_function::OPERATION,
    "S3PutObjectCopy",
    "S3PutObjectAcl",
    "S3PutObjectTagging",
    "S3DeleteObjectTagging",
    "S3InitiateRestoreObject",
    "S3PutObjectLegalHold",
    "S3PutObjectRetention",
    "S3ReplicateObject",
    "S3UpdateObjectEncryption",
    "S3ComputeObjectChecksum",
];

/// Checksums that S3 takes here; the first one unless another is named.
const CHECKSUMS: [&str; 10] = [
    "CRC64NVME",
    "CRC32",
    "CRC32C",
    "SHA1",
    "SHA256",
    "SHA512",
    "MD5",
    "XXHASH64",
    "XXHASH3",
    "XXHASH128",
];

/// Members of a copy that become members of CopyObject as they are.
const OF_COPIES: [(&str, &str); 11] = [
    ("AnnotationDirective", "AnnotationDirective"),
    ("CannedAccessControlList", "ACL"),
    ("MetadataDirective", "MetadataDirective"),
    ("RedirectLocation", "WebsiteRedirectLocation"),
    ("StorageClass", "StorageClass"),
    ("ModifiedSinceConstraint", "CopySourceIfModifiedSince"),
    ("UnModifiedSinceConstraint", "CopySourceIfUnmodifiedSince"),
    ("ChecksumAlgorithm", "ChecksumAlgorithm"),
    ("ObjectLockLegalHoldStatus", "ObjectLockLegalHoldStatus"),
    ("ObjectLockMode", "ObjectLockMode"),
    ("ObjectLockRetainUntilDate", "ObjectLockRetainUntilDate"),
];

const OF_METADATA: [(&str, &str); 6] = [
    ("CacheControl", "CacheControl"),
    ("ContentDisposition", "ContentDisposition"),
    ("ContentEncoding", "ContentEncoding"),
    ("ContentLanguage", "ContentLanguage"),
    ("ContentType", "ContentType"),
    ("UserMetadata", "Metadata"),
];

const HANDLED_APART: [&str; 8] = [
    "AccessControlGrants",
    "RequesterPays",
    "TargetResource",
    "TargetKeyPrefix",
    "NewObjectMetadata",
    "NewObjectTagging",
    "SSEAwsKmsKeyId",
    "BucketKeyEnabled",
];

/// The one operation that a job has.
pub fn name(operation: &Struct) -> Option<&str> {
    operation.iter().next().map(|(name, _)| name)
}

/// Refuses what would have no effect, or is not there.
pub fn check(ctx: &Ctx, operation: &Struct) -> Result<(), ApiError> {
    let mut given = operation.iter();
    let (Some((name, value)), None) = (given.next(), given.next()) else {
        return Err(errors::bad_request("A job has exactly one operation."));
    };
    if !KNOWN.contains(&name) {
        return Err(errors::not_implemented(name));
    }
    let empty = Struct::new();
    let value = value.as_struct().unwrap_or(&empty);
    match name {
        job_function::OPERATION => job_function::check(ctx, value),
        "S3PutObjectCopy" => check_copy(value),
        "S3ComputeObjectChecksum" => {
            let algorithm = value.str("ChecksumAlgorithm").unwrap_or(CHECKSUMS[0]);
            match value.str("ChecksumType") {
                Some("COMPOSITE") => Err(errors::not_implemented("ChecksumType COMPOSITE")),
                _ if CHECKSUMS.contains(&algorithm) => Ok(()),
                _ => Err(errors::not_implemented(algorithm)),
            }
        }
        "S3UpdateObjectEncryption" => {
            let asked = value.structure("ObjectEncryption").and_then(|it| it.structure("SSEKMS"));
            match asked {
                Some(_) => Ok(()),
                None => Err(errors::bad_request("The new encryption of objects is SSE-KMS.")),
            }
        }
        "S3PutObjectAcl" => {
            let policy = value.structure("AccessControlPolicy").unwrap_or(&empty);
            let list = policy.structure("AccessControlList");
            match (policy.str("CannedAccessControlList"), list) {
                (Some(_), None) => Ok(()),
                (None, Some(list)) => job_grants::check(list.list("Grants").unwrap_or_default()),
                _ => Err(errors::bad_request("A list is a canned one, or spelled out.")),
            }
        }
        "S3PutObjectRetention" => {
            let retention = value.structure("Retention");
            let refused = ["EventHold", "EventHoldDuration"];
            let has = |name: &&str| retention.is_some_and(|it| it.get(name).is_some());
            match refused.iter().find(|name| has(name)) {
                Some(name) => Err(errors::not_implemented(name)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn check_copy(value: &Struct) -> Result<(), ApiError> {
    let is_known = |name: &str| {
        HANDLED_APART.contains(&name) || OF_COPIES.iter().any(|(known, _)| *known == name)
    };
    if let Some((name, _)) = value.iter().find(|(name, _)| !is_known(name)) {
        return Err(errors::not_implemented(name));
    }
    if let Some(metadata) = value.structure("NewObjectMetadata") {
        let is_known = |name: &str| name == "SSEAlgorithm" || metadata_member(name).is_some();
        if let Some((name, _)) = metadata.iter().find(|(name, _)| !is_known(name)) {
            return Err(errors::not_implemented(name));
        }
    }
    let grants = value.list("AccessControlGrants").unwrap_or_default();
    if !grants.is_empty() && value.get("CannedAccessControlList").is_some() {
        return Err(errors::bad_request("A list is a canned one, or spelled out."));
    }
    job_grants::check(grants)?;
    match target(value) {
        Some(_) => Ok(()),
        None => Err(errors::bad_request("The target of a copy is a bucket's ARN.")),
    }
}

fn metadata_member(name: &str) -> Option<&'static str> {
    OF_METADATA.iter().find(|(known, _)| *known == name).map(|(_, member)| *member)
}

fn target(value: &Struct) -> Option<&str> {
    let name = value.str("TargetResource")?.splitn(6, ':').nth(5)?;
    Some(name).filter(|name| !name.is_empty())
}

/// The operation of S3 and its input for a task.
pub fn of_task(operation: &Struct, task: &TaskRow) -> Option<(&'static str, Struct)> {
    let (name, value) = operation.iter().next()?;
    let value = value.as_struct().cloned().unwrap_or_default();
    let mut input =
        Struct::new().with("Bucket", task.bucket.as_str()).with("Key", task.key.as_str());
    if name == "S3PutObjectCopy" {
        return Some(("CopyObject", copy(&value, task)?));
    }
    if let Some(version) = &task.version {
        input.set("VersionId", version.as_str());
    }
    Some(match name {
        "S3PutObjectAcl" => {
            let policy = value.structure("AccessControlPolicy")?;
            let input = match policy.structure("AccessControlList") {
                Some(list) => input.with("AccessControlPolicy", job_grants::policy(list)),
                None => input.with("ACL", policy.str("CannedAccessControlList")?),
            };
            ("PutObjectAcl", input)
        }
        "S3PutObjectTagging" => {
            let tags = value.list("TagSet").unwrap_or_default().to_vec();
            ("PutObjectTagging", input.with("Tagging", Struct::new().with("TagSet", tags)))
        }
        "S3DeleteObjectTagging" => ("DeleteObjectTagging", input),
        "S3ReplicateObject" => ("BatchReplicate", input),
        "S3ComputeObjectChecksum" => {
            let algorithm = value.str("ChecksumAlgorithm").unwrap_or(CHECKSUMS[0]);
            ("ComputeChecksum", input.with("ChecksumAlgorithm", algorithm))
        }
        "S3UpdateObjectEncryption" => {
            let asked = value.structure("ObjectEncryption")?.clone();
            ("UpdateObjectEncryption", input.with("ObjectEncryption", asked))
        }
        "S3InitiateRestoreObject" => {
            let tier = match value.str("GlacierJobTier") {
                Some("BULK") => "Bulk",
                _ => "Standard",
            };
            let parameters = Struct::new().with("Tier", tier);
            let mut request = Struct::new().with("GlacierJobParameters", parameters);
            if let Some(days) = value.int("ExpirationInDays") {
                request.set("Days", days);
            }
            ("RestoreObject", input.with("RestoreRequest", request))
        }
        "S3PutObjectLegalHold" => {
            ("PutObjectLegalHold", input.with("LegalHold", value.structure("LegalHold")?.clone()))
        }
        "S3PutObjectRetention" => {
            if value.bool("BypassGovernanceRetention") == Some(true) {
                input.set("BypassGovernanceRetention", true);
            }
            ("PutObjectRetention", input.with("Retention", value.structure("Retention")?.clone()))
        }
        _ => return None,
    })
}

fn copy(value: &Struct, task: &TaskRow) -> Option<Struct> {
    let key = match value.str("TargetKeyPrefix") {
        Some(prefix) => format!("{prefix}/{}", task.key),
        None => task.key.clone(),
    };
    let mut source = format!("{}/{}", task.bucket, encode(&task.key));
    if let Some(version) = &task.version {
        source = format!("{source}?versionId={version}");
    }
    let mut input =
        Struct::new().with("Bucket", target(value)?).with("Key", key).with("CopySource", source);
    for (name, member) in OF_COPIES {
        if let Some(given) = value.get(name) {
            input.set(member, given.clone());
        }
    }
    job_grants::add_to_copy(value.list("AccessControlGrants").unwrap_or_default(), &mut input);
    if value.bool("RequesterPays") == Some(true) {
        input.set("RequestPayer", "requester");
    }
    if let Some(metadata) = value.structure("NewObjectMetadata") {
        for (name, given) in metadata.iter() {
            match metadata_member(name) {
                Some(member) => input.set(member, given.clone()),
                None => input.set("ServerSideEncryption", sse(given)),
            }
        }
        input.set("MetadataDirective", "REPLACE");
    }
    if let Some(key) = value.str("SSEAwsKmsKeyId") {
        input.set("ServerSideEncryption", "aws:kms");
        input.set("SSEKMSKeyId", key);
    }
    if let Some(has) = value.bool("BucketKeyEnabled") {
        input.set("BucketKeyEnabled", has);
    }
    if let Some(tags) = value.list("NewObjectTagging") {
        let pair = |tag: &Value| {
            let tag = tag.as_struct()?;
            Some(format!("{}={}", encode(tag.str("Key")?), encode(tag.str("Value")?)))
        };
        input.set("Tagging", tags.iter().filter_map(pair).collect::<Vec<_>>().join("&"));
        input.set("TaggingDirective", "REPLACE");
    }
    Some(input)
}

fn sse(given: &Value) -> &'static str {
    if given.as_str() == Some("KMS") { "aws:kms" } else { "AES256" }
}

/// Percent-encodes everything that is not plain.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            encoded.push(byte as char);
        } else {
            encoded.extend([format!("%{byte:02X}")]);
        }
    }
    encoded
}

/// The other way round; `None` for what is no text.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        let byte = match first {
            b'%' => {
                let digits = more.get(..2).and_then(|it| std::str::from_utf8(it).ok())?;
                rest = &more[2..];
                u8::from_str_radix(digits, 16).ok()?
            }
            b'+' => b' ',
            plain => *plain,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}
