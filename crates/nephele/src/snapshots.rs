//! `nephele snapshot`: worlds under names, asked of a running cloud.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value as Json;

use crate::cli::Target;
use crate::client;

const ROOT: &str = "/_nephele/snapshots";

#[derive(Clone, Debug, Args)]
pub struct Snapshot {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Keep the world of this moment under a name.
    Save { name: String },
    /// Show the snapshots.
    List,
    /// Put a snapshot in the place of the running world, which is gone then.
    Load { name: String },
    /// Show what differs between two snapshots, or between one and the running world.
    Diff {
        one: String,
        /// The running world without.
        other: Option<String>,
        /// How many rows are shown with their fields.
        #[arg(long, default_value_t = 100)]
        limit: usize,
        /// Also what the world keeps for itself: indexes, counters, queues of work.
        #[arg(long)]
        all: bool,
    },
    /// Write a snapshot to one file, which holds the world's secrets, too.
    Export { name: String, file: PathBuf },
    /// Add the snapshot of a file; its name is the file's without an ending, or the one given.
    Import { file: PathBuf, name: Option<String> },
    /// Delete a snapshot.
    Delete { name: String },
}

pub fn run(snapshot: &Snapshot) -> Result<(), String> {
    let target = &snapshot.target;
    let ask = |method: &str, path: &str, body: &str| {
        client::request(target, method, path, body).map(|answer| show!("{answer}"))
    };
    match &snapshot.action {
        Action::Save { name } => {
            let body = serde_json::json!({ "name": name }).to_string();
            ask("POST", ROOT, &body)
        }
        Action::List => list(&client::request(target, "GET", ROOT, "")?),
        Action::Load { name } => ask("POST", &format!("{}/load", at(name)?), ""),
        Action::Diff { one, other, limit, all } => {
            let with = match other {
                Some(other) => format!("&with={}", checked(other)?),
                None => String::new(),
            };
            let path = format!("{}/diff?limit={limit}&all={all}{with}", at(one)?);
            print_difference(&client::request(target, "GET", &path, "")?)
        }
        Action::Export { name, file } => export(target, name, file),
        Action::Import { file, name } => {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let name = name.clone().or(stem).ok_or("give the snapshot a name")?;
            import(target, file, &name)
        }
        Action::Delete { name } => ask("DELETE", &at(name)?, ""),
    }
}

fn at(name: &str) -> Result<String, String> {
    Ok(format!("{ROOT}/{}", checked(name)?))
}

/// The server says what a name may be; here it must not end the request's line.
fn checked(name: &str) -> Result<&str, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.bytes().all(is_plain) { Ok(name) } else { Err(format!("{name} is no name")) }
}

fn list(answer: &str) -> Result<(), String> {
    let answer: Json = serde_json::from_str(answer).map_err(|error| error.to_string())?;
    for snapshot in answer["snapshots"].as_array().into_iter().flatten() {
        let text = |name: &str| snapshot[name].as_str().unwrap_or_default().to_owned();
        say!(
            "{}  at {} ({})  saved {}  about {} rows, {} bytes",
            text("name"),
            text("time"),
            text("mode"),
            text("saved"),
            snapshot["rows"],
            snapshot["bytes"],
        );
    }
    Ok(())
}

fn print_difference(answer: &str) -> Result<(), String> {
    let answer: Json = serde_json::from_str(answer).map_err(|error| error.to_string())?;
    let tables = answer["tables"].as_array().map_or(&[][..], Vec::as_slice);
    let (internal, shown): (Vec<_>, Vec<_>) =
        tables.iter().partition(|table| table["internal"].as_bool() == Some(true));
    let changes = answer["changes"].as_array().map_or(&[][..], Vec::as_slice);
    if tables.is_empty() {
        say!("no difference");
        return Ok(());
    }
    for table in &shown {
        say!("{}: {}", what(table), counts(table));
    }
    if shown.is_empty() && changes.is_empty() {
        say!("no resource and no data differ");
    }
    changes.iter().for_each(print_change);
    let sum = |of: &[&Json]| of.iter().map(|table| rows(table)).sum::<u64>();
    let all = if internal.is_empty() || changes.iter().any(is_internal(&internal)) {
        sum(&shown) + sum(&internal)
    } else {
        let names: Vec<String> = internal.iter().map(|table| what(table)).collect();
        say!("\nof the world's own (--all shows it): {}", names.join(", "));
        sum(&shown)
    };
    let more = all.saturating_sub(changes.len() as u64);
    if more > 0 {
        say!("\n{more} more differ (--limit)");
    }
    Ok(())
}

fn text(of: &Json, name: &str) -> String {
    of[name].as_str().unwrap_or("-").to_owned()
}

fn is_internal(tables: &[&Json]) -> impl Fn(&Json) -> bool {
    let of = |row: &Json| (text(row, "service"), text(row, "table"));
    let known: Vec<_> = tables.iter().map(|table| of(table)).collect();
    move |change| known.contains(&of(change))
}

fn rows(table: &Json) -> u64 {
    ["added", "removed", "changed"].iter().filter_map(|name| table[*name].as_u64()).sum()
}

fn counts(table: &Json) -> String {
    let of = |name: &&str| table[*name].as_u64().filter(|count| *count > 0);
    ["added", "removed", "changed"]
        .iter()
        .filter_map(|name| Some(format!("{} {name}", of(name)?)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `AWS::SQS::Queue`, `sqs message`, or our own names where AWS has none.
fn what(row: &Json) -> String {
    match row["resource"].as_str() {
        Some(resource) if resource.contains("::") => resource.to_owned(),
        Some(resource) => format!("{} {resource}", text(row, "service")),
        None => format!("{} {}", text(row, "service"), text(row, "table")),
    }
}

fn print_change(change: &Json) {
    let place: Vec<&str> =
        ["account", "region"].iter().filter_map(|name| change[*name].as_str()).collect();
    let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
    let kind = text(change, "change");
    say!("\n{kind} {} {}{place}", what(change), text(change, "key"));
    for (name, values) in change["fields"].as_object().into_iter().flatten() {
        let (before, after) = (text(values, "before"), text(values, "after"));
        let label = if name.is_empty() { String::new() } else { format!("{name}: ") };
        match kind.as_str() {
            "added" => say!("  {label}{after}"),
            "removed" => say!("  {label}{before}"),
            _ => say!("  {label}{before} -> {after}"),
        }
    }
}

fn export(target: &Target, name: &str, file: &Path) -> Result<(), String> {
    let mut stream = connect(target)?;
    let head = format!("GET {}/file HTTP/1.1\r\n{}\r\n", at(name)?, headers(target));
    let failed = |error: io::Error| format!("the connection failed: {error}");
    stream.write_all(head.as_bytes()).map_err(failed)?;
    let mut answer = BufReader::new(stream);
    let length = success(&mut answer)?;
    let unwritten = |error: io::Error| format!("cannot write {}: {error}", file.display());
    // Beside it first: what is there already stays whole if this fails.
    let begun = file.with_extension("part");
    let mut out = private_file(&begun).map_err(unwritten)?;
    let copied = io::copy(&mut answer.take(length), &mut out).map_err(unwritten)?;
    if copied < length {
        let _ = std::fs::remove_file(&begun);
        return Err("the connection broke off".to_owned());
    }
    out.sync_all().and_then(|()| std::fs::rename(&begun, file)).map_err(unwritten)?;
    say!("{}: {copied} bytes", file.display());
    Ok(())
}

/// It holds the world's secrets.
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().create(true).truncate(true).write(true).mode(0o600).open(path)
}

fn import(target: &Target, file: &Path, name: &str) -> Result<(), String> {
    let unread = |error: io::Error| format!("cannot read {}: {error}", file.display());
    let mut source = File::open(file).map_err(unread)?;
    let length = source.metadata().map_err(unread)?.len();
    let mut stream = connect(target)?;
    let head = format!(
        "PUT {}/file HTTP/1.1\r\nContent-Length: {length}\r\n{}\r\n",
        at(name)?,
        headers(target)
    );
    let sent = stream.write_all(head.as_bytes()).and_then(|()| io::copy(&mut source, &mut stream));
    let mut answer = BufReader::new(stream);
    match (success(&mut answer), sent) {
        // A refusal may come before everything was sent.
        (Err(refusal), _) => Err(refusal),
        (Ok(_), Err(error)) => Err(format!("the connection failed: {error}")),
        (Ok(_), Ok(_)) => {
            let mut text = String::new();
            answer.read_to_string(&mut text).map_err(unread)?;
            show!("{text}");
            Ok(())
        }
    }
}

fn connect(target: &Target) -> Result<TcpStream, String> {
    let address = format!("{}:{}", target.host, target.port);
    let stream = TcpStream::connect(&address)
        .map_err(|error| format!("no answer from {address}: {error}"))?;
    stream
        .set_read_timeout(Some(client::ANSWER_TIMEOUT))
        .map_err(|error| format!("no answer from {address}: {error}"))?;
    Ok(stream)
}

fn headers(target: &Target) -> String {
    format!("Host: {}:{}\r\nConnection: close\r\n", target.host, target.port)
}

/// Reads the head of an answer; answers the length of its body, or what a refusal says.
fn success(answer: &mut BufReader<TcpStream>) -> Result<u64, String> {
    let failed = |error: io::Error| format!("the connection failed: {error}");
    let (mut status, mut length) = (String::new(), 0);
    answer.read_line(&mut status).map_err(failed)?;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).map_err(failed)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(|_| "a bad answer".to_owned())?;
        }
    }
    if status.split(' ').nth(1).is_some_and(|status| status.starts_with('2')) {
        return Ok(length);
    }
    let mut text = String::new();
    answer.take(length).read_to_string(&mut text).map_err(failed)?;
    Err(text.trim().to_owned())
}
