//! Response bodies: segments in memory or in content files, sent in bounded pieces.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};
use kernel::body::{Body, Segment};
use store::StoreError;

/// Bytes read from a content file at a time: memory per answer under way.
const PIECE: u64 = 256 * 1024;

/// A response body.
#[derive(Debug)]
pub struct ReplyBody {
    segments: VecDeque<Segment>,
    left: u64,
}

impl From<Body> for ReplyBody {
    fn from(body: Body) -> ReplyBody {
        let left = body.len();
        ReplyBody { segments: body.segments.into(), left }
    }
}

impl From<Bytes> for ReplyBody {
    fn from(bytes: Bytes) -> ReplyBody {
        Body::from(bytes).into()
    }
}

impl ReplyBody {
    fn next_piece(&mut self) -> Result<Option<Bytes>, StoreError> {
        let Some(segment) = self.segments.front_mut() else { return Ok(None) };
        let piece = match segment {
            Segment::Inline(bytes) => std::mem::take(bytes),
            Segment::File { file, offset, len } => {
                let take = PIECE.min(*len);
                let mut piece = BytesMut::zeroed(take as usize);
                file.read_at(*offset, &mut piece)?;
                *offset += take;
                *len -= take;
                piece.freeze()
            }
        };
        if segment.is_empty() {
            self.segments.pop_front();
        }
        self.left -= piece.len() as u64;
        Ok(Some(piece))
    }
}

impl HttpBody for ReplyBody {
    type Data = Bytes;
    type Error = StoreError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StoreError>>> {
        Poll::Ready(self.next_piece().map(|piece| piece.map(Frame::data)).transpose())
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
