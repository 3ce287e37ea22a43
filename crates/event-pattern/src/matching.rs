//! Match expressions: what stands in braces in the list of a field's values, such as
//! `{"prefix": "a"}`.
//!
//! Source: event-ruler, `JsonRuleCompiler` (order of checks, messages).

use crate::address::Cidr;
use crate::compile::{Fault, seen};
use crate::json::{Scanner, Token};
use crate::number::{self, NotComparable, Range};
use crate::operator::{AnythingBut, Operator, fold_case};
use crate::wildcard::Wildcard;

const ONE_KEY: &str = "Only one key allowed in match expression";
const TOO_MANY: &str = "Too many elements in numeric expression";

/// The operator of an expression whose opening brace is read; reads its closing one.
pub fn expression(scanner: &mut Scanner<'_>) -> Result<Operator, Fault> {
    let mut it = Expression { scanner };
    let Token::String(name) = it.next()? else {
        return Err(it.fault("Match expression name not found"));
    };
    let value = it.value()?;
    let operator = match name.as_str() {
        "exactly" => Operator::Text(it.text(value, "exact match pattern must be a string")?.into()),
        "prefix" => it.one_end(value, "Prefix", Operator::Prefix, Operator::PrefixIgnoreCase)?,
        "suffix" => it.one_end(value, "Suffix", Operator::Suffix, Operator::SuffixIgnoreCase)?,
        "equals-ignore-case" => {
            let text = it.text(value, "equals-ignore-case match pattern must be a string")?;
            Operator::EqualsIgnoreCase(fold_case(&text))
        }
        "wildcard" => {
            let text = it.text(value, "wildcard match pattern must be a string")?;
            Operator::Wildcard(it.wildcard(&text)?)
        }
        "cidr" => {
            let text = it.text(value, "prefix match pattern must be a string")?;
            let cidr = Cidr::parse(&text);
            Operator::Cidr(cidr.map_err(|message| Fault { message, offset: None })?)
        }
        "exists" => match value {
            Token::True => Operator::Present,
            Token::False => Operator::Absent,
            token => {
                let message = "exists match pattern must be either true or false.";
                return Err(it.fault_at(&token, message));
            }
        },
        "numeric" => {
            if value != Token::ArrayStart {
                return Err(it.fault_at(&value, "Value of numeric must be an array."));
            }
            Operator::Numeric(it.numeric()?)
        }
        "anything-but" => Operator::AnythingBut(it.anything_but(value)?),
        _ => return Err(it.fault_at(&value, format!("Unrecognized match type {name}"))),
    };
    let is_list = matches!(operator, Operator::Numeric(_) | Operator::AnythingBut(_));
    it.end(if is_list { TOO_MANY } else { ONE_KEY })?;
    Ok(operator)
}

/// Which list an `anything-but` with an inner operator has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ButKind {
    IgnoreCase,
    Prefix,
    Suffix,
    Wildcard,
}

struct Expression<'s, 't> {
    scanner: &'s mut Scanner<'t>,
}

impl Expression<'_, '_> {
    fn next(&mut self) -> Result<Token, Fault> {
        Ok(self.scanner.next()?)
    }

    /// The value after a name.
    fn value(&mut self) -> Result<Token, Fault> {
        self.scanner.colon()?;
        self.next()
    }

    fn text(&self, token: Token, message: &str) -> Result<String, Fault> {
        match token {
            Token::String(text) => Ok(text),
            token => Err(self.fault_at(&token, message)),
        }
    }

    fn end(&mut self, message: &str) -> Result<(), Fault> {
        match self.next()? {
            Token::ObjectEnd => Ok(()),
            token => Err(self.fault_at(&token, message)),
        }
    }

    fn wildcard(&self, text: &str) -> Result<Wildcard, Fault> {
        Wildcard::parse(text).map_err(|message| self.fault(message))
    }

    /// `prefix` and `suffix`: a text, or an object with `equals-ignore-case`.
    fn one_end(
        &mut self,
        value: Token,
        what: &str,
        plain: fn(Box<str>) -> Operator,
        ignoring_case: fn(Box<str>) -> Operator,
    ) -> Result<Operator, Fault> {
        if value != Token::ObjectStart {
            let message = format!("{} match pattern must be a string", what.to_lowercase());
            return Ok(plain(self.text(value, &message)?.into()));
        }
        let Token::String(name) = self.next()? else {
            return Err(self.fault(format!("{what} expression name not found")));
        };
        let value = self.value()?;
        if name != "equals-ignore-case" {
            let message = format!("Unsupported {} pattern: {name}", what.to_lowercase());
            return Err(self.fault_at(&value, message));
        }
        let text = self.text(value, "equals-ignore-case match pattern must be a string")?;
        self.end(ONE_KEY)?;
        Ok(ignoring_case(fold_case(&text)))
    }

    fn anything_but(&mut self, value: Token) -> Result<AnythingBut, Fault> {
        if value == Token::ObjectStart {
            let Token::String(name) = self.next()? else {
                return Err(self.fault("Anything-But expression name not found"));
            };
            let value = self.value()?;
            let kind = match name.as_str() {
                "equals-ignore-case" => ButKind::IgnoreCase,
                "prefix" => ButKind::Prefix,
                "suffix" => ButKind::Suffix,
                "wildcard" => ButKind::Wildcard,
                _ => {
                    let message = format!("Unsupported anything-but pattern: {name}");
                    return Err(self.fault_at(&value, message));
                }
            };
            let but = self.anything_but_inner(value, kind)?;
            self.end(TOO_MANY)?;
            return Ok(but);
        }
        match value {
            Token::ArrayStart => self.anything_but_list(),
            Token::String(text) => Ok(AnythingBut::Texts(vec![text.into()])),
            Token::Number(text) => Ok(AnythingBut::Numbers(vec![self.comparable(&text)?])),
            token => Err(self.fault_at(&token, BUT_VALUE)),
        }
    }

    fn anything_but_list(&mut self) -> Result<AnythingBut, Fault> {
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        for token in self.list()? {
            match token {
                (Token::String(text), _) => texts.push(text.into()),
                (Token::Number(text), _) => numbers.push(self.comparable(&text)?),
                (_, offset) => {
                    let message = "Inside anything but list, start|null|boolean is not supported.";
                    return Err(Fault { message: message.to_owned(), offset: Some(offset) });
                }
            }
        }
        match (texts.is_empty(), numbers.is_empty()) {
            (false, true) => Ok(AnythingBut::Texts(texts)),
            (true, false) => Ok(AnythingBut::Numbers(numbers)),
            _ => Err(self.fault(
                "Inside anything but list, either all values are number or string, mixed type is \
                 not supported",
            )),
        }
    }

    fn anything_but_inner(&mut self, value: Token, kind: ButKind) -> Result<AnythingBut, Fault> {
        let offset = seen(self.scanner, &value);
        let tokens = match value {
            Token::ArrayStart => self.list()?,
            token @ (Token::String(_) | Token::Number(_)) => vec![(token, offset)],
            token => return Err(self.fault_at(&token, BUT_VALUE)),
        };
        let mut texts = Vec::new();
        for (token, offset) in tokens {
            let Token::String(text) = token else {
                let message = match kind {
                    ButKind::IgnoreCase => {
                        "Inside anything-but/equals-ignore-case list, number|start|null|boolean \
                         is not supported."
                    }
                    ButKind::Wildcard => "wildcard match pattern must be a string",
                    ButKind::Prefix | ButKind::Suffix => {
                        "prefix/suffix match pattern must be a string"
                    }
                };
                return Err(Fault { message: message.to_owned(), offset: Some(offset) });
            };
            if text.is_empty() && matches!(kind, ButKind::Prefix | ButKind::Suffix) {
                return Err(self.fault("Null prefix/suffix not allowed"));
            }
            texts.push(text);
        }
        let boxed = |texts: Vec<String>| texts.into_iter().map(Into::into).collect();
        Ok(match kind {
            ButKind::IgnoreCase => {
                AnythingBut::IgnoreCase(texts.iter().map(|text| fold_case(text)).collect())
            }
            ButKind::Prefix => AnythingBut::Prefixes(boxed(texts)),
            ButKind::Suffix => AnythingBut::Suffixes(boxed(texts)),
            ButKind::Wildcard => {
                let wildcards = texts.iter().map(|text| self.wildcard(text));
                AnythingBut::Wildcards(wildcards.collect::<Result<_, _>>()?)
            }
        })
    }

    /// The items of a list whose opening bracket is read, each with how far was read to see it.
    fn list(&mut self) -> Result<Vec<(Token, usize)>, Fault> {
        let mut items = Vec::new();
        while let Some(token) = self.scanner.item(items.is_empty())? {
            let offset = seen(self.scanner, &token);
            let is_nested = matches!(token, Token::ObjectStart | Token::ArrayStart);
            items.push((token, offset));
            if is_nested {
                // What it holds is of no consequence: the caller refuses it.
                return Ok(items);
            }
        }
        Ok(items)
    }

    /// The range of a numeric expression, whose opening bracket is read.
    fn numeric(&mut self) -> Result<Range, Fault> {
        let operator = match self.next()? {
            Token::String(operator) => operator,
            token => {
                let found = &self.scanner.text()[self.scanner.start..self.scanner.offset];
                let message = format!("Invalid member in numeric match: {found}");
                return Err(self.fault_at(&token, message));
            }
        };
        self.comma()?;
        let value = self.next()?;
        let known = matches!(operator.as_str(), "=" | ">=" | ">" | "<=" | "<");
        if !known {
            let message = format!("Unrecognized numeric range operator: {operator}");
            return Err(self.fault_at(&value, message));
        }
        let Token::Number(text) = value else {
            let name = if operator == "=" { "equals" } else { operator.as_str() };
            return Err(self.fault_at(&value, format!("Value of {name} must be numeric")));
        };
        let number = self.comparable(&text)?;
        let next = self.next()?;
        if next == Token::ArrayEnd {
            return Ok(match operator.as_str() {
                "=" => Range { low: number, high: number, ..Range::ALL },
                ">=" => Range { low: number, ..Range::ALL },
                ">" => Range { low: number, is_low_open: true, ..Range::ALL },
                "<=" => Range { high: number, ..Range::ALL },
                _ => Range { high: number, is_high_open: true, ..Range::ALL },
            });
        }
        if next != Token::Comma {
            return Err(self.scanner.unexpected(crate::json::EXPECTING_COMMA).into());
        }
        let token = self.next()?;
        if !operator.starts_with('>') {
            return Err(self.fault_at(&token, TOO_MANY));
        }
        let low = Range { low: number, is_low_open: operator == ">", ..Range::ALL };
        self.high_end(low, token)
    }

    /// The second half of `[">", 0, "<=", 5]`.
    fn high_end(&mut self, range: Range, token: Token) -> Result<Range, Fault> {
        let Token::String(operator) = token else {
            let found = &self.scanner.text()[self.scanner.start..self.scanner.offset];
            let message = format!("Bad value in numeric range: {found}");
            return Err(self.fault_at(&token, message));
        };
        if operator != "<" && operator != "<=" {
            return Err(self.fault(format!("Bad numeric range operator: {operator}")));
        }
        self.comma()?;
        let value = self.next()?;
        let Token::Number(text) = value else {
            return Err(self.fault_at(&value, format!("Value of {operator} must be numeric")));
        };
        let token = self.next()?;
        if token != Token::ArrayEnd {
            return Err(self.fault_at(&token, "Too many terms in numeric range expression"));
        }
        let high = self.comparable(&text)?;
        if range.low >= high {
            return Err(self.fault("Bottom must be less than top"));
        }
        Ok(Range { high, is_high_open: operator == "<", ..range })
    }

    fn comma(&mut self) -> Result<(), Fault> {
        match self.next()? {
            Token::Comma => Ok(()),
            Token::ArrayEnd => Err(self.fault("Invalid member in numeric match: ]")),
            _ => Err(self.scanner.unexpected(crate::json::EXPECTING_COMMA).into()),
        }
    }

    fn comparable(&self, text: &str) -> Result<i64, Fault> {
        number::millionths(text).map_err(|reason| {
            self.fault(match reason {
                NotComparable::TooLarge => {
                    "Value must be between -5.0E9 and 5.0E9, inclusive".to_owned()
                }
                NotComparable::TooFine => {
                    format!("Only values upto 6 decimals are supported{text}")
                }
            })
        })
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { message: message.into(), offset: Some(self.scanner.offset) }
    }

    fn fault_at(&self, token: &Token, message: impl Into<String>) -> Fault {
        Fault { message: message.into(), offset: Some(seen(self.scanner, token)) }
    }
}

const BUT_VALUE: &str = "Value of anything-but must be an array or single string/number value.";
