//! The canonical form of a request, which client and service compute alike and sign.
//!
//! IAM User Guide, "Create a signed AWS API request"; Amazon S3 API Reference, "Signature
//! Calculations for the Authorization Header". Bytes in, bytes out; nothing is refused here.

use http::HeaderMap;

/// The parts of a request that are signed.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub method: &'a str,
    /// As on the wire, percent-encoded.
    pub path: &'a str,
    /// As on the wire, without the `?`.
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    /// What stands for `host` when there is no such header (HTTP/2).
    pub authority: &'a str,
    /// Lower-case names joined by `;`, as the client lists them.
    pub signed_headers: &'a str,
    /// Sign the path as it is sent (S3); else its dots are resolved and it is encoded once more.
    pub signs_path_as_sent: bool,
}

/// The canonical request; its last line is `payload_hash`.
pub fn request(parts: &Parts<'_>, payload_hash: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.extend_from_slice(parts.method.as_bytes());
    out.push(b'\n');
    if parts.signs_path_as_sent {
        push_reencoded(parts.path, &mut out);
    } else {
        push_normalised_path(parts.path, &mut out);
    }
    out.push(b'\n');
    push_query(parts.query, &mut out);
    out.push(b'\n');
    for name in parts.signed_headers.split(';') {
        push_header(parts, name, &mut out);
    }
    out.push(b'\n');
    out.extend_from_slice(parts.signed_headers.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload_hash.as_bytes());
    out
}

/// S3: decoded and encoded again, so that it does not matter which of two equal spellings came.
fn push_reencoded(path: &str, out: &mut Vec<u8>) {
    if path.is_empty() {
        out.push(b'/');
    }
    for byte in percent_decoded(path, false) {
        push_encoded(byte, true, out);
    }
}

/// Others: dot segments and double slashes resolved, then encoded once more as it stands.
fn push_normalised_path(path: &str, out: &mut Vec<u8>) {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    for segment in &segments {
        out.push(b'/');
        for byte in segment.bytes() {
            push_encoded(byte, false, out);
        }
    }
    if segments.is_empty() || path.ends_with('/') {
        out.push(b'/');
    }
}

fn push_query(query: &str, out: &mut Vec<u8>) {
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (reencoded(name), reencoded(value))
        })
        .filter(|(name, _)| name != b"X-Amz-Signature")
        .collect();
    pairs.sort_unstable();
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

fn push_header(parts: &Parts<'_>, name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let mut values = parts.headers.get_all(name).iter().map(http::HeaderValue::as_bytes).peekable();
    if name == "host" && values.peek().is_none() {
        out.extend_from_slice(parts.authority.as_bytes());
    }
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push_trimmed(value, out);
    }
    out.push(b'\n');
}

/// Without spaces around, and with one space where there are several inside.
fn push_trimmed(value: &[u8], out: &mut Vec<u8>) {
    let mut was_space = false;
    for byte in value.trim_ascii() {
        let is_space = *byte == b' ';
        if !(is_space && was_space) {
            out.push(*byte);
        }
        was_space = is_space;
    }
}

fn reencoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 8);
    for byte in percent_decoded(text, true) {
        push_encoded(byte, false, &mut out);
    }
    out
}

/// Percent escapes resolved; a `%` that begins none stands for itself.
pub fn percent_decoded(text: &str, plus_is_space: bool) -> impl Iterator<Item = u8> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        at += 1;
        if byte == b'+' && plus_is_space {
            return Some(b' ');
        }
        let escape = (byte == b'%').then(|| bytes.get(at..at + 2)).flatten();
        let Some((high, low)) = escape.and_then(|pair| Some((nibble(pair[0])?, nibble(pair[1])?)))
        else {
            return Some(byte);
        };
        at += 2;
        Some(high << 4 | low)
    })
}

/// A parameter's value as text; bytes that are not UTF-8 become replacement characters.
pub fn decoded_text(text: &str) -> String {
    let bytes: Vec<u8> = percent_decoded(text, true).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nibble(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

/// AWS's `UriEncode`: unreserved characters stand, everything else is escaped in upper case.
fn push_encoded(byte: u8, keeps_slash: bool, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let is_unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if is_unreserved || (keeps_slash && byte == b'/') {
        out.push(byte);
    } else {
        out.extend_from_slice(&[
            b'%',
            DIGITS[usize::from(byte >> 4)],
            DIGITS[usize::from(byte & 15)],
        ]);
    }
}
