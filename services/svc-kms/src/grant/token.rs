//! Grant tokens: which grant one stands for, sealed so that nobody makes one up.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx};

use crate::errors;
use crate::state::{Key, Place};
use crate::vault;

const PURPOSE: &[u8] = b"grant token";

pub fn make(ctx: &mut Ctx<'_>, key: &Key, grant: &str) -> Result<String, ApiError> {
    let mut generator = vault::generator(ctx)?;
    let text = format!("{} {} {grant}", key.account, key.id);
    let sealed = vault::seal(ctx, PURPOSE, b"", text.as_bytes(), &mut generator)?;
    Ok(STANDARD.encode(sealed))
}

/// The key and the grant that a token stands for.
pub fn read(ctx: &Ctx<'_>, token: &str) -> Result<(Place, String), ApiError> {
    let sealed = STANDARD.decode(token).map_err(|_| errors::invalid_grant_token())?;
    let opened = vault::open(ctx, PURPOSE, b"", &sealed)?;
    let text = opened.and_then(|it| String::from_utf8(it).ok());
    let text = text.ok_or_else(errors::invalid_grant_token)?;
    let mut parts = text.split(' ');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let account = AccountId::parse(&next()).ok_or_else(errors::invalid_grant_token)?;
    Ok((Place { account, region: ctx.region(), id: next() }, next()))
}

/// Tokens are needed for nothing, but must be such.
pub fn check_tokens(ctx: &Ctx<'_>, tokens: Option<List<'_, &str>>) -> Result<(), ApiError> {
    for token in tokens.into_iter().flatten() {
        read(ctx, token)?;
    }
    Ok(())
}
