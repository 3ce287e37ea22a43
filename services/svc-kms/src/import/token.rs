//! Import tokens: for which key, how and until when material may come, and the private key that
//! takes its wrapping off.

use kernel::{ApiError, Ctx};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::vault;

const PURPOSE: &[u8] = b"import token";

#[derive(Debug)]
pub struct Token {
    pub key: String,
    pub algorithm: String,
    pub until: i64,
    pub private: Vec<u8>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct TokenRow {
    #[n(0)]
    key: String,
    #[n(1)]
    algorithm: String,
    #[n(2)]
    until: i64,
    #[n(3)]
    private: ByteVec,
}

impl Token {
    pub fn seal(self, ctx: &mut Ctx<'_>) -> Result<Vec<u8>, ApiError> {
        let Token { key, algorithm, until, private } = self;
        let row = TokenRow { key, algorithm, until, private: private.into() };
        let encoded = minicbor::to_vec(row).map_err(|_| ApiError::internal())?;
        let mut generator = vault::generator(ctx)?;
        vault::seal(ctx, PURPOSE, ctx.account().as_str().as_bytes(), &encoded, &mut generator)
    }

    /// `None` for what this world has not sealed for this account.
    pub fn open(ctx: &Ctx<'_>, sealed: &[u8]) -> Result<Option<Token>, ApiError> {
        let opened = vault::open(ctx, PURPOSE, ctx.account().as_str().as_bytes(), sealed)?;
        let row = opened.and_then(|bytes| minicbor::decode::<TokenRow>(&bytes).ok());
        Ok(row.map(|row| {
            let TokenRow { key, algorithm, until, private } = row;
            Token { key, algorithm, until, private: private.into() }
        }))
    }
}
