//! Texts as JSON has them: in quotes, with what must be escaped escaped.
//!
//! Most texts need no escape, and most are short: these take a few instructions.

use crate::scan;

/// Appends a text of which the caller knows that it is UTF-8, but for its first quote, and what is
/// to stand after it, which begins with its last quote.
#[inline]
pub fn write<const N: usize>(out: &mut Vec<u8>, text: &[u8], end: &[u8; N]) {
    if is_plain(text) {
        out.extend_from_slice(text);
    } else {
        write_escaped(out, text);
    }
    out.extend_from_slice(end);
}

/// Whether nothing in it needs an escape.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk::<8>() {
        let (words, _) = text.as_chunks::<8>();
        return words.iter().chain([last]).all(|word| !has_special(u64::from_le_bytes(*word)));
    }
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let (low, high) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            !has_special(u64::from(low) | u64::from(high) << 32)
        }
        _ => !text.iter().any(|byte| is_special(*byte)),
    }
}

#[expect(clippy::needless_bitwise_bool, reason = "without branches it is vector code")]
fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

/// The same of eight bytes at once.
#[inline]
fn has_special(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGHS;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) != 0
}

#[cold]
fn write_escaped(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    while let Some(at) = scan::position(rest, is_special) {
        out.extend_from_slice(&rest[..at]);
        escape(out, rest[at]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        _ => {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    /// RFC 8259, section 7.
    fn expected(text: &str) -> String {
        let sign = |sign: char| match sign {
            '"' | '\\' => format!("\\{sign}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            '\0'..='\x1f' => format!("\\u{:04x}", u32::from(sign)),
            _ => sign.to_string(),
        };
        format!("\"{}\"", text.chars().map(sign).collect::<String>())
    }

    /// Every byte that is escaped, and some that are not, at every place of texts of every length
    /// around the steps of the search.
    #[test]
    fn texts_come_back() {
        let signs = ["\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1f}", " ", "\u{7f}", "\u{e9}", "/"];
        for len in (0..20).chain([31, 32, 33, 63, 64, 65, 66, 100]) {
            for at in 0..=len {
                for sign in signs {
                    let text = format!("{}{sign}{}", "a".repeat(at), "b".repeat(len - at));
                    let mut out = vec![b'"'];
                    write(&mut out, text.as_bytes(), b"\"");
                    assert_eq!(String::from_utf8(out).expect("UTF-8"), expected(&text));
                }
            }
        }
    }

    #[test]
    fn short_forms() {
        let mut out = Vec::new();
        write(&mut out, b"\n\x07\"", b"\":");
        assert_eq!(out, br#"\n\u0007\"":"#);
    }
}
