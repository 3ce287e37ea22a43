//! Enrichment: an API destination is asked about each event, a function or an express state machine
//! about each batch, and what it answers goes on in its place.
//!
//! Source: EventBridge User Guide, "Event enrichment in Amazon EventBridge Pipes" and "batching and
//! concurrency" (an array is as many events; one that is larger than the target takes is an error).

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct};
use serde_json::Value as Json;

use crate::api::PipeEnrichmentParameters;
use crate::asking;
use crate::errors;
use crate::http_call;
use crate::limits;

/// Services whose resources can enrich; see `errors::invalid_enrichment`.
const ENRICHING: [&str; 4] = ["events", "execute-api", "lambda", "states"];

/// Refuses what cannot enrich, or not yet.
pub fn check(ctx: &Ctx<'_>, text: &str, parameters: &Struct) -> Result<(), ApiError> {
    let arn = Arn::parse(text).ok_or_else(errors::invalid_enrichment)?;
    if !ENRICHING.contains(&arn.service.as_str()) {
        return Err(errors::invalid_enrichment());
    }
    if !http_call::is_destination(ctx, &arn) && !asking::can_ask(ctx, &arn) {
        return Err(errors::not_implemented(&format!("{text} as the enrichment of a pipe")));
    }
    if arn.region != ctx.region().as_str() {
        return Err(errors::other_region());
    }
    match PipeEnrichmentParameters(parameters).input_template() {
        Some(template) => crate::template::check(template),
        None => Ok(()),
    }
}

/// What is in the event's place now: nothing where the answer is empty.
pub fn answered(answer: &str, is_each: bool) -> Result<Vec<Json>, ApiError> {
    if answer.trim().is_empty() {
        return Ok(Vec::new());
    }
    match serde_json::from_str::<Json>(answer) {
        Ok(Json::Array(items)) if is_each => {
            if items.len() > limits::TARGET_BATCH_MAX as usize {
                return Err(errors::enrichment_too_large(items.len()));
            }
            Ok(items)
        }
        Ok(json) => Ok(vec![json]),
        Err(_) => Err(errors::enrichment_is_no_json()),
    }
}
