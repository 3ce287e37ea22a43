//! Event source mappings: making, changing, showing and deleting them. How they read is in
//! [`crate::poll`].

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    CreateEventSourceMappingInput, CreateEventSourceMappingOutput, DeleteEventSourceMappingInput,
    DeleteEventSourceMappingOutput, GetEventSourceMappingInput, GetEventSourceMappingOutput,
    UpdateEventSourceMappingInput, UpdateEventSourceMappingOutput,
};
use crate::event_source_check as check;
use crate::event_source_errors as errors;
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::Source;
use crate::event_source_state::{
    BY_FUNCTION, BY_SOURCE, GATHERED, MAPPINGS, Mapping, MappingRow, POLLS, SHARDS, State,
    function_name,
};
use crate::poll;
use crate::tag;

/// The step that ends a passing state: `Uuid`, `Generation`.
pub const SETTLE: &str = "SettleEventSourceMapping";

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateEventSourceMappingInput<'_>,
) -> Result<CreateEventSourceMappingOutput, ApiError> {
    if input.self_managed_event_source().is_some() {
        return Err(errors::not_implemented("self-managed Apache Kafka as event source"));
    }
    let text = input.event_source_arn().ok_or_else(errors::unrecognized_source)?;
    let source = Source::of(text)?;
    let settings = check::settings(ctx, &source, &Struct::new(), input.0)?;
    let function = Function::named(ctx, input.function_name())?;
    check_free(ctx, &source, &function.arn)?;
    check::source(ctx, &source, &function)?;
    let is_stream = matches!(source, Source::Stream(_));
    let tags = input.tags().into_iter().flat_map(kernel::view::Map::iter);
    let tags: BTreeMap<String, String> =
        tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    tag::check(&tags)?;
    let row = MappingRow {
        id: ctx.chance().u64(),
        generation: 0,
        modified: 0,
        state: State::Creating,
        reason: String::new(),
        is_enabled: input.enabled() != Some(false),
        source: text.to_owned(),
        function: function.arn,
        settings,
        last_result: is_stream.then(|| poll::NOTHING_YET.to_owned()),
        started: None,
        tags,
    };
    let mut mapping = Mapping { uuid: ctx.chance().uuid(), row };
    index(ctx, &mapping);
    pass(ctx, &mut mapping, State::Creating);
    Ok(CreateEventSourceMappingOutput(show(ctx, &mapping)))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetEventSourceMappingInput<'_>,
) -> Result<GetEventSourceMappingOutput, ApiError> {
    let mapping = find(ctx, input.uuid())?;
    Ok(GetEventSourceMappingOutput(show(ctx, &mapping)))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateEventSourceMappingInput<'_>,
) -> Result<UpdateEventSourceMappingOutput, ApiError> {
    let mut mapping = find(ctx, input.uuid())?;
    if mapping.row.state.is_passing() {
        return Err(errors::in_use("update"));
    }
    let source = Source::of(&mapping.row.source)?;
    let settings = check::settings(ctx, &source, &mapping.row.settings, input.0)?;
    let named = input.function_name().unwrap_or(&mapping.row.function).to_owned();
    let function = Function::named(ctx, &named)?;
    if function.arn != mapping.row.function {
        check_free(ctx, &source, &function.arn)?;
    }
    check::source(ctx, &source, &function)?;
    unindex(ctx, &mapping);
    let was_enabled = mapping.row.state == State::Enabled;
    mapping.row.is_enabled = input.enabled().unwrap_or(mapping.row.is_enabled);
    mapping.row.function = function.arn;
    mapping.row.settings = settings;
    index(ctx, &mapping);
    let state = match (was_enabled, mapping.row.is_enabled) {
        (true, false) => State::Disabling,
        (false, true) => State::Enabling,
        _ => State::Updating,
    };
    pass(ctx, &mut mapping, state);
    Ok(UpdateEventSourceMappingOutput(show(ctx, &mapping)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteEventSourceMappingInput<'_>,
) -> Result<DeleteEventSourceMappingOutput, ApiError> {
    let mut mapping = find(ctx, input.uuid())?;
    if mapping.row.state.is_passing() {
        return Err(errors::in_use("delete"));
    }
    pass(ctx, &mut mapping, State::Deleting);
    Ok(DeleteEventSourceMappingOutput(show(ctx, &mapping)))
}

pub fn find(ctx: &Ctx<'_>, uuid: &str) -> Result<Mapping, ApiError> {
    let row = ctx.table(&MAPPINGS).get(uuid)?.ok_or_else(errors::no_such_mapping)?;
    Ok(Mapping { uuid: uuid.to_owned(), row })
}

/// A source is mapped to a function once.
fn check_free(ctx: &Ctx<'_>, source: &Source, function: &str) -> Result<(), ApiError> {
    let arn = source.arn().to_string();
    let keys = ctx.table(&BY_SOURCE).keys(&Range::within(&(arn.as_str(),)));
    for (_, uuid) in keys.collect::<Result<Vec<_>, _>>()? {
        let Some(row) = ctx.table(&MAPPINGS).get(&uuid)? else { continue };
        if row.function == function {
            let name = function_name(function);
            return Err(match source {
                Source::Queue(_) => errors::queue_exists(&arn, name, &uuid),
                Source::Stream(_) => errors::stream_exists(&arn, name, &uuid),
            });
        }
    }
    Ok(())
}

fn index(ctx: &mut Ctx<'_>, mapping: &Mapping) {
    let name = function_name(&mapping.row.function);
    ctx.table_mut(&BY_FUNCTION).put(&(name, mapping.uuid.as_str()), &());
    ctx.table_mut(&BY_SOURCE).put(&(mapping.row.source.as_str(), mapping.uuid.as_str()), &());
}

fn unindex(ctx: &mut Ctx<'_>, mapping: &Mapping) {
    let name = function_name(&mapping.row.function);
    ctx.table_mut(&BY_FUNCTION).delete(&(name, mapping.uuid.as_str()));
    ctx.table_mut(&BY_SOURCE).delete(&(mapping.row.source.as_str(), mapping.uuid.as_str()));
}

/// Puts the mapping in a passing state: its readers end, and a moment later it settles.
fn pass(ctx: &mut Ctx<'_>, mapping: &mut Mapping, state: State) {
    let is_stream = matches!(Source::of(&mapping.row.source), Ok(Source::Stream(_)));
    // As the guide's examples have it, of streams and of queues.
    let reason = if is_stream { "User action" } else { "USER_INITIATED" };
    mapping.row.state = state;
    reason.clone_into(&mut mapping.row.reason);
    mapping.row.modified = ctx.now().micros();
    mapping.row.generation = ctx.chance().u64();
    ctx.table_mut(&MAPPINGS).put(&mapping.uuid, &mapping.row);
    // What was gathered will be visible in the source again.
    ctx.table_mut(&GATHERED).delete(&mapping.row.id);
    ctx.wake(mapping.topic(), usize::MAX);
    let ask = Ask::to("lambda", SETTLE)
        .with("Uuid", &mapping.uuid)
        .with("Generation", mapping.row.generation.cast_signed());
    let at = ctx.now() + Duration::from_secs(limits::TRANSITION_SECONDS);
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn settle(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let uuid = input.str("Uuid").unwrap_or_default();
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&MAPPINGS).get(uuid)?.filter(|row| row.generation == generation);
    let Some(row) = row else { return Ok(Struct::new()) };
    let mut mapping = Mapping { uuid: uuid.to_owned(), row };
    if mapping.row.state == State::Deleting {
        unindex(ctx, &mapping);
        ctx.table_mut(&MAPPINGS).delete(uuid);
        ctx.table_mut(&POLLS).delete(&mapping.row.id);
        ctx.table_mut(&SHARDS).delete_range(&Range::within(&(mapping.row.id,)))?;
        return Ok(Struct::new());
    }
    mapping.row.modified = ctx.now().micros();
    if mapping.row.is_enabled {
        mapping.row.state = State::Enabled;
        mapping.row.started.get_or_insert(ctx.now().micros());
        ctx.table_mut(&MAPPINGS).put(uuid, &mapping.row);
        poll::begin(ctx, &mapping)?;
    } else {
        mapping.row.state = State::Disabled;
        ctx.table_mut(&MAPPINGS).put(uuid, &mapping.row);
    }
    Ok(Struct::new())
}

/// Stops a mapping that cannot go on, and says why.
pub fn disable(ctx: &mut Ctx<'_>, mapping: &mut Mapping, reason: String) {
    mapping.row.state = State::Disabled;
    mapping.row.is_enabled = false;
    mapping.row.reason = reason;
    mapping.row.modified = ctx.now().micros();
    mapping.row.generation = ctx.chance().u64();
    ctx.table_mut(&MAPPINGS).put(&mapping.uuid, &mapping.row);
    ctx.table_mut(&GATHERED).delete(&mapping.row.id);
    ctx.wake(mapping.topic(), usize::MAX);
}

/// EventSourceMappingConfiguration: what all operations answer.
pub fn show(ctx: &Ctx<'_>, mapping: &Mapping) -> Struct {
    let row = &mapping.row;
    let mut shown = row.settings.clone();
    shown.set("UUID", &mapping.uuid);
    shown.set("EventSourceMappingArn", mapping.arn(ctx).to_string());
    shown.set("EventSourceArn", &row.source);
    shown.set("FunctionArn", &row.function);
    shown.set("LastModified", Timestamp::from_micros(row.modified));
    shown.set("State", row.state.name());
    shown.set("StateTransitionReason", &row.reason);
    if let Some(result) = &row.last_result {
        shown.set("LastProcessingResult", result);
    }
    shown
}
