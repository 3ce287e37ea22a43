//! Devices without a browser of their own (RFC 8628): a code for the device, one for the person.

use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{StartDeviceAuthorizationInput, StartDeviceAuthorizationOutput};
use crate::client::{self, DEVICE_CODE};
use crate::errors;
use crate::limits::{self, POLL_SECONDS};
use crate::page::DEVICE_PATH;
use crate::portal;
use crate::state::{Consent, DEVICES, DeviceRow, TextRow, USER_CODES, digest};
use crate::token::{self, Place};

const USER_CODE_HALF: usize = 4;
/// Without letters that make words or look like digits (RFC 8628, 6.1).
const USER_CODE_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

pub fn start(
    ctx: &mut Ctx<'_>,
    input: StartDeviceAuthorizationInput<'_>,
) -> Result<StartDeviceAuthorizationOutput, ApiError> {
    let client = client::authenticate(ctx, input.client_id(), input.client_secret())?;
    if !client.may(DEVICE_CODE) {
        return Err(errors::unauthorized_client());
    }
    let portal = portal::find(ctx, input.start_url())?;
    let device_code = ctx.chance().alphanumeric(86);
    let user_code = user_code(ctx)?;
    let expires = ctx.now() + limits::DEVICE_CODE;
    let row = DeviceRow {
        client: input.client_id().to_owned(),
        user_code: user_code.clone(),
        store: portal.store,
        account: portal.account,
        expires: expires.micros(),
        consent: Consent::Pending,
        user: None,
        polled: 0,
    };
    let key = digest(&device_code);
    ctx.table_mut(&DEVICES).put(key.as_str(), &row);
    ctx.table_mut(&USER_CODES).put(user_code.as_str(), &TextRow { text: key.clone() });
    token::sweep_at(ctx, Place::Device, &key, expires);
    let page = format!("{}{DEVICE_PATH}", ctx.origin().endpoint);
    Ok(StartDeviceAuthorizationOutput::new()
        .device_code(device_code)
        .verification_uri_complete(format!("{page}?user_code={user_code}"))
        .verification_uri(page)
        .user_code(user_code)
        .expires_in(limits::DEVICE_CODE.as_secs() as i64)
        .interval(POLL_SECONDS))
}

/// `BCDF-GHJK`, which no other device has.
fn user_code(ctx: &mut Ctx<'_>) -> Result<String, ApiError> {
    loop {
        let mut half = || -> String {
            let letter = |_| {
                let at = ctx.chance().below(USER_CODE_LETTERS.len() as u64) as usize;
                USER_CODE_LETTERS[at] as char
            };
            (0..USER_CODE_HALF).map(letter).collect()
        };
        let code = format!("{}-{}", half(), half());
        if !ctx.table(&USER_CODES).contains(code.as_str())? {
            return Ok(code);
        }
    }
}

/// The device of a code that a person has typed, in any case and with or without the hyphen.
pub fn find(ctx: &Ctx<'_>, typed: &str) -> Result<Option<(String, DeviceRow)>, ApiError> {
    let letters: String = typed.chars().filter(char::is_ascii_alphabetic).collect();
    let letters = letters.to_ascii_uppercase();
    if letters.len() != 2 * USER_CODE_HALF {
        return Ok(None);
    }
    let code = format!("{}-{}", &letters[..USER_CODE_HALF], &letters[USER_CODE_HALF..]);
    let Some(key) = ctx.table(&USER_CODES).get(code.as_str())? else { return Ok(None) };
    let row = ctx.table(&DEVICES).get(key.text.as_str())?;
    let is_alive = |row: &DeviceRow| Timestamp::from_micros(row.expires) > ctx.now();
    Ok(row.filter(is_alive).map(|row| (key.text, row)))
}

/// What a device gets that asks: who has confirmed. A code is good for one token.
pub fn redeem(
    ctx: &mut Ctx<'_>,
    client: &str,
    code: Option<&str>,
) -> Result<(String, String, String), ApiError> {
    let code = code.ok_or_else(|| errors::invalid_request("deviceCode is missing."))?;
    let key = digest(code);
    let row = ctx.table(&DEVICES).get(key.as_str())?.filter(|row| row.client == client);
    let mut row = row.ok_or_else(|| errors::invalid_grant("The device code is unknown."))?;
    let now = ctx.now();
    if Timestamp::from_micros(row.expires) <= now {
        return Err(errors::expired());
    }
    match (row.consent, row.user.clone()) {
        (Consent::Given, Some(user)) => {
            remove(ctx, &key, &row);
            Ok((row.store, row.account, user))
        }
        (Consent::Denied, _) => Err(errors::denied()),
        _ => {
            let is_early = now.micros() < row.polled + POLL_SECONDS * 1_000_000;
            row.polled = now.micros();
            ctx.table_mut(&DEVICES).put(key.as_str(), &row);
            Err(if is_early { errors::slow_down() } else { errors::pending() })
        }
    }
}

pub fn remove(ctx: &mut Ctx<'_>, key: &str, row: &DeviceRow) {
    ctx.table_mut(&DEVICES).delete(key);
    ctx.table_mut(&USER_CODES).delete(row.user_code.as_str());
}
