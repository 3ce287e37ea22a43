//! CreateTokenWithIAM: tokens for applications, whose callers are known by IAM and let in by the
//! application's own policy.
//!
//! Source: [A] CreateTokenWithIAM; RFC 6749, 7523 and 8693.

use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp};
use serde_json::Value as Json;

use crate::api::{CreateTokenWithIAMInput, CreateTokenWithIAMOutput};
use crate::application::{self, Application};
use crate::assertion;
use crate::client::{AUTHORIZATION_CODE, REFRESH_TOKEN};
use crate::code;
use crate::errors;
use crate::limits::{REFRESHED_TOKEN, SESSION};
use crate::state::{SESSIONS, SessionRow, TOKENS, TokenRow, digest};
use crate::token::{self, Place};

const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const REFRESH_TYPE: &str = "urn:ietf:params:oauth:token-type:refresh_token";
const GRANTS: [&str; 4] = [AUTHORIZATION_CODE, REFRESH_TOKEN, JWT_BEARER, TOKEN_EXCHANGE];

fn open(ctx: &mut Ctx<'_>, input: CreateTokenWithIAMInput<'_>) -> Result<Application, ApiError> {
    let application = application::find(ctx, input.client_id())?;
    if !GRANTS.contains(&input.grant_type()) {
        return Err(errors::unsupported_grant());
    }
    application.check_grant(input.grant_type())?;
    Ok(application)
}

pub fn begin(ctx: &mut Ctx<'_>, input: CreateTokenWithIAMInput<'_>) -> OpResult {
    let application = open(ctx, input)?;
    if input.grant_type() == JWT_BEARER {
        return assertion::plan(ctx, &application, input.assertion());
    }
    Ok(Struct::new())
}

pub fn fetch(_env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.str("Issuer").is_none() {
        return Ok(plan);
    }
    Ok(Struct::new().with("Keys", assertion::fetch_keys(&plan)?.to_string()))
}

/// Whose tokens are to be made, and within which scopes.
struct Granted {
    session: String,
    row: SessionRow,
    within: Option<Vec<String>>,
    /// A refresh token comes along, if the application can refresh.
    wants_refresh: bool,
    /// A refresh token is what was asked for.
    is_exchange_for_refresh: bool,
}

pub fn complete(
    ctx: &mut Ctx<'_>,
    input: CreateTokenWithIAMInput<'_>,
    fetched: Struct,
) -> Result<CreateTokenWithIAMOutput, ApiError> {
    let application = open(ctx, input)?;
    let granted = match input.grant_type() {
        AUTHORIZATION_CODE => {
            let shown = (input.code(), input.redirect_uri(), input.code_verifier());
            let (user, within) = code::redeem_for_application(ctx, &application.arn, shown)?;
            new_session(ctx, &application, user, within)
        }
        JWT_BEARER => {
            let keys: Json = serde_json::from_str(fetched.str("Keys").unwrap_or_default())
                .map_err(|_| ApiError::internal())?;
            let user = assertion::redeem(ctx, &application, input.assertion(), &keys)?;
            new_session(ctx, &application, user, None)
        }
        TOKEN_EXCHANGE => exchange(ctx, &application, input)?,
        _ => refresh(ctx, &application, input.refresh_token())?,
    };
    application.check_user(ctx, &granted.row.user)?;
    let asked = input.scope().map(|scopes| scopes.iter().map(str::to_owned).collect());
    let scopes = application.grant_scopes(asked, granted.within.as_deref())?;
    Ok(issue(ctx, &application, &granted, scopes))
}

fn new_session(
    ctx: &mut Ctx<'_>,
    application: &Application,
    user: String,
    within: Option<Vec<String>>,
) -> Granted {
    let session = ctx.chance().uuid();
    let expires = ctx.now() + SESSION;
    let row = SessionRow {
        store: application.store.clone(),
        account: application.account.clone(),
        user,
        expires: expires.micros(),
    };
    ctx.table_mut(&SESSIONS).put(session.as_str(), &row);
    token::sweep_at(ctx, Place::Session, &session, expires);
    Granted { session, row, within, wants_refresh: true, is_exchange_for_refresh: false }
}

/// A token that is alive, with its session.
fn live(
    ctx: &Ctx<'_>,
    shown: &str,
    is_refresh: bool,
) -> Result<Option<(TokenRow, SessionRow)>, ApiError> {
    let row = ctx.table(&TOKENS).get(digest(shown).as_str())?;
    let is_alive = |row: &TokenRow| {
        row.is_refresh == is_refresh && Timestamp::from_micros(row.expires) > ctx.now()
    };
    let Some(row) = row.filter(is_alive) else { return Ok(None) };
    Ok(token::live_session(ctx, &row.session)?.map(|session| (row, session)))
}

fn refresh(
    ctx: &mut Ctx<'_>,
    application: &Application,
    shown: Option<&str>,
) -> Result<Granted, ApiError> {
    let shown = shown.ok_or_else(|| errors::invalid_request("refreshToken is missing."))?;
    let found = live(ctx, shown, true)?.filter(|(token, _)| token.client == application.arn);
    let refuse = || errors::invalid_grant("The refresh token is unknown or has ended.");
    let (token, row) = found.ok_or_else(refuse)?;
    // The token that comes with the new one takes its place.
    ctx.table_mut(&TOKENS).delete(digest(shown).as_str());
    Ok(Granted {
        session: token.session,
        row,
        within: token.scopes,
        wants_refresh: true,
        is_exchange_for_refresh: false,
    })
}

/// "The access token must have authorized scopes that indicate the requested application as a
/// target audience."
fn exchange(
    ctx: &mut Ctx<'_>,
    application: &Application,
    input: CreateTokenWithIAMInput<'_>,
) -> Result<Granted, ApiError> {
    let missing = |name: &str| errors::invalid_request(format!("{name} is missing."));
    let shown = input.subject_token().ok_or_else(|| missing("subjectToken"))?;
    let kind = input.subject_token_type().ok_or_else(|| missing("subjectTokenType"))?;
    if kind != ACCESS_TYPE {
        return Err(errors::invalid_request("The subject token must be an access token."));
    }
    let wants_refresh = match input.requested_token_type() {
        None | Some(ACCESS_TYPE) => false,
        Some(REFRESH_TYPE) => {
            application.check_grant(REFRESH_TOKEN)?;
            true
        }
        Some(_) => {
            return Err(errors::invalid_request("requestedTokenType is none that there is."));
        }
    };
    let refuse = || {
        errors::invalid_grant(
            "The subject token is unknown, has ended, or is not for this application.",
        )
    };
    let (token, row) = live(ctx, shown, false)?.ok_or_else(refuse)?;
    if token.client == application.arn || !application::is_arn(&token.client) {
        return Err(refuse());
    }
    let issued_to = application::find(ctx, &token.client).map_err(|_| refuse())?;
    let targets = token.scopes.iter().flatten().filter_map(|scope| issued_to.scopes.get(scope));
    let is_target = targets.flatten().any(|target| *target == application.arn);
    if !is_target || row.store != application.store {
        return Err(refuse());
    }
    Ok(Granted {
        session: token.session,
        row,
        within: None,
        wants_refresh,
        is_exchange_for_refresh: wants_refresh,
    })
}

fn issue(
    ctx: &mut Ctx<'_>,
    application: &Application,
    granted: &Granted,
    scopes: Vec<String>,
) -> CreateTokenWithIAMOutput {
    let now = ctx.now();
    let end = Timestamp::from_micros(granted.row.expires);
    let expires = (now + REFRESHED_TOKEN).min(end);
    let made = token::Made {
        client: &application.arn,
        session: &granted.session,
        scopes: Some(scopes.clone()),
    };
    let access = token::put(ctx, &made, (false, expires));
    let can_refresh =
        granted.wants_refresh && application.grants.iter().any(|own| own == REFRESH_TOKEN);
    let refresh = can_refresh.then(|| token::put(ctx, &made, (true, end)));
    CreateTokenWithIAMOutput::new()
        .access_token(access)
        .token_type("Bearer")
        .expires_in(expires.since(now).as_secs() as i64)
        .issued_token_type(if granted.is_exchange_for_refresh { REFRESH_TYPE } else { ACCESS_TYPE })
        .refresh_token(refresh)
        .scope(scopes)
}
