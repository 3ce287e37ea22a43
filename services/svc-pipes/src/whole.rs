//! Batches that go on as a whole: to a function or a state machine, which get an array of events,
//! or through one that enriches them.
//!
//! Source: EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency" (batchable
//! targets, partial batch failure), "targets" (invocation types).

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::PipeEnrichmentParameters;
use crate::asking::{self, ASKED};
use crate::belt::{Belt, Carried, Item, Trip};
use crate::execution::{Ending, Execution};
use crate::http_call::{self, Ticket};
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
        self.target.takes_batches() || self.enriching().is_some()
    }

    /// The function or state machine that enriches.
    fn enriching(&self) -> Option<Arn> {
        let text = self.pipe.row.definition.enrichment.as_deref()?;
        Arn::parse(text).filter(|arn| ASKED.contains(&arn.service.as_str()))
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
        let mut flight = http_call::flight(ctx, self.pipe, ticket)?;
        let events: Vec<&Json> = wanted.iter().map(|at| batch[*at].event).collect();
        let mut execution = Execution::of(ctx, self.pipe, &mut flight, &events);
        let mut trip = Trip { ticket, flight: &mut flight, execution: &mut execution };
        let gone = self.all_on(ctx, batch, &wanted, &mut trip);
        if gone != Ok(Gone::Waiting) {
            http_call::land(ctx, self.pipe, ticket);
        }
        match &gone {
            Ok(Gone::Waiting) => execution.write(ctx),
            Ok(Gone::Done { failed }) => execution.finish(ctx, &ending_of(failed)),
            Err(error) => execution.finish(ctx, &Ending::Failure(error)),
        }
        gone
    }

    /// Goes on from the answers that have come.
    fn all_on(
        &self,
        ctx: &mut Ctx<'_>,
        batch: &[Member<'_>],
        wanted: &[usize],
        trip: &mut Trip<'_, '_>,
    ) -> Result<Gone, ApiError> {
        let done = || Ok(Gone::Done { failed: Vec::new() });
        let fresh: Vec<Item> = wanted.iter().map(|at| self.fresh(batch[*at].event)).collect();
        let items = match self.pipe.row.definition.enrichment {
            None => fresh,
            Some(_) => match self.enriched(ctx, trip)? {
                Some(items) => items,
                None => return self.enrich_all(ctx, &fresh, trip),
            },
        };
        let Some(first) = items.first() else {
            trip.execution.skip_target(ctx);
            return done();
        };
        self.enter_target(ctx, trip);
        if self.target.is_destination() {
            return match self.ask_destination(ctx, first, trip)? {
                Carried::Waiting => Ok(Gone::Waiting),
                Carried::Done => done(),
            };
        }
        if !self.target.takes_batches() {
            self.deliver(ctx, &items, trip)?;
            return done();
        }
        if let Some(answer) = self.answer_of_target(trip) {
            let failed = answer.body().map(|body| failures(body, batch, wanted));
            let ending = failed.as_ref().map_or_else(Ending::Failure, |it| ending_of(it));
            trip.execution.leave(ctx, answer.body().ok(), &ending);
            return failed.map(|failed| Gone::Done { failed });
        }
        let payload = array(items.iter().map(|item| self.outgoing(ctx, item).text));
        if self.target.is_asked(self.pipe) {
            return self.ask(ctx, self.target.arn(), payload, trip);
        }
        trip.execution.invoke(ctx, &payload);
        let opened = Json::Null;
        let outgoing = Outgoing { text: payload, opened: &opened, event_source: "" };
        let delivered = self.target.deliver(ctx, self.pipe, &outgoing);
        trip.execution.leave(ctx, None, &Ending::of(delivered.as_ref().err()));
        delivered?;
        done()
    }

    fn enrich_all(
        &self,
        ctx: &mut Ctx<'_>,
        items: &[Item],
        trip: &mut Trip<'_, '_>,
    ) -> Result<Gone, ApiError> {
        let definition = &self.pipe.row.definition;
        let Some(asked) = self.enriching() else {
            // An API destination: such a batch has one event.
            let (Some(destination), Some(item)) = (&definition.enrichment, items.first()) else {
                return Err(ApiError::internal());
            };
            self.enrich(ctx, destination, item, trip)?;
            return Ok(Gone::Waiting);
        };
        let parameters = definition.enrichment_parameters.clone().unwrap_or_default();
        let template = PipeEnrichmentParameters(&parameters).input_template();
        let payload = array(items.iter().map(|item| self.transform(ctx, template, item)));
        self.ask(ctx, &asked, payload, trip)
    }

    fn ask(
        &self,
        ctx: &mut Ctx<'_>,
        asked: &Arn,
        payload: String,
        trip: &mut Trip<'_, '_>,
    ) -> Result<Gone, ApiError> {
        trip.execution.invoke(ctx, &payload);
        let called = asking::call(ctx, self.pipe, trip.ticket, trip.flight, asked, payload);
        if let Err(error) = &called {
            trip.execution.leave(ctx, None, &Ending::Failure(error));
        }
        called.map(|()| Gone::Waiting)
    }
}

fn ending_of(failed: &[usize]) -> Ending<'static> {
    if failed.is_empty() { Ending::Success } else { Ending::Partial }
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
