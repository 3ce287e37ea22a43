//! Expressions, by precedence: OR, AND, NOT, comparisons, `||`, sums, products, signs.

use super::ast::{Aggregate, Arithmetic, Comparison, Expression, Name, Step, Test, Type};
use super::lexer::Token;
use super::parser::{Parser, is_reserved, too_deep};
use crate::fault::Fault;
use crate::limits::DEPTH_MAX;

/// Functions of the dialect that are called like functions.
const FUNCTIONS: [&str; 13] = [
    "CHARACTER_LENGTH",
    "CHAR_LENGTH",
    "COALESCE",
    "DATE_ADD",
    "DATE_DIFF",
    "LOWER",
    "NULLIF",
    "SIZE",
    "TO_STRING",
    "TO_TIMESTAMP",
    "UPPER",
    "UTCNOW",
    "SUBSTRING",
];

impl Parser {
    pub(super) fn expression(&mut self) -> Result<Expression, Fault> {
        self.nested(|parser| {
            let mut operands = vec![parser.conjunction()?];
            while parser.take_word("OR") {
                operands.push(parser.conjunction()?);
            }
            Ok(alone_or(operands, Expression::Any))
        })
    }

    fn conjunction(&mut self) -> Result<Expression, Fault> {
        let mut operands = vec![self.negation()?];
        while self.take_word("AND") {
            operands.push(self.negation()?);
        }
        Ok(alone_or(operands, Expression::All))
    }

    fn negation(&mut self) -> Result<Expression, Fault> {
        if self.take_word("NOT") {
            return self.nested(|parser| Ok(Expression::Not(Box::new(parser.negation()?))));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expression, Fault> {
        let left = self.concatenation()?;
        let operator = match self.peek() {
            Token::Symbol("=") => Comparison::Equal,
            Token::Symbol("<>" | "!=") => Comparison::Differs,
            Token::Symbol("<") => Comparison::Less,
            Token::Symbol("<=") => Comparison::LessOrEqual,
            Token::Symbol(">") => Comparison::Greater,
            Token::Symbol(">=") => Comparison::GreaterOrEqual,
            _ => return self.predicate(left),
        };
        self.next();
        let right = self.concatenation()?;
        Ok(Expression::Compare(operator, Box::new(left), Box::new(right)))
    }

    /// `IS`, `IN`, `BETWEEN` and `LIKE`, which may follow a value.
    fn predicate(&mut self, left: Expression) -> Result<Expression, Fault> {
        let left = Box::new(left);
        if self.take_word("IS") {
            let is_negated = self.take_word("NOT");
            let test = match self.peek() {
                word if word.is_word("NULL") => Test::Null,
                word if word.is_word("MISSING") => Test::Missing,
                word if word.is_word("TRUE") => Test::True,
                word if word.is_word("FALSE") => Test::False,
                _ => return Err(self.unexpected()),
            };
            self.next();
            return Ok(negated(is_negated, Expression::Is(left, test)));
        }
        let follows = self.peek_second();
        let is_negated = self.peek().is_word("NOT")
            && ["IN", "BETWEEN", "LIKE"].iter().any(|word| follows.is_word(word));
        if is_negated {
            self.next();
        }
        let found = if self.take_word("IN") {
            self.expect_symbol("(")?;
            let choices = self.nested(Parser::list)?;
            self.expect_symbol(")")?;
            Expression::In(left, choices)
        } else if self.take_word("BETWEEN") {
            let low = self.concatenation()?;
            self.expect_word("AND")?;
            Expression::Between(left, Box::new(low), Box::new(self.concatenation()?))
        } else if self.take_word("LIKE") {
            let pattern = Box::new(self.concatenation()?);
            let escape =
                if self.take_word("ESCAPE") { Some(Box::new(self.concatenation()?)) } else { None };
            Expression::Like { text: left, pattern, escape }
        } else {
            return Ok(*left);
        };
        Ok(negated(is_negated, found))
    }

    fn list(&mut self) -> Result<Vec<Expression>, Fault> {
        let mut out = vec![self.expression()?];
        while self.take_symbol(",") {
            out.push(self.expression()?);
        }
        Ok(out)
    }

    fn concatenation(&mut self) -> Result<Expression, Fault> {
        let mut operands = vec![self.sum()?];
        while self.take_symbol("||") {
            operands.push(self.sum()?);
        }
        Ok(alone_or(operands, Expression::Concat))
    }

    fn sum(&mut self) -> Result<Expression, Fault> {
        let operators = [("+", Arithmetic::Add), ("-", Arithmetic::Subtract)];
        self.chain(&operators, Parser::product)
    }

    fn product(&mut self) -> Result<Expression, Fault> {
        let operators =
            [("*", Arithmetic::Multiply), ("/", Arithmetic::Divide), ("%", Arithmetic::Remainder)];
        self.chain(&operators, Parser::signed)
    }

    /// Operands between operators of one rank, which bind to the left.
    fn chain(
        &mut self,
        operators: &[(&str, Arithmetic)],
        operand: fn(&mut Parser) -> Result<Expression, Fault>,
    ) -> Result<Expression, Fault> {
        let mut left = operand(self)?;
        for _ in 0..DEPTH_MAX {
            let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.take_symbol(symbol))
            else {
                return Ok(left);
            };
            left = Expression::Arithmetic(*operator, Box::new(left), Box::new(operand(self)?));
        }
        Err(too_deep())
    }

    fn signed(&mut self) -> Result<Expression, Fault> {
        if self.take_symbol("-") {
            return self.nested(|parser| Ok(Expression::Negative(Box::new(parser.signed()?))));
        }
        if self.take_symbol("+") {
            return self.nested(Parser::signed);
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expression, Fault> {
        match self.peek().clone() {
            Token::Number(digits) => {
                self.next();
                Ok(Expression::Number(digits))
            }
            Token::Text(text) => {
                self.next();
                Ok(Expression::Text(text))
            }
            Token::Ion(text) => {
                self.next();
                Ok(Expression::Time(text))
            }
            Token::Symbol("(") => {
                self.next();
                if self.peek().is_word("SELECT") {
                    return Err(Fault::new(
                        "UnsupportedSqlStructure",
                        "Encountered an unsupported SQL structure: a subquery. Check the SQL \
                         Reference.",
                    ));
                }
                let inner = self.expression()?;
                self.expect_symbol(")")?;
                Ok(inner)
            }
            Token::Quoted(text) => {
                self.next();
                self.path(Name { text, is_quoted: true })
            }
            Token::Word(word) => self.word(&word),
            _ => Err(self.unexpected()),
        }
    }

    fn word(&mut self, word: &str) -> Result<Expression, Fault> {
        let upper = word.to_ascii_uppercase();
        match upper.as_str() {
            "NULL" => self.literal(Expression::Null),
            "MISSING" => self.literal(Expression::Missing),
            "TRUE" => self.literal(Expression::Bool(true)),
            "FALSE" => self.literal(Expression::Bool(false)),
            "CASE" => {
                self.next();
                self.nested(Parser::case)
            }
            _ if *self.peek_second() == Token::Symbol("(") => {
                let place = self.place();
                self.next();
                self.next();
                let call = self.nested(|parser| parser.call(&upper, place))?;
                if !self.take_symbol(")") {
                    return Err(Fault::new(
                        "ParseExpectedRightParenBuiltinFunctionCall",
                        format!(
                            "Expected a right parenthesis character at {}, found {}.",
                            self.place(),
                            self.peek()
                        ),
                    ));
                }
                Ok(call)
            }
            _ if is_reserved(word) => Err(self.unexpected()),
            _ => {
                self.next();
                self.path(Name { text: word.to_owned(), is_quoted: false })
            }
        }
    }

    fn literal(&mut self, literal: Expression) -> Result<Expression, Fault> {
        self.next();
        Ok(literal)
    }

    fn path(&mut self, first: Name) -> Result<Expression, Fault> {
        let mut steps = vec![Step::Key(first)];
        steps.extend(self.steps()?);
        if steps.iter().any(|step| matches!(step, Step::Elements | Step::Members)) {
            return Err(Fault::new(
                "ParseInvalidPathComponent",
                "The SQL expression contains an invalid path component: wildcards stand only in \
                 the FROM clause.",
            ));
        }
        Ok(Expression::Path(steps))
    }

    fn case(&mut self) -> Result<Expression, Fault> {
        let operand =
            if self.peek().is_word("WHEN") { None } else { Some(Box::new(self.expression()?)) };
        let mut branches = Vec::new();
        while self.take_word("WHEN") {
            let condition = self.expression()?;
            self.expect_word("THEN")?;
            branches.push((condition, self.expression()?));
        }
        if branches.is_empty() {
            self.expect_word("WHEN")?;
        }
        let otherwise =
            if self.take_word("ELSE") { Some(Box::new(self.expression()?)) } else { None };
        self.expect_word("END")?;
        Ok(Expression::Case { operand, branches, otherwise })
    }

    /// What stands between the parentheses of a function.
    fn call(&mut self, name: &str, place: super::lexer::Place) -> Result<Expression, Fault> {
        let aggregate = match name {
            "COUNT" => Some(Aggregate::Count),
            "SUM" => Some(Aggregate::Sum),
            "AVG" => Some(Aggregate::Average),
            "MIN" => Some(Aggregate::Min),
            "MAX" => Some(Aggregate::Max),
            _ => None,
        };
        if let Some(aggregate) = aggregate {
            return self.aggregate(aggregate);
        }
        match name {
            "CAST" => {
                let value = self.expression()?;
                self.expect_word("AS")?;
                Ok(Expression::Cast(Box::new(value), self.type_()?))
            }
            "EXTRACT" => {
                let part = self.date_part()?;
                self.expect_word("FROM")?;
                Ok(Expression::Call(name.to_owned(), vec![part, self.expression()?]))
            }
            "SUBSTRING" => self.substring(),
            "TRIM" => self.trim(),
            "DATE_ADD" | "DATE_DIFF" => {
                let mut arguments = vec![self.date_part()?];
                while self.take_symbol(",") {
                    arguments.push(self.expression()?);
                }
                Ok(Expression::Call(name.to_owned(), arguments))
            }
            _ if FUNCTIONS.contains(&name) => {
                let arguments = match self.peek() {
                    Token::Symbol(")") => Vec::new(),
                    _ => self.list()?,
                };
                Ok(Expression::Call(name.to_owned(), arguments))
            }
            _ => Err(Fault::new(
                "UnsupportedFunction",
                format!("Encountered an unsupported SQL function: {name} at {place}."),
            )),
        }
    }

    fn aggregate(&mut self, aggregate: Aggregate) -> Result<Expression, Fault> {
        if self.take_symbol("*") {
            if aggregate != Aggregate::Count {
                return Err(Fault::new(
                    "ParseUnsupportedCallWithStar",
                    "Only COUNT with (*) as a parameter is supported in the SQL expression.",
                ));
            }
            return Ok(Expression::Aggregate(aggregate, Box::new(Expression::Star)));
        }
        if self.peek().is_word("DISTINCT") {
            return Err(Fault::new(
                "UnsupportedSqlStructure",
                "Encountered an unsupported SQL structure: DISTINCT. Check the SQL Reference.",
            ));
        }
        let mut arguments = self.list()?;
        match (arguments.pop(), arguments.is_empty()) {
            (Some(argument), true) => Ok(Expression::Aggregate(aggregate, Box::new(argument))),
            _ => Err(Fault::new(
                "ParseNonUnaryAgregateFunctionCall",
                "Only one argument is supported for aggregate functions in the SQL expression.",
            )),
        }
    }

    /// `SUBSTRING(text FROM start FOR length)`, or with commas.
    fn substring(&mut self) -> Result<Expression, Fault> {
        let mut arguments = vec![self.expression()?];
        if self.take_word("FROM") {
            arguments.push(self.expression()?);
            if self.take_word("FOR") {
                arguments.push(self.expression()?);
            }
        } else {
            while self.take_symbol(",") {
                arguments.push(self.expression()?);
            }
        }
        Ok(Expression::Call("SUBSTRING".to_owned(), arguments))
    }

    /// `TRIM(LEADING 'x' FROM text)`: becomes side, text and perhaps characters.
    fn trim(&mut self) -> Result<Expression, Fault> {
        let sides = ["LEADING", "TRAILING", "BOTH"];
        let side = sides.iter().find(|side| self.take_word(side)).copied();
        let text = |text: &str| Expression::Text(text.to_owned());
        let mut arguments = vec![text(side.unwrap_or("BOTH"))];
        if side.is_some() && self.take_word("FROM") {
            arguments.push(self.expression()?);
        } else {
            let first = self.expression()?;
            if self.take_word("FROM") {
                arguments.push(self.expression()?);
                arguments.push(first);
            } else if side.is_some() {
                self.expect_word("FROM")?;
            } else {
                arguments.push(first);
            }
        }
        Ok(Expression::Call("TRIM".to_owned(), arguments))
    }

    fn date_part(&mut self) -> Result<Expression, Fault> {
        const PARTS: [&str; 8] = [
            "YEAR",
            "MONTH",
            "DAY",
            "HOUR",
            "MINUTE",
            "SECOND",
            "TIMEZONE_HOUR",
            "TIMEZONE_MINUTE",
        ];
        match PARTS.iter().find(|part| self.take_word(part)) {
            Some(part) => Ok(Expression::Text((*part).to_owned())),
            None => Err(Fault::new(
                "ParseExpectedDatePart",
                format!("Expected a date part at {}, found {}.", self.place(), self.peek()),
            )),
        }
    }

    fn type_(&mut self) -> Result<Type, Fault> {
        let place = self.place();
        let Token::Word(word) = self.next() else {
            return Err(Fault::new(
                "ParseExpectedTypeName",
                format!("Expected a type name at {place}."),
            ));
        };
        Ok(match word.to_ascii_uppercase().as_str() {
            "BOOL" | "BOOLEAN" => Type::Bool,
            "INT" | "INTEGER" => Type::Int,
            "FLOAT" => Type::Float,
            "STRING" => Type::Text,
            "TIMESTAMP" => Type::Time,
            "DECIMAL" | "NUMERIC" => Type::Decimal(self.precision()?),
            _ => {
                return Err(Fault::new(
                    "ParseExpectedTypeName",
                    format!("{word} at {place} is the name of no type."),
                ));
            }
        })
    }

    fn precision(&mut self) -> Result<Option<(u8, u8)>, Fault> {
        /// Digits of a decimal. Source: S3 User Guide, "Data types" (1 to 38).
        const DIGITS_MAX: u8 = 38;
        let invalid = || {
            Fault::new(
                "ParseInvalidTypeParam",
                "The SQL expression contains a parameter value \
             that isn't valid: a decimal has 1 to 38 digits, and no more of them after its point.",
            )
        };
        if !self.take_symbol("(") {
            return Ok(None);
        }
        let mut number = || match self.next() {
            Token::Number(digits) => digits.parse().map_err(|_| invalid()),
            _ => Err(invalid()),
        };
        let precision: u8 = number()?;
        let scale = if self.take_symbol(",") {
            match self.next() {
                Token::Number(digits) => digits.parse().map_err(|_| invalid())?,
                _ => return Err(invalid()),
            }
        } else {
            0
        };
        self.expect_symbol(")")?;
        if !(1..=DIGITS_MAX).contains(&precision) || scale > precision {
            return Err(invalid());
        }
        Ok(Some((precision, scale)))
    }
}

fn negated(is_negated: bool, expression: Expression) -> Expression {
    if is_negated { Expression::Not(Box::new(expression)) } else { expression }
}

fn alone_or(mut operands: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match (operands.pop(), operands.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            operands.extend(last);
            many(operands)
        }
    }
}
