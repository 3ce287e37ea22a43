//! Whether a signature is right: `ring`'s second opinion on what RustCrypto signs, and RustCrypto
//! itself where `ring` knows no such keys.

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use pkcs8::DecodePublicKey as _;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::X509Certificate;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::key::{Algorithm, DIGEST_BYTES_OF_P521, Hash, digest};
use crate::{lattice, read, scheme};

/// Whether the second certificate's key has signed the first.
pub(crate) fn is_signed_by(signed: &X509Certificate<'_>, by: &X509Certificate<'_>) -> bool {
    signed.verify_signature(Some(by.public_key())).is_ok()
        || is_right(
            by.public_key(),
            &signed.signature_algorithm.algorithm,
            signed.tbs_certificate.as_ref(),
            &signed.signature_value.data,
        )
}

/// Whether a request is signed by the key that it names.
pub(crate) fn is_own(request: &X509CertificationRequest<'_>) -> bool {
    let info = &request.certification_request_info;
    request.verify_signature().is_ok()
        || is_right(
            &info.subject_pki,
            &request.signature_algorithm.algorithm,
            info.raw,
            &request.signature_value.data,
        )
}

/// What `ring` does not verify.
fn is_right(
    by: &SubjectPublicKeyInfo<'_>,
    by_scheme: &Oid<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let hash = match by_scheme.to_id_string().as_str() {
        "1.2.840.10045.4.3.2" => Some(Hash::Sha256),
        "1.2.840.10045.4.3.3" => Some(Hash::Sha384),
        "1.2.840.10045.4.3.4" => Some(Hash::Sha512),
        _ => None,
    };
    macro_rules! elliptic {
        ($curve:ident, $digest:expr) => {{
            let key = $curve::ecdsa::VerifyingKey::from_public_key_der(by.raw);
            let signature = $curve::ecdsa::Signature::from_der(signature);
            match (key, signature) {
                (Ok(key), Ok(signature)) => key.verify_prehash(&$digest, &signature).is_ok(),
                _ => false,
            }
        }};
    }
    match (read::algorithm(by), hash) {
        (Some(Algorithm::P256), Some(hash)) => elliptic!(p256, digest(hash, message)),
        (Some(Algorithm::P384), Some(hash)) => elliptic!(p384, digest(hash, message)),
        (Some(Algorithm::P521), Some(hash)) => {
            let digest = digest(hash, message);
            let mut padded = vec![0; DIGEST_BYTES_OF_P521 - digest.len()];
            padded.extend(digest);
            elliptic!(p521, padded)
        }
        (Some(set), None) if set.is_lattice() && by_scheme == &by.algorithm.algorithm => {
            lattice::is_signed(set, by.raw, message, signature) == Some(true)
        }
        _ => false,
    }
}

/// In the words of ACM and Private CA.
pub(crate) fn signature_name(oid: &Oid<'_>) -> String {
    let id = oid.to_id_string();
    let name = match id.as_str() {
        "1.2.840.113549.1.1.5" => "SHA1WITHRSA",
        "1.2.840.113549.1.1.11" => "SHA256WITHRSA",
        "1.2.840.113549.1.1.12" => "SHA384WITHRSA",
        "1.2.840.113549.1.1.13" => "SHA512WITHRSA",
        "1.2.840.10045.4.3.2" => "SHA256WITHECDSA",
        "1.2.840.10045.4.3.3" => "SHA384WITHECDSA",
        "1.2.840.10045.4.3.4" => "SHA512WITHECDSA",
        scheme::ML_DSA_44 => "ML_DSA_44",
        scheme::ML_DSA_65 => "ML_DSA_65",
        scheme::ML_DSA_87 => "ML_DSA_87",
        _ => return id,
    };
    name.to_owned()
}
