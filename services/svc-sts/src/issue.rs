//! Issuing sessions, and sweeping them away when they have ended.

use std::time::Duration;

use auth::credentials::{self, Credentials, KeyKind, NewSession, Session};
use auth::{directory, token_version};
use kernel::scheduler::{Job, Retry};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct};
use world::Chance;

use crate::api::CredentialsBuilder;
use crate::limits::TOKEN_CHARS_MAX;

/// The step that deletes an ended session; its token is still recognised as expired.
pub const SWEEP: &str = "SweepSession";

const ACCESS_KEY_ID: &str = "AccessKeyId";

/// A session as an operation wants it.
#[derive(Debug)]
pub struct Wish {
    pub account: AccountId,
    pub kind: KeyKind,
    pub arn: String,
    pub unique_id: String,
    pub seconds: i64,
    pub token_chars_min: Option<i64>,
    pub session: Session,
}

/// A session as the client gets it.
#[derive(Debug)]
pub struct Issued {
    credentials: Credentials,
}

/// Writes a session and leaves the job that sweeps it away.
pub fn issue(ctx: &mut Ctx, mut wish: Wish) -> Result<Issued, ApiError> {
    if is_global_endpoint(&ctx.origin().endpoint) {
        let scope = directory::scope_of(wish.account.as_str()).ok_or_else(ApiError::internal)?;
        wish.session.is_first_version = token_version::of(ctx.tx(), &scope)? == 1;
    }
    let created = ctx.now();
    let expires = created + Duration::from_secs(wish.seconds.unsigned_abs());
    // A generator of its own, since the context's cannot be held beside its transaction.
    let mut chance = Chance::derive(ctx.chance().u64(), 0, 0);
    let new = NewSession {
        account: wish.account,
        kind: wish.kind,
        arn: wish.arn,
        unique_id: wish.unique_id,
        created,
        expires,
        token_len_min: wish.token_chars_min.unwrap_or(0) as usize,
        session: wish.session,
    };
    let credentials = credentials::issue(ctx.tx_mut(), &mut chance, new)?;
    let ask = Ask::to("sts", SWEEP)
        .with(ACCESS_KEY_ID, &credentials.access_key_id)
        .as_service("sts.amazonaws.com")
        .in_account(wish.account);
    ctx.enqueue(Job {
        not_before: Some(expires),
        retry: Retry { retries_max: 0, delay_ms: 0, growth_percent: 100, delay_ms_max: 0 },
        ..Job::now(ask)
    });
    Ok(Issued { credentials })
}

/// Whether a client has called the one endpoint that is no region's (`https://sts.amazonaws.com`),
/// under any domain: `http://sts.localhost:4566` is one, `http://sts.eu-west-1.localhost` and
/// `http://localhost:4566` are none.
pub fn is_global_endpoint(endpoint: &str) -> bool {
    let host = endpoint.rsplit("://").next().unwrap_or_default();
    let mut labels = host.split(':').next().unwrap_or_default().split('.');
    labels.next() == Some("sts") && labels.next().is_some_and(|it| Region::parse(it).is_none())
}

/// Deletes a session that has ended.
pub fn sweep(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = input.str(ACCESS_KEY_ID).expect("issue() names the key");
    let now = ctx.now();
    let key = credentials::find(ctx.tx(), id)?;
    if key.and_then(|key| key.expires()).is_some_and(|expires| expires <= now) {
        credentials::delete(ctx.tx_mut(), id);
    }
    Ok(Struct::new())
}

impl Issued {
    pub fn credentials(&self) -> CredentialsBuilder {
        CredentialsBuilder::new()
            .access_key_id(&self.credentials.access_key_id)
            .secret_access_key(&self.credentials.secret_access_key)
            .session_token(&self.credentials.session_token)
            .expiration(self.credentials.expires)
    }

    pub fn token_size(&self) -> usize {
        self.credentials.session_token.len()
    }

    pub fn token_utilization(&self) -> usize {
        (self.token_size() * 100).div_ceil(TOKEN_CHARS_MAX)
    }
}
