//! The charts of a lab: one drawing each.

use std::collections::{BTreeMap, BTreeSet};

use super::svg::{Anchor, BAD, COLOURS, Drawing, FAINT, GOOD, GRID, INK, Labels, Plot};
use super::{Report, words::Phrases};
use crate::actors::Actor;
use crate::definition::Chart;
use crate::facts::done_by;
use crate::ledger::Measure;
use crate::run::Outcome;
use crate::verdict::number;

const WIDTH: f64 = 880.0;
const SMALL: (f64, f64) = (430.0, 230.0);
const GAP: f64 = 20.0;
const ROW: f64 = 30.0;

/// Every chart with its title.
pub fn charts(report: &Report<'_>) -> Vec<(&'static str, Drawing)> {
    let phrases = report.phrases();
    let one = |chart: &Chart| match chart {
        Chart::Order => (phrases.order, order(report, phrases)),
        Chart::Depth => (phrases.depth, depth(report, phrases)),
        Chart::Recovery => (phrases.recovery, recovery(report, phrases)),
        Chart::Bill => (phrases.bill, bill(report)),
    };
    report.lab.charts.iter().map(one).collect()
}

/// Drawings of one size, two in a row.
fn grid(plots: Vec<Drawing>) -> Drawing {
    let rows = plots.len().div_ceil(2).max(1) as f64;
    let mut all = Drawing::new(WIDTH, rows * (SMALL.1 + GAP) - GAP);
    for (at, plot) in plots.iter().enumerate() {
        let x = (at % 2) as f64 * (SMALL.0 + GAP);
        let y = (at / 2) as f64 * (SMALL.1 + GAP);
        all.place((x, y), plot);
    }
    all
}

/// For each architecture: what was sent as the how-manieth was done as the how-manieth. In order
/// is a rising line.
fn order(report: &Report<'_>, phrases: &Phrases) -> Drawing {
    // What was refused in its setup has done nothing.
    let ran = report.outcomes.iter().filter(|it| !it.ledger.items.is_empty());
    let plots = ran.map(|outcome| order_of(outcome, phrases));
    grid(plots.collect())
}

fn order_of(outcome: &Outcome, phrases: &Phrases) -> Drawing {
    let ledger = &outcome.ledger;
    let consumer = outcome.alternative.actors.iter().find_map(|actor| match actor {
        Actor::Consumer(consumer) => Some(consumer.name.as_str()),
        Actor::Reader(reader) => Some(reader.name.as_str()),
        Actor::Function(function) => Some(function.name.as_str()),
        _ => None,
    });
    let done = done_by(ledger, consumer.unwrap_or_default());
    // By the time at which they were sent, whatever their loads.
    let mut sent: Vec<_> = ledger.items.iter().map(|(key, item)| (item.at, item.n, key)).collect();
    sent.sort();
    let rank: BTreeMap<&str, usize> =
        sent.iter().enumerate().map(|(at, (_, _, key))| (key.as_str(), at)).collect();
    let most = (done.len().max(1) as f64, rank.len().max(1) as f64);
    let labels =
        Labels { title: &outcome.alternative.name, x: phrases.position, y: phrases.sequence };
    let mut plot = Plot::new(SMALL, most, labels);
    let mut latest: BTreeMap<&str, u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (position, handling) in done.iter().enumerate() {
        let Some(item) = ledger.items.get(&handling.key) else { continue };
        let latest = latest.entry(&item.group).or_insert(item.n);
        let is_again = !seen.insert(&handling.key);
        let is_bad = is_again || item.n < *latest;
        *latest = (*latest).max(item.n);
        let place = plot.at(position as f64, rank[handling.key.as_str()] as f64);
        plot.drawing.dot(place, 2.0, if is_bad { BAD } else { GOOD });
    }
    plot.drawing
}

/// For each architecture: the depth of its queues over virtual time.
fn depth(report: &Report<'_>, phrases: &Phrases) -> Drawing {
    let watched = report.outcomes.iter().filter(|it| !it.ledger.depths.is_empty());
    let samples = || watched.clone().flat_map(|it| it.ledger.depths.values().flatten());
    let x_most = samples().map(|it| it.0).fold(0.0, f64::max);
    let y_most = samples().map(|it| it.1 as f64).fold(0.0, f64::max);
    let plots = watched.clone().map(|outcome| {
        let title = &outcome.alternative.name;
        let labels = Labels { title, x: phrases.seconds, y: phrases.messages };
        let mut plot = Plot::new(SMALL, (x_most, y_most), labels);
        for (at, (name, samples)) in outcome.ledger.depths.iter().enumerate() {
            let colour = COLOURS[at % COLOURS.len()];
            let points: Vec<_> =
                samples.iter().map(|(x, depth)| plot.at(*x, *depth as f64)).collect();
            plot.drawing.path(&points, colour);
            let place = (SMALL.0 - 20.0, 40.0 + 14.0 * at as f64);
            plot.drawing.text(place, name, 11.0, colour, Anchor::End);
        }
        plot.drawing
    });
    grid(plots.collect())
}

fn fact(outcome: &Outcome, suffix: &str) -> Option<f64> {
    let found = outcome.ledger.facts.iter().find(|(name, _)| name.ends_with(suffix))?;
    match found.1.value {
        Measure::Number(value) => Some(value),
        Measure::Text(_) => None,
    }
}

/// For each architecture: to the left of the disaster what was lost, to the right how long it was
/// out of service. Bars grow with the logarithm: seconds and days stand side by side.
fn recovery(report: &Report<'_>, phrases: &Phrases) -> Drawing {
    let mut all = Drawing::new(WIDTH, 64.0 + ROW * report.outcomes.len() as f64);
    let middle = 530.0;
    let scale = |seconds: f64| (1.0 + seconds).log10() / 6.0 * 300.0;
    let bottom = all.height - 12.0;
    all.text((middle - 8.0, 16.0), phrases.lost_work, 12.0, BAD, Anchor::End);
    all.text((middle + 8.0, 16.0), phrases.outage, 12.0, COLOURS[1], Anchor::Start);
    for (seconds, name) in [(60.0, "1 m"), (3_600.0, "1 h"), (86_400.0, "1 d")] {
        for x in [middle - scale(seconds), middle + scale(seconds)] {
            all.line((x, 40.0), (x, bottom), GRID);
            all.text((x, 36.0), name, 10.0, FAINT, Anchor::Middle);
        }
    }
    all.line((middle, 28.0), (middle, bottom), INK);
    for (at, outcome) in report.outcomes.iter().enumerate() {
        let y = 46.0 + ROW * at as f64;
        all.text((4.0, y + 15.0), &outcome.alternative.name, 12.0, INK, Anchor::Start);
        if let Some(lost) = fact(outcome, "rpo_s") {
            all.bar((middle - scale(lost), y), (scale(lost), 20.0), BAD);
            let place = (middle - scale(lost) - 6.0, y + 14.0);
            all.text(place, &span(lost), 11.0, INK, Anchor::End);
        }
        if let Some(gone) = fact(outcome, "rto_s").or_else(|| fact(outcome, "outage_s")) {
            all.bar((middle, y), (scale(gone), 20.0), COLOURS[1]);
            let place = (middle + scale(gone) + 6.0, y + 14.0);
            all.text(place, &span(gone), 11.0, INK, Anchor::Start);
        }
    }
    all
}

/// `90 s`, `15 m`, `3.5 h`, `2 d`.
fn span(seconds: f64) -> String {
    let (unit, name) = match seconds {
        it if it < 120.0 => (1.0, "s"),
        it if it < 7_200.0 => (60.0, "m"),
        it if it < 172_800.0 => (3_600.0, "h"),
        _ => (86_400.0, "d"),
    };
    format!("{} {name}", number((seconds / unit * 10.0).round() / 10.0))
}

/// For each architecture: what it costs, by what it is charged for.
fn bill(report: &Report<'_>) -> Drawing {
    let total = |outcome: &Outcome| outcome.ledger.charges.values().sum::<f64>();
    let most = report.outcomes.iter().map(total).fold(0.0, f64::max);
    let items: BTreeSet<&String> =
        report.outcomes.iter().flat_map(|it| it.ledger.charges.keys()).collect();
    let colour = |item: &String| {
        let at = items.iter().position(|it| *it == item).unwrap_or(0);
        COLOURS[at % COLOURS.len()]
    };
    let mut all = Drawing::new(WIDTH, 40.0 + ROW * report.outcomes.len() as f64);
    let mut x = 240.0;
    for item in &items {
        all.text((x, 16.0), item, 11.0, colour(item), Anchor::Start);
        x += 16.0 + item.len() as f64 * 7.0;
    }
    for (at, outcome) in report.outcomes.iter().enumerate() {
        let y = 26.0 + ROW * at as f64;
        all.text((4.0, y + 15.0), &outcome.alternative.name, 12.0, INK, Anchor::Start);
        let mut x = 240.0;
        for (item, usd) in &outcome.ledger.charges {
            let width = if most > 0.0 { usd / most * 520.0 } else { 0.0 };
            all.bar((x, y), (width, 20.0), colour(item));
            x += width;
        }
        all.text((x + 8.0, y + 14.0), &number(total(outcome)), 11.0, INK, Anchor::Start);
    }
    all
}
