//! `/_nephele/traces`: what became of requests (see [`kernel::trace`]), as JSON and as a text.

use std::fmt::Write as _;
use std::time::Duration;

use http::StatusCode;
use kernel::trace::{CALLS_MAX, Traced};
use kernel::trace_tree::{Decision, Kind, Node, State, Tree};
use kernel::{AccountId, Principal, Timestamp};
use serde_json::{Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request};

const LISTED_DEFAULT: usize = 50;

/// `GET /_nephele/traces?limit=&account=&service=&operation=&failed=`
pub fn list(gateway: &Gateway, query: &str) -> Answer {
    let mut limit = LISTED_DEFAULT;
    let (mut account, mut service, mut operation, mut failed) = (None, None, None, false);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("limit", text)) => {
                let number = text.parse().ok().filter(|limit| (1..=CALLS_MAX).contains(limit));
                let refuse = || bad_request(format!("limit takes 1 to {CALLS_MAX}"));
                limit = number.ok_or_else(refuse)?;
            }
            Some(("account", text)) => {
                let parsed = AccountId::parse(text);
                account = Some(parsed.ok_or_else(|| bad_request("account takes 12 digits"))?);
            }
            Some(("service", text)) => service = Some(text),
            Some(("operation", text)) => operation = Some(text),
            Some(("failed", "true")) => failed = true,
            _ => return Err(bad_request(format!("unknown parameter {pair}"))),
        }
    }
    let is_meant = |call: &Traced| {
        account.is_none_or(|account| account == call.account)
            && service.is_none_or(|service| service == call.service)
            && operation.is_none_or(|operation| operation == call.operation)
            && (!failed || call.error.is_some())
    };
    let calls = gateway.world.traces(limit, is_meant);
    Ok(json!({ "traces": calls.iter().map(call_shown).collect::<Vec<_>>() }))
}

/// `GET /_nephele/traces/ID`
pub fn show(gateway: &Gateway, id: &str) -> Answer {
    // What the world does by itself has no id.
    let Some(tree) = gateway.world.trace(id).filter(|_| !id.is_empty()) else {
        return Err((StatusCode::NOT_FOUND, format!("nothing is kept of a request {id}")));
    };
    let children: Vec<Json> = tree.children.iter().map(node_shown).collect();
    let decisions: Vec<Json> = tree.decisions.iter().map(decision_shown).collect();
    Ok(json!({
        "id": id,
        "call": tree.call.as_ref().map(call_shown),
        "children": children,
        "decisions": decisions,
        "text": text_of(id, &tree),
        "why": why(&tree),
    }))
}

fn call_shown(call: &Traced) -> Json {
    json!({
        "id": call.origin.request_id,
        "service": call.service,
        "operation": call.operation,
        "principal": name_of(&call.principal),
        "account": call.account.to_string(),
        "region": call.region.to_string(),
        "at": call.at.iso8601_millis(),
        "took_ms": millis(call.took),
        "error": call.error.as_ref().map(|error| {
            json!({ "code": error.code(), "message": error.message() })
        }),
    })
}

fn node_shown(node: &Node) -> Json {
    let kind = match node.kind {
        Kind::Call => "call",
        Kind::Job(_) => "job",
        Kind::Woken => "woken job",
    };
    let due = match node.kind {
        Kind::Job(due) => Some(due.iso8601_millis()),
        Kind::Call | Kind::Woken => None,
    };
    let (state, error) = match &node.state {
        State::Done => ("done", None),
        State::Waits => ("waits", None),
        State::Open => ("open", None),
        State::Failed { code, message } => {
            ("failed", Some(json!({ "code": code, "message": message })))
        }
    };
    json!({
        "kind": kind,
        "service": node.service,
        "operation": node.operation,
        "principal": node.principal.as_ref().map(name_of),
        "region": node.region,
        "due": due,
        "at": node.at.map(Timestamp::iso8601_millis),
        "took_ms": node.took.map(millis),
        "state": state,
        "error": error,
        "children": node.children.iter().map(node_shown).collect::<Vec<_>>(),
    })
}

fn decision_shown(decision: &Decision) -> Json {
    let details: Json = serde_json::from_str(&decision.why.json).unwrap_or(Json::Null);
    json!({
        "action": decision.action,
        "resource": decision.resource,
        "allowed": decision.why.is_allowed,
        "text": decision.why.text,
        "details": details,
    })
}

/// Why a request was refused, where a decision about access was explained.
pub fn why_of(gateway: &Gateway, id: &str) -> Option<String> {
    gateway.world.trace(id).as_ref().and_then(why)
}

/// For people who ask why; `None` when no decision was explained.
fn why(tree: &Tree) -> Option<String> {
    let mut text = String::new();
    for decision in &tree.decisions {
        let word = if decision.why.is_allowed { "allowed" } else { "denied" };
        let _ = writeln!(text, "{} on {}: {word}", decision.action, decision.resource);
        for line in decision.why.text.lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The tree with one line for each call and job; times are virtual, since the call, and real.
fn text_of(id: &str, tree: &Tree) -> String {
    let mut text = String::new();
    if let Some(call) = &tree.call {
        let outcome = call.error.as_ref().map_or("ok", |error| error.code());
        let _ = writeln!(
            text,
            "{} {}  {}  {}  by {}  took {:.3} ms  {outcome}",
            call.service,
            call.operation,
            call.region,
            call.at.iso8601_millis(),
            name_of(&call.principal),
            millis(call.took),
        );
    } else {
        let _ = writeln!(text, "request {id}, whose call is no longer kept");
    }
    let begun = tree.call.as_ref().map(|call| call.at);
    draw(&mut text, &tree.children, "", begun);
    text
}

fn draw(text: &mut String, nodes: &[Node], indent: &str, begun: Option<Timestamp>) {
    for (at, node) in nodes.iter().enumerate() {
        let is_last = at + 1 == nodes.len();
        let (branch, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let _ = writeln!(text, "{indent}{branch}{}", line(node, begun));
        draw(text, &node.children, &format!("{indent}{below}"), begun);
    }
}

fn line(node: &Node, begun: Option<Timestamp>) -> String {
    let since = |at: Timestamp| match begun {
        Some(begun) => format!("+{} ms", at.since(begun).as_millis()),
        None => at.iso8601_millis(),
    };
    let mut line = match node.kind {
        Kind::Call => "call ".to_owned(),
        Kind::Job(due) => format!("job due {}: ", since(due)),
        Kind::Woken => "woken job: ".to_owned(),
    };
    let _ = write!(line, "{} {}", node.service, node.operation);
    if let Some(principal) = &node.principal {
        let _ = write!(line, "  by {}", name_of(principal));
    }
    if let Some(at) = node.at {
        let _ = write!(line, "  at {}", since(at));
    }
    if let Some(took) = node.took {
        let _ = write!(line, "  took {:.3} ms", millis(took));
    }
    let _ = match &node.state {
        State::Done => write!(line, "  ok"),
        State::Waits => write!(line, "  waits"),
        State::Open => write!(line, "  has not run"),
        State::Failed { code, message } => write!(line, "  {code}: {message}"),
    };
    line
}

fn name_of(principal: &Principal) -> String {
    match principal {
        Principal::Anonymous => "nobody".to_owned(),
        Principal::Root(account) => format!("root of {account}"),
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Service(name) => name.to_string(),
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}
