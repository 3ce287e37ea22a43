//! `nephele clock`, `nephele fault` and `nephele zones`: what the world itself is asked, and its
//! answers for people.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::cli;
use crate::client::request;

/// Of a failure's message in a table.
const MESSAGE_CHARS_MAX: usize = 100;

pub fn clock(clock: &cli::Clock) -> Result<(), String> {
    let change = |name: &str, value: Json| {
        Some(Json::Object([(name.to_owned(), value)].into_iter().collect()))
    };
    let body = match clock.action.as_ref().unwrap_or(&cli::ClockAction::Show) {
        cli::ClockAction::Show => None,
        cli::ClockAction::Freeze => change("freeze", true.into()),
        cli::ClockAction::Resume => change("resume", true.into()),
        cli::ClockAction::Set { time } => change("set", time.as_str().into()),
        cli::ClockAction::Advance { span } => change("advance", span.as_str().into()),
    };
    let (method, body) = match body {
        None => ("GET", String::new()),
        Some(body) => ("POST", body.to_string()),
    };
    let answer = request(&clock.target, method, "/_nephele/clock", &body)?;
    show(&answer, clock.json, clock_text)
}

pub fn fault(fault: &cli::Fault) -> Result<(), String> {
    const PATH: &str = "/_nephele/faults";
    let (method, path, body) = match fault.action.as_ref().unwrap_or(&cli::FaultAction::List) {
        cli::FaultAction::List => ("GET", PATH.to_owned(), String::new()),
        cli::FaultAction::Add(new) => ("POST", PATH.to_owned(), describe(new)?),
        cli::FaultAction::Remove { id: None } => ("DELETE", PATH.to_owned(), String::new()),
        cli::FaultAction::Remove { id: Some(id) } => {
            ("DELETE", format!("{PATH}?id={id}"), String::new())
        }
    };
    show(&request(&fault.target, method, &path, &body)?, fault.json, fault_text)
}

pub fn zones(zones: &cli::Zones) -> Result<(), String> {
    let given =
        [("region", &zones.region), ("account", &zones.account), ("resource", &zones.bucket)];
    let mut query = Vec::new();
    for (name, value) in given {
        let Some(value) = value else { continue };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
        if !value.bytes().all(is_plain) {
            return Err(format!("{value} is no {name}"));
        }
        query.push(format!("{name}={value}"));
    }
    let path = format!("/_nephele/zones?{}", query.join("&"));
    show(&request(&zones.target, "GET", &path, "")?, zones.json, zones_text)
}

/// Prints an answer as it came, or as a text.
fn show(answer: &str, is_json: bool, text: fn(&Json) -> String) -> Result<(), String> {
    if is_json {
        show!("{answer}");
        return Ok(());
    }
    let json: Json = serde_json::from_str(answer).map_err(|error| error.to_string())?;
    show!("{}", text(&json));
    Ok(())
}

fn describe(new: &cli::NewFault) -> Result<String, String> {
    let texts = [
        ("effect", Some(&new.effect)),
        ("account", new.account.as_ref()),
        ("region", new.region.as_ref()),
        ("zone", new.zone.as_ref()),
        ("service", new.service.as_ref()),
        ("operation", new.operation.as_ref()),
        ("resource", new.resource.as_ref()),
        ("code", new.code.as_ref()),
        ("message", new.message.as_ref()),
        ("latency", new.latency.as_ref()),
        ("latency_max", new.latency_max.as_ref()),
        ("latency_p99", new.latency_p99.as_ref()),
        ("latency_deviation", new.latency_deviation.as_ref()),
        ("role", new.role.as_ref()),
        ("from", new.from.as_ref()),
        ("for", new.lasts.as_ref()),
    ];
    let mut described = Map::new();
    for (name, text) in texts {
        if let Some(text) = text {
            described.insert(name.to_owned(), text.as_str().into());
        }
    }
    let numbers =
        [("status", new.status.map(u32::from)), ("percent", new.percent), ("rate", new.rate)];
    for (name, number) in numbers {
        if let Some(number) = number {
            described.insert(name.to_owned(), number.into());
        }
    }
    let mut points = Map::new();
    for point in &new.percentiles {
        let wrong = || format!("--percentile takes SHARE=SPAN such as 99=1s, not {point}");
        let (share, span) = point.split_once('=').ok_or_else(wrong)?;
        points.insert(share.to_owned(), span.into());
    }
    if !points.is_empty() {
        described.insert("percentiles".to_owned(), points.into());
    }
    Ok(Json::Object(described).to_string())
}

fn text<'j>(of: &'j Json, name: &str) -> &'j str {
    of[name].as_str().unwrap_or_default()
}

/// The time, what waits, and after an advance what ran.
fn clock_text(clock: &Json) -> String {
    let mut out = format!("{}  {}\n", text(clock, "now"), text(clock, "mode"));
    for (name, what) in [("waiting", "calls wait"), ("held", "jobs are held in the dark")] {
        if let Some(count) = clock[name].as_u64().filter(|count| *count > 0) {
            let _ = writeln!(out, "{count} {what}");
        }
    }
    if let Some(next) = clock["next_job"].as_str() {
        let _ = writeln!(out, "next job due {next}");
    }
    let Some(jobs) = clock["jobs_run"].as_u64() else { return out };
    let _ = writeln!(out, "\n{jobs} jobs ran since {}", text(clock, "from"));
    let mut rows = Vec::new();
    for ran in clock["ran"].as_array().into_iter().flatten() {
        let counts = [("done", "done"), ("waits", "waiting"), ("failed", "failed")];
        let counts = counts.iter().filter_map(|(name, word)| {
            let count = ran[*name].as_u64().filter(|count| *count > 0)?;
            Some(format!("{count} {word}"))
        });
        let name = format!("{} {}", text(ran, "service"), text(ran, "operation"));
        rows.push(vec![name, counts.collect::<Vec<_>>().join(", "), last_error(ran)]);
    }
    out + &table(&rows)
}

fn last_error(ran: &Json) -> String {
    let error = &ran["last_error"];
    if error.is_null() {
        return String::new();
    }
    let message: String = text(error, "message").chars().take(MESSAGE_CHARS_MAX).collect();
    format!("last: {}: {message}", text(error, "code"))
}

fn fault_text(answer: &Json) -> String {
    if let Some(removed) = answer["removed"].as_u64() {
        return format!("{removed} removed\n");
    }
    let faults = match answer["faults"].as_array() {
        Some(faults) => faults.as_slice(),
        None => std::slice::from_ref(answer),
    };
    if faults.is_empty() {
        return "nothing fails on purpose\n".to_owned();
    }
    let rows: Vec<Vec<String>> = faults.iter().map(fault_row).collect();
    table(&rows)
}

/// Id, effect with its details, what it strikes, and until when.
fn fault_row(fault: &Json) -> Vec<String> {
    const PLACES: [&str; 7] =
        ["account", "region", "zone", "service", "operation", "resource", "role"];
    const APART: [&str; 6] = ["id", "effect", "active", "from", "until", "percent"];
    let members = fault.as_object().cloned().unwrap_or_default();
    let shown = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let place: Vec<String> = PLACES
        .iter()
        .filter_map(|name| Some(format!("{name} {}", shown(members.get(*name)?))))
        .collect();
    let details = members
        .iter()
        .filter(|(name, _)| !PLACES.contains(&name.as_str()) && !APART.contains(&name.as_str()))
        .map(|(name, value)| format!(" {name} {}", shown(value)));
    let percent = fault["percent"].as_u64().filter(|percent| *percent < 100);
    let percent = percent.map_or(String::new(), |percent| format!(" of {percent} %"));
    let effect = format!("{}{percent}{}", text(fault, "effect"), details.collect::<String>());
    let until = match (fault["active"].as_bool(), fault["until"].as_str()) {
        (Some(false), _) => format!("from {}", text(fault, "from")),
        (_, Some(until)) => format!("until {until}"),
        _ => "until it is removed".to_owned(),
    };
    let place = if place.is_empty() { "everything".to_owned() } else { place.join(", ") };
    vec![fault["id"].to_string(), effect, place, until]
}

fn zones_text(answer: &Json) -> String {
    let row = |zone: &Json| {
        ["id", "name", "state"].iter().map(|name| text(zone, name).to_owned()).collect()
    };
    let rows: Vec<Vec<String>> =
        answer["zones"].as_array().into_iter().flatten().map(row).collect();
    let placed = &answer["resource"];
    let placed = if placed.is_null() {
        String::new()
    } else {
        format!("\n{} keeps it in {}\n", text(placed, "name"), text(placed, "zone"))
    };
    format!("names of account {}\n{}{placed}", text(answer, "account"), table(&rows))
}

/// Columns that stand below each other.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|row| Some(row.get(at)?.chars().count())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}  "));
        let line: String = cells.collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_advance_tells_what_ran() {
        let answer = json!({
            "now": "2030-01-02T00:00:00.000Z", "mode": "frozen", "waiting": 0, "held": 2,
            "next_job": null, "from": "2030-01-01T00:00:00.000Z", "jobs_run": 3,
            "ran": [
                {"service": "sns", "operation": "Deliver", "done": 2, "waits": 0, "failed": 0},
                {"service": "events", "operation": "Deliver", "done": 0, "waits": 0, "failed": 1,
                 "last_error": {"code": "NotFound", "message": "it is gone"}},
            ],
        });
        let text = clock_text(&answer);
        assert!(text.contains("2 jobs are held in the dark"), "{text}");
        assert!(text.contains("sns Deliver     2 done\n"), "{text}");
        assert!(text.contains("events Deliver  1 failed  last: NotFound: it is gone\n"), "{text}");
    }

    #[test]
    fn faults_are_lines() {
        let answer = json!({"faults": [{
            "id": 7, "active": true, "percent": 50, "from": "x", "until": null,
            "effect": "throttle", "rate": 5, "service": "sqs", "zone": "use1-az1",
        }]});
        let line = "7  throttle of 50 % rate 5  zone use1-az1, service sqs  until it is removed\n";
        assert_eq!(fault_text(&answer), line);
    }
}
