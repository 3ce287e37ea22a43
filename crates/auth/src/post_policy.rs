//! Browser uploads: S3's POST, whose form carries a policy and its signature.
//!
//! Only the signature is verified here. What the policy allows (its conditions and its expiry)
//! is S3's to judge.

use kernel::door::World;
use kernel::{ApiError, Principal};
use store::Store;
use world::{AccountId, Region, Timestamp};

use crate::authenticate::{check_session, principal};
use crate::claim::{Algorithm, Credential};
use crate::credentials::Keyring;
use crate::errors::{self, Family, Mismatch};
use crate::key_id;
use crate::signing::{self, ALGORITHM, Scope};

/// The fields of a form that sign it; the caller has found them, in whatever case they came.
#[derive(Clone, Copy, Debug)]
pub struct Form<'f> {
    /// `policy`: base 64 as it came, which is the text that is signed.
    pub policy: &'f str,
    /// `x-amz-algorithm`.
    pub algorithm: &'f str,
    /// `x-amz-credential`.
    pub credential: &'f str,
    /// `x-amz-signature`.
    pub signature: &'f str,
    /// `x-amz-security-token`.
    pub security_token: Option<&'f str>,
}

/// Who has signed a form.
#[derive(Debug)]
pub struct Signer {
    pub principal: Principal,
    pub account: AccountId,
    pub region: Option<Region>,
    pub is_verified: bool,
}

/// Finds out who has signed a form, and whether they have.
pub fn verify(world: &World, form: &Form<'_>, is_strict: bool) -> Result<Signer, ApiError> {
    verify_at(&world.store, world.clock.now(), form, is_strict)
}

/// `now` is the world's virtual time, by which sessions end.
pub fn verify_at(
    store: &Store,
    now: Timestamp,
    form: &Form<'_>,
    is_strict: bool,
) -> Result<Signer, ApiError> {
    if form.algorithm != ALGORITHM {
        let message = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"";
        return Err(ApiError::new("InvalidArgument", message)
            .with_member("ArgumentName", "X-Amz-Algorithm")
            .with_member("ArgumentValue", form.algorithm));
    }
    let credential = Credential::read(form.credential, Algorithm::Hmac)
        .ok_or_else(|| errors::malformed_credential(Family::S3, true))?;
    let region = Region::parse(credential.region);
    let id = credential.access_key_id;
    if key_id::is_made_by_a_world(id) {
        let keyring = Keyring::open(store);
        if let Some(key) = keyring.find(id)? {
            check_session(&key, form.security_token, now, Family::S3)?;
            let scope = Scope {
                date: credential.date,
                region: credential.region,
                service: credential.service,
            };
            check_signature(form, id, &signing::signing_key(&key.secret, scope))?;
            return Ok(Signer {
                principal: principal(&key, id)?,
                account: key.account()?,
                region,
                is_verified: true,
            });
        }
        if let Some(token) = form.security_token
            && keyring.has_issued(token, id)?
        {
            return Err(errors::expired_token(Family::S3));
        }
    }
    let account = match AccountId::parse(id) {
        Some(account) => account,
        None if is_strict => return Err(errors::unknown_key(Family::S3, id)),
        None => AccountId::DEFAULT,
    };
    Ok(Signer { principal: Principal::Root(account), account, region, is_verified: false })
}

fn check_signature(
    form: &Form<'_>,
    access_key_id: &str,
    key: &signing::SigningKey,
) -> Result<(), ApiError> {
    if signing::is_signature(key, form.policy, form.signature) {
        return Ok(());
    }
    Err(errors::signature_does_not_match(
        Family::S3,
        &Mismatch {
            access_key_id,
            provided: form.signature,
            string_to_sign: form.policy,
            canonical_request: b"",
        },
    ))
}
