//! The table of types: `data/types.txt` read, once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::expression::Expression;
use super::schema::Schema;

static TYPES: &str = include_str!("../../data/types.txt");
static SCHEMAS: &str = include_str!("../../data/schemas.txt");

/// A type of resources.
#[derive(Debug, Default)]
pub struct Kind {
    pub name: String,
    pub naming: Option<Naming>,
    /// The physical id.
    pub id: Option<Expression>,
    pub attributes: BTreeMap<String, Expression>,
    /// Properties whose change replaces the resource.
    pub replaced_by: BTreeSet<String>,
    pub kept: BTreeSet<String>,
    pub calls: Vec<CallLine>,
    pub schema: Schema,
}

/// How a resource without a name is named.
#[derive(Debug)]
pub struct Naming {
    /// A property, perhaps within another; or an attribute (`@Id`).
    pub property: String,
    pub chars_max: usize,
    pub is_lower: bool,
    /// The property that, when true, wants the suffix `.fifo`.
    pub fifo: Option<String>,
}

/// A call of a service.
#[derive(Debug)]
pub struct CallLine {
    pub verb: Verb,
    /// The property in brackets, and what tells its items apart.
    pub of: Option<String>,
    pub key: Option<String>,
    /// The default in brackets, for `grown` and `shrunk`.
    pub from: i64,
    /// Further properties that cause it.
    pub also_of: Vec<String>,
    pub service: String,
    pub operation: String,
    pub arguments: Vec<Argument>,
    /// Attribute and the path in the answer.
    pub captures: Vec<(String, Vec<String>)>,
    pub tolerated: Vec<String>,
    pub retried: Vec<String>,
    /// Path in the answer, values that end the wait, and values that fail it.
    pub until: Option<Until>,
    /// Properties that the arguments use.
    pub used: BTreeSet<String>,
    /// Of these, what is reset when they are gone.
    pub reset: BTreeSet<String>,
    pub spreads: bool,
}

#[derive(Debug)]
pub struct Until {
    pub path: Vec<String>,
    pub values: Vec<String>,
    pub failures: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// What answers is in the way of the creation.
    Absent,
    Create,
    Update,
    Also,
    Put,
    Renew,
    Read,
    Wait,
    Delete,
    Unset,
    True,
    False,
    Grown,
    Shrunk,
    Tag,
    Untag,
    Each,
    Added,
    Changed,
    Gone,
    /// At deletion, too.
    GoneAlways,
}

#[derive(Debug)]
pub enum Argument {
    Member { name: String, value: Expression, default: Option<Json> },
    Nested { name: String, members: Vec<Argument> },
    All { but: Vec<String> },
    MembersOf(String),
}

/// The type of that name, if this cloud has it.
pub fn find(name: &str) -> Option<&'static Kind> {
    kinds().get(name)
}

pub fn kinds() -> &'static BTreeMap<String, Kind> {
    static KINDS: OnceLock<BTreeMap<String, Kind>> = OnceLock::new();
    KINDS.get_or_init(read)
}

fn read() -> BTreeMap<String, Kind> {
    let mut schemas = schemas();
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    let mut current = String::new();
    for line in TYPES.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')) {
        if line.starts_with("AWS::") {
            line.clone_into(&mut current);
            let schema = schemas.remove(line).unwrap_or_default();
            let replaced_by = schema.create_only.iter().cloned().collect();
            let kind = Kind { name: current.clone(), schema, replaced_by, ..Kind::default() };
            kinds.insert(current.clone(), kind);
        } else if let Some(kind) = kinds.get_mut(&current) {
            kind.read_line(line);
        }
    }
    kinds
}

fn schemas() -> BTreeMap<String, Schema> {
    let mut schemas: BTreeMap<String, Schema> = BTreeMap::new();
    let mut current = None;
    for line in SCHEMAS.lines() {
        if line.starts_with("AWS::") && !line.contains(' ') {
            current = Some(schemas.entry(line.to_owned()).or_default());
        } else if let Some(schema) = &mut current {
            schema.read_line(line);
        }
    }
    schemas
}

impl Kind {
    fn read_line(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words = || rest.split_whitespace().map(str::to_owned);
        match verb {
            "name" => self.naming = naming(rest),
            "id" => self.id = Some(Expression::parse(rest)),
            "attr" => {
                let (name, value) = rest.split_once(' ').unwrap_or((rest, rest));
                self.attributes.insert(name.to_owned(), Expression::parse(value));
            }
            "replace" => self.replaced_by.extend(words()),
            "kept" => self.kept.extend(words()),
            _ => {
                let call = call(verb, rest);
                self.calls.push(call);
            }
        }
    }

    /// Whether an attribute of that name can be asked for.
    pub fn has_attribute(&self, name: &str) -> bool {
        self.attributes.contains_key(name) || self.schema.attributes.iter().any(|it| it == name)
    }

    /// Whether some call takes the property.
    pub fn takes(&self, property: &str) -> bool {
        let named = |naming: &Naming| naming.property.split('.').next() == Some(property);
        self.naming.as_ref().is_some_and(named)
            || self.kept.contains(property)
            || self.calls.iter().any(|call| call.concerns(property) || call.used.contains(property))
    }
}

impl CallLine {
    /// Whether a change of the property causes it.
    pub fn concerns(&self, property: &str) -> bool {
        match &self.of {
            Some(of) => {
                of.split('.').next() == Some(property)
                    || self.also_of.iter().any(|it| it == property)
            }
            None => self.used.contains(property) || self.spreads && !self.leaves_out(property),
        }
    }

    fn leaves_out(&self, property: &str) -> bool {
        self.arguments.iter().any(|argument| match argument {
            Argument::All { but } => but.iter().any(|it| it == property),
            _ => false,
        })
    }
}

fn naming(text: &str) -> Option<Naming> {
    let mut words = text.split_whitespace();
    let mut naming = Naming {
        property: words.next()?.to_owned(),
        chars_max: words.next()?.parse().ok()?,
        is_lower: false,
        fifo: None,
    };
    for word in words {
        match word.split_once('=') {
            Some((_, property)) => naming.fifo = Some(property.to_owned()),
            None => naming.is_lower = true,
        }
    }
    Some(naming)
}

/// The sections of a call's line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Arguments,
    Captures,
    Tolerated,
    Retried,
    Until,
    Fail,
}

fn call(head: &str, rest: &str) -> CallLine {
    let (head, also_of) = head.split_once('+').unwrap_or((head, ""));
    let (name, bracket) = match head.split_once('[') {
        Some((name, bracket)) => (name, bracket.trim_end_matches(']')),
        None => (head, ""),
    };
    let (of, key) = bracket.split_once(':').unwrap_or((bracket, ""));
    let mut words = rest.split_whitespace();
    let mut call = CallLine {
        verb: verb(name),
        of: (!of.is_empty()).then(|| of.to_owned()),
        from: key.parse().unwrap_or_default(),
        key: (!key.is_empty()).then(|| key.to_owned()),
        also_of: also_of.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        service: words.next().unwrap_or_default().to_owned(),
        operation: words.next().unwrap_or_default().to_owned(),
        arguments: Vec::new(),
        captures: Vec::new(),
        tolerated: Vec::new(),
        retried: Vec::new(),
        until: None,
        used: BTreeSet::new(),
        reset: BTreeSet::new(),
        spreads: false,
    };
    let mut part = Part::Arguments;
    let mut arguments = Vec::new();
    let split = |word: &str| word.split('|').map(str::to_owned).collect::<Vec<_>>();
    let path = |word: &str| word.split('.').map(str::to_owned).collect::<Vec<_>>();
    for word in words {
        match word {
            ">" => part = Part::Captures,
            "!" => part = Part::Tolerated,
            "~" => part = Part::Retried,
            "until" => part = Part::Until,
            "fail" => part = Part::Fail,
            _ => match (part, &mut call.until) {
                (Part::Arguments, _) => arguments.push(word),
                (Part::Captures, _) => {
                    let (name, value) = word.split_once('=').unwrap_or((word, word));
                    call.captures.push((name.to_owned(), path(value)));
                }
                (Part::Tolerated, _) => call.tolerated.push(word.to_owned()),
                (Part::Retried, _) => call.retried.push(word.to_owned()),
                (Part::Until, None) => {
                    let until =
                        Until { path: path(word), values: Vec::new(), failures: Vec::new() };
                    call.until = Some(until);
                }
                (Part::Until, Some(until)) => until.values = split(word),
                (Part::Fail, Some(until)) => until.failures = split(word),
                (Part::Fail, None) => {}
            },
        }
    }
    call.arguments = members(&mut arguments.into_iter(), &mut call.used, &mut call.reset);
    call.spreads = call.arguments.iter().any(|it| matches!(it, Argument::All { .. }));
    call
}

fn verb(name: &str) -> Verb {
    match name {
        "absent" => Verb::Absent,
        "create" => Verb::Create,
        "update" => Verb::Update,
        "also" => Verb::Also,
        "put" => Verb::Put,
        "renew" => Verb::Renew,
        "read" => Verb::Read,
        "wait" => Verb::Wait,
        "delete" => Verb::Delete,
        "unset" => Verb::Unset,
        "true" => Verb::True,
        "false" => Verb::False,
        "grown" => Verb::Grown,
        "shrunk" => Verb::Shrunk,
        "tag" => Verb::Tag,
        "untag" => Verb::Untag,
        "each" => Verb::Each,
        "added" => Verb::Added,
        "changed" => Verb::Changed,
        "gone" => Verb::Gone,
        "gone!" => Verb::GoneAlways,
        _ => unreachable!("types.txt has no verb {name}: the tests read all of it"),
    }
}

fn members(
    words: &mut dyn Iterator<Item = &str>,
    used: &mut BTreeSet<String>,
    reset: &mut BTreeSet<String>,
) -> Vec<Argument> {
    let mut out = Vec::new();
    let mut but = Vec::new();
    let mut is_all = false;
    while let Some(word) = words.next() {
        if word == "}" {
            break;
        } else if word == "*" {
            is_all = true;
        } else if let Some(name) = word.strip_prefix('-') {
            but.push(name.to_owned());
        } else if let Some(name) = word.strip_prefix('*') {
            used.insert(name.to_owned());
            out.push(Argument::MembersOf(name.to_owned()));
        } else if let Some(name) = word.strip_suffix('{') {
            let members = members(words, used, reset);
            out.push(Argument::Nested { name: name.to_owned(), members });
        } else {
            let (word, default) = match word.split_once('?') {
                Some((word, default)) => (word, serde_json::from_str(default).ok()),
                None => (word, None),
            };
            let (name, value) = word.split_once('=').unwrap_or((word, word));
            let value = Expression::parse(value);
            value.properties(used);
            if default.is_some() {
                value.properties(reset);
            }
            out.push(Argument::Member { name: name.to_owned(), value, default });
        }
    }
    if is_all {
        out.push(Argument::All { but });
    }
    out
}
