//! What AWS calls resources and their members, where our names are others: `terms.txt`.

use std::collections::HashMap;

const TERMS: &str = include_str!("terms.txt");

#[derive(Debug)]
pub(crate) struct Terms {
    /// By service and table.
    tables: HashMap<(&'static str, &'static str), Term>,
    /// By service and field.
    fields: HashMap<(&'static str, &'static str), &'static str>,
}

/// What is known of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Term {
    pub is_internal: bool,
    pub resource: Option<&'static str>,
    pub key: Vec<Part>,
}

/// A part of a key.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// `-` is not shown.
    pub name: &'static str,
    /// A field of another table of the service, by which that table's key is found.
    pub by: Option<(&'static str, &'static str)>,
}

impl Terms {
    pub fn read() -> Terms {
        let mut terms = Terms { tables: HashMap::new(), fields: HashMap::new() };
        for line in lines() {
            let words: Vec<&'static str> = line.split_whitespace().collect();
            match words[..] {
                ["internal", service, ref tables @ ..] => {
                    for table in tables {
                        let term = terms.tables.entry((service, table)).or_default();
                        term.is_internal = true;
                    }
                }
                ["resource", service, table, resource, ref key @ ..] => {
                    let key = key.iter().map(|text| parse_part(text)).collect();
                    let term = Term { is_internal: false, resource: Some(resource), key };
                    terms.tables.insert((service, table), term);
                }
                ["term", service, field, term] => {
                    terms.fields.insert((service, field), term);
                }
                _ => {}
            }
        }
        terms
    }

    /// Rows of types that are encoded by hand: lines as the build script writes them.
    pub fn shapes<'t>() -> impl Iterator<Item = &'t str> {
        lines()
            .map(|line| -> &'t str { line })
            .filter(|line| line.starts_with("in ") || line.starts_with("struct "))
    }

    pub fn of(&self, service: &str, table: &str) -> Term {
        self.tables.get(&(service, table)).cloned().unwrap_or_default()
    }

    /// A member as AWS's clients name it: ours in its letters, if nothing else is written down.
    /// Nothing: the members within it stand for themselves.
    pub fn field(&self, service: &str, name: &str) -> String {
        match self.fields.get(&(service, name)) {
            Some(&"-") => String::new(),
            Some(term) => (*term).to_owned(),
            None => pascal(name),
        }
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    TERMS.lines().filter(|line| !line.starts_with('#'))
}

/// `queue=queues.space`
fn parse_part(text: &'static str) -> Part {
    let (name, by) = match text.split_once('=') {
        Some((name, by)) => (name, by.split_once('.')),
        None => (text, None),
    };
    Part { name, by }
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    // Microseconds are told as times.
    name.strip_suffix("_us").unwrap_or(name).split('_').filter_map(capital).collect()
}
