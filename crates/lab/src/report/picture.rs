//! A lab in one picture: the table, the reasons, and the first chart.

use super::svg::{Anchor, BAD, Drawing, FAINT, GOOD, GRID, INK};
use super::{Report, charts, columns};

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 40.0;
const ROW: f64 = 24.0;
const REASON_CHARS_MAX: usize = 130;

pub fn picture(report: &Report<'_>) -> String {
    let lab = report.lab;
    let first = charts::charts(report).into_iter().next();
    let reasons: usize = report.outcomes.iter().map(|it| report.reasons(it).len()).sum();
    let rows = report.outcomes.len() + reasons;
    let table = 92.0 + ROW * rows as f64;
    let chart = first.as_ref().map_or(0.0, |(_, drawing)| drawing.height + 50.0);
    let mut all = Drawing::new(WIDTH, table + chart + 30.0);
    all.text((MARGIN, 36.0), lab.title.of(report.language), 20.0, INK, Anchor::Start);
    let command = format!("nephele lab run {}", lab.id);
    all.text((WIDTH - MARGIN, 36.0), &command, 13.0, FAINT, Anchor::End);
    let xs = positions(report);
    let mut y = 70.0;
    for (cell, x) in report.head().iter().zip(&xs) {
        all.text((*x, y), cell, 12.0, FAINT, Anchor::Start);
    }
    all.line((MARGIN, y + 8.0), (WIDTH - MARGIN, y + 8.0), GRID);
    for outcome in report.outcomes {
        y += ROW;
        let meets = outcome.verdict.meets_requirement();
        for (at, (cell, x)) in report.row(outcome).iter().zip(&xs).enumerate() {
            let has_failed = match at {
                0 => None,
                1 => Some(!meets),
                _ => Some(super::has_failed(outcome, &report.lab.expect[at - 2])),
            };
            let colour = match has_failed {
                None => INK,
                Some(true) => BAD,
                Some(false) => GOOD,
            };
            all.text((*x, y), cell, 13.0, colour, Anchor::Start);
        }
        for reason in report.reasons(outcome) {
            y += ROW;
            all.text((MARGIN + 16.0, y - 3.0), &cut(&reason), 12.0, FAINT, Anchor::Start);
        }
    }
    if let Some((title, drawing)) = first {
        all.text((MARGIN, y + 40.0), title, 14.0, INK, Anchor::Start);
        all.place((MARGIN, y + 52.0), &drawing);
    }
    all.finish()
}

/// What fits into a line.
fn cut(text: &str) -> String {
    match text.char_indices().nth(REASON_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Where columns begin, by the widths of what stands in them.
fn positions(report: &Report<'_>) -> Vec<f64> {
    let mut rows = vec![report.head()];
    rows.extend(report.outcomes.iter().map(|outcome| report.row(outcome)));
    let mut x = MARGIN;
    let mut out = Vec::new();
    for at in 0..rows[0].len() {
        out.push(x);
        let width = rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
        x += width as f64 * 6.9 + 18.0;
    }
    out
}
