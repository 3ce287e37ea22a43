//! Service settings of Parameter Store.
//!
//! Source: API Reference, UpdateServiceSetting.

use kernel::{ApiError, Ctx, Timestamp};

use crate::access;
use crate::api::{
    GetServiceSettingInput, GetServiceSettingOutput, ResetServiceSettingInput,
    ResetServiceSettingOutput, ServiceSettingBuilder, UpdateServiceSettingInput,
    UpdateServiceSettingOutput, error, parameter_tier as tier,
};
use crate::errors;
use crate::state::{SETTINGS, SettingRow};

const DEFAULT_TIER: &str = "/ssm/parameter-store/default-parameter-tier";
/// The settings that there are, with their defaults.
const KNOWN: &[(&str, &str)] = &[(DEFAULT_TIER, tier::STANDARD)];

pub fn get_service_setting(
    ctx: &mut Ctx<'_>,
    input: GetServiceSettingInput<'_>,
) -> Result<GetServiceSettingOutput, ApiError> {
    let (id, default) = find(input.setting_id())?;
    Ok(GetServiceSettingOutput::new().service_setting(built(ctx, id, default)?))
}

pub fn update_service_setting(
    ctx: &mut Ctx<'_>,
    input: UpdateServiceSettingInput<'_>,
) -> Result<UpdateServiceSettingOutput, ApiError> {
    let (id, _) = find(input.setting_id())?;
    let value = input.setting_value();
    if !matches!(value, tier::STANDARD | tier::ADVANCED | tier::INTELLIGENT_TIERING) {
        return Err(errors::validation(format!(
            "{value} is no value of the setting {id}: Standard, Advanced or Intelligent-Tiering."
        )));
    }
    let row = SettingRow {
        value: value.to_owned(),
        modified: ctx.now().micros(),
        user: access::caller(ctx),
    };
    ctx.table_mut(&SETTINGS).put(id, &row);
    Ok(UpdateServiceSettingOutput::new())
}

pub fn reset_service_setting(
    ctx: &mut Ctx<'_>,
    input: ResetServiceSettingInput<'_>,
) -> Result<ResetServiceSettingOutput, ApiError> {
    let (id, default) = find(input.setting_id())?;
    ctx.table_mut(&SETTINGS).delete(id);
    Ok(ResetServiceSettingOutput::new().service_setting(built(ctx, id, default)?))
}

/// The tier of parameters for which a request names none.
pub fn default_tier(ctx: &Ctx<'_>) -> Result<String, ApiError> {
    let row = ctx.table(&SETTINGS).get(DEFAULT_TIER)?;
    Ok(row.map_or_else(|| tier::STANDARD.to_owned(), |row| row.value))
}

/// A setting by its id or its ARN.
fn find(text: &str) -> Result<(&'static str, &'static str), ApiError> {
    let id = text.split_once(":servicesetting").map_or(text, |(_, id)| id);
    let known = KNOWN.iter().find(|(known, _)| *known == id || known[1..] == *id).copied();
    known.ok_or_else(|| {
        error::service_setting_not_found(format!("Nephele has no service setting {text}."))
    })
}

fn built(ctx: &Ctx<'_>, id: &str, default: &str) -> Result<ServiceSettingBuilder, ApiError> {
    let row = ctx.table(&SETTINGS).get(id)?;
    let built = ServiceSettingBuilder::new()
        .setting_id(id)
        .arn(ctx.arn(&format!("servicesetting{id}")).to_string());
    Ok(match row {
        None => built
            .setting_value(default)
            .last_modified_user("System")
            .last_modified_date(Timestamp::EPOCH)
            .status("Default"),
        Some(row) => built
            .setting_value(row.value)
            .last_modified_user(row.user)
            .last_modified_date(Timestamp::from_micros(row.modified))
            .status("Customized"),
    })
}
