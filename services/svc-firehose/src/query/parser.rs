//! From words to an expression.

use super::Refusal;
use super::function;
use super::lexer::{Piece, Token, tokens};

/// Brackets nest no deeper.
const DEPTH_MAX: usize = 32;
/// As many operators, indexes and pipes follow each other on the way to one value: whoever runs the
/// query nests as deeply.
const LINKS_MAX: usize = 128;

#[derive(Clone, Debug)]
pub enum Expr {
    Identity,
    Literal(Literal),
    Text(Vec<Piece>),
    /// Of the first, what the second names.
    Index(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    Iterate(Box<Expr>),
    /// Without its errors.
    Try(Box<Expr>),
    Array(Option<Box<Expr>>),
    Object(Vec<(Expr, Expr)>),
    Negate(Box<Expr>),
    Pipe(Box<Expr>, Box<Expr>),
    Comma(Box<Expr>, Box<Expr>),
    Operator(&'static str, Box<Expr>, Box<Expr>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    Format(String),
    Call(String, Vec<Expr>),
}

#[derive(Clone, Debug)]
pub enum Literal {
    Null,
    Bool(bool),
    Number(f64),
}

impl Expr {
    /// The text, where it is nothing else.
    pub fn literal(&self) -> Option<&str> {
        match self {
            Expr::Text(pieces) => match pieces.as_slice() {
                [Piece::Text(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    fn of_text(text: &str) -> Expr {
        Expr::Text(vec![Piece::Text(text.to_owned())])
    }
}

pub fn parse(text: &str) -> Result<Expr, Refusal> {
    parse_at(text, 0)
}

pub fn parse_at(text: &str, depth: usize) -> Result<Expr, Refusal> {
    // What is within a text is on the way of what is around it.
    let links = depth * 16;
    if links > LINKS_MAX {
        return Err(Refusal::syntax("The query nests too deeply."));
    }
    let tokens = tokens(text, depth)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth, links };
    let expr = parser.pipe()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(unexpected(token)),
    }
}

fn unexpected(token: &Token) -> Refusal {
    let told = match token {
        Token::Field(name) => format!(".{name}"),
        Token::Word(name) => name.clone(),
        Token::Format(name) => format!("@{name}"),
        Token::Number(number) => number.to_string(),
        Token::Text(_) => "text".to_owned(),
        Token::Sign(sign) => (*sign).to_owned(),
    };
    Refusal::syntax(format!("The query has an unexpected {told}."))
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    links: usize,
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 5] =
    [&["//"], &["or"], &["and"], &["==", "!=", "<", "<=", ">", ">="], &["+", "-"]];
const PRODUCTS: [&str; 3] = ["*", "/", "%"];
const UPDATES: [&str; 8] = ["=", "|=", "+=", "-=", "*=", "/=", "%=", "//="];
/// What JQ has and is not here.
const KEYWORDS: [&str; 11] = [
    "def", "reduce", "foreach", "try", "label", "import", "include", "as", "limit", "input",
    "inputs",
];

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(it)) if *it == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_it = self.is_sign(sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, sign: &str) -> Result<(), Refusal> {
        if self.take(sign) {
            return Ok(());
        }
        Err(self.peek().map_or_else(|| Refusal::syntax("The query has no end."), unexpected))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Token::Word(it)) if it == word);
        self.at += usize::from(is_it);
        is_it
    }

    fn nested(
        &mut self,
        inner: fn(&mut Parser<'t>) -> Result<Expr, Refusal>,
    ) -> Result<Expr, Refusal> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Refusal::syntax("The query nests too deeply."));
        }
        let expr = inner(self);
        self.depth -= 1;
        expr
    }

    fn link(&mut self) -> Result<(), Refusal> {
        self.links += 1;
        if self.links > LINKS_MAX {
            return Err(Refusal::syntax("The query is too long."));
        }
        Ok(())
    }

    fn pipe(&mut self) -> Result<Expr, Refusal> {
        let mut stages = vec![self.comma()?];
        while self.take("|") {
            self.link()?;
            stages.push(self.comma()?);
        }
        let last = stages.pop().expect("there is at least one");
        let joined = |after: Expr, before: Expr| Expr::Pipe(Box::new(before), Box::new(after));
        Ok(stages.into_iter().rev().fold(last, joined))
    }

    fn comma(&mut self) -> Result<Expr, Refusal> {
        let mut expr = self.binary(0)?;
        while self.take(",") {
            self.link()?;
            expr = Expr::Comma(Box::new(expr), Box::new(self.binary(0)?));
        }
        Ok(expr)
    }

    fn operator(&mut self, of: &[&'static str]) -> Option<&'static str> {
        let found = of.iter().find(|it| match self.peek() {
            Some(Token::Sign(sign)) => sign == *it,
            Some(Token::Word(word)) => word == **it,
            _ => false,
        })?;
        self.at += 1;
        Some(found)
    }

    fn binary(&mut self, level: usize) -> Result<Expr, Refusal> {
        let Some(operators) = LEVELS.get(level) else { return self.product() };
        let mut expr = self.binary(level + 1)?;
        if level == 0
            && let Some(Token::Sign(sign)) = self.peek()
            && UPDATES.contains(sign)
        {
            return Err(Refusal::unsupported("assignments"));
        }
        while let Some(operator) = self.operator(operators) {
            self.link()?;
            let right = if operator == "//" {
                // It binds to the right.
                self.nested(|it| it.binary(0))?
            } else {
                self.binary(level + 1)?
            };
            expr = Expr::Operator(operator, Box::new(expr), Box::new(right));
        }
        Ok(expr)
    }

    fn product(&mut self) -> Result<Expr, Refusal> {
        let mut expr = self.postfix()?;
        while let Some(operator) = self.operator(&PRODUCTS) {
            self.link()?;
            expr = Expr::Operator(operator, Box::new(expr), Box::new(self.postfix()?));
        }
        Ok(expr)
    }

    fn postfix(&mut self) -> Result<Expr, Refusal> {
        if self.take("-") {
            return Ok(Expr::Negate(Box::new(self.nested(Parser::postfix)?)));
        }
        let mut expr = self.term()?;
        loop {
            self.link()?;
            match self.peek() {
                Some(Token::Field(name)) => {
                    self.at += 1;
                    expr = Expr::Index(Box::new(expr), Box::new(Expr::of_text(name)));
                }
                Some(Token::Sign("?")) => {
                    self.at += 1;
                    expr = Expr::Try(Box::new(expr));
                }
                Some(Token::Sign("[")) => {
                    self.at += 1;
                    expr = self.index(expr)?;
                }
                Some(Token::Sign(".")) => {
                    self.at += 1;
                    expr = match self.peek() {
                        Some(Token::Text(pieces)) => {
                            self.at += 1;
                            Expr::Index(Box::new(expr), Box::new(Expr::Text(pieces.clone())))
                        }
                        Some(Token::Sign("[")) => continue,
                        _ => return Err(unexpected(&Token::Sign("."))),
                    };
                }
                Some(Token::Word(word)) if word == "as" => {
                    return Err(Refusal::unsupported("variables"));
                }
                _ => return Ok(expr),
            }
        }
    }

    /// After `[` behind a term.
    fn index(&mut self, of: Expr) -> Result<Expr, Refusal> {
        let of = Box::new(of);
        if self.take("]") {
            return Ok(Expr::Iterate(of));
        }
        if self.take(":") {
            let to = self.nested(Parser::pipe)?;
            self.expect("]")?;
            return Ok(Expr::Slice(of, None, Some(Box::new(to))));
        }
        let from = self.nested(Parser::pipe)?;
        if !self.take(":") {
            self.expect("]")?;
            return Ok(Expr::Index(of, Box::new(from)));
        }
        let to = if self.is_sign("]") { None } else { Some(Box::new(self.nested(Parser::pipe)?)) };
        self.expect("]")?;
        Ok(Expr::Slice(of, Some(Box::new(from)), to))
    }

    fn term(&mut self) -> Result<Expr, Refusal> {
        let token = self.peek().ok_or_else(|| Refusal::syntax("The query has no end."))?;
        self.at += 1;
        match token {
            Token::Field(name) => {
                Ok(Expr::Index(Box::new(Expr::Identity), Box::new(Expr::of_text(name))))
            }
            Token::Number(number) => Ok(Expr::Literal(Literal::Number(*number))),
            Token::Text(pieces) => Ok(Expr::Text(pieces.clone())),
            Token::Format(name) if function::FORMATS.contains(&name.as_str()) => {
                Ok(Expr::Format(name.clone()))
            }
            Token::Format(name) => Err(Refusal::unsupported(format_args!("@{name}"))),
            Token::Sign(".") => self.dot(),
            Token::Sign("..") => Err(Refusal::unsupported("recursive descent (..)")),
            Token::Sign("(") => {
                let inner = self.nested(Parser::pipe)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") if self.take("]") => Ok(Expr::Array(None)),
            Token::Sign("[") => {
                let inner = self.nested(Parser::pipe)?;
                self.expect("]")?;
                Ok(Expr::Array(Some(Box::new(inner))))
            }
            Token::Sign("{") => self.nested(Parser::object),
            Token::Word(word) => self.word(word),
            other @ Token::Sign(_) => Err(unexpected(other)),
        }
    }

    fn dot(&mut self) -> Result<Expr, Refusal> {
        match self.peek() {
            Some(Token::Text(pieces)) => {
                self.at += 1;
                Ok(Expr::Index(Box::new(Expr::Identity), Box::new(Expr::Text(pieces.clone()))))
            }
            _ => Ok(Expr::Identity),
        }
    }

    fn word(&mut self, word: &str) -> Result<Expr, Refusal> {
        match word {
            "null" => return Ok(Expr::Literal(Literal::Null)),
            "true" => return Ok(Expr::Literal(Literal::Bool(true))),
            "false" => return Ok(Expr::Literal(Literal::Bool(false))),
            "if" => return self.nested(Parser::condition),
            _ => {}
        }
        if KEYWORDS.contains(&word) {
            return Err(Refusal::unsupported(word));
        }
        let mut arguments = Vec::new();
        if self.take("(") {
            loop {
                arguments.push(self.nested(Parser::pipe)?);
                if !self.take(";") {
                    break;
                }
            }
            self.expect(")")?;
        }
        if !function::is_known(word, arguments.len()) {
            let told = format!("{word}/{}", arguments.len());
            return Err(Refusal::unsupported(format_args!("the function {told}")));
        }
        Ok(Expr::Call(word.to_owned(), arguments))
    }

    /// After `if` or `elif`.
    fn condition(&mut self) -> Result<Expr, Refusal> {
        let condition = Box::new(self.pipe()?);
        let words = |it: &mut Self, word: &str| {
            if it.take_word(word) {
                return Ok(());
            }
            Err(Refusal::syntax(format!("A condition in the query has no {word}.")))
        };
        words(self, "then")?;
        let then = Box::new(self.pipe()?);
        let otherwise = if self.take_word("elif") {
            return Ok(Expr::If(condition, then, Box::new(self.nested(Parser::condition)?)));
        } else if self.take_word("else") {
            self.pipe()?
        } else {
            Expr::Identity
        };
        words(self, "end")?;
        Ok(Expr::If(condition, then, Box::new(otherwise)))
    }

    /// After `{`.
    fn object(&mut self) -> Result<Expr, Refusal> {
        let mut entries = Vec::new();
        loop {
            if self.take("}") {
                return Ok(Expr::Object(entries));
            }
            let token = self.peek().ok_or_else(|| Refusal::syntax("The query has no end."))?;
            self.at += 1;
            let name = match token {
                Token::Word(word) => Expr::of_text(word),
                Token::Text(pieces) => Expr::Text(pieces.clone()),
                Token::Sign("(") => {
                    let inner = self.pipe()?;
                    self.expect(")")?;
                    inner
                }
                other => return Err(unexpected(other)),
            };
            let links = self.links;
            let value = if self.take(":") {
                self.object_value()?
            } else {
                Expr::Index(Box::new(Expr::Identity), Box::new(name.clone()))
            };
            self.links = links;
            entries.push((name, value));
            if !self.take(",") {
                self.expect("}")?;
                return Ok(Expr::Object(entries));
            }
        }
    }

    /// "{year: .at|strftime("%Y")}": a pipe within an object, without commas.
    fn object_value(&mut self) -> Result<Expr, Refusal> {
        let value = self.binary(0)?;
        if !self.take("|") {
            return Ok(value);
        }
        self.link()?;
        let rest = self.object_value()?;
        Ok(Expr::Pipe(Box::new(value), Box::new(rest)))
    }
}
