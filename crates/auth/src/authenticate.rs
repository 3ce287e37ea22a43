//! From a request's head to its principal. The gateway calls [`authenticate`]; everything else
//! here is its steps, in order.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use kernel::door::World;
use kernel::{ApiError, Identity, Principal};
use sha2::{Digest as _, Sha256};
use store::Store;
use world::{AccountId, Region, Timestamp};

use crate::canonical::{self, Parts};
use crate::chunked::{ChunkSigner, ChunkedDecoder, Mode};
use crate::claim::{self, Algorithm, Claim, Claimed, Place, header};
use crate::credentials::{AccessKey, KeyKind, Keyring};
use crate::errors::{self, Family, Mismatch};
use crate::signing::{self, SigningKey, amz_date};
use crate::{key_id, session_token};

/// A request without its body, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Head<'h> {
    pub method: &'h str,
    /// Percent-encoded, not rewritten (virtual hosts keep their short path).
    pub path: &'h str,
    /// Without the `?`; empty when there is none.
    pub query: &'h str,
    pub headers: &'h HeaderMap,
    /// HTTP/2's `:authority`, for requests without a `Host` header.
    pub authority: &'h str,
}

/// What the service and the operator ask of a signature.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub family: Family,
    /// The name that the service's clients sign for: `sqs`, `s3`.
    pub signing_name: &'a str,
    /// Refuse keys that the world does not know. Twelve digits still name an account's root.
    pub is_strict: bool,
    /// Whether the operation answers unsigned requests (the model's `auth: none`; all of S3,
    /// which lets its policies decide).
    pub allows_anonymous: bool,
}

/// A request whose signer is known.
#[derive(Debug)]
pub struct Authenticated<'h> {
    pub principal: Principal,
    /// The signer's account; the default account for anonymous requests.
    pub account: AccountId,
    /// Of the signature's scope, when it names a region that exists.
    pub region: Option<Region>,
    /// Empty for anonymous requests.
    pub access_key_id: Cow<'h, str>,
    /// Whether the signature was computed and compared.
    pub is_verified: bool,
    pub is_presigned: bool,
    pub payload: PayloadRule<'h>,
}

/// What is yet to be done with the body.
#[derive(Debug)]
pub enum PayloadRule<'h> {
    /// Nothing: it is not signed, or has been checked.
    Unsigned,
    /// Its SHA-256 must be this (hexadecimal, in either case), else
    /// [`errors::content_sha256_mismatch`].
    Signed(&'h str),
    /// It comes in `aws-chunked` framing.
    Streaming(Streaming<'h>),
}

/// A body in `aws-chunked` framing.
#[derive(Debug)]
pub struct Streaming<'h> {
    pub mode: Mode,
    /// `x-amz-decoded-content-length`: how long the body is without the framing.
    pub decoded_len: u64,
    /// `x-amz-trailer`: the names of the trailing headers, separated by commas.
    pub trailers: Option<&'h str>,
    pub signer: Option<ChunkSigner>,
}

impl Streaming<'_> {
    pub fn decoder(&self) -> ChunkedDecoder {
        ChunkedDecoder::new(self.mode, self.decoded_len, self.signer.clone())
    }
}

/// Known at once, or once the body has been read.
#[derive(Debug)]
pub enum Outcome<'h> {
    Known(Authenticated<'h>),
    /// The signature covers the body: hand its hash to [`Pending::verify`].
    AwaitsBody(Box<Pending<'h>>),
}

/// A request whose signature covers a body that has not been read yet.
#[derive(Debug)]
pub struct Pending<'h> {
    signature: Signature<'h>,
    authenticated: Authenticated<'h>,
}

impl<'h> Pending<'h> {
    /// Compares the signature, given the SHA-256 of the body in lower-case hexadecimal.
    pub fn verify(self, body_sha256: &str) -> Result<Authenticated<'h>, ApiError> {
        self.signature.compare(body_sha256)?;
        Ok(self.authenticated)
    }

    /// As [`Pending::verify`], from the body itself.
    pub fn verify_body(self, body: &[u8]) -> Result<Authenticated<'h>, ApiError> {
        self.verify(&signing::hex(&Sha256::digest(body)))
    }
}

/// Finds out who has signed a request, and whether they have.
pub fn authenticate<'h>(
    world: &World,
    head: &Head<'h>,
    rules: &Rules<'_>,
) -> Result<Outcome<'h>, ApiError> {
    let times = Times { real: world.clock.real_now(), virtual_now: world.clock.now() };
    authenticate_at(&world.store, times, head, rules)
}

/// The clocks that matter: signatures live by the client's real time, sessions by the world's.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub real: Timestamp,
    pub virtual_now: Timestamp,
}

pub fn authenticate_at<'h>(
    store: &Store,
    times: Times,
    head: &Head<'h>,
    rules: &Rules<'_>,
) -> Result<Outcome<'h>, ApiError> {
    let claim = match claim::read(head, rules.family)? {
        Claimed::Version4(claim) => claim,
        Claimed::Version2 => return Err(errors::signature_version_2()),
        Claimed::Nobody if rules.allows_anonymous => return anonymous(head, rules.family),
        Claimed::Nobody => return Err(errors::missing_authentication_token(rules.family)),
        Claimed::OtherScheme(_) if rules.allows_anonymous && rules.family != Family::S3 => {
            return anonymous(head, rules.family);
        }
        Claimed::OtherScheme(value) => {
            return Err(errors::unsupported_scheme(rules.family, value));
        }
    };
    if key_id::is_made_by_a_world(&claim.access_key_id) {
        let keyring = Keyring::open(store);
        if let Some(key) = keyring.find(&claim.access_key_id)? {
            return verified(&key, claim, times, head, rules);
        }
        // A session that has ended and was swept away must not become somebody's root.
        if let Some(token) = &claim.session_token
            && keyring.has_issued(token, &claim.access_key_id)?
        {
            return Err(errors::expired_token(rules.family));
        }
    }
    unverified(claim, times, head, rules)
}

fn anonymous<'h>(head: &Head<'h>, family: Family) -> Result<Outcome<'h>, ApiError> {
    Ok(Outcome::Known(Authenticated {
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region: None,
        access_key_id: Cow::Borrowed(""),
        is_verified: false,
        is_presigned: false,
        payload: Payload::of(head, family)?.rule(None),
    }))
}

/// A key without a secret that the world knows: the root of an account.
fn unverified<'h>(
    claim: Claim<'h>,
    times: Times,
    head: &Head<'h>,
    rules: &Rules<'_>,
) -> Result<Outcome<'h>, ApiError> {
    let account = match AccountId::parse(&claim.access_key_id) {
        Some(account) => account,
        None if rules.is_strict => {
            return Err(errors::unknown_key(rules.family, &claim.access_key_id));
        }
        None => AccountId::DEFAULT,
    };
    if claim.is_presigned() {
        let signed = signing_time(&claim, head, rules.family)?;
        check_time(&claim, signed, times.real, rules.family)?;
    }
    let payload = match Payload::of(head, rules.family)?.rule(None) {
        // Only S3 answers for a body by its hash alone, whatever the signature is worth.
        PayloadRule::Signed(_) if rules.family != Family::S3 => PayloadRule::Unsigned,
        payload => payload,
    };
    Ok(Outcome::Known(Authenticated {
        principal: Principal::Root(account),
        account,
        region: Region::parse(&claim.region),
        is_verified: false,
        is_presigned: claim.is_presigned(),
        payload,
        access_key_id: claim.access_key_id,
    }))
}

fn verified<'h>(
    key: &AccessKey,
    claim: Claim<'h>,
    times: Times,
    head: &Head<'h>,
    rules: &Rules<'_>,
) -> Result<Outcome<'h>, ApiError> {
    let family = rules.family;
    if claim.algorithm == Algorithm::Ecdsa {
        return Err(errors::asymmetric_not_implemented());
    }
    check_session(key, claim.session_token.as_deref(), times.virtual_now, family)?;
    let signed = signing_time(&claim, head, family)?;
    check_scope(&claim, signed, rules)?;
    check_time(&claim, signed, times.real, family)?;
    check_signed_headers(&claim, head, family)?;

    let payload = Payload::of(head, family)?;
    let time = amz_date(signed);
    let signing_key = signing::signing_key(&key.secret, claim.scope());
    let signer = ChunkSigner {
        key: signing_key,
        time: time.clone(),
        scope: claim.scope().to_string(),
        seed: claim.signature.clone().into_owned(),
    };
    let told_hash = payload.told_hash(claim.is_presigned(), family)?;
    let authenticated = Authenticated {
        principal: principal(key, &claim.access_key_id)?,
        account: key.account()?,
        region: Region::parse(&claim.region),
        access_key_id: claim.access_key_id.clone(),
        is_verified: true,
        is_presigned: claim.is_presigned(),
        payload: payload.rule(Some(signer)),
    };
    let signature = Signature { claim, head: *head, family, key: signing_key, time };
    match told_hash {
        Some(hash) => {
            signature.compare(hash)?;
            Ok(Outcome::Known(authenticated))
        }
        None => Ok(Outcome::AwaitsBody(Box::new(Pending { signature, authenticated }))),
    }
}

pub(crate) fn principal(key: &AccessKey, access_key_id: &str) -> Result<Principal, ApiError> {
    let account = key.account()?;
    if key.kind == KeyKind::Root {
        return Ok(Principal::Root(account));
    }
    Ok(Principal::Identity(Arc::new(Identity {
        account,
        arn: key.arn.clone(),
        unique_id: key.unique_id.clone(),
        access_key_id: access_key_id.to_owned(),
        is_session: key.kind.is_session(),
    })))
}

/// Everything that the comparison of a signature needs.
#[derive(Debug)]
struct Signature<'h> {
    claim: Claim<'h>,
    head: Head<'h>,
    family: Family,
    key: SigningKey,
    time: String,
}

impl Signature<'_> {
    fn compare(&self, payload_hash: &str) -> Result<(), ApiError> {
        let parts = Parts {
            method: self.head.method,
            path: self.head.path,
            query: self.head.query,
            headers: self.head.headers,
            authority: self.head.authority,
            signed_headers: &self.claim.signed_headers,
            signs_path_as_sent: self.family.signs_path_as_sent(),
        };
        let canonical_request = canonical::request(&parts, payload_hash);
        let text = signing::string_to_sign(&self.time, self.claim.scope(), &canonical_request);
        if signing::is_signature(&self.key, &text, &self.claim.signature) {
            return Ok(());
        }
        let mismatch = Mismatch {
            access_key_id: &self.claim.access_key_id,
            provided: &self.claim.signature,
            string_to_sign: &text,
            canonical_request: &canonical_request,
        };
        Err(errors::signature_does_not_match(self.family, &mismatch))
    }
}

/// A session's key is valid together with its token, until it expires.
pub(crate) fn check_session(
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

fn signing_time(claim: &Claim<'_>, head: &Head<'_>, family: Family) -> Result<Timestamp, ApiError> {
    let refuse = |sentence: String| {
        let authorization = head.headers.get(http::header::AUTHORIZATION);
        let authorization = authorization.map_or(&b""[..], http::HeaderValue::as_bytes);
        Err(errors::incomplete(family, &[sentence], authorization))
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
            Err(errors::bad_query(family, message))
        }
        None => refuse(format!(
            "Date must be in ISO-8601 'basic format'. Got '{text}'. See \
             http://en.wikipedia.org/wiki/ISO_8601"
        )),
    }
}

fn check_scope(claim: &Claim<'_>, signed: Timestamp, rules: &Rules<'_>) -> Result<(), ApiError> {
    let time = amz_date(signed);
    let day = &time[..8];
    if claim.date != day {
        return Err(errors::bad_scope(
            rules.family,
            format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
                 from HTTP: '{}' != '{day}', from '{time}'.",
                claim.date
            ),
        ));
    }
    if claim.service != rules.signing_name {
        let message =
            format!("Credential should be scoped to correct service: '{}'. ", rules.signing_name);
        return Err(errors::bad_scope(rules.family, message));
    }
    if Region::parse(&claim.region).is_none() {
        let message = "Credential should be scoped to a valid region. ".to_owned();
        return Err(errors::bad_scope(rules.family, message));
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
fn check_signed_headers(
    claim: &Claim<'_>,
    head: &Head<'_>,
    family: Family,
) -> Result<(), ApiError> {
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
    Chunked { words: &'h str, mode: Mode, decoded_len: u64, trailers: Option<&'h str> },
}

impl<'h> Payload<'h> {
    fn of(head: &Head<'h>, family: Family) -> Result<Payload<'h>, ApiError> {
        let Some(words) = header(head.headers, "x-amz-content-sha256") else {
            return Ok(Payload::NotTold);
        };
        if is_sha256(words) {
            return Ok(Payload::Hash(words));
        }
        if family == Family::S3
            && let Some(mode) = Mode::of(words)
        {
            let told = header(head.headers, "x-amz-decoded-content-length");
            let decoded_len = told.and_then(|text| text.parse().ok());
            let decoded_len = decoded_len.ok_or_else(|| {
                let message = "You must provide the Content-Length HTTP header.";
                ApiError::new("MissingContentLength", message).with_status(411)
            })?;
            let trailers = header(head.headers, "x-amz-trailer");
            return Ok(Payload::Chunked { words, mode, decoded_len, trailers });
        }
        match words {
            "UNSIGNED-PAYLOAD" => Ok(Payload::Unsigned(words)),
            _ if family == Family::S3 => Err(errors::bad_content_sha256(words)),
            _ => Ok(Payload::Unsigned(words)),
        }
    }

    /// The last line of the canonical request, unless the body has to be read for it.
    fn told_hash(self, is_presigned: bool, family: Family) -> Result<Option<&'h str>, ApiError> {
        match self {
            Payload::Unsigned(words) | Payload::Hash(words) | Payload::Chunked { words, .. } => {
                Ok(Some(words))
            }
            Payload::NotTold if family != Family::S3 => Ok(None),
            Payload::NotTold if is_presigned => Ok(Some("UNSIGNED-PAYLOAD")),
            Payload::NotTold => Err(errors::missing_content_sha256()),
        }
    }

    fn rule(self, signer: Option<ChunkSigner>) -> PayloadRule<'h> {
        match self {
            Payload::NotTold | Payload::Unsigned(_) => PayloadRule::Unsigned,
            Payload::Hash(hash) => PayloadRule::Signed(hash),
            Payload::Chunked { mode, decoded_len, trailers, .. } => {
                let signer = signer.filter(|_| mode.is_signed());
                PayloadRule::Streaming(Streaming { mode, decoded_len, trailers, signer })
            }
        }
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
