//! Message attributes: what may be sent, their size and MD5, and which a receive asks for.
//!
//! Source: "Amazon SQS message attributes" in the Developer Guide (names, types, and "Calculating
//! the MD5 message digest for message attributes").

use bytes::Bytes;
use kernel::ApiError;
use kernel::scan;
use kernel::view::Map;
use md5::{Digest as _, Md5};

use crate::api::message_system_attribute_name_for_sends::AWS_TRACE_HEADER;
use crate::api::{
    MessageAttributeValue, MessageAttributeValueBuilder, MessageSystemAttributeValue,
};
use crate::errors;
use crate::limits;
use crate::state::AttributeRow;

const STRING_TRANSPORT: u8 = 1;
const BINARY_TRANSPORT: u8 = 2;

/// The attributes of a message, in the order of their names.
pub fn read(
    sent: Option<Map<'_, MessageAttributeValue<'_>>>,
) -> Result<Vec<AttributeRow>, ApiError> {
    let Some(sent) = sent else { return Ok(Vec::new()) };
    if sent.len() > limits::MESSAGE_ATTRIBUTES_MAX {
        return Err(errors::invalid_parameter(format!(
            "Number of message attributes [{}] exceeds the allowed maximum [{}].",
            sent.len(),
            limits::MESSAGE_ATTRIBUTES_MAX
        )));
    }
    let rows = sent.iter().map(|(name, value)| read_one(name, value));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// Refuses lists of values, which the model has and SQS has not, empty ones too. A batch is refused
/// as a whole.
pub fn refuse_lists(
    sent: Option<Map<'_, MessageAttributeValue<'_>>>,
    operation: &str,
) -> Result<(), ApiError> {
    let Some(sent) = sent else { return Ok(()) };
    let is_list = |value: MessageAttributeValue<'_>| {
        value.string_list_values().is_some() || value.binary_list_values().is_some()
    };
    if sent.iter().any(|(_, value)| is_list(value)) {
        return Err(errors::list_values(operation));
    }
    Ok(())
}

/// How many bytes of a message the attributes take, whatever is wrong with them.
pub fn size(sent: Option<Map<'_, MessageAttributeValue<'_>>>) -> usize {
    let Some(sent) = sent else { return 0 };
    let sizes = sent.iter().map(|(name, value)| {
        let text = value.string_value().map_or(0, str::len);
        let bytes = value.binary_value().map_or(0, Bytes::len);
        name.len() + value.data_type().len() + text + bytes
    });
    sizes.sum()
}

/// The trace header, the only attribute that a sender may set in the system's place.
pub fn read_trace_header(
    sent: Option<Map<'_, MessageSystemAttributeValue<'_>>>,
) -> Result<Option<String>, ApiError> {
    let Some(sent) = sent else { return Ok(None) };
    let mut header = None;
    for (name, value) in sent.iter() {
        if name != AWS_TRACE_HEADER {
            return Err(errors::invalid_parameter(format!(
                "Message system attribute name '{name}' is invalid. The only supported message \
                 system attribute is {AWS_TRACE_HEADER}."
            )));
        }
        let text = value.string_value().filter(|text| !text.is_empty());
        match (value.data_type(), text) {
            ("String", Some(text)) => header = Some(text.to_owned()),
            _ => {
                return Err(errors::invalid_parameter(format!(
                    "Message (system) attribute '{name}' must contain a non-empty value of type \
                     'String'."
                )));
            }
        }
    }
    Ok(header)
}

/// The digest of the attributes, or `None` when there are none. `rows` are in order of name.
pub fn md5(rows: &[&AttributeRow]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut digest = Md5::new();
    for row in rows {
        update(&mut digest, row.name.as_bytes());
        update(&mut digest, row.data_type.as_bytes());
        match (&row.text, &row.bytes) {
            (_, Some(bytes)) => {
                digest.update([BINARY_TRANSPORT]);
                update(&mut digest, bytes);
            }
            (text, None) => {
                digest.update([STRING_TRANSPORT]);
                update(&mut digest, text.as_deref().unwrap_or_default().as_bytes());
            }
        }
    }
    Some(hex(&digest.finalize()))
}

/// The digest of the system attributes that a sender may set.
pub fn md5_of_trace_header(header: Option<&str>) -> Option<String> {
    let row = AttributeRow {
        name: AWS_TRACE_HEADER.to_owned(),
        data_type: "String".to_owned(),
        text: Some(header?.to_owned()),
        bytes: None,
    };
    md5(&[&row])
}

/// Whether a receive that names `wanted` asks for the attribute: by name, by prefix (`bar.*`),
/// or by asking for all.
pub fn is_wanted(wanted: &[&str], name: &str) -> bool {
    wanted.iter().any(|wanted| match *wanted {
        "All" | ".*" => true,
        _ => match wanted.strip_suffix(".*") {
            Some(prefix) => name.starts_with(prefix),
            None => *wanted == name,
        },
    })
}

pub fn show(row: &AttributeRow) -> MessageAttributeValueBuilder {
    MessageAttributeValueBuilder::new()
        .string_value(row.text.as_deref())
        .binary_value(row.blob())
        .data_type(&row.data_type)
}

pub fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(digest.len() * 2);
    for byte in digest {
        out.push(DIGITS[usize::from(byte >> 4)] as char);
        out.push(DIGITS[usize::from(byte & 15)] as char);
    }
    out
}

/// The first character that no message may hold.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is vector code")]
pub fn forbidden_character(text: &str) -> Option<char> {
    // Nearly all texts hold none of the bytes that could begin such a character.
    let is_suspect = |byte: u8| {
        let is_space = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        ((byte < 0x20) & !is_space) | (byte == 0xef)
    };
    let suspect = scan::position(text.as_bytes(), is_suspect)?;
    text[suspect..].chars().find(|character| {
        matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}')
            || matches!(character, '\u{fffe}' | '\u{ffff}')
    })
}

fn update(digest: &mut Md5, bytes: &[u8]) {
    digest.update((bytes.len() as u32).to_be_bytes());
    digest.update(bytes);
}

fn read_one(name: &str, value: MessageAttributeValue<'_>) -> Result<AttributeRow, ApiError> {
    check_name(name)?;
    let data_type = value.data_type();
    if data_type.is_empty() {
        return Err(errors::invalid_parameter(format!(
            "The message attribute '{name}' must contain non-empty message attribute type."
        )));
    }
    let kind = data_type.split('.').next().unwrap_or_default();
    let is_kind = matches!(kind, "String" | "Number" | "Binary");
    if !is_kind || data_type.chars().count() > limits::ATTRIBUTE_NAME_CHARS_MAX {
        return Err(errors::invalid_parameter(format!(
            "The type of message (user) attribute '{name}' is invalid. You must use only the \
             following supported type prefixes: Binary, Number, String."
        )));
    }
    let text = value.string_value().filter(|text| !text.is_empty() && kind != "Binary");
    let bytes = value.binary_value().filter(|bytes| !bytes.is_empty() && kind == "Binary");
    if text.is_none() && bytes.is_none() {
        return Err(errors::invalid_parameter(format!(
            "Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
        )));
    }
    if let Some(character) = text.and_then(forbidden_character) {
        return Err(errors::invalid_character(character, "message attribute value"));
    }
    if kind == "Number" && !text.is_some_and(is_number) {
        return Err(errors::invalid_parameter(format!(
            "Can't cast the value of message (user) attribute '{name}' to a number."
        )));
    }
    Ok(AttributeRow {
        name: name.to_owned(),
        data_type: data_type.to_owned(),
        text: text.map(str::to_owned),
        bytes: bytes.map(|bytes| bytes.to_vec().into()),
    })
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let lower = name.to_ascii_lowercase();
    let is_reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let is_dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    let is_long = name.len() > limits::ATTRIBUTE_NAME_CHARS_MAX;
    if name.is_empty() || is_long || is_reserved || is_dotted || !name.bytes().all(is_allowed) {
        return Err(errors::invalid_parameter(format!(
            "Message (user) attribute name '{name}' is invalid. A name can be up to 256 \
             characters of A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.), must not \
             start with AWS. or Amazon., and must not start or end with a period or have periods \
             in succession."
        )));
    }
    Ok(())
}

fn is_number(text: &str) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(is_part) && text.parse::<f64>().is_ok_and(f64::is_finite)
}
