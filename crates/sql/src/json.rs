//! Values of JSON as the bytes that they are written in.
//!
//! Invariant: what comes here has been read by [`crate::input::json`]: it is valid, without blanks
//! between tokens, and nested no deeper than its limit.

use std::borrow::Cow;

use crate::dialect::ast::{Name, Step};

/// What a value is, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Null,
    Bool,
    Number,
    Text,
    Array,
    Object,
}

pub fn sort(value: &str) -> Sort {
    match value.as_bytes().first() {
        Some(b'"') => Sort::Text,
        Some(b'{') => Sort::Object,
        Some(b'[') => Sort::Array,
        Some(b't' | b'f') => Sort::Bool,
        Some(b'n') | None => Sort::Null,
        Some(_) => Sort::Number,
    }
}

/// What lies at the end of a path.
pub fn find<'v>(value: &'v str, steps: &[Step]) -> Option<&'v str> {
    let mut at = value;
    for step in steps {
        at = match step {
            Step::Key(name) => member(at, name)?,
            Step::Index(index) => elements(at).nth(*index)?,
            Step::Elements | Step::Members => return None,
        };
    }
    Some(at)
}

/// The first member that has the name.
fn member<'v>(value: &'v str, name: &Name) -> Option<&'v str> {
    members(value).find(|(key, _)| name.matches(&text(key))).map(|(_, value)| value)
}

/// The members of an object: keys in their quotes, values.
pub fn members(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let inside = if sort(value) == Sort::Object { &value[1..] } else { "}" };
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.strip_prefix(',').unwrap_or(rest);
        if rest.starts_with('}') {
            return None;
        }
        let (key, after) = rest.split_at(len_of(rest));
        let after = &after[1..];
        let (value, left) = after.split_at(len_of(after));
        rest = left;
        Some((key, value))
    })
}

pub fn elements(value: &str) -> impl Iterator<Item = &str> {
    let inside = if sort(value) == Sort::Array { &value[1..] } else { "]" };
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.strip_prefix(',').unwrap_or(rest);
        if rest.starts_with(']') {
            return None;
        }
        let (value, left) = rest.split_at(len_of(rest));
        rest = left;
        Some(value)
    })
}

/// How long the value is that the text begins with.
fn len_of(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' | b':' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    at
}

/// What a quoted text says.
pub fn text(quoted: &str) -> Cow<'_, str> {
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let mut out = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes()[at + 1];
        rest = &rest[at + 2..];
        match escape {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'u' => {
                let unit = take_unit(&mut rest);
                out.push(match unit {
                    0xD800..0xDC00 => low_half(&mut rest, unit),
                    unit => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                });
            }
            other => out.push(char::from(other)),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn take_unit(rest: &mut &str) -> u32 {
    let (digits, left) = rest.split_at(4);
    *rest = left;
    u32::from_str_radix(digits, 16).unwrap_or(0xFFFD)
}

/// The second of a pair of surrogates, if it is there.
fn low_half(rest: &mut &str, high: u32) -> char {
    if !rest.starts_with("\\u") {
        return char::REPLACEMENT_CHARACTER;
    }
    let mut ahead = &rest[2..];
    let low = take_unit(&mut ahead);
    if !(0xDC00..0xE000).contains(&low) {
        return char::REPLACEMENT_CHARACTER;
    }
    *rest = ahead;
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Writes a text between quotes.
pub fn quote(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => {
                let low = HEX[usize::from(byte & 15)];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), low]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

pub fn quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    quote(&mut out, text);
    String::from_utf8(out).expect("a text and ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_values() {
        let value = r#"{"a":{"b":[1,"x,}\"",{"c":null}]},"A":2,"d\n":true}"#;
        let key = |text: &str, is_quoted| Step::Key(Name { text: text.to_owned(), is_quoted });
        assert_eq!(find(value, &[key("a", true), key("b", false), Step::Index(0)]), Some("1"));
        assert_eq!(
            find(value, &[key("a", true), key("B", false), Step::Index(1)]),
            Some(r#""x,}\"""#)
        );
        let deep = [key("a", true), key("b", true), Step::Index(2), key("c", true)];
        assert_eq!(find(value, &deep), Some("null"));
        assert_eq!(find(value, &[key("A", true)]), Some("2"));
        assert_eq!(find(value, &[key("d\n", true)]), Some("true"));
        assert_eq!(find(value, &[key("B", true)]), None);
        assert_eq!(find(value, &[key("A", true), key("x", true)]), None);
        assert_eq!(find("[]", &[Step::Index(0)]), None);
        assert_eq!(members("{}").count(), 0);
    }

    #[test]
    fn texts_go_there_and_back() {
        assert_eq!(text(r#""\u00e9\ud83d\ude00\/\ud800x""#), "é😀/\u{fffd}x");
        for sample in ["", "a\"b\\c\n\u{1}\u{1f}é"] {
            assert_eq!(text(&quoted(sample)), sample);
        }
    }
}
