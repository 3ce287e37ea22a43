//! The language of composite alarms' rules.
//!
//! Source: API Reference, PutCompositeAlarm, `AlarmRule`; User Guide, "Create a composite alarm"
//! (`AT_LEAST(M, STATE, (alarm, …))`).

use std::collections::BTreeSet;

use crate::alarm::name_of;
use crate::limits;

#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    Constant(bool),
    /// A state, negated or not, and an alarm's name.
    Is(Condition, String),
    Not(Box<Rule>),
    All(Vec<Rule>),
    Any(Vec<Rule>),
    AtLeast(Least, Condition, Vec<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    state: &'static str,
    is_negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Least {
    Number(usize),
    Percent(f64),
}

const STATES: [&str; 3] = ["ALARM", "OK", "INSUFFICIENT_DATA"];

impl Condition {
    fn is_met(&self, state: Option<&str>) -> bool {
        state.is_some_and(|state| (state == self.state) != self.is_negated)
    }
}

impl Rule {
    pub fn parse(text: &str) -> Result<Rule, String> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
        let rule = parser.any()?;
        if parser.at < parser.tokens.len() {
            return Err(parser.unexpected());
        }
        if rule.names().len() > limits::RULE_ALARMS_MAX {
            return Err(format!("it names more than {} alarms", limits::RULE_ALARMS_MAX));
        }
        Ok(rule)
    }

    /// The alarms that it names.
    pub fn names(&self) -> BTreeSet<&str> {
        match self {
            Rule::Constant(_) => BTreeSet::new(),
            Rule::Is(_, name) => BTreeSet::from([name.as_str()]),
            Rule::Not(rule) => rule.names(),
            Rule::All(rules) | Rule::Any(rules) => rules.iter().flat_map(Rule::names).collect(),
            Rule::AtLeast(_, _, names) => names.iter().map(String::as_str).collect(),
        }
    }

    /// By the states of the alarms; none of one that is not there.
    pub fn is_met(&self, state_of: &impl Fn(&str) -> Option<String>) -> bool {
        match self {
            Rule::Constant(value) => *value,
            Rule::Is(condition, name) => condition.is_met(state_of(name).as_deref()),
            Rule::Not(rule) => !rule.is_met(state_of),
            Rule::All(rules) => rules.iter().all(|rule| rule.is_met(state_of)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.is_met(state_of)),
            Rule::AtLeast(least, condition, names) => {
                let met = names.iter().filter(|it| condition.is_met(state_of(it).as_deref()));
                let met = met.count();
                match least {
                    Least::Number(number) => met >= *number,
                    Least::Percent(percent) => met as f64 * 100.0 >= percent * names.len() as f64,
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Quoted(String),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '(' => (Token::Open, &rest[1..]),
            ')' => (Token::Close, &rest[1..]),
            ',' => (Token::Comma, &rest[1..]),
            '"' | '\'' => {
                let (text, after) =
                    rest[1..].split_once(first).ok_or("a quotation mark has no pair")?;
                (Token::Quoted(text.to_owned()), after)
            }
            _ => {
                let is_end = |it: char| it.is_whitespace() || "(),\"'".contains(it);
                let end = rest.find(is_end).unwrap_or(rest.len());
                (Token::Word(rest[..end].to_owned()), &rest[end..])
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn unexpected(&self) -> String {
        match self.tokens.get(self.at) {
            Some(Token::Word(word) | Token::Quoted(word)) => format!("unexpected '{word}'"),
            Some(Token::Open) => "unexpected '('".to_owned(),
            Some(Token::Close) => "unexpected ')'".to_owned(),
            Some(Token::Comma) => "unexpected ','".to_owned(),
            None => "unexpected end".to_owned(),
        }
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.at),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let is_it = self.tokens.get(self.at) == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), String> {
        if self.take(wanted) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn any(&mut self) -> Result<Rule, String> {
        let mut rules = vec![self.all()?];
        while self.take_word("OR") {
            rules.push(self.all()?);
        }
        Ok(if rules.len() == 1 { rules.remove(0) } else { Rule::Any(rules) })
    }

    fn all(&mut self) -> Result<Rule, String> {
        let mut rules = vec![self.not()?];
        while self.take_word("AND") {
            rules.push(self.not()?);
        }
        Ok(if rules.len() == 1 { rules.remove(0) } else { Rule::All(rules) })
    }

    fn not(&mut self) -> Result<Rule, String> {
        self.depth += 1;
        if self.depth > limits::RULE_DEPTH_MAX {
            return Err("it is nested too deeply".to_owned());
        }
        let rule =
            if self.take_word("NOT") { Rule::Not(Box::new(self.not()?)) } else { self.primary()? };
        self.depth -= 1;
        Ok(rule)
    }

    fn primary(&mut self) -> Result<Rule, String> {
        if self.take(&Token::Open) {
            let inner = self.any()?;
            self.expect(&Token::Close)?;
            return Ok(inner);
        }
        if self.take_word("TRUE") {
            return Ok(Rule::Constant(true));
        }
        if self.take_word("FALSE") {
            return Ok(Rule::Constant(false));
        }
        if self.take_word("AT_LEAST") {
            return self.at_least();
        }
        let state = self.state()?;
        self.expect(&Token::Open)?;
        let name = self.name()?;
        self.expect(&Token::Close)?;
        Ok(Rule::Is(Condition { state, is_negated: false }, name))
    }

    fn state(&mut self) -> Result<&'static str, String> {
        let found = STATES.into_iter().find(|state| self.take_word(state));
        found.ok_or_else(|| self.unexpected())
    }

    fn at_least(&mut self) -> Result<Rule, String> {
        self.expect(&Token::Open)?;
        let Some(Token::Word(least)) = self.tokens.get(self.at) else {
            return Err(self.unexpected());
        };
        let number = match least.strip_suffix('%') {
            Some(percent) => percent.parse().ok().map(Least::Percent),
            None => least.parse().ok().filter(|it| *it > 0).map(Least::Number),
        };
        let least = number.ok_or_else(|| self.unexpected())?;
        self.at += 1;
        self.expect(&Token::Comma)?;
        let is_negated = self.take_word("NOT");
        let state = self.state()?;
        self.expect(&Token::Comma)?;
        self.expect(&Token::Open)?;
        let mut names = vec![self.name()?];
        while self.take(&Token::Comma) {
            names.push(self.name()?);
        }
        self.expect(&Token::Close)?;
        self.expect(&Token::Close)?;
        Ok(Rule::AtLeast(least, Condition { state, is_negated }, names))
    }

    /// A name may have spaces where it is not quoted.
    fn name(&mut self) -> Result<String, String> {
        if let Some(Token::Quoted(name)) = self.tokens.get(self.at) {
            self.at += 1;
            return Ok(name_of(name).to_owned());
        }
        let mut words = Vec::new();
        while let Some(Token::Word(word)) = self.tokens.get(self.at) {
            words.push(word.as_str());
            self.at += 1;
        }
        if words.is_empty() {
            return Err(self.unexpected());
        }
        Ok(name_of(&words.join(" ")).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> bool {
        let rule = Rule::parse(text).expect("a rule");
        rule.is_met(&|name| match name {
            "a" => Some("ALARM".to_owned()),
            "b c" => Some("OK".to_owned()),
            "d" => Some("INSUFFICIENT_DATA".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn rules_are_of_states_and_operators() {
        assert!(holds("ALARM(a)"));
        assert!(holds("ALARM(\"a\") AND OK('b c')"));
        assert!(holds("ALARM(b c) OR NOT (ALARM(d) AND ALARM(a))"));
        assert!(holds("ALARM(arn:aws:cloudwatch:us-east-1:111111111111:alarm:a)"));
        assert!(holds("TRUE AND NOT FALSE"));
        assert!(holds("AT_LEAST(1, ALARM, (a, b c, d))"));
        assert!(holds("AT_LEAST(60%, NOT ALARM, (a, b c, d))"));
        assert!(!holds("AT_LEAST(2, ALARM, (a, b c, d))"));
        assert!(!holds("ALARM(gone) OR OK(gone) OR INSUFFICIENT_DATA(gone)"));
        assert!(!holds("OK(a)"));
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in ["", "ALARM", "ALARM()", "ALARM(a", "a", "ALARM(a) ALARM(b)", "NOT", "\"a"] {
            assert!(Rule::parse(text).is_err(), "{text}");
        }
        assert!(Rule::parse(&"(".repeat(10_000)).is_err());
        let many: Vec<_> = (0..101).map(|number| format!("ALARM(a{number})")).collect();
        assert!(Rule::parse(&many.join(" OR ")).is_err());
    }
}
