//! `pattern`: texts that are alike but for some words are one pattern.
//!
//! Source: "pattern" in the CloudWatch Logs User Guide: `@pattern` has `<Token-1>`, `<Token-2>` …
//! in the place of what differs, where its kind cannot be inferred; `@ratio`, `@sampleCount`,
//! `@severityLabel`. AWS does not say how it finds patterns. Here a word with a digit differs from
//! text to text; two texts of as many words are alike if they share three of five words that have
//! none, and the first.

use std::collections::BTreeMap;

use super::value::Value;
use crate::limits;

/// What a pattern's row has.
pub const COLUMNS: [&str; 4] = ["@pattern", "@sampleCount", "@ratio", "@severityLabel"];
/// Words of which so many in a hundred are the same make texts alike.
const ALIKE_PERCENT: usize = 60;
const SEVERITIES: [(&str, &[&str]); 4] = [
    ("Error", &["error", "fatal", "critical", "severe", "exception"]),
    ("Warning", &["warning", "warn"]),
    ("Info", &["info", "notice"]),
    ("Debug", &["debug", "trace"]),
];

#[derive(Debug, Default)]
pub struct Patterns {
    /// By how many words they have and the first of them.
    found: BTreeMap<(usize, String), Vec<Pattern>>,
    kept: usize,
    count: u64,
}

#[derive(Debug)]
struct Pattern {
    /// In their order, with what is between them; `None` where texts differ.
    words: Vec<Option<String>>,
    /// What stands before each word, and behind the last.
    between: Vec<String>,
    count: u64,
}

impl Patterns {
    /// How many more are kept now.
    pub fn add(&mut self, text: &str) -> usize {
        self.count += 1;
        let (between, words) = split(text);
        let first = words.first().cloned().flatten().unwrap_or_default();
        let patterns = self.found.entry((words.len(), first)).or_default();
        let mut best: Option<(usize, usize)> = None;
        for (at, pattern) in patterns.iter().enumerate() {
            if let Some(shared) = pattern.likeness(&words)
                && best.is_none_or(|(most, _)| shared > most)
            {
                best = Some((shared, at));
            }
        }
        if let Some((_, at)) = best {
            patterns[at].take(&words);
            return 0;
        }
        if self.kept >= limits::PATTERNS_MAX {
            // What is rare is not told apart any more.
            return 0;
        }
        self.kept += 1;
        patterns.push(Pattern { words, between, count: 1 });
        1
    }

    /// Rows, the most frequent first.
    pub fn finish(self) -> Vec<Vec<(String, Value)>> {
        let total = self.count.max(1) as f64;
        let mut all: Vec<Pattern> = self.found.into_values().flatten().collect();
        all.sort_by_key(|pattern| std::cmp::Reverse(pattern.count));
        let row = |pattern: Pattern| {
            let values = [
                Value::Text(pattern.text()),
                Value::Number(pattern.count as f64),
                Value::Number(pattern.count as f64 / total),
                pattern.severity().map_or(Value::Missing, |it| Value::Text(it.to_owned())),
            ];
            COLUMNS.map(str::to_owned).into_iter().zip(values).collect()
        };
        all.into_iter().map(row).collect()
    }
}

impl Pattern {
    /// How many words are shared, if the text is like it.
    fn likeness(&self, words: &[Option<String>]) -> Option<usize> {
        let fixed = self.words.iter().filter(|word| word.is_some()).count();
        let shared = self
            .words
            .iter()
            .zip(words)
            .filter(|(one, other)| one.is_some() && one == other)
            .count();
        (shared * 100 >= fixed * ALIKE_PERCENT).then_some(shared)
    }

    fn take(&mut self, words: &[Option<String>]) {
        self.count += 1;
        for (mine, other) in self.words.iter_mut().zip(words) {
            if mine != other {
                *mine = None;
            }
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut number = 0;
        for (before, word) in self.between.iter().zip(&self.words) {
            text.push_str(before);
            if let Some(word) = word {
                text.push_str(word);
            } else {
                number += 1;
                text.extend(["<Token-", &number.to_string(), ">"]);
            }
        }
        text.extend(self.between.last().map(String::as_str));
        text
    }

    fn severity(&self) -> Option<&'static str> {
        let words: Vec<String> = self.words.iter().flatten().map(|it| it.to_lowercase()).collect();
        let is_there = |marks: &[&str]| words.iter().any(|word| marks.contains(&word.as_str()));
        SEVERITIES.iter().find(|(_, marks)| is_there(marks)).map(|(label, _)| *label)
    }
}

/// What is between words (before each, and behind the last), and the words; those with a digit
/// differ from text to text. Very long texts are one word from some place on.
fn split(text: &str) -> (Vec<String>, Vec<Option<String>>) {
    let (mut between, mut words) = (vec![String::new()], Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_last = words.len() + 1 >= limits::PATTERN_TOKENS_MAX;
        let end = if is_last {
            rest.len()
        } else if is_of_word(first) && first != ':' {
            word_end(rest)
        } else {
            let between = between.last_mut().expect("it is never empty");
            between.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (word, after) = rest.split_at(end);
        let is_fixed = !is_last && !word.contains(|it: char| it.is_ascii_digit());
        words.push(is_fixed.then(|| word.to_owned()));
        between.push(String::new());
        rest = after;
    }
    (between, words)
}

fn is_of_word(it: char) -> bool {
    !it.is_whitespace() && !",;=|()[]{}<>\"'".contains(it)
}

/// A word ends where what is between words begins, and at a colon behind a letter (`time:12`).
/// Points and colons at its end are not of it.
fn word_end(text: &str) -> usize {
    let mut before = ' ';
    let mut end = text.len();
    for (at, letter) in text.char_indices() {
        if at > 0 && (!is_of_word(letter) || letter == ':' && before.is_alphabetic()) {
            end = at;
            break;
        }
        before = letter;
    }
    let trimmed = text[..end].trim_end_matches(['.', ':', '!', '?']).len();
    if trimmed > 0 { trimmed } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Vec<(String, f64)> {
        let mut patterns = Patterns::default();
        for text in texts {
            patterns.add(text);
        }
        let row = |row: Vec<(String, Value)>| {
            (row[0].1.text().unwrap_or_default(), row[1].1.number().unwrap_or_default())
        };
        patterns.finish().into_iter().map(row).collect()
    }

    #[test]
    fn what_differs_is_a_token() {
        let found = of(&[
            "[INFO] Request time: 12.5 ms",
            "[INFO] Request time: 7 ms",
            "[ERROR] Cannot open file a.txt of jane",
            "[ERROR] Cannot open file b.txt of john",
            "[INFO] Request time: 9 ms",
        ]);
        let expected = [
            ("[INFO] Request time: <Token-1> ms".to_owned(), 3.0),
            ("[ERROR] Cannot open file <Token-1> of <Token-2>".to_owned(), 2.0),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn keys_are_kept_and_values_are_not() {
        let found = of(&[
            r#"{"level":"warn","took":12,"at":"2030-01-01T00:00:00Z"}"#,
            r#"{"level":"warn","took":9,"at":"2030-01-01T00:00:01Z"}"#,
        ]);
        let expected = r#"{"level":"warn","took":<Token-1>,"at":"<Token-2>"}"#;
        assert_eq!(found, [(expected.to_owned(), 2.0)]);
        assert_eq!(of(&["id=a1 user:b2", "id=a3 user:b4"])[0].0, "id=<Token-1> user:<Token-2>");
    }

    #[test]
    fn many_and_long_texts_are_bounded() {
        let mut patterns = Patterns::default();
        for number in 0..limits::PATTERNS_MAX + 10 {
            let letters: String =
                number.to_string().chars().map(|it| char::from(it as u8 + 49)).collect();
            patterns.add(&format!("{letters} x"));
        }
        assert_eq!(patterns.kept, limits::PATTERNS_MAX);
        let (_, words) = split(&"a ".repeat(10_000));
        assert_eq!(words.len(), limits::PATTERN_TOKENS_MAX);
        assert_eq!(of(&["", ""]), [(String::new(), 2.0)]);
    }
}
