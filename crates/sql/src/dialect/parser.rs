//! From tokens to a statement. Expressions are in [`super::expression`].

use super::ast::{Expression, From, Item, Name, SelectList, Statement, Step};
use super::lexer::{Place, Token, tokens};
use crate::fault::Fault;
use crate::limits::{DEPTH_MAX, EXPRESSION_BYTES_MAX, LIST_ITEMS_MAX, TREE_DEPTH_MAX};

/// Words that end an expression or a name, and so cannot be an alias without quotes.
const RESERVED: [&str; 28] = [
    "ALL", "AND", "AS", "BETWEEN", "CASE", "DISTINCT", "ELSE", "END", "ESCAPE", "FROM", "GROUP",
    "HAVING", "IN", "INNER", "IS", "JOIN", "LEFT", "LIKE", "LIMIT", "NOT", "ON", "OR", "ORDER",
    "SELECT", "THEN", "UNION", "WHEN", "WHERE",
];

pub fn parse(text: &str) -> Result<Statement, Fault> {
    if text.len() > EXPRESSION_BYTES_MAX {
        return Err(Fault::new(
            "ExpressionTooLong",
            "The SQL expression is too long: The maximum byte-length for the SQL expression is \
             256 KB.",
        ));
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let statement = parser.statement()?;
    parser.take_symbol(";");
    match parser.peek() {
        Token::End => {
            let depths = statement.expressions().map(Expression::depth);
            if depths.max().unwrap_or(0) > TREE_DEPTH_MAX { Err(too_deep()) } else { Ok(statement) }
        }
        Token::Word(word) if is_clause(word) => Err(Fault::new(
            "UnsupportedSqlStructure",
            format!(
                "Encountered an unsupported SQL structure: {} at {}. Check the SQL Reference.",
                word.to_uppercase(),
                parser.place()
            ),
        )),
        _ => Err(parser.unexpected()),
    }
}

/// Clauses of SQL that S3 Select does not have.
fn is_clause(word: &str) -> bool {
    ["GROUP", "ORDER", "HAVING", "JOIN", "INNER", "LEFT", "UNION"]
        .iter()
        .any(|clause| clause.eq_ignore_ascii_case(word))
}

pub(super) struct Parser {
    tokens: Vec<(Token, Place)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn statement(&mut self) -> Result<Statement, Fault> {
        if !self.take_word("SELECT") {
            return Err(Fault::new(
                "ParseUnsupportedSelect",
                format!(
                    "The SQL expression contains an unsupported use of SELECT: it begins with {}.",
                    self.peek()
                ),
            ));
        }
        if self.peek().is_word("DISTINCT") {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: DISTINCT. Check the SQL Reference.",
            ));
        }
        let list = self.select_list()?;
        if !self.take_word("FROM") {
            if *self.peek() == Token::End {
                return Err(Fault::new(
                    "ParseSelectMissingFrom",
                    "The SQL expression is missing a FROM clause after the SELECT list.",
                ));
            }
            return Err(self.unexpected());
        }
        let from = self.from()?;
        let condition = if self.take_word("WHERE") { Some(self.expression()?) } else { None };
        let limit = if self.take_word("LIMIT") { Some(self.limit()?) } else { None };
        Ok(Statement { list, from, condition, limit })
    }

    fn select_list(&mut self) -> Result<SelectList, Fault> {
        let lone_star = || {
            Fault::new(
                "ParseAsteriskIsNotAloneInSelectList",
                "Other expressions are not allowed in the SELECT list when '*' is used without \
                 dot notation in the SQL expression.",
            )
        };
        if self.take_symbol("*") {
            if *self.peek() == Token::Symbol(",") {
                return Err(lone_star());
            }
            return Ok(SelectList::Everything);
        }
        if self.is_qualified_star() {
            self.at += 3;
            if *self.peek() == Token::Symbol(",") {
                return Err(lone_star());
            }
            return Ok(SelectList::Everything);
        }
        let mut items = Vec::new();
        loop {
            if *self.peek() == Token::Symbol("*") {
                return Err(lone_star());
            }
            let expression = self.expression()?;
            let alias = self.alias()?.map(|name| name.text);
            items.push(Item { expression, alias });
            if items.len() > LIST_ITEMS_MAX {
                return Err(Fault::new(
                    "OverMaxColumn",
                    "The number of columns in the result is greater than the maximum allowable \
                     number of columns.",
                ));
            }
            if !self.take_symbol(",") {
                return Ok(SelectList::Items(items));
            }
        }
    }

    /// `s.*`
    fn is_qualified_star(&self) -> bool {
        let ahead = |by: usize| self.tokens.get(self.at + by).map(|(token, _)| token);
        matches!(ahead(0), Some(Token::Word(_) | Token::Quoted(_)))
            && ahead(1) == Some(&Token::Symbol("."))
            && ahead(2) == Some(&Token::Symbol("*"))
    }

    fn from(&mut self) -> Result<From, Fault> {
        let place = self.place();
        match self.next() {
            Token::Word(word) if word.eq_ignore_ascii_case("s3object") => {}
            Token::Quoted(word) if word.eq_ignore_ascii_case("s3object") => {}
            Token::Symbol("(") => {
                return Err(Fault::new(
                    "UnsupportedSqlStructure",
                    "Encountered an unsupported SQL structure: a subquery. Check the SQL \
                     Reference.",
                ));
            }
            other => {
                return Err(Fault::new(
                    "InvalidDataSource",
                    format!("Only S3Object can stand in the FROM clause, not {other} at {place}."),
                ));
            }
        }
        let path = self.steps()?;
        if path.first().is_some_and(|step| *step != Step::Elements) {
            return Err(Fault::new(
                "ParseInvalidPathComponent",
                format!("A path in the FROM clause begins with S3Object[*], at {place}."),
            ));
        }
        let alias = self.alias()?;
        if *self.peek() == Token::Symbol(",") {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: a join. Check the SQL Reference.",
            ));
        }
        Ok(From { path, alias })
    }

    /// What may follow a name: `.a`, `.*`, `['a']`, `[0]`, `[*]`.
    pub(super) fn steps(&mut self) -> Result<Vec<Step>, Fault> {
        let mut steps = Vec::new();
        loop {
            if self.take_symbol(".") {
                let place = self.place();
                steps.push(match self.next() {
                    Token::Word(text) => Step::Key(Name { text, is_quoted: false }),
                    Token::Quoted(text) => Step::Key(Name { text, is_quoted: true }),
                    Token::Symbol("*") => Step::Members,
                    other => return Err(invalid_component(&other, place)),
                });
            } else if self.take_symbol("[") {
                let place = self.place();
                steps.push(match self.next() {
                    Token::Number(digits) => match digits.parse() {
                        Ok(index) => Step::Index(index),
                        Err(_) => return Err(invalid_component(&Token::Number(digits), place)),
                    },
                    Token::Text(text) | Token::Quoted(text) => {
                        Step::Key(Name { text, is_quoted: true })
                    }
                    Token::Symbol("*") => Step::Elements,
                    other => return Err(invalid_component(&other, place)),
                });
                self.expect_symbol("]")?;
            } else {
                return Ok(steps);
            }
            if steps.len() > DEPTH_MAX {
                return Err(too_deep());
            }
        }
    }

    fn alias(&mut self) -> Result<Option<Name>, Fault> {
        let is_announced = self.take_word("AS");
        let place = self.place();
        let found = match self.peek() {
            Token::Word(text) if !is_reserved(text) => {
                Some(Name { text: text.clone(), is_quoted: false })
            }
            Token::Quoted(text) => Some(Name { text: text.clone(), is_quoted: true }),
            _ => None,
        };
        if found.is_some() {
            self.at += 1;
        } else if is_announced {
            return Err(Fault::new(
                "ParseExpectedIdentForAlias",
                format!("Expected an identifier for the alias at {place}, found {}.", self.peek()),
            ));
        }
        Ok(found)
    }

    fn limit(&mut self) -> Result<u64, Fault> {
        let place = self.place();
        match self.next() {
            Token::Number(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(digits.parse().unwrap_or(u64::MAX))
            }
            other => Err(Fault::new(
                "ParseExpectedNumber",
                format!("Expected a number after LIMIT at {place}, found {other}."),
            )),
        }
    }

    pub(super) fn peek(&self) -> &Token {
        // The last token is the end, which nobody takes.
        &self.tokens[self.at.min(self.tokens.len() - 1)].0
    }

    pub(super) fn peek_second(&self) -> &Token {
        &self.tokens[(self.at + 1).min(self.tokens.len() - 1)].0
    }

    pub(super) fn place(&self) -> Place {
        self.tokens[self.at.min(self.tokens.len() - 1)].1
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is_it = self.peek().is_word(word);
        self.at += usize::from(is_it);
        is_it
    }

    pub(super) fn take_symbol(&mut self, symbol: &str) -> bool {
        let is_it = matches!(self.peek(), Token::Symbol(found) if *found == symbol);
        self.at += usize::from(is_it);
        is_it
    }

    pub(super) fn expect_symbol(&mut self, symbol: &str) -> Result<(), Fault> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Result<(), Fault> {
        if self.take_word(word) {
            return Ok(());
        }
        Err(Fault::new(
            "ParseExpectedKeyword",
            format!("Expected keyword {word} at {}, found {}.", self.place(), self.peek()),
        ))
    }

    pub(super) fn unexpected(&self) -> Fault {
        Fault::new(
            "ParseUnexpectedToken",
            format!("Unexpected token found {} at {}.", self.peek(), self.place()),
        )
    }

    /// Runs what parses something that lies inside something: the depth of a tree is the depth of
    /// the stack that walks it.
    pub(super) fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Parser) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(too_deep());
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }
}

pub(super) fn too_deep() -> Fault {
    Fault::new("UnsupportedSqlStructure", "The SQL expression is nested too deeply.")
}

fn invalid_component(token: &Token, place: Place) -> Fault {
    Fault::new(
        "ParseInvalidPathComponent",
        format!("The SQL expression contains an invalid path component: {token} at {place}."),
    )
}

pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}
