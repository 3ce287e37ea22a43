//! What request metrics count: each request about an object, or that lists a bucket's contents, of
//! the configurations that it fits. Only buckets with a configuration pay for it.
//!
//! The gateway tells what was asked and answered, as for access logs (`log_delivery.rs`). Filters
//! by tags ask for the tags that the object has after the request.
//!
//! Source: S3 User Guide, "Metrics and dimensions" (names, units; errors are 0 or 1 of each
//! request), "CloudWatch metrics configurations" (which requests). [U]: that a filter by prefix or
//! tags leaves out what names no object (listings, DeleteObjects).

use kernel::arn::Arn;
use kernel::metrics::Metric;
use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::access_point;
use crate::bucket::Bucket;
use crate::names;
use crate::source::Source;
use crate::state::ObjectRow;
use crate::state_metrics::{METRICS, MetricsRow};
use crate::state_settings::Feature;
use crate::versions;

const NAMESPACE: &str = "AWS/S3";

static ALL: Metric = Metric::new(NAMESPACE, "AllRequests", "Count");
static GET: Metric = Metric::new(NAMESPACE, "GetRequests", "Count");
static PUT: Metric = Metric::new(NAMESPACE, "PutRequests", "Count");
static DELETE: Metric = Metric::new(NAMESPACE, "DeleteRequests", "Count");
static HEAD: Metric = Metric::new(NAMESPACE, "HeadRequests", "Count");
static POST: Metric = Metric::new(NAMESPACE, "PostRequests", "Count");
static SELECT: Metric = Metric::new(NAMESPACE, "SelectRequests", "Count");
static LIST: Metric = Metric::new(NAMESPACE, "ListRequests", "Count");
static DOWNLOADED: Metric = Metric::new(NAMESPACE, "BytesDownloaded", "Bytes");
static UPLOADED: Metric = Metric::new(NAMESPACE, "BytesUploaded", "Bytes");
static CLIENT_ERRORS: Metric = Metric::new(NAMESPACE, "4xxErrors", "Count");
static SERVER_ERRORS: Metric = Metric::new(NAMESPACE, "5xxErrors", "Count");

/// Requests that list what is in a bucket.
const LISTS: [&str; 5] =
    ["ListObjects", "ListObjectsV2", "ListObjectVersions", "ListParts", "ListMultipartUploads"];

/// The requests that configurations choose among.
struct Request<'a> {
    bucket: &'a Bucket,
    key: Option<&'a str>,
    /// As the request has left it, where somebody asks for its tags.
    object: Option<&'a ObjectRow>,
}

/// Counts a request that was answered. Input: see `log_delivery.rs`.
pub fn count(ctx: &mut Ctx, bucket: &Bucket, input: &Struct) -> Result<(), ApiError> {
    if !bucket.has(Feature::Metrics) {
        return Ok(());
    }
    let text = |name: &str| input.str(name).unwrap_or("");
    let key = input.str("Key");
    let Some(kind) = kind_of(text("Operation"), text("Method"), key.is_some()) else {
        return Ok(());
    };
    let rows = ctx.table(&METRICS).scan(&Range::within(&(bucket.row.id,)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let asks_tags = rows.iter().any(|(_, row)| row.asks_tags());
    let object = if asks_tags { stored(ctx, bucket, input)? } else { None };
    let request = Request { bucket, key, object: object.as_ref() };
    for ((_, id), _) in rows.iter().filter(|(_, row)| row.fits(&request)) {
        report(
            ctx,
            &[("BucketName", bucket.name.as_str()), ("FilterId", id.as_str())],
            kind,
            input,
        );
    }
    Ok(())
}

/// Counts the source of a copy, where it is read: the request itself counts for its target.
pub fn copied(ctx: &mut Ctx, source: &Source) -> Result<(), ApiError> {
    let bucket = &source.bucket;
    if !bucket.has(Feature::Metrics) {
        return Ok(());
    }
    let rows = ctx.table_in(&METRICS, bucket.scope).scan(&Range::within(&(bucket.row.id,)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let object = Some(&source.object);
    let request = Request { bucket, key: Some(&source.key), object };
    for ((_, id), _) in rows.iter().filter(|(_, row)| row.fits(&request)) {
        let of = [("BucketName", bucket.name.as_str()), ("FilterId", id.as_str())];
        ctx.metric_in(bucket.scope, &GET, &of, (1.0, 1.0));
    }
    Ok(())
}

fn report(ctx: &mut Ctx, of: &[(&'static str, &str)], kind: &'static Metric, input: &Struct) {
    let status = input.int("Status").unwrap_or(0);
    let is_in = |class: i64| f64::from(u8::from(status / 100 == class));
    ctx.metric(&ALL, of, 1.0);
    ctx.metric(kind, of, 1.0);
    ctx.metric(&CLIENT_ERRORS, of, is_in(4));
    ctx.metric(&SERVER_ERRORS, of, is_in(5));
    if let Some(sent) = input.int("BytesSent").filter(|sent| *sent > 0) {
        ctx.metric(&DOWNLOADED, of, sent as f64);
    }
    let is_upload = matches!(input.str("Operation"), Some("PutObject" | "UploadPart"));
    if let Some(size) = input.int("ObjectSize").filter(|_| is_upload) {
        ctx.metric(&UPLOADED, of, size as f64);
    }
}

/// As what a request counts; requests about a bucket itself do not.
fn kind_of(operation: &str, method: &str, has_key: bool) -> Option<&'static Metric> {
    match (operation, method) {
        ("SelectObjectContent", _) => Some(&SELECT),
        ("DeleteObjects", _) => Some(&DELETE),
        _ if LISTS.contains(&operation) => Some(&LIST),
        (_, "GET") if has_key => Some(&GET),
        (_, "HEAD") if has_key => Some(&HEAD),
        (_, "PUT") if has_key => Some(&PUT),
        (_, "POST") if has_key => Some(&POST),
        (_, "DELETE") if has_key => Some(&DELETE),
        _ => None,
    }
}

fn stored(ctx: &Ctx, bucket: &Bucket, input: &Struct) -> Result<Option<ObjectRow>, ApiError> {
    let Some(key) = input.str("Key") else { return Ok(None) };
    let row = match input.str("VersionId").map(names::parse_version_id) {
        None => versions::current(ctx, bucket, key)?,
        Some(Ok(id)) => versions::find_version(ctx, bucket, key, id)?,
        Some(Err(_)) => None,
    };
    Ok(row.and_then(|row| row.object))
}

impl MetricsRow {
    fn asks_tags(&self) -> bool {
        self.filter.as_ref().is_some_and(|filter| !filter.tags.is_empty())
    }

    fn fits(&self, request: &Request<'_>) -> bool {
        self.fits_point(request.bucket)
            && self.filter.as_ref().is_none_or(|filter| match (request.key, request.object) {
                (Some(key), Some(object)) => filter.fits(key, object),
                (Some(key), None) => filter.tags.is_empty() && filter.fits_key(key),
                (None, _) => filter.tags.is_empty() && filter.prefix.is_none(),
            })
    }

    fn fits_point(&self, bucket: &Bucket) -> bool {
        let Some(wanted) = &self.point else { return true };
        let wanted = Arn::parse(wanted).and_then(|arn| access_point::of_arn(&arn));
        let (Some((account, region, name)), Some(point)) = (wanted, &bucket.point) else {
            return false;
        };
        !point.is_multi_region
            && (point.account, point.region) == (account, region)
            && point.name == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: User Guide, "Metrics and dimensions": what each of the metrics counts.
    #[test]
    fn requests_count_as_in_the_guide() {
        let name = |operation, method, has_key| {
            kind_of(operation, method, has_key).map_or("", |metric| metric.name)
        };
        for (operation, method, has_key, expected) in [
            ("GetObject", "GET", true, "GetRequests"),
            ("GetObjectTagging", "GET", true, "GetRequests"),
            ("HeadObject", "HEAD", true, "HeadRequests"),
            ("CopyObject", "PUT", true, "PutRequests"),
            ("CreateMultipartUpload", "POST", true, "PostRequests"),
            ("SelectObjectContent", "POST", true, "SelectRequests"),
            ("DeleteObject", "DELETE", true, "DeleteRequests"),
            ("DeleteObjects", "POST", false, "DeleteRequests"),
            ("ListParts", "GET", true, "ListRequests"),
            ("ListObjectsV2", "GET", false, "ListRequests"),
            ("GetBucketPolicy", "GET", false, ""),
            ("HeadBucket", "HEAD", false, ""),
        ] {
            assert_eq!(name(operation, method, has_key), expected, "{operation}");
        }
    }
}
