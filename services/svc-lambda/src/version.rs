//! Versions: published from `$LATEST`, and never changed.

use kernel::{ApiError, Ctx, page};
use store::Range;

use crate::api::{
    FunctionConfigurationBuilder, ListVersionsByFunctionInput, ListVersionsByFunctionOutput,
    PublishVersionInput, PublishVersionOutput,
};
use crate::code;
use crate::errors;
use crate::function;
use crate::limits::LIST_MAX;
use crate::name::Name;
use crate::provisioned;
use crate::show;
use crate::state::{ALIASES, FUNCTIONS, FunctionRow, VERSIONS, VersionRow};
use crate::usage;

pub const LATEST: &str = "$LATEST";

pub fn publish_version(
    ctx: &mut Ctx<'_>,
    input: PublishVersionInput<'_>,
) -> Result<PublishVersionOutput, ApiError> {
    if input.publish_to().is_some() {
        return Err(errors::not_here("PublishTo", "it has no managed instances"));
    }
    let name = Name::parse(input.function_name());
    let mut row = function::find(ctx, &name)?;
    check_revision(&row.latest, input.revision_id())?;
    if let Some(digest) = input.code_sha256().filter(|it| *it != row.latest.code.sha256) {
        return Err(errors::code_digest_mismatch(digest, &row.latest.code.sha256));
    }
    let published = publish(ctx, &name.name, &mut row, input.description())?;
    ctx.table_mut(&FUNCTIONS).put(&name.name, &row);
    Ok(PublishVersionOutput(show::configuration(ctx, &name.name, &published)))
}

/// "Lambda doesn't publish a version if the function's configuration and code haven't changed
/// since the last version": then it is that one. The caller keeps the function's row.
pub fn publish(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &mut FunctionRow,
    description: Option<&str>,
) -> Result<VersionRow, ApiError> {
    let last = ctx.table(&VERSIONS).get(&(name, row.last_version))?;
    if let Some(last) = last.filter(|last| is_same(last, &row.latest)) {
        return Ok(last);
    }
    row.last_version += 1;
    let mut published = row.latest.clone();
    published.number = Some(row.last_version);
    published.revision = ctx.chance().uuid();
    if let Some(description) = description {
        description.clone_into(&mut published.description);
    }
    code::share(ctx, &published.code)?;
    for layer in &published.layers {
        code::share(ctx, &layer.code)?;
    }
    usage::change(ctx, 0, published.code.size.cast_signed())?;
    ctx.table_mut(&VERSIONS).put(&(name, row.last_version), &published);
    Ok(published)
}

fn is_same(published: &VersionRow, latest: &VersionRow) -> bool {
    let same = |it: &VersionRow| {
        let mut it = it.clone();
        (it.modified, it.number) = (0, None);
        it.revision.clear();
        it.description.clear();
        it
    };
    let (one, other) = (same(published), same(latest));
    minicbor::to_vec(&one).ok() == minicbor::to_vec(&other).ok()
}

pub fn list_versions_by_function(
    ctx: &mut Ctx<'_>,
    input: ListVersionsByFunctionInput<'_>,
) -> Result<ListVersionsByFunctionOutput, ApiError> {
    const OPERATION: &str = "ListVersionsByFunction";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let name = Name::parse(input.function_name());
    let row = function::find(ctx, &name)?;
    let mut shown = Vec::new();
    let mut range = Range::within(&(name.name.as_str(),));
    match input.marker() {
        None => {
            let latest = show::qualified(ctx, &name.name, &row.latest, Some(LATEST));
            shown.push(FunctionConfigurationBuilder(latest));
        }
        Some(marker) => {
            let position = function::page_position(OPERATION, marker)?;
            let position: u64 = position.parse().map_err(|_| errors::invalid_marker())?;
            range = range.after(&(name.name.as_str(), position));
        }
    }
    let mut rows = ctx.table(&VERSIONS).scan(&range);
    let mut last = 0;
    while shown.len() < max
        && let Some(((_, number), row)) = rows.next().transpose()?
    {
        shown.push(FunctionConfigurationBuilder(show::configuration(ctx, &name.name, &row)));
        last = number;
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = has_more.then(|| page::encode(OPERATION, last.to_string().as_bytes()));
    Ok(ListVersionsByFunctionOutput::new().versions(shown).next_marker(marker))
}

/// One version, which no alias may name.
pub fn delete(ctx: &mut Ctx<'_>, name: &Name, qualifier: &str) -> Result<(), ApiError> {
    let number = match number(qualifier) {
        Ok(Some(number)) => number,
        Ok(None) => return Err(errors::latest_cannot_go()),
        Err(IsAlias) => return Err(errors::delete_by_alias()),
    };
    let key = (name.name.clone(), number);
    let Some(row) = ctx.table(&VERSIONS).get(&key)? else { return Ok(()) };
    let mut users = Vec::new();
    for entry in ctx.table(&ALIASES).scan(&Range::within(&(name.name.as_str(),))) {
        let ((_, alias), row) = entry?;
        let names = [row.version, row.additional.map(|(version, _)| version)];
        if names.contains(&Some(number)) {
            users.push(alias);
        }
    }
    if !users.is_empty() {
        return Err(errors::version_in_use(number, &users.join(", ")));
    }
    provisioned::forget(ctx, &(name.name.clone(), qualifier.to_owned()))?;
    function::forget_version(ctx, &row)?;
    ctx.table_mut(&VERSIONS).delete(&key);
    Ok(())
}

/// A qualifier is an alias's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsAlias;

/// The version that a qualifier names; `None` is `$LATEST`.
pub fn number(qualifier: &str) -> Result<Option<u64>, IsAlias> {
    if qualifier == LATEST {
        return Ok(None);
    }
    qualifier.parse().map(Some).map_err(|_| IsAlias)
}

pub fn get(
    ctx: &Ctx<'_>,
    name: &str,
    row: &FunctionRow,
    number: Option<u64>,
) -> Result<Option<VersionRow>, ApiError> {
    match number {
        None => Ok(Some(row.latest.clone())),
        Some(number) => Ok(ctx.table(&VERSIONS).get(&(name, number))?),
    }
}

pub fn check_revision(row: &VersionRow, given: Option<&str>) -> Result<(), ApiError> {
    match given {
        Some(given) if given != row.revision => Err(errors::revision_mismatch("GetFunction")),
        _ => Ok(()),
    }
}
