//! The tests of the language, each with its source.

mod conditions;
mod decisions;
mod documents;
mod explanations;
mod patterns;
mod principals;
mod reference;
mod table;
mod wording;

use std::collections::BTreeMap;

use crate::{Kind, Policy};

type KeyMap = BTreeMap<String, Vec<String>>;

/// `[("aws:username", "ann")]`; a repeated name has several values.
fn keys(pairs: &[(&str, &str)]) -> KeyMap {
    let mut map = KeyMap::new();
    for (name, value) in pairs {
        map.entry(name.to_ascii_lowercase()).or_default().push((*value).to_owned());
    }
    map
}

fn policy(text: &str, kind: Kind) -> Policy {
    Policy::parse(text, kind).unwrap_or_else(|error| panic!("{error}: {text}"))
}
