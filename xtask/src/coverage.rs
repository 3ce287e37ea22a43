//! `cargo xtask coverage`: writes `docs/coverage.md`, what of AWS's API works here.
//!
//! Operations in the models, those implemented (each service's `operations.txt`), and those that
//! have answered a success to a client of the black-box tests: the tests leave that list in
//! `target/exercised.json` (`{"sqs": ["SendMessage", …]}`). Without that file what the page says
//! of exercised operations stays as it was. `--check` fails when the page is stale, or when less
//! is implemented than it says: coverage may only grow.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde_json::Value as Json;
use wire::archive;
use wire::model::ServiceEntry;

use crate::codegen;

const PAGE: &str = "docs/coverage.md";
const EXERCISED: &str = "target/exercised.json";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
type Operations = BTreeSet<String>;

/// Runs the task with the arguments after its name.
pub fn run(arguments: &[String]) -> Result<()> {
    let old = fs::read_to_string(PAGE).unwrap_or_default();
    let mut implemented = BTreeMap::new();
    for (name, folder) in codegen::services()? {
        implemented.insert(name, codegen::operations(&folder)?.into_iter().collect::<Operations>());
    }
    let exercised = match fs::read_to_string(EXERCISED) {
        Ok(text) => exercised(&serde_json::from_str(&text)?),
        Err(_) => listed(&old, "Exercised"),
    };
    let page = page(&implemented, &exercised)?;
    if arguments.iter().any(|argument| argument == "--check") {
        return check(&old, &page, &implemented);
    }
    fs::write(PAGE, page)?;
    println!("{PAGE}");
    Ok(())
}

fn check(old: &str, page: &str, implemented: &BTreeMap<String, Operations>) -> Result<()> {
    for label in ["Exercised", "Not exercised"] {
        for (service, operations) in listed(old, label) {
            let now = implemented.get(&service);
            let lost = operations.iter().find(|name| now.is_none_or(|now| !now.contains(*name)));
            if let Some(lost) = lost {
                return Err(format!("{service}:{lost} was implemented and is not").into());
            }
        }
    }
    if old == page { Ok(()) } else { Err("stale, run `cargo xtask coverage`".into()) }
}

/// From the file that the tests leave; also as `GET /_nephele/services` answers.
fn exercised(json: &Json) -> BTreeMap<String, Operations> {
    let services = json.as_object().into_iter().flatten();
    let named = services.map(|(service, row)| {
        let names = row.as_array().or_else(|| row["exercised"].as_array());
        let names = names.into_iter().flatten().filter_map(Json::as_str);
        (service.clone(), names.map(str::to_owned).collect())
    });
    named.collect()
}

/// The operations that a page lists under `label`, by service.
fn listed(page: &str, label: &str) -> BTreeMap<String, Operations> {
    let mut services = BTreeMap::new();
    let mut service = "";
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            service = title.split('`').nth(1).unwrap_or_default();
        }
        let names = line.strip_prefix(label).and_then(|rest| rest.strip_prefix(": "));
        if let Some(names) = names {
            let names = names.trim_end_matches('.').split(", ").map(str::to_owned);
            services.insert(service.to_owned(), names.collect());
        }
    }
    services
}

fn page(
    implemented: &BTreeMap<String, Operations>,
    exercised: &BTreeMap<String, Operations>,
) -> Result<String> {
    let none = Operations::new();
    let of = |sets: &BTreeMap<String, Operations>, name: &str| -> Operations {
        let works = implemented.get(name).unwrap_or(&none);
        works.intersection(sets.get(name).unwrap_or(&none)).cloned().collect()
    };
    let in_models: usize = archive::services().iter().map(|entry| entry.operation_count).sum();
    let works: usize = implemented.values().map(Operations::len).sum();
    let tested: usize = implemented.keys().map(|name| of(exercised, name).len()).sum();
    let mut out = format!(
        "# Coverage\n\n\
         Written by `cargo xtask coverage`; not to be edited.\n\n\
         The models ({}) describe {in_models} operations of {} services. Implemented: {works}, in\n\
         {} services; {tested} of them have answered a success to a real client in the black-box\n\
         tests. Every other operation is recognised and answers `NotImplemented` (HTTP 501).\n\n\
         ## Implemented\n",
        archive::source(),
        archive::services().len(),
        implemented.len(),
    );
    for (name, works) in implemented {
        let entry = archive::service_entry(name).ok_or_else(|| format!("no model of {name}"))?;
        service(&mut out, entry, works, &of(exercised, name))?;
    }
    writeln!(out, "\n## All services\n\n| service | operations | implemented | exercised |")?;
    writeln!(out, "|---|---|---|---|")?;
    for entry in archive::services() {
        let works = implemented.get(entry.name).map_or(0, Operations::len);
        let tested = of(exercised, entry.name).len();
        writeln!(out, "| {} | {} | {works} | {tested} |", entry.name, entry.operation_count)?;
    }
    Ok(out)
}

fn service(
    out: &mut String,
    entry: &'static ServiceEntry,
    works: &Operations,
    tested: &Operations,
) -> Result<()> {
    let (count, all) = (works.len(), entry.operation_count);
    writeln!(out, "\n### {} (`{}`): {count} of {all}\n", entry.service_id, entry.name)?;
    let in_model = entry.model().operations.iter().map(|operation| operation.name.to_owned());
    let absent: Operations = in_model.filter(|name| !works.contains(name)).collect();
    let untested: Operations = works.difference(tested).cloned().collect();
    for (label, names) in [("Exercised", tested), ("Not exercised", &untested), ("Absent", &absent)]
    {
        if !names.is_empty() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            writeln!(out, "{label}: {}.\n", names.join(", "))?;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_remembers_what_was_exercised() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let implemented =
            BTreeMap::from([("sqs".to_owned(), set(&["DeleteQueue", "SendMessage"]))]);
        let exercised = BTreeMap::from([("sqs".to_owned(), set(&["SendMessage"]))]);
        let page = page(&implemented, &exercised).expect("a page");
        assert_eq!(listed(&page, "Exercised"), exercised);
        assert!(check(&page, &page, &implemented).is_ok());
        assert!(check(&page, &page, &BTreeMap::new()).is_err());
    }
}
