//! Virtual MFA devices, with real codes (`auth::totp`).

use auth::directory::{MFA_DEVICES, MfaDeviceRow, OWNED_MFA_DEVICES, USERS};
use auth::totp;
use bytes::Bytes;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateVirtualMFADeviceInput, CreateVirtualMFADeviceOutput, DeactivateMFADeviceInput,
    DeactivateMFADeviceOutput, DeleteVirtualMFADeviceInput, DeleteVirtualMFADeviceOutput,
    EnableMFADeviceInput, EnableMFADeviceOutput, GetMFADeviceInput, GetMFADeviceOutput,
    ListMFADevicesInput, ListMFADevicesOutput, ListVirtualMFADevicesInput,
    ListVirtualMFADevicesOutput, MFADeviceBuilder, ResyncMFADeviceInput, ResyncMFADeviceOutput,
    VirtualMFADeviceBuilder, assignment_status_type as assignment,
};
use crate::common::{Page, arn, new_tags, path, show_tags_if_any, time};
use crate::errors;
use crate::limits::{MFA_DEVICES_MAX, SEED_BYTES};
use crate::{qr, user};

pub fn create_virtual(
    ctx: &mut Ctx<'_>,
    input: CreateVirtualMFADeviceInput<'_>,
) -> Result<CreateVirtualMFADeviceOutput, ApiError> {
    let name = input.virtual_mfa_device_name();
    let serial = arn(ctx, "mfa", &path(input.path()), name);
    if MFA_DEVICES.at(ctx.tx(), &ctx.scope()).contains(&serial)? {
        return Err(errors::mfa_device_exists());
    }
    let row = MfaDeviceRow {
        name: name.to_owned(),
        seed: ctx.chance().bytes::<SEED_BYTES>().to_vec(),
        owner: None,
        enabled: None,
        last_step: 0,
        tags: new_tags(input.tags())?,
    };
    put(ctx, &serial, &row);
    // The seed is told once, when the device is made.
    let seed = totp::base32(&row.seed);
    // [A] VirtualMFADevice: "otpauth://totp/$virtualMFADeviceName@$AccountName?secret=…", where
    // AccountName "is the user name if set (otherwise, the account ID)".
    let account = match user::caller(ctx) {
        user::Caller::User(user) => user,
        _ => ctx.account().to_string(),
    };
    let picture = qr::png(&format!("otpauth://totp/{name}@{account}?secret={seed}"));
    let shown = VirtualMFADeviceBuilder::new()
        .serial_number(serial)
        .base32_string_seed(Bytes::from(seed))
        .qr_code_png(picture)
        .tags(show_tags_if_any(&row.tags));
    Ok(CreateVirtualMFADeviceOutput::new().virtual_mfa_device(shown))
}

pub fn delete_virtual(
    ctx: &mut Ctx<'_>,
    input: DeleteVirtualMFADeviceInput<'_>,
) -> Result<DeleteVirtualMFADeviceOutput, ApiError> {
    let serial = input.serial_number();
    if find(ctx, serial)?.owner.is_some() {
        return Err(errors::delete_conflict("deactivate MFA device"));
    }
    let scope = ctx.scope();
    MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).delete(serial);
    Ok(DeleteVirtualMFADeviceOutput::new())
}

/// Two codes that follow each other show that the device has the seed.
pub fn enable(
    ctx: &mut Ctx<'_>,
    input: EnableMFADeviceInput<'_>,
) -> Result<EnableMFADeviceOutput, ApiError> {
    let owner = owner_key(ctx, input.user_name())?;
    let serial = input.serial_number();
    let mut device = find(ctx, serial)?;
    if device.owner.is_some() {
        return Err(errors::mfa_device_in_use());
    }
    if user::devices_of(ctx, &owner)?.len() >= MFA_DEVICES_MAX {
        return Err(errors::quota("MFADevicesPerUser", MFA_DEVICES_MAX));
    }
    let codes = (input.authentication_code1(), input.authentication_code2());
    let step = totp::verify_pair(&device.seed, codes, ctx.now());
    device.last_step = step.ok_or_else(errors::wrong_code)?;
    device.enabled = Some(ctx.now().micros());
    device.owner = Some(owner.clone());
    put(ctx, serial, &device);
    let scope = ctx.scope();
    OWNED_MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).put(&(owner.as_str(), serial), &());
    Ok(EnableMFADeviceOutput::new())
}

pub fn deactivate(
    ctx: &mut Ctx<'_>,
    input: DeactivateMFADeviceInput<'_>,
) -> Result<DeactivateMFADeviceOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?.key;
    let serial = input.serial_number();
    let mut device = find_owned(ctx, &owner, serial)?;
    device.owner = None;
    device.enabled = None;
    put(ctx, serial, &device);
    let scope = ctx.scope();
    OWNED_MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).delete(&(owner.as_str(), serial));
    Ok(DeactivateMFADeviceOutput::new())
}

pub fn resync(
    ctx: &mut Ctx<'_>,
    input: ResyncMFADeviceInput<'_>,
) -> Result<ResyncMFADeviceOutput, ApiError> {
    let owner = owner_key(ctx, input.user_name())?;
    let serial = input.serial_number();
    let mut device = find_owned(ctx, &owner, serial)?;
    let codes = (input.authentication_code1(), input.authentication_code2());
    let step = totp::verify_pair(&device.seed, codes, ctx.now());
    device.last_step = step.ok_or_else(errors::wrong_code)?;
    put(ctx, serial, &device);
    Ok(ResyncMFADeviceOutput::new())
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetMFADeviceInput<'_>,
) -> Result<GetMFADeviceOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let device = find_owned(ctx, &owner.key, input.serial_number())?;
    Ok(GetMFADeviceOutput::new()
        .user_name(owner.name())
        .serial_number(input.serial_number())
        .enable_date(device.enabled.map(time)))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListMFADevicesInput<'_>,
) -> Result<ListMFADevicesOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let page = Page::read("ListMFADevices", input.marker(), input.max_items())?;
    let mut devices = Vec::new();
    for serial in user::devices_of(ctx, &owner.key)? {
        let device = find(ctx, &serial)?;
        let shown = MFADeviceBuilder::new()
            // The model wants a name; the root has none.
            .user_name(owner.name().unwrap_or("root"))
            .serial_number(&serial)
            .enable_date(device.enabled.map(time));
        devices.push((serial, shown));
    }
    let cut = page.cut_whole(devices);
    Ok(ListMFADevicesOutput::new()
        .is_truncated(cut.is_truncated())
        .mfa_devices(cut.items)
        .marker(cut.marker))
}

pub fn list_virtual(
    ctx: &mut Ctx<'_>,
    input: ListVirtualMFADevicesInput<'_>,
) -> Result<ListVirtualMFADevicesOutput, ApiError> {
    let page = Page::read("ListVirtualMFADevices", input.marker(), input.max_items())?;
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in MFA_DEVICES.at(ctx.tx(), &ctx.scope()).scan(&range) {
        let (serial, device) = entry?;
        let is_wanted = match input.assignment_status() {
            Some(assignment::ASSIGNED) => device.owner.is_some(),
            Some(assignment::UNASSIGNED) => device.owner.is_none(),
            _ => true,
        };
        if is_wanted {
            found.push((serial.clone(), show(ctx, &serial, &device)?));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListVirtualMFADevicesOutput::new()
        .is_truncated(cut.is_truncated())
        .virtual_mfa_devices(cut.items)
        .marker(cut.marker))
}

fn show(
    ctx: &Ctx<'_>,
    serial: &str,
    device: &MfaDeviceRow,
) -> Result<VirtualMFADeviceBuilder, ApiError> {
    let owner = match device.owner.as_deref() {
        None | Some("") => None,
        Some(owner) => USERS.at(ctx.tx(), &ctx.scope()).get(owner)?,
    };
    Ok(VirtualMFADeviceBuilder::new()
        .serial_number(serial)
        .user(owner.map(|owner| user::show(ctx, &owner)))
        .enable_date(device.enabled.map(time)))
}

/// Names the user; the root of the account is called by its own account's name here.
fn owner_key(ctx: &Ctx<'_>, name: &str) -> Result<String, ApiError> {
    let is_root = name == "root" && user::caller(ctx) == user::Caller::Root;
    Ok(user::owner(ctx, if is_root { None } else { Some(name) })?.key)
}

pub fn find(ctx: &Ctx<'_>, serial: &str) -> Result<MfaDeviceRow, ApiError> {
    let row = MFA_DEVICES.at(ctx.tx(), &ctx.scope()).get(serial)?;
    row.ok_or_else(|| errors::no_such_virtual_device(serial))
}

fn find_owned(ctx: &Ctx<'_>, owner: &str, serial: &str) -> Result<MfaDeviceRow, ApiError> {
    let device = find(ctx, serial)?;
    if device.owner.as_deref() == Some(owner) {
        Ok(device)
    } else {
        Err(errors::no_such_device_of_user(serial))
    }
}

pub fn put(ctx: &mut Ctx<'_>, serial: &str, row: &MfaDeviceRow) {
    let scope = ctx.scope();
    MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).put(serial, row);
}
