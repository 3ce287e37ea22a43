//! A line of a server access log.
//!
//! Source: S3 User Guide, "Amazon S3 server access log format".

use auth::authorize::canonical_user_id;
use kernel::{Ctx, Principal, Struct, Timestamp};

use crate::bucket::Bucket;
use crate::events::host_id;
use crate::names;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What operations act on, where their name does not tell; `GetBucketCors` is `CORS`.
const RESOURCES: [(&str, &str); 58] = [
    ("AbortMultipartUpload", "UPLOAD"),
    ("CompleteMultipartUpload", "UPLOAD"),
    ("CopyObject", "OBJECT"),
    ("CreateBucket", "BUCKET"),
    ("CreateMultipartUpload", "UPLOADS"),
    ("DeleteBucket", "BUCKET"),
    ("DeleteBucketLifecycle", "LIFECYCLE"),
    ("DeleteBucketPolicy", "BUCKETPOLICY"),
    ("DeleteObject", "OBJECT"),
    ("DeleteObjectTagging", "OBJECT_TAGGING"),
    ("DeleteObjects", "MULTI_OBJECT_DELETE"),
    ("DeletePublicAccessBlock", "PUBLIC_ACCESS_BLOCK"),
    ("GetBucketAccelerateConfiguration", "ACCELERATE"),
    ("GetBucketAcl", "ACL"),
    ("GetBucketIntelligentTieringConfiguration", "INTELLIGENT_TIERING"),
    ("GetBucketLifecycleConfiguration", "LIFECYCLE"),
    ("GetBucketLogging", "LOGGING_STATUS"),
    ("GetBucketMetricsConfiguration", "METRICS"),
    ("GetBucketNotificationConfiguration", "NOTIFICATION"),
    ("GetBucketOwnershipControls", "OWNERSHIP_CONTROLS"),
    ("GetBucketPolicy", "BUCKETPOLICY"),
    ("GetBucketPolicyStatus", "POLICY_STATUS"),
    ("GetBucketRequestPayment", "REQUEST_PAYMENT"),
    ("GetObject", "OBJECT"),
    ("GetObjectAcl", "ACL"),
    ("GetObjectAttributes", "OBJECT_ATTRIBUTES"),
    ("GetObjectLegalHold", "LEGAL_HOLD"),
    ("GetObjectLockConfiguration", "OBJECT_LOCK_CONFIGURATION"),
    ("GetObjectRetention", "RETENTION"),
    ("GetObjectTagging", "OBJECT_TAGGING"),
    ("GetPublicAccessBlock", "PUBLIC_ACCESS_BLOCK"),
    ("HeadBucket", "BUCKET"),
    ("HeadObject", "OBJECT"),
    ("ListBucketIntelligentTieringConfigurations", "INTELLIGENT_TIERING"),
    ("ListBucketMetricsConfigurations", "METRICS"),
    ("ListMultipartUploads", "UPLOADS"),
    ("ListObjectVersions", "BUCKETVERSIONS"),
    ("ListObjects", "BUCKET"),
    ("ListObjectsV2", "BUCKET"),
    ("ListParts", "UPLOAD"),
    ("PutBucketAccelerateConfiguration", "ACCELERATE"),
    ("PutBucketAcl", "ACL"),
    ("PutBucketIntelligentTieringConfiguration", "INTELLIGENT_TIERING"),
    ("PutBucketLifecycleConfiguration", "LIFECYCLE"),
    ("PutBucketLogging", "LOGGING_STATUS"),
    ("PutBucketMetricsConfiguration", "METRICS"),
    ("PutBucketNotificationConfiguration", "NOTIFICATION"),
    ("PutBucketOwnershipControls", "OWNERSHIP_CONTROLS"),
    ("PutBucketPolicy", "BUCKETPOLICY"),
    ("PutBucketRequestPayment", "REQUEST_PAYMENT"),
    ("PutObject", "OBJECT"),
    ("PutObjectAcl", "ACL"),
    ("PutObjectLegalHold", "LEGAL_HOLD"),
    ("PutObjectLockConfiguration", "OBJECT_LOCK_CONFIGURATION"),
    ("PutObjectRetention", "RETENTION"),
    ("PutObjectTagging", "OBJECT_TAGGING"),
    ("PutPublicAccessBlock", "PUBLIC_ACCESS_BLOCK"),
    ("RestoreObject", "RESTORE"),
];

/// `REST.GET.OBJECT`.
fn operation(operation: &str, method: &str) -> String {
    if operation == "UploadPart" {
        return "REST.PUT.PART".to_owned();
    }
    if operation == "UploadPartCopy" {
        return "REST.COPY.PART".to_owned();
    }
    if operation == "WebsitePage" {
        return format!("WEBSITE.{method}.OBJECT");
    }
    let known = RESOURCES.iter().find(|(name, _)| *name == operation);
    let otherwise = || {
        let start = operation.find("Bucket").map_or(0, |at| at + "Bucket".len());
        operation[start..].to_ascii_uppercase()
    };
    let resource = known.map_or_else(otherwise, |(_, resource)| (*resource).to_owned());
    let method = if operation == "CopyObject" { "COPY" } else { method };
    format!("REST.{method}.{resource}")
}

/// The line that tells of a request. Input: what the gateway knows of it, see `log_delivery.rs`.
pub fn of(ctx: &Ctx, bucket: &Bucket, input: &Struct) -> String {
    let text = |name: &str| input.str(name).filter(|text| !text.is_empty()).unwrap_or("-");
    let number = |name: &str| match input.int(name) {
        Some(number) if number > 0 => number.to_string(),
        _ => "-".to_owned(),
    };
    let quoted = |name: &str| format!("\"{}\"", text(name).replace('"', "%22"));
    let method = text("Method");
    let key = input.str("Key").map_or_else(|| "-".to_owned(), names::url_encode);
    let fields = [
        canonical_user_id(bucket.owner().as_str()),
        bucket.name.clone(),
        format!("[{}]", log_time(ctx.now())),
        text("RemoteIp").to_owned(),
        requester(ctx.principal()),
        ctx.request_id().to_owned(),
        operation(text("Operation"), method),
        key,
        quoted("RequestUri"),
        number("Status"),
        text("ErrorCode").to_owned(),
        number("BytesSent"),
        number("ObjectSize"),
        number("TotalMillis"),
        number("TotalMillis"),
        quoted("Referer"),
        quoted("UserAgent"),
        text("VersionId").to_owned(),
        host_id(ctx.request_id()),
        text("SignatureVersion").to_owned(),
        "-".to_owned(),
        text("AuthenticationType").to_owned(),
        text("HostHeader").to_owned(),
        "-".to_owned(),
        "-".to_owned(),
        "-".to_owned(),
    ];
    fields.join(" ")
}

fn requester(principal: &Principal) -> String {
    match principal {
        Principal::Root(account) => canonical_user_id(account.as_str()),
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Service(name) => format!("svc:{name}"),
        Principal::Anonymous => "-".to_owned(),
    }
}

/// `06/Feb/2019:00:00:38 +0000`
fn log_time(time: Timestamp) -> String {
    let [year, month, day, hour, minute, second] = parts(time);
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{day}/{}/{year}:{hour}:{minute}:{second} +0000", month.unwrap_or(&"Jan"))
}

/// Year, month, day, hour, minute, second, as they are written.
pub fn parts(time: Timestamp) -> [String; 6] {
    let text = time.iso8601();
    let mut numbers = text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    std::array::from_fn(|_| numbers.next().unwrap_or("00").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_web_servers_do() {
        assert_eq!(log_time(Timestamp::from_secs(1_549_411_238)), "06/Feb/2019:00:00:38 +0000");
    }

    #[test]
    fn operations_are_called_as_in_the_guide() {
        for (name, method, expected) in [
            ("GetObject", "GET", "REST.GET.OBJECT"),
            ("PutObject", "PUT", "REST.PUT.OBJECT"),
            ("PutObject", "POST", "REST.POST.OBJECT"),
            ("CopyObject", "PUT", "REST.COPY.OBJECT"),
            ("GetBucketVersioning", "GET", "REST.GET.VERSIONING"),
            ("GetBucketLogging", "GET", "REST.GET.LOGGING_STATUS"),
            ("GetBucketPolicy", "GET", "REST.GET.BUCKETPOLICY"),
            ("DeleteObjects", "POST", "REST.POST.MULTI_OBJECT_DELETE"),
            ("WebsitePage", "GET", "WEBSITE.GET.OBJECT"),
        ] {
            assert_eq!(operation(name, method), expected);
        }
    }
}
