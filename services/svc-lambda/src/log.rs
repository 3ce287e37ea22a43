//! What an invocation leaves in the log: how it began, the function's lines, how it ended; in one
//! of Lambda's two formats, [`log_text`] and [`log_json`].
//!
//! Source: Developer Guide, "Viewing CloudWatch logs for Lambda functions" and the logging pages of
//! each language.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Ask, Ctx, Struct, Timestamp, Value};
use runtime::{Line, Report};
use serde_json::Value as Json;

use crate::invocation;
use crate::limits::LOG_TAIL_BYTES;
use crate::state::VersionRow;
use crate::{log_json, log_text};

/// "PutLogEvents: at most 10,000 events".
const LINES_MAX: usize = 10_000;
const NOT_FOUND: &str = "ResourceNotFoundException";

#[derive(Debug)]
pub struct Log {
    /// In milliseconds of virtual time.
    lines: Vec<(i64, String)>,
    /// Where the lines of the invocation itself begin.
    begin: usize,
    pub billed_ms: u64,
    pub duration_ms: f64,
}

impl Log {
    pub fn of(now: Timestamp, request_id: &str, version: &VersionRow, report: &Report) -> Log {
        let at = |after: Duration| now.millis() + after.as_millis() as i64;
        let begun = report.init.unwrap_or_default();
        let (begun, ended) = (at(begun), at(begun + report.duration));
        let duration_ms = report.duration.as_secs_f64() * 1_000.0;
        let init_ms = report.init.map(|init| init.as_secs_f64() * 1_000.0);
        // Since August 2025 the time in which a sandbox begins is billed, too.
        let billed_ms = (duration_ms + init_ms.unwrap_or(0.0)).ceil().max(1.0) as u64;
        let told = Told { request_id, version, report, duration_ms, init_ms, billed_ms };
        let words = if version.json_logs.is_some() { log_json::WORDS } else { log_text::WORDS };
        let mut lines = Vec::new();
        if report.init.is_some() {
            lines.extend((words.init_start)(&told, at(Duration::ZERO)));
        }
        // A line is read a moment after it was printed, and belongs to its invocation all the same.
        let printed = |from: i64, to: i64| {
            move |line: &Line| (at(line.after).clamp(from, to), line.text.clone())
        };
        let is_kept = |line: &&Line| (words.keeps)(version, &line.text);
        let first = at(Duration::ZERO);
        lines.extend(report.init_lines.iter().filter(is_kept).map(printed(first, begun)));
        let begin = lines.len();
        lines.extend((words.start)(&told, begun));
        lines.extend(report.lines.iter().filter(is_kept).map(printed(begun, ended)));
        lines.extend((words.end)(&told, ended));
        // They are to be in the order of their times.
        lines.sort_by_key(|(at, _)| *at);
        Log { lines, begin, billed_ms, duration_ms }
    }

    /// Base64 of the last bytes, as `LogResult` has them.
    pub fn tail(&self) -> String {
        let shown = self.lines.iter().skip(self.begin.min(self.lines.len()));
        let mut text = String::new();
        for (_, line) in shown {
            text.push_str(line);
            text.push('\n');
        }
        let start = text.len().saturating_sub(LOG_TAIL_BYTES);
        STANDARD.encode(&text.as_bytes()[start..])
    }

    pub fn lines(&self) -> Vec<Value> {
        // The last ones say how it ended.
        let skipped = self.lines.len().saturating_sub(LINES_MAX);
        let kept = self.lines.iter().skip(skipped).filter(|(_, text)| !text.is_empty());
        kept.map(|(at, text)| {
            Value::from(Struct::new().with("timestamp", *at).with("message", text))
        })
        .collect()
    }
}

/// What is to be told of an invocation.
#[derive(Debug)]
pub struct Told<'a> {
    pub request_id: &'a str,
    pub version: &'a VersionRow,
    pub report: &'a Report,
    pub duration_ms: f64,
    pub init_ms: Option<f64>,
    pub billed_ms: u64,
}

impl Told<'_> {
    /// The type of the error that the invocation ended with.
    pub fn error_type(&self) -> Option<String> {
        let error: Json = serde_json::from_slice(self.report.result.as_ref().err()?).ok()?;
        error["errorType"].as_str().map(str::to_owned)
    }
}

/// Lines, each with its time in milliseconds.
pub type Lines = Vec<(i64, String)>;

/// A log format.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub init_start: fn(&Told<'_>, i64) -> Lines,
    pub start: fn(&Told<'_>, i64) -> Lines,
    pub end: fn(&Told<'_>, i64) -> Lines,
    /// Whether a line of the function is kept.
    pub keeps: fn(&VersionRow, &str) -> bool,
}

/// With the permissions of the execution role, as AWS does: a role that may not write has no log.
pub fn write(ctx: &mut Ctx<'_>, outcome: &Struct) {
    let Some(role) = invocation::role(outcome) else { return };
    let text = |name: &str| outcome.str(name).unwrap_or_default();
    let (name, group, stream) = (text("Name"), text("LogGroup"), text("LogStream"));
    let ask = |operation: &'static str| {
        Ask::to("logs", operation).with("logGroupName", group).as_role(&role, name)
    };
    let put = || {
        let lines = outcome.get("LogLines").cloned().unwrap_or_default();
        ask("PutLogEvents").with("logStreamName", stream).with("logEvents", lines)
    };
    let Err(error) = ctx.call(put()) else { return };
    if error.code() != NOT_FOUND {
        tracing::debug!(%error, function = name, "cannot write a function's log");
        return;
    }
    // Whichever of the two is there already says so.
    let _ = ctx.call(ask("CreateLogGroup"));
    let _ = ctx.call(ask("CreateLogStream").with("logStreamName", stream));
    if let Err(error) = ctx.call(put()) {
        tracing::debug!(%error, function = name, "cannot write a function's log");
    }
}
