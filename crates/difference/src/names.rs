//! What the fields of rows are called: tables, structs and enums as the sources declare them.
//!
//! The binary's build script reads the sources and writes one line for each:
//!
//! ```text
//! in svc-sqs state.rs
//! table sqs queues String QueueRow
//! struct QueueRow 0:id:u64 5:settings:Settings
//! variant RedriveAllowPolicy 2 ByQueue 0:arns:Vec<String>
//! alias JobKey (i64,u64)
//! ```

use std::collections::HashMap;

use crate::terms::Terms;

/// Where a name is looked up: in the file that uses it first, then in its crate, then everywhere.
type Scope = (usize, usize);

#[derive(Debug)]
pub struct Names {
    pub(crate) terms: Terms,
    tables: HashMap<(String, String), TableNames>,
    shapes: HashMap<String, Vec<(Scope, Shape)>>,
    aliases: HashMap<String, Vec<(Scope, Type)>>,
}

#[derive(Debug)]
pub(crate) struct TableNames {
    pub scope: Scope,
    pub key: Type,
    pub row: Type,
}

/// A type as it is written: `BTreeMap<String,Vec<u8>>`. Tuples have no name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    pub name: String,
    pub args: Vec<Type>,
}

#[derive(Debug)]
pub(crate) enum Shape {
    Struct(Vec<Field>),
    /// By the numbers of the variants.
    Enum(Vec<(u64, String, Vec<Field>)>),
}

#[derive(Debug)]
pub(crate) struct Field {
    pub number: u64,
    /// Empty in tuples.
    pub name: String,
    pub of: Type,
}

impl Names {
    /// `text` is what the build script has written; lines that are none are left out.
    pub fn parse(text: &str) -> Names {
        let mut names = Names {
            terms: Terms::read(),
            tables: HashMap::new(),
            shapes: HashMap::new(),
            aliases: HashMap::new(),
        };
        let mut crates: Vec<&str> = Vec::new();
        let mut scope = (0, 0);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.extend(Terms::shapes());
        for line in lines {
            let mut words = line.split(' ');
            let (Some(what), rest) = (words.next(), words.collect::<Vec<_>>()) else { continue };
            match (what, &rest[..]) {
                ("in", [folder, ..]) => {
                    let at = crates.iter().position(|it| it == folder);
                    let at = at.unwrap_or_else(|| {
                        crates.push(folder);
                        crates.len() - 1
                    });
                    scope = (at, scope.1 + 1);
                }
                ("table", [service, table, key, row]) => {
                    let named = TableNames { scope, key: parse_type(key), row: parse_type(row) };
                    let place = ((*service).to_owned(), (*table).to_owned());
                    // A second table of the same rows decodes a part of them.
                    names.tables.entry(place).or_insert(named);
                }
                ("alias", [name, of]) => {
                    let known = names.aliases.entry((*name).to_owned()).or_default();
                    known.push((scope, parse_type(of)));
                }
                ("struct", [name, fields @ ..]) => {
                    let shape = Shape::Struct(parse_fields(fields));
                    names.shapes.entry((*name).to_owned()).or_default().push((scope, shape));
                }
                ("variant", [name, number, variant, fields @ ..]) => {
                    names.add_variant(scope, name, number, variant, fields);
                }
                _ => {}
            }
        }
        names
    }

    fn add_variant(&mut self, scope: Scope, of: &str, number: &str, name: &str, fields: &[&str]) {
        let Ok(number) = number.parse() else { return };
        let variant = (number, name.to_owned(), parse_fields(fields));
        let known = self.shapes.entry(of.to_owned()).or_default();
        match known.last_mut() {
            Some((place, Shape::Enum(variants))) if *place == scope => variants.push(variant),
            _ => known.push((scope, Shape::Enum(vec![variant]))),
        }
    }

    pub(crate) fn table(&self, service: &str, table: &str) -> Option<&TableNames> {
        self.tables.get(&(service.to_owned(), table.to_owned()))
    }

    /// What a type consists of, as it is named from `scope`; `None` when that is not clear.
    pub(crate) fn shape(&self, scope: Scope, name: &str) -> Option<(Scope, &Shape)> {
        let (scope, shape) = find(self.shapes.get(name)?, scope)?;
        Some((*scope, shape))
    }

    pub(crate) fn alias(&self, scope: Scope, name: &str) -> Option<&Type> {
        find(self.aliases.get(name)?, scope).map(|(_, of)| of)
    }
}

fn find<T>(known: &[(Scope, T)], from: Scope) -> Option<&(Scope, T)> {
    let alone = |mut some: Vec<_>| if some.len() == 1 { some.pop() } else { None };
    let in_file = known.iter().filter(|(scope, _)| *scope == from).collect::<Vec<_>>();
    let in_crate = known.iter().filter(|(scope, _)| scope.0 == from.0).collect::<Vec<_>>();
    alone(in_file).or_else(|| alone(in_crate)).or_else(|| alone(known.iter().collect()))
}

/// `0:id:u64`
fn parse_fields(fields: &[&str]) -> Vec<Field> {
    let parse = |text: &&str| {
        let mut parts = text.splitn(3, ':');
        let number = parts.next()?.parse().ok()?;
        Some(Field { number, name: parts.next()?.to_owned(), of: parse_type(parts.next()?) })
    };
    fields.iter().filter_map(parse).collect()
}

pub(crate) fn parse_type(text: &str) -> Type {
    let (open, close) = match text.as_bytes().first() {
        Some(b'(') => ('(', ')'),
        Some(b'[') => ('[', ']'),
        _ => ('<', '>'),
    };
    let path = |name: &str| name.rsplit("::").next().unwrap_or_default().to_owned();
    match (text.find(open), text.rfind(close)) {
        (Some(from), Some(to)) if from < to => {
            let name = if open == '[' { "[]".to_owned() } else { path(&text[..from]) };
            Type { name, args: parts(&text[from + 1..to]).map(parse_type).collect() }
        }
        _ => Type { name: path(text), args: Vec::new() },
    }
}

/// What commas part, but for those within brackets.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let inner = move |c: char| {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
        (c == ',' || c == ';') && depth == 0
    };
    text.split(inner).filter(|part| !part.is_empty())
}
