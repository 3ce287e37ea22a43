//! Values of users by paths of SCIM (RFC 7644, 3.5.2): `userName`, `name.familyName`,
//! `emails[primary eq true].value`, `enterprise.costCenter`.

use kernel::{Struct, Value};

/// What `enterprise.` stands for (RFC 7643, 4.3).
const ENTERPRISE: &str = "aws:identitystore:enterprise";

/// The text at a path; `None` when the user has none there.
pub fn text(attributes: &Struct, path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("enterprise.") {
        let extensions = attributes.structure("Extensions")?;
        let enterprise = member(extensions, ENTERPRISE)?.as_struct()?;
        return shown(nested(enterprise, rest)?);
    }
    let Some((list, rest)) = path.split_once('[') else {
        return shown(nested(attributes, path)?);
    };
    let (filter, rest) = rest.split_once(']')?;
    let mut words = filter.split_ascii_whitespace();
    let (name, "eq", wanted) = (words.next()?, words.next()?, words.next()?) else { return None };
    let wanted = wanted.trim_matches('"');
    let entries = member(attributes, list)?.as_list()?;
    let entry = entries.iter().filter_map(Value::as_struct).find(|entry| {
        let value = member(entry, name).and_then(shown);
        value.is_some_and(|value| value.eq_ignore_ascii_case(wanted))
    })?;
    shown(nested(entry, rest.strip_prefix('.')?)?)
}

fn nested<'a>(attributes: &'a Struct, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = member(attributes, first)?;
    if rest.is_empty() { Some(value) } else { nested(value.as_struct()?, rest) }
}

/// Names are told apart without their case: the model writes `UserName` for `userName`.
fn member<'a>(attributes: &'a Struct, name: &str) -> Option<&'a Value> {
    attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_paths() {
        let email = |value: &str, primary: bool| {
            Value::Struct(Struct::new().with("Value", value).with("Primary", primary))
        };
        let enterprise = Struct::new().with("costCenter", "7");
        let user = Struct::new()
            .with("UserName", "ann")
            .with("Name", Struct::new().with("FamilyName", "Example"))
            .with("Emails", Value::List(vec![email("a@x", false), email("b@x", true)]))
            .with("Extensions", Struct::new().with(ENTERPRISE, enterprise));
        for (path, expected) in [
            ("userName", Some("ann")),
            ("name.familyName", Some("Example")),
            ("emails[primary eq true].value", Some("b@x")),
            ("emails[primary eq \"false\"].value", Some("a@x")),
            ("enterprise.costCenter", Some("7")),
            ("enterprise.department", None),
            ("title", None),
            ("name", None),
            ("emails[primary ne true].value", None),
            ("emails[", None),
            ("", None),
        ] {
            assert_eq!(text(&user, path).as_deref(), expected, "{path}");
        }
    }
}
