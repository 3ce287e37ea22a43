//! What an inventory tells of one version, as a line of CSV or a row of Parquet.
//!
//! Source: S3 User Guide, "What is in the inventory", "Locating your inventory list" (schemas; keys
//! are URL-encoded in CSV), "Working with the Object ACL field". The schema of Parquet is written
//! as the files of a public bucket's inventory have it (`STRING` where the guide's example says
//! `UTF8`).

use std::io::Write as _;

use auth::authorize::canonical_user_id;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Timestamp;
use serde_json::json;
use sql::table::Column;

use crate::bucket::Bucket;
use crate::checksum::e_tag;
use crate::lock::hold_name;
use crate::names;
use crate::state::{ObjectRow, VersionRow};
use crate::state_inventory::InventoryRow;
use crate::state_settings::{AclRow, Grantee};
use crate::storage_class::INTELLIGENT_TIERING;

/// A field of a list.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// In a configuration and in CSV's schema.
    pub name: &'static str,
    /// In Parquet.
    column: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A text that is never missing.
    Name,
    Text,
    Flag,
    Integer,
    Moment,
}

const fn field(name: &'static str, column: &'static str, kind: Kind) -> Field {
    Field { name, column, kind }
}

const ALWAYS: [Field; 2] = [field("Bucket", "bucket", Kind::Name), field("Key", "key", Kind::Name)];
const OF_VERSIONS: [Field; 3] = [
    field("VersionId", "version_id", Kind::Text),
    field("IsLatest", "is_latest", Kind::Flag),
    field("IsDeleteMarker", "is_delete_marker", Kind::Flag),
];
/// Fields that a list may have besides, in their order in a list.
pub const OPTIONAL: [Field; 15] = [
    field("Size", "size", Kind::Integer),
    field("LastModifiedDate", "last_modified_date", Kind::Moment),
    field("ETag", "e_tag", Kind::Text),
    field("StorageClass", "storage_class", Kind::Text),
    field("IsMultipartUploaded", "is_multipart_uploaded", Kind::Flag),
    field("ReplicationStatus", "replication_status", Kind::Text),
    field("EncryptionStatus", "encryption_status", Kind::Text),
    field("ObjectLockRetainUntilDate", "object_lock_retain_until_date", Kind::Moment),
    field("ObjectLockMode", "object_lock_mode", Kind::Text),
    field("ObjectLockLegalHoldStatus", "object_lock_legal_hold_status", Kind::Text),
    field("IntelligentTieringAccessTier", "intelligent_tiering_access_tier", Kind::Text),
    field("BucketKeyStatus", "bucket_key_status", Kind::Text),
    field("ChecksumAlgorithm", "checksum_algorithm", Kind::Text),
    field("ObjectAccessControlList", "object_access_control_list", Kind::Text),
    field("ObjectOwner", "object_owner", Kind::Text),
];
/// The format of an ACL in a list ("Working with the Object ACL field").
const ACL_FORMAT: &str = "2022-11-10";

/// What is told of a version: a value or none for each field.
pub type Record = Vec<Option<Value>>;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Flag(bool),
    Integer(u64),
    /// Microseconds since 1970.
    Moment(i64),
}

/// The fields of a list, in order.
fn fields(row: &InventoryRow) -> impl Iterator<Item = Field> {
    let of_versions = OF_VERSIONS.into_iter().filter(|_| row.has_all_versions);
    let asked = |field: &Field| row.fields.iter().any(|asked| asked == field.name);
    ALWAYS.into_iter().chain(of_versions).chain(OPTIONAL.into_iter().filter(asked))
}

/// As a manifest tells it.
pub fn schema(row: &InventoryRow) -> String {
    if !row.to.is_parquet {
        return fields(row).map(|field| field.name).collect::<Vec<_>>().join(", ");
    }
    let column = |field: Field| {
        let (presence, kind, note) = match field.kind {
            Kind::Name => ("required", "binary", " (STRING)"),
            Kind::Text => ("optional", "binary", " (STRING)"),
            Kind::Flag => ("optional", "boolean", ""),
            Kind::Integer => ("optional", "int64", ""),
            Kind::Moment => ("optional", "int64", " (TIMESTAMP(MILLIS,true))"),
        };
        format!("  {presence} {kind} {}{note};", field.column)
    };
    format!("message s3.inventory {{{}}}", fields(row).map(column).collect::<String>())
}

pub fn of(
    bucket: &Bucket,
    row: &InventoryRow,
    (key, version): (&str, &VersionRow),
    is_latest: bool,
) -> Record {
    let of_field = |field: Field| match (field.name, &version.object) {
        ("Bucket", _) => Some(Value::Text(bucket.name.clone())),
        ("Key", _) => Some(Value::Text(key.to_owned())),
        ("VersionId", _) => version.nonce.as_ref().map(|_| Value::Text(version.version_id())),
        ("IsLatest", _) => Some(Value::Flag(is_latest)),
        ("IsDeleteMarker", object) => Some(Value::Flag(object.is_none())),
        ("LastModifiedDate", _) => Some(Value::Moment(version.modified_us)),
        (name, Some(object)) => value(bucket, object, name),
        (_, None) => None,
    };
    fields(row).map(of_field).collect()
}

fn value(bucket: &Bucket, object: &ObjectRow, field: &str) -> Option<Value> {
    match field {
        "Size" => Some(Value::Integer(object.size)),
        "IsMultipartUploaded" => Some(Value::Flag(object.parts_count > 0)),
        "ObjectLockRetainUntilDate" => {
            let lock = object.lock().filter(|lock| lock.mode.is_some());
            lock.map(|lock| Value::Moment(lock.until_us))
        }
        _ => text(bucket, object, field).map(Value::Text),
    }
}

fn text(bucket: &Bucket, object: &ObjectRow, field: &str) -> Option<String> {
    let lock = object.lock();
    match field {
        "ETag" => Some(e_tag(&object.md5, object.parts_count).trim_matches('"').to_owned()),
        "StorageClass" => Some(object.attributes.class().to_owned()),
        "ReplicationStatus" => object.replicated().map(|it| it.status().to_owned()),
        "EncryptionStatus" => Some(encryption(object).to_owned()),
        "ObjectLockMode" => lock.and_then(|lock| lock.mode).map(|mode| mode.name().to_owned()),
        "ObjectLockLegalHoldStatus" => {
            lock.and_then(|lock| lock.hold).map(|hold| hold_name(hold).to_owned())
        }
        "IntelligentTieringAccessTier" if object.attributes.class() == INTELLIGENT_TIERING => {
            let tier = object.archive_tier().map_or("FREQUENT", |tier| match tier.name() {
                "ARCHIVE_ACCESS" => "ARCHIVE",
                _ => "DEEP_ARCHIVE",
            });
            Some(tier.to_owned())
        }
        "BucketKeyStatus" => {
            let has_one = object.kms().is_some_and(|row| row.has_bucket_key);
            Some(if has_one { "ENABLED" } else { "DISABLED" }.to_owned())
        }
        "ChecksumAlgorithm" => Some(object.checksum.algorithm.name().to_owned()),
        "ObjectAccessControlList" => Some(STANDARD.encode(acl(bucket, object))),
        "ObjectOwner" => Some(canonical_user_id(object.owner(bucket).as_str())),
        _ => None,
    }
}

fn encryption(object: &ObjectRow) -> &'static str {
    let is_sealed = object.more.as_ref().is_some_and(|more| more.sealed.is_some());
    match object.kms() {
        Some(row) if row.is_double => "DSSE-KMS",
        Some(_) => "SSE-KMS",
        None if is_sealed => "SSE-C",
        None => "SSE-S3",
    }
}

/// As JSON, in the order of the guide's example.
fn acl(bucket: &Bucket, object: &ObjectRow) -> String {
    let kept = object.acl().filter(|_| bucket.has_acls()).cloned();
    let acl = kept.unwrap_or_else(|| AclRow::private(object.owner(bucket)));
    let grants: Vec<String> = acl
        .grants
        .iter()
        .map(|grant| {
            let permission = grant.permission.name();
            match &grant.grantee {
                Grantee::User(id) => format!(
                    r#"{{"canonicalId":{},"type":"CanonicalUser","permission":"{permission}"}}"#,
                    json!(id)
                ),
                group => format!(
                    r#"{{"uri":"{}","permission":"{permission}","type":"Group"}}"#,
                    group.uri()
                ),
            }
        })
        .collect();
    let grants = grants.join(",");
    format!(r#"{{"version":"{ACL_FORMAT}","status":"AVAILABLE","grants":[{grants}]}}"#)
}

/// A file of these records, and how its name ends.
pub fn file(row: &InventoryRow, records: &[Record]) -> (Bytes, &'static str) {
    if row.to.is_parquet {
        (parquet(row, records), "parquet")
    } else {
        (pack(&csv(records)), "csv.gz")
    }
}

fn csv(records: &[Record]) -> String {
    let mut lines = String::new();
    for record in records {
        let quoted: Vec<String> = record
            .iter()
            .enumerate()
            .map(|(place, value)| {
                let text = match value {
                    None => String::new(),
                    // The bucket's name stands before the key.
                    Some(Value::Text(key)) if place == 1 => names::url_encode(key),
                    Some(Value::Text(text)) => text.replace('"', "\"\""),
                    Some(Value::Flag(flag)) => flag.to_string(),
                    Some(Value::Integer(number)) => number.to_string(),
                    Some(Value::Moment(micros)) => Timestamp::from_micros(*micros).iso8601_millis(),
                };
                format!("\"{text}\"")
            })
            .collect();
        lines.push_str(&quoted.join(","));
        lines.push('\n');
    }
    lines
}

fn parquet(row: &InventoryRow, records: &[Record]) -> Bytes {
    let columns = fields(row).enumerate().map(|(place, field)| {
        let values = records.iter().map(|record| record[place].as_ref());
        (field.column.to_owned(), column(field.kind, values))
    });
    sql::table::parquet(&columns.collect::<Vec<_>>()).into()
}

fn column<'a>(kind: Kind, values: impl Iterator<Item = Option<&'a Value>>) -> Column {
    match kind {
        Kind::Name => Column::Names(pick(values, Value::text).flatten().collect()),
        Kind::Text => Column::Texts(pick(values, Value::text).collect()),
        Kind::Flag => Column::Flags(pick(values, Value::flag).collect()),
        Kind::Integer => Column::Integers(pick(values, Value::integer).collect()),
        Kind::Moment => Column::Moments(pick(values, Value::millis).collect()),
    }
}

fn pick<'a, T>(
    values: impl Iterator<Item = Option<&'a Value>>,
    of: impl Fn(&Value) -> Option<T>,
) -> impl Iterator<Item = Option<T>> {
    values.map(move |value| value.and_then(&of))
}

impl Value {
    fn text(&self) -> Option<String> {
        if let Value::Text(text) = self { Some(text.clone()) } else { None }
    }

    fn flag(&self) -> Option<bool> {
        if let Value::Flag(flag) = self { Some(*flag) } else { None }
    }

    fn integer(&self) -> Option<i64> {
        if let Value::Integer(number) = self { Some(number.cast_signed()) } else { None }
    }

    fn millis(&self) -> Option<i64> {
        if let Value::Moment(micros) = self { Some(micros / 1_000) } else { None }
    }
}

/// As `.gz`, without a time in it, so that the same list is the same file.
fn pack(text: &str) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    Bytes::from(encoder.finish().expect("memory takes everything"))
}
