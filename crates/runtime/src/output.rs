//! What a process prints, line by line, with the time.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// What is kept of one invocation's output; what follows is dropped, with a line that says so.
const KEPT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// A line that goes on is cut here (an event of CloudWatch Logs is at most this long).
const LINE_BYTES_MAX: usize = 256 * 1024;

#[derive(Clone, Debug, Default)]
pub struct Output(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    lines: Vec<(Instant, String)>,
    bytes: usize,
}

impl Output {
    /// Reads until the other end is closed.
    pub async fn follow(self, mut from: impl AsyncRead + Unpin) {
        let mut pending = Vec::new();
        let mut buffer = [0; 8192];
        while let Ok(len @ 1..) = from.read(&mut buffer).await {
            pending.extend_from_slice(&buffer[..len]);
            self.take_lines(&mut pending);
        }
        if !pending.is_empty() {
            self.push(&pending);
        }
    }

    /// What was printed since it was asked last.
    pub fn take(&self) -> Vec<(Instant, String)> {
        let mut kept = self.0.lock();
        kept.bytes = 0;
        std::mem::take(&mut kept.lines)
    }

    fn take_lines(&self, pending: &mut Vec<u8>) {
        let mut start = 0;
        while let Some(len) = pending[start..].iter().position(|byte| *byte == b'\n') {
            self.push(&pending[start..start + len]);
            start += len + 1;
        }
        pending.drain(..start);
        if pending.len() > LINE_BYTES_MAX {
            self.push(pending);
            pending.clear();
        }
    }

    fn push(&self, line: &[u8]) {
        let mut kept = self.0.lock();
        let was_full = kept.bytes > KEPT_BYTES_MAX;
        kept.bytes += line.len();
        if was_full {
            return;
        }
        let text = if kept.bytes > KEPT_BYTES_MAX {
            format!("(Nephele keeps {KEPT_BYTES_MAX} bytes of an invocation's output)")
        } else {
            String::from_utf8_lossy(line).into_owned()
        };
        kept.lines.push((Instant::now(), text));
    }
}
