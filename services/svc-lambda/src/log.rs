//! What an invocation leaves in the log: INIT_START, START, the function's lines, END and REPORT,
//! as Lambda writes them.
//!
//! Source: Developer Guide, "Viewing CloudWatch logs for Lambda functions" and the logging pages of
//! each language.

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Ask, Ctx, Struct, Timestamp, Value};
use runtime::{Line, Report};

use crate::invocation;
use crate::limits::LOG_TAIL_BYTES;
use crate::state::VersionRow;

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
        let (begun, ended) = (begun, begun + report.duration);
        let mut lines = Vec::new();
        if report.init.is_some() {
            lines.push((
                at(Duration::ZERO),
                format!("INIT_START Runtime Version: {}", report.version),
            ));
        }
        let printed = |line: &Line| (at(line.after), line.text.clone());
        lines.extend(report.init_lines.iter().map(printed));
        let begin = lines.len();
        lines.push((
            at(begun),
            format!("START RequestId: {request_id} Version: {}", version.name()),
        ));
        lines.extend(report.lines.iter().map(printed));
        if report.is_timeout {
            let seconds = f64::from(version.timeout_s);
            let time = Timestamp::from_micros((at(ended)) * 1_000).iso8601_millis();
            let text = format!("{time} {request_id} Task timed out after {seconds:.2} seconds");
            lines.push((at(ended), text));
        }
        let duration_ms = report.duration.as_secs_f64() * 1_000.0;
        let init_ms = report.init.map(|init| init.as_secs_f64() * 1_000.0);
        // Since August 2025 the time in which a sandbox begins is billed, too.
        let billed_ms = (duration_ms + init_ms.unwrap_or(0.0)).ceil().max(1.0) as u64;
        lines.push((at(ended), format!("END RequestId: {request_id}")));
        let mut text = format!(
            "REPORT RequestId: {request_id}\tDuration: {duration_ms:.2} ms\tBilled Duration: \
             {billed_ms} ms\tMemory Size: {} MB\tMax Memory Used: {} MB\t",
            version.memory_mb, report.memory_mb
        );
        if let Some(init_ms) = init_ms {
            let _ = write!(text, "Init Duration: {init_ms:.2} ms\t");
        }
        if report.is_timeout {
            text.push_str("Status: timeout");
        }
        lines.push((at(ended), text));
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
