//! Tokens: what a client gets for a code, and shows to the portal.
//!
//! A session is somebody who has signed in; its tokens end with it.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::{CreateTokenInput, CreateTokenOutput};
use crate::application::ACCOUNT_ACCESS;
use crate::client::{self, AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN};
use crate::limits::{ACCESS_TOKEN, REFRESHED_TOKEN, SESSION};
use crate::portal::PRINCIPAL;
use crate::state::{
    CODES, ClientRow, DEVICES, SESSIONS, SessionRow, TOKENS, TokenRow, USED_ASSERTIONS, digest,
};
use crate::{code, device, errors};

/// The step that removes what has ended: `Place`, `Key`.
pub const SWEEP: &str = "Sweep";

/// What ends.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Device,
    Code,
    Token,
    Session,
    Assertion,
}

impl Place {
    const ALL: [Place; 5] =
        [Place::Device, Place::Code, Place::Token, Place::Session, Place::Assertion];

    fn name(self) -> &'static str {
        match self {
            Place::Device => "device",
            Place::Code => "code",
            Place::Token => "token",
            Place::Session => "session",
            Place::Assertion => "assertion",
        }
    }
}

pub fn create_token(
    ctx: &mut Ctx<'_>,
    input: CreateTokenInput<'_>,
) -> Result<CreateTokenOutput, ApiError> {
    let id = input.client_id();
    let client = client::authenticate(ctx, id, input.client_secret())?;
    let grant = input.grant_type();
    if ![AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN].contains(&grant) {
        return Err(errors::unsupported_grant());
    }
    if !client.may(grant) {
        return Err(errors::unauthorized_client());
    }
    let who = match grant {
        DEVICE_CODE => device::redeem(ctx, id, input.device_code())?,
        AUTHORIZATION_CODE => {
            let shown = (input.code(), input.redirect_uri(), input.code_verifier());
            code::redeem(ctx, id, shown)?
        }
        _ => return refresh(ctx, id, &client, input.refresh_token()),
    };
    let (store, account, user) = who;
    let session = ctx.chance().uuid();
    let expires = ctx.now() + SESSION;
    let row = SessionRow { store, account, user, expires: expires.micros() };
    ctx.table_mut(&SESSIONS).put(session.as_str(), &row);
    sweep_at(ctx, Place::Session, &session, expires);
    Ok(issue(ctx, id, &client, &session, &row))
}

fn refresh(
    ctx: &mut Ctx<'_>,
    id: &str,
    client: &ClientRow,
    shown: Option<&str>,
) -> Result<CreateTokenOutput, ApiError> {
    let shown = shown.ok_or_else(|| errors::invalid_request("refreshToken is missing."))?;
    let refuse = || errors::invalid_grant("The refresh token is unknown or has ended.");
    let key = digest(shown);
    let token = ctx.table(&TOKENS).get(key.as_str())?.ok_or_else(refuse)?;
    if !token.is_refresh || token.client != id {
        return Err(refuse());
    }
    let session = live_session(ctx, &token.session)?.ok_or_else(refuse)?;
    // The token that comes with the new one takes its place.
    ctx.table_mut(&TOKENS).delete(key.as_str());
    Ok(issue(ctx, id, client, &token.session, &session))
}

fn issue(
    ctx: &mut Ctx<'_>,
    id: &str,
    client: &ClientRow,
    session_id: &str,
    session: &SessionRow,
) -> CreateTokenOutput {
    let now = ctx.now();
    let end = Timestamp::from_micros(session.expires);
    // Clients with scopes are those that can refresh ("SSO token provider configuration").
    let can_refresh = client.may(REFRESH_TOKEN) || !client.scopes.is_empty();
    let wished = now + if can_refresh { REFRESHED_TOKEN } else { ACCESS_TOKEN };
    let expires = wished.min(end);
    // Clients that name no scopes are of the time before there were any.
    let scopes = Some(client.scopes.clone()).filter(|scopes| !scopes.is_empty());
    let made = Made { client: id, session: session_id, scopes };
    let access = put(ctx, &made, (false, expires));
    let refresh = can_refresh.then(|| put(ctx, &made, (true, end)));
    CreateTokenOutput::new()
        .access_token(access)
        .token_type("Bearer")
        .expires_in(expires.since(now).as_secs() as i64)
        .refresh_token(refresh)
}

/// For whom a token is made.
pub struct Made<'m> {
    pub client: &'m str,
    pub session: &'m str,
    /// `None`: good for everything.
    pub scopes: Option<Vec<String>>,
}

pub fn put(ctx: &mut Ctx<'_>, made: &Made<'_>, (is_refresh, expires): (bool, Timestamp)) -> String {
    let head = if is_refresh { "aor" } else { "aoa" };
    let token = format!("{head}{}", ctx.chance().alphanumeric(120));
    let row = TokenRow {
        session: made.session.to_owned(),
        client: made.client.to_owned(),
        is_refresh,
        expires: expires.micros(),
        scopes: made.scopes.clone(),
    };
    let key = digest(&token);
    ctx.table_mut(&TOKENS).put(key.as_str(), &row);
    sweep_at(ctx, Place::Token, &key, expires);
    token
}

pub fn live_session(ctx: &Ctx<'_>, id: &str) -> Result<Option<SessionRow>, ApiError> {
    let row = ctx.table(&SESSIONS).get(id)?;
    Ok(row.filter(|row| Timestamp::from_micros(row.expires) > ctx.now()))
}

/// `AccessToken` → `Store`, `User`; nothing when it is none, has ended, or is not for accounts.
pub fn resolve(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = digest(input.str("AccessToken").unwrap_or_default());
    let Some(token) = ctx.table(&TOKENS).get(key.as_str())? else { return Ok(Struct::new()) };
    let is_for_accounts = token
        .scopes
        .as_ref()
        .is_none_or(|scopes| scopes.iter().any(|scope| scope == ACCOUNT_ACCESS));
    let is_alive =
        Timestamp::from_micros(token.expires) > ctx.now() && !token.is_refresh && is_for_accounts;
    let session = if is_alive { live_session(ctx, &token.session)? } else { None };
    let Some(session) = session else { return Ok(Struct::new()) };
    Ok(Struct::new().with("Store", session.store).with("User", session.user))
}

/// `AccessToken`: ends the session of a token, and with it all its tokens.
pub fn end_session(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = digest(input.str("AccessToken").unwrap_or_default());
    if let Some(token) = ctx.table(&TOKENS).get(key.as_str())? {
        ctx.table_mut(&SESSIONS).delete(token.session.as_str());
        ctx.table_mut(&TOKENS).delete(key.as_str());
    }
    Ok(Struct::new())
}

/// Leaves the step that removes what ends at that time.
pub fn sweep_at(ctx: &mut Ctx<'_>, place: Place, key: &str, at: Timestamp) {
    let ask = Ask::to("sso-oidc", SWEEP)
        .with("Place", place.name())
        .with("Key", key)
        .as_service(PRINCIPAL);
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn sweep(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (place, key) =
        (input.str("Place").unwrap_or_default(), input.str("Key").unwrap_or_default());
    match Place::ALL.into_iter().find(|it| it.name() == place) {
        Some(Place::Device) => {
            if let Some(row) = ctx.table(&DEVICES).get(key)? {
                device::remove(ctx, key, &row);
            }
        }
        Some(Place::Code) => ctx.table_mut(&CODES).delete(key),
        Some(Place::Token) => ctx.table_mut(&TOKENS).delete(key),
        Some(Place::Session) => ctx.table_mut(&SESSIONS).delete(key),
        Some(Place::Assertion) => ctx.table_mut(&USED_ASSERTIONS).delete(key),
        None => {}
    }
    Ok(Struct::new())
}
