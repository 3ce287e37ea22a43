//! Request bodies: small ones collected under a limit, streamed ones staged with their digests.

use std::time::Duration;

use auth::chunked::{ChunkedDecoder, Trailers};
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use kernel::body::{Body, Segment};
use kernel::{ApiError, StagePlan};
use std::sync::Arc;
use store::{BlobId, Content, DigestSet, Staging};

use crate::Gateway;

/// The longest body of an operation without a streaming member. AWS's own largest is a Lambda
/// function's code in a request: 50 MB, in base64 about 70 MB.
pub const COLLECT_MAX: usize = 72 * 1024 * 1024;
/// How much memory a body gets for its `Content-Length` alone.
const PROMISED_MAX: usize = 1024 * 1024;
/// A client that sends nothing for so long is given up (S3 answers `RequestTimeout`).
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// What is still read of a body that nobody wants, so that the client sees the answer.
pub const DRAIN_MAX: usize = 4 * 1024 * 1024;
const DRAIN_IDLE_TIMEOUT: Duration = Duration::from_secs(1);
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// A request body that was taken in as a stream.
pub struct Taken {
    pub body: Body,
    /// The content file, when the body did not stay in memory.
    pub blob: Option<BlobId>,
    pub trailers: Trailers,
}

/// Collects a body of at most `max` bytes.
pub async fn collect(body: Incoming, max: usize) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > max as u64 {
        drain(body).await;
        return Err(too_large(max));
    }
    let mut body = body;
    let Some(first) = next(&mut body).await? else { return Ok(Bytes::new()) };
    if body.is_end_stream() && first.len() <= max {
        return Ok(first);
    }
    let expected = body.size_hint().lower() as usize + first.len();
    let mut all = BytesMut::with_capacity(expected.min(PROMISED_MAX));
    all.extend_from_slice(&first);
    while let Some(piece) = next(&mut body).await? {
        if all.len() + piece.len() > max {
            return Err(too_large(max));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all.freeze())
}

/// Where a streamed body comes from.
pub enum Source {
    /// The request's whole body.
    Whole(Incoming),
    /// The file of an HTML form.
    Field(Box<multer::Field<'static>>),
}

impl Source {
    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        match self {
            Source::Whole(body) => next(body).await,
            Source::Field(field) => in_time(field.chunk()).await?.map_err(|_| malformed_form()),
        }
    }

    /// How long it is at least: 0 where the client has not said.
    fn len_min(&self) -> u64 {
        match self {
            Source::Whole(body) => body.size_hint().lower(),
            Source::Field(_) => 0,
        }
    }

    async fn drain(self) {
        if let Source::Whole(body) = self {
            drain(body).await;
        }
    }
}

/// Takes in a streamed body as `plan` says, decoding `aws-chunked` framing on the way.
pub async fn stage(
    gateway: &Gateway,
    mut body: Source,
    plan: &StagePlan,
    digests: DigestSet,
    mut decoder: Option<ChunkedDecoder>,
) -> Result<Taken, ApiError> {
    if decoder.is_none() && body.len_min() > plan.max_len {
        body.drain().await;
        return Err(plan.too_large.clone());
    }
    let id = BlobId(gateway.world.draw().u128());
    let blobs = &gateway.world.store.blobs;
    let mut staging = match &plan.seal {
        None => blobs.stage(id, digests),
        Some(key) => blobs.stage_sealed(id, digests, key),
    };
    if let Err(error) = fill(&mut staging, &mut body, plan, &mut decoder).await {
        body.drain().await;
        return Err(error);
    }
    let trailers = decoder.map(ChunkedDecoder::finish).transpose()?.unwrap_or_default();
    let staged = staging.finish_beside_others().await?;
    let (segments, blob) = match staged.content {
        Content::Inline(bytes) if bytes.is_empty() => (Vec::new(), None),
        Content::Inline(bytes) => (vec![Segment::Inline(bytes)], None),
        Content::File { id, len } => {
            let file = gateway.world.store.blobs.open_file(id)?.ok_or_else(ApiError::internal)?;
            (vec![Segment::File { file, offset: 0, len }], Some(id))
        }
    };
    let body = Body { segments, digests: Some(Arc::new(staged.digests)), live: None };
    Ok(Taken { body, blob, trailers })
}

/// Writes all of `body`, without its framing, to `staging`.
async fn fill(
    staging: &mut Staging,
    body: &mut Source,
    plan: &StagePlan,
    decoder: &mut Option<ChunkedDecoder>,
) -> Result<(), ApiError> {
    // The framing of `aws-chunked` is counted in: it is small.
    staging.expect_beside_others(body.len_min().min(plan.max_len))?;
    while let Some(piece) = body.next().await? {
        match decoder {
            None => staging.write(&piece)?,
            Some(decoder) => decoder
                .push(&piece, &mut |bytes: &[u8]| staging.write(bytes).map_err(ApiError::from))?,
        }
        if staging.len() > plan.max_len {
            return Err(plan.too_large.clone());
        }
        staging.keep_pace().await;
    }
    Ok(())
}

/// Reads on a little, so that a client that is still sending gets to see the refusal.
pub async fn drain(mut body: Incoming) {
    let mut read = 0;
    let reading = async {
        while read < DRAIN_MAX {
            // Who has stopped sending waits for the answer.
            match tokio::time::timeout(DRAIN_IDLE_TIMEOUT, next(&mut body)).await {
                Ok(Ok(Some(piece))) => read += piece.len(),
                _ => break,
            }
        }
    };
    // Who sends slowly has had its time.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, reading).await;
}

/// The next piece; trailers of the transfer coding are no part of any AWS protocol.
pub async fn next(body: &mut Incoming) -> Result<Option<Bytes>, ApiError> {
    loop {
        let frame = match in_time(body.frame()).await? {
            None => return Ok(None),
            Some(Err(error)) => {
                tracing::debug!(%error, "request body broke off");
                return Err(broken_off());
            }
            Some(Ok(frame)) => frame,
        };
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
}

/// Waits for a client that sends; one that does not is given up.
pub async fn in_time<T>(read: impl Future<Output = T>) -> Result<T, ApiError> {
    tokio::time::timeout(IDLE_TIMEOUT, read).await.map_err(|_| timed_out())
}

fn too_large(max: usize) -> ApiError {
    let message = format!("The request body is longer than {max} bytes.");
    ApiError::new("RequestEntityTooLarge", message).with_status(413)
}

pub fn malformed_form() -> ApiError {
    ApiError::new(
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
    )
}

fn timed_out() -> ApiError {
    ApiError::new(
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout \
         period. Idle connections will be closed.",
    )
}

fn broken_off() -> ApiError {
    ApiError::new(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )
}
