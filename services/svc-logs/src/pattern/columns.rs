//! Fields between spaces: `[ip, user, ..., status = 4*, bytes > 1000]`; and comparisons, which the
//! conditions on JSON documents share.
//!
//! What stands between quotes or brackets is one field.

use std::collections::BTreeMap;

use super::Refusal;
use super::scan::Scanner;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    pub fn read(scanner: &mut Scanner<'_>) -> Option<Operator> {
        const OPERATORS: [(&str, Operator); 6] = [
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        OPERATORS.into_iter().find(|(text, _)| scanner.take(text)).map(|(_, operator)| operator)
    }
}

/// An operator and what a value is compared with.
#[derive(Debug)]
pub struct Comparison {
    operator: Operator,
    with: Operand,
}

#[derive(Debug)]
enum Operand {
    Number(f64),
    /// The parts between asterisks; one part is the text itself.
    Text(Vec<String>),
    Regex(::regex::Regex),
}

impl Comparison {
    /// Reads what follows an operator, up to one of `ends` or a space.
    pub fn read(
        scanner: &mut Scanner<'_>,
        operator: Operator,
        ends: &str,
    ) -> Result<Comparison, Refusal> {
        scanner.skip_spaces();
        let with = match scanner.peek() {
            Some('%') => Operand::Regex(scanner.regex()?),
            Some('"') => wildcards(&scanner.quoted()?),
            _ => {
                let word = scanner.take_while(|it| !it.is_whitespace() && !ends.contains(it));
                if word.is_empty() {
                    // [U]
                    return Err("A comparison in the filter pattern has no value.".to_owned());
                }
                match number(word) {
                    Some(number) => Operand::Number(number),
                    None => wildcards(word),
                }
            }
        };
        let is_order = !matches!(operator, Operator::Equal | Operator::NotEqual);
        if is_order && !matches!(with, Operand::Number(_)) {
            // [U]
            return Err("Only numbers can be compared by less and greater.".to_owned());
        }
        Ok(Comparison { operator, with })
    }

    pub fn holds(&self, value: &str) -> bool {
        let number = match self.with {
            Operand::Number(with) => number(value).map(|value| (value, with)),
            _ => None,
        };
        match (self.operator, number) {
            (Operator::Equal, _) => self.equals(value),
            (Operator::NotEqual, _) => !self.equals(value),
            (_, None) => false,
            (Operator::Less, Some((value, with))) => value < with,
            (Operator::LessOrEqual, Some((value, with))) => value <= with,
            (Operator::Greater, Some((value, with))) => value > with,
            (Operator::GreaterOrEqual, Some((value, with))) => value >= with,
        }
    }

    fn equals(&self, value: &str) -> bool {
        match &self.with {
            Operand::Number(with) => number(value) == Some(*with),
            Operand::Regex(regex) => regex.is_match(value),
            Operand::Text(parts) => is_like(value, parts),
        }
    }
}

fn wildcards(text: &str) -> Operand {
    Operand::Text(text.split('*').map(str::to_owned).collect())
}

/// A finite number, written as JSON writes them.
pub fn number(text: &str) -> Option<f64> {
    let is_number = text.starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it));
    let is_plain = !text.contains(|it: char| it.is_alphabetic() && !matches!(it, 'e' | 'E'));
    text.parse().ok().filter(|_| is_number && is_plain)
}

/// Whether a text has these parts in this order, with anything in between.
fn is_like(text: &str, parts: &[String]) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

#[derive(Debug)]
pub struct Columns {
    before: Vec<Column>,
    /// Whether an ellipsis stands for any number of fields here, before these.
    after: Option<Vec<Column>>,
}

#[derive(Debug)]
struct Column {
    name: String,
    /// Any of these, of each all.
    tests: Vec<Vec<Comparison>>,
}

pub fn parse(scanner: &mut Scanner<'_>) -> Result<Columns, Refusal> {
    scanner.take("[");
    let mut columns = Columns { before: Vec::new(), after: None };
    loop {
        scanner.skip_spaces();
        if scanner.take("...") {
            if columns.after.is_some() {
                // [U]
                return Err("A filter pattern can have one ellipsis only.".to_owned());
            }
            columns.after = Some(Vec::new());
        } else if !scanner.rest().starts_with([',', ']']) {
            let column = column(scanner)?;
            columns.after.as_mut().unwrap_or(&mut columns.before).push(column);
        }
        scanner.skip_spaces();
        if scanner.take(",") {
            continue;
        }
        if !scanner.take("]") || !scanner.rest().trim().is_empty() {
            return Err(unexpected(scanner));
        }
        return Ok(columns);
    }
}

/// [U]
fn unexpected(scanner: &Scanner<'_>) -> Refusal {
    match scanner.rest() {
        "" => "Invalid filter pattern: it ends too early".to_owned(),
        rest => format!("Invalid filter pattern at: {rest}"),
    }
}

fn column(scanner: &mut Scanner<'_>) -> Result<Column, Refusal> {
    let is_group = scanner.take("(");
    let name = scanner.take_while(|it| it.is_alphanumeric() || "_-@.".contains(it)).to_owned();
    let mut column = Column { name, tests: vec![Vec::new()] };
    loop {
        scanner.skip_spaces();
        let Some(operator) = Operator::read(scanner) else { break };
        let comparison = Comparison::read(scanner, operator, ",]&|)")?;
        if let Some(all) = column.tests.last_mut() {
            all.push(comparison);
        }
        scanner.skip_spaces();
        if scanner.take("||") {
            column.tests.push(Vec::new());
        } else if !scanner.take("&&") {
            break;
        }
        // The name may be said again: `[w1 = a || w1 = b]`.
        scanner.skip_spaces();
        let again = column.name.clone();
        if !again.is_empty() {
            scanner.take_word(&again);
        }
    }
    if is_group {
        scanner.skip_spaces();
        scanner.take(")");
    }
    if column.name.is_empty() && column.tests.iter().all(Vec::is_empty) {
        return Err(unexpected(scanner));
    }
    Ok(column)
}

/// The fields of a text.
pub fn split(message: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = message.trim();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let closed = close.and_then(|close| rest[1..].find(close));
        let (field, after) = match closed {
            Some(len) => (&rest[1..=len], &rest[len + 2..]),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        fields.push(field);
        rest = after.trim_start();
    }
    fields
}

impl Columns {
    /// Which field is which column's; `None` when there are too many or too few. Fields that an
    /// ellipsis stands for have no column.
    pub fn assign<'c, 'f>(&'c self, fields: &[&'f str]) -> Option<Vec<(Named<'c>, &'f str)>> {
        let after = self.after.as_deref().unwrap_or_default();
        let known = self.before.len() + after.len();
        let fits = if self.after.is_some() { fields.len() >= known } else { fields.len() == known };
        if !fits {
            return None;
        }
        let skipped = fields.len() - known;
        let column = |at: usize| match at.checked_sub(self.before.len()) {
            None => self.before.get(at),
            Some(at) => at.checked_sub(skipped).and_then(|at| after.get(at)),
        };
        let named = |(at, field): (usize, &&'f str)| (Named { column: column(at), at }, *field);
        Some(fields.iter().enumerate().map(named).collect())
    }

    pub fn extract(&self, message: &str) -> BTreeMap<String, String> {
        let fields = split(message);
        let row = self.assign(&fields).unwrap_or_default();
        row.into_iter().map(|(named, field)| (named.name(), field.to_owned())).collect()
    }
}

/// Whether fields are what their columns want.
pub fn hold(row: &[(Named<'_>, &str)]) -> bool {
    row.iter().all(|(named, field)| named.column.is_none_or(|column| column.holds(field)))
}

/// A field's place, and the column that it belongs to.
pub struct Named<'c> {
    column: Option<&'c Column>,
    at: usize,
}

impl Named<'_> {
    fn name(&self) -> String {
        match self.column {
            Some(column) if !column.name.is_empty() => format!("${}", column.name),
            _ => format!("${}", self.at + 1),
        }
    }
}

impl Column {
    fn holds(&self, field: &str) -> bool {
        self.tests.iter().any(|all| all.iter().all(|test| test.holds(field)))
    }
}
