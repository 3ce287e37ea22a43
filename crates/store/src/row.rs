//! Rows: values encoded so that a newer version reads what an older one wrote.
//!
//! A row is a struct with numbered fields:
//!
//! ```text
//! #[derive(Encode, Decode)]
//! #[cbor(map)]
//! pub struct QueueRow {
//!     #[n(0)] pub created: i64,
//!     #[n(1)] #[cbor(default)] pub tags: BTreeMap<String, String>,  // added later
//! }
//! store::row!(QueueRow);
//! ```
//!
//! Rules: a number is never used for another meaning; a field added later is an `Option` or has
//! `#[cbor(default)]`; a field that nobody reads any more is removed and its number kept free.
//! Unknown fields are skipped, missing ones take their default.

use bytes::Bytes;

/// The first byte of every row of a struct: how the rest is encoded.
const ENCODING_CBOR: u8 = 1;

/// A table's value.
pub trait Row: Sized {
    /// Appends the encoding; `out` is empty.
    fn encode_to(&self, out: &mut Vec<u8>);
    /// `Err` says what is wrong with the bytes.
    fn decode(bytes: &Bytes) -> Result<Self, String>;
}

/// Makes types that derive `minicbor::Encode` and `minicbor::Decode` rows.
#[macro_export]
macro_rules! row {
    ($($type:ty),+ $(,)?) => {
        $(impl $crate::row::Row for $type {
            fn encode_to(&self, out: &mut Vec<u8>) {
                $crate::row::encode_cbor(self, out);
            }

            fn decode(bytes: &$crate::row::RowBytes) -> Result<Self, String> {
                $crate::row::decode_cbor(bytes)
            }
        })+
    };
}

/// What [`Row::decode`] takes, named here so that `row!` needs no import.
pub type RowBytes = Bytes;

pub fn encode_cbor<T: minicbor::Encode<()>>(row: &T, out: &mut Vec<u8>) {
    out.push(ENCODING_CBOR);
    minicbor::encode(row, out).expect("encoding to memory cannot fail");
}

pub fn decode_cbor<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &Bytes) -> Result<T, String> {
    match bytes.split_first() {
        Some((&ENCODING_CBOR, body)) => minicbor::decode(body).map_err(|error| error.to_string()),
        Some((version, _)) => Err(format!("row encoding {version} is not known to this version")),
        None => Err("an empty row".to_owned()),
    }
}

/// A row that says only that its key is there.
impl Row for () {
    fn encode_to(&self, _: &mut Vec<u8>) {}

    fn decode(bytes: &Bytes) -> Result<(), String> {
        if bytes.is_empty() { Ok(()) } else { Err("expected no bytes".to_owned()) }
    }
}

/// Raw bytes, with no version: for content, not for structure.
impl Row for Bytes {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn decode(bytes: &Bytes) -> Result<Bytes, String> {
        Ok(bytes.clone())
    }
}

impl Row for Vec<u8> {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn decode(bytes: &Bytes) -> Result<Vec<u8>, String> {
        Ok(bytes.to_vec())
    }
}

/// A counter.
impl Row for u64 {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn decode(bytes: &Bytes) -> Result<u64, String> {
        let bytes: [u8; 8] = bytes[..].try_into().map_err(|_| "expected 8 bytes".to_owned())?;
        Ok(u64::from_be_bytes(bytes))
    }
}
