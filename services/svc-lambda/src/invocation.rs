//! One invocation, whoever wants it: planned in a transaction, run in a sandbox, recorded in
//! another transaction.
//!
//! For operations and steps of kind work: [`plan`] is called by their begin, [`run`] is their work,
//! [`record`] is called by their completion.

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Scope, Struct, Timestamp, Value};
use runtime::slots;
use runtime::{Event, Function, Report, Unavailable};

use crate::code;
use crate::errors;
use crate::function;
use crate::limits::CONCURRENCY_MAX;
use crate::log::{self, Log};
use crate::measures;
use crate::name::{Name, function_arn};
use crate::provisioned;
use crate::runtimes;
use crate::session;
use crate::show;
use crate::state::{ALIASES, FunctionRow, VersionRow};
use crate::transition;
use crate::usage;
use crate::version::{self, IsAlias};

/// What the name of a function comes to, for one invocation.
#[derive(Clone, Debug)]
pub struct Target {
    pub name: String,
    /// As the caller named it.
    pub qualifier: Option<String>,
    pub function: FunctionRow,
    /// The one that runs: an alias may have chosen among two.
    pub version: VersionRow,
}

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Wish {
    pub target: Target,
    pub request_id: String,
    pub payload: Bytes,
    /// JSON.
    pub client_context: Option<String>,
}

/// Finds the function; of an alias with weights, chance decides which version.
pub fn resolve(ctx: &mut Ctx<'_>, name: &Name) -> Result<Target, ApiError> {
    let function = function::find(ctx, name)?;
    transition::refuse_invocation(ctx, &function)?;
    let number = match name.qualifier.as_deref().map(|it| (it, version::number(it))) {
        None => None,
        Some((_, Ok(number))) => number,
        Some((alias, Err(IsAlias))) => {
            let alias = ctx.table(&ALIASES).get(&(name.name.as_str(), alias))?;
            let alias = alias.ok_or_else(|| function::absent(ctx, name))?;
            match alias.additional {
                Some((other, share)) if ctx.chance().fraction() < share => Some(other),
                _ => alias.version,
            }
        }
    };
    let version = version::get(ctx, &name.name, &function, number)?;
    let version = version.ok_or_else(|| function::absent(ctx, name))?;
    let qualifier = name.qualifier.clone();
    Ok(Target { name: name.name.clone(), qualifier, function, version })
}

/// An id for an invocation: that of the request where a client makes it.
pub fn request_id(ctx: &mut Ctx<'_>) -> String {
    const UUID_LEN: usize = 36;
    let of_request = ctx.request_id().to_owned();
    let is_client = !ctx.is_nested() && !ctx.origin().source_ip.is_empty();
    if is_client && of_request.len() == UUID_LEN { of_request } else { ctx.chance().uuid() }
}

/// All that [`run`] needs, as a structure that passes from transaction to work.
pub fn plan(ctx: &mut Ctx<'_>, wish: Wish) -> OpResult {
    let Target { name, qualifier, function, version } = wish.target;
    let session = session::credentials(ctx, &name, &function, &version.role)?;
    let unreserved = usage::find(ctx)?.unreserved();
    let row = minicbor::to_vec(&version).map_err(|_| ApiError::internal())?;
    let trace = trace_id(ctx);
    let mut plan = Struct::new()
        .with("Name", &name)
        .with("InvokedArn", function_arn(ctx, &name, qualifier.as_deref()))
        .with("FunctionId", function.id.to_string())
        .with("Version", Value::Blob(row.into()))
        .with("RequestId", wish.request_id)
        .with("Payload", Value::Blob(wish.payload))
        .with("Trace", trace)
        .with("KeyId", session.key_id)
        .with("Secret", session.secret)
        .with("Token", session.token)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str())
        .with("Unreserved", unreserved);
    if let Some(reserved) = function.reserved_concurrency {
        plan.set("Reserved", reserved);
    }
    if let Some(context) = wish.client_context {
        plan.set("ClientContext", context);
    }
    Ok(plan)
}

/// An invocation that has its place among those that run.
#[derive(Debug)]
pub struct Prepared {
    pub function: Function,
    pub event: Event,
    version: VersionRow,
    log_group: String,
    name: String,
    now: Timestamp,
    _slot: slots::Slot,
}

/// `TooManyRequestsException` when there is no room.
pub fn prepare(env: &WorkEnv, plan: &Struct) -> Result<Prepared, ApiError> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let version = version_of(plan)?;
    let slot = enter(env, plan)?;
    let log_group = log_group(plan, &version);
    let function = function(env, plan, &version, &log_group)?;
    let event = Event {
        request_id: text("RequestId").to_owned(),
        payload: plan.blob("Payload").cloned().unwrap_or_default(),
        arn: text("InvokedArn").to_owned(),
        client_context: plan.str("ClientContext").map(str::to_owned),
        trace: text("Trace").to_owned(),
        timeout: Duration::from_secs(version.timeout_s.into()),
        stream: None,
    };
    let name = text("Name").to_owned();
    Ok(Prepared { function, event, version, log_group, name, now: env.now, _slot: slot })
}

/// Runs it, on the thread that asks.
pub fn run(env: &WorkEnv, plan: &Struct) -> OpResult {
    let prepared = prepare(env, plan)?;
    let report = runtime::invoke(&prepared.function, prepared.event.clone());
    prepared.outcome(report)
}

impl Prepared {
    pub fn executed_version(&self) -> String {
        self.version.name()
    }

    /// What came of it, as [`record`] takes it.
    pub fn outcome(&self, report: Result<Report, Unavailable>) -> OpResult {
        let report = report.map_err(|error| {
            tracing::warn!(%error, function = self.name, "a function cannot run");
            errors::cannot_run(&error.0)
        })?;
        let version = &self.version;
        let log = Log::of(self.now, &self.event.request_id, version, &report);
        let mut outcome = Struct::new()
            .with("Name", &self.name)
            .with("Role", &version.role)
            .with("ExecutedVersion", version.name())
            .with("Architecture", &version.architecture)
            .with("RequestId", &self.event.request_id)
            .with("LogGroup", &self.log_group)
            .with("LogStream", report.log_stream)
            .with("LogTail", log.tail())
            .with("LogLines", log.lines())
            .with("BilledMs", log.billed_ms.cast_signed())
            .with("DurationMs", log.duration_ms)
            .with("MemoryMb", version.memory_mb)
            .with("Provisioned", report.is_provisioned);
        match report.result {
            Ok(payload) => outcome.set("Payload", Value::Blob(payload)),
            Err(payload) => {
                outcome.set("Payload", Value::Blob(payload));
                outcome.set("FunctionError", "Unhandled");
            }
        }
        Ok(outcome)
    }
}

/// What a plan is to run, when nothing is run yet.
pub fn function_of(env: &WorkEnv, plan: &Struct) -> Result<Function, ApiError> {
    let version = version_of(plan)?;
    let log_group = log_group(plan, &version);
    function(env, plan, &version, &log_group)
}

fn version_of(plan: &Struct) -> Result<VersionRow, ApiError> {
    let row = plan.blob("Version").ok_or_else(ApiError::internal)?;
    minicbor::decode(row).map_err(|_| ApiError::internal())
}

fn log_group(plan: &Struct, version: &VersionRow) -> String {
    let name = plan.str("Name").unwrap_or_default();
    version.log_group.clone().unwrap_or_else(|| show::log_group(name))
}

/// Writes the function's lines to its log group, measures it, and counts what it costs.
pub fn record(ctx: &mut Ctx<'_>, outcome: &Struct) {
    const BYTES_PER_MB: u64 = 1024 * 1024;
    const MS_PER_S: u64 = 1_000;
    log::write(ctx, outcome);
    measures::of_invocation(ctx, outcome);
    if let Err(error) = provisioned::after(ctx, outcome) {
        tracing::error!(%error, "provisioned concurrency could not be looked after");
    }
    let number = |name: &str| outcome.int(name).unwrap_or_default().max(0).cast_unsigned();
    let arn = function_arn(ctx, outcome.str("Name").unwrap_or_default(), None);
    // Byte-seconds: the unit of the price is 2^30 of them.
    let used = number("MemoryMb") * BYTES_PER_MB * number("BilledMs") / MS_PER_S;
    let is_arm = outcome.str("Architecture") == Some("arm64");
    ctx.meter_for(if is_arm { "Request-ARM" } else { "Request" }, &arn, 1);
    let is_provisioned = outcome.bool("Provisioned").unwrap_or_default();
    let time = match (is_provisioned, is_arm) {
        (false, false) => "Lambda-GB-Second",
        (false, true) => "Lambda-GB-Second-ARM",
        (true, false) => "Lambda-Provisioned-GB-Second",
        (true, true) => "Lambda-Provisioned-GB-Second-ARM",
    };
    ctx.meter_for(time, &arn, used);
}

/// How many run at the same time is counted in memory: by world, account and region.
fn enter(env: &WorkEnv, plan: &Struct) -> Result<slots::Slot, ApiError> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let number = |name: &str| plan.int(name).and_then(|it| u32::try_from(it).ok());
    let world = world_group(env.world.whereabouts.number);
    let account = format!("{world}{}/{}", text("Account"), text("Region"));
    let own = format!("{account}/{}", text("Name"));
    let unreserved = format!("{account}/");
    let mut counts = vec![
        (own.as_str(), number("Reserved").unwrap_or(CONCURRENCY_MAX)),
        (account.as_str(), CONCURRENCY_MAX),
        // Of all accounts and regions: what this process bears.
        ("", CONCURRENCY_MAX),
    ];
    if number("Reserved").is_none() {
        counts.push((unreserved.as_str(), number("Unreserved").unwrap_or(CONCURRENCY_MAX)));
    }
    let scope = scope(plan);
    match slots::enter(&counts) {
        Ok(slot) => {
            if let Some(scope) = scope {
                let running = (slots::running(&own), slots::running(&account));
                measures::concurrent(env, scope, text("Name"), running);
            }
            Ok(slot)
        }
        Err(full) => {
            if let Some(scope) = scope {
                measures::throttled(env, scope, text("Name"));
            }
            Err(errors::throttled(if full == own {
                "ReservedFunctionConcurrentInvocationLimitExceeded"
            } else {
                "ConcurrentInvocationLimitExceeded"
            }))
        }
    }
}

fn scope(plan: &Struct) -> Option<Scope> {
    let account = AccountId::parse(plan.str("Account")?)?;
    let region = Region::parse(plan.str("Region")?)?;
    Some(Scope::new(account.digits(), region.as_str()))
}

/// Several worlds may live in one process (labs, tests): their functions have nothing in common.
pub fn world_group(number: u64) -> String {
    format!("w{number}/")
}

/// What is to run, in which circumstances.
fn function(
    env: &WorkEnv,
    plan: &Struct,
    version: &VersionRow,
    log_group: &str,
) -> Result<Function, ApiError> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let language = runtimes::language(&version.runtime).ok_or_else(ApiError::internal)?;
    let day = env.now.iso8601();
    let day = day.get(..10).unwrap_or_default().replace('-', "/");
    let world = &env.world.whereabouts;
    let family = family(world.number, text("FunctionId"), version);
    Ok(Function {
        key: format!("{family}/{}", text("KeyId")),
        family,
        group: format!("{}{}", world_group(world.number), text("Account")),
        endpoint: world.endpoint().map(str::to_owned),
        language,
        handler: version.handler.clone(),
        code: code::package(env, &version.code),
        layers: version.layers.iter().map(|layer| code::package(env, &layer.code)).collect(),
        memory_mb: version.memory_mb,
        storage_mb: version.storage_mb,
        environment: environment(plan, version, log_group),
        log_stream: format!("{day}/[{}]", version.name()),
    })
}

/// All sandboxes of a version, whatever their credentials are.
pub fn family(world: u64, function_id: &str, version: &VersionRow) -> String {
    format!("{}{function_id}/{}/{}", world_group(world), version.revision, version.name())
}

/// "Defined runtime environment variables", and the function's own.
fn environment(plan: &Struct, version: &VersionRow, log_group: &str) -> Vec<(String, String)> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let is_provisioned = plan.bool("Provisioned").unwrap_or_default();
    let initialization = if is_provisioned { "provisioned-concurrency" } else { "on-demand" };
    let levels = version.json_logs.as_ref();
    let format = if levels.is_some() { "JSON" } else { "Text" };
    let level = levels.map(|levels| ("AWS_LAMBDA_LOG_LEVEL", levels.application.clone()));
    let own = version.environment.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let defined = [
        ("AWS_REGION", text("Region").to_owned()),
        ("AWS_DEFAULT_REGION", text("Region").to_owned()),
        ("AWS_EXECUTION_ENV", format!("AWS_Lambda_{}", version.runtime)),
        ("AWS_LAMBDA_FUNCTION_NAME", text("Name").to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", version.memory_mb.to_string()),
        ("AWS_LAMBDA_FUNCTION_VERSION", version.name()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", initialization.to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", log_group.to_owned()),
        ("AWS_ACCESS_KEY_ID", text("KeyId").to_owned()),
        ("AWS_SECRET_ACCESS_KEY", text("Secret").to_owned()),
        ("AWS_SESSION_TOKEN", text("Token").to_owned()),
    ];
    let all = own.chain(defined).chain([("AWS_LAMBDA_LOG_FORMAT", format.to_owned())]);
    let all = all.chain(level);
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn trace_id(ctx: &mut Ctx<'_>) -> String {
    let seconds = ctx.now().secs();
    let (root, parent) = (ctx.chance().hex(24), ctx.chance().hex(16));
    format!("Root=1-{seconds:08x}-{root};Parent={parent};Sampled=0")
}

/// The role, for calls as it.
pub fn role(outcome: &Struct) -> Option<Arn> {
    outcome.str("Role").and_then(Arn::parse)
}
