//! From text to tokens, each with its place.

use std::fmt;

use crate::fault::Fault;

/// Where a token begins: line and column, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Without quotes: a keyword or a name.
    Word(String),
    Quoted(String),
    Text(String),
    Number(String),
    /// Between back quotes.
    Ion(String),
    Symbol(&'static str),
    End,
}

impl Token {
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text.eq_ignore_ascii_case(word))
    }
}

/// As errors name it.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(text) => write!(f, "IDENTIFIER:{text}"),
            Token::Quoted(text) => write!(f, "QUOTED_IDENTIFIER:{text}"),
            Token::Text(text) | Token::Number(text) => write!(f, "LITERAL:{text}"),
            Token::Ion(text) => write!(f, "ION_LITERAL:{text}"),
            Token::Symbol(symbol) => write!(f, "OPERATOR:{symbol}"),
            Token::End => f.write_str("EOF"),
        }
    }
}

/// Longer ones first.
const SYMBOLS: [&str; 20] = [
    "<=", ">=", "<>", "!=", "||", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",",
    ".", ";",
];

pub fn tokens(text: &str) -> Result<Vec<(Token, Place)>, Fault> {
    let mut lexer = Lexer { rest: text, place: Place { line: 1, column: 1 } };
    let mut out = Vec::new();
    loop {
        lexer.skip_blank();
        let place = lexer.place;
        let token = lexer.token()?;
        let is_end = token == Token::End;
        out.push((token, place));
        if is_end {
            return Ok(out);
        }
    }
}

struct Lexer<'t> {
    rest: &'t str,
    place: Place,
}

impl<'t> Lexer<'t> {
    fn skip_blank(&mut self) {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            let comment = self.rest[blank..].starts_with("--");
            let len = if comment {
                self.rest[blank..].find('\n').map_or(self.rest.len(), |at| blank + at)
            } else {
                blank
            };
            if len == 0 {
                return;
            }
            self.take(len);
        }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        if first.is_alphabetic() || first == '_' {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
            return Ok(Token::Word(self.take_while(is_part).to_owned()));
        }
        let is_fraction = first == '.' && self.rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if first.is_ascii_digit() || is_fraction {
            return self.number();
        }
        match first {
            '\'' => Ok(Token::Text(self.quoted('\'')?)),
            '"' => Ok(Token::Quoted(self.quoted('"')?)),
            '`' => Ok(Token::Ion(self.quoted('`')?)),
            _ => match SYMBOLS.iter().find(|symbol| self.rest.starts_with(**symbol)) {
                Some(symbol) => {
                    self.take(symbol.len());
                    Ok(Token::Symbol(symbol))
                }
                None => Err(Fault::new(
                    "LexerInvalidChar",
                    format!("Invalid character at {} in the SQL expression.", self.place),
                )),
            },
        }
    }

    fn number(&mut self) -> Result<Token, Fault> {
        let bytes = self.rest.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut end = digits(0);
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + signed);
            if exponent > end + 1 + signed {
                end = exponent;
            }
        }
        if self.rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return Err(Fault::new(
                "LexerInvalidLiteral",
                format!("Invalid literal at {} in the SQL expression.", self.place),
            ));
        }
        Ok(Token::Number(self.take(end).to_owned()))
    }

    /// What stands between quotes; a doubled one stands for itself.
    fn quoted(&mut self, quote: char) -> Result<String, Fault> {
        let begun = self.place;
        self.take(1);
        let mut out = String::new();
        loop {
            let Some(at) = self.rest.find(quote) else {
                return Err(Fault::new(
                    "LexerInvalidLiteral",
                    format!("The literal that begins at {begun} does not end."),
                ));
            };
            out.push_str(self.take(at));
            self.take(1);
            if !self.rest.starts_with(quote) {
                return Ok(out);
            }
            out.push(quote);
            self.take(1);
        }
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let len = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        self.take(len)
    }

    fn take(&mut self, len: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(len);
        for c in taken.chars() {
            if c == '\n' {
                self.place = Place { line: self.place.line + 1, column: 1 };
            } else {
                self.place.column += 1;
            }
        }
        self.rest = rest;
        taken
    }
}
