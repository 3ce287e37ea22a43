//! `cargo xtask routes FILE`: are the requests that botocore makes understood as it meant them?
//!
//! FILE is written by `tests/routing/requests_of_botocore.py`, one request a line. Operations that
//! other services answer with the same bytes are listed, with reasons, in
//! `tests/routing/collisions.txt`; a line there that is not needed is a failure too.

use std::collections::BTreeSet;
use std::fs;

use base64::Engine as _;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value as Json;
use wire::identify::{RequestHead, identify};

const COLLISIONS: &str = "tests/routing/collisions.txt";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Request {
    expected: String,
    method: String,
    host: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Runs the task with the arguments after its name.
pub fn run(arguments: &[String]) -> Result<()> {
    let [file] = arguments else { return Err("usage: cargo xtask routes FILE".into()) };
    let text = fs::read_to_string(file)?;
    let requests = text.lines().map(Request::parse).collect::<Result<Vec<_>>>()?;
    let mut collisions = BTreeSet::new();
    for request in &requests {
        let found = request.identify();
        if found != request.expected {
            collisions.insert(format!("{} as {found}", request.expected));
        }
    }
    let allowed = fs::read_to_string(COLLISIONS)?;
    let allowed = allowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let allowed: BTreeSet<String> = allowed.map(str::to_owned).collect();
    let unexpected: Vec<&String> = collisions.difference(&allowed).collect();
    let unneeded: Vec<&String> = allowed.difference(&collisions).collect();
    for line in &unexpected {
        println!("wrong: {line}");
    }
    for line in &unneeded {
        println!("not needed in {COLLISIONS}: {line}");
    }
    if unexpected.is_empty() && unneeded.is_empty() {
        println!("{} as meant, {} collisions as listed", requests.len(), collisions.len());
        return Ok(());
    }
    Err(format!("{} wrong, {} not needed", unexpected.len(), unneeded.len()).into())
}

impl Request {
    fn parse(line: &str) -> Result<Request> {
        let json: Json = serde_json::from_str(line)?;
        let text = |key: &str| json[key].as_str().unwrap_or_default();
        let (_, rest) = text("url").split_once("://").ok_or("a URL without scheme")?;
        let (host, uri) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let mut headers = HeaderMap::new();
        for (name, value) in json["headers"].as_object().into_iter().flatten() {
            let name = HeaderName::from_bytes(name.as_bytes())?;
            headers.insert(name, HeaderValue::from_str(value.as_str().unwrap_or_default())?);
        }
        Ok(Request {
            expected: format!("{}:{}", text("service"), text("operation")),
            method: text("method").to_owned(),
            host: host.to_owned(),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            query: query.to_owned(),
            headers,
            body: base64::engine::general_purpose::STANDARD.decode(text("body"))?,
        })
    }

    fn identify(&self) -> String {
        let head = RequestHead {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            host: &self.host,
        };
        let media_type = self.headers.get("content-type").map(HeaderValue::as_bytes);
        let is_form =
            media_type.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded"));
        match identify(&head, is_form.then_some(&self.body[..])) {
            Ok(found) => format!("{}:{}", found.service.name, found.operation.name),
            Err(error) => format!("{error:?}"),
        }
    }
}
