//! Private keys at rest: sealed under the root key of the world (`kernel`'s `secrets`), bound to
//! the authority to which they belong.

use certificates::Key;
use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;

use crate::state::Authority;

const NONCE_BYTES: usize = 12;

fn place(ctx: &Ctx<'_>, id: &str) -> String {
    format!("{}/{}/{id}", ctx.account(), ctx.region().as_str())
}

pub fn seal(ctx: &mut Ctx<'_>, id: &str, plain: &[u8]) -> Result<ByteVec, ApiError> {
    let seed = ctx.secret_seed()?;
    let nonce: [u8; NONCE_BYTES] = std::array::from_fn(|at| seed[at]);
    let key = ctx.root_key()?.derive(b"private key", b"acm-pca");
    Ok(certificates::seal(&key, nonce, place(ctx, id).as_bytes(), plain).into())
}

/// PKCS #8, in the clear: for the length of a call.
pub fn open(ctx: &Ctx<'_>, authority: &Authority) -> Result<Vec<u8>, ApiError> {
    let sealed = authority.row.sealed_key.as_ref().ok_or_else(ApiError::internal)?;
    open_at(ctx, &place(ctx, &authority.id), sealed)
}

/// The same of an authority of whichever account, by its place (`account/region/id`).
pub fn open_at(ctx: &Ctx<'_>, place: &str, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let key = ctx.root_key()?.derive(b"private key", b"acm-pca");
    certificates::open(&key, place.as_bytes(), sealed).ok_or_else(|| {
        tracing::error!(place, "the root key does not open an authority's key");
        ApiError::internal()
    })
}

pub fn key(pkcs8: &[u8]) -> Result<Key, ApiError> {
    Key::from_pkcs8(pkcs8).ok_or_else(ApiError::internal)
}
