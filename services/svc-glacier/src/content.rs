//! Content: from staged bodies into rows and content files, and back.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;

use crate::state::SegmentRow;

impl SegmentRow {
    fn len(&self) -> u64 {
        match self {
            SegmentRow::Inline(bytes) => bytes.len() as u64,
            SegmentRow::File(_, len) => *len,
        }
    }
}

/// Takes a staged body into this transaction.
pub fn take(ctx: &mut Ctx, body: &Body) -> Result<Vec<SegmentRow>, ApiError> {
    let mut segments = Vec::with_capacity(body.segments.len());
    for segment in &body.segments {
        segments.push(match segment {
            Segment::Inline(bytes) => SegmentRow::Inline(ByteVec::from(bytes.to_vec())),
            Segment::File { file, offset, len } => {
                assert!(*offset == 0, "a staged body is whole files");
                ctx.keep_blob(file.id())?;
                SegmentRow::File(file.id(), *len)
            }
        });
    }
    Ok(segments)
}

pub fn share(ctx: &mut Ctx, segments: &[SegmentRow]) -> Result<(), ApiError> {
    for segment in segments {
        if let SegmentRow::File(id, _) = segment {
            ctx.share_blob(*id)?;
        }
    }
    Ok(())
}

pub fn release(ctx: &mut Ctx, segments: &[SegmentRow]) -> Result<(), ApiError> {
    for segment in segments {
        if let SegmentRow::File(id, _) = segment {
            ctx.release_blob(*id)?;
        }
    }
    Ok(())
}

/// The bytes `from..to`, to be sent. Of many files one is open at a time.
pub fn open(ctx: &Ctx, segments: &[SegmentRow], from: u64, to: u64) -> Result<Body, ApiError> {
    let mut body = Body::empty();
    let mut start = 0;
    for segment in segments {
        let end = start + segment.len();
        let (cut_from, cut_to) = (from.max(start), to.min(end));
        if cut_from < cut_to {
            let (offset, len) = (cut_from - start, cut_to - cut_from);
            body.segments.push(match segment {
                SegmentRow::Inline(bytes) => Segment::Inline(Bytes::copy_from_slice(
                    &bytes[offset as usize..(offset + len) as usize],
                )),
                SegmentRow::File(id, whole) => {
                    let is_only = segments.len() == 1;
                    let file = if is_only {
                        ctx.open_blob(*id)?
                    } else {
                        ctx.open_blob_later(*id, *whole)?
                    };
                    Segment::File { file, offset, len }
                }
            });
        }
        start = end;
    }
    Ok(body)
}
