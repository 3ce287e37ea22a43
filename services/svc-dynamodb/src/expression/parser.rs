//! The grammar of expressions, by recursive descent. Nothing is looked up here: names, functions
//! and operands are [`super::resolve`]'s.

use kernel::ApiError;

use super::Kind;
use super::lexer::{Lexeme, Token, cut};
use crate::limits;

/// A path as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPath<'a>(pub Vec<RawPart<'a>>);

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RawPart<'a> {
    Name(&'a str),
    Placeholder(&'a str),
    Index(usize),
}

/// A condition or an operand as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw<'a> {
    Path(RawPath<'a>),
    Value(&'a str),
    Call {
        name: &'a str,
        operands: Vec<Raw<'a>>,
    },
    Compare {
        operator: &'a str,
        left: Box<Raw<'a>>,
        right: Box<Raw<'a>>,
    },
    Between {
        operand: Box<Raw<'a>>,
        low: Box<Raw<'a>>,
        high: Box<Raw<'a>>,
    },
    In {
        operand: Box<Raw<'a>>,
        among: Vec<Raw<'a>>,
    },
    Not(Box<Raw<'a>>),
    And(Box<Raw<'a>>, Box<Raw<'a>>),
    Or(Box<Raw<'a>>, Box<Raw<'a>>),
    /// `+` or `-`
    Sum {
        operator: &'a str,
        left: Box<Raw<'a>>,
        right: Box<Raw<'a>>,
    },
}

/// The actions of an update expression as they are written.
#[derive(Debug, Default)]
pub struct RawUpdate<'a> {
    pub sets: Vec<(RawPath<'a>, Raw<'a>)>,
    pub removes: Vec<RawPath<'a>>,
    pub adds: Vec<(RawPath<'a>, &'a str)>,
    pub deletes: Vec<(RawPath<'a>, &'a str)>,
}

pub fn condition(kind: Kind, text: &str) -> Result<Raw<'_>, ApiError> {
    let mut parser = Parser::new(kind, text)?;
    let (raw, _) = parser.disjunction()?;
    if !is_condition(&raw) {
        return Err(parser.syntax());
    }
    parser.end()?;
    Ok(raw)
}

pub fn projection(text: &str) -> Result<Vec<RawPath<'_>>, ApiError> {
    let mut parser = Parser::new(Kind::Projection, text)?;
    let paths = parser.list(Parser::path)?;
    parser.end()?;
    Ok(paths)
}

pub fn update(text: &str) -> Result<RawUpdate<'_>, ApiError> {
    let mut parser = Parser::new(Kind::Update, text)?;
    let mut out = RawUpdate::default();
    let mut seen: Vec<&str> = Vec::new();
    loop {
        let section = ["SET", "REMOVE", "ADD", "DELETE"]
            .into_iter()
            .find(|section| parser.current().is_keyword(section));
        let Some(section) = section else { break };
        if seen.contains(&section) {
            return Err(Kind::Update.fault(format!(
                "The \"{section}\" section can only be used once in an update expression;"
            )));
        }
        seen.push(section);
        parser.advance();
        match section {
            "SET" => out.sets = parser.list(Parser::assignment)?,
            "REMOVE" => out.removes = parser.list(Parser::path)?,
            "ADD" => out.adds = parser.list(Parser::path_and_value)?,
            _ => out.deletes = parser.list(Parser::path_and_value)?,
        }
    }
    parser.end()?;
    Ok(out)
}

/// Whether it can stand where a condition is wanted: a call is judged later.
fn is_condition(raw: &Raw<'_>) -> bool {
    !matches!(raw, Raw::Path(_) | Raw::Value(_) | Raw::Sum { .. })
}

struct Parser<'a> {
    kind: Kind,
    text: &'a str,
    tokens: Vec<Lexeme<'a>>,
    at: usize,
    depth: usize,
    operators: usize,
    is_redundant: bool,
}

/// Whether what was read stood in parentheses of its own.
type Enclosed = bool;

impl<'a> Parser<'a> {
    fn new(kind: Kind, text: &'a str) -> Result<Parser<'a>, ApiError> {
        if text.is_empty() {
            return Err(kind.fault("The expression can not be empty;"));
        }
        if text.len() > limits::EXPRESSION_BYTES_MAX {
            return Err(kind.fault(format!(
                "Expression size has exceeded the maximum allowed size; expression size: {}",
                text.len()
            )));
        }
        let tokens = cut(text);
        Ok(Parser { kind, text, tokens, at: 0, depth: 0, operators: 0, is_redundant: false })
    }

    fn current(&self) -> Lexeme<'a> {
        self.tokens[self.at]
    }

    fn advance(&mut self) -> Lexeme<'a> {
        let token = self.current();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let is_there = self.current().is_symbol(symbol);
        if is_there {
            self.advance();
        }
        is_there
    }

    fn expect_symbol(&mut self, symbol: &str) -> Result<(), ApiError> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.syntax()) }
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let is_there = self.current().is_keyword(keyword);
        if is_there {
            self.advance();
        }
        is_there
    }

    /// The token at hand, and the text from the one before it to the one after it.
    fn syntax(&self) -> ApiError {
        let token = self.current();
        let start = self.at.checked_sub(1).map_or(token.start, |before| self.tokens[before].start);
        let end = self.tokens.get(self.at + 1).map_or(token.end(), Lexeme::end);
        let shown = if token.token == Token::End { "<EOF>" } else { token.text };
        let near = self.text[start..end].trim();
        self.kind.fault(format!("Syntax error; token: \"{shown}\", near: \"{near}\""))
    }

    fn end(&self) -> Result<(), ApiError> {
        if self.current().token != Token::End {
            return Err(self.syntax());
        }
        if self.is_redundant {
            return Err(self.kind.fault("The expression has redundant parentheses;"));
        }
        if self.operators > limits::OPERATORS_MAX {
            return Err(self.kind.fault(format!(
                "The expression contains too many operators; number of operators: {}",
                self.operators
            )));
        }
        Ok(())
    }

    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Parser<'a>) -> Result<T, ApiError>,
    ) -> Result<Vec<T>, ApiError> {
        let mut out = vec![item(self)?];
        while self.take_symbol(",") {
            out.push(item(self)?);
        }
        Ok(out)
    }

    fn deeper(&mut self) -> Result<(), ApiError> {
        self.depth += 1;
        if self.depth > limits::EXPRESSION_DEPTH_MAX {
            return Err(self.kind.fault("The expression is nested too deep;"));
        }
        Ok(())
    }

    fn disjunction(&mut self) -> Result<(Raw<'a>, Enclosed), ApiError> {
        let (mut left, mut enclosed) = self.conjunction()?;
        while self.current().is_keyword("OR") && is_condition(&left) {
            self.advance();
            self.operators += 1;
            let right = self.conjunction()?.0;
            self.need_condition(&right)?;
            left = Raw::Or(Box::new(left), Box::new(right));
            enclosed = false;
        }
        Ok((left, enclosed))
    }

    fn conjunction(&mut self) -> Result<(Raw<'a>, Enclosed), ApiError> {
        let (mut left, mut enclosed) = self.negation()?;
        while self.current().is_keyword("AND") && is_condition(&left) {
            self.advance();
            self.operators += 1;
            let right = self.negation()?.0;
            self.need_condition(&right)?;
            left = Raw::And(Box::new(left), Box::new(right));
            enclosed = false;
        }
        Ok((left, enclosed))
    }

    fn need_condition(&self, raw: &Raw<'a>) -> Result<(), ApiError> {
        if is_condition(raw) { Ok(()) } else { Err(self.syntax()) }
    }

    fn negation(&mut self) -> Result<(Raw<'a>, Enclosed), ApiError> {
        if !self.take_keyword("NOT") {
            return self.comparison();
        }
        self.operators += 1;
        self.deeper()?;
        let (inner, _) = self.negation()?;
        self.need_condition(&inner)?;
        self.depth -= 1;
        Ok((Raw::Not(Box::new(inner)), false))
    }

    /// An operand and what it is compared with, or something in parentheses, or a call.
    fn comparison(&mut self) -> Result<(Raw<'a>, Enclosed), ApiError> {
        let (left, enclosed) = self.term()?;
        let is_operand = !is_condition(&left) || matches!(left, Raw::Call { .. });
        if !is_operand {
            return Ok((left, enclosed));
        }
        let token = self.current();
        if token.token == Token::Symbol
            && matches!(token.text, "=" | "<>" | "<" | "<=" | ">" | ">=")
        {
            self.advance();
            self.operators += 1;
            let right = self.operand()?;
            let operator = token.text;
            return Ok((
                Raw::Compare { operator, left: Box::new(left), right: Box::new(right) },
                false,
            ));
        }
        if self.take_keyword("BETWEEN") {
            self.operators += 1;
            let low = self.operand()?;
            if !self.take_keyword("AND") {
                return Err(self.syntax());
            }
            let high = self.operand()?;
            let operand = Box::new(left);
            return Ok((Raw::Between { operand, low: Box::new(low), high: Box::new(high) }, false));
        }
        if self.take_keyword("IN") {
            self.operators += 1;
            self.expect_symbol("(")?;
            let among = self.list(Parser::operand)?;
            self.expect_symbol(")")?;
            return Ok((Raw::In { operand: Box::new(left), among }, false));
        }
        Ok((left, enclosed))
    }

    fn term(&mut self) -> Result<(Raw<'a>, Enclosed), ApiError> {
        if !self.take_symbol("(") {
            return self.operand().map(|raw| (raw, false));
        }
        self.deeper()?;
        let (inner, enclosed) = self.disjunction()?;
        self.is_redundant |= enclosed;
        self.expect_symbol(")")?;
        self.depth -= 1;
        Ok((inner, true))
    }

    /// A path, a value or a call; in parentheses too.
    fn operand(&mut self) -> Result<Raw<'a>, ApiError> {
        if self.take_symbol("(") {
            self.deeper()?;
            let inner = if self.kind == Kind::Update { self.sum()? } else { self.operand()? };
            self.expect_symbol(")")?;
            self.depth -= 1;
            return Ok(inner);
        }
        let token = self.current();
        match token.token {
            Token::ValuePlaceholder => {
                self.advance();
                Ok(Raw::Value(token.text))
            }
            Token::Name if self.tokens[self.at + 1].is_symbol("(") && !is_infix(token.text) => {
                self.advance();
                self.advance();
                self.deeper()?;
                let operands = if self.current().is_symbol(")") {
                    Vec::new()
                } else {
                    self.list(Parser::operand)?
                };
                self.expect_symbol(")")?;
                self.operators += 1;
                self.depth -= 1;
                Ok(Raw::Call { name: token.text, operands })
            }
            _ => self.path().map(Raw::Path),
        }
    }

    /// What SET assigns: an operand, or two with `+` or `-` between.
    fn sum(&mut self) -> Result<Raw<'a>, ApiError> {
        let left = self.operand()?;
        let token = self.current();
        if token.token == Token::Symbol && matches!(token.text, "+" | "-") {
            self.advance();
            self.operators += 1;
            let right = self.operand()?;
            let operator = token.text;
            return Ok(Raw::Sum { operator, left: Box::new(left), right: Box::new(right) });
        }
        Ok(left)
    }

    fn path(&mut self) -> Result<RawPath<'a>, ApiError> {
        let mut parts = vec![self.path_name()?];
        loop {
            if self.take_symbol(".") {
                parts.push(self.path_name()?);
            } else if self.current().is_symbol("[") {
                self.advance();
                let index = match self.current().token {
                    Token::Number => self.current().text.parse().ok(),
                    _ => None,
                };
                let Some(index) = index else { return Err(self.syntax()) };
                self.advance();
                self.expect_symbol("]")?;
                parts.push(RawPart::Index(index));
            } else {
                return Ok(RawPath(parts));
            }
        }
    }

    fn path_name(&mut self) -> Result<RawPart<'a>, ApiError> {
        let token = self.current();
        let part = match token.token {
            Token::Name if !is_keyword(self.kind, token.text) => RawPart::Name(token.text),
            Token::NamePlaceholder => RawPart::Placeholder(token.text),
            _ => return Err(self.syntax()),
        };
        self.advance();
        Ok(part)
    }

    fn assignment(&mut self) -> Result<(RawPath<'a>, Raw<'a>), ApiError> {
        let path = self.path()?;
        self.expect_symbol("=")?;
        Ok((path, self.sum()?))
    }

    fn path_and_value(&mut self) -> Result<(RawPath<'a>, &'a str), ApiError> {
        let path = self.path()?;
        let token = self.current();
        if token.token != Token::ValuePlaceholder {
            return Err(self.syntax());
        }
        self.advance();
        Ok((path, token.text))
    }
}

/// `a AND (b …)` is no call of a function AND.
fn is_infix(name: &str) -> bool {
    ["AND", "OR", "NOT", "BETWEEN", "IN"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Words of the grammar, which no path can hold.
fn is_keyword(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Projection => false,
        Kind::Update => {
            ["SET", "REMOVE", "ADD", "DELETE"].iter().any(|word| name.eq_ignore_ascii_case(word))
        }
        _ => is_infix(name),
    }
}
