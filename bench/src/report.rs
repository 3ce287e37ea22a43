//! The tables: as text that reads on a terminal and as Markdown.

use std::fmt::Write;
use std::time::Duration;

use crate::cases::Case;
use crate::server::Mode;
use crate::{Bench, Result};

/// All results of one run, and what they were measured on.
#[derive(Debug)]
pub struct Report {
    pub rows: Vec<Row>,
    pub facts: Vec<Fact>,
    machine: Vec<(&'static str, String)>,
}

/// A case in one durability: ours and the yardstick's figures.
#[derive(Debug)]
pub struct Row {
    pub case: &'static Case,
    pub mode: Mode,
    pub sides: Result<(Side, Side)>,
}

/// The rounds of one side.
#[derive(Debug, Default)]
pub struct Side {
    /// Requests per second.
    pub rates: Vec<f64>,
    /// CPU time of the server's process per request.
    pub cpu_micros: Vec<f64>,
    /// Share of the machine's CPU time that neither the server nor the load generator used.
    pub others: Vec<f64>,
    pub p50: Vec<Duration>,
    pub p99: Vec<Duration>,
    pub resident_bytes_max: u64,
}

/// A figure that stands alone.
#[derive(Debug)]
pub struct Fact {
    what: String,
    value: f64,
    unit: &'static str,
    at_most: Option<f64>,
}

impl Report {
    pub fn new(bench: &Bench) -> Report {
        let measured = format!(
            "{} rounds of {} s each side, alternating; medians; {} connections on one thread",
            bench.rounds,
            bench.duration.as_secs_f64(),
            bench.connections
        );
        let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let value = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or("");
            line.split_once(':').map_or("", |(_, value)| value.trim()).to_owned()
        };
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let processor = value(&file("/proc/cpuinfo"), "model name");
        let commit = std::process::Command::new("git")
            .args(["-C", env!("CARGO_MANIFEST_DIR"), "describe", "--always", "--dirty"])
            .output()
            .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let machine = vec![
            ("date", jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()),
            ("commit", commit.unwrap_or_default()),
            ("processor", format!("{processor}, {cores} cores")),
            ("memory", value(&file("/proc/meminfo"), "MemTotal")),
            ("kernel", file("/proc/sys/kernel/osrelease").trim().to_owned()),
            ("measured", measured),
        ];
        Report { rows: Vec::new(), facts: Vec::new(), machine }
    }

    pub fn text(&self) -> String {
        let mut out = String::from("# Benchmark\n\n");
        for (name, value) in &self.machine {
            writeln!(out, "- {name}: {value}").expect("a String takes everything");
        }
        let (bulk, small): (Vec<_>, Vec<_>) =
            self.rows.iter().partition(|row| row.case.bulk_bytes().is_some());
        if !small.is_empty() {
            out.push_str(
                "\n## Requests per second, beside a bare hyper server\n\n\
                 The bare server is sent the same requests, reads them and answers 350 bytes of \
                 JSON. CPU is the server process's, per request. The load generator shares the \
                 cores. Others is the share of the machine's CPU time that other processes and the \
                 host took meanwhile: above a few per cent, trust the CPU columns more than the \
                 rates.\n\n",
            );
            let heads = [
                "case",
                "durability",
                "requests/s",
                "echo",
                "ratio",
                "bar",
                "p50 µs",
                "p99 µs",
                "echo p99",
                "CPU µs",
                "echo CPU",
                "max MB",
                "others %",
            ];
            table(&mut out, &heads, &small.iter().map(|row| row.cells()).collect::<Vec<_>>());
        }
        if !bulk.is_empty() {
            out.push_str("\n## Bytes per second, beside a bare socket copy\n\n");
            let heads = [
                "case",
                "durability",
                "GB/s",
                "copy",
                "ratio",
                "bar",
                "p50 µs",
                "p99 µs",
                "copy p99",
                "CPU µs",
                "copy CPU",
                "max MB",
                "others %",
            ];
            table(&mut out, &heads, &bulk.iter().map(|row| row.cells()).collect::<Vec<_>>());
        }
        if !self.facts.is_empty() {
            out.push_str("\n## Size of the world\n\n");
            let rows: Vec<_> = self.facts.iter().map(Fact::cells).collect();
            table(&mut out, &["what", "value", "unit", "bar"], &rows);
        }
        out
    }
}

impl Row {
    pub fn progress(&self) -> String {
        self.cells().join("  ")
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.case.title.to_owned(), self.mode.name().to_owned()];
        let (ours, theirs) = match &self.sides {
            Ok(sides) => sides,
            Err(error) => {
                cells.push(format!("failed: {}", error.replace('|', "/")));
                return cells;
            }
        };
        let rate = |side: &Side| match self.case.bulk_bytes() {
            Some(bytes) => format!("{:.2}", median(&side.rates) * bytes as f64 / 1e9),
            None => format!("{:.0}", median(&side.rates)),
        };
        let micros = |latencies: &[Duration]| {
            let micros: Vec<_> = latencies.iter().map(|l| l.as_secs_f64() * 1e6).collect();
            format!("{:.0}", median(&micros))
        };
        // Round by round: what slows both sides falls out.
        let ratios: Vec<_> = ours.rates.iter().zip(&theirs.rates).map(|(a, b)| a / b).collect();
        let ratio = median(&ratios);
        let bar = self.case.bar.filter(|_| self.mode == Mode::Process);
        cells.extend([
            rate(ours),
            rate(theirs),
            format!("{ratio:.2}"),
            bar.map_or(String::new(), |bar| verdict(format!("≥ {bar}"), ratio >= bar)),
            micros(&ours.p50),
            micros(&ours.p99),
            micros(&theirs.p99),
            format!("{:.1}", median(&ours.cpu_micros)),
            format!("{:.1}", median(&theirs.cpu_micros)),
            format!("{:.0}", ours.resident_bytes_max as f64 / 1e6),
            format!("{:.0}", f64::midpoint(median(&ours.others), median(&theirs.others)) * 100.0),
        ]);
        cells
    }
}

impl Fact {
    pub fn plain(what: impl Into<String>, value: f64, unit: &'static str) -> Fact {
        Fact { what: what.into(), value, unit, at_most: None }
    }

    pub fn at_most(what: impl Into<String>, value: f64, unit: &'static str, most: f64) -> Fact {
        Fact { what: what.into(), value, unit, at_most: Some(most) }
    }

    pub fn progress(&self) -> String {
        self.cells().join("  ")
    }

    fn cells(&self) -> Vec<String> {
        let value = match self.value {
            value if value < 10.0 => format!("{value:.2}"),
            value if value < 100.0 => format!("{value:.1}"),
            value => format!("{value:.0}"),
        };
        let bar = self.at_most.map(|most| verdict(format!("≤ {most}"), self.value <= most));
        vec![self.what.clone(), value, self.unit.to_owned(), bar.unwrap_or_default()]
    }
}

fn verdict(bar: String, is_met: bool) -> String {
    if is_met { bar } else { format!("{bar} MISSED") }
}

/// The middle value; of an even number, the mean of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    assert!(!values.is_empty(), "there is no median of nothing");
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

/// A Markdown table whose columns line up. A row with fewer cells than heads says why in its last
/// cell, which may be wider than its column.
fn table(out: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().filter(|row| row.len() == heads.len()).map(|row| &row[column]);
        let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        let of_short = rows.iter().filter(|row| row.len() > column + 1).map(|row| &row[column]);
        let widest_short = of_short.map(|cell| cell.chars().count()).max().unwrap_or(0);
        widest.max(widest_short).max(heads[column].chars().count())
    };
    let widths: Vec<_> = (0..heads.len()).map(width).collect();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        for (column, (cell, width)) in cells.zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
            let (before, after) = if column == 0 { ("", &*pad) } else { (&*pad, "") };
            write!(out, "| {before}{cell}{after} ").expect("a String takes everything");
        }
        out.push_str("|\n");
    };
    line(&mut heads.iter().copied());
    let rule: Vec<_> = widths
        .iter()
        .enumerate()
        .map(|(column, width)| match column {
            0 => "-".repeat(*width),
            _ => format!("{}:", "-".repeat(width - 1)),
        })
        .collect();
    line(&mut rule.iter().map(String::as_str));
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
}
