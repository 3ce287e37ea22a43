//! Who signed a request: credentials, sessions and Signature Version 4.
//!
//! - [`authenticate`] is what the gateway asks: [`prepare`] reads what the client claims
//!   ([`claim`]); [`Prepared::verify`] finds who holds the key ([`holder`]) and verifies the
//!   signature ([`canonical`], [`signing`]) when the world knows the key's secret.
//! - [`version2`] verifies what S3's clients still sign by the version before.
//! - [`chunked`] takes the `aws-chunked` framing off streamed bodies and verifies its signatures.
//! - [`post_policy`] verifies the signature of browser uploads (S3's POST with a policy).
//! - [`directory`] keeps users, roles and their policies, which IAM writes.
//! - [`principals`] ties policies to the users and roles that they name.
//! - [`private_keys`] keeps keys of SAML providers and of [`issuer`]s of tokens.
//! - [`organization`] keeps what organizations lay on their accounts, [`tag_policy`] which tags
//!   they allow.
//! - [`token_version`]: where tokens of STS's global endpoint are valid.
//! - [`authorize`] decides what a principal may do, when the door asks.
//! - [`errors`] words every refusal as the family of the service words it.
//!
//! The rule of the world: *what you create is enforced, and the developer's default credentials
//! are root*. An access key id of 12 digits is that account's root and any other key that the
//! world does not know is the root of account 000000000000; their secrets are unknown, so their
//! signatures are not verified. Keys made through the world's own services are verified.

pub mod asymmetric;
pub mod authenticate;
pub mod authorize;
pub mod canonical;
pub mod chunked;
pub mod claim;
pub mod credentials;
pub mod directory;
pub mod errors;
pub mod holder;
pub mod issuer;
pub mod key_id;
pub mod organization;
pub mod post_policy;
pub mod principals;
pub mod private_keys;
pub mod session_token;
pub mod signing;
pub mod tag_policy;
pub mod token_version;
pub mod totp;
pub mod version2;

#[cfg(test)]
mod tests;

pub use authenticate::{Authenticated, Head, PayloadRule, Prepared, Times, prepare};
pub use errors::Family;
