//! ExpressionAttributeNames and ExpressionAttributeValues, and which of them were used.

use kernel::view::Map;
use kernel::{ApiError, Struct};

use super::Kind;
use crate::attribute::Attribute;
use crate::errors;
use crate::limits;
use crate::values;

/// What the placeholders of a request stand for.
#[derive(Debug, Default)]
pub struct Placeholders {
    names: Vec<Named<String>>,
    values: Vec<Named<Attribute>>,
}

#[derive(Debug)]
struct Named<T> {
    placeholder: String,
    stands_for: T,
    is_used: bool,
}

/// Which expressions a request has.
#[derive(Clone, Copy, Debug)]
pub struct Uses {
    pub any: bool,
    /// One that values may stand in.
    pub of_values: bool,
    /// What the refusal says when there is none: `ConditionExpression is null`.
    pub missing: &'static str,
}

impl Uses {
    pub fn condition(expression: Option<&str>) -> Uses {
        let is_there = expression.is_some();
        Uses { any: is_there, of_values: is_there, missing: "ConditionExpression is null" }
    }
}

impl Placeholders {
    pub fn read(
        names: Option<Map<'_, &str>>,
        values: Option<&Struct>,
        uses: Uses,
    ) -> Result<Placeholders, ApiError> {
        let mut out = Placeholders::default();
        if let Some(names) = names {
            if !uses.any {
                return Err(errors::validation(
                    "ExpressionAttributeNames can only be specified when using expressions",
                ));
            }
            out.read_names(names)?;
        }
        if let Some(values) = values {
            if !uses.of_values {
                return Err(errors::validation(format!(
                    "ExpressionAttributeValues can only be specified when using expressions: {}",
                    uses.missing
                )));
            }
            out.read_values(values)?;
        }
        Ok(out)
    }

    fn read_names(&mut self, names: Map<'_, &str>) -> Result<(), ApiError> {
        if names.is_empty() {
            return Err(errors::validation("ExpressionAttributeNames must not be empty"));
        }
        for (placeholder, name) in names.iter() {
            check_key("ExpressionAttributeNames", placeholder, '#')?;
            if name.is_empty() || name.len() > limits::ATTRIBUTE_NAME_BYTES_MAX {
                return Err(errors::validation(format!(
                    "ExpressionAttributeNames contains invalid value: Syntax error; value: \
                     \"{name}\" for key {placeholder}"
                )));
            }
            self.names.push(Named {
                placeholder: placeholder.to_owned(),
                stands_for: name.to_owned(),
                is_used: false,
            });
        }
        Ok(())
    }

    fn read_values(&mut self, given: &Struct) -> Result<(), ApiError> {
        if given.is_empty() {
            return Err(errors::validation("ExpressionAttributeValues must not be empty"));
        }
        let mut bytes = 0;
        for (placeholder, value) in given.iter() {
            check_key("ExpressionAttributeValues", placeholder, ':')?;
            let value = values::read(value).map_err(|error| {
                errors::validation(format!(
                    "ExpressionAttributeValues contains invalid value: {} for key {placeholder}",
                    error.message()
                ))
            })?;
            bytes += value.size() + placeholder.len();
            if bytes > limits::SUBSTITUTION_BYTES_MAX {
                return Err(errors::validation(
                    "ExpressionAttributeValues exceeds max size; the maximum allowed size is 2 MB",
                ));
            }
            self.values.push(Named {
                placeholder: placeholder.to_owned(),
                stands_for: value,
                is_used: false,
            });
        }
        Ok(())
    }

    pub(super) fn name(&mut self, kind: Kind, placeholder: &str) -> Result<&str, ApiError> {
        let found = self.names.iter_mut().find(|it| it.placeholder == placeholder);
        let Some(found) = found else {
            return Err(kind.fault(format!(
                "An expression attribute name used in the document path is not defined; \
                 attribute name: {placeholder}"
            )));
        };
        found.is_used = true;
        Ok(&found.stands_for)
    }

    pub(super) fn value(&mut self, kind: Kind, placeholder: &str) -> Result<&Attribute, ApiError> {
        let found = self.values.iter_mut().find(|it| it.placeholder == placeholder);
        let Some(found) = found else {
            return Err(kind.fault(format!(
                "An expression attribute value used in expression is not defined; attribute \
                 value: {placeholder}"
            )));
        };
        found.is_used = true;
        Ok(&found.stands_for)
    }

    /// Refuses placeholders that no expression has used.
    pub fn check_used(&self) -> Result<(), ApiError> {
        check_used("ExpressionAttributeNames", &self.names)?;
        check_used("ExpressionAttributeValues", &self.values)
    }
}

fn check_used<T>(parameter: &str, given: &[Named<T>]) -> Result<(), ApiError> {
    let unused: Vec<&str> =
        given.iter().filter(|it| !it.is_used).map(|it| it.placeholder.as_str()).collect();
    if unused.is_empty() {
        return Ok(());
    }
    Err(errors::validation(format!(
        "Value provided in {parameter} unused in expressions: keys: {{{}}}",
        unused.join(", ")
    )))
}

fn check_key(parameter: &str, key: &str, sign: char) -> Result<(), ApiError> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let rest = key.strip_prefix(sign);
    let is_key = rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_word));
    if is_key && key.len() <= limits::PLACEHOLDER_BYTES_MAX {
        return Ok(());
    }
    Err(errors::validation(format!(
        "{parameter} contains invalid key: Syntax error; key: \"{key}\""
    )))
}
