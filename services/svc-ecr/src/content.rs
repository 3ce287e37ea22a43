//! Content: from staged bodies into rows and content files, and back.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;
use sha2::{Digest as _, Sha256};

use crate::state::SegmentRow;

/// What is read of a content file at a time.
const PIECE: usize = 256 * 1024;

/// Takes a staged body into this transaction.
pub fn take(ctx: &mut Ctx<'_>, body: &Body) -> Result<Vec<SegmentRow>, ApiError> {
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

pub fn release(ctx: &mut Ctx<'_>, segments: &[SegmentRow]) -> Result<(), ApiError> {
    for segment in segments {
        if let SegmentRow::File(id, _) = segment {
            ctx.release_blob(*id)?;
        }
    }
    Ok(())
}

/// All of it, to be sent or read. Of many files one is open at a time.
pub fn open(ctx: &Ctx<'_>, segments: &[SegmentRow]) -> Result<Body, ApiError> {
    let mut body = Body::empty();
    for segment in segments {
        body.segments.push(match segment {
            SegmentRow::Inline(bytes) => Segment::Inline(Bytes::copy_from_slice(bytes)),
            SegmentRow::File(id, len) => {
                let is_only = segments.len() == 1;
                let file =
                    if is_only { ctx.open_blob(*id)? } else { ctx.open_blob_later(*id, *len)? };
                Segment::File { file, offset: 0, len: *len }
            }
        });
    }
    Ok(body)
}

/// Shows all bytes of a body, piece by piece.
pub fn each_piece(body: &Body, mut show: impl FnMut(&[u8])) -> Result<(), ApiError> {
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => show(bytes),
            Segment::File { file, offset, len } => {
                let mut buffer = vec![0; PIECE.min(*len as usize)];
                let (mut at, end) = (*offset, offset + len);
                while at < end {
                    let take = buffer.len().min((end - at) as usize);
                    file.read_at(at, &mut buffer[..take])?;
                    show(&buffer[..take]);
                    at += take as u64;
                }
            }
        }
    }
    Ok(())
}

/// `sha256:` and the digest of the bytes.
pub fn digest(body: &Body) -> Result<String, ApiError> {
    let mut digest = Sha256::new();
    each_piece(body, |piece| digest.update(piece))?;
    Ok(named(&digest.finalize()))
}

pub fn digest_of(bytes: &[u8]) -> String {
    named(&Sha256::digest(bytes))
}

fn named(digest: &[u8]) -> String {
    let hex = digest.iter().map(|byte| format!("{byte:02x}"));
    hex.fold("sha256:".to_owned(), |mut text, pair| {
        text.push_str(&pair);
        text
    })
}

/// Whether a text is a digest as this registry makes them.
pub fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
    })
}
