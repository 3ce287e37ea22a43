//! Holds our own replies to the model: unknown members, wrong kinds, missing required members.

use kernel::body::{Body, Segment};
use kernel::value::{Struct, Value};

use crate::model::{Member, Operation, Service, Shape, ShapeKind};
use crate::protocol::{Side, json};

/// What is wrong with an output, with the path to it.
pub fn check_output(
    service: &'static Service,
    operation: &'static Operation,
    output: &Struct,
) -> Result<(), String> {
    match operation.output {
        Some(shape) => structure(service, service.shape(shape), output, operation.name),
        // Also what the gateway is told besides.
        None if output.iter().all(|(name, _)| name.starts_with(':')) => Ok(()),
        None => Err(format!("{} has no output", operation.name)),
    }
}

fn structure(
    service: &'static Service,
    shape: &'static Shape,
    value: &Struct,
    path: &str,
) -> Result<(), String> {
    for (name, item) in value.iter() {
        // What an operation tells the gateway besides (`:status`) is in no model.
        if name.starts_with(':') {
            continue;
        }
        let member = shape.member(name).ok_or_else(|| format!("{path}: unknown member {name}"))?;
        if *item != Value::Null {
            check(service, member, item, &format!("{path}.{name}"))?;
        }
    }
    // AWS leaves out empty lists even where the model requires them (the results of SQS's batches).
    let is_absent = |member: &&Member| {
        member.is_required
            && matches!(value.get(member.name), None | Some(Value::Null))
            && !matches!(service.shape(member.shape).kind, ShapeKind::List { .. })
    };
    if let Some(member) = shape.members().iter().find(is_absent) {
        return Err(format!("{path}: required member {} is missing", member.name));
    }
    match shape.kind {
        ShapeKind::Structure { is_union: true, .. } if value.len() != 1 => {
            Err(format!("{path}: a union with {} members", value.len()))
        }
        _ => Ok(()),
    }
}

fn check(
    service: &'static Service,
    member: &'static Member,
    value: &Value,
    path: &str,
) -> Result<(), String> {
    let shape = service.shape(member.shape);
    if is_free(&shape.kind, value) {
        return Ok(());
    }
    let is_right = match (&shape.kind, value) {
        (ShapeKind::Structure { .. }, Value::Struct(inner)) => {
            return structure(service, shape, inner, path);
        }
        (ShapeKind::List { .. } | ShapeKind::Map { .. }, Value::Body(text)) => {
            return written(service, member, text, path);
        }
        (ShapeKind::List { member: item, .. }, Value::List(items)) => {
            for (at, entry) in items.iter().enumerate() {
                if *entry == Value::Null && item.is_sparse {
                    continue;
                }
                check(service, item, entry, &format!("{path}[{at}]"))?;
            }
            true
        }
        (ShapeKind::Map { value: item, .. }, Value::Struct(entries)) => {
            for (key, entry) in entries.iter() {
                if *entry == Value::Null && item.is_sparse {
                    continue;
                }
                check(service, item, entry, &format!("{path}[{key:?}]"))?;
            }
            true
        }
        (ShapeKind::String | ShapeKind::BigInteger | ShapeKind::BigDecimal, Value::String(_))
        | (ShapeKind::Blob { .. }, Value::Blob(_) | Value::Body(_))
        | (ShapeKind::Boolean, Value::Bool(_))
        | (ShapeKind::Float | ShapeKind::Double, Value::Float(_) | Value::Int(_))
        | (ShapeKind::Timestamp, Value::Timestamp(_)) => true,
        (kind, Value::Int(number)) => crate::protocol::text::is_integer_in_range(kind, *number),
        _ => false,
    };
    if is_right {
        return Ok(());
    }
    Err(format!("{path}: a {} where {} stands in the model", value.kind(), shape.name))
}

/// JSON that the operation has written itself.
fn written(
    service: &'static Service,
    member: &'static Member,
    text: &Body,
    path: &str,
) -> Result<(), String> {
    let mut bytes = Vec::new();
    for segment in &text.segments {
        match segment {
            Segment::Inline(part) => bytes.extend_from_slice(part),
            Segment::File { .. } => return Err(format!("{path}: a file where JSON stands")),
        }
    }
    let read = json::decode_payload(service, member, &bytes, Side::Client);
    let value = read.map_err(|_| format!("{path}: what was written is no JSON of the model"))?;
    check(service, member, &value, path)
}

/// Documents take any form; an event stream is a list of events, or their bytes.
fn is_free(kind: &ShapeKind, value: &Value) -> bool {
    match kind {
        ShapeKind::Document | ShapeKind::Structure { is_document: true, .. } => true,
        ShapeKind::Structure { is_event_stream: true, .. } => {
            matches!(value, Value::List(_) | Value::Body(_))
        }
        _ => false,
    }
}
