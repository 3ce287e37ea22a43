//! Results in a bucket: packed CSV, and a file that signs them with the region's key.
//!
//! Source: User Guide, "Download your CloudTrail Lake saved query results" (where the files lie),
//! "CloudTrail sign file structure" and "Custom implementations of CloudTrail query result file
//! integrity validation" (what is signed: the hashes, with spaces between them). Whether the hash
//! of a file is one of its packed bytes is not verified.

use bytes::Bytes;
use kernel::body::Body;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Value};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sql::lake::Answer;

use super::find::Store;
use super::query;
use super::state::QueryRow;
use crate::api::{delivery_status, error};
use crate::delivery::{self, hex};
use crate::limits::RESULT_FILE_ROWS;
use crate::{errors, keys, record};

const SIGN_FILE: &str = "result_sign.json";

/// A bucket and what keys begin with, with its slash.
fn place(uri: &str) -> (String, String) {
    let rest = uri.strip_prefix("s3://").unwrap_or(uri);
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_matches('/');
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    (bucket.to_owned(), prefix)
}

fn as_store(store: &Store, ask: Ask) -> Ask {
    ask.as_service(record::CLOUDTRAIL).for_source(store.arn(), store.account)
}

/// Refuses a bucket that does not let CloudTrail in. Whether it may write shows at the end.
pub fn check(ctx: &mut Ctx<'_>, store: &Store, uri: &str) -> Result<(), ApiError> {
    let (bucket, _) = place(uri);
    let ask = Ask::to("s3", "GetBucketAcl").with("Bucket", bucket.as_str());
    let Err(refusal) = delivery::call_s3(ctx, as_store(store, ask)) else { return Ok(()) };
    Err(match refusal.code() {
        "NoSuchBucket" => errors::no_bucket(&bucket),
        "AccessDenied" => errors::insufficient_bucket_policy(&bucket),
        "InvalidBucketName" => {
            error::invalid_s3_bucket_name_exception(format!("Bucket name is not valid: {bucket}"))
        }
        _ => refusal,
    })
}

/// The key that signs, or what to draw it from.
pub fn signing(ctx: &mut Ctx<'_>) -> Result<Struct, ApiError> {
    let region = ctx.region();
    let mut out = Struct::new().with("Region", region.as_str());
    if let Some(row) = keys::find(ctx, region)? {
        out.set("Key", Bytes::from(keys::open(ctx, region, &row.sealed)?));
    } else {
        out.set("Missing", vec![Value::from(region.as_str())]);
        out.set("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?));
    }
    Ok(out)
}

/// The files of a result, the last one signs the others; with a key that was drawn for it.
pub fn pack(signing: &Struct, answer: &Answer, now: Timestamp) -> Result<Vec<Value>, ApiError> {
    let region = signing.str("Region").unwrap_or_default();
    let drawn = keys::draw(signing)?;
    let key = signing.blob("Key").or_else(|| drawn.blob(region));
    let key = keys::read(key.ok_or_else(ApiError::internal)?)?;
    let (mut files, mut told, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    let parts: Vec<&[Vec<Option<String>>]> = if answer.rows.is_empty() {
        vec![&[]]
    } else {
        answer.rows.chunks(RESULT_FILE_ROWS).collect()
    };
    for (at, rows) in parts.into_iter().enumerate() {
        let name = format!("result_{}.csv.gz", at + 1);
        let packed = delivery::gzip(csv(&answer.columns, rows).as_bytes());
        let hash = hex(&Sha256::digest(&packed));
        told.push(json!({"fileHashValue": hash, "fileName": name}));
        hashes.push(hash);
        files.push(file(name, packed));
    }
    let signature = hex(&keys::sign(&key, hashes.join(" ").as_bytes())?);
    let sign = json!({
        "version": "1.0",
        "region": region,
        "files": told,
        "hashAlgorithm": "SHA-256",
        "signatureAlgorithm": "SHA256withRSA",
        "queryCompleteTime": now.iso8601(),
        "hashSignature": signature,
        "publicKeyFingerprint": keys::fingerprint(&key)?,
    });
    files.push(file(SIGN_FILE.to_owned(), sign.to_string().into_bytes()));
    if !drawn.is_empty() {
        files.push(Value::from(Struct::new().with("Drawn", drawn)));
    }
    Ok(files)
}

fn file(name: String, bytes: Vec<u8>) -> Value {
    Value::from(Struct::new().with("Name", name).with("Body", Bytes::from(bytes)))
}

fn csv(columns: &[String], rows: &[Vec<Option<String>>]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out = columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(",");
    out.push('\n');
    for row in rows {
        let cells = row.iter().map(|cell| cell.as_deref().map_or_else(String::new, quoted));
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out
}

/// Puts the files into the bucket; answers the status of the delivery.
pub fn put(ctx: &mut Ctx<'_>, row: &QueryRow, files: &[Value]) -> Result<&'static str, ApiError> {
    let Some(store) = query::store_of(ctx, row)? else {
        return Ok(delivery_status::RESOURCE_NOT_FOUND);
    };
    let (bucket, prefix) = place(row.uri.as_deref().unwrap_or_default());
    let day = ctx.now().to_jiff().strftime("%Y/%m/%d").to_string();
    let folder =
        format!("{prefix}AWSLogs/{}/CloudTrail-Lake/Query/{day}/{}/", store.account, row.id);
    for file in files.iter().filter_map(Value::as_struct) {
        if let Some(drawn) = file.structure("Drawn") {
            // Another query or a digest may have given the region a key meanwhile: the signature
            // cannot be checked then.
            if !keys::keep(ctx, drawn)? {
                return Ok(delivery_status::FAILED_SIGNING_FILE);
            }
            continue;
        }
        let name = file.str("Name").unwrap_or_default();
        let body = file.blob("Body").cloned().unwrap_or_default();
        let is_packed = name != SIGN_FILE;
        let ask = Ask::to("s3", "PutObject")
            .with("Bucket", bucket.as_str())
            .with("Key", format!("{folder}{name}"))
            .with("ContentType", if is_packed { "text/csv" } else { "application/json" })
            .with("Body", Body::from(body));
        if let Err(refusal) = delivery::call_s3(ctx, as_store(&store, ask)) {
            return Ok(match (refusal.code(), is_packed) {
                ("NoSuchBucket", _) => delivery_status::RESOURCE_NOT_FOUND,
                ("AccessDenied", true) => delivery_status::ACCESS_DENIED,
                ("AccessDenied", false) => delivery_status::ACCESS_DENIED_SIGNING_FILE,
                (_, true) => delivery_status::FAILED,
                (_, false) => delivery_status::FAILED_SIGNING_FILE,
            });
        }
    }
    Ok(delivery_status::SUCCESS)
}
