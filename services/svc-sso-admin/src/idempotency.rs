//! Client tokens: the same request again is answered as the first was and makes nothing.
//!
//! Source: [A] CreateApplication, CreateTrustedTokenIssuer ("If you retry the operation with the
//! same ClientToken, but with different parameters, the retry fails with an
//! IdempotentParameterMismatch error"). A token is forgotten with what it has made.

use kernel::{ApiError, Ctx, Struct};

use crate::errors;
use crate::instance::Instance;
use crate::state::{CLIENT_TOKENS, ClientTokenRow};

/// A request with its token.
pub struct Asked<'a> {
    instance: String,
    token: Option<&'a str>,
    request: String,
}

impl<'a> Asked<'a> {
    pub fn of(instance: &Instance, token: Option<&'a str>, input: &Struct) -> Asked<'a> {
        Asked { instance: instance.id.clone(), token, request: format!("{input:?}") }
    }

    /// What the token has made already.
    pub fn known(&self, ctx: &Ctx<'_>) -> Result<Option<String>, ApiError> {
        let Some(token) = self.token else { return Ok(None) };
        let row = ctx.table(&CLIENT_TOKENS).get(&(self.instance.as_str(), token))?;
        match row {
            None => Ok(None),
            Some(row) if row.request == self.request => Ok(Some(row.id)),
            Some(_) => Err(errors::conflict(
                "IdempotentParameterMismatch: the ClientToken was used with other parameters.",
            )),
        }
    }

    pub fn remember(self, ctx: &mut Ctx<'_>, id: &str) {
        if let Some(token) = self.token {
            let row = ClientTokenRow { id: id.to_owned(), request: self.request };
            ctx.table_mut(&CLIENT_TOKENS).put(&(self.instance.as_str(), token), &row);
        }
    }
}

pub fn forget(ctx: &mut Ctx<'_>, instance: &str, token: Option<&str>) {
    if let Some(token) = token {
        ctx.table_mut(&CLIENT_TOKENS).delete(&(instance, token));
    }
}
