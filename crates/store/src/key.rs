//! Keys: values encoded so that the order of the bytes is the order of the values.
//!
//! Invariant: no encoding of a type is a proper prefix of another of the same type, so encodings
//! can be put behind each other (tuples) and every prefix of a tuple is a range of its own.

/// A type that can be a table's key.
pub trait Key: AsKey<Self> + Sized {
    /// Reads one key from the front of `input` and moves `input` past it; `None` when it is not
    /// an encoding of this type.
    fn decode_from(input: &mut &[u8]) -> Option<Self>;

    /// Reads a key that fills `bytes` exactly.
    fn decode(mut bytes: &[u8]) -> Option<Self> {
        let key = Self::decode_from(&mut bytes)?;
        bytes.is_empty().then_some(key)
    }
}

/// Something that encodes as a key of type `K`: `K` itself or its borrowed form (`str` for
/// `String`), so that a look-up needs no owned key.
pub trait AsKey<K> {
    fn encode_to(&self, out: &mut Vec<u8>);
}

/// The first elements of a tuple key `K`, or the whole key.
pub trait AsPrefix<K> {
    fn encode_prefix_to(&self, out: &mut Vec<u8>);
}

// A byte string ends with TERMINATOR; the two lowest bytes are escaped so that it cannot occur
// inside and the order is kept: 00 -> 01 01, 01 -> 01 02.
const TERMINATOR: u8 = 0x00;
const ESCAPE: u8 = 0x01;

/// The escaped bytes of a string without its end: the prefix of all strings that start so.
pub(crate) fn encode_partial(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() + 1);
    let mut rest = bytes;
    // Nearly all strings hold no control bytes and are copied in one piece.
    while let Some(at) = rest.iter().position(|byte| *byte <= ESCAPE) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[ESCAPE, rest[at] + 1]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

fn encode_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    encode_partial(bytes, out);
    out.push(TERMINATOR);
}

fn decode_bytes(input: &mut &[u8]) -> Option<Vec<u8>> {
    let end = input.iter().position(|byte| *byte == TERMINATOR)?;
    let (encoded, rest) = (&input[..end], &input[end + 1..]);
    *input = rest;
    if !encoded.contains(&ESCAPE) {
        return Some(encoded.to_vec());
    }
    let mut out = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter();
    while let Some(byte) = bytes.next() {
        match *byte {
            ESCAPE => match bytes.next() {
                Some(escaped @ (1 | 2)) => out.push(escaped - 1),
                _ => return None,
            },
            plain => out.push(plain),
        }
    }
    Some(out)
}

impl Key for String {
    fn decode_from(input: &mut &[u8]) -> Option<String> {
        String::from_utf8(decode_bytes(input)?).ok()
    }
}

impl AsKey<String> for String {
    fn encode_to(&self, out: &mut Vec<u8>) {
        encode_bytes(self.as_bytes(), out);
    }
}

impl AsKey<String> for str {
    fn encode_to(&self, out: &mut Vec<u8>) {
        encode_bytes(self.as_bytes(), out);
    }
}

impl Key for Vec<u8> {
    fn decode_from(input: &mut &[u8]) -> Option<Vec<u8>> {
        decode_bytes(input)
    }
}

impl AsKey<Vec<u8>> for Vec<u8> {
    fn encode_to(&self, out: &mut Vec<u8>) {
        encode_bytes(self, out);
    }
}

impl AsKey<Vec<u8>> for [u8] {
    fn encode_to(&self, out: &mut Vec<u8>) {
        encode_bytes(self, out);
    }
}

impl<const N: usize> Key for [u8; N] {
    fn decode_from(input: &mut &[u8]) -> Option<[u8; N]> {
        let (head, rest) = input.split_first_chunk::<N>()?;
        *input = rest;
        Some(*head)
    }
}

impl<const N: usize> AsKey<[u8; N]> for [u8; N] {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

macro_rules! unsigned_key {
    ($($type:ty)*) => {
        $(impl Key for $type {
            fn decode_from(input: &mut &[u8]) -> Option<$type> {
                <[u8; size_of::<$type>()]>::decode_from(input).map(<$type>::from_be_bytes)
            }
        }

        impl AsKey<$type> for $type {
            fn encode_to(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
        })*
    };
}

unsigned_key!(u8 u16 u32 u64 u128);

// Flipping the sign bit makes two's complement sort below zero before above.
const SIGN: u64 = 1 << 63;

impl Key for i64 {
    fn decode_from(input: &mut &[u8]) -> Option<i64> {
        u64::decode_from(input).map(|bits| (bits ^ SIGN).cast_signed())
    }
}

impl AsKey<i64> for i64 {
    fn encode_to(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ SIGN).encode_to(out);
    }
}

impl Key for bool {
    fn decode_from(input: &mut &[u8]) -> Option<bool> {
        match u8::decode_from(input)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl AsKey<bool> for bool {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

/// The key of a table with one row.
impl Key for () {
    fn decode_from(_: &mut &[u8]) -> Option<()> {
        Some(())
    }
}

impl AsKey<()> for () {
    fn encode_to(&self, _: &mut Vec<u8>) {}
}

impl<K, Q: AsKey<K> + ?Sized> AsKey<K> for &Q {
    fn encode_to(&self, out: &mut Vec<u8>) {
        (**self).encode_to(out);
    }
}

macro_rules! tuple_key {
    ($($name:ident $borrowed:ident $at:tt)*) => {
        impl<$($name: Key),*> Key for ($($name,)*) {
            fn decode_from(input: &mut &[u8]) -> Option<Self> {
                Some(($($name::decode_from(input)?,)*))
            }
        }

        impl<$($name, $borrowed: AsKey<$name>),*> AsKey<($($name,)*)> for ($($borrowed,)*) {
            fn encode_to(&self, out: &mut Vec<u8>) {
                $(self.$at.encode_to(out);)*
            }
        }
    };
}

tuple_key!(A QA 0 B QB 1);
tuple_key!(A QA 0 B QB 1 C QC 2);
tuple_key!(A QA 0 B QB 1 C QC 2 D QD 3);

macro_rules! tuple_prefix {
    (($($name:ident $borrowed:ident $at:tt)*) of ($($rest:ident)*)) => {
        impl<$($name, $borrowed: AsKey<$name>,)* $($rest,)*> AsPrefix<($($name,)* $($rest,)*)>
            for ($($borrowed,)*)
        {
            fn encode_prefix_to(&self, out: &mut Vec<u8>) {
                $(self.$at.encode_to(out);)*
            }
        }
    };
}

tuple_prefix!((A QA 0) of (B));
tuple_prefix!((A QA 0) of (B C));
tuple_prefix!((A QA 0) of (B C D));
tuple_prefix!((A QA 0 B QB 1) of ());
tuple_prefix!((A QA 0 B QB 1) of (C));
tuple_prefix!((A QA 0 B QB 1) of (C D));
tuple_prefix!((A QA 0 B QB 1 C QC 2) of ());
tuple_prefix!((A QA 0 B QB 1 C QC 2) of (D));
tuple_prefix!((A QA 0 B QB 1 C QC 2 D QD 3) of ());

macro_rules! whole_key_prefix {
    ($($type:ty,)*) => {
        $(impl AsPrefix<$type> for $type {
            fn encode_prefix_to(&self, out: &mut Vec<u8>) {
                self.encode_to(out);
            }
        })*
    };
}

whole_key_prefix!(String, Vec<u8>, u8, u16, u32, u64, u128, i64, bool, (),);

impl AsPrefix<String> for str {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        self.encode_to(out);
    }
}

impl<const N: usize> AsPrefix<[u8; N]> for [u8; N] {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        self.encode_to(out);
    }
}

impl<K, Q: AsPrefix<K> + ?Sized> AsPrefix<K> for &Q {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        (**self).encode_prefix_to(out);
    }
}
