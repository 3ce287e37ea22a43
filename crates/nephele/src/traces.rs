//! `nephele trace` and `nephele why`: what became of a request, and why it was refused.

use clap::Args;
use serde_json::Value as Json;

use crate::cli::Target;
use crate::client;

const ROOT: &str = "/_nephele/traces";

#[derive(Clone, Debug, Args)]
pub struct Trace {
    /// A request's id (`x-amzn-RequestId`); the newest requests without.
    id: Option<String>,
    /// Only requests that failed.
    #[arg(long)]
    failed: bool,
    /// How many requests are shown.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Debug, Args)]
pub struct Why {
    /// The id of a request that was denied (`x-amzn-RequestId`).
    id: String,
    #[command(flatten)]
    target: Target,
}

pub fn trace(trace: &Trace) -> Result<(), String> {
    if let Some(id) = &trace.id {
        show!("{}", of(&trace.target, id)?["text"].as_str().unwrap_or_default());
        return Ok(());
    }
    let failed = if trace.failed { "&failed=true" } else { "" };
    let path = format!("{ROOT}?limit={}{failed}", trace.limit);
    let answer = client::request(&trace.target, "GET", &path, "")?;
    let answer: Json = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
    for call in answer["traces"].as_array().into_iter().flatten() {
        let text = |name: &str| call[name].as_str().unwrap_or_default().to_owned();
        say!(
            "{}  {}  {} {}  {:.3} ms  {}",
            text("id"),
            text("at"),
            text("service"),
            text("operation"),
            call["took_ms"].as_f64().unwrap_or_default(),
            call["error"]["code"].as_str().unwrap_or("ok"),
        );
    }
    Ok(())
}

pub fn why(why: &Why) -> Result<(), String> {
    let answer = of(&why.target, &why.id)?;
    match answer["why"].as_str() {
        Some(text) => {
            show!("{text}");
            Ok(())
        }
        None => Err("no decision of this request was explained: nothing was denied. \
             Set trace.decisions to all to have every decision explained."
            .to_owned()),
    }
}

fn of(target: &Target, id: &str) -> Result<Json, String> {
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(format!("{id} is no id of a request"));
    }
    let answer = client::request(target, "GET", &format!("{ROOT}/{id}"), "")?;
    serde_json::from_str(&answer).map_err(|error| error.to_string())
}
