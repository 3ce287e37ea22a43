//! Conditions on fields of JSON documents: `{ $.eventType = "Update*" && $.count > 3 }`.

use serde_json::Value;

use super::Refusal;
use super::columns::{Comparison, Operator};
use super::scan::Scanner;

/// Parentheses nest so deep.
const DEPTH_MAX: usize = 64;

#[derive(Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Compare(Selector, Comparison),
    IsNull(Selector),
    /// `IS TRUE`, `IS FALSE`
    IsFlag(Selector, bool),
    NotExists(Selector),
    Exists(Selector),
}

/// `$.a.b[0]`, `$['a.b']`, `$.list[*].name`
#[derive(Clone, Debug)]
pub struct Selector {
    pub text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Member(String),
    Item(usize),
    Each,
}

/// The document that a message is, if it is a JSON object.
pub fn document(message: &str) -> Option<Value> {
    let message = message.trim();
    if !message.starts_with('{') {
        return None;
    }
    serde_json::from_str(message).ok()
}

pub fn parse(scanner: &mut Scanner<'_>) -> Result<Condition, Refusal> {
    scanner.take("{");
    let condition = any(scanner, 0)?;
    scanner.skip_spaces();
    if !scanner.take("}") {
        return Err(unexpected(scanner));
    }
    scanner.skip_spaces();
    if scanner.is_over() { Ok(condition) } else { Err(unexpected(scanner)) }
}

/// [U]
fn unexpected(scanner: &Scanner<'_>) -> Refusal {
    match scanner.rest() {
        "" => "Invalid metric filter pattern: it ends too early".to_owned(),
        rest => format!("Invalid metric filter pattern at: {rest}"),
    }
}

fn any(scanner: &mut Scanner<'_>, depth: usize) -> Result<Condition, Refusal> {
    joined(scanner, depth, "||", all, Condition::Any)
}

fn all(scanner: &mut Scanner<'_>, depth: usize) -> Result<Condition, Refusal> {
    joined(scanner, depth, "&&", single, Condition::All)
}

fn joined(
    scanner: &mut Scanner<'_>,
    depth: usize,
    by: &str,
    part: fn(&mut Scanner<'_>, usize) -> Result<Condition, Refusal>,
    join: fn(Vec<Condition>) -> Condition,
) -> Result<Condition, Refusal> {
    let first = part(scanner, depth)?;
    let mut parts = vec![first];
    loop {
        scanner.skip_spaces();
        if !scanner.take(by) {
            break;
        }
        parts.push(part(scanner, depth)?);
    }
    if parts.len() > 1 {
        return Ok(join(parts));
    }
    parts.pop().ok_or_else(|| unexpected(scanner))
}

fn single(scanner: &mut Scanner<'_>, depth: usize) -> Result<Condition, Refusal> {
    scanner.skip_spaces();
    if scanner.take("(") {
        if depth >= DEPTH_MAX {
            return Err(unexpected(scanner));
        }
        let inner = any(scanner, depth + 1)?;
        scanner.skip_spaces();
        return if scanner.take(")") { Ok(inner) } else { Err(unexpected(scanner)) };
    }
    let selector = Selector::read(scanner)?;
    scanner.skip_spaces();
    if scanner.take_word("IS") {
        scanner.skip_spaces();
        return match () {
            () if scanner.take_word("NULL") => Ok(Condition::IsNull(selector)),
            () if scanner.take_word("TRUE") => Ok(Condition::IsFlag(selector, true)),
            () if scanner.take_word("FALSE") => Ok(Condition::IsFlag(selector, false)),
            () => Err(unexpected(scanner)),
        };
    }
    if scanner.take_word("NOT") {
        scanner.skip_spaces();
        let is_whole = scanner.take_word("EXISTS");
        return if is_whole {
            Ok(Condition::NotExists(selector))
        } else {
            Err(unexpected(scanner))
        };
    }
    if scanner.take_word("EXISTS") {
        return Ok(Condition::Exists(selector));
    }
    let operator = Operator::read(scanner).ok_or_else(|| unexpected(scanner))?;
    let comparison = Comparison::read(scanner, operator, ")}&|")?;
    Ok(Condition::Compare(selector, comparison))
}

impl Selector {
    pub fn parse(text: &str) -> Result<Selector, Refusal> {
        let mut scanner = Scanner::new(text);
        let selector = Selector::read(&mut scanner)?;
        if scanner.is_over() { Ok(selector) } else { Err(unexpected(&scanner)) }
    }

    fn read(scanner: &mut Scanner<'_>) -> Result<Selector, Refusal> {
        let begin = scanner.rest();
        if !scanner.take("$") {
            return Err(unexpected(scanner));
        }
        let mut steps = Vec::new();
        loop {
            if scanner.take("[") {
                steps.push(bracket(scanner)?);
            } else if scanner.take(".") {
                if scanner.peek() == Some('[') {
                    continue;
                }
                let is_part = |it: char| !it.is_whitespace() && !".[]=<>!(){}&|,\"'*".contains(it);
                let name = scanner.take_while(is_part);
                if name.is_empty() {
                    return Err(unexpected(scanner));
                }
                steps.push(Step::Member(name.to_owned()));
            } else {
                break;
            }
        }
        if steps.is_empty() {
            return Err(unexpected(scanner));
        }
        let text = begin[..begin.len() - scanner.rest().len()].to_owned();
        Ok(Selector { text, steps })
    }

    /// Every value that it names.
    fn find<'v>(&self, document: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![document];
        for step in &self.steps {
            found = found
                .into_iter()
                .flat_map(|value| match step {
                    Step::Member(name) => value.get(name).into_iter().collect(),
                    Step::Item(at) => value.get(at).into_iter().collect(),
                    Step::Each => value.as_array().into_iter().flatten().collect::<Vec<_>>(),
                })
                .collect();
        }
        found
    }

    /// The first value that it names, as text.
    pub fn value_in(&self, document: &Value) -> Option<String> {
        self.find(document).first().map(|value| text_of(value))
    }
}

/// What stands in brackets, whose first is taken.
fn bracket(scanner: &mut Scanner<'_>) -> Result<Step, Refusal> {
    let step = match scanner.peek() {
        Some('"') => Step::Member(scanner.quoted()?),
        Some('\'') => {
            scanner.take("'");
            let name = scanner.take_while(|it| it != '\'').to_owned();
            if !scanner.take("'") {
                return Err(unexpected(scanner));
            }
            Step::Member(name)
        }
        Some('*') => {
            scanner.take("*");
            Step::Each
        }
        _ => {
            let digits = scanner.take_while(|it| it.is_ascii_digit());
            Step::Item(digits.parse().map_err(|_| unexpected(scanner))?)
        }
    };
    if scanner.take("]") { Ok(step) } else { Err(unexpected(scanner)) }
}

pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Condition {
    pub fn holds(&self, document: &Value) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(document)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(document)),
            Condition::Compare(selector, comparison) => {
                let holds = |value: &&Value| match value {
                    Value::Null | Value::Object(_) | Value::Array(_) => false,
                    value => comparison.holds(&text_of(value)),
                };
                selector.find(document).iter().any(holds)
            }
            Condition::IsNull(selector) => {
                selector.find(document).iter().any(|value| value.is_null())
            }
            Condition::IsFlag(selector, wanted) => {
                selector.find(document).iter().any(|value| value.as_bool() == Some(*wanted))
            }
            Condition::NotExists(selector) => selector.find(document).is_empty(),
            Condition::Exists(selector) => !selector.find(document).is_empty(),
        }
    }

    /// All selectors, in their order.
    pub fn selectors<'s>(&'s self, out: &mut Vec<&'s Selector>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.selectors(out);
                }
            }
            Condition::Compare(selector, _)
            | Condition::IsNull(selector)
            | Condition::IsFlag(selector, _)
            | Condition::NotExists(selector)
            | Condition::Exists(selector) => out.push(selector),
        }
    }
}
