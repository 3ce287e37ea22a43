//! JSON with the place of every value: lines from 1, columns and offsets from 0, in characters, as
//! the model says of positions.

use std::iter::Peekable;
use std::str::Chars;

use crate::limits::DEPTH_MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    pub offset: usize,
}

/// The end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: Position,
    pub end: Position,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Member>),
}

#[derive(Clone, Debug)]
pub struct Member {
    pub key: String,
    pub key_span: Span,
    pub node: Node,
}

impl Value {
    /// The name of the type in messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "Null",
            Value::Bool(_) => "Boolean",
            Value::Number(_) => "Number",
            Value::Text(_) => "String",
            Value::List(_) => "Array",
            Value::Map(_) => "Object",
        }
    }
}

/// The document, or where it ceases to be JSON. A member that stands twice ends it, too:
/// "Individual elements must not contain multiple instances of the same key" (policy grammar).
pub fn parse(text: &str) -> Result<Node, Position> {
    let start = Position { line: 1, column: 0, offset: 0 };
    let mut reader = Reader { rest: text.chars().peekable(), at: start };
    reader.skip_space();
    let node = reader.node(0)?;
    reader.skip_space();
    if reader.rest.peek().is_some() { Err(reader.at) } else { Ok(node) }
}

struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
    at: Position,
}

impl Reader<'_> {
    fn take(&mut self) -> Option<char> {
        let character = self.rest.next()?;
        self.at.offset += 1;
        if character == '\n' {
            self.at.line += 1;
            self.at.column = 0;
        } else {
            self.at.column += 1;
        }
        Some(character)
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.take();
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), Position> {
        if self.peek() != Some(wanted) {
            return Err(self.at);
        }
        self.take();
        Ok(())
    }

    fn node(&mut self, depth: usize) -> Result<Node, Position> {
        let start = self.at;
        if depth > DEPTH_MAX {
            return Err(start);
        }
        let value = match self.peek() {
            Some('{') => self.map(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('t') => self.word("true", Value::Bool(true))?,
            Some('f') => self.word("false", Value::Bool(false))?,
            Some('n') => self.word("null", Value::Null)?,
            _ => return Err(start),
        };
        Ok(Node { span: Span { start, end: self.at }, value })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Position> {
        for wanted in word.chars() {
            self.expect(wanted)?;
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Position> {
        let start = self.at;
        let mut text = String::new();
        while let Some(character @ ('-' | '+' | '.' | 'e' | 'E' | '0'..='9')) = self.peek() {
            text.push(character);
            self.take();
        }
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let has_zero =
            digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        let ends_badly =
            digits.ends_with('.') || !digits.starts_with(|it: char| it.is_ascii_digit());
        if has_zero || ends_badly || text.parse::<f64>().is_err() {
            return Err(start);
        }
        Ok(Value::Number(text))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Position> {
        self.expect('[')?;
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(']') {
            self.take();
            return Ok(Value::List(items));
        }
        loop {
            self.skip_space();
            items.push(self.node(depth + 1)?);
            self.skip_space();
            if self.peek() == Some(',') {
                self.take();
                continue;
            }
            self.expect(']')?;
            return Ok(Value::List(items));
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Position> {
        self.expect('{')?;
        let mut members = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        self.skip_space();
        if self.peek() == Some('}') {
            self.take();
            return Ok(Value::Map(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            let key = self.text()?;
            let key_span = Span { start, end: self.at };
            if !keys.insert(key.clone()) {
                return Err(start);
            }
            self.skip_space();
            self.expect(':')?;
            self.skip_space();
            let node = self.node(depth + 1)?;
            members.push(Member { key, key_span, node });
            self.skip_space();
            if self.peek() == Some(',') {
                self.take();
                continue;
            }
            self.expect('}')?;
            return Ok(Value::Map(members));
        }
    }

    fn text(&mut self) -> Result<String, Position> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            let at = self.at;
            match self.take() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped().ok_or(at)?),
                Some(character) if character >= ' ' => text.push(character),
                _ => return Err(at),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.take()? {
            plain @ ('"' | '\\' | '/') => plain,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.hex()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high);
                }
                // The first half of a pair.
                (self.take()? == '\\' && self.take()? == 'u').then_some(())?;
                let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + low);
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.take()?.to_digit(16)?;
        }
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize, offset: usize) -> Position {
        Position { line, column, offset }
    }

    #[test]
    fn values_know_their_places() {
        let document = parse("{\n  \"ä\": [1, \"x\\u00e4\"]\n}").expect("is JSON");
        let Value::Map(members) = &document.value else { panic!("is an object") };
        assert_eq!(document.span, Span { start: at(1, 0, 0), end: at(3, 1, 25) });
        assert_eq!(members[0].key_span, Span { start: at(2, 2, 4), end: at(2, 5, 7) });
        let Value::List(items) = &members[0].node.value else { panic!("is a list") };
        assert_eq!(items[1].span, Span { start: at(2, 11, 13), end: at(2, 20, 22) });
        assert!(matches!(&items[1].value, Value::Text(text) if text == "xä"));
    }

    #[test]
    fn what_is_no_json_says_where() {
        let place = |text: &str| parse(text).map(|_| ()).expect_err("is no JSON");
        assert_eq!(place(""), at(1, 0, 0));
        assert_eq!(place("{\"a\": 1,}"), at(1, 8, 8));
        assert_eq!(place("{\n\"a\" 1}"), at(2, 4, 6));
        assert_eq!(place("{\"a\":1,\"a\":2}"), at(1, 7, 7));
        assert_eq!(place("[01]"), at(1, 1, 1));
        assert_eq!(place("[] x"), at(1, 3, 3));
        assert_eq!(place("[\"\\ud800\"]"), at(1, 2, 2));
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
