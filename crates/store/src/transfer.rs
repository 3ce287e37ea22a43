//! A snapshot as one file that another machine opens, whatever keeps its worlds.
//!
//! A line of text with the version, then one zstd stream: what was said of the snapshot, every row
//! in key order, every content, and an end with their counts. Lengths are big-endian. The stream's
//! own checksum finds damage, and the end what was cut off.

use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

use bytes::Bytes;

use crate::blob::{BlobId, BlobStore};
use crate::digest::DigestSet;
use crate::engine::{Batch, Engine, KEY_BYTES_MAX, KeyRange, VALUE_BYTES_MAX};
use crate::error::StoreError;
use crate::open::Store;
use crate::snapshots::{Branch, SnapshotError};

/// The version that this code writes, and the newest that it reads.
const VERSION: u32 = 1;
const HEAD: &str = "nephele snapshot ";
const HEAD_LEN_MAX: u64 = 64;
const ABOUT_LEN_MAX: usize = 64 * 1024;
/// Fast: most of it is written and read once.
const LEVEL: i32 = 3;
/// Rows are committed in batches of about so many bytes.
const BATCH_BYTES: usize = 4 * 1024 * 1024;
/// Contents are read and written in pieces of this length.
const PIECE: usize = 256 * 1024;

const END: u8 = 0;
const ROW: u8 = 1;
const CONTENT: u8 = 2;

impl Store {
    /// Writes a snapshot to `out`.
    pub fn export_snapshot(&self, name: &str, out: impl Write) -> Result<(), SnapshotError> {
        let branch = self.open_snapshot(name)?;
        write(&branch, out)
    }

    /// Adds the snapshot that `input` holds, under a name.
    pub fn import_snapshot(&self, name: &str, input: impl Read) -> Result<(), SnapshotError> {
        let mut input = io::BufReader::new(input);
        check_head(&mut input)?;
        let mut stream = zstd::Decoder::with_buffer(input).map_err(damaged)?;
        self.build_snapshot(name, |engine, blobs| read(&mut stream, engine, blobs))
    }
}

fn write(branch: &Branch, mut out: impl Write) -> Result<(), SnapshotError> {
    writeln!(out, "{HEAD}{VERSION}").map_err(unwritten)?;
    let mut out = zstd::Encoder::new(out, LEVEL).map_err(unwritten)?;
    out.include_checksum(true).map_err(unwritten)?;
    let mut put = |bytes: &[u8]| out.write_all(bytes).map_err(unwritten);
    put(&(branch.about.len() as u32).to_be_bytes())?;
    put(&branch.about)?;
    let mut rows: u64 = 0;
    for pair in branch.view.scan(&KeyRange::all()) {
        let (key, value) = pair?;
        put(&[ROW])?;
        put(&(key.len() as u32).to_be_bytes())?;
        put(&(value.len() as u32).to_be_bytes())?;
        put(&key)?;
        put(&value)?;
        rows += 1;
    }
    let contents = branch.blobs.list()?;
    let mut piece = vec![0; PIECE];
    for (id, len) in &contents {
        let Some(file) = branch.blobs.open_file(*id)? else { continue };
        put(&[CONTENT])?;
        put(&id.0.to_be_bytes())?;
        put(&len.to_be_bytes())?;
        let mut done = 0;
        while done < *len {
            let take = (len - done).min(PIECE as u64) as usize;
            file.read_at(done, &mut piece[..take])?;
            put(&piece[..take])?;
            done += take as u64;
        }
    }
    put(&[END])?;
    put(&rows.to_be_bytes())?;
    put(&(contents.len() as u64).to_be_bytes())?;
    out.finish().map_err(unwritten)?.flush().map_err(unwritten)
}

fn check_head(input: &mut impl BufRead) -> Result<(), SnapshotError> {
    let mut line = Vec::new();
    input.take(HEAD_LEN_MAX).read_until(b'\n', &mut line).map_err(damaged)?;
    let version = std::str::from_utf8(&line)
        .ok()
        .and_then(|line| line.strip_prefix(HEAD)?.trim_end().parse::<u32>().ok());
    match version {
        Some(found) if found > VERSION => Err(SnapshotError::Newer { found, known: VERSION }),
        Some(_) => Ok(()),
        None => Err(SnapshotError::Damaged("it does not begin as one does".to_owned())),
    }
}

/// Answers what was said of the snapshot.
fn read(
    input: &mut impl Read,
    engine: &dyn Engine,
    blobs: &Arc<BlobStore>,
) -> Result<Bytes, SnapshotError> {
    let about_len = u32::from_be_bytes(array(input)?) as usize;
    let about = bytes(input, about_len, ABOUT_LEN_MAX)?;
    let (mut rows, mut contents) = (0u64, 0u64);
    let (mut batch, mut held) = (Batch::new(), 0);
    let mut last: Option<Bytes> = None;
    loop {
        match array::<1>(input)?[0] {
            ROW => {
                let key_len = u32::from_be_bytes(array(input)?) as usize;
                let value_len = u32::from_be_bytes(array(input)?) as usize;
                let key = bytes(input, key_len, KEY_BYTES_MAX)?;
                let value = bytes(input, value_len, VALUE_BYTES_MAX)?;
                if key.is_empty() || last.as_ref().is_some_and(|last| *last >= key) {
                    return Err(SnapshotError::Damaged("its rows are out of order".to_owned()));
                }
                last = Some(key.clone());
                held += key.len() + value.len();
                batch.put(key, value);
                rows += 1;
                if held >= BATCH_BYTES {
                    engine.commit(&std::mem::take(&mut batch))?;
                    held = 0;
                }
            }
            CONTENT => {
                let id = BlobId(u128::from_be_bytes(array(input)?));
                let len = u64::from_be_bytes(array(input)?);
                read_content(input, blobs, id, len)?;
                contents += 1;
            }
            END => break,
            _ => return Err(SnapshotError::Damaged("it holds what nobody knows".to_owned())),
        }
    }
    let counts = (u64::from_be_bytes(array(input)?), u64::from_be_bytes(array(input)?));
    if counts != (rows, contents) {
        return Err(SnapshotError::Damaged("rows or contents are missing".to_owned()));
    }
    // The end of the stream is where its checksum is looked at.
    if input.read(&mut [0]).map_err(damaged)? != 0 {
        return Err(SnapshotError::Damaged("it goes on after its end".to_owned()));
    }
    engine.commit(&batch)?;
    blobs.sync()?;
    Ok(about)
}

fn read_content(
    input: &mut impl Read,
    blobs: &Arc<BlobStore>,
    id: BlobId,
    len: u64,
) -> Result<(), SnapshotError> {
    if len == 0 {
        return Err(SnapshotError::Damaged("a content is empty".to_owned()));
    }
    let mut staging = blobs.stage(id, DigestSet::NONE);
    let mut piece = vec![0; PIECE];
    let mut left = len;
    while left > 0 {
        let take = left.min(PIECE as u64) as usize;
        input.read_exact(&mut piece[..take]).map_err(damaged)?;
        staging.write(&piece[..take])?;
        left -= take as u64;
    }
    staging.finish_as_file()?;
    Ok(())
}

fn array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], SnapshotError> {
    let mut array = [0; N];
    input.read_exact(&mut array).map_err(damaged)?;
    Ok(array)
}

/// Grows as the bytes come: a length alone allocates nothing.
fn bytes(input: &mut impl Read, len: usize, max: usize) -> Result<Bytes, SnapshotError> {
    if len > max {
        return Err(SnapshotError::Damaged(format!("a length of {len} bytes")));
    }
    let mut bytes = Vec::new();
    let read = input.take(len as u64).read_to_end(&mut bytes).map_err(damaged)?;
    if read < len {
        return Err(SnapshotError::Damaged("it ends too early".to_owned()));
    }
    Ok(Bytes::from(bytes))
}

fn damaged(error: io::Error) -> SnapshotError {
    SnapshotError::Damaged(error.to_string())
}

fn unwritten(error: io::Error) -> SnapshotError {
    StoreError::io("cannot write the exported snapshot", error).into()
}
