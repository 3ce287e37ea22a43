//! The order of encoded keys is the order of the keys, and they decode to themselves.

use std::fmt::Debug;

use super::seeded;
use crate::key::Key;

fn encoded<K: Key>(key: &K) -> Vec<u8> {
    let mut out = Vec::new();
    key.encode_to(&mut out);
    out
}

fn check_pair<K: Key + Ord + Debug>(a: &K, b: &K) {
    let (left, right) = (encoded(a), encoded(b));
    assert_eq!(left.cmp(&right), a.cmp(b), "{a:?} against {b:?}");
    assert!(a == b || !right.starts_with(&left), "{a:?} is a prefix of {b:?}");
    assert_eq!(K::decode(&left).as_ref(), Some(a));
}

fn check_order<K: Key + Ord + Debug>(mut make: impl FnMut(&mut fastrand::Rng) -> K) {
    let mut rng = seeded();
    for _ in 0..5_000 {
        let (a, b) = (make(&mut rng), make(&mut rng));
        check_pair(&a, &b);
    }
}

/// Short texts of few characters, the escaped ones among them, often meet at their ends.
fn text(rng: &mut fastrand::Rng) -> String {
    let characters = ['\0', '\u{1}', '\u{2}', 'a', 'b', 'é', '\u{10FFFF}'];
    (0..rng.usize(0..5)).map(|_| rng.choice(characters).unwrap()).collect()
}

#[test]
fn strings_and_bytes() {
    check_order(text);
    check_order(|rng| (0..rng.usize(0..5)).map(|_| rng.u8(..) & 3).collect::<Vec<u8>>());
}

#[test]
fn numbers() {
    check_order(|rng| rng.u8(..));
    check_order(|rng| rng.u16(..));
    check_order(|rng| rng.u32(..));
    check_order(|rng| rng.u64(..) >> rng.u32(0..64));
    check_order(|rng| rng.u128(..));
    check_order(|rng| rng.i64(..) >> rng.u32(0..64));
    check_order(fastrand::Rng::bool);
    check_order(|rng| [rng.u8(..), rng.u8(..)]);
    for pair in [i64::MIN, -1, 0, 1, i64::MAX].windows(2) {
        check_pair(&pair[0], &pair[1]);
    }
}

#[test]
fn tuples() {
    check_order(|rng| (text(rng), rng.u8(0..3)));
    check_order(|rng| (text(rng), text(rng), rng.i64(-2..3)));
    check_order(|rng| (rng.bool(), text(rng), rng.u64(0..3), text(rng)));
}

#[test]
fn wrong_bytes_do_not_decode() {
    assert_eq!(String::decode(b"ab"), None, "no end");
    assert_eq!(String::decode(b"a\x00b\x00"), None, "something follows");
    assert_eq!(String::decode(b"\x01\x03\x00"), None, "an escape of nothing");
    assert_eq!(String::decode(b"\x01\x00"), None, "an escape cut off");
    assert_eq!(String::decode(b"\xFF\x00"), None, "not UTF-8");
    assert_eq!(u32::decode(&[1, 2, 3]), None, "too short");
    assert_eq!(bool::decode(&[2]), None, "neither false nor true");
}
