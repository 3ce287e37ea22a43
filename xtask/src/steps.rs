//! Running programs as the steps of a task: echoed, timed, and with their counts of tests added
//! up from what they print. What the steps are stands in the tasks.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use crate::Result;

/// How many tests a step ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The steps of a task so far.
#[derive(Debug)]
pub struct Steps {
    started: Instant,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: String,
    seconds: f64,
    error: Option<String>,
    counts: Counts,
}

impl Steps {
    pub fn new() -> Steps {
        Steps { started: Instant::now(), rows: Vec::new() }
    }

    /// Runs one step and remembers how it went; later steps run all the same.
    pub fn step(&mut self, name: &str, run: impl FnOnce() -> Result<Counts>) -> bool {
        println!("\n=== {name}");
        let started = Instant::now();
        let outcome = run();
        let seconds = started.elapsed().as_secs_f64();
        let (counts, error) = match outcome {
            Ok(counts) if counts.failed > 0 => (counts, Some(format!("{} failed", counts.failed))),
            Ok(counts) => (counts, None),
            Err(error) => (Counts::default(), Some(error.to_string())),
        };
        let is_ok = error.is_none();
        match &error {
            None => println!("=== {name}: ok in {seconds:.1} s"),
            Some(error) => println!("=== {name}: FAILED in {seconds:.1} s: {error}"),
        }
        self.rows.push(Row { name: name.to_owned(), seconds, error, counts });
        is_ok
    }

    /// Prints the summary, with a last line in the words of `cargo test`.
    pub fn finish(self) -> Result<()> {
        println!("\n=== summary");
        let mut total = Counts::default();
        let mut failures = 0;
        for row in &self.rows {
            total.add(row.counts);
            let outcome = match &row.error {
                None => "ok".to_owned(),
                Some(error) => format!("FAILED: {error}"),
            };
            println!("{:>8.1} s  {:<28} {outcome}", row.seconds, row.name);
            if row.error.is_some() {
                failures += 1;
                // A step that failed without a failed test counts as one.
                total.failed += u64::from(row.counts.failed == 0);
            }
        }
        let verdict = if failures == 0 { "ok" } else { "FAILED" };
        println!(
            "\ntest result: {verdict}. {} passed; {} failed; {} ignored; finished in {:.2}s",
            total.passed,
            total.failed,
            total.skipped,
            self.started.elapsed().as_secs_f64()
        );
        if failures == 0 {
            return Ok(());
        }
        Err(format!("{failures} of {} steps failed", self.rows.len()).into())
    }
}

/// The cargo that runs this task.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Runs a program to its end; fails when it does.
pub fn succeed(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

/// Runs a program of tests, echoing what it prints and counting its tests from that.
pub fn counted(command: &mut Command) -> Result<Counts> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    let counts = Mutex::new(Counts::default());
    let streams: [Box<dyn std::io::Read + Send>; 2] = [
        Box::new(child.stdout.take().expect("stdout is piped")),
        Box::new(child.stderr.take().expect("stderr is piped")),
    ];
    thread::scope(|scope| {
        for stream in streams {
            scope.spawn(|| echo(stream, &counts));
        }
    });
    let status = child.wait()?;
    let counts = counts.into_inner().expect("no reader panics");
    if !status.success() && counts.failed == 0 {
        return Err(format!("{}: {status}", shown(command)).into());
    }
    Ok(counts)
}

fn echo(stream: Box<dyn std::io::Read + Send>, counts: &Mutex<Counts>) {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let mut out = std::io::stdout().lock();
        // A closed standard output is no reason to stop the tests.
        let _ = out.write_all(&line);
        if let Some(found) = counts_of_line(&String::from_utf8_lossy(&line)) {
            counts.lock().expect("no reader panics").add(found);
        }
        line.clear();
    }
}

/// The counts in a summary line of cargo test, nextest, pytest or `node --test`.
fn counts_of_line(line: &str) -> Option<Counts> {
    let line = line.trim();
    let is_summary = line.starts_with("test result: ")
        || line.starts_with("Summary [")
        || is_pytest_summary(line);
    if is_summary {
        let count = |word: &str| count_before(line, word);
        return Some(Counts {
            passed: count("passed") + count("xfailed"),
            failed: count("failed") + count("error") + count("errors") + count("timed"),
            skipped: count("ignored") + count("skipped"),
        });
    }
    let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.parse().ok()?;
    match word {
        "pass" => Some(Counts { passed: number, ..Counts::default() }),
        "fail" | "cancelled" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" => Some(Counts { skipped: number, ..Counts::default() }),
        _ => None,
    }
}

/// With lines around it, or bare when pytest was asked to be quiet.
fn is_pytest_summary(line: &str) -> bool {
    let bare = line.trim_matches(['=', ' ']);
    let words = [" passed", " failed", " error", " skipped"];
    bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.contains(" in ")
        && words.iter().any(|word| bare.contains(word))
}

fn count_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_word = |text: &str| text.trim_end_matches([',', ';', '.']) == word;
    let found = words.windows(2).find(|pair| is_word(pair[1]));
    found.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_four_runners_are_read() {
        let cases = [
            ("test result: ok. 7 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out", 7, 1, 2),
            ("     Summary [   0.1s] 12 tests run: 11 passed, 1 failed, 3 skipped", 11, 1, 3),
            ("===== 1 failed, 30 passed, 4 skipped in 12.31s =====", 30, 1, 4),
            ("===== 2 passed, 1 error in 0.31s =====", 2, 1, 0),
            ("17 failed, 1372 passed, 9 errors in 359.39s (0:05:59)", 1372, 26, 0),
            ("ℹ pass 9", 9, 0, 0),
            ("# fail 3", 0, 3, 0),
        ];
        for (line, passed, failed, skipped) in cases {
            assert_eq!(counts_of_line(line), Some(Counts { passed, failed, skipped }), "{line}");
        }
        assert_eq!(counts_of_line("test store::reads ... ok"), None);
    }

    #[test]
    fn a_step_that_fails_fails_the_task() {
        let mut steps = Steps::new();
        assert!(steps.step("good", || Ok(Counts { passed: 1, ..Counts::default() })));
        assert!(!steps.step("bad", || Err("no".into())));
        assert!(steps.finish().is_err());
    }
}
