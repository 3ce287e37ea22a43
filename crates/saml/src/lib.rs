//! SAML 2.0 as a service provider reads it: metadata of identity providers, and responses with
//! signed assertions.
//!
//! - [`tree`] reads XML, strictly: no document types, no processing instructions, bounded.
//! - [`canonical`] writes an element by Exclusive XML Canonicalization.
//! - [`signature`] verifies an element's enveloped signature.
//! - [`metadata`] and [`response`] read the documents; [`encryption`] opens encrypted assertions.
//!
//! Invariant: what is read is what was signed. A signature is verified over an [`tree::Element`]
//! that is in hand, never over one that is looked up by its id, and facts are read from that very
//! element; so an assertion that was moved elsewhere in the document, and another put in its place,
//! vouches for nothing.
//!
//! Only the profile of XML Signature that SAML prescribes is known (SAML core, 5.4): one reference
//! to the element around it, the enveloped-signature and exclusive-canonicalization transforms.
//! Everything else that the recommendation offers is refused, keys that a message brings are not
//! looked at.

pub mod canonical;
pub mod encryption;
pub mod limits;
pub mod metadata;
pub mod response;
pub mod signature;
pub mod time;
pub mod tree;

#[cfg(test)]
mod tests;

/// The namespaces of the documents.
pub mod namespace {
    pub const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
    pub const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
    pub const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
    pub const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
    pub const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
    pub const ENCRYPTION_11: &str = "http://www.w3.org/2009/xmlenc11#";
    pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
    pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
}

/// Base64 as XML writes it: with white space anywhere.
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let dense: String = text.chars().filter(|it| !it.is_ascii_whitespace()).collect();
    STANDARD.decode(dense).ok()
}
