//! Commands that ask a running cloud: a minimal HTTP client for the control endpoints.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::cli;

/// Advancing may run a lot of work before it answers.
pub const ANSWER_TIMEOUT: Duration = Duration::from_mins(10);

pub fn status(target: &cli::Target) -> Result<(), String> {
    show!("{}", request(target, "GET", "/_nephele/health", "")?);
    Ok(())
}

pub fn reset(reset: &cli::Reset) -> Result<(), String> {
    let path = match &reset.account {
        None => "/_nephele/reset".to_owned(),
        Some(account) if account.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("/_nephele/reset?account={account}")
        }
        Some(account) => return Err(format!("{account} is not an account id of 12 digits")),
    };
    show!("{}", request(&reset.target, "POST", &path, "")?);
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
    if is_success { Ok(body.to_owned()) } else { Err(reason(body)) }
}

/// What a refusal says: the control endpoints answer `{"error": "…"}`.
fn reason(body: &str) -> String {
    let parsed: Option<serde_json::Value> = serde_json::from_str(body).ok();
    let words = parsed.as_ref().and_then(|answer| answer["error"].as_str());
    words.unwrap_or(body.trim()).to_owned()
}
