//! Code signing configurations, and what they do to functions that have one.
//!
//! There is no AWS Signer here, so no package has a signature: under `Enforce` none is deployed,
//! under `Warn` each is, and a metric counts it. Source: Developer Guide, "Using code signing to
//! verify code integrity with Lambda".

use kernel::{ApiError, Ctx, Struct, page};
use store::Range;

use crate::api::{
    AllowedPublishers, AllowedPublishersBuilder, CodeSigningConfigBuilder, CodeSigningPolicies,
    CodeSigningPoliciesBuilder, CreateCodeSigningConfigInput, CreateCodeSigningConfigOutput,
    DeleteCodeSigningConfigInput, DeleteCodeSigningConfigOutput,
    DeleteFunctionCodeSigningConfigInput, DeleteFunctionCodeSigningConfigOutput,
    GetCodeSigningConfigInput, GetCodeSigningConfigOutput, GetFunctionCodeSigningConfigInput,
    GetFunctionCodeSigningConfigOutput, ListCodeSigningConfigsInput, ListCodeSigningConfigsOutput,
    ListFunctionsByCodeSigningConfigInput, ListFunctionsByCodeSigningConfigOutput,
    PutFunctionCodeSigningConfigInput, PutFunctionCodeSigningConfigOutput,
    UpdateCodeSigningConfigInput, UpdateCodeSigningConfigOutput,
};
use crate::errors;
use crate::function;
use crate::limits::LIST_ALIASES_MAX;
use crate::measures;
use crate::name::{Name, function_arn};
use crate::show;
use crate::state::{CODE_SIGNING, CODE_SIGNING_USES, CodeSigningRow, FUNCTIONS};

const ENFORCE: &str = "Enforce";
const WARN: &str = "Warn";
const ID_CHARS: usize = 17;

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateCodeSigningConfigInput<'_>,
) -> Result<CreateCodeSigningConfigOutput, ApiError> {
    if input.tags().is_some_and(|tags| tags.iter().next().is_some()) {
        return Err(errors::not_here("Tags of code signing configurations", "functions have tags"));
    }
    let row = CodeSigningRow {
        description: input.description().map(str::to_owned),
        publishers: publishers(input.allowed_publishers()),
        enforces: enforces(input.code_signing_policies()).unwrap_or_default(),
        modified: ctx.now().micros(),
    };
    let id = format!("csc-{}", ctx.chance().hex(ID_CHARS));
    ctx.table_mut(&CODE_SIGNING).put(&id, &row);
    Ok(CreateCodeSigningConfigOutput::new().code_signing_config(shown(ctx, &id, &row)))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetCodeSigningConfigInput<'_>,
) -> Result<GetCodeSigningConfigOutput, ApiError> {
    let (id, row) = find(ctx, input.code_signing_config_arn())?;
    Ok(GetCodeSigningConfigOutput::new().code_signing_config(shown(ctx, &id, &row)))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateCodeSigningConfigInput<'_>,
) -> Result<UpdateCodeSigningConfigOutput, ApiError> {
    let (id, mut row) = find(ctx, input.code_signing_config_arn())?;
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    if let Some(given) = input.allowed_publishers() {
        row.publishers = publishers(given);
    }
    if let Some(enforces) = enforces(input.code_signing_policies()) {
        row.enforces = enforces;
    }
    row.modified = ctx.now().micros();
    ctx.table_mut(&CODE_SIGNING).put(&id, &row);
    Ok(UpdateCodeSigningConfigOutput::new().code_signing_config(shown(ctx, &id, &row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteCodeSigningConfigInput<'_>,
) -> Result<DeleteCodeSigningConfigOutput, ApiError> {
    let (id, _) = find(ctx, input.code_signing_config_arn())?;
    let is_used = ctx.table(&CODE_SIGNING_USES).scan(&Range::within(&(id.as_str(),))).next();
    if is_used.transpose()?.is_some() {
        return Err(errors::code_signing_in_use());
    }
    ctx.table_mut(&CODE_SIGNING).delete(&id);
    Ok(DeleteCodeSigningConfigOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListCodeSigningConfigsInput<'_>,
) -> Result<ListCodeSigningConfigsOutput, ApiError> {
    const OPERATION: &str = "ListCodeSigningConfigs";
    let max = input.max_items().unwrap_or(LIST_ALIASES_MAX).min(LIST_ALIASES_MAX) as usize;
    let mut range = Range::all();
    if let Some(marker) = input.marker() {
        range = range.after(&function::page_position(OPERATION, marker)?);
    }
    let (mut all, mut last) = (Vec::new(), None);
    let mut rows = ctx.table(&CODE_SIGNING).scan(&range);
    while all.len() < max
        && let Some((id, row)) = rows.next().transpose()?
    {
        all.push(shown(ctx, &id, &row));
        last = Some(id);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|it| page::encode(OPERATION, it.as_bytes()));
    Ok(ListCodeSigningConfigsOutput::new().code_signing_configs(all).next_marker(marker))
}

pub fn list_functions(
    ctx: &mut Ctx<'_>,
    input: ListFunctionsByCodeSigningConfigInput<'_>,
) -> Result<ListFunctionsByCodeSigningConfigOutput, ApiError> {
    const OPERATION: &str = "ListFunctionsByCodeSigningConfig";
    let max = input.max_items().unwrap_or(LIST_ALIASES_MAX).min(LIST_ALIASES_MAX) as usize;
    let (id, _) = find(ctx, input.code_signing_config_arn())?;
    let mut range = Range::within(&(id.as_str(),));
    if let Some(marker) = input.marker() {
        let position = function::page_position(OPERATION, marker)?;
        range = range.after(&(id.as_str(), position.as_str()));
    }
    let mut names = Vec::new();
    let mut keys = ctx.table(&CODE_SIGNING_USES).keys(&range);
    while names.len() < max
        && let Some((_, name)) = keys.next().transpose()?
    {
        names.push(name);
    }
    let has_more = keys.next().transpose()?.is_some();
    let last = names.last().filter(|_| has_more);
    let marker = last.map(|it| page::encode(OPERATION, it.as_bytes()));
    let arns: Vec<String> = names.iter().map(|name| function_arn(ctx, name, None)).collect();
    Ok(ListFunctionsByCodeSigningConfigOutput::new().function_arns(arns).next_marker(marker))
}

pub fn put_for_function(
    ctx: &mut Ctx<'_>,
    input: PutFunctionCodeSigningConfigInput<'_>,
) -> Result<PutFunctionCodeSigningConfigOutput, ApiError> {
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let (id, _) = of_parameter(ctx, input.code_signing_config_arn())?;
    set(ctx, &name.name, Some(&id))?;
    Ok(PutFunctionCodeSigningConfigOutput::new()
        .code_signing_config_arn(arn(ctx, &id))
        .function_name(name.name))
}

pub fn get_for_function(
    ctx: &mut Ctx<'_>,
    input: GetFunctionCodeSigningConfigInput<'_>,
) -> Result<GetFunctionCodeSigningConfigOutput, ApiError> {
    let name = Name::parse(input.function_name());
    let row = function::find(ctx, &name)?;
    // The model has it required; that it is empty for functions without one is unverified.
    let arn = row.code_signing.map(|id| arn(ctx, &id)).unwrap_or_default();
    Ok(GetFunctionCodeSigningConfigOutput::new()
        .code_signing_config_arn(arn)
        .function_name(name.name))
}

pub fn delete_for_function(
    ctx: &mut Ctx<'_>,
    input: DeleteFunctionCodeSigningConfigInput<'_>,
) -> Result<DeleteFunctionCodeSigningConfigOutput, ApiError> {
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    set(ctx, &name.name, None)?;
    Ok(DeleteFunctionCodeSigningConfigOutput::new())
}

/// The function has this configuration from now on, or none.
fn set(ctx: &mut Ctx<'_>, name: &str, id: Option<&str>) -> Result<(), ApiError> {
    let Some(mut row) = ctx.table(&FUNCTIONS).get(name)? else { return Ok(()) };
    uses(ctx, name, row.code_signing.as_deref(), id);
    row.code_signing = id.map(str::to_owned);
    ctx.table_mut(&FUNCTIONS).put(name, &row);
    Ok(())
}

/// Keeps which functions have which configuration.
pub fn uses(ctx: &mut Ctx<'_>, name: &str, old: Option<&str>, new: Option<&str>) {
    if let Some(old) = old {
        ctx.table_mut(&CODE_SIGNING_USES).delete(&(old, name));
    }
    if let Some(new) = new {
        ctx.table_mut(&CODE_SIGNING_USES).put(&(new, name), &0);
    }
}

/// Code is about to be deployed: it has no signature.
pub fn check(ctx: &mut Ctx<'_>, name: &str, id: Option<&str>) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    let Some(row) = ctx.table(&CODE_SIGNING).get(id)? else { return Ok(()) };
    if row.enforces {
        return Err(errors::code_not_signed(name));
    }
    measures::tell(ctx, &measures::SIGNATURE_ERRORS, name, 1.0);
    Ok(())
}

/// A configuration that a function is to have.
pub fn of_parameter(ctx: &Ctx<'_>, arn: &str) -> Result<(String, CodeSigningRow), ApiError> {
    find(ctx, arn).map_err(|_| errors::no_code_signing(arn))
}

fn find(ctx: &Ctx<'_>, text: &str) -> Result<(String, CodeSigningRow), ApiError> {
    let id = text.rsplit(':').next().unwrap_or_default();
    let row = ctx.table(&CODE_SIGNING).get(id)?.filter(|_| arn(ctx, id) == text);
    let row = row.ok_or_else(|| errors::not_found(errors::no_code_signing_text(text)))?;
    Ok((id.to_owned(), row))
}

fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("code-signing-config:{id}")).to_string()
}

fn publishers(given: AllowedPublishers<'_>) -> Vec<String> {
    given.signing_profile_version_arns().iter().map(str::to_owned).collect()
}

fn enforces(policies: Option<CodeSigningPolicies<'_>>) -> Option<bool> {
    let policy = policies.and_then(CodeSigningPolicies::untrusted_artifact_on_deployment);
    policy.map(|it| it == ENFORCE)
}

fn shown(ctx: &Ctx<'_>, id: &str, row: &CodeSigningRow) -> CodeSigningConfigBuilder {
    let publishers =
        AllowedPublishersBuilder::new().signing_profile_version_arns(row.publishers.clone());
    let policy = if row.enforces { ENFORCE } else { WARN };
    let policies = CodeSigningPoliciesBuilder::new().untrusted_artifact_on_deployment(policy);
    let shown: Struct = CodeSigningConfigBuilder::new()
        .code_signing_config_id(id)
        .code_signing_config_arn(arn(ctx, id))
        .description(row.description.as_deref())
        .allowed_publishers(publishers)
        .code_signing_policies(policies)
        .last_modified(show::time(row.modified))
        .into();
    CodeSigningConfigBuilder(shown)
}
