//! ListEventSourceMappings: all, of a function, of a source; a bounded number a page.

use kernel::{ApiError, Ctx, Value, page};
use store::Range;

use crate::api::{ListEventSourceMappingsInput, ListEventSourceMappingsOutput};
use crate::event_source::show;
use crate::event_source_errors as errors;
use crate::event_source_function as function;
use crate::event_source_limits as limits;
use crate::event_source_state::{BY_FUNCTION, BY_SOURCE, MAPPINGS, Mapping, function_name};

const OPERATION: &str = "ListEventSourceMappings";

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListEventSourceMappingsInput<'_>,
) -> Result<ListEventSourceMappingsOutput, ApiError> {
    let most = input.max_items().unwrap_or(limits::LIST_ITEMS_MAX).min(limits::LIST_ITEMS_MAX);
    let after = match input.marker().filter(|marker| !marker.is_empty()) {
        None => String::new(),
        Some(marker) => page::decode(OPERATION, marker)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(errors::invalid_marker)?,
    };
    let wanted = input.function_name().map(|text| function::arn_of(ctx, text)).transpose()?;
    let uuids = uuids(ctx, wanted.as_deref(), input.event_source_arn(), &after)?;
    let mut shown = Vec::new();
    let mut last = None;
    for uuid in uuids.into_iter().filter(|uuid| *uuid > after) {
        let Some(row) = ctx.table(&MAPPINGS).get(&uuid)? else { continue };
        let is_of_source = input.event_source_arn().is_none_or(|arn| arn == row.source);
        let is_of_function = wanted.as_ref().is_none_or(|arn| *arn == row.function);
        if !is_of_source || !is_of_function {
            continue;
        }
        if shown.len() == most as usize {
            let last: Option<String> = last;
            let marker = last.map(|uuid| page::encode(OPERATION, uuid.as_bytes()));
            return Ok(answer(shown, marker));
        }
        let mapping = Mapping { uuid, row };
        shown.push(Value::from(show(ctx, &mapping)));
        last = Some(mapping.uuid);
    }
    Ok(answer(shown, None))
}

fn answer(shown: Vec<Value>, marker: Option<String>) -> ListEventSourceMappingsOutput {
    let mut output = kernel::Struct::new().with("EventSourceMappings", Value::List(shown));
    if let Some(marker) = marker {
        output.set("NextMarker", marker);
    }
    ListEventSourceMappingsOutput(output)
}

/// In order: those of a function or a source, which are few, or the next ones of all.
fn uuids(
    ctx: &Ctx<'_>,
    function: Option<&str>,
    source: Option<&str>,
    after: &str,
) -> Result<Vec<String>, ApiError> {
    let index = match (source, function) {
        (Some(source), _) => Some((&BY_SOURCE, source)),
        (None, Some(function)) => Some((&BY_FUNCTION, function_name(function))),
        (None, None) => None,
    };
    if let Some((index, of)) = index {
        let keys = ctx.table(index).keys(&Range::within(&(of,)));
        return keys.map(|key| Ok(key?.1)).collect();
    }
    let most = limits::LIST_ITEMS_MAX as usize + 1;
    let keys = ctx.table(&MAPPINGS).keys(&Range::all().after(&after.to_owned()));
    Ok(keys.take(most).collect::<Result<Vec<_>, _>>()?)
}
