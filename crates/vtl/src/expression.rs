//! What stands in the parentheses of directives: references, literals and operators.

use crate::TemplateError;
use crate::limits::DEPTH_MAX;
use crate::parse::{Node, parse_fragment};

/// `$name.property.method(…)[…]`.
#[derive(Clone, Debug)]
pub struct Reference {
    pub name: String,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub enum Step {
    Property(String),
    Method(String, Vec<Expression>),
    Index(Expression),
}

#[derive(Clone, Debug)]
pub enum Expression {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// In double quotes: a template of its own.
    Interpolated(Vec<Node>),
    Reference(Reference),
    List(Vec<Expression>),
    Range(Box<Expression>, Box<Expression>),
    Map(Vec<(Expression, Expression)>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Operators by how tightly they bind, loosest first. Words need a boundary after them.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or), ("or", Operator::Or)],
    &[("&&", Operator::And), ("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("eq", Operator::Equal),
        ("ne", Operator::NotEqual),
    ],
    &[
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("le", Operator::LessOrEqual),
        ("ge", Operator::GreaterOrEqual),
        ("lt", Operator::Less),
        ("gt", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)],
];

/// A place in a text.
pub struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, at: 0 }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn rewind(&mut self, to: usize) {
        self.at = to;
    }

    pub fn since(&self, start: usize) -> &'t str {
        &self.text[start..self.at]
    }

    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character, which must be there; a NUL at the end.
    pub fn take(&mut self) -> char {
        let next = self.peek().unwrap_or('\0');
        self.at = (self.at + next.len_utf8()).min(self.text.len());
        next
    }

    pub fn skip(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        if is_there {
            self.at += text.len();
        }
        is_there
    }

    pub fn expect(&mut self, text: &str) -> Result<(), TemplateError> {
        if self.skip(text) { Ok(()) } else { Err(self.error(&format!("'{text}' is expected"))) }
    }

    pub fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.take();
        }
    }

    pub fn white(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.take();
        }
    }

    /// A letter, then letters, digits, `_` and `-`; may be empty.
    pub fn identifier(&mut self) -> String {
        let start = self.at;
        if self.peek().is_some_and(|it| it.is_ascii_alphabetic() || it == '_') {
            while self.peek().is_some_and(|it| it.is_ascii_alphanumeric() || "_-".contains(it)) {
                self.take();
            }
        }
        self.since(start).to_owned()
    }

    pub fn error(&self, problem: &str) -> TemplateError {
        let line = self.text[..self.at].matches('\n').count() + 1;
        TemplateError::new(format!("{problem} in line {line} of the template"))
    }
}

pub fn expression(cursor: &mut Cursor<'_>, depth: usize) -> Result<Expression, TemplateError> {
    binary(cursor, 0, depth + 1)
}

fn binary(
    cursor: &mut Cursor<'_>,
    level: usize,
    depth: usize,
) -> Result<Expression, TemplateError> {
    if depth > DEPTH_MAX {
        return Err(cursor.error("an expression is nested too deeply"));
    }
    let Some(operators) = LEVELS.get(level) else { return unary(cursor, depth) };
    let mut left = binary(cursor, level + 1, depth)?;
    loop {
        cursor.white();
        let Some(operator) = operator(cursor, operators) else { return Ok(left) };
        let right = binary(cursor, level + 1, depth)?;
        left = Expression::Binary(operator, Box::new(left), Box::new(right));
    }
}

fn operator(cursor: &mut Cursor<'_>, operators: &[(&str, Operator)]) -> Option<Operator> {
    for (sign, operator) in operators {
        let start = cursor.at();
        if !cursor.skip(sign) {
            continue;
        }
        let is_word = sign.starts_with(|it: char| it.is_ascii_alphabetic());
        if is_word && cursor.peek().is_some_and(|it| it.is_ascii_alphanumeric()) {
            cursor.rewind(start);
            continue;
        }
        return Some(*operator);
    }
    None
}

fn unary(cursor: &mut Cursor<'_>, depth: usize) -> Result<Expression, TemplateError> {
    cursor.white();
    if depth > DEPTH_MAX {
        return Err(cursor.error("an expression is nested too deeply"));
    }
    if cursor.skip("!") {
        return Ok(Expression::Not(Box::new(unary(cursor, depth + 1)?)));
    }
    match cursor.peek() {
        Some('$') => Ok(Expression::Reference(reference(cursor, depth)?)),
        Some('(') => {
            cursor.take();
            let inner = expression(cursor, depth + 1)?;
            cursor.white();
            cursor.expect(")")?;
            Ok(inner)
        }
        Some('[') => list(cursor, depth),
        Some('{') => map(cursor, depth),
        Some('\'') => Ok(Expression::Text(quoted(cursor, '\'')?)),
        Some('"') => {
            let text = quoted(cursor, '"')?;
            if text.contains(['$', '#']) {
                return parse_fragment(&text, depth + 1).map(Expression::Interpolated);
            }
            Ok(Expression::Text(text))
        }
        Some('-') if !cursor.rest()[1..].starts_with(|it: char| it.is_ascii_digit()) => {
            cursor.take();
            Ok(Expression::Negative(Box::new(unary(cursor, depth + 1)?)))
        }
        Some(first) if first.is_ascii_digit() || first == '-' => number(cursor),
        _ => word(cursor, depth),
    }
}

fn word(cursor: &mut Cursor<'_>, depth: usize) -> Result<Expression, TemplateError> {
    match cursor.identifier().as_str() {
        "true" => Ok(Expression::Bool(true)),
        "false" => Ok(Expression::Bool(false)),
        "null" => Ok(Expression::Null),
        "not" => Ok(Expression::Not(Box::new(unary(cursor, depth + 1)?))),
        _ => Err(cursor.error("an expression is expected")),
    }
}

fn number(cursor: &mut Cursor<'_>) -> Result<Expression, TemplateError> {
    let start = cursor.at();
    cursor.skip("-");
    let digits = |cursor: &mut Cursor<'_>| {
        while cursor.peek().is_some_and(|it| it.is_ascii_digit()) {
            cursor.take();
        }
    };
    digits(cursor);
    let is_fraction = cursor.rest().starts_with('.')
        && cursor.rest()[1..].starts_with(|it: char| it.is_ascii_digit());
    if is_fraction {
        cursor.take();
        digits(cursor);
        let float = cursor.since(start).parse().map(Expression::Float);
        return float.map_err(|_| cursor.error("a number is expected"));
    }
    let int = cursor.since(start).parse().map(Expression::Int);
    int.map_err(|_| cursor.error("a number is too long"))
}

/// A doubled quote is one.
fn quoted(cursor: &mut Cursor<'_>, quote: char) -> Result<String, TemplateError> {
    cursor.take();
    let mut text = String::new();
    loop {
        match cursor.peek() {
            None => return Err(cursor.error("a string does not end")),
            Some(next) if next == quote => {
                cursor.take();
                if cursor.peek() != Some(quote) {
                    return Ok(text);
                }
                text.push(cursor.take());
            }
            Some('\\') if quote == '"' => {
                cursor.take();
                match cursor.peek() {
                    Some('"') => text.push(cursor.take()),
                    _ => text.push('\\'),
                }
            }
            Some(_) => text.push(cursor.take()),
        }
    }
}

fn list(cursor: &mut Cursor<'_>, depth: usize) -> Result<Expression, TemplateError> {
    cursor.take();
    let mut items = Vec::new();
    loop {
        cursor.white();
        if cursor.skip("]") {
            return Ok(Expression::List(items));
        }
        items.push(expression(cursor, depth + 1)?);
        cursor.white();
        if items.len() == 1 && cursor.skip("..") {
            let from = items.pop().unwrap_or(Expression::Null);
            let to = expression(cursor, depth + 1)?;
            cursor.white();
            cursor.expect("]")?;
            return Ok(Expression::Range(Box::new(from), Box::new(to)));
        }
        if !cursor.skip(",") {
            cursor.expect("]")?;
            return Ok(Expression::List(items));
        }
    }
}

fn map(cursor: &mut Cursor<'_>, depth: usize) -> Result<Expression, TemplateError> {
    cursor.take();
    let mut entries = Vec::new();
    loop {
        cursor.white();
        if cursor.skip("}") {
            return Ok(Expression::Map(entries));
        }
        let key = expression(cursor, depth + 1)?;
        cursor.white();
        cursor.expect(":")?;
        let value = expression(cursor, depth + 1)?;
        entries.push((key, value));
        cursor.white();
        if !cursor.skip(",") {
            cursor.expect("}")?;
            return Ok(Expression::Map(entries));
        }
    }
}

/// A reference that must be there.
pub fn reference(cursor: &mut Cursor<'_>, depth: usize) -> Result<Reference, TemplateError> {
    cursor.white();
    let found = reference_in_text(cursor, depth)?;
    found.map(|(reference, _)| reference).ok_or_else(|| cursor.error("a reference is expected"))
}

/// `$name…`, `$!name…`, `${name…}` or `$!{name…}`; and whether it is quiet.
pub fn reference_in_text(
    cursor: &mut Cursor<'_>,
    depth: usize,
) -> Result<Option<(Reference, bool)>, TemplateError> {
    if depth > DEPTH_MAX {
        return Err(cursor.error("a reference is nested too deeply"));
    }
    if !cursor.skip("$") {
        return Ok(None);
    }
    let is_quiet = cursor.skip("!");
    let is_braced = cursor.skip("{");
    let name = cursor.identifier();
    if name.is_empty() {
        return Ok(None);
    }
    let mut steps = Vec::new();
    while let Some(step) = step(cursor, depth)? {
        steps.push(step);
    }
    if is_braced && !cursor.skip("}") {
        return Ok(None);
    }
    Ok(Some((Reference { name, steps }, is_quiet)))
}

fn step(cursor: &mut Cursor<'_>, depth: usize) -> Result<Option<Step>, TemplateError> {
    if cursor.rest().starts_with('[') {
        let start = cursor.at();
        cursor.take();
        // A bracket that holds no expression is text: `$name[]`.
        let Ok(index) = expression(cursor, depth + 1) else {
            cursor.rewind(start);
            return Ok(None);
        };
        cursor.white();
        if !cursor.skip("]") {
            cursor.rewind(start);
            return Ok(None);
        }
        return Ok(Some(Step::Index(index)));
    }
    let start = cursor.at();
    if !cursor.skip(".") {
        return Ok(None);
    }
    let name = cursor.identifier();
    if name.is_empty() {
        cursor.rewind(start);
        return Ok(None);
    }
    if !cursor.skip("(") {
        return Ok(Some(Step::Property(name)));
    }
    let mut arguments = Vec::new();
    loop {
        cursor.white();
        if cursor.skip(")") {
            return Ok(Some(Step::Method(name, arguments)));
        }
        arguments.push(expression(cursor, depth + 1)?);
        cursor.white();
        if !cursor.skip(",") {
            cursor.expect(")")?;
            return Ok(Some(Step::Method(name, arguments)));
        }
    }
}
