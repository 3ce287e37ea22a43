//! Tokens of PartiQL statements.

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A keyword or a name without quotes.
    Word(String),
    /// A name in double quotes.
    Quoted(String),
    /// A text in single quotes.
    Text(String),
    Number(String),
    Symbol(&'static str),
    /// `?`
    Parameter,
    End,
}

const SYMBOLS: [&str; 24] = [
    "<<", ">>", "<>", "<=", ">=", "!=", "||", "=", "<", ">", "(", ")", "[", "]", "{", "}", ",",
    ".", ":", "*", "+", "-", ";", "/",
];

/// Cuts a statement; `Err` has the character that no statement has.
pub fn cut(text: &str) -> Result<Vec<Token>, char> {
    let mut out = Vec::new();
    let mut rest = after_blanks(text);
    while let Some(first) = rest.chars().next() {
        let token_end = match first {
            '\'' | '"' => {
                let (content, len) = quoted(rest, first).ok_or(first)?;
                out.push(if first == '"' { Token::Quoted(content) } else { Token::Text(content) });
                len
            }
            '?' => {
                out.push(Token::Parameter);
                1
            }
            '0'..='9' => {
                let len = number_len(rest);
                out.push(Token::Number(rest[..len].to_owned()));
                len
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                out.push(Token::Word(rest[..len].to_owned()));
                len
            }
            other => {
                let symbol = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol));
                let symbol = symbol.ok_or(other)?;
                out.push(Token::Symbol(symbol));
                symbol.len()
            }
        };
        rest = after_blanks(&rest[token_end..]);
    }
    out.push(Token::End);
    Ok(out)
}

/// What follows blanks and comments: `-- to the end of the line`, `/* within */`.
fn after_blanks(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let (start, end) = if rest.starts_with("--") {
            ("--", "\n")
        } else if rest.starts_with("/*") {
            ("/*", "*/")
        } else {
            return rest;
        };
        let comment = &rest[start.len()..];
        rest = comment.split_once(end).map_or("", |(_, rest)| rest).trim_start();
    }
}

/// What stands between quotes, of which two stand for one; and the length with the quotes.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            out.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            out.push(quote);
            chars.next();
        } else {
            return Some((out, at + 1));
        }
    }
    None
}

fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        from + bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}
