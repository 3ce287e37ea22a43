//! Refusals, in the words of the family to which a service belongs.
//!
//! Codes and messages are AWS's: "Common Error Types" in the API reference of each service,
//! "Error responses" of Amazon S3, and "Troubleshoot Signature Version 4 signing" in the IAM
//! User Guide.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::ApiError;
use sha2::{Digest as _, Sha256};
use world::Timestamp;

use crate::signing::amz_date;

/// How the errors of authentication are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Amazon S3 and its relatives: `InvalidAccessKeyId`. Paths are signed as they are sent.
    S3,
    /// awsQuery, ec2Query, restXml, and JSON services that keep their query codes (SQS):
    /// `InvalidClientTokenId`, HTTP 403.
    Query,
    /// awsJson and rpc-v2-cbor: `UnrecognizedClientException`, HTTP 400.
    Json,
    /// restJson: the same names, HTTP 403.
    RestJson,
}

/// The clocks of client and service may differ by this much.
pub const SKEW_MINUTES: i64 = 15;

impl Family {
    /// Whether the path goes into the signature as it is sent (S3), not encoded once more.
    pub fn signs_path_as_sent(self) -> bool {
        self == Family::S3
    }

    fn error(self, names: Names, message: impl Into<String>) -> ApiError {
        let (code, status) = match self {
            Family::S3 => names.s3,
            Family::Query => names.query,
            Family::Json => (names.json, 400),
            Family::RestJson => (names.json, 403),
        };
        ApiError::new(code, message).with_status(status)
    }
}

/// What one refusal is called in each family, with its HTTP status.
#[derive(Clone, Copy)]
struct Names {
    s3: (&'static str, u16),
    query: (&'static str, u16),
    json: &'static str,
}

const UNKNOWN_KEY: Names = Names {
    s3: ("InvalidAccessKeyId", 403),
    query: ("InvalidClientTokenId", 403),
    json: "UnrecognizedClientException",
};
const BAD_TOKEN: Names = Names { s3: ("InvalidToken", 400), ..UNKNOWN_KEY };
const EXPIRED_TOKEN: Names = Names {
    s3: ("ExpiredToken", 400),
    query: ("ExpiredToken", 403),
    json: "ExpiredTokenException",
};
const BAD_SIGNATURE: Names = Names {
    s3: ("SignatureDoesNotMatch", 403),
    query: ("SignatureDoesNotMatch", 403),
    json: "InvalidSignatureException",
};
const INCOMPLETE: Names = Names {
    s3: ("AuthorizationHeaderMalformed", 400),
    query: ("IncompleteSignature", 400),
    json: "IncompleteSignatureException",
};
const MISSING: Names = Names {
    s3: ("AccessDenied", 403),
    query: ("MissingAuthenticationToken", 403),
    json: "MissingAuthenticationTokenException",
};

/// The operation needs a signature and the request has none.
pub fn missing_authentication_token(family: Family) -> ApiError {
    let message = match family {
        Family::S3 => "Access Denied",
        Family::RestJson => "Missing Authentication Token",
        Family::Query | Family::Json => "Request is missing Authentication Token",
    };
    family.error(MISSING, message)
}

/// A key that nobody knows (under `--strict`).
pub fn unknown_key(family: Family, access_key_id: &str) -> ApiError {
    match family {
        Family::S3 => family
            .error(UNKNOWN_KEY, "The AWS Access Key Id you provided does not exist in our records.")
            .with_member("AWSAccessKeyId", access_key_id),
        _ => family.error(UNKNOWN_KEY, "The security token included in the request is invalid."),
    }
}

/// A session token that is absent, or does not belong to the key.
pub fn bad_token(family: Family) -> ApiError {
    let message = match family {
        Family::S3 => "The provided token is malformed or otherwise invalid.",
        _ => "The security token included in the request is invalid.",
    };
    family.error(BAD_TOKEN, message)
}

pub fn expired_token(family: Family) -> ApiError {
    let message = match family {
        Family::S3 => "The provided token has expired.",
        _ => "The security token included in the request is expired",
    };
    family.error(EXPIRED_TOKEN, message)
}

/// An `Authorization` header without the parts named, each told in a sentence.
pub fn incomplete(family: Family, sentences: &[String], authorization: &[u8]) -> ApiError {
    if family == Family::S3 {
        let message = "The authorization header is malformed; the authorization header requires \
                       three components: Credential, SignedHeaders, and Signature.";
        return family.error(INCOMPLETE, message);
    }
    let hashed = STANDARD.encode(Sha256::digest(authorization));
    let told = sentences.join(" ");
    let message =
        format!("{told} (Hashed with SHA-256 and encoded with Base64) Authorization={hashed}");
    family.error(INCOMPLETE, message)
}

/// A credential that is not `KEY/DATE/REGION/SERVICE/aws4_request`.
pub fn malformed_credential(family: Family, is_query: bool) -> ApiError {
    const EXPECTED: &str = "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"";
    if family != Family::S3 {
        let message = format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
                               keyid/date/region/service/term, expecting {EXPECTED}"
        );
        return family.error(INCOMPLETE, message);
    }
    if is_query {
        return query_parameters(format!(
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; \
             expecting {EXPECTED}."
        ));
    }
    let message = format!(
        "The authorization header is malformed; the Credential is mal-formed; expecting \
         {EXPECTED}."
    );
    family.error(INCOMPLETE, message)
}

/// A scope that does not fit the request: told as a bad signature, but by S3 as a malformed
/// header.
pub fn bad_scope(family: Family, message: String) -> ApiError {
    if family == Family::S3 {
        let message = format!("The authorization header is malformed; {message}");
        return family.error(INCOMPLETE, message);
    }
    family.error(BAD_SIGNATURE, message)
}

/// S3's word for anything wrong with the parameters of a presigned URL.
pub fn query_parameters(message: impl Into<String>) -> ApiError {
    ApiError::new("AuthorizationQueryParametersError", message)
}

/// The same by family, for presigned requests to any service.
pub fn bad_query(family: Family, message: &str) -> ApiError {
    match family {
        Family::S3 => query_parameters(message),
        _ => family.error(INCOMPLETE, message),
    }
}

/// What S3 and others tell a client whose signature is not ours.
pub struct Mismatch<'a> {
    pub access_key_id: &'a str,
    pub provided: &'a str,
    pub string_to_sign: &'a str,
    pub canonical_request: &'a [u8],
}

pub fn signature_does_not_match(family: Family, mismatch: &Mismatch<'_>) -> ApiError {
    let canonical = String::from_utf8_lossy(mismatch.canonical_request);
    if family == Family::S3 {
        return s3_signature_does_not_match(mismatch, &canonical);
    }
    let message = format!(
        "The request signature we calculated does not match the signature you provided. Check \
         your AWS Secret Access Key and signing method. Consult the service documentation for \
         details.\n\nThe Canonical String for this request should have been\n'{canonical}'\n\n\
         The String-to-Sign should have been\n'{}'\n",
        mismatch.string_to_sign
    );
    family.error(BAD_SIGNATURE, message)
}

fn s3_signature_does_not_match(mismatch: &Mismatch<'_>, canonical: &str) -> ApiError {
    let message = "The request signature we calculated does not match the signature you \
                   provided. Check your key and signing method.";
    let error = Family::S3
        .error(BAD_SIGNATURE, message)
        .with_member("AWSAccessKeyId", mismatch.access_key_id)
        .with_member("StringToSign", mismatch.string_to_sign)
        .with_member("SignatureProvided", mismatch.provided)
        .with_member("StringToSignBytes", spaced_hex(mismatch.string_to_sign.as_bytes()));
    if mismatch.canonical_request.is_empty() {
        return error;
    }
    error
        .with_member("CanonicalRequest", canonical)
        .with_member("CanonicalRequestBytes", spaced_hex(mismatch.canonical_request))
}

fn spaced_hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(" ")
}

/// The request was signed too long ago, or in the future.
pub fn skewed(family: Family, signed: Timestamp, now: Timestamp) -> ApiError {
    let span = std::time::Duration::from_secs(SKEW_MINUTES as u64 * 60);
    if family == Family::S3 {
        let message = "The difference between the request time and the current time is too large.";
        return ApiError::new("RequestTimeTooSkewed", message)
            .with_status(403)
            .with_member("RequestTime", amz_date(signed))
            .with_member("ServerTime", now.iso8601())
            .with_member("MaxAllowedSkewMilliseconds", (SKEW_MINUTES * 60_000).to_string());
    }
    let (told, shown) = (amz_date(signed), amz_date(now));
    let message = if signed < now {
        let limit = amz_date(now - span);
        format!(
            "Signature expired: {told} is now earlier than {limit} ({shown} - {SKEW_MINUTES} min.)"
        )
    } else {
        let limit = amz_date(now + span);
        format!(
            "Signature not yet current: {told} is still later than {limit} ({shown} + \
             {SKEW_MINUTES} min.)"
        )
    };
    family.error(BAD_SIGNATURE, message)
}

/// A presigned URL whose time is over.
pub fn url_expired(family: Family, seconds: i64, expires: Timestamp, now: Timestamp) -> ApiError {
    if family == Family::S3 {
        return ApiError::new("AccessDenied", "Request has expired")
            .with_status(403)
            .with_member("X-Amz-Expires", seconds.to_string())
            .with_member("Expires", expires.iso8601())
            .with_member("ServerTime", now.iso8601());
    }
    let (expires, now) = (amz_date(expires), amz_date(now));
    let message = format!("Signature expired: {expires} is now earlier than {now}");
    family.error(BAD_SIGNATURE, message)
}

/// A URL presigned by Signature Version 2 whose time is over.
pub fn link_expired(expires: Timestamp, now: Timestamp) -> ApiError {
    ApiError::new("AccessDenied", "Request has expired")
        .with_status(403)
        .with_member("Expires", expires.iso8601())
        .with_member("ServerTime", now.iso8601())
}

/// A presigned URL from the future.
pub fn url_not_yet_valid(family: Family, signed: Timestamp, now: Timestamp) -> ApiError {
    if family != Family::S3 {
        return skewed(family, signed, now);
    }
    ApiError::new("AccessDenied", "Request is not yet valid")
        .with_status(403)
        .with_member("X-Amz-Date", amz_date(signed))
        .with_member("ServerTime", now.iso8601())
}

/// Headers that must be signed and are not.
pub fn headers_not_signed(family: Family, names: &str) -> ApiError {
    if family == Family::S3 {
        return ApiError::new(
            "AccessDenied",
            "There were headers present in the request which were not signed",
        )
        .with_status(403)
        .with_member("HeadersNotSigned", names);
    }
    let message =
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".to_owned();
    family.error(BAD_SIGNATURE, message)
}

/// Signature Version 2, from which all services but S3 have moved on.
pub fn signature_version_2() -> ApiError {
    ApiError::new(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use \
         AWS4-HMAC-SHA256.",
    )
}

/// An `Authorization` header of a scheme that is not AWS's.
pub fn unsupported_scheme(family: Family, authorization: &[u8]) -> ApiError {
    if family == Family::S3 {
        return ApiError::new("InvalidArgument", "Unsupported Authorization Type")
            .with_member("ArgumentName", "Authorization")
            .with_member("ArgumentValue", String::from_utf8_lossy(authorization).into_owned());
    }
    let sentence = "Unsupported Authorization type.".to_owned();
    incomplete(family, &[sentence], authorization)
}

/// Header and query both sign.
pub fn two_mechanisms(family: Family) -> ApiError {
    const MESSAGE: &str = "Only one auth mechanism allowed; only the X-Amz-Algorithm query \
                           parameter, Signature query string parameter or the Authorization \
                           header should be specified";
    match family {
        Family::S3 => ApiError::new("InvalidArgument", MESSAGE),
        _ => family.error(INCOMPLETE, MESSAGE),
    }
}

/// S3 wants to know how the body is signed.
pub fn missing_content_sha256() -> ApiError {
    ApiError::new(
        "InvalidRequest",
        "Missing required header for this request: x-amz-content-sha256",
    )
}

pub fn bad_content_sha256(value: &str) -> ApiError {
    ApiError::new(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, \
         STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, \
         STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, \
         STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
    )
    .with_member("ArgumentName", "x-amz-content-sha256")
    .with_member("ArgumentValue", value)
}

/// The body is not the one that was signed.
pub fn content_sha256_mismatch(claimed: &str, computed: &str) -> ApiError {
    ApiError::new(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
    .with_member("ClientComputedContentSHA256", claimed)
    .with_member("S3ComputedContentSHA256", computed)
}
