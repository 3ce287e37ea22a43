//! Values as case files write them: JSON, with `$name`, `_`, `...`, `/expression/`, `` `raw` `` and
//! `"text" * count` besides.

use regex::Regex;
use serde_json::Value as Json;

use super::Fault;

/// Repeated text is at most so long: contents of objects and messages just beyond a limit.
const REPEATED_BYTES_MAX: usize = 64 << 20;
const DEPTH_MAX: usize = 64;

/// A value, or what is expected of one.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// `_`: anything that is there.
    Any,
    /// `$name`, or `$name/expression/`: saves what it meets first, and compares from then on.
    Name {
        name: String,
        form: Option<Regex>,
    },
    /// `/expression/`: text that matches from end to end.
    Form(Regex),
    Text(Text),
    /// A number, a boolean, or null.
    Scalar(Json),
    /// `is_open`: ended by `...`, so that more may follow.
    List {
        items: Vec<Pattern>,
        is_open: bool,
    },
    Object {
        members: Vec<(String, Pattern)>,
        is_open: bool,
    },
}

/// A string with saved values in it.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub pieces: Vec<Piece>,
    pub count: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Piece {
    Literal(String),
    Name(String),
}

/// A place in a case file.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, at: 0 }
    }

    /// The number of the line that comes next.
    pub fn line(&self) -> usize {
        self.text[..self.at].bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    pub fn fault(&self, text: impl Into<String>) -> Fault {
        Fault::new(self.line(), text)
    }

    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn take(&mut self, token: &str) -> bool {
        let is_next = self.rest().starts_with(token);
        if is_next {
            self.at += token.len();
        }
        is_next
    }

    fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = rest.find(|next| !accepts(next)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// Skips blanks within the line.
    pub fn skip_blanks(&mut self) {
        self.take_while(|next| next == ' ' || next == '\t' || next == '\r');
    }

    /// Skips blanks, line ends and comments.
    pub fn skip_to_token(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if self.peek() != Some('#') {
                return;
            }
            self.take_while(|next| next != '\n');
        }
    }

    /// A word of the line; empty at its end and before a comment.
    pub fn word(&mut self) -> &'t str {
        self.skip_blanks();
        if self.peek() == Some('#') {
            return "";
        }
        self.take_while(|next| !next.is_whitespace())
    }

    pub fn is_line_end(&mut self) -> bool {
        self.skip_blanks();
        matches!(self.peek(), None | Some('\n' | '#'))
    }

    pub fn expect_line_end(&mut self) -> Result<(), Fault> {
        if self.is_line_end() {
            return Ok(());
        }
        let rest = self.rest().lines().next().unwrap_or_default();
        Err(self.fault(format!("the step has ended before `{rest}`")))
    }

    pub fn value(&mut self) -> Result<Pattern, Fault> {
        self.value_at(0)
    }

    fn value_at(&mut self, depth: usize) -> Result<Pattern, Fault> {
        if depth > DEPTH_MAX {
            return Err(self.fault("nested too deeply"));
        }
        self.skip_to_token();
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"' | '`') => self.text_value(),
            Some('/') => Ok(Pattern::Form(self.expression()?)),
            Some('$') => self.name_value(),
            _ => self.bare_value(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Pattern, Fault> {
        self.take("{");
        let (mut members, mut is_open) = (Vec::new(), false);
        loop {
            self.skip_to_token();
            if self.take("}") {
                return Ok(Pattern::Object { members, is_open });
            }
            if is_open {
                return Err(self.fault("`...` stands last"));
            }
            if self.take("...") {
                is_open = true;
            } else {
                let key = self.quoted()?;
                self.skip_to_token();
                if !self.take(":") {
                    return Err(self.fault(format!("a colon is missing after \"{key}\"")));
                }
                if members.iter().any(|(name, _)| *name == key) {
                    return Err(self.fault(format!("\"{key}\" stands twice")));
                }
                members.push((key, self.value_at(depth + 1)?));
            }
            self.separator('}')?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<Pattern, Fault> {
        self.take("[");
        let (mut items, mut is_open) = (Vec::new(), false);
        loop {
            self.skip_to_token();
            if self.take("]") {
                return Ok(Pattern::List { items, is_open });
            }
            if is_open {
                return Err(self.fault("`...` stands last"));
            }
            if self.take("...") {
                is_open = true;
            } else {
                items.push(self.value_at(depth + 1)?);
            }
            self.separator(']')?;
        }
    }

    /// A comma, unless the closing bracket comes.
    fn separator(&mut self, close: char) -> Result<(), Fault> {
        self.skip_to_token();
        if self.take(",") || self.peek() == Some(close) {
            return Ok(());
        }
        Err(self.fault(format!("a comma or `{close}` is missing")))
    }

    fn text_value(&mut self) -> Result<Pattern, Fault> {
        let raw = if self.peek() == Some('`') { self.raw()? } else { self.quoted()? };
        let pieces = self.pieces(&raw)?;
        let before = self.at;
        self.skip_blanks();
        if !self.take("*") {
            self.at = before;
            return Ok(Pattern::Text(Text { pieces, count: 1 }));
        }
        self.skip_blanks();
        let digits = self.take_while(|next| next.is_ascii_digit());
        let count: usize = digits.parse().map_err(|_| self.fault("a count follows `*`"))?;
        if count.saturating_mul(raw.len()) > REPEATED_BYTES_MAX {
            return Err(self.fault(format!("text is at most {REPEATED_BYTES_MAX} bytes long")));
        }
        Ok(Pattern::Text(Text { pieces, count }))
    }

    /// A string as JSON writes it.
    fn quoted(&mut self) -> Result<String, Fault> {
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<String>();
        let Some(Ok(text)) = values.next() else {
            return Err(self.fault("a string in double quotes is expected"));
        };
        self.at += values.byte_offset();
        Ok(text)
    }

    /// A string between backticks: nothing in it is escaped.
    fn raw(&mut self) -> Result<String, Fault> {
        self.take("`");
        let text = self.take_while(|next| next != '`').to_owned();
        if self.take("`") { Ok(text) } else { Err(self.fault("a backtick is missing")) }
    }

    /// Cuts a string at the saved values it names; `$$` is a dollar.
    fn pieces(&self, text: &str) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            literal.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                literal.push('$');
                rest = after;
                continue;
            }
            let len = rest.find(|next| !is_name(next)).unwrap_or(rest.len());
            if len == 0 {
                return Err(self.fault("a name follows `$`; a dollar is written `$$`"));
            }
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            pieces.push(Piece::Name(rest[..len].to_owned()));
            rest = &rest[len..];
        }
        literal.push_str(rest);
        pieces.push(Piece::Literal(literal));
        Ok(pieces)
    }

    fn name_value(&mut self) -> Result<Pattern, Fault> {
        self.take("$");
        let name = self.take_while(is_name).to_owned();
        if name.is_empty() {
            return Err(self.fault("a name follows `$`"));
        }
        let form = if self.peek() == Some('/') { Some(self.expression()?) } else { None };
        Ok(Pattern::Name { name, form })
    }

    /// A regular expression between slashes, for the whole text; `\/` is a slash in it.
    fn expression(&mut self) -> Result<Regex, Fault> {
        self.take("/");
        let mut source = String::new();
        loop {
            source.push_str(self.take_while(|next| !matches!(next, '/' | '\\' | '\n')));
            if self.take("/") {
                break;
            }
            if self.take("\\/") {
                source.push('/');
            } else if self.take("\\") {
                // The escape is the expression's own, with the character that follows.
                source.push('\\');
                let next = self.peek().ok_or_else(|| self.fault("a slash is missing"))?;
                source.push(next);
                self.at += next.len_utf8();
            } else {
                return Err(self.fault("a slash is missing"));
            }
        }
        Regex::new(&format!("^(?s:{source})$")).map_err(|error| self.fault(error.to_string()))
    }

    fn bare_value(&mut self) -> Result<Pattern, Fault> {
        let word = self.take_while(|next| next.is_ascii_alphanumeric() || "_+-.".contains(next));
        if word == "_" {
            return Ok(Pattern::Any);
        }
        serde_json::from_str(word).map(Pattern::Scalar).map_err(|_| {
            let rest = self.rest().lines().next().unwrap_or_default();
            self.fault(format!("`{word}{rest}` is no value"))
        })
    }
}

pub(super) fn is_name(next: char) -> bool {
    next.is_ascii_alphanumeric() || next == '_'
}
