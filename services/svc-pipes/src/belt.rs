//! What a pipe does with each event: filter, enrich, transform, deliver.

use event_sources::filter::{Filters, open_payload};
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::{PipeEnrichmentParameters, PipeTargetParameters};
use crate::enrichment;
use crate::errors;
use crate::http_call::{self, Ticket};
use crate::source::Source;
use crate::state::{AnswerRow, FlightRow, Pipe};
use crate::target::{Outgoing, Target};
use crate::template::{self, Values};

const HTTP: &str = "HttpParameters";

#[derive(Debug)]
pub struct Belt<'p> {
    pub pipe: &'p Pipe,
    pub filters: Filters,
    pub target: Target,
    pub source: &'p Source,
}

/// How far an event has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    Done,
    /// Something was asked: when it has answered, the event or its batch is to be carried again.
    Waiting,
}

/// An event as it is now.
#[derive(Debug)]
pub struct Item {
    /// As the enrichment or the source gave it.
    event: Json,
    /// With its payload opened, if that is JSON.
    opened: Json,
    is_json: bool,
}

impl<'p> Belt<'p> {
    pub fn of(ctx: &Ctx<'_>, pipe: &'p Pipe, source: &'p Source) -> Result<Belt<'p>, ApiError> {
        let definition = &pipe.row.definition;
        Ok(Belt {
            pipe,
            filters: source.filters(&definition.source_parameters)?,
            target: Target::of(ctx, &definition.target)?,
            source,
        })
    }

    /// Carries an event to the target, unless the filters leave it out. An error is the refusal of
    /// the enrichment or the target.
    pub fn carry(
        &self,
        ctx: &mut Ctx<'_>,
        event: &Json,
        ticket: Ticket<'_>,
    ) -> Result<Carried, ApiError> {
        if !self.filters.take(event, self.source.payload_field()) {
            return Ok(Carried::Done);
        }
        self.charge(ctx, event);
        let is_enriched = self.pipe.row.definition.enrichment.is_some();
        if !is_enriched && !self.target.is_destination() {
            return self
                .target
                .deliver(ctx, self.pipe, &self.outgoing(ctx, &self.fresh(event)))
                .map(|()| Carried::Done);
        }
        let flight = http_call::flight(ctx, self.pipe, ticket)?;
        let carried = self.carry_on(ctx, event, ticket, &flight);
        if carried != Ok(Carried::Waiting) {
            http_call::land(ctx, self.pipe, ticket);
        }
        carried
    }

    /// Each event that passes the filter, by chunks of 64 KB.
    pub fn charge(&self, ctx: &Ctx<'_>, event: &Json) {
        let chunks = event.to_string().len().div_ceil(64 * 1024).max(1);
        ctx.meter_for("Pipes-64K-Chunks", &self.pipe.arn(ctx).to_string(), chunks as u64);
    }

    /// Goes on from the answers that have come.
    fn carry_on(
        &self,
        ctx: &mut Ctx<'_>,
        event: &Json,
        ticket: Ticket<'_>,
        flight: &FlightRow,
    ) -> Result<Carried, ApiError> {
        let mut answers = flight.answers.iter();
        let fresh = self.fresh(event);
        let items = match &self.pipe.row.definition.enrichment {
            None => vec![fresh],
            Some(destination) => {
                let Some(answer) = answers.next() else {
                    return self.enrich(ctx, destination, &fresh, ticket, flight);
                };
                let is_each = !self.target.is_destination();
                let items = enrichment::answered(answer.body()?, is_each)?;
                items.into_iter().map(Item::of_enrichment).collect()
            }
        };
        if !self.target.is_destination() {
            for item in &items {
                self.target.deliver(ctx, self.pipe, &self.outgoing(ctx, item))?;
            }
            return Ok(Carried::Done);
        }
        match items.first() {
            None => Ok(Carried::Done),
            Some(item) => self.ask_destination(ctx, item, ticket, flight, answers.next()),
        }
    }

    /// Has an API destination take an event, or sees what it has answered.
    pub fn ask_destination(
        &self,
        ctx: &mut Ctx<'_>,
        item: &Item,
        ticket: Ticket<'_>,
        flight: &FlightRow,
        answer: Option<&AnswerRow>,
    ) -> Result<Carried, ApiError> {
        if let Some(answer) = answer {
            return check_items(answer.body()?).map(|()| Carried::Done);
        }
        let definition = &self.pipe.row.definition;
        let http = definition.target_parameters.structure(HTTP);
        let http = http_call::resolved(http, &item.opened);
        let body = self.outgoing(ctx, item).text;
        http_call::call(ctx, self.pipe, ticket, flight, &definition.target, body, http)?;
        Ok(Carried::Waiting)
    }

    pub fn enrich(
        &self,
        ctx: &mut Ctx<'_>,
        destination: &str,
        item: &Item,
        ticket: Ticket<'_>,
        flight: &FlightRow,
    ) -> Result<Carried, ApiError> {
        let parameters = self.pipe.row.definition.enrichment_parameters.clone();
        let parameters = parameters.unwrap_or_default();
        let template = PipeEnrichmentParameters(&parameters).input_template();
        let body = self.transform(ctx, template, item);
        let http = http_call::resolved(parameters.structure(HTTP), &item.opened);
        http_call::call(ctx, self.pipe, ticket, flight, destination, body, http)?;
        Ok(Carried::Waiting)
    }

    pub fn fresh(&self, event: &Json) -> Item {
        let mut opened = event.clone();
        let is_json = open_payload(&mut opened, self.source.payload_field());
        Item { event: event.clone(), opened, is_json }
    }

    pub fn outgoing<'i>(&self, ctx: &Ctx<'_>, item: &'i Item) -> Outgoing<'i> {
        let parameters = PipeTargetParameters(&self.pipe.row.definition.target_parameters);
        Outgoing {
            text: self.transform(ctx, parameters.input_template(), item),
            opened: &item.opened,
            event_source: self.source.event_source(),
        }
    }

    /// Without a template it is the whole event.
    pub fn transform(&self, ctx: &Ctx<'_>, template: Option<&str>, item: &Item) -> String {
        let definition = &self.pipe.row.definition;
        let Some(template) = template else { return item.event.to_string() };
        let values = Values {
            pipe_arn: &self.pipe.arn(ctx).to_string(),
            pipe_name: &self.pipe.name,
            source_arn: &definition.source,
            enrichment_arn: definition.enrichment.as_deref(),
            target_arn: &definition.target,
            ingestion_time: &ctx.now().iso8601_millis(),
            event: &item.event,
            opened: &item.opened,
            is_json: item.is_json,
        };
        template::fill(template, &values)
    }
}

impl Item {
    pub fn of_enrichment(event: Json) -> Item {
        Item { opened: event.clone(), event, is_json: true }
    }
}

impl AnswerRow {
    pub fn body(&self) -> Result<&str, ApiError> {
        match self {
            AnswerRow::Body(body) => Ok(body),
            AnswerRow::Failure { code, message, is_internal } => {
                let error = ApiError::new(code.clone(), message.clone());
                Err(if *is_internal { error.with_status(503) } else { error })
            }
        }
    }
}

/// "You can also specify a partial failure by returning a payload with defined structure": of one
/// event, any item that failed is this one.
fn check_items(answer: &str) -> Result<(), ApiError> {
    let Ok(answer) = serde_json::from_str::<Json>(answer) else { return Ok(()) };
    let failures = answer.get("batchItemFailures").and_then(Json::as_array);
    match failures {
        Some(failures) if !failures.is_empty() => Err(errors::item_failed()),
        _ => Ok(()),
    }
}
