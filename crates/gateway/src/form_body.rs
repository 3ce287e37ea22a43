//! A form's body with a limit on what comes before its file.
//!
//! The parser of forms collects the head of a part, however long; this ends it. It knows nothing
//! of the parts themselves.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame};
use hyper::body::Incoming;

/// Fields, the heads of their parts, and what stands before the first boundary.
const BEFORE_FILE_MAX: u64 = 256 * 1024;

type Error = Box<dyn std::error::Error + Send + Sync>;

pub struct FormBody {
    body: Incoming,
    read: u64,
    limit: Arc<AtomicU64>,
}

/// Moves the limit of a [`FormBody`] that is being parsed.
pub struct FormLimit(Arc<AtomicU64>);

impl FormBody {
    pub fn new(body: Incoming) -> (FormBody, FormLimit) {
        let limit = Arc::new(AtomicU64::new(BEFORE_FILE_MAX));
        (FormBody { body, read: 0, limit: limit.clone() }, FormLimit(limit))
    }
}

impl FormLimit {
    /// The file has been reached; whoever takes it in counts its bytes.
    pub fn lift(&self) {
        self.0.store(u64::MAX, Ordering::Relaxed);
    }
}

impl Body for FormBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        // Judged before the piece, which may hold much of the file.
        if self.read > self.limit.load(Ordering::Relaxed) {
            return Poll::Ready(Some(Err("too much before the file".into())));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            self.read += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Error::from)))
    }
}
