//! Contents: staging, reading back, checksums, cleaning up.

use std::sync::Arc;

use super::{TempDir, seeded};
use crate::blob::{BlobId, BlobStore, Content, INLINE_MAX};
use crate::digest::{DigestSet, Digests};
use crate::open::{Options, Store};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn check_round_trips(blobs: &Arc<BlobStore>) {
    let mut rng = seeded();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let lengths =
        [0, 1, INLINE_MAX - 1, INLINE_MAX, INLINE_MAX + 1, 256 * 1024, 256 * 1024 + 1, 1_000_000];
    let lengths = lengths.repeat(4);
    for (number, len) in lengths.into_iter().enumerate() {
        let bytes: Vec<u8> = (0..len).map(|_| rng.u8(..)).collect();
        let id = BlobId(number as u128);
        let mut staging = blobs.stage(id, DigestSet::ALL);
        let announced = len as u64 + rng.u64(0..2) * 300_000;
        let is_beside_others = rng.bool();
        if is_beside_others {
            staging.expect_beside_others(announced).unwrap();
        } else if rng.bool() {
            staging.expect_len(announced).unwrap();
        }
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(rng.usize(1..=400_000).min(rest.len()));
            staging.write(piece).unwrap();
            rest = later;
            runtime.block_on(staging.keep_pace());
        }
        assert_eq!(staging.len(), len as u64);
        let staged = if is_beside_others {
            runtime.block_on(staging.finish_beside_others()).unwrap()
        } else {
            staging.finish().unwrap()
        };
        assert_eq!(staged.digests, Digests::of(&bytes, DigestSet::ALL));
        match staged.content {
            Content::Inline(inline) => {
                assert!(len <= INLINE_MAX);
                assert_eq!(inline, bytes);
                assert!(blobs.open_file(id).unwrap().is_none());
            }
            Content::File { id: found, len: found_len } => {
                assert!(len > INLINE_MAX);
                assert_eq!((found, found_len), (id, len as u64));
                let file = blobs.open_file(id).unwrap().unwrap();
                assert_eq!((file.id(), file.len()), (id, len as u64));
                let mut all = vec![0; len];
                file.read_at(0, &mut all).unwrap();
                assert_eq!(all, bytes);
                let mut middle = [0; 10];
                file.read_at(100, &mut middle).unwrap();
                assert_eq!(middle, bytes[100..110]);
                assert!(file.read_at(len as u64 - 9, &mut middle).is_err(), "past the end");
                assert!(file.read_at(u64::MAX, &mut middle).is_err());
                blobs.remove(id).unwrap();
                file.read_at(0, &mut middle).unwrap();
                assert!(blobs.open_file(id).unwrap().is_none());
                blobs.remove(id).unwrap();
            }
        }
    }
    assert_eq!(blobs.list().unwrap(), []);
}

#[test]
fn round_trips_on_disk() {
    let dir = TempDir::new("blobs");
    let store = Store::open(Options::at(dir.path())).unwrap();
    check_round_trips(&store.blobs);
    assert_eq!(std::fs::read_dir(dir.path().join("staging")).unwrap().count(), 0);
}

#[test]
fn round_trips_in_memory() {
    check_round_trips(&Store::ephemeral().blobs);
}

#[test]
fn unfinished_contents_leave_nothing() {
    let dir = TempDir::new("unfinished");
    let staging_dir = dir.path().join("staging");
    let count = || std::fs::read_dir(&staging_dir).unwrap().count();
    let store = Store::open(Options::at(dir.path())).unwrap();
    let mut staging = store.blobs.stage(BlobId(1), DigestSet::NONE);
    staging.write(&vec![7; 1_000_000]).unwrap();
    assert_eq!(count(), 1);
    drop(staging);
    assert_eq!(count(), 0);

    // As if the process had been killed in between.
    std::fs::write(staging_dir.join(BlobId(2).to_string()), b"half").unwrap();
    drop(store);
    let store = Store::open(Options::at(dir.path())).unwrap();
    assert_eq!(count(), 0);
    assert_eq!(store.blobs.list().unwrap(), []);
}

#[test]
fn finished_contents_survive_and_are_listed() {
    let dir = TempDir::new("listed");
    for number in [3u128, u128::MAX, 1 << 120] {
        let store = Store::open(Options::at(dir.path())).unwrap();
        let mut staging = store.blobs.stage(BlobId(number), DigestSet::NONE);
        staging.write(&vec![1; 20_000]).unwrap();
        staging.finish().unwrap();
    }
    let store = Store::open(Options::at(dir.path())).unwrap();
    let wanted = [3, 1 << 120, u128::MAX].map(|number| (BlobId(number), 20_000));
    assert_eq!(store.blobs.list().unwrap(), wanted);
    let report = store.fsck().unwrap();
    assert_eq!((report.blobs, report.blob_bytes), (3, 60_000));
}

/// The check values of the algorithms' catalogues for the bytes `123456789`, and of RFC 1321 and
/// FIPS 180 and xxHash's own for the empty string.
#[test]
fn digests_have_their_published_check_values() {
    let digests = Digests::of(b"123456789", DigestSet::ALL);
    assert_eq!(digests.crc32, Some(0xCBF4_3926));
    assert_eq!(digests.crc32c, Some(0xE306_9283));
    assert_eq!(digests.crc64nvme, Some(0xAE8B_1486_0A79_9888));
    let empty = Digests::of(b"", DigestSet::ALL);
    let rare = empty.rare.as_ref().unwrap();
    assert!(hex(&rare.sha512.unwrap()).starts_with("cf83e1357eefb8bdf1542850d66d8007"));
    assert_eq!(rare.xxhash64, Some(0xEF46_DB37_51D8_E999));
    assert_eq!(rare.xxhash3, Some(0x2D06_8005_38D3_94C2));
    assert_eq!(rare.xxhash128, Some(0x99AA_06D3_0147_98D8_6001_C324_468D_497F));
    assert_eq!(hex(&empty.md5), "d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(hex(&empty.sha1.unwrap()), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!(
        hex(&empty.sha256.unwrap()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let none = Digests::of(b"123456789", DigestSet::NONE);
    assert_eq!((none.sha256, none.crc32, none.len), (None, None, 9));
    assert_eq!(none.rare, None);
}

#[test]
fn ids_are_text() {
    let id = BlobId(0xAB);
    assert_eq!(id.to_string(), "000000000000000000000000000000ab");
    assert_eq!(BlobId::parse(&id.to_string()), Some(id));
    assert_eq!(BlobId::parse("ab"), None);
    assert_eq!(BlobId::parse(&format!("+{}", &id.to_string()[1..])), None);
}

#[test]
fn a_removal_waits_for_readers_to_come() {
    let dir = TempDir::new("later");
    let store = Store::open(Options::at(dir.path())).unwrap();
    let id = BlobId(7);
    let mut staging = store.blobs.stage(id, DigestSet::NONE);
    staging.write(&vec![1; 20_000]).unwrap();
    staging.finish().unwrap();
    let promised = store.blobs.open_later(id, 20_000).unwrap().unwrap();
    let other = store.blobs.open_later(id, 20_000).unwrap().unwrap();
    store.blobs.remove(id).unwrap();
    drop(other);
    let mut bytes = [0; 10];
    promised.read_at(19_990, &mut bytes).unwrap();
    assert_eq!(bytes, [1; 10]);
    drop(promised);
    assert_eq!(store.blobs.list().unwrap(), []);
    let absent = store.blobs.open_later(id, 20_000).unwrap().unwrap();
    assert!(absent.read_at(0, &mut bytes).is_err());
}
