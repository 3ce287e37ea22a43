//! Names: distinguished ones (X.501), and the general ones of extensions (RFC 5280, 4.2.1.6).

use crate::der;

/// The order in which AWS writes the parts of names, as audit reports of Private CA show it.
pub mod part {
    pub const COUNTRY: &str = "2.5.4.6";
    pub const STATE: &str = "2.5.4.8";
    pub const LOCALITY: &str = "2.5.4.7";
    pub const ORGANIZATION: &str = "2.5.4.10";
    pub const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
    pub const COMMON_NAME: &str = "2.5.4.3";
    pub const DISTINGUISHED_NAME_QUALIFIER: &str = "2.5.4.46";
    pub const TITLE: &str = "2.5.4.12";
    pub const SURNAME: &str = "2.5.4.4";
    pub const GIVEN_NAME: &str = "2.5.4.42";
    pub const INITIALS: &str = "2.5.4.43";
    pub const PSEUDONYM: &str = "2.5.4.65";
    pub const GENERATION_QUALIFIER: &str = "2.5.4.44";
    pub const SERIAL_NUMBER: &str = "2.5.4.5";
}

const DOMAIN_COMPONENT: &str = "0.9.2342.19200300.100.1.25";
const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// A distinguished name (DER) of these parts, in their order; `None` where an identifier is none.
pub fn name(parts: &[(&str, &str)]) -> Option<Vec<u8>> {
    let sets: Option<Vec<Vec<u8>>> = parts
        .iter()
        .map(|(kind, text)| {
            let value = der::tagged(alphabet(kind, text), text.as_bytes());
            Some(der::tagged(der::SET, &der::sequence(&[der::oid(kind)?, value])))
        })
        .collect();
    Some(der::sequence(&sets?))
}

fn alphabet(kind: &str, text: &str) -> u8 {
    let is_printable =
        text.bytes().all(|it| it.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&it));
    match kind {
        part::COUNTRY | part::SERIAL_NUMBER | part::DISTINGUISHED_NAME_QUALIFIER
            if is_printable =>
        {
            der::PRINTABLE_STRING
        }
        DOMAIN_COMPONENT | EMAIL_ADDRESS if text.is_ascii() => der::IA5_STRING,
        _ => der::UTF8_STRING,
    }
}

/// One of the names of SubjectAltName and its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum General {
    /// Identifier and text.
    Other(String, String),
    Mail(String),
    Dns(String),
    /// DER.
    Directory(Vec<u8>),
    /// Who has assigned the name, and the name.
    EdiParty(Option<String>, String),
    Uri(String),
    Address(std::net::IpAddr),
    Registered(String),
}

impl General {
    /// `None` for identifiers that are none, and for text that is not ASCII where it must be.
    pub fn der(&self) -> Option<Vec<u8>> {
        let ascii = |number: u8, text: &str| {
            text.is_ascii().then(|| der::implicit(number, text.as_bytes()))
        };
        let utf8 = |text: &str| der::tagged(der::UTF8_STRING, text.as_bytes());
        match self {
            General::Other(kind, text) => {
                let value = der::explicit(0, &utf8(text));
                Some(der::explicit(0, &[der::oid(kind)?, value].concat()))
            }
            General::Mail(text) => ascii(1, text),
            General::Dns(text) => ascii(2, text),
            General::Directory(name) => Some(der::explicit(4, name)),
            General::EdiParty(assigner, name) => {
                let assigner = assigner.as_ref().map(|it| der::explicit(0, &utf8(it)));
                let name = der::explicit(1, &utf8(name));
                Some(der::explicit(5, &[assigner.unwrap_or_default(), name].concat()))
            }
            General::Uri(text) => ascii(6, text),
            General::Address(std::net::IpAddr::V4(it)) => Some(der::implicit(7, &it.octets())),
            General::Address(std::net::IpAddr::V6(it)) => Some(der::implicit(7, &it.octets())),
            General::Registered(kind) => Some(der::implicit(8, &der::oid_content(kind)?)),
        }
    }
}
