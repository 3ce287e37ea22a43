//! Outbound web identity federation: an account as an issuer of tokens for others. Here it is
//! switched on and off; STS signs the tokens and shows the public keys.
//!
//! Source: [A] EnableOutboundWebIdentityFederation; "Federating AWS identities to external
//! services" (IAM User Guide). AWS's issuers are at `https://….tokens.sts.global.api.aws`; here
//! they are at the endpoint by which the feature was switched on, where whoever verifies a token
//! can reach them.

use auth::issuer::RSA_KEY;
use auth::issuer::{
    ANYWHERE, ELLIPTIC_KEY, ISSUER, IssuerRow, NAME, PATH, PUBLIC, PublicIssuerRow,
};
use auth::private_keys;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use certificates::{Algorithm, Key, generator};
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::api::{
    DisableOutboundWebIdentityFederationInput, DisableOutboundWebIdentityFederationOutput,
    EnableOutboundWebIdentityFederationInput, EnableOutboundWebIdentityFederationOutput,
    GetOutboundWebIdentityFederationInfoInput, GetOutboundWebIdentityFederationInfoOutput, error,
};
use crate::public_key::{self, PublicKey};

const SEED: &str = "Seed";
const RSA: &str = "Rsa";
const ELLIPTIC: &str = "Elliptic";
const RSA_BITS: usize = 2_048;

fn find(ctx: &Ctx<'_>) -> Result<Option<IssuerRow>, ApiError> {
    Ok(ISSUER.at(ctx.tx(), &ctx.scope()).get(NAME)?)
}

fn put(ctx: &mut Ctx<'_>, row: &IssuerRow) {
    let scope = ctx.scope();
    ISSUER.at_mut(ctx.tx_mut(), &scope).put(NAME, row);
}

fn enabled(ctx: &Ctx<'_>) -> Result<IssuerRow, ApiError> {
    find(ctx)?.filter(|row| row.is_enabled).ok_or_else(|| {
        error::feature_disabled_exception(
            "Outbound web identity federation is not enabled for this account.",
        )
    })
}

/// Keys take their time: they are drawn outside the transaction, by a seed from within it.
pub fn begin_enable(
    ctx: &mut Ctx<'_>,
    _: EnableOutboundWebIdentityFederationInput<'_>,
) -> OpResult {
    match find(ctx)? {
        Some(row) if row.is_enabled => Err(error::feature_enabled_exception(
            "Outbound web identity federation is already enabled for this account.",
        )),
        // The keys of before are the account's still.
        Some(_) => Ok(Struct::new()),
        None => {
            let seed = ctx.secret_seed()?;
            Ok(Struct::new().with(SEED, Bytes::copy_from_slice(&seed)))
        }
    }
}

pub fn draw_keys(_: &WorkEnv, plan: Struct) -> OpResult {
    let Some(seed) = plan.blob(SEED) else { return Ok(Struct::new()) };
    let seed: [u8; 32] = seed.as_ref().try_into().map_err(|_| ApiError::internal())?;
    let mut generator = generator(seed);
    let mut draw = |algorithm| {
        let key = Key::draw(algorithm, &mut generator).ok_or_else(ApiError::internal)?;
        Ok::<_, ApiError>(Bytes::copy_from_slice(key.pkcs8()))
    };
    let (rsa, elliptic) = (draw(Algorithm::Rsa(RSA_BITS))?, draw(Algorithm::P384)?);
    Ok(Struct::new().with(RSA, rsa).with(ELLIPTIC, elliptic))
}

pub fn enable(
    ctx: &mut Ctx<'_>,
    _: EnableOutboundWebIdentityFederationInput<'_>,
    drawn: Struct,
) -> Result<EnableOutboundWebIdentityFederationOutput, ApiError> {
    let row = match (find(ctx)?, drawn.blob(RSA), drawn.blob(ELLIPTIC)) {
        (Some(row), _, _) => IssuerRow { is_enabled: true, ..row },
        (None, Some(rsa), Some(elliptic)) => make(ctx, rsa, elliptic)?,
        (None, _, _) => return Err(ApiError::internal()),
    };
    put(ctx, &row);
    Ok(EnableOutboundWebIdentityFederationOutput::new().issuer_identifier(row.url))
}

fn make(ctx: &mut Ctx<'_>, rsa: &[u8], elliptic: &[u8]) -> Result<IssuerRow, ApiError> {
    let id = ctx.chance().uuid();
    let url = format!("{}{PATH}{id}", ctx.origin().endpoint);
    let jwk = |pkcs8: &[u8], id| Key::from_pkcs8(pkcs8).and_then(|key| jwk(&key.public(), id));
    let keys = jwk(rsa, RSA_KEY).zip(jwk(elliptic, ELLIPTIC_KEY));
    let (first, second) = keys.ok_or_else(ApiError::internal)?;
    let public = PublicIssuerRow {
        account: ctx.account().to_string(),
        url: url.clone(),
        keys: format!("{{\"keys\":[{first},{second}]}}"),
    };
    PUBLIC.at_mut(ctx.tx_mut(), &ANYWHERE).put(&id, &public);
    let rsa = private_keys::seal(ctx, RSA_KEY, rsa)?;
    let elliptic = private_keys::seal(ctx, ELLIPTIC_KEY, elliptic)?;
    Ok(IssuerRow { id, url, is_enabled: true, rsa, elliptic })
}

/// A public key as RFC 7518 writes it. All values are base 64 or ours: nothing needs escapes.
fn jwk(info: &[u8], id: &str) -> Option<String> {
    const COORDINATE: usize = 48;
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let unsigned = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        encode(&bytes[zeros..])
    };
    Some(match public_key::read(info)? {
        PublicKey::Rsa { modulus, exponent } => format!(
            r#"{{"kty":"RSA","use":"sig","alg":"RS256","kid":"{id}","n":"{}","e":"{}"}}"#,
            unsigned(modulus),
            unsigned(exponent)
        ),
        PublicKey::Elliptic { point } => {
            let (x, y) = point.get(1..)?.split_at_checked(COORDINATE)?;
            let (x, y) = (encode(x), encode(y));
            let point = format!(r#""crv":"P-384","x":"{x}","y":"{y}""#);
            format!(r#"{{"kty":"EC","use":"sig","alg":"ES384","kid":"{id}",{point}}}"#)
        }
    })
}

pub fn info(
    ctx: &mut Ctx<'_>,
    _: GetOutboundWebIdentityFederationInfoInput<'_>,
) -> Result<GetOutboundWebIdentityFederationInfoOutput, ApiError> {
    let row = enabled(ctx)?;
    Ok(GetOutboundWebIdentityFederationInfoOutput::new()
        .issuer_identifier(row.url)
        .jwt_vending_enabled(row.is_enabled))
}

/// Tokens of before stay good: the public keys are shown still.
pub fn disable(
    ctx: &mut Ctx<'_>,
    _: DisableOutboundWebIdentityFederationInput<'_>,
) -> Result<DisableOutboundWebIdentityFederationOutput, ApiError> {
    let row = enabled(ctx)?;
    put(ctx, &IssuerRow { is_enabled: false, ..row });
    Ok(DisableOutboundWebIdentityFederationOutput::new())
}
