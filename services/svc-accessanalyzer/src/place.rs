//! A value of a document and the way to it, and the findings that point there.
//!
//! AWS names the way by `value` for a member's value, `key` for its name, `index` for an entry of a
//! list (as the replies in the CLI's examples show).

use crate::api::{
    LocationBuilder, PathElementBuilder, PositionBuilder, SpanBuilder, SubstringBuilder,
    ValidatePolicyFindingBuilder,
};
use crate::catalog::Check;
use crate::json::{Member, Node, Position, Span, Value};
use crate::limits::{COMPARISONS_MAX, SUGGESTIONS_MAX};
use crate::pattern::Budget;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Value(String),
    Key(String),
    Index(usize),
    Substring { start: usize, length: usize },
}

#[derive(Clone, Debug)]
pub struct Place<'n> {
    pub path: Vec<Step>,
    pub node: &'n Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub path: Vec<Step>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Finding {
    pub check: &'static Check,
    pub details: String,
    pub locations: Vec<Location>,
}

/// What was found, and how much more may be compared.
#[derive(Debug)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub budget: Budget,
    suggestions_left: usize,
}

impl Report {
    pub fn new() -> Report {
        Report {
            findings: Vec::new(),
            budget: Budget::new(COMPARISONS_MAX),
            suggestions_left: SUGGESTIONS_MAX,
        }
    }

    /// Whether a name may still be looked for, which is long work.
    pub fn may_suggest(&mut self) -> bool {
        let may = self.suggestions_left > 0;
        self.suggestions_left = self.suggestions_left.saturating_sub(1);
        may
    }

    pub fn add(&mut self, check: &'static Check, values: &[&str], locations: Vec<Location>) {
        self.findings.push(Finding { check, details: check.details(values), locations });
    }
}

impl<'n> Place<'n> {
    pub fn of_document(node: &'n Node) -> Place<'n> {
        Place { path: Vec::new(), node }
    }

    fn further(&self, step: Step, node: &'n Node) -> Place<'n> {
        let mut path = self.path.clone();
        path.push(step);
        Place { path, node }
    }

    pub fn members(&self) -> Vec<(&'n Member, Place<'n>)> {
        let Value::Map(members) = &self.node.value else { return Vec::new() };
        members.iter().map(|it| (it, self.further(Step::Value(it.key.clone()), &it.node))).collect()
    }

    pub fn member(&self, key: &str) -> Option<Place<'n>> {
        let Value::Map(members) = &self.node.value else { return None };
        let member = members.iter().find(|it| it.key == key)?;
        Some(self.further(Step::Value(key.to_owned()), &member.node))
    }

    /// The entries of a list; any other value is its own only entry.
    pub fn each(&self) -> Vec<Place<'n>> {
        let Value::List(items) = &self.node.value else { return vec![self.clone()] };
        items.iter().enumerate().map(|(at, it)| self.further(Step::Index(at), it)).collect()
    }

    /// Its texts with their places; what is no text is passed over.
    pub fn texts(&self) -> Vec<(&'n str, Place<'n>)> {
        self.each().into_iter().filter_map(|it| it.text().map(|text| (text, it.clone()))).collect()
    }

    pub fn text(&self) -> Option<&'n str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn is_empty_list(&self) -> bool {
        matches!(&self.node.value, Value::List(items) if items.is_empty())
    }

    pub fn here(&self) -> Location {
        Location { path: self.path.clone(), span: self.node.span }
    }

    /// The name of one of its members.
    pub fn key(&self, member: &Member) -> Location {
        let mut path = self.path.clone();
        path.push(Step::Key(member.key.clone()));
        Location { path, span: member.key_span }
    }

    /// A part of the text, in characters. A text with escapes is pointed at as a whole.
    pub fn part(&self, start: usize, length: usize) -> Location {
        let mut location = self.here();
        let Span { start: from, end: to } = self.node.span;
        let written = to.offset - from.offset;
        if self.text().is_some_and(|text| text.chars().count() + 2 == written) {
            let shift = |by: usize| Position {
                line: from.line,
                column: from.column + 1 + by,
                offset: from.offset + 1 + by,
            };
            location.path.push(Step::Substring { start, length });
            location.span = Span { start: shift(start), end: shift(start + length) };
        }
        location
    }
}

impl Finding {
    pub fn show(&self) -> ValidatePolicyFindingBuilder {
        let locations: Vec<_> = self.locations.iter().map(Location::show).collect();
        ValidatePolicyFindingBuilder::new()
            .finding_details(&self.details)
            .finding_type(self.check.kind.name())
            .issue_code(self.check.code)
            .learn_more_link(self.check.link())
            .locations(locations)
    }
}

impl Location {
    fn show(&self) -> LocationBuilder {
        let path: Vec<_> = self.path.iter().map(Step::show).collect();
        let span = SpanBuilder::new().start(self.span.start.show()).end(self.span.end.show());
        LocationBuilder::new().path(path).span(span)
    }
}

impl Step {
    fn show(&self) -> PathElementBuilder {
        let element = PathElementBuilder::new();
        match self {
            Step::Value(name) => element.value(name),
            Step::Key(name) => element.key(name),
            Step::Index(at) => element.index(*at),
            Step::Substring { start, length } => {
                element.substring(SubstringBuilder::new().start(*start).length(*length))
            }
        }
    }
}

impl Position {
    fn show(self) -> PositionBuilder {
        PositionBuilder::new().line(self.line).column(self.column).offset(self.offset)
    }
}
