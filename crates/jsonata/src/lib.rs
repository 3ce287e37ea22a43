//! JSONata: queries and transformations of JSON, bounded and without time or chance of their own.
//!
//! The engine is the crate `jsonata-core`, which passes the tests of the reference. This crate is
//! what the rest of Nephele knows of it: an [`Expression`] is parsed once and evaluated with
//! variables and [`Moment`], from which `$now`, `$millis`, `$random` and `$shuffle` come, so that a
//! run can be repeated. Nothing here knows an AWS service.
//!
//! Bounds: [`DEPTH_MAX`], [`STEPS_MAX`], [`MILLISECONDS_MAX`], [`SEQUENCE_MAX`], [`SIZE_MAX`] and
//! [`TEXT_MAX`].

mod guard;
mod host;
#[cfg(test)]
mod tests;

use std::fmt;

use jsonata_core::ast::AstNode;
use jsonata_core::evaluator::{Context, Evaluator, EvaluatorOptions};
use jsonata_core::parser;
use jsonata_core::value::JValue;
use serde_json::Value;

pub use host::Moment;

/// How deep an evaluation may nest.
pub const DEPTH_MAX: usize = 2_000;
/// How many calls of functions that it defines an evaluation may make: recursion has no other end.
pub const STEPS_MAX: u64 = 250_000;
/// How long an evaluation may take at the very most, by the real clock. Steps, depth and sizes end
/// what runs away long before; loops over long lists within loops are left to it.
pub const MILLISECONDS_MAX: u64 = 20_000;
/// How many items a sequence may have.
pub const SEQUENCE_MAX: usize = 200_000;
/// How long a text may become, and how large the JSON of a result, by and large.
pub const SIZE_MAX: usize = 4 << 20;
/// How long an expression may be, in bytes.
pub const TEXT_MAX: usize = 1 << 20;

/// What went wrong: the reference's code (`T2001`) and what is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub code: String,
    pub message: String,
}

/// A parsed expression.
#[derive(Debug)]
pub struct Expression {
    ast: AstNode,
}

/// Further functions, by name: they get values and answer one, or say what is wrong with them.
pub type Function = fn(&[Value], &mut Moment) -> Result<Option<Value>, String>;

impl Expression {
    pub fn parse(text: &str) -> Result<Expression, Error> {
        if text.len() > TEXT_MAX {
            return Err(Error::new("S0000", "The expression is too long."));
        }
        let mut ast = parser::parse(text).map_err(|error| Error::from_text(&error.to_string()))?;
        guard::watch(&mut ast);
        Ok(Expression { ast })
    }

    /// The value of the expression over `input`; `None` is JSONata's undefined.
    pub fn evaluate(
        &self,
        input: Option<&Value>,
        variables: &[(&str, &Value)],
        functions: &[(&'static str, Function)],
        moment: &Moment,
    ) -> Result<Option<Value>, Error> {
        let mut context = Context::new();
        for (name, value) in variables {
            context.bind((*name).to_owned(), JValue::from((*value).clone()));
        }
        let options = EvaluatorOptions {
            timeout_ms: Some(MILLISECONDS_MAX),
            max_stack_depth: Some(DEPTH_MAX),
            max_sequence_length: Some(SEQUENCE_MAX),
            ..EvaluatorOptions::default()
        };
        let mut evaluator = Evaluator::with_options(context, options);
        host::register(&mut evaluator, functions, moment)
            .map_err(|error| Error::from_text(&error.to_string()))?;
        let input = input.map_or(JValue::Undefined, |value| JValue::from(value.clone()));
        let value = evaluator
            .evaluate(&self.ast, &input)
            .map_err(|error| Error::from_text(&error.to_string()))?;
        to_json(&value)
    }
}

pub(crate) fn to_json(value: &JValue) -> Result<Option<Value>, Error> {
    if matches!(value, JValue::Undefined) {
        return Ok(None);
    }
    if !guard::is_bounded(value) {
        return Err(Error::new("D3000", TOO_LARGE));
    }
    let text = value.to_json_string().map_err(|error| Error::new("D3001", error.to_string()))?;
    let json = serde_json::from_str(&text);
    json.map(Some).map_err(|error| Error::new("D3001", error.to_string()))
}

pub(crate) const TOO_LARGE: &str = "A value has become too large.";

impl Error {
    fn new(code: &str, message: impl Into<String>) -> Error {
        Error { code: code.to_owned(), message: message.into() }
    }

    /// The engine puts its code before the text: `T2001: The left side …`.
    fn from_text(text: &str) -> Error {
        let bytes = text.as_bytes();
        let at = (0..bytes.len().saturating_sub(5)).find(|&at| {
            bytes[at].is_ascii_uppercase()
                && bytes[at + 1..at + 5].iter().all(u8::is_ascii_digit)
                && bytes.get(at + 5) == Some(&b':')
        });
        match at {
            Some(at) => Error::new(&text[at..at + 5], text[at + 6..].trim()),
            None => Error::new("D0000", text),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
