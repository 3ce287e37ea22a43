//! Names as clients write them (`ASN1Subject`, `GeneralName`), as DER.

use certificates::naming::{self, General, part};
use kernel::{ApiError, Struct, Value};

use crate::errors;

/// The members in the order in which the parts stand in certificates.
const MEMBERS: [(&str, &str); 14] = [
    ("Country", part::COUNTRY),
    ("State", part::STATE),
    ("Locality", part::LOCALITY),
    ("Organization", part::ORGANIZATION),
    ("OrganizationalUnit", part::ORGANIZATIONAL_UNIT),
    ("CommonName", part::COMMON_NAME),
    ("DistinguishedNameQualifier", part::DISTINGUISHED_NAME_QUALIFIER),
    ("Title", part::TITLE),
    ("Surname", part::SURNAME),
    ("GivenName", part::GIVEN_NAME),
    ("Initials", part::INITIALS),
    ("Pseudonym", part::PSEUDONYM),
    ("GenerationQualifier", part::GENERATION_QUALIFIER),
    ("SerialNumber", part::SERIAL_NUMBER),
];

/// "Custom attributes cannot be used in combination with standard attributes."
pub fn name(subject: &Struct) -> Result<Vec<u8>, ApiError> {
    let standard = MEMBERS.iter().filter_map(|(member, kind)| {
        let text = subject.str(member)?;
        (!text.is_empty()).then_some((*kind, text))
    });
    let mut parts: Vec<(&str, &str)> = standard.collect();
    let custom = subject.list("CustomAttributes").unwrap_or_default();
    if !custom.is_empty() && !parts.is_empty() {
        return Err(errors::arguments(
            "Custom attributes cannot be used in combination with standard attributes.",
        ));
    }
    for attribute in custom.iter().filter_map(Value::as_struct) {
        let kind = attribute.str("ObjectIdentifier").unwrap_or_default();
        parts.push((kind, attribute.str("Value").unwrap_or_default()));
    }
    naming::name(&parts).ok_or_else(|| errors::arguments("An object identifier is not valid."))
}

/// Each of these has one member.
pub fn general_name(it: &Struct) -> Result<General, ApiError> {
    let one = "Each general name must have exactly one of its members.";
    if it.len() != 1 {
        return Err(errors::arguments(one));
    }
    let text = |member: &str| it.str(member).map(str::to_owned);
    if let Some(other) = it.structure("OtherName") {
        let text = |member: &str| other.str(member).unwrap_or_default().to_owned();
        return Ok(General::Other(text("TypeId"), text("Value")));
    }
    if let Some(directory) = it.structure("DirectoryName") {
        return Ok(General::Directory(name(directory)?));
    }
    if let Some(party) = it.structure("EdiPartyName") {
        let name = party.str("PartyName").unwrap_or_default().to_owned();
        return Ok(General::EdiParty(party.str("NameAssigner").map(str::to_owned), name));
    }
    if let Some(address) = text("IpAddress") {
        let address = address.parse().map_err(|_| {
            errors::arguments(format!("{address} is not an address of the internet."))
        })?;
        return Ok(General::Address(address));
    }
    let found = text("Rfc822Name")
        .map(General::Mail)
        .or_else(|| text("DnsName").map(General::Dns))
        .or_else(|| text("UniformResourceIdentifier").map(General::Uri))
        .or_else(|| text("RegisteredId").map(General::Registered));
    found.ok_or_else(|| errors::arguments(one))
}

/// The numbers of RFC 5280 that a `KeyUsage` sets.
pub fn key_usage(it: &Struct) -> Vec<u8> {
    const USAGES: [&str; 9] = [
        "DigitalSignature",
        "NonRepudiation",
        "KeyEncipherment",
        "DataEncipherment",
        "KeyAgreement",
        "KeyCertSign",
        "CRLSign",
        "EncipherOnly",
        "DecipherOnly",
    ];
    let set = USAGES.iter().zip(0_u8..).filter(|(member, _)| it.bool(member) == Some(true));
    set.map(|(_, number)| number).collect()
}
