//! What a client asks of a function's configuration: read, checked, and refused where this server
//! would not act on it.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct};

use crate::api::{
    CreateFunctionInput, Environment, LoggingConfig, UpdateFunctionConfigurationInput,
};
use crate::code;
use crate::errors;
use crate::layer_use;
use crate::limits::{
    ENVIRONMENT_BYTES_MAX, MEMORY_MB_DEFAULT, MEMORY_MB_MAX, STORAGE_MB_DEFAULT, STORAGE_MB_MAX,
    TIMEOUT_S_DEFAULT, TIMEOUT_S_MAX,
};
use crate::runtimes;
use crate::state::{CodeRow, JsonLogs, VersionRow};

/// "Defined runtime environment variables": those marked as reserved.
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];
/// The service to whose principal roles are handed.
pub const PRINCIPAL: &str = "lambda.amazonaws.com";

/// The first version of a function; `code` is what it is to run.
pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateFunctionInput<'_>,
    code: CodeRow,
) -> Result<VersionRow, ApiError> {
    if input.package_type() == Some("Image") || input.code().image_uri().is_some() {
        return Err(errors::not_here(
            "container images of functions",
            "it has no container engine; use a .zip package",
        ));
    }
    refuse_what_would_not_act(input.0)?;
    if input.publish_to().is_some() {
        return Err(errors::not_here("PublishTo", "it has no managed instances"));
    }
    let (Some(runtime), Some(handler)) = (input.runtime(), input.handler()) else {
        return Err(errors::runtime_and_handler_mandatory());
    };
    let mut row = VersionRow {
        description: input.description().unwrap_or_default().to_owned(),
        runtime: runtime.to_owned(),
        role: input.role().to_owned(),
        handler: handler.to_owned(),
        code,
        timeout_s: TIMEOUT_S_DEFAULT,
        memory_mb: MEMORY_MB_DEFAULT,
        environment: BTreeMap::new(),
        layers: Vec::new(),
        dead_letter: None,
        architecture: "x86_64".to_owned(),
        storage_mb: STORAGE_MB_DEFAULT,
        log_group: None,
        modified: 0,
        revision: String::new(),
        number: None,
        json_logs: None,
    };
    runtimes::check(runtime)?;
    check_role(ctx, input.role())?;
    if let Some(architecture) = input.architectures().and_then(|list| list.get(0)) {
        architecture.clone_into(&mut row.architecture);
    }
    change(ctx, &mut row, UpdateFunctionConfigurationInput::from(input.0))?;
    Ok(row)
}

/// Changes what the input names.
pub fn update(
    ctx: &mut Ctx<'_>,
    row: &mut VersionRow,
    input: UpdateFunctionConfigurationInput<'_>,
) -> Result<(), ApiError> {
    refuse_what_would_not_act(input.0)?;
    if let Some(runtime) = input.runtime() {
        runtimes::check(runtime)?;
        runtime.clone_into(&mut row.runtime);
    }
    if let Some(role) = input.role() {
        check_role(ctx, role)?;
        role.clone_into(&mut row.role);
    }
    if let Some(handler) = input.handler() {
        handler.clone_into(&mut row.handler);
    }
    if let Some(description) = input.description() {
        description.clone_into(&mut row.description);
    }
    change(ctx, row, input)
}

/// What making and changing have in common.
fn change(
    ctx: &mut Ctx<'_>,
    row: &mut VersionRow,
    input: UpdateFunctionConfigurationInput<'_>,
) -> Result<(), ApiError> {
    if let Some(timeout) = input.timeout() {
        row.timeout_s = up_to(timeout, TIMEOUT_S_MAX)
            .ok_or_else(|| errors::above(timeout, "timeout", TIMEOUT_S_MAX))?;
    }
    if let Some(memory) = input.memory_size() {
        row.memory_mb =
            up_to(memory, MEMORY_MB_MAX).ok_or_else(|| errors::memory_too_large(MEMORY_MB_MAX))?;
    }
    if let Some(storage) = input.ephemeral_storage() {
        row.storage_mb = up_to(storage.size(), STORAGE_MB_MAX).ok_or_else(|| {
            errors::above(storage.size(), "ephemeralStorage.size", STORAGE_MB_MAX)
        })?;
    }
    if let Some(environment) = input.environment() {
        row.environment = variables(environment)?;
    }
    if let Some(config) = input.dead_letter_config() {
        row.dead_letter = dead_letter(config.target_arn().unwrap_or_default())?;
    }
    if let Some(logging) = input.logging_config() {
        row.log_group = logging.log_group().map(str::to_owned);
        row.json_logs = json_logs(logging)?;
    }
    if let Some(layers) = input.layers() {
        row.layers = layer_use::find_all(ctx, layers.iter())?;
    }
    code::check_unzipped(row)
}

/// Levels are of JSON alone; both are INFO where nothing is said.
fn json_logs(logging: LoggingConfig<'_>) -> Result<Option<JsonLogs>, ApiError> {
    const INFO: &str = "INFO";
    let levels = (logging.application_log_level(), logging.system_log_level());
    if logging.log_format() == Some("JSON") {
        let (application, system) = levels;
        return Ok(Some(JsonLogs {
            application: application.unwrap_or(INFO).to_owned(),
            system: system.unwrap_or(INFO).to_owned(),
        }));
    }
    if levels == (None, None) { Ok(None) } else { Err(errors::log_level_of_text()) }
}

fn up_to(value: i64, max: u32) -> Option<u32> {
    u32::try_from(value).ok().filter(|value| *value <= max)
}

/// The caller hands the role to Lambda, and the role must entrust itself to it.
fn check_role(ctx: &Ctx<'_>, role: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(role).ok_or_else(errors::role_not_assumable)?;
    if arn.account_id() != Some(ctx.account()) {
        return Err(errors::cross_account_role());
    }
    ctx.authorize_pass_role(role, PRINCIPAL)?;
    ctx.authorize_take_on(&arn, "lambda", None).map_err(|_| errors::role_not_assumable())
}

fn variables(environment: Environment<'_>) -> Result<BTreeMap<String, String>, ApiError> {
    let Some(given) = environment.variables() else { return Ok(BTreeMap::new()) };
    let reserved: Vec<&str> =
        given.iter().map(|(name, _)| name).filter(|name| RESERVED.contains(name)).collect();
    if !reserved.is_empty() {
        return Err(errors::environment_reserved(&reserved.join(", ")));
    }
    let all = given.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let all: BTreeMap<String, String> = all.collect();
    let json = serde_json::to_string(&all).unwrap_or_default();
    if json.len() > ENVIRONMENT_BYTES_MAX {
        return Err(errors::environment_too_large());
    }
    Ok(all)
}

/// A queue or a topic; nothing takes it away.
fn dead_letter(target: &str) -> Result<Option<String>, ApiError> {
    if target.is_empty() {
        return Ok(None);
    }
    match Arn::parse(target) {
        Some(arn) if matches!(arn.service.as_str(), "sqs" | "sns") => Ok(Some(target.to_owned())),
        _ => Err(errors::dead_letter_target(target)),
    }
}

/// Parameters of what is not here: refused, unless they ask for what is anyway.
fn refuse_what_would_not_act(input: &Struct) -> Result<(), ApiError> {
    let structure = |name: &str| input.structure(name);
    let is_filled = |of: &Struct, name: &str| of.list(name).is_some_and(|list| !list.is_empty());
    let refused: &[(&str, bool, &str)] = &[
        (
            "VpcConfig",
            structure("VpcConfig")
                .is_some_and(|it| is_filled(it, "SubnetIds") || is_filled(it, "SecurityGroupIds")),
            "it has no VPC that functions could be in",
        ),
        ("FileSystemConfigs", is_filled(input, "FileSystemConfigs"), "it has no EFS"),
        (
            "KMSKeyArn",
            input.str("KMSKeyArn").is_some_and(|arn| !arn.is_empty()),
            "environment variables are not enciphered by a key of yours",
        ),
        (
            "SnapStart",
            structure("SnapStart").and_then(|it| it.str("ApplyOn")) == Some("PublishedVersions"),
            "it keeps no snapshots of initialized sandboxes",
        ),
        (
            "TracingConfig",
            structure("TracingConfig").and_then(|it| it.str("Mode")) == Some("Active"),
            "it has no X-Ray",
        ),
        ("ImageConfig", input.get("ImageConfig").is_some(), "it has no container engine"),
        ("TenancyConfig", input.get("TenancyConfig").is_some(), "sandboxes know no tenants"),
        (
            "CapacityProviderConfig",
            input.get("CapacityProviderConfig").is_some(),
            "it has no managed instances",
        ),
        ("DurableConfig", input.get("DurableConfig").is_some(), "executions are not durable"),
        ("RuntimeConfig", input.get("RuntimeConfig").is_some(), "runtimes are the host's"),
        ("AcceleratorConfig", input.get("AcceleratorConfig").is_some(), "it has no accelerators"),
    ];
    match refused.iter().find(|(_, is_asked, _)| *is_asked) {
        Some((name, _, why)) => Err(errors::not_here(&format!("{name} of functions"), why)),
        None => Ok(()),
    }
}
