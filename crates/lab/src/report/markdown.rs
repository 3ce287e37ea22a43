//! The report as Markdown: what a repository or a chat shows. Charts stand in the HTML.

use std::fmt::Write as _;

use super::Report;
use crate::verdict::show;

pub fn page(report: &Report<'_>) -> String {
    let (lab, phrases) = (report.lab, report.phrases());
    let mut out = format!("# {}\n\n", lab.title.of(report.language));
    let _ = writeln!(out, "`{}`, {} {}\n", lab.id, phrases.seed, report.seed);
    let requirement = lab.requirement.of(report.language).trim();
    let _ = writeln!(out, "## {}\n\n{requirement}\n", phrases.requirement);
    let _ = writeln!(out, "## {}\n", phrases.result);
    let is_expected = report.is_as_expected();
    let said = if is_expected { phrases.as_expected } else { phrases.not_as_expected };
    let _ = writeln!(out, "{said}\n");
    let head = report.head();
    row(&mut out, &head);
    row(&mut out, &vec!["---".to_owned(); head.len()]);
    for outcome in report.outcomes {
        row(&mut out, &report.row(outcome));
    }
    let _ = writeln!(out, "\n## {}\n", phrases.why);
    for outcome in report.outcomes {
        let alternative = &outcome.alternative;
        let title = alternative.title.of(report.language);
        let _ = writeln!(out, "### {title} (`{}`)\n", alternative.name);
        let note = alternative.note.of(report.language).trim();
        if !note.is_empty() {
            let _ = writeln!(out, "{note}\n");
        }
        for reason in report.reasons(outcome) {
            let _ = writeln!(out, "- {reason}");
        }
        let facts: Vec<String> = outcome
            .ledger
            .facts
            .iter()
            .map(|(name, fact)| format!("{name} = {}", show(&fact.value)))
            .collect();
        let _ = writeln!(out, "\n<details><summary>{}</summary>\n", phrases.facts);
        let _ = writeln!(out, "```text\n{}\n```\n\n</details>\n", facts.join("\n"));
    }
    if !lab.sources.is_empty() {
        let _ = writeln!(out, "## {}\n", phrases.sources);
        for source in &lab.sources {
            let _ = writeln!(out, "- {source}");
        }
    }
    out
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}
