//! Reserved concurrency: a share of the account's that is a function's alone, and all it gets.

use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteFunctionConcurrencyInput, DeleteFunctionConcurrencyOutput, GetFunctionConcurrencyInput,
    GetFunctionConcurrencyOutput, PutFunctionConcurrencyInput, PutFunctionConcurrencyOutput,
};
use crate::errors;
use crate::function;
use crate::limits::UNRESERVED_CONCURRENCY_MIN;
use crate::name::Name;
use crate::provisioned;
use crate::state::FUNCTIONS;
use crate::usage;

pub fn put_function_concurrency(
    ctx: &mut Ctx<'_>,
    input: PutFunctionConcurrencyInput<'_>,
) -> Result<PutFunctionConcurrencyOutput, ApiError> {
    let wished = input.reserved_concurrent_executions();
    let reserved = u32::try_from(wished)
        .map_err(|_| errors::unreserved_too_low(UNRESERVED_CONCURRENCY_MIN))?;
    set(ctx, input.function_name(), Some(reserved))?;
    Ok(PutFunctionConcurrencyOutput::new().reserved_concurrent_executions(reserved))
}

pub fn get_function_concurrency(
    ctx: &mut Ctx<'_>,
    input: GetFunctionConcurrencyInput<'_>,
) -> Result<GetFunctionConcurrencyOutput, ApiError> {
    let row = function::find(ctx, &Name::parse(input.function_name()))?;
    let reserved = row.reserved_concurrency;
    Ok(GetFunctionConcurrencyOutput::new().reserved_concurrent_executions(reserved))
}

pub fn delete_function_concurrency(
    ctx: &mut Ctx<'_>,
    input: DeleteFunctionConcurrencyInput<'_>,
) -> Result<DeleteFunctionConcurrencyOutput, ApiError> {
    set(ctx, input.function_name(), None)?;
    Ok(DeleteFunctionConcurrencyOutput::new())
}

fn set(ctx: &mut Ctx<'_>, name: &str, reserved: Option<u32>) -> Result<(), ApiError> {
    let name = Name::parse(name);
    let mut row = function::find(ctx, &name)?;
    let provisioned = provisioned::of_function(ctx, &name.name)?;
    if reserved.is_some_and(|reserved| reserved < provisioned) {
        return Err(errors::reserved_below_provisioned());
    }
    // What is reserved holds what is provisioned.
    let outside = |reserved: Option<u32>| if reserved.is_some() { 0 } else { provisioned };
    usage::reserve(ctx, row.reserved_concurrency, reserved)?;
    usage::provision(ctx, outside(row.reserved_concurrency), outside(reserved))?;
    row.reserved_concurrency = reserved;
    ctx.table_mut(&FUNCTIONS).put(&name.name, &row);
    Ok(())
}
