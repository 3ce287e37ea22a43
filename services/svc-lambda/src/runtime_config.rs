//! How a function's runtime is renewed: always to what the host has, which is AWS's `Auto`.

use kernel::{ApiError, Ctx};

use crate::api::{
    GetRuntimeManagementConfigInput, GetRuntimeManagementConfigOutput,
    PutRuntimeManagementConfigInput, PutRuntimeManagementConfigOutput,
};
use crate::errors;
use crate::function;
use crate::name::{Name, function_arn};
use crate::version::LATEST;

const AUTO: &str = "Auto";

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetRuntimeManagementConfigInput<'_>,
) -> Result<GetRuntimeManagementConfigOutput, ApiError> {
    let arn = arn(ctx, input.function_name(), input.qualifier())?;
    Ok(GetRuntimeManagementConfigOutput::new().update_runtime_on(AUTO).function_arn(arn))
}

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutRuntimeManagementConfigInput<'_>,
) -> Result<PutRuntimeManagementConfigOutput, ApiError> {
    let arn = arn(ctx, input.function_name(), input.qualifier())?;
    match (input.update_runtime_on(), input.runtime_version_arn()) {
        (AUTO, None) => {
            Ok(PutRuntimeManagementConfigOutput::new().update_runtime_on(AUTO).function_arn(arn))
        }
        (AUTO, Some(_)) => Err(errors::runtime_version_with_auto()),
        (mode, _) => Err(errors::not_here(
            &format!("the mode {mode} of runtime updates"),
            "functions run with the interpreters that the host has",
        )),
    }
}

fn arn(ctx: &Ctx<'_>, name: &str, qualifier: Option<&str>) -> Result<String, ApiError> {
    let name = Name::with_qualifier(name, qualifier)?;
    function::find_version(ctx, &name)?;
    let qualifier = name.qualifier.as_deref().unwrap_or(LATEST);
    Ok(function_arn(ctx, &name.name, Some(qualifier)))
}
