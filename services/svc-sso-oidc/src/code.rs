//! Authorization codes with proof keys (RFC 6749, 4.1; RFC 7636): the way through the browser.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{ApiError, Ctx, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::errors;
use crate::limits::AUTHORIZATION_CODE;
use crate::state::{CODES, CodeRow, digest};
use crate::token::{self, Place};

/// Makes a code for whom the page has confirmed.
pub fn make(ctx: &mut Ctx<'_>, row: &CodeRow) -> String {
    let code = ctx.chance().alphanumeric(64);
    let key = digest(&code);
    ctx.table_mut(&CODES).put(key.as_str(), row);
    let at = ctx.now() + AUTHORIZATION_CODE;
    token::sweep_at(ctx, Place::Code, &key, at);
    code
}

/// What a client gets that shows a code and the verifier behind its challenge. A code is good for
/// one attempt.
pub fn redeem(
    ctx: &mut Ctx<'_>,
    client: &str,
    (code, redirect, verifier): (Option<&str>, Option<&str>, Option<&str>),
) -> Result<(String, String, String), ApiError> {
    let (Some(code), Some(redirect), Some(verifier)) = (code, redirect, verifier) else {
        return Err(errors::invalid_request("code, redirectUri and codeVerifier are required."));
    };
    let row = take(ctx, client, (code, redirect, Some(verifier)))?;
    Ok((row.store, row.account, row.user))
}

/// The user that an application gets for a code, and the scopes that were asked for with it. It
/// shows a verifier if it has begun with a challenge.
pub fn redeem_for_application(
    ctx: &mut Ctx<'_>,
    application: &str,
    (code, redirect, verifier): (Option<&str>, Option<&str>, Option<&str>),
) -> Result<(String, Option<Vec<String>>), ApiError> {
    let (Some(code), Some(redirect)) = (code, redirect) else {
        return Err(errors::invalid_request("code and redirectUri are required."));
    };
    let row = take(ctx, application, (code, redirect, verifier))?;
    Ok((row.user, row.scopes))
}

fn take(
    ctx: &mut Ctx<'_>,
    client: &str,
    (code, redirect, verifier): (&str, &str, Option<&str>),
) -> Result<CodeRow, ApiError> {
    let key = digest(code);
    let row = ctx.table(&CODES).get(key.as_str())?;
    let row = row.ok_or_else(|| errors::invalid_grant("The code is unknown."))?;
    let challenge = verifier.map_or_else(String::new, |verifier| {
        URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
    });
    if row.client != client || row.redirect != redirect || row.challenge != challenge {
        return Err(errors::invalid_grant("The code is another client's."));
    }
    if Timestamp::from_micros(row.expires) <= ctx.now() {
        return Err(errors::expired());
    }
    ctx.table_mut(&CODES).delete(key.as_str());
    Ok(row)
}
