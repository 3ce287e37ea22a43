//! Items in the store: compact CBOR, in which every type of DynamoDB has a form of its own.
//!
//! A whole number is an integer, another one a decimal fraction (tag 4); a set is an array with tag
//! 258, whose elements say of which type it is. In front of the item stand its size, so that nobody
//! decodes an item to charge for it, and in replicas of a global table who wrote it last.

use bytes::Bytes;
use kernel::{ApiError, Struct, Value};
use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder};
use store::Row;

use crate::attribute::{Attribute, Item};
use crate::number::{DecodeError, EncodeError, Number};
use crate::values;

/// CBOR's mathematical finite set.
pub const TAG_SET: Tag = Tag::new(258);
const ENCODING: u8 = 1;
/// CBOR's array of two elements, and what an unsigned number of one or two bytes begins with.
const UNSTAMPED: u8 = 0x82;
const SIZE_OF_8_BITS: u8 = 0x18;
const SIZE_OF_16_BITS: u8 = 0x19;
/// Deeper than any item that was let in: guards the reader of a damaged store.
pub const DEPTH_MAX: usize = 64;

/// Who wrote an item last: the later wins, and of equal times the greater region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub micros: i64,
    pub region: String,
}

/// An item as it is stored; its attributes are decoded when they are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredItem {
    /// By the rules of "DynamoDB item sizes and formats".
    pub size: u32,
    pub stamp: Option<Stamp>,
    body: Bytes,
}

impl StoredItem {
    pub fn new(item: &Item, size: usize, stamp: Option<Stamp>) -> StoredItem {
        let mut body = Vec::with_capacity(size + item.len() * 2 + 8);
        encode_map(item, &mut body).expect("encoding to memory cannot fail");
        StoredItem { size: size as u32, stamp, body: body.into() }
    }

    /// An item from the bytes that [`StoredItem::body`] has given.
    pub fn of_body(body: Bytes) -> StoredItem {
        StoredItem { size: 0, stamp: None, body }
    }

    /// The same attributes without a stamp: the entry of an index that projects all of them.
    #[must_use]
    pub fn unstamped(&self) -> StoredItem {
        StoredItem { size: self.size, stamp: None, body: self.body.clone() }
    }

    /// The attributes, encoded; equal items have equal bytes.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub fn size(&self) -> usize {
        self.size as usize
    }

    /// Its attributes as answers carry them.
    pub fn wire(&self) -> Result<Struct, ApiError> {
        wire_map(&mut Decoder::new(&self.body), 0).map_err(damaged)
    }

    /// Its attributes. They are checked when they are written; damage is the server's failure.
    pub fn item(&self) -> Result<Item, ApiError> {
        decode_map(&mut Decoder::new(&self.body), 0).map_err(damaged)
    }
}

#[cold]
pub fn damaged(error: DecodeError) -> ApiError {
    tracing::error!(%error, "an item does not decode");
    ApiError::internal()
}

impl Row for StoredItem {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.push(ENCODING);
        let mut e = Encoder::new(&mut *out);
        let result = match &self.stamp {
            None => e.array(2).and_then(|e| e.u32(self.size)).map(|_| ()),
            Some(stamp) => e
                .array(3)
                .and_then(|e| e.u32(self.size))
                .and_then(|e| e.array(2))
                .and_then(|e| e.i64(stamp.micros))
                .and_then(|e| e.str(&stamp.region))
                .map(|_| ()),
        };
        result.expect("encoding to memory cannot fail");
        out.extend_from_slice(&self.body);
    }

    fn decode(bytes: &Bytes) -> Result<StoredItem, String> {
        // Nearly all rows: no stamp, and a size that fits 16 bits.
        if let [ENCODING, UNSTAMPED, SIZE_OF_16_BITS, high, low, ..] = **bytes {
            let size = u32::from(u16::from_be_bytes([high, low]));
            return Ok(StoredItem { size, stamp: None, body: bytes.slice(5..) });
        }
        if let [ENCODING, UNSTAMPED, SIZE_OF_8_BITS, size, ..] = **bytes {
            return Ok(StoredItem { size: size.into(), stamp: None, body: bytes.slice(4..) });
        }
        let Some((&ENCODING, rest)) = bytes.split_first() else {
            return Err("an item in an unknown encoding".to_owned());
        };
        let mut d = Decoder::new(rest);
        let mut head = || -> Result<(u32, Option<Stamp>), DecodeError> {
            let parts = d.array()?.unwrap_or_default();
            let size = d.u32()?;
            if parts < 3 {
                return Ok((size, None));
            }
            d.array()?;
            Ok((size, Some(Stamp { micros: d.i64()?, region: d.str()?.to_owned() })))
        };
        let (size, stamp) = head().map_err(|error| error.to_string())?;
        let body = bytes.slice(1 + d.position()..);
        Ok(StoredItem { size, stamp, body })
    }
}

/// An item as answers carry it, straight from its bytes: what reads do most.
fn wire_map(d: &mut Decoder<'_>, depth: usize) -> Result<Struct, DecodeError> {
    let len = d.map()?.ok_or_else(|| DecodeError::message("a map without an end"))?;
    let mut out = Struct::with_capacity(len.min(1_024) as usize);
    for _ in 0..len {
        let name = d.str()?.to_owned();
        out.push(name, wire(d, depth + 1)?);
    }
    Ok(out)
}

fn wire(d: &mut Decoder<'_>, depth: usize) -> Result<Value, DecodeError> {
    if depth > DEPTH_MAX {
        return Err(DecodeError::message("nested too deep"));
    }
    Ok(match d.datatype()? {
        Type::String => values::typed("S", Value::String(d.str()?.to_owned())),
        Type::Bytes => values::typed("B", Value::Blob(Bytes::copy_from_slice(d.bytes()?))),
        Type::Bool => values::typed("BOOL", Value::Bool(d.bool()?)),
        Type::Map => values::typed("M", Value::Struct(wire_map(d, depth)?)),
        Type::Array => {
            let len = array_len(d)?;
            let items = (0..len).map(|_| wire(d, depth + 1));
            values::typed("L", Value::List(items.collect::<Result<_, _>>()?))
        }
        Type::Null | Type::Tag => values::write(decode(d, depth)?),
        _ => values::typed("N", Value::String(d.i64()?.to_string())),
    })
}

fn encode_map(map: &Item, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_head(MAP, map.len(), out);
    for (name, value) in map.iter() {
        write_bytes(TEXT, name.as_bytes(), out);
        encode(value, out)?;
    }
    Ok(())
}

fn encode(attribute: &Attribute, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    match attribute {
        Attribute::S(text) => write_bytes(TEXT, text.as_bytes(), out),
        Attribute::N(number) => number.encode_cbor(&mut Encoder::new(out))?,
        Attribute::B(bytes) => write_bytes(BYTES, bytes, out),
        Attribute::Bool(flag) => out.push(if *flag { TRUE } else { FALSE }),
        Attribute::Null => out.push(NULL),
        Attribute::M(map) => encode_map(map, out)?,
        Attribute::L(items) => {
            write_head(ARRAY, items.len(), out);
            items.iter().try_for_each(|item| encode(item, out))?;
        }
        Attribute::SS(items) => {
            write_set(items.len(), out)?;
            for item in items {
                write_bytes(TEXT, item.as_bytes(), out);
            }
        }
        Attribute::NS(items) => {
            write_set(items.len(), out)?;
            items.iter().try_for_each(|item| item.encode_cbor(&mut Encoder::new(&mut *out)))?;
        }
        Attribute::BS(items) => {
            write_set(items.len(), out)?;
            for item in items {
                write_bytes(BYTES, item, out);
            }
        }
    }
    Ok(())
}

// What every write does for every attribute is written by hand: the heads of CBOR's data items.
const BYTES: u8 = 0x40;
const TEXT: u8 = 0x60;
const ARRAY: u8 = 0x80;
const MAP: u8 = 0xA0;
const FALSE: u8 = 0xF4;
const TRUE: u8 = 0xF5;
const NULL: u8 = 0xF6;

fn write_head(major: u8, len: usize, out: &mut Vec<u8>) {
    const DIRECT_MAX: usize = 23;
    if len <= DIRECT_MAX {
        out.push(major | len as u8);
    } else if let Ok(len) = u8::try_from(len) {
        out.extend_from_slice(&[major | 0x18, len]);
    } else if let Ok(len) = u16::try_from(len) {
        let [high, low] = len.to_be_bytes();
        out.extend_from_slice(&[major | 0x19, high, low]);
    } else {
        let len = u32::try_from(len).expect("an item has less than 4 GB");
        out.push(major | 0x1A);
        out.extend_from_slice(&len.to_be_bytes());
    }
}

fn write_bytes(major: u8, bytes: &[u8], out: &mut Vec<u8>) {
    write_head(major, bytes.len(), out);
    out.extend_from_slice(bytes);
}

fn write_set(len: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    Encoder::new(out).tag(TAG_SET)?.array(len as u64)?;
    Ok(())
}

fn decode_map(d: &mut Decoder<'_>, depth: usize) -> Result<Item, DecodeError> {
    let len = d.map()?.ok_or_else(|| DecodeError::message("a map without an end"))?;
    let mut entries = Vec::with_capacity(len.min(1_024) as usize);
    for _ in 0..len {
        let name = d.str()?.to_owned();
        entries.push((name, decode(d, depth + 1)?));
    }
    Ok(Item::from_entries(entries))
}

fn decode(d: &mut Decoder<'_>, depth: usize) -> Result<Attribute, DecodeError> {
    if depth > DEPTH_MAX {
        return Err(DecodeError::message("nested too deep"));
    }
    Ok(match d.datatype()? {
        Type::String => Attribute::S(d.str()?.to_owned()),
        Type::Bytes => Attribute::B(Bytes::copy_from_slice(d.bytes()?)),
        Type::Bool => Attribute::Bool(d.bool()?),
        Type::Null => {
            d.null()?;
            Attribute::Null
        }
        Type::Map => Attribute::M(decode_map(d, depth)?),
        Type::Array => {
            let len = array_len(d)?;
            let items = (0..len).map(|_| decode(d, depth + 1));
            Attribute::L(items.collect::<Result<_, _>>()?)
        }
        Type::Tag => {
            let before = d.position();
            if d.tag()? == TAG_SET {
                return decode_set(d);
            }
            d.set_position(before);
            Attribute::N(Number::decode_cbor(d)?)
        }
        _ => Attribute::N(Number::decode_cbor(d)?),
    })
}

fn decode_set(d: &mut Decoder<'_>) -> Result<Attribute, DecodeError> {
    let len = array_len(d)?;
    Ok(match d.datatype()? {
        Type::String => {
            let items = (0..len).map(|_| d.str().map(str::to_owned));
            Attribute::SS(items.collect::<Result<_, _>>()?)
        }
        Type::Bytes => {
            let items = (0..len).map(|_| d.bytes().map(Bytes::copy_from_slice));
            Attribute::BS(items.collect::<Result<_, _>>()?)
        }
        _ => {
            let items = (0..len).map(|_| Number::decode_cbor(d));
            Attribute::NS(items.collect::<Result<_, _>>()?)
        }
    })
}

fn array_len(d: &mut Decoder<'_>) -> Result<u64, DecodeError> {
    d.array()?.ok_or_else(|| DecodeError::message("an array without an end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_comes_back() {
        let number = |text| Number::parse(text).unwrap();
        let inner = Item::from_entries(vec![
            ("z".into(), Attribute::L(vec![Attribute::Null, Attribute::N(number("1e-130"))])),
            ("a".into(), Attribute::Bool(false)),
        ]);
        let item = Item::from_entries(vec![
            ("s".into(), Attribute::S(String::new())),
            ("n".into(), Attribute::N(number("-12345678901234567890123456789012345678e10"))),
            ("b".into(), Attribute::B(Bytes::from_static(&[0, 255]))),
            ("m".into(), Attribute::M(inner)),
            ("empty".into(), Attribute::L(Vec::new())),
            ("ss".into(), Attribute::SS(vec![String::new(), "x".into()])),
            ("ns".into(), Attribute::NS(vec![number("-1.5"), number("2")])),
            ("bs".into(), Attribute::BS(vec![Bytes::new(), Bytes::from_static(b"q")])),
        ]);
        let stamp = Some(Stamp { micros: -5, region: "us-east-1".into() });
        for stamp in [None, stamp] {
            let stored = StoredItem::new(&item, item.size(), stamp);
            let mut bytes = Vec::new();
            stored.encode_to(&mut bytes);
            let read = StoredItem::decode(&bytes.into()).unwrap();
            assert_eq!(read, stored);
            assert_eq!(read.item().unwrap(), item);
            assert_eq!(read.wire().unwrap(), values::write_item(item.clone()));
        }
    }
}
