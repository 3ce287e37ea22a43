//! Pipes: making, changing, showing and deleting them.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    CreatePipeInput, CreatePipeOutput, DeletePipeInput, DeletePipeOutput, DescribePipeInput,
    DescribePipeOutput, PipeEnrichmentParametersBuilder, PipeLogConfigurationBuilder,
    PipeSourceParametersBuilder, PipeTargetParametersBuilder, UpdatePipeInput, UpdatePipeOutput,
    requested_pipe_state, requested_pipe_state_describe_response,
};
use crate::definition;
use crate::errors;
use crate::lifecycle;
use crate::limits;
use crate::log_access;
use crate::state::{PIPES, Pipe, PipeRow, State, pipe_arn};
use crate::tag;

pub fn create_pipe(
    ctx: &mut Ctx<'_>,
    input: CreatePipeInput<'_>,
) -> Result<CreatePipeOutput, ApiError> {
    let name = input.name();
    let definition = definition::of_new(ctx, input)?;
    if ctx.table(&PIPES).contains(name)? {
        return Err(errors::pipe_exists(name));
    }
    let count = ctx.table(&PIPES).keys(&Range::all()).take(limits::PIPES_MAX).count();
    if count == limits::PIPES_MAX {
        return Err(errors::too_many_pipes());
    }
    if let Some(log) = &definition.log {
        log_access::admit(ctx, log)?;
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add(&mut tags, asked)?;
    }
    let now = ctx.now().micros();
    let row = PipeRow {
        id: ctx.chance().u64(),
        generation: 0,
        created: now,
        modified: now,
        state: State::Creating,
        reason: None,
        definition,
        tags,
        started: None,
    };
    let mut pipe = Pipe { name: name.to_owned(), row };
    lifecycle::pass(ctx, &mut pipe, State::Creating);
    Ok(CreatePipeOutput(summary(ctx, &pipe)))
}

pub fn update_pipe(
    ctx: &mut Ctx<'_>,
    input: UpdatePipeInput<'_>,
) -> Result<UpdatePipeOutput, ApiError> {
    let mut pipe = find(ctx, input.name())?;
    lifecycle::check_settled(&pipe)?;
    pipe.row.definition = definition::of_changed(ctx, &pipe.row.definition, input)?;
    if let (Some(_), Some(log)) = (input.log_configuration(), &pipe.row.definition.log) {
        log_access::admit(ctx, log)?;
    }
    pipe.row.modified = ctx.now().micros();
    lifecycle::pass(ctx, &mut pipe, State::Updating);
    Ok(UpdatePipeOutput(summary(ctx, &pipe)))
}

pub fn delete_pipe(
    ctx: &mut Ctx<'_>,
    input: DeletePipeInput<'_>,
) -> Result<DeletePipeOutput, ApiError> {
    let mut pipe = find(ctx, input.name())?;
    lifecycle::check_settled(&pipe)?;
    pipe.row.modified = ctx.now().micros();
    lifecycle::pass(ctx, &mut pipe, State::Deleting);
    Ok(DeletePipeOutput(summary(ctx, &pipe)))
}

pub fn describe_pipe(
    ctx: &mut Ctx<'_>,
    input: DescribePipeInput<'_>,
) -> Result<DescribePipeOutput, ApiError> {
    let pipe = find(ctx, input.name())?;
    let arn = pipe.arn(ctx).to_string();
    let desired = desired_state(&pipe.row);
    let PipeRow { created, modified, state, reason, definition, tags, .. } = pipe.row;
    let tags = (!tags.is_empty()).then_some(tags);
    let target = (!definition.target_parameters.is_empty())
        .then_some(PipeTargetParametersBuilder(definition.target_parameters));
    Ok(DescribePipeOutput::new()
        .arn(arn)
        .name(pipe.name)
        .description(definition.description)
        .desired_state(desired)
        .current_state(state.name())
        .state_reason(reason)
        .source(definition.source)
        .source_parameters(PipeSourceParametersBuilder(definition.source_parameters))
        .enrichment(definition.enrichment)
        .enrichment_parameters(
            definition.enrichment_parameters.map(PipeEnrichmentParametersBuilder),
        )
        .target(definition.target)
        .target_parameters(target)
        .role_arn(definition.role)
        .tags(tags)
        .creation_time(Timestamp::from_micros(created))
        .last_modified_time(Timestamp::from_micros(modified))
        .log_configuration(definition.log.map(PipeLogConfigurationBuilder)))
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<Pipe, ApiError> {
    let row = ctx.table(&PIPES).get(name)?.ok_or_else(|| errors::no_such_pipe(name))?;
    Ok(Pipe { name: name.to_owned(), row })
}

pub fn desired_state(row: &PipeRow) -> &'static str {
    match (row.state, row.definition.is_to_run) {
        (State::Deleting, _) => requested_pipe_state_describe_response::DELETED,
        (_, true) => requested_pipe_state::RUNNING,
        (_, false) => requested_pipe_state::STOPPED,
    }
}

/// What all operations that change a pipe answer; their outputs have the same members.
pub fn summary(ctx: &Ctx<'_>, pipe: &Pipe) -> Struct {
    Struct::new()
        .with("Arn", pipe_arn(ctx, &pipe.name).to_string())
        .with("Name", &pipe.name)
        .with("DesiredState", desired_state(&pipe.row))
        .with("CurrentState", pipe.row.state.name())
        .with("CreationTime", Timestamp::from_micros(pipe.row.created))
        .with("LastModifiedTime", Timestamp::from_micros(pipe.row.modified))
}
