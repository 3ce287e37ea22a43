//! Records that hold several: packed logs, JSON objects behind each other, delimited texts, and
//! what the Kinesis Producer Library has aggregated.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::Value as Json;

use crate::buffer::Record;
use crate::limits;
use crate::place::{Processing, SubRecords};

/// Why a record could not be prepared: a code and words.
pub type Wrong = (&'static str, &'static str);

const NOT_PACKED: Wrong = ("Decompression.Failed", "The record cannot be decompressed.");
const NO_LOGS: Wrong =
    ("CloudWatchLogProcessing.Failed", "The record is no subscription message of CloudWatch Logs.");
const NO_OBJECTS: Wrong =
    ("RecordDeAggregation.Failed", "The record is not consecutive JSON objects.");

/// What a record becomes before a function, or its partition, has its turn.
pub fn prepare(processing: &Processing<'_>, record: &Record) -> Result<Vec<Record>, Wrong> {
    let part = |data: Vec<u8>| Record { data, at: record.at, kinesis: record.kinesis.clone() };
    let mut data = record.data.clone();
    if processing.decompresses {
        data = unpacked(&data).ok_or(NOT_PACKED)?;
    }
    if processing.extracts_messages {
        data = messages(&data).ok_or(NO_LOGS)?;
        // A message about the subscription itself has no events.
        if data.is_empty() {
            return Ok(Vec::new());
        }
    }
    let parts = match &processing.splits {
        None => return Ok(vec![part(data)]),
        Some(SubRecords::Json) => objects(&data).ok_or(NO_OBJECTS)?,
        Some(SubRecords::Delimited(delimiter)) => delimited(&data, delimiter).ok_or(NO_OBJECTS)?,
    };
    // "If you include more than 500 records … transformation lambda is invoked with the complete …
    // data blob instead of de-aggregated … records."
    if parts.len() > limits::SUB_RECORDS_MAX {
        return Ok(vec![part(data)]);
    }
    Ok(parts.into_iter().map(part).collect())
}

fn unpacked(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let most = limits::DECOMPRESSED_BYTES_MAX;
    GzDecoder::new(data).take(most + 1).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= most).then_some(out)
}

/// The messages of the log events in a subscription's message, a line each.
fn messages(data: &[u8]) -> Option<Vec<u8>> {
    let json: Json = serde_json::from_slice(data).ok()?;
    if json.get("messageType").and_then(Json::as_str)? == "CONTROL_MESSAGE" {
        return Some(Vec::new());
    }
    let events = json.get("logEvents")?.as_array()?;
    let mut out = Vec::new();
    for event in events {
        out.extend_from_slice(event.get("message")?.as_str()?.as_bytes());
        out.push(b'\n');
    }
    Some(out)
}

/// "JSON objects must be on a single line with no delimiter or newline-delimited (JSONL) only. An
/// array of JSON objects is not a valid input."
fn objects(data: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    let mut stream = serde_json::Deserializer::from_slice(data).into_iter::<Json>();
    let mut start = 0;
    while let Some(value) = stream.next() {
        if !value.ok()?.is_object() {
            return None;
        }
        let end = stream.byte_offset();
        out.push(data[start..end].trim_ascii().to_vec());
        start = end;
    }
    Some(out)
}

/// The delimiter is base64; one that is none was refused when the stream was made.
fn delimited(data: &[u8], delimiter: &str) -> Option<Vec<Vec<u8>>> {
    let delimiter = STANDARD.decode(delimiter).ok().filter(|it| !it.is_empty())?;
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < data.len() {
        if data[at..].starts_with(&delimiter) {
            out.push(data[start..at].to_vec());
            at += delimiter.len();
            start = at;
        } else {
            at += 1;
        }
    }
    out.push(data[start..].to_vec());
    out.retain(|part| !part.is_empty());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_behind_each_other_are_told_apart() {
        let parts = objects(b"{\"a\":1}{\"a\":2}\n{\"b\": {}}").expect("objects");
        assert_eq!(parts, [&b"{\"a\":1}"[..], b"{\"a\":2}", b"{\"b\": {}}"]);
        assert!(objects(b"[{\"a\":1}]").is_none());
        assert!(objects(b"{\"a\":1").is_none());
    }

    #[test]
    fn delimiters_are_base64() {
        let parts = delimited(b"one####two####", "IyMjIw==").expect("texts");
        assert_eq!(parts, [&b"one"[..], b"two"]);
    }

    #[test]
    fn messages_of_log_events_are_lines() {
        let message = br#"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":"a"},
            {"id":"2","message":"b"}]}"#;
        assert_eq!(messages(message).expect("messages"), b"a\nb\n");
        let control = br#"{"messageType":"CONTROL_MESSAGE","logEvents":[]}"#;
        assert_eq!(messages(control).expect("a message"), b"");
        assert!(messages(b"{}").is_none());
    }
}
