//! Finds sensitive data in a text.
//!
//! Where an identifier needs a keyword, one of them must stand within 30 characters of the data;
//! case does not matter, and a space in a keyword may be missing, or be `_` or `-`.
//!
//! Sources: "Using managed data identifiers in Amazon SNS"; the distance is that of the same
//! identifiers in CloudWatch Logs ("CloudWatch Logs managed data identifiers").

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use crate::identifiers::{BUILT, Identifier, Keywords};

const PROXIMITY_CHARS: usize = 30;
/// A longer match that is no such data is passed over as a whole.
const RETRIED_BYTES_MAX: usize = 64;

/// What one identifier of a policy looks for.
#[derive(Clone, Debug)]
pub enum Detector {
    Managed(&'static Identifier),
    Custom { name: String, regex: Regex },
}

impl Detector {
    pub fn name(&self) -> &str {
        match self {
            Detector::Managed(identifier) => identifier.name,
            Detector::Custom { name, .. } => name,
        }
    }

    /// Where it finds something, from left to right.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Detector::Custom { regex, .. } => regex.find_iter(text).map(|it| it.range()).collect(),
            Detector::Managed(identifier) => {
                let compiled = &COMPILED[identifier.name];
                if !compiled.may_be_in(text) {
                    return Vec::new();
                }
                compiled.find(text)
            }
        }
    }
}

pub fn has_any(detectors: &[Detector], text: &str) -> bool {
    detectors.iter().any(|it| !it.find(text).is_empty())
}

/// What all of them find together, from left to right and without overlaps.
pub fn spans(detectors: &[Detector], text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<_> = detectors.iter().flat_map(|it| it.find(text)).collect();
    all.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in all {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// An identifier, ready to be looked for.
struct Compiled {
    identifier: &'static Identifier,
    data: Regex,
    keywords: Option<Regex>,
}

static COMPILED: LazyLock<BTreeMap<&'static str, Compiled>> =
    LazyLock::new(|| BUILT.iter().map(|it| (it.name, Compiled::new(it))).collect());

impl Compiled {
    fn new(identifier: &'static Identifier) -> Compiled {
        let data = Regex::new(identifier.pattern).expect("a test compiles all patterns");
        let words = identifier.keywords.words();
        let keywords = (!words.is_empty()).then(|| keyword_regex(words));
        Compiled { identifier, data, keywords }
    }

    /// Whether the keyword that the identifier needs is anywhere at all.
    fn may_be_in(&self, text: &str) -> bool {
        match (&self.identifier.keywords, &self.keywords) {
            (Keywords::Needed(_), Some(keywords)) => keywords.is_match(text),
            _ => true,
        }
    }

    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(candidate) = self.data.find_at(text, at).map(|it| it.range()) {
            match self.accept(text, candidate.clone()) {
                Some(span) => {
                    at = span.end;
                    found.push(span);
                }
                // What begins with a part of it may be such data yet. Long ones are not gone
                // through part by part: the time would be their square.
                None if candidate.len() <= RETRIED_BYTES_MAX => {
                    let rest = &text[candidate.start..];
                    let part = rest.find(|it: char| !it.is_ascii_alphanumeric());
                    let part = part.unwrap_or(rest.len()).max(first_bytes(rest));
                    at = candidate.start + part;
                }
                None => at = candidate.end,
            }
        }
        found
    }

    /// What of a match of the pattern is such data, if it is.
    fn accept(&self, text: &str, found: Range<usize>) -> Option<Range<usize>> {
        let length = (self.identifier.accept)(text, found.clone())?;
        let found = found.start..found.start + length;
        let is_certain = match self.identifier.keywords {
            Keywords::None => true,
            Keywords::Needed(_) => false,
            Keywords::NeededWithoutPlus(_) => text[found.clone()].starts_with('+'),
        };
        (is_certain || self.has_keyword_near(text, &found)).then_some(found)
    }

    fn has_keyword_near(&self, text: &str, found: &Range<usize>) -> bool {
        let Some(keywords) = &self.keywords else { return true };
        let before = text[..found.start].char_indices().rev().take(PROXIMITY_CHARS).last();
        let before = &text[before.map_or(found.start, |(at, _)| at)..found.start];
        let rest = &text[found.end..];
        let after = rest.char_indices().nth(PROXIMITY_CHARS).map_or(rest, |(at, _)| &rest[..at]);
        keywords.is_match(before) || keywords.is_match(after)
    }
}

/// How many bytes the first character has.
fn first_bytes(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// Any of the keywords, as words.
fn keyword_regex(words: &[&str]) -> Regex {
    let forms = words.iter().map(|word| {
        let form = regex::escape(word).replace(' ', "[ _-]?");
        let end = if word.ends_with(char::is_alphanumeric) { "(?:$|[^\\p{L}\\p{N}])" } else { "" };
        format!("{form}{end}")
    });
    let any = forms.collect::<Vec<_>>().join("|");
    let pattern = format!("(?:^|[^\\p{{L}}\\p{{N}}])(?:{any})");
    let compiled = RegexBuilder::new(&pattern).case_insensitive(true).build();
    compiled.expect("escaped words are a pattern")
}
