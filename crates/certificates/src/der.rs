//! DER (X.690), as far as certificates need it: what is written here is small and whole.

/// Classes and tags.
pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTET_STRING: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const OBJECT_IDENTIFIER: u8 = 0x06;
pub const ENUMERATED: u8 = 0x0a;
pub const UTF8_STRING: u8 = 0x0c;
pub const PRINTABLE_STRING: u8 = 0x13;
pub const IA5_STRING: u8 = 0x16;
pub const UTC_TIME: u8 = 0x17;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// The last second that a certificate can name.
const SECONDS_MAX: i64 = 253_402_300_799;
/// 2050-01-01: from here on years have four digits (RFC 5280, 4.1.2.5).
const FOUR_DIGITS_FROM: i64 = 2_524_608_000;

pub fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let len = content.len();
    if len < 0x80 {
        out.push(len as u8);
    } else {
        let bytes = len.to_be_bytes();
        let first = bytes.iter().position(|it| *it != 0).unwrap_or(bytes.len());
        out.push(0x80 | (bytes.len() - first) as u8);
        out.extend_from_slice(&bytes[first..]);
    }
    out.extend_from_slice(content);
    out
}

/// `[number]`, of a primitive content.
pub fn implicit(number: u8, content: &[u8]) -> Vec<u8> {
    tagged(0x80 | number, content)
}

/// `[number]` around whole values.
pub fn explicit(number: u8, content: &[u8]) -> Vec<u8> {
    tagged(0xa0 | number, content)
}

pub fn sequence<P: AsRef<[u8]>>(parts: &[P]) -> Vec<u8> {
    tagged(SEQUENCE, &joined(parts))
}

pub fn joined<P: AsRef<[u8]>>(parts: &[P]) -> Vec<u8> {
    parts.iter().flat_map(|it| it.as_ref().iter().copied()).collect()
}

/// A positive number.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|it| *it != 0).unwrap_or(bytes.len());
    let mut content = bytes[first..].to_vec();
    if content.first().is_none_or(|it| it & 0x80 != 0) {
        content.insert(0, 0);
    }
    tagged(INTEGER, &content)
}

pub fn number(value: u64) -> Vec<u8> {
    integer(&value.to_be_bytes())
}

pub fn truth() -> Vec<u8> {
    tagged(BOOLEAN, &[0xff])
}

pub fn null() -> Vec<u8> {
    tagged(NULL, &[])
}

pub fn octets(content: &[u8]) -> Vec<u8> {
    tagged(OCTET_STRING, content)
}

/// Whole bytes.
pub fn bits(content: &[u8]) -> Vec<u8> {
    tagged(BIT_STRING, &[&[0], content].concat())
}

/// Flags by their numbers, without trailing zeros.
pub fn flags(numbers: &[u8]) -> Vec<u8> {
    let Some(last) = numbers.iter().max() else { return tagged(BIT_STRING, &[0]) };
    let mut bytes = vec![0_u8; usize::from(last / 8) + 1];
    for number in numbers {
        bytes[usize::from(number / 8)] |= 0x80 >> (number % 8);
    }
    tagged(BIT_STRING, &[&[7 - last % 8], bytes.as_slice()].concat())
}

/// `1.2.840.…`; `None` for what is no object identifier.
pub fn oid(text: &str) -> Option<Vec<u8>> {
    oid_content(text).map(|it| tagged(OBJECT_IDENTIFIER, &it))
}

pub fn oid_content(text: &str) -> Option<Vec<u8>> {
    let arcs: Option<Vec<u128>> = text.split('.').map(|it| it.parse().ok()).collect();
    let arcs = arcs?;
    let (first, second) = (*arcs.first()?, *arcs.get(1)?);
    if first > 2 || (first < 2 && second > 39) {
        return None;
    }
    let mut out = Vec::new();
    let head = second.checked_add(first * 40)?;
    for arc in std::iter::once(head).chain(arcs[2..].iter().copied()) {
        let mut digits = vec![(arc & 0x7f) as u8];
        let mut rest = arc >> 7;
        while rest > 0 {
            digits.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        out.extend(digits.iter().rev());
    }
    Some(out)
}

/// Seconds since 1970; what no certificate can name becomes the nearest that one can.
pub fn time(seconds: i64) -> Vec<u8> {
    if seconds >= FOUR_DIGITS_FROM {
        return generalized_time(seconds);
    }
    let at = jiff::Timestamp::from_second(seconds.max(0)).unwrap_or_default();
    tagged(UTC_TIME, at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
}

/// With four digits of the year, whichever it is.
pub fn generalized_time(seconds: i64) -> Vec<u8> {
    let at = jiff::Timestamp::from_second(seconds.clamp(0, SECONDS_MAX)).unwrap_or_default();
    tagged(GENERALIZED_TIME, at.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_one_encoding() {
        assert_eq!(integer(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(number(0), [2, 1, 0]);
        assert_eq!(number(127), [2, 1, 0x7f]);
        assert_eq!(flags(&[0, 5, 6]), [3, 2, 1, 0x86]);
        assert_eq!(flags(&[8]), [3, 3, 7, 0, 0x80]);
        assert_eq!(oid("1.2.840.113549"), Some(vec![6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]));
        assert_eq!(oid("2.999"), Some(vec![6, 2, 0x88, 0x37]));
        assert_eq!((oid("1"), oid("3.1"), oid("1.40"), oid("a.b")), (None, None, None, None));
        assert_eq!(time(0), [&[0x17, 13][..], b"700101000000Z"].concat());
        assert_eq!(time(FOUR_DIGITS_FROM), [&[0x18, 15][..], b"20500101000000Z"].concat());
        assert_eq!(octets(&[7; 200])[..3], [4, 0x81, 200]);
    }
}
