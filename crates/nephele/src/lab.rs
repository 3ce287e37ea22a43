//! `nephele lab`: runs labs in this process, each architecture in a world of its own in memory.

use std::path::{Path, PathBuf};

use lab::cloud::Parts;
use lab::definition::{Alternative, Lab};
use lab::files::{self, Files};
use lab::read::Language;
use lab::report::Report;
use lab::run::{Outcome, run, run_all};

use crate::bare::listen;
use crate::cli::{LabAction, LabLanguage, LabRun};
use crate::pages::INNER;
use crate::serve::observers;
use crate::services::SERVICES;

/// What the worlds of labs are made of: the same as those that are served.
static PARTS: Parts = Parts { services: SERVICES, inner: INNER, observers, listen };

const REPORTS: &str = "nephele-labs";

pub fn command(action: &LabAction) -> Result<(), String> {
    match action {
        LabAction::List { lang } => list(language(*lang)),
        LabAction::Show { lab, lang } => show(lab, language(*lang)),
        LabAction::Copy { id, folder } => copy(id, folder),
        LabAction::Run(options) => {
            if options.labs.is_empty() {
                return run_some(&files::ids(), options);
            }
            let labs: Vec<&str> = options.labs.iter().map(String::as_str).collect();
            run_some(&labs, options)
        }
    }
}

fn language(lang: LabLanguage) -> Language {
    match lang {
        LabLanguage::En => Language::English,
        LabLanguage::Ko => Language::Korean,
    }
}

fn list(language: Language) -> Result<(), String> {
    for id in files::ids() {
        say!("{id:32} {}", files::open(id)?.title.of(language));
    }
    Ok(())
}

fn show(lab: &str, language: Language) -> Result<(), String> {
    let lab = files::open(lab)?;
    say!("{}\n\n{}", lab.title.of(language), lab.requirement.of(language).trim());
    say!("\narchitectures:");
    for alternative in &lab.alternatives {
        say!("  {:36} {}", alternative.name, alternative.title.of(language));
    }
    say!("\nexpected of them:");
    for expectation in &lab.expect {
        let bound = lab::report::bound(&expectation.bound);
        say!("  {:36} {} {bound}", expectation.id, expectation.label.of(language));
    }
    say!("\nnephele lab run {0}\nnephele lab copy {0} DIR   to change them", lab.id);
    Ok(())
}

fn copy(id: &str, folder: &Path) -> Result<(), String> {
    let files = Files::embedded(id).ok_or_else(|| format!("there is no lab {id}"))?;
    files.copy_to(folder)?;
    say!("{0}: edit alternatives/*.yaml, then: nephele lab run {0}", folder.display());
    Ok(())
}

fn run_some(labs: &[&str], options: &LabRun) -> Result<(), String> {
    let mut unexpected = Vec::new();
    for lab in labs {
        let lab = files::open(lab)?;
        if !run_one(&lab, options)? {
            unexpected.push(lab.id);
        }
    }
    if unexpected.is_empty() {
        return Ok(());
    }
    Err(format!("not as expected: {}", unexpected.join(", ")))
}

/// Whether the lab went as its definition says.
fn run_one(lab: &Lab, options: &LabRun) -> Result<bool, String> {
    let chosen = choose(lab, options)?;
    if let (true, [unfit, ..]) = (options.mutants, lab.unfit.as_slice()) {
        return Err(format!("{}: {unfit}", lab.id));
    }
    let outcomes: Vec<Outcome> = match (&options.keep, chosen.as_slice()) {
        (None, _) => run_all(PARTS, lab, &chosen, options.seed)?,
        (Some(dir), [one]) => vec![keep(lab, one, dir, options.seed)?],
        (Some(_), _) => return Err("--keep keeps one world: name its --alternative".to_owned()),
    };
    let language = language(options.lang);
    let report = Report { lab, outcomes: &outcomes, seed: options.seed, language };
    let folder = options.out.clone().unwrap_or_else(|| PathBuf::from(REPORTS)).join(&lab.id);
    report.write(&folder)?;
    say!("{} ({})\n\n{}", lab.title.of(language), lab.id, report.table());
    say!("{}\n", folder.join("report.html").display());
    Ok(report.is_as_expected())
}

fn choose<'l>(lab: &'l Lab, options: &LabRun) -> Result<Vec<&'l Alternative>, String> {
    let mutants = lab.mutants.iter().filter(|_| options.mutants);
    let all: Vec<&Alternative> = lab.alternatives.iter().chain(mutants).collect();
    let Some(name) = &options.alternative else { return Ok(all) };
    let chosen: Vec<_> = all.iter().copied().filter(|it| it.name == *name).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
        return Err(format!("{} has no {name}; it has {}", lab.id, names.join(", ")));
    }
    Ok(chosen)
}

/// Runs an architecture in a world that stays, where its clock stood at the end.
fn keep(lab: &Lab, alternative: &Alternative, dir: &Path, seed: u64) -> Result<Outcome, String> {
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("--keep: {} is not empty", dir.display()));
    }
    let outcome = run(PARTS, lab, alternative, seed, Some(dir))?;
    say!("The world is kept. Look around in it with: nephele serve --data {}", dir.display());
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs `chosen` of every lab; answers what was not as expected.
    fn surprises(chosen: impl Fn(&Lab) -> Vec<&Alternative>, seed: u64) -> Vec<String> {
        let mut found = Vec::new();
        for id in files::ids() {
            let lab = files::open(id).unwrap();
            let outcomes = run_all(PARTS, &lab, &chosen(&lab), seed).unwrap();
            for Outcome { alternative, verdict, .. } in outcomes {
                if let Some(surprise) = verdict.surprise {
                    let failed = verdict.failed;
                    found.push(format!("{id} {}: {surprise}; {failed:?}", alternative.name));
                }
            }
        }
        found
    }

    #[test]
    fn every_architecture_does_what_its_lab_says() {
        for seed in [1, 7] {
            let found = surprises(|lab| lab.alternatives.iter().collect(), seed);
            assert!(found.is_empty(), "seed {seed}:\n{}", found.join("\n"));
        }
    }

    #[test]
    fn every_mutant_of_a_right_architecture_fails_for_its_reason() {
        let found = surprises(|lab| lab.mutants.iter().collect(), 1);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn every_lab_has_two_languages_a_wrong_alternative_and_two_mutants() {
        for id in files::ids() {
            let lab = files::open(id).unwrap();
            let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(is_korean(&lab.requirement.ko) && is_korean(&lab.title.ko), "{id}");
            assert!(lab.alternatives.iter().any(|it| !it.is_right), "{id}");
            assert!(lab.alternatives.iter().any(|it| it.is_right), "{id}");
            assert!(lab.unfit.is_empty(), "{id}: {:?}", lab.unfit);
            assert!(lab.mutants.len() >= 2, "{id}: {} mutants", lab.mutants.len());
            for it in lab.alternatives.iter().chain(&lab.mutants) {
                assert!(is_korean(&it.title.ko), "{id} {}", it.name);
            }
            for it in &lab.expect {
                assert!(is_korean(&it.fails.ko) && is_korean(&it.label.ko), "{id} {}", it.id);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_report_and_another_seed_another() {
        let lab = files::open("ordered-events-no-loss").unwrap();
        let chosen: Vec<&Alternative> = lab.alternatives.iter().collect();
        let table = |seed| {
            let outcomes = run_all(PARTS, &lab, &chosen, seed).unwrap();
            let language = Language::English;
            Report { lab: &lab, outcomes: &outcomes, seed: 1, language }.pages()
        };
        let first = table(1);
        assert_eq!(first, table(1));
        assert_ne!(first, table(2));
    }
}
