//! Percent-encoding: query strings, forms and path labels, both ways.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::protocol::malformed::Malformed;

/// Parameters in one query string or form.
pub(crate) const PARAMETERS_MAX: usize = 100_000;

/// Everything but the unreserved characters of RFC 3986, as SigV4 wants it.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A parameter's name and value, decoded.
pub(crate) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Names and values in the order in which they stand.
pub(crate) fn parse(text: &str) -> Result<Vec<Pair<'_>>, Malformed> {
    let mut out = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if out.len() >= PARAMETERS_MAX {
            return Err(Malformed::too_many());
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        out.push((decode_plus(name)?, decode_plus(value)?));
    }
    Ok(out)
}

/// Percent-decoding with `+` for a space.
fn decode_plus(text: &str) -> Result<Cow<'_, str>, Malformed> {
    if !text.contains('+') {
        return decode(text);
    }
    let spaced = text.replace('+', " ");
    decode(&spaced).map(|decoded| Cow::Owned(decoded.into_owned()))
}

pub(crate) fn decode(text: &str) -> Result<Cow<'_, str>, Malformed> {
    percent_decode_str(text).decode_utf8().map_err(|_| Malformed::percent_encoding())
}

pub(crate) fn encode(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Keeps slashes: for greedy labels.
pub(crate) fn encode_path(out: &mut String, text: &str) {
    for (at, segment) in text.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        encode(out, segment);
    }
}

/// Appends `name=value`.
pub(crate) fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    encode(out, name);
    out.push('=');
    encode(out, value);
}
