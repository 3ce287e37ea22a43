//! The model's constraints over an input: required, length, range, pattern, enum.
//!
//! All violations go into one error with AWS's wording. Whether a structure is well-formed at all
//! (types, unions) is decided earlier, by the decoders. [`check_output`] holds our own replies to
//! the model, in tests and debug builds.

mod output;
mod table;
#[cfg(test)]
mod tests;
mod words;

use kernel::error::ApiError;
use kernel::value::{Struct, Value};

use crate::model::{Location, Member, Operation, Service, Shape, ShapeId, ShapeKind};
pub use output::check_output;
use table::Table;
use words::{Path, Step, shown};

/// Violations in one error; further ones are not looked for.
const VIOLATIONS_MAX: usize = 50;

/// How a service words its refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidationStyle {
    /// `ValidationException` with all violations: most services of the JSON and CBOR protocols.
    Standard,
    /// `ValidationError` with all violations: IAM, STS, CloudFormation, …
    Query,
    /// `MissingParameter` for absent members, everything else left to the service: SQS, EC2.
    MissingParameter,
    /// S3: absent members only; everything else is the operation's own business.
    RequiredOnly,
}

/// Checks an input against the model.
pub fn check_input(
    service: &'static Service,
    operation: &'static Operation,
    style: ValidationStyle,
    input: &Struct,
) -> Result<(), ApiError> {
    let Some(shape) = operation.input else { return Ok(()) };
    let table = Table::of(service);
    if !table.is_constrained(shape) {
        return Ok(());
    }
    let mut checker = Checker { service, table, style, violations: Vec::new() };
    checker.structure(service.shape(shape), input, Path::ROOT);
    if checker.violations.is_empty() {
        return Ok(());
    }
    Err(checker.into_error())
}

struct Violation {
    /// The text of Standard and Query.
    text: String,
    /// How the service says it when nothing else is wrong.
    alone: Option<String>,
    /// Set when a required member is absent.
    missing: Option<Missing>,
}

struct Missing {
    name: &'static str,
    is_in_document: bool,
}

struct Checker {
    service: &'static Service,
    table: &'static Table,
    style: ValidationStyle,
    violations: Vec<Violation>,
}

impl Checker {
    fn structure(&mut self, shape: &'static Shape, value: &Struct, path: Path<'_>) {
        for member in shape.members() {
            if self.violations.len() >= VIOLATIONS_MAX {
                return;
            }
            match value.get(member.name) {
                None | Some(Value::Null) if member.is_required => {
                    self.absent(member, path);
                }
                None | Some(Value::Null) => {}
                Some(value) if self.table.is_constrained(member.shape) => {
                    self.value(member, value, path.then(Step::Member(member.name)));
                }
                Some(_) => {}
            }
        }
    }

    fn absent(&mut self, member: &'static Member, path: Path<'_>) {
        // A streamed payload is set after this check, and idempotency tokens are the clients' own.
        let shape = self.service.shape(member.shape);
        let is_stream = matches!(shape.kind, ShapeKind::Blob { is_streaming: true, .. })
            || matches!(shape.kind, ShapeKind::Structure { is_event_stream: true, .. })
            || member.is_streaming;
        if is_stream || member.is_idempotency_token {
            return;
        }
        let at = path.then(Step::Member(member.name));
        self.violations.push(Violation {
            text: format!(
                "Value null at '{at}' failed to satisfy constraint: Member must not be null"
            ),
            alone: None,
            missing: Some(Missing {
                name: member.location_name.unwrap_or(member.name),
                is_in_document: !path.is_root() || member.location == Location::Body,
            }),
        });
    }

    fn value(&mut self, member: &'static Member, value: &Value, path: Path<'_>) {
        let shape = self.service.shape(member.shape);
        self.own_constraints(shape, member.shape, value, path);
        match (&shape.kind, value) {
            (ShapeKind::Structure { .. }, Value::Struct(inner)) => {
                self.structure(shape, inner, path);
            }
            (ShapeKind::List { member: item, .. }, Value::List(items)) => {
                if !self.table.is_constrained(item.shape) {
                    return;
                }
                if self.is_scalar(item) {
                    self.scalar_items(item, items.iter(), "Member must satisfy", value, path);
                    return;
                }
                for (at, entry) in items.iter().enumerate() {
                    self.value(item, entry, path.then(Step::Item(at + 1)));
                }
            }
            (ShapeKind::Map { key, value: item, .. }, Value::Struct(entries)) => {
                self.map(key, item, entries, value, path);
            }
            _ => {}
        }
    }

    fn map(
        &mut self,
        key: &'static Member,
        item: &'static Member,
        entries: &Struct,
        whole: &Value,
        path: Path<'_>,
    ) {
        if self.table.is_constrained(key.shape) {
            let keys: Vec<Value> = entries.iter().map(|(key, _)| Value::from(key)).collect();
            self.scalar_items(key, keys.iter(), "Map keys must satisfy", whole, path);
        }
        if !self.table.is_constrained(item.shape) {
            return;
        }
        if self.is_scalar(item) {
            let values = entries.iter().map(|(_, value)| value);
            self.scalar_items(item, values, "Map value must satisfy", whole, path);
            return;
        }
        for (key, entry) in entries.iter() {
            self.value(item, entry, path.then(Step::Key(key)));
        }
    }

    fn is_scalar(&self, member: &Member) -> bool {
        !matches!(
            self.service.shape(member.shape).kind,
            ShapeKind::Structure { .. } | ShapeKind::List { .. } | ShapeKind::Map { .. }
        )
    }

    /// AWS reports wrong items of a list of scalars once, at the list, with all constraints.
    fn scalar_items<'v>(
        &mut self,
        member: &'static Member,
        mut items: impl Iterator<Item = &'v Value>,
        words: &str,
        whole: &Value,
        path: Path<'_>,
    ) {
        let shape = self.service.shape(member.shape);
        if items.all(|item| self.broken(shape, member.shape, item).is_empty()) {
            return;
        }
        let all = Self::all_constraints(shape).join(", ");
        self.report(shape, whole, path, &format!("{words} constraint: [{all}]"));
    }

    fn own_constraints(
        &mut self,
        shape: &'static Shape,
        id: ShapeId,
        value: &Value,
        path: Path<'_>,
    ) {
        for constraint in self.broken(shape, id, value) {
            self.report(shape, value, path, &constraint);
        }
    }

    fn report(&mut self, shape: &Shape, value: &Value, path: Path<'_>, constraint: &str) {
        if self.violations.len() >= VIOLATIONS_MAX {
            return;
        }
        let is_of_iam = self.service.name == "iam" && words::is_pattern(constraint);
        let alone = is_of_iam.then(|| words::of_iam(shape, &path.to_string())).flatten();
        let value = if shape.is_sensitive { String::new() } else { format!(" '{}'", shown(value)) };
        self.violations.push(Violation {
            text: format!("Value{value} at '{path}' failed to satisfy constraint: {constraint}"),
            alone,
            missing: None,
        });
    }

    /// The constraints of a shape itself that the value breaks, in words.
    fn broken(&self, shape: &'static Shape, id: ShapeId, value: &Value) -> Vec<String> {
        let mut out = Vec::new();
        if matches!(self.style, ValidationStyle::MissingParameter | ValidationStyle::RequiredOnly) {
            return out;
        }
        let measure = match (&shape.kind, value) {
            (ShapeKind::String, Value::String(text)) => Some(text.chars().count() as f64),
            (_, Value::Blob(bytes)) => Some(bytes.len() as f64),
            (_, Value::List(items)) => Some(items.len() as f64),
            (ShapeKind::Map { .. }, Value::Struct(entries)) => Some(entries.len() as f64),
            (_, Value::Int(number)) => Some(*number as f64),
            (_, Value::Float(number)) => Some(*number),
            _ => None,
        };
        if let Some(measure) = measure {
            if shape.max.is_some_and(|max| measure > max) {
                out.extend(words::maximum(shape));
            }
            if shape.min.is_some_and(|min| measure < min) {
                out.extend(words::minimum(shape));
            }
        }
        if let Value::String(text) = value {
            if self.table.pattern(shape, id).is_some_and(|pattern| !pattern.is_match(text)) {
                out.extend(words::pattern(shape));
            }
            let is_known = || shape.values.contains(&text.as_str());
            if !shape.values.is_empty() && !is_known() {
                out.extend(words::values(shape));
            }
        }
        out
    }

    fn all_constraints(shape: &'static Shape) -> Vec<String> {
        let values = words::values(shape);
        let all = [words::maximum(shape), words::minimum(shape), words::pattern(shape), values];
        all.into_iter().flatten().collect()
    }

    #[cold]
    fn into_error(self) -> ApiError {
        if let [Violation { alone: Some(text), .. }] = self.violations.as_slice() {
            return ApiError::new("ValidationError", text.clone());
        }
        let first_missing = self.violations.iter().find_map(|violation| violation.missing.as_ref());
        match (self.style, first_missing) {
            (ValidationStyle::MissingParameter, Some(missing)) => {
                missing_parameter(self.service, missing.name)
            }
            (ValidationStyle::RequiredOnly, Some(missing)) if missing.is_in_document => {
                ApiError::new(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our \
                     published schema",
                )
            }
            // No operation of S3 posts to an object but those that name something in the query.
            (ValidationStyle::RequiredOnly, Some(missing)) if missing.name == "uploadId" => {
                ApiError::new(
                    "MethodNotAllowed",
                    "The specified method is not allowed against this resource.",
                )
                .with_status(405)
                .with_member("Method", "POST")
                .with_member("ResourceType", "OBJECT")
            }
            (ValidationStyle::RequiredOnly, Some(missing)) => ApiError::new(
                "InvalidRequest",
                format!("Missing required header for this request: {}", missing.name),
            ),
            (style, _) => {
                let code = if style == ValidationStyle::Standard {
                    "ValidationException"
                } else {
                    "ValidationError"
                };
                let count = self.violations.len();
                let noun = if count == 1 { "error" } else { "errors" };
                let texts: Vec<&str> =
                    self.violations.iter().map(|violation| violation.text.as_str()).collect();
                let texts = texts.join("; ");
                ApiError::new(code, format!("{count} validation {noun} detected: {texts}"))
            }
        }
    }
}

/// EC2 writes the sentence without a full stop, SQS with one.
fn missing_parameter(service: &Service, name: &str) -> ApiError {
    let stop = if service.name == "ec2" { "" } else { "." };
    ApiError::new(
        "MissingParameter",
        format!("The request must contain the parameter {name}{stop}"),
    )
}
