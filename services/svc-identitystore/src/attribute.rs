//! Changes of single attributes: `name.givenName`, `emails`.
//!
//! Source: [A] UpdateUser, AttributeOperation ("This operation might add, replace, or remove an
//! attribute"): one without a value removes. Paths and values come in the lower camel case of SCIM
//! ("displayName") or as the model names the attributes.

use kernel::value::Name;
use kernel::{ApiError, Struct, Value};

use crate::api::AttributeOperation;
use crate::errors;

/// Attributes of users that can be changed, with those that are structures and lists.
pub const OF_USERS: [&str; 16] = [
    "UserName",
    "Name",
    "DisplayName",
    "NickName",
    "ProfileUrl",
    "Emails",
    "Addresses",
    "PhoneNumbers",
    "UserType",
    "Title",
    "PreferredLanguage",
    "Locale",
    "Timezone",
    "Photos",
    "Website",
    "Birthdate",
];
pub const OF_GROUPS: [&str; 2] = ["DisplayName", "Description"];
const PARTS_OF_NAME: [&str; 6] =
    ["Formatted", "FamilyName", "GivenName", "MiddleName", "HonorificPrefix", "HonorificSuffix"];
const LISTS: [&str; 4] = ["Emails", "Addresses", "PhoneNumbers", "Photos"];
/// Members of the entries of lists.
const PARTS_OF_ENTRIES: [&str; 11] = [
    "Value",
    "Type",
    "Primary",
    "Display",
    "StreetAddress",
    "Locality",
    "Region",
    "PostalCode",
    "Country",
    "Formatted",
    "Verified",
];

/// Applies one change.
pub fn apply(
    attributes: &mut Struct,
    operation: AttributeOperation<'_>,
    known: &'static [&'static str],
) -> Result<(), ApiError> {
    let path = operation.attribute_path();
    let refuse = || errors::validation(format!("{path} is no attribute that can be changed."));
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let find = |all: &'static [&'static str], name: &str| {
        all.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
    };
    let member = find(known, first).ok_or_else(refuse)?;
    let value = operation.attribute_value().filter(|value| **value != Value::Null);
    if member == "Name" && !rest.is_empty() {
        let part = find(&PARTS_OF_NAME, rest).ok_or_else(refuse)?;
        let mut name = attributes.structure("Name").cloned().unwrap_or_default();
        match value {
            Some(value) => name.set(part, text(path, value)?),
            None => {
                name.remove(part);
            }
        }
        attributes.set("Name", name);
        return Ok(());
    }
    if !rest.is_empty() {
        return Err(refuse());
    }
    let Some(value) = value else {
        attributes.remove(member);
        return Ok(());
    };
    let value: Value = match member {
        "Name" => structure(path, value, &PARTS_OF_NAME)?.into(),
        _ if LISTS.contains(&member) => {
            let list = value.as_list().ok_or_else(|| wrong(path))?;
            let entries = list.iter().map(|entry| structure(path, entry, &PARTS_OF_ENTRIES));
            Value::List(entries.map(|entry| entry.map(Value::from)).collect::<Result<_, _>>()?)
        }
        _ => text(path, value)?.into(),
    };
    attributes.set(member, value);
    Ok(())
}

fn wrong(path: &str) -> ApiError {
    errors::validation(format!("The value of {path} has the wrong type."))
}

fn text(path: &str, value: &Value) -> Result<String, ApiError> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned).ok_or_else(|| wrong(path))
}

fn structure(
    path: &str,
    value: &Value,
    parts: &'static [&'static str],
) -> Result<Struct, ApiError> {
    let given = value.as_struct().ok_or_else(|| wrong(path))?;
    let mut out = Struct::new();
    for (name, value) in given.iter() {
        let part = parts.iter().copied().find(|part| part.eq_ignore_ascii_case(name));
        let part = part.ok_or_else(|| wrong(path))?;
        if !matches!(value, Value::String(_) | Value::Bool(_)) {
            return Err(wrong(path));
        }
        out.set(Name::from(part), value.clone());
    }
    Ok(out)
}
