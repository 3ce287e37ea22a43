//! Metric math: the language of expressions over series.
//!
//! Source: User Guide, "Using math expressions with CloudWatch metrics". What an expression is made
//! of is read here; what it comes to is [`eval`]'s.

pub mod eval;
mod functions;
mod search;

use std::collections::BTreeSet;

use crate::limits;
use crate::metrics_insights::Select;

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(f64),
    Text(String),
    Name(String),
    List(Vec<Expression>),
    Negative(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Call(String, Vec<Expression>),
    /// A query of Metrics Insights, which is no part of another expression.
    Select(Box<Select>),
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
    Power,
}

/// Operators by how closely they bind: those of later lines more closely.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::NotEqual)],
    &[
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide)],
];
/// Words that name operators, too.
const WORDS: [(&str, &str); 2] = [("AND", "&&"), ("OR", "||")];
/// Words that functions know; a query's id begins with a small letter.
const KEYWORDS: [&str; 9] =
    ["REPEAT", "LINEAR", "ASC", "DESC", "AVG", "MIN", "MAX", "SUM", "STDDEV"];

pub fn parse(text: &str) -> Result<Expression, String> {
    if Select::is_one(text) {
        return Ok(Expression::Select(Box::new(Select::parse(text)?)));
    }
    let mut parser = Parser { rest: text, depth: 0 };
    let expression = parser.level(0)?;
    parser.skip();
    if parser.rest.is_empty() { Ok(expression) } else { Err(parser.unexpected()) }
}

/// The queries that an expression names.
pub fn names(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    collect(&parse(text)?, &mut names);
    Ok(names)
}

/// Whether it comes to something else although no metric has changed.
pub fn depends_on_time(expression: &Expression) -> bool {
    match expression {
        Expression::Call(name, arguments) => {
            functions::OF_TIME.contains(&name.as_str())
                || name == "SEARCH"
                || arguments.iter().any(depends_on_time)
        }
        Expression::List(items) => items.iter().any(depends_on_time),
        Expression::Negative(inner) => depends_on_time(inner),
        Expression::Binary(_, left, right) => depends_on_time(left) || depends_on_time(right),
        Expression::Number(_) | Expression::Text(_) | Expression::Name(_) => false,
        Expression::Select(_) => true,
    }
}

fn collect(expression: &Expression, into: &mut BTreeSet<String>) {
    match expression {
        Expression::Name(name) if !KEYWORDS.contains(&name.as_str()) => {
            into.insert(name.clone());
        }
        Expression::List(items) | Expression::Call(_, items) => {
            for item in items {
                collect(item, into);
            }
        }
        Expression::Negative(inner) => collect(inner, into),
        Expression::Binary(_, left, right) => {
            collect(left, into);
            collect(right, into);
        }
        Expression::Number(_)
        | Expression::Text(_)
        | Expression::Name(_)
        | Expression::Select(_) => {}
    }
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip();
        let word = WORDS.iter().find(|(_, of)| *of == token).map(|(word, _)| *word);
        if let Some(rest) = word.and_then(|word| self.rest.strip_prefix(word))
            && !rest.starts_with(is_of_name)
        {
            self.rest = rest;
            return true;
        }
        let Some(rest) = self.rest.strip_prefix(token) else { return false };
        self.rest = rest;
        true
    }

    fn unexpected(&self) -> String {
        match self.rest.chars().next() {
            Some(found) => format!("Unexpected character '{found}'"),
            None => "Unexpected end of the expression".to_owned(),
        }
    }

    fn deeper<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        self.depth += 1;
        if self.depth > limits::EXPRESSION_DEPTH_MAX {
            return Err("The expression is nested too deeply".to_owned());
        }
        let done = inner(self);
        self.depth -= 1;
        done
    }

    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.power() };
        let mut left = self.level(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(token, _)| self.take(token)) {
            let right = self.level(level + 1)?;
            left = Expression::Binary(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Expression, String> {
        if self.take("-") {
            return self.deeper(|it| Ok(Expression::Negative(Box::new(it.power()?))));
        }
        let base = self.primary()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.deeper(Self::power)?;
        Ok(Expression::Binary(Operator::Power, Box::new(base), Box::new(exponent)))
    }

    fn primary(&mut self) -> Result<Expression, String> {
        if self.take("(") {
            let inner = self.deeper(|it| it.level(0))?;
            return if self.take(")") { Ok(inner) } else { Err(self.unexpected()) };
        }
        if self.take("[") {
            return Ok(Expression::List(self.items("]")?));
        }
        for quote in ["'", "\""] {
            if self.take(quote) {
                let end = self.rest.split_once(quote);
                let (text, rest) = end.ok_or("A text has no end".to_owned())?;
                self.rest = rest;
                return Ok(Expression::Text(text.to_owned()));
            }
        }
        let first = self.rest.chars().next().ok_or_else(|| self.unexpected())?;
        if first.is_ascii_digit() || first == '.' {
            return self.number();
        }
        let name = self.word(is_of_name);
        if name.is_empty() {
            return Err(self.unexpected());
        }
        if self.take("(") {
            let arguments = self.items(")")?;
            return Ok(Expression::Call(name.to_ascii_uppercase(), arguments));
        }
        Ok(Expression::Name(name.to_owned()))
    }

    fn items(&mut self, close: &str) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        if self.take(close) {
            return Ok(items);
        }
        loop {
            items.push(self.deeper(|it| it.level(0))?);
            if self.take(close) {
                return Ok(items);
            }
            if !self.take(",") {
                return Err(self.unexpected());
            }
        }
    }

    fn number(&mut self) -> Result<Expression, String> {
        let text = self.word(|it| it.is_ascii_digit() || it == '.');
        let number = text.parse().map_err(|_| format!("'{text}' is not a number"))?;
        Ok(Expression::Number(number))
    }

    fn word(&mut self, is_in: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|it| !is_in(it)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }
}

fn is_of_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_in_arithmetic() {
        let parsed = parse("1 + m1 * 2 ^ 3 > 4 AND -m2 < 5").unwrap();
        let Expression::Binary(Operator::And, left, right) = parsed else { panic!("an AND") };
        assert!(matches!(*left, Expression::Binary(Operator::Greater, ..)));
        assert!(matches!(*right, Expression::Binary(Operator::Less, ..)));
    }

    #[test]
    fn names_are_found_in_lists_and_calls() {
        let names = names("SUM([m1, m2]) / IF(m3 >= 1, FILL(m4, REPEAT), 0)").unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["m1", "m2", "m3", "m4"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "m1 +", "SUM(m1", "m1 m2", "'x", "[m1", "1..2", "SELECT AVG(x)", "SELECT"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
    }
}
