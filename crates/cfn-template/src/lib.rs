//! Templates of CloudFormation: read from JSON or YAML, checked, put in order, and their functions
//! evaluated.
//!
//! [`text`] makes JSON of what was written, [`template`] reads its sections, [`parameter`] takes
//! the values that were given, [`extensions`] is the transform `AWS::LanguageExtensions`, [`graph`]
//! says what depends on what, and [`evaluate`] answers what a property comes to. What only the
//! world knows (attributes of resources, exports, secrets) is asked of a [`Lookup`].

mod cidr;
mod conditions;
mod evaluate;
mod extensions;
mod functions;
mod graph;
mod parameter;
mod rules;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod yaml;

pub use conditions::conditions;
pub use evaluate::{KNOWN_AFTER_APPLY, Lookup, Nothing, Scope};
pub use extensions::{LANGUAGE_EXTENSIONS, expand};
pub use graph::{Reference, check, dependencies, order, references};
pub use parameter::{Parameter, ParameterError};
pub use rules::check_rules;
pub use template::{Output, Policy, Resource, Template};
pub use text::parse;

/// What is wrong with a template, in AWS's words where they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(pub String);

pub type Result<T> = std::result::Result<T, Problem>;

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

/// A template that has no right form.
pub fn format_error(text: impl std::fmt::Display) -> Problem {
    Problem(format!("Template format error: {text}"))
}

/// A function of a template that cannot be evaluated.
pub fn error(text: impl std::fmt::Display) -> Problem {
    Problem(format!("Template error: {text}"))
}
