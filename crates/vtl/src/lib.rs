//! Mapping templates of API Gateway: the Velocity Template Language with `$input`, `$util`, and
//! whatever else the caller puts into the scope (`$context`, `$stageVariables`, `$connectionId`).
//!
//! ```
//! # use serde_json::json;
//! let input = vtl::Input { body: r#"{"name":"ann"}"#.to_owned(), ..vtl::Input::default() };
//! let mut scope = vtl::Scope::new(input).with("context", json!({"stage": "prod"}));
//! let template = r#"{"who": $input.json('$.name'), "at": "$context.stage"}"#;
//! let text = vtl::render(template, &mut scope);
//! assert_eq!(text.unwrap(), r#"{"who": "ann", "at": "prod"}"#);
//! ```
//!
//! [`parse`] makes nodes of a template, [`expression`] reads what stands in its parentheses,
//! [`mod@render`] evaluates; [`methods`] are those of Java's strings, lists and maps that templates
//! use, [`util`] is `$util`, [`path`] JSONPath. Everything is bounded ([`limits`]): a template
//! cannot loop for ever, nor fill the memory.
//!
//! Sources: Apache Velocity 1.7's User Guide; API Gateway Developer Guide, "Mapping template and
//! access logging variable reference".

mod expression;
pub mod limits;
mod methods;
mod parse;
pub mod path;
mod render;
mod util;
mod value;

#[cfg(test)]
mod tests;

use serde_json::Value as Json;

pub use path::json_path;
use value::Value;

/// What `$input` is made of.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The payload as text.
    pub body: String,
    /// Of `$input.params()`: objects of strings.
    pub path: Json,
    pub querystring: Json,
    pub header: Json,
}

/// The variables of a template. They outlive a rendering: what a template has set is read with
/// [`Scope::get`] (overrides of parameters and of the status are set so).
#[derive(Debug)]
pub struct Scope {
    pub(crate) input: Input,
    /// The body as JSON, parsed when it is first asked for.
    pub(crate) document: Option<Value>,
    variables: Vec<(String, Value)>,
}

/// Why a template cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    pub message: String,
}

impl TemplateError {
    pub(crate) fn new(message: impl Into<String>) -> TemplateError {
        TemplateError { message: message.into() }
    }
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TemplateError {}

impl Scope {
    pub fn new(input: Input) -> Scope {
        Scope { input, document: None, variables: Vec::new() }
    }

    /// Adds a variable: `with("context", …)` is `$context`.
    #[must_use]
    pub fn with(mut self, name: &str, value: Json) -> Scope {
        self.set(name, Value::from_json(&value));
        self
    }

    /// A variable as it is now.
    pub fn get(&self, name: &str) -> Option<Json> {
        self.find(name).map(|value| value.to_json(0))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Value> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &str, value: Value) {
        match self.variables.iter_mut().find(|(known, _)| known == name) {
            Some((_, slot)) => *slot = value,
            None => self.variables.push((name.to_owned(), value)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }
}

/// Renders a template.
pub fn render(template: &str, scope: &mut Scope) -> Result<String, TemplateError> {
    let nodes = parse::parse(template)?;
    render::render(&nodes, scope)
}

/// What is wrong with a template, without rendering it.
pub fn check(template: &str) -> Result<(), TemplateError> {
    parse::parse(template).map(drop)
}
