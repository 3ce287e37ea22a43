//! Secrets of Secrets Manager, read as if they were parameters:
//! `/aws/reference/secretsmanager/NAME`, with a version's id or a staging label behind a colon.
//!
//! The caller reads the secret itself, so the secret's policy and key decide.
//!
//! Source: User Guide, "Referencing AWS Secrets Manager secrets from Parameter Store parameters".

use kernel::{ApiError, Ask, Ctx};
use serde_json::json;

use crate::api::{ParameterBuilder, parameter_type as kind};
use crate::errors;
use crate::name::Named;

const PREFIX: &str = "/aws/reference/secretsmanager/";
/// Ids of versions are of 32 to 64 characters, as ClientRequestToken is; labels are shorter words.
const VERSION_ID_CHARS: std::ops::RangeInclusive<usize> = 32..=64;

impl Named {
    pub fn is_secret(&self) -> bool {
        self.name.starts_with(PREFIX)
    }
}

pub fn parameter(
    ctx: &mut Ctx<'_>,
    named: &Named,
    decrypts: bool,
) -> Result<ParameterBuilder, ApiError> {
    if !decrypts {
        return Err(errors::secret_undecrypted());
    }
    let id = &named.name[PREFIX.len()..];
    let mut ask = Ask::to("secretsmanager", "GetSecretValue").with("SecretId", id);
    if let Some(selector) = named.suffix.as_deref().map(|suffix| &suffix[1..]) {
        let is_id = VERSION_ID_CHARS.contains(&selector.len()) && selector.contains('-');
        ask = ask.with(if is_id { "VersionId" } else { "VersionStage" }, selector);
    }
    let secret = ctx.call(ask).map_err(|error| errors::of_secret(&named.name, &error))?;
    let text = |member: &str| secret.str(member).unwrap_or_default();
    let value = secret.str("SecretString").ok_or_else(errors::secret_is_binary)?;
    let created = secret.timestamp("CreatedDate").unwrap_or(ctx.now());
    let stages = secret.list("VersionStages").unwrap_or_default();
    let stages: Vec<&str> = stages.iter().filter_map(kernel::Value::as_str).collect();
    let source = json!({
        "ARN": text("ARN"),
        "name": text("Name"),
        "versionId": text("VersionId"),
        "secretString": value,
        "versionStages": stages,
        "createdDate": created.iso8601_millis(),
    });
    Ok(ParameterBuilder::new()
        .name(&*named.name)
        .type_(kind::SECURE_STRING)
        .value(value)
        .version(0_u64)
        .selector(named.suffix.as_deref())
        .source_result(source.to_string())
        .last_modified_date(created)
        .arn(text("ARN"))
        .data_type("text"))
}
