//! Manifests that are reports of S3 Inventory: a document of JSON that names packed files of CSV.
//!
//! Source: S3 User Guide, "Specifying a manifest" ("Amazon S3 Inventory report"), "Locating your
//! inventory list" (the manifest's members); delete markers and versions that were deleted are
//! passed over.

use std::io::Read as _;

use flate2::read::GzDecoder;
use kernel::{ApiError, Ask, Ctx, Struct};
use serde_json::Value as Json;

use crate::errors;
use crate::job::text;
use crate::job_manifest::{self, Read};
use crate::job_operation::decode;
use crate::limits::INVENTORY_FILE_MAX;
use crate::state::TaskRow;

pub const FORMAT: &str = "S3InventoryReport_CSV_20161130";

pub fn is_one(manifest: &Struct) -> bool {
    manifest.structure("Spec").is_some_and(|spec| text(spec, "Format") == FORMAT)
}

/// What a report's manifest says.
struct Report {
    fields: Vec<String>,
    files: Vec<String>,
}

/// A file of the report in each step; `File` of the input says which.
pub fn read(ctx: &mut Ctx, manifest: &Struct, input: &Struct) -> Result<Read, ApiError> {
    let location = manifest.structure("Location").ok_or_else(ApiError::internal)?;
    let (bucket, key) = job_manifest::place(location)?;
    let e_tag = text(location, "ETag").trim_matches('"');
    let mut ask = Ask::to("s3", "GetObject")
        .with("Bucket", bucket)
        .with("Key", key)
        .with("IfMatch", format!("\"{e_tag}\""));
    if let Some(version) = location.str("ObjectVersionId") {
        ask = ask.with("VersionId", version);
    }
    let report = report(&fetch(ctx, ask)?)?;
    let at = usize::try_from(input.int("File").unwrap_or(0)).unwrap_or(0);
    let Some(file) = report.files.get(at) else { return Ok((Vec::new(), None)) };
    // The files lie beside their manifest.
    let packed =
        fetch(ctx, Ask::to("s3", "GetObject").with("Bucket", bucket).with("Key", &**file))?;
    let lines = unpack(&packed)?;
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    let tasks = lines.filter_map(|line| task(line, &report.fields).transpose());
    let tasks = tasks.collect::<Result<Vec<_>, _>>()?;
    let has_more = at + 1 < report.files.len();
    Ok((tasks, has_more.then(|| Struct::new().with("File", at as i64 + 1))))
}

fn fetch(ctx: &mut Ctx, ask: Ask) -> Result<bytes::Bytes, ApiError> {
    let answer = ctx.call(ask)?;
    if answer.int("ContentLength").is_some_and(|len| len as u64 > INVENTORY_FILE_MAX) {
        return Err(errors::bad_manifest("A file of the inventory is too large."));
    }
    job_manifest::bytes_of(&answer)
}

fn report(document: &[u8]) -> Result<Report, ApiError> {
    let wrong = || errors::bad_manifest("The manifest is not one of an inventory in CSV.");
    let json: Json = serde_json::from_slice(document).map_err(|_| wrong())?;
    if json["fileFormat"] != "CSV" {
        return Err(wrong());
    }
    let fields = json["fileSchema"].as_str().ok_or_else(wrong)?;
    let fields: Vec<String> = fields.split(',').map(|field| field.trim().to_owned()).collect();
    if !["Bucket", "Key"].iter().all(|name| fields.iter().any(|field| field == name)) {
        return Err(wrong());
    }
    let files = json["files"].as_array().ok_or_else(wrong)?;
    let files = files.iter().map(|file| file["key"].as_str().map(str::to_owned));
    Ok(Report { fields, files: files.collect::<Option<_>>().ok_or_else(wrong)? })
}

fn unpack(packed: &[u8]) -> Result<String, ApiError> {
    let mut text = String::new();
    let mut unpacked = GzDecoder::new(packed).take(INVENTORY_FILE_MAX + 1);
    match unpacked.read_to_string(&mut text) {
        Ok(len) if len as u64 <= INVENTORY_FILE_MAX => Ok(text),
        Ok(_) => Err(errors::bad_manifest("A file of the inventory is too large.")),
        Err(_) => Err(errors::bad_manifest("A file of the inventory is not packed text.")),
    }
}

/// `None` for what is no object.
fn task(line: &str, fields: &[String]) -> Result<Option<TaskRow>, ApiError> {
    let values = job_manifest::split(line);
    if values.len() != fields.len() {
        return Err(errors::bad_manifest("A line of the inventory has other fields than it says."));
    }
    let value = |name: &str| {
        let at = fields.iter().position(|field| field == name)?;
        Some(values[at].as_str()).filter(|it| !it.is_empty())
    };
    if value("IsDeleteMarker") == Some("true") {
        return Ok(None);
    }
    let (Some(bucket), Some(key)) = (value("Bucket"), value("Key").and_then(decode)) else {
        return Err(errors::bad_manifest("A line of the inventory names no bucket or no key."));
    };
    let version = value("VersionId").map(str::to_owned);
    Ok(Some(TaskRow { bucket: bucket.to_owned(), key, version, outcome: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_inventories_become_tasks() {
        let fields: Vec<String> =
            ["Bucket", "Key", "VersionId", "IsLatest", "IsDeleteMarker"].map(str::to_owned).into();
        let found = task("\"b\",\"a%20b\",\"v1\",\"true\",\"false\"", &fields).unwrap().unwrap();
        assert_eq!((found.bucket.as_str(), found.key.as_str()), ("b", "a b"));
        assert_eq!(found.version.as_deref(), Some("v1"));
        assert!(task("\"b\",\"k\",\"v2\",\"true\",\"true\"", &fields).unwrap().is_none());
        assert!(task("\"b\"", &fields).is_err());
    }

    #[test]
    fn other_documents_are_refused() {
        assert!(report(b"{}").is_err());
        assert!(report(br#"{"fileFormat":"ORC","fileSchema":"Bucket, Key","files":[]}"#).is_err());
        let document = br#"{"fileFormat":"CSV","fileSchema":"Bucket, Key","files":[{"key":"k"}]}"#;
        assert_eq!(report(document).unwrap().files, ["k"]);
    }
}
