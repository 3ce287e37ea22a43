//! JWT bearer grants (RFC 7523): a token of a trusted token issuer for one of Identity Center. The
//! issuer's keys are fetched from where its own configuration says.
//!
//! A token with an id (`jti`) is taken once; its expiry is required.

use jwt::Token;
use kernel::{ApiError, Ask, Ctx, Principal, Struct, Timestamp};
use outbound::http::{Options, Request, send};
use serde_json::Value as Json;

use crate::application::{Application, Issuer};
use crate::errors;
use crate::limits::{ASSERTION_BYTES_MAX, CLOCK_SKEW_SECONDS, REDIRECTS_MAX};
use crate::state::{TextRow, USED_ASSERTIONS, digest};
use crate::token::{self, Place};

fn invalid(why: &str) -> ApiError {
    errors::invalid_grant(format!("The assertion is not accepted: {why}."))
}

/// The token and its issuer, as far as can be judged without the issuer's keys.
fn read<'t>(
    ctx: &Ctx<'_>,
    application: &Application,
    assertion: Option<&'t str>,
) -> Result<(Token<'t>, Issuer), ApiError> {
    let text = assertion.ok_or_else(|| errors::invalid_request("assertion is missing."))?;
    if text.len() > ASSERTION_BYTES_MAX {
        return Err(invalid("it is too long"));
    }
    let token = Token::read(text).ok_or_else(|| invalid("it is no signed JSON Web Token"))?;
    let named = token.text("iss").unwrap_or_default().trim_end_matches('/');
    let issuer = application.issuers.iter().find(|issuer| issuer.url == named);
    let issuer = issuer.ok_or_else(|| invalid("its issuer is none that the application trusts"))?;
    let audiences = token.audiences();
    if !issuer.audiences.iter().any(|own| audiences.contains(&own.as_str())) {
        return Err(invalid("it is for another audience"));
    }
    let now = ctx.now().secs();
    let expires = token.seconds("exp").ok_or_else(|| invalid("it has no exp"))?;
    if expires <= now {
        return Err(invalid("it has expired"));
    }
    if token.seconds("nbf").is_some_and(|begins| begins > now + CLOCK_SKEW_SECONDS) {
        return Err(invalid("it is not valid yet"));
    }
    if let Some(key) = used_key(&token)
        && ctx.table(&USED_ASSERTIONS).contains(key.as_str())?
    {
        return Err(invalid("it was used before"));
    }
    Ok((token, issuer.clone()))
}

fn used_key(token: &Token<'_>) -> Option<String> {
    let id = token.text("jti")?;
    Some(digest(&format!("{}\n{id}", token.text("iss").unwrap_or_default())))
}

/// What is to be fetched.
pub fn plan(
    ctx: &Ctx<'_>,
    application: &Application,
    assertion: Option<&str>,
) -> Result<Struct, ApiError> {
    let (_, issuer) = read(ctx, application, assertion)?;
    let plan = Struct::new().with("Issuer", issuer.url);
    Ok(match ctx.setting(outbound::CA_BUNDLE) {
        Some(bundle) => plan.with("Bundle", bundle),
        None => plan,
    })
}

/// The key set of an issuer, by OpenID Connect Discovery.
pub fn fetch_keys(plan: &Struct) -> Result<Json, ApiError> {
    let issuer = plan.str("Issuer").unwrap_or_default();
    let bundle = plan.str("Bundle");
    let configuration = fetch(&format!("{issuer}/.well-known/openid-configuration"), bundle)?;
    let stated = configuration["issuer"].as_str().unwrap_or_default().trim_end_matches('/');
    if stated != issuer {
        return Err(invalid("the configuration of its issuer is another's"));
    }
    let url = configuration["jwks_uri"].as_str();
    fetch(url.ok_or_else(|| invalid("its issuer tells no keys"))?, bundle)
}

fn fetch(url: &str, bundle: Option<&str>) -> Result<Json, ApiError> {
    let unreachable = || invalid("its issuer cannot be asked for its keys");
    let request = Request { method: "GET".into(), url: url.into(), ..Request::default() };
    let options = Options { ca_bundle: bundle, redirects_max: REDIRECTS_MAX, ..Options::default() };
    let answer = send(&request, &options).map_err(|error| {
        tracing::info!(%error, url, "cannot reach a trusted token issuer");
        unreachable()
    })?;
    if !answer.is_success() || answer.is_cut {
        return Err(unreachable());
    }
    serde_json::from_slice(&answer.body).map_err(|_| unreachable())
}

/// The user for whom the token speaks.
pub fn redeem(
    ctx: &mut Ctx<'_>,
    application: &Application,
    assertion: Option<&str>,
    keys: &Json,
) -> Result<String, ApiError> {
    let (token, issuer) = read(ctx, application, assertion)?;
    if !token.is_signed_by_any(keys) {
        return Err(invalid("no key of its issuer has signed it"));
    }
    let value = token.text_at(&issuer.claim);
    let value = value.ok_or_else(|| invalid("it lacks the claim that says who it is"))?;
    let user = find_user(ctx, application, &issuer.path, value)?;
    if let (Some(key), Some(expires)) = (used_key(&token), token.seconds("exp")) {
        ctx.table_mut(&USED_ASSERTIONS).put(key.as_str(), &TextRow { text: issuer.url });
        token::sweep_at(ctx, Place::Assertion, &key, Timestamp::from_secs(expires));
    }
    Ok(user)
}

fn find_user(
    ctx: &mut Ctx<'_>,
    application: &Application,
    path: &str,
    value: &str,
) -> Result<String, ApiError> {
    let attribute = Struct::new().with("AttributePath", path).with("AttributeValue", value);
    let account = kernel::AccountId::parse(&application.account).ok_or_else(ApiError::internal)?;
    let region = kernel::Region::parse(&application.region).ok_or_else(ApiError::internal)?;
    let mut ask = Ask::to("identitystore", "GetUserId")
        .with("IdentityStoreId", application.store.as_str())
        .with("AlternateIdentifier", Struct::new().with("UniqueAttribute", attribute))
        .in_account(account)
        .in_region(region);
    // The caller need not be allowed to look into the store; its owner is.
    ask.principal = Some(Principal::Root(account));
    let found = ctx.call(ask).map_err(|error| {
        tracing::info!(%error, path, "a trusted token issuer's user is not found");
        invalid("the identity store has no such user")
    })?;
    found.str("UserId").map(str::to_owned).ok_or_else(ApiError::internal)
}
