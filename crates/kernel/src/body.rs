//! Streaming payloads: what flows between a client and content files around a transaction.
//!
//! A request body is *staged* by the gateway before its operation runs (written to a content
//! file, or kept inline when small, with its digests taken on the way). A response body is a list
//! of segments that the gateway sends after the operation has returned.

use std::sync::Arc;

use bytes::Bytes;
use store::{BlobFile, Digests};

/// A streaming payload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub segments: Vec<Segment>,
    /// Set on staged request bodies: the digests taken while the bytes arrived.
    pub digests: Option<Arc<Digests>>,
}

/// A stretch of bytes: in memory, or inside a content file that stays open while it is sent.
#[derive(Clone, Debug)]
pub enum Segment {
    Inline(Bytes),
    File { file: Arc<BlobFile>, offset: u64, len: u64 },
}

impl Body {
    pub fn empty() -> Body {
        Body::default()
    }

    pub fn len(&self) -> u64 {
        self.segments.iter().map(Segment::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes `from..to` (`to` exclusive) of this body.
    ///
    /// Panics when the range leaves the body: ranges are checked against `len` by the caller.
    #[must_use]
    pub fn slice(&self, from: u64, to: u64) -> Body {
        assert!(from <= to && to <= self.len(), "range {from}..{to} leaves the body");
        let mut segments = Vec::new();
        let mut start = 0;
        for segment in &self.segments {
            let end = start + segment.len();
            let (cut_from, cut_to) = (from.max(start), to.min(end));
            if cut_from < cut_to {
                segments.push(segment.slice(cut_from - start, cut_to - start));
            }
            start = end;
        }
        Body { segments, digests: None }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Body {
        let segments = if bytes.is_empty() { vec![] } else { vec![Segment::Inline(bytes)] };
        Body { segments, digests: None }
    }
}

impl Segment {
    pub fn len(&self) -> u64 {
        match self {
            Segment::Inline(bytes) => bytes.len() as u64,
            Segment::File { len, .. } => *len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn slice(&self, from: u64, to: u64) -> Segment {
        match self {
            Segment::Inline(bytes) => Segment::Inline(bytes.slice(from as usize..to as usize)),
            Segment::File { file, offset, .. } => {
                Segment::File { file: file.clone(), offset: offset + from, len: to - from }
            }
        }
    }
}

impl PartialEq for Segment {
    fn eq(&self, other: &Segment) -> bool {
        match (self, other) {
            (Segment::Inline(bytes), Segment::Inline(other)) => bytes == other,
            (
                Segment::File { file, offset, len },
                Segment::File { file: other_file, offset: other_offset, len: other_len },
            ) => file.id() == other_file.id() && offset == other_offset && len == other_len,
            _ => false,
        }
    }
}
