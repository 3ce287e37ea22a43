//! JSON as events have it: members keep their order, numbers keep their text.
//!
//! The reference engine compares numbers that are too large or too fine by their text, so the text
//! must survive; and what a target gets is the event as it was put. Parsing needs no recursion:
//! an event may be nested a thousand levels deep.

use std::collections::HashMap;
use std::fmt;

/// Values nest at most this deep. Source: API Reference, PutEvents ("PutEvents will only process
/// nested JSON up to 1000 levels deep").
pub const DEPTH_MAX: usize = 1_000;

/// Up to this many members are searched for duplicates by comparing them all.
const FEW_MEMBERS: usize = 8;

/// Any JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    /// In the words of the text: `300`, `3.0e2`.
    Number(Box<str>),
    String(String),
    Array(Vec<Value>),
    /// In order; a name stands at most once.
    Object(Vec<(String, Value)>),
}

/// What is quoted of a source at most, as Jackson does.
const QUOTED_CHARS_MAX: usize = 500;

/// Why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: String,
    /// In bytes.
    pub offset: usize,
}

impl SyntaxError {
    /// Where in the text it is, as Jackson says it: `[Source: (String)"{a"; line: 1, column: 3]`.
    pub fn source(&self, text: &str) -> String {
        source(text, self.offset)
    }
}

/// A place of a text as Jackson says it.
pub fn source(text: &str, offset: usize) -> String {
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let on_line = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let column = if text.is_empty() { 0 } else { on_line + 1 };
    let quoted: String = text.chars().take(QUOTED_CHARS_MAX).collect();
    let left_out = text.chars().count().saturating_sub(QUOTED_CHARS_MAX);
    let left_out =
        if left_out > 0 { format!("[truncated {left_out} chars]") } else { String::new() };
    format!("[Source: (String)\"{quoted}\"{left_out}; line: {line}, column: {column}]")
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

impl Value {
    /// Reads a text that holds one value and nothing else. Of members with the same name the last
    /// one counts.
    pub fn parse(text: &str) -> Result<Value, SyntaxError> {
        Parser { scanner: Scanner::new(text), open: Vec::new() }.parse()
    }

    pub fn string(text: impl Into<String>) -> Value {
        Value::String(text.into())
    }

    pub fn number(number: impl fmt::Display) -> Value {
        Value::Number(number.to_string().into())
    }

    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_object()?.iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_object(&self) -> Option<&[(String, Value)]> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Sets a member of an object, replacing an earlier value of the same name.
    pub fn set(&mut self, name: &str, value: Value) {
        if let Value::Object(members) = self {
            match members.iter_mut().find(|(member, _)| member == name) {
                Some((_, slot)) => *slot = value,
                None => members.push((name.to_owned(), value)),
            }
        }
    }

    /// Neither an object nor an array.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Value::Array(_) | Value::Object(_))
    }

    /// Appends the value as compact JSON.
    pub fn write_to(&self, out: &mut String) {
        match self {
            Value::Null => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Number(text) => out.push_str(text),
            Value::String(text) => write_string(text, out),
            Value::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write_to(out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_string(name, out);
                    out.push(':');
                    value.write_to(out);
                }
                out.push('}');
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write_to(&mut out);
        f.write_str(&out)
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(*value),
            serde_json::Value::Number(number) => Value::number(number),
            serde_json::Value::String(text) => Value::string(text),
            serde_json::Value::Array(items) => {
                Value::Array(items.iter().map(Value::from).collect())
            }
            serde_json::Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.clone(), value.into()));
                Value::Object(members.collect())
            }
        }
    }
}

/// Appends a text as a JSON string, with its quotes.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    write_escaped(text, out);
    out.push('"');
}

/// Appends a text as it stands between the quotes of a JSON string.
pub fn write_escaped(text: &str, out: &mut String) {
    use fmt::Write;
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[plain_from..at]);
        plain_from = at + 1;
        out.push_str(short);
        if short.is_empty() {
            write!(out, "\\u{byte:04x}").expect("writing to a string cannot fail");
        }
    }
    out.push_str(&text[plain_from..]);
}

/// What stands at one place of a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    Colon,
    Comma,
    String(String),
    Number(Box<str>),
    True,
    False,
    Null,
    End,
}

/// Cuts a text into tokens.
#[derive(Clone, Debug)]
pub struct Scanner<'t> {
    text: &'t str,
    /// After the last token.
    pub offset: usize,
    /// Where the last token begins.
    pub start: usize,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Scanner<'t> {
        Scanner { text, offset: 0, start: 0 }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    #[allow(clippy::should_implement_trait)] // it fails, and does not end with `None`
    pub fn next(&mut self) -> Result<Token, SyntaxError> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.offset), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.offset += 1;
        }
        self.start = self.offset;
        let Some(byte) = bytes.get(self.offset) else { return Ok(Token::End) };
        let punctuation = match byte {
            b'{' => Token::ObjectStart,
            b'}' => Token::ObjectEnd,
            b'[' => Token::ArrayStart,
            b']' => Token::ArrayEnd,
            b':' => Token::Colon,
            b',' => Token::Comma,
            b'"' => return self.string(),
            b'-' | b'0'..=b'9' => return self.number(),
            _ => return self.word(),
        };
        self.offset += 1;
        Ok(punctuation)
    }

    /// The next item of a list whose opening bracket, or whose items so far, are read; `None` at
    /// its end.
    pub fn item(&mut self, is_first: bool) -> Result<Option<Token>, SyntaxError> {
        let token = self.next()?;
        match (token, is_first) {
            (Token::ArrayEnd, _) => Ok(None),
            (token, true) => Ok(Some(token)),
            (Token::Comma, false) => match self.next()? {
                Token::ArrayEnd => Err(self.unexpected("expected a valid value")),
                token => Ok(Some(token)),
            },
            _ => Err(self.unexpected(EXPECTING_COMMA)),
        }
    }

    /// The colon between a name and its value.
    pub fn colon(&mut self) -> Result<(), SyntaxError> {
        if self.next()? == Token::Colon {
            return Ok(());
        }
        Err(self.unexpected("was expecting a colon to separate field name and value"))
    }

    pub fn fail(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError { message: message.into(), offset: self.offset }
    }

    fn word(&mut self) -> Result<Token, SyntaxError> {
        let rest = &self.text[self.offset..];
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let word = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let token = match word {
            "true" => Token::True,
            "false" => Token::False,
            "null" => Token::Null,
            "" => {
                return Err(self.unexpected(
                    "expected a valid value (JSON String, Number, Array, \
                                              Object or token 'null', 'true' or 'false')",
                ));
            }
            _ => {
                let word: String = word.chars().take(64).collect();
                self.offset += word.len();
                return Err(self.fail(format!(
                    "Unrecognized token '{word}': was expecting (JSON String, Number, Array, \
                     Object or token 'null', 'true' or 'false')"
                )));
            }
        };
        self.offset += word.len();
        Ok(token)
    }

    /// The character after the last token is none that may stand there.
    pub fn unexpected(&mut self, expected: &str) -> SyntaxError {
        self.offset = self.start;
        let Some(found) = self.text[self.start..].chars().next() else {
            return self.fail("Unexpected end-of-input");
        };
        self.offset += found.len_utf8();
        self.fail(format!("Unexpected character ('{found}' (code {})): {expected}", found as u32))
    }

    fn number(&mut self) -> Result<Token, SyntaxError> {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let start = self.offset;
        let whole = start + usize::from(bytes[start] == b'-');
        let mut end = digits(whole);
        let has_leading_zero = end - whole > 1 && bytes[whole] == b'0';
        let mut is_number = end > whole && !has_leading_zero;
        if bytes.get(end) == Some(&b'.') {
            let fraction = end + 1;
            end = digits(fraction);
            is_number &= end > fraction;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = end + 1;
            let exponent = sign + usize::from(matches!(bytes.get(sign), Some(b'+' | b'-')));
            end = digits(exponent);
            is_number &= end > exponent;
        }
        self.offset = end;
        if is_number {
            return Ok(Token::Number(self.text[start..end].into()));
        }
        Err(self.fail("Invalid numeric value"))
    }

    fn string(&mut self) -> Result<Token, SyntaxError> {
        let bytes = self.text.as_bytes();
        let mut out = String::new();
        let mut from = self.offset + 1;
        let mut at = from;
        loop {
            match bytes.get(at) {
                None => {
                    self.offset = self.text.len();
                    let was = "was expecting closing quote for a string value";
                    return Err(self.fail(format!("Unexpected end-of-input: {was}")));
                }
                Some(b'"') => break,
                Some(b'\\') => {
                    out.push_str(&self.text[from..at]);
                    at = self.escape(at + 1, &mut out)?;
                    from = at;
                }
                Some(0..0x20) => {
                    self.offset = at + 1;
                    return Err(self.fail(format!(
                        "Illegal unquoted character ((CTRL-CHAR, code {})): has to be escaped \
                         using backslash to be included in string value",
                        bytes[at]
                    )));
                }
                Some(_) => at += 1,
            }
        }
        out.push_str(&self.text[from..at]);
        self.offset = at + 1;
        Ok(Token::String(out))
    }

    /// Reads what follows a backslash at `at`; answers where the string goes on.
    fn escape(&mut self, at: usize, out: &mut String) -> Result<usize, SyntaxError> {
        let bytes = self.text.as_bytes();
        let plain = match bytes.get(at) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(at + 1, out),
            _ => {
                self.offset = (at + 1).min(bytes.len());
                return Err(self.fail("Unrecognized character escape"));
            }
        };
        out.push(plain);
        Ok(at + 1)
    }

    fn unicode(&mut self, at: usize, out: &mut String) -> Result<usize, SyntaxError> {
        let unit = |at: usize| {
            let digits = self.text.as_bytes().get(at..at + 4)?;
            let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
            let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
            u32::from_str_radix(digits, 16).ok()
        };
        let Some(first) = unit(at) else {
            self.offset = at.min(self.text.len());
            return Err(
                self.fail("Unexpected character: expected a hex-digit for character escape")
            );
        };
        let follows = self.text.as_bytes().get(at + 4..at + 6) == Some(b"\\u");
        let second = if follows { unit(at + 6) } else { None };
        if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (first, second) {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(at + 10);
        }
        out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(at + 4)
    }
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    /// What is not closed yet, the outermost first.
    open: Vec<Open>,
}

enum Open {
    Array(Vec<Value>),
    /// With the name of the member that comes next.
    Object(Vec<(String, Value)>, String),
}

impl Parser<'_> {
    fn parse(mut self) -> Result<Value, SyntaxError> {
        let mut token = self.scanner.next()?;
        loop {
            let mut value = match token {
                Token::ObjectStart => {
                    if let Some(empty) = self.open_object()? {
                        empty
                    } else {
                        token = self.scanner.next()?;
                        continue;
                    }
                }
                Token::ArrayStart => {
                    token = self.scanner.next()?;
                    if token != Token::ArrayEnd {
                        self.push(Open::Array(Vec::new()))?;
                        continue;
                    }
                    Value::Array(Vec::new())
                }
                Token::String(text) => Value::String(text),
                Token::Number(text) => Value::Number(text),
                Token::True => Value::Bool(true),
                Token::False => Value::Bool(false),
                Token::Null => Value::Null,
                Token::ObjectEnd | Token::ArrayEnd | Token::Colon | Token::Comma | Token::End => {
                    return Err(self.scanner.unexpected("expected a valid value"));
                }
            };
            // Closes all that ends with this value.
            loop {
                let Some(open) = self.open.pop() else {
                    return match self.scanner.next()? {
                        Token::End => Ok(value),
                        _ => Err(self.scanner.unexpected("expected the end of the text")),
                    };
                };
                match self.add(open, value)? {
                    Some(closed) => value = closed,
                    None => break,
                }
            }
            token = self.scanner.next()?;
        }
    }

    /// Adds a value to what is open; answers the whole when it is closed by that.
    fn add(&mut self, open: Open, value: Value) -> Result<Option<Value>, SyntaxError> {
        match open {
            Open::Array(mut items) => {
                items.push(value);
                match self.scanner.next()? {
                    Token::Comma => self.open.push(Open::Array(items)),
                    Token::ArrayEnd => return Ok(Some(Value::Array(items))),
                    _ => return Err(self.scanner.unexpected(EXPECTING_COMMA)),
                }
            }
            Open::Object(mut members, name) => {
                members.push((name, value));
                match self.scanner.next()? {
                    Token::Comma => {
                        let Token::String(name) = self.scanner.next()? else {
                            return Err(self.scanner.unexpected(EXPECTING_NAME));
                        };
                        self.scanner.colon()?;
                        self.open.push(Open::Object(members, name));
                    }
                    Token::ObjectEnd => return Ok(Some(Value::Object(without_repeats(members)))),
                    _ => return Err(self.scanner.unexpected(EXPECTING_COMMA)),
                }
            }
        }
        Ok(None)
    }

    /// Reads up to the first member's value; an empty object is a value already.
    fn open_object(&mut self) -> Result<Option<Value>, SyntaxError> {
        match self.scanner.next()? {
            Token::ObjectEnd => Ok(Some(Value::Object(Vec::new()))),
            Token::String(name) => {
                self.scanner.colon()?;
                self.push(Open::Object(Vec::new(), name))?;
                Ok(None)
            }
            _ => Err(self.scanner.unexpected(EXPECTING_NAME)),
        }
    }

    fn push(&mut self, open: Open) -> Result<(), SyntaxError> {
        self.open.push(open);
        if self.open.len() > DEPTH_MAX {
            return Err(self.scanner.fail(format!("nested deeper than {DEPTH_MAX} levels")));
        }
        Ok(())
    }
}

pub const EXPECTING_NAME: &str = "was expecting double-quote to start field name";
pub const EXPECTING_COMMA: &str = "was expecting comma to separate entries";

/// Each name once: at its first place, with its last value.
fn without_repeats(members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let has_few = members.len() <= FEW_MEMBERS;
    let repeats = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
    if has_few && !(1..members.len()).any(repeats) {
        return members;
    }
    let mut places: HashMap<String, usize> = HashMap::with_capacity(members.len());
    let mut out: Vec<(String, Value)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        if let Some(place) = places.get(&name) {
            out[*place].1 = value;
        } else {
            places.insert(name.clone(), out.len());
            out.push((name, value));
        }
    }
    out
}
