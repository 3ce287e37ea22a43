//! `GetWebIdentityToken`: a signed token that says to others who its caller is, and the documents
//! by which they verify it (OpenID Connect Discovery 1.0, RFC 7517).
//!
//! Source: [A] `GetWebIdentityToken`; "Understanding token claims" (IAM User Guide). IAM switches
//! an account's issuer on and off.

use std::collections::BTreeMap;

use auth::credentials::{self, KeyKind};
use auth::directory::{self, ROLES, Tags, USERS};
use auth::issuer::{
    ANYWHERE, ELLIPTIC_KEY, ISSUER, IssuerRow, NAME, PATH, PUBLIC, PublicIssuerRow, RSA_KEY,
};
use auth::private_keys;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use certificates::{Hash, Key};
use kernel::{Access, ApiError, Ctx, OpResult, Page, Principal, Struct, Timestamp};
use serde_json::{Value as Json, json};

use crate::api::{GetWebIdentityTokenInput, GetWebIdentityTokenOutput, error};
use crate::caller::Caller;
use crate::limits::{TOKEN_PAYLOAD_BYTES_MAX, WEB_TOKEN_SECONDS_DEFAULT};
use crate::session_tags::SessionTags;

pub const PAGE: &str = "IssuerPage";
pub static PAGES: &[Page] =
    &[Page { service: "sts", is_at: |path| path.starts_with(PATH), step: PAGE }];

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/.well-known/jwks.json";
const CLAIMS: &str = "https://sts.amazonaws.com/";

pub fn get_web_identity_token(
    ctx: &mut Ctx,
    input: GetWebIdentityTokenInput<'_>,
) -> Result<GetWebIdentityTokenOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    caller.require_may_call("GetWebIdentityToken", None)?;
    let algorithm = input.signing_algorithm();
    let seconds = input.duration_seconds().unwrap_or(WEB_TOKEN_SECONDS_DEFAULT);
    let tags = SessionTags::check(input.tags(), None, None)?.requested;
    let audiences: Vec<&str> = input.audience().iter().collect();
    authorize(ctx, &audiences, (algorithm, seconds), &tags)?;
    let issuer = ISSUER.at(ctx.tx(), &ctx.scope()).get(NAME)?.filter(|row| row.is_enabled);
    let issuer = issuer.ok_or_else(|| {
        error::outbound_web_identity_federation_disabled_exception(
            "Outbound web identity federation is not enabled for this account.",
        )
    })?;
    let now = ctx.now();
    let expires = Timestamp::from_secs(now.secs() + seconds);
    let ends = session_end(ctx)?;
    if ends.is_some_and(|ends| ends < expires) {
        return Err(error::session_duration_escalation_exception(
            "The requested token would outlive the session of its caller.",
        ));
    }
    let mut own = json!({
        "aws_account": caller.account.as_str(),
        "source_region": ctx.region().as_str(),
        "principal_id": subject(&caller),
    });
    let principal_tags = principal_tags(ctx, &caller)?;
    add(&mut own, "principal_tags", json!(principal_tags), principal_tags.is_empty());
    add(&mut own, "request_tags", json!(tags), tags.is_empty());
    if let Some(ends) = ends {
        add(&mut own, "original_session_exp", json!(ends.iso8601()), false);
    }
    let audience = if let [one] = audiences.as_slice() { json!(one) } else { json!(audiences) };
    let claims = json!({
        "iss": issuer.url,
        "sub": subject(&caller),
        "aud": audience,
        "iat": now.secs(),
        "exp": expires.secs(),
        "jti": ctx.chance().uuid(),
        CLAIMS: own,
    });
    let token = sign(ctx, &issuer, algorithm, &claims)?;
    Ok(GetWebIdentityTokenOutput::new().web_identity_token(token).expiration(expires))
}

fn add(claims: &mut Json, name: &str, value: Json, is_empty: bool) {
    if !is_empty {
        claims[name] = value;
    }
}

/// Tagging a token is an action of its own (Service Authorization Reference, AWS STS).
fn authorize(
    ctx: &Ctx,
    audiences: &[&str],
    (algorithm, seconds): (&str, i64),
    tags: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let mut access = Access::new(ctx, "sts:GetWebIdentityToken", "*")
        .with_key("sts:SigningAlgorithm", algorithm)
        .with_key("sts:DurationSeconds", seconds.to_string());
    for audience in audiences {
        access = access.with_key("sts:IdentityTokenAudience", *audience);
    }
    for (key, value) in tags {
        access = access
            .with_key(format!("aws:RequestTag/{key}"), value.as_str())
            .with_key("aws:TagKeys", key.as_str());
    }
    ctx.authorize(&access)?;
    if !tags.is_empty() {
        "sts:TagGetWebIdentityToken".clone_into(&mut access.action);
        ctx.authorize(&access)?;
    }
    Ok(())
}

/// When the session ends by whose credentials the call came.
fn session_end(ctx: &Ctx) -> Result<Option<Timestamp>, ApiError> {
    let Principal::Identity(identity) = ctx.principal() else { return Ok(None) };
    let key = credentials::find(ctx.tx(), &identity.access_key_id)?;
    Ok(key.and_then(|key| key.expires()))
}

/// The ARN of the user or root, or of the role of a session.
fn subject(caller: &Caller) -> &str {
    let role = caller.session.as_ref().filter(|_| caller.kind == KeyKind::RoleSession);
    role.map_or(&caller.arn, |session| &session.issuer_arn)
}

/// The tags of the user or role, and those of the session over them.
fn principal_tags(ctx: &Ctx, caller: &Caller) -> Result<Tags, ApiError> {
    let scope = directory::scope_of(caller.account.as_str()).ok_or_else(ApiError::internal)?;
    let key = directory::key(directory::name_of(subject(caller)).unwrap_or_default());
    let own = match caller.kind {
        KeyKind::User => USERS.at(ctx.tx(), &scope).get(&key)?.map(|row| row.tags),
        KeyKind::RoleSession => ROLES.at(ctx.tx(), &scope).get(&key)?.map(|row| row.tags),
        _ => None,
    };
    let mut tags = own.unwrap_or_default();
    tags.extend(caller.session.iter().flat_map(|session| session.tags.clone()));
    Ok(tags)
}

fn sign(ctx: &Ctx, issuer: &IssuerRow, algorithm: &str, claims: &Json) -> Result<String, ApiError> {
    let (id, sealed, hash) = match algorithm {
        "RS256" => (RSA_KEY, &issuer.rsa, Hash::Sha256),
        "ES384" => (ELLIPTIC_KEY, &issuer.elliptic, Hash::Sha384),
        other => {
            let message = format!("Tokens are not signed by {other}: use RS256 or ES384.");
            return Err(ApiError::new("ValidationError", message));
        }
    };
    let header = json!({ "alg": algorithm, "kid": id, "typ": "JWT" });
    let payload = claims.to_string();
    if payload.len() > TOKEN_PAYLOAD_BYTES_MAX {
        return Err(error::jwt_payload_size_exceeded_exception(format!(
            "The token's payload is larger than {TOKEN_PAYLOAD_BYTES_MAX} bytes."
        )));
    }
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", encode(&header.to_string()), encode(&payload));
    let key = private_keys::open(ctx, ctx.account().as_str(), id, sealed)?;
    let key = Key::from_pkcs8(&key).ok_or_else(ApiError::internal)?;
    let signature = key.sign(hash, signed.as_bytes()).ok_or_else(ApiError::internal)?;
    let signature = match algorithm {
        "ES384" => fixed(&signature).ok_or_else(ApiError::internal)?,
        _ => signature,
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The two numbers of a signature in DER, each in 48 bytes (RFC 7518, 3.4).
fn fixed(der: &[u8]) -> Option<Vec<u8>> {
    const NUMBER: usize = 48;
    let [0x30, _, numbers @ ..] = der else { return None };
    let mut rest = numbers;
    let mut out = Vec::with_capacity(2 * NUMBER);
    for _ in 0..2 {
        let [2, len, after @ ..] = rest else { return None };
        let (number, after) = after.split_at_checked(usize::from(*len))?;
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        out.resize(out.len() + NUMBER.checked_sub(number.len())?, 0);
        out.extend_from_slice(number);
        rest = after;
    }
    rest.is_empty().then_some(out)
}

/// `/_sts/issuers/ID/.well-known/…`
pub fn page(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let absent = || ApiError::new("NotFound", "There is no such document.").with_status(404);
    let path = input.str("Path").and_then(|path| path.strip_prefix(PATH)).ok_or_else(absent)?;
    let (id, document) = path.find('/').map(|at| path.split_at(at)).ok_or_else(absent)?;
    let row: Option<PublicIssuerRow> = PUBLIC.at(ctx.tx(), &ANYWHERE).get(id)?;
    let row = row.ok_or_else(absent)?;
    let body = match document {
        CONFIGURATION => configuration(&row.url),
        KEYS => row.keys,
        _ => return Err(absent()),
    };
    Ok(Struct::new().with("ContentType", "application/json").with("Body", body))
}

fn configuration(url: &str) -> String {
    let document = json!({
        "issuer": url,
        "jwks_uri": format!("{url}{KEYS}"),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES384"],
    });
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_have_two_numbers_of_one_length() {
        let mut high = vec![0x80; 48];
        let der = [&[0x30, 55, 2, 49, 0], high.as_slice(), &[2, 2, 1, 5]].concat();
        high.extend([0; 46]);
        high.extend([1, 5]);
        assert_eq!(fixed(&der), Some(high));
        assert_eq!(fixed(&der[..20]), None);
        assert_eq!(fixed(&[]), None);
    }
}
