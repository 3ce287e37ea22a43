//! From the text of a pattern to its branches, with the reference engine's checks in its words.
//!
//! Fields of a pattern go together by *and*; each `$or` multiplies the branches that there are so
//! far by its alternatives. A branch is a map from a path, its steps joined by dots, to the
//! operators of which one must hold. Of several mentions of a path in a branch the last counts.
//!
//! Source: event-ruler, `JsonRuleCompiler` (structure, order of checks, messages).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::json::{EXPECTING_COMMA, EXPECTING_NAME, Scanner, SyntaxError, Token, source};
use crate::matching;
use crate::operator::Operator;
use crate::wildcard;

/// A pattern has at most this many branches. Source: EventBridge User Guide, "Or matching"
/// (patterns of more than 1,000 combinations are refused).
pub const BRANCHES_MAX: usize = 1_000;
/// Objects nest at most this deep. Our choice: a pattern of 4,096 characters could nest 680 deep.
pub const DEPTH_MAX: usize = 200;

/// Path → operators.
pub type Branch = BTreeMap<Arc<str>, Arc<[Operator]>>;

/// Field names that mean operators; inside `$or` they are a sign of a misunderstanding.
const RESERVED: [&str; 23] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
];

/// Why a pattern is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, without the place.
    pub message: String,
    /// ` at [Source: …; line: 1, column: 40]`, on a line of its own, or nothing.
    pub place: String,
}

impl Invalid {
    /// What stands after `Reason: ` in EventBridge's message.
    pub fn reason(&self) -> String {
        format!("{}{}", self.message, self.place)
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Event pattern is not valid. Reason: {}{}", self.message, self.place)
    }
}

impl std::error::Error for Invalid {}

/// A check that failed, at a place of the source or at none.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
    pub offset: Option<usize>,
}

impl From<SyntaxError> for Fault {
    fn from(error: SyntaxError) -> Fault {
        Fault { message: error.message, offset: Some(error.offset) }
    }
}

/// Compiles the text of a pattern.
pub fn compile(text: &str) -> Result<Vec<Branch>, Invalid> {
    let mut compiler = Compiler { scanner: Scanner::new(text), branches: Vec::new() };
    let done = compiler.pattern();
    done.map_err(|fault| Invalid {
        message: fault.message,
        place: fault.offset.map_or_else(String::new, |offset| place(text, offset)),
    })?;
    Ok(compiler.branches)
}

/// The place, on a line of its own.
fn place(text: &str, offset: usize) -> String {
    format!("\n at {}", source(text, offset))
}

struct Compiler<'t> {
    scanner: Scanner<'t>,
    branches: Vec<Branch>,
}

impl Compiler<'_> {
    fn pattern(&mut self) -> Result<(), Fault> {
        if self.scanner.next()? != Token::ObjectStart {
            return Err(self.fault("Filter is not an object"));
        }
        let mut path = String::new();
        self.object(&mut path, false, 1)?;
        match self.scanner.next()? {
            Token::End => Ok(()),
            _ => Err(self.scanner.unexpected("expected the end of the pattern").into()),
        }
    }

    /// The members of an object whose opening brace is read.
    fn object(&mut self, path: &mut String, is_in_or: bool, depth: usize) -> Result<(), Fault> {
        if depth > DEPTH_MAX {
            return Err(self.fault(format!("Event pattern nests deeper than {DEPTH_MAX} levels")));
        }
        let mut name = match self.scanner.next()? {
            Token::String(name) => name,
            Token::ObjectEnd => return Err(self.fault("Empty objects are not allowed")),
            _ => return Err(self.scanner.unexpected(EXPECTING_NAME).into()),
        };
        loop {
            self.scanner.colon()?;
            if name == "$or" {
                self.alternatives(path, depth)?;
            } else {
                self.field(&name, path, is_in_or, depth)?;
            }
            match self.scanner.next()? {
                Token::ObjectEnd => return Ok(()),
                Token::Comma => {}
                _ => return Err(self.scanner.unexpected(EXPECTING_COMMA).into()),
            }
            name = match self.scanner.next()? {
                Token::String(name) => name,
                _ => return Err(self.scanner.unexpected(EXPECTING_NAME).into()),
            };
        }
    }

    fn field(
        &mut self,
        name: &str,
        path: &mut String,
        is_in_or: bool,
        depth: usize,
    ) -> Result<(), Fault> {
        let token = self.scanner.next()?;
        if is_in_or && RESERVED.contains(&name) {
            return Err(self.fault_before_value(
                &token,
                format!("{name} is Ruler reserved fieldName which cannot be used inside $or."),
            ));
        }
        let outer_len = path.len();
        if outer_len > 0 {
            path.push('.');
        }
        path.push_str(name);
        match token {
            Token::ObjectStart => self.object(path, is_in_or, depth + 1)?,
            Token::ArrayStart => self.values(path)?,
            token => {
                let message = format!("\"{name}\" must be an object or an array");
                return Err(self.fault_before_value(&token, message));
            }
        }
        path.truncate(outer_len);
        Ok(())
    }

    /// The value of `$or`: each alternative starts from the branches that there were.
    fn alternatives(&mut self, path: &mut String, depth: usize) -> Result<(), Fault> {
        let token = self.scanner.next()?;
        if token != Token::ArrayStart {
            let message = "It must be an Array followed with $or.";
            return Err(self.fault_before_value(&token, message));
        }
        let before = std::mem::take(&mut self.branches);
        let mut all = Vec::new();
        let mut count = 0;
        while let Some(token) = self.scanner.item(count == 0)? {
            count += 1;
            if token != Token::ObjectStart {
                let message = "Only JSON object is allowed in array of $or relationship.";
                return Err(self.fault_before_value(&token, message));
            }
            self.branches = if before.is_empty() { vec![Branch::new()] } else { before.clone() };
            self.object(path, true, depth + 1)?;
            all.append(&mut self.branches);
            if all.len() > BRANCHES_MAX {
                return Err(Fault {
                    message: format!("Rule has more than {BRANCHES_MAX} $or combinations"),
                    offset: None,
                });
            }
        }
        if count < 2 {
            return Err(self.fault("There must have at least 2 Objects in $or relationship."));
        }
        self.branches = all;
        Ok(())
    }

    /// The values of a field, whose opening bracket is read.
    fn values(&mut self, path: &str) -> Result<(), Fault> {
        let mut operators = Vec::new();
        while let Some(token) = self.scanner.item(operators.is_empty())? {
            operators.push(match token {
                Token::ObjectStart => matching::expression(&mut self.scanner)?,
                Token::String(text) => Operator::text(&text),
                Token::Number(text) => Operator::number(&text),
                Token::True => Operator::True,
                Token::False => Operator::False,
                Token::Null => Operator::Null,
                Token::ArrayStart => {
                    let message = "Match value must be String, number, true, false, or null";
                    return Err(self.fault(message));
                }
                _ => return Err(self.scanner.unexpected("expected a valid value").into()),
            });
        }
        if operators.is_empty() {
            return Err(self.fault("Empty arrays are not allowed"));
        }
        check_wildcards(&operators)?;
        if self.branches.is_empty() {
            self.branches.push(Branch::new());
        }
        let (path, operators): (Arc<str>, Arc<[Operator]>) = (path.into(), operators.into());
        for branch in &mut self.branches {
            branch.insert(path.clone(), operators.clone());
        }
        Ok(())
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { message: message.into(), offset: Some(self.scanner.offset) }
    }

    fn fault_before_value(&self, token: &Token, message: impl Into<String>) -> Fault {
        Fault { message: message.into(), offset: Some(seen(&self.scanner, token)) }
    }
}

/// How far Jackson has read when it has just come to a token: of a string only the quote.
pub fn seen(scanner: &Scanner<'_>, token: &Token) -> usize {
    if matches!(token, Token::String(_)) { scanner.start + 1 } else { scanner.offset }
}

fn check_wildcards(operators: &[Operator]) -> Result<(), Fault> {
    use crate::operator::AnythingBut;
    let all = operators.iter().flat_map(|operator| match operator {
        Operator::Wildcard(wildcard) => std::slice::from_ref(wildcard),
        Operator::AnythingBut(AnythingBut::Wildcards(wildcards)) => wildcards.as_slice(),
        _ => &[],
    });
    let all: Vec<_> = all.collect();
    if wildcard::complexity(&all) > wildcard::COMPLEXITY_MAX {
        let message = "Rule is too complex - try using fewer wildcard characters or fewer \
                       repeating character sequences after a wildcard character";
        return Err(Fault { message: message.to_owned(), offset: None });
    }
    Ok(())
}
