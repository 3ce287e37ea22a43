//! Ion as items, in the shape of requests: `{"S": "text"}`.
//!
//! A reader by recursive descent over one line; whatever it does not know ends it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kernel::{Struct, Value};

use super::{SETS, VERSION_MARKER};
use crate::limits;

/// The item of a line `$ion_1_0 {Item:{…}}`.
pub fn item(line: &str) -> Option<Struct> {
    let mut reader = Reader { rest: line, depth: 0 };
    reader.skip_space();
    if let Some(rest) = reader.rest.strip_prefix(VERSION_MARKER) {
        reader.rest = rest;
    }
    let mut found = None;
    reader.expect("{")?;
    while !reader.take("}") {
        let name = reader.name()?;
        reader.expect(":")?;
        let value = reader.value()?;
        if name == "Item" {
            found = value.as_struct().and_then(|value| value.structure("M")).cloned();
        }
        reader.separator("}")?;
    }
    reader.skip_space();
    found.filter(|_| reader.rest.is_empty())
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// Blanks and comments.
    fn skip_space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("//") {
                self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
            } else if let Some(comment) = self.rest.strip_prefix("/*") {
                self.rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
            } else {
                return;
            }
        }
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, token: &str) -> Option<()> {
        self.take(token).then_some(())
    }

    /// After an element: a comma, or the end that is not taken yet.
    fn separator(&mut self, end: &str) -> Option<()> {
        if self.take(",") {
            return Some(());
        }
        self.skip_space();
        self.rest.starts_with(end).then_some(())
    }

    fn word(&mut self) -> &'t str {
        self.skip_space();
        let is_word = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '$' | '.' | '+' | '-')
        };
        let end = self.rest.find(|character| !is_word(character)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// The name of a field: a symbol, plain or quoted, or a string.
    fn name(&mut self) -> Option<String> {
        self.skip_space();
        match self.rest.chars().next()? {
            '\'' if !self.rest.starts_with("'''") => self.quoted('\''),
            '"' | '\'' => self.text(),
            _ => Some(self.word().to_owned()).filter(|word| !word.is_empty()),
        }
    }

    fn value(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > limits::NESTING_MAX + 1 {
            return None;
        }
        let value = self.typed();
        self.depth -= 1;
        value
    }

    fn typed(&mut self) -> Option<Value> {
        self.skip_space();
        let typed = |name: &'static str, value: Value| Some(Struct::new().with(name, value).into());
        if self.take("{{") {
            return typed("B", Value::Blob(self.blob()?.into()));
        }
        match self.rest.chars().next()? {
            '{' => typed("M", Value::Struct(self.structure()?)),
            '[' => typed("L", Value::List(self.list(Reader::value)?)),
            '"' => typed("S", Value::String(self.text()?)),
            '\'' if self.rest.starts_with("'''") => typed("S", Value::String(self.text()?)),
            '\'' => {
                let annotation = self.quoted('\'')?;
                self.annotated(&annotation)
            }
            _ => {
                let word = self.word();
                if self.rest.starts_with("::") {
                    return self.annotated(word);
                }
                match word {
                    "true" | "false" => typed("BOOL", Value::Bool(word == "true")),
                    "null" | "null.null" => typed("NULL", Value::Bool(true)),
                    _ => typed("N", Value::String(number(word)?)),
                }
            }
        }
    }

    /// What follows an annotation, which says which set a list is.
    fn annotated(&mut self, annotation: &str) -> Option<Value> {
        self.expect("::")?;
        let (_, set) = SETS.into_iter().find(|(name, _)| *name == annotation)?;
        let member = &set[..1];
        let elements = self.list(Reader::value)?;
        let elements = elements.into_iter().map(|element| {
            let Value::Struct(mut element) = element else { return None };
            element.remove(member)
        });
        let elements = elements.collect::<Option<Vec<_>>>()?;
        Some(Struct::new().with(set, Value::List(elements)).into())
    }

    fn structure(&mut self) -> Option<Struct> {
        let mut out = Struct::new();
        self.expect("{")?;
        while !self.take("}") {
            let name = self.name()?;
            self.expect(":")?;
            out.set(name, self.value()?);
            self.separator("}")?;
        }
        Some(out)
    }

    fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut out = Vec::new();
        self.expect("[")?;
        while !self.take("]") {
            out.push(element(self)?);
            self.separator("]")?;
        }
        Some(out)
    }

    fn blob(&mut self) -> Option<Vec<u8>> {
        let (text, rest) = self.rest.split_once("}}")?;
        self.rest = rest;
        let packed: String = text.split_ascii_whitespace().collect();
        BASE64_STANDARD.decode(packed).ok()
    }

    /// A short string, or long ones in a row, which are one.
    fn text(&mut self) -> Option<String> {
        if self.rest.starts_with('"') {
            return self.quoted('"');
        }
        let mut out = String::new();
        while self.take("'''") {
            loop {
                if let Some(rest) = self.rest.strip_prefix("'''") {
                    self.rest = rest;
                    break;
                }
                self.character(&mut out)?;
            }
        }
        Some(out)
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        self.rest = self.rest.strip_prefix(quote)?;
        let mut out = String::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                self.rest = rest;
                return Some(out);
            }
            self.character(&mut out)?;
        }
    }

    /// One character, or what an escape stands for.
    fn character(&mut self, out: &mut String) -> Option<()> {
        let mut characters = self.rest.chars();
        let character = characters.next()?;
        self.rest = characters.as_str();
        if character != '\\' {
            out.push(character);
            return Some(());
        }
        let escape = characters.next()?;
        self.rest = characters.as_str();
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let code = u32::from_str_radix(self.rest.get(..digits)?, 16).ok()?;
            self.rest = &self.rest[digits..];
            out.push(char::from_u32(code)?);
            return Some(());
        }
        out.push(match escape {
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            'v' => '\u{b}',
            '0' => '\0',
            '"' | '\'' | '\\' | '/' | '?' => escape,
            '\n' => return Some(()),
            _ => return None,
        });
        Some(())
    }
}

/// A decimal or an integer as DynamoDB writes numbers: `6d2` is `6e2`, `103.` is `103`.
fn number(word: &str) -> Option<String> {
    let is_digit = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (coefficient, exponent) = word.split_once(['d', 'D']).unwrap_or((word, "0"));
    let unsigned = coefficient.strip_prefix('-').unwrap_or(coefficient);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let is_number = !whole.is_empty()
        && is_digit(whole)
        && is_digit(fraction)
        && !digits.is_empty()
        && is_digit(digits);
    is_number.then(|| format!("{}e{exponent}", coefficient.trim_end_matches('.')))
}
