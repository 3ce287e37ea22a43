//! Whether a signature is right, with `ring`'s second opinion on what RustCrypto signs.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::X509Certificate;

/// Whether the second certificate's key has signed the first.
pub(crate) fn is_signed_by(signed: &X509Certificate<'_>, by: &X509Certificate<'_>) -> bool {
    signed.verify_signature(Some(by.public_key())).is_ok()
}

/// Whether a request is signed by the key that it names.
pub(crate) fn is_own(request: &X509CertificationRequest<'_>) -> bool {
    request.verify_signature().is_ok()
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
        _ => return id,
    };
    name.to_owned()
}
