//! Enveloped signatures (XML Signature 1.1, in the profile of SAML core, 5.4).
//!
//! RSA keys of 2,048 to 8,192 bits and of 1,024 with SHA-1 (old identity providers have them);
//! ECDSA on P-256 and P-384. SHA-1 is taken since AWS takes it; nothing else that is weaker than
//! what the recommendation requires is.

use ring::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::limits::PREFIXES_MAX;
use crate::namespace::{EXCLUSIVE, SIGNATURE};
use crate::tree::Element;
use crate::{base64, canonical};

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    #[error("there is no signature")]
    Absent,
    #[error("the signature is not one of the profile that is read here")]
    Unsupported,
    #[error("the element is not what was signed")]
    Digest,
    #[error("no known key has made the signature")]
    Key,
}

/// Whether an element has a signature of its own.
#[must_use]
pub fn is_signed(element: &Element) -> bool {
    element.all(SIGNATURE, "Signature").next().is_some()
}

/// Verifies that one of the certificates' keys has signed this element, all of it. `root` is the
/// document in which it stands: its id must be there once.
///
/// What a caller reads afterwards must be read from `element`.
pub fn verify(
    root: &Element,
    element: &Element,
    certificates: &[Vec<u8>],
) -> Result<(), SignatureFault> {
    use SignatureFault::{Absent, Digest, Unsupported};
    if !is_signed(element) {
        return Err(Absent);
    }
    let signature = element.only(SIGNATURE, "Signature").ok_or(Unsupported)?;
    let is_known = |it: &Element| {
        it.namespace == SIGNATURE
            && matches!(it.name.as_str(), "SignedInfo" | "SignatureValue" | "KeyInfo")
    };
    if !signature.elements().all(is_known) {
        return Err(Unsupported);
    }
    let info = signature.only(SIGNATURE, "SignedInfo").ok_or(Unsupported)?;
    let reference = info.only(SIGNATURE, "Reference").ok_or(Unsupported)?;
    check_is_own(root, element, reference)?;
    let inclusive = transforms(reference)?;
    let method = reference.only(SIGNATURE, "DigestMethod").ok_or(Unsupported)?;
    let canonical = canonical::write(element, Some(signature), &inclusive);
    let digest = digest(algorithm(method)?, canonical.as_bytes()).ok_or(Unsupported)?;
    let told = reference.only(SIGNATURE, "DigestValue").and_then(Element::text).and_then(base64);
    if told.ok_or(Unsupported)? != digest {
        return Err(Digest);
    }
    let method = info.only(SIGNATURE, "CanonicalizationMethod").ok_or(Unsupported)?;
    let inclusive = exclusive(method)?;
    let signed = canonical::write(info, None, &inclusive);
    let method = info.only(SIGNATURE, "SignatureMethod").ok_or(Unsupported)?;
    let value = signature.only(SIGNATURE, "SignatureValue").and_then(Element::text);
    let value = value.and_then(base64).ok_or(Unsupported)?;
    check_key(algorithm(method)?, signed.as_bytes(), &value, certificates)
}

/// A reference to the element around the signature, whose id nobody else has.
fn check_is_own(
    root: &Element,
    element: &Element,
    reference: &Element,
) -> Result<(), SignatureFault> {
    let id = element.attribute("ID").filter(|id| !id.is_empty());
    let id = id.ok_or(SignatureFault::Unsupported)?;
    let named = reference.attribute("URI").and_then(|uri| uri.strip_prefix('#'));
    if named == Some(id) && root.count_of_id(id) == 1 {
        Ok(())
    } else {
        Err(SignatureFault::Unsupported)
    }
}

/// The enveloped-signature transform, then exclusive canonicalization, whose inclusive prefixes it
/// answers.
fn transforms(reference: &Element) -> Result<Vec<String>, SignatureFault> {
    let list = reference.only(SIGNATURE, "Transforms").ok_or(SignatureFault::Unsupported)?;
    let list: Vec<&Element> = list.elements().collect();
    match list.as_slice() {
        [first, second]
            if first.is(SIGNATURE, "Transform")
                && second.is(SIGNATURE, "Transform")
                && algorithm(first)? == ENVELOPED
                && first.elements().next().is_none() =>
        {
            exclusive(second)
        }
        _ => Err(SignatureFault::Unsupported),
    }
}

/// The inclusive prefixes of a method or transform that is exclusive canonicalization.
fn exclusive(method: &Element) -> Result<Vec<String>, SignatureFault> {
    if algorithm(method)? != EXCLUSIVE {
        return Err(SignatureFault::Unsupported);
    }
    let mut children = method.elements();
    let Some(list) = children.next() else { return Ok(Vec::new()) };
    if !list.is(EXCLUSIVE, "InclusiveNamespaces") || children.next().is_some() {
        return Err(SignatureFault::Unsupported);
    }
    let list = list.attribute("PrefixList").unwrap_or_default();
    let prefixes = list.split_ascii_whitespace();
    let prefixes: Vec<String> =
        prefixes.map(|it| if it == "#default" { String::new() } else { it.to_owned() }).collect();
    if prefixes.len() > PREFIXES_MAX { Err(SignatureFault::Unsupported) } else { Ok(prefixes) }
}

fn algorithm(method: &Element) -> Result<&str, SignatureFault> {
    method.attribute("Algorithm").ok_or(SignatureFault::Unsupported)
}

fn digest(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "http://www.w3.org/2000/09/xmldsig#sha1" => Sha1::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmlenc#sha256" => Sha256::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Sha384::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

/// What a method means for a key of an algorithm (by its object identifier and, of elliptic
/// curves, the curve).
fn verifier(
    method: &str,
    is_elliptic: bool,
    key_len: usize,
) -> Option<&'static dyn VerificationAlgorithm> {
    // Uncompressed points: 1 + 2 * 32 and 1 + 2 * 48 bytes.
    const P256: usize = 65;
    const P384: usize = 97;
    let (namespace, name) = method.split_once('#')?;
    if !matches!(
        namespace,
        "http://www.w3.org/2000/09/xmldsig" | "http://www.w3.org/2001/04/xmldsig-more"
    ) {
        return None;
    }
    let is_first = namespace == "http://www.w3.org/2000/09/xmldsig";
    Some(match (is_first, name, is_elliptic, key_len) {
        (true, "rsa-sha1", false, _) => &algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (false, "rsa-sha256", false, _) => &algorithms::RSA_PKCS1_2048_8192_SHA256,
        (false, "rsa-sha384", false, _) => &algorithms::RSA_PKCS1_2048_8192_SHA384,
        (false, "rsa-sha512", false, _) => &algorithms::RSA_PKCS1_2048_8192_SHA512,
        (false, "ecdsa-sha256", true, P256) => &algorithms::ECDSA_P256_SHA256_FIXED,
        (false, "ecdsa-sha384", true, P384) => &algorithms::ECDSA_P384_SHA384_FIXED,
        _ => return None,
    })
}

fn check_key(
    method: &str,
    signed: &[u8],
    value: &[u8],
    certificates: &[Vec<u8>],
) -> Result<(), SignatureFault> {
    const RSA: &str = "1.2.840.113549.1.1.1";
    const ELLIPTIC: &str = "1.2.840.10045.2.1";
    let mut is_supported = false;
    for der in certificates {
        let Ok((_, certificate)) = X509Certificate::from_der(der) else { continue };
        let key = certificate.public_key();
        let kind = key.algorithm.algorithm.to_id_string();
        if kind != RSA && kind != ELLIPTIC {
            continue;
        }
        let bytes = key.subject_public_key.data.as_ref();
        let Some(verifier) = verifier(method, kind == ELLIPTIC, bytes.len()) else { continue };
        is_supported = true;
        if UnparsedPublicKey::new(verifier, bytes).verify(signed, value).is_ok() {
            return Ok(());
        }
    }
    Err(if is_supported { SignatureFault::Key } else { SignatureFault::Unsupported })
}
