//! The folders of services: the same files in each, an operation table that agrees with
//! `operations.txt`, and tables of the store that are the service's own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Finding;
use crate::Result;

const FILES: [&str; 5] =
    ["Cargo.toml", "README.md", "operations.txt", "src/lib.rs", "src/tests.rs"];

/// Checks the folder of one service.
pub fn check(name: &str, folder: &Path) -> Result<Vec<Finding>> {
    let place = folder.display().to_string();
    let mut findings: Vec<Finding> = FILES
        .iter()
        .filter(|file| !folder.join(file).is_file())
        .map(|file| Finding::new(&place, format!("every service has a {file}")))
        .collect();
    let mut source = String::new();
    let mut folders = vec![folder.join("src")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder)? {
            if path.file_stem().is_some_and(|name| name == "tests") {
                // Tests may stand in for other services.
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|file| file != "api.rs") {
                source += &fs::read_to_string(path)?;
            }
        }
    }
    let listed = crate::codegen::operations(folder)?.into_iter().collect();
    findings.extend(compare(&place, &listed, &table(&source)));
    findings.extend(foreign_tables(&place, name, &source));
    Ok(findings)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    Ok(entries.collect::<std::io::Result<_>>()?)
}

/// The operations that the source's `op!` entries name. Steps of jobs name no type of `api`.
fn table(source: &str) -> BTreeSet<String> {
    let entries = source.split("op!(").skip(1);
    let names = entries.filter_map(|entry| {
        let (_kind, rest) = entry.trim_start().split_once(char::is_whitespace)?;
        let path = rest.trim_start().split(',').next()?.trim();
        Some(path.rsplit("::").next()?.to_owned())
    });
    names.collect()
}

fn compare(place: &str, listed: &BTreeSet<String>, table: &BTreeSet<String>) -> Vec<Finding> {
    let missing = listed.difference(table).map(|name| {
        Finding::new(place, format!("{name} is in operations.txt but not in the table of lib.rs"))
    });
    let extra = table.difference(listed).map(|name| {
        Finding::new(place, format!("{name} is in the table of lib.rs but not in operations.txt"))
    });
    missing.chain(extra).collect()
}

/// The tables of the store that the source names under another service's name.
fn foreign_tables(place: &str, name: &str, source: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for constructor in ["Table::world(", "Table::regional(", "Table::global("] {
        for rest in source.split(constructor).skip(1) {
            let owner = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            if let Some((owner, _)) = owner
                && owner != name
            {
                findings.push(Finding::new(place, format!("opens a table of {owner}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_table_is_read_from_its_entries() {
        let source = "&[op!(write api::SendMessage, message::send),\n    op!(\n        read \
                      GetThing,\n        thing::get,\n    ),\n \
                      kernel::op!(wait api::Poll, poll::p)]";
        assert_eq!(table(source), set(&["GetThing", "Poll", "SendMessage"]));
    }

    #[test]
    fn table_and_list_must_agree() {
        let findings = compare("svc-a", &set(&["A", "B"]), &set(&["B", "C"]));
        assert_eq!(findings.len(), 2);
        assert_eq!(compare("svc-a", &set(&["A"]), &set(&["A"])), Vec::new());
    }

    #[test]
    fn a_table_of_another_service_is_found() {
        let source = "Table::world(\"a\", \"x\"); Table::regional(\n    \"b\", \"y\")";
        assert_eq!(
            foreign_tables("svc-a", "a", source),
            vec![Finding::new("svc-a", "opens a table of b")]
        );
    }
}
