//! Browser uploads: S3's POST, whose form carries a policy and its signature.
//!
//! Only the signature is verified here. What the policy allows (its conditions and its expiry)
//! is S3's to judge.

use kernel::door::World;
use kernel::{ApiError, Principal};
use store::Store;
use world::{AccountId, Region, Timestamp};

use crate::claim::{Algorithm, Credential};
use crate::errors::{self, Family, Mismatch};
use crate::holder::{Holder, Shown};
use crate::signing::{self, ALGORITHM, Scope};
use crate::version2;

/// The fields of a form that sign it; the caller has found them, in whatever case they came.
#[derive(Clone, Copy, Debug)]
pub struct Form<'f> {
    /// `policy`: base 64 as it came, which is the text that is signed.
    pub policy: &'f str,
    /// `x-amz-signature`, or `signature` of Signature Version 2.
    pub signature: &'f str,
    /// `x-amz-security-token`.
    pub security_token: Option<&'f str>,
    pub method: Method<'f>,
}

/// How a form is signed.
#[derive(Clone, Copy, Debug)]
pub enum Method<'f> {
    Version4 {
        /// `x-amz-algorithm`.
        algorithm: &'f str,
        /// `x-amz-credential`.
        credential: &'f str,
    },
    Version2 {
        /// `AWSAccessKeyId`.
        access_key_id: &'f str,
    },
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
    let (id, scope) = match form.method {
        Method::Version2 { access_key_id } => (access_key_id, None),
        Method::Version4 { algorithm, credential } => {
            let credential = read_credential(algorithm, credential)?;
            let Credential { access_key_id, date, region, service } = credential;
            (access_key_id, Some(Scope { date, region, service }))
        }
    };
    let shown = Shown { access_key_id: id, session_token: form.security_token };
    let holder = Holder::find(store, now, shown, is_strict, Family::S3)?;
    if let Some(secret) = holder.secret() {
        let is_signed = match scope {
            Some(scope) => {
                let key = signing::signing_key(secret, scope);
                signing::is_signature(&key, form.policy, form.signature)
            }
            None => version2::is_signature(secret, form.policy, form.signature),
        };
        if !is_signed {
            return Err(mismatch(form, id));
        }
    }
    Ok(Signer {
        principal: holder.principal(id)?,
        account: holder.account()?,
        region: scope.and_then(|scope| Region::parse(scope.region)),
        is_verified: holder.secret().is_some(),
    })
}

fn read_credential<'f>(algorithm: &str, credential: &'f str) -> Result<Credential<'f>, ApiError> {
    if algorithm != ALGORITHM {
        let message = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"";
        return Err(ApiError::new("InvalidArgument", message)
            .with_member("ArgumentName", "X-Amz-Algorithm")
            .with_member("ArgumentValue", algorithm));
    }
    Credential::read(credential, Algorithm::Hmac)
        .ok_or_else(|| errors::malformed_credential(Family::S3, true))
}

fn mismatch(form: &Form<'_>, access_key_id: &str) -> ApiError {
    errors::signature_does_not_match(
        Family::S3,
        &Mismatch {
            access_key_id,
            provided: form.signature,
            string_to_sign: form.policy,
            canonical_request: b"",
        },
    )
}
