//! Values as the text of a result.
//!
//! Trino's own notation for what is plain; rows, maps and arrays as `{name=value, …}` and `[…]`.
//! How CloudTrail Lake writes those is not verified.

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{Float64Type, Int64Type};

use super::times;
use super::types::Type;
use crate::json::{self, Sort};

/// The value of a row; `None` of a NULL.
pub fn cell(array: &ArrayRef, row: usize, of: Type) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    Some(match of {
        Type::Int => array.as_primitive::<Int64Type>().value(row).to_string(),
        Type::Time => times::show(array.as_primitive::<Int64Type>().value(row)),
        Type::Date => times::show_date(array.as_primitive::<Int64Type>().value(row)),
        Type::Double => double(array.as_primitive::<Float64Type>().value(row)),
        Type::Bool => array.as_boolean().value(row).to_string(),
        Type::Text | Type::Null => array.as_string::<i32>().value(row).to_owned(),
        Type::Struct(_) | Type::Map | Type::List(_) => {
            nested(array.as_string::<i32>().value(row), of)
        }
    })
}

pub fn double(value: f64) -> String {
    format!("{value:?}")
}

fn nested(value: &str, of: Type) -> String {
    if json::sort(value) == Sort::Null {
        return "null".to_owned();
    }
    match of {
        Type::Struct(fields) => {
            let parts = fields.iter().map(|field| {
                let is_it = |key: &str| json::text(key).eq_ignore_ascii_case(field.name);
                let found = json::members(value).find(|(key, _)| is_it(key));
                let shown = found.map_or("null".to_owned(), |(_, it)| nested(it, field.of));
                format!("{}={shown}", field.name)
            });
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Type::Map => {
            let parts = json::members(value);
            let parts = parts.map(|(key, it)| format!("{}={}", json::text(key), json::text(it)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Type::List(of) => {
            let parts = json::elements(value).map(|it| nested(it, *of));
            format!("[{}]", parts.collect::<Vec<_>>().join(", "))
        }
        Type::Time => {
            let text = json::text(value);
            times::parse(&text).map_or_else(|| text.clone().into_owned(), times::show)
        }
        _ => json::text(value).into_owned(),
    }
}
