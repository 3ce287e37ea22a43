//! `cargo xtask bench [CASE…]`: how fast the built server is, as ratios measured in one run.
//!
//! A bare server stands beside Nephele on the same machine (`yardstick.rs`); one load generator on
//! one thread (`load.rs`) drives both in turn, round by round, so that what the machine does
//! meanwhile falls on both. `cases.rs` has the cases of throughput, `scale.rs` what a large world
//! costs, `report.rs` the tables. Nothing here asserts a speed: a timed test would fail by chance.
#![allow(clippy::disallowed_methods)] // measures real time, and drives real sockets and processes

mod cases;
mod decisions;
mod dynamodb;
mod load;
mod report;
mod request;
mod scale;
mod server;
mod sns;
mod yardstick;

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::cases::CASES;
use crate::report::Report;
use crate::server::Mode;

/// As in the server: the yardsticks run in this binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What went wrong, for the person at the desk.
type Result<T> = std::result::Result<T, String>;

#[derive(Debug, Parser)]
#[command(about = "Measures Nephele against bare servers, in one run.")]
struct Options {
    /// Cases to run; none means all but `big` and `items`. See --list.
    cases: Vec<String>,
    /// Show the cases.
    #[arg(long)]
    list: bool,
    /// Durability of the cases of throughput.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "process,ephemeral,fsync")]
    modes: Vec<Mode>,
    /// Seconds per measurement.
    #[arg(long, default_value_t = 0.5)]
    seconds: f64,
    /// Measurements of each side; the median counts.
    #[arg(long, default_value_t = 12)]
    rounds: usize,
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Messages in the deep queue of `depth` and `start`.
    #[arg(long, default_value_t = 1_000_000)]
    messages: u64,
    /// Items in the large table of `items`.
    #[arg(long, default_value_t = 10_000_000)]
    items: u64,
    /// The server; the default is `nephele` beside this binary.
    #[arg(long)]
    server: Option<PathBuf>,
    /// Where data directories are made; on the disk to be measured.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Write bench/results/latest.md even when only some cases ran.
    #[arg(long)]
    write: bool,
    /// Be the echo server on this port.
    #[arg(long, hide = true)]
    echo: Option<u16>,
    /// Be the socket copier on this port.
    #[arg(long, hide = true)]
    copy: Option<u16>,
}

/// How and where everything is measured.
#[derive(Debug)]
pub struct Bench {
    pub duration: Duration,
    pub rounds: usize,
    pub connections: usize,
    pub messages: u64,
    pub items: u64,
    pub server: PathBuf,
    pub dir: PathBuf,
}

/// Cases that are no loops of one request.
const SCALE_CASES: [(&str, &str); 5] = [
    ("decisions", "decisions by policies, and what authorization costs a root"),
    ("depth", "SendMessage into a deep queue beside an empty one"),
    ("start", "process start to first answer, and memory, on an empty and on a full world"),
    ("big", "memory of the server while 5 GiB stream in and out (not in the default run)"),
    ("items", "a table of ten million items beside an empty one (not in the default run)"),
];

fn main() -> std::process::ExitCode {
    let options = Options::parse();
    let done = match (options.echo, options.copy) {
        (Some(port), _) => yardstick::echo(port),
        (_, Some(port)) => yardstick::copy(port),
        _ => run(&options),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bench: {message}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    if options.list {
        for case in CASES {
            println!("{:16} {}", case.name, case.title);
        }
        for (name, title) in SCALE_CASES {
            println!("{name:16} {title}");
        }
        return Ok(());
    }
    let is_known = |name: &str| {
        CASES.iter().any(|case| case.name == name) || SCALE_CASES.iter().any(|case| case.0 == name)
    };
    if let Some(unknown) = options.cases.iter().find(|name| !is_known(name)) {
        return Err(format!("there is no case {unknown}; --list shows them"));
    }
    let bench = Bench::new(options)?;
    let result = bench.run(options);
    let _ = std::fs::remove_dir_all(&bench.dir);
    let report = result?;
    let text = report.text();
    println!("{text}");
    if options.cases.is_empty() || options.write {
        let results = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/results"));
        let file = results.join("latest.md");
        std::fs::create_dir_all(&results)
            .and_then(|()| std::fs::write(&file, text))
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(())
}

impl Bench {
    fn new(options: &Options) -> Result<Bench> {
        let server = match &options.server {
            Some(server) => server.clone(),
            None => std::env::current_exe()
                .map_err(|error| error.to_string())?
                .with_file_name("nephele"),
        };
        if !server.is_file() {
            return Err(format!(
                "there is no server {}; `cargo build --release --package nephele` makes it",
                server.display()
            ));
        }
        let parent = options.dir.clone().unwrap_or_else(std::env::temp_dir);
        Ok(Bench {
            duration: Duration::from_secs_f64(options.seconds),
            rounds: options.rounds.max(1),
            connections: options.connections.max(1),
            messages: options.messages,
            items: options.items,
            server,
            dir: parent.join(format!("nephele-bench-{}", std::process::id())),
        })
    }

    fn run(&self, options: &Options) -> Result<Report> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let wants = |name: &str| {
            options.cases.iter().any(|case| case == name)
                || (options.cases.is_empty() && !matches!(name, "big" | "items"))
        };
        let mut report = Report::new(self);
        tokio::task::LocalSet::new().block_on(&runtime, async {
            for &mode in &options.modes {
                for case in CASES.iter().filter(|case| wants(case.name)) {
                    let row = cases::measure(self, case, mode).await;
                    eprintln!("{}", row.progress());
                    report.rows.push(row);
                }
            }
            if wants("start") {
                report.facts.extend(scale::empty_world(self).await?);
            }
            if wants("depth") || wants("start") {
                let wanted = scale::Wanted { depth: wants("depth"), start: wants("start") };
                report.facts.extend(scale::full_world(self, wanted).await?);
            }
            if wants("big") {
                report.facts.extend(scale::big_object(self).await?);
            }
            if wants("items") {
                report.facts.extend(dynamodb::large_table(self).await?);
            }
            Ok::<(), String>(())
        })?;
        if wants("decisions") {
            // It runs a runtime of its own.
            report.facts.extend(decisions::measure(self, cpu_of_send(&report))?);
        }
        Ok(report)
    }
}

/// Microseconds of CPU that a SendMessage took in the usual durability, if that was measured.
fn cpu_of_send(report: &Report) -> Option<f64> {
    let row =
        report.rows.iter().find(|row| row.case.name == "send" && row.mode == Mode::Process)?;
    row.sides.as_ref().ok().map(|(ours, _)| report::median(&ours.cpu_micros))
}
