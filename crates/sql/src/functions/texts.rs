//! Functions of texts.
//!
//! Source: S3 User Guide, "String functions" and "Operators".

use datafusion::logical_expr::Expr;

use super::{Cell, Cells, Out, Outcome, call};
use crate::fault::Fault;
use crate::kind::Kind;

pub fn char_length(text: Expr) -> Expr {
    let length = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(text)) => Ok(Some(Out::Int(text.chars().count() as i64))),
        _ => Ok(None),
    };
    call("char_length", Kind::Int, length, vec![text])
}

pub fn lower(text: Expr) -> Expr {
    let lower = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(text)) => Ok(Some(Out::Text(text.to_lowercase()))),
        _ => Ok(None),
    };
    call("lower", Kind::Text, lower, vec![text])
}

pub fn upper(text: Expr) -> Expr {
    let upper = |cells: Cells<'_, '_>| match cells[0] {
        Some(Cell::Text(text)) => Ok(Some(Out::Text(text.to_uppercase()))),
        _ => Ok(None),
    };
    call("upper", Kind::Text, upper, vec![text])
}

/// `a || b || …`: nothing where one of them is nothing.
pub fn concat(texts: Vec<Expr>) -> Expr {
    let concat = |cells: Cells<'_, '_>| {
        let mut out = String::new();
        for cell in cells {
            let Some(Cell::Text(text)) = cell else { return Ok(None) };
            out.push_str(text);
        }
        Ok(Some(Out::Text(out)))
    };
    call("concat", Kind::Text, concat, texts)
}

/// The first character is number 1. A start before it counts characters that are not there.
pub fn substring(text: Expr, start: Expr, length: Option<Expr>) -> Expr {
    let mut arguments = vec![text, start];
    arguments.extend(length);
    call("substring", Kind::Text, cut, arguments)
}

fn cut(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(text)), Some(Cell::Int(start))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let end = match cells.get(2) {
        None => i64::MAX,
        Some(Some(Cell::Int(length))) if *length < 0 => {
            return Err(Fault::new(
                "EvaluatorNegativeLimit",
                "The length of SUBSTRING must not be negative.",
            ));
        }
        Some(Some(Cell::Int(length))) => start.saturating_add(*length),
        Some(_) => return Ok(None),
    };
    let first = start.max(1);
    let taken = usize::try_from(end.saturating_sub(first)).unwrap_or(0);
    let skipped = usize::try_from(first - 1).unwrap_or(0);
    Ok(Some(Out::Text(text.chars().skip(skipped).take(taken).collect())))
}

/// Takes off spaces, or any of the characters, at the sides that the first argument names.
pub fn trim(side: Expr, text: Expr, characters: Option<Expr>) -> Expr {
    let mut arguments = vec![side, text];
    arguments.extend(characters);
    call("trim", Kind::Text, trimmed, arguments)
}

fn trimmed(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(side)), Some(Cell::Text(text))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let characters = match cells.get(2) {
        None => " ",
        Some(Some(Cell::Text(characters))) => characters,
        Some(_) => return Ok(None),
    };
    let goes = |c: char| characters.contains(c);
    let text = match side {
        "LEADING" => text.trim_start_matches(goes),
        "TRAILING" => text.trim_end_matches(goes),
        _ => text.trim_matches(goes),
    };
    Ok(Some(Out::Text(text.to_owned())))
}

/// `_` is any character, `%` any number of them; what follows the escape is itself.
pub fn like(text: Expr, pattern: Expr, escape: Option<Expr>) -> Expr {
    let mut arguments = vec![text, pattern];
    arguments.extend(escape);
    call("like", Kind::Bool, is_like, arguments)
}

fn is_like(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(text)), Some(Cell::Text(pattern))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let escape = match cells.get(2) {
        None => None,
        Some(Some(Cell::Text(escape))) => {
            let mut characters = escape.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => Some(only),
                _ => return Err(invalid_like("the escape is one character")),
            }
        }
        Some(_) => return Ok(None),
    };
    let parts = parts(pattern, escape)?;
    let text: Vec<char> = text.chars().collect();
    Ok(Some(Out::Bool(matches(&text, &parts))))
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    One,
    Many,
    Exactly(char),
}

fn parts(pattern: &str, escape: Option<char>) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        parts.push(match c {
            c if Some(c) == escape => match rest.next() {
                Some(escaped) => Part::Exactly(escaped),
                None => return Err(invalid_like("nothing follows the escape")),
            },
            '_' => Part::One,
            '%' => Part::Many,
            c => Part::Exactly(c),
        });
    }
    Ok(parts)
}

/// Goes back only to the last `%`, so that the time is bounded by the product of the lengths.
fn matches(text: &[char], parts: &[Part]) -> bool {
    let (mut at, mut part) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Many) => {
                retry = Some((part + 1, at));
                part += 1;
                continue;
            }
            Some(Part::One) => {}
            Some(Part::Exactly(c)) if *c == text[at] => {}
            _ => {
                let Some((after, from)) = retry else { return false };
                retry = Some((after, from + 1));
                (part, at) = (after, from + 1);
                continue;
            }
        }
        at += 1;
        part += 1;
    }
    parts[part..].iter().all(|part| *part == Part::Many)
}

fn invalid_like(reason: &str) -> Fault {
    Fault::new(
        "LikeInvalidInputs",
        format!("Invalid argument given to the LIKE clause in the SQL expression: {reason}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_from_end_to_end() {
        let is = |text: &str, pattern: &str| {
            let text: Vec<char> = text.chars().collect();
            matches(&text, &parts(pattern, Some('\\')).unwrap())
        };
        assert!(is("", "") && is("", "%") && is("abc", "abc") && is("abc", "a%"));
        assert!(is("abcabd", "%b_") && is("aaa", "%a%a") && is("é", "_") && is("50%", "50\\%"));
        assert!(!is("abc", "ab") && !is("abc", "") && !is("", "_") && !is("500", "50\\%"));
        assert!(!is(&"a".repeat(2_000), &format!("{}b", "a%".repeat(500))));
    }
}
