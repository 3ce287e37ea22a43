//! Definitions as data: YAML becomes JSON values, which are read member by member; what nobody
//! reads is a mistake, told with its place.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Map, Number, Value as Json};
use yaml_rust2::{Yaml, YamlLoader};

/// A problem with a definition, or with a run, in one sentence.
pub type Result<T> = std::result::Result<T, String>;

/// A file of a lab is at most so long.
const FILE_BYTES_MAX: usize = 256 << 10;

/// A text in the languages of the labs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub en: String,
    pub ko: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Korean,
}

impl Words {
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Korean if !self.ko.is_empty() => &self.ko,
            _ => &self.en,
        }
    }
}

/// The value that a YAML file describes.
pub fn yaml(file: &str, text: &str) -> Result<Json> {
    if text.len() > FILE_BYTES_MAX {
        return Err(format!("{file}: at most {FILE_BYTES_MAX} bytes"));
    }
    let documents = YamlLoader::load_from_str(text).map_err(|error| format!("{file}: {error}"))?;
    match documents.as_slice() {
        [one] => json(one).map_err(|problem| format!("{file}: {problem}")),
        _ => Err(format!("{file}: one document is expected")),
    }
}

fn json(yaml: &Yaml) -> Result<Json> {
    Ok(match yaml {
        Yaml::Null => Json::Null,
        Yaml::Boolean(value) => (*value).into(),
        Yaml::Integer(value) => (*value).into(),
        Yaml::Real(text) => {
            let number = text.parse().ok().and_then(Number::from_f64);
            number.map(Json::Number).ok_or_else(|| format!("{text} is no number"))?
        }
        Yaml::String(text) => text.as_str().into(),
        Yaml::Array(items) => items.iter().map(json).collect::<Result<_>>()?,
        Yaml::Hash(entries) => {
            let mut out = Map::new();
            for (key, value) in entries {
                let key = match key {
                    Yaml::String(text) => text.clone(),
                    Yaml::Integer(number) => number.to_string(),
                    _ => return Err("a name must be a text".to_owned()),
                };
                out.insert(key, json(value)?);
            }
            Json::Object(out)
        }
        Yaml::Alias(_) | Yaml::BadValue => return Err("a value is missing".to_owned()),
    })
}

/// The members of an object, and where it stands.
#[derive(Debug)]
pub struct Fields<'j> {
    pub place: String,
    members: &'j Map<String, Json>,
    read: RefCell<BTreeSet<&'static str>>,
}

impl<'j> Fields<'j> {
    pub fn of(place: impl Into<String>, json: &'j Json) -> Result<Fields<'j>> {
        let place = place.into();
        match json {
            Json::Object(members) => Ok(Fields { place, members, read: RefCell::default() }),
            _ => Err(format!("{place}: members are expected, not {json}")),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    pub fn get(&self, name: &'static str) -> Option<&'j Json> {
        self.read.borrow_mut().insert(name);
        self.members.get(name)
    }

    pub fn need(&self, name: &'static str) -> Result<&'j Json> {
        self.get(name).ok_or_else(|| format!("{}: {name} is missing", self.place))
    }

    pub fn wrong(&self, name: &str, wanted: &str) -> String {
        let got = self.members.get(name).unwrap_or(&Json::Null);
        format!("{}.{name}: {wanted} is expected, not {got}", self.place)
    }

    fn read<T>(
        &self,
        name: &'static str,
        wanted: &str,
        read: impl Fn(&'j Json) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| self.wrong(name, wanted))
    }

    pub fn text(&self, name: &'static str) -> Result<Option<String>> {
        self.read(name, "a text", |value| match value {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub fn need_text(&self, name: &'static str) -> Result<String> {
        self.need(name)?;
        Ok(self.text(name)?.unwrap_or_default())
    }

    pub fn count(&self, name: &'static str) -> Result<Option<u64>> {
        self.read(name, "a count", Json::as_u64)
    }

    pub fn number(&self, name: &'static str) -> Result<Option<f64>> {
        self.read(name, "a number", Json::as_f64)
    }

    pub fn is(&self, name: &'static str) -> Result<bool> {
        Ok(self.read(name, "true or false", Json::as_bool)?.unwrap_or(false))
    }

    pub fn span(&self, name: &'static str) -> Result<Option<Duration>> {
        self.read(name, "a span such as 90s or 1h30m", |value| span(value.as_str()?))
    }

    pub fn spans(&self, name: &'static str) -> Result<Vec<(Duration, Duration)>> {
        let pair = |value: &Json| match value.as_array()?.as_slice() {
            [from, to] => Some((span(from.as_str()?)?, span(to.as_str()?)?)),
            _ => None,
        };
        let read = self.read(name, "a list of [from, to]", |value| {
            value.as_array()?.iter().map(pair).collect::<Option<Vec<_>>>()
        })?;
        Ok(read.unwrap_or_default())
    }

    pub fn texts(&self, name: &'static str) -> Result<Vec<String>> {
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let read = self.read(name, "a list of texts", |value| {
            value.as_array()?.iter().map(text).collect::<Option<Vec<_>>>()
        })?;
        Ok(read.unwrap_or_default())
    }

    pub fn list(&self, name: &'static str) -> Result<&'j [Json]> {
        Ok(self.read(name, "a list", Json::as_array)?.map_or(&[], Vec::as_slice))
    }

    pub fn map(&self, name: &'static str) -> Result<Map<String, Json>> {
        Ok(self.read(name, "members", Json::as_object)?.cloned().unwrap_or_default())
    }

    /// `{en: …, ko: …}`, or one text for all languages.
    pub fn words(&self, name: &'static str) -> Result<Words> {
        let read = self.read(name, "{en: …, ko: …}", |value| match value {
            Json::String(text) => Some(Words { en: text.clone(), ko: String::new() }),
            Json::Object(all) if all.len() == 2 => Some(Words {
                en: all.get("en")?.as_str()?.to_owned(),
                ko: all.get("ko")?.as_str()?.to_owned(),
            }),
            _ => None,
        })?;
        Ok(read.unwrap_or_default())
    }

    /// Refuses members that nobody has asked for.
    pub fn finish(self) -> Result<()> {
        self.check()
    }

    /// As [`finish`](Fields::finish), where the fields are only lent.
    pub fn check(&self) -> Result<()> {
        let read = self.read.borrow();
        let Some(stray) = self.members.keys().find(|name| !read.contains(name.as_str())) else {
            return Ok(());
        };
        let known: Vec<&str> = read.iter().copied().collect();
        Err(format!("{}: {stray} is unknown here (known: {})", self.place, known.join(", ")))
    }
}

/// `250ms`, `90s`, `1h30m`, `7d`.
pub fn span(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|next: char| !next.is_ascii_digit() && next != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit_len = rest.find(|next: char| !next.is_ascii_lowercase()).unwrap_or(rest.len());
        let seconds = match &rest[..unit_len] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        rest = &rest[unit_len..];
        // To the microsecond, which is what the clock has.
        let micros = (number * seconds * 1e6).round();
        if !(0.0..1e15).contains(&micros) {
            return None;
        }
        total += Duration::from_micros(micros as u64);
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        assert_eq!(span("250ms"), Some(Duration::from_millis(250)));
        assert_eq!(span("1h30m"), Some(Duration::from_mins(90)));
        assert_eq!(span("0.5s"), Some(Duration::from_millis(500)));
        assert_eq!(span("0s"), Some(Duration::ZERO));
        for wrong in ["", "5", "s", "5 s", "5w", "-1s", "1e9d"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stray_member_is_told_with_its_place() {
        let json = yaml("a.yaml", "count: 3\nevry: 1s\n").unwrap();
        let fields = Fields::of("a.yaml: load.events", &json).unwrap();
        assert_eq!(fields.count("count").unwrap(), Some(3));
        assert_eq!(fields.span("every").unwrap(), None);
        let problem = fields.finish().unwrap_err();
        assert!(problem.starts_with("a.yaml: load.events: evry is unknown here"), "{problem}");
    }

    #[test]
    fn yaml_keeps_numbers_texts_and_order() {
        let json = yaml("f", "b: 1\na: \"1\"\nc: 0.4e-6\nd: [yes, no, true]\n").unwrap();
        assert_eq!(json.to_string(), r#"{"b":1,"a":"1","c":4e-7,"d":["yes","no",true]}"#);
        assert!(yaml("f", "a: [1").is_err());
    }
}
