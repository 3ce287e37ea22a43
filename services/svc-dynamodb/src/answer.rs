//! Items as answers carry them, straight from their bytes in the store.
//!
//! A client that speaks JSON gets text: the attributes go from the row to the answer without a
//! value in between, since a page of a query is a thousand of them. Whoever calls from within the
//! process gets values ([`StoredItem::wire`]). Both say the same; a test holds them to it.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use kernel::body::Body;
use kernel::{ApiError, Ctx, Value, json_text};
use minicbor::Decoder;

use crate::codec::{DEPTH_MAX, StoredItem, TAG_SET, damaged};
use crate::expression::Projection;
use crate::number::{DecodeError, Number};
use crate::values;

/// What a row takes as JSON besides its bytes, mostly.
const BESIDES_BYTES: usize = 96;

/// How the caller takes items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Values,
    Json,
}

impl Form {
    /// Only what a client itself has asked for goes to the wire as it is.
    pub fn of(ctx: &Ctx<'_>) -> Form {
        if ctx.origin().protocol == "json" && !ctx.is_nested() { Form::Json } else { Form::Values }
    }
}

/// The items of an answer, in the order in which they were added.
#[derive(Debug)]
pub enum Items {
    Values(Vec<Value>),
    Json(Vec<u8>),
}

impl Items {
    pub fn new(form: Form) -> Items {
        match form {
            Form::Values => Items::Values(Vec::new()),
            Form::Json => Items::Json(Vec::new()),
        }
    }

    /// Adds an item, or what a projection leaves of it.
    pub fn push(
        &mut self,
        stored: &StoredItem,
        projection: Option<&Projection>,
    ) -> Result<(), ApiError> {
        match self {
            Items::Values(values) => values.push(shown(stored, projection)?),
            Items::Json(out) => {
                separate(out);
                write_shown(stored, projection, out)?;
            }
        }
        Ok(())
    }

    pub fn into_value(self) -> Value {
        match self {
            Items::Values(values) => Value::List(values),
            Items::Json(mut out) => {
                if out.is_empty() {
                    out.push(b'[');
                }
                out.push(b']');
                Value::Body(Body::from(Bytes::from(out)))
            }
        }
    }
}

/// One item, or what a projection leaves of it.
pub fn item(
    form: Form,
    stored: &StoredItem,
    projection: Option<&Projection>,
) -> Result<Value, ApiError> {
    if form == Form::Values {
        return shown(stored, projection);
    }
    let mut out = Vec::new();
    write_shown(stored, projection, &mut out)?;
    Ok(Value::Body(Body::from(Bytes::from(out))))
}

fn shown(stored: &StoredItem, projection: Option<&Projection>) -> Result<Value, ApiError> {
    Ok(Value::Struct(match projection {
        None => stored.wire()?,
        Some(projection) => values::write_item(projection.of(&stored.item()?)),
    }))
}

fn separate(out: &mut Vec<u8>) {
    out.push(if out.is_empty() { b'[' } else { b',' });
}

fn write_shown(
    stored: &StoredItem,
    projection: Option<&Projection>,
    out: &mut Vec<u8>,
) -> Result<(), ApiError> {
    out.reserve(stored.body().len() + BESIDES_BYTES);
    let written = match projection {
        None => Reader { rest: stored.body() }.map(out, 0),
        Some(names) if names.is_of_names() => {
            Reader { rest: stored.body() }.map_of(out, |name| names.has_root(name))
        }
        Some(projection) => {
            let left = StoredItem::new(&projection.of(&stored.item()?), 0, None);
            Reader { rest: left.body() }.map(out, 0)
        }
    };
    written.ok_or_else(|| damaged(DecodeError::message("an item is cut off or not its own form")))
}

/// Reads CBOR as [`StoredItem`] writes it. `None` is damage: nothing else can be wrong.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The major type and the argument of the next data item.
    #[inline]
    fn head(&mut self) -> Option<(u8, u64)> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let major = first >> 5;
        let argument = match first & 0x1F {
            small @ 0..=23 => u64::from(small),
            24 => u64::from(self.take(1)?[0]),
            25 => u64::from(u16::from_be_bytes(self.take(2)?.try_into().ok()?)),
            26 => u64::from(u32::from_be_bytes(self.take(4)?.try_into().ok()?)),
            27 => u64::from_be_bytes(self.take(8)?.try_into().ok()?),
            _ => return None,
        };
        Some((major, argument))
    }

    #[inline]
    fn take(&mut self, len: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(len).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    fn len_of(&mut self, wanted: u8) -> Option<u64> {
        self.head().filter(|(major, _)| *major == wanted).map(|(_, len)| len)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let len = self.len_of(TEXT)?;
        self.take(len)
    }

    /// An item, or a map within one.
    fn map(&mut self, out: &mut Vec<u8>, depth: usize) -> Option<()> {
        let len = self.len_of(MAP)?;
        self.entries(len, out, depth)
    }

    fn entries(&mut self, len: u64, out: &mut Vec<u8>, depth: usize) -> Option<()> {
        out.push(b'{');
        for at in 0..len {
            out.extend_from_slice(if at > 0 { b",\"".as_slice() } else { b"\"" });
            json_text::write(out, self.text()?, b"\":");
            self.attribute(out, depth + 1)?;
        }
        out.push(b'}');
        Some(())
    }

    /// An item's attributes of some names.
    fn map_of(&mut self, out: &mut Vec<u8>, is_wanted: impl Fn(&str) -> bool) -> Option<()> {
        let len = self.len_of(MAP)?;
        out.push(b'{');
        let start = out.len();
        for _ in 0..len {
            let name = self.text()?;
            if !is_wanted(std::str::from_utf8(name).ok()?) {
                self.skip(0)?;
                continue;
            }
            out.extend_from_slice(if out.len() > start { b",\"".as_slice() } else { b"\"" });
            json_text::write(out, name, b"\":");
            self.attribute(out, 1)?;
        }
        out.push(b'}');
        Some(())
    }

    fn attribute(&mut self, out: &mut Vec<u8>, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        let start = self.rest;
        match self.head()? {
            (TEXT, len) => {
                out.extend_from_slice(b"{\"S\":\"");
                json_text::write(out, self.take(len)?, b"\"}");
                return Some(());
            }
            (POSITIVE, number) => {
                out.extend_from_slice(b"{\"N\":\"");
                write_digits(out, number);
                out.extend_from_slice(b"\"}");
                return Some(());
            }
            (NEGATIVE, number) => {
                out.extend_from_slice(b"{\"N\":\"-");
                write_digits(out, number.checked_add(1)?);
                out.push(b'"');
            }
            (BYTES, len) => {
                out.extend_from_slice(b"{\"B\":");
                write_binary(out, self.take(len)?);
            }
            (MAP, len) => {
                out.extend_from_slice(b"{\"M\":");
                self.entries(len, out, depth)?;
            }
            (ARRAY, len) => {
                out.extend_from_slice(b"{\"L\":[");
                for at in 0..len {
                    if at > 0 {
                        out.push(b',');
                    }
                    self.attribute(out, depth + 1)?;
                }
                out.push(b']');
            }
            (TAG, tag) if tag == TAG_SET.as_u64() => self.set(out)?,
            (TAG, _) => {
                out.extend_from_slice(b"{\"N\":");
                self.decimal(start, out)?;
            }
            (SIMPLE, FALSE) => out.extend_from_slice(b"{\"BOOL\":false"),
            (SIMPLE, TRUE) => out.extend_from_slice(b"{\"BOOL\":true"),
            (SIMPLE, NULL) => out.extend_from_slice(b"{\"NULL\":true"),
            _ => return None,
        }
        out.push(b'}');
        Some(())
    }

    /// A number that is not whole, or a large one, from its tag on.
    fn decimal(&mut self, start: &'a [u8], out: &mut Vec<u8>) -> Option<()> {
        let mut decoder = Decoder::new(start);
        let number = Number::decode_cbor(&mut decoder).ok()?;
        self.rest = start.get(decoder.position()..)?;
        write!(out, "\"{number}\"").ok()
    }

    /// A set; the tag is read already.
    fn set(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let len = self.len_of(ARRAY)?;
        out.extend_from_slice(match self.rest.first()? >> 5 {
            TEXT => b"{\"SS\":[",
            BYTES => b"{\"BS\":[",
            _ => b"{\"NS\":[",
        });
        for at in 0..len {
            if at > 0 {
                out.push(b',');
            }
            let start = self.rest;
            match self.head()? {
                (TEXT, len) => {
                    out.push(b'"');
                    json_text::write(out, self.take(len)?, b"\"");
                }
                (BYTES, len) => write_binary(out, self.take(len)?),
                _ => self.decimal(start, out)?,
            }
        }
        out.push(b']');
        Some(())
    }

    fn skip(&mut self, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match self.head()? {
            (TEXT | BYTES, len) => self.take(len).map(|_| ()),
            (ARRAY, len) => (0..len).try_for_each(|_| self.skip(depth + 1)),
            (MAP, len) => (0..len).try_for_each(|_| {
                self.skip(depth + 1)?;
                self.skip(depth + 1)
            }),
            (TAG, _) => self.skip(depth + 1),
            _ => Some(()),
        }
    }
}

// Major types of CBOR, and its simple values.
const POSITIVE: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;
const SIMPLE: u8 = 7;
const FALSE: u64 = 20;
const TRUE: u64 = 21;
const NULL: u64 = 22;

fn write_digits(out: &mut Vec<u8>, mut number: u64) {
    const DIGITS_MAX: usize = 20;
    let mut digits = [0; DIGITS_MAX];
    let mut at = DIGITS_MAX;
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

fn write_binary(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;
    use crate::attribute::{Attribute, Item};
    use crate::json::item_json;

    fn text_of(value: &Value) -> Json {
        let Value::Body(body) = value else { panic!("{value:?} is no text") };
        let [kernel::body::Segment::Inline(bytes)] = body.segments.as_slice() else { panic!() };
        serde_json::from_slice(bytes).expect("it is JSON")
    }

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    /// An attribute of any type, nested or not.
    fn attribute(random: &mut fastrand::Rng, depth: usize) -> Attribute {
        let text = |random: &mut fastrand::Rng| -> String {
            let signs = ["a", "\"", "\\", "\n", "\t", "\r", "\u{1}", "\u{1f}", "é", "😀", "/", "x"];
            let len = *[0, 1, 3, 5, 8, 12, 70].get(random.usize(0..7)).unwrap();
            let share = if random.bool() { signs.len() } else { 1 };
            (0..len).map(|_| signs[random.usize(0..share)]).collect()
        };
        let bytes = |random: &mut fastrand::Rng| -> Bytes {
            (0..random.usize(0..9)).map(|_| random.u8(..)).collect::<Vec<_>>().into()
        };
        let numbers =
            ["0", "-1", "23", "24", "-256", "65536", "9223372036854775807", "1.5", "1e-130"];
        let numbers =
            [&numbers[..], &["-9223372036854775808", "12345678901234567890123456789", "-9.9e125"]];
        let numbers = numbers.concat();
        let pick = |random: &mut fastrand::Rng| number(numbers[random.usize(0..numbers.len())]);
        match random.usize(0..if depth < 4 { 10 } else { 8 }) {
            0 => Attribute::S(text(random)),
            1 => Attribute::N(pick(random)),
            2 => Attribute::B(bytes(random)),
            3 => Attribute::Bool(random.bool()),
            4 => Attribute::Null,
            5 => Attribute::SS(vec![String::new(), text(random) + "z"]),
            6 => Attribute::NS(vec![number("-2.5"), number("7"), number("1e30")]),
            7 => Attribute::BS(vec![Bytes::new(), Bytes::from_static(b"q\"")]),
            8 => Attribute::M(item_of(random, depth + 1)),
            _ => Attribute::L(
                (0..random.usize(0..4)).map(|_| attribute(random, depth + 1)).collect(),
            ),
        }
    }

    fn item_of(random: &mut fastrand::Rng, depth: usize) -> Item {
        let names =
            (0..random.usize(0..6)).map(|at| format!("{at}{}", if at == 3 { "\"" } else { "" }));
        Item::from_entries(names.map(|name| (name, attribute(random, depth))).collect())
    }

    #[test]
    fn text_says_what_values_say() {
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..3_000 {
            let held = item_of(&mut random, 0);
            let stored = StoredItem::new(&held, held.size(), None);
            let written = item(Form::Json, &stored, None).unwrap();
            assert_eq!(text_of(&written), item_json(&held), "{held:?}");
            assert_eq!(
                item(Form::Values, &stored, None).unwrap(),
                Value::Struct(values::write_item(held.clone()))
            );
        }
    }

    #[test]
    fn projections_and_lists_too() {
        let mut random = fastrand::Rng::with_seed(6);
        let of_names = ["0", "3\""].map(crate::expression::Path::top).to_vec();
        let of_names = Projection::new(of_names);
        assert!(of_names.is_of_names());
        let mut all = Items::new(Form::Json);
        let mut expected = Vec::new();
        for _ in 0..500 {
            let held = item_of(&mut random, 0);
            all.push(&StoredItem::new(&held, 0, None), Some(&of_names)).unwrap();
            expected.push(item_json(&of_names.of(&held)));
            all.push(&StoredItem::new(&held, 0, None), None).unwrap();
            expected.push(item_json(&held));
        }
        assert_eq!(text_of(&all.into_value()), Json::Array(expected));
        assert_eq!(text_of(&Items::new(Form::Json).into_value()), Json::Array(Vec::new()));
    }

    #[test]
    fn damage_is_an_error_and_no_panic() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let held = item_of(&mut random, 0);
            let mut bytes = StoredItem::new(&held, 0, None).body().to_vec();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(0..bytes.len());
                bytes[at] = random.u8(..);
            }
            bytes.truncate(random.usize(0..=bytes.len()));
            let _ = Reader { rest: &bytes }.map(&mut Vec::new(), 0);
            let _ = Reader { rest: &bytes }.map_of(&mut Vec::new(), |_| false);
        }
    }
}
