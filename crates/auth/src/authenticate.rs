//! From a request's head to its principal, in two steps: [`prepare`] reads what the client claims,
//! before the body is taken in; [`Prepared::verify`] finds out whether it is true.

use std::borrow::Cow;
use std::time::Duration;

use http::HeaderMap;
use kernel::door::World;
use kernel::{ApiError, Principal};
use sha2::{Digest as _, Sha256};
use store::Store;
use world::{AccountId, Region, Timestamp};

use crate::asymmetric;
use crate::canonical::{self, Parts};
use crate::chunked::{ChunkKey, ChunkSigner, Mode, Streaming};
use crate::claim::{self, Algorithm, Claim, Claimed, Place, header};
use crate::errors::{self, Family, Mismatch};
use crate::holder::{Holder, Shown};
use crate::signing::{self, SigningKey, amz_date};
use crate::token_version;
use crate::version2;

/// A request without its body, and what its service asks of signatures.
#[derive(Clone, Copy, Debug)]
pub struct Head<'h> {
    pub method: &'h str,
    /// Percent-encoded, not rewritten (virtual hosts keep their short path).
    pub path: &'h str,
    /// The path with the bucket of a virtual host in front, which Signature Version 2 signs.
    pub resource: &'h str,
    /// Without the `?`; empty when there is none.
    pub query: &'h str,
    pub headers: &'h HeaderMap,
    /// HTTP/2's `:authority`, for requests without a `Host` header.
    pub authority: &'h str,
    /// The name that the service's clients sign for: `sqs`, `s3`.
    pub signing_name: &'h str,
    pub family: Family,
    /// Whether the operation answers unsigned requests (the model's `auth: none`; all of S3,
    /// which lets its policies decide).
    pub allows_anonymous: bool,
}

/// A request whose signer is known.
#[derive(Clone, Debug)]
pub struct Authenticated {
    pub principal: Principal,
    /// The signer's account; the default account for anonymous requests.
    pub account: AccountId,
    /// Of the signature's scope, as it stands there: it may be no region at all.
    pub region: Option<String>,
    /// Empty for anonymous requests.
    pub access_key_id: String,
    /// Whether the signature was computed and compared.
    pub is_verified: bool,
    pub is_presigned: bool,
    pub payload: PayloadRule,
}

/// What is yet to be done with the body.
#[derive(Clone, Debug)]
pub enum PayloadRule {
    /// Nothing: it is not signed, or has been checked.
    Unsigned,
    /// Its SHA-256 must be this (hexadecimal, in either case), else
    /// [`errors::content_sha256_mismatch`].
    Signed(String),
    /// It comes in `aws-chunked` framing, which [`crate::chunked::ChunkedDecoder`] takes off.
    Streaming(Streaming),
}

/// A request whose claim was read and not yet verified.
#[derive(Debug)]
pub struct Prepared<'h> {
    head: Head<'h>,
    claim: Signed<'h>,
    payload: Payload<'h>,
}

/// How it is signed.
#[derive(Debug)]
enum Signed<'h> {
    Not,
    Version2(version2::Claim<'h>),
    Version4(Claim<'h>),
}

/// The clocks that matter: signatures live by the client's real time, sessions by the world's.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub real: Timestamp,
    pub virtual_now: Timestamp,
}

/// Reads who the request claims to come from; refuses what cannot be read.
pub fn prepare<'h>(head: &Head<'h>) -> Result<Prepared<'h>, ApiError> {
    let family = head.family;
    let claim = match claim::read(head, family)? {
        Claimed::Version4(claim) => Signed::Version4(claim),
        Claimed::Version2(claim) => Signed::Version2(claim),
        Claimed::Nobody if head.allows_anonymous => Signed::Not,
        Claimed::Nobody => return Err(errors::missing_authentication_token(family)),
        // A token of a user pool or the like, which the operation reads itself.
        Claimed::OtherScheme(_) if head.allows_anonymous && family != Family::S3 => Signed::Not,
        Claimed::OtherScheme(value) => return Err(errors::unsupported_scheme(family, value)),
    };
    Ok(Prepared { head: *head, claim, payload: Payload::of(head)? })
}

impl Prepared<'_> {
    /// The framing of the body, when it has one.
    pub fn framing(&self) -> Option<Streaming> {
        match self.payload.rule(None) {
            PayloadRule::Streaming(streaming) => Some(streaming),
            _ => None,
        }
    }

    /// Finds out who has signed the request, and whether they have. `body` is the whole body as
    /// it came; `None` for bodies that are taken in as a stream.
    pub fn verify(
        &self,
        world: &World,
        is_strict: bool,
        body: Option<&[u8]>,
    ) -> Result<Authenticated, ApiError> {
        let times = Times { real: world.clock.real_now(), virtual_now: world.clock.now() };
        self.verify_at(&world.store, times, is_strict, body)
    }

    pub fn verify_at(
        &self,
        store: &Store,
        times: Times,
        is_strict: bool,
        body: Option<&[u8]>,
    ) -> Result<Authenticated, ApiError> {
        let (id, token) = match &self.claim {
            Signed::Not => return Ok(self.anonymous()),
            Signed::Version2(claim) => (&claim.access_key_id, &claim.session_token),
            Signed::Version4(claim) => (&claim.access_key_id, &claim.session_token),
        };
        let shown = Shown { access_key_id: id, session_token: token.as_deref() };
        let family = self.head.family;
        let holder = Holder::find(store, times.virtual_now, shown, is_strict, family)?;
        if let (Holder::Known(key), Signed::Version4(claim)) = (&holder, &self.claim)
            && key.session.as_ref().is_some_and(|session| session.is_first_version)
            && !token_version::takes_first(&claim.region)
        {
            return Err(errors::bad_token(family));
        }
        match &self.claim {
            Signed::Version2(claim) => self.version2(&holder, claim, times),
            Signed::Version4(claim) => match holder.secret() {
                Some(secret) => self.verified(&holder, secret, claim, times, body),
                None => self.unverified(&holder, claim, times),
            },
            Signed::Not => unreachable!("unsigned requests were answered above"),
        }
    }

    fn anonymous(&self) -> Authenticated {
        Authenticated {
            principal: Principal::Anonymous,
            account: AccountId::DEFAULT,
            region: None,
            access_key_id: String::new(),
            is_verified: false,
            is_presigned: false,
            payload: self.payload.rule(None),
        }
    }

    /// Of a key whose secret the world does not know only a URL's time is checked.
    fn unverified(
        &self,
        holder: &Holder,
        claim: &Claim<'_>,
        times: Times,
    ) -> Result<Authenticated, ApiError> {
        let family = self.head.family;
        if claim.is_presigned() {
            let signed = signing_time(claim, &self.head)?;
            check_time(claim, signed, times.real, family)?;
        }
        let payload = match self.payload.rule(None) {
            // Only S3 answers for a body by its hash alone, whatever the signature is worth.
            PayloadRule::Signed(_) if family != Family::S3 => PayloadRule::Unsigned,
            payload => payload,
        };
        authenticated(holder, claim, payload)
    }

    fn verified(
        &self,
        holder: &Holder,
        secret: &str,
        claim: &Claim<'_>,
        times: Times,
        body: Option<&[u8]>,
    ) -> Result<Authenticated, ApiError> {
        let head = &self.head;
        let signed = signing_time(claim, head)?;
        check_scope(claim, signed, head)?;
        check_time(claim, signed, times.real, head.family)?;
        check_signed_headers(claim, head)?;
        if claim.algorithm == Algorithm::Ecdsa {
            return self.verified_asymmetric(holder, secret, claim, signed, body);
        }

        let signature = Signature {
            claim,
            head,
            key: signing::signing_key(secret, claim.scope()),
            time: amz_date(signed),
        };
        signature.compare(&self.payload.hash(claim.is_presigned(), head.family, body)?)?;
        let payload = self.payload.rule(Some(signature.into_chunk_signer()));
        authenticated(holder, claim, payload)
    }

    fn verified_asymmetric(
        &self,
        holder: &Holder,
        secret: &str,
        claim: &Claim<'_>,
        signed: Timestamp,
        body: Option<&[u8]>,
    ) -> Result<Authenticated, ApiError> {
        let head = &self.head;
        let payload_hash = self.payload.hash(claim.is_presigned(), head.family, body)?;
        let canonical_request = canonical::request(&parts(head, claim), &payload_hash);
        let time = amz_date(signed);
        let text = asymmetric::string_to_sign(&time, claim, &canonical_request);
        let key = asymmetric::verifying_key(&claim.access_key_id, secret)
            .filter(|key| asymmetric::is_signature(key, &text, &claim.signature))
            .ok_or_else(|| mismatch(head.family, claim, &text, &canonical_request))?;
        let signer = ChunkSigner {
            key: ChunkKey::Pair(Box::new(key)),
            time,
            scope: asymmetric::scope(claim),
            seed: claim.signature.to_string(),
        };
        authenticated(holder, claim, self.payload.rule(Some(signer)))
    }

    fn version2(
        &self,
        holder: &Holder,
        claim: &version2::Claim<'_>,
        times: Times,
    ) -> Result<Authenticated, ApiError> {
        if claim.is_presigned() || holder.secret().is_some() {
            claim.check_time(&self.head, times.real)?;
        }
        if let Some(secret) = holder.secret() {
            claim.compare(&self.head, secret)?;
        }
        Ok(Authenticated {
            principal: holder.principal(&claim.access_key_id)?,
            account: holder.account()?,
            region: None,
            access_key_id: claim.access_key_id.to_string(),
            is_verified: holder.secret().is_some(),
            is_presigned: claim.is_presigned(),
            payload: self.payload.rule(None),
        })
    }
}

fn authenticated(
    holder: &Holder,
    claim: &Claim<'_>,
    payload: PayloadRule,
) -> Result<Authenticated, ApiError> {
    Ok(Authenticated {
        principal: holder.principal(&claim.access_key_id)?,
        account: holder.account()?,
        region: (!claim.region.is_empty()).then(|| claim.region.to_string()),
        access_key_id: claim.access_key_id.to_string(),
        is_verified: holder.secret().is_some(),
        is_presigned: claim.is_presigned(),
        payload,
    })
}

/// Everything that the comparison of a signature needs.
struct Signature<'c> {
    claim: &'c Claim<'c>,
    head: &'c Head<'c>,
    key: SigningKey,
    time: String,
}

impl Signature<'_> {
    fn compare(&self, payload_hash: &str) -> Result<(), ApiError> {
        let canonical_request = canonical::request(&parts(self.head, self.claim), payload_hash);
        let text = signing::string_to_sign(&self.time, self.claim.scope(), &canonical_request);
        if signing::is_signature(&self.key, &text, &self.claim.signature) {
            return Ok(());
        }
        Err(mismatch(self.head.family, self.claim, &text, &canonical_request))
    }

    fn into_chunk_signer(self) -> ChunkSigner {
        ChunkSigner {
            key: ChunkKey::Shared(self.key),
            time: self.time,
            scope: self.claim.scope().to_string(),
            seed: self.claim.signature.to_string(),
        }
    }
}

fn parts<'p>(head: &Head<'p>, claim: &'p Claim<'_>) -> Parts<'p> {
    let Head { method, path, query, headers, authority, family, .. } = *head;
    Parts {
        method,
        path,
        query,
        headers,
        authority,
        signed_headers: &claim.signed_headers,
        signs_path_as_sent: family.signs_path_as_sent(),
    }
}

fn mismatch(
    family: Family,
    claim: &Claim<'_>,
    string_to_sign: &str,
    canonical_request: &[u8],
) -> ApiError {
    let mismatch = Mismatch {
        access_key_id: &claim.access_key_id,
        provided: &claim.signature,
        string_to_sign,
        canonical_request,
    };
    errors::signature_does_not_match(family, &mismatch)
}

fn signing_time(claim: &Claim<'_>, head: &Head<'_>) -> Result<Timestamp, ApiError> {
    let refuse = |sentence: String| {
        let authorization = head.headers.get(http::header::AUTHORIZATION);
        let authorization = authorization.map_or(&b""[..], http::HeaderValue::as_bytes);
        Err(errors::incomplete(head.family, &[sentence], authorization))
    };
    let Some(text) = &claim.time else {
        let sentence = "Authorization header requires existence of either a 'X-Amz-Date' or a \
                        'Date' header.";
        return refuse(sentence.to_owned());
    };
    let parsed = signing::parse_amz_date(text).or_else(|| signing::parse_http_date(text));
    match parsed {
        Some(time) => Ok(time),
        None if claim.is_presigned() => {
            let message = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
            Err(errors::bad_query(head.family, message))
        }
        None => refuse(format!(
            "Date must be in ISO-8601 'basic format'. Got '{text}'. See \
             http://en.wikipedia.org/wiki/ISO_8601"
        )),
    }
}

fn check_scope(claim: &Claim<'_>, signed: Timestamp, head: &Head<'_>) -> Result<(), ApiError> {
    let time = amz_date(signed);
    let day = &time[..8];
    if claim.date != day {
        return Err(errors::bad_scope(
            head.family,
            format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
                 from HTTP: '{}' != '{day}', from '{time}'.",
                claim.date
            ),
        ));
    }
    if claim.service != head.signing_name {
        let message =
            format!("Credential should be scoped to correct service: '{}'. ", head.signing_name);
        return Err(errors::bad_scope(head.family, message));
    }
    // Asymmetric signatures are for a set of regions, which a header of their own names.
    if claim.algorithm == Algorithm::Hmac && Region::parse(&claim.region).is_none() {
        let message = "Credential should be scoped to a valid region. ".to_owned();
        return Err(errors::bad_scope(head.family, message));
    }
    Ok(())
}

fn check_time(
    claim: &Claim<'_>,
    signed: Timestamp,
    now: Timestamp,
    family: Family,
) -> Result<(), ApiError> {
    let skew = Duration::from_secs(errors::SKEW_MINUTES as u64 * 60);
    match claim.place {
        Place::Header if signed + skew < now || signed > now + skew => {
            Err(errors::skewed(family, signed, now))
        }
        Place::Header => Ok(()),
        Place::Query { .. } if signed > now + skew => {
            Err(errors::url_not_yet_valid(family, signed, now))
        }
        Place::Query { expires_seconds } => {
            let expires = signed + Duration::from_secs(expires_seconds as u64);
            if expires < now {
                return Err(errors::url_expired(family, expires_seconds, expires, now));
            }
            Ok(())
        }
    }
}

/// `host` must be signed always; S3 wants all `x-amz-*` headers signed as well.
fn check_signed_headers(claim: &Claim<'_>, head: &Head<'_>) -> Result<(), ApiError> {
    let family = head.family;
    if !claim.signs("host") && !claim.signs(":authority") {
        return Err(errors::headers_not_signed(family, "host"));
    }
    if family != Family::S3 {
        return Ok(());
    }
    let names = head.headers.keys().map(http::HeaderName::as_str);
    let unsigned: Vec<&str> =
        names.filter(|name| name.starts_with("x-amz-") && !claim.signs(name)).collect();
    if unsigned.is_empty() {
        return Ok(());
    }
    Err(errors::headers_not_signed(family, &unsigned.join(", ")))
}

/// What the headers say of the body.
#[derive(Clone, Copy, Debug)]
enum Payload<'h> {
    NotTold,
    /// `UNSIGNED-PAYLOAD`, or a framing that is not S3's: the words go into the signature.
    Unsigned(&'h str),
    Hash(&'h str),
    Chunked(&'h str, Mode),
}

impl<'h> Payload<'h> {
    fn of(head: &Head<'h>) -> Result<Payload<'h>, ApiError> {
        let Some(words) = header(head.headers, &claim::X_AMZ_CONTENT_SHA256) else {
            return Ok(Payload::NotTold);
        };
        if is_sha256(words) {
            return Ok(Payload::Hash(words));
        }
        if head.family != Family::S3 || words == "UNSIGNED-PAYLOAD" {
            return Ok(Payload::Unsigned(words));
        }
        match Mode::of(words) {
            Some(mode) => Ok(Payload::Chunked(words, mode)),
            None => Err(errors::bad_content_sha256(words)),
        }
    }

    /// The last line of the canonical request: as the headers tell it, or of the body itself.
    fn hash(
        self,
        is_presigned: bool,
        family: Family,
        body: Option<&[u8]>,
    ) -> Result<Cow<'h, str>, ApiError> {
        match (self, body) {
            (Payload::Unsigned(words) | Payload::Hash(words) | Payload::Chunked(words, _), _) => {
                Ok(Cow::Borrowed(words))
            }
            (Payload::NotTold, _) if family == Family::S3 && is_presigned => {
                Ok(Cow::Borrowed("UNSIGNED-PAYLOAD"))
            }
            (Payload::NotTold, Some(body)) if family != Family::S3 => {
                Ok(Cow::Owned(signing::hex(&Sha256::digest(body))))
            }
            (Payload::NotTold, _) => Err(errors::missing_content_sha256()),
        }
    }

    fn rule(self, signer: Option<ChunkSigner>) -> PayloadRule {
        match self {
            Payload::NotTold | Payload::Unsigned(_) => PayloadRule::Unsigned,
            Payload::Hash(hash) => PayloadRule::Signed(hash.to_owned()),
            Payload::Chunked(_, mode) => PayloadRule::Streaming(Streaming { mode, signer }),
        }
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
