//! The grammar of the PartiQL that DynamoDB takes.
//!
//! Source: Developer Guide, "PartiQL statements for DynamoDB", "PartiQL functions", "PartiQL
//! operators", "PartiQL data types".

use kernel::ApiError;

use super::bag;
use super::lexer::{Token, cut};
use super::statement::{Returning, Select, Statement, Term};
use crate::attribute::{Attribute, Item};
use crate::errors;
use crate::expression::condition::{Comparator, Condition, Operand};
use crate::expression::path::Step;
use crate::expression::update::Source;
use crate::expression::{Path, Update};
use crate::limits;
use crate::values;

pub fn parse(text: &str, parameters: Vec<Attribute>) -> Result<Statement, ApiError> {
    let tokens = cut(text).map_err(|character| {
        malformed(format!("Unexpected character '{character}' in the statement"))
    })?;
    let asked = tokens.iter().filter(|token| **token == Token::Parameter).count();
    if asked != parameters.len() {
        return Err(errors::validation(
            "Number of parameters in request and statement don't match.",
        ));
    }
    let mut parser = Parser { tokens, at: 0, parameters: parameters.into_iter(), depth: 0 };
    let statement = parser.statement()?;
    parser.take_symbol(";");
    if parser.current() != &Token::End {
        return Err(parser.unexpected());
    }
    Ok(statement)
}

fn malformed(reason: impl AsRef<str>) -> ApiError {
    errors::validation(format!(
        "Statement wasn't well formed, can't be processed: {}",
        reason.as_ref()
    ))
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    parameters: std::vec::IntoIter<Attribute>,
    depth: usize,
}

impl Parser {
    fn current(&self) -> &Token {
        &self.tokens[self.at]
    }

    fn advance(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn unexpected(&self) -> ApiError {
        let shown = match self.current() {
            Token::Word(text) | Token::Number(text) => text.clone(),
            Token::Quoted(text) => format!("\"{text}\""),
            Token::Text(text) => format!("'{text}'"),
            Token::Symbol(symbol) => (*symbol).to_owned(),
            Token::Parameter => "?".to_owned(),
            Token::End => return malformed("Unexpected end of the statement"),
        };
        malformed(format!("Unexpected token: {shown}"))
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.current(), Token::Word(text) if text.eq_ignore_ascii_case(word))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_there = self.is_word(word);
        if is_there {
            self.advance();
        }
        is_there
    }

    fn expect_word(&mut self, word: &str) -> Result<(), ApiError> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let is_there = matches!(self.current(), Token::Symbol(found) if *found == symbol);
        if is_there {
            self.advance();
        }
        is_there
    }

    fn expect_symbol(&mut self, symbol: &str) -> Result<(), ApiError> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn deeper(&mut self) -> Result<(), ApiError> {
        self.depth += 1;
        if self.depth > limits::EXPRESSION_DEPTH_MAX {
            return Err(malformed("The statement is nested too deep"));
        }
        Ok(())
    }

    // Statements.

    fn statement(&mut self) -> Result<Statement, ApiError> {
        if self.take_word("SELECT") {
            return self.select().map(Statement::Select);
        }
        if self.take_word("INSERT") {
            return self.insert();
        }
        if self.take_word("UPDATE") {
            return self.update();
        }
        if self.take_word("DELETE") {
            return self.delete();
        }
        if self.take_word("EXISTS") {
            self.expect_symbol("(")?;
            self.expect_word("SELECT")?;
            let select = self.select()?;
            self.expect_symbol(")")?;
            return Ok(Statement::Exists(select));
        }
        Err(self.unexpected())
    }

    fn select(&mut self) -> Result<Select, ApiError> {
        let columns = if self.take_symbol("*") {
            None
        } else {
            let mut columns = vec![self.path()?];
            while self.take_symbol(",") {
                columns.push(self.path()?);
            }
            Some(columns)
        };
        self.expect_word("FROM")?;
        let table = self.name()?;
        let index = if self.take_symbol(".") { Some(self.name()?) } else { None };
        let condition = self.condition_if_any()?;
        let mut order = Vec::new();
        if self.take_word("ORDER") {
            self.expect_word("BY")?;
            loop {
                let name = self.name()?;
                let is_descending = self.take_word("DESC");
                if !is_descending {
                    self.take_word("ASC");
                }
                order.push((name, is_descending));
                if !self.take_symbol(",") {
                    break;
                }
            }
        }
        Ok(Select { table, index, columns, condition, order })
    }

    fn condition_if_any(&mut self) -> Result<Option<Condition>, ApiError> {
        if self.take_word("WHERE") { self.condition().map(Some) } else { Ok(None) }
    }

    fn where_clause(&mut self) -> Result<Condition, ApiError> {
        self.expect_word("WHERE")?;
        self.condition()
    }

    fn insert(&mut self) -> Result<Statement, ApiError> {
        self.expect_word("INTO")?;
        let table = self.name()?;
        self.expect_word("VALUE")?;
        let Attribute::M(item) = self.value()? else {
            return Err(malformed("VALUE must be a tuple of attributes"));
        };
        let mut is_tolerant = false;
        if self.take_word("IF") {
            self.expect_word("NOT")?;
            self.expect_word("EXISTS")?;
            is_tolerant = true;
        }
        Ok(Statement::Insert { table, item, is_tolerant })
    }

    fn update(&mut self) -> Result<Statement, ApiError> {
        let table = self.name()?;
        let mut update = Update::default();
        loop {
            if self.take_word("SET") {
                self.assignment(&mut update)?;
                while self.take_symbol(",") {
                    self.assignment(&mut update)?;
                }
            } else if self.take_word("REMOVE") {
                update.removes.push(self.path()?);
                while self.take_symbol(",") {
                    update.removes.push(self.path()?);
                }
            } else {
                break;
            }
        }
        if update.paths().next().is_none() {
            // As AWS answers to a name of a table that ought to be in quotation marks.
            return Err(malformed("Expected data manipulation"));
        }
        crate::expression::path::check_apart(crate::expression::Kind::Update, update.paths())?;
        let condition = self.where_clause()?;
        let returning = self.returning()?;
        Ok(Statement::Update { table, update, condition, returning })
    }

    fn assignment(&mut self, update: &mut Update) -> Result<(), ApiError> {
        let path = self.path()?;
        self.expect_symbol("=")?;
        if self.is_word("set_add") || self.is_word("set_delete") {
            let is_add = self.is_word("set_add");
            self.advance();
            self.expect_symbol("(")?;
            let of = self.path()?;
            self.expect_symbol(",")?;
            let value = self.value()?;
            self.expect_symbol(")")?;
            if of != path || !value.is_set() {
                return Err(malformed(
                    "set_add and set_delete take the attribute that is set, and a set",
                ));
            }
            let changes = if is_add { &mut update.adds } else { &mut update.deletes };
            changes.push((path, value));
            return Ok(());
        }
        let source = self.source()?;
        update.sets.push((path, source));
        Ok(())
    }

    fn source(&mut self) -> Result<Source, ApiError> {
        let left = self.source_term()?;
        for (symbol, is_plus) in [("+", true), ("-", false)] {
            if self.take_symbol(symbol) {
                let right = self.source_term()?;
                return Ok(Source::Sum { is_plus, left: Box::new(left), right: Box::new(right) });
            }
        }
        Ok(left)
    }

    fn source_term(&mut self) -> Result<Source, ApiError> {
        if self.take_word("list_append") {
            self.expect_symbol("(")?;
            let first = self.source_term()?;
            self.expect_symbol(",")?;
            let second = self.source_term()?;
            self.expect_symbol(")")?;
            return Ok(Source::Append(Box::new(first), Box::new(second)));
        }
        match self.term()? {
            Term::Path(path) => Ok(Source::Path(path)),
            Term::Value(value) => Ok(Source::Value(value)),
            Term::Size(_) | Term::Missing => Err(malformed("A value is expected in SET")),
        }
    }

    fn delete(&mut self) -> Result<Statement, ApiError> {
        self.expect_word("FROM")?;
        let table = self.name()?;
        let condition = self.where_clause()?;
        let returning = self.returning()?;
        if !matches!(returning, Returning::Nothing | Returning::AllOld) {
            return Err(malformed("DELETE can only return ALL OLD"));
        }
        Ok(Statement::Delete { table, condition, returning })
    }

    fn returning(&mut self) -> Result<Returning, ApiError> {
        if !self.take_word("RETURNING") {
            return Ok(Returning::Nothing);
        }
        let is_all = self.take_word("ALL");
        if !is_all {
            self.expect_word("MODIFIED")?;
        }
        let is_old = self.take_word("OLD");
        if !is_old {
            self.expect_word("NEW")?;
        }
        self.expect_symbol("*")?;
        Ok(match (is_all, is_old) {
            (true, true) => Returning::AllOld,
            (true, false) => Returning::AllNew,
            (false, true) => Returning::ModifiedOld,
            (false, false) => Returning::ModifiedNew,
        })
    }

    // Names and paths.

    fn name(&mut self) -> Result<String, ApiError> {
        match self.current() {
            Token::Word(_) | Token::Quoted(_) => match self.advance() {
                Token::Word(text) | Token::Quoted(text) => Ok(text),
                _ => unreachable!("just looked at it"),
            },
            _ => Err(self.unexpected()),
        }
    }

    fn path(&mut self) -> Result<Path, ApiError> {
        let mut path = Path::top(self.name()?);
        loop {
            if self.take_symbol(".") {
                path.steps.push(Step::Field(self.name()?));
            } else if self.take_symbol("[") {
                match self.advance() {
                    Token::Number(text) => {
                        let index = text.parse().map_err(|_| malformed("An index is too large"))?;
                        path.steps.push(Step::Index(index));
                    }
                    Token::Text(text) => path.steps.push(Step::Field(text)),
                    _ => {
                        self.at -= 1;
                        return Err(self.unexpected());
                    }
                }
                self.expect_symbol("]")?;
            } else {
                break;
            }
        }
        if path.steps.len() >= limits::NESTING_MAX {
            return Err(malformed("A path is nested too deep"));
        }
        Ok(path)
    }

    // Conditions.

    fn condition(&mut self) -> Result<Condition, ApiError> {
        let mut all = vec![self.conjunction()?];
        while self.take_word("OR") {
            all.push(self.conjunction()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::Or(all) })
    }

    fn conjunction(&mut self) -> Result<Condition, ApiError> {
        let mut all = vec![self.negation()?];
        while self.take_word("AND") {
            all.push(self.negation()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::And(all) })
    }

    fn negation(&mut self) -> Result<Condition, ApiError> {
        self.deeper()?;
        let out = if self.take_word("NOT") {
            Condition::Not(Box::new(self.negation()?))
        } else if self.take_symbol("(") {
            let inner = self.condition()?;
            self.expect_symbol(")")?;
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(out)
    }

    fn comparison(&mut self) -> Result<Condition, ApiError> {
        for function in ["begins_with", "contains", "attribute_type"] {
            if self.is_word(function) {
                return self.call(function);
            }
        }
        let left = self.term()?;
        if self.take_word("IS") {
            return self.is_clause(left);
        }
        let is_not = self.take_word("NOT");
        let choice = if self.take_word("BETWEEN") {
            let low = self.term()?;
            self.expect_word("AND")?;
            let high = self.term()?;
            Some(Condition::Between(operand(left.clone())?, operand(low)?, operand(high)?))
        } else if self.take_word("IN") {
            Some(self.among(operand(left.clone())?)?)
        } else {
            None
        };
        match choice {
            Some(choice) if is_not => return Ok(Condition::Not(Box::new(choice))),
            Some(choice) => return Ok(choice),
            None if is_not => return Err(self.unexpected()),
            None => {}
        }
        let comparator = match self.current() {
            Token::Symbol("!=") => Some(Comparator::NotEqual),
            Token::Symbol(symbol) => Comparator::parse(symbol),
            _ => None,
        };
        let Some(comparator) = comparator else { return Err(self.unexpected()) };
        self.advance();
        let right = self.term()?;
        match (left, right) {
            (Term::Path(path), Term::Missing) | (Term::Missing, Term::Path(path)) => {
                match comparator {
                    Comparator::Equal => Ok(Condition::NotExists(path)),
                    Comparator::NotEqual => Ok(Condition::Exists(path)),
                    _ => Err(malformed("MISSING has no order")),
                }
            }
            (left, right) => Ok(Condition::Compare(comparator, operand(left)?, operand(right)?)),
        }
    }

    fn call(&mut self, function: &str) -> Result<Condition, ApiError> {
        self.advance();
        self.expect_symbol("(")?;
        let first = self.term()?;
        self.expect_symbol(",")?;
        let second = self.term()?;
        self.expect_symbol(")")?;
        match (function, first, second) {
            ("begins_with", first, second) => {
                Ok(Condition::BeginsWith(operand(first)?, operand(second)?))
            }
            ("contains", first, second) => {
                Ok(Condition::Contains(operand(first)?, operand(second)?))
            }
            (_, Term::Path(path), Term::Value(Attribute::S(kind))) => {
                Ok(Condition::Type(path, kind))
            }
            _ => Err(malformed("attribute_type takes a path and the name of a type")),
        }
    }

    fn is_clause(&mut self, left: Term) -> Result<Condition, ApiError> {
        let Term::Path(path) = left else { return Err(malformed("IS takes a path")) };
        let is_not = self.take_word("NOT");
        let condition = if self.take_word("MISSING") {
            Condition::NotExists(path)
        } else {
            self.expect_word("NULL")?;
            Condition::Or(vec![
                Condition::NotExists(path.clone()),
                Condition::Type(path, "NULL".to_owned()),
            ])
        };
        Ok(if is_not { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn among(&mut self, left: Operand) -> Result<Condition, ApiError> {
        let close = if self.take_symbol("[") { "]" } else { ")" };
        if close == ")" {
            self.expect_symbol("(")?;
        }
        let mut among = vec![operand(self.term()?)?];
        while self.take_symbol(",") {
            among.push(operand(self.term()?)?);
        }
        self.expect_symbol(close)?;
        if among.len() > limits::IN_OPERANDS_MAX {
            return Err(malformed("IN has too many operands"));
        }
        Ok(Condition::In(left, among))
    }

    fn term(&mut self) -> Result<Term, ApiError> {
        if self.is_word("size") && self.tokens.get(self.at + 1) == Some(&Token::Symbol("(")) {
            self.advance();
            self.expect_symbol("(")?;
            let path = self.path()?;
            self.expect_symbol(")")?;
            return Ok(Term::Size(path));
        }
        if self.take_word("MISSING") {
            return Ok(Term::Missing);
        }
        let is_literal = ["TRUE", "FALSE", "NULL"].iter().any(|word| self.is_word(word));
        match self.current() {
            Token::Quoted(_) => self.path().map(Term::Path),
            Token::Word(_) if !is_literal => self.path().map(Term::Path),
            _ => self.value().map(Term::Value),
        }
    }

    // Values.

    fn value(&mut self) -> Result<Attribute, ApiError> {
        self.deeper()?;
        let value = self.value_within()?;
        self.depth -= 1;
        Ok(value)
    }

    fn value_within(&mut self) -> Result<Attribute, ApiError> {
        match self.advance() {
            Token::Text(text) => Ok(Attribute::S(text)),
            Token::Number(text) => values::read_number(&text).map(Attribute::N),
            Token::Symbol("-") => match self.advance() {
                Token::Number(text) => {
                    values::read_number(&text).map(|number| Attribute::N(number.negate()))
                }
                _ => self.refuse_last(),
            },
            Token::Parameter => self.parameters.next().ok_or_else(|| malformed("No parameter")),
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Ok(Attribute::Bool(true)),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Ok(Attribute::Bool(false)),
            Token::Word(word) if word.eq_ignore_ascii_case("null") => Ok(Attribute::Null),
            Token::Symbol("[") => self.values("]").map(Attribute::L),
            Token::Symbol("<<") => bag::set(self.values(">>")?).ok_or_else(|| {
                malformed("A set holds strings, numbers or binaries, all of one type")
            }),
            Token::Symbol("{") => self.tuple().map(Attribute::M),
            _ => self.refuse_last(),
        }
    }

    fn refuse_last<T>(&mut self) -> Result<T, ApiError> {
        if self.current() != &Token::End {
            self.at -= 1;
        }
        Err(self.unexpected())
    }

    fn values(&mut self, close: &str) -> Result<Vec<Attribute>, ApiError> {
        let mut out = Vec::new();
        if self.take_symbol(close) {
            return Ok(out);
        }
        loop {
            out.push(self.value()?);
            if !self.take_symbol(",") {
                self.expect_symbol(close)?;
                return Ok(out);
            }
        }
    }

    fn tuple(&mut self) -> Result<Item, ApiError> {
        let mut out = Item::new();
        if self.take_symbol("}") {
            return Ok(out);
        }
        loop {
            let (Token::Text(name) | Token::Quoted(name)) = self.advance() else {
                return self.refuse_last();
            };
            self.expect_symbol(":")?;
            let value = self.value()?;
            if out.contains(&name) {
                return Err(malformed(format!("The attribute {name} stands twice")));
            }
            out.insert(name, value);
            if !self.take_symbol(",") {
                self.expect_symbol("}")?;
                return Ok(out);
            }
        }
    }
}

fn operand(term: Term) -> Result<Operand, ApiError> {
    match term {
        Term::Path(path) => Ok(Operand::Path(path)),
        Term::Size(path) => Ok(Operand::Size(path)),
        Term::Value(value) => Ok(Operand::Value(value)),
        Term::Missing => Err(malformed("MISSING cannot be compared with a value")),
    }
}
