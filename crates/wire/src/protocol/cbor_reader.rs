//! A pull parser over CBOR (RFC 8949): definite and indefinite lengths, tags, half floats.
//!
//! It knows the encoding and its limits, not the models; [`crate::protocol::cbor`] does.

use bytes::Bytes;

use crate::protocol::malformed::{MAX_DEPTH, MAX_ELEMENTS, Malformed};

#[derive(Debug)]
pub(crate) struct CborReader<'a> {
    bytes: &'a Bytes,
    at: usize,
    depth: u32,
    elements: u32,
}

/// A scalar, or the beginning of a map, an array or a tagged value.
#[derive(Debug, PartialEq)]
pub(crate) enum Item {
    Null,
    Bool(bool),
    Int(i64),
    /// Outside the range of `i64`; kept as a decimal.
    BigInt(i128),
    Float(f64),
    Text(String),
    Blob(Bytes),
    /// Number of items; none when the length is indefinite.
    Array(Option<u64>),
    Map(Option<u64>),
    Tag(u64),
}

/// How many items a container still has.
#[derive(Debug)]
pub(crate) struct Remaining(Option<u64>);

impl Remaining {
    pub(crate) fn new(count: Option<u64>) -> Remaining {
        Remaining(count)
    }
}

const BREAK: u8 = 0xFF;

impl<'a> CborReader<'a> {
    pub(crate) fn new(bytes: &'a Bytes) -> CborReader<'a> {
        CborReader { bytes, at: 0, depth: 0, elements: 0 }
    }

    /// The next item. A container must be left through [`CborReader::has_next`].
    pub(crate) fn item(&mut self) -> Result<Item, Malformed> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(Malformed::too_many());
        }
        let head = self.byte()?;
        let (major, info) = (head >> 5, head & 0x1F);
        match major {
            0 => Ok(integer(i128::from(self.argument(info)?))),
            1 => Ok(integer(-1 - i128::from(self.argument(info)?))),
            2 => self.string(2, info).map(Item::Blob),
            3 => {
                let bytes = self.string(3, info)?;
                let text = String::from_utf8(bytes.into())
                    .map_err(|_| Malformed::new("A text string is not valid UTF-8."))?;
                Ok(Item::Text(text))
            }
            4 => self.open(info).map(Item::Array),
            5 => self.open(info).map(Item::Map),
            6 => self.argument(info).map(Item::Tag),
            _ => self.simple(info),
        }
    }

    /// Whether the container has a further item; leaves the container when not.
    pub(crate) fn has_next(&mut self, remaining: &mut Remaining) -> bool {
        let has_next = match &mut remaining.0 {
            Some(0) => false,
            Some(count) => {
                *count -= 1;
                true
            }
            None => self.bytes.get(self.at) != Some(&BREAK),
        };
        if !has_next {
            if remaining.0.is_none() {
                self.at += 1;
            }
            self.depth -= 1;
        }
        has_next
    }

    /// A key of a map: always text in AWS's protocols.
    pub(crate) fn key(&mut self) -> Result<String, Malformed> {
        match self.item()? {
            Item::Text(text) => Ok(text),
            _ => Err(Malformed::new("A key of a map is not a text string.")),
        }
    }

    pub(crate) fn skip(&mut self) -> Result<(), Malformed> {
        let item = self.item()?;
        self.skip_rest(&item)
    }

    /// Reads past what follows the head of an item.
    pub(crate) fn skip_rest(&mut self, item: &Item) -> Result<(), Malformed> {
        match item {
            Item::Array(count) => {
                let mut remaining = Remaining::new(*count);
                while self.has_next(&mut remaining) {
                    self.skip()?;
                }
            }
            Item::Map(count) => {
                let mut remaining = Remaining::new(*count);
                while self.has_next(&mut remaining) {
                    self.skip()?;
                    self.skip()?;
                }
            }
            Item::Tag(_) => {
                self.deeper()?;
                self.skip()?;
                self.depth -= 1;
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn end(&self) -> Result<(), Malformed> {
        if self.at == self.bytes.len() {
            return Ok(());
        }
        Err(Malformed::new("The CBOR document has bytes after its end."))
    }

    /// A tag in front of a value; `undeeper` after the value.
    pub(crate) fn deeper(&mut self) -> Result<(), Malformed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Malformed::too_deep()) } else { Ok(()) }
    }

    pub(crate) fn undeeper(&mut self) {
        self.depth -= 1;
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(truncated)?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, len: u64) -> Result<Bytes, Malformed> {
        let rest = (self.bytes.len() - self.at) as u64;
        if len > rest {
            return Err(truncated());
        }
        let end = self.at + len as usize;
        let out = self.bytes.slice(self.at..end);
        self.at = end;
        Ok(out)
    }

    fn number(&mut self, width: usize) -> Result<u64, Malformed> {
        let mut out = 0;
        for _ in 0..width {
            out = (out << 8) | u64::from(self.byte()?);
        }
        Ok(out)
    }

    fn argument(&mut self, info: u8) -> Result<u64, Malformed> {
        match info {
            0..=23 => Ok(u64::from(info)),
            24 => self.number(1),
            25 => self.number(2),
            26 => self.number(4),
            27 => self.number(8),
            _ => Err(not_well_formed()),
        }
    }

    fn open(&mut self, info: u8) -> Result<Option<u64>, Malformed> {
        self.deeper()?;
        if info == 31 {
            return Ok(None);
        }
        let count = self.argument(info)?;
        if count > (self.bytes.len() - self.at) as u64 {
            return Err(truncated()); // every item takes a byte at least
        }
        Ok(Some(count))
    }

    fn string(&mut self, major: u8, info: u8) -> Result<Bytes, Malformed> {
        if info != 31 {
            let len = self.argument(info)?;
            return self.take(len);
        }
        let mut out = Vec::new();
        loop {
            let head = self.byte()?;
            if head == BREAK {
                return Ok(Bytes::from(out));
            }
            if head >> 5 != major || head & 0x1F == 31 {
                return Err(not_well_formed());
            }
            let len = self.argument(head & 0x1F)?;
            out.extend_from_slice(&self.take(len)?);
        }
    }

    fn simple(&mut self, info: u8) -> Result<Item, Malformed> {
        Ok(match info {
            20 => Item::Bool(false),
            21 => Item::Bool(true),
            22 | 23 => Item::Null, // null, undefined
            25 => Item::Float(half(self.number(2)? as u16)),
            26 => Item::Float(f64::from(f32::from_bits(self.number(4)? as u32))),
            27 => Item::Float(f64::from_bits(self.number(8)?)),
            _ => return Err(not_well_formed()),
        })
    }
}

fn integer(value: i128) -> Item {
    i64::try_from(value).map_or(Item::BigInt(value), Item::Int)
}

/// RFC 8949, appendix D.
fn half(bits: u16) -> f64 {
    let exponent = (bits >> 10) & 0x1F;
    let mantissa = f64::from(bits & 0x3FF);
    let value = match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024.0) * 2f64.powi(i32::from(exponent) - 25),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cold]
fn truncated() -> Malformed {
    Malformed::new("The CBOR document ends too early.")
}

#[cold]
fn not_well_formed() -> Malformed {
    Malformed::new("The CBOR document is not well-formed.")
}
