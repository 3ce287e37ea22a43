//! X.509: keys, certificates, requests and revocation lists. Pure functions over bytes; who may
//! have what, and for how long, is decided by the services (ACM, Private CA).
//!
//! Keys and signatures are RustCrypto's; reading is `x509-parser`'s. [`authority`] encodes by
//! `rcgen`, [`form`] from parts as they are, for what `rcgen` does not write. No function draws
//! randomness of its own or looks at a clock.

mod authority;
mod chain;
mod der;
pub mod extension;
pub mod form;
mod key;
mod lattice;
pub mod naming;
pub mod ocsp;
mod pem;
mod read;
mod scheme;
mod seal;
mod verify;

pub use authority::{
    Plan, Revoked, distinguished_name, issue, request, revocation_list, self_signed,
};
pub use chain::{ChainFault, check_chain};
pub use key::{Algorithm, Hash, Key, KeyFault, generator};
pub use pem::{Block, PemFault, blocks, encode};
pub use read::{
    Asked, Facts, Request, Signs, key_identifier, open_request, read, read_request, read_signer,
};
pub use scheme::Scheme;
pub use seal::{open, seal};

pub use rcgen::{
    CustomExtension, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, KeyUsagePurpose,
    RevocationReason, SanType,
};

/// Why something cannot be made: the library refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl From<rcgen::Error> for Fault {
    fn from(error: rcgen::Error) -> Fault {
        Fault(error.to_string())
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}
