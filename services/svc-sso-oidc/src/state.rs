//! The tables of signing in. Whoever signs in has no account yet, so they are the world's; codes
//! and tokens are kept as digests, under which alone they are found.

use std::fmt::Write as _;

use kernel::{AccountId, ApiError, Ctx, Table};
use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};
use store::Range;

pub static CLIENTS: Table<String, ClientRow> = Table::world("sso-oidc", "clients");
/// By the digest of the device code.
pub static DEVICES: Table<String, DeviceRow> = Table::world("sso-oidc", "devices");
/// By user code: the digest of the device code.
pub static USER_CODES: Table<String, TextRow> = Table::world("sso-oidc", "user-codes");
/// By the digest of the authorization code.
pub static CODES: Table<String, CodeRow> = Table::world("sso-oidc", "codes");
/// By the digest of an access token or a refresh token.
pub static TOKENS: Table<String, TokenRow> = Table::world("sso-oidc", "tokens");
/// By the digest of issuer and id: tokens of others that were taken.
pub static USED_ASSERTIONS: Table<String, TextRow> = Table::world("sso-oidc", "used-assertions");
/// By id: who has signed in.
pub static SESSIONS: Table<String, SessionRow> = Table::world("sso-oidc", "sessions");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ClientRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub secret_digest: String,
    #[n(2)]
    pub expires: i64,
    #[n(3)]
    pub scopes: Vec<String>,
    /// None: those of a device.
    #[n(4)]
    pub grants: Vec<String>,
    #[n(5)]
    pub redirects: Vec<String>,
    /// The store whose issuer the client has named.
    #[n(6)]
    pub store: Option<String>,
    #[n(7)]
    pub account: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Consent {
    #[n(0)]
    Pending,
    #[n(1)]
    Given,
    #[n(2)]
    Denied,
}

/// A device that waits for somebody to confirm.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeviceRow {
    #[n(0)]
    pub client: String,
    #[n(1)]
    pub user_code: String,
    #[n(2)]
    pub store: String,
    #[n(3)]
    pub account: String,
    #[n(4)]
    pub expires: i64,
    #[n(5)]
    pub consent: Consent,
    #[n(6)]
    pub user: Option<String>,
    #[n(7)]
    pub polled: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CodeRow {
    #[n(0)]
    pub client: String,
    #[n(1)]
    pub redirect: String,
    /// Base 64 of the SHA-256 of the verifier; applications need none.
    #[n(2)]
    pub challenge: String,
    #[n(3)]
    pub store: String,
    #[n(4)]
    pub account: String,
    #[n(5)]
    pub user: String,
    #[n(6)]
    pub expires: i64,
    /// Of an application: what was asked for.
    #[n(7)]
    pub scopes: Option<Vec<String>>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub session: String,
    #[n(1)]
    pub client: String,
    #[n(2)]
    pub is_refresh: bool,
    #[n(3)]
    pub expires: i64,
    /// `None`: good for everything.
    #[n(4)]
    pub scopes: Option<Vec<String>>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SessionRow {
    #[n(0)]
    pub store: String,
    #[n(1)]
    pub account: String,
    #[n(2)]
    pub user: String,
    #[n(3)]
    pub expires: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TextRow {
    #[n(0)]
    pub text: String,
}

store::row!(ClientRow, DeviceRow, CodeRow, TokenRow, SessionRow, TextRow);

/// Under what a secret is kept.
pub fn digest(secret: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(secret.as_bytes()) {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

/// Ends what belongs to an account's instance, or everything.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let is_of = |owner: &str| account.is_none_or(|account| account.as_str() == owner);
    let mut doomed = Vec::new();
    for entry in ctx.table(&SESSIONS).scan(&Range::all()) {
        let (id, row) = entry?;
        doomed.extend(is_of(&row.account).then_some(id));
    }
    for id in &doomed {
        ctx.table_mut(&SESSIONS).delete(id.as_str());
    }
    let mut devices = Vec::new();
    for entry in ctx.table(&DEVICES).scan(&Range::all()) {
        let (id, row) = entry?;
        devices.extend(is_of(&row.account).then_some((id, row.user_code)));
    }
    for (id, user_code) in &devices {
        ctx.table_mut(&DEVICES).delete(id.as_str());
        ctx.table_mut(&USER_CODES).delete(user_code.as_str());
    }
    if account.is_none() {
        ctx.table_mut(&CLIENTS).delete_range(&Range::all())?;
        ctx.table_mut(&CODES).delete_range(&Range::all())?;
        ctx.table_mut(&TOKENS).delete_range(&Range::all())?;
        ctx.table_mut(&USED_ASSERTIONS).delete_range(&Range::all())?;
    }
    Ok(())
}
