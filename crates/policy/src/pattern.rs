//! Wildcards, policy variables, and ARNs of both.
//!
//! Sources: "IAM policy elements: Variables and tags" (`${key}`, `${key, 'default'}`, `${*}`,
//! `${?}`, `${$}`; only in version 2012-10-17; in a resource only behind the fifth colon),
//! "IAM JSON policy elements: Resource" (wildcards within a segment of an ARN).

use std::borrow::Cow;

use crate::document::Version;
use crate::request::Keys;

/// A text with wildcards and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As it was written.
    text: String,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    /// What it says.
    Plain(String),
    /// With wildcards, without variables.
    Glob(Vec<Token>),
    /// With variables.
    Open(Vec<Part>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    AnyOne,
    AnyRun,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Token(Token),
    /// The key in lower case.
    Variable {
        key: String,
        default: Option<String>,
    },
}

/// What of a text has a meaning besides itself.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    pub has_wildcards: bool,
    pub has_variables: bool,
}

impl Dialect {
    pub const PLAIN: Dialect = Dialect { has_wildcards: false, has_variables: false };
    pub const WILDCARDS: Dialect = Dialect { has_wildcards: true, has_variables: false };

    pub fn of(version: Version, has_wildcards: bool) -> Dialect {
        Dialect { has_wildcards, has_variables: version == Version::V2012 }
    }
}

/// Whether capitals and small letters are the same (ASCII: names of actions are).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Matters,
    Ignored,
}

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched<'p> {
    Yes,
    No,
    /// No, since the request does not have this variable.
    Unresolved(&'p str),
}

impl Matched<'_> {
    pub fn is_yes(self) -> bool {
        self == Matched::Yes
    }
}

impl Pattern {
    pub fn parse(text: &str, dialect: Dialect) -> Pattern {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if dialect.has_variables
                && let Some((part, after)) = variable(rest)
            {
                parts.push(part);
                rest = after;
                continue;
            }
            parts.push(Part::Token(match first {
                '*' if dialect.has_wildcards => Token::AnyRun,
                '?' if dialect.has_wildcards => Token::AnyOne,
                other => Token::Char(other),
            }));
            rest = &rest[first.len_utf8()..];
        }
        Pattern { text: text.to_owned(), body: Body::of(parts) }
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn matches(&self, text: &str, case: Case, keys: &dyn Keys) -> Matched<'_> {
        let is_match = match &self.body {
            Body::Plain(plain) if case == Case::Ignored => plain.eq_ignore_ascii_case(text),
            Body::Plain(plain) => plain == text,
            Body::Glob(tokens) => glob(tokens, text, case),
            Body::Open(parts) => match resolve(parts, keys) {
                Ok(tokens) => glob(&tokens, text, case),
                Err(key) => return Matched::Unresolved(key),
            },
        };
        if is_match { Matched::Yes } else { Matched::No }
    }
}

impl Body {
    fn of(parts: Vec<Part>) -> Body {
        let tokens: Option<Vec<Token>> = parts
            .iter()
            .map(|part| match part {
                Part::Token(token) => Some(*token),
                Part::Variable { .. } => None,
            })
            .collect();
        let Some(tokens) = tokens else { return Body::Open(parts) };
        let plain: Option<String> = tokens
            .iter()
            .map(|token| match token {
                Token::Char(character) => Some(*character),
                Token::AnyOne | Token::AnyRun => None,
            })
            .collect();
        plain.map_or(Body::Glob(tokens), Body::Plain)
    }
}

/// A variable at the beginning of `text`, and what follows it. What is no variable stands for
/// itself.
fn variable(text: &str) -> Option<(Part, &str)> {
    let inner = text.strip_prefix("${")?;
    for special in ['*', '?', '$'] {
        if let Some(rest) = inner.strip_prefix(special).and_then(|rest| rest.strip_prefix('}')) {
            return Some((Part::Token(Token::Char(special)), rest));
        }
    }
    let end = inner.find('}')?;
    let (body, rest) = (&inner[..end], &inner[end + 1..]);
    let (key, default) = match body.split_once(',') {
        None => (body, None),
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (key, Some(default.to_owned()))
        }
    };
    let key = key.trim().to_ascii_lowercase();
    if key.is_empty() {
        return None;
    }
    Some((Part::Variable { key, default }, rest))
}

/// Puts the request's values in the place of variables; fails with the key of one that is absent
/// or has several values ("You can use any single-valued condition key as a variable").
fn resolve<'p>(parts: &'p [Part], keys: &dyn Keys) -> Result<Vec<Token>, &'p str> {
    let mut tokens = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Token(token) => tokens.push(*token),
            Part::Variable { key, default } => {
                let values = keys.get(key).filter(|values| values.len() == 1);
                let value = values.and_then(|mut values| values.pop());
                let value: Cow<'_, str> = match (value, default) {
                    (Some(value), _) => value,
                    (None, Some(default)) => Cow::Borrowed(default),
                    (None, None) => return Err(key),
                };
                tokens.extend(value.chars().map(Token::Char));
            }
        }
    }
    Ok(tokens)
}

/// Matches from end to end: at a mismatch the last run of anything takes one character more.
fn glob(tokens: &[Token], text: &str, case: Case) -> bool {
    let (mut at, mut rest) = (0, text);
    let mut retry: Option<(usize, &str)> = None;
    loop {
        match tokens.get(at) {
            None if rest.is_empty() => return true,
            Some(Token::AnyRun) => {
                at += 1;
                retry = Some((at, rest));
                continue;
            }
            None => {}
            Some(token) => {
                let mut characters = rest.chars();
                if characters.next().is_some_and(|character| takes(*token, character, case)) {
                    (at, rest) = (at + 1, characters.as_str());
                    continue;
                }
            }
        }
        let Some((after, from)) = retry else { return false };
        let mut characters = from.chars();
        if characters.next().is_none() {
            return false;
        }
        (at, rest) = (after, characters.as_str());
        retry = Some((after, rest));
    }
}

fn takes(token: Token, character: char, case: Case) -> bool {
    match token {
        Token::AnyOne | Token::AnyRun => true,
        Token::Char(own) if case == Case::Ignored => own.eq_ignore_ascii_case(&character),
        Token::Char(own) => own == character,
    }
}

/// A pattern of ARNs: compared segment by segment, so that a wildcard stays within one; the last
/// segment may have colons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArnPattern {
    text: String,
    body: ArnBody,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum ArnBody {
    /// `*`: any resource, and none.
    Any,
    Segments(Box<[Pattern; SEGMENTS]>),
    /// No ARN; what it says.
    Text(Pattern),
}

const SEGMENTS: usize = 6;

impl ArnPattern {
    /// `None` for what is neither an ARN nor `*`. An ARN with fewer segments is completed with
    /// wildcards ("`arn:aws:sqs` is equivalent to `arn:aws:sqs:*:*:*`").
    pub fn parse(text: &str, version: Version) -> Option<ArnPattern> {
        let owned = text.to_owned();
        if text == "*" {
            return Some(ArnPattern { text: owned, body: ArnBody::Any });
        }
        if !text.starts_with("arn:") {
            return None;
        }
        let mut segments = text.splitn(SEGMENTS, ':');
        let patterns = std::array::from_fn(|at| {
            let is_last = at == SEGMENTS - 1;
            let dialect = Dialect {
                has_wildcards: true,
                has_variables: is_last && version == Version::V2012,
            };
            Pattern::parse(segments.next().unwrap_or("*"), dialect)
        });
        Some(ArnPattern { text: owned, body: ArnBody::Segments(Box::new(patterns)) })
    }

    /// What is no ARN is compared as text.
    pub fn parse_leniently(text: &str, version: Version) -> ArnPattern {
        ArnPattern::parse(text, version).unwrap_or_else(|| {
            let pattern = Pattern::parse(text, Dialect::of(version, true));
            ArnPattern { text: text.to_owned(), body: ArnBody::Text(pattern) }
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn matches(&self, text: &str, keys: &dyn Keys) -> Matched<'_> {
        let patterns = match &self.body {
            ArnBody::Any => return Matched::Yes,
            ArnBody::Text(pattern) => return pattern.matches(text, Case::Matters, keys),
            ArnBody::Segments(patterns) => patterns,
        };
        let mut segments = text.splitn(SEGMENTS, ':');
        for pattern in patterns.iter() {
            let Some(segment) = segments.next() else { return Matched::No };
            match pattern.matches(segment, Case::Matters, keys) {
                Matched::Yes => {}
                other => return other,
            }
        }
        Matched::Yes
    }
}
