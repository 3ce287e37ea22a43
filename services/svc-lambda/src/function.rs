//! Functions: making, finding, showing, listing, deleting them.

use std::collections::BTreeMap;

use kernel::service::WorkEnv;
use kernel::view::Map;
use kernel::{ApiError, Ctx, OpResult, Struct, page};
use store::Range;

use crate::api::{
    ConcurrencyBuilder, CreateFunctionInput, CreateFunctionOutput, DeleteFunctionInput,
    DeleteFunctionOutput, FunctionCodeLocationBuilder, FunctionConfigurationBuilder,
    GetFunctionConfigurationInput, GetFunctionConfigurationOutput, GetFunctionInput,
    GetFunctionOutput, ListFunctionsInput, ListFunctionsOutput,
};
use crate::code;
use crate::code_signing;
use crate::configuration;
use crate::download;
use crate::errors;
use crate::limits::{LIST_MAX, TAGS_MAX};
use crate::name::{Name, function_arn};
use crate::provisioned;
use crate::show;
use crate::state::{
    ALIASES, EVENT_CONFIGS, FUNCTIONS, FunctionRow, POLICIES, SESSIONS, URLS, VERSIONS, VersionRow,
};
use crate::transition;
use crate::url_config;
use crate::usage;
use crate::version;

pub fn begin_create(ctx: &mut Ctx<'_>, input: CreateFunctionInput<'_>) -> OpResult {
    let name = own_name(ctx, input.function_name())?;
    configuration::create(ctx, input, code::none())?;
    refuse_existing(ctx, &name)?;
    tags(input)?;
    code::plan(ctx, "CreateFunction", input.code().0)
}

pub fn take_in_code(env: &WorkEnv, plan: Struct) -> OpResult {
    code::take_in(env, plan)
}

pub fn complete_create(
    ctx: &mut Ctx<'_>,
    input: CreateFunctionInput<'_>,
    taken: Struct,
) -> Result<CreateFunctionOutput, ApiError> {
    let name = own_name(ctx, input.function_name())?;
    refuse_existing(ctx, &name)?;
    let code = code::keep(ctx, &taken)?;
    let mut latest = configuration::create(ctx, input, code)?;
    latest.modified = ctx.now().micros();
    latest.revision = ctx.chance().uuid();
    for layer in &latest.layers {
        code::share(ctx, &layer.code)?;
    }
    usage::change(ctx, 1, latest.code.size.cast_signed())?;
    let signing = input.code_signing_config_arn().filter(|arn| !arn.is_empty());
    let signing = signing.map(|arn| code_signing::of_parameter(ctx, arn)).transpose()?;
    let signing = signing.map(|(id, _)| id);
    code_signing::check(ctx, &name, signing.as_deref())?;
    code_signing::uses(ctx, &name, None, signing.as_deref());
    let mut row = FunctionRow {
        id: ctx.chance().u64(),
        latest,
        tags: tags(input)?,
        reserved_concurrency: None,
        last_version: 0,
        code_signing: signing,
        active_from: transition::end(ctx),
        updated_at: 0,
    };
    let shown = if input.publish().unwrap_or_default() {
        let published = version::publish(ctx, &name, &mut row, None)?;
        show::configuration(ctx, &name, &published)
    } else {
        show::configuration(ctx, &name, &row.latest)
    };
    let shown = transition::show(ctx, &row, shown);
    ctx.table_mut(&FUNCTIONS).put(&name, &row);
    Ok(CreateFunctionOutput(shown))
}

pub fn get_function(
    ctx: &mut Ctx<'_>,
    input: GetFunctionInput<'_>,
) -> Result<GetFunctionOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let (row, version) = find_version(ctx, &name)?;
    let location = download::function_url(ctx, &name.name, &version);
    let reserved = row.reserved_concurrency;
    let tags = (!row.tags.is_empty()).then(|| row.tags.clone());
    let shown = show::qualified(ctx, &name.name, &version, name.qualifier.as_deref());
    let shown = transition::show(ctx, &row, shown);
    Ok(GetFunctionOutput::new()
        .configuration(FunctionConfigurationBuilder(shown))
        .code(FunctionCodeLocationBuilder::new().repository_type("S3").location(location))
        .tags(tags)
        .concurrency(
            reserved.map(|it| ConcurrencyBuilder::new().reserved_concurrent_executions(it)),
        ))
}

pub fn get_function_configuration(
    ctx: &mut Ctx<'_>,
    input: GetFunctionConfigurationInput<'_>,
) -> Result<GetFunctionConfigurationOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let (row, version) = find_version(ctx, &name)?;
    let shown = show::qualified(ctx, &name.name, &version, name.qualifier.as_deref());
    Ok(GetFunctionConfigurationOutput(transition::show(ctx, &row, shown)))
}

pub fn list_functions(
    ctx: &mut Ctx<'_>,
    input: ListFunctionsInput<'_>,
) -> Result<ListFunctionsOutput, ApiError> {
    const OPERATION: &str = "ListFunctions";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let wants_all = input.function_version() == Some("ALL");
    if input.master_region().is_some() {
        // Of functions at the edge, which are replicas of others: there are none here.
        let nothing = Vec::<FunctionConfigurationBuilder>::new();
        let nothing = ListFunctionsOutput::new().functions(nothing);
        return if wants_all { Ok(nothing) } else { Err(errors::master_region_needs_all()) };
    }
    let mut range = Range::all();
    if let Some(marker) = input.marker() {
        range = range.after(&page_position(OPERATION, marker)?);
    }
    let mut shown = Vec::new();
    let mut last = None;
    let mut rows = ctx.table(&FUNCTIONS).scan(&range);
    while shown.len() < max
        && let Some((name, row)) = rows.next().transpose()?
    {
        // All versions of a function stand on one page.
        shown.push(FunctionConfigurationBuilder(show::configuration(ctx, &name, &row.latest)));
        if wants_all {
            for entry in ctx.table(&VERSIONS).scan(&Range::within(&(name.as_str(),))) {
                let (_, row) = entry?;
                shown.push(FunctionConfigurationBuilder(show::configuration(ctx, &name, &row)));
            }
        }
        last = Some(name);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|name| page::encode(OPERATION, name.as_bytes()));
    Ok(ListFunctionsOutput::new().functions(shown).next_marker(marker))
}

pub fn delete_function(
    ctx: &mut Ctx<'_>,
    input: DeleteFunctionInput<'_>,
) -> Result<DeleteFunctionOutput, ApiError> {
    const NO_CONTENT: i64 = 204;
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    name.check_region(ctx)?;
    let row = find(ctx, &name)?;
    if let Some(qualifier) = &name.qualifier {
        version::delete(ctx, &name, qualifier)?;
    } else {
        delete_whole(ctx, &name.name, &row)?;
    }
    Ok(DeleteFunctionOutput::new().status_code(NO_CONTENT))
}

fn delete_whole(ctx: &mut Ctx<'_>, name: &str, row: &FunctionRow) -> Result<(), ApiError> {
    let mut gone = vec![row.latest.clone()];
    for entry in ctx.table(&VERSIONS).scan(&Range::within(&(name,))) {
        gone.push(entry?.1);
    }
    for version in &gone {
        forget_version(ctx, version)?;
    }
    url_config::forget_all(ctx, name)?;
    provisioned::forget_all(ctx, name)?;
    code_signing::uses(ctx, name, row.code_signing.as_deref(), None);
    ctx.table_mut(&VERSIONS).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&ALIASES).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&POLICIES).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&EVENT_CONFIGS).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&URLS).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&SESSIONS).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&FUNCTIONS).delete(name);
    usage::reserve(ctx, row.reserved_concurrency, None)?;
    usage::change(ctx, -1, 0)
}

/// Its contents have one owner less.
pub fn forget_version(ctx: &mut Ctx<'_>, row: &VersionRow) -> Result<(), ApiError> {
    code::release(ctx, &row.code)?;
    for layer in &row.layers {
        code::release(ctx, &layer.code)?;
    }
    usage::change(ctx, 0, -row.code.size.cast_signed())
}

pub fn find(ctx: &Ctx<'_>, name: &Name) -> Result<FunctionRow, ApiError> {
    name.check_region(ctx)?;
    let row = ctx.table(&FUNCTIONS).get(&name.name)?;
    row.ok_or_else(|| {
        errors::function_not_found(&function_arn(ctx, &name.name, name.qualifier.as_deref()))
    })
}

/// The function and the version that the qualifier means; of an alias, its first version.
pub fn find_version(ctx: &Ctx<'_>, name: &Name) -> Result<(FunctionRow, VersionRow), ApiError> {
    let row = find(ctx, name)?;
    let Some(qualifier) = name.qualifier.as_deref() else {
        let latest = row.latest.clone();
        return Ok((row, latest));
    };
    let number = if let Ok(number) = version::number(qualifier) {
        number
    } else {
        let key = (name.name.clone(), qualifier.to_owned());
        ctx.table(&ALIASES).get(&key)?.ok_or_else(|| absent(ctx, name))?.version
    };
    let version = version::get(ctx, &name.name, &row, number)?.ok_or_else(|| absent(ctx, name))?;
    Ok((row, version))
}

pub fn absent(ctx: &Ctx<'_>, name: &Name) -> ApiError {
    errors::function_not_found(&function_arn(ctx, &name.name, name.qualifier.as_deref()))
}

/// The name of a function that is to be made here.
fn own_name(ctx: &Ctx<'_>, text: &str) -> Result<String, ApiError> {
    let name = Name::parse(text);
    name.check_region(ctx)?;
    Ok(name.name)
}

fn refuse_existing(ctx: &Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let exists = ctx.table(&FUNCTIONS).contains(name)?;
    if exists { Err(errors::function_exists(name)) } else { Ok(()) }
}

fn tags(input: CreateFunctionInput<'_>) -> Result<BTreeMap<String, String>, ApiError> {
    let given = input.tags().into_iter().flat_map(Map::iter);
    let tags: BTreeMap<_, _> =
        given.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    if tags.len() > TAGS_MAX { Err(errors::too_many_tags()) } else { Ok(tags) }
}

/// Where a page goes on: text.
pub fn page_position(operation: &str, marker: &str) -> Result<String, ApiError> {
    let position = page::decode(operation, marker).and_then(|it| String::from_utf8(it).ok());
    position.ok_or_else(errors::invalid_marker)
}
