//! What properties a type has, and of which types these are: AWS's resource provider schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json};

/// Of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    Integer,
    Number,
    Boolean,
    Any,
    List(Box<Shape>),
    Map(Box<Shape>),
    Members(String),
}

#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub shape: Shape,
    pub is_required: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Schema {
    pub create_only: Vec<String>,
    pub attributes: Vec<String>,
    pub primary: Vec<String>,
    pub properties: Vec<Member>,
    definitions: BTreeMap<String, Vec<Member>>,
}

impl Schema {
    pub fn property(&self, name: &str) -> Option<&Member> {
        self.properties.iter().find(|member| member.name == name)
    }

    /// The properties as their types: text that stands for a number or a boolean becomes one, and
    /// the other way round. Or what is wrong with them.
    pub fn check(&self, properties: &Map<String, Json>) -> Result<Map<String, Json>, String> {
        self.members(&self.properties, properties, "#")
    }

    fn members(
        &self,
        members: &[Member],
        given: &Map<String, Json>,
        place: &str,
    ) -> Result<Map<String, Json>, String> {
        for member in members.iter().filter(|member| member.is_required) {
            if !given.contains_key(&member.name) {
                return Err(format!("{place}: required key [{}] not found", member.name));
            }
        }
        let mut out = Map::new();
        for (name, value) in given {
            let Some(member) = members.iter().find(|member| member.name == *name) else {
                return Err(format!("{place}: extraneous key [{name}] is not permitted"));
            };
            let value = self.value(&member.shape, value, &format!("{place}/{name}"))?;
            out.insert(name.clone(), value);
        }
        Ok(out)
    }

    fn value(&self, shape: &Shape, json: &Json, place: &str) -> Result<Json, String> {
        let wrong = |wanted: &str| {
            Err(format!("{place}: expected type: {wanted}, found: {}", kind_of(json)))
        };
        Ok(match (shape, json) {
            (Shape::Any, _)
            | (Shape::Text, Json::String(_))
            | (Shape::Boolean, Json::Bool(_))
            | (Shape::Integer | Shape::Number, Json::Number(_)) => json.clone(),
            (Shape::Text, Json::Number(number)) => number.to_string().into(),
            (Shape::Text, Json::Bool(value)) => value.to_string().into(),
            (Shape::Text, _) => return wrong("String"),
            (Shape::Boolean, Json::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" => true.into(),
                "false" => false.into(),
                _ => return wrong("Boolean"),
            },
            (Shape::Boolean, _) => return wrong("Boolean"),
            (Shape::Integer, Json::String(text)) => match text.trim().parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => return wrong("Integer"),
            },
            (Shape::Number, Json::String(text)) => match number(text.trim()) {
                Some(number) => number,
                None => return wrong("Number"),
            },
            (Shape::Integer, _) => return wrong("Integer"),
            (Shape::Number, _) => return wrong("Number"),
            (Shape::List(item), Json::Array(items)) => {
                let each = items.iter().enumerate();
                each.map(|(at, json)| self.value(item, json, &format!("{place}/{at}")))
                    .collect::<Result<_, _>>()?
            }
            // A single value stands for a list of one, as in AWS.
            (Shape::List(item), Json::String(_) | Json::Object(_)) => {
                Json::Array(vec![self.value(item, json, place)?])
            }
            (Shape::List(_), _) => return wrong("JSONArray"),
            (Shape::Map(item), Json::Object(entries)) => {
                let mut out = Map::new();
                for (key, json) in entries {
                    out.insert(key.clone(), self.value(item, json, &format!("{place}/{key}"))?);
                }
                Json::Object(out)
            }
            (Shape::Members(name), Json::Object(given)) => match self.definitions.get(name) {
                Some(members) => Json::Object(self.members(members, given, place)?),
                None => json.clone(),
            },
            (Shape::Map(_) | Shape::Members(_), _) => return wrong("JSONObject"),
        })
    }

    /// Reads a line of a schema.
    pub fn read_line(&mut self, line: &str) {
        let words = |rest: &str| rest.split_whitespace().map(str::to_owned).collect();
        if let Some(rest) = line.strip_prefix("create-only ") {
            self.create_only = words(rest);
        } else if let Some(rest) = line.strip_prefix("read-only ") {
            self.attributes = words(rest);
        } else if let Some(rest) = line.strip_prefix("id ") {
            self.primary = words(rest);
        } else if let Some(rest) = line.strip_prefix("=") {
            self.properties = members(rest);
        } else if let Some((name, rest)) = line.split_once(" =") {
            self.definitions.insert(name.to_owned(), members(rest));
        }
    }
}

fn number(text: &str) -> Option<Json> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    Number::from_f64(text.parse().ok()?).map(Json::Number)
}

fn members(text: &str) -> Vec<Member> {
    let each = text.split(',').filter_map(|one| one.trim().split_once(' '));
    each.map(|(name, shape)| Member {
        name: name.trim_end_matches('!').to_owned(),
        is_required: name.ends_with('!'),
        shape: shape_of(shape),
    })
    .collect()
}

fn shape_of(text: &str) -> Shape {
    if let Some(item) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return Shape::List(Box::new(shape_of(item)));
    }
    if let Some(item) = text.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
        return Shape::Map(Box::new(shape_of(item)));
    }
    match text {
        "s" => Shape::Text,
        "i" => Shape::Integer,
        "n" => Shape::Number,
        "b" => Shape::Boolean,
        "j" => Shape::Any,
        name => Shape::Members(name.to_owned()),
    }
}

/// In the words of AWS's validator.
fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "Null",
        Json::Bool(_) => "Boolean",
        Json::Number(_) => "Number",
        Json::String(_) => "String",
        Json::Array(_) => "JSONArray",
        Json::Object(_) => "JSONObject",
    }
}
