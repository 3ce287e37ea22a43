//! Extensions of certificates, requests and revocation lists (RFC 5280, 4.2 and 5.2).

use sha1::{Digest as _, Sha1};

use crate::der;
use crate::naming::General;

/// Identifiers.
pub mod id {
    pub const SUBJECT_KEY: &str = "2.5.29.14";
    pub const KEY_USAGE: &str = "2.5.29.15";
    pub const SUBJECT_ALTERNATIVE_NAME: &str = "2.5.29.17";
    pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
    pub const CRL_NUMBER: &str = "2.5.29.20";
    pub const REASON: &str = "2.5.29.21";
    pub const NAME_CONSTRAINTS: &str = "2.5.29.30";
    pub const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
    pub const CERTIFICATE_POLICIES: &str = "2.5.29.32";
    pub const POLICY_MAPPINGS: &str = "2.5.29.33";
    pub const AUTHORITY_KEY: &str = "2.5.29.35";
    pub const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
    pub const ISSUER_ALTERNATIVE_NAME: &str = "2.5.29.18";
    pub const SUBJECT_DIRECTORY_ATTRIBUTES: &str = "2.5.29.9";
    pub const INHIBIT_ANY_POLICY: &str = "2.5.29.54";
    pub const AUTHORITY_INFORMATION_ACCESS: &str = "1.3.6.1.5.5.7.1.1";
    pub const SUBJECT_INFORMATION_ACCESS: &str = "1.3.6.1.5.5.7.1.11";
}

const OCSP_METHOD: &str = "1.3.6.1.5.5.7.48.1";
const CPS_QUALIFIER: &str = "1.3.6.1.5.5.7.2.1";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub oid: String,
    pub is_critical: bool,
    /// DER, as it lies in the octets of the extension.
    pub value: Vec<u8>,
}

impl Extension {
    pub fn new(oid: &str, value: Vec<u8>) -> Extension {
        Extension { oid: oid.to_owned(), is_critical: false, value }
    }

    #[must_use]
    pub fn critical(mut self) -> Extension {
        self.is_critical = true;
        self
    }

    pub(crate) fn der(&self) -> Option<Vec<u8>> {
        let critical = if self.is_critical { der::truth() } else { Vec::new() };
        Some(der::sequence(&[der::oid(&self.oid)?, critical, der::octets(&self.value)]))
    }
}

/// An authority's, with how many may stand below it; or nobody's.
#[allow(clippy::option_option)] // as in a plan
pub fn basic_constraints(authority: Option<Option<u8>>) -> Extension {
    let value = match authority {
        None => der::sequence::<Vec<u8>>(&[]),
        Some(None) => der::sequence(&[der::truth()]),
        Some(Some(below)) => der::sequence(&[der::truth(), der::number(below.into())]),
    };
    Extension::new(id::BASIC_CONSTRAINTS, value)
}

/// Usages by the numbers of RFC 5280: 0 is digitalSignature, 8 decipherOnly.
pub fn key_usage(numbers: &[u8]) -> Extension {
    Extension::new(id::KEY_USAGE, der::flags(numbers)).critical()
}

/// `None` where an identifier is none.
pub fn extended_key_usage(oids: &[&str]) -> Option<Extension> {
    let oids: Option<Vec<Vec<u8>>> = oids.iter().map(|it| der::oid(it)).collect();
    Some(Extension::new(id::EXTENDED_KEY_USAGE, der::sequence(&oids?)))
}

pub fn alternative_names(names: &[General]) -> Option<Extension> {
    let names: Option<Vec<Vec<u8>>> = names.iter().map(General::der).collect();
    Some(Extension::new(id::SUBJECT_ALTERNATIVE_NAME, der::sequence(&names?)))
}

/// "The 160-bit SHA-1 hash of the value of the BIT STRING subjectPublicKey" (RFC 5280, 4.2.1.2).
pub fn key_identifier(public_key_bits: &[u8]) -> Vec<u8> {
    Sha1::digest(public_key_bits).to_vec()
}

pub fn subject_key(identifier: &[u8]) -> Extension {
    Extension::new(id::SUBJECT_KEY, der::octets(identifier))
}

pub fn authority_key(identifier: &[u8]) -> Extension {
    Extension::new(id::AUTHORITY_KEY, der::sequence(&[der::implicit(0, identifier)]))
}

/// Where the list of what is revoked is.
pub fn distribution_point(url: &str) -> Extension {
    let name = der::explicit(0, &der::explicit(0, &der::implicit(6, url.as_bytes())));
    let point = der::sequence(&[name]);
    Extension::new(id::CRL_DISTRIBUTION_POINTS, der::sequence(&[point]))
}

/// Where the issuer says by OCSP what it has revoked; `None` for what is no address.
pub fn ocsp_responder(url: &str) -> Option<Extension> {
    let url = url.is_ascii().then(|| der::implicit(6, url.as_bytes()))?;
    let access = der::sequence(&[der::oid(OCSP_METHOD)?, url]);
    Some(Extension::new(id::AUTHORITY_INFORMATION_ACCESS, der::sequence(&[access])))
}

/// Policies with the addresses of their practice statements.
pub fn policies(policies: &[(String, Vec<String>)]) -> Option<Extension> {
    let mut out = Vec::new();
    for (policy, statements) in policies {
        let mut parts = vec![der::oid(policy)?];
        let mut qualifiers = Vec::new();
        for url in statements {
            let url = url.is_ascii().then(|| der::tagged(der::IA5_STRING, url.as_bytes()))?;
            qualifiers.push(der::sequence(&[der::oid(CPS_QUALIFIER)?, url]));
        }
        if !qualifiers.is_empty() {
            parts.push(der::sequence(&qualifiers));
        }
        out.push(der::sequence(&parts));
    }
    Some(Extension::new(id::CERTIFICATE_POLICIES, der::sequence(&out)))
}

/// Where more about the subject is: methods and places.
pub fn subject_information(accesses: &[(String, General)]) -> Option<Extension> {
    let accesses: Option<Vec<Vec<u8>>> = accesses
        .iter()
        .map(|(method, place)| Some(der::sequence(&[der::oid(method)?, place.der()?])))
        .collect();
    Some(Extension::new(id::SUBJECT_INFORMATION_ACCESS, der::sequence(&accesses?)))
}
