//! What of a statement is looked at before it is parsed: names that the parser would not take for
//! names, and which columns may be meant.

use std::collections::BTreeSet;

/// The lengths of the parts of an id.
const PARTS: [usize; 5] = [8, 4, 4, 4, 12];

/// A statement whose ids of event data stores stand in quotes: `FROM 0d1e…-…` is how AWS has them.
pub fn with_quoted_ids(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut quote: Option<char> = None;
    let mut rest = text;
    let mut is_inside_word = false;
    while let Some(next) = rest.chars().next() {
        if quote.is_none()
            && !is_inside_word
            && let Some(len) = id_len(rest)
        {
            out.push('"');
            out.push_str(&rest[..len]);
            out.push('"');
            rest = &rest[len..];
            is_inside_word = true;
            continue;
        }
        match quote {
            Some(open) if next == open => quote = None,
            None if next == '\'' || next == '"' => quote = Some(next),
            _ => {}
        }
        is_inside_word = next.is_alphanumeric() || next == '_' || next == '-';
        out.push(next);
        rest = &rest[next.len_utf8()..];
    }
    out
}

fn id_len(text: &str) -> Option<usize> {
    let mut at = 0;
    for (index, len) in PARTS.into_iter().enumerate() {
        if index > 0 {
            text.get(at..).filter(|rest| rest.starts_with('-'))?;
            at += 1;
        }
        let part = text.get(at..at + len)?;
        if !part.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        at += len;
    }
    let follows = text[at..].chars().next();
    let ends = follows.is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '-');
    ends.then_some(at)
}

/// All words of a statement in lower case: a column that is not among them is not read.
pub fn words(text: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words = text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether a `*` may stand for columns: one that `count(*)` and products do not explain.
pub fn has_star(text: &str) -> bool {
    text.match_indices('*').any(|(at, _)| {
        let before = text[..at].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        before.ends_with([',', '.'])
            || ["select", "distinct", "all"].iter().any(|it| word.eq_ignore_ascii_case(it))
    })
}
