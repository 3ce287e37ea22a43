//! The world's own authority, and private keys at rest.
//!
//! A root and an intermediate, both of P-256, made when the first certificate is: the same for all
//! accounts and regions, as Amazon's are. The keys of the intermediate and of certificates are
//! sealed under the root key of the world (`kernel`'s `secrets`), bound to what they belong to; the
//! root's is forgotten once it has signed.

use certificates::{Algorithm, Hash, Key, KeyUsagePurpose, Plan, distinguished_name};
use certificates::{DnType, issue, self_signed};
use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;

use crate::errors;
use crate::state::{AUTHORITIES, AUTHORITY, AuthorityRow};

/// As Amazon's authorities are named in `Issuer` of ACM.
const ORGANIZATION: &str = "Amazon";
const ROOT_NAME: &str = "Nephele Root CA (of this world only)";
const INTERMEDIATE_NAME: &str = "Nephele ECDSA 256 M01";
/// 2000-01-01 to 2099-12-31: valid for any clock that a test may set.
const NOT_BEFORE: i64 = 946_684_800;
const NOT_AFTER: i64 = 4_102_444_799;

const INTERMEDIATE_KEY: &str = "authority/intermediate";
const NONCE_BYTES: usize = 12;

pub fn seal(ctx: &mut Ctx<'_>, bound_to: &str, plain: &[u8]) -> Result<ByteVec, ApiError> {
    let seed = ctx.secret_seed()?;
    let nonce: [u8; NONCE_BYTES] = std::array::from_fn(|at| seed[at]);
    let key = ctx.root_key()?.derive(b"private key", b"acm");
    Ok(certificates::seal(&key, nonce, bound_to.as_bytes(), plain).into())
}

pub fn open(ctx: &Ctx<'_>, bound_to: &str, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let key = ctx.root_key()?.derive(b"private key", b"acm");
    certificates::open(&key, bound_to.as_bytes(), sealed).ok_or_else(|| {
        tracing::error!(bound_to, "the root key does not open a private key of ACM");
        ApiError::internal()
    })
}

/// To what the key of a certificate is bound.
pub fn place(ctx: &Ctx<'_>, id: &str) -> String {
    format!("{}/{}/{id}", ctx.account(), ctx.region().as_str())
}

pub fn authority(ctx: &Ctx<'_>) -> Result<Option<AuthorityRow>, ApiError> {
    Ok(ctx.table(&AUTHORITIES).get(AUTHORITY)?)
}

/// The authority, which is made now if nothing was issued before.
pub fn authority_or_new(ctx: &mut Ctx<'_>) -> Result<AuthorityRow, ApiError> {
    if let Some(row) = authority(ctx)? {
        return Ok(row);
    }
    let mut generator = certificates::generator(ctx.secret_seed()?);
    let mut draw = || Key::draw(Algorithm::P256, &mut generator).ok_or_else(ApiError::internal);
    let (root_key, key) = (draw()?, draw()?);
    let plan = |name: &str, serial: [u8; 16], below| Plan {
        subject: distinguished_name(&[
            (DnType::CountryName, "US"),
            (DnType::OrganizationName, ORGANIZATION),
            (DnType::CommonName, name),
        ]),
        not_before: NOT_BEFORE,
        not_after: NOT_AFTER,
        serial,
        authority: Some(below),
        usages: vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::CrlSign,
        ],
        ..Plan::default()
    };
    let root_plan = plan(ROOT_NAME, ctx.chance().bytes(), None);
    let root = self_signed(&root_plan, &root_key, Hash::Sha256).map_err(|it| errors::made(&it))?;
    let middle = plan(INTERMEDIATE_NAME, ctx.chance().bytes(), Some(0));
    let intermediate = issue(&middle, &key.public(), &root, &root_key, Hash::Sha256)
        .map_err(|it| errors::made(&it))?;
    let row = AuthorityRow {
        root: root.into(),
        intermediate: intermediate.into(),
        sealed_key: seal(ctx, INTERMEDIATE_KEY, key.pkcs8())?,
    };
    ctx.table_mut(&AUTHORITIES).put(AUTHORITY, &row);
    Ok(row)
}

/// The intermediate's key, in the clear: for the length of a call.
pub fn authority_key(ctx: &Ctx<'_>, row: &AuthorityRow) -> Result<Vec<u8>, ApiError> {
    open(ctx, INTERMEDIATE_KEY, &row.sealed_key)
}
