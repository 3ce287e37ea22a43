//! Provisioned concurrency: sandboxes of a version that are begun before anybody calls.
//!
//! A configuration belongs to a version or an alias. A job ([`PROVISION`]) begins the processes and
//! says how many there are; another one follows when the alias moves, when a process was lost, and
//! when the server starts. Source: Developer Guide, "Configuring provisioned concurrency for a
//! function".

use kernel::scheduler::Job;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct, page};
use store::Range;

use crate::api::{
    DeleteProvisionedConcurrencyConfigInput, DeleteProvisionedConcurrencyConfigOutput,
    GetProvisionedConcurrencyConfigInput, GetProvisionedConcurrencyConfigOutput,
    ListProvisionedConcurrencyConfigsInput, ListProvisionedConcurrencyConfigsOutput,
    ProvisionedConcurrencyConfigListItemBuilder, PutProvisionedConcurrencyConfigInput,
    PutProvisionedConcurrencyConfigOutput,
};
use crate::configuration::PRINCIPAL;
use crate::errors;
use crate::function;
use crate::invocation::{self, Target, Wish};
use crate::limits::LIST_MAX;
use crate::measures;
use crate::name::{Name, function_arn};
use crate::show;
use crate::state::{
    ALIASES, FunctionRow, PROVISIONED, PROVISIONED_PLACES, ProvisionedRow, VersionRow,
};
use crate::usage;
use crate::version;

/// Input: `Name`, `Qualifier`, and the `Stamp` of the configuration that asks for it.
pub const PROVISION: &str = "Provision";
/// Input: `Family`.
pub const RELEASE: &str = "Release";

/// As the bill has it: the memory of what is kept, for as long as it is.
const USAGE: &str = "Lambda-Provisioned-Concurrency";
/// The unit of its price is 2^30 of them.
const BYTE_SECONDS_PER_MB_HOUR: u64 = 1024 * 1024 * 3_600;
const IN_PROGRESS: &str = "IN_PROGRESS";
const READY: &str = "READY";
const FAILED: &str = "FAILED";

type Key = (String, String);

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutProvisionedConcurrencyConfigInput<'_>,
) -> Result<PutProvisionedConcurrencyConfigOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), Some(input.qualifier()))?;
    let (row, _) = published(ctx, &name)?;
    let key = (name.name.clone(), input.qualifier().to_owned());
    refuse_twice(ctx, &key)?;
    let requested = u32::try_from(input.provisioned_concurrent_executions())
        .map_err(|_| errors::provisioned_too_many())?;
    let old = ctx.table(&PROVISIONED).get(&key)?;
    let others = of_function(ctx, &name.name)? - old.as_ref().map_or(0, |it| it.requested);
    let all = others.saturating_add(requested);
    match row.reserved_concurrency {
        Some(reserved) if all > reserved => return Err(errors::provisioned_above_reserved()),
        Some(_) => {}
        None => usage::provision(ctx, old.as_ref().map_or(0, |it| it.requested), requested)?,
    }
    let row = ProvisionedRow {
        requested,
        allocated: 0,
        status: IN_PROGRESS.to_owned(),
        reason: None,
        modified: ctx.now().micros(),
        stamp: ctx.chance().u64(),
        family: old.and_then(|it| it.family),
    };
    let place = place(ctx, &key);
    ctx.table_mut(&PROVISIONED_PLACES).put(&place, &0);
    keep(ctx, &key, &row)?;
    begin_again(ctx, &key, &row);
    Ok(PutProvisionedConcurrencyConfigOutput(shown(&row)))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetProvisionedConcurrencyConfigInput<'_>,
) -> Result<GetProvisionedConcurrencyConfigOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), Some(input.qualifier()))?;
    published(ctx, &name)?;
    let row = ctx.table(&PROVISIONED).get(&(name.name.as_str(), input.qualifier()))?;
    let row = row.ok_or_else(errors::no_provisioned)?;
    Ok(GetProvisionedConcurrencyConfigOutput(shown(&row)))
}

/// One that is not there is no error.
pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteProvisionedConcurrencyConfigInput<'_>,
) -> Result<DeleteProvisionedConcurrencyConfigOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), Some(input.qualifier()))?;
    published(ctx, &name)?;
    forget(ctx, &(name.name, input.qualifier().to_owned()))?;
    Ok(DeleteProvisionedConcurrencyConfigOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListProvisionedConcurrencyConfigsInput<'_>,
) -> Result<ListProvisionedConcurrencyConfigsOutput, ApiError> {
    const OPERATION: &str = "ListProvisionedConcurrencyConfigs";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let mut range = Range::within(&(name.name.as_str(),));
    if let Some(marker) = input.marker() {
        let position = function::page_position(OPERATION, marker)?;
        range = range.after(&(name.name.as_str(), position.as_str()));
    }
    let (mut all, mut last) = (Vec::new(), None);
    let mut rows = ctx.table(&PROVISIONED).scan(&range);
    while all.len() < max
        && let Some(((_, qualifier), row)) = rows.next().transpose()?
    {
        let arn = function_arn(ctx, &name.name, Some(&qualifier));
        all.push(ProvisionedConcurrencyConfigListItemBuilder(shown(&row)).function_arn(arn));
        last = Some(qualifier);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|it| page::encode(OPERATION, it.as_bytes()));
    Ok(ListProvisionedConcurrencyConfigsOutput::new()
        .provisioned_concurrency_configs(all)
        .next_marker(marker))
}

fn shown(row: &ProvisionedRow) -> Struct {
    ProvisionedConcurrencyConfigListItemBuilder::new()
        .requested_provisioned_concurrent_executions(row.requested)
        .available_provisioned_concurrent_executions(row.allocated)
        .allocated_provisioned_concurrent_executions(row.allocated)
        .status(&row.status)
        .status_reason(row.reason.as_deref())
        .last_modified(show::time(row.modified))
        .into()
}

/// A published version, or an alias of one: of an alias with weights, its first version.
fn published(ctx: &Ctx<'_>, name: &Name) -> Result<(FunctionRow, VersionRow), ApiError> {
    let (function, version) = function::find_version(ctx, name)?;
    if version.number.is_none() {
        return Err(errors::provisioned_unpublished());
    }
    Ok((function, version))
}

/// A version is provisioned by itself or by an alias, not by both.
fn refuse_twice(ctx: &Ctx<'_>, (name, qualifier): &Key) -> Result<(), ApiError> {
    let version_of = |qualifier: &str| -> Result<Option<u64>, ApiError> {
        if let Ok(number) = version::number(qualifier) {
            return Ok(number);
        }
        let alias = ctx.table(&ALIASES).get(&(name.as_str(), qualifier))?;
        Ok(alias.and_then(|alias| alias.version))
    };
    let mine = version_of(qualifier)?;
    for entry in ctx.table(&PROVISIONED).scan(&Range::within(&(name.as_str(),))) {
        let ((_, other), _) = entry?;
        if other != *qualifier && version_of(&other)? == mine {
            return Err(errors::provisioned_twice());
        }
    }
    Ok(())
}

/// How many are asked for of all its versions and aliases.
pub fn of_function(ctx: &Ctx<'_>, name: &str) -> Result<u32, ApiError> {
    let mut all = 0;
    for entry in ctx.table(&PROVISIONED).scan(&Range::within(&(name,))) {
        all += entry?.1.requested;
    }
    Ok(all)
}

fn place(ctx: &Ctx<'_>, (name, qualifier): &Key) -> String {
    format!("{}/{}/{name}/{qualifier}", ctx.account(), ctx.region())
}

fn keep(ctx: &mut Ctx<'_>, key: &Key, row: &ProvisionedRow) -> Result<(), ApiError> {
    ctx.table_mut(&PROVISIONED).put(key, row);
    let arn = function_arn(ctx, &key.0, Some(&key.1));
    let memory = if row.status == READY { memory_of(ctx, key) } else { 0 };
    let level = u64::from(row.allocated) * memory * BYTE_SECONDS_PER_MB_HOUR;
    ctx.meter_level_to(USAGE, &arn, level, 0)
}

fn memory_of(ctx: &Ctx<'_>, key: &Key) -> u64 {
    let found = function::find_version(ctx, &name_of(key));
    found.map_or(0, |(_, version)| u64::from(version.memory_mb))
}

fn name_of((name, qualifier): &Key) -> Name {
    Name { account: None, region: None, name: name.clone(), qualifier: Some(qualifier.clone()) }
}

fn begin_again(ctx: &mut Ctx<'_>, (name, qualifier): &Key, row: &ProvisionedRow) {
    let ask = Ask::to("lambda", PROVISION)
        .with("Name", name)
        .with("Qualifier", qualifier)
        .with("Stamp", row.stamp.cast_signed())
        .as_service(PRINCIPAL);
    ctx.enqueue(Job::now(ask));
}

/// The alias means another version.
pub fn follow(ctx: &mut Ctx<'_>, name: &str, alias: &str) -> Result<(), ApiError> {
    let key = (name.to_owned(), alias.to_owned());
    let Some(mut row) = ctx.table(&PROVISIONED).get(&key)? else { return Ok(()) };
    row.stamp = ctx.chance().u64();
    IN_PROGRESS.clone_into(&mut row.status);
    row.allocated = 0;
    keep(ctx, &key, &row)?;
    begin_again(ctx, &key, &row);
    Ok(())
}

/// Of a version or an alias that goes, or by itself.
pub fn forget(ctx: &mut Ctx<'_>, key: &Key) -> Result<(), ApiError> {
    let Some(row) = ctx.table(&PROVISIONED).get(key)? else { return Ok(()) };
    let function = function::find(ctx, &name_of(key))?;
    if function.reserved_concurrency.is_none() {
        usage::provision(ctx, row.requested, 0)?;
    }
    release(ctx, row.family.clone());
    keep(ctx, key, &ProvisionedRow { allocated: 0, ..row })?;
    let place = place(ctx, key);
    ctx.table_mut(&PROVISIONED_PLACES).delete(&place);
    ctx.table_mut(&PROVISIONED).delete(key);
    Ok(())
}

/// Of a function that goes.
pub fn forget_all(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let keys = ctx.table(&PROVISIONED).keys(&Range::within(&(name,)));
    for key in keys.collect::<Result<Vec<_>, _>>()? {
        forget(ctx, &key)?;
    }
    Ok(())
}

fn release(ctx: &mut Ctx<'_>, family: Option<String>) {
    if let Some(family) = family {
        let ask = Ask::to("lambda", RELEASE).with("Family", family).as_service(PRINCIPAL);
        ctx.enqueue(Job::now(ask));
    }
}

/// The step [`PROVISION`].
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = key_of(input);
    let nothing = Struct::new().with(NO_WORK, true);
    let Some(row) = current(ctx, input, &key)? else { return Ok(nothing) };
    let wish = || -> Result<Wish, ApiError> {
        let (function, version) = published(ctx, &name_of(&key))?;
        let (name, qualifier) = (key.0.clone(), Some(key.1.clone()));
        let target = Target { name, qualifier, function, version };
        let request_id = String::new();
        Ok(Wish { target, request_id, payload: bytes::Bytes::new(), client_context: None })
    };
    let planned = wish().and_then(|wish| invocation::plan(ctx, wish));
    Ok(match planned {
        Ok(plan) => plan.with("Provisioned", true).with("Count", row.requested),
        Err(error) => nothing.with("Failure", error.message()),
    })
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    let function = invocation::function_of(env, &plan)?;
    let count = plan.int("Count").and_then(|it| usize::try_from(it).ok()).unwrap_or_default();
    let outcome = Struct::new().with("Family", &function.family);
    Ok(match runtime::provision::keep(&function, count) {
        Ok(kept) => outcome.with("Kept", kept as i64),
        Err(reason) => outcome.with("Failure", reason.0),
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let key = key_of(input);
    let family = outcome.str("Family").map(str::to_owned);
    let Some(mut row) = current(ctx, input, &key)? else {
        // Nobody asks for it any more.
        release(ctx, family);
        return Ok(Struct::new());
    };
    if row.family.is_some() && row.family != family {
        release(ctx, row.family.take());
    }
    row.family = family;
    row.allocated = outcome.int("Kept").and_then(|it| u32::try_from(it).ok()).unwrap_or_default();
    let is_whole = row.allocated == row.requested;
    if is_whole { READY } else { FAILED }.clone_into(&mut row.status);
    row.reason = match outcome.str("Failure") {
        Some(failure) => Some(failure.to_owned()),
        None if is_whole => None,
        None => Some(format!(
            "Nephele keeps at most {} sandboxes in one server.",
            runtime::provision::KEPT_MAX
        )),
    };
    keep(ctx, &key, &row)?;
    Ok(Struct::new())
}

/// The configuration, unless it has changed since.
fn current(ctx: &Ctx<'_>, input: &Struct, key: &Key) -> Result<Option<ProvisionedRow>, ApiError> {
    let stamp = input.int("Stamp").unwrap_or_default().cast_unsigned();
    Ok(ctx.table(&PROVISIONED).get(key)?.filter(|row| row.stamp == stamp))
}

fn key_of(input: &Struct) -> Key {
    let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
    (text("Name"), text("Qualifier"))
}

/// The step [`RELEASE`].
pub fn begin_release(_ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    Ok(input.clone())
}

pub fn do_release(_env: &WorkEnv, plan: Struct) -> OpResult {
    runtime::provision::forget(plan.str("Family").unwrap_or_default());
    Ok(plan)
}

pub fn end_release(_ctx: &mut Ctx<'_>, _input: &Struct, _outcome: Struct) -> OpResult {
    Ok(Struct::new())
}

/// Measures an invocation. One that found nothing that waits begins what may have been lost.
pub fn after(ctx: &mut Ctx<'_>, outcome: &Struct) -> Result<(), ApiError> {
    let name = outcome.str("Name").unwrap_or_default();
    let version = outcome.str("ExecutedVersion").unwrap_or_default();
    let mut keys = Vec::new();
    for entry in ctx.table(&PROVISIONED).scan(&Range::within(&(name,))) {
        let (key, row) = entry?;
        let is_meant = key.1 == version
            || function::find_version(ctx, &name_of(&key))
                .is_ok_and(|(_, it)| it.name() == version);
        if is_meant && row.status == READY {
            keys.push((key, row));
        }
    }
    let has_used = outcome.bool("Provisioned").unwrap_or_default();
    if !keys.is_empty() {
        measures::of_provisioned(ctx, name, has_used);
    }
    for (key, row) in keys.into_iter().filter(|_| !has_used) {
        begin_again(ctx, &key, &row);
    }
    Ok(())
}

/// All that is to be kept in a world that has just begun in this process.
pub fn begin_all(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let places = ctx.table(&PROVISIONED_PLACES).keys(&Range::all());
    for place in places.collect::<Result<Vec<_>, _>>()? {
        let parts: Vec<&str> = place.splitn(4, '/').collect();
        let &[account, region, name, qualifier] = parts.as_slice() else { continue };
        let (Some(account), Some(region)) = (AccountId::parse(account), Region::parse(region))
        else {
            continue;
        };
        let key = (name.to_owned(), qualifier.to_owned());
        let scope = kernel::Scope::new(account.digits(), region.as_str());
        let Some(row) = ctx.table_in(&PROVISIONED, scope).get(&key)? else { continue };
        let ask = Ask::to("lambda", PROVISION)
            .with("Name", name)
            .with("Qualifier", qualifier)
            .with("Stamp", row.stamp.cast_signed())
            .in_account(account)
            .in_region(region)
            .as_service(PRINCIPAL);
        ctx.enqueue(Job::now(ask));
    }
    Ok(())
}

/// Of accounts that are reset: places are the world's.
pub fn forget_accounts(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let places = ctx.table(&PROVISIONED_PLACES).keys(&Range::all());
    for place in places.collect::<Result<Vec<_>, _>>()? {
        let of = place.split('/').next().unwrap_or_default();
        if account.is_none_or(|account| account.as_str() == of) {
            ctx.table_mut(&PROVISIONED_PLACES).delete(&place);
        }
    }
    Ok(())
}
