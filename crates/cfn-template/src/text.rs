//! What was written → JSON, whichever of the two languages it is in.

use serde_json::Value as Json;

use crate::{Problem, Result, format_error, yaml};

/// The longest template that is read; longer ones have been refused by the operations.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// The JSON of a template. Short tags of YAML become functions (`!Ref a` is `{"Ref": "a"}`).
pub fn parse(text: &str) -> Result<Json> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Problem(format!("The template is longer than {TEXT_BYTES_MAX} bytes.")));
    }
    let json = if text.trim_start().starts_with('{') {
        // A flow mapping of YAML begins like an object of JSON.
        serde_json::from_str(text).or_else(|error| {
            yaml::parse(text).map_err(|_| {
                format_error(format_args!(
                    "JSON not well-formed. (line {}, column {})",
                    error.line(),
                    error.column()
                ))
            })
        })?
    } else {
        yaml::parse(text)?
    };
    match json {
        Json::Object(_) => Ok(json),
        _ => Err(format_error("unsupported structure.")),
    }
}
