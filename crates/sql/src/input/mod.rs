//! From the bytes of an object to batches of records, in bounded memory.

pub mod csv;
pub mod json;
pub mod parquet;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use datafusion::arrow::record_batch::RecordBatch;

use crate::dialect::ast::Step;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::limits::READ_BYTES;

/// The bytes of an object.
pub trait Source: Send + Sync {
    fn len(&self) -> u64;
    /// Fills the buffer with what lies at `at`; it does not reach beyond the end.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()>;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Bytes in memory.
impl Source for Bytes {
    fn len(&self) -> u64 {
        Bytes::len(self) as u64
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let at = at as usize;
        buffer.copy_from_slice(&self[at..at + buffer.len()]);
        Ok(())
    }
}

/// What a query reads of each record.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// The record as it is.
    Row,
    Path(Vec<Step>),
}

/// An input whose columns are known.
pub struct Opened {
    /// For each want, what its column holds.
    pub kinds: Vec<Kind>,
    pub batches: Box<dyn Batches>,
}

/// Records, some at a time: one column for each want.
pub trait Batches: Send {
    fn next(&mut self) -> Result<Option<RecordBatch>, Fault>;
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packing {
    #[default]
    None,
    Gzip,
    Bzip2,
}

/// How much was read so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Bytes of the object.
    pub scanned: AtomicU64,
    /// Bytes that came out of them.
    pub processed: AtomicU64,
}

impl Counts {
    pub fn scanned(&self) -> u64 {
        self.scanned.load(Ordering::Relaxed)
    }

    pub fn processed(&self) -> u64 {
        self.processed.load(Ordering::Relaxed)
    }
}

/// A part of an object, by the bytes at which its records begin: from, and to (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: u64,
    pub to: u64,
}

/// Bytes that are read once, from some place to the end of the object, unpacked.
pub struct Feed {
    reader: Box<dyn Read + Send>,
    packing: Packing,
    counts: Arc<Counts>,
    buffer: Vec<u8>,
    /// What of the buffer was taken.
    taken: usize,
    /// Where the buffer begins, in the unpacked bytes.
    begin: u64,
    is_at_end: bool,
}

impl Feed {
    pub fn new(source: Arc<dyn Source>, from: u64, packing: Packing, counts: Arc<Counts>) -> Feed {
        let raw = Raw { source, at: from, counts: counts.clone() };
        let reader: Box<dyn Read + Send> = match packing {
            Packing::None => Box::new(raw),
            Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(raw)),
            Packing::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(raw)),
        };
        Feed {
            reader,
            packing,
            counts,
            buffer: Vec::new(),
            taken: 0,
            begin: from,
            is_at_end: false,
        }
    }

    /// What is in the buffer.
    pub fn ready(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// Where the buffer's first byte lies.
    pub fn place(&self) -> u64 {
        self.begin + self.taken as u64
    }

    pub fn take(&mut self, len: usize) {
        self.taken += len;
    }

    /// Reads more after what is in the buffer; false at the end.
    pub fn more(&mut self) -> Result<bool, Fault> {
        if self.is_at_end {
            return Ok(false);
        }
        self.buffer.drain(..self.taken);
        self.begin += self.taken as u64;
        self.taken = 0;
        let len = self.buffer.len();
        self.buffer.resize(len + READ_BYTES, 0);
        let read =
            self.reader.read(&mut self.buffer[len..]).map_err(|error| self.broken(&error))?;
        self.buffer.truncate(len + read);
        self.counts.processed.fetch_add(read as u64, Ordering::Relaxed);
        self.is_at_end = read == 0;
        Ok(read > 0)
    }

    /// A byte order mark is no part of the first record.
    pub fn skip_mark(&mut self) -> Result<(), Fault> {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        while self.ready().len() < MARK.len() && self.more()? {}
        if self.ready().starts_with(MARK) {
            self.take(MARK.len());
        }
        Ok(())
    }

    fn broken(&self, error: &io::Error) -> Fault {
        match (self.packing, error.kind()) {
            (Packing::None, _) => Fault::internal(error.to_string()),
            (_, io::ErrorKind::UnexpectedEof) => Fault::new(
                "TruncatedInput",
                "Object decompression failed. Check that the object is properly compressed using \
                 the format specified in the request.",
            ),
            _ => Fault::new(
                "InvalidCompressionFormat",
                "The file is not in the compression format that the request specifies.",
            ),
        }
    }
}

/// Bytes as they lie in the object.
struct Raw {
    source: Arc<dyn Source>,
    at: u64,
    counts: Arc<Counts>,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.source.len().saturating_sub(self.at);
        let len = (buffer.len() as u64).min(left) as usize;
        if len > 0 {
            self.source.read_at(self.at, &mut buffer[..len])?;
        }
        self.at += len as u64;
        self.counts.scanned.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// A record that is too long.
pub(crate) fn over_max_record() -> Fault {
    Fault::new(
        "OverMaxRecordSize",
        "The length of a record in the input or result is greater than maxCharsPerRecord of 1 MB.",
    )
}

pub(crate) fn not_utf8(near: u64) -> Fault {
    Fault::new(
        "InvalidTextEncoding",
        format!("UTF-8 encoding is required. The text encoding error was found near byte {near}."),
    )
}
