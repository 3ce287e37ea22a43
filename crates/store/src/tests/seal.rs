//! Sealed contents: what is on the disk, and who can read it.

use std::sync::Arc;

use super::{TempDir, seeded};
use crate::blob::{BlobFile, BlobId, BlobStore, Content};
use crate::digest::{DigestSet, Digests};
use crate::open::{Durability, Options, Store};
use crate::seal::SealKey;

const PIECE: usize = 64 * 1024;

fn memory_options() -> Options {
    Options { dir: None, durability: Durability::Process }
}

fn memory() -> Arc<BlobStore> {
    Store::open(memory_options()).unwrap().blobs
}

fn key(byte: u8) -> SealKey {
    SealKey::new([byte; 32])
}

fn seal(blobs: &Arc<BlobStore>, id: u128, bytes: &[u8]) -> Arc<BlobFile> {
    seal_by(blobs, id, bytes, &key(7))
}

fn seal_by(blobs: &Arc<BlobStore>, id: u128, bytes: &[u8], key: &SealKey) -> Arc<BlobFile> {
    let mut staging = blobs.stage_sealed(BlobId(id), DigestSet::ALL, key);
    staging.expect_len(bytes.len() as u64).unwrap();
    for part in bytes.chunks(100_000) {
        staging.write(part).unwrap();
    }
    let staged = staging.finish().unwrap();
    // Of the bytes as they came.
    assert_eq!(staged.digests, Digests::of(bytes, DigestSet::ALL));
    assert_eq!(staged.content, Content::File { id: BlobId(id), len: bytes.len() as u64 });
    blobs.open_file(BlobId(id)).unwrap().unwrap()
}

fn read(file: &BlobFile, offset: usize, len: usize) -> Vec<u8> {
    let mut buffer = vec![0; len];
    file.read_at(offset as u64, &mut buffer).unwrap();
    buffer
}

fn check(blobs: &Arc<BlobStore>) {
    let mut rng = seeded();
    for (id, len) in [1, 100, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 1_000_000].iter().enumerate()
    {
        let bytes: Vec<u8> = (0..*len).map(|_| rng.u8(..)).collect();
        let key_of_this = if id % 2 == 0 { key(7) } else { SealKey::double([7; 32]) };
        let sealed = seal_by(blobs, id as u128, &bytes, &key_of_this);
        assert_eq!(sealed.len(), key_of_this.sealed_len(*len as u64));
        let opened = sealed.unseal(&key_of_this, *len as u64);
        assert_eq!(read(&opened, 0, *len), bytes);
        for _ in 0..10 {
            let from = rng.usize(0..*len);
            let to = rng.usize(from..=*len);
            assert_eq!(read(&opened, from, to - from), bytes[from..to]);
        }
        let mut past = vec![0; 2];
        assert!(opened.read_at(*len as u64 - 1, &mut past).is_err());
        let other = sealed.unseal(&key(8), *len as u64);
        assert!(other.read_at(0, &mut past[..1]).is_err(), "another key opens it");
    }
}

#[test]
fn any_range_opens_with_the_key_and_nothing_without() {
    check(&memory());
    let dir = TempDir::new("seal");
    let store =
        Store::open(Options { dir: Some(dir.path().to_owned()), ..memory_options() }).unwrap();
    check(&store.blobs);
}

#[test]
fn the_bytes_are_not_there_to_be_found() {
    let blobs = memory();
    let text = b"attack at dawn ".repeat(1_000);
    let sealed = seal(&blobs, 1, &text);
    let at_rest = read(&sealed, 0, sealed.len() as usize);
    assert!(!at_rest.windows(6).any(|window| window == b"attack"));
    // Alike contents do not look alike.
    let again = seal(&blobs, 2, &text);
    assert_ne!(read(&again, 0, 64), at_rest[..64]);
}

/// Opened by half, a content of two layers is still sealed.
#[test]
fn two_layers_are_two() {
    let blobs = memory();
    let text = b"attack at dawn ".repeat(9_000);
    let double = SealKey::double([7; 32]);
    let sealed = seal_by(&blobs, 1, &text, &double);
    assert_eq!(sealed.len(), text.len() as u64 + 3 * 2 * 16);
    assert_eq!(read(&sealed.unseal(&double, text.len() as u64), 0, text.len()), text);
    let mut first = [0; 1];
    assert!(sealed.unseal(&key(7), text.len() as u64).read_at(0, &mut first).is_err());
    assert_eq!(SealKey::from_bytes(&double.to_bytes()), Some(double));
    assert_eq!(SealKey::from_bytes(&key(7).to_bytes()), Some(key(7)));
    assert_eq!(SealKey::from_bytes(&[7; 31]), None);
}

#[test]
fn nothing_is_an_empty_row() {
    let blobs = memory();
    let staging = blobs.stage_sealed(BlobId(1), DigestSet::NONE, &key(7));
    assert!(staging.finish().unwrap().content.is_empty());
    assert_eq!(blobs.list().unwrap(), []);
}

#[test]
fn a_key_is_recognised_by_what_does_not_tell_it() {
    assert_eq!(key(7).fingerprint(b"salt"), key(7).fingerprint(b"salt"));
    assert_ne!(key(7).fingerprint(b"salt"), key(7).fingerprint(b"pepper"));
    assert_ne!(key(7).fingerprint(b"salt"), key(8).fingerprint(b"salt"));
    assert_eq!(format!("{:?}", key(7)), "SealKey(…)");
}
