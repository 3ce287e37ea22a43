//! What the expressions of a state can see: the input, the context object, variables; and for
//! JSONata `$states`.

use jsonata::{Expression, Moment};
use serde_json::{Map, Value, json};

use crate::failure::{self, Failure};
use crate::functions::FUNCTIONS;
use crate::intrinsic;
use crate::path::{Path, Root};

/// How JSONata expressions are marked within strings.
const OPEN: &str = "{%";
const CLOSE: &str = "%}";

#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// What `$` means; in JSONata `$states.input`.
    pub input: &'a Value,
    pub context: &'a Value,
    pub variables: &'a Map<String, Value>,
    /// `$states.result`.
    pub result: Option<&'a Value>,
    /// `$states.errorOutput`.
    pub error_output: Option<&'a Value>,
}

impl<'a> Scope<'a> {
    pub fn new(
        input: &'a Value,
        context: &'a Value,
        variables: &'a Map<String, Value>,
    ) -> Scope<'a> {
        Scope { input, context, variables, result: None, error_output: None }
    }

    #[must_use]
    pub fn over(self, input: &'a Value) -> Scope<'a> {
        Scope { input, ..self }
    }

    #[must_use]
    pub fn with_result(self, result: &'a Value) -> Scope<'a> {
        Scope { result: Some(result), ..self }
    }

    #[must_use]
    pub fn with_error_output(self, output: &'a Value) -> Scope<'a> {
        Scope { error_output: Some(output), ..self }
    }

    /// What a path leads to, if anything.
    pub fn lookup(&self, text: &str) -> Result<Option<Value>, Failure> {
        let invalid = || Failure::runtime(format!("Invalid path '{text}'."));
        let path = Path::parse(text).ok_or_else(invalid)?;
        let root = match &path.root {
            Root::Input => self.input,
            Root::Context => self.context,
            Root::Variable(name) => match self.variables.get(name) {
                Some(value) => value,
                None => return Ok(None),
            },
        };
        path.find(root).map_err(|_| {
            Failure::runtime(format!("The JSONPath '{text}' matches too many values."))
        })
    }

    /// What a path leads to, which must be there.
    pub fn path(&self, text: &str, field: &str) -> Result<Value, Failure> {
        self.lookup(text)?.ok_or_else(|| {
            Failure::runtime(format!(
                "The JSONPath '{text}' specified for the field '{field}' could not be found in \
                 the input '{}'",
                self.input
            ))
        })
    }

    /// What a path or an intrinsic function comes to.
    pub fn path_or_intrinsic(
        &self,
        text: &str,
        field: &str,
        moment: &mut Moment,
    ) -> Result<Value, Failure> {
        if text.starts_with('$') {
            return self.path(text, field);
        }
        match intrinsic::parse(text) {
            Some(call) => call.value(self, field, moment),
            None => Err(Failure::runtime(format!(
                "The value for the field '{field}' must be a valid JSONPath or intrinsic function"
            ))),
        }
    }

    /// A payload template of JSONPath: members whose names end in `.$` are looked up.
    pub fn payload(&self, template: &Value, moment: &mut Moment) -> Result<Value, Failure> {
        match template {
            Value::Object(members) => {
                let mut out = Map::with_capacity(members.len());
                for (name, value) in members {
                    match (name.strip_suffix(".$"), value.as_str()) {
                        (Some(plain), Some(text)) => {
                            let value = self.path_or_intrinsic(text, name, moment)?;
                            out.insert(plain.to_owned(), value);
                        }
                        _ => {
                            out.insert(name.clone(), self.payload(value, moment)?);
                        }
                    }
                }
                Ok(Value::Object(out))
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| self.payload(item, moment));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            other => Ok(other.clone()),
        }
    }

    /// A template of JSONata: strings between `{%` and `%}` are evaluated. `field` is where it
    /// stands, for errors.
    pub fn evaluated(
        &self,
        template: &Value,
        field: &str,
        moment: &mut Moment,
    ) -> Result<Value, Failure> {
        match template {
            Value::Object(members) => {
                let mut out = Map::with_capacity(members.len());
                for (name, value) in members {
                    let value = self.evaluated(value, &format!("{field}/{name}"), moment)?;
                    out.insert(name.clone(), value);
                }
                Ok(Value::Object(out))
            }
            Value::Array(items) => {
                let mut out = Vec::with_capacity(items.len());
                for (at, item) in items.iter().enumerate() {
                    out.push(self.evaluated(item, &format!("{field}[{at}]"), moment)?);
                }
                Ok(Value::Array(out))
            }
            Value::String(text) => match expression(text) {
                Some(source) => self.expression(source, field, moment),
                None => Ok(template.clone()),
            },
            other => Ok(other.clone()),
        }
    }

    fn expression(&self, text: &str, field: &str, moment: &mut Moment) -> Result<Value, Failure> {
        let failed = |what: String| {
            let cause = format!(
                "The JSONata expression '{}' specified for the field '{field}' {what}",
                text.trim()
            );
            Failure::new(failure::QUERY_EVALUATION_ERROR, cause).at(field)
        };
        let threw = |error: jsonata::Error| {
            failed(format!("threw an error during evaluation. {}: {}", error.code, error.message))
        };
        let parsed = Expression::parse(text).map_err(threw)?;
        let mut states = json!({"input": self.input, "context": self.context});
        if let Some(result) = self.result {
            states["result"] = result.clone();
        }
        if let Some(output) = self.error_output {
            states["errorOutput"] = output.clone();
        }
        let mut variables: Vec<(&str, &Value)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), value)).collect();
        variables.push(("states", &states));
        let chance = Moment { milliseconds: moment.milliseconds, seed: moment.draw() };
        let value = parsed.evaluate(None, &variables, &FUNCTIONS, &chance).map_err(threw)?;
        value.ok_or_else(|| failed("returned nothing (undefined).".to_owned()))
    }
}

/// What stands between the marks of JSONata.
pub fn expression(text: &str) -> Option<&str> {
    text.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)
}
