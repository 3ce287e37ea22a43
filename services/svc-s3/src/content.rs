//! Content: from request bodies into rows and files, and from there into answers.
//!
//! Small contents lie in a row of their own, larger ones in content files whose references the
//! kernel counts. What an object consists of is a list of segments; parts of a multipart upload
//! become segments of the object as they are, and copies share files.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;
use store::SealKey;

use crate::bucket::Bucket;
use crate::errors;
use crate::kms;
use crate::limits;
use crate::state::{
    ContentRow, FileRow, INLINE, MANIFESTS, ManifestPart, ManifestRow, ObjectRow, SegmentRow,
};

/// Where an object's content rows lie: its bucket, key and sequence.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub bucket: &'a Bucket,
    pub key: &'a str,
    pub sequence: u64,
}

impl Place<'_> {
    fn row_key(&self) -> (u64, &str, u64) {
        (self.bucket.row.id, self.key, self.sequence)
    }
}

/// Takes a staged request body into this transaction.
pub fn take(ctx: &mut Ctx, body: Option<&Body>) -> Result<Vec<SegmentRow>, ApiError> {
    let mut segments = Vec::new();
    for segment in body.map(|body| body.segments.as_slice()).unwrap_or_default() {
        segments.push(match segment {
            Segment::Inline(bytes) => SegmentRow::Inline(ByteVec::from(bytes.to_vec())),
            Segment::File { file, offset, len } => {
                ctx.keep_blob(file.id())?;
                SegmentRow::File(FileRow { blob: file.id(), offset: *offset, len: *len })
            }
        });
    }
    Ok(segments)
}

/// Writes the rows of a new content whose file references are already this object's.
pub fn write(ctx: &mut Ctx, place: Place<'_>, mut segments: Vec<SegmentRow>) -> ContentRow {
    match (segments.len(), segments.pop()) {
        (_, None) => ContentRow::Empty,
        (1, Some(SegmentRow::Inline(bytes))) => {
            let bytes = Bytes::from(Vec::from(bytes));
            ctx.table_mut(&INLINE).put(&place.row_key(), &bytes);
            ContentRow::Inline
        }
        (1, Some(SegmentRow::File(file))) => ContentRow::File(file),
        (_, Some(last)) => {
            segments.push(last);
            let size = segments.iter().map(SegmentRow::bytes_len).sum();
            let part = ManifestPart { number: 1, size, checksum: None, segments };
            write_manifest(ctx, place, vec![part])
        }
    }
}

/// As [`write`], for an object of parts.
pub fn write_manifest(ctx: &mut Ctx, place: Place<'_>, parts: Vec<ManifestPart>) -> ContentRow {
    ctx.table_mut(&MANIFESTS).put(&place.row_key(), &ManifestRow { parts });
    ContentRow::Manifest
}

/// What an object came in.
pub fn manifest(ctx: &Ctx, place: Place<'_>) -> Result<ManifestRow, ApiError> {
    let row = ctx.table_in(&MANIFESTS, place.bucket.scope).get(&place.row_key())?;
    Ok(row.expect("an object in several places has a manifest"))
}

/// The segments of an object, in order.
pub fn segments(
    ctx: &Ctx,
    place: Place<'_>,
    content: &ContentRow,
) -> Result<Vec<SegmentRow>, ApiError> {
    Ok(match content {
        ContentRow::Empty => Vec::new(),
        ContentRow::Inline => {
            let bytes = inline(ctx, place)?;
            vec![SegmentRow::Inline(ByteVec::from(bytes.to_vec()))]
        }
        ContentRow::File(file) => vec![SegmentRow::File(file.clone())],
        ContentRow::Manifest => {
            manifest(ctx, place)?.parts.into_iter().flat_map(|part| part.segments).collect()
        }
    })
}

/// The bytes `from..to` of an object, to be sent.
pub fn open(
    ctx: &Ctx,
    place: Place<'_>,
    content: &ContentRow,
    (from, to): (u64, u64),
    key: Option<&SealKey>,
) -> Result<Body, ApiError> {
    if let Some(key) = key {
        return Ok(open_sealed(ctx, &segments(ctx, place, content)?, key)?.slice(from, to));
    }
    match content {
        ContentRow::Empty => Ok(Body::empty()),
        ContentRow::Inline => Ok(Body::from(inline(ctx, place)?.slice(from as usize..to as usize))),
        ContentRow::File(file) => {
            open_segments(ctx, &cut(vec![SegmentRow::File(file.clone())], from, to))
        }
        ContentRow::Manifest => open_segments(ctx, &cut(segments(ctx, place, content)?, from, to)),
    }
}

/// Opens segments for reading.
pub fn open_segments(ctx: &Ctx, segments: &[SegmentRow]) -> Result<Body, ApiError> {
    let mut body = Body::empty();
    for segment in segments {
        body.segments.push(match segment {
            SegmentRow::Inline(bytes) => Segment::Inline(Bytes::from(Vec::from(bytes.clone()))),
            SegmentRow::File(FileRow { blob, offset, len }) => {
                // An object may have come in thousands of parts: only one is open at a time.
                let is_only = segments.len() == 1;
                let file = if is_only {
                    ctx.open_blob(*blob)?
                } else {
                    ctx.open_blob_later(*blob, offset + len)?
                };
                Segment::File { file, offset: *offset, len: *len }
            }
        });
    }
    Ok(body)
}

/// As [`open_segments`], of whole contents that are sealed.
pub fn open_sealed(ctx: &Ctx, segments: &[SegmentRow], key: &SealKey) -> Result<Body, ApiError> {
    let mut body = Body::empty();
    for segment in segments {
        let SegmentRow::File(FileRow { blob, offset, len }) = segment else {
            let SegmentRow::Inline(sealed) = segment else { unreachable!("there is no third") };
            body.segments.push(Segment::Inline(kms::open_inline(key, sealed)?));
            continue;
        };
        assert!(*offset == 0, "sealed contents are never cut");
        let is_only = segments.len() == 1;
        let sealed = if is_only {
            ctx.open_blob(*blob)?
        } else {
            ctx.open_blob_later(*blob, key.sealed_len(*len))?
        };
        body.segments.push(Segment::File { file: sealed.unseal(key, *len), offset: 0, len: *len });
    }
    Ok(body)
}

/// What lies in `from..to` of a sequence of segments. No segment comes out empty.
pub fn cut(segments: Vec<SegmentRow>, from: u64, to: u64) -> Vec<SegmentRow> {
    let mut kept = Vec::new();
    let mut start = 0;
    for segment in segments {
        let end = start + segment.bytes_len();
        let (cut_from, cut_to) = (from.max(start), to.min(end));
        if cut_from < cut_to {
            kept.push(segment.cut(cut_from - start, cut_to - start));
        }
        start = end;
    }
    kept
}

/// Counts one more reference to every file: for a copy that shares them.
pub fn share(ctx: &mut Ctx, segments: &[SegmentRow]) -> Result<(), ApiError> {
    if segments.len() > limits::SEGMENTS_MAX {
        return Err(errors::invalid_request(
            "The object is made of too many pieces to be copied in one operation.",
        ));
    }
    for segment in segments {
        if let SegmentRow::File(file) = segment {
            ctx.share_blob(file.blob)?;
        }
    }
    Ok(())
}

/// Gives up a list of segments.
pub fn release_segments(ctx: &mut Ctx, segments: &[SegmentRow]) -> Result<(), ApiError> {
    for segment in segments {
        if let SegmentRow::File(file) = segment {
            ctx.release_blob(file.blob)?;
        }
    }
    Ok(())
}

/// Gives up an object's content, rows and files.
pub fn release(ctx: &mut Ctx, place: Place<'_>, object: &ObjectRow) -> Result<(), ApiError> {
    match &object.content {
        ContentRow::Empty => {}
        ContentRow::Inline => ctx.table_mut(&INLINE).delete(&place.row_key()),
        ContentRow::File(file) => ctx.release_blob(file.blob)?,
        ContentRow::Manifest => {
            let segments = segments(ctx, place, &object.content)?;
            release_segments(ctx, &segments)?;
            ctx.table_mut(&MANIFESTS).delete(&place.row_key());
        }
    }
    Ok(())
}

fn inline(ctx: &Ctx, place: Place<'_>) -> Result<Bytes, ApiError> {
    let bytes = ctx.table_in(&INLINE, place.bucket.scope).get(&place.row_key())?;
    Ok(bytes.expect("an inline object has its bytes"))
}

impl SegmentRow {
    pub fn bytes_len(&self) -> u64 {
        match self {
            SegmentRow::Inline(bytes) => bytes.len() as u64,
            SegmentRow::File(file) => file.len,
        }
    }

    fn cut(self, from: u64, to: u64) -> SegmentRow {
        match self {
            SegmentRow::Inline(bytes) => {
                SegmentRow::Inline(ByteVec::from(bytes[from as usize..to as usize].to_vec()))
            }
            SegmentRow::File(file) => SegmentRow::File(FileRow {
                blob: file.blob,
                offset: file.offset + from,
                len: to - from,
            }),
        }
    }
}
