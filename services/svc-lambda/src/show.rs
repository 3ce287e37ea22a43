//! A function's configuration as answers show it.

use kernel::{Ctx, Struct, Timestamp};

use crate::api::{
    DeadLetterConfigBuilder, EnvironmentResponseBuilder, EphemeralStorageBuilder,
    FunctionConfigurationBuilder, LayerBuilder, LoggingConfigBuilder, SnapStartResponseBuilder,
    TracingConfigResponseBuilder,
};
use crate::name::function_arn;
use crate::state::VersionRow;

/// `2026-01-31T12:00:00.000+0000`
pub fn time(micros: i64) -> String {
    let text = Timestamp::from_micros(micros).iso8601_millis();
    format!("{}+0000", text.trim_end_matches('Z'))
}

/// `qualifier` is what stands in the ARN: the version, or nothing for `$LATEST`.
pub fn configuration(ctx: &Ctx<'_>, name: &str, row: &VersionRow) -> Struct {
    let number = row.number.map(|number| number.to_string());
    qualified(ctx, name, row, number.as_deref())
}

/// With a qualifier of the client's choice in the ARN.
pub fn qualified(ctx: &Ctx<'_>, name: &str, row: &VersionRow, qualifier: Option<&str>) -> Struct {
    let environment = (!row.environment.is_empty())
        .then(|| EnvironmentResponseBuilder::new().variables(row.environment.clone()));
    let layers = row.layers.iter();
    let layers: Vec<_> = layers
        .map(|layer| LayerBuilder::new().arn(&layer.arn).code_size(layer.code.size))
        .collect();
    let dead_letter = row.dead_letter.as_ref();
    let log_group = row.log_group.clone().unwrap_or_else(|| log_group(name));
    FunctionConfigurationBuilder::new()
        .function_name(name)
        .function_arn(function_arn(ctx, name, qualifier))
        .runtime(&row.runtime)
        .role(&row.role)
        .handler(&row.handler)
        .code_size(row.code.size)
        .description(&row.description)
        .timeout(row.timeout_s)
        .memory_size(row.memory_mb)
        .last_modified(time(row.modified))
        .code_sha256(&row.code.sha256)
        .version(row.name())
        .dead_letter_config(
            dead_letter.map(|target| DeadLetterConfigBuilder::new().target_arn(target)),
        )
        .environment(environment)
        .tracing_config(TracingConfigResponseBuilder::new().mode("PassThrough"))
        .revision_id(&row.revision)
        .layers((!layers.is_empty()).then_some(layers))
        .state("Active")
        .last_update_status("Successful")
        .package_type("Zip")
        .architectures([row.architecture.as_str()])
        .ephemeral_storage(EphemeralStorageBuilder::new().size(row.storage_mb))
        .snap_start(SnapStartResponseBuilder::new().apply_on("None").optimization_status("Off"))
        .logging_config(logging(row, log_group))
        .into()
}

/// Where a function's lines go unless it says otherwise.
pub fn log_group(name: &str) -> String {
    format!("/aws/lambda/{name}")
}

fn logging(row: &VersionRow, log_group: String) -> LoggingConfigBuilder {
    let logging = LoggingConfigBuilder::new().log_group(log_group);
    match &row.json_logs {
        None => logging.log_format("Text"),
        Some(levels) => logging
            .log_format("JSON")
            .application_log_level(&levels.application)
            .system_log_level(&levels.system),
    }
}
