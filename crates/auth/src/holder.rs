//! Who holds an access key: a principal whose secret the world knows, or the root of an account.

use std::sync::Arc;

use kernel::{ApiError, Identity, Principal};
use store::Store;
use world::{AccountId, Timestamp};

use crate::credentials::{AccessKey, KeyKind, KeyStatus, Keyring};
use crate::errors::{self, Family};
use crate::{key_id, session_token};

#[derive(Debug)]
pub enum Holder {
    /// Signatures are to be verified with the key's secret.
    Known(Box<AccessKey>),
    /// The secret is unknown, so signatures are worth nothing.
    Root(AccountId),
}

/// A key as a request shows it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'k> {
    pub access_key_id: &'k str,
    pub session_token: Option<&'k str>,
}

impl Holder {
    /// `now` is the world's virtual time, by which sessions end. Twelve digits name their
    /// account's root even when unknown keys are refused.
    pub fn find(
        store: &Store,
        now: Timestamp,
        shown: Shown<'_>,
        is_strict: bool,
        family: Family,
    ) -> Result<Holder, ApiError> {
        let Shown { access_key_id: id, session_token: token } = shown;
        if key_id::is_made_by_a_world(id) {
            let keyring = Keyring::open(store);
            if let Some(key) = keyring.find(id)? {
                if key.status != KeyStatus::Active {
                    return Err(errors::unknown_key(family, id));
                }
                check_session(&key, token, now, family)?;
                return Ok(Holder::Known(Box::new(key)));
            }
            // A session that has ended and was swept away must not become somebody's root.
            if let Some(token) = token
                && keyring.has_issued(token, id)?
            {
                return Err(errors::expired_token(family));
            }
        }
        match AccountId::parse(id) {
            Some(account) => Ok(Holder::Root(account)),
            None if is_strict => Err(errors::unknown_key(family, id)),
            None => Ok(Holder::Root(AccountId::DEFAULT)),
        }
    }

    pub fn secret(&self) -> Option<&str> {
        match self {
            Holder::Known(key) => Some(&key.secret),
            Holder::Root(_) => None,
        }
    }

    pub fn account(&self) -> Result<AccountId, ApiError> {
        match self {
            Holder::Known(key) => key.account(),
            Holder::Root(account) => Ok(*account),
        }
    }

    pub fn principal(&self, access_key_id: &str) -> Result<Principal, ApiError> {
        let account = self.account()?;
        match self {
            Holder::Known(key) if key.kind != KeyKind::Root => {
                Ok(Principal::Identity(Arc::new(Identity {
                    account,
                    arn: key.arn.clone(),
                    unique_id: key.unique_id.clone(),
                    access_key_id: access_key_id.to_owned(),
                    is_session: key.kind.is_session(),
                })))
            }
            Holder::Known(_) | Holder::Root(_) => Ok(Principal::Root(account)),
        }
    }
}

/// A session's key is valid together with its token, until it expires.
fn check_session(
    key: &AccessKey,
    token: Option<&str>,
    now: Timestamp,
    family: Family,
) -> Result<(), ApiError> {
    match (&key.token_digest, token) {
        (None, None) => {}
        (Some(digest), Some(token)) if *digest == session_token::digest(token) => {}
        _ => return Err(errors::bad_token(family)),
    }
    if key.expires().is_some_and(|expires| expires <= now) {
        return Err(errors::expired_token(family));
    }
    Ok(())
}
