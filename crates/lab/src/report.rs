//! What a run has shown, for people: a table on the terminal, a report in Markdown and one in HTML
//! with charts, and a picture. The same run gives the same bytes.

use std::fs;
use std::path::Path;

use crate::definition::{Bound, Expectation, Lab, WORKS};
use crate::read::{Language, Result};
use crate::run::Outcome;
use crate::verdict::{number, show};

mod charts;
mod html;
mod markdown;
mod picture;
mod svg;
mod words;

use words::Phrases;

/// A lab that has run.
#[derive(Debug)]
pub struct Report<'r> {
    pub lab: &'r Lab,
    pub outcomes: &'r [Outcome],
    pub seed: u64,
    pub language: Language,
}

impl Report<'_> {
    /// Whether every architecture has done what the lab says of it.
    pub fn is_as_expected(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.verdict.surprise.is_none())
    }

    /// Writes `report.md`, `report.html` and `summary.svg`.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir_all(folder).map_err(fail)?;
        for (name, text) in self.pages() {
            fs::write(folder.join(name), text).map_err(fail)?;
        }
        Ok(())
    }

    /// The files of the report, by their names.
    pub fn pages(&self) -> [(&'static str, String); 3] {
        [
            ("report.md", markdown::page(self)),
            ("report.html", html::page(self)),
            ("summary.svg", picture::picture(self)),
        ]
    }

    /// The table for the terminal.
    pub fn table(&self) -> String {
        let mut rows = vec![self.head()];
        rows.extend(self.outcomes.iter().map(|outcome| self.row(outcome)));
        let widths: Vec<usize> = (0..rows[0].len())
            .map(|at| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0))
            .collect();
        let mut out = String::new();
        for (line, row) in rows.iter().enumerate() {
            for (cell, width) in row.iter().zip(&widths) {
                out.push_str(cell);
                out.push_str(&" ".repeat(width - columns(cell) + 2));
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
            if let Some(outcome) = line.checked_sub(1).map(|at| &self.outcomes[at]) {
                for reason in self.reasons(outcome) {
                    out.push_str("  - ");
                    out.push_str(&reason);
                    out.push('\n');
                }
            }
        }
        out
    }

    fn phrases(&self) -> &'static Phrases {
        words::phrases(self.language)
    }

    fn head(&self) -> Vec<String> {
        let phrases = self.phrases();
        let mut cells = vec![phrases.architecture.to_owned(), phrases.verdict.to_owned()];
        cells.extend(self.lab.expect.iter().map(|it| self.label(it)));
        cells
    }

    fn label(&self, expectation: &Expectation) -> String {
        let label = expectation.label.of(self.language);
        format!("{} ({})", label, bound(&expectation.bound))
    }

    fn row(&self, outcome: &Outcome) -> Vec<String> {
        let mut cells = vec![outcome.alternative.name.clone(), self.verdict(outcome)];
        cells.extend(self.lab.expect.iter().map(|it| measured(outcome, it)));
        cells
    }

    fn verdict(&self, outcome: &Outcome) -> String {
        let phrases = self.phrases();
        let meets = outcome.verdict.meets_requirement();
        let said = if meets { phrases.meets } else { phrases.fails };
        match &outcome.verdict.surprise {
            None => said.to_owned(),
            Some(_) => format!("{said} ({})", phrases.unexpected),
        }
    }

    /// Why it does not meet the requirement, and what nobody has expected.
    fn reasons(&self, outcome: &Outcome) -> Vec<String> {
        let failed = outcome.verdict.failed.iter();
        let mut reasons: Vec<String> =
            failed.map(|it| format!("{}: {}", it.id, it.reason.of(self.language))).collect();
        let surprise = outcome.verdict.surprise.iter();
        reasons.extend(surprise.map(|it| format!("{}: {it}", self.phrases().unexpected)));
        reasons
    }
}

fn measured(outcome: &Outcome, expectation: &Expectation) -> String {
    let is_broken = outcome.ledger.broken.is_some();
    let fact = outcome.ledger.facts.get(&expectation.fact).filter(|_| !is_broken);
    fact.map_or("-".to_owned(), |fact| show(&fact.value))
}

/// Whether the cell of an expectation shows a failure.
fn has_failed(outcome: &Outcome, expectation: &Expectation) -> bool {
    outcome.verdict.failed.iter().any(|it| it.id == expectation.id || it.id == WORKS)
}

pub fn bound(bound: &Bound) -> String {
    match bound {
        Bound::Is(text) => text.clone(),
        Bound::Between { least: None, most: Some(most) } => format!("≤ {}", number(*most)),
        Bound::Between { least: Some(least), most: None } => format!("≥ {}", number(*least)),
        Bound::Between { least, most } => {
            format!("{}–{}", number(least.unwrap_or(0.0)), number(most.unwrap_or(0.0)))
        }
    }
}

/// How many columns a text takes on a terminal: letters of Hangul take two.
fn columns(text: &str) -> usize {
    let is_wide = |letter: char| {
        matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3000}'..='\u{9fff}')
            || matches!(letter, '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}')
    };
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}
