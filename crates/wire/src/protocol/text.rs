//! Scalars as text: how headers, labels, query strings, forms and XML carry them.

use std::borrow::Cow;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use kernel::value::Value;

use crate::model::{Member, Service, ShapeKind, TimestampFormat};
use crate::protocol::malformed::Malformed;
use crate::protocol::timestamp;

/// Reads a scalar; `name` is what an error calls it.
pub(crate) fn parse(
    service: &Service,
    member: &Member,
    name: &str,
    text: Cow<'_, str>,
) -> Result<Value, Malformed> {
    let kind = &service.shapes[member.shape as usize].kind;
    if matches!(kind, ShapeKind::String | ShapeKind::BigInteger | ShapeKind::BigDecimal) {
        return Ok(Value::String(text.into_owned()));
    }
    scalar(kind, &text).ok_or_else(|| Malformed::parameter(name, &text, kind))
}

fn scalar(kind: &ShapeKind, text: &str) -> Option<Value> {
    let trimmed = text.trim();
    Some(match kind {
        ShapeKind::Boolean => Value::Bool(match trimmed {
            "true" | "True" | "TRUE" | "1" => true,
            "false" | "False" | "FALSE" | "0" => false,
            _ => return None,
        }),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            Value::Int(in_range(kind, trimmed.parse().ok()?)?)
        }
        ShapeKind::Float | ShapeKind::Double => Value::Float(float(trimmed)?),
        ShapeKind::Timestamp => Value::Timestamp(timestamp::parse(trimmed)?),
        ShapeKind::Blob { .. } => Value::Blob(blob(trimmed)?),
        _ => return None,
    })
}

/// `NaN` and the infinities in AWS's spelling only: Rust would take `inf` and `nan` too.
pub(crate) fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => text.parse::<f64>().ok().filter(|value| value.is_finite()),
    }
}

pub(crate) fn blob(text: &str) -> Option<Bytes> {
    use base64::alphabet::STANDARD;
    use base64::engine::DecodePaddingMode;
    use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let compact: String = text.split_ascii_whitespace().collect();
        return LENIENT.decode(compact).ok().map(Bytes::from);
    }
    LENIENT.decode(text).ok().map(Bytes::from)
}

/// The number, when the model's integer type can hold it.
pub(crate) fn in_range(kind: &ShapeKind, value: i64) -> Option<i64> {
    let fits = match kind {
        ShapeKind::Byte => i8::try_from(value).is_ok(),
        ShapeKind::Short => i16::try_from(value).is_ok(),
        ShapeKind::Integer => i32::try_from(value).is_ok(),
        _ => true,
    };
    fits.then_some(value)
}

/// Writes a scalar; what is no scalar gives nothing.
pub(crate) fn write<'a>(
    service: &Service,
    member: &Member,
    value: &'a Value,
    default: TimestampFormat,
) -> Option<Cow<'a, str>> {
    Some(match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(write_float(*value)),
        Value::Timestamp(at) => {
            let format = timestamp::format_of(service, member, default);
            Cow::Owned(timestamp::write(service, *at, format))
        }
        Value::Blob(bytes) => Cow::Owned(BASE64_STANDARD.encode(bytes)),
        Value::Null | Value::List(_) | Value::Struct(_) | Value::Body(_) => return None,
    })
}

pub(crate) fn write_float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else {
        // The `Debug` form keeps `1.0` a float and writes extreme exponents shortly.
        format!("{value:?}")
    }
}

/// Whether the shape is an integer type that holds the number.
pub(crate) fn is_integer_in_range(kind: &ShapeKind, value: i64) -> bool {
    let is_integer =
        matches!(kind, ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long);
    is_integer && in_range(kind, value).is_some()
}
