//! OCSP: what a configuration asks for, and the responder (RFC 6960).
//!
//! One responder answers for all authorities, as AWS's does for a region: a request names its
//! issuer by hashes, and [`RESPONDERS`] says whose that is. Each authority signs for itself, as
//! work outside transactions. Source: API Reference, OcspConfiguration; User Guide, "Customize OCSP
//! URL for AWS Private CA".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use certificates::Scheme;
use certificates::ocsp::{self, CertificateId, CertificateStatus, Failure, Query, Statement};
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Page, Region, Scope, Struct, Timestamp, Value};
use percent_encoding::percent_decode_str;
use store::Range;

use crate::api::RevocationConfiguration;
use crate::crl;
use crate::errors;
use crate::limits;
use crate::serial;
use crate::state::{
    AUTHORITIES, Authority, AuthorityRow, CERTIFICATES, OcspRow, RESPONDERS, ResponderRow, Status,
};
use crate::vault;

/// No bucket's name begins so.
pub const PATH: &str = "/_acm-pca/ocsp";
const MEDIA_TYPE: &str = "application/ocsp-response";
/// The step of the site.
pub const RESPOND: &str = "RespondToOcsp";

pub static SITES: &[Page] = &[Page {
    service: "acm-pca",
    is_at: |path| path.strip_prefix(PATH).is_some_and(|it| it.is_empty() || it.starts_with('/')),
    step: RESPOND,
}];

/// What is to be kept; `None` when the configuration says nothing of OCSP.
#[allow(clippy::option_option)] // said nothing; said that there is none
pub fn read(
    ctx: &Ctx<'_>,
    asked: Option<RevocationConfiguration<'_>>,
) -> Result<Option<Option<OcspRow>>, ApiError> {
    let Some(asked) = asked.and_then(RevocationConfiguration::ocsp_configuration) else {
        return Ok(None);
    };
    let name = asked.ocsp_custom_cname();
    if !asked.enabled() {
        if name.is_some() {
            return Err(errors::arguments(
                "A disabled OCSP configuration has no other parameters.",
            ));
        }
        return Ok(Some(None));
    }
    if name.is_some_and(|it| it.contains("://")) {
        return Err(errors::arguments("OcspCustomCname must not have a protocol prefix."));
    }
    let url = match (name, ctx.origin().endpoint.as_str()) {
        (Some(name), _) => format!("http://{name}"),
        (None, "") => format!("http://ocsp.acm-pca.{}.amazonaws.com", ctx.region().as_str()),
        (None, endpoint) => format!("{endpoint}{PATH}"),
    };
    Ok(Some(Some(OcspRow { name: name.map(str::to_owned), url })))
}

/// Lets requests find the authority, once it has a certificate to be named by.
pub fn announce(ctx: &mut Ctx<'_>, authority: &Authority) -> Result<(), ApiError> {
    let (Some(der), Some(_)) = (&authority.row.certificate, &authority.row.ocsp) else {
        return Ok(());
    };
    let hashes = ocsp::issuer_hashes(der).ok_or_else(ApiError::internal)?;
    let row = ResponderRow {
        account: ctx.account().to_string(),
        region: ctx.region().as_str().to_owned(),
        id: authority.id.clone(),
    };
    for key in hashes.keys {
        ctx.table_mut(&RESPONDERS).put(key.as_slice(), &row);
    }
    Ok(())
}

/// Of an authority that goes for good.
pub fn forget(ctx: &mut Ctx<'_>, authority: &Authority) {
    let hashes = authority.row.certificate.as_ref().and_then(|it| ocsp::issuer_hashes(it));
    for key in hashes.into_iter().flat_map(|it| it.keys) {
        ctx.table_mut(&RESPONDERS).delete(key.as_slice());
    }
}

/// Takes away what lies outside the account's rows.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut gone = Vec::new();
    for pair in ctx.table(&RESPONDERS).scan(&Range::all()) {
        let (key, row) = pair?;
        if account.is_none_or(|account| account.as_str() == row.account) {
            gone.push(key);
        }
    }
    for key in gone {
        ctx.table_mut(&RESPONDERS).delete(key.as_slice());
    }
    Ok(())
}

/// The request: the body, or what follows the address in base64 (Appendix A).
fn request(input: &Struct) -> Option<Query> {
    if input.str("Method") == Some("POST") {
        return Query::read(input.blob("Body")?);
    }
    let text = input.str("Path")?.strip_prefix(PATH)?.strip_prefix('/')?;
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Query::read(&STANDARD.decode(text.as_bytes()).ok()?)
}

/// An authority that answers, and where it is.
struct Answering {
    scope: Scope,
    place: ResponderRow,
    row: AuthorityRow,
    certificate: Vec<u8>,
}

/// The authority that a request means, if it has OCSP.
fn find(ctx: &Ctx<'_>, id: &CertificateId) -> Result<Option<Answering>, ApiError> {
    let Some(place) = ctx.table(&RESPONDERS).get(id.key_hash.as_slice())? else { return Ok(None) };
    let account = AccountId::parse(&place.account).ok_or_else(ApiError::internal)?;
    let region = Region::parse(&place.region).ok_or_else(ApiError::internal)?;
    let scope = Scope::new(account.digits(), region.as_str());
    let row = ctx.table_in(&AUTHORITIES, scope).get(place.id.as_str())?;
    let is_there = |it: &AuthorityRow| {
        it.ocsp.is_some() && matches!(it.status, Status::Active | Status::Disabled)
    };
    let Some(row) = row.filter(is_there) else { return Ok(None) };
    let Some(certificate) = row.certificate.as_ref().map(|it| it.to_vec()) else {
        return Ok(None);
    };
    Ok(Some(Answering { scope, place, row, certificate }))
}

/// The step [`RESPOND`]: what is known of the certificates.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let failed =
        |failure: Failure| Ok(Struct::new().with("Response", Bytes::from(ocsp::failure(failure))));
    let Some(query) = request(input) else { return failed(Failure::Malformed) };
    let Some(answering) = find(ctx, &query.asked[0])? else {
        return failed(Failure::Unauthorized);
    };
    let hashes = ocsp::issuer_hashes(&answering.certificate).ok_or_else(ApiError::internal)?;
    let mut said = Vec::with_capacity(query.asked.len());
    for id in query.asked {
        // A response has one signer, so what is of another authority is not known to it.
        let is_own = hashes.keys.contains(&id.key_hash) && hashes.names.contains(&id.name_hash);
        let status = if is_own { status(ctx, &answering, &id)? } else { Struct::new() };
        said.push(Value::from(status.with("Id", Bytes::from(id.der))));
    }
    let place = &answering.place;
    let sealed = answering.row.sealed_key.as_ref().ok_or_else(ApiError::internal)?;
    let bound_to = format!("{}/{}/{}", place.account, place.region, place.id);
    let now = ctx.now().secs();
    let mut plan = Struct::new()
        .with("Said", said)
        .with("Now", now)
        .with("Next", now + limits::OCSP_SECONDS)
        .with("Scheme", answering.row.signing_algorithm())
        .with("Key", Bytes::from(vault::open_at(ctx, &bound_to, sealed)?))
        .with("Certificate", Bytes::from(answering.certificate));
    if let Some(nonce) = query.nonce {
        plan.set("Nonce", Bytes::from(nonce));
    }
    Ok(plan)
}

/// `IsGood`, or `RevokedAt` and `Reason`; nothing of what the authority has not issued.
fn status(ctx: &Ctx<'_>, of: &Answering, id: &CertificateId) -> Result<Struct, ApiError> {
    let Some(serial) = serial::normal(&serial::text(&id.serial)) else { return Ok(Struct::new()) };
    let key = (of.place.id.as_str(), serial.as_str());
    let row = ctx.table_in(&CERTIFICATES, of.scope).get(&key)?;
    let Some(row) = row.filter(|it| it.certificate.is_some() && !it.is_failed) else {
        return Ok(Struct::new());
    };
    Ok(match row.revoked {
        None => Struct::new().with("IsGood", true),
        Some(revoked) => Struct::new()
            .with("RevokedAt", Timestamp::from_micros(revoked.at).secs())
            .with("Reason", crl::reason(&revoked.reason).map_or(-1, i64::from)),
    })
}

/// Signs the response; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let answer = |der: Vec<u8>| {
        Ok(Struct::new().with("ContentType", MEDIA_TYPE).with("Body", Bytes::from(der)))
    };
    if let Some(response) = plan.blob("Response") {
        return answer(response.to_vec());
    }
    let blob = |name: &str| plan.blob(name).ok_or_else(ApiError::internal);
    let number = |name: &str| plan.int(name).unwrap_or_default();
    let key = vault::key(blob("Key")?)?;
    let scheme = plan.str("Scheme").and_then(Scheme::parse).ok_or_else(ApiError::internal)?;
    let mut said = Vec::new();
    for it in plan.list("Said").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let der = it.blob("Id").ok_or_else(ApiError::internal)?.to_vec();
        let status = match (it.bool("IsGood"), it.int("RevokedAt")) {
            (Some(true), _) => CertificateStatus::Good,
            (_, Some(at)) => {
                let reason = it.int("Reason").and_then(|it| u8::try_from(it).ok());
                CertificateStatus::Revoked(at, reason)
            }
            _ => CertificateStatus::Unknown,
        };
        said.push((der, status));
    }
    let statement = Statement {
        said: &said,
        nonce: plan.blob("Nonce").map(Bytes::as_ref),
        now: number("Now"),
        next: number("Next"),
        certificate: blob("Certificate")?,
    };
    answer(ocsp::response(&statement, &key, scheme).ok_or_else(ApiError::internal)?)
}

pub fn complete(_ctx: &mut Ctx<'_>, _input: &Struct, made: Struct) -> OpResult {
    Ok(made)
}
