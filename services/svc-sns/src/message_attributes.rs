//! Message attributes: what may be published, and how long it is.
//!
//! Source: "Amazon SNS message attributes" in the Developer Guide (names, types, validation).

use bytes::Bytes;
use kernel::ApiError;
use kernel::view::Map;
use serde_json::Value as Json;

use crate::api::MessageAttributeValue;
use crate::errors;
use crate::limits;
use crate::state::AttributeRow;

pub const STRING_ARRAY: &str = "String.Array";

/// The attributes of a message, in the order of the request.
pub fn read(
    sent: Option<Map<'_, MessageAttributeValue<'_>>>,
) -> Result<Vec<AttributeRow>, ApiError> {
    let Some(sent) = sent else { return Ok(Vec::new()) };
    sent.iter().map(|(name, value)| read_one(name, value)).collect()
}

/// How many bytes of a message the attributes take.
pub fn size(attributes: &[AttributeRow]) -> usize {
    let sizes = attributes.iter().map(|row| {
        let text = row.text.as_ref().map_or(0, String::len);
        let bytes = row.bytes.as_ref().map_or(0, |bytes| bytes.len());
        row.name.len() + row.data_type.len() + text + bytes
    });
    sizes.sum()
}

fn read_one(name: &str, value: MessageAttributeValue<'_>) -> Result<AttributeRow, ApiError> {
    check_name(name)?;
    let data_type = value.data_type();
    let (base, label) = data_type.split_once('.').unwrap_or((data_type, "x"));
    let is_type = matches!(base, "String" | "Number" | "Binary");
    if !is_type || label.is_empty() || data_type.len() > limits::ATTRIBUTE_TYPE_BYTES_MAX {
        return Err(errors::invalid_value(format!(
            "The message attribute '{name}' has an invalid message attribute type, the set of \
             supported type prefixes is Binary, Number, and String."
        )));
    }
    let (text, bytes) = (value.string_value(), value.binary_value());
    let (has_own, has_other) = match base {
        "Binary" => (bytes.is_some(), text.is_some()),
        _ => (text.is_some(), bytes.is_some()),
    };
    if has_other {
        let field = if base == "Binary" { "Binary" } else { "String" };
        return Err(errors::invalid_value(format!(
            "The message attribute '{name}' with type '{data_type}' must use field '{field}'."
        )));
    }
    let is_empty = text.is_none_or(str::is_empty) && bytes.is_none_or(Bytes::is_empty);
    if !has_own || is_empty {
        return Err(errors::invalid_value(format!(
            "The message attribute '{name}' must contain non-empty message attribute value for \
             message attribute type '{data_type}'."
        )));
    }
    match (base, text) {
        ("Number", Some(text)) if !is_number(text) => {
            return Err(errors::invalid_value(format!(
                "Could not cast message attribute '{name}' value to number."
            )));
        }
        ("String", Some(text)) if data_type == STRING_ARRAY && !is_array(text) => {
            return Err(errors::invalid_value(format!(
                "The message attribute '{name}' with type '{STRING_ARRAY}' must be a JSON array \
                 of strings, numbers, booleans or null."
            )));
        }
        _ => {}
    }
    Ok(AttributeRow {
        name: name.to_owned(),
        data_type: data_type.to_owned(),
        text: text.map(str::to_owned),
        bytes: bytes.map(|bytes| bytes.to_vec().into()),
    })
}

/// `NaN`, `inf` and spaces are none, though Rust reads them.
fn is_number(text: &str) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(is_part) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_array(text: &str) -> bool {
    let Ok(Json::Array(items)) = serde_json::from_str(text) else { return false };
    !items.iter().any(|item| item.is_array() || item.is_object())
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if name.is_empty() || !name.bytes().all(is_allowed) {
        return Err(errors::invalid_value(format!(
            "Invalid non-alphanumeric character '{}' was found in the message attribute name. Can \
             only include alphanumeric characters, hyphens, underscores, or dots.",
            name.chars()
                .find(|it| !it.is_ascii() || !is_allowed(*it as u8))
                .map_or("#x0".to_owned(), |character| format!("#x{:X}", u32::from(character)))
        )));
    }
    if name.len() > limits::ATTRIBUTE_NAME_BYTES_MAX {
        return Err(errors::invalid_value(format!(
            "Length of message attribute name must be less than {} bytes.",
            limits::ATTRIBUTE_NAME_BYTES_MAX
        )));
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return Err(errors::invalid_value(
            "Invalid message attribute name starting with a period, ending with a period or with \
             successive periods.",
        ));
    }
    Ok(())
}
