//! Accounts as issuers of tokens for others (outbound web identity federation): IAM makes one of an
//! account, STS signs its tokens, and anybody may fetch its public keys.

use kernel::AccountId;
use minicbor::{Decode, Encode};
use store::{Range, Scope, StoreError, Table, Tx};

/// Under the name `issuer`.
pub static ISSUER: Table<String, IssuerRow> = Table::global("auth", "issuer");
/// What is public of all issuers, by id.
pub static PUBLIC: Table<String, PublicIssuerRow> = Table::world("auth", "public-issuers");
/// World tables do not look at the scope.
pub const ANYWHERE: Scope = Scope::new(*b"000000000000", "us-east-1");

pub const NAME: &str = "issuer";
/// Where the documents of issuers are: `/_sts/issuers/ID/.well-known/jwks.json`.
pub const PATH: &str = "/_sts/issuers/";

/// Ids under which the private keys are kept, and which tokens name.
pub const RSA_KEY: &str = "RSA_0";
pub const ELLIPTIC_KEY: &str = "EC384_0";

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct IssuerRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub url: String,
    #[n(2)]
    pub is_enabled: bool,
    /// Private keys (`private_keys`).
    #[n(3)]
    pub rsa: Vec<u8>,
    #[n(4)]
    pub elliptic: Vec<u8>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PublicIssuerRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub url: String,
    /// A set of keys (RFC 7517).
    #[n(2)]
    pub keys: String,
}

store::row!(IssuerRow, PublicIssuerRow);

/// Forgets the issuers of an account, or of all.
pub fn forget(tx: &mut Tx, account: Option<AccountId>) -> Result<(), StoreError> {
    let mut doomed = Vec::new();
    for entry in PUBLIC.at(tx, &ANYWHERE).scan(&Range::all()) {
        let (id, row) = entry?;
        if account.is_none_or(|account| row.account == account.as_str()) {
            doomed.push(id);
        }
    }
    for id in doomed {
        PUBLIC.at_mut(tx, &ANYWHERE).delete(&id);
    }
    Ok(())
}
