//! Answers that are compressed on the way out, where the API says from which size on.
//!
//! Source: Developer Guide, "Payload compression for REST APIs": by `Accept-Encoding`, gzip or
//! deflate; bodies that are compressed already stay as they are.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use kernel::{Struct, Value};

use crate::request::Request;

pub fn apply(plan: &Struct, request: &Request, answer: &mut Struct) {
    let Some(min) = plan.int("Compression") else { return };
    let body = match answer.get("Body") {
        Some(Value::Blob(bytes)) => bytes.clone(),
        Some(Value::String(text)) => text.clone().into(),
        _ => return,
    };
    let has_coding =
        answer.structure("Headers").is_some_and(|it| it.get("content-encoding").is_some());
    if has_coding || body.is_empty() || (body.len() as i64) < min {
        return;
    }
    let accepted = request.header("accept-encoding").unwrap_or_default().to_ascii_lowercase();
    let accepts = |coding: &str| {
        accepted.split(',').any(|it| it.split(';').next().is_some_and(|it| it.trim() == coding))
    };
    let (coding, packed) = if accepts("gzip") {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        ("gzip", encoder.write_all(&body).and_then(|()| encoder.finish()))
    } else if accepts("deflate") {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        ("deflate", encoder.write_all(&body).and_then(|()| encoder.finish()))
    } else {
        return;
    };
    let Ok(packed) = packed else { return };
    answer.set("Body", Value::Blob(packed.into()));
    if let Some(Value::Struct(headers)) = answer.get_mut("Headers") {
        headers.set("content-encoding", coding);
    }
}
