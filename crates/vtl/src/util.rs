//! `$util`.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::TemplateError;
use crate::value::Value;

pub fn call(name: &str, arguments: &[Value]) -> Result<Value, TemplateError> {
    let [argument] = arguments else { return Ok(Value::Null) };
    // A null is nothing to any of them.
    let text = if argument.is_null() { String::new() } else { argument.to_text() };
    Ok(match name {
        "escapeJavaScript" => Value::text(escape_java_script(&text)),
        "parseJson" => match serde_json::from_str(&text) {
            Ok(json) => Value::from_json(&json),
            Err(_) => return Err(TemplateError::new("$util.parseJson: the text is no JSON")),
        },
        "urlEncode" => Value::text(url_encode(&text)),
        "urlDecode" => {
            let spaced = text.replace('+', " ");
            Value::text(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
        }
        "base64Encode" => Value::text(STANDARD.encode(text)),
        "base64Decode" => match STANDARD.decode(text) {
            Ok(bytes) => Value::text(String::from_utf8_lossy(&bytes).into_owned()),
            Err(_) => return Err(TemplateError::new("$util.base64Decode: the text is no base64")),
        },
        _ => Value::Null,
    })
}

/// Quotes of both kinds, slashes, and what is no printable ASCII.
pub fn escape_java_script(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(sign @ ('"' | '\'' | '\\' | '/')) => {
                out.push('\\');
                out.push(sign);
            }
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(plain @ ' '..='~') => out.push(plain),
            _ => {
                let _ = write!(out, "\\u{unit:04X}");
            }
        }
    }
    out
}

/// As Java's `URLEncoder`: a space is a plus, and `*-._` stay.
fn url_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'*' | b'-' | b'.' | b'_' => out.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => out.push(byte.into()),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
