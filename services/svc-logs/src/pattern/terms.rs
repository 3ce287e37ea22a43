//! Terms anywhere in a text: `ERROR -EXITING`, `?ERROR ?WARN`, `"INTERNAL SERVER ERROR"`,
//! `%4\d\d%`.
//!
//! "If you combine `?` with other filter patterns, such as include and exclude terms, the question
//! mark is ignored": optional terms have no effect then.

use super::Refusal;
use super::scan::Scanner;

#[derive(Debug)]
pub struct Terms {
    required: Vec<Term>,
    excluded: Vec<Term>,
    optional: Vec<Term>,
}

#[derive(Debug)]
enum Term {
    Text(String),
    Regex(::regex::Regex),
}

pub fn parse(scanner: &mut Scanner<'_>) -> Result<Terms, Refusal> {
    let mut terms = Terms { required: Vec::new(), excluded: Vec::new(), optional: Vec::new() };
    loop {
        scanner.skip_spaces();
        if scanner.is_over() {
            break;
        }
        let list = if scanner.take("-") {
            &mut terms.excluded
        } else if scanner.take("?") {
            &mut terms.optional
        } else {
            &mut terms.required
        };
        list.push(term(scanner)?);
    }
    if !(terms.required.is_empty() && terms.excluded.is_empty()) {
        terms.optional.clear();
    }
    Ok(terms)
}

fn term(scanner: &mut Scanner<'_>) -> Result<Term, Refusal> {
    match scanner.peek() {
        Some('"') => scanner.quoted().map(Term::Text),
        Some('%') => scanner.regex().map(Term::Regex),
        _ => {
            let word = scanner.take_while(|it| !it.is_whitespace());
            let is_plain = |it: char| it.is_alphanumeric() || it == '_';
            if word.is_empty() || !word.chars().all(is_plain) {
                return Err(format!("Invalid character(s) in term '{word}'"));
            }
            Ok(Term::Text(word.to_owned()))
        }
    }
}

impl Terms {
    pub fn match_in(&self, message: &str) -> bool {
        let is_in = |term: &Term| match term {
            Term::Text(text) => message.contains(text.as_str()),
            Term::Regex(regex) => regex.is_match(message),
        };
        self.required.iter().all(is_in)
            && !self.excluded.iter().any(is_in)
            && (self.optional.is_empty() || self.optional.iter().any(is_in))
    }
}
