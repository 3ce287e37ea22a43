//! Batches that go on as a whole: to a function or a state machine, which get an array of events,
//! or through a function that enriches them.
//!
//! Source: EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency" (batchable
//! targets, partial batch failure), "targets" (invocation types).

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::PipeEnrichmentParameters;
use crate::belt::{Belt, Carried, Item};
use crate::enrichment;
use crate::function_call;
use crate::http_call::{self, Ticket};
use crate::state::FlightRow;
use crate::target::Outgoing;

/// An event of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// As the target names it when it has failed: a message's id, a record's sequence number.
    pub id: &'a str,
    pub event: &'a Json,
}

/// How far a batch has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Gone {
    /// Something was asked: when it has answered, the batch is to be carried again.
    Waiting,
    /// It was delivered, but for these.
    Done { failed: Vec<usize> },
}

impl Belt<'_> {
    /// Whether batches go on as a whole.
    pub fn is_whole(&self) -> bool {
        self.target.takes_batches() || self.enriching_function().is_some()
    }

    fn enriching_function(&self) -> Option<Arn> {
        let text = self.pipe.row.definition.enrichment.as_deref()?;
        Arn::parse(text).filter(|arn| arn.service == "lambda")
    }

    /// Carries a batch to the target. An error is the refusal of the whole batch.
    pub fn carry_all(
        &self,
        ctx: &mut Ctx<'_>,
        batch: &[Member<'_>],
        ticket: Ticket<'_>,
    ) -> Result<Gone, ApiError> {
        let field = self.source.payload_field();
        let wanted: Vec<usize> =
            (0..batch.len()).filter(|at| self.filters.take(batch[*at].event, field)).collect();
        if wanted.is_empty() {
            return Ok(Gone::Done { failed: Vec::new() });
        }
        let flight = http_call::flight(ctx, self.pipe, ticket)?;
        if flight.answers.is_empty() {
            for at in &wanted {
                self.charge(ctx, batch[*at].event);
            }
        }
        let gone = self.all_on(ctx, batch, &wanted, ticket, &flight);
        if gone != Ok(Gone::Waiting) {
            http_call::land(ctx, self.pipe, ticket);
        }
        gone
    }

    /// Goes on from the answers that have come.
    fn all_on(
        &self,
        ctx: &mut Ctx<'_>,
        batch: &[Member<'_>],
        wanted: &[usize],
        ticket: Ticket<'_>,
        flight: &FlightRow,
    ) -> Result<Gone, ApiError> {
        let mut answers = flight.answers.iter();
        let fresh: Vec<Item> = wanted.iter().map(|at| self.fresh(batch[*at].event)).collect();
        let is_enriched = self.pipe.row.definition.enrichment.is_some();
        let items = if is_enriched {
            let Some(answer) = answers.next() else {
                return self.enrich_all(ctx, &fresh, ticket, flight);
            };
            let items = enrichment::answered(answer.body()?, !self.target.is_destination())?;
            items.into_iter().map(Item::of_enrichment).collect()
        } else {
            fresh
        };
        let Some(first) = items.first() else { return Ok(Gone::Done { failed: Vec::new() }) };
        if self.target.is_destination() {
            return match self.ask_destination(ctx, first, ticket, flight, answers.next())? {
                Carried::Waiting => Ok(Gone::Waiting),
                Carried::Done => Ok(Gone::Done { failed: Vec::new() }),
            };
        }
        if !self.target.takes_batches() {
            for item in &items {
                self.target.deliver(ctx, self.pipe, &self.outgoing(ctx, item))?;
            }
            return Ok(Gone::Done { failed: Vec::new() });
        }
        let texts = items.iter().map(|item| self.outgoing(ctx, item).text);
        let payload = array(texts);
        if !self.target.is_asked(self.pipe) {
            let opened = Json::Null;
            let outgoing = Outgoing { text: payload, opened: &opened, event_source: "" };
            self.target.deliver(ctx, self.pipe, &outgoing)?;
            return Ok(Gone::Done { failed: Vec::new() });
        }
        let Some(answer) = answers.next() else {
            function_call::call(ctx, self.pipe, ticket, flight, self.target.arn(), payload)?;
            return Ok(Gone::Waiting);
        };
        let failed = failures(answer.body()?, batch, wanted);
        Ok(Gone::Done { failed })
    }

    fn enrich_all(
        &self,
        ctx: &mut Ctx<'_>,
        items: &[Item],
        ticket: Ticket<'_>,
        flight: &FlightRow,
    ) -> Result<Gone, ApiError> {
        let definition = &self.pipe.row.definition;
        let Some(function) = self.enriching_function() else {
            // An API destination: such a batch has one event.
            let (Some(destination), Some(item)) = (&definition.enrichment, items.first()) else {
                return Err(ApiError::internal());
            };
            self.enrich(ctx, destination, item, ticket, flight)?;
            return Ok(Gone::Waiting);
        };
        let parameters = definition.enrichment_parameters.clone().unwrap_or_default();
        let template = PipeEnrichmentParameters(&parameters).input_template();
        let payload = array(items.iter().map(|item| self.transform(ctx, template, item)));
        function_call::call(ctx, self.pipe, ticket, flight, &function, payload)?;
        Ok(Gone::Waiting)
    }
}

/// What is no JSON is a text.
fn array(texts: impl Iterator<Item = String>) -> String {
    let items = texts.map(|text| serde_json::from_str(&text).unwrap_or(Json::String(text)));
    Json::Array(items.collect()).to_string()
}

/// Which members the target says have failed; all, where it names one that is not there.
fn failures(answer: &str, batch: &[Member<'_>], wanted: &[usize]) -> Vec<usize> {
    let answer: Json = serde_json::from_str(answer).unwrap_or_default();
    let listed = answer.get("batchItemFailures").and_then(Json::as_array);
    let mut failed = Vec::new();
    for item in listed.into_iter().flatten() {
        let id = item.get("itemIdentifier").and_then(Json::as_str).unwrap_or_default();
        match wanted.iter().find(|at| batch[**at].id == id) {
            Some(at) => failed.push(*at),
            None => return wanted.to_vec(),
        }
    }
    failed.sort_unstable();
    failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_names_the_members_that_failed() {
        let event = Json::Null;
        let member = |id| Member { id, event: &event };
        let batch = [member("a"), member("b"), member("c")];
        let failed = |answer: &str| failures(answer, &batch, &[0, 2]);
        assert!(failed("{}").is_empty());
        assert!(failed("null").is_empty());
        assert_eq!(failed(r#"{"batchItemFailures": [{"itemIdentifier": "c"}]}"#), [2]);
        // One that was filtered out, or is empty, was never sent.
        assert_eq!(failed(r#"{"batchItemFailures": [{"itemIdentifier": "b"}]}"#), [0, 2]);
        assert_eq!(failed(r#"{"batchItemFailures": [{"itemIdentifier": ""}]}"#), [0, 2]);
    }

    #[test]
    fn a_batch_is_an_array_of_what_templates_made() {
        let texts = [r#"{"a":1}"#.to_owned(), "plain".to_owned(), "2".to_owned()];
        assert_eq!(array(texts.into_iter()), r#"[{"a":1},"plain",2]"#);
    }
}
