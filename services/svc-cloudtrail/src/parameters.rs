//! What a record tells of inputs and answers: JSON in the names of the API with a small first
//! letter, without what is secret.
//!
//! Source: the samples of the services' pages "Logging … with CloudTrail" (`queueUrl`,
//! `mD5OfMessageBody`, `"messageBody": "HIDDEN_DUE_TO_SECURITY_REASONS"`; AssumeRole shows
//! `accessKeyId` and `sessionToken` and never the secret key).

use std::borrow::Cow;

use kernel::{Struct, Timestamp, Value};
use serde_json::{Map, Value as Json};

const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// What becomes of a member that is not shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Hidden,
    Left,
}

use Fate::{Hidden, Left};

/// (service or `*`, member, fate). Members are found at any depth.
const SECRETS: &[(&str, &str, Fate)] = &[
    ("*", "Password", Left),
    ("*", "OldPassword", Left),
    ("*", "NewPassword", Left),
    ("*", "SecretAccessKey", Left),
    ("*", "ClientSecret", Left),
    ("*", "MasterUserPassword", Hidden),
    ("cloudtrail", "CloudTrailEvent", Left),
    ("dynamodb", "AttributeUpdates", Left),
    ("dynamodb", "Expected", Left),
    ("dynamodb", "ExpressionAttributeValues", Left),
    ("dynamodb", "Item", Left),
    ("dynamodb", "Items", Left),
    ("dynamodb", "Attributes", Left),
    ("dynamodb", "KeyConditions", Left),
    ("dynamodb", "Parameters", Left),
    ("dynamodb", "QueryFilter", Left),
    ("dynamodb", "RequestItems", Left),
    ("dynamodb", "Responses", Left),
    ("dynamodb", "ScanFilter", Left),
    ("dynamodb", "TransactItems", Left),
    ("dynamodb", "UnprocessedItems", Left),
    ("dynamodb", "LastEvaluatedKey", Left),
    ("events", "AuthParameters", Hidden),
    ("iam", "AuthenticationCode1", Left),
    ("iam", "AuthenticationCode2", Left),
    ("iam", "Base32StringSeed", Left),
    ("iam", "PrivateKey", Left),
    ("iam", "QRCodePNG", Left),
    ("iam", "ServicePassword", Left),
    ("iam", "ServiceCredentialSecret", Left),
    ("kms", "GrantTokens", Left),
    ("lambda", "Environment", Left),
    ("secretsmanager", "SecretString", Left),
    ("secretsmanager", "SecretBinary", Left),
    ("sns", "Message", Hidden),
    ("sns", "MessageAttributes", Hidden),
    ("sns", "Subject", Hidden),
    ("sqs", "MessageBody", Hidden),
    ("sqs", "MessageAttributes", Left),
    ("ssm", "Value", Hidden),
    ("sts", "SAMLAssertion", Left),
    ("sts", "TokenCode", Left),
    ("sts", "WebIdentityToken", Left),
];

fn fate(service: &str, member: &str) -> Option<Fate> {
    let is_of = |of: &str| of == "*" || of == service;
    let found = SECRETS.iter().find(|(of, name, _)| *name == member && is_of(of));
    found.map(|(_, _, fate)| *fate)
}

/// A structure's members; `null` for none.
pub fn shown(service: &str, value: &Struct) -> Json {
    let shown = members(service, value);
    if shown.is_empty() { Json::Null } else { Json::Object(shown) }
}

fn members(service: &str, value: &Struct) -> Map<String, Json> {
    let mut out = Map::new();
    for (name, value) in value.entries() {
        // Members of HTTP (`:status`) are none of the call's.
        if name.starts_with(':') {
            continue;
        }
        // The keys of maps are the client's own words, and are left as they are.
        let is_member = matches!(name, Cow::Borrowed(_));
        let key = if is_member { small(name) } else { name.to_string() };
        match fate(service, name).filter(|_| is_member) {
            Some(Left) => {}
            Some(Hidden) => drop(out.insert(key, Json::from(HIDDEN))),
            None => {
                if let Some(value) = one(service, value) {
                    out.insert(key, value);
                }
            }
        }
    }
    out
}

/// Bytes and bodies are not told.
fn one(service: &str, value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Int(value) => Json::from(*value),
        Value::Float(value) => Json::from(*value),
        Value::String(value) => Json::from(value.as_str()),
        Value::Timestamp(value) => Json::from(date(*value)),
        Value::List(values) => {
            Json::Array(values.iter().filter_map(|value| one(service, value)).collect())
        }
        Value::Struct(value) => Json::Object(members(service, value)),
        Value::Blob(_) | Value::Body(_) => return None,
    })
}

/// `QueueUrl` → `queueUrl`.
pub fn small(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// `Mar 24, 2014 9:11:59 PM`, as the samples of IAM show dates.
fn date(at: Timestamp) -> String {
    at.to_jiff().strftime("%b %-d, %Y %-I:%M:%S %p").to_string()
}

/// S3 names its parameters by its own way: the bucket and the key, headers and query parameters
/// by their names, bodies by the names of their elements.
///
/// Source: S3 User Guide, "Example: Amazon S3 log file entries".
pub fn of_s3(input: &Struct, endpoint: &str) -> Json {
    let mut out = Map::new();
    for (name, value) in input.entries().iter().filter(|(name, _)| !name.starts_with(':')) {
        let known = match name.as_ref() {
            "Bucket" => "bucketName",
            "Key" => "key",
            "VersionId" => "versionId",
            "UploadId" => "uploadId",
            "PartNumber" => "partNumber",
            "Prefix" => "prefix",
            "Delimiter" => "delimiter",
            "MaxKeys" => "max-keys",
            "ACL" => "x-amz-acl",
            "CopySource" => "x-amz-copy-source",
            "StorageClass" => "x-amz-storage-class",
            "ServerSideEncryption" => "x-amz-server-side-encryption",
            "SSEKMSKeyId" => "x-amz-server-side-encryption-aws-kms-key-id",
            "BypassGovernanceRetention" => "x-amz-bypass-governance-retention",
            "Policy" => {
                let text = value.as_str().unwrap_or_default();
                let policy = serde_json::from_str(text).unwrap_or_else(|_| Json::from(text));
                out.insert("bucketPolicy".to_owned(), policy);
                continue;
            }
            // Which keys goes into `resources`.
            "Delete" => {
                out.insert("delete".to_owned(), Json::from(""));
                continue;
            }
            "Metadata" => continue,
            _ => {
                if let Value::Struct(value) = value {
                    out.insert(name.to_string(), Json::Object(plain(value)));
                }
                continue;
            }
        };
        if let Some(value) = one("s3", value) {
            out.insert(known.to_owned(), value);
        }
    }
    let host = endpoint.split_once("://").map_or(endpoint, |(_, host)| host);
    if !host.is_empty() && input.str("Bucket").is_some() {
        out.insert("Host".to_owned(), Json::from(host));
    }
    if out.is_empty() { Json::Null } else { Json::Object(out) }
}

/// With the names of elements as they are.
fn plain(value: &Struct) -> Map<String, Json> {
    let deep = |value: &Value| match value {
        Value::Struct(value) => Some(Json::Object(plain(value))),
        Value::List(values) => Some(Json::Array(
            values
                .iter()
                .filter_map(|value| match value {
                    Value::Struct(value) => Some(Json::Object(plain(value))),
                    other => one("s3", other),
                })
                .collect(),
        )),
        other => one("s3", other),
    };
    value
        .entries()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), deep(value)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_not_told() {
        let input = Struct::new().with("QueueUrl", "u").with("MessageBody", "secret");
        let shown = shown("sqs", &input);
        assert_eq!(shown, json!({"queueUrl": "u", "messageBody": HIDDEN}));
        let input = Struct::new().with("Name", "n").with("SecretString", "secret");
        assert_eq!(super::shown("secretsmanager", &input), json!({"name": "n"}));
        let key = Struct::new().with("AccessKeyId", "AKIA").with("SecretAccessKey", "secret");
        let output = Struct::new().with("AccessKey", key);
        assert_eq!(super::shown("iam", &output), json!({"accessKey": {"accessKeyId": "AKIA"}}));
    }

    #[test]
    fn keys_of_maps_stay_as_they_are() {
        let tags = Struct::new().with("Env".to_owned(), "x");
        let input = Struct::new().with("Tags", tags);
        assert_eq!(shown("sqs", &input), json!({"tags": {"Env": "x"}}));
    }

    #[test]
    fn dates_are_written_as_in_the_samples() {
        assert_eq!(date(Timestamp::from_secs(1_395_695_519)), "Mar 24, 2014 9:11:59 PM");
    }
}
