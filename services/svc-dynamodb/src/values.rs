//! Attribute values between requests, answers and memory: `{"S": "text"}` ⇄ [`Attribute`].
//!
//! The words of the refusals are DynamoDB's.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kernel::{ApiError, Struct, Value};

use crate::attribute::{Attribute, Item};
use crate::errors;
use crate::limits;
use crate::number::{Fault, Number};

/// Reads an item or a key: a map from names to attribute values.
pub fn read_item(map: &Struct) -> Result<Item, ApiError> {
    if map.get("").is_some() {
        // "Naming rules": at least one character.
        return Err(errors::ours_invalid("The name of an attribute must not be empty"));
    }
    read_map(map, 0)
}

/// Reads one attribute value.
pub fn read(value: &Value) -> Result<Attribute, ApiError> {
    read_at(value, 1)
}

fn read_map(map: &Struct, depth: usize) -> Result<Item, ApiError> {
    let mut entries = Vec::with_capacity(map.len());
    for (name, value) in map.iter() {
        entries.push((name.to_owned(), read_at(value, depth + 1)?));
    }
    Ok(Item::from_entries(entries))
}

fn read_at(value: &Value, depth: usize) -> Result<Attribute, ApiError> {
    let Some(members) = value.as_struct() else {
        return Err(errors::validation(EMPTY_VALUE));
    };
    let mut found = members.iter().filter(|(_, value)| **value != Value::Null);
    let Some((name, value)) = found.next() else {
        return Err(errors::validation(EMPTY_VALUE));
    };
    if found.next().is_some() {
        return Err(errors::validation(SEVERAL_VALUES));
    }
    if depth > limits::NESTING_MAX {
        return Err(errors::validation("Nesting Levels have exceeded supported limits"));
    }
    match (name, value) {
        ("S", Value::String(text)) => Ok(Attribute::S(text.clone())),
        ("N", Value::String(text)) => read_number(text).map(Attribute::N),
        ("B", Value::Blob(bytes)) => Ok(Attribute::B(bytes.clone())),
        ("BOOL", Value::Bool(flag)) => Ok(Attribute::Bool(*flag)),
        ("NULL", Value::Bool(true)) => Ok(Attribute::Null),
        ("NULL", Value::Bool(false)) => {
            Err(errors::invalid("Null attribute value types must have the value of true"))
        }
        ("M", Value::Struct(map)) => read_map(map, depth).map(Attribute::M),
        ("L", Value::List(items)) => {
            let items = items.iter().map(|item| read_at(item, depth + 1));
            Ok(Attribute::L(items.collect::<Result<_, _>>()?))
        }
        ("SS", Value::List(items)) => read_strings(items),
        ("NS", Value::List(items)) => read_numbers(items),
        ("BS", Value::List(items)) => read_binaries(items),
        _ => Err(errors::validation(EMPTY_VALUE)),
    }
}

const EMPTY_VALUE: &str =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
const SEVERAL_VALUES: &str = "Supplied AttributeValue has more than one datatypes set, must \
                              contain exactly one of the supported datatypes";

pub fn read_number(text: &str) -> Result<Number, ApiError> {
    Number::parse(text).map_err(|fault| match fault {
        Fault::NotANumber if text.is_empty() => {
            errors::validation("The parameter cannot be converted to a numeric value")
        }
        Fault::NotANumber => errors::validation(format!(
            "The parameter cannot be converted to a numeric value: {text}"
        )),
        fault => number_fault(fault),
    })
}

/// What a number, or the result of a sum, is refused with.
pub fn number_fault(fault: Fault) -> ApiError {
    errors::validation(match fault {
        Fault::NotANumber => "The parameter cannot be converted to a numeric value",
        Fault::TooManyDigits => "Attempting to store more than 38 significant digits in a Number",
        Fault::Overflow => {
            "Number overflow. Attempting to store a number with magnitude larger than supported \
             range"
        }
        Fault::Underflow => {
            "Number underflow. Attempting to store a number with magnitude smaller than supported \
             range"
        }
    })
}

fn read_strings(items: &[Value]) -> Result<Attribute, ApiError> {
    if items.is_empty() {
        return Err(errors::invalid("An string set  may not be empty"));
    }
    let mut set: Vec<String> =
        items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
    set.sort_unstable();
    if set.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(duplicates(items, ""));
    }
    Ok(Attribute::SS(set))
}

fn read_numbers(items: &[Value]) -> Result<Attribute, ApiError> {
    if items.is_empty() {
        return Err(errors::invalid("An number set  may not be empty"));
    }
    let texts = items.iter().filter_map(Value::as_str);
    let mut set = texts.map(read_number).collect::<Result<Vec<_>, _>>()?;
    set.sort_unstable();
    if set.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(errors::validation("Input collection contains duplicates"));
    }
    Ok(Attribute::NS(set))
}

fn read_binaries(items: &[Value]) -> Result<Attribute, ApiError> {
    if items.is_empty() {
        return Err(errors::invalid("Binary sets should not be empty"));
    }
    let mut set: Vec<_> = items.iter().filter_map(|item| item.as_blob().cloned()).collect();
    set.sort_unstable();
    if set.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(duplicates(items, "of type BS "));
    }
    Ok(Attribute::BS(set))
}

fn duplicates(items: &[Value], kind: &str) -> ApiError {
    let shown: Vec<String> = items
        .iter()
        .take(limits::SHOWN_ITEMS_MAX)
        .map(|item| match item {
            Value::Blob(bytes) => BASE64_STANDARD.encode(bytes),
            other => other.as_str().unwrap_or_default().to_owned(),
        })
        .collect();
    let space = if kind.is_empty() { " " } else { "" };
    errors::invalid(format!(
        "Input collection [{}]{space}{kind}contains duplicates.",
        shown.join(", ")
    ))
}

/// An item as answers carry it.
pub fn write_item(item: Item) -> Struct {
    let entries = item.into_entries();
    let mut out = Struct::with_capacity(entries.len());
    for (name, value) in entries {
        out.push(name, write(value));
    }
    out
}

/// An attribute value as answers carry it.
pub fn write(attribute: Attribute) -> Value {
    let name = attribute.type_name();
    let value = match attribute {
        Attribute::S(text) => Value::String(text),
        Attribute::N(number) => Value::String(number.to_string()),
        Attribute::B(bytes) => Value::Blob(bytes),
        Attribute::Bool(flag) => Value::Bool(flag),
        Attribute::Null => Value::Bool(true),
        Attribute::M(map) => Value::Struct(write_item(map)),
        Attribute::L(items) => Value::List(items.into_iter().map(write).collect()),
        Attribute::SS(items) => Value::List(items.into_iter().map(Value::String).collect()),
        Attribute::NS(items) => {
            Value::List(items.into_iter().map(|item| Value::String(item.to_string())).collect())
        }
        Attribute::BS(items) => Value::List(items.into_iter().map(Value::Blob).collect()),
    };
    typed(name, value)
}

/// A structure of one member.
pub fn typed(name: &'static str, value: Value) -> Value {
    let mut out = Struct::with_capacity(1);
    out.push(name, value);
    Value::Struct(out)
}

/// A value as messages about expressions show it: `{S:abc}`.
pub fn shown(attribute: &Attribute) -> String {
    let mut out = String::new();
    show(attribute, &mut out);
    out
}

fn show(attribute: &Attribute, out: &mut String) {
    let _ = write!(out, "{{{}:", attribute.type_name());
    match attribute {
        Attribute::S(text) => out.push_str(text),
        Attribute::N(number) => out.push_str(&number.to_string()),
        Attribute::B(bytes) => out.push_str(&BASE64_STANDARD.encode(bytes)),
        Attribute::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Attribute::Null => out.push_str("true"),
        Attribute::SS(items) => {
            let _ = write!(out, "[{}]", items.join(","));
        }
        Attribute::NS(items) => {
            let texts: Vec<String> = items.iter().map(Number::to_string).collect();
            let _ = write!(out, "[{}]", texts.join(","));
        }
        Attribute::BS(items) => {
            let texts: Vec<String> =
                items.iter().map(|item| BASE64_STANDARD.encode(item)).collect();
            let _ = write!(out, "[{}]", texts.join(","));
        }
        Attribute::L(items) => {
            out.push('[');
            for item in items {
                show(item, out);
            }
            out.push(']');
        }
        Attribute::M(map) => {
            for (name, value) in map.iter() {
                let _ = write!(out, "{name}=");
                show(value, out);
            }
        }
    }
    out.push('}');
}
