//! Signature Version 4A: signatures by a key pair that client and service derive from the secret
//! access key, valid in a set of regions. Requests through Multi-Region Access Points have them.
//!
//! Source: IAM User Guide, "AWS Signature Version 4 for API requests" (SigV4a); the derivation is
//! that of AWS's own clients (aws-c-auth, `key_derivation.c`): the counter mode of NIST SP 800-108
//! over HMAC-SHA256, repeated until the number is a private key of P-256.

pub use p256::ecdsa::VerifyingKey;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, SigningKey};
use sha2::{Digest as _, Sha256};

use crate::claim::Claim;
use crate::signing::{ALGORITHM_ASYMMETRIC, TERMINATOR, hex, hmac};

/// How often the derivation is repeated; each try fails once in 2^32.
const TRIES_MAX: u8 = 254;
const KEY_BITS: u32 = 256;

/// `ALGORITHM\nTIME\nSCOPE\nHASH`, with a scope that names no region.
pub fn string_to_sign(time: &str, claim: &Claim<'_>, canonical_request: &[u8]) -> String {
    let hash = hex(&Sha256::digest(canonical_request));
    format!("{ALGORITHM_ASYMMETRIC}\n{time}\n{}\n{hash}", scope(claim))
}

/// `20130524/s3/aws4_request`.
pub fn scope(claim: &Claim<'_>) -> String {
    let Claim { date, service, .. } = claim;
    format!("{date}/{service}/{TERMINATOR}")
}

/// What the signatures of an access key are verified by; `None` when nothing can be derived.
pub fn verifying_key(access_key_id: &str, secret: &str) -> Option<VerifyingKey> {
    derive(access_key_id, secret).map(|key| VerifyingKey::from(&key))
}

/// Whether `signature` (DER in hexadecimal) is the text's.
pub fn is_signature(key: &VerifyingKey, text: &str, signature: &str) -> bool {
    let Some(der) = bytes_of(signature) else { return false };
    let Ok(signature) = Signature::from_der(&der) else { return false };
    key.verify(text.as_bytes(), &signature).is_ok()
}

/// Signatures of chunks are filled up to one length, since that of DER varies; the padding is no
/// part of the signature, nor of what the next one signs (aws-c-auth, `aws_signing.c`).
pub fn without_padding(signature: &str) -> &str {
    signature.trim_end_matches('*')
}

/// The key pair of an access key.
pub(crate) fn derive(access_key_id: &str, secret: &str) -> Option<SigningKey> {
    let seed = format!("AWS4A{secret}");
    (1..=TRIES_MAX).find_map(|try_number| {
        let mut message = Vec::with_capacity(64);
        message.extend_from_slice(&1_u32.to_be_bytes());
        message.extend_from_slice(ALGORITHM_ASYMMETRIC.as_bytes());
        message.push(0);
        message.extend_from_slice(access_key_id.as_bytes());
        message.push(try_number);
        message.extend_from_slice(&KEY_BITS.to_be_bytes());
        let mut number = hmac(seed.as_bytes(), &message);
        add_one(&mut number);
        // Refused unless it is from 1 to the order of the curve less 1, as the derivation wants it.
        SigningKey::from_slice(&number).ok()
    })
}

/// Of a number with its highest byte first; the largest becomes 0.
fn add_one(number: &mut [u8; 32]) {
    for byte in number.iter_mut().rev() {
        let (sum, overflows) = byte.overflowing_add(1);
        *byte = sum;
        if !overflows {
            return;
        }
    }
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of aws-c-auth's own test of its derivation.
    #[test]
    fn keys_are_those_of_awss_clients() {
        let key =
            derive("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom").unwrap();
        let point = VerifyingKey::from(&key).to_sec1_point(false);
        assert_eq!(
            hex(point.as_bytes()),
            "0415d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb\
             0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"
        );
    }

    #[test]
    fn numbers_count_up() {
        let mut number = [255; 32];
        add_one(&mut number);
        assert_eq!(number, [0; 32]);
        add_one(&mut number);
        assert_eq!((number[31], number[30]), (1, 0));
    }
}
