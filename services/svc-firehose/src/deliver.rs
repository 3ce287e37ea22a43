//! Delivery to S3: the records of a batch as one object, put with the role of its bucket.
//!
//! Packing takes as long as it takes, and so it is a step's work outside of transactions, as is
//! writing a large object to a content file. The object is put and the records go in one
//! transaction: whatever happens in between, a record is delivered, and not twice.
//!
//! "… Amazon Data Firehose keeps retrying for up to 24 hours until the delivery succeeds … If data
//! delivery fails for more than 24 hours, your data is lost." (Handle data delivery failures)

use std::sync::Arc;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::body::{Body, Segment};
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Timestamp, Value};
use store::{BlobId, Content, DigestSet};

use crate::api::compression_format;
use crate::buffer::{self, Attempt, Retry};
use crate::charge;
use crate::gate;
use crate::limits;
use crate::log::{self, Trouble};
use crate::metrics::{self, Delivered};
use crate::object_name::{Naming, RANDOM_LEN};
use crate::pack;
use crate::place::Place;
use crate::state::{BatchRow, Lane, Stream};

/// `Stream`, `Id`, `Batch`.
pub const PUT: &str = "DeliverToS3";
/// The name of Firehose's sessions of roles.
pub const SESSION: &str = "AmazonDataFirehose";
/// By which keys of KMS tell the streams apart.
const OCTETS: &str = "application/octet-stream";

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else {
        leave(ctx, input)?;
        return Ok(Struct::new());
    };
    if !gate::enter(ctx, gate::OBJECTS, &stream, &batch)? {
        return Ok(Struct::new());
    }
    let destination = &stream.row.destination;
    let place = destination.place(&batch.buffer.lane);
    let records = match buffer::read(ctx, &stream, &batch) {
        Ok(records) => records,
        // The key by which they are sealed cannot be used now.
        Err(error) => return Ok(refusal(&error)),
    };
    let mut body = Vec::with_capacity(batch.buffer.bytes as usize);
    for record in records {
        body.extend_from_slice(&record.data);
    }
    let random = ctx.chance().hex(RANDOM_LEN);
    let key = naming(&stream, &batch, &random).key()?;
    let Some(key) = key else {
        let message = "The prefix has more than 512 characters once it is evaluated.";
        return Ok(refusal(&ApiError::new("S3.InvalidPrefix", message)));
    };
    // What is sealed by a key of KMS is sealed by S3, in its own transaction.
    let is_file = body.len() > limits::INLINE_BYTES_MAX && place.kms_key().is_none();
    Ok(Struct::new()
        .with("Key", key)
        .with("Body", Bytes::from(body))
        .with("Format", format(&stream, &batch))
        .with("IsFile", is_file))
}

/// What has failed is in the clear, so that it can be read.
fn format<'a>(stream: &'a Stream, batch: &BatchRow) -> &'a str {
    stream.row.destination.place(&batch.buffer.lane).compression()
}

fn naming<'a>(stream: &'a Stream, batch: &'a BatchRow, random: &'a str) -> Naming<'a> {
    let lane = &batch.buffer.lane;
    let place = stream.row.destination.place(lane);
    Naming {
        stream: &stream.name,
        version: stream.row.version,
        place,
        zone: Place(&stream.row.destination.config).zone(),
        lane,
        oldest: batch.buffer.oldest,
        uuid: &batch.uuid,
        random,
    }
}

fn refusal(error: &ApiError) -> Struct {
    Struct::new().with("Code", error.code()).with("Message", error.message())
}

pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let Some(Value::Blob(body)) = plan.remove("Body") else { return Ok(plan) };
    let key = plan.str("Key").unwrap_or_default();
    let name = key.rsplit('/').next().unwrap_or_default().trim_end_matches(".zip");
    let bytes = pack::pack(plan.str("Format").unwrap_or_default(), body.into(), name);
    let is_file = plan.bool("IsFile") == Some(true);
    let body = if is_file { staged(env, &bytes)? } else { Body::from(Bytes::from(bytes)) };
    plan.set("Body", body);
    Ok(plan)
}

/// Writes a large object to a content file, as the gateway does with bodies of requests.
fn staged(env: &WorkEnv, bytes: &[u8]) -> Result<Body, ApiError> {
    let blobs = &env.world.store.blobs;
    let id = BlobId(env.world.draw().u128());
    // The checksum that S3 takes of every object.
    let set = DigestSet { crc64nvme: true, ..DigestSet::NONE };
    let mut staging = blobs.stage(id, set);
    staging.expect_len(bytes.len() as u64)?;
    staging.write(bytes)?;
    let staged = staging.finish()?;
    let segments = match staged.content {
        Content::Inline(bytes) => vec![Segment::Inline(bytes)],
        Content::File { id, len } => {
            let file = blobs.open_file(id)?.ok_or_else(ApiError::internal)?;
            vec![Segment::File { file, offset: 0, len }]
        }
    };
    Ok(Body { segments, digests: Some(Arc::new(staged.digests)), live: None })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, mut outcome: Struct) -> OpResult {
    if outcome.is_empty() {
        return Ok(Struct::new());
    }
    leave(ctx, input)?;
    let body = match outcome.remove("Body") {
        Some(Value::Body(body)) => Some(body),
        _ => None,
    };
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else {
        discard(ctx, body.as_ref())?;
        return Ok(Struct::new());
    };
    let put = match (&body, outcome.str("Code")) {
        (Some(body), _) => {
            let key = outcome.str("Key").unwrap_or_default().to_owned();
            put(ctx, &stream, &batch, key, body.clone())
        }
        (None, Some(code)) => {
            let message = outcome.str("Message").unwrap_or_default();
            Err(ApiError::new(code.to_owned(), message))
        }
        (None, None) => return Ok(Struct::new()),
    };
    match put {
        Ok(_) => {
            delivered(ctx, &stream, &batch);
            buffer::done(ctx, &stream, &batch)?;
        }
        Err(error) => {
            discard(ctx, body.as_ref())?;
            refused(ctx, &stream, batch, &error)?;
        }
    }
    Ok(Struct::new())
}

fn leave(ctx: &mut Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    gate::leave(ctx, gate::OBJECTS, input.int("Batch").unwrap_or_default().cast_unsigned())
}

/// Removes the content file of an object that was not put: the next attempt writes another one.
fn discard(ctx: &mut Ctx<'_>, body: Option<&Body>) -> Result<(), ApiError> {
    for segment in body.map(|body| body.segments.as_slice()).unwrap_or_default() {
        if let Segment::File { file, .. } = segment {
            ctx.keep_blob(file.id())?;
            ctx.release_blob(file.id())?;
        }
    }
    Ok(())
}

fn put(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow, key: String, body: Body) -> OpResult {
    let place = stream.row.destination.place(&batch.buffer.lane);
    let role = Arn::parse(place.role()).ok_or_else(ApiError::internal)?;
    let mut ask = Ask::to("s3", "PutObject")
        .with("Bucket", place.bucket())
        .with("Key", key)
        .with("ContentType", OCTETS)
        .with("Body", body);
    if format(stream, batch) == compression_format::GZIP {
        ask = ask.with("ContentEncoding", "gzip");
    }
    if let Some(key) = place.kms_key() {
        ask = ask.with("ServerSideEncryption", "aws:kms").with("SSEKMSKeyId", key);
    }
    let ask = ask.as_role(&role, SESSION);
    match ctx.call(ask.clone()) {
        // The bucket is in another region.
        Err(error) if error.code() == "PermanentRedirect" => {
            let region = error.members().get(":x-amz-bucket-region").and_then(Value::as_str);
            match region.and_then(Region::parse) {
                Some(region) => ctx.call(ask.in_region(region)),
                None => Err(error),
            }
        }
        answer => answer,
    }
}

fn delivered(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow) {
    let of = Delivered::of(&batch.buffer.lane);
    metrics::delivered(ctx, stream, batch, of);
    if matches!(&batch.buffer.lane, Lane::Out(_)) {
        charge::delivered(ctx, stream, batch.buffer.bytes);
    }
}

fn refused(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    batch: BatchRow,
    error: &ApiError,
) -> Result<(), ApiError> {
    tracing::debug!(%error, stream = stream.name, "a delivery to S3 was refused");
    let place = stream.row.destination.place(&batch.buffer.lane);
    metrics::failed(ctx, stream, Delivered::of(&batch.buffer.lane));
    let (code, message) = words(place, error);
    log::write(ctx, stream, place.log(), &Trouble { code: &code, message: &message });
    let destination = &stream.row.destination;
    // "The retry behavior in case Firehose is unable to deliver data to an Amazon S3 prefix."
    let until = match &batch.buffer.lane {
        Lane::Out(_) if destination.is_partitioned() => {
            Timestamp::from_micros(batch.since + destination.retry_seconds() * 1_000_000)
        }
        _ => Timestamp::from_micros(batch.buffer.oldest) + limits::KEPT,
    };
    let retry = Retry { first: limits::RETRY_FIRST, most: limits::RETRY_MOST, jitter: 0.0, until };
    if let Attempt::WasTheLast(batch) = buffer::again(ctx, stream, batch, retry)? {
        tracing::warn!(
            stream = stream.name,
            "records were tried for as long as said, and are lost"
        );
        buffer::done(ctx, stream, &batch)?;
    }
    Ok(())
}

/// As the logs of errors name it ("Monitor Amazon Data Firehose Using CloudWatch Logs", Amazon S3
/// data delivery errors).
fn words(place: Place<'_>, error: &ApiError) -> (String, String) {
    let bucket = place.bucket();
    match error.code() {
        "AccessDenied" => (
            "S3.AccessDenied".to_owned(),
            "Access was denied. Ensure that the trust policy for the provided IAM role allows \
             Firehose to assume the role, and the access policy allows access to the S3 bucket."
                .to_owned(),
        ),
        "NoSuchBucket" => (
            "S3.NoSuchBucket".to_owned(),
            format!(
                "The specified S3 bucket {bucket} does not exist. Create the bucket or use a \
                 different bucket that does exist."
            ),
        ),
        code if code.starts_with("KMS.") => (format!("S3.{code}"), error.message().to_owned()),
        code => (format!("S3.{}", code.trim_start_matches("S3.")), error.message().to_owned()),
    }
}
