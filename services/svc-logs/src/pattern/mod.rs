//! Filter patterns: which events metric filters, subscription filters, FilterLogEvents and Live
//! Tail mean, and what they take out of them.
//!
//! There are three languages, told apart by their first character: terms anywhere in the text
//! ([`terms`]), fields of a JSON document in braces ([`json`]), and fields between spaces in
//! brackets ([`columns`]). All of them may have regular expressions between percent signs
//! ([`regex`]).
//!
//! Source: "Filter pattern syntax for metric filters, subscription filters, filter log events, and
//! Live Tail" in the CloudWatch Logs User Guide. That a bare term is found inside of words too is
//! our reading of "contain"; AWS does not say it.

mod columns;
mod json;
mod regex;
mod scan;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kernel::ApiError;

use crate::errors;
use crate::limits;

#[derive(Debug)]
pub struct Pattern {
    kind: Kind,
    /// How many regular expressions it has.
    pub regexes: usize,
}

#[derive(Debug)]
enum Kind {
    All,
    Terms(terms::Terms),
    Json(json::Condition),
    Columns(columns::Columns),
}

/// Why a text is no pattern.
pub type Refusal = String;

impl Pattern {
    pub fn parse(text: &str) -> Result<Pattern, ApiError> {
        Pattern::read(text).map_err(errors::invalid)
    }

    fn read(text: &str) -> Result<Pattern, Refusal> {
        let text = text.trim();
        let mut scanner = scan::Scanner::new(text);
        let kind = match text.chars().next() {
            None => Kind::All,
            Some('{') => Kind::Json(json::parse(&mut scanner)?),
            Some('[') => Kind::Columns(columns::parse(&mut scanner)?),
            Some(_) => Kind::Terms(terms::parse(&mut scanner)?),
        };
        let regexes = scanner.regexes;
        if regexes > limits::REGEXES_PER_PATTERN && !matches!(kind, Kind::Terms(_)) {
            // [U]
            return Err(format!(
                "A filter pattern can have at most {} regular expressions.",
                limits::REGEXES_PER_PATTERN
            ));
        }
        Ok(Pattern { kind, regexes })
    }

    pub fn matches(&self, message: &str) -> bool {
        match &self.kind {
            Kind::All => true,
            Kind::Terms(terms) => terms.match_in(message),
            Kind::Json(condition) => {
                json::document(message).is_some_and(|document| condition.holds(&document))
            }
            Kind::Columns(columns) => {
                columns.assign(&columns::split(message)).is_some_and(|row| columns::hold(&row))
            }
        }
    }

    /// What the pattern names of an event that matches (`$.field`, `$column`), for
    /// TestMetricFilter.
    pub fn extract(&self, message: &str) -> BTreeMap<String, String> {
        match &self.kind {
            Kind::All | Kind::Terms(_) => BTreeMap::new(),
            Kind::Json(condition) => {
                let Some(document) = json::document(message) else { return BTreeMap::new() };
                let mut selectors = Vec::new();
                condition.selectors(&mut selectors);
                let value = |it: &json::Selector| Some((it.text.clone(), it.value_in(&document)?));
                selectors.into_iter().filter_map(value).collect()
            }
            Kind::Columns(columns) => columns.extract(message),
        }
    }

    /// The value of a `$.field` or `$column` in an event that matches.
    pub fn value(&self, message: &str, name: &str) -> Option<String> {
        match &self.kind {
            Kind::Json(_) => {
                let selector = json::Selector::parse(name).ok()?;
                selector.value_in(&json::document(message)?)
            }
            Kind::Columns(columns) => columns.extract(message).remove(name),
            Kind::All | Kind::Terms(_) => None,
        }
    }

    /// Whether metric values and dimensions can name fields of its events.
    pub fn has_fields(&self) -> bool {
        matches!(self.kind, Kind::Json(_) | Kind::Columns(_))
    }
}
