//! Metadata of an identity provider: who it is, and by which keys it signs.
//!
//! Source: "Metadata for the OASIS Security Assertion Markup Language (SAML) V2.0".

use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::limits::CERTIFICATES_MAX;
use crate::namespace::{METADATA, SIGNATURE};
use crate::tree::{self, Element};
use crate::{base64, time};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub entity_id: String,
    /// In DER: those for signing, and those that are for everything.
    pub certificates: Vec<Vec<u8>>,
    /// Microseconds since 1970, if the document ends.
    pub valid_until: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataFault {
    #[error("not a document of metadata")]
    Malformed,
    #[error("no identity provider is described")]
    NoProvider,
    #[error("no certificate for signing can be read")]
    NoCertificate,
}

pub fn read(text: &str) -> Result<Metadata, MetadataFault> {
    let root = tree::read(text).map_err(|_| MetadataFault::Malformed)?;
    let entity = entity(&root)?;
    let entity_id = entity.attribute("entityID").filter(|id| !id.is_empty());
    let entity_id = entity_id.ok_or(MetadataFault::Malformed)?.to_owned();
    let role = entity.all(METADATA, "IDPSSODescriptor").next().ok_or(MetadataFault::NoProvider)?;
    let mut valid_until = None;
    for text in [&root, entity, role].into_iter().filter_map(|it| it.attribute("validUntil")) {
        let time = time::micros(text).ok_or(MetadataFault::Malformed)?;
        valid_until = Some(valid_until.map_or(time, |before: i64| before.min(time)));
    }
    let mut certificates = Vec::new();
    for key in role.all(METADATA, "KeyDescriptor") {
        if !matches!(key.attribute("use"), None | Some("signing")) {
            continue;
        }
        for text in key.only(SIGNATURE, "KeyInfo").into_iter().flat_map(texts) {
            let der = base64(text).ok_or(MetadataFault::NoCertificate)?;
            let is_whole = X509Certificate::from_der(&der).is_ok_and(|(rest, _)| rest.is_empty());
            if !is_whole {
                return Err(MetadataFault::NoCertificate);
            }
            certificates.push(der);
        }
    }
    if certificates.is_empty() || certificates.len() > CERTIFICATES_MAX {
        return Err(MetadataFault::NoCertificate);
    }
    Ok(Metadata { entity_id, certificates, valid_until })
}

/// The document's entity, or the only identity provider of several entities.
fn entity(root: &Element) -> Result<&Element, MetadataFault> {
    if root.is(METADATA, "EntityDescriptor") {
        return Ok(root);
    }
    if !root.is(METADATA, "EntitiesDescriptor") {
        return Err(MetadataFault::Malformed);
    }
    let mut providers = root
        .all(METADATA, "EntityDescriptor")
        .filter(|it| it.all(METADATA, "IDPSSODescriptor").next().is_some());
    let first = providers.next().ok_or(MetadataFault::NoProvider)?;
    if providers.next().is_some() { Err(MetadataFault::Malformed) } else { Ok(first) }
}

fn texts(info: &Element) -> impl Iterator<Item = &str> {
    let data = info.all(SIGNATURE, "X509Data");
    data.flat_map(|it| it.all(SIGNATURE, "X509Certificate")).filter_map(Element::text)
}
