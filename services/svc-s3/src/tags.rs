//! Tags: reading them from requests, their limits, and the operations on objects' tags.
//!
//! Source: S3 User Guide, "Categorizing your objects using tags"; S3 API Reference,
//! PutObjectTagging, PutBucketTagging, and "List of Tagging-related error codes".

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput,
    GetObjectTaggingOutput, PutObjectTaggingInput, PutObjectTaggingOutput, Tag, TagBuilder,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::{self, Event};
use crate::limits::{BUCKET_TAGS_MAX, OBJECT_TAGS_MAX, TAG_KEY_LEN_MAX, TAG_VALUE_LEN_MAX};
use crate::replication_plan;
use crate::state::{ObjectRow, VersionRow};
use crate::versions;

pub type Tags = Vec<(String, String)>;

pub fn read_object(list: List<'_, Tag<'_>>) -> Result<Tags, ApiError> {
    let tags = pairs(list);
    check_object(&tags)?;
    Ok(tags)
}

pub fn read_bucket(list: List<'_, Tag<'_>>) -> Result<Tags, ApiError> {
    let tags = pairs(list);
    if tags.len() > BUCKET_TAGS_MAX {
        return Err(bad_request("Bucket tag count cannot be greater than 50"));
    }
    check(&tags)?;
    Ok(tags)
}

/// The `x-amz-tagging` header: `key=value` pairs, encoded as a URL's query.
pub fn read_header(header: Option<&str>) -> Result<Tags, ApiError> {
    let pairs = header.unwrap_or("").split('&').filter(|pair| !pair.is_empty());
    let mut tags: Tags = Vec::new();
    for pair in pairs {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decode(key), decode(value)) {
            (Some(key), Some(value)) if tags.iter().all(|(known, _)| *known != key) => {
                tags.push((key, value));
            }
            _ => {
                return Err(errors::invalid_argument(
                    "x-amz-tagging",
                    header.unwrap_or(""),
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL \
                     query parameters without tag name duplicates.",
                ));
            }
        }
        if tags.len() > OBJECT_TAGS_MAX {
            break;
        }
    }
    check_object(&tags)?;
    Ok(tags)
}

/// As they stand in `x-amz-tagging`.
pub fn header(tags: &Tags) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = tags.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

fn pairs(list: List<'_, Tag<'_>>) -> Tags {
    list.iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect()
}

fn check_object(tags: &Tags) -> Result<(), ApiError> {
    if tags.len() > OBJECT_TAGS_MAX {
        return Err(bad_request("Object tags cannot be greater than 10"));
    }
    check(tags)
}

fn check(tags: &Tags) -> Result<(), ApiError> {
    for (at, (key, value)) in tags.iter().enumerate() {
        let key_len = key.chars().count();
        if key_len == 0 || key_len > TAG_KEY_LEN_MAX || !key.chars().all(is_allowed) {
            return Err(errors::invalid_tag("The TagKey you have provided is invalid")
                .with_member("TagKey", key));
        }
        if value.chars().count() > TAG_VALUE_LEN_MAX || !value.chars().all(is_allowed) {
            return Err(errors::invalid_tag("The TagValue you have provided is invalid")
                .with_member("TagKey", key)
                .with_member("TagValue", value));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::invalid_tag("System tags cannot be added/updated by requester"));
        }
        if tags[..at].iter().any(|(earlier, _)| earlier == key) {
            return Err(errors::invalid_tag("Cannot provide multiple Tags with the same key")
                .with_member("TagKey", key));
        }
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric()
        || character.is_whitespace()
        || matches!(character, '+' | '-' | '=' | '.' | '_' | ':' | '/' | '@')
}

fn bad_request(message: &str) -> ApiError {
    ApiError::new("BadRequest", message)
}

pub fn builders(tags: &Tags) -> Vec<TagBuilder> {
    tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value)).collect()
}

pub fn put_object_tagging(
    ctx: &mut Ctx,
    input: PutObjectTaggingInput<'_>,
) -> Result<PutObjectTaggingOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (row, mut object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    object.tags = read_object(input.tagging().tag_set())?;
    let what = ("s3:ObjectTagging:Put", "Object Tags Added");
    let version_id = write(ctx, &bucket, input.key(), row, object, what)?;
    Ok(PutObjectTaggingOutput::new().version_id(version_id))
}

pub fn delete_object_tagging(
    ctx: &mut Ctx,
    input: DeleteObjectTaggingInput<'_>,
) -> Result<DeleteObjectTaggingOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (row, mut object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    object.tags = Vec::new();
    let what = ("s3:ObjectTagging:Delete", "Object Tags Deleted");
    let version_id = write(ctx, &bucket, input.key(), row, object, what)?;
    Ok(DeleteObjectTaggingOutput::new().version_id(version_id))
}

fn write(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    mut row: VersionRow,
    object: ObjectRow,
    (event, detail_type): (&'static str, &'static str),
) -> Result<Option<String>, ApiError> {
    row.object = Some(object);
    replication_plan::note_change(ctx, bucket, key, &mut row)?;
    versions::replace(ctx, bucket, key, &row)?;
    events::tell(ctx, bucket, || Event::about(event, detail_type, bucket, (key, &row)))?;
    Ok(row.shown_version_id(bucket))
}

pub fn get_object_tagging(
    ctx: &mut Ctx,
    input: GetObjectTaggingInput<'_>,
) -> Result<GetObjectTaggingOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (row, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    Ok(GetObjectTaggingOutput::new()
        .version_id(row.shown_version_id(&bucket))
        .tag_set(builders(&object.tags)))
}
