//! The formats in which objects are packed.
//!
//! Hadoop's Snappy is its block format: the length of a block as it was, the length of a chunk and
//! the chunk, in big-endian; what AWS calls Snappy is taken to be the framing format (unverified).

use std::io::Write as _;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

use crate::api::compression_format;

/// Of a block of Hadoop's Snappy.
const BLOCK_BYTES: usize = 256 * 1024;
const ZIP_VERSION: u16 = 20;
const ZIP_DEFLATED: u16 = 8;
/// 1980-01-01, the first day of ZIP.
const ZIP_DATE: u16 = 0x21;

/// Packs an object; `name` is what a ZIP calls its only file.
pub fn pack(format: &str, bytes: Vec<u8>, name: &str) -> Vec<u8> {
    match format {
        compression_format::GZIP => gzip(&bytes),
        compression_format::ZIP => zip(&bytes, name),
        compression_format::SNAPPY => {
            let mut encoder = snap::write::FrameEncoder::new(Vec::new());
            encoder.write_all(&bytes).expect("memory takes everything");
            encoder.into_inner().unwrap_or_default()
        }
        compression_format::HADOOP_SNAPPY => hadoop(&bytes),
        _ => bytes,
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn hadoop(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = snap::raw::Encoder::new();
    let mut out = Vec::new();
    for block in bytes.chunks(BLOCK_BYTES) {
        let packed = encoder.compress_vec(block).expect("a block is short");
        out.extend_from_slice(&(block.len() as u32).to_be_bytes());
        out.extend_from_slice(&(packed.len() as u32).to_be_bytes());
        out.extend_from_slice(&packed);
    }
    out
}

fn zip(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    let packed = encoder.finish().expect("memory takes everything");
    let mut crc = Crc::new();
    crc.update(bytes);
    // What the header before the file and the one at the end have in common.
    let mut common = Vec::new();
    for short in [ZIP_VERSION, 0, ZIP_DEFLATED, 0, ZIP_DATE] {
        common.extend_from_slice(&short.to_le_bytes());
    }
    for long in [crc.sum(), packed.len() as u32, bytes.len() as u32] {
        common.extend_from_slice(&long.to_le_bytes());
    }
    common.extend_from_slice(&(name.len() as u16).to_le_bytes());
    common.extend_from_slice(&0_u16.to_le_bytes());

    let mut out = b"PK\x03\x04".to_vec();
    out.extend_from_slice(&common);
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(&packed);
    let directory = out.len() as u32;
    out.extend_from_slice(b"PK\x01\x02");
    out.extend_from_slice(&ZIP_VERSION.to_le_bytes());
    out.extend_from_slice(&common);
    // Comment, disk, attributes, and where the file begins.
    out.extend_from_slice(&[0; 14]);
    out.extend_from_slice(name.as_bytes());
    let size = out.len() as u32 - directory;
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&directory.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn sample() -> Vec<u8> {
        b"abcabcabc".repeat(100_000)
    }

    #[test]
    fn gzip_and_snappy_are_read_back() {
        let packed = pack("GZIP", sample(), "n");
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut out).expect("gzip");
        assert!(out == sample());
        let packed = pack("Snappy", sample(), "n");
        let mut out = Vec::new();
        snap::read::FrameDecoder::new(packed.as_slice()).read_to_end(&mut out).expect("snappy");
        assert!(out == sample());
    }

    #[test]
    fn blocks_of_hadoop_follow_each_other() {
        let packed = pack("HADOOP_SNAPPY", sample(), "n");
        let (mut at, mut out) = (0, Vec::new());
        let number = |at: usize| {
            let bytes = packed[at..at + 4].try_into().expect("four bytes");
            u32::from_be_bytes(bytes) as usize
        };
        while at < packed.len() {
            let (clear, len) = (number(at), number(at + 4));
            let block = &packed[at + 8..at + 8 + len];
            let block = snap::raw::Decoder::new().decompress_vec(block).expect("a block");
            assert_eq!(block.len(), clear);
            out.extend(block);
            at += 8 + len;
        }
        assert!(out == sample());
    }

    #[test]
    fn a_zip_has_one_file() {
        let packed = pack("ZIP", sample(), "name");
        assert_eq!(&packed[30..34], b"name");
        let mut out = Vec::new();
        let inner = &packed[34..];
        flate2::read::DeflateDecoder::new(inner).read_to_end(&mut out).expect("deflated");
        assert!(out == sample());
        assert_eq!(&packed[packed.len() - 22..packed.len() - 18], b"PK\x05\x06");
    }
}
