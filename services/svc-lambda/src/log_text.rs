//! The log format Text: INIT_START, START, END and REPORT.

use std::fmt::Write as _;

use kernel::Timestamp;

use crate::log::{Lines, Told, Words};

pub const WORDS: Words = Words { init_start, start, end, keeps: |_, _| true };

fn init_start(told: &Told<'_>, at: i64) -> Lines {
    vec![(at, format!("INIT_START Runtime Version: {}", told.report.version))]
}

fn start(told: &Told<'_>, at: i64) -> Lines {
    let (id, version) = (told.request_id, told.version.name());
    vec![(at, format!("START RequestId: {id} Version: {version}"))]
}

fn end(told: &Told<'_>, at: i64) -> Lines {
    let (id, report) = (told.request_id, told.report);
    let mut lines = Vec::new();
    if report.is_timeout {
        let seconds = f64::from(told.version.timeout_s);
        let time = Timestamp::from_micros(at * 1_000).iso8601_millis();
        lines.push((at, format!("{time} {id} Task timed out after {seconds:.2} seconds")));
    }
    lines.push((at, format!("END RequestId: {id}")));
    let mut text = format!(
        "REPORT RequestId: {id}\tDuration: {:.2} ms\tBilled Duration: {} ms\tMemory Size: {} \
         MB\tMax Memory Used: {} MB\t",
        told.duration_ms, told.billed_ms, told.version.memory_mb, report.memory_mb
    );
    if let Some(init_ms) = told.init_ms {
        let _ = write!(text, "Init Duration: {init_ms:.2} ms\t");
    }
    // Of processes that are gone, not of handlers that raise.
    let gone = told.error_type().filter(|kind| {
        !report.is_timeout && (kind == "Runtime.ExitError" || kind == "Runtime.OutOfMemory")
    });
    if report.is_timeout {
        text.push_str("Status: timeout");
    } else if let Some(kind) = gone {
        let _ = write!(text, "Status: error\tError Type: {kind}");
    }
    lines.push((at, text));
    lines
}
