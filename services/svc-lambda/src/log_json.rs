//! The log format JSON: events of the platform, and which lines of the function are kept.
//!
//! Source: Developer Guide, "Configuring JSON and plain text log formats" and "Log-level
//! filtering"; the members of events are those of the Telemetry API's schema. Which level an event
//! has is from memory of the table there.

use kernel::Timestamp;
use serde_json::{Value as Json, json};

use crate::log::{Lines, Told, Words};
use crate::state::VersionRow;

pub const WORDS: Words = Words { init_start, start, end, keeps };

/// From the least to the most serious.
const LEVELS: [&str; 6] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const INFO: &str = "INFO";

fn init_start(told: &Told<'_>, at: i64) -> Lines {
    let kind = if told.report.is_provisioned { "provisioned-concurrency" } else { "on-demand" };
    let record = json!({
        "initializationType": kind,
        "phase": "init",
        "runtimeVersion": told.report.version,
        "functionVersion": told.version.name(),
    });
    event(told, at, ("platform.initStart", INFO), record)
}

fn start(told: &Told<'_>, at: i64) -> Lines {
    let record = json!({"requestId": told.request_id, "version": told.version.name()});
    event(told, at, ("platform.start", INFO), record)
}

fn end(told: &Told<'_>, at: i64) -> Lines {
    let report = told.report;
    let error = told.error_type();
    let status = match &report.result {
        Ok(_) => "success",
        Err(_) if report.is_timeout => "timeout",
        Err(_) => "error",
    };
    let is_good = report.result.is_ok();
    let mut done = json!({
        "requestId": told.request_id,
        "status": status,
        "metrics": {"durationMs": rounded(told.duration_ms)},
    });
    let mut metrics = json!({
        "durationMs": rounded(told.duration_ms),
        "billedDurationMs": told.billed_ms,
        "memorySizeMB": told.version.memory_mb,
        "maxMemoryUsedMB": report.memory_mb,
    });
    if let Some(init_ms) = told.init_ms {
        metrics["initDurationMs"] = json!(rounded(init_ms));
    }
    let mut whole = json!({"requestId": told.request_id, "metrics": metrics, "status": status});
    if let Some(error) = error {
        done["errorType"] = json!(error);
        whole["errorType"] = json!(error);
    }
    let level = |good: &'static str| if is_good { good } else { "WARN" };
    let mut lines = event(told, at, ("platform.runtimeDone", level("DEBUG")), done);
    lines.extend(event(told, at, ("platform.report", level(INFO)), whole));
    lines
}

fn rounded(millis: f64) -> f64 {
    (millis * 1_000.0).round() / 1_000.0
}

/// Nothing when the level is not asked for.
fn event(told: &Told<'_>, at: i64, (kind, level): (&str, &str), record: Json) -> Lines {
    let least = told.version.json_logs.as_ref().map_or(INFO, |levels| levels.system.as_str());
    if rank(level) < rank(least) {
        return Vec::new();
    }
    let time = Timestamp::from_micros(at * 1_000).iso8601_millis();
    vec![(at, json!({"time": time, "type": kind, "record": record}).to_string())]
}

fn rank(level: &str) -> Option<usize> {
    LEVELS.iter().position(|known| known.eq_ignore_ascii_case(level))
}

/// "a key value pair with the key \"level\"": other lines are kept as they are.
fn keeps(version: &VersionRow, line: &str) -> bool {
    let Some(least) = version.json_logs.as_ref().and_then(|it| rank(&it.application)) else {
        return true;
    };
    if !line.starts_with('{') {
        return true;
    }
    let Ok(Json::Object(members)) = serde_json::from_str(line) else { return true };
    let level = members.get("level").or_else(|| members.get("log_level"));
    let level = level.and_then(Json::as_str).unwrap_or(INFO);
    // Python's own names for two of them.
    let level = match level {
        "WARNING" => "WARN",
        "CRITICAL" => "FATAL",
        other => other,
    };
    rank(level).or_else(|| rank(INFO)) >= Some(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ranked_whatever_their_case() {
        assert!(rank("debug") < rank("INFO") && rank("FATAL") > rank("error"));
        assert_eq!(rank("LOUD"), None);
    }
}
