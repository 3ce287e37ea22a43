//! A cursor over the text of a pattern.

use super::Refusal;
use super::regex;

pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    pub regexes: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, regexes: 0 }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn is_over(&self) -> bool {
        self.rest().is_empty()
    }

    pub fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Goes past `token`, if it comes next.
    pub fn take(&mut self, token: &str) -> bool {
        let is_next = self.rest().starts_with(token);
        if is_next {
            self.at += token.len();
        }
        is_next
    }

    /// As [`Scanner::take`] of a word in any case, which must end there.
    pub fn take_word(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let is_next = rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
            && !rest[word.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    pub fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// What stands between quotes, which come next; a backslash takes what follows as it is.
    pub fn quoted(&mut self) -> Result<String, Refusal> {
        self.take("\"");
        let mut out = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, it)) = chars.next() {
            match it {
                '"' => {
                    self.at += at + 1;
                    return Ok(out);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => out.push(escaped),
                    Some((_, other)) => out.extend(['\\', other]),
                    None => break,
                },
                _ => out.push(it),
            }
        }
        // [U]
        Err("Unclosed quotation mark in the filter pattern.".to_owned())
    }

    /// The regular expression between percent signs, which comes next.
    pub fn regex(&mut self) -> Result<::regex::Regex, Refusal> {
        self.take("%");
        let rest = self.rest();
        // [U]
        let end = rest.find('%').ok_or("Unclosed regular expression in the filter pattern.")?;
        self.at += end + 1;
        self.regexes += 1;
        regex::compile(&rest[..end])
    }
}
