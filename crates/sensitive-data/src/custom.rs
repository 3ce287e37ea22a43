//! Identifiers of one's own, as data protection policies bring them.
//!
//! Sources: "Using custom data identifiers in Amazon SNS"; the limits are the same in "Custom data
//! identifiers" of the CloudWatch Logs User Guide.

use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value as Json};

use crate::detect::Detector;
use crate::identifiers::{self, Known};

/// "A maximum of 10 custom data identifiers".
const IDENTIFIERS_MAX: usize = 10;
const NAME_CHARS_MAX: usize = 128;
/// "The regex … has a maximum length of 200 characters".
const REGEX_CHARS_MAX: usize = 200;
/// Bytes that a compiled regex may take: ours.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// An object of these members and no others; else why not.
pub fn members<'a>(
    value: &'a Json,
    what: &str,
    known: &[&str],
) -> Result<&'a Map<String, Json>, String> {
    let object = value.as_object().ok_or_else(|| format!("{what} is no object"))?;
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(object),
        Some(name) => Err(format!("{what} has an unknown member {name}")),
    }
}

/// The identifiers in a policy's `Configuration`; else what is wrong with it.
pub fn read(configuration: Option<&Json>) -> Result<Vec<Detector>, String> {
    let Some(configuration) = configuration else { return Ok(Vec::new()) };
    let configuration = members(configuration, "Configuration", &["CustomDataIdentifier"])?;
    let Some(list) = configuration.get("CustomDataIdentifier") else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or("CustomDataIdentifier must be a list")?;
    if list.len() > IDENTIFIERS_MAX {
        return Err(format!("a policy has at most {IDENTIFIERS_MAX} custom data identifiers"));
    }
    let mut out: Vec<Detector> = Vec::new();
    for value in list {
        let object = members(value, "a custom data identifier", &["Name", "Regex"])?;
        let text = |name: &str| object.get(name).and_then(Json::as_str).unwrap_or_default();
        let (name, regex) = (text("Name"), text("Regex"));
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let is_length = (1..=NAME_CHARS_MAX).contains(&name.len());
        if !is_length || !name.bytes().all(is_allowed) {
            return Err(format!("{name} is no name of a custom data identifier"));
        }
        let is_taken = out.iter().any(|it| it.name() == name);
        if is_taken || identifiers::find(name) != Known::Unknown {
            return Err(format!("the name {name} is taken"));
        }
        out.push(Detector::Custom { name: name.to_owned(), regex: compile(name, regex)? });
    }
    Ok(out)
}

fn compile(name: &str, regex: &str) -> Result<Regex, String> {
    const SYMBOLS: &str = "_#=@/;,- ^$?[]{}|\\*+.";
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || SYMBOLS.contains(it);
    let is_length = (1..=REGEX_CHARS_MAX).contains(&regex.len());
    if !is_length || !regex.chars().all(is_allowed) {
        return Err(format!(
            "the Regex of {name} must have 1 to {REGEX_CHARS_MAX} letters, digits and the symbols \
             {SYMBOLS}"
        ));
    }
    match RegexBuilder::new(regex).size_limit(REGEX_BYTES_MAX).build() {
        Ok(regex) if regex.is_match("") => {
            Err(format!("the Regex of {name} is found in an empty text"))
        }
        Ok(regex) => Ok(regex),
        Err(_) => Err(format!("the Regex of {name} is not valid or too complex")),
    }
}
