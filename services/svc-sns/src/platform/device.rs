//! Devices: the endpoints of platform applications.

use std::collections::BTreeMap;

use kernel::view::Map;
use kernel::{ApiError, Ctx};
use store::Range;

use super::{
    Application, DEVICES, Device, DeviceRow, Platform, TOKENS, TokenRow, application_not_found,
    device_not_found, event, find_application, find_device,
};
use crate::api::{
    CreatePlatformEndpointInput, CreatePlatformEndpointOutput, DeleteEndpointInput,
    DeleteEndpointOutput, EndpointBuilder, GetEndpointAttributesInput, GetEndpointAttributesOutput,
    ListEndpointsByPlatformApplicationInput, ListEndpointsByPlatformApplicationOutput,
    SetEndpointAttributesInput, SetEndpointAttributesOutput,
};
use crate::errors;
use crate::limits;
use crate::listing;

const TOKEN: &str = "Token";
const ENABLED: &str = "Enabled";
const USER_DATA: &str = "CustomUserData";
const CHANNEL: &str = "ChannelId";
const USER: &str = "UserId";

pub fn create_platform_endpoint(
    ctx: &mut Ctx<'_>,
    input: CreatePlatformEndpointInput<'_>,
) -> Result<CreatePlatformEndpointOutput, ApiError> {
    let found = find_application(ctx, input.platform_application_arn())?;
    let application = found.ok_or_else(application_not_found)?;
    let mut row = DeviceRow {
        token: read_token(application.platform, input.token())?,
        is_enabled: true,
        user_data: None,
        attributes: BTreeMap::new(),
    };
    if let Some(user_data) = input.custom_user_data() {
        set_user_data(&mut row, user_data)?;
    }
    if let Some(attributes) = input.attributes() {
        set(application.platform, &mut row, attributes)?;
    }
    check_channel(application.platform, &row)?;
    let place = (application.row.number, row.token.as_str());
    if let Some(TokenRow { id }) = ctx.table(&TOKENS).get(&place)? {
        return again(ctx, &application, &id, &row);
    }
    let id = ctx.chance().uuid();
    ctx.table_mut(&TOKENS).put(&place, &TokenRow { id: id.clone() });
    ctx.table_mut(&DEVICES).put(&(application.row.number, id.as_str()), &row);
    let arn = application.device_arn(ctx, &id);
    event::tell(ctx, &application, event::CREATED, &arn, &[])?;
    Ok(CreatePlatformEndpointOutput::new().endpoint_arn(arn))
}

/// Deleting a device that is not there succeeds.
pub fn delete_endpoint(
    ctx: &mut Ctx<'_>,
    input: DeleteEndpointInput<'_>,
) -> Result<DeleteEndpointOutput, ApiError> {
    if let Some(device) = find_device(ctx, "EndpointArn", input.endpoint_arn())? {
        let number = device.application.row.number;
        ctx.table_mut(&DEVICES).delete(&(number, device.id.as_str()));
        ctx.table_mut(&TOKENS).delete(&(number, device.row.token.as_str()));
        event::tell(ctx, &device.application, event::DELETED, &device.arn, &[])?;
    }
    Ok(DeleteEndpointOutput::new())
}

pub fn get_endpoint_attributes(
    ctx: &mut Ctx<'_>,
    input: GetEndpointAttributesInput<'_>,
) -> Result<GetEndpointAttributesOutput, ApiError> {
    let found = find_device(ctx, "EndpointArn", input.endpoint_arn())?;
    let device = found.ok_or_else(device_not_found)?;
    Ok(GetEndpointAttributesOutput::new().attributes(shown(&device.row)))
}

pub fn set_endpoint_attributes(
    ctx: &mut Ctx<'_>,
    input: SetEndpointAttributesInput<'_>,
) -> Result<SetEndpointAttributesOutput, ApiError> {
    let found = find_device(ctx, "EndpointArn", input.endpoint_arn())?;
    let Device { application, id, arn, row: before } = found.ok_or_else(device_not_found)?;
    let mut row = before.clone();
    set(application.platform, &mut row, input.attributes())?;
    check_channel(application.platform, &row)?;
    let number = application.row.number;
    if row.token != before.token {
        let place = (number, row.token.as_str());
        if ctx.table(&TOKENS).contains(&place)? {
            return Err(errors::invalid(
                "This endpoint is already registered with a different token.",
            ));
        }
        ctx.table_mut(&TOKENS).delete(&(number, before.token.as_str()));
        ctx.table_mut(&TOKENS).put(&place, &TokenRow { id: id.clone() });
    }
    if row != before {
        ctx.table_mut(&DEVICES).put(&(number, id.as_str()), &row);
        event::tell(ctx, &application, event::UPDATED, &arn, &[])?;
    }
    Ok(SetEndpointAttributesOutput::new())
}

pub fn list_endpoints_by_platform_application(
    ctx: &mut Ctx<'_>,
    input: ListEndpointsByPlatformApplicationInput<'_>,
) -> Result<ListEndpointsByPlatformApplicationOutput, ApiError> {
    const OPERATION: &str = "ListEndpointsByPlatformApplication";
    let found = find_application(ctx, input.platform_application_arn())?;
    let application = found.ok_or_else(application_not_found)?;
    let number = application.row.number;
    let mut range = Range::within(&(number,));
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&(number, after.as_str()));
    }
    let rows = ctx.table(&DEVICES).scan(&range).take(limits::PAGE + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let next_token = listing::cut(OPERATION, &mut rows, |((_, id), _)| id);
    let entries: Vec<_> = rows
        .iter()
        .map(|((_, id), row)| {
            EndpointBuilder::new()
                .endpoint_arn(application.device_arn(ctx, id))
                .attributes(shown(row))
        })
        .collect();
    Ok(ListEndpointsByPlatformApplicationOutput::new().endpoints(entries).next_token(next_token))
}

/// A device that is there already is answered, unless something about it is to be different.
fn again(
    ctx: &Ctx<'_>,
    application: &Application,
    id: &str,
    wanted: &DeviceRow,
) -> Result<CreatePlatformEndpointOutput, ApiError> {
    let arn = application.device_arn(ctx, id);
    let row = ctx.table(&DEVICES).get(&(application.row.number, id))?;
    if row.as_ref() == Some(wanted) {
        return Ok(CreatePlatformEndpointOutput::new().endpoint_arn(arn));
    }
    let reason =
        format!("Endpoint {arn} already exists with the same Token, but different attributes.");
    Err(errors::invalid_because("Token", reason))
}

fn set(platform: Platform, row: &mut DeviceRow, wanted: Map<'_, &str>) -> Result<(), ApiError> {
    for (name, value) in wanted.iter() {
        match name {
            TOKEN => row.token = read_token(platform, value)?,
            ENABLED => {
                row.is_enabled = match value.to_ascii_lowercase().as_str() {
                    "true" => true,
                    "false" => false,
                    _ => return Err(errors::invalid("Enabled Reason: must be true or false")),
                };
            }
            USER_DATA => set_user_data(row, value)?,
            CHANNEL | USER if platform == Platform::Baidu => {
                row.attributes.insert(name.to_owned(), value.to_owned());
            }
            _ => {
                let reason = format!("Invalid attribute name: {name}");
                return Err(errors::invalid_because("Attributes", reason));
            }
        }
    }
    Ok(())
}

fn set_user_data(row: &mut DeviceRow, text: &str) -> Result<(), ApiError> {
    if text.len() > limits::USER_DATA_BYTES_MAX {
        let reason = "must be at most 2048 bytes long in UTF-8 encoding";
        return Err(errors::invalid_because(USER_DATA, reason));
    }
    row.user_data = Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(())
}

/// Tokens of Apple are hexadecimal, and come back in lower case.
fn read_token(platform: Platform, token: &str) -> Result<String, ApiError> {
    if token.is_empty() {
        return Err(errors::invalid_because(TOKEN, "Token is not specified"));
    }
    if platform.is_apple() {
        let is_hexadecimal = token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hexadecimal || token.len() > limits::APPLE_TOKEN_CHARS_MAX {
            let reason = "iOS device tokens must be no more than 400 hexadecimal characters";
            return Err(errors::invalid_because(TOKEN, reason));
        }
        return Ok(token.to_ascii_lowercase());
    }
    if token.len() > limits::TOKEN_BYTES_MAX {
        return Err(errors::invalid_because(TOKEN, "must be at most 8192 bytes long"));
    }
    Ok(token.to_owned())
}

/// "When using CreatePlatformEndpoint with Baidu, two attributes must be provided: ChannelId and
/// UserId. The token field must also contain the ChannelId."
fn check_channel(platform: Platform, row: &DeviceRow) -> Result<(), ApiError> {
    let channel = row.attributes.get(CHANNEL);
    let is_whole = row.attributes.contains_key(USER) && channel == Some(&row.token);
    if platform != Platform::Baidu || is_whole {
        return Ok(());
    }
    let reason = "ChannelId and UserId are required, and the Token is the ChannelId";
    Err(errors::invalid_because("Attributes", reason))
}

fn shown(row: &DeviceRow) -> BTreeMap<String, String> {
    let mut out = row.attributes.clone();
    out.insert(TOKEN.to_owned(), row.token.clone());
    out.insert(ENABLED.to_owned(), row.is_enabled.to_string());
    if let Some(user_data) = &row.user_data {
        out.insert(USER_DATA.to_owned(), user_data.clone());
    }
    out
}
