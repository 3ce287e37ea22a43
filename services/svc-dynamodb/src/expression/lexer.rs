//! Tokens of expressions, each with its place in the text.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, a keyword or a function.
    Name,
    /// `#name`
    NamePlaceholder,
    /// `:value`
    ValuePlaceholder,
    Number,
    /// An operator, a bracket, or a character that no expression has.
    Symbol,
    End,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Lexeme<'a> {
    pub token: Token,
    pub text: &'a str,
    pub start: usize,
}

impl Lexeme<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.token == Token::Symbol && self.text == symbol
    }

    pub fn is_keyword(&self, keyword: &str) -> bool {
        self.token == Token::Name && self.text.eq_ignore_ascii_case(keyword)
    }
}

/// Cuts a text; the last token is always `End`.
pub fn cut(text: &str) -> Vec<Lexeme<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let word = |from: usize| from + bytes[from..].iter().take_while(|it| is_word(**it)).count();
        let (token, end) = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (Token::Name, word(at)),
            b'0'..=b'9' => {
                let digits = bytes[at..].iter().take_while(|it| it.is_ascii_digit()).count();
                (Token::Number, at + digits)
            }
            b'#' if word(at + 1) > at + 1 => (Token::NamePlaceholder, word(at + 1)),
            b':' if word(at + 1) > at + 1 => (Token::ValuePlaceholder, word(at + 1)),
            b'<' if matches!(bytes.get(at + 1), Some(b'=' | b'>')) => (Token::Symbol, at + 2),
            b'>' if bytes.get(at + 1) == Some(&b'=') => (Token::Symbol, at + 2),
            _ => {
                let len = text[at..].chars().next().map_or(1, char::len_utf8);
                (Token::Symbol, at + len)
            }
        };
        out.push(Lexeme { token, text: &text[at..end], start: at });
        at = end;
    }
    out.push(Lexeme { token: Token::End, text: "", start: text.len() });
    out
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
