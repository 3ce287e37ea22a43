//! Clients register themselves: nothing is asked of them.

use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{RegisterClientInput, RegisterClientOutput};
use crate::errors;
use crate::limits::{CLIENT, LIST_MAX, TEXT_BYTES_MAX};
use crate::portal;
use crate::state::{CLIENTS, ClientRow, digest};

pub const AUTHORIZATION_CODE: &str = "authorization_code";
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub const REFRESH_TOKEN: &str = "refresh_token";

pub fn register_client(
    ctx: &mut Ctx<'_>,
    input: RegisterClientInput<'_>,
) -> Result<RegisterClientOutput, ApiError> {
    if input.client_type() != "public" {
        return Err(errors::invalid_client_metadata("The only type of clients is public."));
    }
    if input.entitled_application_arn().is_some() {
        return Err(errors::not_implemented("applications of IAM Identity Center"));
    }
    let list = |given: Option<kernel::view::List<'_, &str>>| -> Result<Vec<String>, ApiError> {
        let list: Vec<String> = given.into_iter().flatten().map(str::to_owned).collect();
        if list.len() > LIST_MAX || list.iter().any(|text| text.len() > TEXT_BYTES_MAX) {
            return Err(errors::invalid_client_metadata("The registration is too long."));
        }
        Ok(list)
    };
    let grants = list(input.grant_types())?;
    let known = [AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN];
    if grants.iter().any(|grant| !known.contains(&grant.as_str())) {
        return Err(errors::unsupported_grant());
    }
    let redirects = list(input.redirect_uris())?;
    if grants.iter().any(|grant| grant == AUTHORIZATION_CODE) && redirects.is_empty() {
        return Err(errors::invalid_redirect());
    }
    // A public client's code goes back to this machine alone.
    if redirects.iter().any(|uri| loopback(uri).is_none()) {
        return Err(errors::invalid_redirect());
    }
    let portal = match input.issuer_url() {
        Some(url) => Some(portal::find(ctx, url)?),
        None => None,
    };
    let now = ctx.now();
    let expires = now + CLIENT;
    let id = ctx.chance().alphanumeric(22);
    let secret = ctx.chance().alphanumeric(64);
    let row = ClientRow {
        name: input.client_name().to_owned(),
        secret_digest: digest(&secret),
        expires: expires.micros(),
        scopes: list(input.scopes())?,
        grants,
        redirects,
        store: portal.as_ref().map(|portal| portal.store.clone()),
        account: portal.map(|portal| portal.account),
    };
    ctx.table_mut(&CLIENTS).put(id.as_str(), &row);
    let endpoint = ctx.origin().endpoint.clone();
    Ok(RegisterClientOutput::new()
        .client_id(id)
        .client_secret(secret)
        .client_id_issued_at(now.secs())
        .client_secret_expires_at(expires.secs())
        .authorization_endpoint(format!("{endpoint}/authorize"))
        .token_endpoint(format!("{endpoint}/token")))
}

/// A client that shows its secret.
pub fn authenticate(ctx: &Ctx<'_>, id: &str, secret: &str) -> Result<ClientRow, ApiError> {
    let row = ctx.table(&CLIENTS).get(id)?.ok_or_else(errors::invalid_client)?;
    let is_alive = Timestamp::from_micros(row.expires) > ctx.now();
    if is_alive && row.secret_digest == digest(secret) {
        Ok(row)
    } else {
        Err(errors::invalid_client())
    }
}

impl ClientRow {
    /// Clients that name no grants are those of devices.
    pub fn may(&self, grant: &str) -> bool {
        match self.grants.as_slice() {
            [] => grant == DEVICE_CODE,
            grants => grants.iter().any(|own| own == grant),
        }
    }

    /// Whether a code may go to this URI: a loopback address with any port (RFC 8252, 7.3).
    pub fn takes_codes_at(&self, uri: &str) -> bool {
        let Some(asked) = loopback(uri) else { return false };
        self.redirects.iter().any(|own| loopback(own) == Some(asked))
    }
}

/// Host and path of a URI of this machine, without its port.
pub fn loopback(uri: &str) -> Option<(&str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority.split(':').next()?,
    };
    let is_clean = !uri.contains(['?', '#', '@', '"', '<', '>', '\\', '\r', '\n', ' ']);
    (is_clean && matches!(host, "127.0.0.1" | "::1" | "localhost")).then_some((host, path))
}
