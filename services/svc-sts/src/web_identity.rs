//! `AssumeRoleWithWebIdentity`: the token of an OpenID Connect provider is read and judged as far
//! as it can be without providers. IAM registers them; until it exists there are none.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json};

use crate::api::{AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput};
use crate::errors;
use crate::role::Role;
use crate::session_policy::SessionPolicies;

pub fn assume_role_with_web_identity(
    ctx: &mut Ctx,
    input: AssumeRoleWithWebIdentityInput<'_>,
) -> Result<AssumeRoleWithWebIdentityOutput, ApiError> {
    let role = Role::parse(ctx, None, input.role_arn())?;
    SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    // Named providers (Login with Amazon, Facebook) vouch by opaque tokens of OAuth 2.0.
    if let Some(provider) = input.provider_id() {
        return Err(errors::no_identity_provider(provider));
    }
    let claims = claims(input.web_identity_token())?;
    for name in ["iss", "sub", "aud", "exp"] {
        if !claims.contains_key(name) {
            return Err(errors::missing_claim(name));
        }
    }
    let expires = claims["exp"].as_f64().ok_or_else(errors::not_a_jwt)? as i64;
    let now = ctx.now().secs();
    if expires <= now {
        return Err(errors::identity_token_expired(now, expires));
    }
    let issuer = claims["iss"].as_str().ok_or_else(errors::not_a_jwt)?;
    Err(errors::no_identity_provider(issuer))
}

/// The claims of a signed JWT, whose signature nobody can verify yet.
fn claims(token: &str) -> Result<Map<String, Json>, ApiError> {
    let parts: Vec<&str> = token.splitn(4, '.').collect();
    let [header, payload, signature] = parts[..] else { return Err(errors::not_a_jwt()) };
    let has_algorithm = object(header).is_some_and(|header| header.contains_key("alg"));
    if !has_algorithm || signature.is_empty() {
        return Err(errors::not_a_jwt());
    }
    object(payload).ok_or_else(errors::not_a_jwt)
}

fn object(part: &str) -> Option<Map<String, Json>> {
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Json::Object(object) => Some(object),
        _ => None,
    }
}
