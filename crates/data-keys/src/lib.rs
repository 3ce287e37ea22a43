//! Data keys of KMS, as services use them that encrypt what they keep by a customer's key.
//!
//! KMS makes a data key and gives it twice: in the clear, by which contents are sealed, and
//! wrapped, which alone is kept beside them ([`Wrapped`]). In the clear it stays in memory for as
//! long as the service may use it without asking KMS again ([`ring`]), and is gone after a
//! restart. Whoever calls the service is who calls KMS, so the key's policy decides about them.
//!
//! What is sealed and where wrapped keys are kept is each service's own.

mod cipher;
mod refusal;
mod ring;

pub use cipher::{DataKey, open, seal};
pub use refusal::{Refusal, words};
pub use ring::{Asker, Held, Use, current, forget_all, still_open, unwrap};

use minicbor::{Decode, Encode};

/// A data key as it may be kept: only KMS can open it.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct Wrapped {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
    /// The ARN of the KMS key that has wrapped it.
    #[n(1)]
    pub kms_key: String,
    /// The encryption context under which it was wrapped.
    #[n(2)]
    pub context: Vec<(String, String)>,
}

store::row!(Wrapped);
