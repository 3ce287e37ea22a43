//! From text to paths.

use serde_json::Value;

use super::filter::{Comparison, Filter, Operand};
use super::{DEPTH_MAX, Path, Root, Segment, Selector};

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::Different),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

pub fn parse(text: &str) -> Option<Path> {
    let mut parser = Parser { rest: text.strip_prefix('$')?, depth: 0 };
    let root = if parser.take("$") {
        Root::Context
    } else {
        match parser.word() {
            "" => Root::Input,
            name => Root::Variable(name.to_owned()),
        }
    };
    let segments = parser.segments()?;
    parser.rest.is_empty().then_some(Path { root, segments })
}

impl<'t> Parser<'t> {
    fn take(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// What a name without quotes may be made of.
    fn word(&mut self) -> &'t str {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || !c.is_ascii();
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn segments(&mut self) -> Option<Vec<Segment>> {
        let mut segments = Vec::new();
        loop {
            let descends = self.take("..");
            let selector = if self.take("[") {
                self.brackets()?
            } else if descends || self.take(".") {
                if self.take("*") {
                    Selector::All
                } else {
                    match self.word() {
                        "" => return None,
                        name => Selector::Names(vec![name.to_owned()]),
                    }
                }
            } else {
                return Some(segments);
            };
            segments.push(Segment { descends, selector });
        }
    }

    fn brackets(&mut self) -> Option<Selector> {
        self.spaces();
        let selector = if self.take("*") {
            Selector::All
        } else if self.take("?") {
            self.spaces();
            if !self.take("(") {
                return None;
            }
            let filter = self.any()?;
            self.spaces();
            if !self.take(")") {
                return None;
            }
            Selector::Filter(filter)
        } else if self.rest.starts_with(['\'', '"']) {
            let mut names = vec![self.quoted()?];
            while self.comma() {
                names.push(self.quoted()?);
            }
            Selector::Names(names)
        } else {
            self.numbers()?
        };
        self.spaces();
        self.take("]").then_some(selector)
    }

    fn comma(&mut self) -> bool {
        self.spaces();
        let has = self.take(",");
        self.spaces();
        has
    }

    fn numbers(&mut self) -> Option<Selector> {
        let start = self.integer();
        self.spaces();
        if self.take(":") {
            self.spaces();
            let end = self.integer();
            self.spaces();
            let step = if self.take(":") { self.integer() } else { None };
            return Some(Selector::Slice { start, end, step });
        }
        let mut indexes = vec![start?];
        while self.comma() {
            indexes.push(self.integer()?);
        }
        Some(Selector::Indexes(indexes))
    }

    fn integer(&mut self) -> Option<i64> {
        let digits = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let sign = self.rest.len() - digits.len();
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        let (text, rest) = self.rest.split_at(sign + len);
        let number = text.parse().ok()?;
        self.rest = rest;
        Some(number)
    }

    fn quoted(&mut self) -> Option<String> {
        let quote = self.rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let mut text = String::new();
        let mut chars = self.rest[1..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => text.push(chars.next()?.1),
                c if c == quote => {
                    self.rest = &self.rest[1 + at + 1..];
                    return Some(text);
                }
                c => text.push(c),
            }
        }
        None
    }

    fn any(&mut self) -> Option<Filter> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        let mut filters = vec![self.all()?];
        loop {
            self.spaces();
            if !self.take("||") {
                break;
            }
            filters.push(self.all()?);
        }
        self.depth -= 1;
        Some(if filters.len() == 1 { filters.remove(0) } else { Filter::Any(filters) })
    }

    fn all(&mut self) -> Option<Filter> {
        let mut filters = vec![self.single()?];
        loop {
            self.spaces();
            if !self.take("&&") {
                break;
            }
            filters.push(self.single()?);
        }
        Some(if filters.len() == 1 { filters.remove(0) } else { Filter::All(filters) })
    }

    fn single(&mut self) -> Option<Filter> {
        self.spaces();
        if self.rest.starts_with('!') && !self.rest.starts_with("!=") {
            self.take("!");
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return None;
            }
            let filter = self.single()?;
            self.depth -= 1;
            return Some(Filter::Not(Box::new(filter)));
        }
        if self.take("(") {
            let filter = self.any()?;
            self.spaces();
            return self.take(")").then_some(filter);
        }
        let left = self.operand()?;
        self.spaces();
        for (token, comparison) in COMPARISONS {
            if self.take(token) {
                self.spaces();
                return Some(Filter::Compare(left, comparison, self.operand()?));
            }
        }
        Some(Filter::Exists(left))
    }

    fn operand(&mut self) -> Option<Operand> {
        self.spaces();
        if self.take("@") {
            return self.segments().map(Operand::Item);
        }
        if self.take("$") {
            return self.segments().map(Operand::Root);
        }
        if self.rest.starts_with(['\'', '"']) {
            return self.quoted().map(|text| Operand::Literal(Value::String(text)));
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let value: Value = serde_json::from_str(word).ok()?;
        self.rest = rest;
        Some(Operand::Literal(value))
    }
}
