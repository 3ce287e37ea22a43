//! A cursor over the text of a query.

use super::Refusal;

pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn text_from(&self, start: usize) -> &'a str {
        self.text[start..self.at].trim()
    }

    pub fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Goes past spaces and comments, which begin with `#`.
    pub fn skip(&mut self) {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            if !self.rest().starts_with('#') {
                return;
            }
            let line = self.rest().find('\n').unwrap_or(self.rest().len());
            self.at += line;
        }
    }

    pub fn is_over(&mut self) -> bool {
        self.skip();
        self.rest().is_empty()
    }

    /// Goes past a symbol, if it comes next.
    pub fn take(&mut self, symbol: &str) -> bool {
        self.skip();
        let is_next = self.rest().starts_with(symbol);
        if is_next {
            self.at += symbol.len();
        }
        is_next
    }

    /// Goes past a word in any case, if it comes next and ends there.
    pub fn word(&mut self, word: &str) -> bool {
        self.skip();
        let rest = self.rest();
        let is_next = rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
            && !rest[word.len()..].starts_with(is_name);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    pub fn expect(&mut self, symbol: &str) -> Result<(), Refusal> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// A name, if one comes next: of a field, a function, an alias.
    pub fn name(&mut self) -> Option<String> {
        self.skip();
        let rest = self.rest();
        if let Some(quoted) = rest.strip_prefix('`') {
            let end = quoted.find('`')?;
            self.at += end + 2;
            return Some(quoted[..end].to_owned());
        }
        if !rest.starts_with(|it: char| it.is_alphabetic() || it == '_' || it == '@') {
            return None;
        }
        let end = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
        self.at += end;
        Some(rest[..end].trim_end_matches('.').to_owned())
    }

    /// A number, if one comes next.
    pub fn number(&mut self) -> Option<f64> {
        self.skip();
        let rest = self.rest();
        let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
        let number = rest[..digits].parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// A text in quotes, if one comes next.
    pub fn quoted(&mut self) -> Result<Option<String>, Refusal> {
        self.skip();
        let rest = self.rest();
        let Some(quote) = rest.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
            return Ok(None);
        };
        let mut out = String::new();
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, it)) = chars.next() {
            match it {
                _ if it == quote => {
                    self.at += at + 1;
                    return Ok(Some(out));
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, escaped)) => out.push(escaped),
                    None => break,
                },
                _ => out.push(it),
            }
        }
        Err(self.unexpected())
    }

    /// The text of a regular expression between slashes, if one comes next.
    pub fn slashed(&mut self) -> Result<Option<String>, Refusal> {
        self.skip();
        let rest = self.rest();
        if !rest.starts_with('/') {
            return Ok(None);
        }
        let mut out = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((at, it)) = chars.next() {
            match it {
                '/' => {
                    self.at += at + 1;
                    return Ok(Some(out));
                }
                '\\' if chars.peek().is_some_and(|(_, next)| *next == '/') => {
                    out.push('/');
                    chars.next();
                }
                '\\' => {
                    out.push('\\');
                    out.extend(chars.next().map(|(_, next)| next));
                }
                _ => out.push(it),
            }
        }
        Err(self.unexpected())
    }

    pub fn unexpected(&self) -> Refusal {
        let found = self.rest().split_whitespace().next();
        // [U]
        let message = match found {
            Some(found) => {
                let found: String = found.chars().take(40).collect();
                format!("unexpected symbol found {found} at position {}", self.at)
            }
            None => "unexpected end of the query".to_owned(),
        };
        let end = self.at + found.map_or(0, str::len);
        Refusal::Malformed { message, start: self.at, end }
    }

    pub fn refuse(&self, start: usize, message: impl Into<String>) -> Refusal {
        Refusal::Malformed { message: message.into(), start, end: self.at }
    }
}

fn is_name(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '@' | '.' | '$')
}
