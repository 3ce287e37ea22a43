//! Commands that ask a running cloud: a minimal HTTP client for the control endpoints.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::cli;

/// Advancing may run a lot of work before it answers.
pub const ANSWER_TIMEOUT: Duration = Duration::from_mins(10);

pub fn status(target: &cli::Target) -> Result<(), String> {
    print!("{}", request(target, "GET", "/_nephele/health", "")?);
    Ok(())
}

pub fn clock(clock: &cli::Clock) -> Result<(), String> {
    let quoted = |text: &str| format!("\"{}\"", text.escape_default());
    let body = match clock.action.as_ref().unwrap_or(&cli::ClockAction::Show) {
        cli::ClockAction::Show => {
            print!("{}", request(&clock.target, "GET", "/_nephele/clock", "")?);
            return Ok(());
        }
        cli::ClockAction::Freeze => r#"{"freeze": true}"#.to_owned(),
        cli::ClockAction::Resume => r#"{"resume": true}"#.to_owned(),
        cli::ClockAction::Set { time } => format!(r#"{{"set": {}}}"#, quoted(time)),
        cli::ClockAction::Advance { span } => format!(r#"{{"advance": {}}}"#, quoted(span)),
    };
    print!("{}", request(&clock.target, "POST", "/_nephele/clock", &body)?);
    Ok(())
}

pub fn fault(fault: &cli::Fault) -> Result<(), String> {
    const PATH: &str = "/_nephele/faults";
    let (method, path, body) = match fault.action.as_ref().unwrap_or(&cli::FaultAction::List) {
        cli::FaultAction::List => ("GET", PATH.to_owned(), String::new()),
        cli::FaultAction::Add(new) => ("POST", PATH.to_owned(), describe(new)),
        cli::FaultAction::Remove { id: None } => ("DELETE", PATH.to_owned(), String::new()),
        cli::FaultAction::Remove { id: Some(id) } => {
            ("DELETE", format!("{PATH}?id={id}"), String::new())
        }
    };
    print!("{}", request(&fault.target, method, &path, &body)?);
    Ok(())
}

fn describe(new: &cli::NewFault) -> String {
    let texts = [
        ("effect", Some(&new.effect)),
        ("account", new.account.as_ref()),
        ("region", new.region.as_ref()),
        ("service", new.service.as_ref()),
        ("operation", new.operation.as_ref()),
        ("resource", new.resource.as_ref()),
        ("code", new.code.as_ref()),
        ("message", new.message.as_ref()),
        ("latency", new.latency.as_ref()),
        ("latency_max", new.latency_max.as_ref()),
        ("latency_p99", new.latency_p99.as_ref()),
        ("role", new.role.as_ref()),
        ("from", new.from.as_ref()),
        ("for", new.lasts.as_ref()),
    ];
    let mut described = serde_json::Map::new();
    for (name, text) in texts {
        if let Some(text) = text {
            described.insert(name.to_owned(), text.as_str().into());
        }
    }
    for (name, number) in [("status", new.status.map(u32::from)), ("percent", new.percent)] {
        if let Some(number) = number {
            described.insert(name.to_owned(), number.into());
        }
    }
    serde_json::Value::Object(described).to_string()
}

pub fn reset(reset: &cli::Reset) -> Result<(), String> {
    let path = match &reset.account {
        None => "/_nephele/reset".to_owned(),
        Some(account) if account.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("/_nephele/reset?account={account}")
        }
        Some(account) => return Err(format!("{account} is not an account id of 12 digits")),
    };
    print!("{}", request(&reset.target, "POST", &path, "")?);
    Ok(())
}

pub fn request(
    target: &cli::Target,
    method: &str,
    path: &str,
    body: &str,
) -> Result<String, String> {
    let address = format!("{}:{}", target.host, target.port);
    let fail = |error: std::io::Error| format!("no answer from {address}: {error}");
    let mut stream = TcpStream::connect(&address).map_err(fail)?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT)).map_err(fail)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .map_err(fail)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(fail)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| format!("{address} does not answer as Nephele does"))?;
    let is_success = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
    if is_success { Ok(body.to_owned()) } else { Err(body.trim().to_owned()) }
}
