//! Uploads by HTML forms: checking the policy that the form's author has signed, and turning the
//! form's fields into the input of a PutObject.
//!
//! Source: S3 API Reference, "Browser-Based Uploads Using POST": "POST Policy", "HTML Form
//! Fields". The signature of the policy, the multipart framing and the answer's form are the
//! gateway's business; all but [`admit_post`] is pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kernel::{ApiError, Ctx, Struct, Timestamp, Value};
use serde_json::Value as Json;

use crate::api::Tagging;
use crate::errors;
use crate::tags;

/// Members of a PutObject's input that only this module sets: that it is a form's, and bounds of
/// the body's length.
pub const IS_FORM: &str = ":is-form";
pub const LENGTH_MIN: &str = ":length-min";
pub const LENGTH_MAX: &str = ":length-max";

/// Source: "HTML Form Fields": the form without the file is at most 20 KB.
const FIELDS_BYTES_MAX: usize = 20_000;
/// More conditions than a form of that size has fields.
const CONDITIONS_MAX: usize = 1_000;

/// Fields that need no condition.
const FREE_FIELDS: [&str; 5] = ["x-amz-signature", "signature", "awsaccesskeyid", "policy", "file"];

/// Fields that become members of PutObject.
const MEMBERS: [(&str, &str); 23] = [
    ("acl", "ACL"),
    ("cache-control", "CacheControl"),
    ("content-disposition", "ContentDisposition"),
    ("content-encoding", "ContentEncoding"),
    ("content-type", "ContentType"),
    ("expires", "Expires"),
    ("x-amz-checksum-algorithm", "ChecksumAlgorithm"),
    ("x-amz-checksum-crc32", "ChecksumCRC32"),
    ("x-amz-checksum-crc32c", "ChecksumCRC32C"),
    ("x-amz-checksum-crc64nvme", "ChecksumCRC64NVME"),
    ("x-amz-checksum-sha1", "ChecksumSHA1"),
    ("x-amz-checksum-md5", "ChecksumMD5"),
    ("x-amz-checksum-sha256", "ChecksumSHA256"),
    ("x-amz-checksum-sha512", "ChecksumSHA512"),
    ("x-amz-checksum-xxhash128", "ChecksumXXHASH128"),
    ("x-amz-checksum-xxhash3", "ChecksumXXHASH3"),
    ("x-amz-checksum-xxhash64", "ChecksumXXHASH64"),
    ("x-amz-object-lock-mode", "ObjectLockMode"),
    ("x-amz-server-side-encryption", "ServerSideEncryption"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "SSEKMSKeyId"),
    ("x-amz-server-side-encryption-context", "SSEKMSEncryptionContext"),
    ("x-amz-storage-class", "StorageClass"),
    ("x-amz-website-redirect-location", "WebsiteRedirectLocation"),
];

/// A form without its file.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub bucket: String,
    /// Names in lower case, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// As the browser names it.
    pub file_name: String,
    /// The document of the field `tagging`, which the gateway has read.
    pub tagging: Option<Struct>,
}

impl Form {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// What a condition on this name is held against.
    fn subject(&self, name: &str) -> Option<String> {
        match name {
            "bucket" => Some(self.bucket.clone()),
            "key" => self.key(),
            _ => self.field(name).map(str::to_owned),
        }
    }

    fn key(&self) -> Option<String> {
        Some(self.field("key")?.replace("${filename}", &self.file_name))
    }
}

/// How long the file may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LengthRange {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

#[derive(Debug, PartialEq)]
enum Condition {
    Equals(String, String),
    StartsWith(String, String),
    Length(u64, u64),
}

/// Holds a form against its policy (base64, as the form carries it).
pub fn check(policy: &str, form: &Form, now: Timestamp) -> Result<LengthRange, ApiError> {
    let document = BASE64.decode(policy).map_err(|_| invalid("Invalid Policy: not base64."))?;
    let document: Json =
        serde_json::from_slice(&document).map_err(|_| invalid("Invalid Policy: Invalid JSON."))?;
    let expiration = document.get("expiration").and_then(Json::as_str);
    let expiration: jiff::Timestamp = expiration
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| invalid("Invalid Policy: Policy missing expiration."))?;
    if Timestamp::from_jiff(expiration) <= now {
        return Err(denied("Policy expired."));
    }
    let conditions = document
        .get("conditions")
        .and_then(Json::as_array)
        .filter(|conditions| conditions.len() <= CONDITIONS_MAX)
        .ok_or_else(|| invalid("Invalid Policy: Policy missing conditions."))?;
    let mut conditioned: Vec<String> = Vec::new();
    let mut length = LengthRange::default();
    for json in conditions {
        for condition in parse(json)? {
            match &condition {
                Condition::Length(min, max) => {
                    length = LengthRange { min: Some(*min), max: Some(*max) };
                }
                Condition::Equals(name, _) | Condition::StartsWith(name, _) => {
                    if !holds(&condition, form) {
                        return Err(denied(&format!("Policy Condition failed: {json}")));
                    }
                    conditioned.push(name.clone());
                }
            }
        }
    }
    let is_free = |name: &str| FREE_FIELDS.contains(&name) || name.starts_with("x-ignore-");
    let extra = form.fields.iter().find(|(name, _)| !is_free(name) && !conditioned.contains(name));
    match extra {
        Some((name, _)) => Err(denied(&format!("Extra input fields: {name}"))),
        None => Ok(length),
    }
}

fn holds(condition: &Condition, form: &Form) -> bool {
    match condition {
        Condition::Equals(name, wanted) => form.subject(name).as_deref() == Some(wanted),
        Condition::StartsWith(name, wanted) => {
            form.subject(name).unwrap_or_default().starts_with(wanted)
        }
        Condition::Length(..) => true,
    }
}

/// `{"name": "value", …}`, `["eq" | "starts-with", "$name", "value"]`, or
/// `["content-length-range", min, max]`.
fn parse(json: &Json) -> Result<Vec<Condition>, ApiError> {
    let refuse = || invalid(&format!("Invalid Policy: Invalid condition: {json}"));
    if let Some(object) = json.as_object() {
        let equals = |(name, value): (&String, &Json)| {
            let value = value.as_str().ok_or_else(refuse)?;
            Ok(Condition::Equals(name.to_ascii_lowercase(), value.to_owned()))
        };
        return object.iter().map(equals).collect();
    }
    let [kind, first, second] = json.as_array().map(Vec::as_slice).ok_or_else(refuse)? else {
        return Err(refuse());
    };
    let kind = kind.as_str().ok_or_else(refuse)?.to_ascii_lowercase();
    if kind == "content-length-range" {
        let number =
            |json: &Json| json.as_u64().or_else(|| json.as_str()?.parse().ok()).ok_or_else(refuse);
        return Ok(vec![Condition::Length(number(first)?, number(second)?)]);
    }
    let name = first.as_str().and_then(|name| name.strip_prefix('$')).ok_or_else(refuse)?;
    let name = name.to_ascii_lowercase();
    let value = second.as_str().ok_or_else(refuse)?.to_owned();
    match kind.as_str() {
        "eq" => Ok(vec![Condition::Equals(name, value)]),
        "starts-with" => Ok(vec![Condition::StartsWith(name, value)]),
        _ => Err(refuse()),
    }
}

fn denied(reason: &str) -> ApiError {
    ApiError::new("AccessDenied", format!("Invalid according to Policy: {reason}")).with_status(403)
}

fn invalid(message: &str) -> ApiError {
    ApiError::new("InvalidPolicyDocument", message)
}

/// A form has a key, whatever its policy says.
fn check_key(form: &Form) -> Result<String, ApiError> {
    form.key().filter(|key| !key.is_empty()).ok_or_else(|| {
        errors::invalid_argument(
            "key",
            "",
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the \
             order of the fields.",
        )
    })
}

/// The input of the PutObject that a form asks for, without its body.
pub fn put_object_input(form: &Form, length: LengthRange) -> Result<Struct, ApiError> {
    let key = check_key(form)?;
    let mut input = Struct::new().with("Bucket", form.bucket.as_str()).with("Key", key);
    input.set(IS_FORM, true);
    let mut metadata = Struct::new();
    for (name, value) in &form.fields {
        if let Some((_, member)) = MEMBERS.iter().find(|(field, _)| field == name) {
            input.set(*member, value.as_str());
        } else if let Some(name) = name.strip_prefix("x-amz-meta-") {
            metadata.set(name.to_owned(), value.as_str());
        }
    }
    if let Some(tagging) = &form.tagging {
        let tags = tags::read_object(Tagging(tagging).tag_set())?;
        input.set("Tagging", tags::header(&tags));
    }
    if !metadata.is_empty() {
        input.set("Metadata", metadata);
    }
    if let Some(min) = length.min {
        input.set(LENGTH_MIN, min as i64);
    }
    if let Some(max) = length.max {
        input.set(LENGTH_MAX, max as i64);
    }
    Ok(input)
}

/// The step that the gateway runs once it has read a form up to its file and verified the
/// signature of its policy. Input: `Bucket`, `FileName`, `Fields` (a list of `Name` and `Value`
/// in the form's order), `Tagging` (as of PutObjectTagging, where the form has tags), and
/// `RealNow`: the client's own clock made the policy, so it is judged by real time, as presigned
/// URLs are. Answers `Input`, that of a PutObject to which the gateway adds the body, and
/// `SuccessActionStatus` and `SuccessActionRedirect` where the form has them.
pub fn admit_post(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let form = read_form(input)?;
    check_key(&form)?;
    let now = input.timestamp("RealNow").unwrap_or(ctx.now());
    // "Requests without a security policy are considered anonymous and will succeed only on a
    // publicly writable bucket." ("HTML Form Fields", policy)
    let length = match form.field("policy") {
        Some(policy) => check(policy, &form, now)?,
        None => LengthRange::default(),
    };
    let mut answer = Struct::new().with("Input", put_object_input(&form, length)?);
    for (field, member) in [
        ("success_action_status", "SuccessActionStatus"),
        ("success_action_redirect", "SuccessActionRedirect"),
        ("redirect", "SuccessActionRedirect"),
    ] {
        if let Some(value) = form.field(field) {
            answer.set(member, value);
        }
    }
    Ok(answer)
}

fn read_form(input: &Struct) -> Result<Form, ApiError> {
    let mut form = Form {
        bucket: input.str("Bucket").unwrap_or("").to_owned(),
        fields: Vec::new(),
        file_name: input.str("FileName").unwrap_or("").to_owned(),
        tagging: input.structure("Tagging").cloned(),
    };
    let mut size = 0;
    for field in input.list("Fields").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let (name, value) = (field.str("Name").unwrap_or(""), field.str("Value").unwrap_or(""));
        size += name.len() + value.len();
        if size > FIELDS_BYTES_MAX {
            return Err(ApiError::new(
                "MaxPostPreDataLengthExceeded",
                "Your POST request fields preceding the upload file were too large.",
            ));
        }
        form.fields.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    Ok(form)
}
