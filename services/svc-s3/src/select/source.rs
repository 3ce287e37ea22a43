//! The bytes of an object for the engine, which reads them wherever it needs to.

use std::io;

use kernel::body::{Body, Segment};
use sql::input::Source;

pub struct BodySource {
    body: Body,
    /// Where each segment ends.
    ends: Vec<u64>,
}

impl BodySource {
    pub fn new(body: Body) -> BodySource {
        let mut end = 0;
        let ends = body.segments.iter().map(|segment| {
            end += segment.len();
            end
        });
        BodySource { ends: ends.collect(), body }
    }
}

impl Source for BodySource {
    fn len(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    fn read_at(&self, mut at: u64, mut buffer: &mut [u8]) -> io::Result<()> {
        let mut nth = self.ends.partition_point(|end| *end <= at);
        while !buffer.is_empty() {
            let segment = self.body.segments.get(nth).ok_or(io::ErrorKind::UnexpectedEof)?;
            let begin = self.ends[nth] - segment.len();
            let len = (self.ends[nth] - at).min(buffer.len() as u64) as usize;
            let (piece, rest) = buffer.split_at_mut(len);
            match segment {
                Segment::Inline(bytes) => {
                    let from = (at - begin) as usize;
                    piece.copy_from_slice(&bytes[from..from + len]);
                }
                Segment::File { file, offset, .. } => {
                    file.read_at(offset + (at - begin), piece).map_err(io::Error::other)?;
                }
            }
            buffer = rest;
            at += len as u64;
            nth += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn reads_go_across_segments() {
        let segments = ["ab", "c", "defg"].map(|text| Segment::Inline(Bytes::from(text))).to_vec();
        let source = BodySource::new(Body { segments, ..Body::default() });
        assert_eq!(source.len(), 7);
        for (at, wanted) in [(0, "abcdefg"), (1, "bcd"), (2, "c"), (3, "defg"), (6, "g")] {
            let mut buffer = vec![0; wanted.len()];
            source.read_at(at, &mut buffer).unwrap();
            assert_eq!(buffer, wanted.as_bytes());
        }
        assert!(source.read_at(6, &mut [0; 2]).is_err());
    }
}
