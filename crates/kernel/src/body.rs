//! Streaming payloads: what flows between a client and content files around a transaction.
//!
//! A request body is *staged* by the gateway before its operation runs (written to a content
//! file, or kept inline when small, with its digests taken on the way). A response body is a list
//! of segments that the gateway sends after the operation has returned.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use store::{BlobFile, Digests};

use crate::error::ApiError;
use crate::value::Struct;

/// A streaming payload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub segments: Vec<Segment>,
    /// Set on staged request bodies: the digests taken while the bytes arrived.
    pub digests: Option<Arc<Digests>>,
    /// What follows the segments is made while it is sent.
    pub live: Option<Live>,
}

/// What is made while it is sent. Each item may take long, so they are asked for where a thread
/// may block.
#[derive(Clone, Debug, PartialEq)]
pub enum Live {
    /// Events of the model's stream, a member of the union each; an error ends them.
    Events(Made<Result<Struct, ApiError>>),
    /// What the events were encoded to.
    Bytes(Made<Bytes>),
}

/// Items that come one by one, for whoever takes them first.
pub struct Made<T>(Arc<Mutex<Option<Items<T>>>>);

pub type Items<T> = Box<dyn Iterator<Item = T> + Send>;

impl<T> Made<T> {
    pub fn new(items: impl Iterator<Item = T> + Send + 'static) -> Made<T> {
        Made(Arc::new(Mutex::new(Some(Box::new(items)))))
    }

    /// The items; none the second time.
    pub fn take(&self) -> Option<Items<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<T> Clone for Made<T> {
    fn clone(&self) -> Made<T> {
        Made(self.0.clone())
    }
}

impl<T> PartialEq for Made<T> {
    fn eq(&self, other: &Made<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> fmt::Debug for Made<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Made")
    }
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

    /// Events that are made while they are sent.
    pub fn of_events(
        events: impl Iterator<Item = Result<Struct, ApiError>> + Send + 'static,
    ) -> Body {
        Body { live: Some(Live::Events(Made::new(events))), ..Body::default() }
    }

    /// Of the segments; how much is yet to be made nobody knows.
    pub fn len(&self) -> u64 {
        self.segments.iter().map(Segment::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.live.is_none()
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
        Body { segments, ..Body::default() }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Body {
        let segments = if bytes.is_empty() { vec![] } else { vec![Segment::Inline(bytes)] };
        Body { segments, ..Body::default() }
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
