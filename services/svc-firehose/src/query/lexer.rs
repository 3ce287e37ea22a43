//! The words of a query.

use super::Refusal;
use super::parser::{self, Expr};

#[derive(Clone, Debug)]
pub enum Token {
    /// `.name`, also of a quoted name.
    Field(String),
    Word(String),
    Format(String),
    Number(f64),
    /// Texts, and expressions between them.
    Text(Vec<Piece>),
    Sign(&'static str),
}

#[derive(Clone, Debug)]
pub enum Piece {
    Text(String),
    Inner(Expr),
}

/// Longer ones first.
const SIGNS: [&str; 34] = [
    "?//", "//=", "==", "!=", "<=", ">=", "//", "..", "|=", "+=", "-=", "*=", "/=", "%=", ".", "[",
    "]", "(", ")", "{", "}", "|", ",", ":", ";", "=", "<", ">", "+", "-", "*", "/", "%", "?",
];

pub fn tokens(text: &str, depth: usize) -> Result<Vec<Token>, Refusal> {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let Some(first) = rest.chars().next() else { return Ok(out) };
        let after_dot = rest.strip_prefix('.').and_then(|it| it.chars().next());
        let is_number = first.is_ascii_digit() || after_dot.is_some_and(|it| it.is_ascii_digit());
        let (token, left) = match first {
            '"' => {
                let (pieces, left) = quoted(&rest[1..], depth)?;
                (Token::Text(pieces), left)
            }
            '.' if after_dot.is_some_and(begins_word) => {
                let (name, left) = word(&rest[1..]);
                (Token::Field(name.to_owned()), left)
            }
            '@' => {
                let (name, left) = word(&rest[1..]);
                (Token::Format(name.to_owned()), left)
            }
            '$' => return Err(Refusal::unsupported("variables")),
            _ if is_number => number(rest)?,
            _ if begins_word(first) => {
                let (name, left) = word(rest);
                (Token::Word(name.to_owned()), left)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| {
                    Refusal::syntax(format!("The query has an unexpected {first:?}."))
                })?;
                (Token::Sign(sign), &rest[sign.len()..])
            }
        };
        out.push(token);
        rest = left;
    }
}

fn begins_word(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}

fn word(text: &str) -> (&str, &str) {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    text.split_at(text.find(|it| !is_part(it)).unwrap_or(text.len()))
}

fn number(text: &str) -> Result<(Token, &str), Refusal> {
    let mut end = 0;
    let bytes = text.as_bytes();
    while end < bytes.len() {
        let is_exponent = end > 0 && matches!(bytes[end - 1], b'e' | b'E');
        match bytes[end] {
            b'0'..=b'9' | b'.' | b'e' | b'E' => end += 1,
            b'+' | b'-' if is_exponent => end += 1,
            _ => break,
        }
    }
    let (number, rest) = text.split_at(end);
    let parsed = number.parse().map_err(|_| Refusal::syntax(format!("{number} is no number.")))?;
    Ok((Token::Number(parsed), rest))
}

/// What stands up to the closing quote.
fn quoted(text: &str, depth: usize) -> Result<(Vec<Piece>, &str), Refusal> {
    let unclosed = || Refusal::syntax("A text in the query has no end.");
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    loop {
        let first = rest.chars().next().ok_or_else(unclosed)?;
        rest = &rest[first.len_utf8()..];
        match first {
            '"' => break,
            '\\' => {
                let escape = rest.chars().next().ok_or_else(unclosed)?;
                if escape == '(' {
                    let end = closing(&rest[1..]).ok_or_else(unclosed)?;
                    pieces.push(Piece::Text(std::mem::take(&mut literal)));
                    pieces.push(Piece::Inner(parser::parse_at(&rest[1..=end], depth + 1)?));
                    rest = &rest[end + 2..];
                    continue;
                }
                let len = if escape == 'u' { 5 } else { escape.len_utf8() };
                let raw = rest.get(..len).ok_or_else(unclosed)?;
                let read = serde_json::from_str::<String>(&format!("\"\\{raw}\""));
                literal.push_str(&read.map_err(|_| unclosed())?);
                rest = &rest[len..];
            }
            other => literal.push(other),
        }
    }
    pieces.push(Piece::Text(literal));
    Ok((pieces, rest))
}

/// Where the bracket is that closes what stands before it.
fn closing(text: &str) -> Option<usize> {
    let (mut open, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b'(' if !is_text => open += 1,
            b')' if !is_text && open == 0 => return Some(at),
            b')' if !is_text => open -= 1,
            _ => {}
        }
    }
    None
}
