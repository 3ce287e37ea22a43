//! Aliases: names of versions, which may send a share of invocations to another.

use kernel::{ApiError, Ctx, Struct, page};
use store::Range;

use crate::api::{
    AliasConfigurationBuilder, AliasRoutingConfiguration, AliasRoutingConfigurationBuilder,
    CreateAliasInput, CreateAliasOutput, DeleteAliasInput, DeleteAliasOutput, GetAliasInput,
    GetAliasOutput, ListAliasesInput, ListAliasesOutput, UpdateAliasInput, UpdateAliasOutput,
};
use crate::errors;
use crate::function;
use crate::limits::LIST_ALIASES_MAX;
use crate::name::{Name, function_arn};
use crate::provisioned;
use crate::state::{ALIASES, AliasRow, EVENT_CONFIGS, POLICIES, VERSIONS};
use crate::url_config;
use crate::version;

pub fn create_alias(
    ctx: &mut Ctx<'_>,
    input: CreateAliasInput<'_>,
) -> Result<CreateAliasOutput, ApiError> {
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    if input.name().bytes().all(|it| it.is_ascii_digit()) {
        let pattern = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
        return Err(errors::pattern(input.name(), "name", pattern));
    }
    let key = (name.name.clone(), input.name().to_owned());
    if ctx.table(&ALIASES).contains(&key)? {
        return Err(errors::alias_exists(&function_arn(ctx, &name.name, Some(input.name()))));
    }
    let version = existing(ctx, &name.name, input.function_version())?;
    let row = AliasRow {
        version,
        description: input.description().unwrap_or_default().to_owned(),
        additional: routing(ctx, &name.name, version, input.routing_config())?,
        revision: ctx.chance().uuid(),
    };
    ctx.table_mut(&ALIASES).put(&key, &row);
    Ok(CreateAliasOutput(show(ctx, &name.name, input.name(), &row)))
}

pub fn get_alias(ctx: &mut Ctx<'_>, input: GetAliasInput<'_>) -> Result<GetAliasOutput, ApiError> {
    let name = Name::parse(input.function_name());
    let row = find(ctx, &name, input.name())?;
    Ok(GetAliasOutput(show(ctx, &name.name, input.name(), &row)))
}

pub fn update_alias(
    ctx: &mut Ctx<'_>,
    input: UpdateAliasInput<'_>,
) -> Result<UpdateAliasOutput, ApiError> {
    let name = Name::parse(input.function_name());
    let mut row = find(ctx, &name, input.name())?;
    if input.revision_id().is_some_and(|given| given != row.revision) {
        return Err(errors::revision_mismatch("GetAlias"));
    }
    if let Some(version) = input.function_version() {
        row.version = existing(ctx, &name.name, version)?;
    }
    if let Some(description) = input.description() {
        description.clone_into(&mut row.description);
    }
    if input.routing_config().is_some() {
        row.additional = routing(ctx, &name.name, row.version, input.routing_config())?;
    }
    row.revision = ctx.chance().uuid();
    ctx.table_mut(&ALIASES).put(&(name.name.as_str(), input.name()), &row);
    if input.function_version().is_some() {
        provisioned::follow(ctx, &name.name, input.name())?;
    }
    Ok(UpdateAliasOutput(show(ctx, &name.name, input.name(), &row)))
}

/// One that is not there is no error.
pub fn delete_alias(
    ctx: &mut Ctx<'_>,
    input: DeleteAliasInput<'_>,
) -> Result<DeleteAliasOutput, ApiError> {
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let key = (name.name, input.name().to_owned());
    url_config::forget(ctx, &key)?;
    provisioned::forget(ctx, &key)?;
    ctx.table_mut(&ALIASES).delete(&key);
    ctx.table_mut(&POLICIES).delete(&key);
    ctx.table_mut(&EVENT_CONFIGS).delete(&key);
    Ok(DeleteAliasOutput::new())
}

pub fn list_aliases(
    ctx: &mut Ctx<'_>,
    input: ListAliasesInput<'_>,
) -> Result<ListAliasesOutput, ApiError> {
    const OPERATION: &str = "ListAliases";
    let max = input.max_items().unwrap_or(LIST_ALIASES_MAX).min(LIST_ALIASES_MAX) as usize;
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let mut range = Range::within(&(name.name.as_str(),));
    if let Some(marker) = input.marker() {
        let position = function::page_position(OPERATION, marker)?;
        range = range.after(&(name.name.as_str(), position.as_str()));
    }
    let wanted = input.function_version().map(|it| version::number(it).ok().flatten());
    let (mut shown, mut last) = (Vec::new(), None);
    let mut rows = ctx.table(&ALIASES).scan(&range);
    while shown.len() < max
        && let Some(((_, alias), row)) = rows.next().transpose()?
    {
        if wanted.is_none_or(|wanted| row.version == wanted) {
            shown.push(AliasConfigurationBuilder(show(ctx, &name.name, &alias, &row)));
        }
        last = Some(alias);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|alias| page::encode(OPERATION, alias.as_bytes()));
    Ok(ListAliasesOutput::new().aliases(shown).next_marker(marker))
}

fn find(ctx: &Ctx<'_>, name: &Name, alias: &str) -> Result<AliasRow, ApiError> {
    function::find(ctx, name)?;
    let row = ctx.table(&ALIASES).get(&(name.name.as_str(), alias))?;
    row.ok_or_else(|| errors::alias_not_found(&function_arn(ctx, &name.name, Some(alias))))
}

/// The number of a version that is there.
fn existing(ctx: &Ctx<'_>, name: &str, text: &str) -> Result<Option<u64>, ApiError> {
    let absent = || errors::function_not_found(&function_arn(ctx, name, Some(text)));
    match version::number(text) {
        Ok(None) => Ok(None),
        Ok(Some(number)) if ctx.table(&VERSIONS).contains(&(name, number))? => Ok(Some(number)),
        _ => Err(absent()),
    }
}

/// "Both versions must have the same execution role and dead-letter queue configuration, and both
/// must be published" (Developer Guide, "Implement Lambda canary deployments").
fn routing(
    ctx: &Ctx<'_>,
    name: &str,
    version: Option<u64>,
    config: Option<AliasRoutingConfiguration<'_>>,
) -> Result<Option<(u64, f64)>, ApiError> {
    let weights = config.and_then(AliasRoutingConfiguration::additional_version_weights);
    let Some((other, share)) = weights.and_then(|weights| weights.iter().next()) else {
        return Ok(None);
    };
    if weights.is_some_and(|weights| weights.len() > 1) {
        return Err(errors::too_many_weights());
    }
    let (Some(version), Some(number)) = (version, existing(ctx, name, other)?) else {
        return Err(errors::latest_in_routing());
    };
    if number == version {
        return Err(errors::same_version_in_routing(number));
    }
    let row = |number| ctx.table(&VERSIONS).get(&(name, number));
    if let (Some(one), Some(two)) = (row(version)?, row(number)?)
        && (one.role != two.role || one.dead_letter != two.dead_letter)
    {
        return Err(errors::different_roles_in_routing());
    }
    Ok(Some((number, share)))
}

fn show(ctx: &Ctx<'_>, name: &str, alias: &str, row: &AliasRow) -> Struct {
    let version = row.version.map_or_else(|| version::LATEST.to_owned(), |it| it.to_string());
    let routing = row.additional.map(|(number, share)| {
        let weights = vec![(number.to_string(), share)];
        AliasRoutingConfigurationBuilder::new().additional_version_weights(weights)
    });
    AliasConfigurationBuilder::new()
        .alias_arn(function_arn(ctx, name, Some(alias)))
        .name(alias)
        .function_version(version)
        .description(&row.description)
        .routing_config(routing)
        .revision_id(&row.revision)
        .into()
}
