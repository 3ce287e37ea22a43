//! Tags of what an ARN names: an access point, what belongs to Access Grants, or a bucket, whose
//! tags are S3's own; and of jobs.
//!
//! Source: S3 Control API Reference, PutJobTagging, TagResource ("directory buckets, … access
//! points, … general purpose buckets").

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::access_point::step;
use crate::api::{
    DeleteJobTaggingInput, DeleteJobTaggingOutput, GetJobTaggingInput, GetJobTaggingOutput,
    ListTagsForResourceInput, ListTagsForResourceOutput, PutJobTaggingInput, PutJobTaggingOutput,
    TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::grants::Tagged;
use crate::job;
use crate::limits::TAGS_MAX;

enum Resource {
    Point(String),
    Bucket(String),
    Grants(Tagged),
}

fn resource(text: &str) -> Result<Resource, ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "s3");
    let resource = arn.map(|arn| arn.resource).ok_or_else(errors::invalid_arn)?;
    match resource.strip_prefix("accesspoint/") {
        Some(name) => Ok(Resource::Point(name.to_owned())),
        None if resource.starts_with(Tagged::START) => {
            Tagged::parse(&resource).map(Resource::Grants).ok_or_else(errors::invalid_arn)
        }
        None if !resource.contains(['/', ':']) => Ok(Resource::Bucket(resource)),
        None => Err(errors::invalid_arn()),
    }
}

pub fn tag_resource(
    ctx: &mut Ctx,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    match resource(input.resource_arn())? {
        Resource::Point(name) => {
            step(ctx, "TagPoint", &input.0.clone().with("Name", name))?;
        }
        Resource::Grants(of) => {
            let more = read(input.0)?;
            of.change(ctx, |tags| {
                tags.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
                tags.extend(more);
            })?;
        }
        Resource::Bucket(bucket) => {
            let given = input.0.list("Tags").unwrap_or_default();
            let mut tags = tags_of(ctx, &bucket)?;
            tags.retain(|tag| given.iter().all(|other| key(other) != key(tag)));
            tags.extend(given.iter().cloned());
            put_tags(ctx, &bucket, tags)?;
        }
    }
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    match resource(input.resource_arn())? {
        Resource::Point(name) => {
            step(ctx, "TagPoint", &input.0.clone().with("Name", name))?;
        }
        Resource::Grants(of) => {
            let gone = input.0.list("TagKeys").unwrap_or_default();
            of.change(ctx, |tags| {
                tags.retain(|(name, _)| gone.iter().all(|it| it.as_str() != Some(name.as_str())));
            })?;
        }
        Resource::Bucket(bucket) => {
            let gone = input.0.list("TagKeys").unwrap_or_default();
            let mut tags = tags_of(ctx, &bucket)?;
            tags.retain(|tag| gone.iter().all(|name| name.as_str() != key(tag)));
            put_tags(ctx, &bucket, tags)?;
        }
    }
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    match resource(input.resource_arn())? {
        Resource::Point(name) => {
            let output = step(ctx, "ListPointTags", &Struct::new().with("Name", name))?;
            Ok(ListTagsForResourceOutput(output))
        }
        Resource::Grants(of) => {
            let tags: Vec<Struct> = of.tags(ctx)?.iter().map(shown).collect();
            Ok(ListTagsForResourceOutput(Struct::new().with("Tags", tags)))
        }
        Resource::Bucket(bucket) => {
            let tags = tags_of(ctx, &bucket)?;
            Ok(ListTagsForResourceOutput(Struct::new().with("Tags", tags)))
        }
    }
}

fn shown((name, value): &(String, String)) -> Struct {
    Struct::new().with("Key", name.as_str()).with("Value", value.as_str())
}

fn key(tag: &Value) -> Option<&str> {
    tag.as_struct().and_then(|tag| tag.str("Key"))
}

fn tags_of(ctx: &mut Ctx, bucket: &str) -> Result<Vec<Value>, ApiError> {
    match ctx.call(Ask::to("s3", "GetBucketTagging").with("Bucket", bucket)) {
        Ok(answer) => Ok(answer.list("TagSet").unwrap_or_default().to_vec()),
        Err(error) if error.code() == "NoSuchTagSet" => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn put_tags(ctx: &mut Ctx, bucket: &str, tags: Vec<Value>) -> Result<(), ApiError> {
    let ask = if tags.is_empty() {
        Ask::to("s3", "DeleteBucketTagging").with("Bucket", bucket)
    } else {
        let tagging = Struct::new().with("TagSet", tags);
        Ask::to("s3", "PutBucketTagging").with("Bucket", bucket).with("Tagging", tagging)
    };
    ctx.call(ask).map(|_| ())
}

/// The tags in a request about a job.
pub fn read(input: &Struct) -> Result<Vec<(String, String)>, ApiError> {
    let given = input.list("Tags").unwrap_or_default();
    if given.len() > TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    let pair = |tag: &Struct| {
        let [name, value] = ["Key", "Value"].map(|member| tag.str(member).unwrap_or(""));
        (name.to_owned(), value.to_owned())
    };
    Ok(given.iter().filter_map(Value::as_struct).map(pair).collect())
}

pub fn put_job_tagging(
    ctx: &mut Ctx,
    input: PutJobTaggingInput<'_>,
) -> Result<PutJobTaggingOutput, ApiError> {
    let id = job::text(input.0, "JobId");
    let mut row = job::find(ctx, id)?;
    row.tags = read(input.0)?;
    job::save(ctx, id, &row);
    Ok(PutJobTaggingOutput(Struct::new()))
}

pub fn get_job_tagging(
    ctx: &mut Ctx,
    input: GetJobTaggingInput<'_>,
) -> Result<GetJobTaggingOutput, ApiError> {
    let row = job::find(ctx, job::text(input.0, "JobId"))?;
    let tags: Vec<Struct> = row.tags.iter().map(shown).collect();
    Ok(GetJobTaggingOutput(Struct::new().with("Tags", tags)))
}

pub fn delete_job_tagging(
    ctx: &mut Ctx,
    input: DeleteJobTaggingInput<'_>,
) -> Result<DeleteJobTaggingOutput, ApiError> {
    let id = job::text(input.0, "JobId");
    let mut row = job::find(ctx, id)?;
    row.tags = Vec::new();
    job::save(ctx, id, &row);
    Ok(DeleteJobTaggingOutput(Struct::new()))
}
