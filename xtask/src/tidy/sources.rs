//! Source files: their length, the length of their lines and functions, the head of each module,
//! and words that must not stand in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Finding;
use crate::Result;

/// Functions that were longer than the limit when the limit came, with the length that they may
/// have at most: `PATH FUNCTION LINES`. The list only shrinks.
pub const RATCHET: &str = "xtask/long_functions.txt";

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
const COLUMNS_MAX: usize = 100;

/// What must not stand in source, and why.
const FORBIDDEN: [(&str, &str); 3] = [
    ("#[ignore", "assert today's behaviour with a FIXME instead of ignoring a test"),
    ("todo!(", "an operation is absent or it works"),
    ("unimplemented!(", "an operation is absent or it works"),
];

/// The functions that may be longer than the limit.
#[derive(Debug, Default)]
pub struct Ratchet {
    allowed: BTreeMap<(String, String), (usize, bool)>,
}

impl Ratchet {
    pub fn read(path: &Path) -> Result<Ratchet> {
        let mut ratchet = Ratchet::default();
        if !path.is_file() {
            return Ok(ratchet);
        }
        for line in fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [file, function, lines] = words[..] else {
                return Err(format!("{}: not PATH FUNCTION LINES: {line}", path.display()).into());
            };
            ratchet.allowed.insert((file.to_owned(), function.to_owned()), (lines.parse()?, false));
        }
        Ok(ratchet)
    }

    fn limit(&mut self, file: &str, function: &str) -> usize {
        match self.allowed.get_mut(&(file.to_owned(), function.to_owned())) {
            None => FUNCTION_LINES_MAX,
            Some((lines, is_used)) => {
                *is_used = true;
                *lines
            }
        }
    }

    /// Entries for functions that are short now, or gone.
    pub fn unused(&self) -> Vec<Finding> {
        let unused = self.allowed.iter().filter(|(_, (_, is_used))| !is_used);
        unused
            .map(|((file, function), _)| {
                Finding::new(RATCHET, format!("{file} {function} is not long any more: remove it"))
            })
            .collect()
    }
}

/// Checks one source file.
pub fn check(path: &Path, text: &str, ratchet: &mut Ratchet) -> Vec<Finding> {
    let place = path.display().to_string();
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let is_generated = place.starts_with("services/") && place.ends_with("/src/api.rs");
    let mut findings = Vec::new();
    if is_rust && !text.trim_start().starts_with("//!") {
        findings.push(Finding::new(&place, "a module opens with `//!`: what it is for"));
    }
    if is_generated {
        return findings;
    }
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > FILE_LINES_MAX {
        let problem = format!("{} lines, at most {FILE_LINES_MAX}", lines.len());
        findings.push(Finding::new(&place, problem));
    }
    for (index, line) in lines.iter().enumerate() {
        let columns = line.chars().count();
        let at = format!("{place}:{}", index + 1);
        if columns > COLUMNS_MAX {
            findings.push(Finding::new(&at, format!("{columns} columns, at most {COLUMNS_MAX}")));
        }
        if has_ownerless_todo(line) {
            findings.push(Finding::new(&at, "a TO-DO names who does it: `TODO(name): …`"));
        }
        // This file has to name what it forbids.
        if is_rust && !place.ends_with("tidy/sources.rs") {
            for (word, reason) in FORBIDDEN.iter().filter(|(word, _)| line.contains(word)) {
                findings.push(Finding::new(&at, format!("`{word}`: {reason}")));
            }
        }
    }
    if is_rust {
        for (name, start, length) in long_functions(&lines) {
            let limit = ratchet.limit(&place, &name);
            if length > limit {
                let at = format!("{place}:{}", start + 1);
                let problem = format!("function {name} has {length} lines, at most {limit}");
                findings.push(Finding::new(at, problem));
            }
        }
    }
    findings
}

fn has_ownerless_todo(line: &str) -> bool {
    const WORD: &str = concat!("TO", "DO");
    line.split_once(WORD).is_some_and(|(before, after)| {
        let is_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        is_word && !after.starts_with('(')
    })
}

/// Name, first line and length of each function over the limit. The files are formatted, so a
/// function ends at the first closing brace in the column where it begins.
fn long_functions(lines: &[&str]) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = lines[start..].iter().position(|line| {
            let same_column = line.len() - line.trim_start().len() == indent;
            let is_end = line.trim_start().starts_with('}') || line.trim_end().ends_with(';');
            same_column && is_end
        });
        let length = end.map_or(1, |end| end + 1);
        if length > FUNCTION_LINES_MAX {
            found.push((name.to_owned(), start, length));
        }
    }
    found
}

/// The name of the function whose head begins on this line.
fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(public) = rest.strip_prefix("pub") {
        let after = public.strip_prefix('(').and_then(|scope| scope.split_once(')'));
        rest = after.map_or(public, |(_, after)| after).trim_start();
    }
    for word in ["const ", "async ", "unsafe ", "extern \"C\" "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    // One-line functions have no closing brace in their own column.
    let is_one_line = rest.trim_end().ends_with('}');
    (!is_one_line).then_some(&name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> Vec<String> {
        let findings = check(Path::new(path), text, &mut Ratchet::default());
        findings.into_iter().map(|finding| finding.problem).collect()
    }

    #[test]
    fn a_tidy_file_has_no_findings() {
        let text = "//! What it is for.\n\nfn short() {\n    let x = 1;\n}\n";
        assert_eq!(problems("crates/a/src/a.rs", text), Vec::<String>::new());
    }

    #[test]
    fn each_rule_finds_its_offence() {
        let long_line = format!("//! Head.\n// {}\n", "x".repeat(100));
        let long_file = "//! Head.\n".to_owned() + &"\n".repeat(FILE_LINES_MAX);
        let todo = concat!("//! Head.\n// TO", "DO: somebody\n");
        let cases = [
            ("fn main() {}\n", "opens with"),
            (long_line.as_str(), "columns"),
            (long_file.as_str(), "lines, at most"),
            (todo, "names who"),
            ("//! Head.\n#[ignore]\nfn x() {}\n", "ignore"),
            ("//! Head.\nfn x() {\n    todo!()\n}\n", "absent or it works"),
        ];
        for (text, expected) in cases {
            let found = problems("crates/a/src/a.rs", text);
            assert!(found.len() == 1 && found[0].contains(expected), "{expected}: {found:?}");
        }
    }

    #[test]
    fn long_functions_are_found_unless_the_ratchet_knows_them() {
        let body = "        work();\n".repeat(FUNCTION_LINES_MAX);
        let text = format!(
            "//! Head.\nimpl A {{\n    pub(crate) async fn long(&self) {{\n{body}    }}\n\n    \
             fn next() {{}}\n}}\n"
        );
        assert!(problems("a.rs", &text)[0].contains("function long has 72 lines"));
        let mut ratchet = Ratchet::default();
        ratchet.allowed.insert(("a.rs".to_owned(), "long".to_owned()), (72, false));
        assert_eq!(check(Path::new("a.rs"), &text, &mut ratchet), Vec::new());
        assert_eq!(ratchet.unused(), Vec::new());
        assert_eq!(check(Path::new("b.rs"), "//! Head.\n", &mut ratchet), Vec::new());
    }

    #[test]
    fn methods_of_traits_without_a_body_have_no_length() {
        let rest = "    /// Doc.\n    fn b(&self);\n".repeat(60);
        let text = format!("//! Head.\ntrait T {{\n    fn a(&self);\n{rest}}}\n");
        assert_eq!(problems("a.rs", &text), Vec::<String>::new());
    }
}
