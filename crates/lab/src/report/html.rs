//! The report as one HTML page: no scripts, nothing from elsewhere.

use std::fmt::Write as _;

use super::svg::escape;
use super::{Report, charts};
use crate::read::Language;
use crate::run::Outcome;
use crate::verdict::show;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#24292f;max-width:920px;\
margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;font-size:14px;display:block;\
overflow-x:auto}th,td{border:1px solid #d8dee4;padding:.3rem .6rem;text-align:left;\
vertical-align:top}th{background:#f6f8fa}.bad{background:#ffebe9}.good{background:#dafbe1}\
svg{max-width:100%;height:auto}pre{background:#f6f8fa;padding:.8rem;overflow-x:auto;\
font-size:13px}summary{cursor:pointer;color:#57606a}";

pub fn page(report: &Report<'_>) -> String {
    let (lab, phrases) = (report.lab, report.phrases());
    let language = if report.language == Language::Korean { "ko" } else { "en" };
    let title = escape(lab.title.of(report.language));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let _ = writeln!(out, "<p><code>{}</code>, {} {}</p>", lab.id, phrases.seed, report.seed);
    let _ = writeln!(out, "<h2>{}</h2>", phrases.requirement);
    paragraphs(&mut out, lab.requirement.of(report.language));
    let _ = writeln!(out, "<h2>{}</h2>", phrases.result);
    let is_expected = report.is_as_expected();
    let said = if is_expected { phrases.as_expected } else { phrases.not_as_expected };
    let _ = writeln!(out, "<p>{said}</p>");
    table(&mut out, report);
    let _ = writeln!(out, "<h2>{}</h2>", phrases.charts);
    for (title, drawing) in charts::charts(report) {
        let _ = writeln!(out, "<h3>{}</h3>\n{}", escape(title), drawing.finish());
    }
    let _ = writeln!(out, "<h2>{}</h2>", phrases.why);
    for outcome in report.outcomes {
        why(&mut out, report, outcome);
    }
    if !lab.sources.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>\n<ul>", phrases.sources);
        for source in &lab.sources {
            let _ = writeln!(out, "<li>{}</li>", escape(source));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Plain paragraphs and lists: what requirements are written in.
fn paragraphs(out: &mut String, text: &str) {
    for block in text.trim().split("\n\n") {
        if block.starts_with("- ") {
            out.push_str("<ul>\n");
            for item in block.split("\n- ") {
                let item = item.strip_prefix("- ").unwrap_or(item);
                let _ = writeln!(out, "<li>{}</li>", escape(item));
            }
            out.push_str("</ul>\n");
        } else {
            let _ = writeln!(out, "<p>{}</p>", escape(block));
        }
    }
}

fn table(out: &mut String, report: &Report<'_>) {
    out.push_str("<table>\n<tr>");
    for cell in report.head() {
        let _ = write!(out, "<th>{}</th>", escape(&cell));
    }
    out.push_str("</tr>\n");
    for outcome in report.outcomes {
        let cells = report.row(outcome);
        let class = if outcome.verdict.meets_requirement() { "good" } else { "bad" };
        let _ = write!(out, "<tr><td>{}</td>", escape(&cells[0]));
        let _ = write!(out, "<td class=\"{class}\">{}</td>", escape(&cells[1]));
        for (expectation, cell) in report.lab.expect.iter().zip(&cells[2..]) {
            let is_bad = super::has_failed(outcome, expectation);
            let class = if is_bad { " class=\"bad\"" } else { "" };
            let _ = write!(out, "<td{class}>{}</td>", escape(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn why(out: &mut String, report: &Report<'_>, outcome: &Outcome) {
    let alternative = &outcome.alternative;
    let title = escape(alternative.title.of(report.language));
    let _ = writeln!(out, "<h3>{title} (<code>{}</code>)</h3>", escape(&alternative.name));
    let note = alternative.note.of(report.language).trim();
    if !note.is_empty() {
        paragraphs(out, note);
    }
    out.push_str("<ul>\n");
    for reason in report.reasons(outcome) {
        let _ = writeln!(out, "<li>{}</li>", escape(&reason));
    }
    out.push_str("</ul>\n");
    let facts: Vec<String> = outcome
        .ledger
        .facts
        .iter()
        .map(|(name, fact)| format!("{name} = {}", show(&fact.value)))
        .collect();
    let facts = escape(&facts.join("\n"));
    let all = report.phrases().facts;
    let denied: Vec<String> = outcome
        .ledger
        .requests
        .iter()
        .filter_map(|it| {
            let (code, message) = it.refused.as_ref()?;
            let at = outcome.ledger.seconds(it.at);
            Some(format!("{at:>8} s  {} {}: {code}: {message}", it.service, it.operation))
        })
        .take(SHOWN_MAX)
        .collect();
    let _ = writeln!(out, "<details><summary>{all}</summary><pre>{facts}</pre></details>");
    if !denied.is_empty() {
        let summary = report.phrases().denied;
        let denied = escape(&denied.join("\n"));
        let _ = writeln!(out, "<details><summary>{summary}</summary><pre>{denied}</pre></details>");
    }
}

/// So many refusals of an architecture are listed.
const SHOWN_MAX: usize = 40;
