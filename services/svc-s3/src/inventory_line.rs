//! A line of an inventory: the fields of one version, as CSV.
//!
//! Source: S3 User Guide, "What is in the inventory", "Locating your inventory list" (schema, keys
//! are URL-encoded).

use auth::authorize::canonical_user_id;
use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Timestamp;

use crate::bucket::Bucket;
use crate::checksum::e_tag;
use crate::inventory::FIELDS;
use crate::lock::hold_name;
use crate::names;
use crate::state::{ObjectRow, VersionRow};
use crate::state_inventory::InventoryRow;
use crate::storage_class::INTELLIGENT_TIERING;

/// The names of a line's fields.
pub fn schema(row: &InventoryRow) -> String {
    let mut names = vec!["Bucket", "Key"];
    if row.has_all_versions {
        names.extend(["VersionId", "IsLatest", "IsDeleteMarker"]);
    }
    names.extend(fields(row));
    names.join(", ")
}

fn fields(row: &InventoryRow) -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().filter(|field| row.fields.iter().any(|asked| asked == field))
}

pub fn of(
    bucket: &Bucket,
    row: &InventoryRow,
    (key, version): (&str, &VersionRow),
    is_latest: bool,
) -> String {
    let mut values = vec![bucket.name.clone(), names::url_encode(key)];
    if row.has_all_versions {
        let id = version.nonce.as_ref().map(|_| version.version_id());
        values.push(id.unwrap_or_default());
        values.push(is_latest.to_string());
        values.push(version.object.is_none().to_string());
    }
    for field in fields(row) {
        values.push(match (&version.object, field) {
            (_, "LastModifiedDate") => Timestamp::from_micros(version.modified_us).iso8601_millis(),
            (Some(object), field) => value(bucket, object, field),
            (None, _) => String::new(),
        });
    }
    let quoted: Vec<String> =
        values.into_iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
    format!("{}\n", quoted.join(","))
}

fn value(bucket: &Bucket, object: &ObjectRow, field: &str) -> String {
    let lock = object.lock();
    let is_sealed = object.more.as_ref().is_some_and(|more| more.sealed.is_some());
    match field {
        "Size" => object.size.to_string(),
        "ETag" => e_tag(&object.md5, object.parts_count).trim_matches('"').to_owned(),
        "StorageClass" => object.attributes.class().to_owned(),
        "IsMultipartUploaded" => (object.parts_count > 0).to_string(),
        "ReplicationStatus" => object.replicated().map_or("", |it| it.status()).to_owned(),
        "EncryptionStatus" => match object.kms() {
            Some(row) if row.is_double => "DSSE-KMS",
            Some(_) => "SSE-KMS",
            None if is_sealed => "SSE-C",
            None => "SSE-S3",
        }
        .to_owned(),
        "ObjectLockRetainUntilDate" => lock
            .filter(|lock| lock.mode.is_some())
            .map(|lock| Timestamp::from_micros(lock.until_us).iso8601_millis())
            .unwrap_or_default(),
        "ObjectLockMode" => {
            lock.and_then(|lock| lock.mode).map_or("", |mode| mode.name()).to_owned()
        }
        "ObjectLockLegalHoldStatus" => {
            lock.and_then(|lock| lock.hold).map_or("", hold_name).to_owned()
        }
        "IntelligentTieringAccessTier" if object.attributes.class() == INTELLIGENT_TIERING => {
            object
                .archive_tier()
                .map_or("FREQUENT", |tier| match tier.name() {
                    "ARCHIVE_ACCESS" => "ARCHIVE",
                    _ => "DEEP_ARCHIVE",
                })
                .to_owned()
        }
        "BucketKeyStatus" => {
            let has_one = object.kms().is_some_and(|row| row.has_bucket_key);
            if has_one { "ENABLED" } else { "DISABLED" }.to_owned()
        }
        "ChecksumAlgorithm" => object.checksum.algorithm.name().to_owned(),
        "ObjectOwner" => canonical_user_id(object.owner(bucket).as_str()),
        _ => String::new(),
    }
}

/// As `.gz`, without a time in it, so that the same list is the same file.
pub fn pack(text: &str) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    Bytes::from(encoder.finish().expect("memory takes everything"))
}
