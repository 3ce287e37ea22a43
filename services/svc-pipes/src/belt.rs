//! What a pipe does with each event: filter, enrich, transform, deliver.

use event_sources::filter::{Filters, open_payload};
use kernel::{ApiError, Ctx, Struct};
use serde_json::Value as Json;

use crate::api::{PipeEnrichmentParameters, PipeTargetParameters};
use crate::enrichment;
use crate::errors;
use crate::execution::{Ending, Execution, Stage};
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

/// What is on the way, as far as it has come.
pub struct Trip<'a, 'p> {
    pub ticket: Ticket<'a>,
    pub flight: &'a mut FlightRow,
    pub execution: &'a mut Execution<'p>,
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
        let waits = self.pipe.row.definition.enrichment.is_some() || self.target.is_destination();
        let mut flight =
            if waits { http_call::flight(ctx, self.pipe, ticket)? } else { FlightRow::default() };
        let mut execution = Execution::of(ctx, self.pipe, &mut flight, &[event]);
        let mut trip = Trip { ticket, flight: &mut flight, execution: &mut execution };
        let carried = self.carry_on(ctx, event, &mut trip);
        if waits && carried != Ok(Carried::Waiting) {
            http_call::land(ctx, self.pipe, ticket);
        }
        match &carried {
            Ok(Carried::Waiting) => execution.write(ctx),
            Ok(Carried::Done) => execution.finish(ctx, &Ending::Success),
            Err(error) => execution.finish(ctx, &Ending::Failure(error)),
        }
        carried
    }

    /// Goes on from the answers that have come.
    fn carry_on(
        &self,
        ctx: &mut Ctx<'_>,
        event: &Json,
        trip: &mut Trip<'_, '_>,
    ) -> Result<Carried, ApiError> {
        let fresh = self.fresh(event);
        let items = match &self.pipe.row.definition.enrichment {
            None => vec![fresh],
            Some(destination) => match self.enriched(ctx, trip)? {
                Some(items) => items,
                None => return self.enrich(ctx, destination, &fresh, trip),
            },
        };
        let Some(first) = items.first() else {
            trip.execution.skip_target(ctx);
            return Ok(Carried::Done);
        };
        self.enter_target(ctx, trip);
        if self.target.is_destination() {
            return self.ask_destination(ctx, first, trip);
        }
        self.deliver(ctx, &items, trip).map(|()| Carried::Done)
    }

    /// What the enrichment has answered; `None`: it is to be asked.
    pub fn enriched(
        &self,
        ctx: &mut Ctx<'_>,
        trip: &mut Trip<'_, '_>,
    ) -> Result<Option<Vec<Item>>, ApiError> {
        let answers = &trip.flight.answers;
        let (answer, is_news) = (answers.first().cloned(), answers.len() == 1);
        let parameters = self.pipe.row.definition.enrichment_parameters.as_ref();
        let template =
            parameters.and_then(|parameters| PipeEnrichmentParameters(parameters).input_template());
        let stage = (Stage::Enrichment, answer.is_none());
        trip.execution.enter(ctx, trip.flight, stage, template);
        let Some(answer) = answer else { return Ok(None) };
        let body = answer.body();
        let response = body.as_ref().ok().copied();
        let items =
            body.clone().and_then(|body| enrichment::answered(body, !self.target.is_destination()));
        if is_news {
            trip.execution.leave(ctx, response, &Ending::of(items.as_ref().err()));
        }
        Ok(Some(items?.into_iter().map(Item::of_enrichment).collect()))
    }

    /// Comes into the stage of the target, if it was not there before.
    pub fn enter_target(&self, ctx: &Ctx<'_>, trip: &mut Trip<'_, '_>) {
        let stage = (Stage::Target, self.answer_of_target(trip).is_none());
        let parameters = PipeTargetParameters(&self.pipe.row.definition.target_parameters);
        trip.execution.enter(ctx, trip.flight, stage, parameters.input_template());
    }

    pub fn answer_of_target(&self, trip: &Trip<'_, '_>) -> Option<AnswerRow> {
        let at = usize::from(self.pipe.row.definition.enrichment.is_some());
        trip.flight.answers.get(at).cloned()
    }

    /// Delivers items one by one.
    pub fn deliver(
        &self,
        ctx: &mut Ctx<'_>,
        items: &[Item],
        trip: &mut Trip<'_, '_>,
    ) -> Result<(), ApiError> {
        let delivered = items.iter().try_for_each(|item| {
            let outgoing = self.outgoing(ctx, item);
            trip.execution.invoke(ctx, &outgoing.text);
            self.target.deliver(ctx, self.pipe, &outgoing)
        });
        trip.execution.leave(ctx, None, &Ending::of(delivered.as_ref().err()));
        delivered
    }

    /// Has an API destination take an event, or sees what it has answered.
    pub fn ask_destination(
        &self,
        ctx: &mut Ctx<'_>,
        item: &Item,
        trip: &mut Trip<'_, '_>,
    ) -> Result<Carried, ApiError> {
        if let Some(answer) = self.answer_of_target(trip) {
            let body = answer.body();
            let response = body.as_ref().ok().copied();
            let taken = body.clone().and_then(check_items);
            trip.execution.leave(ctx, response, &Ending::of(taken.as_ref().err()));
            return taken.map(|()| Carried::Done);
        }
        let definition = &self.pipe.row.definition;
        let http = definition.target_parameters.structure(HTTP);
        let http = http_call::resolved(http, &item.opened);
        let body = self.outgoing(ctx, item).text;
        self.call(ctx, &definition.target, (body, http), trip)
    }

    pub fn enrich(
        &self,
        ctx: &mut Ctx<'_>,
        destination: &str,
        item: &Item,
        trip: &mut Trip<'_, '_>,
    ) -> Result<Carried, ApiError> {
        let parameters = self.pipe.row.definition.enrichment_parameters.clone();
        let parameters = parameters.unwrap_or_default();
        let template = PipeEnrichmentParameters(&parameters).input_template();
        let body = self.transform(ctx, template, item);
        let http = http_call::resolved(parameters.structure(HTTP), &item.opened);
        self.call(ctx, destination, (body, http), trip)
    }

    fn call(
        &self,
        ctx: &mut Ctx<'_>,
        destination: &str,
        (body, http): (String, Struct),
        trip: &mut Trip<'_, '_>,
    ) -> Result<Carried, ApiError> {
        trip.execution.invoke(ctx, &body);
        let ticket = trip.ticket;
        let asked = http_call::call(ctx, self.pipe, ticket, trip.flight, destination, body, http);
        if let Err(error) = &asked {
            trip.execution.leave(ctx, None, &Ending::Failure(error));
        }
        asked.map(|()| Carried::Waiting)
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
