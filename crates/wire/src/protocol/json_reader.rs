//! A pull parser over JSON text: tokens on demand, nothing built in between.
//!
//! It knows JSON's grammar and its limits, not the models; [`crate::protocol::json`] does.

use std::borrow::Cow;

use kernel::scan;

use crate::protocol::malformed::{MAX_DEPTH, MAX_ELEMENTS, Malformed};

#[derive(Debug)]
pub(crate) struct JsonReader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    elements: u32,
}

/// A scalar, or the beginning of an object or array.
#[derive(Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Null,
    Bool(bool),
    /// As written; JSON's grammar has been checked.
    Number(&'a str),
    String(Cow<'a, str>),
    Object,
    Array,
}

impl Token<'_> {
    /// What AWS's messages call the token.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Token::Null => "NULL_VALUE",
            Token::Bool(true) => "TRUE_VALUE",
            Token::Bool(false) => "FALSE_VALUE",
            Token::Number(_) => "NUMBER_VALUE",
            Token::String(_) => "STRING_VALUE",
            Token::Object => "START_OBJECT",
            Token::Array => "START_ARRAY",
        }
    }
}

impl<'a> JsonReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<JsonReader<'a>, Malformed> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Malformed::new("The request body is not valid UTF-8."))?;
        Ok(JsonReader { text, at: 0, depth: 0, elements: 0 })
    }

    /// The next value's token. After `Object` call `next_key` until it gives `None`, after
    /// `Array` call `next_item` until it gives `false`.
    pub(crate) fn token(&mut self) -> Result<Token<'a>, Malformed> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(Malformed::too_many());
        }
        self.skip_whitespace();
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                Ok(Token::String(self.string()?))
            }
            Some(b'{') => self.open().map(|()| Token::Object),
            Some(b'[') => self.open().map(|()| Token::Array),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", Token::Bool(true)),
            Some(b'f') => self.literal("false", Token::Bool(false)),
            Some(b'n') => self.literal("null", Token::Null),
            _ => Err(self.syntax()),
        }
    }

    /// The next key of the object; `is_first` is true at the first call and cleared by it.
    pub(crate) fn next_key(
        &mut self,
        is_first: &mut bool,
    ) -> Result<Option<Cow<'a, str>>, Malformed> {
        self.skip_whitespace();
        let byte = self.peek();
        if byte == Some(b'}') {
            self.close();
            return Ok(None);
        }
        if !std::mem::replace(is_first, false) {
            self.expect(b',')?;
            self.skip_whitespace();
        }
        self.expect(b'"')?;
        let key = self.string()?;
        self.skip_whitespace();
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// Whether the array has a further item; `is_first` as in `next_key`.
    pub(crate) fn next_item(&mut self, is_first: &mut bool) -> Result<bool, Malformed> {
        self.skip_whitespace();
        if self.peek() == Some(b']') {
            self.close();
            return Ok(false);
        }
        if !std::mem::replace(is_first, false) {
            self.expect(b',')?;
            self.skip_whitespace();
            if self.peek() == Some(b']') {
                return Err(self.syntax());
            }
        }
        Ok(true)
    }

    /// Reads past a value of a member that the model does not know.
    pub(crate) fn skip_value(&mut self) -> Result<(), Malformed> {
        let token = self.token()?;
        self.skip_rest(&token)
    }

    /// Reads past what follows a token.
    pub(crate) fn skip_rest(&mut self, token: &Token<'_>) -> Result<(), Malformed> {
        let mut is_first = true;
        match token {
            Token::Object => {
                while self.next_key(&mut is_first)?.is_some() {
                    self.skip_value()?;
                }
            }
            Token::Array => {
                while self.next_item(&mut is_first)? {
                    self.skip_value()?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Nothing but whitespace may follow the document.
    pub(crate) fn end(&mut self) -> Result<(), Malformed> {
        self.skip_whitespace();
        if self.at == self.text.len() { Ok(()) } else { Err(self.syntax()) }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_whitespace())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.syntax())
    }

    fn open(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Malformed::too_deep()) } else { Ok(()) }
    }

    fn close(&mut self) {
        self.at += 1;
        self.depth -= 1;
    }

    fn literal(&mut self, word: &str, token: Token<'a>) -> Result<Token<'a>, Malformed> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(token);
        }
        Err(self.syntax())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Token<'a>, Malformed> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let has_leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (has_leading_zero && whole > 1) {
            return Err(self.syntax());
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.syntax());
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(self.syntax());
            }
        }
        Ok(Token::Number(&self.text[start..self.at]))
    }

    /// The rest of a string, after its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let start = self.at;
        self.plain_run();
        if self.peek() == Some(b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity((self.at - start) * 2);
        out.push_str(&self.text[start..self.at]);
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                _ => return Err(self.syntax()), // a control character, or the end
            }
            let run = self.at;
            self.plain_run();
            out.push_str(&self.text[run..self.at]);
        }
    }

    /// Moves to the next quote, backslash or control character.
    #[expect(clippy::needless_bitwise_bool, reason = "without branches it is vector code")]
    fn plain_run(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_special = |byte| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
        self.at += scan::position(rest, is_special).unwrap_or(rest.len());
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let byte = self.peek().ok_or_else(|| self.syntax())?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.syntax()),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, Malformed> {
        let first = self.hex4()?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.syntax());
        }
        if first >= 0xDC00 {
            return Err(self.syntax());
        }
        self.expect(b'\\')?;
        self.expect(b'u')?;
        let second = self.hex4()?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(self.syntax());
        }
        let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        char::from_u32(code).ok_or_else(|| self.syntax())
    }

    fn hex4(&mut self) -> Result<u32, Malformed> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or_else(|| self.syntax())?;
        let mut code = 0;
        for byte in digits {
            let digit = char::from(*byte).to_digit(16).ok_or_else(|| self.syntax())?;
            code = code * 16 + digit;
        }
        self.at += 4;
        Ok(code)
    }

    #[cold]
    fn syntax(&self) -> Malformed {
        Malformed::new(match self.peek() {
            Some(_) => format!("The JSON document is malformed at byte {}.", self.at),
            None => "The JSON document ends too early.".to_owned(),
        })
    }
}
