//! Names of resources that have none: stack, logical id and twelve letters or digits of chance.

use serde_json::{Map, Value as Json};

use crate::session::{Session, document};
use crate::state::BeingRow;
use crate::types::find;

/// The attribute that says that the name was made up.
pub const NAMED: &str = "_Named";
const RANDOM_CHARS: usize = 12;

/// Gives the resource a name, if it is of a kind that needs one and has none.
pub fn give(session: &mut Session<'_, '_>, logical_id: &str, being: &mut BeingRow) {
    let Some(naming) = find(&being.kind).and_then(|kind| kind.naming.as_ref()) else { return };
    let mut properties = document(&being.properties);
    let mut attributes = document(&being.attributes);
    if property(&properties, &naming.property).is_some() {
        return;
    }
    let wants_fifo = |name: &String| properties.get(name) == Some(&Json::Bool(true));
    let suffix = naming.fifo.as_ref().filter(|name| wants_fifo(name)).map_or("", |_| ".fifo");
    let random = session.ctx.chance().alphanumeric(RANDOM_CHARS);
    let room = naming.chars_max.saturating_sub(RANDOM_CHARS + 1 + suffix.len());
    let mut name = format!("{}-{logical_id}", session.stack.name);
    if name.len() > room {
        // Both parts keep half of the room.
        let stack: String = session.stack.name.chars().take(room / 2).collect();
        let rest = room.saturating_sub(stack.len() + 1);
        let logical: String = logical_id.chars().take(rest).collect();
        name = format!("{stack}-{logical}");
    }
    let mut name = format!("{name}-{random}{suffix}");
    if naming.is_lower {
        name.make_ascii_lowercase();
    }
    match naming.property.strip_prefix('@') {
        Some(attribute) => {
            attributes.insert(attribute.to_owned(), name.into());
        }
        None => set(&mut properties, &naming.property, name.into()),
    }
    attributes.insert(NAMED.to_owned(), true.into());
    being.properties = Json::Object(properties).to_string();
    being.attributes = Json::Object(attributes).to_string();
}

/// A made-up name stays as long as the resource does.
pub fn keep(old: &BeingRow, wanted: &mut BeingRow) {
    let Some(naming) = find(&wanted.kind).and_then(|kind| kind.naming.as_ref()) else { return };
    let was_made_up = document(&old.attributes).contains_key(NAMED);
    if old.kind != wanted.kind || !was_made_up || naming.property.starts_with('@') {
        return;
    }
    let mut properties = document(&wanted.properties);
    if property(&properties, &naming.property).is_some() {
        return;
    }
    if let Some(name) = property(&document(&old.properties), &naming.property) {
        set(&mut properties, &naming.property, name.clone());
        wanted.properties = Json::Object(properties).to_string();
    }
}

/// A replacement that is made beside the old resource cannot have its name.
pub fn collide(old: &BeingRow, new: &BeingRow) -> bool {
    let Some(naming) = find(&new.kind).and_then(|kind| kind.naming.as_ref()) else { return false };
    let name = |being: &BeingRow| property(&document(&being.properties), &naming.property).cloned();
    name(old).is_some() && name(old) == name(new)
}

/// Whether the template gives the name.
pub fn is_given(being: &BeingRow) -> bool {
    let naming = find(&being.kind).and_then(|kind| kind.naming.as_ref());
    naming.is_some_and(|it| property(&document(&being.properties), &it.property).is_some())
}

/// In a replacement, what was made up before is made up anew.
pub fn forget(being: &mut BeingRow) {
    let Some(naming) = find(&being.kind).and_then(|kind| kind.naming.as_ref()) else { return };
    let mut properties = document(&being.properties);
    if naming.property.contains('.') {
        return;
    }
    properties.remove(&naming.property);
    being.properties = Json::Object(properties).to_string();
}

fn property<'p>(properties: &'p Map<String, Json>, path: &str) -> Option<&'p Json> {
    crate::types::plan::at(properties, path)
}

fn set(properties: &mut Map<String, Json>, path: &str, value: Json) {
    match path.split_once('.') {
        Some((first, rest)) => {
            let inner =
                properties.entry(first.to_owned()).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
        None => {
            properties.insert(path.to_owned(), value);
        }
    }
}
