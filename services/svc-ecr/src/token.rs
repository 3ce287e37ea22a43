//! Authorization tokens: the password with which a Docker client comes as whoever has asked for it.
//!
//! Source: API Reference, GetAuthorizationToken: "valid for 12 hours", "the base64-encoded …
//! `user:password`"; the user is always `AWS`.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kernel::{ApiError, Ctx, OpResult, Principal, Struct, Timestamp};
use store::Range;

use crate::api::{
    AuthorizationDataBuilder, GetAuthorizationTokenInput, GetAuthorizationTokenOutput,
};
use crate::content;
use crate::errors;
use crate::limits::TOKEN_US;
use crate::repository;
use crate::state::{IdentityRow, TOKEN_ENDS, TOKENS, TokenRow};

/// The step that tells whose a password is: `Authorization`, as the header says it.
pub const ENTER: &str = "EnterRegistry";

const USER: &str = "AWS";
/// Tokens that have ended and are removed when a new one is made.
const SWEPT_AT_ONCE: usize = 10;

pub fn get_authorization_token(
    ctx: &mut Ctx<'_>,
    input: GetAuthorizationTokenInput<'_>,
) -> Result<GetAuthorizationTokenOutput, ApiError> {
    let identity = match ctx.principal() {
        Principal::Root(_) => None,
        Principal::Identity(it) => Some(IdentityRow {
            arn: it.arn.clone(),
            unique_id: it.unique_id.clone(),
            access_key_id: it.access_key_id.clone(),
            is_session: it.is_session,
        }),
        Principal::Anonymous | Principal::Service(_) => {
            return Err(errors::invalid("Only an IAM principal can have an authorization token."));
        }
    };
    sweep(ctx)?;
    let password = URL_SAFE_NO_PAD.encode(ctx.secret_seed()?);
    let expires_us = ctx.now().micros() + TOKEN_US;
    let row = TokenRow {
        expires_us,
        account: ctx.account().to_string(),
        region: ctx.region().to_string(),
        identity,
    };
    let key = key(&password);
    ctx.table_mut(&TOKENS).put(&key, &row);
    ctx.table_mut(&TOKEN_ENDS).put(&(expires_us, key.as_str()), &());
    let own = ctx.account().to_string();
    let mut registries: Vec<&str> = input.registry_ids().into_iter().flatten().collect();
    if registries.is_empty() {
        registries.push(&own);
    }
    let host = repository::host(ctx);
    let data = registries.into_iter().map(|registry| {
        AuthorizationDataBuilder::new()
            .authorization_token(STANDARD.encode(format!("{USER}:{password}")))
            .expires_at(Timestamp::from_micros(expires_us))
            .proxy_endpoint(format!("http://{}", host.replacen(&own, registry, 1)))
    });
    Ok(GetAuthorizationTokenOutput::new().authorization_data(data.collect::<Vec<_>>()))
}

fn key(password: &str) -> String {
    content::digest_of(password.as_bytes())
}

fn sweep(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let range = Range::all().before(&(ctx.now().micros(),));
    let ended = ctx.table(&TOKEN_ENDS).keys(&range).take(SWEPT_AT_ONCE);
    for (end, key) in ended.collect::<Result<Vec<_>, _>>()? {
        ctx.table_mut(&TOKENS).delete(&key);
        ctx.table_mut(&TOKEN_ENDS).delete(&(end, key.as_str()));
    }
    Ok(())
}

/// The step [`ENTER`]. Answers `Account` and `Region`, in which the token was made, and of an
/// identity `Arn`, `UniqueId`, `AccessKeyId` and `IsSession`.
pub fn enter(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let row = match password(input.str("Authorization").unwrap_or_default()) {
        Some(password) => ctx.table(&TOKENS).get(&key(&password))?,
        None => None,
    };
    let row = row.filter(|row| row.expires_us > ctx.now().micros());
    let row = row.ok_or_else(|| {
        let message = "Your authorization token has expired. Reauthenticate and try again.";
        ApiError::new("DENIED", message).with_status(403)
    })?;
    let entered = Struct::new().with("Account", row.account).with("Region", row.region);
    Ok(match row.identity {
        None => entered,
        Some(it) => entered
            .with("Arn", it.arn)
            .with("UniqueId", it.unique_id)
            .with("AccessKeyId", it.access_key_id)
            .with("IsSession", it.is_session),
    })
}

/// Of `Basic`, with the user `AWS`.
fn password(header: &str) -> Option<String> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = pair.split_once(':')?;
    (user == USER).then(|| password.to_owned())
}
