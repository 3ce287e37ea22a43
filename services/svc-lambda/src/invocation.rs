//! One invocation, whoever wants it: planned in a transaction, run in a sandbox, recorded in
//! another transaction.
//!
//! For operations and steps of kind work: [`plan`] is called by their begin, [`run`] is their work,
//! [`record`] is called by their completion.

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Scope, Struct, Value};
use runtime::slots;
use runtime::{Event, Function};

use crate::code;
use crate::errors;
use crate::function;
use crate::limits::CONCURRENCY_MAX;
use crate::log::{self, Log};
use crate::measures;
use crate::name::{Name, function_arn};
use crate::runtimes;
use crate::session;
use crate::show;
use crate::state::{ALIASES, FunctionRow, VersionRow};
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
    let unreserved = CONCURRENCY_MAX - usage::find(ctx)?.reserved_concurrency;
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

/// Runs it, on the thread that asks. `TooManyRequestsException` when there is no room.
pub fn run(env: &WorkEnv, plan: &Struct) -> OpResult {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let row = plan.blob("Version").ok_or_else(ApiError::internal)?;
    let version: VersionRow = minicbor::decode(row).map_err(|_| ApiError::internal())?;
    let _slot = enter(env, plan)?;
    let log_group = version.log_group.clone().unwrap_or_else(|| show::log_group(text("Name")));
    let function = function(env, plan, &version, &log_group)?;
    let event = Event {
        request_id: text("RequestId").to_owned(),
        payload: plan.blob("Payload").cloned().unwrap_or_default(),
        arn: text("InvokedArn").to_owned(),
        client_context: plan.str("ClientContext").map(str::to_owned),
        trace: text("Trace").to_owned(),
        timeout: Duration::from_secs(version.timeout_s.into()),
    };
    let report = runtime::invoke(&function, event).map_err(|error| {
        tracing::warn!(%error, function = text("Name"), "a function cannot run");
        errors::cannot_run(&error.0)
    })?;
    let log = Log::of(env.now, text("RequestId"), &version, &report);
    let mut outcome = Struct::new()
        .with("Name", text("Name"))
        .with("Role", &version.role)
        .with("ExecutedVersion", version.name())
        .with("Architecture", &version.architecture)
        .with("RequestId", text("RequestId"))
        .with("LogGroup", log_group)
        .with("LogStream", report.log_stream)
        .with("LogTail", log.tail())
        .with("LogLines", log.lines())
        .with("BilledMs", log.billed_ms.cast_signed())
        .with("DurationMs", log.duration_ms)
        .with("MemoryMb", version.memory_mb);
    match report.result {
        Ok(payload) => outcome.set("Payload", Value::Blob(payload)),
        Err(payload) => {
            outcome.set("Payload", Value::Blob(payload));
            outcome.set("FunctionError", "Unhandled");
        }
    }
    Ok(outcome)
}

/// Writes the function's lines to its log group, measures it, and counts what it costs.
pub fn record(ctx: &mut Ctx<'_>, outcome: &Struct) {
    const BYTES_PER_MB: u64 = 1024 * 1024;
    const MS_PER_S: u64 = 1_000;
    log::write(ctx, outcome);
    measures::of_invocation(ctx, outcome);
    let number = |name: &str| outcome.int(name).unwrap_or_default().max(0).cast_unsigned();
    let arn = function_arn(ctx, outcome.str("Name").unwrap_or_default(), None);
    // Byte-seconds: the unit of the price is 2^30 of them.
    let used = number("MemoryMb") * BYTES_PER_MB * number("BilledMs") / MS_PER_S;
    let is_arm = outcome.str("Architecture") == Some("arm64");
    ctx.meter_for(if is_arm { "Request-ARM" } else { "Request" }, &arn, 1);
    ctx.meter_for(if is_arm { "Lambda-GB-Second-ARM" } else { "Lambda-GB-Second" }, &arn, used);
}

/// How many run at the same time is counted in memory: by world, account and region.
fn enter(env: &WorkEnv, plan: &Struct) -> Result<slots::Slot, ApiError> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let number = |name: &str| plan.int(name).and_then(|it| u32::try_from(it).ok());
    let account = format!("{}/{}/{}", world_id(env), text("Account"), text("Region"));
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

/// Several worlds may live in one process (in tests): their functions have nothing in common.
fn world_id(env: &WorkEnv) -> usize {
    std::sync::Arc::as_ptr(&env.world) as usize
}

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
    Ok(Function {
        key: format!(
            "{}/{}/{}/{}/{}",
            world_id(env),
            text("FunctionId"),
            version.revision,
            version.name(),
            text("KeyId")
        ),
        group: text("Account").to_owned(),
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

/// "Defined runtime environment variables", and the function's own.
fn environment(plan: &Struct, version: &VersionRow, log_group: &str) -> Vec<(String, String)> {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let own = version.environment.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let defined = [
        ("AWS_REGION", text("Region").to_owned()),
        ("AWS_DEFAULT_REGION", text("Region").to_owned()),
        ("AWS_EXECUTION_ENV", format!("AWS_Lambda_{}", version.runtime)),
        ("AWS_LAMBDA_FUNCTION_NAME", text("Name").to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", version.memory_mb.to_string()),
        ("AWS_LAMBDA_FUNCTION_VERSION", version.name()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", log_group.to_owned()),
        ("AWS_ACCESS_KEY_ID", text("KeyId").to_owned()),
        ("AWS_SECRET_ACCESS_KEY", text("Secret").to_owned()),
        ("AWS_SESSION_TOKEN", text("Token").to_owned()),
    ];
    let all = own.chain(defined);
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
