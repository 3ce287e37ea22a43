//! Response bodies: segments in memory or in content files, sent in bounded pieces, and what is
//! made while it is sent.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};
use kernel::body::{Body, Items, Live, Segment};
use parking_lot::Mutex;
use store::StoreError;
use tokio::task::JoinHandle;

/// Bytes read from a content file at a time: memory per answer under way.
const PIECE: u64 = 256 * 1024;

/// A response body.
#[derive(Debug)]
pub struct ReplyBody {
    segments: VecDeque<Segment>,
    left: u64,
    /// Rare, and so not worth room in every answer.
    making: Option<Box<Making>>,
}

/// What is made while it is sent, an item at a time on a thread that may block.
enum Making {
    /// Only whoever owns it takes from it; the lock is what lets answers be looked at by many.
    Idle(Mutex<Items<Bytes>>),
    Busy(JoinHandle<(Items<Bytes>, Option<Bytes>)>),
}

impl Making {
    fn idle(items: Items<Bytes>) -> Making {
        Making::Idle(Mutex::new(items))
    }
}

impl std::fmt::Debug for Making {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Making")
    }
}

impl From<Body> for ReplyBody {
    fn from(body: Body) -> ReplyBody {
        let left = body.len();
        let making = match body.live {
            Some(Live::Bytes(bytes)) => bytes.take().map(|items| Box::new(Making::idle(items))),
            // Events are encoded before they come here.
            Some(Live::Events(_)) | None => None,
        };
        ReplyBody { segments: body.segments.into(), left, making }
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

    fn poll_making(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StoreError>>> {
        loop {
            match self.making.take().map(|making| *making) {
                None => return Poll::Ready(None),
                Some(Making::Idle(items)) => {
                    let mut items = items.into_inner();
                    let made = tokio::task::spawn_blocking(move || {
                        let item = items.next();
                        (items, item)
                    });
                    self.making = Some(Box::new(Making::Busy(made)));
                }
                Some(Making::Busy(mut made)) => {
                    let poll = Pin::new(&mut made).poll(context);
                    if poll.is_pending() {
                        self.making = Some(Box::new(Making::Busy(made)));
                    }
                    return Poll::Ready(match ready!(poll) {
                        Ok((items, Some(piece))) => {
                            self.making = Some(Box::new(Making::idle(items)));
                            Some(Ok(piece))
                        }
                        Ok((_, None)) => None,
                        // The client must not take what it has for the whole.
                        Err(error) => {
                            tracing::error!(%error, "an answer broke off while it was made");
                            let source = std::io::Error::other(error);
                            Some(Err(StoreError::io("making an answer", source)))
                        }
                    });
                }
            }
        }
    }
}

impl HttpBody for ReplyBody {
    type Data = Bytes;
    type Error = StoreError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StoreError>>> {
        match self.next_piece().transpose() {
            None if self.making.is_some() => {
                self.poll_making(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
            piece => Poll::Ready(piece.map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.making.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        if self.making.is_some() {
            return SizeHint::new();
        }
        SizeHint::with_exact(self.left)
    }
}
