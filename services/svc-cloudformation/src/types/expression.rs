//! What a call is made with: expressions over properties, attributes and items of lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::convert;
use super::table::{Argument, CallLine};

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A property, or what is within it.
    Property(Vec<String>),
    /// The item of the list, or what is within it.
    Item(Vec<String>),
    Attribute(String),
    /// Text with `${…}`.
    Text(String),
    Json(Json),
    Call(String, Vec<Expression>),
}

/// What expressions may use.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    pub properties: &'f Map<String, Json>,
    /// Those before the update.
    pub before: Option<&'f Map<String, Json>>,
    pub attributes: &'f Map<String, Json>,
    /// Attributes that follow from others.
    pub derived: &'f BTreeMap<String, Expression>,
    pub pseudo: &'f BTreeMap<String, Json>,
    pub item: Option<&'f Json>,
}

impl Expression {
    pub fn parse(text: &str) -> Expression {
        if let Some(name) = text.strip_prefix('@') {
            return Expression::Attribute(name.to_owned());
        }
        if let Some(text) = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
            return Expression::Text(text.to_owned());
        }
        if let Some(json) = text.strip_prefix('#') {
            return Expression::Json(serde_json::from_str(json).unwrap_or_default());
        }
        if let Some((name, rest)) = text.split_once('(') {
            let arguments = arguments(rest.strip_suffix(')').unwrap_or(rest));
            return Expression::Call(name.to_owned(), arguments);
        }
        let path = |text: &str| {
            text.split('.').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        match text.strip_prefix('.') {
            Some(rest) => Expression::Item(path(rest)),
            None => Expression::Property(path(text)),
        }
    }

    /// The properties that it uses.
    pub fn properties(&self, out: &mut BTreeSet<String>) {
        match self {
            Expression::Property(path) => out.extend(path.first().cloned()),
            // What follows are names that take the place of others.
            Expression::Call(name, arguments) if name == "rename" => {
                arguments[..1].iter().for_each(|it| it.properties(out));
            }
            Expression::Call(_, arguments) => arguments.iter().for_each(|it| it.properties(out)),
            Expression::Text(text) => {
                for (name, _) in text.split("${").skip(1).filter_map(|it| it.split_once('}')) {
                    if !name.starts_with('@') && !name.contains(':') {
                        out.extend(name.split('.').next().map(str::to_owned));
                    }
                }
            }
            Expression::Item(_) | Expression::Attribute(_) | Expression::Json(_) => {}
        }
    }
}

/// Splits at the commas outside of brackets.
fn arguments(text: &str) -> Vec<Expression> {
    let mut out = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                out.push(Expression::parse(&text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < text.len() {
        out.push(Expression::parse(&text[start..]));
    }
    out
}

impl Facts<'_> {
    /// The value; `None` when there is none, and the member is left out.
    pub fn value(&self, expression: &Expression) -> Option<Json> {
        match expression {
            Expression::Property(path) => {
                let (first, rest) = path.split_first()?;
                within(self.properties.get(first)?, rest).cloned()
            }
            Expression::Item(path) => within(self.item?, path).cloned(),
            Expression::Attribute(name) => match self.attributes.get(name) {
                Some(value) => Some(value.clone()),
                None => self.value(self.derived.get(name)?),
            },
            Expression::Text(text) => self.text(text).map(Json::from),
            Expression::Json(json) => Some(json.clone()),
            Expression::Call(name, arguments) => convert::call(self, name, arguments),
        }
    }

    fn text(&self, pattern: &str) -> Option<String> {
        let mut parts = pattern.split("${");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}')?;
            let value = match self.pseudo.get(name) {
                Some(value) => value.clone(),
                None => self.value(&Expression::parse(name))?,
            };
            out.push_str(&convert::text(&value));
            out.push_str(rest);
        }
        Some(out)
    }

    /// The input of a call, in the names of the API.
    pub fn input(&self, call: &CallLine) -> Map<String, Json> {
        self.members(&call.arguments)
    }

    /// Whether an update has left out what the expression uses: defaults take the place of that,
    /// and of nothing that never was there.
    fn is_gone(&self, expression: &Expression) -> bool {
        let Some(before) = self.before else { return false };
        let mut used = BTreeSet::new();
        expression.properties(&mut used);
        used.iter().any(|name| before.contains_key(name) && !self.properties.contains_key(name))
    }

    fn members(&self, arguments: &[Argument]) -> Map<String, Json> {
        let mut out = Map::new();
        for argument in arguments {
            match argument {
                Argument::Member { name, value, default } => {
                    let default = default.as_ref().filter(|_| self.is_gone(value)).cloned();
                    if let Some(value) = self.value(value).or(default) {
                        out.insert(name.clone(), value);
                    }
                }
                Argument::Nested { name, members } => {
                    let members = self.members(members);
                    if !members.is_empty() {
                        out.insert(name.clone(), Json::Object(members));
                    }
                }
                Argument::MembersOf(name) => {
                    let members = self.properties.get(name).and_then(Json::as_object);
                    out.extend(members.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())));
                }
                Argument::All { but } => {
                    let all = self.properties.iter().filter(|(name, _)| !but.contains(name));
                    for (name, value) in all {
                        out.entry(name.clone()).or_insert_with(|| value.clone());
                    }
                }
            }
        }
        out
    }
}

/// What is within a value; numbers are places in lists.
pub fn within<'j>(json: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(json, |json, step| match json {
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => json.get(step),
    })
}
