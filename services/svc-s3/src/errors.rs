//! The errors that S3 answers, in its words.
//!
//! Source: Amazon S3 API Reference, "Error responses", and what the SDKs' users report of the
//! service. Members called `:name` become HTTP headers of the answer.

use kernel::{ApiError, Ctx, Principal, Timestamp};

use crate::bucket::Bucket;

pub use crate::api::error::{invalid_request, no_such_upload};

pub fn access_denied() -> ApiError {
    ApiError::new("AccessDenied", "Access Denied").with_status(403)
}

/// The code and the words as users quote them (grafana/loki issue 15382). [U]: the members.
pub fn invalid_expected_owner(given: &str) -> ApiError {
    ApiError::new(
        "InvalidBucketOwnerAWSAccountID",
        "The value of the expected bucket owner parameter must be an AWS Account ID...",
    )
    .with_member("BucketOwner", given)
}

pub fn no_such_bucket(bucket: &str) -> ApiError {
    crate::api::error::no_such_bucket("The specified bucket does not exist")
        .with_member("BucketName", bucket)
}

pub fn invalid_bucket_name(bucket: &str) -> ApiError {
    ApiError::new("InvalidBucketName", "The specified bucket is not valid.")
        .with_member("BucketName", bucket)
}

pub fn bucket_already_exists(bucket: &str) -> ApiError {
    crate::api::error::bucket_already_exists(
        "The requested bucket name is not available. The bucket namespace is shared by all users \
         of the system. Please select a different name and try again.",
    )
    .with_member("BucketName", bucket)
}

pub fn bucket_already_owned_by_you(bucket: &str) -> ApiError {
    crate::api::error::bucket_already_owned_by_you(
        "Your previous request to create the named bucket succeeded and you already own it.",
    )
    .with_member("BucketName", bucket)
}

pub fn too_many_buckets() -> ApiError {
    ApiError::new("TooManyBuckets", "You have attempted to create more buckets than allowed")
}

pub fn bucket_not_empty(bucket: &str, has_versions: bool) -> ApiError {
    let message = if has_versions {
        "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
    } else {
        "The bucket you tried to delete is not empty"
    };
    ApiError::new("BucketNotEmpty", message).with_status(409).with_member("BucketName", bucket)
}

/// Only the owner's account may ask.
pub fn method_not_allowed(resource_type: &str) -> ApiError {
    ApiError::new("MethodNotAllowed", "The specified method is not allowed against this resource.")
        .with_status(405)
        .with_member("ResourceType", resource_type)
}

/// The block refuses public lists; whoever may change the bucket is told why.
pub fn public_acl_blocked(ctx: &Ctx, action: &str, bucket: &Bucket) -> ApiError {
    blocked(ctx, action, bucket, "public access control lists (ACLs)", "BlockPublicAcls")
}

pub fn public_policy_blocked(ctx: &Ctx, bucket: &Bucket) -> ApiError {
    blocked(ctx, "s3:PutBucketPolicy", bucket, "public policies", "BlockPublicPolicy")
}

fn blocked(ctx: &Ctx, action: &str, bucket: &Bucket, what: &str, setting: &str) -> ApiError {
    let who = match ctx.principal() {
        Principal::Root(account) if *account == bucket.owner() => {
            format!("arn:{}:iam::{account}:root", bucket.region().partition())
        }
        Principal::Identity(identity) if identity.account == bucket.owner() => identity.arn.clone(),
        _ => return access_denied(),
    };
    ApiError::new(
        "AccessDenied",
        format!(
            "User: {who} is not authorized to perform: {action} on resource: \"{}\" because {what} \
             are blocked by the {setting} block public access setting.",
            bucket.arn()
        ),
    )
    .with_status(403)
}

/// The words are what Terraform's users quote (terraform-provider-aws issue 31771).
pub fn target_grants_not_supported() -> ApiError {
    let message = "Target grants not allowed for bucket owner enforced buckets";
    ApiError::new("AccessControlListNotSupported", message)
}

pub fn malformed_acl() -> ApiError {
    ApiError::new(
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )
}

/// A request to another region than the bucket's. SDKs follow by the header.
pub fn permanent_redirect(bucket: &str, region: &str) -> ApiError {
    ApiError::new(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. \
         Please send all future requests to this endpoint.",
    )
    .with_status(301)
    .with_member("Endpoint", format!("{bucket}.s3.{region}.amazonaws.com"))
    .with_member("Bucket", bucket)
    .with_member(":x-amz-bucket-region", region)
}

pub fn no_such_key(key: &str) -> ApiError {
    crate::api::error::no_such_key("The specified key does not exist.").with_member("Key", key)
}

/// The newest version of the key is a delete marker.
pub fn is_deleted(key: &str, version_id: String) -> ApiError {
    no_such_key(key)
        .with_member(":x-amz-delete-marker", "true")
        .with_member(":x-amz-version-id", version_id)
}

/// A delete marker was asked for by its version id.
pub fn is_delete_marker(modified: Timestamp, version_id: String) -> ApiError {
    ApiError::new("MethodNotAllowed", "The specified method is not allowed against this resource.")
        .with_status(405)
        .with_member("Method", "GET")
        .with_member("ResourceType", "DeleteMarker")
        .with_member(":allow", "DELETE")
        .with_member(":last-modified", modified.http_date())
        .with_member(":x-amz-delete-marker", "true")
        .with_member(":x-amz-version-id", version_id)
}

pub fn no_such_version(key: &str, version_id: &str) -> ApiError {
    ApiError::new("NoSuchVersion", "The specified version does not exist.")
        .with_status(404)
        .with_member("Key", key)
        .with_member("VersionId", version_id)
}

pub fn upload_is_gone(upload_id: &str) -> ApiError {
    no_such_upload(
        "The specified upload does not exist. The upload ID may be invalid, or the upload may \
         have been aborted or completed.",
    )
    .with_member("UploadId", upload_id)
}

pub fn key_too_long(len: usize) -> ApiError {
    ApiError::new("KeyTooLongError", "Your key is too long")
        .with_member("Size", len as i64)
        .with_member("MaxSizeAllowed", crate::limits::KEY_BYTES_MAX as i64)
}

pub fn invalid_argument(name: &'static str, value: &str, message: &str) -> ApiError {
    ApiError::new("InvalidArgument", message)
        .with_member("ArgumentName", name)
        .with_member("ArgumentValue", value)
}

pub fn malformed_xml() -> ApiError {
    ApiError::new(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published \
         schema",
    )
}

/// What KMS refuses, in S3's words. Its own errors get their service in front.
///
/// [U] Which of them S3 shows so is not documented; `KMS.DisabledException` and
/// `KMS.NotFoundException` are what users quote.
pub fn of_kms(error: &ApiError) -> ApiError {
    match error.code() {
        "AccessDeniedException" | "AccessDenied" => {
            ApiError::new("AccessDenied", error.message()).with_status(403)
        }
        _ if error.status() >= 500 => error.clone(),
        code => ApiError::new(format!("KMS.{code}"), error.message()),
    }
}

pub fn no_such_access_point() -> ApiError {
    ApiError::new("NoSuchAccessPoint", "The specified accesspoint does not exist").with_status(404)
}

/// [U] Code and words.
pub fn no_such_multi_region() -> ApiError {
    let message = "The specified Multi-Region Access Point does not exist";
    ApiError::new("NoSuchMultiRegionAccessPoint", message).with_status(404)
}

/// [U] Code and words.
pub fn no_such_multi_region_policy() -> ApiError {
    let message = "The specified Multi-Region Access Point policy does not exist";
    ApiError::new("NoSuchMultiRegionAccessPointPolicy", message).with_status(404)
}

/// [U] Code and words.
pub fn multi_region_exists() -> ApiError {
    let message = "You already own a Multi-Region Access Point of this name";
    ApiError::new("MultiRegionAccessPointAlreadyOwnedByYou", message).with_status(409)
}

/// [U] Code and words.
pub fn no_such_request() -> ApiError {
    ApiError::new("NoSuchAsyncRequest", "The specified request token does not exist")
        .with_status(404)
}

/// [U] The code is AWS's, the words are those of users' reports or ours.
pub fn invalid_access_point(message: &str) -> ApiError {
    ApiError::new("InvalidRequest", message)
}

/// [U] Our own words.
pub fn invalid_kms_context() -> ApiError {
    invalid_argument(
        "x-amz-server-side-encryption-context",
        "",
        "The encryption context is JSON of texts in base64, none of whose names begins with aws:, \
         for encryption by a key of KMS.",
    )
}

pub fn invalid_encryption_algorithm() -> ApiError {
    ApiError::new(
        "InvalidEncryptionAlgorithmError",
        "The encryption request you specified is not valid. The valid value is AES256.",
    )
}

/// A token of a page that is not one of the operation's.
pub fn wrong_token(token: &str) -> ApiError {
    invalid_argument("continuation-token", token, "The continuation token provided is incorrect")
}

pub fn no_such_configuration() -> ApiError {
    ApiError::new("NoSuchConfiguration", "The specified configuration does not exist.")
        .with_status(404)
}

pub fn too_many_configurations(max: usize) -> ApiError {
    ApiError::new(
        "TooManyConfigurations",
        format!(
            "You are attempting to create a new configuration but have already reached the \
             {max}-configuration limit."
        ),
    )
}

pub fn object_locked() -> ApiError {
    ApiError::new("AccessDenied", "Access Denied because object protected by object lock.")
        .with_status(403)
}

pub fn invalid_bucket_state(message: &str) -> ApiError {
    ApiError::new("InvalidBucketState", message).with_status(409)
}

/// A member that the model has and Nephele does not act on.
pub fn not_implemented(header: &str) -> ApiError {
    ApiError::new(
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
    )
    .with_status(501)
    .with_member("Header", header)
}

pub fn acl_not_supported() -> ApiError {
    ApiError::new("AccessControlListNotSupported", "The bucket does not allow ACLs")
}

pub fn bucket_acl_not_supported() -> ApiError {
    ApiError::new(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    )
}

pub fn entity_too_large() -> ApiError {
    ApiError::new("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        .with_member("MaxSizeAllowed", crate::limits::PUT_BYTES_MAX as i64)
}

pub fn entity_too_small(number: u16, size: u64, e_tag: &str) -> ApiError {
    ApiError::new("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        .with_member("ProposedSize", size as i64)
        .with_member("MinSizeAllowed", crate::limits::PART_BYTES_MIN as i64)
        .with_member("PartNumber", i64::from(number))
        .with_member("ETag", e_tag)
}

/// A file shorter than its form's policy allows.
pub fn form_too_small(size: u64, min: Option<i64>) -> ApiError {
    ApiError::new("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        .with_member("ProposedSize", size as i64)
        .with_member("MinSizeAllowed", min.unwrap_or(0))
}

pub fn invalid_part(upload_id: &str, number: i64, e_tag: &str) -> ApiError {
    ApiError::new(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been \
         uploaded, or the specified entity tag may not match the part's entity tag.",
    )
    .with_member("UploadId", upload_id)
    .with_member("PartNumber", number)
    .with_member("ETag", e_tag)
}

pub fn invalid_part_order(upload_id: &str) -> ApiError {
    ApiError::new(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
    )
    .with_member("UploadId", upload_id)
}

pub fn precondition_failed(condition: &str) -> ApiError {
    ApiError::new(
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
    )
    .with_status(412)
    .with_member("Condition", condition)
}

/// The answer to a conditional read of what the client has already.
pub fn not_modified(e_tag: &str, modified: Timestamp) -> ApiError {
    ApiError::new("NotModified", "Not Modified")
        .with_status(304)
        .with_member(":etag", e_tag)
        .with_member(":last-modified", modified.http_date())
}

pub fn invalid_range(requested: &str, size: u64) -> ApiError {
    ApiError::new("InvalidRange", "The requested range is not satisfiable")
        .with_status(416)
        .with_member("RangeRequested", requested)
        .with_member("ActualObjectSize", size as i64)
        .with_member(":content-range", format!("bytes */{size}"))
}

pub fn invalid_part_number(requested: i64, actual: u16) -> ApiError {
    ApiError::new("InvalidPartNumber", "The requested partnumber is not satisfiable")
        .with_status(416)
        .with_member("ActualPartCount", i64::from(actual))
        .with_member("PartNumberRequested", requested)
}

pub fn invalid_digest(content_md5: &str) -> ApiError {
    ApiError::new("InvalidDigest", "The Content-MD5 you specified was invalid.")
        .with_member("Content-MD5", content_md5)
}

pub fn bad_md5(expected: &str, calculated: String) -> ApiError {
    ApiError::new("BadDigest", "The Content-MD5 you specified did not match what we received.")
        .with_member("ExpectedDigest", expected)
        .with_member("CalculatedDigest", calculated)
}

pub fn bad_checksum(algorithm: &str) -> ApiError {
    ApiError::new(
        "BadDigest",
        format!("The {algorithm} you specified did not match the calculated checksum."),
    )
}

pub fn metadata_too_large(size: usize) -> ApiError {
    ApiError::new(
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size",
    )
    .with_member("Size", size as i64)
    .with_member("MaxSizeAllowed", crate::limits::USER_METADATA_BYTES_MAX as i64)
}

pub fn invalid_storage_class(requested: &str) -> ApiError {
    ApiError::new("InvalidStorageClass", "The storage class you specified is not valid")
        .with_member("StorageClassRequested", requested)
}

pub fn invalid_tag(message: &str) -> ApiError {
    ApiError::new("InvalidTag", message)
}

/// The source of a copy changed while its bytes were read.
pub fn operation_aborted() -> ApiError {
    ApiError::new(
        "OperationAborted",
        "A conflicting conditional operation is currently in progress against this resource. \
         Please try again.",
    )
    .with_status(409)
}

pub fn no_website(bucket: &str) -> ApiError {
    ApiError::new(
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration",
    )
    .with_status(404)
    .with_member("BucketName", bucket)
}
