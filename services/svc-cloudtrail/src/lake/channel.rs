//! Channels: the way of events from outside of AWS into stores.
//!
//! Source: API Reference, CreateChannel and its siblings; CloudTrail Data Service API Reference,
//! PutAuditEvents, whose service calls the step [`ingest_step`]; User Guide, "CloudTrail Lake
//! integrations event schema".

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use store::Range;

use super::state::{CHANNELS, ChannelRow};
use super::{charge, find, ingest};
use crate::api::{
    ChannelBuilder, CreateChannelInput, CreateChannelOutput, DeleteChannelInput,
    DeleteChannelOutput, Destination, DestinationBuilder, GetChannelInput, GetChannelOutput,
    IngestionStatusBuilder, ListChannelsInput, ListChannelsOutput, TagBuilder, UpdateChannelInput,
    UpdateChannelOutput, destination_type,
};
use crate::lake_errors as errors;
use crate::limits::{CHANNELS_PER_REGION_MAX, LIST_MAX};
use crate::state::next_number;
use crate::tags;

pub const INGEST: &str = "PutAuditEvents";
const KIND: &str = "channel/";
/// The source of all events that are no partner's.
const CUSTOM: &str = "Custom";

pub fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("{KIND}{id}")).to_string()
}

/// The channel of an ARN or an id.
pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<ChannelRow, ApiError> {
    let id = if name.starts_with("arn:") {
        let arn = Arn::parse(name).ok_or_else(|| errors::bad_channel_arn(name))?;
        let id = arn.resource.strip_prefix(KIND).filter(|_| arn.service == "cloudtrail");
        id.ok_or_else(|| errors::bad_channel_arn(name))?.to_owned()
    } else {
        name.to_owned()
    };
    ctx.table(&CHANNELS).get(id.as_str())?.ok_or_else(|| errors::no_channel(name))
}

pub fn save(ctx: &mut Ctx<'_>, row: &ChannelRow) {
    ctx.table_mut(&CHANNELS).put(row.id.as_str(), row);
}

fn all(ctx: &Ctx<'_>) -> Result<Vec<ChannelRow>, ApiError> {
    let rows = ctx.table(&CHANNELS).scan(&Range::all()).map(|entry| Ok(entry?.1));
    rows.collect()
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateChannelInput<'_>,
) -> Result<CreateChannelOutput, ApiError> {
    // Partners' names are the partners' to use; who has none sends as Custom.
    if input.source() != CUSTOM {
        return Err(errors::bad_event_source(input.source()));
    }
    let others = all(ctx)?;
    if others.iter().any(|it| it.name == input.name()) {
        return Err(errors::channel_exists(input.name()));
    }
    if others.len() >= CHANNELS_PER_REGION_MAX {
        return Err(errors::too_many_channels());
    }
    let row = ChannelRow {
        id: ctx.chance().uuid(),
        name: input.name().to_owned(),
        source: input.source().to_owned(),
        destinations: destinations(ctx, input.destinations())?,
        tags: tags::read(input.tags())?,
        ..ChannelRow::default()
    };
    save(ctx, &row);
    let tags = row.tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(CreateChannelOutput::new()
        .channel_arn(arn(ctx, &row.id))
        .name(&row.name)
        .source(&row.source)
        .destinations(shown_destinations(&row))
        .tags(tags.collect::<Vec<_>>()))
}

/// The ARNs of stores that take events from outside.
fn destinations(ctx: &Ctx<'_>, given: List<'_, Destination<'_>>) -> Result<Vec<String>, ApiError> {
    let mut out = Vec::new();
    for destination in given {
        if destination.type_() != destination_type::EVENT_DATA_STORE {
            return Err(errors::bad_parameter(
                "Channels of the type AWS_SERVICE are made by AWS services only.",
            ));
        }
        let store = find::active(ctx, destination.location())?;
        if !store.row.is_activity {
            return Err(errors::bad_category());
        }
        out.push(store.arn());
    }
    Ok(out)
}

fn shown_destinations(row: &ChannelRow) -> Vec<DestinationBuilder> {
    let one = |arn: &String| {
        DestinationBuilder::new().type_(destination_type::EVENT_DATA_STORE).location(arn)
    };
    row.destinations.iter().map(one).collect()
}

pub fn get(ctx: &mut Ctx<'_>, input: GetChannelInput<'_>) -> Result<GetChannelOutput, ApiError> {
    let row = find(ctx, input.channel())?;
    let status = row.attempted.as_ref().map(|(at, id)| {
        let (succeeded, success_id) = row.succeeded.clone().unzip();
        IngestionStatusBuilder::new()
            .latest_ingestion_attempt_time(Timestamp::from_micros(*at))
            .latest_ingestion_attempt_event_id(id)
            .latest_ingestion_success_time(succeeded.map(Timestamp::from_micros))
            .latest_ingestion_success_event_id(success_id)
            .latest_ingestion_error_code(row.error.clone())
    });
    Ok(GetChannelOutput::new()
        .channel_arn(arn(ctx, &row.id))
        .name(&row.name)
        .source(&row.source)
        .destinations(shown_destinations(&row))
        .ingestion_status(status))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListChannelsInput<'_>,
) -> Result<ListChannelsOutput, ApiError> {
    let shown = all(ctx)?.into_iter().map(|row| {
        let one = ChannelBuilder::new().channel_arn(arn(ctx, &row.id)).name(row.name);
        (row.id, one)
    });
    let shown = shown.collect();
    let (token, most) = (input.next_token(), input.max_results());
    let page = crate::pages::cut("ListChannels", token, most, LIST_MAX, shown)?;
    Ok(ListChannelsOutput::new().channels(page.items).next_token(page.token))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateChannelInput<'_>,
) -> Result<UpdateChannelOutput, ApiError> {
    let mut row = find(ctx, input.channel())?;
    if let Some(name) = input.name() {
        if all(ctx)?.iter().any(|it| it.name == name && it.id != row.id) {
            return Err(errors::channel_exists(name));
        }
        name.clone_into(&mut row.name);
    }
    if let Some(given) = input.destinations() {
        row.destinations = destinations(ctx, given)?;
    }
    save(ctx, &row);
    Ok(UpdateChannelOutput::new()
        .channel_arn(arn(ctx, &row.id))
        .name(&row.name)
        .source(&row.source)
        .destinations(shown_destinations(&row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteChannelInput<'_>,
) -> Result<DeleteChannelOutput, ApiError> {
    let row = find(ctx, input.channel())?;
    ctx.table_mut(&CHANNELS).delete(row.id.as_str());
    Ok(DeleteChannelOutput::new())
}

/// The step behind PutAuditEvents: `Channel` and `Events` of `id`, `eventData` and
/// `eventDataChecksum`; it answers `successful` and `failed` as that operation does.
pub fn ingest_step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut row = find(ctx, input.str("Channel").unwrap_or_default())?;
    let events = input.list("Events").unwrap_or_default();
    let ids: BTreeSet<&str> =
        events.iter().filter_map(Value::as_struct).filter_map(|it| it.str("id")).collect();
    if ids.len() < events.len() {
        return Err(ApiError::new(
            "DuplicatedAuditEventId",
            "Two or more entries in the request have the same event ID.",
        ));
    }
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    let now = ctx.now();
    for event in events.iter().filter_map(Value::as_struct) {
        let id = event.str("id").unwrap_or_default();
        row.attempted = Some((now.micros(), id.to_owned()));
        match keep(ctx, &row, event) {
            Ok(event_id) => {
                row.succeeded = Some((now.micros(), id.to_owned()));
                row.error = None;
                let done = Struct::new().with("id", id).with("eventID", event_id);
                successful.push(Value::from(done));
            }
            Err((code, message)) => {
                row.error = Some(code.to_owned());
                let refused = Struct::new().with("id", id).with("errorCode", code);
                failed.push(Value::from(refused.with("errorMessage", message)));
            }
        }
    }
    save(ctx, &row);
    Ok(Struct::new().with("successful", successful).with("failed", failed))
}

/// Members of eventData that must be there, by "CloudTrail Lake integrations event schema".
const REQUIRED: [&str; 6] =
    ["version", "userIdentity", "eventSource", "eventName", "eventTime", "UID"];

fn keep(
    ctx: &mut Ctx<'_>,
    row: &ChannelRow,
    event: &Struct,
) -> Result<String, (&'static str, String)> {
    let text = event.str("eventData").unwrap_or_default();
    if let Some(checksum) = event.str("eventDataChecksum")
        && BASE64_STANDARD.encode(Sha256::digest(text)) != checksum
    {
        return Err(("InvalidChecksum", "The checksum is not that of eventData.".to_owned()));
    }
    let data: Json = serde_json::from_str(text)
        .map_err(|_| ("InvalidData", "eventData is not JSON.".to_owned()))?;
    if !data.is_object() {
        return Err(("InvalidData", "eventData is not an object of JSON.".to_owned()));
    }
    if let Some(absent) = REQUIRED.iter().find(|name| data[**name].is_null()) {
        return Err(("FieldNotFound", format!("{absent} is not in eventData.")));
    }
    let account = ctx.account().to_string();
    if data["recipientAccountId"].as_str().is_some_and(|recipient| recipient != account) {
        return Err(("InvalidRecipient", "The recipient is another account.".to_owned()));
    }
    let at = data["eventTime"].as_str().and_then(sql::lake::millis_of);
    let at = at.ok_or_else(|| ("InvalidData", "eventTime is no timestamp.".to_owned()))?;
    let event_id = ctx.chance().uuid();
    let record = json!({
        "eventVersion": "1.0",
        "eventCategory": "ActivityAuditLog",
        "eventType": "ActivityLog",
        "eventID": event_id,
        "eventTime": Timestamp::from_millis(at).iso8601(),
        "awsRegion": ctx.region().as_str(),
        "recipientAccountId": account,
        "metadata": {
            "ingestionTime": ctx.now().iso8601(),
            "channelARN": arn(ctx, &row.id),
        },
        "eventData": data,
    })
    .to_string();
    let key = (at * 1_000, ctx.transaction(), next_number());
    let now = ctx.now().micros();
    let failed = |_| ("InternalFailure", "The event could not be kept.".to_owned());
    for destination in &row.destinations {
        let store = find::active(ctx, destination);
        let Ok(store) = store else {
            return Err(("InternalFailure", "A destination is inactive.".to_owned()));
        };
        let into = (&store.scope(), &store.row, charge::From::Other);
        ingest::keep(ctx.tx_mut(), into, key, &record, now)
            .map_err(|error| failed(ApiError::from(error)))?;
    }
    Ok(event_id)
}
