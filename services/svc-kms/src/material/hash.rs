//! Digests and message authentication codes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

use super::{Message, SignFault};
use crate::spec::Hash;

/// The digest of what is signed, which the caller may have taken already.
pub fn digest(hash: Hash, message: Message<'_>) -> Result<Vec<u8>, SignFault> {
    match message {
        Message::Raw(bytes) => Ok(match hash {
            Hash::Sha1 => Sha1::digest(bytes).to_vec(),
            Hash::Sha224 => Sha224::digest(bytes).to_vec(),
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
        }),
        Message::Digest(bytes) if bytes.len() == hash.output_bytes() => Ok(bytes.to_vec()),
        Message::Digest(_) => Err(SignFault::DigestLength),
        Message::Mu(_) => Err(SignFault::MessageType),
    }
}

pub fn mac(hash: Hash, key: &[u8], message: &[u8]) -> Vec<u8> {
    macro_rules! by {
        ($hash:ty) => {{
            let mut mac =
                Hmac::<$hash>::new_from_slice(key).expect("HMAC takes keys of any length");
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        }};
    }
    match hash {
        Hash::Sha1 => by!(Sha1),
        Hash::Sha224 => by!(Sha224),
        Hash::Sha256 => by!(Sha256),
        Hash::Sha384 => by!(Sha384),
        Hash::Sha512 => by!(Sha512),
    }
}
