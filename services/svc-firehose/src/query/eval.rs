//! Runs an expression over a value, with a bound on what it does.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::function;
use super::lexer::Piece;
use super::parser::{Expr, Literal};
use super::value::V;
use crate::limits::{QUERY_STEPS_MAX, QUERY_TEXT_BYTES_MAX};

type Outputs = Result<Vec<V>, String>;

/// One evaluation.
#[derive(Debug)]
pub struct Run {
    steps: u32,
}

impl Run {
    pub fn new() -> Run {
        Run { steps: 0 }
    }

    /// Counts work; what does too much fails.
    pub fn count(&mut self, steps: usize) -> Result<(), String> {
        self.steps = self.steps.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
        if self.steps > QUERY_STEPS_MAX {
            return Err("The query takes too many steps.".to_owned());
        }
        Ok(())
    }

    /// All outputs of an expression.
    pub fn all(&mut self, expr: &Expr, input: &V) -> Outputs {
        let outputs = self.outputs(expr, input)?;
        self.count(outputs.len() + 1)?;
        Ok(outputs)
    }

    fn outputs(&mut self, expr: &Expr, input: &V) -> Outputs {
        match expr {
            Expr::Identity => Ok(vec![input.clone()]),
            Expr::Literal(literal) => Ok(vec![match literal {
                Literal::Null => V::Null,
                Literal::Bool(value) => V::Bool(*value),
                Literal::Number(number) => V::Number(*number),
            }]),
            Expr::Text(pieces) => self.text(pieces, input),
            Expr::Index(of, by) => self.pairs(of, by, input, |_, of, by| index(of, by)),
            Expr::Slice(of, from, to) => self.slices(of, (from, to), input),
            Expr::Iterate(of) => {
                let mut out = Vec::new();
                for value in self.all(of, input)? {
                    let items = items(&value)?;
                    self.count(items.len())?;
                    out.extend(items);
                }
                Ok(out)
            }
            Expr::Try(inner) => {
                let outputs = self.all(inner, input);
                // What takes too long is no error that may be passed over.
                if self.steps > QUERY_STEPS_MAX { outputs } else { Ok(outputs.unwrap_or_default()) }
            }
            Expr::Array(None) => Ok(vec![V::Array(Rc::default())]),
            Expr::Array(Some(inner)) => Ok(vec![V::Array(Rc::new(self.all(inner, input)?))]),
            Expr::Object(entries) => self.objects(entries, input),
            Expr::Negate(inner) => {
                let negate = |value: V| match value {
                    V::Number(number) => Ok(V::Number(-number)),
                    other => Err(format!("{} cannot be negated", other.kind())),
                };
                self.all(inner, input)?.into_iter().map(negate).collect()
            }
            Expr::Pipe(before, after) => {
                let mut out = Vec::new();
                for value in self.all(before, input)? {
                    out.extend(self.all(after, &value)?);
                }
                Ok(out)
            }
            Expr::Comma(first, second) => {
                let mut out = self.all(first, input)?;
                out.extend(self.all(second, input)?);
                Ok(out)
            }
            Expr::Operator(operator, left, right) => self.operate(operator, left, right, input),
            Expr::If(condition, then, otherwise) => {
                let mut out = Vec::new();
                for decided in self.all(condition, input)? {
                    let branch = if decided.is_true() { then } else { otherwise };
                    out.extend(self.all(branch, input)?);
                }
                Ok(out)
            }
            Expr::Format(name) => Ok(vec![V::text(function::formatted(name, input)?)]),
            Expr::Call(name, arguments) => function::call(self, name, arguments, input),
        }
    }

    /// All combinations of the outputs of two expressions, those of the second outermost.
    fn pairs(
        &mut self,
        first: &Expr,
        second: &Expr,
        input: &V,
        join: impl Fn(&mut Run, &V, &V) -> Result<V, String>,
    ) -> Outputs {
        let (firsts, seconds) = (self.all(first, input)?, self.all(second, input)?);
        let mut out = Vec::new();
        for second in &seconds {
            for first in &firsts {
                self.count(1)?;
                out.push(join(self, first, second)?);
            }
        }
        Ok(out)
    }

    fn operate(&mut self, operator: &str, left: &Expr, right: &Expr, input: &V) -> Outputs {
        match operator {
            "//" => {
                let left = self.all(left, input).unwrap_or_default();
                let found: Vec<V> = left.into_iter().filter(V::is_true).collect();
                if found.is_empty() { self.all(right, input) } else { Ok(found) }
            }
            "and" | "or" => {
                let decides = operator == "or";
                let mut out = Vec::new();
                for value in self.all(left, input)? {
                    if value.is_true() == decides {
                        out.push(V::Bool(decides));
                        continue;
                    }
                    let right = self.all(right, input)?;
                    out.extend(right.iter().map(|value| V::Bool(value.is_true())));
                }
                Ok(out)
            }
            _ => self.pairs(left, right, input, |run, a, b| run.calculate(operator, a, b)),
        }
    }

    fn calculate(&mut self, operator: &str, a: &V, b: &V) -> Result<V, String> {
        let order = a.order(b);
        Ok(match (operator, a, b) {
            ("==", ..) => V::Bool(order.is_eq()),
            ("!=", ..) => V::Bool(order.is_ne()),
            ("<", ..) => V::Bool(order.is_lt()),
            ("<=", ..) => V::Bool(order.is_le()),
            (">", ..) => V::Bool(order.is_gt()),
            (">=", ..) => V::Bool(order.is_ge()),
            ("+", V::Null, other) | ("+", other, V::Null) => other.clone(),
            ("+", V::Number(a), V::Number(b)) => V::Number(a + b),
            ("-", V::Number(a), V::Number(b)) => V::Number(a - b),
            ("*", V::Number(a), V::Number(b)) => V::Number(a * b),
            ("/" | "%", V::Number(_), V::Number(b)) if *b == 0.0 => {
                return Err("a number cannot be divided because the divisor is zero".to_owned());
            }
            ("/", V::Number(a), V::Number(b)) => V::Number(a / b),
            ("%", V::Number(a), V::Number(b)) => V::Number((a.trunc()) % (b.trunc())),
            ("+", V::Text(a), V::Text(b)) => V::text(bounded(format!("{a}{b}"))?),
            ("/", V::Text(a), V::Text(b)) => {
                let parts: Vec<V> = a.split(b.as_ref()).map(V::text).collect();
                self.count(parts.len())?;
                V::Array(Rc::new(parts))
            }
            ("+", V::Array(a), V::Array(b)) => {
                self.count(a.len() + b.len())?;
                V::Array(Rc::new(a.iter().chain(b.iter()).cloned().collect()))
            }
            ("-", V::Array(a), V::Array(b)) => {
                self.count(a.len().saturating_mul(b.len().max(1)))?;
                let is_kept = |it: &&V| !b.iter().any(|other| it.order(other).is_eq());
                V::Array(Rc::new(a.iter().filter(is_kept).cloned().collect()))
            }
            ("+", V::Object(a), V::Object(b)) => {
                self.count(a.len() + b.len())?;
                let mut joined = a.as_ref().clone();
                joined.extend(b.iter().map(|(name, value)| (name.clone(), value.clone())));
                V::Object(Rc::new(joined))
            }
            _ => {
                let (a, b) = (a.kind(), b.kind());
                return Err(format!("{a} and {b} cannot be joined by {operator}"));
            }
        })
    }

    fn text(&mut self, pieces: &[Piece], input: &V) -> Outputs {
        let mut out = vec![String::new()];
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.iter_mut().for_each(|it| it.push_str(text)),
                Piece::Inner(expr) => {
                    let values = self.all(expr, input)?;
                    self.count(out.len().saturating_mul(values.len()))?;
                    let texts: Vec<String> = values.iter().map(V::to_text).collect();
                    let mut joined = Vec::new();
                    for text in &texts {
                        for start in &out {
                            joined.push(bounded(format!("{start}{text}"))?);
                        }
                    }
                    out = joined;
                }
            }
        }
        Ok(out.into_iter().map(V::text).collect())
    }

    fn slices(
        &mut self,
        of: &Expr,
        (from, to): (&Option<Box<Expr>>, &Option<Box<Expr>>),
        input: &V,
    ) -> Outputs {
        let mut bound = |expr: &Option<Box<Expr>>| match expr {
            None => Ok(V::Null),
            Some(expr) => {
                let found = self.all(expr, input)?;
                found.into_iter().next().ok_or_else(|| "a slice has no bound".to_owned())
            }
        };
        let (from, to) = (bound(from)?, bound(to)?);
        let values = self.all(of, input)?;
        values.iter().map(|value| slice(value, &from, &to)).collect()
    }

    fn objects(&mut self, entries: &[(Expr, Expr)], input: &V) -> Outputs {
        let mut out = vec![BTreeMap::new()];
        for (name, value) in entries {
            let (names, values) = (self.all(name, input)?, self.all(value, input)?);
            let mut joined = Vec::new();
            for name in &names {
                let V::Text(name) = name else {
                    return Err(format!("Object keys must be strings, not {}", name.kind()));
                };
                for value in &values {
                    self.count(out.len().saturating_mul(entries.len()))?;
                    for object in &out {
                        let mut object: BTreeMap<String, V> = object.clone();
                        object.insert(name.as_ref().to_owned(), value.clone());
                        joined.push(object);
                    }
                }
            }
            out = joined;
        }
        Ok(out.into_iter().map(|object| V::Object(Rc::new(object))).collect())
    }
}

pub fn bounded(text: String) -> Result<String, String> {
    if text.len() > QUERY_TEXT_BYTES_MAX {
        return Err("The query makes a text that is too long.".to_owned());
    }
    Ok(text)
}

pub fn items(value: &V) -> Outputs {
    match value {
        V::Array(items) => Ok(items.as_ref().clone()),
        V::Object(entries) => Ok(entries.values().cloned().collect()),
        other => Err(format!("Cannot iterate over {}", other.kind())),
    }
}

pub fn index(of: &V, by: &V) -> Result<V, String> {
    match (of, by) {
        (V::Null, _) => Ok(V::Null),
        (V::Object(entries), V::Text(name)) => {
            Ok(entries.get(name.as_ref()).cloned().unwrap_or(V::Null))
        }
        (V::Array(items), V::Number(at)) => {
            let at = at.floor();
            let at = if at < 0.0 { at + items.len() as f64 } else { at };
            let found = (at >= 0.0).then(|| items.get(at as usize)).flatten();
            Ok(found.cloned().unwrap_or(V::Null))
        }
        (of, V::Text(name)) => Err(format!("Cannot index {} with \"{name}\"", of.kind())),
        (of, by) => Err(format!("Cannot index {} with {}", of.kind(), by.kind())),
    }
}

fn slice(value: &V, from: &V, to: &V) -> Result<V, String> {
    let place = |bound: &V, len: usize, otherwise: usize| match bound {
        V::Null => Ok(otherwise),
        V::Number(at) => {
            let at = if *at < 0.0 { *at + len as f64 } else { *at };
            Ok((at.max(0.0) as usize).min(len))
        }
        other => Err(format!("Start and end of a slice must be numbers, not {}", other.kind())),
    };
    match value {
        V::Null => Ok(V::Null),
        V::Array(items) => {
            let len = items.len();
            let (from, to) = (place(from, len, 0)?, place(to, len, len)?);
            Ok(V::Array(Rc::new(items.get(from..to).unwrap_or_default().to_vec())))
        }
        V::Text(text) => {
            let len = text.chars().count();
            let (from, to) = (place(from, len, 0)?, place(to, len, len)?);
            let piece = text.chars().skip(from).take(to.saturating_sub(from));
            Ok(V::text(piece.collect::<String>()))
        }
        other => Err(format!("Cannot slice {}", other.kind())),
    }
}
