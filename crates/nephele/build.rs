//! Finds in the sources what the fields of rows are called, for those who compare worlds: tables,
//! the structs and enums that are encoded in rows, and names of other types. One line each, as
//! `difference::Names` reads them.
#![allow(clippy::disallowed_methods)] // the build's edge: environment and files

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = root.join("../..").canonicalize()?;
    let mut files = Vec::new();
    for folder in ["services", "crates"] {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
        find(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut lines = String::new();
    for file in files {
        let found = read(&tokens(&fs::read_to_string(&file)?));
        if !found.is_empty() {
            let path = file.strip_prefix(&root).expect("it was found below");
            let folder = path.iter().nth(1).expect("crates have folders").display();
            let _ = write!(lines, "in {folder} {}\n{found}", path.display());
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rows.txt"), lines)
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("src/api.rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// Words and signs; comments and characters are left out, texts keep a quote in front.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let raw = raw_text_end(rest);
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => {
                let end = text_end(rest);
                tokens.push(rest[..end - 1].to_owned());
                end
            }
            '\'' => character_end(rest),
            'r' if raw.is_some() => raw.unwrap_or(rest.len()),
            _ if first.is_alphanumeric() || first == '_' => {
                let is_end = |c: char| !c.is_alphanumeric() && c != '_';
                let end = rest.find(is_end).unwrap_or(rest.len());
                tokens.push(rest[..end].to_owned());
                end
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push(first.to_string());
                }
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

/// Behind the quote that ends a text.
fn text_end(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Behind a character, or behind the tick of a lifetime.
fn character_end(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some((at, _))) => rest[at + 1..].find('\'').map_or(1, |end| at + end + 2),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => {
            let is_end = |c: char| !c.is_alphanumeric() && c != '_';
            rest[1..].find(is_end).map_or(rest.len(), |end| end + 1)
        }
    }
}

/// Behind a text in which nothing is escaped (`r#"…"#`), if one begins here.
fn raw_text_end(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let marks = after.bytes().take_while(|byte| *byte == b'#').count();
    let text = after[marks..].strip_prefix('"')?;
    let end = text.find(&format!("\"{}", "#".repeat(marks)))?;
    Some(1 + marks + 1 + end + 1 + marks)
}

/// What a file declares, a line each.
fn read(tokens: &[String]) -> String {
    let mut lines = String::new();
    let mut is_encoded = false;
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].as_str();
        match word {
            "#" => {
                let end = closing(tokens, at + 1);
                let attribute = &tokens[at..end];
                is_encoded |= attribute.iter().any(|it| it == "derive")
                    && attribute.iter().any(|it| it == "Encode");
                at = end;
                continue;
            }
            "static" => at = read_table(tokens, at, &mut lines),
            "type" => at = read_alias(tokens, at, &mut lines),
            "struct" if is_encoded => at = read_struct(tokens, at, &mut lines),
            "enum" if is_encoded => at = read_enum(tokens, at, &mut lines),
            _ => {}
        }
        if !matches!(word, "pub" | "(" | "crate" | ")") {
            is_encoded = false;
        }
        at += 1;
    }
    lines
}

/// `static NAME: Table<K, V> = Table::regional("service", "table")`
fn read_table(tokens: &[String], at: usize, lines: &mut String) -> usize {
    let Some(equals) = (at..tokens.len()).find(|it| matches!(tokens[*it].as_str(), "=" | ";"))
    else {
        return at;
    };
    let parts = arguments(&tokens[at..equals]);
    let texts: Vec<&str> = tokens[equals..]
        .iter()
        .take_while(|it| *it != ";")
        .filter_map(|it| it.strip_prefix('"'))
        .collect();
    let is_table = tokens[at..equals].iter().any(|it| it.ends_with("Table"));
    match (&parts[..], &texts[..]) {
        ([key, row], [service, table]) if is_table => {
            let _ = writeln!(lines, "table {service} {table} {key} {row}");
        }
        ([row], [service, table]) if is_table => {
            let _ = writeln!(lines, "table {service} {table} _ {row}");
        }
        _ => {}
    }
    equals
}

/// `type JobKey = (i64, u64);`
fn read_alias(tokens: &[String], at: usize, lines: &mut String) -> usize {
    let Some(end) = (at..tokens.len()).find(|it| tokens[*it] == ";") else { return at };
    if let [name, equals, of @ ..] = &tokens[at + 1..end]
        && equals == "="
    {
        let _ = writeln!(lines, "alias {name} {}", of.concat());
    }
    end
}

fn read_struct(tokens: &[String], at: usize, lines: &mut String) -> usize {
    let name = &tokens[at + 1];
    let Some(open) = (at..tokens.len()).find(|it| matches!(tokens[*it].as_str(), "{" | "(" | ";"))
    else {
        return at;
    };
    let end = closing(tokens, open);
    let fields = fields(&tokens[open..end]);
    if !fields.is_empty() {
        let _ = writeln!(lines, "struct {name}{fields}");
    }
    end - 1
}

fn read_enum(tokens: &[String], at: usize, lines: &mut String) -> usize {
    let name = &tokens[at + 1];
    let Some(open) = (at..tokens.len()).find(|it| tokens[*it] == "{") else { return at };
    let end = closing(tokens, open);
    let mut number = None;
    let mut at = open + 1;
    while at + 1 < end {
        if tokens[at] == "#" {
            let after = closing(tokens, at + 1);
            number = number_of(&tokens[at..after]).or(number);
            at = after;
            continue;
        }
        let variant = &tokens[at];
        let mut after = at + 1;
        let mut within = String::new();
        if matches!(tokens[after].as_str(), "{" | "(") {
            let close = closing(tokens, after);
            within = fields(&tokens[after..close]);
            after = close;
        }
        if let Some(number) = number.take() {
            let _ = writeln!(lines, "variant {name} {number} {variant}{within}");
        }
        while after < end && tokens[after] != "," {
            after += 1;
        }
        at = after + 1;
    }
    end - 1
}

/// ` 0:id:u64 1:tags:Vec<String>` of the tokens of a struct, its brackets included.
fn fields(tokens: &[String]) -> String {
    let is_tuple = tokens.first().is_some_and(|it| it == "(");
    let mut text = String::new();
    let mut number = None;
    let mut at = 1;
    while at + 1 < tokens.len() {
        match tokens[at].as_str() {
            "#" => {
                let after = closing(tokens, at + 1);
                number = number_of(&tokens[at..after]).or(number);
                at = after;
                continue;
            }
            "pub" => {
                at += 1;
                if tokens[at] == "(" && tokens.get(at + 1).is_some_and(|it| it == "crate") {
                    at = closing(tokens, at);
                }
                continue;
            }
            _ => {}
        }
        let mut end = at;
        let mut depth = 0;
        while end + 1 < tokens.len() {
            match tokens[end].as_str() {
                "<" | "(" | "[" => depth += 1,
                ">" | ")" | "]" => depth -= 1,
                "," if depth == 0 => break,
                _ => {}
            }
            end += 1;
        }
        let field = &tokens[at..end];
        if let Some(number) = number.take() {
            let (name, of) = if is_tuple { ("", field) } else { (field[0].as_str(), &field[2..]) };
            let _ = write!(text, " {number}:{name}:{}", of.concat());
        }
        at = end + 1;
    }
    text
}

/// Of `#[n(5)]`, `#[b(5)]` and `#[cbor(n(5), …)]`.
fn number_of(attribute: &[String]) -> Option<u64> {
    let at = attribute.iter().position(|it| it == "n" || it == "b")?;
    attribute.get(at + 2)?.parse().ok()
}

/// Behind the bracket that closes the one at `open`.
fn closing(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// What stands between the outermost angle brackets, parted by commas.
fn arguments(tokens: &[String]) -> Vec<String> {
    let (Some(from), Some(to)) =
        (tokens.iter().position(|it| it == "<"), tokens.iter().rposition(|it| it == ">"))
    else {
        return Vec::new();
    };
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for token in &tokens[from + 1..to] {
        match token.as_str() {
            "<" | "(" | "[" => depth += 1,
            ">" | ")" | "]" => depth -= 1,
            "," if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            *part += token;
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
