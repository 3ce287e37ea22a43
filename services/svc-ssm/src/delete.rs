//! Deleting parameters with their versions.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::access;
use crate::api::{
    DeleteParameterInput, DeleteParameterOutput, DeleteParametersInput, DeleteParametersOutput,
};
use crate::errors;
use crate::event;
use crate::name;
use crate::put;
use crate::state::{PARAMETERS, VERSIONS};

pub fn delete_parameter(
    ctx: &mut Ctx<'_>,
    input: DeleteParameterInput<'_>,
) -> Result<DeleteParameterOutput, ApiError> {
    let named = name::read(ctx, input.name())?;
    if !delete(ctx, &named.name)? {
        return Err(errors::not_found());
    }
    Ok(DeleteParameterOutput::new())
}

pub fn delete_parameters(
    ctx: &mut Ctx<'_>,
    input: DeleteParametersInput<'_>,
) -> Result<DeleteParametersOutput, ApiError> {
    let (mut deleted, mut invalid) = (Vec::new(), Vec::new());
    for text in input.names() {
        ctx.authorize(&access::to_parameter(ctx, "ssm:DeleteParameters", text)?)?;
        let is_deleted = match name::read(ctx, text) {
            Ok(named) => delete(ctx, &named.name)?,
            Err(_) => false,
        };
        if is_deleted { &mut deleted } else { &mut invalid }.push(text);
    }
    Ok(DeleteParametersOutput::new().deleted_parameters(deleted).invalid_parameters(invalid))
}

/// Whether there was one.
pub fn delete(ctx: &mut Ctx<'_>, name: &str) -> Result<bool, ApiError> {
    let Some(row) = ctx.table(&PARAMETERS).get(name)? else { return Ok(false) };
    ctx.table_mut(&VERSIONS).delete_range(&Range::within(&(name.to_owned(),)))?;
    ctx.table_mut(&PARAMETERS).delete(name);
    put::count(ctx, Some(&row.tier), None)?;
    event::changed(ctx, name, &row, "Delete", None);
    Ok(true)
}
