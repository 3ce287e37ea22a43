//! UpdateFunctionCode and UpdateFunctionConfiguration: what becomes of `$LATEST`.

use kernel::service::{NO_WORK, WorkEnv};
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::api::{
    UpdateFunctionCodeInput, UpdateFunctionCodeOutput, UpdateFunctionConfigurationInput,
    UpdateFunctionConfigurationOutput,
};
use crate::code;
use crate::code_signing;
use crate::configuration;
use crate::errors;
use crate::function;
use crate::name::Name;
use crate::show;
use crate::state::FUNCTIONS;
use crate::transition;
use crate::usage;
use crate::version;

pub fn begin_code(ctx: &mut Ctx<'_>, input: UpdateFunctionCodeInput<'_>) -> OpResult {
    if input.image_uri().is_some() {
        return Err(errors::not_here(
            "container images of functions",
            "it has no container engine; use a .zip package",
        ));
    }
    if input.publish_to().is_some() {
        return Err(errors::not_here("PublishTo", "it has no managed instances"));
    }
    let name = Name::parse(input.function_name());
    let row = function::find(ctx, &name)?;
    transition::refuse_change(ctx, &name.name, &row)?;
    version::check_revision(&row.latest, input.revision_id())?;
    code::plan(ctx, "UpdateFunctionCode", input.0)
}

pub fn take_in_code(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() { Ok(plan) } else { code::take_in(env, plan) }
}

pub fn complete_code(
    ctx: &mut Ctx<'_>,
    input: UpdateFunctionCodeInput<'_>,
    taken: Struct,
) -> Result<UpdateFunctionCodeOutput, ApiError> {
    let name = Name::parse(input.function_name());
    let mut row = function::find(ctx, &name)?;
    version::check_revision(&row.latest, input.revision_id())?;
    transition::refuse_change(ctx, &name.name, &row)?;
    code_signing::check(ctx, &name.name, row.code_signing.as_deref())?;
    let old = row.latest.code.clone();
    row.latest.code = code::keep(ctx, &taken)?;
    code::check_unzipped(&row.latest)?;
    if let Some(architecture) = input.architectures().and_then(|list| list.get(0)) {
        architecture.clone_into(&mut row.latest.architecture);
    }
    row.latest.modified = ctx.now().micros();
    row.latest.revision = ctx.chance().uuid();
    if input.dry_run().unwrap_or_default() {
        let shown = show::configuration(ctx, &name.name, &row.latest);
        code::release(ctx, &row.latest.code)?;
        return Ok(UpdateFunctionCodeOutput(shown));
    }
    code::release(ctx, &old)?;
    usage::change(ctx, 0, row.latest.code.size.cast_signed() - old.size.cast_signed())?;
    row.updated_at = transition::end(ctx);
    let shown = if input.publish().unwrap_or_default() {
        let published = version::publish(ctx, &name.name, &mut row, None)?;
        show::configuration(ctx, &name.name, &published)
    } else {
        show::configuration(ctx, &name.name, &row.latest)
    };
    ctx.table_mut(&FUNCTIONS).put(&name.name, &row);
    Ok(UpdateFunctionCodeOutput(transition::show(ctx, &row, shown)))
}

pub fn update_configuration(
    ctx: &mut Ctx<'_>,
    input: UpdateFunctionConfigurationInput<'_>,
) -> Result<UpdateFunctionConfigurationOutput, ApiError> {
    let name = Name::parse(input.function_name());
    let mut row = function::find(ctx, &name)?;
    version::check_revision(&row.latest, input.revision_id())?;
    transition::refuse_change(ctx, &name.name, &row)?;
    let old_layers = row.latest.layers.clone();
    configuration::update(ctx, &mut row.latest, input)?;
    for layer in &row.latest.layers {
        code::share(ctx, &layer.code)?;
    }
    for layer in &old_layers {
        code::release(ctx, &layer.code)?;
    }
    row.latest.modified = ctx.now().micros();
    row.latest.revision = ctx.chance().uuid();
    row.updated_at = transition::end(ctx);
    ctx.table_mut(&FUNCTIONS).put(&name.name, &row);
    let shown = show::configuration(ctx, &name.name, &row.latest);
    Ok(UpdateFunctionConfigurationOutput(transition::show(ctx, &row, shown)))
}
